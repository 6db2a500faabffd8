//! Cookies (RFC 6265): which are sent where, what servers set, and the `cookies.txt` that browsers export.
//!
//! There is no list of public suffixes: a domain without a dot is nobody's but its host's, and for the rest the jar of
//! one run meets few hosts. An address has no subdomains.
//!
//! ```
//! use std::time::SystemTime;
//! use toolbox::kit::http::cookies::Jar;
//! use toolbox::kit::net::parse_url;
//! let jar = Jar::default();
//! jar.read("#HttpOnly_.example.org\tTRUE\t/\tTRUE\t0\tid\t42\n")?;
//! let now = SystemTime::now();
//! let (secure, plain) = (parse_url("https://www.example.org/a")?, parse_url("http://www.example.org/a")?);
//! assert_eq!(jar.header(&secure, now).unwrap(), "id=42");
//! assert!(jar.header(&plain, now).is_none(), "it is for https alone");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod date;
mod set;

use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, HeaderValue, SET_COOKIE};
use url::{Host, Url};

use crate::kit::fs::{self, FileError};

/// As many as browsers keep in all (RFC 6265 section 6.1); the oldest go first.
const MOST: usize = 3_000;

/// A longer one is ignored: no server can expect it to be kept (section 6.1).
const LONGEST_BYTES: usize = 8_192;

/// One cookie; `Debug` leaves the value out.
#[derive(Clone, PartialEq, Eq)]
struct Cookie {
    name: String,
    value: String,
    /// In lower case, without a leading dot.
    domain: String,
    scope: Scope,
    path: String,
    channel: Channel,
    /// `None`: until the end of the session, which is the run.
    expires: Option<SystemTime>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// This host alone.
    Host,
    /// The domain and everything below it.
    Domain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Channel {
    Any,
    /// https.
    Secure,
}

/// A line of a cookies.txt that is not a cookie.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct CookieError {
    /// From 1.
    pub line: usize,
    /// What is wrong with it; its text may be a secret, so it is not repeated.
    pub problem: &'static str,
}

/// What `--cookies` was given is of no use; none of its text is repeated.
#[derive(Debug, thiserror::Error)]
pub enum GivenError {
    /// Signs that no field can hold.
    #[error("no cookie holds that")]
    Value,
    /// Neither cookies nor the name of a file.
    #[error("it is neither 'name=value; name=value' nor a file that is there")]
    Neither,
    /// A file that cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file that is no cookies.txt.
    #[error("{path}: {reason}")]
    Line {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: CookieError,
    },
}

/// The cookies of a run, in the order in which they were set. Requests on several connections share it.
#[derive(Default)]
pub struct Jar {
    cookies: Mutex<Vec<Cookie>>,
}

impl Jar {
    /// Adds the cookies of a `cookies.txt` (Netscape's format): domain, whether subdomains belong to it, path, whether
    /// it is for https alone, expiry in seconds since 1970 (0: none), name, value; with tabs between. A line that
    /// begins with `#` is a comment, unless it begins with `#HttpOnly_`. Returns how many there were.
    ///
    /// # Errors
    /// The first line that is none of that.
    pub fn read(&self, text: &str) -> Result<usize, CookieError> {
        let mut count = 0;
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_end_matches('\r');
            let line = match line.strip_prefix("#HttpOnly_") {
                Some(rest) => rest,
                None if line.starts_with('#') || line.trim().is_empty() => continue,
                None => line,
            };
            let cookie = read_line(line).map_err(|problem| CookieError { line: index + 1, problem })?;
            self.put(cookie);
            count += 1;
        }
        Ok(count)
    }

    /// Takes what a user gives: the name of a cookies.txt, or cookies as they stand in a `Cookie` field, which is given
    /// back and is for the host that the user names. A file is one that is there; what holds a `=` and is none is the
    /// cookies themselves.
    ///
    /// # Errors
    /// The file cannot be read or is none, or the text cannot be sent.
    pub fn take(&self, given: &str) -> Result<Option<HeaderValue>, GivenError> {
        let path = Path::new(given);
        if given.contains('=') && !path.exists() {
            let mut field = HeaderValue::from_str(given).map_err(|_| GivenError::Value)?;
            field.set_sensitive(true);
            return Ok(Some(field));
        }
        // A cookie without a name is one as well: only what is called like a file is repeated.
        if !path.exists() && path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("txt")) {
            return Err(GivenError::Neither);
        }
        let text = fs::read_to_string(path)?;
        let count = self.read(&text).map_err(|reason| GivenError::Line { path: given.to_owned(), reason })?;
        tracing::debug!(count, "cookies from a file");
        Ok(None)
    }

    /// The `Cookie` field for a request, marked as a secret; `None` where no cookie fits.
    #[must_use]
    pub fn header(&self, url: &Url, now: SystemTime) -> Option<HeaderValue> {
        let host = host_of(url)?;
        let mut cookies = self.cookies();
        cookies.retain(|cookie| cookie.expires.is_none_or(|expires| expires > now));
        let mut fitting: Vec<&Cookie> = cookies.iter().filter(|cookie| cookie.fits(&host, url)).collect();
        // Longer paths first; the order of setting among equals (section 5.4).
        fitting.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> = fitting.iter().map(|cookie| cookie.pair()).collect();
        let mut value = HeaderValue::try_from(pairs.join("; ")).ok().filter(|value| !value.is_empty())?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Takes in what a response from `url` sets with `Set-Cookie`, redirects included.
    pub fn store(&self, url: &Url, headers: &HeaderMap, now: SystemTime) {
        let Some(host) = host_of(url) else { return };
        for field in headers.get_all(SET_COOKIE) {
            let text = String::from_utf8_lossy(field.as_bytes());
            let Some(cookie) = set::read(&text, &host, url, now) else { continue };
            if cookie.expires.is_some_and(|expires| expires <= now) {
                self.cookies().retain(|known| !known.is_same(&cookie));
            } else {
                self.put(cookie);
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.cookies().len()
    }

    fn put(&self, cookie: Cookie) {
        if cookie.name.len() + cookie.value.len() > LONGEST_BYTES {
            return;
        }
        let mut cookies = self.cookies();
        if let Some(known) = cookies.iter_mut().find(|known| known.is_same(&cookie)) {
            *known = cookie;
            return;
        }
        if cookies.len() >= MOST {
            cookies.remove(0);
        }
        cookies.push(cookie);
    }

    fn cookies(&self) -> MutexGuard<'_, Vec<Cookie>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Jar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.cookies().iter()).finish()
    }
}

impl fmt::Debug for Cookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=*** for {}{}", self.name, self.domain, self.path)
    }
}

impl Cookie {
    fn fits(&self, host: &str, url: &Url) -> bool {
        let at_home = match self.scope {
            Scope::Host => host == self.domain,
            Scope::Domain => domain_matches(host, &self.domain),
        };
        at_home && path_matches(url.path(), &self.path) && (self.channel == Channel::Any || url.scheme() == "https")
    }

    fn is_same(&self, other: &Self) -> bool {
        (&self.name, &self.domain, &self.path) == (&other.name, &other.domain, &other.path)
    }

    fn pair(&self) -> String {
        // A cookie without a name is sent as its value alone, as browsers do.
        if self.name.is_empty() { self.value.clone() } else { format!("{}={}", self.name, self.value) }
    }
}

/// The host in lower case, an IPv6 address without brackets.
fn host_of(url: &Url) -> Option<String> {
    Some(match url.host()? {
        Host::Domain(name) => name.to_ascii_lowercase(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    })
}

/// Section 5.1.3: equal, or below it; an address is below nothing.
fn domain_matches(host: &str, domain: &str) -> bool {
    host == domain
        || host.strip_suffix(domain).is_some_and(|front| front.ends_with('.')) && host.parse::<IpAddr>().is_err()
}

/// Section 5.1.4.
fn path_matches(path: &str, of_cookie: &str) -> bool {
    path.strip_prefix(of_cookie)
        .is_some_and(|rest| rest.is_empty() || of_cookie.ends_with('/') || rest.starts_with('/'))
}

fn read_line(line: &str) -> Result<Cookie, &'static str> {
    let fields: Vec<&str> = line.split('\t').collect();
    // Some exports leave an empty value out together with its tab.
    let [domain, subdomains, path, secure, expires, name] = fields[..fields.len().min(6)] else {
        return Err("a cookie has seven fields with tabs between them");
    };
    if fields.len() > 7 {
        return Err("a cookie has seven fields with tabs between them, and this line has more");
    }
    let is_true = |text: &str| match text {
        text if text.eq_ignore_ascii_case("true") => Ok(true),
        text if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err("the second and the fourth field are TRUE or FALSE"),
    };
    // Some browsers write fractions, and -1 for the end of the session.
    let seconds = expires.split('.').next().unwrap_or_default().parse::<i64>();
    let seconds = seconds.map_err(|_| "the fifth field is a number of seconds since 1970")?;
    let plain = domain.trim_start_matches('.').to_ascii_lowercase();
    if plain.is_empty() {
        return Err("the first field is a domain, and here it is empty");
    }
    let value = fields.get(6).copied().unwrap_or_default();
    if !is_sendable(name) || !is_sendable(value) {
        return Err("the name or the value holds what no cookie may");
    }
    Ok(Cookie {
        name: name.to_owned(),
        value: value.to_owned(),
        domain: plain,
        scope: if is_true(subdomains)? { Scope::Domain } else { Scope::Host },
        path: if path.starts_with('/') { path.to_owned() } else { "/".to_owned() },
        channel: if is_true(secure)? { Channel::Secure } else { Channel::Any },
        expires: u64::try_from(seconds).ok().filter(|seconds| *seconds > 0).and_then(after_epoch),
    })
}

fn after_epoch(seconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Neither controls nor the semicolon, which would end it.
fn is_sendable(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || c == ';')
}

#[cfg(test)]
mod tests;
