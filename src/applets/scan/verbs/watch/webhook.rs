//! Tells a webhook, beside the rounds: a queue that is bounded, posts that are bounded in time, and a pause after one that
//! failed. Who does not listen holds up nobody, and loses the oldest news when too many wait.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::telling::{Gauges, News};
use crate::kit::http::client::{Client, Request};
use crate::kit::net::SafeUrl;
use crate::kit::term::Term;

/// News that wait for a webhook that does not take them; the oldest go first.
const MOST_NEWS: usize = 256;

/// A post may take so long, with all that is tried within: whoever answers later is told again.
const PATIENCE: Duration = Duration::from_secs(15);

/// A webhook that did not take news is told again after the time between two rounds, and after this at most.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Who is told.
#[derive(Clone)]
pub(super) struct Hook {
    pub(super) client: Client,
    pub(super) url: SafeUrl,
}

impl Hook {
    /// Posts news, in a bounded time.
    ///
    /// # Errors
    /// Why they did not arrive.
    pub(super) async fn post(&self, news: &News) -> Result<(), String> {
        let body = serde_json::to_vec(news).map_err(|error| error.to_string())?;
        // Who hears the same news twice is not harmed.
        let request = Request::post(self.url.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(body)
            .repeatable();
        let sent = async {
            let response = self.client.send(request).await.map_err(|error| error.to_string())?;
            response.success().map(drop).map_err(|error| error.to_string())
        };
        timeout(PATIENCE, sent).await.unwrap_or_else(|_| Err("no answer within 15 s".to_owned()))
    }
}

/// News with their number, the oldest in front.
#[derive(Default)]
struct Queue {
    news: Mutex<VecDeque<(u64, Arc<News>)>>,
    more: Notify,
}

impl Queue {
    fn front(&self) -> Option<(u64, Arc<News>)> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).front().cloned()
    }

    /// Takes out what was told, unless it was dropped meanwhile.
    fn told(&self, number: u64) {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).retain(|(other, _)| *other != number);
    }

    /// Adds news; how many were dropped for it.
    fn add(&self, number: u64, news: News) -> usize {
        let mut queue = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push_back((number, Arc::new(news)));
        let dropped = queue.len().saturating_sub(MOST_NEWS);
        queue.drain(..dropped);
        drop(queue);
        self.more.notify_one();
        dropped
    }

    fn len(&self) -> usize {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// A webhook that is told while rounds go on.
pub(super) struct Messenger {
    queue: Arc<Queue>,
    gauges: Arc<Gauges>,
    term: Term,
    next: u64,
    task: JoinHandle<()>,
}

impl Messenger {
    /// Begins; after a failure it waits for as long as `interval`, within bounds.
    pub(super) fn start(hook: Hook, term: Term, gauges: Arc<Gauges>, interval: Duration) -> Self {
        let queue = Arc::<Queue>::default();
        let work = tell_all(hook, Arc::clone(&queue), term.clone(), Arc::clone(&gauges), interval.min(LONGEST_PAUSE));
        Self { queue, gauges, term, next: 0, task: tokio::spawn(work) }
    }

    /// Hands over news.
    pub(super) fn tell(&mut self, news: News) {
        if news.is_empty() {
            return;
        }
        self.next += 1;
        let dropped = self.queue.add(self.next, news) as u64;
        if dropped > 0 {
            self.gauges.dropped.add(dropped);
            let all = self.gauges.dropped.value();
            self.term.warn(format_args!("the webhook takes nothing: the oldest news were dropped, {all} by now"));
        }
    }

    /// Ends at once; what was not told is counted.
    pub(super) fn end(self) {
        self.task.abort();
        let left = self.queue.len();
        if left > 0 {
            self.gauges.dropped.add(left as u64);
            let pieces = if left == 1 { "1 piece of news".to_owned() } else { format!("{left} pieces of news") };
            self.term.warn(format_args!("{pieces} did not reach the webhook"));
        }
    }
}

async fn tell_all(hook: Hook, queue: Arc<Queue>, term: Term, gauges: Arc<Gauges>, pause: Duration) {
    loop {
        let Some((number, news)) = queue.front() else {
            queue.more.notified().await;
            continue;
        };
        match hook.post(&news).await {
            Ok(()) => queue.told(number),
            Err(error) => {
                gauges.lost.add(1);
                term.warn(format_args!("the webhook did not take the news, which are kept: {error}"));
                tokio::time::sleep(pause).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept_and_what_was_dropped_is_counted() {
        let queue = Queue::default();
        let news = || News::of("policy.toml", "now".to_owned(), Vec::new());
        let dropped: usize = (0..300).map(|number| queue.add(number, news())).sum();
        assert_eq!((dropped, queue.len()), (44, MOST_NEWS));
        assert_eq!(queue.front().map(|(number, _)| number), Some(44));
        // One that was dropped while it was on its way takes nobody else with it.
        queue.told(3);
        assert_eq!(queue.len(), MOST_NEWS);
        queue.told(44);
        assert_eq!(queue.front().map(|(number, _)| number), Some(45));
    }
}
