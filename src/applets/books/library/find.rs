//! Which books were meant: lists, full-text search, and one book by its slug, a prefix, its number or words of its title.

use super::Library;
use super::book::{Book, SELECT, fold};
use crate::applets::books::error::BooksError;
use crate::kit::store::{ToSql, params_from_iter};

/// How a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By title, articles aside.
    #[default]
    Title,
    /// By author, series, part.
    Author,
    /// The newest first.
    Added,
    /// The one that was listened to last first.
    Recent,
    /// The longest first.
    Duration,
    /// The one with most of it behind first.
    Progress,
}

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not begun.
    New,
    /// Begun and not finished.
    Started,
    /// Finished.
    Finished,
    /// Whose files are gone.
    Missing,
    /// With several places.
    Forked,
}

/// A list.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Only these.
    pub status: Option<Status>,
    /// Words in the author's name.
    pub author: Option<String>,
    /// Words in the narrator's name.
    pub narrator: Option<String>,
    /// Words in the name of the series.
    pub series: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// On this list of the listener.
    pub list: Option<String>,
    /// In which order.
    pub sort: Sort,
    /// How many; all where there is none.
    pub limit: Option<usize>,
}

impl Library {
    /// The books of a list, and how many there are without its limit.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn list(&self, query: &Query) -> Result<(Vec<Book>, usize), BooksError> {
        let (mut conditions, mut values): (Vec<String>, Vec<Box<dyn ToSql>>) =
            (Vec::new(), vec![Box::new(self.profile.clone())]);
        if let Some(status) = query.status {
            conditions.push(
                match status {
                    Status::New => {
                        "(p.position_ms IS NULL OR p.position_ms = 0 AND p.run <= 1) AND ifnull(p.done, 0) = 0"
                    }
                    Status::Started => "p.done = 0 AND (p.position_ms > 0 OR p.run > 1)",
                    Status::Finished => "p.done = 1",
                    Status::Missing => "b.state = 'missing'",
                    Status::Forked => "p.forks > 1",
                }
                .to_owned(),
            );
        }
        for (column, words) in [("author", &query.author), ("narrator", &query.narrator), ("series", &query.series)] {
            for word in words.iter().flat_map(|words| words.split_whitespace()) {
                values.push(Box::new(fold(word)));
                conditions.push(format!("instr(fold(b.{column}), ?{}) > 0", values.len()));
            }
        }
        if let Some(tag) = &query.tag {
            values.push(Box::new(format!("tag/{tag}")));
            conditions.push(format!(
                "b.canon IN (SELECT book FROM register WHERE profile = '' AND key = ?{} AND value IS NOT NULL)",
                values.len()
            ));
        }
        if let Some(list) = &query.list {
            values.push(Box::new(format!("list/{list}")));
            conditions.push(format!(
                "b.canon IN (SELECT book FROM register WHERE profile = ?1 AND key = ?{} AND value IS NOT NULL)",
                values.len()
            ));
        }
        let filter = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
        let order = match query.sort {
            Sort::Title => "b.sort_title, b.id",
            Sort::Author => "b.author IS NULL, b.author, b.series, CAST(b.seq AS REAL), b.sort_title, b.id",
            Sort::Added => "b.added_ms DESC, b.id DESC",
            Sort::Recent => "p.hlc DESC, b.id",
            Sort::Duration => "b.duration_ms DESC, b.id",
            Sort::Progress => "ifnull(p.position_ms, 0) * 1.0 / max(b.duration_ms, 1) DESC, b.id",
        };
        let connection = self.connection();
        register_fold(connection)?;
        let limit = query.limit.map(|limit| format!(" LIMIT {limit}")).unwrap_or_default();
        let mut statement = connection.prepare(&format!("{SELECT}{filter} ORDER BY {order}{limit}"))?;
        let bound = || params_from_iter(values.iter().map(|value| &**value));
        let books: Vec<Book> = statement.query_map(bound(), Book::read)?.collect::<Result<_, _>>()?;
        let total = match query.limit {
            Some(limit) if books.len() >= limit => {
                let count = if filter.is_empty() {
                    "SELECT count(*) FROM book WHERE ?1 IS NOT NULL".to_owned()
                } else {
                    format!(
                        "SELECT count(*) FROM book b LEFT JOIN place p ON p.profile = ?1 AND p.book = b.canon{filter}"
                    )
                };
                connection.prepare(&count)?.query_row(bound(), |row| row.get::<_, i64>(0))? as usize
            }
            _ => books.len(),
        };
        Ok((books, total))
    }

    /// Books that words are about: whole words and beginnings first, then parts of words; accents do not count.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Book>, BooksError> {
        let quoted = |word: &str| format!("\"{}\"", word.replace('"', "\"\""));
        let words: Vec<&str> = words.split_whitespace().take(32).collect();
        let match_words: Vec<String> = words.iter().map(|word| format!("{}*", quoted(&fold(word)))).collect();
        let mut found = Vec::new();
        if words.is_empty() {
            return Ok(found);
        }
        let sql = format!(
            "{SELECT} JOIN (SELECT rowid, bm25(book_fts, 8.0, 3.0, 5.0, 4.0, 4.0, 1.0) AS score FROM book_fts
             WHERE book_fts MATCH ?2 ORDER BY score LIMIT ?3) f ON f.rowid = b.id ORDER BY f.score, b.sort_title"
        );
        let limit_number = limit as i64;
        let mut statement = self.connection().prepare(&sql)?;
        let values: [&dyn ToSql; 3] = [&self.profile, &match_words.join(" "), &limit_number];
        for book in statement.query_map(values, Book::read)? {
            found.push(book?);
        }
        // Parts of words need three letters.
        let parts: Vec<String> =
            words.iter().filter(|word| word.chars().count() >= 3).map(|word| quoted(&fold(word))).collect();
        if found.len() < limit && parts.len() == words.len() {
            let sql = format!(
                "{SELECT} JOIN (SELECT rowid, rank FROM book_tri WHERE book_tri MATCH ?2 ORDER BY rank LIMIT ?3) f
                 ON f.rowid = b.id ORDER BY f.rank, b.sort_title"
            );
            let mut statement = self.connection().prepare(&sql)?;
            let values: [&dyn ToSql; 3] = [&self.profile, &parts.join(" AND "), &limit_number];
            for book in statement.query_map(values, Book::read)? {
                let book = book?;
                if found.len() < limit && !found.iter().any(|other| other.id == book.id) {
                    found.push(book);
                }
            }
        }
        Ok(found)
    }

    /// The one book that is meant.
    ///
    /// # Errors
    /// None is, or several are: they are named.
    pub fn find(&self, words: &str) -> Result<Book, BooksError> {
        let wanted = words.trim();
        if let Some(book) = self.one("b.slug = ?2", wanted)?.into_iter().next() {
            return Ok(book);
        }
        if let Ok(number) = wanted.trim_start_matches('#').parse::<i64>()
            && let Some(book) = self.one("b.id = CAST(?2 AS INTEGER)", &number.to_string())?.into_iter().next()
        {
            return Ok(book);
        }
        let slug = super::book::slug(wanted);
        if let Some(book) = self.one("b.slug = ?2", &slug)?.into_iter().next() {
            return Ok(book);
        }
        let mut candidates = self.one("b.slug >= ?2 AND b.slug < ?2 || char(1114111)", &slug)?;
        if candidates.is_empty() {
            candidates = self.search(wanted, 20)?;
            let folded: Vec<String> = wanted.split_whitespace().map(fold).collect();
            let titled: Vec<Book> = candidates
                .iter()
                .filter(|book| folded.iter().all(|word| fold(&book.title).contains(word.as_str())))
                .cloned()
                .collect();
            if !titled.is_empty() {
                candidates = titled;
            }
        }
        match candidates.len() {
            0 => Err(BooksError::NoBook { words: wanted.to_owned(), is_empty: self.is_empty()? }),
            1 => Ok(candidates.remove(0)),
            _ => Err(BooksError::Ambiguous {
                words: wanted.to_owned(),
                candidates: candidates.into_iter().map(|book| (book.slug, book.title)).collect(),
            }),
        }
    }

    /// The book that was listened to last and is not finished.
    ///
    /// # Errors
    /// There is none.
    pub fn latest(&self) -> Result<Book, BooksError> {
        let query = Query { status: Some(Status::Started), sort: Sort::Recent, limit: Some(1), ..Query::default() };
        let (books, _) = self.list(&query)?;
        books.into_iter().next().ok_or(BooksError::NothingBegun)
    }

    fn is_empty(&self) -> Result<bool, BooksError> {
        Ok(!self.connection().prepare_cached("SELECT 1 FROM book")?.exists([])?)
    }

    fn one(&self, condition: &str, value: &str) -> Result<Vec<Book>, BooksError> {
        let sql = format!("{SELECT} WHERE {condition} ORDER BY b.slug LIMIT 20");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let values: [&dyn ToSql; 2] = [&self.profile, &value];
        Ok(statement.query_map(values, Book::read)?.collect::<Result<_, _>>()?)
    }
}

/// Teaches SQLite to compare without accents.
fn register_fold(connection: &crate::kit::store::Connection) -> Result<(), BooksError> {
    crate::kit::store::text_function(connection, "fold", fold)?;
    Ok(())
}

impl Library {
    /// The book whose place changed last, finished or not.
    ///
    /// # Errors
    /// There is none.
    pub fn touched_last(&self) -> Result<Book, BooksError> {
        let sql = format!("{SELECT} WHERE p.hlc IS NOT NULL ORDER BY p.hlc DESC LIMIT 1");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut books = statement.query_map([&self.profile], Book::read)?;
        books.next().transpose()?.ok_or(BooksError::NothingBegun)
    }
}
