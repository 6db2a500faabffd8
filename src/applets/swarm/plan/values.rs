//! Defaults and profiles: values that go together.

use std::time::Duration;

use crate::applets::swarm::args::{Profile, Variant};

/// What goes together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values {
    pub(super) clients: u64,
    pub(super) rate: u64,
    pub(super) jitter: Duration,
    pub(super) timeout: Duration,
    pub(super) reconnect: bool,
    pub(super) variant: Variant,
}

impl Values {
    /// The defaults of the roadmap.
    const DEFAULT: Self = Self::new(10, 5, 200, 15);

    const fn new(clients: u64, rate: u64, jitter_ms: u64, timeout_s: u64) -> Self {
        let (jitter, timeout) = (Duration::from_millis(jitter_ms), Duration::from_secs(timeout_s));
        Self { clients, rate, jitter, timeout, reconnect: true, variant: Variant::All }
    }

    pub(super) const fn of(profile: Option<Profile>) -> Self {
        match profile {
            None => Self::DEFAULT,
            Some(Profile::Default) => Self::new(50, 5, 100, 15),
            Some(Profile::Stress) => Self::new(200, 20, 50, 10),
            Some(Profile::Gentle) => Self { variant: Variant::First, ..Self::new(20, 1, 500, 30) },
            Some(Profile::Burst) => Self { reconnect: false, ..Self::new(100, 50, 10, 5) },
            Some(Profile::Extreme) => Self::new(500, 50, 20, 5),
        }
    }
}
