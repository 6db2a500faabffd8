//! What a connection is made of: a TCP socket, a Unix socket, or TLS over TCP. The first is the one that must be fast.

use std::io::{self, Read as _, Write as _};
use std::net::SocketAddr;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::sync::Arc;

use mio::event::Source;
use mio::{Interest, Registry, Token};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags};
use rustls::{ServerConfig, ServerConnection};

/// A stream of bytes in both directions.
#[derive(Debug)]
pub enum Transport {
    /// TCP.
    Tcp(mio::net::TcpStream),
    /// A Unix socket.
    Unix(mio::net::UnixStream),
    /// TLS.
    Tls(Box<Tls>),
}

/// A TLS session and its socket.
#[derive(Debug)]
pub struct Tls {
    socket: mio::net::TcpStream,
    session: ServerConnection,
}

impl Transport {
    /// TLS over a socket, whose handshake is still to come.
    ///
    /// # Errors
    /// The configuration makes no session.
    pub fn tls(socket: mio::net::TcpStream, config: &Arc<ServerConfig>) -> io::Result<Self> {
        let session = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
        Ok(Self::Tls(Box::new(Tls { socket, session })))
    }

    /// Where it came to.
    #[must_use]
    pub fn local(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(socket) => socket.local_addr().ok(),
            Self::Tls(tls) => tls.socket.local_addr().ok(),
            Self::Unix(_) => None,
        }
    }

    /// The number of its socket.
    #[must_use]
    pub fn descriptor(&self) -> i32 {
        self.as_fd().as_raw_fd()
    }

    /// Whether the other side has closed, and nothing is left to be read before that.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(rustix::net::recv(self.as_fd(), &mut [0; 1][..], RecvFlags::PEEK), Ok((_, 0)))
    }

    /// How many bytes came; `None` where none are there.
    ///
    /// # Errors
    /// What the system or the session says.
    #[inline]
    pub fn receive(&mut self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        if let Self::Tls(tls) = self {
            return tls.receive(buffer);
        }
        loop {
            match rustix::net::recv(self.as_fd(), &mut *buffer, RecvFlags::empty()) {
                Ok((_, count)) => return Ok(Some(count)),
                Err(Errno::AGAIN) => return Ok(None),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The same behind the bytes of a vector, as far as it has room.
    ///
    /// # Errors
    /// What the system or the session says.
    pub fn receive_into(&mut self, buffer: &mut Vec<u8>) -> io::Result<Option<usize>> {
        if let Self::Tls(tls) = self {
            let (before, room) = (buffer.len(), buffer.capacity());
            buffer.resize(room, 0);
            let received = tls.receive(&mut buffer[before..]);
            buffer.truncate(before + *received.as_ref().ok().and_then(Option::as_ref).unwrap_or(&0));
            return received;
        }
        loop {
            match rustix::net::recv(self.as_fd(), rustix::buffer::spare_capacity(buffer), RecvFlags::empty()) {
                Ok((count, _)) => return Ok(Some(count)),
                Err(Errno::AGAIN) => return Ok(None),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// How many bytes the socket took, perhaps none.
    ///
    /// # Errors
    /// What the system or the session says.
    #[inline]
    pub fn transmit(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Self::Tls(tls) = self {
            return tls.transmit(bytes);
        }
        loop {
            match rustix::net::send(self.as_fd(), bytes, SendFlags::NOSIGNAL) {
                Ok(count) => return Ok(count),
                Err(Errno::AGAIN) => return Ok(0),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Whether more can be received without another event: what a session has decrypted, or not read yet.
    #[must_use]
    pub const fn is_buffered(&self) -> bool {
        matches!(self, Self::Tls(_))
    }

    /// Whether a session has not come about yet.
    #[must_use]
    pub fn is_handshaking(&self) -> bool {
        matches!(self, Self::Tls(tls) if tls.session.is_handshaking())
    }

    /// Sends what a session still has to send: its handshake, the rest of a record.
    ///
    /// # Errors
    /// What the system says.
    pub fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Tls(tls) => tls.flush(),
            Self::Tcp(_) | Self::Unix(_) => Ok(()),
        }
    }

    /// Says goodbye.
    pub fn close(&mut self) {
        if let Self::Tls(tls) = self {
            tls.session.send_close_notify();
            // The other side may have gone.
            let _ = tls.flush();
        }
    }
}

impl Tls {
    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        loop {
            match self.session.reader().read(buffer) {
                Ok(count) => return Ok(Some(count)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
            match self.session.read_tls(&mut self.socket) {
                Ok(0) => return Ok(Some(0)),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.flush()?;
                    return Ok(None);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            if let Err(error) = self.session.process_new_packets() {
                // The alert that says why.
                let _ = self.flush();
                return Err(io::Error::new(io::ErrorKind::InvalidData, error));
            }
        }
    }

    fn transmit(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.flush()?;
        if self.session.wants_write() {
            return Ok(0);
        }
        // The session takes as much as its buffer holds: 64 KiB.
        let count = self.session.writer().write(bytes)?;
        self.flush()?;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        while self.session.wants_write() {
            match self.session.write_tls(&mut self.socket) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl AsFd for Transport {
    #[inline]
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(socket) => socket.as_fd(),
            Self::Unix(socket) => socket.as_fd(),
            Self::Tls(tls) => tls.socket.as_fd(),
        }
    }
}

impl Source for Transport {
    fn register(&mut self, registry: &Registry, token: Token, interests: Interest) -> io::Result<()> {
        match self {
            Self::Tcp(socket) => socket.register(registry, token, interests),
            Self::Unix(socket) => socket.register(registry, token, interests),
            Self::Tls(tls) => tls.socket.register(registry, token, interests),
        }
    }

    fn reregister(&mut self, registry: &Registry, token: Token, interests: Interest) -> io::Result<()> {
        match self {
            Self::Tcp(socket) => socket.reregister(registry, token, interests),
            Self::Unix(socket) => socket.reregister(registry, token, interests),
            Self::Tls(tls) => tls.socket.reregister(registry, token, interests),
        }
    }

    fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        match self {
            Self::Tcp(socket) => socket.deregister(registry),
            Self::Unix(socket) => socket.deregister(registry),
            Self::Tls(tls) => tls.socket.deregister(registry),
        }
    }
}
