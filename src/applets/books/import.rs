//! Folders into the library: walk, read what changed, accept, and say what is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::error::BooksError;
use super::library::accept::Accepted;
use super::library::paths::{path, text};
use super::library::removal::Removed;
use super::library::{Library, known, now_ms};
use super::organize::{Arrangement, How};
use super::scan::walk::Loose;
use super::scan::{Proposal, Unit, read_units, walk};
use super::view::lossy;
use crate::kit::store::params;

/// Units whose books are accepted in one transaction: few enough that another process never waits long.
const TOGETHER: usize = 256;

/// Whether anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// What is found is taken over, but for books that were taken out.
    Accept,
    /// What is found was asked for by name, and is taken over.
    Welcome,
    /// What would be is told.
    DryRun,
}

/// A book in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is called by; empty in a dry run.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its author.
    pub author: Option<String>,
    /// The folder or file it comes from.
    #[serde(serialize_with = "lossy")]
    pub path: PathBuf,
    /// Its files.
    pub files: usize,
    /// Its chapters.
    pub chapters: usize,
    /// How long it plays.
    pub duration_ms: u64,
    /// Why its files are in their order.
    pub order_why: String,
    /// `added`, `updated`, `moved`, `duplicate`, `removed`, `found`.
    pub outcome: String,
    /// What is odd about it.
    pub notes: Vec<String>,
}

/// A file that is no part of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Which.
    #[serde(serialize_with = "lossy")]
    pub path: PathBuf,
    /// Why.
    pub problem: String,
}

/// What became of an import or a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this document.
    pub schema_version: u32,
    /// What was found new or changed.
    pub books: Vec<Item>,
    /// Folders in which nothing has changed.
    pub unchanged: usize,
    /// Audio files that were looked at.
    pub files: usize,
    /// Files that are no part of a book.
    pub failures: Vec<Problem>,
    /// Books whose files are gone, by their slugs.
    pub missing: Vec<String>,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Where each book goes, with `--organize`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<Arrangement>,
    /// How files go there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// Files that were brought there.
    #[serde(default)]
    pub brought: usize,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

impl Report {
    /// How many books came out so.
    #[must_use]
    pub fn count(&self, outcome: &str) -> usize {
        self.books.iter().filter(|item| item.outcome == outcome).count()
    }
}

/// Hears of files done and in all, now and then, and may end the work.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize) -> ControlFlow<()>;

/// What is looked at, and how.
pub struct Look<'a> {
    /// Whether anything is written.
    pub mode: Mode,
    /// Whether a unit that has changed is looked at: one that still grows is not.
    pub is_ready: &'a mut dyn FnMut(&Unit) -> bool,
    /// Who hears of it.
    pub progress: Progress<'a>,
}

impl fmt::Debug for Look<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Look").field("mode", &self.mode).finish_non_exhaustive()
    }
}

/// What a look found.
#[derive(Debug, Default)]
pub struct Looked {
    /// What became of it.
    pub report: Report,
    /// Every folder that was looked into.
    pub folders: Vec<PathBuf>,
}

/// Brings the library up to what is below these folders, all of it. `progress` may end it: what was accepted until then
/// stays, and the next import goes on.
///
/// # Errors
/// A folder does not exist, the library cannot be written, or it was ended.
pub fn bring_in(
    library: &mut Library,
    roots: &[(PathBuf, Loose)],
    mode: Mode,
    progress: Progress<'_>,
) -> Result<Report, BooksError> {
    look(library, roots, Look { mode, is_ready: &mut |_| true, progress }).map(|looked| looked.report)
}

/// As [`bring_in`], but for units that are not ready.
///
/// # Errors
/// As [`bring_in`].
pub fn look(library: &mut Library, roots: &[(PathBuf, Loose)], look: Look<'_>) -> Result<Looked, BooksError> {
    let Look { mode, is_ready, progress } = look;
    let started = Instant::now();
    let mut folders = Vec::new();
    let mut report = Report { schema_version: 1, dry_run: mode == Mode::DryRun, ..Report::default() };
    let roots = with_nested(library, roots)?;
    for (root, loose) in &roots {
        let mut walked = walk(root, *loose);
        // What lies in a folder of books of its own is looked at with that folder.
        let nested: Vec<&PathBuf> =
            roots.iter().map(|(other, _)| other).filter(|other| *other != root && other.starts_with(root)).collect();
        walked.units.retain(|unit| nested.iter().all(|other| !unit.path.starts_with(other)));
        folders.append(&mut walked.folders);
        report.failures.extend(walked.failures.into_iter().map(|(path, problem)| Problem { path, problem }));
        report.files += walked.units.iter().map(|unit| unit.audio.len()).sum::<usize>();
        let known = known_units(library, root)?;
        let gone: BTreeSet<String> = {
            let here: BTreeSet<String> = walked.units.iter().map(|unit| text(&unit.path)).collect();
            known.keys().filter(|path| !here.contains(*path)).cloned().collect()
        };
        // What was taken out and is asked for again lies in units that have not changed.
        let is_asked = mode == Mode::Welcome && !library.removed()?.is_empty();
        let is_unchanged =
            |unit: &Unit| !is_asked && known.get(&text(&unit.path)).is_some_and(|old| *old == unit.signature());
        let (same, mut changed): (Vec<Unit>, Vec<Unit>) = walked.units.into_iter().partition(is_unchanged);
        report.unchanged += same.len();
        changed.retain(|unit| is_ready(unit));
        read_changed(library, &changed, mode, &mut report, progress)?;
        if mode != Mode::DryRun {
            let loose = if *loose == Loose::Apart { "apart" } else { "together" };
            library.remember(root, loose, &changed, &gone)?;
        }
    }
    report.took_ms = started.elapsed().as_millis() as u64;
    Ok(Looked { report, folders })
}

/// Whole paths, and the folders of books below them that are known: outer ones first. What a path says of a book depends on
/// where its folder of books begins, so a book belongs to the innermost.
fn with_nested(library: &Library, roots: &[(PathBuf, Loose)]) -> Result<Vec<(PathBuf, Loose)>, BooksError> {
    let mut all = BTreeMap::new();
    for (root, loose) in roots {
        all.insert(root.canonicalize().map_err(|_| BooksError::Missing(root.clone()))?, *loose);
    }
    let known = library.roots()?.into_iter();
    let nested: Vec<_> = known
        .filter(|(path, _)| !all.contains_key(path) && all.keys().any(|root| path.starts_with(root)) && path.exists())
        .collect();
    all.extend(nested);
    Ok(all.into_iter().collect())
}

/// What the books of a folder would be, whatever the library knows of it.
#[derive(Debug, Default)]
pub struct Proposed {
    /// In the order of their paths.
    pub books: Vec<Proposal>,
    /// Audio files that were looked at.
    pub files: usize,
    /// Files that are no part of a book.
    pub failures: Vec<Problem>,
    /// Every folder that was looked into.
    pub folders: Vec<PathBuf>,
}

/// Reads the books below a folder; those below `home` as books of a folder that begins there.
///
/// # Errors
/// The folder does not exist, or it was ended.
pub fn propose(
    root: &Path,
    home: &Path,
    is_ready: &mut dyn FnMut(&Unit) -> bool,
    progress: Progress<'_>,
) -> Result<Proposed, BooksError> {
    let mut walked = walk(root, Loose::Apart);
    walked.units.retain(|unit| is_ready(unit));
    for unit in walked.units.iter_mut().filter(|unit| unit.path.starts_with(home) && home.starts_with(root)) {
        unit.is_loose = unit.path == *home;
        home.clone_into(&mut unit.root);
    }
    let files = walked.units.iter().map(|unit| unit.audio.len()).sum();
    let failures = walked.failures.into_iter().map(|(path, problem)| Problem { path, problem }).collect();
    let mut proposed = Proposed { books: Vec::new(), files, failures, folders: walked.folders };
    let mut done = 0;
    read_units(&walked.units, |found| {
        done += walked.units[found.unit].audio.len();
        if progress(done, files).is_break() {
            return Err(BooksError::Interrupted);
        }
        proposed.failures.extend(found.failures.into_iter().map(|(path, problem)| Problem { path, problem }));
        proposed.books.extend(found.proposals);
        Ok(())
    })?;
    proposed.books.sort_by(|a, b| (&a.unit, a.fingerprint).cmp(&(&b.unit, b.fingerprint)));
    proposed.failures.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(proposed)
}

fn known_units(library: &Library, root: &Path) -> Result<BTreeMap<String, [u8; 16]>, BooksError> {
    let mut statement = library.connection().prepare_cached("SELECT path, signature FROM unit WHERE root = ?1")?;
    let rows = statement.query_map([text(root)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read_changed(
    library: &mut Library,
    units: &[Unit],
    mode: Mode,
    report: &mut Report,
    progress: Progress<'_>,
) -> Result<(), BooksError> {
    let total: usize = units.iter().map(|unit| unit.audio.len()).sum();
    let (mut done, mut waiting, mut count) = (0, Vec::new(), 0);
    let accept = |library: &mut Library, waiting: &mut Vec<Proposal>, report: &mut Report| {
        // Threads bring what they find in any order; names that are given are to be the same everywhere.
        let mut proposals = std::mem::take(waiting);
        proposals.sort_by(|a, b| (&a.unit, a.fingerprint).cmp(&(&b.unit, b.fingerprint)));
        let accepted = match mode {
            Mode::Accept => library.accept(&proposals, Removed::Stay)?,
            Mode::Welcome => library.accept(&proposals, Removed::Return)?,
            Mode::DryRun => Vec::new(),
        };
        for (index, proposal) in proposals.iter().enumerate() {
            let item = item(library, proposal, accepted.get(index))?;
            report.books.push(item);
        }
        Ok::<_, BooksError>(())
    };
    let outcome = read_units(units, |found| {
        done += units[found.unit].audio.len();
        if progress(done, total).is_break() {
            return Err(BooksError::Interrupted);
        }
        for (path, problem) in found.failures {
            report.failures.push(Problem { path, problem });
        }
        waiting.extend(found.proposals);
        count += 1;
        if count % TOGETHER == 0 {
            accept(library, &mut waiting, report)?;
        }
        Ok::<_, BooksError>(())
    });
    if matches!(outcome, Err(BooksError::Interrupted)) {
        accept(library, &mut waiting, report)?;
    }
    outcome?;
    accept(library, &mut waiting, report)?;
    report.books.sort_by(|a, b| a.path.cmp(&b.path));
    report.failures.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(())
}

fn item(library: &Library, proposal: &Proposal, accepted: Option<&Accepted>) -> Result<Item, BooksError> {
    let (id, outcome) = match accepted {
        Some(Accepted::Added(id)) => (Some(*id), "added"),
        Some(Accepted::Updated(id)) => (Some(*id), "updated"),
        Some(Accepted::Moved(id)) => (Some(*id), "moved"),
        Some(Accepted::Duplicate(id)) => (Some(*id), "duplicate"),
        Some(Accepted::Removed) => (None, "removed"),
        None => (None, "found"),
    };
    let best =
        |name: &str| proposal.fields.iter().rev().find(|(field, ..)| field == name).map(|(_, _, value)| value.clone());
    let (slug, title, author) = match id {
        Some(id) => library
            .connection()
            .prepare_cached("SELECT slug, title, author FROM book WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?,
        None => (String::new(), best("title").unwrap_or_default(), best("author")),
    };
    Ok(Item {
        slug,
        title,
        author,
        path: proposal.unit.clone(),
        files: proposal.parts.len(),
        chapters: proposal.chapters.len(),
        duration_ms: proposal.duration_ms,
        order_why: proposal.order_why.clone(),
        outcome: outcome.to_owned(),
        notes: proposal.notes.clone(),
    })
}

impl Library {
    /// The folders that a scan looks at.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn roots(&self) -> Result<Vec<(PathBuf, Loose)>, BooksError> {
        let mut statement = self.connection().prepare_cached("SELECT path, loose FROM root ORDER BY path")?;
        let rows = statement.query_map([], |row| {
            let loose = if row.get_ref(1)?.as_str() == Ok("apart") { Loose::Apart } else { Loose::Together };
            Ok((path(&row.get::<_, String>(0)?), loose))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// From here on a scan looks at this folder, though it may be away now.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn keep_root(&mut self, root: &Path, loose: Loose) -> Result<(), BooksError> {
        let values = params![text(root), if loose == Loose::Apart { "apart" } else { "together" }];
        self.store.write(|tx| {
            tx.execute("INSERT OR REPLACE INTO root(path, loose) VALUES (?1, ?2)", values)?;
            Ok(())
        })
    }

    /// Notes what was looked at, and which books are gone from where they were.
    fn remember(
        &mut self,
        root: &Path,
        loose: &str,
        changed: &[Unit],
        gone: &BTreeSet<String>,
    ) -> Result<(), BooksError> {
        let root = text(root);
        self.store.write(|tx| {
            tx.execute("INSERT OR REPLACE INTO root(path, loose) VALUES (?1, ?2)", params![root, loose])?;
            for unit in changed {
                tx.prepare_cached("INSERT OR REPLACE INTO unit(path, root, signature) VALUES (?1, ?2, ?3)")?
                    .execute(params![text(&unit.path), root, &unit.signature()[..]])?;
            }
            for unit in gone {
                tx.prepare_cached("DELETE FROM unit WHERE path = ?1")?.execute([unit])?;
            }
            let looked: Vec<String> = changed.iter().map(|unit| text(&unit.path)).collect();
            for unit in gone.iter().chain(&looked) {
                let mut statement = tx.prepare_cached("SELECT id FROM book WHERE unit = ?1")?;
                let books: Vec<i64> = statement.query_map([unit], |row| row.get(0))?.collect::<Result<_, _>>()?;
                drop(statement);
                for id in books {
                    // A book that was read anew has only files that are there; any other that lost one, or has another
                    // book's sound in its place, cannot be played.
                    if known::is_whole(tx, id)? {
                        continue;
                    }
                    tx.prepare_cached("UPDATE book SET state = 'missing', updated_ms = ?2 WHERE id = ?1")?
                        .execute(params![id, now_ms()])?;
                }
            }
            Ok(())
        })
    }

    /// The slugs of books whose files are gone.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn missing(&self) -> Result<Vec<String>, BooksError> {
        let mut statement =
            self.connection().prepare_cached("SELECT slug FROM book WHERE state = 'missing' ORDER BY slug")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}
