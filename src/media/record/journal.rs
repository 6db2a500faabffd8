//! What is in a recording so far: an append-only file beside it, a line of JSON for each unit, written after its bytes.
//!
//! A process may be killed at any moment. A line that is cut ends the journal before it; bytes that no line tells of are
//! cut off the recording. So what is left is always a whole number of units, and the next run goes on behind them.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::gap::Gap;
use super::output::Resume;
use crate::kit::fs::FileError;

/// Version of the lines.
const FORMAT: u32 = 1;

/// A journal of so many lines is of no recording of ours.
const LARGEST_BYTES: u64 = 1 << 30;

/// How much of the end of a recording is compared with its checksums: more than a kernel holds back in thirty seconds on
/// a slow disk. What is older has long been written.
const CHECKED_BYTES: u64 = 256 << 20;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub(super) enum Entry {
    /// The first line: what is recorded.
    Recording {
        /// Version of the lines.
        format: u32,
        /// What the recording is of; another stream has another.
        stream: String,
        /// The number of the run that began it in place of a file that is there; the file is to be replaced.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<u64>,
    },
    /// An initialisation.
    Init {
        /// Where its bytes are.
        #[serde(flatten)]
        place: Place,
        /// The segment behind it.
        before: u64,
    },
    /// A segment.
    Segment {
        /// Its number.
        sequence: u64,
        /// What tells it from another of the same number.
        name: u64,
        /// How long it plays.
        duration_ns: u64,
        /// The number of its timeline.
        #[serde(default)]
        timeline: u64,
        /// Whether it is not at its place: it was missing, and came later.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        late: bool,
        /// Where its bytes are.
        #[serde(flatten)]
        place: Place,
    },
    /// Segments that are missing.
    Gap(Gap),
    /// Everything that was to be recorded was asked for; what is missing may come.
    Reached,
    /// Nothing is to be added: a file of another kind is made of it.
    Ended,
    /// That file is about to get its name.
    Made {
        /// Its length.
        bytes: u64,
        /// Its number in the file system.
        inode: u64,
    },
}

/// A stretch of the recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// The first byte.
    pub(super) at: u64,
    /// How many.
    pub(super) bytes: u64,
    /// CRC-32 of them.
    pub(super) crc: u32,
}

impl Entry {
    pub(super) fn place(&self) -> Option<Place> {
        match self {
            Self::Init { place, .. } | Self::Segment { place, .. } => Some(*place),
            Self::Recording { .. } | Self::Gap(_) | Self::Reached | Self::Ended | Self::Made { .. } => None,
        }
    }
}

/// The journal of a recording that goes on; locked while it is open.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    /// What is recorded, while the first line is not written: it takes the place of what is there with the first segment.
    waits: Option<String>,
    /// See [`Entry::Recording`].
    replaces: Option<u64>,
}

/// Why a recording cannot be continued.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk.
    #[error(transparent)]
    File(#[from] FileError),
    /// Another process has it.
    #[error("{} is being recorded by another process", path.display())]
    Locked {
        /// The recording.
        path: PathBuf,
    },
    /// The beginning is that of another stream.
    #[error("{} is of another stream, or of another part or rendition of it", path.display())]
    Other {
        /// The journal.
        path: PathBuf,
    },
    /// Somebody else's file.
    #[error("{} is in the way, and is not of a recording", path.display())]
    Strange {
        /// The file.
        path: PathBuf,
    },
}

/// What an earlier run has left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Past {
    /// The lines behind the first, gaps at the end left out: those may be had now.
    pub(super) entries: Vec<Entry>,
    /// The length of the recording.
    pub(super) bytes: u64,
}

impl Journal {
    /// Opens the journal at `path` of the recording in `data`, and cuts both to where they agree. A missing one is begun.
    /// One that is not wanted stays until [`begin`](Self::begin): nothing may come that could take its place.
    pub(super) fn open(
        path: &Path,
        data: &mut File,
        stream: &str,
        resume: Resume,
    ) -> Result<(Self, Past), JournalError> {
        let fail = |error| FileError::new("use", path, error);
        let file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                return Err(JournalError::Locked { path: path.with_extension("") });
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(fail(error).into()),
        }
        let replaces = if let Resume::Begin { run } = resume { Some(run) } else { None };
        let mut journal = Self { path: path.to_owned(), file, waits: Some(stream.to_owned()), replaces };
        let is_empty = journal.file.metadata().map_err(fail)?.len() == 0;
        let no_data = data.metadata().map_err(fail)?.len() == 0;
        let mut lines = journal.lines().map_err(fail)?;
        let anew = match resume {
            Resume::Continue | Resume::Replace => false,
            Resume::Afresh => true,
            Resume::Begin { run } => {
                !matches!(lines.first(), Some((Entry::Recording { replaces, .. }, _)) if *replaces == Some(run))
            }
        };
        if anew && !(is_empty && no_data) {
            return Ok((journal, Past::default()));
        }
        let past = match lines.first() {
            None if is_empty && !no_data => {
                return Err(JournalError::Strange { path: path.with_extension("partial") });
            }
            // Somebody else's words, not a first line of ours that was cut.
            None if !is_empty && !journal.is_cut_at_first().map_err(fail)? => {
                return Err(JournalError::Strange { path: path.to_owned() });
            }
            None => {
                journal.begin(data)?;
                return Ok((journal, Past::default()));
            }
            Some((Entry::Recording { format, stream: recorded, .. }, _)) if *format == FORMAT && recorded == stream => {
                keep_sound(&mut lines, data).map_err(|error| FileError::new("read", path, error))?;
                journal.file.set_len(lines.last().map_or(0, |(_, end)| *end)).map_err(fail)?;
                let entries: Vec<Entry> = lines.into_iter().skip(1).map(|(entry, _)| entry).collect();
                let bytes = entries.iter().rev().find_map(Entry::place).map_or(0, |place| place.at + place.bytes);
                Past { entries, bytes }
            }
            Some(_) => return Err(JournalError::Other { path: path.to_owned() }),
        };
        journal.waits = None;
        data.set_len(past.bytes).and_then(|()| data.seek(SeekFrom::Start(past.bytes))).map_err(fail)?;
        Ok((journal, past))
    }

    /// The whole lines, each with the length of the file behind it; ends at the first that is none.
    fn lines(&mut self) -> io::Result<Vec<(Entry, u64)>> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::new((&mut self.file).take(LARGEST_BYTES));
        let (mut lines, mut end, mut line) = (Vec::new(), 0, Vec::new());
        loop {
            line.clear();
            end += reader.read_until(b'\n', &mut line)? as u64;
            let entry = line.strip_suffix(b"\n").and_then(|line| serde_json::from_slice(line).ok());
            let Some(entry) = entry else { return Ok(lines) };
            lines.push((entry, end));
        }
    }

    /// Whether it holds a part of a first line, and nothing else.
    fn is_cut_at_first(&mut self) -> io::Result<bool> {
        const BEGIN: &[u8] = br#"{"is":"recording","#;
        self.file.seek(SeekFrom::Start(0))?;
        let mut line = Vec::new();
        BufReader::new((&mut self.file).take(1 << 20)).read_until(b'\n', &mut line)?;
        let known = line.len().min(BEGIN.len());
        Ok(line[..known] == BEGIN[..known] && !line.ends_with(b"\n") && line.len() < 1 << 20)
    }

    /// Whether what is there is still that of an earlier recording, or of somebody else.
    pub(super) const fn waits(&self) -> bool {
        self.waits.is_some()
    }

    /// Begins it, in place of what is there; `data` becomes empty as well.
    pub(super) fn begin(&mut self, data: &mut File) -> Result<(), FileError> {
        let Some(stream) = self.waits.take() else { return Ok(()) };
        let emptied = self.file.set_len(0).and_then(|()| data.set_len(0)).and_then(|()| data.rewind());
        emptied.map_err(|error| FileError::new("use", &self.path, error))?;
        self.add(&Entry::Recording { format: FORMAT, stream, replaces: self.replaces })
    }

    /// Adds a line in one write: it is there whole, or cut and then ignored.
    pub(super) fn add(&mut self, entry: &Entry) -> Result<(), FileError> {
        let fail = |error| FileError::new("write", &self.path, error);
        let mut line = serde_json::to_vec(entry).map_err(|error| fail(error.into()))?;
        line.push(b'\n');
        self.file.write_all(&line).map_err(|error| FileError::new("write", &self.path, error))
    }

    /// Adds a line to the journal at `path`, which nobody has open.
    pub(super) fn add_to(path: &Path, entry: &Entry) -> Result<(), FileError> {
        let file = OpenOptions::new().append(true).open(path).map_err(|error| FileError::new("write", path, error))?;
        Self { path: path.to_owned(), file, waits: None, replaces: None }.add(entry)
    }

    /// What the journal at `path` says is in its recording; it is not checked against the bytes.
    pub(super) fn entries(path: &Path) -> Result<Vec<Entry>, FileError> {
        let fail = |error| FileError::new("read", path, error);
        let file = File::open(path).map_err(fail)?;
        let lines = Self { path: path.to_owned(), file, waits: None, replaces: None }.lines().map_err(fail)?;
        Ok(lines.into_iter().map(|(entry, _)| entry).collect())
    }

    /// Removes it: the recording is whole.
    pub(super) fn remove(&self) -> Result<(), FileError> {
        std::fs::remove_file(&self.path).map_err(|error| FileError::new("remove", &self.path, error))
    }
}

/// Drops the lines whose bytes are not there, or are others, with all behind them, and at the end gaps and
/// initialisations that no segment follows.
fn keep_sound(lines: &mut Vec<(Entry, u64)>, data: &mut File) -> io::Result<()> {
    let length = data.metadata()?.len();
    let (mut end, mut sound) = (0, 1);
    for (entry, _) in &lines[1..] {
        match entry.place() {
            Some(place) if place.at == end && place.at.saturating_add(place.bytes) <= length => end += place.bytes,
            Some(_) => break,
            None if matches!(entry, Entry::Recording { .. }) => break,
            None => {}
        }
        sound += 1;
    }
    lines.truncate(sound);
    let from = end.saturating_sub(CHECKED_BYTES);
    for index in 1..lines.len() {
        let Some(place) = lines[index].0.place().filter(|place| place.at >= from) else { continue };
        if checksum(data, place)? != place.crc {
            lines.truncate(index);
            break;
        }
    }
    while lines.last().is_some_and(|(entry, _)| matches!(entry, Entry::Gap(_) | Entry::Init { .. } | Entry::Reached)) {
        lines.pop();
    }
    Ok(())
}

fn checksum(data: &mut File, place: Place) -> io::Result<u32> {
    data.seek(SeekFrom::Start(place.at))?;
    let mut reader = data.take(place.bytes);
    let (mut hasher, mut buffer) = (crc32fast::Hasher::new(), vec![0; 64 << 10]);
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(hasher.finalize()),
            size => hasher.update(&buffer[..size]),
        }
    }
}

#[cfg(test)]
mod tests;
