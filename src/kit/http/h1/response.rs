//! Reads one response after another from the bytes of a connection.
//!
//! Two habits make it fast. A response that lies whole in the input is read in place. And a head that is byte for
//! byte the one read before (servers repeat themselves: only `Date` changes, once a second) is not parsed again:
//! equal bytes mean equal framing, and comparing 200 bytes costs a tenth of parsing them.

use thiserror::Error;

use super::{Chunked, Framing, Head, HeadError, RequestKind};

/// Largest head taken before the server is called broken; four times what common servers allow themselves.
const MAX_HEAD_BYTES: usize = 256 * 1024;

/// Where the data of a body goes.
#[derive(Debug)]
pub enum Body<'a> {
    /// Counted and forgotten.
    Discard,
    /// Kept up to `limit` bytes; the rest is counted.
    Keep {
        /// Receives the data.
        into: &'a mut Vec<u8>,
        /// Most bytes that `into` may hold.
        limit: usize,
    },
}

impl Body<'_> {
    fn take(&mut self, data: &[u8]) {
        if let Self::Keep { into, limit } = self {
            let room = limit.saturating_sub(into.len());
            into.extend_from_slice(&data[..data.len().min(room)]);
        }
    }
}

/// How far the response has come after the bytes it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// All input was taken; more must follow.
    More,
    /// The response has ended; `used` bytes of the input belonged to it.
    Done {
        /// Bytes of the input that belonged to this response.
        used: usize,
    },
}

/// Why the bytes of a connection are not a response.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ResponseError {
    /// See [`HeadError`].
    #[error(transparent)]
    Head(#[from] HeadError),
    /// No end of the head within the bound.
    #[error("response head is larger than {} KiB", MAX_HEAD_BYTES / 1024)]
    HeadTooLarge,
    /// The chunked coding is broken.
    #[error("broken chunked body")]
    Chunk,
    /// The peer closed in the middle of the head or of a delimited body.
    #[error("connection closed in the middle of a response")]
    Truncated,
    /// The peer closed before the first byte of a response.
    #[error("connection closed before a response")]
    Closed,
}

#[derive(Debug)]
enum Stage {
    Head,
    Length(u64),
    Chunked(Chunked),
    UntilClose,
}

/// The state of one connection's receiving side.
#[derive(Debug)]
pub struct ResponseReader {
    stage: Stage,
    /// The head last read: its bytes, for the comparison described above and for [`head_bytes`](Self::head_bytes).
    memo: Vec<u8>,
    memo_head: Option<Head>,
    memo_kind: RequestKind,
    /// The beginning of a head whose end has not arrived.
    carry: Vec<u8>,
    /// Data bytes of the current body.
    body_bytes: u64,
}

impl Default for ResponseReader {
    fn default() -> Self {
        Self {
            stage: Stage::Head,
            memo: Vec::new(),
            memo_head: None,
            memo_kind: RequestKind::Ordinary,
            carry: Vec::new(),
            body_bytes: 0,
        }
    }
}

impl ResponseReader {
    /// The head of the response being read, or of the last one.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        self.memo_head
    }

    /// The bytes of that head, the blank line included.
    #[must_use]
    pub fn head_bytes(&self) -> &[u8] {
        &self.memo
    }

    /// Data bytes of the body so far, transfer coding removed.
    #[must_use]
    pub fn body_bytes(&self) -> u64 {
        self.body_bytes
    }

    /// Gives the reader the next bytes of the connection. Interim responses are skipped (RFC 9110 §15.2);
    /// a 101 is final: it ends what is HTTP on the connection.
    ///
    /// # Errors
    /// [`ResponseError`]; the connection is of no further use then.
    pub fn feed(&mut self, input: &[u8], kind: RequestKind, body: &mut Body<'_>) -> Result<Progress, ResponseError> {
        let mut used = 0;
        if matches!(self.stage, Stage::Head) {
            match self.feed_head(input, kind)? {
                Some(head_used) => used = head_used,
                None => return Ok(Progress::More),
            }
        }
        self.feed_body(&input[used..], body).map(|progress| match progress {
            Progress::Done { used: body_used } => Progress::Done { used: used + body_used },
            Progress::More => Progress::More,
        })
    }

    /// Tells the reader that the peer has closed.
    ///
    /// # Errors
    /// Unless the body was one that ends with the connection.
    pub fn close(&mut self) -> Result<(), ResponseError> {
        match self.stage {
            Stage::UntilClose => {
                self.stage = Stage::Head;
                Ok(())
            }
            Stage::Head if self.carry.is_empty() => Err(ResponseError::Closed),
            _ => Err(ResponseError::Truncated),
        }
    }

    /// Reads heads until a final one; how many bytes of `input` they took, or `None` when more must come.
    fn feed_head(&mut self, input: &[u8], kind: RequestKind) -> Result<Option<usize>, ResponseError> {
        let mut used = 0;
        loop {
            let Some(head_used) = self.one_head(&input[used..], kind)? else { return Ok(None) };
            used += head_used;
            let Some(head) = self.memo_head else { return Ok(None) };
            match head.status {
                100 | 102..=199 => {}
                _ => {
                    self.body_bytes = 0;
                    self.stage = match head.framing {
                        Framing::Length(length) => Stage::Length(length),
                        Framing::Chunked => Stage::Chunked(Chunked::default()),
                        Framing::UntilClose => Stage::UntilClose,
                    };
                    return Ok(Some(used));
                }
            }
        }
    }

    fn one_head(&mut self, input: &[u8], kind: RequestKind) -> Result<Option<usize>, ResponseError> {
        if self.carry.is_empty() {
            if self.memo_head.is_some() && self.memo_kind == kind && input.starts_with(&self.memo) {
                return Ok(Some(self.memo.len()));
            }
            if let Some(head) = Head::parse(input, kind)? {
                self.remember(head, kind, &input[..head.bytes]);
                return Ok(Some(head.bytes));
            }
            self.carry.extend_from_slice(input);
            return self.bound_carry();
        }
        let before = self.carry.len();
        self.carry.extend_from_slice(input);
        // A head that comes byte by byte must not be parsed once per byte.
        if !has_blank_line(&self.carry[before.saturating_sub(3)..]) {
            return self.bound_carry();
        }
        let Some(head) = Head::parse(&self.carry, kind)? else { return self.bound_carry() };
        let carry = std::mem::take(&mut self.carry);
        self.remember(head, kind, &carry[..head.bytes]);
        self.carry = carry;
        self.carry.clear();
        // An interim head may have ended inside what was carried only if it was complete then; it was not.
        Ok(Some(head.bytes - before))
    }

    fn bound_carry(&self) -> Result<Option<usize>, ResponseError> {
        if self.carry.len() > MAX_HEAD_BYTES { Err(ResponseError::HeadTooLarge) } else { Ok(None) }
    }

    fn remember(&mut self, head: Head, kind: RequestKind, bytes: &[u8]) {
        self.memo.clear();
        self.memo.extend_from_slice(bytes);
        self.memo_head = Some(head);
        self.memo_kind = kind;
    }

    fn feed_body(&mut self, input: &[u8], body: &mut Body<'_>) -> Result<Progress, ResponseError> {
        match &mut self.stage {
            Stage::Length(left) => {
                let data = usize::try_from(*left).unwrap_or(usize::MAX).min(input.len());
                body.take(&input[..data]);
                *left -= data as u64;
                self.body_bytes += data as u64;
                if *left > 0 {
                    return Ok(Progress::More);
                }
                self.stage = Stage::Head;
                Ok(Progress::Done { used: data })
            }
            Stage::Chunked(chunked) => {
                let mut used = 0;
                while used < input.len() && !chunked.is_done() {
                    let (step, data) = chunked.step(&input[used..]).ok_or(ResponseError::Chunk)?;
                    used += step;
                    body.take(&input[used - data..used]);
                    self.body_bytes += data as u64;
                }
                if !chunked.is_done() {
                    return Ok(Progress::More);
                }
                self.stage = Stage::Head;
                Ok(Progress::Done { used })
            }
            Stage::UntilClose => {
                body.take(input);
                self.body_bytes += input.len() as u64;
                Ok(Progress::More)
            }
            Stage::Head => Ok(Progress::More),
        }
    }
}

/// Whether a line ends and the next one is empty; bare LF counts, as httparse lets it.
fn has_blank_line(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair == b"\n\n") || bytes.windows(3).any(|triple| triple == b"\n\r\n")
}

#[cfg(test)]
mod tests;
