//! What `ab` found out: the JSON document and the page.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::contest::Contest;
use super::engine::{Played, Round};
use crate::applets::load::plan::Plan;
use crate::applets::load::report::{Tool, headline};
use crate::applets::load::verbs::judgement::{self, Figures, Judgement, Pairing};
use crate::kit::term::text::paragraph;
use crate::kit::term::{Emit, Page};
use crate::kit::units::format_duration;

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// A contest and its verdict. Times are whole nanoseconds; what the samples can not tell is `null`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AbReport {
    /// Version of this document.
    pub schema_version: u32,
    /// What wrote it.
    pub tool: Tool,
    /// One round of A, secrets masked.
    pub a: Plan,
    /// One round of B, secrets masked.
    pub b: Plan,
    /// Repeats the order and all random values.
    pub seed: u64,
    /// How long a side was measured in a round.
    pub round_ns: u64,
    /// Round by round.
    pub rounds: Vec<Round>,
    /// What they mean.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// Reasons to doubt it.
    pub doubts: Vec<String>,
    /// Cut short by a signal; the verdict is about the rounds so far.
    pub interrupted: bool,
    /// How a side that had answered before came to an end; the verdict is about the rounds before.
    pub stopped: Option<String>,
}

impl AbReport {
    pub(super) fn build(contest: &Contest, played: Played) -> Self {
        let sides: (Vec<Figures>, Vec<Figures>) = played.rounds.iter().map(|round| (round.a, round.b)).unzip();
        let judgement = Judgement::of(&sides.0, &sides.1, Pairing::Rounds, contest.margin);
        let failing = [("A", &sides.0), ("B", &sides.1)].into_iter().filter(|(_, side)| fails(side));
        let mut doubts: Vec<String> = failing.map(|(name, _)| format!("no request of {name} succeeded")).collect();
        doubts.extend(played.doubts.told(played.rounds.len()));
        doubts.extend(judgement.doubt_of_few(played.rounds.len(), judgement::fewest_for_ranks(), "rounds"));
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: "toolbox load ab".into(), version: env!("CARGO_PKG_VERSION").into() },
            a: contest.a.without_secrets(),
            b: contest.b.without_secrets(),
            seed: contest.seed,
            round_ns: contest.round.as_nanos() as u64,
            judgement,
            rounds: played.rounds,
            doubts,
            interrupted: played.interrupted,
            stopped: played.stopped,
        }
    }

    /// Whether neither side gave one good reply, so that nothing was compared that anybody wants.
    pub(super) fn has_no_success(&self) -> bool {
        let (a, b): (Vec<Figures>, Vec<Figures>) = self.rounds.iter().map(|round| (round.a, round.b)).unzip();
        fails(&a) && fails(&b)
    }
}

/// Whether no request of any round was good.
fn fails(side: &[Figures]) -> bool {
    !side.is_empty() && side.iter().all(|round| round.success <= 0.0)
}

impl Emit for AbReport {
    fn text(&self, page: &Page) -> String {
        let style = page.style;
        let mut text = String::new();
        for (name, plan) in [("A", &self.a), ("B", &self.b)] {
            let (what, how) = headline(plan);
            let _ = writeln!(text, "{name}  {}\n   {}", style.strong(&what), style.faint(&how));
        }
        let round = format_duration(std::time::Duration::from_nanos(self.round_ns));
        let _ = writeln!(text, "{} rounds, {round} for each side, seed {}\n", self.rounds.len(), self.seed);
        text += &self.judgement.table(page);
        let note = "A and B: median of the rounds; B/A: from the ratios round by round";
        text += &paragraph("  ", &style.faint(note), page.width);
        text.push('\n');
        text += &self.judgement.sentence(page);
        text += &self.judgement.advice(page, "rounds");
        text.extend(self.doubts.iter().map(|doubt| paragraph("  - ", doubt, page.width)));
        if let Some(stopped) = &self.stopped {
            let _ = writeln!(text, "{}", style.bad(&format!("{stopped}; this is the verdict of the rounds before.")));
        }
        if self.interrupted {
            let _ = writeln!(text, "{}", style.warn("Interrupted: this is the verdict so far."));
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        self.judgement.rows()
    }
}
