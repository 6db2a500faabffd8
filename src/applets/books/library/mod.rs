//! The library: books, and what was told about them, in one SQLite file.
//!
//! ```text
//! schema    the tables                      accept   what a scan found becomes books
//! known     which book it is, by its sound
//! book      rows as people see them         find     which book was meant; search
//! facts     told here and learned from elsewhere       project  what is read out of them: places, registers
//! pulse     where players are, until they have told it  errands  files on their way to another place
//! lists     lists, tags, titles, counts           paths    names of files as text, and back
//! removal   books and folders that were taken out  covers   pictures that were given
//! journal   every fact as a line of text beside the database: what it can be made anew from
//! ```

pub mod accept;
pub mod book;
pub mod covers;
pub mod errands;
pub mod facts;
pub mod find;
pub mod journal;
pub mod known;
pub mod lists;
pub mod paths;
mod project;
mod pulse;
pub mod removal;
pub mod schema;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::error::BooksError;
use super::log::Device;
use crate::kit::env::Env;
use crate::kit::store::{Connection, OptionalExtension as _, Store, params};

/// A library that is open.
#[derive(Debug)]
pub struct Library {
    pub(in crate::applets::books) store: Store,
    /// Whose places these are.
    pub profile: String,
    /// This device, in this library.
    pub device: Device,
    /// Facts that were in the journal and not in the database when it was opened.
    pub recovered: usize,
}

/// Where the library is unless somebody says otherwise: `$XDG_DATA_HOME/toolbox/books.db`.
#[must_use]
pub fn usual_path(env: &Env) -> Option<PathBuf> {
    let stated = env.get_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let data = stated.or_else(|| env.home().map(|home| home.join(".local/share")))?;
    Some(data.join("toolbox/books.db"))
}

impl Library {
    /// Opens or begins a library; what only its journal knows, it learns.
    ///
    /// # Errors
    /// The file cannot be opened, is damaged, or newer than this program.
    pub fn open(path: &Path, profile: &str) -> Result<Self, BooksError> {
        OPENED.set(Some(path.to_owned()));
        let store = Store::open(path, schema::SCHEMA)?;
        let mut library = Self { store, profile: profile.to_owned(), device: Device(0), recovered: 0 };
        library.device = library.own_device()?;
        library.recovered = library.recover()?;
        library.recover_pulses()?;
        library.refresh_words()?;
        Ok(library)
    }

    /// The connection, for reading.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        self.store.connection()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    pub(super) fn own_device(&mut self) -> Result<Device, BooksError> {
        if let Some(device) = meta(self.connection(), "device")?.and_then(|text| Device::parse(&text)) {
            return Ok(device);
        }
        // Unlike any other; nobody has to be kept from guessing it. SQLite's own generator is seeded by the system.
        let number: i64 = self.connection().query_row("SELECT random()", [], |row| row.get(0))?;
        // SQLite's numbers are signed, and 0 is nobody.
        let device = Device((number as u64 >> 1).max(1));
        self.store.write(|tx| set_meta(tx, "device", &device.to_string()))?;
        Ok(device)
    }
}

thread_local! {
    /// The library that was opened last in this thread: errors of SQLite do not say which file they are about.
    static OPENED: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// The library that was opened last in this thread.
#[must_use]
pub(in crate::applets::books) fn opened() -> Option<PathBuf> {
    OPENED.with_borrow(Clone::clone)
}

/// A remark of the library about itself.
pub(in crate::applets::books) fn meta(connection: &Connection, key: &str) -> Result<Option<String>, BooksError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// Notes something about the library.
pub(in crate::applets::books) fn set_meta(connection: &Connection, key: &str, value: &str) -> Result<(), BooksError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO meta(key, value) VALUES (?1, ?2)")?
        .execute(params![key, value])?;
    Ok(())
}

/// Milliseconds since 1970 by this device's clock.
#[must_use]
pub fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_millis() as i64
}
