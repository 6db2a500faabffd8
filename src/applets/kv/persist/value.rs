//! A value between a dump and the store: decoded, of no encoding, owned.
//!
//! Its elements lie one behind the other in one allocation. Streams and values of modules, which the store does not
//! hold, are kept as the bytes they have in the dump: enough to count them and to copy them into another dump.

use crate::applets::kv::store::Kind;

/// Elements in order: of a list, members of a set, fields and values of a hash in turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Items {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Items {
    /// Adds one.
    pub fn push(&mut self, item: &[u8]) {
        self.bytes.extend_from_slice(item);
        self.ends.push(self.bytes.len());
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The one at `index`.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn at(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..self.ends[index]]
    }

    /// All, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> + Clone {
        (0..self.len()).map(|index| self.at(index))
    }

    /// Two by two: fields and their values.
    #[must_use]
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (&[u8], &[u8])> + Clone {
        (0..self.len() / 2).map(|index| (self.at(index * 2), self.at(index * 2 + 1)))
    }

    /// Bytes of all.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes.len()
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    String(Vec<u8>),
    /// A list.
    List(Items),
    /// A set; that no member comes twice is not checked.
    Set(Items),
    /// A sorted set: members, and the score of each, which is a number.
    Sorted(Items, Vec<f64>),
    /// A hash: fields and values in turn.
    Hash(Items),
    /// What the store does not hold.
    Opaque {
        /// Its number in dumps: 7, 15, 19 or 21.
        code: u8,
        /// What it is, for messages.
        name: String,
        /// As the dump has it.
        raw: Vec<u8>,
    },
}

impl Value {
    /// As `TYPE` says; modules say their own names.
    #[must_use]
    pub fn type_name(&self) -> &str {
        match self {
            Self::String(_) => Kind::String.name(),
            Self::List(_) => Kind::List.name(),
            Self::Set(_) => Kind::Set.name(),
            Self::Sorted(..) => Kind::Sorted.name(),
            Self::Hash(_) => Kind::Hash.name(),
            Self::Opaque { name, .. } => name,
        }
    }

    /// Elements, members or fields; 1 for anything else.
    #[must_use]
    pub const fn count(&self) -> usize {
        match self {
            Self::String(_) | Self::Opaque { .. } => 1,
            Self::List(items) | Self::Set(items) | Self::Sorted(items, _) => items.len(),
            Self::Hash(items) => items.len() / 2,
        }
    }

    /// Whether it is a collection of nothing, which no server keeps.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// Bytes of what it holds.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        match self {
            Self::String(text) => text.len(),
            Self::Opaque { raw, .. } => raw.len(),
            Self::List(items) | Self::Set(items) | Self::Hash(items) => items.bytes(),
            Self::Sorted(items, scores) => items.bytes() + scores.len() * 8,
        }
    }
}
