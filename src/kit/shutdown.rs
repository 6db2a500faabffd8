//! The two-stage end of a run: the first Ctrl-C, SIGTERM or SIGHUP asks for a clean stop, the second ends the process.
//!
//! The listener has a thread and a small runtime of its own. So the second signal works even when every worker of the
//! shared runtime is busy, which is exactly when a user presses Ctrl-C twice.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;

use crate::kit::exit::Exit;

/// Whether, and by what, the run was asked to stop. Clones share one state.
///
/// ```
/// use toolbox::kit::exit::Exit;
/// use toolbox::kit::shutdown::Shutdown;
///
/// let shutdown = Shutdown::manual();
/// let token = shutdown.token();
/// assert_eq!(shutdown.interrupted(), None);
///
/// shutdown.trigger(Exit::Interrupted);
/// assert!(token.is_cancelled());
/// assert_eq!(shutdown.interrupted(), Some(Exit::Interrupted));
/// ```
#[derive(Debug, Clone)]
pub struct Shutdown {
    token: CancellationToken,
    /// Written once, before the token is cancelled; read by anyone.
    first: Arc<OnceLock<Exit>>,
    /// How many [`AtOnce`] there are.
    at_once: Arc<AtomicUsize>,
    /// SIGHUP means something else; see [`Self::spare_hang_up`].
    spares_hang_up: Arc<AtomicBool>,
    /// How many [`Finishing`] there are.
    finishing: Arc<AtomicUsize>,
}

/// While one of these lives there is nothing to lose, and the first signal ends the process; see [`Shutdown::at_once`].
#[derive(Debug)]
pub struct AtOnce(Arc<AtomicUsize>);

/// While one of these lives, SIGTERM does not end the process; see [`Shutdown::finishing`].
#[derive(Debug)]
pub struct Finishing(Arc<AtomicUsize>);

impl Drop for Finishing {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for AtOnce {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Shutdown {
    /// One that only [`trigger`](Self::trigger) sets off: for tests, and for runs inside another run.
    #[must_use]
    pub fn manual() -> Self {
        Self {
            token: CancellationToken::new(),
            first: Arc::default(),
            at_once: Arc::default(),
            spares_hang_up: Arc::default(),
            finishing: Arc::default(),
        }
    }

    /// From here on SIGHUP ends nothing: a daemon that reads its configuration again listens for it itself.
    pub fn spare_hang_up(&self) {
        self.spares_hang_up.store(true, Ordering::SeqCst);
    }

    /// From here until the guard is dropped the first signal ends the process as a second one would: for what comes
    /// before the work, and may wait for ever, such as reading a pipe that nobody writes to.
    #[must_use]
    pub fn at_once(&self) -> AtOnce {
        self.at_once.fetch_add(1, Ordering::SeqCst);
        AtOnce(Arc::clone(&self.at_once))
    }

    /// From here until the guard is dropped a further SIGTERM is passed over: for what the first one asked for and may not
    /// be lost, such as a last dump. Service managers repeat theirs; a person's second Ctrl-C still ends the process.
    #[must_use]
    pub fn finishing(&self) -> Finishing {
        self.finishing.fetch_add(1, Ordering::SeqCst);
        Finishing(Arc::clone(&self.finishing))
    }

    /// Starts to listen for Ctrl-C, SIGTERM and SIGHUP (unless that is ignored, as `nohup` wants it); the handlers stand
    /// when this returns. After the first signal `first` is called with what it means, to tell the user. At the second `last` is called, to
    /// give the terminal back, and the process exits with the code of that signal. A file that grows beyond its limit
    /// (`ulimit -f`) is an error of writing from then on, and no signal that ends the process.
    ///
    /// # Errors
    /// Where the system refuses a thread or a signal handler.
    pub fn listen(first: impl FnOnce(Exit) + Send + 'static, last: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_io().build()?;
        let mut signals = {
            let _context = runtime.enter();
            Signals::new()?
        };
        let shutdown = Self::manual();
        let stages = shutdown.clone();
        let listen = move |runtime: Runtime| {
            let signal = runtime.block_on(stages.end_by(&mut signals));
            if stages.at_once.load(Ordering::SeqCst) > 0 {
                last();
                end(signal);
            }
            stages.trigger(signal);
            first(signal);
            loop {
                let next = runtime.block_on(stages.end_by(&mut signals));
                if next == Exit::Terminated && stages.finishing.load(Ordering::SeqCst) > 0 {
                    continue;
                }
                last();
                end(next)
            }
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || listen(runtime))?;
        Ok(shutdown)
    }

    /// The next signal that is one to end by.
    async fn end_by(&self, signals: &mut Signals) -> Exit {
        loop {
            let signal = signals.next().await;
            if signal != Exit::HungUp || !self.spares_hang_up.load(Ordering::SeqCst) {
                return signal;
            }
        }
    }

    /// Asks for a clean stop. The first call decides what [`interrupted`](Self::interrupted) says.
    pub fn trigger(&self, by: Exit) {
        self.first.get_or_init(|| by);
        self.token.cancel();
    }

    /// Cancelled at the first signal. Derive child tokens for work that may also end for its own reasons.
    #[must_use]
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }

    /// How a job that was cut short ends: [`Exit::Interrupted`], [`Exit::Terminated`], or `None` where none came.
    #[must_use]
    pub fn interrupted(&self) -> Option<Exit> {
        self.first.get().copied()
    }
}

#[expect(clippy::exit, reason = "the second signal means at once, from a thread that owns no work")]
fn end(by: Exit) -> ! {
    std::process::exit(i32::from(by.code()))
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    /// None where whoever started the process had it ignored: the run is to outlive its terminal.
    hang_up: Option<tokio::signal::unix::Signal>,
    /// Caught and left alone: that a file may not grow is told by whoever writes it.
    _file_size: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let hang_up = (!hang_up_is_ignored()).then(|| signal(SignalKind::hangup())).transpose()?;
        let (interrupt, terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        let file_size = signal(SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw()))?;
        Ok(Self { interrupt, terminate, hang_up, _file_size: file_size })
    }

    async fn next(&mut self) -> Exit {
        tokio::select! {
            _ = self.interrupt.recv() => Exit::Interrupted,
            _ = self.terminate.recv() => Exit::Terminated,
            true = heard(&mut self.hang_up) => Exit::HungUp,
        }
    }
}

/// Waits for a signal; false where it is not listened for.
#[cfg(unix)]
async fn heard(signal: &mut Option<tokio::signal::unix::Signal>) -> bool {
    match signal {
        Some(signal) => signal.recv().await.is_some(),
        None => false,
    }
}

/// Whether SIGHUP was ignored when the process started. Systems without this file are taken not to.
#[cfg(unix)]
fn hang_up_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // SIGHUP is signal 1, which is bit 0.
    mask.is_some_and(|mask| mask & 1 == 1)
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) -> Exit {
        self.0.recv().await;
        Exit::Interrupted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_signal_decides_what_the_run_was_ended_by() {
        let shutdown = Shutdown::manual();
        shutdown.trigger(Exit::Terminated);
        shutdown.trigger(Exit::Interrupted);
        assert_eq!(shutdown.interrupted(), Some(Exit::Terminated));
    }
}
