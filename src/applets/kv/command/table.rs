//! The command table: one row for each command, next to its function; and finding a row by its name.
//!
//! Rows are the only place that knows arity, flags, keys and summary. COMMAND, ACL, the dispatcher's locks, help,
//! completion and the reference are made from them. Flags carry the names of Redis; [`EVERYTHING`] and [`WALK`] are
//! ours and say what is locked.

use std::sync::LazyLock;

use super::{Call, FAMILIES, Outcome};
use crate::resp::Args;

/// Changes keys.
pub const WRITE: u32 = 1;
/// Only reads keys.
pub const READONLY: u32 = 1 << 1;
/// May need memory, so is refused when there is none left.
pub const DENYOOM: u32 = 1 << 2;
/// For operators.
pub const ADMIN: u32 = 1 << 3;
/// Publishes or subscribes.
pub const PUBSUB: u32 = 1 << 4;
/// Not from scripts.
pub const NOSCRIPT: u32 = 1 << 5;
/// May wait.
pub const BLOCKING: u32 = 1 << 6;
/// Works while a snapshot is being loaded.
pub const LOADING: u32 = 1 << 7;
/// Works on a replica that lost its master.
pub const STALE: u32 = 1 << 8;
/// Is not shown by MONITOR.
pub const SKIP_MONITOR: u32 = 1 << 9;
/// Is not logged when slow.
pub const SKIP_SLOWLOG: u32 = 1 << 10;
/// Takes constant or logarithmic time.
pub const FAST: u32 = 1 << 11;
/// Works before AUTH.
pub const NO_AUTH: u32 = 1 << 12;
/// Is not queued by MULTI.
pub const NO_MULTI: u32 = 1 << 13;
/// May write as a replica reads: its keys are not those of the row.
pub const MAY_REPLICATE: u32 = 1 << 14;
/// Works while a script runs too long.
pub const ALLOW_BUSY: u32 = 1 << 15;
/// Dangerous to hand out: the ACL category beside ADMIN.
pub const DANGEROUS: u32 = 1 << 16;
/// About keys of any type: the ACL category.
pub const KEYSPACE: u32 = 1 << 17;
/// Runs with all stripes held.
pub const EVERYTHING: u32 = 1 << 18;
/// Walks over the store a stripe at a time; within EXEC, with all stripes held.
pub const WALK: u32 = 1 << 19;
/// Carries out other commands, under locks of its own.
pub const TRANSACTS: u32 = 1 << 20;

/// Where the keys stand among the words.
#[derive(Clone, Copy)]
pub enum KeySpec {
    /// Nowhere.
    None,
    /// From `first` to `last` (negative: from the end), every `step`-th.
    Range {
        /// The first.
        first: usize,
        /// The last.
        last: isize,
        /// From key to key.
        step: usize,
    },
    /// As many as the word at this index says, behind it.
    Counted(usize),
    /// The word at 1, and as many as the word at 2 says, behind it.
    StoreCounted,
    /// Whatever this function finds; it pushes the indexes.
    Custom(fn(Args, &mut Vec<usize>)),
}

impl KeySpec {
    /// The word behind the name.
    pub const ONE: Self = Self::Range { first: 1, last: 1, step: 1 };
    /// The two words behind the name.
    pub const TWO: Self = Self::Range { first: 1, last: 2, step: 1 };
    /// All words behind the name.
    pub const ALL: Self = Self::Range { first: 1, last: -1, step: 1 };
    /// Every second word behind the name.
    pub const PAIRS: Self = Self::Range { first: 1, last: -1, step: 2 };
    /// All words but the last, which is a timeout.
    pub const BUT_LAST: Self = Self::Range { first: 1, last: -2, step: 1 };
    /// The word behind the name of a subcommand.
    pub const SUB: Self = Self::Range { first: 2, last: 2, step: 1 };

    /// The indexes of the keys among `args`.
    pub fn find(self, args: Args, found: &mut Vec<usize>) {
        let counted = |at: usize, found: &mut Vec<usize>| {
            let count = args.get(at).and_then(crate::resp::request::number).unwrap_or(0);
            let behind = args.len().saturating_sub(at + 1);
            found.extend((at + 1..).take(behind.min(usize::try_from(count).unwrap_or(0))));
        };
        match self {
            Self::None => {}
            Self::Range { first, last, step } => {
                let last = if last < 0 { args.len().saturating_add_signed(last) } else { last as usize };
                found.extend((first..=last.min(args.len() - 1)).step_by(step));
            }
            Self::Counted(at) => counted(at, found),
            Self::StoreCounted => {
                found.push(1);
                counted(2, found);
            }
            Self::Custom(find) => find(args, found),
        }
    }
}

/// What a command does.
pub type Run = fn(&mut Call) -> Outcome;

/// A row.
#[derive(Clone, Copy)]
pub struct Spec {
    /// In lower case.
    pub name: &'static str,
    /// The number of words, the name included; negative: at least so many.
    pub arity: i32,
    /// See the constants of this module.
    pub flags: u32,
    /// Where its keys are.
    pub keys: KeySpec,
    /// The Redis version that brought it.
    pub since: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// Does it.
    pub run: Run,
    /// Subcommands, where it is only a container.
    pub subs: &'static [Self],
    /// The name of the container, for subcommands.
    pub of: Option<&'static str>,
}

/// A row to be completed; see [`Spec`].
#[must_use]
pub const fn command(name: &'static str, arity: i32, run: Run) -> Spec {
    Spec { name, arity, flags: 0, keys: KeySpec::None, since: "1.0.0", about: "", run, subs: &[], of: None }
}

/// A row of a subcommand of `of`.
#[must_use]
pub const fn sub(of: &'static str, name: &'static str, arity: i32, run: Run) -> Spec {
    Spec { of: Some(of), ..command(name, arity, run) }
}

impl Spec {
    /// Sets the flags.
    #[must_use]
    pub const fn flags(self, flags: u32) -> Self {
        Self { flags, ..self }
    }

    /// Sets where the keys are.
    #[must_use]
    pub const fn keys(self, keys: KeySpec) -> Self {
        Self { keys, ..self }
    }

    /// Sets version and summary.
    #[must_use]
    pub const fn about(self, since: &'static str, about: &'static str) -> Self {
        Self { since, about, ..self }
    }

    /// Sets the subcommands.
    #[must_use]
    pub const fn subs(self, subs: &'static [Self]) -> Self {
        Self { subs, ..self }
    }

    /// Whether it has all of these flags.
    #[inline]
    #[must_use]
    pub const fn is(&self, flags: u32) -> bool {
        self.flags & flags == flags
    }

    /// Whether `count` words are right.
    #[inline]
    #[must_use]
    pub const fn takes(&self, count: usize) -> bool {
        if self.arity < 0 { count as i64 >= -(self.arity as i64) } else { count as i64 == self.arity as i64 }
    }

    /// As messages name it: `get`, `config|get`.
    #[must_use]
    pub fn full_name(&self) -> String {
        self.of.map_or_else(|| self.name.to_owned(), |of| format!("{of}|{}", self.name))
    }
}

impl std::fmt::Debug for Spec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.full_name())
    }
}

/// A family of commands, as the documentation groups them.
#[derive(Debug)]
pub struct Family {
    /// The group of COMMAND DOCS: `string`, `generic`, …
    pub group: &'static str,
    /// The ACL category beside those of the flags; empty for none.
    pub category: &'static str,
    /// Its rows.
    pub commands: &'static [Spec],
}

/// A row as the table holds it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The row.
    pub spec: &'static Spec,
    /// Its family.
    pub family: &'static Family,
    /// Its number, for counters; subcommands come behind their container.
    pub id: usize,
    /// Whether it is done in constant time on one key, so that timing one of some calls is enough.
    pub is_brief: bool,
}

/// All rows, by hash of their names.
struct Table {
    /// Open addressing; the index into `entries` plus one.
    slots: Box<[u16]>,
    entries: Vec<Entry>,
    /// Of each container: where its subcommands begin in `subs`.
    subs: Vec<Entry>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// A power of two, several times the number of commands.
const SLOTS: usize = 2048;

impl Table {
    fn new() -> Self {
        let mut table = Self { slots: vec![0; SLOTS].into(), entries: Vec::new(), subs: Vec::new() };
        let mut id = 0;
        for family in FAMILIES {
            for spec in family.commands {
                table.entries.push(Entry { spec, family, id, is_brief: is_brief(spec, family) });
                id += 1;
                for spec in spec.subs {
                    table.subs.push(Entry { spec, family, id, is_brief: false });
                    id += 1;
                }
                let mut slot = slot_of(spec.name.as_bytes());
                while table.slots[slot] != 0 {
                    slot = (slot + 1) % SLOTS;
                }
                table.slots[slot] = table.entries.len() as u16;
            }
        }
        table
    }
}

fn is_brief(spec: &Spec, family: &Family) -> bool {
    let is_single = matches!(spec.keys, KeySpec::Range { first: 1, last: 1, .. });
    is_single && !spec.is(BLOCKING) && (spec.is(FAST) || family.group == "string")
}

/// From the length and the first and last eight bytes, in any case.
#[inline]
fn slot_of(name: &[u8]) -> usize {
    let (mut head, mut tail) = ([0; 8], [0; 8]);
    let length = name.len().min(8);
    head[..length].copy_from_slice(&name[..length]);
    tail[..length].copy_from_slice(&name[name.len() - length..]);
    // Bit 5 is the case of letters.
    let word = (u64::from_le_bytes(head) | 0x2020_2020_2020_2020)
        .wrapping_add((u64::from_le_bytes(tail) | 0x2020_2020_2020_2020).rotate_left(29))
        .wrapping_add(name.len() as u64);
    (word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize
}

/// The command of this name, in any case.
#[inline]
#[must_use]
pub fn find(name: &[u8]) -> Option<Entry> {
    let table = &*TABLE;
    let mut slot = slot_of(name);
    loop {
        let entry = table.entries.get(usize::from(table.slots[slot]).checked_sub(1)?)?;
        if entry.spec.name.as_bytes().eq_ignore_ascii_case(name) {
            return Some(*entry);
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// The subcommand of this name, in any case.
#[must_use]
pub fn find_sub(container: &Spec, name: &[u8]) -> Option<Entry> {
    let of = Some(container.name);
    TABLE
        .subs
        .iter()
        .find(|entry| entry.spec.of == of && entry.spec.name.as_bytes().eq_ignore_ascii_case(name))
        .copied()
}

/// All commands, without subcommands.
#[must_use]
pub fn all() -> &'static [Entry] {
    &TABLE.entries
}

/// The command or subcommand of this number.
#[must_use]
pub fn by_id(id: usize) -> Option<Entry> {
    all().iter().chain(all_subs()).find(|entry| entry.id == id).copied()
}

/// All subcommands.
#[must_use]
pub fn all_subs() -> &'static [Entry] {
    &TABLE.subs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_found_in_any_case_and_complete() {
        for entry in all() {
            let spec = entry.spec;
            assert_eq!(find(spec.name.to_uppercase().as_bytes()).map(|found| found.id), Some(entry.id), "{spec:?}");
            assert!(spec.about.ends_with('.') && spec.arity != 0, "{spec:?} lacks its summary or arity");
            assert!(!(spec.is(WRITE) && spec.is(READONLY)), "{spec:?}");
        }
        for entry in all_subs() {
            let container = find(entry.spec.of.unwrap().as_bytes()).unwrap();
            assert_eq!(find_sub(container.spec, entry.spec.name.as_bytes()).map(|found| found.id), Some(entry.id));
        }
        assert!(find(b"nothing").is_none());
        assert!(find(b"").is_none());
    }

    #[test]
    fn keys_are_found_where_the_row_says() {
        let spans: Vec<_> = (0..6).map(|at| crate::resp::Span { start: at, end: at + 1 }).collect();
        let args = Args::new(b"c1234x", &spans);
        let found = |spec: KeySpec| {
            let mut found = Vec::new();
            spec.find(args, &mut found);
            found
        };
        assert_eq!(found(KeySpec::ONE), [1]);
        assert_eq!(found(KeySpec::PAIRS), [1, 3, 5]);
        assert_eq!(found(KeySpec::BUT_LAST), [1, 2, 3, 4]);
        assert_eq!(found(KeySpec::Counted(1)), [2]);
        assert_eq!(found(KeySpec::StoreCounted), [1, 3, 4]);
        assert_eq!(found(KeySpec::Counted(4)), [5], "never more than there are");
    }
}
