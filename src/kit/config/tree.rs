//! The one shape every format is read into: a tree whose keys and values know where they were written.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::expand::expand_noting;
use super::{ConfigError, toml, yaml};
use crate::kit::env::Env;

/// A line and column in a file, both from 1; prints as `file:line:column`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as it was named.
    pub file: Arc<Path>,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file.display(), self.line, self.column)
    }
}

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML 1.0.
    Toml,
    /// YAML 1.2, one document.
    Yaml,
    /// JSON; read by the YAML reader, of which it is a subset, because that one keeps the lines.
    Json,
}

impl Format {
    /// The extensions that are looked for, in that order.
    pub const EXTENSIONS: [&'static str; 4] = ["toml", "yaml", "yml", "json"];

    /// The format by the extension of the file's name.
    ///
    /// # Errors
    /// When the name has none of [`EXTENSIONS`](Self::EXTENSIONS).
    pub fn of(path: &Path) -> Result<Self, ConfigError> {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("toml") => Ok(Self::Toml),
            Some("yaml" | "yml") => Ok(Self::Yaml),
            Some("json") => Ok(Self::Json),
            _ => Err(ConfigError::Format { path: path.to_owned() }),
        }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where the value begins.
    pub place: Place,
    /// The value.
    pub value: Value,
}

/// What can stand in a configuration file.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing; counts as not written.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number in decimal notation, as written where the format allows it (`1.10` stays `1.10`).
    Number(String),
    /// A string; also dates and times.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// Keys in the order of the file, each once.
    Table(Vec<Entry>),
}

/// One `key = value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is written.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    root: Node,
    /// What stands in place of variables, each once.
    expansions: Vec<String>,
}

impl Tree {
    /// Reads `text`, which came from `file`, and expands the variables of `env` in its strings.
    ///
    /// # Errors
    /// When the syntax is wrong, the document is not a table, or a `${VAR}` without a default is unset.
    pub fn parse(text: &str, file: impl AsRef<Path>, format: Format, env: &Env) -> Result<Self, ConfigError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file: Arc<Path> = file.as_ref().into();
        let mut root = match format {
            Format::Toml => toml::parse(text, &file)?,
            Format::Yaml | Format::Json => yaml::parse(text, &file)?,
        };
        match root.value {
            Value::Table(_) => {}
            Value::Null => root.value = Value::Table(Vec::new()),
            _ => return Err(ConfigError::Syntax { place: root.place, message: "expected `key: value` lines".into() }),
        }
        let mut expansions = Vec::new();
        expand_all(&mut root, env, &mut expansions)?;
        Ok(Self { root, expansions })
    }

    /// The whole document, always a table.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The values of variables that stand in the document now: they may be secrets.
    #[must_use]
    pub fn expansions(&self) -> &[String] {
        &self.expansions
    }

    /// The document as JSON. Where a number is too large for 64 bits it becomes the nearest double.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        self.root.to_json()
    }

    /// Where the key at `path` is written, such as `headers.Authorization` or `steps[0].url`; where the path leads
    /// nowhere, the deepest part of it that exists. For messages about a value that was read through
    /// [`to_json`](Self::to_json).
    #[must_use]
    pub fn at(&self, path: &str) -> Place {
        let path = path.replace('[', ".").replace(']', "");
        let mut place = &self.root.place;
        let mut node = &self.root;
        let mut rest = path.as_str();
        while let Some((step, after)) = node.step(rest) {
            (place, node, rest) = (step, &after.0, after.1);
        }
        place.clone()
    }
}

impl Node {
    /// The value under `key` of a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The entries of a table; none of anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        if let Value::Table(entries) = &self.value { entries } else { &[] }
    }

    /// A scalar as one would type it behind a flag; `None` for lists, tables and nothing.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match &self.value {
            Value::Bool(value) => Some(value.to_string()),
            Value::Number(text) | Value::Text(text) => Some(text.clone()),
            Value::Null | Value::List(_) | Value::Table(_) => None,
        }
    }

    /// What kind of value this is, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a truth value",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value as JSON, as [`Tree::to_json`] gives the whole document.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(text) => number(text).map_or_else(|| Json::String(text.clone()), Json::Number),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Table(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.node.to_json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }

    /// One step along a dotted path: the place of the step, the node there and the rest of the path. A key may itself
    /// hold dots, so the longest key that fits is taken.
    fn step<'a, 'p>(&'a self, path: &'p str) -> Option<(&'a Place, (&'a Self, &'p str))> {
        let after = |key: &str| Some(path.strip_prefix(key)?).filter(|rest| rest.is_empty() || rest.starts_with('.'));
        match &self.value {
            Value::Table(entries) => entries
                .iter()
                .filter_map(|entry| Some((entry, after(&entry.key)?)))
                .max_by_key(|(entry, _)| entry.key.len())
                .map(|(entry, rest)| (&entry.place, (&entry.node, rest.strip_prefix('.').unwrap_or(rest)))),
            Value::List(items) => {
                let (index, rest) = path.split_once('.').unwrap_or((path, ""));
                let item = items.get(index.parse::<usize>().ok()?)?;
                Some((&item.place, (item, rest)))
            }
            _ => None,
        }
    }
}

/// A decimal literal as the narrowest JSON number that holds it.
pub(super) fn number(text: &str) -> Option<serde_json::Number> {
    let whole = || text.parse::<u64>().ok().map(Into::into).or_else(|| text.parse::<i64>().ok().map(Into::into));
    whole().or_else(|| serde_json::Number::from_f64(text.parse().ok()?))
}

fn expand_all(node: &mut Node, env: &Env, put: &mut Vec<String>) -> Result<(), ConfigError> {
    match &mut node.value {
        Value::Text(text) => {
            *text = expand_noting(text, env, put)
                .map_err(|unset| ConfigError::Unset { place: node.place.clone(), name: unset.name })?;
            Ok(())
        }
        Value::List(items) => items.iter_mut().try_for_each(|item| expand_all(item, env, put)),
        Value::Table(entries) => entries.iter_mut().try_for_each(|entry| expand_all(&mut entry.node, env, put)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}
