//! A line whose width changes: what a player that plays by a trace has to the server. Pure.
//!
//! A file of lines `SECONDS RATE`: from that time of a session on, so many bits per second (`0 6M`, `10 800k`). The last
//! rate stays. Blank lines and what stands behind a `#` mean nothing.

use std::time::Duration;

use crate::kit::units::parse_rate;

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// From when on, and bits per second; the first is from 0, the last above 0.
    steps: Vec<(Duration, f64)>,
}

impl Trace {
    /// Reads the text of a file.
    ///
    /// ```
    /// use std::time::Duration;
    /// use toolbox::applets::swarm::native::trace::Trace;
    /// let trace = Trace::read("0 8M\n2 800k # the train\n").unwrap();
    /// // A megabyte takes a second; behind two seconds it takes ten times as long.
    /// assert_eq!(trace.until(Duration::ZERO, 1_000_000), Duration::from_secs(1));
    /// assert_eq!(trace.until(Duration::from_secs(1), 1_100_000), Duration::from_secs(3));
    /// ```
    ///
    /// # Errors
    /// The line that means nothing, and why.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut steps: Vec<(Duration, f64)> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let wrong = |why: &str| format!("line {number}: {why}; write SECONDS RATE, as in `10 800k`");
            let (from, rate) = line.split_once(char::is_whitespace).ok_or_else(|| wrong("there is one word"))?;
            let from = from.parse().ok().and_then(|from| Duration::try_from_secs_f64(from).ok());
            let from = from.ok_or_else(|| wrong("the time is no number"))?;
            let bps = parse_rate(rate.trim()).map_err(|error| wrong(&error.to_string()))?;
            if steps.last().is_some_and(|(before, _)| *before >= from) {
                return Err(wrong("it is not later than the line before"));
            }
            steps.push((from, bps));
        }
        match (steps.first(), steps.last()) {
            (Some((Duration::ZERO, _)), Some((_, last))) if *last > 0.0 => Ok(Self { steps }),
            (Some((Duration::ZERO, _)), _) => Err("the last rate must be above 0: it stays".to_owned()),
            (Some(_), _) => Err("the first line must be of second 0".to_owned()),
            (None, _) => Err("it has no line that says anything".to_owned()),
        }
    }

    /// When `bytes` are through that were sent from `from` on.
    #[must_use]
    pub fn until(&self, from: Duration, bytes: u64) -> Duration {
        let mut bits = bytes as f64 * 8.0;
        let mut at = from;
        let ends = self.steps.iter().skip(1).map(|(end, _)| Some(*end)).chain([None]);
        for ((_, bps), end) in self.steps.iter().zip(ends) {
            let Some(end) = end else {
                return at + Duration::try_from_secs_f64(bits / bps).unwrap_or(Duration::MAX / 2);
            };
            if end <= at {
                continue;
            }
            let fits = end.saturating_sub(at).as_secs_f64() * bps;
            if fits >= bits {
                return at + Duration::try_from_secs_f64(bits / bps).unwrap_or_default();
            }
            (bits, at) = (bits - fits, end);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn what_is_sent_takes_as_long_as_the_line_is_narrow() {
        let trace = Trace::read("0 8M\n\n1 0\n# a tunnel\n2.5 800k").unwrap();
        assert_eq!(trace.until(Duration::ZERO, 500_000), S / 2);
        assert_eq!(trace.until(S / 2, 600_000), 7 * S / 2, "half a second, the tunnel, a second");
        assert_eq!(trace.until(S, 100_000), 7 * S / 2);
        assert_eq!(trace.until(9 * S, 1_000_000), 19 * S);
        assert_eq!(trace.until(9 * S, 0), 9 * S);
    }

    #[test]
    fn a_file_that_is_none_is_told_by_its_line() {
        for (text, part) in [
            ("", "no line"),
            ("1 8M", "second 0"),
            ("0 8M\n1 0", "last rate"),
            ("0 8M\n0 9M", "line 2: it is not later"),
            ("0", "line 1: there is one word"),
            ("x 8M", "the time"),
            ("0 fast", "line 1"),
        ] {
            let told = Trace::read(text).unwrap_err();
            assert!(told.contains(part), "{text}: {told}");
        }
    }
}
