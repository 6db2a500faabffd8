//! The frame of a chart: axes, ticks, lines and their names, as SVG that fits any width.
//!
//! A drawing that is scaled as a whole has unreadable letters on a phone. So there are two layers: an outer `svg`
//! without a scale, in which letters keep their size and stand at percentages, and an inner one that is stretched to
//! the same box and holds shapes only, whose strokes do not scale. No script is needed for either.

use std::fmt::Write as _;

use super::markup::{Percent, Text};
use super::scale::Tick;

/// Units of the stretched layer along each axis: a thousandth of the width is finer than a pixel.
const UNITS: f64 = 1000.0;

/// Room that a line of letters takes, in pixels.
const LETTERS: f64 = 14.0;

/// One chart as it is put together.
#[derive(Debug)]
pub(super) struct Plot {
    /// Unique on the page.
    id: &'static str,
    /// Its name for those who can not see it.
    title: String,
    /// What it shows, in words and figures.
    alternative: String,
    /// Pixels.
    height: f64,
    /// Grid and ticks, below the shapes.
    below: String,
    shapes: String,
    /// Marks and names, above them.
    above: String,
    ends: Vec<End>,
}

/// The name of a line, beside its end.
#[derive(Debug)]
struct End {
    at: f64,
    class: &'static str,
    label: &'static str,
}

impl Plot {
    pub(super) fn new(id: &'static str, title: impl Into<String>, height: u32) -> Self {
        Self {
            id,
            title: title.into(),
            alternative: String::new(),
            height: f64::from(height),
            below: String::new(),
            shapes: String::new(),
            above: String::new(),
            ends: Vec::new(),
        }
    }

    /// Says in words what the chart shows.
    pub(super) fn alternative(&mut self, text: String) {
        self.alternative = text;
    }

    /// Draws the horizontal grid and its labels.
    pub(super) fn rows(&mut self, ticks: &[Tick]) {
        for tick in ticks {
            let y = Percent(1.0 - tick.at);
            let _ = write!(
                self.below,
                r#"<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/><text class="y" x="-8" y="{y}" dy=".33em">{}</text>"#,
                Text(&tick.label)
            );
        }
    }

    /// Draws the labels below the chart and their marks.
    pub(super) fn columns(&mut self, ticks: &[Tick]) {
        for tick in ticks {
            let x = Percent(tick.at);
            let y = self.height + 18.0;
            let _ = write!(
                self.below,
                r#"<line class="grid" x1="{x}" x2="{x}" y1="0" y2="100%"/><text class="x" x="{x}" y="{y}">{}</text>"#,
                Text(&tick.label)
            );
        }
    }

    /// Draws a vertical line with a name at its top, in row `row` of names.
    pub(super) fn mark(&mut self, at: f64, row: usize, label: &str) {
        let x = Percent(at);
        let y = LETTERS.mul_add(row as f64, 11.0);
        let (side, dx) = if at > 0.85 { ("end", -5) } else { ("start", 5) };
        let _ = write!(
            self.above,
            r#"<line class="mark" x1="{x}" x2="{x}" y1="0" y2="100%"/><text class="mark" x="{x}" y="{y}" dx="{dx}" text-anchor="{side}">{}</text>"#,
            Text(label)
        );
    }

    /// Draws a line through `points` (places 0 to 1); it is broken where there is none.
    pub(super) fn line(&mut self, class: &str, points: impl Iterator<Item = Option<(f64, f64)>>) {
        let path = path(points);
        if !path.is_empty() {
            let _ = write!(self.shapes, r#"<path class="line {class}" d="{path}"/>"#);
        }
    }

    /// Names the line that ends at height `at`.
    pub(super) fn end(&mut self, class: &'static str, label: &'static str, at: f64) {
        self.ends.push(End { at: at.clamp(0.0, 1.0), class, label });
    }

    /// Fills rectangles (left, bottom, right, top; places 0 to 1).
    pub(super) fn boxes(&mut self, attributes: &str, boxes: impl Iterator<Item = [f64; 4]>) {
        let mut path = String::new();
        for [left, bottom, right, top] in boxes {
            let (x, y) = (units(left), units(1.0 - top));
            let (width, height) = (units(right - left), units(top - bottom));
            let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}z");
        }
        if !path.is_empty() {
            let _ = write!(self.shapes, r#"<path {attributes} d="{path}"/>"#);
        }
    }

    /// The chart as SVG.
    pub(super) fn render(mut self) -> String {
        self.name_lines();
        let Self { id, title, alternative, height, below, shapes, above, .. } = self;
        let (title, alternative) = (Text(&title), Text(&alternative));
        format!(
            r#"<svg class="plot" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="{height}"><title id="{id}-t">{title}</title><desc id="{id}-d">{alternative}</desc><g aria-hidden="true">{below}</g><svg class="shapes" viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%">{shapes}</svg><g aria-hidden="true">{above}</g></svg>"#
        )
    }

    /// Places the names of lines beside their ends, none over another.
    fn name_lines(&mut self) {
        let gap = LETTERS / self.height;
        self.ends.sort_by(|a, b| a.at.total_cmp(&b.at));
        let mut floor = 0.0;
        for end in &mut self.ends {
            end.at = end.at.max(floor);
            floor = end.at + gap;
        }
        let mut ceiling = 1.0;
        for end in self.ends.iter_mut().rev() {
            end.at = end.at.min(ceiling);
            ceiling = end.at - gap;
        }
        for End { at, class, label } in &self.ends {
            let y = Percent(1.0 - at);
            let _ = write!(
                self.above,
                r#"<text class="end {class}" x="100%" y="{y}" dx="6" dy=".33em">{}</text>"#,
                Text(label)
            );
        }
    }
}

/// A place on the stretched layer, to a tenth of a unit.
fn units(place: f64) -> String {
    let text = format!("{:.1}", place.clamp(-1.0, 2.0) * UNITS);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// The `d` of a line through points; a point between two gaps becomes a dot.
fn path(points: impl Iterator<Item = Option<(f64, f64)>>) -> String {
    let (mut path, mut drawing, mut alone) = (String::new(), false, false);
    for point in points {
        if let Some((x, y)) = point {
            let command = if drawing { 'L' } else { 'M' };
            let _ = write!(path, "{command}{} {}", units(x), units(1.0 - y));
            alone = !drawing;
        } else if std::mem::take(&mut alone) {
            path.push_str("h0");
        }
        drawing = point.is_some();
    }
    if alone {
        path.push_str("h0");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_breaks_the_line_and_a_lone_point_is_a_dot() {
        let points = [Some((0.0, 0.0)), Some((0.25, 1.0)), None, Some((0.5, 0.5)), None];
        assert_eq!(path(points.into_iter()), "M0 1000L250 0M500 500h0");
        assert_eq!(path([Some((0.5, 0.5))].into_iter()), "M500 500h0");
        assert_eq!(path([None].into_iter()), "");
    }

    #[test]
    fn names_of_lines_keep_clear_of_each_other() {
        let mut plot = Plot::new("a", "A", 140);
        for (label, at) in [("p50", 0.99), ("p90", 1.0), ("max", 1.0), ("p99", 0.2)] {
            plot.end("", label, at);
        }
        plot.name_lines();
        let places: Vec<f64> = plot.ends.iter().map(|end| end.at).collect();
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 0.1 - 1e-9), "{places:?}");
        assert!(places.iter().all(|at| (0.0..=1.0).contains(at)), "{places:?}");
    }
}
