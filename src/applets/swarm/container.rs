//! The variables of the containers: their names and habits, said in ours. Pure.
//!
//! A number without a unit means what it meant there: milliseconds of jitter, seconds of everything else. `METRICS_PORT`
//! is a port on every interface. A switch is on for any value but one that says no. What is typed counts more than a
//! variable, and `TOOLBOX_SWARM__…` more than these.

use std::ffi::OsString;

use crate::kit::env::Env;

/// What is done to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Taken as it is.
    Plain,
    /// A bare number gets this unit.
    Unit(&'static str),
    /// A port, or an address with one.
    Port,
    /// On unless it says no.
    Switch,
}

/// Each variable, the flag it stands for, and how it is read.
const VARIABLES: [(&str, &str, Reading); 21] = [
    ("STREAM_URL", "STREAM", Reading::Plain),
    ("CLIENTS", "CLIENTS", Reading::Plain),
    ("RAMP_RATE", "RAMP_RATE", Reading::Plain),
    ("RAMP_JITTER", "RAMP_JITTER", Reading::Unit("ms")),
    ("METRICS_PORT", "METRICS", Reading::Port),
    ("LOG_LEVEL", "LOG_LEVEL", Reading::Plain),
    ("LOG_FORMAT", "LOG_FORMAT", Reading::Plain),
    ("VARIANT", "VARIANT", Reading::Plain),
    ("TIMEOUT", "TIMEOUT", Reading::Unit("s")),
    ("DURATION", "DURATION", Reading::Unit("s")),
    ("RESOLVE_IP", "RESOLVE", Reading::Plain),
    ("USER_AGENT", "USER_AGENT", Reading::Plain),
    ("PROFILE", "PROFILE", Reading::Plain),
    ("ENGINE", "ENGINE", Reading::Plain),
    ("SEED", "SEED", Reading::Plain),
    ("MAX_RESTARTS", "MAX_RESTARTS", Reading::Plain),
    ("TUI", "TUI", Reading::Switch),
    ("RECONNECT", "RECONNECT", Reading::Switch),
    ("NO_CACHE", "NO_CACHE", Reading::Switch),
    ("DANGEROUS", "DANGEROUS", Reading::Switch),
    ("PRINT_CMD", "PRINT_CMD", Reading::Switch),
];

/// Words for the command line, as a shell would split them.
const EXTRA: &str = "EXTRA_ARGS";

/// The environment with these variables under our names as well, and which of ours are whose. A variable of ours that is
/// set stays as it is.
///
/// ```
/// use toolbox::applets::swarm::container::adopt;
/// use toolbox::kit::env::Env;
/// let (env, names) = adopt(&Env::of([("RAMP_JITTER", "100"), ("METRICS_PORT", "9090")]));
/// assert_eq!(env.get("TOOLBOX_SWARM__RAMP_JITTER"), Some("100ms"));
/// assert_eq!(env.get("TOOLBOX_SWARM__METRICS"), Some("0.0.0.0:9090"));
/// assert_eq!(names[0], ("TOOLBOX_SWARM__RAMP_JITTER".to_owned(), "RAMP_JITTER"));
/// ```
#[must_use]
pub fn adopt(env: &Env) -> (Env, Vec<(String, &'static str)>) {
    let (mut adopted, mut names) = (env.clone(), Vec::new());
    for (variable, flag, reading) in VARIABLES {
        let ours = format!("TOOLBOX_SWARM__{flag}");
        let Some(value) = env.get(variable).filter(|_| env.get(&ours).is_none()) else { continue };
        adopted = adopted.with(&ours, read(value, reading));
        names.push((ours, variable));
    }
    (adopted, names)
}

fn read(value: &str, reading: Reading) -> String {
    let is_number = || value.parse::<f64>().is_ok();
    match reading {
        Reading::Unit(unit) if is_number() => format!("{value}{unit}"),
        Reading::Port if value.parse::<u16>().is_ok() => format!("0.0.0.0:{value}"),
        Reading::Switch => (!says_no(value)).to_string(),
        Reading::Plain | Reading::Unit(_) | Reading::Port => value.to_owned(),
    }
}

fn says_no(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "0" | "f" | "false" | "no" | "off")
}

/// The words of `EXTRA_ARGS`.
#[must_use]
pub fn words(env: &Env) -> Option<Vec<OsString>> {
    let words = split(env.get(EXTRA)?);
    (!words.is_empty()).then(|| words.into_iter().map(OsString::from).collect())
}

/// Splits a line as a shell does: blanks between words, quotes and backslashes around what belongs together. A quote that
/// is not closed reaches to the end.
fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None::<char>);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (None, ' ' | '\t' | '\n') => words.extend(word.take()),
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (Some(open), letter) if letter == open => quote = None,
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(letters.next()),
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_variable_is_read_as_the_containers_read_it() {
        let cases = [
            ("STREAM_URL", "http://o/live.m3u8", "STREAM", "http://o/live.m3u8"),
            ("CLIENTS", "50", "CLIENTS", "50"),
            ("RAMP_RATE", "20", "RAMP_RATE", "20"),
            ("RAMP_JITTER", "100", "RAMP_JITTER", "100ms"),
            ("RAMP_JITTER", "1s", "RAMP_JITTER", "1s"),
            ("METRICS_PORT", "17091", "METRICS", "0.0.0.0:17091"),
            ("METRICS_PORT", "127.0.0.1:9", "METRICS", "127.0.0.1:9"),
            ("LOG_LEVEL", "debug", "LOG_LEVEL", "debug"),
            ("LOG_FORMAT", "text", "LOG_FORMAT", "text"),
            ("VARIANT", "highest", "VARIANT", "highest"),
            ("TIMEOUT", "15", "TIMEOUT", "15s"),
            ("DURATION", "1m", "DURATION", "1m"),
            ("DURATION", "0", "DURATION", "0s"),
            ("RESOLVE_IP", "10.0.0.1", "RESOLVE", "10.0.0.1"),
            ("PROFILE", "burst", "PROFILE", "burst"),
            ("TUI", "1", "TUI", "true"),
            ("RECONNECT", "yes", "RECONNECT", "true"),
            ("RECONNECT", "false", "RECONNECT", "false"),
            ("NO_CACHE", "anything", "NO_CACHE", "true"),
            ("DANGEROUS", "off", "DANGEROUS", "false"),
            ("PRINT_CMD", "true", "PRINT_CMD", "true"),
        ];
        for (variable, value, flag, expected) in cases {
            let (env, names) = adopt(&Env::of([(variable, value)]));
            let ours = format!("TOOLBOX_SWARM__{flag}");
            assert_eq!(env.get(&ours), Some(expected), "{variable}={value}");
            assert_eq!(names, [(ours, variable)]);
        }
    }

    #[test]
    fn our_own_variable_counts_more() {
        let (env, names) = adopt(&Env::of([("CLIENTS", "5"), ("TOOLBOX_SWARM__CLIENTS", "7")]));
        assert_eq!((env.get("TOOLBOX_SWARM__CLIENTS"), names.len()), (Some("7"), 0));
    }

    #[test]
    fn extra_arguments_are_words_as_in_a_shell() {
        let split = |text: &str| words(&Env::of([(EXTRA, text)])).unwrap_or_default();
        assert_eq!(split("-no-cache  -header 'X-Test: a b'"), ["-no-cache", "-header", "X-Test: a b"]);
        assert_eq!(split(r#"-user-agent "a \"b\"" \ c"#), ["-user-agent", "a \"b\"", " c"]);
        assert_eq!(split("''"), [""]);
        assert_eq!(split("  "), Vec::<OsString>::new());
        assert_eq!(split("'open end"), ["open end"]);
    }
}
