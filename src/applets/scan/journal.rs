//! What is decided, kept while a scan goes on (`--resume FILE`), so that a killed one goes on where it ended.
//!
//! ```text
//! toolbox-scan 1 FINGERPRINT        of targets, ports and seed, in hexadecimal
//! HOST PORT TRIES STATE REASON BY RTT_US     one line for each decided port; indices, - for what is not there
//! ```
//! Lines are appended and never changed; a last line that is cut off is left out. The system has them when `write` has
//! returned, so a kill of this process loses at most what was not yet handed over ([`FLUSH`]).

use std::fs::{File, OpenOptions};
use std::hash::Hasher;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::ScanError;
use super::hosts::Target;
use super::ports::Port;
use super::schedule::Detail;
use super::verdict::{Reason, State, Verdict};
use crate::kit::fs::FileError;

/// So many bytes are put together before they are written: some dozen decisions.
const FLUSH: usize = 512;

/// One decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Entry {
    pub(super) host: u32,
    pub(super) port: u32,
    pub(super) tries: u8,
    pub(super) verdict: Verdict,
    pub(super) trip: Option<Duration>,
}

/// The file, open for more.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    pending: String,
    failed: Option<io::Error>,
}

/// What a scan is about, in a number. Stable across versions: FNV-1a, 64 bits.
pub(super) fn fingerprint(targets: &[Target], ports: &[Port]) -> u64 {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for target in targets {
        hash.write(target.address.to_string().as_bytes());
        hash.write(&target.scope.to_be_bytes());
    }
    for port in ports {
        hash.write(port.proto.name().as_bytes());
        hash.write(&port.number.to_be_bytes());
    }
    hash.finish()
}

struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl Journal {
    /// Opens or makes the file; what it holds.
    ///
    /// # Errors
    /// A file of another scan, or none that can be written.
    pub(super) fn open(path: &Path, fingerprint: u64) -> Result<(Self, Vec<Entry>), ScanError> {
        let wrong = |operation, error| ScanError::File(FileError::new(operation, path, error));
        let head = format!("toolbox-scan 1 {fingerprint:016x}\n");
        let text = match std::fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(wrong("read", error)),
        };
        if !text.is_empty() && !text.starts_with(&head) {
            return Err(ScanError::OtherScan { path: path.to_owned() });
        }
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let entries = text[..whole].lines().skip(1).filter_map(read).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(|error| wrong("open", error))?;
        file.set_len(whole as u64).map_err(|error| wrong("shorten", error))?;
        if text.is_empty() {
            file.write_all(head.as_bytes()).map_err(|error| wrong("write", error))?;
        }
        Ok((Self { path: path.to_owned(), file, pending: String::new(), failed: None }, entries))
    }

    /// Keeps a decision.
    pub(super) fn add(&mut self, entry: &Entry) {
        use std::fmt::Write as _;
        let Entry { host, port, tries, verdict, trip } = entry;
        let by = verdict.by.map_or_else(|| "-".to_owned(), |by| by.to_string());
        let trip = trip.map_or_else(|| "-".to_owned(), |trip| trip.as_micros().to_string());
        // Writing to a string cannot fail.
        let _ = writeln!(self.pending, "{host} {port} {tries} {} {} {by} {trip}", verdict.state, verdict.reason);
        if self.pending.len() >= FLUSH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.failed.is_none()
            && let Err(error) = self.file.write_all(self.pending.as_bytes())
        {
            self.failed = Some(error);
        }
        self.pending.clear();
    }

    /// Ends it: a scan that came to its end needs it no more.
    ///
    /// # Errors
    /// What could not be written meanwhile.
    pub(super) fn finish(mut self, is_complete: Completion) -> Result<(), FileError> {
        self.flush();
        if let Some(error) = self.failed.take() {
            return Err(FileError::new("write", &self.path, error));
        }
        match is_complete {
            Completion::Whole => {
                std::fs::remove_file(&self.path).map_err(|error| FileError::new("remove", &self.path, error))
            }
            Completion::Partial => Ok(()),
        }
    }
}

/// Whether a scan came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Completion {
    Whole,
    Partial,
}

fn read(line: &str) -> Option<Entry> {
    let mut fields = line.split(' ');
    let mut next = || fields.next();
    let (host, port, tries) = (next()?.parse().ok()?, next()?.parse().ok()?, next()?.parse().ok()?);
    let state: State = word(next()?)?;
    let reason: Reason = word(next()?)?;
    let by = match next()? {
        "-" => None,
        by => Some(by.parse().ok()?),
    };
    let trip = match next()? {
        "-" => None,
        trip => Some(Duration::from_micros(trip.parse().ok()?)),
    };
    Some(Entry { host, port, tries, verdict: Verdict { state, reason, by, icmp: None }, trip })
}

/// A word as documents have it.
fn word<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(word)).ok()
}

impl Entry {
    pub(super) fn detail(&self) -> Detail {
        Detail { trip: self.trip, ..Detail::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_there_again_but_a_line_that_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let entry = |port| Entry {
            host: 1,
            port,
            tries: 2,
            verdict: Verdict { by: "10.0.0.1".parse().ok(), ..Verdict::of(State::Filtered, Reason::PortUnreach) },
            trip: Some(Duration::from_micros(70)),
        };
        let (mut journal, before) = Journal::open(&path, 7).unwrap();
        assert!(before.is_empty());
        for entry in [entry(1), entry(2)] {
            journal.add(&entry);
        }
        journal.finish(Completion::Partial).unwrap();
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"1 3 1 open syn-").unwrap();
        let (journal, before) = Journal::open(&path, 7).unwrap();
        assert_eq!(before, [entry(1), entry(2)]);
        assert!(matches!(Journal::open(&path, 8), Err(ScanError::OtherScan { .. })));
        journal.finish(Completion::Whole).unwrap();
        assert!(!path.exists());
    }
}
