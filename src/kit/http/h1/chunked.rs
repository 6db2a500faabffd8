//! The chunked transfer coding as a counter: skips sizes, extensions and trailers, hands out the data (RFC 9112 §7.1).

/// Longest size line or trailer section taken before the peer is called broken.
const MAX_LINE_BYTES: u32 = 16 * 1024;

/// Where in the coding the next byte belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first hex digit of a chunk size.
    SizeStart,
    /// After a digit.
    Size,
    /// White space after the digits, which RFC 9112 calls bad and lets stand before a semicolon.
    Space,
    /// After the semicolon, up to the end of the line: extensions are skipped.
    Extension,
    /// The LF after the CR of a size line.
    SizeEnd,
    /// Inside the data of a chunk.
    Data,
    /// CR, then LF, after the data.
    DataCr,
    DataLf,
    /// Start of a trailer line, in its name, in its value, at its LF.
    TrailerStart,
    TrailerName,
    TrailerValue,
    TrailerEnd,
    /// At the LF of the final blank line.
    End,
    /// Everything was read.
    Done,
}

/// Reads one chunked body, a piece at a time.
#[derive(Debug, Clone)]
pub struct Chunked {
    state: State,
    /// Data bytes left in this chunk, or the size being read.
    left: u64,
    /// Bytes of framing since the last data byte; bounded by [`MAX_LINE_BYTES`].
    line: u32,
}

impl Default for Chunked {
    fn default() -> Self {
        Self { state: State::SizeStart, left: 0, line: 0 }
    }
}

impl Chunked {
    /// Takes what it can from the front of `input`: how many bytes it used, and how many of these, at their end, are
    /// data. Call again with the rest until [`is_done`](Self::is_done).
    ///
    /// # Errors
    /// `None` when the bytes are not a chunked body.
    pub fn step(&mut self, input: &[u8]) -> Option<(usize, usize)> {
        let mut used = 0;
        while used < input.len() && self.state != State::Done {
            if self.state == State::Data {
                let data = usize::try_from(self.left).unwrap_or(usize::MAX).min(input.len() - used);
                self.left -= data as u64;
                if self.left == 0 {
                    self.state = State::DataCr;
                }
                return Some((used + data, data));
            }
            self.framing(input[used])?;
            used += 1;
        }
        Some((used, 0))
    }

    /// Whether the last chunk and its trailers were read.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.state == State::Done
    }

    fn framing(&mut self, byte: u8) -> Option<()> {
        self.line += 1;
        if self.line > MAX_LINE_BYTES {
            return None;
        }
        self.state = match (self.state, byte) {
            (State::SizeStart | State::Size, b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => {
                // Sizes below 2^60, leading zeros or not: the shift cannot overflow.
                if self.left >> 56 != 0 {
                    return None;
                }
                self.left = self.left << 4 | u64::from((byte as char).to_digit(16)?);
                State::Size
            }
            (State::Size | State::Space, b' ' | b'\t') => State::Space,
            (State::Size | State::Space, b';') => State::Extension,
            (State::Size | State::Space | State::Extension, b'\r') => State::SizeEnd,
            (State::Extension, other) if other != b'\n' => State::Extension,
            (State::SizeEnd, b'\n') => {
                self.line = 0;
                if self.left == 0 { State::TrailerStart } else { State::Data }
            }
            (State::DataCr, b'\r') => State::DataLf,
            (State::DataLf, b'\n') => {
                self.line = 0;
                State::SizeStart
            }
            (State::TrailerStart, b'\r') => State::End,
            // Nobody reads them, but data that came loose from its chunk must not pass for trailers.
            (State::TrailerStart | State::TrailerName, byte) if is_token(byte) => State::TrailerName,
            (State::TrailerName, b':') | (State::TrailerValue, b'\t' | b' '..=b'~' | 0x80..) => State::TrailerValue,
            (State::TrailerValue, b'\r') => State::TrailerEnd,
            (State::TrailerEnd, b'\n') => State::TrailerStart,
            (State::End, b'\n') => State::Done,
            _ => return None,
        };
        Some(())
    }
}

/// What names of fields are made of (RFC 9110 §5.6.2).
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}
