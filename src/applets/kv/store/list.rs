//! A list: packed words, one pack while it is short, a deque of packs beyond.
//!
//! What a pack may hold is set by `list-max-listpack-size`; a word too large for that has a pack to itself. Packs are
//! not merged again when words are taken out, as they are few, and lists mostly end at their ends.

use std::collections::VecDeque;

use super::pack::{Cursor, Entry, MOST_BYTES, Pack};

/// A sequence of words.
#[derive(Debug, Clone)]
pub enum List {
    /// A short one.
    One(Pack),
    /// A longer one.
    Many(Box<Nodes>),
}

/// The packs of a long list.
#[derive(Debug, Clone, Default)]
pub struct Nodes {
    /// In order; none is empty.
    packs: VecDeque<Pack>,
    /// How many words they hold together.
    len: usize,
    /// How many bytes they are together. Kept, as a list that grows is measured all the time.
    bytes: usize,
}

/// An end of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The first word.
    Left,
    /// The last word.
    Right,
}

/// What one pack of a list may hold.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    bytes: usize,
    words: usize,
}

impl Limit {
    /// As `list-max-listpack-size` says: a number of words, or one of five sizes (-1: 4 KiB to -5: 64 KiB).
    #[must_use]
    pub const fn of(setting: i64) -> Self {
        /// With a number of words, a pack still has no more bytes than this.
        const SAFE_BYTES: usize = 8192;
        match setting {
            0 => Self { bytes: SAFE_BYTES, words: 1 },
            1.. => Self { bytes: SAFE_BYTES, words: setting as usize },
            -5..0 => Self { bytes: 2048 << -setting, words: usize::MAX },
            _ => Self { bytes: 64 * 1024, words: usize::MAX },
        }
    }

    /// Whether a pack takes one more word of this size.
    fn takes(self, pack: &Pack, bytes: usize) -> bool {
        /// What an entry takes beside its text, as Redis estimates it.
        const OVERHEAD: usize = 8;
        pack.is_empty() || (pack.bytes().len() + bytes + OVERHEAD <= self.bytes && pack.len() < self.words)
    }
}

impl Default for List {
    fn default() -> Self {
        Self::One(Pack::new())
    }
}

impl List {
    /// What `OBJECT ENCODING` says.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        "quicklist"
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        match self {
            Self::One(pack) => pack.bytes().len() + size_of::<Pack>(),
            Self::Many(nodes) => nodes.bytes + nodes.packs.capacity() * size_of::<Pack>() + size_of::<Nodes>(),
        }
    }

    /// A list of these packs, as a dump holds them.
    #[must_use]
    pub fn from_packs(packs: impl IntoIterator<Item = Pack>) -> Self {
        let packs: VecDeque<Pack> = packs.into_iter().filter(|pack| !pack.is_empty()).collect();
        let len = packs.iter().map(Pack::len).sum();
        let bytes = packs.iter().map(|pack| pack.bytes().len()).sum();
        Self::Many(Box::new(Nodes { packs, len, bytes }))
    }

    fn slices(&self) -> (&[Pack], &[Pack]) {
        match self {
            Self::One(pack) => (std::slice::from_ref(pack), &[]),
            Self::Many(nodes) => nodes.packs.as_slices(),
        }
    }

    /// The packs, in order.
    #[must_use]
    pub fn packs(&self) -> impl DoubleEndedIterator<Item = &Pack> {
        let (front, back) = self.slices();
        front.iter().chain(back)
    }

    /// How many words.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::One(pack) => pack.len(),
            Self::Many(nodes) => nodes.len,
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a word at an end.
    pub fn push(&mut self, end: End, word: &[u8], limit: Limit) {
        match self {
            Self::One(pack) if limit.takes(pack, word.len()) => push(pack, end, word),
            _ => self.nodes().push(end, word, limit),
        }
    }

    /// Takes a word from an end, after `look` saw it; `None` where there is none.
    pub fn pop<T>(&mut self, end: End, look: impl FnOnce(Entry) -> T) -> Option<T> {
        match self {
            Self::One(pack) => pop(pack, end, look),
            Self::Many(nodes) => {
                let at = nodes.last(end)?;
                let seen = nodes.change(at, |pack| pop(pack, end, look));
                nodes.len -= 1;
                if nodes.packs[at].is_empty() {
                    nodes.drop_pack(at);
                }
                seen
            }
        }
    }

    /// The word at an index, negative from the end.
    #[must_use]
    pub fn get(&self, index: i64) -> Option<Entry<'_>> {
        let (pack, cursor) = self.locate(self.absolute(index)?)?;
        Some(self.pack(pack)?.get(cursor))
    }

    fn absolute(&self, index: i64) -> Option<usize> {
        let len = self.len();
        let index = if index < 0 { index + len as i64 } else { index };
        usize::try_from(index).ok().filter(|index| *index < len)
    }

    fn pack(&self, index: usize) -> Option<&Pack> {
        match self {
            Self::One(pack) => (index == 0).then_some(pack),
            Self::Many(nodes) => nodes.packs.get(index),
        }
    }

    /// The pack and the place in it of an index, sought from the nearer end.
    fn locate(&self, index: usize) -> Option<(usize, Cursor)> {
        let nodes = match self {
            Self::One(pack) => return Some((0, pack.at(index)?)),
            Self::Many(nodes) => nodes,
        };
        if index < nodes.len / 2 {
            let mut rest = index;
            for (at, pack) in nodes.packs.iter().enumerate() {
                let len = pack.len();
                if rest < len {
                    return Some((at, pack.at(rest)?));
                }
                rest -= len;
            }
            return None;
        }
        let mut behind = nodes.len.checked_sub(index)?;
        for (at, pack) in nodes.packs.iter().enumerate().rev() {
            let len = pack.len();
            if behind <= len {
                return Some((at, pack.at(len - behind)?));
            }
            behind -= len;
        }
        None
    }

    /// The words from an index on.
    pub fn iter_from(&self, index: usize) -> impl Iterator<Item = Entry<'_>> {
        let place = self.locate(index);
        let (pack, cursor) = place.map_or((0, None), |(pack, cursor)| (pack, Some(cursor)));
        let first = cursor.and_then(|cursor| Some(self.pack(pack)?.iter_from(cursor)));
        let rest = if place.is_some() { pack + 1 } else { usize::MAX };
        first.into_iter().flatten().chain(self.packs().skip(rest).flatten())
    }

    /// The words from an index back to the first.
    pub fn rev_from(&self, index: usize) -> impl Iterator<Item = Entry<'_>> {
        let place = self.locate(index);
        let (pack, cursor) = place.map_or((0, None), |(pack, cursor)| (pack, Some(cursor)));
        let first = cursor.and_then(|cursor| Some(self.pack(pack)?.iter_until(cursor).rev()));
        let (front, back) = self.slices();
        let rest = if place.is_some() { front.len() + back.len() - pack } else { usize::MAX };
        first.into_iter().flatten().chain(self.packs().rev().skip(rest).flat_map(|pack| pack.iter().rev()))
    }

    /// Every word.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        self.packs().flatten()
    }

    /// Puts a word in the place of another; `false` where there is none.
    pub fn set(&mut self, index: i64, word: &[u8], limit: Limit) -> bool {
        let place = self.absolute(index).and_then(|index| self.locate(index));
        let Some((at, cursor)) = place else { return false };
        match self {
            Self::One(pack) if limit.takes(pack, word.len()) => pack.replace(cursor, word),
            _ => self.nodes().replace(at, cursor, word, limit),
        }
        true
    }

    /// Adds a word before or behind the first `pivot`; `false` where there is no such.
    pub fn insert(&mut self, pivot: &[u8], side: End, word: &[u8], limit: Limit) -> bool {
        let found = self.packs().enumerate().find_map(|(at, pack)| Some((at, pack.find(pack.first(), pivot, 1)?)));
        let Some((at, cursor)) = found else { return false };
        match self {
            Self::One(pack) if limit.takes(pack, word.len()) => {
                let cursor = if side == End::Left { Some(cursor) } else { pack.next(cursor) };
                pack.insert(cursor, word);
            }
            _ => {
                let nodes = self.nodes();
                let cursor = if side == End::Left { Some(cursor) } else { nodes.packs[at].next(cursor) };
                nodes.insert(at, cursor, word, limit);
            }
        }
        true
    }

    /// Takes out up to `most` words that are `word`, from an end on; how many they were.
    pub fn remove(&mut self, word: &[u8], end: End, most: usize) -> usize {
        match self {
            Self::One(pack) => remove(pack, word, end, most),
            Self::Many(nodes) => {
                let (count, mut removed) = (nodes.packs.len(), 0);
                for nth in 0..count {
                    let at = if end == End::Left { nth } else { count - 1 - nth };
                    removed += nodes.change(at, |pack| remove(pack, word, end, most - removed));
                    if removed == most {
                        break;
                    }
                }
                let count = nodes.packs.len();
                nodes.packs.retain(|pack| !pack.is_empty());
                nodes.bytes -= (count - nodes.packs.len()) * EMPTY_BYTES;
                nodes.len -= removed;
                removed
            }
        }
    }

    /// Takes out `left` words at the start and `right` at the end, together no more than there are.
    pub fn trim(&mut self, left: usize, right: usize) {
        match self {
            Self::One(pack) => {
                trim(pack, End::Left, left);
                trim(pack, End::Right, right);
            }
            Self::Many(nodes) => {
                nodes.trim(End::Left, left);
                nodes.trim(End::Right, right);
            }
        }
    }

    fn nodes(&mut self) -> &mut Nodes {
        if let Self::One(pack) = self {
            *self = Self::from_packs([std::mem::take(pack)]);
        }
        match self {
            Self::Many(nodes) => nodes,
            Self::One(_) => unreachable!("it was replaced"),
        }
    }
}

impl Nodes {
    /// Where the pack at an end is.
    fn last(&self, end: End) -> Option<usize> {
        let last = self.packs.len().checked_sub(1)?;
        Some(if end == End::Left { 0 } else { last })
    }

    /// Changes a pack. All changes go through this and the two below, which keep the sum of bytes.
    fn change<T>(&mut self, at: usize, act: impl FnOnce(&mut Pack) -> T) -> T {
        let pack = &mut self.packs[at];
        let before = pack.bytes().len();
        let result = act(pack);
        self.bytes = self.bytes + pack.bytes().len() - before;
        result
    }

    fn add_pack(&mut self, at: usize, pack: Pack) {
        self.bytes += pack.bytes().len();
        self.packs.insert(at, pack);
    }

    fn drop_pack(&mut self, at: usize) {
        self.bytes -= self.packs.remove(at).map_or(0, |pack| pack.bytes().len());
    }

    fn push(&mut self, end: End, word: &[u8], limit: Limit) {
        self.len += 1;
        match self.last(end) {
            Some(at) if limit.takes(&self.packs[at], word.len()) => self.change(at, |pack| push(pack, end, word)),
            _ => self.add_pack(if end == End::Left { 0 } else { self.packs.len() }, single(word)),
        }
    }

    /// Adds a word in a pack before `cursor`, or at its end.
    fn insert(&mut self, at: usize, cursor: Option<Cursor>, word: &[u8], limit: Limit) {
        self.len += 1;
        if limit.takes(&self.packs[at], word.len()) {
            self.change(at, |pack| pack.insert(cursor, word));
            return;
        }
        let rest = cursor.map(|cursor| self.change(at, |pack| pack.split_off(cursor)));
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            self.add_pack(at + 1, rest);
        }
        if limit.takes(&self.packs[at], word.len()) {
            self.change(at, |pack| pack.push_back(word));
        } else {
            self.add_pack(at + 1, single(word));
        }
    }

    fn replace(&mut self, at: usize, cursor: Cursor, word: &[u8], limit: Limit) {
        let pack = &self.packs[at];
        if pack.bytes().len() + word.len() <= limit.bytes.min(MOST_BYTES) || pack.len() == 1 {
            return self.change(at, |pack| pack.replace(cursor, word));
        }
        let next = self.change(at, |pack| pack.remove(cursor, 1));
        self.len -= 1;
        self.insert(at, next, word, limit);
    }

    fn trim(&mut self, end: End, mut count: usize) {
        self.len -= count;
        while count > 0 {
            let Some(at) = self.last(end) else { return };
            let len = self.packs[at].len();
            if count < len {
                return self.change(at, |pack| trim(pack, end, count));
            }
            self.drop_pack(at);
            count -= len;
        }
    }
}

/// Bytes of a pack that holds nothing.
const EMPTY_BYTES: usize = 7;

fn single(word: &[u8]) -> Pack {
    let mut pack = Pack::new();
    pack.push_back(word);
    pack
}

fn push(pack: &mut Pack, end: End, word: &[u8]) {
    match end {
        End::Left => pack.push_front(word),
        End::Right => pack.push_back(word),
    }
}

fn pop<T>(pack: &mut Pack, end: End, look: impl FnOnce(Entry) -> T) -> Option<T> {
    let cursor = if end == End::Left { pack.first() } else { pack.last() }?;
    let seen = look(pack.get(cursor));
    pack.remove(cursor, 1);
    Some(seen)
}

fn trim(pack: &mut Pack, end: End, count: usize) {
    let from = match end {
        End::Left => pack.first(),
        End::Right => pack.at(pack.len() - count),
    };
    if let Some(from) = from {
        pack.remove(from, count);
    }
}

fn remove(pack: &mut Pack, word: &[u8], end: End, most: usize) -> usize {
    let mut removed = 0;
    if end == End::Left {
        let mut from = pack.first();
        while removed < most
            && let Some(found) = pack.find(from, word, 1)
        {
            from = pack.remove(found, 1);
            removed += 1;
        }
        return removed;
    }
    let mut at = pack.last();
    while let Some(cursor) = at.filter(|_| removed < most) {
        // What stands before does not move.
        at = pack.prev(cursor);
        if pack.get(cursor).is(word) {
            pack.remove(cursor, 1);
            removed += 1;
        }
    }
    removed
}

#[cfg(test)]
mod tests;
