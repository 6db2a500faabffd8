//! The map of a recording: what has become of each segment, in their order. Memory grows with what is under way and with
//! gaps, not with the length.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Ranges of gaps that are shown; of a stream with more of them the first ones are.
const MOST_GAPS: usize = 10_000;

/// What has become of a segment, or of several in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// It is there.
    Done,
    /// It is asked for.
    Active,
    /// It cannot be had.
    Gap,
    /// It is known of.
    Waiting,
}

/// Which segments a row of cells shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// All, several in a cell where there are more of them than cells.
    All,
    /// The newest, one in a cell.
    Newest,
}

/// The map of one track. It is held for a few steps, by whoever fetches and whoever looks.
#[derive(Debug, Default)]
pub struct Map(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    /// Segments known of.
    known: u64,
    /// Segments that were asked for or given up; all before are one or the other.
    started: u64,
    active: BTreeSet<u64>,
    /// First and end of each range, in order.
    gaps: Vec<(u64, u64)>,
    /// Behind the last that was asked for again.
    again: u64,
}

impl Map {
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another run on the same recording counts anew.
    pub(super) fn restart(&self) {
        *self.lock() = Inside::default();
    }

    /// So many more are known of.
    pub(super) fn know(&self, count: u64) {
        self.lock().known += count;
    }

    /// What an earlier run has recorded: segments, or a gap of so many.
    pub(super) fn past(&self, cell: Cell, count: u64) {
        let mut inside = self.lock();
        inside.known += count;
        let first = inside.started;
        inside.started += count;
        if cell == Cell::Gap {
            inside.gap(first, count);
        }
    }

    /// The next one is asked for; its place.
    pub(super) fn begin(&self) -> u64 {
        let mut inside = self.lock();
        let place = inside.started;
        inside.started += 1;
        inside.active.insert(place);
        place
    }

    /// The next one that is missing is asked for again; its place.
    pub(super) fn again(&self) -> u64 {
        let mut inside = self.lock();
        let from = inside.again;
        let at = inside.gaps.partition_point(|(_, end)| *end <= from);
        // Of a stream with too many gaps not all are known.
        let Some((first, end)) = inside.gaps.get(at).copied() else { return inside.started };
        let place = first.max(from);
        inside.gaps.splice(at..=at, [(first, place), (place + 1, end)].into_iter().filter(|(first, end)| first < end));
        inside.again = place + 1;
        inside.active.insert(place);
        place
    }

    /// The one at `place` has come, or will not.
    pub(super) fn end(&self, place: u64, cell: Cell) {
        let mut inside = self.lock();
        if inside.active.remove(&place) && cell == Cell::Gap {
            inside.gap(place, 1);
        }
    }

    /// The one at `place` had come, and is none.
    pub(super) fn lose(&self, place: u64) {
        self.lock().gap(place, 1);
    }

    /// The one at `place` had come, and is asked for again.
    pub(super) fn reopen(&self, place: u64) {
        self.lock().active.insert(place);
    }

    /// The next ones are missing and were never asked for.
    pub(super) fn miss(&self, count: u64) {
        let mut inside = self.lock();
        let first = inside.started;
        inside.started += count;
        inside.gap(first, count);
    }

    /// A row of at most `most` cells.
    #[must_use]
    pub fn cells(&self, most: usize, span: Span) -> Vec<Cell> {
        let inside = self.lock();
        let known = inside.known.max(inside.started);
        let (first, count) = match span {
            Span::All => (0, known),
            Span::Newest => (known.saturating_sub(most as u64), known.min(most as u64)),
        };
        let cells = count.min(most as u64);
        let bound = |cell: u64| first + (u128::from(count) * u128::from(cell) / u128::from(cells.max(1))) as u64;
        (0..cells).map(|cell| inside.cell(bound(cell), bound(cell + 1))).collect()
    }
}

impl Inside {
    fn gap(&mut self, first: u64, count: u64) {
        if count == 0 || self.gaps.len() >= MOST_GAPS {
            return;
        }
        let at = self.gaps.partition_point(|(known, _)| *known < first);
        match at.checked_sub(1).map(|before| &mut self.gaps[before]) {
            Some((_, end)) if *end == first => *end += count,
            _ => self.gaps.insert(at, (first, first + count)),
        }
    }

    /// What tells most of the segments from `first` to `end`.
    fn cell(&self, first: u64, end: u64) -> Cell {
        let at = self.gaps.partition_point(|(_, end)| *end <= first);
        if self.gaps.get(at).is_some_and(|(begin, _)| *begin < end) {
            return Cell::Gap;
        }
        if self.active.range(first..end).next().is_some() {
            return Cell::Active;
        }
        if end <= self.started { Cell::Done } else { Cell::Waiting }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(map: &Map, most: usize, span: Span) -> String {
        let sign = |cell| match cell {
            Cell::Done => '=',
            Cell::Active => '>',
            Cell::Gap => 'x',
            Cell::Waiting => '.',
        };
        map.cells(most, span).into_iter().map(sign).collect()
    }

    #[test]
    fn each_segment_has_its_place_whatever_comes_first() {
        let map = Map::default();
        map.past(Cell::Done, 2);
        map.past(Cell::Gap, 1);
        map.know(6);
        let places: Vec<u64> = (0..3).map(|_| map.begin()).collect();
        map.end(places[1], Cell::Done);
        assert_eq!(row(&map, 80, Span::All), "==x>=>...");
        map.end(places[0], Cell::Gap);
        map.miss(1);
        map.end(places[2], Cell::Done);
        assert_eq!(row(&map, 80, Span::All), "==xx==x..");
        map.reopen(places[1]);
        assert_eq!(row(&map, 80, Span::All), "==xx>=x..");
        map.end(places[1], Cell::Done);
        map.lose(places[1]);
        assert_eq!(row(&map, 80, Span::All), "==xxx=x..");
        assert_eq!(row(&map, 4, Span::Newest), "=x..");
        assert_eq!(row(&map, 3, Span::All), "xxx", "a gap is never hidden");
        assert_eq!((row(&map, 0, Span::All), row(&Map::default(), 9, Span::All)), (String::new(), String::new()));
        map.restart();
        assert_eq!(row(&map, 9, Span::All), "");
    }

    #[test]
    fn what_was_missing_is_asked_for_where_it_is_missing() {
        let map = Map::default();
        map.past(Cell::Gap, 3);
        map.past(Cell::Done, 1);
        map.past(Cell::Gap, 1);
        let places: Vec<u64> = (0..4).map(|_| map.again()).collect();
        assert_eq!((row(&map, 9, Span::All).as_str(), &places[..]), (">>>=>", &[0, 1, 2, 4][..]));
        map.end(places[1], Cell::Done);
        map.end(places[2], Cell::Gap);
        assert_eq!(row(&map, 9, Span::All), ">=x=>");
        assert_eq!(map.again(), 5, "there is no more");
    }

    proptest! {
        #[test]
        fn cells_fit_and_nothing_panics(known in 0_u64..5000, steps in proptest::collection::vec((0_u8..4, 0_u64..40), 0..60), most in 0_usize..200) {
            let map = Map::default();
            map.know(known);
            let mut places = Vec::new();
            for (step, number) in steps {
                match step {
                    0 => places.push(map.begin()),
                    1 => if !places.is_empty() { map.end(places.remove(number as usize % places.len()), Cell::Done) },
                    2 => if !places.is_empty() { map.end(places.remove(number as usize % places.len()), Cell::Gap) },
                    _ => map.miss(number),
                }
            }
            let cells = map.cells(most, Span::All);
            prop_assert!(cells.len() <= most);
            let all = { let inside = map.lock(); inside.known.max(inside.started) };
            prop_assert_eq!(cells.len() as u64, all.min(most as u64));
            let active = map.cells(usize::MAX, Span::All).iter().filter(|cell| **cell == Cell::Active).count();
            prop_assert_eq!(active, places.len());
        }
    }
}
