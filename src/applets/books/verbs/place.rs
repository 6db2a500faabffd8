//! `books where`: the listener's place in a book, now or at some time.

use clap::Args;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

use super::open::now;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::library::book::{Book, percent};
use crate::applets::books::log::{Act, Event};
use crate::applets::books::position::{chapter_at, hms};
use crate::applets::books::{view, when};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::text::harmless;
use crate::kit::term::{Emit, Page};

const EXAMPLES: &str = "\
Examples:
  # in a book, or in the one you listened to last
  books where atomic-habits
  books where

  # where was I before I fell asleep?
  books where --at 'yesterday 22:40'";

/// The flags of `books where`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct WhereArgs {
    /// The book [default: the last one]
    #[arg(value_name = "BOOK")]
    pub book: Option<String>,

    /// Where it was then: yesterday, 'yesterday 22:40', '2h ago', 2026-11-03
    #[arg(long, value_name = "WHEN")]
    pub at: Option<String>,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A place, told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Whereabouts {
    /// Version of this document.
    pub schema_version: u32,
    /// The book, with the place as it is now.
    pub book: Book,
    /// The place that was asked for.
    pub position_ms: u64,
    /// How much lies behind it.
    pub percent: u64,
    /// The chapter, from 1, and its title.
    pub chapter: Option<(usize, String)>,
    /// At which moment, where one was asked for (milliseconds since 1970).
    pub at_ms: Option<i64>,
    /// How fast it is played.
    pub speed: f64,
    /// Places that nobody has decided between.
    pub places: Vec<Choice>,
}

/// One of several places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// From 1.
    pub number: usize,
    /// The place.
    pub position_ms: u64,
    /// Which device.
    pub device: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// When, in words.
    pub told: String,
    /// What was heard since the places parted.
    pub since_ms: u64,
}

impl WhereArgs {
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
        let at_ms = self.at.as_deref().map(|at| when::parse(at, &now())).transpose().map_err(BooksError::When)?;
        session.term.emit(&whereabouts(&library, book, at_ms)?)?;
        Ok(Exit::Done)
    }
}

/// Everything about a place.
///
/// # Errors
/// The library cannot be read.
pub fn whereabouts(library: &Library, book: Book, at_ms: Option<i64>) -> Result<Whereabouts, BooksError> {
    let position_ms = match at_ms {
        Some(at_ms) => place_at(&library.moves(book.fingerprint)?, at_ms).min(book.duration_ms),
        None => book.place_ms(),
    };
    let chapters = library.chapters(book.id)?;
    let chapter = chapter_at(&chapters, position_ms).map(|(index, chapter)| (index + 1, chapter.title.clone()));
    let place = library.place(book.fingerprint)?;
    let mut places = Vec::new();
    if place.is_forked() {
        for (index, head) in place.heads.iter().enumerate() {
            places.push(Choice {
                number: index + 1,
                position_ms: head.pos_ms,
                device: library.device_name(head.id.device)?,
                at_ms: head.at_ms,
                told: when::told(head.at_ms, &now()),
                since_ms: head.since_ms,
            });
        }
    }
    let speed = library.speed(book.fingerprint)?;
    let percent = percent(position_ms, book.duration_ms);
    Ok(Whereabouts { schema_version: 1, book, position_ms, percent, chapter, at_ms, speed, places })
}

/// The place at a moment by the clocks of the devices: within a span as far as it had come.
fn place_at(events: &[Event], at_ms: i64) -> u64 {
    let mut place = 0;
    let mut last = i64::MIN;
    for event in events {
        let Some(moved) = event.moved() else { continue };
        let began = event.at_ms.saturating_sub(moved.wall_ms as i64);
        if event.at_ms <= at_ms && event.at_ms >= last {
            (place, last) = (moved.pos_ms, event.at_ms);
        } else if moved.act == Act::Span && began < at_ms && event.at_ms > at_ms && at_ms >= last {
            let share = (at_ms - began) as u128;
            let heard = u128::from(moved.pos_ms.saturating_sub(moved.from_ms));
            place = moved.from_ms + (heard * share / u128::from(moved.wall_ms.max(1))) as u64;
            last = at_ms;
        }
    }
    place
}

impl Emit for Whereabouts {
    fn text(&self, _page: &Page) -> String {
        let book = &self.book;
        let title = harmless(&book.title);
        if let Some(at_ms) = self.at_ms {
            let told = when::told(at_ms, &now());
            let (here, whole) = (hms(self.position_ms), hms(book.duration_ms));
            return format!("{title} — {here} / {whole} ({}%) {told}{}", self.percent, self.in_chapter());
        }
        let mut text = format!("{title} — {}{}", view::progress(book), self.in_chapter());
        if book.run > 1 {
            let _ = write!(text, "\n{} time", ordinal(book.run));
        }
        if !self.places.is_empty() {
            text += "\nThere are several places; choose one: books sync resolve BOOK NUMBER";
            for choice in &self.places {
                let since =
                    if choice.since_ms > 0 { format!(", {} heard since", hms(choice.since_ms)) } else { String::new() };
                let _ = write!(
                    text,
                    "\n  {}. {}  {}  {}{since}",
                    choice.number,
                    hms(choice.position_ms),
                    choice.device,
                    choice.told
                );
            }
        }
        if book.is_missing {
            text += "\nIts files are gone; books scan finds them where they went";
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["slug", "title", "position_ms", "duration_ms", "percent", "chapter", "status"];
        let chapter = self.chapter.as_ref().map(|(_, title)| title.clone()).unwrap_or_default();
        let row = vec![
            self.book.slug.clone(),
            self.book.title.clone(),
            self.position_ms.to_string(),
            self.book.duration_ms.to_string(),
            self.percent.to_string(),
            chapter,
            self.book.status().to_owned(),
        ];
        (columns.map(str::to_owned).to_vec(), vec![row])
    }
}

impl Whereabouts {
    fn in_chapter(&self) -> String {
        match &self.chapter {
            Some((number, title)) if !title.is_empty() => format!("\nchapter {number}: {}", harmless(title)),
            _ => String::new(),
        }
    }
}

/// `second`, `third`, `4th`.
fn ordinal(number: u32) -> String {
    match number {
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        number => format!("{number}th"),
    }
}
