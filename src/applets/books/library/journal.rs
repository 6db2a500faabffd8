//! Every fact as a line beside the database (`books.events`): what the library is made anew from where the database is
//! damaged, gone, or older than it was. Only added to; a line that was torn by a power cut is skipped.
//!
//! The database knows how far it has read and written the journal. What lies beyond was told to a database that is not
//! this one any more, and is learned when the library is opened.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::facts::insert_all;
use super::{Library, meta, set_meta};
use crate::applets::books::error::BooksError;
use crate::applets::books::log::{Event, EventId, line};
use crate::kit::fs::FileError;
use crate::kit::store::Connection;

/// The journal of a library.
#[must_use]
pub fn path(library: &Path) -> PathBuf {
    library.with_extension("events")
}

impl Library {
    /// Learns what stands in the journal and not in the database; how many facts that were.
    pub(super) fn recover(&mut self) -> Result<usize, BooksError> {
        let path = path(self.path());
        // Asked for before the file is: another process may be writing both, the file first.
        let end: u64 = meta(self.connection(), "journal_end")?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let length = std::fs::metadata(&path).map_or(0, |found| found.len());
        if length == end {
            return Ok(0);
        }
        if length < end {
            // It was lost, or cut: it gets everything once more.
            return self.store.write(|tx| {
                set_meta(tx, "journal", "0")?;
                set_meta(tx, "journal_end", &length.to_string())?;
                Ok(0)
            });
        }
        let events = match read_from(&path, end) {
            Ok((events, _)) => events,
            // Where the facts are in the database, that the journal cannot be read is seen when it is written.
            Err(_) if self.facts()? > 0 => return Ok(0),
            Err(error) => return Err(error.into()),
        };
        let learned = self.store.write(|tx| {
            let told: BTreeSet<EventId> = events.iter().map(|event| event.id).collect();
            let done = meta(tx, "journal")?.and_then(|text| text.parse().ok()).unwrap_or(0);
            let waiting = pending(tx, done)?.into_iter().filter(|(_, event)| !told.contains(&event.id)).count();
            let learned = insert_all(tx, &events)?;
            if waiting == 0 {
                let last: i64 = tx.query_row("SELECT coalesce(max(n), 0) FROM event", [], |row| row.get(0))?;
                set_meta(tx, "journal", &last.to_string())?;
            }
            set_meta(tx, "journal_end", &length.to_string())?;
            Ok::<_, BooksError>(learned)
        })?;
        if learned.new > 0 {
            self.settle_touched()?;
        }
        Ok(learned.new)
    }

    /// Adds what the journal does not have yet, and makes it durable. Where that fails, the facts are in the database, and
    /// the next time brings them: it is told by [`take_problem`].
    pub(super) fn write_journal(&mut self) -> Result<(), BooksError> {
        let done: i64 = meta(self.connection(), "journal")?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let (mut text, mut last) = (String::new(), done);
        for (n, event) in pending(self.connection(), done)? {
            last = n;
            text.push_str(&line::write(&event).map_err(BooksError::Json)?);
        }
        if last == done {
            return Ok(());
        }
        let path = path(self.path());
        let end = match append(&path, &text) {
            Ok(end) => end,
            Err(error) => {
                PROBLEM.set(Some(FileError::new("write", &path, error)));
                return Ok(());
            }
        };
        self.store.write(|tx| {
            set_meta(tx, "journal_end", &end.to_string())?;
            set_meta(tx, "journal", &last.to_string())
        })
    }
}

thread_local! {
    /// What went wrong with a journal in this thread: a verb is done in one.
    static PROBLEM: Cell<Option<FileError>> = const { Cell::new(None) };
}

/// What went wrong with the journal since the last call, while facts were saved in the database.
#[must_use]
pub fn take_problem() -> Option<FileError> {
    PROBLEM.take()
}

/// Adds lines; where the file ends afterwards.
fn append(path: &Path, text: &str) -> io::Result<u64> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    // What is torn at the end stays a line of its own.
    let begun = if file.metadata()?.len() > 0 { "\n" } else { "" };
    file.write_all(format!("{begun}{text}").as_bytes())?;
    file.sync_data()?;
    Ok(file.metadata()?.len())
}

/// The facts that came after this one, with their numbers.
fn pending(connection: &Connection, done: i64) -> Result<Vec<(i64, Event)>, BooksError> {
    let mut statement = connection.prepare_cached("SELECT n, body FROM event WHERE n > ?1 ORDER BY n")?;
    let rows = statement.query_map([done], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let mut pending = Vec::new();
    for row in rows {
        let (n, body) = row?;
        pending.extend(serde_json::from_str(&body).ok().map(|event| (n, event)));
    }
    Ok(pending)
}

/// Reads a journal, or any file of such lines; and how many lines are damaged.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Result<(Vec<Event>, usize), FileError> {
    read_from(path, 0)
}

fn read_from(path: &Path, start: u64) -> Result<(Vec<Event>, usize), FileError> {
    /// A fact has some hundred bytes.
    const LONGEST: usize = 1 << 20;
    let fail = |error| FileError::new("read", path, error);
    let mut file = File::open(path).map_err(fail)?;
    file.seek(SeekFrom::Start(start)).map_err(fail)?;
    let reader = BufReader::new(file);
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
