//! `fetch get`: from the plans through the engine to the report.

mod args;
mod plans;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::mpsc::Receiver;

pub(super) use self::args::parse_workers;
pub use self::args::{GetArgs, ProgressArg};

use self::plans::Sources;
use crate::applets::fetch::batch::{self, Job, Watch};
use crate::applets::fetch::engine::{Parts, Progress, pipe};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::event::Event;
use crate::applets::fetch::limits::Budgets;
use crate::applets::fetch::plan::{Plan, Target};
use crate::applets::fetch::probe;
use crate::applets::fetch::report::{Ending, Report};
use crate::applets::fetch::source::Registry;
use crate::applets::fetch::verbs::piped;
use crate::applets::fetch::view::View;
use crate::applets::fetch::view::batch::{BatchView, Manner};
use crate::applets::fetch::view::exposed::Exposed;
use crate::kit::env::Env;
use crate::kit::error::Failure;
use crate::kit::event::Sink;
use crate::kit::exit::Exit;
use crate::kit::fs::FileError;
use crate::kit::session::Session;

/// Events on their way to the view: more than a busy second of retries.
const EVENTS: usize = 64;

/// Something that shows progress.
enum Shown {
    One(View),
    Many(BatchView),
    Nothing,
}

impl GetArgs {
    /// Downloads.
    ///
    /// # Errors
    /// [`FetchError`], with a hint, where there is one download; what cannot be understood.
    pub async fn run(self, session: &Session) -> Result<Exit, Failure> {
        let registry = Arc::new(self.reach.registry(Env::process())?);
        let (budgets, _watching) = self.reach.budgets(&session.term)?;
        let plans = self.plans(&Sources { registry: &registry, share: budgets.download(), session }).await?;
        let (events, feed) = Sink::channel(EVENTS);
        let jobs: Result<Vec<Job>, FetchError> =
            plans.into_iter().map(|plan| job(plan, &registry, &budgets, &events, session)).collect();
        let jobs = jobs?;
        drop(events);
        if self.dry_run {
            let report = probe::run(jobs).await?;
            session.term.emit(&report)?;
            return Ok(report.exit());
        }
        if jobs.iter().any(|job| job.recorded.is_some()) {
            self.refuse_for_streams()?;
        } else if session.typed.is_set("quality") {
            let failure = Failure::usage("--quality chooses among the renditions of a stream, and there is none here");
            return Err(failure.hint("--protocol hls or dash says that a URL without .m3u8 or .mpd at its end is one"));
        }
        let to_reader = piped::is_meant(session);
        if to_reader {
            piped::check(&jobs)?;
        } else {
            refuse_devices(&jobs)?;
            make_folders(&jobs, session.output.as_deref())?;
        }
        session.metrics.register(Arc::new(Exposed(jobs.iter().map(|job| Arc::clone(&job.watch)).collect())));
        // On a terminal, the bytes have it for themselves.
        let is_theirs = to_reader && session.term.width().is_some();
        let shown = if is_theirs { Shown::Nothing } else { self.show(&jobs, feed, session) };
        match <[Job; 1]>::try_from(jobs) {
            Ok([job]) => {
                if to_reader {
                    let window_bytes = self.window.unwrap_or(pipe::WINDOW_BYTES);
                    let sent = piped::run(&job.plan, &job.parts, window_bytes, session).await;
                    drop(job);
                    shown.finish().await;
                    return sent;
                }
                let outcome = batch::execute(&job).await;
                drop(job);
                shown.finish().await;
                conclude(outcome, session)
            }
            Err(jobs) => {
                let report = batch::run(jobs, self.jobs).await;
                shown.finish().await;
                session.term.emit(&report)?;
                Ok(session.shutdown.interrupted().unwrap_or(report.exit()))
            }
        }
    }

    fn show(&self, jobs: &[Job], feed: Receiver<Event>, session: &Session) -> Shown {
        let watches = || jobs.iter().map(|job| Arc::clone(&job.watch)).collect();
        match (self.progress, jobs) {
            (ProgressArg::None, _) => Shown::Nothing,
            (ProgressArg::Json, _) => Shown::Many(BatchView::start(&session.term, Manner::Json, watches(), feed)),
            (ProgressArg::Auto, [job]) => {
                let (label, progress) = (job.watch.label.clone(), Arc::clone(&job.watch.progress));
                Shown::One(View::start(&session.term, label, progress, feed))
            }
            (ProgressArg::Auto, _) => Shown::Many(BatchView::start(&session.term, Manner::Block, watches(), feed)),
        }
    }
}

impl Shown {
    async fn finish(self) {
        match self {
            Self::One(view) => view.finish().await,
            Self::Many(view) => view.finish().await,
            Self::Nothing => {}
        }
    }
}

/// Everything that a plan needs to run.
pub(super) fn job(
    plan: Plan,
    registry: &Arc<Registry>,
    budgets: &Budgets,
    events: &Sink<Event>,
    session: &Session,
) -> Result<Job, FetchError> {
    let share = budgets.download();
    let recorded = registry.recorded(&plan, &share)?;
    let named = plan.protocol.clone().filter(|_| recorded.is_none());
    let source = registry.ranged(&Plan { protocol: named, ..plan.clone() }, &share)?;
    let progress = Arc::new(Progress::default());
    let label = plan.label().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let watch = Arc::new(Watch::new(label, Arc::clone(&progress)));
    let parts = Parts { source, progress, events: events.clone(), stop: session.shutdown.token() };
    Ok(Job { plan, parts, recorded, watch })
}

/// What has no place for each byte can only be written from front to back.
fn refuse_devices(jobs: &[Job]) -> Result<(), Failure> {
    for job in jobs {
        let Target::File(path) = &job.plan.target else { continue };
        if std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let failure = Failure::usage(format!("{} is no regular file", path.display()));
            return Err(failure.hint(format!("-o - writes a stream: … -o - > {}", path.display())));
        }
    }
    Ok(())
}

/// The folders that the files go into, where they are missing; not that of a file that the user named: a folder that is
/// not there is a slip then.
fn make_folders(jobs: &[Job], output: Option<&Path>) -> Result<(), FetchError> {
    let is_named = |target: &Target| matches!(target, Target::File(file) if Some(file.as_path()) == output);
    for job in jobs.iter().filter(|job| !is_named(&job.plan.target)) {
        let folder = match &job.plan.target {
            Target::Folder(folder) => Some(folder.as_path()),
            Target::File(file) => file.parent(),
        };
        if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            std::fs::create_dir_all(folder).map_err(|error| FileError::new("make", folder, error))?;
        }
    }
    Ok(())
}

fn conclude(outcome: Result<Report, FetchError>, session: &Session) -> Result<Exit, Failure> {
    match (outcome, session.shutdown.interrupted()) {
        (Ok(report), interrupted) => {
            session.term.emit(&report)?;
            Ok(interrupted.filter(|_| report.ending == Ending::Stopped).unwrap_or(report.exit()))
        }
        (Err(FetchError::Cancelled), Some(interrupted)) => Ok(interrupted),
        (Err(error), _) => Err(error.into()),
    }
}
