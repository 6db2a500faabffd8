//! What is new in a later copy of a playlist. Pure: it is told copies and says which segments to take.
//!
//! Numbers decide, and the names of segments where numbers lie: caches serve copies that are older than the last one,
//! encoders that are started anew count from 0 again, some servers never number and some put a token into every name.
//!
//! | the copy | what is done |
//! |---|---|
//! | knows a number by its name, and ends where we are or later | what is new in it is taken |
//! | the same, and ends a little earlier | an old copy from a cache: nothing |
//! | names what we have, under other numbers | the numbers lie: what follows the last known name is taken |
//! | has other names for our numbers, or ends far before | suspected: a second copy that goes on with it is believed, and the encoder has begun anew |
//! | has other names in every copy | the names lie: numbers decide from then on |

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

use crate::media::hls::{Media, Moment, Segment};

/// How many segments are remembered by name: more than any window of a live stream that is reloaded in time.
const REMEMBERED: usize = 128;

/// Copies from caches are a few segments old: as many as the window has, between these.
const OLD_COPY: Range<u64> = 3..6;

/// A clock that jumps by more at one number shows another segment.
const SAME_DATE_MS: i64 = 500;

/// What no stream skips: numbers that are so far away are told by another clock.
const LONGEST_JUMP: Duration = Duration::from_hours(24);

/// Where a recording is in a stream.
#[derive(Debug, Clone, Default)]
pub(super) struct Follow {
    /// The number of the segment to come.
    next: Option<u64>,
    /// The last segments taken.
    seen: VecDeque<Seen>,
    /// When the last segment ended, by the clock of the stream.
    until: Option<Moment>,
    /// How many segments the last copy had that was believed.
    window: u64,
    /// A copy that may be of another encoder.
    suspect: Option<Suspect>,
    /// What names are good for.
    names: Names,
}

/// A segment that was taken.
#[derive(Debug, Clone, Copy)]
struct Seen {
    sequence: u64,
    name: u64,
    date: Option<Moment>,
}

#[derive(Debug, Clone)]
struct Suspect {
    last: u64,
    segments: Vec<(u64, u64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Names {
    /// A segment keeps its name.
    #[default]
    Tell,
    /// Every copy has other ones.
    Lie,
}

/// What a copy is to what was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kin {
    /// The same stream: numbers decide.
    Same,
    /// The same stream under other numbers; new from this place on.
    Renumbered(usize),
    /// Other segments under our numbers.
    Foreign,
    /// It ends long before what was taken.
    Behind,
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
        let last = segments.iter().rev().take(REMEMBERED).rev();
        let seen = last.map(|(sequence, name)| Seen { sequence: *sequence, name: *name, date: None }).collect();
        Self { next, seen, ..Self::default() }
    }

    /// Judges a copy and goes on behind it.
    pub(super) fn step(&mut self, media: &Media) -> Step {
        let (Some(first), Some(last)) = (media.segments.first(), media.segments.last()) else { return Step::Same };
        let Some(next) = self.next else { return self.take(media, 0, None, false) };
        match self.kin(media, next) {
            Kin::Same => {
                self.suspect = None;
                self.by_numbers(media, next)
            }
            Kin::Renumbered(from) if from == media.segments.len() => Step::Same,
            Kin::Renumbered(from) => self.take(media, from, None, false),
            kin @ (Kin::Foreign | Kin::Behind) => match self.suspicion(media, kin) {
                Suspicion::Waits => Step::Same,
                Suspicion::NamesLie => {
                    self.names = Names::Lie;
                    self.by_numbers(media, next)
                }
                Suspicion::Holds => {
                    tracing::debug!(first = first.sequence, last = last.sequence, next, "another encoder");
                    let missed = self.by_dates(first).map(|duration| Missed {
                        sequence: next,
                        count: 0,
                        duration,
                        date: self.until,
                    });
                    self.take(media, 0, missed, true)
                }
            },
        }
    }

    fn by_numbers(&mut self, media: &Media, next: u64) -> Step {
        let (Some(first), Some(last)) = (media.segments.first(), media.segments.last()) else { return Step::Same };
        if last.sequence < next {
            return Step::Same;
        }
        if first.sequence <= next {
            return self.take(media, (next - first.sequence) as usize, None, false);
        }
        // Another place may number otherwise.
        match self.behind_us(media) {
            0 => {}
            all if all == media.segments.len() => return Step::Same,
            known => return self.take(media, known, None, false),
        }
        let count = first.sequence - next;
        let pace = media.duration() / u32::try_from(media.segments.len()).unwrap_or(u32::MAX);
        let counted = pace.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX));
        let Some(duration) = self.by_dates(first).or((counted <= LONGEST_JUMP).then_some(counted)) else {
            return self.take(media, 0, None, true);
        };
        let missed = Missed { sequence: next, count, duration, date: self.until };
        self.take(media, 0, Some(missed), false)
    }

    fn kin(&self, media: &Media, next: u64) -> Kin {
        let last = media.segments.last().map_or(0, |last| last.sequence);
        let old = self.window.clamp(OLD_COPY.start, OLD_COPY.end);
        let goes_on = |suspect: &Suspect| media.segments.first().is_some_and(|first| first.sequence <= suspect.last);
        let behind = last.saturating_add(1).saturating_add(old) < next
            || last < next && self.suspect.as_ref().is_some_and(goes_on);
        let (mut known, mut same) = (false, false);
        // From the end: that is where both have the same.
        for segment in media.segments.iter().rev() {
            let Some(seen) = self.seen.iter().rev().find(|seen| seen.sequence == segment.sequence) else { continue };
            known = true;
            if seen.name == name_of(segment) {
                match (seen.date, segment.date) {
                    (Some(ours), Some(theirs)) if ours.unix_ms.abs_diff(theirs.unix_ms) as i64 > SAME_DATE_MS => {
                        return Kin::Foreign;
                    }
                    // However old it is, it is a copy of the same.
                    (Some(_), Some(_)) => return Kin::Same,
                    _ => same = true,
                }
                break;
            }
        }
        match (self.names, known, same) {
            _ if self.seen.is_empty() => Kin::Same,
            (Names::Lie, ..) | (_, _, true) => {
                if behind {
                    Kin::Behind
                } else {
                    Kin::Same
                }
            }
            (_, true, false) => self.renumbered(media).map_or(Kin::Foreign, Kin::Renumbered),
            (_, false, false) if last < next => self.renumbered(media).map_or(Kin::Behind, Kin::Renumbered),
            (_, false, false) => Kin::Same,
        }
    }

    /// Where new segments begin in a copy that names what was taken under other numbers.
    fn renumbered(&self, media: &Media) -> Option<usize> {
        let known = |segment: &Segment| {
            let name = name_of(segment);
            self.seen.iter().filter(|seen| seen.name == name).count() == 1
        };
        let place = media.segments.iter().rposition(known)?;
        // One name may be there by chance; a playlist that was kept has more before than is remembered.
        let last = &media.segments[(place + 1).saturating_sub(self.seen.len())..=place];
        (last.iter().filter(|segment| known(segment)).count() * 2 > last.len()).then_some(place + 1)
    }

    /// A copy that may be of another encoder: is it?
    fn suspicion(&mut self, media: &Media, kin: Kin) -> Suspicion {
        let segments: Vec<(u64, u64)> =
            media.segments.iter().rev().take(REMEMBERED).map(|segment| (segment.sequence, name_of(segment))).collect();
        let last = segments.first().map_or(0, |(sequence, _)| *sequence);
        // No cache has the end of a stream that went on.
        if !media.is_live() {
            return Suspicion::Holds;
        }
        let Some(before) = self.suspect.take() else {
            self.suspect = Some(Suspect { last, segments });
            return Suspicion::Waits;
        };
        let common = |(sequence, _): &&(u64, u64)| before.segments.iter().any(|(known, _)| known == sequence);
        let shared = segments.iter().filter(common).count();
        let agreed = segments.iter().filter(|segment| before.segments.contains(segment)).count();
        if shared > 0 && agreed == 0 && self.names == Names::Tell {
            return if kin == Kin::Foreign { Suspicion::NamesLie } else { self.wait(last, segments) };
        }
        if shared > 0 && last > before.last || kin == Kin::Foreign {
            return Suspicion::Holds;
        }
        self.wait(last, segments)
    }

    fn wait(&mut self, last: u64, segments: Vec<(u64, u64)>) -> Suspicion {
        self.suspect = Some(Suspect { last, segments });
        Suspicion::Waits
    }

    /// How many segments at the beginning of a copy lie before what is recorded, by the clock of the stream.
    fn behind_us(&self, media: &Media) -> usize {
        let Some(until) = self.until else { return 0 };
        let before = |segment: &&Segment| {
            segment.date.is_some_and(|date| date.unix_ms.saturating_add(SAME_DATE_MS) < until.unix_ms)
        };
        media.segments.iter().take_while(before).count()
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
        self.suspect = None;
        self.window = media.segments.len() as u64;
        for segment in &media.segments[fresh.clone()] {
            if self.seen.len() == REMEMBERED {
                self.seen.pop_front();
            }
            self.seen.push_back(Seen { sequence: segment.sequence, name: name_of(segment), date: segment.date });
        }
        if let Some(last) = media.segments.last() {
            self.next = Some(last.sequence.saturating_add(1));
            self.until = last.date.map(|date| date.after(last.duration));
        }
        Step::Take { fresh, missed, anew }
    }
}

/// What a second look at a suspected copy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suspicion {
    /// A later copy will tell.
    Waits,
    /// The encoder has begun anew.
    Holds,
    /// Names change from copy to copy and mean nothing.
    NamesLie,
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

    fn anew(fresh: Range<usize>) -> Step {
        Step::Take { fresh, missed: None, anew: true }
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
        assert_eq!(follow.step(&window("a", 0..2)), Step::Same, "it may be an old copy");
        assert_eq!(follow.step(&window("a", 0..2)), Step::Same, "the same one again");
        assert_eq!(follow.step(&window("a", 0..3)), anew(0..3));
        assert_eq!(follow.step(&window("a", 0..4)), took(3..4));
        assert_eq!(follow.step(&window("b", 0..4)), Step::Same, "other segments: once is no proof");
        assert_eq!(follow.step(&window("b", 0..4)), anew(0..4), "the same numbers, other segments");
    }

    #[test]
    fn an_encoder_that_begins_anew_with_the_same_names_is_followed() {
        let mut follow = Follow::default();
        follow.step(&window("s", 0..5));
        assert_eq!(follow.step(&window("s", 2..7)), took(3..5));
        assert_eq!(follow.step(&window("s", 0..1)), Step::Same);
        assert_eq!(follow.step(&window("s", 0..2)), anew(0..2));
        assert_eq!(follow.step(&window("s", 0..3)), took(2..3));
        assert_eq!(follow.step(&window("s", 1..6)), took(2..5));
    }

    #[test]
    fn one_that_ends_at_once_is_followed_too() {
        let mut follow = Follow::default();
        follow.step(&window("s", 30..35));
        let ended = Media { ended: true, ..window("s", 0..3) };
        assert_eq!(follow.step(&ended), anew(0..3));
    }

    #[test]
    fn dates_tell_an_old_copy_from_a_new_beginning() {
        let mut follow = Follow::default();
        follow.step(&dated("s", 0..9, 100));
        assert_eq!(follow.step(&dated("s", 0..2, 100)), Step::Same);
        assert_eq!(follow.step(&dated("s", 0..3, 100)), Step::Same, "a cache that is slow, not another encoder");
        assert_eq!(follow.step(&dated("s", 0..1, 130)), Step::Same);
        let missed = Missed {
            sequence: 9,
            count: 0,
            duration: Duration::from_secs(12),
            date: Some(Moment { unix_ms: 118_000 }),
        };
        assert_eq!(follow.step(&dated("s", 0..2, 130)), Step::Take { fresh: 0..2, missed: Some(missed), anew: true });
    }

    #[test]
    fn one_old_copy_from_a_cache_changes_nothing() {
        let mut follow = Follow::default();
        for numbers in [10..12, 11..13, 12..14] {
            follow.step(&window("a", numbers));
        }
        assert_eq!(follow.step(&window("a", 0..2)), Step::Same);
        assert_eq!(follow.step(&window("a", 13..15)), took(1..2));
        assert_eq!(follow.step(&window("a", 1..3)), Step::Same, "and another one later");
        assert_eq!(follow.step(&window("a", 12..14)), Step::Same, "and one that is less old");
        assert_eq!(follow.step(&window("a", 13..15)), Step::Same);
        assert_eq!(follow.step(&window("a", 14..16)), took(1..2));
    }

    /// A window that slides, and always numbers from 0.
    fn numbered_from_0(names: Range<u64>) -> Media {
        let mut media = window("a", names);
        for (number, segment) in media.segments.iter_mut().enumerate() {
            segment.sequence = number as u64;
        }
        media
    }

    #[test]
    fn names_decide_where_the_numbers_lie() {
        let mut follow = Follow::default();
        assert_eq!(follow.step(&numbered_from_0(0..4)), took(0..4));
        assert_eq!(follow.step(&numbered_from_0(1..5)), took(3..4));
        assert_eq!(follow.step(&numbered_from_0(1..5)), Step::Same);
        assert_eq!(follow.step(&numbered_from_0(3..7)), took(2..4));
    }

    #[test]
    fn numbers_decide_where_the_names_lie() {
        let mut follow = Follow::default();
        assert_eq!(follow.step(&window("token1", 0..4)), took(0..4));
        assert_eq!(follow.step(&window("token2", 1..5)), Step::Same);
        assert_eq!(follow.step(&window("token3", 2..6)), took(2..4));
        assert_eq!(follow.step(&window("token4", 3..7)), took(3..4));
    }

    #[test]
    fn dates_tell_where_another_place_with_other_numbers_goes_on() {
        let mut follow = Follow::default();
        follow.step(&dated("a", 0..9, 100));
        assert_eq!(follow.step(&dated("a", 7005..7011, 112)), took(3..6));
        assert_eq!(follow.step(&dated("a", 7006..7012, 114)), took(5..6));
    }

    #[test]
    fn a_stream_that_was_kept_goes_on_behind_what_was_recorded_live() {
        let seen: Vec<(u64, u64)> =
            window("s", 0..6).segments.iter().map(|segment| (segment.sequence + 5000, name_of(segment))).collect();
        let mut follow = Follow::behind(&seen, Some(5006));
        let kept = Media { ended: true, ..window("s", 0..12) };
        assert_eq!(follow.step(&kept), took(6..12));
    }

    #[test]
    fn numbers_that_jump_beyond_reason_are_another_clock() {
        let mut follow = Follow::default();
        follow.step(&window("a", 0..3));
        assert_eq!(follow.step(&window("a", 1_000_000_000..1_000_000_002)), anew(0..2));
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
