//! Verdicts on made-up rounds.

use super::*;
use crate::kit::random::Random;

fn figures(p50: f64, throughput: f64, success: f64) -> Figures {
    let ns = |factor: f64| Some((p50 * factor * 1e6) as u64);
    Figures { p50_ns: ns(1.0), p95_ns: ns(2.0), p99_ns: ns(3.0), throughput, success }
}

/// Rounds whose noise is common to both sides and the same again on each.
fn rounds(count: usize, slower_by: f64, noise: f64, seed: u64) -> (Vec<Figures>, Vec<Figures>) {
    let mut random = Random::seeded(seed);
    let mut draw = || 1.0 + noise * (random.unit() + random.unit() + random.unit() - 1.5);
    (0..count)
        .map(|_| {
            let (common, a, b) = (draw(), draw(), draw() * (1.0 + slower_by));
            (figures(10.0 * common * a, 1000.0 / common / a, 1.0), figures(10.0 * common * b, 1000.0 / common / b, 1.0))
        })
        .unzip()
}

fn verdicts(judgement: &Judgement) -> Vec<Verdict> {
    judgement.metrics.iter().map(|row| row.verdict).collect()
}

#[test]
fn a_side_that_is_slower_is_slower_in_all_it_is_slower_in() {
    let (a, b) = rounds(20, 0.05, 0.02, 1);
    let judgement = Judgement::of(&a, &b, Pairing::Rounds, 0.02);
    assert_eq!(
        verdicts(&judgement),
        [Verdict::Slower, Verdict::Slower, Verdict::Slower, Verdict::Slower, Verdict::Equivalent]
    );
    assert_eq!(judgement.verdict, Verdict::Slower);
    let p50 = &judgement.metrics[0];
    let (low, high) = p50.ci95.unwrap();
    assert!(low > 1.03 && low < 1.05 && high > 1.05 && high < 1.07, "{low} {high}");
    assert!(p50.p.unwrap() < 0.01 && p50.p_equivalent.unwrap() > 0.9 && p50.samples == 20);
    let swapped = Judgement::of(&b, &a, Pairing::Rounds, 0.02);
    assert_eq!(swapped.verdict, Verdict::Faster);
    let apart = Judgement::of(&a, &b, Pairing::Apart, 0.02);
    assert_eq!(apart.verdict, Verdict::Slower, "the noise that both share is left, and still small enough");
}

#[test]
fn the_same_is_equivalent_or_undecided_and_hardly_ever_anything_else() {
    const CONTESTS: u64 = 40;
    let judge = |noise| {
        let outcomes = (0..CONTESTS).map(|seed| {
            let (a, b) = rounds(10, 0.0, noise, seed);
            Judgement::of(&a, &b, Pairing::Rounds, 0.02).verdict
        });
        let outcomes: Vec<_> = outcomes.collect();
        let count = |verdict| outcomes.iter().filter(|outcome| **outcome == verdict).count();
        (count(Verdict::Equivalent), count(Verdict::Faster) + count(Verdict::Slower))
    };
    assert_eq!(judge(0.003), (40, 0));
    let (_, wrong) = judge(0.1);
    assert!(wrong <= 2, "{wrong} of 40 at a level of 5 %");
}

#[test]
fn a_difference_below_the_margin_is_none() {
    let (a, b) = rounds(30, 0.01, 0.002, 3);
    let judgement = Judgement::of(&a, &b, Pairing::Rounds, 0.02);
    assert_eq!(judgement.verdict, Verdict::Equivalent);
    assert!(judgement.metrics[0].p.unwrap() < 0.01, "clear, and yet without weight");
}

#[test]
fn what_is_undecided_says_what_it_takes() {
    let (a, b) = rounds(8, 0.0, 0.1, 4);
    let judgement = Judgement::of(&a, &b, Pairing::Rounds, 0.02);
    assert_eq!(judgement.verdict, Verdict::Undecided);
    let more = judgement.metrics[0].more.unwrap();
    assert!((20..=1000).contains(&more), "{more}");
    assert_eq!(more_needed(10, 0.02, 0.05, 0.02, 5), None, "right at the margin nothing ever decides");
}

#[test]
fn few_values_decide_what_is_overwhelming_and_nothing_else() {
    for count in [3, 5, 8] {
        let (a, b) = rounds(count, 1.0, 0.002, 5);
        for pairing in [Pairing::Rounds, Pairing::Apart] {
            let verdict = Judgement::of(&a, &b, pairing, 0.02).verdict;
            // Half of so few seconds are too few to know how they scatter.
            let enough = pairing == Pairing::Rounds || count > 6;
            assert_eq!(verdict, if enough { Verdict::Slower } else { Verdict::Undecided }, "{count} {pairing:?}");
        }
        let (a, b) = rounds(count, 0.03, 0.05, 6);
        let verdict = Judgement::of(&a, &b, Pairing::Rounds, 0.02).verdict;
        assert!(matches!(verdict, Verdict::Undecided | Verdict::Equivalent), "{count}: {verdict:?}");
    }
}

#[test]
fn few_rounds_of_the_same_raise_no_alarm() {
    let alarms = (0..400).filter(|seed| {
        let (a, b) = rounds(5, 0.0, 0.1, *seed);
        matches!(Judgement::of(&a, &b, Pairing::Rounds, 0.02).verdict, Verdict::Slower | Verdict::Faster)
    });
    assert!(alarms.count() <= 10, "one in a hundred");
}

#[test]
fn few_rounds_give_numbers_and_no_verdict() {
    let (a, b) = rounds(2, 0.5, 0.01, 5);
    let judgement = Judgement::of(&a, &b, Pairing::Rounds, 0.02);
    assert_eq!(judgement.verdict, Verdict::Undecided);
    let p50 = &judgement.metrics[0];
    assert!(p50.ratio.unwrap() > 1.4 && p50.ci95.is_none() && p50.p.is_none());
}

#[test]
fn a_side_that_fails_is_not_faster_for_it() {
    let (a, _) = rounds(12, 0.0, 0.01, 6);
    let failing: Vec<Figures> =
        a.iter().map(|good| Figures { throughput: good.throughput * 0.5, success: 0.5, ..*good }).collect();
    let judgement = Judgement::of(&a, &failing, Pairing::Rounds, 0.02);
    assert_eq!(judgement.verdict, Verdict::Slower);
    assert_eq!(judgement.metrics[4].verdict, Verdict::Slower);
    assert!((judgement.metrics[4].ratio.unwrap() - 0.5).abs() < 1e-9);
}

#[test]
fn rounds_that_can_not_tell_a_percentile_are_left_out() {
    let (mut a, b) = rounds(12, 0.0, 0.01, 7);
    a.iter_mut().take(8).for_each(|figures| figures.p99_ns = None);
    let judgement = Judgement::of(&a, &b, Pairing::Rounds, 0.02);
    assert_eq!((judgement.metrics[2].samples, judgement.metrics[2].verdict), (4, Verdict::Undecided));
    assert_eq!(judgement.metrics[0].samples, 12);
}

#[test]
fn a_side_that_only_fails_is_judged_too() {
    let (a, _) = rounds(12, 0.0, 0.01, 8);
    let failing: Vec<Figures> = a.iter().map(|good| Figures { throughput: 0.0, success: 0.0, ..*good }).collect();
    assert_eq!(Judgement::of(&a, &failing, Pairing::Rounds, 0.02).verdict, Verdict::Slower);
}
