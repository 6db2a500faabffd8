//! The two shapes of the async runtime: one shared by everything that waits, one per core for engines whose threads
//! own their data.

use std::cell::Cell;
use std::future::Future;
use std::io;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::runtime::{Builder, LocalOptions, Runtime};

use crate::kit::linger::{linger, sleep_exactly};

/// The runtime that waits for signals, serves metrics and runs applets whose work is not bound to a core.
///
/// # Errors
/// When the system refuses threads or an epoll instance.
///
/// ```
/// let runtime = toolbox::kit::runtime::shared().unwrap();
/// assert_eq!(runtime.block_on(async { 6 * 7 }), 42);
/// ```
pub fn shared() -> io::Result<Runtime> {
    Builder::new_multi_thread().thread_name("toolbox").enable_all().build()
}

/// Tasks that a core polls before it looks at sockets and other threads again, while tasks are ready; what waits is
/// looked at anyhow as soon as none is. Looking is a system call; a few hundred short tasks take less than a millisecond.
const TASKS_PER_LOOK: u32 = 256;

/// Starts `count` threads named `name-0`, `name-1`, …, each with a runtime of its own, on which `work(i)` runs to its
/// end. What `work` makes never leaves its thread, so it may hold `Rc` and `Cell`.
///
/// # Errors
/// When the system refuses a thread; threads started before are left to finish.
pub fn per_core<T, W, F>(count: usize, name: &str, work: W) -> io::Result<Vec<JoinHandle<io::Result<T>>>>
where
    T: Send + 'static,
    W: Fn(usize) -> F + Clone + Send + 'static,
    F: Future<Output = T> + 'static,
{
    (0..count)
        .map(|index| {
            let work = work.clone();
            std::thread::Builder::new().name(format!("{name}-{index}")).spawn(move || {
                sleep_exactly();
                let runtime = Builder::new_current_thread()
                    .enable_all()
                    .event_interval(TASKS_PER_LOOK)
                    .global_queue_interval(TASKS_PER_LOOK)
                    .on_thread_park(|| linger(PAUSE.get()))
                    .build_local(LocalOptions::default())?;
                Ok(runtime.block_on(work(index)))
            })
        })
        .collect()
}

thread_local! {
    /// How long this thread sleeps before it waits for its sockets.
    static PAUSE: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// From now on, each time a thread of [`per_core`] has no task left to run, it sleeps this long before it looks at its
/// sockets; what comes meanwhile is found by one look. Concerns the calling thread only.
pub fn pause_before_looking(pause: Duration) {
    PAUSE.set(pause);
}
