//! Options of sockets that none of our dependencies names.

use std::io;
use std::mem::size_of;
use std::os::fd::{AsRawFd, BorrowedFd};

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
