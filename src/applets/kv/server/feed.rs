//! The log of effects: what the append-only file and replicas receive, in an order that reproduces the store.
//!
//! Commands are appended while the stripes of their keys are held, so for each key the order here is the order there.
//! Nobody reads it yet; whoever does calls [`Feed::attach`].

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::RwLock;

/// Receives commands that changed something.
pub trait Sink: Send + Sync + std::fmt::Debug {
    /// A command in `database`, in RESP: `*3\r\n$3\r\nSET\r\n…`. Called under stripe locks: copy and return.
    fn append(&self, database: u32, command: &[u8]);
}

/// The log and its readers.
#[derive(Debug, Default)]
pub struct Feed {
    active: AtomicBool,
    /// Written when a reader comes or goes.
    sinks: RwLock<Vec<Arc<dyn Sink>>>,
}

impl Feed {
    /// Whether anybody reads it.
    #[inline]
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed)
    }

    /// Adds a reader. With all stripes held where it must know what came before.
    pub fn attach(&self, sink: Arc<dyn Sink>) {
        self.sinks.write().push(sink);
        self.active.store(true, Ordering::Release);
    }

    /// Removes a reader.
    pub fn detach(&self, sink: &Arc<dyn Sink>) {
        let mut sinks = self.sinks.write();
        sinks.retain(|known| !Arc::ptr_eq(known, sink));
        self.active.store(!sinks.is_empty(), Ordering::Release);
    }

    /// Appends a command.
    pub fn append<'w>(&self, database: u32, words: impl ExactSizeIterator<Item = &'w [u8]>) {
        let mut text = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            text.extend_from_slice(format!("${}\r\n", word.len()).as_bytes());
            text.extend_from_slice(word);
            text.extend_from_slice(b"\r\n");
        }
        self.sinks.read().iter().for_each(|sink| sink.append(database, &text));
    }
}
