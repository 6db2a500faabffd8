//! A recording that has not got its name yet: `FILE.partial`, and its journal `FILE.rip`.
//!
//! Neither is taken for ours because of its name: what is no journal of ours, bytes without a journal, links and folders
//! are refused, and what is to be replaced stays as it is until the first segment is there to take its place. A file that
//! has appeared at `FILE` meanwhile stays as well.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::fault::OutputError;
use super::journal::{Entry, Journal, JournalError, Past};
use super::layout::{as_begun, journal_of, partial_of};
use super::order::{is_late, write_in_order};
use super::output::Resume;
use crate::kit::fs::{FileError, rename_new, scratch};

/// The two files, open.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
    partial: PathBuf,
    data: File,
    journal: Journal,
    resume: Resume,
    /// Whether the files stay when it is dropped: something is in them.
    stays: bool,
}

impl Draft {
    /// Opens what an earlier run left of the recording of `path`, or begins it.
    ///
    /// # Errors
    /// They cannot be written; they are of another stream, in use, or of somebody else.
    pub(super) fn open(path: &Path, stream: &str, resume: Resume) -> Result<(Self, Past), OutputError> {
        let (partial, beside) = (partial_of(path), journal_of(path));
        let new = [is_new(&partial)?, is_new(&beside)?];
        let mut data = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .custom_flags(libc::O_NOFOLLOW)
            .open(&partial)
            .map_err(|error| FileError::new("write", &partial, error))?;
        let opened = Journal::open(&beside, &mut data, stream, resume);
        if let Err(error) = &opened
            && !matches!(error, JournalError::Locked { .. })
        {
            for (file, _) in [&partial, &beside].into_iter().zip(new).filter(|(_, new)| *new) {
                let _ = std::fs::remove_file(file);
            }
        }
        let (journal, past) = opened?;
        let stays = journal.waits() || past.bytes > 0;
        Ok((Self { path: path.to_owned(), partial, data, journal, resume, stays }, past))
    }

    /// The file that it will be.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it takes the place of something that is still there; [`begin`](Self::begin) ends that.
    pub(super) const fn waits(&self) -> bool {
        self.journal.waits()
    }

    pub(super) fn begin(&mut self) -> Result<(), OutputError> {
        Ok(self.journal.begin(&mut self.data)?)
    }

    pub(super) fn write(&mut self, body: &[u8]) -> Result<(), OutputError> {
        Ok(self.data.write_all(body).map_err(|error| FileError::new("write", &self.partial, error))?)
    }

    pub(super) fn note(&mut self, entry: &Entry) -> Result<(), OutputError> {
        self.stays |= matches!(entry, Entry::Segment { .. });
        Ok(self.journal.add(entry)?)
    }

    /// Leaves the files to be continued; the file they will be, unless nothing is in them: then they are gone.
    pub(super) fn leave(self) -> Option<PathBuf> {
        (self.stays && !self.waits()).then(|| self.path.clone())
    }

    /// Gives the file its name, and removes the journal.
    ///
    /// # Errors
    /// There is a file of that name that was not there before; what the system says. The files stay.
    pub(super) fn name(mut self) -> Result<PathBuf, OutputError> {
        self.stays = true;
        if let Err(error) = finish(&self.partial, &self.path, self.resume) {
            // It is whole, and not to be gone on with.
            let _ = self.journal.add(&Entry::Ended);
            return Err(error);
        }
        self.journal.remove()?;
        Ok(self.path.clone())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.stays {
            // Empty files are in nobody's way if they stay.
            let _ = (std::fs::remove_file(&self.partial), self.journal.remove());
        }
    }
}

/// Gives the recording in `partial` the name `path`, its segments in their order.
pub(super) fn finish(partial: &Path, path: &Path, resume: Resume) -> Result<(), OutputError> {
    let entries = Journal::entries(&journal_of(path))?;
    if !entries.iter().any(is_late) {
        return name(partial, path, resume);
    }
    // A kill leaves it; the next run writes it anew.
    let ordered = path.with_added_extension("ordered");
    let in_order = |mut out: File| {
        let written = File::open(partial).and_then(|mut data| write_in_order(&mut data, &entries, &mut out));
        written.map_err(|error| FileError::new("write", &ordered, error))
    };
    let written = scratch(&ordered)
        .and_then(in_order)
        .map_err(OutputError::from)
        // Should a kill come between this name and the end of the old one.
        .and_then(|()| Ok(Journal::add_to(&journal_of(path), &made(&ordered)?)?))
        .and_then(|()| name(&ordered, path, resume));
    if let Err(error) = written {
        let _ = std::fs::remove_file(&ordered);
        return Err(error);
    }
    Ok(std::fs::remove_file(partial).map_err(|error| FileError::new("remove", partial, error))?)
}

/// What tells the file at `path` once it has another name.
pub(super) fn made(path: &Path) -> Result<Entry, FileError> {
    let known = std::fs::metadata(path).map_err(|error| FileError::new("read", path, error))?;
    Ok(Entry::Made { bytes: known.len(), inode: known.ino() })
}

/// Gives the file at `from`, which is whole, the name `to`: in place of another one only where that is to be replaced.
pub(super) fn name(from: &Path, to: &Path, resume: Resume) -> Result<(), OutputError> {
    let named = match as_begun(to, resume) {
        Resume::Afresh | Resume::Replace | Resume::Begin { .. } => std::fs::rename(from, to),
        Resume::Continue => rename_new(from, to),
    };
    named.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => OutputError::Appeared { path: to.to_owned() },
        _ => FileError::new("write", to, error).into(),
    })
}

/// Whether there is nothing at `path`; what is no file there is refused.
fn is_new(path: &Path) -> Result<bool, JournalError> {
    match std::fs::symlink_metadata(path) {
        Ok(there) if there.is_file() => Ok(false),
        Ok(_) => Err(JournalError::Strange { path: path.to_owned() }),
        Err(_) => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_stays_of_a_draft_without_a_segment() {
        let folder = tempfile::tempdir().unwrap();
        let (mut draft, _) = Draft::open(&folder.path().join("x"), "s", Resume::Continue).unwrap();
        assert_eq!(names(folder.path()), ["x.partial", "x.rip"]);
        draft.write(b"an initialisation").unwrap();
        drop(draft);
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn what_is_no_file_of_ours_is_refused_and_nothing_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("victim"), "mine").unwrap();
        std::os::unix::fs::symlink("victim", at("x.partial")).unwrap();
        fs::create_dir(at("y.rip")).unwrap();
        fs::write(at("z.partial"), "mine").unwrap();
        let before = names(folder.path());
        for name in ["x", "y", "z"] {
            let opened = Draft::open(&at(name), "s", Resume::Continue);
            let strange = matches!(opened, Err(OutputError::Journal(JournalError::Strange { .. })));
            assert!(strange, "{name}");
        }
        assert!(Draft::open(&at("x"), "s", Resume::Afresh).is_err(), "nor is a link followed to replace its file");
        assert_eq!((names(folder.path()), fs::read(at("victim")).unwrap()), (before, b"mine".to_vec()));
        let (draft, _) = Draft::open(&at("z"), "s", Resume::Afresh).unwrap();
        assert_eq!(draft.leave(), None);
        assert_eq!(fs::read(at("z.partial")).unwrap(), b"mine", "nothing came to replace it");
    }

    #[test]
    fn a_file_that_has_appeared_is_not_replaced_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        for (resume, kept) in [(Resume::Continue, true), (Resume::Afresh, false)] {
            let (draft, _) = Draft::open(&path, "s", resume).unwrap();
            fs::write(&path, "mine").unwrap();
            assert_eq!(matches!(draft.name(), Err(OutputError::Appeared { .. })), kept);
            assert_eq!(fs::read(&path).unwrap() == b"mine", kept);
            let _ = [fs::remove_file(folder.path().join("x.partial")), fs::remove_file(folder.path().join("x.rip"))];
        }
    }
}
