//! What must hold at the end of a run.
//!
//! ```text
//! THRESHOLD  [STEP:]METRIC OPERATOR VALUE
//! METRIC     p50 … p99.9, any percentile; median, mean (avg), min, max: of the response time
//!            service.p99, ttfb.p95, connect.max …: of another time
//!                (response, service, ttfb, body, dns, connect, tls)
//!            err       share of failed requests             err<0.1%   err<0.001
//!            checks    share of replies that passed         checks>=99%
//!            rate      requests a second (rps)              rate>=1000   rate>=6000/m
//!            count     requests with a reply                count>=10k
//!            dropped   arrivals nobody could send           dropped==0
//! OPERATOR   < <= > >= == (or =) !=
//! ```
//!
//! A list in commas is as many thresholds: `p99<50ms,err<0.1%`. `login:p95<200ms` holds a step of the plan against its
//! own figures. What was not measured, or too seldom for a percentile to mean anything, is not met.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::expression::{Comparison, ExpressionError, Scanner};
use crate::kit::units::{parse_count, parse_duration, parse_percent, parse_rate};

/// One condition on the outcome; written and serialised as it was typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Threshold {
    text: String,
    step: Option<String>,
    metric: Metric,
    comparison: Comparison,
    limit: f64,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Metric {
    /// A time, in nanoseconds.
    Time(Span, Statistic),
    /// Failed requests among all, 0 to 1.
    Errors,
    /// Replies that passed their checks among those that were checked, 0 to 1.
    Checks,
    /// Requests with a reply, per second.
    Rate,
    /// Requests with a reply.
    Count,
    /// Arrivals of the schedule that were never sent.
    Dropped,
}

/// From where to where a time runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// Intended start to last byte.
    Response,
    /// Sending to last byte.
    Service,
    /// Sending to first byte.
    FirstByte,
    /// First byte to last.
    Body,
    /// Name lookup.
    Dns,
    /// TCP connection.
    Connect,
    /// TLS handshake.
    Tls,
}

/// What is made of many times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// The time that this share of all does not exceed, above 0 and at most 1.
    Quantile(f64),
    /// The arithmetic mean.
    Mean,
    /// The shortest.
    Min,
    /// The longest.
    Max,
}

/// Where measured values come from: a report, a window of a search, a table in a test.
pub trait Measured {
    /// The value of a metric in its unit (see [`Metric`]), of all steps or of one; `None` where it was not measured or
    /// there are too few samples to tell.
    fn value(&self, metric: Metric, step: Option<&str>) -> Option<f64>;
}

impl<F: Fn(Metric, Option<&str>) -> Option<f64>> Measured for F {
    fn value(&self, metric: Metric, step: Option<&str>) -> Option<f64> {
        self(metric, step)
    }
}

/// How a run stands against a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// What was measured, in the metric's unit; `None` prints as `n/a`.
    pub value: Option<f64>,
    /// Whether the threshold holds.
    pub met: bool,
}

const SPANS: [(&str, Span); 7] = [
    ("response", Span::Response),
    ("service", Span::Service),
    ("ttfb", Span::FirstByte),
    ("body", Span::Body),
    ("dns", Span::Dns),
    ("connect", Span::Connect),
    ("tls", Span::Tls),
];

const METRICS: &str = "expected a metric: p50 to p99.9, mean, min, max, err, checks, rate, count or dropped";

impl Threshold {
    /// Reads one threshold, or several in commas.
    ///
    /// # Errors
    /// [`ExpressionError`] shows the place.
    ///
    /// ```
    /// use toolbox::applets::load::threshold::{Metric, Threshold};
    /// let thresholds = Threshold::parse("p99<50ms, err<0.1%")?;
    /// let outcome = |metric, _step: Option<&str>| Some(if metric == Metric::Errors { 0.0 } else { 60e6 });
    /// assert!(!thresholds[0].judge(&outcome).met, "60 ms is too slow");
    /// assert!(thresholds[1].judge(&outcome).met);
    /// # Ok::<(), toolbox::applets::load::expression::ExpressionError>(())
    /// ```
    pub fn parse(list: &str) -> Result<Vec<Self>, ExpressionError> {
        let mut scanner = Scanner::new(list);
        let mut thresholds = Vec::new();
        loop {
            thresholds.push(one(&mut scanner)?);
            if !scanner.take(",") {
                return Ok(thresholds);
            }
        }
    }

    /// Holds it against what was measured.
    pub fn judge(&self, measured: &impl Measured) -> Judgement {
        let value = measured.value(self.metric, self.step.as_deref()).filter(|value| !value.is_nan());
        Judgement { value, met: value.is_some_and(|value| self.comparison.holds(&value, &self.limit)) }
    }

    /// What it looks at.
    #[must_use]
    pub const fn metric(&self) -> Metric {
        self.metric
    }

    /// The step it looks at; `None` for all together.
    #[must_use]
    pub fn step(&self) -> Option<&str> {
        self.step.as_deref()
    }

    /// The same threshold for a step that is called `step`.
    pub(super) fn of_step(&self, step: &str) -> Self {
        let rest = self.step.as_deref().and_then(|old| self.text.strip_prefix(old)).unwrap_or(&self.text);
        let rest = rest.trim_start().trim_start_matches(':');
        Self { text: format!("{step}:{rest}"), step: Some(step.to_owned()), ..self.clone() }
    }

    /// On which side of the limit the value has to be.
    #[must_use]
    pub const fn comparison(&self) -> Comparison {
        self.comparison
    }

    /// The limit, in the metric's unit.
    #[must_use]
    pub const fn limit(&self) -> f64 {
        self.limit
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Reads up to a comma or the end.
fn one(scanner: &mut Scanner) -> Result<Threshold, ExpressionError> {
    scanner.skip_space();
    let start = scanner.clone();
    let subject = scanner.take_while(|c| !"<>=!,".contains(c)).trim_end();
    let (step, name) = subject.rsplit_once(':').map_or((None, subject), |(step, name)| (Some(step), name));
    let mut at_name = start.clone();
    at_name.take(&subject[..subject.len() - name.len()]);
    let metric = metric(name.trim()).ok_or_else(|| at_name.fail(METRICS))?;
    if step.is_some_and(|step| step.trim().is_empty()) {
        return Err(start.fail("expected the name of a step before the colon"));
    }
    let comparison = scanner.take_comparison().ok_or_else(|| scanner.fail("expected <, <=, >, >=, == or !="))?;
    scanner.skip_space();
    let here = scanner.clone();
    let value = scanner.take_while(|c| c != ',').trim_end();
    let limit = limit(metric, value).map_err(|problem| here.fail(problem))?;
    let read = start.rest().len() - scanner.rest().len();
    let text = start.rest()[..read].trim_end().to_owned();
    Ok(Threshold { text, step: step.map(|step| step.trim().to_owned()), metric, comparison, limit })
}

fn metric(name: &str) -> Option<Metric> {
    let name = name.to_ascii_lowercase();
    if let Some((span, statistic_name)) = name.split_once('.').filter(|(span, _)| SPANS.iter().any(|(n, _)| n == span))
    {
        let span = SPANS.iter().find(|(known, _)| *known == span).map(|&(_, span)| span)?;
        return statistic(statistic_name).map(|statistic| Metric::Time(span, statistic));
    }
    match name.as_str() {
        "err" | "errs" | "error" | "errors" => Some(Metric::Errors),
        "checks" => Some(Metric::Checks),
        "rate" | "rps" => Some(Metric::Rate),
        "count" => Some(Metric::Count),
        "dropped" => Some(Metric::Dropped),
        name => statistic(name).map(|statistic| Metric::Time(Span::Response, statistic)),
    }
}

fn statistic(name: &str) -> Option<Statistic> {
    match name {
        "mean" | "avg" => Some(Statistic::Mean),
        "median" => Some(Statistic::Quantile(0.5)),
        "min" => Some(Statistic::Min),
        "max" => Some(Statistic::Max),
        _ => {
            let digits = name.strip_prefix('p')?;
            // Read as a percentage, so that p99.9 is the double nearest to 0.999.
            let share = parse_percent(&format!("{digits}%")).ok()?;
            (share > 0.0 && share <= 1.0).then_some(Statistic::Quantile(share))
        }
    }
}

/// The limit in the metric's unit.
fn limit(metric: Metric, text: &str) -> Result<f64, String> {
    if text.is_empty() {
        return Err("expected a value".to_owned());
    }
    let read = match metric {
        // Seconds elsewhere; but who writes p99<50 means milliseconds as often, and would hold anything against it.
        Metric::Time(..) if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text != "0" => {
            return Err(format!("expected a unit: {text}ms, or {text}s"));
        }
        Metric::Time(..) => parse_duration(text).map(|limit| limit.as_nanos() as f64),
        Metric::Errors | Metric::Checks => parse_percent(text),
        Metric::Rate => parse_rate(text),
        Metric::Count | Metric::Dropped => parse_count(text).map(|count| count as f64),
    };
    read.map_err(|error| error.to_string())
}

impl FromStr for Threshold {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self, ExpressionError> {
        let mut scanner = Scanner::new(text);
        let threshold = one(&mut scanner)?;
        scanner.end()?;
        Ok(threshold)
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for Threshold {
    type Error = ExpressionError;

    fn try_from(text: String) -> Result<Self, ExpressionError> {
        text.parse()
    }
}

impl From<Threshold> for String {
    fn from(threshold: Threshold) -> Self {
        threshold.text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn time(span: Span, quantile: f64) -> Metric {
        Metric::Time(span, Statistic::Quantile(quantile))
    }

    #[test]
    fn each_metric_reads_its_own_unit() {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less};
        for (text, metric, comparison, limit) in [
            ("p99<50ms", time(Span::Response, 0.99), Less, 50e6),
            ("P99.9 <= 1s", time(Span::Response, 0.999), AtMost, 1e9),
            ("p50<250us", time(Span::Response, 0.5), Less, 250e3),
            ("median<1s", time(Span::Response, 0.5), Less, 1e9),
            ("p100<1s", time(Span::Response, 1.0), Less, 1e9),
            ("service.p99<50ms", time(Span::Service, 0.99), Less, 50e6),
            ("service.p99.9<50ms", time(Span::Service, 0.999), Less, 50e6),
            ("ttfb.p95 < 20ms", time(Span::FirstByte, 0.95), Less, 20e6),
            ("connect.max<1s", Metric::Time(Span::Connect, Statistic::Max), Less, 1e9),
            ("mean<5ms", Metric::Time(Span::Response, Statistic::Mean), Less, 5e6),
            ("min>1ms", Metric::Time(Span::Response, Statistic::Min), Greater, 1e6),
            ("err<0.1%", Metric::Errors, Less, 0.001),
            ("errors<=0.02", Metric::Errors, AtMost, 0.02),
            ("rate>=1000", Metric::Rate, AtLeast, 1000.0),
            ("rps>=6000/m", Metric::Rate, AtLeast, 100.0),
            ("count>=10k", Metric::Count, AtLeast, 10_000.0),
            ("dropped==0", Metric::Dropped, Equal, 0.0),
            ("checks>99%", Metric::Checks, Greater, 0.99),
        ] {
            let threshold: Threshold = text.parse().unwrap();
            assert_eq!(
                (threshold.metric, threshold.comparison, threshold.limit),
                (metric, comparison, limit),
                "{text}"
            );
            assert_eq!(threshold.step, None);
            assert_eq!(threshold.to_string(), text);
        }
    }

    #[test]
    fn a_list_gives_several_and_steps_have_their_own() {
        let list = Threshold::parse("p99<50ms, log in:p95<200ms ,err<0.1%").unwrap();
        let steps: Vec<_> = list.iter().map(Threshold::step).collect();
        assert_eq!(steps, [None, Some("log in"), None]);
        let texts: Vec<_> = list.iter().map(Threshold::as_str).collect();
        assert_eq!(texts, ["p99<50ms", "log in:p95<200ms", "err<0.1%"]);
    }

    #[test]
    fn what_was_not_measured_is_not_met() {
        let threshold: Threshold = "a:p99>=0ms".parse().unwrap();
        let seen = |metric, step: Option<&str>| {
            assert_eq!((metric, step), (time(Span::Response, 0.99), Some("a")));
            None
        };
        assert_eq!(threshold.judge(&seen), Judgement { value: None, met: false });
        assert!(!threshold.judge(&|_, _: Option<&str>| Some(f64::NAN)).met);
        assert!(threshold.judge(&|_, _: Option<&str>| Some(0.0)).met);
    }

    #[test]
    fn errors_show_the_place() {
        for (text, says) in [
            ("", format!("``, column 1: {METRICS}")),
            ("latency<5ms", format!("`latency<5ms`, column 1: {METRICS}")),
            ("p0<5ms", format!("`p0<5ms`, column 1: {METRICS}")),
            ("p101<5ms", format!("`p101<5ms`, column 1: {METRICS}")),
            ("pinf<5ms", format!("`pinf<5ms`, column 1: {METRICS}")),
            ("login:x<5ms", format!("`login:x<5ms`, column 7: {METRICS}")),
            (":p99<5ms", "`:p99<5ms`, column 1: expected the name of a step before the colon".to_owned()),
            ("p99", "`p99`, column 4: expected <, <=, >, >=, == or !=".to_owned()),
            ("p99<", "`p99<`, column 5: expected a value".to_owned()),
            ("p50<5", "`p50<5`, column 5: expected a unit: 5ms, or 5s".to_owned()),
            ("p99<5ms,", format!("`p99<5ms,`, column 9: {METRICS}")),
            ("p99<5ms,err", "`p99<5ms,err`, column 12: expected <, <=, >, >=, == or !=".to_owned()),
        ] {
            assert_eq!(Threshold::parse(text).unwrap_err().to_string(), says);
        }
        let error = Threshold::parse("err<often").unwrap_err();
        assert_eq!(error.column, 5);
        assert!(error.problem.contains("`often`"));
        assert!("p99<5ms,err<1%".parse::<Threshold>().is_err(), "one is one");
    }

    #[test]
    fn a_threshold_is_serialised_as_typed() {
        let threshold: Threshold = "login:p95 < 200ms".parse().unwrap();
        let json = serde_json::to_value(&threshold).unwrap();
        assert_eq!(json, "login:p95 < 200ms");
        assert_eq!(serde_json::from_value::<Threshold>(json).unwrap(), threshold);
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_is_read_again(text in r"[a-z]{0,3}:?(p99|err|rate)?[<>=!]{0,2}[0-9.]{0,3}(ms|%|,|é)?") {
            for threshold in Threshold::parse(&text).unwrap_or_default() {
                prop_assert_eq!(threshold.as_str().parse::<Threshold>().unwrap(), threshold);
            }
        }
    }
}
