//! `/hls/ll/…`: a live stream of low latency (draft-pantos-hls-rfc8216bis): parts, hints at the one to come, playlists that
//! wait for what comes next, and deltas of them. Made as it is asked for, without an encoder.
//!
//! Each segment of `seconds` comes in `parts` parts, all of which can be begun with. Parts of the last three segments are
//! told. `block=0`: the server says that it can wait, and does not. `skip=0`: it says that it can leave out, and does not.

use std::fmt::Write as _;
use std::time::{Duration, Instant, UNIX_EPOCH};

use http::{Response, StatusCode};

use super::hls::{NUMBERS, PACKET, PLAYLIST, RENDITIONS, SEGMENT, master, rendition, unknown};
use super::onair::OnAir;
use super::silence::{Span, TICKS};
use crate::kit::units::format_utc;
use crate::origin::Thread;
use crate::origin::reply::{Content, text, typed};
use crate::origin::request::{BadValue, Request};

/// Segments of a playlist.
const WINDOW: u64 = 12;

/// Segments behind the end that have their parts told: three target durations (section 4.4.4.9).
const WITH_PARTS: u64 = 3;

/// Segments behind the end that a delta has: six target durations (section 4.4.3.8).
const KEPT: u64 = 6;

/// How far ahead of the stream a playlist may be asked for (section 6.2.5.2).
const MOST_AHEAD: u64 = 2;

/// A stream as it is asked for.
struct Stream<'a> {
    request: &'a Request,
    thread: &'a Thread,
    air: OnAir,
    seconds: u64,
    parts: u64,
    query: String,
}

pub(super) async fn answer(request: &Request, rest: &str, thread: &Thread) -> Result<Response<Content>, BadValue> {
    let seconds = request.number("seconds", 2_u64)?.clamp(1, 60);
    let parts = request.number("parts", 4_u64)?.clamp(1, 50);
    let stream = Stream { request, thread, air: OnAir::read(request)?, seconds, parts, query: plain(request.query()) };
    match rest.split_once('/') {
        None if rest == "master.m3u8" => Ok(typed(StatusCode::OK, PLAYLIST, master(&stream.query))),
        None => match rendition(rest.strip_suffix(".m3u8").unwrap_or_default()) {
            Some(height) => stream.playlist(height).await,
            None => Ok(unknown()),
        },
        Some((name, media)) => Ok(match (rendition(name), media.strip_suffix(".ts")) {
            (Some(height), Some(number)) => stream.media(height, number).await,
            _ => unknown(),
        }),
    }
}

/// A query without what a client adds to it from copy to copy; with its `?` where there is any left.
fn plain(query: &str) -> String {
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("_HLS_")).collect();
    if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
}

impl Stream<'_> {
    fn part(&self) -> Duration {
        Duration::from_secs(self.seconds) / u32::try_from(self.parts).unwrap_or(1)
    }

    /// Parts that are there: at the start there was a window already.
    fn made(&self) -> u64 {
        let media = self.air.media_time(self.thread.shared.started.elapsed());
        let parts = media.as_nanos() / self.part().as_nanos().max(1);
        WINDOW * self.parts + u64::try_from(parts).unwrap_or(u64::MAX)
    }

    /// Waits until so many parts are there; whether they are. Nobody waits for more than three target durations.
    async fn until(&self, wanted: u64) -> bool {
        let (made, most) = (self.made(), WITH_PARTS * self.parts);
        if wanted <= made {
            return true;
        }
        let count = u32::try_from(wanted - WINDOW * self.parts).unwrap_or(u32::MAX);
        let at = self.thread.shared.started + self.air.clock_time(self.part() * count);
        let longest = Instant::now() + self.part() * u32::try_from(most).unwrap_or(u32::MAX);
        self.thread.timers.until(at.min(longest)).await;
        wanted <= self.made()
    }

    /// A playlist, when there is what was asked for.
    async fn playlist(&self, height: u32) -> Result<Response<Content>, BadValue> {
        let number = self.request.number("_HLS_msn", u64::MAX)?;
        let part = self.request.number("_HLS_part", u64::MAX)?;
        let end = self.made() / self.parts;
        let wanted = match (number, part) {
            (u64::MAX, u64::MAX) => 0,
            (u64::MAX, _) => return Err(BadValue::new("_HLS_part", "it means nothing without _HLS_msn")),
            (number, _) if number > end + MOST_AHEAD => {
                return Err(BadValue::new("_HLS_msn", format!("the stream is at {end}: that is too far ahead")));
            }
            (number, u64::MAX) => (number + 1) * self.parts,
            // Behind the last part of a segment is the first of the next.
            (number, part) if part >= self.parts => (number + 1) * self.parts + 1,
            (number, part) => number * self.parts + part + 1,
        };
        let blocks = self.request.number("block", 1_u8)? > 0;
        if blocks && !self.until(wanted).await {
            return Ok(text(StatusCode::SERVICE_UNAVAILABLE, "the encoder stands still\n"));
        }
        let skips = self.request.number("skip", 1_u8)? > 0;
        let delta = skips && self.request.param("_HLS_skip").is_some_and(|word| word == "YES" || word == "v2");
        Ok(typed(StatusCode::OK, PLAYLIST, self.told(height, self.made(), delta)))
    }

    /// The playlist of the time when there are so many parts.
    fn told(&self, height: u32, made: u64, delta: bool) -> String {
        let (seconds, part, query) = (self.seconds, self.part(), &self.query);
        let (end, rest) = (made / self.parts, made % self.parts);
        let first = end.saturating_sub(WINDOW);
        let from = if delta { end.saturating_sub(KEPT) } else { first };
        let (hold, skip) = (part.as_secs_f64() * 3.0, seconds * KEPT);
        let part = part.as_secs_f64();
        let mut text = format!(
            "#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:{seconds}\n#EXT-X-PART-INF:PART-TARGET={part}\n\
             #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL={skip},PART-HOLD-BACK={hold}\n\
             #EXT-X-MEDIA-SEQUENCE:{first}\n"
        );
        if from > first {
            // Writing to a string does not fail.
            let _ = writeln!(text, "#EXT-X-SKIP:SKIPPED-SEGMENTS={}", from - first);
        }
        let told = |text: &mut String, number: u64, count: u64| {
            for index in 0..count {
                let gap = if self.air.is_missing(number) { ",GAP=YES" } else { "" };
                let uri = format!("{height}p/{number}.{index}.ts{query}");
                let _ = writeln!(text, "#EXT-X-PART:DURATION={part},INDEPENDENT=YES{gap},URI=\"{uri}\"");
            }
        };
        for number in from..end {
            let _ = writeln!(text, "#EXT-X-PROGRAM-DATE-TIME:{}", self.date(number));
            if number + WITH_PARTS >= end {
                told(&mut text, number, self.parts);
            }
            let gap = if self.air.is_missing(number) { "#EXT-X-GAP\n" } else { "" };
            let _ = writeln!(text, "{gap}#EXTINF:{seconds},\n{height}p/{number}.ts{query}");
        }
        told(&mut text, end, rest);
        let _ = writeln!(text, "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{height}p/{end}.{rest}.ts{query}\"");
        text
    }

    /// When a segment began.
    fn date(&self, number: u64) -> String {
        let at = |count: u64| Duration::from_secs(self.seconds * count);
        let shared = &self.thread.shared;
        let moment = match number.checked_sub(WINDOW) {
            Some(count) => shared.started_at + self.air.clock_time(at(count)),
            None => shared.started_at - at(WINDOW - number),
        };
        let ms = moment.duration_since(UNIX_EPOCH).unwrap_or_default().subsec_millis();
        format_utc(moment).replace('Z', &format!(".{ms:03}Z"))
    }

    /// A segment that is whole, or a part: that to come when it is there.
    async fn media(&self, height: u32, name: &str) -> Response<Content> {
        let (number, index) = match name.split_once('.') {
            None => (name.parse::<u64>(), None),
            Some((number, index)) => (number.parse(), Some(index.parse::<u64>())),
        };
        let (Ok(number), Ok(index)) = (number, index.transpose()) else { return unknown() };
        if number > self.made() {
            return unknown();
        }
        let last = match index {
            None => (number + 1) * self.parts,
            Some(index) if index < self.parts => number * self.parts + index + 1,
            Some(_) => return unknown(),
        };
        // The part that is hinted at may be asked for before it is there, and nothing else.
        let is_hinted = index.is_some() && last == self.made() + 1;
        if self.air.is_missing(number) || (last > self.made() && !(is_hinted && self.until(last).await)) {
            return unknown();
        }
        let bps = RENDITIONS.iter().find(|(_, known, _)| *known == height).map_or(0, |(_, _, bps)| *bps);
        // A segment is its parts, one behind the other.
        let of_part = (bps * self.seconds / 8 / self.parts) as usize / PACKET;
        let count = if index.is_some() { of_part } else { of_part * self.parts as usize };
        let first = number % NUMBERS * self.parts + index.unwrap_or(0);
        let behind = if index.is_some() { first + 1 } else { first + self.parts };
        let at = |part: u64| part * self.seconds * TICKS / self.parts;
        // Whoever fetches whole segments counts them, whoever fetches parts those.
        let number = if index.is_some() { first } else { number % NUMBERS };
        typed(StatusCode::OK, SEGMENT, Span { height, number, ticks: (at(first), at(behind)), count }.packets())
    }
}
