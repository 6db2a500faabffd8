//! Many packets with one call of the system: `sendmmsg(2)` and `recvmmsg(2)`.
//!
//! A call for each packet is most of what a packet costs; with 64 at once it is lost among the rest.

use std::io;
use std::mem;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd, BorrowedFd};

use socket2::SockAddr;

use super::packet::SYN_BYTES;

/// So many packets go or come with one call.
pub const AT_ONCE: usize = 64;

/// What is kept of a packet that comes: the headers of IP and TCP, or a message with what it quotes.
const KEPT: usize = 192;

/// Room for the hop limit that comes beside a packet of IPv6: a header and a whole number (RFC 3542 section 6.3).
#[derive(Debug, Clone, Copy)]
#[repr(align(8))]
struct Beside([u8; 24]);

/// A packet that came.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// Who sent it.
    pub from: IpAddr,
    /// The hop limit, of IPv6 where the socket was asked to tell.
    pub hops: Option<u8>,
    /// What came, from where the kind of socket begins.
    pub bytes: &'a [u8],
}

/// Packets that wait for being sent together.
#[derive(Debug, Default)]
pub struct Outbox {
    packets: Vec<([u8; SYN_BYTES], SockAddr)>,
}

impl Outbox {
    /// Adds a packet.
    pub fn add(&mut self, bytes: [u8; SYN_BYTES], to: &SockAddr) {
        self.packets.push((bytes, to.clone()));
    }

    /// How many wait.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.packets.len()
    }

    /// Whether none waits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.packets.is_empty()
    }

    /// Sends them all; `failed` is told the place and the error of each that was refused. Nothing waits afterwards.
    pub fn flush(&mut self, socket: BorrowedFd, mut failed: impl FnMut(usize, i32)) {
        let mut at = 0;
        while at < self.packets.len() {
            match send(socket, &mut self.packets[at..]) {
                Ok(sent) => at += sent.max(1),
                Err(error) => {
                    failed(at, error.raw_os_error().unwrap_or(libc::EINVAL));
                    at += 1;
                }
            }
        }
        self.packets.clear();
    }
}

fn send(socket: BorrowedFd, packets: &mut [([u8; SYN_BYTES], SockAddr)]) -> io::Result<usize> {
    let count = packets.len().min(AT_ONCE);
    #[expect(unsafe_code, reason = "no safe wrapper of sendmmsg is among our dependencies")]
    // SAFETY: all zero is a valid iovec and mmsghdr. Each header points to a packet, an address and an iovec that live
    // until the call returns, with their sizes; the system reads `count` headers and writes their lengths only.
    unsafe {
        let mut vectors: [libc::iovec; AT_ONCE] = mem::zeroed();
        let mut headers: [libc::mmsghdr; AT_ONCE] = mem::zeroed();
        for (index, (bytes, to)) in packets.iter_mut().take(count).enumerate() {
            vectors[index] = libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: bytes.len() };
            let header = &mut headers[index].msg_hdr;
            header.msg_name = to.as_ptr().cast_mut().cast();
            header.msg_namelen = to.len();
            header.msg_iov = &raw mut vectors[index];
            header.msg_iovlen = 1;
        }
        let sent = libc::sendmmsg(socket.as_raw_fd(), headers.as_mut_ptr(), count as u32, libc::MSG_DONTWAIT);
        usize::try_from(sent).map_err(|_| io::Error::last_os_error())
    }
}

/// Room for packets that come.
#[derive(Debug)]
pub struct Inbox {
    buffers: Vec<[u8; KEPT]>,
}

impl Default for Inbox {
    fn default() -> Self {
        Self { buffers: vec![[0; KEPT]; AT_ONCE] }
    }
}

impl Inbox {
    /// Takes what has come, at most [`AT_ONCE`] packets: each is given to `each`. How many there were.
    ///
    /// # Errors
    /// Nothing is there, or what the system says.
    pub fn receive(&mut self, socket: BorrowedFd, mut each: impl FnMut(Incoming)) -> io::Result<usize> {
        let mut lengths = [0_usize; AT_ONCE];
        let mut senders: [Option<IpAddr>; AT_ONCE] = [None; AT_ONCE];
        let mut hops: [Option<u8>; AT_ONCE] = [None; AT_ONCE];
        let mut beside = [Beside([0; 24]); AT_ONCE];
        let count;
        #[expect(unsafe_code, reason = "no safe wrapper of recvmmsg is among our dependencies")]
        // SAFETY: all zero is a valid sockaddr_storage, iovec and mmsghdr. Each header points to a buffer and an address
        // that live until the call returns, with their sizes; the system writes within those. A length is at most that
        // of its buffer, and an address is read only in the first `count` headers, which the system has filled. The hop
        // limit is read where the macros find it, within the room beside the packet.
        unsafe {
            let mut names: [libc::sockaddr_storage; AT_ONCE] = mem::zeroed();
            let mut vectors: [libc::iovec; AT_ONCE] = mem::zeroed();
            let mut headers: [libc::mmsghdr; AT_ONCE] = mem::zeroed();
            for (index, buffer) in self.buffers.iter_mut().enumerate() {
                vectors[index] = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: KEPT };
                let header = &mut headers[index].msg_hdr;
                header.msg_name = (&raw mut names[index]).cast();
                header.msg_namelen = size_of::<libc::sockaddr_storage>() as _;
                header.msg_iov = &raw mut vectors[index];
                header.msg_iovlen = 1;
                header.msg_control = beside[index].0.as_mut_ptr().cast();
                header.msg_controllen = size_of::<Beside>() as _;
            }
            let flags = libc::MSG_DONTWAIT;
            let came =
                libc::recvmmsg(socket.as_raw_fd(), headers.as_mut_ptr(), AT_ONCE as u32, flags, std::ptr::null_mut());
            count = usize::try_from(came).map_err(|_| io::Error::last_os_error())?;
            for index in 0..count {
                lengths[index] = (headers[index].msg_len as usize).min(KEPT);
                senders[index] = sender(&names[index]);
                let control = libc::CMSG_FIRSTHDR(&raw const headers[index].msg_hdr);
                if let Some(control) = control.as_ref()
                    && (control.cmsg_level, control.cmsg_type) == (libc::IPPROTO_IPV6, libc::IPV6_HOPLIMIT)
                {
                    let limit = libc::CMSG_DATA(control).cast::<libc::c_int>().read_unaligned();
                    hops[index] = u8::try_from(limit).ok();
                }
            }
        }
        for index in 0..count {
            if let Some(from) = senders[index] {
                each(Incoming { from, hops: hops[index], bytes: &self.buffers[index][..lengths[index]] });
            }
        }
        Ok(count)
    }
}

/// The address in what the system filled in.
fn sender(name: &libc::sockaddr_storage) -> Option<IpAddr> {
    #[expect(unsafe_code, reason = "an address of the system is read by its family")]
    // SAFETY: a sockaddr_storage is as large as an address of either family, and all bits are valid in both.
    unsafe {
        match i32::from(name.ss_family) {
            libc::AF_INET => {
                let v4 = &*std::ptr::from_ref(name).cast::<libc::sockaddr_in>();
                Some(IpAddr::from(v4.sin_addr.s_addr.to_ne_bytes()))
            }
            libc::AF_INET6 => {
                let v6 = &*std::ptr::from_ref(name).cast::<libc::sockaddr_in6>();
                Some(IpAddr::from(v6.sin6_addr.s6_addr))
            }
            _ => None,
        }
    }
}

/// The address of a host for a raw socket: without a port, which means something else there.
#[must_use]
pub fn raw_address(target: &SocketAddr) -> SockAddr {
    let mut bare = *target;
    bare.set_port(0);
    bare.into()
}
