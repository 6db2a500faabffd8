//! Lines that stay at the bottom of the terminal and change in place.

use std::fmt::Display;
use std::time::Instant;

use super::Term;

/// A few lines on stderr, redrawn in place; from [`Term::live`].
///
/// Lines are clipped to the window and follow its size. Text that is printed meanwhile appears above them. The
/// cursor is hidden while they stand and comes back when the handle is finished or dropped, after a panic, and on
/// the second signal. Where nothing can be drawn in place, the first line is printed now and then instead.
///
/// ```
/// use toolbox::kit::term::{Options, Term};
/// let (term, captured) = Term::captured(Options::default(), Some(80));
/// let live = term.live();
/// live.set(vec!["Running: 15/100".into()]);
/// live.print_above("first error: connection refused");
/// live.finish();
/// assert!(captured.err().contains("first error"));
/// assert!(captured.err().ends_with("\u{1b}[?25h"), "the cursor is back");
/// ```
#[derive(Debug)]
pub struct Live {
    term: Term,
    id: u64,
}

impl Live {
    pub(super) fn open(term: &Term) -> Self {
        let id = term.screen().open(Instant::now());
        Self { term: term.clone(), id }
    }

    /// Replaces the lines. Draws at once: how often is for the caller to choose, and 10 times a second is plenty.
    pub fn set(&self, lines: Vec<String>) {
        self.set_at(lines, Instant::now());
    }

    pub(super) fn set_at(&self, lines: Vec<String>, now: Instant) {
        self.term.screen().set(self.id, lines, now);
    }

    /// Prints lines above the block, where they stay; nothing under `--quiet`, like [`Term::note`].
    pub fn print_above(&self, text: impl Display) {
        self.term.note(text);
    }

    /// Takes the lines away and gives the cursor back; dropping does the same.
    pub fn finish(self) {}
}

impl Drop for Live {
    fn drop(&mut self) {
        self.term.screen().remove(self.id);
    }
}
