//! How a server or a proxy is told who asks: Basic (RFC 7617) and Digest (RFC 7616), by what it challenges with.
//!
//! A [`Login`] is shared by all connections to one place. The first request goes out bare, or with Basic where that
//! was asked for; the challenge of a 401 or 407 teaches it what the place wants, and from then on every request
//! carries an answer of its own: Digest counts them. The strongest scheme on offer is used, so a server that offers
//! both never sees the password.
//!
//! ```
//! use http::{HeaderMap, HeaderValue, header::WWW_AUTHENTICATE};
//! use toolbox::kit::http::auth::{Credentials, Login, Target, Verdict};
//! let login = Login::new(Credentials::new("Mufasa", "Circle of Life"));
//! let target = Target { method: "GET", uri: "/dir/index.html" };
//! let bare = login.authorize(target);
//! assert!(bare.value.is_none());
//! let mut headers = HeaderMap::new();
//! headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Digest realm=\"x\", qop=\"auth\", nonce=\"n\""));
//! assert_eq!(login.learn(&headers, &WWW_AUTHENTICATE, bare.answered), Verdict::Again);
//! assert!(login.authorize(target).value.unwrap().to_str().unwrap().starts_with("Digest username=\"Mufasa\""));
//! ```

mod digest;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use http::header::{HeaderMap, HeaderName, HeaderValue};

use self::digest::Digest;

/// A user name and a password; `Debug` leaves the password out.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    user: String,
    password: String,
}

impl Credentials {
    /// Both as the user typed them.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self { user: user.into(), password: password.into() }
    }

    /// The user name.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// `Basic …` (RFC 7617), marked as a secret.
    ///
    /// ```
    /// use toolbox::kit::http::auth::Credentials;
    /// let value = Credentials::new("Aladdin", "open sesame").basic();
    /// assert_eq!(value, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    /// assert!(value.is_sensitive());
    /// ```
    #[must_use]
    pub fn basic(&self) -> HeaderValue {
        let text = base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", self.user, self.password));
        secret(format!("Basic {text}"))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:***", self.user)
    }
}

/// `USER:PASSWORD`, as in `--user`.
impl std::str::FromStr for Credentials {
    type Err = MissingPassword;

    fn from_str(text: &str) -> Result<Self, MissingPassword> {
        let (user, password) = text.split_once(':').ok_or(MissingPassword)?;
        Ok(Self::new(user, password))
    }
}

/// A text without the colon between user name and password. The text itself may be a secret, so it is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write USER:PASSWORD; after a bare `USER:` the password is empty")]
pub struct MissingPassword;

/// What a request asks for, as its first line says it.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// In capitals.
    pub method: &'a str,
    /// The target as it is sent: path and query, or the whole URL to a proxy.
    pub uri: &'a str,
}

/// What to send along, and which challenge that answers.
#[derive(Debug, Clone)]
pub struct Authorization {
    /// For `Authorization` or `Proxy-Authorization`, marked as a secret; none while nothing is known of the place.
    pub value: Option<HeaderValue>,
    /// To be handed back to [`Login::learn`] with a refusal.
    pub answered: Answered,
}

/// Numbers the challenges of one login: requests on several connections may be refused for the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered(u64);

/// What a refusal means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Send the request again, with a new answer.
    Again,
    /// The credentials are wrong.
    Refused,
    /// None of the schemes offered, by name, is spoken here; empty where nothing was offered.
    Unsupported(Vec<String>),
}

/// Credentials, and what is known of the place they are for. Clones are made by sharing it.
pub struct Login {
    credentials: Credentials,
    /// Locked to answer or to learn; a few hashes at most.
    known: Mutex<Known>,
}

struct Known {
    /// How many challenges were learnt.
    learnt: u64,
    scheme: Option<Scheme>,
}

enum Scheme {
    Basic,
    Digest(Digest),
}

impl Login {
    /// Nothing is sent before the place asks.
    #[must_use]
    pub const fn new(credentials: Credentials) -> Self {
        Self { credentials, known: Mutex::new(Known { learnt: 0, scheme: None }) }
    }

    /// Basic is sent from the start, which saves a request; a place that then asks for Digest gets it.
    #[must_use]
    pub const fn basic_first(credentials: Credentials) -> Self {
        Self { credentials, known: Mutex::new(Known { learnt: 0, scheme: Some(Scheme::Basic) }) }
    }

    /// The answer for one request.
    #[must_use]
    pub fn authorize(&self, target: Target<'_>) -> Authorization {
        let mut known = self.known();
        let value = match &mut known.scheme {
            None => None,
            Some(Scheme::Basic) => Some(self.credentials.basic()),
            Some(Scheme::Digest(digest)) => {
                let Credentials { user, password } = &self.credentials;
                Some(secret(digest.answer(user, password, target)))
            }
        };
        Authorization { value, answered: Answered(known.learnt) }
    }

    /// Reads the challenges of a refusal: the fields `name` (`WWW-Authenticate` or `Proxy-Authenticate`) of a response
    /// to a request that `answered` an earlier one.
    #[must_use]
    pub fn learn(&self, headers: &HeaderMap, name: &HeaderName, answered: Answered) -> Verdict {
        let mut known = self.known();
        if answered.0 != known.learnt {
            // Another connection was refused for the same challenge, and learnt from it.
            return Verdict::Again;
        }
        let (best, offered) = strongest(headers, name);
        let Some(best) = best else { return Verdict::Unsupported(offered) };
        let again = match (&known.scheme, &best) {
            (None, _) | (Some(Scheme::Basic), Scheme::Digest(_)) => true,
            (_, Scheme::Basic) => false,
            // A nonce is worth a second try where the server says that only it was too old, or where this is the
            // first refusal in a realm that was not answered before.
            (Some(Scheme::Digest(old)), Scheme::Digest(new)) => new.is_stale() || !old.is_same_realm(new),
        };
        if !again {
            return Verdict::Refused;
        }
        known.scheme = Some(best);
        known.learnt += 1;
        Verdict::Again
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Login").field(&self.credentials).finish()
    }
}

/// The strongest scheme that is spoken here, and the names of all that were offered. A field that cannot be read
/// counts up to where it breaks.
fn strongest(headers: &HeaderMap, name: &HeaderName) -> (Option<Scheme>, Vec<String>) {
    let (mut best, mut offered) = (None, Vec::new());
    let mut best_rank = 0;
    for field in headers.get_all(name).iter().filter_map(|value| value.to_str().ok()) {
        for challenge in http_auth::ChallengeParser::new(field).map_while(Result::ok) {
            offered.push(challenge.scheme.to_owned());
            let (scheme, rank) = if challenge.scheme.eq_ignore_ascii_case("basic") {
                (Some(Scheme::Basic), 1)
            } else if challenge.scheme.eq_ignore_ascii_case("digest") {
                let digest = Digest::read(&challenge);
                let rank = digest.as_ref().map_or(0, Digest::strength);
                (digest.map(Scheme::Digest), rank)
            } else {
                (None, 0)
            };
            if rank > best_rank {
                (best, best_rank) = (scheme, rank);
            }
        }
    }
    (best, offered)
}

fn secret(text: String) -> HeaderValue {
    // What is not lawful in a field (a line break in a user name) is sent as nothing, and refused there.
    let mut value = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

#[cfg(test)]
mod tests;
