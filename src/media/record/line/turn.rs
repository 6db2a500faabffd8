//! The turn of a unit: whether it is written, asked for again, missing, or the end of all.

use std::time::Duration;

use super::{Asked, Line};
use crate::media::record::feed::gap;
use crate::media::record::fetch::LASTING_TRIES;
use crate::media::record::unit::{Again, Content, Unit};
use crate::media::record::{Holes, LOST_IN_A_ROW, RecordError};

/// What so many of the first segments are, most of them, all are.
const FIRST: usize = 3;

/// So long the first segments that have come wait for others that tell what they are.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

impl Line {
    /// Whether it is known what segments are; else it is found out, unless there is more to wait for. `is_last` where
    /// nothing is under way.
    pub(super) fn is_settled(&mut self, is_last: bool) -> bool {
        let looks = &self.fetcher.looks;
        if looks.are_known() {
            return true;
        }
        let held = self.window.held().filter_map(|unit| match &unit.content {
            Content::Segment { look, .. } => Some(*look),
            _ => None,
        });
        let came = held.clone().count();
        if came == 0 {
            return true;
        }
        let since = *self.came.get_or_insert_with(tokio::time::Instant::now);
        let enough = came >= FIRST || is_last || self.budget.is_tight() || since.elapsed() >= PATIENCE;
        if enough {
            looks.settle(held.take(FIRST));
        }
        enough
    }

    /// What is written of the unit whose turn it is; `None` where it is asked for once more.
    ///
    /// # Errors
    /// It makes no sense to go on.
    pub(super) fn turn(&mut self, unit: Unit) -> Result<Option<Unit>, RecordError> {
        self.in_turn(unit).map(|unit| self.judged(unit)).transpose()
    }

    /// The unit, or that it is missing: what segments are is said by those before it. `None` where it is asked for once
    /// more, now that this is known.
    fn in_turn(&mut self, unit: Unit) -> Option<Unit> {
        let Unit { content: Content::Segment { look, body, .. }, .. } = &unit else { return Some(unit) };
        let Err(damage) = self.fetcher.looks.pass(*look, body) else { return Some(unit) };
        let Unit { content, ticket, mapped, .. } = unit;
        let Content::Segment { sequence, duration, date, body, late, again, .. } = content else { return None };
        self.fetcher.buffers.give(body);
        if let Some(again) = again.filter(|_| !self.stop.is_cancelled()) {
            tracing::debug!(sequence, %damage, "asked for once more");
            let Again { segment, like, until } = *again;
            let place = self.window.reopen();
            self.fetcher.slots.reached(place);
            let missing = gap(sequence, 1, duration, date, "the recording was stopped before it came");
            self.under_way.insert(place, Some(missing));
            self.gauges.retries.add(1);
            self.gauges.running.add(1);
            if let Some(mapped) = mapped {
                self.map.reopen(mapped);
            }
            let most_tries = LASTING_TRIES - 1;
            self.fetch(place, Asked { segment, like, late, until, most_tries }, ticket, mapped);
            return None;
        }
        let reason = damage.to_string();
        let missing = gap(sequence, 1, duration, date, &reason);
        let content = if late { Content::StillMissing } else { Content::Gap(missing) };
        self.last_reason = Some(reason);
        if let Some(mapped) = mapped {
            self.map.lose(mapped);
        }
        Some(Unit { content, ticket, lost: !late, mapped })
    }

    /// The unit as it is written; an error where it makes no sense to go on.
    fn judged(&mut self, mut unit: Unit) -> Result<Unit, RecordError> {
        match &mut unit.content {
            // Later segments may be had, and ask for it again; where nothing is recorded yet, that says enough.
            Content::Init { body, .. } if body.is_empty() && self.may_lack() && !self.is_expired() => {
                self.owed = true;
                return Ok(Unit { lost: false, ..unit });
            }
            Content::Init { .. } => self.owed = false,
            // Those that come late may bring one that was not to be had when their turn was.
            Content::Segment { late: true, .. } => self.begun = true,
            Content::Segment { init, .. } => {
                self.begun = true;
                *init = init.take().filter(|_| std::mem::take(&mut self.owed));
            }
            Content::Gap(_) | Content::StillMissing => {}
        }
        self.judge(&unit)?;
        Ok(unit)
    }

    /// Whether it goes on without an initialisation.
    fn may_lack(&self) -> bool {
        self.live || self.begun || self.holes == Holes::Accepted
    }

    /// Whether what is missing is to be had with another link. Who stops it wants none.
    fn is_expired(&self) -> bool {
        !self.expired.is_empty() && (!self.stop.is_cancelled() || self.broken.is_cancelled())
    }

    /// Whether it makes sense to go on behind this unit.
    fn judge(&mut self, unit: &Unit) -> Result<(), RecordError> {
        let failed = unit.lost || matches!(unit.content, Content::StillMissing);
        if failed && self.is_expired() {
            // What was not had is not missing: it is asked for again.
            let (reason, mut refused) = (self.last_reason.clone().unwrap_or_default(), self.expired.clone());
            refused.sort_unstable();
            return Err(RecordError::Expired { reason, refused });
        }
        match &unit.content {
            Content::Init { before, body } if body.is_empty() => {
                let reason = self.last_reason.clone().unwrap_or_default();
                Err(RecordError::Init { sequence: *before, reason })
            }
            // What lacks its initialisation tells nothing of the others.
            Content::Gap(_) if unit.lost && self.owed => Ok(()),
            Content::Gap(gap) if unit.lost => {
                self.lost += 1;
                if self.lost < LOST_IN_A_ROW || self.live || self.holes == Holes::Accepted {
                    return Ok(());
                }
                Err(RecordError::Lost { sequence: gap.sequence, reason: gap.reason.clone() })
            }
            Content::Init { .. } | Content::Gap(_) | Content::StillMissing => Ok(()),
            Content::Segment { .. } => {
                self.lost = 0;
                Ok(())
            }
        }
    }
}
