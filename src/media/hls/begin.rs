//! Where a recording begins within a playlist.

use std::time::Duration;

use super::Media;

/// A border of segments that is so near is as good as the end itself: segments of sound differ from those of pictures by
/// fractions of a frame.
const NEAR: Duration = Duration::from_millis(200);

/// Where a recording of a certain length ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// At the border of segments that is nearest.
    #[default]
    Nearest,
    /// At the first that is not before: what it goes with has ended by then.
    Over,
}

impl Reach {
    /// Whether a segment of this duration is left out where so much is left to record.
    #[must_use]
    pub fn is_reached(self, left: Duration, duration: Duration) -> bool {
        left < match self {
            Self::Nearest => duration / 2,
            Self::Over => NEAR.min(duration / 2),
        }
    }
}

/// Where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// So long behind the beginning; so long before the end of what is live.
    At(Duration),
    /// So long before the end.
    BeforeEnd(Duration),
}

impl Media {
    /// Leaves out the segments that end before; the one that plays then stays whole, and one stays always.
    ///
    /// # Errors
    /// It is over by then: how long it plays.
    pub fn begin(&mut self, begin: Begin) -> Result<(), Duration> {
        let whole = self.duration();
        let at = match begin {
            Begin::At(at) if !self.is_live() && at >= whole && !self.segments.is_empty() => return Err(whole),
            Begin::At(at) if !self.is_live() => at,
            Begin::At(before) | Begin::BeforeEnd(before) => whole.saturating_sub(before),
        };
        let mut ends = Duration::ZERO;
        let ended = |segment: &super::Segment| {
            ends = ends.saturating_add(segment.duration);
            ends <= at
        };
        let mut ended = ended;
        let over = self.segments.iter().take_while(|segment| ended(segment)).count();
        self.segments.drain(..over.min(self.segments.len().saturating_sub(1)));
        if let Some(first) = self.segments.first() {
            (self.sequence, self.timeline) = (first.sequence, first.timeline);
        }
        Ok(())
    }

    /// How long a recording is that is to be `limit` long and ends at the border of segments that is nearest; it has one
    /// segment always.
    #[must_use]
    pub fn nearest(&self, limit: Duration) -> Duration {
        let mut whole = Duration::ZERO;
        for segment in &self.segments {
            let left = limit.saturating_sub(whole);
            let is_begun = !whole.is_zero();
            if left.is_zero() || is_begun && Reach::Nearest.is_reached(left, segment.duration) {
                break;
            }
            whole = whole.saturating_add(segment.duration);
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::hls::{Context, Playlist, read};

    /// Four segments of two seconds.
    fn media(end: &str) -> Media {
        let text = format!("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n{}{end}", "#EXTINF:2,\na\n".repeat(4));
        let Playlist::Media(media) = read(text.as_bytes(), &Context::default()).unwrap().playlist else { panic!() };
        media
    }

    #[test]
    fn it_ends_at_the_border_that_is_nearest() {
        let whole = |ms| media("#EXT-X-ENDLIST\n").nearest(Duration::from_millis(ms)).as_millis();
        assert_eq!([1, 2000, 2900, 3000, 4100, 7000, 99_000].map(whole), [2000, 2000, 2000, 4000, 4000, 8000, 8000]);
        let ms = Duration::from_millis;
        assert!(!Reach::Over.is_reached(ms(300), ms(9000)) && Reach::Over.is_reached(ms(100), ms(9000)));
        assert!(Reach::Nearest.is_reached(ms(4000), ms(9000)) && !Reach::Over.is_reached(ms(60), ms(100)));
    }

    #[test]
    fn it_begins_with_the_segment_that_plays_then() {
        let seconds = |seconds: f64| Duration::from_secs_f64(seconds);
        let ended = "#EXT-X-ENDLIST\n";
        for (end, begin, first) in [
            (ended, Begin::At(seconds(0.0)), Ok(7)),
            (ended, Begin::At(seconds(1.9)), Ok(7)),
            (ended, Begin::At(seconds(2.0)), Ok(8)),
            (ended, Begin::At(seconds(7.9)), Ok(10)),
            (ended, Begin::At(seconds(8.0)), Err(seconds(8.0))),
            (ended, Begin::BeforeEnd(seconds(3.0)), Ok(9)),
            (ended, Begin::BeforeEnd(seconds(99.0)), Ok(7)),
            (ended, Begin::BeforeEnd(seconds(0.0)), Ok(10)),
            ("", Begin::At(seconds(3.0)), Ok(9)),
            ("", Begin::At(seconds(4.0)), Ok(9)),
            ("", Begin::At(seconds(0.0)), Ok(10)),
            ("", Begin::BeforeEnd(seconds(99.0)), Ok(7)),
        ] {
            let mut media = media(end);
            let begun = media.begin(begin).map(|()| media.segments[0].sequence);
            assert_eq!(begun, first, "{begin:?} {end}");
            assert_eq!(media.sequence, media.segments[0].sequence);
        }
    }
}
