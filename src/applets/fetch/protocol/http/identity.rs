//! Who asks: user names and passwords by origin, and cookies.
//!
//! Credentials come from the URL, else from `--user`, which is meant for the place that the user named and no other,
//! else from `.netrc`, by host. Nothing of them follows a redirect to another origin. Cookies go where they belong,
//! and what redirects set is kept for the run: many sites hand out a link only to who comes with one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use crate::kit::http::auth::{Answered, Authorization, Credentials, Login, Target, Verdict};
use crate::kit::http::cookies::Jar;
use crate::kit::http::netrc::Netrc;
use crate::kit::net::{Origin, SafeUrl, Scheme};

/// What the user has to show.
#[derive(Debug, Default)]
pub struct Identity {
    /// `--user`.
    pub user: Option<Credentials>,
    /// The user's `.netrc`.
    pub netrc: Netrc,
    /// `--cookies`, and what servers set.
    pub jar: Jar,
    logins: Logins,
}

/// One login for each origin and user there, made when it is first asked: challenges are learnt once for all
/// connections.
#[derive(Default)]
struct Logins(Mutex<HashMap<Asked, Option<Arc<Login>>>>);

/// Who is asked, by whom.
type Asked = (Origin, Whose);

/// Whom a URL of the user makes of us.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Whose {
    /// The origin is not the one that the user named.
    Stranger,
    /// It is, with what the URL itself says.
    Home(Option<(String, String)>),
}

impl fmt::Debug for Logins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Logins")
    }
}

impl Identity {
    /// With these to show.
    #[must_use]
    pub fn new(user: Option<Credentials>, netrc: Netrc, jar: Jar) -> Self {
        Self { user, netrc, jar, logins: Logins::default() }
    }

    /// The login for an origin; `home` is the URL that the user gave.
    pub(super) fn login(&self, origin: &Origin, home: &SafeUrl) -> Option<Arc<Login>> {
        let mut logins = self.logins.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_home = Origin::of(home).is_ok_and(|home| home == *origin);
        let whose = if is_home { Whose::Home(home.clone().take_credentials()) } else { Whose::Stranger };
        match logins.entry((origin.clone(), whose.clone())) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => place.insert(self.first(origin, whose)).clone(),
        }
    }

    fn first(&self, origin: &Origin, whose: Whose) -> Option<Arc<Login>> {
        let is_home = whose != Whose::Stranger;
        if let Whose::Home(Some((user, password))) = whose {
            // A URL with a name and no password means the password of that name, where one is known.
            let kept = self.netrc.find(&origin.host, Some(&user)).filter(|_| password.is_empty());
            return Some(login(origin, kept.cloned().unwrap_or_else(|| Credentials::new(user, password))));
        }
        let given = self.user.as_ref().filter(|_| is_home).or_else(|| self.netrc.find(&origin.host, None));
        given.map(|credentials| login(origin, credentials.clone()))
    }

    /// Basic for a URL that the user gave, unasked: for who cannot answer challenges.
    pub(in super::super) fn basic(&self, url: &SafeUrl) -> Option<HeaderValue> {
        let named = url.clone().take_credentials().map(|(user, password)| Credentials::new(user, password));
        let known = || self.user.clone().or_else(|| self.netrc.find(url.host_str()?, None).cloned());
        named.or_else(known).map(|credentials| credentials.basic())
    }

    /// The `Cookie` field for a URL.
    pub(in super::super) fn cookies(&self, url: &SafeUrl) -> Option<HeaderValue> {
        self.jar.header(url, SystemTime::now())
    }

    /// Takes in what an answer sets.
    pub(super) fn remember(&self, url: &SafeUrl, headers: &HeaderMap) {
        self.jar.store(url, headers, SystemTime::now());
    }
}

/// Over TLS, Basic goes along at once: it saves a request, and some servers would rather say 404 than ask. In plain
/// text a password is shown to nobody who has not asked for it in that form.
fn login(origin: &Origin, credentials: Credentials) -> Arc<Login> {
    Arc::new(match origin.scheme {
        Scheme::Https => Login::basic_first(credentials),
        Scheme::Http => Login::new(credentials),
    })
}

/// What one request shows, kept until its answer has come.
#[derive(Debug)]
pub(super) struct Shown {
    login: Arc<Login>,
    answered: Answered,
    /// For `Authorization`.
    pub(super) value: Option<HeaderValue>,
}

impl Shown {
    pub(super) fn new(login: Arc<Login>, uri: &str) -> Self {
        let Authorization { value, answered } = login.authorize(Target { method: "GET", uri });
        Self { login, answered, value }
    }

    /// Whether a refusal with challenges in the fields `name` is to be answered with another attempt.
    pub(super) fn is_worth_another(&self, headers: &HeaderMap, name: &HeaderName) -> bool {
        self.login.learn(headers, name, self.answered) == Verdict::Again
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;

    fn shown(identity: &Identity, home: &str, asked: &str) -> Option<String> {
        let (home, asked) = (parse_url(home).unwrap(), parse_url(asked).unwrap());
        let login = identity.login(&Origin::of(&asked).unwrap(), &home)?;
        let value = Shown::new(login, asked.path()).value?;
        Some(value.to_str().unwrap().to_owned())
    }

    fn basic(user: &str, password: &str) -> String {
        Credentials::new(user, password).basic().to_str().unwrap().to_owned()
    }

    fn identity(user: Option<Credentials>) -> Identity {
        let netrc = "machine a.test login n password kept\nmachine cdn.test login c password d";
        Identity::new(user, netrc.parse().unwrap(), Jar::default())
    }

    #[test]
    fn the_url_counts_more_than_the_flag_and_that_more_than_the_file() {
        let both = || identity(Some(Credentials::new("u", "p")));
        assert_eq!(shown(&both(), "https://x:y@a.test/", "https://a.test/f"), Some(basic("x", "y")));
        assert_eq!(shown(&both(), "https://a.test/", "https://a.test/f"), Some(basic("u", "p")));
        assert_eq!(shown(&identity(None), "https://a.test/", "https://a.test/f"), Some(basic("n", "kept")));
        assert_eq!(shown(&identity(None), "https://n@a.test/", "https://a.test/f"), Some(basic("n", "kept")));
        assert_eq!(shown(&identity(None), "https://b.test/", "https://b.test/f"), None);
    }

    #[test]
    fn two_users_of_one_host_are_two() {
        let all = identity(None);
        assert_eq!(shown(&all, "https://b.test/", "https://a.test/f"), Some(basic("n", "kept")));
        assert_eq!(shown(&all, "https://x:y@a.test/", "https://a.test/f"), Some(basic("x", "y")));
        assert_eq!(shown(&all, "https://v:w@a.test/", "https://a.test/f"), Some(basic("v", "w")));
    }

    #[test]
    fn in_plain_text_nothing_is_shown_unasked() {
        let all = identity(Some(Credentials::new("u", "p")));
        assert_eq!(shown(&all, "http://a.test/", "http://a.test/f"), None);
    }

    #[test]
    fn credentials_stay_at_home_but_those_of_the_host_itself() {
        let all = identity(Some(Credentials::new("u", "p")));
        assert_eq!(shown(&all, "https://x:y@a.test/", "https://b.test/f"), None);
        assert_eq!(shown(&all, "https://x:y@a.test/", "https://a.test:81/f"), Some(basic("n", "kept")));
        assert_eq!(shown(&all, "https://x:y@a.test/", "https://cdn.test/f"), Some(basic("c", "d")));
    }
}
