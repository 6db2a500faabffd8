//! What a colour means. Colour is never the only carrier of a meaning: the word or the sign stands there too.

use anstyle::{AnsiColor, Effects};

/// Paints text for one stream; leaves it as it is where colour is off.
///
/// ```
/// use toolbox::kit::term::Style;
/// assert_eq!(Style::plain().good("pass"), "pass");
/// assert_eq!(Style::colored().good("pass"), "\u{1b}[32mpass\u{1b}[0m");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    colored: bool,
}

/// The meanings that text can have; see the methods of [`Style`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// As expected.
    Good,
    /// Failed or broken.
    Bad,
    /// Needs a look.
    Warn,
    /// Worth noticing, neither good nor bad.
    Info,
    /// A heading, or the one figure that matters.
    Strong,
    /// Detail that may be skipped.
    Faint,
}

impl Style {
    /// Leaves text as it is.
    #[must_use]
    pub const fn plain() -> Self {
        Self { colored: false }
    }

    /// Writes colour sequences.
    #[must_use]
    pub const fn colored() -> Self {
        Self { colored: true }
    }

    /// Whether colour sequences are written.
    #[must_use]
    pub const fn is_colored(self) -> bool {
        self.colored
    }

    /// `text` with the look of `meaning`.
    #[must_use]
    pub fn paint(self, meaning: Meaning, text: &str) -> String {
        if !self.colored || text.is_empty() {
            return text.to_owned();
        }
        let look = match meaning {
            Meaning::Good => AnsiColor::Green.on_default(),
            Meaning::Bad => AnsiColor::Red.on_default(),
            Meaning::Warn => AnsiColor::Yellow.on_default(),
            Meaning::Info => AnsiColor::Cyan.on_default(),
            Meaning::Strong => anstyle::Style::new().effects(Effects::BOLD),
            Meaning::Faint => anstyle::Style::new().effects(Effects::DIMMED),
        };
        format!("{look}{text}{look:#}")
    }

    /// The look of one of several alike, by its number: six colours in turn, none of those that judge.
    #[must_use]
    pub fn ordinal(self, number: usize, text: &str) -> String {
        const COLORS: [AnsiColor; 6] = [
            AnsiColor::Cyan,
            AnsiColor::Magenta,
            AnsiColor::Yellow,
            AnsiColor::Blue,
            AnsiColor::BrightCyan,
            AnsiColor::BrightMagenta,
        ];
        if !self.colored || text.is_empty() {
            return text.to_owned();
        }
        let look = COLORS[number % COLORS.len()].on_default();
        format!("{look}{text}{look:#}")
    }

    /// As expected: green.
    #[must_use]
    pub fn good(self, text: &str) -> String {
        self.paint(Meaning::Good, text)
    }

    /// Failed or broken: red.
    #[must_use]
    pub fn bad(self, text: &str) -> String {
        self.paint(Meaning::Bad, text)
    }

    /// Needs a look: yellow.
    #[must_use]
    pub fn warn(self, text: &str) -> String {
        self.paint(Meaning::Warn, text)
    }

    /// Worth noticing: cyan.
    #[must_use]
    pub fn info(self, text: &str) -> String {
        self.paint(Meaning::Info, text)
    }

    /// A heading, or the one figure that matters: bold.
    #[must_use]
    pub fn strong(self, text: &str) -> String {
        self.paint(Meaning::Strong, text)
    }

    /// Detail that may be skipped: dimmed.
    #[must_use]
    pub fn faint(self, text: &str) -> String {
        self.paint(Meaning::Faint, text)
    }
}
