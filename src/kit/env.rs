//! The environment, read once and passed on as a value. The only place that asks the process for its variables.
//!
//! Code that decides something from variables takes an [`Env`], so its tests write one down instead of changing the
//! process they share with every other test.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A snapshot of environment variables.
///
/// ```
/// use toolbox::kit::env::Env;
///
/// let env = Env::of([("HOME", "/home/ada"), ("EMPTY", "")]);
/// assert_eq!(env.get("HOME"), Some("/home/ada"));
/// assert_eq!(env.get("EMPTY"), None, "an empty variable counts as unset");
/// assert_eq!(env.config_home(), Some("/home/ada/.config".into()));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Env {
    variables: BTreeMap<OsString, OsString>,
}

impl Env {
    /// The environment the process was started with, as it was at the first call.
    pub fn process() -> &'static Self {
        static PROCESS: OnceLock<Env> = OnceLock::new();
        PROCESS.get_or_init(|| std::env::vars_os().collect())
    }

    /// An environment of exactly these variables.
    pub fn of<K: Into<OsString>, V: Into<OsString>>(variables: impl IntoIterator<Item = (K, V)>) -> Self {
        variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
    }

    /// The same with one variable more, or with another value of it.
    #[must_use]
    pub fn with(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// The value of a variable; `None` where it is unset, empty or not UTF-8.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.get_os(name).and_then(OsStr::to_str)
    }

    /// The value of a variable, whatever its bytes; `None` where it is unset or empty.
    #[must_use]
    pub fn get_os(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// Whether the variable exists, even if it is empty.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.variables.contains_key(OsStr::new(name))
    }

    /// Every variable and its value, whatever their bytes, in the order of the names.
    pub fn variables(&self) -> impl Iterator<Item = (&OsString, &OsString)> {
        self.variables.iter()
    }

    /// Every UTF-8 variable whose name starts with `prefix` and whose value is not empty, in the order of the names.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.variables
            .iter()
            .filter_map(|(name, value)| Some((name.to_str()?, value.to_str()?)))
            .filter(move |(name, value)| name.starts_with(prefix) && !value.is_empty())
    }

    /// The user's home directory: `HOME`, or `USERPROFILE` on Windows.
    #[must_use]
    pub fn home(&self) -> Option<PathBuf> {
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        self.get_os(name).map(PathBuf::from)
    }

    /// Where the user's configuration lives: `XDG_CONFIG_HOME` where it is absolute, else `~/.config`.
    #[must_use]
    pub fn config_home(&self) -> Option<PathBuf> {
        let stated = self.get_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        stated.or_else(|| self.home().map(|home| home.join(".config")))
    }
}

impl FromIterator<(OsString, OsString)> for Env {
    fn from_iter<I: IntoIterator<Item = (OsString, OsString)>>(variables: I) -> Self {
        Self { variables: variables.into_iter().collect() }
    }
}

/// The running executable, with links resolved.
///
/// # Errors
/// Where the system cannot tell, or the file was removed meanwhile.
pub fn executable() -> io::Result<PathBuf> {
    std::env::current_exe()?.canonicalize()
}

/// Where the system keeps files that are not to stay.
#[must_use]
pub fn temporary_folder() -> PathBuf {
    std::env::temp_dir()
}

/// The directory that relative paths are relative to; `.` where the system cannot tell.
#[must_use]
pub fn working_directory() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| Path::new(".").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_config_home_is_ignored_as_the_standard_asks() {
        let env = Env::of([("HOME", "/h"), ("XDG_CONFIG_HOME", "relative")]);
        assert_eq!(env.config_home(), Some("/h/.config".into()));
        let env = Env::of([("HOME", "/h"), ("XDG_CONFIG_HOME", "/x")]);
        assert_eq!(env.config_home(), Some("/x".into()));
        assert_eq!(Env::default().config_home(), None);
    }

    #[test]
    fn a_prefix_selects_in_order() {
        let env = Env::of([("T_B", "2"), ("T_A", "1"), ("T_EMPTY", ""), ("OTHER", "3")]);
        assert_eq!(env.with_prefix("T_").collect::<Vec<_>>(), [("T_A", "1"), ("T_B", "2")]);
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_not_utf8_is_kept_as_bytes() {
        use std::os::unix::ffi::OsStringExt;
        let env = Env::of([(OsString::from("P"), OsString::from_vec(vec![0xff]))]);
        assert_eq!(env.get("P"), None);
        assert!(env.get_os("P").is_some());
    }
}
