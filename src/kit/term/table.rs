//! Rows and columns in plain text: aligned, fitted to the terminal, whole when piped.
//!
//! A table that is too wide first gives up the columns that it names as [expendable](Table::expendable), then text
//! before figures: left-aligned and centred columns shrink and share what is left evenly; right-aligned columns keep
//! their figures whole. What then still does not fit leaves the page at its right edge.

use super::emit::Page;
use super::style::Meaning;
use super::text::{clip, harmless, width};

/// Columns between two columns.
const GAP: usize = 2;

/// Text columns keep at least this much: less is not recognised.
const TEXT_MIN: usize = 6;

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Figures.
    Right,
    /// Signs and short words.
    Center,
}

/// One cell: text, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: String,
    meaning: Option<Meaning>,
}

impl Cell {
    /// A cell that is painted as `meaning` says.
    pub fn new(text: impl Into<String>, meaning: Meaning) -> Self {
        Self { text: text.into(), meaning: Some(meaning) }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), meaning: None }
    }
}

/// Rows under named columns.
///
/// ```
/// use toolbox::kit::term::{Align, Page, Table};
/// let mut table = Table::new().column("latency", Align::Left).column("p99", Align::Right);
/// table.row(["response", "1.21ms"]);
/// table.row(["service", "980µs"]);
/// assert_eq!(table.render(&Page::default()), "latency      p99\nresponse  1.21ms\nservice    980µs\n");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    indent: usize,
    /// Names of columns, the one to leave first in front.
    expendable: Vec<String>,
}

#[derive(Debug, Clone)]
struct Column {
    name: String,
    align: Align,
}

impl Table {
    /// A table without columns.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column. When no column has a name, no header is printed.
    #[must_use]
    pub fn column(mut self, name: impl Into<String>, align: Align) -> Self {
        self.columns.push(Column { name: harmless(&name.into()).into_owned(), align });
        self
    }

    /// Starts every line with `columns` spaces.
    #[must_use]
    pub fn indent(mut self, columns: usize) -> Self {
        self.indent = columns;
        self
    }

    /// Names the columns that leave a page that is too narrow, one by one in this order, until the rest is whole.
    ///
    /// ```
    /// use toolbox::kit::term::{Align, Page, Table};
    /// let mut table = Table::new().column("p50", Align::Right).column("p75", Align::Right).expendable(["p75"]);
    /// table.row(["1.21ms", "1.28ms"]);
    /// assert_eq!(table.render(&Page { width: Some(12), ..Page::default() }), "   p50\n1.21ms\n");
    /// ```
    #[must_use]
    pub fn expendable<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.expendable = names.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a row. Missing cells stay empty; cells beyond the last column open unnamed left-aligned columns.
    pub fn row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let cells = cells.into_iter().map(|cell| {
            let cell = cell.into();
            Cell { text: harmless(&cell.text).into_owned(), ..cell }
        });
        let cells: Vec<Cell> = cells.collect();
        while self.columns.len() < cells.len() {
            self.columns.push(Column { name: String::new(), align: Align::Left });
        }
        self.rows.push(cells);
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, each with its line break, none wider than the page; spaces at line ends are left out.
    #[must_use]
    pub fn render(&self, page: &Page) -> String {
        let columns = page.width.map(usize::from);
        let fewer = columns.and_then(|columns| self.without_expendable(columns));
        fewer.as_ref().unwrap_or(self).lines(*page)
    }

    /// The table with fewer columns, where it is wider than `page` and has some to spare.
    fn without_expendable(&self, page: usize) -> Option<Self> {
        let whole = |table: &Self| {
            let columns = table.natural();
            table.indent + columns.iter().sum::<usize>() + GAP * columns.len().saturating_sub(1)
        };
        let mut fewer = self.clone();
        for name in &self.expendable {
            if whole(&fewer) <= page {
                break;
            }
            let Some(index) = fewer.columns.iter().position(|column| column.name == *name) else { continue };
            fewer.columns.remove(index);
            for row in fewer.rows.iter_mut().filter(|row| index < row.len()) {
                row.remove(index);
            }
        }
        (fewer.columns.len() < self.columns.len()).then_some(fewer)
    }

    fn lines(&self, page: Page) -> String {
        let widths = self.fit(page.width.map(usize::from));
        let mut text = String::new();
        if self.columns.iter().any(|column| !column.name.is_empty()) {
            let header: Vec<Cell> =
                self.columns.iter().map(|column| Cell::new(column.name.clone(), Meaning::Strong)).collect();
            self.line(&header, &widths, page, &mut text);
        }
        for row in &self.rows {
            self.line(row, &widths, page, &mut text);
        }
        text
    }

    /// Appends one line: cells cut and padded to `widths`, painted after that so that colours take no room.
    fn line(&self, cells: &[Cell], widths: &[usize], page: Page, text: &mut String) {
        let mut line = " ".repeat(self.indent);
        // Padding is written when the next text needs it, so that no line ends in spaces.
        let mut pending = 0;
        for (index, (column, columns)) in self.columns.iter().zip(widths).enumerate() {
            if index > 0 {
                pending += GAP;
            }
            let Some(cell) = cells.get(index).filter(|cell| !cell.text.is_empty()) else {
                pending += columns;
                continue;
            };
            let shown = clip(&cell.text, *columns, page.glyphs.ellipsis());
            let spare = columns - width(&shown).min(*columns);
            let before = match column.align {
                Align::Left => 0,
                Align::Right => spare,
                Align::Center => spare / 2,
            };
            line.push_str(&" ".repeat(pending + before));
            line.push_str(&cell.meaning.map_or_else(|| shown.clone(), |meaning| page.style.paint(meaning, &shown)));
            pending = spare - before;
        }
        if let Some(columns) = page.width {
            line = clip(&line, usize::from(columns), page.glyphs.ellipsis());
        }
        text.push_str(line.trim_end_matches(' '));
        text.push('\n');
    }

    /// The columns that each column wants.
    fn natural(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| width(&column.name)).collect();
        for row in &self.rows {
            for (columns, cell) in widths.iter_mut().zip(row) {
                *columns = (*columns).max(width(&cell.text));
            }
        }
        widths
    }

    /// The columns that each column gets.
    fn fit(&self, page: Option<usize>) -> Vec<usize> {
        let mut widths = self.natural();
        let Some(page) = page else { return widths };
        let room = page.saturating_sub(self.indent + GAP * widths.len().saturating_sub(1));
        let columns = self.columns.iter().zip(&mut widths);
        let (figures, mut texts): (Vec<_>, Vec<_>) = columns.partition(|(column, _)| column.align == Align::Right);
        let mut room = room.saturating_sub(figures.iter().map(|(_, columns)| **columns).sum());
        // From the narrowest on, each takes no more than its even share and leaves the rest of it to the wider ones.
        texts.sort_unstable_by_key(|(_, columns)| **columns);
        let count = texts.len();
        for (index, (_, columns)) in texts.into_iter().enumerate() {
            *columns = (*columns).min((room / (count - index)).max(TEXT_MIN));
            room = room.saturating_sub(*columns);
        }
        widths
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::term::{Glyphs, Style};
    use proptest::prelude::*;

    fn page(width: u16) -> Page {
        Page { width: Some(width), ..Page::default() }
    }

    fn sample() -> Table {
        let mut table = Table::new()
            .column("name", Align::Left)
            .column("requests", Align::Right)
            .column("ok", Align::Center)
            .column("cause", Align::Left);
        table.row(["front page", "1,234,567", "yes", "-"]);
        table.row(["a very long name of a request", "7", "no", "connection reset by peer"]);
        table
    }

    #[test]
    fn a_pipe_gets_everything() {
        let expected = "\
name                            requests  ok   cause
front page                     1,234,567  yes  -
a very long name of a request          7  no   connection reset by peer
";
        assert_eq!(sample().render(&Page::default()), expected);
        assert_eq!(sample().render(&page(300)), expected);
    }

    #[test]
    fn text_shrinks_before_figures() {
        let expected = "\
name               requests  ok   cause
front page        1,234,567  yes  -
a very long nam…          7  no   connection rese…
";
        assert_eq!(sample().render(&page(50)), expected);
    }

    #[test]
    fn twenty_columns_still_show_a_table() {
        let expected = "\
name     requests  …
front…  1,234,567  …
a ver…          7  …
";
        assert_eq!(sample().render(&page(20)), expected);
    }

    #[test]
    fn expendable_columns_leave_in_order_until_the_rest_is_whole() {
        let table = sample().expendable(["ok", "requests", "no such"]);
        assert_eq!(table.render(&Page::default()), sample().render(&Page::default()));
        let header = |columns| table.render(&page(columns)).lines().next().map(str::to_owned).unwrap();
        assert_eq!(header(71), "name                            requests  ok   cause");
        assert_eq!(header(68), "name                            requests  cause");
        assert_eq!(header(60), "name                           cause");
        assert_eq!(header(30), "name            cause");
    }

    #[test]
    fn ascii_terminals_get_an_ascii_ellipsis() {
        let page = Page { width: Some(8), glyphs: Glyphs::Ascii, ..Page::default() };
        let mut table = Table::new().column("", Align::Left);
        table.row(["connection reset"]);
        assert_eq!(table.render(&page), "connect~\n");
    }

    #[test]
    fn colours_take_no_room() {
        let mut table = Table::new().column("a", Align::Right).column("b", Align::Left).indent(2);
        table.row([Cell::new("pass", Meaning::Good), Cell::from("x")]);
        let page = Page { style: Style::colored(), ..Page::default() };
        let expected = "     \u{1b}[1ma\u{1b}[0m  \u{1b}[1mb\u{1b}[0m\n  \u{1b}[32mpass\u{1b}[0m  x\n";
        assert_eq!(table.render(&page), expected);
    }

    #[test]
    fn cells_cannot_steer_the_terminal() {
        let mut table = Table::new();
        table.row(["evil\u{1b}[2J\nline"]);
        assert_eq!(table.render(&Page::default()), "evil\\u{1b}[2J\\nline\n");
    }

    #[test]
    fn an_empty_table_is_no_lines() {
        assert_eq!(Table::new().render(&page(20)), "");
        let mut uneven = Table::new();
        uneven.row(["a"]);
        uneven.row(["b", "c"]);
        assert_eq!(uneven.render(&page(20)), "a\nb  c\n");
    }

    fn tables() -> impl Strategy<Value = Table> {
        let align = prop_oneof![Just(Align::Left), Just(Align::Right), Just(Align::Center)];
        let columns = prop::collection::vec(("[a-z漢]{0,12}", align), 1..7);
        (columns, prop::collection::vec(prop::collection::vec("[a-zé漢 ]{0,30}", 0..7), 0..6), 0_usize..4).prop_map(
            |(columns, rows, indent)| {
                let mut table = columns.into_iter().fold(Table::new().indent(indent), |t, (n, a)| t.column(n, a));
                for row in rows {
                    table.row(row);
                }
                table
            },
        )
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_page(table in tables(), columns in 1_u16..200) {
            for line in table.render(&page(columns)).lines() {
                prop_assert!(width(line) <= usize::from(columns), "{line:?}");
            }
        }

        #[test]
        fn a_page_wide_enough_changes_nothing(table in tables()) {
            let whole = table.render(&Page::default());
            let widest = table.fit(None).iter().sum::<usize>() + table.indent + GAP * table.columns.len();
            prop_assert_eq!(table.render(&page(widest as u16)), whole.clone());
            prop_assert!(!whole.contains('…'));
            for row in &table.rows {
                for cell in row {
                    prop_assert!(whole.contains(cell.text.trim()));
                }
            }
        }
    }
}
