//! Tests that time something, on a machine that may be busy with something else.
//!
//! Such a test holds for any scale: what takes five milliseconds may take fifty. [`undisturbed`] begins with the
//! quickest and watches the clock beside it. An attempt that fails counts unless the machine was measurably away for a
//! time that matters at this scale; only then is it made again, slower. The last one counts in any case.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often the watch looks at the clock; it cannot see less.
const TICK: Duration = Duration::from_millis(1);

/// Makes `attempt` at `first` scale, and again at three and nine times that if it failed while nobody could run for
/// an `nth` part of the scale.
pub(crate) fn undisturbed(first: Duration, nth: u32, attempt: impl Fn(Duration)) {
    until_it_counts(first, nth, |scale| {
        let watch = Watch::start();
        let outcome = catch_unwind(AssertUnwindSafe(|| attempt(scale)));
        (outcome, watch.stop())
    });
}

/// `attempt` says how it went and how long the machine was away meanwhile.
fn until_it_counts(first: Duration, nth: u32, attempt: impl Fn(Duration) -> (thread::Result<()>, Duration)) {
    let scales = [first, first * 3, first * 9];
    for scale in scales {
        match attempt(scale) {
            (Ok(()), _) => return,
            (Err(panic), away) if scale == scales[2] || away < scale / nth => resume_unwind(panic),
            (Err(_), away) => println!("at {scale:?} the machine was away for {away:?}; once more, slower"),
        }
    }
}

/// A thread that wants to run every [`TICK`] and notes how late it was.
struct Watch {
    stop: Sender<()>,
    thread: JoinHandle<Duration>,
}

impl Watch {
    fn start() -> Self {
        let (stop, stopped) = channel();
        let thread = thread::spawn(move || {
            let mut latest = Duration::ZERO;
            loop {
                let before = Instant::now();
                let over = stopped.recv_timeout(TICK).is_ok();
                latest = latest.max(before.elapsed().saturating_sub(TICK));
                if over {
                    return latest;
                }
            }
        });
        Self { stop, thread }
    }

    /// The longest that the machine was away.
    fn stop(self) -> Duration {
        self.stop.send(()).unwrap();
        self.thread.join().unwrap()
    }
}

#[test]
fn only_a_machine_that_was_away_excuses_a_failure() {
    let second = Duration::from_secs(1);
    // How long the machine is away, which attempt is good, and what comes of it after how many.
    for (away, good, outcome) in [
        (second, 1, (true, 1)),
        (second, 2, (true, 2)),
        (second * 4, 3, (true, 3)),
        (second, 3, (false, 2)),
        (second * 9, 4, (false, 3)),
        (second / 2, 2, (true, 2)),
        (second / 3, 2, (false, 1)),
    ] {
        let tries = Cell::new(0);
        let attempt = |_| {
            tries.set(tries.get() + 1);
            (if tries.get() == good { Ok(()) } else { Err(Box::new("late") as Box<dyn Any + Send>) }, away)
        };
        let counted = catch_unwind(AssertUnwindSafe(|| until_it_counts(second, 2, attempt)));
        assert_eq!((counted.is_ok(), tries.get()), outcome, "{away:?}, {good}");
    }
}
