//! The log of effects: what the append-only file and replicas receive, in an order that reproduces the store.
//!
//! Commands are appended while the stripes of their keys are held, so for each key the order here is the order there.
//! What belongs together (a transaction, the effects of one command) reaches readers in one piece, between MULTI and
//! EXEC. Whoever reads it calls [`Feed::attach`].

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::RwLock;

/// Who is to have an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody.
    All,
    /// Replicas, as it changes no key.
    Replicas,
}

/// A command that changed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Where.
    pub database: u32,
    /// Who is to have it.
    pub reach: Reach,
    /// In RESP: `*3\r\n$3\r\nSET\r\n…`.
    pub command: Vec<u8>,
}

impl Effect {
    /// What stands before it where another database came before.
    #[must_use]
    pub fn select(&self) -> Vec<u8> {
        let digits = self.database.to_string();
        format!("*2\r\n$6\r\nSELECT\r\n${}\r\n{digits}\r\n", digits.len()).into_bytes()
    }
}

/// Receives commands that changed something.
pub trait Sink: Send + Sync + std::fmt::Debug {
    /// Commands that follow each other without others between. Called under stripe locks: copy and return.
    fn append(&self, effects: &[Effect]);
}

/// The log and its readers.
#[derive(Debug, Default)]
pub struct Feed {
    active: AtomicBool,
    /// Written when a reader comes or goes.
    sinks: RwLock<Vec<Arc<dyn Sink>>>,
}

thread_local! {
    /// The effects of the transaction that this thread carries out.
    static TOGETHER: RefCell<Option<Vec<Effect>>> = const { RefCell::new(None) };
}

impl Feed {
    /// Whether anybody reads it.
    #[inline]
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed)
    }

    /// Adds a reader, once. With all stripes held where it must know what came before.
    pub fn attach(&self, sink: Arc<dyn Sink>) {
        let mut sinks = self.sinks.write();
        if !sinks.iter().any(|known| std::ptr::addr_eq(Arc::as_ptr(known), Arc::as_ptr(&sink))) {
            sinks.push(sink);
        }
        self.active.store(true, Ordering::Release);
    }

    /// Removes a reader.
    pub fn detach(&self, sink: &Arc<dyn Sink>) {
        let mut sinks = self.sinks.write();
        sinks.retain(|known| !std::ptr::addr_eq(Arc::as_ptr(known), Arc::as_ptr(sink)));
        self.active.store(!sinks.is_empty(), Ordering::Release);
    }

    /// Appends a command.
    pub fn append<'w>(&self, database: u32, words: impl ExactSizeIterator<Item = &'w [u8]>) {
        self.append_for(Reach::All, database, words);
    }

    /// Appends a command that not everybody is to have.
    pub fn append_for<'w>(&self, reach: Reach, database: u32, words: impl ExactSizeIterator<Item = &'w [u8]>) {
        let mut command = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            command.extend_from_slice(format!("${}\r\n", word.len()).as_bytes());
            command.extend_from_slice(word);
            command.extend_from_slice(b"\r\n");
        }
        let effect = Effect { database, reach, command };
        let alone = TOGETHER.with_borrow_mut(|together| match together {
            Some(effects) => {
                effects.push(effect);
                None
            }
            None => Some(effect),
        });
        if let Some(effect) = alone {
            self.deliver(&[effect]);
        }
    }

    /// Collects what this thread appends while `act` runs, and appends it in one piece. The stripes of everything it
    /// changes are held all the while.
    pub fn together<T>(&self, act: impl FnOnce() -> T) -> T {
        if !self.is_active() || TOGETHER.with_borrow(Option::is_some) {
            return act();
        }
        TOGETHER.set(Some(Vec::new()));
        let outcome = act();
        let mut effects = TOGETHER.take().unwrap_or_default();
        if effects.len() > 1 {
            let is_kept = effects.iter().any(|effect| effect.reach == Reach::All);
            let reach = if is_kept { Reach::All } else { Reach::Replicas };
            let database = effects[0].database;
            effects.insert(0, Effect { database, reach, command: b"*1\r\n$5\r\nMULTI\r\n".to_vec() });
            let database = effects[effects.len() - 1].database;
            effects.push(Effect { database, reach, command: b"*1\r\n$4\r\nEXEC\r\n".to_vec() });
        }
        if !effects.is_empty() {
            self.deliver(&effects);
        }
        outcome
    }

    fn deliver(&self, effects: &[Effect]) {
        self.sinks.read().iter().for_each(|sink| sink.append(effects));
    }
}

#[cfg(test)]
mod tests {
    use parking_lot::Mutex;

    use super::*;

    #[derive(Debug, Default)]
    struct Counted(Mutex<usize>);

    impl Sink for Counted {
        fn append(&self, effects: &[Effect]) {
            *self.0.lock() += effects.len();
        }
    }

    #[test]
    fn a_reader_that_is_attached_twice_receives_an_effect_once() {
        let (feed, sink) = (Feed::default(), Arc::new(Counted::default()));
        feed.attach(Arc::<Counted>::clone(&sink));
        feed.attach(Arc::<Counted>::clone(&sink));
        feed.append(0, [&b"PING"[..]].into_iter());
        assert_eq!(*sink.0.lock(), 1);
        let known: Arc<dyn Sink> = sink;
        feed.detach(&known);
        assert!(!feed.is_active());
    }
}
