//! Several sockets are read before the first of their commands runs.
//!
//! Clients that send one command at a time show no pipeline to look ahead in, but a thread with many of them finds many
//! sockets ready at once. What all of their first commands want is fetched together (`store/ahead.rs`), and each no
//! longer waits for the memory by itself.

use super::Server;
use crate::applets::kv::store::AT_ONCE;
use crate::resp::Ahead;

/// What is received early of one socket: a command or a pipeline of some. What is behind comes in the turn itself.
const SLOT_BYTES: usize = 4096;

/// Sockets that were read, in the order of their events.
#[derive(Debug)]
pub struct Early {
    bytes: Box<[u8]>,
    received: Vec<Received>,
}

/// What came from a socket.
#[derive(Debug, Clone, Copy)]
pub struct Received {
    /// Its connection.
    pub token: usize,
    /// The connection's database.
    pub database: u32,
    /// How many bytes; at least one.
    pub count: usize,
}

/// The bytes of a socket.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// What came.
    pub bytes: &'a [u8],
    /// Whether there may be more behind it.
    pub has_more: bool,
}

impl Default for Early {
    fn default() -> Self {
        Self { bytes: vec![0; AT_ONCE * SLOT_BYTES].into(), received: Vec::with_capacity(AT_ONCE) }
    }
}

impl Early {
    /// Whether nothing fits any more.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.received.len() == AT_ONCE
    }

    /// Where the next socket is received into; before [`is_full`](Self::is_full).
    pub fn slot(&mut self) -> &mut [u8] {
        &mut self.bytes[self.received.len() * SLOT_BYTES..][..SLOT_BYTES]
    }

    /// Keeps what was received into the slot.
    pub fn keep(&mut self, received: Received) {
        self.received.push(received);
    }

    /// Has fetched what the first commands want, where there are several.
    pub fn look_ahead(&self, server: &Server) {
        let [first, _, ..] = *self.received else { return };
        let mut commands = [[&[][..]; 2]; AT_ONCE];
        let mut count = 0;
        for (nth, _) in self.received.iter().enumerate().filter(|(_, it)| it.database == first.database) {
            let Some(words) = Ahead::new(self.piece(nth).bytes).next() else { continue };
            commands[count] = words;
            count += 1;
        }
        // A hint, whatever came of it.
        let _ = server.store.prefetch(first.database, &commands[..count]);
    }

    /// What the nth socket had.
    #[must_use]
    pub fn piece(&self, nth: usize) -> Piece<'_> {
        let count = self.received[nth].count;
        Piece { bytes: &self.bytes[nth * SLOT_BYTES..][..count], has_more: count == SLOT_BYTES }
    }

    /// Who was received from.
    #[must_use]
    pub fn received(&self) -> &[Received] {
        &self.received
    }

    /// Forgets them all.
    pub fn clear(&mut self) {
        self.received.clear();
    }
}
