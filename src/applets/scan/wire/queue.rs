//! The error queue of a socket: which message of ICMP ended an attempt, and who sent it.
//!
//! Linux keeps, for a TCP connection that is being opened and for UDP with `IP_RECVERR`, the message and its sender
//! (`struct sock_extended_err`, then a `sockaddr`; ip(7)). For TCP it has done so since 5.12 or thereabouts; where it does not, the queue is
//! empty and the error number alone must do.

use std::mem;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsRawFd, BorrowedFd};

use crate::applets::scan::verdict::Icmp;

/// A message on the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    /// What it says.
    pub icmp: Icmp,
    /// Who sent it.
    pub by: Option<IpAddr>,
}

/// Room for one message with its sender, of either family.
const ROOM: usize = 256;

/// `cmsghdr` and what follows it are aligned to words.
#[repr(align(8))]
struct Control([u8; ROOM]);

/// Takes the next message of ICMP from the queue; none where it is empty. What the network did not say itself, such as a
/// datagram that is too long for the link, is passed over.
#[must_use]
pub fn take(socket: BorrowedFd) -> Option<Queued> {
    // Two are more than one probe can cause: an error of this machine, then one of the network.
    for _ in 0..4 {
        if let Entry::Message(queued) = next(socket)? {
            return Some(queued);
        }
    }
    None
}

/// What stands on the queue.
enum Entry {
    Message(Queued),
    /// What the network did not say.
    Other,
}

/// The next entry of the queue.
fn next(socket: BorrowedFd) -> Option<Entry> {
    let mut control = Control([0; ROOM]);
    let mut data = [0_u8; 64];
    let mut vector = libc::iovec { iov_base: data.as_mut_ptr().cast(), iov_len: data.len() };
    #[expect(unsafe_code, reason = "no safe wrapper of the error queue is among our dependencies")]
    // SAFETY: all zero is a valid msghdr; its pointers are set below to buffers that outlive the call, with their sizes.
    // The kernel writes at most `msg_controllen` bytes of control data, and the macros walk no further than that.
    unsafe {
        let mut message: libc::msghdr = mem::zeroed();
        message.msg_iov = &raw mut vector;
        message.msg_iovlen = 1;
        message.msg_control = control.0.as_mut_ptr().cast();
        message.msg_controllen = ROOM as _;
        let flags = libc::MSG_ERRQUEUE | libc::MSG_DONTWAIT;
        if libc::recvmsg(socket.as_raw_fd(), &raw mut message, flags) < 0 {
            return None;
        }
        let mut header = libc::CMSG_FIRSTHDR(&raw const message);
        while !header.is_null() {
            let (level, kind) = ((*header).cmsg_level, (*header).cmsg_type);
            let is_error = (level, kind) == (libc::IPPROTO_IP, libc::IP_RECVERR)
                || (level, kind) == (libc::IPPROTO_IPV6, libc::IPV6_RECVERR);
            let start = libc::CMSG_DATA(header) as usize - control.0.as_ptr() as usize;
            let end = header as usize - control.0.as_ptr() as usize + (*header).cmsg_len as usize;
            if is_error && start <= end && end <= ROOM {
                return Some(read(&control.0[start..end]).map_or(Entry::Other, Entry::Message));
            }
            header = libc::CMSG_NXTHDR(&raw const message, header);
        }
    }
    Some(Entry::Other)
}

/// Reads `struct sock_extended_err` (errno of 4 bytes, origin, type, code, padding, info, data) and the sender behind it.
fn read(bytes: &[u8]) -> Option<Queued> {
    const ORIGIN_ICMP: u8 = 2;
    const ORIGIN_ICMP6: u8 = 3;
    const SENDER: usize = 16;
    let [origin, kind, code] = bytes.get(4..7)?.try_into().ok()?;
    if ![ORIGIN_ICMP, ORIGIN_ICMP6].contains(&origin) {
        return None;
    }
    Some(Queued { icmp: Icmp { kind, code }, by: bytes.get(SENDER..).and_then(sender) })
}

/// The address in a `sockaddr_in` or `sockaddr_in6`.
fn sender(bytes: &[u8]) -> Option<IpAddr> {
    let family = u16::from_ne_bytes(bytes.get(..2)?.try_into().ok()?);
    match i32::from(family) {
        libc::AF_INET => Some(Ipv4Addr::from(<[u8; 4]>::try_from(bytes.get(4..8)?).ok()?).into()),
        libc::AF_INET6 => {
            let v6 = Ipv6Addr::from(<[u8; 16]>::try_from(bytes.get(8..24)?).ok()?);
            // A socket of IPv6 that speaks IPv4.
            Some(v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(origin: u8, kind: u8, code: u8, sender: &[u8]) -> Vec<u8> {
        let mut bytes = vec![111, 0, 0, 0, origin, kind, code, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        bytes.extend(sender);
        bytes
    }

    #[test]
    fn an_entry_is_a_message_with_its_sender() {
        let mut v4 = (libc::AF_INET as u16).to_ne_bytes().to_vec();
        v4.extend([0, 0, 10, 77, 0, 254, 0, 0, 0, 0, 0, 0, 0, 0]);
        let read_v4 = read(&entry(2, 3, 13, &v4)).unwrap();
        assert_eq!((read_v4.icmp.kind, read_v4.icmp.code, read_v4.by), (3, 13, "10.77.0.254".parse().ok()));
        let mut v6 = (libc::AF_INET6 as u16).to_ne_bytes().to_vec();
        v6.extend([0; 6]);
        v6.extend("fd77::2".parse::<Ipv6Addr>().unwrap().octets());
        v6.extend([0; 4]);
        let read_v6 = read(&entry(3, 1, 4, &v6)).unwrap();
        assert_eq!((read_v6.icmp.kind, read_v6.icmp.code, read_v6.by), (1, 4, "fd77::2".parse().ok()));
    }

    #[test]
    fn what_is_short_or_of_this_machine_is_none() {
        assert_eq!(read(&entry(1, 0, 0, &[])), None);
        assert_eq!(read(&[0; 5]), None);
        assert_eq!(read(&entry(2, 3, 3, &[2])).unwrap().by, None);
    }

    #[test]
    fn a_fresh_socket_has_an_empty_queue() {
        use std::os::fd::AsFd;
        let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        assert_eq!(take(socket.as_fd()), None);
    }
}
