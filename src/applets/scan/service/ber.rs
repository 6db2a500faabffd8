//! Tags, lengths and values (X.690), as LDAP, SNMP, Kerberos and certificates use them. Definite lengths only.

use super::cursor::Cursor;

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// Class, form and number; numbers above 30 do not occur in these protocols.
    pub(super) tag: u8,
    pub(super) value: &'a [u8],
}

pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// Reads the element that the bytes begin with.
pub(super) fn next<'a>(cursor: &mut Cursor<'a>) -> Option<Element<'a>> {
    let tag = cursor.u8()?;
    let first = cursor.u8()?;
    let length = if first & 0x80 == 0 {
        usize::from(first)
    } else {
        let digits = cursor.take(usize::from(first & 0x7f)).filter(|digits| (1..=4).contains(&digits.len()))?;
        digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit))
    };
    Some(Element { tag, value: cursor.take(length)? })
}

/// Reads an element of this tag, and nothing else.
pub(super) fn expect<'a>(cursor: &mut Cursor<'a>, tag: u8) -> Option<&'a [u8]> {
    let element = next(cursor)?;
    (element.tag == tag).then_some(element.value)
}

/// The elements in a value; stops at what is none, and after a thousand.
pub(super) fn children(value: &[u8]) -> impl Iterator<Item = Element<'_>> {
    let mut cursor = Cursor(value);
    std::iter::from_fn(move || next(&mut cursor)).take(1000)
}

/// A small unsigned number.
pub(super) fn number(value: &[u8]) -> Option<u32> {
    let value = value.strip_prefix(&[0]).unwrap_or(value);
    (value.len() <= 4).then(|| value.iter().fold(0, |number, digit| number << 8 | u32::from(*digit)))
}

/// Wraps a value.
pub(super) fn wrap(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut bytes = vec![tag];
    match length {
        0..=0x7f => bytes.push(length as u8),
        0x80..=0xff => bytes.extend([0x81, length as u8]),
        _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    bytes.extend(parts.iter().copied().flatten());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_wrapped_is_read_again() {
        for length in [0, 1, 127, 128, 255, 256, 5000] {
            let value = vec![7; length];
            let bytes = wrap(OCTETS, &[&value]);
            let mut cursor = Cursor(&bytes);
            assert_eq!(expect(&mut cursor, OCTETS), Some(&value[..]));
            assert_eq!(cursor.0, b"");
        }
    }

    #[test]
    fn lengths_that_lie_are_no_elements() {
        for bytes in [&[4, 5, 1][..], &[4, 0x80], &[4, 0x85, 1, 1, 1, 1, 1, 0], &[4, 0x84, 255, 255, 255, 255], &[4]] {
            assert_eq!(next(&mut Cursor(bytes)), None);
        }
    }
}
