//! How a reply looks: as in redis-cli for a person, bare for a pipe, JSON or CSV for programs.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Number, Value as Json, json};

use crate::kit::error::Failure;
use crate::kit::fs;
use crate::kit::term::{Style, Term, csv};
use crate::resp::Value;

/// The forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// With kinds and numbers, for a person.
    Pretty,
    /// Bytes, a line for each value.
    Raw,
    /// A document for each reply, over several lines.
    Json,
    /// A document a line.
    JsonLine,
    /// A row for each reply.
    Csv,
}

/// Replies on their way to standard output, or to the file of `--output`, which is written when all are there.
#[derive(Debug)]
pub(super) struct Printer {
    term: Term,
    shape: Shape,
    collected: Vec<u8>,
}

impl Printer {
    pub(super) fn new(term: Term, shape: Shape) -> Self {
        Self { term, shape, collected: Vec::new() }
    }

    /// A reply to `words`.
    pub(super) fn print(&mut self, reply: &Value, words: &[Vec<u8>]) -> Result<(), Failure> {
        let bytes = render(reply, self.shape, is_text(words), self.term.style());
        if self.term.output().is_some() {
            self.collected.extend_from_slice(&bytes);
            return Ok(());
        }
        self.term.out_bytes(&bytes)
    }

    /// Whether nobody reads standard output any more, as behind `| head`.
    pub(super) fn is_gone(&self) -> bool {
        self.term.output().is_none() && self.term.is_out_gone()
    }

    /// Writes the file, where one was asked for.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        let Some(path) = self.term.output() else { return Ok(()) };
        fs::replace(path, &self.collected).map_err(Failure::operation)
    }
}

/// Whether the reply is a page for people, which is shown as it is.
fn is_text(words: &[Vec<u8>]) -> bool {
    let word = |at: usize| words.get(at).map(|word| word.to_ascii_lowercase()).unwrap_or_default();
    match word(0).as_slice() {
        b"info" | b"lolwut" => true,
        b"client" => matches!(word(1).as_slice(), b"list" | b"info"),
        b"cluster" => matches!(word(1).as_slice(), b"nodes" | b"info"),
        b"memory" => matches!(word(1).as_slice(), b"doctor" | b"malloc-stats"),
        b"latency" => matches!(word(1).as_slice(), b"doctor" | b"graph"),
        _ => false,
    }
}

/// A reply in one of the forms, with its line end.
fn render(reply: &Value, shape: Shape, text: bool, style: Style) -> Vec<u8> {
    let mut out = Vec::new();
    match shape {
        Shape::Pretty if text && reply.bytes().is_some() && reply.error().is_none() => {
            out = page_of(reply.bytes().unwrap_or_default()).into_bytes();
        }
        Shape::Pretty => {
            let mut page = String::new();
            pretty(reply, 0, style, &mut page);
            return page.into_bytes();
        }
        Shape::Raw => raw(reply, &mut out),
        Shape::Json => out = format!("{:#}", to_json(reply)).into_bytes(),
        Shape::JsonLine => out = to_json(reply).to_string().into_bytes(),
        Shape::Csv => {
            let mut row = Vec::new();
            fields(reply, &mut row);
            return csv(&row, &[]).into_bytes();
        }
    }
    if out.last() != Some(&b'\n') || shape == Shape::Raw && !text {
        out.push(b'\n');
    }
    out
}

/// Numbered, quoted, indented.
fn pretty(value: &Value, indent: usize, style: Style, page: &mut String) {
    let line = match value {
        Value::Null => style.faint("(nil)"),
        Value::Simple(text) => quoted(text, Quotes::Bare),
        Value::Error(text) => style.bad(&format!("(error) {}", quoted(text, Quotes::Bare))),
        Value::Int(number) => format!("(integer) {number}"),
        Value::Bulk(text) => quoted(text, Quotes::Double),
        Value::Double(text) => format!("(double) {}", quoted(text, Quotes::Bare)),
        Value::BigNumber(text) => format!("(big number) {}", quoted(text, Quotes::Bare)),
        Value::Truth(truth) => format!("({truth})"),
        Value::Verbatim(text) => page_of(text).trim_end().to_owned(),
        Value::Array(items) => return listed(items, ')', "(empty array)", (indent, style), page),
        Value::Set(items) => return listed(items, '~', "(empty set)", (indent, style), page),
        Value::Push(items) => return listed(items, ')', "(empty push)", (indent, style), page),
        Value::Map(pairs) => return mapped(pairs, indent, style, page),
    };
    page.push_str(&line);
    page.push('\n');
}

fn listed(items: &[Value], mark: char, empty: &str, (indent, style): (usize, Style), page: &mut String) {
    if items.is_empty() {
        page.push_str(empty);
        page.push('\n');
    }
    let digits = items.len().to_string().len();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            page.push_str(&" ".repeat(indent));
        }
        let _ = write!(page, "{:>digits$}{mark} ", index + 1);
        pretty(item, indent + digits + 2, style, page);
    }
}

fn mapped(pairs: &[(Value, Value)], indent: usize, style: Style, page: &mut String) {
    if pairs.is_empty() {
        page.push_str("(empty hash)\n");
    }
    let digits = pairs.len().to_string().len();
    for (index, (key, value)) in pairs.iter().enumerate() {
        if index > 0 {
            page.push_str(&" ".repeat(indent));
        }
        let _ = write!(page, "{:>digits$}# ", index + 1);
        pretty(key, indent + digits + 2, style, page);
        page.truncate(page.trim_end_matches('\n').len());
        page.push_str(" => ");
        pretty(value, indent + digits + 2, style, page);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Double,
    Bare,
}

/// Text a terminal may be shown: what would steer it, and what is no text, is spelled out.
fn quoted(bytes: &[u8], quotes: Quotes) -> String {
    let mut text = String::with_capacity(bytes.len() + 2);
    let double = quotes == Quotes::Double;
    if double {
        text.push('"');
    }
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '"' | '\\' if double => text.extend(['\\', letter]),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                '\u{7}' => text.push_str("\\a"),
                '\u{8}' => text.push_str("\\b"),
                _ if letter.is_ascii_control() => {
                    let _ = write!(text, "\\x{:02x}", u32::from(letter));
                }
                _ if letter.is_control() => text.extend(letter.escape_unicode()),
                _ => text.push(letter),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    if double {
        text.push('"');
    }
    text
}

/// A page for people, line by line; what would steer a terminal is spelled out here, too.
fn page_of(bytes: &[u8]) -> String {
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| quoted(line.trim_ascii_end(), Quotes::Bare));
    lines.collect::<Vec<_>>().join("\n")
}

/// Values, one a line, nested ones flat.
fn raw(value: &Value, out: &mut Vec<u8>) {
    let between = |out: &mut Vec<u8>, index: usize| {
        if index > 0 {
            out.push(b'\n');
        }
    };
    match value {
        Value::Null => {}
        Value::Int(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Value::Truth(truth) => out.extend_from_slice(truth.to_string().as_bytes()),
        Value::Map(pairs) => {
            for (index, (key, value)) in pairs.iter().enumerate() {
                between(out, index);
                raw(key, out);
                out.push(b'\n');
                raw(value, out);
            }
        }
        Value::Array(items) | Value::Set(items) | Value::Push(items) => {
            for (index, item) in items.iter().enumerate() {
                between(out, index);
                raw(item, out);
            }
        }
        text => out.extend_from_slice(text.bytes().unwrap_or_default()),
    }
}

/// What JSON has no word for: bytes that are no text are `{"base64": …}`, refusals are `{"error": …}`.
fn to_json(value: &Value) -> Json {
    let text = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(text) => Json::from(text),
        Err(_) => json!({ "base64": STANDARD.encode(bytes) }),
    };
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => Json::from(*number),
        Value::Truth(truth) => Json::from(*truth),
        Value::Error(error) => json!({ "error": String::from_utf8_lossy(error) }),
        Value::Double(digits) => {
            let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
            number.and_then(Number::from_f64).map_or_else(|| text(digits), Json::Number)
        }
        Value::Array(items) | Value::Set(items) | Value::Push(items) => items.iter().map(to_json).collect(),
        Value::Map(pairs) => {
            let name = |key: &Value| match to_json(key) {
                Json::String(name) => name,
                other => other.to_string(),
            };
            Json::Object(pairs.iter().map(|(key, value)| (name(key), to_json(value))).collect::<Map<_, _>>())
        }
        other => text(other.bytes().unwrap_or_default()),
    }
}

fn fields(value: &Value, row: &mut Vec<String>) {
    match value {
        Value::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            fields(key, row);
            fields(value, row);
        }),
        Value::Array(items) | Value::Set(items) | Value::Push(items) => items.iter().for_each(|item| fields(item, row)),
        other => {
            let mut bytes = Vec::new();
            raw(other, &mut bytes);
            row.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bulk(text: &str) -> Value {
        Value::Bulk(text.as_bytes().to_vec())
    }

    fn shown(value: &Value, shape: Shape) -> String {
        String::from_utf8(render(value, shape, false, Style::plain())).unwrap()
    }

    #[test]
    fn a_person_sees_kinds_and_places() {
        let nested =
            Value::Array(vec![bulk("a\n\"ä\""), Value::Array(vec![Value::Int(1), Value::Null]), Value::Array(vec![])]);
        let expected = "1) \"a\\n\\\"ä\\\"\"\n2) 1) (integer) 1\n   2) (nil)\n3) (empty array)\n";
        assert_eq!(shown(&nested, Shape::Pretty), expected);
        let map = Value::Map(vec![(bulk("proto"), Value::Int(3)), (bulk("modules"), Value::Array(vec![]))]);
        assert_eq!(shown(&map, Shape::Pretty), "1# \"proto\" => (integer) 3\n2# \"modules\" => (empty array)\n");
        assert_eq!(shown(&Value::Bulk(vec![0xff, 27]), Shape::Pretty), "\"\\xff\\x1b\"\n");
        assert_eq!(shown(&Value::Error(b"ERR no".to_vec()), Shape::Pretty), "(error) ERR no\n");
        let ten = Value::Array(vec![Value::Int(0); 10]);
        assert!(shown(&ten, Shape::Pretty).starts_with(" 1) (integer) 0\n"));
    }

    #[test]
    fn a_page_cannot_steer_the_terminal() {
        let page = Value::Verbatim(b"a:1\r\nname:\x1b[2Jb\r\n".to_vec());
        assert_eq!(shown(&page, Shape::Pretty), "a:1\nname:\\x1b[2Jb\n");
        let info = String::from_utf8(render(&page, Shape::Pretty, true, Style::plain())).unwrap();
        assert_eq!(info, "a:1\nname:\\x1b[2Jb\n");
    }

    #[test]
    fn a_pipe_gets_bare_values() {
        let map = Value::Map(vec![(bulk("a"), Value::Array(vec![Value::Int(1), Value::Null]))]);
        assert_eq!(shown(&map, Shape::Raw), "a\n1\n\n");
        assert_eq!(shown(&Value::Null, Shape::Raw), "\n");
        assert_eq!(render(&Value::Bulk(vec![0xff]), Shape::Raw, false, Style::plain()), b"\xff\n");
    }

    #[test]
    fn programs_get_json_and_csv() {
        let map = Value::Map(vec![(bulk("a"), Value::Set(vec![Value::Double(b"1.5".to_vec()), Value::Truth(true)]))]);
        assert_eq!(shown(&map, Shape::JsonLine), "{\"a\":[1.5,true]}\n");
        assert_eq!(shown(&Value::Bulk(vec![0xff]), Shape::JsonLine), "{\"base64\":\"/w==\"}\n");
        assert_eq!(shown(&map, Shape::Csv), "a,1.5,true\n");
        assert_eq!(shown(&Value::Double(b"inf".to_vec()), Shape::JsonLine), "\"inf\"\n");
    }
}
