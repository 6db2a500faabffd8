//! The index of a file with its segments in it: `sidx` (ISO/IEC 14496-12 section 8.16.3).

use crate::media::hls::ByteRange;

/// A piece of the file that an index tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its bytes.
    pub range: ByteRange,
    /// How long it plays, in ticks.
    pub ticks: u64,
    /// Whether it is another index, not media.
    pub index: bool,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Ticks of a second; never 0.
    pub timescale: u32,
    /// When its first entry begins, in ticks.
    pub time: u64,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// Bytes of a file from `at` on.
struct Bytes<'a> {
    left: &'a [u8],
}

impl Bytes<'_> {
    fn number(&mut self, size: usize) -> Option<u64> {
        let (number, left) = self.left.split_at_checked(size)?;
        self.left = left;
        Some(number.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }
}

/// The first index in `bytes`, which begin at byte `at` of the file. `None` where there is none, or not all of it.
#[must_use]
pub fn find(bytes: &[u8], at: u64) -> Option<Index> {
    let mut place = 0_usize;
    loop {
        let mut head = Bytes { left: bytes.get(place..)? };
        let (size, kind) = (head.number(4)?, head.number(4)?);
        let (size, header) = match size {
            0 => ((bytes.len() - place) as u64, 8),
            1 => (head.number(8)?, 16),
            size => (size, 8),
        };
        if size < header {
            return None;
        }
        let end = place.checked_add(usize::try_from(size).ok()?)?;
        if kind == u64::from(u32::from_be_bytes(*b"sidx")) {
            let body = bytes.get(place + header as usize..end)?;
            return read(body, at.checked_add(end as u64)?);
        }
        place = end;
    }
}

/// The body of a box that ends at byte `end` of the file.
fn read(body: &[u8], end: u64) -> Option<Index> {
    let mut bytes = Bytes { left: body };
    let version = bytes.number(4)? >> 24;
    let _reference = bytes.number(4)?;
    let timescale = u32::try_from(bytes.number(4)?).ok().filter(|scale| *scale > 0)?;
    let width = if version == 0 { 4 } else { 8 };
    let (time, first) = (bytes.number(width)?, bytes.number(width)?);
    let count = bytes.number(4)? & 0xffff;
    let mut offset = end.checked_add(first)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (kind, ticks, _) = (bytes.number(4)?, bytes.number(4)?, bytes.number(4)?);
        let range = ByteRange { offset, length: kind & 0x7fff_ffff };
        offset = offset.checked_add(range.length)?;
        entries.push(Entry { range, ticks, index: kind >> 31 == 1 });
    }
    Some(Index { timescale, time, entries })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sidx(version: u8, entries: &[(u32, u32)]) -> Vec<u8> {
        let mut body = vec![version, 0, 0, 0];
        body.extend([0, 0, 0, 1, 0, 0, 0, 90]);
        let width = if version == 0 { 4 } else { 8 };
        body.extend(&7_u64.to_be_bytes()[8 - width..]);
        body.extend(&5_u64.to_be_bytes()[8 - width..]);
        body.extend((entries.len() as u32).to_be_bytes());
        for (kind, ticks) in entries {
            body.extend([kind.to_be_bytes(), ticks.to_be_bytes(), [0x90, 0, 0, 0]].concat());
        }
        [&(body.len() as u32 + 8).to_be_bytes()[..], b"sidx", &body].concat()
    }

    #[test]
    fn entries_follow_the_index() {
        for version in [0, 1] {
            let index = sidx(version, &[(100, 180), (0x8000_0032, 90)]);
            let file = [b"\0\0\0\x08free", &index[..], b"\0\0\0\x08moof"].concat();
            let found = find(&file, 1000).unwrap();
            let begin = 1000 + 8 + index.len() as u64 + 5;
            assert_eq!((found.timescale, found.time), (90, 7));
            let first = Entry { range: ByteRange { offset: begin, length: 100 }, ticks: 180, index: false };
            let second = Entry { range: ByteRange { offset: begin + 100, length: 50 }, ticks: 90, index: true };
            assert_eq!(found.entries, [first, second]);
        }
    }

    #[test]
    fn what_is_cut_is_no_index() {
        let index = sidx(0, &[(100, 180)]);
        assert!((0..index.len()).all(|length| find(&index[..length], 0).is_none()));
        assert_eq!(find(b"\0\0\0\x01free\xff\xff\xff\xff\xff\xff\xff\xff", 0), None);
        assert_eq!(find(b"\0\0\0\x02free\0\0\0\0", 0), None);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, at: u64) {
            let _ = find(&bytes, at);
            let mut index = sidx(1, &[(1, 1), (2, 2)]);
            for (place, byte) in bytes.iter().enumerate() {
                let length = index.len();
                index[place * 7 % length] ^= byte;
            }
            let _ = find(&index, at);
        }
    }
}
