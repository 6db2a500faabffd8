//! What a scan found becomes books, recognised by their sound: renamed, moved and retagged files keep everything.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{fold, slug};
use super::covers::is_kept;
use super::facts::Whose;
use super::known::{common, files, is_whole, join, known, rename};
use super::paths::text;
use super::project::canon;
use super::removal::{Removed, is_removed};
use super::{Library, meta, now_ms, set_meta};
use crate::applets::books::audio::{Essence, HASHES, tidy};
use crate::applets::books::error::BooksError;
use crate::applets::books::log::Device;
use crate::applets::books::scan::proposal::SOURCES;
use crate::applets::books::scan::{Part, Proposal};
use crate::kit::store::{Transaction, params};

/// What became of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// It is new.
    Added(i64),
    /// It was known, at the same place.
    Updated(i64),
    /// It was known, at another place.
    Moved(i64),
    /// The same sound is in the library, and still there.
    Duplicate(i64),
    /// It was taken out of the library, and stays out.
    Removed,
}

/// Fields that a book has, in the order in which they are shown.
pub const FIELDS: [&str; 13] = [
    "title",
    "subtitle",
    "author",
    "narrator",
    "series",
    "seq",
    "year",
    "publisher",
    "language",
    "genre",
    "description",
    "asin",
    "isbn",
];

impl Library {
    /// Takes over what was found, all of it or nothing.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn accept(&mut self, proposals: &[Proposal], removed: Removed) -> Result<Vec<Accepted>, BooksError> {
        let device = self.device;
        let accepted = self.store.write(|tx| {
            let (mut accepted, common) = (Vec::with_capacity(proposals.len()), common(proposals));
            for proposal in proposals {
                if let Some(former) = proposal.former {
                    join(tx, proposal.fingerprint, former)?;
                }
                let known = known(tx, proposal, &common)?;
                accepted.push(accept(tx, device, proposal, known, removed)?);
            }
            Ok::<_, BooksError>(accepted)
        })?;
        self.write_journal()?;
        Ok(accepted)
    }

    /// Reads the fields of every book anew whose edits may have come from elsewhere.
    pub(super) fn settle_touched(&mut self) -> Result<(), BooksError> {
        self.store.write(|tx| {
            let mut statement = tx.prepare(
                "SELECT DISTINCT b.id FROM book b JOIN register r ON r.book = b.canon
                 WHERE r.key LIKE 'field/%' OR r.key LIKE 'tag/%' OR r.key IN ('chapters', 'cover')",
            )?;
            let ids: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            drop(statement);
            for id in ids {
                settle(tx, id)?;
            }
            Ok(())
        })
    }

    /// Words that earlier builds kept as they stand are kept as they are looked for.
    pub(super) fn refresh_words(&mut self) -> Result<(), BooksError> {
        /// Counted up when [`fold`] changes, or what is folded.
        const WORDS: &str = "2";
        if meta(self.connection(), "words")?.as_deref() == Some(WORDS) {
            return Ok(());
        }
        self.store.write(|tx| {
            let mut statement = tx.prepare("SELECT id FROM book")?;
            let ids: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for id in ids {
                settle(tx, id)?;
            }
            set_meta(tx, "words", WORDS)
        })
    }

    /// What would be known of a book: what the user set, else the source that counts most.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn known(&self, proposal: &Proposal) -> Result<BTreeMap<String, String>, BooksError> {
        let mut known: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for (name, source, value) in &proposal.fields {
            let rank = SOURCES.iter().position(|known| known == source).unwrap_or(0);
            if known.get(name).is_none_or(|(other, _)| *other < rank) {
                known.insert(name.clone(), (rank, value.clone()));
            }
        }
        let mut known: BTreeMap<String, String> = known.into_iter().map(|(name, (_, value))| (name, value)).collect();
        for (key, value) in self.keys(Whose::Everybodys, Some(proposal.fingerprint), "field/")? {
            let name = key.strip_prefix("field/").unwrap_or_default().to_owned();
            known.insert(name, value.as_str().unwrap_or_default().to_owned());
        }
        known.retain(|_, value| !value.is_empty());
        if let Some(year) = known.get("year").and_then(|text| year(text)) {
            known.insert("year".to_owned(), year.to_string());
        }
        Ok(known)
    }

    /// Reads the fields of a book anew: after an edit.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn settle(&mut self, book: i64) -> Result<(), BooksError> {
        self.store.write(|tx| settle(tx, book))
    }
}

fn accept(
    tx: &Transaction<'_>,
    device: Device,
    proposal: &Proposal,
    known: Option<(i64, Essence)>,
    removed: Removed,
) -> Result<Accepted, BooksError> {
    let Some((id, old)) = known else {
        if is_removed(tx, proposal.fingerprint, removed)? {
            return Ok(Accepted::Removed);
        }
        let id = begin(tx, proposal)?;
        fill(tx, id, proposal)?;
        return Ok(Accepted::Added(id));
    };
    let files = files(tx, id)?;
    let new: BTreeSet<String> = proposal.parts.iter().map(|part| text(&part.entry.path)).collect();
    let is_elsewhere = !files.iter().any(|(entry, _)| new.contains(&text(&entry.path)));
    if is_elsewhere && is_whole(tx, id)? {
        let has = |part: &Part| files.iter().any(|(_, had)| *had == part.essence || Some(*had) == part.former);
        if proposal.fingerprint == old || proposal.parts.iter().all(has) {
            return Ok(Accepted::Duplicate(id));
        }
        // It is whole where it was: what has some of its files, and others, is another.
        return accept(tx, device, proposal, None, removed);
    }
    if old != proposal.fingerprint {
        rename(tx, device, id, old, proposal)?;
    }
    fill(tx, id, proposal)?;
    Ok(if is_elsewhere { Accepted::Moved(id) } else { Accepted::Updated(id) })
}

fn begin(tx: &Transaction<'_>, proposal: &Proposal) -> Result<i64, BooksError> {
    let title = best(proposal, "title").unwrap_or_else(|| "Untitled".to_owned());
    let slug = free_slug(tx, &slug(&title))?;
    let canon = canon(tx, proposal.fingerprint)?;
    let now = now_ms();
    tx.prepare_cached("INSERT OR IGNORE INTO alias(fp, canon) VALUES (?1, ?2)")?
        .execute([&proposal.fingerprint.0[..], &canon.0[..]])?;
    tx.prepare_cached(
        "INSERT INTO book(fp, canon, slug, unit, title, sort_title, duration_ms, order_why, chapter_source, state,
         added_ms, updated_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', '', 'present', ?8, ?8)",
    )?
    .execute(params![
        &proposal.fingerprint.0[..],
        &canon.0[..],
        slug,
        text(&proposal.unit),
        title,
        sort_title(&title),
        proposal.duration_ms as i64,
        now
    ])?;
    Ok(tx.last_insert_rowid())
}

fn best(proposal: &Proposal, name: &str) -> Option<String> {
    proposal.fields.iter().rev().find(|(field, ..)| field == name).map(|(_, _, value)| value.clone())
}

/// `slug`, or `slug-2` and so on.
fn free_slug(tx: &Transaction<'_>, slug: &str) -> Result<String, BooksError> {
    let is_taken = |slug: &str| -> Result<bool, BooksError> {
        let mut statement = tx.prepare_cached("SELECT 1 FROM book WHERE slug = ?1")?;
        Ok(statement.exists([slug])?)
    };
    if !is_taken(slug)? {
        return Ok(slug.to_owned());
    }
    // Namesakes get the next number; a thousand of one title are looked at in leaps.
    let (mut step, mut number) = (1_u64, 2_u64);
    while is_taken(&format!("{slug}-{number}"))? {
        number += step;
        step *= 2;
    }
    while number > 2 && !is_taken(&format!("{slug}-{}", number - 1))? {
        number -= 1;
    }
    Ok(format!("{slug}-{number}"))
}

/// Without its article, folded: what titles are sorted by.
pub(super) fn sort_title(title: &str) -> String {
    let folded = fold(title);
    for article in ["the ", "a ", "an ", "der ", "die ", "das ", "le ", "la ", "les ", "el "] {
        if let Some(rest) = folded.strip_prefix(article) {
            return rest.to_owned();
        }
    }
    folded
}

fn fill(tx: &Transaction<'_>, id: i64, proposal: &Proposal) -> Result<(), BooksError> {
    tx.prepare_cached("DELETE FROM file WHERE book_id = ?1")?.execute([id])?;
    for (pos, part) in proposal.parts.iter().enumerate() {
        add_file(tx, id, pos, part)?;
    }
    tx.prepare_cached("DELETE FROM chapter WHERE book_id = ?1")?.execute([id])?;
    for (idx, chapter) in proposal.chapters.iter().enumerate() {
        tx.prepare_cached("INSERT INTO chapter(book_id, idx, start_ms, title) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, idx as i64, chapter.start_ms as i64, chapter.title])?;
    }
    tx.prepare_cached("DELETE FROM field WHERE book_id = ?1")?.execute([id])?;
    let mut fields: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for (name, source, value) in &proposal.fields {
        let field = fields.entry((name, source)).or_default();
        // Several creators of one document are joined.
        if !field.is_empty() && matches!(name.as_str(), "author" | "narrator" | "genre") {
            field.push_str("; ");
            field.push_str(value);
        } else if field.is_empty() {
            value.clone_into(field);
        }
    }
    for ((name, source), value) in fields {
        tx.prepare_cached("INSERT INTO field(book_id, name, source, value) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, name, source, value])?;
    }
    tx.prepare_cached(
        "UPDATE book SET unit = ?2, duration_ms = ?3, order_why = ?4, chapter_source = ?5, cover = ?6,
         state = 'present', updated_ms = ?7 WHERE id = ?1",
    )?
    .execute(params![
        id,
        text(&proposal.unit),
        proposal.duration_ms as i64,
        proposal.order_why,
        proposal.chapter_source,
        proposal.cover.as_deref().map(text),
        now_ms()
    ])?;
    settle(tx, id)
}

fn add_file(tx: &Transaction<'_>, id: i64, pos: usize, part: &Part) -> Result<(), BooksError> {
    // A path that belonged to a book which has lost it with this: until it turns up elsewhere, that is gone.
    let path = text(&part.entry.path);
    tx.prepare_cached("UPDATE book SET state = 'missing' WHERE id IN (SELECT book_id FROM file WHERE path = ?1)")?
        .execute([&path])?;
    tx.prepare_cached("DELETE FROM file WHERE path = ?1")?.execute([&path])?;
    tx.prepare_cached(
        "INSERT INTO file(book_id, pos, path, size, mtime_ns, essence, codec, duration_ms, start_ms, hashes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        id,
        pos as i64,
        path,
        part.entry.size as i64,
        part.entry.mtime_ns,
        &part.essence.0[..],
        part.codec,
        part.duration_ms as i64,
        part.start_ms as i64,
        HASHES
    ])?;
    Ok(())
}

/// Decides each field: what the user set, else the source that counts most; and makes the book findable by it.
fn settle(tx: &Transaction<'_>, id: i64) -> Result<(), BooksError> {
    let (canon, cover): ([u8; 16], Option<String>) = tx
        .prepare_cached("SELECT canon, cover FROM book WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut values: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut statement = tx.prepare_cached("SELECT name, source, value FROM field WHERE book_id = ?1")?;
    let rows =
        statement.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?)))?;
    for row in rows {
        let (name, source, value) = row?;
        let rank = SOURCES.iter().position(|known| *known == source).unwrap_or(0);
        if values.get(&name).is_none_or(|(other, _)| *other < rank) {
            values.insert(name, (rank, value));
        }
    }
    let mut statement = tx.prepare_cached(
        "SELECT key, value FROM register WHERE profile = '' AND book = ?1 AND value IS NOT NULL
         AND (key LIKE 'field/%' OR key LIKE 'tag/%' OR key IN ('cover', 'chapters'))",
    )?;
    let rows = statement.query_map([&canon[..]], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let (mut tags, mut cover) = (Vec::new(), cover);
    for row in rows {
        let (key, value) = row?;
        let plain = serde_json::from_str::<String>(&value).unwrap_or_default();
        if let Some(name) = key.strip_prefix("field/") {
            values.insert(name.to_owned(), (usize::MAX, plain));
        } else if let Some(tag) = key.strip_prefix("tag/") {
            tags.push(tag.to_owned());
        } else if key == "cover" {
            // What was given as a copy is found by the fact; here stays what lies beside the files.
            cover = if is_kept(&plain) { cover } else { Some(plain) };
        } else if let Ok(chapters) = serde_json::from_str(&value) {
            set_chapters(tx, id, chapters)?;
        }
    }
    let get = |name: &str| values.get(name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty());
    let title = get("title").unwrap_or("Untitled");
    let year = get("year").and_then(year);
    tx.prepare_cached(
        "UPDATE book SET title = ?2, sort_title = ?3, subtitle = ?4, author = ?5, narrator = ?6, series = ?7, seq = ?8,
         year = ?9, publisher = ?10, language = ?11, genre = ?12, description = ?13, asin = ?14, isbn = ?15, cover = ?16
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        title,
        sort_title(title),
        get("subtitle"),
        get("author"),
        get("narrator"),
        get("series"),
        get("seq"),
        year,
        get("publisher"),
        get("language"),
        get("genre"),
        get("description"),
        get("asin"),
        get("isbn"),
        cover
    ])?;
    let people = [get("author"), get("narrator")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    tx.prepare_cached("DELETE FROM book_fts WHERE rowid = ?1")?.execute([id])?;
    tx.prepare_cached(
        "INSERT INTO book_fts(rowid, title, subtitle, people, series, tags, description) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        id,
        fold(title),
        get("subtitle").map(fold),
        fold(&people),
        get("series").map(fold),
        fold(&tags.join(" ")),
        get("description").map(fold)
    ])?;
    tx.prepare_cached("DELETE FROM book_tri WHERE rowid = ?1")?.execute([id])?;
    tx.prepare_cached("INSERT INTO book_tri(rowid, title, people, series) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id, fold(title), fold(&people), get("series").map(fold)])?;
    Ok(())
}

/// Chapters that the user made.
fn set_chapters(
    tx: &Transaction<'_>,
    id: i64,
    chapters: Vec<crate::applets::books::audio::Chapter>,
) -> Result<(), BooksError> {
    let duration: i64 =
        tx.prepare_cached("SELECT duration_ms FROM book WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
    tx.prepare_cached("DELETE FROM chapter WHERE book_id = ?1")?.execute([id])?;
    for (idx, chapter) in tidy(chapters, duration as u64).iter().enumerate() {
        tx.prepare_cached("INSERT INTO chapter(book_id, idx, start_ms, title) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, idx as i64, chapter.start_ms as i64, chapter.title])?;
    }
    tx.prepare_cached("UPDATE book SET chapter_source = 'you' WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// The first four digits that are a year.
fn year(text: &str) -> Option<i32> {
    let found = text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4)?;
    found.parse().ok().filter(|year| *year > 0)
}
