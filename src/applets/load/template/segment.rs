//! Templates that are only text and plain variables, which nearly all are, taken apart once and joined without
//! minijinja: a request is rendered for every iteration, and a load generator has about three microseconds for it.

use std::io::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::scope::{Found, Scope};
use crate::applets::load::data::Cell;

/// What may stay unescaped anywhere in a URL (RFC 3986 section 2.3).
pub(in crate::applets::load) const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Names that mean something else to minijinja.
const RESERVED: [&str; 15] =
    ["true", "false", "none", "True", "False", "None", "loop", "self", "super", "not", "in", "and", "or", "if", "else"];

/// A part of a template.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Segment {
    Literal(String),
    Variable(Variable),
}

/// `{{ name.field.field }}`, perhaps with a filter behind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Variable {
    /// The name, then its fields; at least one.
    pub(super) path: Vec<String>,
    filter: Filter,
    /// Where it stands in the source, for errors.
    pub(super) offset: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    None,
    UrlEncode,
    Json,
}

/// Takes a source apart; `None` when it needs minijinja.
pub(super) fn split(source: &str) -> Option<Vec<Segment>> {
    let mut segments = Vec::new();
    let mut at = 0;
    while let Some(open) = source[at..].find('{').map(|open| at + open) {
        match source.as_bytes().get(open + 1) {
            Some(b'%' | b'#') => return None,
            Some(b'{') => {}
            _ => {
                push_literal(&mut segments, &source[at..=open]);
                at = open + 1;
                continue;
            }
        }
        push_literal(&mut segments, &source[at..open]);
        let inside = open + 2;
        let end = inside + source[inside..].find("}}")?;
        segments.push(Segment::Variable(variable(&source[inside..end], inside)?));
        at = end + 2;
    }
    push_literal(&mut segments, &source[at..]);
    Some(segments)
}

fn push_literal(segments: &mut Vec<Segment>, text: &str) {
    match segments.last_mut() {
        _ if text.is_empty() => {}
        Some(Segment::Literal(literal)) => literal.push_str(text),
        _ => segments.push(Segment::Literal(text.to_owned())),
    }
}

fn variable(inside: &str, offset: usize) -> Option<Variable> {
    let (path, filter) = inside.split_once('|').map_or((inside, Filter::None), |(path, filter)| {
        (path, if filter.trim_ascii() == "urlencode" { Filter::UrlEncode } else { Filter::Json })
    });
    if filter == Filter::Json && inside.split_once('|').is_some_and(|(_, name)| name.trim_ascii() != "json") {
        return None;
    }
    let offset = offset + (path.len() - path.trim_ascii_start().len());
    let path: Vec<String> = path.trim_ascii().split('.').map(str::to_owned).collect();
    let fits = path.iter().all(|part| is_name(part)) && !RESERVED.contains(&path[0].as_str());
    fits.then_some(Variable { path, filter, offset })
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl Variable {
    /// Writes the value; false when the scope has none.
    pub(super) fn write(&self, scope: &Scope, out: &mut Vec<u8>) -> bool {
        let (name, fields) = (&self.path[0], &self.path[1..]);
        match scope.find(name) {
            Some(Found::Number(number)) if fields.is_empty() => {
                // Writing to a Vec cannot fail.
                let _ = write!(out, "{number}");
                true
            }
            None | Some(Found::Number(_)) => false,
            Some(Found::Json(value)) => self.write_field(value, fields, out),
            Some(Found::Row(data, row)) => match fields {
                [] => self.write_json(&data.row_as_json(row), out),
                [column, fields @ ..] => data.cell(row, column).is_some_and(|cell| self.write_cell(cell, fields, out)),
            },
        }
    }

    fn write_cell(&self, cell: &Cell, fields: &[String], out: &mut Vec<u8>) -> bool {
        match cell {
            Cell::Text(text) if fields.is_empty() => self.write_text(text, out),
            Cell::Text(_) => return false,
            Cell::Json(value) => return self.write_field(value, fields, out),
        }
        true
    }

    fn write_field(&self, value: &Value, fields: &[String], out: &mut Vec<u8>) -> bool {
        let value = fields.iter().try_fold(value, |value, field| value.as_object()?.get(field));
        value.is_some_and(|value| self.write_json(value, out))
    }

    fn write_json(&self, value: &Value, out: &mut Vec<u8>) -> bool {
        match (self.filter, value) {
            (_, Value::String(text)) => self.write_text(text, out),
            (Filter::UrlEncode, value) => url_encode(&value.to_string(), out),
            (Filter::None | Filter::Json, value) => {
                let _ = serde_json::to_writer(out, value);
            }
        }
        true
    }

    fn write_text(&self, text: &str, out: &mut Vec<u8>) {
        match self.filter {
            Filter::None => out.extend_from_slice(text.as_bytes()),
            Filter::UrlEncode => url_encode(text, out),
            Filter::Json => {
                let _ = serde_json::to_writer(out, text);
            }
        }
    }
}

fn url_encode(text: &str, out: &mut Vec<u8>) {
    for piece in utf8_percent_encode(text, UNRESERVED) {
        out.extend_from_slice(piece.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_plain_variables_are_taken_apart() {
        let literal = |text: &str| Segment::Literal(text.to_owned());
        let variable = |path: &str, offset| {
            let path = path.split('.').map(str::to_owned).collect();
            Segment::Variable(Variable { path, filter: Filter::None, offset })
        };
        assert_eq!(split(""), Some(vec![]));
        assert_eq!(split("{ \"a\": {} }"), Some(vec![literal("{ \"a\": {} }")]));
        assert_eq!(split("a{{ b }}c"), Some(vec![literal("a"), variable("b", 4), literal("c")]));
        assert_eq!(split("{{{a.b_1}}}"), None, "a map in minijinja's eyes");
        assert_eq!(split("{ {{a.b_1}}}"), Some(vec![literal("{ "), variable("a.b_1", 4), literal("}")]));
    }

    #[test]
    fn everything_else_is_left_to_minijinja() {
        for source in [
            "{% if a %}{% endif %}",
            "{# a #}",
            "{{ a + 1 }}",
            "{{ f() }}",
            "{{ a | upper }}",
            "{{ a | json | upper }}",
            "{{- a }}",
            "{{ a -}}",
            "{{ true }}",
            "{{ 'a' }}",
            "{{ a[0] }}",
            "{{ a",
            "{{ }}",
            "{{ ä }}",
        ] {
            assert_eq!(split(source), None, "{source}");
        }
    }
}
