//! Reads the commands of a log: RESP as servers write it, strictly, with the byte at which each starts.
//!
//! RESP has no sums, so a byte that a disk has changed within a value would never be noticed. Between commands there may
//! be remarks, which Redis 7 passes over; ours hold the sum of the commands before them:
//!
//! ```text
//! #CRC64:start            behind bytes that have no sum: those that another server wrote
//! #CRC64:0123456789abcdef of the bytes since the remark before, or since the start
//! ```

use std::fs::File;
use std::io::{Read, Seek as _, SeekFrom};
use std::path::Path;

use super::source::{Lack, Source};
use crate::resp::request::number;
use crate::resp::{Args, Span};

/// A word of a log is at most this long: what clients may be allowed to send (`proto-max-bulk-len`).
const MOST_BYTES: u64 = u32::MAX as u64;
/// A command of a log has at most this many words: as many as one that a client sends.
const MOST_WORDS: u64 = i32::MAX as u64;

/// How a remark with a sum begins.
const SUM: &[u8] = b"#CRC64:";

/// The remark behind bytes that have no sum.
pub const SUM_STARTS: &[u8] = b"#CRC64:start\r\n";

/// The remark behind `bytes`.
#[must_use]
pub fn sum_of(bytes: &[u8]) -> String {
    format!("#CRC64:{:016x}\r\n", super::crc64::update(0, bytes))
}

/// What is wrong where [`is_cut_short`] says no.
pub const OVERRUN: &str = "the command has no end, and others follow: a length was changed";

/// Whether a file whose command at `offset` has no end was cut off within it. Where a sum follows, it was not: all was
/// written, and a length has been changed since.
///
/// # Errors
/// What the system says.
pub fn is_cut_short(path: &Path, offset: u64) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let (mark, mut window) = ([b"\n", SUM].concat(), Vec::new());
    loop {
        let kept = window.len().min(mark.len());
        window.drain(..window.len() - kept);
        if (&mut file).take(1 << 20).read_to_end(&mut window)? == 0 {
            return Ok(true);
        }
        if window.windows(mark.len()).any(|bytes| bytes == mark) {
            return Ok(false);
        }
    }
}

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
    /// Where the bytes begin whose sum comes next.
    summed: u64,
}

impl<R: Read> Commands<R> {
    /// Those behind what `source` has read.
    pub fn new(mut source: Source<R>) -> Self {
        source.restart_sum();
        let start = source.offset();
        Self { source, start, summed: start }
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
            let sum = if self.source.peek(1).map_err(Fault::Io)? == b"#" { self.source.crc() } else { 0 };
            let line = self.line()?;
            match line.split_first() {
                Some((b'*', digits)) => return self.command(digits).map(Some),
                Some((b'#', _)) => self.remark(&line, sum)?,
                _ => return Err(self.corrupt("a command starts with '*'")),
            }
        }
    }

    /// Compares a sum; other remarks, such as the time (`aof-timestamp-enabled`), say nothing to us.
    fn remark(&mut self, line: &[u8], sum: u64) -> Result<(), Fault> {
        let Some(said) = line.strip_prefix(SUM) else { return Ok(()) };
        let is_right = || std::str::from_utf8(said).is_ok_and(|said| u64::from_str_radix(said, 16) == Ok(sum));
        if said != b"start" && !is_right() {
            let what = format!("the bytes from here to {} were changed: their sum is {sum:016x}", self.start);
            return Err(Fault::Corrupt(self.summed, what));
        }
        self.source.restart_sum();
        self.summed = self.source.offset();
        Ok(())
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
        let number = number(digits).and_then(|number| u64::try_from(number).ok());
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

    #[test]
    fn every_changed_bit_is_noticed_where_there_are_sums() {
        let log = &LOG[16..];
        let summed =
            [log, sum_of(log).as_bytes(), b"*1\r\n$4\r\nPING\r\n", SUM_STARTS, log, sum_of(log).as_bytes()].concat();
        let (whole, fault) = all(&summed);
        assert!(fault.is_none() && whole.len() == 5, "{fault:?}");
        for (at, bit) in (0..summed.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let mut damaged = summed.clone();
            damaged[at] ^= 1 << bit;
            let (commands, fault) = all(&damaged);
            // What another server wrote has no sum, and what ends in a remark that is none any more is right.
            let is_without = (log.len() + 25..log.len() + 39).contains(&at);
            assert!(fault.is_some() || commands == whole || is_without, "bit {bit} of byte {at}: {commands:?}");
        }
    }

    #[test]
    fn an_end_that_was_written_is_told_from_one_that_was_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let log = &LOG[16..];
        std::fs::write(&path, [log, sum_of(log).as_bytes()].concat()).unwrap();
        assert!(!is_cut_short(&path, 23).unwrap());
        std::fs::write(&path, [log, sum_of(log).as_bytes(), &log[..10]].concat()).unwrap();
        assert!(is_cut_short(&path, log.len() as u64 + 25).unwrap());
        std::fs::write(&path, [&vec![b'x'; (1 << 20) - 3][..], b"\n#CRC64:0"].concat()).unwrap();
        assert!(!is_cut_short(&path, 0).unwrap(), "across two reads");
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
