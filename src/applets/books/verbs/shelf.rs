//! `books shelf`: the listener's lists of books.

use clap::{Args, Subcommand};

use super::tag::{LibraryOnly, Words};
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::library::facts::Whose;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const SHELF_EXAMPLES: &str = "\
Examples:
  # want to listen
  books shelf add want dune
  books shelf show want
  books list --list want

  # any other list, in its order
  books shelf add summer dune atomic-habits
  books shelf rm summer dune";

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
                let words = args.library.open(session)?.words(Whose::Mine, "list/")?;
                session.term.emit(&Words { schema_version: 1, words })?;
                return Ok(Exit::Done);
            }
        };
        let mut library = args.library.open(session)?;
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
    let library = args.open(session)?;
    let books = library.on_list(&list.trim().to_lowercase())?.into_iter().map(|(_, book)| book).collect::<Vec<_>>();
    let total = books.len();
    let none = "nothing is on this list";
    session.term.emit(&crate::applets::books::report::BookList { schema_version: 1, books, total, none })?;
    Ok(Exit::Done)
}
