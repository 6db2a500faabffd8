//! Whether the figures of a run can be trusted, and whether it was one at all: what this machine itself did wrong, with what
//! to do about it.

use std::time::Duration;

use super::error::SwarmError;
use super::plan::{Aim, Plan};
use super::report::{Generator, Report};
use super::tally::Tally;
use crate::kit::metrics::Histogram;
use crate::kit::usage::Usage;

/// Later than this a client was not started as the ramp says.
const LATE_START_S: f64 = 0.1;

/// A thread that is busier than this queues its own work.
const BUSY_SHARE: f64 = 0.85;

/// Work that is done later than this share of a segment (of a part, where those are played) says more of the generator than
/// of the server.
const LATE_SHARE: f64 = 0.01;

/// So late work may always be: another program that takes its turn, which no viewer would see.
const ALWAYS_IN_TIME_S: f64 = 0.02;

/// How late work may be done where segments are so long.
#[must_use]
pub fn lag_limit_s(segment: Duration) -> f64 {
    (segment.as_secs_f64() * LATE_SHARE).max(ALWAYS_IN_TIME_S)
}

impl Report {
    /// A reason to doubt the figures.
    pub fn doubt(&mut self, reason: String) {
        "SUSPECT".clone_into(&mut self.generator.verdict);
        self.generator.reasons.push(reason);
    }

    /// Takes over how late work was done by so many threads, where the shortest segments are so long.
    pub fn scheduled(&mut self, lag: &Histogram, threads: usize, segment: Duration) {
        let share = self.generator.cpu_share.unwrap_or(0.0) / threads.max(1) as f64;
        if share > BUSY_SHARE {
            let percent = share * 100.0;
            self.doubt(format!("the threads of the players were busy for {percent:.0} % of the time: use fewer clients or more --threads"));
        }
        self.generator.sched_lag_p99_s = lag.quantile(0.99).map(|lag| lag.as_secs_f64());
        let limit = lag_limit_s(segment);
        if let Some(lag) = self.generator.sched_lag_p99_s.filter(|lag| *lag > limit) {
            let (ms, limit) = (lag * 1000.0, limit * 1000.0);
            self.doubt(format!(
                "one in a hundred actions came {ms:.1} ms late or later, and {limit:.0} ms are a hundredth of a segment or \
                 20 ms: use fewer clients or more --threads"
            ));
        }
    }

    /// Whether it was a run: no player was lost, and somebody saw something.
    ///
    /// # Errors
    /// Why it was none.
    pub fn sound(&self, plan: &Plan, tally: &Tally) -> Result<(), SwarmError> {
        let lost = tally.lost.value();
        if lost > 0 {
            return Err(SwarmError::Lost { lost });
        }
        // A check says itself what it met.
        let Some(qoe) = self.qoe.as_ref().filter(|_| plan.has_players() && plan.aim == Aim::Run) else { return Ok(()) };
        let failed = ["start_failure", "no_picture"].iter().filter_map(|name| qoe.sessions.get(*name)).sum::<u64>();
        let came = tally.started.value() > 0;
        if qoe.startup_s.is_some() || (came && failed == 0) {
            return Ok(());
        }
        let told = self.top_errors.first().map(|error| format!("{} ({} times)", error.pattern, error.count));
        let reason = told.unwrap_or_else(|| "no client had come when the run ended".to_owned());
        Err(SwarmError::Nobody { reason })
    }
}

/// What this process says of itself after a run of so long.
pub(super) fn generator(tally: &Tally, duration: Duration) -> Generator {
    let (usage, lateness) = (Usage::own(), tally.lateness());
    let took = usage.processor.saturating_sub(tally.processor_before);
    let mut generator = Generator {
        start_lag_p99_s: lateness.quantile(0.99).map(|late| late.as_secs_f64()),
        start_lag_max_s: lateness.max().map(|late| late.as_secs_f64()),
        cpu_share: Some(took.as_secs_f64() / duration.as_secs_f64().max(1e-9)),
        peak_memory_bytes: usage.peak_memory_bytes,
        ..Generator::default()
    };
    if let Some(late) = generator.start_lag_p99_s.filter(|late| *late > LATE_START_S) {
        let ms = late * 1000.0;
        generator
            .reasons
            .push(format!("one in a hundred clients came {ms:.0} ms after its slot or later: lower --ramp-rate"));
    }
    let (missed, lost) = (tally.missed.value(), tally.lost.value());
    if missed > 0 {
        generator.reasons.push(format!("{missed} clients had not come when the run ended: lower --ramp-rate"));
    }
    let refused = tally.refused.value();
    if refused > 0 {
        generator
            .reasons
            .push(format!("{refused} processes could not be made: the audience was smaller than asked for"));
    }
    if lost > 0 {
        generator.reasons.push(format!("{lost} players were lost by a fault of this program; please tell of it"));
    }
    if !generator.reasons.is_empty() {
        "SUSPECT".clone_into(&mut generator.verdict);
    }
    generator
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::swarm::plan::tests::plan;
    use crate::applets::swarm::report::Qoe;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn late_work_is_held_against_the_length_of_segments() {
        let mut lag = Histogram::new();
        lag.record(Duration::from_millis(30));
        for (segment, verdict) in [(Duration::ZERO, "SUSPECT"), (S, "SUSPECT"), (4 * S, "VALID")] {
            let mut report = Report::default();
            report.scheduled(&lag, 1, segment);
            assert_eq!(report.generator.verdict, verdict, "{segment:?}");
        }
    }

    #[test]
    fn clients_that_did_not_come_are_late() {
        let tally = Tally::new(2);
        assert_eq!(generator(&tally, S).verdict, "VALID");
        tally.missed(Duration::from_millis(900));
        let generator = generator(&tally, S);
        assert_eq!((generator.verdict.as_str(), generator.reasons.len()), ("SUSPECT", 2), "{generator:?}");
        assert!(generator.start_lag_max_s.is_some_and(|late| late > 0.8));
    }

    #[test]
    fn the_processor_of_what_was_before_is_not_that_of_the_run() {
        while Usage::own().processor < Duration::from_millis(50) {
            std::hint::black_box((0..100_000_u64).sum::<u64>());
        }
        let generator = generator(&Tally::new(1), Duration::from_millis(20));
        assert!(generator.cpu_share.is_some_and(|share| share < 2.0), "{generator:?}");
    }

    #[test]
    fn a_run_in_which_nobody_saw_anything_is_none() {
        let (plan, tally) = (plan("--engine native http://o/"), Tally::new(1));
        let of = |name: &str| {
            let sessions = [(name.to_owned(), 1)].into();
            Report { qoe: Some(Qoe { sessions, ..Qoe::default() }), ..Report::default() }
        };
        assert!(of("no_picture").sound(&plan, &tally).unwrap_err().to_string().contains("had come"));
        tally.started.inc();
        assert!(of("start_failure").sound(&plan, &tally).is_err());
        assert!(of("exit_before_start").sound(&plan, &tally).is_ok(), "it was too short to tell");
    }
}
