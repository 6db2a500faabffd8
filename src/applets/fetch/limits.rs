//! How fast downloads may be: in all, for each host, and each on its own. All three may change while they run.

pub mod file;

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::kit::limit::{Limiter, Limits};

/// Bytes per second; none is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rates {
    /// Of everything together.
    pub whole: Option<NonZeroU64>,
    /// Of all downloads from one host.
    pub host: Option<NonZeroU64>,
    /// Of each download.
    pub download: Option<NonZeroU64>,
}

/// The budgets of a run; clones share them.
///
/// ```
/// use std::num::NonZeroU64;
/// use toolbox::applets::fetch::limits::{Budgets, Rates};
/// let budgets = Budgets::new(Rates { host: NonZeroU64::new(1 << 20), ..Rates::default() });
/// assert!(budgets.download().with_host("h.example").is_limited());
/// budgets.set(Rates::default());
/// assert!(!budgets.download().with_host("h.example").is_limited());
/// ```
#[derive(Debug, Clone)]
pub struct Budgets(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    whole: Limiter,
    /// Locked when a download begins and when rates change, never while bytes move.
    rest: Mutex<Rest>,
}

#[derive(Debug)]
struct Rest {
    rates: Rates,
    hosts: HashMap<String, Limiter>,
    /// Of every download so far: they are few, and a handle is small.
    downloads: Vec<Limiter>,
}

impl Budgets {
    /// Budgets of these rates.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        let rest = Rest { rates, hosts: HashMap::new(), downloads: Vec::new() };
        Self(Arc::new(Inner { whole: Limiter::new(rates.whole), rest: Mutex::new(rest) }))
    }

    /// A share for one more download.
    #[must_use]
    pub fn download(&self) -> Share {
        let mut rest = self.0.rest.lock().unwrap_or_else(PoisonError::into_inner);
        let own = Limiter::new(rest.rates.download);
        rest.downloads.push(own.clone());
        Share { budgets: self.clone(), own }
    }

    /// Changes all rates at once, for what runs as well.
    pub fn set(&self, rates: Rates) {
        let mut rest = self.0.rest.lock().unwrap_or_else(PoisonError::into_inner);
        rest.rates = rates;
        self.0.whole.set(rates.whole);
        rest.hosts.values().for_each(|limiter| limiter.set(rates.host));
        rest.downloads.iter().for_each(|limiter| limiter.set(rates.download));
    }

    fn host(&self, host: &str) -> Limiter {
        let mut rest = self.0.rest.lock().unwrap_or_else(PoisonError::into_inner);
        let rate = rest.rates.host;
        rest.hosts.entry(host.to_ascii_lowercase()).or_insert_with(|| Limiter::new(rate)).clone()
    }
}

/// What one download may take; clones share it.
#[derive(Debug, Clone)]
pub struct Share {
    budgets: Budgets,
    own: Limiter,
}

impl Share {
    /// The limits of a reader that reads from this host.
    #[must_use]
    pub fn with_host(&self, host: &str) -> Limits {
        Limits::of([self.own.clone(), self.budgets.host(host), self.budgets.0.whole.clone()])
    }

    /// The download's own limit, to be changed alone.
    #[must_use]
    pub const fn own(&self) -> &Limiter {
        &self.own
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn downloads_from_one_host_share_its_budget() {
        let budgets = Budgets::new(Rates { host: NonZeroU64::new(1_000), ..Rates::default() });
        let (one, two, far) = (budgets.download(), budgets.download(), budgets.download());
        let begin = Instant::now();
        let (one, two, far) = (one.with_host("h"), two.with_host("H"), far.with_host("far"));
        tokio::join!(one.take(1_050), two.take(1_050));
        assert_eq!(begin.elapsed(), Duration::from_secs(2));
        far.take(100).await;
        assert_eq!(begin.elapsed(), Duration::from_secs(2), "another host has a budget of its own");
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_reaches_downloads_that_run() {
        let budgets = Budgets::new(Rates { download: NonZeroU64::new(100), ..Rates::default() });
        let share = budgets.download();
        let limits = share.with_host("h");
        let begin = Instant::now();
        let (waited, ()) = tokio::join!(
            async {
                limits.take(1_000_010).await;
                begin.elapsed()
            },
            async { budgets.set(Rates { download: NonZeroU64::new(1_000_000), ..Rates::default() }) }
        );
        assert_eq!(waited, Duration::from_secs(1));
        share.own().set(None);
        assert!(!limits.is_limited() && budgets.download().with_host("h").is_limited());
    }
}
