//! Everything a person sees: results on stdout, the rest on stderr, and nothing else touches either.
//!
//! A [`Term`] knows what the user asked for ([`Options`]) and what the two streams are. Results go through
//! [`Term::emit`] in the chosen [`Format`]; notes, warnings and progress share stderr with the live block without
//! tearing it. It reads no environment: the command line says what `NO_COLOR` and the locale meant.
//!
//! Tables, bars and the block are drawn by hand rather than by three libraries: they share one lock and one idea of
//! width, and two drawers on one terminal cannot know of each other.
//!
//! A reader that stops reading (`toolbox … | head`) ends nothing: what follows on stdout is dropped silently.
//!
//! ```
//! use toolbox::kit::term::{Options, Term};
//! let (term, captured) = Term::captured(Options::default(), None);
//! term.out("200 OK\n").unwrap();
//! term.note("1 request done");
//! assert_eq!(captured.out(), "200 OK\n");
//! assert_eq!(captured.err(), "1 request done\n");
//! ```

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError, TryLockError, Weak};
use std::time::Duration;

use crate::kit::error::Failure;
use crate::kit::fs;

mod bar;
mod device;
mod emit;
mod fullscreen;
pub mod line;
mod live;
mod messages;
mod options;
mod outlet;
pub mod progress;
mod screen;
mod style;
mod table;
#[cfg(test)]
mod tests;
pub mod text;

pub use bar::{Bar, Spinner};
pub use device::Captured;
pub use emit::{Emit, Page, csv};
pub use fullscreen::{Canvas, Fullscreen};
pub use line::{Guide, Input, LineEditor};
pub use live::Live;
pub use messages::Messages;
pub use options::{ColorChoice, Dialect, Format, Glyphs, Options, Progress, UnknownWord, Verbosity};
pub use outlet::Outlet;
pub use progress::{eta_text, gauge};
pub use style::{Meaning, Style};
pub use table::{Align, Cell, Table};

use device::{Device, Stream};
use screen::{Mode, SHOW_CURSOR, Screen};

/// The two output streams and what the user wants on them. Clones share one screen.
#[derive(Debug, Clone)]
pub struct Term {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    options: Options,
    device: Device,
    out_is_terminal: bool,
    err_is_terminal: bool,
    /// Held for one write or redraw at a time.
    screen: Mutex<Screen>,
    /// Undoes what a full-screen view did to the terminal; set while there is one.
    undo: Mutex<Option<fullscreen::Undo>>,
    /// The panic hook is installed with the first thing drawn in place: runs that draw nothing keep the plain one.
    armed: Once,
}

impl Term {
    /// The streams of this process.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self::over(Device::Process, options)
    }

    /// Streams in memory, for tests: both terminals of `width` columns and 24 rows, or both pipes without.
    #[must_use]
    pub fn captured(options: Options, width: Option<u16>) -> (Self, Captured) {
        let (device, captured) = Captured::new(width);
        (Self::over(device, options), captured)
    }

    fn over(device: Device, options: Options) -> Self {
        let out_is_terminal = device.is_terminal(Stream::Out);
        let err_is_terminal = device.is_terminal(Stream::Err);
        let mode = match (options.progress, options.verbosity) {
            (Progress::Off, _) | (_, Verbosity::Quiet) => Mode::Off,
            _ if err_is_terminal && options.dialect == Dialect::Ansi => Mode::Drawn,
            _ => Mode::Plain,
        };
        let shared = out_is_terminal && err_is_terminal;
        let screen = Screen::new(device.clone(), mode, shared, options.glyphs.ellipsis());
        let inner = Inner {
            options,
            device,
            out_is_terminal,
            err_is_terminal,
            screen: Mutex::new(screen),
            undo: Mutex::new(None),
            armed: Once::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Text to stdout, as it is. A reader that has gone is no error.
    ///
    /// # Errors
    /// Stdout cannot be written, for instance because a disk is full.
    pub fn out(&self, text: &str) -> Result<(), Failure> {
        self.screen().print(Stream::Out, text).map_err(|error| Failure::operation(OutError(error)))
    }

    /// Bytes to stdout, as they are. A reader that has gone is no error.
    ///
    /// # Errors
    /// As [`out`](Self::out).
    pub fn out_bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.out(text),
            Err(_) => self.screen().print_bytes(bytes).map_err(|error| Failure::operation(OutError(error))),
        }
    }

    /// Whether nobody reads stdout any more, as behind `| head`: what would print for ever ends then.
    #[must_use]
    pub fn is_out_gone(&self) -> bool {
        self.screen().is_out_gone()
    }

    /// Stdout for a job whose product goes there and not its report; see [`Outlet`].
    ///
    /// # Errors
    /// No descriptor is left.
    pub fn outlet(&self) -> io::Result<Outlet> {
        Outlet::open(&self.inner.device)
    }

    /// One line to stderr; nothing under `--quiet`.
    pub fn note(&self, text: impl Display) {
        if self.inner.options.verbosity != Verbosity::Quiet {
            self.err(&format!("{text}\n"));
        }
    }

    /// One line to stderr that begins with `warning:`, under `--quiet` too.
    pub fn warn(&self, text: impl Display) {
        self.err(&format!("{} {text}\n", self.err_style().warn("warning:")));
    }

    /// Text to stderr, under `--quiet` too: for errors, which are printed in one place only. As in everything that
    /// goes to stderr, what a server may have smuggled in to steer the terminal is spelled out.
    pub fn err(&self, text: &str) {
        // A stderr that cannot be written to has no place to complain in.
        let _ = self.screen().print(Stream::Err, &text::tame(text));
    }

    /// A writer to stderr that keeps clear of the live block: for logs.
    #[must_use]
    pub fn messages(&self) -> Messages {
        Messages::new(self.clone())
    }

    /// The form of results.
    #[must_use]
    pub fn format(&self) -> Format {
        self.inner.options.format
    }

    /// How much to tell.
    #[must_use]
    pub fn verbosity(&self) -> Verbosity {
        self.inner.options.verbosity
    }

    /// The signs that may be drawn.
    #[must_use]
    pub fn glyphs(&self) -> Glyphs {
        self.inner.options.glyphs
    }

    /// Where results go when that is a file.
    #[must_use]
    pub fn output(&self) -> Option<&Path> {
        self.inner.options.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Whether stderr is a terminal on which progress is drawn in place.
    #[must_use]
    pub fn is_interactive(&self) -> bool {
        self.inner.err_is_terminal && self.inner.options.dialect == Dialect::Ansi && self.shows_progress()
    }

    /// Whether progress is told at all, in place or as a plain line now and then.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        self.inner.options.progress == Progress::Auto && self.inner.options.verbosity != Verbosity::Quiet
    }

    /// Columns of stdout as they are now; none when it is no terminal.
    #[must_use]
    pub fn width(&self) -> Option<u16> {
        self.inner.out_is_terminal.then(|| self.inner.device.size(Stream::Out).0)
    }

    /// Columns of stderr as they are now, for live lines; none when nothing is drawn there.
    #[must_use]
    pub fn live_width(&self) -> Option<u16> {
        self.is_interactive().then(|| self.inner.device.size(Stream::Err).0)
    }

    /// Columns that a live line should take: one stays free where the cursor would wrap, and two for the `^C` that a
    /// terminal writes there itself. What it pushes into the next row would stay.
    #[must_use]
    pub fn line_width(&self) -> Option<u16> {
        self.live_width().map(|columns| columns.saturating_sub(3))
    }

    /// The colours of stdout.
    #[must_use]
    pub fn style(&self) -> Style {
        self.style_of(self.inner.out_is_terminal)
    }

    /// The colours of stderr.
    #[must_use]
    pub fn err_style(&self) -> Style {
        self.style_of(self.inner.err_is_terminal)
    }

    fn style_of(&self, is_terminal: bool) -> Style {
        match self.inner.options.color {
            ColorChoice::Always => Style::colored(),
            ColorChoice::Auto if is_terminal && self.inner.options.dialect == Dialect::Ansi => Style::colored(),
            ColorChoice::Auto | ColorChoice::Never => Style::plain(),
        }
    }

    /// What a page on stdout may use.
    #[must_use]
    pub fn page(&self) -> Page {
        Page { width: self.width(), style: self.style(), glyphs: self.inner.options.glyphs }
    }

    /// Writes a result in the chosen format, to the `--output` file (at once and whole) or to stdout; to stdout as well
    /// where the file cannot be written, because it may have taken long to get.
    ///
    /// # Errors
    /// The file or stdout cannot be written. A reader of stdout that has gone is no error.
    pub fn emit<R: Emit + ?Sized>(&self, result: &R) -> Result<(), Failure> {
        let Some(path) = self.output() else {
            let text = emit::render(result, self.format(), self.page()).map_err(Failure::operation)?;
            return self.out(&text);
        };
        let page = Page { width: None, style: self.style_of(false), glyphs: Glyphs::Unicode };
        let text = emit::render(result, self.format(), page).map_err(Failure::operation)?;
        fs::replace(path, text.as_bytes()).map_err(|error| {
            let told = self.out(&text).is_ok();
            let failure = Failure::operation(error).after_results();
            if told { failure.hint("the results went to standard output instead") } else { failure }
        })
    }

    /// Writes a result to stderr, where stdout has the work itself; nothing under `--quiet`.
    ///
    /// ```
    /// # use serde::Serialize;
    /// # use toolbox::kit::term::{Emit, Options, Page, Term};
    /// # #[derive(Serialize)]
    /// # struct Sum;
    /// # impl Emit for Sum {
    /// #     fn text(&self, _page: &Page) -> String { "done".into() }
    /// #     fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) { (vec![], vec![]) }
    /// # }
    /// let (term, captured) = Term::captured(Options::default(), None);
    /// term.emit_aside(&Sum).unwrap();
    /// assert_eq!((captured.out(), captured.err()), (String::new(), "done\n".to_owned()));
    /// ```
    ///
    /// # Errors
    /// The result cannot be written in the chosen format.
    pub fn emit_aside<R: Emit + ?Sized>(&self, result: &R) -> Result<(), Failure> {
        let page = Page { width: self.live_width(), style: self.err_style(), glyphs: self.inner.options.glyphs };
        let text = emit::render(result, self.format(), page).map_err(Failure::operation)?;
        if self.inner.options.verbosity != Verbosity::Quiet {
            // A stderr that cannot be written to has no place to complain in.
            let _ = self.screen().print(Stream::Err, &text);
        }
        Ok(())
    }

    /// A bar that counts to `total`; see [`Bar`].
    #[must_use]
    pub fn bar(&self, total: u64, label: impl Into<String>) -> Bar {
        Bar::counting(self, total, label.into())
    }

    /// A bar for `total` bytes, which also tells the speed; see [`Bar`].
    #[must_use]
    pub fn byte_bar(&self, total: u64, label: impl Into<String>) -> Bar {
        Bar::of_bytes(self, total, label.into())
    }

    /// A sign that something goes on whose end is unknown; see [`Spinner`].
    #[must_use]
    pub fn spinner(&self, label: impl Into<String>) -> Spinner {
        Spinner::start(self, label.into())
    }

    /// Lines that change in place; see [`Live`].
    #[must_use]
    pub fn live(&self) -> Live {
        self.arm();
        Live::open(self)
    }

    /// Gives the whole screen to a full-screen view; see [`Fullscreen`]. `undo` must leave the alternate screen and
    /// raw mode; it runs once, when the guard is dropped or the process is about to die.
    pub fn fullscreen(&self, undo: impl FnOnce() + Send + 'static) -> Fullscreen {
        self.arm();
        Fullscreen::begin(self, Box::new(undo))
    }

    /// A writer to the screen for a full-screen view, to draw with and to undo what it did.
    ///
    /// ```
    /// use std::io::Write as _;
    /// use toolbox::kit::term::{Options, Term};
    /// let (term, captured) = Term::captured(Options::default(), Some(80));
    /// let mut canvas = term.canvas();
    /// canvas.write_all(b"one ")?;
    /// canvas.write_all(b"frame")?;
    /// assert_eq!(captured.err(), "");
    /// canvas.flush()?;
    /// assert_eq!(captured.err(), "one frame");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn canvas(&self) -> Canvas {
        Canvas::new(self.inner.device.clone())
    }

    /// Gives the terminal back for good: the cursor is shown, a full-screen view undone, and nothing is drawn in
    /// place any more. For the last words of a process: a panic, the second signal. Never blocks for long.
    pub fn restore(&self) {
        self.inner.restore();
    }

    fn screen(&self) -> MutexGuard<'_, Screen> {
        self.inner.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a panic give the terminal back before its message is printed.
    fn arm(&self) {
        let draws = self.inner.err_is_terminal && matches!(self.inner.device, Device::Process);
        // A hook cannot be set while panicking; nothing is drawn for long then anyway.
        if !draws || std::thread::panicking() {
            return;
        }
        self.inner.armed.call_once(|| {
            let inner: Weak<Inner> = Arc::downgrade(&self.inner);
            let previous = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                if let Some(inner) = inner.upgrade() {
                    inner.restore();
                }
                previous(panic);
            }));
        });
    }
}

impl Inner {
    fn restore(&self) {
        /// Times a millisecond: long for a redraw, short for a person. Only a panic inside a redraw runs it out.
        const PATIENCE: u32 = 100;
        let undo = self.undo.try_lock().ok().and_then(|mut undo| undo.take());
        if let Some(undo) = undo {
            undo.run();
        }
        for _ in 0..PATIENCE {
            match self.screen.try_lock() {
                Ok(mut screen) => return screen.close(),
                Err(TryLockError::Poisoned(screen)) => return screen.into_inner().close(),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
        if self.err_is_terminal {
            let _ = self.device.write(Stream::Err, &format!("\r\n{SHOW_CURSOR}"));
        }
    }
}

/// Stdout that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write to standard output")]
struct OutError(#[source] io::Error);
