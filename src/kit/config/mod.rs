//! Configuration files and variables: found, read with the place of every value, and looked up in layers.
//!
//! ```text
//! discover   which files apply, nearest first
//! read       TOML, YAML or JSON → one Tree whose every key knows file:line:column
//! expand     ${VAR}, ${VAR:-default} and $VAR in values
//! settings   variables over files, deep sections over shallow ones, unknown keys refused
//! ```
//!
//! The schema is not written here: a [`Section`] describes what a program accepts, and the command line builds it from
//! its own flag table, so a key is a long flag name and there is nothing to keep in step.
//!
//! [`read`] also serves applets whose input is a file of their own, such as a plan: it expands variables, converts to
//! JSON, and says where each value stands.
//!
//! ```
//! use toolbox::kit::config::{Format, Tree};
//! use toolbox::kit::env::Env;
//!
//! let text = "url: http://localhost/\nheaders:\n  Authorization: Bearer ${TOKEN}\n";
//! let env = Env::of([("TOKEN", "xyz")]);
//! let tree = Tree::parse(text, "plan.yaml", Format::Yaml, &env).unwrap();
//!
//! assert_eq!(tree.to_json()["headers"]["Authorization"], "Bearer xyz");
//! assert_eq!(tree.at("headers.Authorization").to_string(), "plan.yaml:3:3");
//! ```

mod discover;
mod error;
mod expand;
mod schema;
mod settings;
mod toml;
mod tree;
mod yaml;

use std::io;
use std::path::Path;

pub use self::discover::{Layer, Scope, Search, discover};
pub use self::error::ConfigError;
pub use self::expand::{Unset, expand};
pub use self::schema::{Key, Section, Shape, nearest};
pub use self::settings::{Origin, Setting, settings};
pub use self::tree::{Entry, Format, Node, Place, Tree, Value};

use crate::kit::env::Env;
use crate::kit::fs::read_at_most;

/// Reads a TOML, YAML or JSON file, by its extension, and expands the process's variables in its values.
///
/// # Errors
/// When the file cannot be read, its extension names no format, its syntax is wrong, or a `${VAR}` is unset.
pub fn read(path: &Path) -> Result<Tree, ConfigError> {
    read_with(path, Env::process())
}

/// [`read`] with the variables of `env`.
///
/// # Errors
/// As [`read`].
pub fn read_with(path: &Path, env: &Env) -> Result<Tree, ConfigError> {
    /// Nobody writes more by hand; data of a plan has files of its own.
    const LARGEST_BYTES: u64 = 16 << 20;
    let format = Format::of(path)?;
    let unreadable = |source| ConfigError::Read { path: path.to_owned(), source };
    let bytes = std::fs::File::open(path).and_then(|file| read_at_most(file, LARGEST_BYTES)).map_err(unreadable)?;
    let text =
        String::from_utf8(bytes).map_err(|error| unreadable(io::Error::new(io::ErrorKind::InvalidData, error)))?;
    Tree::parse(&text, path, format, env)
}

#[cfg(test)]
mod tests;
