//! `books slugs`, hidden: what completions ask.

use clap::Args;

use crate::applets::books::args::LibraryArgs;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

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
        let slugs = self.library.open_quietly()?.slugs(&self.prefix)?;
        session.term.out(&slugs.into_iter().map(|slug| slug + "\n").collect::<String>())?;
        Ok(Exit::Done)
    }
}
