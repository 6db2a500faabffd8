//! Rare facts of a run: at most a handful a second.

use std::time::Duration;

use super::series::Interval;
use super::wire::FaultKind;
use crate::kit::metrics::Histogram;

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
    Second(Box<Second>),
}

/// What happened within one second, all threads and steps together.
#[derive(Debug, Clone)]
pub struct Second {
    /// As the report will tell it, unless it becomes part of a longer interval.
    pub interval: Interval,
    /// Intended start to end, of every reply.
    pub response: Histogram,
    /// Replies by status code.
    pub statuses: Vec<(u16, u64)>,
    /// Requests without a whole reply, by kind.
    pub faults: Vec<(FaultKind, u64)>,
    /// 99th percentile of how late the generator sent; open loops only.
    pub lag_p99: Option<Duration>,
    /// Arrivals of an open loop.
    pub arrivals: u64,
    /// Of these, those that found every connection busy.
    pub queued: u64,
}
