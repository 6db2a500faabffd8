//! Whether frames of sound follow each other: each says how long it is, so that the next must begin behind it.

use super::SEARCHED;
use crate::media::codec::{HEAD_BYTES, Sound};
use crate::media::packing::Packing;
use crate::media::ts::tag;

/// No frame is longer: the length of one with an ADTS head has thirteen bits.
const LONGEST: usize = 8192;

/// So many in a row are not there by chance.
const IN_A_ROW: usize = 3;

/// What begins like a frame and is no longer than this may be one that is cut.
const SHORT: usize = 1024;

/// A tag of the first version, which may stand at the end.
const OLD_TAG: usize = 128;

/// How frames lie in what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chain {
    /// Bytes before the first: the end of a frame that the segment before began.
    pub(super) front: usize,
    /// Bytes of the last, where it is cut.
    pub(super) rest: usize,
}

/// The coding whose frames fill segments of this kind.
pub(super) const fn sound(kind: Packing) -> Option<Sound> {
    match kind {
        Packing::Aac => Some(Sound::Aac),
        Packing::Mp3 => Some(Sound::Mpeg),
        Packing::Ac3 => Some(Sound::Ac3),
        Packing::Eac3 => Some(Sound::Eac3),
        Packing::Boxes | Packing::Packets | Packing::Clusters => None,
    }
}

/// Whether the first frame is one of MPEG audio whose length its head does not tell.
pub(super) fn is_free(bytes: &[u8]) -> bool {
    matches!(behind_tags(bytes), [0xff, second, third, ..] if second & 0xe0 == 0xe0 && second & 6 != 0 && third >> 4 == 0)
}

/// Follows the frames through all of `bytes`; one place where they lose each other is passed over, as players do. `None`
/// where there is no frame, or where they are lost.
pub(super) fn chain(bytes: &[u8], sound: Sound) -> Option<Chain> {
    let begin = bytes.len() - behind_tags(bytes).len();
    let front = begins(bytes, begin, sound)?;
    let (mut at, mut lost) = (front, false);
    while at < bytes.len() {
        let rest = &bytes[at..];
        if let Some(length) = tag(rest) {
            at += length;
        } else if let Some(length) = length(rest, sound) {
            if length > rest.len() {
                return Some(Chain { front: front - begin, rest: rest.len() });
            }
            at += length;
        } else if rest.starts_with(b"TAG") && rest.len() == OLD_TAG {
            break;
        } else if sound_may_begin(rest, sound) {
            return Some(Chain { front: front - begin, rest: rest.len() });
        } else if std::mem::replace(&mut lost, true) {
            return None;
        } else {
            at = begins(bytes, at, sound)?;
        }
    }
    Some(Chain { front: front - begin, rest: 0 })
}

/// The first place from `from` on where frames follow each other, or one reaches the end.
fn begins(bytes: &[u8], from: usize, sound: Sound) -> Option<usize> {
    let last = bytes.len().min(from + LONGEST.min(SEARCHED));
    (from..last).find(|begin| {
        let (mut at, first) = (*begin, *begin == from);
        for count in 0..IN_A_ROW {
            let Some(rest) = bytes.get(at..) else {
                // The last is cut: of one alone nothing else tells that it is one.
                return first && (count > 1 || bytes.len() - *begin < SHORT);
            };
            match length(rest, sound) {
                Some(length) => at += length,
                None => return rest.is_empty() || first && count > 0 && sound_may_begin(rest, sound),
            }
        }
        true
    })
}

/// How long the frame is that begins here.
fn length(bytes: &[u8], sound: Sound) -> Option<usize> {
    let known = |sound: Sound| sound.head(bytes).map(|head| head.bytes);
    match sound {
        // Streams of the enhanced kind may carry frames of the plain one.
        Sound::Ac3 | Sound::Eac3 => known(Sound::Eac3).or_else(|| known(Sound::Ac3)),
        sound => known(sound),
    }
}

/// Whether what is too short for a head may be the beginning of one.
fn sound_may_begin(rest: &[u8], sound: Sound) -> bool {
    rest.len() < HEAD_BYTES && rest.first() == Some(&sound.first_byte())
}

/// What is behind the tags.
pub(super) fn behind_tags(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let Some(length) = tag(rest) {
        rest = rest.get(length..).unwrap_or_default();
    }
    rest
}
