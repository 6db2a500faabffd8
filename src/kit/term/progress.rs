//! How far work is, as text: bar, share, time left. Pure: takes no clock and draws nothing.
//!
//! ```
//! use toolbox::kit::term::progress::{Reading, Unit, gauge, line};
//! assert_eq!(gauge(15, 100, 9), "[=>       ]");
//! let reading = Reading { done: 150, total: 500, per_second: 7.8, unit: Unit::Count };
//! assert_eq!(line("", &reading, Some(38)), "[===>       ] 30% | 150/500 | ETA: 45s");
//! ```

use std::time::Duration;

use super::text::{clip, width};
use crate::kit::units::{format_byte_rate, format_bytes, format_duration};

/// Cells of a bar where there is no width to fill.
const CELLS_PLAIN: usize = 26;
/// Fewer cells tell less than the percentage beside them.
const CELLS_MIN: usize = 8;
/// More cells on wide terminals only make the eye travel.
const CELLS_MAX: usize = 40;

/// What a bar counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Requests, files, steps.
    #[default]
    Count,
    /// Bytes: printed as sizes, and the speed is told.
    Bytes,
}

/// One look at the work.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reading {
    /// What is done; more than `total` counts as all of it.
    pub done: u64,
    /// What there is to do. Nothing to do is done.
    pub total: u64,
    /// The pace, for the time left; 0 is unknown.
    pub per_second: f64,
    /// What is counted.
    pub unit: Unit,
}

impl Reading {
    /// Whole percents, rounded down, so that 100 means done.
    #[must_use]
    pub fn percent(&self) -> u64 {
        parts(self.done, self.total, 100)
    }

    /// The time left at this pace; none when there is no pace.
    #[must_use]
    pub fn eta(&self) -> Option<Duration> {
        let left = self.total.saturating_sub(self.done);
        if left == 0 {
            return Some(Duration::ZERO);
        }
        let pace = Some(self.per_second).filter(|pace| pace.is_finite() && *pace > 0.0);
        pace.map(|pace| Duration::try_from_secs_f64(left as f64 / pace).unwrap_or(Duration::MAX))
    }
}

/// `[=====>     ]` with `cells` cells between the brackets; full only when all is done.
#[must_use]
pub fn gauge(done: u64, total: u64, cells: usize) -> String {
    let filled = parts(done, total, cells as u64) as usize;
    let head = if filled < cells { ">" } else { "" };
    format!("[{}{head}{}]", "=".repeat(filled), " ".repeat(cells.saturating_sub(filled + 1)))
}

/// `done / total` in `of` parts, rounded down.
fn parts(done: u64, total: u64, of: u64) -> u64 {
    if done >= total { of } else { (u128::from(done) * u128::from(of) / u128::from(total)) as u64 }
}

/// `45s`, `1m05s`, `2h10m`; whole seconds, rounded up, because nobody is ever early.
#[must_use]
pub fn eta_text(left: Option<Duration>) -> String {
    /// Beyond this an estimate says no more than that it will take long.
    const TOO_LONG: Duration = Duration::from_hours(100 * 24);
    match left {
        None => "--".to_owned(),
        Some(left) if left > TOO_LONG => ">100d".to_owned(),
        Some(left) => {
            let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
            if seconds < 60 { format!("{seconds}s") } else { format_duration(Duration::from_secs(seconds)) }
        }
    }
}

/// `label [=====>     ] 30% | 150/500 | ETA: 45s`, in at most `columns` columns.
///
/// Bytes tell their speed too: `… | 150.0 MiB/500.0 MiB | 12.4 MB/s | ETA: 45s`. What does not fit is left out
/// whole: first the speed, then the counts, the label, the time left, at last the bar. Without `columns` everything
/// is there.
#[must_use]
pub fn line(label: &str, reading: &Reading, columns: Option<usize>) -> String {
    line_with(label, reading, columns, |cells| gauge(reading.done, reading.total, cells))
}

/// As [`line()`], with a bar that `draw` makes of the number of its cells: two brackets, and a column for each cell.
#[must_use]
pub fn line_with(label: &str, reading: &Reading, columns: Option<usize>, draw: impl Fn(usize) -> String) -> String {
    let percent = format!("{}%", reading.percent());
    let eta = format!(" | ETA: {}", eta_text(reading.eta()));
    let (counts, speed) = match reading.unit {
        Unit::Count => (format!(" | {}/{}", reading.done, reading.total), String::new()),
        Unit::Bytes => (
            format!(" | {}/{}", format_bytes(reading.done), format_bytes(reading.total)),
            format!(" | {}", format_byte_rate(reading.per_second)),
        ),
    };
    let label = if label.is_empty() { String::new() } else { format!("{label} ") };
    let Some(columns) = columns else {
        return format!("{label}{} {percent}{counts}{speed}{eta}", draw(CELLS_PLAIN));
    };
    let choices = [
        (label.as_str(), format!("{counts}{speed}{eta}")),
        (label.as_str(), format!("{counts}{eta}")),
        (label.as_str(), eta.clone()),
        ("", eta),
        ("", String::new()),
    ];
    for (label, tail) in choices {
        // Two brackets and the space behind them.
        let taken = width(label) + 3 + percent.len() + width(&tail);
        if taken + CELLS_MIN <= columns {
            let cells = (columns - taken).min(CELLS_MAX);
            return format!("{label}{} {percent}{tail}", draw(cells));
        }
    }
    clip(&percent, columns, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reading(done: u64, total: u64, per_second: f64) -> Reading {
        Reading { done, total, per_second, unit: Unit::Count }
    }

    #[test]
    fn the_bar_is_full_only_when_all_is_done() {
        assert_eq!(gauge(0, 10, 5), "[>    ]");
        assert_eq!(gauge(5, 10, 11), "[=====>     ]");
        assert_eq!(gauge(9_999, 10_000, 5), "[====>]");
        assert_eq!(gauge(10, 10, 5), "[=====]");
        assert_eq!(gauge(99, 10, 5), "[=====]");
        assert_eq!(gauge(1, 10, 0), "[]");
        assert_eq!(reading(9_999, 10_000, 0.0).percent(), 99);
        assert_eq!(reading(u64::MAX - 1, u64::MAX, 0.0).percent(), 99);
    }

    #[test]
    fn nothing_to_do_is_done() {
        assert_eq!(line("", &reading(0, 0, 0.0), None), format!("[{}] 100% | 0/0 | ETA: 0s", "=".repeat(26)));
    }

    #[test]
    fn the_time_left_follows_the_pace() {
        assert_eq!(eta_text(reading(150, 500, 7.8).eta()), "45s");
        assert_eq!(eta_text(reading(0, 500, 0.0).eta()), "--");
        assert_eq!(eta_text(reading(0, 500, f64::NAN).eta()), "--");
        assert_eq!(eta_text(reading(0, 65, 1.0).eta()), "1m05s");
        assert_eq!(eta_text(reading(0, u64::MAX, 0.001).eta()), ">100d");
        assert_eq!(eta_text(reading(0, u64::MAX, f64::MIN_POSITIVE).eta()), ">100d");
        assert_eq!(eta_text(reading(600, 500, 1.0).eta()), "0s");
    }

    #[test]
    fn narrow_terminals_lose_the_least_telling_part_first() {
        let reading = Reading { done: 150 << 20, total: 500 << 20, per_second: 12_400_000.0, unit: Unit::Bytes };
        for (columns, expected) in [
            (80, "disk [=======>                ] 30% | 150.0 MiB/500.0 MiB | 12.4 MB/s | ETA: 30s"),
            (60, "disk [====>           ] 30% | 150.0 MiB/500.0 MiB | ETA: 30s"),
            (40, "disk [=====>            ] 30% | ETA: 30s"),
            (30, "disk [==>     ] 30% | ETA: 30s"),
            (26, "[==>      ] 30% | ETA: 30s"),
            (20, "[====>         ] 30%"),
            (10, "30%"),
            (2, "30"),
        ] {
            let line = line("disk", &reading, Some(columns));
            assert!(width(&line) <= columns, "{columns} {line:?}");
            assert_eq!(line, expected, "{columns}");
        }
    }

    proptest! {
        #[test]
        fn a_line_fits_whatever_the_figures(
            done: u64, total: u64, per_second: f64, columns in 3_usize..200, bytes: bool, label in "[a-z漢]{0,30}",
        ) {
            let unit = if bytes { Unit::Bytes } else { Unit::Count };
            let line = line(&label, &Reading { done, total, per_second, unit }, Some(columns));
            prop_assert!(width(&line) <= columns.max(4), "{line}");
            prop_assert!(line.contains('%') || columns < 4);
        }

        #[test]
        fn a_gauge_has_its_cells(done: u64, total: u64, cells in 0_usize..100) {
            prop_assert_eq!(gauge(done, total, cells).len(), cells + 2);
        }
    }
}
