//! The smallest servers a test can need: one that answers everything with 200, one that never answers.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// Starts a server that answers every request without a body; it lives as long as the test process.
pub(crate) fn answering() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for connection in listener.incoming() {
            thread::spawn(move || answer(connection.unwrap()));
        }
    });
    address
}

/// Answers at the empty line that ends each head; a client that hangs up ends the loop.
fn answer(mut connection: TcpStream) {
    let lines = BufReader::new(connection.try_clone().unwrap()).lines();
    for line in lines.map_while(Result::ok) {
        if line.is_empty() && connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").is_err() {
            return;
        }
    }
}

/// A server that takes connections and requests and says nothing.
pub(crate) struct Silent {
    listener: TcpListener,
}

impl Silent {
    pub(crate) fn new() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").unwrap() }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.listener.local_addr().unwrap())
    }

    /// Waits for the first line of a request; the connection stays open while the result lives.
    pub(crate) fn request(&self) -> BufReader<TcpStream> {
        loop {
            let mut connection = BufReader::new(self.listener.accept().unwrap().0);
            let mut line = String::new();
            // A connection that was only opened for a look has nothing to say.
            if connection.read_line(&mut line).is_ok_and(|length| length > 0) {
                return connection;
            }
        }
    }
}
