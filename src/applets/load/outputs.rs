//! The files a run writes beside its report: `--html` after it, `--hlog` and `--raw` while it goes on.
//!
//! They are opened before the first request, so that a path that can not be written costs no run; what fails later is
//! told after the report, because a full disk must not cost the numbers.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::hlog::Hlog;
use super::plan::{Outputs, Plan};
use super::request_log::RequestLog;
use crate::kit::fs::FileError;
use crate::kit::term::Term;
use crate::kit::units::format_duration;

/// Less waiting than this in a whole run distorts nothing.
const NOTICED: Duration = Duration::from_millis(10);

/// What the engine writes to.
#[derive(Debug, Default)]
pub(super) struct Logs {
    pub(super) hlog: Option<Hlog>,
    pub(super) requests: Option<RequestLog>,
}

impl Logs {
    /// Opens what was asked for.
    pub(super) fn open(outputs: &Outputs, plan: &Plan) -> Result<Self, FileError> {
        if let Some(page) = &outputs.html {
            check_folder(page)?;
        }
        Ok(Self {
            hlog: outputs.hlog.as_deref().map(Hlog::create).transpose()?,
            requests: outputs.raw.as_deref().map(|path| RequestLog::create(path, plan.shape.warmup)).transpose()?,
        })
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

/// Refuses a path that can not be written later: one in a folder that is none.
fn check_folder(path: &Path) -> Result<(), FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let refuse = |kind: io::ErrorKind| Err(FileError::new("write", path, kind.into()));
    match std::fs::metadata(folder) {
        Ok(found) if !found.is_dir() => refuse(io::ErrorKind::NotADirectory),
        Ok(_) if path.is_dir() => refuse(io::ErrorKind::IsADirectory),
        Ok(_) => Ok(()),
        Err(error) => Err(FileError::new("write", path, error)),
    }
}
