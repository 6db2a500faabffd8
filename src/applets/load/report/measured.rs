//! A report as thresholds look at it.

use super::{Distribution, Report};
use crate::applets::load::stats::{known_quantile, rank_of};
use crate::applets::load::threshold::{Measured, Metric, Span, Statistic};

impl Report {
    /// The distribution of a span, of all steps or of one; a step has only response and service times of its own.
    #[must_use]
    pub fn distribution(&self, span: Span, step: Option<&str>) -> Option<&Distribution> {
        let latency = &self.latency;
        let Some(name) = step else {
            return Some(match span {
                Span::Response => &latency.response,
                Span::Service => &latency.service,
                Span::FirstByte => &latency.first_byte,
                Span::Body => &latency.body,
                Span::Dns => &latency.dns,
                Span::Connect => &latency.connect,
                Span::Tls => &latency.tls,
            });
        };
        let step = self.steps.iter().find(|step| step.name == name)?;
        match span {
            Span::Response => Some(&step.response),
            Span::Service => Some(&step.service),
            _ => None,
        }
    }
}

impl Measured for Report {
    fn value(&self, metric: Metric, step: Option<&str>) -> Option<f64> {
        let step_report = match step {
            Some(name) => Some(self.steps.iter().find(|step| step.name == name)?),
            None => None,
        };
        let summary = &self.summary;
        let whole = (summary.done, summary.failed, summary.failed_checks, summary.rate_replies, &self.status);
        let (done, failed, failed_checks, rate, status) = step_report
            .map_or(whole, |step| (step.done, step.failed, step.failed_checks, step.rate_replies, &step.status));
        let replies: u64 = status.values().sum();
        match metric {
            Metric::Time(span, statistic) => self.distribution(span, step)?.statistic(statistic),
            Metric::Errors => (done > 0).then(|| failed as f64 / done as f64),
            Metric::Checks => (replies > 0).then(|| 1.0 - failed_checks as f64 / replies as f64),
            Metric::Rate => (summary.duration_ns > 0).then_some(rate),
            Metric::Count => Some(replies as f64),
            Metric::Dropped => Some(self.summary.dropped as f64),
        }
    }
}

impl Distribution {
    /// A quantile of what was measured and given up, nanoseconds, however little that is; `None` where it lies among what
    /// was given up.
    pub(in crate::applets::load) fn quantile_so_far(&self, quantile: f64) -> Option<f64> {
        let rank = rank_of(self.count + self.censored, quantile);
        self.histogram()?.at_rank(rank as u64).map(|value| value.as_nanos() as f64)
    }

    /// One figure of it, nanoseconds; `None` where the samples can not tell.
    #[must_use]
    pub fn statistic(&self, statistic: Statistic) -> Option<f64> {
        let nanos = match statistic {
            Statistic::Mean => self.mean,
            Statistic::Min => self.min,
            Statistic::Max => self.max,
            Statistic::Quantile(quantile) => {
                let histogram = self.histogram()?;
                known_quantile(&histogram, self.censored, quantile).map(|known| known.ns)
            }
        };
        nanos.map(|nanos| nanos as f64)
    }
}
