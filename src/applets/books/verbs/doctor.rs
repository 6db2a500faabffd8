//! `books doctor`: whether a library is sound, and making it anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::open::recovered;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::import::{Mode, bring_in};
use crate::applets::books::library::{Library, journal};
use crate::applets::books::sync::meet::{places, set_places};
use crate::applets::books::view::{count, lossy};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs::FileError;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};

const DOCTOR_EXAMPLES: &str = "\
Examples:
  # is everything sound?
  books doctor

  # the library anew, from the journal beside it and the folders it knew
  books doctor --rebuild

Exit codes: 0 sound, 1 failed, 2 usage, 3 something is not.";

/// The flags of `books doctor`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = DOCTOR_EXAMPLES, after_help = "See --help for examples.")]
pub struct DoctorArgs {
    /// Make the library anew; the old file is kept beside it
    #[arg(long)]
    pub rebuild: bool,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// What a doctor found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Findings {
    /// Version of this document.
    pub schema_version: u32,
    /// The file.
    #[serde(serialize_with = "lossy")]
    pub library: PathBuf,
    /// The folders that it looks at.
    pub folders: Vec<String>,
    /// Books in it.
    pub books: usize,
    /// Facts in it.
    pub facts: usize,
    /// What is wrong, in sentences.
    pub problems: Vec<String>,
    /// What was done.
    pub done: Vec<String>,
}

impl Emit for Findings {
    fn text(&self, page: &Page) -> String {
        let mut table = Table::new().column("", Align::Left).column("", Align::Left);
        table.row(["library", &self.library.display().to_string()]);
        for folder in &self.folders {
            table.row(["folder", folder]);
        }
        table.row(["books", &self.books.to_string()]);
        table.row(["facts", &self.facts.to_string()]);
        let mut text = table.render(page);
        for done in &self.done {
            let _ = writeln!(text, "{done}");
        }
        for problem in &self.problems {
            let _ = writeln!(text, "problem: {problem}");
        }
        if self.problems.is_empty() {
            text += "sound\n";
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        (vec!["problem".to_owned()], self.problems.iter().map(|problem| vec![problem.clone()]).collect())
    }
}

impl DoctorArgs {
    /// Looks, and makes anew.
    ///
    /// # Errors
    /// The library cannot be opened, nor made anew.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let path = self.library.path()?;
        let Rebuilt { mut done, mut problems } =
            if self.rebuild { rebuild(&path, &self.library)? } else { Rebuilt::default() };
        let library = self.library.open_quietly()?;
        if library.recovered > 0 {
            done.push(recovered(&library)?);
        }
        problems.extend(library.store_problems()?);
        for slug in library.missing()? {
            problems.push(format!("the files of {slug} are gone; find them with books scan, or books remove {slug}"));
        }
        let errands = library.errands()?.len();
        if errands > 0 {
            problems.push(format!(
                "{} on the way to another place; books import finishes it",
                count(errands, "file", "files")
            ));
        }
        let facts = library.facts()?;
        problems.extend(journal_problems(&library, facts)?);
        let books = library.count()?;
        if !self.rebuild && facts > 0 && books == 0 && library.roots()?.is_empty() {
            problems
                .push("it knows of listening, but of no folder with books; add it with books import DIR".to_owned());
        }
        let folders = library.roots()?.into_iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect();
        let findings = Findings { schema_version: 1, library: path, folders, books, facts, problems, done };
        session.term.emit(&findings)?;
        Ok(if findings.problems.is_empty() { Exit::Done } else { Exit::Unmet })
    }
}

/// What the journal lacks, or has that cannot be read.
fn journal_problems(library: &Library, facts: usize) -> Result<Vec<String>, BooksError> {
    let path = journal::path(library.path());
    let mut problems = Vec::new();
    if !path.exists() {
        if facts > 0 {
            problems.push(format!("the journal {} is missing; the next fact writes it anew", path.display()));
        }
        return Ok(problems);
    }
    let (events, damaged) = journal::read(&path)?;
    if damaged > 0 {
        problems.push(format!("{} of {} cannot be read", count(damaged, "line", "lines"), path.display()));
    }
    let told: BTreeSet<_> = events.iter().map(|event| event.id).collect();
    let known: BTreeSet<_> = library.all_events()?.iter().map(|event| event.id).collect();
    let (here, there) = (known.difference(&told).count(), told.difference(&known).count());
    if here > 0 {
        problems.push(format!("{} of {facts} facts are not in the journal {}", here, path.display()));
    }
    if there > 0 {
        problems
            .push(format!("{there} facts of the journal are not in the library; books doctor --rebuild takes them in"));
    }
    Ok(problems)
}

/// What a rebuild did, and what it could not.
#[derive(Debug, Default)]
struct Rebuilt {
    done: Vec<String>,
    problems: Vec<String>,
}

/// Makes another file, from every fact of the journal (and of the old file, as far as it can be read) and from the folders,
/// and puts it in the old one's place when it is whole. Until then the old one stays as it is.
fn rebuild(path: &Path, args: &LibraryArgs) -> Result<Rebuilt, BooksError> {
    // Beside it under a name that has the same journal.
    let fresh = path.with_extension("rebuilding");
    let clear = || {
        for suffix in SUFFIXES {
            let _ = fs::remove_file(with_suffix(&fresh, suffix));
        }
    };
    clear();
    let built = build(path, &fresh, args);
    let mut rebuilt = built.inspect_err(|_| clear())?;
    if path.exists() {
        let mut aside = path.with_extension("db.old");
        let mut number = 1;
        while aside.exists() {
            number += 1;
            aside = path.with_extension(format!("db.old{number}"));
        }
        bring(path, &aside)?;
        bring(&fresh, path).inspect_err(|_| drop(bring(&aside, path)))?;
        rebuilt.done.insert(0, format!("the old file is {}", aside.display()));
    } else {
        bring(&fresh, path)?;
    }
    Ok(rebuilt)
}

/// The file of a library, and what SQLite keeps beside it.
const SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Gives a library another name, with what SQLite keeps beside it.
fn bring(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::rename(from, to).map_err(|error| FileError::new("rename", from, error))?;
    for suffix in &SUFFIXES[1..] {
        let _ = fs::rename(with_suffix(from, suffix), with_suffix(to, suffix));
    }
    Ok(())
}

fn build(path: &Path, fresh: &Path, args: &LibraryArgs) -> Result<Rebuilt, BooksError> {
    let mut rebuilt = Rebuilt::default();
    let (mut events, mut roots, mut meeting, mut removed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    if let Ok(old) = args.open_quietly() {
        roots = old.roots().unwrap_or_default();
        meeting = places(&old).unwrap_or_default();
        removed = old.removed().unwrap_or_default();
        events = old.all_events().unwrap_or_default();
    }
    // It begins with what stands in the journal, and learns what does not.
    let mut library = LibraryArgs { db: Some(fresh.to_owned()), ..args.clone() }.open_quietly()?;
    rebuilt.done.push(format!("{} facts from the journal {}", library.recovered, journal::path(path).display()));
    set_places(&mut library, &meeting)?;
    library.set_removed(&removed)?;
    let learned = library.learn(&events)?;
    if learned.new > 0 {
        rebuilt.done.push(format!("{} facts that only the old file had", learned.new));
    }
    if roots.is_empty() {
        rebuilt.done.push("the folders are not known any more; add them with books import".to_owned());
        return Ok(rebuilt);
    }
    let (there, away): (Vec<_>, Vec<_>) = roots.into_iter().partition(|(root, _)| root.exists());
    for (root, loose) in away {
        library.keep_root(&root, loose)?;
        let root = root.display();
        rebuilt.problems.push(format!("{root} is away: when it is there again, books scan finds its books"));
    }
    let report = bring_in(&mut library, &there, Mode::Accept, &mut |_, _| ControlFlow::Continue(()))?;
    rebuilt.done.push(format!("{} books from {} folders", report.books.len(), there.len()));
    Ok(rebuilt)
}
