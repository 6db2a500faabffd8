//! `load compare A.json B.json`: the verdict of `ab`, from the reports of two runs made apart.
//!
//! The seconds of a run resemble their neighbours, so they are not as many measurements as there are seconds: each
//! series is first told how many independent values it is worth (batch means), and cut into that many blocks; the blocks
//! are compared. What no file can tell is how much the machine or the network changed between the runs: that is what
//! `ab` is for, and what the report says.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde::{Deserialize, Serialize};

use super::ab::parse_margin;
use super::judgement::{Figures, Judgement, Pairing, Verdict};
use crate::applets::load::report::{Report, Tool, headline};
use crate::applets::load::series::Interval;
use crate::applets::load::trust::ReasonKind;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::text::paragraph;
use crate::kit::term::{Emit, Page};

const EXAMPLES: &str = "\
Examples:
  # the reports of two runs
  load -c 50 -d 30s http://localhost:8080/ --format json -o before.json
  load -c 50 -d 30s http://localhost:8080/ --format json -o after.json
  load compare before.json after.json

  # only differences of more than 10 % matter
  load compare before.json after.json --margin 10%

  # the verdict for a pipeline: exit code 3 when the second is slower
  load compare baseline.json today.json --json | jq .verdict

Two runs made apart also differ by what changed around them; load ab plays
both sides in turn and is not fooled by that.

Exit codes: 0 done, 1 a file is no report, 2 usage, 3 B is slower.";

/// Compare the reports of two runs
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct CompareArgs {
    /// The report to compare with, as --format json wrote it
    #[arg(value_name = "A.json", value_hint = ValueHint::FilePath)]
    a: PathBuf,

    /// The report in question
    #[arg(value_name = "B.json", value_hint = ValueHint::FilePath)]
    b: PathBuf,

    /// Difference that does not matter
    #[arg(long, value_name = "PERCENT", value_parser = parse_margin, default_value = "2%")]
    margin: f64,
}

impl CompareArgs {
    /// Reads both and tells the verdict.
    ///
    /// # Errors
    /// Files that are no whole reports of this version.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let (a, b) = (read(&self.a)?, read(&self.b)?);
        let report = CompareReport::build((&self.a, &a), (&self.b, &b), self.margin);
        session.term.emit(&report)?;
        Ok(if report.judgement.verdict == Verdict::Slower { Exit::Unmet } else { Exit::Done })
    }
}

fn read(path: &Path) -> Result<Report, Failure> {
    Report::read(path).map_err(|error| {
        let hint = error.hint();
        Failure::operation(error).maybe_hint(hint)
    })
}

/// Version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// Two runs and the verdict on the second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompareReport {
    /// Version of this document.
    pub schema_version: u32,
    /// What wrote it.
    pub tool: Tool,
    /// The run to compare with.
    pub a: Origin,
    /// The run in question.
    pub b: Origin,
    /// What the seconds of both mean.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// Reasons to doubt it.
    pub doubts: Vec<String>,
}

/// A run that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file it was read from.
    pub file: PathBuf,
    /// The run's own name.
    pub run_id: String,
    /// RFC 3339, UTC.
    pub started_utc: String,
    /// What was played.
    pub what: String,
    /// How it was played.
    pub how: String,
    /// Stretches of it that were compared, each a second or more.
    pub intervals: usize,
}

impl CompareReport {
    fn build(a: (&Path, &Report), b: (&Path, &Report), margin: f64) -> Self {
        let (of_a, of_b) = (seconds(a.1), seconds(b.1));
        let origin = |(file, report): (&Path, &Report), intervals| {
            let (what, how) = headline(&report.plan);
            let (run_id, started_utc) = (report.run.id.clone(), report.run.started_utc.clone());
            Origin { file: file.to_owned(), run_id, started_utc, what, how, intervals }
        };
        let judgement = Judgement::of(&of_a, &of_b, Pairing::Apart, margin);
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: "toolbox load compare".into(), version: env!("CARGO_PKG_VERSION").into() },
            a: origin(a, of_a.len()),
            b: origin(b, of_b.len()),
            doubts: doubts(a.1, b.1, &judgement, of_a.len().min(of_b.len())),
            judgement,
        }
    }
}

/// The run second by second, or in whatever intervals it was written down.
fn seconds(report: &Report) -> Vec<Figures> {
    let widest = report.series.iter().map(|interval| interval.width_ns).max().unwrap_or(0);
    // What came in after the end is the rest of the last requests and no second of the run, and a last interval that is
    // much shorter than the others is no measurement like them.
    let whole = |interval: &&Interval| interval.t_ns < report.summary.duration_ns && interval.width_ns * 2 > widest;
    report.series.iter().filter(whole).map(Figures::within).collect()
}

fn doubts(a: &Report, b: &Report, judgement: &Judgement, shorter: usize) -> Vec<String> {
    /// Runs of fewer seconds leave too few independent stretches for any verdict.
    const SHORTEST: usize = 15;
    let mut doubts = Vec::new();
    if a.run.id == b.run.id {
        doubts.push(format!("both are the run {}, so there is nothing to compare", a.run.id));
    }
    doubts.extend(judgement.doubt_of_few(shorter, SHORTEST, "seconds"));
    let (plan_a, plan_b) = (&a.plan, &b.plan);
    let mut differs = |what: &str, differ: bool| {
        if differ {
            doubts.push(format!("the runs differ in {what}, so the verdict is about that too"));
        }
    };
    differs("their requests", plan_a.steps != plan_b.steps);
    differs("their pace", plan_a.shape.pace != plan_b.shape.pace);
    differs("their connections", plan_a.shape.connections != plan_b.shape.connections);
    differs("their streams", plan_a.shape.streams != plan_b.shape.streams);
    differs("their protocol", plan_a.route.protocol != plan_b.route.protocol);
    differs("the machine they ran on", a.run.host != b.run.host);
    for (name, report) in [("A", a), ("B", b)] {
        let reasons = report
            .trust
            .reasons
            .iter()
            .filter(|reason| !matches!(reason.kind, ReasonKind::FewSamples | ReasonKind::Censored));
        doubts.extend(reasons.map(|reason| format!("{name} is suspect: {}", reason.message)));
    }
    doubts
}

impl Emit for CompareReport {
    fn text(&self, page: &Page) -> String {
        let style = page.style;
        let mut text = String::new();
        for (name, origin) in [("A", &self.a), ("B", &self.b)] {
            let file = style.strong(&origin.file.display().to_string());
            let _ = writeln!(text, "{name}  {file}  {}", origin.started_utc);
            let _ = writeln!(text, "   {}\n   {}", origin.what, style.faint(&origin.how));
        }
        text.push('\n');
        text += &self.judgement.table(page);
        let note = "A and B: median of the seconds; made apart, so what else changed between the runs counts too";
        text += &paragraph("  ", &style.faint(note), page.width);
        text.push('\n');
        text += &self.judgement.sentence(page);
        text += &self.judgement.advice(page, "seconds");
        text.extend(self.doubts.iter().map(|doubt| paragraph("  - ", doubt, page.width)));
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        self.judgement.rows()
    }
}
