//! What took long: the slow log, and the latency events.

use std::collections::{BTreeMap, VecDeque};

use parking_lot::Mutex;

/// Words of a command that the log keeps.
const WORDS: usize = 32;
/// Bytes of a word that the log keeps.
const WORD_BYTES: usize = 128;
/// Moments of an event that are kept (`LATENCY_TS_LEN`).
const MOMENTS: usize = 160;

/// A command that took long.
#[derive(Debug, Clone)]
pub struct Slow {
    /// Its number, ascending.
    pub id: u64,
    /// When it ran, in seconds since 1970.
    pub time: u64,
    /// How long, in microseconds.
    pub micros: u64,
    /// Its words, shortened.
    pub words: Vec<Vec<u8>>,
    /// Who asked.
    pub address: String,
    /// What it calls itself.
    pub name: String,
}

/// The slow log, latest first.
#[derive(Debug, Default)]
pub struct SlowLog(Mutex<(VecDeque<Slow>, u64)>);

impl SlowLog {
    /// Adds a command and keeps the latest `most`; its number is given here.
    pub fn push(&self, mut slow: Slow, most: usize) {
        let mut log = self.0.lock();
        slow.id = log.1;
        log.1 += 1;
        log.0.push_front(slow);
        log.0.truncate(most);
    }

    /// The latest `most`.
    #[must_use]
    pub fn latest(&self, most: usize) -> Vec<Slow> {
        self.0.lock().0.iter().take(most).cloned().collect()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.lock().0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets them.
    pub fn clear(&self) {
        self.0.lock().0.clear();
    }
}

/// The words of a command as the log keeps them.
#[must_use]
pub fn shortened<'w>(words: impl ExactSizeIterator<Item = &'w [u8]>) -> Vec<Vec<u8>> {
    let count = words.len();
    let kept = if count > WORDS { WORDS - 1 } else { count };
    let shorten = |word: &[u8]| {
        if word.len() <= WORD_BYTES {
            return word.to_vec();
        }
        let mut text = word[..WORD_BYTES].to_vec();
        text.extend_from_slice(format!("... ({} more bytes)", word.len() - WORD_BYTES).as_bytes());
        text
    };
    let mut shortened: Vec<_> = words.take(kept).map(shorten).collect();
    if kept < count {
        shortened.push(format!("... ({} more arguments)", count - kept).into_bytes());
    }
    shortened
}

/// What is known of one latency event.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Times (seconds since 1970) and milliseconds, oldest first.
    pub moments: VecDeque<(u64, u64)>,
    /// The most milliseconds ever.
    pub most: u64,
}

/// Latency events by name.
#[derive(Debug, Default)]
pub struct Latencies(Mutex<BTreeMap<&'static str, Series>>);

impl Latencies {
    /// Notes that `event` took so many milliseconds.
    pub fn note(&self, event: &'static str, time: u64, millis: u64) {
        let mut events = self.0.lock();
        let series = events.entry(event).or_default();
        series.most = series.most.max(millis);
        match series.moments.back_mut() {
            // One moment a second: the longest.
            Some((known, longest)) if *known == time => *longest = (*longest).max(millis),
            _ => series.moments.push_back((time, millis)),
        }
        if series.moments.len() > MOMENTS {
            series.moments.pop_front();
        }
    }

    /// Everything.
    #[must_use]
    pub fn all(&self) -> BTreeMap<&'static str, Series> {
        self.0.lock().clone()
    }

    /// Forgets the events that `unwanted` picks; how many.
    pub fn forget(&self, unwanted: impl Fn(&str) -> bool) -> usize {
        let mut events = self.0.lock();
        let before = events.len();
        events.retain(|event, _| !unwanted(event));
        before - events.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_commands_are_shortened_as_in_redis() {
        let words: Vec<Vec<u8>> = (0..40).map(|index| vec![b'x'; index * 10]).collect();
        let kept = shortened(words.iter().map(Vec::as_slice));
        assert_eq!(kept.len(), 32);
        assert_eq!(kept[31], b"... (9 more arguments)");
        assert!(kept[20].ends_with(b"... (72 more bytes)"));
    }

    #[test]
    fn the_slow_log_keeps_the_latest() {
        let log = SlowLog::default();
        let slow = Slow { id: 0, time: 0, micros: 1, words: Vec::new(), address: String::new(), name: String::new() };
        (0..5).for_each(|_| log.push(slow.clone(), 3));
        assert_eq!(log.latest(10).iter().map(|slow| slow.id).collect::<Vec<_>>(), [4, 3, 2]);
    }
}
