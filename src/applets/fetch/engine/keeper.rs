//! Saves the state now and then, in a thread of its own: an fsync may take as long as it likes, nobody waits for it.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::work::Work;

/// When the first document goes to the disk. An fsync may take a second where a file system has much to write, and the
/// end of a download waits for it; those that are over sooner cause none, and lose no more than this to a power cut.
const FIRST: Duration = Duration::from_secs(3);

/// Saves grow rarer up to this: what they are for is the hash, and a power cut.
const RAREST: Duration = Duration::from_secs(8);

/// How often the bytes themselves are pushed to the disk, so that a power cut costs seconds and not all.
const DURABLE: Duration = Duration::from_secs(10);

/// The thread; it ends when told, or when this is dropped.
#[derive(Debug)]
pub(super) struct Keeper {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Keeper {
    pub(super) fn start(work: Arc<Work>) -> io::Result<Self> {
        let (stop, stopped) = channel();
        let download = tracing::Span::current();
        let thread = thread::Builder::new().name("state".to_owned()).spawn(move || {
            let _inside = download.enter();
            let (mut pause, mut synced) = (FIRST, Instant::now());
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                pause = (pause * 2).min(RAREST);
                let result = if synced.elapsed() >= DURABLE {
                    synced = Instant::now();
                    work.save_durably()
                } else {
                    work.save()
                };
                if let Err(error) = result {
                    // The download can do without; the next time may succeed.
                    tracing::warn!(%error, "the state was not saved");
                }
            }
        })?;
        Ok(Self { stop, thread })
    }

    /// Ends it, and waits for a save under way.
    pub(super) fn stop(self) {
        drop(self.stop);
        // A panic was printed by its hook.
        let _ = self.thread.join();
    }
}
