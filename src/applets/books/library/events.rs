//! Facts told here and learned from elsewhere, and what is read out of them: places and registers.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use serde_json::Value;

use super::{Library, meta, now_ms, set_meta};
use crate::applets::books::audio::Essence;
use crate::applets::books::error::BooksError;
use crate::applets::books::log::register::registers;
use crate::applets::books::log::{Act, Deed, Device, Event, EventId, Move, Place, Set, clock};
use crate::kit::store::{Connection, OptionalExtension as _, Row, SqlResult, Transaction, params};

/// A change of place as its teller knows it.
#[derive(Debug, Clone)]
pub struct Step {
    /// How.
    pub act: Act,
    /// Which time through the book.
    pub run: u32,
    /// Where one was.
    pub from_ms: u64,
    /// Where one is.
    pub pos_ms: u64,
    /// Whether the book is finished.
    pub done: bool,
    /// How long it took.
    pub wall_ms: u64,
    /// A thousandth of the speed.
    pub speed: u32,
    /// When it is to have happened.
    pub on_ms: Option<i64>,
    /// When it happened, where that is not now.
    pub at_ms: Option<i64>,
}

impl Step {
    /// To a place, by the listener.
    #[must_use]
    pub fn to(act: Act, run: u32, from_ms: u64, pos_ms: u64) -> Self {
        let (done, wall_ms, speed, on_ms, at_ms) = (act == Act::Finish, 0, 1000, None, None);
        Self { act, run, from_ms, pos_ms, done, wall_ms, speed, on_ms, at_ms }
    }
}

/// What was learned from others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Learned {
    /// Facts that were new.
    pub new: usize,
    /// Facts that were known.
    pub known: usize,
}

impl Library {
    /// The place of the listener in a book.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn place(&self, book: Essence) -> Result<Place, BooksError> {
        let mut statement =
            self.connection().prepare_cached("SELECT body FROM place WHERE profile = ?1 AND book = ?2")?;
        let canon = canon(self.connection(), book)?;
        let body: Option<String> =
            statement.query_row(params![self.profile, &canon.0[..]], |row| row.get(0)).optional()?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default())
    }

    /// Every fact about the listener's place in a book, in the order of the hybrid clock.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn moves(&self, book: Essence) -> Result<Vec<Event>, BooksError> {
        let canon = canon(self.connection(), book)?;
        moves(self.connection(), &self.profile, canon)
    }

    /// Every fact of listening of this listener.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn all_moves(&self) -> Result<Vec<Event>, BooksError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT body FROM event WHERE profile = ?1 AND key IS NULL ORDER BY hlc")?;
        let rows = statement.query_map([&self.profile], body)?;
        Ok(rows.filter_map(SqlResult::transpose).collect::<Result<_, _>>()?)
    }

    /// Tells a change of place, after everything that is known about the book.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn step(&mut self, book: Essence, step: &Step) -> Result<Place, BooksError> {
        let (device, profile) = (self.device, self.profile.clone());
        let place = self.store.write(|tx| {
            let canon = canon(tx, book)?;
            let known = Place::of(&moves(tx, &profile, canon)?);
            let moved = Move {
                act: step.act,
                run: step.run,
                from_ms: step.from_ms,
                pos_ms: step.pos_ms,
                done: step.done,
                wall_ms: step.wall_ms,
                speed: step.speed,
                on_ms: step.on_ms,
                parents: known.tips,
            };
            tell(tx, device, &profile, Some(book), step.at_ms, Deed::Move(moved))?;
            project_place(tx, &profile, canon)
        })?;
        self.write_journal()?;
        Ok(place)
    }

    /// Sets something: of a book or of none, of this listener or of everybody; nothing takes it away.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set(
        &mut self,
        whose: Whose,
        book: Option<Essence>,
        key: &str,
        value: Option<Value>,
    ) -> Result<(), BooksError> {
        self.set_all(whose, book, vec![(key.to_owned(), value)])
    }

    /// Sets several things at once.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_all(
        &mut self,
        whose: Whose,
        book: Option<Essence>,
        values: Vec<(String, Option<Value>)>,
    ) -> Result<(), BooksError> {
        let profile = if whose == Whose::Mine { self.profile.clone() } else { String::new() };
        let device = self.device;
        self.store.write(|tx| {
            for (key, value) in values {
                set(tx, device, &profile, book, &key, value)?;
            }
            Ok::<_, BooksError>(())
        })?;
        self.write_journal()
    }

    /// The value of a key.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn get(&self, whose: Whose, book: Option<Essence>, key: &str) -> Result<Option<Value>, BooksError> {
        Ok(self.keys(whose, book, key)?.into_iter().find(|(found, _)| found == key).map(|(_, value)| value))
    }

    /// Keys that begin so, with their values.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn keys(&self, whose: Whose, book: Option<Essence>, prefix: &str) -> Result<Vec<(String, Value)>, BooksError> {
        let profile = if whose == Whose::Mine { self.profile.as_str() } else { "" };
        let book = match book {
            Some(book) => canon(self.connection(), book)?.0.to_vec(),
            None => Vec::new(),
        };
        let mut statement = self.connection().prepare_cached(
            "SELECT key, value FROM register WHERE profile = ?1 AND book = ?2 AND key >= ?3 AND key < ?4
             AND value IS NOT NULL ORDER BY key",
        )?;
        let rows = statement.query_map(params![profile, book, prefix, format!("{prefix}\u{10ffff}")], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (key, value) = row?;
            found.extend(serde_json::from_str(&value).ok().map(|value| (key, value)));
        }
        Ok(found)
    }

    /// Takes over facts of others; what is known already is known once.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn learn(&mut self, events: &[Event]) -> Result<Learned, BooksError> {
        let mut learned = Learned::default();
        self.store.write(|tx| {
            let mut touched = Touched::default();
            for event in events {
                if insert(tx, event)? {
                    learned.new += 1;
                    touched.note(event);
                } else {
                    learned.known += 1;
                }
            }
            touched.project(tx)
        })?;
        if learned.new > 0 {
            self.settle_touched()?;
            self.write_journal()?;
        }
        Ok(learned)
    }

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

    /// The name of a device.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn device_name(&self, device: Device) -> Result<String, BooksError> {
        let name = self.get(Whose::Everybodys, None, &format!("device/{device}"))?;
        Ok(name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_else(|| {
            if device == self.device { "this device".to_owned() } else { device.to_string()[..8].to_owned() }
        }))
    }

    /// Notes where a player is, so that the end of its process costs nothing; not a fact yet.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn pulse(&mut self, session: &str, book: Essence, step: &Step) -> Result<(), BooksError> {
        let profile = self.profile.clone();
        self.store.write(|tx| {
            let numbers = [step.from_ms, step.pos_ms, step.wall_ms].map(|number| number as i64);
            tx.prepare_cached("INSERT OR REPLACE INTO pulse VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
                .execute(params![
                    session,
                    std::process::id(),
                    profile,
                    &book.0[..],
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    step.speed,
                    now_ms(),
                    step.run
                ])?;
            Ok(())
        })
    }

    /// The player has told what it did.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn pulse_over(&mut self, session: &str) -> Result<(), BooksError> {
        self.store.write(|tx| {
            tx.prepare_cached("DELETE FROM pulse WHERE session = ?1")?.execute([session])?;
            Ok(())
        })
    }

    /// Tells what players heard that were ended before they could.
    pub(super) fn recover_pulses(&mut self) -> Result<usize, BooksError> {
        type Pulse = (String, u32, String, [u8; 16], Step);
        let mut statement = self.connection().prepare_cached("SELECT * FROM pulse")?;
        let rows = statement.query_map([], |row| {
            let mut step = Step::to(Act::Span, row.get(9)?, row.get::<_, i64>(4)? as u64, row.get::<_, i64>(5)? as u64);
            (step.wall_ms, step.speed, step.at_ms) = (row.get::<_, i64>(6)? as u64, row.get(7)?, Some(row.get(8)?));
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, step))
        })?;
        let left: Vec<Pulse> = rows.collect::<Result<_, _>>()?;
        drop(statement);
        let dead: Vec<Pulse> = left.into_iter().filter(|(_, pid, ..)| !is_alive(*pid)).collect();
        let count = dead.len();
        for (session, _, profile, book, step) in dead {
            let own = std::mem::replace(&mut self.profile, profile);
            if step.pos_ms > step.from_ms {
                self.step(Essence(book), &step)?;
            }
            self.profile = own;
            self.pulse_over(&session)?;
        }
        Ok(count)
    }
}

/// Whether a process runs; one that has ended and waits for its parent to hear of it does not.
fn is_alive(pid: u32) -> bool {
    let has_ended = std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") Z "));
    if has_ended {
        return false;
    }
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH)))
}

/// Whose something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// This listener's.
    Mine,
    /// Of all who use the library.
    Everybodys,
}

/// What facts are about: what has to be read out of them anew.
#[derive(Debug, Default)]
struct Touched {
    places: BTreeSet<(String, Essence)>,
    keys: BTreeSet<(String, Option<Essence>, String)>,
}

impl Touched {
    fn note(&mut self, event: &Event) {
        match (&event.deed, event.book) {
            (Deed::Move(_), Some(book)) => drop(self.places.insert((event.profile.clone(), book))),
            (Deed::Set(set), book) => drop(self.keys.insert((event.profile.clone(), book, set.key.clone()))),
            (Deed::Move(_), None) => {}
        }
    }

    fn project(self, tx: &Transaction<'_>) -> Result<(), BooksError> {
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
fn body(row: &Row<'_>) -> SqlResult<Option<Event>> {
    let text: String = row.get(0)?;
    Ok(serde_json::from_str(&text).ok())
}

fn moves(connection: &Connection, profile: &str, canon: Essence) -> Result<Vec<Event>, BooksError> {
    let mut statement = connection.prepare_cached(
        "SELECT body FROM event WHERE profile = ?1 AND key IS NULL
         AND book IN (SELECT fp FROM alias WHERE canon = ?2 UNION SELECT ?2) ORDER BY hlc, device, seq",
    )?;
    let rows = statement.query_map(params![profile, &canon.0[..]], body)?;
    Ok(rows.filter_map(SqlResult::transpose).collect::<Result<_, _>>()?)
}

fn project_place(tx: &Transaction<'_>, profile: &str, canon: Essence) -> Result<Place, BooksError> {
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

fn project_key(tx: &Transaction<'_>, profile: &str, book: Option<Essence>, key: &str) -> Result<(), BooksError> {
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

/// Adds a fact, unless it is known.
fn insert(tx: &Transaction<'_>, event: &Event) -> Result<bool, BooksError> {
    let body = serde_json::to_string(event).map_err(BooksError::Json)?;
    let key = event.set().map(|set| set.key.as_str());
    let count = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO event(device, seq, hlc, at_ms, profile, book, key, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            event.id.device.0 as i64,
            event.id.seq as i64,
            event.hlc as i64,
            event.at_ms,
            event.profile,
            event.book.map(|book| book.0.to_vec()),
            key,
            body
        ])?;
    Ok(count > 0)
}

/// Tells a fact of this device.
fn tell(
    tx: &Transaction<'_>,
    device: Device,
    profile: &str,
    book: Option<Essence>,
    at_ms: Option<i64>,
    deed: Deed,
) -> Result<EventId, BooksError> {
    let seq: i64 = tx
        .prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM event WHERE device = ?1")?
        .query_row([device.0 as i64], |row| row.get(0))?;
    let last = meta(tx, "hlc")?.and_then(|text| text.parse().ok()).unwrap_or(0);
    // The latest of others: of the facts that arrived last, which is nearly it, and costs nothing.
    let seen: i64 = tx
        .prepare_cached("SELECT coalesce(max(hlc), 0) FROM (SELECT hlc FROM event ORDER BY n DESC LIMIT 64)")?
        .query_row([], |row| row.get(0))?;
    let at_ms = at_ms.unwrap_or_else(now_ms);
    let hlc = clock::next(last, seen as u64, now_ms());
    set_meta(tx, "hlc", &hlc.to_string())?;
    let id = EventId { device, seq: seq as u64 };
    insert(tx, &Event { id, hlc, at_ms, tz_min: minutes_ahead(at_ms), profile: profile.to_owned(), book, deed })?;
    Ok(id)
}

/// Tells that something is set.
pub(super) fn set(
    tx: &Transaction<'_>,
    device: Device,
    profile: &str,
    book: Option<Essence>,
    key: &str,
    value: Option<Value>,
) -> Result<(), BooksError> {
    let canon = match book {
        Some(book) => canon(tx, book)?.0.to_vec(),
        None => Vec::new(),
    };
    let known: Option<(Option<String>, String)> = tx
        .prepare_cached("SELECT value, tips FROM register WHERE profile = ?1 AND book = ?2 AND key = ?3")?
        .query_row(params![profile, canon, key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (old, tips) = known.unwrap_or_default();
    if old == value.as_ref().map(Value::to_string) {
        return Ok(());
    }
    let over = serde_json::from_str(&tips).unwrap_or_default();
    tell(tx, device, profile, book, None, Deed::Set(Set { key: key.to_owned(), value, over }))?;
    if let (Some(other), Some(book)) = (key.strip_prefix("alias/").and_then(Essence::parse), book) {
        return unite(tx, book, other);
    }
    project_key(tx, profile, book, key)
}

/// How far local time is ahead of UTC at a moment, in minutes.
fn minutes_ahead(at_ms: i64) -> i16 {
    let Ok(moment) = jiff::Timestamp::from_millisecond(at_ms) else { return 0 };
    (TimeZone::system().to_offset(moment).seconds() / 60) as i16
}
