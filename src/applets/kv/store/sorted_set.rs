//! A sorted set: packed pairs of member and score while it is small.

use super::pack::Pack;

/// Members ordered by score.
#[derive(Debug, Clone)]
pub enum SortedSet {
    /// Member, score, member, score, ascending.
    Pack(Pack),
}

impl SortedSet {
    /// What `OBJECT ENCODING` says.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        match self {
            Self::Pack(_) => "listpack",
        }
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        match self {
            Self::Pack(pack) => pack.bytes().len(),
        }
    }
}
