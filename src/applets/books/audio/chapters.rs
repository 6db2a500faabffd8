//! Chapters as people use them: in order, within the book, each once.

use serde::{Deserialize, Serialize};

use super::MOST_CHAPTERS;

/// Where a chapter begins and what it is called; it ends where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// From the start of the file or book, in milliseconds.
    pub start_ms: u64,
    /// As it stands in the file; may be empty.
    pub title: String,
}

/// Sorts, and drops what lies beyond the end or stands twice at one place (the last one wins there: an empty chapter
/// is one that the next begins with).
#[must_use]
pub fn tidy(mut chapters: Vec<Chapter>, duration_ms: u64) -> Vec<Chapter> {
    chapters.truncate(MOST_CHAPTERS);
    chapters.retain(|chapter| chapter.start_ms < duration_ms);
    chapters.sort_by_key(|chapter| chapter.start_ms);
    let mut kept: Vec<Chapter> = Vec::with_capacity(chapters.len());
    for chapter in chapters {
        match kept.last_mut() {
            Some(last) if last.start_ms == chapter.start_ms => {
                if !chapter.title.is_empty() {
                    *last = chapter;
                }
            }
            _ => kept.push(chapter),
        }
    }
    kept
}

/// Reads `01:02:03.456`, `62:03.456`, `3723,4` as milliseconds.
pub(super) fn clock(text: &str) -> Option<u64> {
    let mut parts = text.trim().split(':').rev();
    let seconds = parts.next()?.replace(',', ".");
    let (whole, fraction) = seconds.split_once('.').unwrap_or((&seconds, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let mut ms = whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    for (part, unit) in parts.zip([60_000_u64, 3_600_000, u64::MAX]) {
        ms = part.trim().parse::<u64>().ok()?.checked_mul(unit)?.checked_add(ms)?;
    }
    Some(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapter(start_ms: u64, title: &str) -> Chapter {
        Chapter { start_ms, title: title.to_owned() }
    }

    #[test]
    fn order_doubles_and_what_lies_beyond() {
        let chapters =
            vec![chapter(900, "b"), chapter(0, "a"), chapter(900, "c"), chapter(900, ""), chapter(5000, "x")];
        assert_eq!(tidy(chapters, 5000), [chapter(0, "a"), chapter(900, "c")]);
    }

    #[test]
    fn clocks() {
        assert_eq!(clock("01:02:03.456"), Some(3_723_456));
        assert_eq!(clock("62:03,4"), Some(3_723_400));
        assert_eq!(clock("7"), Some(7000));
        assert_eq!(clock("x:1"), None);
        assert_eq!(clock("99999999999999999:00:00"), None);
        assert_eq!(clock("1:1:1:1:1"), None);
    }
}
