//! The file that a download becomes: one file, sized at the start, written at the places the bytes belong to.
//!
//! There are no part files and nothing is merged. While it is written the file is locked, so that a second process finds
//! out that it is not alone; the lock ends with the process, however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::FetchError;
use super::span::Span;
use crate::kit::fs::FileError;

/// What is done with a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is an error.
    Refuse,
    /// It is emptied.
    Empty,
    /// It is written on: an earlier run has left it.
    Continue,
}

/// How room is made on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Allocation {
    /// Reserved at the start where the file system can: no surprise at the end, and no fragments.
    #[default]
    Reserve,
    /// Sparse: blocks are taken as bytes come.
    Sparse,
}

/// What a file shall outlive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Durability {
    /// The process, however that ends.
    Process,
    /// A power cut.
    Disk,
}

/// A locked file and the place of its first byte in the source.
#[derive(Debug)]
pub struct Store {
    file: File,
    path: PathBuf,
    /// What position 0 of the file is called in the source: more than 0 where only a part of it is wanted.
    base: u64,
}

impl Store {
    /// Opens and locks the file of a download; `base` is the position of its first byte in the source.
    ///
    /// # Errors
    /// [`FetchError::Exists`], [`FetchError::Locked`], or what the system says.
    pub fn open(path: &Path, existing: Existing, base: u64) -> Result<Self, FetchError> {
        let fail = |operation| move |error| FetchError::Disk(FileError::new(operation, path, error));
        let mut options = OpenOptions::new();
        options.read(true).write(true);
        let file = match options.clone().create_new(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => options.open(path).map_err(fail("write"))?,
            opened => return Self::locked(opened.map_err(fail("write"))?, path, base),
        };
        let metadata = file.metadata().map_err(fail("read"))?;
        if metadata.is_dir() {
            return Err(fail("write")(io::ErrorKind::IsADirectory.into()));
        }
        let store = Self::locked(file, path, base)?;
        match existing {
            Existing::Refuse => return Err(FetchError::Exists { path: path.to_owned() }),
            Existing::Empty => store.file.set_len(0).map_err(fail("write"))?,
            Existing::Continue => {}
        }
        Ok(store)
    }

    fn locked(file: File, path: &Path, base: u64) -> Result<Self, FetchError> {
        match file.try_lock() {
            Ok(()) => Ok(Self { file, path: path.to_owned(), base }),
            Err(TryLockError::WouldBlock) => Err(FetchError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(FileError::new("lock", path, error).into()),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The position of its first byte in the source.
    #[must_use]
    pub fn base(&self) -> u64 {
        self.base
    }

    /// How large it is.
    ///
    /// # Errors
    /// What the system says.
    pub fn bytes(&self) -> Result<u64, FetchError> {
        self.file.metadata().map(|metadata| metadata.len()).map_err(|error| self.broken("read", error))
    }

    /// Makes room for `bytes` in all.
    ///
    /// # Errors
    /// The disk is full, or whatever else the system says.
    pub fn allocate(&self, bytes: u64, how: Allocation) -> Result<(), FetchError> {
        let fail = |error| FetchError::Disk(FileError::new("make room in", &self.path, error));
        if how == Allocation::Reserve && bytes > 0 {
            // Some file systems take all there is before they find that it is not enough.
            if free_bytes(&self.file).is_some_and(|free| free < bytes) {
                return Err(fail(io::ErrorKind::StorageFull.into()));
            }
            match reserve(&self.file, 0, bytes) {
                Ok(()) => return self.file.set_len(bytes).map_err(fail),
                // The file system cannot; it still can be sparse.
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(error) => return Err(fail(error)),
            }
        }
        self.file.set_len(bytes).map_err(fail)
    }

    /// Makes room for bytes that are to be written over what is there, holes among them.
    ///
    /// # Errors
    /// The disk is full, or whatever else the system says.
    pub fn make_room(&self, span: Span) -> Result<(), FetchError> {
        match reserve(&self.file, span.start - self.base, span.bytes()) {
            Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(self.broken("make room in", error)),
            _ => Ok(()),
        }
    }

    /// Writes bytes at their place; `at` counts in the source.
    ///
    /// # Errors
    /// The disk is full, or whatever else the system says.
    pub fn write(&self, at: u64, bytes: &[u8]) -> Result<(), FetchError> {
        self.file.write_all_at(bytes, at - self.base).map_err(|error| self.broken("write", error))
    }

    /// Reads bytes back; `at` counts in the source. How many: fewer only at the end of the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(&self, at: u64, buffer: &mut [u8]) -> Result<usize, FetchError> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.file.read_at(&mut buffer[filled..], at - self.base + filled as u64) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.broken("read", error)),
            }
        }
        Ok(filled)
    }

    /// The descriptor, for the kernel to write to, and what position 0 of it is called in the source.
    #[must_use]
    pub fn descriptor(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    /// The file itself, for who reads along.
    ///
    /// # Errors
    /// No descriptor is left.
    pub fn duplicate(&self) -> Result<File, FetchError> {
        self.file.try_clone().map_err(|error| self.broken("read", error))
    }

    /// Has everything written so far on the disk when it returns.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> Result<(), FetchError> {
        self.file.sync_data().map_err(|error| self.broken("write", error))
    }

    /// Has the file on the disk, its name included, when it returns.
    ///
    /// # Errors
    /// What the system says.
    pub fn settle(&self) -> Result<(), FetchError> {
        self.file.sync_all().map_err(|error| self.broken("write", error))?;
        sync_folder_of(&self.path);
        Ok(())
    }

    /// Cuts the file to `bytes`, and gives it the time of the source where one is known.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(&self, bytes: u64, modified: Option<std::time::SystemTime>) -> Result<(), FetchError> {
        let fail = |error| self.broken("write", error);
        let (ours, named) = (self.file.metadata().map_err(fail)?, std::fs::metadata(&self.path).map_err(fail)?);
        let meddled = |what: &str| FetchError::Meddled { path: self.path.clone(), what: what.to_owned() };
        if (ours.dev(), ours.ino()) != (named.dev(), named.ino()) {
            return Err(meddled("another file has its name"));
        }
        if ours.len() < bytes {
            return Err(meddled(&format!("it has {} bytes and should have {bytes}", ours.len())));
        }
        if ours.len() > bytes {
            self.file.set_len(bytes).map_err(fail)?;
        }
        modified.map_or(Ok(()), |time| self.file.set_modified(time)).map_err(fail)
    }

    /// An error of this file.
    pub(super) fn broken(&self, operation: &'static str, error: io::Error) -> FetchError {
        FileError::new(operation, &self.path, error).into()
    }
}

/// Has the entries of the folder of `path` on the disk, where its file system can do that; the file is whole anyway.
pub(super) fn sync_folder_of(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// What the file system has left, for who may use all of it.
fn free_bytes(file: &File) -> Option<u64> {
    rustix::fs::fstatvfs(file).ok().map(|system| system.f_bfree.saturating_mul(system.f_frsize))
}

/// Reserves blocks without writing them.
#[cfg(target_os = "linux")]
fn reserve(file: &File, at: u64, bytes: u64) -> io::Result<()> {
    use rustix::fs::{FallocateFlags, fallocate};
    match fallocate(file, FallocateFlags::KEEP_SIZE, at, bytes) {
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => Err(io::ErrorKind::Unsupported.into()),
        other => other.map_err(io::Error::from),
    }
}

#[cfg(not(target_os = "linux"))]
fn reserve(_file: &File, _at: u64, _bytes: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_go_to_their_places() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let store = Store::open(&path, Existing::Refuse, 100).unwrap();
        store.allocate(8, Allocation::Reserve).unwrap();
        store.write(104, b"last").unwrap();
        store.write(100, b"first"[..4].as_ref()).unwrap();
        let mut buffer = [0; 10];
        assert_eq!(store.read(102, &mut buffer).unwrap(), 6);
        assert_eq!(&buffer[..6], b"rslast");
        store.finish(6, Some(std::time::SystemTime::UNIX_EPOCH)).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"firsla");
        assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), std::time::SystemTime::UNIX_EPOCH);
    }

    #[test]
    fn a_file_of_somebody_else_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "mine").unwrap();
        assert!(matches!(Store::open(&path, Existing::Refuse, 0), Err(FetchError::Exists { .. })));
        drop(Store::open(&path, Existing::Continue, 0).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
        drop(Store::open(&path, Existing::Empty, 0).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"");
        assert!(matches!(Store::open(folder.path(), Existing::Empty, 0), Err(FetchError::Disk(_))));
        assert!(matches!(Store::open(&folder.path().join("no/such"), Existing::Empty, 0), Err(FetchError::Disk(_))));
    }

    #[test]
    fn a_file_that_has_no_room_takes_none() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("file"), Existing::Refuse, 0).unwrap();
        // More than any disk here, and less than file systems take for a file.
        let error = store.allocate(15 << 40, Allocation::Reserve).unwrap_err();
        let FetchError::Disk(error) = error else { panic!("{error}") };
        assert_eq!((error.source.kind(), store.bytes().unwrap()), (io::ErrorKind::StorageFull, 0));
        store.allocate(15 << 20, Allocation::Reserve).unwrap();
        store.settle().unwrap();
    }

    #[test]
    fn the_second_of_two_writers_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let first = Store::open(&path, Existing::Refuse, 0).unwrap();
        for existing in [Existing::Refuse, Existing::Empty, Existing::Continue] {
            assert!(matches!(Store::open(&path, existing, 0), Err(FetchError::Locked { .. })));
        }
        drop(first);
        Store::open(&path, Existing::Continue, 0).unwrap();
    }
}
