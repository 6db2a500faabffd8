//! A recording that is whole and kept, as a movie is made of it.

use std::path::Path;
use std::time::Duration;

use super::journal::{Entry, Journal};
use crate::kit::fs::FileError;
use crate::media::mux::{Source, Stretch};

/// What the recording of `path` holds.
///
/// # Errors
/// Its journal cannot be read.
pub fn layout(path: &Path) -> Result<Source, FileError> {
    let entries = Journal::entries(&path.with_added_extension("rip"))?;
    Ok(Source { path: path.with_added_extension("partial"), stretches: stretches(&entries), language: None })
}

/// Gives the recording of `path` its name, and removes its journal.
///
/// # Errors
/// What the system says.
pub fn settle(path: &Path) -> Result<(), FileError> {
    let (partial, journal) = (path.with_added_extension("partial"), path.with_added_extension("rip"));
    std::fs::rename(partial, path).map_err(|error| FileError::new("write", path, error))?;
    std::fs::remove_file(&journal).map_err(|error| FileError::new("remove", &journal, error))
}

/// Removes the recording of `path` and its journal: what was to be made of it is made.
///
/// # Errors
/// What the system says.
pub fn discard(path: &Path) -> Result<(), FileError> {
    ["partial", "rip"]
        .into_iter()
        .map(|extension| path.with_added_extension(extension))
        .try_for_each(|file| std::fs::remove_file(&file).map_err(|error| FileError::new("remove", &file, error)))
}

/// Timelines are numbered so that each is behind the one before: an encoder that begins anew counts from 0.
fn stretches(entries: &[Entry]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut gap, mut told, mut number): (_, Option<u64>, u64) = (Duration::ZERO, None, 0);
    // Initialisations at the end that no segment follows yet.
    let mut waiting = 0;
    for entry in entries {
        match entry {
            Entry::Gap(missing) => gap = gap.saturating_add(missing.duration()),
            // It belongs to the segment behind it, whose timeline is not known yet.
            Entry::Init { place, .. } => {
                let duration = Duration::ZERO;
                stretches.push(Stretch { at: place.at, bytes: place.bytes, timeline: number, duration, gap });
                (gap, waiting) = (Duration::ZERO, waiting + 1);
            }
            Entry::Segment { timeline, duration_ns, place, .. } => {
                number = match told.replace(*timeline) {
                    Some(before) if before == *timeline => number,
                    Some(_) => number.saturating_add(1).max(*timeline),
                    None => *timeline,
                };
                for init in stretches.iter_mut().rev().take(std::mem::take(&mut waiting)) {
                    init.timeline = number;
                }
                let duration = Duration::from_nanos(*duration_ns);
                stretches.push(Stretch { at: place.at, bytes: place.bytes, timeline: number, duration, gap });
                gap = Duration::ZERO;
            }
            Entry::Recording { .. } | Entry::Ended => {}
        }
    }
    // Initialisations that nothing follows.
    stretches.truncate(stretches.len() - waiting);
    stretches
}
