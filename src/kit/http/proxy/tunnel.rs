//! How a proxy is asked for a tunnel: CONNECT (RFC 9110 section 9.3.6), SOCKS5 (RFC 1928, RFC 1929), SOCKS4 and 4A.
//!
//! None reads a byte beyond the proxy's answer that could belong to whoever is behind it.

use std::net::{IpAddr, SocketAddr};

use http::header::{HeaderMap, HeaderValue, PROXY_AUTHENTICATE};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::{Proxy, ProxyError};
use crate::kit::http::auth::{Answered, Login, Target, Verdict};
use crate::kit::net::Origin;

/// A CONNECT answer longer than this is not one.
const MAX_HEAD: usize = 16 * 1024;

impl Proxy {
    /// Asks for a tunnel with CONNECT.
    pub(in crate::kit::http) async fn connect<S>(&self, stream: &mut S, target: &Origin) -> Result<(), ProxyError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let address = target.address();
        let mut request = format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\n").into_bytes();
        let shown = self.login().map(|login| login.authorize(Target { method: "CONNECT", uri: &address }));
        if let Some(value) = shown.as_ref().and_then(|shown| shown.value.as_ref()) {
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
            407 => match (self.login(), shown) {
                (Some(login), Some(shown)) => Err(refused(login, shown.answered, answer.headers)),
                _ => Err(ProxyError::Credentials),
            },
            code => {
                Err(ProxyError::Answered(format!("{code} {}", answer.reason.unwrap_or_default()).trim().to_owned()))
            }
        }
    }

    /// Shakes hands as SOCKS5 and asks for a tunnel.
    pub(in crate::kit::http) async fn socks5<S>(
        &self,
        stream: &mut S,
        target: &SocksTarget<'_>,
    ) -> Result<(), ProxyError>
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

    /// Asks a SOCKS4 proxy for a tunnel; a name goes along as 4A has it.
    pub(in crate::kit::http) async fn socks4<S>(
        &self,
        stream: &mut S,
        target: &SocksTarget<'_>,
    ) -> Result<(), ProxyError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (address, port, name) = match *target {
            SocksTarget::Address(SocketAddr::V4(address)) => (address.ip().octets(), address.port(), None),
            SocksTarget::Address(address) => return Err(ProxyError::OnlyIpv4(address.ip().to_string())),
            // An address that cannot be one says that a name follows.
            SocksTarget::Name(name, port) => ([0, 0, 0, 1], port, Some(name)),
        };
        let mut request = vec![4, 1];
        request.extend_from_slice(&port.to_be_bytes());
        request.extend_from_slice(&address);
        let user = self.credentials.as_ref().map_or("", |(user, _)| user);
        for text in [Some(user), name].into_iter().flatten() {
            // Each text ends at a zero, so none may hold one.
            request.extend(text.bytes().filter(|byte| *byte != 0));
            request.push(0);
        }
        stream.write_all(&request).await?;
        let mut answer = [0; 8];
        stream.read_exact(&mut answer).await?;
        match answer {
            [0, 90, ..] => Ok(()),
            [0, 91, ..] => Err(ProxyError::Answered("that it refused or failed".to_owned())),
            [0, 92 | 93, ..] => Err(ProxyError::CredentialsRefused),
            _ => Err(ProxyError::Protocol("its answer is not SOCKS4")),
        }
    }
}

/// What a SOCKS proxy is asked to connect to.
pub(in crate::kit::http) enum SocksTarget<'a> {
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

/// What a 407 means to who has a login.
fn refused(login: &Login, answered: Answered, fields: &[httparse::Header<'_>]) -> ProxyError {
    let mut headers = HeaderMap::new();
    for field in fields.iter().filter(|field| field.name.eq_ignore_ascii_case(PROXY_AUTHENTICATE.as_str())) {
        if let Ok(value) = HeaderValue::from_bytes(field.value) {
            headers.append(PROXY_AUTHENTICATE, value);
        }
    }
    match login.learn(&headers, &PROXY_AUTHENTICATE, answered) {
        Verdict::Again => ProxyError::Challenged,
        Verdict::Unsupported(offered) if !offered.is_empty() => ProxyError::Unsupported(offered.join(", ")),
        Verdict::Refused | Verdict::Unsupported(_) => ProxyError::CredentialsRefused,
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

#[cfg(test)]
mod tests {
    use super::super::Dialect;
    use super::*;
    use crate::kit::net::Scheme;

    async fn ask(proxy: &str, answer: &'static [u8]) -> (Result<(), ProxyError>, Vec<u8>) {
        let (mut near, mut far) = tokio::io::duplex(4096);
        far.write_all(answer).await.unwrap();
        let target = Origin { scheme: Scheme::Https, host: "h.example".into(), port: 443 };
        let proxy: Proxy = proxy.parse().unwrap();
        let result = match proxy.dialect() {
            Dialect::Http => proxy.connect(&mut near, &target).await,
            Dialect::Socks5 { .. } => proxy.socks5(&mut near, &SocksTarget::Name("h.example", 443)).await,
            Dialect::Socks4 { resolve_here: false } => {
                proxy.socks4(&mut near, &SocksTarget::Name("h.example", 443)).await
            }
            Dialect::Socks4 { resolve_here: true } => {
                proxy.socks4(&mut near, &SocksTarget::Address(([10, 0, 0, 7], 443).into())).await
            }
        };
        drop(near);
        let mut asked = Vec::new();
        far.read_to_end(&mut asked).await.unwrap();
        (result, asked)
    }

    #[tokio::test]
    async fn a_challenge_of_digest_is_answered_by_the_next_attempt() {
        const ASKS: &[u8] =
            b"HTTP/1.1 407 Who\r\nProxy-Authenticate: Digest realm=\"p\", qop=\"auth\", nonce=\"n\"\r\n\r\n";
        let proxy: Proxy = "http://u:secret@x".parse().unwrap();
        let target = Origin { scheme: Scheme::Https, host: "h.example".into(), port: 443 };
        let attempt = async |answer: &[u8]| {
            let (mut near, mut far) = tokio::io::duplex(4096);
            far.write_all(answer).await.unwrap();
            let result = proxy.clone().connect(&mut near, &target).await;
            drop(near);
            let mut asked = String::new();
            far.read_to_string(&mut asked).await.unwrap();
            (result, asked)
        };
        assert!(matches!(attempt(ASKS).await, (Err(ProxyError::Challenged), asked) if asked.contains(": Basic ")));
        let (result, asked) = attempt(b"HTTP/1.1 200 OK\r\n\r\n").await;
        assert!(result.is_ok() && asked.contains(": Digest username=\"u\""), "{asked}");
        assert!(asked.contains("uri=\"h.example:443\"") && asked.contains("nc=00000001"), "{asked}");
        assert!(matches!(attempt(ASKS).await.0, Err(ProxyError::CredentialsRefused)), "the same question again");
        let other = b"HTTP/1.1 407 Who\r\nProxy-Authenticate: Negotiate\r\n\r\n";
        assert!(matches!(attempt(other).await.0, Err(ProxyError::Unsupported(schemes)) if schemes == "Negotiate"));
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
    #[tokio::test]
    async fn socks4_takes_an_address_and_4a_a_name() {
        let (result, asked) = ask("socks4://me@x", b"\x00\x5a\x00\x00\x00\x00\x00\x00").await;
        result.unwrap();
        assert_eq!(asked, b"\x04\x01\x01\xbb\x0a\x00\x00\x07me\x00");
        let (result, asked) = ask("socks4a://x", b"\x00\x5a\x00\x00\x00\x00\x00\x00").await;
        result.unwrap();
        assert_eq!(asked, b"\x04\x01\x01\xbb\x00\x00\x00\x01\x00h.example\x00");
        let refused = |answer| async move { ask("socks4://x", answer).await.0.unwrap_err() };
        let error = refused(b"\x00\x5b\x00\x00\x00\x00\x00\x00").await;
        assert_eq!(error.to_string(), "the proxy answered that it refused or failed");
        assert!(matches!(refused(b"\x00\x5d\x00\x00\x00\x00\x00\x00").await, ProxyError::CredentialsRefused));
        assert!(refused(b"HTTP/1.1").await.to_string().contains("not SOCKS4"));
        let (mut near, _far) = tokio::io::duplex(64);
        let v6 = SocksTarget::Address("[::1]:80".parse().unwrap());
        let error = "socks4://x".parse::<Proxy>().unwrap().socks4(&mut near, &v6).await.unwrap_err();
        assert_eq!(error.to_string(), "a SOCKS4 proxy reaches IPv4 addresses only, and ::1 is none");
    }
}
