//! The sink of a pipe: what a worker received goes into the window.

use std::sync::Arc;

use super::Pipe;
use crate::applets::fetch::checksum::{Algorithm, Checksum, Summer};
use crate::applets::fetch::engine::crew::Sink;
use crate::applets::fetch::map::{ClaimId, Map};
use crate::applets::fetch::source::{Place, Ranges};
use crate::applets::fetch::span::Span;

/// What a connection gathers before it gives it on.
const PIECE_BYTES: usize = 256 << 10;

/// See the module.
#[derive(Debug)]
pub(super) struct ToWindow {
    pipe: Arc<Pipe>,
    /// What has just been received.
    bytes: Vec<u8>,
    /// Without ranges: what came so far, to prove that another answer begins the same.
    seen: Option<Summer>,
}

impl ToWindow {
    pub(super) fn new(pipe: &Arc<Pipe>) -> Self {
        let seen = (pipe.crew.ranges == Ranges::No).then(|| Summer::new(Algorithm::Sha256));
        Self { pipe: Arc::clone(pipe), bytes: Vec::new(), seen }
    }
}

impl Sink for ToWindow {
    fn piece_bytes(&self) -> usize {
        PIECE_BYTES
    }

    fn place(&mut self, _: u64) -> Place<'_> {
        // What an error left of an earlier piece was not taken.
        self.bytes.clear();
        Place::Memory(&mut self.bytes)
    }

    /// What of it nobody has brought before goes into the window.
    fn took(&mut self, claim: ClaimId, span: Span, _: usize) {
        let bytes = std::mem::take(&mut self.bytes);
        if let Some(seen) = &mut self.seen {
            seen.update(&bytes);
        }
        let Pipe { crew, window } = &*self.pipe;
        let (news, complete): (Vec<Span>, bool) = {
            let mut map = crew.progress.map();
            let news = map.done().gaps(span).collect();
            map.commit(claim, span.bytes());
            (news, map.is_complete())
        };
        if news == [span] {
            window.put(span.start, bytes);
        } else {
            for part in news {
                let (from, to) = ((part.start - span.start) as usize, (part.end - span.start) as usize);
                window.put(part.start, bytes[from..to].to_vec());
            }
        }
        if complete {
            crew.changed.notify_waiters();
        }
    }

    fn ended(&mut self, at: u64) {
        self.pipe.window.end_at(at);
    }

    fn is_complete(&self, map: &Map) -> bool {
        map.is_complete()
    }

    fn seen(&self) -> Option<Checksum> {
        self.seen.clone().map(Summer::finish)
    }

    fn can_start_over(&self) -> bool {
        false
    }
}
