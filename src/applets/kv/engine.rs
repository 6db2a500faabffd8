//! The server's life: listening, threads, draining. No terminal, no command line; tests start it as users do.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use mio::{Poll, Waker};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::error::ServeError;
use super::persist::keeper::Saved;
use super::persist::load::Loaded;
use super::persist::{self, PersistError, gate};
use super::server::gate::{LOGGED, TRACED};
use super::server::listen::Door;
use super::server::mailbox::{Mail, Mailbox};
use super::server::settings::limits::{OWN_FILES, make_room};
use super::server::settings::{self, Settings};
use super::server::worker::{MAIL, Worker};
use super::server::{Server, apply, doors, listen};
use super::store::Store;
use crate::kit::descriptors::TooFew;
use crate::kit::traces::Traces;

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
    /// Users as lines of redis.conf; they are there before anybody is let in.
    pub users: Vec<String>,
    /// That file, for CONFIG REWRITE and SIGHUP.
    pub file: Option<PathBuf>,
    /// Whether the store is brought back from the files that `dir` names; else it starts empty.
    pub is_loaded: bool,
    /// Where spans of commands go.
    pub traces: Option<Traces>,
}

impl Default for Plan {
    /// On a port of loopback that the system chooses, with one thread.
    fn default() -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        Self {
            listen,
            threads: 1,
            databases: 16,
            settings: Settings::default(),
            users: Vec::new(),
            file: None,
            is_loaded: false,
            traces: None,
        }
    }
}

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    server: Arc<Server>,
    address: SocketAddr,
    accepting: CancellationToken,
    tls_address: Option<SocketAddr>,
    unix: Option<PathBuf>,
    acceptors: Vec<tokio::task::JoinHandle<()>>,
    workers: Vec<JoinHandle<io::Result<()>>>,
    /// Threads for the disk.
    keepers: Vec<JoinHandle<()>>,
    /// Tells whether the store could be brought back.
    loaded: Option<oneshot::Receiver<Result<Loaded, PersistError>>>,
}

/// Starts a server.
///
/// # Errors
/// The address is in use, or the system refuses threads.
#[expect(clippy::unused_async, reason = "the doors it opens belong to the runtime it is awaited on")]
pub async fn start(plan: Plan) -> Result<Running, ServeError> {
    fit_clients(&plan.settings)?;
    let failed = |source| ServeError::Listen { address: plan.listen, source };
    let listener = doors::bind(&plan.settings, plan.listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let tls = doors::tls(&plan.settings)?;
    let tls_listener = match doors::tls_address(&plan.settings, address).filter(|_| tls.is_some()) {
        None => None,
        Some(address) => {
            Some(doors::bind(&plan.settings, address).map_err(|source| ServeError::Listen { address, source })?)
        }
    };
    let tls_address = tls_listener.as_ref().and_then(|listener| listener.local_addr().ok());
    let unix = doors::bind_unix(&plan.settings).map_err(ServeError::Unix)?;
    let polls =
        (0..plan.threads.max(1)).map(|_| Poll::new()).collect::<io::Result<Vec<_>>>().map_err(ServeError::Threads)?;
    let mailbox = |poll: &Poll| Ok(Arc::new(Mailbox::new(Waker::new(poll.registry(), MAIL)?)));
    let mailboxes = polls.iter().map(mailbox).collect::<io::Result<Vec<_>>>().map_err(ServeError::Threads)?;
    let store = Store::new(plan.databases, plan.threads * STRIPES);
    settle_folder(&plan.settings);
    settle_address(&plan.settings, address);
    let mut server = Server::new(store, plan.settings, mailboxes, address.port());
    server.traces = plan.traces;
    let server = Arc::new(server);
    server.gate.set(TRACED, server.traces.is_some());
    *server.tls.write() = tls;
    apply::apply_all(&server);
    server.gate.set(LOGGED, tracing::enabled!(target: "toolbox::applets::kv::command", tracing::Level::TRACE));
    load_users(&server, &plan.users, plan.file.as_deref())?;
    let spawn = |(index, poll)| {
        let worker = Worker::new(index, Arc::clone(&server), poll);
        let last_words = LastWords(Arc::clone(&server));
        std::thread::Builder::new().name(format!("kv-{index}")).spawn(move || {
            let _last_words = last_words;
            worker.run()
        })
    };
    let workers =
        polls.into_iter().enumerate().map(spawn).collect::<io::Result<Vec<_>>>().map_err(ServeError::Threads)?;
    let (keepers, loaded) = keepers(&server, plan.is_loaded).map_err(ServeError::Threads)?;
    let accepting = CancellationToken::new();
    // With a certificate and no address of its own, TLS is all that is spoken.
    let is_tls_alone = server.tls.read().is_some() && tls_listener.is_none();
    let door = if is_tls_alone { Door::Tls } else { Door::Plain };
    let accept = |listener, door| tokio::spawn(listen::accept(Arc::clone(&server), listener, door, accepting.clone()));
    let mut acceptors = vec![accept(listener, door)];
    acceptors.extend(tls_listener.map(|listener| accept(listener, Door::Tls)));
    let unix = unix.map(|(listener, path)| {
        acceptors.push(tokio::spawn(listen::accept_unix(Arc::clone(&server), listener, accepting.clone())));
        path
    });
    Ok(Running { server, address, accepting, tls_address, unix, acceptors, workers, keepers, loaded: Some(loaded) })
}

/// Ends the server with a thread of it: clients of a thread that is no more would wait for ever, and whoever looks
/// after the server would not know.
struct LastWords(Arc<Server>);

impl Drop for LastWords {
    fn drop(&mut self) {
        self.0.stop.cancel();
    }
}

/// Takes the users of redis.conf, or reads `aclfile`.
fn load_users(server: &Server, users: &[String], file: Option<&Path>) -> Result<(), ServeError> {
    let requirepass = server.settings.get("requirepass").unwrap_or_default();
    if !users.is_empty() {
        let path = file.map(|path| path.display().to_string()).unwrap_or_default();
        let wrong = |reason| ServeError::UserRules { path, reason };
        return server.acl.load(&users.join("\n"), &requirepass).map_err(wrong);
    }
    let Some(path) = server.acl.file.lock().clone() else { return Ok(()) };
    let text = crate::kit::fs::read_to_string(&path).map_err(ServeError::Users)?;
    let wrong = |reason| ServeError::UserRules { path: path.display().to_string(), reason };
    server.acl.load(&text, &requirepass).map_err(wrong)?;
    server.sources.lock().acl = Some(text);
    Ok(())
}

/// Threads, and what came of bringing the store back.
type Keepers = (Vec<JoinHandle<()>>, oneshot::Receiver<Result<Loaded, PersistError>>);

/// The threads for the disk, and the one that brings the store back: until that has ended, commands are refused.
fn keepers(server: &Arc<Server>, is_loaded: bool) -> io::Result<Keepers> {
    let spawn =
        |name: &str, run: Box<dyn FnOnce() + Send>| std::thread::Builder::new().name(name.to_owned()).spawn(run);
    if is_loaded {
        server.persist.close_gate(gate::LOADING);
    }
    let log = Arc::clone(server);
    let keeper = Arc::clone(server);
    let source = Arc::clone(server);
    let (told, loaded) = oneshot::channel();
    let load = move || {
        let outcome = if is_loaded { persist::keeper::load(&source) } else { Ok(Loaded::default()) };
        if outcome.is_ok() {
            source.persist.open_gate(gate::LOADING);
        }
        // Nobody need be listening.
        let _ = told.send(outcome);
    };
    let keepers = vec![
        spawn(
            "kv-log",
            Box::new(move || {
                log.persist.log.run(&log.mailboxes, || persist::keeper::log_changed(&log));
            }),
        )?,
        spawn("kv-keeper", Box::new(move || persist::keeper::run(&keeper)))?,
        spawn("kv-load", Box::new(load))?,
    ];
    Ok((keepers, loaded))
}

/// Lets in no more clients than there are files for: one too many is then told so, rather than kept waiting.
fn fit_clients(settings: &Settings) -> Result<(), ServeError> {
    let wanted = settings.maxclients.load(std::sync::atomic::Ordering::Relaxed);
    let Err(few) = make_room(wanted) else { return Ok(()) };
    let most = few.limit.saturating_sub(OWN_FILES);
    if most == 0 {
        return Err(ServeError::Files(TooFew { needed: OWN_FILES + 1, limit: few.limit }));
    }
    tracing::warn!(
        wanted,
        maxclients = most,
        files = few.limit,
        "fewer files may be open (ulimit -n) than maxclients asks for"
    );
    if let Some(row) = settings::row("maxclients") {
        settings.set(row, most.to_string());
    }
    Ok(())
}

/// Has `bind` and `port` say where it listens, whoever asked for that.
fn settle_address(settings: &Settings, address: SocketAddr) {
    for (name, value) in [("bind", address.ip().to_string()), ("port", address.port().to_string())] {
        if let Some(row) = settings::row(name) {
            settings.set(row, value);
        }
    }
}

/// Has `dir` name the same folder whatever becomes of the current one, as CONFIG GET answers it.
fn settle_folder(settings: &Settings) {
    let folder = persist::folder(settings);
    if let (Some(row), Ok(folder)) = (settings::row("dir"), std::path::absolute(&folder)) {
        settings.set(row, folder.components().collect::<PathBuf>().display().to_string());
    }
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

    /// Where it speaks TLS, where that is another address.
    #[must_use]
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.tls_address
    }

    /// Waits until the store has been brought back.
    ///
    /// # Errors
    /// A file cannot be read or understood; the server then refuses all commands about keys, and writes nothing.
    pub async fn loaded(&mut self) -> Result<Loaded, ServeError> {
        match self.loaded.take() {
            None => Ok(Loaded::default()),
            Some(loaded) => Ok(loaded.await.map_err(|_| ServeError::Panicked)??),
        }
    }

    /// Stops accepting, answers what was received, ends the threads, and writes what is to be on the disk; a last dump
    /// is told.
    ///
    /// # Errors
    /// A thread had failed before.
    pub async fn stop(self) -> Result<Option<Saved>, ServeError> {
        self.accepting.cancel();
        for acceptor in self.acceptors {
            // It only ends or is cancelled.
            let _ = acceptor.await;
        }
        if let Some(path) = &self.unix {
            // Somebody may have removed it already.
            let _ = std::fs::remove_file(path);
        }
        self.server.mailboxes.iter().for_each(|mailbox| mailbox.post(Mail::Drain));
        let workers = self.workers;
        let joined = tokio::task::spawn_blocking(move || workers.into_iter().map(JoinHandle::join).collect::<Vec<_>>());
        let mut outcomes = joined.await.map_err(|_| ServeError::Panicked)?.into_iter();
        let ended =
            outcomes.try_for_each(|outcome| outcome.map_err(|_| ServeError::Panicked)?.map_err(ServeError::Worker));
        let (server, keepers) = (self.server, self.keepers);
        if ended.is_err() {
            // What a bug left in memory does not replace a dump that is good; the log has what was acknowledged.
            server.persist.set_last_dump(persist::LastDump::Unwanted);
        }
        let finished = tokio::task::spawn_blocking(move || {
            let finished = persist::keeper::finish(&server);
            let joined = keepers.into_iter().map(JoinHandle::join).collect::<Vec<_>>();
            (finished, joined.iter().any(Result::is_err))
        });
        let (finished, has_panicked) = finished.await.map_err(|_| ServeError::Panicked)?;
        ended?;
        let saved = finished?;
        if has_panicked {
            return Err(ServeError::Panicked);
        }
        Ok(saved)
    }
}
