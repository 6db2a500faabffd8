//! From a socket to a file inside the kernel: through a pipe whose pages are the ones that arrived.
//!
//! One copy of the two that read and write make is saved, and all memory of this process. Only Linux has it; elsewhere
//! the pipe says that it is not usable.
//!
//! Each piece costs two system calls, a wake-up and a look at the map, so a piece is waited for until it is worth that:
//! the socket's low-water mark (`SO_RCVLOWAT`, socket(7)) keeps the kernel from waking us for less than 256 KiB, unless
//! that takes longer than bytes may wait to be seen. A slow line is found out at once, and left alone for a while. So is
//! a connection whose receive buffer has not grown yet: one that is full before the mark is reached closes its window,
//! and the sender comes back when its timer says so.

use std::io;

use tokio::net::TcpStream;

use super::wire::WireFault;
use crate::applets::fetch::store::Store;

#[cfg(target_os = "linux")]
mod system {
    use std::os::fd::{AsRawFd as _, OwnedFd};

    use rustix::io::{Errno, ioctl_fionread};
    use rustix::net::sockopt;
    use rustix::pipe::{PipeFlags, SpliceFlags, fcntl_setpipe_size, pipe_with, splice};
    use tokio::io::Interest;
    use tokio::time::{Instant, timeout_at};

    use super::super::wire::GATHERING;
    use super::{Store, TcpStream, WireFault, io};

    /// Worth a piece: a quarter of what the pipe holds, and of what a worker asks the map for.
    const ENOUGH_BYTES: usize = 256 << 10;

    /// A receive buffer of this size has room for such a piece, for what the kernel keeps beside it, and for more.
    const ROOMY_BYTES: usize = 4 * ENOUGH_BYTES;

    /// Pieces that are taken as they come while it is smaller.
    const WHILE_SMALL: u32 = 8;

    /// Pieces that are taken as they come after one has waited in vain.
    const AS_THEY_COME: u32 = 64;

    /// What a pipe may hold without privileges (`/proc/sys/fs/pipe-max-size`), and enough for a write to be a large one.
    const PIPE_BYTES: usize = 1 << 20;

    /// A pipe between a socket and a file; empty between calls.
    #[derive(Debug)]
    pub(in super::super) struct Pipe {
        read: OwnedFd,
        write: OwnedFd,
        usable: bool,
        /// The mark of the socket; 1 is the system's.
        low_water: usize,
        /// How many more pieces are not waited for.
        hurried: u32,
        /// Whether the receive buffer has grown enough.
        roomy: bool,
    }

    impl Pipe {
        pub(in super::super) fn new() -> io::Result<Self> {
            let (read, write) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
            // A smaller pipe works as well, only with more calls: users have a limit for all their pipes.
            let _ = fcntl_setpipe_size(&write, PIPE_BYTES);
            Ok(Self { read, write, usable: true, low_water: 1, hurried: 0, roomy: false })
        }

        /// Whether the file system takes part.
        pub(in super::super) fn is_usable(&self) -> bool {
            self.usable
        }

        /// Moves what the socket has, at most `most` bytes, to `at` in the file; how many, 0 at the end of the stream.
        pub(in super::super) async fn carry(
            &mut self,
            tcp: &TcpStream,
            store: &Store,
            at: u64,
            most: u64,
        ) -> Result<u64, WireFault> {
            let most = usize::try_from(most).unwrap_or(usize::MAX).min(PIPE_BYTES);
            let flags = SpliceFlags::MOVE | SpliceFlags::NONBLOCK;
            self.gather(tcp, most.min(ENOUGH_BYTES)).await?;
            let arrived = match splice(tcp, None, &self.write, None, most, flags) {
                Err(Errno::AGAIN) => {
                    self.mark(tcp, 1)?;
                    tcp.async_io(Interest::READABLE, || Ok(splice(tcp, None, &self.write, None, most, flags)?)).await?
                }
                spliced => spliced.map_err(io::Error::from)?,
            };
            // From here on nothing waits for the network, so the pipe is empty whenever somebody may drop us.
            let mut place = at - store.base();
            let mut left = arrived;
            while left > 0 {
                match splice(&self.read, None, store.descriptor(), Some(&mut place), left, SpliceFlags::MOVE) {
                    Ok(0) => return Err(disk(store, io::ErrorKind::WriteZero.into())),
                    Ok(moved) => left -= moved,
                    Err(Errno::INTR) => {}
                    Err(Errno::INVAL) => {
                        self.usable = false;
                        self.copy(store, place, left)?;
                        left = 0;
                    }
                    Err(error) => return Err(disk(store, error.into())),
                }
            }
            Ok(arrived as u64)
        }

        /// Waits until `enough` bytes are there, or the end of the stream, or as long as bytes may wait for others.
        async fn gather(&mut self, tcp: &TcpStream, enough: usize) -> io::Result<()> {
            if self.hurried > 0 {
                self.hurried -= 1;
                return Ok(());
            }
            if !self.roomy {
                self.roomy = sockopt::socket_recv_buffer_size(tcp)? >= ROOMY_BYTES;
                self.hurried = if self.roomy { 0 } else { WHILE_SMALL };
                return Ok(());
            }
            let until = Instant::now() + GATHERING;
            let is_enough = || Ok::<_, io::Error>(ioctl_fionread(tcp)? >= enough as u64);
            while !is_enough()? {
                self.mark(tcp, enough)?;
                match timeout_at(until, tcp.ready(Interest::READABLE)).await {
                    Ok(Ok(ready)) if ready.is_read_closed() => return Ok(()),
                    Ok(Err(error)) => return Err(error),
                    // What was ready may be less: that is forgotten, so that the next wait is one.
                    Ok(Ok(_)) => drop(tcp.try_io(Interest::READABLE, || {
                        if is_enough()? { Ok(()) } else { Err(io::ErrorKind::WouldBlock.into()) }
                    })),
                    Err(_) => {
                        self.hurried = AS_THEY_COME;
                        return self.mark(tcp, 1);
                    }
                }
            }
            Ok(())
        }

        /// The connection goes on with something of which every byte counts.
        pub(in super::super) fn release(&mut self, tcp: &TcpStream) -> io::Result<()> {
            self.mark(tcp, 1)
        }

        /// Sets the low-water mark. The kernel then looks whether what is there is enough, and wakes us if so.
        fn mark(&mut self, tcp: &TcpStream, bytes: usize) -> io::Result<()> {
            if self.low_water == bytes {
                return Ok(());
            }
            let value = libc::c_int::try_from(bytes).unwrap_or(libc::c_int::MAX);
            let length = size_of::<libc::c_int>() as libc::socklen_t;
            // SAFETY: the descriptor is open as long as `tcp` is, and the kernel reads `length` bytes of `value`.
            #[expect(unsafe_code, reason = "neither rustix nor socket2 has this option")]
            let result = unsafe {
                let option = std::ptr::from_ref(&value).cast();
                libc::setsockopt(tcp.as_raw_fd(), libc::SOL_SOCKET, libc::SO_RCVLOWAT, option, length)
            };
            if result != 0 {
                return Err(io::Error::last_os_error());
            }
            self.low_water = bytes;
            Ok(())
        }

        /// Writes what is in the pipe by hand: the file system does not splice.
        fn copy(&self, store: &Store, mut place: u64, mut left: usize) -> Result<(), WireFault> {
            let mut buffer = vec![0; left.min(256 << 10)];
            while left > 0 {
                let room = left.min(buffer.len());
                let count = rustix::io::read(&self.read, &mut buffer[..room]).map_err(io::Error::from)?;
                store.write(place + store.base(), &buffer[..count]).map_err(WireFault::Disk)?;
                place += count as u64;
                left -= count;
            }
            Ok(())
        }
    }

    fn disk(store: &Store, error: io::Error) -> WireFault {
        WireFault::Disk(store.broken("write", error))
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{Store, TcpStream, WireFault, io};

    /// There is none here.
    #[derive(Debug)]
    pub(in super::super) struct Pipe;

    impl Pipe {
        pub(in super::super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(in super::super) fn is_usable(&self) -> bool {
            false
        }

        pub(in super::super) fn release(&mut self, _: &TcpStream) -> io::Result<()> {
            Ok(())
        }

        pub(in super::super) async fn carry(
            &mut self,
            _: &TcpStream,
            _: &Store,
            _: u64,
            _: u64,
        ) -> Result<u64, WireFault> {
            Err(WireFault::Io(io::ErrorKind::Unsupported.into()))
        }
    }
}

pub(super) use system::Pipe;
