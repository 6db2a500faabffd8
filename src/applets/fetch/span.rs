//! Stretches of a file: half-open spans of bytes and sets of them. Pure arithmetic that everything else counts with.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::map::UNKNOWN;

/// The bytes from `start` up to, and without, `end`. In JSON it is `[start, end]`.
///
/// ```
/// use toolbox::applets::fetch::span::Span;
/// let span = Span::new(10, 30);
/// assert_eq!((span.bytes(), span.is_empty()), (20, false));
/// assert!(Span::new(5, 5).is_empty());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct Span {
    /// The first byte.
    pub start: u64,
    /// The byte behind the last one; never below `start`.
    pub end: u64,
}

impl Span {
    /// From `start` to `end`; empty where that lies before `start`.
    #[must_use]
    pub const fn new(start: u64, end: u64) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// How many bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.end - self.start
    }

    /// Whether there is no byte in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// What both have in common; empty where that is nothing.
    #[must_use]
    pub fn overlap(self, other: Self) -> Self {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

impl From<(u64, u64)> for Span {
    fn from((start, end): (u64, u64)) -> Self {
        Self::new(start, end)
    }
}

impl From<Span> for (u64, u64) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl fmt::Display for Span {
    /// `10-29`, as HTTP writes ranges: the last byte is named, where it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            _ if self.is_empty() => f.write_str("nothing"),
            Self { start, end: UNKNOWN } => write!(f, "{start}-"),
            Self { start, end } => write!(f, "{start}-{}", end - 1),
        }
    }
}

/// A set of bytes as spans: in order, not empty, never touching each other.
///
/// ```
/// use toolbox::applets::fetch::span::{Span, Spans};
/// let mut done = Spans::default();
/// assert_eq!(done.insert(Span::new(0, 10)) + done.insert(Span::new(20, 30)), 20);
/// assert_eq!(done.insert(Span::new(5, 20)), 10, "the others were there");
/// assert_eq!(done.as_slice(), [Span::new(0, 30)]);
/// assert_eq!(done.frontier(0), 30);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Span>", into = "Vec<Span>")]
pub struct Spans(Vec<Span>);

impl Spans {
    /// The spans in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// How many bytes are in it.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|span| span.bytes()).sum()
    }

    /// Adds a span; how many of its bytes were not there before.
    pub fn insert(&mut self, span: Span) -> u64 {
        if span.is_empty() {
            return 0;
        }
        // The spans that overlap or touch the new one are one with it.
        let first = self.0.partition_point(|known| known.end < span.start);
        let behind = self.0.partition_point(|known| known.start <= span.end);
        let mut merged = span;
        let mut known = 0;
        for old in &self.0[first..behind] {
            merged = Span::new(merged.start.min(old.start), merged.end.max(old.end));
            known += old.overlap(span).bytes();
        }
        self.0.splice(first..behind, [merged]);
        span.bytes() - known
    }

    /// Takes the bytes of a span out.
    pub fn remove(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let parts =
            |old: Span| [Span::new(old.start, old.end.min(span.start)), Span::new(old.start.max(span.end), old.end)];
        self.0 = self.0.iter().flat_map(|old| parts(*old)).filter(|part| !part.is_empty()).collect();
    }

    /// The bytes of `within` that are not in the set, in order.
    pub fn gaps(&self, within: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.0.partition_point(|known| known.end <= within.start);
        let inside = self.0[first..].iter().copied().take_while(move |known| known.start < within.end);
        let mut at = within.start;
        let end = Span::new(within.end, within.end);
        inside.chain(std::iter::once(end)).filter_map(move |known| {
            let gap = Span::new(at, known.start.min(within.end));
            at = at.max(known.end);
            (!gap.is_empty()).then_some(gap)
        })
    }

    /// How many bytes of `span` are in the set.
    #[must_use]
    pub fn count(&self, span: Span) -> u64 {
        span.bytes() - self.gaps(span).map(Span::bytes).sum::<u64>()
    }

    /// Where the bytes that begin at `from` without a gap end; `from` itself where it is not in the set.
    #[must_use]
    pub fn frontier(&self, from: u64) -> u64 {
        let at = self.0.partition_point(|known| known.end <= from);
        self.0.get(at).filter(|span| span.start <= from).map_or(from, |span| span.end)
    }
}

impl From<Vec<Span>> for Spans {
    fn from(spans: Vec<Span>) -> Self {
        spans.into_iter().collect()
    }
}

impl From<Spans> for Vec<Span> {
    fn from(spans: Spans) -> Self {
        spans.0
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut set = Self::default();
        for span in spans {
            set.insert(span);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn spans() -> impl Strategy<Value = Vec<(bool, u64, u64)>> {
        prop::collection::vec((any::<bool>(), 0_u64..60, 0_u64..20), 0..30)
    }

    proptest! {
        #[test]
        fn a_set_of_spans_is_a_set_of_bytes(steps in spans(), from in 0_u64..80, length in 0_u64..40) {
            let (mut set, mut model) = (Spans::default(), BTreeSet::new());
            for (adds, start, length) in steps {
                let span = Span::new(start, start + length);
                if adds {
                    let fresh = (span.start..span.end).filter(|byte| model.insert(*byte)).count();
                    prop_assert_eq!(set.insert(span), fresh as u64);
                } else {
                    set.remove(span);
                    model.retain(|byte| !(span.start..span.end).contains(byte));
                }
            }
            prop_assert_eq!(set.bytes(), model.len() as u64);
            for pair in set.as_slice().windows(2) {
                prop_assert!(pair[0].end < pair[1].start);
            }
            let within = Span::new(from, from + length);
            let missing: Vec<u64> = set.gaps(within).flat_map(|gap| gap.start..gap.end).collect();
            let expected: Vec<u64> = (within.start..within.end).filter(|byte| !model.contains(byte)).collect();
            prop_assert_eq!(missing, expected);
            let frontier = (from..=200).find(|byte| !model.contains(byte)).unwrap();
            prop_assert_eq!(set.frontier(from), frontier);
            let back: Spans = serde_json::from_str(&serde_json::to_string(&set).unwrap()).unwrap();
            prop_assert_eq!(back, set);
        }
    }
}
