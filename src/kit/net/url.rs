//! URLs as users type them, with errors that say what is missing and a `Display` that keeps secrets.
//!
//! Parsing itself is the `url` crate's (WHATWG). Ours is what a command line needs around it: only `http` and
//! `https`, a host that is really there, and masks wherever a URL may reach a terminal or a log.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use url::{Host, Url};

use super::mask::{LONGEST_TOLD, MASK, cut, inline, mask_fragment, mask_path, mask_query, mask_url};

/// Servers may call anything a URL, however long it is: letters of one that are shown.
const LONGEST_SHOWN: usize = 600;

/// Parses a URL of scheme `http` or `https`.
///
/// # Errors
/// [`UrlError`] names the text and what to write instead.
///
/// ```
/// use toolbox::kit::net::parse_url;
/// let error = parse_url("localhost:8080/x").unwrap_err();
/// assert_eq!(error.to_string(), "`localhost:8080/x` has no scheme; write http://localhost:8080/x");
/// ```
pub fn parse_url(text: &str) -> Result<SafeUrl, UrlError> {
    text.parse()
}

/// Why a text is not a URL we can ask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Nothing was given.
    #[error("the URL is empty")]
    Empty,
    /// `localhost:8080` instead of `http://localhost:8080`.
    #[error("`{0}` has no scheme; write http://{0}")]
    NoScheme(String),
    /// Another scheme than the two we speak.
    #[error("`{text}`: the scheme `{scheme}` is not supported here; use http or https")]
    Scheme {
        /// The URL, masked.
        text: String,
        /// What stood before `://`.
        scheme: String,
    },
    /// A file that a playlist must not name.
    #[error("`{0}` is not beside the playlist or below it")]
    Outside(String),
    /// The WHATWG parser refused it.
    #[error("`{text}` is not a URL: {reason}")]
    Invalid {
        /// The URL as typed, masked as far as it could be.
        text: String,
        /// The parser's reason.
        reason: String,
    },
}

/// An absolute `http` or `https` URL, or one of a file that [`SafeUrl::of_file`] has made, whose `Display` and `Debug` mask the password and secret-looking query values.
///
/// Reads as a [`Url`] (`Deref`); [`Url::as_str`] gives the unmasked text for the wire.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SafeUrl(Url);

impl SafeUrl {
    /// Resolves a reference (a `Location`, a link) against this URL, RFC 3986 section 5.
    ///
    /// # Errors
    /// The reference does not parse or leads to a scheme other than http and https. From a file it may lead to a file of
    /// this machine, from elsewhere never.
    pub fn join(&self, reference: &str) -> Result<Self, UrlError> {
        let joined = self.0.join(reference).map_err(|e| invalid(reference, e))?;
        if self.is_file() && joined.scheme() == "file" && joined.host().is_none() {
            return Ok(Self(joined));
        }
        Self::try_from(joined)
    }

    /// The URL of a file, as the user named it; `None` where the path is not absolute.
    #[must_use]
    pub fn of_file(path: &std::path::Path) -> Option<Self> {
        Url::from_file_path(path).ok().map(Self)
    }

    /// Whether it is of a file of this machine.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.0.scheme() == "file"
    }

    /// The plain `Url`.
    #[must_use]
    pub fn into_inner(self) -> Url {
        self.0
    }

    /// Takes the user name and password out of the URL, percent-decoded.
    ///
    /// ```
    /// let mut url = toolbox::kit::net::parse_url("http://me:p%40ss@host/")?;
    /// assert_eq!(url.take_credentials(), Some(("me".into(), "p@ss".into())));
    /// assert_eq!(url.as_str(), "http://host/");
    /// # Ok::<(), toolbox::kit::net::UrlError>(())
    /// ```
    pub fn take_credentials(&mut self) -> Option<(String, String)> {
        let credentials = credentials(&self.0)?;
        // Both setters only fail for URLs without a host, which `TryFrom` refused.
        let _ = self.0.set_username("");
        let _ = self.0.set_password(None);
        Some(credentials)
    }
}

/// The percent-decoded user name and password of a URL; `None` when it has neither.
pub(crate) fn credentials(url: &Url) -> Option<(String, String)> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    Some((decode(url.username()), decode(url.password().unwrap_or_default())))
}

impl FromStr for SafeUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(UrlError::Empty);
        }
        if !text.contains("://") && !text.starts_with("http:") && !text.starts_with("https:") {
            return Err(UrlError::NoScheme(mask_url(text.trim_start_matches('/'))));
        }
        Self::try_from(Url::parse(text).map_err(|e| invalid(text, e))?)
    }
}

impl TryFrom<Url> for SafeUrl {
    type Error = UrlError;

    fn try_from(url: Url) -> Result<Self, UrlError> {
        if matches!(url.scheme(), "http" | "https") {
            // The parser gives every http(s) URL a non-empty host.
            return Ok(Self(url));
        }
        let scheme = url.scheme().to_owned();
        Err(UrlError::Scheme { text: cut(&Self(url).to_string(), LONGEST_TOLD), scheme: cut(&scheme, LONGEST_TOLD) })
    }
}

impl Deref for SafeUrl {
    type Target = Url;

    fn deref(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut masked = self.0.clone();
        if masked.password().is_some() {
            let _ = masked.set_password(Some(MASK));
        }
        if let Some(query) = masked.query().map(mask_query) {
            masked.set_query(Some(&query));
        }
        if let Some(fragment) = masked.fragment().map(mask_fragment) {
            masked.set_fragment(Some(&fragment));
        }
        if masked.scheme() == "data" {
            return f.write_str(&inline(self.0.as_str()));
        }
        let path = mask_path(masked.path());
        if path != masked.path() {
            masked.set_path(&path);
        }
        f.write_str(&cut(masked.as_str(), LONGEST_SHOWN))
    }
}

impl fmt::Debug for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for SafeUrl {
    /// Masked: a report is shared more widely than its author thinks.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn invalid(text: &str, reason: url::ParseError) -> UrlError {
    UrlError::Invalid { text: mask_url(text), reason: reason.to_string() }
}

/// Which of the two protocols a URL asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Plain text.
    Http,
    /// Over TLS.
    Https,
}

impl Scheme {
    /// The lower-case name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// 80 or 443.
    #[must_use]
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Scheme, host and port: what one connection can serve (RFC 6454).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Plain or TLS.
    pub scheme: Scheme,
    /// A name or an address; an IPv6 address stands here without brackets.
    pub host: String,
    /// Never left out.
    pub port: u16,
}

impl Origin {
    /// The origin of a URL.
    ///
    /// # Errors
    /// The URL is not http(s) or has no host; neither happens for a [`SafeUrl`].
    pub fn of(url: &Url) -> Result<Self, UrlError> {
        let scheme = match url.scheme() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            other => return Err(UrlError::Scheme { text: other.to_owned(), scheme: other.to_owned() }),
        };
        let host = match url.host() {
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            None => return Err(UrlError::Empty),
        };
        Ok(Self { scheme, host, port: url.port().unwrap_or(scheme.default_port()) })
    }

    /// As a `Host` header wants it: IPv6 in brackets, the port only where it is not the scheme's own.
    #[must_use]
    pub fn authority(&self) -> String {
        if self.port == self.scheme.default_port() { bracketed(&self.host) } else { self.address() }
    }

    /// `host:port`, always with the port.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}:{}", bracketed(&self.host), self.port)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.as_str(), self.authority())
    }
}

fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_never_show() {
        for (typed, shown) in [
            ("http://me:pw@h/", "http://me:***@h/"),
            ("http://me@h/", "http://me@h/"),
            ("http://h/?a=1&Access_Token=x&b", "http://h/?a=1&Access_Token=***&b"),
            ("http://h/x.ts?token=x#SECRET", "http://h/x.ts?token=***#***"),
            ("http://h/x#access_token=x&t=1", "http://h/x#access_token=***&t=1"),
            ("http://h/?X-Amz-Credential=x&page=2", "http://h/?X-Amz-Credential=***&page=2"),
            (
                "http://h/x?hdnts=exp=1~acl=*~hmac=x&Policy=x&Key-Pair-Id=x",
                "http://h/x?hdnts=***&Policy=***&Key-Pair-Id=***",
            ),
            ("http://h/x?a=1;token=x&%74oken=x&wmsAuthSign=x", "http://h/x?a=1;token=***&%74oken=***&wmsAuthSign=***"),
            ("http://h/token=x/hdnts=exp=1~hmac=x/y", "http://h/token=***/hdnts=***/y"),
            ("http://h/?u=http%3A%2F%2Fh%2Fx%3Ftoken%3Dx&v=http://h/x?sig=x", "http://h/?u=***&v=***"),
            ("http://h/?u=http%253A%252F%252Fh%252F%253Ftoken%253Dx", "http://h/?u=***"),
            ("http://h/?u=http%3A%2F%2Fh%2Fx%3Fpage%3D2", "http://h/?u=http%3A%2F%2Fh%2Fx%3Fpage%3D2"),
            ("http://h/?h=0a1b2c3d4e&t=90&s=12345678&hash=abcdef012345", "http://h/?h=***&t=90&s=12345678&hash=***"),
            ("http://h/a;token=x;v=1/b.ts;session=x;=?q", "http://h/a;token=***;v=1/b.ts;session=***;=?q"),
        ] {
            let url = parse_url(typed).unwrap();
            assert_eq!(url.to_string(), shown);
            assert_eq!(format!("{url:?}"), shown);
            assert_eq!(serde_json::to_value(&url).unwrap(), shown);
        }
        let error = parse_url("http://me:pw@h:99999/").unwrap_err();
        assert_eq!(error.to_string(), "`http://me:***@h:99999/` is not a URL: invalid port number");
        let home = parse_url("http://h/").unwrap();
        for typed in [
            "http://[bad?token=SECRET",
            "h/x?token=SECRET",
            "ftp://h/x?token=SECRET#SECRET",
            "ftp://h/x;token=SECRET/y",
            "data:,SECRET",
            "h;token=SECRET",
        ] {
            let error = parse_url(typed).unwrap_err().to_string();
            assert!(!error.contains("SECRET"), "{error}");
            let Err(error) = home.join(typed) else { continue };
            assert!(!error.to_string().contains("SECRET"), "{error}");
        }
        let long = home.join(&format!("data:text/plain,{}", "x".repeat(1 << 20))).unwrap_err().to_string();
        assert!(long.len() < 400, "{}", long.len());
        let long = parse_url(&format!("http://h/{}/z.ts?n=9", "xä".repeat(1 << 20))).unwrap().to_string();
        assert!(long.chars().count() == 601 && long.starts_with("http://h/x") && long.ends_with("/z.ts?n=9"), "{long}");
        assert_eq!(mask_url("DATA:text/plain,SECRET"), "data:…(22 bytes)");
    }

    #[test]
    fn bad_urls_say_what_to_write() {
        for (typed, says) in [
            ("", "the URL is empty"),
            ("example.org", "`example.org` has no scheme; write http://example.org"),
            ("ftp://x/y", "`ftp://x/y`: the scheme `ftp` is not supported here; use http or https"),
            ("http://", "`http://` is not a URL: empty host"),
            ("http://[::1", "`http://[::1` is not a URL: invalid IPv6 address"),
        ] {
            assert_eq!(parse_url(typed).unwrap_err().to_string(), says);
        }
    }

    #[test]
    fn an_origin_spells_hosts_as_each_place_wants_them() {
        let origin = |text: &str| Origin::of(&parse_url(text).unwrap()).unwrap();
        assert_eq!(origin("https://h/x").authority(), "h");
        assert_eq!(origin("https://h/x").address(), "h:443");
        assert_eq!(origin("http://[::1]:80/").authority(), "[::1]");
        assert_eq!(origin("http://[::1]:81/").to_string(), "http://[::1]:81");
        assert_eq!(origin("http://[::1]/").host, "::1");
    }

    #[test]
    fn references_resolve_and_foreign_schemes_do_not() {
        let base = parse_url("http://h/a/b?x").unwrap();
        assert_eq!(base.join("../c").unwrap().as_str(), "http://h/c");
        assert_eq!(base.join("//other/d").unwrap().as_str(), "http://other/d");
        assert!(matches!(base.join("file:///etc/passwd"), Err(UrlError::Scheme { .. })));
    }
}
