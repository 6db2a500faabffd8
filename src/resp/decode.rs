//! The reply reader: bytes of a server in, [`Value`]s out, however they are cut.
//!
//! A [`Decoder`] owns its buffer and remembers the arrays it is inside of, so a long reply that arrives in many pieces
//! is read once. Memory follows what has arrived, never what a header promises. [`Skimmer`] is for benches: it only
//! counts replies, and allocates nothing.

use thiserror::Error;

use super::request::number;
use super::value::Value;

/// A reply that is none. The connection cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// A reply begins with one of `+-:$*_,#!=(%~>|`.
    #[error("the server does not speak RESP: a reply begins with {0:?}")]
    Kind(char),
    /// A header that is no number.
    #[error("the server sent a bad length: {0:?}")]
    Length(String),
    /// Arrays in arrays without an end.
    #[error("the server's reply is nested more than {MAX_DEPTH} deep")]
    Depth,
    /// A line without an end.
    #[error("the server sent a line of more than {MAX_LINE_BYTES} bytes")]
    Line,
    /// Neither `#t` nor `#f`, no line end behind a string.
    #[error("the server's reply is malformed")]
    Malformed,
}

/// No command nests deeper than a few; this is where a stack could end.
const MAX_DEPTH: usize = 128;

/// What is no string is short; the longest are refusals that repeat what was asked.
const MAX_LINE_BYTES: usize = 1 << 20;

/// What is set aside for an array before its values are there.
const MAX_RESERVED: usize = 1024;

/// A bulk string, an array or the like that was opened.
#[derive(Debug)]
struct Open {
    mark: u8,
    /// Values still missing; pairs count twice.
    missing: usize,
    items: Vec<Value>,
}

/// Reads replies.
///
/// ```
/// use toolbox::resp::{Decoder, Value};
/// let mut decoder = Decoder::default();
/// decoder.feed(b"*2\r\n:1\r\n$3\r\na");
/// assert_eq!(decoder.next_value(), Ok(None));
/// decoder.feed(b"bc\r\n");
/// assert_eq!(decoder.next_value(), Ok(Some(Value::Array(vec![Value::Int(1), Value::Bulk(b"abc".to_vec())]))));
/// ```
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// Bytes of `buffer` that are read.
    at: usize,
    open: Vec<Open>,
}

/// What one header line and its payload come to.
enum Step {
    Value(Value),
    Opened,
    Partial,
}

impl Decoder {
    /// Adds bytes from the wire.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.at > 0 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole reply, if it is there.
    ///
    /// # Errors
    /// What was sent is no RESP; nothing after it can be understood.
    pub fn next_value(&mut self) -> Result<Option<Value>, DecodeError> {
        loop {
            match self.step()? {
                Step::Partial => return Ok(None),
                Step::Opened => {}
                Step::Value(value) => {
                    if let Some(whole) = self.close(value) {
                        return Ok(Some(whole));
                    }
                }
            }
        }
    }

    fn step(&mut self) -> Result<Step, DecodeError> {
        let rest = &self.buffer[self.at..];
        let Some(end) = rest[..rest.len().min(MAX_LINE_BYTES)].windows(2).position(|pair| pair == b"\r\n") else {
            return if rest.len() < MAX_LINE_BYTES { Ok(Step::Partial) } else { Err(DecodeError::Line) };
        };
        let (mark, line, mut taken) = (rest[0], &rest[1.min(end)..end], end + 2);
        let value = match mark {
            b'+' => Value::Simple(line.to_vec()),
            b'-' => Value::Error(line.to_vec()),
            b':' => Value::Int(length(line)?),
            b',' => Value::Double(line.to_vec()),
            b'(' => Value::BigNumber(line.to_vec()),
            b'_' => Value::Null,
            b'#' => Value::Truth(match line {
                b"t" => true,
                b"f" => false,
                _ => return Err(DecodeError::Malformed),
            }),
            b'$' | b'=' | b'!' => {
                let Ok(count) = usize::try_from(length(line)?) else { return Ok(self.took(taken, Value::Null)) };
                let whole = taken.saturating_add(count).saturating_add(2);
                if rest.len() < whole {
                    return Ok(Step::Partial);
                }
                let text = &rest[taken..taken + count];
                if &rest[whole - 2..whole] != b"\r\n" {
                    return Err(DecodeError::Malformed);
                }
                taken = whole;
                match mark {
                    b'$' => Value::Bulk(text.to_vec()),
                    b'!' => Value::Error(text.to_vec()),
                    _ => Value::Verbatim(text.get(4..).unwrap_or_default().to_vec()),
                }
            }
            b'*' | b'%' | b'~' | b'>' | b'|' => {
                let Ok(count) = usize::try_from(length(line)?) else { return Ok(self.took(taken, Value::Null)) };
                if self.open.len() >= MAX_DEPTH {
                    return Err(DecodeError::Depth);
                }
                let missing = if matches!(mark, b'%' | b'|') { count.saturating_mul(2) } else { count };
                if missing == 0 && mark != b'|' {
                    return Ok(self.took(taken, finished(mark, Vec::new())));
                }
                self.at += taken;
                if missing > 0 {
                    self.open.push(Open { mark, missing, items: Vec::with_capacity(missing.min(MAX_RESERVED)) });
                }
                return Ok(Step::Opened);
            }
            other => return Err(DecodeError::Kind(char::from(other))),
        };
        Ok(self.took(taken, value))
    }

    fn took(&mut self, bytes: usize, value: Value) -> Step {
        self.at += bytes;
        Step::Value(value)
    }

    /// Puts a value where it belongs; gives back what is whole with it.
    fn close(&mut self, mut value: Value) -> Option<Value> {
        loop {
            let Some(open) = self.open.last_mut() else { return Some(value) };
            open.items.push(value);
            open.missing -= 1;
            if open.missing > 0 {
                return None;
            }
            let done = self.open.pop()?;
            // Attributes say something about the reply that follows; nobody here asks.
            if done.mark == b'|' {
                return None;
            }
            value = finished(done.mark, done.items);
        }
    }
}

fn finished(mark: u8, items: Vec<Value>) -> Value {
    match mark {
        b'~' => Value::Set(items),
        b'>' => Value::Push(items),
        b'%' => {
            let mut items = items.into_iter();
            let mut pairs = Vec::with_capacity(items.len() / 2);
            while let (Some(key), Some(value)) = (items.next(), items.next()) {
                pairs.push((key, value));
            }
            Value::Map(pairs)
        }
        _ => Value::Array(items),
    }
}

fn length(line: &[u8]) -> Result<i64, DecodeError> {
    number(line).ok_or_else(|| DecodeError::Length(String::from_utf8_lossy(line).into_owned()))
}

/// What a stretch of bytes held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Skimmed {
    /// Replies that ended in it.
    pub replies: u64,
    /// Refusals among them.
    pub errors: u64,
    /// Nulls among them: keys that were not there.
    pub nulls: u64,
}

/// Counts replies without keeping them.
///
/// ```
/// use toolbox::resp::{Skimmed, Skimmer};
/// let mut skimmer = Skimmer::default();
/// assert_eq!(skimmer.skim(b"*2\r\n:1\r\n$3\r\na"), Ok(Skimmed::default()));
/// assert_eq!(skimmer.skim(b"bc\r\n-ERR no\r\n"), Ok(Skimmed { replies: 2, errors: 1, nulls: 0 }));
/// ```
#[derive(Debug, Default)]
pub struct Skimmer {
    /// Bytes of a string, its line end included, that have not come yet.
    string: usize,
    /// Values missing until the reply is whole, beyond the one that is being read.
    missing: usize,
    /// The header line so far; headers that matter are short, the rest of a long one is not kept.
    line: [u8; 32],
    /// How much of it there is.
    length: usize,
    /// Whether the last byte was the end of a line's first half.
    carriage: bool,
}

impl Skimmer {
    /// Counts what ends in `bytes`.
    ///
    /// # Errors
    /// What was sent is no RESP.
    pub fn skim(&mut self, mut bytes: &[u8]) -> Result<Skimmed, DecodeError> {
        let mut found = Skimmed::default();
        while !bytes.is_empty() {
            if self.string > 0 {
                let taken = self.string.min(bytes.len());
                self.string -= taken;
                bytes = &bytes[taken..];
                if self.string == 0 {
                    self.value(&mut found);
                }
                continue;
            }
            let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
                self.keep(bytes);
                break;
            };
            self.keep(&bytes[..end]);
            bytes = &bytes[end + 1..];
            if std::mem::take(&mut self.carriage) {
                self.header(&mut found)?;
                self.length = 0;
            }
        }
        Ok(found)
    }

    fn keep(&mut self, bytes: &[u8]) {
        let Some(last) = bytes.last() else { return };
        self.carriage = *last == b'\r';
        let taken = bytes.len().min(self.line.len() - self.length);
        self.line[self.length..self.length + taken].copy_from_slice(&bytes[..taken]);
        self.length += taken;
    }

    fn header(&mut self, found: &mut Skimmed) -> Result<(), DecodeError> {
        let line = self.line[..self.length].trim_ascii_end();
        let Some((mark, rest)) = line.split_first() else { return Err(DecodeError::Malformed) };
        match mark {
            b'-' => found.errors += u64::from(self.missing == 0),
            b'_' => found.nulls += u64::from(self.missing == 0),
            b'+' | b':' | b',' | b'(' | b'#' => {}
            b'$' | b'=' | b'!' => {
                if let Ok(count) = usize::try_from(length(rest)?) {
                    found.errors += u64::from(*mark == b'!' && self.missing == 0);
                    self.string = count.saturating_add(2);
                    return Ok(());
                }
                found.nulls += u64::from(self.missing == 0);
            }
            b'*' | b'%' | b'~' | b'>' => match usize::try_from(length(rest)?) {
                Ok(0) => {}
                Ok(count) => {
                    let values = if *mark == b'%' { count.saturating_mul(2) } else { count };
                    self.missing = self.missing.saturating_sub(1).saturating_add(values);
                    return Ok(());
                }
                Err(_) => found.nulls += u64::from(self.missing == 0),
            },
            other => return Err(DecodeError::Kind(char::from(*other))),
        }
        self.value(found);
        Ok(())
    }

    /// A value without values of its own ended.
    fn value(&mut self, found: &mut Skimmed) {
        self.missing = self.missing.saturating_sub(1);
        found.replies += u64::from(self.missing == 0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::resp::{Dialect, Reply};

    const ALL: &[u8] = b"+OK\r\n-ERR no\r\n:42\r\n$-1\r\n*-1\r\n_\r\n,1.5\r\n#t\r\n(123\r\n=7\r\ntxt:abc\r\n*0\r\n\
        %1\r\n+a\r\n*2\r\n:1\r\n$2\r\n\r\n\r\n~1\r\n:1\r\n>2\r\n+message\r\n$0\r\n\r\n|1\r\n+ttl\r\n:1\r\n:7\r\n!3\r\nBAD\r\n";

    fn decoded(pieces: &[&[u8]]) -> Vec<Value> {
        let (mut decoder, mut values) = (Decoder::default(), Vec::new());
        for piece in pieces {
            decoder.feed(piece);
            while let Some(value) = decoder.next_value().unwrap() {
                values.push(value);
            }
        }
        values
    }

    #[test]
    fn every_kind_is_read() {
        let values = decoded(&[ALL]);
        assert_eq!(values.len(), 16);
        assert_eq!(values[9], Value::Verbatim(b"abc".to_vec()));
        let inner = Value::Array(vec![Value::Int(1), Value::Bulk(b"\r\n".to_vec())]);
        assert_eq!(values[11], Value::Map(vec![(Value::Simple(b"a".to_vec()), inner)]));
        assert_eq!(values[14], Value::Int(7), "attributes are left out");
        assert_eq!(values[15].error().as_deref(), Some("BAD"));
    }

    #[test]
    fn any_cut_gives_the_same() {
        let whole = decoded(&[ALL]);
        for cut in 0..=ALL.len() {
            assert_eq!(decoded(&[&ALL[..cut], &ALL[cut..]]), whole, "cut at {cut}");
        }
        assert_eq!(decoded(&ALL.chunks(1).collect::<Vec<_>>()), whole);
    }

    #[test]
    fn what_is_no_reply_is_refused_and_promises_take_no_memory() {
        let refused = |bytes: &[u8]| {
            let mut decoder = Decoder::default();
            decoder.feed(bytes);
            decoder.next_value()
        };
        assert_eq!(refused(b"HTTP/1.1 400\r\n"), Err(DecodeError::Kind('H')));
        assert_eq!(refused(b"$x\r\n"), Err(DecodeError::Length("x".into())));
        assert_eq!(refused(b"$1\r\nabc"), Err(DecodeError::Malformed));
        assert_eq!(refused(&b"*1\r\n".repeat(MAX_DEPTH + 1)), Err(DecodeError::Depth));
        assert_eq!(refused(b"*1000000000\r\n:1\r\n"), Ok(None));
        assert_eq!(refused(b"$9223372036854775807\r\na"), Ok(None));
        assert_eq!(refused(b"\r\n"), Err(DecodeError::Kind('\r')));
    }

    proptest! {
        #[test]
        fn what_the_reply_writer_writes_is_read(texts in prop::collection::vec("[a-z\r\n]{0,9}", 0..5), number: i64, v3: bool) {
            let mut reply = Reply::new(if v3 { Dialect::Resp3 } else { Dialect::Resp2 });
            reply.array(texts.len() + 1);
            reply.int(number);
            for text in &texts { reply.bulk(text.as_bytes()); }
            let mut expected = vec![Value::Int(number)];
            expected.extend(texts.iter().map(|text| Value::Bulk(text.clone().into_bytes())));
            prop_assert_eq!(decoded(&[reply.bytes()]), vec![Value::Array(expected)]);
        }

        #[test]
        fn the_skimmer_counts_what_the_decoder_reads(cuts in prop::collection::vec(0_usize..130, 0..6)) {
            // Without attributes and strings for errors, which no bench meets.
            let text = &ALL[..ALL.len() - 27];
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.sort_unstable();
            cuts.push(text.len());
            let (mut skimmer, mut sum, mut from) = (Skimmer::default(), Skimmed::default(), 0);
            for to in cuts {
                let found = skimmer.skim(&text[from..to]).unwrap();
                sum.replies += found.replies;
                sum.errors += found.errors;
                sum.nulls += found.nulls;
                from = to;
            }
            prop_assert_eq!(sum, Skimmed { replies: 14, errors: 1, nulls: 3 });
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut decoder = Decoder::default();
            decoder.feed(&bytes);
            while let Ok(Some(_)) = decoder.next_value() {}
            let _ = Skimmer::default().skim(&bytes);
        }
    }
}
