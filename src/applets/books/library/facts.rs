//! Facts told here and learned from elsewhere.

use jiff::tz::TimeZone;
use serde_json::Value;

use super::project::{Touched, body, canon, moves, project_key, project_place, unite};
use super::{Library, meta, now_ms, set_meta};
use crate::applets::books::audio::Essence;
use crate::applets::books::error::BooksError;
use crate::applets::books::log::{Act, Deed, Device, Event, EventId, Move, Place, Set, clock};
use crate::kit::store::{OptionalExtension as _, SqlResult, Transaction, params};

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
        self.step_after(book, step, None)
    }

    /// Tells a change of place, after these facts and no others; where none are named, after everything that is known.
    pub(super) fn step_after(
        &mut self,
        book: Essence,
        step: &Step,
        parents: Option<&[EventId]>,
    ) -> Result<Place, BooksError> {
        let (device, profile) = (self.device, self.profile.clone());
        let place = self.store.write(|tx| {
            let canon = canon(tx, book)?;
            let parents = match parents {
                Some(parents) => parents.to_vec(),
                None => Place::of(&moves(tx, &profile, canon)?).tips,
            };
            let moved = Move {
                act: step.act,
                run: step.run,
                from_ms: step.from_ms,
                pos_ms: step.pos_ms,
                done: step.done,
                wall_ms: step.wall_ms,
                speed: step.speed,
                on_ms: step.on_ms,
                parents,
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
        let learned = self.store.write(|tx| insert_all(tx, events))?;
        if learned.new > 0 {
            self.settle_touched()?;
            self.write_journal()?;
        }
        Ok(learned)
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
}

/// Whose something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// This listener's.
    Mine,
    /// Of all who use the library.
    Everybodys,
}

/// Adds facts, but for those that are known, and reads out of them what they are about.
pub(super) fn insert_all(tx: &Transaction<'_>, events: &[Event]) -> Result<Learned, BooksError> {
    let (mut learned, mut touched) = (Learned::default(), Touched::default());
    for event in events {
        if insert(tx, event)? {
            learned.new += 1;
            touched.note(event);
        } else {
            learned.known += 1;
        }
    }
    touched.project(tx)?;
    Ok(learned)
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
