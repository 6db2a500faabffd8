//! `books edit`, `tag`, `shelf`, `bookmark`: what the listener says about a book. All of it are facts of the log, so it
//! outlives the files and goes where they go.

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::info::info;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::accept::FIELDS;
use crate::applets::books::library::events::Whose;
use crate::applets::books::position::{self, chapter_at, hms};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};

const EDIT_EXAMPLES: &str = "\
Examples:
  # what the files say wrong
  books edit atomic-habits title='Atomic Habits' narrator='James Clear'

  # keep a value as it is now, whatever files will say
  books edit dune --lock title

  # back to what the files say
  books edit dune --unlock title

Fields: title, subtitle, author, narrator, series, seq, year, publisher,
language, genre, description, asin, isbn. Files are not changed.";

const TAG_EXAMPLES: &str = "\
Examples:
  # tags are for all who use the library
  books tag add dune classic sf
  books list --tag classic
  books tag rm dune classic
  books tag list";

const SHELF_EXAMPLES: &str = "\
Examples:
  # want to listen
  books shelf add want dune
  books shelf show want
  books list --list want

  # any other list, in its order
  books shelf add summer dune atomic-habits
  books shelf rm summer dune";

const MARK_EXAMPLES: &str = "\
Examples:
  # here, or somewhere else
  books bookmark add dune --title 'the fear'
  books bookmark add dune --at 1h02m

  # which there are
  books bookmark list dune
  books bookmark rm dune 1";

/// The flags of `books edit`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EDIT_EXAMPLES, after_help = "See --help for examples.")]
pub struct EditArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// New values
    #[arg(value_name = "FIELD=VALUE")]
    pub values: Vec<String>,

    /// Keep the value of this field as it is
    #[arg(long, value_name = "FIELD")]
    pub lock: Vec<String>,

    /// Take the value that files say
    #[arg(long, value_name = "FIELD")]
    pub unlock: Vec<String>,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The flags of `books tag`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = TAG_EXAMPLES, after_help = "See --help for examples.")]
pub struct TagArgs {
    /// What to do
    #[command(subcommand)]
    pub what: TagVerb,
}

/// What `books tag` does.
#[derive(Debug, Clone, Subcommand)]
pub enum TagVerb {
    /// Add tags to a book
    #[command(after_long_help = "Examples:\n  # two tags\n  books tag add dune classic sf")]
    Add(TagBook),
    /// Take tags off a book
    #[command(after_long_help = "Examples:\n  # one less\n  books tag rm dune classic")]
    Rm(TagBook),
    /// List all tags
    #[command(after_long_help = "Examples:\n  # all there are\n  books tag list")]
    List(LibraryOnly),
}

/// A book and tags.
#[derive(Debug, Clone, Args)]
pub struct TagBook {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,
    /// The tags
    #[arg(value_name = "TAG", required = true)]
    pub tags: Vec<String>,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A library alone.
#[derive(Debug, Clone, Args)]
pub struct LibraryOnly {
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The flags of `books shelf`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = SHELF_EXAMPLES, after_help = "See --help for examples.")]
pub struct ShelfArgs {
    /// What to do
    #[command(subcommand)]
    pub what: ShelfVerb,
}

/// What `books shelf` does.
#[derive(Debug, Clone, Subcommand)]
pub enum ShelfVerb {
    /// Put books on a list, behind those that are there
    #[command(after_long_help = "Examples:\n  # want to listen\n  books shelf add want dune")]
    Add(ShelfBooks),
    /// Take books off a list
    #[command(after_long_help = "Examples:\n  # not any more\n  books shelf rm want dune")]
    Rm(ShelfBooks),
    /// Show a list in its order
    #[command(after_long_help = "Examples:\n  # want, and another list\n  books shelf show\n  books shelf show summer")]
    Show(ShelfName),
    /// List all lists
    #[command(after_long_help = "Examples:\n  # all there are\n  books shelf list")]
    List(LibraryOnly),
}

/// A list and books.
#[derive(Debug, Clone, Args)]
pub struct ShelfBooks {
    /// The list: want, or any other word
    #[arg(value_name = "LIST")]
    pub list: String,
    /// The books
    #[arg(value_name = "BOOK", required = true)]
    pub books: Vec<String>,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A list.
#[derive(Debug, Clone, Args)]
pub struct ShelfName {
    /// The list
    #[arg(value_name = "LIST", default_value = "want")]
    pub list: String,
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

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

fn known_field(name: &str) -> Result<String, BooksError> {
    let name = name.trim().to_lowercase();
    if FIELDS.contains(&name.as_str()) {
        return Ok(name);
    }
    let what = format!("there is no field '{name}'");
    Err(BooksError::Refused { what, hint: "see books edit --help for the fields" })
}

impl EditArgs {
    /// Edits.
    ///
    /// # Errors
    /// There is no such book or field.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open()?;
        let book = library.find(&self.book)?;
        let mut values: Vec<(String, Option<Value>)> = Vec::new();
        for text in &self.values {
            let (name, value) = text.split_once('=').ok_or_else(|| BooksError::Refused {
                what: format!("'{text}' is no FIELD=VALUE"),
                hint: "write for instance title='Atomic Habits'",
            })?;
            values.push((format!("field/{}", known_field(name)?), Some(value.trim().into())));
        }
        for name in &self.lock {
            let name = known_field(name)?;
            let column = FIELDS.iter().find(|field| **field == name).copied().unwrap_or("title");
            let value = library.column(book.id, column)?.unwrap_or_default();
            values.push((format!("field/{name}"), Some(value.into())));
        }
        for name in &self.unlock {
            values.push((format!("field/{}", known_field(name)?), None));
        }
        library.set_all(Whose::Everybodys, Some(book.fingerprint), values)?;
        library.settle(book.id)?;
        let book = library.find(&book.slug)?;
        session.term.emit(&info(&library, book)?)?;
        Ok(Exit::Done)
    }
}

/// Words with how many books each has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Words {
    /// Version of this document.
    pub schema_version: u32,
    /// Each with its number of books.
    pub words: Vec<(String, usize)>,
}

impl Emit for Words {
    fn text(&self, page: &Page) -> String {
        if self.words.is_empty() {
            return "there are none".to_owned();
        }
        let mut table = Table::new().column("", Align::Left).column("Books", Align::Right);
        for (word, count) in &self.words {
            table.row([word.clone(), count.to_string()]);
        }
        table.render(page)
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let rows = self.words.iter().map(|(word, count)| vec![word.clone(), count.to_string()]);
        (vec!["name".to_owned(), "books".to_owned()], rows.collect())
    }
}

impl TagArgs {
    /// Tags.
    ///
    /// # Errors
    /// There is no such book.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let (args, value) = match self.what {
            TagVerb::Add(args) => (args, Some(Value::Bool(true))),
            TagVerb::Rm(args) => (args, None),
            TagVerb::List(args) => {
                let words = args.library.open()?.words(Whose::Everybodys, "tag/")?;
                session.term.emit(&Words { schema_version: 1, words })?;
                return Ok(Exit::Done);
            }
        };
        let mut library = args.library.open()?;
        let book = library.find(&args.book)?;
        let tags = args.tags.iter().map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty());
        let values = tags.map(|tag| (format!("tag/{tag}"), value.clone())).collect();
        library.set_all(Whose::Everybodys, Some(book.fingerprint), values)?;
        library.settle(book.id)?;
        session.term.emit(&info(&library, book)?)?;
        Ok(Exit::Done)
    }
}

impl ShelfArgs {
    /// Puts on lists, and shows them.
    ///
    /// # Errors
    /// There is no such book.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let (args, is_added) = match self.what {
            ShelfVerb::Add(args) => (args, true),
            ShelfVerb::Rm(args) => (args, false),
            ShelfVerb::Show(args) => return show(&args.library, &args.list, session),
            ShelfVerb::List(args) => {
                let words = args.library.open()?.words(Whose::Mine, "list/")?;
                session.term.emit(&Words { schema_version: 1, words })?;
                return Ok(Exit::Done);
            }
        };
        let mut library = args.library.open()?;
        let list = args.list.trim().to_lowercase();
        let mut rank = library.on_list(&list)?.last().map_or(0.0, |(rank, _)| *rank);
        for words in &args.books {
            let book = library.find(words)?;
            rank += 1.0;
            let value = is_added.then(|| rank.into());
            library.set(Whose::Mine, Some(book.fingerprint), &format!("list/{list}"), value)?;
        }
        drop(library);
        show(&args.library, &list, session)
    }
}

fn show(args: &LibraryArgs, list: &str, session: &Session) -> Result<Exit, Failure> {
    let library = args.open()?;
    let books = library.on_list(&list.trim().to_lowercase())?.into_iter().map(|(_, book)| book).collect::<Vec<_>>();
    let total = books.len();
    let none = "nothing is on this list";
    session.term.emit(&crate::applets::books::report::BookList { schema_version: 1, books, total, none })?;
    Ok(Exit::Done)
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
        let mut library = args.open()?;
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
                let mark = marks.iter().find(|mark| mark.number == args.number).ok_or_else(|| BooksError::Refused {
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

impl crate::applets::books::library::Library {
    /// Sets a bookmark.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn mark(
        &mut self,
        book: &crate::applets::books::library::book::Book,
        at_ms: u64,
        title: &str,
    ) -> Result<(), BooksError> {
        // Two bookmarks at one place are one; the key sorts by place.
        let key = format!("mark/{at_ms:012}");
        self.set(Whose::Mine, Some(book.fingerprint), &key, Some(title.trim().into()))
    }

    /// The bookmarks of a book, by place.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn marks(&self, book: &crate::applets::books::library::book::Book) -> Result<Vec<Mark>, BooksError> {
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
