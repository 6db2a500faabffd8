//! From the bytes a server sent to text: compression that nobody announced, encodings, and what is no playlist at all.

use std::io::Read as _;

use super::ReadError;
use super::diagnostic::Diagnostics;

/// A day of one-second segments is 10 MB; more than this is an attack or a mistake.
pub(super) const LARGEST: usize = 64 << 20;

/// Where a text shows what it is.
const BEGINNING: usize = 4096;

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";
const GZIP: &[u8] = b"\x1f\x8b";

/// The text, from `#EXTM3U` on or before it.
pub(super) fn decode(bytes: &[u8], notes: &mut Diagnostics) -> Result<String, ReadError> {
    if bytes.starts_with(GZIP) {
        notes.add(1, "compressed, which its head does not say");
        return plain(&inflate(bytes)?, notes);
    }
    plain(bytes, notes)
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut text = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(LARGEST as u64 + 1).read_to_end(&mut text);
    // What was inflated before a fault is judged as it is: a cut playlist is told by what is missing in it.
    if read.is_err() && text.is_empty() {
        return Err(ReadError::Foreign { begin: "compressed bytes that are damaged".to_owned() });
    }
    Ok(text)
}

fn plain(bytes: &[u8], notes: &mut Diagnostics) -> Result<String, ReadError> {
    if bytes.len() > LARGEST {
        return Err(ReadError::TooLarge { most: LARGEST });
    }
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes, notes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes, notes),
        [b'#', 0, b'E', 0, ..] => utf16(bytes, u16::from_le_bytes, notes),
        [0, b'#', 0, b'E', ..] => utf16(bytes, u16::from_be_bytes, notes),
        _ => utf8(bytes, notes),
    };
    if text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(text) }
}

fn utf8(bytes: &[u8], notes: &mut Diagnostics) -> String {
    let bytes = bytes.strip_prefix(UTF8_BOM).inspect(|_| notes.add(1, "a byte order mark")).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let line = before.matches('\n').count() + 1;
            notes.add(line, "bytes that are not UTF-8");
            String::from_utf8_lossy(bytes).into_owned()
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, notes: &mut Diagnostics) -> String {
    notes.add(1, "UTF-16 in place of UTF-8");
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// What a text that is no playlist is.
pub(super) fn foreign(text: &str) -> ReadError {
    let text = text.trim_start();
    let beginning: String = text.chars().take(BEGINNING).collect();
    let lower = beginning.to_ascii_lowercase();
    if lower.contains("<mpd") {
        return ReadError::Dash;
    }
    if lower.starts_with("<!doctype html") || lower.contains("<html") || lower.contains("<body") {
        return ReadError::Page { title: title(&beginning, &lower) };
    }
    let begin = beginning.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    ReadError::Foreign { begin }
}

/// Between `<title>` and `</title>`; `lower` has the same bytes at the same places.
fn title(text: &str, lower: &str) -> Option<String> {
    let tag = lower.find("<title")?;
    let from = tag + lower[tag..].find('>')? + 1;
    let to = from + lower[from..].find('<')?;
    let words: Vec<&str> = text[from..to].split_whitespace().collect();
    let title: String = words.join(" ").chars().filter(|c| !c.is_control()).take(80).collect();
    (!title.is_empty()).then_some(title)
}
