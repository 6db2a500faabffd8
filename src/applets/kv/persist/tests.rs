//! The format both ways, and what damage does.

use proptest::prelude::*;

use super::rdb_read::{self, Part, Reader};
use super::rdb_write::{self, Compression, code};
use super::value::{Items, Value};
use super::{crc64, object};
use crate::applets::kv::server::settings::Settings;

fn items(words: &[&[u8]]) -> Items {
    let mut items = Items::default();
    for word in words {
        items.push(word);
    }
    items
}

fn values() -> Vec<Value> {
    vec![
        Value::String(b"text".to_vec()),
        Value::String(b"-12345".to_vec()),
        Value::String(b"abc".repeat(500)),
        Value::List(items(&[b"a", b"1", b"", b"70000"])),
        Value::Set(items(&[b"x", b"y"])),
        Value::Set(items(&[b"1", b"2"])),
        Value::Hash(items(&[b"field", b"value", b"other", b"1"])),
        Value::Sorted(items(&[b"one", b"two"]), vec![1.5, f64::INFINITY]),
    ]
}

/// A dump of all of them.
fn dump() -> Vec<u8> {
    let mut out = rdb_write::header(9);
    rdb_write::aux(&mut out, "redis-ver", "7.0.15");
    out.extend_from_slice(&[code::DATABASE, 3, code::RESIZE, 8, 1]);
    for (at, value) in values().iter().enumerate() {
        rdb_write::attributes(&mut out, (at == 0).then_some(99_999_999_999_999), None, (at == 1).then_some(7));
        out.push(rdb_write::code_of(value));
        rdb_write::text(&mut out, format!("key{at}").as_bytes(), Compression::Lzf);
        rdb_write::value(&mut out, value, Compression::Lzf);
    }
    out.push(code::END);
    let crc = crc64::update(0, &out);
    out.extend_from_slice(&crc.to_le_bytes());
    out
}

fn read(bytes: &[u8]) -> Result<Vec<Part>, rdb_read::ReadError> {
    let mut reader = Reader::new(bytes, 0)?;
    let mut parts = Vec::new();
    while let Some(part) = reader.next()? {
        parts.push(part);
    }
    Ok(parts)
}

#[test]
fn what_is_written_is_read() {
    let parts = read(&dump()).unwrap();
    let found: Vec<_> =
        parts.iter().filter_map(|part| if let Part::Key(entry) = part { Some(entry) } else { None }).collect();
    assert_eq!(found.iter().map(|entry| entry.value.clone()).collect::<Vec<_>>(), values());
    assert_eq!((found[0].expire, found[1].frequency), (Some(99_999_999_999_999), Some(7)));
    assert!(parts.contains(&Part::Database(3)) && parts.contains(&Part::Resize(8, 1)));
}

#[test]
fn a_dump_cut_off_anywhere_is_refused_at_a_byte() {
    let bytes = dump();
    for end in 0..bytes.len() {
        match read(&bytes[..end]) {
            Err(rdb_read::ReadError::Truncated { offset, .. }) => assert!(offset <= end as u64),
            other => panic!("cut at {end}: {other:?}"),
        }
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let bytes = dump();
    // Not within the version: what claims to be older than checksums has none.
    for at in (0..5).chain(9..bytes.len()) {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            assert!(read(&damaged).is_err(), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn a_value_goes_through_the_store_and_comes_back() {
    let settings = Settings::default();
    for value in values() {
        let record = object::record(b"key", value.clone(), None, &settings).unwrap();
        let payload = super::load::payload_of(&record, Compression::Lzf);
        let back = rdb_read::payload(&payload, 0).unwrap();
        match (&back, &value) {
            (Value::Set(back), Value::Set(value)) => {
                let sorted = |items: &Items| {
                    let mut all: Vec<_> = items.iter().map(<[u8]>::to_vec).collect();
                    all.sort();
                    all
                };
                assert_eq!(sorted(back), sorted(value));
            }
            _ => assert_eq!(back, value),
        }
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let settings = Settings::default();
    let unfit = |value| object::record(b"key", value, None, &settings).unwrap_err();
    assert_eq!(unfit(Value::Set(items(&[b"a", b"a"]))), object::Unfit::Twice);
    assert_eq!(unfit(Value::Hash(items(&[b"a", b"1", b"a", b"2"]))), object::Unfit::Twice);
    assert_eq!(unfit(Value::List(items(&[]))), object::Unfit::Empty);
}

proptest! {
    #[test]
    fn damaged_payloads_never_panic(at in 0_usize..200, byte: u8, extra in prop::collection::vec(any::<u8>(), 0..60), code in 0_u8..26) {
        let settings = Settings::default();
        for value in values() {
            let mut body = vec![rdb_write::code_of(&value)];
            rdb_write::value(&mut body, &value, Compression::None);
            let at = at % body.len();
            body[at] = byte;
            if let Ok(value) = rdb_read::payload(&rdb_write::payload(body), 0) {
                let _ = object::record(b"key", value, None, &settings);
            }
        }
        let mut body = vec![code];
        body.extend_from_slice(&extra);
        if let Ok(value) = rdb_read::payload(&rdb_write::payload(body), 0) {
            let _ = object::record(b"key", value, None, &settings);
        }
    }
}
