//! A hash: packed pairs of field and value while it is small, a table beyond.

use super::pack::{Entry, Pack};
use super::record::{Record, Value};
use super::table::Table;

/// Fields and their values.
#[derive(Debug, Clone)]
pub enum Hash {
    /// Field, value, field, value, in order of insertion.
    Pack(Pack),
    /// A record for each field.
    Table(Box<Table>),
}

/// Up to where a hash is packed.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// `hash-max-listpack-entries`: fields.
    pub fields: usize,
    /// `hash-max-listpack-value`: bytes of a field or value.
    pub bytes: usize,
}

impl Default for Hash {
    fn default() -> Self {
        Self::Pack(Pack::new())
    }
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

    /// The table of a large one.
    pub(super) const fn table(&self) -> Option<&Table> {
        match self {
            Self::Pack(_) => None,
            Self::Table(table) => Some(table),
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

    /// How many fields.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Pack(pack) => pack.len() / 2,
            Self::Table(table) => table.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a field.
    #[inline]
    #[must_use]
    pub fn get(&self, field: &[u8]) -> Option<Entry<'_>> {
        match self {
            Self::Pack(pack) => {
                let at = pack.find(pack.first(), field, 2)?;
                Some(pack.get(pack.next(at)?))
            }
            Self::Table(table) => table.get(field).map(value_of),
        }
    }

    /// Makes ready for words, of which the longest has so many bytes, and all together: becomes a table where that is
    /// too much for a pack.
    pub fn admit(&mut self, longest: usize, together: usize, limit: Limit) {
        let Self::Pack(pack) = self else { return };
        if longest > limit.bytes || !pack.has_room(together) {
            self.spread();
        }
    }

    /// Sets a field; whether it is new. Words were admitted before ([`admit`](Self::admit)).
    pub fn set(&mut self, field: &[u8], value: &[u8], limit: Limit) -> bool {
        match self {
            Self::Table(table) => table.set(field, value),
            Self::Pack(pack) => {
                if let Some(at) = pack.find(pack.first(), field, 2).and_then(|at| pack.next(at)) {
                    pack.replace(at, value);
                    return false;
                }
                pack.push_back(field);
                pack.push_back(value);
                if pack.len() / 2 > limit.fields {
                    self.spread();
                }
                true
            }
        }
    }

    /// Takes a field out; `false` where it is not there.
    pub fn remove(&mut self, field: &[u8]) -> bool {
        match self {
            Self::Table(table) => table.remove(field).is_some(),
            Self::Pack(pack) => {
                let found = pack.find(pack.first(), field, 2);
                if let Some(at) = found {
                    pack.remove(at, 2);
                }
                found.is_some()
            }
        }
    }

    /// Becomes a table.
    fn spread(&mut self) {
        let Self::Pack(pack) = self else { return };
        let mut table = Table::default();
        let (mut one, mut two) = (itoa::Buffer::new(), itoa::Buffer::new());
        let mut entries = pack.iter();
        while let (Some(field), Some(value)) = (entries.next(), entries.next()) {
            table.set(field.bytes(&mut one), value.bytes(&mut two));
        }
        *self = Self::Table(Box::new(table));
    }

    /// Visits all fields and values.
    pub fn each<'h>(&'h self, mut visit: impl FnMut(Entry<'h>, Entry<'h>)) {
        match self {
            Self::Table(table) => table.iter().for_each(|record| visit(Entry::Text(record.key()), value_of(record))),
            Self::Pack(pack) => {
                let mut entries = pack.iter();
                while let (Some(field), Some(value)) = (entries.next(), entries.next()) {
                    visit(field, value);
                }
            }
        }
    }
}

/// The value of an element of a table.
#[inline]
#[must_use]
pub fn value_of(record: &Record) -> Entry<'_> {
    match record.value() {
        Value::Int(value) => Entry::Int(value),
        Value::Text(text) => Entry::Text(text),
        // Elements of tables are strings.
        Value::Object(_) => Entry::Text(&[]),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_map_holds(steps in prop::collection::vec((0_u8..12, 0_usize..80, any::<bool>()), 0..150)) {
            let (mut hash, mut map, limit) = (Hash::default(), HashMap::new(), Limit { fields: 8, bytes: 64 });
            for (field, bytes, insert) in steps {
                let field = field.to_string().into_bytes();
                if insert {
                    hash.admit(bytes, bytes, limit);
                    let value = vec![b'7'; bytes];
                    prop_assert_eq!(hash.set(&field, &value, limit), map.insert(field, value).is_none());
                } else {
                    prop_assert_eq!(hash.remove(&field), map.remove(&field).is_some());
                }
                prop_assert_eq!(hash.len(), map.len());
            }
            hash.each(|field, value| assert_eq!(map.get(&field.to_vec()), Some(&value.to_vec())));
            for (field, value) in &map { assert!(hash.get(field).is_some_and(|known| known.is(value))); }
        }
    }
}
