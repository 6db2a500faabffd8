//! `--hlog FILE`: an `HdrHistogram` log, written as the run goes: one line for each second and each of three times.
//!
//! ```text
//! #[Histogram log format version 1.3]
//! #[StartTime: 1795428110.000 (seconds since epoch), 2026-11-21T10:01:50Z]
//! "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
//! Tag=response,0.000,1.000,4.129,HISTFAAAA…
//! ```
//!
//! The format is that of Java's `HistogramLogWriter` 1.3, which the other `HdrHistogram` tools read: starts are seconds
//! from `BaseTime`, lengths seconds, maxima milliseconds, histograms V2, deflated, base64, in nanoseconds. Tags are
//! `response`, `service` and `first_byte`. Every line is flushed, so the file can be watched and survives whatever ends
//! the run; it is called `FILE.partial` until it is whole.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::record::Sheet;
use crate::kit::fs::{FileError, Partial};
use crate::kit::metrics::Histogram;
use crate::kit::units::format_utc;

/// The file, and the first thing that went wrong with it.
#[derive(Debug)]
pub(super) struct Hlog {
    partial: Partial,
    /// Held by the coordinator for a few lines a second.
    file: Mutex<Result<BufWriter<File>, io::Error>>,
}

/// When a line's interval begins and how long it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) start: Duration,
    pub(super) length: Duration,
}

impl Hlog {
    /// Creates the file.
    pub(super) fn create(path: &Path) -> Result<Self, FileError> {
        let (partial, file) = Partial::create(path)?;
        Ok(Self { partial, file: Mutex::new(Ok(BufWriter::new(file))) })
    }

    /// Writes the head of the log of a run that began at `started`.
    pub(super) fn begin(&self, started: SystemTime) {
        let seconds = started.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        let version = env!("CARGO_PKG_VERSION");
        self.write(&format!(
            "#[Logged with toolbox load {version}]\n#[Histogram log format version 1.3]\n\
             #[StartTime: {seconds:.3} (seconds since epoch), {}]\n#[BaseTime: {seconds:.3} (seconds since epoch)]\n\
             \"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n",
            format_utc(started)
        ));
    }

    /// Writes the lines of one second.
    pub(super) fn second(&self, window: Window, sheet: &Sheet) {
        let lines = [("response", &sheet.response()), ("service", &sheet.service()), ("first_byte", &sheet.first_byte)];
        self.write(&lines.map(|(tag, histogram)| line(tag, window, histogram)).concat());
    }

    /// Closes the file.
    ///
    /// # Errors
    /// The first thing that went wrong while it was written; what is there then stays as `FILE.partial`.
    pub(super) fn finish(self) -> Result<(), FileError> {
        let file = self.file.into_inner().unwrap_or_else(PoisonError::into_inner);
        match file {
            Ok(_) => self.partial.commit(),
            Err(error) => {
                let failure = FileError::new("write", self.partial.path(), error);
                let _ = self.partial.keep();
                Err(failure)
            }
        }
    }

    /// Closes the file of a run that came to a bad end; what is there stays as `FILE.partial`, whose name is returned.
    pub(super) fn keep(self) -> Option<PathBuf> {
        self.partial.keep()
    }

    fn write(&self, text: &str) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(open) = file.as_mut()
            && let Err(error) = open.write_all(text.as_bytes()).and_then(|()| open.flush())
        {
            *file = Err(error);
        }
    }
}

fn line(tag: &str, window: Window, histogram: &Histogram) -> String {
    let max = histogram.max().unwrap_or_default();
    format!(
        "Tag={tag},{:.3},{:.3},{:.3},{}\n",
        window.start.as_secs_f64(),
        window.length.as_secs_f64(),
        max.as_secs_f64() * 1e3,
        histogram.to_base64()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use hdrhistogram::serialization::Deserializer;
    use hdrhistogram::serialization::interval_log::{IntervalLogIterator, LogEntry, Tag};

    fn sheet(milliseconds: impl Iterator<Item = u64>) -> Sheet {
        let mut sheet = Sheet::default();
        milliseconds.for_each(|ms| sheet.same.record(Duration::from_millis(ms)));
        sheet
    }

    #[test]
    fn a_run_that_came_to_a_bad_end_leaves_what_there_is_and_one_that_never_began_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.hlog");
        let begun = Hlog::create(&path).unwrap();
        begun.begin(UNIX_EPOCH);
        let partial = begun.keep().unwrap();
        assert!(std::fs::read_to_string(&partial).unwrap().contains("Histogram log format") && !path.exists());
        drop(Hlog::create(&path).unwrap());
        assert!(!partial.exists() && !path.exists());
    }

    #[test]
    fn other_readers_find_the_intervals() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.hlog");
        let log = Hlog::create(&path).unwrap();
        log.begin(UNIX_EPOCH + Duration::from_millis(1_700_000_000_250));
        let (second, rest) = (Duration::from_secs(1), Duration::from_millis(250));
        log.second(Window { start: Duration::ZERO, length: second }, &sheet(1..=100));
        log.second(Window { start: second, length: rest }, &sheet(std::iter::once(7)));
        log.finish().unwrap();

        let text = std::fs::read(&path).unwrap();
        let entries: Vec<_> = IntervalLogIterator::new(&text).map(Result::unwrap).collect();
        let starts = |entry: &&LogEntry| matches!(entry, LogEntry::StartTime(at) | LogEntry::BaseTime(at) if at.as_millis() == 1_700_000_000_250);
        assert_eq!(entries.iter().filter(starts).count(), 2);
        let intervals: Vec<_> = entries
            .iter()
            .filter_map(|entry| match entry {
                LogEntry::Interval(interval) => Some(interval),
                _ => None,
            })
            .collect();
        let tags: Vec<_> = intervals.iter().map(|interval| interval.tag().unwrap().as_str()).collect();
        assert_eq!(tags, ["response", "service", "first_byte", "response", "service", "first_byte"]);
        assert_eq!(intervals[0].duration(), second);
        assert_eq!((intervals[3].start_timestamp(), intervals[3].duration()), (second, rest));
        assert!((intervals[0].max() - 100.0).abs() < 1e-9, "milliseconds");
        let bytes = STANDARD.decode(intervals[0].encoded_histogram()).unwrap();
        let histogram: hdrhistogram::Histogram<u64> = Deserializer::new().deserialize(&mut bytes.as_slice()).unwrap();
        assert_eq!(histogram.len(), 100);
        assert!(histogram.equivalent(histogram.value_at_quantile(0.5), 50_000_000));
        assert!(Tag::new("response").is_some());
    }

    #[test]
    fn a_full_disk_is_told_at_the_end() {
        let log = Hlog::create(Path::new("/dev/full")).unwrap();
        log.begin(UNIX_EPOCH);
        log.second(Window { start: Duration::ZERO, length: Duration::from_secs(1) }, &Sheet::default());
        assert_eq!(log.finish().unwrap_err().to_string(), "cannot write /dev/full");
    }
}
