//! Progress that draws itself: a bar where the end is known, a spinner where it is not.
//!
//! Counting is one atomic addition; a small thread looks at the count ten times a second and draws. So a bar that
//! nobody feeds still shows that time passes, and a loop that feeds it pays nothing.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Term;
use super::live::Live;
use super::progress::{Reading, Unit, line};
use crate::kit::metrics::SpeedMeter;
use crate::kit::units::format_duration;

/// Ten frames a second look alive and cost nothing.
const FRAME: Duration = Duration::from_millis(100);

/// Without a terminal a line is due every ten seconds; looking once a second hits that well enough.
const FRAME_PLAIN: Duration = Duration::from_secs(1);

/// The speed of bytes is that of the last seconds: long enough to be steady, short enough to notice a stall.
const SPEED_WINDOW: Duration = Duration::from_secs(5);

/// A bar, from [`Term::bar`] or [`Term::byte_bar`]; it goes when dropped.
///
/// ```
/// use toolbox::kit::term::{Options, Term};
/// let (term, captured) = Term::captured(Options::default(), Some(60));
/// let bar = term.bar(500, "Checking");
/// bar.inc(150);
/// drop(bar);
/// assert!(captured.err().contains("Checking [>"));
/// ```
#[derive(Debug)]
pub struct Bar {
    count: Arc<Count>,
    _ticker: Option<Ticker>,
}

/// Written by the work, read by the ticker.
#[derive(Debug)]
struct Count {
    done: AtomicU64,
    total: AtomicU64,
    /// What was done before the work began.
    before: AtomicU64,
}

impl Count {
    fn new(total: u64) -> Arc<Self> {
        Arc::new(Self { done: AtomicU64::new(0), total: AtomicU64::new(total), before: AtomicU64::new(0) })
    }
}

impl Bar {
    pub(super) fn counting(term: &Term, total: u64, label: String) -> Self {
        let count = Count::new(total);
        let mut pace = Pace::new(Instant::now());
        let shown = Arc::clone(&count);
        let ticker = Ticker::start(term, move |term, now| {
            let (done, total) = (shown.done.load(Ordering::Relaxed), shown.total.load(Ordering::Relaxed));
            pace.from = pace.from.max(shown.before.load(Ordering::Relaxed).min(done));
            let reading = Reading { done, total, per_second: pace.per_second(done, now), unit: Unit::Count };
            line(&label, &reading, columns(term))
        });
        Self { count, _ticker: ticker }
    }

    pub(super) fn of_bytes(term: &Term, total: u64, label: String) -> Self {
        let count = Count::new(total);
        let mut speed = SpeedMeter::new(SPEED_WINDOW, Instant::now());
        let mut seen = 0;
        let shown = Arc::clone(&count);
        let ticker = Ticker::start(term, move |term, now| {
            let (done, total) = (shown.done.load(Ordering::Relaxed), shown.total.load(Ordering::Relaxed));
            // Going backwards, after a broken piece, is no negative speed.
            speed.add(done.saturating_sub(shown.before.load(Ordering::Relaxed).max(seen)), now);
            seen = done;
            let reading = Reading { done, total, per_second: speed.bytes_per_second(now), unit: Unit::Bytes };
            line(&label, &reading, columns(term))
        });
        Self { count, _ticker: ticker }
    }

    /// Counts `n` more as done.
    pub fn inc(&self, n: u64) {
        self.count.done.fetch_add(n, Ordering::Relaxed);
    }

    /// Says how much is done. It may be less than before.
    pub fn set(&self, done: u64) {
        self.count.done.store(done, Ordering::Relaxed);
    }

    /// Says how much was done before this work began: it is shown as done, and makes nobody faster.
    pub fn resume(&self, before: u64) {
        self.count.before.store(before, Ordering::Relaxed);
        self.set(before);
    }

    /// Says how much there is to do, when more of it is known.
    pub fn set_total(&self, total: u64) {
        self.count.total.store(total, Ordering::Relaxed);
    }

    /// How much is done.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.count.done.load(Ordering::Relaxed)
    }
}

fn columns(term: &Term) -> Option<usize> {
    term.line_width().map(usize::from)
}

/// The mean pace since the start, or since the count last went backwards.
#[derive(Debug)]
struct Pace {
    since: Instant,
    from: u64,
}

impl Pace {
    fn new(since: Instant) -> Self {
        Self { since, from: 0 }
    }

    fn per_second(&mut self, done: u64, now: Instant) -> f64 {
        if done < self.from {
            *self = Self { since: now, from: done };
        }
        let seconds = now.saturating_duration_since(self.since).as_secs_f64();
        if seconds > 0.0 { (done - self.from) as f64 / seconds } else { 0.0 }
    }
}

/// A spinner, from [`Term::spinner`]; it goes when dropped.
///
/// ```
/// use toolbox::kit::term::{Options, Term};
/// let (term, captured) = Term::captured(Options::default(), Some(60));
/// let spinner = term.spinner("Looking for the limit");
/// spinner.set("Trying 400 per second");
/// drop(spinner);
/// assert!(captured.err().contains("⠋ Looking for the limit"));
/// ```
#[derive(Debug)]
pub struct Spinner {
    label: Arc<Mutex<String>>,
    _ticker: Option<Ticker>,
}

impl Spinner {
    pub(super) fn start(term: &Term, label: String) -> Self {
        let label = Arc::new(Mutex::new(label));
        let shown = Arc::clone(&label);
        let frames = term.glyphs().spinner();
        let (begin, mut frame) = (Instant::now(), 0);
        let ticker = Ticker::start(term, move |term, now| {
            let label = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if !term.is_interactive() {
                return format!("{label} ({})", format_duration(now.saturating_duration_since(begin)));
            }
            let sign = frames[frame % frames.len()];
            frame += 1;
            format!("{sign} {label}")
        });
        Self { label, _ticker: ticker }
    }

    /// Says what goes on now.
    pub fn set(&self, label: impl Into<String>) {
        *self.label.lock().unwrap_or_else(PoisonError::into_inner) = label.into();
    }
}

/// The thread that draws a frame now and then; stopped and joined when dropped, the line with it.
#[derive(Debug)]
struct Ticker {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Draws the first frame at once. None where no progress is shown, or no thread can be had: work goes on.
    fn start(term: &Term, mut frame: impl FnMut(&Term, Instant) -> String + Send + 'static) -> Option<Self> {
        if !term.shows_progress() {
            return None;
        }
        let pause = if term.is_interactive() { FRAME } else { FRAME_PLAIN };
        let live: Live = term.live();
        live.set(vec![frame(term, Instant::now())]);
        let stop = Arc::new(AtomicBool::new(false));
        let (term, stopped) = (term.clone(), Arc::clone(&stop));
        let work = move || {
            loop {
                std::thread::park_timeout(pause);
                if stopped.load(Ordering::Acquire) {
                    return drop(live);
                }
                let now = Instant::now();
                live.set_at(vec![frame(&term, now)], now);
            }
        };
        let thread = std::thread::Builder::new().name("progress".into()).spawn(work).ok()?;
        Some(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A frame that panicked has been reported by the panic hook; there is nothing to add.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::term::tests::screen;
    use crate::kit::term::{Glyphs, Options, Progress, Verbosity};

    #[test]
    fn a_pace_starts_again_when_the_count_goes_backwards() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut pace = Pace::new(start);
        assert!(pace.per_second(0, start).abs() < f64::EPSILON);
        assert!((pace.per_second(100, at(10)) - 10.0).abs() < 1e-9);
        assert!((pace.per_second(50, at(10)) - 5.0).abs() < 1e-9, "less than before, more than at the start");
        let mut resumed = Pace { since: start, from: 40 };
        assert!(resumed.per_second(10, at(5)).abs() < f64::EPSILON);
        assert!((resumed.per_second(30, at(10)) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn ascii_terminals_get_an_ascii_spinner() {
        let (term, captured) = Term::captured(Options { glyphs: Glyphs::Ascii, ..Options::default() }, Some(40));
        drop(term.spinner("waiting"));
        assert!(captured.err().contains("| waiting"));
    }

    #[test]
    fn quiet_runs_and_runs_without_progress_draw_nothing() {
        for options in [
            Options { verbosity: Verbosity::Quiet, ..Options::default() },
            Options { progress: Progress::Off, ..Options::default() },
        ] {
            let (term, captured) = Term::captured(options, Some(40));
            let (bar, spinner) = (term.bar(3, "bar"), term.spinner("spinner"));
            bar.inc(1);
            drop((bar, spinner));
            assert_eq!(captured.err(), "");
        }
    }

    #[test]
    fn several_bars_stand_below_each_other() {
        let (term, captured) = Term::captured(Options::default(), Some(40));
        let (first, second) = (term.bar(3, "first"), term.byte_bar(3, "second"));
        first.set(2);
        assert_eq!(first.done(), 2);
        drop(first);
        drop(second);
        let screen = screen(&captured.both(), 40, 24);
        assert_eq!(screen.screen().contents().trim(), "");
        assert!(!screen.screen().hide_cursor());
    }
}
