//! TCP by raw sockets: a SYN of our own, and the answer read off the wire. Half of a handshake, and twice as fast.
//!
//! - The system makes the header of IP, finds the route and the neighbour; packets of our own on a link would miss
//!   loopback and tunnels.
//! - The sequence number is a keyed hash of both ends (SipHash-1-3, a key for each run): an answer that acknowledges it is
//!   an answer to us. Nothing that somebody sends unasked is believed.
//! - The source port tells the try: a late answer to the first is not taken for one to the second (Karn's rule).
//! - The system knows nothing of the connection and resets it when a SYN-ACK comes, which frees the other side.
//! - A filter in the system (classic BPF) lets through what comes to our ports with RST or SYN-ACK and nothing else.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::os::fd::{AsFd, AsRawFd};
use std::time::Duration;

use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use socket2::{Domain, Protocol, Socket, Type};

use super::bulk::{AT_ONCE, Inbox, Incoming, Outbox, raw_address};
use super::packet::{self, ACK, RST, SYN, Segment, TCP_CHECKSUM};
use super::shape::Shape;
use super::{Answer, Heap, Sent, Shot, Transport, option};
use crate::applets::scan::hosts::Target;
use crate::applets::scan::loss::MOST_TRIES;
use crate::applets::scan::ports::{Port, Proto};
use crate::applets::scan::schedule::{Detail, Heard, Probe, Signs};
use crate::applets::scan::verdict::{Complaint, Reason, Ruling, State, Verdict, of_icmp, of_send};
use crate::kit::random::Random;

/// Source ports are taken from here on: above those that Linux gives to connections by default (up to 60999).
pub const FIRST_PORT: u16 = 61_000;

/// How many blocks of source ports there are to choose from.
const BLOCKS: u64 = 250;

/// A port for each try, and one for canaries.
const BLOCK: u16 = MOST_TRIES as u16 + 4;

/// What the system keeps of what we send, as far as it lets us.
const OUTBOX_BYTES: usize = 8 << 20;

/// `ICMP_FILTER`, raw(7).
const ICMP_FILTER: i32 = 1;
/// `ICMP6_FILTER`, RFC 3542 section 3.2.
const ICMP6_FILTER: i32 = 1;
/// `SOL_RAW`.
const SOL_RAW: i32 = 255;

/// Tokens of the four sockets.
const TOKENS: [usize; 4] = [0, 1, 2, 3];

/// The sockets of one family.
#[derive(Debug)]
struct Wire {
    tcp: Socket,
    icmp: Socket,
    outbox: Outbox,
    /// What waits in the outbox, in the same order.
    waiting: Vec<Shot>,
}

#[derive(Debug, Clone, Copy)]
struct Flight {
    attempt: u8,
    left_at: Duration,
}

/// The transport.
pub struct Syn {
    wires: [Option<Wire>; 2],
    is_registered: bool,
    inbox: Inbox,
    secret: RandomState,
    base: u16,
    flights: HashMap<(u32, u32), Flight, ahash::RandomState>,
    hosts: HashMap<IpAddr, u32, ahash::RandomState>,
    ports: Vec<u32>,
    sources: HashMap<IpAddr, IpAddr, ahash::RandomState>,
    source: Option<SocketAddr>,
}

/// No port of the scan.
const NO_PORT: u32 = u32::MAX;

impl Syn {
    /// Opens what is needed for `targets`.
    ///
    /// # Errors
    /// What the system says: without the right to raw sockets, that it is not permitted.
    pub fn open(targets: &[Target], ports: &[Port], source: Option<SocketAddr>) -> io::Result<Self> {
        let base = FIRST_PORT + Random::from_system().below(BLOCKS) as u16 * BLOCK;
        let needs = |v6: bool| targets.iter().any(|target| target.address.is_ipv6() == v6);
        let wire = |v6: bool| needs(v6).then(|| Wire::open(v6, base, source)).transpose();
        let mut index = vec![NO_PORT; usize::from(u16::MAX) + 1];
        for (place, port) in ports.iter().enumerate().filter(|(_, port)| port.proto == Proto::Tcp) {
            index[usize::from(port.number)] = place as u32;
        }
        let hosts = targets.iter().enumerate().map(|(place, target)| (target.address, place as u32));
        Ok(Self {
            wires: [wire(false)?, wire(true)?],
            is_registered: false,
            inbox: Inbox::default(),
            secret: RandomState::new(),
            base,
            flights: HashMap::default(),
            hosts: hosts.collect(),
            ports: index,
            sources: HashMap::default(),
            source,
        })
    }

    /// The sequence number of a probe: what its answer must acknowledge, less one.
    fn cookie(&self, to: IpAddr, to_port: u16, from_port: u16) -> u32 {
        self.secret.hash_one((to, to_port, from_port)) as u32
    }

    /// The address that the system would send from.
    fn source_of(&mut self, target: &SocketAddr) -> io::Result<IpAddr> {
        if let Some(source) = self.source.filter(|source| source.is_ipv4() == target.is_ipv4()) {
            return Ok(source.ip());
        }
        if let Some(source) = self.sources.get(&target.ip()) {
            return Ok(*source);
        }
        let any: IpAddr = if target.is_ipv4() { [0, 0, 0, 0].into() } else { [0_u16; 8].into() };
        let socket = UdpSocket::bind((any, 0))?;
        // Connecting a socket of UDP sends nothing; any port but 0 does.
        let mut somewhere = *target;
        somewhere.set_port(9);
        socket.connect(somewhere)?;
        let source = socket.local_addr()?.ip();
        self.sources.insert(target.ip(), source);
        Ok(source)
    }

    fn prepare(&mut self, shot: &Shot, now: Duration) -> Result<(), i32> {
        let os = |error: io::Error| error.raw_os_error().unwrap_or(libc::EINVAL);
        let source = self.source_of(&shot.target).map_err(os)?;
        let from = self.base + u16::from(shot.probe.attempt.min(MOST_TRIES));
        let sequence = self.cookie(shot.target.ip(), shot.target.port(), from);
        let mut bytes = packet::syn(from, shot.target.port(), sequence);
        if let (IpAddr::V4(source), IpAddr::V4(to)) = (source, shot.target.ip()) {
            let sum = packet::tcp_checksum(source, to, &bytes);
            bytes[TCP_CHECKSUM..TCP_CHECKSUM + 2].copy_from_slice(&sum.to_be_bytes());
        }
        let Some(wire) = &mut self.wires[usize::from(shot.target.is_ipv6())] else { return Err(libc::EAFNOSUPPORT) };
        wire.outbox.add(bytes, &raw_address(&shot.target));
        wire.waiting.push(*shot);
        let flight = Flight { attempt: shot.probe.attempt, left_at: now };
        self.flights.insert((shot.probe.host, shot.probe.port), flight);
        Ok(())
    }

    fn register(&mut self, registry: &Registry) -> Result<(), i32> {
        let sockets = self.wires.iter().flatten().flat_map(|wire| [&wire.tcp, &wire.icmp]);
        let names = self.wires.iter().enumerate().filter(|(_, wire)| wire.is_some());
        let tokens = names.flat_map(|(family, _)| [TOKENS[family * 2], TOKENS[family * 2 + 1]]);
        for (socket, token) in sockets.zip(tokens) {
            let result = registry.register(&mut SourceFd(&socket.as_raw_fd()), Token(token), Interest::READABLE);
            result.map_err(|error| error.raw_os_error().unwrap_or(libc::EINVAL))?;
        }
        self.is_registered = true;
        Ok(())
    }

    /// The probe that a port of ours and a port of a host belong to.
    fn probe(&self, host: IpAddr, port: u16, own_port: u16) -> Option<Probe> {
        let attempt = own_port.checked_sub(self.base).filter(|attempt| *attempt < BLOCK)? as u8;
        let host = *self.hosts.get(&host)?;
        let port = Some(self.ports[usize::from(port)]).filter(|port| *port != NO_PORT)?;
        Some(Probe { host, port, attempt })
    }

    fn segment(&mut self, from: IpAddr, seen: &Seen, now: Duration, heap: &mut Heap) {
        let Seen { ttl, segment, shape } = *seen;
        let expected = self.cookie(from, segment.from, segment.to).wrapping_add(1);
        if segment.flags & ACK == 0 || segment.acknowledged != expected {
            return;
        }
        let (state, reason) = match segment.flags & (SYN | RST) {
            SYN => (State::Open, Reason::SynAck),
            RST => (State::Closed, Reason::TcpRst),
            _ => return,
        };
        let Some(probe) = self.probe(from, segment.from, segment.to) else { return };
        let signs = Signs {
            shut_window: state == State::Open && segment.window == 0,
            shape: shape.filter(|_| state == State::Open),
            ..Signs::default()
        };
        self.answer(probe, Verdict::of(state, reason), Detail { trip: None, ttl, signs }, now, heap);
    }

    fn message(&mut self, by: IpAddr, quote: &packet::Quote, now: Duration, heap: &mut Heap) {
        let is_ours = quote.protocol == 6 && quote.sequence == self.cookie(quote.to, quote.to_port, quote.from_port);
        let Some(probe) = self.probe(quote.to, quote.to_port, quote.from_port).filter(|_| is_ours) else { return };
        let own = self.sources.get(&quote.to).copied().or(self.source.map(|source| source.ip()));
        let own = own == Some(by) && by != quote.to;
        let verdict = of_icmp(quote.to, Proto::Tcp, &Complaint { icmp: quote.icmp, by: Some(by), own });
        self.answer(probe, verdict, Detail::default(), now, heap);
    }

    fn answer(&mut self, probe: Probe, verdict: Verdict, mut detail: Detail, now: Duration, heap: &mut Heap) {
        let key = (probe.host, probe.port);
        let flight = self.flights.get(&key).filter(|flight| flight.attempt == probe.attempt);
        let heard = match flight {
            Some(flight) => {
                detail.trip = Some(now.saturating_sub(flight.left_at));
                self.flights.remove(&key);
                Heard::InTime
            }
            None => Heard::Late,
        };
        heap.answers.push(Answer { probe, ruling: Ruling::Known(verdict), detail, heard });
    }

    /// Reads out a socket.
    fn drain(&mut self, family: usize, kind: Kind, now: Duration, heap: &mut Heap) {
        let mut inbox = std::mem::take(&mut self.inbox);
        while let Some(wire) = &self.wires[family] {
            let socket = match kind {
                Kind::Tcp => &wire.tcp,
                Kind::Icmp => &wire.icmp,
            };
            let mut packets: Vec<Came> = Vec::with_capacity(AT_ONCE);
            let came = inbox.receive(socket.as_fd(), |packet| packets.extend(read(family == 1, kind, &packet)));
            for packet in packets {
                match packet {
                    Came::Segment(from, seen) => self.segment(from, &seen, now, heap),
                    Came::Message(by, quote) => self.message(by, &quote, now, heap),
                }
            }
            if came.is_err() || came.is_ok_and(|count| count < AT_ONCE) {
                break;
            }
        }
        self.inbox = inbox;
    }
}

/// Which of the sockets of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tcp,
    Icmp,
}

/// What came.
enum Came {
    Segment(IpAddr, Seen),
    Message(IpAddr, packet::Quote),
}

/// A segment, and what else is seen of it.
struct Seen {
    ttl: Option<u8>,
    segment: Segment,
    shape: Option<Shape>,
}

/// Raw sockets of IPv4 give the header of IP as well, those of IPv6 do not (raw(7), RFC 3542 section 3).
fn read(v6: bool, kind: Kind, packet: &Incoming) -> Option<Came> {
    let outer = if v6 { None } else { Some(packet::packet4(packet.bytes)?) };
    let (ttl, body) = outer.map_or((packet.hops, packet.bytes), |outer| (Some(outer.ttl), outer.body));
    match kind {
        Kind::Tcp => {
            let segment = packet::segment(body)?;
            // Resets are many, and their shape tells nothing.
            let shape = (segment.flags & RST == 0).then(|| Shape::of(body, outer.as_ref())).flatten();
            Some(Came::Segment(packet.from, Seen { ttl, segment, shape }))
        }
        Kind::Icmp => {
            let quote = if v6 { packet::quote6(body) } else { packet::quote4(body) };
            quote.map(|quote| Came::Message(packet.from, quote))
        }
    }
}

impl Wire {
    /// Opens both sockets; what is sent leaves from `source`, where one is named.
    fn open(v6: bool, base: u16, source: Option<SocketAddr>) -> io::Result<Self> {
        let (domain, icmp) = if v6 { (Domain::IPV6, Protocol::ICMPV6) } else { (Domain::IPV4, Protocol::ICMPV4) };
        let raw = |protocol| Socket::new(domain, Type::RAW.nonblocking().cloexec(), Some(protocol));
        let tcp = raw(Protocol::TCP)?;
        filter(&tcp, v6, base)?;
        // The checksum is of the address that the system sends from: of this one then, and of no other.
        if let Some(source) = source.filter(|source| source.is_ipv6() == v6) {
            tcp.bind(&source.into())?;
        }
        option::large_inbox(&tcp);
        let _ = tcp.set_send_buffer_size(OUTBOX_BYTES);
        let icmp = raw(icmp)?;
        if v6 {
            option::set(tcp.as_fd(), libc::IPPROTO_IPV6, libc::IPV6_CHECKSUM, TCP_CHECKSUM as i32)?;
            option::set(tcp.as_fd(), libc::IPPROTO_IPV6, libc::IPV6_RECVHOPLIMIT, 1)?;
            // A set bit blocks: all but unreachable (1), time exceeded (3) and parameter problem (4).
            let mut blocked = [u32::MAX; 8];
            blocked[0] &= !(1 << 1 | 1 << 3 | 1 << 4);
            option::set_raw(icmp.as_fd(), (libc::IPPROTO_ICMPV6, ICMP6_FILTER), &blocked)?;
        } else {
            // The same: unreachable (3), time exceeded (11), parameter problem (12).
            let blocked = !(1_i32 << 3 | 1 << 11 | 1 << 12);
            option::set(icmp.as_fd(), SOL_RAW, ICMP_FILTER, blocked)?;
        }
        Ok(Self { tcp, icmp, outbox: Outbox::default(), waiting: Vec::new() })
    }
}

/// Lets through what comes to our ports with RST, or with SYN and ACK.
fn filter(socket: &Socket, v6: bool, base: u16) -> io::Result<()> {
    use libc::{
        BPF_ABS, BPF_ALU, BPF_AND, BPF_B, BPF_H, BPF_IND, BPF_JEQ, BPF_JGE, BPF_JGT, BPF_JMP, BPF_JSET, BPF_K, BPF_LD,
        BPF_LDX, BPF_MSH, BPF_RET,
    };
    let make = |code: u32, k: u32, jt: u8, jf: u8| libc::sock_filter { code: code as u16, jt, jf, k };
    // With IPv4 the header of IP stands in front, whose length is found first; it is kept in the index register.
    let load = if v6 { BPF_ABS } else { BPF_IND };
    let last = u32::from(base + BLOCK - 1);
    let both = u32::from(SYN | ACK);
    let mut program = vec![
        make(BPF_LDX | BPF_B | BPF_MSH, 0, 0, 0),
        make(BPF_LD | BPF_H | load, 2, 0, 0),
        make(BPF_JMP | BPF_JGE | BPF_K, base.into(), 0, 6),
        make(BPF_JMP | BPF_JGT | BPF_K, last, 5, 0),
        make(BPF_LD | BPF_B | load, 13, 0, 0),
        make(BPF_JMP | BPF_JSET | BPF_K, RST.into(), 2, 0),
        make(BPF_ALU | BPF_AND | BPF_K, both, 0, 0),
        make(BPF_JMP | BPF_JEQ | BPF_K, both, 0, 1),
        make(BPF_RET | BPF_K, u32::MAX, 0, 0),
        make(BPF_RET | BPF_K, 0, 0, 0),
    ];
    let program = libc::sock_fprog { len: program.len() as u16, filter: program.as_mut_ptr() };
    option::set_raw(socket.as_fd(), (libc::SOL_SOCKET, libc::SO_ATTACH_FILTER), &program)
}

impl Transport for Syn {
    fn send(&mut self, shot: &Shot, registry: &Registry, now: Duration) -> Sent {
        let ready = if self.is_registered { Ok(()) } else { self.register(registry) };
        match ready.and_then(|()| self.prepare(shot, now)) {
            Ok(()) => Sent::Away(0),
            Err(errno) => {
                let detail = Detail::default();
                Sent::Answered(Answer { probe: shot.probe, ruling: of_send(errno), detail, heard: Heard::InTime })
            }
        }
    }

    fn flush(&mut self, _now: Duration, heap: &mut Heap) {
        for wire in self.wires.iter_mut().flatten() {
            let Wire { tcp, outbox, waiting, .. } = wire;
            outbox.flush(tcp.as_fd(), |place, errno| {
                let probe = waiting[place].probe;
                self.flights.remove(&(probe.host, probe.port));
                let detail = Detail::default();
                heap.answers.push(Answer { probe, ruling: of_send(errno), detail, heard: Heard::InTime });
            });
            waiting.clear();
        }
    }

    fn ready(&mut self, token: Token, now: Duration, heap: &mut Heap) {
        let kind = if token.0.is_multiple_of(2) { Kind::Tcp } else { Kind::Icmp };
        self.drain(token.0 / 2, kind, now, heap);
    }

    fn tend(&mut self, _now: Duration, _heap: &mut Heap) -> Option<Duration> {
        None
    }

    fn give_up(&mut self, _slot: u32, probe: Probe) -> bool {
        let key = (probe.host, probe.port);
        let waits = self.flights.get(&key).is_some_and(|flight| flight.attempt == probe.attempt);
        if waits {
            self.flights.remove(&key);
        }
        waits
    }
}
