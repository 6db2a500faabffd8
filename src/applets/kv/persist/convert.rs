//! `kv convert`: a dump of one version as a dump of another, or as JSON.
//!
//! Collections are written in forms that every version reads, so only what is new in a version stands in the way:
//! streams are copied as they are, which older versions refuse, and values of modules likewise.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use serde_json::{Map, Value as Json, json};
use tokio_util::sync::CancellationToken;

use super::disk::Draft;
use super::error::PersistError;
use super::rdb_read::{Entry, Part, Reader, VALKEY};
use super::rdb_write::{self, Compression, code};
use super::value::{Items, Value};
use crate::kit::fs::Partial;

/// What a dump becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A dump of this version; 80 is Valkey's.
    Version(u32),
    /// A JSON document a line, one for each key.
    Json,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Converted {
    /// Keys.
    pub keys: u64,
    /// Fields of hashes that lost their time.
    pub volatile_fields: u64,
}

/// Where the result goes.
enum Out {
    Dump(Draft),
    Json(BufWriter<File>, Partial),
}

impl Out {
    fn write(&mut self, bytes: &[u8], path: &Path) -> Result<(), PersistError> {
        match self {
            Self::Dump(draft) => draft.write(bytes),
            Self::Json(out, _) => out.write_all(bytes).map_err(|error| PersistError::file("write", path, error)),
        }
    }
}

/// Converts `from` into `to`, which is whole or not there, unless `stop` comes first. Pipes and devices are written as
/// they are.
///
/// # Errors
/// An unreadable or damaged dump, something that the version cannot hold, or what the system says.
pub fn convert(
    from: &Path,
    to: &Path,
    target: Target,
    (now, stop): (u64, &CancellationToken),
) -> Result<Converted, PersistError> {
    let file = File::open(from).map_err(|error| PersistError::file("open", from, error))?;
    let mut out = match target {
        Target::Json => {
            let (partial, file) = Partial::create(to)?;
            Out::Json(BufWriter::new(file), partial)
        }
        Target::Version(_) => Out::Dump(Draft::begin(to)?),
    };
    let mut converted = Converted::default();
    transfer(file, from, (&mut out, to), target, (&mut converted, now, stop))?;
    match out {
        Out::Dump(draft) => drop(draft.commit()?),
        Out::Json(mut out, partial) => {
            out.flush().map_err(|error| PersistError::file("write", to, error))?;
            partial.commit()?;
        }
    }
    Ok(converted)
}

fn transfer<R: Read>(
    input: R,
    from: &Path,
    (out, to): (&mut Out, &Path),
    target: Target,
    (converted, now, stop): (&mut Converted, u64, &CancellationToken),
) -> Result<(), PersistError> {
    let wrong = |source| PersistError::Dump { path: from.to_owned(), source };
    let mut reader = Reader::new(input, now).map_err(wrong)?;
    let mut database = 0;
    if let Target::Version(version) = target {
        out.write(&rdb_write::header(version), to)?;
    }
    while let Some(part) = reader.next().map_err(wrong)? {
        if stop.is_cancelled() {
            return Err(PersistError::Interrupted);
        }
        let offset = reader.offset();
        let unfit = |what| PersistError::Unfit { path: from.to_owned(), offset, what };
        if let Part::Database(number) = part {
            database = number;
        }
        if let Part::Key(entry) = &part {
            converted.keys += 1;
            converted.volatile_fields += entry.volatile_fields as u64;
        }
        let bytes = match (target, &part) {
            (Target::Version(version), part) => bytes_of(part, version).map_err(unfit)?,
            (Target::Json, Part::Key(entry)) => format!("{}\n", json_of(database, entry)).into_bytes(),
            (Target::Json, _) => Vec::new(),
        };
        out.write(&bytes, to)?;
    }
    if let Out::Dump(draft) = out {
        draft.write(&[code::END])?;
        let crc = draft.crc();
        draft.write(&crc.to_le_bytes())?;
    }
    Ok(())
}

/// A part as a version writes it; an error is what the version cannot hold.
fn bytes_of(part: &Part, version: u32) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    match part {
        Part::Aux(name, value) => {
            out.push(code::AUX);
            rdb_write::text(&mut out, name, Compression::None);
            rdb_write::text(&mut out, value, Compression::None);
        }
        Part::Database(number) => {
            out.push(code::DATABASE);
            rdb_write::length(&mut out, *number);
        }
        Part::Resize(keys, volatile) => {
            out.push(code::RESIZE);
            rdb_write::length(&mut out, *keys);
            rdb_write::length(&mut out, *volatile);
        }
        Part::Function(_) if version < 10 => return Err("functions need version 10".to_owned()),
        Part::Function(source) => {
            out.push(code::FUNCTION);
            rdb_write::text(&mut out, source, Compression::Lzf);
        }
        // Only its module understands it, and servers without that refuse it.
        Part::ModuleAux(_) => {}
        Part::Key(entry) => {
            let number = rdb_write::code_of(&entry.value);
            let least = match number {
                19 => 10,
                21 => 11,
                _ => 0,
            };
            if version < least {
                let key = String::from_utf8_lossy(&entry.key);
                return Err(format!("'{key}' is a stream of version {least}, which {version} does not hold"));
            }
            rdb_write::attributes(&mut out, entry.expire, entry.idle, entry.frequency);
            out.push(number);
            rdb_write::text(&mut out, &entry.key, Compression::Lzf);
            rdb_write::value(&mut out, &entry.value, Compression::Lzf);
        }
    }
    Ok(out)
}

/// A text where it is one, its bytes in hexadecimal digits where it is not UTF-8.
fn json_text(bytes: &[u8]) -> Json {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!(text),
        Err(_) => json!({ "hex": hex(bytes) }),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn json_items(items: &Items) -> Json {
    items.iter().map(json_text).collect()
}

/// Fields as an object where all are texts, as pairs where not.
fn json_pairs<'i>(pairs: impl Iterator<Item = (&'i [u8], Json)> + Clone) -> Json {
    let named = pairs.clone().map(|(name, value)| Some((std::str::from_utf8(name).ok()?.to_owned(), value)));
    match named.collect::<Option<Map<String, Json>>>() {
        Some(named) => Json::Object(named),
        None => pairs.map(|(name, value)| json!([json_text(name), value])).collect(),
    }
}

/// JSON has no infinite numbers.
fn json_score(score: f64) -> Json {
    if score.is_finite() { json!(score) } else { json!(if score > 0.0 { "inf" } else { "-inf" }) }
}

fn json_of(database: u64, entry: &Entry) -> Json {
    let value = match &entry.value {
        Value::String(text) => json_text(text),
        Value::List(items) | Value::Set(items) => json_items(items),
        Value::Hash(items) => json_pairs(items.pairs().map(|(field, value)| (field, json_text(value)))),
        Value::Sorted(items, scores) => {
            json_pairs(items.iter().zip(scores).map(|(member, score)| (member, json_score(*score))))
        }
        Value::Opaque { raw, .. } => json!({ "hex": hex(raw) }),
    };
    let mut document = json!({
        "db": database,
        "key": json_text(&entry.key),
        "type": entry.value.type_name(),
        "value": value,
    });
    if let Some(expire) = entry.expire {
        document["expires_ms"] = json!(expire);
    }
    document
}

/// The versions that can be written.
pub const VERSIONS: [(&str, Target); 6] = [
    ("9", Target::Version(9)),
    ("10", Target::Version(10)),
    ("11", Target::Version(11)),
    ("12", Target::Version(12)),
    ("valkey80", Target::Version(VALKEY)),
    ("json", Target::Json),
];
