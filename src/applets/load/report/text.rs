//! The report on a page: first the run in a few numbers, then the latencies, then whether to believe them.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Distribution, Report};
use crate::applets::load::pace::Pace;
use crate::applets::load::plan::{Plan, Reuse};
use crate::applets::load::trust::Verdict;
use crate::kit::term::text::paragraph;
use crate::kit::term::{Align, Emit, Glyphs, Page, Table};
use crate::kit::units::{format_bytes, format_count, format_duration};

/// Percentiles of the latency table.
const SHOWN: [&str; 6] = ["50", "75", "90", "95", "99", "99.9"];

/// Its columns that leave a narrow page, in this order; the median, p99 and the maximum stay.
const EXPENDABLE: [&str; 7] = ["stdev", "p75", "min", "p90", "p95", "mean", "p99.9"];

/// Rows of the histogram.
const HISTOGRAM_ROWS: usize = 10;

impl Emit for Report {
    fn text(&self, page: &Page) -> String {
        let mut text = String::new();
        let sections = [
            self.headline(*page),
            self.summary_lines(*page),
            self.latency_table(*page),
            self.histogram_lines(*page),
            self.step_table(*page),
            self.status_lines(*page),
            self.server_lines(*page),
            self.verdict_lines(*page),
        ];
        for section in sections.iter().filter(|section| !section.is_empty()) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(section);
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        super::csv::rows(self)
    }
}

impl Report {
    fn headline(&self, page: Page) -> String {
        let (what, how) = headline(&self.plan);
        format!("{}\n{}\n", page.style.strong(&what), page.style.faint(&how))
    }

    fn summary_lines(&self, page: Page) -> String {
        let (summary, style) = (&self.summary, page.style);
        let failed = format_count(summary.failed);
        let failed = if summary.failed > 0 { style.bad(&failed) } else { failed };
        let mut text = String::from("Summary:\n");
        let mut line = |label: &str, value: &str| {
            let _ = writeln!(text, "  {label:<12}{value}");
        };
        line("Total:", &format_duration(Duration::from_nanos(summary.duration_ns)));
        line("Requests:", &format_count(summary.done));
        line("Successful:", &format_count(summary.ok));
        line("Failed:", &failed);
        line("RPS:", &self.rate_text(page));
        if summary.dropped > 0 {
            line("Dropped:", &style.bad(&format!("{} arrivals were never sent", format_count(summary.dropped))));
        }
        let seconds = (summary.duration_ns as f64 / 1e9).max(1e-9);
        let per_second = |bytes: u64| format_bytes((bytes as f64 / seconds) as u64);
        let (down, up) = (format_bytes(summary.bytes_in), format_bytes(summary.bytes_out));
        line(
            "Received:",
            &format!("{down} ({}/s), sent {up} ({}/s)", per_second(summary.bytes_in), per_second(summary.bytes_out)),
        );
        let resent = match summary.resent {
            0 => String::new(),
            resent => format!(", {} requests sent again", format_count(resent)),
        };
        let plural = if summary.connections_opened == 1 { "" } else { "s" };
        let ahead = self.opened_ahead();
        line("Opened:", &format!("{} connection{plural}{ahead}{resent}", format_count(summary.connections_opened)));
        text
    }

    /// Which connections were opened before anything was timed; empty where each request has one of its own.
    fn opened_ahead(&self) -> String {
        let connections = self.plan.shape.connections as u64;
        match self.summary.connections_opened {
            _ if self.plan.route.reuse == Reuse::Close => String::new(),
            opened if opened > connections => {
                format!(", the first {} before the clock started", format_count(connections))
            }
            0 => String::new(),
            _ => " before the clock started".to_owned(),
        }
    }

    fn rate_text(&self, page: Page) -> String {
        let achieved = self.summary.rate_achieved;
        let mut shown = format_rate(achieved);
        // What nobody answered is no work of the server's, however quickly it failed.
        if self.summary.rate_replies < achieved * 0.99 {
            shown = format!("{} answered, {shown} tried", format_rate(self.summary.rate_replies));
        }
        let Some(target) = self.summary.rate_target else { return shown };
        let share = achieved / target * 100.0;
        let of = format!("{shown} of {} asked for ({share:.1} %)", format_rate(target));
        if share < 99.0 { page.style.warn(&of) } else { of }
    }

    fn latency_table(&self, page: Page) -> String {
        if self.latency.response.count == 0 {
            return String::new();
        }
        let mut table = Table::new().indent(2).column("", Align::Left);
        for name in ["min", "mean", "stdev"].into_iter().map(str::to_owned).chain(SHOWN.iter().map(|p| format!("p{p}")))
        {
            table = table.column(name, Align::Right);
        }
        table = table.column("max", Align::Right).expendable(EXPENDABLE);
        for (name, phase) in self.latency.phases().into_iter().filter(|(_, phase)| phase.count > 0) {
            table.row(row(&name.replace('_', " "), phase));
        }
        let note = match self.plan.shape.pace {
            Pace::Open { .. } => "response: from the intended start; service: from sending",
            Pace::Closed => "closed loop: a slow server slows the arrivals; use --rate to see what clients would wait",
        };
        format!("Latency:\n{}{}", table.render(&page), paragraph("  ", &page.style.faint(note), page.width))
    }

    /// Response times, 10 rows on a scale that grows by a constant factor.
    fn histogram_lines(&self, page: Page) -> String {
        let Some(histogram) = self.latency.response.histogram() else { return String::new() };
        let (Some(min), Some(top)) = (histogram.min(), histogram.quantile(0.999)) else { return String::new() };
        let (low, high) = (min.as_nanos().max(1) as f64, top.as_nanos().max(2) as f64);
        if high / low < 1.05 {
            return String::new();
        }
        let factor = (high / low).powf(1.0 / HISTOGRAM_ROWS as f64);
        let mut counts = [0_u64; HISTOGRAM_ROWS + 1];
        for (ns, count) in histogram.buckets() {
            let row = ((ns as f64 / low).max(1.0).ln() / factor.ln()) as usize;
            counts[row.min(HISTOGRAM_ROWS)] += count;
        }
        let most = counts.iter().copied().max().unwrap_or(1).max(1);
        let room = page.width.map_or(40, |width| usize::from(width).saturating_sub(34)).clamp(10, 60);
        let mut text = String::from("Histogram of response times, each row from its time up to the next:\n");
        for (row, &count) in counts.iter().enumerate() {
            let from = format_duration(Duration::from_nanos((low * factor.powi(row as i32)) as u64));
            let bar = bar(page.glyphs, count as f64 / most as f64, room);
            let share = count as f64 * 100.0 / histogram.count() as f64;
            let share = if count > 0 && share < 0.05 { "<0.1".to_owned() } else { format!("{share:.1}") };
            // Few by its definition, so there is room for what it is.
            let rest = if row == HISTOGRAM_ROWS { page.style.faint(" p99.9 to max") } else { String::new() };
            let line = format!("  {from:>8}  {share:>5} %  {}{rest}", page.style.info(&bar));
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }

    fn step_table(&self, page: Page) -> String {
        if self.steps.len() < 2 {
            return String::new();
        }
        let mut table = Table::new().indent(2).column("step", Align::Left);
        for name in ["requests", "failed", "p50", "p95", "p99", "max"] {
            table = table.column(name, Align::Right);
        }
        let mut table = table.expendable(["p95", "failed", "max"]);
        for step in &self.steps {
            let response = &step.response;
            table.row([
                step.name.clone(),
                format_count(step.done),
                format_count(step.failed),
                time(response.percentile("50")),
                time(response.percentile("95")),
                time(response.percentile("99")),
                time(response.max),
            ]);
        }
        format!("Steps:\n{}", table.render(&page))
    }

    fn status_lines(&self, page: Page) -> String {
        let total = self.summary.done.max(1) as f64;
        let mut text = String::from("Status codes:\n");
        if self.summary.done > 0 && self.summary.ok == 0 {
            text.push_str(&paragraph("  ", &page.style.bad(&self.nothing_succeeded()), page.width));
        }
        for (status, count) in &self.status {
            let shown = format!("{status}: {} ({:.2} %)", format_count(*count), *count as f64 * 100.0 / total);
            let shown = if status.as_str() >= "400" { page.style.bad(&shown) } else { shown };
            let _ = writeln!(text, "  {shown}");
        }
        for (kind, error) in &self.errors {
            let share = error.count as f64 * 100.0 / total;
            let head = page.style.bad(&format!("{kind}: {} ({share:.2} %)", format_count(error.count)));
            text.push_str(&paragraph("  ", &format!("{head}  {}", error.example), page.width));
        }
        if self.summary.failed_checks > 0 {
            let failed = format!("checks failed: {}", format_count(self.summary.failed_checks));
            let _ = writeln!(text, "  {}", page.style.bad(&failed));
        }
        for (name, count) in self.broken_checks() {
            let _ = writeln!(text, "    {name}: {}", format_count(count));
        }
        text
    }

    /// For a run without one good reply.
    fn nothing_succeeded(&self) -> String {
        let all_of = |status: &str| self.status.get(status) == Some(&self.summary.done);
        let ask = match () {
            () if all_of("404") => ": is the path right?",
            () if all_of("401") || all_of("403") => ": does it need a user or a token?",
            () if self.summary.failed_checks > 0 && self.errors.is_empty() => ": the checks may ask for something else",
            () => ", so these times are those of failures",
        };
        format!("No request succeeded{ask}")
    }

    fn server_lines(&self, page: Page) -> String {
        let metrics = &self.server_metrics;
        if metrics.url.is_none() {
            return String::new();
        }
        let mut text = String::from("Server metrics that moved with the median response time:\n");
        if !metrics.series.is_empty() {
            let mut table = Table::new().indent(2).column("", Align::Left).column("correlation", Align::Right);
            if metrics.change_ns.is_some() {
                table = table.column("before", Align::Right).column("after", Align::Right);
            }
            for series in &metrics.series {
                let figures = series.change.iter().flat_map(|(before, after)| [*before, *after]);
                let figures = figures.map(|value| series.unit.show(value));
                table.row([series.name.clone(), format!("{:+.2}", series.correlation)].into_iter().chain(figures));
            }
            text.push_str(&table.render(&page));
        }
        if let Some(at) = metrics.change_ns {
            let at = format_duration(Duration::from_nanos(at));
            let line = format!("before and after {at}, where the latency changed most");
            text.push_str(&paragraph("  ", &page.style.faint(&line), page.width));
        }
        if let Some(note) = &metrics.note {
            text.push_str(&paragraph("  - ", note, page.width));
        }
        text
    }

    fn verdict_lines(&self, page: Page) -> String {
        let style = page.style;
        let mut text = String::new();
        for outcome in &self.thresholds {
            let mark = if outcome.pass { style.good("pass") } else { style.bad("FAIL") };
            let value = outcome.shown().unwrap_or_else(|| "n/a, the samples can not tell".into());
            let _ = writeln!(text, "Threshold {}: {mark} ({value})", outcome.expr);
        }
        let trust = &self.trust;
        let verdict = match trust.verdict {
            Verdict::Valid => style.good("VALID"),
            Verdict::Suspect => style.warn("SUSPECT"),
        };
        let lag = trust
            .lag_p99_ns
            .map_or(String::new(), |lag| format!("schedule lag p99 {}, ", format_duration(Duration::from_nanos(lag))));
        let cpu = trust.cpu_share * 100.0;
        let _ = writeln!(text, "Trust: {verdict}  ({lag}client cpu {cpu:.0} %, retransmits {})", trust.retransmits);
        for reason in &trust.reasons {
            text.push_str(&paragraph("  - ", &reason.message, page.width));
        }
        if self.run.interrupted {
            let _ = writeln!(text, "{}", style.warn("Interrupted: this is the run so far."));
        }
        text
    }
}

/// A bar of up to `cells` cells, to an eighth of a cell where the signs for it may be drawn.
fn bar(glyphs: Glyphs, share: f64, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share * cells as f64 * 8.0).round() as usize;
    match glyphs {
        Glyphs::Unicode => format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8]),
        Glyphs::Ascii => "#".repeat(eighths.div_ceil(8)),
    }
}

/// What is played, and how, in a line each.
pub(in crate::applets::load) fn headline(plan: &Plan) -> (String, String) {
    (title(plan), describe(plan))
}

/// What is loaded, in a few words.
pub(super) fn title(plan: &Plan) -> String {
    match plan.steps.as_slice() {
        [step] => format!("{} {}", step.method, step.url),
        steps => format!("{} steps on {}", steps.len(), steps.first().map_or("nothing", |step| step.url.as_str())),
    }
}

/// The plan in one line.
pub(super) fn describe(plan: &Plan) -> String {
    let shape = &plan.shape;
    let pace = match &shape.pace {
        Pace::Closed => "closed loop".to_owned(),
        Pace::Open { arrivals, curve } if curve.stages.is_empty() => {
            format!("open loop, {}/s {}", format_rate(curve.start), format!("{arrivals:?}").to_lowercase())
        }
        Pace::Open { arrivals, curve } => {
            format!("open loop, {} stages {}", curve.stages.len(), format!("{arrivals:?}").to_lowercase())
        }
    };
    let streams = if shape.streams > 1 { format!(" × {} streams", shape.streams) } else { String::new() };
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let warmup = if shape.warmup.is_zero() {
        String::new()
    } else {
        format!(", after {} of warm-up", format_duration(shape.warmup))
    };
    format!(
        "{}, {}{streams}, {}, {pace}{warmup}",
        plan.route.protocol.name(),
        plural(shape.connections, "connection"),
        plural(shape.threads, "thread")
    )
}

fn row(name: &str, distribution: &Distribution) -> Vec<String> {
    let fixed = [distribution.min, distribution.mean, distribution.stdev].map(time);
    let percentiles = SHOWN.iter().map(|percent| time(distribution.percentile(percent)));
    std::iter::once(name.to_owned()).chain(fixed).chain(percentiles).chain([time(distribution.max)]).collect()
}

fn time(nanos: Option<u64>) -> String {
    nanos.map_or_else(|| "n/a".to_owned(), |nanos| format_duration(Duration::from_nanos(nanos)))
}

/// A rate with as many digits as it deserves.
pub(in crate::applets::load) fn format_rate(rate: f64) -> String {
    // What would round up to another digit is shown with the digits of the larger number.
    if rate >= 999.95 {
        format_count(rate.round() as u64)
    } else if rate >= 9.995 {
        format!("{rate:.1}")
    } else {
        format!("{rate:.2}")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::kit::term::text::width;

    fn saved() -> Report {
        Report::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/load-run.json"))).unwrap()
    }

    fn page(columns: u16) -> Page {
        Page { width: Some(columns), ..Page::default() }
    }

    #[test]
    fn narrow_pages_keep_the_median_p99_and_the_maximum() {
        let report = saved();
        for columns in [120, 80, 60, 40] {
            let table = report.latency_table(page(columns));
            assert!(!table.contains('…'), "{columns}: {table}");
            let header: Vec<&str> = table.lines().nth(1).unwrap().split_whitespace().collect();
            for name in ["p50", "p99", "max"] {
                assert!(header.contains(&name), "{columns}: {header:?}");
            }
            assert_eq!(header.contains(&"stdev"), columns == 120, "{columns}: {header:?}");
        }
    }

    #[test]
    fn no_line_is_wider_than_a_terminal_of_80_columns() {
        let mut report = saved();
        report.plan.shape.pace = Pace::Closed;
        for line in report.text(&page(80)).lines() {
            assert!(width(line) <= 80, "{line}");
        }
    }

    #[test]
    fn a_run_without_one_good_reply_says_so() {
        let mut report = saved();
        assert!(!report.status_lines(page(80)).contains("succeeded"));
        (report.summary.ok, report.summary.failed) = (0, report.summary.done);
        report.status = [("404".to_owned(), report.summary.done)].into();
        assert!(report.status_lines(page(80)).contains("  No request succeeded: is the path right?\n"));
    }
}
