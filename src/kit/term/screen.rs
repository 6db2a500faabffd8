//! Both streams and the live block between them, under one lock.
//!
//! stdout and stderr are often the same terminal. Whoever prints while a block is drawn takes the block away first,
//! prints, and draws it again below. While it is drawn the cursor rests, hidden, at the end of its last line.
//!
//! Nothing here listens for a resize. Each redraw asks for the size and works out how many rows the lines drawn
//! before take now, on the premise that a terminal wraps lines anew when it gets narrower, as nearly all do.

use std::io;
use std::time::{Duration, Instant};

use super::device::{Device, Stream};
use super::text::{clip, plain, width};

/// How often work tells how far it is where nothing can be drawn in place: a log of a night stays readable.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// Text held back during a full-screen view; beyond that, lines are counted and left out.
const HELD_MAX_BYTES: usize = 256 * 1024;

const HIDE_CURSOR: &str = "\u{1b}[?25l";
pub(super) const SHOW_CURSOR: &str = "\u{1b}[?25h";
const CLEAR_LINE_END: &str = "\u{1b}[K";
const CLEAR_BELOW: &str = "\u{1b}[J";

/// How the block is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Redrawn in place.
    Drawn,
    /// Its first line now and then.
    Plain,
    /// Not at all.
    Off,
}

/// The lines of one live handle; sections stand below each other in the order of their opening.
#[derive(Debug)]
struct Section {
    id: u64,
    lines: Vec<String>,
    /// When this section last printed a plain line; at first, when it was opened.
    told: Instant,
}

#[derive(Debug)]
pub(super) struct Screen {
    device: Device,
    mode: Mode,
    /// Both streams show on one screen, so that text on stdout must not run into the block.
    shared: bool,
    ellipsis: &'static str,
    sections: Vec<Section>,
    next_id: u64,
    /// Columns of each line of the block as it stands on the screen; empty when it is not there.
    drawn: Vec<usize>,
    /// Columns of the window when it was drawn.
    drawn_for: u16,
    cursor_hidden: bool,
    /// The last text before the block did not end its line.
    line_open: bool,
    /// The reader of stdout has gone: nothing more is written there.
    out_gone: bool,
    /// Text for a screen that a full-screen view has taken, and lines that found no room in it.
    held: Option<(Vec<(Stream, String)>, usize)>,
    held_bytes: usize,
}

impl Screen {
    pub(super) fn new(device: Device, mode: Mode, shared: bool, ellipsis: &'static str) -> Self {
        Self {
            device,
            mode,
            shared,
            ellipsis,
            sections: Vec::new(),
            next_id: 0,
            drawn: Vec::new(),
            drawn_for: 0,
            cursor_hidden: false,
            line_open: false,
            out_gone: false,
            held: None,
            held_bytes: 0,
        }
    }

    /// Writes to one of the streams, above the block. A reader of stdout that has gone is no error.
    pub(super) fn print(&mut self, stream: Stream, text: &str) -> io::Result<()> {
        let on_screen = stream == Stream::Err || self.shared;
        if text.is_empty() || (stream == Stream::Out && self.out_gone) {
            return Ok(());
        }
        if on_screen && self.held.is_some() {
            self.hold(stream, text);
            return Ok(());
        }
        let beside_block = on_screen && !self.drawn.is_empty();
        if beside_block {
            let clear = self.to_top() + CLEAR_BELOW;
            self.drawn.clear();
            self.write_err(&clear);
        }
        let written = self.device.write(stream, text);
        if on_screen {
            self.line_open = !text.ends_with('\n');
        }
        if beside_block {
            self.draw();
        }
        match written {
            Err(error) if stream == Stream::Err || error.kind() == io::ErrorKind::BrokenPipe => {
                self.out_gone |= stream == Stream::Out;
                Ok(())
            }
            other => other,
        }
    }

    /// Writes bytes that are no text to stdout. Whoever asks for them draws nothing beside them.
    pub(super) fn print_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.out_gone {
            return Ok(());
        }
        match self.device.write_bytes(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.out_gone = true;
                Ok(())
            }
            other => other,
        }
    }

    /// Whether whoever read stdout has gone.
    pub(super) const fn is_out_gone(&self) -> bool {
        self.out_gone
    }

    /// Opens an empty section at the bottom of the block.
    pub(super) fn open(&mut self, now: Instant) -> u64 {
        self.next_id += 1;
        self.sections.push(Section { id: self.next_id, lines: Vec::new(), told: now });
        self.next_id
    }

    /// Replaces the lines of a section.
    pub(super) fn set(&mut self, id: u64, lines: Vec<String>, now: Instant) {
        let Some(section) = self.sections.iter_mut().find(|section| section.id == id) else { return };
        section.lines = lines;
        match self.mode {
            Mode::Drawn => self.draw(),
            Mode::Plain if now.saturating_duration_since(section.told) >= PLAIN_EVERY => {
                section.told = now;
                let line = section.lines.first().map(|line| plain(line) + "\n");
                if let Some(line) = line {
                    // A stderr that cannot be written to has no place to complain in.
                    let _ = self.print(Stream::Err, &line);
                }
            }
            Mode::Plain | Mode::Off => {}
        }
    }

    /// Takes a section away; the cursor comes back with the last.
    pub(super) fn remove(&mut self, id: u64) {
        self.sections.retain(|section| section.id != id);
        if self.mode == Mode::Drawn {
            self.draw();
        }
    }

    /// Leaves the block standing, gives the cursor back below it, and never draws again.
    pub(super) fn close(&mut self) {
        let mut text = String::new();
        if !self.drawn.is_empty() {
            text.push_str("\r\n");
        }
        if self.cursor_hidden {
            text.push_str(SHOW_CURSOR);
        }
        self.write_err(&text);
        self.drawn.clear();
        self.cursor_hidden = false;
        self.mode = Mode::Off;
        self.release();
    }

    /// Takes the block away and keeps back all text for the screen, until [`Screen::release`].
    pub(super) fn take(&mut self) {
        let mut text = if self.drawn.is_empty() { String::new() } else { self.to_top() + CLEAR_BELOW };
        self.drawn.clear();
        if std::mem::take(&mut self.cursor_hidden) {
            text.push_str(SHOW_CURSOR);
        }
        self.write_err(&text);
        self.held.get_or_insert_default();
    }

    /// Prints what was held back and draws the block again.
    pub(super) fn release(&mut self) {
        let Some((texts, left_out)) = self.held.take() else { return };
        self.held_bytes = 0;
        for (stream, text) in texts {
            // Who printed it has long been told that all is well; the report that follows will tell.
            let _ = self.print(stream, &text);
        }
        if left_out > 0 {
            let _ = self.print(Stream::Err, &format!("({left_out} more messages were left out)\n"));
        }
        if self.mode == Mode::Drawn {
            self.draw();
        }
    }

    fn hold(&mut self, stream: Stream, text: &str) {
        let Some((texts, left_out)) = &mut self.held else { return };
        // Results are never left out, messages may be.
        if stream == Stream::Err && self.held_bytes + text.len() > HELD_MAX_BYTES {
            *left_out += 1;
        } else {
            self.held_bytes += text.len();
            texts.push((stream, text.to_owned()));
        }
    }

    /// Draws all sections over what was drawn before, in one write so that nothing flickers.
    fn draw(&mut self) {
        if self.held.is_some() {
            return;
        }
        let (columns, rows) = self.device.size(Stream::Err);
        // The last column stays free: writing into it leaves terminals of different opinions where the cursor is.
        let room = usize::from(columns).saturating_sub(1);
        // A block as high as the window would scroll itself away.
        let height = usize::from(rows).saturating_sub(1).max(1);
        let lines = self.sections.iter().flat_map(|section| &section.lines).take(height);
        let lines: Vec<String> = lines.map(|line| clip(line, room, self.ellipsis)).collect();
        if lines.is_empty() && self.drawn.is_empty() && !self.cursor_hidden {
            return;
        }
        let mut text = self.to_top();
        if self.drawn_for != columns {
            // Rows that a narrower window wrapped stay marked as wrapped while they are only written over, and tmux
            // would join them when the window gets wider. Erasing takes the mark away.
            text.push_str(CLEAR_BELOW);
        }
        if !lines.is_empty() && std::mem::take(&mut self.line_open) {
            text.push_str("\r\n");
        }
        if !lines.is_empty() && !self.cursor_hidden {
            text.push_str(HIDE_CURSOR);
        }
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                text.push_str("\r\n");
            }
            text.push_str(line);
            text.push_str(CLEAR_LINE_END);
        }
        text.push_str(CLEAR_BELOW);
        if lines.is_empty() && self.cursor_hidden {
            text.push_str(SHOW_CURSOR);
        }
        self.cursor_hidden = !lines.is_empty();
        self.drawn = lines.iter().map(|line| width(line)).collect();
        self.drawn_for = columns;
        self.write_err(&text);
    }

    /// The way from the end of the block to its first column, in the window as it is now.
    fn to_top(&self) -> String {
        if self.drawn.is_empty() {
            return String::new();
        }
        let columns = usize::from(self.device.size(Stream::Err).0);
        let rows: usize = self.drawn.iter().map(|width| width.div_ceil(columns).max(1)).sum();
        if rows > 1 { format!("\r\u{1b}[{}A", rows - 1) } else { "\r".to_owned() }
    }

    /// Writes to stderr; when that fails there is no better place to say so.
    fn write_err(&self, text: &str) {
        if !text.is_empty() {
            let _ = self.device.write(Stream::Err, text);
        }
    }
}
