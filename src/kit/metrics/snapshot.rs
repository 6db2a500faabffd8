//! What all counters stand at, at one moment; and the registry that knows whom to ask.
//!
//! Nothing is pushed and nothing is counted twice: an engine keeps its own counters and hands the registry a
//! [`Source`]; only when somebody looks are the sources asked.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::Histogram;

/// Upper bounds of exposed latency buckets, in seconds: 100 µs to 60 s, about two and a half steps per decade.
pub const LATENCY_BOUNDS: [f64; 18] =
    [1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];

/// Somebody who counts.
pub trait Source: Send + Sync {
    /// Adds what it counted so far.
    fn collect(&self, snapshot: &mut Snapshot);
}

impl<F: Fn(&mut Snapshot) + Send + Sync> Source for F {
    fn collect(&self, snapshot: &mut Snapshot) {
        self(snapshot);
    }
}

/// All sources of a run. Clones share them.
///
/// ```
/// use std::sync::Arc;
/// use toolbox::kit::metrics::{Counter, Registry, Snapshot};
/// let sent = Arc::new(Counter::new());
/// let registry = Registry::new();
/// let counted = Arc::clone(&sent);
/// registry.register(Arc::new(move |snapshot: &mut Snapshot| {
///     snapshot.counter("load_requests", "Requests sent.", &[("method", "GET")], counted.value());
/// }));
/// sent.add(3);
/// assert_eq!(registry.snapshot().value("load_requests", &[("method", "GET")]), Some(3.0));
/// ```
#[derive(Clone, Default)]
pub struct Registry {
    sources: Arc<Mutex<Vec<Arc<dyn Source>>>>,
}

impl Registry {
    /// A registry without sources.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks `source` too, from now on.
    pub fn register(&self, source: Arc<dyn Source>) {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner).push(source);
    }

    /// Asks every source. They are asked outside the lock, so that one of them may register another.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut snapshot = Snapshot::default();
        for source in sources {
            source.collect(&mut snapshot);
        }
        snapshot
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner).len();
        f.debug_struct("Registry").field("sources", &sources).finish()
    }
}

/// Metrics by name. When two sources tell of the same series, counters and histograms add up, and the later gauge
/// stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    pub(super) families: BTreeMap<String, Family>,
}

/// All series of one name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Family {
    pub(super) help: String,
    pub(super) kind: Kind,
    pub(super) series: BTreeMap<Labels, Value>,
}

/// Label names and values, sorted by name, so that one series is one key.
pub(super) type Labels = Vec<(String, String)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Histogram,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Counter(u64),
    Gauge(f64),
    Histogram(Buckets),
}

/// A histogram of seconds, in the few buckets of its bounds and one for all that is longer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Buckets {
    pub(super) sum: f64,
    pub(super) count: u64,
    /// Upper bounds, each the end of the bucket of its place in `counts`, which has one more.
    pub(super) bounds: &'static [f64],
    pub(super) counts: Vec<u64>,
}

impl Snapshot {
    /// A figure that only grows. The exposition adds `_total` to the name.
    pub fn counter(&mut self, name: &str, help: &str, labels: &[(&str, &str)], value: u64) {
        self.put(name, help, labels, Value::Counter(value));
    }

    /// A figure that goes up and down.
    pub fn gauge(&mut self, name: &str, help: &str, labels: &[(&str, &str)], value: f64) {
        self.put(name, help, labels, Value::Gauge(value));
    }

    /// Durations, told in seconds; by custom the name ends in `_seconds`.
    pub fn histogram(&mut self, name: &str, help: &str, labels: &[(&str, &str)], values: &Histogram) {
        let mut counts = vec![0; LATENCY_BOUNDS.len() + 1];
        for (nanos, count) in values.buckets() {
            let seconds = nanos as f64 / 1e9;
            counts[LATENCY_BOUNDS.partition_point(|bound| *bound < seconds)] += count;
        }
        let (sum, count) = (values.sum().as_secs_f64(), values.count());
        self.put(name, help, labels, Value::Histogram(Buckets { sum, count, bounds: &LATENCY_BOUNDS, counts }));
    }

    /// Durations in seconds that somebody counted in buckets of other `bounds`: `counts` has one more than there are
    /// bounds, for all that is longer, and `sum` is theirs in seconds. Counts of another length are left out.
    ///
    /// ```
    /// use toolbox::kit::metrics::Snapshot;
    /// let mut snapshot = Snapshot::default();
    /// snapshot.bucketed("uptime_seconds", "Uptime.", &[1.0, 60.0], &[2, 1, 0], 12.5);
    /// assert_eq!(snapshot.value("uptime_seconds", &[]), Some(3.0));
    /// ```
    pub fn bucketed(&mut self, name: &str, help: &str, bounds: &'static [f64], counts: &[u64], sum: f64) {
        debug_assert_eq!(counts.len(), bounds.len() + 1, "{name}: a bucket for each bound and one more");
        if counts.len() == bounds.len() + 1 {
            let buckets = Buckets { sum, count: counts.iter().sum(), bounds, counts: counts.to_vec() };
            self.put(name, help, &[], Value::Histogram(buckets));
        }
    }

    /// The value of a counter or gauge, the count of a histogram; none when no source told of it.
    #[must_use]
    pub fn value(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let family = self.families.get(name)?;
        Some(match family.series.get(&sorted(labels))? {
            Value::Counter(value) => *value as f64,
            Value::Gauge(value) => *value,
            Value::Histogram(buckets) => buckets.count as f64,
        })
    }

    fn put(&mut self, name: &str, help: &str, labels: &[(&str, &str)], value: Value) {
        let kind = match &value {
            Value::Counter(_) => Kind::Counter,
            Value::Gauge(_) => Kind::Gauge,
            Value::Histogram(_) => Kind::Histogram,
        };
        let name = name.strip_suffix("_total").filter(|_| kind == Kind::Counter).unwrap_or(name);
        let family = self.families.entry(lawful(name)).or_insert_with(|| Family {
            help: help.replace(['\n', '\r', '\\'], " "),
            kind,
            series: BTreeMap::new(),
        });
        debug_assert_eq!(family.kind, kind, "{name} is told of as two kinds");
        if family.kind != kind {
            return;
        }
        match (family.series.entry(sorted(labels)).or_insert_with(|| value.zero()), value) {
            (Value::Counter(sum), Value::Counter(more)) => *sum = sum.saturating_add(more),
            (Value::Gauge(kept), Value::Gauge(later)) => *kept = later,
            (Value::Histogram(sum), Value::Histogram(more)) => sum.merge(&more),
            // One family has one kind.
            _ => {}
        }
    }
}

impl Value {
    fn zero(&self) -> Self {
        match self {
            Self::Counter(_) => Self::Counter(0),
            Self::Gauge(_) => Self::Gauge(0.0),
            Self::Histogram(Buckets { bounds, counts, .. }) => {
                Self::Histogram(Buckets { sum: 0.0, count: 0, bounds, counts: vec![0; counts.len()] })
            }
        }
    }
}

impl Buckets {
    fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.bounds, other.bounds, "one family has the same buckets everywhere");
        self.sum += other.sum;
        self.count += other.count;
        for (sum, more) in self.counts.iter_mut().zip(&other.counts) {
            *sum += more;
        }
    }
}

fn sorted(labels: &[(&str, &str)]) -> Labels {
    let mut labels: Labels = labels.iter().map(|(name, value)| (lawful(name), (*value).to_owned())).collect();
    labels.sort_unstable();
    labels
}

/// A name as the exposition formats allow it: letters, digits and `_`, not starting with a digit.
fn lawful(name: &str) -> String {
    let mut lawful: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | ':') { c } else { '_' }).collect();
    if lawful.is_empty() || lawful.starts_with(|c: char| c.is_ascii_digit()) {
        lawful.insert(0, '_');
    }
    lawful
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn what_two_sources_tell_adds_up() {
        let registry = Registry::new();
        for value in [2_u64, 3] {
            registry.register(Arc::new(move |snapshot: &mut Snapshot| {
                snapshot.counter("requests_total", "Requests.", &[("b", "1"), ("a", "2")], value);
                snapshot.gauge("rate", "Rate.", &[], value as f64);
                let mut latencies = Histogram::new();
                latencies.record(Duration::from_secs(value));
                snapshot.histogram("latency_seconds", "Latency.", &[], &latencies);
            }));
        }
        let snapshot = registry.snapshot();
        assert_eq!(snapshot.value("requests", &[("a", "2"), ("b", "1")]), Some(5.0));
        assert_eq!(snapshot.value("rate", &[]), Some(3.0));
        assert_eq!(snapshot.value("latency_seconds", &[]), Some(2.0));
        assert_eq!(snapshot.value("latency_seconds", &[("a", "2")]), None);
        assert_eq!(snapshot.value("nothing", &[]), None);
    }

    #[test]
    fn a_source_may_register_another() {
        let registry = Registry::new();
        let inner = registry.clone();
        registry.register(Arc::new(move |_: &mut Snapshot| inner.register(Arc::new(|_: &mut Snapshot| ()))));
        let _ = registry.snapshot();
        assert_eq!(format!("{registry:?}"), "Registry { sources: 2 }");
    }

    #[test]
    fn names_are_made_lawful() {
        assert_eq!(lawful("status-code.2xx"), "status_code_2xx");
        assert_eq!(lawful("2xx"), "_2xx");
        assert_eq!(lawful(""), "_");
    }
}
