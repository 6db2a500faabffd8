//! Plays the rounds.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::contest::{Contest, Side};
use crate::applets::load::error::RunError;
use crate::applets::load::report::Report;
use crate::applets::load::stats::median;
use crate::applets::load::trust::ReasonKind;
use crate::applets::load::verbs::asked::answered;
use crate::applets::load::verbs::judgement::Figures;
use crate::applets::load::wire::in_one_line;

/// One round: both sides, one right after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Who began.
    pub first: Side,
    /// What A did.
    pub a: Figures,
    /// What B did.
    pub b: Figures,
}

/// What came of a contest.
#[derive(Debug, Default)]
pub(super) struct Played {
    pub(super) rounds: Vec<Round>,
    pub(super) doubts: Doubts,
    pub(super) interrupted: bool,
    /// How a side that had answered in earlier rounds came to an end.
    pub(super) stopped: Option<String>,
}

/// Reasons not to trust single rounds, with how often they came up and one of their messages.
#[derive(Debug, Default)]
pub(super) struct Doubts(BTreeMap<(Side, ReasonKind), (usize, String)>);

/// Plays practice and rounds until all are played or `stop` is cancelled; `tell` hears how it goes.
pub(super) async fn play(
    contest: &Contest,
    stop: &CancellationToken,
    tell: impl Fn(String),
) -> Result<Played, RunError> {
    let mut played = Played::default();
    tell("practice: one round of each side that does not count".into());
    for side in [contest.first, contest.first.other()] {
        answered(contest.plan(side), stop).await?;
    }
    for number in 0..contest.rounds {
        tell(progress(contest, number, &played.rounds));
        let first = contest.first_of(number);
        let (one, two) = match round(contest, first, stop).await {
            // What was learned before is not lost with the server.
            Err((side, error)) if !played.rounds.is_empty() => {
                let (number, rounds) = (number + 1, contest.rounds);
                played.stopped =
                    Some(format!("{side:?} stopped answering in round {number} of {rounds}: {}", in_one_line(&error)));
                break;
            }
            round => round.map_err(|(_, error)| error)?,
        };
        // A round cut short compares nothing.
        let (Some(one), Some(two)) = (one, two) else { break };
        played.doubts.note(first, &one);
        played.doubts.note(first.other(), &two);
        let (a, b) = if first == Side::A { (&one, &two) } else { (&two, &one) };
        played.rounds.push(Round { first, a: Figures::of(a), b: Figures::of(b) });
    }
    played.interrupted = stop.is_cancelled();
    Ok(played)
}

/// Both sides, `first` before the other; which of them failed, and why.
async fn round(
    contest: &Contest,
    first: Side,
    stop: &CancellationToken,
) -> Result<(Option<Report>, Option<Report>), (Side, RunError)> {
    let one = answered(contest.plan(first), stop).await.map_err(|error| (first, error))?;
    let two = answered(contest.plan(first.other()), stop).await.map_err(|error| (first.other(), error))?;
    Ok((one, two))
}

/// `round 7/20 | B/A p50 1.048 | throughput 0.954`.
fn progress(contest: &Contest, number: u16, rounds: &[Round]) -> String {
    let mut line = format!("round {}/{}", number + 1, contest.rounds);
    let ratios = |value: fn(&Figures) -> Option<f64>| -> Vec<f64> {
        rounds.iter().filter_map(|round| Some(value(&round.b)? / value(&round.a)?)).collect()
    };
    let p50 = ratios(|figures| figures.p50_ns.map(|ns| ns as f64));
    if !p50.is_empty() {
        let throughput = ratios(|figures| Some(figures.throughput));
        let _ = write!(line, " | B/A p50 {:.3} | throughput {:.3}", median(&p50), median(&throughput));
    }
    line
}

impl Doubts {
    fn note(&mut self, side: Side, report: &Report) {
        for reason in &report.trust.reasons {
            // A round is short on purpose: what it lacks in samples and seconds, the number of rounds makes up for.
            if !matches!(reason.kind, ReasonKind::FewSamples | ReasonKind::NotStationary | ReasonKind::Unfinished) {
                let entry = self.0.entry((side, reason.kind)).or_insert_with(|| (0, reason.message.clone()));
                entry.0 += 1;
            }
        }
    }

    /// In words, those that came up in at least half of `rounds`.
    pub(super) fn told(&self, rounds: usize) -> Vec<String> {
        let often = self.0.iter().filter(|(_, (count, _))| *count * 2 >= rounds.max(1));
        often.map(|((side, _), (count, message))| format!("{side:?}, {count} of {rounds} rounds: {message}")).collect()
    }
}
