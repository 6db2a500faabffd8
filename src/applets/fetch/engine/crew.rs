//! What the workers of a download share wherever its bytes go, and where those go.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::Progress;
use crate::applets::fetch::checksum::Checksum;
use crate::applets::fetch::error::{FetchError, Retry};
use crate::applets::fetch::event::Event;
use crate::applets::fetch::map::{ClaimId, Map};
use crate::applets::fetch::plan::Plan;
use crate::applets::fetch::source::{Known, Place, Ranged, Ranges};
use crate::applets::fetch::span::Span;
use crate::kit::event::Sink as Events;

/// See the module.
#[derive(Debug)]
pub(super) struct Crew {
    pub(super) plan: Plan,
    pub(super) source: Arc<dyn Ranged>,
    pub(super) progress: Arc<Progress>,
    pub(super) events: Events<Event>,
    /// Cancelled by the user's wish to stop, by an error that all would meet, and when there is nothing more to do.
    pub(super) over: CancellationToken,
    /// Something may have become free to take.
    pub(super) changed: Notify,
    pub(super) known: Known,
    pub(super) ranges: Ranges,
    /// Among how many the rest is shared, at least.
    pub(super) workers: usize,
    /// One connection asks for everything at once, and waits for room with its answer open.
    pub(super) alone: bool,
}

impl Crew {
    /// Workers among whom the rest is shared.
    pub(super) fn workers(&self) -> usize {
        self.progress.workers().max(self.workers)
    }

    /// A worker ends. One that cannot go on leaves the rest to the others; what the last one, or one that met what all
    /// will meet, could not do is the error of the download.
    ///
    /// # Errors
    /// That one.
    pub(super) fn leave(&self, worker: usize, result: Result<(), FetchError>) -> Result<(), FetchError> {
        let others = self.progress.workers.fetch_sub(1, Ordering::Relaxed) - 1;
        match result {
            Err(error) if others > 0 && (error.is_crowded() || error.is_of_one() || error.retry() != Retry::Never) => {
                self.events.send(Event::WorkerLeft { worker, problem: error.to_string() });
                Ok(())
            }
            Err(error) => {
                self.over.cancel();
                Err(error)
            }
            Ok(()) => Ok(()),
        }
    }

    pub(super) fn stalled(&self) -> FetchError {
        FetchError::Stalled { url: self.source.shown(), after: self.plan.stall }
    }

    pub(super) fn broken(&self, problem: &str) -> FetchError {
        FetchError::Broken { url: self.source.shown(), problem: problem.to_owned() }
    }
}

/// Where one worker puts what it receives: into the file, or into the window of a pipe.
pub(super) trait Sink: fmt::Debug + Send {
    /// The most that is moved before the map is asked again.
    fn piece_bytes(&self) -> usize;

    /// Where the next bytes go.
    fn place(&mut self, at: u64) -> Place<'_>;

    /// Bytes have been put there that came from this place of the source; the map is to know.
    fn took(&mut self, claim: ClaimId, span: Span, from: usize);

    /// The source has ended here; its size was not known before.
    fn ended(&mut self, at: u64);

    /// A claim is over, for better or worse.
    fn pause(&mut self) {}

    /// Whether nothing will be left to do, as the map has it.
    fn is_complete(&self, map: &Map) -> bool;

    /// What came so far, where another answer has to begin the same.
    fn seen(&self) -> Option<Checksum> {
        None
    }

    /// Whether bytes that are there may be given up and replaced.
    fn can_start_over(&self) -> bool;
}
