//! `books play`: a book through mpv, from where the listener is.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::save::{speed, told};
use crate::applets::books::args::LibraryArgs;
use crate::applets::books::error::BooksError;
use crate::applets::books::library::facts::Step;
use crate::applets::books::log::Act;
use crate::applets::books::player::engine::{Ended, Sleep, play};
use crate::applets::books::player::mpv::{Playlist, chapter_file, which};
use crate::applets::books::position;
use crate::kit::env::{self, Env};
use crate::kit::error::Failure;
use crate::kit::exit::Exit;
use crate::kit::fs::FileError;
use crate::kit::session::Session;
use crate::kit::units::parse_duration;

const EXAMPLES: &str = "\
Examples:
  # go on with the book you listened to last
  books play

  # another one, a little faster, until the end of the chapter
  books play dune --speed 1.2 --sleep chapter

  # from somewhere else; books undo takes it back
  books play dune --from ch7

Keys: space pause, left and right 15 s, down and up 1 min, [ and ] speed, =
normal speed, n and p chapter, m bookmark, u undo, s sleep timer, q quit.

Your place is saved every 30 seconds, at each pause, jump and end, and when
the terminal goes away; a kill costs a second at most. Sound is made by mpv,
which has to be installed.

Exit codes: 0 stopped or at the end, 1 failed, 2 usage, 129 the terminal went
away, 130 and 143 by a signal.";

/// The flags of `books play`.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = EXAMPLES, after_help = "See --help for examples.")]
pub struct PlayArgs {
    /// The book [default: the last one]
    #[arg(value_name = "BOOK")]
    pub book: Option<String>,

    /// From where [default: where you are]
    #[arg(long, value_name = "POS", allow_hyphen_values = true)]
    pub from: Option<String>,

    /// How fast, from 0.25 to 8 [default: as fast as this book last time]
    #[arg(long, value_name = "FACTOR", value_parser = speed)]
    pub speed: Option<f64>,

    /// Stop after this long, or at the end of the chapter
    #[arg(long, value_name = "DURATION|chapter", value_parser = sleep)]
    pub sleep: Option<Sleep>,

    /// mpv's sound output, such as null, alsa, pulse
    #[arg(long, value_name = "OUTPUT")]
    pub ao: Option<String>,

    /// The program
    #[arg(long, value_name = "PROGRAM", default_value = "mpv")]
    pub mpv: String,

    /// Which library
    #[command(flatten)]
    pub library: LibraryArgs,
}

fn sleep(text: &str) -> Result<Sleep, String> {
    if text == "chapter" {
        return Ok(Sleep::Chapter);
    }
    parse_duration(text).map(Sleep::After).map_err(|error| error.to_string())
}

impl PlayArgs {
    /// Plays.
    ///
    /// # Errors
    /// There is no such book or place; mpv is missing or fails.
    pub fn run(self, session: &Session) -> Result<Exit, Failure> {
        let mut library = self.library.open(session)?;
        let mut book = match &self.book {
            Some(words) => library.find(words)?,
            None => library.latest()?,
        };
        let program = which(&self.mpv, Env::process().get_os("PATH"));
        let program = program.ok_or_else(|| BooksError::NoPlayer { program: self.mpv.clone() })?;
        let files: Vec<PathBuf> = library.files(book.id)?.into_iter().map(|file| file.path).collect();
        let gone = files.iter().find(|file| !file.is_file());
        if files.is_empty() || gone.is_some() {
            return Err(BooksError::Gone { title: book.title, file: gone.cloned() }.into());
        }
        let chapters = library.chapters(book.id)?;
        let mut start_ms = book.place_ms();
        if let Some(from) = &self.from {
            let from = position::parse(from).map_err(BooksError::Position)?;
            start_ms = from.resolve(book.duration_ms, start_ms, &chapters).map_err(BooksError::Position)?;
            library.go(&book, start_ms)?;
            book = library.find(&book.slug)?;
        } else if book.is_finished || start_ms >= book.duration_ms {
            library.step(book.fingerprint, &Step::to(Act::Restart, book.run + 1, book.duration_ms, 0))?;
            book = library.find(&book.slug)?;
            start_ms = 0;
        }
        let speed = match self.speed {
            Some(speed) => speed,
            None => library.speed(book.fingerprint)?,
        };
        let scratch = Scratch::new()?;
        let chapter_path = scratch.0.join("chapters");
        crate::kit::fs::replace(&chapter_path, chapter_file(&chapters, book.duration_ms).as_bytes())
            .map_err(BooksError::from)?;
        let chapters = (!chapters.is_empty()).then_some(chapter_path);
        let playlist = Playlist { files, start_ms, speed, output: self.ao, program, chapters };
        let sleep = self.sleep.unwrap_or(Sleep::Never);
        let ended = play(&mut library, &book, &playlist, sleep, &session.term, &session.shutdown.token())?;
        let is_gone = ended == Ended::HungUp || session.shutdown.interrupted() == Some(Exit::HungUp);
        let said = told(&library, &book, session);
        if is_gone {
            // What is said reaches nobody, unless it goes to a file.
            drop(said);
            return Ok(Exit::HungUp);
        }
        said?;
        if let Ended::Failed(why) = ended {
            return Err(Failure::operation(why).after_results().hint("see what mpv says: mpv FILE"));
        }
        Ok(session.shutdown.interrupted().unwrap_or(Exit::Done))
    }
}

/// A folder of this process alone, gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, BooksError> {
        let path = env::temporary_folder().join(format!("toolbox-books-{}", std::process::id()));
        let fail = |error| FileError::new("create", &path, error);
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(&path).map_err(fail)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
