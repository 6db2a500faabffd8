//! Small questions to the library: what is on lists, titles, counts.

use super::book::{Book, SELECT};
use super::facts::Whose;
use super::project::canon;
use super::{Library, now_ms};
use crate::applets::books::audio::Essence;
use crate::applets::books::error::BooksError;
use crate::applets::books::log::Event;
use crate::kit::store::{OptionalExtension as _, params};

impl Library {
    /// What follows a prefix in keys, with the number of books it stands at.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn words(&self, whose: Whose, prefix: &str) -> Result<Vec<(String, usize)>, BooksError> {
        let profile = if whose == Whose::Mine { self.profile.as_str() } else { "" };
        let mut statement = self.connection().prepare_cached(
            "SELECT substr(key, length(?2) + 1), count(*) FROM register WHERE profile = ?1 AND key >= ?2
             AND key < ?2 || char(1114111) AND value IS NOT NULL GROUP BY key ORDER BY key",
        )?;
        let rows = statement.query_map([profile, prefix], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The books on a list of the listener, in its order, with their ranks.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn on_list(&self, list: &str) -> Result<Vec<(f64, Book)>, BooksError> {
        let sql = format!(
            "{SELECT} JOIN register r ON r.profile = ?1 AND r.book = b.canon AND r.key = ?2 AND r.value IS NOT NULL
             ORDER BY CAST(r.value AS REAL), b.id"
        );
        let mut statement = self.connection().prepare_cached(&sql)?;
        let books = statement.query_map([&self.profile, &format!("list/{list}")], Book::read)?;
        let mut found = Vec::new();
        for book in books {
            let book = book?;
            let rank = self.get(Whose::Mine, Some(book.fingerprint), &format!("list/{list}"))?;
            found.push((rank.and_then(|rank| rank.as_f64()).unwrap_or(0.0), book));
        }
        Ok(found)
    }

    /// The title of a book by its sound; a few digits of that where the book is not here.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn title_of(&self, book: Essence) -> Result<String, BooksError> {
        let canon = canon(self.connection(), book)?;
        let mut statement = self.connection().prepare_cached("SELECT title FROM book WHERE canon = ?1 LIMIT 1")?;
        let title: Option<String> = statement.query_row([&canon.0[..]], |row| row.get(0)).optional()?;
        Ok(title.unwrap_or_else(|| format!("a book that is not here ({})", &book.to_string()[..8])))
    }

    /// Slugs that begin so, a thousand at most.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn slugs(&self, prefix: &str) -> Result<Vec<String>, BooksError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT slug FROM book WHERE slug >= ?1 AND slug < ?1 || char(1114111) ORDER BY slug LIMIT 1000",
        )?;
        Ok(statement.query_map([prefix], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// How many books there are.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn count(&self) -> Result<usize, BooksError> {
        Ok(self.connection().query_row("SELECT count(*) FROM book", [], |row| row.get::<_, i64>(0))? as usize)
    }

    /// How many facts there are.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn facts(&self) -> Result<usize, BooksError> {
        Ok(self.connection().query_row("SELECT count(*) FROM event", [], |row| row.get::<_, i64>(0))? as usize)
    }

    /// Every fact, in the order of arrival.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn all_events(&self) -> Result<Vec<Event>, BooksError> {
        let mut statement = self.connection().prepare("SELECT body FROM event ORDER BY n")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut events = Vec::new();
        for body in rows {
            events.extend(serde_json::from_str(&body?).ok());
        }
        Ok(events)
    }

    /// What SQLite finds wrong with the file.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn store_problems(&self) -> Result<Vec<String>, BooksError> {
        Ok(self.store.check()?)
    }

    /// Lets the next scan read a book's files again, though they have not changed.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn forget_unit(&mut self, book: i64) -> Result<(), BooksError> {
        self.store.write(|tx| {
            tx.execute("DELETE FROM unit WHERE path = (SELECT unit FROM book WHERE id = ?1)", [book])?;
            tx.execute("UPDATE book SET updated_ms = ?2 WHERE id = ?1", params![book, now_ms()])?;
            Ok(())
        })
    }
}

impl Library {
    /// From here on this library counts as a device that nobody has seen.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn become_another(&mut self) -> Result<(), BooksError> {
        self.store.write(|tx| {
            tx.execute("DELETE FROM meta WHERE key = 'device'", [])?;
            Ok::<_, BooksError>(())
        })?;
        self.device = self.own_device()?;
        Ok(())
    }

    /// Takes every fact out of the database, as another device; the journal keeps them.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn forget_everything(&mut self) -> Result<(), BooksError> {
        self.write_journal()?;
        let journal = super::journal::path(self.path());
        if journal.exists() {
            let aside = journal.with_extension(format!("events.{}", now_ms()));
            std::fs::rename(&journal, &aside)
                .map_err(|error| crate::kit::fs::FileError::new("rename", &journal, error))?;
        }
        self.store.write(|tx| {
            for table in ["event", "place", "register", "pulse"] {
                tx.execute(&format!("DELETE FROM {table}"), [])?;
            }
            tx.execute("DELETE FROM meta WHERE key IN ('journal', 'journal_end', 'hlc') OR key LIKE 'seen/%'", [])?;
            Ok::<_, BooksError>(())
        })?;
        self.become_another()
    }
}
