//! Where a recording begins within a playlist.

use std::time::Duration;

use super::Media;

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
