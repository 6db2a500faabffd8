//! The terminal as a person sees it: what the screen shows after everything was written.

use std::io::{self, Write as _};
use std::num::NonZero;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde::Serialize;

use super::device::Captured;
use super::*;

/// A terminal after it received `text`.
pub(super) fn screen(text: &str, columns: u16, rows: u16) -> vt100::Parser {
    let mut parser = vt100::Parser::new(NonZero::new(rows).unwrap(), NonZero::new(columns).unwrap(), 0);
    // A terminal in its usual mode turns the LF of a program into CR LF.
    parser.process(text.replace("\r\n", "\n").replace('\n', "\r\n").as_bytes());
    parser
}

fn shown(captured: &Captured, columns: u16) -> String {
    screen(&captured.both(), columns, 24).screen().contents()
}

fn terminal(columns: u16) -> (Term, Captured) {
    Term::captured(Options::default(), Some(columns))
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[derive(Serialize)]
struct Report {
    name: &'static str,
    count: u64,
}

const REPORT: Report = Report { name: "a,b", count: 3 };

impl Emit for Report {
    fn text(&self, page: &Page) -> String {
        format!("{} {}", page.style.strong(self.name), self.count)
    }

    fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        (lines(&["name", "count"]), vec![vec![self.name.to_owned(), self.count.to_string()]])
    }
}

fn emitted(options: Options, width: Option<u16>) -> String {
    let (term, captured) = Term::captured(options, width);
    term.emit(&REPORT).unwrap();
    captured.out()
}

#[test]
fn a_result_is_written_in_each_format() {
    let with = |format| emitted(Options { format, ..Options::default() }, None);
    assert_eq!(with(Format::Table), "a,b 3\n");
    assert_eq!(with(Format::Json), "{\n  \"name\": \"a,b\",\n  \"count\": 3\n}\n");
    assert_eq!(with(Format::Jsonl), "{\"name\":\"a,b\",\"count\":3}\n");
    assert_eq!(with(Format::Csv), "name,count\n\"a,b\",3\n");
}

#[test]
fn colours_follow_the_choice_and_the_stream() {
    let with = |color, width| emitted(Options { color, ..Options::default() }, width);
    let colored = "\u{1b}[1ma,b\u{1b}[0m 3\n";
    assert_eq!(with(ColorChoice::Auto, None), "a,b 3\n");
    assert_eq!(with(ColorChoice::Auto, Some(80)), colored);
    assert_eq!(with(ColorChoice::Always, None), colored);
    assert_eq!(with(ColorChoice::Never, Some(80)), "a,b 3\n");
    let dumb = Options { dialect: Dialect::Dumb, ..Options::default() };
    assert_eq!(emitted(dumb, Some(80)), "a,b 3\n");
}

#[test]
fn a_result_goes_to_its_file_and_not_to_stdout() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let options = Options { format: Format::Jsonl, output: Some(path.clone()), ..Options::default() };
    assert_eq!(emitted(options, Some(80)), "");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "{\"name\":\"a,b\",\"count\":3}\n");
    let dash = Options { output: Some("-".into()), ..Options::default() };
    assert_eq!(emitted(dash, None), "a,b 3\n");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let output = Some("/nowhere/report".into());
    let (term, _) = Term::captured(Options { output, ..Options::default() }, None);
    let failure = term.emit(&REPORT).unwrap_err();
    assert_eq!(failure.exit_code(), 1);
    assert_eq!(failure.to_string(), "cannot write /nowhere/report");
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let (term, captured) = Term::captured(Options::default(), None);
    term.out("first\n").unwrap();
    captured.fail_out(io::ErrorKind::BrokenPipe);
    term.out("second\n").unwrap();
    captured.fail_out(io::ErrorKind::StorageFull);
    term.out("never tried again\n").unwrap();
    assert_eq!(captured.out(), "first\n");
}

#[test]
fn a_full_disk_is_a_failure() {
    let (term, captured) = Term::captured(Options::default(), None);
    captured.fail_out(io::ErrorKind::StorageFull);
    let failure = term.out("text\n").unwrap_err();
    assert_eq!(failure.to_string(), "cannot write to standard output");
}

#[test]
fn quiet_keeps_warnings_and_drops_notes() {
    let (term, captured) = Term::captured(Options { verbosity: Verbosity::Quiet, ..Options::default() }, None);
    term.note("by the way");
    term.warn("look out");
    term.live().set(lines(&["Running"]));
    assert_eq!(captured.err(), "warning: look out\n");
    assert!(!term.is_interactive());
}

#[test]
fn what_a_server_says_cannot_steer_the_terminal() {
    let (term, captured) = terminal(40);
    term.warn("server said \u{1b}[2J\u{1b}]0;owned\u{7}");
    let err = captured.err();
    assert!(err.ends_with("server said \\u{1b}[2J\\u{1b}]0;owned\\u{7}\n"), "{err:?}");
    assert!(err.starts_with("\u{1b}[33mwarning:"), "our own colours stay");
}

#[test]
fn widths_are_known_for_terminals_only() {
    let (term, captured) = terminal(100);
    assert_eq!((term.width(), term.live_width()), (Some(100), Some(100)));
    captured.resize(20, 5);
    assert_eq!((term.width(), term.live_width()), (Some(20), Some(20)));
    let (piped, _) = Term::captured(Options::default(), None);
    assert_eq!((piped.width(), piped.live_width()), (None, None));
}

#[test]
fn the_block_is_redrawn_in_place() {
    let (term, captured) = terminal(40);
    term.out("before\n").unwrap();
    let live = term.live();
    live.set(lines(&["one", "two", "three"]));
    live.set(lines(&["1"]));
    assert_eq!(shown(&captured, 40), "before\n1");
    live.set(lines(&["1", "2"]));
    assert_eq!(shown(&captured, 40), "before\n1\n2");
    assert!(screen(&captured.both(), 40, 24).screen().hide_cursor());
    live.finish();
    assert_eq!(shown(&captured, 40), "before");
    let after = screen(&captured.both(), 40, 24);
    assert!(!after.screen().hide_cursor());
    assert_eq!(after.screen().cursor_position(), (1, 0));
}

#[test]
fn everything_printed_meanwhile_stands_above_the_block() {
    let (term, captured) = terminal(40);
    let live = term.live();
    live.set(lines(&["Running: 1/2", "Errors: 0"]));
    live.print_above("above");
    term.out("result\n").unwrap();
    term.note("note");
    writeln!(term.messages(), "INFO log").unwrap();
    assert_eq!(shown(&captured, 40), "above\nresult\nnote\nINFO log\nRunning: 1/2\nErrors: 0");
    drop(live);
    assert_eq!(shown(&captured, 40), "above\nresult\nnote\nINFO log");
}

#[test]
fn an_open_line_is_not_overwritten_by_the_block() {
    let (term, captured) = terminal(40);
    let live = term.live();
    live.set(lines(&["Running"]));
    term.out("no line break").unwrap();
    live.set(lines(&["Running on"]));
    assert_eq!(shown(&captured, 40), "no line break\nRunning on");
}

#[test]
fn a_block_wrapped_by_a_narrower_window_is_taken_away_whole() {
    let (term, captured) = terminal(40);
    term.out("before\n").unwrap();
    let live = term.live();
    live.set(lines(&["0123456789012345678901234567890123", "ab"]));
    captured.resize(10, 24);
    // What a terminal that wraps its lines anew shows after the resize, the cursor still at the end.
    let wrapped = "before\n0123456789\n0123456789\n0123456789\n0123\nab";
    let before = captured.both().len();
    live.set(lines(&["short"]));
    let redraw = captured.both()[before..].to_owned();
    assert_eq!(screen(&format!("{wrapped}{redraw}"), 10, 24).screen().contents(), "before\nshort");
}

#[test]
fn a_block_higher_than_the_window_is_cut() {
    let (term, captured) = terminal(40);
    captured.resize(40, 4);
    let live = term.live();
    live.set(lines(&["1", "2", "3", "4", "5", "6"]));
    live.set(lines(&["1", "2", "3", "4", "5", "6"]));
    assert_eq!(screen(&captured.both(), 40, 4).screen().contents(), "1\n2\n3");
}

#[test]
fn a_pipe_gets_a_plain_line_every_ten_seconds() {
    let (term, captured) = Term::captured(Options::default(), None);
    let start = Instant::now();
    let live = term.live();
    for second in 1..=35 {
        let first = format!("\u{1b}[32mRunning:\u{1b}[0m {second}");
        live.set_at(vec![first, "more".to_owned()], start + Duration::from_secs(second));
    }
    let err = captured.err();
    let printed: Vec<&str> = err.lines().collect();
    assert_eq!(printed.len(), 3, "{printed:?}");
    assert!(printed.iter().all(|line| line.starts_with("Running: ")), "{printed:?}");
}

#[test]
fn a_dumb_terminal_is_never_steered() {
    let (term, captured) = Term::captured(Options { dialect: Dialect::Dumb, ..Options::default() }, Some(80));
    assert!(!term.is_interactive());
    let live = term.live();
    live.set(lines(&["Running"]));
    live.print_above("above");
    live.finish();
    term.warn("careful");
    assert_eq!(captured.both(), "above\nwarning: careful\n");
}

#[test]
fn restoring_leaves_the_block_and_gives_the_cursor_back() {
    let (term, captured) = terminal(40);
    let live = term.live();
    live.set(lines(&["Running: 1/2"]));
    term.restore();
    live.set(lines(&["never drawn"]));
    term.err("error: killed\n");
    drop(live);
    assert_eq!(shown(&captured, 40), "Running: 1/2\nerror: killed");
    assert!(!screen(&captured.both(), 40, 24).screen().hide_cursor());
}

#[test]
fn restoring_does_not_wait_for_a_lock_that_never_comes() {
    let (term, captured) = terminal(40);
    let live = term.live();
    live.set(lines(&["Running"]));
    let held = term.screen();
    term.restore();
    drop(held);
    assert!(captured.err().ends_with("\u{1b}[?25h"));
}

#[test]
fn a_full_screen_view_holds_text_back_and_is_undone_once() {
    let (term, captured) = terminal(40);
    let live = term.live();
    live.set(lines(&["Running"]));
    let (marks, marked) = std::sync::mpsc::channel();
    let view = term.fullscreen(move || marks.send(()).unwrap());
    assert!(!screen(&captured.both(), 40, 24).screen().hide_cursor());
    term.note("a note");
    term.out("a result\n").unwrap();
    live.set(lines(&["Running on"]));
    assert_eq!(shown(&captured, 40), "");
    drop(view);
    assert_eq!(marked.iter().count(), 1);
    assert_eq!(shown(&captured, 40), "a note\na result\nRunning on");
}

#[test]
fn a_restore_undoes_a_full_screen_view() {
    let (term, captured) = terminal(40);
    let (marks, marked) = std::sync::mpsc::channel();
    let view = term.fullscreen(move || marks.send(()).unwrap());
    term.note("held");
    term.restore();
    drop(view);
    assert_eq!(marked.iter().count(), 1);
    assert_eq!(shown(&captured, 40), "held");
}

#[test]
fn a_full_screen_view_holds_a_bounded_amount() {
    let (term, captured) = terminal(40);
    let view = term.fullscreen(|| ());
    let line = "x".repeat(1_000);
    (0..1_000).for_each(|_| term.note(&line));
    drop(view);
    let err = captured.err();
    assert!(err.len() < 300_000);
    assert!(err.ends_with("more messages were left out)\n"), "{}", &err[err.len() - 60..]);
}

/// What can happen to a terminal while a block is live.
#[derive(Debug, Clone)]
enum Step {
    Set(Vec<String>),
    Out(String),
    Note(String),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let block = prop::collection::vec("[a-z漢]{0,30}", 0..5);
    let step = prop_oneof![
        3 => block.prop_map(Step::Set),
        1 => "[A-Z]{1,15}".prop_map(Step::Out),
        1 => "[A-Z]{1,15}".prop_map(Step::Note),
    ];
    prop::collection::vec(step, 0..12)
}

proptest! {
    #[test]
    fn the_screen_shows_what_was_printed_and_the_last_block(steps in steps()) {
        let (term, captured) = terminal(20);
        let live = term.live();
        let (mut printed, mut block) = (Vec::new(), Vec::new());
        for step in steps {
            match step {
                Step::Set(lines) => {
                    block.clone_from(&lines);
                    live.set(lines);
                }
                Step::Out(text) => {
                    term.out(&format!("{text}\n")).unwrap();
                    printed.push(text);
                }
                Step::Note(text) => {
                    term.note(&text);
                    printed.push(text);
                }
            }
        }
        let clipped = block.iter().map(|line| text::clip(line, 19, "…"));
        let expected: Vec<String> = printed.iter().cloned().chain(clipped).collect();
        let (seen, expected) = (shown(&captured, 20), expected.join("\n"));
        prop_assert_eq!(seen.trim_end(), expected.trim_end());
        drop(live);
        prop_assert_eq!(shown(&captured, 20), printed.join("\n"));
        prop_assert!(!screen(&captured.both(), 20, 24).screen().hide_cursor());
    }
}
