//! Makes one MP4 of recordings: tables in front, so that it plays while it is still on its way (ISO 14496-12).
//!
//! ```text
//! recordings → demultiplexers → weave → first pass: tables          ┐
//!              (the same again) → weave → second pass: the media    ┴→ FILE.muxing
//! ```
//!
//! # Why a recording is read twice, and not woven while it comes
//! The recording stays as it came, beside its journal, until it is whole: so a kill costs nothing that was fetched, a
//! lost segment that comes later is put into its place, and what was recorded can be made into another container. Tables
//! in front need to know every sample before the first byte is written; demultiplexing twice is as fast as the disk, and
//! takes the memory of neither the media nor, beyond a block of each, the tables. The price is room on the disk for both
//! while it runs.
//!
//! # Invariants
//! - FILE is whole or is not there. The recording is not touched.
//! - Memory does not grow with the length: a chunk of each track, a block of each table.
//! - Samples keep their bytes; times keep their distance inside a timeline, and timelines follow each other.

mod moov;
mod source;
mod spool;
mod table;
mod timeline;
mod weave;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use self::source::Reading;
use self::spool::Scratch;
use self::table::Table;
use self::weave::{Chunk, Pass, Weave};
use super::sample::{Description, MediaError, Sample};
use crate::kit::fs::{FileError, scratch};

pub use self::source::{Source, Stretch};
pub use self::weave::Keep;

/// What is written at once.
const BUFFER: usize = 1 << 20;

/// What a movie has become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movie {
    /// Where it is for now.
    pub file: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// How long it plays.
    pub duration: Duration,
    /// The formats of its tracks.
    pub formats: Vec<String>,
    /// What people should know of it.
    pub notes: Vec<String>,
}

/// Why there is no movie.
#[derive(Debug, thiserror::Error)]
pub enum MuxError {
    /// The recording, or the disk.
    #[error("cannot make {}: {source}", path.display())]
    Media {
        /// What was to be made.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: MediaError,
    },
    /// Not one sample.
    #[error("cannot make {}: nothing in the recording can be put into it", path.display())]
    Nothing {
        /// What was to be made.
        path: PathBuf,
    },
    /// Somebody stopped it.
    #[error("stopped while the file was made")]
    Stopped,
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What of a segment, or of an initialisation, cannot be put into a movie; `None` where all of it can, as far as its
/// beginning tells.
#[must_use]
pub fn foreign(bytes: &[u8]) -> Option<String> {
    struct Nowhere;
    impl super::sample::Sink for Nowhere {
        fn describe(&mut self, _: usize, _: &Description) -> Result<(), MediaError> {
            Ok(())
        }
        fn sample(&mut self, _: usize, _: Sample<'_>) -> Result<(), MediaError> {
            Ok(())
        }
        fn note(&mut self, _: &str) {}
    }
    /// Tables are repeated ten times a second, and an initialisation is small: far more than that.
    const LOOKED_AT: usize = 1 << 20;
    let bytes = &bytes[..bytes.len().min(LOOKED_AT)];
    match source::look(bytes, &mut Nowhere) {
        Err(MediaError::Unsupported { what }) => Some(what),
        _ => None,
    }
}

/// When the presentation of the recording in the file at `path` begins, milliseconds of the time of its media.
///
/// # Errors
/// It cannot be read; `None` is not an error: nothing in its beginning has a time.
pub fn origin_ms(path: &Path) -> std::io::Result<Option<i64>> {
    /// Far more than lies before the first picture and the first sound.
    const LOOKED_AT: u64 = 8 << 20;
    let mut begin = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(File::open(path)?, LOOKED_AT), &mut begin)?;
    let mut first = First::default();
    // What is damaged later is told when a movie is made of it.
    let _ = source::look(&begin, &mut first);
    Ok(first.ms)
}

/// Finds the earliest presentation among the first samples.
#[derive(Default)]
struct First {
    /// Units of a second of each track, presentation behind media, and samples looked at.
    tracks: std::collections::HashMap<usize, (i64, i64, u32)>,
    ms: Option<i64>,
}

impl super::sample::Sink for First {
    fn describe(&mut self, track: usize, description: &Description) -> Result<(), MediaError> {
        let shift = description.edit.empty.saturating_sub(description.edit.media_time);
        self.tracks.entry(track).or_insert((i64::from(description.timescale.max(1)), shift, 0));
        Ok(())
    }

    fn sample(&mut self, track: usize, sample: Sample<'_>) -> Result<(), MediaError> {
        if let Some((scale, shift, seen)) = self.tracks.get_mut(&track).filter(|(_, _, seen)| *seen < 32) {
            *seen += 1;
            let time = i128::from(sample.dts) + i128::from(sample.offset) + i128::from(*shift);
            let ms = i64::try_from(time * 1000 / i128::from(*scale)).unwrap_or(i64::MAX);
            self.ms = Some(self.ms.map_or(ms, |known| known.min(ms)));
        }
        Ok(())
    }

    fn note(&mut self, _: &str) {}
}

/// How far it is; the work of both passes counts the same.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of recordings read.
    done: AtomicU64,
    /// Bytes to be read in both passes; 0 before it begins.
    all: AtomicU64,
    /// Not 0: to be stopped.
    stop: AtomicU64,
}

impl Progress {
    /// Bytes read, and bytes to be read.
    #[must_use]
    pub fn value(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }

    /// Ends it soon; what is written so far is removed.
    pub fn stop(&self) {
        self.stop.store(1, Ordering::Relaxed);
    }
}

/// Makes `path` of `sources`, as a file beside it: who asked gives it its name. It blocks: to be called on a thread of
/// its own.
///
/// # Errors
/// See [`MuxError`]; nothing is left beside `path` then.
pub fn mux(sources: &[Source], keep: Keep, path: &Path, progress: &Progress) -> Result<Movie, MuxError> {
    let fail = |source| match source {
        MediaError::Stopped => MuxError::Stopped,
        source => MuxError::Media { path: path.to_owned(), source },
    };
    let bytes: u64 = sources.iter().flat_map(|source| &source.stretches).map(|stretch| stretch.bytes).sum();
    progress.all.store(2 * bytes, Ordering::Relaxed);
    let survey = Survey { tables: Vec::new(), scratch: Scratch::new(path.with_added_extension("tables")), bytes: 0 };
    let (mut survey, mut notes) = run(sources, Weave::new(survey, keep), progress).map_err(fail)?;
    if survey.tables.iter().all(|table| table.count == 0) {
        return Err(MuxError::Nothing { path: path.to_owned() });
    }
    let layouts = survey.lay_out().map_err(|error| fail(error.into()))?;
    notes.extend(survey.changes());
    let muxing = path.with_added_extension("muxing");
    let file = scratch(&muxing)?;
    let written = write(sources, keep, &survey, &layouts, file, progress);
    if let Err(error) = written {
        // In nobody's way; the recording is still there.
        let _ = std::fs::remove_file(&muxing);
        return Err(fail(error));
    }
    let end = layouts.iter().map(|layout| layout.delay_ns + layout.presented_ns).max().unwrap_or(0);
    let formats =
        survey.tables.iter().filter_map(|table| table.entries.first()).map(|entry| format_of(entry)).collect();
    let bytes = std::fs::metadata(&muxing).map_or(survey.bytes, |data| data.len());
    Ok(Movie { file: muxing, bytes, duration: Duration::from_nanos(u64::try_from(end).unwrap_or(0)), formats, notes })
}

fn format_of(entry: &[u8]) -> String {
    String::from_utf8_lossy(entry.get(4..8).unwrap_or_default()).into_owned()
}

fn write(
    sources: &[Source],
    keep: Keep,
    survey: &Survey,
    layouts: &[timeline::Layout],
    file: File,
    progress: &Progress,
) -> Result<(), MediaError> {
    let mut out = BufWriter::with_capacity(BUFFER, file);
    moov::write(&survey.tables, layouts, &survey.scratch, survey.bytes, &mut out)?;
    let (mut writing, _) = run(sources, Weave::new(Writing { out, bytes: 0 }, keep), progress)?;
    writing.out.flush()?;
    if writing.bytes != survey.bytes {
        return Err(MediaError::damaged("the recording has changed while it was read"));
    }
    Ok(())
}

/// One pass over all sources.
fn run<P: Pass>(sources: &[Source], mut weave: Weave<P>, progress: &Progress) -> Result<(P, Vec<String>), MediaError> {
    weave.languages = sources.iter().map(|source| source.language).collect();
    let mut readings: Vec<Reading<'_>> = sources.iter().map(Reading::open).collect::<Result<_, _>>()?;
    loop {
        let times = readings.iter().enumerate().filter_map(|(index, reading)| Some((reading.next()?, index)));
        let Some((_, index)) = times.min() else { break };
        weave.speak(index);
        let read = readings[index].step(&mut weave, Weave::begin)?;
        progress.done.fetch_add(read, Ordering::Relaxed);
        if progress.stop.load(Ordering::Relaxed) != 0 {
            return Err(MediaError::Stopped);
        }
    }
    for (index, reading) in readings.iter_mut().enumerate() {
        weave.speak(index);
        reading.finish(&mut weave)?;
    }
    weave.finish()?;
    Ok((weave.pass, weave.notes))
}

/// The first pass.
struct Survey {
    tables: Vec<Table>,
    scratch: Scratch,
    /// Media so far.
    bytes: u64,
}

impl Survey {
    fn lay_out(&mut self) -> std::io::Result<Vec<timeline::Layout>> {
        for table in &mut self.tables {
            table.finish(&mut self.scratch)?;
        }
        // A track that is announced and never comes.
        self.tables.retain(|table| table.count > 0);
        let layouts = timeline::lay_out(&self.tables);
        for (table, layout) in self.tables.iter_mut().zip(&layouts) {
            for (part, joint) in layout.joints.iter().enumerate() {
                table.join(&self.scratch, part, *joint)?;
            }
        }
        Ok(layouts)
    }

    /// What some players do not follow.
    fn changes(&self) -> Vec<String> {
        let changing = self.tables.iter().filter(|table| table.entries.len() > 1);
        changing
            .map(|table| {
                let formats: Vec<String> = table.entries.iter().map(|entry| format_of(entry)).collect();
                let what = if table.kind == super::sample::Kind::Video { "picture" } else { "sound" };
                let mut kinds = formats.clone();
                kinds.dedup();
                format!("the format of the {what} changes ({} descriptions, {})", formats.len(), kinds.join(", "))
            })
            .collect()
    }
}

impl Pass for Survey {
    const KEEPS: bool = false;

    fn describe(&mut self, track: usize, description: &Description) -> Result<(), MediaError> {
        if track == self.tables.len() {
            self.tables.push(Table::new(description));
        }
        if self.tables[track].describe(description) {
            Ok(())
        } else {
            Err(MediaError::unsupported(format!("a track of more than {} descriptions", table::MOST_ENTRIES)))
        }
    }

    fn sample(&mut self, track: usize, sample: &Sample<'_>) -> Result<(), MediaError> {
        Ok(self.tables[track].sample(&mut self.scratch, sample)?)
    }

    fn chunk(&mut self, track: usize, chunk: &Chunk) -> Result<(), MediaError> {
        let table = &mut self.tables[track];
        let entry = table.entry();
        table.chunk(&mut self.scratch, self.bytes, chunk.samples, entry)?;
        self.bytes += chunk.bytes as u64;
        Ok(())
    }

    fn begin(&mut self, track: usize, timeline: u64, gap_ns: u64) {
        self.tables[track].begin(timeline, gap_ns);
    }
}

/// The second pass.
struct Writing {
    out: BufWriter<File>,
    bytes: u64,
}

impl Pass for Writing {
    const KEEPS: bool = true;

    fn describe(&mut self, _: usize, _: &Description) -> Result<(), MediaError> {
        Ok(())
    }

    fn sample(&mut self, _: usize, _: &Sample<'_>) -> Result<(), MediaError> {
        Ok(())
    }

    fn chunk(&mut self, _: usize, chunk: &Chunk) -> Result<(), MediaError> {
        self.out.write_all(&chunk.data)?;
        self.bytes += chunk.bytes as u64;
        Ok(())
    }

    fn begin(&mut self, _: usize, _: u64, _: u64) {}
}

#[cfg(test)]
mod tests;
