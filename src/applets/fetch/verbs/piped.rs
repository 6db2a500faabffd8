//! `-o -`: what is downloaded goes to standard output, and nothing else does. The report is a note on standard error.

use std::path::Path;

use serde_json::to_string;

use crate::applets::fetch::batch::Job;
use crate::applets::fetch::engine::{Parts, pipe};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::plan::{Earlier, Plan, Record};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs::FileError;
use crate::kit::session::Session;
use crate::kit::term::Format;

/// Whether this call is one.
#[must_use]
pub fn is_meant(session: &Session) -> bool {
    session.output.as_deref() == Some(Path::new("-"))
}

/// Refuses what a pipe has no use for.
///
/// # Errors
/// A flag that would be ignored.
pub fn check(jobs: &[Job]) -> Result<(), Failure> {
    match jobs {
        [job] if job.plan.record == Record::Metalink => {
            Err(Failure::usage("-o - writes no file, and --save-metalink has nothing to lie beside"))
        }
        [job] if job.recorded.is_some() => {
            let failure = Failure::usage("a stream is recorded into a file here");
            Err(failure.hint("toolbox rip URL -o - sends it to a reader"))
        }
        [job] if job.plan.earlier == Earlier::Continue => Ok(()),
        [_] => Err(Failure::usage(
            "-o - writes no file: --resume, --fresh, --overwrite and --if-newer have no meaning there",
        )),
        _ => Err(Failure::usage(format!("-o - is one stream, and these are {} downloads", jobs.len()))),
    }
}

/// Sends it.
///
/// # Errors
/// [`FetchError`], with a hint.
pub async fn run(plan: &Plan, parts: &Parts, window_bytes: u64, session: &Session) -> Result<Exit, Failure> {
    let broken = |error| FetchError::from(FileError::new("write to", Path::new("standard output"), error));
    let out = session.term.outlet().map_err(broken)?;
    let outcome = pipe::execute(plan, parts, out, window_bytes).await;
    match (outcome, session.shutdown.interrupted()) {
        (Ok(report), _) => {
            match session.term.format() {
                Format::Json | Format::Jsonl => session.term.note(to_string(&report).map_err(Failure::operation)?),
                _ => session.term.note(report.line()),
            }
            Ok(Exit::Done)
        }
        (Err(FetchError::Cancelled), Some(interrupted)) => Ok(interrupted),
        // The document of an error has no place among the bytes.
        (Err(error), _) => Err(Failure::from(error).after_results()),
    }
}
