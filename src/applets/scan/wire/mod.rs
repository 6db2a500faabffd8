//! Probes on the wire: what sends them, and what their answers are.
//!
//! ```text
//! connect   TCP by the system's own connect; causes from the error queue of the socket; no privilege
//! queue     the error queue (ip(7), ipv6(7): IP_RECVERR)
//! syn       TCP by raw sockets: half a handshake, the answer read off the wire
//! udp       datagrams, each from a socket of its own
//! payload   what they say
//! packet    packets as bytes
//! shape     what of a SYN-ACK depends on the system that made it
//! bulk      many packets with one call
//! option    options of sockets
//! link      links of this machine and their networks
//! arp       who has an address of such a network; icmp: who answers an echo, and neighbours of IPv6
//! ```
//! A transport owns what is under way; whoever drives it owns the clock, the epoll and the timers.

pub mod arp;
pub mod bulk;
pub mod connect;
pub mod icmp;
pub mod link;
pub mod option;
pub mod packet;
pub mod payload;
pub mod queue;
pub mod shape;
pub mod syn;
pub mod udp;

use std::net::SocketAddr;
use std::time::Duration;

use mio::{Registry, Token};

use super::schedule::{Detail, Heard, Probe, Signs};
use super::verdict::Ruling;

/// A probe and where it goes.
#[derive(Debug, Clone, Copy)]
pub struct Shot {
    /// Which.
    pub probe: Probe,
    /// Address, port and link.
    pub target: SocketAddr,
}

/// What became of a probe that was to be sent.
#[derive(Debug)]
pub enum Sent {
    /// It is under way; the number is for giving it up.
    Away(u32),
    /// It is answered already.
    Answered(Answer),
}

/// What a probe brought.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// Which.
    pub probe: Probe,
    /// What it means.
    pub ruling: Ruling,
    /// Round trip and the like.
    pub detail: Detail,
    /// Whether it was still waited for.
    pub heard: Heard,
}

/// What was seen of a port after it was found open.
#[derive(Debug, Clone, Copy)]
pub struct Sequel {
    /// Which probe found it.
    pub probe: Probe,
    /// What was seen.
    pub signs: Signs,
}

/// What is heard, to be read out by the driver.
#[derive(Debug, Default)]
pub struct Heap {
    /// Answers.
    pub answers: Vec<Answer>,
    /// What came after them.
    pub sequels: Vec<Sequel>,
}

/// A way to probe ports.
pub trait Transport {
    /// Sends a probe at `now`, the time since the beginning.
    fn send(&mut self, shot: &Shot, registry: &Registry, now: Duration) -> Sent;

    /// Sends what was put together for sending at once, if anything.
    fn flush(&mut self, now: Duration, heap: &mut Heap);

    /// Something happened at one of its descriptors.
    fn ready(&mut self, token: Token, now: Duration, heap: &mut Heap);

    /// Looks after what has a time of its own; when that is next.
    fn tend(&mut self, now: Duration, heap: &mut Heap) -> Option<Duration>;

    /// No longer waits for a probe; whether it was still waited for.
    fn give_up(&mut self, slot: u32, probe: Probe) -> bool;
}
