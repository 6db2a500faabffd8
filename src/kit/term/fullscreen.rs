//! The whole screen for one view, and a sure way back.

use std::fmt;
use std::io;
use std::sync::PoisonError;

use super::Term;
use super::device::{Device, Stream};

/// What a full-screen view did to the terminal, undone. Runs once.
pub(super) struct Undo(Box<dyn FnOnce() + Send>);

impl Undo {
    pub(super) fn run(self) {
        (self.0)();
    }
}

impl fmt::Debug for Undo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Undo")
    }
}

/// Writes straight to the screen of stderr, past everything that keeps lines apart; from [`Term::canvas`]. What is written
/// is gathered until it is flushed, so that a frame appears at once.
#[derive(Debug)]
pub struct Canvas {
    device: Device,
    frame: Vec<u8>,
}

impl Canvas {
    pub(super) fn new(device: Device) -> Self {
        Self { device, frame: Vec::new() }
    }
}

impl io::Write for Canvas {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = std::mem::take(&mut self.frame);
        self.device.write(Stream::Err, &String::from_utf8_lossy(&frame))
    }
}

/// Guards a full-screen view; from [`Term::fullscreen`].
///
/// While it lives, notes, logs and results for the screen are held back; they appear when it is dropped. Dropping
/// it undoes what the view did to the terminal, unless a panic or the second signal has already done so.
///
/// ```
/// use toolbox::kit::term::{Options, Term};
/// let (term, captured) = Term::captured(Options::default(), Some(80));
/// let view = term.fullscreen(|| { /* leave the alternate screen */ });
/// term.note("a request failed");
/// assert_eq!(captured.err(), "");
/// drop(view);
/// assert_eq!(captured.err(), "a request failed\n");
/// ```
#[derive(Debug)]
#[must_use = "dropping it ends the full-screen view"]
pub struct Fullscreen {
    term: Term,
}

impl Fullscreen {
    pub(super) fn begin(term: &Term, undo: Box<dyn FnOnce() + Send>) -> Self {
        term.screen().take();
        *term.inner.undo.lock().unwrap_or_else(PoisonError::into_inner) = Some(Undo(undo));
        Self { term: term.clone() }
    }
}

impl Drop for Fullscreen {
    fn drop(&mut self) {
        let undo = self.term.inner.undo.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(undo) = undo {
            undo.run();
        }
        self.term.screen().release();
    }
}
