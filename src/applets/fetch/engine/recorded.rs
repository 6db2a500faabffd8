//! A stream that becomes a file as it is played: recorded, then hashed and compared as every other file.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tracing::Instrument as _;

use super::{Parts, set_aside};
use crate::applets::fetch::checksum::{self, Algorithm, Checksum};
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::plan::{Hash, Plan};
use crate::applets::fetch::report::{Ending, Report, Streamed};
use crate::applets::fetch::source::{Order, Recorded, Recording};
use crate::kit::fs::FileError;
use crate::media::record::Gauges;

/// Records. A stop is no error: the report says that it is unfinished.
///
/// # Errors
/// [`FetchError`]; what arrived before is kept, and the same plan goes on with it.
pub async fn execute(plan: &Plan, parts: &Parts, stream: &dyn Recorded) -> Result<Report, FetchError> {
    let span = tracing::info_span!("recording", url = %stream.shown());
    Box::pin(run(plan, parts, stream)).instrument(span).await
}

async fn run(plan: &Plan, parts: &Parts, stream: &dyn Recorded) -> Result<Report, FetchError> {
    let started = Instant::now();
    let gauges = Arc::new(Gauges::default());
    parts.progress.records(Arc::clone(&gauges));
    let recorded = stream.record(Order { plan, gauges: &gauges, stop: &parts.stop }).await;
    let recording = recorded.map_err(|error| match error {
        // Who is stopped before there is anything to record has not failed.
        FetchError::Playlist(_) if parts.stop.is_cancelled() => FetchError::Cancelled,
        error => error,
    })?;
    let mut report = Report::new(recording.file.clone(), recording.resumed_bytes, parts);
    report.transfer_seconds = started.elapsed().as_secs_f64();
    report.count(&parts.progress);
    report.size_bytes = None;
    report.stream = Some(Streamed::of(&recording));
    if recording.is_stopped || recording.is_open {
        report.total_seconds = report.transfer_seconds;
        return Ok(report);
    }
    report.ending = Ending::Done;
    report.size_bytes = Some(recording.bytes);
    prove(plan, &recording, &mut report).await?;
    report.total_seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

/// Hashes the file, and compares it with what was promised.
async fn prove(plan: &Plan, recording: &Recording, report: &mut Report) -> Result<(), FetchError> {
    let Some(algorithm) = algorithm(plan) else { return Ok(()) };
    let began = Instant::now();
    let path = recording.file.clone();
    let summed = tokio::task::spawn_blocking(move || sum(&path, algorithm)).await;
    let found = summed.map_err(|_| FetchError::Panicked)??;
    let took = began.elapsed().as_secs_f64();
    (report.hash_seconds, report.hash_wait_seconds) = (Some(took), took);
    if algorithm == Algorithm::Sha256 {
        report.sha256 = Some(found.hex());
    }
    match &plan.expected {
        Some(expected) if *expected != found => {
            let kept = set_aside(&recording.file)?;
            let (expected, found, algorithm) = (expected.hex(), found.hex(), algorithm.name());
            Err(FetchError::Checksum { algorithm, expected, found, kept })
        }
        expected => {
            report.verified = expected.is_some();
            report.promised = expected.clone().filter(|sum| sum.algorithm() != Algorithm::Sha256);
            Ok(())
        }
    }
}

fn algorithm(plan: &Plan) -> Option<Algorithm> {
    let promised = plan.expected.as_ref().map(Checksum::algorithm);
    promised.or_else(|| (plan.hash == Hash::Sha256).then_some(Algorithm::Sha256))
}

fn sum(path: &Path, algorithm: Algorithm) -> Result<Checksum, FetchError> {
    let fail = |error| FetchError::from(FileError::new("read", path, error));
    checksum::of_file(&File::open(path).map_err(fail)?, algorithm).map_err(fail)
}
