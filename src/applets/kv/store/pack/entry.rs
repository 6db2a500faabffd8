//! One entry of a pack: reading it from either side, and writing it.

use super::END;
use crate::applets::kv::store::record::int_of;

/// What stands at a place of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<'a> {
    /// A number.
    Int(i64),
    /// Any other text.
    Text(&'a [u8]),
}

impl<'a> Entry<'a> {
    /// The bytes; a number is written into `digits`.
    #[inline]
    #[must_use]
    pub fn bytes<'b>(&self, digits: &'b mut itoa::Buffer) -> &'b [u8]
    where
        'a: 'b,
    {
        match self {
            Self::Int(value) => digits.format(*value).as_bytes(),
            Self::Text(text) => text,
        }
    }

    /// The bytes.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        self.bytes(&mut itoa::Buffer::new()).to_vec()
    }

    /// Whether it is this word.
    #[must_use]
    pub fn is(&self, word: &[u8]) -> bool {
        self.bytes(&mut itoa::Buffer::new()) == word
    }

    /// The number it is, where it is one.
    #[must_use]
    pub const fn int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Text(_) => None,
        }
    }
}

/// An entry about to be written, its size from behind excluded.
pub(super) struct Coded<'a> {
    head: [u8; 9],
    head_bytes: usize,
    text: &'a [u8],
}

impl<'a> Coded<'a> {
    /// Of a word: a number where it is one.
    #[inline]
    pub(super) fn of(word: &'a [u8]) -> Self {
        match int_of(word) {
            Some(value) => Self::int(value),
            None => Self::text(word),
        }
    }

    fn int(value: i64) -> Self {
        let le = value.to_le_bytes();
        let (mut head, head_bytes) = (
            [0; 9],
            match value {
                0..=0x7F => 1,
                -0x1000..=0xFFF => 2,
                -0x8000..=0x7FFF => 3,
                -0x80_0000..=0x7F_FFFF => 4,
                -0x8000_0000..=0x7FFF_FFFF => 5,
                _ => 9,
            },
        );
        match head_bytes {
            1 => head[0] = le[0],
            2 => head[..2].copy_from_slice(&[0xC0 | le[1] & 0x1F, le[0]]),
            _ => {
                head[0] = if head_bytes == 9 { 0xF4 } else { 0xF0 + head_bytes as u8 - 2 };
                head[1..head_bytes].copy_from_slice(&le[..head_bytes - 1]);
            }
        }
        Self { head, head_bytes, text: &[] }
    }

    fn text(text: &'a [u8]) -> Self {
        let (mut head, le) = ([0; 9], (text.len() as u32).to_le_bytes());
        let head_bytes = match text.len() {
            0..=0x3F => {
                head[0] = 0x80 | le[0];
                1
            }
            0x40..=0xFFF => {
                head[..2].copy_from_slice(&[0xE0 | le[1], le[0]]);
                2
            }
            _ => {
                head[0] = 0xF0;
                head[1..5].copy_from_slice(&le);
                5
            }
        };
        Self { head, head_bytes, text }
    }

    /// How many bytes it takes.
    pub(super) const fn len(&self) -> usize {
        self.head_bytes + self.text.len()
    }

    /// Whether these bytes are the same entry.
    #[inline]
    pub(super) fn is(&self, coded: &[u8]) -> bool {
        coded.len() == self.len() && coded.starts_with(&self.head[..self.head_bytes]) && coded.ends_with(self.text)
    }

    /// Writes it into as many bytes as it takes.
    pub(super) fn write(&self, out: &mut [u8]) {
        let (head, text) = out.split_at_mut(self.head_bytes);
        head.copy_from_slice(&self.head[..self.head_bytes]);
        text.copy_from_slice(self.text);
    }
}

/// How many bytes the entry at the start of `bytes` takes, without its size from behind; `None` at the end, or where
/// its length is cut off. That the bytes are all there is for [`super::Pack::from_bytes`] to check.
#[inline]
pub(super) fn coded_bytes(bytes: &[u8]) -> Option<usize> {
    Some(match *bytes.first()? {
        0..=0x7F => 1,
        mark @ 0x80..=0xBF => 1 + usize::from(mark & 0x3F),
        0xC0..=0xDF => 2,
        mark @ 0xE0..=0xEF => 2 + (usize::from(mark & 0x0F) << 8 | usize::from(*bytes.get(1)?)),
        0xF0 => 5 + u32::from_le_bytes(*bytes.get(1..)?.first_chunk()?) as usize,
        mark @ 0xF1..=0xF3 => usize::from(mark - 0xF1) + 3,
        0xF4 => 9,
        _ => return None,
    })
}

/// The entry at `at`; nothing, as an empty text, where the pack ends.
#[inline]
pub(super) fn entry_at(bytes: &[u8], at: usize) -> Entry<'_> {
    let bytes = &bytes[at..];
    let size = coded_bytes(bytes).unwrap_or(1);
    let entry = &bytes[..size];
    match entry[0] {
        mark @ 0..=0x7F => Entry::Int(i64::from(mark)),
        0x80..=0xBF => Entry::Text(&entry[1..]),
        mark @ 0xC0..=0xDF => {
            let value = i64::from(mark & 0x1F) << 8 | i64::from(entry[1]);
            Entry::Int(if value >= 1 << 12 { value - (1 << 13) } else { value })
        }
        0xE0..=0xEF => Entry::Text(&entry[2..]),
        0xF0 => Entry::Text(&entry[5..]),
        0xF1..=0xF4 => {
            let negative = entry[size - 1] >= 0x80;
            let mut le = [if negative { 0xFF } else { 0 }; 8];
            le[..size - 1].copy_from_slice(&entry[1..]);
            Entry::Int(i64::from_le_bytes(le))
        }
        _ => Entry::Text(&[]),
    }
}

/// How many bytes tell a size from behind. The bounds are Redis's own, one less than seven bits each would allow.
#[inline]
pub(super) const fn back_bytes(size: usize) -> usize {
    match size {
        0..=127 => 1,
        128..=16_382 => 2,
        16_383..=2_097_150 => 3,
        2_097_151..=268_435_454 => 4,
        _ => 5,
    }
}

/// Writes a size to be read from behind: seven bits a byte, the lowest last; all but the first have the top bit.
#[inline]
pub(super) fn write_back(out: &mut [u8], size: usize) {
    let width = back_bytes(size);
    let mut rest = size;
    for at in (0..width).rev() {
        out[at] = (rest & 0x7F) as u8 | if at > 0 { 0x80 } else { 0 };
        rest >>= 7;
    }
}

/// Reads a size from behind.
#[inline]
pub(super) fn read_back(bytes: &[u8]) -> Option<usize> {
    let mut size = 0;
    for (nth, byte) in bytes.iter().rev().take(5).enumerate() {
        size |= usize::from(byte & 0x7F) << (7 * nth);
        if byte & 0x80 == 0 {
            return Some(size);
        }
    }
    None
}

const _: () = assert!(END == 0xFF, "no mark of an entry");
