//! Proxies: how one is written, and what it is good for.
//!
//! - `http://` and `https://`: CONNECT (RFC 9110 section 9.3.6) for https requests; plain ones are sent to the proxy
//!   itself in absolute form (RFC 9112 section 3.2.2) by whoever writes requests.
//! - `socks5://` resolves here, `socks5h://` lets the proxy resolve (RFC 1928, RFC 1929).
//! - `socks4://` resolves here, and only to IPv4; `socks4a://` lets the proxy resolve. The user name of the URL goes
//!   along, a password cannot (Lee, "SOCKS: A protocol for TCP proxy across firewalls", and its extension 4A).
//!
//! How one is asked for a tunnel stands in [`tunnel`].

mod tunnel;

use std::fmt;
use std::io;
use std::str::FromStr;
use std::sync::Arc;

use http::HeaderValue;
use url::{Host, Url};

pub(super) use self::tunnel::SocksTarget;
use super::auth::{Credentials, Login};
use crate::kit::net::{Origin, Scheme};

/// A proxy and the credentials for it; `Display` leaves the password out. Clones share what the proxy has asked for.
///
/// ```
/// use toolbox::kit::http::Proxy;
/// let proxy: Proxy = "http://me:secret@proxy.example:3128".parse()?;
/// assert_eq!(proxy.to_string(), "http://me@proxy.example:3128");
/// assert_eq!("proxy.example".parse::<Proxy>()?.to_string(), "http://proxy.example:80");
/// # Ok::<(), toolbox::kit::http::ProxyError>(())
/// ```
#[derive(Clone)]
pub struct Proxy {
    kind: Kind,
    host: String,
    port: u16,
    credentials: Option<(String, String)>,
    /// For HTTP proxies: Basic until one asks for Digest.
    login: Option<Arc<Login>>,
}

impl PartialEq for Proxy {
    fn eq(&self, other: &Self) -> bool {
        let key = |proxy: &Self| (proxy.kind, proxy.host.clone(), proxy.port, proxy.credentials.clone());
        key(self) == key(other)
    }
}

impl Eq for Proxy {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Http,
    Https,
    Socks5,
    /// The proxy resolves names.
    Socks5h,
    Socks4,
    /// The proxy resolves names.
    Socks4a,
}

/// How a proxy is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Http,
    Socks5 { resolve_here: bool },
    Socks4 { resolve_here: bool },
}

/// What is wrong with a proxy or its answer.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// The text is not a proxy's address.
    #[error(
        "`{0}` is not a proxy; write http://HOST:PORT, https://HOST:PORT, socks5://HOST:PORT or socks4://HOST:PORT"
    )]
    Invalid(String),
    /// Nobody listens on its port.
    #[error("the proxy is not there: connection refused")]
    Refused,
    /// 407, or SOCKS5 without a method in common.
    #[error("the proxy asks for a user name and password")]
    Credentials,
    /// 407 with a challenge that the next attempt answers.
    #[error("the proxy asks who is there")]
    Challenged,
    /// 407 with schemes that are not spoken here.
    #[error("the proxy asks for a way to log in that is not known here: {0}")]
    Unsupported(String),
    /// The proxy knows our credentials and does not like them.
    #[error("the proxy refused the user name or password")]
    CredentialsRefused,
    /// Any other answer than success.
    #[error("the proxy answered {0}")]
    Answered(String),
    /// It hung up, or spoke another protocol.
    #[error("the proxy does not speak the expected protocol: {0}")]
    Protocol(&'static str),
    /// A host name longer than 255 bytes does not fit into SOCKS5.
    #[error("the host name is too long for a SOCKS5 proxy")]
    NameTooLong,
    /// SOCKS4 knows addresses of IPv4 alone.
    #[error("a SOCKS4 proxy reaches IPv4 addresses only, and {0} is none")]
    OnlyIpv4(String),
    /// The connection to the proxy broke.
    #[error("the connection to the proxy broke")]
    Io(#[from] io::Error),
}

impl ProxyError {
    /// The next thing to try.
    #[must_use]
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Refused => Some("is the proxy running, and is this its port?"),
            Self::Credentials => Some("put them into the URL: --proxy http://USER:PASSWORD@HOST:PORT"),
            Self::CredentialsRefused => Some("check the user name and password in --proxy"),
            Self::Protocol(_) => {
                Some("is the scheme of --proxy right: http, https, socks5, socks5h, socks4 or socks4a?")
            }
            Self::OnlyIpv4(_) => Some("use socks5:// if the proxy speaks it"),
            _ => None,
        }
    }
}

impl FromStr for Proxy {
    type Err = ProxyError;

    fn from_str(text: &str) -> Result<Self, ProxyError> {
        let invalid = || ProxyError::Invalid(text.rsplit('@').next().unwrap_or_default().to_owned());
        let full = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&full).map_err(|_| invalid())?;
        let (kind, default_port) = match url.scheme() {
            "http" => (Kind::Http, 80),
            "https" => (Kind::Https, 443),
            "socks5" => (Kind::Socks5, 1080),
            "socks5h" => (Kind::Socks5h, 1080),
            "socks4" => (Kind::Socks4, 1080),
            "socks4a" => (Kind::Socks4a, 1080),
            _ => return Err(invalid()),
        };
        let host = match url.host().ok_or_else(invalid)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        // A URL of a scheme unknown to WHATWG (socks5) keeps an IPv6 host in brackets inside `Domain`.
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(invalid());
        }
        let credentials = crate::kit::net::credentials(&url);
        let login = credentials.as_ref().filter(|_| matches!(kind, Kind::Http | Kind::Https));
        let login = login.map(|(user, password)| Arc::new(Login::basic_first(Credentials::new(user, password))));
        Ok(Self { kind, host, port: url.port().unwrap_or(default_port), credentials, login })
    }
}

impl Proxy {
    /// `Basic …` for `Proxy-Authorization`; `None` without credentials and for SOCKS, which carries its own.
    #[must_use]
    pub fn authorization(&self) -> Option<HeaderValue> {
        let (user, password) = self.credentials.as_ref().filter(|_| self.login.is_some())?;
        Some(Credentials::new(user, password).basic())
    }

    /// What answers its challenges, Digest among them; `None` without credentials and for SOCKS.
    #[must_use]
    pub const fn login(&self) -> Option<&Arc<Login>> {
        self.login.as_ref()
    }

    /// Whether plain HTTP requests through it carry the whole URL (RFC 9112 §3.2.2); the others are tunnelled.
    #[must_use]
    pub const fn wants_absolute_form(&self) -> bool {
        matches!(self.kind, Kind::Http | Kind::Https)
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    pub(super) const fn is_tls(&self) -> bool {
        matches!(self.kind, Kind::Https)
    }

    pub(super) const fn dialect(&self) -> Dialect {
        match self.kind {
            Kind::Http | Kind::Https => Dialect::Http,
            Kind::Socks5 => Dialect::Socks5 { resolve_here: true },
            Kind::Socks5h => Dialect::Socks5 { resolve_here: false },
            Kind::Socks4 => Dialect::Socks4 { resolve_here: true },
            Kind::Socks4a => Dialect::Socks4 { resolve_here: false },
        }
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.kind {
            Kind::Http => "http",
            Kind::Https => "https",
            Kind::Socks5 => "socks5",
            Kind::Socks5h => "socks5h",
            Kind::Socks4 => "socks4",
            Kind::Socks4a => "socks4a",
        };
        write!(f, "{scheme}://")?;
        if let Some((user, _)) = &self.credentials {
            write!(f, "{user}@")?;
        }
        let address = Origin { scheme: Scheme::Http, host: self.host.clone(), port: self.port };
        f.write_str(&address.address())
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_read_and_their_passwords_kept() {
        for (typed, shown) in [
            ("proxy:3128", "http://proxy:3128"),
            ("https://p", "https://p:443"),
            ("socks5://[::1]", "socks5://[::1]:1080"),
            ("socks5h://u:p@h:9", "socks5h://u@h:9"),
            ("socks4://h", "socks4://h:1080"),
            ("socks4a://u@h:9", "socks4a://u@h:9"),
        ] {
            let proxy: Proxy = typed.parse().unwrap();
            assert_eq!(proxy.to_string(), shown);
            assert_eq!(format!("{proxy:?}"), shown);
        }
        for wrong in ["", "ftp://x", "http://", "u:secret@ :"] {
            let error = wrong.parse::<Proxy>().unwrap_err().to_string();
            assert!(error.contains("is not a proxy") && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn http_proxies_get_basic_credentials() {
        let proxy: Proxy = "http://Aladdin:open%20sesame@p".parse().unwrap();
        let value = proxy.authorization().unwrap();
        assert_eq!(value.to_str().unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert!(value.is_sensitive());
        assert!("socks5://a:b@p".parse::<Proxy>().unwrap().authorization().is_none());
    }
}
