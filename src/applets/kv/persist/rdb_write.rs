//! Writes dumps, into memory: [`snapshot`](super::snapshot) brings them to a disk.
//!
//! Collections are written in the plain forms (types 0, 1, 2, 4 and 5), which every Redis since 4.0 reads, so the
//! version in the header is 9 and a dump moves to Redis 5 as well as to Valkey. It costs some bytes that LZF and
//! packing would save, and no loader is slower for it.

use super::value::Value;
use super::{crc64, lzf};
use crate::resp::request::number;

/// The version that is written where nothing asks for another.
pub const LOWEST: u16 = 9;
/// A text up to here may be a number.
const NUMBER_BYTES: usize = 11;
/// A text up to here is not compressed.
const PLAIN_BYTES: usize = 20;

/// Whether long texts are compressed (`rdbcompression`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// They are.
    Lzf,
    /// They are not.
    None,
}

/// The numbers of types and of what stands between keys.
pub mod code {
    /// A string.
    pub const STRING: u8 = 0;
    /// A list.
    pub const LIST: u8 = 1;
    /// A set.
    pub const SET: u8 = 2;
    /// A hash.
    pub const HASH: u8 = 4;
    /// A sorted set, its scores in eight bytes.
    pub const SORTED: u8 = 5;
    /// The source of a library of functions.
    pub const FUNCTION: u8 = 245;
    /// Seconds without a use.
    pub const IDLE: u8 = 248;
    /// A counter of uses.
    pub const FREQUENCY: u8 = 249;
    /// Something about the dump.
    pub const AUX: u8 = 250;
    /// How many keys follow.
    pub const RESIZE: u8 = 251;
    /// When the next key expires, in milliseconds.
    pub const EXPIRE: u8 = 252;
    /// Another database.
    pub const DATABASE: u8 = 254;
    /// The end.
    pub const END: u8 = 255;
}

/// Adds a length.
pub fn length(out: &mut Vec<u8>, length: u64) {
    match length {
        0..0x40 => out.push(length as u8),
        0x40..0x4000 => out.extend_from_slice(&[0x40 | (length >> 8) as u8, length as u8]),
        0x4000..=0xFFFF_FFFF => {
            out.push(0x80);
            out.extend_from_slice(&(length as u32).to_be_bytes());
        }
        _ => {
            out.push(0x81);
            out.extend_from_slice(&length.to_be_bytes());
        }
    }
}

/// Adds a text that is this number.
pub fn int(out: &mut Vec<u8>, value: i64) {
    if let Ok(small) = i8::try_from(value) {
        out.extend_from_slice(&[0xC0, small as u8]);
    } else if let Ok(small) = i16::try_from(value) {
        out.push(0xC1);
        out.extend_from_slice(&small.to_le_bytes());
    } else if let Ok(small) = i32::try_from(value) {
        out.push(0xC2);
        out.extend_from_slice(&small.to_le_bytes());
    } else {
        let mut digits = itoa::Buffer::new();
        plain(out, digits.format(value).as_bytes());
    }
}

fn plain(out: &mut Vec<u8>, text: &[u8]) {
    length(out, text.len() as u64);
    out.extend_from_slice(text);
}

/// Adds a text: as a number where it is one, compressed where that is shorter.
pub fn text(out: &mut Vec<u8>, text: &[u8], compression: Compression) {
    if text.len() <= NUMBER_BYTES
        && let Some(value) = number(text)
        && i32::try_from(value).is_ok()
    {
        return int(out, value);
    }
    if compression == Compression::Lzf
        && text.len() > PLAIN_BYTES
        && let Some(packed) = lzf::compress(text)
    {
        out.push(0xC3);
        length(out, packed.len() as u64);
        length(out, text.len() as u64);
        out.extend_from_slice(&packed);
        return;
    }
    plain(out, text);
}

/// Adds a collection whose `count` elements come from `items`, behind its count.
pub fn items<'i>(out: &mut Vec<u8>, count: usize, items: impl Iterator<Item = &'i [u8]>, compression: Compression) {
    length(out, count as u64);
    items.for_each(|item| text(out, item, compression));
}

/// The number of a value's type.
#[must_use]
pub const fn code_of(value: &Value) -> u8 {
    match value {
        Value::String(_) => code::STRING,
        Value::List(_) => code::LIST,
        Value::Set(_) => code::SET,
        Value::Sorted(..) => code::SORTED,
        Value::Hash(_) => code::HASH,
        Value::Opaque { code, .. } => *code,
    }
}

/// Adds a value, without its type.
pub fn value(out: &mut Vec<u8>, value: &Value, compression: Compression) {
    match value {
        Value::String(string) => text(out, string, compression),
        Value::List(list) | Value::Set(list) => items(out, list.len(), list.iter(), compression),
        Value::Hash(pairs) => items(out, pairs.len() / 2, pairs.iter(), compression),
        Value::Sorted(members, scores) => {
            length(out, members.len() as u64);
            for (member, score) in members.iter().zip(scores) {
                text(out, member, compression);
                out.extend_from_slice(&score.to_le_bytes());
            }
        }
        Value::Opaque { raw, .. } => out.extend_from_slice(raw),
    }
}

/// What stands before the type of a key.
pub fn attributes(out: &mut Vec<u8>, expire: Option<u64>, idle: Option<u64>, frequency: Option<u8>) {
    if let Some(expire) = expire {
        out.push(code::EXPIRE);
        out.extend_from_slice(&expire.to_le_bytes());
    }
    if let Some(idle) = idle {
        out.push(code::IDLE);
        length(out, idle);
    }
    if let Some(frequency) = frequency {
        out.extend_from_slice(&[code::FREQUENCY, frequency]);
    }
}

/// Adds something about the dump.
pub fn aux(out: &mut Vec<u8>, name: &str, value: &str) {
    out.push(code::AUX);
    text(out, name.as_bytes(), Compression::None);
    text(out, value.as_bytes(), Compression::None);
}

/// The first bytes of a dump of this version; 80 is Valkey's.
#[must_use]
pub fn header(version: u32) -> Vec<u8> {
    if version == super::rdb_read::VALKEY { b"VALKEY080".to_vec() } else { format!("REDIS{version:04}").into_bytes() }
}

/// Completes what DUMP answers: `body` is a type and a value.
#[must_use]
pub fn payload(mut body: Vec<u8>) -> Vec<u8> {
    body.extend_from_slice(&LOWEST.to_le_bytes());
    let crc = crc64::update(0, &body);
    body.extend_from_slice(&crc.to_le_bytes());
    body
}
