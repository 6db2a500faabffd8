//! A long live stream at thirty times its speed, with everything that goes wrong in hours: what is missing is in the
//! report to the millisecond, and nothing else is.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::Reply;

/// So many milliseconds of a viewer pass in one of ours.
const SPEED: u64 = 30;

/// A segment of six seconds, a window of a minute, an outage of twenty seconds: milliseconds at our speed.
const SEGMENT: u64 = 6_000 / SPEED;
const WINDOW: usize = 10;
const OUTAGE: u64 = 20_000 / SPEED;

/// Some day, milliseconds since 1970.
const DAY: u64 = 1_790_000_000_000;

/// One segment that an encoder made.
#[derive(Debug, Clone, Copy)]
struct Made {
    /// How often the encoder had been started anew, and the number it gave.
    epoch: u64,
    number: u64,
    /// Milliseconds from the beginning.
    at: u64,
}

/// What happens, and what was seen of it.
struct Station {
    all: Vec<Made>,
    /// When it ends.
    end: u64,
    began: Mutex<Option<Instant>>,
    /// Segments that stood in a copy of the playlist.
    shown: Mutex<BTreeSet<usize>>,
    /// How often each was asked for.
    asked: Mutex<Vec<u32>>,
}

impl Station {
    /// An encoder that is gone for twenty seconds every forty minutes, and at least once; it begins to count anew then.
    fn new(end: u64) -> Self {
        let life = (2_400_000 / SPEED).min(end / 2);
        let (mut all, mut at, mut epoch) = (Vec::new(), 0, 0);
        while at < end {
            for number in 0..life / SEGMENT {
                if at < end {
                    all.push(Made { epoch, number, at });
                }
                at += SEGMENT;
            }
            at += OUTAGE;
            epoch += 1;
        }
        let asked = Mutex::new(vec![0; all.len()]);
        Self { all, end, began: Mutex::default(), shown: Mutex::default(), asked }
    }

    fn now(&self) -> u64 {
        self.began.lock().unwrap().get_or_insert_with(Instant::now).elapsed().as_millis() as u64
    }

    /// Every five minutes nobody can be reached for twenty seconds, every fourth time for two minutes.
    fn is_out(now: u64) -> bool {
        const EVERY: u64 = 300_000 / SPEED;
        let (turn, within) = (now / EVERY, now % EVERY);
        let long = if turn % 4 == 1 { 6 * OUTAGE } else { OUTAGE };
        (EVERY / 3..EVERY / 3 + long).contains(&within)
    }

    fn copy(&self) -> Reply {
        let now = self.now() + WINDOW as u64 * SEGMENT / 2;
        if Self::is_out(now) && now < self.end {
            return status("503 Service Unavailable");
        }
        let made = self.all.partition_point(|made| made.at + SEGMENT <= now);
        let Some(last) = self.all[..made].last() else { return status("404 Not Found") };
        let first = (0..made).rev().take(WINDOW).take_while(|index| self.all[*index].epoch == last.epoch).last();
        let first = first.unwrap();
        let date = dated(DAY + self.all[first].at);
        let mut text = format!(
            "#EXTM3U\n#EXT-X-TARGETDURATION:0.2\n#EXT-X-MEDIA-SEQUENCE:{}\n#EXT-X-PROGRAM-DATE-TIME:{date}\n",
            self.all[first].number
        );
        for index in first..made {
            let _ = writeln!(text, "#EXTINF:0.2,\n/{index}.ts");
            self.shown.lock().unwrap().insert(index);
        }
        if made == self.all.len() {
            text += "#EXT-X-ENDLIST\n";
        }
        ok(text)
    }

    /// Some are never there, some only when they are asked for the third time.
    fn is_lost(index: usize) -> bool {
        index % 43 == 20 || index % 43 == 21
    }

    fn segment(&self, index: usize) -> Reply {
        let mut asked = self.asked.lock().unwrap();
        asked[index] += 1;
        let out = Self::is_out(self.now());
        match asked[index] {
            _ if Self::is_lost(index) => status("404 Not Found"),
            1 if out => status("503 Service Unavailable"),
            1 | 2 if index % 31 == 7 => status("404 Not Found"),
            _ => ok(segment(index as u64)),
        }
    }
}

/// A date as playlists have it.
fn dated(unix_ms: u64) -> String {
    let (days, ms) = (unix_ms / 86_400_000, unix_ms % 86_400_000);
    // From the first of March of the year 0, in which a leap day ends each year (Hinnant, "chrono-compatible date
    // algorithms").
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + u64::from(month <= 2);
    let (hour, minute, second, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

/// Two hours take four minutes: `tests/run --long`. Twelve minutes of it take 24 seconds.
#[test]
fn of_hours_of_a_stream_every_missing_second_is_told_and_no_other() {
    let long = std::env::var_os("TOOLBOX_TEST_LONG").is_some();
    let end = if long { 7_200_000 } else { 720_000 } / SPEED;
    let station = Arc::new(Station::new(end));
    let server = serve(0, {
        let station = Arc::clone(&station);
        move |request| match path(request) {
            "/x.m3u8" => Some(station.copy()),
            path => Some(station.segment(number(path)? as usize)),
        }
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let whole = recorded(&world);
    let had: BTreeSet<usize> = whole
        .chunks(segment(0).len())
        .map(|bytes| {
            let index = u64::from_be_bytes(bytes[1..9].try_into().unwrap());
            assert!(bytes == segment(index), "a segment is not what was served");
            index as usize
        })
        .collect();
    assert!(
        had.iter().copied().eq(whole
            .chunks(segment(0).len())
            .map(|bytes| { u64::from_be_bytes(bytes[1..9].try_into().unwrap()) as usize })),
        "each once, and in order"
    );

    // What is not in it was not to be had.
    let shown = station.shown.lock().unwrap();
    let first = *shown.first().unwrap();
    for index in first..station.all.len() {
        let could = shown.contains(&index) && !Station::is_lost(index);
        assert_eq!(had.contains(&index), could, "segment {index}: {}", said.err);
    }
    // And all of that time is told, to the millisecond: from each end of what was recorded to the next beginning.
    let mut missing: Vec<(u64, u64)> = Vec::new();
    let mut at = station.all[first].at;
    for index in &had {
        let begins = station.all[*index].at;
        if begins > at {
            missing.push((at, begins));
        }
        at = begins + SEGMENT;
    }
    if at < station.all[station.all.len() - 1].at {
        missing.push((at, station.all[station.all.len() - 1].at + SEGMENT));
    }
    let mut told: Vec<(u64, u64)> = Vec::new();
    for gap in report["tracks"][0]["gaps"].as_array().unwrap() {
        let from = gap["date_ms"].as_u64().unwrap() - DAY;
        let to = from + gap["duration_ns"].as_u64().unwrap() / 1_000_000;
        match told.last_mut().filter(|last| last.1 == from) {
            Some(last) => last.1 = to,
            None => told.push((from, to)),
        }
    }
    assert_eq!(told, missing, "{}", report["tracks"][0]["gaps"]);
    let all: u64 = missing.iter().map(|(from, to)| to - from).sum();
    assert!(missing.len() > 3 && all > OUTAGE, "something was to be missing: {missing:?}");
    assert!(said.err.contains("the encoder began anew") && said.err.contains("no playlist"), "{}", said.err);
}
