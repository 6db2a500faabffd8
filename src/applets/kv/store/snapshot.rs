//! The door through which a snapshot sees the store: a true point in time, without fork.
//!
//! [`Store::cut`](super::Store::cut) holds all stripes for the moment it takes to count one epoch further. From then
//! on every segment of the old epoch is handed to the [`Cut`] exactly once: by the walker
//! ([`Store::continue_cut`](super::Store::continue_cut)), or, when a command wants to change it first, right before
//! that change. Either way under the lock of its stripe, so a `Cut` copies or encodes and does not wait for a disk
//! longer than it must.

use super::record::Record;

/// Receives the state of the store at the time of the cut, segment by segment, in no order, from any thread.
pub trait Cut: Send + Sync + std::fmt::Debug {
    /// The records of one segment of `database`; expired ones may be among them.
    fn segment(&self, database: u32, records: &mut dyn Iterator<Item = &Record>);
}
