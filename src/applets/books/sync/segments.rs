//! Facts as they lie in a shared place: files of lines under a head, each with one writer.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::applets::books::error::BooksError;
use crate::applets::books::log::{Device, Event, EventId, line};

/// Where segments lie in a shared place.
pub const HOME: &str = "toolbox-books/v1";

/// A segment is closed when it has this many bytes: small enough to be written anew as a whole until then.
const SEGMENT_BYTES: usize = 256 << 10;

/// No segment of ours is larger; what is, was not written by us.
pub const LARGEST_SEGMENT: u64 = 16 << 20;

/// The name of the format, with its version.
const FORMAT: &str = "toolbox-books/1";

/// The first line of a segment.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
    device: String,
}

/// What a place holds.
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

impl Gathered {
    /// Takes in a segment; anything else is passed over. Says how many facts it has.
    pub fn take(&mut self, bytes: &[u8]) -> usize {
        let mut lines = bytes.split(|byte| *byte == b'\n');
        let head = lines.next().and_then(|head| serde_json::from_slice::<Head>(head).ok());
        if head.is_none_or(|head| head.format != FORMAT) {
            return 0;
        }
        self.segments += 1;
        let mut facts = 0;
        for text in lines.filter(|text| !text.is_empty()) {
            let Some(event) = std::str::from_utf8(text).ok().and_then(line::read) else {
                self.damaged += 1;
                continue;
            };
            facts += 1;
            match self.events.get(&event.id) {
                Some(known) if *known != event => drop(self.cloned.insert(event.id.device)),
                Some(_) => {}
                None => drop(self.events.insert(event.id, event)),
            }
        }
        facts
    }
}

/// A segment as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What it is called in its device's folder: its first fact's number.
    pub name: String,
    /// Head and lines.
    pub text: String,
    /// How many facts it has.
    pub facts: usize,
}

/// Cuts the facts of a device into segments. Facts are only added, so all but the last stay as they are.
///
/// # Errors
/// A fact cannot be written as JSON.
pub fn cut(device: Device, events: &[Event]) -> Result<Vec<Segment>, BooksError> {
    let mut own: Vec<&Event> = events.iter().filter(|event| event.id.device == device).collect();
    own.sort_by_key(|event| event.id.seq);
    let head = serde_json::to_string(&Head { format: FORMAT.to_owned(), device: device.to_string() });
    let head = head.map_err(BooksError::Json)? + "\n";
    let mut segments: Vec<Segment> = Vec::new();
    for event in own {
        let line = line::write(event).map_err(BooksError::Json)?;
        if let Some(last) = segments.last_mut().filter(|last| last.text.len() + line.len() <= SEGMENT_BYTES) {
            last.text.push_str(&line);
            last.facts += 1;
        } else {
            let name = format!("{:012}.jsonl", event.id.seq);
            segments.push(Segment { name, text: format!("{head}{line}"), facts: 1 });
        }
    }
    Ok(segments)
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

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::applets::books::log::{Deed, Set};

    /// A fact of a device.
    pub(in super::super) fn event(device: u64, seq: u64, value: u64) -> Event {
        let set = Set { key: "k".to_owned(), value: Some(json!(value)), over: Vec::new() };
        let id = EventId { device: Device(device), seq };
        Event { id, hlc: seq, at_ms: 0, tz_min: 0, profile: String::new(), book: None, deed: Deed::Set(set) }
    }

    #[test]
    fn only_the_last_segment_grows() {
        let events: Vec<Event> = (1..=3000).map(|seq| event(1, seq, seq)).collect();
        let (before, after) = (cut(Device(1), &events[..2990]).unwrap(), cut(Device(1), &events).unwrap());
        assert!(before.len() > 1 && before.len() <= after.len());
        assert_eq!(before[..before.len() - 1], after[..before.len() - 1]);
        let mut gathered = Gathered::default();
        let facts: usize = after.iter().map(|segment| gathered.take(segment.text.as_bytes())).sum();
        assert_eq!((facts, gathered.events.len(), gathered.damaged), (3000, 3000, 0));
    }

    #[test]
    fn what_is_announced_and_missing_is_told() {
        let ids = [1, 2, 5, 9].map(|seq| EventId { device: Device(1), seq });
        let gaps: Vec<(u64, u64)> = gaps(ids).into_iter().map(|gap| (gap.from, gap.to)).collect();
        assert_eq!(gaps, [(3, 4), (6, 8)]);
    }
}
