//! A hash: packed pairs of field and value while it is small, a table beyond.

use super::pack::Pack;
use super::table::Table;

/// Fields and their values.
#[derive(Debug, Clone)]
pub enum Hash {
    /// Field, value, field, value, in order of insertion.
    Pack(Pack),
    /// A record for each field.
    Table(Box<Table>),
}

impl Hash {
    /// What `OBJECT ENCODING` says.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        match self {
            Self::Pack(_) => "listpack",
            Self::Table(_) => "hashtable",
        }
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        match self {
            Self::Pack(pack) => pack.bytes().len(),
            Self::Table(table) => table.memory_bytes(),
        }
    }
}
