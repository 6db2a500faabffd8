//! One look at a recording: its figures as lines, and the map of its segments. Pure.
//!
//! ```text
//! 1080p  Segments: 47/156 [======>               ] 30% | 12.4 MB/s | ETA: 46s | 234.0 MiB
//! [██████████████▒▒▒▒▒▒▒▒x·······································] 1 gap, 2 retries
//! ```
//! Segments are counted over all tracks, and the map shows all of them, each in a stretch of its own:
//! `[██████▒▒····|█████▒▒·····]`.

use std::fmt::Write as _;
use std::time::Duration;

use crate::kit::term::progress::eta_text;
use crate::kit::term::{Glyphs, Style, gauge};
use crate::kit::units::{format_byte_rate, format_bytes, format_duration};
use crate::media::record::Cell;

/// One look.
#[derive(Debug, Clone, Copy)]
pub(in crate::applets::rip) struct Reading {
    pub(in crate::applets::rip) is_live: bool,
    pub(in crate::applets::rip) segments: u64,
    pub(in crate::applets::rip) known: u64,
    /// Media time recorded, gaps included.
    pub(in crate::applets::rip) done: Duration,
    /// Media time known of.
    pub(in crate::applets::rip) all: Duration,
    pub(in crate::applets::rip) written_bytes: u64,
    pub(in crate::applets::rip) per_second: f64,
    /// Seconds of media in a second.
    pub(in crate::applets::rip) pace: f64,
    pub(in crate::applets::rip) retries: u64,
    pub(in crate::applets::rip) missing: u64,
    pub(in crate::applets::rip) running: u64,
}

impl Reading {
    /// How long the rest takes; of a live stream nobody knows.
    pub(in crate::applets::rip) fn eta(&self) -> Option<Duration> {
        let left = self.all.saturating_sub(self.done).as_secs_f64();
        let known = self.pace > 0.0 && !self.is_live;
        known.then(|| Duration::try_from_secs_f64(left / self.pace).unwrap_or(Duration::MAX))
    }

    /// All of it in one line, for where nothing is drawn.
    pub(super) fn text(&self) -> String {
        const CELLS: usize = 25;
        let mut text = self.figures(CELLS);
        if self.missing > 0 {
            let _ = write!(text, " | {} missing", self.missing);
        }
        if self.retries > 0 {
            let _ = write!(text, " | {} retries", self.retries);
        }
        text
    }

    /// The figures in at most so many columns, where that can be: the bar gives way, then the name of the rendition.
    pub(super) fn line(&self, quality: &str, columns: usize) -> String {
        const BARS: [usize; 4] = [25, 20, 15, 10];
        let name = if quality.is_empty() { String::new() } else { format!("{quality}  ") };
        let with_name = BARS.iter().map(|cells| format!("{name}{}", self.figures(*cells)));
        let without = BARS.iter().map(|cells| self.figures(*cells));
        let fits = |line: &String| line.chars().count() <= columns;
        with_name.chain(without).find(fits).unwrap_or_else(|| self.figures(BARS[3]))
    }

    /// The bar is of media time: segments differ in length, and nobody knows their bytes before.
    fn figures(&self, cells: usize) -> String {
        let (bytes, speed) = (format_bytes(self.written_bytes), format_byte_rate(self.per_second));
        if self.is_live {
            return format!("{} | {} segments | {bytes} | {speed}", format_duration(self.done), self.segments);
        }
        let (done, all) = (self.done.as_millis() as u64, self.all.as_millis() as u64);
        if self.known == 0 {
            return format!("Comparing with what is there | {speed}");
        }
        let percent = if done >= all { 100 } else { done * 100 / all };
        let (bar, eta) = (gauge(done, all, cells), eta_text(self.eta()));
        format!("Segments: {}/{} {bar} {percent}% | {speed} | ETA: {eta} | {bytes}", self.segments, self.known)
    }

    /// What stands behind the map.
    fn counts(&self) -> String {
        let gaps = if self.missing == 1 { "gap" } else { "gaps" };
        let retries = if self.retries == 1 { "retry" } else { "retries" };
        format!("{} {gaps}, {} {retries}", self.missing, self.retries)
    }

    /// How many cells the map of each track may have.
    pub(super) fn map_cells(&self, columns: usize, tracks: usize) -> usize {
        // Brackets, a blank, and what stands between tracks.
        let tracks = tracks.max(1);
        columns.saturating_sub(self.counts().len() + 3 + tracks - 1) / tracks
    }

    /// The maps of all tracks: each state has a sign of its own, so that it needs no colour.
    pub(super) fn map(&self, maps: &[Vec<Cell>], glyphs: Glyphs, style: Style) -> String {
        let [done, active, waiting] = match glyphs {
            Glyphs::Unicode => ["█", "▒", "·"],
            Glyphs::Ascii => ["=", ">", "."],
        };
        let run = |run: &[Cell]| {
            let of = |sign: &str| sign.repeat(run.len());
            match run[0] {
                Cell::Done => style.good(&of(done)),
                Cell::Active => style.ordinal(0, &of(active)),
                Cell::Gap => style.bad(&of("x")),
                Cell::Waiting => style.faint(&of(waiting)),
            }
        };
        let row = |cells: &Vec<Cell>| cells.chunk_by(|one, other| one == other).map(run).collect::<String>();
        let rows: Vec<String> = maps.iter().map(row).collect();
        format!("[{}] {}", rows.join("|"), self.counts())
    }
}

/// The movie that is made in the end: it is read twice, and written in the second pass.
/// A bar is drawn where there are `columns` for it.
pub(super) fn movie_text(read: u64, all: u64, columns: Option<u16>) -> String {
    const CELLS: usize = 25;
    let bar = columns.map_or_else(String::new, |_| format!("{} ", gauge(read, all, CELLS)));
    format!("Writing the file: {bar}{}%", read * 100 / all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const READING: Reading = Reading {
        is_live: false,
        segments: 47,
        known: 156,
        done: Duration::from_mins(5),
        all: Duration::from_secs(1000),
        written_bytes: 234 << 20,
        per_second: 12_400_000.0,
        pace: 15.5,
        retries: 2,
        missing: 1,
        running: 8,
    };

    #[test]
    fn the_line_tells_media_time_not_segments() {
        let quiet = Reading { retries: 0, missing: 0, ..READING };
        assert_eq!(quiet.text(), "Segments: 47/156 [=======>                 ] 30% | 12.4 MB/s | ETA: 46s | 234.0 MiB");
        let live = Reading { is_live: true, ..READING };
        assert_eq!(live.text(), "5m00s | 47 segments | 234.0 MiB | 12.4 MB/s | 1 missing | 2 retries");
    }

    #[test]
    fn the_lines_fit_the_terminal() {
        let line = |columns| READING.line("1080p", columns);
        assert_eq!(line(77), "1080p  Segments: 47/156 [===>      ] 30% | 12.4 MB/s | ETA: 46s | 234.0 MiB");
        assert_eq!(line(200).find("[=======>"), Some("1080p  Segments: 47/156 ".len()));
        assert_eq!(line(70).find("Segments"), Some(0), "the name gives way");
        for tracks in [1, 2, 3, 7] {
            let maps = vec![vec![Cell::Done; READING.map_cells(77, tracks)]; tracks];
            let map = READING.map(&maps, Glyphs::Unicode, Style::plain());
            assert!((78 - tracks..=77).contains(&map.chars().count()), "{map}");
        }
    }

    #[test]
    fn each_state_has_a_sign_of_its_own_without_colour() {
        let cells = [Cell::Done, Cell::Done, Cell::Active, Cell::Gap, Cell::Waiting];
        let map = |glyphs| READING.map(&[cells.to_vec()], glyphs, Style::plain());
        assert_eq!(map(Glyphs::Unicode), "[██▒x·] 1 gap, 2 retries");
        assert_eq!(map(Glyphs::Ascii), "[==>x.] 1 gap, 2 retries");
        let both = READING.map(&[cells[1..].to_vec(), cells[2..].to_vec()], Glyphs::Ascii, Style::plain());
        assert_eq!(both, "[=>x.|>x.] 1 gap, 2 retries", "counts are of all tracks, and so is the map");
        let counts = Reading { missing: 2, retries: 1, ..READING }.map(&[], Glyphs::Ascii, Style::plain());
        assert_eq!(counts, "[] 2 gaps, 1 retry");
    }
}
