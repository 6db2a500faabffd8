//! Files that are whole or not there: written beside their place, synced, renamed into it, and the folder synced.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::crc64;
use super::error::PersistError;

/// Bytes written before the system is asked to bring them to the disk: so that the last sync is short
/// (`rdb-save-incremental-fsync`).
const SYNC_EVERY: u64 = 4 << 20;

/// A file on its way to its place. Dropped before [`commit`](Self::commit), it leaves nothing.
#[derive(Debug)]
pub struct Draft {
    file: Option<File>,
    temporary: PathBuf,
    target: PathBuf,
    buffer: Vec<u8>,
    written: u64,
    unsynced: u64,
    crc: u64,
    /// Whether it is to outlast the process.
    is_lasting: bool,
}

/// What is collected before it is written.
const BUFFER_BYTES: usize = 64 * 1024;

impl Draft {
    /// Starts a file that shall be `target`; its folder must be there.
    ///
    /// # Errors
    /// What the system says.
    pub fn begin(target: &Path) -> Result<Self, PersistError> {
        /// Tells apart the drafts of one process.
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("temp-{}-{}.rdb", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let temporary = target.with_file_name(name);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&temporary);
        let file = file.map_err(|error| PersistError::file("create", &temporary, error))?;
        let target = target.to_owned();
        let (file, buffer) = (Some(file), Vec::new());
        Ok(Self { file, temporary, target, buffer, written: 0, unsynced: 0, crc: 0, is_lasting: true })
    }

    /// Starts a file beside `target` that never gets a place, as [`unnamed`](Self::unnamed) returns it.
    ///
    /// # Errors
    /// What the system says.
    pub fn begin_unnamed(target: &Path) -> Result<Self, PersistError> {
        let mut draft = Self::begin(target)?;
        draft.is_lasting = false;
        Ok(draft)
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// What the system says: a full disk, most often.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), PersistError> {
        self.crc = crc64::update(self.crc, bytes);
        self.written += bytes.len() as u64;
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), PersistError> {
        let fail = |error| PersistError::file("write", &self.target, error);
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(&self.buffer).map_err(fail)?;
        self.unsynced += self.buffer.len() as u64;
        self.buffer.clear();
        if self.is_lasting && self.unsynced >= SYNC_EVERY {
            self.unsynced = 0;
            file.sync_data().map_err(fail)?;
        }
        Ok(())
    }

    /// What it is to be.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The CRC-64 of what was written.
    #[must_use]
    pub const fn crc(&self) -> u64 {
        self.crc
    }

    /// The file, which is gone once it is closed, and how many bytes it has.
    ///
    /// # Errors
    /// What the system says.
    pub fn unnamed(mut self) -> Result<(File, u64), PersistError> {
        self.flush()?;
        let fail = |error| PersistError::file("write", &self.temporary, error);
        fs::remove_file(&self.temporary).map_err(fail)?;
        let file = self.file.take().ok_or_else(|| fail(io::ErrorKind::NotFound.into()))?;
        Ok((file, self.written))
    }

    /// Brings the file to the disk and to its place; how many bytes it has.
    ///
    /// # Errors
    /// What the system says; the old file, where there was one, is still there.
    pub fn commit(mut self) -> Result<u64, PersistError> {
        self.flush()?;
        let fail = |error| PersistError::file("write", &self.target, error);
        if let Some(file) = self.file.take() {
            let done = file.sync_all().and_then(|()| fs::rename(&self.temporary, &self.target)).map_err(fail);
            if done.is_err() {
                self.file = Some(file);
            }
            done?;
        }
        sync_folder(&self.target).map_err(fail)?;
        Ok(self.written)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.file.is_some() {
            // The first error is the one to tell.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Removes what killed processes left of their drafts in `folder`: nobody else would, and each is as large as a dump.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    for name in names.filter(|name| owner(name).is_some_and(|process| !is_alive(process))) {
        let path = folder.join(name);
        // What cannot be removed is only a file too many.
        if fs::remove_file(&path).is_ok() {
            tracing::info!(path = %path.display(), "the draft of a process that was killed is removed");
        }
    }
}

/// The process that a draft of a dump, or of a manifest, belongs to.
fn owner(name: &str) -> Option<u32> {
    let dump = name.strip_prefix("temp-").and_then(|rest| rest.strip_suffix(".rdb"));
    let manifest = || Some(name.strip_prefix('.')?.strip_suffix(".part")?.rsplit_once(".manifest.")?.1);
    let (process, number) = dump.or_else(manifest)?.split_once('-')?;
    number.parse::<u64>().ok()?;
    process.parse().ok()
}

/// Whether a process runs that is not this one, which has begun nothing yet: in a container each has the same number.
fn is_alive(process: u32) -> bool {
    let is_known = Path::new("/proc/self").exists();
    process != std::process::id() && (!is_known || Path::new("/proc").join(process.to_string()).exists())
}

/// Brings the names in the folder of `path` to the disk.
///
/// # Errors
/// What the system says, unless its folders cannot be synced at all.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder)?.sync_all() {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_dead_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let living = std::os::unix::process::parent_id();
        let keep = [&format!("temp-{living}-0.rdb"), "temp-1.rdb", "temp-x-1.rdb", "dump.rdb", ".notes.4194999-1.part"];
        let gone = ["temp-4194999-12.rdb", ".appendonly.aof.manifest.4194999-3.part"];
        for name in keep.iter().chain(&gone) {
            fs::write(folder.path().join(name), "half").unwrap();
        }
        sweep(folder.path());
        assert!(keep.iter().all(|name| folder.path().join(name).exists()));
        assert!(!gone.iter().any(|name| folder.path().join(name).exists()));
    }

    #[test]
    fn a_draft_is_whole_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("dump.rdb");
        let mut draft = Draft::begin(&target).unwrap();
        draft.write(b"half").unwrap();
        drop(draft);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left");
        let mut draft = Draft::begin(&target).unwrap();
        draft.write(&vec![7; 100_000]).unwrap();
        assert_eq!(draft.commit().unwrap(), 100_000);
        assert_eq!(fs::read(&target).unwrap(), vec![7; 100_000]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
