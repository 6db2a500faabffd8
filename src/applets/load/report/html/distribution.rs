//! How the response times spread: a histogram, the percentile curve, and the phases of a request side by side.

use std::fmt::Write as _;
use std::time::Duration;

use super::markup::Percent;
use super::plot::Plot;
use super::scale::{Scale, nanos_text};
use super::time::figure;
use crate::applets::load::report::{Distribution, Latency, Report};
use crate::kit::metrics::Histogram;
use crate::kit::units::format_duration;

/// Bars of the histogram; with fewer, two modes melt together.
const BARS: usize = 60;

/// Points of the percentile curve: one every six pixels.
const POINTS: u32 = 120;

/// Nines shown at most: beyond one in a million the curve is single requests.
const MOST_NINES: f64 = 6.0;

/// The section; nothing when nothing was measured.
pub(super) fn section(report: &Report) -> String {
    let Some(response) = report.latency.response.histogram() else { return String::new() };
    let service = report.latency.service.histogram();
    let mut html = String::from("<section><h2>Distribution</h2><div class=\"pair\">");
    html.push_str(&bars(&response, &report.latency.response));
    html.push_str(&curve(&report.latency, &response, service.as_ref()));
    html.push_str("</div>");
    html.push_str(&phases(report));
    html.push_str("</section>");
    html
}

fn bars(histogram: &Histogram, response: &Distribution) -> String {
    let count = histogram.count().max(1) as f64;
    let middles = histogram.buckets().map(|bucket| bucket.0 as f64);
    let scale = Scale::log_around(middles);
    let mut counts = [0_u64; BARS];
    for (ns, count) in histogram.buckets() {
        let bar = (scale.place(ns as f64) * BARS as f64) as usize;
        counts[bar.min(BARS - 1)] += count;
    }
    let most = counts.iter().copied().max().unwrap_or(0) as f64 / count;
    let heights = Scale::up_to(most * 100.0);
    let mut plot = Plot::new("histogram", "Histogram of the response time", 240);
    plot.rows(&heights.ticks(4, |share| format!("{}%", (share * 100.0).round() / 100.0)));
    plot.columns(&scale.ticks(6, nanos_text));
    let boxes = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(bar, bar_count)| {
        let (left, right) = (bar as f64 / BARS as f64, (bar as f64 + 0.9) / BARS as f64);
        // One request in a million is still there: no bar is lower than a pixel.
        [left, 0.0, right, heights.place(*bar_count as f64 * 100.0 / count).max(0.004)]
    });
    plot.boxes("class=\"bar\"", boxes);
    let marks = ["50", "95", "99"].into_iter().filter_map(|name| Some((name, response.percentile(name)?)));
    let mut told = Vec::new();
    for (row, (name, value)) in marks.enumerate() {
        plot.mark(scale.place(value as f64), row, &format!("p{name} {}", time(value)));
        told.push(format!("p{name} {}", time(value)));
    }
    plot.alternative(format!("Share of responses by their time, on a logarithmic axis. {}.", told.join(", ")));
    figure("Response time, how often", "<li>share of responses</li>", &plot.render())
}

fn curve(latency: &Latency, response: &Histogram, service: Option<&Histogram>) -> String {
    let nines = (response.count().max(10) as f64).log10().clamp(1.0, MOST_NINES);
    let places = Scale::Nines(nines);
    let all = [Some(response), service];
    let extremes = all.iter().flatten().flat_map(|histogram| [histogram.min(), histogram.max()]).flatten();
    let scale = Scale::log_around(extremes.map(|value| value.as_nanos() as f64));
    let mut plot = Plot::new("curve", "Percentile curve of response and service time", 240);
    plot.rows(&scale.ticks(6, nanos_text));
    plot.columns(&places.ticks(8, |share| format!("{}", (share * 1e6).round() / 1e4)));
    let lines = [
        ("service", "service", service, &latency.service),
        ("response", "response", Some(response), &latency.response),
    ];
    let mut told = Vec::new();
    // In a closed loop the two are one line; then one name is enough.
    let same = latency.service.hdr == latency.response.hdr;
    for (class, name, histogram, figures) in lines.into_iter().skip(usize::from(same)) {
        let Some(histogram) = histogram else { continue };
        let points = (0..=POINTS).map(|index| {
            let share = 1.0 - 10_f64.powf(-nines * f64::from(index) / f64::from(POINTS));
            let value = histogram.quantile(share)?.as_nanos() as f64;
            Some((places.place(share), scale.place(value)))
        });
        plot.line(class, points);
        if let Some(last) = histogram.quantile(1.0 - 10_f64.powf(-nines)) {
            plot.end(class, name, scale.place(last.as_nanos() as f64));
        }
        let values =
            figures.percentiles.iter().filter_map(|(name, value)| Some(format!("p{name} {}", time((*value)?))));
        told.push(format!("{name}: {}", values.collect::<Vec<_>>().join(", ")));
    }
    plot.boxes("class=\"interval\"", intervals(&latency.response, places, scale));
    plot.alternative(format!("By percentile, on a scale that gives every nine the same room. {}.", told.join("; ")));
    let kept = if same { "" } else { "<li>response: from the intended start; service: from sending</li>" };
    figure("Percentile curve", &format!("<li>bars: 95 % confidence</li>{kept}"), &plot.render())
}

/// The confidence intervals of the percentiles that are told, as thin boxes.
fn intervals(response: &Distribution, places: Scale, scale: Scale) -> impl Iterator<Item = [f64; 4]> {
    /// Half the width of a bar: seen on a phone, thin on a screen.
    const REACH: f64 = 0.004;
    response.ci95.iter().filter_map(move |(name, interval)| {
        let (low, high) = (*interval)?;
        let x = places.place(name.parse::<f64>().ok()? / 100.0);
        (x <= 1.0).then(|| [x - REACH, scale.place(low as f64), x + REACH, scale.place(high as f64)])
    })
}

/// Every phase as a line from its shortest to its longest, a bar from p50 to p99, on one logarithmic axis.
fn phases(report: &Report) -> String {
    let measured: Vec<_> = report.latency.phases().into_iter().filter(|(_, phase)| phase.count > 0).collect();
    let bounds = measured.iter().flat_map(|(_, phase)| [phase.min, phase.max]).flatten();
    let scale = Scale::log_around(bounds.filter(|value| *value > 0).map(|value| value as f64));
    let mut html = String::from("<figure><figcaption><h3>Phases of a request</h3><ul class=\"legend\">");
    html.push_str(
        "<li class=\"reach\">least to most</li><li class=\"bar\">p50 to p99, or as far as the samples reach</li><li>logarithmic</li></ul></figcaption>",
    );
    html.push_str("<div class=\"phases\" role=\"list\">");
    for (name, phase) in &measured {
        let name = name.replace('_', " ");
        let place = |value: Option<u64>| value.map(|value| scale.place(value.max(1) as f64).clamp(0.0, 1.0));
        let span = |class: &str, low: Option<f64>, high: Option<f64>| {
            let (Some(low), Some(high)) = (low, high) else { return String::new() };
            let (left, width) = (Percent(low), Percent(high - low));
            format!("<i class=\"{class}\" style=\"left:{left};width:{width}\"></i>")
        };
        let known = |names: &[&'static str]| names.iter().find_map(|name| Some((*name, phase.percentile(name)?)));
        let (middle, tail) = (known(&["50"]), known(&["99", "95", "90", "75"]));
        let percentiles = [middle, tail].into_iter().flatten().map(|(name, value)| format!("p{name} {}", time(value)));
        let told: Vec<String> = percentiles.chain(phase.max.map(|max| format!("max {}", time(max)))).collect();
        let (middle, tail) = (middle.map(|known| known.1), tail.map(|known| known.1));
        let _ = write!(
            html,
            "<div class=\"phase\" role=\"listitem\"><b>{name}</b><span aria-hidden=\"true\">{}{}</span><em>{}</em></div>",
            span("reach", place(phase.min), place(phase.max)),
            span("bar", place(middle), place(tail)),
            told.join(" · ")
        );
    }
    html.push_str("</div></figure>");
    html
}

fn time(nanos: u64) -> String {
    format_duration(Duration::from_nanos(nanos))
}
