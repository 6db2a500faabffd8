//! What the user wants to see and how: the settings of a [`Term`](super::Term).

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// The form in which a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For reading.
    #[default]
    Table,
    /// One indented JSON document.
    Json,
    /// One JSON document per line.
    Jsonl,
    /// A header and rows, quoted as in RFC 4180.
    Csv,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Self; 4] = [Self::Table, Self::Json, Self::Jsonl, Self::Csv];

    /// The word that names it on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// When output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// Where the stream is a terminal that can.
    #[default]
    Auto,
    /// Everywhere, pipes and files included.
    Always,
    /// Nowhere.
    Never,
}

impl ColorChoice {
    /// Every choice, in the order in which help lists them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Always, Self::Never];

    /// The word that names it on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// A word that names no [`Format`] or no [`ColorChoice`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is none of {accepted}")]
pub struct UnknownWord {
    word: String,
    accepted: &'static str,
}

impl FromStr for Format {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let known = Self::ALL.into_iter().find(|format| format.name() == word);
        known.ok_or_else(|| UnknownWord { word: word.to_owned(), accepted: "table, json, jsonl, csv" })
    }
}

impl FromStr for ColorChoice {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let known = Self::ALL.into_iter().find(|choice| choice.name() == word);
        known.ok_or_else(|| UnknownWord { word: word.to_owned(), accepted: "auto, always, never" })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for ColorChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How much is told beside the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verbosity {
    /// Warnings and errors only; no progress either.
    Quiet,
    /// Notes too.
    #[default]
    Normal,
    /// Detail as well; the number is how often `-v` was given.
    Verbose(u8),
}

/// Whether work shows how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Progress {
    /// In place on a terminal, otherwise as a plain line now and then.
    #[default]
    Auto,
    /// Never.
    Off,
}

/// What the terminal understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Colours and cursor movements (ECMA-48), as every terminal of the last decades does.
    #[default]
    Ansi,
    /// Nothing but text: `TERM=dumb`, as in an editor's shell window. It is treated like a pipe that has a width.
    Dumb,
}

/// The signs that may be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// All of Unicode.
    #[default]
    Unicode,
    /// ASCII only, where the locale is not UTF-8.
    Ascii,
}

impl Glyphs {
    /// What stands for text that was cut off: `…`, or `~` as in pagers.
    #[must_use]
    pub const fn ellipsis(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "~",
        }
    }

    /// The frames of a spinner, each one column wide.
    #[must_use]
    pub const fn spinner(self) -> &'static [&'static str] {
        match self {
            Self::Unicode => &["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
            Self::Ascii => &["|", "/", "-", "\\"],
        }
    }
}

/// All settings of a [`Term`](super::Term).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The form of results.
    pub format: Format,
    /// When to colour.
    pub color: ColorChoice,
    /// How much to tell.
    pub verbosity: Verbosity,
    /// Whether to show progress.
    pub progress: Progress,
    /// Where results go; none or `-` is stdout.
    pub output: Option<PathBuf>,
    /// What the terminal understands.
    pub dialect: Dialect,
    /// The signs that may be drawn.
    pub glyphs: Glyphs,
}

impl Options {
    /// Sets dialect and glyphs from what the environment says: `TERM`, and the first of `LC_ALL`, `LC_CTYPE` and
    /// `LANG` that is not empty. No locale at all means Unicode: containers set none, and their terminals can.
    ///
    /// ```
    /// use toolbox::kit::term::{Dialect, Glyphs, Options};
    /// let environment = [("TERM", "dumb"), ("LANG", "en_US.ISO-8859-1")];
    /// let lookup = |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string());
    /// let options = Options::default().surroundings(lookup);
    /// assert_eq!((options.dialect, options.glyphs), (Dialect::Dumb, Glyphs::Ascii));
    /// ```
    #[must_use]
    pub fn surroundings(mut self, lookup: impl Fn(&str) -> Option<String>) -> Self {
        if lookup("TERM").is_some_and(|term| term == "dumb") {
            self.dialect = Dialect::Dumb;
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| lookup(name).filter(|v| !v.is_empty()));
        let utf8 = locale.is_none_or(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
        self.glyphs = if utf8 { Glyphs::Unicode } else { Glyphs::Ascii };
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(environment: &[(&str, &str)]) -> Glyphs {
        let lookup = |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned());
        Options::default().surroundings(lookup).glyphs
    }

    #[test]
    fn the_strongest_locale_variable_decides() {
        assert_eq!(glyphs(&[]), Glyphs::Unicode);
        assert_eq!(glyphs(&[("LANG", "C")]), Glyphs::Ascii);
        assert_eq!(glyphs(&[("LANG", "C"), ("LC_CTYPE", "C.UTF-8")]), Glyphs::Unicode);
        assert_eq!(glyphs(&[("LC_ALL", ""), ("LANG", "de_DE.utf8")]), Glyphs::Unicode);
        assert_eq!(glyphs(&[("LC_ALL", "POSIX"), ("LANG", "de_DE.utf8")]), Glyphs::Ascii);
    }

    #[test]
    fn words_read_back() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        for choice in ColorChoice::ALL {
            assert_eq!(choice.to_string().parse(), Ok(choice));
        }
        let error = "yaml".parse::<Format>().unwrap_err();
        assert_eq!(error.to_string(), "`yaml` is none of table, json, jsonl, csv");
    }
}
