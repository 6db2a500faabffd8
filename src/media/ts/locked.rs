//! SAMPLE-AES: opens a segment of MPEG-TS, or of packed audio, whose samples are locked (Apple, "MPEG-2 Stream Encryption
//! Format for HTTP Live Streaming").
//!
//! Of H.264, slices of more than 48 bytes are locked: behind 32 clear bytes one block of sixteen in every 160, while more
//! than sixteen bytes are left. Of sound all whole blocks of a frame are, behind its head and sixteen bytes. Each slice
//! and each frame is a chain of its own, from the same vector.
//!
//! The result is a segment as it would have been without a lock, of the same packets: emulation prevention that locked
//! slices needed is taken out, and its place filled up in front of payloads. So whatever reads segments reads it.

use aes::Aes128;
use aes::cipher::{Array, BlockModeDecrypt as _, KeyIvInit as _};

use super::packet::{PACKET, Packet, SYNC};
use super::psi::{self, Sections};
use crate::media::codec::{HEAD_BYTES, Sound};

/// A key, a vector, a block.
const BLOCK: usize = 16;

/// Stream types: locked, open, and what they are.
const KINDS: [(u8, u8, Locked); 4] = [
    (0xdb, 0x1b, Locked::Slices),
    (0xcf, 0x0f, Locked::Frames(Sound::Aac)),
    (0xc1, 0x81, Locked::Frames(Sound::Ac3)),
    (0xc2, 0x87, Locked::Frames(Sound::Eac3)),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Locked {
    Slices,
    Frames(Sound),
}

/// The payload of one packet: where it is.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// The packet.
    packet: usize,
    /// The payload.
    from: usize,
    to: usize,
}

/// What locks and opens samples.
#[derive(Clone, Copy)]
struct Chain<'a> {
    key: &'a [u8; BLOCK],
    iv: &'a [u8; BLOCK],
}

/// Opens `segment` where it stands; false where it is neither MPEG-TS nor packed audio, and then it is as it was.
#[must_use]
pub fn unlock(segment: &mut [u8], key: &[u8; BLOCK], iv: &[u8; BLOCK]) -> bool {
    let chain = Chain { key, iv };
    if segment.first() == Some(&SYNC) && segment.get(PACKET).is_none_or(|byte| *byte == SYNC) {
        for (pid, locked) in announce(segment) {
            match locked {
                Locked::Slices => slices(segment, pid, chain),
                Locked::Frames(sound) => frames_in_packets(segment, pid, sound, chain),
            }
        }
        return true;
    }
    let mut begin = 0;
    while let Some(length) = segment.get(begin..).and_then(super::packed::tag) {
        begin = (begin + length).min(segment.len());
    }
    let sounds = [Sound::Aac, Sound::Ac3, Sound::Eac3];
    let Some(sound) = sounds.into_iter().find(|sound| sound.head(&segment[begin..]).is_some()) else { return false };
    frames(&mut segment[begin..], sound, chain);
    true
}

/// The payloads of a stream of packets, in order.
fn parts(segment: &[u8], pid: u16) -> Vec<(bool, Part)> {
    let mut parts = Vec::new();
    for (number, bytes) in segment.as_chunks::<PACKET>().0.iter().enumerate() {
        if let Some(packet) = Packet::read(bytes).filter(|packet| packet.pid == pid && !packet.payload.is_empty()) {
            let to = (number + 1) * PACKET;
            parts.push((packet.start, Part { packet: number * PACKET, from: to - packet.payload.len(), to }));
        }
    }
    parts
}

/// Writes the types of open streams into the tables; what was locked before.
fn announce(segment: &mut [u8]) -> Vec<(u16, Locked)> {
    let (mut sections, mut map) = (Sections::default(), None);
    for (start, part) in parts(segment, 0) {
        sections.push(start, &segment[part.from..part.to], |section| {
            map = map.or(psi::association(section).map(|found| found.0));
        });
    }
    let mut found = Vec::new();
    let Some(map) = map else { return found };
    let all = parts(segment, map);
    let mut at = 0;
    while at < all.len() {
        // A section from the packet it begins in to the last one without another beginning.
        let end = all[at + 1..].iter().position(|(start, _)| *start).map_or(all.len(), |next| at + 1 + next);
        let run: Vec<Part> = all[at..end].iter().map(|(_, part)| *part).collect();
        let mut bytes = joined(segment, &run);
        if all[at].0 && open_map(&mut bytes, &mut found).is_some() {
            spread(segment, &run, &bytes);
        }
        at = end;
    }
    found
}

/// Changes the types in a section behind its pointer, and its checksum.
fn open_map(bytes: &mut [u8], found: &mut Vec<(u16, Locked)>) -> Option<()> {
    let begin = 1 + usize::from(*bytes.first()?);
    let section = bytes.get_mut(begin..)?;
    let length = 3 + (usize::from(*section.get(1)? & 0xf) << 8 | usize::from(*section.get(2)?));
    let section = section.get_mut(..length).filter(|section| section.len() > 16 && section[0] == 2)?;
    let end = length - 4;
    let mut at = 12 + (usize::from(section[10] & 0xf) << 8 | usize::from(section[11]));
    while at + 5 <= end {
        let pid = u16::from(section[at + 1] & 0x1f) << 8 | u16::from(section[at + 2]);
        if let Some((_, open, locked)) = KINDS.into_iter().find(|(kind, _, _)| *kind == section[at]) {
            section[at] = open;
            if !found.contains(&(pid, locked)) {
                found.push((pid, locked));
            }
        }
        at += 5 + (usize::from(section[at + 3] & 0xf) << 8 | usize::from(section[at + 4]));
    }
    let sum = psi::crc(&section[..end]);
    section[end..].copy_from_slice(&sum.to_be_bytes());
    Some(())
}

fn joined(segment: &[u8], parts: &[Part]) -> Vec<u8> {
    parts.iter().flat_map(|part| &segment[part.from..part.to]).copied().collect()
}

/// Writes bytes over parts that have room for exactly as many.
fn spread(segment: &mut [u8], parts: &[Part], bytes: &[u8]) {
    let mut rest = bytes;
    for part in parts {
        let (here, behind) = rest.split_at((part.to - part.from).min(rest.len()));
        segment[part.from..part.from + here.len()].copy_from_slice(here);
        rest = behind;
    }
}

/// Opens the slices of a stream of pictures, a PES packet at a time.
fn slices(segment: &mut [u8], pid: u16, chain: Chain<'_>) {
    let all = parts(segment, pid);
    let mut at = 0;
    while at < all.len() {
        let end = all[at + 1..].iter().position(|(start, _)| *start).map_or(all.len(), |next| at + 1 + next);
        let begins = all[at].0;
        let mut run: Vec<Part> = all[at..end].iter().map(|(_, part)| *part).collect();
        at = end;
        let bytes = joined(segment, &run);
        let head = bytes.get(8).map(|length| 9 + usize::from(*length));
        let Some(head) = head.filter(|head| begins && *head <= bytes.len()) else { continue };
        let mut open = bytes[..head].to_vec();
        opened(&bytes[head..], chain, &mut open);
        let shorter = bytes.len() - open.len();
        let told = usize::from(open[4]) << 8 | usize::from(open[5]);
        if told > shorter {
            open[4..6].copy_from_slice(&((told - shorter) as u16).to_be_bytes());
        }
        shorten(segment, &mut run, shorter);
        spread(segment, &run, &open);
    }
}

/// Adds a byte stream with its slices opened.
fn opened(stream: &[u8], chain: Chain<'_>, open: &mut Vec<u8>) {
    let mut rest = stream;
    while let Some(found) = memchr::memmem::find(rest, &[0, 0, 1]) {
        let (before, unit) = rest.split_at(found + 3);
        open.extend_from_slice(before);
        let end = memchr::memmem::find(unit, &[0, 0, 1]).unwrap_or(unit.len());
        // The zero of a start code of four bytes, and others that fill up, are not of the unit.
        let length = unit[..end].iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        if length > 48 && matches!(unit[0] & 0x1f, 1 | 5) {
            slice(&unit[..length], chain, open);
        } else {
            open.extend_from_slice(&unit[..length]);
        }
        rest = &unit[length..];
    }
    open.extend_from_slice(rest);
}

/// One slice: what prevents start codes in the locked one comes out first, then the blocks open.
fn slice(unit: &[u8], Chain { key, iv }: Chain<'_>, open: &mut Vec<u8>) {
    let begin = open.len();
    let mut zeros = 0;
    for byte in unit {
        if zeros >= 2 && *byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
        open.push(*byte);
    }
    let mut cipher = cbc::Decryptor::<Aes128>::new(&Array::from(*key), &Array::from(*iv));
    let mut rest = open[begin..].get_mut(32..).unwrap_or_default();
    while rest.len() > BLOCK {
        let (block, behind) = rest.split_at_mut(BLOCK);
        cipher.decrypt_blocks(Array::slice_as_chunks_mut(block).0);
        let clear = behind.len().min(144);
        rest = &mut behind[clear..];
    }
}

/// Takes so many bytes of room off the payloads, from the last one back: each keeps one byte, so that packets still count.
fn shorten(segment: &mut [u8], parts: &mut [Part], mut bytes: usize) {
    for part in parts.iter_mut().rev() {
        let less = bytes.min(part.to - part.from - 1);
        if less == 0 {
            continue;
        }
        bytes -= less;
        let at = part.packet;
        if segment[at + 3] & 0x20 == 0 {
            segment[at + 3] |= 0x20;
            segment[at + 4] = less as u8 - 1;
            segment[at + 5..at + 4 + less].fill(0xff);
            if less > 1 {
                segment[at + 5] = 0;
            }
        } else {
            let had = segment[at + 4];
            segment[at + 4] += less as u8;
            segment[part.from..part.from + less].fill(0xff);
            if had == 0 {
                segment[at + 5] = 0;
            }
        }
        part.from += less;
    }
}

/// Opens the frames of a stream of sound, whose packets they may not heed.
fn frames_in_packets(segment: &mut [u8], pid: u16, sound: Sound, chain: Chain<'_>) {
    let mut places: Vec<Part> = Vec::new();
    // How much of the head of a PES packet is still to come.
    let mut head = 0;
    let all = parts(segment, pid);
    for (start, mut part) in all {
        if start {
            let long = segment[part.from..part.to].get(8).map_or(usize::MAX, |length| 9 + usize::from(*length));
            head = long;
        }
        let over = head.min(part.to - part.from);
        head -= over;
        part.from += over;
        places.push(part);
    }
    let mut bytes = joined(segment, &places);
    frames(&mut bytes, sound, chain);
    spread(segment, &places, &bytes);
}

/// Opens frames one behind the other.
fn frames(bytes: &mut [u8], sound: Sound, Chain { key, iv }: Chain<'_>) {
    let mut at = 0;
    while at + HEAD_BYTES < bytes.len() {
        let Some(head) = sound.head(&bytes[at..]) else {
            at += 1;
            continue;
        };
        let end = (at + head.bytes).min(bytes.len());
        let clear = at + head.head_bytes + BLOCK;
        if end == at + head.bytes && clear < end {
            let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes[clear..end]);
            cbc::Decryptor::<Aes128>::new(&Array::from(*key), &Array::from(*iv)).decrypt_blocks(blocks);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use aes::cipher::BlockModeEncrypt as _;
    use proptest::prelude::*;

    use super::super::Demux;
    use super::super::tests::{AUDIO, Found, PPS, SPS, VIDEO, Writer, aac};
    use super::*;

    /// A slice locked as the specification says, written from it independently.
    fn lock_slice(unit: &[u8], key: [u8; 16], iv: [u8; 16]) -> Vec<u8> {
        let mut cipher = cbc::Encryptor::<Aes128>::new(&Array::from(key), &Array::from(iv));
        let mut locked = unit.to_vec();
        let mut at = 32;
        while unit.len() > 48 && at < unit.len() {
            if unit.len() - at > 16 {
                cipher.encrypt_blocks(Array::slice_as_chunks_mut(&mut locked[at..at + 16]).0);
                at += 16;
            }
            at += 144;
        }
        if unit.len() <= 48 {
            return locked;
        }
        let (mut escaped, mut zeros) = (Vec::new(), 0);
        for byte in locked {
            if zeros >= 2 && byte <= 3 {
                escaped.push(3);
                zeros = 0;
            }
            zeros = if byte == 0 { zeros + 1 } else { 0 };
            escaped.push(byte);
        }
        escaped
    }

    fn lock_frame(frame: &[u8], key: [u8; 16], iv: [u8; 16]) -> Vec<u8> {
        let mut locked = frame.to_vec();
        let blocks = Array::slice_as_chunks_mut(&mut locked[7 + 16..]).0;
        cbc::Encryptor::<Aes128>::new(&Array::from(key), &Array::from(iv)).encrypt_blocks(blocks);
        locked
    }

    /// A segment of these slices, each a picture, and a frame of sound for each; locked with a key.
    fn segment(slices: &[Vec<u8>], lock: Option<([u8; 16], [u8; 16])>) -> Vec<u8> {
        let mut writer = Writer::default();
        let (video, audio) = if lock.is_some() { (0xdb, 0xcf) } else { (0x1b, 0x0f) };
        writer.tables(&[&[(video, VIDEO), (audio, AUDIO)]]);
        let mut sound = Vec::new();
        for (number, body) in slices.iter().enumerate() {
            let mut slice = vec![0x65, 0x88];
            // No start code and no zero at the end, as in any slice.
            slice.extend(body.iter().scan(0, |zeros, byte| {
                let byte = if *zeros == 2 && *byte <= 3 { 4 } else { *byte };
                *zeros = if byte == 0 { *zeros + 1 } else { 0 };
                Some(byte)
            }));
            slice.push(0x80);
            let frame = aac(number as u8);
            let (slice, frame) = match lock {
                Some((key, iv)) => (lock_slice(&slice, key, iv), lock_frame(&frame, key, iv)),
                None => (slice, frame),
            };
            let sets = [&[0, 0, 0, 1][..], &SPS, &[0, 0, 0, 1], &PPS].concat();
            let picture = [&sets[..], &[0, 0, 0, 1], &slice, &[0, 0, 0, 1, 0x41, 0x80, 7]].concat();
            let time = number as u64 * 3000;
            writer.pes(VIDEO, Some((time, time)), &picture);
            sound.extend(frame);
        }
        // Frames that go on in another packet.
        let half = sound.len() / 2 + 3;
        writer.pes(AUDIO, Some((0, 0)), &sound[..half]);
        writer.pes(AUDIO, None, &sound[half..]);
        writer.bytes
    }

    fn found(bytes: &[u8]) -> Found {
        let (mut demux, mut found) = (Demux::default(), Found::default());
        demux.push(bytes, &mut found).unwrap();
        demux.finish(&mut found).unwrap();
        found
    }

    #[test]
    fn packed_audio_opens_behind_its_tag() {
        let (key, iv) = ([7; 16], [9; 16]);
        let tag = b"ID3\x04\0\0\0\0\0\x03abc".to_vec();
        let clear = [tag.clone(), aac(1), aac(2)].concat();
        let mut locked = [tag, lock_frame(&aac(1), key, iv), lock_frame(&aac(2), key, iv)].concat();
        assert!(locked != clear && unlock(&mut locked, &key, &iv));
        assert_eq!(locked, clear);
        assert!(!unlock(&mut b"WEBVTT\n\n".to_vec(), &key, &iv));
    }

    proptest! {
        #[test]
        fn what_was_locked_opens(
            slices in proptest::collection::vec(proptest::collection::vec(prop_oneof![3 => Just(0_u8), 1 => any::<u8>()], 0..900), 1..5),
            key: [u8; 16],
            iv: [u8; 16],
        ) {
            let mut locked = segment(&slices, Some((key, iv)));
            prop_assert!(unlock(&mut locked, &key, &iv));
            prop_assert_eq!(found(&locked), found(&segment(&slices, None)));
        }

        #[test]
        fn no_damage_panics(changes in proptest::collection::vec((0_usize..3000, any::<u8>()), 0..60), mut bytes: Vec<u8>) {
            let mut damaged = segment(&[vec![5; 400], vec![0; 90]], Some(([1; 16], [2; 16])));
            for (place, value) in changes {
                let length = damaged.len();
                damaged[place % length] = value;
            }
            let _ = (unlock(&mut damaged, &[1; 16], &[2; 16]), unlock(&mut bytes, &[1; 16], &[2; 16]));
        }
    }
}
