//! `books chapters`: those of the files, or those of the listener.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use serde::{Deserialize, Serialize};

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::audio::Chapter;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::facts::Whose;
use crate::applets::books::position::{self, Position, hms};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::text::harmless;
use crate::kit::term::{Emit, Page};

const CHAPTERS_EXAMPLES: &str = "\
Examples:
  # what they are
  books chapters dune

  # in an editor, and back: a line for each, POS and title
  books chapters dune > dune.txt
  books chapters dune --set dune.txt

  # back to those of the files; or none at all
  books chapters dune --unset
  books chapters dune --clear";

/// The flags of `books chapters`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = CHAPTERS_EXAMPLES, after_help = "See --help for examples.")]
pub struct ChaptersArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// Take the chapters of this file: lines with POS and a title
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["unset", "clear"])]
    pub set: Option<PathBuf>,

    /// Take the chapters of the files again
    #[arg(long, conflicts_with = "clear")]
    pub unset: bool,

    /// Say that it has no chapters
    #[arg(long)]
    pub clear: bool,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The chapters of a book.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Chapters {
    /// Version of this document.
    pub schema_version: u32,
    /// In their order.
    pub chapters: Vec<Chapter>,
}

impl Emit for Chapters {
    fn text(&self, _page: &Page) -> String {
        let clock =
            |ms: u64| format!("{}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
        let line = |chapter: &Chapter| format!("{} {}", clock(chapter.start_ms), harmless(&chapter.title));
        self.chapters.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let rows = self.chapters.iter().map(|chapter| vec![chapter.start_ms.to_string(), chapter.title.clone()]);
        (vec!["start_ms".to_owned(), "title".to_owned()], rows.collect())
    }
}

impl ChaptersArgs {
    /// Shows or sets.
    ///
    /// # Errors
    /// There is no such book; a line of the file is no chapter.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let book = library.find(&self.book)?;
        if let Some(path) = &self.set {
            let text = crate::kit::fs::read_to_string(path).map_err(BooksError::from)?;
            let mut chapters = Vec::new();
            for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let (at, title) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
                let wrong = |what: String| BooksError::Refused {
                    what: format!("{}:{}: {what}", path.display(), number + 1),
                    hint: "a line is POS and a title: 0:12:30 The second chapter",
                };
                let Position::At(at) = position::parse(at).map_err(wrong)? else {
                    return Err(wrong("a chapter begins at a time of its own".to_owned()).into());
                };
                if at >= book.duration_ms {
                    return Err(wrong(format!("{} is beyond the end of the book", hms(at))).into());
                }
                chapters.push(Chapter { start_ms: at, title: title.trim().to_owned() });
            }
            if chapters.is_empty() {
                let what = format!("no chapter is in {}", path.display());
                let hint = "--clear says that the book has none, --unset takes those of its files";
                return Err(BooksError::Refused { what, hint }.into());
            }
            let value = serde_json::to_value(chapters).map_err(BooksError::Json)?;
            library.set(Whose::Everybodys, Some(book.fingerprint), "chapters", Some(value))?;
            library.settle(book.id)?;
        } else if self.clear {
            let none = Some(serde_json::Value::Array(Vec::new()));
            library.set(Whose::Everybodys, Some(book.fingerprint), "chapters", none)?;
            library.settle(book.id)?;
        } else if self.unset {
            library.set(Whose::Everybodys, Some(book.fingerprint), "chapters", None)?;
            library.forget_unit(book.id)?;
            session.term.note("books scan reads the chapters of the files again");
        }
        session.term.emit(&Chapters { schema_version: 1, chapters: library.chapters(book.id)? })?;
        Ok(Exit::Done)
    }
}
