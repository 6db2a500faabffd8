//! `books cover`: the picture of a book.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::info::info;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::audio::{self, Cover, FileSource};
use crate::applets::books::error::BooksError;
use crate::applets::books::library::Library;
use crate::applets::books::library::book::Book;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs::{FileError, read_at_most};
use crate::kit::session::Session;

const COVER_EXAMPLES: &str = "\
Examples:
  # another picture; the library keeps a copy of it
  books cover dune better.jpg

  # back to what lies beside its files, or inside them
  books cover dune --unset

  # the picture that the book has, beside its files or inside them
  books cover dune -o dune.jpg";

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

    /// Take the picture of its files again
    #[arg(long, conflicts_with = "picture")]
    pub unset: bool,

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
        let mut library = self.library.open(session)?;
        let book = library.find(&self.book)?;
        if self.unset {
            library.unset_cover(&book)?;
            session.term.emit(&info(&library, book)?)?;
            return Ok(Exit::Done);
        }
        let Some(path) = self.picture else {
            let bytes = picture(&library, &book)?.ok_or_else(|| BooksError::Absent {
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
        let bytes = match read_at_most(File::open(&path).map_err(fail)?, LARGEST_PICTURE) {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Vec::new(),
            read => read.map_err(fail)?,
        };
        if !bytes.starts_with(b"\x89PNG\r\n") && !bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            let what = format!("{} is no JPEG or PNG of at most 20 MiB", path.display());
            return Err(BooksError::Refused { what, hint: "convert it to JPEG" }.into());
        }
        library.set_cover(&book, &bytes)?;
        session.term.emit(&info(&library, book)?)?;
        Ok(Exit::Done)
    }
}

/// The picture of a book: what it was given, what is beside it, else what is inside its first file.
///
/// # Errors
/// The library cannot be read.
pub fn picture(library: &Library, book: &Book) -> Result<Option<Vec<u8>>, BooksError> {
    if let Some(path) = library.cover(book)?
        && let Ok(bytes) = File::open(&path).and_then(|file| read_at_most(file, LARGEST_PICTURE))
    {
        return Ok(Some(bytes));
    }
    let Some(first) = library.files(book.id)?.into_iter().next() else { return Ok(None) };
    let read = FileSource::open(&first.path).ok().and_then(|source| audio::read_with(&source, Cover::Read).ok());
    Ok(read.and_then(|(_, picture)| picture).map(|picture| picture.bytes))
}
