//! Tags under one set of names, whatever a format calls them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The most text that is kept of one tag: a description, not a book.
const LONGEST: usize = 64 << 10;

/// The most values that are kept of one tag.
const MOST: usize = 64;

/// Words a file says of itself, by name: `title`, `album`, `artist`, `albumartist`, `composer`, `narrator`, `series`,
/// `seq`, `subtitle`, `genre`, `date`, `publisher`, `language`, `description`, `asin`, `isbn`, `disc`, `track`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags(BTreeMap<String, Vec<String>>);

impl Tags {
    /// Adds a value under the name that a format gives it; empty ones, and names that mean nothing here, are dropped.
    pub fn add(&mut self, name: &str, value: &str) {
        let Some(name) = meaning(name) else { return };
        // What follows a NUL is another value (ID3v2.4); other control characters are nobody's words.
        for value in value.split('\0') {
            let mut value: String =
                value.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(LONGEST).collect();
            value.truncate(value.trim_end().len());
            let value = value.trim_start();
            let values = self.0.entry(name.to_owned()).or_default();
            if !value.is_empty() && values.len() < MOST && !values.iter().any(|old| old == value) {
                values.push(value.to_owned());
            }
        }
    }

    /// The first value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    /// All values, joined as names of people are.
    #[must_use]
    pub fn all(&self, name: &str) -> Option<String> {
        let values = self.0.get(name).filter(|values| !values.is_empty())?;
        Some(values.join("; "))
    }

    /// The first number in the first value, as in `3/12`.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u32> {
        let text = self.get(name)?;
        let digits: String =
            text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).take(6).collect();
        digits.parse().ok()
    }

    /// Takes over what is missing here.
    pub fn fill(&mut self, other: Self) {
        for (name, values) in other.0 {
            let own = self.0.entry(name).or_default();
            if own.is_empty() {
                *own = values;
            }
        }
    }

    /// Every tag with its values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }
}

/// What a name of a format means.
fn meaning(name: &str) -> Option<&'static str> {
    // ID3 frames are known by their capitals, atoms by their ©.
    Some(match name {
        "TIT2" | "TT2" | "\u{a9}nam" => "title",
        "TALB" | "TAL" | "\u{a9}alb" => "album",
        "TPE1" | "TP1" | "\u{a9}ART" => "artist",
        "TPE2" | "TP2" | "aART" => "albumartist",
        "TCOM" | "TCM" | "\u{a9}wrt" => "composer",
        "TIT3" | "TT3" => "subtitle",
        "TCON" | "TCO" | "\u{a9}gen" => "genre",
        "TDRC" | "TYER" | "TYE" | "TDRL" | "TDOR" | "\u{a9}day" => "date",
        "TPUB" | "TPB" | "\u{a9}pub" => "publisher",
        "TLAN" | "TLA" => "language",
        "COMM" | "COM" | "\u{a9}cmt" => "comment",
        "desc" | "ldes" | "\u{a9}des" | "TDES" => "description",
        "TPOS" | "TPA" => "disc",
        "TRCK" | "TRK" => "track",
        "MVNM" | "\u{a9}mvn" => "series",
        "MVIN" | "\u{a9}mvi" => "seq",
        "GRP1" | "TIT1" | "TT1" | "\u{a9}grp" => "grouping",
        "\u{a9}nrt" => "narrator",
        "soal" | "TSOA" => "albumsort",
        _ => return spoken(&name.to_lowercase().replace([' ', '_'], "")),
    })
}

/// What a name in words means: of comments, and of free tags.
fn spoken(name: &str) -> Option<&'static str> {
    Some(match name {
        "title" => "title",
        "album" => "album",
        "artist" | "author" => "artist",
        "albumartist" => "albumartist",
        "composer" => "composer",
        "narrator" | "narratedby" | "readby" | "reader" => "narrator",
        "performer" => "performer",
        "series" | "mvnm" | "show" => "series",
        "series-part" | "seriespart" | "series-index" | "part" | "mvin" => "seq",
        "subtitle" => "subtitle",
        "genre" => "genre",
        "date" | "year" => "date",
        "publisher" | "organization" | "label" => "publisher",
        "language" => "language",
        "description" | "summary" => "description",
        "comment" => "comment",
        "asin" | "audibleasin" | "cdek" => "asin",
        "isbn" => "isbn",
        "discnumber" | "disc" => "disc",
        "tracknumber" | "track" => "track",
        "grouping" => "grouping",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_values_are_made_harmless() {
        let mut tags = Tags::default();
        tags.add("TIT2", "  A\u{7}b\0Second  ");
        tags.add("NARRATOR", "Ann");
        tags.add("narrator", "Ann");
        tags.add("TRCK", "03/12");
        tags.add("unheard of", "x");
        assert_eq!(tags.all("title").as_deref(), Some("Ab; Second"));
        assert_eq!(tags.all("narrator").as_deref(), Some("Ann"));
        assert_eq!(tags.number("track"), Some(3));
        assert_eq!(tags.iter().count(), 3);
    }
}
