//! `books add`, `scan`: files into the library.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::import::{Mode, Problem, Progress, Report, bring_in};
use crate::applets::books::library::Library;
use crate::applets::books::scan::walk::Loose;
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::session::Session;

const ADD_EXAMPLES: &str = "\
Examples:
  # one file is a book
  books add book.m4b

  # and so is a folder of files, with discs in folders below it
  books add 'Dune/'

A book that was taken out by books remove comes back.

Exit codes: 0 added, 1 nothing could be, 2 usage, 3 some files could not be.";

const SCAN_EXAMPLES: &str = "\
Examples:
  # after files were added, renamed or removed
  books scan

Books whose files are gone stay, with your place in them, until you remove
them. Books that you removed stay out until books add names them; a folder
is taken out by books remove --folder DIR.

Exit codes: 0 done, 1 failed, 2 usage, 3 some files could not be read.";

/// The flags of `books add`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = ADD_EXAMPLES, after_help = "See --help for examples.")]
pub struct AddArgs {
    /// Files and folders, each a book
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

/// The flags of `books scan`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = SCAN_EXAMPLES, after_help = "See --help for examples.")]
pub struct ScanArgs {
    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

impl AddArgs {
    /// Adds.
    ///
    /// # Errors
    /// Nothing could be added.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let roots: Vec<_> = self.paths.into_iter().map(|path| (path, Loose::Together)).collect();
        let report = match bring(&mut library, &roots, Mode::Welcome, session) {
            Err(BooksError::Interrupted) => return Ok(interrupted(session)),
            report => report?,
        };
        tell(&report, &roots, session)
    }
}

impl ScanArgs {
    /// Looks for changes.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let (there, away): (Vec<_>, Vec<_>) = library.roots()?.into_iter().partition(|(path, _)| path.exists());
        let mut report = match bring(&mut library, &there, Mode::Accept, session) {
            Err(BooksError::Interrupted) => return Ok(interrupted(session)),
            report => report?,
        };
        report.missing = library.missing()?;
        // A disk that is not mounted is no library that was emptied.
        for (path, _) in away {
            let problem = "it is not there; what is known of it is kept".to_owned();
            report.failures.push(Problem { path, problem });
        }
        session.term.emit(&report)?;
        Ok(if report.failures.is_empty() { Exit::Done } else { Exit::Unmet })
    }
}

pub(super) fn bring(
    library: &mut Library,
    roots: &[(PathBuf, Loose)],
    mode: Mode,
    session: &Session,
) -> Result<Report, BooksError> {
    with_bar("reading", session, |progress| bring_in(library, roots, mode, progress))
}

/// Shows how far something is, and ends it at the first signal.
pub(super) fn with_bar<T>(label: &str, session: &Session, work: impl FnOnce(Progress<'_>) -> T) -> T {
    let bar = session.term.bar(0, label);
    work(&mut |done: usize, total: usize| {
        bar.set_total(total as u64);
        bar.set(done as u64);
        if session.shutdown.interrupted().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
}

/// A signal came: what was taken in stays.
pub(super) fn interrupted(session: &Session) -> Exit {
    session.term.note("interrupted; what was taken in stays, and the same call goes on");
    session.shutdown.interrupted().unwrap_or(Exit::Failed)
}

pub(super) fn tell(report: &Report, roots: &[(PathBuf, Loose)], session: &Session) -> Result<Exit, Failure> {
    if report.files == 0 && report.failures.is_empty() {
        let path = roots.first().map(|(path, _)| path.clone()).unwrap_or_default();
        return Err(BooksError::NoAudio(path).into());
    }
    session.term.emit(report)?;
    let is_nothing = report.books.is_empty() && report.unchanged == 0 && report.plan.is_empty();
    Ok(match (report.failures.is_empty(), is_nothing) {
        (true, _) => Exit::Done,
        (false, true) => Exit::Failed,
        (false, false) => Exit::Unmet,
    })
}
