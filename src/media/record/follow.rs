//! What is new in a later copy of a playlist. Pure: it is told copies and says which segments to take.
//!
//! Numbers decide, and the names of segments where numbers lie: caches serve copies that are older than the last one,
//! encoders that are started anew count from 0 again, some servers never number and some put a token into every name.
//!
//! | the copy | what is done |
//! |---|---|
//! | knows a number by its name, and ends where we are or later | what is new in it is taken |
//! | the same, and ends a little earlier | an old copy from a cache: nothing |
//! | begins at the same number with other segments | the numbers lie: dates tell, else where both copies overlap |
//! | names what we have, under other numbers | the same: what follows the last known name is taken |
//! | has other names for our numbers, or ends far before | suspected: a second copy that goes on with it is believed, and the encoder has begun anew |
//! | has other names in every copy | the names lie: numbers decide from then on, and dates where they tell another |
//! | the same, and its numbers stand still | nothing tells what is new: that is said, and the recording is incomplete |

mod name;
mod overlap;

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

pub(super) use self::name::name_of;
use self::name::{Name, Telling, names_of};
use crate::media::hls::{Media, Moment, Segment};

/// How many segments are remembered by name: more than any window of a live stream that is reloaded in time.
const REMEMBERED: usize = 128;

/// Copies from caches are a few segments old: as many as the window has, between these.
const OLD_COPY: Range<u64> = 3..6;

/// A clock that jumps by more at one number shows another segment.
const SAME_DATE_MS: u64 = 500;

/// Copies without a number that is new, where names lie: after so many it is said that nothing tells what is new.
const STILL: u32 = 4;

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
    /// What a name is.
    telling: Telling,
    /// Copies since names were found to lie, none of which had another number.
    still: u32,
    /// The last copy that was believed: the number of its first segment, and what they are called.
    last: (u64, Vec<Name>),
    /// Copies since then in which nothing tells whether they are later ones.
    vague: u32,
    /// Whether numbers have told something new: those that do so once do not stand still.
    moved: bool,
}

/// A segment that was taken.
#[derive(Debug, Clone)]
struct Seen {
    sequence: u64,
    name: Name,
    date: Option<Moment>,
}

#[derive(Debug, Clone)]
struct Suspect {
    last: u64,
    segments: Vec<(u64, Name)>,
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
    /// Neither numbers nor names nor dates tell what is new, from this segment on; said once.
    Lost(Missed),
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
        let seen = |(sequence, name): &(u64, u64)| Seen { sequence: *sequence, name: Name::known(*name), date: None };
        let seen = last.map(seen).collect();
        Self { next, seen, ..Self::default() }
    }

    /// Judges a copy and goes on behind it.
    pub(super) fn step(&mut self, media: &Media) -> Step {
        let (Some(first), Some(last)) = (media.segments.first(), media.segments.last()) else { return Step::Same };
        let Some(next) = self.next else { return self.begin(media) };
        let names = names_of(media);
        if media.is_live() {
            self.telling.look(&names);
        }
        let step = match self.kin((media, &names), next) {
            Kin::Same => {
                self.suspect = None;
                self.by_numbers(media, next)
            }
            Kin::Renumbered(from) if from == media.segments.len() => Step::Same,
            Kin::Renumbered(from) => self.take(media, from, None, false),
            kin @ (Kin::Foreign | Kin::Behind) => match self.suspicion((media, &names), kin) {
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
        };
        if step == Step::Same { self.vague(media, &names, next) } else { step }
    }

    /// The first copy is taken whole.
    fn begin(&mut self, media: &Media) -> Step {
        if media.is_live() {
            self.telling.look(&names_of(media));
        }
        self.take(media, 0, None, false)
    }

    /// Numbers stand still.
    fn stand(&mut self, media: &Media, next: u64) -> Step {
        if self.names == Names::Tell {
            return Step::Same;
        }
        let first = media.segments.first();
        if let Some((first, duration)) = first.and_then(|first| Some((first, self.by_dates(first)?))) {
            tracing::debug!(first = first.sequence, next, "the dates tell other segments");
            let missed = Missed { sequence: next, count: 0, duration, date: self.until };
            return self.take(media, 0, Some(missed).filter(|missed| !missed.duration.is_zero()), false);
        }
        let dated = self.until.is_some() && media.segments.iter().any(|segment| segment.date.is_some());
        if self.moved || dated || self.still == STILL {
            return Step::Same;
        }
        self.still = if media.is_live() { self.still + 1 } else { STILL };
        if self.still < STILL {
            return Step::Same;
        }
        Step::Lost(Missed { sequence: next, count: 0, duration: Duration::ZERO, date: None })
    }

    fn by_numbers(&mut self, media: &Media, next: u64) -> Step {
        let (Some(first), Some(last)) = (media.segments.first(), media.segments.last()) else { return Step::Same };
        if last.sequence < next {
            return self.stand(media, next);
        }
        self.moved = true;
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

    fn kin(&self, (media, names): (&Media, &[Name]), next: u64) -> Kin {
        let last = media.segments.last().map_or(0, |last| last.sequence);
        let old = self.window.clamp(OLD_COPY.start, OLD_COPY.end);
        let goes_on = |suspect: &Suspect| media.segments.first().is_some_and(|first| first.sequence <= suspect.last);
        let behind = last.saturating_add(1).saturating_add(old) < next
            || last < next && self.suspect.as_ref().is_some_and(goes_on);
        if let Some(place) = self.shifted(media, names) {
            return Kin::Renumbered(place);
        }
        let (mut known, mut same) = (false, false);
        // From the end: that is where both have the same.
        for (segment, name) in media.segments.iter().zip(names).rev() {
            let Some(seen) = self.seen.iter().rev().find(|seen| seen.sequence == segment.sequence) else { continue };
            known = true;
            if self.telling.same(&seen.name, name) {
                match (seen.date, segment.date) {
                    (Some(ours), Some(theirs)) if !is_near(ours, theirs) => {
                        return self.dated(media).map_or(Kin::Foreign, Kin::Renumbered);
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
                if let (Names::Lie, Some(from)) = (self.names, self.dated(media)) {
                    Kin::Renumbered(from)
                } else if behind {
                    Kin::Behind
                } else {
                    Kin::Same
                }
            }
            (_, true, false) => {
                let place = self.dated(media).or_else(|| self.renumbered(names));
                place.map_or(Kin::Foreign, Kin::Renumbered)
            }
            (_, false, false) if last < next => self.renumbered(names).map_or(Kin::Behind, Kin::Renumbered),
            (_, false, false) => Kin::Same,
        }
    }

    /// Where new segments begin in a copy that names what was taken under other numbers.
    fn renumbered(&self, names: &[Name]) -> Option<usize> {
        let known = |name: &Name| self.seen.iter().filter(|seen| self.telling.same(&seen.name, name)).count() == 1;
        let place = names.iter().rposition(known)?;
        // One name may be there by chance; a playlist that was kept has more before than is remembered.
        let last = &names[(place + 1).saturating_sub(self.seen.len())..=place];
        (last.iter().filter(|name| known(name)).count() * 2 > last.len()).then_some(place + 1)
    }

    /// Where new segments begin in a copy that dates what was taken, whatever its numbers and names.
    fn dated(&self, media: &Media) -> Option<usize> {
        let last = self.seen.back()?.date?;
        let at = |date: Moment| move |segment: &Segment| segment.date.is_some_and(|own| is_near(own, date));
        if let Some(place) = media.segments.iter().rposition(at(last)) {
            return Some(place + 1);
        }
        // It goes on at once where that ended.
        media.segments.first().filter(|first| self.until.is_some_and(|until| at(until)(first))).map(|_| 0)
    }

    /// A copy that may be of another encoder: is it?
    fn suspicion(&mut self, (media, names): (&Media, &[Name]), kin: Kin) -> Suspicion {
        let segments = media.segments.iter().zip(names).rev().take(REMEMBERED);
        let segments: Vec<(u64, Name)> = segments.map(|(segment, name)| (segment.sequence, name.clone())).collect();
        let last = segments.first().map_or(0, |(sequence, _)| *sequence);
        // No cache has the end of a stream that went on.
        if !media.is_live() {
            return Suspicion::Holds;
        }
        let Some(before) = self.suspect.take() else {
            self.suspect = Some(Suspect { last, segments });
            return Suspicion::Waits;
        };
        let common = |(sequence, _): &&(u64, Name)| before.segments.iter().any(|(known, _)| known == sequence);
        let telling = &self.telling;
        let numbers = |name: &Name| -> Vec<u64> {
            let alike = before.segments.iter().filter(|(_, known)| telling.same(known, name));
            alike.map(|(sequence, _)| *sequence).collect()
        };
        let shared = segments.iter().filter(common).count();
        let agreed = segments.iter().filter(|(sequence, name)| numbers(name).contains(sequence)).count();
        // What was suspected goes on under numbers that stand still.
        let slid = segments.iter().filter(|(_, name)| numbers(name).len() == 1).count() * 2 > segments.len();
        if shared > 0 && agreed == 0 && self.names == Names::Tell {
            return match kin {
                Kin::Foreign if slid => Suspicion::Holds,
                Kin::Foreign => Suspicion::NamesLie,
                _ => self.wait(last, segments),
            };
        }
        if shared > 0 && last > before.last || kin == Kin::Foreign {
            return Suspicion::Holds;
        }
        self.wait(last, segments)
    }

    fn wait(&mut self, last: u64, segments: Vec<(u64, Name)>) -> Suspicion {
        self.suspect = Some(Suspect { last, segments });
        Suspicion::Waits
    }

    /// How many segments at the beginning of a copy lie before what is recorded, by the clock of the stream.
    fn behind_us(&self, media: &Media) -> usize {
        let Some(until) = self.until else { return 0 };
        let before = |segment: &&Segment| {
            segment.date.is_some_and(|date| date.unix_ms.saturating_add_unsigned(SAME_DATE_MS) < until.unix_ms)
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
        self.vague = 0;
        self.last = (media.segments.first().map_or(0, |first| first.sequence), names_of(media));
        self.window = media.segments.len() as u64;
        let last = media.segments.len().saturating_sub(REMEMBERED).max(fresh.start)..media.segments.len();
        for segment in &media.segments[last] {
            if self.seen.len() == REMEMBERED {
                self.seen.pop_front();
            }
            self.seen.push_back(Seen { sequence: segment.sequence, name: Name::of(segment), date: segment.date });
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

/// Whether two clocks mean the same.
const fn is_near(one: Moment, other: Moment) -> bool {
    one.unix_ms.abs_diff(other.unix_ms) <= SAME_DATE_MS
}

#[cfg(test)]
mod tests;
