//! What a movie is made of: recordings, read a piece at a time in the order of their media time.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::time::Duration;

use crate::media::mp4::Reader;
use crate::media::sample::{Boundary, MediaError, Sink};
use crate::media::ts::{Demux, Packed};

/// What is read at once.
const PIECE: usize = 64 << 10;

/// Damaged segments that are named.
const TOLD: u32 = 5;

/// A recording: segments one behind the other.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// What is in it, in order.
    pub stretches: Vec<Stretch>,
    /// What its sound is in, where somebody else says so: its own word counts first.
    pub language: Option<[u8; 3]>,
}

/// One segment of it, or an initialisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first byte.
    pub at: u64,
    /// How many.
    pub bytes: u64,
    /// The timeline of a segment: another number is another one. An initialisation has that of the segment behind it.
    pub timeline: u64,
    /// How long a segment plays, by its playlist; nothing for an initialisation.
    pub duration: Duration,
    /// What is missing before it.
    pub gap: Duration,
}

/// What the bytes are.
enum Form {
    Packets(Box<Demux>),
    Boxes(Box<Reader>),
    Frames(Box<Packed>),
}

/// One recording while it is read.
pub(super) struct Reading<'a> {
    file: File,
    source: &'a Source,
    form: Option<Form>,
    stretch: usize,
    /// Bytes of the stretch that were read.
    done: u64,
    /// Media time at the beginning of the stretch.
    time: Duration,
    damaged: u32,
    buffer: Vec<u8>,
}

impl<'a> Reading<'a> {
    pub(super) fn open(source: &'a Source) -> Result<Self, MediaError> {
        let file = File::open(&source.path)?;
        let (time, buffer) = (Duration::ZERO, vec![0; PIECE]);
        Ok(Self { file, source, form: None, stretch: 0, done: 0, time, damaged: 0, buffer })
    }

    /// The media time of what comes next; `None` where nothing does.
    pub(super) fn next(&self) -> Option<Duration> {
        let stretch = self.source.stretches.get(self.stretch)?;
        let part = self.done as f64 / stretch.bytes.max(1) as f64;
        Some(self.time + stretch.duration.mul_f64(part.clamp(0.0, 1.0)))
    }

    /// Reads a piece; `begin` is told of a timeline and a gap before the bytes behind it. How much was read.
    pub(super) fn step<S: Sink>(
        &mut self,
        sink: &mut S,
        begin: impl FnOnce(&mut S, u64, u64),
    ) -> Result<u64, MediaError> {
        let Some(stretch) = self.source.stretches.get(self.stretch).copied() else { return Ok(0) };
        let count = (stretch.bytes - self.done).min(PIECE as u64) as usize;
        let bytes = &mut self.buffer[..count];
        self.file.read_exact_at(bytes, stretch.at + self.done)?;
        if self.form.is_none() {
            self.form = Some(form(bytes)?);
        }
        let Some(form) = &mut self.form else { return Ok(0) };
        if self.done == 0 {
            let before = self.stretch.checked_sub(1).and_then(|before| self.source.stretches.get(before));
            let other = before.is_none_or(|before| before.timeline != stretch.timeline);
            if other || !stretch.gap.is_zero() {
                let boundary = if other { Boundary::Timeline } else { Boundary::Gap };
                match form {
                    Form::Packets(demux) => demux.boundary(boundary, sink)?,
                    Form::Frames(packed) => packed.boundary(boundary, sink)?,
                    // Its boxes end with every segment, see below.
                    Form::Boxes(_) => {}
                }
                begin(sink, stretch.timeline, u64::try_from(stretch.gap.as_nanos()).unwrap_or(u64::MAX));
            }
            match form {
                Form::Packets(_) => {}
                Form::Boxes(reader) => reader.boundary(),
                Form::Frames(packed) => packed.segment(),
            }
        }
        let mut used = count as u64;
        match form {
            Form::Packets(demux) => demux.push(bytes, sink)?,
            Form::Boxes(reader) => match reader.push(bytes, sink) {
                // One segment is not the whole recording: what follows it is good.
                Err(MediaError::Damaged { what }) if !stretch.duration.is_zero() => {
                    self.damaged += 1;
                    match self.damaged {
                        ..=TOLD => sink.note(&format!("the segment at {} is damaged: {what}", clock(self.time))),
                        more if more == TOLD + 1 => sink.note("other segments are damaged too"),
                        _ => {}
                    }
                    used = stretch.bytes - self.done;
                }
                read => read?,
            },
            Form::Frames(packed) => packed.push(bytes, sink)?,
        }
        self.done += used;
        if self.done == stretch.bytes {
            (self.done, self.stretch) = (0, self.stretch + 1);
            self.time += stretch.duration + stretch.gap;
        }
        Ok(used)
    }

    /// Nothing comes any more.
    pub(super) fn finish(&mut self, sink: &mut impl Sink) -> Result<(), MediaError> {
        match &mut self.form {
            Some(Form::Packets(demux)) => demux.finish(sink),
            Some(Form::Boxes(reader)) => {
                reader.finish(sink);
                Ok(())
            }
            Some(Form::Frames(packed)) => packed.boundary(Boundary::Timeline, sink),
            None => Ok(()),
        }
    }
}

/// Hours, minutes and seconds of media.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Looks at the beginning of a segment.
pub(super) fn look(bytes: &[u8], sink: &mut impl Sink) -> Result<(), MediaError> {
    match form(bytes)? {
        Form::Packets(mut demux) => demux.push(bytes, sink),
        Form::Boxes(mut reader) => reader.push(bytes, sink),
        Form::Frames(mut packed) => {
            packed.segment();
            packed.push(bytes, sink)
        }
    }
}

/// By the first bytes.
fn form(bytes: &[u8]) -> Result<Form, MediaError> {
    const BOXES: [&[u8]; 8] = [b"ftyp", b"styp", b"moov", b"moof", b"sidx", b"emsg", b"prft", b"free"];
    if bytes.get(4..8).is_some_and(|kind| BOXES.contains(&kind)) {
        return Ok(Form::Boxes(Box::default()));
    }
    let packed = bytes.starts_with(b"ID3")
        || bytes.starts_with(&[0x0b, 0x77])
        || matches!(bytes, [0xff, second, ..] if second & 0xe0 == 0xe0);
    if packed && bytes.first() != Some(&0x47) {
        return Ok(Form::Frames(Box::default()));
    }
    if bytes.starts_with(b"WEBVTT") {
        return Err(MediaError::unsupported("text"));
    }
    Ok(Form::Packets(Box::default()))
}
