//! An audiobook library that never loses the listener's place.
//!
//! # Flow
//! ```text
//! args, verbs/*  what was typed → a few words of position and when → library → report, view
//! scan           folders → units → audio (read by many threads) → proposals     audio   what a file says, and its hash
//! library        proposals → books; facts → places, registers; BOOK → a book    log     facts, and what follows from them
//! organize       proposals → a plan → files at their places                          watch   when a folder is worth a look
//! player         mpv → what was heard → facts                                      sync    facts through a shared place
//! ```
//!
//! # Invariants
//! - A book is its sound: names, folders and tags change, and everything that was told about the book stays with it.
//! - What was heard or set is a fact, and facts are only ever added. Places, tags and hours are read out of them by pure
//!   functions of a set, so that every device reads the same, whatever the order in which facts arrive.
//! - Which of two places is later is told by what each device had seen, never by clocks. Where nobody can tell, both are
//!   shown and the listener chooses.
//! - The library is one SQLite file. Every fact also stands in the journal beside it, from which it can be made anew.
//! - No file of the listener's is changed or removed unless they ask for it by a flag.
//!
//! # Open
//! - A server. Keys for buckets by roles, single sign-on or the metadata of a machine.
//! - `import --organize` changes folders, not the names of files; of a book that is there already a new part stays outside.
//! - Completions of elvish and PowerShell know no `--db`.
//! - A library that was copied tells apart what it says from then on; what both copies said under one name before they met
//!   stays different in each.
//! - An MP3 folder that becomes one M4B is another book; nothing proposes that it is the same.
//! - A book that loses one of its files in place is read as a shorter one: no scan and no doctor says that a part is gone.
//! - A file that several books have counts only for the book at its place: one that is moved and changed at once is new.
//! - `chapters --unset` does not reach other devices.
//! - A picture that was given stays on its device, and out of backups. Which books were removed is known in this library alone.
//! - A disk that is full or mounted for reading alone lets nothing be read either: SQLite's log needs a file beside it.
//! - Chained Ogg streams count up to the last position of the first one; cut ones from 0.

pub mod args;
pub mod audio;
pub mod error;
pub mod import;
pub mod library;
pub mod log;
pub mod organize;
pub mod player;
pub mod position;
pub mod report;
pub mod scan;
pub mod sync;
pub mod verbs;
pub mod view;
pub mod watch;
pub mod when;

pub use args::Args;

use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

/// Runs `books` as the user typed it.
///
/// # Errors
/// As the verb says.
pub async fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    args.verb.run(session).await
}
