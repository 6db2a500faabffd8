//! Boxes inside boxes, and the numbers in them.

/// The boxes in `bytes`; ends at the first that does not fit.
pub(in crate::media) fn children(mut bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (size, rest) = bytes.split_first_chunk::<4>()?;
        let (kind, _) = rest.split_first_chunk::<4>()?;
        let (head, size) = match u32::from_be_bytes(*size) {
            0 => (8, bytes.len()),
            1 => (16, usize::try_from(u64::from_be_bytes(*bytes.get(8..16)?.first_chunk()?)).ok()?),
            size => (8, size as usize),
        };
        let content = bytes.get(head..size)?;
        let kind = *kind;
        bytes = &bytes[size..];
        Some((kind, content))
    })
}

/// The content of the first box of this kind.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "names of boxes are written as byte strings")]
pub(in crate::media) fn child<'a>(bytes: &'a [u8], kind: &[u8; 4]) -> Option<&'a [u8]> {
    children(bytes).find(|(name, _)| name == kind).map(|(_, content)| content)
}

/// Follows a path of boxes.
pub(super) fn path<'a>(bytes: &'a [u8], kinds: &[&[u8; 4]]) -> Option<&'a [u8]> {
    kinds.iter().try_fold(bytes, |bytes, kind| child(bytes, kind))
}

/// Reads numbers one behind the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    /// The version and the flags of a full box, and what is behind them.
    pub(super) fn full(bytes: &'a [u8]) -> Option<(u8, u32, Self)> {
        let (&[version, a, b, c], rest) = bytes.split_first_chunk()?;
        Some((version, u32::from_be_bytes([0, a, b, c]), Self(rest)))
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_be_bytes(*bytes))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*bytes))
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*bytes))
    }

    /// Of 32 bits, or of 64 in a box of version 1.
    pub(super) fn wide(&mut self, version: u8) -> Option<u64> {
        if version == 0 { self.u32().map(u64::from) } else { self.u64() }
    }

    pub(super) fn skip(&mut self, bytes: usize) -> Option<()> {
        self.0 = self.0.get(bytes..)?;
        Some(())
    }
}
