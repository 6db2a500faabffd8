//! One SQLite file: opened, brought to the newest schema, written by one and read by many.
//!
//! The write-ahead log lets readers read while somebody writes; a second process that wants to write waits its turn.
//! The schema's version is SQLite's own `user_version`: each [`Schema`] step runs once, in a transaction, and a file
//! that a newer program has written is refused rather than guessed at.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::functions::FunctionFlags;
pub use rusqlite::types::{FromSql, ToSql, Value};
pub use rusqlite::{
    Connection, Error as SqlError, OptionalExtension, Result as SqlResult, Row, Statement, Transaction, params,
    params_from_iter,
};
use rusqlite::{ErrorCode, OpenFlags, TransactionBehavior};

/// How long a writer waits for another process to finish its transaction: an import commits far more often.
const PATIENCE: Duration = Duration::from_secs(20);

/// Statements that are kept prepared in a connection: more than any applet has.
const STATEMENTS: usize = 128;

/// What a store may cost: memory that is mapped, and pages that are cached.
const MAPPED_BYTES: i64 = 256 << 20;

/// The steps from an empty file to the newest schema, oldest first; never changed once released.
pub type Schema<'a> = &'a [&'a str];

/// A store that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder or the file.
    #[error("cannot open the store {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system, or SQLite, said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It is not a store, or a broken one.
    #[error("the store {} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// In SQLite's words.
        what: String,
    },
    /// A newer program wrote it.
    #[error("the store {} has schema {found}, and this program knows {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of the file.
        found: i64,
        /// The newest version known.
        known: i64,
    },
    /// Another process did not stop writing.
    #[error("the store is being written to by another process")]
    Busy,
    /// It must not be written.
    #[error("the store cannot be written to")]
    ReadOnly(#[source] rusqlite::Error),
    /// No room is left.
    #[error("no room is left for the store")]
    Full(#[source] rusqlite::Error),
    /// Anything else.
    #[error("the store failed")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(error),
            Some(ErrorCode::DiskFull) => Self::Full(error),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path: PathBuf::from("(open)"), what: error.to_string() }
            }
            _ => Self::Sqlite(error),
        }
    }
}

/// An open store; see the module.
///
/// ```
/// use toolbox::kit::store::{Store, StoreError};
/// let folder = tempfile::tempdir()?;
/// let mut store = Store::open(&folder.path().join("deep/file.db"), &["CREATE TABLE t(a INTEGER) STRICT"])?;
/// store.write::<_, StoreError>(|tx| Ok(tx.execute("INSERT INTO t VALUES (7)", [])?))?;
/// let sum: i64 = store.connection().query_row("SELECT sum(a) FROM t", [], |row| row.get(0))?;
/// assert_eq!(sum, 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens or creates the file, and its folder, and brings it to the end of `schema`.
    ///
    /// # Errors
    /// It cannot be opened or written, is damaged, or newer.
    pub fn open(path: &Path, schema: Schema<'_>) -> Result<Self, StoreError> {
        let failed =
            |source: Box<dyn std::error::Error + Send + Sync>| StoreError::Open { path: path.to_owned(), source };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            private_folder(folder).map_err(|error| failed(error.into()))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|error| failed(error.into()))?;
        let mut store = Self { connection, path: path.to_owned() };
        store.set_up(schema).map_err(|error| store.named(error))?;
        Ok(store)
    }

    fn set_up(&mut self, schema: Schema<'_>) -> Result<(), StoreError> {
        let connection = &mut self.connection;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        // What is committed survives the end of the process by any means; a power cut may cost the last transactions,
        // never the file. Who cannot afford that calls `settle`.
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        self.migrate(schema)
    }

    fn migrate(&mut self, schema: Schema<'_>) -> Result<(), StoreError> {
        let version = |connection: &Connection| connection.query_row("PRAGMA user_version", [], |row| row.get(0));
        let known = schema.len() as i64;
        let found: i64 = version(&self.connection)?;
        if found > known {
            return Err(StoreError::Newer { path: self.path.clone(), found, known });
        }
        if found == known {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been quicker.
        let found: i64 = version(&transaction)?;
        for step in schema.iter().skip(usize::try_from(found).unwrap_or(0)) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "user_version", known)?;
        Ok(transaction.commit()?)
    }

    /// The connection, for reading.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does `work` in one transaction: all of it is there afterwards, or nothing.
    ///
    /// # Errors
    /// Of `work`, and of the store.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path.clone();
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(|error| E::from(named(error.into(), &path)))?;
        let done = work(&transaction)?;
        transaction.commit().map_err(|error| E::from(named(error.into(), &path)))?;
        Ok(done)
    }

    /// Whether the file is sound, in SQLite's words where it is not; reads all of it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA quick_check(20)")?;
        let found: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }

    fn named(&self, error: StoreError) -> StoreError {
        named(error, &self.path)
    }
}

/// Teaches a connection a function from text to text; of nothing it makes nothing.
///
/// # Errors
/// As SQLite says.
pub fn text_function(connection: &Connection, name: &str, of: fn(&str) -> String) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let function = move |context: &mut rusqlite::functions::Context<'_>| {
        Ok(context.get::<Option<String>>(0)?.map(|text| of(&text)))
    };
    Ok(connection.create_scalar_function(name, 1, flags, function)?)
}

/// The error with the file's name.
fn named(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::Damaged { what, .. } => StoreError::Damaged { path: path.to_owned(), what },
        error => error,
    }
}

/// Makes a folder that is nobody else's business where it is missing.
fn private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "CREATE TABLE t(a INTEGER) STRICT";

    #[test]
    fn steps_run_once_and_a_newer_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        drop(Store::open(&path, &[ONE]).unwrap());
        let store = Store::open(&path, &[ONE, "ALTER TABLE t ADD COLUMN b TEXT"]).unwrap();
        store.connection().execute("INSERT INTO t(a, b) VALUES (1, 'x')", []).unwrap();
        drop(store);
        let error = Store::open(&path, &[ONE]).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
    }

    #[test]
    fn a_failed_transaction_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("s.db"), &[ONE]).unwrap();
        let failed: Result<(), StoreError> = store.write(|tx| {
            tx.execute("INSERT INTO t VALUES (1)", [])?;
            Err(StoreError::Busy)
        });
        assert!(failed.is_err());
        let count: i64 = store.connection().query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 0);
    }

    #[test]
    fn what_is_no_store_says_so_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        fs::write(&path, "this is no database at all, and long enough to be looked at".repeat(20)).unwrap();
        let error = Store::open(&path, &[ONE]).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { path: named, .. } if *named == path), "{error}");
    }
}
