//! One request and its reply on the wire, by three means that look the same to a user.
//!
//! - [`raw`]: HTTP/1.1 by our own framing, the request serialised beforehand. The default.
//! - [`hyper1`]: HTTP/1.1 through hyper; what the raw engine is held against.
//! - [`http2`]: HTTP/2, streams multiplexed on shared connections.

use std::time::Duration;

use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use crate::kit::http::{ConnectError, ConnectKind};
use crate::kit::tls::TlsReason;

pub(super) mod http2;
pub(super) mod hyper1;
mod link;
pub(super) mod raw;

/// A whole reply; times in nanoseconds of the run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) sent: u64,
    pub(super) first_byte: u64,
    pub(super) end: u64,
    pub(super) bytes_in: u64,
    pub(super) bytes_out: u64,
}

impl Reply {
    /// This reply was a redirect and `next` what it led to: one reply that took as long as both.
    pub(super) fn followed_by(&self, next: &Self) -> Self {
        Self {
            sent: self.sent,
            bytes_in: self.bytes_in + next.bytes_in,
            bytes_out: self.bytes_out + next.bytes_out,
            ..*next
        }
    }
}

/// What a user wants to see of a reply; filled by the wire.
#[derive(Debug, Default)]
pub(super) struct Reception {
    pub(super) wants_head: bool,
    pub(super) wants_body: bool,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// Set when the rest of the iteration would not be what the plan says.
    pub(super) aborts: bool,
}

impl Reception {
    /// Most bytes of a body kept for captures and checks; the rest is counted only.
    pub(super) const BODY_LIMIT: usize = 4 * 1024 * 1024;

    /// Gets ready for the reply to one step.
    pub(super) fn begin(&mut self, wants_head: bool, wants_body: bool) {
        self.wants_head = wants_head;
        self.wants_body = wants_body;
        self.aborts = false;
        self.clear();
    }

    /// The reply as checks and captures see it.
    pub(super) fn answer(&self, reply: &Reply) -> Answer<'_> {
        let time = Duration::from_nanos(reply.end.saturating_sub(reply.sent));
        let mut answer = Answer::new(reply.status, &self.headers, &self.body, time);
        if self.body.len() >= Self::BODY_LIMIT {
            // Only a part was kept; what came in is the body but for the head and the chunk sizes.
            answer.body_bytes = reply.bytes_in;
        }
        answer
    }

    /// Forgets the last reply.
    pub(super) fn clear(&mut self) {
        self.headers.clear();
        self.body.clear();
    }
}

/// Why a request got no whole reply, as the report groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The host name has no address.
    Dns,
    /// Nobody listens, or a firewall says no.
    Refused,
    /// The connection attempt failed in another way.
    Connect,
    /// The connection attempt took too long.
    ConnectTimeout,
    /// The TLS handshake failed.
    Tls,
    /// The proxy refused.
    Proxy,
    /// This process is out of file descriptors.
    Files,
    /// This machine is out of local ports.
    Ports,
    /// The reply took too long.
    Timeout,
    /// The peer reset the connection.
    Reset,
    /// The peer closed before the reply was whole.
    Closed,
    /// The reply is not HTTP as it should be.
    Protocol,
    /// More redirects than allowed.
    Redirects,
    /// A template could not be rendered.
    Template,
    /// Still under way when the run ended.
    Unfinished,
    /// Anything else the system reported.
    Io,
}

impl FaultKind {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Every kind, in the order of its number.
    pub const ALL: [Self; 16] = [
        Self::Dns,
        Self::Refused,
        Self::Connect,
        Self::ConnectTimeout,
        Self::Tls,
        Self::Proxy,
        Self::Files,
        Self::Ports,
        Self::Timeout,
        Self::Reset,
        Self::Closed,
        Self::Protocol,
        Self::Redirects,
        Self::Template,
        Self::Unfinished,
        Self::Io,
    ];

    /// What a failed read or write on an open connection comes to.
    fn of_io(error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted => Self::Reset,
            ErrorKind::UnexpectedEof => Self::Closed,
            ErrorKind::TimedOut => Self::Timeout,
            ErrorKind::InvalidData => Self::Protocol,
            _ => Self::Io,
        }
    }

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Refused => "refused",
            Self::Connect => "connect",
            Self::ConnectTimeout => "connect_timeout",
            Self::Tls => "tls",
            Self::Proxy => "proxy",
            Self::Files => "files",
            Self::Ports => "ports",
            Self::Timeout => "timeout",
            Self::Reset => "reset",
            Self::Closed => "closed",
            Self::Protocol => "protocol",
            Self::Redirects => "redirects",
            Self::Template => "template",
            Self::Unfinished => "unfinished",
            Self::Io => "io",
        }
    }
}

/// Whether a request that got no reply may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// The server may have acted on it.
    Never,
    /// An idle connection turned out to be closed, so it was most likely never seen; once more does no harm where the
    /// method is idempotent (RFC 9110 §9.2.2).
    Idempotent,
    /// The server has said that it did not act on it, or nothing was sent (RFC 9113 §8.7).
    Always,
}

impl Again {
    /// Whether a request may be sent again, given whether its method is idempotent.
    pub(super) fn is_safe_for(self, idempotent: bool) -> bool {
        self == Self::Always || (self == Self::Idempotent && idempotent)
    }
}

/// One request without a whole reply.
#[derive(Debug, Clone)]
pub(super) struct WireFault {
    pub(super) kind: FaultKind,
    /// In words, for the report.
    pub(super) message: String,
    /// Whether the request may be sent again.
    pub(super) again: Again,
    /// What to try.
    pub(super) hint: Option<String>,
}

/// An error and its causes, each said once.
pub(super) fn in_one_line(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}

impl WireFault {
    pub(super) fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), again: Again::Never, hint: None }
    }

    /// A TLS alert on an open connection, and what helps.
    fn tls(reason: &TlsReason) -> Self {
        let hint = reason.hint().map_or(String::new(), |hint| format!("; {hint}"));
        Self::new(FaultKind::Tls, format!("{reason}{hint}"))
    }

    pub(super) fn timeout() -> Self {
        Self::new(FaultKind::Timeout, "no whole reply in time")
    }

    /// The same fault, of a request that may be sent again.
    #[must_use]
    pub(super) fn may_go(mut self, again: Again) -> Self {
        self.again = again;
        self
    }
}

impl From<ConnectError> for WireFault {
    fn from(error: ConnectError) -> Self {
        let kind = match error.kind() {
            ConnectKind::Dns => FaultKind::Dns,
            ConnectKind::Refused => FaultKind::Refused,
            ConnectKind::Timeout => FaultKind::ConnectTimeout,
            ConnectKind::Tls => FaultKind::Tls,
            ConnectKind::Proxy => FaultKind::Proxy,
            ConnectKind::FdsExhausted => FaultKind::Files,
            ConnectKind::PortsExhausted => FaultKind::Ports,
            ConnectKind::Unreachable | ConnectKind::Other => FaultKind::Connect,
        };
        let hint = error.hint().map(str::to_owned);
        Self { kind, message: in_one_line(&error), again: Again::Never, hint }
    }
}

impl From<std::io::Error> for WireFault {
    fn from(error: std::io::Error) -> Self {
        // With TLS 1.3 a server may refuse the client's certificate in place of a reply.
        match TlsReason::find(&error) {
            Some(reason) => Self::tls(&reason),
            None => Self::new(FaultKind::of_io(&error), error.to_string()),
        }
    }
}
