//! Configuration meets the flag table: the table becomes the schema, and what is configured becomes clap's defaults.
//!
//! So a flag is declared once. Its long name is the key in files and, in capitals, the variable; its value parser
//! judges configured values as it judges typed ones; and a typed flag replaces them because that is what flags do to
//! defaults.

use std::ffi::OsString;
use std::path::Path;

use clap::builder::{OsStr, Resettable};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::words::Words;
use crate::kit::config::{ConfigError, Key, Origin, Search, Section, Setting, Shape, discover, settings};
use crate::kit::env::Env;

/// The applets that exist or will, whether built in or not: their sections are never unknown.
const APPLETS: [&str; 7] = ["load", "rip", "scan", "books", "fetch", "swarm", "kv"];

/// The flag that names a configuration file; it cannot be set in one.
const CONFIG: &str = "config";

/// What is configured for the command that `words` call, judged by `tree`.
pub(super) fn read(tree: &Command, words: &Words, env: &Env) -> Result<Vec<Setting>, ConfigError> {
    let schema = section(tree, Arg::is_global_set);
    let path: Vec<&str> = words.path.iter().map(String::as_str).collect();
    let adopted = adopt(path.first().copied(), env);
    let env = &adopted.env;

    let from_variables = settings(&schema, &path, &[], env, &APPLETS)?;
    let named = from_variables.iter().find(|setting| setting.id == CONFIG).and_then(|setting| setting.values.first());
    let explicit = words.config.as_deref().or(named.map(Path::new));

    let applet = words.path.first().and_then(|name| schema.sections.iter().find(|section| section.name() == name));
    let search = Search {
        env,
        directory: Path::new(""),
        program: tree.get_name(),
        applet: applet.map_or(&[], |applet| &applet.names),
        explicit,
        words: &words.rewritten,
    };
    let mut found = settings(&schema, &path, &discover(&search)?, env, &APPLETS)?;
    for setting in &mut found {
        adopted.name(setting);
        check(tree, &path, setting)?;
    }
    Ok(found)
}

/// The environment in which the variables that the field of an applet has names for stand as ours.
struct Adopted {
    env: Env,
    /// Our name of a variable, and the one the user knows it by.
    names: Vec<(String, &'static str)>,
}

impl Adopted {
    /// Tells the user's name of the variable that a setting came from.
    fn name(&self, setting: &mut Setting) {
        let Origin::Variable(variable) = &mut setting.origin else { return };
        if let Some((_, known)) = self.names.iter().find(|(ours, _)| ours == variable) {
            (*known).clone_into(variable);
        }
    }
}

fn adopt(applet: Option<&str>, env: &Env) -> Adopted {
    match applet {
        #[cfg(feature = "swarm")]
        Some("swarm") => {
            let (env, names) = crate::applets::swarm::container::adopt(env);
            Adopted { env, names }
        }
        _ => Adopted { env: env.clone(), names: Vec::new() },
    }
}

/// `tree` with the settings as defaults: of its global flags, and of the flags of the command at `path`.
pub(super) fn apply(tree: Command, path: &[String], settings: &[Setting]) -> Command {
    let tree = tree.mut_args(|arg| if arg.is_global_set() { with_default(arg, settings) } else { arg });
    at(tree, path, &|command| command.mut_args(|arg| with_default(arg, settings)))
}

/// `tree` in which the command at `path` requires none of its flags.
pub(super) fn lenient(tree: Command, path: &[String]) -> Command {
    let freely = |arg: Arg| {
        arg.required(false).required_unless_present(Resettable::Reset).requires(Resettable::<clap::Id>::Reset)
    };
    at(tree, path, &|command| command.mut_args(freely))
}

/// Changes the command at `path`.
fn at(command: Command, path: &[String], change: &dyn Fn(Command) -> Command) -> Command {
    match path {
        [] => command,
        [name] => command.mut_subcommand(name, change),
        [name, deeper @ ..] => command.mut_subcommand(name, |inner| at(inner, deeper, change)),
    }
}

fn with_default(arg: Arg, settings: &[Setting]) -> Arg {
    match settings.iter().find(|setting| setting.id == arg.get_id().as_str()) {
        Some(setting) => arg.default_values(setting.values.iter().map(OsStr::from)).required(false),
        None => arg,
    }
}

/// The section of a command: its own flags that are `wanted`, and all its subcommands with theirs.
fn section(command: &Command, wanted: fn(&Arg) -> bool) -> Section {
    let names = std::iter::once(command.get_name()).chain(command.get_all_aliases());
    Section {
        names: names.map(str::to_owned).collect(),
        keys: command.get_arguments().filter(|arg| wanted(arg)).filter_map(key).collect(),
        sections: command.get_subcommands().map(|inner| section(inner, |_| true)).collect(),
    }
}

/// The key of a flag: its long name, its other names, and what its values are called together (`headers` for
/// `--header`). Flags without a long name have none.
fn key(arg: &Arg) -> Option<Key> {
    let id = arg.get_id().as_str();
    let long = arg.get_long().or(arg.is_positional().then_some(id))?;
    let names = [long].into_iter().chain(arg.get_all_aliases().unwrap_or_default()).map(str::to_owned);
    Some(Key { id: id.to_owned(), names: names.chain([id.replace('_', "-")]).collect(), shape: shape(arg) })
}

fn shape(arg: &Arg) -> Shape {
    let several = arg.get_value_delimiter().is_some() || arg.get_num_args().is_some_and(|range| range.max_values() > 1);
    match arg.get_action() {
        ArgAction::SetTrue | ArgAction::SetFalse => Shape::Switch,
        ArgAction::Count => Shape::Count,
        ArgAction::Append => Shape::Many { separator: separator(arg.get_long().unwrap_or_default()) },
        _ if several => Shape::Many { separator: None },
        _ => Shape::One,
    }
}

/// What joins the two halves of a flag whose value is a pair, so that a table may be written instead.
fn separator(long: &str) -> Option<&'static str> {
    match long {
        "header" => Some(": "),
        "var" | "form" => Some("="),
        _ => None,
    }
}

/// Has clap judge the configured values of one flag, as if they had been typed without any other.
fn check(tree: &Command, path: &[&str], setting: &Setting) -> Result<(), ConfigError> {
    let in_file = matches!(setting.origin, Origin::File(_));
    let refuse = |message| Err(ConfigError::Invalid { origin: setting.origin.clone(), message });
    if setting.id == CONFIG && in_file {
        return refuse("a configuration file cannot name another".to_owned());
    }
    let Some((command, arg)) = find(tree, path, &setting.id) else { return Ok(()) };
    let name = arg.get_long().unwrap_or(&setting.id);
    match arg.get_action() {
        ArgAction::SetTrue | ArgAction::SetFalse => Ok(()),
        ArgAction::Count => match setting.values[0].parse::<u8>() {
            Ok(_) => Ok(()),
            Err(_) => refuse(format!("'{}' is no number of times from 0 to 255", setting.values[0])),
        },
        _ => {
            let words = as_words(arg, setting);
            let before = arg.is_positional().then(|| "--".into());
            let scratch = command.clone().no_binary_name(true);
            match scratch.try_get_matches_from(before.into_iter().chain(words)) {
                Err(error) if is_about_the_value(error.kind()) => refuse(complaint(name, &error)),
                _ => Ok(()),
            }
        }
    }
}

/// The words one would have typed for a setting of the command at `path`.
pub(super) fn typed(tree: &Command, path: &[String], setting: &Setting) -> Vec<OsString> {
    let path: Vec<_> = path.iter().map(String::as_str).collect();
    find(tree, &path, &setting.id).map_or_else(Vec::new, |(_, arg)| as_words(arg, setting))
}

fn as_words(arg: &Arg, setting: &Setting) -> Vec<OsString> {
    let values = setting.values.iter();
    match (arg.get_action(), arg.get_long()) {
        (ArgAction::SetTrue | ArgAction::SetFalse | ArgAction::Count, _) => Vec::new(),
        (_, Some(long)) => values.map(|value| format!("--{long}={value}").into()).collect(),
        (_, None) => values.map(Into::into).collect(),
    }
}

/// The argument called `id` and the command that declares it: the one at `path`, or the root for global flags.
fn find<'a>(tree: &'a Command, path: &[&str], id: &str) -> Option<(&'a Command, &'a Arg)> {
    let deepest = path.iter().try_fold(tree, |command, name| command.find_subcommand(name))?;
    [deepest, tree]
        .into_iter()
        .find_map(|command| Some((command, command.get_arguments().find(|arg| arg.get_id().as_str() == id)?)))
}

/// Whether clap complains about a value itself, not about flags that are missing beside it.
fn is_about_the_value(kind: ErrorKind) -> bool {
    use ErrorKind::{
        InvalidUtf8, InvalidValue, NoEquals, TooFewValues, TooManyValues, ValueValidation, WrongNumberOfValues,
    };
    matches!(
        kind,
        InvalidUtf8 | InvalidValue | NoEquals | TooFewValues | TooManyValues | ValueValidation | WrongNumberOfValues
    )
}

fn complaint(name: &str, error: &clap::Error) -> String {
    let value = match error.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(value)) => value.as_str(),
        _ => "",
    };
    let reason = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(possible)) => format!("; possible values: {}", possible.join(", ")),
        _ => std::error::Error::source(error).map_or_else(String::new, |source| format!(": {source}")),
    };
    format!("invalid value '{value}' for {name}{reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_applet_may_have_a_section_whether_built_in_or_not() {
        let tree = crate::cli::tree();
        for applet in crate::cli::applets(&tree) {
            assert!(APPLETS.contains(&applet.name), "add {} to APPLETS", applet.name);
        }
    }
}
