//! Common encryption of fragmented MP4 (ISO/IEC 23001-7): `cenc` (AES-CTR) and `cbcs` (AES-CBC with a pattern), whole
//! samples and subsamples, keys that change within the stream.
//!
//! A segment is opened where it stands. What told of the lock becomes padding of the same length (`free`), so that every
//! offset in the segment and in an index of it stays true, and the formats of samples get their clear names: the result
//! is what the packager had before it locked it. Keys are given or asked for elsewhere; a segment of DRM is opened by
//! who has its key, like any other. Pure.

mod boxes;
mod cipher;
mod fragment;
mod group;
mod keys;
mod tracks;

#[cfg(test)]
mod tests;

use aes::Aes128;
use aes::cipher::{Array, KeyInit as _};

use self::tracks::Track;

pub use self::keys::{KeyRing, read_license, request};

/// Why a segment is not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Nobody has given this key.
    #[error("the key {} is not known", self::keys::hex(key_id))]
    NoKey {
        /// Its name.
        key_id: [u8; 16],
    },
    /// Locked in a way that is not opened here.
    #[error("samples locked by {0} are not opened here")]
    Scheme(String),
    /// A box that is not as the standard has it.
    #[error("the box {0} is malformed")]
    Malformed(&'static str),
    /// Locked samples outside of fragments.
    #[error("the file is locked and not fragmented")]
    Whole,
}

/// The locked tracks of a stream, as its initialisation tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Locked {
    tracks: Vec<Track>,
}

/// Keys ready for use; few, and looked up for every sample.
struct Ciphers<'a> {
    keys: &'a KeyRing,
    ready: Vec<([u8; 16], Aes128)>,
}

impl Ciphers<'_> {
    fn get(&mut self, key_id: [u8; 16]) -> Result<&Aes128, Trouble> {
        if let Some(index) = self.ready.iter().position(|(known, _)| *known == key_id) {
            return Ok(&self.ready[index].1);
        }
        let key = self.keys.get(&key_id).ok_or(Trouble::NoKey { key_id })?;
        self.ready.push((key_id, Aes128::new(&Array::from(key))));
        Ok(&self.ready[self.ready.len() - 1].1)
    }
}

impl Locked {
    /// Whether nothing is locked.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.tracks.is_empty()
    }

    /// The keys that are needed, as far as the initialisation tells.
    #[must_use]
    pub fn key_ids(&self) -> Vec<[u8; 16]> {
        let of = |track: &Track| {
            let entries = track.entries.iter().flatten().map(|(_, defaults)| defaults);
            let all = entries.chain(&track.groups);
            all.filter(|lock| lock.locked).map(|lock| lock.key_id).collect::<Vec<_>>()
        };
        let mut ids: Vec<_> = self.tracks.iter().flat_map(of).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Opens an initialisation, a segment, or a file with both. An initialisation is remembered for the segments behind.
    ///
    /// # Errors
    /// See [`Trouble`]; of a segment that failed some samples are then open and others are not.
    pub fn open(&mut self, bytes: &mut [u8], keys: &KeyRing) -> Result<(), Trouble> {
        let mut ciphers = Ciphers { keys, ready: Vec::new() };
        let mut in_fragment = false;
        for found in boxes::all(bytes, 0..bytes.len()) {
            match &found.kind {
                b"moov" => self.tracks = tracks::movie(bytes, found.body)?,
                b"moof" if !self.is_clear() => {
                    in_fragment = true;
                    let mut place = fragment::Place { moof: found.whole.start, next: found.whole.start };
                    for inner in boxes::all(bytes, found.body) {
                        match &inner.kind {
                            b"traf" => fragment::open(bytes, &inner, &mut place, &self.tracks, &mut ciphers)?,
                            b"pssh" => boxes::blank(bytes, &inner),
                            _ => {}
                        }
                    }
                }
                b"mdat" if !self.is_clear() && !in_fragment && !found.body.is_empty() => return Err(Trouble::Whole),
                _ => {}
            }
        }
        Ok(())
    }
}
