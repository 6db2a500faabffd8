//! From a value to a place between 0 and 1, and the ticks beside it. Pure.

use std::time::Duration;

use crate::applets::load::report::text::format_rate;
use crate::kit::units::format_duration;

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// Where, 0 to 1.
    pub(super) at: f64,
    /// What stands there.
    pub(super) label: String,
}

/// How values are laid along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scale {
    /// In proportion, from the first value to the second.
    Linear(f64, f64),
    /// By their logarithms, from the first value to the second; both above 0.
    Log(f64, f64),
    /// Shares of all values, from 0 to `1 - 10^-n`: every nine takes the same room.
    Nines(f64),
}

impl Scale {
    /// From 0 to a round value at or above `most`.
    pub(super) fn up_to(most: f64) -> Self {
        let most = if most > 0.0 { most } else { 1.0 };
        let step = round_step(most / 4.0);
        Self::Linear(0.0, (most / step).ceil() * step)
    }

    /// From a little below the least of `values` to a little above the most; even a single value gets room around it.
    pub(super) fn around(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = extremes(values).unwrap_or((0.0, 1.0));
        let room = if high > low { (high - low) * 0.08 } else { (high.abs() * 0.1).max(1.0) };
        // What is never below 0 is not drawn as if it could be.
        let floor = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
        Self::Linear(floor, high + room)
    }

    /// The logarithms of `values` that are above 0, with room around them.
    pub(super) fn log_around(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = extremes(values.filter(|value| *value > 0.0)).unwrap_or((1.0, 10.0));
        let room = (high / low).powf(0.04).max(1.1);
        Self::Log(low / room, high * room)
    }

    /// The place of `value`; outside of 0 to 1 where it lies outside.
    pub(super) fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear(low, high) => (value - low) / (high - low),
            Self::Log(low, high) => (value / low).ln() / (high / low).ln(),
            Self::Nines(nines) => (1.0 - value).max(1e-12).log10() / -nines,
        }
    }

    /// Every value at a round place, at most about `most` of them.
    fn round_values(self, most: usize) -> Vec<f64> {
        match self {
            Self::Linear(low, high) => {
                let step = round_step((high - low) / most as f64);
                let first = (low / step).ceil();
                (0..=most * 2)
                    .map(|index| (first + index as f64) * step)
                    .filter(|v| *v <= high * (1.0 + 1e-9))
                    .collect()
            }
            Self::Log(low, high) => {
                let decades = low.log10().floor() as i32..=high.log10().ceil() as i32;
                let all = |digits: &'static [f64]| {
                    let values = decades.clone().flat_map(move |e| digits.iter().map(move |d| d * 10_f64.powi(e)));
                    values.filter(|value| (low..=high).contains(value)).collect::<Vec<f64>>()
                };
                let finest = [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]].map(all);
                let [fine, middle, coarse] = finest;
                let fitting = [fine, middle].into_iter().find(|values| values.len() <= most).unwrap_or(coarse);
                let every = fitting.len().div_ceil(most.max(1)).max(1);
                fitting.into_iter().step_by(every).collect()
            }
            Self::Nines(nines) => {
                let all = [0.0_f64, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999_999];
                all.into_iter().filter(|share| -(1.0 - share).log10() <= nines + 1e-9).collect()
            }
        }
    }

    /// Ticks labelled by `label`.
    pub(super) fn ticks(self, most: usize, label: impl Fn(f64) -> String) -> Vec<Tick> {
        self.round_values(most).into_iter().map(|value| Tick { at: self.place(value), label: label(value) }).collect()
    }
}

/// The seconds of a run, with ticks at round times.
pub(super) fn time_ticks(seconds: f64) -> Vec<Tick> {
    /// Steps that clocks have, in seconds.
    const STEPS: [f64; 22] = [
        0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0,
        14_400.0, 28_800.0, 43_200.0, 86_400.0,
    ];
    /// As many as fit side by side on a phone.
    const MOST: f64 = 6.0;
    let step = STEPS.into_iter().find(|step| seconds / step <= MOST).unwrap_or(seconds / MOST);
    let count = (seconds / step + 1e-9) as usize;
    let label = |value: f64| if value == 0.0 { "0s".to_owned() } else { seconds_text(value) };
    (0..=count).map(|i| i as f64 * step).map(|t| Tick { at: t / seconds.max(1e-9), label: label(t) }).collect()
}

/// `5s`, `0.5s`, `1m30s`: a time from the start without the digits that a round time does not have.
pub(super) fn seconds_text(seconds: f64) -> String {
    if seconds >= 60.0 {
        let text = format_duration(Duration::from_secs_f64(seconds.round()));
        return text.strip_suffix("00s").or(text.strip_suffix("00m")).map(str::to_owned).unwrap_or(text);
    }
    let text = format!("{seconds:.2}");
    format!("{}s", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Nanoseconds as a tick shows them: `200µs`, `5ms`, `1.5s`.
pub(super) fn nanos_text(nanos: f64) -> String {
    let text = format_duration(Duration::from_nanos(nanos.round() as u64));
    let unit = text.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(text.len());
    let (figure, unit) = text.split_at(unit);
    if figure.contains('.') && !unit.contains(|c: char| c.is_ascii_digit()) {
        return format!("{}{unit}", figure.trim_end_matches('0').trim_end_matches('.'));
    }
    text
}

/// A rate as a tick shows it.
pub(super) fn rate_text(rate: f64) -> String {
    match rate {
        rate if rate >= 1_000_000.0 => format!("{}M", shortest(rate / 1e6)),
        rate if rate >= 10_000.0 => format!("{}k", shortest(rate / 1e3)),
        rate if rate.fract() == 0.0 && rate < 1000.0 => format!("{rate:.0}"),
        rate => format_rate(rate),
    }
}

/// A figure without the zeros behind its point.
fn shortest(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The least of 1, 2, 2.5 and 5 times a power of ten that is at least `least`.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(least)
}

fn extremes(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| value.is_finite()).fold(None, |seen, value| match seen {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn a_scale_from_zero_ends_at_a_round_value() {
        let scale = Scale::up_to(1357.0);
        assert_eq!(scale, Scale::Linear(0.0, 1500.0));
        assert_eq!(labels(&scale.ticks(4, rate_text)), ["0", "500", "1,000", "1,500"]);
        assert_eq!(labels(&Scale::up_to(161_675.0).ticks(4, rate_text)), ["0", "50k", "100k", "150k", "200k"]);
        assert_eq!(Scale::up_to(0.0), Scale::Linear(0.0, 1.0), "an empty run has a scale");
    }

    #[test]
    fn logarithmic_ticks_are_round_and_few() {
        let scale = Scale::log_around([4e6, 4.1e9].into_iter());
        assert_eq!(labels(&scale.ticks(4, nanos_text)), ["10ms", "100ms", "1s"]);
        let narrow = Scale::log_around([110e3, 340e3].into_iter());
        assert_eq!(labels(&narrow.ticks(5, nanos_text)), ["100µs", "200µs"]);
        let places: Vec<f64> = scale.ticks(4, nanos_text).iter().map(|tick| tick.at).collect();
        assert!(places.iter().all(|at| (0.0..=1.0).contains(at)) && places.is_sorted());
    }

    #[test]
    fn every_nine_takes_the_same_room() {
        let scale = Scale::Nines(4.0);
        for (share, place) in [(0.0, 0.0), (0.9, 0.25), (0.99, 0.5), (0.9999, 1.0)] {
            assert!((scale.place(share) - place).abs() < 1e-9, "{share}");
        }
        let shown = scale.ticks(9, |share| format!("{}", share * 100.0));
        assert_eq!(labels(&shown), ["0", "50", "90", "99", "99.9", "99.99"]);
    }

    #[test]
    fn a_flat_series_has_room_around_it() {
        let scale = Scale::around([7.0, 7.0].into_iter());
        assert!((scale.place(7.0) - 0.5).abs() < 0.01);
        assert!(matches!(Scale::around([0.0, 3.0].into_iter()), Scale::Linear(low, _) if low == 0.0));
    }

    #[test]
    fn times_have_round_ticks() {
        assert_eq!(labels(&time_ticks(24.1)), ["0s", "5s", "10s", "15s", "20s"]);
        assert_eq!(labels(&time_ticks(0.25)), ["0s", "0.05s", "0.1s", "0.15s", "0.2s", "0.25s"]);
        assert_eq!(labels(&time_ticks(600.0)), ["0s", "2m", "4m", "6m", "8m", "10m"]);
        assert_eq!(nanos_text(1.5e9), "1.5s");
        assert_eq!(nanos_text(2e5), "200µs");
    }
}
