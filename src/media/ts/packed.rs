//! Packed audio (RFC 8216 section 3.4): frames of sound without packets, behind an ID3 tag that says when they begin.

use super::audio::Framer;
use super::pes::Stamp;
use crate::media::codec::Sound;
use crate::media::sample::{Boundary, MediaError, Sink};

/// A tag with a picture of its album in it is longer, and its time stands in front of that.
const LARGEST_TAG: usize = 64 << 10;

/// Whose the frame with the time is.
const OWNER: &[u8] = b"com.apple.streaming.transportStreamTimestamp\0";

/// Reads segments of packed audio.
#[derive(Debug, Default)]
pub struct Packed {
    framer: Option<Framer>,
    /// The beginning of a segment, until its tag is whole.
    begin: Option<Vec<u8>>,
    stamp: Option<Stamp>,
    /// Bytes of a tag that are still to come and say nothing.
    skip: usize,
}

impl Packed {
    /// A segment begins.
    pub fn segment(&mut self) {
        self.begin = Some(Vec::new());
        self.skip = 0;
    }

    /// Takes the next bytes of it.
    ///
    /// # Errors
    /// Sound of another kind; what the sink says.
    pub fn push(&mut self, bytes: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        let over = self.skip.min(bytes.len());
        self.skip -= over;
        let bytes = &bytes[over..];
        let Some(mut begin) = self.begin.take() else { return self.sound(bytes, sink) };
        begin.extend_from_slice(bytes);
        if begin.len() < 16 {
            self.begin = Some(begin);
            return Ok(());
        }
        let Some(length) = tag(&begin) else { return self.sound(&begin, sink) };
        if begin.len() < length.min(LARGEST_TAG) {
            self.begin = Some(begin);
            return Ok(());
        }
        let known = &begin[..length.min(begin.len())];
        self.stamp = time(known).map(|pts| Stamp { pts, dts: pts }).or(self.stamp);
        self.skip = length.saturating_sub(begin.len());
        if self.skip == 0 {
            // Tags may follow each other.
            let rest = begin.split_off(length);
            self.begin = Some(Vec::new());
            return self.push(&rest, sink);
        }
        Ok(())
    }

    fn sound(&mut self, bytes: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        if bytes.is_empty() {
            return Ok(());
        }
        if self.framer.is_none() {
            const ALL: [Sound; 4] = [Sound::Aac, Sound::Ac3, Sound::Eac3, Sound::Mpeg];
            let sound = ALL.into_iter().find(|sound| sound.head(bytes).is_some());
            let sound = sound.ok_or_else(|| MediaError::unsupported("sound of an unknown kind"))?;
            self.framer = Some(Framer::new(sound, 0, None));
        }
        match &mut self.framer {
            Some(framer) => framer.push(self.stamp.take(), bytes, sink),
            None => Ok(()),
        }
    }

    /// What follows does not follow at once, or nothing does.
    ///
    /// # Errors
    /// What the sink says.
    pub fn boundary(&mut self, boundary: Boundary, sink: &mut impl Sink) -> Result<(), MediaError> {
        if let Some(begin) = self.begin.take() {
            self.sound(&begin, sink)?;
        }
        self.framer.as_mut().map_or(Ok(()), |framer| framer.boundary(boundary, sink))
    }
}

/// The length of the ID3 tag that `bytes` begin with (ID3v2.4 section 3.1).
pub(in crate::media) fn tag(bytes: &[u8]) -> Option<usize> {
    let head = bytes.strip_prefix(b"ID3").and_then(|rest| rest.get(..7))?;
    let length = head[3..].iter().fold(0, |length, byte| length << 7 | usize::from(byte & 0x7f));
    Some(10 + length + if head[2] & 0x10 == 0 { 0 } else { 10 })
}

/// The time in a tag: eight bytes behind the name of their owner.
fn time(tag: &[u8]) -> Option<u64> {
    let at = memchr::memmem::find(tag, OWNER)? + OWNER.len();
    let bytes = tag.get(at..)?.first_chunk()?;
    Some(u64::from_be_bytes(*bytes) & 0x1_ffff_ffff)
}
