//! A few numbers, ascending, in one run of bytes.
//!
//! ```text
//! width:4 LE (2, 4 or 8)  count:4 LE  number:width LE…
//! ```
//! The layout of Redis's intset to the byte, so a dump holds it as it is. The width is that of the widest number it ever
//! held.

use super::pack::Corrupt;

const HEADER: usize = 8;

/// Sorted numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct IntSet(Box<[u8]>);

impl Default for IntSet {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for IntSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

const fn width_of(value: i64) -> usize {
    match value {
        -0x8000..=0x7FFF => 2,
        -0x8000_0000..=0x7FFF_FFFF => 4,
        _ => 8,
    }
}

impl IntSet {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self(Box::new([2, 0, 0, 0, 0, 0, 0, 0]))
    }

    /// Takes bytes from outside.
    ///
    /// # Errors
    /// Where they are not a whole set of ascending numbers.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Corrupt> {
        let width = bytes.first_chunk::<4>().map_or(0, |width| u32::from_le_bytes(*width) as usize);
        let count = bytes.get(4..).and_then(<[u8]>::first_chunk::<4>).map(|count| u32::from_le_bytes(*count) as usize);
        let size = count.and_then(|count| count.checked_mul(width)?.checked_add(HEADER));
        if !matches!(width, 2 | 4 | 8) || size != Some(bytes.len()) {
            return Err(Corrupt);
        }
        let set = Self(bytes.into_boxed_slice());
        if set.iter().zip(set.iter().skip(1)).all(|(one, next)| one < next) { Ok(set) } else { Err(Corrupt) }
    }

    /// The bytes, as a dump holds them.
    #[must_use]
    pub const fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn width(&self) -> usize {
        usize::from(self.0[0])
    }

    /// How many numbers.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.0.len() - HEADER) / self.width()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.len() <= HEADER
    }

    /// The number at `index`, in ascending order.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<i64> {
        let width = self.width();
        let bytes = self.0.get(HEADER + index * width..HEADER + (index + 1) * width)?;
        let mut le = [if bytes[width - 1] >= 0x80 { 0xFF } else { 0 }; 8];
        le[..width].copy_from_slice(bytes);
        Some(i64::from_le_bytes(le))
    }

    /// Ascending.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = i64> + ExactSizeIterator + '_ {
        (0..self.len()).map(|index| self.at(index).unwrap_or_default())
    }

    /// The index of a number, or where it belongs.
    fn search(&self, value: i64) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.at(middle).unwrap_or_default().cmp(&value) {
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }

    /// Whether it holds a number.
    #[must_use]
    pub fn contains(&self, value: i64) -> bool {
        self.search(value).is_ok()
    }

    /// Adds a number; `false` where it is there already.
    pub fn insert(&mut self, value: i64) -> bool {
        let Err(index) = self.search(value) else { return false };
        let (len, width) = (self.len(), self.width().max(width_of(value)));
        if width > self.width() {
            let mut wider = Vec::with_capacity(HEADER + (len + 1) * width);
            wider.extend_from_slice(&(width as u32).to_le_bytes());
            wider.extend_from_slice(&(len as u32).to_le_bytes());
            self.iter().for_each(|value| wider.extend_from_slice(&value.to_le_bytes()[..width]));
            self.0 = wider.into_boxed_slice();
        }
        let (mut bytes, at) = (self.take(), HEADER + index * width);
        bytes.reserve_exact(width);
        let end = bytes.len();
        bytes.resize(end + width, 0);
        bytes.copy_within(at..end, at + width);
        bytes[at..at + width].copy_from_slice(&value.to_le_bytes()[..width]);
        self.give(bytes, len + 1);
        true
    }

    /// Takes a number out; `false` where it is not there.
    pub fn remove(&mut self, value: i64) -> bool {
        let Ok(index) = self.search(value) else { return false };
        let (len, width) = (self.len(), self.width());
        let mut bytes = self.take();
        bytes.drain(HEADER + index * width..HEADER + (index + 1) * width);
        self.give(bytes, len - 1);
        true
    }

    fn take(&mut self) -> Vec<u8> {
        std::mem::replace(&mut self.0, Box::new([])).into_vec()
    }

    fn give(&mut self, bytes: Vec<u8>, len: usize) {
        self.0 = bytes.into_boxed_slice();
        self.0[4..HEADER].copy_from_slice(&(len as u32).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_layout_is_that_of_an_intset() {
        let mut set = IntSet::new();
        assert!(set.insert(5) && set.insert(-1) && !set.insert(5));
        assert_eq!(set.bytes(), [2, 0, 0, 0, 2, 0, 0, 0, 0xFF, 0xFF, 5, 0]);
        assert!(set.insert(70_000));
        assert_eq!(set.bytes()[..4], [4, 0, 0, 0]);
        assert_eq!(IntSet::from_bytes(set.bytes().to_vec()), Ok(set));
        assert_eq!(IntSet::from_bytes(vec![2, 0, 0, 0, 2, 0, 0, 0, 5, 0, 5, 0]), Err(Corrupt));
        assert_eq!(IntSet::from_bytes(vec![3, 0, 0, 0, 0, 0, 0, 0]), Err(Corrupt));
    }

    proptest! {
        #[test]
        fn it_holds_what_a_tree_holds(steps in prop::collection::vec((any::<bool>(), prop_oneof![-20_i64..20, -70_000_i64..70_000, any::<i64>()]), 0..200)) {
            let (mut set, mut tree) = (IntSet::new(), BTreeSet::new());
            for (insert, value) in steps {
                if insert {
                    prop_assert_eq!(set.insert(value), tree.insert(value));
                } else {
                    prop_assert_eq!(set.remove(value), tree.remove(&value));
                }
                prop_assert_eq!(set.contains(value), tree.contains(&value));
            }
            prop_assert!(set.iter().eq(tree.iter().copied()));
            prop_assert_eq!(IntSet::from_bytes(set.bytes().to_vec()), Ok(set));
        }
    }
}
