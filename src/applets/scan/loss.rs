//! How many of a host's packets are lost, and how often silence must be met before it is believed.
//!
//! Silence itself is no evidence: filtered ports are silent for good. Evidence is an answer that came only at a later
//! try, which proves that the tries before were lost, and a *canary*, a port known to answer that is asked again. With a
//! share `p` of tries lost, `n` silent tries are wrong with probability `pⁿ`; the budget `--miss` says how small that must
//! be.

/// More tries than this teach nothing that slowing down would not.
pub const MOST_TRIES: u8 = 12;

/// So often is asked whoever decides all ports of a host by silence while nothing is known of losses: 0.3⁸ is below 1e-4, and
/// a third of all packets is the worst that is provided for.
pub const UNHEARD: u8 = 8;

/// Fewer than this are believed of no host: one lost packet must not hide a port.
const LEAST_TRIES: u8 = 2;

/// What is known of a host's losses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loss {
    answered: u32,
    lost: u32,
}

impl Loss {
    /// An answer came at this try, the first being 1: those before were lost. A try of number 0 tells nothing.
    pub const fn answered_at(&mut self, attempt: u8) {
        if attempt == 0 {
            return;
        }
        self.answered += 1;
        self.lost += attempt.saturating_sub(1) as u32;
    }

    /// A canary was not answered.
    pub const fn canary_lost(&mut self) {
        self.lost += 1;
    }

    /// The share of tries that are lost, as far as it was seen; none before anything was.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.answered > 0).then(|| f64::from(self.lost) / f64::from(self.lost + self.answered))
    }

    /// Whether any loss was seen.
    #[must_use]
    pub const fn was_seen(&self) -> bool {
        self.lost > 0
    }

    /// The same, with the doubt that few samples leave (Laplace's rule of succession).
    fn doubted(self) -> f64 {
        (f64::from(self.lost) + 1.0) / (f64::from(self.lost + self.answered) + 2.0)
    }

    /// How many silent tries are enough; `unknown` where the host never answered.
    ///
    /// ```
    /// use toolbox::applets::scan::loss::Loss;
    /// let mut loss = Loss::default();
    /// assert_eq!(loss.tries(1e-4, 3), 3, "nothing is known");
    /// (0..1000).for_each(|_| loss.answered_at(1));
    /// assert_eq!(loss.tries(1e-4, 3), 2);
    /// (0..300).for_each(|_| loss.canary_lost());
    /// assert_eq!(loss.tries(1e-4, 3), 7, "0.23 to the 7th is below 1e-4");
    /// ```
    #[must_use]
    pub fn tries(&self, miss: f64, unknown: u8) -> u8 {
        if self.answered == 0 {
            return unknown;
        }
        let needed = (miss.ln() / self.doubted().ln()).ceil();
        (needed as u8).clamp(LEAST_TRIES, MOST_TRIES)
    }

    /// The probability that an open port looks silent after so many tries.
    #[must_use]
    pub fn missed_after(&self, tries: u8) -> Option<f64> {
        (self.answered > 0).then(|| self.doubted().powi(i32::from(tries)))
    }
}
