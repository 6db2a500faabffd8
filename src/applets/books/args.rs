//! What the user typed for `books`, nothing else.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueHint};

use super::verbs::Verb;

const EXAMPLES: &str = "\
Examples:
  # a book: a file, or a folder of files
  books add book.m4b

  # every book below a folder; again after changes
  books import ~/Audiobooks
  books scan

  # where was I?
  books save-progress atomic-habits 2h15m30s
  books where atomic-habits
  books resume

  # what is there
  books list --status started --sort recent
  books search 'tolkien ring'
  books info atomic-habits --chapters

  # it was the wrong jump, or somebody fell asleep
  books history atomic-habits
  books undo
  books where --at 'yesterday 22:40'

BOOK is a slug, the beginning of one, a number, or words of the title. POS is
2h15m30s, 2:15:30, 45%, ch7, ch7+3m, +30s, -5m or end.

The library is books.db in $XDG_DATA_HOME/toolbox (~/.local/share/toolbox), or
--db FILE. Files of yours are left as they are, unless a flag says otherwise.

Exit codes: 0 done, 1 failed, 2 usage, 3 a part of it failed.";

/// Keep audiobooks, and your place in them
#[derive(Debug, Clone, ClapArgs)]
#[command(subcommand_required = true, arg_required_else_help = false)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// Which library, and whose place in it.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Library")]
pub struct LibraryArgs {
    /// The file; without, the one in the user's data folder.
    #[arg(long, help = "The library [default: books.db in $XDG_DATA_HOME/toolbox]", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub db: Option<PathBuf>,

    /// Whose place: several people may use one library
    #[arg(long, value_name = "NAME", default_value = "me")]
    pub profile: String,
}
