//! The map under any interleaving of workers that fetch, fail, stall, steal and hedge.

use proptest::prelude::*;

use super::*;

const GRAIN: Grain = Grain { chunk_bytes: 16, largest_bytes: 64, steal_bytes: 4 };

/// A worker as the map sees one: it holds a claim, and bytes of it that it is about to write.
#[derive(Default)]
struct Fetcher {
    claim: Option<Claim>,
    reserved: Option<Span>,
}

/// What a worker does next.
#[derive(Debug, Clone, Copy)]
enum Step {
    Work {
        most: u64,
    },
    Write {
        share: u64,
    },
    Fail,
    Release,
    Hedge,
    /// What was written there is found to be wrong.
    Undo {
        at: u64,
    },
}

fn step() -> impl Strategy<Value = (usize, Step)> {
    let step = prop_oneof![
        8 => (1_u64..40).prop_map(|most| Step::Work { most }),
        8 => (0_u64..=4).prop_map(|share| Step::Write { share }),
        1 => Just(Step::Fail),
        1 => Just(Step::Release),
        2 => Just(Step::Hedge),
        1 => (0_u64..300).prop_map(|at| Step::Undo { at }),
    ];
    (0_usize..5, step)
}

struct World {
    map: Map,
    fetchers: Vec<Fetcher>,
    /// How often each byte was written.
    written: Vec<u32>,
    /// Bytes that a hedge has covered.
    hedged: Spans,
}

impl World {
    fn new(size: u64, done: &Spans) -> Self {
        let mut written = vec![0; size as usize];
        done.as_slice().iter().flat_map(|span| span.start..span.end).for_each(|byte| written[byte as usize] = 1);
        let map = Map::new(Span::new(0, size), done, GRAIN);
        let fetchers = (0..5).map(|_| Fetcher::default()).collect();
        Self { map, fetchers, written, hedged: Spans::default() }
    }

    fn take(&mut self, worker: usize, hedges: bool) {
        let claim = if hedges { self.map.hedge(worker) } else { self.map.claim(worker, 3) };
        if let Some(claim) = claim.filter(|claim| claim.how == How::Hedge) {
            self.hedged.insert(claim.span);
        }
        self.fetchers[worker].claim = claim;
    }

    fn undo(&mut self, at: u64) {
        let span = Span::new(at, at + 20).overlap(self.map.whole());
        if !span.is_empty() && self.map.done().count(span) == span.bytes() {
            self.map.undo(span);
            (span.start..span.end).for_each(|byte| self.written[byte as usize] = 0);
        }
    }

    fn play(&mut self, worker: usize, step: Step) {
        if let Step::Undo { at } = step {
            return self.undo(at);
        }
        let Some(claim) = self.fetchers[worker].claim else { return self.take(worker, matches!(step, Step::Hedge)) };
        match (step, self.fetchers[worker].reserved) {
            (Step::Work { most }, None) => match self.map.reserve(claim.id, most) {
                Some(span) => self.fetchers[worker].reserved = Some(span),
                None if self.map.extend(claim.id, 3) => {}
                None => {
                    self.map.release(claim.id);
                    self.fetchers[worker].claim = None;
                }
            },
            (Step::Write { share }, Some(span)) => {
                let bytes = span.bytes() * share / 4;
                (span.start..span.start + bytes).for_each(|byte| self.written[byte as usize] += 1);
                self.map.commit(claim.id, bytes);
                self.fetchers[worker].reserved = None;
            }
            (Step::Fail, _) => {
                self.map.fail(claim.id);
                self.fetchers[worker] = Fetcher::default();
            }
            (Step::Release, _) => {
                self.map.release(claim.id);
                self.fetchers[worker] = Fetcher::default();
            }
            _ => {}
        }
    }

    /// The invariants of the header.
    fn check(&self) {
        let map = &self.map;
        let mut seen = map.done.clone();
        for span in map.failed.as_slice() {
            assert_eq!(seen.insert(*span), span.bytes(), "failed bytes are not done");
        }
        for (id, part) in &map.parts {
            assert!(part.at <= part.reserved && part.reserved <= part.end && part.end <= map.whole.end);
            if let Some(twin) = part.twin {
                assert_eq!(map.parts[&twin].twin, Some(*id), "twins know each other");
            } else if self.hedged.count(part.rest()) == 0 {
                assert_eq!(seen.insert(part.rest()), part.rest().bytes(), "a rest is nobody else's");
            }
        }
        for (byte, count) in self.written.iter().enumerate() {
            let byte = byte as u64;
            let is_done = map.done.count(Span::new(byte, byte + 1)) == 1;
            assert_eq!(*count > 0, is_done, "byte {byte}");
            let is_hedged = self.hedged.count(Span::new(byte, byte + 1)) == 1;
            assert!(*count <= 1 || is_hedged, "byte {byte} was written {count} times");
        }
    }
}

proptest! {
    #[test]
    fn every_byte_is_written_exactly_once_whatever_happens(
        size in 0_u64..300,
        done in prop::collection::vec((0_u64..300, 0_u64..50), 0..4),
        steps in prop::collection::vec(step(), 0..300),
    ) {
        let whole = Span::new(0, size);
        let done: Spans = done.into_iter().map(|(start, length)| Span::new(start, start + length).overlap(whole)).collect();
        let mut world = World::new(size, &done);
        for (worker, step) in steps {
            world.play(worker, step);
            world.check();
        }
        // However it came to this point, the workers get it done.
        for round in 0.. {
            if world.map.is_complete() {
                break;
            }
            prop_assert!(round < 2_000, "no progress: {:?}", world.map);
            for worker in 0..5 {
                world.play(worker, Step::Work { most: 7 });
                world.play(worker, Step::Write { share: 4 });
            }
        }
        world.check();
        prop_assert!(world.written.iter().all(|count| *count >= 1));
        prop_assert_eq!(world.map.frontier(), size);
    }

    #[test]
    fn cells_tell_what_is_there(size in 1_u64..500, cells in 1_usize..40, done in 0_u64..500) {
        let done: Spans = [Span::new(0, done.min(size))].into_iter().collect();
        let map = Map::new(Span::new(0, size), &done, GRAIN);
        let states = map.cells(cells);
        prop_assert_eq!(states.len(), cells);
        prop_assert_eq!(states.iter().all(|state| *state == State::Done), map.is_complete());
    }
}

#[test]
fn claims_ascend_and_shrink() {
    let mut map = Map::new(Span::new(0, 1024), &Spans::default(), GRAIN);
    let spans: Vec<Span> = std::iter::from_fn(|| map.claim(0, 2).filter(|claim| claim.how == How::Fresh))
        .map(|claim| claim.span)
        .collect();
    assert!(spans.windows(2).all(|pair| pair[0].end == pair[1].start));
    assert_eq!((spans[0].bytes(), spans.last().unwrap().end), (64, 1024));
    assert!(spans.last().unwrap().bytes() <= 32);
}

#[test]
fn one_worker_asks_once() {
    let mut map = Map::new(Span::new(0, 1024), &Spans::default(), GRAIN);
    assert_eq!(map.claim(0, 1).unwrap().span, Span::new(0, 1024));
}

#[test]
fn the_upper_half_of_the_largest_rest_is_stolen_and_nothing_reserved() {
    let grain = Grain { steal_bytes: 8192, ..GRAIN };
    let mut map = Map::new(Span::new(0, 100_000), &Spans::default(), grain);
    let first = map.claim(0, 1).unwrap();
    let reserved = map.reserve(first.id, 60_000).unwrap();
    let stolen = map.claim(1, 2).unwrap();
    assert_eq!((stolen.how, stolen.span), (How::Stolen, Span::new(81_920, 100_000)));
    assert_eq!(map.claim(2, 2).unwrap().span, Span::new(73_728, 81_920), "what is left between");
    assert_eq!(map.claim(3, 2).unwrap().span, Span::new(91_808, 100_000), "the largest now");
    assert_eq!(map.claim(4, 2), None, "too small to halve");
    assert_eq!(map.commit(first.id, reserved.bytes()), 60_000);
    assert_eq!(map.counts().steals, 3);
}

#[test]
fn bytes_of_a_hedge_are_done_when_either_brought_them_and_settled_never() {
    let mut map = Map::new(Span::new(0, 100), &Spans::default(), Grain::default());
    let slow = map.claim(0, 2).unwrap();
    map.reserve(slow.id, 40).unwrap();
    map.commit(slow.id, 40);
    let hedge = map.hedge(1).unwrap();
    assert_eq!((hedge.span, map.hedge(2)), (Span::new(40, 100), None));
    map.reserve(slow.id, 10).unwrap();
    map.reserve(hedge.id, 100).unwrap();
    assert_eq!(map.commit(hedge.id, 60), 60);
    assert!(map.is_complete());
    assert_eq!((map.frontier(), map.settled()), (100, 40), "who is late still writes");
    assert_eq!((map.commit(slow.id, 10), map.reserve(slow.id, 10)), (0, None));
    assert_eq!(map.counts().wasted_bytes, 10);
}

#[test]
fn a_whole_without_an_end_is_one_claim_until_it_ends() {
    let mut map = Map::new(Span::new(0, UNKNOWN), &Spans::default(), GRAIN);
    let claim = map.claim(0, 8).unwrap();
    assert_eq!((map.claim(1, 8), map.hedge(1)), (None, None));
    map.reserve(claim.id, 70).unwrap();
    map.commit(claim.id, 50);
    assert!(!map.is_complete());
    map.end_at(50);
    assert!(map.is_complete());
    assert_eq!(map.unclaimed_bytes(), 0);
    assert_eq!(map.reserve(claim.id, 10), None);
}

#[test]
fn a_response_that_has_more_to_give_goes_on_into_what_nobody_has() {
    let mut map = Map::new(Span::new(0, 96), &Spans::default(), GRAIN);
    let first = map.claim(0, 2).unwrap();
    assert_eq!(first.span, Span::new(0, 16));
    assert!(!map.extend(first.id, 2), "it is not at its end");
    map.reserve(first.id, 16).unwrap();
    map.commit(first.id, 16);
    assert!(map.extend(first.id, 2));
    assert_eq!(map.claim(1, 2).unwrap().span.start, 32);
    map.reserve(first.id, 16).unwrap();
    map.commit(first.id, 16);
    assert!(!map.extend(first.id, 2), "another worker has them");
}

#[test]
fn a_response_goes_on_into_what_failed_before() {
    let mut map = Map::new(Span::new(0, 96), &Spans::default(), GRAIN);
    let first = map.claim(0, 1).unwrap();
    map.fail(first.id);
    let again = map.claim(0, 2).unwrap();
    assert_eq!((again.how, again.span), (How::Again, Span::new(0, 16)));
    map.reserve(again.id, 16).unwrap();
    map.commit(again.id, 16);
    assert!(map.extend(again.id, 2));
    assert_eq!(map.rest(again.id).unwrap().start, 16);
    assert_eq!(map.claim(1, 2).unwrap().span.start, map.rest(again.id).unwrap().end);
}

#[test]
fn nothing_behind_the_horizon_is_claimed() {
    let mut map = Map::new(Span::new(0, 100), &Spans::default(), GRAIN);
    map.keep_before(32);
    let (first, second) = (map.claim(0, 2).unwrap(), map.claim(1, 2).unwrap());
    assert_eq!((first.span, second.span), (Span::new(0, 16), Span::new(16, 32)));
    map.reserve(second.id, 16).unwrap();
    map.commit(second.id, 16);
    assert!(!map.extend(second.id, 2));
    map.keep_before(48);
    assert!(map.extend(second.id, 2));
    assert_eq!(map.rest(second.id), Some(Span::new(32, 48)));
}
