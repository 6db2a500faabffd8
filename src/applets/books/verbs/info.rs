//! `books info`: all about one book.

use clap::Args;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

use super::open::now;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::audio::Chapter;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::library::accept::FIELDS;
use crate::applets::books::library::book::{Book, File};
use crate::applets::books::library::facts::Whose;
use crate::applets::books::position::{chapter_at, hms};
use crate::applets::books::{view, when};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;
use crate::kit::term::{Align, Emit, Page, Table};
use crate::kit::units::format_bytes;

const EXAMPLES: &str = "\
Examples:
  # title, people, length, place
  books info atomic-habits

  # its chapters, its files, and where each value comes from
  books info atomic-habits --chapters
  books info atomic-habits --files
  books info atomic-habits --why";

/// The flags of `books info`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct InfoArgs {
    /// The book
    #[arg(value_name = "BOOK")]
    pub book: String,

    /// Its chapters as well
    #[arg(long)]
    pub chapters: bool,

    /// Its files as well
    #[arg(long)]
    pub files: bool,

    /// Where each value comes from, and why the files are in their order
    #[arg(long)]
    pub why: bool,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A value of a field and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// `title`, `author` and so on.
    pub field: String,
    /// `path`, `cue`, `tags`, `nfo`, `txt`, `opf`, `json`, `you`.
    pub source: String,
    /// The value.
    pub value: String,
    /// Whether this is the one that is shown.
    pub is_used: bool,
}

/// All about a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Info {
    /// Version of this document.
    pub schema_version: u32,
    /// The book.
    pub book: Book,
    /// Further fields: name and value.
    pub fields: Vec<(String, String)>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its chapters.
    pub chapters: Vec<Chapter>,
    /// Where they come from.
    pub chapter_source: String,
    /// Its files.
    pub files: Vec<File>,
    /// Why they are in their order.
    pub order_why: String,
    /// Every candidate of every field.
    pub candidates: Vec<Candidate>,
    /// The picture.
    pub cover: Option<String>,
    /// What of it is shown on a page.
    #[serde(skip)]
    pub shown: Shown,
}

/// What a page shows beside the fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shown {
    chapters: bool,
    files: bool,
    why: bool,
}

impl InfoArgs {
    /// Tells.
    ///
    /// # Errors
    /// There is no such book.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let library = self.library.open(session)?;
        let book = library.find(&self.book)?;
        let mut info = info(&library, book)?;
        info.shown = Shown { chapters: self.chapters, files: self.files, why: self.why };
        session.term.emit(&info)?;
        Ok(Exit::Done)
    }
}

/// Gathers everything.
///
/// # Errors
/// The library cannot be read.
pub fn info(library: &Library, book: Book) -> Result<Info, BooksError> {
    let mut fields = Vec::new();
    for name in FIELDS {
        fields.extend(library.column(book.id, name)?.map(|value| (name.to_owned(), value)));
    }
    let used = |field: &str, value: &str| {
        fields.iter().any(|(name, used)| name == field && (used == value || field == "year"))
    };
    let own = library.keys(Whose::Everybodys, Some(book.fingerprint), "field/")?;
    let is_own = |field: &str| own.iter().any(|(key, _)| key.strip_prefix("field/") == Some(field));
    let mut candidates: Vec<Candidate> = library
        .candidates(book.id)?
        .into_iter()
        .map(|(field, source, value)| {
            let is_used = !is_own(&field) && used(&field, &value);
            Candidate { field, source, value, is_used }
        })
        .collect();
    candidates.extend(own.iter().filter_map(|(key, value)| {
        let field = key.strip_prefix("field/")?.to_owned();
        Some(Candidate { field, source: "you".to_owned(), value: value.as_str()?.to_owned(), is_used: true })
    }));
    candidates.sort_by(|a, b| (&a.field, !a.is_used, &a.source).cmp(&(&b.field, !b.is_used, &b.source)));
    let tags = library.keys(Whose::Everybodys, Some(book.fingerprint), "tag/")?;
    let tags = tags.into_iter().filter_map(|(key, _)| key.strip_prefix("tag/").map(str::to_owned)).collect();
    Ok(Info {
        schema_version: 1,
        fields,
        tags,
        chapters: library.chapters(book.id)?,
        chapter_source: library.column(book.id, "chapter_source")?.unwrap_or_default(),
        files: library.files(book.id)?,
        order_why: library.column(book.id, "order_why")?.unwrap_or_default(),
        cover: library.cover(&book)?.map(|path| path.to_string_lossy().into_owned()),
        candidates,
        book,
        shown: Shown::default(),
    })
}

impl Emit for Info {
    fn text(&self, page: &Page) -> String {
        let book = &self.book;
        let mut table = Table::new().column("", Align::Left).column("", Align::Left);
        for (name, value) in &self.fields {
            if name != "description" {
                table.row([name.clone(), value.clone()]);
            }
        }
        let mut row = |name: &str, value: String| table.row([name.to_owned(), value]);
        row("book", format!("{} (#{})", book.slug, book.id));
        row("length", hms(book.duration_ms));
        row("place", format!("{}: {}", book.status(), view::progress(book)));
        let source = if self.chapter_source.is_empty() { String::new() } else { format!(" ({})", self.chapter_source) };
        row("chapters", format!("{}{source}", self.chapters.len()));
        let bytes: u64 = self.files.iter().map(|file| file.bytes).sum();
        let codec = self.files.first().map(|file| file.codec.clone()).unwrap_or_default();
        row("files", format!("{} {codec}, {}", self.files.len(), format_bytes(bytes)));
        if !self.tags.is_empty() {
            row("tags", self.tags.join(", "));
        }
        if let Some(cover) = &self.cover {
            row("cover", cover.clone());
        }
        row("added", when::told(book.added_ms, &now()));
        row("sound", book.fingerprint.to_string());
        if book.is_missing {
            row("missing", "its files are gone; books scan finds them where they went".to_owned());
        }
        let mut text = table.render(page);
        if let Some((_, description)) = self.fields.iter().find(|(name, _)| name == "description") {
            let _ = writeln!(text, "\n{}", description.trim());
        }
        if self.shown.chapters {
            text += &self.chapter_table(*page);
        }
        if self.shown.files {
            let mut table =
                Table::new().column("At", Align::Right).column("Length", Align::Right).column("File", Align::Left);
            for file in &self.files {
                table.row([hms(file.start_ms), hms(file.duration_ms), file.path.display().to_string()]);
            }
            let _ = write!(text, "\n{}", table.render(page));
        }
        if self.shown.why {
            let _ = write!(text, "\norder of the files: {}\n\n", self.order_why);
            let mut table =
                Table::new().column("Field", Align::Left).column("From", Align::Left).column("Value", Align::Left);
            for candidate in &self.candidates {
                let mark = if candidate.is_used { "" } else { " (not used)" };
                let value = candidate.value.lines().next().unwrap_or_default();
                table.row([candidate.field.clone(), format!("{}{mark}", candidate.source), value.to_owned()]);
            }
            text += &table.render(page);
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let mut rows: Vec<Vec<String>> =
            self.fields.iter().map(|(name, value)| vec![name.clone(), value.clone()]).collect();
        rows.push(vec!["duration_ms".to_owned(), self.book.duration_ms.to_string()]);
        rows.push(vec!["position_ms".to_owned(), self.book.place_ms().to_string()]);
        (vec!["field".to_owned(), "value".to_owned()], rows)
    }
}

impl Info {
    fn chapter_table(&self, page: Page) -> String {
        let here = chapter_at(&self.chapters, self.book.place_ms()).map(|(index, _)| index);
        let here = here.filter(|_| self.book.status() == "started");
        let mut table = Table::new()
            .column("", Align::Right)
            .column("At", Align::Right)
            .column("Length", Align::Right)
            .column("Chapter", Align::Left);
        for (index, chapter) in self.chapters.iter().enumerate() {
            let end = self.chapters.get(index + 1).map_or(self.book.duration_ms, |next| next.start_ms);
            let number = if here == Some(index) { format!("> {}", index + 1) } else { (index + 1).to_string() };
            table.row([
                number,
                hms(chapter.start_ms),
                hms(end.saturating_sub(chapter.start_ms)),
                chapter.title.clone(),
            ]);
        }
        format!("\n{}", table.render(&page))
    }
}
