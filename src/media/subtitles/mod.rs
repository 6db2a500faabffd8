//! Subtitles: `WebVTT` in segments (RFC 8216 section 3.5) or in boxes (ISO 14496-30), and TTML as text or in boxes, become
//! one `WebVTT`, or `SubRip`.
//!
//! ```text
//! segment → by its first bytes: WebVTT → cue ─────────────┐
//!                               XML → ttml ───────────────┼─→ Merge → WebVTT | SubRip
//!                               boxes → mp4::Texts → boxed┘
//! ```
//! `WebVTT` says by `X-TIMESTAMP-MAP` which of its times is which time of the media; what does not is told in times of the
//! presentation itself, what comes in boxes in times of the media. Cues that segments repeat because they last over their
//! border are one again.

mod boxed;
mod cue;
mod srt;
mod ttml;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use self::cue::{Cue, Segment};
use super::mp4::Texts;
use super::mux::Source;
use crate::kit::fs::scratch;

/// A file of text: more than any stream has, and what memory is taken at most.
const LARGEST_BYTES: usize = 32 << 20;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// `WebVTT`.
    #[default]
    Vtt,
    /// `SubRip`.
    Srt,
}

/// What the times of a track of text mean, milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    /// The time of the media that the recording begins with.
    pub origin_ms: i64,
    /// In a presentation of periods, for each timeline: what is added to a time of the text to make it one of the
    /// recording. A timeline that is not named goes on like the last one.
    pub periods: Vec<(u64, i64)>,
    /// Elsewhere, what is added to a time of the presentation to make it one of the recording.
    pub plain_ms: i64,
    /// Where the recording ends before the presentation does: what is shown later is left out.
    pub end_ms: Option<i64>,
}

impl Times {
    fn of_period(&self, timeline: u64) -> Option<i64> {
        let named = self.periods.iter().find(|(known, _)| *known == timeline);
        named.or(self.periods.last()).map(|(_, shift_ms)| *shift_ms)
    }

    /// What is added to times of the media.
    fn media_ms(&self, timeline: u64) -> i64 {
        self.of_period(timeline).unwrap_or(-self.origin_ms)
    }

    /// What is added to times that the text does not map.
    fn plain_ms(&self, timeline: u64) -> i64 {
        self.of_period(timeline).unwrap_or(self.plain_ms)
    }
}

/// The cues of a stream so far.
#[derive(Debug, Default)]
pub struct Merge {
    /// Styles and regions, each once.
    blocks: Vec<String>,
    cues: Vec<Cue>,
    bytes: usize,
    /// Where they come in boxes.
    texts: Texts,
    /// See [`Times::end_ms`].
    end_ms: Option<i64>,
}

impl Merge {
    /// Takes in a segment of a timeline, or an initialisation.
    ///
    /// # Errors
    /// It is nothing that is known here, or there is too much of it.
    pub fn add(&mut self, bytes: &[u8], times: &Times, timeline: u64) -> io::Result<()> {
        self.end_ms = times.end_ms;
        self.bytes += bytes.len();
        if self.bytes > LARGEST_BYTES {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "more than 32 MiB of subtitles"));
        }
        if boxed::is_box(bytes) {
            return self.boxes(bytes, times.media_ms(timeline));
        }
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        if text.trim_start().starts_with('<') {
            let document = ttml::read(text.trim_start()).ok_or_else(|| odd("subtitles in XML that is no TTML"))?;
            return self.document(document, times.plain_ms(timeline), i64::MAX);
        }
        let segment = Segment::read(&text).ok_or_else(|| odd("a segment of subtitles that is no WebVTT"))?;
        self.blocks(segment.blocks);
        let shift_ms = segment.map.map_or_else(|| times.plain_ms(timeline), |map| map.shift_ms(times.origin_ms));
        for cue in segment.cues {
            self.shifted(cue, shift_ms);
        }
        Ok(())
    }

    /// A segment of a track in boxes.
    fn boxes(&mut self, bytes: &[u8], shift_ms: i64) -> io::Result<()> {
        let mut texts = std::mem::take(&mut self.texts);
        let mut failed = None;
        let read = texts.read(bytes, |text| {
            failed = failed.take().or_else(|| boxed::take(self, text, shift_ms).err());
        });
        let heads: Vec<Segment> =
            texts.heads().filter_map(|head| Segment::read(&String::from_utf8_lossy(head))).collect();
        for head in heads {
            self.blocks(head.blocks);
        }
        self.texts = texts;
        read.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
        failed.map_or(Ok(()), Err)
    }

    fn document(&mut self, document: ttml::Document, shift_ms: i64, end_ms: i64) -> io::Result<()> {
        if document.pictures && document.cues.is_empty() {
            return Err(odd("subtitles that are pictures"));
        }
        for cue in document.cues {
            let end_ms = cue.end_ms.min(end_ms);
            if end_ms > cue.start_ms {
                self.shifted(Cue { end_ms, ..cue }, shift_ms);
            }
        }
        Ok(())
    }

    fn blocks(&mut self, blocks: Vec<String>) {
        for block in blocks {
            if !self.blocks.contains(&block) {
                self.blocks.push(block);
            }
        }
    }

    /// Adds a cue that is told in other times; what ends before the recording begins is left out, and what begins when it
    /// has ended.
    fn shifted(&mut self, mut cue: Cue, shift_ms: i64) {
        cue.start_ms = cue.start_ms.saturating_add(shift_ms);
        cue.end_ms = cue.end_ms.saturating_add(shift_ms);
        cue.end_ms = cue.end_ms.min(self.end_ms.unwrap_or(i64::MAX));
        cue.start_ms = cue.start_ms.max(0);
        if cue.end_ms > cue.start_ms {
            self.cue(cue);
        }
    }

    /// A cue like one of the last ones that touches it is the same one going on.
    fn cue(&mut self, cue: Cue) {
        /// Cues that are shown at once are few.
        const LOOKED_BACK: usize = 32;
        let same = self.cues.iter_mut().rev().take(LOOKED_BACK).find(|known| known.goes_on_in(&cue));
        match same {
            Some(known) => {
                known.end_ms = known.end_ms.max(cue.end_ms);
                known.start_ms = known.start_ms.min(cue.start_ms);
            }
            None => self.cues.push(cue),
        }
    }

    /// How many cues there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.cues.len()
    }

    /// Writes all of it, in the order of time.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&mut self, form: Form, out: &mut impl Write) -> io::Result<()> {
        self.cues.sort_by_key(|cue| (cue.start_ms, cue.end_ms));
        match form {
            Form::Srt => srt::write(&self.cues, out),
            Form::Vtt => {
                out.write_all(b"WEBVTT\n")?;
                self.blocks.iter().try_for_each(|block| write!(out, "\n{block}\n"))?;
                self.cues.iter().try_for_each(|cue| cue.write(out))
            }
        }
    }
}

fn odd(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Makes the file at `path` of a recording of subtitles; how many cues and bytes it has.
///
/// # Errors
/// The recording is of nothing that is known here; the disk.
pub fn merge(source: &Source, form: Form, times: &Times, path: &Path) -> io::Result<(usize, u64)> {
    let file = File::open(&source.path)?;
    let mut merge = Merge::default();
    let (mut odd, mut left_out) = (None, 0_u64);
    for stretch in &source.stretches {
        let size = usize::try_from(stretch.bytes).ok().filter(|size| *size <= LARGEST_BYTES);
        let mut text = vec![0; size.ok_or(io::ErrorKind::FileTooLarge)?];
        file.read_exact_at(&mut text, stretch.at)?;
        match merge.add(&text, times, stretch.timeline) {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Err(error),
            Err(error) => {
                left_out += 1;
                odd = odd.or(Some(error));
            }
            Ok(()) => {}
        }
    }
    if let Some(error) = odd {
        if merge.count() == 0 {
            return Err(error);
        }
        // One that is damaged costs itself.
        tracing::warn!(file = %path.display(), segments = left_out, %error, "segments of subtitles were left out");
    }
    let partial = path.with_added_extension("muxing");
    let mut out = BufWriter::new(scratch(&partial).map_err(|error| error.source)?);
    merge.write(form, &mut out)?;
    let bytes = out.into_inner().map_err(io::IntoInnerError::into_error)?.metadata()?.len();
    std::fs::rename(&partial, path)?;
    Ok((merge.count(), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn merged(segments: &[&str], origin_ms: i64, form: Form) -> String {
        let mut merge = Merge::default();
        for segment in segments {
            merge.add(segment.as_bytes(), &Times { origin_ms, ..Times::default() }, 0).unwrap();
        }
        let mut out = Vec::new();
        merge.write(form, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn times_of_segments_become_times_of_the_presentation() {
        let first = "\u{feff}WEBVTT\r\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\r\n\r\n00:01.000 --> 00:02.500 align:start\r\nOne\r\n";
        let second = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:1080000,LOCAL:00:10:00.000\n\nid\n00:10:01.000 --> 00:10:02.000\nTwo\nlines\n";
        let text = merged(&[first, second], 9000, Form::Vtt);
        assert_eq!(
            text,
            "WEBVTT\n\n00:00:02.000 --> 00:00:03.500 align:start\nOne\n\nid\n00:00:04.000 --> 00:00:05.000\nTwo\nlines\n"
        );
    }

    #[test]
    fn a_part_of_a_presentation_has_its_cues_alone() {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nBefore\n\n00:09.000 --> 00:11.000\nFirst\n\n\
                    00:15.000 --> 00:25.000\nLast\n\n00:20.000 --> 00:21.000\nBehind\n";
        let mapped = text.replacen("WEBVTT", "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000", 1);
        let times = Times { origin_ms: 20_000, plain_ms: -10_000, end_ms: Some(10_000), ..Times::default() };
        for text in [text, &mapped] {
            let (mut merge, mut out) = (Merge::default(), Vec::new());
            merge.add(text.as_bytes(), &times, 0).unwrap();
            merge.write(Form::Vtt, &mut out).unwrap();
            assert_eq!(
                String::from_utf8(out).unwrap(),
                "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nFirst\n\n00:00:05.000 --> 00:00:10.000\nLast\n"
            );
        }
    }

    #[test]
    fn times_go_on_where_33_bits_end() {
        let map = |ticks: u64| {
            format!("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:{ticks},LOCAL:00:00:00.000\n\n00:01.000 --> 00:02.000\nx{ticks}\n")
        };
        let origin_ms = ((1_i64 << 33) - 90_000) / 90;
        let text = merged(&[&map(90_000)], origin_ms, Form::Vtt);
        assert!(text.contains("00:00:03.000 --> 00:00:04.000"), "{text}");
    }

    #[test]
    fn a_cue_that_segments_repeat_is_one() {
        let segments = [
            "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE no\n\n00:08.000 --> 00:10.000\nOver\n",
            "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:10.000 --> 00:11.000\nOver\n\n00:11.000 --> 00:12.000\nNext\n",
            "WEBVTT\n\n00:11.000 --> 00:12.000\nNext\n\n00:20.000 --> 00:21.000\nOver\n",
        ];
        assert_eq!(
            merged(&segments, 0, Form::Vtt),
            "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:00:08.000 --> 00:00:11.000\nOver\n\n\
             00:00:11.000 --> 00:00:12.000\nNext\n\n00:00:20.000 --> 00:00:21.000\nOver\n"
        );
    }

    #[test]
    fn subrip_has_numbers_commas_and_few_tags() {
        let text = "WEBVTT\n\n01:00.000 --> 01:01.000 line:0\n<v Ann>1 &lt; 2 <i>and</i> <c.red>so</c> on</v>\n\n00:01.000 --> 00:02.000\nfirst\n";
        assert_eq!(
            merged(&[text], 0, Form::Srt),
            "1\n00:00:01,000 --> 00:00:02,000\nfirst\n\n2\n00:01:00,000 --> 00:01:01,000\n1 < 2 <i>and</i> so on\n\n"
        );
    }

    #[test]
    fn other_text_is_refused() {
        assert!(Merge::default().add(b"<html>", &Times::default(), 0).is_err());
        assert!(Merge::default().add(b"WEBVTTX\n", &Times::default(), 0).is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(WEBVTT)?[ -~\n\r\t]{0,200}", origin_ms: i64) {
            let mut merge = Merge::default();
            let times = Times { origin_ms: origin_ms % (1 << 40), ..Times::default() };
            let _ = merge.add(text.as_bytes(), &times, 0);
            merge.write(Form::Srt, &mut Vec::new()).unwrap();
        }

        #[test]
        fn what_was_written_reads_back(times in proptest::collection::vec((0_i64..90_000_000, 1_i64..9000), 0..20)) {
            let mut merge = Merge::default();
            for (number, (start_ms, length)) in times.iter().enumerate() {
                let cue = Cue { id: None, start_ms: *start_ms, end_ms: start_ms + length, settings: String::new(), text: format!("cue {number}") };
                merge.cue(cue);
            }
            let mut text = Vec::new();
            merge.write(Form::Vtt, &mut text).unwrap();
            let mut again = Merge::default();
            again.add(&text, &Times::default(), 0).unwrap();
            prop_assert_eq!(again.cues, merge.cues);
        }
    }
}
