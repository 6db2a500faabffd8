//! The values inside tags: durations without floats, ranges, numbers, initialisation vectors.

use std::time::Duration;

/// Nothing in a playlist lasts longer: a hundred days.
const LONGEST: Duration = Duration::from_hours(2400);

/// A duration in seconds, exact to the nanosecond, rounded down: `9.009`, `10`, `10.`, `.5`, `1e1`. `None` for what is
/// none, for negative ones, and for those beyond a hundred days.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    any_seconds(text).filter(|duration| *duration <= LONGEST)
}

fn any_seconds(text: &str) -> Option<Duration> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) {
        return text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    }
    let seconds = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let nanos =
        part.bytes().chain(std::iter::repeat(b'0')).take(9).fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    Some(Duration::new(seconds, nanos))
}

/// A whole number; of `10.5` the `10`.
pub(super) fn whole(text: &str) -> Option<u64> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let fine = !whole.is_empty() && whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit());
    if fine { whole.parse().ok() } else { None }
}

/// `n[@o]`: length and, where it is given, offset.
pub(super) fn range(text: &str) -> Option<(u64, Option<u64>)> {
    match text.trim().split_once('@') {
        Some((length, offset)) => Some((whole(length)?, Some(whole(offset)?))),
        None => Some((whole(text)?, None)),
    }
}

/// An initialisation vector: hexadecimal digits with or without `0x`, fewer than 32 of them padded on the left.
pub(super) fn vector(text: &str) -> Option<[u8; 16]> {
    let text = text.trim();
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    let number = if digits.is_empty() { 0 } else { u128::from_str_radix(digits, 16).ok()? };
    Some(number.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_exact() {
        for (text, nanos) in [
            ("10", Some(10_000_000_000)),
            ("9.009009009009", Some(9_009_009_009)),
            ("10.", Some(10_000_000_000)),
            (".5", Some(500_000_000)),
            ("+2", Some(2_000_000_000)),
            (" 3 ", Some(3_000_000_000)),
            ("1e1", Some(10_000_000_000)),
            ("-1", None),
            ("", None),
            (".", None),
            ("ten", None),
            ("NaN", None),
            ("inf", None),
            ("99999999999999999999", None),
            ("18446744073709551615", None),
            ("1e300", None),
            ("8640000", Some(8_640_000_000_000_000)),
            ("8640000.000000001", None),
        ] {
            assert_eq!(seconds(text).map(|duration| duration.as_nanos()), nanos, "{text}");
        }
    }

    #[test]
    fn vectors_are_padded_on_the_left() {
        assert_eq!(vector("0x1"), Some(1_u128.to_be_bytes()));
        assert_eq!(vector("0XaB"), Some(0xab_u128.to_be_bytes()));
        assert_eq!(vector("00000000000000000000000000000000000000000f"), Some(15_u128.to_be_bytes()));
        assert_eq!(vector("0x0"), Some([0; 16]));
        for bad in ["", "0x", "0xg", "1ffffffffffffffffffffffffffffffff"] {
            assert_eq!(vector(bad), None, "{bad}");
        }
    }

    #[test]
    fn ranges_may_lack_their_offset() {
        assert_eq!(range("10@5"), Some((10, Some(5))));
        assert_eq!(range("10"), Some((10, None)));
        for bad in ["", "@5", "10@", "a@b", "-1@2"] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }
}
