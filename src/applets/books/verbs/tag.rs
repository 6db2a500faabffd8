//! `books tag`: words at books, for all who use the library.

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::info::info;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::library::facts::Whose;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};

const TAG_EXAMPLES: &str = "\
Examples:
  # tags are for all who use the library
  books tag add dune classic sf
  books list --tag classic
  books tag rm dune classic
  books tag list";

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
                let words = args.library.open(session)?.words(Whose::Everybodys, "tag/")?;
                session.term.emit(&Words { schema_version: 1, words })?;
                return Ok(Exit::Done);
            }
        };
        let mut library = args.library.open(session)?;
        let book = library.find(&args.book)?;
        let tags = args.tags.iter().map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty());
        let values = tags.map(|tag| (format!("tag/{tag}"), value.clone())).collect();
        library.set_all(Whose::Everybodys, Some(book.fingerprint), values)?;
        library.settle(book.id)?;
        session.term.emit(&info(&library, book)?)?;
        Ok(Exit::Done)
    }
}
