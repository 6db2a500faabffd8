//! How a failure is told: one look for applets, configuration and the command line itself.
//!
//! ```text
//! load: error: cannot connect to 127.0.0.1:8080
//! caused by: connection refused
//! hint: is the server running?
//! ```
//!
//! Where results are JSON, the same stands on standard output as a document, in place of the results.

use std::error::Error;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::kit::error::Failure;
use crate::kit::term::{Format, Style};

/// The lines for `failure`, told by `program`; without a newline at the end.
pub(super) fn render(program: &str, failure: &Failure, style: Style) -> String {
    let mut told = chain(failure.error.as_ref()).into_iter();
    let error = format!("{program}: {} {}", style.bad("error:"), told.next().unwrap_or_default());
    let causes = told.map(|cause| format!("{} {cause}", style.faint("caused by:")));
    let hint = failure.hint.iter().map(|hint| format!("{} {hint}", style.info("hint:")));
    [error].into_iter().chain(causes).chain(hint).collect::<Vec<_>>().join("\n")
}

/// The document for programs, where results are JSON; `None` in other forms.
///
/// ```json
/// {"error": {"kind": "refused", "message": "cannot load http://…", "causes": ["…"], "hint": "…", "exit_code": 1}}
/// ```
pub(super) fn json(failure: &Failure, format: Format) -> Option<String> {
    let mut told = chain(failure.error.as_ref()).into_iter();
    let document = serde_json::json!({"error": {
        "kind": failure.name(),
        "message": told.next().unwrap_or_default(),
        "causes": told.collect::<Vec<_>>(),
        "hint": failure.hint,
        "exit_code": failure.exit_code(),
    }});
    match format {
        Format::Json => Some(format!("{document:#}\n")),
        Format::Jsonl => Some(format!("{document}\n")),
        Format::Table | Format::Csv => None,
    }
}

/// An error and its causes, without those whose words an earlier one already ends with.
fn chain(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !text.is_empty() && !told.iter().any(|earlier| earlier.ends_with(&text)) {
            told.push(text);
        }
        next = error.source();
    }
    told
}

/// The flag that clap complains of having seen twice.
pub(super) fn repeated(error: &clap::Error) -> Option<String> {
    let name = |kind| match error.get(kind) {
        Some(ContextValue::String(name)) => Some(name),
        _ => None,
    };
    let (flag, other) = (name(ContextKind::InvalidArg)?, name(ContextKind::PriorArg)?);
    let is_twice = error.kind() == ErrorKind::ArgumentConflict && flag == other;
    is_twice.then(|| flag.split(' ').next().unwrap_or(flag).to_owned())
}

/// The word that clap has no place for.
pub(super) fn stray(error: &clap::Error) -> Option<String> {
    let kind = match error.kind() {
        ErrorKind::InvalidSubcommand => ContextKind::InvalidSubcommand,
        ErrorKind::UnknownArgument => ContextKind::InvalidArg,
        _ => return None,
    };
    match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        _ => None,
    }
}

/// clap's complaint as a failure: its tips become hints, and the usage follows the message.
pub(super) fn usage(program: &str, error: &clap::Error) -> Failure {
    let rendered = error.to_string();
    let rendered = rendered.strip_prefix("error: ").unwrap_or(&rendered);
    let (mut message, mut usage, mut hints) = (Vec::new(), None, Vec::new());
    for line in rendered.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(tip) = line.strip_prefix("tip: ") {
            hints.push(tip.to_owned());
        } else if let Some(line) = line.strip_prefix("Usage: ") {
            usage = Some(format!("\nusage: {line}"));
        } else if !line.starts_with("For more information") {
            message.push(line);
        }
    }
    if hints.is_empty() {
        hints.push(format!("see {program} --help"));
    }
    Failure::usage(message.join(" ") + &usage.unwrap_or_default()).hint(hints.join("\nhint: "))
}

#[cfg(test)]
mod tests {
    use std::io;

    use clap::{Arg, ArgAction, Command};

    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum Layered {
        #[error("cannot read plan.yaml")]
        Read(#[source] io::Error),
        #[error("cannot start: {0}")]
        Start(#[source] Box<Layered>),
    }

    #[test]
    fn causes_follow_the_error_and_the_hint_comes_last() {
        let failure = Failure::operation(Layered::Read(io::Error::other("disk on fire"))).hint("call for help");
        let expected = "load: error: cannot read plan.yaml\ncaused by: disk on fire\nhint: call for help";
        assert_eq!(render("load", &failure, Style::plain()), expected);
    }

    #[test]
    fn a_cause_that_was_told_already_is_left_out() {
        let read = Layered::Read(io::Error::other("disk on fire"));
        let failure = Failure::operation(Layered::Start(Box::new(read)));
        let expected = "load: error: cannot start: cannot read plan.yaml\ncaused by: disk on fire";
        assert_eq!(render("load", &failure, Style::plain()), expected);
    }

    #[test]
    fn complaints_of_clap_look_like_ours() {
        let command = || {
            let rate = Arg::new("rate").long("rate").value_parser(["fast", "slow"]);
            let url = Arg::new("url").required(true);
            Command::new("load")
                .no_binary_name(true)
                .arg(rate)
                .arg(url)
                .arg(Arg::new("k").short('k').action(ArgAction::SetTrue))
        };
        let told = |words: &[&str]| {
            render("load", &usage("load", &command().try_get_matches_from(words).unwrap_err()), Style::plain())
        };
        assert_eq!(
            told(&["--raet=fast", "u"]),
            "load: error: unexpected argument '--raet' found\n\
             usage: load --rate <rate> <url>\n\
             hint: a similar argument exists: '--rate'"
        );
        assert_eq!(
            told(&["--rate=fas", "u"]),
            "load: error: invalid value 'fas' for '--rate <rate>' [possible values: fast, slow]\n\
             hint: a similar value exists: 'fast'"
        );
        let twice = command().try_get_matches_from(["--rate=fast", "--rate=slow", "u"]).unwrap_err();
        assert_eq!(repeated(&twice).as_deref(), Some("--rate"));
        assert_eq!(
            told(&[]),
            "load: error: the following required arguments were not provided: <url>\n\
             usage: load <url>\n\
             hint: see load --help"
        );
    }
}
