//! What URLs lead to, without downloading: for `fetch info` and `--dry-run`.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::batch::{Failed, Job, whole_story};
use super::checksum::Checksum;
use super::engine;
use super::error::FetchError;
use super::plan::{Earlier, Plan, Target};
use super::source::{Facts, Ranges};
use super::state;
use crate::kit::exit::Exit;
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table};
use crate::kit::units::format_bytes;

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// What one URL leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// What was asked for, secrets masked.
    pub url: String,
    /// Where it was found after redirects, secrets masked.
    pub found_at: String,
    /// The file that it would become; null where nothing names it.
    pub file: Option<PathBuf>,
    /// What a download would do with it.
    pub action: Action,
    /// Its bytes; null where the server does not tell.
    pub size_bytes: Option<u64>,
    /// Whether it describes a stream, which `get` records: the rest then tells of the playlist alone.
    #[serde(default)]
    pub stream: bool,
    /// Whether parts of it can be asked for: several connections, and going on after an interruption.
    pub ranges: bool,
    /// Its entity tag.
    pub etag: Option<String>,
    /// When it was modified, as the server writes it.
    pub last_modified: Option<String>,
    /// Its media type.
    pub media_type: Option<String>,
    /// Other places that the server names, secrets masked.
    pub mirrors: Vec<String>,
    /// Metalink documents that the server names, secrets masked.
    pub metalinks: Vec<String>,
    /// Its checksums, as the server says.
    pub checksums: Vec<Checksum>,
}

/// What a download would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Make a new file.
    New,
    /// Go on with an unfinished one.
    Resume,
    /// Replace the file that is there.
    Replace,
    /// Leave the file that is there: it is as new.
    Keep,
    /// Go on with a file that is there without a record, if its end is the same.
    Adopt,
    /// Fail: a file has the name.
    Refuse,
    /// Fail: nothing says what it is to be called.
    Unnamed,
}

impl Action {
    const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Resume => "resume",
            Self::Replace => "replace",
            Self::Keep => "keep",
            Self::Adopt => "adopt",
            Self::Refuse => "refuse",
            Self::Unnamed => "unnamed",
        }
    }

    /// For people.
    const fn words(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Resume => "goes on",
            Self::Replace => "is replaced",
            Self::Keep => "is there and not older",
            Self::Adopt => "is gone on with, if its end is the same",
            Self::Refuse => "is there; --overwrite, --if-newer or --resume",
            Self::Unnamed => "has no name; -o NAME",
        }
    }

    fn of(plan: &Plan, file: &Path, facts: &Facts) -> Self {
        let unfinished = state::path_of(file).exists() && file.exists();
        let modified = std::fs::metadata(file).and_then(|found| found.modified()).ok();
        match plan.earlier {
            Earlier::Continue | Earlier::IfNewer | Earlier::Adopt if unfinished => Self::Resume,
            Earlier::Fresh if unfinished => Self::Replace,
            _ if !file.exists() => Self::New,
            Earlier::Overwrite => Self::Replace,
            Earlier::IfNewer => match (facts.modified, modified) {
                (Some(theirs), Some(ours)) if theirs <= ours => Self::Keep,
                _ => Self::Replace,
            },
            Earlier::Adopt => Self::Adopt,
            Earlier::Continue | Earlier::Fresh => Self::Refuse,
        }
    }
}

/// What all of them lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeReport {
    /// Version of this document.
    pub schema_version: u32,
    /// Those that were answered, in the order of the call.
    pub probes: Vec<Probe>,
    /// Those that were not.
    pub failed: Vec<Failed>,
}

/// Asks for all of them, one after the other.
///
/// # Errors
/// [`FetchError`] where there is only one and it failed, or after a stop.
pub async fn run(jobs: Vec<Job>) -> Result<ProbeReport, FetchError> {
    let is_alone = jobs.len() == 1;
    let mut report = ProbeReport { schema_version: SCHEMA_VERSION, probes: Vec::new(), failed: Vec::new() };
    for job in jobs {
        match engine::look(&job.plan, &job.parts).await {
            Ok(facts) => report.probes.push(Probe::of(&job, facts)),
            Err(error) if is_alone || matches!(error, FetchError::Cancelled) => return Err(error),
            Err(error) => report.failed.push(Failed {
                url: job.parts.source.shown(),
                file: job.plan.label(),
                kind: error.kind().to_owned(),
                error: whole_story(&error),
                retries: job.parts.progress.retries(),
                done_bytes: 0,
            }),
        }
    }
    Ok(report)
}

impl Probe {
    fn of(job: &Job, facts: Facts) -> Self {
        let stream = job.recorded.is_some();
        // What a recording is called, its segments decide.
        let named = matches!(job.plan.target, Target::File(_));
        let file = job.plan.file_of(&facts).filter(|_| !stream || named);
        Self {
            stream,
            url: job.parts.source.shown(),
            action: file
                .as_deref()
                .map_or(if stream { Action::New } else { Action::Unnamed }, |file| Action::of(&job.plan, file, &facts)),
            file,
            size_bytes: facts.known.size,
            ranges: facts.ranges == Ranges::Yes,
            etag: facts.known.etag,
            last_modified: facts.known.last_modified,
            media_type: facts.media_type,
            mirrors: facts.described.sources.iter().map(|source| source.url.to_string()).collect(),
            metalinks: facts.described.metalinks.iter().map(ToString::to_string).collect(),
            checksums: facts.described.checksums,
            found_at: facts.found_at,
        }
    }

    fn name(&self) -> String {
        self.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default()
    }

    fn size(&self) -> String {
        self.size_bytes.map_or_else(|| "unknown".to_owned(), format_bytes)
    }

    /// A name and a value on each line.
    fn page(&self, page: Page) -> String {
        let mut table = Table::new();
        let mut line = |name: &str, value: &str| table.row([Cell::new(name, Meaning::Faint), Cell::from(value)]);
        line("url", &self.url);
        if self.found_at != self.url {
            line("found at", &self.found_at);
        }
        match &self.file {
            Some(file) => line("file", &format!("{} ({})", file.display(), self.action.words())),
            None if self.stream => {}
            None => line("file", "nothing names it; -o NAME does"),
        }
        if self.stream {
            line("stream", "HLS, recorded by get; rip -l lists its renditions");
        }
        let exact = self.size_bytes.map(|bytes| format!(" ({bytes} bytes)")).unwrap_or_default();
        line("size", &format!("{}{exact}", self.size()));
        line("ranges", if self.ranges { "yes" } else { "no" });
        let told = [("etag", &self.etag), ("last modified", &self.last_modified), ("media type", &self.media_type)];
        for (name, value) in told {
            if let Some(value) = value {
                line(name, value);
            }
        }
        for (name, values) in [("mirror", &self.mirrors), ("metalink", &self.metalinks)] {
            for value in values {
                line(name, value);
            }
        }
        for sum in &self.checksums {
            line(sum.algorithm().name(), &sum.hex());
        }
        table.render(&page)
    }
}

impl ProbeReport {
    /// 3 where some of several were not answered, 1 where none was.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match (self.probes.len(), self.failed.len()) {
            (_, 0) => Exit::Done,
            (0, _) => Exit::Failed,
            _ => Exit::Unmet,
        }
    }
}

impl Emit for ProbeReport {
    fn text(&self, page: &Page) -> String {
        if let ([probe], []) = (&self.probes[..], &self.failed[..]) {
            return probe.page(*page);
        }
        let mut table = Table::new()
            .column("file", Align::Left)
            .column("size", Align::Right)
            .column("ranges", Align::Left)
            .column("action", Align::Left)
            .column("url", Align::Left);
        for probe in &self.probes {
            let ranges = if probe.ranges { "yes" } else { "no" };
            let action = probe.action.name();
            table.row([probe.name(), probe.size(), ranges.into(), action.into(), probe.url.clone()]);
        }
        for failed in &self.failed {
            let file = failed.file.display().to_string();
            table.row([file, "?".to_owned(), String::new(), "fail".to_owned(), failed.error.clone()]);
        }
        table.render(page)
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["url", "found_at", "file", "action", "size_bytes", "ranges", "etag", "last_modified", "error"];
        let mut rows = Vec::new();
        for probe in &self.probes {
            rows.push(vec![
                probe.url.clone(),
                probe.found_at.clone(),
                probe.name(),
                probe.action.name().to_owned(),
                probe.size_bytes.map(|bytes| bytes.to_string()).unwrap_or_default(),
                probe.ranges.to_string(),
                probe.etag.clone().unwrap_or_default(),
                probe.last_modified.clone().unwrap_or_default(),
                String::new(),
            ]);
        }
        for failed in &self.failed {
            let mut row = vec![failed.url.clone(), String::new(), failed.file.display().to_string()];
            row.extend(["fail"].map(str::to_owned));
            row.extend(std::iter::repeat_n(String::new(), 4));
            row.push(failed.error.clone());
            rows.push(row);
        }
        (columns.map(str::to_owned).to_vec(), rows)
    }
}
