//! `kv serve`: what was typed, what it means, and the server's life.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueHint};

use crate::applets::kv::engine::{self, Plan};
use crate::applets::kv::error::ServeError;
use crate::applets::kv::server::settings::{SetError, Settings};
use crate::kit::args::parse_listen;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # on 127.0.0.1:6379, for redis-cli and every other client
  kv serve

  # on another port, with two threads
  kv serve --listen 7000 --threads 2

  # at most 2 GB, the least recently used keys leave first
  kv serve --set maxmemory=2gb --set maxmemory-policy=allkeys-lru";

/// The flags of `kv serve`.
#[derive(Debug, Clone, ClapArgs)]
#[command(after_long_help = format!("{EXAMPLES}\n\n{}", super::tuning::TEXT), after_help = "See --help for examples.")]
pub struct ServeArgs {
    /// Where to listen: a port, :port for every interface, or address:port
    #[arg(long, value_name = "ADDR", value_parser = parse_listen, default_value = "6379")]
    pub listen: SocketAddr,

    /// Threads that carry out commands [default: one for each core but one]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,

    /// The number of databases
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub databases: u32,

    /// Clients must give the password in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub password_file: Option<PathBuf>,

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
        let plan = self.plan()?;
        let running = engine::start(plan).await?;
        session.term.note(&format!("serving Redis clients at {}", running.address()));
        let stopped = running.server().stop.clone();
        tokio::select! {
            () = session.shutdown.token().cancelled_owned() => {}
            () = stopped.cancelled_owned() => {}
        }
        running.stop().await?;
        Ok(Exit::Done)
    }

    fn plan(&self) -> Result<Plan, ServeError> {
        let settings = Settings::default();
        for pair in &self.set {
            let (name, value) = pair.split_once('=').ok_or_else(|| refused(pair, "write it as NAME=VALUE"))?;
            let (row, value) = settings.check(name, value).map_err(|error| match error {
                SetError::Unknown => refused(name, "there is no such parameter"),
                SetError::Fixed => refused(name, "it is set by a flag of its own, or not at all"),
                SetError::Value(reason) => refused(name, &reason),
            })?;
            settings.set(row, value);
        }
        if let Some(path) = &self.password_file {
            let shown = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|source| ServeError::Password { path: shown, source })?;
            if let Ok((row, value)) = settings.check("requirepass", text.trim_end_matches(['\r', '\n'])) {
                settings.set(row, value);
            }
        }
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = self.threads.unwrap_or(cores.saturating_sub(1)).max(1);
        Ok(Plan { listen: self.listen, threads, databases: self.databases, settings })
    }
}

fn refused(name: &str, reason: &str) -> ServeError {
    ServeError::Parameter { name: name.to_owned(), reason: reason.to_owned() }
}
