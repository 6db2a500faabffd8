//! Logs and other text of foreign hands, on stderr without tearing the live block.

use std::io::{self, Write};

use super::Term;

/// A writer that hands whole lines to the [`Term`]; from [`Term::messages`].
///
/// What is left of a line goes out when the writer is flushed or dropped.
///
/// ```
/// use std::io::Write as _;
/// use toolbox::kit::term::{Options, Term};
/// let (term, captured) = Term::captured(Options::default(), None);
/// write!(term.messages(), "INFO connected").unwrap();
/// assert_eq!(captured.err(), "INFO connected");
/// ```
#[derive(Debug)]
pub struct Messages {
    term: Term,
    line: Vec<u8>,
}

impl Messages {
    pub(super) fn new(term: Term) -> Self {
        Self { term, line: Vec::new() }
    }
}

impl Write for Messages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        if let Some(end) = self.line.iter().rposition(|byte| *byte == b'\n') {
            let rest = self.line.split_off(end + 1);
            self.flush()?;
            self.line = rest;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.term.err(&String::from_utf8_lossy(&line));
        Ok(())
    }
}

impl Drop for Messages {
    fn drop(&mut self) {
        // Flushing cannot fail: what stderr refuses is dropped.
        let _ = self.flush();
    }
}
