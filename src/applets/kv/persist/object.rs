//! Between values of the store and values of dumps; the only file here that knows the encodings of both.

use std::sync::atomic::Ordering;

use super::rdb_write::{self, Compression, code};
use super::value::{Items, Value};
use crate::applets::kv::server::settings::Settings;
use crate::applets::kv::store::hash::{self, Hash};
use crate::applets::kv::store::list::{self, List};
use crate::applets::kv::store::pack::Entry;
use crate::applets::kv::store::set::Set;
use crate::applets::kv::store::sorted_set::{self, SortedSet};
use crate::applets::kv::store::{Kind, Object, Record, record};

/// The number that dumps give to the type of a record.
#[must_use]
pub fn code_of(record: &Record) -> u8 {
    match record.kind() {
        Kind::String | Kind::Stream => code::STRING,
        Kind::List => code::LIST,
        Kind::Set => code::SET,
        Kind::Sorted => code::SORTED,
        Kind::Hash => code::HASH,
    }
}

/// Adds the value of a record.
pub fn encode(out: &mut Vec<u8>, record: &Record, compression: Compression) {
    match record.value() {
        record::Value::Int(value) => rdb_write::int(out, value),
        record::Value::Text(text) => rdb_write::text(out, text, compression),
        record::Value::Object(object) => encode_object(out, object, compression),
    }
}

fn encode_object(out: &mut Vec<u8>, object: &Object, compression: Compression) {
    match object {
        Object::Text(text) => rdb_write::text(out, text, compression),
        Object::List(list) => {
            rdb_write::length(out, list.len() as u64);
            list.iter().for_each(|item| encode_entry(out, item, compression));
        }
        Object::Set(set) => {
            rdb_write::length(out, set.len() as u64);
            set.iter().for_each(|member| encode_entry(out, member, compression));
        }
        Object::Hash(hash) => {
            rdb_write::length(out, hash.len() as u64);
            hash.each(|field, value| {
                encode_entry(out, field, compression);
                encode_entry(out, value, compression);
            });
        }
        Object::Sorted(sorted) => {
            rdb_write::length(out, sorted.len() as u64);
            sorted.each(0..sorted.len(), false, |member, score| {
                rdb_write::text(out, member, compression);
                out.extend_from_slice(&score.to_le_bytes());
            });
        }
    }
}

fn encode_entry(out: &mut Vec<u8>, entry: Entry, compression: Compression) {
    match entry {
        Entry::Int(value) => rdb_write::int(out, value),
        Entry::Text(text) => rdb_write::text(out, text, compression),
    }
}

/// Why a value cannot be held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// A collection of nothing.
    Empty,
    /// A member or field comes twice.
    Twice,
    /// A type that the store does not have.
    Type(String),
}

/// The record of a key and a decoded value.
///
/// # Errors
/// See [`Unfit`].
pub fn record(key: &[u8], value: Value, expire: Option<u64>, settings: &Settings) -> Result<Record, Unfit> {
    if value.is_empty() {
        return Err(Unfit::Empty);
    }
    let object = match value {
        Value::String(text) => return Ok(Record::string(key, &text, expire)),
        Value::List(items) => Object::List(list(&items, settings)),
        Value::Set(items) => Object::Set(set(&items, settings)?),
        Value::Hash(items) => Object::Hash(hash(&items, settings)?),
        Value::Sorted(items, scores) => Object::Sorted(sorted(&items, &scores, settings)?),
        Value::Opaque { name, .. } => return Err(Unfit::Type(name)),
    };
    Ok(Record::object(key, object, expire))
}

fn list(items: &Items, settings: &Settings) -> List {
    let limit = list::Limit::of(settings.list_pack.load(Ordering::Relaxed));
    let mut list = List::default();
    items.iter().for_each(|item| list.push(list::End::Right, item, limit));
    list
}

fn set(items: &Items, settings: &Settings) -> Result<Set, Unfit> {
    let most = settings.set_pack_entries.load(Ordering::Relaxed) as usize;
    let mut set = Set::default();
    if items.iter().all(|member| set.insert(member, most)) { Ok(set) } else { Err(Unfit::Twice) }
}

fn sorted(items: &Items, scores: &[f64], settings: &Settings) -> Result<SortedSet, Unfit> {
    let limits = sorted_set::Limits {
        entries: settings.sorted_pack_entries.load(Ordering::Relaxed) as usize,
        bytes: settings.sorted_pack_bytes.load(Ordering::Relaxed) as usize,
    };
    let members = items.iter().map(<[u8]>::to_vec).zip(scores.iter().copied());
    let sorted = SortedSet::from_members(members, limits);
    // A member that came twice is there once.
    if sorted.len() == items.len() { Ok(sorted) } else { Err(Unfit::Twice) }
}

fn hash(items: &Items, settings: &Settings) -> Result<Hash, Unfit> {
    let limit = hash::Limit {
        fields: settings.hash_pack_entries.load(Ordering::Relaxed) as usize,
        bytes: settings.hash_pack_bytes.load(Ordering::Relaxed) as usize,
    };
    let mut hash = Hash::default();
    let longest = items.iter().map(<[u8]>::len).max().unwrap_or(0);
    hash.admit(longest, items.bytes(), limit);
    if items.pairs().all(|(field, value)| hash.set(field, value, limit)) { Ok(hash) } else { Err(Unfit::Twice) }
}
