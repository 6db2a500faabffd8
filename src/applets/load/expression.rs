//! What the small languages of checks and thresholds share: a scanner that knows its column, and comparisons.

use std::fmt;

/// Why an expression was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}`, column {column}: {problem}")]
pub struct ExpressionError {
    /// The whole expression.
    pub text: String,
    /// Where reading stopped, in characters from 1.
    pub column: usize,
    /// What was expected there.
    pub problem: String,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `==`, also written `=`
    Equal,
    /// `!=`
    Different,
}

/// Longer symbols first, so that `<=` is not read as `<`.
const SYMBOLS: [(&str, Comparison); 7] = [
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("==", Comparison::Equal),
    ("!=", Comparison::Different),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("=", Comparison::Equal),
];

impl Comparison {
    /// Whether it holds. Values that cannot be ordered (not a number) are only ever different.
    ///
    /// ```
    /// use toolbox::applets::load::expression::Comparison;
    /// assert!(Comparison::AtMost.holds(&1.0, &1.0));
    /// assert!(!Comparison::Less.holds(&f64::NAN, &1.0));
    /// ```
    pub fn holds<T: PartialOrd + ?Sized>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
            Self::Equal => left == right,
            Self::Different => left != right,
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbol = SYMBOLS.iter().find(|(_, comparison)| comparison == self).map_or("", |(symbol, _)| symbol);
        f.write_str(symbol)
    }
}

/// Reads an expression from left to right.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// An error at the place reached.
    pub(super) fn fail(&self, problem: impl Into<String>) -> ExpressionError {
        let column = self.text[..self.at].chars().count() + 1;
        ExpressionError { text: self.text.to_owned(), column, problem: problem.into() }
    }

    pub(super) fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes `symbol` if it comes next.
    pub(super) fn take(&mut self, symbol: &str) -> bool {
        let found = self.rest().starts_with(symbol);
        if found {
            self.at += symbol.len();
        }
        found
    }

    /// Takes `word` if it comes next and ends there.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let after = self.rest().strip_prefix(word);
        let found = after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes characters as long as they fit.
    pub(super) fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Takes everything that is left, without the space around it.
    pub(super) fn take_rest(&mut self) -> &'a str {
        self.skip_space();
        let rest = self.rest();
        self.at = self.text.len();
        rest.trim_end()
    }

    /// Takes a comparison.
    pub(super) fn take_comparison(&mut self) -> Option<Comparison> {
        SYMBOLS.iter().find(|(symbol, _)| self.take(symbol)).map(|&(_, comparison)| comparison)
    }

    /// Takes a text to the end: bare, or in `"…"` or `'…'`, where a backslash before the quote keeps it.
    pub(super) fn take_text(&mut self) -> Result<String, ExpressionError> {
        self.skip_space();
        let Some(quote) = self.rest().chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            let here = self.clone();
            let text = self.take_rest();
            return if text.is_empty() { Err(here.fail("expected a text")) } else { Ok(text.to_owned()) };
        };
        let opened = self.clone();
        self.at += 1;
        let mut text = String::new();
        while let Some(next) = self.rest().chars().next() {
            self.at += next.len_utf8();
            if next == quote {
                self.end()?;
                return Ok(text);
            }
            if next == '\\' && self.take(quote.encode_utf8(&mut [0; 4])) {
                text.push(quote);
            } else {
                text.push(next);
            }
        }
        Err(opened.fail("this quote is not closed"))
    }

    /// Nothing but space may follow.
    pub(super) fn end(&mut self) -> Result<(), ExpressionError> {
        self.skip_space();
        if self.rest().is_empty() { Ok(()) } else { Err(self.fail("nothing may follow here")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_bare_or_quoted_and_keep_their_backslashes() {
        for (typed, text) in [
            ("json", "json"),
            ("  two words ", "two words"),
            (r#""id=(\d+)""#, r"id=(\d+)"),
            (r#""say \"hi\"""#, r#"say "hi""#),
            ("'it is'  ", "it is"),
        ] {
            assert_eq!(Scanner::new(typed).take_text().unwrap(), text, "{typed}");
        }
    }

    #[test]
    fn errors_name_the_column_in_characters() {
        let mut scanner = Scanner::new("ä 'open");
        scanner.take("ä");
        assert_eq!(scanner.take_text().unwrap_err().to_string(), "`ä 'open`, column 3: this quote is not closed");
        assert_eq!(Scanner::new("'a' b").take_text().unwrap_err().column, 5);
    }

    #[test]
    fn a_comparison_prints_as_it_is_typed() {
        for (symbol, comparison) in &SYMBOLS[..6] {
            assert_eq!(comparison.to_string(), *symbol);
            assert_eq!(Scanner::new(symbol).take_comparison(), Some(*comparison));
        }
    }
}
