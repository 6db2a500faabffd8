//! Proxies that really carry bytes: CONNECT, SOCKS5 and SOCKS4, on threads.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the proxy speaks.
#[derive(Clone, Copy)]
pub(crate) enum Speaks {
    Connect,
    Socks5,
    Socks4,
}

/// A proxy on a free port; it lives as long as the test process.
pub(crate) struct Tunnel {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Tunnel {
    pub(crate) fn start(speaks: Speaks) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let tunnel = Self { address: listener.local_addr().unwrap(), asked: Arc::default() };
        let asked = Arc::clone(&tunnel.asked);
        thread::spawn(move || {
            for client in listener.incoming() {
                let asked = Arc::clone(&asked);
                // A client that leaves early ends its thread with an error that nobody needs.
                thread::spawn(move || carry(client.unwrap(), speaks, &asked));
            }
        });
        tunnel
    }

    /// Where it was asked to connect to.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn carry(mut client: TcpStream, speaks: Speaks, asked: &Mutex<Vec<String>>) -> io::Result<()> {
    let target = match speaks {
        Speaks::Connect => {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(byte(&mut client)?);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            head.split(' ').nth(1).unwrap_or_default().to_owned()
        }
        Speaks::Socks5 => socks5_request(&mut client)?,
        Speaks::Socks4 => socks4_request(&mut client)?,
    };
    asked.lock().unwrap().push(target.clone());
    let server = TcpStream::connect(target.as_str())?;
    client.write_all(match speaks {
        Speaks::Connect => b"HTTP/1.1 200 Connection established\r\n\r\n",
        Speaks::Socks5 => b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00",
        Speaks::Socks4 => b"\x00\x5a\x00\x00\x00\x00\x00\x00",
    })?;
    let (mut up, mut down) = ((client.try_clone()?, server.try_clone()?), (server, client));
    let upward = thread::spawn(move || pump(&mut up.0, &mut up.1));
    pump(&mut down.0, &mut down.1);
    let _ = upward.join();
    Ok(())
}

fn pump(from: &mut TcpStream, to: &mut TcpStream) {
    let _ = io::copy(from, to);
    let _ = to.shutdown(Shutdown::Write);
}

fn byte(stream: &mut TcpStream) -> io::Result<u8> {
    let mut byte = [0];
    stream.read_exact(&mut byte)?;
    Ok(byte[0])
}

/// Greets without a password and reads the request (RFC 1928); only IPv4 addresses and names.
fn socks5_request(client: &mut TcpStream) -> io::Result<String> {
    let mut greeting = [0; 3];
    client.read_exact(&mut greeting)?;
    client.write_all(b"\x05\x00")?;
    let mut head = [0; 4];
    client.read_exact(&mut head)?;
    let host = if head[3] == 1 {
        let mut octets = [0; 4];
        client.read_exact(&mut octets)?;
        Ipv4Addr::from(octets).to_string()
    } else {
        let mut name = vec![0; usize::from(byte(client)?)];
        client.read_exact(&mut name)?;
        String::from_utf8_lossy(&name).into_owned()
    };
    let port = u16::from_be_bytes([byte(client)?, byte(client)?]);
    Ok(format!("{host}:{port}"))
}

/// Reads the request of SOCKS4, and the name of 4A where the address is none.
fn socks4_request(client: &mut TcpStream) -> io::Result<String> {
    let mut head = [0; 8];
    client.read_exact(&mut head)?;
    let mut text = || {
        let mut text = Vec::new();
        loop {
            match byte(client)? {
                0 => return Ok::<_, io::Error>(String::from_utf8_lossy(&text).into_owned()),
                byte => text.push(byte),
            }
        }
    };
    let _user = text()?;
    let host = match head[4..] {
        [0, 0, 0, 1] => text()?,
        _ => Ipv4Addr::new(head[4], head[5], head[6], head[7]).to_string(),
    };
    Ok(format!("{host}:{}", u16::from_be_bytes([head[2], head[3]])))
}
