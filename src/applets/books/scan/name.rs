//! What paths say: `Author/Series/3 - Title (1994) {Narrator} [B00ABC1234]`.

use std::ffi::OsStr;
use std::sync::LazyLock;

use regex::Regex;

/// Words of a path, each under the field it is for.
pub type Fields = Vec<(&'static str, String)>;

/// The words of a name: what is no UTF-8 was written by a system that knew Latin 1.
#[must_use]
pub fn words(name: &OsStr) -> String {
    let latin = || name.as_encoded_bytes().iter().map(|byte| char::from(*byte)).collect();
    name.to_str().map_or_else(latin, str::to_owned)
}

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// Reads the folders from a root down to a book: the last is the title's, the one before the series' or author's.
#[must_use]
pub fn read(folders: &[&str]) -> Fields {
    let mut fields = Fields::new();
    let Some((last, above)) = folders.split_last() else { return fields };
    if is_part(last) && !above.is_empty() {
        return part(last, above);
    }
    title(last, &mut fields);
    if !fields.iter().any(|(name, _)| *name == "title") {
        // All of it says something else; it is still what the thing is called.
        fields.push(("title", last.trim().to_owned()));
    }
    match above {
        [.., author, series] => {
            fields.push(("author", (*author).to_owned()));
            fields.push(("series", (*series).to_owned()));
            number_in_series(&mut fields);
        }
        [author] => fields.push(("author", (*author).to_owned())),
        [] => {
            // `Author - Title` where nothing stands above.
            let found = fields.iter().position(|(name, _)| *name == "title");
            if let Some((author, rest)) = found.and_then(|at| fields[at].1.split_once(" - ")) {
                let (author, rest) = (author.trim().to_owned(), rest.trim().to_owned());
                fields.retain(|(name, _)| !matches!(*name, "title" | "subtitle"));
                fields.extend([("author", author), ("title", rest)]);
            }
        }
    }
    // A sequence without a series is a number that somebody put in front.
    if !fields.iter().any(|(name, _)| *name == "series") {
        fields.retain(|(name, _)| *name != "seq");
    }
    fields
}

/// Whether a name says which part it is, and not of what: `Book 7`, `CD1`, `Disc 2`.
#[must_use]
pub fn is_part(name: &str) -> bool {
    static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(r"(?i)^(?:vol(?:ume)?|book|band|bk|cd|dis[ck]|part|pt|teil|side|tape)[\s_\-\.#]*([0-9]{1,3})$")
    });
    PART.as_ref().is_some_and(|part| part.is_match(name.trim()))
}

/// A part that is called by its number alone: the folder above it is what it is a part of, and its title without more.
fn part(last: &str, above: &[&str]) -> Fields {
    let mut fields = read(above);
    let is_disc = super::walk::is_disc(last);
    let number: String = last.chars().filter(char::is_ascii_digit).collect();
    let number = number.trim_start_matches('0').to_owned();
    if let Some((_, title)) = fields.iter_mut().find(|(name, _)| *name == "title").filter(|_| !is_disc) {
        let series = title.clone();
        *title = format!("{series} {}", last.trim());
        fields.retain(|(name, _)| !matches!(*name, "series" | "seq"));
        fields.extend([("series", series), ("seq", number)]);
    }
    fields
}

/// `3 Title` in the folder of a series: the number is that of the part, unless there is one already.
fn number_in_series(fields: &mut Fields) {
    if fields.iter().any(|(name, _)| *name == "seq") {
        return;
    }
    let Some((_, title)) = fields.iter_mut().find(|(name, _)| *name == "title") else { return };
    let Some((number, rest)) = title.split_once(' ') else { return };
    let digits =
        number.split('.').all(|digits| (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
    if digits && number.split('.').count() <= 2 && !rest.trim().is_empty() {
        let (number, rest) = (number.to_owned(), rest.trim().to_owned());
        *title = rest;
        fields.push(("seq", number));
    }
}

fn title(name: &str, fields: &mut Fields) {
    static ASIN: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"[\[\(](B0[0-9A-Z]{8})[\]\)]"));
    static NARRATOR: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\{([^}]+)\}"));
    static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\(((?:1[5-9]|20)[0-9]{2})\)"));
    static SEQUENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:vol(?:ume)?|book|band|bk)\.?\s*)([0-9]{1,3}(?:\.[0-9]{1,2})?)\b[\s\.\-:]*|^([0-9]{1,3}(?:\.[0-9]{1,2})?)(?:\s+-\s+|\.\s+)",
        )
    });
    let mut rest = name.to_owned();
    let take = |pattern: &LazyLock<Option<Regex>>, rest: &mut String| {
        let found = pattern.as_ref()?.captures(rest)?;
        let value = found.get(1).or_else(|| found.get(2))?.as_str().trim().to_owned();
        let whole = found.get(0)?.range();
        rest.replace_range(whole, " ");
        Some(value)
    };
    for (field, pattern) in [("asin", &ASIN), ("narrator", &NARRATOR), ("year", &YEAR)] {
        fields.extend(take(pattern, &mut rest).map(|value| (field, value)));
    }
    rest = rest.trim().trim_start_matches("- ").trim().to_owned();
    fields.extend(take(&SEQUENCE, &mut rest).map(|value| ("seq", value)));
    let rest = rest.trim().trim_matches('-').split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = rest.replace('_', " ");
    if !rest.is_empty() {
        fields.push(("title", rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(folders: &[&str]) -> String {
        let mut fields: Vec<String> =
            read(folders).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        fields.sort();
        fields.join(" ")
    }

    #[test]
    fn folders_as_people_name_them() {
        let cases: [(&[&str], &str); 14] = [
            (
                &["Terry Goodkind", "Sword of Truth", "Vol 1 - 1994 - Wizards First Rule"],
                "author=Terry Goodkind seq=1 series=Sword of Truth title=1994 - Wizards First Rule",
            ),
            (
                &["Steven Levy", "Hackers {Mike Chamberlain}"],
                "author=Steven Levy narrator=Mike Chamberlain title=Hackers",
            ),
            (
                &["A", "S", "Book 2 - T (2001) [B002V5A12Y]"],
                "asin=B002V5A12Y author=A seq=2 series=S title=T year=2001",
            ),
            (&["A", "S", "3. T"], "author=A seq=3 series=S title=T"),
            (&["A", "S", "2.5 The T"], "author=A seq=2.5 series=S title=The T"),
            (&["A", "3 Men in a Boat"], "author=A title=3 Men in a Boat"),
            (&["A", "(1994) - T"], "author=A title=T year=1994"),
            (&["Jane Doe - The Title"], "author=Jane Doe title=The Title"),
            (&["2001"], "title=2001"),
            (
                &["Terry Pratchett", "Discworld", "Book 07"],
                "author=Terry Pratchett seq=7 series=Discworld title=Discworld Book 07",
            ),
            (&["Dune", "Disc 2"], "title=Dune"),
            (&["Herbert", "Dune", "CD1"], "author=Herbert title=Dune"),
            (&["Book 7"], "title=Book 7"),
            (&["A", "[B002V5A12Y]"], "asin=B002V5A12Y author=A title=[B002V5A12Y]"),
        ];
        for (folders, expected) in cases {
            assert_eq!(told(folders), expected, "{folders:?}");
        }
    }
}
