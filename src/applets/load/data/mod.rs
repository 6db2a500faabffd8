//! Rows of named values for templates, read from files.
//!
//! | file | holds |
//! |---|---|
//! | `.csv`, `.tsv` | RFC 4180: a header line with the names, then one row a line; every cell is a text |
//! | `.json` | an array of objects with the same members |
//! | `.jsonl`, `.ndjson` | one such object a line |
//!
//! A file is read whole before the run begins, so that no iteration waits for a disk; hence a limit on its size.

mod csv;
mod json;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kit::fs::read_at_most;

/// The largest file that is read, in bytes: as rows in memory it takes several times its size.
pub const LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// Rows of named values, one row for each iteration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataSet {
    /// Templates say `{{ name.column }}`.
    pub name: String,
    /// Which row an iteration gets.
    pub order: DataOrder,
    /// The names of the cells of every row; at least one.
    pub columns: Vec<String>,
    /// Row after row, each as long as `columns`; at least one.
    cells: Cells,
}

/// Shared, so that plans are cheap to clone and threads do not each have a copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Cell>", into = "Vec<Cell>")]
struct Cells(Arc<[Cell]>);

impl From<Vec<Cell>> for Cells {
    fn from(cells: Vec<Cell>) -> Self {
        Self(cells.into())
    }
}

impl From<Cells> for Vec<Cell> {
    fn from(cells: Cells) -> Self {
        cells.0.to_vec()
    }
}

/// One value of a row. Files hold many, nearly all of them texts, and a JSON value is four times as large as this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// A text.
    Text(Box<str>),
    /// Anything else that JSON can say.
    Json(Box<Value>),
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text.into()),
            other => Self::Json(Box::new(other)),
        }
    }
}

impl From<&Cell> for Value {
    fn from(cell: &Cell) -> Self {
        match cell {
            Cell::Text(text) => Self::String(text.to_string()),
            Cell::Json(value) => (**value).clone(),
        }
    }
}

/// Which row an iteration gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DataOrder {
    /// One after the other, from the start again at the end.
    #[default]
    Sequential,
    /// Any, drawn anew each time.
    Random,
}

/// A data file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// It cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Its extension says nothing about its format.
    #[error("{}: what format is it? Name it .csv, .tsv, .json or .jsonl", path.display())]
    Format {
        /// The file.
        path: PathBuf,
    },
    /// It is larger than [`LIMIT_BYTES`].
    #[error("{} is larger than {} MiB, the most that is kept in memory; use a part of it", path.display(), LIMIT_BYTES >> 20)]
    Size {
        /// The file.
        path: PathBuf,
    },
    /// Its contents are not as they should be.
    #[error("{}:{line}: {problem}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        problem: String,
    },
}

/// What is wrong with a text, and in which line.
type Flaw = (usize, String);

/// Columns, and the cells of row after row.
type Rows = (Vec<String>, Vec<Cell>);

impl DataSet {
    /// Reads a file; `name` is what templates will call it.
    ///
    /// # Errors
    /// [`DataError`] names the file and the line.
    pub fn read(name: &str, path: &Path, order: DataOrder) -> Result<Self, DataError> {
        let parse = Format::of(path).ok_or_else(|| DataError::Format { path: path.to_owned() })?;
        let unreadable = |source| DataError::Read { path: path.to_owned(), source };
        let file = std::fs::File::open(path).map_err(unreadable)?;
        let bytes = read_at_most(file, LIMIT_BYTES).map_err(|error| match error.kind() {
            std::io::ErrorKind::FileTooLarge => DataError::Size { path: path.to_owned() },
            _ => unreadable(error),
        })?;
        let (columns, cells) = parse.rows(&bytes).map_err(|(line, problem)| DataError::Content {
            path: path.to_owned(),
            line,
            problem,
        })?;
        Ok(Self { name: name.to_owned(), order, columns, cells: cells.into() })
    }

    /// The number of rows.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it never is")]
    pub fn len(&self) -> usize {
        self.cells.0.len() / self.columns.len().max(1)
    }

    /// One cell; `None` when there is no such column.
    #[must_use]
    pub fn cell(&self, row: usize, column: &str) -> Option<&Cell> {
        let index = self.columns.iter().position(|known| known == column)?;
        self.cells.0.get(row * self.columns.len() + index)
    }

    /// A row as a JSON object.
    #[must_use]
    pub fn row_as_json(&self, row: usize) -> Value {
        let cells = self.cells.0.iter().skip(row * self.columns.len()).map(Value::from);
        self.columns.iter().cloned().zip(cells).collect::<serde_json::Map<_, _>>().into()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv(char),
    Json,
    JsonLines,
}

impl Format {
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" => Some(Self::Csv(',')),
            "tsv" => Some(Self::Csv('\t')),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    fn rows(self, bytes: &[u8]) -> Result<Rows, Flaw> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let lines = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
            (lines, "this is not UTF-8".to_owned())
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (columns, cells) = match self {
            Self::Csv(separator) => csv::rows(text, separator)?,
            Self::Json => json::rows(text, json::Framing::Array)?,
            Self::JsonLines => json::rows(text, json::Framing::Lines)?,
        };
        if cells.is_empty() { Err((1, "there is no row in it".to_owned())) } else { Ok((columns, cells)) }
    }
}
