//! Looking settings up: variables before files, near files before far ones, deep sections before shallow ones.

use std::fmt;

use super::schema::nearest;
use super::{ConfigError, Entry, Key, Layer, Node, Place, Scope, Section, Shape, Value};
use crate::kit::env::Env;

/// Where a setting was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In a file.
    File(Place),
    /// In a variable of the environment.
    Variable(String),
    /// Somewhere that is not known any more.
    Unknown,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(place) => place.fmt(f),
            Self::Variable(name) => f.write_str(name),
            Self::Unknown => f.write_str("configuration"),
        }
    }
}

/// The configured values of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The key, by [`Key::id`].
    pub id: String,
    /// Each value as one would type it behind the flag. `"true"` or `"false"` of a switch.
    pub values: Vec<String>,
    /// Where they were written.
    pub origin: Origin,
}

/// What applies to the command at `path` (the proper names of an applet and its verb) of the program `root`.
///
/// The keys of the root are settings of every command: they may stand at the top of a file, in the applet's section or
/// in the verb's. A key of an applet's section also applies to those of its verbs that accept a key of that name.
/// Sections of `elsewhere` (applets that are not built in) are skipped; any other unknown key is an error, in whichever
/// section of the files it stands, and in the variables of the applet that runs.
///
/// Variables are `PROGRAM_APPLET__KEY`, `PROGRAM_APPLET__VERB__KEY` and, for keys of the root, `PROGRAM_KEY`. Several
/// values of one key are separated by newlines.
///
/// # Errors
/// When a key is unknown or a value does not have the shape its key asks for.
///
/// ```
/// use std::path::Path;
/// use toolbox::kit::config::{settings, Format, Key, Layer, Scope, Section, Shape, Tree};
/// use toolbox::kit::env::Env;
///
/// let rate = Key { id: "rate".into(), names: vec!["rate".into()], shape: Shape::One };
/// let load = Section { names: vec!["load".into()], keys: vec![rate], sections: vec![] };
/// let toolbox = Section { names: vec!["toolbox".into()], keys: vec![], sections: vec![load] };
///
/// let tree = Tree::parse("[load]\nrate = 100", "toolbox.toml", Format::Toml, &Env::default()).unwrap();
/// let files = [Layer { tree, scope: Scope::Whole }];
/// let found = settings(&toolbox, &["load"], &files, &Env::default(), &[]).unwrap();
/// assert_eq!(found[0].values, ["100"]);
/// assert_eq!(found[0].origin.to_string(), "toolbox.toml:2:8");
///
/// let env = Env::of([("TOOLBOX_LOAD__RATE", "200")]);
/// assert_eq!(settings(&toolbox, &["load"], &files, &env, &[]).unwrap()[0].values, ["200"]);
/// ```
pub fn settings(
    root: &Section,
    path: &[&str],
    layers: &[Layer],
    env: &Env,
    elsewhere: &[&str],
) -> Result<Vec<Setting>, ConfigError> {
    let route = Route::new(root, path);
    for layer in layers {
        route.check_file(layer, elsewhere)?;
    }
    route.check_variables(env)?;
    let mut found = Vec::new();
    for (key, depth) in route.keys() {
        if let Some(setting) =
            route.variable(key, depth, env).or_else(|| route.entry(key, depth, layers)).transpose()?
        {
            found.push(setting);
        }
    }
    Ok(found)
}

/// The sections from the root to the command that runs.
struct Route<'a> {
    sections: Vec<&'a Section>,
}

impl<'a> Route<'a> {
    fn new(root: &'a Section, path: &[&str]) -> Self {
        let mut sections = vec![root];
        for name in path {
            sections.extend(sections.last().and_then(|section| section.section(name)));
        }
        Self { sections }
    }

    fn root(&self) -> &'a Section {
        self.sections[0]
    }

    /// The keys of the command and of the root, each with the shallowest section it may stand in.
    fn keys(&self) -> impl Iterator<Item = (&'a Key, usize)> {
        let own = self.sections.iter().skip(1).last();
        let own = own.into_iter().flat_map(|section| section.keys.iter().map(|key| (key, 1)));
        self.root().keys.iter().map(|key| (key, 0)).chain(own)
    }

    /// The variables that may hold `key`, deepest section first.
    fn variable(&self, key: &Key, depth: usize, env: &Env) -> Option<Result<Setting, ConfigError>> {
        (depth..self.sections.len()).rev().find_map(|deepest| {
            let prefix = self.prefix(deepest);
            let (name, text) =
                env.with_prefix(&prefix).find(|(name, _)| key.answers_to(&flag_name(&name[prefix.len()..])))?;
            let origin = Origin::Variable(name.to_owned());
            let values = match key.shape {
                Shape::Many { .. } => Ok(text.lines().map(str::to_owned).collect()),
                Shape::Switch => switch(text).map(|on| vec![on.to_string()]),
                Shape::Count | Shape::One => Ok(vec![text.to_owned()]),
            };
            Some(match values {
                Ok(values) => Ok(Setting { id: key.id.clone(), values, origin }),
                Err(message) => Err(ConfigError::Invalid { origin, message }),
            })
        })
    }

    /// `TOOLBOX_` for the root, `TOOLBOX_LOAD__` and `TOOLBOX_LOAD__FIND__` for the sections below it.
    fn prefix(&self, depth: usize) -> String {
        let names = self.sections[1..=depth].iter().map(|section| variable_name(section.name()) + "__");
        format!("{}_{}", variable_name(self.root().name()), names.collect::<String>())
    }

    /// The entry of a file that holds `key`, nearest file first and in it the deepest section first.
    fn entry(&self, key: &Key, depth: usize, layers: &[Layer]) -> Option<Result<Setting, ConfigError>> {
        let entry = layers.iter().find_map(|layer| {
            let tables = self.tables(layer);
            tables.into_iter().rev().filter(|(at, _)| *at >= depth).find_map(|(_, table)| {
                table.entries().iter().find(|entry| key.answers_to(&entry.key) && entry.node.value != Value::Null)
            })
        })?;
        let origin = Origin::File(entry.node.place.clone());
        let values = values(key.shape, entry);
        Some(values.map(|values| Setting { id: key.id.clone(), values, origin }))
    }

    /// The tables of a file along the route, each with its depth, shallow ones first.
    fn tables<'t>(&self, layer: &'t Layer) -> Vec<(usize, &'t Node)> {
        let first = match &layer.scope {
            Scope::Whole => 0,
            Scope::Applet(name) if self.sections.get(1).is_some_and(|section| section.name() == name) => 1,
            Scope::Applet(_) => return Vec::new(),
        };
        let mut tables = vec![(first, layer.tree.root())];
        for (depth, section) in self.sections.iter().enumerate().skip(first + 1) {
            let Some((_, table)) = tables.last() else { break };
            let named = |entry: &&Entry| section.names.contains(&entry.key);
            let Some(entry) = table.entries().iter().find(named) else { break };
            tables.push((depth, &entry.node));
        }
        tables
    }

    fn check_file(&self, layer: &Layer, elsewhere: &[&str]) -> Result<(), ConfigError> {
        let table = layer.tree.root();
        let Scope::Applet(applet) = &layer.scope else { return self.check_table(table, self.root(), elsewhere) };
        let Some(section) = self.root().section(applet) else { return Ok(()) };
        self.check_table(table, section, &[]).map_err(|error| match error {
            ConfigError::Unknown { origin, key, hint: None } => {
                let file = table.place.file.display();
                let why = "is read as configuration of";
                let hint = format!("{file} {why} {applet} because of its name; as input, give it as an argument");
                ConfigError::Unknown { origin, key, hint: Some(hint) }
            }
            error => error,
        })
    }

    fn check_table(&self, table: &Node, section: &Section, elsewhere: &[&str]) -> Result<(), ConfigError> {
        for entry in table.entries() {
            let is_table = matches!(entry.node.value, Value::Table(_));
            if let Some(inner) = section.section(&entry.key).filter(|_| is_table) {
                self.check_table(&entry.node, inner, &[])?;
            } else if section.key(&entry.key).or_else(|| self.root().key(&entry.key)).is_none()
                && !elsewhere.contains(&entry.key.as_str())
            {
                let origin = Origin::File(entry.place.clone());
                return Err(self.unknown(origin, &entry.key, section));
            }
        }
        Ok(())
    }

    /// Only the variables of the applet that runs: `TOOLBOX_…` without a section belongs to whoever set it.
    fn check_variables(&self, env: &Env) -> Result<(), ConfigError> {
        let Some(applet) = self.sections.get(1) else { return Ok(()) };
        let prefix = self.prefix(1);
        for (name, _) in env.with_prefix(&prefix) {
            let steps: Vec<_> = name[prefix.len()..].split("__").map(flag_name).collect();
            let Some((key, verbs)) = steps.split_last() else { continue };
            let section = verbs.iter().try_fold(*applet, |section, verb| section.section(verb));
            let section = section.ok_or(*applet);
            let known = section.is_ok_and(|section| section.key(key).is_some()) || self.root().key(key).is_some();
            if !known {
                let origin = Origin::Variable(name.to_owned());
                return Err(self.unknown(origin, &steps.join("."), section.unwrap_or_else(|applet| applet)));
            }
        }
        Ok(())
    }

    fn unknown(&self, origin: Origin, key: &str, section: &Section) -> ConfigError {
        let deeper = || self.root().sections.iter().chain(&section.sections).find(|inner| inner.key(key).is_some());
        let names = || {
            let keys = section.keys.iter().chain(&self.root().keys).map(Key::name);
            keys.chain(section.sections.iter().map(Section::name))
        };
        let hint = match (nearest(key, names()), deeper()) {
            (_, Some(inner)) => Some(format!("it belongs in the section '{}'", inner.name())),
            (Some(name), None) => Some(format!("did you mean '{name}'?")),
            (None, None) => None,
        };
        ConfigError::Unknown { origin, key: key.to_owned(), hint }
    }
}

/// What an entry says, as words behind its flag.
fn values(shape: Shape, entry: &Entry) -> Result<Vec<String>, ConfigError> {
    let node = &entry.node;
    let refuse = |node: &Node, wanted: &str| ConfigError::Invalid {
        origin: Origin::File(node.place.clone()),
        message: format!("{} takes {wanted}, not {}", entry.key, node.kind()),
    };
    let scalar = |node: &Node, wanted: &str| node.text().ok_or_else(|| refuse(node, wanted));
    match (shape, &node.value) {
        (Shape::Switch, _) => {
            let on = switch(&scalar(node, "true or false")?)
                .map_err(|message| ConfigError::Invalid { origin: Origin::File(node.place.clone()), message })?;
            Ok(vec![on.to_string()])
        }
        (Shape::Count, Value::Bool(on)) => Ok(vec![u8::from(*on).to_string()]),
        (Shape::Count | Shape::One, _) => Ok(vec![scalar(node, "one value")?]),
        (Shape::Many { .. }, Value::List(items)) => items.iter().map(|item| scalar(item, "plain values")).collect(),
        (Shape::Many { separator: Some(separator) }, Value::Table(entries)) => entries
            .iter()
            .map(|inner| Ok(format!("{}{separator}{}", inner.key, scalar(&inner.node, "plain values")?)))
            .collect(),
        (Shape::Many { .. }, _) => Ok(vec![scalar(node, "a value or a list of values")?]),
    }
}

/// A truth value as people write it.
///
/// # Errors
/// A sentence that names what is accepted.
pub(super) fn switch(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err(format!("'{text}' is neither true nor false")),
    }
}

fn variable_name(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}

fn flag_name(variable: &str) -> String {
    variable.replace('_', "-").to_lowercase()
}
