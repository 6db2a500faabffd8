//! The jobs of `fetch`; each has a room of its own.

pub mod clean;
pub mod get;
pub mod info;
pub mod output;
pub mod patience;
pub mod piped;
pub mod promise;
pub mod reach;
pub mod repair;
pub mod verify;

use clap::Subcommand;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// What `fetch VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Download a URL: what `fetch URL` does too
    Get(Box<get::GetArgs>),
    /// Tell what a URL leads to, without downloading it
    Info(Box<info::InfoArgs>),
    /// Tell whether a file is what was promised, and which parts are not
    Verify(verify::VerifyArgs),
    /// Fetch the bad parts of a file again, and nothing else
    Repair(Box<repair::RepairArgs>),
    /// List what downloads left behind, and remove it
    Clean(clean::CleanArgs),
}

impl Verb {
    /// Does it.
    ///
    /// # Errors
    /// As the verb says.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self {
            Self::Get(args) => args.run(session).await,
            Self::Info(args) => args.run(session).await,
            Self::Verify(args) => args.run(session).await,
            Self::Repair(args) => args.run(session).await,
            Self::Clean(args) => args.run(session).await,
        }
    }
}
