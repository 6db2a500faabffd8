//! The heat map: how many responses took how long, over time. A second mode, or a stall that a percentile hides in its
//! tail, shows as a band or a streak.

use std::collections::BTreeMap;

use super::plot::Plot;
use super::scale::{Scale, nanos_text};
use super::time::{Course, figure};
use crate::applets::load::series::bucket_floor_ns;
use crate::kit::units::format_count;

/// Shades: more can not be told apart beside each other.
const SHADES: usize = 8;

/// Rows at most; finer ones would be thinner than four pixels.
const ROWS: u16 = 60;

/// Pixels.
const HEIGHT: u32 = 240;

/// The cells, and the most responses a second in one; nothing where nothing was measured.
fn drawn(course: &Course<'_>) -> Option<(Plot, u64)> {
    let sketches = course.intervals.iter().map(|interval| &interval.sketch);
    let buckets = sketches.flatten().map(|entry| entry.0);
    let (low, high) = (buckets.clone().min()?, buckets.max()?);
    let each = (high - low + 1).div_ceil(ROWS).max(1);
    let columns: Vec<BTreeMap<u16, u64>> = course
        .intervals
        .iter()
        .map(|interval| {
            let mut rows = BTreeMap::new();
            for &(bucket, count) in &interval.sketch {
                *rows.entry((bucket - low) / each).or_insert(0) += count;
            }
            rows
        })
        .collect();
    // Seconds may be of unequal length; what is shaded is the rate.
    let per_second = |count: u64, width_ns: u64| count as f64 / (width_ns as f64 / 1e9).max(1e-9);
    let cells = || {
        course.intervals.iter().zip(&columns).flat_map(|(interval, rows)| {
            rows.iter().map(move |(row, count)| (interval, *row, per_second(*count, interval.width_ns)))
        })
    };
    let most = cells().map(|cell| cell.2).fold(0.0, f64::max);
    let scale = Scale::Log(bucket_floor_ns(low), bucket_floor_ns(high + each).max(bucket_floor_ns(low + 8)));
    let mut plot = course.plot("heat", "Response times over time, as a heat map", HEIGHT);
    for shade in 1..=SHADES {
        let boxes = cells().filter(|cell| shade_of(cell.2, most) == shade).map(|(interval, row, _)| {
            let (left, right) = course.edges(interval);
            let floor = |row: u16| scale.place(bucket_floor_ns(low + row * each));
            [left, floor(row), right, floor(row + 1)]
        });
        plot.boxes(&format!("class=\"heat\" fill-opacity=\"{}\"", opacity(shade)), boxes);
    }
    plot.rows(&scale.ticks(6, nanos_text));
    Some((plot, most.round() as u64))
}

/// The heat map with its key.
pub(super) fn map(course: &Course<'_>) -> String {
    let Some((mut plot, most)) = drawn(course) else { return String::new() };
    plot.alternative(format!(
        "Each column is a moment, each row a range of response times on a logarithmic scale, and the darker a cell, the \
         more responses: up to {} per second.",
        format_count(most)
    ));
    let shade = |shade| format!("<i style=\"opacity:{}\"></i>", opacity(shade));
    let shades = (1..=SHADES).map(shade).collect::<Vec<_>>().concat();
    let key = format!(
        "<li class=\"ramp\">few <span aria-hidden=\"true\">{shades}</span> {}/s</li><li>logarithmic</li>",
        format_count(most)
    );
    figure("Response time, all of it", &key, &plot.render())
}

/// Which shade a cell has, 1 to [`SHADES`]: by the logarithm, so that a single slow response can still be seen.
fn shade_of(count: f64, most: f64) -> usize {
    let share = (1.0 + count).ln() / (1.0 + most).ln();
    ((share * SHADES as f64).ceil() as usize).clamp(1, SHADES)
}

fn opacity(shade: usize) -> String {
    format!("{:.2}", 0.12 + 0.88 * (shade as f64 - 1.0) / (SHADES as f64 - 1.0))
}
