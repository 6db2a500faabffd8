//! `/hls/…`: a stream of three renditions that ends, and one that goes on for ever. The segments are MPEG-TS of
//! [silence](super::silence), of the size that their bit rate says: players can play them.

use std::fmt::Write as _;
use std::time::Duration;

use http::{Response, StatusCode};

use super::onair::OnAir;
use super::silence::{Span, TICKS};
use crate::origin::Shared;
use crate::origin::reply::{Content, text, typed};
use crate::origin::request::{BadValue, Request};

pub(super) const PLAYLIST: &str = "application/vnd.apple.mpegurl";
pub(super) const SEGMENT: &str = "video/mp2t";

/// Width, height, bits per second.
pub(super) const RENDITIONS: [(u32, u32, u64); 3] =
    [(640, 360, 800_000), (1280, 720, 2_800_000), (1920, 1080, 5_000_000)];

/// All that is in the segments (RFC 6381): AAC-LC.
const CODECS: &str = "mp4a.40.2";

/// The length of a packet of MPEG-TS (ISO 13818-1).
pub(super) const PACKET: usize = 188;

/// Numbers of segments begin anew here: what they are multiplied with stays within 64 bits.
pub(super) const NUMBERS: u64 = 1 << 32;

/// A playlist of more would only be slow.
const MOST_SEGMENTS: u64 = 100_000;

/// How many segments a live playlist shows.
const WINDOW: u64 = 6;

pub(super) fn answer(request: &Request, rest: &str, shared: &Shared) -> Result<Response<Content>, BadValue> {
    let seconds = request.number("seconds", 4_u64)?.clamp(1, 3600);
    let count = request.number("segments", 30_u64)?.min(MOST_SEGMENTS);
    let query = if request.query().is_empty() { String::new() } else { format!("?{}", request.query()) };
    let (live, rest) = rest.strip_prefix("live/").map_or((false, rest), |rest| (true, rest));
    let reply = match rest.split_once('/') {
        None if rest == "master.m3u8" => typed(StatusCode::OK, PLAYLIST, master(&query)),
        None => match rendition(rest.strip_suffix(".m3u8").unwrap_or_default()) {
            Some(height) if live => {
                let air = OnAir::read(request)?;
                let since = air.media_time(shared.started.elapsed());
                typed(StatusCode::OK, PLAYLIST, growing(height, seconds, since, &query))
            }
            Some(height) => {
                typed(StatusCode::OK, PLAYLIST, media(height, seconds, 0..count, &query) + "#EXT-X-ENDLIST\n")
            }
            None => unknown(),
        },
        Some((name, segment)) => {
            let bps = rendition(name).and_then(|height| RENDITIONS.iter().find(|(_, known, _)| *known == height));
            let number = segment.strip_suffix(".ts").and_then(|number| number.parse::<u64>().ok());
            let missing =
                live && number.is_some_and(|number| OnAir::read(request).is_ok_and(|air| air.is_missing(number)));
            match (bps, number) {
                (Some(_), Some(_)) if missing => unknown(),
                (Some((_, height, bps)), Some(number)) => {
                    let number = number % NUMBERS;
                    let ticks = (number * seconds * TICKS, (number + 1) * seconds * TICKS);
                    let count = (bps * seconds / 8) as usize / PACKET;
                    typed(StatusCode::OK, SEGMENT, Span { height: *height, number, ticks, count }.packets())
                }
                _ => unknown(),
            }
        }
    };
    Ok(reply)
}

pub(super) fn unknown() -> Response<Content> {
    text(StatusCode::NOT_FOUND, "no such stream; /hls/master.m3u8 names them\n")
}

/// Of `720p` the 720, where there is such a rendition.
pub(super) fn rendition(name: &str) -> Option<u32> {
    let height = name.strip_suffix('p')?.parse().ok()?;
    RENDITIONS.iter().any(|(_, known, _)| *known == height).then_some(height)
}

pub(super) fn master(query: &str) -> String {
    let mut text = "#EXTM3U\n".to_owned();
    for (width, height, bps) in RENDITIONS {
        // No codec that is not inside: a player would make room for a picture and wait for it. By their heights people and
        // programs choose.
        let _ = writeln!(
            text,
            "#EXT-X-STREAM-INF:BANDWIDTH={bps},RESOLUTION={width}x{height},CODECS=\"{CODECS}\"\n{height}p.m3u8{query}"
        );
    }
    text
}

fn media(height: u32, seconds: u64, numbers: std::ops::Range<u64>, query: &str) -> String {
    let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:{seconds}\n#EXT-X-MEDIA-SEQUENCE:{}\n", numbers.start);
    for number in numbers {
        let _ = writeln!(text, "#EXTINF:{seconds},\n{height}p/{number}.ts{query}");
    }
    text
}

/// The window at a time since the server started; it has been on the air for a window already.
fn growing(height: u32, seconds: u64, since: Duration, query: &str) -> String {
    let end = since.as_secs() / seconds + WINDOW;
    media(height, seconds, end - WINDOW..end, query)
}
