//! Books as people see them: rows, files, chapters.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Library;
use super::paths::path;
use crate::applets::books::audio::{Chapter, Essence};
use crate::applets::books::error::BooksError;
use crate::applets::books::view::lossy;
use crate::kit::store::{Row, SqlResult, params};

/// A book, and how far the listener is in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// In this library.
    pub id: i64,
    /// What it is called by, everywhere.
    pub fingerprint: Essence,
    /// What it is called by, here.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Who wrote it; several are divided by `; `.
    pub author: Option<String>,
    /// Who reads it.
    pub narrator: Option<String>,
    /// What it is a part of.
    pub series: Option<String>,
    /// Which part.
    pub seq: Option<String>,
    /// When it came out.
    pub year: Option<i32>,
    /// How long it plays.
    pub duration_ms: u64,
    /// Whether its files are there.
    pub is_missing: bool,
    /// When it came into the library, in milliseconds since 1970.
    pub added_ms: i64,
    /// Where the listener is; none where they have not begun.
    pub position_ms: Option<u64>,
    /// Which time they listen to it.
    pub run: u32,
    /// Whether they have finished it.
    pub is_finished: bool,
    /// How many places there are that nobody has decided between.
    pub places: u32,
    /// When they were there last.
    pub listened_ms: Option<i64>,
}

/// What a query selects, in the order that [`Book::read`] expects; `?1` is the profile.
pub(super) const SELECT: &str =
    "SELECT b.id, b.fp, b.slug, b.title, b.author, b.narrator, b.series, b.seq, b.year, b.duration_ms, b.state,
     b.added_ms, p.position_ms, p.run, p.done, p.forks, p.at_ms
     FROM book b LEFT JOIN place p ON p.profile = ?1 AND p.book = b.canon";

impl Book {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        let done: Option<bool> = row.get(14)?;
        Ok(Self {
            id: row.get(0)?,
            fingerprint: Essence(row.get(1)?),
            slug: row.get(2)?,
            title: row.get(3)?,
            author: row.get(4)?,
            narrator: row.get(5)?,
            series: row.get(6)?,
            seq: row.get(7)?,
            year: row.get(8)?,
            duration_ms: row.get::<_, i64>(9)? as u64,
            is_missing: row.get_ref(10)?.as_str() == Ok("missing"),
            added_ms: row.get(11)?,
            position_ms: row.get::<_, Option<i64>>(12)?.map(|ms| ms as u64),
            run: row.get::<_, Option<u32>>(13)?.unwrap_or(0),
            is_finished: done.unwrap_or(false),
            places: row.get::<_, Option<u32>>(15)?.unwrap_or(0),
            listened_ms: row.get(16)?,
        })
    }

    /// Where the listener is, the end where it is finished, the beginning where they have not begun.
    #[must_use]
    pub fn place_ms(&self) -> u64 {
        if self.is_finished { self.duration_ms } else { self.position_ms.unwrap_or(0).min(self.duration_ms) }
    }

    /// How much of it lies behind, from 0 to 100.
    #[must_use]
    pub fn percent(&self) -> u64 {
        percent(self.place_ms(), self.duration_ms)
    }

    /// `new`, `started`, `finished`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self.position_ms {
            _ if self.is_finished => "finished",
            None => "new",
            Some(0) if self.run <= 1 => "new",
            Some(_) => "started",
        }
    }
}

/// Rounded to the nearest, but not to 100 before the end.
#[must_use]
pub fn percent(part: u64, whole: u64) -> u64 {
    if whole == 0 {
        return 0;
    }
    let rounded = (part.saturating_mul(200) / whole).div_ceil(2).min(100);
    if rounded == 100 && part < whole { 99 } else { rounded }
}

/// A file of a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Where it is.
    #[serde(serialize_with = "lossy")]
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its hash.
    pub essence: Essence,
    /// How its sound is coded.
    pub codec: String,
    /// How long it plays.
    pub duration_ms: u64,
    /// Where it begins in the book.
    pub start_ms: u64,
}

impl Library {
    /// The files of a book, in order.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn files(&self, book: i64) -> Result<Vec<File>, BooksError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT path, size, essence, codec, duration_ms, start_ms FROM file WHERE book_id = ?1 ORDER BY pos",
        )?;
        let rows = statement.query_map([book], |row| {
            Ok(File {
                path: path(&row.get::<_, String>(0)?),
                bytes: row.get::<_, i64>(1)? as u64,
                essence: Essence(row.get(2)?),
                codec: row.get(3)?,
                duration_ms: row.get::<_, i64>(4)? as u64,
                start_ms: row.get::<_, i64>(5)? as u64,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The chapters of a book, in order.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn chapters(&self, book: i64) -> Result<Vec<Chapter>, BooksError> {
        let mut statement =
            self.connection().prepare_cached("SELECT start_ms, title FROM chapter WHERE book_id = ?1 ORDER BY idx")?;
        let rows = statement
            .query_map([book], |row| Ok(Chapter { start_ms: row.get::<_, i64>(0)? as u64, title: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A text of a book that [`Book`] has not: `subtitle`, `description`, `publisher` and so on.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn column(&self, book: i64, name: &'static str) -> Result<Option<String>, BooksError> {
        let query = format!("SELECT CAST({name} AS TEXT) FROM book WHERE id = ?1");
        Ok(self.connection().prepare_cached(&query)?.query_row([book], |row| row.get(0))?)
    }

    /// Every candidate of every field: name, source, value.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn candidates(&self, book: i64) -> Result<Vec<(String, String, String)>, BooksError> {
        let mut statement =
            self.connection().prepare_cached("SELECT name, source, value FROM field WHERE book_id = ?1")?;
        let rows = statement.query_map(params![book], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Lower case without accents: what words are compared by. Letters of other scripts stay as they are.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            // Marks that stand alone, as in decomposed text.
            None if ('\u{300}'..='\u{36f}').contains(&c) => {}
            None => folded.push(c),
        }
    }
    folded
}

/// Latin letters with marks, by their plain ones.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '’' | '‘' | 'ʼ' => "'",
        _ => return None,
    })
}

/// What a title is called by on the command line: `Atomic Habits!` is `atomic-habits`.
#[must_use]
pub fn slug(title: &str) -> String {
    /// Longer ones are not typed.
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for c in fold(title).chars().filter(|c| *c != '\'') {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.chars().count() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "book".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slug("Atomic Habits"), "atomic-habits");
        assert_eq!(slug("  L’Étranger: œuvre (2nd)"), "letranger-oeuvre-2nd");
        assert_eq!(slug("<b>x</b>"), "b-x-b");
        assert_eq!(slug("戦争と平和"), "戦争と平和");
        assert_eq!(slug("!!!"), "book");
    }

    #[test]
    fn percents_are_rounded_and_100_is_the_end() {
        assert_eq!(percent(8130, 19_800), 41);
        assert_eq!(percent(45, 495), 9);
        assert_eq!(percent(999, 1000), 99);
        assert_eq!(percent(1000, 1000), 100);
        assert_eq!(percent(1, 0), 0);
    }
}
