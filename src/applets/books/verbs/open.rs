//! Opening the library that the flags name.

use std::path::PathBuf;

use jiff::Zoned;

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::{Library, journal, usual_path};
use crate::applets::books::view::count;
use crate::kit::env::Env;
use crate::kit::session::Session;

impl LibraryArgs {
    /// The file of the library.
    ///
    /// # Errors
    /// None is named, and there is no home.
    pub fn path(&self) -> Result<PathBuf, BooksError> {
        self.db.clone().or_else(|| usual_path(Env::process())).ok_or(BooksError::NoHome)
    }

    /// Opens it, and tells where its facts had to come from the journal.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open(&self, session: &Session) -> Result<Library, BooksError> {
        let library = self.open_quietly()?;
        if library.recovered > 0 {
            session.term.warn(recovered(&library)?);
        }
        Ok(library)
    }

    /// Opens it.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_quietly(&self) -> Result<Library, BooksError> {
        if self.profile.trim().is_empty() {
            let what = "a profile has a name".to_owned();
            return Err(BooksError::Refused { what, hint: "leave --profile out, or name somebody" });
        }
        Library::open(&self.path()?, self.profile.trim())
    }
}

/// What was learned from the journal when a library was opened, in a sentence.
///
/// # Errors
/// The library cannot be read.
pub fn recovered(library: &Library) -> Result<String, BooksError> {
    let facts = count(library.recovered, "fact", "facts");
    let path = library.path();
    let mut text =
        format!("{} had lost {facts}: taken from the journal {}", path.display(), journal::path(path).display());
    if library.roots()?.is_empty() {
        text += ". Where the books lie is not known any more: books import DIR";
    }
    Ok(text)
}

/// Now, where the listener is.
#[must_use]
pub fn now() -> Zoned {
    Zoned::now()
}
