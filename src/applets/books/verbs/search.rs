//! `books search`: books by words of title, people, series, tags and description.

use clap::Args;

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::report::{BookList, SCHEMA_VERSION};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # words, or their beginnings; accents and case do not count
  books search les mis
  books search francois

  # a part of a word, where no word begins so
  books search obbit";

/// The flags of `books search`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct SearchArgs {
    /// What to look for
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,

    /// How many at most
    #[arg(long, value_name = "N", default_value = "50")]
    pub limit: usize,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

impl SearchArgs {
    /// Searches.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let library = self.library.open(session)?;
        let books = library.search(&self.words.join(" "), self.limit.clamp(1, 100_000))?;
        let total = books.len();
        let none = "nothing was found";
        session.term.emit(&BookList { schema_version: SCHEMA_VERSION, books, total, none })?;
        Ok(Exit::Done)
    }
}
