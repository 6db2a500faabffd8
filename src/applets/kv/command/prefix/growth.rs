//! What a command may add to its keys, reckoned before it runs: for quotas.
//!
//! Strings are reckoned to the byte, and so is what RENAME and COPY make; elements of collections by their bytes and
//! what one takes besides. What a command replaces or takes from another key is subtracted, so whatever makes a value
//! smaller is no growth. The result of an algebra (SUNIONSTORE and its like) is not known before: no more than its
//! sources hold, so it is let in while there is any room at all, and may go beyond it once. Commands that only remove,
//! and those that set when a key expires, are not reckoned: they always pass.

use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::call::Call;
use crate::applets::kv::command::table::DENYOOM;
use crate::applets::kv::store::hash::Hash;
use crate::applets::kv::store::list::List;
use crate::applets::kv::store::object::Collection;
use crate::applets::kv::store::pack::Entry;
use crate::applets::kv::store::set::Set;
use crate::applets::kv::store::sorted_set::SortedSet;
use crate::applets::kv::store::{Keys, Record, Value};
use crate::resp::Args;
use crate::resp::request::number;

/// What an element takes besides its bytes, about: from 3 in a pack to 24 in a table.
const ELEMENT_BYTES: i64 = 16;
/// What a collection takes besides its elements: an object, and the frame of a pack.
const COLLECTION_BYTES: usize = 32;
/// A small sketch.
const SKETCH_BYTES: usize = 32;
/// The longest number, as a text.
const NUMBER_BYTES: i64 = 24;

/// What a key may gain; negative where it loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Growth<'a> {
    pub(super) key: &'a [u8],
    pub(super) keys: i64,
    pub(super) bytes: i64,
}

/// What a command may add, key by key.
pub(super) fn of<'a>(call: &Call<'a, '_>) -> Vec<Growth<'a>> {
    let (args, look) = (call.args, Look { keys: call.keys, args: call.args });
    if call.spec.of.is_some() || args.len() < 2 {
        return Vec::new();
    }
    let key = args.at(1);
    let one = match call.spec.name {
        "set" => look.set(),
        "setex" | "psetex" => Some(look.replaced(key, Record::string_bytes(key, args.at(3), Some(0)))),
        "setnx" | "incr" | "decr" | "incrby" | "decrby" | "incrbyfloat" if look.has(key) => None,
        "setnx" | "getset" => Some(look.replaced(key, Record::string_bytes(key, args.at(2), None))),
        "mset" | "msetnx" => return look.pairs(),
        "append" => Some(look.text(key, look.length(key) + args.at(2).len())),
        "setrange" | "setbit" | "bitfield" => look.patched(call.spec.name),
        "incr" | "decr" | "incrby" | "decrby" => Some(look.replaced(key, Record::string_bytes(key, b"1", None))),
        "incrbyfloat" => Some(look.text(key, NUMBER_BYTES as usize)),
        "lpushx" | "rpushx" | "linsert" | "lset" if !look.has(key) => None,
        "lpush" | "rpush" | "lpushx" | "rpushx" => Some(look.grown(key, args.from(2).iter().map(element).sum())),
        "linsert" => Some(look.grown(key, element(args.at(4)))),
        "lset" => look.set_element(),
        "sadd" => Some(look.grown(key, look.new_members(args.from(2).iter()))),
        "zadd" | "geoadd" | "zincrby" => look.scored(call.spec.name),
        "hset" | "hmset" | "hsetnx" => look.fields(call.spec.name == "hsetnx"),
        "hincrby" | "hincrbyfloat" if look.field(key, args.at(2)).is_some() => None,
        "hincrby" | "hincrbyfloat" => Some(look.grown(key, element(args.at(2)) + NUMBER_BYTES)),
        "pfadd" if look.has(key) => Some(look.grown(key, args.from(2).len() as i64 * 4)),
        "pfadd" => Some(look.text(key, SKETCH_BYTES)),
        "restore" | "restore-asking" => look.restored(),
        "rename" | "renamenx" | "copy" | "smove" | "lmove" | "rpoplpush" | "blmove" | "brpoplpush" | "kv.zpopdue"
        | "kv.bzpopdue" => return look.moved(call),
        _ if call.spec.is(DENYOOM) => look.stored(call),
        _ => None,
    };
    one.into_iter().collect()
}

/// Bytes of an element with these.
fn element(word: &[u8]) -> i64 {
    word.len() as i64 + ELEMENT_BYTES
}

fn entry_bytes(entry: Entry) -> i64 {
    match entry {
        Entry::Int(_) => 8,
        Entry::Text(text) => text.len() as i64,
    }
}

/// Reads the words of a command and what its keys hold, without counting as a use.
struct Look<'a, 'k, 's> {
    keys: &'k Keys<'s>,
    args: Args<'a>,
}

impl<'a> Look<'a, '_, '_> {
    fn has(&self, key: &[u8]) -> bool {
        self.keys.peek(key).is_some()
    }

    fn bytes(&self, key: &[u8]) -> i64 {
        self.keys.peek(key).map_or(0, Record::memory_bytes) as i64
    }

    /// Bytes of a string.
    fn length(&self, key: &[u8]) -> usize {
        match self.keys.peek(key).map(Record::value) {
            Some(Value::Int(value)) => itoa::Buffer::new().format(value).len(),
            Some(Value::Text(text)) => text.len(),
            Some(Value::Object(_)) | None => 0,
        }
    }

    fn collection<T: Collection>(&self, key: &[u8]) -> Option<&T> {
        match self.keys.peek(key).map(Record::value) {
            Some(Value::Object(object)) => T::of(object),
            _ => None,
        }
    }

    fn field(&self, key: &[u8], field: &[u8]) -> Option<Entry<'_>> {
        self.collection::<Hash>(key)?.get(field)
    }

    fn says(&self, from: usize, option: &str) -> bool {
        self.args.from(from).iter().any(|word| is(word, option))
    }

    /// The value of a key gives way to one of so many bytes.
    fn replaced(&self, key: &'a [u8], bytes: usize) -> Growth<'a> {
        Growth { key, keys: i64::from(!self.has(key)), bytes: bytes as i64 - self.bytes(key) }
    }

    /// The string of a key becomes so long.
    fn text(&self, key: &'a [u8], length: usize) -> Growth<'a> {
        let expire = self.keys.peek(key).and_then(Record::expire);
        let (before, after) = (self.length(key), Record::text_bytes(key, length, expire));
        // One that has room to grow in place keeps it.
        if self.has(key) && length <= before { Growth { key, keys: 0, bytes: 0 } } else { self.replaced(key, after) }
    }

    /// The collection of a key gains so many bytes.
    fn grown(&self, key: &'a [u8], bytes: i64) -> Growth<'a> {
        if self.has(key) {
            return Growth { key, keys: 0, bytes };
        }
        Growth { key, keys: 1, bytes: bytes + Record::text_bytes(key, COLLECTION_BYTES, None) as i64 }
    }

    fn set(&self) -> Option<Growth<'a>> {
        let (key, text) = (self.args.at(1), self.args.at(2));
        if (self.says(3, "xx") && !self.has(key)) || (self.says(3, "nx") && self.has(key)) {
            return None;
        }
        let expire = if self.says(3, "keepttl") {
            self.keys.peek(key).and_then(Record::expire)
        } else {
            ["ex", "px", "exat", "pxat"].iter().any(|option| self.says(3, option)).then_some(0)
        };
        Some(self.replaced(key, Record::string_bytes(key, text, expire)))
    }

    fn pairs(&self) -> Vec<Growth<'a>> {
        let pairs = (1..self.args.len().saturating_sub(1)).step_by(2);
        pairs
            .map(|at| {
                let (key, text) = (self.args.at(at), self.args.at(at + 1));
                self.replaced(key, Record::string_bytes(key, text, None))
            })
            .collect()
    }

    /// SETRANGE, SETBIT, BITFIELD: the string reaches as far as they write.
    fn patched(&self, name: &str) -> Option<Growth<'a>> {
        let (key, args) = (self.args.at(1), self.args);
        let offset = |word: &[u8]| number(word).and_then(|offset| usize::try_from(offset).ok());
        let end = match name {
            "setrange" if args.at(3).is_empty() => None,
            "setrange" => offset(args.at(2)).map(|offset| offset.saturating_add(args.at(3).len())),
            "setbit" => offset(args.at(2)).map(|bit| bit / 8 + 1),
            _ => {
                let steps = (2..args.len().saturating_sub(3)).filter(|at| {
                    let word = args.at(*at);
                    is(word, "set") || is(word, "incrby")
                });
                let ends = steps.filter_map(|at| {
                    let width = offset(args.at(at + 1).get(1..)?)?;
                    let first = match args.at(at + 2) {
                        [b'#', digits @ ..] => offset(digits)?.checked_mul(width)?,
                        digits => offset(digits)?,
                    };
                    Some(first.checked_add(width)?.div_ceil(8))
                });
                ends.max()
            }
        };
        // What is beyond any string is refused by the command itself.
        let end = end.filter(|end| u32::try_from(*end).is_ok())?;
        Some(self.text(key, end.max(self.length(key))))
    }

    fn set_element(&self) -> Option<Growth<'a>> {
        let key = self.args.at(1);
        let index = number(self.args.at(2))?;
        let old = self.collection::<List>(key)?.get(index)?;
        Some(Growth { key, keys: 0, bytes: self.args.at(3).len() as i64 - entry_bytes(old) })
    }

    fn new_members(&self, members: impl Iterator<Item = &'a [u8]>) -> i64 {
        let set = self.collection::<Set>(self.args.at(1));
        members.filter(|member| !set.is_some_and(|set| set.contains(member))).map(element).sum()
    }

    fn scored(&self, name: &str) -> Option<Growth<'a>> {
        let (key, args) = (self.args.at(1), self.args);
        let is_option =
            |at: &usize| ["nx", "xx", "gt", "lt", "ch", "incr"].iter().any(|option| is(args.at(*at), option));
        let first = if name == "zincrby" { 2 } else { (2..args.len()).find(|at| !is_option(at)).unwrap_or(2) };
        let step = if name == "geoadd" { 3 } else { 2 };
        let only_old = (2..first).any(|at| is(args.at(at), "xx"));
        let set = self.collection::<SortedSet>(key);
        let members = args.from(first + step - 1);
        let is_new = |member: &&[u8]| set.is_none_or(|set| set.score(member).is_none());
        let bytes: i64 = members.iter().step_by(step).filter(is_new).map(|member| element(member) + 8).sum();
        (!only_old).then(|| self.grown(key, bytes))
    }

    fn fields(&self, only_new: bool) -> Option<Growth<'a>> {
        let (key, pairs) = (self.args.at(1), self.args.from(2));
        let mut bytes = 0;
        for at in (0..pairs.len().saturating_sub(1)).step_by(2) {
            let (field, value) = (pairs.at(at), pairs.at(at + 1));
            bytes += match self.field(key, field) {
                Some(_) if only_new => 0,
                Some(old) => value.len() as i64 - entry_bytes(old),
                None => element(field) + element(value),
            };
        }
        Some(self.grown(key, bytes))
    }

    fn restored(&self) -> Option<Growth<'a>> {
        let (key, payload) = (self.args.at(1), self.args.get(3)?);
        if self.has(key) && !self.says(4, "replace") {
            return None;
        }
        Some(self.replaced(key, Record::text_bytes(key, payload.len(), None)))
    }

    /// What goes from one key to another, or is doubled.
    fn moved(&self, call: &Call<'a, '_>) -> Vec<Growth<'a>> {
        let mut indexes = Vec::new();
        call.spec.keys.find(self.args, &mut indexes);
        let [source, .., target] = indexes[..] else { return Vec::new() };
        let (source, target) = (self.args.at(source), self.args.at(target));
        if source == target && call.spec.name != "copy" {
            return Vec::new();
        }
        let loss = |keys: bool, bytes: i64| Growth { key: source, keys: -i64::from(keys), bytes: -bytes };
        let gain = |bytes: i64| self.grown(target, bytes);
        let all = self.bytes(source);
        match call.spec.name {
            _ if all == 0 && !call.spec.name.starts_with("kv.") => Vec::new(),
            "renamenx" if self.has(target) => Vec::new(),
            "rename" | "renamenx" => vec![loss(true, all), self.replaced(target, all as usize)],
            "copy" if self.says(3, "db") => vec![Growth { key: target, keys: 1, bytes: all }],
            "copy" if self.has(target) && !self.says(3, "replace") => Vec::new(),
            "copy" => vec![self.replaced(target, all as usize)],
            "smove" => {
                let member = self.args.at(3);
                let Some(set) = self.collection::<Set>(source).filter(|set| set.contains(member)) else {
                    return Vec::new();
                };
                let is_new = self.collection::<Set>(target).is_none_or(|set| !set.contains(member));
                let bytes = if is_new { element(member) } else { 0 };
                vec![loss(set.len() == 1, element(member)), gain(bytes)]
            }
            // Members by time: how many is not known before.
            "kv.zpopdue" | "kv.bzpopdue" => vec![loss(false, 1), gain(1)],
            name => {
                let Some(list) = self.collection::<List>(source) else { return Vec::new() };
                let is_left = name.ends_with("lmove") && is(self.args.at(3), "left");
                let bytes = list.get(if is_left { 0 } else { -1 }).map_or(0, entry_bytes) + ELEMENT_BYTES;
                vec![loss(list.len() == 1, bytes), gain(bytes)]
            }
        }
    }

    /// What is made of other keys: no more than they hold.
    fn stored(&self, call: &Call<'a, '_>) -> Option<Growth<'a>> {
        let mut indexes = Vec::new();
        call.spec.keys.find(self.args, &mut indexes);
        let is_behind = matches!(call.spec.name, "sort" | "georadius" | "georadiusbymember");
        if is_behind && indexes.len() < 2 {
            return None;
        }
        let target = if is_behind { indexes.pop()? } else { indexes.remove(0) };
        let target = self.args.at(target);
        let held = indexes.iter().map(|at| self.bytes(self.args.at(*at)));
        let most = match call.spec.name {
            "sinterstore" | "zinterstore" => held.min(),
            "sdiffstore" | "zdiffstore" | "zrangestore" | "geosearchstore" => held.take(1).next(),
            "bitop" => held.max(),
            "pfmerge" => Some(held.sum::<i64>() + self.bytes(target)),
            _ => Some(held.sum()),
        };
        let most = most.unwrap_or(0);
        let keys = i64::from(most > 0 && !self.has(target));
        Some(Growth { key: target, keys, bytes: (most - self.bytes(target)).signum() })
    }
}
