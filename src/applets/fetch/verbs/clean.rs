//! `fetch clean DIR`: lists what downloads left behind, and removes it when told to.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::ValueHint;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::output::ResultArgs;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::orphans::{Depth, Found, Kind, Orphan, Search};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};
use crate::kit::units::{format_bytes, format_duration, parse_duration};

const EXAMPLES: &str = "\
Examples:
  # what is left over in this folder
  fetch clean

  # in a folder and all below it; removes it
  fetch clean downloads/ --recursive --remove

  # unfinished downloads too that nobody went on with for a day
  fetch clean downloads/ --older-than 24h --remove

Found are: states whose file is gone, files with the wrong hash (NAME.bad),
temporaries of processes that were killed, and unfinished downloads that are
old enough. What a download is at right now, and files that are not of this
program, are never touched.";

/// Unfinished downloads younger than this are still somebody's.
const ABANDONED: Duration = Duration::from_hours(30 * 24);

/// The flags of `fetch clean`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct CleanArgs {
    /// The folder
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,

    /// Remove what was found
    #[arg(long)]
    pub remove: bool,

    /// Look into the folders below as well
    #[arg(long)]
    pub recursive: bool,

    /// Unfinished downloads are left over when nobody went on with them for this long [default: 30 days]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub older_than: Option<Duration>,

    /// Where the result goes
    #[command(flatten)]
    pub result: ResultArgs,
}

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// What was found, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaning {
    /// Version of this document.
    pub schema_version: u32,
    /// By folder and name.
    pub orphans: Vec<Orphan>,
    /// Whether they were removed.
    pub removed: bool,
    /// What could not be removed, and why.
    pub failures: Vec<String>,
    /// Unfinished downloads that are too young to be left over.
    pub recent: usize,
}

impl CleanArgs {
    /// Lists and removes.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let depth = if self.recursive { Depth::Tree } else { Depth::Folder };
        let abandoned_after = self.older_than.unwrap_or(ABANDONED);
        let search = Search { folder: self.folder, depth, abandoned_after: Duration::ZERO };
        let removed = self.remove;
        let work = move || {
            let is_recent = |found: &Found| {
                found.orphan.kind == Kind::Unfinished && found.orphan.age_seconds < abandoned_after.as_secs()
            };
            let (recent, found): (Vec<_>, Vec<_>) = search.run()?.into_iter().partition(is_recent);
            let recent = recent.len();
            let failures = if removed { found.iter().filter_map(failed).collect() } else { Vec::new() };
            let orphans = found.into_iter().map(|found| found.orphan).collect();
            Ok::<_, FetchError>(Cleaning { schema_version: SCHEMA_VERSION, orphans, removed, failures, recent })
        };
        let report = tokio::task::spawn_blocking(work).await.map_err(|_| FetchError::Panicked)??;
        session.term.emit(&report)?;
        Ok(if report.failures.is_empty() { Exit::Done } else { Exit::Unmet })
    }
}

fn failed(found: &Found) -> Option<String> {
    found.remove().err().map(|error| error.to_string())
}

impl Kind {
    const fn words(self) -> &'static str {
        match self {
            Self::StateWithoutFile => "state without its file",
            Self::Unfinished => "unfinished",
            Self::Bad => "wrong hash",
            Self::Temporary => "temporary",
        }
    }
}

impl Emit for Cleaning {
    fn text(&self, page: &Page) -> String {
        let recent = match self.recent {
            0 => String::new(),
            1 => "; 1 unfinished download is younger (--older-than)".to_owned(),
            count => format!("; {count} unfinished downloads are younger (--older-than)"),
        };
        if self.orphans.is_empty() {
            return format!("nothing is left over{recent}");
        }
        let mut table = Table::new()
            .column("File", Align::Left)
            .column("What", Align::Left)
            .column("Size", Align::Right)
            .column("Age", Align::Right);
        for orphan in &self.orphans {
            let file = orphan.files.first().map(|path| path.display().to_string()).unwrap_or_default();
            let age = format_duration(Duration::from_secs(orphan.age_seconds));
            table.row([file, orphan.kind.words().to_owned(), format_bytes(orphan.bytes), age]);
        }
        let bytes = format_bytes(self.orphans.iter().map(|orphan| orphan.bytes).sum());
        let last = match (self.removed, self.failures.is_empty()) {
            (false, _) => format!("{bytes} in all; --remove removes them"),
            (true, true) => format!("{bytes} removed"),
            (true, false) => self.failures.join("\n"),
        };
        format!("{}\n{last}{recent}", table.render(page).trim_end())
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["file", "kind", "bytes", "age_seconds", "url"];
        let row = |orphan: &Orphan| {
            vec![
                orphan.files.first().map(|path| path.display().to_string()).unwrap_or_default(),
                orphan.kind.words().to_owned(),
                orphan.bytes.to_string(),
                orphan.age_seconds.to_string(),
                orphan.url.clone().unwrap_or_default(),
            ]
        };
        (columns.map(str::to_owned).to_vec(), self.orphans.iter().map(row).collect())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.orphans.iter().map(serde_json::to_value).collect()
    }
}
