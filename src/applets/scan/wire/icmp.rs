//! Messages of ICMP that ask who is there: echo (RFC 792, RFC 4443 section 4) and the solicitation of neighbours
//! (RFC 4861 section 4.3), by raw sockets or, where those are refused, by the sockets for echo that Linux gives to the groups
//! of `net.ipv4.ping_group_range`.
//!
//! Every echo carries eight bytes that are a keyed hash of its target: who answers with them got our question.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::os::fd::{AsFd, BorrowedFd};

use rustix::net::{RecvFlags, SendFlags};
use socket2::{Domain, Protocol, Socket, Type};

use super::link::Mac;
use super::{option, packet};
use crate::applets::scan::hosts::Family;
use crate::applets::scan::verdict::Icmp;
use crate::kit::random::Random;

/// `ICMP_FILTER`, raw(7).
const ICMP_FILTER: i32 = 1;
/// `ICMP6_FILTER`, RFC 3542 section 3.2.
const ICMP6_FILTER: i32 = 1;
/// `SOL_RAW`.
const SOL_RAW: i32 = 255;

/// A header of eight bytes and the hash.
const ECHO_BYTES: usize = 16;

/// A header of eight bytes, the target, and an option with our hardware address.
const SOLICITATION_BYTES: usize = 32;

/// What came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// The answer to an echo, with the number of the try.
    Echo(SocketAddr, u16),
    /// A neighbour says that an address is theirs, at this hardware address where it says so; on the link of this number.
    Neighbour(Ipv6Addr, u32, Option<Mac>),
    /// Somebody says why an echo did not arrive.
    Complaint {
        /// To whom it went.
        to: IpAddr,
        /// Who says so.
        by: IpAddr,
        /// What.
        icmp: Icmp,
    },
}

/// Whether a socket sees all that comes, or answers to its own questions alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `SOCK_RAW`: privileged.
    Raw,
    /// `SOCK_DGRAM`: echo alone.
    Echo,
}

/// A socket for one family.
#[derive(Debug)]
pub struct Pinger {
    socket: Socket,
    kind: Kind,
    v6: bool,
    number: u16,
    secret: RandomState,
}

impl Pinger {
    /// Opens one, raw where that is permitted.
    ///
    /// # Errors
    /// Neither kind may be had: what the system says of the second.
    pub fn open(family: Family) -> io::Result<Self> {
        Self::of(family, Kind::Raw).or_else(|_| Self::of(family, Kind::Echo))
    }

    /// Opens one of a kind.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(family: Family, kind: Kind) -> io::Result<Self> {
        let v6 = family == Family::V6;
        let (domain, protocol) = if v6 { (Domain::IPV6, Protocol::ICMPV6) } else { (Domain::IPV4, Protocol::ICMPV4) };
        let form = if kind == Kind::Raw { Type::RAW } else { Type::DGRAM };
        let socket = Socket::new(domain, form.nonblocking().cloexec(), Some(protocol))?;
        option::large_inbox(&socket);
        if kind == Kind::Raw {
            filter(&socket, v6)?;
        }
        if v6 {
            // RFC 4861 section 7.1.1: solicitations with another hop limit came through a router and are dropped.
            option::set(socket.as_fd(), libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS, 255)?;
        }
        let number = Random::from_system().next_u64() as u16;
        Ok(Self { socket, kind, v6, number, secret: RandomState::new() })
    }

    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    fn cookie(&self, target: IpAddr) -> [u8; 8] {
        self.secret.hash_one(target).to_be_bytes()
    }

    /// Asks a host for an echo.
    ///
    /// # Errors
    /// What the system says.
    pub fn ask(&self, target: &SocketAddr, attempt: u16) -> io::Result<()> {
        let message = echo(self.v6, self.number, attempt, self.cookie(target.ip()));
        self.send(&message, target)
    }

    /// Asks who has an address, on the link of this number, as `mac`.
    ///
    /// # Errors
    /// What the system says.
    pub fn solicit(&self, target: Ipv6Addr, link: u32, mac: Mac) -> io::Result<()> {
        let group = SocketAddrV6::new(solicited_node(target), 0, 0, link);
        self.send(&solicitation(target, mac), &group.into())
    }

    fn send(&self, message: &[u8], to: &SocketAddr) -> io::Result<()> {
        let mut to = *to;
        to.set_port(0);
        rustix::net::sendto(&self.socket, message, SendFlags::DONTWAIT, &to)?;
        Ok(())
    }

    /// The next message about us that has come; others are passed over.
    #[must_use]
    pub fn next(&self) -> Option<Came> {
        let mut bytes = [0_u8; 256];
        loop {
            let (length, _, from) = rustix::net::recvfrom(&self.socket, &mut bytes, RecvFlags::DONTWAIT).ok()?;
            let from = from.and_then(|from| SocketAddr::try_from(from).ok());
            if let Some(came) = from.and_then(|from| self.read(from, &bytes[..length])) {
                return Some(came);
            }
        }
    }

    fn read(&self, from: SocketAddr, bytes: &[u8]) -> Option<Came> {
        // Raw sockets of IPv4 give the header of IP as well (raw(7)).
        let has_header = !self.v6 && self.kind == Kind::Raw;
        let body = if has_header { packet::packet4(bytes)?.body } else { bytes };
        let number = (self.kind == Kind::Raw).then_some(self.number);
        match (self.v6, *body.first()?) {
            (false, 0) | (true, 129) => {
                let attempt = echoed(body, number, self.cookie(from.ip()))?;
                Some(Came::Echo(from, attempt))
            }
            (true, 136) => {
                let (target, mac) = advertised(body)?;
                let link = if let SocketAddr::V6(v6) = from { v6.scope_id() } else { 0 };
                Some(Came::Neighbour(target, link, mac))
            }
            _ => {
                let quote = if self.v6 { packet::quote6(body) } else { packet::quote4(body) }?;
                // What stands where TCP has its sequence number are the number and the try of an echo.
                let is_ours = [1, 58].contains(&quote.protocol)
                    && number.is_some_and(|own| quote.sequence >> 16 == u32::from(own));
                is_ours.then_some(Came::Complaint { to: quote.to, by: from.ip(), icmp: quote.icmp })
            }
        }
    }
}

impl AsFd for Pinger {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

/// Lets through answers and complaints; a set bit blocks.
fn filter(socket: &Socket, v6: bool) -> io::Result<()> {
    if v6 {
        let mut blocked = [u32::MAX; 8];
        // Unreachable (1), time exceeded (3), parameter problem (4); echo reply (129), neighbour advertisement (136).
        blocked[0] &= !(1 << 1 | 1 << 3 | 1 << 4);
        blocked[4] &= !(1 << (129 - 128) | 1 << (136 - 128));
        return option::set_raw(socket.as_fd(), (libc::IPPROTO_ICMPV6, ICMP6_FILTER), &blocked);
    }
    // Echo reply (0), unreachable (3), time exceeded (11), parameter problem (12).
    option::set(socket.as_fd(), SOL_RAW, ICMP_FILTER, !(1_i32 | 1 << 3 | 1 << 11 | 1 << 12))
}

/// A request for an echo; the system fills in the checksum of `ICMPv6`.
fn echo(v6: bool, number: u16, attempt: u16, cookie: [u8; 8]) -> [u8; ECHO_BYTES] {
    let mut bytes = [0; ECHO_BYTES];
    bytes[0] = if v6 { 128 } else { 8 };
    bytes[4..6].copy_from_slice(&number.to_be_bytes());
    bytes[6..8].copy_from_slice(&attempt.to_be_bytes());
    bytes[8..].copy_from_slice(&cookie);
    if !v6 {
        let sum = packet::checksum(&bytes);
        bytes[2..4].copy_from_slice(&sum.to_be_bytes());
    }
    bytes
}

/// The try that a reply answers; none where it is not ours. Without a number the system has seen to that.
fn echoed(bytes: &[u8], number: Option<u16>, cookie: [u8; 8]) -> Option<u16> {
    let told = u16::from_be_bytes(bytes.get(4..6)?.try_into().ok()?);
    let attempt = u16::from_be_bytes(bytes.get(6..8)?.try_into().ok()?);
    (number.is_none_or(|number| number == told) && bytes.get(8..ECHO_BYTES)? == cookie).then_some(attempt)
}

/// The group that whoever has this address listens to: RFC 4291 section 2.7.1.
#[must_use]
pub fn solicited_node(address: Ipv6Addr) -> Ipv6Addr {
    let last = u128::from(address) & 0x00ff_ffff;
    Ipv6Addr::from(u128::from(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 1, 0xff00, 0)) | last)
}

/// A solicitation: type 135, code and checksum 0, four bytes reserved, the target, then option 1 with our hardware address.
fn solicitation(target: Ipv6Addr, mac: Mac) -> [u8; SOLICITATION_BYTES] {
    let mut bytes = [0; SOLICITATION_BYTES];
    bytes[0] = 135;
    bytes[8..24].copy_from_slice(&target.octets());
    bytes[24..26].copy_from_slice(&[1, 1]);
    bytes[26..].copy_from_slice(&mac);
    bytes
}

/// What an advertisement says: the target, and its hardware address where option 2 has it. RFC 4861 section 4.4.
fn advertised(bytes: &[u8]) -> Option<(Ipv6Addr, Option<Mac>)> {
    let target: [u8; 16] = bytes.get(8..24)?.try_into().ok()?;
    let mut options = &bytes[24..];
    while let [kind, words, ..] = *options {
        let length = usize::from(words) * 8;
        // RFC 4861 section 4.6: an option without length ends the reading.
        let (option, rest) = options.split_at_checked(length).filter(|_| length > 0)?;
        if kind == 2 {
            return Some((target.into(), option.get(2..8)?.try_into().ok()));
        }
        options = rest;
    }
    Some((target.into(), None))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_echo_is_answered_by_whoever_got_it() {
        let cookie = [1, 2, 3, 4, 5, 6, 7, 8];
        let mut bytes = echo(false, 700, 3, cookie);
        assert_eq!(packet::checksum(&bytes), 0, "RFC 1071: what is whole sums to nothing");
        bytes[0] = 0;
        assert_eq!(echoed(&bytes, Some(700), cookie), Some(3));
        assert_eq!(echoed(&bytes, None, cookie), Some(3));
        assert_eq!(echoed(&bytes, Some(701), cookie), None, "another program's");
        assert_eq!(echoed(&bytes, Some(700), [0; 8]), None, "somebody who guesses");
        assert_eq!(echoed(&bytes[..12], Some(700), cookie), None);
    }

    #[test]
    fn neighbours_are_asked_at_their_group_and_say_where_they_are() {
        let target: Ipv6Addr = "2001:db8::1:2345:6789".parse().unwrap();
        assert_eq!(solicited_node(target).to_string(), "ff02::1:ff45:6789");
        let mac = [2, 0, 0, 0, 0, 1];
        let mut bytes = solicitation(target, mac).to_vec();
        (bytes[0], bytes[24]) = (136, 2);
        assert_eq!(advertised(&bytes), Some((target, Some(mac))));
        assert_eq!(advertised(&bytes[..24]), Some((target, None)));
        bytes[25] = 0;
        assert_eq!(advertised(&bytes), None, "an option without length");
    }

    proptest! {
        #[test]
        fn nothing_that_comes_is_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = (echoed(&bytes, Some(1), [0; 8]), advertised(&bytes));
        }
    }
}
