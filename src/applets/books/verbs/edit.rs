//! `books edit`: what the listener says about a book. All of it are facts of the log, so it outlives the files and goes
//! where they go; so do tags, shelves and bookmarks.

use clap::Args;
use serde_json::Value;

use super::info::info;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::accept::FIELDS;
use crate::applets::books::library::facts::Whose;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

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
        let mut library = self.library.open(session)?;
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
