//! `books stats`: how much was listened to, by the clock on the wall.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;
use jiff::civil::Date;
use jiff::{ToSpan as _, Zoned};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::open::now;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::audio::Essence;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::log::Act;
use crate::applets::books::log::listened::days;
use crate::applets::books::position::hms;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};

const EXAMPLES: &str = "\
Examples:
  # the last seven days, the last thirty, the last year
  books stats
  books stats --month
  books stats --year

  # for a spreadsheet
  books stats --year --format csv

Time is that of a clock on the wall while something played: pauses, jumps and
sleep do not count, two devices at once count once, and a day has 24 hours.";

/// Columns of a bar.
const BAR: u64 = 40;

/// The flags of `books stats`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct StatsArgs {
    /// The last seven days
    #[arg(long, conflicts_with_all = ["month", "year"])]
    pub week: bool,

    /// The last thirty days
    #[arg(long, conflicts_with = "year")]
    pub month: bool,

    /// The last twelve months
    #[arg(long)]
    pub year: bool,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A day or a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    /// `2026-11-27` or `2026-11`.
    pub name: String,
    /// Listened, in milliseconds.
    pub listened_ms: u64,
}

/// What was listened to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Version of this document.
    pub schema_version: u32,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// In all, in milliseconds.
    pub listened_ms: u64,
    /// By day, or by month.
    pub bins: Vec<Bin>,
    /// The books, most first: title and milliseconds.
    pub books: Vec<(String, u64)>,
    /// Books that were finished in this time.
    pub finished: Vec<String>,
    /// Days on end with listening, up to today or yesterday.
    pub streak_days: usize,
    /// The longest such time there ever was.
    pub longest_streak_days: usize,
}

impl StatsArgs {
    /// Counts.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let library = self.library.open(session)?;
        let now = now();
        let length = if self.year {
            Length::Year
        } else if self.month {
            Length::Month
        } else {
            Length::Week
        };
        session.term.emit(&stats(&library, length, &now)?)?;
        Ok(Exit::Done)
    }
}

/// How far back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
    /// Twelve months.
    Year,
}

/// Counts what was listened to.
///
/// # Errors
/// The library cannot be read.
pub fn stats(library: &Library, length: Length, now: &Zoned) -> Result<Stats, BooksError> {
    let (events, today) = (library.all_moves()?, now.date());
    let by_day = days(&events);
    let back = |days: i64| today.checked_sub(days.days()).unwrap_or(today);
    let from = match length {
        Length::Week => back(6),
        Length::Month => back(29),
        Length::Year => back(364),
    };
    let (first, last) = (number(from), number(today));
    let (mut bins, mut books): (BTreeMap<String, u64>, BTreeMap<Essence, u64>) = (BTreeMap::new(), BTreeMap::new());
    for day in first..=last {
        let date = Date::constant(1970, 1, 1).checked_add(day.days()).unwrap_or(today);
        let name = if length == Length::Year { date.strftime("%Y-%m").to_string() } else { date.to_string() };
        let found = by_day.get(&day);
        *bins.entry(name).or_default() += found.map_or(0, |day| day.listened_ms);
        for (book, ms) in found.iter().flat_map(|day| &day.books) {
            *books.entry(*book).or_default() += ms;
        }
    }
    let mut titled: BTreeMap<String, u64> = BTreeMap::new();
    for (book, ms) in books {
        *titled.entry(library.title_of(book)?).or_default() += ms;
    }
    let mut books: Vec<(String, u64)> = titled.into_iter().collect();
    books.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut finished = Vec::new();
    for event in &events {
        let (Some(moved), Some(book)) = (event.moved().filter(|moved| moved.act == Act::Finish), event.book) else {
            continue;
        };
        let at_ms = moved.on_ms.unwrap_or(event.at_ms);
        let date = jiff::Timestamp::from_millisecond(at_ms).map(|at| at.to_zoned(now.time_zone().clone()).date());
        // What was taken back was not finished.
        let stands = library.place(book)?.runs.iter().any(|run| run.number == moved.run && run.finished_ms.is_some());
        let title = library.title_of(book)?;
        if date.is_ok_and(|date| date >= from && date <= today) && stands && !finished.contains(&title) {
            finished.push(title);
        }
    }
    let (streak_days, longest_streak_days) =
        streaks(by_day.iter().filter(|(_, day)| day.listened_ms > 0).map(|(day, _)| *day), last);
    let bins: Vec<Bin> = bins.into_iter().map(|(name, listened_ms)| Bin { name, listened_ms }).collect();
    let listened_ms = bins.iter().map(|bin| bin.listened_ms).sum();
    let (from, to) = (from.to_string(), today.to_string());
    Ok(Stats { schema_version: 1, from, to, listened_ms, bins, books, finished, streak_days, longest_streak_days })
}

/// Days since 1970.
fn number(date: Date) -> i64 {
    let span = date.since(Date::constant(1970, 1, 1));
    span.map_or(0, |span| i64::from(span.get_days()))
}

/// The streak that reaches today or yesterday, and the longest one, of days in order.
fn streaks(days: impl Iterator<Item = i64>, today: i64) -> (usize, usize) {
    let (mut current, mut longest, mut last) = (0, 0, i64::MIN);
    for day in days {
        current = if last.checked_add(1) == Some(day) { current + 1 } else { 1 };
        longest = longest.max(current);
        last = day;
    }
    (if last >= today - 1 { current } else { 0 }, longest)
}

impl Emit for Stats {
    fn text(&self, page: &Page) -> String {
        let most = self.bins.iter().map(|bin| bin.listened_ms).max().unwrap_or(0).max(1);
        let mut table = Table::new().column("", Align::Left).column("", Align::Right).column("", Align::Left);
        for bin in &self.bins {
            let cells = (u128::from(bin.listened_ms) * u128::from(BAR) / u128::from(most)) as usize;
            let bar = "#".repeat(if bin.listened_ms > 0 { cells.max(1) } else { 0 });
            let time = if bin.listened_ms > 0 { hms(bin.listened_ms) } else { "-".to_owned() };
            table.row([bin.name.clone(), time, bar]);
        }
        let mut text =
            format!("{} to {}: {} listened\n\n{}", self.from, self.to, hms(self.listened_ms), table.render(page));
        if !self.books.is_empty() {
            let mut table = Table::new().column("Book", Align::Left).column("Listened", Align::Right);
            for (title, ms) in &self.books {
                table.row([title.clone(), hms(*ms)]);
            }
            let _ = write!(text, "\n{}", table.render(page));
        }
        if !self.finished.is_empty() {
            let _ = writeln!(text, "\nfinished: {}", self.finished.join(", "));
        }
        text + &format!("\ndays on end: {}, at most {}\n", self.streak_days, self.longest_streak_days)
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let rows = self.bins.iter().map(|bin| vec![bin.name.clone(), bin.listened_ms.to_string()]);
        (vec!["period".to_owned(), "listened_ms".to_owned()], rows.collect())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.bins.iter().map(serde_json::to_value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_streak_reaches_today_or_yesterday() {
        assert_eq!(streaks([1, 2, 3, 7, 8].into_iter(), 8), (2, 3));
        assert_eq!(streaks([7, 8].into_iter(), 9), (2, 2));
        assert_eq!(streaks([7, 8].into_iter(), 10), (0, 2));
        assert_eq!(streaks([].into_iter(), 10), (0, 0));
        assert_eq!(number(Date::constant(2026, 11, 27)), 20_784);
    }
}
