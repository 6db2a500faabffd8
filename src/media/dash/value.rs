//! The values in a manifest: durations of XML Schema, whole numbers, ranges, rates.

use std::time::Duration;

use crate::media::hls::ByteRange;

/// A duration by XML Schema (ISO 8601): `PT1H2M3.5S`, `P1DT2H`, `PT0S`. Years count 365 days and months 30: no packager
/// writes them for media. `None` for what is none, for negative ones, and beyond 500 years.
pub(super) fn duration(text: &str) -> Option<Duration> {
    const DAY: u64 = 86_400;
    let rest = text.trim().strip_prefix('P')?;
    let (days, clock) = rest.split_once('T').unwrap_or((rest, ""));
    if rest.is_empty() || rest.ends_with('T') {
        return None;
    }
    let mut sum = Duration::ZERO;
    for (part, units) in [
        (days, &[('Y', 365 * DAY), ('M', 30 * DAY), ('W', 7 * DAY), ('D', DAY)][..]),
        (clock, &[('H', 3600), ('M', 60), ('S', 1)][..]),
    ] {
        let (mut rest, mut units) = (part, units.iter());
        while !rest.is_empty() {
            let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
            let unit = rest[end..].chars().next()?;
            let (_, seconds) = units.find(|(name, _)| *name == unit)?;
            sum = sum.checked_add(times(&rest[..end], *seconds)?)?;
            rest = &rest[end + 1..];
        }
    }
    (sum.as_secs() < 500 * 365 * DAY).then_some(sum)
}

/// So many times so many seconds; the number may have a fraction.
fn times(number: &str, seconds: u64) -> Option<Duration> {
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let nanos: u64 =
        part.bytes().chain(std::iter::repeat(b'0')).take(9).fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    let whole = whole.parse::<u64>().ok()?.checked_mul(seconds)?;
    Duration::from_secs(whole).checked_add(Duration::from_nanos(nanos.checked_mul(seconds)?))
}

/// A whole number without a sign.
pub(super) fn whole(text: &str) -> Option<u64> {
    let fine = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if fine { text.parse().ok() } else { None }
}

/// A whole number with or without a sign.
pub(super) fn signed(text: &str) -> Option<i64> {
    match text.strip_prefix('-') {
        Some(number) => whole(number).and_then(|number| i64::try_from(number).ok()).map(|number| -number),
        None => whole(text).and_then(|number| i64::try_from(number).ok()),
    }
}

/// `first-last`, both counted.
pub(super) fn range(text: &str) -> Option<ByteRange> {
    let (first, last) = text.split_once('-')?;
    let (first, last) = (whole(first.trim())?, whole(last.trim())?);
    let length = last.checked_sub(first)?.checked_add(1)?;
    first.checked_add(length)?;
    Some(ByteRange { offset: first, length })
}

/// `30` or `30000/1001`.
pub(super) fn rate(text: &str) -> Option<f64> {
    let (number, by) = text.split_once('/').unwrap_or((text, "1"));
    let (number, by) = (number.parse::<f64>().ok()?, by.parse::<f64>().ok()?);
    let rate = number / by;
    (rate.is_finite() && rate > 0.0).then_some(rate)
}

/// How much before its end a segment can be had; `INF` is always.
pub(super) fn offset(text: &str) -> Option<Duration> {
    if text == "INF" {
        return Some(Duration::MAX);
    }
    let seconds: f64 = text.parse().ok()?;
    if seconds < 0.0 { Some(Duration::ZERO) } else { Duration::try_from_secs_f64(seconds).ok() }
}

/// A key's name: 32 hexadecimal digits, with or without dashes.
pub(super) fn key_id(text: &str) -> Option<[u8; 16]> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let fine = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if fine { u128::from_str_radix(&digits, 16).ok().map(u128::to_be_bytes) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_are_exact() {
        for (text, seconds) in [
            ("PT0S", Some(0.0)),
            ("PT2.5S", Some(2.5)),
            ("PT1H2M3.000S", Some(3723.0)),
            ("P1DT1S", Some(86_401.0)),
            ("P1Y2M", Some(36_720_000.0)),
            ("PT1.5M", Some(90.0)),
            ("PT0H3M1.63S", Some(181.63)),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("-PT1S", None),
            ("PT1", None),
            ("PT1S2M", None),
            ("1S", None),
            ("PT99999999999999999999S", None),
            ("P9999999Y", None),
        ] {
            assert_eq!(duration(text).map(|duration| duration.as_secs_f64()), seconds, "{text}");
        }
    }

    #[test]
    fn the_other_values_are_read_or_refused() {
        assert_eq!(range("0-99"), Some(ByteRange { offset: 0, length: 100 }));
        assert_eq!(range("5-5"), Some(ByteRange { offset: 5, length: 1 }));
        for bad in ["", "5", "5-4", "-5", "5-", "a-b", "0-18446744073709551615"] {
            assert_eq!(range(bad), None, "{bad}");
        }
        assert_eq!((rate("30000/1001").map(f64::round), rate("25"), rate("1/0")), (Some(30.0), Some(25.0), None));
        assert_eq!((signed("-1"), signed("7"), signed("--1"), signed("")), (Some(-1), Some(7), None, None));
        assert_eq!((offset("INF"), offset("1.5")), (Some(Duration::MAX), Some(Duration::from_millis(1500))));
        assert_eq!(key_id("00000000-0000-0000-0000-0000000000ff"), Some(255_u128.to_be_bytes()));
        assert_eq!((key_id("ff"), key_id("+0000000000000000000000000000000")), (None, None));
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String, near in "P?[-0-9.YMDTHS]{0,30}") {
            for text in [text, near] {
                let _ = (duration(&text), signed(&text), range(&text), rate(&text), offset(&text), key_id(&text));
            }
        }
    }
}
