//! The server's life: listening, threads, draining. No terminal, no command line; tests start it as users do.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use mio::{Poll, Waker};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::error::ServeError;
use super::server::mailbox::{Mail, Mailbox};
use super::server::settings::Settings;
use super::server::worker::{MAIL, Worker};
use super::server::{Server, listen, notify};
use super::store::Store;

/// What to serve, and how.
#[derive(Debug)]
pub struct Plan {
    /// Where; port 0 asks the system.
    pub listen: SocketAddr,
    /// Threads that carry out commands, at least 1.
    pub threads: usize,
    /// Databases, at least 1.
    pub databases: u32,
    /// Parameters.
    pub settings: Settings,
}

impl Default for Plan {
    /// On a port of loopback that the system chooses, with one thread.
    fn default() -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        Self { listen, threads: 1, databases: 16, settings: Settings::default() }
    }
}

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    server: Arc<Server>,
    address: SocketAddr,
    accepting: CancellationToken,
    acceptor: tokio::task::JoinHandle<()>,
    workers: Vec<JoinHandle<io::Result<()>>>,
}

/// Starts a server.
///
/// # Errors
/// The address is in use, or the system refuses threads.
pub async fn start(plan: Plan) -> Result<Running, ServeError> {
    let failed = |source| ServeError::Listen { address: plan.listen, source };
    let listener = TcpListener::bind(plan.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let polls =
        (0..plan.threads.max(1)).map(|_| Poll::new()).collect::<io::Result<Vec<_>>>().map_err(ServeError::Threads)?;
    let mailbox = |poll: &Poll| Ok(Arc::new(Mailbox::new(Waker::new(poll.registry(), MAIL)?)));
    let mailboxes = polls.iter().map(mailbox).collect::<io::Result<Vec<_>>>().map_err(ServeError::Threads)?;
    let store = Store::new(plan.databases, plan.threads * STRIPES);
    let events = plan.settings.get("notify-keyspace-events").unwrap_or_default();
    let server = Arc::new(Server::new(store, plan.settings, mailboxes, address.port()));
    server.notify.choose(notify::parse(&events).unwrap_or(0));
    let spawn = |(index, poll)| {
        let worker = Worker::new(index, Arc::clone(&server), poll);
        std::thread::Builder::new().name(format!("kv-{index}")).spawn(move || worker.run())
    };
    let workers =
        polls.into_iter().enumerate().map(spawn).collect::<io::Result<Vec<_>>>().map_err(ServeError::Threads)?;
    let accepting = CancellationToken::new();
    let acceptor = tokio::spawn(listen::accept(Arc::clone(&server), listener, accepting.clone()));
    Ok(Running { server, address, accepting, acceptor, workers })
}

/// Stripes for each thread: two threads meet in one of sixteen in one of sixteen commands, for some nanoseconds.
const STRIPES: usize = 16;

impl Running {
    /// What the threads share.
    #[must_use]
    pub fn server(&self) -> &Arc<Server> {
        &self.server
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, answers what was received, and ends the threads.
    ///
    /// # Errors
    /// A thread had failed before.
    pub async fn stop(self) -> Result<(), ServeError> {
        self.accepting.cancel();
        // It only ends or is cancelled.
        let _ = self.acceptor.await;
        self.server.mailboxes.iter().for_each(|mailbox| mailbox.post(Mail::Drain));
        let workers = self.workers;
        let joined = tokio::task::spawn_blocking(move || workers.into_iter().map(JoinHandle::join).collect::<Vec<_>>());
        for outcome in joined.await.map_err(|_| ServeError::Panicked)? {
            outcome.map_err(|_| ServeError::Panicked)?.map_err(ServeError::Worker)?;
        }
        Ok(())
    }
}
