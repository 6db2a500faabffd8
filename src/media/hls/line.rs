//! From text to lines: tags, URIs, and nothing else.

use super::ReadError;
use super::diagnostic::Diagnostics;
use super::text;

/// A line that means something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1, as an editor counts.
    pub(super) number: usize,
    pub(super) content: Content,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// `#NAME:value`; tags begin with `#EXT` (section 4.1).
    Tag { name: String, value: String },
    /// Anything that does not begin with `#`.
    Uri(String),
}

const HEADER: &str = "#EXTM3U";

/// Five days of one-second segments; each line costs some hundred bytes while it is read.
pub(super) const MOST_LINES: usize = 1_000_000;

/// The lines behind `#EXTM3U`, blank ones and comments left out. Lines end in LF, CR LF or a lone CR.
pub(super) fn split(text: &str, notes: &mut Diagnostics) -> Result<Vec<Line>, ReadError> {
    let mut numbered = numbered(text);
    let mut junk = None;
    let header = numbered.find(|(number, line)| {
        let is_header = is_header(line);
        if !is_header && !line.is_empty() {
            junk = junk.or(Some(*number));
        }
        is_header
    });
    let Some((number, header)) = header else { return Err(text::foreign(text)) };
    if let Some(junk) = junk {
        notes.add(junk, "text before #EXTM3U");
    }
    if header != HEADER {
        notes.add(number, "text behind #EXTM3U on its line");
    }
    let lines = numbered.filter_map(|(number, line)| Some(Line { number, content: content(line)? }));
    let lines: Vec<Line> = lines.take(MOST_LINES + 1).collect();
    if lines.len() > MOST_LINES { Err(ReadError::TooLong { most: MOST_LINES }) } else { Ok(lines) }
}

fn is_header(line: &str) -> bool {
    line.strip_prefix(HEADER).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Lines without the blanks around them.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = Some(text);
    let lines = std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let length = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[end + length..]);
        Some(&text[..end])
    });
    lines.enumerate().map(|(index, line)| (index + 1, line.trim_matches(is_blank)))
}

/// White space, and what editors leave behind that looks like nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}' || c == '\u{200b}'
}

fn content(line: &str) -> Option<Content> {
    if let Some(tag) = line.strip_prefix('#') {
        if !tag.starts_with("EXT") {
            return None;
        }
        let (name, value) = tag.split_once(':').unwrap_or((tag, ""));
        return Some(Content::Tag { name: name.trim_end().to_owned(), value: value.trim().to_owned() });
    }
    (!line.is_empty()).then(|| Content::Uri(line.to_owned()))
}
