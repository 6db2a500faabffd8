//! `books remove`: out of the library, and, where it is asked for, off the disk.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde::{Deserialize, Serialize};

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::library::known::Held;
use crate::applets::books::library::removal::Remember;
use crate::applets::books::view::{count, lossy};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Emit, Page};

const REMOVE_EXAMPLES: &str = "\
Examples:
  # out of the library; the files stay, and so does what you heard
  books remove dune

  # and in again
  books add ~/Audiobooks/Dune

  # the files as well
  books remove dune --delete-files

  # a folder that is no longer looked at, with its books
  books remove --folder /media/old

A scan leaves a removed book out until books add names it. Books of a folder
that was removed come back when it is imported again.

Exit codes: 0 removed, 1 failed, 2 usage, 3 not every file could be deleted:
then the book stays.";

/// The flags of `books remove`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = REMOVE_EXAMPLES, after_help = "See --help for examples.")]
pub struct RemoveArgs {
    /// The book
    #[arg(value_name = "BOOK", required_unless_present = "folder")]
    pub book: Option<String>,

    /// Take out a folder that was imported, with its books
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["book", "delete_files"])]
    pub folder: Option<PathBuf>,

    /// Delete its audio files, too
    #[arg(long)]
    pub delete_files: bool,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It stays.
    Kept,
    /// It was deleted.
    Deleted,
    /// It was not there.
    Gone,
    /// It could not be deleted.
    Failed,
}

/// A file of a book that was to be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedFile {
    /// Which.
    #[serde(serialize_with = "lossy")]
    pub path: PathBuf,
    /// What became of it.
    pub fate: Fate,
    /// Why it was not deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A book that was to be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedBook {
    /// What it was called by.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Whether it is out of the library.
    pub is_removed: bool,
    /// Its files, where it was named itself.
    pub files: Vec<RemovedFile>,
}

/// What was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Version of this document.
    pub schema_version: u32,
    /// The folder that was named.
    pub folder: Option<String>,
    /// The folder around it that is still looked at, where its books stay.
    pub inside: Option<String>,
    /// Books.
    pub books: Vec<RemovedBook>,
}

impl Emit for Removal {
    fn text(&self, _page: &Page) -> String {
        let mut text = String::new();
        if let Some(folder) = &self.folder {
            let books = count(self.books.len(), "book", "books");
            let _ = match &self.inside {
                Some(inside) => writeln!(text, "{folder} is a part of {inside} from here on; its books stay"),
                None => writeln!(text, "{folder} is no longer looked at; {books} went with it, files and places stay"),
            };
            return text;
        }
        for book in &self.books {
            for file in book.files.iter().filter(|file| file.fate != Fate::Kept || file.problem.is_some()) {
                let path = file.path.display();
                let _ = match (&file.problem, file.fate) {
                    (Some(problem), _) => writeln!(text, "not deleted: {path}: {problem}"),
                    (None, Fate::Gone) => writeln!(text, "not there: {path}"),
                    (None, _) => writeln!(text, "deleted: {path}"),
                };
            }
            let is_kept = book.files.iter().all(|file| file.fate == Fate::Kept);
            let _ = match (book.is_removed, is_kept) {
                (true, true) => {
                    writeln!(text, "{} is no longer in the library; its files stay, and so does your place", book.title)
                }
                (true, false) => writeln!(text, "{} is no longer in the library; your place stays", book.title),
                (false, _) => writeln!(text, "{} stays in the library", book.title),
            };
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["slug", "title", "is_removed", "path", "fate", "problem"].map(str::to_owned).to_vec();
        let mut rows = Vec::new();
        for book in &self.books {
            let head = [book.slug.clone(), book.title.clone(), book.is_removed.to_string()];
            let mut add = |rest: [String; 3]| rows.push([&head[..], &rest].concat());
            if book.files.is_empty() {
                add([const { String::new() }; 3]);
            }
            for file in &book.files {
                let fate = serde_json::to_value(file.fate).unwrap_or_default();
                let fate = fate.as_str().unwrap_or_default().to_owned();
                add([file.path.display().to_string(), fate, file.problem.clone().unwrap_or_default()]);
            }
        }
        (columns, rows)
    }
}

impl RemoveArgs {
    /// Removes.
    ///
    /// # Errors
    /// There is no such book or folder.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        if let Some(folder) = &self.folder {
            return self.remove_folder(folder, session);
        }
        let mut library = self.library.open(session)?;
        let book = library.find(self.book.as_deref().unwrap_or_default())?;
        let files: Vec<RemovedFile> = if self.delete_files {
            library.held(book.id)?.into_iter().map(delete).collect()
        } else {
            library.files(book.id)?.into_iter().map(|file| keep(file.path)).collect()
        };
        let failed = files.iter().filter(|file| file.problem.is_some()).count();
        let is_spared = files.iter().any(|file| file.fate == Fate::Kept && file.problem.is_some());
        let deleted = files.iter().filter(|file| file.fate == Fate::Deleted).count();
        if failed == 0 {
            library.remove(book.id, if self.delete_files { Remember::No } else { Remember::Yes })?;
        }
        let book = RemovedBook { slug: book.slug, title: book.title, is_removed: failed == 0, files };
        session.term.emit(&Removal { schema_version: 1, folder: None, inside: None, books: vec![book] })?;
        Ok(match (failed, deleted) {
            (0, _) => Exit::Done,
            (_, 0) if !is_spared => Exit::Failed,
            _ => Exit::Unmet,
        })
    }

    fn remove_folder(&self, folder: &Path, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let forgotten = library.forget_folder(folder)?;
        let plain = |path: PathBuf| path.to_string_lossy().into_owned();
        let book = |(slug, title)| RemovedBook { slug, title, is_removed: true, files: Vec::new() };
        let removal = Removal {
            schema_version: 1,
            folder: Some(plain(forgotten.folder)),
            inside: forgotten.inside.map(plain),
            books: forgotten.books.into_iter().map(book).collect(),
        };
        session.term.emit(&removal)?;
        Ok(Exit::Done)
    }
}

fn keep(path: PathBuf) -> RemovedFile {
    RemovedFile { path, fate: Fate::Kept, problem: None }
}

fn delete(held: Held) -> RemovedFile {
    let path = held.path;
    if held.is_other {
        let problem = "it has other sound than the book had; books scan finds out whose".to_owned();
        return RemovedFile { path, fate: Fate::Kept, problem: Some(problem) };
    }
    let (fate, problem) = match fs::remove_file(&path) {
        Ok(()) => (Fate::Deleted, None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Fate::Gone, None),
        Err(error) => (Fate::Failed, Some(error.to_string())),
    };
    RemovedFile { path, fate, problem }
}
