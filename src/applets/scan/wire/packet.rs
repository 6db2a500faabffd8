//! Packets as bytes: the SYN that is sent, the segments and messages that come back. No socket.
//!
//! Layouts: IPv4 RFC 791 section 3.1, IPv6 RFC 8200 section 3, TCP RFC 9293 section 3.1, ICMP RFC 792, `ICMPv6` RFC 4443
//! section 2.1; the checksum RFC 1071, over the pseudo-headers of RFC 9293 section 3.1 and RFC 8200 section 8.1.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::applets::scan::verdict::Icmp;

/// The flags of a segment that matter here.
pub const SYN: u8 = 0x02;
/// Reset.
pub const RST: u8 = 0x04;
/// Acknowledged.
pub const ACK: u8 = 0x10;

/// A SYN with its options: 20 bytes of header, 20 of options.
pub const SYN_BYTES: usize = 40;

/// Where the checksum stands in a segment of TCP.
pub const TCP_CHECKSUM: usize = 16;

/// Options as common systems send them, in the order of Linux: MSS 1460, SACK permitted, timestamps, no operation, window
/// scale 7. A bare SYN gets bare answers, and some machines in between drop it.
const OPTIONS: [u8; 20] = [2, 4, 0x05, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];

/// A SYN, its checksum left at 0.
#[must_use]
pub fn syn(from: u16, to: u16, sequence: u32) -> [u8; SYN_BYTES] {
    let mut bytes = [0; SYN_BYTES];
    bytes[0..2].copy_from_slice(&from.to_be_bytes());
    bytes[2..4].copy_from_slice(&to.to_be_bytes());
    bytes[4..8].copy_from_slice(&sequence.to_be_bytes());
    // Ten words of header, options included.
    bytes[12] = 10 << 4;
    bytes[13] = SYN;
    bytes[14..16].copy_from_slice(&64_240_u16.to_be_bytes());
    bytes[20..].copy_from_slice(&OPTIONS);
    bytes
}

/// The sum of 16-bit words, carries not yet folded.
fn sum(bytes: &[u8]) -> u32 {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let last = odd.first().map_or(0, |byte| u32::from(*byte) << 8);
    pairs.iter().map(|pair| u32::from(u16::from_be_bytes(*pair))).sum::<u32>() + last
}

fn fold(mut sum: u32) -> u16 {
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

/// The checksum of bytes alone, as ICMP has it.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u16 {
    fold(sum(bytes))
}

/// The checksum of a segment of TCP over IPv4.
#[must_use]
pub fn tcp_checksum(from: Ipv4Addr, to: Ipv4Addr, segment: &[u8]) -> u16 {
    let pseudo = sum(&from.octets()) + sum(&to.octets()) + 6 + segment.len() as u32;
    fold(pseudo + sum(segment))
}

/// A segment that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The port it came from.
    pub from: u16,
    /// The port it came to.
    pub to: u16,
    /// What it acknowledges.
    pub acknowledged: u32,
    /// Its flags.
    pub flags: u8,
    /// Its window.
    pub window: u16,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Reads a segment from its header on.
#[must_use]
pub fn segment(bytes: &[u8]) -> Option<Segment> {
    let header = bytes.get(..20)?;
    Some(Segment {
        from: u16_at(header, 0)?,
        to: u16_at(header, 2)?,
        acknowledged: u32_at(header, 8)?,
        flags: header[13],
        window: u16_at(header, 14)?,
    })
}

/// A packet of IPv4: who sent it, its time to live, and what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet4<'a> {
    /// Who sent it.
    pub from: Ipv4Addr,
    /// To whom.
    pub to: Ipv4Addr,
    /// What is left of its time to live.
    pub ttl: u8,
    /// The number of what it carries: 1 ICMP, 6 TCP, 17 UDP.
    pub protocol: u8,
    /// The type of service, with the bits of ECN.
    pub service: u8,
    /// Its number.
    pub number: u16,
    /// Flags and the place of a fragment.
    pub fragment: u16,
    /// What it carries.
    pub body: &'a [u8],
}

/// Reads a packet of IPv4.
#[must_use]
pub fn packet4(bytes: &[u8]) -> Option<Packet4<'_>> {
    let first = *bytes.first()?;
    let header = usize::from(first & 0x0f) * 4;
    if first >> 4 != 4 || header < 20 {
        return None;
    }
    let address = |at: usize| Some(Ipv4Addr::from(u32_at(bytes, at)?));
    Some(Packet4 {
        from: address(12)?,
        to: address(16)?,
        ttl: *bytes.get(8)?,
        protocol: *bytes.get(9)?,
        service: *bytes.get(1)?,
        number: u16_at(bytes, 4)?,
        fragment: u16_at(bytes, 6)?,
        body: bytes.get(header..)?,
    })
}

/// A message of ICMP about a packet of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// What it says.
    pub icmp: Icmp,
    /// To whom the packet went.
    pub to: IpAddr,
    /// What it carried: 6 TCP, 17 UDP.
    pub protocol: u8,
    /// From which port.
    pub from_port: u16,
    /// To which port.
    pub to_port: u16,
    /// The sequence number, of TCP.
    pub sequence: u32,
}

/// Reads a message of ICMP, from its type on, that quotes a packet: RFC 792 has eight bytes of what it carried at least.
#[must_use]
pub fn quote4(bytes: &[u8]) -> Option<Quote> {
    let icmp = Icmp { kind: *bytes.first()?, code: *bytes.get(1)? };
    let quoted = packet4(bytes.get(8..)?)?;
    quote(icmp, quoted.to.into(), quoted.protocol, quoted.body)
}

/// The same of `ICMPv6`; quoted packets with extension headers are none of ours.
#[must_use]
pub fn quote6(bytes: &[u8]) -> Option<Quote> {
    let icmp = Icmp { kind: *bytes.first()?, code: *bytes.get(1)? };
    let quoted = bytes.get(8..)?;
    let protocol = *quoted.get(6)?;
    let to: [u8; 16] = quoted.get(24..40)?.try_into().ok()?;
    quote(icmp, Ipv6Addr::from(to).into(), protocol, quoted.get(40..)?)
}

fn quote(icmp: Icmp, to: IpAddr, protocol: u8, body: &[u8]) -> Option<Quote> {
    let (from_port, to_port, sequence) = (u16_at(body, 0)?, u16_at(body, 2)?, u32_at(body, 4)?);
    Some(Quote { icmp, to, protocol, from_port, to_port, sequence })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header4(protocol: u8, from: [u8; 4], to: [u8; 4]) -> Vec<u8> {
        let mut bytes = vec![0x45, 0, 0, 60, 0, 0, 0x40, 0, 63, protocol, 0, 0];
        bytes.extend(from);
        bytes.extend(to);
        bytes
    }

    #[test]
    fn a_syn_has_a_checksum_that_sums_to_nothing() {
        let (from, to) = (Ipv4Addr::new(10, 0, 0, 1), Ipv4Addr::new(10, 0, 0, 2));
        let mut bytes = syn(61_000, 80, 0xdead_beef);
        let sum = tcp_checksum(from, to, &bytes);
        bytes[TCP_CHECKSUM..TCP_CHECKSUM + 2].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(tcp_checksum(from, to, &bytes), 0);
        let read = segment(&bytes).unwrap();
        assert_eq!((read.from, read.to, read.flags, read.window), (61_000, 80, SYN, 64_240));
    }

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        // RFC 1071 section 3: 0001 f203 f4f5 f6f7 sum to ddf2.
        assert_eq!(checksum(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), !0xddf2);
        assert_eq!(checksum(&[0xff]), !0xff00);
    }

    #[test]
    fn a_message_quotes_the_packet_it_is_about() {
        let mut bytes = vec![3, 13, 0, 0, 0, 0, 0, 0];
        bytes.extend(header4(6, [10, 0, 0, 1], [10, 0, 0, 2]));
        bytes.extend(&syn(61_000, 443, 7)[..8]);
        let quote = quote4(&bytes).unwrap();
        assert_eq!((quote.icmp, quote.to), (Icmp { kind: 3, code: 13 }, "10.0.0.2".parse().unwrap()));
        assert_eq!((quote.protocol, quote.from_port, quote.to_port, quote.sequence), (6, 61_000, 443, 7));
        let mut bytes = vec![1, 4, 0, 0, 0, 0, 0, 0, 0x60, 0, 0, 0, 0, 40, 6, 64];
        bytes.extend("fd77::1".parse::<Ipv6Addr>().unwrap().octets());
        bytes.extend("fd77::2".parse::<Ipv6Addr>().unwrap().octets());
        bytes.extend(&syn(61_001, 22, 9)[..8]);
        let quote = quote6(&bytes).unwrap();
        assert_eq!(
            (quote.to, quote.from_port, quote.to_port, quote.sequence),
            ("fd77::2".parse().unwrap(), 61_001, 22, 9)
        );
    }

    proptest! {
        #[test]
        fn nothing_that_comes_is_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            let _ = (packet4(&bytes), segment(&bytes), quote4(&bytes), quote6(&bytes));
        }
    }
}
