//! From a socket to a file inside the kernel: through a pipe whose pages are the ones that arrived.
//!
//! One copy of the two that read and write make is saved, and all memory of this process. Only Linux has it; elsewhere
//! the pipe says that it is not usable.

use std::io;

use tokio::net::TcpStream;

use super::wire::WireFault;
use crate::applets::fetch::store::Store;

#[cfg(target_os = "linux")]
mod system {
    use std::os::fd::OwnedFd;

    use rustix::io::Errno;
    use rustix::pipe::{PipeFlags, SpliceFlags, fcntl_setpipe_size, pipe_with, splice};
    use tokio::io::Interest;

    use super::{Store, TcpStream, WireFault, io};

    /// What a pipe may hold without privileges (`/proc/sys/fs/pipe-max-size`), and enough for a write to be a large one.
    const PIPE_BYTES: usize = 1 << 20;

    /// A pipe between a socket and a file; empty between calls.
    #[derive(Debug)]
    pub(in super::super) struct Pipe {
        read: OwnedFd,
        write: OwnedFd,
        usable: bool,
    }

    impl Pipe {
        pub(in super::super) fn new() -> io::Result<Self> {
            let (read, write) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
            // A smaller pipe works as well, only with more calls: users have a limit for all their pipes.
            let _ = fcntl_setpipe_size(&write, PIPE_BYTES);
            Ok(Self { read, write, usable: true })
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
            let arrived =
                tcp.async_io(Interest::READABLE, || Ok(splice(tcp, None, &self.write, None, most, flags)?)).await?;
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
