//! What is read out of facts: places and registers, under the one name that a book has among several.

use std::collections::BTreeSet;

use super::Library;
use crate::applets::books::audio::Essence;
use crate::applets::books::error::BooksError;
use crate::applets::books::log::register::registers;
use crate::applets::books::log::{Deed, Event, Place};
use crate::kit::store::{Connection, OptionalExtension as _, Row, SqlResult, Transaction, params};

impl Library {
    /// Reads places and registers out of the facts anew.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn project_all(&mut self) -> Result<usize, BooksError> {
        let count = self.store.write(|tx| {
            tx.execute("DELETE FROM place", [])?;
            tx.execute("DELETE FROM register", [])?;
            let mut statement = tx.prepare("SELECT body FROM event")?;
            let (mut touched, mut count) = (Touched::default(), 0);
            for event in statement.query_map([], body)? {
                if let Some(event) = event? {
                    touched.note(&event);
                    count += 1;
                }
            }
            drop(statement);
            touched.project(tx)?;
            Ok::<_, BooksError>(count)
        })?;
        self.settle_touched()?;
        Ok(count)
    }
}

/// What facts are about: what has to be read out of them anew.
#[derive(Debug, Default)]
pub(super) struct Touched {
    places: BTreeSet<(String, Essence)>,
    keys: BTreeSet<(String, Option<Essence>, String)>,
}

impl Touched {
    pub(super) fn note(&mut self, event: &Event) {
        match (&event.deed, event.book) {
            (Deed::Move(_), Some(book)) => drop(self.places.insert((event.profile.clone(), book))),
            (Deed::Set(set), book) => drop(self.keys.insert((event.profile.clone(), book, set.key.clone()))),
            (Deed::Move(_), None) => {}
        }
    }

    pub(super) fn project(self, tx: &Transaction<'_>) -> Result<(), BooksError> {
        // Which books are one has to be known first.
        let (aliases, others): (Vec<_>, Vec<_>) =
            self.keys.into_iter().partition(|(_, _, key)| key.starts_with("alias/"));
        for (_, book, key) in aliases {
            let other = key.strip_prefix("alias/").and_then(Essence::parse);
            if let (Some(book), Some(other)) = (book, other) {
                unite(tx, book, other)?;
            }
        }
        for (profile, book, key) in others {
            project_key(tx, &profile, book, &key)?;
        }
        for (profile, book) in self.places {
            let canon = canon(tx, book)?;
            project_place(tx, &profile, canon)?;
        }
        Ok(())
    }
}

/// The name under which a book's facts are gathered, whatever it was called by.
pub(super) fn canon(connection: &Connection, book: Essence) -> Result<Essence, BooksError> {
    let mut statement = connection.prepare_cached("SELECT canon FROM alias WHERE fp = ?1")?;
    let found: Option<[u8; 16]> = statement.query_row([&book.0[..]], |row| row.get(0)).optional()?;
    Ok(found.map_or(book, Essence))
}

/// From here on two names are one book; the smaller one is used, so that every device uses the same.
pub(super) fn unite(tx: &Transaction<'_>, one: Essence, other: Essence) -> Result<(), BooksError> {
    let (a, b) = (canon(tx, one)?, canon(tx, other)?);
    let (kept, gone) = (a.min(b), a.max(b));
    for name in [one, other, a, b] {
        tx.prepare_cached("INSERT INTO alias(fp, canon) VALUES (?1, ?2) ON CONFLICT(fp) DO UPDATE SET canon = ?2")?
            .execute([&name.0[..], &kept.0[..]])?;
    }
    if kept == gone {
        return Ok(());
    }
    for table in ["alias", "book"] {
        tx.execute(&format!("UPDATE {table} SET canon = ?1 WHERE canon = ?2"), [&kept.0[..], &gone.0[..]])?;
    }
    let mut statement = tx.prepare("SELECT DISTINCT profile FROM place WHERE book IN (?1, ?2)")?;
    let profiles: Vec<String> =
        statement.query_map([&kept.0[..], &gone.0[..]], |row| row.get(0))?.collect::<Result<_, _>>()?;
    tx.execute("DELETE FROM place WHERE book = ?1", [&gone.0[..]])?;
    for profile in profiles {
        project_place(tx, &profile, kept)?;
    }
    let mut statement = tx.prepare("SELECT DISTINCT profile, key FROM register WHERE book IN (?1, ?2)")?;
    let keys = statement.query_map([&kept.0[..], &gone.0[..]], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let keys: Vec<(String, String)> = keys.collect::<Result<_, _>>()?;
    tx.execute("DELETE FROM register WHERE book = ?1", [&gone.0[..]])?;
    for (profile, key) in keys {
        project_key(tx, &profile, Some(kept), &key)?;
    }
    Ok(())
}

/// Reads the fact in a row; none where a newer program told it.
pub(super) fn body(row: &Row<'_>) -> SqlResult<Option<Event>> {
    let text: String = row.get(0)?;
    Ok(serde_json::from_str(&text).ok())
}

pub(super) fn moves(connection: &Connection, profile: &str, canon: Essence) -> Result<Vec<Event>, BooksError> {
    let mut statement = connection.prepare_cached(
        "SELECT body FROM event WHERE profile = ?1 AND key IS NULL
         AND book IN (SELECT fp FROM alias WHERE canon = ?2 UNION SELECT ?2) ORDER BY hlc, device, seq",
    )?;
    let rows = statement.query_map(params![profile, &canon.0[..]], body)?;
    Ok(rows.filter_map(SqlResult::transpose).collect::<Result<_, _>>()?)
}

pub(super) fn project_place(tx: &Transaction<'_>, profile: &str, canon: Essence) -> Result<Place, BooksError> {
    let place = Place::of(&moves(tx, profile, canon)?);
    if let Some(head) = place.head() {
        let body = serde_json::to_string(&place).map_err(BooksError::Json)?;
        tx.prepare_cached("INSERT OR REPLACE INTO place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?.execute(
            params![
                profile,
                &canon.0[..],
                head.pos_ms as i64,
                head.run,
                head.done,
                place.heads.len() as i64,
                head.at_ms,
                head.hlc as i64,
                body
            ],
        )?;
    } else {
        tx.execute("DELETE FROM place WHERE profile = ?1 AND book = ?2", params![profile, &canon.0[..]])?;
    }
    Ok(place)
}

pub(super) fn project_key(
    tx: &Transaction<'_>,
    profile: &str,
    book: Option<Essence>,
    key: &str,
) -> Result<(), BooksError> {
    let canon = match book {
        Some(book) => Some(canon(tx, book)?),
        None => None,
    };
    let mut statement = tx.prepare_cached(
        "SELECT body FROM event WHERE profile = ?1 AND key = ?2 AND (?3 IS NULL AND book IS NULL
         OR book IN (SELECT fp FROM alias WHERE canon = ?3 UNION SELECT ?3))",
    )?;
    let rows = statement.query_map(params![profile, key, canon.map(|canon| canon.0.to_vec())], body)?;
    let mut events: Vec<Event> = rows.filter_map(SqlResult::transpose).collect::<Result<_, _>>()?;
    // Under whatever name a book was meant, it is one.
    for event in &mut events {
        event.book = canon;
    }
    let found = registers(&events).into_values().next();
    let book = canon.map(|canon| canon.0.to_vec()).unwrap_or_default();
    let Some(register) = found else { return Ok(()) };
    let tips = serde_json::to_string(&register.tips).map_err(BooksError::Json)?;
    let value = register.value.map(|value| value.to_string());
    tx.prepare_cached("INSERT OR REPLACE INTO register VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
        profile,
        book,
        key,
        value,
        tips,
        register.at_ms
    ])?;
    Ok(())
}
