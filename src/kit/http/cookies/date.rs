//! Dates in cookies (RFC 6265 section 5.1.1): servers write them in every way, so whatever looks like a part is one.

use std::time::{Duration, SystemTime};

use time::{Date, Month};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The moment a date names; `None` where a part is missing or impossible. What lies before 1970 is 1970.
pub(super) fn read(text: &str) -> Option<SystemTime> {
    let (mut clock, mut day, mut month, mut year) = (None, None, None, None);
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == ':')) {
        if clock.is_none() && word.contains(':') {
            clock = Some(time_of_day(word)?);
        } else if day.is_none() && digits(word).is_some_and(|(_, count)| count <= 2) {
            day = digits(word).map(|(day, _)| day);
        } else if month.is_none() && named_month(word).is_some() {
            month = named_month(word);
        } else if year.is_none()
            && let Some((value, 2 | 4)) = digits(word)
        {
            year = Some(value);
        }
    }
    let year = match year? {
        short @ 70..=99 => short + 1900,
        short @ 0..=69 => short + 2000,
        whole @ 1601.. => whole,
        _ => return None,
    };
    let month = Month::try_from(month?).ok()?;
    let date = Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day?).ok()?).ok()?;
    let days = i64::from(date.to_julian_day()) - i64::from(Date::from_ordinal_date(1970, 1).ok()?.to_julian_day());
    let seconds = u64::try_from(days * 86_400 + i64::from(clock?)).unwrap_or(0);
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Leading digits and how many they are; what follows them is ignored.
fn digits(word: &str) -> Option<(u32, usize)> {
    let count = word.bytes().take_while(u8::is_ascii_digit).count();
    Some((word[..count].parse().ok()?, count)).filter(|_| count <= 4)
}

fn named_month(word: &str) -> Option<u8> {
    let start = word.get(..3)?;
    let index = MONTHS.iter().position(|month| start.eq_ignore_ascii_case(month))?;
    u8::try_from(index + 1).ok()
}

/// Seconds since midnight.
fn time_of_day(word: &str) -> Option<u32> {
    let mut parts =
        word.splitn(3, ':').map(|part| digits(part).filter(|(_, count)| *count <= 2).map(|(value, _)| value));
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    (hour < 24 && minute < 60 && second < 60).then_some((hour * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_writing_is_read() {
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "6 november 1994, 8:49:37",
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        assert_eq!(read("Thu, 01 Jan 1901 00:00:00 GMT"), Some(SystemTime::UNIX_EPOCH));
        for wrong in ["", "tomorrow", "32 Jan 2020 00:00:00", "1 Jan 2020 24:00:00", "1 Jan 2020", "1 Jan 1600 0:0:0"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_servers_write_is_read_as_others_read_it(seconds in 0_u64..4_000_000_000) {
            let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            prop_assert_eq!(read(&httpdate::fmt_http_date(moment)), Some(moment));
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = read(&text);
        }
    }
}
