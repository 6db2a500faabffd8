//! The packed collections of dumps: ziplist, listpack, intset, zipmap.
//!
//! Each is decoded entry by entry and checked to its last byte: lengths, counts and the lengths that point backwards.
//! No encoder: what is written are the plain forms, which every Redis reads.

use super::value::Items;

/// Bytes that are no such collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrupt;

type Decoded = Result<Items, Corrupt>;

/// Bytes read from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Corrupt> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Corrupt)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Corrupt> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Corrupt)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn byte(&mut self) -> Result<u8, Corrupt> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// A signed number of `width` bytes, the lowest first.
    fn int(&mut self, width: usize) -> Result<i64, Corrupt> {
        let mut wide = [0; 8];
        wide[8 - width..].copy_from_slice(self.take(width)?);
        Ok(i64::from_le_bytes(wide) >> (64 - width * 8))
    }
}

fn push_int(items: &mut Items, value: i64) {
    items.push(itoa::Buffer::new().format(value).as_bytes());
}

/// Decodes a listpack (`listpack.c`): `u32 bytes · u16 count · (encoding and data · length backwards)* · 0xFF`.
///
/// # Errors
/// Anything that is none, to the last byte.
pub fn listpack(bytes: &[u8]) -> Decoded {
    let mut rest = Bytes(bytes);
    let (total, count) = (u32::from_le_bytes(rest.array()?), u16::from_le_bytes(rest.array()?));
    if total as usize != bytes.len() {
        return Err(Corrupt);
    }
    let mut items = Items::default();
    loop {
        let before = rest.0.len();
        let first = rest.byte()?;
        match first {
            0xFF => break,
            0..0x80 => push_int(&mut items, i64::from(first)),
            0x80..0xC0 => items.push(rest.take(usize::from(first & 0x3F))?),
            0xC0..0xE0 => {
                let value = i64::from(first & 0x1F) << 8 | i64::from(rest.byte()?);
                push_int(&mut items, value << 51 >> 51);
            }
            0xE0..0xF0 => {
                let length = usize::from(first & 0x0F) << 8 | usize::from(rest.byte()?);
                items.push(rest.take(length)?);
            }
            0xF0 => {
                let length = u32::from_le_bytes(rest.array()?) as usize;
                items.push(rest.take(length)?);
            }
            0xF1 => push_int(&mut items, rest.int(2)?),
            0xF2 => push_int(&mut items, rest.int(3)?),
            0xF3 => push_int(&mut items, rest.int(4)?),
            0xF4 => push_int(&mut items, rest.int(8)?),
            _ => return Err(Corrupt),
        }
        let length = before - rest.0.len();
        let back = rest.take(match length {
            0..128 => 1,
            128..16383 => 2,
            16383..2_097_151 => 3,
            2_097_151..268_435_455 => 4,
            _ => 5,
        })?;
        // Seven bits a byte, the highest first; all but the first are marked.
        let said = back.iter().fold(0, |said: usize, byte| said << 7 | usize::from(byte & 0x7F));
        if said != length || back[0] & 0x80 != 0 || back[1..].iter().any(|byte| byte & 0x80 == 0) {
            return Err(Corrupt);
        }
    }
    // 65535 says that there are more than it can say.
    if rest.0.is_empty() && (count == u16::MAX || usize::from(count) == items.len()) { Ok(items) } else { Err(Corrupt) }
}

/// Decodes a ziplist (`ziplist.c`): `u32 bytes · u32 offset of the last · u16 count · (length of the one before ·
/// encoding and data)* · 0xFF`.
///
/// # Errors
/// Anything that is none, to the last byte.
pub fn ziplist(bytes: &[u8]) -> Decoded {
    let mut rest = Bytes(bytes);
    let (total, tail) = (u32::from_le_bytes(rest.array()?), u32::from_le_bytes(rest.array()?));
    let count = u16::from_le_bytes(rest.array()?);
    if total as usize != bytes.len() {
        return Err(Corrupt);
    }
    let mut items = Items::default();
    let (mut last, mut previous) = (10, 0);
    while let Some(&first) = rest.0.first().filter(|first| **first != 0xFF) {
        let start = bytes.len() - rest.0.len();
        rest.byte()?;
        let said = if first < 0xFE { usize::from(first) } else { u32::from_le_bytes(rest.array()?) as usize };
        if said != previous {
            return Err(Corrupt);
        }
        let code = rest.byte()?;
        match code {
            0..0x40 => items.push(rest.take(usize::from(code))?),
            0x40..0x80 => {
                let length = usize::from(code & 0x3F) << 8 | usize::from(rest.byte()?);
                items.push(rest.take(length)?);
            }
            0x80 => {
                let length = u32::from_be_bytes(rest.array()?) as usize;
                items.push(rest.take(length)?);
            }
            0xC0 => push_int(&mut items, rest.int(2)?),
            0xD0 => push_int(&mut items, rest.int(4)?),
            0xE0 => push_int(&mut items, rest.int(8)?),
            0xF0 => push_int(&mut items, rest.int(3)?),
            0xFE => push_int(&mut items, rest.int(1)?),
            0xF1..=0xFD => push_int(&mut items, i64::from(code & 0x0F) - 1),
            _ => return Err(Corrupt),
        }
        last = start;
        previous = bytes.len() - rest.0.len() - start;
    }
    let is_counted = count == u16::MAX || usize::from(count) == items.len();
    if rest.0 == [0xFF] && last == tail as usize && is_counted { Ok(items) } else { Err(Corrupt) }
}

/// Decodes an intset (`intset.c`): `u32 width · u32 count · numbers`, ascending.
///
/// # Errors
/// Anything that is none, to the last byte.
pub fn intset(bytes: &[u8]) -> Decoded {
    let mut rest = Bytes(bytes);
    let (width, count) = (u32::from_le_bytes(rest.array()?) as usize, u32::from_le_bytes(rest.array()?) as usize);
    if !matches!(width, 2 | 4 | 8) || count.checked_mul(width) != Some(rest.0.len()) {
        return Err(Corrupt);
    }
    let (mut items, mut before) = (Items::default(), None);
    while !rest.0.is_empty() {
        let value = rest.int(width)?;
        if before.is_some_and(|before| before >= value) {
            return Err(Corrupt);
        }
        before = Some(value);
        push_int(&mut items, value);
    }
    Ok(items)
}

/// Decodes a zipmap (hashes before Redis 2.6): `u8 count · (length · field · length · u8 unused · value)* · 0xFF`.
///
/// # Errors
/// Anything that is none, to the last byte.
pub fn zipmap(bytes: &[u8]) -> Decoded {
    let mut rest = Bytes(bytes);
    let count = rest.byte()?;
    let mut items = Items::default();
    let length = |rest: &mut Bytes, first: u8| match first {
        0..0xFE => Ok(usize::from(first)),
        0xFE => rest.array().map(|length| u32::from_le_bytes(length) as usize),
        0xFF => Err(Corrupt),
    };
    loop {
        let first = rest.byte()?;
        if first == 0xFF {
            break;
        }
        let field = length(&mut rest, first)?;
        items.push(rest.take(field)?);
        let first = rest.byte()?;
        let value = length(&mut rest, first)?;
        let unused = rest.byte()?;
        items.push(rest.take(value)?);
        rest.take(usize::from(unused))?;
    }
    // From 254 on the count says nothing.
    let is_counted = count >= 0xFE || usize::from(count) * 2 == items.len();
    if rest.0.is_empty() && is_counted { Ok(items) } else { Err(Corrupt) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(decoded: Decoded) -> Vec<String> {
        decoded.unwrap().iter().map(|item| String::from_utf8_lossy(item).into_owned()).collect()
    }

    #[test]
    fn a_listpack_is_decoded() {
        // 1, -5000 in 16 bits, "abc", -1 in 13 bits
        let body = [1, 1, 0xF1, 0x78, 0xEC, 3, 0x83, b'a', b'b', b'c', 4, 0xDF, 0xFF, 2, 0xFF];
        let mut bytes = (body.len() as u32 + 6).to_le_bytes().to_vec();
        bytes.extend_from_slice(&[4, 0]);
        bytes.extend_from_slice(&body);
        assert_eq!(words(listpack(&bytes)), ["1", "-5000", "abc", "-1"]);
        for at in 0..bytes.len() {
            assert_eq!(listpack(&bytes[..at]), Err(Corrupt));
        }
    }

    #[test]
    fn a_ziplist_is_decoded() {
        let body = [0, 0x03, b'a', b'b', b'c', 5, 0xF3, 2, 0xFE, 0xFB, 3, 0xC0, 0x10, 0x27, 0xFF];
        let mut bytes = (body.len() as u32 + 10).to_le_bytes().to_vec();
        bytes.extend_from_slice(&20_u32.to_le_bytes());
        bytes.extend_from_slice(&[4, 0]);
        bytes.extend_from_slice(&body);
        assert_eq!(words(ziplist(&bytes)), ["abc", "2", "-5", "10000"]);
    }

    #[test]
    fn an_intset_and_a_zipmap_are_decoded() {
        assert_eq!(words(intset(&[2, 0, 0, 0, 2, 0, 0, 0, 0xFF, 0xFF, 7, 0])), ["-1", "7"]);
        assert_eq!(intset(&[2, 0, 0, 0, 2, 0, 0, 0, 7, 0, 7, 0]), Err(Corrupt), "a member twice");
        let map = [2, 3, b'f', b'o', b'o', 3, 0, b'b', b'a', b'r', 1, b'x', 1, 2, b'y', 0, 0, 0xFF];
        assert_eq!(words(zipmap(&map)), ["foo", "bar", "x", "y"]);
    }

    proptest! {
        #[test]
        fn rubbish_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for decode in [listpack, ziplist, intset, zipmap] {
                let _ = decode(&bytes);
            }
        }
    }
}
