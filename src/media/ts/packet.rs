//! Packets of an MPEG-2 transport stream (ISO 13818-1 section 2.4.3.2), whatever pieces they arrive in.

/// The length of a packet.
pub(crate) const PACKET: usize = 188;

/// What each begins with.
pub(crate) const SYNC: u8 = 0x47;

/// One packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packet<'a> {
    /// The stream it is of, 13 bits.
    pub(crate) pid: u16,
    /// Whether a section or a PES packet begins in it.
    pub(crate) start: bool,
    /// Counts those with a payload, 4 bits.
    pub(crate) counter: u8,
    /// Whether its counter, and the clock, begin anew.
    pub(crate) discontinuity: bool,
    /// What it carries; empty where it carries nothing.
    pub(crate) payload: &'a [u8],
}

impl<'a> Packet<'a> {
    /// Reads one; `None` for those that are marked as damaged or scrambled, and for what is none.
    pub(crate) fn read(bytes: &'a [u8; PACKET]) -> Option<Self> {
        if bytes[0] != SYNC || bytes[1] & 0x80 != 0 || bytes[3] & 0xc0 != 0 {
            return None;
        }
        let pid = u16::from(bytes[1] & 0x1f) << 8 | u16::from(bytes[2]);
        let (mut at, mut discontinuity) = (4, false);
        if bytes[3] & 0x20 != 0 {
            let length = usize::from(bytes[4]);
            discontinuity = length > 0 && bytes[5] & 0x80 != 0;
            at = 5 + length;
        }
        let payload = if bytes[3] & 0x10 == 0 { &[] } else { bytes.get(at..)? };
        Some(Self { pid, start: bytes[1] & 0x40 != 0, counter: bytes[3] & 0xf, discontinuity, payload })
    }
}

/// Cuts a stream of bytes into packets, and finds them again where bytes are missing or others lie between them.
#[derive(Debug)]
pub(crate) struct Cutter {
    kept: Vec<u8>,
    /// Bytes that were in no packet.
    pub(crate) skipped: u64,
    /// Whether the next packet is where the last one ended.
    aligned: bool,
}

impl Cutter {
    pub(crate) fn new() -> Self {
        Self { kept: Vec::with_capacity(2 * PACKET), skipped: 0, aligned: true }
    }

    /// Gives each whole packet to `take`.
    pub(crate) fn push<E>(
        &mut self,
        mut bytes: &[u8],
        mut take: impl FnMut(&[u8; PACKET]) -> Result<(), E>,
    ) -> Result<(), E> {
        while !self.kept.is_empty() && !bytes.is_empty() {
            let wanted = if self.aligned { PACKET } else { PACKET + 1 };
            let more = wanted.saturating_sub(self.kept.len()).min(bytes.len());
            self.kept.extend_from_slice(&bytes[..more]);
            bytes = &bytes[more..];
            if self.kept.len() < wanted {
                return Ok(());
            }
            let mut kept = std::mem::take(&mut self.kept);
            let used = self.whole(&kept, &mut take)?;
            kept.drain(..used);
            self.kept = kept;
        }
        let used = self.whole(bytes, &mut take)?;
        self.kept.extend_from_slice(&bytes[used..]);
        Ok(())
    }

    /// The packets at the beginning of `bytes`; how many bytes they and what lies between them take.
    fn whole<E>(&mut self, bytes: &[u8], take: &mut impl FnMut(&[u8; PACKET]) -> Result<(), E>) -> Result<usize, E> {
        let mut at = 0;
        loop {
            if self.aligned && bytes.get(at).is_some_and(|byte| *byte != SYNC) {
                self.aligned = false;
            }
            if !self.aligned {
                // A byte of that value alone is no packet: the next one must follow it.
                let next = memchr::memchr_iter(SYNC, &bytes[at..])
                    .map(|found| at + found)
                    .find(|found| bytes.get(found + PACKET).is_none_or(|byte| *byte == SYNC));
                let Some(next) = next else {
                    self.skipped += (bytes.len() - at) as u64;
                    return Ok(bytes.len());
                };
                self.skipped += (next - at) as u64;
                at = next;
                if at + PACKET >= bytes.len() {
                    return Ok(at);
                }
                self.aligned = true;
            }
            let Some(packet) = bytes.get(at..at + PACKET).and_then(|packet| packet.try_into().ok()) else {
                return Ok(at);
            };
            take(packet)?;
            at += PACKET;
        }
    }

    /// Another piece of media follows, which begins with a packet; the last packet of this one, where nothing could
    /// follow it.
    pub(crate) fn boundary<E>(&mut self, take: impl FnOnce(&[u8; PACKET]) -> Result<(), E>) -> Result<(), E> {
        let kept = std::mem::take(&mut self.kept);
        let last = kept.get(..PACKET).and_then(|packet| packet.try_into().ok());
        self.skipped += if last.is_some() { (kept.len() - PACKET) as u64 } else { kept.len() as u64 };
        self.aligned = true;
        last.map_or(Ok(()), take)
    }
}
