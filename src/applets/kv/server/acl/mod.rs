//! Users and what each may do: the rules of ACL SETUSER, as Redis 7.0 reads and writes them.
//!
//! ```text
//! Acl ── users: name → User ── Rules ── root selector, more selectors ── commands, keys, channels
//! ```
//! A connection holds its user. A user that may do everything is checked by one atomic read; any other by its rules,
//! which are replaced as a whole, never changed in place.

mod check;
mod enforce;
mod rules;
mod selector;

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use parking_lot::{Mutex, RwLock};

pub use self::check::Denied;
pub use self::enforce::enforce;
pub use self::rules::Rules;
pub use self::rules::hex;
pub(in crate::applets::kv) use self::selector::every;
pub use self::selector::{CATEGORIES, Selector};

/// Somebody who may connect.
#[derive(Debug)]
pub struct User {
    /// Unique.
    pub name: Arc<str>,
    /// Replaced as a whole by SETUSER.
    rules: RwLock<Arc<Rules>>,
    /// Whether the rules forbid nothing. Written with the rules.
    is_free: AtomicBool,
}

impl User {
    fn new(name: &str, rules: Rules) -> Self {
        let is_free = AtomicBool::new(rules.is_free());
        Self { name: name.into(), rules: RwLock::new(Arc::new(rules)), is_free }
    }

    /// Whether nothing is forbidden to it.
    #[inline]
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.is_free.load(Ordering::Relaxed)
    }

    /// Its rules as they are now.
    #[must_use]
    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.read())
    }

    fn replace(&self, rules: Rules) {
        self.is_free.store(rules.is_free(), Ordering::Relaxed);
        *self.rules.write() = Arc::new(rules);
    }
}

/// Something a user was refused.
#[derive(Debug, Clone)]
pub struct Refused {
    /// How often.
    pub count: u64,
    /// `command`, `key`, `channel` or `auth`.
    pub reason: &'static str,
    /// `toplevel` or `multi`.
    pub context: &'static str,
    /// What it wanted.
    pub object: String,
    /// Who.
    pub user: String,
    /// When, the last time.
    pub at: Instant,
    /// A line of CLIENT LIST.
    pub client: String,
}

/// All users, and what was refused lately.
#[derive(Debug)]
pub struct Acl {
    users: RwLock<BTreeMap<String, Arc<User>>>,
    log: Mutex<VecDeque<Refused>>,
    /// `aclfile`.
    pub file: Mutex<Option<PathBuf>>,
}

impl Default for Acl {
    fn default() -> Self {
        let default = Arc::new(User::new("default", Rules::everything()));
        let users = RwLock::new(BTreeMap::from([("default".to_owned(), default)]));
        Self { users, log: Mutex::default(), file: Mutex::default() }
    }
}

impl Acl {
    /// The user that connections begin as.
    #[must_use]
    pub fn default_user(&self) -> Arc<User> {
        let users = self.users.read();
        users.get("default").cloned().unwrap_or_else(|| Arc::new(User::new("default", Rules::new())))
    }

    /// The user of a name.
    #[must_use]
    pub fn user(&self, name: &[u8]) -> Option<Arc<User>> {
        self.users.read().get(std::str::from_utf8(name).ok()?).cloned()
    }

    /// Whether there is one.
    #[must_use]
    pub fn has(&self, name: &[u8]) -> bool {
        self.user(name).is_some()
    }

    /// Everybody, by name.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<User>> {
        self.users.read().values().cloned().collect()
    }

    /// Who may come with this name and password. Takes as long where the password is wrong as where it is right.
    #[must_use]
    pub fn authenticate(&self, name: &[u8], password: &[u8]) -> Option<Arc<User>> {
        let user = self.user(name);
        let nobody = || Arc::new(Rules::new());
        let rules = user.as_ref().map_or_else(nobody, |user| user.rules());
        let is_right = rules.accepts(password);
        user.filter(|_| rules.is_on && is_right)
    }

    /// Makes or changes a user by rules; all or none of them are applied.
    ///
    /// # Errors
    /// A rule that is none.
    pub fn set(&self, name: &str, words: &[&[u8]]) -> Result<(), String> {
        let mut users = self.users.write();
        let known = users.get(name).cloned();
        let mut rules = known.as_ref().map_or_else(Rules::new, |user| (*user.rules()).clone());
        rules.apply_all(words)?;
        match known {
            Some(user) => user.replace(rules),
            None => drop(users.insert(name.to_owned(), Arc::new(User::new(name, rules)))),
        }
        Ok(())
    }

    /// What `requirepass` does: the default user has this password alone, or none.
    pub fn require(&self, password: &str) {
        let user = self.default_user();
        let mut rules = (*user.rules()).clone();
        rules.require(password);
        user.replace(rules);
    }

    /// Removes a user.
    pub fn remove(&self, name: &str) -> bool {
        self.users.write().remove(name).is_some()
    }

    /// Every user as a line of an ACL file.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.all().iter().map(|user| format!("user {} {}", user.name, user.rules().describe())).collect()
    }

    /// Whether the default user comes with this password and not without one: what `requirepass` promises, until the
    /// rules of that user say something else.
    #[must_use]
    pub fn requires(&self, password: &str) -> bool {
        let rules = self.default_user().rules();
        rules.is_on && !rules.is_open && rules.accepts(password.as_bytes())
    }

    /// Replaces all users by the lines of a file; connections of users that are in both keep theirs. A default user that
    /// the file does not name has the password of `requirepass`, where there is one: Redis would leave it open.
    ///
    /// # Errors
    /// A line that makes no sense; nothing is changed then.
    pub fn load(&self, text: &str, requirepass: &str) -> Result<(), String> {
        let fresh = Self::default();
        fresh.require(requirepass);
        let mut seen = std::collections::BTreeSet::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !is_blank(line)) {
            let words: Vec<&[u8]> = line.split_whitespace().map(str::as_bytes).collect();
            let wrong = |reason: &str| format!("{}: {reason}", number + 1);
            let [user, name, rules @ ..] = &words[..] else { return Err(wrong("a line is: user NAME RULE ...")) };
            let name = String::from_utf8_lossy(name);
            if *user != b"user" {
                return Err(wrong("line should start with user keyword"));
            }
            if !seen.insert(name.clone().into_owned()) {
                return Err(wrong("Duplicate user found. A user can only be defined once in config files"));
            }
            if name == "default" {
                fresh.default_user().replace(Rules::new());
            }
            fresh.set(&name, rules).map_err(|reason| wrong(&reason))?;
        }
        let fresh = fresh.users.into_inner();
        let mut users = self.users.write();
        users.retain(|name, _| fresh.contains_key(name));
        for (name, user) in fresh {
            match users.get(&name) {
                Some(known) => known.replace((*user.rules()).clone()),
                None => drop(users.insert(name, user)),
            }
        }
        Ok(())
    }

    /// Notes something refused, with its like of the last minute.
    pub fn note(&self, refused: Refused, most: usize) {
        /// Within this time the same refusal is counted, not repeated (`ACL_LOG_GROUPING_MAX_TIME_DELTA`).
        const ONE: std::time::Duration = std::time::Duration::from_mins(1);
        let mut log = self.log.lock();
        let same = |known: &Refused| {
            known.reason == refused.reason
                && known.context == refused.context
                && known.object == refused.object
                && known.user == refused.user
                && refused.at.duration_since(known.at) < ONE
        };
        let count = log.iter().position(same).and_then(|at| log.remove(at)).map_or(0, |known| known.count);
        log.push_front(Refused { count: count + 1, ..refused });
        log.truncate(most);
    }

    /// The latest refusals.
    #[must_use]
    pub fn refused(&self, most: usize) -> Vec<Refused> {
        self.log.lock().iter().take(most).cloned().collect()
    }

    /// Forgets them.
    pub fn forget(&self) {
        self.log.lock().clear();
    }
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_written_as_redis_writes_them() {
        let acl = Acl::default();
        let words: Vec<&[u8]> =
            vec![b"on", b">pw", b"~a:*", b"%R~b:*", b"&ch", b"+@read", b"-get", b"+config|get", b"(+set ~x)"];
        acl.set("bob", &words).unwrap();
        let line = acl.lines().remove(0);
        assert_eq!(
            line,
            "user bob on #30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4 ~a:* %R~b:* resetchannels &ch \
             -@all +@read -get +config|get (~x resetchannels -@all +set)"
        );
        assert_eq!(acl.lines()[1], "user default on nopass ~* &* +@all");
        let again = Acl::default();
        again.load(&acl.lines().join("\n"), "").unwrap();
        assert_eq!(again.lines(), acl.lines());
    }

    #[test]
    fn a_wrong_rule_changes_nothing() {
        let acl = Acl::default();
        assert!(acl.set("eve", &[b"on", b"+nothing"]).is_err());
        assert!(!acl.has(b"eve"));
        assert!(acl.load("user a on\nuser a off", "").is_err());
    }

    #[test]
    fn a_password_outlives_users_that_are_loaded_unless_they_name_the_default_one() {
        let acl = Acl::default();
        acl.require("secret");
        acl.load("user bob on >pw ~* +@all", "secret").unwrap();
        assert!(acl.requires("secret") && acl.authenticate(b"default", b"").is_none());
        acl.load("user default on nopass ~* +@all", "secret").unwrap();
        assert!(!acl.requires("secret"), "the file wins");
        acl.load("user default on >other >secret ~* +@all", "secret").unwrap();
        assert!(acl.requires("secret"));
        acl.load("user default off >secret ~* +@all", "secret").unwrap();
        assert!(!acl.requires("secret"));
    }

    #[test]
    fn passwords_decide_who_comes() {
        let acl = Acl::default();
        assert!(acl.authenticate(b"default", b"anything").is_some());
        acl.require("secret");
        assert!(acl.authenticate(b"default", b"secret").is_some());
        assert!(acl.authenticate(b"default", b"secreT").is_none());
        assert!(acl.authenticate(b"nobody", b"secret").is_none());
        acl.set("off", &[b"nopass"]).unwrap();
        assert!(acl.authenticate(b"off", b"").is_none(), "users are off until they are switched on");
    }
}
