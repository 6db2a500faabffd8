//! The files a run writes beside its report: `--html` after it, `--hlog` and `--raw` while it goes on.
//!
//! A place that can not be written is refused before the first request, so that it costs no run; what fails later is
//! told after the report, because a full disk must not cost the numbers. An older file stays until the new one is whole.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::hlog::Hlog;
use super::plan::{Outputs, Plan};
use super::request_log::RequestLog;
use crate::kit::error::Failure;
use crate::kit::fs::{self, FileError};
use crate::kit::term::Term;
use crate::kit::units::format_duration;

/// Less waiting than this in a whole run distorts nothing.
const NOTICED: Duration = Duration::from_millis(10);

/// What the engine writes to. Dropped before the run began, the files are removed.
#[derive(Debug, Default)]
pub(super) struct Logs {
    pub(super) hlog: Option<Hlog>,
    pub(super) requests: Option<RequestLog>,
}

impl Logs {
    /// Opens what was asked for.
    pub(super) fn open(outputs: &Outputs, plan: &Plan) -> Result<Self, FileError> {
        if let Some(page) = &outputs.html {
            fs::check_writable(page)?;
        }
        Ok(Self {
            hlog: outputs.hlog.as_deref().map(Hlog::create).transpose()?,
            requests: outputs.raw.as_deref().map(|path| RequestLog::create(path, plan.shape.warmup)).transpose()?,
        })
    }

    /// Closes the files of a run that began and came to a bad end: what was written is all there is of it.
    pub(super) async fn keep(self, term: &Term) {
        let mut kept: Vec<PathBuf> = self.hlog.and_then(Hlog::keep).into_iter().collect();
        if let Some(requests) = self.requests {
            kept.extend(tokio::task::spawn_blocking(|| requests.keep()).await.ok().flatten());
        }
        for path in kept {
            term.warn(format_args!("what was written until then is in {}", path.display()));
        }
    }

    /// Writes what is left and closes the files; the first failure of each is told.
    pub(super) async fn finish(self, term: &Term) -> Vec<FileError> {
        let mut failures: Vec<FileError> = self.hlog.and_then(|hlog| hlog.finish().err()).into_iter().collect();
        let Some(requests) = self.requests else { return failures };
        // The writer may have megabytes to go.
        match tokio::task::spawn_blocking(|| requests.finish()).await {
            Ok(Ok(waited)) if waited > NOTICED => {
                let waited = format_duration(waited);
                term.warn(format_args!("--raw: the disk was slower than the run, which waited {waited} for it"));
            }
            Ok(Err(error)) => failures.push(error),
            _ => {}
        }
        failures
    }
}

/// Refuses a file that two things would be written to, the report at `report` among them, and a file called `-`: what
/// that means everywhere is standard output, and there the report goes.
pub(super) fn check_names(outputs: &Outputs, report: Option<&Path>) -> Result<(), Failure> {
    let named = [("--output", report), ("--html", outputs.html.as_deref()), ("--hlog", outputs.hlog.as_deref())];
    // What is written over the whole run goes to a neighbour first.
    let neighbour = |path: Option<&Path>| path.map(|path| path.with_added_extension("partial"));
    let (hlog, raw) = (neighbour(outputs.hlog.as_deref()), neighbour(outputs.raw.as_deref()));
    let named = named.into_iter().chain([
        ("--raw", outputs.raw.as_deref()),
        ("the part of --hlog", hlog.as_deref()),
        ("the part of --raw", raw.as_deref()),
    ]);
    let mut seen: Vec<(&str, PathBuf)> = Vec::new();
    for (flag, path) in named {
        let Some(path) = path else { continue };
        if path == Path::new("-") {
            let hint = format!("name a file: {flag} FILE; the report is what goes to standard output");
            return Err(Failure::usage(format!("{flag} - would mix with the report")).hint(hint));
        }
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // Several may go to /dev/null.
        let shared = std::fs::metadata(path).is_ok_and(|there| !there.is_file());
        if let Some((other, _)) = seen.iter().find(|(_, known)| *known == whole && !shared) {
            return Err(Failure::usage(format!("{other} and {flag} are both {}", path.display())));
        }
        seen.push((flag, whole));
    }
    Ok(())
}
