//! How books and places look.

use std::path::{Path, PathBuf};

use serde::Serializer;

use super::library::book::Book;
use super::position::hms;

/// `2h15m30s / 5h30m00s (41% complete)`.
#[must_use]
pub fn progress(book: &Book) -> String {
    let word = if book.is_finished { "finished".to_owned() } else { format!("{}% complete", book.percent()) };
    format!("{} / {} ({word})", hms(book.place_ms()), hms(book.duration_ms))
}

/// How many, with the word that fits.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// A path in JSON: what of it is no UTF-8 is told as U+FFFD.
///
/// # Errors
/// As the serializer says.
pub fn lossy<P: AsRef<Path>, S: Serializer>(path: &P, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.as_ref().to_string_lossy())
}

/// Pairs of paths in JSON, as [`lossy`].
///
/// # Errors
/// As the serializer says.
pub fn lossy_pairs<S: Serializer>(pairs: &[(PathBuf, PathBuf)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pairs.iter().map(|(from, to)| [from.to_string_lossy(), to.to_string_lossy()]))
}
