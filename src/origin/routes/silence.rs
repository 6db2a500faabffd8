//! A stream of MPEG-TS (ISO 13818-1) that players can play: silence, in as many packets as are wanted. Pure.
//!
//! ```text
//! span := PAT PMT (sound | null)*     sound := a PES packet of one frame of AAC, in one packet, with the clock
//! ```
//! The sound is one channel of silence at 48000 Hz, a frame each 1024 samples, at their moments on the one timeline of the
//! stream: whatever is cut out of it goes on where the cut before ended, counters included. What is left of the packets means
//! nothing (PID 0x1FFF), its bytes differ from place to place: nothing on the way can make it smaller.

use super::hls::PACKET;
use crate::origin::content::{fill, seed};

/// Ticks of a second on the timeline, and of a frame: 1024 of 48000 samples.
pub(super) const TICKS: u64 = 90_000;
const FRAME_TICKS: u64 = 1024 * TICKS / 48_000;

const PMT_PID: u16 = 0x1000;
const SOUND_PID: u16 = 0x0100;
const NULL_HEAD: [u8; 4] = [0x47, 0x1f, 0xff, 0x10];

/// The clock runs so much before what is to be shown, as decoders need some time.
const AHEAD_TICKS: u64 = TICKS / 10;

/// A frame with its ADTS header (ISO 14496-3, 1.A.3.2): AAC-LC, 48000 Hz, one channel, 11 bytes. Of its 32 bits all are 0
/// that say: a single channel, no gain, one long window, no band; the last three end it.
const FRAME: [u8; 11] = [0xff, 0xf1, 0x4c, 0x40, 0x01, 0x7f, 0xfc, 0x00, 0x00, 0x00, 0x07];

/// A piece of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Of which rendition, for the bytes that mean nothing.
    pub(super) height: u32,
    /// How many spans came before.
    pub(super) number: u64,
    /// Its first tick, and that behind its last.
    pub(super) ticks: (u64, u64),
    /// How many packets.
    pub(super) count: usize,
}

impl Span {
    /// Its bytes. Where there are too few packets for all that sounds, what is late in it is left out.
    pub(super) fn packets(self) -> Vec<u8> {
        let seed = seed(&format!("{}/{}", self.height, self.number));
        let mut bytes = Vec::with_capacity(self.count * PACKET);
        let counter = (self.number & 15) as u8;
        let tables = [table(0, counter, &pat()), table(PMT_PID, counter, &pmt())];
        let frames = self.ticks.0.div_ceil(FRAME_TICKS)..self.ticks.1.div_ceil(FRAME_TICKS);
        let (mut next, length) = (frames.start, (self.ticks.1 - self.ticks.0).max(1));
        for index in 0..self.count {
            // The moment at which this packet is sent.
            let now = self.ticks.0 + length * (index as u64 + 1) / self.count as u64;
            if let Some(table) = tables.get(index) {
                bytes.extend_from_slice(table);
            } else if next < frames.end && next * FRAME_TICKS < now {
                bytes.extend_from_slice(&sound(next));
                next += 1;
            } else {
                bytes.extend_from_slice(&NULL_HEAD);
                fill(&mut bytes, seed, (index * PACKET) as u64, PACKET - NULL_HEAD.len());
            }
        }
        bytes
    }
}

fn pat() -> Vec<u8> {
    // Table 0, stream 1, version 0, the only section; programme 1 is told by the packets of the PMT.
    let mut section = vec![0x00, 0xb0, 13, 0x00, 0x01, 0xc1, 0x00, 0x00, 0x00, 0x01];
    section.extend((0xe000 | PMT_PID).to_be_bytes());
    checked(section)
}

fn pmt() -> Vec<u8> {
    // Table 2, programme 1, version 0, the only section; the sound has the clock, and is AAC with ADTS (0x0f).
    let mut section = vec![0x02, 0xb0, 18, 0x00, 0x01, 0xc1, 0x00, 0x00];
    section.extend((0xe000 | SOUND_PID).to_be_bytes());
    section.extend([0xf0, 0x00, 0x0f]);
    section.extend((0xe000 | SOUND_PID).to_be_bytes());
    section.extend([0xf0, 0x00]);
    checked(section)
}

/// With its checksum (annex A).
fn checked(mut section: Vec<u8>) -> Vec<u8> {
    let step = |crc: u32, _| if crc >> 31 == 1 { crc << 1 ^ 0x04c1_1db7 } else { crc << 1 };
    let crc = section.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte) << 24, step));
    section.extend(crc.to_be_bytes());
    section
}

/// The packet of a table: the section begins at once, and stuffing is behind it.
fn table(pid: u16, counter: u8, section: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x47];
    packet.extend((0x4000 | pid).to_be_bytes());
    packet.extend([0x10 | counter, 0x00]);
    packet.extend_from_slice(section);
    packet.resize(PACKET, 0xff);
    packet
}

/// The packet of a frame. Timestamps are of 33 bits and begin anew after 26 hours.
fn sound(frame: u64) -> Vec<u8> {
    let clock = (frame * FRAME_TICKS) & 0x1_ffff_ffff;
    let stamp = (frame * FRAME_TICKS + AHEAD_TICKS) & 0x1_ffff_ffff;
    let mut pes = vec![0x00, 0x00, 0x01, 0xc0, 0x00, (8 + FRAME.len()) as u8, 0x84, 0x80, 5];
    pes.push(0x21 | ((stamp >> 29) & 0x0e) as u8);
    pes.extend((((stamp >> 14) & 0xfffe) | 1).to_be_bytes()[6..].iter());
    pes.extend((((stamp << 1) & 0xfffe) | 1).to_be_bytes()[6..].iter());
    pes.extend(FRAME);
    let mut packet = vec![0x47];
    packet.extend((0x4000 | SOUND_PID).to_be_bytes());
    // Adaptation field and payload; the clock in units of 300 of its own is 0 beyond the ticks.
    packet.extend([0x30 | (frame & 15) as u8, (PACKET - 5 - pes.len()) as u8, 0x50]);
    packet.extend((clock >> 1).to_be_bytes()[4..].iter());
    packet.extend([((clock & 1) << 7) as u8 | 0x7e, 0x00]);
    packet.resize(PACKET - pes.len(), 0xff);
    packet.extend(pes);
    packet
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(number: u64, from: u64, to: u64, count: usize) -> Vec<u8> {
        Span { height: 360, number, ticks: (from * TICKS / 1000, to * TICKS / 1000), count }.packets()
    }

    fn sounds(bytes: &[u8]) -> Vec<&[u8]> {
        bytes.chunks(PACKET).filter(|packet| packet[1..3] == [0x41, 0x00]).collect()
    }

    #[test]
    fn spans_are_of_the_size_wanted_and_go_on_where_the_last_ended() {
        let (first, second) = (span(0, 0, 4000, 2127), span(1, 4000, 8000, 2127));
        assert_eq!((first.len(), second.len()), (2127 * PACKET, 2127 * PACKET));
        assert!(first.chunks(PACKET).all(|packet| packet[0] == 0x47));
        let all = [first, second].concat();
        let sounds = sounds(&all);
        assert_eq!(sounds.len(), 375, "48000 × 8 / 1024 frames");
        for (index, packet) in sounds.iter().enumerate() {
            assert_eq!(usize::from(packet[3] & 15), index % 16, "no counter is left out");
            assert_eq!(&packet[PACKET - FRAME.len()..], FRAME);
        }
    }

    #[test]
    fn parts_hold_what_the_whole_holds() {
        let whole = span(0, 0, 1000, 500);
        let parts: Vec<u8> = (0..50).flat_map(|part| span(part, part * 20, part * 20 + 20, 10)).collect();
        assert_eq!(sounds(&whole), sounds(&parts));
        assert_eq!(span(0, 0, 1000, 1).len(), PACKET, "less than it takes is less");
    }

    #[test]
    fn tables_are_checked_and_their_sum_is_none() {
        for section in [pat(), pmt()] {
            assert_eq!(checked(section.clone())[section.len()..], [0; 4], "the sum over a sum is 0");
            assert_eq!(usize::from(section[2]), section.len() - 3);
        }
    }
}
