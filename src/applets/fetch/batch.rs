//! Several downloads of one call: so many at once, each on its own, one report of all.
//!
//! What becomes of one is nothing to the others: the batch goes on, and the report says which failed, and why.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

use futures_util::{StreamExt as _, stream};
use serde::{Deserialize, Serialize};

use super::checksum::Checksum;
use super::engine::{self, Parts, Progress};
use super::error::FetchError;
use super::plan::{Earlier, Plan};
use super::report::{Ending, Report};
use super::source::Recorded;
use super::{checksum, state};
use crate::kit::exit::Exit;
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table};
use crate::kit::units::{format_byte_rate, format_bytes, format_duration};

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// One download, ready to run.
#[derive(Debug)]
pub struct Job {
    /// What is meant.
    pub plan: Plan,
    /// What the engine needs.
    pub parts: Parts,
    /// What is recorded, where it is a stream.
    pub recorded: Option<Arc<dyn Recorded>>,
    /// How far it is, for a view.
    pub watch: Arc<Watch>,
}

/// What a view sees of one download.
#[derive(Debug)]
pub struct Watch {
    /// The name that is shown.
    pub label: String,
    /// How far it is.
    pub progress: Arc<Progress>,
    /// Written by the batch alone.
    stage: AtomicU8,
}

/// Where a download of a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Others go first.
    Waiting,
    /// At it.
    Running,
    /// The file is whole, or was there.
    Done,
    /// It failed or was stopped.
    Failed,
}

const STAGES: [Stage; 4] = [Stage::Waiting, Stage::Running, Stage::Done, Stage::Failed];

impl Watch {
    /// Nothing has begun.
    #[must_use]
    pub fn new(label: String, progress: Arc<Progress>) -> Self {
        Self { label, progress, stage: AtomicU8::new(0) }
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        STAGES[usize::from(self.stage.load(Ordering::Relaxed)).min(STAGES.len() - 1)]
    }

    fn is_now(&self, stage: Stage) {
        self.stage.store(stage as u8, Ordering::Relaxed);
    }
}

/// What became of all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchReport {
    /// Version of this document.
    pub schema_version: u32,
    /// Those that are whole, were there, or were stopped, in the order of the call.
    pub downloads: Vec<Report>,
    /// Those that failed, in the order of the call.
    pub failed: Vec<Failed>,
    /// Bytes that came, of all.
    pub fetched_bytes: u64,
    /// From the first to the last.
    pub total_seconds: f64,
    /// Fetched bytes over that time; 0 where nothing was.
    pub bytes_per_second: f64,
}

/// One that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// What was asked for, secrets masked.
    pub url: String,
    /// Where it would be.
    pub file: PathBuf,
    /// What failed, in a word for programs.
    pub kind: String,
    /// What failed, and why.
    pub error: String,
    /// Attempts that were made again.
    pub retries: u64,
    /// Bytes that are there; the same call goes on with them.
    pub done_bytes: u64,
}

/// Runs them, `at_once` at a time. A stop lets those that run save their state; the others do not begin.
pub async fn run(jobs: Vec<Job>, at_once: usize) -> BatchReport {
    let started = Instant::now();
    let count = jobs.len();
    let outcomes =
        stream::iter(jobs.into_iter().enumerate()).map(|(index, job)| async move { (index, one(job).await) });
    let mut outcomes: Vec<_> = outcomes.buffer_unordered(at_once.max(1)).collect().await;
    outcomes.sort_by_key(|(index, _)| *index);
    let mut report = BatchReport {
        schema_version: SCHEMA_VERSION,
        downloads: Vec::with_capacity(count),
        failed: Vec::new(),
        fetched_bytes: 0,
        total_seconds: started.elapsed().as_secs_f64(),
        bytes_per_second: 0.0,
    };
    for (_, (outcome, fetched_bytes)) in outcomes {
        report.fetched_bytes += fetched_bytes;
        match outcome {
            Ok(done) => report.downloads.push(done),
            Err(failed) => report.failed.push(failed),
        }
    }
    if report.total_seconds > 0.0 {
        report.bytes_per_second = report.fetched_bytes as f64 / report.total_seconds;
    }
    report
}

/// Runs one, and lets its view know where it stands.
///
/// # Errors
/// As [`engine::execute`].
pub async fn execute(job: &Job) -> Result<Report, FetchError> {
    let Job { plan, parts, recorded, watch } = job;
    watch.is_now(Stage::Running);
    let outcome = match (there(plan).await, recorded) {
        _ if parts.stop.is_cancelled() => Err(FetchError::Cancelled),
        (Some((file, found)), _) => Ok(Report::there(file, &found, parts)),
        (None, Some(stream)) => engine::recorded::execute(plan, parts, &**stream).await,
        (None, None) => engine::execute(plan, parts).await,
    };
    let is_whole = outcome.as_ref().is_ok_and(|report| report.ending != Ending::Stopped);
    watch.is_now(if is_whole { Stage::Done } else { Stage::Failed });
    outcome
}

/// The file, where it is there already with the hash that was promised: nobody need be asked.
async fn there(plan: &Plan) -> Option<(PathBuf, Checksum)> {
    let (file, expected) = (plan.file()?, plan.expected.clone()?);
    let is_ours = state::path_of(&file).exists();
    if is_ours || !matches!(plan.earlier, Earlier::Continue | Earlier::Adopt | Earlier::IfNewer) || !file.is_file() {
        return None;
    }
    let work = move || {
        let found = checksum::of_file(&File::open(&file).ok()?, expected.algorithm()).ok()?;
        (found == expected).then_some((file, found))
    };
    tokio::task::spawn_blocking(work).await.ok()?
}

async fn one(job: Job) -> (Result<Report, Failed>, u64) {
    let outcome = execute(&job).await;
    let Job { plan, parts, watch, .. } = job;
    let progress = &watch.progress;
    let outcome = outcome.map_err(|error| Failed {
        url: parts.source.shown(),
        file: plan.label(),
        kind: error.kind().to_owned(),
        error: whole_story(&error),
        retries: progress.retries(),
        done_bytes: progress.done_bytes(),
    });
    (outcome, progress.fetched())
}

/// An error and its causes in one line.
pub(super) fn whole_story(error: &FetchError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

impl BatchReport {
    /// How the call ends, but for a signal: 3 where a part of the batch failed, 1 where all did.
    #[must_use]
    pub fn exit(&self) -> Exit {
        let whole = self.downloads.iter().filter(|report| report.ending != Ending::Stopped).count();
        match (whole, self.failed.len()) {
            (_, 0) if self.downloads.iter().any(|report| report.exit() != Exit::Done) => Exit::Unmet,
            (_, 0) => Exit::Done,
            (0, _) => Exit::Failed,
            _ => Exit::Unmet,
        }
    }

    fn closing(&self) -> String {
        let whole = self.downloads.iter().filter(|report| report.ending != Ending::Stopped).count();
        let all = self.downloads.len() + self.failed.len();
        let took = format_duration(std::time::Duration::from_secs_f64(self.total_seconds));
        let (bytes, speed) = (format_bytes(self.fetched_bytes), format_byte_rate(self.bytes_per_second));
        format!("{whole} of {all} files, {bytes} in {took} ({speed})\n")
    }
}

impl Emit for BatchReport {
    fn text(&self, page: &Page) -> String {
        let mut files = Table::new()
            .column("file", Align::Left)
            .column("size", Align::Right)
            .column("time", Align::Right)
            .column("speed", Align::Right)
            .column("sha256", Align::Left)
            .expendable(["sha256"]);
        for report in &self.downloads {
            let (size, meaning) = match report.ending {
                Ending::Done => (format_bytes(report.size_bytes.unwrap_or(report.done_bytes)), Meaning::Good),
                Ending::Present => ("there".to_owned(), Meaning::Good),
                Ending::Unchanged if report.verified => ("there".to_owned(), Meaning::Good),
                Ending::Unchanged => ("not newer".to_owned(), Meaning::Faint),
                Ending::Stopped => (format!("{}, stopped", format_bytes(report.done_bytes)), Meaning::Warn),
            };
            let (time, speed) = if matches!(report.ending, Ending::Unchanged | Ending::Present) {
                (String::new(), String::new())
            } else {
                (format!("{:.2} s", report.transfer_seconds), format_byte_rate(report.bytes_per_second))
            };
            let sum = report.sha256.clone().unwrap_or_default();
            files.row([
                Cell::from(report.file.display().to_string()),
                Cell::new(size, meaning),
                time.into(),
                speed.into(),
                sum.into(),
            ]);
        }
        let mut text = if files.is_empty() { String::new() } else { files.render(page) };
        if !self.failed.is_empty() {
            let mut failed =
                Table::new().column("failed", Align::Left).column("why", Align::Left).column("retries", Align::Right);
            for one in &self.failed {
                failed.row([one.file.display().to_string(), one.error.clone(), one.retries.to_string()]);
            }
            text = format!("{text}{}{}", if text.is_empty() { "" } else { "\n" }, failed.render(page));
        }
        format!("{text}\n{}", self.closing())
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["url", "file", "ending", "done_bytes", "transfer_seconds", "sha256", "retries", "error"];
        let mut rows = Vec::new();
        for report in &self.downloads {
            rows.push(vec![
                report.url.clone(),
                report.file.display().to_string(),
                report.ending.name().to_owned(),
                report.done_bytes.to_string(),
                report.transfer_seconds.to_string(),
                report.sha256.clone().unwrap_or_default(),
                report.retries.to_string(),
                String::new(),
            ]);
        }
        for one in &self.failed {
            let (done, retries) = (one.done_bytes.to_string(), one.retries.to_string());
            let file = one.file.display().to_string();
            let (time, sum) = (String::new(), String::new());
            rows.push(vec![one.url.clone(), file, "failed".to_owned(), done, time, sum, retries, one.error.clone()]);
        }
        (columns.map(str::to_owned).to_vec(), rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(whole: usize, failed: usize) -> BatchReport {
        let report = serde_json::json!({
            "schema_version": 1, "url": "http://h/a", "file": "a", "ending": "done", "size_bytes": 2048,
            "done_bytes": 2048, "resumed_bytes": 0, "fetched_bytes": 2048, "transfer_seconds": 1.0,
            "bytes_per_second": 2048.0, "hash_seconds": null, "hash_wait_seconds": 0.0, "total_seconds": 1.0,
            "sha256": "00", "verified": false, "requests": 1, "retries": 0, "steals": 0, "hedges": 0,
        });
        let report: Report = serde_json::from_value(report).unwrap();
        let one = Failed {
            url: "http://h/b".into(),
            file: "b".into(),
            kind: "not-found".into(),
            error: "http://h/b answered 404 Not Found".into(),
            retries: 2,
            done_bytes: 0,
        };
        BatchReport {
            schema_version: SCHEMA_VERSION,
            downloads: vec![report; whole],
            failed: vec![one; failed],
            fetched_bytes: 2048,
            total_seconds: 1.0,
            bytes_per_second: 2048.0,
        }
    }

    #[test]
    fn the_exit_code_tells_a_part_from_all() {
        assert_eq!([batch(2, 0), batch(1, 1), batch(0, 2)].map(|b| b.exit()), [Exit::Done, Exit::Unmet, Exit::Failed]);
    }

    #[test]
    fn what_failed_is_told_with_its_reason_and_its_retries() {
        let text = batch(1, 1).text(&Page::default());
        assert!(text.contains("a     2.0 KiB"), "{text}");
        let row = text.lines().find(|line| line.starts_with("b ")).unwrap();
        assert!(row.contains("answered 404 Not Found") && row.ends_with('2'), "{text}");
        assert!(text.ends_with("1 of 2 files, 2.0 KiB in 1.00s (2.0 KB/s)\n"), "{text}");
        assert_eq!(batch(1, 1).rows().1.len(), 2);
    }
}
