//! One sample: opened where it stands (ISO/IEC 23001-7 sections 9 and 10).

use aes::Aes128;
use aes::cipher::{Array, BlockCipherDecrypt as _, BlockCipherEncrypt as _};

/// The length of a block, a key, and of a whole vector.
pub(super) const BLOCK: usize = 16;

/// Blocks of key stream made at once: the processor works on several in parallel.
const AT_ONCE: usize = 8;

type Block = Array<u8, aes::cipher::consts::U16>;

/// A stretch of a sample that begins clear and ends locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subsample {
    pub(super) clear: usize,
    pub(super) locked: usize,
}

/// Of each so many blocks the first are locked; 0 and 0 are all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pattern {
    pub(super) locked: u8,
    pub(super) clear: u8,
}

/// The locked stretches of a sample, by its subsamples; all of it where there are none. `None` where they do not fit.
fn stretches<'a>(sample: &'a mut [u8], subsamples: &[Subsample]) -> Option<Vec<&'a mut [u8]>> {
    if subsamples.is_empty() {
        return Some(vec![sample]);
    }
    let (mut rest, mut found) = (sample, Vec::with_capacity(subsamples.len()));
    for subsample in subsamples {
        let (_, after) = rest.split_at_mut_checked(subsample.clear)?;
        let (locked, after) = after.split_at_mut_checked(subsample.locked)?;
        found.push(locked);
        rest = after;
    }
    Some(found)
}

/// `cenc`: AES-CTR over the locked stretches as one; the lower half of the counter counts blocks and wraps by itself.
pub(super) fn counter(cipher: &Aes128, iv: &[u8; BLOCK], sample: &mut [u8], subsamples: &[Subsample]) -> Option<()> {
    let (head, tail) = iv.split_at(BLOCK / 2);
    let mut count = tail.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut stream = [Block::default(); AT_ONCE];
    // How far the key stream is used; at its end from the beginning.
    let mut used = AT_ONCE * BLOCK;
    for stretch in stretches(sample, subsamples)? {
        let mut rest = stretch;
        while !rest.is_empty() {
            if used == AT_ONCE * BLOCK {
                for block in &mut stream {
                    block[..BLOCK / 2].copy_from_slice(head);
                    block[BLOCK / 2..].copy_from_slice(&count.to_be_bytes());
                    count = count.wrapping_add(1);
                }
                cipher.encrypt_blocks(&mut stream);
                used = 0;
            }
            let keys = &stream.as_flattened_bytes()[used..];
            let length = keys.len().min(rest.len());
            let (now, later) = rest.split_at_mut(length);
            for (byte, key) in now.iter_mut().zip(keys) {
                *byte ^= key;
            }
            used += length;
            rest = later;
        }
    }
    Some(())
}

trait Flat {
    fn as_flattened_bytes(&self) -> &[u8];
}

impl Flat for [Block; AT_ONCE] {
    fn as_flattened_bytes(&self) -> &[u8] {
        Array::slice_as_flattened(self)
    }
}

/// `cbcs`: AES-CBC of the blocks that the pattern locks, begun anew with each stretch; what is left of a block is clear.
pub(super) fn chained(
    cipher: &Aes128,
    iv: &[u8; BLOCK],
    sample: &mut [u8],
    subsamples: &[Subsample],
    pattern: Pattern,
) -> Option<()> {
    let all = pattern.clear == 0 || pattern.locked == 0;
    for stretch in stretches(sample, subsamples)? {
        let mut last = *iv;
        let (blocks, _) = stretch.as_chunks_mut::<BLOCK>();
        let turn = usize::from(pattern.locked) + usize::from(pattern.clear);
        for (index, block) in blocks.iter_mut().enumerate() {
            if !all && index % turn >= usize::from(pattern.locked) {
                continue;
            }
            let locked = *block;
            let mut open = Block::from(locked);
            cipher.decrypt_block(&mut open);
            for ((byte, open), key) in block.iter_mut().zip(open).zip(last) {
                *byte = open ^ key;
            }
            last = locked;
        }
    }
    Some(())
}
