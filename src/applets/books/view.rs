//! How books and places look.

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
