//! Where a listener is in a book, read out of all facts about it: a pure function of a set.
//!
//! A fact is superseded by those that name it as a parent, and by later facts of its own device. What nothing supersedes
//! is a head. One head is the place; several are a fork, which is shown and resolved and never decided by a clock. The
//! head with the most listening since the common past comes first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::event::{Act, Event, EventId, Move};

/// What has to be heard from a guessed place before it counts.
const SUBSTANCE_MS: u64 = 10_000;

/// One of the places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The last fact there.
    pub id: EventId,
    /// In milliseconds.
    pub pos_ms: u64,
    /// Which time the book is listened to.
    pub run: u32,
    /// Whether it is finished.
    pub done: bool,
    /// By the device's clock.
    pub at_ms: i64,
    /// Listened since the common past, in milliseconds of the book.
    pub since_ms: u64,
    /// For ties.
    pub hlc: u64,
}

/// One time through a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// From 1.
    pub number: u32,
    /// When it began, by the clock of the device.
    pub started_ms: i64,
    /// When it was finished.
    pub finished_ms: Option<i64>,
    /// What was heard: places from and to, sorted and apart, in milliseconds.
    pub heard: Vec<(u64, u64)>,
}

/// Everything about one listener in one book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The place first, others of a fork behind it; empty where nothing was heard.
    pub heads: Vec<Head>,
    /// What has to be named as parents by the next fact; also what is too slight to be a place.
    pub tips: Vec<EventId>,
    /// Every time through, the first one first.
    pub runs: Vec<Run>,
}

impl Place {
    /// Reads the facts of one listener about one book, in any order and any number of times.
    #[must_use]
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let facts = Facts::new(events);
        let tips = facts.tips();
        let mut heads: Vec<Head> = tips.iter().filter_map(|tip| facts.head(*tip, &tips)).collect();
        // Places that were reached in two ways are one.
        heads.sort_by_key(|head| Reverse((head.since_ms, head.hlc, head.id)));
        let mut seen = BTreeSet::new();
        heads.retain(|head| seen.insert(head.id));
        let runs = facts.runs(heads.first());
        Self { heads, tips: tips.into_iter().collect(), runs }
    }

    /// The place, where there is one.
    #[must_use]
    pub fn head(&self) -> Option<&Head> {
        self.heads.first()
    }

    /// Whether there are several.
    #[must_use]
    pub fn is_forked(&self) -> bool {
        self.heads.len() > 1
    }
}

struct Facts<'a> {
    events: BTreeMap<EventId, (&'a Event, &'a Move)>,
}

impl<'a> Facts<'a> {
    fn new(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let moves = events.into_iter().filter_map(|event| Some((event.id, (event, event.moved()?))));
        Self { events: moves.collect() }
    }

    /// The last fact of the same device before this one.
    fn before(&self, id: EventId) -> Option<EventId> {
        let first = EventId { device: id.device, seq: 0 };
        self.events.range(first..id).next_back().map(|(id, _)| *id)
    }

    /// What a fact knew: its parents, and what its device told before.
    fn parents(&self, id: EventId) -> impl Iterator<Item = EventId> {
        let named = self.events.get(&id).map(|(_, moved)| moved.parents.as_slice()).unwrap_or_default();
        named.iter().copied().filter(|parent| self.events.contains_key(parent)).chain(self.before(id))
    }

    fn tips(&self) -> BTreeSet<EventId> {
        let mut tips: BTreeSet<EventId> = self.events.keys().copied().collect();
        for id in self.events.keys() {
            for parent in self.parents(*id) {
                tips.remove(&parent);
            }
        }
        tips
    }

    /// Everything that leads to any of these, they among it.
    fn past(&self, of: impl IntoIterator<Item = EventId>) -> BTreeSet<EventId> {
        let (mut past, mut open) = (BTreeSet::new(), of.into_iter().collect::<Vec<_>>());
        while let Some(id) = open.pop() {
            if past.insert(id) {
                open.extend(self.parents(id));
            }
        }
        past
    }

    /// The place that a tip stands for; none where others stand and this one is too slight.
    fn head(&self, tip: EventId, tips: &BTreeSet<EventId>) -> Option<Head> {
        let own: BTreeSet<EventId> = if tips.len() > 1 {
            let others = self.past(tips.iter().copied().filter(|other| *other != tip));
            self.past([tip]).difference(&others).copied().collect()
        } else {
            BTreeSet::new()
        };
        let id = self.settled(tip)?;
        if tips.len() > 1 && !own.contains(&id) {
            // Nothing but guesses since the common past.
            return None;
        }
        let since_ms = own.iter().filter_map(|id| self.events.get(id)).map(|(_, moved)| heard(moved)).sum();
        let (event, moved) = self.events.get(&id)?;
        let (pos_ms, run, done) = (moved.pos_ms, moved.run, moved.done);
        Some(Head { id, pos_ms, run, done, at_ms: event.at_ms, since_ms, hlc: event.hlc })
    }

    /// The last fact that counts: a guess, and less than ten seconds from there, do not.
    fn settled(&self, tip: EventId) -> Option<EventId> {
        let (mut settled, mut here, mut sum) = (tip, tip, 0_u64);
        loop {
            let (_, moved) = self.events.get(&here)?;
            match moved.act {
                Act::Span if sum + heard(moved) < SUBSTANCE_MS => sum += heard(moved),
                Act::Guess => {
                    sum = 0;
                    settled = self.parents(here).next()?;
                    here = settled;
                    continue;
                }
                _ => return Some(settled),
            }
            match self.parents(here).next() {
                Some(parent) => here = parent,
                None => return Some(settled),
            }
        }
    }

    fn runs(&self, head: Option<&Head>) -> Vec<Run> {
        let mut runs: BTreeMap<u32, Run> = BTreeMap::new();
        let mut ordered: Vec<_> = self.events.values().collect();
        ordered.sort_by_key(|(event, _)| (event.hlc, event.id));
        for (event, moved) in ordered {
            let run = runs.entry(moved.run).or_insert_with(|| Run {
                number: moved.run,
                started_ms: event.at_ms,
                finished_ms: None,
                heard: Vec::new(),
            });
            match moved.act {
                Act::Span if moved.pos_ms > moved.from_ms => run.heard.push((moved.from_ms, moved.pos_ms)),
                Act::Finish => run.finished_ms = Some(moved.on_ms.unwrap_or(event.at_ms)),
                _ => {}
            }
        }
        let reverted: Vec<u32> = self.reverted().into_iter().collect();
        for run in runs.values_mut() {
            run.heard = union(std::mem::take(&mut run.heard));
            let is_open = head.is_some_and(|head| head.run == run.number && !head.done);
            if is_open {
                run.finished_ms = None;
            }
        }
        runs.retain(|number, run| !(reverted.contains(number) && run.heard.is_empty()));
        runs.into_values().collect()
    }

    /// Runs that were begun and taken back.
    fn reverted(&self) -> BTreeSet<u32> {
        let undone = self.events.values().filter(|(_, moved)| moved.act == Act::Undo);
        let current: BTreeSet<u32> = self.tips().iter().map(|tip| self.events[tip].1.run).collect();
        let runs = undone.filter_map(|(_, moved)| {
            let parent = moved.parents.iter().filter_map(|parent| self.events.get(parent)).map(|(_, m)| m.run).max()?;
            (parent > moved.run).then_some(parent)
        });
        runs.filter(|run| !current.contains(run)).collect()
    }
}

/// What of the book was heard, in milliseconds.
fn heard(moved: &Move) -> u64 {
    if moved.act == Act::Span { moved.pos_ms.saturating_sub(moved.from_ms) } else { 0 }
}

/// Sorted, and apart.
#[must_use]
pub fn union<T: Ord + Copy>(mut spans: Vec<(T, T)>) -> Vec<(T, T)> {
    spans.sort_unstable();
    let mut apart: Vec<(T, T)> = Vec::new();
    for (from, to) in spans {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    apart
}
