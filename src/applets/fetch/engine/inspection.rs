//! Checks the sums of pieces (Metalink) while the download goes on, in a thread of its own.
//!
//! ```text
//! worker ── came(span, place) ──▶ inspection ── right ──▶ the hash of the whole may follow
//!    ▲                                 └─ wrong ─▶ undone in the map, its place blamed, told, fetched again
//!    └────────────────────────────────────────────────┘
//! ```
//! A piece is read back when all of it is there: out of the page cache, where it was put a moment ago. What an earlier
//! run left is checked as well, so nothing about it has to be kept. The download is over when every piece is right.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use serde::{Deserialize, Serialize};

use super::work::Work;
use crate::applets::fetch::checksum::Summer;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::event::Event;
use crate::applets::fetch::metalink::Pieces;
use crate::applets::fetch::source::Ranges;
use crate::applets::fetch::span::{Span, Spans};

/// Read at once: it stays in the second cache level between being copied there and being hashed.
const BLOCK_BYTES: usize = 256 << 10;

/// A piece that is wrong this often, from whomever, is not what the document says.
const MOST_TRIES: u32 = 4;

/// A piece that came wrong and was fetched again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadPiece {
    /// Which bytes.
    pub span: Span,
    /// Who had sent it, secrets masked; several where it came in parts.
    pub from: Vec<String>,
}

/// What workers and the thread share.
#[derive(Debug)]
pub(super) struct Inspection {
    pieces: Pieces,
    /// What the download is of.
    whole: Span,
    /// What of it sums tell about.
    able: Span,
    /// Held for one look or one note.
    inside: Mutex<Inside>,
    /// Something has come, or it is time to end.
    told: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    /// Pieces that are right, and what belongs to no whole piece.
    checked: Spans,
    /// By number of the piece: who sent it.
    places: BTreeMap<u64, BTreeSet<usize>>,
    /// By number of the piece: how often it was wrong.
    wrong: BTreeMap<u64, u32>,
    bad: Vec<BadPiece>,
    /// Why there is no point in going on.
    failed: Option<FetchError>,
    has_news: bool,
    is_ended: bool,
}

impl Inspection {
    pub(super) fn new(pieces: Pieces, whole: Span) -> Self {
        let mut inside = Inside { has_news: true, ..Inside::default() };
        // A part of the file may begin and end within pieces, of which nothing can be said.
        let first = whole.start.next_multiple_of(pieces.piece_bytes).min(whole.end);
        let count = pieces.checksums.len() as u64;
        let last = whole.end / pieces.piece_bytes * pieces.piece_bytes;
        let is_last = whole.end.div_ceil(pieces.piece_bytes) == count && count > 0;
        let end = if is_last { whole.end } else { last.min(count * pieces.piece_bytes) };
        let able = Span::new(first, end.max(first));
        inside.checked.insert(Span::new(whole.start, able.start));
        inside.checked.insert(Span::new(able.end, whole.end));
        Self { pieces, whole, able, inside: Mutex::new(inside), told: Condvar::new() }
    }

    /// Bytes have been written that came from this place. To be said before the map knows them.
    pub(super) fn comes(&self, span: Span, place: usize) {
        let mut inside = self.lock();
        for number in span.start / self.pieces.piece_bytes..span.end.div_ceil(self.pieces.piece_bytes) {
            inside.places.entry(number).or_default().insert(place);
            // A hedge may come late, over bytes that were right.
            let piece = self.piece(number);
            inside.checked.remove(piece.overlap(self.able));
        }
    }

    /// The map knows of more.
    pub(super) fn look_again(&self) {
        self.lock().has_news = true;
        self.told.notify_one();
    }

    /// How far from the front everything is right.
    pub(super) fn frontier(&self) -> u64 {
        self.lock().checked.frontier(self.whole.start)
    }

    /// Whether nothing is left to check.
    pub(super) fn is_complete(&self) -> bool {
        self.frontier() >= self.whole.end
    }

    /// What came wrong.
    pub(super) fn bad(&self) -> Vec<BadPiece> {
        self.lock().bad.clone()
    }

    /// Why there is no point in going on, told once.
    pub(super) fn failure(&self) -> Option<FetchError> {
        self.lock().failed.take()
    }

    /// The next piece that is all there; waited for. `None` when it is time to end.
    fn next(&self, work: &Work) -> Option<(u64, Span)> {
        loop {
            let (done, is_complete) = {
                let map = work.crew.progress.map();
                (map.done().clone(), map.is_complete())
            };
            let mut inside = self.lock();
            if inside.is_ended && !is_complete {
                return None;
            }
            let new = done.as_slice().iter().flat_map(|span| inside.checked.gaps(*span).map(move |gap| (*span, gap)));
            let mut pieces = new.filter_map(|(there, gap)| {
                let number = gap.start.div_ceil(self.pieces.piece_bytes);
                let piece = self.piece(number);
                (!piece.is_empty() && piece.end <= there.end).then_some((number, piece))
            });
            let next = pieces.next();
            if next.is_some() {
                return next;
            }
            drop(pieces);
            if inside.is_ended {
                return None;
            }
            if !inside.has_news {
                inside = self.told.wait(inside).unwrap_or_else(PoisonError::into_inner);
            }
            inside.has_news = false;
        }
    }

    fn piece(&self, number: u64) -> Span {
        let start = number.saturating_mul(self.pieces.piece_bytes);
        Span::new(start, start.saturating_add(self.pieces.piece_bytes)).overlap(self.whole)
    }

    /// Whether the bytes of a piece are what they should be.
    fn is_right(&self, work: &Work, (number, span): (u64, Span)) -> Result<bool, FetchError> {
        let Some(expected) = self.pieces.checksums.get(number as usize) else { return Ok(true) };
        let (mut summer, mut block, mut at) = (Summer::new(self.pieces.algorithm), vec![0; BLOCK_BYTES], span.start);
        while at < span.end {
            let most = (span.end - at).min(BLOCK_BYTES as u64) as usize;
            let count = work.store.read(at, &mut block[..most])?;
            if count == 0 {
                return Ok(false);
            }
            summer.update(&block[..count]);
            at += count as u64;
        }
        Ok(summer.finish() == *expected)
    }

    /// A piece is wrong: whoever sent it is blamed, and it is fetched again.
    fn is_wrong(&self, work: &Work, (number, span): (u64, Span)) {
        let (places, times) = {
            let mut inside = self.lock();
            let times = inside.wrong.entry(number).or_default();
            *times += 1;
            let times = *times;
            (inside.places.remove(&number).unwrap_or_default(), times)
        };
        let from: Vec<String> = places.iter().map(|place| work.crew.source.place(*place)).collect();
        tracing::debug!(%span, ?from, "a piece is wrong");
        // One of several may be innocent; the next time it mostly comes from one.
        if places.len() == 1 || times > 1 {
            for place in &places {
                work.crew.source.blame(*place);
            }
        }
        let names = from.join(", ");
        work.crew.events.send(Event::BadPiece { span, from: names.clone() });
        self.lock().bad.push(BadPiece { span, from });
        work.crew.progress.map().undo(span);
        // What is noted must not outlive what is true.
        if let Err(error) = work.save() {
            tracing::warn!(%error, "the state was not saved");
        }
        if times >= MOST_TRIES || work.crew.ranges == Ranges::No {
            self.fail(work, FetchError::Piece { span, from: names });
        } else {
            work.look_again();
        }
    }

    fn fail(&self, work: &Work, error: FetchError) {
        self.lock().failed.get_or_insert(error);
        work.end();
    }

    fn run(&self, work: &Work) {
        while let Some(piece) = self.next(work) {
            match self.is_right(work, piece) {
                Ok(true) => {
                    let mut inside = self.lock();
                    inside.checked.insert(piece.1);
                    inside.places.remove(&piece.0);
                    drop(inside);
                    let settled = work.crew.progress.map().settled();
                    work.follow(settled);
                    work.end_if_complete();
                }
                Ok(false) => self.is_wrong(work, piece),
                Err(error) => return self.fail(work, error),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread.
#[derive(Debug)]
pub(super) struct Inspector {
    work: Arc<Work>,
    thread: JoinHandle<()>,
}

impl Inspector {
    /// Starts it, where there is something to check.
    pub(super) fn start(work: &Arc<Work>) -> io::Result<Option<Self>> {
        if work.inspection.is_none() {
            return Ok(None);
        }
        let theirs = Arc::clone(work);
        let download = tracing::Span::current();
        let thread = thread::Builder::new().name("pieces".to_owned()).spawn(move || {
            let _inside = download.enter();
            if let Some(inspection) = &theirs.inspection {
                inspection.run(&theirs);
            }
        })?;
        Ok(Some(Self { work: Arc::clone(work), thread }))
    }

    /// Ends it, and waits for a piece under way.
    pub(super) fn stop(self) {
        if let Some(inspection) = &self.work.inspection {
            inspection.lock().is_ended = true;
            inspection.told.notify_one();
        }
        // A panic was printed by its hook.
        let _ = self.thread.join();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::fetch::checksum::Algorithm;

    fn checked(piece_bytes: u64, count: usize, whole: Span) -> Vec<Span> {
        let sum = Summer::new(Algorithm::Sha1).finish();
        let pieces = Pieces { piece_bytes, algorithm: Algorithm::Sha1, checksums: vec![sum; count] };
        Inspection::new(pieces, whole).lock().checked.as_slice().to_vec()
    }

    #[test]
    fn of_a_part_only_whole_pieces_are_checked() {
        assert_eq!(checked(10, 3, Span::new(0, 25)), []);
        assert_eq!(checked(10, 3, Span::new(5, 25)), [Span::new(5, 10)]);
        assert_eq!(checked(10, 3, Span::new(0, 15)), [Span::new(10, 15)]);
        assert_eq!(checked(10, 3, Span::new(12, 18)), [Span::new(12, 18)]);
        assert_eq!(checked(10, 2, Span::new(0, 40)), [Span::new(20, 40)], "sums are missing");
    }
}
