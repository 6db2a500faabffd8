//! `books export`, `restore`: every fact to a file, and back.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::book::Book;
use crate::applets::books::library::find::Query;
use crate::applets::books::library::{Library, journal};
use crate::applets::books::log::Event;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Emit, Page};

const EXPORT_EXAMPLES: &str = "\
Examples:
  # everything that was heard, set and edited, as JSON
  books export backup.json
  books export > backup.json";

const RESTORE_EXAMPLES: &str = "\
Examples:
  # add what a backup knows; nothing that is here is lost
  books restore backup.json
  books import-data backup.json

  # what is here gives way, but is kept in books.events
  books restore backup.json --replace

Places are known by the sound of books: those of books that are not here yet
wait for them.";

/// The flags of `books export`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXPORT_EXAMPLES, after_help = "See --help for examples.")]
pub struct ExportArgs {
    /// Where to [default: standard output, or --output]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The flags of `books restore`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = RESTORE_EXAMPLES, after_help = "See --help for examples.")]
pub struct RestoreArgs {
    /// What books export wrote, or a journal
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,

    /// Add it to what is here: what happens anyway
    #[arg(long, conflicts_with = "replace")]
    pub merge: bool,

    /// Let what is here give way
    #[arg(long)]
    pub replace: bool,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// What a backup calls itself.
const FORMAT: &str = "toolbox-books-export";

/// The newest version of a backup that is known.
const VERSION: u32 = 1;

/// A backup.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Backup {
    /// `toolbox-books-export`.
    pub format: String,
    /// Version of this document.
    pub schema_version: u32,
    /// What is in the library, for people and programs; the facts have it all.
    pub books: Vec<Book>,
    /// Every fact.
    pub events: Vec<Value>,
}

impl Emit for Backup {
    fn text(&self, _page: &Page) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["slug", "title", "position_ms", "duration_ms", "status"].map(str::to_owned).to_vec();
        let rows = self.books.iter().map(|book| {
            let numbers = [book.place_ms(), book.duration_ms].map(|ms| ms.to_string());
            [vec![book.slug.clone(), book.title.clone()], numbers.to_vec(), vec![book.status().to_owned()]].concat()
        });
        (columns, rows.collect())
    }
}

impl ExportArgs {
    /// Exports.
    ///
    /// # Errors
    /// The library cannot be read, or the file written.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let library = self.library.open(session)?;
        let backup = backup(&library)?;
        match &self.file {
            Some(path) if path != Path::new("-") => {
                let text = serde_json::to_string_pretty(&backup).map_err(BooksError::Json)? + "\n";
                crate::kit::fs::replace(path, text.as_bytes()).map_err(BooksError::from)?;
                session.term.note(format!(
                    "{} facts and {} books are in {}",
                    backup.events.len(),
                    backup.books.len(),
                    path.display()
                ));
            }
            _ => session.term.emit(&backup)?,
        }
        Ok(Exit::Done)
    }
}

fn backup(library: &Library) -> Result<Backup, BooksError> {
    let (books, _) = library.list(&Query::default())?;
    let events = library.all_events()?.iter().map(serde_json::to_value).collect::<Result<_, _>>();
    let events = events.map_err(BooksError::Json)?;
    Ok(Backup { format: FORMAT.to_owned(), schema_version: VERSION, books, events })
}

/// What a restore came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// Version of this document.
    pub schema_version: u32,
    /// Facts that were new here.
    pub learned: usize,
    /// Facts that were known.
    pub known: usize,
    /// Entries that are no facts.
    pub damaged: usize,
}

impl Emit for Restored {
    fn text(&self, _page: &Page) -> String {
        let damaged = if self.damaged > 0 { format!(", {} could not be read", self.damaged) } else { String::new() };
        format!("{} facts were new, {} were known{damaged}", self.learned, self.known)
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["learned", "known", "damaged"].map(str::to_owned).to_vec();
        (columns, vec![[self.learned, self.known, self.damaged].map(|count| count.to_string()).to_vec()])
    }
}

impl RestoreArgs {
    /// Restores.
    ///
    /// # Errors
    /// The file is no backup, or the library cannot be written.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let (events, damaged) = read(&self.file)?;
        let mut library = self.library.open(session)?;
        if self.replace {
            library.forget_everything()?;
        }
        let learned = library.learn(&events)?;
        let restored = Restored { schema_version: 1, learned: learned.new, known: learned.known, damaged };
        session.term.emit(&restored)?;
        Ok(if damaged == 0 { Exit::Done } else { Exit::Unmet })
    }
}

fn read(path: &Path) -> Result<(Vec<Event>, usize), BooksError> {
    let none = || BooksError::Absent {
        what: format!("{} is no backup of books", path.display()),
        hint: "use a file that books export wrote, or books.events",
    };
    let text = match crate::kit::fs::read_to_string(path) {
        Err(error) if error.source.kind() == io::ErrorKind::InvalidData => return Err(none()),
        text => text?,
    };
    if let Ok(backup) = serde_json::from_str::<Backup>(&text) {
        if backup.format != FORMAT {
            return Err(none());
        }
        if backup.schema_version > VERSION {
            let (path, found) = (path.display(), backup.schema_version);
            return Err(BooksError::Absent {
                what: format!("{path} has version {found} of a backup, and this program knows {VERSION}"),
                hint: "restore it with the program that wrote it, or a newer one",
            });
        }
        let all = backup.events.len();
        let events: Vec<Event> =
            backup.events.into_iter().filter_map(|event| serde_json::from_value(event).ok()).collect();
        let damaged = all - events.len();
        return Ok((events, damaged));
    }
    let (events, damaged) = journal::read(path)?;
    if events.is_empty() {
        return Err(none());
    }
    Ok((events, damaged))
}
