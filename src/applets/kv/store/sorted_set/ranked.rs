//! A large sorted set: members by number and name ([`Roster`]), and their numbers in order ([`Tree`]).

use std::ops::Range;

use super::Put;
use super::roster::{Found, Roster};
use super::tree::{Key, Tree};

/// Members in order, with ranks.
#[derive(Debug, Clone, Default)]
pub struct Ranked {
    roster: Roster,
    tree: Tree,
}

impl Ranked {
    pub(super) fn len(&self) -> usize {
        self.roster.len()
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.roster.memory_bytes() + self.tree.memory_bytes()
    }

    pub(super) fn score(&self, member: &[u8]) -> Option<f64> {
        self.roster.find(member).map(|id| self.roster.score(id))
    }

    pub(super) fn rank(&self, member: &[u8]) -> Option<usize> {
        let id = self.roster.find(member)?;
        let key = Key { score: self.roster.score(id), name: member };
        Some(self.tree.below(&self.roster, &|name, score| key.cmp(name, score).is_gt()))
    }

    pub(super) fn below(&self, is_below: &dyn Fn(&[u8], f64) -> bool) -> usize {
        self.tree.below(&self.roster, is_below)
    }

    pub(super) fn each(&self, ranks: Range<usize>, is_reverse: bool, visit: &mut dyn FnMut(&[u8], f64)) {
        self.tree.each(ranks, is_reverse, &mut |id, score| visit(self.roster.name(id), score));
    }

    pub(super) fn put(&mut self, member: &[u8], score: f64) -> Put {
        let (id, put) = match self.roster.find_or_add(member, score) {
            Found::Added(id) => (id, Put::Added),
            Found::There(id) => {
                let old = Key { score: self.roster.score(id), name: member };
                if old.score.partial_cmp(&score).is_some_and(std::cmp::Ordering::is_eq) {
                    return Put::Same;
                }
                self.tree.remove(&self.roster, &old);
                self.roster.set_score(id, score);
                (id, Put::Changed)
            }
        };
        self.tree.insert(&self.roster, &Key { score, name: member }, id);
        put
    }

    pub(super) fn remove(&mut self, member: &[u8]) -> Option<f64> {
        let id = self.roster.find(member)?;
        let score = self.roster.score(id);
        self.tree.remove(&self.roster, &Key { score, name: member });
        self.roster.remove(id);
        Some(score)
    }

    pub(super) fn remove_ranks(&mut self, ranks: Range<usize>) {
        let mut ids = Vec::with_capacity(ranks.len());
        self.tree.each(ranks, false, &mut |id, _| ids.push(id));
        for id in ids {
            let key = Key { score: self.roster.score(id), name: self.roster.name(id) };
            self.tree.remove(&self.roster, &key);
            self.roster.remove(id);
        }
    }

    pub(super) fn scan(&self, cursor: u64, count: usize, visit: &mut dyn FnMut(&[u8], f64)) -> u64 {
        self.roster.scan(cursor, count, visit)
    }
}
