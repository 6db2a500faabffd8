//! The jobs of `fetch`; each has a room of its own.

pub mod get;
pub mod info;
pub mod reach;

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
        }
    }
}
