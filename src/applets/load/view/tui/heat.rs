//! Response times over time as shades: a column a second, a row a range of times, darker where there are more.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw::Look;
use crate::applets::load::series::{Interval, bucket_floor_ns};
use crate::kit::term::Glyphs;

/// Shades of a cell, none first. They differ in ink, so that colour is an extra.
const SHADES: [&str; 6] = [" ", "·", "░", "▒", "▓", "█"];
const ASCII_SHADES: [&str; 6] = [" ", ".", ":", "+", "*", "#"];

/// The colours of the shades: from dark to bright, on the blue side of the 256 that terminals agree on.
const COLOURS: [u8; 6] = [0, 24, 25, 32, 39, 123];

/// Which bucket stands in which row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rows {
    low: u16,
    /// Buckets in a row.
    each: u16,
    count: u16,
}

impl Rows {
    /// Rows for all of `intervals`; none where nothing was measured.
    pub(super) fn of<'a>(intervals: impl Iterator<Item = &'a Interval>, count: u16) -> Option<Self> {
        let buckets = intervals.flat_map(|interval| interval.sketch.iter().map(|entry| entry.0));
        let (low, high) = buckets.fold(None, |seen, bucket| match seen {
            None => Some((bucket, bucket)),
            Some((low, high)) => Some((bucket.min(low), bucket.max(high))),
        })?;
        Some(Self { low, each: (high - low + 1).div_ceil(count.max(1)).max(1), count })
    }

    /// The lower edge of a row counted from the bottom, nanoseconds.
    pub(super) fn floor_ns(self, row: u16) -> u64 {
        bucket_floor_ns(self.low + row * self.each) as u64
    }

    fn row_of(self, bucket: u16) -> u16 {
        ((bucket.saturating_sub(self.low)) / self.each).min(self.count.saturating_sub(1))
    }
}

/// Draws the columns into `area`, the newest at its right edge.
pub(super) fn draw<'a>(
    intervals: impl DoubleEndedIterator<Item = &'a Interval> + Clone,
    rows: Rows,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) {
    let columns: Vec<Vec<u64>> = intervals
        .rev()
        .take(usize::from(area.width))
        .map(|interval| {
            let mut counts = vec![0; usize::from(rows.count)];
            for &(bucket, count) in &interval.sketch {
                counts[usize::from(rows.row_of(bucket))] += count;
            }
            counts
        })
        .collect();
    let most = columns.iter().flatten().copied().max().unwrap_or(0);
    for (back, counts) in columns.iter().enumerate() {
        let x = area.right() - 1 - back as u16;
        for (row, &count) in counts.iter().enumerate().take(usize::from(area.height)) {
            let shade = shade(count, most);
            let y = area.bottom() - 1 - row as u16;
            let signs = if look.glyphs == Glyphs::Ascii { ASCII_SHADES } else { SHADES };
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.set_symbol(signs[shade]).set_style(look.shade(COLOURS[shade]));
            }
        }
    }
}

/// By the logarithm, so that a single slow response can still be seen.
fn shade(count: u64, most: u64) -> usize {
    if count == 0 {
        return 0;
    }
    let share = (1.0 + count as f64).ln() / (1.0 + most as f64).ln();
    ((share * (SHADES.len() - 1) as f64).ceil() as usize).clamp(1, SHADES.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_response_among_a_million_has_a_shade() {
        assert_eq!(shade(0, 1_000_000), 0);
        assert_eq!(shade(1, 1_000_000), 1);
        assert_eq!(shade(1_000_000, 1_000_000), 5);
        assert!(shade(1000, 1_000_000) == 3);
    }

    #[test]
    fn all_buckets_have_a_row() {
        let interval =
            |buckets: &[u16]| Interval { sketch: buckets.iter().map(|b| (*b, 1)).collect(), ..Interval::default() };
        let intervals = [interval(&[100, 140]), interval(&[95])];
        let rows = Rows::of(intervals.iter(), 10).unwrap();
        assert_eq!((rows.row_of(95), rows.row_of(140)), (0, 9));
        assert!(Rows::of([].iter(), 10).is_none());
    }
}
