//! The hash by which a file is recognised: of its sound, wherever that stands, and of nothing else.
//!
//! Three samples of 64 KiB (start, middle, end) and the amount of sound. Two editions that differ only outside the samples
//! and have the same length to the byte would be taken for one; a whole hash would read every byte of every file.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::source::Source;
use std::io;

/// Bytes that are hashed at each of the three places.
pub(super) const SAMPLE: usize = 64 << 10;

/// A hash of 128 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Essence(#[serde(with = "digits")] pub [u8; 16]);

impl Essence {
    /// Of parts, each with its length, under a name that keeps formats apart.
    pub(in crate::applets::books) fn of<'a>(kind: &str, parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        hash.update(kind.as_bytes());
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut short = [0; 16];
        short.copy_from_slice(&hash.finalize()[..16]);
        Self(short)
    }

    /// Of the bytes between `start` and `end`.
    pub(super) fn sampled<S: Source + ?Sized>(kind: &str, source: &S, start: u64, end: u64) -> io::Result<Self> {
        let length = end.saturating_sub(start);
        let first = source.take(start, SAMPLE.min(usize::try_from(length).unwrap_or(SAMPLE)))?;
        let (mut middle, mut last) = (Vec::new(), Vec::new());
        if length > 3 * SAMPLE as u64 {
            middle = source.take(start + length / 2, SAMPLE)?;
            last = source.take(end - SAMPLE as u64, SAMPLE)?;
        } else if length > first.len() as u64 {
            middle = source.take(start + first.len() as u64, usize::try_from(length).unwrap_or(0) - first.len())?;
        }
        Ok(Self::of(kind, [&length.to_be_bytes()[..], &first, &middle, &last]))
    }

    /// Reads what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(crate::kit::hex::decode(text)?.try_into().ok()?))
    }
}

impl fmt::Display for Essence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::kit::hex::encode(&self.0))
    }
}

impl fmt::Debug for Essence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As hexadecimal digits.
mod digits {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 16], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&crate::kit::hex::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 16], D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = crate::kit::hex::decode(&text).and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| de::Error::custom("32 hexadecimal digits are expected"))
    }
}
