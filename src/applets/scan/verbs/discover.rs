//! `scan discover`: which hosts of a network are there.

use clap::Args;

use crate::applets::scan;
use crate::applets::scan::args::{Args as ScanArgs, By, ChoiceArgs, OutcomeArgs, PaceArgs, PortArgs, ServiceArgs};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # who is there
  scan discover 192.168.1.0/24

  # at other ports, faster, for a program
  scan discover 10.0.0.0/24 -p 22,8080 -T4 --json

  # neighbours of IPv6 on a link; who answers an echo beyond routers
  scan discover 2001:db8::/120 fe80::1-fe80::ff%eth0
  scan discover 10.20.0.0/16 --by echo --rate 5000

Neighbours are asked by ARP and NDP where this process may (root, or
setcap cap_net_raw+p), all others by an echo of ICMP, and who stays silent at
ports of TCP. A host is up when it says anything: that it has an address, that
a port is open, closed, or prohibited by itself. A neighbour that does not
answer is down; of others nothing was heard. ARP and NDP end at routers: with
--by arp,ndp hosts beyond are told as such, and the exit code is 3.";

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

    /// Ask by these alone, of arp, ndp (neighbours), echo (ICMP) and tcp [default: all that this process may]
    #[arg(long, value_name = "WAYS", value_delimiter = ',')]
    by: Vec<By>,

    /// Ask at these ports of TCP [default: 443,80,22,445]
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
        let ports = PortArgs { ports: self.ports, by: self.by, methods: vec!["n".to_owned()], ..PortArgs::default() };
        let outcome = OutcomeArgs::default();
        let services = ServiceArgs::default();
        let (targets, choice, pace) = (self.targets, self.choice, self.pace);
        let args = ScanArgs { targets, choice, ports, pace, services, outcome, verb: None };
        scan::scan(args, session).await
    }
}
