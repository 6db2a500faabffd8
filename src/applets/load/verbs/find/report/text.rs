//! The search on a page: every step, then the answer.

use std::fmt::Write as _;
use std::time::Duration;

use super::super::engine::{End, Step};
use super::super::search::Phase;
use super::FindReport;
use crate::applets::load::report::{format_rate, headline};
use crate::kit::term::text::paragraph;
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table};
use crate::kit::units::format_duration;

impl Emit for FindReport {
    fn text(&self, page: &Page) -> String {
        let style = page.style;
        let (what, how) = headline(&self.plan);
        let mut text = format!("{}\n{}\n", style.strong(&what), style.faint(&how));
        let implied = if self.slo_implied { " (the last one implied)" } else { "" };
        let _ = writeln!(text, "Objective: {}{implied}\n", self.slo.join(", "));
        text += &self.table(*page);
        text.push('\n');
        text += &self.answer(*page);
        if let Some(broke) = &self.broke_first {
            text += &paragraph("", &format!("Broke first: {broke}"), page.width);
        }
        for doubt in &self.doubts {
            text += &paragraph("  - ", &style.warn(doubt), page.width);
        }
        if self.end == End::Down {
            let _ = writeln!(text, "{}", style.bad("The server fell over during the search and did not come back."));
        }
        if self.end == End::Interrupted {
            let _ = writeln!(text, "{}", style.warn("Interrupted: this is the search so far."));
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let fixed = [
            "rate",
            "achieved",
            "phase",
            "duration_ns",
            "held",
            "lost",
            "stalled",
            "discarded",
            "short",
            "backlog_growth",
        ];
        let header = fixed.into_iter().map(str::to_owned).chain(self.slo.iter().cloned());
        let row = |step: &Step| {
            let values = step.outcomes.iter().map(|outcome| outcome.value.map(|v| v.to_string()).unwrap_or_default());
            let fixed = [
                step.rate.to_string(),
                step.achieved.to_string(),
                phase(step.phase).to_owned(),
                step.duration_ns.to_string(),
                step.held.to_string(),
                step.lost.to_string(),
                step.stalled.to_string(),
                step.discarded.to_string(),
                step.short.to_string(),
                step.backlog_growth.map(|growth| growth.to_string()).unwrap_or_default(),
            ];
            fixed.into_iter().chain(values).collect()
        };
        (header.collect(), self.steps.iter().map(row).collect())
    }
}

impl FindReport {
    fn table(&self, page: Page) -> String {
        let mut table = Table::new().indent(2).column("step", Align::Left);
        for name in ["rate", "completed", "for"].into_iter().chain(self.slo.iter().map(String::as_str)) {
            table = table.column(name, Align::Right);
        }
        table = table.column("outcome", Align::Left).expendable(["for", "completed"]);
        for step in &self.steps {
            let mut cells: Vec<Cell> = vec![
                phase(step.phase).into(),
                format!("{}/s", format_rate(step.rate)).into(),
                format!("{}/s", format_rate(step.achieved)).into(),
                format_duration(Duration::from_nanos(step.duration_ns)).into(),
            ];
            cells.extend(step.outcomes.iter().map(|outcome| {
                let meaning = if outcome.pass { Meaning::Good } else { Meaning::Bad };
                Cell::new(outcome.shown().unwrap_or_else(|| "n/a".into()), meaning)
            }));
            cells.push(match step {
                Step { held: true, .. } if step.untold().next().is_some() => {
                    Cell::new("held, few samples", Meaning::Warn)
                }
                Step { held: true, .. } => Cell::new("held", Meaning::Good),
                Step { discarded: true, .. } => Cell::new(format!("not counted: {}", step.accident()), Meaning::Warn),
                Step { lost: true, .. } => Cell::new(format!("broke, cut short: {}", step.signs()), Meaning::Bad),
                _ => Cell::new(format!("broke: {}", step.signs()), Meaning::Bad),
            });
            table.row(cells);
        }
        table.render(&page)
    }

    fn answer(&self, page: Page) -> String {
        let style = page.style;
        let (Some(rate), Some((low, high))) = (self.max_rate, self.ci95) else {
            let lowest = self.steps.iter().map(|step| step.rate).fold(f64::INFINITY, f64::min);
            let told = if lowest.is_finite() {
                format!("not even {}/s holds", format_rate(lowest))
            } else {
                "nothing was tried".into()
            };
            return format!("Max rate: {}\n", style.bad(&told));
        };
        let rate = style.good(&format!("{}/s", format_rate(rate)));
        match (high, self.end) {
            (Some(high), _) => {
                format!("Max rate: {rate}  (95 % interval {} to {}/s)\n", format_rate(low), format_rate(high))
            }
            (None, End::Ceiling) => format!("Max rate: at least {rate}; --max-rate ends the search there\n"),
            (None, _) => format!("Max rate: at least {rate}; nothing broke\n"),
        }
    }
}

const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Climb => "climb",
        Phase::Descend => "descend",
        Phase::Bisect => "bisect",
        Phase::Confirm => "confirm",
    }
}
