//! Which book this is that a scan found: by its sound, by most of its files, or by what earlier builds knew of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Library;
use super::facts::set;
use super::paths::{path, text};
use super::project::{canon, unite};
use crate::applets::books::audio::{self, Essence, FileSource};
use crate::applets::books::error::BooksError;
use crate::applets::books::log::Device;
use crate::applets::books::scan::{Entry, Part, Proposal};
use crate::kit::store::{OptionalExtension as _, Transaction, params};

/// From here on what earlier builds called a book is what it is called. Every device that has the files finds out by itself,
/// so nothing is told to others.
pub(super) fn join(tx: &Transaction<'_>, name: Essence, former: Essence) -> Result<(), BooksError> {
    if canon(tx, name)? == canon(tx, former)? {
        return Ok(());
    }
    let is_known: bool = tx
        .prepare_cached(
            "SELECT EXISTS(SELECT 1 FROM event WHERE book = ?1) OR EXISTS(SELECT 1 FROM alias WHERE fp = ?1)",
        )?
        .query_row([&former.0[..]], |row| row.get(0))?;
    if is_known {
        return unite(tx, name, former);
    }
    let canon = canon(tx, name)?;
    let mut statement = tx.prepare_cached("INSERT OR REPLACE INTO alias(fp, canon) VALUES (?1, ?2)")?;
    for fp in [name, former] {
        statement.execute([&fp.0[..], &canon.0[..]])?;
    }
    Ok(())
}

/// Whether a file still holds the sound that it had: names may have been exchanged.
pub(super) fn holds(known: &Entry, essence: Essence) -> bool {
    let Some(now) = Entry::of(known.path.clone()) else { return false };
    if now == *known {
        return true;
    }
    let read = FileSource::open(&known.path).ok().and_then(|source| audio::read(&source).ok());
    read.is_some_and(|audio| audio.essence == essence || audio.former == Some(essence))
}

/// The book that this is, by its name, by one of its former names, by most of its files, or by its place. `common` is
/// sound that several of the books have that were found together.
pub(super) fn known(
    tx: &Transaction<'_>,
    proposal: &Proposal,
    common: &BTreeSet<Essence>,
) -> Result<Option<(i64, Essence)>, BooksError> {
    let canon = canon(tx, proposal.fingerprint)?;
    let found: Option<(i64, [u8; 16])> = tx
        .prepare_cached("SELECT id, fp FROM book WHERE canon = ?1 ORDER BY fp = ?2 DESC LIMIT 1")?
        .query_row([&canon.0[..], &proposal.fingerprint.0[..]], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, fp)) = found {
        return Ok(Some((id, Essence(fp))));
    }
    let (mut votes, mut heard): (BTreeMap<i64, usize>, usize) = (BTreeMap::new(), 0);
    for part in &proposal.parts {
        let ids = votes_of(tx, part, common)?;
        heard += usize::from(ids.is_some());
        for id in ids.unwrap_or_default() {
            *votes.entry(id).or_default() += 1;
        }
    }
    let Some((id, shared)) = votes.into_iter().max_by_key(|(id, votes)| (*votes, -id)) else { return Ok(None) };
    let fp = tx.prepare_cached("SELECT fp FROM book WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
    let here: BTreeSet<&Path> = proposal.parts.iter().map(|part| part.entry.path.as_path()).collect();
    let (mut own, mut in_place) = (0, true);
    for (entry, essence) in files(tx, id)? {
        let is_here = here.contains(entry.path.as_path());
        in_place &= is_here;
        own += usize::from(is_here || !(common.contains(&essence) || is_of_another(tx, essence, id)?));
    }
    // More than half of what there was and of what there is: less may be a publisher's jingle. Half is enough where every
    // file lies where it lay: the others were exchanged.
    let most = own.max(heard);
    let is_enough = 2 * shared > most || in_place && 2 * shared == most;
    Ok(is_enough.then_some((id, Essence(fp))))
}

/// The books that a file speaks for. One whose sound several books have speaks only for the one that has it at this place,
/// and has no say (`None`) where there is none.
fn votes_of(tx: &Transaction<'_>, part: &Part, common: &BTreeSet<Essence>) -> Result<Option<Vec<i64>>, BooksError> {
    let mut statement = tx.prepare_cached(
        "SELECT book_id, max(path = ?3) FROM file WHERE essence IN (?1, ?2) GROUP BY book_id LIMIT 16",
    )?;
    let former = part.former.unwrap_or(part.essence);
    let rows = statement.query_map(params![&part.essence.0[..], &former.0[..], text(&part.entry.path)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let mut found: Vec<(i64, bool)> = rows.collect::<Result<_, _>>()?;
    let is_shared = found.len() > 1 || common.contains(&part.essence);
    found.retain(|(_, is_in_place)| !is_shared || *is_in_place);
    let mut ids: Vec<i64> = found.into_iter().map(|(id, _)| id).collect();
    ids.extend(in_place(tx, part)?.filter(|id| !ids.contains(id)));
    Ok((!ids.is_empty() || !is_shared).then_some(ids))
}

/// Whether a book other than this one has the sound.
fn is_of_another(tx: &Transaction<'_>, essence: Essence, book: i64) -> Result<bool, BooksError> {
    let mut statement = tx.prepare_cached("SELECT 1 FROM file WHERE essence = ?1 AND book_id <> ?2")?;
    Ok(statement.exists(params![&essence.0[..], book])?)
}

/// Sound that is in several of these.
pub(super) fn common(proposals: &[Proposal]) -> BTreeSet<Essence> {
    let (mut seen, mut common) = (BTreeSet::new(), BTreeSet::new());
    for proposal in proposals {
        let own: BTreeSet<Essence> = proposal.parts.iter().map(|part| part.essence).collect();
        common.extend(own.iter().filter(|essence| seen.contains(*essence)).copied());
        seen.extend(own);
    }
    common
}

/// The book whose MP3 lies at this place and plays as long, where only the hash of earlier builds is known of it: that
/// changed with the header, so a file that was copied since can be known by nothing else.
fn in_place(tx: &Transaction<'_>, part: &Part) -> Result<Option<i64>, BooksError> {
    /// What programs make of the same frames: with the encoder's padding, or without.
    const SLACK_MS: i64 = 200;
    let mut statement = tx.prepare_cached(
        "SELECT book_id FROM file WHERE path = ?1 AND hashes = 1 AND codec = 'mp3' AND ?2 = codec
         AND abs(duration_ms - ?3) <= ?4",
    )?;
    let values = params![text(&part.entry.path), part.codec, part.duration_ms as i64, SLACK_MS];
    Ok(statement.query_row(values, |row| row.get(0)).optional()?)
}

/// The files of a book as they were, with their hashes.
pub(super) fn files(tx: &Transaction<'_>, book: i64) -> Result<Vec<(Entry, Essence)>, BooksError> {
    let mut statement =
        tx.prepare_cached("SELECT path, size, mtime_ns, essence FROM file WHERE book_id = ?1 ORDER BY pos")?;
    let rows = statement.query_map([book], |row| {
        let (path, size) = (path(&row.get::<_, String>(0)?), row.get::<_, i64>(1)? as u64);
        Ok((Entry { path, size, mtime_ns: row.get(2)? }, Essence(row.get(3)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where a file of a book is, and whose sound lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The file.
    pub path: PathBuf,
    /// Whether there is a file with other sound than the book had.
    pub is_other: bool,
}

impl Library {
    /// The files of a book in order, looked at as they are now.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn held(&mut self, book: i64) -> Result<Vec<Held>, BooksError> {
        let files = self.store.write(|tx| files(tx, book))?;
        let look = |(entry, essence): (Entry, Essence)| {
            let is_other = entry.path.is_file() && !holds(&entry, essence);
            Held { path: entry.path, is_other }
        };
        Ok(files.into_iter().map(look).collect())
    }
}

/// Whether every file of a book is where it was, with its sound.
///
/// # Errors
/// The library cannot be read.
pub fn is_whole(tx: &Transaction<'_>, book: i64) -> Result<bool, BooksError> {
    let files = files(tx, book)?;
    Ok(!files.is_empty() && files.iter().all(|(entry, essence)| holds(entry, *essence)))
}

/// Tells others that a book has another name, where they could not know: a part was added or exchanged, or facts were told
/// under the name that earlier builds gave it. From here on it is told about under the new one, if that is how it came.
pub(super) fn rename(
    tx: &Transaction<'_>,
    device: Device,
    id: i64,
    old: Essence,
    proposal: &Proposal,
) -> Result<(), BooksError> {
    let new = proposal.fingerprint;
    let key = format!("alias/{new}");
    let exists = |query: &str, value: &dyn crate::kit::store::ToSql| -> Result<bool, BooksError> {
        Ok(tx
            .prepare_cached(&format!("SELECT EXISTS(SELECT 1 FROM event WHERE {query} = ?1)"))?
            .query_row([value], |row| row.get(0))?)
    };
    let is_other = canon(tx, old)? != canon(tx, new)?;
    if is_other || exists("book", &&old.0[..])? && !exists("key", &key)? {
        set(tx, device, "", Some(old), &key, Some(true.into()))?;
    }
    if proposal.former == Some(old) {
        tx.prepare_cached("UPDATE OR IGNORE book SET fp = ?2 WHERE id = ?1")?.execute(params![id, &new.0[..]])?;
    }
    Ok(())
}
