//! A moment as people write it, in local time.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};

/// Reads `now`, `yesterday` (its end), `yesterday 22:40`, `today 8:00`, `22:40` (the last time it was that late),
/// `2h ago`, `2026-11-03`, `2026-11-03 22:40`, as milliseconds since 1970.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn parse(text: &str, now: &Zoned) -> Result<i64, String> {
    let wrong = || format!("'{text}' is no moment that is known here");
    let lower = text.trim().to_lowercase();
    if lower == "now" {
        return Ok(now.timestamp().as_millisecond());
    }
    if let Some(span) = lower.strip_suffix(" ago") {
        let ms = ago(span).ok_or_else(wrong)?;
        return Ok(now.timestamp().as_millisecond().saturating_sub(ms));
    }
    // `2026-11-03T22:40` is written with a T, as machines do.
    let parts = lower.split_once(' ').or_else(|| lower.split_once('t').filter(|_| lower.starts_with("20")));
    let (day, clock) = parts.map_or((lower.as_str(), None), |(day, clock)| (day, Some(clock)));
    let time = clock.map(|clock| time(clock).ok_or_else(wrong)).transpose()?;
    let date = match day {
        "today" => now.date(),
        "yesterday" => now.date().yesterday().map_err(|_| wrong())?,
        word => match word.parse::<Date>() {
            Ok(date) => date,
            Err(_) => {
                return self::time(word).filter(|_| clock.is_none()).and_then(|time| last(time, now)).ok_or_else(wrong);
            }
        },
    };
    let end = Time::constant(23, 59, 59, 999_000_000);
    moment(date.to_datetime(time.unwrap_or(end)), now.time_zone()).ok_or_else(wrong)
}

/// Whether a day alone was meant, as in `complete --on`: milliseconds since 1970 of its noon, or of the moment.
///
/// # Errors
/// As [`parse`].
pub fn parse_day(text: &str, now: &Zoned) -> Result<i64, String> {
    match text.trim().parse::<Date>() {
        Ok(date) if !text.contains([':', 'T', 't', ' ']) => {
            moment(date.at(12, 0, 0, 0), now.time_zone()).ok_or_else(|| format!("'{text}' is no day"))
        }
        _ => parse(text, now),
    }
}

fn moment(local: DateTime, zone: &TimeZone) -> Option<i64> {
    Some(local.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond())
}

/// The last time it was this late.
fn last(time: Time, now: &Zoned) -> Option<i64> {
    let today = moment(now.date().to_datetime(time), now.time_zone())?;
    if today <= now.timestamp().as_millisecond() {
        return Some(today);
    }
    moment(now.date().yesterday().ok()?.to_datetime(time), now.time_zone())
}

fn time(text: &str) -> Option<Time> {
    let mut parts = text.trim().split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().map_or(Some(0), |second| second)?;
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

/// `2h`, `90m`, `3 days`, `1 week` in milliseconds.
fn ago(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let number: i64 = text[..digits].parse().ok()?;
    let unit = match text[digits..].trim() {
        "s" | "sec" | "second" | "seconds" => 1000,
        "m" | "min" | "minute" | "minutes" => 60_000,
        "h" | "hour" | "hours" => 3_600_000,
        "d" | "day" | "days" => 86_400_000,
        "w" | "week" | "weeks" => 7 * 86_400_000,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// A moment as people read it: `today 22:40`, `yesterday 08:05`, `Tue 3 Nov 08:05`, `3 Nov 2025 08:05`.
#[must_use]
pub fn told(ms: i64, now: &Zoned) -> String {
    let Ok(stamp) = Timestamp::from_millisecond(ms) else { return "at some time".to_owned() };
    let local = stamp.to_zoned(now.time_zone().clone());
    let (date, today) = (local.date(), now.date());
    let clock = local.strftime("%H:%M");
    if date == today {
        return format!("today {clock}");
    }
    if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
        return format!("yesterday {clock}");
    }
    let is_near = today.checked_sub(300.days()).is_ok_and(|long_ago| date > long_ago) && date < today;
    if is_near { local.strftime("%a %-d %b %H:%M").to_string() } else { local.strftime("%-d %b %Y %H:%M").to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-11-27T12:00:00[UTC]".parse().unwrap()
    }

    #[test]
    fn moments_as_people_write_them() {
        let cases = [
            ("yesterday 22:40", "2026-11-26T22:40:00Z"),
            ("yesterday", "2026-11-26T23:59:59.999Z"),
            ("today 8:05", "2026-11-27T08:05:00Z"),
            ("22:40", "2026-11-26T22:40:00Z"),
            ("8:05", "2026-11-27T08:05:00Z"),
            ("2h ago", "2026-11-27T10:00:00Z"),
            ("3 days ago", "2026-11-24T12:00:00Z"),
            ("2026-11-03", "2026-11-03T23:59:59.999Z"),
            ("2026-11-03 22:40", "2026-11-03T22:40:00Z"),
            ("2026-11-03T22:40", "2026-11-03T22:40:00Z"),
            ("now", "2026-11-27T12:00:00Z"),
        ];
        for (text, expected) in cases {
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(parse(text, &now()), Ok(expected.as_millisecond()), "{text}");
        }
        for text in ["", "tomorrow", "25:00", "2026-13-01", "yesterday x", "5 ago", "x ago"] {
            assert!(parse(text, &now()).is_err(), "{text}");
        }
    }

    #[test]
    fn moments_are_told_as_people_read_them() {
        let told = |text: &str| told(text.parse::<Timestamp>().unwrap().as_millisecond(), &now());
        assert_eq!(told("2026-11-27T08:05:00Z"), "today 08:05");
        assert_eq!(told("2026-11-26T08:05:00Z"), "yesterday 08:05");
        assert_eq!(told("2026-11-03T08:05:00Z"), "Tue 3 Nov 08:05");
        assert_eq!(told("2024-11-03T08:05:00Z"), "3 Nov 2024 08:05");
    }
}
