//! `fetch repair FILE --from URL...`: finds what is bad in a file and fetches that alone.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use clap::builder::ValueHint;
use serde::{Deserialize, Serialize};
use url::Url;

use super::output::ResultArgs;
use super::patience::PatienceArgs;
use super::promise::PromiseArgs;
use super::reach::ReachArgs;
use crate::applets::fetch::engine::Progress;
use crate::applets::fetch::engine::repair::{self, Blind, Outcome, Task};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::plan::{HOST_CEILING, Plan, Target, Workers};
use crate::applets::fetch::state::path_of;
use crate::applets::fetch::view::View;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::event::Sink;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Emit, Page};
use crate::kit::units::format_bytes;

const EXAMPLES: &str = "\
Examples:
  # the hashes of its pieces tell which parts are bad; only those are fetched
  fetch repair image.iso --metalink image.meta4

  # the same, from two places of your own
  fetch repair image.iso --metalink image.meta4 \\
    --from https://a.example/image.iso https://b.example/image.iso

  # nothing tells which parts are bad: reads all of it, writes what differs
  fetch repair image.iso --compare --from https://a.example/image.iso \\
    --sha256 9f86d081884c7d65…

Everything is fetched and proved before the file is changed: where that fails,
the file is as it was.";

/// Events on their way to the view: more than a busy second of retries.
const EVENTS: usize = 64;

/// The flags of `fetch repair`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct RepairArgs {
    /// The file
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,

    /// Where right bytes are; several share the work
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    #[arg(required_unless_present = "metalink")]
    pub from: Vec<Url>,

    /// Where no hashes of pieces are known: read all of it from the source, and write what differs
    #[arg(long)]
    pub compare: bool,

    /// Connections at once, or auto: four
    #[arg(short, long, value_name = "N|auto", value_parser = super::get::parse_workers, default_value = "auto")]
    #[arg(visible_alias = "concurrency")]
    pub workers: Workers,

    /// How long and how often
    #[command(flatten)]
    pub patience: PatienceArgs,

    /// What it is to be
    #[command(flatten)]
    pub promise: PromiseArgs,

    /// How servers are reached
    #[command(flatten)]
    pub reach: ReachArgs,

    /// Where the result goes
    #[command(flatten)]
    pub result: ResultArgs,
}

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repaired {
    /// Version of this document.
    pub schema_version: u32,
    /// Which file.
    pub file: PathBuf,
    /// The rest.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Bytes behind the end that it should have, which are gone.
    pub cut_bytes: u64,
}

impl RepairArgs {
    /// Repairs.
    ///
    /// # Errors
    /// [`FetchError`], with a hint; the file is then as it was.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let file = self.file.clone();
        let promise = self.promise.read(&file)?;
        let unreadable = |error| FetchError::from(crate::kit::fs::FileError::new("read", &file, error));
        let found = std::fs::metadata(&file).map_err(unreadable)?;
        if !found.is_file() {
            return Err(Failure::usage(format!("{} is no regular file", file.display())));
        }
        if path_of(&file).exists() {
            let failure = Failure::usage(format!("{} is an unfinished download", file.display()));
            return Err(failure.hint("fetch it again: that goes on where it was interrupted"));
        }
        let urls: Vec<Url> = self.from.iter().cloned().chain(promise.sources).collect();
        let registry = self.reach.registry(Env::process())?;
        let (budgets, _watching) = self.reach.budgets(&session.term)?;
        let share = budgets.download();
        let sources: Result<Vec<_>, FetchError> =
            urls.iter().map(|url| registry.one(url, self.patience.protocol.as_deref(), &share)).collect();
        let Some(url) = urls.first().cloned() else {
            return Err(Failure::usage("nothing says where right bytes are").hint("give --from URL"));
        };
        let defaults = self.patience.apply(Plan::new(url, Target::File(file.clone())));
        let plan = Plan {
            workers: match self.workers {
                Workers::Auto(_) => Workers::Auto(HOST_CEILING),
                fixed @ Workers::Fixed(_) => fixed,
            },
            expected: promise.checksum,
            size_bytes: promise.size_bytes,
            ..defaults
        };
        let (events, feed) = Sink::channel(EVENTS);
        let progress = Arc::new(Progress::default());
        let label = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let view = View::start(&session.term, label, Arc::clone(&progress), feed);
        let blind = if self.compare { Blind::Compare } else { Blind::Refuse };
        let (sources, stop) = (sources?, session.shutdown.token());
        let task = Task { plan, pieces: promise.pieces, blind, sources, progress, events, stop };
        let outcome = repair::execute(task).await;
        view.finish().await;
        match (outcome, session.shutdown.interrupted()) {
            (Ok(outcome), _) => {
                let cut_bytes = found.len().saturating_sub(outcome.size_bytes);
                session.term.emit(&Repaired { schema_version: SCHEMA_VERSION, file, outcome, cut_bytes })?;
                Ok(Exit::Done)
            }
            (Err(FetchError::Cancelled), Some(interrupted)) => Ok(interrupted),
            (Err(error), _) => Err(error.into()),
        }
    }
}

impl Emit for Repaired {
    fn text(&self, page: &Page) -> String {
        let Outcome { repaired, fetched_bytes, checksum, .. } = &self.outcome;
        let file = self.file.display();
        let mut text = match repaired.as_slice().len() {
            0 if self.cut_bytes > 0 => format!("{file}: {}", page.style.good("repaired")),
            0 => format!("{file}: {}, nothing to repair", page.style.good("right")),
            ranges => format!(
                "{file}: {}, {} in {ranges} {} changed, {} fetched",
                page.style.good("repaired"),
                format_bytes(repaired.bytes()),
                if ranges == 1 { "range" } else { "ranges" },
                format_bytes(*fetched_bytes)
            ),
        };
        for span in repaired.as_slice() {
            let _ = write!(text, "\nbytes {span} ({})", format_bytes(span.bytes()));
        }
        if self.cut_bytes > 0 {
            let _ = write!(text, "\n{} bytes behind its end are gone", self.cut_bytes);
        }
        if let Some(checksum) = checksum {
            let _ = write!(text, "\n{checksum} as promised");
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["file", "size_bytes", "repaired_bytes", "ranges", "fetched_bytes", "checksum"];
        let outcome = &self.outcome;
        let row = vec![
            self.file.display().to_string(),
            outcome.size_bytes.to_string(),
            outcome.repaired.bytes().to_string(),
            outcome.repaired.as_slice().len().to_string(),
            outcome.fetched_bytes.to_string(),
            outcome.checksum.as_ref().map(ToString::to_string).unwrap_or_default(),
        ];
        (columns.map(str::to_owned).to_vec(), vec![row])
    }
}
