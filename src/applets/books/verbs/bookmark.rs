//! `books bookmark`: places to come back to.

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::library::book::Book;
use crate::applets::books::library::facts::Whose;
use crate::applets::books::position::{self, chapter_at, hms};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};

const MARK_EXAMPLES: &str = "\
Examples:
  # here, or somewhere else
  books bookmark add dune --title 'the fear'
  books bookmark add dune --at 1h02m

  # which there are
  books bookmark list dune
  books bookmark rm dune 1";

/// The flags of `books bookmark`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = MARK_EXAMPLES, after_help = "See --help for examples.")]
pub struct MarkArgs {
    /// What to do
    #[command(subcommand)]
    pub what: MarkVerb,
}

/// What `books bookmark` does.
#[derive(Debug, Clone, Subcommand)]
pub enum MarkVerb {
    /// Set a bookmark
    #[command(
        after_long_help = "Examples:\n  # here, or somewhere else\n  books bookmark add dune --title 'the fear'\n  books bookmark add dune --at 1h02m"
    )]
    Add(MarkAdd),
    /// List the bookmarks of a book
    #[command(after_long_help = "Examples:\n  # with the numbers that rm takes\n  books bookmark list dune")]
    List(MarkBook),
    /// Remove a bookmark
    #[command(after_long_help = "Examples:\n  # the first in the list\n  books bookmark rm dune 1")]
    Rm(MarkRemove),
}

/// A new bookmark.
#[derive(Debug, Clone, Args)]
pub struct MarkAdd {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,
    /// Where [default: where you are]
    #[arg(long, value_name = "POS", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// What it is called
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub title: String,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A book alone.
#[derive(Debug, Clone, Args)]
pub struct MarkBook {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A bookmark by its number.
#[derive(Debug, Clone, Args)]
pub struct MarkRemove {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,
    /// Its number in the list
    #[arg(value_name = "NUMBER")]
    pub number: usize,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A bookmark.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mark {
    /// From 1, by place.
    pub number: usize,
    /// The place.
    pub position_ms: u64,
    /// What it is called.
    pub title: String,
    /// The chapter it is in.
    pub chapter: String,
    /// Its key in the log.
    #[serde(skip)]
    pub key: String,
}

/// The bookmarks of a book.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Marks {
    /// Version of this document.
    pub schema_version: u32,
    /// By place.
    pub bookmarks: Vec<Mark>,
}

impl Emit for Marks {
    fn text(&self, page: &Page) -> String {
        if self.bookmarks.is_empty() {
            return "there is no bookmark in this book".to_owned();
        }
        let mut table = Table::new()
            .column("", Align::Right)
            .column("At", Align::Right)
            .column("Bookmark", Align::Left)
            .column("Chapter", Align::Left);
        for mark in &self.bookmarks {
            table.row([mark.number.to_string(), hms(mark.position_ms), mark.title.clone(), mark.chapter.clone()]);
        }
        table.render(page)
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["number", "position_ms", "title", "chapter"].map(str::to_owned).to_vec();
        let rows = self.bookmarks.iter().map(|mark| {
            vec![mark.number.to_string(), mark.position_ms.to_string(), mark.title.clone(), mark.chapter.clone()]
        });
        (columns, rows.collect())
    }
}

impl MarkArgs {
    /// Sets, lists, removes.
    ///
    /// # Errors
    /// There is no such book, place or bookmark.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let (args, words) = match &self.what {
            MarkVerb::Add(args) => (&args.library, &args.book),
            MarkVerb::List(args) => (&args.library, &args.book),
            MarkVerb::Rm(args) => (&args.library, &args.book),
        };
        let mut library = args.open(session)?;
        let book = library.find(words)?;
        match &self.what {
            MarkVerb::Add(args) => {
                let at = args.at.as_deref().map(position::parse).transpose().map_err(BooksError::Position)?;
                let chapters = library.chapters(book.id)?;
                let here = book.place_ms();
                let at = at.map_or(Ok(here), |at| at.resolve(book.duration_ms, here, &chapters));
                library.mark(&book, at.map_err(BooksError::Position)?, &args.title)?;
            }
            MarkVerb::List(_) => {}
            MarkVerb::Rm(args) => {
                let marks = library.marks(&book)?;
                let mark = marks.iter().find(|mark| mark.number == args.number).ok_or_else(|| BooksError::Absent {
                    what: format!("there is no bookmark {} in '{}'", args.number, book.title),
                    hint: "see which there are: books bookmark list BOOK",
                })?;
                library.set(Whose::Mine, Some(book.fingerprint), &mark.key, None)?;
            }
        }
        session.term.emit(&Marks { schema_version: 1, bookmarks: library.marks(&book)? })?;
        Ok(Exit::Done)
    }
}

impl Library {
    /// Sets a bookmark.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn mark(&mut self, book: &Book, at_ms: u64, title: &str) -> Result<(), BooksError> {
        // Two bookmarks at one place are one; the key sorts by place.
        let key = format!("mark/{at_ms:012}");
        self.set(Whose::Mine, Some(book.fingerprint), &key, Some(title.trim().into()))
    }

    /// The bookmarks of a book, by place.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn marks(&self, book: &Book) -> Result<Vec<Mark>, BooksError> {
        let chapters = self.chapters(book.id)?;
        let found = self.keys(Whose::Mine, Some(book.fingerprint), "mark/")?;
        let mark = |(index, (key, value)): (usize, (String, Value))| {
            let position_ms = key.strip_prefix("mark/")?.parse().ok()?;
            let chapter = chapter_at(&chapters, position_ms).map(|(_, chapter)| chapter.title.clone());
            let title = value.as_str().unwrap_or_default().to_owned();
            Some(Mark { number: index + 1, position_ms, title, chapter: chapter.unwrap_or_default(), key })
        };
        Ok(found.into_iter().enumerate().filter_map(mark).collect())
    }
}
