//! The manifest of a log in parts: which files, in which order (`appendonly.aof.manifest` of Redis 7).
//!
//! ```text
//! file appendonly.aof.2.base.rdb seq 2 type b
//! file appendonly.aof.5.incr.aof seq 5 type i
//! #CRC64:0123456789abcdef
//! ```
//! The last line, a remark to Redis, is the sum of those before it: a changed letter might else have the server delete
//! its log as history.
//!
//! `h` marks history: files that a rewrite has made needless. The manifest is replaced whole; a file belongs to the log
//! from the moment it is named here.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::error::PersistError;
use crate::kit::fs;
use crate::resp::request::split_quoted;

/// A file of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without folder.
    pub name: String,
    /// Its number.
    pub sequence: u64,
}

/// The files of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The state to begin with: a dump or, from older servers, commands.
    pub base: Option<File>,
    /// The commands since, oldest first.
    pub increments: Vec<File>,
    /// To be deleted.
    pub history: Vec<String>,
}

/// Where the log of a server lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder (`dir` and `appenddirname`).
    pub folder: PathBuf,
    /// How its files' names begin (`appendfilename`).
    pub stem: String,
}

impl Place {
    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> PathBuf {
        self.folder.join(format!("{}.manifest", self.stem))
    }

    /// A base of this number.
    #[must_use]
    pub fn base(&self, sequence: u64) -> File {
        File { name: format!("{}.{sequence}.base.rdb", self.stem), sequence }
    }

    /// Commands of this number.
    #[must_use]
    pub fn increment(&self, sequence: u64) -> File {
        File { name: format!("{}.{sequence}.incr.aof", self.stem), sequence }
    }

    /// Where a file lies.
    #[must_use]
    pub fn path(&self, file: &File) -> PathBuf {
        self.folder.join(&file.name)
    }
}

/// How the line with the sum begins.
const SUM: &str = "#CRC64:";

fn sum(text: &str) -> String {
    format!("{:016x}", super::crc64::update(0, text.as_bytes()))
}

impl Manifest {
    /// Reads it; nothing where there is none.
    ///
    /// # Errors
    /// Unreadable, or no manifest.
    pub fn read(path: &Path) -> Result<Option<Self>, PersistError> {
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| PersistError::file("read", path, error))?,
        };
        let wrong =
            |(line, what): (usize, &str)| PersistError::Manifest { path: path.to_owned(), line, what: what.to_owned() };
        Self::parse(&text).map(Some).map_err(wrong)
    }

    /// Parses it; an error is the line, from 1, and what is wrong with it.
    ///
    /// # Errors
    /// No manifest.
    pub fn parse(text: &str) -> Result<Self, (usize, &'static str)> {
        let (mut manifest, mut before) = (Self::default(), 0);
        for (at, line) in text.split_inclusive('\n').enumerate() {
            let fail = |what| Err((at + 1, what));
            let above = &text[..before];
            before += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            match line.strip_prefix(SUM) {
                Some(said) if said != sum(above) => return fail("the lines above have another sum: one was changed"),
                _ if line.starts_with('#') => continue,
                _ => {}
            }
            let mut words = Vec::new();
            let split = split_quoted(line.as_bytes(), |word| words.push(String::from_utf8_lossy(word).into_owned()));
            if split.is_err() || words.is_empty() || words.len() % 2 != 0 {
                return fail("it is not made of names and values");
            }
            let value = |name: &str| {
                words.chunks(2).find(|pair| pair[0].eq_ignore_ascii_case(name)).map(|pair| pair[1].as_str())
            };
            let Some(name) = value("file").filter(|name| !name.is_empty() && !name.contains('/')) else {
                return fail("it names no file, or one in another folder");
            };
            let Some(sequence) = value("seq").and_then(|text| text.parse().ok()) else {
                return fail("it has no number");
            };
            let file = File { name: name.to_owned(), sequence };
            match value("type") {
                Some("b") if manifest.base.is_some() => return fail("it is the second base"),
                Some("b") => manifest.base = Some(file),
                Some("i") if manifest.increments.last().is_some_and(|last| last.sequence >= sequence) => {
                    return fail("its number does not follow the one before");
                }
                Some("i") => manifest.increments.push(file),
                Some("h") => manifest.history.push(file.name),
                _ => return fail("it has no type"),
            }
        }
        Ok(manifest)
    }

    /// As it is written.
    #[must_use]
    pub fn format(&self) -> String {
        let mut text = String::new();
        let all = self.base.iter().map(|file| (file, 'b')).chain(self.increments.iter().map(|file| (file, 'i')));
        for (File { name, sequence }, kind) in all {
            let is_plain = name.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'\\'));
            let name = if is_plain { name.clone() } else { format!("{name:?}") };
            let _ = writeln!(text, "file {name} seq {sequence} type {kind}");
        }
        let sum = sum(&text);
        let _ = writeln!(text, "{SUM}{sum}");
        text
    }

    /// Replaces the manifest in `place`.
    ///
    /// # Errors
    /// What the system says; the old one is then still there.
    pub fn write(&self, place: &Place) -> Result<(), PersistError> {
        Ok(fs::replace(&place.manifest(), self.format().as_bytes())?)
    }

    /// The number of the next base.
    #[must_use]
    pub fn next_base(&self) -> u64 {
        self.base.as_ref().map_or(0, |base| base.sequence) + 1
    }

    /// The number of the next commands.
    #[must_use]
    pub fn next_increment(&self) -> u64 {
        self.increments.last().map_or(0, |last| last.sequence) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let place = Place { folder: PathBuf::from("d"), stem: "my log.aof".to_owned() };
        let manifest = Manifest {
            base: Some(place.base(2)),
            increments: vec![place.increment(4), place.increment(5)],
            history: Vec::new(),
        };
        assert_eq!(Manifest::parse(&manifest.format()), Ok(manifest.clone()));
        assert_eq!((manifest.next_base(), manifest.next_increment()), (3, 6));
    }

    #[test]
    fn a_changed_letter_is_noticed() {
        let place = Place { folder: PathBuf::from("d"), stem: "log".to_owned() };
        let manifest =
            Manifest { base: Some(place.base(1)), increments: vec![place.increment(1)], history: Vec::new() };
        let text = manifest.format();
        for (at, bit) in (0..text.len()).flat_map(|at| (0..7).map(move |bit| (at, bit))) {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let damaged = String::from_utf8(bytes).unwrap();
            let read = Manifest::parse(&damaged);
            assert!(read.is_err() || read.as_ref() == Ok(&manifest), "{damaged:?}: {read:?}");
        }
    }

    #[test]
    fn what_redis_writes_is_read_and_rubbish_is_refused() {
        let text = "file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\nfile old seq 1 type h\n";
        let manifest = Manifest::parse(text).unwrap();
        assert_eq!((manifest.increments.len(), manifest.history), (1, vec!["old".to_owned()]));
        for (text, line) in [
            ("file ../x seq 1 type b", 1),
            ("file a seq 1 type b\nfile b seq 2 type b", 2),
            ("file a seq 2 type i\nfile b seq 1 type i", 2),
            ("file a seq x type i", 1),
            ("file a seq", 1),
            ("\"", 1),
        ] {
            assert_eq!(Manifest::parse(text).unwrap_err().0, line, "{text}");
        }
    }
}
