//! The jobs of `kv`; each has a room of its own.

pub mod bench;
pub mod check;
pub mod cli;
pub mod convert;
pub mod reach;
pub mod serve;
pub mod tuning;

use clap::Subcommand;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// What `kv VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Serve Redis clients until a signal
    Serve(Box<serve::ServeArgs>),
    /// Send commands to a server of Redis's protocol
    Cli(Box<cli::CliArgs>),
    /// Measure how fast a server answers, or which of two does
    Bench(Box<bench::BenchArgs>),
    /// Check dumps and append-only logs
    Check(check::CheckArgs),
    /// Turn a dump into one of another version, or into JSON
    Convert(convert::ConvertArgs),
}

impl Verb {
    /// Does it.
    ///
    /// # Errors
    /// As the verb says.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self {
            Self::Serve(args) => args.run(session).await,
            Self::Cli(args) => args.run(session).await,
            Self::Bench(args) => args.run(session).await,
            Self::Check(args) => args.run(session),
            Self::Convert(args) => args.run(session),
        }
    }
}
