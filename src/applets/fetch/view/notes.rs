//! Rare facts as lines, and no flood of them: what goes wrong in the same way again and again is told now and then, with
//! how often it was.

use std::time::{Duration, Instant};

use crate::applets::fetch::event::Event;
use crate::kit::units::{format_bytes, format_duration};

/// How long the same trouble is only counted.
const SILENCE: Duration = Duration::from_secs(5);

/// A wait that nobody notices need not be told.
const SHORT: Duration = Duration::from_millis(100);

/// What was told last.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The trouble, and when it was told.
    last: Option<(String, Instant)>,
    /// How often it has come again since.
    more: u64,
}

impl Notes {
    /// The line for an event; none where it is the same trouble as a moment ago.
    pub(super) fn line(&mut self, event: &Event, now: Instant) -> Option<String> {
        let Event::Retrying { problem, after, .. } = event else { return Some(told(event)) };
        if let Some((last, at)) = &self.last
            && last == problem
            && now.duration_since(*at) < SILENCE
        {
            self.more += 1;
            return None;
        }
        let again = match self.more {
            0 => String::new(),
            more => format!(" ({more} more times)"),
        };
        let is_same = self.last.as_ref().is_some_and(|(last, _)| last == problem);
        self.more = 0;
        self.last = Some((problem.clone(), now));
        let again = if is_same { again } else { String::new() };
        Some(format!("{problem}{again}; trying again{}", pause(*after)))
    }
}

/// An event by itself.
pub(super) fn told(event: &Event) -> String {
    match event {
        Event::Resumed { path, done_bytes } => {
            format!("{}: going on, {} are there", path.display(), format_bytes(*done_bytes))
        }
        Event::Kept { path, done_bytes } => {
            format!("{}: {} are kept; the same call goes on", path.display(), format_bytes(*done_bytes))
        }
        Event::StartedOver { reason } => format!("starting over: {reason}"),
        Event::BadPiece { span, from } => format!("bytes {span} from {from} are wrong; fetching them again"),
        Event::Retrying { problem, after, .. } => format!("{problem}; trying again{}", pause(*after)),
        Event::WorkerLeft { problem, .. } => format!("{problem}; going on with one connection fewer"),
    }
}

fn pause(after: Duration) -> String {
    match after {
        short if short < SHORT => String::new(),
        part if part < Duration::from_secs(10) => format!(" in {:.1} s", part.as_secs_f64()),
        long => format!(" in {}", format_duration(Duration::from_secs(long.as_secs()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retrying(problem: &str) -> Event {
        Event::Retrying { worker: 0, problem: problem.to_owned(), after: Duration::from_millis(1240) }
    }

    #[test]
    fn the_same_trouble_is_told_now_and_then() {
        let (mut notes, start) = (Notes::default(), Instant::now());
        let mut at = |problem: &str, seconds| notes.line(&retrying(problem), start + Duration::from_secs(seconds));
        assert_eq!(at("cut", 0).as_deref(), Some("cut; trying again in 1.2 s"));
        assert_eq!((at("cut", 1), at("cut", 2)), (None, None));
        assert_eq!(at("cut", 6).as_deref(), Some("cut (2 more times); trying again in 1.2 s"));
        assert_eq!(at("cut", 7), None);
        assert_eq!(at("full", 7).as_deref(), Some("full; trying again in 1.2 s"), "another trouble is news");
        assert_eq!(at("cut", 8).as_deref(), Some("cut; trying again in 1.2 s"));
        let left = Event::WorkerLeft { worker: 1, problem: "x".into() };
        assert_eq!(notes.line(&left, start).as_deref(), Some("x; going on with one connection fewer"));
    }

    #[test]
    fn waits_are_told_as_people_count_them() {
        let pauses = [3, 250, 12_300, 90_000].map(|millis| pause(Duration::from_millis(millis)));
        assert_eq!(pauses, ["", " in 0.2 s", " in 12.0s", " in 1m30s"]);
    }
}
