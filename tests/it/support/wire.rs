//! A client that sends the bytes it is told, and takes answers apart.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Whatever takes longer hangs; far above what any test needs on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A connection on which a test says and reads bytes.
pub(crate) struct Wire {
    stream: TcpStream,
    /// Read, and not asked for yet.
    ahead: Vec<u8>,
}

/// A response taken apart, its body decoded.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The head as it came.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// What came behind a chunked body.
    pub(crate) trailers: String,
}

impl Answer {
    /// The first field of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

impl Wire {
    pub(crate) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, ahead: Vec::new() }
    }

    pub(crate) fn say(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Sends a request without a body; `fields` are whole lines.
    pub(crate) fn ask(&mut self, method: &str, path: &str, fields: &str) {
        self.say(format!("{method} {path} HTTP/1.1\r\nHost: test\r\n{fields}\r\n"));
    }

    /// GET and the answer.
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, "");
        self.answer()
    }

    /// More bytes; false at the end of the stream.
    fn more(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        let size = self.stream.read(&mut buffer).unwrap();
        self.ahead.extend_from_slice(&buffer[..size]);
        size > 0
    }

    fn take(&mut self, size: usize) -> Vec<u8> {
        while self.ahead.len() < size {
            assert!(self.more(), "the peer closed early");
        }
        self.ahead.drain(..size).collect()
    }

    /// Up to and with this mark.
    pub(crate) fn until(&mut self, mark: &[u8]) -> Vec<u8> {
        loop {
            if let Some(at) = self.ahead.windows(mark.len()).position(|window| window == mark) {
                return self.take(at + mark.len());
            }
            assert!(self.more(), "the peer closed early");
        }
    }

    /// Everything up to the end of the stream.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        while self.more() {}
        std::mem::take(&mut self.ahead)
    }

    /// The error that ends the stream.
    pub(crate) fn failure(&mut self) -> std::io::ErrorKind {
        let mut buffer = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return std::io::ErrorKind::UnexpectedEof,
                Ok(_) => {}
                Err(error) => return error.kind(),
            }
        }
    }

    /// One response to a request that has a body in its answer.
    pub(crate) fn answer(&mut self) -> Answer {
        let mut answer = self.head();
        if answer.header("transfer-encoding") == Some("chunked") {
            loop {
                let line = String::from_utf8(self.until(b"\r\n")).unwrap();
                let size = usize::from_str_radix(line.trim(), 16).unwrap();
                if size == 0 {
                    break;
                }
                answer.body.extend(self.take(size));
                assert_eq!(self.take(2), b"\r\n");
            }
            loop {
                let line = String::from_utf8(self.until(b"\r\n")).unwrap();
                if line == "\r\n" {
                    break;
                }
                answer.trailers += &line;
            }
        } else if let Some(length) = answer.header("content-length") {
            answer.body = self.take(length.parse().unwrap());
        } else if answer.header("connection") == Some("close") {
            answer.body = self.rest();
        }
        answer
    }

    /// The head of a response.
    pub(crate) fn head(&mut self) -> Answer {
        let head = String::from_utf8_lossy(&self.until(b"\r\n\r\n")).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: Vec::new(), trailers: String::new() }
    }
}
