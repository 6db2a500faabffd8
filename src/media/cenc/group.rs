//! Groups of samples with keys of their own (`seig`, ISO/IEC 23001-7 section 6): streams whose keys change.

use super::boxes::{Found, Numbers, number};
use super::cipher::Pattern;
use super::tracks::{Defaults, key_fields};

/// One description.
pub(super) type Entry = Defaults;

/// Whether a `sgpd` or `sbgp` is of keys.
pub(super) fn is_of_keys(bytes: &[u8], found: &Found) -> bool {
    bytes.get(found.body.start + 4..found.body.start + 8) == Some(b"seig")
}

/// The descriptions in a `sgpd`.
pub(super) fn descriptions(bytes: &[u8], found: &Found) -> Option<Vec<Entry>> {
    let mut numbers = Numbers::new(bytes, found.body.clone());
    let version = numbers.number(1)?;
    numbers.take(3 + 4)?;
    let length = if version == 1 { numbers.number(4)? } else { 0 };
    if version >= 2 {
        numbers.take(4)?;
    }
    let count = numbers.number(4)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let begin = numbers.place();
        let length = if version == 1 && length == 0 { numbers.number(4)? } else { length };
        numbers.take(1)?;
        let pattern = numbers.number(1)? as u8;
        entries.push(key_fields(&mut numbers, Pattern { locked: pattern >> 4, clear: pattern & 15 })?);
        let read = numbers.place() - begin;
        numbers.take(usize::try_from(length).ok()?.saturating_sub(read))?;
    }
    Some(entries)
}

/// A run of samples of the same group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) samples: u64,
    /// 0 for none; from 0x10001 those of the fragment, from 1 those of the track.
    pub(super) group: u64,
}

/// The runs in a `sbgp`.
pub(super) fn runs(bytes: &[u8], found: &Found) -> Option<Vec<Run>> {
    let version = number(bytes, found.body.start, 1)?;
    let begin = found.body.start + if version == 1 { 12 } else { 8 };
    let mut numbers = Numbers::new(bytes, begin..found.body.end);
    let count = numbers.number(4)?;
    let mut runs = Vec::new();
    for _ in 0..count {
        runs.push(Run { samples: numbers.number(4)?, group: numbers.number(4)? });
    }
    Some(runs)
}
