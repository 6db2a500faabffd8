//! `books cover`, `chapters`, `remove`, `doctor`, and the hidden `slugs`: looking after a library.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde::{Deserialize, Serialize};

use super::info::info;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::audio::{self, Chapter, Cover, FileSource};
use crate::applets::books::error::BooksError;
use crate::applets::books::library::events::Whose;
use crate::applets::books::library::{Library, journal};
use crate::applets::books::position::{self, Position, hms};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs::FileError;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};

const COVER_EXAMPLES: &str = "\
Examples:
  # another picture
  books cover dune better.jpg

  # the picture that the book has, beside its files or inside them
  books cover dune -o dune.jpg";

const CHAPTERS_EXAMPLES: &str = "\
Examples:
  # what they are
  books chapters dune

  # in an editor, and back: a line for each, POS and title
  books chapters dune > dune.txt
  books chapters dune --set dune.txt

  # back to those of the files
  books chapters dune --unset";

const REMOVE_EXAMPLES: &str = "\
Examples:
  # out of the library; the files stay, and so does what you heard
  books remove dune

  # the files as well
  books remove dune --delete-files";

const DOCTOR_EXAMPLES: &str = "\
Examples:
  # is everything sound?
  books doctor

  # the library anew, from the journal beside it and the folders it knew
  books doctor --rebuild

Exit codes: 0 sound, 1 failed, 2 usage, 3 something is not.";

/// The flags of `books cover`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = COVER_EXAMPLES, after_help = "See --help for examples.")]
pub struct CoverArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// The picture to show from now on, JPEG or PNG; without, the picture there is goes to --output
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub picture: Option<PathBuf>,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The flags of `books chapters`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = CHAPTERS_EXAMPLES, after_help = "See --help for examples.")]
pub struct ChaptersArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// Take the chapters of this file: lines with POS and a title
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "unset")]
    pub set: Option<PathBuf>,

    /// Take the chapters of the files again
    #[arg(long)]
    pub unset: bool,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The flags of `books remove`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = REMOVE_EXAMPLES, after_help = "See --help for examples.")]
pub struct RemoveArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// Delete its audio files, too
    #[arg(long)]
    pub delete_files: bool,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

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

/// The flags of the hidden `books slugs`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:\n  # what completions ask\n  books slugs at")]
pub struct SlugsArgs {
    /// Only those that begin so
    #[arg(value_name = "PREFIX", default_value = "")]
    pub prefix: String,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The largest picture that is taken.
const LARGEST_PICTURE: u64 = 20 << 20;

impl CoverArgs {
    /// Sets or writes the picture.
    ///
    /// # Errors
    /// There is no such book or picture.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open()?;
        let book = library.find(&self.book)?;
        let Some(path) = self.picture else {
            let bytes = picture(&library, book.id)?.ok_or_else(|| BooksError::Refused {
                what: format!("there is no picture of '{}'", book.title),
                hint: "give it one: books cover BOOK FILE",
            })?;
            match session.output.as_deref().filter(|path| *path != Path::new("-")) {
                Some(path) => crate::kit::fs::replace(path, &bytes).map_err(Failure::operation)?,
                None => session.term.out_bytes(&bytes)?,
            }
            return Ok(Exit::Done);
        };
        let fail = |error| BooksError::from(FileError::new("read", &path, error));
        let path = path.canonicalize().map_err(fail)?;
        let head = fs::read(&path).map_err(fail)?;
        let is_picture = head.starts_with(b"\x89PNG\r\n") || head.starts_with(&[0xff, 0xd8, 0xff]);
        if !is_picture || head.len() as u64 > LARGEST_PICTURE {
            let what = format!("{} is no JPEG or PNG of at most 20 MiB", path.display());
            return Err(BooksError::Refused { what, hint: "convert it to JPEG" }.into());
        }
        let value = path.to_string_lossy().into_owned();
        library.set(Whose::Everybodys, Some(book.fingerprint), "cover", Some(value.into()))?;
        library.settle(book.id)?;
        session.term.emit(&info(&library, book)?)?;
        Ok(Exit::Done)
    }
}

/// The picture of a book: what is beside it, else what is inside its first file.
///
/// # Errors
/// The library cannot be read.
pub fn picture(library: &Library, book: i64) -> Result<Option<Vec<u8>>, BooksError> {
    if let Some(path) = library.column(book, "cover")?
        && let Ok(bytes) = fs::read(&path)
    {
        return Ok(Some(bytes));
    }
    let Some(first) = library.files(book)?.into_iter().next() else { return Ok(None) };
    let read = FileSource::open(&first.path).ok().and_then(|source| audio::read_with(&source, Cover::Read).ok());
    Ok(read.and_then(|(_, picture)| picture).map(|picture| picture.bytes))
}

/// The chapters of a book.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Chapters {
    /// Version of this document.
    pub schema_version: u32,
    /// In their order.
    pub chapters: Vec<Chapter>,
}

impl Emit for Chapters {
    fn text(&self, _page: &Page) -> String {
        let clock =
            |ms: u64| format!("{}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
        let line = |chapter: &Chapter| format!("{} {}", clock(chapter.start_ms), chapter.title);
        self.chapters.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let rows = self.chapters.iter().map(|chapter| vec![chapter.start_ms.to_string(), chapter.title.clone()]);
        (vec!["start_ms".to_owned(), "title".to_owned()], rows.collect())
    }
}

impl ChaptersArgs {
    /// Shows or sets.
    ///
    /// # Errors
    /// There is no such book; a line of the file is no chapter.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open()?;
        let book = library.find(&self.book)?;
        if let Some(path) = &self.set {
            let text = crate::kit::fs::read_to_string(path).map_err(BooksError::from)?;
            let mut chapters = Vec::new();
            for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let (at, title) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
                let wrong = |what: String| BooksError::Refused {
                    what: format!("{}:{}: {what}", path.display(), number + 1),
                    hint: "a line is POS and a title: 0:12:30 The second chapter",
                };
                let Position::At(at) = position::parse(at).map_err(wrong)? else {
                    return Err(wrong("a chapter begins at a time of its own".to_owned()).into());
                };
                if at >= book.duration_ms {
                    return Err(wrong(format!("{} is beyond the end of the book", hms(at))).into());
                }
                chapters.push(Chapter { start_ms: at, title: title.trim().to_owned() });
            }
            let value = serde_json::to_value(chapters).map_err(BooksError::Json)?;
            library.set(Whose::Everybodys, Some(book.fingerprint), "chapters", Some(value))?;
            library.settle(book.id)?;
        } else if self.unset {
            library.set(Whose::Everybodys, Some(book.fingerprint), "chapters", None)?;
            library.forget_unit(book.id)?;
            session.term.note("books scan reads the chapters of the files again");
        }
        session.term.emit(&Chapters { schema_version: 1, chapters: library.chapters(book.id)? })?;
        Ok(Exit::Done)
    }
}

impl RemoveArgs {
    /// Removes.
    ///
    /// # Errors
    /// There is no such book; a file cannot be deleted.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open()?;
        let book = library.find(&self.book)?;
        let files = library.files(book.id)?;
        if self.delete_files {
            for file in &files {
                let gone = fs::remove_file(&file.path);
                if let Err(error) =
                    gone.or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
                {
                    return Err(BooksError::from(FileError::new("delete", &file.path, error)).into());
                }
            }
        }
        library.remove(book.id)?;
        let kept = if self.delete_files { "its files are deleted" } else { "its files stay" };
        session
            .term
            .note(format!("{} is no longer in the library; {kept}, and so does what you heard of it", book.title));
        Ok(Exit::Done)
    }
}

/// What a doctor found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Findings {
    /// Version of this document.
    pub schema_version: u32,
    /// The file.
    pub library: PathBuf,
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
        let mut done = Vec::new();
        if self.rebuild {
            done = rebuild(&path, &self.library)?;
        }
        let library = self.library.open()?;
        let mut problems = library.store_problems()?;
        for slug in library.missing()? {
            problems.push(format!("the files of {slug} are gone; find them with books scan, or books remove {slug}"));
        }
        let journal = journal::path(&path);
        let facts = library.facts()?;
        if journal.exists() {
            let (events, damaged) = journal::read(&journal).map_err(BooksError::from)?;
            if damaged > 0 {
                problems.push(format!("{damaged} lines of {} are damaged", journal.display()));
            }
            let unique: std::collections::BTreeSet<_> = events.iter().map(|event| event.id).collect();
            if unique.len() < facts {
                problems.push(format!("the journal has {} of {facts} facts", unique.len()));
            }
        } else if facts > 0 {
            problems.push(format!("the journal {} is missing", journal.display()));
        }
        let findings = Findings { schema_version: 1, library: path, books: library.count()?, facts, problems, done };
        session.term.emit(&findings)?;
        Ok(if findings.problems.is_empty() { Exit::Done } else { Exit::Unmet })
    }
}

/// Puts the old file aside, takes every fact from the journal (and from the old file, as far as it can be read), and
/// remembers the folders.
fn rebuild(path: &Path, args: &LibraryArgs) -> Result<Vec<String>, BooksError> {
    let mut done = Vec::new();
    let (mut events, mut roots) = (Vec::new(), Vec::new());
    let journal = journal::path(path);
    if journal.exists() {
        let (read, damaged) = journal::read(&journal)?;
        done.push(format!("{} facts from {}, {damaged} damaged lines", read.len(), journal.display()));
        events = read;
    }
    if let Ok(old) = args.open() {
        roots = old.roots().unwrap_or_default();
        events.extend(old.all_events().unwrap_or_default());
    }
    if path.exists() {
        let mut aside = path.with_extension("db.old");
        let mut number = 1;
        while aside.exists() {
            number += 1;
            aside = path.with_extension(format!("db.old{number}"));
        }
        fs::rename(path, &aside).map_err(|error| FileError::new("rename", path, error))?;
        for suffix in ["-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            let _ = fs::remove_file(PathBuf::from(name));
        }
        done.push(format!("the old file is {}", aside.display()));
    }
    let mut library = args.open()?;
    let learned = library.learn(&events)?;
    done.push(format!("{} facts in the new library", learned.new));
    if roots.is_empty() {
        done.push("the folders are not known any more; add them with books import".to_owned());
    } else {
        let there: Vec<_> = roots.into_iter().filter(|(root, _)| root.exists()).collect();
        let mode = crate::applets::books::import::Mode::Accept;
        let report =
            crate::applets::books::import::bring_in(&mut library, &there, mode, &mut |_, _| ControlFlow::Continue(()))?;
        done.push(format!("{} books from {} folders", report.books.len(), there.len()));
    }
    Ok(done)
}

impl SlugsArgs {
    /// Prints slugs, a line each; nothing where there is no library.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let path = self.library.path()?;
        if !path.exists() {
            return Ok(Exit::Done);
        }
        let slugs = self.library.open()?.slugs(&self.prefix)?;
        session.term.out(&slugs.into_iter().map(|slug| slug + "\n").collect::<String>())?;
        Ok(Exit::Done)
    }
}
