//! What is to change in a file, beside it until all of it is there and known to be right: `.NAME.toolbox-patch`.
//!
//! A repair that fails so has changed nothing, nor has one that is killed before it writes the file itself; and what the
//! file would become is hashed before it becomes that.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::applets::fetch::checksum::{Algorithm, Checksum, Summer};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::span::{Span, Spans};
use crate::applets::fetch::store::Store;
use crate::kit::fs::FileError;

/// Read and written at once: large enough for few calls, and it stays in the second cache level.
const BLOCK_BYTES: usize = 256 << 10;

/// See the module. It is removed when dropped.
#[derive(Debug)]
pub(super) struct Patch {
    file: File,
    path: PathBuf,
    /// Held for one entry.
    index: Mutex<Index>,
}

#[derive(Debug, Default)]
struct Index {
    /// Where there is room.
    next: u64,
    /// Spans of the target and where their bytes lie in the patch; they do not overlap. Neighbours are one entry.
    entries: Vec<(Span, u64)>,
}

/// The patch of a target.
pub(super) fn path_of(target: &Path) -> PathBuf {
    crate::applets::fetch::state::path_of(target).with_extension("toolbox-patch")
}

impl Patch {
    /// An empty one. Whoever calls holds the lock of the target, so an old one is a dead one's.
    pub(super) fn create(target: &Path) -> Result<Self, FetchError> {
        let path = path_of(target);
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create_new(true).mode(0o600);
        // Or a trap: nothing is written through it.
        let _ = fs::remove_file(&path);
        let file = options.open(&path).map_err(|error| FileError::new("write", &path, error))?;
        Ok(Self { file, path, index: Mutex::new(Index::default()) })
    }

    /// Room for so many bytes; where.
    pub(super) fn reserve(&self, bytes: u64) -> u64 {
        let mut index = self.lock();
        index.next += bytes;
        index.next - bytes
    }

    pub(super) fn write(&self, at: u64, bytes: &[u8]) -> Result<(), FetchError> {
        self.file.write_all_at(bytes, at).map_err(|error| FileError::new("write", &self.path, error).into())
    }

    /// Has the bytes at `at` become those of `span`.
    pub(super) fn keep(&self, span: Span, at: u64) {
        let mut index = self.lock();
        match index.entries.last_mut() {
            Some((last, place)) if last.end == span.start && *place + last.bytes() == at => last.end = span.end,
            _ => index.entries.push((span, at)),
        }
    }

    /// What is to change.
    pub(super) fn spans(&self) -> Spans {
        self.lock().entries.iter().map(|(span, _)| *span).collect()
    }

    /// The sum of what the target is to become: `bytes` long, changed as kept.
    pub(super) fn sum(&self, store: &Store, bytes: u64, algorithm: Algorithm) -> Result<Checksum, FetchError> {
        let mut entries = self.lock().entries.clone();
        entries.sort_unstable();
        let (mut summer, mut block, mut at, mut first) = (Summer::new(algorithm), vec![0; BLOCK_BYTES], 0, 0);
        while at < bytes {
            let span = Span::new(at, bytes.min(at + BLOCK_BYTES as u64));
            let block = &mut block[..span.bytes() as usize];
            let there = store.read(at, block)?;
            block[there..].fill(0);
            while entries.get(first).is_some_and(|(changed, _)| changed.end <= at) {
                first += 1;
            }
            for (changed, place) in entries[first..].iter().take_while(|(changed, _)| changed.start < span.end) {
                let part = changed.overlap(span);
                let into = &mut block[(part.start - at) as usize..(part.end - at) as usize];
                self.read(place + (part.start - changed.start), into)?;
            }
            summer.update(block);
            at = span.end;
        }
        Ok(summer.finish())
    }

    /// Changes the target.
    pub(super) fn apply(&self, store: &Store, bytes: u64) -> Result<(), FetchError> {
        let entries = self.lock().entries.clone();
        // Nothing is changed before there is room for all of it.
        for (span, _) in &entries {
            store.make_room(*span)?;
        }
        let mut block = vec![0; BLOCK_BYTES];
        for (span, place) in entries {
            let mut at = span.start;
            while at < span.end {
                let block = &mut block[..BLOCK_BYTES.min((span.end - at) as usize)];
                self.read(place + (at - span.start), block)?;
                store.write(at, block)?;
                at += block.len() as u64;
            }
        }
        store.finish(bytes, None)?;
        store.sync()
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), FetchError> {
        self.file.read_exact_at(into, at).map_err(|error: io::Error| FileError::new("read", &self.path, error).into())
    }

    fn lock(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Patch {
    fn drop(&mut self) {
        // `fetch clean` finds what cannot be removed now.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::fetch::store::Existing;

    #[test]
    fn what_a_file_would_become_is_known_before_it_does() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("file");
        let old: Vec<u8> = (0..600_000_u32).map(|at| at as u8).collect();
        fs::write(&target, &old[..550_000]).unwrap();
        let store = Store::open(&target, Existing::Continue, 0).unwrap();
        let patch = Patch::create(&target).unwrap();
        let mut new = old.clone();
        for (start, bytes) in [(550_000, vec![7; 50_000]), (262_140, vec![9; 10]), (262_150, vec![8; 5])] {
            let span = Span::new(start, start + bytes.len() as u64);
            let at = patch.reserve(span.bytes());
            patch.write(at, &bytes).unwrap();
            patch.keep(span, at);
            new[span.start as usize..span.end as usize].copy_from_slice(&bytes);
        }
        let mut summer = Summer::new(Algorithm::Sha256);
        summer.update(&new);
        assert_eq!(patch.sum(&store, 600_000, Algorithm::Sha256).unwrap(), summer.finish());
        assert_eq!(fs::read(&target).unwrap().len(), 550_000, "nothing has changed");
        assert_eq!(patch.spans().as_slice(), [Span::new(262_140, 262_155), Span::new(550_000, 600_000)]);
        patch.apply(&store, 600_000).unwrap();
        assert!(fs::read(&target).unwrap() == new);
        drop(patch);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
