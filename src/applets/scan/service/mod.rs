//! What is behind an open port: banners first, then the probes that the port and what was seen suggest, through TLS
//! where that comes first.
//!
//! # Flow
//! ```text
//! Question ─► driver ─ Ask ◄─ inquiry (what to ask next; no input or output)
//!                │                 │
//!                └─ Exchange ──────┴─► read (bytes → Service) ─► judge ─► Answer
//!                                       rules (the user's files)
//! ```
//! [`conclude`] makes the answer from the exchanges alone, so that stored evidence can be judged again by newer readers.
//!
//! # Manners
//! - One connection to a port at a time, at most as many probes, bytes and seconds as the limits say.
//! - Nothing logs in, writes or asks for work; the community `public` of SNMP only on request.
//! - Printers and controllers of machines are listened to and never spoken to.
//! - Certificates are not verified: this is for looking, and nothing secret is sent.
//!
//! # Open
//! - DTLS, and protocols behind a STARTTLS that was offered: it is told, not taken.
//! - Patterns of `--probes` files that look around or refer back are told and left out.
//! - `WireGuard`, syslog and RADIUS keep silent to strangers by design: nothing can be told of them.

mod ber;
mod certificate;
mod cursor;
mod driver;
mod evidence;
mod finding;
mod further;
mod inquiry;
mod judge;
mod probe;
mod products;
mod read;
mod rules;
mod system;
mod words;

use std::net::SocketAddr;
use std::time::Duration;

pub use self::certificate::Certificate;
pub use self::driver::{Connector, Detective, Direct};
pub use self::evidence::{Ending, Exchange, Handshake, Transport};
pub use self::finding::{Answer, Service, Suspect, Tunnel};
pub use self::further::Community;
pub use self::judge::conclude;
pub use self::read::{protocols, read};
pub use self::rules::p0f::{Fit, P0f};
pub use self::rules::{Rules, RulesError};
pub use self::system::{Family, SystemHint, TcpFacts, TcpOption, hint, labelled};

/// The names by which evidence calls what was said: those of the probes, the banner's and the handshake's.
#[must_use]
pub fn probe_names() -> Vec<&'static str> {
    probe::all().map(|probe| probe.name).chain([probe::BANNER, probe::TLS]).collect()
}

/// Which port is asked, and how far that may go.
#[derive(Debug, Clone)]
pub struct Question {
    /// Where.
    pub address: SocketAddr,
    /// Over what.
    pub transport: Transport,
    /// The name the address was looked up by: for TLS and `Host`.
    pub host: Option<String>,
    /// 0: the port's own probes; 9: everything. 7 is the usual.
    pub intensity: u8,
    /// Bounds.
    pub limits: Limits,
    /// Whether SNMP is asked with `public`.
    pub community: Community,
}

impl Question {
    /// A question of the usual intensity and limits.
    #[must_use]
    pub fn new(address: SocketAddr, transport: Transport) -> Self {
        let (intensity, limits, community) = (7, Limits::default(), Community::Unasked);
        Self { address, transport, host: None, intensity, limits, community }
    }
}

/// The bounds of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For all of it.
    pub total: Duration,
    /// Of one answer that are read.
    pub answer_bytes: usize,
    /// That are sent, connections without a word included.
    pub probes: usize,
}

impl Default for Limits {
    /// 20 seconds, 32 KiB, 48 probes.
    fn default() -> Self {
        Self { total: Duration::from_secs(20), answer_bytes: 32 << 10, probes: 48 }
    }
}
