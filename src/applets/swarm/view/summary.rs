//! The summary at the end of a run, in the format of the original: a label column of 24, rules of 67.

use std::fmt::Write as _;
use std::time::Duration;

use crate::applets::swarm::args::Engine;
use crate::applets::swarm::report::{Qoe, Quantiles, Report};
use crate::kit::term::{Emit, Page};
use crate::kit::units::{format_bytes, format_duration};

const RULE: usize = 67;
const LABEL: usize = 24;

impl Emit for Report {
    fn text(&self, _page: &Page) -> String {
        let rule = "═".repeat(RULE);
        let mut text = format!("{rule}\n{:>56}\n{rule}\n", "go-ffmpeg-hls-swarm Exit Summary");
        let mut page = Lines(&mut text);
        page.line("Run Duration:", clock(self.run.duration_s));
        page.line("Target Clients:", self.run.target);
        page.line("Peak Active Clients:", self.run.peak_active);
        page.line("Median Active Clients:", self.run.median_active);
        page.line("Seed:", self.run.seed);
        self.uptimes(&mut page);
        page.head("Throughput:");
        page.line("  Total Bytes:", format_bytes(self.throughput.bytes));
        page.line("  Total Segments:", self.throughput.segments);
        if self.throughput.unsized_segments > 0 {
            let unknown = self.throughput.unsized_segments;
            page.line("  Of Unknown Size:", format!("{unknown} of {}", self.throughput.segments));
        }
        page.line("  Avg Bytes/Client/Sec:", format_bytes(self.throughput.avg_bytes_per_client_s as u64));
        page.head("Lifecycle:");
        let exits = |code| self.lifecycle.exits.get(&code).copied().unwrap_or(0);
        page.line("  Total Starts:", self.lifecycle.starts);
        page.line("  Total Restarts:", self.lifecycle.restarts);
        page.line("  Stalls Detected:", self.lifecycle.stalls);
        page.line("  Clean Exits (0):", exits(0));
        page.line("  Error Exits (1):", exits(1));
        if self.lifecycle.stopped > 0 {
            page.line("  Stopped at the End:", self.lifecycle.stopped);
        }
        if self.lifecycle.ended_for_stall > 0 {
            page.line("  Ended for Stalls:", self.lifecycle.ended_for_stall);
        }
        self.exit_codes(&mut page);
        if let Some(qoe) = &self.qoe {
            self.quality(qoe, &mut page);
        }
        if let Some(check) = &self.cross_check {
            page.head("Players beside Processes:");
            page.line("  Segments Compared:", check.segments);
            let ratio = |ratio: f64| format!("{:+.2}%", (ratio - 1.0) * 100.0);
            let sign = if check.alike { "✓ alike" } else { "✗ not alike" };
            page.line("  Segments of a Player:", ratio(check.segments_ratio));
            page.line("  Bytes of a Player:", format!("{}  {sign}", ratio(check.bytes_ratio)));
        }
        if !self.top_errors.is_empty() {
            page.head(if self.run.engine == Engine::Ffmpeg { "Top Errors (from stderr):" } else { "Top Errors:" });
            for error in &self.top_errors {
                page.line(&format!("  {}:", error.pattern), error.count);
            }
        }
        self.verdicts(&mut page);
        if let Some(endpoint) = &self.metrics_endpoint {
            let _ = write!(text, "\nMetrics endpoint was: {endpoint}\n");
        }
        text + &rule
    }

    /// One row: the figures that are compared between runs.
    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let qoe = self.qoe.as_ref();
        let figure = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let p95 = |of: Option<&Quantiles>| figure(of.map(|quantiles| quantiles.p95));
        let columns = [
            ("engine", format!("{:?}", self.run.engine).to_lowercase()),
            ("duration_s", self.run.duration_s.to_string()),
            ("target", self.run.target.to_string()),
            ("peak_active", self.run.peak_active.to_string()),
            ("starts", self.lifecycle.starts.to_string()),
            ("restarts", self.lifecycle.restarts.to_string()),
            ("stalls", self.lifecycle.stalls.to_string()),
            ("segments", self.throughput.segments.to_string()),
            ("bytes", self.throughput.bytes.to_string()),
            ("startup_p95_s", p95(qoe.and_then(|qoe| qoe.startup_s.as_ref()))),
            ("rebuffer_ratio", figure(qoe.and_then(|qoe| qoe.rebuffer_ratio))),
            ("verdict", self.generator.verdict.clone()),
        ];
        let (header, row) = columns.map(|(name, value)| (name.to_owned(), value)).into_iter().unzip();
        (header, vec![row])
    }
}

/// Label and value, a line each; behind a label that takes its whole column stand two blanks.
struct Lines<'a>(&'a mut String);

impl Lines<'_> {
    fn line(&mut self, label: &str, value: impl std::fmt::Display) {
        let blanks = LABEL.saturating_sub(label.chars().count()).max(2);
        let _ = writeln!(self.0, "{label}{:blanks$}{value}", "");
    }

    fn head(&mut self, title: &str) {
        let _ = write!(self.0, "\n{title}\n");
    }
}

impl Report {
    fn uptimes(&self, page: &mut Lines<'_>) {
        page.head("Uptime Distribution:");
        let Some(uptime) = self.uptime_s else { return page.line("  P50 (median):", "no client has ended") };
        page.line("  P50 (median):", format!("{}  {}", minutes(uptime.p50), self.verdict(uptime.p50)));
        page.line("  P95:", minutes(uptime.p95));
        page.line("  P99:", minutes(uptime.p99));
    }

    /// Clients that live as long as the run are well.
    fn verdict(&self, median: f64) -> &'static str {
        if self.lifecycle.restarts == 0 && self.lifecycle.exits.keys().all(|code| *code == 0) {
            // They leave when they have seen what they came for.
            return "✓ Good";
        }
        match median / self.run.duration_s.max(1e-9) {
            0.5.. => "✓ Good",
            0.1.. => "⚠ Warning",
            _ => "✗ Problem",
        }
    }

    fn exit_codes(&self, page: &mut Lines<'_>) {
        if self.lifecycle.exits.is_empty() {
            return;
        }
        page.head("Exit Codes:");
        let all: u64 = self.lifecycle.exits.values().sum();
        for (code, count) in &self.lifecycle.exits {
            let label = match code {
                0 => " (clean)",
                1 => " (error)",
                137 => " (SIGKILL)",
                143 => " (SIGTERM)",
                // What ffmpeg makes of a signal.
                255 => " (stopped)",
                _ => "",
            };
            let share = *count as f64 / all as f64 * 100.0;
            page.line(&format!("  {code:>3}{label}:"), format!("{count} ({share:.1}%)"));
        }
    }

    fn quality(&self, qoe: &Qoe, page: &mut Lines<'_>) {
        page.head("Quality of Experience:");
        page.line("  Startup:", quantiles(qoe.startup_s));
        let ratio =
            qoe.rebuffer_ratio.map_or_else(|| "nobody played".to_owned(), |ratio| format!("{:.3}%", ratio * 100.0));
        page.line("  Rebuffer Ratio:", ratio);
        let waited = format_duration(Duration::try_from_secs_f64(qoe.rebuffer_s).unwrap_or_default());
        page.line("  Rebuffers:", format!("{} ({waited} in all)", qoe.rebuffers));
        if qoe.live_latency_s.is_some() {
            page.line("  Live Latency:", quantiles(qoe.live_latency_s));
        }
        page.line("  Switches:", format!("up {} · down {}", qoe.switches_up, qoe.switches_down));
        if let Some(bitrate) = qoe.bitrate_bps.filter(|bitrate| *bitrate > 0.0) {
            page.line("  Bitrate:", format!("{:.2} Mbit/s", bitrate / 1e6));
        }
        let sessions: Vec<String> = qoe.sessions.iter().map(|(name, count)| format!("{name} {count}")).collect();
        page.line("  Sessions:", sessions.join(" · "));
        let Some(http) = &self.http else { return };
        page.head("HTTP:");
        let statuses: Vec<String> = http.status.iter().map(|(status, count)| format!("{status} × {count}")).collect();
        page.line("  Answers:", if statuses.is_empty() { "none".to_owned() } else { statuses.join(" · ") });
        if let Some(ratio) = http.cache_hit_ratio {
            page.line("  Cache Hits:", format!("{:.2}% of {}", ratio * 100.0, http.cache_hits + http.cache_misses));
        }
        page.line("  Without an Answer:", http.failed);
        page.line("  First Byte:", quantiles(http.ttfb_s));
        page.line("  Segment Download:", quantiles(http.download_s));
        page.line("  Late Segments:", http.late_segments);
        page.line("  Connections:", http.connections);
        if http.parts > 0 {
            page.line("  Parts:", format!("{} ({} asked for ahead)", http.parts, http.hinted_parts));
            page.line("  Delta Playlists:", http.delta_playlists);
        }
        page.line("  Playlists Read:", format!("{} of {}", http.playlists_parsed, self.throughput.playlists));
    }

    fn verdicts(&self, page: &mut Lines<'_>) {
        let generator = &self.generator;
        if !self.slo.is_empty() {
            page.head("SLO:");
        }
        for judgement in &self.slo {
            let value = judgement.shown().unwrap_or_else(|| "not measured".to_owned());
            let sign = if judgement.pass { "✓ pass" } else { "✗ fail" };
            page.line(&format!("  {}:", judgement.expr), format!("{value}  {sign}"));
        }
        page.head(&format!("Generator: {}", generator.verdict));
        for reason in &generator.reasons {
            let _ = writeln!(page.0, "  {reason}");
        }
        let late = |seconds: f64| format!("{:.1} ms", seconds * 1000.0);
        if let Some((lag, most)) = generator.start_lag_p99_s.zip(generator.start_lag_max_s) {
            page.line("  Start Lag P99:", format!("{} (at most {})", late(lag), late(most)));
        }
        if let Some(lag) = generator.sched_lag_p99_s {
            page.line("  Scheduler Lag P99:", late(lag));
        }
        if let Some(share) = generator.cpu_share {
            page.line("  Processor:", format!("{:.1}% of one core", share * 100.0));
        }
        if let Some(bytes) = generator.peak_memory_bytes {
            let each = generator.memory_per_client_bytes;
            let each = each.map_or_else(String::new, |each| format!(" ({} a player)", format_bytes(each)));
            page.line("  Peak Memory:", format!("{}{each}", format_bytes(bytes)));
        }
    }
}

fn quantiles(of: Option<Quantiles>) -> String {
    let time = |seconds| format_duration(Duration::try_from_secs_f64(seconds).unwrap_or_default());
    of.map_or_else(
        || "not measured".to_owned(),
        |of| format!("p50 {} · p95 {} · p99 {}", time(of.p50), time(of.p95), time(of.p99)),
    )
}

/// `HH:MM:SS`.
fn clock(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `MM:SS`.
fn minutes(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::applets::swarm::report::{Lifecycle, Run, Throughput, TopError};

    #[test]
    fn the_summary_is_that_of_the_original() {
        let report = Report {
            run: Run { duration_s: 300.0, target: 100, peak_active: 100, median_active: 99, seed: 7, ..Run::default() },
            uptime_s: Some(Quantiles { p50: 290.0, p95: 299.0, p99: 300.0 }),
            lifecycle: Lifecycle {
                starts: 135,
                restarts: 35,
                exits: BTreeMap::from([(0, 12), (1, 23), (143, 100)]),
                ..Lifecycle::default()
            },
            throughput: Throughput {
                bytes: 3 << 30,
                segments: 15_000,
                unsized_segments: 0,
                avg_bytes_per_client_s: 108_000.0,
                playlists: 1,
            },
            top_errors: [("Connection refused", 45), ("a reason that is longer than its column", 7)]
                .map(|(pattern, count)| TopError { pattern: pattern.to_owned(), count })
                .to_vec(),
            metrics_endpoint: Some("http://0.0.0.0:9090/metrics".to_owned()),
            ..Report::default()
        };
        let text = report.text(&Page::default());
        for line in [
            "                        go-ffmpeg-hls-swarm Exit Summary",
            "Run Duration:           00:05:00",
            "Target Clients:         100",
            "Peak Active Clients:    100",
            "Median Active Clients:  99",
            "Uptime Distribution:",
            "  P50 (median):         04:50  ✓ Good",
            "  P95:                  04:59",
            "  P99:                  05:00",
            "  Total Bytes:          3.0 GiB",
            "  Total Segments:       15000",
            "  Total Starts:         135",
            "  Total Restarts:       35",
            "  Stalls Detected:      0",
            "  Clean Exits (0):      12",
            "  Error Exits (1):      23",
            "    0 (clean):          12 (8.9%)",
            "  143 (SIGTERM):        100 (74.1%)",
            "Top Errors (from stderr):",
            "  Connection refused:   45",
            "  a reason that is longer than its column:  7",
            "Metrics endpoint was: http://0.0.0.0:9090/metrics",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
        let rules = text.lines().filter(|line| line.chars().all(|sign| sign == '═') && line.chars().count() == 67);
        assert_eq!(rules.count(), 3);
        let (header, rows) = report.rows();
        assert_eq!(header.len(), rows[0].len());
    }
}
