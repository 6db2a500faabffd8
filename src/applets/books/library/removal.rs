//! Books and folders that are taken out: what was told about them stays, and they stay out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::paths::{path, text};
use super::project::canon;
use super::{Library, now_ms};
use crate::applets::books::audio::Essence;
use crate::applets::books::error::BooksError;
use crate::kit::store::{Transaction, params};

/// What becomes of a book that was taken out when its files are met again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// It stays out.
    Stay,
    /// It comes back: it was asked for.
    Return,
}

/// Whether the next scan is to remember that a book was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remember {
    /// It is.
    Yes,
    /// Its files are gone as well; where they turn up again, it is there again.
    No,
}

/// A folder that was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// Which.
    pub folder: PathBuf,
    /// Books that went with it: slug and title.
    pub books: Vec<(String, String)>,
    /// The folder around it that is still looked at: there its books stay.
    pub inside: Option<PathBuf>,
}

/// Whether a book was taken out; from here on it no longer is, where it is to come back.
pub(super) fn is_removed(tx: &Transaction<'_>, book: Essence, removed: Removed) -> Result<bool, BooksError> {
    let canon = canon(tx, book)?;
    let names = "(SELECT fp FROM alias WHERE canon = ?1 UNION SELECT ?1 UNION SELECT ?2)";
    let values = [&canon.0[..], &book.0[..]];
    if removed == Removed::Return {
        tx.prepare_cached(&format!("DELETE FROM removed WHERE fp IN {names}"))?.execute(values)?;
        return Ok(false);
    }
    Ok(tx.prepare_cached(&format!("SELECT 1 FROM removed WHERE fp IN {names}"))?.exists(values)?)
}

fn take_out(tx: &Transaction<'_>, book: i64) -> Result<(), BooksError> {
    for query in [
        // What is met again is to be read again: it may be wanted back.
        "DELETE FROM unit WHERE path = (SELECT unit FROM book WHERE id = ?1)",
        // What was added by itself is looked at no more.
        "DELETE FROM root WHERE loose = 'together' AND path = (SELECT unit FROM book WHERE id = ?1)
         AND NOT EXISTS (SELECT 1 FROM book b WHERE b.id <> ?1 AND b.unit LIKE root.path || '%')",
        "DELETE FROM book_fts WHERE rowid = ?1",
        "DELETE FROM book_tri WHERE rowid = ?1",
        "DELETE FROM book WHERE id = ?1",
    ] {
        tx.prepare_cached(query)?.execute([book])?;
    }
    Ok(())
}

impl Library {
    /// Takes a book out; what was told about it stays.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn remove(&mut self, book: i64, remember: Remember) -> Result<(), BooksError> {
        self.store.write(|tx| {
            if remember == Remember::Yes {
                tx.execute(
                    "INSERT OR REPLACE INTO removed(fp, title, at_ms) SELECT canon, title, ?2 FROM book WHERE id = ?1",
                    params![book, now_ms()],
                )?;
            }
            take_out(tx, book)
        })
    }

    /// Books that were taken out, by their names, with their titles and when that was.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn removed(&self) -> Result<Vec<(Essence, String, i64)>, BooksError> {
        let mut statement = self.connection().prepare_cached("SELECT fp, title, at_ms FROM removed ORDER BY title")?;
        let rows = statement.query_map([], |row| Ok((Essence(row.get(0)?), row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes over from an older file which books were taken out.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_removed(&mut self, removed: &[(Essence, String, i64)]) -> Result<(), BooksError> {
        self.store.write(|tx| {
            for (fp, title, at_ms) in removed {
                tx.prepare_cached("INSERT OR REPLACE INTO removed(fp, title, at_ms) VALUES (?1, ?2, ?3)")?
                    .execute(params![&fp.0[..], title, at_ms])?;
            }
            Ok(())
        })
    }

    /// Looks at a folder no more, and takes out the books that lie in it and in no other that is looked at.
    ///
    /// # Errors
    /// The folder is none of the library's; the library cannot be written.
    pub fn forget_folder(&mut self, folder: &Path) -> Result<Forgotten, BooksError> {
        let roots: Vec<PathBuf> = self.roots()?.into_iter().map(|(path, _)| path).collect();
        let whole = folder.canonicalize().unwrap_or_else(|_| crate::kit::env::working_directory().join(folder));
        let folder = roots.iter().find(|root| **root == whole || *root == folder).cloned();
        let folder = folder.ok_or_else(|| BooksError::NoFolder { folder: whole, known: roots.clone() })?;
        let inside = roots.iter().filter(|root| **root != folder && folder.starts_with(root)).max().cloned();
        let nested: Vec<&PathBuf> = roots.iter().filter(|root| **root != folder && root.starts_with(&folder)).collect();
        let is_here = |path: &Path| path.starts_with(&folder) && !nested.iter().any(|root| path.starts_with(root));
        let books = self.store.write(|tx| {
            let name = text(&folder);
            tx.execute("DELETE FROM root WHERE path = ?1", [&name])?;
            tx.execute("DELETE FROM unit WHERE root = ?1", [&name])?;
            if inside.is_some() {
                return Ok::<_, BooksError>(Vec::new());
            }
            let mut statement = tx.prepare(
                "SELECT b.id, b.slug, b.title, coalesce(f.path, b.unit) FROM book b LEFT JOIN file f ON f.book_id = b.id",
            )?;
            let rows = statement.query_map([], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
            })?;
            let mut all: BTreeMap<i64, (String, String, bool)> = BTreeMap::new();
            for row in rows {
                let (id, slug, title, file) = row?;
                all.entry(id).or_insert((slug, title, true)).2 &= is_here(&path(&file));
            }
            drop(statement);
            let gone = all.into_iter().filter(|(_, (.., is_here))| *is_here);
            let mut books = Vec::new();
            for (id, (slug, title, _)) in gone {
                take_out(tx, id)?;
                books.push((slug, title));
            }
            Ok(books)
        })?;
        Ok(Forgotten { folder, books, inside })
    }
}
