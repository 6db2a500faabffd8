//! Lines that a person types: editing, history, completion and hints, over rustyline.
//!
//! What may be typed is the applet's business: it hands over a [`Guide`]. On no terminal there is nothing to edit, and
//! nobody should ask.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::style::Style;

/// What is remembered, in lines.
const HISTORY_LINES: usize = 1000;

/// What an applet knows about a line that is being typed.
pub trait Guide {
    /// Where the word at `at` (a byte of `line`) begins, and what it may become.
    fn complete(&self, line: &str, at: usize) -> (usize, Vec<String>);

    /// What could follow the whole line.
    fn hint(&self, line: &str) -> Option<String>;

    /// Whether the line holds a secret, so that it is not written down.
    fn is_secret(&self, line: &str) -> bool;
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A line, without its end.
    Line(String),
    /// Ctrl-C instead.
    Interrupted,
    /// Ctrl-D: there is no more.
    End,
}

/// Reads lines from the terminal.
pub struct LineEditor<G: Guide> {
    editor: Editor<Guided<G>, DefaultHistory>,
    history: Option<PathBuf>,
}

impl<G: Guide> std::fmt::Debug for LineEditor<G> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LineEditor").field("history", &self.history).finish_non_exhaustive()
    }
}

impl<G: Guide> LineEditor<G> {
    /// An editor whose history is kept in a file, where one is given and can be.
    ///
    /// # Errors
    /// The terminal cannot be used.
    pub fn new(guide: G, history: Option<PathBuf>, style: Style) -> io::Result<Self> {
        let config = Config::builder()
            .max_history_size(HISTORY_LINES)
            .and_then(|builder| builder.history_ignore_dups(true))
            .map_err(io_error)?
            .history_ignore_space(true)
            .completion_type(CompletionType::List)
            .build();
        let mut editor = Editor::with_config(config).map_err(io_error)?;
        editor.set_helper(Some(Guided { guide, style }));
        if let Some(path) = &history {
            // A first run has none.
            let _ = editor.load_history(path);
        }
        Ok(Self { editor, history })
    }

    /// Waits for a line.
    ///
    /// # Errors
    /// The terminal broke.
    pub fn read(&mut self, prompt: &str) -> io::Result<Input> {
        match self.editor.readline(prompt) {
            Ok(line) => {
                if !line.trim().is_empty() && !self.editor.helper().is_some_and(|guided| guided.guide.is_secret(&line))
                {
                    // Memory that is full loses its oldest line, nothing else can happen.
                    let _ = self.editor.add_history_entry(line.as_str());
                    self.remember();
                }
                Ok(Input::Line(line))
            }
            Err(ReadlineError::Interrupted) => Ok(Input::Interrupted),
            Err(ReadlineError::Eof) => Ok(Input::End),
            Err(error) => Err(io_error(error)),
        }
    }

    /// Clears the screen.
    ///
    /// # Errors
    /// The terminal broke.
    pub fn clear(&mut self) -> io::Result<()> {
        self.editor.clear_screen().map_err(io_error)
    }

    fn remember(&mut self) {
        let Some(path) = &self.history else { return };
        if let Some(parent) = path.parent() {
            let _ = std::fs::create_dir_all(parent);
        }
        // A history that cannot be written is no reason to stop somebody's work.
        let _ = self.editor.append_history(Path::new(path));
    }
}

fn io_error(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        other => io::Error::other(other),
    }
}

struct Guided<G: Guide> {
    guide: G,
    style: Style,
}

impl<G: Guide> Helper for Guided<G> {}

impl<G: Guide> Validator for Guided<G> {}

impl<G: Guide> Completer for Guided<G> {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.guide.complete(line, at))
    }
}

impl<G: Guide> Hinter for Guided<G> {
    type Hint = Shown;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<Shown> {
        if at < line.len() {
            return None;
        }
        self.guide.hint(line).map(Shown)
    }
}

impl<G: Guide> Highlighter for Guided<G> {
    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(self.style.faint(hint))
    }
}

/// A hint that is only read: the arrow key does not take it over.
#[derive(Debug)]
struct Shown(String);

impl rustyline::hint::Hint for Shown {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}
