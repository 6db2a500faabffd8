//! A shared folder: own facts go in, everybody's come out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::applets::books::error::BooksError;
use crate::applets::books::log::{Device, Event, EventId, line};
use crate::kit::fs::{FileError, read_at_most, replace};

/// A segment is closed when it has this many bytes: small enough to be written anew as a whole until then.
const SEGMENT_BYTES: usize = 256 << 10;

/// No segment of ours is larger; what is, was not written by us.
const LARGEST_SEGMENT: u64 = 16 << 20;

/// The name of the format, with its version.
const FORMAT: &str = "toolbox-books/1";

/// The first line of a segment.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
    device: String,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Every fact once.
    pub events: BTreeMap<EventId, Event>,
    /// Two facts under one name: a device was copied, as with a disk or a virtual machine.
    pub cloned: BTreeSet<Device>,
    /// Segments that were read.
    pub segments: usize,
    /// Lines that are damaged.
    pub damaged: usize,
    /// Files that could not be read, and why.
    pub failures: Vec<String>,
}

/// Facts that were announced by later ones and are not there yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Whose.
    pub device: String,
    /// The first that is missing.
    pub from: u64,
    /// The last that is missing.
    pub to: u64,
}

/// Reads every segment in a folder, whatever it is called.
///
/// # Errors
/// The folder cannot be read.
pub fn gather(folder: &Path) -> Result<Gathered, BooksError> {
    let mut gathered = Gathered::default();
    let home = folder.join("toolbox-books/v1");
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
    let read = fs::File::open(path).and_then(|file| read_at_most(file, LARGEST_SEGMENT));
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(error) => return gathered.failures.push(format!("{}: {error}", path.display())),
    };
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let head = lines.next().and_then(|head| serde_json::from_slice::<Head>(head).ok());
    if head.is_none_or(|head| head.format != FORMAT) {
        return;
    }
    gathered.segments += 1;
    for text in lines.filter(|text| !text.is_empty()) {
        let Some(event) = std::str::from_utf8(text).ok().and_then(line::read) else {
            gathered.damaged += 1;
            continue;
        };
        match gathered.events.get(&event.id) {
            Some(known) if *known != event => drop(gathered.cloned.insert(event.id.device)),
            Some(_) => {}
            None => drop(gathered.events.insert(event.id, event)),
        }
    }
}

/// Puts the facts of a device into a folder, but for those that are there; says how many were new.
///
/// # Errors
/// The folder cannot be written.
pub fn put(folder: &Path, device: Device, events: &[Event]) -> Result<usize, BooksError> {
    let home = folder.join("toolbox-books/v1").join(device.to_string());
    fs::create_dir_all(&home).map_err(|error| FileError::new("create", &home, error))?;
    let mut own: Vec<&Event> = events.iter().filter(|event| event.id.device == device).collect();
    own.sort_by_key(|event| event.id.seq);
    let head = serde_json::to_string(&Head { format: FORMAT.to_owned(), device: device.to_string() });
    let head = head.map_err(BooksError::Json)? + "\n";
    let (mut segments, mut first): (Vec<(u64, String, usize)>, _) = (Vec::new(), true);
    for event in own {
        let line = line::write(event).map_err(BooksError::Json)?;
        let is_full = segments.last().is_some_and(|(_, text, _)| text.len() + line.len() > SEGMENT_BYTES);
        if first || is_full {
            segments.push((event.id.seq, head.clone(), 0));
            first = false;
        }
        if let Some((_, text, count)) = segments.last_mut() {
            text.push_str(&line);
            *count += 1;
        }
    }
    let mut new = 0;
    for (first, text, count) in segments {
        let path = home.join(format!("{first:012}.jsonl"));
        let old = fs::read(&path).unwrap_or_default();
        if old != text.as_bytes() {
            let known = old.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count().saturating_sub(1);
            new += count.saturating_sub(known);
            replace(&path, text.as_bytes())?;
        }
    }
    Ok(new)
}

/// What is announced and missing among these facts.
#[must_use]
pub fn gaps(ids: impl IntoIterator<Item = EventId>) -> Vec<Gap> {
    let mut devices: BTreeMap<Device, BTreeSet<u64>> = BTreeMap::new();
    for id in ids {
        devices.entry(id.device).or_default().insert(id.seq);
    }
    let mut gaps = Vec::new();
    for (device, seqs) in devices {
        let mut next = 1;
        for seq in seqs {
            if seq > next {
                gaps.push(Gap { device: device.to_string(), from: next, to: seq - 1 });
            }
            next = seq.saturating_add(1);
        }
    }
    gaps
}

/// Reads `dir:PATH`.
///
/// # Errors
/// A sentence that says what is accepted.
pub fn parse(url: &str) -> Result<PathBuf, String> {
    match url.strip_prefix("dir:").filter(|path| !path.is_empty()) {
        Some(path) => Ok(PathBuf::from(path)),
        None => Err(format!("'{url}' is no place to meet; use dir:PATH, a folder that something else carries around")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::applets::books::log::{Deed, Set};

    fn event(device: u64, seq: u64, value: u64) -> Event {
        let set = Set { key: "k".to_owned(), value: Some(json!(value)), over: Vec::new() };
        let id = EventId { device: Device(device), seq };
        Event { id, hlc: seq, at_ms: 0, tz_min: 0, profile: String::new(), book: None, deed: Deed::Set(set) }
    }

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
    fn two_facts_under_one_name_are_a_copied_device() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), Device(1), &[event(1, 1, 7)]).unwrap();
        let home = folder.path().join("toolbox-books/v1/0000000000000001");
        let segment = fs::read_to_string(home.join("000000000001.jsonl")).unwrap();
        let other = line::write(&event(1, 1, 8)).unwrap();
        fs::write(home.join("x"), format!("{}\n{other}", segment.lines().next().unwrap())).unwrap();
        assert_eq!(gather(folder.path()).unwrap().cloned, BTreeSet::from([Device(1)]));
    }

    #[test]
    fn what_is_announced_and_missing_is_told() {
        let ids = [1, 2, 5, 9].map(|seq| EventId { device: Device(1), seq });
        let gaps: Vec<(u64, u64)> = gaps(ids).into_iter().map(|gap| (gap.from, gap.to)).collect();
        assert_eq!(gaps, [(3, 4), (6, 8)]);
    }
}
