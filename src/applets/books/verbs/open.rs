//! Opening the library that the flags name.

use std::path::PathBuf;

use jiff::Zoned;

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::{Library, usual_path};
use crate::kit::env::Env;

impl LibraryArgs {
    /// The file of the library.
    ///
    /// # Errors
    /// None is named, and there is no home.
    pub fn path(&self) -> Result<PathBuf, BooksError> {
        self.db.clone().or_else(|| usual_path(Env::process())).ok_or(BooksError::NoHome)
    }

    /// Opens it.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open(&self) -> Result<Library, BooksError> {
        if self.profile.trim().is_empty() {
            let what = "a profile has a name".to_owned();
            return Err(BooksError::Refused { what, hint: "leave --profile out, or name somebody" });
        }
        Library::open(&self.path()?, self.profile.trim())
    }
}

/// Now, where the listener is.
#[must_use]
pub fn now() -> Zoned {
    Zoned::now()
}
