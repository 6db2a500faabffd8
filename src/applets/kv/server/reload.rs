//! The configuration, read again while the server runs: on SIGHUP, and when one of its files changes.
//!
//! Everything is read and checked first: a fault anywhere is told with its place, and all stays as it was. What cannot
//! change while the server runs, or is a flag's to say, is told by name. Users are only read again where their lines
//! changed, so that what ACL SETUSER made is not lost over another line.
//!
//! Files are looked at, not subscribed to: it works on every file system, and through the links by which orchestrators
//! replace whole folders. A file counts once it has not changed from one look to the next.

use std::collections::BTreeSet;
use std::fs::metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::ServerConfig;

use super::acl::Acl;
use super::file::Conf;
use super::settings::{self, Row, SetError, Settings};
use super::{Server, apply, doors, prefixes};
use crate::applets::kv::error::ServeError;
use crate::applets::kv::store::Held;
use crate::kit::{config, fs};

/// How often files are looked at.
pub const LOOK: Duration = Duration::from_secs(1);

/// Parameters that CONFIG SET takes, and that mean something at the start alone.
const AT_START: [&str; 4] = ["bind", "port", "tls-port", "unixsocketperm"];
/// Those of TLS, which cannot begin while the server runs.
const OF_TLS: [&str; 4] = ["tls-cert-file", "tls-key-file", "tls-ca-cert-file", "tls-auth-clients"];

/// Where the configuration comes from.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    /// The file, for CONFIG REWRITE too.
    pub file: Option<PathBuf>,
    /// The file that holds the password.
    pub password: Option<PathBuf>,
    /// The configuration of the program, where its key `set` holds parameters.
    pub pairs: Option<PathBuf>,
    /// Parameters that flags set: these win over the file.
    pub pinned: BTreeSet<&'static str>,
    /// The file, and those it includes, as they were read last.
    pub read: Vec<PathBuf>,
    /// Lines of users in them, as they were read last.
    pub users: Vec<String>,
    /// The lines of `aclfile`, as they were read last.
    pub acl: Option<String>,
}

/// What another reading changes, checked.
#[derive(Debug, Default)]
struct Changes {
    values: Vec<(&'static Row, String)>,
    /// Parameters that stay, and why.
    kept: Vec<(&'static str, &'static str)>,
    conf: Option<Conf>,
    users: Option<String>,
    acl: Option<String>,
    tls: Option<Arc<ServerConfig>>,
}

/// Reads everything again and takes it over.
///
/// # Errors
/// A file that cannot be read or makes no sense: nothing is changed then.
pub fn reload(server: &Server) -> Result<(), ServeError> {
    let changes = read(server)?;
    for (name, reason) in &changes.kept {
        tracing::warn!(parameter = name, "the file changes it, but {reason}: it stays");
    }
    for (row, value) in changes.values {
        server.settings.set(row, value);
        apply::apply(server, row.name);
        tracing::info!(parameter = row.name, "changed");
    }
    prefixes::install(server, &mut Held::none(&server.store));
    let wrong = |reason| ServeError::UserRules { path: "users".to_owned(), reason };
    for text in [&changes.users, &changes.acl].into_iter().flatten() {
        server.acl.load(text, &server.settings.get("requirepass").unwrap_or_default()).map_err(wrong)?;
    }
    super::acl::enforce(server);
    if changes.tls.is_some() {
        *server.tls.write() = changes.tls;
    }
    let mut sources = server.sources.lock();
    if let Some(conf) = changes.conf {
        (sources.read, sources.users) = (conf.files, conf.users);
    }
    sources.acl = changes.acl.or(sources.acl.take());
    drop(sources);
    tracing::info!("configuration read again");
    Ok(())
}

fn read(server: &Server) -> Result<Changes, ServeError> {
    let sources = server.sources.lock().clone();
    let mut changes = Changes::default();
    if let Some(path) = &sources.file {
        let conf = Conf::read(path)?;
        values(server, &conf, &sources.pinned, &mut changes)?;
        if conf.users != sources.users && !conf.users.is_empty() {
            let text = conf.users.join("\n");
            let wrong = |reason| ServeError::UserRules { path: path.display().to_string(), reason };
            Acl::default().load(&text, "").map_err(wrong)?;
            changes.users = Some(text);
        }
        changes.conf = Some(conf);
    }
    if let Some(path) = &sources.pairs {
        pairs(server, path, &mut changes)?;
    }
    if let Some(path) = &sources.password {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| ServeError::Password { path: shown, source })?;
        let password = text.trim_end_matches(['\r', '\n']);
        if let Some(row) = settings::row("requirepass").filter(|_| !is_set(server, "requirepass", password)) {
            changes.values.push((row, password.to_owned()));
        }
    }
    if let Some(path) = server.acl.file.lock().clone() {
        let text = fs::read_to_string(&path).map_err(ServeError::Users)?;
        if sources.acl.as_ref() != Some(&text) {
            let wrong = |reason| ServeError::UserRules { path: path.display().to_string(), reason };
            Acl::default().load(&text, "").map_err(wrong)?;
            changes.acl = Some(text);
        }
    }
    if server.tls.read().is_some() {
        changes.tls = doors::tls(&planned(server, &changes.values))?;
    }
    Ok(changes)
}

fn is_set(server: &Server, name: &str, value: &str) -> bool {
    server.settings.get(name).is_some_and(|known| known == value)
}

/// The parameters of the file that differ from what is set.
fn values(
    server: &Server,
    conf: &Conf,
    pinned: &BTreeSet<&'static str>,
    changes: &mut Changes,
) -> Result<(), ServeError> {
    let speaks_tls = server.tls.read().is_some();
    for (place, name, value) in &conf.values {
        let (row, value) = server.settings.check_at_start(name, value).map_err(|error| match error {
            SetError::Value(reason) => place.wrong(reason),
            SetError::Unknown | SetError::Fixed => place.wrong(format!("there is no parameter '{name}'")),
        })?;
        if row.name == "dir" && !Path::new(&value).is_dir() {
            return Err(place.wrong("there is no such folder"));
        }
        if is_set(server, row.name, &value) || (row.name == "dir" && is_same_folder(server, &value)) {
            continue;
        }
        let reason = match row.name {
            name if pinned.contains(name) => Some("a flag says what it is"),
            name if row.is_fixed || AT_START.contains(&name) => Some("it cannot change while the server runs"),
            name if OF_TLS.contains(&name) && !speaks_tls => Some("TLS cannot begin while the server runs"),
            _ => None,
        };
        match reason {
            Some(reason) => changes.kept.push((row.name, reason)),
            None => changes.values.push((row, value)),
        }
    }
    Ok(())
}

/// The parameters under the key `set` of the program's own configuration that differ from what is set.
fn pairs(server: &Server, path: &Path, changes: &mut Changes) -> Result<(), ServeError> {
    /// Where the key may stand, the nearest first.
    const PLACES: [&[&str]; 4] = [&["kv", "serve", "set"], &["serve", "set"], &["kv", "set"], &["set"]];
    let tree = config::read(path)?;
    let found = PLACES.iter().find_map(|place| place.iter().try_fold(tree.root(), |node, key| node.get(key)));
    let nodes = match found.map(|node| &node.value) {
        Some(config::Value::List(nodes)) => nodes.as_slice(),
        Some(_) => found.map(std::slice::from_ref).unwrap_or_default(),
        None => &[],
    };
    for node in nodes {
        let text = node.text().unwrap_or_default();
        let wrong = |name: &str, reason: &str| {
            let reason = format!("{reason} ({})", node.place);
            ServeError::Parameter { name: name.to_owned(), reason }
        };
        let (name, value) = text.split_once('=').ok_or_else(|| wrong(&text, "write it as NAME=VALUE"))?;
        let (row, value) = server.settings.check_at_start(name, value).map_err(|error| match error {
            SetError::Value(reason) => wrong(name, &reason),
            SetError::Unknown | SetError::Fixed => wrong(name, "there is no such parameter"),
        })?;
        if is_set(server, row.name, &value) {
            continue;
        }
        if row.is_fixed || AT_START.contains(&row.name) {
            changes.kept.push((row.name, "it cannot change while the server runs"));
        } else {
            changes.values.push((row, value));
        }
    }
    Ok(())
}

/// `dir` was made absolute at the start.
fn is_same_folder(server: &Server, value: &str) -> bool {
    let now = server.settings.get("dir").unwrap_or_default();
    std::path::absolute(value).is_ok_and(|path| path.components().eq(Path::new(&now).components()))
}

/// The parameters as they would be, to look whether TLS could be spoken with them.
fn planned(server: &Server, changed: &[(&'static Row, String)]) -> Settings {
    let planned = Settings::default();
    for name in OF_TLS {
        if let (Some(row), Some(value)) = (settings::row(name), server.settings.get(name)) {
            planned.set(row, value);
        }
    }
    for (row, value) in changed {
        planned.set(row, value.clone());
    }
    planned
}

/// What tells that a file is another one than before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    path: PathBuf,
    /// When it was written, its size, its number; nothing where it is not there.
    state: Option<(SystemTime, u64, u64)>,
}

/// Looks at the files of the configuration.
#[derive(Debug)]
pub struct Watch {
    taken: Vec<Mark>,
    /// What was seen last, where that differs.
    moving: Option<Vec<Mark>>,
}

impl Watch {
    /// Files as they are now count as read.
    #[must_use]
    pub fn new(server: &Server) -> Self {
        Self { taken: marks(server), moving: None }
    }

    /// Whether files have changed since, and have come to rest; they count as read then.
    pub fn has_changed(&mut self, server: &Server) -> bool {
        let seen = marks(server);
        if seen == self.taken {
            self.moving = None;
            return false;
        }
        let is_at_rest = self.moving.as_ref() == Some(&seen);
        if is_at_rest {
            self.taken = seen;
            self.moving = None;
        } else {
            self.moving = Some(seen);
        }
        is_at_rest
    }
}

fn marks(server: &Server) -> Vec<Mark> {
    let sources = server.sources.lock().clone();
    let mut paths: Vec<PathBuf> =
        if sources.read.is_empty() { sources.file.into_iter().collect() } else { sources.read };
    paths.extend(sources.password.into_iter().chain(sources.pairs));
    paths.extend(server.acl.file.lock().clone());
    if server.tls.read().is_some() {
        let names = ["tls-cert-file", "tls-key-file", "tls-ca-cert-file"].into_iter();
        paths.extend(names.filter_map(|name| server.settings.get(name)).filter(|p| !p.is_empty()).map(PathBuf::from));
    }
    let mark = |path: PathBuf| {
        let file = metadata(&path).ok();
        let state = file.and_then(|file| Some((file.modified().ok()?, file.len(), file.ino())));
        Mark { path, state }
    };
    paths.into_iter().map(mark).collect()
}
