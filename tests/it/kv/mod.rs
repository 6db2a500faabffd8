//! The store as its clients meet it: real sockets, byte by byte, on ports that the system chooses.

mod abuse;
mod bench;
mod blocking;
mod cli;
mod collections;
mod commands;
mod configuration;
mod damage;
mod edges;
mod life;
mod limits;
mod operations;
mod ordered;
mod persistence;
mod prefixes;
mod protocol;
mod pubsub;
mod replicas;
mod talk;
mod tools;
mod traces;
mod users;

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use tokio::runtime::Runtime;
use toolbox::applets::kv::engine::{self, Plan, Running};
use toolbox::applets::kv::server::settings::Settings;

/// Whatever takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A store of this process; it drains at the end of the test.
pub(crate) struct Store {
    running: Option<Running>,
    runtime: Runtime,
}

impl Store {
    /// One with these parameters, by their Redis names.
    pub(crate) fn with(parameters: &[(&str, &str)]) -> Self {
        let settings = Settings::default();
        for (name, value) in parameters {
            let (row, value) = settings.check_at_start(name, value).unwrap();
            settings.set(row, value);
        }
        let runtime = toolbox::kit::runtime::shared().unwrap();
        let plan = Plan { threads: 2, settings, ..Plan::default() };
        let running = runtime.block_on(engine::start(plan)).unwrap();
        Self { running: Some(running), runtime }
    }

    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.running.as_ref().unwrap().address()
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}", self.address())
    }

    pub(crate) fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    /// A connection.
    pub(crate) fn wire(&self) -> Wire {
        Wire::to(self.address())
    }

    /// Drains, as after a signal.
    pub(crate) fn stop(mut self) {
        let running = self.running.take().unwrap();
        self.runtime.block_on(running.stop()).unwrap();
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(running) = self.running.take().filter(|_| !std::thread::panicking()) {
            self.runtime.block_on(running.stop()).unwrap();
        }
    }
}

/// A connection of a client that says what it likes.
pub(crate) struct Wire {
    pub(crate) socket: TcpStream,
}

impl Wire {
    pub(crate) fn to(address: SocketAddr) -> Self {
        let socket = TcpStream::connect(address).unwrap();
        socket.set_nodelay(true).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { socket }
    }

    pub(crate) fn say(&mut self, bytes: impl AsRef<[u8]>) {
        self.socket.write_all(bytes.as_ref()).unwrap();
    }

    /// The next bytes are these.
    #[track_caller]
    pub(crate) fn hear(&mut self, expected: impl AsRef<[u8]>) {
        let expected = expected.as_ref();
        let mut heard = vec![0; expected.len()];
        let mut count = 0;
        while count < expected.len() {
            match self.socket.read(&mut heard[count..]) {
                Ok(0) => break,
                Ok(more) => count += more,
                Err(error) => panic!("{error}, after {:?}", String::from_utf8_lossy(&heard[..count])),
            }
            if !expected.starts_with(&heard[..count]) {
                break;
            }
        }
        assert_eq!(String::from_utf8_lossy(&heard[..count]), String::from_utf8_lossy(expected));
    }

    /// Words in a line, and the reply.
    #[track_caller]
    pub(crate) fn ask(&mut self, line: &str, reply: &str) {
        self.say(format!("{line}\r\n"));
        self.hear(reply);
    }

    /// What comes until the server closes.
    pub(crate) fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        match self.socket.read_to_end(&mut bytes) {
            Ok(_) => {}
            // A server that closes with bytes unread resets.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => panic!("{error}"),
        }
        String::from_utf8(bytes).unwrap()
    }
}
