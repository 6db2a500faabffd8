//! When what of a live stream is there, and what goes wrong with it on purpose.
//!
//! A stream has been on the air since the origin started. `freeze=AFTER:FOR`: its encoder stands still so long after the
//! start, and goes on where it stood. `missing=N`: each Nth segment, and its parts, were lost.

use std::time::Duration;

use crate::origin::request::{BadValue, Request, read_duration};

/// See the module.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OnAir {
    freeze: Option<(Duration, Duration)>,
    missing: u64,
}

impl OnAir {
    /// What a request orders.
    pub(super) fn read(request: &Request) -> Result<Self, BadValue> {
        let freeze = match request.param("freeze") {
            None => None,
            Some(text) => {
                let form = || BadValue::new("freeze", "write AFTER:FOR, as in 10s:5s");
                let (after, length) = text.split_once(':').ok_or_else(form)?;
                Some((read_duration("freeze", after)?, read_duration("freeze", length)?))
            }
        };
        Ok(Self { freeze, missing: request.number("missing", 0)? })
    }

    /// How much the encoder has made so long after the start.
    pub(super) fn media_time(&self, elapsed: Duration) -> Duration {
        match self.freeze {
            Some((after, length)) if elapsed > after => after + elapsed.saturating_sub(after + length),
            _ => elapsed,
        }
    }

    /// When it has made so much.
    pub(super) fn clock_time(&self, media: Duration) -> Duration {
        match self.freeze {
            Some((after, length)) if media > after => media + length,
            _ => media,
        }
    }

    /// Whether a segment was lost.
    pub(super) fn is_missing(&self, number: u64) -> bool {
        self.missing > 0 && number % self.missing == self.missing - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn an_encoder_that_stands_still_goes_on_where_it_stood() {
        let air = OnAir { freeze: Some((10 * S, 5 * S)), missing: 0 };
        for (elapsed, media) in [(9, 9), (10, 10), (12, 10), (15, 10), (16, 11)] {
            assert_eq!(air.media_time(elapsed * S), media * S, "{elapsed}");
        }
        assert_eq!((air.clock_time(10 * S), air.clock_time(11 * S)), (10 * S, 16 * S));
        assert_eq!(air.media_time(air.clock_time(40 * S)), 40 * S);
    }

    #[test]
    fn each_nth_segment_is_lost() {
        let air = OnAir { freeze: None, missing: 3 };
        let lost: Vec<u64> = (0..9).filter(|number| air.is_missing(*number)).collect();
        assert_eq!(lost, [2, 5, 8]);
        assert!(!OnAir::default().is_missing(0));
    }
}
