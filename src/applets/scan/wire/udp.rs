//! UDP without privilege: a socket for each probe, whose error queue tells which message of ICMP came and from whom.
//!
//! A datagram back is open; port unreachable from the host itself is closed; silence is both open and filtered, and stays
//! so. What is sent is what a client of the port's usual protocol would say, because most services answer nothing else.
//! An answer may come from another port of the host, as that of TFTP does (RFC 1350 section 4): the sockets are not
//! connected, and each has a port of its own by which the answer is known.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd};
use std::time::Duration;

use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use socket2::{Domain, Protocol, Socket, Type};

use super::connect::Origin;
use super::payload::payload;
use super::{Answer, Heap, Sent, Shot, Transport, option, queue};
use crate::applets::scan::engine::UDP_TOKENS;
use crate::applets::scan::ports::Proto;
use crate::applets::scan::schedule::{Detail, Heard, Probe};
use crate::applets::scan::verdict::{Complaint, Reason, Ruling, State, Verdict, of_icmp, of_send};

/// So many datagrams of others are passed over at a look.
const FOREIGN: usize = 16;

/// The transport.
#[derive(Debug)]
pub struct Udp {
    origin: Origin,
    slots: Vec<Option<Attempt>>,
    free: Vec<u32>,
    /// Where this machine sends from, by target: who complains with that address is this machine itself.
    sources: HashMap<IpAddr, IpAddr, ahash::RandomState>,
}

#[derive(Debug)]
struct Attempt {
    socket: Socket,
    shot: Shot,
    left_at: Duration,
    source: IpAddr,
}

impl Udp {
    /// A transport with nothing under way.
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self { origin, slots: Vec::new(), free: Vec::new(), sources: HashMap::default() }
    }

    /// The address that the system sends to a target from; connecting a socket of UDP sends nothing.
    fn source_of(&mut self, socket: &Socket, target: &SocketAddr) -> io::Result<IpAddr> {
        if let Some(source) = self.sources.get(&target.ip()) {
            return Ok(*source);
        }
        let finder = Socket::new(Domain::for_address(*target), Type::DGRAM.cloexec(), Some(Protocol::UDP))?;
        if let Some(own) = socket.local_addr()?.as_socket().filter(|own| !own.ip().is_unspecified()) {
            finder.bind(&SocketAddr::new(own.ip(), 0).into()).or_else(|_| finder.bind(&own.into()))?;
        }
        finder.connect(&(*target).into())?;
        let source = finder.local_addr()?.as_socket().map_or(target.ip(), |own| own.ip());
        self.sources.insert(target.ip(), source);
        Ok(source)
    }

    fn begin(&mut self, shot: &Shot, registry: &Registry, now: Duration) -> Result<u32, i32> {
        let os = |error: io::Error| error.raw_os_error().unwrap_or(libc::EINVAL);
        let kind = Type::DGRAM.nonblocking().cloexec();
        let socket = Socket::new(Domain::for_address(shot.target), kind, Some(Protocol::UDP)).map_err(os)?;
        let (level, name) = if shot.target.is_ipv6() {
            (libc::IPPROTO_IPV6, libc::IPV6_RECVERR)
        } else {
            (libc::IPPROTO_IP, libc::IP_RECVERR)
        };
        option::set(socket.as_fd(), level, name, 1).map_err(os)?;
        if let Some(source) = self.origin.source.filter(|source| source.is_ipv4() == shot.target.is_ipv4()) {
            socket.bind(&source.into()).map_err(os)?;
        }
        let source = self.source_of(&socket, &shot.target).map_err(os)?;
        // An error that came with the sending is on the queue and read below.
        match socket.send_to(&payload(shot.target.port()), &shot.target.into()).map_err(os) {
            Ok(_) | Err(libc::ECONNREFUSED) => {}
            Err(errno) => return Err(errno),
        }
        let fd = socket.as_raw_fd();
        let attempt = Attempt { socket, shot: *shot, left_at: now, source };
        let place = if let Some(place) = self.free.pop() {
            self.slots[place as usize] = Some(attempt);
            place
        } else {
            self.slots.push(Some(attempt));
            self.slots.len() as u32 - 1
        };
        registry.register(&mut SourceFd(&fd), Token(place as usize | UDP_TOKENS), Interest::READABLE).map_err(
            |error| {
                self.release(place);
                os(error)
            },
        )?;
        Ok(place)
    }

    fn release(&mut self, place: u32) {
        if let Some(slot) = self.slots.get_mut(place as usize)
            && slot.take().is_some()
        {
            self.free.push(place);
        }
    }
}

impl Transport for Udp {
    fn send(&mut self, shot: &Shot, registry: &Registry, now: Duration) -> Sent {
        match self.begin(shot, registry, now) {
            Ok(place) => Sent::Away(place),
            Err(errno) => {
                let detail = Detail::default();
                Sent::Answered(Answer { probe: shot.probe, ruling: of_send(errno), detail, heard: Heard::InTime })
            }
        }
    }

    fn flush(&mut self, _now: Duration, _heap: &mut Heap) {}

    fn ready(&mut self, token: Token, now: Duration, heap: &mut Heap) {
        let Some(Some(attempt)) = self.slots.get(token.0) else { return };
        let Some(verdict) = verdict(attempt) else { return };
        let detail = Detail { trip: Some(now.saturating_sub(attempt.left_at)), ..Detail::default() };
        let probe = attempt.shot.probe;
        heap.answers.push(Answer { probe, ruling: Ruling::Known(verdict), detail, heard: Heard::InTime });
        self.release(token.0 as u32);
    }

    fn tend(&mut self, _now: Duration, _heap: &mut Heap) -> Option<Duration> {
        None
    }

    fn give_up(&mut self, slot: u32, probe: Probe) -> bool {
        let waits = matches!(self.slots.get(slot as usize), Some(Some(attempt)) if attempt.shot.probe == probe);
        if waits {
            self.release(slot);
        }
        waits
    }
}

/// What a socket on which something happened says; none where nothing did.
fn verdict(attempt: &Attempt) -> Option<Verdict> {
    let (socket, target) = (&attempt.socket, attempt.shot.target.ip());
    if let Some(queued) = queue::take(socket.as_fd()) {
        let own = queued.by == Some(attempt.source) && queued.by != Some(target);
        return Some(of_icmp(target, Proto::Udp, &Complaint { icmp: queued.icmp, by: queued.by, own }));
    }
    let mut byte = [std::mem::MaybeUninit::uninit(); 1];
    // Who else sends something to this port does not answer for the target.
    for _ in 0..FOREIGN {
        let (_, from) = socket.recv_from(&mut byte).ok()?;
        if from.as_socket().is_some_and(|from| from.ip() == target) {
            return Some(Verdict::of(State::Open, Reason::UdpResponse));
        }
    }
    None
}
