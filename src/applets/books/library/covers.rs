//! Pictures that the listener gave to books: copies beside the database, each called by its hash.

use std::path::PathBuf;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Library;
use super::book::Book;
use super::facts::Whose;
use super::paths;
use crate::applets::books::error::BooksError;
use crate::kit::fs::{FileError, replace};

/// What a value begins with that names a copy; others are paths, as earlier builds kept them.
const KEPT: &str = "kept:";

/// The picture of a kept copy by its value; none where the value is a path.
fn name(value: &str) -> Option<&str> {
    // Values come from other devices as well: a name is a hash, and no way to another file.
    let name = value.strip_prefix(KEPT)?;
    let is_hash = name.split_once('.').is_some_and(|(hash, kind)| {
        hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) && matches!(kind, "jpg" | "png")
    });
    is_hash.then_some(name)
}

/// Whether the value of a fact about a cover names a copy.
pub(super) fn is_kept(value: &str) -> bool {
    value.starts_with(KEPT)
}

impl Library {
    fn covers(&self) -> PathBuf {
        self.path().with_extension("covers")
    }

    /// Gives a book this picture: a copy of it, so that the file it came from may go.
    ///
    /// # Errors
    /// The copy or the library cannot be written.
    pub fn set_cover(&mut self, book: &Book, picture: &[u8]) -> Result<(), BooksError> {
        let kind = if picture.starts_with(b"\x89PNG") { "png" } else { "jpg" };
        let name = format!("{}.{kind}", crate::kit::hex::encode(&Sha256::digest(picture)[..16]));
        let folder = self.covers();
        std::fs::create_dir_all(&folder).map_err(|error| FileError::new("create", &folder, error))?;
        replace(&folder.join(&name), picture)?;
        self.change_cover(book, Some(format!("{KEPT}{name}").into()))
    }

    /// Gives a book the picture of its files again.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn unset_cover(&mut self, book: &Book) -> Result<(), BooksError> {
        self.change_cover(book, None)
    }

    fn change_cover(&mut self, book: &Book, value: Option<Value>) -> Result<(), BooksError> {
        let old = self.get(Whose::Everybodys, Some(book.fingerprint), "cover")?;
        self.set(Whose::Everybodys, Some(book.fingerprint), "cover", value)?;
        self.settle(book.id)?;
        // A copy that no book has any more takes room for nothing.
        let Some(name) = old.as_ref().and_then(Value::as_str).and_then(name) else { return Ok(()) };
        let text = old.as_ref().map(Value::to_string).unwrap_or_default();
        let mut statement =
            self.connection().prepare_cached("SELECT 1 FROM register WHERE key = 'cover' AND value = ?1")?;
        if !statement.exists([text])? {
            let _ = std::fs::remove_file(self.covers().join(name));
        }
        Ok(())
    }

    /// The picture of a book: what the listener gave it, else what lies beside its files; none where it is inside them, or
    /// nowhere.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn cover(&self, book: &Book) -> Result<Option<PathBuf>, BooksError> {
        let given = self.get(Whose::Everybodys, Some(book.fingerprint), "cover")?;
        let given = given.as_ref().and_then(Value::as_str).map(|value| match name(value) {
            Some(name) => self.covers().join(name),
            None => PathBuf::from(value),
        });
        // A copy of another device is not here.
        if let Some(given) = given.filter(|path| path.is_file()) {
            return Ok(Some(given));
        }
        Ok(self.column(book.id, "cover")?.map(|text| paths::path(&text)).filter(|path| path.is_file()))
    }
}
