//! A bucket: as a folder, but asked for what has changed, and written on conditions.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::segments::{Gathered, HOME, LARGEST_SEGMENT, cut};
use crate::applets::books::error::BooksError;
use crate::applets::books::log::{Device, Event};
use crate::kit::s3::{Bucket, Condition, Put, payload_hash};

/// An object as it was seen last: what has not changed is not read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What changes when it does.
    pub etag: String,
    /// The hash of what is in it.
    pub hash: String,
    /// How many facts it has.
    pub facts: usize,
}

/// Objects by their keys.
pub type Objects = BTreeMap<String, Seen>;

/// What became of telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Facts that others can learn now.
    pub new: usize,
    /// Somebody else wrote under this device's name: what they wrote is to be read before anything is told.
    pub is_refused: bool,
}

/// Reads every segment in a bucket that is not as it was seen.
///
/// # Errors
/// The bucket cannot be read.
pub async fn gather(bucket: &Bucket, seen: &Objects) -> Result<(Gathered, Objects), BooksError> {
    let mut gathered = Gathered::default();
    let mut now = Objects::new();
    for object in bucket.list(&format!("{HOME}/")).await? {
        if let Some(known) = seen.get(&object.key).filter(|known| known.etag == object.etag && !known.etag.is_empty()) {
            now.insert(object.key, known.clone());
            continue;
        }
        if object.bytes > LARGEST_SEGMENT {
            gathered.failures.push(format!("{} is larger than any segment", object.key));
            continue;
        }
        // What is gone since it was listed was not ours to begin with.
        let Some(found) = bucket.get(&object.key, LARGEST_SEGMENT as usize).await? else { continue };
        let facts = gathered.take(&found.bytes);
        let hash = payload_hash(&found.bytes);
        now.insert(object.key, Seen { etag: found.etag, hash, facts });
    }
    Ok((gathered, now))
}

/// Puts the facts of a device into a bucket, but for those that are there.
///
/// # Errors
/// The bucket cannot be written.
pub async fn put(bucket: &Bucket, device: Device, events: &[Event], objects: &mut Objects) -> Result<Told, BooksError> {
    let mut told = Told { new: 0, is_refused: false };
    for segment in cut(device, events)? {
        let key = bucket.key(&format!("{HOME}/{device}/{}", segment.name));
        let hash = payload_hash(segment.text.as_bytes());
        let known = objects.get(&key);
        if known.is_some_and(|known| known.hash == hash) {
            continue;
        }
        let condition = match known {
            None => Condition::IfAbsent,
            Some(known) if known.etag.is_empty() => Condition::Always,
            Some(known) => Condition::IfMatch(known.etag.clone()),
        };
        let before = known.map_or(0, |known| known.facts);
        let bytes = Bytes::from(segment.text);
        let mut stored = bucket.put(&key, bytes.clone(), &condition).await?;
        if stored == Put::Unconditional {
            // A copy of this device shows itself by what it writes, only later.
            stored = bucket.put(&key, bytes, &Condition::Always).await?;
        }
        let Put::Stored(etag) = stored else {
            told.is_refused = true;
            return Ok(told);
        };
        told.new += segment.facts.saturating_sub(before);
        objects.insert(key, Seen { etag, hash, facts: segment.facts });
    }
    Ok(told)
}
