//! A judgement on a page: a row for each metric, and the outcome in a sentence.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Judgement, Metric, Row, Verdict};
use crate::applets::load::report::format_rate;
use crate::kit::term::text::paragraph;
use crate::kit::term::{Align, Cell, Meaning, Page, Style, Table};
use crate::kit::units::format_duration;

impl Metric {
    /// A value of it as people read it.
    fn shown(self, value: Option<f64>) -> String {
        let Some(value) = value else { return "n/a".into() };
        match self {
            Self::P50 | Self::P95 | Self::P99 => format_duration(Duration::from_nanos(value as u64)),
            Self::Throughput => format!("{}/s", format_rate(value)),
            Self::Success => format!("{:.2} %", value * 100.0),
        }
    }
}

impl Row {
    const fn outcome(&self) -> &'static str {
        match (self.verdict, self.metric) {
            (Verdict::Faster, Metric::Success | Metric::Throughput) => "better",
            (Verdict::Slower, Metric::Success | Metric::Throughput) => "worse",
            (Verdict::Faster, _) => "faster",
            (Verdict::Slower, _) => "slower",
            (Verdict::Equivalent, _) => "equivalent",
            (Verdict::Undecided, _) => "undecided",
        }
    }

    /// What it would take for a verdict, where there is none. `unit` is what more of would help.
    fn advice(&self, unit: &str) -> Option<String> {
        let advice = match (self.more, self.p) {
            (Some(1), _) => format!("about 1 more {} would decide", unit.trim_end_matches('s')),
            (Some(more), _) => format!("about {more} more {unit} would decide"),
            (None, None) => format!("too few {unit} tell"),
            (None, Some(_)) => "too close to the margin or too noisy".to_owned(),
        };
        (self.verdict == Verdict::Undecided).then_some(advice)
    }
}

impl Verdict {
    const fn meaning(self) -> Meaning {
        match self {
            Self::Faster | Self::Equivalent => Meaning::Good,
            Self::Slower => Meaning::Bad,
            Self::Undecided => Meaning::Warn,
        }
    }

    fn loud(self, style: Style) -> String {
        match self {
            Self::Faster => style.good("FASTER"),
            Self::Slower => style.bad("SLOWER"),
            Self::Equivalent => style.good("EQUIVALENT"),
            Self::Undecided => style.warn("UNDECIDED"),
        }
    }
}

impl Judgement {
    /// The table of metrics.
    #[must_use]
    pub fn table(&self, page: &Page) -> String {
        let mut table = Table::new().indent(2).column("metric", Align::Left);
        for name in ["A", "B", "B/A", "95 % interval", "p"] {
            table = table.column(name, Align::Right);
        }
        table = table.column("verdict", Align::Left).expendable(["p", "95 % interval"]);
        for row in &self.metrics {
            let ratio = row.ratio.map_or_else(|| "n/a".into(), |ratio| format!("{ratio:.3}"));
            let interval = row.ci95.map_or_else(|| "n/a".into(), |(low, high)| format!("{low:.3} to {high:.3}"));
            table.row([
                Cell::from(row.metric.name()),
                Cell::from(row.metric.shown(row.a)),
                Cell::from(row.metric.shown(row.b)),
                Cell::from(ratio),
                Cell::from(interval),
                Cell::from(row.p.map_or_else(|| "n/a".into(), chance)),
                Cell::new(row.outcome(), row.verdict.meaning()),
            ]);
        }
        table.render(page)
    }

    /// What it would take for the metrics that are undecided, a line for each advice; `unit` is what a value of each
    /// side was: rounds, or seconds.
    #[must_use]
    pub fn advice(&self, page: &Page, unit: &str) -> String {
        let mut told: Vec<(String, Vec<&str>)> = Vec::new();
        for (advice, name) in self.metrics.iter().filter_map(|row| Some((row.advice(unit)?, row.metric.name()))) {
            match told.iter_mut().find(|(known, _)| *known == advice) {
                Some((_, names)) => names.push(name),
                None => told.push((advice, vec![name])),
            }
        }
        let line = |(advice, names): &(String, Vec<&str>)| {
            paragraph("  - ", &format!("{} undecided: {advice}", listed(names)), page.width)
        };
        told.iter().map(line).collect()
    }

    /// Doubt about a judgement on `count` values of a side, where it takes `least` to tell a usual difference.
    #[must_use]
    pub fn doubt_of_few(&self, count: usize, least: usize, unit: &str) -> Option<String> {
        let doubt = match self.verdict {
            Verdict::Faster | Verdict::Slower => {
                format!("{count} {unit} tell this difference because it is overwhelming; a smaller one takes {least}")
            }
            _ => format!(
                "with {count} of at least {least} {unit} only an overwhelming difference can be told from chance"
            ),
        };
        (count < least).then_some(doubt)
    }

    /// `Verdict: B is SLOWER than A in p50 and p95 (margin 2 %); undecided: p99`.
    #[must_use]
    pub fn sentence(&self, page: &Page) -> String {
        let names = |verdict| self.with(verdict).map(|row| row.metric.name()).collect::<Vec<_>>();
        let told = match self.verdict {
            Verdict::Faster | Verdict::Slower => format!(" than A in {}", listed(&names(self.verdict))),
            Verdict::Equivalent => " to A in every metric".to_owned(),
            Verdict::Undecided => format!(" in {}", listed(&names(self.verdict))),
        };
        let subject = if self.verdict == Verdict::Undecided { "" } else { "B is " };
        let loud = self.verdict.loud(page.style);
        let mut text = format!("Verdict: {subject}{loud}{told} (margin {})", percent(self.margin));
        for (verdict, label) in
            [(Verdict::Faster, "faster"), (Verdict::Equivalent, "equivalent"), (Verdict::Undecided, "undecided")]
        {
            let others = names(verdict);
            if verdict != self.verdict && !others.is_empty() {
                let _ = write!(text, "; {label}: {}", others.join(", "));
            }
        }
        paragraph("", &text, page.width)
    }

    /// Header and rows for CSV.
    #[must_use]
    pub fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = ["metric", "a", "b", "ratio", "low", "high", "p", "p_equivalent", "verdict", "samples", "more"];
        let plain = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let row = |row: &Row| {
            vec![
                row.metric.name().to_owned(),
                plain(row.a),
                plain(row.b),
                plain(row.ratio),
                plain(row.ci95.map(|(low, _)| low)),
                plain(row.ci95.map(|(_, high)| high)),
                plain(row.p),
                plain(row.p_equivalent),
                format!("{:?}", row.verdict).to_lowercase(),
                row.samples.to_string(),
                row.more.map(|more| more.to_string()).unwrap_or_default(),
            ]
        };
        (header.map(str::to_owned).to_vec(), self.metrics.iter().map(row).collect())
    }
}

/// `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A share as a percentage without needless digits.
fn percent(share: f64) -> String {
    // Rounded first, so that 0.07 does not become 7.000000000000001 %.
    format!("{} %", (share * 1e6).round() / 1e4)
}

fn chance(p: f64) -> String {
    if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_lists_read_like_prose() {
        assert_eq!(percent(0.02), "2 %");
        assert_eq!(percent(0.07), "7 %");
        assert_eq!(percent(0.0125), "1.25 %");
        assert_eq!(listed(&["p50", "p95", "p99"]), "p50, p95 and p99");
        assert_eq!(chance(0.0004), "<0.001");
        assert_eq!(chance(0.0312), "0.031");
    }

    #[test]
    fn the_sentence_names_what_decided() {
        let row = |metric, verdict| Row {
            metric,
            a: Some(1.0),
            b: Some(1.0),
            ratio: Some(1.0),
            ci95: None,
            p: Some(1.0),
            p_equivalent: Some(1.0),
            verdict,
            samples: 9,
            more: None,
        };
        let judgement = Judgement {
            margin: 0.02,
            verdict: Verdict::Slower,
            metrics: vec![
                row(Metric::P50, Verdict::Slower),
                row(Metric::P95, Verdict::Slower),
                row(Metric::P99, Verdict::Undecided),
                row(Metric::Throughput, Verdict::Faster),
                row(Metric::Success, Verdict::Equivalent),
            ],
        };
        assert_eq!(
            judgement.sentence(&Page::default()),
            "Verdict: B is SLOWER than A in p50 and p95 (margin 2 %); faster: throughput; equivalent: success; undecided: p99\n"
        );
        let narrow = Page { width: Some(80), ..Page::default() };
        assert_eq!(judgement.sentence(&narrow).lines().count(), 2);
        let table = judgement.table(&narrow);
        assert!(table.contains("  p  verdict") && table.contains("undecided") && !table.contains('…'), "{table}");
        assert_eq!(judgement.advice(&narrow, "rounds"), "  - p99 undecided: too close to the margin or too noisy\n");
        let doubt = judgement.doubt_of_few(4, 10, "rounds").unwrap();
        assert_eq!(doubt, "4 rounds tell this difference because it is overwhelming; a smaller one takes 10");
        assert_eq!(judgement.doubt_of_few(10, 10, "rounds"), None);
        assert_eq!(judgement.rows().1.len(), 5);
    }
}
