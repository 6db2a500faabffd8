//! A small sequence of strings and numbers in one run of bytes: what small collections, and the nodes of lists, are.
//!
//! ```text
//! total:4 LE  count:2 LE  entry…  0xFF
//! entry       mark and number, or mark, length and text · the size of that, readable from behind (1 to 5 bytes)
//! mark        0vvvvvvv | 10llllll text | 110vvvvv v | 1110llll l text | F0 l:4 text | F1 v:2 | F2 v:3 | F3 v:4 | F4 v:8
//! ```
//! The layout is the listpack of Redis 7 to the byte (antirez/listpack, `listpack.md`), so a dump holds it as it is. A
//! text that is a number as one would write it is kept as a number. A count of 65535 means that one has to count.
//!
//! There is no spare room: the allocator grows a block within its class, and small collections stay small. A
//! [`Cursor`] is good until the next change. Not checked on the way: bytes from outside come in by
//! [`Pack::from_bytes`], which checks everything.

mod entry;

#[cfg(test)]
mod tests;

pub use self::entry::Entry;
use self::entry::{Coded, back_bytes, coded_bytes, entry_at, read_back, write_back};

const HEADER: usize = 6;
const END: u8 = 0xFF;
/// The count from which on it is unknown.
const UNCOUNTED: u16 = u16::MAX;
/// Redis makes no larger ones, and refuses them (`LISTPACK_MAX_SAFETY_LIMIT`).
pub const MOST_BYTES: usize = 1 << 30;

/// A packed sequence.
#[derive(Clone, PartialEq, Eq)]
pub struct Pack(Box<[u8]>);

/// Where an entry begins. Good until its pack changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(u32);

/// Bytes that are no pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrupt;

impl Default for Pack {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Pack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Pack {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self(Box::new([HEADER as u8 + 1, 0, 0, 0, 0, 0, END]))
    }

    /// Takes bytes from outside.
    ///
    /// # Errors
    /// Where they are not a whole pack, to the last entry.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Corrupt> {
        let total = bytes.first_chunk::<4>().map(|total| u32::from_le_bytes(*total) as usize);
        if bytes.len() <= HEADER || total != Some(bytes.len()) || bytes.last() != Some(&END) {
            return Err(Corrupt);
        }
        let (mut at, mut count) = (HEADER, 0);
        while at < bytes.len() - 1 {
            let size = coded_bytes(&bytes[at..bytes.len() - 1]).ok_or(Corrupt)?;
            let next = at.checked_add(size).and_then(|at| at.checked_add(back_bytes(size))).ok_or(Corrupt)?;
            if next >= bytes.len() || read_back(&bytes[..next]) != Some(size) {
                return Err(Corrupt);
            }
            (at, count) = (next, count + 1);
        }
        let told = u16::from_le_bytes([bytes[4], bytes[5]]);
        if told != UNCOUNTED && usize::from(told) != count {
            return Err(Corrupt);
        }
        Ok(Self(bytes.into_boxed_slice()))
    }

    /// The bytes, as a dump holds them.
    #[must_use]
    pub const fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether `more` bytes of text could be added.
    #[must_use]
    pub const fn has_room(&self, more: usize) -> bool {
        self.0.len().saturating_add(more) < MOST_BYTES
    }

    /// How many entries.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        match self.told() {
            UNCOUNTED => self.iter().count(),
            count => usize::from(count),
        }
    }

    /// Whether there is none.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.len() <= HEADER + 1
    }

    const fn told(&self) -> u16 {
        u16::from_le_bytes([self.0[4], self.0[5]])
    }

    const fn end(&self) -> usize {
        self.0.len() - 1
    }

    fn cursor(&self, at: usize) -> Option<Cursor> {
        (at < self.end()).then_some(Cursor(at as u32))
    }

    /// The first entry.
    #[must_use]
    pub fn first(&self) -> Option<Cursor> {
        self.cursor(HEADER)
    }

    /// The last entry.
    #[must_use]
    pub fn last(&self) -> Option<Cursor> {
        self.before(self.end())
    }

    fn before(&self, at: usize) -> Option<Cursor> {
        let size = read_back(&self.0[..at]).filter(|_| at > HEADER)?;
        self.cursor(at - size - back_bytes(size))
    }

    /// Where the entry behind begins, or the end.
    #[inline]
    fn behind(&self, at: usize) -> usize {
        match coded_bytes(&self.0[at..]) {
            Some(size) => at + size + back_bytes(size),
            None => self.end(),
        }
    }

    /// The entry behind this one.
    #[inline]
    #[must_use]
    pub fn next(&self, cursor: Cursor) -> Option<Cursor> {
        self.cursor(self.behind(cursor.0 as usize))
    }

    /// The entry before this one.
    #[must_use]
    pub fn prev(&self, cursor: Cursor) -> Option<Cursor> {
        self.before(cursor.0 as usize)
    }

    /// The entry at `index`, walking from the nearer end.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<Cursor> {
        let count = self.len();
        if index >= count {
            return None;
        }
        if index < count / 2 {
            return (0..index).try_fold(self.first()?, |cursor, _| self.next(cursor));
        }
        (index + 1..count).try_fold(self.last()?, |cursor, _| self.prev(cursor))
    }

    /// What stands there.
    #[inline]
    #[must_use]
    pub fn get(&self, cursor: Cursor) -> Entry<'_> {
        entry_at(&self.0, cursor.0 as usize)
    }

    /// The first entry that is `word`, from `from` on, looking at every `step`-th entry.
    #[must_use]
    pub fn find(&self, from: Option<Cursor>, word: &[u8], step: usize) -> Option<Cursor> {
        let needle = Coded::of(word);
        let mut at = from?.0 as usize;
        while at < self.end() {
            let size = coded_bytes(&self.0[at..])?;
            if needle.is(&self.0[at..at + size]) {
                return Some(Cursor(at as u32));
            }
            at += size + back_bytes(size);
            for _ in 1..step {
                at = self.behind(at);
            }
        }
        None
    }

    /// All entries, from either end.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        Iter { bytes: &self.0, front: HEADER, back: self.end() }
    }

    /// The entries from this one on, from either end.
    #[must_use]
    pub fn iter_from(&self, cursor: Cursor) -> Iter<'_> {
        Iter { front: cursor.0 as usize, ..self.iter() }
    }

    /// The entries up to this one, itself included, from either end.
    #[must_use]
    pub fn iter_until(&self, cursor: Cursor) -> Iter<'_> {
        Iter { back: self.behind(cursor.0 as usize), ..self.iter() }
    }

    /// Adds a word at the end.
    pub fn push_back(&mut self, word: &[u8]) {
        self.put(self.end(), 0, &Coded::of(word));
        self.count(1);
    }

    /// Adds a word at the start.
    pub fn push_front(&mut self, word: &[u8]) {
        self.put(HEADER, 0, &Coded::of(word));
        self.count(1);
    }

    /// Adds a word before the entry at `cursor`, or at the end; returns where the word stands.
    pub fn insert(&mut self, cursor: Option<Cursor>, word: &[u8]) -> Cursor {
        let at = cursor.map_or(self.end(), |cursor| cursor.0 as usize);
        self.put(at, 0, &Coded::of(word));
        self.count(1);
        Cursor(at as u32)
    }

    /// Puts a word in the place of the entry at `cursor`, which stays good.
    pub fn replace(&mut self, cursor: Cursor, word: &[u8]) {
        let at = cursor.0 as usize;
        self.put(at, self.behind(at) - at, &Coded::of(word));
    }

    /// Takes out up to `count` entries from `cursor` on; returns where what stood behind them stands now.
    pub fn remove(&mut self, cursor: Cursor, count: usize) -> Option<Cursor> {
        let at = cursor.0 as usize;
        let (mut end, mut removed) = (at, 0);
        while removed < count && end < self.end() {
            end = self.behind(end);
            removed += 1;
        }
        self.splice(at, end - at, 0);
        self.count(-(removed as isize));
        self.cursor(at)
    }

    /// Takes out the entries from `cursor` on and returns them.
    #[must_use]
    pub fn split_off(&mut self, cursor: Cursor) -> Self {
        let at = cursor.0 as usize;
        let mut rest = Self::new();
        rest.splice(HEADER, 0, self.end() - at);
        rest.0[HEADER..].copy_from_slice(&self.0[at..]);
        rest.recount();
        self.splice(at, self.end() - at, 0);
        self.recount();
        rest
    }

    /// Adds the entries of another pack at the end.
    pub fn append(&mut self, other: &Self) {
        let (at, entries) = (self.end(), &other.0[HEADER..other.end()]);
        self.splice(at, 0, entries.len());
        self.0[at..at + entries.len()].copy_from_slice(entries);
        let count = match (self.told(), other.told()) {
            (UNCOUNTED, _) | (_, UNCOUNTED) => usize::MAX,
            (count, more) => usize::from(count) + usize::from(more),
        };
        self.tell(count);
    }

    /// Writes an entry over `old` bytes at `at`.
    fn put(&mut self, at: usize, old: usize, coded: &Coded) {
        let size = coded.len();
        self.splice(at, old, size + back_bytes(size));
        coded.write(&mut self.0[at..at + size]);
        write_back(&mut self.0[at + size..], size);
    }

    /// Makes `old` bytes at `at` into `new` ones, whose content is left open.
    fn splice(&mut self, at: usize, old: usize, new: usize) {
        if old != new {
            let mut bytes = std::mem::replace(&mut self.0, Box::new([])).into_vec();
            let end = bytes.len();
            if new > old {
                bytes.reserve_exact(new - old);
                bytes.resize(end + new - old, END);
            }
            bytes.copy_within(at + old..end, at + new);
            if new < old {
                bytes.truncate(end + new - old);
            }
            self.0 = bytes.into_boxed_slice();
            let total = self.0.len() as u32;
            self.0[..4].copy_from_slice(&total.to_le_bytes());
        }
    }

    fn count(&mut self, change: isize) {
        if self.told() != UNCOUNTED {
            self.tell(usize::from(self.told()).saturating_add_signed(change));
        }
    }

    fn tell(&mut self, count: usize) {
        let told = u16::try_from(count).unwrap_or(UNCOUNTED);
        self.0[4..6].copy_from_slice(&told.to_le_bytes());
    }

    fn recount(&mut self) {
        self.tell(self.iter().count());
    }
}

impl<'a> IntoIterator for &'a Pack {
    type Item = Entry<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// The entries of a pack.
#[derive(Debug, Clone)]
pub struct Iter<'a> {
    bytes: &'a [u8],
    front: usize,
    back: usize,
}

impl<'a> Iterator for Iter<'a> {
    type Item = Entry<'a>;

    #[inline]
    fn next(&mut self) -> Option<Entry<'a>> {
        if self.front >= self.back {
            return None;
        }
        let entry = entry_at(self.bytes, self.front);
        let size = coded_bytes(&self.bytes[self.front..])?;
        self.front += size + back_bytes(size);
        Some(entry)
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.front >= self.back {
            return None;
        }
        let size = read_back(&self.bytes[..self.back])?;
        self.back -= size + back_bytes(size);
        Some(entry_at(self.bytes, self.back))
    }
}
