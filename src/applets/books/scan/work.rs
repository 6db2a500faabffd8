//! Many units read at once: threads take them from a list, and what they find comes back over a short queue.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use super::folder;
use super::group::{Place, group};
use super::proposal::{Proposal, ReadFile};
use super::walk::Unit;
use crate::applets::books::audio::{self, FileSource};

/// How many results may wait: a writer that is slower than the readers slows them down.
const WAITING: usize = 64;

/// What a unit holds.
#[derive(Debug)]
pub struct Found {
    /// Which of the units.
    pub unit: usize,
    /// Its books.
    pub proposals: Vec<Proposal>,
    /// Files that are no part of a book, and why.
    pub failures: Vec<(PathBuf, String)>,
}

/// Reads one unit.
#[must_use]
pub fn read_unit(index: usize, unit: &Unit) -> Found {
    let (mut files, mut failures) = (Vec::new(), Vec::new());
    for entry in &unit.audio {
        let read = FileSource::open(&entry.path).map_err(audio::AudioError::from);
        match read.and_then(|source| audio::read(&source)) {
            Ok(audio) => files.push(ReadFile { entry: entry.clone(), audio }),
            Err(error) => failures.push((entry.path.clone(), error.to_string())),
        }
    }
    if files.is_empty() {
        return Found { unit: index, proposals: Vec::new(), failures };
    }
    let beside = folder::read(&unit.beside);
    let place = if unit.is_loose { Place::Root } else { Place::Folder };
    let groups = group(&files, place);
    let is_shared = groups.len() > 1 || unit.path.is_file() && unit.beside.len() > 1;
    let proposals = groups.into_iter().map(|members| {
        let members: Vec<&ReadFile> = members.into_iter().map(|index| &files[index]).collect();
        // What lies beside several books is about none of them, but for what has the name of one.
        let near = if is_shared { namesakes(unit, &members) } else { unit.beside.clone() };
        let own = if is_shared { folder::read(&near) } else { beside.clone() };
        let mut proposal = Proposal::new(unit, &members, &own);
        // Loose files share a folder with others, whose things these may be.
        let is_loose = unit.is_loose || unit.path.is_file();
        let own = if is_loose { namesakes(unit, &members) } else { near };
        proposal.beside = own.into_iter().map(|entry| entry.path).collect();
        proposal
    });
    Found { unit: index, proposals: proposals.collect(), failures }
}

/// Files beside that are called as the book's file is.
fn namesakes(unit: &Unit, members: &[&ReadFile]) -> Vec<super::Entry> {
    let stem = members.first().and_then(|file| file.entry.path.file_stem());
    unit.beside.iter().filter(|entry| entry.path.file_stem() == stem).cloned().collect()
}

/// Reads units with as many threads as there are processors, and hands what they hold to `each`, in any order, until it
/// says no.
pub fn read_units<E>(units: &[Unit], mut each: impl FnMut(Found) -> Result<(), E>) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(2, usize::from).clamp(1, 16) * 2;
    let (next, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING);
        for _ in 0..threads.min(units.len()) {
            let (sender, next, over) = (sender.clone(), &next, &over);
            scope.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(unit) = units.get(index) else { return };
                    if sender.send(read_unit(index, unit)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for found in &receiver {
            if let Err(error) = each(found) {
                over.store(true, Ordering::Relaxed);
                return Err(error);
            }
        }
        Ok(())
    })
}
