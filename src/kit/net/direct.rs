//! A connected socket for engines that count system calls.
//!
//! It differs from tokio's streams in two ways. System calls are made without libc, whose wrappers in a process with
//! several threads enable and disable cancellation around each one: 6 % of a small request. And a read that did not
//! fill its buffer is known to have emptied the socket, so the next one waits without asking.

use std::io;
use std::os::fd::OwnedFd;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, Shutdown};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

/// A connected, non-blocking stream socket, registered with the runtime it was made on.
#[derive(Debug)]
pub struct DirectSocket {
    socket: AsyncFd<OwnedFd>,
    ahead: Option<Ahead>,
}

/// Bytes that were received and not asked for yet.
#[derive(Debug)]
struct Ahead {
    buffer: Box<[u8]>,
    taken: usize,
    filled: usize,
}

impl DirectSocket {
    /// Takes over a TCP connection.
    ///
    /// # Errors
    /// When the socket cannot be registered anew.
    ///
    /// ```
    /// use std::future::poll_fn;
    /// use tokio::net::{TcpListener, TcpStream};
    /// use toolbox::kit::net::DirectSocket;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> std::io::Result<()> {
    /// let listener = TcpListener::bind("127.0.0.1:0").await?;
    /// let client = DirectSocket::from_tcp(TcpStream::connect(listener.local_addr()?).await?)?;
    /// let server = DirectSocket::from_tcp(listener.accept().await?.0)?;
    /// assert_eq!(poll_fn(|cx| client.poll_send(cx, b"ping")).await?, 4);
    /// let mut buffer = [0; 16];
    /// assert_eq!(poll_fn(|cx| server.poll_recv(cx, &mut buffer)).await?, 4);
    /// drop(client);
    /// assert_eq!(poll_fn(|cx| server.poll_recv(cx, &mut buffer)).await?, 0, "the peer has closed");
    /// # Ok(()) }
    /// ```
    pub fn from_tcp(stream: TcpStream) -> io::Result<Self> {
        Self::register(stream.into_std()?.into())
    }

    /// Takes over a Unix connection.
    ///
    /// # Errors
    /// When the socket cannot be registered anew.
    pub fn from_unix(stream: UnixStream) -> io::Result<Self> {
        Self::register(stream.into_std()?.into())
    }

    fn register(socket: OwnedFd) -> io::Result<Self> {
        let interest = Interest::READABLE | Interest::WRITABLE;
        // SAFETY: `OwnedFd` always gives the same descriptor and keeps it open for as long as `AsyncFd` owns it.
        #[expect(unsafe_code, reason = "tokio asks its caller to vouch for the descriptor")]
        let registered = unsafe { AsyncFd::register_with_interest(socket, interest) };
        Ok(Self { socket: registered?, ahead: None })
    }

    /// From now on receives up to this many bytes at once for whoever reads in small pieces through [`AsyncRead`]: what
    /// TLS does with large records. May be said once, before anything was read ahead.
    pub fn read_ahead(&mut self, bytes: usize) {
        if self.ahead.is_none() && bytes > 0 {
            self.ahead = Some(Ahead { buffer: vec![0; bytes].into_boxed_slice(), taken: 0, filled: 0 });
        }
    }

    fn poll_ahead(&self, ahead: &mut Ahead, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if ahead.taken == ahead.filled {
            (ahead.taken, ahead.filled) = (0, ready!(self.poll_recv(cx, &mut ahead.buffer))?);
        }
        let count = into.remaining().min(ahead.filled - ahead.taken);
        into.put_slice(&ahead.buffer[ahead.taken..ahead.taken + count]);
        ahead.taken += count;
        Poll::Ready(Ok(()))
    }

    /// The socket underneath.
    #[must_use]
    pub fn descriptor(&self) -> &OwnedFd {
        self.socket.get_ref()
    }

    /// Receives into `buffer`: how many bytes, 0 when the peer has closed its side.
    ///
    /// # Errors
    /// What the system reports.
    #[inline]
    pub fn poll_recv(&self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        loop {
            let mut ready = ready!(self.socket.poll_read_ready(cx))?;
            match rustix::net::recv(self.socket.get_ref(), &mut *buffer, RecvFlags::empty()) {
                Ok((_, count)) => {
                    // A reset after a short read is a new event; so is a close.
                    if count > 0 && count < buffer.len() {
                        ready.clear_ready();
                    }
                    return Poll::Ready(Ok(count));
                }
                Err(Errno::AGAIN) => ready.clear_ready(),
                Err(Errno::INTR) => {}
                Err(error) => return Poll::Ready(Err(error.into())),
            }
        }
    }

    /// Sends from `bytes`, as much as the socket takes.
    ///
    /// # Errors
    /// What the system reports; a closed peer is `BrokenPipe`, never a signal.
    #[inline]
    pub fn poll_send(&self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let send = || rustix::net::send(self.socket.get_ref(), bytes, SendFlags::NOSIGNAL);
        // A socket is nearly always writable: try before asking.
        let mut tried = send();
        loop {
            match tried {
                Ok(count) => return Poll::Ready(Ok(count)),
                Err(Errno::AGAIN) => {
                    let mut ready = ready!(self.socket.poll_write_ready(cx))?;
                    tried = send();
                    if tried == Err(Errno::AGAIN) {
                        ready.clear_ready();
                    }
                }
                Err(Errno::INTR) => tried = send(),
                Err(error) => return Poll::Ready(Err(error.into())),
            }
        }
    }
}

impl AsyncRead for DirectSocket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(mut ahead) = self.ahead.take() {
            let polled = self.poll_ahead(&mut ahead, cx, buffer);
            self.ahead = Some(ahead);
            return polled;
        }
        loop {
            let mut ready = ready!(self.socket.poll_read_ready(cx))?;
            // SAFETY: nothing is written here but by the kernel, which only ever initialises bytes.
            #[expect(unsafe_code, reason = "zeroing a buffer before every read costs more than the read")]
            let room = unsafe { buffer.unfilled_mut() };
            let length = room.len();
            match rustix::net::recv(self.socket.get_ref(), room, RecvFlags::empty()) {
                Ok(((filled, _), _)) => {
                    let count = filled.len();
                    if count > 0 && count < length {
                        ready.clear_ready();
                    }
                    // SAFETY: the kernel has written this many bytes at the front of the room.
                    #[expect(unsafe_code, reason = "see above")]
                    unsafe {
                        buffer.assume_init(count);
                    }
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(Errno::AGAIN) => ready.clear_ready(),
                Err(Errno::INTR) => {}
                Err(error) => return Poll::Ready(Err(error.into())),
            }
        }
    }
}

impl AsyncWrite for DirectSocket {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_send(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match rustix::net::shutdown(self.socket.get_ref(), Shutdown::Write) {
            // The peer was faster.
            Ok(()) | Err(Errno::NOTCONN) => Poll::Ready(Ok(())),
            Err(error) => Poll::Ready(Err(error.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn bytes_read_ahead_come_in_order_and_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let mut server = DirectSocket::from_tcp(listener.accept().await.unwrap().0).unwrap();
        server.read_ahead(7);
        let sent: Vec<u8> = (0..100).collect();
        client.write_all(&sent).await.unwrap();
        drop(client);
        let (mut first, mut rest) = ([0; 3], Vec::new());
        server.read_exact(&mut first).await.unwrap();
        server.read_to_end(&mut rest).await.unwrap();
        assert_eq!([&first[..], &rest].concat(), sent);
    }
}
