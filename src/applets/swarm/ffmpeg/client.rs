//! One client: its process is started, watched, ended and started anew, until the run ends.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio_util::sync::CancellationToken;

use super::Crew;
use super::lines::{Asked, Lines, Memory, Progress, ProgressReader, Said, Trouble, masked, pattern, read};
use super::process::{AHEAD, GRACE, Made, Process};
use crate::applets::swarm::life::{Happening, Life, Next, WELL_AFTER};
use crate::applets::swarm::plan::OnStall;
use crate::applets::swarm::ramp::chances;
use crate::applets::swarm::tally::{Gauge, Presence};

/// What is read of a pipe at once.
const READ_BYTES: usize = 4096;

/// For what a process said last, when it is gone and somebody else holds its pipes.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What a client is told of that ended as if all was well.
const NOTHING_PLAYED: &str = "ended with 0 before anything was played";

/// How a process ended.
struct Ended {
    code: i32,
    uptime: Duration,
    /// Why we asked it to, where we did.
    asked: Option<Why>,
    /// Whether media time went on.
    played: bool,
}

/// Why a process is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Stop,
    Stall,
}

/// A process has been asked to end.
struct Ask {
    why: Why,
    /// When it is made to.
    force: Option<Instant>,
}

impl Ask {
    fn to(process: &mut Process, why: Why) -> Self {
        process.ask();
        Self { why, force: Some(Instant::now() + GRACE) }
    }
}

async fn until(moment: Instant) {
    tokio::time::sleep_until(moment.into()).await;
}

/// A client.
pub(super) struct Client {
    index: u64,
    crew: Arc<Crew>,
    stop: CancellationToken,
    memory: Memory,
    /// Whether the process of now has told of something that is counted.
    troubled: bool,
    /// Whether the process before came to the end of the stream.
    ended_well: bool,
}

/// Whether a client makes progress.
struct Pulse {
    last: Instant,
    begun: Option<(Instant, u64)>,
    time_us: u64,
    bytes: u64,
    stalled: bool,
}

impl Client {
    pub(super) fn new(index: u64, crew: &Arc<Crew>, stop: CancellationToken) -> Self {
        Self { index, crew: Arc::clone(crew), stop, memory: Memory::default(), troubled: false, ended_well: false }
    }

    /// Lives from `slot` on.
    pub(super) async fn run(mut self, slot: Instant) {
        let stop = self.stop.clone();
        let mut life = Life::new(self.crew.plan.ffmpeg.max_restarts, chances(!self.crew.plan.seed, self.index));
        let ahead = slot.checked_sub(AHEAD).unwrap_or(slot);
        if stop.run_until_cancelled(tokio::time::sleep_until(ahead.into())).await.is_none() {
            return;
        }
        let mut slot = Some(slot);
        let mut child = None;
        let mut next = life.on(Happening::Due);
        loop {
            let happened = match next {
                Next::Spawn => match stop.run_until_cancelled(self.spawn(&mut child, life.restarts(), slot)).await {
                    Some(happened) => {
                        slot = None;
                        happened
                    }
                    None => Happening::Stop,
                },
                Next::Watch => match child.take() {
                    Some(child) => self.watch(child).await,
                    None => Happening::Stop,
                },
                Next::Pause(pause) => {
                    tracing::debug!(
                        client_id = self.index,
                        backoff_ms = pause.as_millis() as u64,
                        "client_restart_scheduled"
                    );
                    tokio::select! {
                        () = tokio::time::sleep(pause) => Happening::Due,
                        () = stop.cancelled() => Happening::Stop,
                    }
                }
                Next::GiveUp => {
                    self.crew.tally.gave_up.inc();
                    tracing::warn!(client_id = self.index, restarts = life.restarts(), "max_restarts_reached");
                    return;
                }
                Next::End => return,
            };
            next = life.on(if stop.is_cancelled() { Happening::Stop } else { happened });
        }
    }

    /// Has its process made: at its `slot` the first time, then at once.
    async fn spawn(&self, child: &mut Option<Process>, restarts: u64, slot: Option<Instant>) -> Happening {
        let tally = &self.crew.tally;
        let due = slot.unwrap_or_else(Instant::now);
        let made = self.crew.spawner.spawn(&self.crew.line(self.index), due).await;
        if let Some(slot) = slot {
            tally.due();
            let at = made.as_ref().map_or_else(|_| Instant::now(), |made| made.at);
            tally.came(at.saturating_duration_since(slot));
        }
        tally.started.inc();
        if restarts > 0 && !self.ended_well {
            tally.restarted.inc();
        }
        match made {
            Ok(Made { process: made, .. }) => {
                tracing::info!(client_id = self.index, pid = made.id(), restarts, "client_started");
                *child = Some(made);
                Happening::Spawned
            }
            Err(error) => {
                tally.refused.inc();
                tally.trouble(&format!("cannot start: {error}"));
                tracing::error!(client_id = self.index, %error, "client_not_started");
                Happening::Refused
            }
        }
    }

    /// Watches a process to its end. Both pipes are read all the time, so it never waits for us, not while it is ended either.
    async fn watch(&mut self, mut process: Process) -> Happening {
        let tally = Arc::clone(&self.crew.tally);
        let presence = Presence::enter(&tally);
        let begin = Instant::now();
        let (mut out, mut err) = process.pipes();
        let mut ears = Ears::new(begin);
        self.troubled = false;
        let patience = self.crew.plan.ffmpeg.stall_after;
        let mut asked: Option<Ask> = None;
        loop {
            let silent = ears.pulse.last + patience;
            let force = asked.as_ref().and_then(|asked| asked.force);
            tokio::select! {
                biased;
                () = self.stop.cancelled(), if asked.is_none() => asked = Some(Ask::to(&mut process, Why::Stop)),
                _ = process.ended() => break,
                count = hear(&mut out, &mut ears.out) => self.progress(&mut ears, count),
                count = hear(&mut err, &mut ears.err) => self.log(&mut ears, count),
                () = until(silent), if self.crew.plan.ffmpeg.stats && !ears.pulse.stalled && asked.is_none() => {
                    ears.pulse.stalled = true;
                    self.crew.tally.stalled.inc();
                    tracing::warn!(client_id = self.index, silent_ms = patience.as_millis() as u64, "client_stalled");
                    if self.crew.plan.ffmpeg.on_stall == OnStall::Restart {
                        asked = Some(Ask::to(&mut process, Why::Stall));
                    }
                }
                () = until(force.unwrap_or(begin)), if force.is_some() => {
                    process.force();
                    asked = asked.map(|asked| Ask { force: None, ..asked });
                }
            }
        }
        drop(presence);
        let code = process.reap().await.unwrap_or(1);
        let last_words = async {
            while out.is_some() || err.is_some() {
                tokio::select! {
                    count = hear(&mut out, &mut ears.out) => self.progress(&mut ears, count),
                    count = hear(&mut err, &mut ears.err) => self.log(&mut ears, count),
                }
            }
        };
        let _ = tokio::time::timeout(LAST_WORDS, last_words).await;
        let ended = Ended {
            code,
            uptime: begin.elapsed(),
            asked: asked.map(|asked| asked.why),
            played: ears.pulse.time_us > 0 || ears.pulse.bytes > 0,
        };
        self.tell_end(&ended);
        self.ended_well = ended.asked.is_none() && !self.failed(&ended);
        Happening::Exited { clean: !self.failed(&ended), uptime: ended.uptime }
    }

    /// ffmpeg ends with 0 as well where all it could get was an end: that is nobody's end of a stream.
    fn failed(&self, ended: &Ended) -> bool {
        ended.code != 0 || (ended.asked.is_none() && !self.seems_to_have_played(ended))
    }

    /// Without its progress nothing is known but how it ended.
    fn seems_to_have_played(&self, ended: &Ended) -> bool {
        let seems = ended.code == 0 || ended.asked.is_some() || ended.uptime >= WELL_AFTER;
        ended.played || (!self.crew.plan.ffmpeg.stats && seems)
    }

    fn tell_end(&mut self, ended: &Ended) {
        let tally = &self.crew.tally;
        tally.exited(ended.code, ended.uptime);
        tally.client(self.index, Gauge::rest);
        if self.seems_to_have_played(ended) {
            tally.played.inc();
        }
        let uptime_s = ended.uptime.as_secs_f64();
        let last = self.memory.last().unwrap_or_default();
        match ended.asked {
            Some(Why::Stop) => tally.stopped.inc(),
            Some(Why::Stall) => tally.ended_for_stall.inc(),
            None if ended.code == 0 && self.failed(ended) => tally.trouble(NOTHING_PLAYED),
            None if ended.code != 0 && !self.troubled => {
                let pattern = if last.is_empty() { format!("exit code {}", ended.code) } else { pattern(last) };
                tally.trouble(&pattern);
            }
            None => {}
        }
        match ended.asked {
            None if self.failed(ended) => {
                tracing::warn!(client_id = self.index, exit_code = ended.code, uptime_s, last, "client_exited");
            }
            Some(Why::Stall) => {
                tracing::warn!(client_id = self.index, exit_code = ended.code, uptime_s, "client_ended_for_stall");
            }
            _ => tracing::info!(client_id = self.index, exit_code = ended.code, uptime_s, "client_exited"),
        }
    }

    fn progress(&self, ears: &mut Ears, count: usize) {
        let Ears { out, out_lines, reader, pulse, .. } = ears;
        out_lines.feed(&out[..count], |line| {
            self.crew.tally.progress_lines.inc();
            if let Some(progress) = reader.line(line) {
                self.beat(pulse, progress);
            }
        });
    }

    fn beat(&self, pulse: &mut Pulse, progress: Progress) {
        let now = Instant::now();
        let gained = pulse.beat(progress, now);
        self.crew.tally.bytes.add(gained);
        let drift = pulse.drift(now);
        let now_ms = now.saturating_duration_since(self.crew.tally.begin).as_millis() as u64;
        self.crew.tally.client(self.index, |gauge| gauge.set(progress.speed, drift, gained, now_ms));
    }

    fn log(&mut self, ears: &mut Ears, count: usize) {
        let Ears { err, err_lines, .. } = ears;
        let is_over = count == 0;
        let heard = &err[..count];
        let mut take = |line: &str| self.line(line);
        err_lines.feed(heard, &mut take);
        if is_over {
            err_lines.finish(&mut take);
        }
    }

    fn line(&mut self, line: &str) {
        let tally = &self.crew.tally;
        tally.log_lines.inc();
        let shown = masked(line);
        tracing::debug!(client_id = self.index, line = shown, "process_stderr");
        match read(line) {
            Said::Opening { url, kind } => {
                tally.asked(kind);
                if kind == Asked::Segment
                    && let Some(sizes) = &self.crew.sizes
                {
                    sizes.opened(&url);
                    tally.compare(|ledger| ledger.opened(&url));
                }
            }
            Said::Trouble(trouble) => {
                self.troubled = true;
                tally.trouble(&trouble.pattern());
                match trouble {
                    Trouble::Status(status) => tally.statuses.inc(&status.to_string()),
                    Trouble::Reconnecting => tally.reconnections.inc(),
                    Trouble::Timeout => tally.timeouts.inc(),
                    Trouble::Refused | Trouble::Skipped | Trouble::Invalid | Trouble::Parameters => {}
                }
                self.memory.keep(&shown);
            }
            Said::Else => self.memory.keep(&shown),
        }
    }
}

/// What is heard of one process.
struct Ears {
    out: Box<[u8]>,
    err: Box<[u8]>,
    out_lines: Lines,
    err_lines: Lines,
    reader: ProgressReader,
    pulse: Pulse,
}

impl Ears {
    fn new(now: Instant) -> Self {
        let buffer = || vec![0; READ_BYTES].into_boxed_slice();
        Self {
            out: buffer(),
            err: buffer(),
            out_lines: Lines::default(),
            err_lines: Lines::default(),
            reader: ProgressReader::default(),
            pulse: Pulse { last: now, begun: None, time_us: 0, bytes: 0, stalled: false },
        }
    }
}

/// Reads some of a pipe; 0 at its end, and never again after that.
async fn hear(pipe: &mut Option<impl AsyncRead + Unpin>, buffer: &mut [u8]) -> usize {
    let Some(open) = pipe else { return std::future::pending().await };
    match open.read(buffer).await {
        Ok(count) if count > 0 => count,
        Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
        Ok(_) | Err(_) => {
            *pipe = None;
            0
        }
    }
}

impl Pulse {
    /// Takes a report; how many bytes there are more than before.
    fn beat(&mut self, progress: Progress, now: Instant) -> u64 {
        let (time_us, bytes) = (progress.out_time_us.unwrap_or(0), progress.total_bytes.unwrap_or(0));
        if time_us > self.time_us || bytes > self.bytes {
            (self.last, self.stalled) = (now, false);
        }
        if self.begun.is_none() && time_us > 0 {
            self.begun = Some((now, time_us));
        }
        let gained = bytes.saturating_sub(self.bytes);
        (self.time_us, self.bytes) = (self.time_us.max(time_us), self.bytes.max(bytes));
        gained
    }

    /// How far media time is behind the clock since the first report.
    fn drift(&self, now: Instant) -> Duration {
        let Some((begun, from)) = self.begun else { return Duration::ZERO };
        (now - begun).saturating_sub(Duration::from_micros(self.time_us - from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_progress_is_a_sign_of_life() {
        let begin = Instant::now();
        let mut pulse = Ears::new(begin).pulse;
        let at = |seconds| begin + Duration::from_secs(seconds);
        let report = |time_us, total_bytes| Progress { out_time_us: time_us, total_bytes, speed: None };
        assert_eq!(pulse.beat(report(None, None), at(1)), 0);
        assert_eq!(pulse.last, begin, "nothing has come");
        pulse.beat(report(Some(1_000_000), None), at(2));
        assert_eq!(pulse.last, at(2));
        pulse.beat(report(Some(1_000_000), None), at(3));
        assert_eq!(pulse.last, at(2), "the same again");
        assert_eq!(pulse.beat(report(Some(1_000_000), Some(100)), at(4)), 100);
        assert_eq!((pulse.last, pulse.beat(report(None, Some(150)), at(5))), (at(4), 50));
        assert_eq!(pulse.drift(at(5)), Duration::from_secs(3));
    }
}
