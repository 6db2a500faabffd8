//! A set: sorted numbers in one run of bytes while they are few, a table beyond.

use super::intset::IntSet;
use super::table::Table;

/// Members without order.
#[derive(Debug, Clone)]
pub enum Set {
    /// Only numbers.
    Ints(IntSet),
    /// A record for each member.
    Table(Box<Table>),
}

impl Set {
    /// What `OBJECT ENCODING` says.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        match self {
            Self::Ints(_) => "intset",
            Self::Table(_) => "hashtable",
        }
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        match self {
            Self::Ints(ints) => ints.bytes().len(),
            Self::Table(table) => table.memory_bytes(),
        }
    }
}
