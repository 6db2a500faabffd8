//! Which files apply, nearest first.
//!
//! | order | file | holds |
//! |---|---|---|
//! | 1 | `./<applet>.*`, also under the applet's other names | the settings of that applet alone |
//! | 2 | `./toolbox.*` | a section for each applet |
//! | 3 | `$XDG_CONFIG_HOME/toolbox/config.*`, else `~/.toolbox.*` | a section for each applet |
//!
//! `*` is `toml`, `yaml`, `yml` or `json`, the first that exists. A file asked for with `--config` replaces them all. A
//! file that is itself an argument, as in `load load.yaml`, is the applet's input and no configuration.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{ConfigError, Format, Tree, read_with};
use crate::kit::env::Env;

/// Where to look.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// Tells the home directory and the values of variables in the files.
    pub env: &'a Env,
    /// Stands for `.`; put before the names of the files found in it unless it is empty.
    pub directory: &'a Path,
    /// The program's own name: `toolbox`.
    pub program: &'a str,
    /// The names of the applet that will run, the proper one first; empty where none will.
    pub applet: &'a [String],
    /// A file that was asked for.
    pub explicit: Option<&'a Path>,
    /// The words of the command line: what they name is input.
    pub words: &'a [OsString],
}

/// What a file speaks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything: a section for each applet.
    Whole,
    /// One applet, whose proper name this is.
    Applet(String),
}

/// One file.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// What was read.
    pub tree: Tree,
    /// What it speaks about.
    pub scope: Scope,
}

/// Reads the files that apply, nearest first.
///
/// # Errors
/// When a file that was asked for is missing, or a file that exists cannot be read or understood.
pub fn discover(search: &Search<'_>) -> Result<Vec<Layer>, ConfigError> {
    let files = match search.explicit {
        Some(path) => vec![(path.to_owned(), search.scope_of(path))],
        None => search.found(),
    };
    let read = |(path, scope): (PathBuf, Scope)| Ok(Layer { tree: read_with(&path, search.env)?, scope });
    files.into_iter().map(read).collect()
}

impl Search<'_> {
    fn found(&self) -> Vec<(PathBuf, Scope)> {
        let own = self.applet.iter().find_map(|name| existing(&self.directory.join(name)));
        let own = own.filter(|path| !self.words.iter().any(|word| is_same(Path::new(word), path)));
        let project = existing(&self.directory.join(self.program));
        let config_home = || existing(&self.env.config_home()?.join(self.program).join("config"));
        let home = || existing(&self.env.home()?.join(format!(".{}", self.program)));
        let user = config_home().or_else(home);
        let own = own.map(|path| (path, self.applet_scope()));
        own.into_iter().chain(project.into_iter().chain(user).map(|path| (path, Scope::Whole))).collect()
    }

    /// A file named after the applet speaks about it alone, wherever it lies.
    fn scope_of(&self, path: &Path) -> Scope {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if self.applet.iter().any(|name| name == stem) { self.applet_scope() } else { Scope::Whole }
    }

    fn applet_scope(&self) -> Scope {
        self.applet.first().map_or(Scope::Whole, |name| Scope::Applet(name.clone()))
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// The first file at `stem` plus a known extension. The stem may hold dots, so the extension is put behind it.
fn existing(stem: &Path) -> Option<PathBuf> {
    let candidate = |extension: &&str| {
        let mut path = stem.as_os_str().to_owned();
        path.extend([".", extension].map(std::ffi::OsStr::new));
        PathBuf::from(path)
    };
    Format::EXTENSIONS.iter().map(candidate).find(|path| path.is_file())
}
