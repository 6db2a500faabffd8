//! Reading scores and ranges of scores and of names.

use std::ops::Range;

use crate::applets::kv::command::arguments::parse_float;
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::sorted_set::SortedSet;
use crate::resp::request::number;

/// A score, or any number that Redis reads like one.
///
/// # Errors
/// [`Refusal::NotFloat`]: no number, or one that a double does not hold.
#[inline]
pub fn score(word: &[u8]) -> Result<f64, Refusal> {
    if let Some(whole) = number(word) {
        return Ok(whole as f64);
    }
    let value = parse_float(word).filter(|value| !value.is_nan()).ok_or(Refusal::NotFloat)?;
    let is_said_infinite = || word.iter().any(|letter| letter.eq_ignore_ascii_case(&b'n'));
    let is_said_zero = || {
        let mantissa = word.split(|letter| letter.eq_ignore_ascii_case(&b'e')).next().unwrap_or_default();
        !mantissa.iter().any(|digit| (b'1'..=b'9').contains(digit))
    };
    if (value.is_infinite() && !is_said_infinite()) || (value == 0.0 && !is_said_zero()) {
        return Err(Refusal::NotFloat);
    }
    Ok(value)
}

/// Scores from one to another; each end may be left out itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    least: (f64, bool),
    most: (f64, bool),
}

impl Scores {
    /// From two words: `1.5`, `(1.5`, `-inf`.
    ///
    /// # Errors
    /// They are no numbers.
    pub fn parse(least: &[u8], most: &[u8]) -> Result<Self, Refusal> {
        let end = |word: &[u8]| {
            let (digits, is_left_out) = word.strip_prefix(b"(").map_or((word, false), |digits| (digits, true));
            // An empty word is zero, as `strtod` has it.
            let value = if digits.is_empty() { Some(0.0) } else { parse_float(digits).filter(|value| !value.is_nan()) };
            value.map(|value| (value, is_left_out))
        };
        match (end(least), end(most)) {
            (Some(least), Some(most)) => Ok(Self { least, most }),
            _ => Err("ERR min or max is not a float".into()),
        }
    }

    /// The ranks of the members that have such scores.
    #[must_use]
    pub fn ranks(&self, set: &SortedSet) -> Range<usize> {
        let ((least, skips_least), (most, skips_most)) = (self.least, self.most);
        let start = set.below(|_, score| if skips_least { score <= least } else { score < least });
        let end = set.below(|_, score| if skips_most { score < most } else { score <= most });
        start..end.max(start)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End<'a> {
    Least,
    Most,
    With(&'a [u8]),
    Without(&'a [u8]),
}

/// Names from one to another, among members of the same score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names<'a> {
    least: End<'a>,
    most: End<'a>,
}

impl<'a> Names<'a> {
    /// From two words: `[a`, `(a`, `-`, `+`.
    ///
    /// # Errors
    /// They are none of these.
    pub fn parse(least: &'a [u8], most: &'a [u8]) -> Result<Self, Refusal> {
        let end = |word: &'a [u8]| match word {
            b"-" => Some(End::Least),
            b"+" => Some(End::Most),
            [b'[', name @ ..] => Some(End::With(name)),
            [b'(', name @ ..] => Some(End::Without(name)),
            _ => None,
        };
        match (end(least), end(most)) {
            (Some(least), Some(most)) => Ok(Self { least, most }),
            _ => Err("ERR min or max not valid string range item".into()),
        }
    }

    /// The ranks of the members that have such names.
    #[must_use]
    pub fn ranks(&self, set: &SortedSet) -> Range<usize> {
        let start = set.below(|member, _| match self.least {
            End::Least => false,
            End::Most => true,
            End::With(name) => member < name,
            End::Without(name) => member <= name,
        });
        let end = set.below(|member, _| match self.most {
            End::Least => false,
            End::Most => true,
            End::With(name) => member <= name,
            End::Without(name) => member < name,
        });
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_read_as_in_redis() {
        for (word, expected) in [
            ("1", Some(1.0)),
            ("-1.5e3", Some(-1500.0)),
            ("+inf", Some(f64::INFINITY)),
            ("-Infinity", Some(f64::NEG_INFINITY)),
            ("0e5", Some(0.0)),
            ("1e400", None),
            ("1e-400", None),
            ("nan", None),
            ("", None),
            (" 1", None),
            ("1x", None),
        ] {
            assert_eq!(score(word.as_bytes()).ok(), expected, "{word}");
        }
    }
}
