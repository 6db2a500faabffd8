//! The piece map: which bytes of a download are there, who fetches which, and what is left. One for every protocol.
//!
//! Pure: it takes no clock, no socket and no file, so that it is tested by property under any order of events. Whoever
//! holds it asks under one lock, a few times for each piece that arrives.
//!
//! # States
//! Each byte of the whole is in exactly one of four states:
//!
//! ```text
//! pending ──claim──▶ active ──commit──▶ done ──undo──▶ failed
//!    ▲                 │ │
//!    └────release──────┘ └──fail──▶ failed ──claim──▶ active
//! ```
//!
//! # Invariants
//! - `done`, `failed` and the rests of all claims lie within the whole and do not overlap; what is in none of them is
//!   pending. The one exception is a hedge: it repeats the rest of another claim, its twin, and bytes are done when
//!   either has brought them. Both write, so that a byte may be written again after it is done; [`Map::settled`] tells
//!   from where on that may be. A claim whose twin has left may still hold bytes that the twin has done; they are not asked for again
//!   unless a byte that is missing lies behind them.
//! - For every claim `at ≤ reserved ≤ end`. Bytes below `at` are done, those below `reserved` are about to be written
//!   by their owner, and nothing below `reserved` is ever taken from it.
//! - So no byte is written by two claims, unless they are twins, and none is lost: a claim that ends for whatever reason
//!   gives its rest back.
//!
//! # Order
//! Claims are made in ascending order, so that what is done grows from the front and the hash and a pipe can follow.
//! They are guided: a part of what is left, large at first (few requests), small near the end (nobody waits long). When
//! nothing is pending, an idle worker takes the upper half of the largest rest; when that is too small to halve, the
//! engine may let it repeat the rest of a slow one.

use std::collections::BTreeMap;

use super::span::{Span, Spans};

/// Names a claim; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(u64);

/// How finely the whole is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grain {
    /// The smallest claim of pending bytes, and what claims are multiples of.
    pub chunk_bytes: u64,
    /// The largest claim while several workers share the work.
    pub largest_bytes: u64,
    /// The smallest part taken from another worker: below it a new request costs more than it saves.
    pub steal_bytes: u64,
}

impl Default for Grain {
    /// Chunks of 1 MiB, claims of at most 64 MiB, and a quarter of a mebibyte to steal.
    fn default() -> Self {
        Self { chunk_bytes: 1 << 20, largest_bytes: 64 << 20, steal_bytes: 256 << 10 }
    }
}

/// A part that is somebody's to fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Its name.
    pub id: ClaimId,
    /// What is to be fetched. It may end sooner: when another worker takes a part of it.
    pub span: Span,
    /// Where it comes from.
    pub how: How,
}

/// Where a claim comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Nobody had asked for it.
    Fresh,
    /// An earlier attempt had failed.
    Again,
    /// The upper part of another worker's.
    Stolen,
    /// The same as another worker's.
    Hedge,
}

/// What is known of one stretch of the whole, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has asked for it.
    Pending,
    /// This worker fetches it.
    Active(usize),
    /// It is there.
    Done,
    /// The last attempt failed; it will be tried again.
    Failed,
}

/// What happened so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Parts taken from another worker.
    pub steals: u64,
    /// Rests fetched twice.
    pub hedges: u64,
    /// Bytes that came twice.
    pub wasted_bytes: u64,
}

/// One entry of the map.
#[derive(Debug, Clone, Copy)]
struct Part {
    worker: usize,
    at: u64,
    reserved: u64,
    end: u64,
    twin: Option<ClaimId>,
}

impl Part {
    fn rest(&self) -> Span {
        Span::new(self.at, self.end)
    }
}

/// The end of a whole whose size is not known yet.
pub const UNKNOWN: u64 = u64::MAX;

/// See the module.
///
/// ```
/// use toolbox::applets::fetch::map::{Grain, Map};
/// use toolbox::applets::fetch::span::{Span, Spans};
/// let mut map = Map::new(Span::new(0, 100), &Spans::default(), Grain::default());
/// let claim = map.claim(0, 1).unwrap();
/// assert_eq!(claim.span, Span::new(0, 100));
/// let next = map.reserve(claim.id, 64).unwrap();
/// assert_eq!(map.commit(claim.id, next.bytes()), 64);
/// map.fail(claim.id);
/// let again = map.claim(1, 1).unwrap();
/// assert_eq!(again.span, Span::new(64, 100));
/// ```
#[derive(Debug)]
pub struct Map {
    /// From the first byte wanted to the one behind the last; the end is [`UNKNOWN`] until it is known.
    whole: Span,
    /// Claims end here at the latest; moved on by whoever uses the bytes up.
    horizon: u64,
    done: Spans,
    failed: Spans,
    parts: BTreeMap<ClaimId, Part>,
    grain: Grain,
    next: u64,
    counts: Counts,
    /// Where the first byte lies that two claims were at; [`UNKNOWN`] where none was.
    hedged: u64,
}

impl Map {
    /// A map of `whole` in which `done` is there already.
    #[must_use]
    pub fn new(whole: Span, done: &Spans, grain: Grain) -> Self {
        let done = done.as_slice().iter().map(|span| span.overlap(whole)).collect();
        let (failed, parts, counts) = (Spans::default(), BTreeMap::new(), Counts::default());
        Self { whole, horizon: UNKNOWN, done, failed, parts, grain, next: 0, counts, hedged: UNKNOWN }
    }

    /// What the map is of; its end is [`UNKNOWN`] until it is known.
    #[must_use]
    pub fn whole(&self) -> Span {
        self.whole
    }

    /// Keeps claims in front of `horizon`: bytes that have no room yet are not asked for.
    pub fn keep_before(&mut self, horizon: u64) {
        self.horizon = horizon;
    }

    /// What is there.
    #[must_use]
    pub fn done(&self) -> &Spans {
        &self.done
    }

    /// Where the bytes that are there from the front on end.
    #[must_use]
    pub fn frontier(&self) -> u64 {
        self.done.frontier(self.whole.start)
    }

    /// Where the bytes end that are there from the front on and that nobody writes any more, whoever is late.
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.frontier().min(self.hedged)
    }

    /// Whether all of it is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.whole.end != UNKNOWN && self.frontier() >= self.whole.end
    }

    /// What happened so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Bytes that are neither there nor in anybody's hands.
    #[must_use]
    pub fn unclaimed_bytes(&self) -> u64 {
        self.whole.bytes() - self.taken().bytes() + self.failed.bytes()
    }

    /// Gives `worker`, one of `workers`, something to do: pending bytes, else failed ones, else the upper half of the
    /// largest rest. `None` when none of these is left.
    pub fn claim(&mut self, worker: usize, workers: usize) -> Option<Claim> {
        let pending = self.taken().gaps(self.within_reach(self.whole.start)).next();
        if let Some(gap) = pending {
            let span = Span::new(gap.start, self.run(gap, workers));
            return Some(self.put(worker, span, How::Fresh));
        }
        if let Some(first) = self.failed.as_slice().first().copied() {
            let span = Span::new(first.start, self.run(first, workers));
            self.failed.remove(span);
            return Some(self.put(worker, span, How::Again));
        }
        self.steal(worker)
    }

    /// Gives `worker` the front of `span`, whose bytes are on their way already: what of it nobody has.
    pub fn claim_at(&mut self, worker: usize, span: Span) -> Option<Claim> {
        let free = span.overlap(self.within_reach(self.whole.start));
        let gap = self.taken().gaps(free).next().filter(|gap| gap.start == span.start)?;
        Some(self.put(worker, gap, How::Fresh))
    }

    /// Lets `worker` repeat the largest rest that nobody repeats yet, whoever fetches it. For the tail, where a slow
    /// connection would keep all others waiting.
    pub fn hedge(&mut self, worker: usize) -> Option<Claim> {
        let alone = self.parts.iter().filter(|(_, part)| part.twin.is_none() && part.worker != worker);
        let (&slow, part) =
            alone.filter(|(_, part)| self.lacks(part.rest())).max_by_key(|(_, part)| part.rest().bytes())?;
        if part.end == UNKNOWN {
            return None;
        }
        let claim = self.put(worker, part.rest(), How::Hedge);
        self.counts.hedges += 1;
        self.hedged = self.hedged.min(claim.span.start);
        for (id, twin) in [(slow, claim.id), (claim.id, slow)] {
            if let Some(part) = self.parts.get_mut(&id) {
                part.twin = Some(twin);
            }
        }
        Some(claim)
    }

    /// The next bytes to write, at most `most` of them: nobody takes them away from here on. `None` when nothing of the
    /// claim is missing any more.
    pub fn reserve(&mut self, id: ClaimId, most: u64) -> Option<Span> {
        let rest = self.parts.get(&id)?.rest();
        if !self.lacks(rest) {
            return None;
        }
        let part = self.parts.get_mut(&id)?;
        part.reserved = part.at.saturating_add(most).min(part.end);
        Some(Span::new(part.at, part.reserved))
    }

    /// What a claim has left to do; others may take some of it at any time.
    #[must_use]
    pub fn rest(&self, id: ClaimId) -> Option<Span> {
        self.parts.get(&id).map(Part::rest)
    }

    /// Says that the first `bytes` of what was reserved are written, and lets go of the others; how many of them are
    /// news.
    pub fn commit(&mut self, id: ClaimId, bytes: u64) -> u64 {
        let Some(part) = self.parts.get_mut(&id) else { return 0 };
        let span = Span::new(part.at, part.at.saturating_add(bytes).min(part.reserved));
        (part.at, part.reserved) = (span.end, span.end);
        let fresh = self.done.insert(span);
        self.counts.wasted_bytes += span.bytes() - fresh;
        fresh
    }

    /// Lets a claim that is at its end go on into pending or failed bytes behind it; false where there are none. So a
    /// response that has more to give is not cut off.
    pub fn extend(&mut self, id: ClaimId, workers: usize) -> bool {
        let Some(part) = self.parts.get(&id).copied().filter(|part| part.at == part.end) else { return false };
        let Some(gap) = self.owned().gaps(self.within_reach(part.end)).next() else { return false };
        if gap.start != part.end {
            return false;
        }
        let end = self.run(gap, workers);
        self.failed.remove(Span::new(gap.start, end));
        self.part_twins(id);
        if let Some(part) = self.parts.get_mut(&id) {
            (part.end, part.twin) = (end, None);
        }
        true
    }

    /// Ends a claim; what it has not done is pending again.
    pub fn release(&mut self, id: ClaimId) {
        self.parts.remove(&id);
        self.part_twins(id);
    }

    /// Ends a claim whose attempt failed; what it has not done comes after all that is pending.
    pub fn fail(&mut self, id: ClaimId) {
        let Some(rest) = self.parts.get(&id).map(Part::rest) else { return };
        self.release(id);
        // A rest without an end is all there is; it is pending, and not worth a name of its own.
        if rest.end != UNKNOWN {
            let lost: Vec<Span> = self.taken().gaps(rest).collect();
            for span in lost {
                self.failed.insert(span);
            }
        }
    }

    /// Takes back that `span` is there: its bytes turned out to be wrong. What of it nobody is at comes after all that is
    /// pending.
    pub fn undo(&mut self, span: Span) {
        let span = span.overlap(self.whole);
        self.done.remove(span);
        let lost: Vec<Span> = self.owned().gaps(span).collect();
        for span in lost {
            self.failed.insert(span);
        }
    }

    /// Says where the whole ends, once that is known.
    pub fn end_at(&mut self, end: u64) {
        self.whole.end = end.max(self.whole.start);
        self.failed.remove(Span::new(self.whole.end, UNKNOWN));
        for part in self.parts.values_mut() {
            part.end = part.end.min(self.whole.end).max(part.at);
            part.reserved = part.reserved.min(part.end);
        }
    }

    /// Forgets everything: the bytes are not what they were taken for.
    pub fn reset(&mut self, whole: Span) {
        (self.done, self.failed, self.whole) = (Spans::default(), Spans::default(), whole);
        self.parts.clear();
        self.hedged = UNKNOWN;
    }

    /// The states of `cells` equal stretches, for a bar. A cell is done when all of it is.
    #[must_use]
    pub fn cells(&self, cells: usize) -> Vec<State> {
        let bytes = u128::from(self.whole.bytes());
        let edge = |index: usize| self.whole.start + (bytes * index as u128 / cells.max(1) as u128) as u64;
        (0..cells)
            .map(|index| {
                let cell = Span::new(edge(index), edge(index + 1).max(edge(index) + 1).min(self.whole.end));
                let active = self.parts.values().find(|part| !part.rest().overlap(cell).is_empty());
                match active {
                    _ if !self.lacks(cell) => State::Done,
                    Some(part) => State::Active(part.worker),
                    None if self.failed.count(cell) > 0 => State::Failed,
                    None => State::Pending,
                }
            })
            .collect()
    }

    /// Whether a byte of `span` is missing.
    fn lacks(&self, span: Span) -> bool {
        self.done.frontier(span.start) < span.end
    }

    /// From `start` to where claims may end.
    fn within_reach(&self, start: u64) -> Span {
        Span::new(start, self.whole.end.min(self.horizon))
    }

    /// Everything that is not pending.
    fn taken(&self) -> Spans {
        let mut taken = self.owned();
        for span in self.failed.as_slice() {
            taken.insert(*span);
        }
        taken
    }

    /// Everything that is there or somebody's.
    fn owned(&self) -> Spans {
        let mut owned = self.done.clone();
        for span in self.parts.values().map(Part::rest) {
            owned.insert(span);
        }
        owned
    }

    /// Where a claim at the front of `gap` ends: all of it for one worker; else a quarter of a fair share of what nobody
    /// has, in whole chunks, and without leaving less than a chunk behind.
    fn run(&self, gap: Span, workers: usize) -> u64 {
        /// Parts of a fair share: enough that a slow worker's last one is small against the whole.
        const PARTS: u64 = 4;
        if workers <= 1 || gap.end == UNKNOWN {
            return gap.end;
        }
        let share = self.unclaimed_bytes() / (workers as u64 * PARTS);
        let chunk = self.grain.chunk_bytes.max(1);
        let run = (share / chunk * chunk).clamp(chunk, self.grain.largest_bytes.max(chunk));
        let end = gap.start.saturating_add(run);
        if gap.end.saturating_sub(end) < chunk { gap.end } else { end }
    }

    fn steal(&mut self, worker: usize) -> Option<Claim> {
        /// Two writers in one page of the page cache would wait for each other.
        const PAGE: u64 = 4096;
        let least = self.grain.steal_bytes.max(1);
        let free = |part: &Part| part.end - part.reserved;
        let alone = self.parts.values_mut().filter(|part| part.twin.is_none() && part.end != UNKNOWN);
        let victim = alone.max_by_key(|part| free(part)).filter(|part| free(part) >= least * 2)?;
        let middle = victim.reserved + free(victim) / 2;
        let middle = middle.next_multiple_of(PAGE).min(victim.end - least.min(free(victim) / 2));
        let span = Span::new(middle, victim.end);
        victim.end = middle;
        self.counts.steals += 1;
        Some(self.put(worker, span, How::Stolen))
    }

    /// Whoever repeats this claim does so alone from here on.
    fn part_twins(&mut self, id: ClaimId) {
        for part in self.parts.values_mut().filter(|part| part.twin == Some(id)) {
            part.twin = None;
        }
    }

    fn put(&mut self, worker: usize, span: Span, how: How) -> Claim {
        let id = ClaimId(self.next);
        self.next += 1;
        self.parts.insert(id, Part { worker, at: span.start, reserved: span.start, end: span.end, twin: None });
        Claim { id, span, how }
    }
}

#[cfg(test)]
mod tests;
