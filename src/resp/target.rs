//! Where a server is and who one is to it: `redis://[user[:password]@]host[:port][/database]`, `rediss://` for TLS,
//! `unix:///path` for a socket file. What is printed never shows the password.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use thiserror::Error;
use url::Url;

/// What Redis listens on unless told otherwise.
pub const PORT: u16 = 6379;

/// The address itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A name or an address without brackets, and a port.
    Tcp(String, u16),
    /// A socket file.
    Unix(PathBuf),
}

/// A server, and who asks.
///
/// ```
/// use toolbox::resp::Target;
/// let target: Target = "redis://me:s3cret@example.org/2".parse()?;
/// assert_eq!(target.to_string(), "redis://me:***@example.org:6379/2");
/// assert_eq!("localhost:7000".parse::<Target>()?.address(), "localhost:7000");
/// # Ok::<(), toolbox::resp::TargetError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// Where.
    pub place: Place,
    /// Whether TLS is spoken.
    pub tls: bool,
    /// The user; `default` where there is a password and no user.
    pub user: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// The database that is selected.
    pub database: u32,
}

/// A text that names no server.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TargetError {
    /// Another scheme.
    #[error("the scheme '{0}' is not supported here; use redis://, rediss:// or unix://")]
    Scheme(String),
    /// What the parser of URLs says; the text is left out, since it may hold a password.
    #[error("not a URL of a server ({0}); write redis://[user[:password]@]host[:port][/database]")]
    Invalid(String),
    /// The path is no number.
    #[error("'{0}' is not a database; write a number, as in redis://localhost/0")]
    Database(String),
}

impl Default for Target {
    /// `redis://127.0.0.1:6379/0`.
    fn default() -> Self {
        Self { place: Place::Tcp("127.0.0.1".into(), PORT), tls: false, user: None, password: None, database: 0 }
    }
}

impl Target {
    /// `host:port` or the path of the socket file.
    #[must_use]
    pub fn address(&self) -> String {
        match &self.place {
            Place::Tcp(host, port) if host.contains(':') => format!("[{host}]:{port}"),
            Place::Tcp(host, port) => format!("{host}:{port}"),
            Place::Unix(path) => path.display().to_string(),
        }
    }

    /// Whether the server is on this machine for sure.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match &self.place {
            Place::Tcp(host, _) => {
                host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
            }
            Place::Unix(_) => true,
        }
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let text = text.trim();
        let whole = match text {
            _ if text.contains("://") => text.to_owned(),
            _ if text.starts_with('/') => format!("unix://{text}"),
            _ if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("redis://127.0.0.1:{text}")
            }
            _ => format!("redis://{text}"),
        };
        let url = Url::parse(&whole).map_err(|error| TargetError::Invalid(error.to_string()))?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let path = decoded(url.path());
        let asked = url.query_pairs().find(|(key, _)| key == "db").map(|(_, value)| value.into_owned());
        let (place, number) = match url.scheme() {
            "redis" | "rediss" => {
                let host = url.host_str().filter(|host| !host.is_empty()).unwrap_or("127.0.0.1");
                let host = decoded(host.trim_matches(['[', ']']));
                (
                    Place::Tcp(host, url.port().unwrap_or(PORT)),
                    asked.unwrap_or_else(|| path[1.min(path.len())..].to_owned()),
                )
            }
            "unix" | "redis+unix" | "redis-socket" => (Place::Unix(path.into()), asked.unwrap_or_default()),
            other => return Err(TargetError::Scheme(other.to_owned())),
        };
        let database = if number.is_empty() { 0 } else { number.parse().map_err(|_| TargetError::Database(number))? };
        let user = Some(decoded(url.username())).filter(|user| !user.is_empty());
        Ok(Self { place, tls: url.scheme() == "rediss", user, password: url.password().map(decoded), database })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = match (&self.user, &self.password) {
            (None, None) => String::new(),
            (user, None) => format!("{}@", user.as_deref().unwrap_or_default()),
            (user, Some(_)) => format!("{}:***@", user.as_deref().unwrap_or_default()),
        };
        match &self.place {
            Place::Tcp(..) => {
                let scheme = if self.tls { "rediss" } else { "redis" };
                write!(f, "{scheme}://{who}{}/{}", self.address(), self.database)
            }
            Place::Unix(path) => write!(f, "unix://{who}{}?db={}", path.display(), self.database),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_has_many_spellings() {
        for (typed, shown) in [
            ("redis://h", "redis://h:6379/0"),
            ("rediss://:p%40ss@h:1/3", "rediss://:***@h:1/3"),
            ("redis://h?db=4", "redis://h:6379/4"),
            ("redis://[::1]:7000/", "redis://[::1]:7000/0"),
            ("h", "redis://h:6379/0"),
            ("h:7000/1", "redis://h:7000/1"),
            ("7000", "redis://127.0.0.1:7000/0"),
            ("/run/kv.sock", "unix:///run/kv.sock?db=0"),
            ("unix:///run/kv.sock?db=2", "unix:///run/kv.sock?db=2"),
        ] {
            assert_eq!(typed.parse::<Target>().unwrap().to_string(), shown, "{typed}");
        }
        let target: Target = "redis://me:p%40ss@h".parse().unwrap();
        assert_eq!((target.user.as_deref(), target.password.as_deref()), (Some("me"), Some("p@ss")));
        assert!(!format!("{target:?}").contains("p@ss"));
    }

    #[test]
    fn what_is_no_server_says_what_to_write() {
        for (typed, says) in [
            ("http://h", "the scheme 'http' is not supported here; use redis://, rediss:// or unix://"),
            ("redis://h/x", "'x' is not a database; write a number, as in redis://localhost/0"),
            (
                "redis://:secret@h:99999",
                "not a URL of a server (invalid port number); write redis://[user[:password]@]host[:port][/database]",
            ),
        ] {
            assert_eq!(typed.parse::<Target>().unwrap_err().to_string(), says);
        }
    }
}
