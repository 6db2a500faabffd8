//! Files on their way to another place, as they were planned: what a kill has left undone is found here.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::Library;
use crate::applets::books::error::BooksError;
use crate::applets::books::organize::How;
use crate::kit::store::params;

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// Its number; 0 where it is not written down yet.
    pub n: i64,
    /// Where it is.
    pub source: PathBuf,
    /// What it will be.
    pub target: PathBuf,
    /// How it gets there.
    pub how: How,
    /// The folder that is imported: no folder above it is removed when it becomes empty.
    pub top: PathBuf,
    /// The folder of books that it goes to.
    pub root: PathBuf,
}

#[cfg(unix)]
fn bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

#[cfg(unix)]
fn path(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    PathBuf::from(OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(OsString::from(String::from_utf8_lossy(&bytes).into_owned()))
}

impl Library {
    /// Writes down what is to be done: all of it or nothing.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn plan_errands(&mut self, errands: &[Errand]) -> Result<(), BooksError> {
        self.store.write(|tx| {
            for errand in errands {
                tx.prepare_cached("INSERT INTO errand(source, target, how, top, root) VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute(params![
                        bytes(&errand.source),
                        bytes(&errand.target),
                        errand.how.name(),
                        bytes(&errand.top),
                        bytes(&errand.root)
                    ])?;
            }
            Ok(())
        })
    }

    /// What is not done yet, in order.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn errands(&self) -> Result<Vec<Errand>, BooksError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT n, source, target, how, top, root FROM errand WHERE done = 0 ORDER BY n")?;
        let rows = statement.query_map([], |row| {
            Ok(Errand {
                n: row.get(0)?,
                source: path(row.get(1)?),
                target: path(row.get(2)?),
                how: How::parse(&row.get::<_, String>(3)?).unwrap_or(How::Copy),
                top: path(row.get(4)?),
                root: path(row.get(5)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Folders to which files went or will go, and of which the library has not heard yet.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn errand_roots(&self) -> Result<Vec<PathBuf>, BooksError> {
        let mut statement = self.connection().prepare_cached("SELECT DISTINCT root FROM errand ORDER BY root")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0).map(path))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// These are done.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn errands_done(&mut self, numbers: &[i64]) -> Result<(), BooksError> {
        self.store.write(|tx| {
            for number in numbers {
                tx.prepare_cached("UPDATE errand SET done = 1 WHERE n = ?1")?.execute([number])?;
            }
            Ok(())
        })
    }

    /// Strikes out what is done, once the library knows the files where they are.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn forget_errands(&mut self) -> Result<(), BooksError> {
        self.store.write(|tx| {
            tx.execute("DELETE FROM errand WHERE done = 1", [])?;
            Ok(())
        })
    }
}
