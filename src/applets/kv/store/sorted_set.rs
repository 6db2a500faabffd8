//! A sorted set: packed pairs of member and score while it is small, a tree with ranks and an index of members beyond.
//!
//! Ascending by score, then by the bytes of the member. Everything that commands ask is a question about ranks: a range
//! of scores or of members begins and ends at a rank, which [`SortedSet::below`] finds by a predicate.

mod pairs;
mod ranked;
mod roster;
mod tree;

use std::ops::Range;

pub use self::pairs::score_word;
use self::ranked::Ranked;
use super::pack::Pack;

/// Members ordered by score.
#[derive(Debug, Clone)]
pub enum SortedSet {
    /// Member, score, member, score, ascending.
    Pack(Pack),
    /// More, or longer ones.
    Ranked(Box<Ranked>),
}

/// What a pack may hold.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Members.
    pub entries: usize,
    /// Bytes of one member.
    pub bytes: usize,
}

/// What became of a member that was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// It had another score.
    Changed,
    /// It had that score.
    Same,
}

impl SortedSet {
    /// An empty one, whose first member will have so many bytes.
    #[must_use]
    pub fn new(limits: Limits, bytes: usize) -> Self {
        if limits.entries == 0 || bytes > limits.bytes { Self::Ranked(Box::default()) } else { Self::Pack(Pack::new()) }
    }

    /// Of members in any order, each once.
    #[must_use]
    pub fn from_members(members: impl IntoIterator<Item = (Vec<u8>, f64)>, limits: Limits) -> Self {
        let mut members: Vec<(Vec<u8>, f64)> = members.into_iter().collect();
        members.sort_by(|(a, one), (b, other)| one.total_cmp(other).then_with(|| a.cmp(b)));
        let mut set = if members.len() > limits.entries {
            Self::Ranked(Box::default())
        } else {
            Self::new(limits, members.iter().map(|(member, _)| member.len()).max().unwrap_or(0))
        };
        for (member, score) in members {
            set.insert(&member, score, limits);
        }
        set
    }

    /// What `OBJECT ENCODING` says.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        match self {
            Self::Pack(_) => "listpack",
            Self::Ranked(_) => "skiplist",
        }
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        match self {
            Self::Pack(pack) => pack.bytes().len(),
            Self::Ranked(ranked) => ranked.memory_bytes(),
        }
    }

    /// How many members.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Pack(pack) => pack.len() / 2,
            Self::Ranked(ranked) => ranked.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The score of a member.
    #[must_use]
    pub fn score(&self, member: &[u8]) -> Option<f64> {
        match self {
            Self::Pack(pack) => pairs::score(pack, member),
            Self::Ranked(ranked) => ranked.score(member),
        }
    }

    /// How many members stand before this one.
    #[must_use]
    pub fn rank(&self, member: &[u8]) -> Option<usize> {
        match self {
            Self::Pack(pack) => pairs::rank(pack, member),
            Self::Ranked(ranked) => ranked.rank(member),
        }
    }

    /// How many members, from the first on, `is_below` is true for; it is false for all behind them.
    pub fn below(&self, is_below: impl Fn(&[u8], f64) -> bool) -> usize {
        match self {
            Self::Pack(pack) => pairs::below(pack, is_below),
            Self::Ranked(ranked) => ranked.below(&is_below),
        }
    }

    /// Visits the members of these ranks, the last first when `is_reverse`.
    pub(crate) fn each(&self, ranks: Range<usize>, is_reverse: bool, mut visit: impl FnMut(&[u8], f64)) {
        match self {
            Self::Pack(pack) => pairs::each(pack, ranks, is_reverse, visit),
            Self::Ranked(ranked) => ranked.each(ranks, is_reverse, &mut visit),
        }
    }

    /// The members of these ranks.
    #[must_use]
    pub fn members(&self, ranks: Range<usize>) -> Vec<(Vec<u8>, f64)> {
        let mut found = Vec::with_capacity(ranks.len());
        self.each(ranks, false, |member, score| found.push((member.to_vec(), score)));
        found
    }

    /// Adds a member or changes its score; whether it is new.
    pub fn insert(&mut self, member: &[u8], score: f64, limits: Limits) -> bool {
        self.put(member, score, limits) == Put::Added
    }

    /// Adds a member or changes its score.
    pub fn put(&mut self, member: &[u8], score: f64, limits: Limits) -> Put {
        match self {
            Self::Ranked(ranked) => ranked.put(member, score),
            Self::Pack(pack) => {
                if let Some(is_changed) = pairs::set_score(pack, member, score) {
                    return if is_changed { Put::Changed } else { Put::Same };
                }
                if pack.len() / 2 < limits.entries && member.len() <= limits.bytes && pack.has_room(member.len() + 64) {
                    pairs::insert(pack, member, score);
                } else {
                    self.grow();
                    return self.put(member, score, limits);
                }
                Put::Added
            }
        }
    }

    /// Makes a tree of a pack.
    fn grow(&mut self) {
        if let Self::Pack(pack) = self {
            let mut ranked = Box::<Ranked>::default();
            pairs::each(pack, 0..pack.len() / 2, false, |member, score| {
                ranked.put(member, score);
            });
            *self = Self::Ranked(ranked);
        }
    }

    /// Takes a member out; its score.
    pub fn remove(&mut self, member: &[u8]) -> Option<f64> {
        match self {
            Self::Pack(pack) => pairs::remove(pack, member),
            Self::Ranked(ranked) => ranked.remove(member),
        }
    }

    /// Takes the members of these ranks out.
    pub fn remove_ranks(&mut self, ranks: Range<usize>) {
        match self {
            Self::Pack(pack) => {
                if let Some(cursor) = pack.at(ranks.start * 2) {
                    pack.remove(cursor, ranks.len() * 2);
                }
            }
            Self::Ranked(ranked) => ranked.remove_ranks(ranks),
        }
    }

    /// About `count` members from `cursor` on, and the cursor behind them; 0 is the first and, as a result, the end.
    pub fn scan(&self, cursor: u64, count: usize, mut visit: impl FnMut(&[u8], f64)) -> u64 {
        match self {
            Self::Pack(pack) => {
                pairs::each(pack, 0..pack.len() / 2, false, visit);
                0
            }
            Self::Ranked(ranked) => ranked.scan(cursor, count, &mut visit),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const SMALL: Limits = Limits { entries: 8, bytes: 64 };

    fn sorted(map: &BTreeMap<Vec<u8>, f64>) -> Vec<(Vec<u8>, f64)> {
        let mut all: Vec<_> = map.iter().map(|(member, score)| (member.clone(), *score)).collect();
        all.sort_by(|(a, one), (b, other)| one.total_cmp(other).then_with(|| a.cmp(b)));
        all
    }

    proptest! {
        #[test]
        fn it_holds_what_a_sorted_map_holds(
            steps in prop::collection::vec((0_u16..700, 0_u8..12, 0_u8..4), 0..3000),
            limits in prop_oneof![Just(SMALL), Just(Limits { entries: usize::MAX, bytes: 64 })],
        ) {
            let steps = if limits.entries > 8 { &steps[..steps.len().min(300)] } else { &steps[..] };
            let (mut set, mut map) = (SortedSet::new(limits, 1), BTreeMap::new());
            for (member, score, kind) in steps {
                let member = format!("member:{member}{}", "x".repeat(usize::from(member % 30))).into_bytes();
                let score = f64::from(*score) / 4.0;
                match kind {
                    0 => prop_assert_eq!(set.remove(&member), map.remove(&member)),
                    1 if !map.is_empty() => {
                        let ranks = map.len() / 3..map.len() / 3 + 1;
                        let (gone, _) = sorted(&map)[ranks.start].clone();
                        set.remove_ranks(ranks);
                        map.remove(&gone);
                    }
                    _ => prop_assert_eq!(set.insert(&member, score, limits), map.insert(member, score).is_none()),
                }
            }
            let all = sorted(&map);
            prop_assert_eq!(set.len(), all.len());
            prop_assert_eq!(&set.members(0..all.len()), &all);
            let mut back = Vec::new();
            set.each(all.len() / 4..all.len(), true, |member, score| back.push((member.to_vec(), score)));
            back.reverse();
            prop_assert_eq!(&back[..], &all[all.len() / 4..]);
            for (rank, (member, score)) in all.iter().enumerate() {
                prop_assert_eq!(set.rank(member), Some(rank));
                prop_assert_eq!(set.score(member), Some(*score));
            }
            let bound = 1.5;
            let below = all.iter().filter(|(_, score)| *score < bound).count();
            prop_assert_eq!(set.below(|_, score| score < bound), below);
            prop_assert_eq!(SortedSet::from_members(all.clone(), limits).members(0..all.len()), all);
        }
    }

    #[test]
    fn a_scan_meets_every_member_that_stays() {
        let mut set = SortedSet::new(SMALL, 1);
        let name = |nth: u32| format!("member:{nth}").into_bytes();
        (0..3000).for_each(|nth| assert!(set.insert(&name(nth), f64::from(nth % 7), SMALL)));
        let (mut cursor, mut seen, mut turns) = (0, std::collections::HashSet::new(), 0);
        loop {
            cursor = set.scan(cursor, 10, |member, _| {
                seen.insert(member.to_vec());
            });
            set.insert(&name(10_000 + turns), 0.0, SMALL);
            set.remove(&name(2000 + turns));
            set.insert(&name(turns), 99.0, SMALL);
            turns += 1;
            if cursor == 0 {
                break;
            }
        }
        assert!((0..2000).all(|nth| seen.contains(&name(nth))));
        assert!(turns > 100, "{turns}");
    }

    #[test]
    fn a_member_takes_about_seventy_bytes() {
        let mut set = SortedSet::new(SMALL, 1);
        let mut random = crate::kit::random::Random::seeded(1);
        (0..100_000).for_each(|nth| {
            set.insert(format!("element:{nth:012}").as_bytes(), random.unit(), SMALL);
        });
        let bytes = set.memory_bytes() / set.len();
        assert!(bytes <= 70, "{bytes}");
    }
}
