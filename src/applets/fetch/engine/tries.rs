//! How a worker goes on after an error.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::begin::policy;
use super::crew::Crew;
use crate::applets::fetch::error::{FetchError, Retry};
use crate::applets::fetch::event::Event;
use crate::applets::fetch::plan::Plan;
use crate::kit::random::Random;
use crate::kit::retry::{Backoff, Policy};

/// The tries of one worker.
#[derive(Debug)]
pub(super) struct Tries {
    policy: Policy,
    pauses: Backoff,
    /// Errors since something came that are not worth many tries.
    odd: u32,
}

impl Tries {
    pub(super) fn new(plan: &Plan) -> Self {
        let policy = policy(plan);
        Self { pauses: policy.backoff(Random::from_system()), policy, odd: 0 }
    }

    /// Something has come since the last error: it begins anew.
    pub(super) fn begin_anew(&mut self) {
        (self.pauses, self.odd) = (self.policy.backoff(Random::from_system()), 0);
    }

    /// Says that it is tried again, as `retry` has it; after how long.
    ///
    /// # Errors
    /// The error, where it is not tried again.
    pub(super) fn again(
        &mut self,
        crew: &Crew,
        worker: usize,
        error: FetchError,
        retry: Retry,
    ) -> Result<Duration, FetchError> {
        let alone = crew.progress.workers() <= 1;
        self.odd += u32::from(error.most_tries().is_some());
        let pause = match retry {
            _ if error.most_tries().is_some_and(|most| self.odd >= most) => None,
            // Who is told that there are too many of us makes one fewer.
            _ if error.is_crowded() && !alone => None,
            Retry::Never => None,
            Retry::After(after) if after > self.policy.patience => None,
            Retry::After(after) => self.pauses.next().map(|pause| pause.max(after)),
            Retry::Backoff => self.pauses.next(),
        };
        let Some(after) = pause else { return Err(error) };
        let problem = error.to_string();
        tracing::debug!(problem, pause_ms = after.as_millis() as u64, "trying again");
        crew.progress.retries.fetch_add(1, Ordering::Relaxed);
        crew.events.send(Event::Retrying { worker, problem, after });
        Ok(after)
    }
}
