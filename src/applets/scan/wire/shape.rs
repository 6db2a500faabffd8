//! The shape of a SYN-ACK: what of it depends on the system that made it, and on nothing else. Kept in a few bytes for each
//! open port, and read by whoever guesses systems.
//!
//! Options of TCP: RFC 9293 section 3.2, RFC 7323, RFC 2018.

use super::packet::Packet4;

/// Options of a segment, at most: forty bytes of them have no more that are of any use.
const OPTIONS: usize = 20;

/// The shape of one SYN-ACK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape {
    /// The window, not scaled.
    pub window: u16,
    /// The largest segment it takes, where it says so.
    pub mss: Option<u16>,
    /// How its window is scaled, where it says so.
    pub scale: Option<u8>,
    /// What is odd about it.
    pub quirks: Quirks,
    kinds: [u8; OPTIONS],
    count: u8,
    /// Bytes behind the end of the options.
    pub padding: u8,
}

/// What is odd about a packet: a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quirks(u16);

impl Quirks {
    /// Every quirk with the word that p0f has for it (its documentation, section 7).
    pub const WORDS: [(&'static str, Self); 12] = [
        ("df", Self(1)),
        ("id+", Self(1 << 1)),
        ("id-", Self(1 << 2)),
        ("ecn", Self(1 << 3)),
        ("0+", Self(1 << 4)),
        ("seq-", Self(1 << 5)),
        ("uptr+", Self(1 << 6)),
        ("urgf+", Self(1 << 7)),
        ("pushf+", Self(1 << 8)),
        ("ts1-", Self(1 << 9)),
        ("exws", Self(1 << 10)),
        ("bad", Self(1 << 11)),
    ];

    fn note(&mut self, word: &str, is_so: bool) {
        let known = Self::WORDS.iter().find(|(known, _)| *known == word && is_so);
        self.0 |= known.map_or(0, |(_, quirk)| quirk.0);
    }

    /// Their words.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Self::WORDS.into_iter().filter(move |(_, quirk)| self.0 & quirk.0 != 0).map(|(word, _)| word)
    }
}

impl Shape {
    /// The kinds of its options, in their order.
    #[must_use]
    pub fn kinds(&self) -> &[u8] {
        &self.kinds[..usize::from(self.count).min(OPTIONS)]
    }

    /// Reads a segment from its header on; `packet` is what it came in, where that is known.
    #[must_use]
    pub fn of(segment: &[u8], packet: Option<&Packet4>) -> Option<Self> {
        let header = segment.get(..20)?;
        let mut shape = Self { window: u16::from_be_bytes([header[14], header[15]]), ..Self::default() };
        let flags = header[13];
        let quirks = &mut shape.quirks;
        quirks.note("seq-", header[4..8] == [0; 4]);
        quirks.note("uptr+", flags & 0x20 == 0 && header[18..20] != [0; 2]);
        quirks.note("urgf+", flags & 0x20 != 0);
        quirks.note("pushf+", flags & 0x08 != 0);
        let mut has_ecn = flags & 0xc0 != 0;
        if let Some(packet) = packet {
            let (df, number) = (packet.fragment & 0x4000 != 0, packet.number);
            quirks.note("df", df);
            quirks.note("id+", df && number != 0);
            quirks.note("id-", !df && number == 0);
            quirks.note("0+", packet.fragment & 0x8000 != 0);
            has_ecn |= packet.service & 3 != 0;
        }
        quirks.note("ecn", has_ecn);
        let length = usize::from(header[12] >> 4) * 4;
        match segment.get(20..length) {
            Some(options) => shape.read(options),
            None => shape.quirks.note("bad", true),
        }
        Some(shape)
    }

    fn read(&mut self, mut options: &[u8]) {
        while let [kind, rest @ ..] = options {
            if usize::from(self.count) < OPTIONS {
                self.kinds[usize::from(self.count)] = *kind;
                self.count += 1;
            }
            options = match kind {
                0 => {
                    self.padding = rest.len() as u8;
                    return;
                }
                1 => rest,
                _ => {
                    let length = rest.first().map_or(0, |length| usize::from(*length));
                    let Some((option, after)) = options.split_at_checked(length).filter(|_| length >= 2) else {
                        return self.quirks.note("bad", true);
                    };
                    self.take(option);
                    after
                }
            };
        }
    }

    fn take(&mut self, option: &[u8]) {
        match *option {
            [2, 4, high, low] => self.mss = Some(u16::from_be_bytes([high, low])),
            [3, 3, scale] => {
                self.scale = Some(scale);
                self.quirks.note("exws", scale > 14);
            }
            [8, 10, a, b, c, d, ..] => self.quirks.note("ts1-", [a, b, c, d] == [0; 4]),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::applets::scan::wire::packet;

    #[test]
    fn our_own_syn_has_the_shape_of_linux() {
        let shape = Shape::of(&packet::syn(61_000, 80, 7), None).unwrap();
        assert_eq!((shape.window, shape.mss, shape.scale), (64_240, Some(1460), Some(7)));
        assert_eq!(shape.kinds(), [2, 4, 8, 1, 3]);
        assert_eq!(shape.quirks.words().count(), 0, "{shape:?}");
    }

    #[test]
    fn oddities_are_told_by_their_words() {
        let mut bytes = packet::syn(61_000, 80, 0).to_vec();
        (bytes[13], bytes[19]) = (0x5a, 1);
        bytes[20..24].copy_from_slice(&[0, 7, 7, 7]);
        let mut ip = vec![0x45, 2, 0, 60, 0, 9, 0x40, 0, 63, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
        ip.extend(&bytes);
        let packet = packet::packet4(&ip).unwrap();
        let shape = Shape::of(packet.body, Some(&packet)).unwrap();
        let words: Vec<&str> = shape.quirks.words().collect();
        assert_eq!(words, ["df", "id+", "ecn", "seq-", "uptr+", "pushf+"]);
        assert_eq!((shape.kinds(), shape.padding), ([0].as_slice(), 19));
        bytes[20] = 2;
        bytes[21] = 99;
        assert!(Shape::of(&bytes, None).unwrap().quirks.words().any(|word| word == "bad"));
    }

    proptest! {
        #[test]
        fn nothing_that_comes_is_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = Shape::of(&bytes, None).map(|shape| shape.kinds().len());
        }
    }
}
