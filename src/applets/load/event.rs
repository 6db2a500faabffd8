//! Rare facts of a run: at most a handful a second.

use super::series::Interval;

/// What the engine tells while it plays.
#[derive(Debug, Clone)]
pub enum Event {
    /// All connections that could be opened are open; requests flow.
    Started,
    /// Some connections could not be opened; the run goes on with the others.
    ConnectionsMissing {
        /// How many are open.
        opened: usize,
        /// Why one of the others is not.
        reason: String,
    },
    /// One more second was written down.
    Second(Box<Interval>),
}
