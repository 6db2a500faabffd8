//! The model as a picture, for any size of screen: what matters most stays longest when it gets small.

use std::time::Duration;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph, Row, Table, Wrap};

use super::heat::{self, Rows};
use super::keys::KEYS;
use super::model::Model;
use crate::applets::load::report::format_rate;
use crate::applets::load::view::progress::{Goal, Phase};
use crate::kit::term::{Glyphs, Term, gauge};
use crate::kit::units::{format_count, format_duration};

/// Columns below which everything stands below each other.
const WIDE: u16 = 72;

/// Columns of the tables beside the pictures.
const TABLES: u16 = 30;

/// Columns left of the pictures for labels.
const GUTTER: u16 = 8;

/// Lines of the table of response times with its frame.
const LATENCY_LINES: u16 = 10;

/// What a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is_colored: bool,
    pub(super) glyphs: Glyphs,
}

impl Look {
    pub(super) fn of(term: &Term) -> Self {
        Self { is_colored: term.err_style().is_colored(), glyphs: term.glyphs() }
    }

    fn paint(self, color: Color) -> Style {
        if self.is_colored { Style::new().fg(color) } else { Style::new() }
    }

    /// One of the 256 colours.
    pub(super) fn shade(self, index: u8) -> Style {
        self.paint(Color::Indexed(index))
    }

    fn good(self) -> Style {
        self.paint(Color::Green)
    }

    fn bad(self) -> Style {
        self.paint(Color::Red)
    }

    fn warn(self) -> Style {
        self.paint(Color::Yellow)
    }

    fn faint() -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    fn strong() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    fn block(self, title: &str) -> Block<'_> {
        let block =
            Block::bordered().border_style(Self::faint()).title(Span::styled(format!(" {title} "), Self::strong()));
        if self.glyphs == Glyphs::Ascii { block.border_set(ASCII_BORDER) } else { block }
    }
}

const ASCII_BORDER: border::Set<'_> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// Draws everything.
pub(super) fn draw(frame: &mut Frame, model: &Model, look: Look) {
    let hints = hint_lines(model, look);
    // Three lines of hints are enough to know that something is wrong; where it is narrow they wrap.
    let columns = usize::from(frame.area().width).max(1);
    let hint_lines: usize = hints.iter().map(|hint| hint.width().div_ceil(columns)).sum();
    let hint_height = (hint_lines as u16).clamp(1, 3);
    let [head, body, hint_area, foot] = Layout::vertical([
        Constraint::Length(3),
        Constraint::Min(0),
        Constraint::Length(hint_height),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    draw_head(frame, head, model, look);
    if body.width >= WIDE {
        let [pictures, tables] =
            Layout::horizontal([Constraint::Min(0), Constraint::Length(TABLES)]).spacing(1).areas(body);
        let [upper, lower] = Layout::vertical([Constraint::Percentage(40), Constraint::Min(0)]).areas(pictures);
        let [latency, replies] =
            Layout::vertical([Constraint::Length(LATENCY_LINES), Constraint::Min(0)]).areas(tables);
        draw_rate(frame, upper, model, look);
        draw_heat(frame, lower, model, look);
        draw_latency(frame, latency, model, look);
        draw_replies(frame, replies, model, look);
    } else {
        let [latency, rate, replies] =
            Layout::vertical([Constraint::Length(LATENCY_LINES), Constraint::Fill(2), Constraint::Fill(1)]).areas(body);
        draw_latency(frame, latency, model, look);
        draw_rate(frame, rate, model, look);
        draw_replies(frame, replies, model, look);
    }
    frame.render_widget(Paragraph::new(hints).wrap(Wrap { trim: true }), hint_area);
    frame.render_widget(Paragraph::new(foot_line(model)), foot);
    if model.shows_help {
        draw_help(frame, look);
    }
}

fn draw_head(frame: &mut Frame, area: Rect, model: &Model, look: Look) {
    let state = model.state();
    let style = match state {
        "running" => look.good(),
        "connecting" | "warming up" => Look::faint(),
        _ => look.warn(),
    };
    let [title, word] = Layout::horizontal([Constraint::Min(0), Constraint::Length(state.len() as u16)])
        .spacing(1)
        .areas(Rect { height: 1, ..area });
    frame.render_widget(Line::styled(model.title.as_str(), Look::strong()), title);
    frame.render_widget(Line::styled(state, style), word);
    let lines = vec![Line::styled(model.how.as_str(), Look::faint()), progress_line(model, area.width, look)];
    frame.render_widget(Paragraph::new(lines), Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area });
}

fn progress_line(model: &Model, width: u16, look: Look) -> Line<'static> {
    let reading = &model.reading;
    let elapsed = match reading.phase {
        Phase::Running(elapsed) => elapsed,
        Phase::WarmingUp(left) => return Line::raw(format!("counts in {}", seconds(left))),
        Phase::Connecting => return Line::raw(""),
    };
    let (part, whole) = model.goal().parts(reading.done, elapsed);
    let percent = (part * 100).checked_div(whole).unwrap_or(0);
    let done = format_count(reading.done);
    let head = match model.goal() {
        Goal::Requests(all) => format!("{done} of {} requests, {}", format_count(all), seconds(elapsed)),
        Goal::Time(all) => format!("{} of {}, {done} requests", seconds(elapsed.min(all)), seconds(all)),
    };
    let failed = format!("{} failed", format_count(reading.failed));
    let taken = head.len() + failed.len() + 10;
    let cells = usize::from(width).saturating_sub(taken).min(40);
    let bar = if cells >= 5 { format!("{} ", gauge(part, whole, cells)) } else { String::new() };
    let style = if reading.failed > 0 { look.bad() } else { Look::faint() };
    Line::from(vec![Span::raw(format!("{bar}{percent}% {head} ")), Span::styled(failed, style)])
}

/// A time in whole seconds, so that no digits dance.
fn seconds(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 { format!("{seconds}s") } else { format_duration(Duration::from_secs(seconds)) }
}

fn draw_rate(frame: &mut Frame, area: Rect, model: &Model, look: Look) {
    let block = look.block("Requests per second");
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if inner.height == 0 || inner.width <= GUTTER {
        return;
    }
    let reading = &model.reading;
    let mut told = vec![Span::styled(format!("{}/s", format_rate(reading.rate)), Look::strong())];
    match model.asked() {
        Some(asked) => told.push(Span::raw(format!(" of {} asked for", format_rate(asked)))),
        None => told.push(Span::styled(" closed loop", Look::faint())),
    }
    let [line, picture] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(inner);
    frame.render_widget(Line::from(told), line);
    let chart = Rect { x: picture.x + GUTTER, width: picture.width - GUTTER, ..picture };
    let values: Vec<(f64, bool)> =
        model.last_seconds(usize::from(chart.width)).map(|interval| (interval.rate(), interval.failed > 0)).collect();
    let most = values.iter().map(|value| value.0).fold(model.asked().unwrap_or(0.0), f64::max);
    if most > 0.0 && chart.height > 0 {
        label(frame.buffer_mut(), picture, 0, &format_rate(most));
        label(frame.buffer_mut(), picture, picture.height - 1, "0");
        draw_columns(frame.buffer_mut(), chart, &values, most, look);
    }
}

/// Columns to an eighth of a cell, the newest at the right edge; seconds with failures have another colour, and a mark
/// at their foot.
fn draw_columns(buffer: &mut Buffer, area: Rect, values: &[(f64, bool)], most: f64, look: Look) {
    const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    const ASCII: [&str; 9] = [" ", ".", ".", ":", ":", "|", "|", "#", "#"];
    let signs = if look.glyphs == Glyphs::Ascii { ASCII } else { EIGHTHS };
    for (back, (value, has_failures)) in values.iter().rev().take(usize::from(area.width)).enumerate() {
        let eighths = (value / most * f64::from(area.height) * 8.0).round() as usize;
        let x = area.right() - 1 - back as u16;
        for row in 0..area.height {
            let filled = eighths.saturating_sub(usize::from(row) * 8).min(8);
            let style = if *has_failures { look.bad() } else { look.paint(Color::Cyan) };
            let sign = if *has_failures && row == 0 { "x" } else { signs[filled] };
            if let Some(cell) = buffer.cell_mut((x, area.bottom() - 1 - row)) {
                cell.set_symbol(sign).set_style(style);
            }
        }
    }
}

fn draw_heat(frame: &mut Frame, area: Rect, model: &Model, look: Look) {
    let block = look.block("Response times, a column a second");
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if inner.height < 3 || inner.width <= GUTTER {
        return;
    }
    let [picture, clock] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(inner);
    let chart = Rect { x: picture.x + GUTTER, width: picture.width - GUTTER, ..picture };
    let seen = model.last_seconds(usize::from(chart.width));
    let Some(rows) = Rows::of(seen.clone(), chart.height) else { return };
    heat::draw(seen.clone(), rows, chart, frame.buffer_mut(), look);
    let floor = |row: u16| format_duration(Duration::from_nanos(rows.floor_ns(row)));
    for row in [0, chart.height / 2, chart.height - 1] {
        label(frame.buffer_mut(), picture, chart.height - 1 - row, &floor(row));
    }
    let oldest = format!("{}s ago", chart.width);
    let axis = Rect { x: chart.x, width: chart.width, ..clock };
    frame.render_widget(Line::styled(oldest, Look::faint()), axis);
    frame.render_widget(Line::styled("now", Look::faint()).right_aligned(), axis);
}

/// Writes a label into the gutter, right-aligned.
fn label(buffer: &mut Buffer, area: Rect, row: u16, text: &str) {
    let room = usize::from(GUTTER - 1);
    let width = text.chars().count().min(room);
    let x = area.x + (room - width) as u16;
    buffer.set_stringn(x, area.y + row, text, room, Look::faint());
}

fn draw_latency(frame: &mut Frame, area: Rect, model: &Model, look: Look) {
    let time = |time: Option<Duration>| time.map_or_else(|| "n/a".to_owned(), format_duration);
    let right = |text: String| Line::raw(text).right_aligned();
    let rows = model
        .latencies()
        .into_iter()
        .map(|row| Row::new([Line::raw(row.name), right(time(row.now)), right(time(row.overall))]));
    let head = Row::new([Line::raw(""), right("now".into()), right("overall".into())]).style(Look::faint());
    let widths = [Constraint::Fill(1), Constraint::Length(9), Constraint::Length(9)];
    frame.render_widget(Table::new(rows, widths).header(head).block(look.block("Response time")), area);
}

fn draw_replies(frame: &mut Frame, area: Rect, model: &Model, look: Look) {
    let replies = model.replies();
    let total = replies.iter().map(|reply| reply.1).sum::<u64>().max(1);
    let rows = replies.into_iter().map(|(name, count, is_good)| {
        let share = format!("{:.1}%", count as f64 * 100.0 / total as f64);
        let figures = [format_count(count), share].map(|text| Line::raw(text).right_aligned());
        let [count, share] = figures;
        Row::new([Line::raw(name), count, share]).style(if is_good { look.good() } else { look.bad() })
    });
    let widths = [Constraint::Fill(1), Constraint::Length(12), Constraint::Length(6)];
    frame.render_widget(Table::new(rows, widths).block(look.block("Replies, whole seconds")), area);
}

fn hint_lines(model: &Model, look: Look) -> Vec<Line<'static>> {
    if let Some(notice) = model.notice() {
        return vec![Line::styled(notice.to_owned(), Look::strong())];
    }
    let hints = model.hints();
    if hints.is_empty() {
        return vec![Line::styled("no doubts about these figures so far", Look::faint())];
    }
    hints.into_iter().map(|hint| Line::styled(format!("! {hint}"), look.warn())).collect()
}

fn foot_line(model: &Model) -> Line<'static> {
    let rate = if model.asked().is_some() { "+/- rate  " } else { "" };
    Line::styled(format!("q quit  p pause  {rate}r reset  ? help"), Look::faint())
}

fn draw_help(frame: &mut Frame, look: Look) {
    let area = frame.area();
    let width = area.width.min(62);
    let height = area.height.min(KEYS.len() as u16 + 2);
    let window = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    let lines: Vec<Line> = KEYS
        .iter()
        .map(|(key, what)| Line::from(vec![Span::styled(format!(" {key:<10}"), Look::strong()), Span::raw(*what)]))
        .collect();
    frame.render_widget(Clear, window);
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).block(look.block("Keys")), window);
}
