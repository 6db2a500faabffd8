//! What the kernel knows of a TCP connection.

use std::os::fd::AsRawFd;

/// Segments of this connection that were sent again; 0 where the system does not tell.
#[must_use]
pub fn tcp_retransmits(socket: &impl AsRawFd) -> u32 {
    system::retransmits(socket).unwrap_or(0)
}

#[cfg(target_os = "linux")]
mod system {
    use std::mem::{MaybeUninit, size_of};

    use super::AsRawFd;

    /// `tcp(7)`: `TCP_INFO`.
    #[expect(unsafe_code, reason = "no safe wrapper of TCP_INFO is among our dependencies")]
    pub(super) fn retransmits(socket: &impl AsRawFd) -> Option<u32> {
        let mut info = MaybeUninit::<libc::tcp_info>::zeroed();
        let mut length = size_of::<libc::tcp_info>() as libc::socklen_t;
        // SAFETY: the descriptor is open while `socket` is borrowed; the kernel writes at most `length` bytes into
        // `info`, all of whose fields are integers, for which zero is a value.
        let info = unsafe {
            let status = libc::getsockopt(
                socket.as_raw_fd(),
                libc::IPPROTO_TCP,
                libc::TCP_INFO,
                info.as_mut_ptr().cast(),
                &raw mut length,
            );
            (status == 0).then(|| info.assume_init())
        };
        info.map(|info| info.tcpi_total_retrans)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::AsRawFd;

    pub(super) fn retransmits(_socket: &impl AsRawFd) -> Option<u32> {
        None
    }
}
