//! What the user meant: validated, complete, free of flags and files. The only place with defaults and cross-checks.
//!
//! A plan is `Serialize + Deserialize`: it stands in the report, and another process can run the same one.

mod address;
pub(super) mod error;
pub(super) mod names;
pub(super) mod payload;
pub(super) mod request;
mod resolve;
mod route;
mod secrets;
mod settings;
mod shape;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::resolve::{Asked, Outputs, Resolved};
pub(super) use self::secrets::Secrets;
use super::capture::Capture;
use super::check::Check;
use super::data::DataSet;
use super::pace::Pace;
use super::threshold::Threshold;

/// A whole run, as it will be played.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Played in sequence by every user, once for each iteration; at least one.
    pub steps: Vec<Step>,
    /// Values for templates, from the plan file and `--var`; one that is a template may use those before it.
    pub vars: Vec<(String, serde_json::Value)>,
    /// Rows for templates.
    pub data: Vec<DataSet>,
    /// How much, how fast, how long.
    pub shape: Shape,
    /// How the server is reached.
    pub route: Route,
    /// What must hold at the end.
    pub thresholds: Vec<Threshold>,
    /// Prometheus metrics of the server, read every second.
    pub server_metrics: Option<String>,
    /// Values of variables that a plan file was filled in with; nothing that is told of a run shows them.
    #[serde(skip)]
    pub(super) secrets: Secrets,
}

/// One request of an iteration. Text fields may be templates, but scheme, host and port of the URL may not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Unique within the plan.
    pub name: String,
    /// An HTTP method.
    pub method: String,
    /// Absolute, `http` or `https`; a secret in its user part has been moved into a header.
    pub url: String,
    /// In the order given; names may repeat.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Body,
    /// What later steps use of the reply, by name.
    pub captures: Vec<Capture>,
    /// What the reply must satisfy to count as good.
    pub checks: Vec<Check>,
}

/// What a request carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// Nothing.
    Empty,
    /// Text, rendered for each iteration when it is a template.
    Text(String),
    /// Bytes, sent as they are; base64 when a plan is written down.
    Bytes(#[serde(with = "base64_text")] Vec<u8>),
}

/// Bytes as base64 text: a JSON array of numbers would be four times as long.
mod base64_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// How much, how fast, how long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// When requests start.
    pub pace: Pace,
    /// When the run ends; whichever comes first.
    pub stop: Stop,
    /// Connections, at least 1.
    pub connections: usize,
    /// Requests at once on each connection, 1 but for HTTP/2.
    pub streams: usize,
    /// Threads, at least 1 and at most one for each connection.
    pub threads: usize,
    /// Time that is played but not counted, before the start.
    pub warmup: Duration,
    /// For random values and Poisson arrivals.
    pub seed: u64,
}

/// When a run ends by itself; at least one is given.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    /// After this many iterations.
    pub requests: Option<u64>,
    /// After this long.
    pub duration: Option<Duration>,
}

/// Which protocol is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protocol {
    /// HTTP/1.1 by the raw engine.
    #[serde(rename = "http/1.1 raw")]
    Raw,
    /// HTTP/1.1 by hyper.
    #[serde(rename = "http/1.1 hyper")]
    Hyper,
    /// HTTP/2: by ALPN over TLS, with prior knowledge without.
    #[serde(rename = "http/2")]
    Http2,
}

impl Protocol {
    /// As the report names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raw => "http/1.1 raw",
            Self::Hyper => "http/1.1 hyper",
            Self::Http2 => "http/2",
        }
    }
}

/// Whether a connection carries more than one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reuse {
    /// As long as the server lets it.
    Keep,
    /// A new connection for every request.
    Close,
}

/// How the server is reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// Which protocol, and by which means.
    pub protocol: Protocol,
    /// Whether connections are used again.
    pub reuse: Reuse,
    /// For one request, connecting included.
    pub timeout: Duration,
    /// For one connection attempt.
    pub connect_timeout: Duration,
    /// Redirects followed for one request.
    pub redirects: u32,
    /// Proxy URL.
    pub proxy: Option<String>,
    /// `HOST1:PORT1:HOST2:PORT2`.
    pub connect_to: Vec<String>,
    /// `HOST:PORT:IP`.
    pub resolve: Vec<String>,
    /// Unix socket instead of TCP.
    pub unix: Option<PathBuf>,
    /// Local addresses, used in turn.
    pub source: Vec<IpAddr>,
    /// Address family.
    pub family: Family,
    /// TLS files and trust.
    pub tls: TlsPlan,
}

/// Which addresses are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Both.
    #[default]
    Any,
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// TLS files and trust.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsPlan {
    /// Accept any certificate.
    pub insecure: bool,
    /// Authorities to trust instead of the system's.
    pub cacert: Option<PathBuf>,
    /// Client certificate.
    pub cert: Option<PathBuf>,
    /// Its key.
    pub key: Option<PathBuf>,
}
