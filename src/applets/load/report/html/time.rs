//! The run over time: charts below each other on one clock, so that what moved together stands together.

use std::fmt::Write as _;
use std::time::Duration;

use super::heat;
use super::markup::{Percent, Text};
use super::plot::Plot;
use super::scale::{Scale, Tick, nanos_text, rate_text, seconds_text, time_ticks};
use crate::applets::load::pace::{Curve, Pace};
use crate::applets::load::report::text::format_rate;
use crate::applets::load::report::{Report, ServerSeries};
use crate::applets::load::series::{Interval, condensed};
use crate::kit::units::{format_count, format_duration};

/// Intervals drawn at most: a column of three pixels on a wide screen, and half a megabyte at the very most.
const COLUMNS: usize = 300;

/// Rows of the table that says the same.
const TABLE_ROWS: usize = 60;

/// The lines of the percentile chart: class, name, value.
type Percentile = (&'static str, &'static str, fn(&Interval) -> Option<u64>);
const PERCENTILES: [Percentile; 4] = [
    ("p50", "p50", |interval| interval.p50_ns),
    ("p90", "p90", |interval| interval.p90_ns),
    ("p99", "p99", |interval| interval.p99_ns),
    ("most", "max", |interval| interval.max_ns),
];

/// A run on its clock.
pub(super) struct Course<'a> {
    report: &'a Report,
    pub(super) intervals: Vec<Interval>,
    /// Length of the time axis, nanoseconds.
    end_ns: f64,
}

impl<'a> Course<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let intervals = condensed(&report.series, COLUMNS);
        let end_ns = intervals.last().map_or(1, |last| last.t_ns + last.width_ns).max(1) as f64;
        Self { report, intervals, end_ns }
    }

    /// The place of a moment, 0 to 1.
    fn at(&self, ns: f64) -> f64 {
        ns / self.end_ns
    }

    /// Left and right edge of an interval, 0 to 1.
    pub(super) fn edges(&self, interval: &Interval) -> (f64, f64) {
        (self.at(interval.t_ns as f64), self.at((interval.t_ns + interval.width_ns) as f64))
    }

    fn middle(&self, interval: &Interval) -> f64 {
        let (left, right) = self.edges(interval);
        f64::midpoint(left, right)
    }

    fn clock(&self) -> Vec<Tick> {
        time_ticks(self.end_ns / 1e9)
    }

    /// The whole section; nothing for a run without intervals.
    pub(super) fn section(&self) -> String {
        if self.intervals.is_empty() {
            return String::new();
        }
        let mut html = String::from("<section><h2>Over time</h2><div class=\"time\">");
        html.push_str(&self.slices());
        html.push_str(&self.rate());
        html.push_str(&self.percentiles());
        html.push_str(&heat::map(self));
        html.push_str(&self.server());
        html.push_str("</div>");
        html.push_str(&self.table());
        html.push_str("</section>");
        html
    }

    /// A chart of this course with its clock and the moment at which the latency changed.
    pub(super) fn plot(&self, id: &'static str, title: &str, height: u32) -> Plot {
        let mut plot = Plot::new(id, title, height);
        plot.columns(&self.clock());
        plot
    }

    fn rate(&self) -> String {
        let curve = match &self.report.plan.shape.pace {
            Pace::Open { curve, .. } => Some(curve),
            Pace::Closed => None,
        };
        let asked = curve.map(|curve| self.asked(curve)).unwrap_or_default();
        let rates = self.intervals.iter().map(Interval::rate);
        let most = rates.clone().chain(asked.iter().map(|point| point.1)).fold(0.0, f64::max);
        let scale = Scale::up_to(most);
        let mut plot = self.plot("rate", "Requests per second over time", 200);
        plot.rows(&scale.ticks(4, rate_text));
        let steps = |value: fn(&Interval) -> f64| {
            self.intervals.iter().map(move |interval| {
                let (left, right) = self.edges(interval);
                [left, 0.0, right, scale.place(value(interval))]
            })
        };
        plot.boxes("class=\"done\"", steps(Interval::rate));
        // A single failure among thousands is still seen: no bar is lower than two pixels.
        let failed = steps(failure_rate).filter(|bar| bar[3] > 0.0);
        plot.boxes("class=\"failed\"", failed.map(|[left, floor, right, top]| [left, floor, right, top.max(0.01)]));
        plot.line("done", steps(Interval::rate).flat_map(|[left, _, right, y]| [Some((left, y)), Some((right, y))]));
        plot.line("asked", asked.iter().map(|(t, rate)| Some((*t, scale.place(*rate)))));
        let least = rates.clone().fold(f64::INFINITY, f64::min);
        let failures = self.intervals.iter().map(failure_rate).fold(0.0, f64::max);
        plot.alternative(format!(
            "Between {} and {} requests per second; at most {} of them failed.",
            format_rate(least),
            format_rate(rates.fold(0.0, f64::max)),
            format_rate(failures)
        ));
        let asked = if asked.is_empty() { "" } else { r#"<li class="asked">asked for</li>"# };
        figure(
            "Requests per second",
            &format!(r#"<li class="done">ended</li><li class="failed">of these failed</li>{asked}"#),
            &plot.render(),
        )
    }

    /// The rate that the plan asks for: place in time, requests per second.
    fn asked(&self, curve: &Curve) -> Vec<(f64, f64)> {
        const POINTS: u32 = 200;
        let steps = self.report.plan.steps.len() as f64;
        let at = |share: f64| (share, curve.rate_at(share * self.end_ns / 1e9) * steps);
        (0..=POINTS).map(|index| at(f64::from(index) / f64::from(POINTS))).collect()
    }

    fn percentiles(&self) -> String {
        let values = self.intervals.iter().flat_map(|interval| PERCENTILES.map(|(.., value)| value(interval)));
        let scale = Scale::log_around(values.flatten().map(|value| value as f64));
        let mut plot = self.plot("percentiles", "Percentiles of the response time over time", 240);
        plot.rows(&scale.ticks(6, nanos_text));
        let mut told = Vec::new();
        for (class, name, value) in PERCENTILES.into_iter().rev() {
            let points = self
                .intervals
                .iter()
                .map(|interval| value(interval).map(|value| (self.middle(interval), scale.place(value as f64))));
            plot.line(class, points.clone());
            if let Some((_, y)) = points.flatten().last() {
                plot.end(class, name, y);
            }
            let seen = self.intervals.iter().filter_map(value);
            if let (Some(least), Some(most)) = (seen.clone().min(), seen.max()) {
                told.insert(0, format!("{name} {} to {}", nanos_text(least as f64), nanos_text(most as f64)));
            }
        }
        plot.alternative(format!("By second: {}.", told.join(", ")));
        figure("Response time, percentiles", "<li>logarithmic</li>", &plot.render())
    }

    fn server(&self) -> String {
        let metrics = &self.report.server_metrics;
        if metrics.url.is_none() {
            return String::new();
        }
        let mut html = String::from("<h3 class=\"part\">Server metrics that moved with it</h3>");
        if let Some(note) = &metrics.note {
            let _ = write!(html, "<p class=\"note\">{}</p>", Text(note));
        }
        for (series, id) in metrics.series.iter().zip(["server0", "server1", "server2", "server3", "server4"]) {
            html.push_str(&self.server_series(series, id));
        }
        html
    }

    fn server_series(&self, series: &ServerSeries, id: &'static str) -> String {
        let values = || series.points.iter().map(|(_, value)| *value);
        let scale = Scale::around(values());
        let mut plot = self.plot(id, &series.name, 90);
        plot.rows(&scale.ticks(2, |value| series.unit.show(value)));
        let points = series.points.iter().map(|&(t, value)| (self.at(t as f64), value));
        plot.line("server", points.map(|(x, value)| value.is_finite().then(|| (x, scale.place(value)))));
        if let Some(at) = self.report.server_metrics.change_ns {
            plot.mark(self.at(at as f64), 0, "latency changed");
        }
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        plot.alternative(format!("From {} to {}.", series.unit.show(least), series.unit.show(most)));
        let change = series.change.map_or_else(String::new, |(before, after)| {
            format!("<li>{} before, {} after</li>", series.unit.show(before), series.unit.show(after))
        });
        let legend = format!("<li>correlation {:+.2}</li>{change}", series.correlation);
        figure(&series.name, &legend, &plot.render())
    }

    /// What a pointer finds: the figures of the interval below it. Pure CSS; the table says the same.
    fn slices(&self) -> String {
        let mut html = String::from("<div class=\"slices\" aria-hidden=\"true\">");
        for interval in &self.intervals {
            let (left, right) = self.edges(interval);
            let side = if left > 0.5 { " class=\"left\"" } else { "" };
            let _ = write!(html, r#"<i{side} style="left:{};width:{}"><b>"#, Percent(left), Percent(right - left));
            let _ = write!(html, "<em>{}</em>", when(interval));
            let _ = write!(html, "<span>{}/s</span>", format_rate(interval.rate()));
            if interval.failed > 0 {
                let _ = write!(html, "<span class=\"bad\">{} failed</span>", format_count(interval.failed));
            }
            for (_, name, value) in PERCENTILES {
                let _ = write!(html, "<span>{name} {}</span>", nanos(value(interval)));
            }
            html.push_str("</b></i>");
        }
        html.push_str("</div>");
        html
    }

    /// The charts as figures, for those who can not see them.
    fn table(&self) -> String {
        let mut html = String::from(
            "<details><summary>These charts as a table</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" \
             aria-label=\"The run over time\"><table><thead><tr><th>time</th><th>requests/s</th><th>failed</th>\
             <th>p50</th><th>p90</th><th>p99</th><th>max</th></tr></thead><tbody>",
        );
        for interval in condensed(&self.intervals, TABLE_ROWS) {
            let _ = write!(
                html,
                "<tr><th>{}</th><td>{}</td><td>{}</td>",
                when(&interval),
                format_rate(interval.rate()),
                format_count(interval.failed)
            );
            for (_, _, value) in PERCENTILES {
                let _ = write!(html, "<td>{}</td>", nanos(value(&interval)));
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table></div></details>");
        html
    }
}

/// A chart with its name and what its lines are.
pub(super) fn figure(name: &str, legend: &str, plot: &str) -> String {
    let legend = if legend.is_empty() { String::new() } else { format!("<ul class=\"legend\">{legend}</ul>") };
    format!(
        "<figure><figcaption><h3>{}</h3>{legend}</figcaption><div class=\"frame\">{plot}</div></figure>",
        Text(name)
    )
}

fn failure_rate(interval: &Interval) -> f64 {
    interval.failed as f64 / (interval.width_ns as f64 / 1e9).max(1e-9)
}

/// `12s to 13s`
fn when(interval: &Interval) -> String {
    let end = (interval.t_ns + interval.width_ns) as f64 / 1e9;
    format!("{} to {}", seconds_text(interval.t_ns as f64 / 1e9), seconds_text(end))
}

/// A duration, where the samples tell of one.
fn nanos(value: Option<u64>) -> String {
    value.map_or_else(|| "n/a".to_owned(), |value| format_duration(Duration::from_nanos(value)))
}
