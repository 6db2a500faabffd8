//! The tables of one track: what each sample is, where it is, and where its timelines join.

use std::io;

use super::spool::{Runs, Scratch, Spool};
use crate::media::sample::{Description, Kind, Sample};

/// More sample entries than any stream has reason for.
pub(super) const MOST_ENTRIES: usize = 1000;

/// The first presented sample is among so many: no coding reorders more.
const REORDERED: u32 = 32;

/// Further than this times do not go on by themselves, without a gap that is known of: an encoder began anew.
const LONGEST_HOLE_S: i64 = 10;

/// A stretch of one timeline: times inside it say how its samples lie, not where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// The timeline, and how often times have jumped within it.
    pub(super) key: (u64, u32),
    /// How long the gap before it is, nanoseconds.
    pub(super) gap_ns: u64,
    /// Presentation behind media, in units of the track: from the edit list of the source.
    pub(super) shift: i64,
    /// Where the presentation of the source begins; what lies before primes the decoder.
    pub(super) from: i64,
    pub(super) first_dts: i64,
    pub(super) last_dts: i64,
    /// The earliest presentation.
    pub(super) min_pts: i64,
    /// Behind the last presentation.
    pub(super) end_pts: i64,
    /// Where the duration of its last sample stands among the durations, and what stands there.
    pub(super) joint: (u64, u32),
    samples: u32,
}

#[derive(Debug)]
pub(super) struct Table {
    pub(super) kind: Kind,
    pub(super) timescale: u32,
    pub(super) size: (u32, u32),
    pub(super) language: [u8; 3],
    pub(super) entries: Vec<Vec<u8>>,
    /// Which of them holds, from 0.
    entry: usize,
    /// Units of a second of the samples that come.
    incoming: u32,
    shift: i64,
    from: i64,
    timeline: u64,
    gap_ns: u64,
    pub(super) parts: Vec<Part>,
    /// Decoding of the last sample and how long it plays, as far as that is known without the next one.
    last: Option<(i64, u32)>,
    pub(super) count: u32,
    /// Sum of all durations.
    pub(super) total: u64,
    pub(super) sizes: Spool,
    pub(super) durations: Runs,
    pub(super) offsets: Runs,
    pub(super) reordered: bool,
    /// Whether anything is presented before it is decoded.
    pub(super) early: bool,
    pub(super) syncs: Spool,
    pub(super) all_sync: bool,
    /// Places of chunks, from the beginning of the media.
    pub(super) places: Spool,
    chunks: u32,
    /// The first of equal chunks, their samples, their entry.
    pub(super) groups: Spool,
    group: Option<(u32, u32)>,
}

impl Table {
    pub(super) fn new(description: &Description) -> Self {
        Self {
            kind: description.kind,
            timescale: description.timescale,
            size: description.size,
            language: description.language,
            entries: Vec::new(),
            entry: 0,
            incoming: description.timescale,
            shift: 0,
            from: i64::MIN,
            timeline: 0,
            gap_ns: 0,
            parts: Vec::new(),
            last: None,
            count: 0,
            total: 0,
            sizes: Spool::default(),
            durations: Runs::default(),
            offsets: Runs::default(),
            reordered: false,
            early: false,
            syncs: Spool::default(),
            all_sync: true,
            places: Spool::default(),
            chunks: 0,
            groups: Spool::default(),
            group: None,
        }
    }

    /// What holds from here on; false where there are too many entries.
    pub(super) fn describe(&mut self, description: &Description) -> bool {
        self.incoming = description.timescale;
        self.entry = self.entries.iter().position(|entry| *entry == description.entry).unwrap_or_else(|| {
            self.entries.push(description.entry.clone());
            self.entries.len() - 1
        });
        let edit = description.edit;
        self.shift = self.scaled(edit.empty.saturating_sub(edit.media_time));
        self.from = if edit.media_time == 0 { i64::MIN } else { self.scaled(edit.media_time) };
        self.size = (self.size.0.max(description.size.0), self.size.1.max(description.size.1));
        self.entries.len() <= MOST_ENTRIES
    }

    /// What comes is of this timeline, behind a gap of so long.
    pub(super) fn begin(&mut self, timeline: u64, gap_ns: u64) {
        self.timeline = timeline;
        self.gap_ns = self.gap_ns.saturating_add(gap_ns);
    }

    /// To units of the track.
    fn scaled(&self, time: i64) -> i64 {
        if self.incoming == self.timescale {
            return time;
        }
        let (to, from) = (i128::from(self.timescale), i128::from(self.incoming.max(1)));
        (i128::from(time) * to + from / 2).div_euclid(from) as i64
    }

    pub(super) fn sample(&mut self, scratch: &mut Scratch, sample: &Sample<'_>) -> io::Result<()> {
        let mut dts = self.scaled(sample.dts);
        let pts = self.scaled(sample.dts.saturating_add(sample.offset));
        let hint = sample.duration.map(|duration| self.scaled(i64::from(duration)) as u32);
        let gap_ns = std::mem::take(&mut self.gap_ns);
        match (self.last, self.parts.last().copied()) {
            (Some((last, duration)), Some(part)) if part.key.0 == self.timeline => {
                let ahead = dts - last;
                let hole = LONGEST_HOLE_S * i64::from(self.timescale) + self.units(gap_ns);
                if ahead < -i64::from(self.timescale) || ahead > hole {
                    self.close(scratch, duration)?;
                    self.open((self.timeline, part.key.1 + 1), gap_ns, dts, pts);
                } else {
                    // Two samples are never decoded at once.
                    dts = dts.max(last + 1);
                    self.advance(scratch, (dts - last) as u32)?;
                }
            }
            (last, _) => {
                if let Some((_, duration)) = last {
                    self.close(scratch, duration)?;
                }
                self.open((self.timeline, 0), gap_ns, dts, pts);
            }
        }
        let before = self.last.map_or(0, |(last, duration)| if dts > last { (dts - last) as u32 } else { duration });
        let duration = hint.filter(|hint| *hint > 0).unwrap_or(before.min(self.timescale));
        self.last = Some((dts, duration));
        if let Some(part) = self.parts.last_mut() {
            part.last_dts = dts;
            if part.samples < REORDERED {
                part.min_pts = part.min_pts.min(pts);
            }
            part.samples = part.samples.saturating_add(1);
            part.end_pts = part.end_pts.max(pts + i64::from(duration));
        }
        self.count += 1;
        self.sizes.push(scratch, &(sample.data.len() as u32).to_be_bytes())?;
        self.reordered |= pts != dts;
        self.early |= pts < dts;
        self.offsets.push(scratch, (pts - dts) as i32 as u32)?;
        if sample.sync {
            self.syncs.push(scratch, &self.count.to_be_bytes())?;
        } else {
            self.all_sync = false;
        }
        Ok(())
    }

    fn units(&self, ns: u64) -> i64 {
        i64::try_from(u128::from(ns) * u128::from(self.timescale) / 1_000_000_000).unwrap_or(i64::MAX / 2)
    }

    fn open(&mut self, key: (u64, u32), gap_ns: u64, dts: i64, pts: i64) {
        let (shift, from) = (self.shift, self.from);
        let (first_dts, last_dts, min_pts, end_pts) = (dts, dts, pts, pts);
        let joint = (0, 0);
        self.parts.push(Part { key, gap_ns, shift, from, first_dts, last_dts, min_pts, end_pts, joint, samples: 0 });
    }

    /// How long the last sample plays.
    fn advance(&mut self, scratch: &mut Scratch, duration: u32) -> io::Result<()> {
        self.total += u64::from(duration);
        self.durations.push(scratch, duration)
    }

    fn close(&mut self, scratch: &mut Scratch, duration: u32) -> io::Result<()> {
        let duration = duration.max(1);
        self.total += u64::from(duration);
        let at = self.durations.push_alone(scratch, duration)?;
        if let Some(part) = self.parts.last_mut() {
            part.joint = (at, duration);
        }
        self.last = None;
        Ok(())
    }

    /// So many samples, the last ones, lie at `place`.
    pub(super) fn chunk(&mut self, scratch: &mut Scratch, place: u64, samples: u32, entry: usize) -> io::Result<()> {
        self.chunks += 1;
        self.places.push(scratch, &place.to_be_bytes())?;
        let group = (samples, entry as u32 + 1);
        if self.group.replace(group) != Some(group) {
            let mut bytes = [0; 12];
            bytes[..4].copy_from_slice(&self.chunks.to_be_bytes());
            bytes[4..8].copy_from_slice(&group.0.to_be_bytes());
            bytes[8..].copy_from_slice(&group.1.to_be_bytes());
            self.groups.push(scratch, &bytes)?;
        }
        Ok(())
    }

    pub(super) const fn entry(&self) -> usize {
        self.entry
    }

    /// Nothing comes any more.
    pub(super) fn finish(&mut self, scratch: &mut Scratch) -> io::Result<()> {
        if let Some((_, duration)) = self.last {
            self.close(scratch, duration)?;
        }
        self.durations.flush(scratch)?;
        self.offsets.flush(scratch)
    }

    /// The last sample of a part plays for so long, until the next part begins.
    pub(super) fn join(&mut self, scratch: &Scratch, part: usize, duration: u32) -> io::Result<()> {
        let (at, old) = self.parts[part].joint;
        self.total = self.total - u64::from(old) + u64::from(duration);
        self.durations.spool.patch(scratch, at, &duration.to_be_bytes())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A part of nothing.
    pub(in super::super) fn part() -> Part {
        let (shift, from) = (0, i64::MIN);
        let (first_dts, last_dts, min_pts, end_pts) = (0, 0, 0, 0);
        Part { key: (0, 0), gap_ns: 0, shift, from, first_dts, last_dts, min_pts, end_pts, joint: (0, 0), samples: 0 }
    }
}
