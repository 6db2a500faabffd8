//! Places in something that plays, as players show them.

use std::time::Duration;

use super::{UnitError, parse_duration};

const POSITION: &str = "a duration such as 90s or 1m30s, or a time as players show it: 1:30, 0:01:30.5";

/// Reads `1:30` (minutes and seconds), `0:01:30.5` (with hours), and all that [`parse_duration`] does.
///
/// # Errors
/// Anything else; minutes or seconds of sixty and more behind a colon.
///
/// ```
/// use std::time::Duration;
/// use toolbox::kit::units::parse_position;
/// assert_eq!(parse_position("1:00"), Ok(Duration::from_secs(60)));
/// assert_eq!(parse_position("00:10:15"), Ok(Duration::from_secs(615)));
/// assert_eq!((parse_position("90:00.5"), parse_position("5m")), (parse_position("5400.5s"), parse_position("300")));
/// for bad in ["1:60", "1:60:00", "1:2:3:4", ":30", "1:", "1:+5", "-1:30", "1m:30"] {
///     assert!(parse_position(bad).is_err(), "{bad}");
/// }
/// ```
pub fn parse_position(input: &str) -> Result<Duration, UnitError> {
    if !input.contains(':') {
        return parse_duration(input);
    }
    let fail = |problem| UnitError { input: input.to_owned(), problem, expected: POSITION };
    let mut total = Duration::ZERO;
    let parts: Vec<&str> = input.trim().split(':').collect();
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let plain = part.starts_with(|first: char| first.is_ascii_digit())
            && part.bytes().all(|byte| byte.is_ascii_digit() || last && byte == b'.');
        if !plain || parts.len() > 3 {
            return Err(fail(super::MALFORMED));
        }
        let value = parse_duration(part).map_err(|_| fail(super::MALFORMED))?;
        if index > 0 && value >= Duration::from_mins(1) {
            return Err(fail("has a part of sixty or more behind a colon"));
        }
        let before = total.checked_mul(60).ok_or_else(|| fail(super::TOO_LARGE))?;
        total = before.checked_add(value).ok_or_else(|| fail(super::TOO_LARGE))?;
    }
    Ok(total)
}
