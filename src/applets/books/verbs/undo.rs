//! `books undo`: back to the place before the last jump.

use clap::Args;

use super::save::told;
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::facts::Step;
use crate::applets::books::log::{Act, Event};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const EXAMPLES: &str = "\
Examples:
  # a tap on the wrong chapter, a book finished by mistake
  books undo

  # in another book than the last one; again for the jump before
  books undo atomic-habits";

/// The flags of `books undo`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct UndoArgs {
    /// The book [default: the last one that was touched]
    #[arg(value_name = "BOOK")]
    pub book: Option<String>,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// A place that was left by a jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Left {
    run: u32,
    pos_ms: u64,
    done: bool,
}

impl UndoArgs {
    /// Takes back.
    ///
    /// # Errors
    /// There is no such book, or no jump in it.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let book = match &self.book {
            Some(words) => library.find(words)?,
            None => library.touched_last()?,
        };
        let left = before_the_last_jump(&library.moves(book.fingerprint)?);
        let left = left.ok_or_else(|| BooksError::NothingToUndo { title: book.title.clone() })?;
        let mut step = Step::to(Act::Undo, left.run, book.place_ms(), left.pos_ms);
        step.done = left.done;
        library.step(book.fingerprint, &step)?;
        told(&library, &book, session)
    }
}

/// Where the listener was before the last jump that was not taken back yet. Listening is no jump; a restart and the jump
/// that came with it are one.
fn before_the_last_jump(events: &[Event]) -> Option<Left> {
    let (mut jumps, mut here): (Vec<Left>, _) = (Vec::new(), Left { run: 1, pos_ms: 0, done: false });
    let mut restarted_ms = None;
    for event in events {
        let Some(moved) = event.moved() else { continue };
        match moved.act {
            Act::Undo => drop(jumps.pop()),
            Act::Seek if restarted_ms.is_some_and(|at: i64| event.at_ms.abs_diff(at) < 1000) => {}
            Act::Seek | Act::Finish | Act::Restart | Act::Resolve | Act::Guess => jumps.push(here),
            Act::Span => {}
        }
        restarted_ms = (moved.act == Act::Restart).then_some(event.at_ms);
        here = Left { run: moved.run, pos_ms: moved.pos_ms, done: moved.done };
    }
    jumps.pop()
}
