//! YAML and JSON into the common tree.
//!
//! The reader hands values to serde, so a small [`Shape`] collects them with their places and is then given its file.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::{ConfigError, Entry, Node, Place, Value};

pub(super) fn parse(text: &str, file: &Arc<Path>) -> Result<Node, ConfigError> {
    let document: Result<Spanned<Shape>, _> = serde_saphyr::from_str(text);
    match document {
        Ok(document) => Ok(Source { file, text }.node(document)),
        Err(error) => {
            let location = error.location().unwrap_or(Location::UNKNOWN);
            let message = message(error.without_snippet());
            Err(ConfigError::Syntax { place: Source { file, text }.place(location), message })
        }
    }
}

/// The parser's first line without the place, which stands before our messages.
fn message(error: &serde_saphyr::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    let line = line.split_once(": ").filter(|(head, _)| head.starts_with("error: line")).map_or(line, |(_, tail)| tail);
    line.split(" at line ").next().unwrap_or(line).to_owned()
}

/// What the reader saw, before it knows its file.
enum Shape {
    Null,
    Bool(bool),
    Whole(String),
    Float(f64),
    Text(String),
    List(Vec<Spanned<Shape>>),
    Table(Vec<(Spanned<Name>, Spanned<Shape>)>),
}

/// A key; scalars that are not strings keep their usual spelling.
struct Name(String);

struct Source<'a> {
    file: &'a Arc<Path>,
    text: &'a str,
}

impl Source<'_> {
    /// The reader counts from 1 and says 0 where it does not know.
    fn place(&self, location: Location) -> Place {
        let from_one = |count: u64| count.max(1) as u32;
        Place { file: Arc::clone(self.file), line: from_one(location.line()), column: from_one(location.column()) }
    }

    fn node(&self, spanned: Spanned<Shape>) -> Node {
        let value = match spanned.value {
            Shape::Null => Value::Null,
            Shape::Bool(value) => Value::Bool(value),
            Shape::Whole(digits) => Value::Number(digits),
            Shape::Float(value) => Value::Number(self.float(value, spanned.defined)),
            Shape::Text(text) => Value::Text(text),
            Shape::List(items) => Value::List(items.into_iter().map(|item| self.node(item)).collect()),
            Shape::Table(entries) => Value::Table(entries.into_iter().map(|entry| self.entry(entry)).collect()),
        };
        Node { place: self.place(spanned.referenced), value }
    }

    fn entry(&self, (name, shape): (Spanned<Name>, Spanned<Shape>)) -> Entry {
        Entry { key: name.value.0, place: self.place(name.referenced), node: self.node(shape) }
    }

    /// A fraction as it was written, so that `1.10` and `2.0` keep their zeros.
    fn float(&self, value: f64, location: Location) -> String {
        let span = location.span();
        let written = span
            .byte_offset()
            .zip(span.byte_len())
            .and_then(|(start, length)| self.text.get(start as usize..(start + length) as usize).map(str::trim));
        let same = |text: &&str| text.parse::<f64>().is_ok_and(|parsed| parsed.to_bits() == value.to_bits());
        written.filter(same).map_or_else(|| value.to_string(), str::to_owned)
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Collect)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

struct Collect;

impl<'de> Visitor<'de> for Collect {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_none<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        Shape::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Shape, E> {
        Ok(Shape::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Shape, E> {
        Ok(Shape::Whole(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Shape, E> {
        Ok(Shape::Whole(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Shape, E> {
        Ok(Shape::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape, E> {
        Ok(Shape::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Shape, E> {
        Ok(Shape::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Shape::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Shape, A::Error> {
        let mut table = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            table.push(entry);
        }
        Ok(Shape::Table(table))
    }
}
