//! Which streams a transport stream has: sections, the association table and the map of a programme (ISO 13818-1
//! section 2.4.4).

use crate::media::codec::{Picture, Sound};

/// No section of these tables is longer.
const LARGEST: usize = 1024;

/// What a stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Pictures.
    Picture(Picture),
    /// Sound.
    Sound(Sound),
    /// Media that cannot be held in MP4 here.
    Foreign(&'static str),
    /// Anything that is neither picture nor sound: metadata, marks for advertisements, teletext.
    Data,
}

/// One stream of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stream {
    pub(crate) pid: u16,
    pub(crate) coding: Coding,
    /// ISO 639-2.
    pub(crate) language: Option<[u8; 3]>,
}

/// Puts sections together from the payloads of one stream of packets.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    kept: Vec<u8>,
    open: bool,
}

impl Sections {
    /// Gives each whole section whose checksum is right to `take`.
    pub(crate) fn push(&mut self, start: bool, payload: &[u8], mut take: impl FnMut(&[u8])) {
        let mut payload = payload;
        if start {
            let Some((pointer, rest)) = payload.split_first() else { return };
            let (before, behind) = rest.split_at(usize::from(*pointer).min(rest.len()));
            if self.open {
                self.kept.extend_from_slice(before);
                self.whole(&mut take);
            }
            self.kept.clear();
            self.open = true;
            payload = behind;
        }
        if !self.open {
            return;
        }
        self.kept.extend_from_slice(payload);
        self.whole(&mut take);
    }

    fn whole(&mut self, take: &mut impl FnMut(&[u8])) {
        while self.open {
            let Some(&[table, high, low]) = self.kept.first_chunk() else { return };
            let length = 3 + (usize::from(high & 0xf) << 8 | usize::from(low));
            if table == 0xff || length > LARGEST {
                (self.open, self.kept) = (false, Vec::new());
                return;
            }
            let Some(section) = self.kept.get(..length) else { return };
            if length > 12 && crc(section) == 0 {
                take(section);
            }
            self.kept.drain(..length);
        }
    }
}

/// CRC-32/MPEG-2; 0 over a section with its checksum.
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte) << 24, |crc, _| {
            if crc & 0x8000_0000 == 0 { crc << 1 } else { crc << 1 ^ 0x04c1_1db7 }
        })
    })
}

/// The map's stream of packets of the first programme, and how many programmes there are.
pub(crate) fn association(section: &[u8]) -> Option<(u16, usize)> {
    if section[0] != 0 || section[5] & 1 == 0 {
        return None;
    }
    let programmes = section.get(8..section.len() - 4)?.chunks_exact(4);
    let mut maps = programmes.filter(|entry| entry[..2] != [0, 0]).map(|entry| pid(&entry[2..]));
    Some((maps.next()?, 1 + maps.count()))
}

/// The streams of a programme.
pub(crate) fn map(section: &[u8]) -> Option<Vec<Stream>> {
    if section[0] != 2 || section[5] & 1 == 0 {
        return None;
    }
    let mut rest = section.get(12 + length(&section[10..12])..section.len() - 4)?;
    let mut streams = Vec::new();
    while let Some((head, behind)) = rest.split_first_chunk::<5>() {
        let told = behind.get(..length(&head[3..]))?;
        let coding = coding(head[0], told);
        streams.push(Stream { pid: pid(&head[1..]), coding, language: language(told) });
        rest = &behind[told.len()..];
    }
    Some(streams)
}

fn pid(bytes: &[u8]) -> u16 {
    u16::from(bytes[0] & 0x1f) << 8 | u16::from(bytes[1])
}

fn length(bytes: &[u8]) -> usize {
    usize::from(bytes[0] & 0xf) << 8 | usize::from(bytes[1])
}

/// Tags and contents of descriptors.
fn descriptors(mut rest: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (&[tag, length], behind) = rest.split_first_chunk()?;
        let content = behind.get(..usize::from(length))?;
        rest = &behind[content.len()..];
        Some((tag, content))
    })
}

fn language(told: &[u8]) -> Option<[u8; 3]> {
    let (_, content) = descriptors(told).find(|(tag, _)| *tag == 0x0a)?;
    content.first_chunk().copied().filter(|letters| letters.iter().all(u8::is_ascii_lowercase))
}

/// Table 2-34, ATSC A/52 and A/53, ETSI EN 300 468 annex D, Apple's list for HLS.
fn coding(kind: u8, told: &[u8]) -> Coding {
    let registered = descriptors(told).find(|(tag, _)| *tag == 5).and_then(|(_, content)| content.first_chunk::<4>());
    match kind {
        0x01 | 0x02 => Coding::Foreign("MPEG-2 video"),
        0x03 | 0x04 => Coding::Sound(Sound::Mpeg),
        0x0f => Coding::Sound(Sound::Aac),
        0x10 => Coding::Foreign("MPEG-4 video"),
        0x11 => Coding::Foreign("AAC in LATM"),
        0x1b => Coding::Picture(Picture::Avc),
        0x24 => Coding::Picture(Picture::Hevc),
        0x33 => Coding::Foreign("VVC"),
        0x81 => Coding::Sound(Sound::Ac3),
        0x87 => Coding::Sound(Sound::Eac3),
        0x82 | 0x85 | 0x86 if registered == Some(b"CUEI") => Coding::Data,
        0xdb | 0xcf | 0xc1 | 0xc2 => Coding::Foreign("SAMPLE-AES"),
        0xea => Coding::Foreign("VC-1"),
        _ => match registered {
            Some(b"AC-3") => Coding::Sound(Sound::Ac3),
            Some(b"EAC3") => Coding::Sound(Sound::Eac3),
            Some(b"HEVC") => Coding::Picture(Picture::Hevc),
            Some(b"Opus") => Coding::Foreign("Opus in MPEG-TS"),
            Some(b"AV01") => Coding::Foreign("AV1 in MPEG-TS"),
            Some(b"DTS1" | b"DTS2" | b"DTS3") => Coding::Foreign("DTS"),
            Some(b"BSSD") => Coding::Foreign("SMPTE 302M"),
            _ => descriptors(told).find_map(|(tag, _)| dvb(tag)).unwrap_or(Coding::Data),
        },
    }
}

fn dvb(tag: u8) -> Option<Coding> {
    match tag {
        0x6a => Some(Coding::Sound(Sound::Ac3)),
        0x7a => Some(Coding::Sound(Sound::Eac3)),
        0x7b => Some(Coding::Foreign("DTS")),
        0x7c => Some(Coding::Foreign("AAC in LATM")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A section with its checksum.
    fn section(table: u8, body: &[u8]) -> Vec<u8> {
        let length = body.len() + 9;
        let head = [table, 0xb0 | (length >> 8) as u8, length as u8, 0, 1, 0xc1, 0, 0];
        let mut section = [&head[..], body].concat();
        section.extend(crc(&section).to_be_bytes());
        section
    }

    #[test]
    fn the_first_programme_is_taken_and_its_streams_are_known() {
        let table = section(0, &[0, 0, 0xe0, 0x10, 0, 1, 0xf0, 0, 0, 2, 0xf0, 1]);
        assert_eq!(association(&table), Some((0x1000, 2)));
        let mut body = vec![0xe1, 0, 0xf0, 0];
        body.extend([0x1b, 0xe1, 0, 0xf0, 0]);
        body.extend([0x0f, 0xe1, 1, 0xf0, 6, 0x0a, 4, b'e', b'n', b'g', 0]);
        body.extend([0x06, 0xe1, 2, 0xf0, 3, 0x6a, 1, 0]);
        body.extend([0x15, 0xe1, 3, 0xf0, 0]);
        let streams = map(&section(2, &body)).unwrap();
        let codings: Vec<_> = streams.iter().map(|stream| (stream.pid, stream.coding, stream.language)).collect();
        assert_eq!(
            codings,
            [
                (0x100, Coding::Picture(Picture::Avc), None),
                (0x101, Coding::Sound(Sound::Aac), Some(*b"eng")),
                (0x102, Coding::Sound(Sound::Ac3), None),
                (0x103, Coding::Data, None),
            ]
        );
    }

    #[test]
    fn sections_come_in_pieces_and_wrong_ones_are_left_out() {
        let table = section(0, &[0, 1, 0xf0, 0]);
        let mut wrong = table.clone();
        wrong[9] ^= 1;
        let (mut sections, mut seen) = (Sections::default(), Vec::new());
        let packet = [&[0][..], &wrong, &table[..5]].concat();
        sections.push(true, &packet, |section| seen.push(section.to_vec()));
        assert!(seen.is_empty());
        sections.push(true, &[&[table.len() as u8 - 5][..], &table[5..], &[0xff; 9]].concat(), |section| {
            seen.push(section.to_vec());
        });
        assert_eq!(seen, [table]);
    }
}
