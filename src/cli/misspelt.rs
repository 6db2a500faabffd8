//! Long flags behind one dash that were misspelt: told whole, not letter by letter.
//!
//! `-rate` is `--rate` where there is such a flag. `-raet` is read as `-r aet`, and what clap then complains of is a value
//! that nobody typed. So where its complaint is about such a word, the word is read once more with two dashes, and clap finds
//! the flag that is nearest.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::failure::usage;
use crate::kit::error::Failure;

/// What clap says of `words`, which are parsed by `parse`, where its `error` comes of one of those at the places `singles`,
/// each a name behind a single dash.
pub(super) fn misspelt<W>(
    error: &clap::Error,
    (words, singles): (&[W], &[usize]),
    program: &str,
    parse: impl Fn(Vec<String>) -> Option<clap::Error>,
) -> Option<Failure>
where
    W: AsRef<std::ffi::OsStr>,
{
    let texts: Vec<String> = words.iter().map(|word| word.as_ref().to_string_lossy().into_owned()).collect();
    singles.iter().find_map(|&at| {
        let word = texts.get(at)?;
        let name = word.split('=').next()?;
        let needs = blames(error, word)?;
        let mut doubled = texts.clone();
        doubled[at] = format!("-{word}");
        let said = parse(doubled).filter(|said| said.kind() == ErrorKind::UnknownArgument)?;
        if text(&said, ContextKind::InvalidArg)? != format!("-{name}") {
            return None;
        }
        if needs == Needs::Likeness && said.get(ContextKind::SuggestedArg).is_none() {
            return None;
        }
        let told = usage(program, &said);
        let message = told.error.to_string().replacen(&format!("'-{name}'"), &format!("'{name}'"), 1);
        Some(Failure::usage(message).maybe_hint(told.hint))
    })
}

/// What else has to speak for a slip of the fingers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing: the word is none as it stands.
    Nothing,
    /// A flag that looks like it: as it stands the word may have been meant, or is a wrong value of a flag that was.
    Likeness,
}

/// Whether `word` is what an error comes of.
fn blames(error: &clap::Error, word: &str) -> Option<Needs> {
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let letter = text(error, ContextKind::InvalidArg)?.strip_prefix('-')?;
            let is_within = !letter.starts_with('-') && word[1..].contains(letter);
            is_within.then_some(Needs::Nothing)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(error, ContextKind::InvalidValue)?;
            (!value.is_empty() && word.ends_with(value)).then_some(Needs::Likeness)
        }
        ErrorKind::ArgumentConflict => Some(Needs::Likeness),
        ErrorKind::DisplayHelp => word.contains('h').then_some(Needs::Likeness),
        ErrorKind::DisplayVersion => word.contains('V').then_some(Needs::Likeness),
        _ => None,
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction, Command, value_parser};

    use super::*;

    fn command() -> Command {
        let clients = Arg::new("clients").short('c').long("clients").value_parser(value_parser!(u32));
        let duration = Arg::new("duration").short('d').long("duration");
        let header = Arg::new("header").short('H').long("header");
        let loud = Arg::new("loud").short('l').long("loud").action(ArgAction::SetTrue);
        Command::new("swarm").no_binary_name(true).args([clients, duration, header, loud]).arg(Arg::new("url"))
    }

    fn told(line: &str) -> Option<String> {
        let words: Vec<&str> = line.split(' ').collect();
        let is_single = |word: &str| word.len() > 3 && word.starts_with('-') && !word.starts_with("--");
        let singles: Vec<usize> = (0..words.len()).filter(|at| is_single(words[*at])).collect();
        let error = command().try_get_matches_from(&words).err()?;
        let parse = |words: Vec<String>| command().try_get_matches_from(words).err();
        let failure = misspelt(&error, (&words, &singles), "swarm", parse)?;
        Some(format!("{} | {}", failure.error, failure.hint.unwrap_or_default()))
    }

    #[test]
    fn a_slip_is_told_whole_with_the_flag_that_is_nearest() {
        for (line, word) in
            [("-cleints 5 u", "-cleints"), ("u -cleints=5", "-cleints"), ("-c 1 -cleints 5", "-cleints")]
        {
            let told = told(line).unwrap_or_else(|| panic!("{line} is told as clap tells it"));
            assert!(told.starts_with(&format!("unexpected argument '{word}' found")), "{told}");
            assert!(told.ends_with("a similar argument exists: '--clients'"), "{told}");
        }
        assert!(told("-headr x u").is_some_and(|told| told.contains("'--header'")), "no help was asked for");
        assert!(told("-zzz u").is_some_and(|told| told.starts_with("unexpected argument '-zzz' found")));
    }

    #[test]
    fn what_is_no_slip_stays_as_it_is() {
        for line in ["-cxy u", "-dclients u", "-h", "-lh", "--cleints 5", "-c5 --clint 3"] {
            assert_eq!(told(line), None, "{line}");
        }
    }
}
