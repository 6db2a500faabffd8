//! What downloads left behind: states whose file is gone, downloads that nobody went on with, files with the wrong hash,
//! temporaries of processes that were killed.
//!
//! Only what is ours by name and content is found, and nothing that a download has under way: that one holds the lock of
//! its file, and so does whoever removes.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::error::FetchError;
use super::state::{Document, MARK, StateError, aside_of, identity_of, path_of};
use crate::kit::fs::FileError;

/// Why something is left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The state of a download whose file is gone.
    StateWithoutFile,
    /// A download that nobody went on with: its file and its state.
    Unfinished,
    /// A file with the wrong hash, and its record.
    Bad,
    /// A file of a process that was killed.
    Temporary,
}

/// Something left over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orphan {
    /// Why.
    pub kind: Kind,
    /// The files, the one that matters first.
    pub files: Vec<PathBuf>,
    /// Bytes of all of them on the disk.
    pub bytes: u64,
    /// Since the last change.
    pub age_seconds: u64,
    /// Where it came from, where that is known.
    pub url: Option<String>,
}

/// Where to look, and for what.
#[derive(Debug, Clone)]
pub struct Search {
    /// The folder.
    pub folder: PathBuf,
    /// Whether in the folders below as well.
    pub depth: Depth,
    /// Unfinished downloads are left over when nobody went on with them for this long.
    pub abandoned_after: Duration,
}

/// How far down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The folder alone.
    Folder,
    /// All below it too; links are not followed.
    Tree,
}

/// Something left over, and the lock that keeps downloads away from it.
#[derive(Debug)]
pub struct Found {
    /// What.
    pub orphan: Orphan,
    _lock: Option<File>,
}

impl Search {
    /// Everything that is left over, by name.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn run(&self) -> Result<Vec<Found>, FetchError> {
        let (mut found, mut folders) = (Vec::new(), vec![self.folder.clone()]);
        while let Some(folder) = folders.pop() {
            let fail = |error| FileError::new("read", &folder, error);
            let mut entries: Vec<PathBuf> = Vec::new();
            for entry in fs::read_dir(&folder).map_err(fail)? {
                let entry = entry.map_err(fail)?;
                let kind = entry.file_type().map_err(fail)?;
                if kind.is_dir() && self.depth == Depth::Tree {
                    folders.push(entry.path());
                } else if kind.is_file() {
                    entries.push(entry.path());
                }
            }
            entries.sort();
            found.extend(entries.iter().filter_map(|path| self.judge(path)));
        }
        Ok(found)
    }

    fn judge(&self, path: &Path) -> Option<Found> {
        let name = path.file_name()?.to_str()?;
        let inner = name.strip_prefix('.')?;
        if let Some(target) = inner.strip_suffix(".toolbox") {
            return self.judge_state(path, target);
        }
        let target = inner.strip_suffix(".toolbox-new").or_else(|| inner.strip_suffix(".toolbox-patch"))?;
        let is_ours = inner.ends_with("-patch") || starts_like_a_state(path);
        let lock = free(&path.with_file_name(target)).ok()?;
        let orphan = orphan(Kind::Temporary, vec![path.to_owned()], None);
        // Of long names only a digest is left: such a file may belong to a download that has just begun.
        let is_known = lock.is_some() || target.len() != 16 || orphan.age_seconds > 3600;
        (is_ours && is_known).then_some(Found { orphan, _lock: lock })
    }

    fn judge_state(&self, path: &Path, target: &str) -> Option<Found> {
        let document = match Document::read(path) {
            Ok(document) => document,
            Err(StateError::Torn { .. }) => None,
            // Not ours, or not to be understood.
            Err(_) => return None,
        };
        let named = document.as_ref().map(|document| path.with_file_name(&document.file));
        let of_document = named.filter(|target| path_of(target) == path);
        let is_bad = document.is_some() && of_document.is_none() && target.strip_suffix(".bad").is_some();
        let target = of_document.unwrap_or_else(|| path.with_file_name(target));
        let is_readable = document.is_some();
        let identity = document.as_ref().and_then(|document| document.identity.clone());
        let url = document.map(|document| document.url);
        if !target.exists() {
            return Some(Found { orphan: orphan(Kind::StateWithoutFile, vec![path.to_owned()], url), _lock: None });
        }
        let is_its = is_readable && identity.is_none_or(|identity| Some(identity) == identity_of(&target));
        if !is_its && !is_bad {
            // Another file has the name by now, or nobody knows.
            return Some(Found { orphan: orphan(Kind::StateWithoutFile, vec![path.to_owned()], url), _lock: None });
        }
        let lock = free(&target).ok()?;
        let kind = if is_bad { Kind::Bad } else { Kind::Unfinished };
        let orphan = orphan(kind, vec![target, path.to_owned()], url);
        let is_left = is_bad || orphan.age_seconds >= self.abandoned_after.as_secs();
        is_left.then_some(Found { orphan, _lock: lock })
    }
}

impl Found {
    /// Removes its files.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove(&self) -> Result<(), FetchError> {
        let aside = self.orphan.files.first().map(|target| (aside_of(target), target));
        for path in &self.orphan.files {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(FileError::new("remove", path, error).into());
                }
                _ => {}
            }
        }
        // What an unfinished download was to replace has its name again.
        if let Some((aside, target)) = aside.filter(|(aside, _)| self.orphan.kind == Kind::Unfinished && aside.exists())
        {
            fs::rename(&aside, target).map_err(|error| FileError::new("put back", &aside, error))?;
        }
        Ok(())
    }
}

/// The lock of a file that no download is at; nothing where there is no such file.
fn free(target: &Path) -> Result<Option<File>, ()> {
    match File::open(target) {
        Ok(file) => file.try_lock().map(|()| Some(file)).map_err(|_| ()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(_) => Err(()),
    }
}

fn starts_like_a_state(path: &Path) -> bool {
    let bytes = crate::kit::fs::read(path).unwrap_or_default();
    let front = &bytes[..bytes.len().min(MARK.len())];
    MARK.as_bytes().starts_with(front)
}

fn orphan(kind: Kind, files: Vec<PathBuf>, url: Option<String>) -> Orphan {
    use std::os::unix::fs::MetadataExt as _;
    let metadata: Vec<fs::Metadata> = files.iter().filter_map(|path| fs::metadata(path).ok()).collect();
    // Reserved or not, what counts is what removing it would free.
    let bytes = metadata.iter().map(|metadata| metadata.blocks() * 512).sum();
    let changed = metadata.iter().filter_map(|metadata| metadata.modified().ok()).max();
    let age = changed.and_then(|changed| SystemTime::now().duration_since(changed).ok()).unwrap_or_default();
    Orphan { kind, files, bytes, age_seconds: age.as_secs(), url }
}
