//! A shared folder: own facts go in, everybody's come out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::segments::{Gathered, HOME, LARGEST_SEGMENT, cut};
use crate::applets::books::error::BooksError;
use crate::applets::books::log::{Device, Event};
use crate::kit::fs::{FileError, read_at_most, replace};

/// Reads every segment in a folder, whatever it is called.
///
/// # Errors
/// The folder cannot be read.
pub fn gather(folder: &Path) -> Result<Gathered, BooksError> {
    let mut gathered = Gathered::default();
    let home = folder.join(HOME);
    if !folder.is_dir() {
        return Err(BooksError::Missing(folder.to_owned()));
    }
    let mut open = vec![home];
    while let Some(path) = open.pop() {
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(FileError::new("read", &path, error).into()),
        };
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => segment(&entry.path(), &mut gathered),
                _ => {}
            }
        }
    }
    Ok(gathered)
}

fn segment(path: &Path, gathered: &mut Gathered) {
    match fs::File::open(path).and_then(|file| read_at_most(file, LARGEST_SEGMENT)) {
        Ok(bytes) => drop(gathered.take(&bytes)),
        Err(error) => gathered.failures.push(format!("{}: {error}", path.display())),
    }
}

/// Puts the facts of a device into a folder, but for those that are there; says how many were new.
///
/// # Errors
/// The folder cannot be written.
pub fn put(folder: &Path, device: Device, events: &[Event]) -> Result<usize, BooksError> {
    let home = folder.join(HOME).join(device.to_string());
    fs::create_dir_all(&home).map_err(|error| FileError::new("create", &home, error))?;
    sweep(&home);
    let mut new = 0;
    for segment in cut(device, events)? {
        let path = home.join(&segment.name);
        let old = fs::read(&path).unwrap_or_default();
        if old != segment.text.as_bytes() {
            let known = old.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count().saturating_sub(1);
            new += segment.facts.saturating_sub(known);
            replace(&path, segment.text.as_bytes())?;
        }
    }
    Ok(new)
}

/// Removes what kills have left of segments that were being written: names that only this device's own writing gives, and
/// long enough ago that nobody writes there.
fn sweep(home: &Path) {
    const LEFT: Duration = Duration::from_hours(1);
    for entry in fs::read_dir(home).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| {
            let rest = name.strip_prefix('.').and_then(|rest| rest.strip_suffix(".part"));
            let number = rest.and_then(|rest| rest.split_once(".jsonl."));
            number.is_some_and(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let age = entry.metadata().ok().filter(fs::Metadata::is_file).and_then(|found| found.modified().ok());
        if is_ours && age.and_then(|then| then.elapsed().ok()).is_some_and(|age| age > LEFT) {
            // Who cannot remove it can still sync.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Reads `dir:PATH`.
///
/// # Errors
/// A sentence that says what is accepted.
pub fn parse(url: &str) -> Result<PathBuf, String> {
    match url.strip_prefix("dir:").filter(|path| !path.is_empty()) {
        Some(path) => Ok(PathBuf::from(path)),
        None => Err(format!(
            "'{url}' is no place to meet; use dir:PATH, a folder that something else carries around, or s3://BUCKET/PREFIX"
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::segments::tests::event;
    use super::*;
    use crate::applets::books::log::line;

    #[test]
    fn copies_of_a_conflict_torn_lines_and_strangers_files_harm_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let events = [event(1, 1, 7), event(1, 2, 8), event(2, 1, 9)];
        assert_eq!(put(folder.path(), Device(1), &events).unwrap(), 2);
        assert_eq!(put(folder.path(), Device(1), &events).unwrap(), 0);
        assert_eq!(put(folder.path(), Device(2), &events).unwrap(), 1);
        let home = folder.path().join("toolbox-books/v1/0000000000000001");
        let segment = fs::read_to_string(home.join("000000000001.jsonl")).unwrap();
        fs::write(home.join("000000000001.sync-conflict-20261127-1.jsonl"), &segment[..segment.len() - 20]).unwrap();
        fs::write(home.join("notes.txt"), "hello").unwrap();
        let gathered = gather(folder.path()).unwrap();
        assert_eq!((gathered.events.len(), gathered.segments, gathered.damaged), (3, 3, 1));
        assert!(gathered.cloned.is_empty());
    }

    #[test]
    fn what_a_kill_left_of_a_segment_goes_when_it_is_old() {
        use std::time::SystemTime;
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), Device(1), &[event(1, 1, 7)]).unwrap();
        let home = folder.path().join("toolbox-books/v1/0000000000000001");
        let old = SystemTime::now() - Duration::from_hours(2);
        for (name, age) in [
            (".000000000001.jsonl.77-0.part", old),
            (".000000000001.jsonl.78-0.part", SystemTime::now()),
            (".mine.jsonl.1-0.part", old),
            ("000000000001.jsonl.part", old),
        ] {
            fs::File::create(home.join(name)).unwrap().set_modified(age).unwrap();
        }
        put(folder.path(), Device(1), &[event(1, 1, 7)]).unwrap();
        let mut names: Vec<String> =
            fs::read_dir(&home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let kept =
            [".000000000001.jsonl.78-0.part", ".mine.jsonl.1-0.part", "000000000001.jsonl", "000000000001.jsonl.part"];
        assert_eq!(names, kept);
    }

    #[test]
    fn two_facts_under_one_name_are_a_copied_device() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), Device(1), &[event(1, 1, 7)]).unwrap();
        let home = folder.path().join("toolbox-books/v1/0000000000000001");
        let segment = fs::read_to_string(home.join("000000000001.jsonl")).unwrap();
        let other = line::write(&event(1, 1, 8)).unwrap();
        fs::write(home.join("x"), format!("{}\n{other}", segment.lines().next().unwrap())).unwrap();
        assert_eq!(gather(folder.path()).unwrap().cloned, BTreeSet::from([Device(1)]));
    }
}
