//! Results of the verbs: each is the JSON document, and the source of its page.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt::Write as _;

use super::import;
use super::library::book::Book;
use super::organize::State;
use super::position::hms;
use super::view::count;
use crate::kit::term::{Align, Emit, Page, Table};

/// Version of the JSON documents.
pub const SCHEMA_VERSION: u32 = 1;

/// Columns of books in CSV.
const COLUMNS: [&str; 12] = [
    "id",
    "slug",
    "title",
    "author",
    "narrator",
    "series",
    "seq",
    "duration_ms",
    "position_ms",
    "percent",
    "status",
    "fingerprint",
];

/// Some books.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookList {
    /// Version of this document.
    pub schema_version: u32,
    /// In their order.
    pub books: Vec<Book>,
    /// How many there are without a limit.
    pub total: usize,
    /// What to say where there is none.
    #[serde(skip)]
    pub none: &'static str,
}

impl Emit for BookList {
    fn text(&self, page: &Page) -> String {
        if self.books.is_empty() {
            return self.none.to_owned();
        }
        let mut table = Table::new()
            .column("Book", Align::Left)
            .column("Title", Align::Left)
            .column("Author", Align::Left)
            .column("Length", Align::Right)
            .column("Heard", Align::Right)
            .expendable(["Heard"]);
        for book in &self.books {
            let title = match (&book.series, &book.seq) {
                (Some(series), Some(seq)) => format!("{} ({series} {seq})", book.title),
                (Some(series), None) if *series != book.title => format!("{} ({series})", book.title),
                _ => book.title.clone(),
            };
            let heard = match book.status() {
                _ if book.is_missing => "missing".to_owned(),
                "new" => String::new(),
                "finished" => "done".to_owned(),
                _ => format!("{}%", book.percent()),
            };
            table.row([
                book.slug.clone(),
                title,
                book.author.clone().unwrap_or_default(),
                hms(book.duration_ms),
                heard,
            ]);
        }
        let mut text = table.render(page);
        if self.total > self.books.len() {
            let _ = writeln!(text, "{} more; --limit 0 lists them all", self.total - self.books.len());
        }
        text
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let plain = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = |book: &Book| {
            vec![
                book.id.to_string(),
                book.slug.clone(),
                book.title.clone(),
                plain(&book.author),
                plain(&book.narrator),
                plain(&book.series),
                plain(&book.seq),
                book.duration_ms.to_string(),
                book.position_ms.map(|ms| ms.to_string()).unwrap_or_default(),
                book.percent().to_string(),
                book.status().to_owned(),
                book.fingerprint.to_string(),
            ]
        };
        (COLUMNS.map(str::to_owned).to_vec(), self.books.iter().map(row).collect())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.books.iter().map(serde_json::to_value).collect()
    }
}

impl Emit for import::Report {
    fn text(&self, page: &Page) -> String {
        let mut text = String::new();
        let mut table = Table::new()
            .column("", Align::Left)
            .column("Book", Align::Left)
            .column("Title", Align::Left)
            .column("Author", Align::Left)
            .column("Length", Align::Right)
            .column("Files", Align::Right)
            .column("Chapters", Align::Right)
            .expendable(["Chapters", "Files"]);
        for item in &self.books {
            table.row([
                item.outcome.clone(),
                item.slug.clone(),
                item.title.clone(),
                item.author.clone().unwrap_or_default(),
                hms(item.duration_ms),
                item.files.to_string(),
                item.chapters.to_string(),
            ]);
        }
        if !table.is_empty() {
            text += &table.render(page);
        }
        for arrangement in self.plan.iter().filter(|_| self.dry_run) {
            let files = count(arrangement.files.len(), "file", "files");
            let _ = match (&arrangement.state, &arrangement.problem) {
                (State::Ready, _) => {
                    writeln!(text, "{}: {files} to {}", arrangement.title, arrangement.folder.display())
                }
                (State::InPlace, _) => writeln!(text, "{}: in place", arrangement.title),
                (State::Blocked, problem) => {
                    writeln!(text, "{}: stays: {}", arrangement.title, problem.as_deref().unwrap_or_default())
                }
            };
        }
        for item in &self.books {
            if self.dry_run && item.files > 1 {
                let _ = writeln!(text, "{}: order by {}", item.title, item.order_why);
            }
            for note in &item.notes {
                let _ = writeln!(text, "note: {note}");
            }
        }
        for failure in &self.failures {
            let _ = writeln!(text, "left out: {}: {}", failure.path.display(), failure.problem);
        }
        for slug in &self.missing {
            let _ = writeln!(text, "missing: {slug}: its files are gone; its place is kept");
        }
        text + &self.sum()
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let columns = ["outcome", "slug", "title", "author", "path", "files", "chapters", "duration_ms", "notes"];
        let mut rows: Vec<Vec<String>> = self
            .books
            .iter()
            .map(|item| {
                vec![
                    item.outcome.clone(),
                    item.slug.clone(),
                    item.title.clone(),
                    item.author.clone().unwrap_or_default(),
                    item.path.display().to_string(),
                    item.files.to_string(),
                    item.chapters.to_string(),
                    item.duration_ms.to_string(),
                    item.notes.join("; "),
                ]
            })
            .collect();
        rows.extend(self.failures.iter().map(|failure| {
            let mut row = vec![String::new(); columns.len()];
            (row[0], row[4], row[8]) =
                ("failed".to_owned(), failure.path.display().to_string(), failure.problem.clone());
            row
        }));
        (columns.map(str::to_owned).to_vec(), rows)
    }
}

impl import::Report {
    fn sum(&self) -> String {
        let mut parts = Vec::new();
        for outcome in ["found", "added", "updated", "moved", "duplicate"] {
            let number = self.count(outcome);
            if number > 0 {
                parts.push(format!("{number} {outcome}"));
            }
        }
        if self.count("removed") > 0 {
            parts.push(format!("{} removed earlier (books add PATH brings back)", self.count("removed")));
        }
        let ready = self.plan.iter().filter(|arrangement| arrangement.state == State::Ready).count();
        if self.dry_run && ready > 0 {
            parts.push(format!("{} to bring to their places", count(ready, "book", "books")));
        }
        if self.brought > 0 {
            parts.push(format!("{} brought to their places", self.brought));
        }
        if self.unchanged > 0 {
            parts.push(format!("{} unchanged", self.unchanged));
        }
        if !self.failures.is_empty() {
            parts.push(format!("{} left out", self.failures.len()));
        }
        let what = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
        format!("{}: {what}", count(self.files, "file", "files"))
    }
}
