//! The record of an unfinished download, beside its file: `.NAME.toolbox`.
//!
//! # Format
//! Lines of JSON (UTF-8, each ends in a line feed). The first is the [`Document`]:
//!
//! ```json
//! {"toolbox_fetch_state":1,"url":"http://host/a.iso","file":"a.iso","start":0,"end":4096,"size":4096,
//!  "etag":"\"5f-1\"","last_modified":null,"done":[[0,1024]],"durable":[[0,512]],"boot":"0b9c…","hash":{"bytes":1024,"state":"…"},
//!  "updated":"2026-11-26T23:00:00Z"}
//! ```
//!
//! (on one line). Where the file comes from several places, `places` holds what each of them says of it:
//! `[{"url":"http://mirror/a.iso","size":4096,"etag":"\"7a\"","last_modified":null}]`. Spans are `[first byte, byte behind the last]` and count in the source. Each further line is a span
//! that was written since: `{"done":[1024,2048]}`. The last line may be incomplete.
//!
//! # What survives what
//! - The document is replaced as a whole: temporary file, fsync, rename, fsync of the folder.
//! - Lines are appended without fsync as pieces arrive. They, and the bytes they tell of, are then with the kernel, and
//!   outlive the process however it ends (kill -9). `boot` names the run of the kernel that they belong to.
//! - After a power cut `boot` is another one. Then only `durable` counts: what an fsync of the file has covered.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::hash::Midstate;
use super::source::Said;
use super::span::{Span, Spans};
use super::store::{Durability, sync_folder_of};
use crate::kit::fs::FileError;
use crate::kit::hex;

/// The version of the format that this program writes.
pub const FORMAT: u32 = 1;

/// What a state file begins with.
pub(super) const MARK: &str = "{\"toolbox_fetch_state\":";

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// [`FORMAT`].
    #[serde(rename = "toolbox_fetch_state")]
    pub format: u32,
    /// Where the file comes from, without user name and password.
    pub url: String,
    /// The name of the file, in the same folder.
    pub file: String,
    /// The first byte of the source that is wanted.
    #[serde(default)]
    pub start: u64,
    /// The byte of the source behind the last one wanted; null while unknown.
    pub end: Option<u64>,
    /// All bytes of the source; null while unknown.
    pub size: Option<u64>,
    /// The file, as [`identity_of`] tells it: another one of its name is not ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// The entity tag of the source.
    pub etag: Option<String>,
    /// The modification time of the source, as HTTP writes it.
    pub last_modified: Option<String>,
    /// What each of several places had said of the file; the fields above are those of one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Said>,
    /// What is written.
    pub done: Spans,
    /// What an fsync has covered.
    #[serde(default)]
    pub durable: Spans,
    /// The run of the kernel that wrote this.
    #[serde(default)]
    pub boot: String,
    /// The hash of the front.
    pub hash: Option<Midstate>,
    /// When it was written, RFC 3339.
    pub updated: String,
}

/// A further line.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    done: Span,
}

/// A state file that is of no use as it is.
#[derive(Debug, Error)]
pub enum StateError {
    /// It was damaged.
    #[error("the state of the download in {} is damaged: {problem}", .path.display())]
    Torn {
        /// The state file.
        path: PathBuf,
        /// Where it stops making sense.
        problem: String,
    },
    /// It is no state file.
    #[error("{} is not the state of a download", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A later version of this program wrote it.
    #[error("the state of the download in {} has format {found}; this program knows {FORMAT}", .path.display())]
    Newer {
        /// The state file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// It belongs to other bytes than those asked for.
    #[error("the state in {} is of another download: {what}", .path.display())]
    Other {
        /// The state file.
        path: PathBuf,
        /// What differs.
        what: String,
    },
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
}

impl StateError {
    /// The way out.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Torn { .. } => "--fresh starts over".to_owned(),
            Self::Foreign { path } => format!("move {} out of the way, or write elsewhere with -o", path.display()),
            Self::Newer { .. } => "finish it with the program that began it, or start over with --fresh".to_owned(),
            Self::Other { .. } => {
                "--fresh starts over with what is asked for now, -o writes to another name".to_owned()
            }
            Self::File(_) => return None,
        })
    }
}

impl Document {
    /// Reads a state file as far as it can be trusted; `None` where there is none.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn read(path: &Path) -> Result<Option<Self>, StateError> {
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(StateError::Foreign { path: path.to_owned() });
        }
        let bytes = match crate::kit::fs::read(path) {
            Err(error) if error.source.kind() == io::ErrorKind::NotFound => return Ok(None),
            // A power cut before the first fsync: there was nothing in it to go on with.
            Ok(bytes) if bytes.is_empty() => return Ok(None),
            read => read?,
        };
        Self::parse(path, &bytes, &boot()).map(Some)
    }

    fn parse(path: &Path, bytes: &[u8], boot: &str) -> Result<Self, StateError> {
        let path = || path.to_owned();
        if !bytes.starts_with(MARK.as_bytes()) {
            // Too short to tell, or zeros where a power cut hit: ours all the same, by its name.
            let is_torn = MARK.as_bytes().starts_with(bytes) || bytes.iter().all(|byte| *byte == 0);
            let torn = || StateError::Torn { path: path(), problem: "it is cut short".to_owned() };
            return Err(if is_torn { torn() } else { StateError::Foreign { path: path() } });
        }
        let torn = |problem: String| StateError::Torn { path: path(), problem };
        let (first, rest) = match bytes.iter().position(|byte| *byte == b'\n') {
            Some(end) => bytes.split_at(end + 1),
            None => (bytes, &[][..]),
        };
        let format: Format = serde_json::from_slice(first).map_err(|error| torn(error.to_string()))?;
        if format.toolbox_fetch_state > FORMAT {
            return Err(StateError::Newer { path: path(), found: format.toolbox_fetch_state });
        }
        let mut document: Self = serde_json::from_slice(first).map_err(|error| torn(error.to_string()))?;
        if document.boot != boot || boot.is_empty() {
            document.done = document.durable.clone();
            let durable = document.durable.frontier(document.start) - document.start;
            document.hash = document.hash.filter(|hash| hash.bytes <= durable);
            return Ok(document);
        }
        let mut lines = rest.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
        lines.try_for_each(|line| {
            let line: Line = serde_json::from_slice(line).map_err(|error| torn(error.to_string()))?;
            document.done.insert(line.done);
            Ok::<(), StateError>(())
        })?;
        Ok(document)
    }
}

/// Enough of the first line to know whether the rest can be understood.
#[derive(Deserialize)]
struct Format {
    toolbox_fetch_state: u32,
}

/// The state file of a target.
///
/// ```
/// use std::path::Path;
/// use toolbox::applets::fetch::state::path_of;
/// assert_eq!(path_of(Path::new("iso/a.iso")), Path::new("iso/.a.iso.toolbox"));
/// ```
#[must_use]
pub fn path_of(target: &Path) -> PathBuf {
    /// What file systems take for a name.
    const LONGEST: usize = 255;
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = format!(".{name}.toolbox");
    // The temporary file's name is a little longer still.
    if file.len() + 24 > LONGEST { target.with_file_name(hashed(&name)) } else { target.with_file_name(file) }
}

/// Which file has this name: its number in its file system, and, as numbers are used again, when it was made where the
/// file system knows.
#[must_use]
pub fn identity_of(target: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let found = fs::metadata(target).ok()?;
    let made = found.created().ok().and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
    Some(format!("{}:{}", found.ino(), made.unwrap_or_default().as_nanos()))
}

/// Where a file steps that a download is to replace, until the new one is whole.
#[must_use]
pub fn aside_of(target: &Path) -> PathBuf {
    path_of(target).with_extension("toolbox-old")
}

fn hashed(text: &str) -> String {
    format!(".{}.toolbox", &hex::encode(&Sha256::digest(text.as_bytes()))[..16])
}

/// Names this run of the kernel; empty where that is unknown, and then nothing but what is durable is trusted.
fn boot() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|id| id.trim().to_owned()).unwrap_or_default()
}

/// The state file of a running download.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    boot: String,
    /// Held while a new document goes to the disk: one at a time.
    saving: Mutex<()>,
    /// Held for one small write, and never during an fsync.
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    /// How long it is.
    bytes: u64,
    /// Lines written while a new document is on its way to the disk, which it may lack; `None` at other times.
    missed: Option<Vec<Span>>,
}

impl Journal {
    /// Starts a state file. [`Durability::Process`] is enough where a power cut finds nothing to lose yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path, mut document: Document, durability: Durability) -> Result<Self, StateError> {
        let boot = boot();
        document.boot.clone_from(&boot);
        let text = line(&document)?;
        let file = put(path, &text, durability).map_err(|error| FileError::new("write", path, error))?;
        let open = Mutex::new(Open { file, bytes: text.len() as u64, missed: None });
        Ok(Self { path: path.to_owned(), boot, open, saving: Mutex::new(()) })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Notes that a span is written. Costs one small write and waits for no disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn note(&self, span: Span) -> Result<(), StateError> {
        let text = line(&Line { done: span })?;
        let mut open = self.lock();
        open.append(&text).map_err(|error| FileError::new("write", &self.path, error))?;
        if let Some(missed) = &mut open.missed {
            missed.push(span);
        }
        Ok(())
    }

    /// Replaces the document, durably. `take` is asked for it when nothing can get lost between.
    ///
    /// # Errors
    /// What the system says; the old one then stays.
    pub fn save(&self, take: impl FnOnce() -> Document) -> Result<(), StateError> {
        let _saving = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        self.lock().missed = Some(Vec::new());
        let mut document = take();
        document.boot.clone_from(&self.boot);
        let fail = |error| FileError::new("write", &self.path, error);
        let text = line(&document);
        let replaced =
            text.and_then(|text| Ok((put(&self.path, &text, Durability::Disk).map_err(fail)?, text.len() as u64)));
        let mut open = self.lock();
        let missed = open.missed.take().unwrap_or_default();
        (open.file, open.bytes) = replaced?;
        for span in missed {
            open.append(&line(&Line { done: span })?).map_err(fail)?;
        }
        Ok(())
    }

    /// Takes the state file away: the download is whole.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove(&self) -> Result<(), StateError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(FileError::new("remove", &self.path, error).into())
            }
            _ => Ok(()),
        }
    }

    /// Keeps the state file under another name, as the record of a file that is not to be gone on with.
    ///
    /// # Errors
    /// What the system says.
    pub fn rename(&self, to: &Path) -> Result<(), StateError> {
        fs::rename(&self.path, to).map_err(|error| FileError::new("rename", &self.path, error).into())
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Appends a line, or nothing: half a line would spoil those behind it.
    fn append(&mut self, line: &[u8]) -> io::Result<()> {
        if let Err(error) = self.file.write_all_at(line, self.bytes) {
            // Where even that fails, the reader finds the half.
            let _ = self.file.set_len(self.bytes);
            return Err(error);
        }
        self.bytes += line.len() as u64;
        Ok(())
    }
}

/// Replaces the file at once; what more is written to the result is appended. The temporary file has a fixed name, so
/// that a process that is killed again and again leaves one at most; the lock on the target keeps other processes away.
fn put(path: &Path, contents: &[u8], durability: Durability) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let _saving =
        tracing::debug_span!("state", bytes = contents.len(), durable = durability == Durability::Disk).entered();
    let temporary = path.with_extension("toolbox-new");
    let mut options = OpenOptions::new();
    // Links with signatures in them are nobody else's business. What has the name is one of ours, or a trap.
    options.mode(0o600).create_new(true).write(true);
    if let Err(error) = fs::remove_file(&temporary)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = options.open(&temporary)?;
    let written = file.write_all(contents).and_then(|()| match durability {
        Durability::Disk => file.sync_all(),
        Durability::Process => Ok(()),
    });
    if let Err(error) = written.and_then(|()| fs::rename(&temporary, path)) {
        // A full disk has no room for what is of no use; the old document stays.
        let _ = fs::remove_file(&temporary);
        return Err(error);
    }
    if durability == Durability::Disk {
        sync_folder_of(path);
    }
    Ok(file)
}

fn line(of: &impl Serialize) -> Result<Vec<u8>, StateError> {
    let mut text = serde_json::to_vec(of)
        .map_err(|error| FileError::new("write", Path::new("the state of the download"), error.into()))?;
    text.push(b'\n');
    Ok(text)
}

#[cfg(test)]
mod tests;
