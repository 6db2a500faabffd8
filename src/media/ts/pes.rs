//! PES packets (ISO 13818-1 section 2.4.3.6): put together from the payloads of transport packets, with their times.

use crate::media::sample::MediaError;

/// One packet is not longer; the largest picture of ultra high definition is a quarter of it.
const LARGEST: usize = 16 << 20;

/// When something is presented and decoded, in 90 000ths of a second, 33 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) pts: u64,
    pub(crate) dts: u64,
}

/// Puts the packets of one elementary stream together.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    kept: Vec<u8>,
    open: bool,
    /// How long it will be, where it says so.
    wanted: Option<usize>,
    counter: Option<u8>,
    /// Packets that were missing or out of order.
    pub(crate) lost: u64,
}

impl Assembly {
    /// Takes the payload of a packet; gives each whole PES packet to `take`, as soon as it is known to be whole.
    pub(crate) fn push(
        &mut self,
        packet: &super::packet::Packet<'_>,
        mut take: impl FnMut(&[u8]) -> Result<(), MediaError>,
    ) -> Result<(), MediaError> {
        if packet.payload.is_empty() {
            return Ok(());
        }
        let last = self.counter.replace(packet.counter);
        if !packet.discontinuity {
            match last {
                // A packet may come twice.
                Some(last) if last == packet.counter && !packet.start => return Ok(()),
                // What is missing at the beginning of a packet is no loss of ours.
                Some(last) if (last + 1) & 0xf != packet.counter && !packet.start => self.lost += 1,
                _ => {}
            }
        }
        if packet.start {
            self.finish(&mut take)?;
            self.open = packet.payload.starts_with(&[0, 0, 1]);
            self.wanted = None;
        }
        if !self.open {
            return Ok(());
        }
        if self.kept.len() + packet.payload.len() > LARGEST {
            return Err(MediaError::damaged("a PES packet of more than 16 MiB"));
        }
        self.kept.extend_from_slice(packet.payload);
        if self.wanted.is_none()
            && let Some(&[high, low]) = self.kept.get(4..6)
        {
            // 0: as long as it goes on, for pictures.
            let length = usize::from(high) << 8 | usize::from(low);
            self.wanted = Some(if length == 0 { usize::MAX } else { 6 + length });
        }
        if self.wanted.is_some_and(|wanted| self.kept.len() >= wanted) {
            self.finish(&mut take)?;
        }
        Ok(())
    }

    /// Gives what there is to `take`.
    pub(crate) fn finish(&mut self, take: &mut impl FnMut(&[u8]) -> Result<(), MediaError>) -> Result<(), MediaError> {
        if !std::mem::take(&mut self.open) {
            return Ok(());
        }
        let mut kept = std::mem::take(&mut self.kept);
        let length = self.wanted.unwrap_or(usize::MAX).min(kept.len());
        let taken = take(&kept[..length]);
        kept.clear();
        self.kept = kept;
        taken
    }

    /// The counter begins anew.
    pub(crate) fn boundary(&mut self) {
        self.counter = None;
    }
}

/// The times and the payload of a packet; `None` where it is none of an elementary stream.
pub(crate) fn read(packet: &[u8]) -> Option<(Option<Stamp>, &[u8])> {
    let &[kind, flags, head] = packet.get(6..)?.first_chunk()?;
    if kind & 0xc0 != 0x80 {
        return None;
    }
    let payload = packet.get(9 + usize::from(head)..)?;
    let pts = if flags & 0x80 == 0 { None } else { time(packet.get(9..14)?) };
    let dts = if flags & 0xc0 == 0xc0 { time(packet.get(14..19)?) } else { pts };
    Some((pts.zip(dts).map(|(pts, dts)| Stamp { pts, dts }), payload))
}

/// 33 bits in five bytes, three of them marks.
fn time(bytes: &[u8]) -> Option<u64> {
    let bytes: [u8; 5] = *bytes.first_chunk()?;
    if [0, 2, 4].iter().any(|&at: &usize| bytes[at] & 1 == 0) {
        return None;
    }
    let part = |high: u8, low: u8| u64::from(high) << 7 | u64::from(low >> 1);
    Some(u64::from(bytes[0] >> 1 & 7) << 30 | part(bytes[1], bytes[2]) << 15 | part(bytes[3], bytes[4]))
}

/// Unrolls times of 33 bits: each is taken to be as near to the last one as it can be.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Unroll(Option<i64>);

/// Times begin anew after so many.
pub(crate) const WRAP: i64 = 1 << 33;

impl Unroll {
    /// The time without a limit, and the new reference.
    pub(crate) fn next(&mut self, time: u64) -> i64 {
        let unrolled = self.near(time);
        self.0 = Some(unrolled);
        unrolled
    }

    /// The time without a limit; the reference stays.
    pub(crate) fn near(self, time: u64) -> i64 {
        let Some(last) = self.0 else { return time as i64 };
        let ahead = (time as i64 - last).rem_euclid(WRAP);
        last + if ahead >= WRAP / 2 { ahead - WRAP } else { ahead }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_cut_off_anywhere_in_its_head_is_none() {
        let whole = [0, 0, 1, 0xe0, 0, 8, 0x80, 0x80, 5, 0x21, 0, 1, 0, 1, 7];
        assert_eq!(read(&whole), Some((Some(Stamp { pts: 0, dts: 0 }), &[7][..])));
        for length in 0..14 {
            assert_eq!(read(&whole[..length]), None, "{length}");
        }
    }

    #[test]
    fn times_go_on_over_the_wrap_both_ways() {
        let mut unroll = Unroll::default();
        let last = WRAP as u64 - 10;
        assert_eq!(unroll.next(last), last as i64);
        assert_eq!(unroll.next(20), WRAP + 20);
        assert_eq!(unroll.near(last), last as i64);
        assert_eq!(unroll.next(30), WRAP + 30);
    }

    #[test]
    fn a_time_is_read_as_it_is_written() {
        assert_eq!(time(&[0x2f, 0xff, 0xff, 0xff, 0xff]), Some((1 << 33) - 1));
        assert_eq!(time(&[0x21, 0x00, 0x07, 0xd8, 0x61]), Some(126_000));
        assert_eq!(time(&[0x20, 0, 1, 0, 1]), None);
    }
}
