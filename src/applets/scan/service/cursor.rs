//! A walk through bytes that cannot leave them: every step says whether there was enough.

/// What is left to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor<'a>(pub(super) &'a [u8]);

impl<'a> Cursor<'a> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u24(&mut self) -> Option<u32> {
        self.array().map(|[a, b, c]| u32::from_be_bytes([0, a, b, c]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u16_le(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// The bytes before the next zero, which is skipped.
    pub(super) fn until_zero(&mut self) -> Option<&'a [u8]> {
        let end = self.0.iter().position(|byte| *byte == 0)?;
        let text = self.take(end)?;
        self.take(1)?;
        Some(text)
    }

    /// The bytes behind the first `count`, without moving.
    pub(super) fn at(self, count: usize) -> Option<Self> {
        self.0.get(count..).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn no_step_leaves_the_bytes() {
        let mut cursor = Cursor(&[1, 2, 3, 0, 9]);
        assert_eq!(cursor.u16(), Some(0x0102));
        assert_eq!(cursor.u32(), None);
        assert_eq!(cursor.until_zero(), Some(&[3][..]));
        assert_eq!((cursor.until_zero(), cursor.u8(), cursor.u8()), (None, Some(9), None));
        assert_eq!(Cursor(&[1]).at(2), None);
    }
}
