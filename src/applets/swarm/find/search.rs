//! Which audience is tried next: doubled while it holds, then halfway between what held and what broke. Pure.

/// The gap between what held and what broke at which the search is over, as a share of what held.
const CLOSE: f64 = 0.04;

/// How often what was found has to hold again.
const CONFIRMATIONS: u32 = 2;

/// More steps are not taken, whatever came of them.
const MOST_STEPS: u32 = 40;

/// More clients are not tried.
const MOST_CLIENTS: u64 = 1_000_000;

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The SLO held.
    Held,
    /// It did not.
    Broke,
}

/// The state of a search.
#[derive(Debug)]
pub struct Search {
    held: Option<u64>,
    broke: Option<u64>,
    next: Option<u64>,
    confirmed: u32,
    steps: u32,
    /// Whether something that held did not hold again.
    was_luck: bool,
}

impl Search {
    /// Begins with `first` clients.
    #[must_use]
    pub fn from(first: u64) -> Self {
        Self { held: None, broke: None, next: Some(first.max(1)), confirmed: 0, steps: 0, was_luck: false }
    }

    /// The audience to try; none when it is over.
    #[must_use]
    pub fn next(&self) -> Option<u64> {
        self.next.filter(|_| self.steps < MOST_STEPS)
    }

    /// Whether it came to its end by itself.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.next.is_none()
    }

    /// The largest audience that held every time it was tried.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        self.held
    }

    /// What came of [`next`](Self::next).
    pub fn answer(&mut self, answer: Answer) {
        let Some(tried) = self.next else { return };
        self.steps += 1;
        match answer {
            Answer::Held if self.held == Some(tried) => self.confirmed += 1,
            Answer::Held => (self.held, self.confirmed) = (Some(tried), 0),
            Answer::Broke => {
                self.broke = Some(self.broke.map_or(tried, |broke| broke.min(tried)));
                if self.held.is_some_and(|held| held >= tried) {
                    // It held by luck. A little less is tried; what it is, is found anew.
                    (self.held, self.confirmed, self.was_luck) = (None, 0, true);
                }
            }
        }
        self.next = self.choose();
    }

    fn choose(&self) -> Option<u64> {
        match (self.held, self.broke) {
            (Some(held), None) if held >= MOST_CLIENTS => None,
            (Some(held), None) => Some((held * 2).min(MOST_CLIENTS)),
            (None, Some(1) | None) => None,
            (None, Some(broke)) if self.was_luck => Some(broke - (broke / 10).max(1)),
            (None, Some(broke)) => Some(broke / 2),
            (Some(held), Some(broke)) => {
                let gap = broke - held;
                if gap > 1 && gap as f64 > held as f64 * CLOSE {
                    return Some(held + gap / 2);
                }
                (self.confirmed < CONFIRMATIONS).then_some(held)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches a server that carries `capacity`; the answer, and the audiences that were tried.
    fn search(first: u64, holds: impl Fn(u64, u32) -> bool) -> (Option<u64>, Vec<u64>) {
        let (mut search, mut tried) = (Search::from(first), Vec::new());
        while let Some(clients) = search.next() {
            tried.push(clients);
            search.answer(if holds(clients, tried.len() as u32) { Answer::Held } else { Answer::Broke });
        }
        (search.limit(), tried)
    }

    #[test]
    fn any_capacity_is_found_to_a_twentieth() {
        for capacity in [1_u64, 7, 10, 99, 500, 1234, 50_000] {
            let (limit, tried) = search(10, |clients, _| clients <= capacity);
            let limit = limit.unwrap_or_else(|| panic!("{capacity}: {tried:?}"));
            assert!(
                limit <= capacity && limit as f64 >= capacity as f64 * 0.95 - 1.0,
                "{limit} for {capacity}: {tried:?}"
            );
            assert!(tried.len() < 30, "{tried:?}");
            assert_eq!(tried.iter().filter(|&&clients| clients == limit).count() as u32, 1 + CONFIRMATIONS);
        }
    }

    #[test]
    fn a_server_that_carries_nobody_is_told() {
        let (limit, tried) = search(8, |_, _| false);
        assert_eq!(limit, None);
        assert_eq!(tried.last(), Some(&1), "{tried:?}");
    }

    #[test]
    fn what_held_by_luck_is_not_the_answer() {
        // 120 holds the first time alone.
        let (limit, tried) = search(120, |clients, turn| clients <= 100 || turn == 1);
        assert!(limit.is_some_and(|limit| (90..=100).contains(&limit)), "{limit:?} {tried:?}");
    }

    #[test]
    fn it_ends_whatever_it_is_told() {
        let (_, tried) = search(1000, |_, turn| turn % 3 == 0);
        assert!(tried.len() as u32 <= MOST_STEPS);
        let (limit, _) = search(10, |_, _| true);
        assert_eq!(limit, Some(MOST_CLIENTS));
    }
    #[test]
    fn a_search_that_has_taken_too_many_steps_has_not_come_to_its_end() {
        let mut search = Search { steps: MOST_STEPS, ..Search::from(10) };
        assert!(search.next().is_none() && !search.is_over());
        search.next = None;
        assert!(search.is_over());
    }
}
