//! `--connect-to`: connections for one host and port that go to another.

use std::str::FromStr;

/// `HOST1:PORT1:HOST2:PORT2`: connections for the first pair go to the second; the request, and the name asked for in
/// TLS, stay as they are. An empty `HOST1` or `PORT1` fits any, an empty `HOST2` or `PORT2` keeps the original.
///
/// ```
/// use toolbox::kit::http::ConnectTo;
/// let entry: ConnectTo = "example.org::localhost:8443".parse()?;
/// assert_eq!(entry.redirect("example.org", 443), Some(("localhost".to_owned(), 8443)));
/// assert_eq!(entry.redirect("example.com", 443), None);
/// # Ok::<(), toolbox::kit::http::ConnectToError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectTo {
    from_host: Option<String>,
    from_port: Option<u16>,
    to_host: Option<String>,
    to_port: Option<u16>,
}

/// A `--connect-to` value that is not `HOST1:PORT1:HOST2:PORT2`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not HOST1:PORT1:HOST2:PORT2, as in example.org:443:localhost:8443")]
pub struct ConnectToError(String);

impl FromStr for ConnectTo {
    type Err = ConnectToError;

    fn from_str(text: &str) -> Result<Self, ConnectToError> {
        parse_connect_to(text).ok_or_else(|| ConnectToError(text.to_owned()))
    }
}

fn parse_connect_to(text: &str) -> Option<ConnectTo> {
    let (from_host, rest) = take_host(text)?;
    let (from_port, rest) = rest.split_once(':')?;
    let (to_host, to_port) = take_host(rest)?;
    let port = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    let host = |text: &str| (!text.is_empty()).then(|| text.to_ascii_lowercase());
    Some(ConnectTo {
        from_host: host(from_host),
        from_port: port(from_port)?,
        to_host: host(to_host),
        to_port: port(to_port)?,
    })
}

/// Splits `host:rest`; the host may be empty or in brackets.
fn take_host(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('[') {
        Some(inner) => {
            let (host, rest) = inner.split_once(']')?;
            Some((host, rest.strip_prefix(':')?))
        }
        None => text.split_once(':'),
    }
}

impl ConnectTo {
    /// Where a connection for `host:port` goes; `None` when this entry does not fit.
    #[must_use]
    pub fn redirect(&self, host: &str, port: u16) -> Option<(String, u16)> {
        let fits = self.from_host.as_ref().is_none_or(|from| from.eq_ignore_ascii_case(host))
            && self.from_port.is_none_or(|from| from == port);
        fits.then(|| (self.to_host.clone().unwrap_or_else(|| host.to_owned()), self.to_port.unwrap_or(port)))
    }
}
