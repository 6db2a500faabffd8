//! Files that are either the old ones or the new ones, never half of each; errors that name the path.
//!
//! [`replace`] writes a temporary file beside the target, syncs it and renames it into place, so that a reader, a
//! crash or a full disk never meets a partial file. Targets that are no regular files (`/dev/null`, a FIFO) are
//! written as they are: renaming over them would replace the device.
//!
//! ```
//! use toolbox::kit::fs;
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("report.json");
//! fs::replace(&path, b"{}")?;
//! assert_eq!(fs::read_to_string(&path)?, "{}");
//! let error = fs::read_to_string(&folder.path().join("missing")).unwrap_err();
//! assert!(error.to_string().starts_with("cannot read "));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// An operation on a file that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {operation} {}", path.display())]
pub struct FileError {
    /// What was tried: `read`, `write`, `replace`.
    pub operation: &'static str,
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl FileError {
    /// Names the operation and the path of a system error.
    #[must_use]
    pub fn new(operation: &'static str, path: &Path, source: io::Error) -> Self {
        Self { operation, path: path.to_owned(), source }
    }
}

/// Nothing that is read whole needs to be larger; an endless file (`/dev/zero`) ends here.
pub const LARGEST_BYTES: u64 = 256 << 20;

/// Reads a whole file of at most [`LARGEST_BYTES`].
///
/// # Errors
/// What the system says, with the path; a file that is larger.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let fail = |error| FileError::new("read", path, error);
    read_at_most(File::open(path).map_err(fail)?, LARGEST_BYTES).map_err(fail)
}

/// Reads everything there is, which must not be more than `limit` bytes.
///
/// # Errors
/// What the system says; [`io::ErrorKind::FileTooLarge`] where there is more.
///
/// ```
/// use toolbox::kit::fs::read_at_most;
/// assert_eq!(read_at_most(&b"four"[..], 4)?, b"four");
/// assert!(read_at_most(std::io::repeat(0), 1 << 20).is_err());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn read_at_most(from: impl io::Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more than allowed shows that there is more; a pipe has no length to ask for.
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let problem = format!("it is larger than {} MiB, the most that is read", limit >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    Ok(bytes)
}

/// Reads a whole file of UTF-8.
///
/// # Errors
/// What the system says, with the path; other encodings are refused.
pub fn read_to_string(path: &Path) -> Result<String, FileError> {
    let invalid = |error| FileError::new("read", path, io::Error::new(io::ErrorKind::InvalidData, error));
    String::from_utf8(read(path)?).map_err(invalid)
}

/// Finds out whether [`replace`] will be able to write `path`, without changing what is there: for results of work
/// that takes long.
///
/// # Errors
/// What the system says, with the path: a folder that is missing or must not be written, a full disk.
pub fn check_writable(path: &Path) -> Result<(), FileError> {
    /// A disk that has no room for this has none for results.
    static TRIAL: [u8; 64 << 10] = [0; 64 << 10];
    let fail = |error| FileError::new("write", path, error);
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        Ok(old) if old.is_dir() => return Err(fail(io::ErrorKind::IsADirectory.into())),
        // A device or a pipe: to open it would already mean something to who reads it.
        Ok(old) if !old.is_file() => return Ok(()),
        _ => {}
    }
    let (temporary, mut file) = beside(&target).map_err(fail)?;
    let written = file.write_all(&TRIAL);
    let removed = fs::remove_file(&temporary);
    written.and(removed).map_err(fail)
}

/// A file that is written over a long time beside the one it will be: `FILE.partial` becomes `FILE` when it is whole,
/// and an older `FILE` stays until then. Devices and pipes are written as they are.
///
/// Dropped before that, the file is removed, but for what [`keep`](Self::keep) was told of and what a panic interrupts:
/// it may be all there is of the work.
#[derive(Debug)]
pub struct Partial {
    path: PathBuf,
    /// Where it is written and what it will be called; none where it is written in place.
    rename: Option<(PathBuf, PathBuf)>,
}

impl Partial {
    /// Creates the file; what an earlier, killed run left under the same name is replaced.
    ///
    /// # Errors
    /// What the system says, with the path.
    pub fn create(path: &Path) -> Result<(Self, File), FileError> {
        let fail = |error| FileError::new("write", path, error);
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let old = fs::metadata(&target).ok();
        if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
            let file = OpenOptions::new().write(true).open(&target).map_err(fail)?;
            return Ok((Self { path: path.to_owned(), rename: None }, file));
        }
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(fail(io::ErrorKind::IsADirectory.into()));
        }
        let name = target.file_name().ok_or_else(|| fail(io::ErrorKind::IsADirectory.into()))?;
        let mut partial = name.to_owned();
        partial.push(".partial");
        let partial = target.with_file_name(partial);
        let file = File::create(&partial).map_err(fail)?;
        if let Some(old) = old {
            file.set_permissions(old.permissions()).map_err(fail)?;
        }
        Ok((Self { path: path.to_owned(), rename: Some((partial, target)) }, file))
    }

    /// The file as it was named.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// What the system says, with the path; the partial file then stays.
    pub fn commit(mut self) -> Result<(), FileError> {
        let Some((partial, target)) = self.rename.take() else { return Ok(()) };
        fs::rename(partial, target).map_err(|error| FileError::new("write", &self.path, error))
    }

    /// Leaves the file as it is, and where: it will not be whole, but is worth having. `None` where it is written in
    /// place.
    #[must_use]
    pub fn keep(mut self) -> Option<PathBuf> {
        self.rename.take().map(|(partial, _)| partial)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if let Some((partial, _)) = self.rename.take().filter(|_| !std::thread::panicking()) {
            // It is in nobody's way.
            let _ = fs::remove_file(partial);
        }
    }
}

/// An empty file at `path`, a name of our own giving, to be read and written. What a killed run left there goes; nothing is
/// followed or emptied: where the name is that of a link, the link goes and its target stays.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let (path, other) = (folder.path().join("x.muxing"), folder.path().join("other"));
/// std::fs::write(&other, "somebody's")?;
/// std::fs::hard_link(&other, &path)?;
/// assert_eq!(toolbox::kit::fs::scratch(&path)?.metadata()?.len(), 0);
/// assert_eq!(std::fs::read(&other)?, b"somebody's");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// What the system says, with the path; a folder of that name stays.
pub fn scratch(path: &Path) -> Result<File, FileError> {
    let removed = match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    let made = removed.and_then(|()| OpenOptions::new().read(true).write(true).create_new(true).open(path));
    made.map_err(|error| FileError::new("write", path, error))
}

/// Makes `contents` the file at `path`, at once and durably. Permissions of a file that is replaced are kept, and a
/// symbolic link stays a link: the file it points at is replaced.
///
/// # Errors
/// What the system says, with the path; the old file is then still whole and no temporary file is left.
pub fn replace(path: &Path, contents: &[u8]) -> Result<(), FileError> {
    let fail = |error| FileError::new("write", path, error);
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
        return OpenOptions::new()
            .write(true)
            .open(&target)
            .and_then(|mut file| file.write_all(contents))
            .map_err(fail);
    }
    let (temporary, mut file) = beside(&target).map_err(fail)?;
    let written = (|| {
        file.write_all(contents)?;
        if let Some(old) = &old {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&temporary, &target)
    })();
    if let Err(error) = written {
        // The first error is the one to tell; a temporary file that cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
        return Err(fail(error));
    }
    // Without this a crash could forget the rename itself. Some file systems cannot sync a folder; the file is whole.
    if let Some(folder) = parent(&target) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// Gives the file at `from` the name `to`, unless there is something of that name.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where there is; else what the system says.
///
/// ```
/// use toolbox::kit::fs::rename_new;
/// let folder = tempfile::tempdir()?;
/// let (from, to) = (folder.path().join("x.partial"), folder.path().join("x"));
/// std::fs::write(&from, "new")?;
/// std::fs::write(&to, "mine")?;
/// assert_eq!(rename_new(&from, &to).unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
/// assert_eq!((std::fs::read(&from)?, std::fs::read(&to)?), (b"new".to_vec(), b"mine".to_vec()));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // File systems that do not know it, and old kernels.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            done => return Ok(done?),
        }
    }
    // All that is left: to look just before.
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

/// The folder that holds `path`; the current one for a bare name.
fn parent(path: &Path) -> Option<&Path> {
    path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// Creates a file of a name not taken yet, in the folder of `target`, so that the rename stays on one file system.
fn beside(target: &Path) -> io::Result<(PathBuf, File)> {
    /// Tells apart the files of one process; the process id tells apart processes.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::IsADirectory))?;
    loop {
        let mut temporary = std::ffi::OsString::from(".");
        temporary.push(name);
        temporary.push(format!(".{}-{}.part", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        let path = target.with_file_name(temporary);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_replaced_file_keeps_its_permissions_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        replace(&path, b"old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        symlink(&real, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(read_to_string(&real).unwrap(), "new");
    }

    #[test]
    fn a_device_is_written_not_replaced() {
        replace(Path::new("/dev/null"), b"anything").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_failure_names_the_path_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("taken")).unwrap();
        let error = replace(&folder.path().join("taken"), b"x").unwrap_err();
        assert!(error.to_string().starts_with("cannot write /"), "{error}");
        assert!(error.source().is_some());
        assert_eq!(names(folder.path()), ["taken"]);

        let error = replace(&folder.path().join("no/such/folder"), b"x").unwrap_err();
        assert!(error.to_string().ends_with("no/such/folder"), "{error}");
    }

    #[test]
    fn what_can_be_written_is_known_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        for fine in [&path, &folder.path().join("new"), Path::new("/dev/null")] {
            check_writable(fine).unwrap();
        }
        for bad in [folder.path(), &folder.path().join("no/such"), &path.join("below")] {
            assert!(check_writable(bad).unwrap_err().to_string().starts_with("cannot write /"), "{}", bad.display());
        }
        assert_eq!((names(folder.path()), read(&path).unwrap()), (vec!["a".to_owned()], b"old".to_vec()));
    }

    #[test]
    fn a_partial_file_takes_the_place_of_the_old_one_at_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        let (partial, mut file) = Partial::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        assert_eq!(
            (names(folder.path()), read(&path).unwrap()),
            (vec!["a".into(), "a.partial".into()], b"old".to_vec())
        );
        partial.commit().unwrap();
        assert_eq!((names(folder.path()), read(&path).unwrap()), (vec!["a".to_owned()], b"new".to_vec()));
        drop(Partial::create(&path).unwrap());
        assert_eq!((names(folder.path()), read(&path).unwrap()), (vec!["a".to_owned()], b"new".to_vec()));
        let kept = Partial::create(&path).unwrap().0.keep();
        assert!(kept.unwrap().ends_with("a.partial"));
        assert_eq!(
            (names(folder.path()), read(&path).unwrap()),
            (vec!["a".into(), "a.partial".into()], b"new".to_vec())
        );
        assert!(Partial::create(folder.path()).is_err());
    }

    #[test]
    fn an_endless_file_is_refused() {
        let error = read(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(error.source().unwrap().to_string(), "it is larger than 256 MiB, the most that is read");
    }

    #[test]
    fn writers_at_the_same_time_leave_one_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::thread::scope(|scope| {
            for digit in b'0'..b'8' {
                let path = &path;
                scope.spawn(move || (0..20).for_each(|_| replace(path, &[digit; 4096]).unwrap()));
            }
        });
        let contents = read(&path).unwrap();
        assert_eq!(contents.len(), 4096);
        assert!(contents.iter().all(|byte| *byte == contents[0]));
        assert_eq!(names(folder.path()), ["a"]);
    }
}
