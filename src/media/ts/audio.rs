//! From the payloads of PES packets to frames of sound with their times.
//!
//! Frames are counted in samples of the sound: the times of packets are only looked at to see whether that still holds.
//! So rounding to 90 000ths does not become a jitter, and a stream without jumps has one duration for all its frames.

use std::collections::VecDeque;

use super::pes::{Stamp, Unroll};
use crate::media::codec::{Frame, HEAD_BYTES, Head, Sound, joins};
use crate::media::sample::{Boundary, Description, Edit, Kind, MediaError, Sample, Sink};

/// Parts of one sample: of E-AC-3 eight independent streams with eight others each.
const MOST_PARTS: usize = 72;

/// Cuts one stream of sound into frames.
#[derive(Debug)]
pub(crate) struct Framer {
    sound: Sound,
    track: usize,
    language: [u8; 3],
    kept: Vec<u8>,
    /// Times, each with how many bytes of `kept` lie before the payload it came with.
    stamps: VecDeque<(usize, i64)>,
    unroll: Unroll,
    /// When the next frame begins, in samples; and in how many of a second.
    next: Option<i64>,
    rate: u32,
    described: Option<(Frame, u32)>,
    /// A sample of several frames.
    open: Open,
    /// Bytes in no frame.
    pub(crate) skipped: u64,
}

#[derive(Debug, Default)]
struct Open {
    data: Vec<u8>,
    frames: Vec<Frame>,
    dts: i64,
    samples: u32,
    blocks: u8,
}

impl Framer {
    pub(crate) fn new(sound: Sound, track: usize, language: Option<[u8; 3]>) -> Self {
        Self {
            sound,
            track,
            language: language.unwrap_or(*b"und"),
            kept: Vec::new(),
            stamps: VecDeque::new(),
            unroll: Unroll::default(),
            next: None,
            rate: 0,
            described: None,
            open: Open::default(),
            skipped: 0,
        }
    }

    /// Takes a payload; its time is that of the first frame that begins in it.
    pub(crate) fn push(
        &mut self,
        stamp: Option<Stamp>,
        payload: &[u8],
        sink: &mut impl Sink,
    ) -> Result<(), MediaError> {
        if let Some(stamp) = stamp {
            self.stamps.push_back((self.kept.len(), self.unroll.next(stamp.pts)));
        }
        self.kept.extend_from_slice(payload);
        self.frames(sink, false)
    }

    /// Nothing follows, or something else.
    pub(crate) fn boundary(&mut self, boundary: Boundary, sink: &mut impl Sink) -> Result<(), MediaError> {
        self.frames(sink, true)?;
        self.emit(sink)?;
        self.skipped += self.kept.len() as u64;
        self.kept.clear();
        self.stamps.clear();
        self.next = None;
        if boundary == Boundary::Timeline {
            self.unroll = Unroll::default();
        }
        Ok(())
    }

    fn frames(&mut self, sink: &mut impl Sink, last: bool) -> Result<(), MediaError> {
        let kept = std::mem::take(&mut self.kept);
        let mut at = 0;
        let result = loop {
            let rest = &kept[at..];
            if rest.is_empty() || rest.len() < HEAD_BYTES && !last {
                break Ok(());
            }
            let Some(head) = self.sound.head(rest).filter(|head| self.is_believed(head, rest, last)) else {
                let next = memchr::memchr(self.sound.first_byte(), &rest[1..]).map_or(rest.len(), |found| found + 1);
                self.skipped += next as u64;
                at += next;
                continue;
            };
            if rest.len() < head.bytes {
                break Ok(());
            }
            let time = self.time(at, &head);
            if let Err(error) = self.frame(&head, time, &rest[head.head_bytes..head.bytes], sink) {
                break Err(error);
            }
            at += head.bytes;
        };
        self.kept = kept;
        self.kept.drain(..at);
        for (before, _) in &mut self.stamps {
            *before = before.saturating_sub(at);
        }
        result
    }

    /// A head like the last one is believed; another only where a frame follows it, or nothing can.
    fn is_believed(&self, head: &Head, rest: &[u8], last: bool) -> bool {
        let known =
            self.described.as_ref().is_some_and(|(frame, rate)| *rate == head.rate && frame.is_like(&head.frame));
        if known || matches!(head.frame, Frame::Eac3 { .. }) {
            return true;
        }
        match rest.get(head.bytes..) {
            Some(behind) if behind.len() >= HEAD_BYTES => self.sound.head(behind).is_some(),
            _ => rest.len() == head.bytes || last || rest.len() < head.bytes + HEAD_BYTES,
        }
    }

    /// When the frame at `at` begins, in samples.
    fn time(&mut self, at: usize, head: &Head) -> i64 {
        let scaled = |time: i64| (i128::from(time) * i128::from(head.rate) + 45_000).div_euclid(90_000) as i64;
        if self.rate != head.rate {
            self.next = self.next.map(|next| next * i64::from(head.rate) / i64::from(self.rate.max(1)));
            self.rate = head.rate;
        }
        let mut told = None;
        while let Some((before, time)) = self.stamps.front().copied()
            && before <= at
        {
            told = Some(scaled(time));
            self.stamps.pop_front();
        }
        let time = match (self.next, told) {
            // Not more than rounding, and the jitter of clocks.
            (Some(next), Some(told)) if (told - next).abs() <= i64::from(head.samples / 2) => next,
            (_, Some(told)) => told,
            (Some(next), None) => next,
            (None, None) => 0,
        };
        let advance = match head.frame {
            Frame::Eac3 { dependent, id, .. } if dependent || id > 0 => 0,
            _ => i64::from(head.samples),
        };
        self.next = Some(time + advance);
        time
    }

    fn frame(&mut self, head: &Head, dts: i64, data: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
        let joined =
            !self.open.frames.is_empty() && self.open.frames.len() < MOST_PARTS && joins(&head.frame, self.open.blocks);
        if !joined {
            self.emit(sink)?;
            // A stream may be cut between the parts of a sample.
            if matches!(head.frame, Frame::Eac3 { dependent, id, .. } if dependent || id > 0) {
                self.skipped += data.len() as u64;
                return Ok(());
            }
            self.open.dts = dts;
        }
        self.open.data.extend_from_slice(data);
        self.open.frames.push(head.frame);
        match head.frame {
            Frame::Eac3 { dependent: false, id: 0, blocks, .. } => {
                self.open.blocks += blocks;
                self.open.samples += head.samples;
            }
            Frame::Eac3 { .. } => {}
            _ => {
                self.open.samples = head.samples;
                self.emit(sink)?;
            }
        }
        Ok(())
    }

    fn emit(&mut self, sink: &mut impl Sink) -> Result<(), MediaError> {
        let Some((main, parts)) = self.open.frames.split_first() else { return Ok(()) };
        let same = self.described.as_ref().is_some_and(|(frame, rate)| *rate == self.rate && frame.is_like(main));
        if !same {
            let entry = main
                .entry(self.rate, parts)
                .ok_or_else(|| MediaError::unsupported("AAC whose channels are told inside its frames"))?;
            let (kind, language, edit) = (Kind::Audio, self.language, Edit::default());
            sink.describe(
                self.track,
                &Description { kind, timescale: self.rate, size: (0, 0), language, entry, edit },
            )?;
            self.described = Some((*main, self.rate));
        }
        let open = &self.open;
        let sample =
            Sample { dts: open.dts, offset: 0, duration: Some(open.samples), sync: true, data: open.data.as_slice() };
        sink.sample(self.track, sample)?;
        self.open.data.clear();
        self.open.frames.clear();
        (self.open.samples, self.open.blocks) = (0, 0);
        Ok(())
    }
}
