//! A recording that is whole and kept, as a movie is made of it.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::draft;
use super::fault::OutputError;
use super::gap::Gap;
use super::journal::{Entry, Journal, JournalError};
use super::order::in_order;
use super::output::Resume;
use crate::kit::fs::FileError;
use crate::media::mux::{Source, Stretch};

/// What the recording of `path` holds.
///
/// # Errors
/// Its journal cannot be read.
pub fn layout(path: &Path) -> Result<Source, FileError> {
    let entries = Journal::entries(&journal_of(path))?;
    let stretches = stretches(&in_order(&entries));
    Ok(Source { path: partial_of(path), stretches, language: None })
}

/// Gives the recording of `path` its name, and removes its journal.
///
/// # Errors
/// There is a file of that name that is not to be replaced; what the system says.
pub fn settle(path: &Path, resume: Resume) -> Result<(), OutputError> {
    let (partial, journal) = (partial_of(path), journal_of(path));
    draft::finish(&partial, path, resume)?;
    Ok(std::fs::remove_file(&journal).map_err(|error| FileError::new("remove", &journal, error))?)
}

/// Gives `made`, a file made of the recording of `path`, the name `path`.
///
/// # Errors
/// There is a file of that name that is not to be replaced; what the system says. `made` is removed then: the recording
/// is still there.
pub fn put(made: &Path, path: &Path, resume: Resume) -> Result<(), OutputError> {
    Journal::add_to(&journal_of(path), &draft::made(made)?)?;
    draft::name(made, path, resume).inspect_err(|_| {
        let _ = std::fs::remove_file(made);
    })
}

/// Removes the recording of `path` and its journal: what was to be made of it is made.
///
/// # Errors
/// What the system says.
pub fn discard(path: &Path) -> Result<(), FileError> {
    [partial_of(path), journal_of(path)].into_iter().try_for_each(|file| {
        match std::fs::remove_file(&file) {
            // Another run has tidied up.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            done => done.map_err(|error| FileError::new("remove", &file, error)),
        }
    })
}

/// The journal of the recording of `path`.
#[must_use]
pub fn journal_of(path: &Path) -> PathBuf {
    path.with_added_extension("rip")
}

/// Whether there is a recording of `path` that has something in it, by its journal.
#[must_use]
pub fn is_left(path: &Path) -> bool {
    let entries = Journal::entries(&journal_of(path)).unwrap_or_default();
    let has_segments = entries.iter().any(|entry| matches!(entry, Entry::Segment { .. }));
    has_segments && matches!(entries.first(), Some(Entry::Recording { .. })) && partial_of(path).is_file()
}

/// Where the recording of `path` is until it has its name.
pub(super) fn partial_of(path: &Path) -> PathBuf {
    path.with_added_extension("partial")
}

/// The recordings of sound that belong into the movie `path`, as far as they are there.
#[must_use]
pub fn sounds_of(path: &Path) -> Vec<PathBuf> {
    let number = |number: u32| if number == 1 { String::new() } else { number.to_string() };
    let names = (1..).map(|index| path.with_added_extension(format!("audio{}", number(index))));
    names.take_while(|sound| journal_of(sound).is_file()).collect()
}

/// Whether the recording of `path` replaces a file in the end though this run was not told so: the one that began it was.
/// What is the file already replaces none.
pub(super) fn as_begun(path: &Path, resume: Resume) -> Resume {
    let first = || {
        let entries = Journal::entries(&journal_of(path)).ok()?;
        partial_of(path).is_file().then(|| entries.into_iter().next())?
    };
    match (resume, first) {
        (Resume::Continue, first) => match first() {
            Some(Entry::Recording { replaces: Some(_), .. }) => Resume::Replace,
            _ => Resume::Continue,
        },
        _ => resume,
    }
}

/// Whether the recording of `path` was begun by this very run.
#[must_use]
pub fn is_begun(path: &Path, resume: Resume) -> bool {
    let first = Journal::entries(&journal_of(path)).unwrap_or_default().into_iter().next();
    matches!((first, resume), (Some(Entry::Recording { replaces: Some(by), .. }), Resume::Begin { run }) if by == run)
}

/// Whether everything that the recording of `path` was to be was asked for.
pub(super) fn is_reached(path: &Path) -> Result<bool, OutputError> {
    Ok(Journal::entries(&journal_of(path))?.last() == Some(&Entry::Reached))
}

/// What the recording of `path` is of.
pub(super) fn stream_of(path: &Path) -> Result<String, OutputError> {
    match Journal::entries(&journal_of(path))?.into_iter().next() {
        Some(Entry::Recording { stream, .. }) => Ok(stream),
        _ => Err(JournalError::Strange { path: journal_of(path) }.into()),
    }
}

/// What the recording of `path` misses behind its last segment, as far as its journal knows.
pub(super) fn gaps_at_the_end(path: &Path) -> Result<Vec<Gap>, OutputError> {
    let entries = Journal::entries(&journal_of(path))?;
    let gaps = entries
        .into_iter()
        .rev()
        .skip_while(|entry| *entry == Entry::Reached)
        .map_while(|entry| if let Entry::Gap(gap) = entry { Some(gap) } else { None });
    let mut gaps: Vec<Gap> = gaps.collect();
    gaps.reverse();
    Ok(gaps)
}

/// Removes what a kill has left beside `path` when it had got its name already: only where the journal says that this is
/// the file.
pub(super) fn tidy(path: &Path) {
    let (Ok(entries), Ok(file)) = (Journal::entries(&journal_of(path)), std::fs::metadata(path)) else { return };
    if !matches!(entries.first(), Some(Entry::Recording { .. })) {
        return;
    }
    let end = entries.iter().rev().find_map(Entry::place).map(|place| place.at + place.bytes);
    let is_named = end == Some(file.len()) && !partial_of(path).exists();
    let is_it = |entry: &Entry| *entry == Entry::Made { bytes: file.len(), inode: file.ino() };
    let is_made = entries.iter().any(is_it);
    if is_made {
        // The journal of the main one goes last: it tells of the others.
        sounds_of(path).iter().rev().for_each(|sound| drop(discard(sound)));
    }
    if is_made || is_named {
        let _ = discard(path);
    }
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
            Entry::Recording { .. } | Entry::Reached | Entry::Ended | Entry::Made { .. } => {}
        }
    }
    // Initialisations that nothing follows.
    stretches.truncate(stretches.len() - waiting);
    stretches
}
