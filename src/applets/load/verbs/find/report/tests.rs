//! What broke first, told from the steps.

use super::*;
use crate::applets::load::report::ThresholdOutcome;
use crate::applets::load::trust::{Reason, ReasonKind};
use crate::applets::load::verbs::find::search::{Knee, Phase};

/// A step that held in every way.
fn calm(rate: f64) -> Step {
    let outcome = |expr: &str, value| ThresholdOutcome { expr: expr.into(), value: Some(value), pass: true };
    Step {
        rate,
        achieved: rate,
        phase: Phase::Climb,
        duration_ns: 5_000_000_000,
        held: true,
        lost: false,
        stalled: false,
        discarded: false,
        outcomes: vec![outcome("p99<50ms", 2e6), outcome("err<1%", 0.0)],
        short: false,
        backlog_growth: None,
        service_p50_ns: Some(1_000_000),
        doubts: Vec::new(),
    }
}

/// A step of which threshold `index` did not hold.
fn broken(rate: f64, index: usize, value: f64) -> Step {
    let mut step = Step { held: false, ..calm(rate) };
    step.outcomes[index] = ThresholdOutcome { value: Some(value), pass: false, ..step.outcomes[index].clone() };
    step
}

/// A step in which requests came out slower than they went in.
fn jammed(rate: f64, service_ns: u64) -> Step {
    let achieved = rate * 0.9;
    Step {
        achieved,
        short: true,
        backlog_growth: Some(rate - achieved),
        service_p50_ns: Some(service_ns),
        ..broken(rate, 0, 90e6)
    }
}

#[test]
fn what_gave_way_is_told_from_what_it_did_to_the_figures() {
    let late = Reason { kind: ReasonKind::GeneratorCpu, message: "busy".into() };
    let steps = [calm(100.0), calm(1000.0)];
    for (step, expected) in [
        (broken(2000.0, 0, 60e6), Limit::Latency),
        (broken(2000.0, 1, 0.2), Limit::Errors),
        (jammed(2000.0, 30_000_000), Limit::Capacity),
        (jammed(2000.0, 1_100_000), Limit::Connections),
        (Step { doubts: vec![late], ..jammed(2000.0, 30_000_000) }, Limit::Generator),
        (Step { backlog_growth: None, lost: true, ..jammed(2000.0, 30_000_000) }, Limit::Capacity),
    ] {
        assert_eq!(limit(&step, &steps), expected, "{step:?}");
    }
}

#[test]
fn causes_are_sentences_and_signs_are_words() {
    let step = jammed(2000.0, 30_000_000);
    assert_eq!(step.causes(), ["p99<50ms was 90.0ms", "only 90.0 % of the rate was completed"]);
    assert_eq!(step.signs(), "p99, completed");
    let backlog = Step { short: false, backlog_growth: Some(12.5), held: false, ..calm(1000.0) };
    assert_eq!(
        (backlog.causes().join(""), backlog.signs()),
        ("the backlog grew by 12.5 a second".into(), "backlog".into())
    );
    assert!(calm(5.0).causes().is_empty() && calm(5.0).signs().is_empty());
}

#[test]
fn a_step_that_held_without_a_figure_is_doubted() {
    let untold = |rate| {
        let mut step = calm(rate);
        step.outcomes[0].value = None;
        step
    };
    let searched = |steps| Searched {
        steps,
        knee: Knee { low: 200.0, high: 400.0 },
        interval: (150.0, f64::INFINITY),
        end: End::Ceiling,
    };
    let doubt = few(&searched(vec![calm(100.0), untold(200.0)])).unwrap();
    assert!(doubt.starts_with("p99<50ms can not be told from so few replies (1 of 2 steps that held)"), "{doubt}");
    assert_eq!(few(&searched(vec![untold(100.0), calm(200.0)])), None, "the answer stands on a figure");
    assert_eq!(few(&searched(Vec::new())), None);
}

#[test]
fn the_lowest_step_that_counts_beyond_the_knee_broke_first() {
    let discarded = Step { discarded: true, stalled: true, ..broken(1001.0, 0, 90e6) };
    let below = broken(500.0, 0, 90e6);
    let steps = vec![below, calm(1000.0), jammed(2000.0, 30_000_000), jammed(1500.0, 30_000_000), discarded];
    let searched =
        Searched { steps, knee: Knee { low: 1000.0, high: 1500.0 }, interval: (900.0, 1600.0), end: End::Found };
    assert!(breaking(&searched).is_some_and(|step| step.rate.total_cmp(&1500.0).is_eq()));
    let doubts = doubts(&searched);
    assert_eq!(doubts.len(), 1, "{doubts:?}");
    assert!(doubts[0].starts_with("1 of 4 steps contradict"), "{doubts:?}");
}
