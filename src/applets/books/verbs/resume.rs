//! `books resume`: the books that the listener is in, the last one first.

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt::Write as _;

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::library::book::Book;
use crate::applets::books::library::find::{Query, Sort, Status};
use crate::applets::books::position::hms;
use crate::applets::books::report::SCHEMA_VERSION;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::text::harmless;
use crate::kit::term::{Emit, Page};

const EXAMPLES: &str = "\
Examples:
  # the books you are in
  books resume

  # the last one alone
  books resume --limit 1";

/// The flags of `books resume`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct ResumeArgs {
    /// How many at most; 0 for all
    #[arg(long, value_name = "N", default_value = "20")]
    pub limit: usize,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// Books that were begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Resume {
    /// Version of this document.
    pub schema_version: u32,
    /// The last one first.
    pub books: Vec<Book>,
}

impl ResumeArgs {
    /// Lists.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let library = self.library.open(session)?;
        let limit = (self.limit > 0).then_some(self.limit);
        let query = Query { status: Some(Status::Started), sort: Sort::Recent, limit, ..Query::default() };
        let (books, _) = library.list(&query)?;
        session.term.emit(&Resume { schema_version: SCHEMA_VERSION, books })?;
        Ok(Exit::Done)
    }
}

impl Emit for Resume {
    fn text(&self, _page: &Page) -> String {
        if self.books.is_empty() {
            return "Nothing is begun.".to_owned();
        }
        let mut text = "Currently listening:".to_owned();
        for (index, book) in self.books.iter().enumerate() {
            let fork = if book.places > 1 {
                format!("  {} places, see books where {}", book.places, book.slug)
            } else {
                String::new()
            };
            let _ = write!(
                text,
                "\n{}. {} — {} / {} ({}%){fork}",
                index + 1,
                harmless(&book.title),
                hms(book.place_ms()),
                hms(book.duration_ms),
                book.percent()
            );
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["number", "slug", "title", "position_ms", "duration_ms", "percent"];
        let rows = self.books.iter().enumerate().map(|(index, book)| {
            vec![
                (index + 1).to_string(),
                book.slug.clone(),
                book.title.clone(),
                book.place_ms().to_string(),
                book.duration_ms.to_string(),
                book.percent().to_string(),
            ]
        });
        (columns.map(str::to_owned).to_vec(), rows.collect())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.books.iter().map(serde_json::to_value).collect()
    }
}
