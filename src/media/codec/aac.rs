//! AAC in ADTS (ISO 13818-7 section 6.2), and how MP4 describes it (ISO 14496-3 section 1.6).

use super::entry::{audio, esds};
use super::sound::{Frame, Head};

const RATES: [u32; 13] = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

/// The head of a frame: seven bytes, and two of a checksum where there is one.
pub(super) fn head(bytes: &[u8]) -> Option<Head> {
    let head = bytes.get(..7)?;
    if head[0] != 0xff || head[1] & 0xf6 != 0xf0 {
        return None;
    }
    let head_bytes = if head[1] & 1 == 0 { 9 } else { 7 };
    let index = head[2] >> 2 & 0xf;
    let rate = *RATES.get(usize::from(index))?;
    let channels = (head[2] & 1) << 2 | head[3] >> 6;
    let length = usize::from(head[3] & 3) << 11 | usize::from(head[4]) << 3 | usize::from(head[5] >> 5);
    // Several blocks in a frame cannot be told apart without decoding; nobody makes them.
    if length <= head_bytes || head[6] & 3 != 0 {
        return None;
    }
    let frame = Frame::Aac { object: (head[2] >> 6) + 1, index, channels };
    Some(Head { bytes: length, head_bytes, rate, samples: 1024, frame })
}

/// `None` where the channels stand inside the frames alone.
pub(super) fn entry(object: u8, index: u8, channels: u8, rate: u32) -> Option<Vec<u8>> {
    let count = match channels {
        0 => return None,
        7 => 8,
        count => count,
    };
    let specific = [object << 3 | index >> 1, (index & 1) << 7 | channels << 3];
    Some(audio(*b"mp4a", u16::from(count), rate, &esds(0x40, &specific)))
}
