//! `books save-progress`, `complete`, `restart`: the listener says where they are.

use clap::Args;

use super::open::now;
use super::place::whereabouts;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::library::book::Book;
use crate::applets::books::library::facts::{Step, Whose};
use crate::applets::books::log::Act;
use crate::applets::books::{position, when};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const SAVE_EXAMPLES: &str = "\
Examples:
  # where the player stands
  books save-progress atomic-habits 2h15m30s
  books save-progress atomic-habits 2:15:30
  books save-progress atomic-habits 45%

  # three minutes into chapter 7, half a minute back
  books save-progress atomic-habits ch7+3m
  books save-progress atomic-habits -30s

A finished book is begun again, as another time. books undo takes it back.";

const COMPLETE_EXAMPLES: &str = "\
Examples:
  # finished now, or on a day
  books complete atomic-habits
  books complete atomic-habits --on 2025-12-24";

const RESTART_EXAMPLES: &str = "\
Examples:
  # from the beginning; the first time is kept, with its dates
  books restart atomic-habits";

/// The flags of `books save-progress`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = SAVE_EXAMPLES, after_help = "See --help for examples.")]
pub struct SaveArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// Where you are: 2h15m30s, 2:15:30, 45%, ch7, ch7+3m, +30s, -5m, end
    #[arg(value_name = "POS", allow_hyphen_values = true)]
    pub position: String,

    /// How fast you listen to this book, from 0.25 to 8
    #[arg(long, value_name = "FACTOR", value_parser = speed)]
    pub speed: Option<f64>,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The flags of `books complete`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = COMPLETE_EXAMPLES, after_help = "See --help for examples.")]
pub struct CompleteArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// The day it was finished on
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The flags of `books restart`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = RESTART_EXAMPLES, after_help = "See --help for examples.")]
pub struct RestartArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A day here may be another one elsewhere.
const DAY_MS: i64 = 86_400_000;

/// Reads a speed.
///
/// # Errors
/// A sentence that says what is accepted.
pub fn speed(text: &str) -> Result<f64, String> {
    let speed = text.trim_end_matches(['x', '×']).parse().ok().filter(|speed| (0.25..=8.0).contains(speed));
    speed.ok_or_else(|| format!("'{text}' is no speed; use a number from 0.25 to 8"))
}

impl SaveArgs {
    /// Saves.
    ///
    /// # Errors
    /// There is no such book, or no such place in it.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let book = library.find(&self.book)?;
        let position = position::parse(&self.position).map_err(BooksError::Position)?;
        let chapters = library.chapters(book.id)?;
        let to = position.resolve(book.duration_ms, book.place_ms(), &chapters).map_err(BooksError::Position)?;
        library.go(&book, to)?;
        if let Some(speed) = self.speed {
            library.set(Whose::Mine, Some(book.fingerprint), "speed", Some(speed.into()))?;
        }
        told(&library, &book, session)
    }
}

impl CompleteArgs {
    /// Marks it.
    ///
    /// # Errors
    /// There is no such book or day.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let book = library.find(&self.book)?;
        let on_ms = self.on.as_deref().map(|on| when::parse_day(on, &now())).transpose().map_err(BooksError::When)?;
        if let Some(on_ms) = on_ms.filter(|on_ms| *on_ms > now().timestamp().as_millisecond() + DAY_MS) {
            let what = format!("a book cannot be finished on a day to come ({})", when::told(on_ms, &now()));
            return Err(BooksError::Refused { what, hint: "--on names a day that was" }.into());
        }
        let mut step = Step::to(Act::Finish, book.run.max(1), book.place_ms(), book.duration_ms);
        step.on_ms = on_ms;
        library.step(book.fingerprint, &step)?;
        told(&library, &book, session)
    }
}

impl RestartArgs {
    /// Begins again.
    ///
    /// # Errors
    /// There is no such book.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let book = library.find(&self.book)?;
        let from_ms = book.place_ms();
        library.step(book.fingerprint, &Step::to(Act::Restart, book.run + 1, from_ms, 0))?;
        told(&library, &book, session)
    }
}

impl Library {
    /// Goes to a place, as the listener says; a finished book is begun again.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn go(&mut self, book: &Book, to_ms: u64) -> Result<(), BooksError> {
        let (mut run, mut from_ms) = (book.run.max(1), book.place_ms());
        if book.is_finished {
            (run, from_ms) = (run + 1, 0);
            self.step(book.fingerprint, &Step::to(Act::Restart, run, book.duration_ms, 0))?;
        }
        self.step(book.fingerprint, &Step::to(Act::Seek, run, from_ms, to_ms))?;
        Ok(())
    }

    /// How fast the listener plays a book.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn speed(&self, book: crate::applets::books::audio::Essence) -> Result<f64, BooksError> {
        let speed = self.get(Whose::Mine, Some(book), "speed")?.and_then(|speed| speed.as_f64());
        Ok(speed.filter(|speed| (0.25..=8.0).contains(speed)).unwrap_or(1.0))
    }
}

/// Says where the listener is now.
///
/// # Errors
/// The library cannot be read.
pub fn told(library: &Library, book: &Book, session: &Session) -> Result<Exit, Failure> {
    let book = library.find(&book.slug)?;
    session.term.emit(&whereabouts(library, book, None)?)?;
    Ok(Exit::Done)
}
