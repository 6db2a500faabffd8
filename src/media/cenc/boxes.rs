//! Boxes of ISO/IEC 14496-12, where they stand in a buffer: places, not copies, so that what is locked is opened in
//! place.

use std::ops::Range;

/// A box: its type and where its bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: [u8; 4],
    /// Header and body.
    pub(super) whole: Range<usize>,
    /// Behind the header.
    pub(super) body: Range<usize>,
}

/// The boxes in `within`, in order; ends at the first that is none.
pub(super) fn all(bytes: &[u8], within: Range<usize>) -> Vec<Found> {
    let (mut at, mut found) = (within.start, Vec::new());
    while let Some(one) = one(bytes, at, within.end) {
        at = one.whole.end;
        found.push(one);
    }
    found
}

/// The box at `at`, which must end by `limit`.
fn one(bytes: &[u8], at: usize, limit: usize) -> Option<Found> {
    let limit = limit.min(bytes.len());
    let (size, kind) = (number(bytes, at, 4)?, bytes.get(at + 4..at + 8)?.try_into().ok()?);
    let (size, header) = match size {
        0 => ((limit.checked_sub(at)?) as u64, 8),
        1 => (number(bytes, at + 8, 8)?, 16),
        size => (size, 8),
    };
    let end = at.checked_add(usize::try_from(size).ok()?)?;
    let fits = end <= limit && size >= header;
    fits.then(|| Found { kind, whole: at..end, body: at + header as usize..end })
}

/// A number of `size` bytes at `at`.
pub(super) fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

/// Makes padding of a box: what is counted from elsewhere stays where it was.
pub(super) fn blank(bytes: &mut [u8], found: &Found) {
    bytes[found.whole.start + 4..found.whole.start + 8].copy_from_slice(b"free");
    bytes[found.body.clone()].fill(0);
}

/// A reader of the numbers in a box.
pub(super) struct Numbers<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(bytes: &'a [u8], within: Range<usize>) -> Self {
        Self { bytes, at: within.start, end: within.end.min(bytes.len()) }
    }

    pub(super) fn take(&mut self, size: usize) -> Option<&'a [u8]> {
        let next = self.at.checked_add(size).filter(|next| *next <= self.end)?;
        let taken = self.bytes.get(self.at..next)?;
        self.at = next;
        Some(taken)
    }

    pub(super) fn number(&mut self, size: usize) -> Option<u64> {
        Some(self.take(size)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    /// How many bytes are left: bounds what a count promises.
    pub(super) const fn left(&self) -> usize {
        self.end.saturating_sub(self.at)
    }

    pub(super) const fn place(&self) -> usize {
        self.at
    }
}
