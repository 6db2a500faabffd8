//! `kv serve`: what was typed, what it means, and the server's life.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args as ClapArgs, ValueHint};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::applets::kv::engine::{self, Plan, Running};
use crate::applets::kv::error::ServeError;
use crate::applets::kv::persist;
use crate::applets::kv::persist::keeper::{self, Saved};
use crate::applets::kv::persist::load::Loaded;
use crate::applets::kv::server::acl::Acl;
use crate::applets::kv::server::directives::{self, Verdict};
use crate::applets::kv::server::file::Conf;
use crate::applets::kv::server::reload::{self, Watch};
use crate::applets::kv::server::settings::{self, SetError, Settings};
use crate::applets::kv::server::{Server, observe};
use crate::kit::allocator::keep_pages_small;
use crate::kit::args::parse_listen;
use crate::kit::config::Origin;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # on 127.0.0.1:6379, for redis-cli and every other client
  kv serve

  # on another port, with two threads
  kv serve --listen 7000 --threads 2

  # nothing acknowledged is ever lost
  kv serve --dir /var/lib/kv --appendonly always

  # at most 2 GB, the least recently used keys leave first
  kv serve --set maxmemory=2gb --set maxmemory-policy=allkeys-lru

  # over TLS, for clients with a certificate of our own authority
  kv serve --tls-cert server.pem --tls-key server.key --tls-ca clients.pem

  # at most 1000 keys and 10 MB of sessions, counted on /metrics
  kv serve --set 'prefix-quota=sess: 1000 10mb' --metrics 9121

  # with the file of a redis-server, and figures for Prometheus
  kv serve --redis-conf redis.conf --metrics 9121";

/// When a dump is due where neither flag nor file says so: Redis's own.
const SAVE_POINTS: &str = "3600 1 300 100 60 10000";

/// The flags of `kv serve`.
#[derive(Debug, Clone, ClapArgs)]
#[command(after_long_help = format!("{EXAMPLES}\n\n{}", super::tuning::TEXT), after_help = "See --help for examples.")]
pub struct ServeArgs {
    /// Where to listen: a port, :port for every interface, or address:port
    #[arg(long, value_name = "ADDR", value_parser = parse_listen, default_value = "6379")]
    pub listen: SocketAddr,

    /// Threads that carry out commands [default: one for each core but one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,

    /// The number of databases
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub databases: u32,

    /// Clients must give the password in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub password_file: Option<PathBuf>,

    /// Users and their rules, as ACL SAVE writes them
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub acl_file: Option<PathBuf>,

    /// Parameters, users and addresses from a file in the form of redis.conf; read again on SIGHUP and
    /// when it changes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub redis_conf: Option<PathBuf>,

    /// Listen at a Unix socket too
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub unix: Option<PathBuf>,

    /// Speak TLS with this certificate chain (PEM)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub tls_cert: Option<PathBuf>,

    /// The private key of the certificate (PEM); without it, the key is looked for in the certificate's file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,

    /// Let in only clients with a certificate of this authority (PEM)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "tls_cert")]
    pub tls_ca: Option<PathBuf>,

    /// Speak TLS here, and plain text at --listen; without it, TLS is all that is spoken
    #[arg(long, value_name = "ADDR", value_parser = parse_listen, requires = "tls_cert")]
    pub tls_listen: Option<SocketAddr>,

    /// The folder of dumps and of the append-only log [default: the current one]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,

    /// The dump, in --dir: loaded at the start, written by SAVE, BGSAVE and --save [default: dump.rdb]
    #[arg(long, value_name = "NAME")]
    pub dbfilename: Option<String>,

    /// When a dump is due: after SECONDS with CHANGES, repeated; "" for never, also not at the end [default: 3600 1 300
    /// 100 60 10000]
    #[arg(long, value_name = "SECONDS CHANGES ...")]
    pub save: Option<String>,

    /// Keep an append-only log of every change, in --dir: "always" is on the disk before the reply, "everysec" (or
    /// "yes") a second later at most
    #[arg(long, value_name = "WHEN", value_parser = ["always", "everysec", "yes", "no"])]
    pub appendonly: Option<String>,

    /// A parameter by its Redis name, as CONFIG SET takes it; repeatable
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
}

impl ServeArgs {
    /// Serves until a signal.
    ///
    /// # Errors
    /// A parameter that is none, an address in use.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        keep_pages_small();
        // Until the store is there; who asks meanwhile is told to wait.
        session.health.unready();
        let hangups = self.hangups(session);
        let conf = self.redis_conf.as_deref().map(Conf::read).transpose()?;
        let plan = self.plan(conf.as_ref(), session)?;
        let threads = plan.threads;
        let mut running = engine::start(plan).await?;
        session.term.note(format!(
            "toolbox {} kv, {threads} threads, process {}",
            env!("CARGO_PKG_VERSION"),
            std::process::id()
        ));
        self.name_sources(running.server(), conf.as_ref(), session);
        // Before the store is loaded, which may take long: a change meanwhile must not be missed.
        let watch = Watch::new(running.server());
        if let Err(failure) = bring_up(&mut running, session).await {
            // The first error is the one to tell.
            drop(running.stop().await);
            return Err(failure);
        }
        // A service manager's second SIGTERM must not cost the last dump.
        let _finishing = session.shutdown.finishing();
        let server = running.server();
        let stopped = server.stop.clone();
        tokio::select! {
            () = session.shutdown.token().cancelled_owned() => {}
            () = stopped.cancelled_owned() => {}
            () = follow_configuration(server, hangups, watch) => {}
        }
        session.health.draining();
        let saved = stay_until_saved(running.server(), session).await;
        if let Some(saved) = running.stop().await?.or(saved) {
            session.term.note(format!("saved {} keys to {}", saved.keys, saved.path.display()));
        }
        Ok(Exit::Done)
    }

    /// SIGHUP has the configuration read again where there is a file of it; else it ends the server, as every run.
    fn hangups(&self, session: &Session) -> Option<Signal> {
        let files = [&self.redis_conf, &self.acl_file, &self.password_file, &self.tls_cert];
        if files.iter().all(|file| file.is_none()) && pairs_file(session).is_none() {
            return None;
        }
        session.shutdown.spare_hang_up();
        signal(SignalKind::hangup()).ok()
    }

    /// Keeps where the configuration comes from.
    fn name_sources(&self, server: &Server, conf: Option<&Conf>, session: &Session) {
        let mut sources = server.sources.lock();
        sources.file.clone_from(&self.redis_conf);
        sources.password.clone_from(&self.password_file);
        sources.pinned = self.pinned();
        sources.pairs = pairs_file(session);
        if let Some(conf) = conf {
            (sources.users, sources.read) = (conf.users.clone(), conf.files.clone());
        }
    }

    /// Parameters that flags of their own set.
    fn flags(&self) -> Vec<(&'static str, String)> {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let when = self.appendonly.as_deref();
        let appendonly = when.map(|when| if when == "no" { "no" } else { "yes" });
        let appendfsync = when.filter(|when| *when != "no").map(|when| if when == "yes" { "everysec" } else { when });
        let all = [
            ("aclfile", path(&self.acl_file)),
            ("unixsocket", path(&self.unix)),
            ("tls-cert-file", path(&self.tls_cert)),
            ("tls-key-file", path(&self.tls_key)),
            ("tls-ca-cert-file", path(&self.tls_ca)),
            ("tls-listen", self.tls_listen.map(|address| address.to_string())),
            ("dir", path(&self.dir)),
            ("dbfilename", self.dbfilename.clone()),
            ("save", self.save.clone()),
            ("appendonly", appendonly.map(str::to_owned)),
            ("appendfsync", appendfsync.map(str::to_owned)),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The names of parameters that win over the file.
    fn pinned(&self) -> BTreeSet<&'static str> {
        let flags = self.flags().into_iter().map(|(name, _)| name);
        let pairs = self.set.iter().filter_map(|pair| settings::row(pair.split_once('=')?.0)).map(|row| row.name);
        flags.chain(pairs).chain(self.password_file.is_some().then_some("requirepass")).collect()
    }

    /// Flags win over the file.
    fn plan(&self, conf: Option<&Conf>, session: &Session) -> Result<Plan, ServeError> {
        let settings = Settings::default();
        set(&settings, "--save", "save", SAVE_POINTS)?;
        if let Some(conf) = conf {
            conf.apply(&settings)?;
            conf.notes.iter().for_each(|note| session.term.warn(note));
        }
        for (name, value) in self.flags() {
            let flag = if name == "appendfsync" { "appendonly" } else { name };
            set(&settings, &format!("--{flag}"), name, &value)?;
        }
        for pair in &self.set {
            let shown = format!("--set {}", pair.split('=').next().unwrap_or_default());
            let (name, value) = pair.split_once('=').ok_or_else(|| refused(&shown, "write it as NAME=VALUE"))?;
            if let Some(flag) = own_flag(name) {
                return Err(refused(&shown, &format!("{flag} says that")));
            }
            match directives::look(name, value) {
                Verdict::Kept => {}
                Verdict::Ignored(instead) => session.term.warn(format!("{shown}: {instead}")),
                Verdict::Refused(reason) => return Err(refused(&shown, reason)),
            }
            set(&settings, &shown, name, value)?;
        }
        let folder = persist::folder(&settings);
        if !folder.is_dir() {
            return Err(refused(&format!("--dir {}", folder.display()), "there is no such folder"));
        }
        if let Some(path) = &self.password_file {
            let shown = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|source| ServeError::Password { path: shown, source })?;
            let password = text.trim_end_matches(['\r', '\n']);
            if password.is_empty() {
                return Err(refused("--password-file", "there is no password in the file"));
            }
            set(&settings, "--password-file", "requirepass", password)?;
        }
        let users = conf.map(|conf| conf.users.clone()).unwrap_or_default();
        self.check_password(&settings, &users, session)?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = self.threads.map_or(cores.saturating_sub(1), |threads| threads as usize).max(1);
        let typed = |flag: &str| session.typed.is_set(flag) || session.typed.origin(flag).is_some();
        let listen = conf.filter(|_| !typed("listen")).map_or(self.listen, |conf| address(conf, self.listen));
        let databases = conf.filter(|_| !typed("databases")).and_then(|conf| conf.get("databases")?.parse().ok());
        let databases = databases.unwrap_or(self.databases);
        set(&settings, "--databases", "databases", &databases.to_string())?;
        Ok(Plan {
            listen,
            threads,
            databases,
            settings,
            users,
            file: self.redis_conf.clone(),
            is_loaded: true,
            traces: session.traces.clone(),
        })
    }

    /// A password that was asked for and does not hold is never passed over: rules of the default user that a file gives
    /// win over `requirepass` of a file, as in Redis, and contradict a password of the command line.
    fn check_password(&self, settings: &Settings, users: &[String], session: &Session) -> Result<(), ServeError> {
        let aclfile = settings.get("aclfile").filter(|path| !path.is_empty()).map(PathBuf::from);
        let (text, path) = match (&aclfile, &self.redis_conf) {
            (Some(_), Some(conf)) if !users.is_empty() => {
                let reason = "users stand in an ACL file or in redis.conf, not in both".to_owned();
                return Err(ServeError::UserRules { path: conf.display().to_string(), reason: format!(" {reason}") });
            }
            (Some(path), _) => (crate::kit::fs::read_to_string(path).map_err(ServeError::Users)?, path),
            (None, Some(conf)) if !users.is_empty() => (users.join("\n"), conf),
            _ => return Ok(()),
        };
        let password = settings.get("requirepass").unwrap_or_default();
        let acl = Acl::default();
        let wrong = |reason| ServeError::UserRules { path: path.display().to_string(), reason };
        acl.load(&text, &password).map_err(wrong)?;
        if password.is_empty() || acl.requires(&password) {
            return Ok(());
        }
        let is_set = |pair: &String| pair.to_ascii_lowercase().starts_with("requirepass=");
        let flag = match (&self.password_file, self.set.iter().any(is_set)) {
            (Some(_), _) => "--password-file",
            (None, true) => "--set requirepass",
            (None, false) => {
                let path = path.display();
                session.term.warn(format!("requirepass does not hold: {path} has rules of its own for user default"));
                return Ok(());
            }
        };
        let path = path.display();
        Err(refused(flag, &format!("{path} has rules of its own for user default; give it the password there")))
    }
}

/// The flag that says what a parameter would, where it is a flag alone that does.
fn own_flag(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "port" | "bind" => Some("--listen ADDR:PORT"),
        "databases" => Some("--databases N"),
        _ => None,
    }
}

/// A log that lies where one would be written, and is not read because none is wanted.
fn unread_log(settings: &Settings) -> Option<PathBuf> {
    let place = persist::log_place(settings);
    (!persist::wants_log(settings) && place.manifest().is_file()).then_some(place.folder)
}

/// The file whose key `set` holds parameters.
fn pairs_file(session: &Session) -> Option<PathBuf> {
    match session.typed.origin("set") {
        Some(Origin::File(place)) => Some(place.file.to_path_buf()),
        _ => None,
    }
}

/// Where the file wants the server: the first address of `bind`, and `port`.
fn address(conf: &Conf, usual: SocketAddr) -> SocketAddr {
    let bind = conf.get("bind").and_then(|text| text.split_whitespace().next());
    let ip = match bind.map(|text| text.trim_start_matches('-')) {
        None => usual.ip(),
        Some("*") => std::net::IpAddr::from([0, 0, 0, 0]),
        Some(text) => text.parse().unwrap_or(usual.ip()),
    };
    SocketAddr::new(ip, conf.get("port").and_then(|port| port.parse().ok()).unwrap_or(usual.port()))
}

/// Waits until the store is there again, and tells where it is and where it is kept.
async fn bring_up(running: &mut Running, session: &Session) -> Result<(), Failure> {
    let server = Arc::clone(running.server());
    observe::register(&server, &session.metrics);
    session.health.require(move || observe::unready(&server));
    session.health.ready();
    session.term.note(keeping(&running.server().settings));
    if let Some(log) = unread_log(&running.server().settings) {
        session.term.warn(format!("the log in {} is not read: --appendonly yes does that", log.display()));
    }
    let loaded = tokio::select! {
        loaded = running.loaded() => loaded?,
        () = session.shutdown.token().cancelled_owned() => Loaded::default(),
    };
    if loaded.keys + loaded.commands > 0 {
        session.term.note(loaded.to_string());
    }
    session.term.note(format!("serving Redis clients at {}", running.address()));
    if let Some(address) = running.tls_address() {
        session.term.note(format!("serving Redis clients over TLS at {address}"));
    }
    Ok(())
}

/// Serves on after a signal until the last dump can be written: what is in memory alone would be lost.
async fn stay_until_saved(server: &Arc<Server>, session: &Session) -> Option<Saved> {
    let mut is_told = false;
    while !server.stop.is_cancelled() {
        let shared = Arc::clone(server);
        let error = match tokio::task::spawn_blocking(move || keeper::save_before_end(&shared)).await {
            Ok(Err(error)) => error,
            Ok(Ok(saved)) => return saved,
            // The end finds out what is wrong.
            Err(_) => return None,
        };
        if !std::mem::replace(&mut is_told, true) {
            session.term.warn(format!("{error}: {}", error.reason()));
            session.term.warn(
                "serving on, as the last dump cannot be written; it is tried again every second, and SHUTDOWN NOSAVE or a \
                 second Ctrl-C ends without it",
            );
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            () = server.stop.cancelled() => {}
        }
    }
    None
}

/// Reads the configuration again at each SIGHUP, and when a file of it has changed; never ends.
async fn follow_configuration(server: &Arc<Server>, mut hangups: Option<Signal>, mut watch: Watch) {
    loop {
        let hangup = async {
            match &mut hangups {
                Some(hangups) => hangups.recv().await,
                None => std::future::pending().await,
            }
        };
        let is_asked = tokio::select! {
            _ = hangup => true,
            () = tokio::time::sleep(reload::LOOK) => false,
        };
        let server = Arc::clone(server);
        // A disk may take its time.
        let looked = tokio::task::spawn_blocking(move || {
            if is_asked {
                watch = Watch::new(&server);
            }
            if (is_asked || watch.has_changed(&server))
                && let Err(error) = reload::reload(&server)
            {
                let reason = error.source().map(ToString::to_string);
                tracing::error!(%error, reason, "the configuration stays as it was");
            }
            watch
        });
        match looked.await {
            Ok(looked) => watch = looked,
            Err(_) => return std::future::pending().await,
        }
    }
}

/// Sets a parameter that was given as `shown`.
fn set(settings: &Settings, shown: &str, name: &str, value: &str) -> Result<(), ServeError> {
    let (row, value) = settings.check_at_start(name, value).map_err(|error| match error {
        SetError::Unknown => refused(shown, "there is no such parameter"),
        SetError::Fixed => refused(shown, "it is set by a flag of its own, or not at all"),
        SetError::Value(reason) => refused(shown, &reason),
    })?;
    settings.set(row, value);
    Ok(())
}

/// What becomes of the store when the server ends, in a line: nobody shall find a file, or miss one, by surprise.
fn keeping(settings: &Settings) -> String {
    let dump = persist::dump_path(settings);
    let log = persist::wants_log(settings).then(|| persist::log_place(settings).folder);
    let has_points = !persist::save_points(settings).is_empty();
    match (log, has_points) {
        (Some(log), false) => format!("every change is logged in {}", log.display()),
        (Some(log), true) => format!("every change is logged in {}, dumps go to {}", log.display(), dump.display()),
        (None, true) => format!("dumps go to {} as changes come and at the end (--save \"\" for none)", dump.display()),
        (None, false) => "nothing is kept on the disk (--save, --appendonly)".to_owned(),
    }
}

/// What was typed, and what is wrong with it.
fn refused(name: &str, reason: &str) -> ServeError {
    ServeError::Parameter { name: name.to_owned(), reason: reason.to_owned() }
}
