//! `scan discover`: which hosts of a network are there.

use clap::Args;

use crate::applets::scan;
use crate::applets::scan::args::{Args as ScanArgs, ChoiceArgs, OutcomeArgs, PaceArgs, PortArgs, ServiceArgs};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # who is there
  scan discover 192.168.1.0/24

  # at other ports, faster, for a program
  scan discover 10.0.0.0/24 -p 22,8080 -T4 --json

A host is up when it says anything: that a port is open, closed, or
prohibited by itself. One that this machine finds no neighbour for is down;
of others nothing was heard.";

/// Find out which hosts of a network are there
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct DiscoverArgs {
    /// Names, addresses, ranges and networks
    #[arg(value_name = "TARGET", required_unless_present = "target_files")]
    targets: Vec<String>,

    /// Whom, and whom not
    #[command(flatten)]
    choice: ChoiceArgs,

    /// Ask at these ports [default: 443,80,22,445]
    #[arg(short = 'p', long, value_name = "PORTS")]
    ports: Option<String>,

    /// How fast, and how sure
    #[command(flatten)]
    pace: PaceArgs,
}

impl DiscoverArgs {
    /// Finds out.
    ///
    /// # Errors
    /// As a scan.
    pub(super) async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let ports = PortArgs { ports: self.ports, methods: vec!["n".to_owned()], ..PortArgs::default() };
        let outcome = OutcomeArgs::default();
        let services = ServiceArgs::default();
        let (targets, choice, pace) = (self.targets, self.choice, self.pace);
        let args = ScanArgs { targets, choice, ports, pace, services, outcome, verb: None };
        scan::scan(args, session).await
    }
}
