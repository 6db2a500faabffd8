//! `books remove`: out of the library, and, where it is asked for, off the disk.

use std::fs;
use std::io;

use clap::Args;

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs::FileError;
use crate::kit::session::Session;

const REMOVE_EXAMPLES: &str = "\
Examples:
  # out of the library; the files stay, and so does what you heard
  books remove dune

  # the files as well
  books remove dune --delete-files";

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
                    gone.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
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
