//! Many waits on one fine timer, per thread.
//!
//! The runtime's own timer rounds up to whole milliseconds: with it a capacity of 5 000 requests a second would come
//! in bursts of five. One timerfd per waiting request would be exact and cost a descriptor each; so each thread keeps
//! its deadlines in a heap behind a single [`Alarm`], good to some tens of microseconds, without spinning.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Instant;

use tokio::sync::Notify;

use crate::kit::alarm::Alarm;

/// The deadlines of one thread.
#[derive(Debug, Default)]
pub(super) struct Timers {
    waiting: RefCell<BinaryHeap<Reverse<Entry>>>,
    /// Told when a deadline becomes the earliest.
    earlier: Notify,
}

#[derive(Debug)]
struct Entry {
    at: Instant,
    waker: Waker,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

impl Timers {
    /// Starts a heap and the task that serves it; both end with the runtime.
    pub(super) fn start() -> io::Result<Rc<Self>> {
        let timers = Rc::new(Self::default());
        let alarm = Alarm::new()?;
        tokio::task::spawn_local(drive(Rc::clone(&timers), alarm));
        Ok(timers)
    }

    /// Waits until `at`; returns at once when that is past.
    pub(super) async fn until(&self, at: Instant) {
        poll_fn(|cx| {
            if Instant::now() >= at {
                return Poll::Ready(());
            }
            // A wait that is polled again or dropped leaves an entry behind; its wake is spurious and harmless.
            let mut waiting = self.waiting.borrow_mut();
            let earliest = waiting.peek().is_none_or(|Reverse(first)| at < first.at);
            waiting.push(Reverse(Entry { at, waker: cx.waker().clone() }));
            drop(waiting);
            if earliest {
                self.earlier.notify_one();
            }
            Poll::Pending
        })
        .await;
    }

    /// Wakes everything that is due; the next deadline after that.
    fn fire(&self) -> Option<Instant> {
        loop {
            let mut waiting = self.waiting.borrow_mut();
            let next = waiting.peek()?.0.at;
            if next > Instant::now() {
                return Some(next);
            }
            let due = waiting.pop();
            // A waker may poll at once and come back for the heap.
            drop(waiting);
            if let Some(Reverse(entry)) = due {
                entry.waker.wake();
            }
        }
    }
}

async fn drive(timers: Rc<Timers>, mut alarm: Alarm) {
    loop {
        let earlier = timers.earlier.notified();
        let Some(next) = timers.fire() else {
            earlier.await;
            continue;
        };
        let wait = next.saturating_duration_since(Instant::now());
        tokio::select! {
            () = earlier => {}
            result = alarm.after(wait) => if let Err(error) = result {
                tracing::warn!(%error, "the fine timer failed; waiting with the runtime's");
                tokio::time::sleep(wait).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::kit::runtime::per_core;

    fn on_a_thread<T: Send + 'static, F: Future<Output = T> + 'static>(work: fn() -> F) -> T {
        let mut threads = per_core(1, "timers", move |_| work()).unwrap();
        threads.pop().unwrap().join().unwrap().unwrap()
    }

    #[test]
    fn waits_end_in_the_order_of_their_deadlines_and_never_early() {
        let order = on_a_thread(|| async {
            let timers = Timers::start().unwrap();
            let order = Rc::new(RefCell::new(Vec::new()));
            let start = Instant::now();
            let tasks = [3_u64, 1, 2].map(|ms| {
                let (timers, order) = (Rc::clone(&timers), Rc::clone(&order));
                tokio::task::spawn_local(async move {
                    let at = start + Duration::from_millis(ms);
                    timers.until(at).await;
                    assert!(Instant::now() >= at);
                    order.borrow_mut().push(ms);
                })
            });
            for task in tasks {
                task.await.unwrap();
            }
            order.take()
        });
        assert_eq!(order, [1, 2, 3]);
    }

    #[test]
    fn a_past_deadline_is_no_wait() {
        on_a_thread(|| async { Timers::start().unwrap().until(Instant::now()).await });
    }
}
