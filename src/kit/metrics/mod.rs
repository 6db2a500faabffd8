//! The metrics core: counters and histograms on the hot side, snapshots on the cold.
//!
//! Whoever counts owns what it counts in: a [`LocalCounter`] and a [`Histogram`] per thread where it is hot, a shared
//! [`Counter`] or [`CounterMap`] where it is not. Readers pull: a [`Registry`] asks its sources for a [`Snapshot`],
//! and [`prometheus`] turns that into a page.

mod counter;
mod histogram;
pub mod prometheus;
mod rate;
mod snapshot;

pub use counter::{Counter, CounterMap, LocalCounter};
pub use histogram::{DecodeError, Histogram};
pub use rate::SpeedMeter;
pub use snapshot::{LATENCY_BOUNDS, Registry, Snapshot, Source};
