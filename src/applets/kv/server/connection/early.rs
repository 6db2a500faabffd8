//! A turn whose bytes were received before it; see [`Early`](crate::applets::kv::server::early::Early).

use super::Connection;
use crate::applets::kv::server::desk::{Desk, Event, Next};
use crate::applets::kv::server::early::Piece;

impl Connection {
    /// Whether all it has to do when bytes come is to carry them out and reply.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.received.is_empty()
            && self.unsent.is_empty()
            && self.commit == 0
            && !(self.is_paused || self.is_held_back || self.is_ended || self.client.is_leaving)
            && self.client.waiting.is_none()
            && self.client.replica.is_none()
            && !self.stream.is_buffered()
    }

    /// A turn of one that was at rest, with what was received of it.
    pub fn turn_early(&mut self, desk: &mut Desk, piece: Piece) -> Next {
        let Piece { bytes, has_more } = piece;
        desk.counters.received_bytes.add(bytes.len() as u64);
        self.is_readable = has_more;
        let used = self.execute(desk, bytes);
        self.received.extend_from_slice(&bytes[used..]);
        match self.after_read(desk) {
            Err(error) => {
                tracing::trace!(client = self.client.info.id, %error, "connection ended");
                Next::Close
            }
            Ok(()) if has_more => self.turn(desk, Event::Other),
            Ok(()) if self.is_done() || self.has_gone() => Next::Close,
            Ok(()) => Next::Wait,
        }
    }
}
