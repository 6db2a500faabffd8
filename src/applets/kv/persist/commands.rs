//! Reads the commands of a log: RESP as servers write it, strictly, with the byte at which each starts.

use std::io::Read;

use super::source::{Lack, Source};
use crate::resp::{Args, Span};

/// A word of a log is at most this long: the limit of any string.
const MOST_BYTES: u64 = 512 << 20;
/// A command of a log has at most this many words.
const MOST_WORDS: u64 = 1 << 20;

/// A command.
#[derive(Debug, Default, Clone)]
pub struct Command {
    bytes: Vec<u8>,
    spans: Vec<Span>,
    /// The byte it starts at.
    pub offset: u64,
}

impl Command {
    /// Its words.
    #[must_use]
    pub fn args(&self) -> Args<'_> {
        Args::new(&self.bytes, &self.spans)
    }

    /// Bytes of all words.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes.len()
    }
}

/// Why there is no further command.
#[derive(Debug)]
pub enum Fault {
    /// The file ends within the command that starts at this byte.
    Truncated(u64),
    /// This byte begins none.
    Corrupt(u64, String),
    /// The system.
    Io(std::io::Error),
}

/// The commands of a file.
#[derive(Debug)]
pub struct Commands<R> {
    source: Source<R>,
    start: u64,
}

impl<R: Read> Commands<R> {
    /// Those behind what `source` has read.
    pub const fn new(source: Source<R>) -> Self {
        Self { start: source.offset(), source }
    }

    /// How many bytes were read.
    pub const fn offset(&self) -> u64 {
        self.source.offset()
    }

    /// The next one; nothing at the end of the file.
    ///
    /// # Errors
    /// See [`Fault`].
    #[expect(clippy::should_implement_trait, reason = "what can fail in the middle is no iterator")]
    pub fn next(&mut self) -> Result<Option<Command>, Fault> {
        loop {
            self.start = self.source.offset();
            if self.source.is_at_end().map_err(Fault::Io)? {
                return Ok(None);
            }
            let line = self.line()?;
            match line.split_first() {
                Some((b'*', digits)) => return self.command(digits).map(Some),
                // A remark, such as the time (`aof-timestamp-enabled`).
                Some((b'#', _)) => {}
                _ => return Err(self.corrupt("a command starts with '*'")),
            }
        }
    }

    fn command(&mut self, count: &[u8]) -> Result<Command, Fault> {
        let count = self.number(count, MOST_WORDS)?;
        if count == 0 {
            return Err(self.corrupt("a command has words"));
        }
        let mut command = Command { offset: self.start, ..Command::default() };
        for _ in 0..count {
            let line = self.line()?;
            let Some((b'$', digits)) = line.split_first() else {
                return Err(self.corrupt("a word starts with '$'"));
            };
            let length = self.number(digits, MOST_BYTES)?;
            let start = command.bytes.len();
            self.source.append(&mut command.bytes, length).map_err(|lack| self.lack(lack))?;
            if command.bytes.len() > u32::MAX as usize {
                return Err(self.corrupt("a command of more than 4 GiB"));
            }
            command.spans.push(Span { start: start as u32, end: command.bytes.len() as u32 });
            if self.source.array().map_err(|lack| self.lack(lack))? != *b"\r\n" {
                return Err(self.corrupt("a word is longer than it says"));
            }
        }
        Ok(command)
    }

    fn line(&mut self) -> Result<Vec<u8>, Fault> {
        /// Longer than any count, and than the remarks of servers.
        const MOST: usize = 256;
        let mut line = Vec::new();
        loop {
            let [byte] = self.source.array().map_err(|lack| self.lack(lack))?;
            if byte == b'\n' && line.last() == Some(&b'\r') {
                line.pop();
                return Ok(line);
            }
            line.push(byte);
            if line.len() > MOST {
                return Err(self.corrupt("a line without an end"));
            }
        }
    }

    fn number(&self, digits: &[u8], most: u64) -> Result<u64, Fault> {
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
        number.filter(|number| *number <= most).ok_or_else(|| self.corrupt("a count that is none"))
    }

    fn lack(&self, lack: Lack) -> Fault {
        match lack {
            Lack::End => Fault::Truncated(self.start),
            Lack::Io(error) => Fault::Io(error),
        }
    }

    fn corrupt(&self, what: &str) -> Fault {
        Fault::Corrupt(self.start, what.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LOG: &[u8] =
        b"#TS:1700000000\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na\r\nb\r\n";

    fn all(bytes: &[u8]) -> (Vec<Vec<Vec<u8>>>, Option<Fault>) {
        let mut commands = Commands::new(Source::new(bytes));
        let mut found = Vec::new();
        loop {
            match commands.next() {
                Ok(Some(command)) => found.push(command.args().iter().map(<[u8]>::to_vec).collect()),
                Ok(None) => return (found, None),
                Err(fault) => return (found, Some(fault)),
            }
        }
    }

    #[test]
    fn commands_are_read_and_a_cut_tail_is_told_by_where_it_starts() {
        let (commands, fault) = all(LOG);
        assert!(fault.is_none());
        assert_eq!(commands[1], [&b"SET"[..], b"k", b"a\r\nb"]);
        for end in 0..LOG.len() {
            let start = if end >= 39 { 39 } else { 16 };
            match all(&LOG[..end]).1 {
                None => assert!([0, 16, 39].contains(&end)),
                Some(Fault::Truncated(at)) => assert_eq!(at, if end < 16 { 0 } else { start }, "cut at {end}"),
                Some(other) => panic!("{other:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn rubbish_never_panics(mut bytes in prop::collection::vec(any::<u8>(), 0..80), at in 0..LOG.len(), bit in 0..8) {
            all(&bytes);
            bytes = LOG.to_vec();
            bytes[at] ^= 1_u8 << bit;
            all(&bytes);
        }
    }
}
