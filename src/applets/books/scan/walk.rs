//! Folders and what is in them, without opening a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use regex::Regex;
use sha2::{Digest as _, Sha256};

use crate::applets::books::audio::HASHES;

/// Deeper than any library, and than any circle of links is followed.
const DEEPEST: usize = 32;

/// What audio files are called; what they are is seen when they are read.
const AUDIO: [&str; 12] = ["mp3", "m4a", "m4b", "mp4", "flac", "ogg", "oga", "opus", "aac", "mp2", "mpga", "m4p"];

/// What may say something about the audio beside it, and booklets, which go where the book goes.
const BESIDE: [&str; 10] = ["opf", "json", "nfo", "txt", "cue", "jpg", "jpeg", "png", "pdf", "epub"];

/// Whether a file is called as audio files are.
#[must_use]
pub fn is_audio(path: &Path) -> bool {
    AUDIO.contains(&extension(path).as_str())
}

fn extension(path: &Path) -> String {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase()
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Where.
    pub path: PathBuf,
    /// Its length in bytes.
    pub size: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub mtime_ns: i64,
}

/// Files that are looked at together: of one folder and its discs, or a single one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The folder, or the file.
    pub path: PathBuf,
    /// The folder above which nothing is known of it.
    pub root: PathBuf,
    /// Whether its files lie loose in a folder of books.
    pub is_loose: bool,
    /// Sorted by path.
    pub audio: Vec<Entry>,
    /// Sorted by path.
    pub beside: Vec<Entry>,
}

impl Entry {
    /// A file as it is now; none where there is no file.
    #[must_use]
    pub fn of(path: PathBuf) -> Option<Self> {
        let found = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
        let mtime = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Some(Self { size: found.len(), mtime_ns: mtime.map_or(0, |time| time.as_nanos() as i64), path })
    }
}

impl Unit {
    /// Changes when anything in it does, and when files are hashed in another way.
    #[must_use]
    pub fn signature(&self) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update([HASHES]);
        for entry in self.audio.iter().chain(&self.beside) {
            hash.update(entry.path.as_os_str().as_encoded_bytes());
            hash.update([0]);
            hash.update(entry.size.to_be_bytes());
            hash.update(entry.mtime_ns.to_be_bytes());
        }
        let mut short = [0; 16];
        short.copy_from_slice(&hash.finalize()[..16]);
        short
    }
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// In the order of their paths.
    pub units: Vec<Unit>,
    /// Every folder that was looked into.
    pub folders: Vec<PathBuf>,
    /// Folders that could not be read, and why.
    pub failures: Vec<(PathBuf, String)>,
}

#[derive(Debug, Default)]
struct Folder {
    audio: Vec<Entry>,
    beside: Vec<Entry>,
    folders: Vec<PathBuf>,
}

/// Whether loose files of the root are books of their own, as in a folder of downloads, or parts of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loose {
    /// Each for itself, unless they say that they belong together.
    Apart,
    /// One book.
    Together,
}

/// Walks a folder, or takes a file.
#[must_use]
pub fn walk(root: &Path, loose: Loose) -> Walked {
    let mut walked = Walked::default();
    if root.is_file() {
        let folder = root.parent().unwrap_or(root);
        let beside = list(folder, &mut walked.failures).map(|folder| folder.beside).unwrap_or_default();
        let audio = Entry::of(root.to_owned()).into_iter().collect();
        walked.units.push(Unit { path: root.to_owned(), root: folder.to_owned(), is_loose: false, audio, beside });
        return walked;
    }
    let mut folders = BTreeMap::new();
    let (mut open, mut seen) = (vec![(root.to_owned(), 0)], BTreeSet::new());
    while let Some((path, depth)) = open.pop() {
        if depth > DEEPEST || !seen.insert(identity(&path)) {
            continue;
        }
        let Some(folder) = list(&path, &mut walked.failures) else { continue };
        open.extend(folder.folders.iter().map(|path| (path.clone(), depth + 1)));
        folders.insert(path, folder);
    }
    walked.folders = folders.keys().cloned().collect();
    walked.units = units(root, folders, loose);
    walked
}

/// The same folder by whatever way.
#[cfg(unix)]
fn identity(path: &Path) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).map_or((0, 0), |found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn list(path: &Path, failures: &mut Vec<(PathBuf, String)>) -> Option<Folder> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            failures.push((path.to_owned(), error.to_string()));
            return None;
        }
    };
    let mut folder = Folder::default();
    for found in entries.flatten() {
        let name = found.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = found.path();
        let Ok(kind) = found.file_type() else { continue };
        let is_folder = kind.is_dir() || kind.is_symlink() && path.is_dir();
        if is_folder {
            folder.folders.push(path);
            continue;
        }
        if is_audio(&path) {
            folder.audio.extend(Entry::of(path));
        } else if BESIDE.contains(&extension(&path).as_str()) {
            folder.beside.extend(Entry::of(path));
        }
    }
    folder.audio.sort();
    folder.beside.sort();
    folder.folders.sort();
    Some(folder)
}

/// Whether a folder's name says that it is a part of the one above: `CD1`, `Disc 02`, `Part 3`, `Teil 4`.
#[must_use]
pub fn is_disc(name: &str) -> bool {
    static DISC: std::sync::LazyLock<Option<Regex>> = std::sync::LazyLock::new(|| {
        Regex::new(
            r"(?i)(^|[\s_\-\.\(])(cd|dis[ck]|part|pt|teil|side|volume part|tape)[\s_\-\.#]*([0-9]{1,3}|[a-d])\)?$",
        )
        .ok()
    });
    DISC.as_ref().is_some_and(|disc| disc.is_match(name.trim()))
}

fn units(root: &Path, mut folders: BTreeMap<PathBuf, Folder>, loose: Loose) -> Vec<Unit> {
    let has_audio: BTreeSet<PathBuf> =
        folders.iter().filter(|(_, folder)| !folder.audio.is_empty()).map(|(path, _)| path.clone()).collect();
    let discs: Vec<(PathBuf, PathBuf)> = has_audio
        .iter()
        .filter(|path| *path != root && path.file_name().and_then(|n| n.to_str()).is_some_and(is_disc))
        .filter_map(|path| Some((path.parent()?.to_owned(), path.clone())))
        .collect();
    for (parent, disc) in discs {
        // A folder of loose books is no book with discs.
        if parent == *root && loose == Loose::Apart {
            continue;
        }
        let Some(taken) = folders.get_mut(&disc).map(std::mem::take) else { continue };
        if let Some(parent) = folders.get_mut(&parent) {
            parent.audio.extend(taken.audio);
            parent.audio.sort();
            parent.beside.extend(taken.beside);
        }
    }
    let mut units = Vec::new();
    for (path, folder) in folders {
        if folder.audio.is_empty() {
            continue;
        }
        let is_loose = path == *root && loose == Loose::Apart;
        units.push(Unit { path, root: root.to_owned(), is_loose, audio: folder.audio, beside: folder.beside });
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_discs() {
        for name in ["CD1", "cd 02", "Disc 3", "Disk-12", "Part 1", "Teil 2", "Dune CD 3", "Book (Disc 2)"] {
            assert!(is_disc(name), "{name}");
        }
        for name in ["Discworld", "Party 1", "CD", "Mort", "2001"] {
            assert!(!is_disc(name), "{name}");
        }
    }

    #[test]
    fn discs_belong_to_the_folder_above_and_a_unit_knows_when_it_changed() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["A/Dune/CD1/1.mp3", "A/Dune/CD2/1.mp3", "A/Mort/mort.m4b", "A/Mort/desc.txt", "notes.txt", ".x/1.mp3"]
        {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        let units = walk(folder.path(), Loose::Apart).units;
        let names: Vec<_> = units
            .iter()
            .map(|unit| {
                (unit.path.strip_prefix(folder.path()).unwrap().to_str().unwrap(), unit.audio.len(), unit.beside.len())
            })
            .collect();
        assert_eq!(names, [("A/Dune", 2, 0), ("A/Mort", 1, 1)]);
        fs::write(folder.path().join("A/Mort/desc.txt"), "longer than it was").unwrap();
        let again = walk(folder.path(), Loose::Apart).units;
        assert_eq!(again[0].signature(), units[0].signature());
        assert_ne!(again[1].signature(), units[1].signature());
    }
}
