//! redis.conf: read at the start, read again by [`reload`](super::reload), and rewritten by CONFIG REWRITE.
//!
//! Every directive of Redis 7.0 is known, as CONFIG knows it. What would be dangerous to pass over in silence is an
//! error with its line: unknown names, values that make no sense, modules, and `rename-command`, whose place rules of
//! users have taken.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Server;
use super::directives::{self, Verdict};
use super::settings::{ROWS, SetError, Settings, save_points};
use crate::applets::kv::error::ServeError;
use crate::kit::fs;
use crate::resp::request::split_quoted;

/// Files that include each other endlessly end here.
const DEEPEST: usize = 16;

/// A file, read: what it says of users comes on its own, because it is applied when the server is there.
#[derive(Debug, Default)]
pub struct Conf {
    /// Names and values, later ones winning.
    pub(super) values: Vec<(Place, String, String)>,
    /// Lines of users.
    pub users: Vec<String>,
    /// The file, and those it includes.
    pub files: Vec<PathBuf>,
    /// What does nothing here, with its line and what to do instead.
    pub notes: Vec<String>,
}

/// A line of a file.
#[derive(Debug, Clone)]
pub(super) struct Place {
    path: String,
    line: usize,
}

impl Place {
    pub(super) fn wrong(&self, reason: impl Into<String>) -> ServeError {
        ServeError::ConfigLine { path: self.path.clone(), line: self.line, reason: reason.into() }
    }
}

impl Conf {
    /// Reads a file and those it includes.
    ///
    /// # Errors
    /// It cannot be read, or a line is none.
    pub fn read(path: &Path) -> Result<Self, ServeError> {
        let mut conf = Self::default();
        conf.add(path, 0)?;
        Ok(conf)
    }

    fn add(&mut self, path: &Path, depth: usize) -> Result<(), ServeError> {
        let text = fs::read_to_string(path).map_err(ServeError::Config)?;
        self.files.push(path.to_owned());
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let place = Place { path: path.display().to_string(), line: index + 1 };
            let mut words = Vec::new();
            split_quoted(line.as_bytes(), |word| words.push(String::from_utf8_lossy(word).into_owned()))
                .map_err(|_| place.wrong("unbalanced quotes"))?;
            let [name, values @ ..] = &words[..] else { continue };
            match name.to_ascii_lowercase().as_str() {
                "include" if depth < DEEPEST => {
                    let file = values.first().ok_or_else(|| place.wrong("include needs a file"))?;
                    self.add(Path::new(file), depth + 1)?;
                }
                "include" => return Err(place.wrong("files include each other too deeply")),
                "user" => self.users.push(line.to_owned()),
                "loadmodule" => return Err(place.wrong("there are no modules")),
                "rename-command" => {
                    return Err(place.wrong("commands are not renamed; forbid them to users: user default -COMMAND"));
                }
                _ if values.is_empty() => return Err(place.wrong(format!("{name} needs a value"))),
                lower => self.put(place, lower, values.join(" "))?,
            }
        }
        Ok(())
    }

    /// `save` and output limits may stand several times and add up.
    ///
    /// # Errors
    /// A rule for dumps that is none, and what is dangerous to pass over.
    fn put(&mut self, place: Place, name: &str, value: String) -> Result<(), ServeError> {
        match directives::look(name, &value) {
            Verdict::Kept => {}
            Verdict::Ignored(instead) => self.notes.push(format!("{}:{}: {name}: {instead}", place.path, place.line)),
            Verdict::Refused(reason) => return Err(place.wrong(format!("{name}: {reason}"))),
        }
        // Two halves of a rule on two lines are none.
        if name == "save" && save_points(&value).is_none() {
            return Err(place.wrong("Invalid save parameters"));
        }
        let known = self.values.iter_mut().find(|(_, known, _)| known == name);
        match (known, name) {
            (Some((.., known)), "save" | "client-output-buffer-limit" | "prefix-quota")
                if !value.is_empty() && !known.is_empty() =>
            {
                *known = format!("{known} {value}");
            }
            (Some(known), _) => *known = (place, name.to_owned(), value),
            (None, _) => self.values.push((place, name.to_owned(), value)),
        }
        Ok(())
    }

    /// The value of a directive.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(_, known, _)| known == name).map(|(.., value)| value.as_str())
    }

    /// Sets parameters before the server runs.
    ///
    /// # Errors
    /// The first line that sets none.
    pub fn apply(&self, settings: &Settings) -> Result<(), ServeError> {
        for (place, name, value) in &self.values {
            let (row, value) = settings.check_at_start(name, value).map_err(|error| match error {
                SetError::Value(reason) => place.wrong(reason),
                SetError::Unknown | SetError::Fixed => place.wrong(format!("there is no parameter '{name}'")),
            })?;
            settings.set(row, value);
        }
        Ok(())
    }
}

/// Writes the parameters as they are now into the file: known lines are replaced, what differs from its default is
/// added, comments stay.
///
/// # Errors
/// There is no file, or it cannot be written.
pub fn rewrite(server: &Server) -> Result<(), String> {
    let path = server.sources.lock().file.clone().ok_or("The server is running without a config file")?;
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let (mut lines, mut written) = (Vec::new(), BTreeSet::new());
    for line in text.lines() {
        let name = line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        if name == "user" {
            continue;
        }
        match super::settings::row(&name) {
            // Rules of the default user have taken its place: the line would promise what does not hold.
            Some(row) if row.name == "requirepass" && !is_required(server) => drop(written.insert(row.name)),
            Some(row) if written.insert(row.name) => lines.extend(directive(&server.settings, row.name)),
            Some(_) => {}
            None => lines.push(line.to_owned()),
        }
    }
    if !is_required(server) {
        written.insert("requirepass");
    }
    for row in ROWS.iter().filter(|row| !written.contains(row.name)) {
        if server.settings.get(row.name).is_some_and(|value| value != row.default) {
            lines.extend(directive(&server.settings, row.name));
        }
    }
    if server.acl.file.lock().is_none() {
        lines.extend(server.acl.lines());
    }
    fs::replace(&path, (lines.join("\n") + "\n").as_bytes()).map_err(|error| error.to_string())
}

/// Whether what `requirepass` says is how the default user comes in.
fn is_required(server: &Server) -> bool {
    server.settings.get("requirepass").is_some_and(|password| server.acl.requires(&password))
}

/// A parameter as lines of the file.
fn directive(settings: &Settings, name: &'static str) -> Vec<String> {
    let value = settings.get(name).unwrap_or_default();
    let groups = match name {
        "save" => 2,
        "prefix-quota" => 3,
        "client-output-buffer-limit" => 4,
        _ => 0,
    };
    let words: Vec<&str> = value.split_whitespace().collect();
    if groups > 0 && !words.is_empty() {
        return words.chunks(groups).map(|group| format!("{name} {}", group.join(" "))).collect();
    }
    let is_plain = !value.is_empty() && !value.contains(['"', '\\', '\'']);
    vec![if is_plain { format!("{name} {value}") } else { format!("{name} {value:?}") }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_sets_parameters_and_names_its_wrong_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("redis.conf");
        let text = "# comment\nmaxmemory 2mb\nsave 900 1\nsave 300 10\nrequirepass \"a b\"\nuser eve on >pw +@all\n";
        std::fs::write(&path, text).unwrap();
        let (conf, settings) = (Conf::read(&path).unwrap(), Settings::default());
        conf.apply(&settings).unwrap();
        assert_eq!(settings.get("maxmemory").as_deref(), Some("2097152"));
        assert_eq!(settings.get("save").as_deref(), Some("900 1 300 10"));
        assert_eq!(settings.get("requirepass").as_deref(), Some("a b"));
        assert_eq!(conf.users, ["user eve on >pw +@all"]);
        for wrong in [
            "port",
            "nothing 1",
            "maxmemory much",
            "rename-command KEYS \"\"",
            "loadmodule x.so",
            "dir \"x",
            "save 60",
            "save x 1",
            "replicaof a 1",
            "cluster-enabled yes",
        ] {
            std::fs::write(&path, format!("hz 10\n{wrong}\n")).unwrap();
            let error = Conf::read(&path).and_then(|conf| conf.apply(&Settings::default())).unwrap_err().to_string();
            assert!(error.contains("redis.conf:2: "), "{wrong}: {error}");
        }
        std::fs::write(&path, "bind 127.0.0.1 10.0.0.1\ndaemonize yes\nport 7000\n").unwrap();
        let notes = Conf::read(&path).unwrap().notes;
        assert!(notes.len() == 2 && notes[1].contains("redis.conf:2: daemonize: "), "{notes:?}");
    }
}
