//! Proxies: how one is written, and how it is asked for a tunnel.
//!
//! - `http://` and `https://`: CONNECT (RFC 9110 section 9.3.6) for https requests; plain ones are sent to the proxy
//!   itself in absolute form (RFC 9112 section 3.2.2) by whoever writes requests.
//! - `socks5://` resolves here, `socks5h://` lets the proxy resolve (RFC 1928, RFC 1929).

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use base64::Engine as _;
use http::HeaderValue;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use url::{Host, Url};

use crate::kit::net::{Origin, Scheme};

/// A CONNECT answer longer than this is not one.
const MAX_HEAD: usize = 16 * 1024;

/// A proxy and the credentials for it; `Display` leaves the password out.
///
/// ```
/// use toolbox::kit::http::Proxy;
/// let proxy: Proxy = "http://me:secret@proxy.example:3128".parse()?;
/// assert_eq!(proxy.to_string(), "http://me@proxy.example:3128");
/// assert_eq!("proxy.example".parse::<Proxy>()?.to_string(), "http://proxy.example:80");
/// # Ok::<(), toolbox::kit::http::ProxyError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    kind: Kind,
    host: String,
    port: u16,
    credentials: Option<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Http,
    Https,
    Socks5,
    /// The proxy resolves names.
    Socks5h,
}

/// How a proxy is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Http,
    Socks5 { resolve_here: bool },
}

/// What is wrong with a proxy or its answer.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// The text is not a proxy's address.
    #[error("`{0}` is not a proxy; write http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT")]
    Invalid(String),
    /// 407, or SOCKS5 without a method in common.
    #[error("the proxy asks for a user name and password")]
    Credentials,
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
    /// The connection to the proxy broke.
    #[error("the connection to the proxy broke")]
    Io(#[from] io::Error),
}

impl ProxyError {
    /// The next thing to try.
    #[must_use]
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Credentials => Some("put them into the URL: --proxy http://USER:PASSWORD@HOST:PORT"),
            Self::CredentialsRefused => Some("check the user name and password in --proxy"),
            Self::Protocol(_) => Some("is the scheme of --proxy right: http, https, socks5 or socks5h?"),
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
        Ok(Self { kind, host, port: url.port().unwrap_or(default_port), credentials })
    }
}

impl Proxy {
    /// `Basic …` for `Proxy-Authorization`; `None` without credentials and for SOCKS5, which carries its own.
    #[must_use]
    pub fn authorization(&self) -> Option<HeaderValue> {
        let (user, password) = self.credentials.as_ref()?;
        if matches!(self.dialect(), Dialect::Socks5 { .. }) {
            return None;
        }
        let text = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        let mut value = HeaderValue::try_from(format!("Basic {text}")).ok()?;
        value.set_sensitive(true);
        Some(value)
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
        }
    }

    /// Asks for a tunnel with CONNECT.
    pub(super) async fn connect<S>(&self, stream: &mut S, target: &Origin) -> Result<(), ProxyError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let address = target.address();
        let mut request = format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n").into_bytes();
        if let Some(value) = self.authorization() {
            request.extend_from_slice(b"Proxy-Authorization: ");
            request.extend_from_slice(value.as_bytes());
            request.extend_from_slice(b"\r\n");
        }
        request.extend_from_slice(b"\r\n");
        stream.write_all(&request).await?;
        let head = read_head(stream).await?;
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut answer = httparse::Response::new(&mut headers);
        answer.parse(&head).map_err(|_| ProxyError::Protocol("its answer is not HTTP"))?;
        match answer.code.unwrap_or_default() {
            200..=299 => Ok(()),
            407 if self.credentials.is_some() => Err(ProxyError::CredentialsRefused),
            407 => Err(ProxyError::Credentials),
            code => {
                Err(ProxyError::Answered(format!("{code} {}", answer.reason.unwrap_or_default()).trim().to_owned()))
            }
        }
    }

    /// Shakes hands as SOCKS5 and asks for a tunnel.
    pub(super) async fn socks5<S>(&self, stream: &mut S, target: &SocksTarget<'_>) -> Result<(), ProxyError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        const VERSION: u8 = 5;
        const NO_METHOD: u8 = 0xff;
        let method = if self.credentials.is_some() { 2 } else { 0 };
        stream.write_all(&[VERSION, 1, method]).await?;
        let mut chosen = [0; 2];
        stream.read_exact(&mut chosen).await?;
        match chosen {
            [VERSION, NO_METHOD] => return Err(ProxyError::Credentials),
            [VERSION, answer] if answer == method => {}
            _ => return Err(ProxyError::Protocol("its answer is not SOCKS5")),
        }
        if let Some((user, password)) = &self.credentials {
            let mut login = vec![1];
            push_short(&mut login, user)?;
            push_short(&mut login, password)?;
            stream.write_all(&login).await?;
            let mut verdict = [0; 2];
            stream.read_exact(&mut verdict).await?;
            if verdict[1] != 0 {
                return Err(ProxyError::CredentialsRefused);
            }
        }
        let mut request = vec![VERSION, 1, 0];
        target.encode(&mut request)?;
        stream.write_all(&request).await?;
        socks5_answer(stream).await
    }
}

/// What a SOCKS5 proxy is asked to connect to.
pub(super) enum SocksTarget<'a> {
    Address(SocketAddr),
    Name(&'a str, u16),
}

impl SocksTarget<'_> {
    fn encode(&self, out: &mut Vec<u8>) -> Result<(), ProxyError> {
        let port = match self {
            Self::Address(address) => {
                match address.ip() {
                    IpAddr::V4(ip) => {
                        out.push(1);
                        out.extend_from_slice(&ip.octets());
                    }
                    IpAddr::V6(ip) => {
                        out.push(4);
                        out.extend_from_slice(&ip.octets());
                    }
                }
                address.port()
            }
            Self::Name(name, port) => {
                out.push(3);
                push_short(out, name)?;
                *port
            }
        };
        out.extend_from_slice(&port.to_be_bytes());
        Ok(())
    }
}

/// A length byte and the text.
fn push_short(out: &mut Vec<u8>, text: &str) -> Result<(), ProxyError> {
    out.push(u8::try_from(text.len()).map_err(|_| ProxyError::NameTooLong)?);
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

/// Reads the reply of RFC 1928 section 6, bound address included, and not a byte more.
async fn socks5_answer<S: AsyncRead + Unpin>(stream: &mut S) -> Result<(), ProxyError> {
    let mut head = [0; 4];
    stream.read_exact(&mut head).await?;
    let rest = match head {
        [5, 0, _, 1] => 4 + 2,
        [5, 0, _, 4] => 16 + 2,
        [5, 0, _, 3] => usize::from(stream.read_u8().await?) + 2,
        [5, code @ 1..=8, ..] => {
            const REASONS: [&str; 8] = [
                "general failure",
                "not allowed by its rules",
                "network unreachable",
                "host unreachable",
                "connection refused",
                "TTL expired",
                "command not supported",
                "address type not supported",
            ];
            return Err(ProxyError::Answered(REASONS[usize::from(code) - 1].to_owned()));
        }
        _ => return Err(ProxyError::Protocol("its answer is not SOCKS5")),
    };
    let mut bound = [0; 255 + 2];
    stream.read_exact(&mut bound[..rest]).await?;
    Ok(())
}

/// Reads up to the empty line. The server behind a tunnel stays silent until TLS has begun, so bytes after the head
/// can only be a proxy's mistake.
async fn read_head<S: AsyncRead + Unpin>(stream: &mut S) -> Result<Vec<u8>, ProxyError> {
    let mut head = Vec::with_capacity(512);
    loop {
        if stream.read_buf(&mut head).await? == 0 {
            return Err(ProxyError::Protocol("it hung up instead of answering CONNECT"));
        }
        if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
            // A refusal may carry a body; nobody reads it.
            head.truncate(end + 4);
            return Ok(head);
        }
        if head.len() > MAX_HEAD {
            return Err(ProxyError::Protocol("its answer never ends"));
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

    async fn ask(proxy: &str, answer: &'static [u8]) -> (Result<(), ProxyError>, Vec<u8>) {
        let (mut near, mut far) = tokio::io::duplex(4096);
        far.write_all(answer).await.unwrap();
        let target = Origin { scheme: Scheme::Https, host: "h.example".into(), port: 443 };
        let proxy: Proxy = proxy.parse().unwrap();
        let result = match proxy.dialect() {
            Dialect::Http => proxy.connect(&mut near, &target).await,
            Dialect::Socks5 { .. } => proxy.socks5(&mut near, &SocksTarget::Name("h.example", 443)).await,
        };
        drop(near);
        let mut asked = Vec::new();
        far.read_to_end(&mut asked).await.unwrap();
        (result, asked)
    }

    #[tokio::test]
    async fn connect_asks_for_the_target_and_reads_the_answer() {
        let (result, asked) = ask("http://u:p@x", b"HTTP/1.1 200 OK\r\n\r\n").await;
        result.unwrap();
        let expected =
            "CONNECT h.example:443 HTTP/1.1\r\nHost: h.example:443\r\nProxy-Authorization: Basic dTpw\r\n\r\n";
        assert_eq!(String::from_utf8(asked).unwrap(), expected);
        let refused = |answer| async move { ask("http://x", answer).await.0.unwrap_err().to_string() };
        assert_eq!(refused(b"HTTP/1.1 502 Bad Gateway\r\n\r\nbody").await, "the proxy answered 502 Bad Gateway");
        assert!(refused(b"HTTP/1.1 407 No\r\n\r\n").await.contains("asks for a user name"));
        assert!(refused(b"SSH-2.0-x\r\n\r\n").await.contains("not HTTP"));
        let (result, _) = ask("http://u:p@x", b"HTTP/1.1 407 No\r\n\r\n").await;
        assert!(matches!(result, Err(ProxyError::CredentialsRefused)));
    }

    #[tokio::test]
    async fn socks5_logs_in_and_passes_the_name_on() {
        let (result, asked) =
            ask("socks5h://u:pw@x", b"\x05\x02\x01\x00\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00").await;
        result.unwrap();
        assert_eq!(asked, b"\x05\x01\x02\x01\x01u\x02pw\x05\x01\x00\x03\x09h.example\x01\xbb");
        let (result, _) = ask("socks5h://x", b"\x05\x00\x05\x05\x00\x01").await;
        assert_eq!(result.unwrap_err().to_string(), "the proxy answered connection refused");
        let (result, _) = ask("socks5h://x", b"\x05\xff").await;
        assert!(matches!(result, Err(ProxyError::Credentials)));
    }
}
