//! What a bench found: the JSON document and the table. Times are whole nanoseconds; what is not known is `null`.

use std::fmt::Write as _;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::engine::{Asked, Plan};
use super::work::Test;
use crate::kit::term::{Align, Cell, Emit, Meaning, Page, Table};
use crate::kit::units::{format_bytes, format_count, format_duration};

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// From here on a thread of the bench had no time to spare, and the figures are as much its own as the server's.
const SATURATED: f64 = 0.9;

/// A bench and its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchReport {
    /// Version of this document.
    pub schema_version: u32,
    /// What wrote it.
    pub tool: String,
    /// What was asked for.
    pub plan: Asked,
    /// The server in question.
    pub a: Side,
    /// The one it was compared with.
    pub b: Option<Side>,
    /// A row for each test and pipeline.
    pub results: Vec<Row>,
    /// Cut short by a signal; the rows are about what was measured until then.
    pub interrupted: bool,
    /// All measurements until they are concluded.
    #[serde(skip)]
    outcomes: Vec<Outcome>,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Where, without the password.
    pub url: String,
    /// What it says it is.
    pub server: String,
}

/// One measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub(super) test: Test,
    pub(super) pipeline: u32,
    pub(super) side: usize,
    pub(super) measured: Measured,
}

/// A test with a pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which commands.
    pub test: Test,
    /// How many at once on a connection.
    pub pipeline: u32,
    /// The median of its rounds.
    pub a: Measured,
    /// The median of its rounds.
    pub b: Option<Measured>,
    /// The median of the ratios, round by round, of A's requests a second to B's.
    pub rate_ratio: Option<f64>,
    /// The same of the server's processor time for each request.
    pub cpu_ratio: Option<f64>,
}

/// What was measured, in one round or as the median of several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Replies.
    pub requests: u64,
    /// Refusals among them.
    pub errors: u64,
    /// Keys that were not there.
    pub misses: u64,
    /// How long it took.
    pub wall_ns: u64,
    /// Replies a second.
    pub rate: f64,
    /// Mean latency.
    pub mean_ns: u64,
    /// Median latency.
    pub p50_ns: u64,
    /// What 99 % do not exceed.
    pub p99_ns: u64,
    /// What 99.9 % do not exceed.
    pub p999_ns: u64,
    /// The longest.
    pub max_ns: u64,
    /// Processor time of the server for each request.
    pub server_cpu_ns: Option<f64>,
    /// Share of its time that the bench was busy, from 0 to 1.
    pub client_busy: f64,
}

impl BenchReport {
    pub(super) fn new(plan: &Plan, a: Side, b: Option<Side>) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: format!("toolbox kv bench {}", env!("CARGO_PKG_VERSION")),
            plan: plan.into(),
            a,
            b,
            results: Vec::new(),
            interrupted: false,
            outcomes: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, outcome: Outcome) {
        self.outcomes.push(outcome);
    }

    /// Makes rows of the measurements.
    pub(super) fn conclude(&mut self) {
        let mut kinds: Vec<(Test, u32)> = Vec::new();
        for outcome in &self.outcomes {
            if !kinds.contains(&(outcome.test, outcome.pipeline)) {
                kinds.push((outcome.test, outcome.pipeline));
            }
        }
        for (test, pipeline) in kinds {
            let of = |side: usize| -> Vec<&Measured> {
                let own = |outcome: &&Outcome| (outcome.test, outcome.pipeline, outcome.side) == (test, pipeline, side);
                self.outcomes.iter().filter(own).map(|outcome| &outcome.measured).collect()
            };
            let (a, b) = (of(0), of(1));
            let Some(own) = typical(&a) else { continue };
            let ratio = |of: fn(&Measured) -> Option<f64>| {
                let ratios =
                    a.iter().zip(&b).filter_map(|(a, b)| Some(of(a)? / of(b)?)).filter(|ratio| ratio.is_finite());
                median(ratios.collect())
            };
            let (rate_ratio, cpu_ratio) = (ratio(|side| Some(side.rate)), ratio(|side| side.server_cpu_ns));
            self.results.push(Row { test, pipeline, a: own, b: typical(&b), rate_ratio, cpu_ratio });
        }
    }

    /// Whether a server refused commands.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.results.iter().any(|row| row.a.errors > 0 || row.b.as_ref().is_some_and(|side| side.errors > 0))
    }

    fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        for row in &self.results {
            for (name, side) in [("A", Some(&row.a)), ("B", row.b.as_ref())] {
                let Some(side) = side else { continue };
                let who = if self.b.is_some() { format!("{name}, ") } else { String::new() };
                let what = format!("{who}{} P={}", row.test.name(), row.pipeline);
                let share = |count: u64| 100.0 * count as f64 / side.requests.max(1) as f64;
                if side.errors > 0 {
                    doubts.push(format!("{what}: {:.0} % of the commands were refused", share(side.errors)));
                }
                if side.misses > 0 {
                    doubts.push(format!(
                        "{what}: {:.0} % found nothing; --fill writes the keys first",
                        share(side.misses)
                    ));
                }
            }
        }
        let busiest = self.results.iter().flat_map(|row| [Some(&row.a), row.b.as_ref()]).flatten();
        let busiest = busiest.map(|side| side.client_busy).fold(0.0, f64::max);
        if busiest >= SATURATED {
            let percent = busiest * 100.0;
            doubts.push(format!("the bench was busy {percent:.0} % of the time: trust cpu/op more, or try --threads"));
        }
        doubts
    }
}

/// Each figure's median over the rounds.
fn typical(rounds: &[&Measured]) -> Option<Measured> {
    rounds.first()?;
    let figure = |of: fn(&Measured) -> f64| median(rounds.iter().map(|round| of(round)).collect()).unwrap_or(0.0);
    let nanos = |of: fn(&Measured) -> u64| {
        median(rounds.iter().map(|round| of(round) as f64).collect()).unwrap_or(0.0).round() as u64
    };
    Some(Measured {
        requests: nanos(|round| round.requests),
        errors: rounds.iter().map(|round| round.errors).max().unwrap_or(0),
        misses: nanos(|round| round.misses),
        wall_ns: nanos(|round| round.wall_ns),
        rate: figure(|round| round.rate),
        mean_ns: nanos(|round| round.mean_ns),
        p50_ns: nanos(|round| round.p50_ns),
        p99_ns: nanos(|round| round.p99_ns),
        p999_ns: nanos(|round| round.p999_ns),
        max_ns: nanos(|round| round.max_ns),
        server_cpu_ns: median(rounds.iter().filter_map(|round| round.server_cpu_ns).collect()),
        client_busy: figure(|round| round.client_busy),
    })
}

fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.len() {
        0 => None,
        count if count % 2 == 1 => Some(figures[middle]),
        _ => Some(f64::midpoint(figures[middle - 1], figures[middle])),
    }
}

fn time(ns: u64) -> String {
    format_duration(Duration::from_nanos(ns))
}

fn cpu(side: &Measured) -> String {
    side.server_cpu_ns.map_or_else(|| "n/a".to_owned(), |ns| time(ns as u64))
}

/// Three digits and a letter.
fn short(rate: f64) -> String {
    match rate {
        _ if rate >= 999_500.0 => format!("{:.2}M", rate / 1e6),
        _ if rate >= 99_950.0 => format!("{:.0}k", rate / 1e3),
        _ if rate >= 999.5 => format!("{:.1}k", rate / 1e3),
        _ => format!("{rate:.0}"),
    }
}

/// More is better for a rate (`up`), less for a cost.
fn ratio(value: Option<f64>, up: bool) -> Cell {
    /// What two runs of the same server differ by as well.
    const NOISE: f64 = 0.03;
    let Some(value) = value else { return Cell::from("n/a") };
    let text = format!("{value:.2}");
    let gain = if up { value - 1.0 } else { 1.0 - value };
    match gain {
        _ if gain > NOISE => Cell::new(text, Meaning::Good),
        _ if gain < -NOISE => Cell::new(text, Meaning::Bad),
        _ => Cell::from(text),
    }
}

impl BenchReport {
    fn alone(&self) -> Table {
        let mut table = Table::new().column("test", Align::Left);
        for name in ["P", "req/s", "mean", "p50", "p99", "p99.9", "max", "cpu/op"] {
            table = table.column(name, Align::Right);
        }
        for row in &self.results {
            let a = &row.a;
            let times = [a.mean_ns, a.p50_ns, a.p99_ns, a.p999_ns, a.max_ns].map(time);
            let head = [row.test.name().to_owned(), row.pipeline.to_string(), format_count(a.rate as u64)];
            table.row(head.into_iter().chain(times).chain([cpu(a)]));
        }
        table
    }

    fn contest(&self) -> Table {
        let mut table = Table::new().column("test", Align::Left);
        for name in ["P", "A req/s", "B req/s", "A/B", "A p99", "B p99", "A cpu", "B cpu", "A/B"] {
            table = table.column(name, Align::Right);
        }
        for row in &self.results {
            let Some(b) = &row.b else { continue };
            let a = &row.a;
            table.row([
                Cell::from(row.test.name()),
                Cell::from(row.pipeline.to_string()),
                Cell::from(short(a.rate)),
                Cell::from(short(b.rate)),
                ratio(row.rate_ratio, true),
                Cell::from(time(a.p99_ns)),
                Cell::from(time(b.p99_ns)),
                Cell::from(cpu(a)),
                Cell::from(cpu(b)),
                ratio(row.cpu_ratio, false),
            ]);
        }
        table
    }
}

impl Emit for BenchReport {
    fn text(&self, page: &Page) -> String {
        let style = page.style;
        let mut text = String::new();
        for (name, side) in [("A", Some(&self.a)), ("B", self.b.as_ref())] {
            let Some(side) = side else { continue };
            let mark = if self.b.is_some() { format!("{name}  ") } else { String::new() };
            let _ = writeln!(text, "{mark}{}  {}", style.strong(&side.url), style.faint(&side.server));
        }
        let plan = &self.plan;
        let keys = if plan.keys > 1 { format!(", {} keys", format_count(plan.keys)) } else { String::new() };
        let rounds = if plan.rounds > 1 { format!(", median of {}", plan.rounds) } else { String::new() };
        let asked = format!(
            "{} connections, {} requests{rounds}, values of {}{keys}, {} thread{}",
            plan.connections,
            format_count(plan.requests),
            format_bytes(plan.value_bytes as u64),
            plan.threads,
            if plan.threads == 1 { "" } else { "s" },
        );
        let _ = writeln!(text, "{}\n", style.faint(&asked));
        let table = if self.b.is_some() { self.contest() } else { self.alone() };
        text += &table.render(page);
        let doubts = self.doubts();
        if !doubts.is_empty() {
            text.push('\n');
        }
        for doubt in doubts {
            let _ = writeln!(text, "{} {doubt}", style.warn("-"));
        }
        if self.interrupted {
            let _ = writeln!(text, "{}", style.warn("Interrupted: this is what was measured so far."));
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let header = [
            "side",
            "test",
            "pipeline",
            "requests",
            "errors",
            "misses",
            "wall_ns",
            "rate",
            "mean_ns",
            "p50_ns",
            "p99_ns",
            "p999_ns",
            "max_ns",
            "server_cpu_ns",
            "client_busy",
        ];
        let mut rows = Vec::new();
        for row in &self.results {
            for (name, side) in [("a", Some(&row.a)), ("b", row.b.as_ref())] {
                let Some(side) = side else { continue };
                let counts = [side.requests, side.errors, side.misses, side.wall_ns].map(|count| count.to_string());
                let times =
                    [side.mean_ns, side.p50_ns, side.p99_ns, side.p999_ns, side.max_ns].map(|nanos| nanos.to_string());
                let mut fields = vec![name.to_owned(), row.test.name().to_owned(), row.pipeline.to_string()];
                fields.extend(counts);
                fields.push(side.rate.to_string());
                fields.extend(times);
                fields.push(side.server_cpu_ns.map(|nanos| nanos.to_string()).unwrap_or_default());
                fields.push(side.client_busy.to_string());
                rows.push(fields);
            }
        }
        (header.map(str::to_owned).to_vec(), rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::term::text::width;

    fn measured(rate: f64) -> Measured {
        Measured {
            requests: 1_000_000,
            errors: 0,
            misses: 12_345,
            wall_ns: 1,
            rate,
            mean_ns: 123_456,
            p50_ns: 234_567,
            p99_ns: 12_345_678,
            p999_ns: 23_456_789,
            max_ns: 345_678_901,
            server_cpu_ns: Some(6_543.2),
            client_busy: 0.95,
        }
    }

    fn report(two: bool) -> BenchReport {
        let row = |test| Row {
            test,
            pipeline: 1000,
            a: measured(2_345_678.0),
            b: two.then(|| measured(123_456.0)),
            rate_ratio: Some(1.234),
            cpu_ratio: Some(0.5),
        };
        let side = |port| Side { url: format!("redis://127.0.0.1:{port}/0"), server: "Redis 7.0.15".to_owned() };
        let asked = Asked { connections: 50, requests: 1, keys: 10, value_bytes: 64, threads: 2, rounds: 5, seed: 1 };
        BenchReport {
            schema_version: SCHEMA_VERSION,
            tool: "toolbox".to_owned(),
            plan: asked,
            a: side(1),
            b: two.then(|| side(2)),
            results: vec![row(Test::Lrange100), row(Test::Get)],
            interrupted: false,
            outcomes: Vec::new(),
        }
    }

    #[test]
    fn tables_fit_eighty_columns_whole() {
        for two in [false, true] {
            let report = report(two);
            let table = if two { report.contest() } else { report.alone() };
            let text = table.render(&Page { width: Some(200), ..Page::default() });
            for line in text.lines() {
                assert!(width(line) <= 80, "{} columns: {line}", width(line));
            }
        }
    }

    #[test]
    fn what_makes_figures_doubtful_is_told() {
        let told = report(false).text(&Page::default());
        assert!(told.contains("get P=1000: 1 % found nothing; --fill writes the keys first"), "{told}");
        assert!(told.contains("the bench was busy 95 % of the time"), "{told}");
    }

    #[test]
    fn rounds_come_to_medians() {
        let outcome = |side, rate| Outcome { test: Test::Get, pipeline: 1, side, measured: measured(rate) };
        let mut report = report(true);
        report.results.clear();
        for (a, b) in [(100.0, 50.0), (300.0, 100.0), (200.0, 200.0)] {
            report.add(outcome(0, a));
            report.add(outcome(1, b));
        }
        report.conclude();
        let row = &report.results[0];
        assert_eq!((row.a.rate, row.rate_ratio), (200.0, Some(2.0)));
    }
}
