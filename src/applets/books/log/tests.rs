//! Devices that listen, lose each other, and have wrong clocks: whatever the order in which facts arrive, the state is
//! the same everywhere and nothing that was heard is lost.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::event::{Act, Deed, Device, Event, EventId, Move, Set};
use super::listened::days;
use super::place::{Place, union};
use super::register::registers;
use super::{clock, line};
use crate::applets::books::audio::Essence;
use crate::kit::random::Random;

const BOOK: Essence = Essence([7; 16]);
const NOW: i64 = 1_764_000_000_000;

/// A device with its clock and what it knows.
#[derive(Clone)]
struct Replica {
    device: Device,
    skew_ms: i64,
    seq: u64,
    hlc: u64,
    known: BTreeMap<EventId, Event>,
}

impl Replica {
    fn new(number: u64, skew_ms: i64) -> Self {
        Self { device: Device(number), skew_ms, seq: 0, hlc: 0, known: BTreeMap::new() }
    }

    fn place(&self) -> Place {
        Place::of(self.known.values())
    }

    fn tell(&mut self, now_ms: i64, deed: Deed) -> EventId {
        self.seq += 1;
        let at_ms = now_ms + self.skew_ms;
        let seen = self.known.values().map(|event| event.hlc).max().unwrap_or(0);
        self.hlc = clock::next(self.hlc, seen, at_ms);
        let id = EventId { device: self.device, seq: self.seq };
        let event = Event { id, hlc: self.hlc, at_ms, tz_min: 60, profile: "me".to_owned(), book: Some(BOOK), deed };
        self.known.insert(id, event);
        id
    }

    fn moved(&mut self, now_ms: i64, act: Act, to_ms: u64) -> EventId {
        let place = self.place();
        let (from_ms, run) = place.head().map_or((0, 1), |head| (head.pos_ms, head.run));
        let run = if act == Act::Restart { run + 1 } else { run };
        let (pos_ms, wall_ms) = match act {
            Act::Span => (from_ms + to_ms, to_ms),
            Act::Restart => (0, 0),
            _ => (to_ms, 0),
        };
        let done = act == Act::Finish;
        let parents = place.tips;
        self.tell(
            now_ms,
            Deed::Move(Move { act, run, from_ms, pos_ms, done, wall_ms, speed: 1000, on_ms: None, parents }),
        )
    }

    fn set(&mut self, now_ms: i64, value: u64) {
        let key = "field/title".to_owned();
        let registers = registers(self.known.values());
        let over = registers.values().flat_map(|register| register.tips.clone()).collect();
        self.tell(now_ms, Deed::Set(Set { key, value: Some(value.into()), over }));
    }

    fn learn(&mut self, from: &Self) {
        self.known.extend(from.known.clone());
    }
}

/// Lives the lives of three devices; what every one of them heard, by run.
fn live(seed: u64, steps: usize) -> (Vec<Replica>, Vec<(u64, u64)>) {
    const TEN_YEARS: i64 = 10 * 365 * 86_400_000;
    let mut random = Random::seeded(seed);
    let mut skew = || random.below(2 * TEN_YEARS as u64) as i64 - TEN_YEARS;
    let mut devices = vec![Replica::new(1, skew()), Replica::new(2, skew()), Replica::new(3, 0)];
    let (mut heard, mut now) = (Vec::new(), NOW);
    for _ in 0..steps {
        now += 1000 + random.below(3_600_000) as i64;
        let who = random.below(3) as usize;
        match random.below(10) {
            0..=3 => {
                let id = devices[who].moved(now, Act::Span, 1000 + random.below(600_000));
                let moved = devices[who].known[&id].moved().unwrap().clone();
                heard.push((moved.from_ms, moved.pos_ms));
            }
            4 => drop(devices[who].moved(now, Act::Seek, random.below(7_200_000))),
            5 => drop(devices[who].moved(now, Act::Guess, random.below(7_200_000))),
            6 => drop(devices[who].moved(now, [Act::Finish, Act::Restart][random.below(2) as usize], 7_200_000)),
            7 => devices[who].set(now, random.below(100)),
            _ => {
                let other = devices[random.below(3) as usize].clone();
                devices[who].learn(&other);
            }
        }
    }
    (devices, heard)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_leads_to_one_state_and_no_second_is_lost(seed: u64, steps in 1_usize..60) {
        let (devices, heard) = live(seed, steps);
        let mut all: Vec<Event> = devices.iter().flat_map(|device| device.known.values().cloned()).collect();
        let (place, set, hours) = (Place::of(&all), registers(&all), days(&all));
        let mut random = Random::seeded(seed ^ 1);
        for _ in 0..4 {
            // Permuted, and some of it twice.
            for index in (1..all.len()).rev() {
                all.swap(index, random.below(index as u64 + 1) as usize);
            }
            let again = random.below(all.len() as u64 + 1) as usize;
            let more: Vec<Event> = all.iter().take(again).cloned().collect();
            let some: Vec<&Event> = all.iter().chain(&more).collect();
            prop_assert_eq!(&Place::of(some.iter().copied()), &place);
            prop_assert_eq!(&registers(some.iter().copied()), &set);
            prop_assert_eq!(&days(some.iter().copied()), &hours);
        }
        // Partitioned: the parts are exchanged one way and the other.
        let (mut one, mut other) = (devices[0].clone(), devices[1].clone());
        one.learn(&devices[2]);
        other.learn(&devices[2]);
        one.learn(&devices[1]);
        other.learn(&devices[0]);
        prop_assert_eq!(one.place(), other.place());
        let kept: Vec<(u64, u64)> = place.runs.iter().flat_map(|run| run.heard.clone()).collect();
        prop_assert_eq!(union(kept), union(heard));
        for day in hours.values() {
            prop_assert!(day.listened_ms <= 86_400_000);
        }
    }

    #[test]
    fn whoever_has_seen_the_others_place_goes_on_from_it_whatever_the_clocks_say(seed: u64) {
        let (mut devices, _) = live(seed, 20);
        let everything = devices.clone();
        for device in &everything {
            devices[0].learn(device);
        }
        let id = devices[0].moved(NOW - 1_000_000_000, Act::Seek, 4_000_000);
        let place = devices[0].place();
        prop_assert_eq!(place.heads.len(), 1);
        prop_assert_eq!(place.heads[0].id, id);
        prop_assert_eq!(place.heads[0].pos_ms, 4_000_000);
    }

    #[test]
    fn a_line_is_read_as_it_was_written_and_not_at_all_when_torn(seed: u64, cut: prop::sample::Index) {
        let (devices, _) = live(seed, 10);
        for event in devices.iter().flat_map(|device| device.known.values()) {
            let text = line::write(event).unwrap();
            prop_assert_eq!(line::read(&text), Some(event.clone()));
            let shorter: String = text.trim_end().chars().take(cut.index(text.trim_end().chars().count())).collect();
            prop_assert_eq!(line::read(&shorter), None);
        }
    }
}

/// Issue class: a closing sync that carries 0:00 moves nobody back.
#[test]
fn a_guess_of_zero_does_not_move_back() {
    let mut phone = Replica::new(1, 0);
    phone.moved(NOW, Act::Span, 600_000);
    phone.moved(NOW + 1, Act::Guess, 0);
    assert_eq!(phone.place().head().unwrap().pos_ms, 600_000);
    phone.moved(NOW + 2, Act::Span, 5000);
    assert_eq!(phone.place().head().unwrap().pos_ms, 600_000, "five seconds are no listening");
}

/// Issue class: a stale server overwrites hours that were listened to offline.
#[test]
fn hours_offline_and_a_stale_place_are_a_fork_with_the_hours_first() {
    let (mut phone, mut server) = (Replica::new(1, 0), Replica::new(2, 3_600_000));
    phone.moved(NOW, Act::Span, 600_000);
    server.learn(&phone);
    phone.moved(NOW + 10_000_000, Act::Span, 7_200_000);
    server.moved(NOW + 20_000_000, Act::Seek, 1000);
    server.learn(&phone);
    let place = server.place();
    assert_eq!(place.heads.iter().map(|head| head.pos_ms).collect::<Vec<_>>(), [7_800_000, 1000]);
    server.moved(NOW + 30_000_000, Act::Resolve, 7_800_000);
    phone.learn(&server);
    assert_eq!(phone.place(), server.place());
    assert!(!phone.place().is_forked());
}

/// Issue class: 150 hours in one day.
#[test]
fn two_devices_at_once_make_no_second_day() {
    let (mut phone, mut laptop) = (Replica::new(1, 0), Replica::new(2, 0));
    for hour in 1..=30 {
        phone.moved(NOW + hour * 3_600_000, Act::Span, 3_600_000);
        laptop.moved(NOW + hour * 3_600_000, Act::Span, 3_600_000);
    }
    phone.learn(&laptop);
    let days = days(phone.known.values());
    let total: u64 = days.values().map(|day| day.listened_ms).sum();
    assert_eq!(total, 30 * 3_600_000);
    assert!(days.values().all(|day| day.listened_ms <= 86_400_000));
}

#[test]
fn a_run_that_was_begun_by_mistake_is_no_run() {
    let mut phone = Replica::new(1, 0);
    phone.moved(NOW, Act::Span, 600_000);
    phone.moved(NOW + 1, Act::Finish, 700_000);
    let finished = phone.place();
    assert_eq!(finished.runs[0].finished_ms, Some(NOW + 1));
    phone.moved(NOW + 2, Act::Restart, 0);
    assert_eq!(phone.place().runs.len(), 2);
    let parents = phone.place().tips;
    let back = Move {
        act: Act::Undo,
        run: 1,
        from_ms: 0,
        pos_ms: 700_000,
        done: true,
        wall_ms: 0,
        speed: 1000,
        on_ms: None,
        parents,
    };
    phone.tell(NOW + 3, Deed::Move(back));
    let place = phone.place();
    assert_eq!((place.runs.len(), place.head().unwrap().done), (1, true));
    assert_eq!(place.runs[0].finished_ms, Some(NOW + 1));
}
