//! The full screen, drawn into memory: what it shows, at the sizes screens have, and what keys do to it.

use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::applets::load::engine::Parts;
use crate::applets::load::event::Second;
use crate::applets::load::report::sample;
use crate::applets::load::view::progress::{Phase, Progress, Reading};
use crate::applets::load::wire::FaultKind;
use crate::kit::event::Sink;
use crate::kit::http::{Connector, ConnectorOptions};
use crate::kit::metrics::Histogram;
use crate::kit::term::Glyphs;

const PLAIN: Look = Look { is_colored: false, glyphs: Glyphs::Unicode };

struct Stage {
    model: Model,
    parts: Parts,
}

impl Stage {
    /// A run of these words, ready to be looked at.
    fn of(words: &[&str]) -> Self {
        let plan = sample::plan(&[&["http://origin.test/", "-c", "20", "--threads", "2"], words].concat());
        let connector = std::sync::Arc::new(Connector::new(ConnectorOptions::default()));
        let parts = Parts::new(&plan, connector, CancellationToken::new(), Sink::null());
        let model = Model::new(&plan, &parts, Progress::of(&plan, &parts));
        Self { model, parts }
    }

    /// Lets seconds pass in which every reply took 4 ms, and every tenth 40 ms.
    fn play(&mut self, seconds: u64) {
        for second in 0..seconds {
            let mut response = Histogram::new();
            for index in 0..300 {
                response.record(Duration::from_millis(if index % 10 == 9 { 40 } else { 4 }));
            }
            let failed = u64::from(second % 4 == 3);
            let mut interval = sample::report().series[0].clone();
            // 2^(175/8) ns is 3.85 ms, 2^(202/8) ns is 39.9 ms.
            (interval.done, interval.failed, interval.sketch) = (300, 2 * failed, vec![(175, 270), (202, 30)]);
            self.model.hear(Event::Second(Box::new(Second {
                interval,
                response,
                statuses: vec![(200, 298), (503, failed)],
                faults: vec![(FaultKind::Reset, failed)],
                lag_p99: Some(Duration::from_micros(60)),
                arrivals: 300,
                queued: 0,
            })));
        }
        let phase = Phase::Running(Duration::from_secs(seconds));
        self.model.reading = Reading { phase, done: seconds * 300, failed: seconds / 2, rate: 300.0 };
    }

    fn shown(&self, columns: u16, rows: u16, look: Look) -> String {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| draw::draw(frame, &self.model, look)).unwrap();
        let buffer = terminal.backend().buffer().clone();
        let line = |y| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..rows).map(|y| line(y).trim_end().to_owned() + "\n").collect()
    }
}

#[test]
fn a_wide_screen_shows_everything() {
    let mut stage = Stage::of(&["-r", "300", "-z", "20s"]);
    stage.play(8);
    snapbox::assert_data_eq!(
        stage.shown(80, 24, PLAIN),
        snapbox::str![[r"
GET http://origin.test/                                                  running
http/1.1 raw, 20 connections, 2 threads, open loop, 300.0/s constant
[==============>                      ] 40% 8s of 20s, 2,400 requests 4 failed
┌ Requests per second ──────────────────────────┐ ┌ Response time ─────────────┐
│300.0/s of 300.0 asked for                     │ │               now   overall│
│  300.0                                ████████│ │p50         4.00ms    4.00ms│
│                                       ████████│ │p75         4.00ms    4.00ms│
│                                       ████████│ │p90         4.00ms    4.00ms│
│                                       ████████│ │p95         40.0ms    40.0ms│
│      0                                ███x███x│ │p99            n/a    40.0ms│
└───────────────────────────────────────────────┘ │p99.9          n/a       n/a│
┌ Response times, a column a second ────────────┐ │max         40.0ms    40.0ms│
│ 43.5ms                                        │ └────────────────────────────┘
│                                       ▓▓▓▓▓▓▓▓│ ┌ Replies, whole seconds ────┐
│                                               │ │200             2,384  99.8%│
│ 15.4ms                                        │ │503                 2   0.1%│
│                                               │ │reset               2   0.1%│
│                                               │ │                            │
│                                               │ │                            │
│ 3.85ms                                ████████│ │                            │
│        39s ago                             now│ │                            │
└───────────────────────────────────────────────┘ └────────────────────────────┘
no doubts about these figures so far
q quit  p pause  +/- rate  r reset  ? help

"]]
    );
}

#[test]
fn a_narrow_screen_keeps_what_matters_most() {
    let mut stage = Stage::of(&["-z", "20s"]);
    stage.play(8);
    snapbox::assert_data_eq!(
        stage.shown(40, 20, PLAIN),
        snapbox::str![[r"
GET http://origin.test/          running
http/1.1 raw, 20 connections, 2 threads,
40% 8s of 20s, 2,400 requests 4 failed
┌ Response time ───────────────────────┐
│                         now   overall│
│p50                   4.00ms    4.00ms│
│p75                   4.00ms    4.00ms│
│p90                   4.00ms    4.00ms│
│p95                   40.0ms    40.0ms│
│p99                      n/a    40.0ms│
│p99.9                    n/a       n/a│
│max                   40.0ms    40.0ms│
└──────────────────────────────────────┘
┌ Requests per second ─────────────────┐
│300.0/s closed loop                   │
└──────────────────────────────────────┘
┌ Replies, whole seconds ──────────────┐
└──────────────────────────────────────┘
no doubts about these figures so far
q quit  p pause  r reset  ? help

"]]
    );
}

#[test]
fn ascii_screens_get_ascii() {
    let mut stage = Stage::of(&["-r", "300", "-z", "20s"]);
    stage.play(8);
    stage.model.act(Action::Help);
    let shown = stage.shown(80, 24, Look { glyphs: Glyphs::Ascii, ..PLAIN });
    assert!(shown.is_ascii(), "{shown}");
    assert!(shown.contains("end the run now"));
}

#[test]
fn no_size_breaks_it() {
    let mut stage = Stage::of(&["-r", "300", "-z", "20s"]);
    for seconds in [0, 1, 60] {
        stage.play(seconds);
        for columns in [1, 7, 20, 71, 72, 300] {
            for rows in [1, 2, 5, 9, 16, 100] {
                stage.shown(columns, rows, PLAIN);
            }
        }
        stage.model.act(Action::Help);
    }
}

#[test]
fn keys_steer_the_run() {
    let mut stage = Stage::of(&["-r", "300", "-z", "20s"]);
    stage.play(2);
    stage.model.act(Action::Faster);
    assert!((stage.model.asked().unwrap() - 330.0).abs() < 1e-9);
    assert!(stage.shown(80, 24, PLAIN).contains("the rate is 110 % of the plan's"));
    stage.model.act(Action::Slower);
    assert!((stage.parts.controls.rate_factor() - 1.0).abs() < 1e-9);
    stage.model.act(Action::Pause);
    assert!(stage.parts.controls.is_paused());
    let shown = stage.shown(80, 24, PLAIN);
    assert!(shown.contains("paused") && shown.contains("changed by hand"), "{shown}");
    stage.model.act(Action::Reset);
    assert_eq!(stage.parts.controls.resets(), 1);
    assert!(stage.model.latencies().iter().all(|row| row.overall.is_none()));
    stage.model.act(Action::Quit);
    assert!(stage.parts.stop.is_cancelled());
    assert_eq!(stage.model.state(), "stopping");
}

#[test]
fn a_closed_loop_has_no_rate_to_change() {
    let mut stage = Stage::of(&["-z", "20s"]);
    stage.model.act(Action::Faster);
    assert_eq!(stage.model.notice(), Some("a closed loop has no rate to change; start it with --rate"));
    assert!((stage.parts.controls.rate_factor() - 1.0).abs() < f64::EPSILON);
    let now = Instant::now();
    stage.model.look(now);
    stage.model.look(now + Duration::from_secs(4));
    assert_eq!(stage.model.notice(), None, "it goes after a while");
}

#[test]
fn doubts_are_told_while_the_run_goes_on() {
    let mut stage = Stage::of(&["-r", "300", "-z", "20s"]);
    stage.play(2);
    assert!(stage.model.hints().is_empty());
    let mut second = Second {
        interval: sample::report().series[0].clone(),
        response: Histogram::new(),
        statuses: Vec::new(),
        faults: vec![(FaultKind::Ports, 4)],
        lag_p99: Some(Duration::from_millis(9)),
        arrivals: 300,
        queued: 150,
    };
    second.interval.p50_ns = Some(4_000_000);
    stage.model.hear(Event::Second(Box::new(second)));
    let hints = stage.model.hints().join("\n");
    for doubt in
        ["p99 of its lag is 9.00ms", "17 % of arrivals find all 20 connections busy", "out of local ports 4 times"]
    {
        assert!(hints.contains(doubt), "{doubt}: {hints}");
    }
}
