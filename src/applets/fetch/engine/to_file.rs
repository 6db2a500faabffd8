//! The sink of a download to a file: what a worker received is in the file already, and gets noted.

use std::sync::Arc;

use super::crew::Sink;
use super::work::Work;
use crate::applets::fetch::map::{ClaimId, Map};
use crate::applets::fetch::source::{Place, Ranges};
use crate::applets::fetch::span::Span;

/// What a pipe of the kernel holds.
const PIECE_BYTES: usize = 1 << 20;

/// See the module.
#[derive(Debug)]
pub(super) struct ToFile {
    work: Arc<Work>,
    /// Written, and not noted yet.
    unnoted: Span,
}

impl ToFile {
    pub(super) fn new(work: &Arc<Work>) -> Self {
        Self { work: Arc::clone(work), unnoted: Span::default() }
    }

    /// Has the journal know what was written.
    fn note(&mut self) {
        let span = self.unnoted;
        self.unnoted.start = span.end;
        if span.is_empty() || self.work.crew.ranges == Ranges::No {
            return;
        }
        if let Err(error) = self.work.journal.note(span) {
            // The disk may be full; writing the file will say so.
            tracing::warn!(%error, "the state was not saved");
        }
    }
}

impl Sink for ToFile {
    fn piece_bytes(&self) -> usize {
        PIECE_BYTES
    }

    fn place(&mut self, at: u64) -> Place<'_> {
        Place::File(&self.work.store, at)
    }

    fn took(&mut self, claim: ClaimId, span: Span, from: usize) {
        let work = &self.work;
        if let Some(inspection) = &work.inspection {
            inspection.comes(span, from);
        }
        let (settled, complete) = {
            let mut map = work.crew.progress.map();
            map.commit(claim, span.bytes());
            (map.settled(), map.is_complete())
        };
        if let Some(inspection) = &work.inspection {
            inspection.look_again();
        } else if complete {
            work.end();
        }
        work.follow(settled);
        if self.unnoted.end != span.start {
            self.note();
            self.unnoted = span;
        }
        self.unnoted.end = span.end;
        if self.unnoted.bytes() >= self.work.note_bytes {
            self.note();
        }
    }

    fn ended(&mut self, _: u64) {}

    fn pause(&mut self) {
        self.note();
    }

    fn is_complete(&self, map: &Map) -> bool {
        let complete = map.is_complete() && self.work.inspection.is_none();
        if complete {
            self.work.end();
        }
        complete
    }

    fn can_start_over(&self) -> bool {
        true
    }
}
