//! A walk over the words of the command line before clap sees them.
//!
//! It knows the flag table, so it can tell a flag from the value of the flag before it. It finds out what must
//! be known before parsing, and rewrites two spellings that clap does not read:
//!
//! - the command that will run, because configuration is looked up for it;
//! - the configuration file that was asked for, and whether colour was and in which form, because help and errors are
//!   printed before the rest is understood;
//! - Go-style long flags: `-rate 100` and `-timeout=5s` become `--rate 100` and `--timeout=5s` when the word is a long
//!   flag of at least three letters of the command in question;
//! - `--switch=false`, which undoes a switch set in configuration; `--switch=true` becomes `--switch`; both in each of
//!   the spellings that Go's flags read;
//! - flags of two letters that users of programs like an applet know: `-oX` of `scan`.
//!
//! Nothing behind `--` is touched, nor any word it does not understand: complaining is left to clap.

use std::ffi::{OsStr, OsString};
use std::iter::Peekable;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Command};

use super::applet::respelled;
use crate::kit::term::{ColorChoice, Format};

/// A word is a Go-style long flag only from this length on; shorter ones are clusters of short flags.
const SHORTEST_GO_FLAG: usize = 3;

/// What the walk found out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The words for clap, without the name of the program.
    pub(super) rewritten: Vec<OsString>,
    /// Where those are that have one dash and could be the name of a long flag, but are none.
    pub(super) singles: Vec<usize>,
    /// The proper names of the command and its verb.
    pub(super) path: Vec<String>,
    /// The switches that were turned off: the id of the argument, and how many names of the path stand before it.
    pub(super) turned_off: Vec<(String, usize)>,
    /// The value of `--config`.
    pub(super) config: Option<PathBuf>,
    /// The value of `--color`, or what `--no-color` means.
    pub(super) color: Option<ColorChoice>,
    /// The value of `--format`, or what `--json` means.
    pub(super) format: Option<Format>,
}

/// `words` with `more` before the `--` that ends the flags, or at the end.
pub(super) fn before_the_end(mut words: Vec<OsString>, more: Vec<OsString>) -> Vec<OsString> {
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    words.splice(end..end, more);
    words
}

/// Walks over `words`, which follow the name of the program `tree`.
pub(super) fn read(tree: &Command, words: impl IntoIterator<Item = OsString>) -> Words {
    let mut built = tree.clone();
    built.build();
    let mut walk = Walk { command: &built, words: words.into_iter().peekable(), found: Words::default() };
    while let Some(word) = walk.words.next() {
        if word == "--" || word.to_str().is_some_and(|text| walk.hands_over(text)) {
            walk.found.rewritten.push(word);
            break;
        }
        walk.step(word);
    }
    let Walk { words, mut found, .. } = walk;
    found.rewritten.extend(words);
    found
}

struct Walk<'a, I: Iterator<Item = OsString>> {
    /// The command whose flags the next word may be.
    command: &'a Command,
    words: Peekable<I>,
    found: Words,
}

impl<'a, I: Iterator<Item = OsString>> Walk<'a, I> {
    fn step(&mut self, word: OsString) {
        let Some(text) = word.to_str().map(str::to_owned) else { return self.found.rewritten.push(word) };
        let applet = self.found.path.first().map(String::as_str);
        let text = applet.and_then(|applet| respelled(applet, &text)).map_or(text, str::to_owned);
        if let Some(long) = text.strip_prefix("--") {
            self.long(long);
        } else if let Some(cluster) = text.strip_prefix('-').filter(|cluster| !cluster.is_empty()) {
            if self.is_go_flag(cluster) { self.long(cluster) } else { self.short(cluster) }
        } else {
            self.found.rewritten.push(word);
            self.descend(&text);
        }
    }

    /// Whether a word without a dash begins what is somebody else's command line, flags and all: `kv cli set k -1`.
    fn hands_over(&self, word: &str) -> bool {
        let is_word = !word.starts_with('-') || word == "-";
        is_word && self.command.get_positionals().any(Arg::is_trailing_var_arg_set)
    }

    /// A word without a dash: the name of a deeper command, or a positional value.
    fn descend(&mut self, name: &str) {
        let inner = self
            .command
            .get_subcommands()
            .find(|inner| inner.get_name() == name || inner.get_all_aliases().any(|alias| alias == name));
        let Some(inner) = inner else { return };
        if inner.get_name() == "help" {
            // What follows are names of commands, not words of this one.
            return self.found.rewritten.extend(self.words.by_ref());
        }
        self.found.path.push(inner.get_name().to_owned());
        self.command = inner;
    }

    fn is_go_flag(&self, cluster: &str) -> bool {
        let name = cluster.split('=').next().unwrap_or_default();
        name.len() >= SHORTEST_GO_FLAG && self.named(name).is_some()
    }

    /// `name` or `name=value` behind two dashes.
    fn long(&mut self, flag: &str) {
        let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
        let arg = self.named(name);
        match (arg, value) {
            (Some(arg), Some(word)) if is_switch(arg) && truth(word) == Some(true) => {
                self.found.rewritten.push(format!("--{name}").into());
            }
            (Some(arg), Some(word)) if is_switch(arg) && truth(word) == Some(false) => {
                self.found.turned_off.push((arg.get_id().to_string(), self.found.path.len()));
            }
            _ => {
                self.found.rewritten.push(format!("--{flag}").into());
                if let Some(arg) = arg {
                    self.value_of(arg, value);
                }
            }
        }
    }

    /// Short flags in one word; the first that takes a value takes the rest of it.
    fn short(&mut self, cluster: &str) {
        if is_name(cluster) {
            self.found.singles.push(self.found.rewritten.len());
        }
        self.found.rewritten.push(format!("-{cluster}").into());
        for (index, letter) in cluster.char_indices() {
            let Some(arg) = self.lettered(letter) else { return };
            if arg.get_action().takes_values() {
                let rest = &cluster[index + letter.len_utf8()..];
                return self.value_of(arg, Some(rest).filter(|rest| !rest.is_empty()));
            }
        }
    }

    /// Takes the value of a flag from its own word, or from the next one.
    fn value_of(&mut self, arg: &Arg, inline: Option<&str>) {
        let value = match inline {
            Some(inline) => Some(OsString::from(inline)),
            None if !arg.get_action().takes_values() => None,
            None if arg.is_require_equals_set() => self.number(),
            None => {
                let may_be_left_out = arg.get_num_args().is_some_and(|range| range.min_values() == 0);
                let next = self.words.next_if(|next| !may_be_left_out || !looks_like_a_flag(next));
                self.found.rewritten.extend(next.clone());
                next
            }
        };
        match arg.get_id().as_str() {
            "config" => self.found.config = value.map(PathBuf::from),
            "color" => self.found.color = value.and_then(|value| value.to_str()?.parse().ok()),
            "format" => {
                let format = value.and_then(|value| value.to_str()?.parse().ok());
                self.found.format = format.or(self.found.format);
            }
            "json" => self.found.format = Some(Format::Json),
            "no_color" => self.found.color = Some(ColorChoice::Never),
            _ => {}
        }
    }

    /// A number right behind a flag whose value may be left out (`-L 5 URL`, but `-L URL`): clap has it behind an `=`.
    fn number(&mut self) -> Option<OsString> {
        let is_number = |word: &OsString| word.to_str().is_some_and(|word| word.parse::<u64>().is_ok());
        let number = self.words.next_if(is_number)?;
        let flag = self.found.rewritten.last_mut()?;
        flag.push("=");
        flag.push(&number);
        Some(number)
    }

    fn named(&self, name: &str) -> Option<&'a Arg> {
        let answers = |arg: &&Arg| {
            arg.get_long() == Some(name) || arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&name))
        };
        self.command.get_arguments().find(answers)
    }

    fn lettered(&self, letter: char) -> Option<&'a Arg> {
        let answers = |arg: &&Arg| {
            arg.get_short() == Some(letter) || arg.get_all_short_aliases().is_some_and(|all| all.contains(&letter))
        };
        self.command.get_arguments().find(answers)
    }
}

/// A truth value as Go's flags read it.
fn truth(word: &str) -> Option<bool> {
    match word {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Whether a word could be the name of a long flag, with a value or without.
fn is_name(word: &str) -> bool {
    let name = word.split('=').next().unwrap_or_default();
    name.len() >= SHORTEST_GO_FLAG && name.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-')
}

fn looks_like_a_flag(word: &OsStr) -> bool {
    word.as_encoded_bytes().starts_with(b"-")
}

fn is_switch(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::SetTrue)
}

#[cfg(test)]
mod tests {
    use clap::value_parser;

    use super::*;

    fn tree() -> Command {
        let flag = |name: &'static str| Arg::new(name).long(name);
        let find = Command::new("find").arg(flag("slo"));
        let load = Command::new("load")
            .alias("blitz")
            .arg(flag("rate").short('r').short_alias('q').alias("qps"))
            .arg(flag("timeout").short('t'))
            .arg(flag("header").short('H').action(ArgAction::Append))
            .arg(flag("insecure").short('k').action(ArgAction::SetTrue))
            .arg(flag("redirects").short('L').num_args(0..=1).require_equals(true))
            .arg(flag("depth").num_args(0..=1))
            .arg(flag("h2").action(ArgAction::SetTrue))
            .arg(Arg::new("url"))
            .subcommand(find);
        Command::new("toolbox")
            .arg(flag("config").global(true).value_parser(value_parser!(PathBuf)))
            .arg(flag("color").global(true))
            .arg(Arg::new("no_color").long("no-color").global(true).action(ArgAction::SetTrue))
            .arg(flag("verbose").short('v').global(true).action(ArgAction::Count))
            .subcommand(load)
    }

    fn walked(line: &str) -> Words {
        read(&tree(), line.split_whitespace().map(OsString::from))
    }

    #[track_caller]
    fn rewrites(line: &str, expected: &str) {
        let words = walked(line).rewritten;
        let words: Vec<_> = words.iter().map(|word| word.to_str().unwrap()).collect();
        assert_eq!(words.join(" "), expected, "{line}");
    }

    #[test]
    fn go_style_flags_are_rewritten_only_where_they_are_flags() {
        for (line, expected) in [
            ("load -rate 100 u", "load --rate 100 u"),
            ("load -timeout=5s u", "load --timeout=5s u"),
            ("load -qps 5", "load --qps 5"),
            ("blitz -rate 1", "blitz --rate 1"),
            ("-config f load", "--config f load"),
            ("-rate 100 load", "-rate 100 load"),
            ("load find -rate 1", "load find -rate 1"),
            ("load find -slo x -config f", "load find --slo x --config f"),
            ("load -- -rate 100", "load -- -rate 100"),
            ("load -H -rate u", "load -H -rate u"),
            ("load -r -rate", "load -r -rate"),
            ("load -r5 -rate 2", "load -r5 --rate 2"),
            ("load -kr -rate", "load -kr -rate"),
            ("load --rate -timeout", "load --rate -timeout"),
            ("load -h2", "load -h2"),
            ("load -L -rate 1", "load -L --rate 1"),
            ("load -redirects -rate", "load --redirects --rate"),
            ("load -L 5 -rate 1", "load -L=5 --rate 1"),
            ("load -kL 5 http://x", "load -kL=5 http://x"),
            ("load --redirects 5 http://x", "load --redirects=5 http://x"),
            ("load -L http://x", "load -L http://x"),
            ("load -depth -rate 1", "load --depth --rate 1"),
            ("load -ratee 1", "load -ratee 1"),
            ("load -vvv -", "load -vvv -"),
            ("help load -rate", "help load -rate"),
        ] {
            rewrites(line, expected);
        }
    }

    #[test]
    fn words_that_could_be_names_are_known_by_their_places() {
        assert_eq!(walked("load -ratee 1 -vvv -r5 -Hxyz -timeout 3 -raet=2 -- -rrr").singles, [1, 3, 8]);
    }

    #[test]
    fn a_switch_can_be_turned_off() {
        let words = walked("load --insecure=false -insecure=false --h2=true u");
        assert_eq!(words.turned_off, [("insecure".to_owned(), 1), ("insecure".to_owned(), 1)]);
        rewrites("load --insecure=false --h2=true u", "load --h2 u");
        rewrites("load --insecure=maybe", "load --insecure=maybe");
        rewrites("load --rate=false", "load --rate=false");
        rewrites("load -- --insecure=false", "load -- --insecure=false");
    }

    #[test]
    fn the_command_and_the_configuration_file_are_found() {
        for (line, path, config) in [
            ("", "", None),
            ("load http://x/", "load", None),
            ("blitz", "load", None),
            ("-v --config a load find", "load find", Some("a")),
            ("load --config=a --config b u", "load", Some("b")),
            ("load --rate find u", "load", None),
            ("load -r find u", "load", None),
            ("load u find", "load find", None),
            ("load -- find", "load", None),
            ("load -- --config a", "load", None),
            ("help load", "", None),
            ("nothing load", "load", None),
        ] {
            let words = walked(line);
            assert_eq!(words.path.join(" "), path, "{line}");
            assert_eq!(words.config, config.map(PathBuf::from), "{line}");
        }
        assert_eq!(walked("load --color never").color, Some(ColorChoice::Never));
        assert_eq!(walked("--color=always load --no-color").color, Some(ColorChoice::Never));
        assert_eq!(walked("load --color=blue").color, None);
    }

    #[cfg(unix)]
    #[test]
    fn words_that_are_not_utf8_pass_through() {
        use std::os::unix::ffi::OsStringExt;
        let strange = OsString::from_vec(b"-rate\xff".to_vec());
        let words = read(&tree(), ["load".into(), strange.clone(), "-rate".into(), "1".into()]);
        assert_eq!(words.rewritten, [OsStr::new("load"), &strange, OsStr::new("--rate"), OsStr::new("1")]);
    }
}
