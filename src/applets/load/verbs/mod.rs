//! The jobs of `load` beside its main one; each has a room of its own.

use clap::Subcommand;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// What `load VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {}

impl Verb {
    /// Does it.
    ///
    /// # Errors
    /// As the verb says.
    #[expect(clippy::unused_async, reason = "verbs run engines")]
    pub async fn run(self, _session: &Session) -> Result<Exit, Failure> {
        match self {}
    }
}
