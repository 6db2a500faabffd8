//! `books history`: what happened to the listener's place in a book.

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt::Write as _;

use super::open::now;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::library::book::Book;
use crate::applets::books::log::{Act, Device, Run};
use crate::applets::books::position::hms;
use crate::applets::books::when;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};

const EXAMPLES: &str = "\
Examples:
  # everything, the latest last
  books history atomic-habits

  # the last ten
  books history atomic-habits --limit 10";

/// Listening that goes on within this time is one line.
const SITTING_MS: i64 = 10 * 60 * 1000;

/// Marks on the strip of what was heard.
const STRIP: usize = 60;

/// The flags of `books history`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct HistoryArgs {
    /// The book [default: the last one]
    #[arg(value_name = "BOOK")]
    pub book: Option<String>,

    /// How many at most, the last ones; 0 for all
    #[arg(long, value_name = "N", default_value = "50")]
    pub limit: usize,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// `listened`, `moved`, `finished`, `restarted`, `chosen`, `undone`, `guessed`.
    pub what: String,
    /// When it began, in milliseconds since 1970.
    pub from_at_ms: i64,
    /// When it ended.
    pub at_ms: i64,
    /// Where one was.
    pub from_ms: u64,
    /// Where one was afterwards.
    pub to_ms: u64,
    /// Which time through the book.
    pub run: u32,
    /// On which device.
    pub device: String,
    /// How fast.
    pub speed: f64,
}

/// The history of a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// Version of this document.
    pub schema_version: u32,
    /// The book.
    pub book: Book,
    /// The first one first.
    pub entries: Vec<Entry>,
    /// Every time through the book.
    pub runs: Vec<Run>,
}

impl HistoryArgs {
    /// Tells.
    ///
    /// # Errors
    /// There is no such book.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let library = self.library.open(session)?;
        let book = match &self.book {
            Some(words) => library.find(words)?,
            None => library.latest()?,
        };
        let mut entries = entries(&library, &book)?;
        if self.limit > 0 {
            entries.drain(..entries.len().saturating_sub(self.limit));
        }
        let runs = library.place(book.fingerprint)?.runs;
        session.term.emit(&History { schema_version: 1, book, entries, runs })?;
        Ok(Exit::Done)
    }
}

fn entries(library: &Library, book: &Book) -> Result<Vec<Entry>, BooksError> {
    let mut entries: Vec<(Device, Entry)> = Vec::new();
    for event in library.moves(book.fingerprint)? {
        let Some(moved) = event.moved() else { continue };
        let from_at_ms = event.at_ms.saturating_sub(moved.wall_ms as i64);
        if let Some((device, last)) = entries.last_mut()
            && moved.act == Act::Span
            && last.what == "listened"
            && *device == event.id.device
            && last.to_ms == moved.from_ms
            && last.run == moved.run
            && from_at_ms.saturating_sub(last.at_ms) < SITTING_MS
        {
            (last.to_ms, last.at_ms) = (moved.pos_ms, event.at_ms);
            continue;
        }
        let what = match moved.act {
            Act::Seek => "moved",
            Act::Guess => "guessed",
            Act::Span => "listened",
            Act::Finish => "finished",
            Act::Restart => "restarted",
            Act::Resolve => "chosen",
            Act::Undo => "undone",
        };
        let entry = Entry {
            what: what.to_owned(),
            from_at_ms,
            at_ms: moved.on_ms.unwrap_or(event.at_ms),
            from_ms: moved.from_ms,
            to_ms: moved.pos_ms,
            run: moved.run,
            device: library.device_name(event.id.device)?,
            speed: f64::from(moved.speed) / 1000.0,
        };
        entries.push((event.id.device, entry));
    }
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

impl Emit for History {
    fn text(&self, page: &Page) -> String {
        if self.entries.is_empty() {
            return format!("{} was not listened to", self.book.title);
        }
        let now = now();
        let mut table = Table::new()
            .column("When", Align::Left)
            .column("What", Align::Left)
            .column("From", Align::Right)
            .column("To", Align::Right)
            .column("Device", Align::Left)
            .expendable(["Device"]);
        for entry in &self.entries {
            let (when, what) = (when::told(entry.at_ms, &now), entry.what.clone());
            table.row([when, what, hms(entry.from_ms), hms(entry.to_ms), entry.device.clone()]);
        }
        let mut text = table.render(page);
        for run in &self.runs {
            let heard: u64 = run.heard.iter().map(|(from, to)| to - from).sum();
            let finished = run.finished_ms.map(|ms| format!(", finished {}", when::told(ms, &now)));
            let _ = writeln!(
                text,
                "{} begun {}{}, {} heard",
                if self.runs.len() > 1 { format!("time {}:", run.number) } else { "—".to_owned() },
                when::told(run.started_ms, &now),
                finished.unwrap_or_default(),
                hms(heard)
            );
            if !run.heard.is_empty() {
                let _ = writeln!(text, "  {}", strip(&run.heard, self.book.duration_ms));
            }
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["what", "from_at_ms", "at_ms", "from_ms", "to_ms", "run", "device", "speed"];
        let rows = self.entries.iter().map(|entry| {
            vec![
                entry.what.clone(),
                entry.from_at_ms.to_string(),
                entry.at_ms.to_string(),
                entry.from_ms.to_string(),
                entry.to_ms.to_string(),
                entry.run.to_string(),
                entry.device.clone(),
                entry.speed.to_string(),
            ]
        });
        (columns.map(str::to_owned).to_vec(), rows.collect())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.entries.iter().map(serde_json::to_value).collect()
    }
}

/// What of the book was heard, from its beginning to its end.
fn strip(heard: &[(u64, u64)], duration_ms: u64) -> String {
    let cell = duration_ms.div_ceil(STRIP as u64).max(1);
    let mark = |index: u64| {
        let (from, to) = (index * cell, (index + 1) * cell);
        let covered: u64 = heard.iter().map(|(a, b)| (*b).min(to).saturating_sub((*a).max(from))).sum();
        match covered * 3 / cell {
            0 if covered == 0 => '·',
            0 => '-',
            1 | 2 => '=',
            _ => '#',
        }
    };
    (0..STRIP as u64).map(mark).collect()
}
