//! What is counted while a run goes on; what metrics, display and report are made from.

mod pace;

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

pub use self::pace::{Gauge, Paces};
use super::cross::Ledger;
use super::ffmpeg::lines::Asked;
use crate::kit::metrics::{Counter, CounterMap, Histogram};
use crate::kit::usage::Usage;

/// Upper bounds of the exposed buckets of uptimes, in seconds.
pub const UPTIME_BOUNDS: [f64; 8] = [1.0, 5.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0];

/// The same under the later names.
pub const COMPAT_UPTIME_BOUNDS: [f64; 9] = [1.0, 5.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0];

/// Patterns of errors that are told apart; what comes beyond is one.
const MOST_PATTERNS: usize = 64;

/// The widest window over which bytes a second are told, in seconds.
const WIDEST_S: usize = 300;

/// All figures of a run. Written by clients, read by anyone.
#[derive(Debug)]
pub struct Tally {
    /// How many clients there are to be.
    pub target: u64,
    /// When the run began.
    pub begin: Instant,
    /// What this process had taken of the processor by then.
    pub processor_before: Duration,
    /// Clients whose slot has come.
    due: AtomicU64,
    active: AtomicU64,
    peak: AtomicU64,
    /// Starts, those anew included.
    pub started: Counter,
    /// Requests of players that came to nothing.
    pub failed: Counter,
    /// Players that ended by a fault of this program.
    pub lost: Counter,
    /// Clients that had not come when the run ended, although their slot had.
    pub missed: Counter,
    /// Processes that could not be made.
    pub refused: Counter,
    /// Starts anew.
    pub restarted: Counter,
    /// Clients that were started as often as they may be.
    pub gave_up: Counter,
    /// Times a client made no progress for too long.
    pub stalled: Counter,
    /// Processes in which something was played.
    pub played: Counter,
    /// Processes that were asked to end with the run.
    pub stopped: Counter,
    /// Processes that were asked to end because they made no progress.
    pub ended_for_stall: Counter,
    /// Segments opened whose size nobody tells.
    pub unsized_segments: Counter,
    /// Bytes of media.
    pub bytes: Counter,
    /// Segments asked for.
    pub segments: Counter,
    /// Playlists asked for.
    pub playlists: Counter,
    /// Initialisations asked for.
    pub inits: Counter,
    /// Anything else that was asked for.
    pub others: Counter,
    /// Connections made again.
    pub reconnections: Counter,
    /// Times nothing came in time.
    pub timeouts: Counter,
    /// Lines of progress and of logs that were read.
    pub progress_lines: Counter,
    /// The same of logs.
    pub log_lines: Counter,
    /// Ends by exit code.
    pub exits: CounterMap,
    /// Answers that are errors, by status.
    pub statuses: CounterMap,
    /// What went wrong, by pattern.
    patterns: Mutex<BTreeMap<String, u64>>,
    uptimes: Mutex<Uptimes>,
    /// The bytes of media so far, once a second, the latest last.
    marks: Mutex<VecDeque<u64>>,
    /// How many were active, once a second.
    actives: Mutex<Histogram>,
    /// How late clients came to their slots.
    lateness: Mutex<Histogram>,
    /// When the last client came, in milliseconds of the run.
    settled_ms: AtomicU64,
    /// Who fetched what, where that is compared.
    ledger: Option<Ledger>,
    gauges: Vec<Gauge>,
}

/// How long clients lived.
#[derive(Debug, Clone)]
struct Uptimes {
    /// Milliseconds stand in it as if they were nanoseconds: its range is then two years.
    all: Histogram,
    counts: [u64; UPTIME_BOUNDS.len() + 1],
    compat: [u64; COMPAT_UPTIME_BOUNDS.len() + 1],
    sum: Duration,
}

/// A client that is there, while this lives.
#[derive(Debug)]
pub struct Presence<'a>(&'a Tally);

impl<'a> Presence<'a> {
    /// Counts it.
    #[must_use]
    pub fn enter(tally: &'a Tally) -> Self {
        let active = tally.active.fetch_add(1, Ordering::Relaxed) + 1;
        tally.peak.fetch_max(active, Ordering::Relaxed);
        Self(tally)
    }
}

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        self.0.active.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Tally {
    /// For `target` clients, from now on.
    #[must_use]
    pub fn new(target: u64) -> Self {
        Self {
            target,
            begin: Instant::now(),
            processor_before: Usage::own().processor,
            due: AtomicU64::new(0),
            active: AtomicU64::new(0),
            peak: AtomicU64::new(0),
            started: Counter::new(),
            failed: Counter::new(),
            lost: Counter::new(),
            missed: Counter::new(),
            refused: Counter::new(),
            restarted: Counter::new(),
            gave_up: Counter::new(),
            stalled: Counter::new(),
            played: Counter::new(),
            stopped: Counter::new(),
            ended_for_stall: Counter::new(),
            unsized_segments: Counter::new(),
            bytes: Counter::new(),
            segments: Counter::new(),
            playlists: Counter::new(),
            inits: Counter::new(),
            others: Counter::new(),
            reconnections: Counter::new(),
            timeouts: Counter::new(),
            progress_lines: Counter::new(),
            log_lines: Counter::new(),
            exits: CounterMap::new(),
            statuses: CounterMap::new(),
            patterns: Mutex::default(),
            uptimes: Mutex::new(Uptimes {
                all: Histogram::new(),
                counts: [0; UPTIME_BOUNDS.len() + 1],
                compat: [0; COMPAT_UPTIME_BOUNDS.len() + 1],
                sum: Duration::ZERO,
            }),
            marks: Mutex::new(VecDeque::from([0])),
            actives: Mutex::new(Histogram::new()),
            lateness: Mutex::new(Histogram::new()),
            settled_ms: AtomicU64::new(0),
            ledger: None,
            gauges: (0..target).map(|_| Gauge::default()).collect(),
        }
    }

    /// The same, and what clients of two kinds fetch is compared.
    #[must_use]
    pub fn comparing(target: u64) -> Self {
        let tally = Self::new(target);
        Self { ledger: Some(Ledger::new(tally.begin)), ..tally }
    }

    /// Does something where what is fetched is compared.
    pub fn compare<T>(&self, work: impl FnOnce(&Ledger) -> T) -> Option<T> {
        self.ledger.as_ref().map(work)
    }

    /// When the last client had come, from the beginning.
    #[must_use]
    pub fn settled(&self) -> Duration {
        Duration::from_millis(self.settled_ms.load(Ordering::Relaxed))
    }

    /// The slot of a client has come.
    pub fn due(&self) {
        self.due.fetch_add(1, Ordering::Relaxed);
    }

    /// A client has been started for the first time, so `late` after its slot.
    pub fn came(&self, late: Duration) {
        self.settled_ms.fetch_max(self.begin.elapsed().as_millis() as u64, Ordering::Relaxed);
        self.lateness.lock().unwrap_or_else(PoisonError::into_inner).record(late);
    }

    /// A client had not come when the run ended, `late` after its slot.
    pub fn missed(&self, late: Duration) {
        self.missed.inc();
        self.lateness.lock().unwrap_or_else(PoisonError::into_inner).record(late);
    }

    /// How many clients are there.
    #[must_use]
    pub fn active(&self) -> u64 {
        self.active.load(Ordering::Relaxed)
    }

    /// The most that were there at a time.
    #[must_use]
    pub fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed)
    }

    /// The share of clients that have come, 0 to 1.
    #[must_use]
    pub fn ramp_progress(&self) -> f64 {
        if self.target == 0 { 1.0 } else { self.due.load(Ordering::Relaxed) as f64 / self.target as f64 }
    }

    /// To be called once a second: how many are there now.
    pub fn look(&self) {
        self.actives.lock().unwrap_or_else(PoisonError::into_inner).record_ns(self.active());
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        if marks.len() > WIDEST_S {
            marks.pop_front();
        }
        marks.push_back(self.bytes.value());
    }

    /// Bytes a second over the last so many seconds that were looked at, or over all where there were fewer.
    #[must_use]
    pub fn rate_bps(&self, seconds: usize) -> f64 {
        let marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = seconds.min(marks.len().saturating_sub(1));
        let Some((last, first)) = marks.back().zip(marks.iter().rev().nth(seconds)) else { return 0.0 };
        if seconds == 0 { 0.0 } else { last.saturating_sub(*first) as f64 / seconds as f64 }
    }

    /// The median of how many were there.
    #[must_use]
    pub fn median_active(&self) -> u64 {
        let actives = self.actives.lock().unwrap_or_else(PoisonError::into_inner);
        actives.quantile(0.5).map_or(0, |median| median.as_nanos() as u64)
    }

    /// How late clients came.
    #[must_use]
    pub fn lateness(&self) -> Histogram {
        self.lateness.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Something was asked for.
    pub fn asked(&self, kind: Asked) {
        match kind {
            Asked::Playlist => self.playlists.inc(),
            Asked::Segment => self.segments.inc(),
            Asked::Init => self.inits.inc(),
            Asked::Other => self.others.inc(),
        }
    }

    /// Something went wrong.
    pub fn trouble(&self, pattern: &str) {
        let mut patterns = self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        let is_one_too_many = patterns.len() >= MOST_PATTERNS && !patterns.contains_key(pattern);
        *patterns.entry(if is_one_too_many { "other" } else { pattern }.to_owned()).or_default() += 1;
    }

    /// What went wrong, the most frequent first.
    #[must_use]
    pub fn patterns(&self) -> Vec<(String, u64)> {
        let patterns = self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        let mut patterns: Vec<_> = patterns.iter().map(|(pattern, count)| (pattern.clone(), *count)).collect();
        patterns.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        patterns
    }

    /// A client has ended after `uptime`.
    pub fn exited(&self, code: i32, uptime: Duration) {
        self.exits.inc(&code.to_string());
        let mut uptimes = self.uptimes.lock().unwrap_or_else(PoisonError::into_inner);
        uptimes.all.record_ns(uptime.as_millis() as u64);
        let seconds = uptime.as_secs_f64();
        uptimes.counts[UPTIME_BOUNDS.partition_point(|bound| *bound < seconds)] += 1;
        uptimes.compat[COMPAT_UPTIME_BOUNDS.partition_point(|bound| *bound < seconds)] += 1;
        uptimes.sum += uptime;
    }

    /// Ends by exit code, in the order of the codes.
    #[must_use]
    pub fn exit_codes(&self) -> BTreeMap<i32, u64> {
        self.exits.all().into_iter().filter_map(|(code, count)| Some((code.parse().ok()?, count))).collect()
    }

    /// A quantile of the uptimes.
    #[must_use]
    pub fn uptime(&self, quantile: f64) -> Option<Duration> {
        let uptimes = self.uptimes.lock().unwrap_or_else(PoisonError::into_inner);
        uptimes.all.quantile(quantile).map(|nanos| Duration::from_millis(nanos.as_nanos() as u64))
    }

    /// Counts of [`UPTIME_BOUNDS`] and of [`COMPAT_UPTIME_BOUNDS`], and the sum in seconds.
    #[must_use]
    pub fn uptime_buckets(&self) -> (Vec<u64>, Vec<u64>, f64) {
        let uptimes = self.uptimes.lock().unwrap_or_else(PoisonError::into_inner);
        (uptimes.counts.to_vec(), uptimes.compat.to_vec(), uptimes.sum.as_secs_f64())
    }

    /// Does something with the gauge of a client.
    pub fn client(&self, index: u64, work: impl FnOnce(&Gauge)) {
        if let Some(gauge) = self.gauges.get(index as usize) {
            work(gauge);
        }
    }

    /// Speed, drift in seconds and bytes of each client.
    pub fn clients(&self) -> impl Iterator<Item = (f64, f64, u64)> {
        self.gauges.iter().map(Gauge::figures)
    }

    /// How clients keep pace with the clock.
    #[must_use]
    pub fn paces(&self) -> Paces {
        Paces::of(&self.gauges, self.begin.elapsed().as_millis() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_come_and_go_and_the_peak_stays() {
        let tally = Tally::new(4);
        let first = Presence::enter(&tally);
        let second = Presence::enter(&tally);
        tally.look();
        drop((first, second));
        assert_eq!((tally.active(), tally.peak(), tally.median_active()), (0, 2, 2));
        tally.due();
        assert!((tally.ramp_progress() - 0.25).abs() < 1e-9);
    }

    #[test]
    fn rates_are_those_of_their_windows() {
        let tally = Tally::new(1);
        assert!(tally.rate_bps(30).abs() < 1e-9);
        for _ in 0..400 {
            tally.bytes.add(10);
            tally.look();
        }
        tally.bytes.add(90);
        tally.look();
        let rates = [1, 30, 300, 1000].map(|seconds| tally.rate_bps(seconds));
        assert_eq!(rates.map(|rate| (rate * 100.0).round() as u64), [9000, 1267, 1027, 1027]);
    }

    #[test]
    fn uptimes_reach_beyond_a_minute() {
        let tally = Tally::new(1);
        for seconds in [1, 61, 7000] {
            tally.exited(if seconds == 1 { 1 } else { 143 }, Duration::from_secs(seconds));
        }
        let median = tally.uptime(0.5).unwrap().as_secs_f64();
        assert!((median - 61.0).abs() < 0.1, "{median}");
        let (counts, compat, sum) = tally.uptime_buckets();
        assert_eq!(counts, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        assert_eq!(compat, [1, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
        assert!((sum - 7062.0).abs() < 1e-9);
        assert_eq!(tally.exit_codes(), BTreeMap::from([(1, 1), (143, 2)]));
    }

    #[test]
    fn kinds_of_errors_are_bounded() {
        let tally = Tally::new(1);
        for number in 0..1000 {
            tally.trouble(&format!("error {number}"));
        }
        tally.trouble("error 5");
        let patterns = tally.patterns();
        assert_eq!(patterns.len(), MOST_PATTERNS + 1);
        assert_eq!(patterns[0], ("other".to_owned(), 1000 - MOST_PATTERNS as u64));
        assert_eq!(patterns[1], ("error 5".to_owned(), 2));
    }

    #[test]
    fn paces_tell_who_keeps_up() {
        let tally = Tally::new(3);
        tally.client(0, |gauge| gauge.set(Some(1.2), Duration::ZERO, 5, 1));
        tally.client(1, |gauge| gauge.set(Some(0.8), Duration::from_secs(6), 0, 1));
        let paces = tally.paces();
        assert_eq!((paces.above, paces.below, paces.far_behind), (1, 1, 1));
        assert!((paces.mean_speed - 1.0).abs() < 1e-9 && (paces.max_drift_s - 6.0).abs() < 1e-9);
        tally.client(1, Gauge::rest);
        assert_eq!(tally.paces().below, 0);
    }
}
