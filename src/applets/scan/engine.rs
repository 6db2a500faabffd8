//! The work: asks the schedule what is next, sends it, waits, and tells the schedule what came. One thread, one epoll.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mio::{Events, Poll};
use tokio_util::sync::CancellationToken;

use super::gauges::Gauges;
use super::hosts::Target;
use super::ports::Proto;
use super::schedule::{Detail, Host, Probe, Schedule, Step};
use super::verdict::{Ruling, State, Verdict};
use super::wire::{Answer, Heap, Sent, Shot, Transport};

/// Probes sent between two looks at what came back.
const BATCH: u32 = 64;

/// How long the engine sleeps at most: so long a signal may take to be seen.
const NAP: Duration = Duration::from_millis(100);

/// What one look takes from the epoll.
const EVENTS: usize = 1024;

/// What the engine works with.
pub struct Parts<'a> {
    /// Whom.
    pub targets: &'a [Target],
    /// Ports of TCP.
    pub tcp: Option<Box<dyn Transport>>,
    /// Ports of UDP.
    pub udp: Option<Box<dyn Transport>>,
    /// Where progress is counted.
    pub gauges: Arc<Gauges>,
    /// Ends the scan.
    pub stop: CancellationToken,
    /// Is told each decision.
    pub journal: &'a mut dyn FnMut(u32, u32, &Verdict, u8, Detail),
    /// Is given each host that ended.
    pub ended: &'a mut dyn FnMut(u32, Host),
}

/// Plays `schedule` to its end, or until it is stopped; whether it came to its end.
///
/// # Errors
/// The epoll.
pub fn execute(schedule: &mut Schedule, parts: Parts) -> io::Result<bool> {
    let mut engine = Engine {
        poll: Poll::new()?,
        events: Events::with_capacity(EVENTS),
        began: Instant::now(),
        timers: BinaryHeap::new(),
        heap: Heap::default(),
        schedule,
        parts,
    };
    engine.run()
}

/// A probe that is waited for until a time; the earliest is the greatest.
type Timer = Reverse<(Duration, u32, u32, u8, u32)>;

struct Engine<'a, 'b> {
    poll: Poll,
    events: Events,
    began: Instant,
    timers: BinaryHeap<Timer>,
    heap: Heap,
    schedule: &'b mut Schedule,
    parts: Parts<'a>,
}

/// What a burst of sending ended with.
enum Burst {
    /// There may be more to send at once.
    More,
    /// Nothing before this time.
    Until(Duration),
    /// Nothing until something is heard.
    Listen,
    Done,
}

impl Engine<'_, '_> {
    fn run(&mut self) -> io::Result<bool> {
        loop {
            if self.parts.stop.is_cancelled() {
                self.schedule.stop();
                self.hand_over();
                return Ok(false);
            }
            let burst = self.burst();
            let wait = match burst {
                Burst::Done => {
                    self.linger()?;
                    self.hand_over();
                    return Ok(true);
                }
                Burst::More => Duration::ZERO,
                Burst::Until(at) => at.saturating_sub(self.now()),
                Burst::Listen => NAP,
            };
            if matches!(burst, Burst::Listen) && self.timers.is_empty() {
                // A transport lost count; its probes are tried again.
                tracing::debug!("nothing is waited for, and something is said to be under way");
                self.schedule.nothing_is_underway();
            }
            let own = self.tend();
            let timer = self.timers.peek().map(|Reverse((at, ..))| *at);
            let next = [own, timer].into_iter().flatten().min();
            let wait = next.map_or(wait, |at| at.saturating_sub(self.now()).min(wait)).min(NAP);
            self.listen(wait)?;
            self.expire();
            // Open ports are still watched otherwise, and what is seen belongs to their hosts.
            if self.tend().is_none() {
                self.hand_over();
            }
        }
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Sends what may leave.
    fn burst(&mut self) -> Burst {
        for _ in 0..BATCH {
            let now = self.now();
            match self.schedule.step(now) {
                Step::Send(probe, timeout) => self.send(probe, timeout, now),
                Step::Wait(at) => return self.flushed(Burst::Until(at)),
                Step::Listen => return self.flushed(Burst::Listen),
                Step::Done => return Burst::Done,
            }
        }
        self.flushed(Burst::More)
    }

    fn flushed(&mut self, burst: Burst) -> Burst {
        let now = self.now();
        let Self { parts, heap, .. } = self;
        for wire in [&mut parts.tcp, &mut parts.udp].into_iter().flatten() {
            wire.flush(now, heap);
        }
        let answered = !self.heap.answers.is_empty();
        self.digest();
        if answered { Burst::More } else { burst }
    }

    fn send(&mut self, probe: Probe, timeout: Duration, now: Duration) {
        let port = self.schedule.ports()[probe.port as usize];
        let target = &self.parts.targets[probe.host as usize];
        let aimed = Shot { probe, target: address(target, port.number) };
        let transport = match port.proto {
            Proto::Tcp => &mut self.parts.tcp,
            Proto::Udp => &mut self.parts.udp,
        };
        self.parts.gauges.sent.add(1);
        let Some(transport) = transport else { return self.schedule.silent(probe) };
        match transport.send(&aimed, self.poll.registry(), now) {
            Sent::Away(slot) => {
                self.timers.push(Reverse((now + timeout, probe.host, probe.port, probe.attempt, slot)));
            }
            Sent::Answered(answer) => self.take(&answer, now),
        }
    }

    fn take(&mut self, answer: &Answer, now: Duration) {
        let probe = answer.probe;
        match answer.ruling {
            Ruling::Crowded => self.schedule.crowded(probe, now),
            Ruling::Nothing => self.schedule.silent(probe),
            Ruling::Known(verdict) => {
                let decided = self.schedule.answered(probe, verdict, answer.detail, answer.heard, now);
                if decided {
                    self.parts.gauges.decided.add(1);
                    if verdict.state == State::Open {
                        self.parts.gauges.open.add(1);
                    }
                    (self.parts.journal)(probe.host, probe.port, &verdict, probe.attempt, answer.detail);
                }
            }
        }
    }

    /// Takes in what the transports heard.
    fn digest(&mut self) {
        if self.heap.answers.is_empty() && self.heap.sequels.is_empty() {
            return;
        }
        let now = self.now();
        let mut heap = std::mem::take(&mut self.heap);
        for answer in heap.answers.drain(..) {
            self.take(&answer, now);
        }
        for sequel in heap.sequels.drain(..) {
            self.schedule.sign(sequel.probe, sequel.signs);
        }
        self.heap = heap;
    }

    fn tend(&mut self) -> Option<Duration> {
        let now = self.now();
        let Self { parts, heap, .. } = self;
        let wires = [&mut parts.tcp, &mut parts.udp].into_iter().flatten();
        let next = wires.filter_map(|wire| wire.tend(now, heap)).min();
        self.digest();
        next
    }

    fn listen(&mut self, wait: Duration) -> io::Result<()> {
        match self.poll.poll(&mut self.events, Some(wait)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            result => result?,
        }
        let now = self.now();
        let Self { parts, heap, events, .. } = self;
        for event in events.iter() {
            let transport = if event.token().0 & UDP_TOKENS == 0 { &mut parts.tcp } else { &mut parts.udp };
            if let Some(transport) = transport {
                transport.ready(mio::Token(event.token().0 & !UDP_TOKENS), now, heap);
            }
        }
        self.digest();
        Ok(())
    }

    /// Gives up what was waited for long enough.
    fn expire(&mut self) {
        let now = self.now();
        while let Some(Reverse((at, ..))) = self.timers.peek() {
            if *at > now {
                break;
            }
            let Some(Reverse((_, host, port, attempt, slot))) = self.timers.pop() else { break };
            let probe = Probe { host, port, attempt };
            let transport = match self.schedule.ports()[port as usize].proto {
                Proto::Tcp => &mut self.parts.tcp,
                Proto::Udp => &mut self.parts.udp,
            };
            if transport.as_mut().is_some_and(|transport| transport.give_up(slot, probe)) {
                self.schedule.silent(probe);
            }
        }
    }

    /// Waits for what follows the last answers.
    fn linger(&mut self) -> io::Result<()> {
        while let Some(until) = self.tend() {
            if self.parts.stop.is_cancelled() {
                break;
            }
            let wait = until.saturating_sub(self.now()).min(NAP);
            self.listen(wait)?;
        }
        Ok(())
    }

    fn hand_over(&mut self) {
        while let Some((index, host)) = self.schedule.fetch() {
            self.parts.gauges.hosts.add(1);
            (self.parts.ended)(index, host);
        }
    }
}

/// Tokens of UDP have this bit.
pub const UDP_TOKENS: usize = 1 << 30;

fn address(target: &Target, port: u16) -> SocketAddr {
    match target.address {
        std::net::IpAddr::V4(v4) => SocketAddr::new(v4.into(), port),
        std::net::IpAddr::V6(v6) => std::net::SocketAddrV6::new(v6, port, 0, target.scope).into(),
    }
}
