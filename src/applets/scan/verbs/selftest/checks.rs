//! What is tried, each with what it means for a scan and what would mend it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};
use std::os::fd::AsFd as _;

use rustix::process::{Resource, getrlimit};
use serde::Serialize;
use socket2::{Domain, Protocol, Socket, Type};

use super::Standing;
use super::Standing::{Good, Limited, Missing};
use crate::applets::scan::hosts::Family;
use crate::applets::scan::privilege::with_raw_sockets;
use crate::applets::scan::timing::Profile;
use crate::applets::scan::wire::icmp::{Kind, Pinger};
use crate::applets::scan::wire::{arp::Arp, option, queue, syn};

/// One thing that was tried.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    /// What.
    pub(super) what: &'static str,
    /// How it stands.
    #[serde(rename = "is")]
    pub(super) standing: Standing,
    /// What was found.
    pub(super) found: String,
    /// What that means for a scan.
    pub(super) means: &'static str,
    /// What mends it; none where nothing is to be mended.
    pub(super) fix: Option<String>,
}

const SETCAP: &str = "sudo setcap cap_net_raw+p \"$(readlink -f \"$(command -v toolbox)\")\"";

impl Check {
    fn good(what: &'static str, found: impl Into<String>, means: &'static str) -> Self {
        Self { what, standing: Good, found: found.into(), means, fix: None }
    }

    fn poor(
        (what, standing): (&'static str, Standing),
        found: impl Into<String>,
        means: &'static str,
        fix: impl Into<String>,
    ) -> Self {
        Self { what, standing, found: found.into(), means, fix: Some(fix.into()) }
    }
}

/// Tries everything.
pub(super) fn all() -> Vec<Check> {
    let mut checks = vec![raw_sockets(), neighbours(), tcp_causes(), udp_causes()];
    checks.extend([echo(Family::V4), echo(Family::V6), ipv6(), files()]);
    checks.extend([source_ports(), inbox()].into_iter().flatten());
    checks.extend([connections(), table_of_neighbours(), errors_here()].into_iter().flatten());
    checks
}

/// The whole numbers in a file of the system; none where it has no such file.
fn numbers(path: &str) -> Option<Vec<u64>> {
    let text = std::fs::read_to_string(path).ok()?;
    text.split_whitespace().map(|word| word.parse().ok()).collect()
}

fn number(path: &str) -> Option<u64> {
    numbers(path)?.first().copied()
}

fn raw_sockets() -> Check {
    let open = |domain| Socket::new(domain, Type::RAW.cloexec(), Some(Protocol::TCP));
    let what = "raw sockets";
    match with_raw_sockets(|| open(Domain::IPV4)) {
        Ok(_) => Check::good(what, "granted: -sS is the default", "SYN scans, times to live, windows and options"),
        Err(error) => Check::poor(
            (what, Missing),
            format!("{error}: -sT is the default"),
            "states and causes are the same by connect; times to live and the shape of answers (-O) are missing",
            SETCAP,
        ),
    }
}

fn neighbours() -> Check {
    let what = "ARP and NDP";
    // Number 0 is every link: a socket that is bound to none in particular.
    let tried = with_raw_sockets(|| Arp::open(0).map(drop).and_then(|()| Pinger::of(Family::V6, Kind::Raw).map(drop)));
    match tried {
        Ok(()) => Check::good(what, "granted", "neighbours are found whatever their firewalls let through"),
        Err(error) => Check::poor(
            (what, Missing),
            error.to_string(),
            "neighbours are found by ports of TCP alone, and those that drop all look as if they were not there",
            SETCAP,
        ),
    }
}

/// The release of Linux that first keeps messages of ICMP for connection attempts, as far as is known.
const KEEPS_CAUSES: (u32, u32) = (5, 12);

fn tcp_causes() -> Check {
    let what = "causes of refusals, TCP";
    let means = "a firewall's reject is told from a closed port, with who said so";
    let release = rustix::system::uname().release().to_string_lossy().into_owned();
    let mut parts = release.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if version >= KEEPS_CAUSES {
        return Check::good(what, format!("kept on error queues by Linux {release}"), means);
    }
    let found = format!("Linux {release} may not keep them");
    Check::poor(
        (what, Limited),
        found,
        "a firewall's reject may look like a closed port by connect",
        "use -sS, or a kernel of 5.12 or later",
    )
}

fn udp_causes() -> Check {
    let what = "causes of refusals, UDP";
    match refused_datagram() {
        Ok(by) => Check::good(
            what,
            format!("read from an error queue: refused by {by}"),
            "closed ports of UDP are told from silent ones",
        ),
        Err(error) => Check::poor(
            (what, Missing),
            error.to_string(),
            "closed ports of UDP look like silent ones",
            "let messages of ICMP pass on loopback, and recvmsg(MSG_ERRQUEUE) in the sandbox",
        ),
    }
}

/// Sends a datagram to a port of loopback that nobody has; who refused it.
fn refused_datagram() -> io::Result<IpAddr> {
    let taken = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    let target = taken.local_addr()?;
    drop(taken);
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    option::set(socket.as_fd(), libc::IPPROTO_IP, libc::IP_RECVERR, 1)?;
    socket.connect(target)?;
    socket.send(b"scan selftest")?;
    // On loopback the message is there when the call returns.
    let queued = queue::take(socket.as_fd()).and_then(|queued| queued.by);
    queued.ok_or_else(|| io::Error::other("no message came for a datagram to a closed port of loopback"))
}

fn echo(family: Family) -> Check {
    let what = if family == Family::V6 { "echo, IPv6" } else { "echo, IPv4" };
    let means = "hosts beyond routers are found that have no port open";
    if with_raw_sockets(|| Pinger::of(family, Kind::Raw)).is_ok() {
        return Check::good(what, "by raw sockets", means);
    }
    match Pinger::of(family, Kind::Echo) {
        Ok(_) => Check::good(what, "without privilege, by net.ipv4.ping_group_range", means),
        Err(error) => {
            let range = std::fs::read_to_string("/proc/sys/net/ipv4/ping_group_range").unwrap_or_default();
            let group = rustix::process::getegid().as_raw();
            let found =
                format!("{error}; ping_group_range is {}", range.split_whitespace().collect::<Vec<_>>().join(" "));
            let fix = format!("sudo sysctl net.ipv4.ping_group_range=\"{group} {group}\"");
            Check::poor((what, Missing), found, "hosts are looked for at ports of TCP alone", fix)
        }
    }
}

fn ipv6() -> Check {
    let what = "IPv6";
    // The first address of documentation (RFC 3849); connecting a socket of UDP sends nothing.
    let somewhere = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
    let route = UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0)).and_then(|socket| {
        socket.connect((somewhere, 9))?;
        socket.local_addr()
    });
    match route {
        Ok(from) => Check::good(what, format!("a route, from {}", from.ip()), "targets of IPv6 can be reached"),
        Err(error) => Check::poor(
            (what, Limited),
            format!("no route beyond this network: {error}"),
            "targets of IPv6 beyond this network are errors",
            "an address and a route of IPv6, or targets of IPv4 (-4)",
        ),
    }
}

fn files() -> Check {
    let what = "open files";
    let limit = getrlimit(Resource::Nofile).maximum.unwrap_or(u64::MAX);
    let wanted = u64::from(Profile::of(5).inflight);
    let means = "connects under way at once";
    if limit >= wanted {
        return Check::good(what, format!("{limit} at most"), means);
    }
    let found = format!("{limit} at most; -T5 has {wanted} connects under way");
    Check::poor(
        (what, Limited),
        found,
        "by connect fewer ports are under way at once: slower, and nothing else",
        "ulimit -Hn 16384, or LimitNOFILE= of its service",
    )
}

fn source_ports() -> Option<Check> {
    let what = "source ports";
    let range = numbers("/proc/sys/net/ipv4/ip_local_port_range")?;
    let (first, last) = (range.first()?, range.get(1)?);
    let ours = u64::from(syn::FIRST_PORT);
    let found = format!("connections take {first} to {last}, SYN scans {ours} and up");
    Some(if *last < ours {
        Check::good(what, found, "the answers of a SYN scan belong to it alone")
    } else {
        Check::poor(
            (what, Limited),
            found,
            "a SYN scan may share a source port with a connection of this machine",
            format!("sudo sysctl net.ipv4.ip_local_port_range=\"{first} {}\"", ours - 1),
        )
    })
}

/// A burst of answers to every port of a host, each with the room that the system charges for a small packet.
const BURST_BYTES: u64 = 8 << 20;

fn inbox() -> Option<Check> {
    let what = "room for answers";
    let most = number("/proc/sys/net/core/rmem_max")?;
    let socket = Socket::new(Domain::IPV4, Type::DGRAM.cloexec(), None).ok()?;
    option::large_inbox(&socket);
    // The system doubles what is asked for, and tells the double (socket(7)).
    let granted = socket.recv_buffer_size().ok()? as u64 / 2;
    let found = format!("{} KiB granted", granted >> 10);
    Some(if granted >= BURST_BYTES {
        Check::good(what, found, "bursts of answers to raw sockets are kept")
    } else {
        let fix = format!("sudo sysctl net.core.rmem_max={BURST_BYTES} (now {most})");
        Check::poor(
            (what, Limited),
            found,
            "bursts of answers to raw sockets may be dropped here, and are asked for again",
            fix,
        )
    })
}

/// Probes of a fast scan within the two minutes for which Linux keeps the state of an unanswered SYN.
const TRACKED: u64 = 262_144;

fn connections() -> Option<Check> {
    let what = "tracked connections";
    let most = number("/proc/sys/net/netfilter/nf_conntrack_max")?;
    let now = number("/proc/sys/net/netfilter/nf_conntrack_count").unwrap_or_default();
    let found = format!("{now} of {most}");
    Some(if most >= TRACKED {
        Check::good(what, found, "this machine's firewall has room for the probes of a scan")
    } else {
        Check::poor(
            (what, Limited),
            found,
            "probes to many silent ports may fill the table of this machine's firewall, and those beyond look silent",
            format!("sudo sysctl net.netfilter.nf_conntrack_max={TRACKED}, or notrack for the scan, or --rate 500"),
        )
    })
}

fn table_of_neighbours() -> Option<Check> {
    let what = "table of neighbours";
    let most = number("/proc/sys/net/ipv4/neigh/default/gc_thresh3")?;
    let found = format!("{most} places");
    // Twice a /24, and whoever else this machine speaks to.
    Some(if most >= 1024 {
        Check::good(what, found, "at most 128 hosts are under way at once; ARP and NDP of a search do not touch it")
    } else {
        let fix = "sudo sysctl net.ipv4.neigh.default.gc_thresh3=1024";
        Check::poor((what, Limited), found, "scans of silent neighbours may fill it, and cut this machine off", fix)
    })
}

fn errors_here() -> Option<Check> {
    let rate = number("/proc/sys/net/ipv4/icmp_ratelimit")?;
    let found = format!("one message of ICMP in {rate} ms to a peer");
    Some(Check::good("rations of this machine", found, "closed ports of UDP of a system like this tell no faster"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_tried_and_what_is_not_good_has_a_fix() {
        let checks = all();
        assert!(checks.len() >= 8, "{checks:?}");
        for check in &checks {
            assert_eq!(check.standing == Good, check.fix.is_none(), "{check:?}");
            assert!(!check.found.is_empty() && !check.means.ends_with('.'), "{check:?}");
        }
    }

    #[test]
    fn a_datagram_to_a_closed_port_is_refused_by_loopback() {
        assert_eq!(refused_datagram().unwrap(), IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
}
