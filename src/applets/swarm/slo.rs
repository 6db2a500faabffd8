//! What must hold in the end: `rebuffer_ratio<0.5%,startup_p95<2s`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::report::Report;
use crate::kit::units::{parse_duration, parse_percent};

/// Several limits; all must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Slo {
    limits: Vec<Limit>,
}

#[derive(Debug, Clone, PartialEq)]
struct Limit {
    text: String,
    figure: Figure,
    below: Bound,
    value: f64,
}

/// On which side of a value a figure must lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Below,
    AtMost,
    Above,
    AtLeast,
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    RebufferRatio,
    Rebuffers,
    Startup(Quantile),
    Latency(Quantile),
    FirstByte(Quantile),
    ErrorRatio,
    StartFailureRatio,
    Fatal,
    CacheHitRatio,
    Stalls,
    Restarts,
    Bitrate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantile {
    P50,
    P95,
    P99,
}

/// One limit and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// As it was typed.
    pub expr: String,
    /// What was measured: seconds, a share, a count or bits per second; none where nothing was.
    pub value: Option<f64>,
    /// Whether it holds. What was not measured does not.
    pub pass: bool,
}

impl Judgement {
    /// What was measured, with its unit: that in which the limit is written.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        let (name, value) = (self.expr.split(['<', '>']).next().unwrap_or_default().trim(), self.value?);
        Some(match Figure::named(name) {
            Some(Figure::RebufferRatio | Figure::ErrorRatio | Figure::StartFailureRatio | Figure::CacheHitRatio) => {
                format!("{:.3}%", value * 100.0)
            }
            Some(Figure::Startup(_) | Figure::Latency(_) | Figure::FirstByte(_)) if value < 1.0 => {
                format!("{:.1}ms", value * 1000.0)
            }
            Some(Figure::Startup(_) | Figure::Latency(_) | Figure::FirstByte(_)) => format!("{value:.3}s"),
            Some(Figure::Bitrate) => format!("{:.3} Mbit/s", value / 1e6),
            Some(Figure::Rebuffers | Figure::Stalls | Figure::Restarts | Figure::Fatal) | None => format!("{value}"),
        })
    }
}

/// The names, for messages.
const NAMES: &str = "rebuffer_ratio, rebuffers, startup_p50, startup_p95, startup_p99, latency_p50, latency_p95, \
                     latency_p99, ttfb_p50, ttfb_p95, ttfb_p99, error_ratio, start_failure_ratio, fatal, \
                     cache_hit_ratio, stalls, restarts, bitrate";

impl Slo {
    /// Reads limits that are separated by commas.
    ///
    /// # Errors
    /// A sentence that names what is not understood.
    ///
    /// ```
    /// use toolbox::applets::swarm::slo::Slo;
    /// assert!(Slo::parse("rebuffer_ratio<0.5%, startup_p95<=2s").is_ok());
    /// assert!(Slo::parse("happiness>1").unwrap_err().contains("rebuffer_ratio"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let limits: Result<Vec<_>, _> =
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(limit).collect();
        let limits = limits?;
        if limits.is_empty() { Err("--slo names no limit".to_owned()) } else { Ok(Self { limits }) }
    }

    /// What became of each limit.
    #[must_use]
    pub fn judge(&self, report: &Report) -> Vec<Judgement> {
        let judge = |limit: &Limit| {
            let value = limit.figure.of(report);
            let pass = value.is_some_and(|value| match limit.below {
                Bound::Below => value < limit.value,
                Bound::AtMost => value <= limit.value,
                Bound::Above => value > limit.value,
                Bound::AtLeast => value >= limit.value,
            });
            Judgement { expr: limit.text.clone(), value, pass }
        };
        self.limits.iter().map(judge).collect()
    }
}

impl Slo {
    /// The limits on what players alone measure.
    pub fn of_players(&self) -> impl Iterator<Item = &str> {
        let counted = |limit: &&Limit| !matches!(limit.figure, Figure::Stalls | Figure::Restarts);
        self.limits.iter().filter(counted).map(|limit| limit.text.as_str())
    }
}

impl fmt::Display for Slo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<&str> = self.limits.iter().map(|limit| limit.text.as_str()).collect();
        f.write_str(&texts.join(","))
    }
}

fn limit(text: &str) -> Result<Limit, String> {
    let wrong = |why: String| format!("--slo '{text}': {why}");
    let at = text.find(['<', '>']).ok_or_else(|| wrong("write NAME<VALUE or NAME>VALUE".to_owned()))?;
    let (name, rest) = (text[..at].trim(), &text[at..]);
    let (below, rest) = match (rest.strip_prefix("<="), rest.strip_prefix(">=")) {
        (Some(rest), _) => (Bound::AtMost, rest),
        (_, Some(rest)) => (Bound::AtLeast, rest),
        _ if rest.starts_with('<') => (Bound::Below, &rest[1..]),
        _ => (Bound::Above, &rest[1..]),
    };
    let figure = Figure::named(name).ok_or_else(|| wrong(format!("'{name}' is not measured; there are {NAMES}")))?;
    let value = figure.read(rest.trim()).map_err(wrong)?;
    Ok(Limit { text: text.to_owned(), figure, below, value })
}

impl Figure {
    fn named(name: &str) -> Option<Self> {
        let quantile = |name: &str| match name {
            "p50" => Some(Quantile::P50),
            "p95" => Some(Quantile::P95),
            "p99" => Some(Quantile::P99),
            _ => None,
        };
        Some(match name {
            "rebuffer_ratio" => Self::RebufferRatio,
            "rebuffers" => Self::Rebuffers,
            "error_ratio" => Self::ErrorRatio,
            "start_failure_ratio" => Self::StartFailureRatio,
            "fatal" => Self::Fatal,
            "cache_hit_ratio" => Self::CacheHitRatio,
            "stalls" => Self::Stalls,
            "restarts" => Self::Restarts,
            "bitrate" => Self::Bitrate,
            _ => match name.rsplit_once('_')? {
                ("startup", which) => Self::Startup(quantile(which)?),
                ("latency", which) => Self::Latency(quantile(which)?),
                ("ttfb", which) => Self::FirstByte(quantile(which)?),
                _ => return None,
            },
        })
    }

    fn read(self, text: &str) -> Result<f64, String> {
        match self {
            Self::RebufferRatio | Self::ErrorRatio | Self::StartFailureRatio | Self::CacheHitRatio => {
                parse_percent(text).map_err(|error| error.to_string())
            }
            Self::Startup(_) | Self::Latency(_) | Self::FirstByte(_) => {
                parse_duration(text).map(|limit| limit.as_secs_f64()).map_err(|error| error.to_string())
            }
            Self::Rebuffers | Self::Fatal | Self::Stalls | Self::Restarts | Self::Bitrate => {
                crate::kit::units::parse_count(text).map(|count| count as f64).map_err(|error| error.to_string())
            }
        }
    }

    fn of(self, report: &Report) -> Option<f64> {
        let qoe = report.qoe.as_ref();
        let http = report.http.as_ref();
        match self {
            Self::RebufferRatio => qoe?.rebuffer_ratio,
            Self::Rebuffers => Some(qoe?.rebuffers as f64),
            Self::Startup(quantile) => Some(quantile.of(qoe?.startup_s.as_ref()?)),
            Self::Latency(quantile) => Some(quantile.of(qoe?.live_latency_s.as_ref()?)),
            Self::FirstByte(quantile) => Some(quantile.of(http?.ttfb_s.as_ref()?)),
            Self::ErrorRatio => http?.error_ratio,
            Self::StartFailureRatio => qoe?.start_failure_ratio,
            Self::Fatal => Some(qoe?.sessions.get("fatal").copied().unwrap_or(0) as f64),
            Self::CacheHitRatio => http?.cache_hit_ratio,
            Self::Stalls => Some(report.lifecycle.stalls as f64),
            Self::Restarts => Some(report.lifecycle.restarts as f64),
            Self::Bitrate => qoe?.bitrate_bps,
        }
    }
}

impl Quantile {
    fn of(self, figures: &super::report::Quantiles) -> f64 {
        match self {
            Self::P50 => figures.p50,
            Self::P95 => figures.p95,
            Self::P99 => figures.p99,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_with_their_units() {
        let slo = Slo::parse("rebuffer_ratio<0.5%,startup_p95<=2s, ttfb_p99<250ms,bitrate>=2m,stalls<1").unwrap();
        let values: Vec<f64> = slo.limits.iter().map(|limit| limit.value).collect();
        assert_eq!(values, [0.005, 2.0, 0.25, 2_000_000.0, 1.0]);
        assert_eq!(slo.limits[1].below, Bound::AtMost);
        assert_eq!(slo.to_string(), "rebuffer_ratio<0.5%,startup_p95<=2s,ttfb_p99<250ms,bitrate>=2m,stalls<1");
    }

    #[test]
    fn what_was_measured_is_shown_with_its_unit() {
        for (expr, value, shown) in [
            ("rebuffer_ratio<0.5%", 0.0123, "1.230%"),
            ("startup_p95<2s", 0.0421, "42.1ms"),
            ("latency_p99 < 10s", 6.5, "6.500s"),
            ("bitrate>=2m", 2_500_000.0, "2.500 Mbit/s"),
            ("stalls<1", 3.0, "3"),
        ] {
            let judged = Judgement { expr: expr.to_owned(), value: Some(value), pass: false };
            assert_eq!(judged.shown().as_deref(), Some(shown));
            assert_eq!(Judgement { value: None, ..judged }.shown(), None);
        }
    }

    #[test]
    fn what_is_no_limit_is_told() {
        for text in ["", "startup", "startup_p96<1s", "rebuffer_ratio<soon", "happiness<1"] {
            let error = Slo::parse(text).unwrap_err();
            assert!(error.starts_with("--slo"), "{error}");
        }
    }

    #[test]
    fn what_was_not_measured_does_not_hold() {
        let slo = Slo::parse("startup_p95<2s,stalls<1").unwrap();
        let judged = slo.judge(&Report::default());
        assert_eq!(judged.iter().map(|one| one.pass).collect::<Vec<_>>(), [false, true]);
    }
    #[test]
    fn sessions_that_failed_while_they_played_have_a_limit() {
        let slo = Slo::parse("fatal<1").unwrap();
        let of = |count| {
            let qoe = crate::applets::swarm::report::Qoe {
                sessions: [("fatal".to_owned(), count)].into(),
                ..Default::default()
            };
            slo.judge(&Report { qoe: Some(qoe), ..Report::default() })[0].pass
        };
        assert!(of(0) && !of(2));
    }
}
