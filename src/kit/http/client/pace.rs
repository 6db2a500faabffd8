//! Whether a body comes at a pace that leads anywhere: a server that sends a byte now and then is not silent, and would
//! hold whoever reads for ever. Pure.

use std::time::Duration;

use crate::kit::net::CRAWL_BPS;

/// The pace of one body. Only waits for the server count: a reader that takes its time is no fault of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    within: Option<Duration>,
    waited: Duration,
    bytes: u64,
}

impl Pace {
    /// Judged over waits of `within`; without, anything goes.
    pub(super) const fn new(within: Option<Duration>) -> Self {
        Self { within, waited: Duration::ZERO, bytes: 0 }
    }

    /// So many bytes came after such a wait; how long it has been crawling, if it is too slow.
    pub(super) fn came(&mut self, waited: Duration, bytes: u64) -> Option<Duration> {
        let within = self.within?;
        self.waited += waited;
        self.bytes += bytes;
        if self.waited < within {
            return None;
        }
        let (waited, bytes) = (std::mem::take(&mut self.waited), std::mem::take(&mut self.bytes));
        ((bytes as f64) < waited.as_secs_f64() * CRAWL_BPS as f64).then_some(waited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_a_second_is_too_slow_and_a_modem_is_not() {
        let second = Duration::from_secs(1);
        let mut pace = Pace::new(Some(10 * second));
        let crawled: Vec<usize> = (1..=20).filter(|_| pace.came(second, 1).is_some()).collect();
        assert_eq!(crawled, [10, 20]);
        let mut pace = Pace::new(Some(10 * second));
        assert!((0..100).all(|_| pace.came(second, 600).is_none()));
        assert!((0..9).all(|_| pace.came(second, 0).is_none()), "it may rest");
        assert!(pace.came(second, 2000).is_none());
        let mut pace = Pace::new(Some(10 * second));
        assert!((0..100_000).all(|_| pace.came(Duration::ZERO, 1).is_none()), "it was not waited for");
        assert!((0..100).all(|_| Pace::new(None).came(second, 0).is_none()));
    }
}
