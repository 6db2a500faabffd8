//! A recording whose links expire: with a new one from the user's command it goes on behind what the journal has.

use std::time::{Duration, Instant};

use super::{Found, Parts, once};
use crate::applets::rip::error::RipError;
use crate::applets::rip::plan::Plan;
use crate::kit::link::renew;
use crate::media::dash::WindowError;
use crate::media::playlist::LoadError;
use crate::media::record::{Links, RecordError, Resume};

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
            if now.settings.links == Links::Lasting || !matches!(error, RipError::Record(_)) {
                return Err(error);
            }
            // Another link does not help: what is refused is missing, and what is behind it may be had.
            tracing::warn!(%error, "a new link is refused as well: what it is refused for counts as missing");
            now.settings.links = Links::Lasting;
            parts.gauges.restart();
            continue;
        }
        reached = Some(segments);
        now.url = renew(command, &plan.url, VARIABLE).await?;
        tracing::info!(from = %plan.url, to = %now.url, segments, "the link was renewed");
        now.text = None;
        if plan.resume == Resume::Afresh && segments > 0 {
            // It is begun, and the file that is there is to be replaced still.
            now.resume = Resume::Replace;
        }
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
