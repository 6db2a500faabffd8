//! Trying again: exponential backoff with full jitter, bounded, and never sooner than a server asks.
//!
//! The pauses are a pure iterator, [`Backoff`]: the n-th is uniform between 0 and `first · 2ⁿ`, at most `longest`.
//! Full jitter spreads clients that failed together as evenly as can be (Brooker, "Exponential Backoff And Jitter",
//! AWS Architecture Blog, 2015). [`retry`] sleeps through them. Which errors pass by themselves is for the caller to
//! say, with [`Trouble`].
//!
//! ```
//! use std::time::Duration;
//! use tokio_util::sync::CancellationToken;
//! use toolbox::kit::random::Random;
//! use toolbox::kit::retry::{Policy, Trouble, retry};
//! # tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(async {
//! let policy = Policy { tries: 3, ..Policy::default() };
//! let stop = CancellationToken::new();
//! let work = async |attempt| if attempt == 1 { Err(Trouble::passing("connection reset")) } else { Ok("page") };
//! assert_eq!(retry(policy, Random::from_system(), &stop, work).await.unwrap(), "page");
//! # });
//! ```

use std::fmt::Display;
use std::time::{Duration, SystemTime};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::kit::random::Random;

/// How often and how long to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Tries in all, the first included; 0 counts as 1.
    pub tries: u32,
    /// The upper end of the first pause.
    pub first: Duration,
    /// No upper end of a pause goes beyond this.
    pub longest: Duration,
    /// The longest wait that a server may ask for; one that asks for more is not asked again.
    pub patience: Duration,
}

impl Default for Policy {
    /// Three tries within a few seconds, and up to two minutes where the server names its time.
    fn default() -> Self {
        Self {
            tries: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            patience: Duration::from_mins(2),
        }
    }
}

impl Policy {
    /// One try: for who asks again itself, elsewhere or later.
    pub const ONCE: Self = Self { tries: 1, first: Duration::ZERO, longest: Duration::ZERO, patience: Duration::ZERO };

    /// The pauses between the tries: one fewer than those.
    ///
    /// ```
    /// use std::time::Duration;
    /// use toolbox::kit::random::Random;
    /// use toolbox::kit::retry::Policy;
    /// let policy = Policy { tries: 5, first: Duration::from_secs(1), ..Policy::default() };
    /// let pauses: Vec<Duration> = policy.backoff(Random::seeded(7)).collect();
    /// assert_eq!(pauses.len(), 4);
    /// assert!(pauses[0] <= Duration::from_secs(1) && pauses[3] <= Duration::from_secs(8));
    /// ```
    #[must_use]
    pub fn backoff(self, random: Random) -> Backoff {
        Backoff { ceiling: self.first.min(self.longest), longest: self.longest, left: self.tries.max(1) - 1, random }
    }
}

/// The pauses of a [`Policy`], drawn as they are needed.
#[derive(Debug, Clone)]
pub struct Backoff {
    /// The upper end of the next pause.
    ceiling: Duration,
    longest: Duration,
    left: u32,
    random: Random,
}

impl Iterator for Backoff {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.left = self.left.checked_sub(1)?;
        let pause = self.ceiling.mul_f64(self.random.unit());
        self.ceiling = self.ceiling.saturating_mul(2).min(self.longest);
        Some(pause)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for Backoff {}

/// What a failed try means for the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble<E> {
    /// It would fail again: not found, not allowed, malformed.
    Lasting(E),
    /// It may be over soon; `after` is what the server asked for, see [`retry_after`].
    Passing {
        /// What happened.
        error: E,
        /// Not sooner than this.
        after: Option<Duration>,
    },
}

impl<E> Trouble<E> {
    /// Trouble that may be over soon.
    pub const fn passing(error: E) -> Self {
        Self::Passing { error, after: None }
    }
}

/// Why there was no further try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It would have failed again.
    Lasting,
    /// All tries are used up.
    Exhausted,
    /// The server asked for a longer wait than we have patience.
    Impatient,
    /// The work was cancelled during a pause.
    Cancelled,
}

/// The last error, how many tries there were, and why there was no further one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}{}", tries_text(*tries))]
pub struct GaveUp<E: Display> {
    /// What the last try failed with.
    pub error: E,
    /// How often it was tried.
    pub tries: u32,
    /// Why no more.
    pub reason: Reason,
}

fn tries_text(tries: u32) -> String {
    if tries > 1 { format!(" (after {tries} tries)") } else { String::new() }
}

/// Does `work` until it succeeds, its trouble lasts, or the policy ends it. `work` is told the number of the try,
/// from 1. A pause ends early when `stop` is cancelled; a try does not, that is for `work` to do.
///
/// # Errors
/// The last error, with the reason why there was no further try.
pub async fn retry<T, E: Display>(
    policy: Policy,
    random: Random,
    stop: &CancellationToken,
    mut work: impl AsyncFnMut(u32) -> Result<T, Trouble<E>>,
) -> Result<T, GaveUp<E>> {
    let mut tries = Tries::new(policy, random);
    loop {
        match work(tries.number()).await {
            Ok(value) => return Ok(value),
            Err(trouble) => tries.again(trouble, stop).await?,
        }
    }
}

/// The tries of one piece of work, for loops that [`retry`] cannot drive: a future that borrows what it works on cannot
/// be sent to another thread from inside a closure.
#[derive(Debug)]
pub struct Tries {
    pauses: Backoff,
    patience: Duration,
    number: u32,
    /// Nothing is waited for beyond it.
    until: Option<Instant>,
}

impl Tries {
    /// Before the first try.
    #[must_use]
    pub fn new(policy: Policy, random: Random) -> Self {
        Self { pauses: policy.backoff(random), patience: policy.patience, number: 1, until: None }
    }

    /// The same, with an end: no pause is longer than there is time, and a server that asks for more is not asked again.
    #[must_use]
    pub fn until(self, until: Option<std::time::Instant>) -> Self {
        Self { until: until.map(Instant::from_std), ..self }
    }

    /// The number of the try under way, from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// Takes in how a try failed, and waits until the next is due. The pause ends early when `stop` is cancelled.
    ///
    /// # Errors
    /// There is no further try: the error, with the reason.
    pub async fn again<E: Display>(&mut self, trouble: Trouble<E>, stop: &CancellationToken) -> Result<(), GaveUp<E>> {
        let tries = self.number;
        let (error, after) = match trouble {
            Trouble::Lasting(error) => return Err(GaveUp { error, tries, reason: Reason::Lasting }),
            Trouble::Passing { error, after } => (error, after),
        };
        let left = self.until.map_or(Duration::MAX, |until| until.saturating_duration_since(Instant::now()));
        if after.is_some_and(|after| after > self.patience.min(left)) {
            return Err(GaveUp { error, tries, reason: Reason::Impatient });
        }
        let Some(pause) = self.pauses.next().filter(|_| !left.is_zero()) else {
            return Err(GaveUp { error, tries, reason: Reason::Exhausted });
        };
        let pause = pause.min(left).max(after.unwrap_or_default());
        tracing::debug!(tries, pause_ms = pause.as_millis() as u64, asked = after.is_some(), %error, "trying again");
        tokio::select! {
            biased;
            () = stop.cancelled() => return Err(GaveUp { error, tries, reason: Reason::Cancelled }),
            () = tokio::time::sleep(pause) => {}
        }
        self.number += 1;
        Ok(())
    }
}

/// Reads the value of a `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date, of which those past are no wait.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use toolbox::kit::retry::retry_after;
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
/// assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
/// assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:07 GMT", now), Some(Duration::from_secs(30)));
/// assert_eq!(retry_after("soon", now), None);
/// ```
#[must_use]
pub fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a wait longer than any patience.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn policy(tries: u32) -> Policy {
        Policy { tries, first: Duration::from_secs(1), longest: Duration::from_secs(10), ..Policy::default() }
    }

    async fn failing(policy: Policy, stop: &CancellationToken, after: Option<Duration>) -> GaveUp<&'static str> {
        let work = async |_| Err::<(), _>(Trouble::Passing { error: "busy", after });
        retry(policy, Random::seeded(3), stop, work).await.unwrap_err()
    }

    #[tokio::test(start_paused = true)]
    async fn all_tries_are_used_and_the_last_error_is_told() {
        let gave_up = failing(policy(4), &CancellationToken::new(), None).await;
        assert_eq!((gave_up.tries, gave_up.reason), (4, Reason::Exhausted));
        assert_eq!(gave_up.to_string(), "busy (after 4 tries)");
    }

    #[tokio::test(start_paused = true)]
    async fn lasting_trouble_is_not_tried_again() {
        let work = async |_| Err::<(), _>(Trouble::Lasting("not found"));
        let gave_up = retry(policy(9), Random::seeded(3), &CancellationToken::new(), work).await.unwrap_err();
        assert_eq!((gave_up.tries, gave_up.reason, gave_up.to_string()), (1, Reason::Lasting, "not found".to_owned()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_is_not_asked_sooner_than_it_says() {
        let start = Instant::now();
        let gave_up = failing(policy(3), &CancellationToken::new(), Some(Duration::from_mins(1))).await;
        assert_eq!(gave_up.reason, Reason::Exhausted);
        assert_eq!(start.elapsed(), Duration::from_mins(2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_asks_for_too_long_is_left_alone() {
        let start = Instant::now();
        let gave_up = failing(policy(3), &CancellationToken::new(), Some(Duration::from_hours(1))).await;
        assert_eq!((gave_up.tries, gave_up.reason), (1, Reason::Impatient));
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_waited_for_beyond_the_end() {
        let (start, stop) = (Instant::now(), CancellationToken::new());
        let end = (start + Duration::from_secs(5)).into_std();
        let again =
            async |tries: &mut Tries, after| tries.again(Trouble::Passing { error: "busy", after }, &stop).await;
        let mut tries = Tries::new(policy(u32::MAX), Random::seeded(3)).until(Some(end));
        assert!(again(&mut tries, Some(Duration::from_secs(4))).await.is_ok());
        let gave_up = again(&mut tries, Some(Duration::from_secs(2))).await.unwrap_err();
        assert_eq!((gave_up.reason, start.elapsed()), (Reason::Impatient, Duration::from_secs(4)));
        while let Ok(()) = again(&mut tries, None).await {}
        assert_eq!(start.elapsed(), Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_ends_when_the_work_is_cancelled() {
        let stop = CancellationToken::new();
        let wait = Some(Duration::from_secs(100));
        let (gave_up, ()) = tokio::join!(failing(policy(3), &stop, wait), async { stop.cancel() });
        assert_eq!((gave_up.tries, gave_up.reason), (1, Reason::Cancelled));
    }

    #[tokio::test(start_paused = true)]
    async fn retries_may_run_on_any_thread() {
        let work = async |attempt: u32| {
            tokio::task::yield_now().await;
            if attempt < 2 { Err(Trouble::passing("busy")) } else { Ok(attempt) }
        };
        let run = async move { retry(policy(3), Random::seeded(1), &CancellationToken::new(), work).await };
        assert_eq!(tokio::spawn(run).await.unwrap().unwrap(), 2);
    }

    #[test]
    fn dates_of_the_past_and_huge_numbers_are_read() {
        let now = SystemTime::now();
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999999999999999", now), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after("", now), None);
        assert_eq!(retry_after("-1", now), None);
    }

    proptest! {
        #[test]
        fn pauses_stay_within_their_bounds(
            tries: u8, first_ms in 0_u64..100_000, longest_ms in 0_u64..100_000, seed: u64,
        ) {
            let (first, longest) = (Duration::from_millis(first_ms), Duration::from_millis(longest_ms));
            let policy = Policy { tries: u32::from(tries), first, longest, ..Policy::default() };
            let pauses: Vec<Duration> = policy.backoff(Random::seeded(seed)).collect();
            prop_assert_eq!(pauses.len(), usize::from(tries).max(1) - 1);
            prop_assert_eq!(policy.backoff(Random::seeded(seed)).collect::<Vec<_>>(), pauses.clone());
            for (index, pause) in pauses.iter().enumerate() {
                let ceiling = first.saturating_mul(1 << index.min(31)).min(longest);
                prop_assert!(*pause <= ceiling);
            }
        }

        #[test]
        fn jitter_uses_the_whole_range(seed: u64) {
            let policy = Policy { tries: 1_001, first: Duration::from_secs(1), longest: Duration::from_secs(1), ..Policy::default() };
            let sum: Duration = policy.backoff(Random::seeded(seed)).sum();
            prop_assert!((450..550).contains(&sum.as_secs()), "{sum:?}");
        }

        #[test]
        fn no_value_panics(value: String) {
            let _ = retry_after(&value, SystemTime::UNIX_EPOCH);
        }
    }
}
