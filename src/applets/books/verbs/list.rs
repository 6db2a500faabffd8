//! `books list`: which books there are.

use clap::{Args, ValueEnum};

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::library::find::{Query, Sort, Status};
use crate::applets::books::report::{BookList, SCHEMA_VERSION};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # everything, by title
  books list

  # what was begun, the latest first
  books list --status started --sort recent

  # by an author, with their series in order
  books list --author pratchett --sort author

  # for a program
  books list --limit 0 --json | jq -r '.books[].slug'";

/// The values of `--status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusArg {
    /// Not begun
    New,
    /// Begun and not finished
    Started,
    /// Finished
    Finished,
    /// Whose files are gone
    Missing,
    /// With several places to choose from
    Forked,
}

/// The values of `--sort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// By title, articles aside
    Title,
    /// By author, series and part
    Author,
    /// The newest in the library first
    Added,
    /// The last listened to first
    Recent,
    /// The longest first
    Duration,
    /// The nearest to its end first
    Progress,
}

/// The flags of `books list`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct ListArgs {
    /// Only these
    #[arg(long, value_enum, value_name = "STATUS")]
    pub status: Option<StatusArg>,

    /// Only with these words in the author's name
    #[arg(long, value_name = "WORDS")]
    pub author: Option<String>,

    /// Only with these words in the narrator's name
    #[arg(long, value_name = "WORDS")]
    pub narrator: Option<String>,

    /// Only with these words in the name of the series
    #[arg(long, value_name = "WORDS")]
    pub series: Option<String>,

    /// Only with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,

    /// Only on this list
    #[arg(long, value_name = "NAME")]
    pub list: Option<String>,

    /// In which order
    #[arg(long, value_enum, value_name = "ORDER", default_value = "title")]
    pub sort: SortArg,

    /// How many at most; 0 for all
    #[arg(long, value_name = "N", default_value = "100")]
    pub limit: usize,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

impl ListArgs {
    /// Lists.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let library = self.library.open(session)?;
        let status = self.status.map(|status| match status {
            StatusArg::New => Status::New,
            StatusArg::Started => Status::Started,
            StatusArg::Finished => Status::Finished,
            StatusArg::Missing => Status::Missing,
            StatusArg::Forked => Status::Forked,
        });
        let sort = match self.sort {
            SortArg::Title => Sort::Title,
            SortArg::Author => Sort::Author,
            SortArg::Added => Sort::Added,
            SortArg::Recent => Sort::Recent,
            SortArg::Duration => Sort::Duration,
            SortArg::Progress => Sort::Progress,
        };
        let limit = (self.limit > 0).then_some(self.limit);
        let (author, narrator, series) = (self.author, self.narrator, self.series);
        let (tag, list) = (self.tag.map(|tag| tag.to_lowercase()), self.list);
        let (books, total) = library.list(&Query { status, author, narrator, series, tag, list, sort, limit })?;
        let none = "no book is in this list";
        session.term.emit(&BookList { schema_version: SCHEMA_VERSION, books, total, none })?;
        Ok(Exit::Done)
    }
}
