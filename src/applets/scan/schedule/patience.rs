//! Ports of UDP that stay silent at a host which refuses others: whether they are silent, or their refusals are rationed.
//!
//! Most systems send one message of ICMP a second to each peer (Linux: `icmp_ratelimit`), and drop the rest. Whatever is
//! asked within such a second after the first refusal looks open or filtered, however often it is asked. So silence counts
//! here only while a refusal could have been sent:
//! ```text
//! a refusal      the ration is used up: nothing is asked for a second, then one port alone
//! silence        nothing was used up: what was asked is silent indeed, and twice as many are asked at once
//! both           who stayed silent beside a refusal is asked again
//! ```
//! That takes a second for each port that is refused, and hardly any time for all others. In the end a port that is known
//! to be refused is asked twice, a second apart. When it is refused both times the ration is as large as thought; if not,
//! those that stayed silent are asked once more, at half the pace.

use std::time::Duration;

/// The ration of most systems is one a second.
const RATION: Duration = Duration::from_millis(1050);

/// So many are asked at once, at most, while all are silent.
const MOST_AT_ONCE: usize = 32;

/// Each round has half the pace of the one before: with the fourth a ration of one in eight seconds is borne.
const ROUNDS: u8 = 4;

/// Longer than this nobody is patient: some 160 refusals.
const LONGEST: Duration = Duration::from_mins(3);

/// Asking with patience, at one host.
#[derive(Debug)]
pub(super) struct Patience {
    todo: Vec<u32>,
    at_once: usize,
    left: usize,
    /// How many ports of the host were silent before those that are under way.
    mark: usize,
    was_refused: bool,
    /// Whether a question that showed the ration used it up.
    used_up: bool,
    round: u8,
    gap: Duration,
    ends: Duration,
    check: Check,
}

/// How far it was seen that refusals come as often as was thought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    /// So many questions were answered, of two.
    Passed(u8),
    /// One is asked, after as many were answered.
    Asked(u8),
}

/// Questions that show how large a ration is: one uses it up, and one comes when there should be another.
const CHECKS: u8 = 2;

/// What is next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// To ask this port.
    Ask(u32),
    /// To ask a port that is known to be refused.
    Check,
    /// To wait for what is under way.
    Listen,
    /// To come back then.
    At(Duration),
    /// It is over; whether what is silent now is so for sure.
    Over(Certainty),
}

/// Whether silence is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Certainty {
    #[default]
    Sure,
    /// It may be the work of a ration.
    Doubtful,
}

impl Patience {
    /// Begins with these ports at `now`, a ration later.
    pub(super) fn new(todo: Vec<u32>, mark: usize, now: Duration) -> Self {
        let ends = now + LONGEST;
        Self {
            todo,
            at_once: 1,
            left: 0,
            mark,
            was_refused: true,
            used_up: false,
            round: 1,
            gap: RATION,
            ends,
            check: Check::Passed(0),
        }
    }

    /// A port was decided.
    pub(super) const fn answered(&mut self) {
        self.was_refused = true;
    }

    /// The port that is known to be refused was refused again.
    pub(super) const fn checked(&mut self) {
        if let Check::Asked(passed) = self.check {
            self.check = Check::Passed(passed + 1);
            self.used_up = true;
        }
    }

    /// A probe did not count.
    pub(super) fn put_back(&mut self, port: u32) {
        self.todo.push(port);
    }

    /// What is next at `now`, with so many under way; `silent` are the ports of the host that are.
    pub(super) fn next(&mut self, underway: u32, silent: &mut Vec<u32>, now: Duration) -> Next {
        if self.left > 0
            && let Some(port) = self.todo.pop()
        {
            self.left -= 1;
            return Next::Ask(port);
        }
        if underway > 0 {
            return Next::Listen;
        }
        let was_refused = std::mem::take(&mut self.was_refused);
        self.at_once = if was_refused { 1 } else { (self.at_once * 2).min(MOST_AT_ONCE) };
        if was_refused {
            self.todo.extend(silent.drain(self.mark.min(silent.len())..));
        }
        if now >= self.ends && !self.todo.is_empty() {
            silent.append(&mut self.todo);
            return Next::Over(Certainty::Doubtful);
        }
        if self.todo.is_empty() {
            return self.conclude(was_refused, silent, now);
        }
        (self.mark, self.left) = (silent.len(), self.at_once);
        if was_refused { Next::At(now + self.gap) } else { Next::At(now) }
    }

    /// What is next when all were asked.
    fn conclude(&mut self, was_refused: bool, silent: &mut Vec<u32>, now: Duration) -> Next {
        let is_used_up = std::mem::take(&mut self.used_up) || was_refused;
        match self.check {
            _ if silent.is_empty() => Next::Over(Certainty::Sure),
            Check::Passed(CHECKS..) => Next::Over(Certainty::Sure),
            Check::Passed(_) if is_used_up => Next::At(now + self.gap),
            Check::Passed(passed) => {
                self.check = Check::Asked(passed);
                Next::Check
            }
            Check::Asked(_) if self.round >= ROUNDS => Next::Over(Certainty::Doubtful),
            Check::Asked(_) => {
                (self.round, self.gap, self.check) = (self.round + 1, self.gap * 2, Check::Passed(0));
                (self.todo, self.at_once) = (std::mem::take(silent), 1);
                (self.mark, self.left) = (0, self.at_once);
                Next::At(now + self.gap)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays ports of which those below `refused` are refused, one in `ration`, and the others silent; how many refusals
    /// were heard, how long it took, how many were asked, and whether the rest is sure.
    fn play(refused: u32, silent: u32, ration: Duration) -> (u32, Duration, u32, Certainty) {
        let mut patience = Patience::new((0..refused + silent).collect(), 0, Duration::ZERO);
        let (mut now, mut heard, mut asked, mut underway) = (Duration::ZERO, 0, 0, Vec::new());
        let (mut mute, mut ready_at) = (Vec::new(), Duration::ZERO);
        loop {
            match patience.next(underway.len() as u32, &mut mute, now) {
                Next::Ask(port) => {
                    asked += 1;
                    if port < refused && now >= ready_at {
                        ready_at = now + ration;
                        heard += 1;
                        patience.answered();
                    } else {
                        underway.push(port);
                    }
                }
                Next::Check => {
                    if now >= ready_at {
                        ready_at = now + ration;
                        patience.checked();
                    }
                    now += Duration::from_millis(100);
                }
                Next::Listen => {
                    now += Duration::from_millis(100);
                    mute.append(&mut underway);
                }
                Next::At(at) => now = at,
                Next::Over(certainty) => return (heard, now, asked, certainty),
            }
        }
    }

    #[test]
    fn every_refusal_is_heard_a_second_each_and_silence_costs_little() {
        let (heard, took, asked, certainty) = play(40, 200, Duration::from_secs(1));
        assert_eq!((heard, certainty), (40, Certainty::Sure));
        assert!(took < Duration::from_secs(65) && asked < 1000, "{took:?} {asked}");
        let (_, took, asked, certainty) = play(0, 1000, Duration::from_secs(1));
        assert_eq!((asked, certainty), (1000, Certainty::Sure));
        assert!(took < Duration::from_secs(6), "{took:?}");
    }

    #[test]
    fn a_smaller_ration_is_found_out() {
        for seconds in [2, 3, 6] {
            let (heard, _, _, certainty) = play(6, 6, Duration::from_secs(seconds));
            assert_eq!((heard, certainty), (6, Certainty::Sure), "{seconds}");
        }
    }

    #[test]
    fn what_would_take_too_long_is_not_called_sure() {
        let (heard, took, _, certainty) = play(1000, 0, Duration::from_secs(1));
        assert!(heard < 1000 && took < LONGEST + RATION * 2, "{heard} {took:?}");
        assert_eq!(certainty, Certainty::Doubtful);
        assert_eq!(play(30, 5, Duration::from_mins(1)).3, Certainty::Doubtful);
    }
}
