//! Whether what comes is worth waiting for: a server that drips bytes is as bad as one that is silent.

use std::time::Duration;

/// Less than this in the whole time for which silence is borne is silence: 50 bytes a second with the usual patience,
/// slower than any line that people use, and slower than eight connections over the slowest of them.
pub(super) const LEAST_BYTES: u64 = 1 << 10;

/// What came, and how long somebody waited for it. Time in which nobody listened does not count.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Pace {
    waited: Duration,
    bytes: u64,
}

impl Pace {
    /// Takes in that `bytes` came after `waited`; what came in all and in how long, where that is too little for
    /// `patience`.
    pub(super) fn note(&mut self, waited: Duration, bytes: u64, patience: Duration) -> Option<(u64, Duration)> {
        self.waited += waited;
        self.bytes += bytes;
        if self.bytes >= LEAST_BYTES {
            *self = Self::default();
        }
        (self.waited >= patience).then(|| {
            let slow = std::mem::take(self);
            (slow.bytes, slow.waited)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_drip_is_a_stall_and_a_slow_line_is_none() {
        let mut pace = Pace::default();
        let mut drip = (0..60).filter_map(|_| pace.note(SECOND, 10, 20 * SECOND));
        assert_eq!(drip.next(), Some((200, 20 * SECOND)));
        assert_eq!(drip.next(), Some((200, 20 * SECOND)), "it begins anew");
        let mut pace = Pace::default();
        assert!((0..1000).all(|_| pace.note(SECOND, 60, 20 * SECOND).is_none()));
        assert_eq!(pace.note(30 * SECOND, 1 << 20, 20 * SECOND), None, "what came late came");
    }
}
