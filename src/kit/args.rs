//! The flags that mean one thing everywhere, as clap groups that applets flatten; the one table of short letters.
//!
//! | short | long | where |
//! |---|---|---|
//! | `-o` | `--output` | everywhere |
//! | `-v` | `--verbose` | everywhere, repeat for more |
//! | `-h`, `-V` | `--help`, `--version` | everywhere |
//! | `-k` | `--insecure` | [`TlsArgs`] |
//! | `-c` | how many at once | applets, under their field's own word |
//! | `-H` | `--header` | applets that speak HTTP |
//!
//! `--quiet` has no short form: `-q` is a rate in `load` and a quality in `rip`.
//!
//! These structs hold what the user typed and nothing else; what they mean is decided where they are used.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum, ValueHint};

/// The heading of the flags that every applet has.
const GLOBAL: &str = "Global options";

/// The flags of every applet: output, verbosity, colour, logs, configuration and metrics.
///
/// ```
/// use clap::Parser;
/// use toolbox::kit::args::GlobalArgs;
///
/// #[derive(Parser)]
/// struct Cli {
///     #[command(flatten)]
///     global: GlobalArgs,
/// }
///
/// let cli = Cli::parse_from(["toolbox", "--json", "-vv"]);
/// assert!(cli.global.json);
/// assert_eq!(cli.global.verbose, 2);
/// ```
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = GLOBAL)]
pub struct GlobalArgs {
    /// How results are written
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: FormatArg,

    /// Short for --format json
    #[arg(long, global = true, conflicts_with = "format")]
    pub json: bool,

    /// Write results to FILE instead of standard output (`-`)
    #[arg(short, long, global = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,

    /// Say more; repeat for debug and trace
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,

    /// Say nothing but results, warnings and errors
    #[arg(long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Show no progress
    #[arg(long, global = true)]
    pub no_progress: bool,

    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub color: ColorArg,

    /// Short for --color never
    #[arg(long, global = true, conflicts_with = "color")]
    pub no_color: bool,

    /// How log lines on standard error are written
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value_t)]
    pub log_format: LogFormat,

    /// Read this configuration file and no other
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,

    /// Serve /metrics and /health on ADDR while running: a port, :port for every interface, or address:port
    #[arg(long, global = true, value_name = "ADDR", value_parser = parse_listen)]
    pub metrics: Option<SocketAddr>,
}

/// How a TLS client is set up.
///
/// ```
/// use clap::Parser;
/// use toolbox::kit::args::TlsArgs;
///
/// #[derive(Parser)]
/// struct Cli {
///     #[command(flatten)]
///     tls: TlsArgs,
/// }
///
/// assert!(Cli::parse_from(["load", "-k"]).tls.insecure);
/// assert!(Cli::try_parse_from(["load", "--key", "client.key"]).is_err(), "a key needs its certificate");
/// ```
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "TLS options")]
pub struct TlsArgs {
    /// Accept any server certificate
    #[arg(short = 'k', long)]
    pub insecure: bool,

    /// Trust the authorities in this PEM file instead of the system's
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub cacert: Option<PathBuf>,

    /// Present this client certificate (PEM; may hold the key as well)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub cert: Option<PathBuf>,

    /// The private key of --cert (PEM)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "cert")]
    pub key: Option<PathBuf>,
}

/// The values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum FormatArg {
    /// For people
    #[default]
    Table,
    /// One JSON document
    Json,
    /// One JSON document a line
    Jsonl,
    /// Comma-separated values with a header line
    Csv,
}

/// The values of `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorArg {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Also into files and pipes
    Always,
    /// Never
    Never,
}

/// The values of `--log-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogFormat {
    /// One readable line for each event
    #[default]
    Text,
    /// One JSON object for each event
    Json,
}

/// Reads an address to listen on: `9090` (loopback), `:9090` (every interface), `127.0.0.1:9090`, `[::1]:9090`,
/// `localhost:9090`. Port 0 asks the system for a free one.
///
/// # Errors
/// A sentence that says what is accepted.
///
/// ```
/// use toolbox::kit::args::parse_listen;
/// assert_eq!(parse_listen("9090").unwrap().to_string(), "127.0.0.1:9090");
/// assert_eq!(parse_listen(":9090").unwrap().to_string(), "[::]:9090");
/// assert!(parse_listen("example.com:9090").is_err());
/// ```
pub fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    let reject = || format!("'{text}' is not an address to listen on; use 9090, :9090 or 127.0.0.1:9090");
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let (host, port) = text.rsplit_once(':').unwrap_or(("localhost", text));
    let ip = match host {
        "" => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        "localhost" => IpAddr::V4(Ipv4Addr::LOCALHOST),
        _ => return Err(reject()),
    };
    port.parse().map(|port| SocketAddr::new(ip, port)).map_err(|_| reject())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_to_listen_on_is_a_port_or_an_address_with_a_port() {
        let cases = [
            ("0", Some("127.0.0.1:0")),
            ("localhost:80", Some("127.0.0.1:80")),
            ("[::1]:80", Some("[::1]:80")),
            ("0.0.0.0:80", Some("0.0.0.0:80")),
            ("70000", None),
            ("", None),
            ("127.0.0.1", None),
            ("host:80", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_listen(text).ok().map(|a| a.to_string()).as_deref(), expected, "{text}");
        }
    }
}
