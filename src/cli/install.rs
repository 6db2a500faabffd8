//! `--install DIR`: a link for each applet, so that `load` works as a command of its own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::kit::error::Failure;

/// What kind of link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Survives an upgrade that replaces the executable.
    Symbolic,
    /// Survives a move of the executable; must be on the same file system.
    Hard,
}

/// What stands at the place of a link.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    Free,
    Ours,
    Foreign,
}

/// Links each of `names` in `directory` to `executable` and tells what was done, a line for each.
///
/// All places are looked at before the first link is made, so that a refusal changes nothing.
///
/// # Errors
/// When a file that is not such a link is in the way, or the system refuses.
pub(super) fn install(executable: &Path, directory: &Path, names: &[&str], link: Link) -> Result<String, Failure> {
    fs::create_dir_all(directory).map_err(|error| failed("create", directory, error))?;
    let mut places = Vec::new();
    let mut foreign = Vec::new();
    for name in names {
        let path = directory.join(name).with_extension(std::env::consts::EXE_EXTENSION);
        match look(&path, executable, link).map_err(|error| failed("read", &path, error))? {
            Place::Foreign => foreign.push(path.display().to_string()),
            place => places.push((path, place)),
        }
    }
    if !foreign.is_empty() {
        let message = format!("in the way and not ours: {}", foreign.join(", "));
        return Err(Failure::operation(message).hint("remove or rename it, or install to another directory"));
    }
    let mut told = Vec::new();
    for (path, place) in places {
        if place == Place::Free {
            make(executable, &path, link).map_err(|error| failed("link", &path, error))?;
        }
        let verb = if place == Place::Free { "linked" } else { "kept" };
        told.push(format!("{verb} {} -> {}\n", path.display(), executable.display()));
    }
    Ok(told.concat())
}

fn failed(what: &str, path: &Path, error: io::Error) -> Failure {
    #[derive(Debug, thiserror::Error)]
    #[error("cannot {what} {}", path.display())]
    struct Failed {
        what: String,
        path: PathBuf,
        source: io::Error,
    }
    Failure::operation(Failed { what: what.to_owned(), path: path.to_owned(), source: error })
}

fn look(path: &Path, executable: &Path, link: Link) -> io::Result<Place> {
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Place::Free),
        Err(error) => return Err(error),
    };
    let ours = match link {
        Link::Symbolic => metadata.is_symlink() && fs::read_link(path)? == executable,
        Link::Hard => metadata.is_file() && is_same_file(&metadata, &executable.metadata()?),
    };
    Ok(if ours { Place::Ours } else { Place::Foreign })
}

#[cfg(unix)]
fn is_same_file(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same_file(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    false
}

fn make(executable: &Path, path: &Path, link: Link) -> io::Result<()> {
    match link {
        Link::Hard => fs::hard_link(executable, path),
        #[cfg(unix)]
        Link::Symbolic => std::os::unix::fs::symlink(executable, path),
        #[cfg(windows)]
        Link::Symbolic => std::os::windows::fs::symlink_file(executable, path),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_are_made_once_and_foreign_files_are_left_alone() {
        for link in [Link::Symbolic, Link::Hard] {
            let directory = tempfile::tempdir().unwrap();
            let executable = directory.path().join("toolbox");
            fs::write(&executable, "#!").unwrap();
            let bin = directory.path().join("new/bin");

            let told = install(&executable, &bin, &["load"], link).unwrap();
            assert_eq!(told, format!("linked {0}/load -> {1}\n", bin.display(), executable.display()));
            assert_eq!(fs::read(bin.join("load")).unwrap(), b"#!");
            assert!(install(&executable, &bin, &["load"], link).unwrap().starts_with("kept "));

            fs::write(bin.join("scan"), "mine").unwrap();
            let refusal = install(&executable, &bin, &["kv", "load", "scan"], link).unwrap_err();
            assert_eq!(refusal.exit_code(), 1);
            assert!(refusal.to_string().ends_with("/new/bin/scan"), "{refusal}");
            assert!(!bin.join("kv").exists(), "a refusal changes nothing");
            assert_eq!(fs::read(bin.join("scan")).unwrap(), b"mine");
        }
    }

    #[test]
    fn a_link_to_something_else_is_foreign_even_if_it_leads_nowhere() {
        let directory = tempfile::tempdir().unwrap();
        let executable = directory.path().join("toolbox");
        fs::write(&executable, "#!").unwrap();
        std::os::unix::fs::symlink("/nowhere/toolbox", directory.path().join("load")).unwrap();
        let refusal = install(&executable, directory.path(), &["load"], Link::Symbolic).unwrap_err();
        assert!(refusal.to_string().starts_with("in the way and not ours"));
    }
}
