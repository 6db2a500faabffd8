//! The flags that may stand in a plan file, under their long names. The flag table of the command line is the schema:
//! the same parsers read the same values.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, CommandFactory as _, Parser};

use crate::applets::load::args::{ConnectionArgs, OutcomeArgs, ShapeArgs};
use crate::applets::load::error::PlanError;
use crate::kit::args::TlsArgs;
use crate::kit::config::{Node, Place, Value};

/// Flags that were read from a plan file.
#[derive(Debug, Clone, Default, Parser)]
#[command(name = "plan", no_binary_name = true, disable_help_flag = true, disable_version_flag = true)]
pub(in crate::applets::load) struct FlagArgs {
    #[command(flatten)]
    pub(in crate::applets::load) shape: ShapeArgs,
    #[command(flatten)]
    pub(in crate::applets::load) connection: ConnectionArgs,
    #[command(flatten)]
    pub(in crate::applets::load) tls: TlsArgs,
    #[command(flatten)]
    pub(in crate::applets::load) outcome: OutcomeArgs,
}

/// Keys with an entry of their own in the file, which reads them with the place of each.
const ELSEWHERE: [&str; 2] = ["threshold", "check"];

/// The flags as they come by, each under its proper name.
#[derive(Debug, Default)]
pub(super) struct Flags {
    /// Words as one would type them, and what they are about.
    words: Vec<(String, Vec<String>)>,
    pub(super) places: BTreeMap<String, Place>,
}

impl Flags {
    /// Every key that is a flag.
    pub(super) fn names() -> Vec<String> {
        let command = FlagArgs::command();
        let names = command.get_arguments().filter_map(Arg::get_long).filter(|name| !ELSEWHERE.contains(name));
        names.map(str::to_owned).collect()
    }

    /// Takes an entry; false when its key is no flag.
    pub(super) fn take(&mut self, key: &str, place: &Place, node: &Node) -> Result<bool, PlanError> {
        let command = FlagArgs::command();
        let answers =
            |arg: &&Arg| arg.get_long() == Some(key) || arg.get_all_aliases().unwrap_or_default().contains(&key);
        let Some(arg) = command.get_arguments().find(answers) else { return Ok(false) };
        let Some(name) = arg.get_long().filter(|name| !ELSEWHERE.contains(name)) else { return Ok(false) };
        let words = match (&node.value, arg.get_action()) {
            (Value::Null, _) => return Ok(true),
            (Value::Bool(on), ArgAction::SetTrue) => {
                if *on {
                    vec![format!("--{name}")]
                } else {
                    Vec::new()
                }
            }
            (_, ArgAction::SetTrue) => {
                let problem = format!("is on or off: true or false, not {}", node.kind());
                return Err(PlanError::value(key, problem).at(Some(&node.place)));
            }
            (Value::List(items), ArgAction::Append) => {
                items.iter().map(|item| word(key, name, item)).collect::<Result<_, _>>()?
            }
            // Stages may stand one below the other.
            (Value::List(items), _) if name == "stages" => vec![format!("--stages={}", stages(key, items)?)],
            _ => vec![word(key, name, node)?],
        };
        if self.places.insert(name.to_owned(), place.clone()).is_some() {
            return Err(PlanError::value(key, "is given twice").at(Some(place)));
        }
        self.words.push((name.to_owned(), words));
        Ok(true)
    }

    /// Reads what was taken; paths are relative to `folder`.
    pub(super) fn read(&self, folder: &Path) -> Result<FlagArgs, PlanError> {
        // One by one first: then it is known which of them is wrong.
        for (name, words) in &self.words {
            match FlagArgs::try_parse_from(words) {
                Err(error) if is_about_value(error.kind()) => {
                    let place = self.places.get(name);
                    return Err(PlanError::value(name.as_str(), reason(&error)).at(place));
                }
                _ => {}
            }
        }
        let all = self.words.iter().flat_map(|(_, words)| words);
        let mut flags = FlagArgs::try_parse_from(all).map_err(|error| {
            let sentence = first_line(&error);
            let about = self.words.iter().rev().find(|(name, _)| sentence.contains(&format!("--{name}")));
            PlanError::contradiction(sentence.as_str()).at(about.and_then(|(name, _)| self.places.get(name)))
        })?;
        let paths = [
            &mut flags.tls.cacert,
            &mut flags.tls.cert,
            &mut flags.tls.key,
            &mut flags.connection.unix,
            &mut flags.outcome.html,
            &mut flags.outcome.hlog,
            &mut flags.outcome.raw,
        ];
        for path in paths.into_iter().flatten() {
            *path = folder.join(&*path);
        }
        Ok(flags)
    }
}

fn word(key: &str, name: &str, node: &Node) -> Result<String, PlanError> {
    let text = node
        .text()
        .ok_or_else(|| PlanError::value(key, format!("is one value, not {}", node.kind())).at(Some(&node.place)))?;
    Ok(format!("--{name}={text}"))
}

/// `- 10s:100` or `- {duration: 10s, rate: 100}`.
fn stages(key: &str, items: &[Node]) -> Result<String, PlanError> {
    let stage = |item: &Node| {
        let part = |name| item.get(name).and_then(Node::text);
        let text = item.text().or_else(|| Some(format!("{}:{}", part("duration")?, part("rate")?)));
        text.ok_or_else(|| {
            PlanError::value(key, "has entries like 10s:100 or {duration: 10s, rate: 100}").at(Some(&item.place))
        })
    };
    Ok(items.iter().map(stage).collect::<Result<Vec<_>, _>>()?.join(","))
}

const fn is_about_value(kind: ErrorKind) -> bool {
    !matches!(kind, ErrorKind::MissingRequiredArgument | ErrorKind::ArgumentConflict)
}

/// What is wrong with the value of one flag.
fn reason(error: &clap::Error) -> String {
    if let Some(source) = error.source() {
        return format!("is not right: {source}");
    }
    match (error.get(ContextKind::InvalidValue), error.get(ContextKind::ValidValue)) {
        (Some(ContextValue::String(value)), Some(ContextValue::Strings(known))) => {
            format!("is one of {}, not `{value}`", known.join(", "))
        }
        _ => format!("is not right: {}", first_line(error)),
    }
}

fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// A command line as the launcher would read it, for tests of what it comes to.
#[cfg(test)]
pub(in crate::applets::load) struct Typed {
    pub(in crate::applets::load) args: crate::applets::load::Args,
    flags: std::collections::BTreeSet<String>,
}

#[cfg(test)]
impl Typed {
    pub(in crate::applets::load) fn parse(words: &[&str]) -> Self {
        use clap::parser::ValueSource;
        use clap::{Args as _, FromArgMatches as _};

        let command = crate::applets::load::Args::augment_args(clap::Command::new("load").no_binary_name(true));
        let matches = command.clone().try_get_matches_from(words).unwrap();
        let typed = |arg: &&Arg| matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine);
        let name = |arg: &Arg| arg.get_long().unwrap_or(arg.get_id().as_str()).to_owned();
        let flags = command.get_arguments().filter(typed).map(name).collect();
        Self { args: crate::applets::load::Args::from_arg_matches(&matches).unwrap(), flags }
    }

    pub(in crate::applets::load) fn is_set(&self, flag: &str) -> bool {
        self.flags.contains(flag)
    }
}
