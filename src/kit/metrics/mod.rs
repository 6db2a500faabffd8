//! The metrics core: counters and histograms on the hot side, snapshots on the cold.

mod counter;
mod histogram;
mod rate;

pub use counter::{Counter, CounterMap, LocalCounter};
pub use histogram::{DecodeError, Histogram};
pub use rate::SpeedMeter;
