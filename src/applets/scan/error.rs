//! What can fail, each with its hint.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::ports::PortsError;
use super::service::RulesError;
use super::targets::TargetError;
use crate::kit::config::ConfigError;
use crate::kit::error::Failure;
use crate::kit::fs::FileError;
use crate::kit::tls::TlsError;

/// A scan that could not be made.
#[derive(Debug, Error)]
pub enum ScanError {
    /// `-p` and the like.
    #[error("{flag}: {reason}")]
    Ports {
        /// Which flag.
        flag: &'static str,
        /// What is wrong.
        reason: PortsError,
    },
    /// A target or an exclude.
    #[error("{place}{reason}")]
    Target {
        /// Where it stands, with a colon; empty for the command line.
        place: String,
        /// What is wrong.
        reason: TargetError,
    },
    /// A flag with a value that makes no sense.
    #[error("{flag}: {reason}")]
    Flag {
        /// Which.
        flag: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// `--source` cannot be.
    #[error("--source: {reason}")]
    Source {
        /// Why not.
        reason: String,
        /// Addresses of this machine that could.
        own: String,
    },
    /// Nothing is left to scan.
    #[error("no target is left{}", if *.excluded > 0 { format!(": {excluded} addresses are excluded") } else { String::new() })]
    NoTarget {
        /// How many were taken away.
        excluded: u128,
    },
    /// No name has an address.
    #[error("cannot resolve {name}")]
    Resolve {
        /// The name.
        name: String,
        /// Why.
        #[source]
        reason: io::Error,
    },
    /// More than one machine scans.
    #[error("{count} addresses are too many for one scan; {most} are the most")]
    TooMany {
        /// How many.
        count: u128,
        /// The limit.
        most: u128,
    },
    /// A large public range that nobody confirmed.
    #[error("{count} public addresses with {probes} probes would be scanned")]
    Unconfirmed {
        /// Addresses.
        count: u64,
        /// Probes.
        probes: u64,
    },
    /// Somebody said no.
    #[error("not confirmed: nothing was sent")]
    Declined,
    /// A file.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file that is no scan.
    #[error("{} is no saved scan: {reason}", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Two scans that have nothing in common.
    #[error("{} and {} have no port of a host in common", old.display(), new.display())]
    Incomparable {
        /// The earlier one.
        old: PathBuf,
        /// The later one.
        new: PathBuf,
    },
    /// The state of another scan.
    #[error("{} belongs to another scan", path.display())]
    OtherScan {
        /// Which.
        path: PathBuf,
    },
    /// No right to raw sockets.
    #[error("a SYN scan needs raw sockets, which this process may not open")]
    Raw(#[source] io::Error),
    /// A way to look for hosts that was asked for by name.
    #[error("this process may not look for hosts by {way}")]
    Way {
        /// Its word.
        way: &'static str,
        /// What the system says.
        #[source]
        reason: io::Error,
    },
    /// A file of rules for services.
    #[error("{}: {reason}", path.display())]
    Rules {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: RulesError,
    },
    /// A policy, as a file of configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Something in a policy that makes no sense.
    #[error("{place}: {what}")]
    Policy {
        /// File, line and column.
        place: String,
        /// What is wrong.
        what: String,
        /// The next step.
        hint: Option<String>,
    },
    /// TLS cannot be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The system.
    #[error("cannot {action}")]
    System {
        /// What was tried.
        action: &'static str,
        /// Why not.
        #[source]
        reason: io::Error,
    },
}

impl From<ScanError> for Failure {
    fn from(error: ScanError) -> Self {
        let (name, hint) = match &error {
            ScanError::Ports { .. } => ("ports", Some("as in -p 22,80,8000-8100, -p T:80,U:53 or -p-".to_owned())),
            ScanError::Target { .. } => ("target", None),
            ScanError::Flag { .. } => ("usage", None),
            ScanError::Source { own, .. } => ("usage", Some(format!("this machine has {own}"))),
            ScanError::NoTarget { .. } => (
                "target",
                Some(
                    "--exclude, --exclude-file and scan.exclude in the configuration folder take targets away"
                        .to_owned(),
                ),
            ),
            ScanError::Resolve { .. } => ("resolve", Some("give its address".to_owned())),
            ScanError::TooMany { .. } => ("target", Some("split the range, and keep the parts with --save".to_owned())),
            ScanError::Unconfirmed { count, .. } => {
                ("unconfirmed", Some(format!("if they are yours to scan: --confirm-public {count}")))
            }
            ScanError::Declined => ("unconfirmed", None),
            ScanError::File(_) => ("file", None),
            ScanError::Foreign { .. } => ("file", Some("scan --save FILE makes them".to_owned())),
            ScanError::Incomparable { .. } => {
                ("incomparable", Some("compare scans of the same hosts and ports; discover keeps no ports".to_owned()))
            }
            ScanError::OtherScan { .. } => {
                ("resume", Some("use the targets, ports and seed of that scan, or another file".to_owned()))
            }
            ScanError::Raw(_) => (
                "privilege",
                Some("sudo setcap cap_net_raw+p toolbox grants it; -sT knows the same of each port without".to_owned()),
            ),
            ScanError::Way { .. } => (
                "privilege",
                Some(
                    "sudo setcap cap_net_raw+p toolbox grants all ways; for echo alone the group may be named in \
                     net.ipv4.ping_group_range; --by tcp needs neither"
                        .to_owned(),
                ),
            ),
            ScanError::Rules { .. } => ("rules", None),
            ScanError::Config(error) => ("policy", error.hint()),
            ScanError::Policy { hint, .. } => ("policy", hint.clone()),
            ScanError::Tls(_) => ("tls", None),
            ScanError::System { .. } => ("system", None),
        };
        let is_usage = matches!(
            error,
            ScanError::Ports { .. }
                | ScanError::Target { .. }
                | ScanError::Flag { .. }
                | ScanError::Source { .. }
                | ScanError::NoTarget { .. }
                | ScanError::TooMany { .. }
                | ScanError::Unconfirmed { .. }
                | ScanError::Rules { .. }
                | ScanError::Config(_)
                | ScanError::Policy { .. }
                | ScanError::OtherScan { .. }
        );
        let failure = if is_usage { Self::usage(error) } else { Self::operation(error) };
        Self { name: Some(name), ..failure }.maybe_hint(hint)
    }
}
