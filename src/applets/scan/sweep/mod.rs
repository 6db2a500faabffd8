//! Who is there, before anything is asked of a port: neighbours by ARP and NDP, everybody else by an echo of ICMP.
//!
//! ```text
//! guests (links → ways) → turns: whom to ask next ─→ arp, icmp: questions out, answers in ─→ fates
//! ```
//! A neighbour that does not answer ARP or NDP is not there: no packet could reach it. Of others silence says nothing, and
//! they are left to ports of TCP. Questions go past the system's table of neighbours, which a sweep would fill; an echo to a
//! neighbour has to go through it, and few are sent. Where ARP may not be spoken, the system is made to speak it, for as many
//! at once as its table bears (`table`). This machine's own addresses are nobody's neighbours.

mod guests;
mod table;
pub mod turns;

use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::os::fd::AsFd as _;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio_util::sync::CancellationToken;

use self::guests::{Guests, zone};
pub use self::turns::Tries;
use self::turns::{Turn, Turns};
use super::gauges::Gauges;
use super::hosts::{Family, Target};
use super::ports::Proto;
use super::timing::Profile;
use super::verdict::{Complaint, Reason, State, of_icmp};
use super::wire::arp::request;
use super::wire::icmp::{Came, Kind, Pinger};
use super::wire::link::Mac;

/// How long it sleeps at most: so long a signal may take to be seen.
const NAP: Duration = Duration::from_millis(100);

/// Questions between two looks at what came back.
const BATCH: usize = 64;

/// The system is made to look for so many neighbours a second at most.
const TABLE_RATE: f64 = 5000.0;

/// What a host is asked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Neighbours of IPv4.
    Arp,
    /// Neighbours of IPv6.
    Ndp,
    /// An echo of ICMP.
    Echo,
}

impl Way {
    /// Its word on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arp => "arp",
            Self::Ndp => "ndp",
            Self::Echo => "echo",
        }
    }
}

/// Why a host was not asked by the ways that were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unasked {
    /// It is this machine.
    Own,
    /// It is nobody's neighbour here: ARP and NDP end at routers.
    Beyond,
    /// The system knows the neighbour, and does not ask again for a while: it was there some minutes ago at most.
    Known(Mac),
}

/// What came of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Silence says nothing, or there was no way to ask.
    Unheard,
    /// It was not asked, for this reason.
    Unasked(Unasked),
    /// It was heard.
    Here {
        /// What proves it: `arp-reply`, `ndp-reply`, `echo-reply`, or the word of a message of ICMP.
        why: &'static str,
        /// Its hardware address, where it said so.
        mac: Option<Mac>,
        /// The round trip, where it is certain.
        trip: Option<Duration>,
        /// How often it was asked.
        tries: u8,
    },
    /// It is not there.
    Missing {
        /// Why.
        reason: Reason,
        /// How often it was asked.
        tries: u8,
    },
}

/// What came of all.
#[derive(Debug, Default)]
pub struct Swept {
    /// For each target.
    pub fates: Vec<Fate>,
    /// How many questions were sent, and how many of them were no first ones.
    pub sent: (u64, u64),
    /// Whether it came to its end.
    pub is_whole: bool,
}

/// How a sweep is made.
#[derive(Debug, Clone)]
pub struct Manner<'a> {
    /// The ways that may be used; which fit is found out for each target.
    pub ways: &'a [Way],
    /// How fast.
    pub profile: Profile,
    /// How often silence must be met.
    pub tries: Tries,
    /// The address to ask from.
    pub source: Option<IpAddr>,
    /// Whether the system may be made to look for neighbours where ARP may not be spoken: it is believed after two of its
    /// questions, which is enough to look for hosts and too little to decide on their ports.
    pub uses_table: bool,
}

struct Sweep<'a> {
    targets: &'a [Target],
    guests: Guests,
    rate: f64,
    turns: Turns,
    swept: Swept,
    began: Instant,
}

/// Asks every target that one of the ways fits. The sockets are opened at once, on the calling thread.
pub fn prepare<'a>(
    targets: &'a [Target],
    manner: &Manner,
) -> impl FnOnce(&Gauges, &CancellationToken) -> Swept + use<'a> {
    let mut sweep = Sweep::prepare(targets, manner);
    move |gauges, stop| {
        sweep.run(gauges, stop);
        sweep.conclude()
    }
}

/// Whether these ways can be had at all.
///
/// # Errors
/// The first that cannot, and what the system says.
pub fn check(ways: &[Way]) -> Result<(), (Way, std::io::Error)> {
    for way in ways {
        let opened = match way {
            // Where it may not be spoken, the system speaks it.
            Way::Arp => continue,
            Way::Ndp => Pinger::of(Family::V6, Kind::Raw),
            Way::Echo => Pinger::open(Family::V4).or_else(|_| Pinger::open(Family::V6)),
        };
        opened.map_err(|error| (*way, error))?;
    }
    Ok(())
}

impl<'a> Sweep<'a> {
    fn prepare(targets: &'a [Target], manner: &Manner) -> Self {
        let guests = Guests::of(targets, manner);
        let mut fates = vec![Fate::Unheard; targets.len()];
        for (place, why) in &guests.unasked {
            fates[*place] = Fate::Unasked(*why);
        }
        Self {
            targets,
            rate: manner.profile.rate.unwrap_or(TABLE_RATE).min(TABLE_RATE),
            turns: Turns::new(guests.list.len(), manner.tries, &manner.profile),
            guests,
            swept: Swept { fates, is_whole: true, ..Swept::default() },
            began: Instant::now(),
        }
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn run(&mut self, gauges: &Gauges, stop: &CancellationToken) {
        self.look_up(gauges, stop);
        while !self.guests.list.is_empty() {
            if stop.is_cancelled() {
                self.swept.is_whole = false;
                return;
            }
            let mut wait = Duration::ZERO;
            for _ in 0..BATCH {
                let now = self.now();
                match self.turns.next(now) {
                    Turn::Ask(guest, attempt) => {
                        gauges.sent.add(1);
                        self.ask(guest, attempt);
                    }
                    Turn::Wait(at) => {
                        wait = at.saturating_sub(now);
                        break;
                    }
                    Turn::Done => return,
                }
            }
            self.listen(wait.min(NAP));
        }
    }

    /// Has the system look for neighbours that may not be asked otherwise.
    fn look_up(&mut self, gauges: &Gauges, stop: &CancellationToken) {
        let wanted: Vec<_> = self.guests.for_the_system.iter().map(|(_, address)| *address).collect();
        if wanted.is_empty() {
            return;
        }
        let Some(known) = table::search(&wanted, self.rate, stop) else { return };
        let asked = (known.found.len() + known.missing.len()) as u64;
        gauges.sent.add(asked);
        self.swept.sent.0 += asked;
        for (place, address) in &self.guests.for_the_system {
            let fate = &mut self.swept.fates[*place];
            if let Some(mac) = known.found.get(address) {
                // How long it took the table does not tell.
                *fate = Fate::Here { why: "arp-reply", mac: Some(*mac), trip: None, tries: 1 };
            } else if let Some(mac) = known.known.get(address) {
                *fate = Fate::Unasked(Unasked::Known(*mac));
            } else if known.missing.contains(address) {
                *fate = Fate::Missing { reason: Reason::NoArp, tries: 2 };
            }
        }
    }

    fn ask(&mut self, place: u32, attempt: u8) {
        let Some(guest) = self.guests.list.get(place as usize) else { return };
        let target = &self.targets[guest.target];
        self.swept.sent.0 += 1;
        self.swept.sent.1 += u64::from(attempt > 1);
        let asked = match (guest.way, target.address, guest.own) {
            (Way::Arp, IpAddr::V4(wanted), IpAddr::V4(own)) => {
                self.guests.arps[guest.link].1.ask(&request(guest.mac, own, wanted))
            }
            (Way::Ndp, IpAddr::V6(wanted), _) => {
                let pinger = self.guests.pingers[1].as_ref();
                pinger.map_or(Ok(()), |pinger| pinger.solicit(wanted, guest.link as u32, guest.mac))
            }
            (_, address, _) => {
                let to = match address {
                    IpAddr::V4(v4) => SocketAddr::new(v4.into(), 0),
                    IpAddr::V6(v6) => SocketAddrV6::new(v6, 0, 0, target.scope).into(),
                };
                let pinger = self.guests.pingers[usize::from(address.is_ipv6())].as_ref();
                pinger.map_or(Ok(()), |pinger| pinger.ask(&to, attempt.into()))
            }
        };
        let Err(error) = asked else { return };
        // A lack of room is made up for by the next try; what cannot leave at all is for TCP to tell.
        let is_passing =
            matches!(error.raw_os_error(), Some(libc::ENOBUFS | libc::EAGAIN | libc::EINTR | libc::ENOMEM));
        tracing::debug!(target = %target.address, %error, "a question did not leave");
        if !is_passing {
            self.guests.list[place as usize].way = Way::Echo;
            self.turns.leave(place);
        }
    }

    /// Waits, and takes in what came.
    fn listen(&mut self, wait: Duration) {
        {
            let arps = self.guests.arps.iter().map(|(_, arp)| arp.as_fd());
            let pingers = self.guests.pingers.iter().flatten().map(|pinger| pinger.as_fd());
            let mut sockets: Vec<PollFd> =
                arps.chain(pingers).map(|socket| PollFd::from_borrowed_fd(socket, PollFlags::IN)).collect();
            let wait = Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: i64::from(wait.subsec_nanos()) };
            // A signal is no news: the next look sees what it asked for.
            let _ = poll(&mut sockets, Some(&wait));
        }
        let now = self.now();
        for place in 0..self.guests.arps.len() {
            while let Some((from, mac)) = self.guests.arps[place].1.next() {
                self.hear((from.into(), 0), Way::Arp, None, Some(mac), now);
            }
        }
        for family in 0..self.guests.pingers.len() {
            while let Some(came) = self.guests.pingers[family].as_ref().and_then(Pinger::next) {
                self.take(came, now);
            }
        }
    }

    fn take(&mut self, came: Came, now: Duration) {
        match came {
            Came::Echo(from, attempt) => {
                let scope = if let SocketAddr::V6(v6) = from { v6.scope_id() } else { 0 };
                self.hear((from.ip(), zone(from.ip(), scope)), Way::Echo, u8::try_from(attempt).ok(), None, now);
            }
            Came::Neighbour(address, link, mac) => {
                let address = IpAddr::from(address);
                self.hear((address, zone(address, link)), Way::Ndp, None, mac, now);
            }
            Came::Complaint { to, by, icmp } => self.complain(to, by, icmp, now),
        }
    }

    fn hear(&mut self, key: (IpAddr, u32), way: Way, attempt: Option<u8>, mac: Option<Mac>, now: Duration) {
        let Some(place) = self.guests.find(key) else { return };
        let guest = &self.guests.list[place as usize];
        // Somebody who speaks to another, or of his own accord, answers nothing; as does who was not asked yet.
        if guest.way != way || self.turns.tries(place) == 0 {
            return;
        }
        let target = guest.target;
        let (is_first, trip) = self.turns.heard(place, attempt, now);
        if is_first {
            let why = match way {
                Way::Arp => "arp-reply",
                Way::Ndp => "ndp-reply",
                Way::Echo => "echo-reply",
            };
            self.swept.fates[target] = Fate::Here { why, mac, trip, tries: self.turns.tries(place) };
        }
    }

    /// Somebody says why an echo did not arrive: the host itself, which is there then, or a router that has none such.
    fn complain(&mut self, to: IpAddr, by: IpAddr, icmp: super::verdict::Icmp, now: Duration) {
        let Some(place) = self.guests.find((to, 0)) else { return };
        let verdict = of_icmp(to, Proto::Udp, &Complaint { icmp, by: Some(by), own: false });
        let tries = self.turns.tries(place);
        let fate = if by == to {
            Fate::Here { why: verdict.reason.name(), mac: None, trip: None, tries }
        } else if verdict.state == State::Unreachable {
            Fate::Missing { reason: verdict.reason, tries }
        } else {
            return;
        };
        if self.turns.heard(place, None, now).0 {
            let target = self.guests.list[place as usize].target;
            self.swept.fates[target] = fate;
        }
    }

    /// Silence of neighbours is an answer.
    fn conclude(mut self) -> Swept {
        for (place, guest) in self.guests.list.iter().enumerate() {
            let reason = match guest.way {
                Way::Arp => Reason::NoArp,
                Way::Ndp => Reason::NoNdp,
                Way::Echo => continue,
            };
            let fate = &mut self.swept.fates[guest.target];
            if self.swept.is_whole && *fate == Fate::Unheard {
                *fate = Fate::Missing { reason, tries: self.turns.tries(place as u32) };
            }
        }
        self.swept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(address: &str) -> Target {
        Target { address: address.parse().unwrap(), scope: 0, name: None }
    }

    #[test]
    fn this_machine_is_nobodys_neighbour_and_is_left_to_tcp() {
        let targets = [target("127.0.0.1"), target("::1"), target("127.8.9.10")];
        let manner = Manner {
            ways: &[Way::Arp, Way::Ndp, Way::Echo],
            profile: Profile::of(3),
            tries: Tries::AtLeast(3),
            source: None,
            uses_table: false,
        };
        let swept = prepare(&targets, &manner)(&Gauges::default(), &CancellationToken::new());
        assert_eq!(swept.fates, vec![Fate::Unasked(Unasked::Own); 3]);
        assert_eq!((swept.sent, swept.is_whole), ((0, 0), true));
    }

    #[test]
    fn a_sweep_that_is_stopped_decides_nothing_by_silence() {
        // TEST-NET-1 (RFC 5737): nobody is there, and nothing leaves before the stop is seen.
        let targets = [target("192.0.2.1")];
        let stop = CancellationToken::new();
        stop.cancel();
        let manner = Manner {
            ways: &[Way::Echo],
            profile: Profile::of(3),
            tries: Tries::AtLeast(3),
            source: None,
            uses_table: false,
        };
        let swept = prepare(&targets, &manner)(&Gauges::default(), &stop);
        assert_eq!(swept.fates, [Fate::Unheard]);
        assert_eq!(swept.sent, (0, 0));
    }
}
