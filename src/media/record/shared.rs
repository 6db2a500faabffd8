//! What many segments need, an initialisation or a key: one at a time asks for it, and the answer is everybody's.
//!
//! That it cannot be had is an answer as well. Who waited for it takes it, unless there is time left of his own: a segment
//! of a live stream may be had as long as the stream has it. It is believed for a moment, and then asked for again.

use std::time::{Duration, Instant};

use tokio::sync::{Mutex, OnceCell};
use tokio_util::sync::CancellationToken;

use super::fetch::{LASTING_TRIES, LATE, LEAST};

/// For so long nobody asks for what was not to be had.
const BELIEVED: Duration = Duration::from_secs(3);

/// Who has no more time than this of his own does not ask again.
const WORTH: Duration = Duration::from_secs(1);

/// How long, and how often, it is worth asking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    /// Of live streams.
    pub(super) until: Option<Instant>,
    pub(super) most_tries: u32,
}

/// One answer.
#[derive(Debug)]
pub(super) struct Shared<T, E> {
    value: OnceCell<T>,
    /// Held by the one that asks.
    failed: Mutex<Option<Failed<E>>>,
}

#[derive(Debug)]
struct Failed<E> {
    error: E,
    at: Instant,
    /// When the first asked who did not get it.
    since: Instant,
    most_tries: u32,
}

impl<T, E> Default for Shared<T, E> {
    fn default() -> Self {
        Self { value: OnceCell::new(), failed: Mutex::new(None) }
    }
}

impl<T: Clone, E: Clone> Shared<T, E> {
    /// It, where somebody has got it.
    pub(super) fn value(&self) -> Option<&T> {
        self.value.get()
    }

    /// It, or why it cannot be had; `ask` asks as long and as often as it is told.
    pub(super) async fn get(
        &self,
        turn: Turn,
        stop: &CancellationToken,
        ask: impl AsyncFnOnce(Turn) -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(value) = self.value.get() {
            return Ok(value.clone());
        }
        let came = Instant::now();
        let mut failed = self.failed.lock().await;
        if let Some(value) = self.value.get() {
            return Ok(value.clone());
        }
        let now = Instant::now();
        let mut allowed = turn;
        if let Some(before) = failed.as_ref().filter(|before| before.most_tries >= turn.most_tries) {
            let fresh = before.at >= came || before.at.elapsed() < BELIEVED;
            let lasts = before.since.elapsed() >= LATE;
            let time_left = turn.until.is_some_and(|until| until > now + WORTH) && !lasts && !stop.is_cancelled();
            if fresh && !time_left {
                return Err(before.error.clone());
            }
            if let Some(until) = turn.until.filter(|_| lasts) {
                allowed = Turn { until: Some(until.min(now + LEAST)), most_tries: turn.most_tries.min(LASTING_TRIES) };
            }
        }
        if failed.is_none() {
            allowed.until = turn.until.map(|until| until.max(now + LEAST));
        }
        match ask(allowed).await {
            Ok(value) => {
                // Nobody else asks.
                let _ = self.value.set(value.clone());
                Ok(value)
            }
            Err(error) => {
                let since = failed.as_ref().map_or(now, |before| before.since);
                let most_tries = turn.most_tries;
                *failed = Some(Failed { error: error.clone(), at: Instant::now(), since, most_tries });
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    const OFTEN: Turn = Turn { until: None, most_tries: u32::MAX };

    async fn ask(shared: &Shared<u8, &'static str>, asked: &AtomicU32, turn: Turn) -> Result<u8, &'static str> {
        let answer = async |_: Turn| {
            tokio::task::yield_now().await;
            if asked.fetch_add(1, Ordering::SeqCst) < 1 { Err("no") } else { Ok(7) }
        };
        shared.get(turn, &CancellationToken::new(), answer).await
    }

    #[tokio::test]
    async fn a_failure_is_of_all_that_waited() {
        let (shared, asked) = (Shared::default(), AtomicU32::new(0));
        let turns = std::iter::repeat_with(|| ask(&shared, &asked, OFTEN)).take(5);
        let answers = futures_util::future::join_all(turns).await;
        assert_eq!((answers, asked.load(Ordering::SeqCst)), (vec![Err("no"); 5], 1));
        assert_eq!(ask(&shared, &asked, OFTEN).await, Err("no"), "it is believed for a moment");
    }

    #[tokio::test]
    async fn who_has_time_left_asks_again() {
        let (shared, asked) = (Shared::default(), AtomicU32::new(0));
        let long = Turn { until: Some(Instant::now() + Duration::from_hours(1)), ..OFTEN };
        let few = Turn { most_tries: 1, ..OFTEN };
        assert_eq!(ask(&shared, &asked, few).await, Err("no"));
        assert_eq!(ask(&shared, &asked, few).await, Err("no"));
        assert_eq!(ask(&shared, &asked, long).await, Ok(7));
        assert_eq!((ask(&shared, &asked, few).await, asked.load(Ordering::SeqCst)), (Ok(7), 2));
    }

    #[tokio::test]
    async fn a_failure_after_few_tries_is_no_answer_to_who_tries_often() {
        let (shared, asked) = (Shared::default(), AtomicU32::new(0));
        assert_eq!(ask(&shared, &asked, Turn { most_tries: 3, ..OFTEN }).await, Err("no"));
        assert_eq!(ask(&shared, &asked, OFTEN).await, Ok(7));
    }
}
