//! The jobs of `scan` beside its main one; each has a room of its own.

mod diff;
mod discover;
mod replay;
mod selftest;
mod show;
mod watch;

use clap::Subcommand;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// What `scan VERB` does.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Find out which hosts of a network are there
    Discover(Box<discover::DiscoverArgs>),
    /// Show a saved scan again, in any form
    Show(show::ShowArgs),
    /// Judge the evidence of a saved scan again, by newer rules; no packet is sent
    Replay(replay::ReplayArgs),
    /// Tell what changed between two saved scans
    Diff(diff::DiffArgs),
    /// Watch hosts, and tell which ports are not as a policy wants them
    Watch(watch::WatchArgs),
    /// Tell what this machine and this user can tell apart, and how to see more
    Selftest(selftest::SelftestArgs),
}

impl Verb {
    /// Does it.
    ///
    /// # Errors
    /// As the verb says.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        match self {
            Self::Discover(args) => args.run(session).await,
            Self::Show(args) => args.run(session),
            Self::Replay(args) => args.run(session),
            Self::Diff(args) => args.run(session),
            Self::Watch(args) => args.run(session).await,
            Self::Selftest(_) => selftest::SelftestArgs::run(session),
        }
    }
}
