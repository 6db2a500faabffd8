//! NAL units in a byte stream (H.264 annex B): found by their start codes, taken without what fills up between them.

/// The longest header a set of parameters is read from: more than any has.
const LARGEST_SET: usize = 16 << 10;

/// The units of a byte stream, and what stands before the first start code.
#[derive(Debug, Clone)]
pub(crate) struct Units<'a> {
    bytes: &'a [u8],
    /// Behind the start code of the next unit; `None` behind the last.
    next: Option<usize>,
}

/// Begins to read; the bytes before the first start code belong to a unit that began earlier.
pub(crate) fn units(bytes: &[u8]) -> (&[u8], Units<'_>) {
    match start_code(bytes, 0) {
        Some((at, behind)) => (trimmed(&bytes[..at]), Units { bytes, next: Some(behind) }),
        None => (bytes, Units { bytes, next: None }),
    }
}

impl<'a> Iterator for Units<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            let from = self.next?;
            let end = if let Some((at, behind)) = start_code(self.bytes, from) {
                self.next = Some(behind);
                at
            } else {
                self.next = None;
                self.bytes.len()
            };
            let unit = trimmed(&self.bytes[from..end]);
            if !unit.is_empty() {
                return Some(unit);
            }
        }
    }
}

/// Where the next start code begins, and the first byte behind it.
fn start_code(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let at = from + memchr::memmem::find(&bytes[from..], &[0, 0, 1])?;
    Some((at, at + 3))
}

/// Without the zeros behind a unit: no unit ends with one.
fn trimmed(unit: &[u8]) -> &[u8] {
    let length = unit.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &unit[..length]
}

/// Without the bytes that prevent start codes inside a unit (section 7.4.1).
pub(crate) fn unescaped(unit: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(unit.len().min(LARGEST_SET));
    let mut zeros = 0;
    for &byte in unit.iter().take(LARGEST_SET) {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        plain.push(byte);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn units_are_found_whatever_fills_up_between_them() {
        let bytes = [&[9, 9, 0, 0, 0, 1, 0x67, 1, 0, 0, 3, 1][..], &[0, 0, 0, 0, 0, 1, 0x65, 7, 0, 0, 1, 0, 0, 1, 5]];
        let bytes = bytes.concat();
        let (before, units) = units(&bytes);
        assert_eq!(before, [9, 9]);
        assert_eq!(units.collect::<Vec<_>>(), [&[0x67, 1, 0, 0, 3, 1][..], &[0x65, 7], &[5]]);
        assert_eq!(unescaped(&[0x67, 0, 0, 3, 1, 0, 0, 3]), [0x67, 0, 0, 1, 0, 0]);
    }

    proptest! {
        #[test]
        fn what_was_joined_comes_apart(parts in proptest::collection::vec(proptest::collection::vec(1_u8.., 1..20), 0..9)) {
            let joined: Vec<u8> = parts.iter().flat_map(|part| [&[0, 0, 1][..], part].concat()).collect();
            prop_assert_eq!(units(&joined).1.collect::<Vec<_>>(), parts);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(0_u8..3, 0..40)) {
            let (_, units) = units(&bytes);
            let _ = units.map(unescaped).count();
        }
    }
}
