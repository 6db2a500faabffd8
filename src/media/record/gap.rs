//! What is missing in a recording, and why.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A stretch of segments that are not in the recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The number of the first missing segment.
    pub sequence: u64,
    /// How many are missing; 0 where an encoder that began anew left no count.
    pub count: u64,
    /// How long they would have played, nanoseconds; as far as it is known.
    pub duration_ns: u64,
    /// When they would have begun, milliseconds since 1970 by the clock of the stream.
    pub date_ms: Option<i64>,
    /// When it was given up, milliseconds since 1970 by ours.
    pub noticed_ms: i64,
    /// Why, in words.
    pub reason: String,
    /// Whether the stream itself says that it is missing, so that nobody asks for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub announced: bool,
}

impl Gap {
    /// How long it would have played.
    #[must_use]
    pub const fn duration(&self) -> Duration {
        Duration::from_nanos(self.duration_ns)
    }

    /// What is missing before the segment of this number, and what behind it.
    pub(super) fn split(&self, sequence: u64) -> (Option<Self>, Option<Self>) {
        let before = sequence.saturating_sub(self.sequence);
        let behind = self.count.saturating_sub(before).saturating_sub(1);
        (self.part(self.sequence, before), self.part(sequence.saturating_add(1), behind))
    }

    /// What is missing before the segment of this number, and what from it on.
    pub(super) fn cut(&self, sequence: u64) -> (Option<Self>, Option<Self>) {
        let before = sequence.saturating_sub(self.sequence).min(self.count);
        (self.part(self.sequence, before), self.part(sequence, self.count - before))
    }

    /// Whether the segment of this number is in it.
    pub(super) fn holds(&self, sequence: u64) -> bool {
        sequence.checked_sub(self.sequence).is_some_and(|place| place < self.count)
    }

    fn is_like(&self, other: &Self) -> bool {
        (&self.reason, self.announced) == (&other.reason, other.announced)
    }

    fn part(&self, first: u64, count: u64) -> Option<Self> {
        let each = self.duration_ns / self.count.max(1);
        let date_ms = self.date_ms.map(|date| {
            let late_ms = each.saturating_mul(first.saturating_sub(self.sequence)) / 1_000_000;
            date.saturating_add(i64::try_from(late_ms).unwrap_or(i64::MAX))
        });
        let duration_ns = each.saturating_mul(count);
        (count > 0).then(|| Self { sequence: first, count, duration_ns, date_ms, ..self.clone() })
    }
}

/// Gaps in order; neighbours with the same reason become one, so that an outage is one entry however long it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps(Vec<Gap>);

impl Gaps {
    /// Adds a gap behind all others.
    pub fn add(&mut self, gap: Gap) {
        match self.0.last_mut() {
            Some(last) if last.is_like(&gap) && last.count > 0 && last.sequence + last.count == gap.sequence => {
                last.count += gap.count;
                last.duration_ns = last.duration_ns.saturating_add(gap.duration_ns);
                last.noticed_ms = gap.noticed_ms;
            }
            _ => self.0.push(gap),
        }
    }

    /// The segment of this number has come after all.
    pub(super) fn close(&mut self, sequence: u64) {
        if let Some(index) = self.0.iter().position(|gap| gap.holds(sequence)) {
            let (before, behind) = self.0[index].split(sequence);
            self.0.splice(index..=index, before.into_iter().chain(behind));
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Gap] {
        &self.0
    }

    /// Whether nothing is missing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many segments are missing.
    #[must_use]
    pub fn segments(&self) -> u64 {
        self.0.iter().map(|gap| gap.count).sum()
    }

    /// How long all of them would have played.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_nanos(self.0.iter().fold(0, |sum: u64, gap| sum.saturating_add(gap.duration_ns)))
    }

    /// The list itself.
    #[must_use]
    pub fn into_inner(self) -> Vec<Gap> {
        self.0
    }
}

impl super::Recorded {
    /// How many segments are missing in it.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.gaps.segments()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(sequence: u64, count: u64, reason: &str) -> Gap {
        let reason = reason.to_owned();
        Gap { sequence, count, duration_ns: count * 2, date_ms: None, noticed_ms: 0, reason, announced: false }
    }

    #[test]
    fn neighbours_of_one_reason_are_one_gap() {
        let mut gaps = Gaps::default();
        for gap in [gap(5, 1, "404"), gap(6, 2, "404"), gap(8, 1, "timeout"), gap(10, 1, "timeout"), gap(0, 0, "anew")]
        {
            gaps.add(gap);
        }
        let told: Vec<(u64, u64)> = gaps.all().iter().map(|gap| (gap.sequence, gap.count)).collect();
        assert_eq!(told, [(5, 3), (8, 1), (10, 1), (0, 0)]);
        assert_eq!((gaps.segments(), gaps.duration()), (5, Duration::from_nanos(10)));
    }
}
