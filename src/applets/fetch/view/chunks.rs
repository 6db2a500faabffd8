//! The map of a download as a bar: what is there, who fetches what, what failed. Pure but for the handle that draws.
//!
//! Each connection shows as its digit, in a colour of its own; so the bar says the same without colour.

use std::time::{Duration, Instant};

use crate::applets::fetch::engine::Progress;
use crate::applets::fetch::map::State;
use crate::kit::metrics::SpeedMeter;
use crate::kit::term::progress::{Reading, Unit, line_with};
use crate::kit::term::{Glyphs, Live, Style, Term};

/// Long enough to be steady, short enough to notice a stall.
const SPEED_WINDOW: Duration = Duration::from_secs(5);

/// The bar on the screen; it goes when dropped.
#[derive(Debug)]
pub(super) struct Chunks {
    term: Term,
    live: Live,
    label: String,
    speed: SpeedMeter,
    seen: u64,
}

impl Chunks {
    pub(super) fn start(term: &Term, label: &str, done: u64) -> Self {
        let speed = SpeedMeter::new(SPEED_WINDOW, Instant::now());
        Self { term: term.clone(), live: term.live(), label: label.to_owned(), speed, seen: done }
    }

    pub(super) fn draw(&mut self, progress: &Progress, total: u64) {
        let (done, now) = (progress.done_bytes(), Instant::now());
        self.speed.add(done.saturating_sub(self.seen), now);
        self.seen = done;
        let reading = Reading { done, total, per_second: self.speed.bytes_per_second(now), unit: Unit::Bytes };
        let columns = self.term.line_width().map(usize::from);
        let (style, glyphs) = (self.term.err_style(), self.term.glyphs());
        let gauge = |cells| format!("[{}]", cells_text(&progress.cells(cells), style, glyphs));
        self.live.set(vec![line_with(&self.label, &reading, columns, gauge)]);
    }
}

/// One column for each cell.
fn cells_text(cells: &[State], style: Style, glyphs: Glyphs) -> String {
    let (done, pending) = match glyphs {
        Glyphs::Unicode => ("█", "░"),
        Glyphs::Ascii => ("=", "."),
    };
    let run = |run: &[State]| {
        let of = |sign: &str| sign.repeat(run.len());
        match run[0] {
            State::Done => style.good(&of(done)),
            State::Pending => style.faint(&of(pending)),
            State::Failed => style.bad(&of("!")),
            State::Active(worker) => style.ordinal(worker, &of(&digit(worker))),
        }
    };
    cells.chunk_by(|one, other| one == other).map(run).collect()
}

/// Connections are counted from 1: `1` to `9`, then letters.
fn digit(worker: usize) -> String {
    let number = (worker + 1) % 36;
    char::from_digit(number as u32, 36).unwrap_or('?').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Active, Done, Failed, Pending};

    const CELLS: [State; 8] = [Done, Done, Active(0), Active(0), Active(10), Failed, Pending, Pending];

    #[test]
    fn each_state_has_a_sign_of_its_own_without_colour() {
        assert_eq!(cells_text(&CELLS, Style::plain(), Glyphs::Unicode), "██11b!░░");
        assert_eq!(cells_text(&CELLS, Style::plain(), Glyphs::Ascii), "==11b!..");
        assert_eq!(cells_text(&[], Style::plain(), Glyphs::Ascii), "");
    }

    #[test]
    fn neighbours_share_one_colour_sequence() {
        let text = cells_text(&CELLS, Style::colored(), Glyphs::Unicode);
        assert_eq!(text.matches("\u{1b}[0m").count(), 5, "{text:?}");
        assert!(text.contains(&Style::colored().ordinal(0, "11")), "{text:?}");
        assert_eq!(crate::kit::term::text::width(&text), CELLS.len());
    }
}
