//! Attribute lists (section 4.2): `NAME=value,NAME="quoted, with commas"`, and what is found in their place.

use super::diagnostic::Diagnostics;

/// The attributes of one tag. An attribute that is given twice counts once, the first time.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes {
    line: usize,
    pairs: Vec<(String, String)>,
}

impl Attributes {
    /// Reads the value of the tag on `line`. Never fails: what is not an attribute is told and skipped.
    pub(super) fn read(line: usize, text: &str, notes: &mut Diagnostics) -> Self {
        let mut attributes = Self { line, pairs: Vec::new() };
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
            if rest.is_empty() {
                return attributes;
            }
            let end = rest.find(['=', ',']).unwrap_or(rest.len());
            let name = rest[..end].trim();
            if !rest[end..].starts_with('=') {
                notes.add(line, format!("the attribute {name} has no value"));
                rest = &rest[end..];
                continue;
            }
            let (value, after) = value(line, &rest[end + 1..], notes);
            rest = after;
            attributes.insert(name, value, notes);
        }
    }

    fn insert(&mut self, name: &str, value: &str, notes: &mut Diagnostics) {
        if name.is_empty() {
            notes.add(self.line, "an attribute without a name");
        } else if self.get(name).is_some() {
            notes.add(self.line, format!("the attribute {name} is given twice; the first counts"));
        } else {
            self.pairs.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The value, empty or not.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value, unless it is empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// Whether it says YES.
    pub(super) fn yes(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("YES"))
    }

    /// What `read` makes of the value; a value it cannot read is told.
    pub(super) fn parsed<T>(&self, name: &str, notes: &mut Diagnostics, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.text(name)?;
        let found = read(value);
        if found.is_none() {
            notes.add(self.line, format!("{name}={value} cannot be read; it is left out"));
        }
        found
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The value at the beginning of `text`, and what follows it.
fn value<'a>(line: usize, text: &'a str, notes: &mut Diagnostics) -> (&'a str, &'a str) {
    let text = text.trim_start();
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted.split_once('"').unwrap_or_else(|| {
            notes.add(line, "a quote that does not end");
            (quoted, "")
        });
    }
    let end = text.find(',').unwrap_or(text.len());
    (text[..end].trim_end(), &text[end..])
}
