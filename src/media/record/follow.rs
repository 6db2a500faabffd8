//! What is new in a later copy of a playlist. Pure: it is told copies and says which segments to take.
//!
//! Numbers decide, and the names of segments where numbers lie: caches serve copies that are older than the last one,
//! and encoders that are started anew count from 0 again.

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

use crate::media::hls::{Media, Moment, Segment};

/// How many segments are remembered by name: more than any window of a live stream that is reloaded in time.
const REMEMBERED: usize = 128;

/// Where a recording is in a stream.
#[derive(Debug, Clone, Default)]
pub(super) struct Follow {
    /// The number of the segment to come.
    next: Option<u64>,
    /// Number and name of the last segments taken.
    seen: VecDeque<(u64, u64)>,
    /// When the last segment ended, by the clock of the stream.
    until: Option<Moment>,
}

/// What to do with a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing new.
    Same,
    /// These segments are new, and before them some are missing.
    Take {
        /// Their places in the copy.
        fresh: Range<usize>,
        /// What slid out of the window before we came.
        missed: Option<Missed>,
        /// The numbers began anew.
        anew: bool,
    },
}

/// Segments that were in no copy we have seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missed {
    /// The first.
    pub(super) sequence: u64,
    /// How many; 0 where numbers do not tell.
    pub(super) count: u64,
    /// How long they would have played, as far as dates or the pace of the stream tell.
    pub(super) duration: Duration,
    /// When the first would have begun.
    pub(super) date: Option<Moment>,
}

impl Follow {
    /// Behind what an earlier run has recorded.
    pub(super) fn behind(segments: &[(u64, u64)], next: Option<u64>) -> Self {
        let seen = segments.iter().rev().take(REMEMBERED).rev().copied().collect();
        Self { next, seen, until: None }
    }

    /// Judges a copy and goes on behind it.
    pub(super) fn step(&mut self, media: &Media) -> Step {
        let (Some(first), Some(last)) = (media.segments.first(), media.segments.last()) else { return Step::Same };
        let Some(next) = self.next else { return self.take(media, 0, None, false) };
        if self.is_another(media) {
            let missed =
                self.by_dates(first).map(|duration| Missed { sequence: next, count: 0, duration, date: self.until });
            return self.take(media, 0, missed, true);
        }
        if last.sequence < next {
            return Step::Same;
        }
        if first.sequence <= next {
            return self.take(media, (next - first.sequence) as usize, None, false);
        }
        let count = first.sequence - next;
        let pace = media.duration() / u32::try_from(media.segments.len()).unwrap_or(u32::MAX);
        let duration = self.by_dates(first).unwrap_or(pace.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX)));
        let missed = Missed { sequence: next, count, duration, date: self.until };
        self.take(media, 0, Some(missed), false)
    }

    /// Whether the encoder has begun anew: none of the numbers that both know has its name, or the copy ends far before
    /// what was taken. One that ends a little earlier and agrees is an old copy from a cache.
    fn is_another(&self, media: &Media) -> bool {
        let mut known = 0;
        // From the end: that is where both have the same.
        for segment in media.segments.iter().rev() {
            if let Some((_, name)) = self.seen.iter().find(|(sequence, _)| *sequence == segment.sequence) {
                known += 1;
                if *name == name_of(segment) {
                    return false;
                }
            }
        }
        let ends_before = media.segments.last().is_some_and(|last| self.next.is_some_and(|next| last.sequence < next));
        known > 0 || (ends_before && !self.seen.is_empty())
    }

    fn by_dates(&self, first: &Segment) -> Option<Duration> {
        let missing_ms = first.date?.unix_ms.checked_sub(self.until?.unix_ms)?;
        u64::try_from(missing_ms).ok().map(Duration::from_millis)
    }

    fn take(&mut self, media: &Media, from: usize, missed: Option<Missed>, anew: bool) -> Step {
        let fresh = from..media.segments.len();
        if anew {
            self.seen.clear();
        }
        for segment in &media.segments[fresh.clone()] {
            if self.seen.len() == REMEMBERED {
                self.seen.pop_front();
            }
            self.seen.push_back((segment.sequence, name_of(segment)));
        }
        if let Some(last) = media.segments.last() {
            self.next = Some(last.sequence.saturating_add(1));
            self.until = last.date.map(|date| date.after(last.duration));
        }
        Step::Take { fresh, missed, anew }
    }
}

/// Whether all segments of a recording that a playlist knows are the same there.
pub(super) fn agrees(recorded: &[(u64, u64)], media: &Media) -> bool {
    let first = media.sequence;
    recorded.iter().all(|(sequence, name)| {
        let index = sequence.checked_sub(first).and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| media.segments.get(index)).is_none_or(|segment| name_of(segment) == *name)
    })
}

/// What tells a segment from another of the same number: the last part of its path and its range. Hosts, tokens and
/// queries change from copy to copy.
pub(super) fn name_of(segment: &Segment) -> u64 {
    if let Some(name) = segment.name {
        return name;
    }
    let path = segment.uri.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let range = segment.range.map_or((0, 0), |range| (range.offset, range.length));
    let bytes = last.bytes().chain(range.0.to_le_bytes()).chain(range.1.to_le_bytes());
    // FNV-1a: the same in every version of the program, as a journal needs it.
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::media::hls::{Context, Playlist, read};

    /// A window of two-second segments called `PREFIX-NUMBER.ts`.
    fn window(prefix: &str, numbers: Range<u64>) -> Media {
        let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:{}\n", numbers.start);
        for number in numbers {
            let _ = writeln!(text, "#EXTINF:2,\nhttp://edge{number}.test/{prefix}-{number}.ts?token={number}");
        }
        let Playlist::Media(media) = read(text.as_bytes(), &Context::default()).unwrap().playlist else { panic!() };
        media
    }

    fn dated(prefix: &str, numbers: Range<u64>, second: u64) -> Media {
        let mut media = window(prefix, numbers);
        for (index, segment) in media.segments.iter_mut().enumerate() {
            segment.date = Some(Moment { unix_ms: (second as i64 + 2 * index as i64) * 1000 });
        }
        media
    }

    fn took(fresh: Range<usize>) -> Step {
        Step::Take { fresh, missed: None, anew: false }
    }

    #[test]
    fn each_segment_is_taken_once() {
        let mut follow = Follow::default();
        assert_eq!(follow.step(&window("a", 10..13)), took(0..3));
        assert_eq!(follow.step(&window("a", 10..13)), Step::Same);
        assert_eq!(follow.step(&window("a", 11..15)), took(2..4));
        assert_eq!(follow.step(&window("a", 15..15)), Step::Same);
        assert_eq!(follow.step(&window("a", 15..16)), took(0..1));
    }

    #[test]
    fn what_slid_out_of_the_window_is_missing() {
        let mut follow = Follow::default();
        follow.step(&window("a", 0..3));
        let missed = Missed { sequence: 3, count: 5, duration: Duration::from_secs(10), date: None };
        assert_eq!(follow.step(&window("a", 8..10)), Step::Take { fresh: 0..2, missed: Some(missed), anew: false });
    }

    #[test]
    fn dates_tell_how_long_it_was() {
        let mut follow = Follow::default();
        follow.step(&dated("a", 0..3, 100));
        let date = Some(Moment { unix_ms: 106_000 });
        let missed = Missed { sequence: 3, count: 2, duration: Duration::from_secs(7), date };
        assert_eq!(follow.step(&dated("a", 5..6, 113)), Step::Take { fresh: 0..1, missed: Some(missed), anew: false });
    }

    #[test]
    fn an_old_copy_is_no_new_beginning() {
        let mut follow = Follow::default();
        follow.step(&window("a", 10..16));
        assert_eq!(follow.step(&window("a", 9..15)), Step::Same);
        assert_eq!(follow.step(&window("a", 12..17)), took(4..5));
    }

    #[test]
    fn an_encoder_that_begins_anew_is_followed() {
        let mut follow = Follow::default();
        follow.step(&window("a", 100..103));
        assert_eq!(follow.step(&window("a", 0..2)), Step::Take { fresh: 0..2, missed: None, anew: true });
        assert_eq!(follow.step(&window("a", 0..3)), took(2..3));
        assert_eq!(
            follow.step(&window("b", 0..3)),
            Step::Take { fresh: 0..3, missed: None, anew: true },
            "the same numbers, other segments"
        );
    }

    #[test]
    fn a_recording_is_continued_behind_its_end() {
        let media = window("a", 5..9);
        let seen: Vec<(u64, u64)> =
            media.segments[..2].iter().map(|segment| (segment.sequence, name_of(segment))).collect();
        let mut follow = Follow::behind(&seen, Some(7));
        assert_eq!(follow.step(&media), took(2..4));
        let mut behind_a_gap = Follow::behind(&seen, Some(8));
        assert_eq!(behind_a_gap.step(&media), took(3..4));
    }
}
