//! The jobs of `load` beside its main one; each has a room of its own.

pub mod ab;
mod asked;
pub mod compare;
pub mod find;
pub mod judgement;
mod report;

use clap::Subcommand;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// What `load VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Find the highest rate that keeps an objective
    Find(Box<find::FindArgs>),
    /// Compare two servers, URLs or plans, in interleaved rounds
    Ab(Box<ab::AbArgs>),
    /// Compare the reports of two runs
    Compare(compare::CompareArgs),
    /// Show a saved report
    Report(report::ReportArgs),
}

impl Verb {
    /// Does it.
    ///
    /// # Errors
    /// As the verb says.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self {
            Self::Find(args) => args.run(session).await,
            Self::Ab(args) => args.run(session).await,
            Self::Compare(args) => args.run(session),
            Self::Report(args) => args.run(session),
        }
    }
}
