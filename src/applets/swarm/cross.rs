//! Players and processes on the same stream in one run: whether both fetched the same.
//!
//! Segments are compared, not totals: a client that came a second later has fetched others, and that says nothing. What
//! counts are the segments that appeared after the last client had come, and early enough before the end for each to have
//! fetched them: of these everybody has to have each once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Segments that are remembered: an hour of a stream of three renditions with segments of two seconds.
const REMEMBERED: usize = 5400;

/// How far both may be apart.
const APART: f64 = 0.01;

/// Whoever fetches a segment does so within so many times the distance of two segments.
const WITHIN: u32 = 3;

/// Who fetched what.
#[derive(Debug)]
pub struct Ledger {
    begin: Instant,
    rows: Mutex<HashMap<String, Row>>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    /// When the first of all fetched it.
    first: Duration,
    players: u64,
    bytes: u64,
    processes: u64,
    /// Of the segment, where the server told.
    size: Option<u64>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CrossCheck {
    /// Segments that were compared.
    pub segments: u64,
    /// Processes of ffmpeg.
    pub ffmpeg: Side,
    /// Players.
    pub native: Side,
    /// Segments of a player over those of a process.
    pub segments_ratio: f64,
    /// The same of bytes.
    pub bytes_ratio: f64,
    /// Whether both are within a hundredth.
    pub alike: bool,
}

/// What one kind of clients fetched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// How many they were.
    pub clients: u64,
    /// Of the segments compared, each.
    pub segments_per_client: f64,
    /// Of their bytes, each.
    pub bytes_per_client: f64,
}

impl Ledger {
    /// An empty one; times are counted from `begin`.
    #[must_use]
    pub fn new(begin: Instant) -> Self {
        Self { begin, rows: Mutex::default() }
    }

    /// A player has fetched a segment of so many bytes.
    pub fn played(&self, url: &str, bytes: u64) {
        self.enter(url, |row| {
            row.players += 1;
            row.bytes += bytes;
        });
    }

    /// A process has opened a segment.
    pub fn opened(&self, url: &str) {
        self.enter(url, |row| row.processes += 1);
    }

    /// So large is a segment that processes open.
    pub fn sized(&self, url: &str, bytes: u64) {
        self.enter(url, |row| row.size = Some(bytes));
    }

    fn enter(&self, url: &str, work: impl FnOnce(&mut Row)) {
        // A process may have been given an address for the host.
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or(url, |(_, path)| path);
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(row) = rows.get_mut(path) {
            return work(row);
        }
        // The comparison of a longer run is that of its first hour.
        if rows.len() < REMEMBERED {
            let first = self.begin.elapsed();
            work(rows.entry(path.to_owned()).or_insert(Row { first, players: 0, bytes: 0, processes: 0, size: None }));
        }
    }

    /// Compares: `settled` is when the last client had come, `end` when the run did, both from the beginning. None where
    /// no segment is fit to be compared.
    #[must_use]
    pub fn compare(&self, (processes, players): (u64, u64), settled: Duration, end: Duration) -> Option<CrossCheck> {
        let mut rows: Vec<Row> = self.rows.lock().unwrap_or_else(PoisonError::into_inner).values().copied().collect();
        rows.sort_by_key(|row| row.first);
        let gap = distance(&rows)?;
        let fit = |row: &&Row| {
            row.first > settled && row.first + gap * WITHIN < end && (row.size.is_some() || row.processes == 0)
        };
        let fit: Vec<&Row> = rows.iter().filter(fit).collect();
        let mean = |sum: u64, clients: u64| sum as f64 / clients.max(1) as f64;
        let ffmpeg = Side {
            clients: processes,
            segments_per_client: mean(fit.iter().map(|row| row.processes).sum(), processes),
            bytes_per_client: mean(fit.iter().map(|row| row.processes * row.size.unwrap_or(0)).sum(), processes),
        };
        let native = Side {
            clients: players,
            segments_per_client: mean(fit.iter().map(|row| row.players).sum(), players),
            bytes_per_client: mean(fit.iter().map(|row| row.bytes).sum(), players),
        };
        let ratio = |ours: f64, theirs: f64| if theirs > 0.0 { ours / theirs } else { 0.0 };
        let segments_ratio = ratio(native.segments_per_client, ffmpeg.segments_per_client);
        let bytes_ratio = ratio(native.bytes_per_client, ffmpeg.bytes_per_client);
        let alike = [segments_ratio, bytes_ratio].iter().all(|ratio| (ratio - 1.0).abs() <= APART);
        let segments = fit.len() as u64;
        (segments > 0).then_some(CrossCheck { segments, ffmpeg, native, segments_ratio, bytes_ratio, alike })
    }
}

/// The time between two segments: the mean, without those that were there together at the beginning.
fn distance(rows: &[Row]) -> Option<Duration> {
    let last = rows.last()?;
    let later = rows.iter().filter(|row| row.first > rows[0].first + Duration::from_millis(500)).count();
    let count = u32::try_from(later).ok().filter(|count| *count > 0)?;
    Some(last.first.saturating_sub(rows[0].first) / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    /// Segments two seconds apart, each fetched by `players` and `processes` clients.
    fn ledger(players: u64, processes: u64, odd: impl Fn(u64) -> u64) -> Ledger {
        let ledger = Ledger::new(Instant::now());
        for number in 0..20_u64 {
            let url = format!("http://o/{number}.ts?a=b");
            let row = Row {
                first: 2 * S * u32::try_from(number).unwrap(),
                players: players + odd(number),
                bytes: (players + odd(number)) * 1000,
                processes,
                size: Some(1000),
            };
            ledger.rows.lock().unwrap().insert(url.split_once("o/").unwrap().1.to_owned(), row);
        }
        ledger
    }

    #[test]
    fn segments_of_the_stretch_that_all_have_seen_are_compared() {
        // Those who came late have missed the first, and not everybody has the last.
        let ledger = ledger(98, 2, |number| if number < 3 { 500 } else { 0 });
        let check = ledger.compare((2, 98), 5 * S, 40 * S).unwrap();
        assert_eq!((check.segments, check.alike), (14, true), "{check:?}");
        assert_eq!((check.native.segments_per_client, check.ffmpeg.bytes_per_client), (14.0, 14_000.0));
        let all = ledger.compare((2, 98), Duration::ZERO, 40 * S).unwrap();
        assert!(!all.alike && all.segments_ratio > 1.001, "{all:?}");
    }

    #[test]
    fn what_no_process_has_opened_is_missing() {
        let ledger = ledger(10, 2, |_| 0);
        for (path, row) in ledger.rows.lock().unwrap().iter_mut() {
            if path.starts_with("12.") {
                (row.processes, row.size) = (0, None);
            }
        }
        let check = ledger.compare((2, 10), 5 * S, 40 * S).unwrap();
        assert!(!check.alike && check.segments_ratio > 1.05, "{check:?}");
        assert_eq!(check.segments, 14);
    }

    #[test]
    fn a_segment_that_was_fetched_twice_is_seen() {
        let check = ledger(10, 2, |number| if number == 9 { 10 } else { 0 }).compare((2, 10), 5 * S, 40 * S).unwrap();
        assert!(!check.alike && (check.segments_ratio - 15.0 / 14.0).abs() < 1e-9, "{check:?}");
    }

    #[test]
    fn nothing_is_compared_where_nothing_can_be() {
        assert_eq!(Ledger::new(Instant::now()).compare((1, 1), S, 9 * S), None);
        assert_eq!(ledger(1, 1, |_| 0).compare((1, 1), 39 * S, 40 * S), None);
    }

    #[test]
    fn hosts_do_not_tell_segments_apart() {
        let ledger = Ledger::new(Instant::now());
        ledger.opened("http://10.0.0.1:80/live/1.ts");
        ledger.played("http://cdn.example/live/1.ts", 5);
        ledger.sized("http://cdn.example/live/1.ts", 5);
        let rows = ledger.rows.lock().unwrap();
        let row = rows.get("live/1.ts").unwrap();
        assert_eq!((rows.len(), row.players, row.processes, row.bytes, row.size), (1, 1, 1, 5, Some(5)));
    }
}
