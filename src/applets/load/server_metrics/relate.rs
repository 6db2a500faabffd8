//! Which of a server's series moved when the response times moved. Pure.
//!
//! Two things are looked at. Over the whole run, the rank correlation with the median response time: it asks for no
//! straight line and is not fooled by one disturbed second. And around the one moment at which the median changed most,
//! whether a series changed there too. Either is a hint where to look; that two things move together does not tell which
//! of them moved the other.

use super::series::Track;
use crate::applets::load::report::{ServerSeries, ServerUnit};
use crate::applets::load::series::Interval;
use crate::applets::load::stats::{change_point, median, spearman};

/// Series told.
const TOLD: usize = 5;

/// Seconds that both were measured in, at least.
const LEAST: usize = 5;

/// What a correlation has to reach; weaker ones explain less than a sixth of what is going on.
const WORTH_TELLING: f64 = 0.4;

/// What a correlation has to reach by its number of seconds, as Student's t: among a few hundred series that have
/// nothing to do with anything, one or none gets there by chance.
const UNLIKELY: f64 = 3.5;

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Relation {
    /// Nanoseconds from the start, when the median response time changed most.
    pub(super) change_ns: Option<u64>,
    pub(super) series: Vec<ServerSeries>,
    /// Why there are none.
    pub(super) note: Option<String>,
}

/// Relates tracks to the median response times of a run.
pub(super) fn relate(intervals: &[Interval], tracks: &[Track]) -> Relation {
    let measured: Vec<&Interval> = intervals.iter().filter(|interval| interval.p50_ns.is_some()).collect();
    let medians: Vec<f64> = measured.iter().filter_map(|interval| interval.p50_ns).map(|ns| ns as f64).collect();
    if medians.len() < LEAST {
        let note = format!("the run was too short to relate anything to it: {LEAST} seconds with replies at least");
        return Relation { change_ns: None, series: Vec::new(), note: Some(note) };
    }
    let change_ns = change_point(&medians).map(|index| measured[index].t_ns);
    let mut related: Vec<(f64, ServerSeries)> =
        tracks.iter().filter_map(|track| relation(track, &measured, change_ns)).collect();
    related.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let mut series: Vec<ServerSeries> = Vec::new();
    for (_, candidate) in related {
        // The same figures under two names tell nothing twice.
        let known = series.iter().any(|known| known.points == candidate.points);
        if !known && series.len() < TOLD {
            series.push(candidate);
        }
    }
    let note = series.is_empty().then(|| format!("none of {} series moved with the response time", tracks.len()));
    Relation { change_ns, series, note }
}

/// One track and how much it moved; `None` when it did not.
fn relation(track: &Track, measured: &[&Interval], change_ns: Option<u64>) -> Option<(f64, ServerSeries)> {
    if is_clock(track) {
        return None;
    }
    let (values, medians): (Vec<f64>, Vec<f64>) =
        measured.iter().filter_map(|interval| Some((mean_within(track, interval)?, interval.p50_ns? as f64))).unzip();
    if values.len() < LEAST {
        return None;
    }
    let correlation = spearman(&values, &medians)?;
    let freedom = values.len() as f64 - 2.0;
    let unlikely = correlation.abs() * (freedom / (1.0 - correlation * correlation).max(1e-9)).sqrt();
    let follows = correlation.abs() >= WORTH_TELLING && unlikely >= UNLIKELY;
    let sides = change_ns.and_then(|at| sides(track, at));
    let parted = sides.map_or(0.0, |sides| sides.parted);
    // Seconds before and after a change that have no value in common moved with it, however few they are.
    (follows || parted >= 1.0).then(|| {
        let series = ServerSeries {
            name: track.name.clone(),
            unit: track.unit,
            correlation: (correlation * 1e4).round() / 1e4,
            change: sides.map(|sides| (sides.before, sides.after)),
            points: track.points.clone(),
        };
        (correlation.abs() + parted, series)
    })
}

/// Whether a track only tells the time: it would move with everything that rises or falls.
fn is_clock(track: &Track) -> bool {
    /// Pages are late by more or less, which a whole run evens out.
    const SLACK: f64 = 0.1;
    let (Some(first), Some(last)) = (track.points.first(), track.points.last()) else { return false };
    let seconds = (last.0 - first.0) as f64 / 1e9;
    let grown = last.1 - first.1;
    track.unit == ServerUnit::Value
        && (grown / seconds - 1.0).abs() < SLACK
        && track.points.is_sorted_by(|a, b| (0.0..seconds.max(2.0)).contains(&(b.1 - a.1)))
}

/// The mean of the points of a track within an interval, both ends included: what is read at the turn of a second says
/// as much of the second before as of the one after.
fn mean_within(track: &Track, interval: &Interval) -> Option<f64> {
    /// A page comes a little late.
    const LATE_NS: u64 = 100_000_000;
    let first = track.points.partition_point(|point| point.0 < interval.t_ns);
    let end = interval.t_ns + interval.width_ns + LATE_NS;
    let within: Vec<f64> =
        track.points[first..].iter().take_while(|point| point.0 < end).map(|point| point.1).collect();
    (!within.is_empty()).then(|| within.iter().sum::<f64>() / within.len() as f64)
}

/// A track before and after a moment.
#[derive(Debug, Clone, Copy)]
struct Sides {
    before: f64,
    after: f64,
    /// 0 when both sides look alike, 1 when no value of one is among those of the other.
    parted: f64,
}

fn sides(track: &Track, at_ns: u64) -> Option<Sides> {
    /// Points on either side, at least.
    const POINTS: usize = 3;
    /// Nobody knows when in its second the change was; the points around it belong to neither side.
    const BLURRED_NS: u64 = 900_000_000;
    let place = |ns: u64| track.points.partition_point(|point| point.0 < ns);
    let before = &track.points[..place(at_ns.saturating_sub(BLURRED_NS))];
    let after = &track.points[place(at_ns + BLURRED_NS)..];
    if before.len() < POINTS || after.len() < POINTS {
        return None;
    }
    let values = |points: &[(u64, f64)]| points.iter().map(|point| point.1).collect::<Vec<f64>>();
    let (before, after) = (values(before), values(after));
    // The share of pairs in which the later value is larger, less that in which it is smaller.
    let signs =
        before.iter().flat_map(|a| after.iter().map(move |b| (b - a).partial_cmp(&0.0).map_or(0, |o| o as i64)));
    let parted = signs.sum::<i64>() as f64 / (before.len() * after.len()) as f64;
    Some(Sides { before: median(&before), after: median(&after), parted: parted.abs() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::random::Random;

    const SECOND: u64 = 1_000_000_000;

    fn run(medians_ms: &[f64]) -> Vec<Interval> {
        let interval = |(second, ms): (usize, &f64)| Interval {
            t_ns: second as u64 * SECOND,
            width_ns: SECOND,
            done: 10,
            p50_ns: Some((ms * 1e6) as u64),
            ..Interval::default()
        };
        medians_ms.iter().enumerate().map(interval).collect()
    }

    fn track(name: &str, values: impl IntoIterator<Item = f64>) -> Track {
        let points = values
            .into_iter()
            .enumerate()
            .map(|(second, value)| (second as u64 * SECOND + SECOND / 2, value))
            .collect();
        Track { name: name.into(), unit: ServerUnit::Value, points }
    }

    /// 20 seconds; from the twelfth on the server is three times as slow.
    fn slower() -> Vec<f64> {
        let mut random = Random::seeded(7);
        (0..20).map(|second| (4.0 + random.unit()) * if second < 12 { 1.0 } else { 3.0 }).collect()
    }

    #[test]
    fn the_series_that_moved_with_the_latency_is_named_first() {
        let mut random = Random::seeded(9);
        let medians = slower();
        let tracks = [
            track("noise", (0..20).map(|_| random.unit())),
            track("flat", [3.0; 20]),
            track("uptime", (0..20).map(|second| 1000.0 + f64::from(second))),
            track("queue", medians.iter().map(|ms| ms * ms)),
            track("idle", medians.iter().map(|ms| 100.0 - ms)),
            track("again", medians.iter().map(|ms| 100.0 - ms)),
        ];
        let relation = relate(&run(&medians), &tracks);
        assert_eq!(relation.change_ns, Some(12 * SECOND));
        let told: Vec<_> = relation.series.iter().map(|series| (series.name.as_str(), series.correlation)).collect();
        assert_eq!(told, [("again", -1.0), ("queue", 1.0)], "the same figures under another name are left out");
        let (before, after) = relation.series[1].change.unwrap();
        assert!(after > 4.0 * before, "{before} {after}");
        assert_eq!(relation.note, None);
    }

    #[test]
    fn noise_is_not_blamed() {
        let mut random = Random::seeded(11);
        let mut blamed = 0;
        for _ in 0..20 {
            let medians: Vec<f64> = (0..30).map(|_| 4.0 + random.unit()).collect();
            let tracks: Vec<Track> = (0..100)
                .map(|index| track(&format!("m{index}"), (0..30).map(|_| random.unit()).collect::<Vec<_>>()))
                .collect();
            blamed += relate(&run(&medians), &tracks).series.len();
        }
        assert!(blamed <= 8, "{blamed} of 2000 series");
    }

    #[test]
    fn what_can_not_be_told_is_said() {
        let relation = relate(&run(&[4.0; 3]), &[track("queue", [1.0; 3])]);
        assert!(relation.note.unwrap().starts_with("the run was too short"));
        let relation = relate(&run(&slower()), &[track("flat", [1.0; 20])]);
        assert_eq!(relation.note.unwrap(), "none of 1 series moved with the response time");
    }

    #[test]
    fn seconds_without_replies_are_left_out() {
        let mut medians = slower();
        medians[5] = 0.0;
        let relation = relate(&run(&medians), &[track("queue", slower())]);
        assert_eq!(relation.series.len(), 1);
    }
}
