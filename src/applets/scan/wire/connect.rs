//! TCP by the system's own `connect`: no privilege, and with the error queue no less known than with raw sockets.
//!
//! - A socket whose connection was refused is used again: a scan of closed ports then makes hardly any.
//! - On this machine's own addresses the answer is there when `connect` returns; it is asked for at once, so that such a
//!   scan goes through no epoll.
//! - An open connection is kept for a moment to see whether it is dropped without a byte ([`HELD`]), then reset
//!   (`SO_LINGER` 0): no `TIME_WAIT` here, no half-closed connection there.
//! - A connection with both ends the same met itself on an ephemeral port (RFC 9293, simultaneous open); nobody listens.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::os::fd::{AsFd, AsRawFd};
use std::time::{Duration, Instant};

use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use socket2::{Domain, Protocol, Socket, Type};

use super::{Answer, Heap, Sent, Sequel, Shot, Transport, option, queue};
use crate::applets::scan::schedule::{Detail, Heard, Probe, Signs};
use crate::applets::scan::verdict::{Complaint, Ruling, of_connect};

/// How long an open connection is watched for being dropped: longer than a reset takes over most of the internet after
/// the handshake, short enough to bother no listener.
const HELD: Duration = Duration::from_millis(60);

/// Sockets kept for another use.
const SPARE: usize = 64;

/// How a connection is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin {
    /// The address to connect from, of port 0; none lets the system choose.
    pub source: Option<SocketAddr>,
}

/// The transport.
#[derive(Debug)]
pub struct Connect {
    origin: Origin,
    slots: Vec<Option<Attempt>>,
    free: Vec<u32>,
    held: VecDeque<(Duration, u32)>,
    spare: [Vec<Socket>; 2],
}

#[derive(Debug)]
struct Attempt {
    socket: Socket,
    shot: Shot,
    left_at: Duration,
    is_open: bool,
}

/// How an attempt stands.
enum Standing {
    Underway,
    Over(Ruling),
    /// It was open and is so no more: accepted and reset before anybody looked.
    Dropped,
}

impl Connect {
    /// A transport with nothing under way.
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self { origin, slots: Vec::new(), free: Vec::new(), held: VecDeque::new(), spare: [Vec::new(), Vec::new()] }
    }

    fn socket(&mut self, target: &SocketAddr) -> std::io::Result<Socket> {
        if let Some(socket) = self.spare[usize::from(target.is_ipv6())].pop() {
            return Ok(socket);
        }
        let socket =
            Socket::new(Domain::for_address(*target), Type::STREAM.nonblocking().cloexec(), Some(Protocol::TCP))?;
        // Without it the queue stays empty for IPv6.
        if target.is_ipv6() {
            option::set(socket.as_fd(), libc::IPPROTO_IPV6, libc::IPV6_RECVERR, 1)?;
        }
        socket.set_linger(Some(Duration::ZERO))?;
        if let Some(source) = self.origin.source.filter(|source| source.is_ipv4() == target.is_ipv4()) {
            socket.bind(&source.into())?;
        }
        Ok(socket)
    }

    fn store(&mut self, attempt: Attempt) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(attempt);
            return slot;
        }
        self.slots.push(Some(attempt));
        self.slots.len() as u32 - 1
    }

    fn release(&mut self, slot: u32) -> Option<Attempt> {
        let attempt = self.slots.get_mut(slot as usize)?.take();
        if attempt.is_some() {
            self.free.push(slot);
        }
        attempt
    }

    /// Keeps a refused socket for another use.
    fn keep(&mut self, socket: Socket, target: &SocketAddr) {
        let spare = &mut self.spare[usize::from(target.is_ipv6())];
        if spare.len() < SPARE && self.origin.source.is_none() {
            spare.push(socket);
        }
    }

    /// Watches a connection that is open, to see whether it is dropped.
    fn hold(&mut self, slot: u32, now: Duration) {
        self.held.push_back((now + HELD, slot));
    }

    fn begin(&mut self, shot: &Shot, registry: &Registry, now: Duration) -> Result<Sent, i32> {
        let os = |error: std::io::Error| error.raw_os_error().unwrap_or(libc::EINVAL);
        let socket = self.socket(&shot.target).map_err(os)?;
        let address = shot.target.into();
        let began = Instant::now();
        match socket.connect(&address).map_err(os) {
            Ok(()) | Err(libc::EINPROGRESS) => {}
            Err(errno) => {
                let ruling = of_connect(shot.target.ip(), errno, complaint(&socket, shot).as_ref());
                return Ok(Sent::Answered(answer(shot, ruling, None)));
            }
        }
        let is_near = shot.target.ip().is_loopback();
        if is_near
            && let Err(errno) = socket.connect(&address).map_err(os)
            && errno == libc::ECONNREFUSED
        {
            let complaint = complaint(&socket, shot);
            let ruling = of_connect(shot.target.ip(), errno, complaint.as_ref());
            if complaint.is_none() {
                self.keep(socket, &shot.target);
            }
            return Ok(Sent::Answered(answer(shot, ruling, Some(began.elapsed()))));
        }
        let fd = socket.as_raw_fd();
        let place = self.store(Attempt { socket, shot: *shot, left_at: now, is_open: false });
        let interest = Interest::READABLE | Interest::WRITABLE;
        if let Err(error) = registry.register(&mut SourceFd(&fd), Token(place as usize), interest) {
            self.release(place);
            return Err(os(error));
        }
        Ok(Sent::Away(place))
    }
}

impl Transport for Connect {
    fn send(&mut self, shot: &Shot, registry: &Registry, now: Duration) -> Sent {
        self.begin(shot, registry, now)
            .unwrap_or_else(|errno| Sent::Answered(answer(shot, of_connect(shot.target.ip(), errno, None), None)))
    }

    fn flush(&mut self, _now: Duration, _heap: &mut Heap) {}

    fn ready(&mut self, token: Token, now: Duration, heap: &mut Heap) {
        let slot = token.0 as u32;
        let Some(Some(attempt)) = self.slots.get_mut(token.0) else { return };
        if attempt.is_open {
            if let Some(signs) = dropped(&attempt.socket) {
                heap.sequels.push(Sequel { probe: attempt.shot.probe, signs });
                self.release(slot);
            }
            return;
        }
        let trip = now.saturating_sub(attempt.left_at);
        let ruling = match standing(attempt) {
            Standing::Underway => return,
            Standing::Over(ruling) => ruling,
            Standing::Dropped => {
                let mut answer = answer(&attempt.shot, of_connect(attempt.shot.target.ip(), 0, None), Some(trip));
                answer.detail.signs.dropped = true;
                heap.answers.push(answer);
                self.release(slot);
                return;
            }
        };
        heap.answers.push(answer(&attempt.shot, ruling, Some(trip)));
        let is_open = ruling == of_connect(attempt.shot.target.ip(), 0, None);
        if is_open && !attempt.shot.probe.is_canary() {
            attempt.is_open = true;
            return self.hold(slot, now);
        }
        self.release(slot);
    }

    fn tend(&mut self, now: Duration, _heap: &mut Heap) -> Option<Duration> {
        while let Some((until, slot)) = self.held.front().copied() {
            if until > now {
                return Some(until);
            }
            self.held.pop_front();
            if matches!(self.slots.get(slot as usize), Some(Some(attempt)) if attempt.is_open) {
                self.release(slot);
            }
        }
        None
    }

    fn give_up(&mut self, slot: u32, probe: Probe) -> bool {
        let waits = matches!(
            self.slots.get(slot as usize),
            Some(Some(attempt)) if !attempt.is_open && attempt.shot.probe == probe
        );
        if waits {
            self.release(slot);
        }
        waits
    }
}

fn answer(shot: &Shot, ruling: Ruling, trip: Option<Duration>) -> Answer {
    Answer { probe: shot.probe, ruling, detail: Detail { trip, ..Detail::default() }, heard: Heard::InTime }
}

/// What the error queue says about an attempt.
fn complaint(socket: &Socket, shot: &Shot) -> Option<Complaint> {
    let queued = queue::take(socket.as_fd())?;
    let local = socket.local_addr().ok().and_then(|local| local.as_socket()).map(|local| local.ip());
    let own = queued.by.is_some() && queued.by == local && queued.by != Some(shot.target.ip());
    Some(Complaint { icmp: queued.icmp, by: queued.by, own })
}

fn standing(attempt: &Attempt) -> Standing {
    let (socket, target) = (&attempt.socket, &attempt.shot.target);
    let errno = match socket.take_error() {
        Ok(error) => error.and_then(|error| error.raw_os_error()).unwrap_or(0),
        Err(error) => error.raw_os_error().unwrap_or(libc::EINVAL),
    };
    // A message may be queued while the attempt goes on: it answers all the same.
    if let Some(complaint) = complaint(socket, &attempt.shot) {
        return Standing::Over(of_connect(target.ip(), errno, Some(&complaint)));
    }
    // In the midst of a handshake a reset is ECONNREFUSED; this is one of a connection that stood.
    if errno == libc::ECONNRESET {
        return Standing::Dropped;
    }
    if errno != 0 {
        return Standing::Over(of_connect(target.ip(), errno, None));
    }
    let Ok(peer) = socket.peer_addr() else { return Standing::Underway };
    let met_itself = socket.local_addr().is_ok_and(|local| local.as_socket() == peer.as_socket());
    Standing::Over(if met_itself { Ruling::Crowded } else { of_connect(target.ip(), 0, None) })
}

/// What it looks like when an open connection was dropped without a byte; none while it stands or speaks.
fn dropped(socket: &Socket) -> Option<Signs> {
    let mut byte = [std::mem::MaybeUninit::uninit(); 1];
    let read = socket.peek(&mut byte);
    let is_dropped = match read {
        Ok(count) => count == 0,
        Err(error) => error.raw_os_error() == Some(libc::ECONNRESET),
    };
    is_dropped.then_some(Signs { dropped: true, ..Signs::default() })
}
