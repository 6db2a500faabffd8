//! Reading words as what a command takes them for.

use super::refusal::Refusal;
use crate::resp::request::number;

/// Whether a word is this option, in any case.
#[inline]
#[must_use]
pub fn is(word: &[u8], option: &str) -> bool {
    word.eq_ignore_ascii_case(option.as_bytes())
}

/// A 64-bit integer.
///
/// # Errors
/// [`Refusal::NotInteger`].
#[inline]
pub fn int(word: &[u8]) -> Result<i64, Refusal> {
    number(word).ok_or(Refusal::NotInteger)
}

/// An integer that is not negative.
///
/// # Errors
/// Other words; another message than that of [`int`] for a negative number.
pub fn positive(word: &[u8]) -> Result<u64, Refusal> {
    let value = number(word).ok_or("ERR value is out of range, must be positive")?;
    u64::try_from(value).map_err(|_| "ERR value is out of range, must be positive".into())
}

/// A finite number.
///
/// # Errors
/// [`Refusal::NotFloat`].
pub fn float(word: &[u8]) -> Result<f64, Refusal> {
    parse_float(word).filter(|value| !value.is_nan()).ok_or(Refusal::NotFloat)
}

/// A number as `strtod` reads it, without surrounding space.
#[must_use]
pub fn parse_float(word: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(word).ok()?;
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned.as_bytes().first()? {
        b'0'..=b'9' | b'.' => text.parse().ok(),
        _ if unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity") => text.parse().ok(),
        _ => None,
    }
}

/// The bounds of a range `start..=end`, negative from the end, of `length` elements; `None` where it is empty.
#[must_use]
pub fn range(start: i64, end: i64, length: usize) -> Option<(usize, usize)> {
    let length = length as i64;
    let absolute = |index: i64| if index < 0 { index.saturating_add(length) } else { index };
    let (start, end) = (absolute(start).max(0), absolute(end).min(length - 1));
    (start <= end).then_some((start as usize, end as usize))
}
