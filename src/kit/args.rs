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
use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{ArgAction, Args, ValueEnum, ValueHint};

use crate::kit::env::Env;
use crate::kit::net::{SafeUrl, parse_url};
use crate::kit::session::Typed;
use crate::kit::term::{ColorChoice, Format, Options, Progress, Verbosity};
use crate::kit::units::parse_bytes;

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
    pub format: Format,

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
    pub color: ColorChoice,

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

    /// Send traces to this collector (OTLP over HTTP, as JSON); without a path, to /v1/traces there
    #[arg(long, global = true, value_name = "URL", value_parser = parse_url, value_hint = ValueHint::Url)]
    pub otlp: Option<SafeUrl>,

    /// The share of traces that is sent to --otlp, from 0 to 1
    #[arg(long, global = true, value_name = "SHARE", value_parser = parse_share, default_value = "1")]
    pub otlp_share: f64,
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

/// The values of `--log-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogFormat {
    /// One readable line for each event
    #[default]
    Text,
    /// One JSON object for each event
    Json,
}

/// The values of `--http`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HttpArg {
    /// HTTP/1.1
    #[value(name = "1.1", alias = "1")]
    Http1,
    /// HTTP/2, by ALPN over TLS and with prior knowledge without
    #[value(name = "2")]
    Http2,
}

impl GlobalArgs {
    /// What they mean for the terminal. Where two contradict each other, the typed one counts; the other comes from
    /// configuration.
    ///
    /// ```
    /// use clap::Parser;
    /// use toolbox::kit::{args::GlobalArgs, env::Env, session::Typed, term::ColorChoice};
    ///
    /// #[derive(Parser)]
    /// struct Cli {
    ///     #[command(flatten)]
    ///     global: GlobalArgs,
    /// }
    ///
    /// let global = Cli::parse_from(["toolbox"]).global;
    /// let env = Env::of([("NO_COLOR", "1")]);
    /// assert_eq!(global.terminal(&Typed::default(), &env).color, ColorChoice::Never);
    /// ```
    #[must_use]
    pub fn terminal(&self, typed: &Typed, env: &Env) -> Options {
        let wants_json = self.json && (typed.is_set("json") || !typed.is_set("format"));
        let no_color = self.no_color && (typed.is_set("no-color") || !typed.is_set("color"));
        let quiet = self.quiet && (typed.is_set("quiet") || !typed.is_set("verbose"));
        let options = Options {
            format: if wants_json { Format::Json } else { self.format },
            color: match self.color {
                _ if no_color => ColorChoice::Never,
                ColorChoice::Auto if env.get("NO_COLOR").is_some() => ColorChoice::Never,
                color => color,
            },
            verbosity: match self.verbose {
                _ if quiet => Verbosity::Quiet,
                0 => Verbosity::Normal,
                times => Verbosity::Verbose(times),
            },
            progress: if self.no_progress { Progress::Off } else { Progress::Auto },
            output: self.output.clone(),
            ..Options::default()
        };
        options.surroundings(|name| env.get(name).map(str::to_owned))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Table => "For people",
            Self::Json => "One JSON document",
            Self::Jsonl => "One JSON document a line",
            Self::Csv => "Comma-separated values with a header line",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

impl ValueEnum for ColorChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Auto => "On a terminal, unless NO_COLOR is set",
            Self::Always => "Also into files and pipes",
            Self::Never => "Never",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
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

/// Reads bytes per second: `5MB`, `800KB/s`.
///
/// # Errors
/// A sentence that says what is accepted; 0.
///
/// ```
/// use toolbox::kit::args::parse_limit;
/// assert_eq!(parse_limit("5KB/s").unwrap().get(), 5000);
/// assert!(parse_limit("0").is_err());
/// ```
pub fn parse_limit(text: &str) -> Result<NonZeroU64, String> {
    let bytes = parse_bytes(text.trim_end_matches("/s")).map_err(|error| error.to_string())?;
    NonZeroU64::new(bytes).ok_or_else(|| "a limit of 0 would let nothing through; leave the flag out".to_owned())
}

/// Reads a share: a number from 0 to 1.
fn parse_share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| format!("'{text}' is no share; use a number from 0 to 1, such as 0.01"))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        global: GlobalArgs,
    }

    #[test]
    fn a_typed_flag_beats_a_configured_one_that_contradicts_it() {
        let with = |typed: &[&str], change: fn(&mut GlobalArgs)| {
            let mut global = Cli::parse_from(["toolbox"]).global;
            change(&mut global);
            global.terminal(&Typed::of(typed.iter().copied()), &Env::default())
        };
        let both: fn(&mut GlobalArgs) = |global| (global.json, global.format) = (true, Format::Csv);
        assert_eq!(with(&["format"], both).format, Format::Csv);
        assert_eq!(with(&["json"], both).format, Format::Json);
        assert_eq!(with(&[], both).format, Format::Json);
        let both: fn(&mut GlobalArgs) = |global| (global.no_color, global.color) = (true, ColorChoice::Always);
        assert_eq!(with(&["color"], both).color, ColorChoice::Always);
        assert_eq!(with(&["no-color"], both).color, ColorChoice::Never);
        let both: fn(&mut GlobalArgs) = |global| (global.quiet, global.verbose) = (true, 2);
        assert_eq!(with(&["verbose"], both).verbosity, Verbosity::Verbose(2));
        assert_eq!(with(&["quiet"], both).verbosity, Verbosity::Quiet);
    }

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
