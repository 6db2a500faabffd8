//! From samples in the order of their sources to chunks in the order of the file: half a second of one track, then of
//! the other.
//!
//! Both passes over a recording go through here with the same samples, and so come to the same chunks.

use std::collections::HashMap;

use crate::media::sample::{Description, Kind, MediaError, Sample, Sink};

/// A chunk is not longer, unless one sample is: what waits in memory of each track.
const LARGEST: usize = 1 << 20;

/// What is done with samples and chunks.
pub(super) trait Pass {
    /// Whether it needs the bytes of a chunk.
    const KEEPS: bool;
    /// A track, numbered from 0; `fresh` where it is the first of it.
    fn describe(&mut self, track: usize, description: &Description) -> Result<(), MediaError>;
    fn sample(&mut self, track: usize, sample: &Sample<'_>) -> Result<(), MediaError>;
    fn chunk(&mut self, track: usize, chunk: &Chunk) -> Result<(), MediaError>;
    fn begin(&mut self, track: usize, timeline: u64, gap_ns: u64);
}

/// Samples of one track that lie together.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub(super) samples: u32,
    pub(super) bytes: usize,
    pub(super) data: Vec<u8>,
    first_dts: i64,
}

/// Which tracks go into the movie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// All.
    All,
    /// Sound alone.
    Sound,
}

#[derive(Debug)]
struct Woven {
    chunk: Chunk,
    timescale: u32,
    source: usize,
}

/// Weaves the tracks of several sources.
pub(super) struct Weave<P> {
    pub(super) pass: P,
    keep: Keep,
    /// Which source speaks.
    source: usize,
    /// The track of the movie for a track of a source; none where it is left out.
    map: HashMap<(usize, usize), Option<usize>>,
    tracks: Vec<Woven>,
    /// Where each source is: the timeline, and the gap that nothing has followed yet.
    places: HashMap<usize, (u64, u64)>,
    pub(super) notes: Vec<String>,
    /// Of each source, where that is told.
    pub(super) languages: Vec<Option<[u8; 3]>>,
}

impl<P: Pass> Weave<P> {
    pub(super) fn new(pass: P, keep: Keep) -> Self {
        Self {
            pass,
            keep,
            source: 0,
            map: HashMap::new(),
            tracks: Vec::new(),
            places: HashMap::new(),
            notes: Vec::new(),
            languages: Vec::new(),
        }
    }

    /// What comes is of this source.
    pub(super) fn speak(&mut self, source: usize) {
        self.source = source;
    }

    /// What comes of this source is of this timeline, behind a gap.
    pub(super) fn begin(&mut self, timeline: u64, gap_ns: u64) {
        self.places.insert(self.source, (timeline, gap_ns));
        for (track, woven) in self.tracks.iter().enumerate() {
            if woven.source == self.source {
                self.pass.begin(track, timeline, gap_ns);
            }
        }
    }

    fn flush(&mut self, track: usize) -> Result<(), MediaError> {
        let chunk = &mut self.tracks[track].chunk;
        if chunk.samples > 0 {
            self.pass.chunk(track, chunk)?;
            (chunk.samples, chunk.bytes) = (0, 0);
            chunk.data.clear();
        }
        Ok(())
    }

    /// Nothing comes any more.
    pub(super) fn finish(&mut self) -> Result<(), MediaError> {
        (0..self.tracks.len()).try_for_each(|track| self.flush(track))
    }
}

impl<P: Pass> Sink for Weave<P> {
    fn describe(&mut self, track: usize, description: &Description) -> Result<(), MediaError> {
        let key = (self.source, track);
        let known = self.map.get(&key).copied();
        let index = known.unwrap_or_else(|| {
            let kept = self.keep == Keep::All || description.kind == Kind::Audio;
            let index = kept.then_some(self.tracks.len());
            self.map.insert(key, index);
            index
        });
        let Some(index) = index else { return Ok(()) };
        if index == self.tracks.len() {
            let (chunk, timescale, source) = (Chunk::default(), description.timescale, self.source);
            self.tracks.push(Woven { chunk, timescale, source });
        }
        self.flush(index)?;
        self.tracks[index].timescale = description.timescale;
        let unknown = description.kind == Kind::Audio && description.language == *b"und";
        let told = self.languages.get(self.source).copied().flatten().filter(|_| unknown);
        let named = told.map(|language| Description { language, ..description.clone() });
        self.pass.describe(index, named.as_ref().unwrap_or(description))?;
        if known.is_none() {
            let (timeline, gap_ns) = self.places.get(&self.source).copied().unwrap_or_default();
            self.pass.begin(index, timeline, gap_ns);
        }
        Ok(())
    }

    fn sample(&mut self, track: usize, sample: Sample<'_>) -> Result<(), MediaError> {
        let Some(Some(index)) = self.map.get(&(self.source, track)).copied() else { return Ok(()) };
        let woven = &self.tracks[index];
        let span = (sample.dts - woven.chunk.first_dts).unsigned_abs();
        let full = span >= u64::from(woven.timescale) / 2 || woven.chunk.bytes + sample.data.len() > LARGEST;
        if woven.chunk.samples > 0 && full {
            self.flush(index)?;
        }
        self.pass.sample(index, &sample)?;
        let chunk = &mut self.tracks[index].chunk;
        if chunk.samples == 0 {
            chunk.first_dts = sample.dts;
        }
        chunk.samples += 1;
        chunk.bytes += sample.data.len();
        if P::KEEPS {
            chunk.data.extend_from_slice(sample.data);
        }
        Ok(())
    }

    fn note(&mut self, text: &str) {
        if !self.notes.iter().any(|note| note == text) {
            self.notes.push(text.to_owned());
        }
    }
}
