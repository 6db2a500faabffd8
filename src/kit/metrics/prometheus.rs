//! The Prometheus text formats: writing our snapshots, reading those of any server.
//!
//! Written is `OpenMetrics` 1.0, which Prometheus has read since 2.5. Read is that and the older text format 0.0.4,
//! with the quoted names of Prometheus 3; lines that make no sense are skipped, because one odd exporter must not
//! cost the rest of a page.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, LabelSetEncoder, MetricEncoder};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::exemplar::Exemplar;

use super::snapshot::{Kind, Labels, Snapshot, Value};

/// The `Content-Type` of what [`encode`] writes.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A snapshot as a page for `/metrics`.
///
/// ```
/// use toolbox::kit::metrics::{Snapshot, prometheus};
/// let mut snapshot = Snapshot::default();
/// snapshot.counter("load_requests", "Requests sent.", &[("method", "GET")], 7);
/// let page = prometheus::encode(&snapshot);
/// assert!(page.contains("load_requests_total{method=\"GET\"} 7\n"));
/// assert_eq!(prometheus::parse(&page)[0].value, 7.0);
/// ```
#[must_use]
pub fn encode(snapshot: &Snapshot) -> String {
    let mut registry = prometheus_client::registry::Registry::default();
    registry.register_collector(Box::new(Exposition(snapshot.clone())));
    let mut page = String::new();
    // Writing to a string fails only if one of our own encoders does, and none can.
    let _ = prometheus_client::encoding::text::encode(&mut page, &registry);
    page
}

#[derive(Debug)]
struct Exposition(Snapshot);

impl Collector for Exposition {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        for (name, family) in &self.0.families {
            let kind = match family.kind {
                Kind::Counter => MetricType::Counter,
                Kind::Gauge => MetricType::Gauge,
                Kind::Histogram => MetricType::Histogram,
            };
            let mut metrics = encoder.encode_descriptor(name, &family.help, None, kind)?;
            for (labels, value) in &family.series {
                if labels.is_empty() {
                    encode_value(&mut metrics, value)?;
                } else {
                    encode_value(&mut metrics.encode_family(&LabelSet(labels))?, value)?;
                }
            }
        }
        Ok(())
    }
}

fn encode_value(encoder: &mut MetricEncoder<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::Counter(value) => encoder.encode_counter(value, None::<&Exemplar<Vec<(String, String)>, f64>>),
        Value::Gauge(value) => encoder.encode_gauge(value),
        Value::Histogram(buckets) => {
            let bounds = buckets.bounds.iter().copied().chain([f64::INFINITY]);
            let pairs: Vec<(f64, u64)> = bounds.zip(buckets.counts.iter().copied()).collect();
            encoder.encode_histogram::<Vec<(String, String)>>(buckets.sum, buckets.count, &pairs, None)
        }
    }
}

#[derive(Debug)]
struct LabelSet<'a>(&'a Labels);

impl EncodeLabelSet for LabelSet<'_> {
    fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> fmt::Result {
        EncodeLabelSet::encode(self.0, encoder)
    }
}

/// One line of an exposition: a series and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The name, suffixes such as `_total` and `_bucket` included.
    pub name: String,
    /// The labels, by name.
    pub labels: BTreeMap<String, String>,
    /// The value; `NaN` and infinities as they were written.
    pub value: f64,
}

impl fmt::Display for Sample {
    /// The series as it would be written: `name{label="value"}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        for (index, (name, value)) in self.labels.iter().enumerate() {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            write!(f, "{}{name}=\"{value}\"", if index == 0 { '{' } else { ',' })?;
        }
        if self.labels.is_empty() { Ok(()) } else { f.write_str("}") }
    }
}

/// Every sample of an exposition, in its order. Comments, timestamps and exemplars are skipped, as are lines that make
/// no sense.
///
/// ```
/// use toolbox::kit::metrics::prometheus::parse;
/// let samples = parse("# TYPE up gauge\nup{job=\"nginx\"} 1 1700000000000\nnot a sample\n");
/// assert_eq!(samples.len(), 1);
/// assert_eq!((samples[0].to_string().as_str(), samples[0].value), ("up{job=\"nginx\"}", 1.0));
/// ```
#[must_use]
pub fn parse(text: &str) -> Vec<Sample> {
    text.lines().filter_map(sample).collect()
}

/// `name{label="value",…} value [timestamp] [# exemplar]`
fn sample(line: &str) -> Option<Sample> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    let end = line.find(|c: char| c == '{' || c.is_whitespace())?;
    let (name, rest) = line.split_at(end);
    let mut name = Cow::Borrowed(name);
    let mut labels = BTreeMap::new();
    let mut rest = rest.trim_start();
    if let Some(mut inside) = rest.strip_prefix('{') {
        loop {
            inside = inside.trim_start();
            if let Some(after) = inside.strip_prefix('}') {
                rest = after;
                break;
            }
            let (key, after) = if inside.starts_with('"') { quoted(inside)? } else { bare(inside)? };
            let after = after.trim_start();
            if let Some(after) = after.strip_prefix('=') {
                let (value, after) = quoted(after.trim_start())?;
                labels.insert(key.into_owned(), value.into_owned());
                inside = after;
            } else {
                // Prometheus 3 puts a name that is not all letters and digits inside: {"http.requests",code="200"}.
                name = Some(key).filter(|_| name.is_empty())?;
                inside = after;
            }
            inside = inside.trim_start();
            match inside.strip_prefix(',') {
                Some(after) => inside = after,
                None if inside.starts_with('}') => {}
                None => return None,
            }
        }
    }
    let value = rest.split_whitespace().next()?;
    if name.is_empty() {
        return None;
    }
    Some(Sample { name: name.into_owned(), labels, value: number(value)? })
}

/// A label name up to `=`, `,` or `}`.
fn bare(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.')))?;
    let (name, rest) = text.split_at(end);
    Some((Cow::Borrowed(name), rest)).filter(|_| !name.is_empty())
}

/// A quoted string with the escapes `\\`, `\"` and `\n`; a backslash before anything else stands for itself.
fn quoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let text = text.strip_prefix('"')?;
    let mut unescaped = String::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'"' => break,
            b'\\' => {
                let escape = match bytes.get(at + 1)? {
                    b'\\' => "\\",
                    b'"' => "\"",
                    b'n' => "\n",
                    _ => {
                        at += 1;
                        continue;
                    }
                };
                unescaped.push_str(&text[start..at]);
                unescaped.push_str(escape);
                at += 2;
                start = at;
            }
            _ => at += 1,
        }
    }
    let rest = &text[at + 1..];
    if start == 0 {
        return Some((Cow::Borrowed(&text[..at]), rest));
    }
    unescaped.push_str(&text[start..at]);
    Some((Cow::Owned(unescaped), rest))
}

/// A number as Go writes it: decimal, `NaN`, `Inf`, `+Inf`, `-Inf`.
fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::metrics::Histogram;
    use proptest::prelude::*;
    use std::time::Duration;

    fn labels(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_page_reads_as_openmetrics() {
        let mut snapshot = Snapshot::default();
        snapshot.counter("load_requests_total", "Requests\nsent.", &[("method", "GET")], 7);
        snapshot.counter("load_requests", "Requests sent.", &[("method", "a\"b\\c\nd")], 1);
        snapshot.gauge("load_rate", "Rate.", &[], 12.5);
        let expected = "\
# HELP load_rate Rate.
# TYPE load_rate gauge
load_rate 12.5
# HELP load_requests Requests sent.
# TYPE load_requests counter
load_requests_total{method=\"GET\"} 7
load_requests_total{method=\"a\\\"b\\\\c\\nd\"} 1
# EOF
";
        assert_eq!(encode(&snapshot), expected);
    }

    #[test]
    fn a_histogram_has_cumulative_buckets() {
        let mut latencies = Histogram::new();
        for ms in [1, 2, 2_000, 100_000] {
            latencies.record(Duration::from_millis(ms));
        }
        let mut snapshot = Snapshot::default();
        snapshot.histogram("latency_seconds", "Latency.", &[("phase", "ttfb")], &latencies);
        let samples = parse(&encode(&snapshot));
        let bucket = |bound: &str| {
            let wanted = labels(&[("le", bound), ("phase", "ttfb")]);
            samples.iter().find(|sample| sample.name.ends_with("_bucket") && sample.labels == wanted).map(|s| s.value)
        };
        assert_eq!(bucket("0.0005"), Some(0.0));
        assert_eq!(bucket("0.0025"), Some(2.0));
        assert_eq!(bucket("2.5"), Some(3.0));
        assert_eq!(bucket("60.0"), Some(3.0), "longer than the longest bound");
        assert_eq!(bucket("+Inf"), Some(4.0));
        let value = |name: &str| samples.iter().find(|sample| sample.name == name).map(|sample| sample.value);
        assert_eq!(value("latency_seconds_count"), Some(4.0));
        assert_eq!(value("latency_seconds_sum"), Some(102.003));
    }

    #[test]
    fn what_servers_write_is_read() {
        let page = r#"
# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{ method = "post" , code = "400" , }    3 1395066363000
msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9
metric_without_timestamp_and_labels 12.47
something_weird{problem="division by zero"} +Inf -3982045
rpc_duration_seconds{quantile="0.99"} NaN
bucket_bucket{le="0.1"} 8 # {trace_id="abc"} 0.05
{"http.server.duration",route="/"} 4
empty_labels{} 1e3
odd{path="a\d"} 1
# EOF"#;
        let samples = parse(page);
        let seen: Vec<(String, f64)> = samples.iter().map(|sample| (sample.to_string(), sample.value)).collect();
        assert_eq!(seen.len(), 10, "{seen:?}");
        assert_eq!(seen[0], ("http_requests_total{code=\"200\",method=\"post\"}".to_owned(), 1027.0));
        assert_eq!(seen[1], ("http_requests_total{code=\"400\",method=\"post\"}".to_owned(), 3.0));
        let windows = labels(&[("path", r"C:\DIR\FILE.TXT"), ("error", "Cannot find file:\n\"FILE.TXT\"")]);
        assert_eq!(samples[2].labels, windows);
        assert_eq!(seen[3], ("metric_without_timestamp_and_labels".to_owned(), 12.47));
        assert!(seen[4].1.is_infinite() && seen[4].1 > 0.0);
        assert!(seen[5].1.is_nan());
        assert_eq!(seen[6], ("bucket_bucket{le=\"0.1\"}".to_owned(), 8.0));
        assert_eq!(seen[7], ("http.server.duration{route=\"/\"}".to_owned(), 4.0));
        assert_eq!(seen[8], ("empty_labels".to_owned(), 1000.0));
        assert_eq!(samples[9].labels, labels(&[("path", r"a\d")]));
    }

    #[test]
    fn broken_lines_cost_only_themselves() {
        let page = "a\nb{\nc{x=}\nd{x=\"y} 1\ne{x=\"y\" z=\"1\"} 1\nf one\n{} 1\n g 2\n<html>\n{\"a\",\"b\"} 1";
        let names: Vec<String> = parse(page).into_iter().map(|sample| sample.name).collect();
        assert_eq!(names, ["g"]);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            series in prop::collection::btree_map("[a-z][a-z0-9_]{0,8}", (any::<String>(), any::<u32>()), 1..6),
        ) {
            let mut snapshot = Snapshot::default();
            for (label, (value, count)) in &series {
                // A bare CR would end a line for some readers; ours keeps it, as the format says.
                snapshot.counter("events", "Events.", &[(label, value)], u64::from(*count));
            }
            let read = parse(&encode(&snapshot));
            prop_assert_eq!(read.len(), series.len());
            for (label, (value, count)) in &series {
                let wanted = labels(&[(label, value)]);
                let sample = read.iter().find(|sample| sample.labels == wanted);
                prop_assert_eq!(sample.map(|sample| sample.value), Some(f64::from(*count)));
            }
        }

        #[test]
        fn a_printed_series_reads_back(value: String, number in -1e9_f64..1e9) {
            let sample = Sample { name: "a".into(), labels: labels(&[("l", &value)]), value: number };
            let read = parse(&format!("{sample} {number}"));
            prop_assert_eq!(read, vec![sample]);
        }

        #[test]
        fn no_page_panics(page: String) {
            let _ = parse(&page);
        }
    }
}
