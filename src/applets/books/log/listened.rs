//! Hours of listening out of spans: by the clock on the wall, each moment once, so that no day has more than it has hours.
//!
//! A span says when it ended and how long it took by a clock that only goes forward. Spans of one listener are put
//! together before they are counted: two devices that play at once make no second day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{Act, Event};
use super::place::union;
use crate::applets::books::audio::Essence;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Days of 24 hours that a span may cover: what claims more is a clock gone wrong.
const LONGEST_MS: u64 = 2 * DAY_MS as u64;

/// A moment of listening: from, to (milliseconds since 1970), how far local time was ahead (milliseconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// When it began.
    pub from_ms: i64,
    /// When it ended.
    pub to_ms: i64,
    /// Local time less UTC.
    pub ahead_ms: i64,
}

/// Listening of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// By the clock on the wall, in milliseconds; 24 hours at most.
    pub listened_ms: u64,
    /// Of each book; their sum may be more where two were played at once.
    pub books: BTreeMap<Essence, u64>,
}

/// The stretch of a span.
#[must_use]
pub fn stretch(event: &Event) -> Option<Stretch> {
    let moved = event.moved().filter(|moved| moved.act == Act::Span && moved.wall_ms > 0)?;
    let wall_ms = moved.wall_ms.min(LONGEST_MS) as i64;
    let from_ms = event.at_ms.checked_sub(wall_ms)?;
    Some(Stretch { from_ms, to_ms: event.at_ms, ahead_ms: i64::from(event.tz_min) * 60_000 })
}

/// Listening by day, counted from 1970 in local time.
#[must_use]
pub fn days<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeMap<i64, Day> {
    let mut all: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
    let mut by_book: BTreeMap<(i64, Essence), Vec<(i64, i64)>> = BTreeMap::new();
    for event in events {
        let (Some(stretch), Some(book)) = (stretch(event), event.book) else { continue };
        for (day, from, to) in split(stretch) {
            all.entry(day).or_default().push((from, to));
            by_book.entry((day, book)).or_default().push((from, to));
        }
    }
    // A journey east or west makes one moment belong to two days; the first one has it.
    let mut days: BTreeMap<i64, Day> = BTreeMap::new();
    let mut counted: Vec<(i64, i64)> = Vec::new();
    for (day, spans) in all {
        let before = length(&counted);
        counted.extend(spans);
        counted = union(counted);
        let listened_ms = (length(&counted) - before).min(DAY_MS as u64);
        days.insert(day, Day { listened_ms, books: BTreeMap::new() });
        // Only what is near midnight can be counted twice.
        let keep = counted.len().saturating_sub(1024);
        counted.drain(..keep);
    }
    for ((day, book), spans) in by_book {
        let ms = length(&union(spans)).min(DAY_MS as u64);
        days.entry(day).or_default().books.insert(book, ms);
    }
    days
}

fn length(apart: &[(i64, i64)]) -> u64 {
    apart.iter().map(|(from, to)| to.abs_diff(*from)).sum()
}

/// A stretch cut at midnights of local time, with the day of each part.
fn split(stretch: Stretch) -> Vec<(i64, i64, i64)> {
    let (mut parts, mut from) = (Vec::new(), stretch.from_ms);
    while from < stretch.to_ms {
        let day = from.saturating_add(stretch.ahead_ms).div_euclid(DAY_MS);
        let midnight = (day + 1) * DAY_MS - stretch.ahead_ms;
        let to = stretch.to_ms.min(midnight);
        parts.push((day, from, to));
        from = to;
    }
    parts
}
