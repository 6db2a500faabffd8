//! The words that flags of `swarm` choose from.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

/// What a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// A process of ffmpeg
    #[default]
    Ffmpeg,
    /// A player in this process
    Native,
    /// Players, and some processes that see the same: what both fetched is compared
    Both,
}

/// Which renditions a client plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Variant {
    /// A process every one at once; players are spread over them
    #[default]
    All,
    /// That of the highest bit rate
    Highest,
    /// That of the lowest bit rate
    Lowest,
    /// The first picture and the first sound
    First,
}

/// What to do where renditions cannot be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ProbePolicy {
    /// Take the first
    #[default]
    Fallback,
    /// Start nothing
    Fail,
}

/// How a player chooses among renditions: `fixed`, `hlsjs`, `trace:FILE`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AbrWay {
    /// One for the whole session: the one of `--variant`.
    #[default]
    Fixed,
    /// By the measured speed, as hls.js does.
    Hlsjs,
    /// The same, on a line that is as wide as a file says.
    Trace(PathBuf),
}

impl fmt::Display for AbrWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed => f.write_str("fixed"),
            Self::Hlsjs => f.write_str("hlsjs"),
            Self::Trace(file) => write!(f, "trace:{}", file.display()),
        }
    }
}

impl FromStr for AbrWay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.strip_prefix("trace:")) {
            ("fixed", _) => Ok(Self::Fixed),
            ("hlsjs", _) => Ok(Self::Hlsjs),
            (_, Some(file)) if !file.is_empty() => Ok(Self::Trace(file.into())),
            _ => Err("write fixed, hlsjs or trace:FILE".to_owned()),
        }
    }
}

/// Whether streams of low latency are played as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LowLatency {
    /// Where the playlist has parts and the server can block
    #[default]
    Auto,
    /// Never: whole segments alone
    Off,
}

/// Whose connections are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Connections {
    /// Each player has its own, as viewers do
    #[default]
    PerClient,
    /// Those of a thread share theirs, as a proxy before them would
    Pooled,
}

/// The version of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum HttpVersion {
    /// HTTP/1.1
    #[default]
    #[value(name = "1", alias = "1.1")]
    One,
    /// HTTP/2: over TLS, or without it where the server knows
    #[value(name = "2")]
    Two,
}

/// How clients come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Arrivals {
    /// At equal distances
    #[default]
    Constant,
    /// By chance, as strangers do: a Poisson process
    Poisson,
}

/// How players tell servers of their sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Cmcd {
    /// Not at all
    #[default]
    Off,
    /// In header fields
    Header,
    /// In the query
    Query,
}

/// Values that go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// 50 clients, 5 a second, 100 ms, 15 s
    Default,
    /// 200 clients, 20 a second, 50 ms, 10 s
    Stress,
    /// 20 clients, 1 a second, 500 ms, 30 s, the first rendition
    Gentle,
    /// 100 clients, 50 a second, 10 ms, 5 s, no reconnecting
    Burst,
    /// 500 clients, 50 a second, 20 ms, 5 s
    Extreme,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogLevel {
    /// Errors
    Error,
    /// Warnings as well
    #[value(alias = "warning")]
    Warn,
    /// What happens to clients
    #[default]
    Info,
    /// Each line of ffmpeg
    Debug,
}

/// How much ffmpeg logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum StatsLevel {
    /// What it opens, and what goes wrong: all that is counted
    #[default]
    Info,
    /// Connections as well
    Verbose,
    /// All it knows
    Debug,
}
