//! What a server told of itself, page by page, as series over time. Pure, and bounded however much it tells.

use std::collections::HashMap;

use crate::applets::load::report::ServerUnit;
use crate::kit::metrics::prometheus::{self, Sample};

/// Series kept: a small service exposes a hundred, a database a thousand. With [`MOST_POINTS`] it is 4.8 MB at most.
const MOST_SERIES: usize = 1000;

/// Points kept of each: ten minutes second by second; in a longer run every other one goes.
const MOST_POINTS: usize = 600;

/// Letters of a name that are kept.
const NAME_LETTERS: usize = 200;

/// All that was scraped.
#[derive(Debug, Default)]
pub(super) struct Scrapes {
    /// When, nanoseconds from the start.
    times: Vec<u64>,
    series: HashMap<String, Kept>,
    /// Seconds between two kept points.
    stride: u64,
    /// Scrapes since the last one that was kept.
    skipped: u64,
    /// Series that found no room.
    left_out: usize,
}

#[derive(Debug)]
struct Kept {
    kind: Kind,
    /// The name without suffix and the labels, of what belongs together.
    family: String,
    /// One for each time; `NaN` where it was not told.
    values: Vec<f64>,
}

/// What a series says, by its type and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gauge,
    Counter,
    Sum,
    Count,
}

/// One series ready to be looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Track {
    pub(super) name: String,
    pub(super) unit: ServerUnit,
    /// Nanoseconds from the start, and the value.
    pub(super) points: Vec<(u64, f64)>,
}

impl Scrapes {
    /// Takes the page that was read at `t_ns`; how many samples it had.
    pub(super) fn add(&mut self, t_ns: u64, page: &str) -> usize {
        let samples = prometheus::parse(page);
        if samples.is_empty() || !self.is_due() {
            return samples.len();
        }
        let types = types(page);
        let before = self.times.len();
        self.times.push(t_ns);
        let mut left_out = 0;
        for sample in &samples {
            let Some(kind) = kind_of(sample, &types) else { continue };
            let name: String = sample.to_string().chars().take(NAME_LETTERS).collect();
            if let Some(kept) = self.series.get_mut(&name) {
                kept.values.resize(before, f64::NAN);
                kept.values.push(sample.value);
            } else if self.series.len() < MOST_SERIES {
                let mut values = vec![f64::NAN; before];
                values.push(sample.value);
                self.series.insert(name, Kept { kind, family: family(sample), values });
            } else {
                left_out += 1;
            }
        }
        self.left_out = self.left_out.max(left_out);
        if self.times.len() > MOST_POINTS {
            self.thin_out();
        }
        samples.len()
    }

    fn is_due(&mut self) -> bool {
        self.skipped += 1;
        let due = self.skipped >= self.stride;
        if due {
            self.skipped = 0;
        }
        due
    }

    /// Lets every other point go, and takes only every other one from now on.
    fn thin_out(&mut self) {
        let times = self.times.len();
        keep_every_other(&mut self.times);
        for kept in self.series.values_mut() {
            kept.values.resize(times, f64::NAN);
            keep_every_other(&mut kept.values);
        }
        self.stride = self.stride.max(1) * 2;
    }

    /// Series that found no room on some page.
    pub(super) fn left_out(&self) -> usize {
        self.left_out
    }

    /// Every series that says something from `zero` on: gauges as they are, counters as rates, sums by counts as means.
    pub(super) fn tracks(&self, zero: u64) -> Vec<Track> {
        let counts: HashMap<&str, &Kept> = self
            .series
            .values()
            .filter(|kept| kept.kind == Kind::Count)
            .map(|kept| (kept.family.as_str(), kept))
            .collect();
        let mut tracks: Vec<Track> =
            self.series.iter().filter_map(|(name, kept)| self.track(name, kept, &counts)).collect();
        for track in &mut tracks {
            track.points = track.points.iter().filter_map(|&(t, value)| Some((t.checked_sub(zero)?, value))).collect();
        }
        tracks.retain(|track| !track.points.is_empty());
        tracks.sort_by(|a, b| a.name.cmp(&b.name));
        tracks
    }

    fn track(&self, name: &str, kept: &Kept, counts: &HashMap<&str, &Kept>) -> Option<Track> {
        let told = |values: &[f64], at: usize| values.get(at).copied().filter(|value| value.is_finite());
        let unit = match kept.kind {
            Kind::Gauge => ServerUnit::Value,
            Kind::Counter | Kind::Count => ServerUnit::PerSecond,
            Kind::Sum => ServerUnit::Mean,
        };
        let points: Vec<(u64, f64)> = match kept.kind {
            Kind::Gauge => {
                (0..self.times.len()).filter_map(|at| Some((self.times[at], told(&kept.values, at)?))).collect()
            }
            Kind::Counter | Kind::Count => self.growth(|at| told(&kept.values, at), |seconds, _| Some(seconds)),
            Kind::Sum => {
                let counted = &counts.get(kept.family.as_str())?.values;
                let more = |at: usize| Some(told(counted, at)? - told(counted, at - 1)?).filter(|more| *more > 0.0);
                self.growth(|at| told(&kept.values, at), |_, at| more(at))
            }
        };
        let name = if kept.kind == Kind::Sum { format!("{} (mean)", kept.family) } else { name.to_owned() };
        (!points.is_empty()).then_some(Track { name, unit, points })
    }

    /// The growth from each time to the next, by what `per` says of the two; its moment is the middle. A counter that
    /// fell was reset: that step says nothing.
    fn growth(&self, value: impl Fn(usize) -> Option<f64>, per: impl Fn(f64, usize) -> Option<f64>) -> Vec<(u64, f64)> {
        let step = |at: usize| {
            let (from, to) = (self.times[at - 1], self.times[at]);
            let seconds = to.saturating_sub(from) as f64 / 1e9;
            let grown = value(at)? - value(at - 1)?;
            let per = per(seconds, at)?;
            (grown >= 0.0 && per > 0.0).then(|| (from.midpoint(to), grown / per))
        };
        (1..self.times.len()).filter_map(step).collect()
    }
}

fn keep_every_other<T: Copy>(values: &mut Vec<T>) {
    let mut index = 0;
    values.retain(|_| {
        index += 1;
        index % 2 == 1
    });
}

/// The types that a page declares: `# TYPE name counter`.
fn types(page: &str) -> HashMap<&str, &str> {
    let declared = page.lines().filter_map(|line| {
        let mut words = line.strip_prefix("# TYPE ")?.split_whitespace();
        Some((words.next()?, words.next()?))
    });
    declared.collect()
}

/// What a sample says; `None` for single buckets, which only say something together, and for dates of birth.
fn kind_of(sample: &Sample, types: &HashMap<&str, &str>) -> Option<Kind> {
    let name = sample.name.as_str();
    let base =
        ["_bucket", "_created", "_sum", "_count", "_total"].into_iter().find_map(|s| Some((name.strip_suffix(s)?, s)));
    match (base, types.get(name)) {
        (_, Some(&"counter")) | (Some((_, "_total")), _) => Some(Kind::Counter),
        (_, Some(&"gauge")) => Some(Kind::Gauge),
        (Some((_, "_bucket" | "_created")), _) => None,
        (Some((_, "_sum")), _) => Some(Kind::Sum),
        (Some((_, "_count")), _) => Some(Kind::Count),
        _ => Some(Kind::Gauge),
    }
}

/// Name without `_sum` or `_count`, and labels.
fn family(sample: &Sample) -> String {
    let name = sample.name.strip_suffix("_sum").or(sample.name.strip_suffix("_count")).unwrap_or(&sample.name);
    Sample { name: name.to_owned(), ..sample.clone() }.to_string().chars().take(NAME_LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn named<'a>(tracks: &'a [Track], name: &str) -> &'a Track {
        tracks.iter().find(|track| track.name == name).unwrap_or_else(|| panic!("{name} in {tracks:?}"))
    }

    #[test]
    fn counters_become_rates_and_sums_means() {
        let mut scrapes = Scrapes::default();
        for (second, requests, sum, count) in
            [(0, 100, 1.0, 10), (1, 150, 2.0, 20), (3, 350, 2.5, 30), (4, 10, 2.5, 30)]
        {
            let page = format!(
                "# TYPE jobs counter\njobs {requests}\nhttp_requests_total{{code=\"200\"}} {requests}\n\
                 # TYPE depth gauge\ndepth {second}\nnot_a_number NaN\n\
                 # TYPE took histogram\ntook_bucket{{le=\"1\"}} 3\ntook_sum {sum}\ntook_count {count}\ntook_created 1\n"
            );
            assert_eq!(scrapes.add(second * SECOND, &page), 8);
        }
        let tracks = scrapes.tracks(0);
        let names: Vec<_> = tracks.iter().map(|track| track.name.as_str()).collect();
        assert_eq!(names, ["depth", "http_requests_total{code=\"200\"}", "jobs", "took (mean)", "took_count"]);
        let rate = vec![(SECOND / 2, 50.0), (2 * SECOND, 100.0)];
        assert_eq!(named(&tracks, "jobs").points, rate, "a reset is no negative rate");
        assert_eq!(named(&tracks, "jobs").unit, ServerUnit::PerSecond);
        assert_eq!(named(&tracks, "took (mean)").points, [(SECOND / 2, 0.1), (2 * SECOND, 0.05)]);
        assert_eq!(named(&tracks, "depth").points[2], (3 * SECOND, 3.0));
    }

    #[test]
    fn a_series_may_come_late_and_go() {
        let mut scrapes = Scrapes::default();
        for (second, page) in ["a 1", "a 2\nb 5", "b 6", "a 4"].into_iter().enumerate() {
            scrapes.add(second as u64 * SECOND, page);
        }
        let tracks = scrapes.tracks(0);
        assert_eq!(named(&tracks, "a").points, [(0, 1.0), (SECOND, 2.0), (3 * SECOND, 4.0)]);
        assert_eq!(named(&tracks, "b").points, [(SECOND, 5.0), (2 * SECOND, 6.0)]);
        let later = scrapes.tracks(3 * SECOND);
        assert_eq!((later.len(), &named(&later, "a").points), (1, &vec![(0, 4.0)]), "from there on");
    }

    #[test]
    fn memory_is_bounded() {
        let mut scrapes = Scrapes::default();
        let page: Vec<String> = (0..MOST_SERIES + 50).map(|index| format!("m{index} {index}")).collect();
        let page = page.join("\n");
        for second in 0..2000 {
            scrapes.add(second * SECOND, if second % 500 == 0 { &page } else { "m0 1" });
        }
        assert_eq!(scrapes.left_out(), 50);
        assert_eq!(scrapes.series.len(), MOST_SERIES);
        assert!(scrapes.times.len() <= MOST_POINTS && scrapes.times.len() > MOST_POINTS / 3, "{}", scrapes.times.len());
        assert!(scrapes.times.windows(2).all(|pair| pair[1] - pair[0] == 4 * SECOND), "evenly spaced");
    }

    #[test]
    fn a_page_of_something_else_is_empty() {
        assert_eq!(Scrapes::default().add(0, "<html><body>login</body></html>"), 0);
    }
}
