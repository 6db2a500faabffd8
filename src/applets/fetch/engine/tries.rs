//! How a worker goes on after an error, and how it ends: the same for those of a file and those of a pipe.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::Progress;
use super::begin::policy;
use crate::applets::fetch::error::{FetchError, Retry};
use crate::applets::fetch::event::Event;
use crate::applets::fetch::plan::Plan;
use crate::kit::event::Sink;
use crate::kit::random::Random;
use crate::kit::retry::{Backoff, Policy};

/// Where a worker belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Team<'a> {
    pub(super) worker: usize,
    pub(super) progress: &'a Progress,
    pub(super) events: &'a Sink<Event>,
    /// Cancelled when there is nothing more to do for anybody.
    pub(super) over: &'a CancellationToken,
}

impl Team<'_> {
    /// A worker ends. One that cannot go on leaves the rest to the others; what the last one, or one that met what all
    /// will meet, could not do is the error of the download.
    ///
    /// # Errors
    /// That one.
    pub(super) fn leave(self, result: Result<(), FetchError>) -> Result<(), FetchError> {
        let others = self.progress.workers.fetch_sub(1, Ordering::Relaxed) - 1;
        match result {
            Err(error) if others > 0 && (is_crowded(&error) || error.retry() != Retry::Never) => {
                self.events.send(Event::WorkerLeft { worker: self.worker, problem: error.to_string() });
                Ok(())
            }
            Err(error) => {
                self.over.cancel();
                Err(error)
            }
            Ok(()) => Ok(()),
        }
    }

    /// Waits before the next try, or until all is over.
    pub(super) async fn rest(self, pause: Duration) {
        tokio::select! {
            () = self.over.cancelled() => {}
            () = sleep(pause) => {}
        }
    }
}

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
    pub(super) fn again(&mut self, team: Team<'_>, error: FetchError, retry: Retry) -> Result<Duration, FetchError> {
        let alone = team.progress.workers() <= 1;
        self.odd += u32::from(error.most_tries().is_some());
        let pause = match retry {
            _ if error.most_tries().is_some_and(|most| self.odd >= most) => None,
            // Who is told that there are too many of us makes one fewer.
            _ if is_crowded(&error) && !alone => None,
            Retry::Never => None,
            Retry::After(after) if after > self.policy.patience => None,
            Retry::After(after) => self.pauses.next().map(|pause| pause.max(after)),
            Retry::Backoff => self.pauses.next(),
        };
        let Some(after) = pause else { return Err(error) };
        let problem = error.to_string();
        tracing::debug!(problem, pause_ms = after.as_millis() as u64, "trying again");
        team.progress.retries.fetch_add(1, Ordering::Relaxed);
        team.events.send(Event::Retrying { worker: team.worker, problem, after });
        Ok(after)
    }
}

/// Whether fewer of us would get on better.
fn is_crowded(error: &FetchError) -> bool {
    matches!(error, FetchError::Status { status: 429, .. } | FetchError::NoRanges { .. })
}
