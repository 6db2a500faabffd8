//! A list: packed words, one pack while it is short, a deque of packs beyond.

use std::collections::VecDeque;

use super::pack::Pack;

/// A sequence of words.
#[derive(Debug, Clone)]
pub enum List {
    /// A short one.
    One(Pack),
    /// A longer one: no pack is empty.
    Many(Box<Nodes>),
}

/// The packs of a long list.
#[derive(Debug, Clone, Default)]
pub struct Nodes {
    /// In order; none is empty.
    pub packs: VecDeque<Pack>,
    /// How many words they hold together.
    pub len: usize,
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
            Self::One(pack) => pack.bytes().len(),
            Self::Many(nodes) => nodes.packs.iter().map(|pack| pack.bytes().len() + size_of::<Pack>()).sum(),
        }
    }
}
