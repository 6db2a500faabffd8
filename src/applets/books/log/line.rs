//! A fact as a line of text: its sum in eight digits, a space, JSON. A torn or damaged line is known as one.

use super::event::Event;

/// The line, with its break.
///
/// # Errors
/// What serde says; no fact that was read or made here fails.
pub fn write(event: &Event) -> serde_json::Result<String> {
    let json = serde_json::to_string(event)?;
    Ok(format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes())))
}

/// Reads a line; `None` for what is damaged, or no fact.
#[must_use]
pub fn read(line: &str) -> Option<Event> {
    let (sum, json) = line.trim_end_matches(['\r', '\n']).split_once(' ')?;
    let sum = u32::from_str_radix(sum, 16).ok()?;
    (sum == crc32fast::hash(json.as_bytes())).then(|| serde_json::from_str(json).ok()).flatten()
}
