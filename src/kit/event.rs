//! Rare facts that an engine tells while it works. Hot facts are counters and histograms, never events.
//!
//! A [`Sink`] never blocks its engine: when a listener is slow, events are dropped and counted.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;

/// Where an engine puts its events.
#[derive(Debug)]
pub struct Sink<E> {
    target: Target<E>,
    /// Written by the engine, read by whoever asks; how many events found the channel full.
    dropped: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Target<E> {
    Null,
    Channel(mpsc::Sender<E>),
    Collect(Arc<Mutex<Vec<E>>>),
}

impl<E> Sink<E> {
    /// A sink that forgets everything.
    #[must_use]
    pub fn null() -> Self {
        Self::to(Target::Null)
    }

    /// A bounded channel of `capacity` events (at least 1); the receiver ends when every clone of the sink is gone.
    ///
    /// ```
    /// use toolbox::kit::event::Sink;
    /// let (sink, mut feed) = Sink::channel(1);
    /// sink.send("first");
    /// sink.send("second");
    /// assert_eq!(feed.try_recv().unwrap(), "first");
    /// assert_eq!(sink.dropped(), 1);
    /// ```
    #[must_use]
    pub fn channel(capacity: usize) -> (Self, mpsc::Receiver<E>) {
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        (Self::to(Target::Channel(sender)), receiver)
    }

    /// A sink that keeps everything, for tests.
    #[must_use]
    pub fn collect() -> (Self, Arc<Mutex<Vec<E>>>) {
        let events = Arc::new(Mutex::new(Vec::new()));
        (Self::to(Target::Collect(Arc::clone(&events))), events)
    }

    fn to(target: Target<E>) -> Self {
        Self { target, dropped: Arc::new(AtomicU64::new(0)) }
    }

    /// Tells one event; never waits.
    pub fn send(&self, event: E) {
        match &self.target {
            Target::Null => {}
            Target::Channel(sender) => {
                if sender.try_send(event).is_err() {
                    self.dropped.fetch_add(1, Ordering::Relaxed);
                }
            }
            Target::Collect(events) => events.lock().unwrap_or_else(PoisonError::into_inner).push(event),
        }
    }

    /// How many events were dropped because the listener was slow or gone.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

impl<E> Clone for Sink<E> {
    fn clone(&self) -> Self {
        let target = match &self.target {
            Target::Null => Target::Null,
            Target::Channel(sender) => Target::Channel(sender.clone()),
            Target::Collect(events) => Target::Collect(Arc::clone(events)),
        };
        Self { target, dropped: Arc::clone(&self.dropped) }
    }
}
