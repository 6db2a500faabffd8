//! Every fact as a line beside the database (`books.events`): what the library is made anew from where the database is
//! damaged. Only added to; a line that was torn by a power cut is skipped.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use super::{Library, meta, set_meta};
use crate::applets::books::error::BooksError;
use crate::applets::books::log::{Event, line};
use crate::kit::fs::FileError;

/// The journal of a library.
#[must_use]
pub fn path(library: &Path) -> PathBuf {
    library.with_extension("events")
}

impl Library {
    /// Adds what the journal does not have yet, and makes it durable.
    pub(super) fn write_journal(&mut self) -> Result<(), BooksError> {
        let done: i64 = meta(self.connection(), "journal")?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut statement = self.connection().prepare_cached("SELECT n, body FROM event WHERE n > ?1 ORDER BY n")?;
        let rows = statement.query_map([done], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        let (mut text, mut last) = (String::new(), done);
        for row in rows {
            let (n, body) = row?;
            last = n;
            if let Ok(event) = serde_json::from_str::<Event>(&body) {
                text.push_str(&line::write(&event).map_err(BooksError::Json)?);
            }
        }
        drop(statement);
        if last == done {
            return Ok(());
        }
        let path = path(self.path());
        let fail = |error| FileError::new("write", &path, error);
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(fail)?;
        // What is torn at the end stays a line of its own.
        let begun = if file.metadata().map_err(fail)?.len() > 0 { "\n" } else { "" };
        file.write_all(format!("{begun}{text}").as_bytes()).and_then(|()| file.sync_data()).map_err(fail)?;
        self.store.write(|tx| set_meta(tx, "journal", &last.to_string()))
    }
}

/// Reads a journal, or any file of such lines; and how many lines are damaged.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Result<(Vec<Event>, usize), FileError> {
    /// A fact has some hundred bytes.
    const LONGEST: usize = 1 << 20;
    let fail = |error| FileError::new("read", path, error);
    let reader = BufReader::new(File::open(path).map_err(fail)?);
    let (mut events, mut damaged) = (Vec::new(), 0);
    for line in reader.split(b'\n') {
        let line = line.map_err(fail)?;
        if line.is_empty() {
            continue;
        }
        let text = std::str::from_utf8(&line).ok().filter(|text| text.len() <= LONGEST);
        match text.and_then(line::read) {
            Some(event) => events.push(event),
            None => damaged += 1,
        }
    }
    Ok((events, damaged))
}
