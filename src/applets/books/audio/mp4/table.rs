//! The sample table of a track: where each sample is, read from the file where it is needed.

use std::io;

use super::super::essence::SAMPLE;
use super::super::source::{Source, number};
use super::walk::{Box4, find};

/// The most entries of a table of runs that are read.
const MOST_RUNS: usize = 1 << 20;

/// The most samples that are read one by one to hash them; a sample of speech has some hundred bytes.
const MOST_SAMPLED: u64 = 1024;

/// Sizes of samples, and which chunk they are in.
#[derive(Debug)]
pub(super) struct Samples {
    pub(super) count: u64,
    /// Runs of equally long samples: how many, and how long in the track's time scale.
    pub(super) durations: Vec<(u32, u32)>,
    /// One size for all, or where the list of sizes begins.
    same_size: u64,
    sizes_at: u64,
    /// Runs of chunks: the first chunk, counted from 0, how many samples each has, and how many come before.
    chunks: Vec<(u64, u64, u64)>,
    offsets_at: u64,
    offset_bytes: u64,
    chunk_count: u64,
}

impl Samples {
    /// Reads the small parts of the table; none where one is missing.
    pub(super) fn read<S: Source + ?Sized>(source: &S, table: &Box4) -> io::Result<Option<Self>> {
        let part = |name: &[u8; 4]| find(source, table, &[*name]);
        let (Some(sizes), Some(stsc), Some(times)) = (part(b"stsz")?, part(b"stsc")?, part(b"stts")?) else {
            return Ok(None);
        };
        let (offsets, offset_bytes) = match part(b"co64")? {
            Some(offsets) => (Some(offsets), 8),
            None => (part(b"stco")?, 4),
        };
        let Some(offsets) = offsets else { return Ok(None) };
        let head = source.take(sizes.body, 12)?;
        let (Some(same_size), Some(count)) = (number(&head, 4, 4), number(&head, 8, 4)) else { return Ok(None) };
        let room = sizes.length().saturating_sub(12) / 4;
        let count = if same_size == 0 { count.min(room) } else { count };
        let chunk_count = source.array::<4>(offsets.body + 4)?.map_or(0, |count| u64::from(u32::from_be_bytes(count)));
        let chunk_count = chunk_count.min(offsets.length().saturating_sub(8) / offset_bytes);
        let chunks = runs(source, &stsc, 12)?;
        let chunks = chunks.chunks_exact(12).filter_map(|run| {
            let first = number(run, 0, 4)?.checked_sub(1)?;
            Some((first, number(run, 4, 4)?.max(1)))
        });
        let durations = runs(source, &times, 8)?;
        let durations = durations.chunks_exact(8);
        let durations = durations.filter_map(|run| Some((number(run, 0, 4)? as u32, number(run, 4, 4)? as u32)));
        Ok(Some(Self {
            count,
            durations: durations.collect(),
            same_size,
            sizes_at: sizes.body + 12,
            chunks: counted(chunks, chunk_count),
            offsets_at: offsets.body + 8,
            offset_bytes,
            chunk_count,
        }))
    }

    /// Where sample `index` is, and how large.
    pub(super) fn place<S: Source + ?Sized>(&self, source: &S, index: u64) -> io::Result<Option<(u64, u64)>> {
        if index >= self.count {
            return Ok(None);
        }
        let Some((chunk, within)) = self.chunk(index) else { return Ok(None) };
        let at = self.offsets_at + chunk * self.offset_bytes;
        let bytes = source.take(at, self.offset_bytes as usize)?;
        let Some(offset) = number(&bytes, 0, self.offset_bytes as usize) else { return Ok(None) };
        let first = index - within;
        // A chunk has a second of sound at most, some dozen samples; what claims more is not worth adding up.
        let before = self.sizes(source, first, within.min(MOST_SAMPLED))?.iter().sum::<u64>();
        let size = self.sizes(source, index, 1)?.first().copied().unwrap_or(0);
        Ok(Some((offset.saturating_add(before), size)))
    }

    /// The chunk of a sample, and how many samples of the chunk come before it.
    fn chunk(&self, index: u64) -> Option<(u64, u64)> {
        let run = self.chunks.partition_point(|(_, _, before)| *before <= index).checked_sub(1)?;
        let (first, each, before) = self.chunks[run];
        let within = index - before;
        let chunk = first.checked_add(within / each)?;
        (chunk < self.chunk_count).then_some((chunk, within % each))
    }

    fn sizes<S: Source + ?Sized>(&self, source: &S, first: u64, count: u64) -> io::Result<Vec<u64>> {
        if self.same_size != 0 {
            return Ok(vec![self.same_size; count as usize]);
        }
        let bytes = source.take(self.sizes_at + first * 4, count as usize * 4)?;
        Ok(bytes.chunks_exact(4).filter_map(|size| number(size, 0, 4)).collect())
    }

    /// The sizes and bytes of samples at the start, in the middle and at the end.
    pub(super) fn sampled<S: Source + ?Sized>(&self, source: &S) -> io::Result<Vec<Vec<u8>>> {
        let mut parts = Vec::new();
        for start in [0, self.count / 2, self.count.saturating_sub(64)] {
            let (mut bytes, mut index) = (Vec::new(), start);
            while bytes.len() < SAMPLE && index < start.saturating_add(64).min(self.count) {
                let Some((at, size)) = self.place(source, index)? else { break };
                bytes.extend(size.to_be_bytes());
                bytes.extend(source.take(at, usize::try_from(size).unwrap_or(0).min(SAMPLE))?);
                index += 1;
            }
            parts.push(bytes);
        }
        Ok(parts)
    }
}

/// The runs with the number of samples before each; runs that go backwards end the table.
fn counted(runs: impl Iterator<Item = (u64, u64)>, chunk_count: u64) -> Vec<(u64, u64, u64)> {
    let mut counted: Vec<(u64, u64, u64)> = Vec::new();
    for (first, each) in runs {
        let before = match counted.last() {
            Some((last, per, before)) if first > *last => before.saturating_add((first - last).saturating_mul(*per)),
            Some(_) => break,
            None => 0,
        };
        if first >= chunk_count {
            break;
        }
        counted.push((first, each, before));
    }
    counted
}

/// The entries of a table of runs behind its count, each of `width` bytes.
fn runs<S: Source + ?Sized>(source: &S, table: &Box4, width: usize) -> io::Result<Vec<u8>> {
    let count = source.array::<4>(table.body + 4)?.map_or(0, |count| u32::from_be_bytes(count) as usize);
    let room = usize::try_from(table.length().saturating_sub(8)).unwrap_or(0) / width;
    source.take(table.body + 8, count.min(room).min(MOST_RUNS) * width)
}
