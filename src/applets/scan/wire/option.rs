//! Options of sockets that none of our dependencies names.

use std::io;
use std::mem::size_of;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

use socket2::Socket;

/// `SO_RCVBUFFORCE`, socket(7).
const RCVBUFFORCE: i32 = 33;

/// What the system keeps for us while we send: a burst of answers to every port of a host, or of every host of a /16.
const BUFFER_BYTES: i32 = 8 << 20;

/// Gives a socket room for a burst of answers, as far as the system lets it.
pub fn large_inbox(socket: &Socket) {
    // Without the right to exceed the system's limit, its limit must do.
    if set(socket.as_fd(), libc::SOL_SOCKET, RCVBUFFORCE, BUFFER_BYTES).is_err() {
        let _ = socket.set_recv_buffer_size(BUFFER_BYTES as usize);
    }
}

/// Sets an option whose value is a whole number.
///
/// # Errors
/// What the system says.
pub fn set(socket: BorrowedFd, level: i32, name: i32, value: i32) -> io::Result<()> {
    set_raw(socket, (level, name), &value)
}

/// Sets an option whose value is a structure that the system knows under this name.
pub(super) fn set_raw<T>(socket: BorrowedFd, (level, name): (i32, i32), value: &T) -> io::Result<()> {
    #[expect(unsafe_code, reason = "no safe wrapper of these options is among our dependencies")]
    // SAFETY: the pointer and the length are those of `value`, which outlives the call; the system only reads it.
    let result = unsafe {
        libc::setsockopt(socket.as_raw_fd(), level, name, std::ptr::from_ref(value).cast(), size_of::<T>() as _)
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
