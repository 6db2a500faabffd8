//! Why a TLS handshake failed, in words a person can act on.

use std::error::Error as StdError;
use std::io;

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription as Alert, CertificateError, Error};
use time::OffsetDateTime;

use super::verify::is_authority_as_server;

/// The reason behind a failed handshake, or behind the alert that ended a connection right after it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsReason {
    /// The server's certificate is too old.
    #[error("the certificate has expired{}", on(.0.as_deref()))]
    Expired(Option<String>),
    /// The server's certificate is not valid yet; or this machine's clock is wrong.
    #[error("the certificate is not valid before {}", .0.as_deref().unwrap_or("a later date"))]
    NotYetValid(Option<String>),
    /// The server's certificate is for other names.
    #[error("the certificate is for {}, not {}", list(.presented), .expected)]
    WrongName {
        /// The names in the certificate.
        presented: Vec<String>,
        /// The name we asked for.
        expected: String,
    },
    /// No trusted authority vouches for the server's certificate; self-signed ones end here too.
    #[error("the certificate is signed by an unknown authority")]
    UnknownAuthority,
    /// The server's certificate was withdrawn.
    #[error("the certificate has been revoked")]
    Revoked,
    /// Any other fault in the server's certificate.
    #[error("the certificate is not acceptable: {0}")]
    BadCertificate(String),
    /// The peer answered with something that is not TLS.
    #[error("the server does not speak TLS on this port")]
    NotTls,
    /// The server wants a client certificate and got none.
    #[error("the server requires a client certificate")]
    ClientCertificateRequired,
    /// The server does not accept our client certificate.
    #[error("the server refused the client certificate: {0}")]
    ClientCertificateRefused(String),
    /// No TLS version or cipher that both sides speak.
    #[error("no TLS version or cipher in common with the server: {0}")]
    NothingInCommon(String),
    /// The server has nothing for the name we asked for.
    #[error("the server does not know this host name")]
    UnknownName,
    /// The server speaks none of the protocols we offered by ALPN.
    #[error("the server speaks none of the offered protocols")]
    NoProtocol,
    /// The peer hung up in the middle of the handshake.
    #[error("the server closed the connection during the TLS handshake")]
    Closed,
    /// The name cannot be asked for in TLS.
    #[error("`{0}` is not a name that TLS can ask for")]
    InvalidName(String),
    /// Anything else, in rustls's or the system's words.
    #[error("{0}")]
    Other(String),
}

fn on(date: Option<&str>) -> String {
    date.map(|date| format!(" on {date}")).unwrap_or_default()
}

/// `a`, `a and b`, `a, b and 3 more`; certificates of large sites carry hundreds of names.
fn list(names: &[String]) -> String {
    match names {
        [] => "no name".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

impl TlsReason {
    /// The flag or command that helps, where one does.
    #[must_use]
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Expired(_) | Self::Revoked | Self::WrongName { .. } | Self::BadCertificate(_) => {
                Some("--insecure accepts any certificate")
            }
            Self::NotYetValid(_) => Some("check this machine's clock; --insecure accepts any certificate"),
            Self::UnknownAuthority => Some("--cacert FILE trusts its authority, --insecure accepts any certificate"),
            Self::NotTls => Some("for plain HTTP write http:// instead of https://"),
            Self::ClientCertificateRequired => Some("give one with --cert FILE and --key FILE"),
            Self::ClientCertificateRefused(_) => Some("check --cert and --key"),
            _ => None,
        }
    }

    /// Finds the TLS reason inside an I/O error of a TLS stream; `None` when it was no TLS matter.
    ///
    /// With TLS 1.3 a server judges the client's certificate after the client's handshake is over, so its alert comes
    /// out of the first read: ask this about read errors too.
    #[must_use]
    pub fn find(error: &io::Error) -> Option<Self> {
        let mut cause: &(dyn StdError + 'static) = error.get_ref()?;
        loop {
            if let Some(tls) = cause.downcast_ref::<Error>() {
                return Some(Self::from(tls));
            }
            cause = match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
                Some(inner) => inner,
                None => cause.source()?,
            };
        }
    }

    /// The reason for an error that came out of a handshake, TLS or not.
    pub(crate) fn of_handshake(error: &io::Error) -> Self {
        Self::find(error).unwrap_or_else(|| match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Other(error.to_string()),
        })
    }
}

impl From<&Error> for TlsReason {
    fn from(error: &Error) -> Self {
        match error {
            Error::InvalidCertificate(error) => certificate(error),
            Error::InvalidMessage(_) => Self::NotTls,
            Error::AlertReceived(alert) => received(*alert),
            Error::PeerIncompatible(what) => Self::NothingInCommon(format!("{what:?}")),
            Error::NoApplicationProtocol => Self::NoProtocol,
            other => Self::Other(other.to_string()),
        }
    }
}

fn certificate(error: &CertificateError) -> TlsReason {
    match error {
        CertificateError::Expired => TlsReason::Expired(None),
        CertificateError::ExpiredContext { not_after, .. } => TlsReason::Expired(date(*not_after)),
        CertificateError::NotValidYet => TlsReason::NotYetValid(None),
        CertificateError::NotValidYetContext { not_before, .. } => TlsReason::NotYetValid(date(*not_before)),
        CertificateError::NotValidForNameContext { expected, presented } => TlsReason::WrongName {
            presented: presented.iter().map(|name| plain_name(name)).collect(),
            expected: expected.to_str().into_owned(),
        },
        // A bad signature is what an authority made anew under its old name looks like.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => TlsReason::UnknownAuthority,
        // Self-signed by `openssl req -x509`: an authority of its own.
        error if is_authority_as_server(error) => TlsReason::UnknownAuthority,
        CertificateError::Revoked => TlsReason::Revoked,
        other => TlsReason::BadCertificate(other.to_string()),
    }
}

/// rustls names a SAN as `DnsName("example.org")` or `IpAddress(127.0.0.1)`; only the inside is for people.
fn plain_name(name: &str) -> String {
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(name);
    inner.trim_matches('"').to_owned()
}

fn date(time: UnixTime) -> Option<String> {
    let seconds = i64::try_from(time.as_secs()).ok()?;
    Some(OffsetDateTime::from_unix_timestamp(seconds).ok()?.date().to_string())
}

fn received(alert: Alert) -> TlsReason {
    match alert {
        Alert::CertificateRequired | Alert::NoCertificate => TlsReason::ClientCertificateRequired,
        Alert::BadCertificate | Alert::UnsupportedCertificate | Alert::CertificateUnknown => {
            TlsReason::ClientCertificateRefused("it is not acceptable there".to_owned())
        }
        Alert::CertificateExpired => TlsReason::ClientCertificateRefused("it has expired".to_owned()),
        Alert::CertificateRevoked => TlsReason::ClientCertificateRefused("it has been revoked".to_owned()),
        Alert::UnknownCA => {
            TlsReason::ClientCertificateRefused("it is signed by an authority unknown there".to_owned())
        }
        Alert::AccessDenied => TlsReason::ClientCertificateRefused("access denied".to_owned()),
        Alert::ProtocolVersion | Alert::HandshakeFailure | Alert::InsufficientSecurity => {
            TlsReason::NothingInCommon(format!("it answered with the alert {alert:?}"))
        }
        Alert::UnrecognisedName => TlsReason::UnknownName,
        Alert::NoApplicationProtocol => TlsReason::NoProtocol,
        other => TlsReason::Other(format!("the server ended TLS with the alert {other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_name_lists_are_cut() {
        let names = |n: usize| (0..n).map(|i| format!("h{i}")).collect::<Vec<_>>();
        let text = |n| TlsReason::WrongName { presented: names(n), expected: "x".into() }.to_string();
        assert_eq!(text(0), "the certificate is for no name, not x");
        assert_eq!(text(2), "the certificate is for h0 and h1, not x");
        assert_eq!(text(9), "the certificate is for h0, h1 and 7 more, not x");
    }

    #[test]
    fn a_reason_is_found_however_deep_it_is_wrapped() {
        let tls = Error::AlertReceived(Alert::CertificateRequired);
        let wrapped = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls));
        assert_eq!(TlsReason::find(&wrapped), Some(TlsReason::ClientCertificateRequired));
        assert_eq!(TlsReason::find(&io::ErrorKind::ConnectionReset.into()), None);
    }
}
