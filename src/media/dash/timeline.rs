//! Which segments a period has and when they play: numbers and times, no addresses yet.
//!
//! Arithmetic is in 128 bits or checked; how many there are is reckoned before any is made.

use std::time::Duration;

use super::model::{Address, Pace, Period, Run, Segments};

/// A day of segments of a second. A manifest that wants more is refused where it is static; of a live one the newest
/// are taken.
pub const MOST: u64 = 100_000;

const NANOS: u128 = 1_000_000_000;

/// One segment, or a hole where one should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its number in the period; for a hole, that of the segment behind it.
    pub number: u64,
    /// When it begins, in ticks of the media.
    pub time: u64,
    /// When it begins in the presentation, nanoseconds; before 0 where the media begins earlier than its period.
    pub start_ns: i128,
    /// How long it plays.
    pub duration: Duration,
    /// Nothing is there.
    pub hole: bool,
}

impl Piece {
    /// When it ends in the presentation, nanoseconds.
    #[must_use]
    pub fn end_ns(&self) -> i128 {
        self.start_ns + self.duration.as_nanos() as i128
    }
}

/// What of a live presentation can be had, nanoseconds of the presentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The oldest that is still there.
    pub from_ns: i128,
    /// The time it is.
    pub now_ns: i128,
}

/// Why the segments of a period are not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Endless {
    /// Neither the period nor its segments end.
    #[error("line {line}: the period does not say how long it is")]
    NoEnd {
        /// Its line.
        line: usize,
    },
    /// More than is ever recorded.
    #[error("line {line}: the period has more than {MOST} segments")]
    TooMany {
        /// Its line.
        line: usize,
    },
}

/// The segments of a period; within `window` where it is live. None of a resource with an index: that tells.
///
/// # Errors
/// See [`Endless`].
pub fn pieces(period: &Period, segments: &Segments, window: Option<Window>) -> Result<Vec<Piece>, Endless> {
    let (pace, first, count) = match &segments.address {
        Address::Template { first, last, pace, .. } => {
            (pace, *first, last.map(|last| last.saturating_sub(*first).saturating_add(1)))
        }
        Address::List { places, first, pace } => (pace, *first, Some(places.len() as u64)),
        Address::Indexed { .. } => return Ok(Vec::new()),
    };
    let reckoned = Reckoned {
        line: period.line,
        start_ns: period.start.as_nanos() as i128,
        end_ns: period.duration.map(|duration| (period.start.as_nanos() + duration.as_nanos()) as i128),
        scale: u128::from(segments.timescale.max(1)),
        offset: segments.offset,
        // A segment that can be had before it is whole is waited for: servers that send what there is are common. What
        // was there from the beginning (`INF`) is taken at once, where it has an end.
        early_ns: if segments.early == Duration::MAX && period.duration.is_some() { i128::MAX / 4 } else { 0 },
        first,
        count,
        listed: matches!(segments.address, Address::List { .. }) && window.is_none(),
        window,
    };
    match pace {
        Pace::Even(ticks) => reckoned.even(*ticks),
        Pace::Timeline(runs) => reckoned.timeline(runs),
        Pace::Unknown => Ok(reckoned.alone()),
    }
}

struct Reckoned {
    line: usize,
    start_ns: i128,
    end_ns: Option<i128>,
    scale: u128,
    offset: u64,
    early_ns: i128,
    first: u64,
    /// How many there are, where that is told.
    count: Option<u64>,
    /// Whether each is named, so that it is there whatever the period says of its end.
    listed: bool,
    window: Option<Window>,
}

impl Reckoned {
    fn nanos(&self, ticks: u128) -> u128 {
        ticks.saturating_mul(NANOS) / self.scale
    }

    /// How many ticks fit in a time of the period.
    fn ticks(&self, ns: i128) -> u128 {
        u128::try_from(ns - self.start_ns).unwrap_or(0).saturating_mul(self.scale) / NANOS
    }

    fn limit(&self, count: u128) -> Result<u64, Endless> {
        match u64::try_from(count) {
            Ok(count) if count <= MOST => Ok(count),
            _ => Err(Endless::TooMany { line: self.line }),
        }
    }

    /// One that lasts as long as its period.
    fn alone(&self) -> Vec<Piece> {
        if self.count == Some(0) {
            return Vec::new();
        }
        let whole = self.end_ns.map_or(0, |end| end - self.start_ns);
        vec![Self::piece(self.first, self.offset, self.start_ns, u128::try_from(whole).unwrap_or(0))]
    }

    fn piece(number: u64, time: u64, start_ns: i128, length_ns: u128) -> Piece {
        let duration = Duration::from_nanos(u64::try_from(length_ns).unwrap_or(u64::MAX));
        Piece { number, time, start_ns, duration, hole: false }
    }

    /// Segments of the same length.
    fn even(&self, ticks: u64) -> Result<Vec<Piece>, Endless> {
        let each = u128::from(ticks);
        let by_period = self.end_ns.map(|end| self.ticks(end).div_ceil(each));
        let told = self.count.map(u128::from);
        let known = match (told, by_period) {
            (Some(told), Some(period)) if !self.listed => Some(told.min(period.max(1))),
            (told, period) => told.or(period),
        };
        let (from, to) = match self.window {
            None => (0, u128::from(self.limit(known.ok_or(Endless::NoEnd { line: self.line })?)?)),
            Some(window) => {
                let whole = self.ticks(window.now_ns.saturating_add(self.early_ns)) / each;
                let to = known.map_or(whole, |known| known.min(whole));
                let from = self.ticks(window.from_ns) / each;
                (from.max(to.saturating_sub(u128::from(MOST))).min(to), to)
            }
        };
        let mut pieces = Vec::new();
        for index in from..to {
            let begin = self.nanos(index.saturating_mul(each));
            let end = self.nanos((index + 1).saturating_mul(each));
            let start_ns = self.start_ns.saturating_add_unsigned(begin);
            let mut length = end.saturating_sub(begin);
            if let Some(end) = self.end_ns.filter(|end| !self.listed || *end > start_ns) {
                length = length.min(u128::try_from(end - start_ns).unwrap_or(0));
            }
            let index = u64::try_from(index).unwrap_or(u64::MAX);
            let time = self.offset.saturating_add(index.saturating_mul(ticks));
            pieces.push(Self::piece(self.first.saturating_add(index), time, start_ns, length));
        }
        Ok(pieces)
    }

    /// Segments as a timeline has them.
    fn timeline(&self, runs: &[Run]) -> Result<Vec<Piece>, Endless> {
        let mut pieces: Vec<Piece> = Vec::new();
        let (mut time, mut number) = (0_u64, self.first);
        let mut left = self.count.unwrap_or(u64::MAX);
        for (index, run) in runs.iter().enumerate() {
            let begins = run.time.unwrap_or(time);
            if begins > time && !pieces.is_empty() {
                let hole = self.between(number, time, begins);
                pieces.push(Piece { hole: true, ..hole });
            }
            time = begins;
            let mut count = self.repeated(run, time, runs.get(index + 1))?.min(left);
            left -= count;
            if self.window.is_none() {
                self.limit(u128::from(count) + pieces.len() as u128)?;
            } else if count > MOST {
                // Only the newest are made.
                let over = count - MOST;
                time = time.saturating_add(over.saturating_mul(run.ticks));
                number = number.saturating_add(over);
                count = MOST;
            }
            for _ in 0..count {
                let end = time.saturating_add(run.ticks);
                pieces.push(self.between(number, time, end));
                (time, number) = (end, number.saturating_add(1));
            }
            let over = (pieces.len() as u64).saturating_sub(MOST);
            pieces.drain(..over as usize);
        }
        // What lies wholly outside of its period is not played.
        pieces.retain(|piece| piece.end_ns() > self.start_ns && self.end_ns.is_none_or(|end| piece.start_ns < end));
        Ok(pieces)
    }

    fn between(&self, number: u64, begin: u64, end: u64) -> Piece {
        let at = |time: u64| {
            let ahead = self.nanos(u128::from(time.abs_diff(self.offset))) as i128;
            self.start_ns + if time < self.offset { -ahead } else { ahead }
        };
        let start_ns = at(begin);
        Self::piece(number, begin, start_ns, u128::try_from(at(end) - start_ns).unwrap_or(0))
    }

    /// How many segments a run has that begins at `time`.
    fn repeated(&self, run: &Run, time: u64, next: Option<&Run>) -> Result<u64, Endless> {
        if let Ok(more) = u64::try_from(run.repeat) {
            return Ok(more + 1);
        }
        let end = match (next.and_then(|next| next.time), self.end_ns, self.window) {
            (Some(next), _, _) => u128::from(next),
            (None, end, Some(window)) => {
                let now = window.now_ns.saturating_add(self.early_ns);
                let now = end.map_or(now, |end| end.min(now));
                // Only whole ones have come into being.
                let whole = u128::from(self.offset).saturating_add(self.ticks(now)).saturating_sub(u128::from(time));
                return Ok(u64::try_from(whole / u128::from(run.ticks)).unwrap_or(u64::MAX));
            }
            (None, Some(end), None) => u128::from(self.offset).saturating_add(self.ticks(end)),
            (None, None, None) if self.count.is_some() => return Ok(u64::MAX),
            (None, None, None) => return Err(Endless::NoEnd { line: run.line }),
        };
        let count = end.saturating_sub(u128::from(time)).div_ceil(u128::from(run.ticks));
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }
}
