//! Why there is no response, or not all of it.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::pooled::Silence;
use crate::kit::error::Failure;
use crate::kit::http::connect_error::{ConnectError, ConnectKind};
use crate::kit::net::{CRAWL_BPS, SafeUrl, UrlError};
use crate::kit::tls::TlsReason;
use crate::kit::units::format_duration;

/// A request that failed. URLs in it are masked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ClientError {
    /// The URL cannot be asked for.
    #[error("{reason}")]
    Url {
        /// What is wrong with it.
        reason: UrlError,
    },
    /// No connection; the source says why.
    #[error(transparent)]
    Connect(Arc<ConnectError>),
    /// The server, or we, took too long.
    #[error("{url}: nothing moved for {} while {stage}", format_duration(*.after))]
    Timeout {
        /// What was asked for.
        url: SafeUrl,
        /// What was under way.
        stage: Stage,
        /// The limit that ended it.
        after: Duration,
    },
    /// The connection broke, or the server does not keep to the protocol.
    #[error("{url}: {reason}")]
    Broken {
        /// What was asked for.
        url: SafeUrl,
        /// What was under way.
        stage: Stage,
        /// What went wrong.
        reason: String,
        /// Its TLS side, where it has one.
        tls: Option<Box<TlsReason>>,
    },
    /// The body comes, and would for days.
    #[error("{url}: fewer than {CRAWL_BPS} bytes a second came for {}", format_duration(*.after))]
    Crawl {
        /// What was asked for.
        url: SafeUrl,
        /// For how long.
        after: Duration,
    },
    /// A redirect too many.
    #[error("{url} redirects once more after {most} redirects")]
    TooManyRedirects {
        /// The last one.
        url: SafeUrl,
        /// How many were followed.
        most: u32,
    },
    /// A redirect to something that cannot be asked for.
    #[error("{url} redirects to nowhere: {reason}")]
    Location {
        /// Who redirects.
        url: SafeUrl,
        /// What is wrong with the target.
        reason: Box<UrlError>,
    },
    /// The server answered with an error; from [`Response::success`](super::Response::success).
    #[error("{url} answered {status}")]
    Status {
        /// What was asked for.
        url: SafeUrl,
        /// The answer.
        status: StatusCode,
    },
    /// A file of this machine, where one was asked for.
    #[error("{url} cannot be read: {reason}")]
    File {
        /// The file.
        url: SafeUrl,
        /// What the system says, or why it is not asked.
        reason: String,
    },
    /// The body is larger than the caller takes.
    #[error("{url}: the body is larger than {most} bytes")]
    TooLarge {
        /// What was asked for.
        url: SafeUrl,
        /// The limit.
        most: usize,
    },
}

/// What was under way when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The request was being sent.
    Sending,
    /// The request was sent, the response had not begun.
    Waiting,
    /// The body was arriving.
    Reading,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sending => "sending the request",
            Self::Waiting => "waiting for the response",
            Self::Reading => "reading the body",
        })
    }
}

impl ClientError {
    /// The next thing to try.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Connect(error) => error.hint(),
            Self::Timeout { .. } => Some("--timeout gives it longer"),
            Self::Broken { tls: Some(reason), .. } => reason.hint(),
            _ => None,
        }
    }

    /// Whether the same request may succeed a moment later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Connect(error) => !matches!(error.kind(), ConnectKind::Dns | ConnectKind::Tls | ConnectKind::Proxy),
            Self::Timeout { .. } | Self::Crawl { .. } => true,
            Self::Broken { tls, .. } => tls.is_none(),
            _ => false,
        }
    }

    /// Whether it failed before any byte of the request was sent.
    #[must_use]
    pub const fn is_before_request(&self) -> bool {
        matches!(self, Self::Connect(_))
    }

    /// A server that goes on with interim responses and never comes to the one.
    pub(super) fn endless(url: &SafeUrl) -> Self {
        let reason = "the server sends interim responses without end".to_owned();
        Self::Broken { url: url.clone(), stage: Stage::Waiting, reason, tls: None }
    }

    /// Reads what hyper says about a connection that broke.
    pub(super) fn broken(url: &SafeUrl, stage: Stage, error: &(dyn Error + 'static)) -> Self {
        let mut cause = Some(error);
        let (mut tls, mut reason) = (None, None);
        while let Some(error) = cause {
            if let Some(io) = error.downcast_ref::<io::Error>() {
                if let Some(Silence { stage: silent, after }) = io.get_ref().and_then(|inner| inner.downcast_ref()) {
                    let stage = if stage == Stage::Reading { stage } else { *silent };
                    return Self::Timeout { url: url.clone(), stage, after: *after };
                }
                tls = TlsReason::find(io);
                reason = reason.or_else(|| said_by_system(io, stage));
            } else if let Some(hyper) = error.downcast_ref::<hyper::Error>() {
                reason = reason.or_else(|| said_by_hyper(hyper, stage));
            } else if let Some(h2) = error.downcast_ref::<h2::Error>() {
                reason = reason.or_else(|| said_by_h2(h2));
            }
            cause = error.source();
        }
        let reason = tls.as_ref().map(ToString::to_string).or(reason).unwrap_or_else(|| innermost(error));
        Self::Broken { url: url.clone(), stage, reason, tls: tls.map(Box::new) }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let hint = error.hint().map(str::to_owned);
        Self::operation(error).maybe_hint(hint)
    }
}

/// Whether the server closed or reset the connection instead of answering.
pub(super) fn ended_unanswered(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let closed = match (error.downcast_ref::<io::Error>(), error.downcast_ref::<hyper::Error>()) {
            (Some(io), _) => matches!(
                io.kind(),
                io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof
            ),
            (_, Some(hyper)) => hyper.is_incomplete_message() || hyper.is_closed() || hyper.is_canceled(),
            _ => false,
        };
        if closed {
            return true;
        }
        cause = error.source();
    }
    false
}

fn said_by_hyper(error: &hyper::Error, stage: Stage) -> Option<String> {
    let text = if error.is_parse_too_large() {
        "the head of the response is too large"
    } else if error.is_parse() {
        "the response is not valid HTTP"
    } else if error.is_incomplete_message() && stage == Stage::Reading {
        "the body was cut short"
    } else if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        "the server closed the connection without a response"
    } else {
        return None;
    };
    Some(text.to_owned())
}

fn said_by_system(error: &io::Error, stage: Stage) -> Option<String> {
    let text = match (error.kind(), stage) {
        (io::ErrorKind::ConnectionReset, _) => "the server reset the connection",
        (io::ErrorKind::BrokenPipe, _) => "the server closed the connection",
        (io::ErrorKind::UnexpectedEof, Stage::Reading) => "the body was cut short",
        (io::ErrorKind::UnexpectedEof, _) => "the server closed the connection without a response",
        // hyper tells broken chunks with these kinds.
        (io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData, Stage::Reading) => "the body is not valid HTTP",
        _ => return None,
    };
    Some(text.to_owned())
}

fn said_by_h2(error: &h2::Error) -> Option<String> {
    let reason = error.reason()?;
    let who = if error.is_remote() { "the server" } else { "the client" };
    let what = if error.is_go_away() { "ended the connection" } else { "ended the stream" };
    Some(format!("{who} {what}: {}", reason.description()))
}

fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
