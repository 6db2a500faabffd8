//! What the command table knows about a line: how it may go on, what follows, and what a refusal means.

use crate::applets::kv::command::reference::usage;
use crate::applets::kv::command::table::{self, Spec};
use crate::kit::error::Failure;
use crate::kit::term::Guide;

/// Words of the prompt itself.
const OWN: [&str; 4] = ["clear", "exit", "help", "quit"];

/// Completion and hints at the prompt.
#[derive(Debug)]
pub(super) struct Commands;

impl Guide for Commands {
    fn complete(&self, line: &str, at: usize) -> (usize, Vec<String>) {
        let before = &line[..at];
        let start = before.rfind(' ').map_or(0, |space| space + 1);
        let (earlier, part) = (before[..start].trim(), &before[start..]);
        let names: Vec<&str> = match earlier {
            "" | "help" => table::all().iter().map(|entry| entry.spec.name).chain(OWN).collect(),
            _ => match table::find(earlier.as_bytes()) {
                Some(entry) => entry.spec.subs.iter().map(|spec| spec.name).collect(),
                None => Vec::new(),
            },
        };
        (start, fitting(names, part))
    }

    fn hint(&self, line: &str) -> Option<String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (spec, used) = found(&words)?;
        let usage = usage(spec);
        // Words that are typed already are not hinted at any more.
        let left: Vec<&str> = usage.split(' ').skip(words.len() - used).collect();
        let gap = if line.ends_with(' ') { "" } else { " " };
        match (left.is_empty() || left == [""], words.len() > used) {
            (true, true) => None,
            (true, false) => Some(format!("{gap}  {}", spec.about)),
            (false, true) => Some(format!("{gap}{}", left.join(" "))),
            (false, false) => Some(format!("{gap}{}   {}", left.join(" "), spec.about)),
        }
    }

    fn is_secret(&self, line: &str) -> bool {
        let lower = line.trim_start().to_ascii_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        match words.as_slice() {
            ["auth", ..] | ["acl", "setuser", ..] => true,
            ["hello" | "migrate", rest @ ..] => rest.iter().any(|word| word.starts_with("auth")),
            ["config", "set", rest @ ..] => rest.iter().any(|word| matches!(*word, "requirepass" | "masterauth")),
            _ => false,
        }
    }
}

/// The names that begin with `part`, in the case it is typed in.
fn fitting(names: Vec<&str>, part: &str) -> Vec<String> {
    let lower = part.to_ascii_lowercase();
    let upper = !part.is_empty() && !part.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut names: Vec<String> = names
        .into_iter()
        .filter(|name| name.starts_with(&lower))
        .map(|name| if upper { name.to_uppercase() } else { name.to_owned() })
        .collect();
    names.sort_unstable();
    names
}

/// The row that the first words name, and how many words that took.
fn found(words: &[&str]) -> Option<(&'static Spec, usize)> {
    let entry = table::find(words.first()?.as_bytes())?;
    let sub = words.get(1).and_then(|word| table::find_sub(entry.spec, word.as_bytes()));
    Some(sub.map_or((entry.spec, 1), |sub| (sub.spec, 2)))
}

/// Commands that are answered without end.
pub(super) fn is_endless(words: &[Vec<u8>]) -> bool {
    let name = words.first().map(|word| word.to_ascii_lowercase()).unwrap_or_default();
    matches!(name.as_slice(), b"subscribe" | b"psubscribe" | b"ssubscribe" | b"monitor")
}

/// A refusal as the failure of a run, with what to do.
pub(super) fn refused(error: &str, words: &[Vec<u8>]) -> Failure {
    Failure::operation(error.to_owned()).maybe_hint(hint(error, words))
}

/// What a refusal means.
pub(super) fn hint(error: &str, words: &[Vec<u8>]) -> Option<String> {
    let word = |at: usize| words.get(at).map(|word| String::from_utf8_lossy(word).into_owned()).unwrap_or_default();
    let code = error.split(' ').next().unwrap_or_default();
    if error.starts_with("ERR unknown command") {
        return nearest(&word(0)).map(|name| format!("a similar command exists: {name}"));
    }
    if error.starts_with("ERR wrong number of arguments") {
        let names = [word(0), word(1)];
        let (spec, _) = found(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
        return Some(format!("{} {}", spec.full_name().replace('|', " "), usage(spec)));
    }
    let hint = match code {
        "NOAUTH" => "give the password: -u redis://:PASSWORD@HOST, --password-file, or REDISCLI_AUTH",
        "WRONGPASS" => "check user and password; --user names another than default",
        "WRONGTYPE" => return Some(format!("`type {}` tells what it holds", word(1))),
        "NOPERM" => "`acl whoami` and `acl getuser NAME` tell what this user may do",
        "OOM" => "raise maxmemory, or let keys leave: `config set maxmemory-policy allkeys-lru`",
        "MISCONF" => "the last snapshot failed: `info persistence`; the log says why",
        "MOVED" | "CROSSSLOT" => "this server is part of a cluster; ask the node that the error names",
        "LOADING" => "the server reads its data; try again in a moment",
        "READONLY" => "this is a replica; `info replication` names its master",
        "DENIED" => "the server is in protected mode: set a password there, or connect from its own machine",
        _ => return None,
    };
    Some(hint.to_owned())
}

/// The command that was meant, where one is near enough.
fn nearest(typed: &str) -> Option<&'static str> {
    /// From here on a name is the one that was meant (Jaro and Winkler's measure).
    const ENOUGH: f64 = 0.8;
    let typed = typed.to_ascii_lowercase();
    let rated = table::all().iter().map(|entry| (strsim::jaro_winkler(&typed, entry.spec.name), entry.spec.name));
    rated.filter(|(rate, _)| *rate >= ENOUGH).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed_in_the_case_they_are_typed_in() {
        assert_eq!(Commands.complete("getr", 4), (0, vec!["getrange".to_owned()]));
        assert_eq!(Commands.complete("GETR", 4), (0, vec!["GETRANGE".to_owned()]));
        assert_eq!(Commands.complete("config ge", 9), (7, vec!["get".to_owned()]));
        assert_eq!(Commands.complete("get ", 4), (4, vec![]), "keys are not known here");
        assert!(Commands.complete("help getr", 9).1.contains(&"getrange".to_owned()));
    }

    #[test]
    fn what_follows_is_hinted_at_until_it_is_typed() {
        assert!(Commands.hint("getrange").unwrap().starts_with(" key value value   "));
        assert_eq!(Commands.hint("getrange k 0").as_deref(), Some(" value"));
        assert_eq!(Commands.hint("getrange k 0 1"), None);
        assert_eq!(Commands.hint("nothing"), None);
        assert!(Commands.hint("mget ").unwrap().starts_with("key […]"));
    }

    #[test]
    fn secrets_are_not_written_down() {
        assert!(Commands.is_secret(" AUTH me secret"));
        assert!(Commands.is_secret("config set requirepass x"));
        assert!(Commands.is_secret("hello 3 auth me x"));
        assert!(!Commands.is_secret("set auth x"));
    }

    #[test]
    fn refusals_say_what_to_do() {
        let words = |line: &str| line.split(' ').map(|word| word.as_bytes().to_vec()).collect::<Vec<_>>();
        let hint = |error: &str, line: &str| hint(error, &words(line)).unwrap();
        assert_eq!(hint("ERR unknown command 'gte'", "getrnge k"), "a similar command exists: getrange");
        assert_eq!(hint("ERR wrong number of arguments for 'strlen' command", "strlen"), "strlen key");
        assert_eq!(hint("WRONGTYPE Operation …", "get k"), "`type k` tells what it holds");
    }
}
