//! A server that answers HTTP/1 with exactly the bytes a test wants, and remembers what it was asked.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Instant;

use socket2::SockRef;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Requests of one connection are numbered from 0.
    pub(crate) number: usize,
    /// Connections that were open when it came, its own among them.
    pub(crate) open: usize,
    /// Up to the empty line.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) at: Instant,
}

impl Request {
    /// `GET /x` and the like.
    pub(crate) fn line(&self) -> &str {
        let line = self.head.lines().next().unwrap();
        line.rsplit_once(' ').unwrap().0
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// What to say, and what then.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    bytes: Vec<u8>,
    then: Then,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The next request is read.
    Go,
    /// FIN.
    Close,
    /// RST.
    Reset,
    /// Nothing more is said or read; the connection stays open as long as the test process.
    Hang,
}

/// These bytes; the connection goes on.
pub(crate) fn say(bytes: impl Into<Vec<u8>>) -> Reply {
    Reply { bytes: bytes.into(), then: Then::Go }
}

/// A plain 200.
pub(crate) fn ok() -> Reply {
    say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
}

impl Reply {
    pub(crate) fn close(self) -> Self {
        Self { then: Then::Close, ..self }
    }

    pub(crate) fn reset(self) -> Self {
        Self { then: Then::Reset, ..self }
    }

    pub(crate) fn hang(self) -> Self {
        Self { then: Then::Hang, ..self }
    }
}

#[derive(Default)]
struct Log {
    connections: usize,
    /// Of these, how many are open.
    open: usize,
    requests: Vec<Request>,
}

/// The server; its threads end with the test process.
pub(crate) struct Script {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

/// When a request is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    /// When its body was read.
    Whole,
    /// At the end of its head; nothing is read after that.
    Head,
}

impl Script {
    /// Answers each request as `answer` says.
    pub(crate) fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(Patience::Whole, answer)
    }

    /// Answers at the end of each head and never reads a body.
    pub(crate) fn hasty(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(Patience::Head, answer)
    }

    fn with(patience: Patience, answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Log::default()));
        let (shared, answer) = (Arc::clone(&log), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                {
                    let mut log = shared.lock().unwrap();
                    (log.connections, log.open) = (log.connections + 1, log.open + 1);
                }
                let (log, answer) = (Arc::clone(&shared), Arc::clone(&answer));
                thread::spawn(move || {
                    // An error is a client that has left.
                    let _ = converse(stream.unwrap(), patience, &*answer, &log);
                    log.lock().unwrap().open -= 1;
                });
            }
        });
        Self { address, log }
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }

    pub(crate) fn connections(&self) -> usize {
        self.log().connections
    }

    /// Every request so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log().requests.clone()
    }
}

fn converse(
    mut stream: TcpStream,
    patience: Patience,
    answer: &dyn Fn(&Request) -> Reply,
    log: &Mutex<Log>,
) -> std::io::Result<()> {
    let _ = stream.set_nodelay(true);
    let mut ahead = Vec::new();
    for number in 0.. {
        let Some(mut request) = read(&mut stream, &mut ahead, number, patience)? else { return Ok(()) };
        request.open = log.lock().unwrap().open;
        let reply = answer(&request);
        log.lock().unwrap().requests.push(request);
        stream.write_all(&reply.bytes)?;
        match reply.then {
            Then::Go => {}
            Then::Close => return Ok(()),
            Then::Reset => return SockRef::from(&stream).set_linger(Some(std::time::Duration::ZERO)),
            Then::Hang => loop {
                thread::park();
            },
        }
    }
    Ok(())
}

/// One request; `None` when the client has closed.
fn read(
    stream: &mut TcpStream,
    ahead: &mut Vec<u8>,
    number: usize,
    patience: Patience,
) -> std::io::Result<Option<Request>> {
    let mut more = |ahead: &mut Vec<u8>| {
        let mut buffer = [0; 16 * 1024];
        let size = stream.read(&mut buffer)?;
        ahead.extend_from_slice(&buffer[..size]);
        Ok::<bool, std::io::Error>(size > 0)
    };
    let end = loop {
        if let Some(at) = ahead.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if !more(ahead)? {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&ahead[..end]).into_owned();
    ahead.drain(..end);
    let mut request = Request { number, open: 0, head, body: Vec::new(), at: Instant::now() };
    let length: usize = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    if patience == Patience::Whole {
        while ahead.len() < length {
            if !more(ahead)? {
                return Ok(None);
            }
        }
        request.body = ahead.drain(..length).collect();
    }
    Ok(Some(request))
}
