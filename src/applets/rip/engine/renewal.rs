//! A recording whose links expire: with a new one from the user's command it goes on behind what the journal has.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::{Found, Parts, finish, once};
use crate::applets::rip::error::RipError;
use crate::applets::rip::plan::Plan;
use crate::kit::link::renew;
use crate::media::dash::WindowError;
use crate::media::playlist::LoadError;
use crate::media::record::{Links, RecordError, SegmentId};

/// In which the command finds the URL that the user gave.
const VARIABLE: &str = "TOOLBOX_RIP_URL";

/// A link that led nowhere is no reason to ask for another one at once.
const AGAIN: Duration = Duration::from_mins(1);

/// What renewals have led to.
#[derive(Debug, Default)]
struct Renewals {
    /// Segments when the last link was new, and when that was.
    reached: Option<(u64, Instant)>,
    /// Segments that were refused since the last that was had.
    refused: BTreeSet<SegmentId>,
    /// Those that new links were refused for.
    lasting: BTreeSet<SegmentId>,
    /// Since when nothing has come.
    quiet: Option<Instant>,
    /// When a playlist that is refused may have another link.
    not_before: Option<Instant>,
}

impl Renewals {
    /// Whether another link may help; else what is refused with a new one counts as missing from now on. `None` where nobody
    /// says what was refused.
    fn is_of_use(&mut self, segments: u64, refused: &[SegmentId]) -> Option<bool> {
        let is_more = self.reached.is_none_or(|(reached, _)| segments > reached);
        let further = is_more || self.reached.is_some_and(|(_, at)| at.elapsed() > AGAIN);
        if is_more {
            self.quiet = Some(Instant::now());
        }
        if further {
            self.refused = refused.iter().copied().collect();
            return Some(true);
        }
        // Others were refused by the old link perhaps, but the first was by the new one.
        let first = refused.first()?;
        let twice = refused.iter().filter(|id| self.refused.contains(id)).chain([first]);
        self.lasting.extend(twice.copied());
        self.refused.extend(refused);
        Some(false)
    }

    fn links(&self) -> Links {
        Links::Renewable { but: Arc::new(self.lasting.clone()), not_before: self.not_before }
    }
}

/// Carries out `plan`, and again with a new link wherever one has expired that led further than the one before.
pub(super) async fn execute(plan: &Plan, command: &str, mut parts: Parts) -> Result<Found, RipError> {
    let mut now = plan.clone();
    let began = Instant::now();
    let mut renewals = Renewals::default();
    loop {
        let error = match Box::pin(once(&now, parts.again())).await {
            Err(error) if is_expired(&error) && !parts.stop.is_cancelled() => error,
            done => return done.map(|found| lasting(found, began.elapsed())),
        };
        let segments = parts.gauges.segments.value();
        let refused = match &error {
            RipError::Record(RecordError::Expired { refused, .. }) => refused.as_slice(),
            _ => &[],
        };
        match renewals.is_of_use(segments, refused) {
            Some(true) => {
                renewals.reached = Some((segments, Instant::now()));
                now.url = tokio::select! {
                    biased;
                    () = parts.stop.cancelled() => {
                        return finish::stopped(&now, parts).await.map(|found| lasting(found, began.elapsed()));
                    }
                    url = renew(command, &plan.url, VARIABLE) => url?,
                };
                tracing::info!(from = %plan.url, to = %now.url, segments, "the link was renewed");
                now.text = None;
            }
            Some(false) => {
                tracing::warn!(%error, "a new link is refused as well: what it is refused for counts as missing");
                now.settings.links = renewals.links();
            }
            None if !matches!(error, RipError::Record(_)) => {
                let live =
                    parts.under_way.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|it| it.live);
                if !live || renewals.quiet.is_none_or(|quiet| quiet.elapsed() > plan.settings.patience) {
                    return Err(error);
                }
                tracing::warn!(%error, "a new link is refused as well: the next is asked for in a minute");
                tokio::select! {
                    biased;
                    () = parts.stop.cancelled() => {
                        return finish::stopped(&now, parts).await.map(|found| lasting(found, began.elapsed()));
                    }
                    () = tokio::time::sleep(AGAIN) => {}
                }
            }
            None => {
                tracing::warn!(%error, "a new link is refused as well: the next is asked for in a minute");
                renewals.not_before = Some(Instant::now() + AGAIN);
                now.settings.links = renewals.links();
            }
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
