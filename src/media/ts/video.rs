//! From the payloads of PES packets to pictures with their times: access units of H.264 and H.265, each with the length
//! of its NAL units before them, as MP4 has them.
//!
//! Parameter sets, delimiters and filler are taken out: sets belong into the sample entry (ISO 14496-15 section 5.3.2),
//! and a set that changes makes another entry.

use super::pes::{Stamp, Unroll};
use crate::media::codec::nal::units;
use crate::media::codec::{Picture, Sets, Unit};
use crate::media::sample::{Boundary, Description, Edit, Kind, MediaError, Sample, Sink};

/// Times are in 90 000ths of a second.
pub(crate) const TIMESCALE: u32 = 90_000;

/// What a picture takes where nothing says how long: a thirtieth of a second.
const PICTURE: i64 = 3000;

/// One access unit is not longer.
const LARGEST: usize = 16 << 20;

/// Cuts one stream of pictures into access units.
#[derive(Debug)]
pub(crate) struct Assembler {
    picture: Picture,
    track: usize,
    unroll: Unroll,
    unit: Vec<u8>,
    /// Where the length of the last NAL unit in it stands; none where nothing can be added to it.
    last_nal: Option<usize>,
    stamp: Option<(i64, i64)>,
    has_slice: bool,
    sync: bool,
    fresh: Sets,
    sets: Sets,
    described: bool,
    /// Decoding and presentation of the last one, and what lies between two.
    last: Option<(i64, i64)>,
    step: i64,
    /// Pictures before the first parameter sets.
    pub(crate) unusable: u64,
}

impl Assembler {
    pub(crate) fn new(picture: Picture, track: usize) -> Self {
        Self {
            picture,
            track,
            unroll: Unroll::default(),
            unit: Vec::new(),
            last_nal: None,
            stamp: None,
            has_slice: false,
            sync: false,
            fresh: Sets::default(),
            sets: Sets::default(),
            described: false,
            last: None,
            step: PICTURE,
            unusable: 0,
        }
    }

    /// Takes a payload; its time is that of the first access unit that begins in it.
    pub(crate) fn push(
        &mut self,
        stamp: Option<Stamp>,
        payload: &[u8],
        sink: &mut impl Sink,
    ) -> Result<(), MediaError> {
        let mut stamp = stamp.map(|stamp| {
            let dts = self.unroll.next(stamp.dts);
            (dts, self.unroll.near(stamp.pts))
        });
        let (before, units) = units(payload);
        if self.last_nal.is_some() && !before.is_empty() {
            self.extend(before)?;
        }
        for nal in units {
            let unit = self.picture.unit(nal);
            let begins = match unit {
                Unit::Slice { first, .. } => first && self.has_slice,
                Unit::Set { .. } | Unit::Leading { .. } | Unit::Delimiter => self.has_slice,
                Unit::Filler | Unit::Broken | Unit::Other => false,
            };
            if begins {
                self.emit(sink)?;
            }
            if !self.has_slice && self.stamp.is_none() {
                self.stamp = stamp.take();
            }
            self.last_nal = None;
            match unit {
                Unit::Slice { sync, .. } => {
                    self.has_slice = true;
                    self.sync |= sync;
                    self.append(nal)?;
                }
                Unit::Leading { sync } => {
                    self.sync |= sync;
                    self.append(nal)?;
                }
                Unit::Other => self.append(nal)?,
                Unit::Set { rank, id } => self.fresh.add(rank, id, nal),
                Unit::Delimiter | Unit::Filler | Unit::Broken => {}
            }
        }
        Ok(())
    }

    fn append(&mut self, nal: &[u8]) -> Result<(), MediaError> {
        self.last_nal = Some(self.unit.len());
        self.unit.extend([0; 4]);
        self.extend(nal)
    }

    /// Adds to the last NAL unit.
    fn extend(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        if self.unit.len() + bytes.len() > LARGEST {
            return Err(MediaError::damaged("a picture of more than 16 MiB"));
        }
        self.unit.extend_from_slice(bytes);
        if let Some(at) = self.last_nal {
            let length = (self.unit.len() - at - 4) as u32;
            self.unit[at..at + 4].copy_from_slice(&length.to_be_bytes());
        }
        Ok(())
    }

    /// Nothing follows, or something else.
    pub(crate) fn boundary(&mut self, boundary: Boundary, sink: &mut impl Sink) -> Result<(), MediaError> {
        self.emit(sink)?;
        self.last = None;
        if boundary == Boundary::Timeline {
            self.unroll = Unroll::default();
        }
        Ok(())
    }

    fn emit(&mut self, sink: &mut impl Sink) -> Result<(), MediaError> {
        let (has_slice, sync) = (std::mem::take(&mut self.has_slice), std::mem::take(&mut self.sync));
        let stamp = self.stamp.take();
        self.last_nal = None;
        if !has_slice {
            // Sets and the like without a picture stay for the next one.
            self.unit.clear();
            return Ok(());
        }
        let changed = !self.fresh.is_empty() && self.sets.take(&mut self.fresh);
        if changed || !self.described {
            match self.sets.entry(self.picture) {
                Some((entry, size)) => {
                    let (kind, timescale, language) = (Kind::Video, TIMESCALE, *b"und");
                    let edit = Edit::default();
                    sink.describe(self.track, &Description { kind, timescale, size, language, entry, edit })?;
                    self.described = true;
                }
                None => self.described = false,
            }
        }
        // Where the packet says nothing: as far behind the last one as that was behind the one before.
        let (dts, pts) = stamp.or(self.last.map(|(dts, pts)| (dts + self.step, pts + self.step))).unwrap_or((0, 0));
        if let Some((last, _)) = self.last
            && (1..i64::from(TIMESCALE)).contains(&(dts - last))
        {
            self.step = dts - last;
        }
        self.last = Some((dts, pts));
        if self.described {
            let sample = Sample { dts, offset: pts - dts, duration: None, sync, data: &self.unit };
            sink.sample(self.track, sample)?;
        } else {
            self.unusable += 1;
        }
        self.unit.clear();
        Ok(())
    }
}
