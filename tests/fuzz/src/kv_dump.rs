//! The reader of dumps, against itself with the bytes cut elsewhere; and what it reads goes into the store, out of it as
//! the bytes of DUMP, and back.
//!
//! A first byte `p` makes the rest a payload of RESTORE, whose footer is put right; anything else is the whole dump.

use std::io::Read;
use std::sync::OnceLock;

use toolbox::applets::kv::persist::rdb_read::{Part, Reader, payload};
use toolbox::applets::kv::persist::rdb_write::{self, Compression};
use toolbox::applets::kv::persist::value::{Items, Value};
use toolbox::applets::kv::persist::{load, object};
use toolbox::applets::kv::server::settings::Settings;

/// When it is, for times of fields.
const NOW: u64 = 1_700_000_000_000;

/// Tries one input.
///
/// # Panics
/// When a promise is broken.
pub fn run(data: &[u8]) {
    if let Some(body) = data.strip_prefix(b"p") {
        if let Ok(value) = payload(&rdb_write::payload(body.to_vec()), NOW) {
            stored(&value);
        }
        return;
    }
    let (parts, end) = read(data);
    let (again, other) = read(Slow(data));
    assert_eq!((&again, &other), (&parts, &end), "in small pieces, the dump reads differently");
    for part in &parts {
        if let Part::Key(entry) = part {
            stored(&entry.value);
        }
    }
}

/// Bytes that come three at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let most = into.len().min(3);
        self.0.read(&mut into[..most])
    }
}

/// The parts of a dump, and how it ends.
fn read(input: impl Read) -> (Vec<Part>, Option<String>) {
    let mut parts = Vec::new();
    let mut reader = match Reader::new(input, NOW) {
        Ok(reader) => reader,
        Err(error) => return (parts, Some(error.to_string())),
    };
    loop {
        match reader.next() {
            Ok(Some(part)) => parts.push(part),
            Ok(None) => return (parts, None),
            Err(error) => return (parts, Some(error.to_string())),
        }
    }
}

/// A value written down again is the same, and so is one that was in the store.
fn stored(value: &Value) {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    let mut body = vec![rdb_write::code_of(value)];
    rdb_write::value(&mut body, value, Compression::Lzf);
    // A hash with a time for each field is written without them, values of modules as they are.
    let again = payload(&rdb_write::payload(body), NOW);
    assert_eq!(again.ok().as_ref(), Some(value), "written and read again");
    let settings = SETTINGS.get_or_init(Settings::default);
    if let Ok(record) = object::record(b"key", value.clone(), None, settings) {
        let back = payload(&load::payload_of(&record, Compression::None), NOW).ok();
        assert_eq!(back.map(sorted), Some(sorted(value.clone())), "through the store");
    }
}

/// The kind of a value, and its elements with what belongs to each.
type Sorted = (&'static str, Vec<(Vec<u8>, Vec<u8>)>);

/// Without the order that tables have.
pub(super) fn sorted(value: Value) -> Sorted {
    let pairs = |items: &Items| {
        let mut pairs: Vec<_> = items.pairs().map(|(field, value)| (field.to_vec(), value.to_vec())).collect();
        pairs.sort();
        pairs
    };
    let alone = |items: &Items| items.iter().map(|item| (item.to_vec(), Vec::new())).collect::<Vec<_>>();
    match value {
        Value::String(text) => ("string", vec![(text, Vec::new())]),
        Value::List(items) => ("list", alone(&items)),
        Value::Set(items) => {
            let mut members = alone(&items);
            members.sort();
            ("set", members)
        }
        Value::Hash(items) => ("hash", pairs(&items)),
        Value::Sorted(members, scores) => {
            // Both zeros are one score.
            let scores = scores.iter().map(|score| (score + 0.0).to_le_bytes().to_vec());
            let mut all: Vec<_> = members.iter().map(<[u8]>::to_vec).zip(scores).collect();
            all.sort();
            ("zset", all)
        }
        Value::Opaque { raw, .. } => ("other", vec![(raw, Vec::new())]),
    }
}
