//! A place in a book as people write it.

use super::audio::Chapter;

/// What was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// From the beginning, in milliseconds.
    At(u64),
    /// In thousandths of a percent.
    Share(u64),
    /// A chapter, from 1, and how far into it.
    Chapter(u64, u64),
    /// On from where one is.
    Forward(u64),
    /// Back from where one is.
    Back(u64),
    /// The end.
    End,
}

/// Reads `2h15m30s`, `2:15:30`, `8130`, `45%`, `ch7`, `ch7+3m`, `+30s`, `-5m`, `end`.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn parse(text: &str) -> Result<Position, String> {
    let text = text.trim().to_lowercase();
    let wrong = || format!("'{text}' is no place in a book");
    if text == "end" {
        return Ok(Position::End);
    }
    if text == "start" {
        return Ok(Position::At(0));
    }
    if let Some(rest) = text.strip_prefix('+') {
        return span(rest).map(Position::Forward).ok_or_else(wrong);
    }
    if let Some(rest) = text.strip_prefix('-') {
        return span(rest).map(Position::Back).ok_or_else(wrong);
    }
    if let Some(rest) = text.strip_suffix('%') {
        let share = decimal(rest.trim(), 3).filter(|share| *share <= 100_000);
        return share.map(Position::Share).ok_or_else(|| format!("'{text}' is no share of a book"));
    }
    if let Some(rest) = text.strip_prefix("chapter").or_else(|| text.strip_prefix("ch")) {
        let (number, into) = rest.split_once('+').map_or((rest, Some(0)), |(number, into)| (number, span(into)));
        let number = number.trim().parse().ok().filter(|number| *number > 0);
        return Ok(Position::Chapter(number.ok_or_else(wrong)?, into.ok_or_else(wrong)?));
    }
    span(&text).map(Position::At).ok_or_else(wrong)
}

/// A length of time in milliseconds: `2h15m30s`, `1.5h`, `2:15:30`, `15:30`, `8130`, `8130.5`.
fn span(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.contains(':') {
        let parts: Vec<&str> = text.split(':').collect();
        let (last, rest) = parts.split_last()?;
        if rest.len() > 2 {
            return None;
        }
        let mut ms = decimal(last, 3).filter(|ms| *ms < 60_000)?;
        for (part, unit) in rest.iter().rev().zip([60_000, 3_600_000]) {
            ms = decimal(part, 0)?.checked_mul(unit)?.checked_add(ms)?;
        }
        return Some(ms);
    }
    if text.ends_with(|c: char| c.is_ascii_digit()) && !text.contains(|c: char| c.is_alphabetic()) {
        return decimal(text, 3);
    }
    let (mut total, mut rest, mut largest) = (0_u64, text, u64::MAX);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number = decimal(&rest[..digits], 3)?;
        let unit_end = rest[digits..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |at| digits + at);
        let unit = match rest[digits..unit_end].trim() {
            "h" => 3600,
            "m" | "min" => 60,
            "s" | "sec" => 1,
            _ => return None,
        };
        if unit >= largest {
            return None;
        }
        largest = unit;
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[unit_end..];
    }
    (!text.is_empty()).then_some(total)
}

/// A number with up to `digits` digits behind its point that count, times ten to their number.
fn decimal(text: &str, digits: usize) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) || digits == 0 && text.contains('.') {
        return None;
    }
    let fraction: String = fraction.chars().chain("000".chars()).take(digits).collect();
    format!("{whole}{fraction}").parse().ok()
}

impl Position {
    /// The place in milliseconds, in a book of this length with these chapters, from where the listener is.
    ///
    /// # Errors
    /// A sentence: it lies beyond the end, or there is no such chapter.
    pub fn resolve(self, duration_ms: u64, here_ms: u64, chapters: &[Chapter]) -> Result<u64, String> {
        let within = |ms: u64| {
            let beyond = || format!("{} is beyond the end of the book ({})", hms(ms), hms(duration_ms));
            (ms <= duration_ms).then_some(ms).ok_or_else(beyond)
        };
        match self {
            Self::At(ms) => within(ms),
            // The product of two 64-bit numbers does not fit into one.
            Self::Share(share) => Ok((u128::from(duration_ms) * u128::from(share) / 100_000) as u64),
            Self::Chapter(number, into) => {
                let index = usize::try_from(number - 1).unwrap_or(usize::MAX);
                let chapter = chapters.get(index).ok_or_else(|| match chapters.len() {
                    0 => "the book has no chapters".to_owned(),
                    count => format!("there is no chapter {number}; the book has {count}"),
                })?;
                within(chapter.start_ms.saturating_add(into))
            }
            Self::Forward(ms) => Ok(here_ms.saturating_add(ms).min(duration_ms)),
            Self::Back(ms) => Ok(here_ms.saturating_sub(ms)),
            Self::End => Ok(duration_ms),
        }
    }
}

/// Milliseconds as `2h15m30s`, `45m00s`, `7s`.
///
/// ```
/// use toolbox::applets::books::position::hms;
/// assert_eq!(hms(8_130_000), "2h15m30s");
/// assert_eq!(hms(2_700_400), "45m00s");
/// assert_eq!(hms(0), "0s");
/// ```
#[must_use]
pub fn hms(ms: u64) -> String {
    let seconds = ms / 1000;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}m{seconds:02}s"),
        (hours, minutes, seconds) => format!("{hours}h{minutes:02}m{seconds:02}s"),
    }
}

/// The chapter at a place: its index, and the chapter.
#[must_use]
pub fn chapter_at(chapters: &[Chapter], ms: u64) -> Option<(usize, &Chapter)> {
    let index = chapters.partition_point(|chapter| chapter.start_ms <= ms).checked_sub(1)?;
    Some((index, &chapters[index]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_as_people_write_them() {
        let cases = [
            ("2h15m30s", Position::At(8_130_000)),
            ("1h23m45s", Position::At(5_025_000)),
            ("2:15:30", Position::At(8_130_000)),
            ("90:30", Position::At(5_430_000)),
            ("8130", Position::At(8_130_000)),
            ("8130.25", Position::At(8_130_250)),
            ("1.5h", Position::At(5_400_000)),
            ("45%", Position::Share(45_000)),
            ("0.5%", Position::Share(500)),
            ("ch7", Position::Chapter(7, 0)),
            ("Chapter 7+3m", Position::Chapter(7, 180_000)),
            ("+30s", Position::Forward(30_000)),
            ("-5m", Position::Back(300_000)),
            ("end", Position::End),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
        for text in [
            "",
            "x",
            "2h2h",
            "30s2h",
            "101%",
            "ch0",
            "chx",
            "1:2:3:4",
            "1:60",
            "--5m",
            "5mm",
            "99999999999999999999h",
            "1.2.3",
            "%",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn places_are_within_the_book() {
        let chapters = [0, 60_000, 120_000].map(|start_ms| Chapter { start_ms, title: String::new() });
        let resolve = |text: &str| parse(text).unwrap().resolve(180_000, 90_000, &chapters);
        assert_eq!(resolve("50%"), Ok(90_000));
        assert_eq!(resolve("ch2+5s"), Ok(65_000));
        assert_eq!(resolve("+10m"), Ok(180_000));
        assert_eq!(resolve("-10m"), Ok(0));
        assert_eq!(resolve("4m"), Err("4m00s is beyond the end of the book (3m00s)".to_owned()));
        assert_eq!(resolve("ch4"), Err("there is no chapter 4; the book has 3".to_owned()));
        assert_eq!(chapter_at(&chapters, 119_999).map(|(index, _)| index), Some(1));
    }
}
