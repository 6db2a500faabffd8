//! A file of `WebVTT` (W3C, sections 4 and 6): its cues, its blocks of style, and what `X-TIMESTAMP-MAP` says.

use std::io::{self, Write};

/// A cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) id: Option<String>,
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    /// Where on the picture, as written.
    pub(super) settings: String,
    /// Its lines.
    pub(super) text: String,
}

/// Which local time is which time of the media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Map {
    local_ms: i64,
    /// 90 000ths of a second; some servers write numbers below 0.
    ticks: i64,
}

/// What a segment says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) map: Option<Map>,
    /// Styles and regions.
    pub(super) blocks: Vec<String>,
    pub(super) cues: Vec<Cue>,
}

impl Map {
    fn read(line: &str) -> Option<Self> {
        let (mut local_ms, mut ticks) = (None, None);
        for part in line.strip_prefix("X-TIMESTAMP-MAP=")?.split(',') {
            match part.trim().split_once(':')? {
                ("LOCAL", value) => local_ms = time(value),
                ("MPEGTS", value) => ticks = value.trim().parse().ok(),
                _ => {}
            }
        }
        Some(Self { local_ms: local_ms?, ticks: ticks? })
    }

    /// What is added to a local time to make it one of a presentation that begins at `origin_ms` of the media.
    pub(super) fn shift_ms(self, origin_ms: i64) -> i64 {
        /// Times of MPEG-TS begin anew after so many milliseconds.
        const WRAP_MS: i64 = (1 << 33) / 90;
        let ahead = (self.ticks / 90 - origin_ms).rem_euclid(WRAP_MS);
        let ahead = if ahead > WRAP_MS / 2 { ahead - WRAP_MS } else { ahead };
        ahead - self.local_ms
    }
}

impl Segment {
    /// `None` where it is no `WebVTT`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let rest = text.strip_prefix("WEBVTT")?;
        if !rest.is_empty() && !rest.starts_with([' ', '\t', '\n']) {
            return None;
        }
        let mut segment = Self::default();
        let mut blocks = rest.split("\n\n");
        let head = blocks.next().unwrap_or_default();
        segment.map = head.lines().find_map(Map::read);
        for block in blocks {
            let block = block.trim_matches('\n');
            if block.starts_with("STYLE") || block.starts_with("REGION") {
                segment.blocks.push(block.to_owned());
            } else if let Some(cue) = Cue::read(block) {
                segment.cues.push(cue);
            }
        }
        Some(segment)
    }
}

impl Cue {
    fn read(block: &str) -> Option<Self> {
        let (before, timing, text) = match block.split_once('\n') {
            Some((first, rest)) if first.contains("-->") => (None, first, rest),
            Some((first, rest)) => {
                let (timing, text) = rest.split_once('\n').unwrap_or((rest, ""));
                (Some(first), timing, text)
            }
            None => (None, block, ""),
        };
        let (start, rest) = timing.split_once("-->")?;
        let rest = rest.trim_start();
        let (end, settings) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
        let (start_ms, end_ms) = (time(start)?, time(end)?);
        let settings = settings.trim().to_owned();
        (end_ms > start_ms).then(|| Self {
            id: before.map(str::to_owned),
            start_ms,
            end_ms,
            settings,
            text: text.to_owned(),
        })
    }

    /// Whether `next` is the same cue, told once more or going on.
    pub(super) fn goes_on_in(&self, next: &Self) -> bool {
        let touches = next.start_ms <= self.end_ms && self.start_ms <= next.end_ms;
        touches && self.text == next.text && self.settings == next.settings
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(b"\n")?;
        if let Some(id) = &self.id {
            writeln!(out, "{id}")?;
        }
        let space = if self.settings.is_empty() { "" } else { " " };
        let (start, end) = (clock(self.start_ms, '.'), clock(self.end_ms, '.'));
        writeln!(out, "{start} --> {end}{space}{}", self.settings)?;
        if self.text.is_empty() { Ok(()) } else { writeln!(out, "{}", self.text) }
    }
}

/// `[hours:]minutes:seconds.thousandths`, in thousandths.
fn time(text: &str) -> Option<i64> {
    let (clock, fraction) = text.trim().split_once('.')?;
    let mut parts = clock.rsplit(':');
    let mut number = |most: i64| -> Option<i64> {
        let part = parts.next()?;
        let digits = !part.is_empty() && part.len() < 8 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|value| digits && *value < most)
    };
    let (seconds, minutes) = (number(60)?, number(60)?);
    let hours = if clock.matches(':').count() == 2 { number(i64::MAX)? } else { 0 };
    let thousandths: i64 = fraction.parse().ok().filter(|_| fraction.len() == 3)?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths)
}

pub(super) fn clock(ms: i64, mark: char) -> String {
    let (seconds, minutes, hours) = (ms / 1000 % 60, ms / 60_000 % 60, ms / 3_600_000);
    format!("{hours:02}:{minutes:02}:{seconds:02}{mark}{:03}", ms % 1000)
}
