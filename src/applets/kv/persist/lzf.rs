//! LZF, the compression of strings in dumps: `liblzf`'s format, both ways.
//!
//! ```text
//! 000LLLLL                     L + 1 bytes follow as they are
//! LLLooooo oooooooo            L + 2 bytes (L from 1 to 6) from o + 1 bytes back
//! 111ooooo LLLLLLLL oooooooo   L + 9 bytes from o + 1 bytes back
//! ```

/// The most buckets of the table of what was seen, as a power of two; three bytes choose one. Short texts need fewer,
/// and a table takes time to clear.
const MOST_BITS: u32 = 13;
/// The farthest back a reference reaches.
const REACH: usize = 1 << 13;
/// The longest reference.
const LONGEST: usize = 264;
/// What is set aside for a text before it is there.
const MOST_RESERVED: usize = 1 << 20;
/// The longest run of plain bytes.
const RUN: usize = 32;

/// Why bytes are no compressed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrupt;

/// Compresses; nothing where that would not make it at least four bytes shorter.
#[must_use]
pub fn compress(input: &[u8]) -> Option<Vec<u8>> {
    let most = input.len().checked_sub(5)?;
    let bits = (input.len().ilog2() + 1).min(MOST_BITS);
    let mut table = vec![0_u32; 1 << bits];
    let mut output = Vec::with_capacity(input.len());
    let (mut at, mut plain) = (0, 0);
    while at + 2 < input.len() {
        let bucket = bucket(&input[at..], bits);
        // Positions are kept plus one: 0 is none.
        let seen = (table[bucket] as usize).checked_sub(1);
        table[bucket] = at as u32 + 1;
        let Some(from) = seen.filter(|from| at - from <= REACH && input[*from..from + 3] == input[at..at + 3]) else {
            at += 1;
            continue;
        };
        let most_length = (input.len() - at).min(LONGEST);
        let length = (3..most_length).find(|by| input[from + by] != input[at + by]).unwrap_or(most_length);
        put_plain(&mut output, &input[plain..at]);
        put_reference(&mut output, at - from - 1, length);
        if output.len() > most {
            return None;
        }
        for skipped in (at + 1..at + length).filter(|skipped| skipped + 2 < input.len()) {
            table[self::bucket(&input[skipped..], bits)] = skipped as u32 + 1;
        }
        at += length;
        plain = at;
    }
    put_plain(&mut output, &input[plain..]);
    (output.len() <= most).then_some(output)
}

fn bucket(bytes: &[u8], bits: u32) -> usize {
    let word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]);
    (word.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize
}

fn put_plain(output: &mut Vec<u8>, bytes: &[u8]) {
    for run in bytes.chunks(RUN) {
        output.push(run.len() as u8 - 1);
        output.extend_from_slice(run);
    }
}

fn put_reference(output: &mut Vec<u8>, back: usize, length: usize) {
    let high = (back >> 8) as u8;
    match length - 2 {
        short @ 1..=6 => output.push((short as u8) << 5 | high),
        long => output.extend_from_slice(&[7 << 5 | high, (long - 7) as u8]),
    }
    output.push(back as u8);
}

/// Expands to exactly `length` bytes.
///
/// # Errors
/// Anything else than a compressed text of that length.
pub fn expand(input: &[u8], length: usize) -> Result<Vec<u8>, Corrupt> {
    // A reference makes at most 264 bytes of three.
    if length > input.len().saturating_mul(LONGEST) {
        return Err(Corrupt);
    }
    // A length is only a word: what is reserved on it is little.
    let mut output = Vec::with_capacity(length.min(MOST_RESERVED));
    let mut rest = input;
    while let Some((&control, behind)) = rest.split_first() {
        if control < 32 {
            let (plain, behind) = behind.split_at_checked(usize::from(control) + 1).ok_or(Corrupt)?;
            output.extend_from_slice(plain);
            rest = behind;
        } else {
            let (more, behind) = if control >> 5 == 7 { behind.split_first().ok_or(Corrupt)? } else { (&0, behind) };
            let (low, behind) = behind.split_first().ok_or(Corrupt)?;
            let back = (usize::from(control & 31) << 8 | usize::from(*low)) + 1;
            let from = output.len().checked_sub(back).ok_or(Corrupt)?;
            let count = usize::from(control >> 5) + 2 + usize::from(*more);
            // What is copied may overlap what it makes.
            (from..from + count).for_each(|at| output.push(output[at]));
            rest = behind;
        }
        if output.len() > length {
            return Err(Corrupt);
        }
    }
    if output.len() == length { Ok(output) } else { Err(Corrupt) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn repetitions_shrink_and_come_back() {
        for text in [vec![b'a'; 5000], b"abcabcabcabcabcabcabcabc".to_vec(), "käse ".repeat(900).into_bytes()] {
            let small = compress(&text).unwrap();
            assert!(small.len() < text.len() / 2);
            assert_eq!(expand(&small, text.len()), Ok(text));
        }
        assert_eq!(compress(b"abcdefgh"), None);
        assert_eq!(compress(b""), None);
    }

    proptest! {
        #[test]
        fn what_is_compressed_expands(text in prop::collection::vec(0_u8..4, 0..3000)) {
            if let Some(small) = compress(&text) {
                prop_assert_eq!(expand(&small, text.len()), Ok(text));
            }
        }

        #[test]
        fn rubbish_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300), length in 0_usize..4000) {
            let _ = expand(&bytes, length);
        }
    }
}
