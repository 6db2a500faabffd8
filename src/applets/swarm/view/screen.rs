//! The block that stands at the bottom of the terminal while a run goes on: a label of eight columns, then figures; in 80
//! columns nothing but a long URL is cut off.
//!
//! ```text
//! swarm   http://localhost:8080/hls/live/360p.m3u8
//! clients 50 of 50 [====================] 5s of 1m00s · seed 7
//! media   335 segments · 31.9 MiB · 5.6 MB/s ▁▃▅▇▇▆▇
//! life    50 starts · 0 restarts · 0 stalls · 0 to come back
//! slo     ✓ startup_p95<2s        7.5ms
//!         ✗ rebuffer_ratio<0.5%   0.712%
//! errors  91 × Server returned 404
//! ```

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::More;
use crate::applets::swarm::plan::Plan;
use crate::applets::swarm::slo::Judgement;
use crate::applets::swarm::tally::Tally;
use crate::kit::term::{Style, eta_text, gauge};
use crate::kit::units::{format_byte_rate, format_bytes};

/// Columns of a label and the blank behind it.
const LABEL: usize = 8;

/// Columns where nobody says how many there are.
const USUAL_WIDTH: usize = 77;

/// Cells of the gauge of clients.
const CELLS: usize = 20;

/// Frames that are drawn of what has come, at most: half a minute.
const MOST_FRAMES: usize = 60;

/// Errors that are shown.
const MOST_ERRORS: usize = 3;

/// From nearly nothing to the most there was.
const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What is shown.
pub(super) struct Screen {
    plan: Plan,
    tally: Arc<Tally>,
    more: More,
    style: Style,
    frame: Duration,
    /// Bytes up to the last frame.
    bytes: u64,
    /// Bytes of each frame, the last one last.
    gained: VecDeque<u64>,
}

impl Screen {
    /// One that is drawn anew after each `frame`.
    pub(super) fn new(plan: &Plan, tally: &Arc<Tally>, more: More, (style, frame): (Style, Duration)) -> Self {
        let (plan, tally, gained) = (plan.clone(), Arc::clone(tally), VecDeque::with_capacity(MOST_FRAMES));
        Self { plan, tally, more, style, frame, bytes: 0, gained }
    }

    /// The next frame, in so many columns.
    pub(super) fn frame(&mut self, width: Option<u16>) -> Vec<String> {
        let bytes = self.tally.bytes.value();
        if self.gained.len() == MOST_FRAMES {
            self.gained.pop_front();
        }
        self.gained.push_back(bytes.saturating_sub(self.bytes));
        self.bytes = bytes;
        let details = (self.more)();
        let width = width.map_or(USUAL_WIDTH, usize::from);
        let mut lines = vec![self.line("swarm", &self.plan.url.to_string()), self.clients()];
        lines.push(self.media(width));
        lines.push(self.life());
        lines.extend(details.lines.iter().map(|(label, text)| self.line(label, text)));
        lines.extend(self.limits(&details.slo));
        for (place, (pattern, count)) in self.tally.patterns().iter().take(MOST_ERRORS).enumerate() {
            let label = if place == 0 { "errors" } else { "" };
            lines.push(self.line(label, &self.style.bad(&format!("{count} × {pattern}"))));
        }
        lines
    }

    fn line(&self, label: &str, text: &str) -> String {
        format!("{}{text}", self.style.faint(&format!("{label:<LABEL$}")))
    }

    fn clients(&self) -> String {
        let (plan, tally) = (&self.plan, &self.tally);
        let came = (tally.ramp_progress() * tally.target as f64).round() as u64;
        let time = |time: Duration| eta_text(Some(Duration::from_secs(time.as_secs())));
        let of = plan.duration.map_or_else(String::new, |duration| format!(" of {}", time(duration)));
        let watching = self.style.strong(&format!("{} of {}", tally.active(), tally.target));
        let ramp = gauge(came, tally.target, CELLS);
        self.line("clients", &format!("{watching} {ramp} {}{of} · seed {}", time(tally.begin.elapsed()), plan.seed))
    }

    fn media(&self, width: usize) -> String {
        let gained = self.gained.back().copied().unwrap_or(0);
        let rate = format_byte_rate(gained as f64 / self.frame.as_secs_f64());
        let (segments, bytes) = (self.tally.segments.value(), format_bytes(self.bytes));
        let text = format!("{segments} segments · {bytes} · {rate} ");
        let room = width.saturating_sub(LABEL + text.chars().count());
        self.line("media", &format!("{text}{}", self.style.info(&curve(&self.gained, room))))
    }

    fn life(&self) -> String {
        let tally = &self.tally;
        let came = (tally.ramp_progress() * tally.target as f64).round() as u64;
        let away = came.saturating_sub(tally.active() + tally.gave_up.value());
        let odd = |count: u64, name: &str| {
            let text = format!("{count} {name}");
            if count > 0 { self.style.warn(&text) } else { text }
        };
        let (restarts, stalls) = (odd(tally.restarted.value(), "restarts"), odd(tally.stalled.value(), "stalls"));
        self.line("life", &format!("{} starts · {restarts} · {stalls} · {away} to come back", tally.started.value()))
    }

    /// How each limit stands, one below the other.
    fn limits(&self, slo: &[Judgement]) -> Vec<String> {
        let widest = slo.iter().map(|judged| judged.expr.chars().count()).max().unwrap_or(0);
        let line = |(place, judged): (usize, &Judgement)| {
            let sign = if judged.pass { self.style.good("✓") } else { self.style.bad("✗") };
            let value = judged.shown().unwrap_or_else(|| "not measured yet".to_owned());
            let label = if place == 0 { "slo" } else { "" };
            self.line(label, &format!("{sign} {:<widest$}   {value}", judged.expr))
        };
        slo.iter().enumerate().map(line).collect()
    }
}

/// The last of `values` as a line of so many cells at most, the largest of them as high as a cell.
fn curve(values: &VecDeque<u64>, cells: usize) -> String {
    let from = values.len().saturating_sub(cells);
    let most = values.range(from..).copied().max().unwrap_or(0).max(1);
    let height = |value: &u64| STEPS[(value.saturating_mul(STEPS.len() as u64 - 1) / most) as usize];
    values.range(from..).map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applets::swarm::plan::tests::plan;
    use crate::applets::swarm::slo::Slo;
    use crate::applets::swarm::view::Details;
    use crate::kit::term::text::width;

    #[test]
    fn a_curve_is_as_long_as_there_is_room_and_as_high_as_its_largest() {
        let values = VecDeque::from([100, 0, 7, 14, 3]);
        assert_eq!(curve(&values, 4), "▁▄█▂");
        assert_eq!(curve(&values, 100).chars().count(), 5);
        assert_eq!((curve(&values, 0), curve(&VecDeque::from([0, 0]), 9)), (String::new(), "▁▁".to_owned()));
    }

    #[test]
    fn each_limit_has_a_line_and_nothing_but_the_url_is_wider_than_eighty_columns() {
        let slo = "rebuffer_ratio<0.5%,startup_p95<2s,latency_p95<10s,start_failure_ratio<1%";
        let plan =
            plan(&format!("--engine native -clients 100000 -duration 24h -seed 4294967295 --slo {slo} http://o/"));
        let tally = Arc::new(Tally::new(100_000));
        for pattern in ["Server returned 404", "Connection refused", "Timeout", "one too many"] {
            tally.trouble(pattern);
        }
        tally.bytes.add(u64::MAX >> 8);
        let judged = Slo::parse(slo).unwrap().judge(&crate::applets::swarm::report::Report::default());
        let lines = vec![("seen", "nobody".to_owned())];
        let more: More = Arc::new(move || Details { lines: lines.clone(), slo: judged.clone() });
        let mut screen = Screen::new(&plan, &tally, more, (Style::plain(), Duration::from_millis(500)));
        let frames: Vec<_> = (0..100).map(|_| screen.frame(Some(77))).collect();
        let last = &frames[99];
        assert!(last.iter().all(|line| width(line) <= 77), "{last:#?}");
        assert_eq!(last.iter().filter(|line| line.contains("not measured yet")).count(), 4, "{last:#?}");
        assert_eq!(last.iter().filter(|line| line.contains("1 × ")).count(), MOST_ERRORS);
        assert!(last[4].starts_with("seen    nobody"), "{last:#?}");
        assert!(last.len() < 16, "it leaves room for what is said above it");
    }
}
