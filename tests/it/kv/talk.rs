//! A client that sends words and reads replies as short texts.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use super::{Store, Wire};

/// Replies are `OK`, `12`, `text`, `nil`, `[a, [b, nil]]`, `ERR …`.
pub(super) struct Client(BufReader<TcpStream>);

impl Client {
    pub(super) fn of(store: &Store) -> Self {
        Self::to(store.address())
    }

    pub(super) fn to(address: SocketAddr) -> Self {
        Self(BufReader::new(Wire::to(address).socket))
    }

    /// Sends a command of words without blanks.
    pub(super) fn send(&mut self, line: &str) {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }

    /// The next reply.
    pub(super) fn reply(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        let (mark, rest) = line.trim_end().split_at(1);
        match (mark, rest.parse::<usize>()) {
            ("$", Ok(count)) => {
                let mut bytes = vec![0; count + 2];
                self.0.read_exact(&mut bytes).unwrap();
                String::from_utf8_lossy(&bytes[..count]).into_owned()
            }
            ("*", Ok(count)) => {
                let items: Vec<_> = (0..count).map(|_| self.reply()).collect();
                format!("[{}]", items.join(", "))
            }
            ("$" | "*", Err(_)) => "nil".to_owned(),
            _ => rest.to_owned(),
        }
    }

    /// Sends a command and returns its reply.
    pub(super) fn ask(&mut self, line: &str) -> String {
        self.send(line);
        self.reply()
    }

    /// Waits until so many clients of the store wait for a key.
    pub(super) fn until_blocked(&mut self, count: usize) {
        let wanted = format!("blocked_clients:{count}");
        while !self.ask("INFO clients").lines().any(|line| line == wanted) {
            std::thread::yield_now();
        }
    }
}
