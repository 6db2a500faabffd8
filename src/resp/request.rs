//! The request reader: multibulk (`*2\r\n$3\r\nGET\r\n$1\r\nk\r\n`) and inline (`GET k\r\n`) commands out of a buffer.
//!
//! A [`Parser`] remembers how far it came, so a command that arrives in many pieces is read once, not again from its
//! start with each piece. Limits, and the words of each complaint, are those of redis-server 7.0 (`networking.c`).
//! It does not own the buffer: whoever does keeps the bytes of an unfinished command at the same place, or moves all
//! of them together.

use std::fmt;
use std::ops::Index;

/// A word of a command: `start..end`, counted from the first byte of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first byte.
    pub start: u32,
    /// Behind its last byte.
    pub end: u32,
}

/// What a client may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Words of one command.
    pub words: i64,
    /// Bytes of one word.
    pub bulk_bytes: i64,
    /// Whether it has not said who it is; decides the words of the complaint.
    pub stranger: bool,
}

impl Limits {
    /// A line: an inline command or a header (`PROTO_INLINE_MAX_SIZE`).
    pub const LINE_BYTES: usize = 64 * 1024;
    /// Before a client has authenticated: 10 words of 16 KiB.
    pub const STRANGER: Self = Self { words: 10, bulk_bytes: 16384, stranger: true };

    /// Afterwards, with `proto-max-bulk-len` at `bulk_bytes`.
    #[must_use]
    pub const fn known(bulk_bytes: i64) -> Self {
        Self { words: i32::MAX as i64, bulk_bytes, stranger: false }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::known(512 * 1024 * 1024)
    }
}

/// Why a client is not understood. The connection cannot go on: where the next command starts is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProtocolError {
    /// A line without an end.
    InlineTooBig,
    /// A count of words without an end.
    CountTooBig,
    /// A length of a word without an end.
    LengthTooBig,
    /// A count of words that is none.
    BadCount,
    /// A length of a word that is none.
    BadLength,
    /// More words than a stranger may send.
    StrangerCount,
    /// A longer word than a stranger may send.
    StrangerLength,
    /// Something else than `$` before a word.
    NoDollar(u8),
    /// A quote that is never closed.
    Unbalanced,
}

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InlineTooBig => "Protocol error: too big inline request",
            Self::CountTooBig => "Protocol error: too big mbulk count string",
            Self::LengthTooBig => "Protocol error: too big bulk count string",
            Self::BadCount => "Protocol error: invalid multibulk length",
            Self::BadLength => "Protocol error: invalid bulk length",
            Self::StrangerCount => "Protocol error: unauthenticated multibulk length",
            Self::StrangerLength => "Protocol error: unauthenticated bulk length",
            Self::NoDollar(found) => {
                return write!(f, "Protocol error: expected '$', got '{}'", char::from(*found));
            }
            Self::Unbalanced => "Protocol error: unbalanced quotes in request",
        })
    }
}

/// What the front of a buffer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parsed {
    /// A whole command of so many bytes; its words are [`Parser::args`].
    Command(usize),
    /// Nothing to execute, in so many bytes: an empty line, `*0`, `*-1`.
    Blank(usize),
    /// The start of a command, of which at least so many bytes are missing.
    Partial(usize),
}

/// The words of one command.
#[derive(Debug, Clone, Copy)]
pub struct Args<'a> {
    bytes: &'a [u8],
    spans: &'a [Span],
}

impl<'a> Args<'a> {
    /// Words that lie in `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8], spans: &'a [Span]) -> Self {
        Self { bytes, spans }
    }

    /// How many, the name of the command included.
    #[must_use]
    pub const fn len(self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.spans.is_empty()
    }

    /// The word at `index`, from 0, the name of the command.
    ///
    /// # Panics
    /// Where there is none; the arity of a command says how many there are at least.
    #[inline]
    #[must_use]
    pub fn at(self, index: usize) -> &'a [u8] {
        let span = self.spans[index];
        &self.bytes[span.start as usize..span.end as usize]
    }

    /// The word at `index`, where there is one.
    #[must_use]
    pub fn get(self, index: usize) -> Option<&'a [u8]> {
        (index < self.len()).then(|| self.at(index))
    }

    /// The words from `index` on.
    #[must_use]
    pub fn from(self, index: usize) -> Self {
        Self { bytes: self.bytes, spans: self.spans.get(index..).unwrap_or_default() }
    }

    /// One after the other.
    #[must_use]
    pub fn iter(self) -> impl ExactSizeIterator<Item = &'a [u8]> + Clone {
        self.spans.iter().map(move |span| &self.bytes[span.start as usize..span.end as usize])
    }
}

impl Index<usize> for Args<'_> {
    type Output = [u8];

    fn index(&self, index: usize) -> &[u8] {
        self.at(index)
    }
}

/// Reads commands, one after the other.
///
/// ```
/// use toolbox::resp::{Limits, Parsed, Parser};
/// let mut parser = Parser::default();
/// let bytes = b"*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n";
/// assert_eq!(parser.parse(bytes, &Limits::default()), Ok(Parsed::Command(20)));
/// assert_eq!(parser.args(bytes).at(1), b"k");
/// assert_eq!(parser.parse(&bytes[20..], &Limits::default()), Ok(Parsed::Command(6)));
/// assert_eq!(parser.args(&bytes[20..]).at(0), b"PING");
/// ```
#[derive(Debug, Default)]
pub struct Parser {
    spans: Vec<Span>,
    /// Of an unfinished multibulk: words that are still missing; 0 between commands.
    missing: i64,
    /// Of an unfinished multibulk: where its next header starts.
    at: usize,
    /// The length in the header at `at`, once read; -1 before.
    length: i64,
    /// Of an unfinished line: how far no end was found.
    searched: usize,
    /// The words of an inline command, whose quotes and escapes are resolved.
    line: Vec<u8>,
    inline: bool,
}

impl Parser {
    /// Reads the command at the front of `buffer`. After [`Parsed::Partial`] it is called again with the same bytes and
    /// more behind them; after the others, with what follows.
    ///
    /// # Errors
    /// The client is not understood and cannot be any more.
    #[inline]
    pub fn parse(&mut self, buffer: &[u8], limits: &Limits) -> Result<Parsed, ProtocolError> {
        if self.missing == 0 {
            match buffer.first() {
                None => return Ok(Parsed::Partial(1)),
                Some(b'*') => {}
                Some(_) => return self.parse_line(buffer),
            }
            let Some((line, next)) = header(buffer, 0, ProtocolError::CountTooBig)? else {
                return Ok(Parsed::Partial(1));
            };
            let count = number(line).filter(|count| *count <= i64::from(i32::MAX)).ok_or(ProtocolError::BadCount)?;
            if count > limits.words {
                return Err(if limits.stranger { ProtocolError::StrangerCount } else { ProtocolError::BadCount });
            }
            if count <= 0 {
                return Ok(Parsed::Blank(next));
            }
            self.spans.clear();
            self.inline = false;
            (self.missing, self.at, self.length) = (count, next, -1);
        }
        self.parse_words(buffer, limits)
    }

    fn parse_words(&mut self, buffer: &[u8], limits: &Limits) -> Result<Parsed, ProtocolError> {
        while self.missing > 0 {
            if self.length < 0 {
                match buffer.get(self.at) {
                    None => return Ok(Parsed::Partial(1)),
                    Some(b'$') => {}
                    // The complaint about an endless line comes first, as there.
                    Some(found) => {
                        let found = *found;
                        return match header(buffer, self.at, ProtocolError::LengthTooBig)? {
                            Some(_) => Err(ProtocolError::NoDollar(found)),
                            None => Ok(Parsed::Partial(1)),
                        };
                    }
                }
                let Some((line, next)) = header(buffer, self.at, ProtocolError::LengthTooBig)? else {
                    return Ok(Parsed::Partial(1));
                };
                let length = number(line).filter(|length| *length >= 0).ok_or(ProtocolError::BadLength)?;
                if length > limits.bulk_bytes {
                    return Err(if limits.stranger { ProtocolError::StrangerLength } else { ProtocolError::BadLength });
                }
                (self.length, self.at) = (length, next);
            }
            let end = self.at + self.length as usize;
            let next = end + 2;
            if next > buffer.len() {
                return Ok(Parsed::Partial(next - buffer.len()));
            }
            if next > u32::MAX as usize {
                return Err(ProtocolError::BadLength);
            }
            self.spans.push(Span { start: self.at as u32, end: end as u32 });
            (self.missing, self.at, self.length) = (self.missing - 1, next, -1);
        }
        Ok(Parsed::Command(self.at))
    }

    fn parse_line(&mut self, buffer: &[u8]) -> Result<Parsed, ProtocolError> {
        // A line that is too long is so however it comes: whole, or in pieces of which none has its end.
        let most = buffer.len().min(Limits::LINE_BYTES + 1);
        let Some(found) = buffer[self.searched..most].iter().position(|byte| *byte == b'\n') else {
            if buffer.len() > Limits::LINE_BYTES {
                return Err(ProtocolError::InlineTooBig);
            }
            self.searched = buffer.len();
            return Ok(Parsed::Partial(1));
        };
        let end = self.searched + found;
        self.searched = 0;
        let line = buffer[..end].strip_suffix(b"\r").unwrap_or(&buffer[..end]);
        (self.inline, self.line, self.spans) = (true, std::mem::take(&mut self.line), std::mem::take(&mut self.spans));
        self.line.clear();
        self.spans.clear();
        split_quoted(line, |word| {
            let start = self.line.len() as u32;
            self.line.extend_from_slice(word);
            self.spans.push(Span { start, end: self.line.len() as u32 });
        })?;
        Ok(if self.spans.is_empty() { Parsed::Blank(end + 1) } else { Parsed::Command(end + 1) })
    }

    /// The words of the command just read, of which `buffer` is what was handed to [`parse`](Self::parse).
    #[inline]
    #[must_use]
    pub fn args<'a>(&'a self, buffer: &'a [u8]) -> Args<'a> {
        Args { bytes: if self.inline { &self.line } else { buffer }, spans: &self.spans }
    }

    /// Whether a word is being received whose length is known.
    #[must_use]
    pub const fn is_inside_word(&self) -> bool {
        self.missing > 0 && self.length >= 0
    }

    /// Gives back memory that an unusually long command took.
    pub fn shrink(&mut self) {
        /// Words of all but unusual commands.
        const USUAL: usize = 64;
        if self.missing == 0 && (self.spans.capacity() > USUAL || self.line.capacity() > 0) {
            self.spans = Vec::new();
            self.line = Vec::new();
        }
    }
}

/// The line behind the mark at `at`, without mark and end, and where the next one starts; `None` where the end is
/// missing.
#[inline]
fn header(buffer: &[u8], at: usize, endless: ProtocolError) -> Result<Option<(&[u8], usize)>, ProtocolError> {
    let rest = &buffer[at + 1..];
    let Some(end) = rest[..rest.len().min(Limits::LINE_BYTES)].iter().position(|byte| *byte == b'\r') else {
        return if rest.len() >= Limits::LINE_BYTES { Err(endless) } else { Ok(None) };
    };
    // What follows a return is taken for the line feed, as there.
    Ok((end + 1 < rest.len()).then(|| (&rest[..end], at + 1 + end + 2)))
}

/// A decimal number without signs of politeness: no space, no plus, no leading zeros (`string2ll`).
#[inline]
#[must_use]
pub fn number(text: &[u8]) -> Option<i64> {
    match text {
        [digit @ b'0'..=b'9'] => Some(i64::from(digit - b'0')),
        [b'-', rest @ ..] => {
            let magnitude = magnitude(rest).filter(|magnitude| *magnitude != 0)?;
            0_i64.checked_sub_unsigned(magnitude)
        }
        _ => i64::try_from(magnitude(text)?).ok(),
    }
}

#[inline]
fn magnitude(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 20 || (digits[0] == b'0' && digits.len() > 1) {
        return None;
    }
    digits.iter().try_fold(0_u64, |value, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit <= 9).then_some(())?;
        value.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// Splits a line into words as a shell would: `"…"` with escapes, `'…'` with `\'` only (`sdssplitargs`).
///
/// # Errors
/// [`ProtocolError::Unbalanced`]: a quote is not closed, or is followed by something else than a space.
pub fn split_quoted(line: &[u8], mut word: impl FnMut(&[u8])) -> Result<(), ProtocolError> {
    let mut rest = line;
    let mut found = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        let Some(&first) = rest.first() else { return Ok(()) };
        found.clear();
        let length = match first {
            b'"' | b'\'' => 0,
            _ => {
                rest.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | 0)).unwrap_or(rest.len())
            }
        };
        found.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
        match rest.first() {
            Some(b'"') => rest = double_quoted(&rest[1..], &mut found)?,
            Some(b'\'') => rest = single_quoted(&rest[1..], &mut found)?,
            Some(0) => rest = &[],
            _ => {}
        }
        word(&found);
    }
}

fn double_quoted<'a>(mut rest: &'a [u8], found: &mut Vec<u8>) -> Result<&'a [u8], ProtocolError> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    loop {
        match rest {
            [] => return Err(ProtocolError::Unbalanced),
            [b'"', after @ ..] => return closed(after),
            [b'\\', b'x', high, low, after @ ..] if digit(*high).is_some() && digit(*low).is_some() => {
                found.push(digit(*high).unwrap_or(0) * 16 + digit(*low).unwrap_or(0));
                rest = after;
            }
            [b'\\', escaped, after @ ..] => {
                found.push(match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'a' => 7,
                    other => *other,
                });
                rest = after;
            }
            [byte, after @ ..] => {
                found.push(*byte);
                rest = after;
            }
        }
    }
}

fn single_quoted<'a>(mut rest: &'a [u8], found: &mut Vec<u8>) -> Result<&'a [u8], ProtocolError> {
    loop {
        match rest {
            [] => return Err(ProtocolError::Unbalanced),
            [b'\'', after @ ..] => return closed(after),
            [b'\\', b'\'', after @ ..] => {
                found.push(b'\'');
                rest = after;
            }
            [byte, after @ ..] => {
                found.push(*byte);
                rest = after;
            }
        }
    }
}

/// Behind a closing quote stands a space or nothing.
fn closed(after: &[u8]) -> Result<&[u8], ProtocolError> {
    match after.first() {
        Some(byte) if !byte.is_ascii_whitespace() => Err(ProtocolError::Unbalanced),
        _ => Ok(after),
    }
}

#[cfg(test)]
mod tests;
