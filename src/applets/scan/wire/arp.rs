//! ARP (RFC 826): who has an address of a network that this machine is connected to. Asked on the link itself, past the
//! system's table of neighbours, which has 1024 places for the whole machine and would be full after a /22.

use std::io;
use std::net::Ipv4Addr;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

use socket2::{Domain, Socket, Type};

use super::link::Mac;
use super::option;

/// Hardware, protocol, their lengths, the operation, and two pairs of addresses.
pub const BYTES: usize = 28;

/// `ETH_P_ARP` as the system wants it: in the order of the network.
const ETHERTYPE: u16 = (libc::ETH_P_ARP as u16).to_be();

const REQUEST: u16 = 1;
const REPLY: u16 = 2;

/// A question: who has `wanted`? Tell `from`, at `mac`.
#[must_use]
pub fn request(mac: Mac, from: Ipv4Addr, wanted: Ipv4Addr) -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    // Ethernet (1), IPv4 (0x0800), addresses of six and four bytes.
    bytes[..6].copy_from_slice(&[0, 1, 8, 0, 6, 4]);
    bytes[6..8].copy_from_slice(&REQUEST.to_be_bytes());
    bytes[8..14].copy_from_slice(&mac);
    bytes[14..18].copy_from_slice(&from.octets());
    bytes[24..28].copy_from_slice(&wanted.octets());
    bytes
}

/// Who says that an address is theirs, and at which hardware address; none where it is no reply.
#[must_use]
pub fn reply(bytes: &[u8]) -> Option<(Ipv4Addr, Mac)> {
    let bytes: &[u8; BYTES] = bytes.get(..BYTES)?.try_into().ok()?;
    let is_reply = bytes[..6] == [0, 1, 8, 0, 6, 4] && bytes[6..8] == REPLY.to_be_bytes();
    let mac: Mac = bytes[8..14].try_into().ok()?;
    let address: [u8; 4] = bytes[14..18].try_into().ok()?;
    is_reply.then(|| (address.into(), mac))
}

/// A socket that speaks ARP on one link; the system puts the header of Ethernet in front (packet(7)).
#[derive(Debug)]
pub struct Arp {
    socket: Socket,
    everybody: libc::sockaddr_ll,
}

impl Arp {
    /// Opens one for the link of this number.
    ///
    /// # Errors
    /// What the system says: without the right to raw sockets, that it is not permitted.
    pub fn open(link: u32) -> io::Result<Self> {
        let socket =
            Socket::new(Domain::PACKET, Type::DGRAM.nonblocking().cloexec(), Some(i32::from(ETHERTYPE).into()))?;
        option::large_inbox(&socket);
        let mut everybody = libc::sockaddr_ll {
            sll_family: libc::AF_PACKET as u16,
            sll_protocol: ETHERTYPE,
            sll_ifindex: link as i32,
            sll_hatype: 0,
            sll_pkttype: 0,
            sll_halen: 6,
            sll_addr: [0xff; 8],
        };
        #[expect(unsafe_code, reason = "no safe wrapper of addresses of links is among our dependencies")]
        // SAFETY: the pointer and the length are those of a sockaddr_ll that outlives the call; the system only reads it.
        let bound = unsafe {
            libc::bind(socket.as_raw_fd(), (&raw const everybody).cast(), size_of::<libc::sockaddr_ll>() as u32)
        };
        if bound != 0 {
            return Err(io::Error::last_os_error());
        }
        everybody.sll_hatype = libc::ARPHRD_ETHER;
        Ok(Self { socket, everybody })
    }

    /// Asks everybody on the link.
    ///
    /// # Errors
    /// What the system says.
    pub fn ask(&self, question: &[u8; BYTES]) -> io::Result<()> {
        #[expect(unsafe_code, reason = "no safe wrapper of addresses of links is among our dependencies")]
        // SAFETY: both pointers and lengths are those of values that outlive the call; the system only reads them.
        let sent = unsafe {
            libc::sendto(
                self.socket.as_raw_fd(),
                question.as_ptr().cast(),
                BYTES,
                libc::MSG_DONTWAIT,
                (&raw const self.everybody).cast(),
                size_of::<libc::sockaddr_ll>() as u32,
            )
        };
        if sent < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
    }

    /// The next reply that has come; what is none is passed over.
    #[must_use]
    pub fn next(&self) -> Option<(Ipv4Addr, Mac)> {
        let mut bytes = [0_u8; 64];
        loop {
            let length = rustix::net::recv(&self.socket, &mut bytes, rustix::net::RecvFlags::DONTWAIT).ok()?.0;
            if let Some(found) = reply(&bytes[..length]) {
                return Some(found);
            }
        }
    }
}

impl AsFd for Arp {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_no_reply_and_a_reply_says_who() {
        let (mac, own, wanted) = ([2, 0, 0, 0, 0, 1], Ipv4Addr::new(10, 0, 0, 1), Ipv4Addr::new(10, 0, 0, 2));
        let mut bytes = request(mac, own, wanted);
        assert_eq!(reply(&bytes), None);
        // RFC 826: the answer swaps both pairs and fills in its own hardware address.
        bytes[7] = 2;
        bytes[8..14].copy_from_slice(&[2, 0, 0, 0, 0, 9]);
        bytes[14..18].copy_from_slice(&wanted.octets());
        assert_eq!(reply(&bytes), Some((wanted, [2, 0, 0, 0, 0, 9])));
        assert_eq!(reply(&bytes[..27]), None);
        bytes[4] = 8;
        assert_eq!(reply(&bytes), None, "addresses of another length");
    }
}
