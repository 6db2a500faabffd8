//! Points in time as playlists write them: ISO 8601, with the zone in any of its forms.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY_MS: i64 = 86_400_000;

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z; displays as RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Milliseconds since the epoch; negative before it.
    pub unix_ms: i64,
}

impl Moment {
    /// Reads `2026-11-26T23:10:36.5Z`; the zone may be `Z`, `+01:00`, `+0100` (as ffmpeg writes it), `+01` or missing,
    /// which is UTC. `None` for what is no date of the years 1 to 9999.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, time) = text.split_once(['T', 't', ' '])?;
        let mut parts = date.split('-').map(digits);
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let in_calendar = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        if parts.next().is_some() || !in_calendar {
            return None;
        }
        let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (clock, zone) = time.split_at(zone);
        let ms = days(year, month, day) * DAY_MS + of_day(clock.trim())? - zone_ms(zone)?;
        Some(Self { unix_ms: ms })
    }

    /// So much later.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self { unix_ms: self.unix_ms.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)) }
    }

    /// So much earlier.
    #[must_use]
    pub fn before(self, duration: Duration) -> Self {
        Self { unix_ms: self.unix_ms.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)) }
    }
}

impl From<SystemTime> for Moment {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { unix_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, ms) = (self.unix_ms.div_euclid(DAY_MS), self.unix_ms.rem_euclid(DAY_MS));
        let (year, month, date) = civil(day);
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
        write!(f, "{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", ms % 1000)
    }
}

fn digits(text: &str) -> Option<i64> {
    let fine = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    if fine { text.parse().ok() } else { None }
}

/// `hh:mm[:ss[.fraction]]`; a leap second is the first of the next minute.
fn of_day(clock: &str) -> Option<i64> {
    let mut parts = clock.split(':');
    let (hour, minute) = (digits(parts.next()?)?, digits(parts.next()?)?);
    let (second, fraction) = match parts.next() {
        Some(second) => second.split_once(['.', ',']).unwrap_or((second, "")),
        None => ("0", ""),
    };
    let second = digits(second)?;
    if parts.next().is_some()
        || hour > 24
        || minute > 59
        || second > 60
        || !fraction.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let ms = fraction
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(3)
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Some(((hour * 60 + minute) * 60 + second) * 1000 + ms)
}

fn zone_ms(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes().first() {
        None => return Some(0),
        Some(b'Z' | b'z') => return (zone.len() == 1).then_some(0),
        Some(b'-') => -1,
        Some(_) => 1,
    };
    let text: String = zone[1..].chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match text.len() {
        2 if text.is_ascii() => (digits(&text)?, 0),
        4 if text.is_ascii() => (digits(&text[..2])?, digits(&text[2..])?),
        _ => return None,
    };
    (hours <= 24 && minutes <= 59).then_some(sign * (hours * 60 + minutes) * 60_000)
}

/// Days since the epoch of a date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a day since the epoch: the way back of [`days`].
fn civil(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_of_a_zone_is_read() {
        let noon = Moment::read("2026-11-26T12:00:00Z").unwrap();
        assert_eq!(noon.unix_ms, 1_795_694_400_000);
        for same in [
            "2026-11-26T12:00:00.000+0000",
            "2026-11-26T13:00:00+01:00",
            "2026-11-26T13:00:00+01",
            "2026-11-26t11:30:00-0030",
            "2026-11-26 12:00:00",
            "2026-11-26T12:00",
            " 2026-11-26T12:00:00z ",
        ] {
            assert_eq!(Moment::read(same), Some(noon), "{same}");
        }
        assert_eq!(Moment::read("2026-11-26T12:00:00.5Z"), Some(noon.after(Duration::from_millis(500))));
        for bad in [
            "",
            "T",
            "2026-11-26",
            "26.11.2026T12:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-11-26T12:00:00+1",
            "2026-11-26T12:00:00é",
        ] {
            assert_eq!(Moment::read(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(unix_ms in -60_000_000_000_000_i64..250_000_000_000_000) {
            let moment = Moment { unix_ms };
            prop_assert_eq!(Moment::read(&moment.to_string()), Some(moment));
        }

        #[test]
        fn no_text_panics(text: String, rest in "[0-9TZ:+. -]{0,40}") {
            let _ = (Moment::read(&text), Moment::read(&rest));
        }
    }
}
