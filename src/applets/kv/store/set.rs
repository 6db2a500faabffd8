//! A set: sorted numbers in one run of bytes while they are few, words in a pack while they are few and short, a table
//! beyond.
//!
//! Redis 7.0 has no packs here and says `hashtable` of them, so we do.

use super::intset::IntSet;
use super::pack::{Entry, Pack};
use super::record::{Record, int_of};
use super::table::Table;

/// Members without order.
#[derive(Debug, Clone)]
pub enum Set {
    /// Only numbers.
    Ints(IntSet),
    /// Any words.
    Words(Box<Words>),
}

/// Members that are not only numbers.
#[derive(Debug, Clone)]
pub enum Words {
    /// Up to [`MOST_PACKED`] short ones.
    Pack(Pack),
    /// A record for each member.
    Table(Box<Table>),
}

/// Looking through so many costs about what finding one in a table does.
const MOST_PACKED: usize = 64;
/// Longer members are not packed.
const PACKED_BYTES: usize = 64;

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
            Self::Words(_) => "hashtable",
        }
    }

    /// Bytes on the heap, about.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        match self {
            Self::Ints(ints) => ints.bytes().len(),
            Self::Words(words) => {
                size_of::<Words>()
                    + match &**words {
                        Words::Pack(pack) => pack.bytes().len(),
                        Words::Table(table) => table.memory_bytes(),
                    }
            }
        }
    }

    /// How many members.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Ints(ints) => ints.len(),
            Self::Words(words) => match &**words {
                Words::Pack(pack) => pack.len(),
                Words::Table(table) => table.len(),
            },
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The table of a large set.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        match self {
            Self::Words(words) => {
                if let Words::Table(table) = &**words {
                    Some(table)
                } else {
                    None
                }
            }
            Self::Ints(_) => None,
        }
    }

    /// Whether it holds a member.
    #[inline]
    #[must_use]
    pub fn contains(&self, member: &[u8]) -> bool {
        match self {
            Self::Ints(ints) => int_of(member).is_some_and(|value| ints.contains(value)),
            Self::Words(words) => match &**words {
                Words::Pack(pack) => pack.find(pack.first(), member, 1).is_some(),
                Words::Table(table) => table.contains(member),
            },
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
            Self::Words(words) => words.insert(member),
            Self::Ints(_) => false,
        }
    }

    /// Takes a member out; `false` where it is not there.
    pub fn remove(&mut self, member: &[u8]) -> bool {
        match self {
            Self::Ints(ints) => int_of(member).is_some_and(|value| ints.remove(value)),
            Self::Words(words) => match &mut **words {
                Words::Table(table) => table.remove(member).is_some(),
                Words::Pack(pack) => {
                    let found = pack.find(pack.first(), member, 1);
                    if let Some(at) = found {
                        pack.remove(at, 1);
                    }
                    found.is_some()
                }
            },
        }
    }

    /// Numbers become words.
    fn spread(&mut self) {
        let Self::Ints(ints) = self else { return };
        let (mut words, mut digits) = (Words::Pack(Pack::new()), itoa::Buffer::new());
        for value in ints.iter() {
            words.insert(digits.format(value).as_bytes());
        }
        *self = Self::Words(Box::new(words));
    }

    /// All members.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        let (ints, pack, table) = match self {
            Self::Ints(ints) => (Some(ints), None, None),
            Self::Words(words) => match &**words {
                Words::Pack(pack) => (None, Some(pack), None),
                Words::Table(table) => (None, None, Some(table)),
            },
        };
        let ints = ints.into_iter().flat_map(|ints| ints.iter().map(Entry::Int));
        let table = table.into_iter().flat_map(|table| table.iter().map(|record| Entry::Text(record.key())));
        ints.chain(pack.into_iter().flatten()).chain(table)
    }

    /// Some member, each about as likely as any other; `random` chooses below its argument.
    #[must_use]
    pub fn sample(&self, mut random: impl FnMut(usize) -> usize) -> Option<Entry<'_>> {
        match self {
            Self::Ints(ints) if ints.is_empty() => None,
            Self::Ints(ints) => ints.at(random(ints.len())).map(Entry::Int),
            Self::Words(words) => match &**words {
                Words::Pack(pack) if pack.is_empty() => None,
                Words::Pack(pack) => pack.at(random(pack.len())).map(|at| pack.get(at)),
                Words::Table(table) => table.sample(random).map(|record| Entry::Text(record.key())),
            },
        }
    }
}

impl Words {
    /// Adds a member; `false` where it is there already.
    fn insert(&mut self, member: &[u8]) -> bool {
        if let Self::Pack(pack) = self {
            if pack.find(pack.first(), member, 1).is_some() {
                return false;
            }
            if pack.len() < MOST_PACKED && member.len() <= PACKED_BYTES {
                pack.push_back(member);
                return true;
            }
            let (mut table, mut digits) = (Table::default(), itoa::Buffer::new());
            for known in pack.iter() {
                table.insert(Record::text(known.bytes(&mut digits), b"", None));
            }
            *self = Self::Table(Box::new(table));
        }
        match self {
            Self::Table(table) => !table.contains(member) && table.insert(Record::text(member, b"", None)),
            Self::Pack(_) => false,
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
        fn it_holds_what_another_set_holds(steps in prop::collection::vec((0_u8..150, any::<bool>()), 0..400)) {
            let (mut set, mut model) = (Set::default(), HashSet::new());
            for (member, insert) in steps {
                let member = if member % 14 == 13 { format!("x{member}").into_bytes() } else { member.to_string().into_bytes() };
                if insert {
                    prop_assert_eq!(set.insert(&member, 10), model.insert(member));
                } else {
                    prop_assert_eq!(set.remove(&member), model.remove(&member));
                }
                prop_assert_eq!(set.len(), model.len());
            }
            prop_assert!(set.iter().all(|member| set.has(member) && model.contains(&member.to_vec())));
            let mut random = crate::kit::random::Random::seeded(3);
            let some = set.sample(|bound| random.below(bound as u64) as usize).map(|member| member.to_vec());
            prop_assert!(some.map_or(model.is_empty(), |some| model.contains(&some)));
        }
    }
}
