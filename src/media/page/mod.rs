//! Pages: which streams a web page plays, without a browser.
//!
//! ```text
//! bytes → text → html (tags) ─→ markup ──┐ script (strings and their names) ┐
//!                bare (addresses anywhere) ┴→ gather ←───────────────────────┘ → candidates, and leads
//!   leads: documents in the page, its scripts, what they call → search → the same again
//!   candidates → rank → verify (asks the best whether they are streams) → rank
//! ```
//!
//! There is no tree and no interpreter: tags are read one behind the other, of scripts the strings with the names in front
//! of them, whatever was done to them (escapes, entities, percent, base64, JSON in strings). A candidate is told with its
//! places, lines and weights, so that whoever looks sees why it was taken. Reading is pure, linear in the text and bounded
//! in what it keeps; `search` and `verify` ask servers, a bounded number of times.
//!
//! Used by whoever is given the address of a page in place of a playlist.
//!
//! # Open
//! - Nothing is executed: addresses that a script computes are found only where they are made of plain strings and names
//!   with plain values. Players that decrypt their configuration have none for us.
//! - Encodings beside UTF-8, UTF-16 and Latin-1 are read as far as their letters are ASCII.

mod bare;
mod candidate;
mod gather;
mod html;
mod kind;
mod markup;
mod rank;
mod script;
mod search;
mod strings;
mod text;
mod unescape;
mod verify;
mod words;

#[cfg(test)]
mod tests;

pub use self::candidate::{Answer, Candidate, Evidence, Strategy, Stream, Weight};
pub use self::gather::Document;
pub use self::kind::Kind;
pub use self::search::{Depth, Findings, itself, search};
pub use self::words::Decoy;

use crate::kit::net::SafeUrl;

/// What a document that came from `url` refers to, in the order of its text; nobody is asked.
///
/// ```
/// use toolbox::{kit::net::parse_url, media::page};
/// let text = r#"<video><source src="a/master.m3u8" type="application/vnd.apple.mpegurl"></video>"#;
/// let document = page::read(text.as_bytes(), &parse_url("http://h/watch/7").unwrap());
/// assert_eq!(document.candidates[0].url.as_str(), "http://h/watch/a/master.m3u8");
/// ```
#[must_use]
pub fn read(bytes: &[u8], url: &SafeUrl) -> Document {
    search::read(bytes, url)
}

/// Whether bytes may be a page, or data that refers to streams, rather than media.
#[must_use]
pub fn is_page(bytes: &[u8]) -> bool {
    let begin = text::decode(&bytes[..bytes.len().min(64 << 10)]);
    let begin = begin.trim_start();
    (begin.starts_with(['<', '{', '[']) || begin.to_ascii_lowercase().contains("<html")) && !begin.contains('\0')
}
