//! A set: sorted numbers in one run of bytes while they are few, a table beyond.

use super::intset::IntSet;
use super::pack::Entry;
use super::record::{Record, int_of};
use super::table::Table;

/// Members without order.
#[derive(Debug, Clone)]
pub enum Set {
    /// Only numbers.
    Ints(IntSet),
    /// A record for each member.
    Table(Box<Table>),
}

impl Default for Set {
    fn default() -> Self {
        Self::Ints(IntSet::new())
    }
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

    /// How many members.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Ints(ints) => ints.len(),
            Self::Table(table) => table.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it holds a member.
    #[inline]
    #[must_use]
    pub fn contains(&self, member: &[u8]) -> bool {
        match self {
            Self::Ints(ints) => int_of(member).is_some_and(|value| ints.contains(value)),
            Self::Table(table) => table.contains(member),
        }
    }

    /// Whether it holds a member, as another set has it.
    #[must_use]
    pub fn has(&self, member: Entry) -> bool {
        match (self, member) {
            (Self::Ints(ints), Entry::Int(value)) => ints.contains(value),
            _ => self.contains(member.bytes(&mut itoa::Buffer::new())),
        }
    }

    /// Adds a member; `false` where it is there already. Up to `most` numbers are kept as such
    /// (`set-max-intset-entries`).
    pub fn insert(&mut self, member: &[u8], most: usize) -> bool {
        if let Self::Ints(ints) = self {
            if let Some(value) = int_of(member) {
                let is_new = ints.insert(value);
                if is_new && ints.len() > most {
                    self.spread();
                }
                return is_new;
            }
            self.spread();
        }
        match self {
            Self::Table(table) => !table.contains(member) && table.insert(Record::text(member, b"", None)),
            Self::Ints(_) => false,
        }
    }

    /// Takes a member out; `false` where it is not there.
    pub fn remove(&mut self, member: &[u8]) -> bool {
        match self {
            Self::Ints(ints) => int_of(member).is_some_and(|value| ints.remove(value)),
            Self::Table(table) => table.remove(member).is_some(),
        }
    }

    /// Becomes a table.
    fn spread(&mut self) {
        let Self::Ints(ints) = self else { return };
        let (mut table, mut digits) = (Table::default(), itoa::Buffer::new());
        for value in ints.iter() {
            table.insert(Record::text(digits.format(value).as_bytes(), b"", None));
        }
        *self = Self::Table(Box::new(table));
    }

    /// All members.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        let (ints, table) = match self {
            Self::Ints(ints) => (Some(ints), None),
            Self::Table(table) => (None, Some(table)),
        };
        let ints = ints.into_iter().flat_map(|ints| ints.iter().map(Entry::Int));
        ints.chain(table.into_iter().flat_map(|table| table.iter().map(|record| Entry::Text(record.key()))))
    }

    /// Some member, each about as likely as any other; `random` chooses below its argument.
    #[must_use]
    pub fn sample(&self, mut random: impl FnMut(usize) -> usize) -> Option<Entry<'_>> {
        match self {
            Self::Ints(ints) if ints.is_empty() => None,
            Self::Ints(ints) => ints.at(random(ints.len())).map(Entry::Int),
            Self::Table(table) => table.sample(random).map(|record| Entry::Text(record.key())),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_another_set_holds(steps in prop::collection::vec((0_u8..14, any::<bool>()), 0..150)) {
            let (mut set, mut model) = (Set::default(), HashSet::new());
            for (member, insert) in steps {
                let member = if member == 13 { b"x".to_vec() } else { member.to_string().into_bytes() };
                if insert {
                    prop_assert_eq!(set.insert(&member, 10), model.insert(member));
                } else {
                    prop_assert_eq!(set.remove(&member), model.remove(&member));
                }
                prop_assert_eq!(set.len(), model.len());
            }
            prop_assert!(set.iter().all(|member| set.has(member) && model.contains(&member.to_vec())));
            let some = set.sample(|bound| bound - 1).map(|member| member.to_vec());
            prop_assert!(some.map_or(model.is_empty(), |some| model.contains(&some)));
        }
    }
}
