//! What the user typed after `toolbox origin`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueHint;

use super::behaviour::{Stall, parse_latency};
use crate::kit::args::parse_listen;
use crate::kit::units::{parse_duration, parse_percent, parse_rate};

const EXAMPLES: &str = "\
Examples:
  # a server to play with; `curl localhost:8080/help` lists what it serves
  toolbox origin --listen 8080

  # a server that does 500 requests a second and not one more
  toolbox origin --listen 8080 --capacity 500

  # 5 ms at first, 50 ms after half a minute, one error in a hundred
  toolbox origin --latency 5ms,30s:50ms --jitter 20% --error-rate 1%

  # TLS that only certified clients get into; files for both appear in ./certs
  toolbox origin --listen 8443 --tls --require-client-cert \\
    --write-certs ./certs";

/// Stay up as a server to test against
#[derive(Debug, Clone, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Listen here: a port, :port for every interface, or address:port; port 0 takes a free one
    #[arg(long, value_name = "ADDR", value_parser = parse_listen, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Listen on a unix socket instead
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, conflicts_with = "listen")]
    pub unix_socket: Option<PathBuf>,

    /// Threads that serve
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: u16,

    /// Serve the files below DIR under /static/
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,

    /// Speak TLS, with a certificate made for localhost unless --cert is given
    #[arg(long, help_heading = "TLS options")]
    pub tls: bool,

    /// The server's certificate chain (PEM)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "TLS options")]
    #[arg(requires = "key")]
    pub cert: Option<PathBuf>,

    /// The server's private key (PEM)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "TLS options")]
    #[arg(requires = "cert")]
    pub key: Option<PathBuf>,

    /// Let only clients in that show a certificate of the origin's own authority
    #[arg(long, requires = "tls", help_heading = "TLS options")]
    pub require_client_cert: bool,

    /// Write ca.pem and client.pem into DIR, for --cacert and --cert of a client
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, requires = "tls", help_heading = "TLS options")]
    pub write_certs: Option<PathBuf>,

    /// Serve this many requests a second, one after another; the others wait in line
    #[arg(long, value_name = "RATE", value_parser = positive_rate, help_heading = "Behaviour")]
    pub capacity: Option<f64>,

    /// Added latency, 5ms, or over time, 5ms,30s:50ms
    #[arg(long, value_name = "STEPS", value_parser = latency_steps, help_heading = "Behaviour")]
    pub latency: Option<LatencySteps>,

    /// Share of the latency that is random, the mean unchanged
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "0", help_heading = "Behaviour")]
    pub jitter: f64,

    /// Share of requests that are answered with an error
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "0", help_heading = "Behaviour")]
    pub error_rate: f64,

    /// The status of these
    #[arg(long, value_name = "CODE", default_value_t = 503, help_heading = "Behaviour")]
    #[arg(value_parser = clap::value_parser!(u16).range(200..1000))]
    pub error_status: u16,

    /// Answer nothing for LENGTH, beginning AFTER the start: 10s:2s; may be repeated
    #[arg(long, value_name = "AFTER:LENGTH", value_parser = stall, help_heading = "Behaviour")]
    pub stall: Vec<Stall>,

    /// Repeat the same random choices
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Behaviour")]
    pub seed: u64,
}

/// The value of `--latency`; a type of its own, because clap would take a list for a repeated flag.
#[derive(Debug, Clone)]
pub struct LatencySteps(pub Vec<(Duration, Duration)>);

fn latency_steps(text: &str) -> Result<LatencySteps, String> {
    parse_latency(text).map(LatencySteps).map_err(|error| error.to_string())
}

fn positive_rate(text: &str) -> Result<f64, String> {
    let rate = parse_rate(text).map_err(|error| error.to_string())?;
    if rate > 0.0 { Ok(rate) } else { Err("it must be above 0".to_owned()) }
}

fn share(text: &str) -> Result<f64, String> {
    let share = parse_percent(text).map_err(|error| error.to_string())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("a share is between 0 and 100%".to_owned()) }
}

fn stall(text: &str) -> Result<Stall, String> {
    let (after, length) = text.split_once(':').ok_or("write AFTER:LENGTH, as in 10s:2s")?;
    let read = |text| parse_duration(text).map_err(|error| error.to_string());
    Ok(Stall { after: read(after)?, length: read(length)? })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    #[test]
    fn values_are_checked_where_they_are_typed() {
        let fails = |words: &[&str]| Cli::try_parse_from([&["origin"], words].concat()).is_err();
        assert!(fails(&["--capacity", "0"]) && fails(&["--error-rate", "101%"]) && fails(&["--stall", "2s"]));
        assert!(fails(&["--require-client-cert"]), "without TLS");
        let args = Cli::parse_from(["origin", "--latency", "1ms,2s:3ms", "--stall", "1s:2s", "--stall", "9s:1s"]).args;
        assert_eq!(args.latency.unwrap().0.len(), 2);
        assert_eq!(args.stall.len(), 2);
    }
}
