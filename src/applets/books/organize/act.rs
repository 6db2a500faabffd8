//! Files to their places, one by one: never over another, and after a kill from where it was.

use std::ffi::OsString;
use std::fs::{self, File, FileTimes, OpenOptions};
use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::plan::How;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::library::errands::Errand;
use crate::kit::fs::rename_new;

/// Bytes that are copied between two looks at whether to stop.
const STRIDE: u64 = 8 << 20;

/// Files after which the library hears what is done: as many are compared once more after a kill, and none is lost.
const TOGETHER: usize = 64;

/// What became of files.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Files that are where they belong.
    pub done: usize,
    /// Links that had to be copies, since no link reaches there.
    pub copied_instead: usize,
    /// Files that are not, and why.
    pub failures: Vec<(PathBuf, String)>,
}

/// How one file went.
#[derive(Debug, PartialEq, Eq)]
enum Gone {
    /// As it was meant.
    Well,
    /// As a copy, where a link was meant.
    Copied,
}

/// Does what is written down in the library, as far as it is not done. `progress` hears of files done and in all, and may
/// end it: what is left is done the next time. So is what failed for reasons that may pass, such as a full disk; a file
/// in whose way another lies by now stays where it is.
///
/// # Errors
/// The library cannot be written, or it was ended.
pub fn finish(
    library: &mut Library,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Outcome, BooksError> {
    let errands = library.errands()?;
    let (mut outcome, mut over) = (Outcome::default(), Vec::new());
    let total = errands.len();
    for (index, errand) in errands.into_iter().enumerate() {
        let mut go_on = || progress(index, total);
        if go_on().is_break() {
            library.errands_done(&over)?;
            return Err(BooksError::Interrupted);
        }
        match bring(&errand, &mut go_on) {
            Ok(gone) => {
                outcome.done += 1;
                outcome.copied_instead += usize::from(gone == Gone::Copied);
                over.push(errand.n);
                if errand.how == How::Move {
                    sweep(&errand.source, &errand.top);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                library.errands_done(&over)?;
                return Err(BooksError::Interrupted);
            }
            Err(error) => {
                let is_lasting = matches!(error.kind(), io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound);
                if is_lasting {
                    over.push(errand.n);
                }
                outcome.failures.push((errand.source, format!("not brought to {}: {error}", errand.target.display())));
            }
        }
        if over.len() >= TOGETHER {
            library.errands_done(&std::mem::take(&mut over))?;
        }
    }
    library.errands_done(&over)?;
    Ok(outcome)
}

/// Brings one file, or finds it brought.
fn bring(errand: &Errand, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> io::Result<Gone> {
    let (source, target) = (&errand.source, &errand.target);
    let is_there = fs::symlink_metadata(target).is_ok();
    let is_left = fs::symlink_metadata(source).is_ok();
    match (is_left, is_there) {
        (false, true) => return Ok(Gone::Well),
        (false, false) => return Err(io::Error::new(io::ErrorKind::NotFound, "it is not there any more")),
        (true, true) => {
            // From before a kill, or somebody else's.
            if !is_same(source, target, go_on)? {
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, "another file is there"));
            }
            if errand.how == How::Move {
                fs::remove_file(source)?;
            }
            return Ok(Gone::Well);
        }
        (true, false) => {}
    }
    // What a kill has left of a copy.
    match fs::remove_file(part(target)) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Err(error);
        }
        _ => {}
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    match errand.how {
        How::Copy => copy_new(source, target, go_on).map(|()| Gone::Well),
        How::Link => match fs::hard_link(fs::canonicalize(source)?, target) {
            Ok(()) => Ok(Gone::Well),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // Another disk, a disk without links, too many links, or a file that is not to be linked.
            Err(error) => {
                tracing::debug!(%error, from = %source.display(), "no link reaches there");
                copy_new(source, target, go_on).map(|()| Gone::Copied)
            }
        },
        How::Move => match rename_new(source, target) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                copy_new(source, target, go_on)?;
                if !is_same(source, target, go_on)? {
                    return Err(io::Error::other("the copy on the other disk differs from it"));
                }
                fs::remove_file(source).map(|()| Gone::Well)
            }
            moved => moved.map(|()| Gone::Well),
        },
    }
}

/// What a file is called until it is whole; no scan sees it.
fn part(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".books-part");
    target.with_file_name(name)
}

/// Copies under another name, and names it when it is whole and on the disk.
fn copy_new(source: &Path, target: &Path, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> io::Result<()> {
    let part = part(target);
    let copied = (|| {
        let mut from = File::open(source)?;
        let about = from.metadata()?;
        let mut to = OpenOptions::new().write(true).create_new(true).open(&part)?;
        while io::copy(&mut (&mut from).take(STRIDE), &mut to)? > 0 {
            if go_on().is_break() {
                return Err(io::ErrorKind::Interrupted.into());
            }
        }
        to.set_permissions(about.permissions())?;
        if let Ok(modified) = about.modified() {
            to.set_times(FileTimes::new().set_modified(modified))?;
        }
        to.sync_all()?;
        rename_new(&part, target)
    })();
    if copied.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&part);
    }
    if let Some(folder) = target.parent() {
        // Some disks cannot sync a folder; the file is whole.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    copied
}

/// Whether a file is the copy or the link that was made of another: one file, or one of the same length and time, or one
/// that says the same.
pub(super) fn is_twin(one: &Path, other: &Path) -> bool {
    let (Ok(a), Ok(b)) = (fs::metadata(one), fs::metadata(other)) else { return false };
    let is_alike = a.is_file() && b.is_file() && a.len() == b.len();
    let is_timed = matches!((a.modified(), b.modified()), (Ok(a), Ok(b)) if a == b);
    is_alike && (is_timed || is_same(one, other, &mut || ControlFlow::Continue(())).unwrap_or(false))
}

/// Whether two files are one, or say the same.
fn is_same(one: &Path, other: &Path, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> io::Result<bool> {
    let (mut a, mut b) = (File::open(one)?, File::open(other)?);
    let (about_a, about_b) = (a.metadata()?, b.metadata()?);
    if !about_b.is_file() || about_a.len() != about_b.len() {
        return Ok(false);
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    loop {
        if go_on().is_break() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        left.clear();
        right.clear();
        (&mut a).take(STRIDE).read_to_end(&mut left)?;
        (&mut b).take(STRIDE).read_to_end(&mut right)?;
        if left != right {
            return Ok(false);
        }
        if left.is_empty() {
            return Ok(true);
        }
    }
}

/// Removes the folders that a file has left empty, up to the one that was imported.
fn sweep(source: &Path, top: &Path) {
    for folder in source.ancestors().skip(1).take_while(|folder| *folder != top && folder.starts_with(top)) {
        // What is not empty stays, and so does what is above it.
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Disk {
        folder: tempfile::TempDir,
        library: Library,
    }

    impl Disk {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let library = Library::open(&folder.path().join("books.db"), "me").unwrap();
            Self { folder, library }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn read(&self, name: &str) -> Option<String> {
            fs::read_to_string(self.path(name)).ok()
        }

        fn plan(&mut self, how: How, files: &[(&str, &str)]) {
            let errand = |(source, target): &(&str, &str)| Errand {
                n: 0,
                source: self.path(source),
                target: self.path(target),
                how,
                top: self.path("in"),
                root: self.path("out"),
            };
            let errands: Vec<Errand> = files.iter().map(errand).collect();
            self.library.plan_errands(&errands).unwrap();
        }

        fn finish(&mut self) -> Outcome {
            finish(&mut self.library, &mut |_, _| ControlFlow::Continue(())).unwrap()
        }
    }

    #[test]
    fn files_go_in_each_way_and_empty_folders_go_with_them() {
        for how in [How::Copy, How::Move, How::Link] {
            let mut disk = Disk::new();
            disk.write("in/a/b/1.mp3", "one");
            disk.plan(how, &[("in/a/b/1.mp3", "out/x/1.mp3")]);
            assert_eq!(disk.finish().done, 1);
            assert_eq!(disk.read("out/x/1.mp3").as_deref(), Some("one"));
            assert_eq!(disk.path("in/a").exists(), how != How::Move, "{how:?}");
            assert!(disk.path("in").exists());
            assert_eq!(disk.library.errand_roots().unwrap(), [disk.path("out")]);
            disk.library.forget_errands().unwrap();
            assert!(disk.library.errand_roots().unwrap().is_empty());
        }
    }

    #[test]
    fn what_a_kill_left_is_finished_and_nothing_is_written_over() {
        for how in [How::Copy, How::Move, How::Link] {
            let mut disk = Disk::new();
            for number in 1..=4 {
                disk.write(&format!("in/{number}"), &format!("sound {number}"));
            }
            disk.plan(how, &[("in/1", "out/1"), ("in/2", "out/2"), ("in/3", "out/3"), ("in/4", "out/4")]);
            // The kill came when the first was copied and not yet removed, and half of the second; the third is another's.
            disk.write("out/1", "sound 1");
            disk.write("out/.2.books-part", "sou");
            disk.write("out/3", "somebody's");
            let outcome = disk.finish();
            assert_eq!((outcome.done, outcome.failures.len()), (3, 1), "{:?}", outcome.failures);
            assert!(outcome.failures[0].1.contains("another file is there"));
            for number in [1, 2, 4] {
                assert_eq!(disk.read(&format!("out/{number}")), Some(format!("sound {number}")));
            }
            assert_eq!(disk.read("out/3").as_deref(), Some("somebody's"));
            assert_eq!(disk.read("in/3").as_deref(), Some("sound 3"));
            assert!(disk.read("out/.2.books-part").is_none());
            assert_eq!(disk.read("in/1").is_none(), how == How::Move);
            assert!(disk.library.errands().unwrap().is_empty(), "what is decided is not tried again");
        }
    }

    #[test]
    fn an_end_by_a_signal_leaves_the_rest_for_the_next_time() {
        let mut disk = Disk::new();
        for number in 0..3 {
            disk.write(&format!("in/{number}"), "sound");
        }
        disk.plan(How::Move, &[("in/0", "out/0"), ("in/1", "out/1"), ("in/2", "out/2")]);
        let stop = finish(&mut disk.library, &mut |done, _| {
            if done == 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(stop, Err(BooksError::Interrupted)));
        assert_eq!(disk.library.errands().unwrap().len(), 2);
        assert_eq!(disk.finish().done, 2);
        assert!((0..3).all(|number| disk.read(&format!("out/{number}")).as_deref() == Some("sound")));
    }
}
