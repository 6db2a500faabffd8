//! The jobs of `kv`; each has a room of its own.

pub mod serve;

use clap::Subcommand;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// What `kv VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Serve Redis clients until a signal
    Serve(Box<serve::ServeArgs>),
}

impl Verb {
    /// Does it.
    ///
    /// # Errors
    /// As the verb says.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self {
            Self::Serve(args) => args.run(session).await,
        }
    }
}
