//! One result, four forms: a page to read, JSON, a JSON document per line, CSV.
//!
//! CSV is quoted as RFC 4180 says: a field with a comma, a quote or a line break stands in quotes, and quotes are
//! doubled. Lines end in a bare LF, which every reader of CSV accepts and every line tool of Unix needs.

use serde::Serialize;
use serde_json::Value;

use super::{Format, Glyphs, Style};

/// Where a result will be read: decides width, colours and signs, never content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// Columns of the terminal; none for pipes and files, where nothing is ever cut off.
    pub width: Option<u16>,
    /// The colours of the stream.
    pub style: Style,
    /// The signs that may be drawn.
    pub glyphs: Glyphs,
}

/// A result that can be written in every [`Format`].
///
/// ```
/// use serde::Serialize;
/// use toolbox::kit::term::{Emit, Format, Options, Page, Term};
///
/// #[derive(Serialize)]
/// struct Sum { requests: u64 }
///
/// impl Emit for Sum {
///     fn text(&self, _page: &Page) -> String {
///         format!("{} requests", self.requests)
///     }
///     fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
///         (vec!["requests".into()], vec![vec![self.requests.to_string()]])
///     }
/// }
///
/// let (term, captured) = Term::captured(Options { format: Format::Csv, ..Options::default() }, None);
/// term.emit(&Sum { requests: 7 }).unwrap();
/// assert_eq!(captured.out(), "requests\n7\n");
/// ```
pub trait Emit: Serialize {
    /// The page to read. A missing line break at its end is added.
    fn text(&self, page: &Page) -> String;

    /// Header and rows for CSV. Figures are plain numbers in base units, not rounded for reading.
    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>);

    /// The documents for one-per-line JSON; unless overridden, one: all of it.
    ///
    /// # Errors
    /// What serde says of a value that JSON cannot hold.
    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        Ok(vec![serde_json::to_value(self)?])
    }
}

/// `result` as the text of one format, with a line break at its end unless it is empty.
pub(super) fn render<R: Emit + ?Sized>(result: &R, format: Format, page: Page) -> serde_json::Result<String> {
    let mut text = match format {
        Format::Table => result.text(&page),
        Format::Json => serde_json::to_string_pretty(result)?,
        Format::Jsonl => {
            let lines: Vec<String> = result.lines()?.iter().map(Value::to_string).collect();
            lines.join("\n")
        }
        Format::Csv => {
            let (header, rows) = result.rows();
            csv(&header, &rows)
        }
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// A header and rows as CSV.
///
/// ```
/// use toolbox::kit::term::csv;
/// let row = vec!["a \"b\"".to_owned(), "1,5".to_owned()];
/// assert_eq!(csv(&["name".to_owned(), "value".to_owned()], &[row]), "name,value\n\"a \"\"b\"\"\",\"1,5\"\n");
/// ```
#[must_use]
pub fn csv(header: &[String], rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        for (index, field) in row.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            // A row of one empty field would be an empty line, which readers skip.
            let lone = row.len() == 1 && field.is_empty();
            if lone || field.contains([',', '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&field.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(field);
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A reader written from the grammar of RFC 4180 section 2, LF for CRLF.
    fn read(text: &str) -> Vec<Vec<String>> {
        let mut rows = vec![];
        let mut row = vec![];
        let mut field = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' => loop {
                    match chars.next() {
                        Some('"') if chars.peek() == Some(&'"') => field.push(chars.next().unwrap()),
                        Some('"') | None => break,
                        Some(c) => field.push(c),
                    }
                },
                ',' => row.push(std::mem::take(&mut field)),
                '\n' => {
                    row.push(std::mem::take(&mut field));
                    rows.push(std::mem::take(&mut row));
                }
                c => field.push(c),
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn csv_reads_back_as_it_was(rows in prop::collection::vec(prop::collection::vec("[a,\"\r\né ]{0,6}", 1..4), 1..5)) {
            let (header, body) = rows.split_first().unwrap();
            prop_assert_eq!(read(&csv(header, body)), rows);
        }
    }
}
