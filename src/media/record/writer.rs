//! The thread that writes: a disk or a reader that is slow must not hold up what drives the network.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::Saved;
use super::budget::Budget;
use super::buffers::Buffers;
use super::event::Teller;
use super::fault::OutputError;
use super::gap::Gaps;
use super::gauges::Gauges;
use super::output::Output;
use super::unit::{Content, Unit};

/// The thread that writes.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) units: mpsc::Sender<Unit>,
    ended: oneshot::Receiver<Result<Output, OutputError>>,
}

impl Writer {
    /// Starts it; what it has written of goes back to `buffers`.
    pub(super) fn start(
        mut output: Output,
        budget: Budget,
        buffers: Buffers,
        events: Teller,
        gauges: Arc<Gauges>,
    ) -> Result<Self, OutputError> {
        /// Whole units on their way: while one is written the next is ready.
        const AHEAD: usize = 2;
        let (units, mut arriving) = mpsc::channel::<Unit>(AHEAD);
        let (end, ended) = oneshot::channel();
        let work = move || {
            while let Some(unit) = arriving.blocking_recv() {
                if let Err(error) = output.put(&unit.content, &events, &gauges) {
                    output.leave();
                    // Whoever asked for it waits for nothing else.
                    let _ = end.send(Err(error));
                    return;
                }
                if let Content::Init { body, .. } | Content::Segment { body, .. } = unit.content {
                    buffers.give(body);
                }
                drop(unit.ticket);
                budget.advance();
            }
            let _ = end.send(Ok(output));
        };
        let spawned = std::thread::Builder::new().name("recording".to_owned()).spawn(work);
        spawned.map_err(OutputError::Pipe)?;
        Ok(Self { units, ended })
    }

    /// Waits until everything is written.
    pub(super) async fn finish(self) -> Result<Written, OutputError> {
        drop(self.units);
        Ok(Written(self.ended.await.map_err(|_| OutputError::Lost)??))
    }
}

/// A recording with everything in it that there is for now.
#[derive(Debug)]
pub(super) struct Written(Output);

impl Written {
    /// Its length.
    #[must_use]
    pub(super) const fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    /// Segments in it, an earlier run's included.
    pub(super) const fn segments(&self) -> u64 {
        self.0.segments()
    }

    /// How long they play.
    pub(super) const fn duration(&self) -> Duration {
        self.0.duration()
    }

    /// What is missing in it, an earlier run's included.
    #[must_use]
    pub(super) const fn gaps(&self) -> &Gaps {
        self.0.gaps()
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn commit(self) -> Result<Saved, OutputError> {
        self.0.commit()
    }

    /// Notes that everything was asked for.
    pub(super) fn reach(&mut self) -> Result<(), OutputError> {
        self.0.reach()
    }

    /// Leaves the file to be continued; its path, unless nothing is in it.
    #[must_use]
    pub(super) fn leave(self) -> Option<PathBuf> {
        self.0.leave()
    }
}
