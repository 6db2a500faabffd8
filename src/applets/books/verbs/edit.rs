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

/// The value, where it is one of its field; an empty one says that there is none.
fn checked<'a>(name: &str, value: &'a str) -> Result<&'a str, BooksError> {
    /// A description has some pages at most.
    const LONGEST: usize = 64 << 10;
    let refused = |hint| Err(BooksError::Refused { what: format!("'{value}' is no {name}"), hint });
    if value.len() > LONGEST {
        let what = format!("the {name} has {} bytes", value.len());
        return Err(BooksError::Refused { what, hint: "64 KiB are the most that is kept" });
    }
    if value.chars().any(|c| c.is_control() && !(name == "description" && matches!(c, '\n' | '\t'))) {
        let what = format!("the {name} has characters in it that nobody sees");
        return Err(BooksError::Refused { what, hint: "leave out breaks and control characters" });
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |text: &str| {
        let (whole, half) = text.split_once('.').unwrap_or((text, "0"));
        digits(whole) && digits(half) && whole.len() <= 6
    };
    match name {
        "title" if value.is_empty() => {
            let what = "a book has a title".to_owned();
            Err(BooksError::Refused { what, hint: "--unlock title takes that of its files" })
        }
        _ if value.is_empty() => Ok(value),
        "year" if !(value.len() == 4 && digits(value) && value > "0000") => {
            refused("a year has four digits: year=1965")
        }
        "seq" if !value.split(['-', '–']).all(part) || value.split(['-', '–']).count() > 2 => {
            refused("a part is a number, as 3, 2.5 or 1-3: seq=3")
        }
        "isbn" => {
            let plain: String = value.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
            let is_ten = plain.len() == 10
                && digits(&plain[..9])
                && plain.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x'));
            if is_ten || plain.len() == 13 && digits(&plain) {
                Ok(value)
            } else {
                refused("an ISBN has 10 or 13 digits")
            }
        }
        "asin" if !(value.len() == 10 && value.bytes().all(|byte| byte.is_ascii_alphanumeric())) => {
            refused("an ASIN has ten letters and digits: asin=B002V5A12Y")
        }
        _ => Ok(value),
    }
}

impl EditArgs {
    /// Edits.
    ///
    /// # Errors
    /// There is no such book or field, or a value is none of its field.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        if self.values.is_empty() && self.lock.is_empty() && self.unlock.is_empty() {
            let what = "nothing is to be changed".to_owned();
            return Err(BooksError::Refused { what, hint: "write for instance title='Atomic Habits'" }.into());
        }
        let mut library = self.library.open(session)?;
        let book = library.find(&self.book)?;
        let mut values: Vec<(String, Option<Value>)> = Vec::new();
        for text in &self.values {
            let (name, value) = text.split_once('=').ok_or_else(|| BooksError::Refused {
                what: format!("'{text}' is no FIELD=VALUE"),
                hint: "write for instance title='Atomic Habits'",
            })?;
            let name = known_field(name)?;
            let value = checked(&name, value.trim())?;
            values.push((format!("field/{name}"), Some(value.into())));
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
