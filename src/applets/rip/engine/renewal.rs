//! A recording whose links expire: with a new one from the user's command it goes on behind what the journal has.

use std::time::{Duration, Instant};

use super::{Found, Parts, once};
use crate::applets::rip::error::RipError;
use crate::applets::rip::plan::Plan;
use crate::kit::link::renew;
use crate::media::dash::WindowError;
use crate::media::playlist::LoadError;
use crate::media::record::{RecordError, Resume};

/// In which the command finds the URL that the user gave.
const VARIABLE: &str = "TOOLBOX_RIP_URL";

/// Carries out `plan`, and again with a new link wherever one has expired that led further than the one before.
pub(super) async fn execute(plan: &Plan, command: &str, mut parts: Parts) -> Result<Found, RipError> {
    let mut now = plan.clone();
    let began = Instant::now();
    // Segments when the last link was new.
    let mut reached = None;
    loop {
        let error = match Box::pin(once(&now, parts.again())).await {
            Err(error) if is_expired(&error) && !parts.stop.is_cancelled() => error,
            done => return done.map(|found| lasting(found, began.elapsed())),
        };
        let segments = parts.gauges.segments.value();
        if reached.is_some_and(|reached| segments <= reached) {
            return Err(error);
        }
        reached = Some(segments);
        now.url = renew(command, &plan.url, VARIABLE).await?;
        tracing::info!(from = %plan.url, to = %now.url, segments, "the link was renewed");
        now.text = None;
        now.resume = Resume::Continue;
        parts.gauges.restart();
    }
}

/// The report of a recording that took so long in all.
fn lasting(mut found: Found, wall: Duration) -> Found {
    if let Found::Recording(report) = &mut found {
        report.wall_ns = u64::try_from(wall.as_nanos()).unwrap_or(u64::MAX);
    }
    found
}

/// Whether a server has said that a link is no longer good.
fn is_expired(error: &RipError) -> bool {
    let refused = |error: &LoadError| matches!(error.status(), Some(401 | 403 | 404 | 410));
    match error {
        RipError::Record(RecordError::Expired { .. }) => true,
        RipError::Load(error) => refused(error),
        RipError::Manifest { reason, .. } => matches!(&**reason, WindowError::Load(error) if refused(error)),
        _ => false,
    }
}
