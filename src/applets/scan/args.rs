//! What the user typed for `scan`, nothing else; what it means is decided in `plan`.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, ValueEnum, ValueHint};

use super::verbs::Verb;
use crate::kit::units::{parse_count, parse_duration, parse_rate};

const EXAMPLES: &str = "\
Examples:
  # what is open here
  scan 127.0.0.1

  # the first thousand ports of a host, with who decided each verdict
  scan -p 1-1000 --reason 192.168.1.1

  # what is behind the open ports, with versions, and which system that is
  scan -sV -O 192.168.1.1

  # a network: its hosts, and the fifty ports that tell most
  scan -F 192.168.1.0/24

  # every port, faster than is polite, as JSON
  scan -p- -T4 --json 10.0.0.5

  # ports of TCP and UDP, keep the result, and see what changed since
  scan -sT -sU -p T:22,80,U:53,161 10.0.0.5 --save today.json
  scan diff yesterday.json today.json

  # from a list, without these, going on after a kill
  scan --targets hosts.txt --exclude 10.0.0.7 --resume scan.state

Targets: names, addresses, 10.0.0.0/24, 10.0.0.1-50, 10.0.0-3.1,
10.0.0.1-10.0.0.9, 2001:db8::/120, fe80::1%eth0. What stands in
~/.config/toolbox/scan.exclude is never scanned.

A port is open, closed, filtered (somebody stands between, or nothing was
heard), open|filtered (UDP, nothing heard), unreachable, error (this machine
let nothing out) or untested. The reason says what proved it, and who.

Exit codes: 0 done, 1 failed, 2 usage, 3 not all was tested, asked or let out
by this machine, or two scans differ; 129, 130 or 143 interrupted (what was
found is still printed).";

/// Scan hosts for open ports, and tell who decided each verdict
#[derive(Debug, Clone, ClapArgs)]
#[command(subcommand_negates_reqs = true, subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct Args {
    /// Names, addresses, ranges and networks
    #[arg(value_name = "TARGET", required_unless_present_any = ["target_files"], value_hint = ValueHint::Hostname)]
    pub targets: Vec<String>,

    /// Whom, and whom not
    #[command(flatten)]
    pub choice: ChoiceArgs,

    /// Which ports, and how
    #[command(flatten)]
    pub ports: PortArgs,

    /// How fast, and how sure
    #[command(flatten)]
    pub pace: PaceArgs,

    /// What lives on open ports
    #[command(flatten)]
    pub services: ServiceArgs,

    /// What is told and kept
    #[command(flatten)]
    pub outcome: OutcomeArgs,

    /// A verb with a job of its own
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// Whom, and whom not.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Target options")]
pub struct ChoiceArgs {
    /// Read targets from this file, one or more a line, # begins a comment; - is standard input (also -iL)
    #[arg(long = "targets", id = "target_files", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub target_files: Vec<PathBuf>,

    /// Never scan these; with commas, or repeated
    #[arg(long, value_name = "TARGET,…")]
    pub exclude: Vec<String>,

    /// Never scan what stands in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub exclude_file: Vec<PathBuf>,

    /// Names: addresses of IPv4 alone
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    pub ipv4: bool,

    /// Names: addresses of IPv6 alone
    #[arg(short = '6', long)]
    pub ipv6: bool,

    /// Names: every address instead of the first
    #[arg(long)]
    pub all_addresses: bool,

    /// Scan a large public range without the question that a terminal is asked: the number of its addresses, as proof
    /// that it is meant
    #[arg(long, value_name = "COUNT", value_parser = parse_count)]
    pub confirm_public: Option<u64>,
}

/// Which ports, and how.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Port options")]
pub struct PortArgs {
    /// Ports: 22,80,443 or 1-1000 or - for all, T:80,U:53, names; default: the hundred that tell most
    #[arg(short = 'p', long, value_name = "PORTS", allow_hyphen_values = true)]
    pub ports: Option<String>,

    /// The fifty ports that tell most
    #[arg(short = 'F', long, conflicts_with_all = ["ports", "top_ports"])]
    pub fast: bool,

    /// The N ports that tell most, by our own list
    #[arg(long, value_name = "N", conflicts_with = "ports")]
    pub top_ports: Option<usize>,

    /// Names of ports, and which tell most, from a file in the format of nmap-services
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub services: Option<PathBuf>,

    /// Leave these ports out
    #[arg(long, value_name = "PORTS")]
    pub exclude_ports: Option<String>,

    /// With -sn: look for hosts by these alone, of arp, ndp (neighbours), echo (ICMP) and tcp [default: all that this
    /// process may]
    #[arg(long, value_name = "WAYS", value_delimiter = ',')]
    pub by: Vec<By>,

    /// How: S (SYN, by raw sockets), T (TCP connect), U (UDP), n (hosts alone), V (ask open ports what lives there);
    /// several letters, or repeated: -sT -sV [default: S where this process may, else T; and U where -p names ports of it]
    #[arg(short = 's', long = "scan", value_name = "LETTERS")]
    pub methods: Vec<String>,
}

/// How hosts are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Neighbours of IPv4, by ARP
    Arp,
    /// Neighbours of IPv6, by neighbour discovery
    Ndp,
    /// An echo of ICMP
    Echo,
    /// Ports of TCP
    Tcp,
}

/// How fast, and how sure.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Pace options")]
pub struct PaceArgs {
    /// From 0, a probe in five minutes, to 5, as fast as it goes; see below [default: 3]
    #[arg(short = 'T', long, value_name = "LEVEL")]
    pub timing: Option<String>,

    /// Probes a second, in all; 0 is without a limit [default: by -T, 1000; without one on this machine itself]
    #[arg(long, value_name = "RATE", value_parser = parse_rate_or_none, visible_alias = "max-rate")]
    pub rate: Option<f64>,

    /// Probes under way at once, in all [default: by -T, 512]
    #[arg(short = 'c', long, value_name = "N", value_parser = parse_count, visible_alias = "max-inflight")]
    pub concurrency: Option<u64>,

    /// Wait at most so long for an answer [default: by -T and the round trips]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub timeout: Option<Duration>,

    /// Give a host at most so long, with what is asked of its services
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub host_timeout: Option<Duration>,

    /// Probe silent ports again so often, whatever was lost [default: by --miss]
    #[arg(long, value_name = "N", visible_alias = "max-retries")]
    pub retries: Option<u8>,

    /// The probability that an open port may be missed for lost packets
    #[arg(long, value_name = "SHARE", default_value = "0.0001")]
    pub miss: f64,

    /// Send from this address, one of this machine's
    #[arg(long, value_name = "IP", visible_alias = "source-ip")]
    pub source: Option<IpAddr>,

    /// Repeat the same order of ports
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// What lives on open ports.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Service options (-sV)")]
pub struct ServiceArgs {
    /// Guess the system of each host from what its services say and how its packets look
    #[arg(short = 'O', long)]
    pub os: bool,

    /// How many of the probes are tried on ports that tell nothing: 0, none, to 9, all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=9), default_value = "7", visible_alias = "intensity")]
    pub version_intensity: u8,

    /// Ask SNMP with the community `public`
    #[arg(long)]
    pub snmp_public: bool,

    /// More probes and patterns, in the format of nmap-service-probes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub probes: Option<PathBuf>,

    /// More fingerprints, in the XML of Recog; a file or a folder of them
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub recog: Vec<PathBuf>,

    /// With -O: signatures of systems, in the format of p0f 3
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub p0f: Option<PathBuf>,
}

/// What is told and kept.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Outcome options")]
pub struct OutcomeArgs {
    /// Show open ports alone
    #[arg(long)]
    pub open: bool,

    /// Show why each port is what it is, and who said so
    #[arg(long)]
    pub reason: bool,

    /// Keep the result in this file, as JSON, for show and diff (also -oJ)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub save: Option<PathBuf>,

    /// Write a line for each port found, HOST:PORT:STATE:SERVICE:VERSION; - is standard output (also -oG)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub grep: Option<PathBuf>,

    /// Write XML as nmap does; - is standard output (also -oX)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub xml: Option<PathBuf>,

    /// Keep what is decided in this file while it goes on, and go on from it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub resume: Option<PathBuf>,

    /// Say what would be sent, how long that takes, and send nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// A rate, of which 0 is none.
fn parse_rate_or_none(text: &str) -> Result<f64, String> {
    if text == "0" { Ok(0.0) } else { parse_rate(text).map_err(|error| error.to_string()) }
}
