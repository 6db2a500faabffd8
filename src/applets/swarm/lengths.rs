//! How long sessions are: always the same, or drawn from a distribution. Pure.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::kit::random::Random;
use crate::kit::units::{format_span, parse_duration};

/// `5m`, `exp(10m)`, `uniform(1m,5m)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lengths {
    /// Always this.
    Fixed(Duration),
    /// Exponential, of this mean: as likely to end in any moment as in any other.
    Exponential(Duration),
    /// Anything between these, all alike.
    Uniform(Duration, Duration),
}

impl Lengths {
    /// The next one.
    ///
    /// ```
    /// use std::time::Duration;
    /// use toolbox::applets::swarm::lengths::Lengths;
    /// use toolbox::kit::random::Random;
    /// let lengths: Lengths = "uniform(1m,5m)".parse().unwrap();
    /// let drawn = lengths.draw(&mut Random::seeded(1));
    /// assert!(drawn >= Duration::from_secs(60) && drawn < Duration::from_secs(300));
    /// ```
    #[must_use]
    pub fn draw(&self, chances: &mut Random) -> Duration {
        match *self {
            Self::Fixed(length) => length,
            Self::Exponential(mean) => mean.mul_f64(chances.exponential()),
            Self::Uniform(from, to) => from + to.saturating_sub(from).mul_f64(chances.unit()),
        }
    }
}

impl fmt::Display for Lengths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Fixed(length) => f.write_str(&format_span(length)),
            Self::Exponential(mean) => write!(f, "exp({})", format_span(mean)),
            Self::Uniform(from, to) => write!(f, "uniform({},{})", format_span(from), format_span(to)),
        }
    }
}

impl FromStr for Lengths {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is no length of sessions; write 5m, exp(10m) or uniform(1m,5m)");
        let length = |text: &str| parse_duration(text).ok().filter(|length| !length.is_zero()).ok_or_else(wrong);
        let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(mean) = inside("exp") {
            return Ok(Self::Exponential(length(mean)?));
        }
        if let Some(bounds) = inside("uniform") {
            let (from, to) = bounds.split_once(',').ok_or_else(wrong)?;
            let (from, to) = (length(from)?, length(to)?);
            return if from <= to { Ok(Self::Uniform(from, to)) } else { Err(wrong()) };
        }
        length(text).map(Self::Fixed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for text in ["5m", "exp(10m)", "uniform(1m,5m)", "1.5s"] {
            assert_eq!(text.parse::<Lengths>().unwrap().to_string(), text);
        }
        for text in ["", "0", "exp(0)", "uniform(5m,1m)", "uniform(5m)", "normal(1m,2m)", "exp(5m"] {
            assert!(text.parse::<Lengths>().is_err(), "{text}");
        }
    }

    #[test]
    fn drawn_lengths_have_the_mean_that_was_asked_for() {
        let mut chances = Random::seeded(5);
        for (text, mean) in [("exp(10s)", 10.0), ("uniform(2s,6s)", 4.0), ("3s", 3.0)] {
            let lengths: Lengths = text.parse().unwrap();
            let sum: f64 = (0..20_000).map(|_| lengths.draw(&mut chances).as_secs_f64()).sum();
            assert!((sum / 20_000.0 - mean).abs() < mean * 0.03, "{text}: {}", sum / 20_000.0);
        }
    }
}
