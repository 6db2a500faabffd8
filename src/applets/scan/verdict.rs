//! What a probe proves: the table from what the system or the network said to a state, a reason and who is the source.
//!
//! | what came | state | reason |
//! |---|---|---|
//! | SYN-ACK, a connection | open | `syn-ack` |
//! | RST, a refusal without a message of ICMP | closed | `tcp-rst` |
//! | ICMP port unreachable (3/3, 1/4), to TCP | filtered | `port-unreach` |
//! | the same from the target, to UDP | closed | `port-unreach` |
//! | ICMP prohibited (3/9, 3/10, 3/13, 1/1, 1/5, 1/6) | filtered | `admin-prohibited` |
//! | ICMP host unreachable (3/1, 3/7, 1/3) from a router | unreachable | `host-unreach` |
//! | the same from this machine: nobody answered ARP or NDP | unreachable | `no-arp`, `no-ndp` |
//! | the same from the target: a firewall there, for a host that speaks is reachable | filtered | `host-unreach` |
//! | ICMP network or protocol unreachable, time exceeded | filtered | `net-unreach`, `proto-unreach`, `ttl-exceeded` |
//! | any other message from this machine, about another | error | `local-policy` |
//! | no route, without a message | error | `no-route` |
//! | not permitted here, without a message | error | `local-policy` |
//! | a datagram | open | `udp-response` |
//! | nothing | filtered; for UDP open\|filtered | `no-response` |
//! | descriptors, ports or buffers ran out | none: again, slower | |
//!
//! Numbers of ICMP are those of RFC 792, 1122 and 1812, of `ICMPv6` those of RFC 4443. Linux puts messages that come
//! for a connection attempt on the error queue of its socket, the sender beside them, so that the table holds without
//! any privilege.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::ports::Proto;

/// What is known of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// Something accepts there.
    #[serde(rename = "open")]
    Open,
    /// The host says that nothing does.
    #[serde(rename = "closed")]
    Closed,
    /// Somebody stands between, or nothing was heard.
    #[serde(rename = "filtered")]
    Filtered,
    /// Nothing was heard, which open ports of UDP do as well.
    #[serde(rename = "open|filtered")]
    OpenFiltered,
    /// Nothing can reach the host.
    #[serde(rename = "unreachable")]
    Unreachable,
    /// This machine did not let the probe out.
    #[serde(rename = "error")]
    Error,
    /// No probe was sent, or none was waited for to its end.
    #[serde(rename = "untested")]
    Untested,
}

impl State {
    /// Its word, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Filtered => "filtered",
            Self::OpenFiltered => "open|filtered",
            Self::Unreachable => "unreachable",
            Self::Error => "error",
            Self::Untested => "untested",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a state is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The connection was accepted.
    SynAck,
    /// It was reset.
    TcpRst,
    /// A datagram came back.
    UdpResponse,
    /// Nothing came.
    NoResponse,
    /// ICMP: port unreachable.
    PortUnreach,
    /// ICMP: prohibited by an administrator.
    AdminProhibited,
    /// ICMP: host unreachable.
    HostUnreach,
    /// ICMP: network unreachable.
    NetUnreach,
    /// ICMP: protocol unreachable.
    ProtoUnreach,
    /// ICMP: time exceeded.
    TtlExceeded,
    /// ICMP, of a kind without a word of its own.
    IcmpOther,
    /// Nobody answered ARP.
    NoArp,
    /// Nobody answered neighbour discovery.
    NoNdp,
    /// This machine has no route there.
    NoRoute,
    /// This machine does not let it out.
    LocalPolicy,
    /// The scan ended before.
    Interrupted,
    /// The host was not looked at: it did not answer discovery.
    HostDown,
}

impl Reason {
    /// Its word, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SynAck => "syn-ack",
            Self::TcpRst => "tcp-rst",
            Self::UdpResponse => "udp-response",
            Self::NoResponse => "no-response",
            Self::PortUnreach => "port-unreach",
            Self::AdminProhibited => "admin-prohibited",
            Self::HostUnreach => "host-unreach",
            Self::NetUnreach => "net-unreach",
            Self::ProtoUnreach => "proto-unreach",
            Self::TtlExceeded => "ttl-exceeded",
            Self::IcmpOther => "icmp-other",
            Self::NoArp => "no-arp",
            Self::NoNdp => "no-ndp",
            Self::NoRoute => "no-route",
            Self::LocalPolicy => "local-policy",
            Self::Interrupted => "interrupted",
            Self::HostDown => "host-down",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A message of ICMP about a probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Icmp {
    /// The type: 3 and 11 of ICMP, 1 and 3 of `ICMPv6`.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The code.
    pub code: u8,
}

/// A state with its grounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// What.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// Who said so, where it was not the target itself by TCP.
    pub by: Option<IpAddr>,
    /// The message, where one came.
    pub icmp: Option<Icmp>,
}

impl Verdict {
    /// One without a sender.
    #[must_use]
    pub const fn of(state: State, reason: Reason) -> Self {
        Self { state, reason, by: None, icmp: None }
    }

    /// What silence means for a protocol.
    #[must_use]
    pub const fn silence(proto: Proto) -> Self {
        match proto {
            Proto::Tcp => Self::of(State::Filtered, Reason::NoResponse),
            Proto::Udp => Self::of(State::OpenFiltered, Reason::NoResponse),
        }
    }

    /// Whether the target itself was heard: it is up then.
    #[must_use]
    pub fn is_from(&self, target: IpAddr) -> bool {
        matches!(self.reason, Reason::SynAck | Reason::TcpRst | Reason::UdpResponse) || self.by == Some(target)
    }
}

/// A message of ICMP with its sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complaint {
    /// The message.
    pub icmp: Icmp,
    /// Who sent it.
    pub by: Option<IpAddr>,
    /// Whether that is this machine: it gave up resolving the neighbour.
    pub own: bool,
}

/// What a message about a probe to `target` means.
#[must_use]
pub fn of_icmp(target: IpAddr, proto: Proto, complaint: &Complaint) -> Verdict {
    let Complaint { icmp, by, own } = *complaint;
    let from_target = by == Some(target);
    let v6 = target.is_ipv6();
    let meaning = if v6 { meaning_v6(icmp) } else { meaning_v4(icmp) };
    let (state, reason) = match meaning {
        Reason::PortUnreach if proto == Proto::Udp && from_target => (State::Closed, meaning),
        Reason::HostUnreach if own && !from_target => {
            (State::Unreachable, if v6 { Reason::NoNdp } else { Reason::NoArp })
        }
        // A firewall of this machine's that rejects.
        _ if own && !from_target => (State::Error, Reason::LocalPolicy),
        Reason::HostUnreach if !from_target => (State::Unreachable, meaning),
        _ => (State::Filtered, meaning),
    };
    Verdict { state, reason, by, icmp: Some(icmp) }
}

/// RFC 792, 1122 section 3.2.2.1, 1812 section 5.2.7.1.
const fn meaning_v4(icmp: Icmp) -> Reason {
    match (icmp.kind, icmp.code) {
        (3, 0 | 6 | 11) => Reason::NetUnreach,
        (3, 1 | 7 | 8 | 12) => Reason::HostUnreach,
        (3, 2) => Reason::ProtoUnreach,
        (3, 3) => Reason::PortUnreach,
        (3, 9 | 10 | 13 | 14 | 15) => Reason::AdminProhibited,
        (11, _) => Reason::TtlExceeded,
        _ => Reason::IcmpOther,
    }
}

/// RFC 4443 sections 3.1 and 3.3.
const fn meaning_v6(icmp: Icmp) -> Reason {
    match (icmp.kind, icmp.code) {
        (1, 0) => Reason::NetUnreach,
        (1, 1 | 5 | 6) => Reason::AdminProhibited,
        (1, 2 | 3) => Reason::HostUnreach,
        (1, 4) => Reason::PortUnreach,
        (3, _) => Reason::TtlExceeded,
        (4, 1) => Reason::ProtoUnreach,
        _ => Reason::IcmpOther,
    }
}

/// What the end of an attempt means for whoever decides what is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It is decided.
    Known(Verdict),
    /// This machine had no room for the probe: it counts for nothing, and less at once is wise.
    Crowded,
    /// Nothing was learnt; the attempt counts.
    Nothing,
}

/// Errors of the system that mean that it has no room: too many files, ports or buffers.
const CROWDED: [i32; 7] =
    [libc::EMFILE, libc::ENFILE, libc::ENOBUFS, libc::ENOMEM, libc::EADDRNOTAVAIL, libc::EAGAIN, libc::EINTR];

/// What a connection attempt to `target` that ended with `errno` means, with the message found on its error queue.
#[must_use]
pub fn of_connect(target: IpAddr, errno: i32, complaint: Option<&Complaint>) -> Ruling {
    if let Some(complaint) = complaint {
        return Ruling::Known(of_icmp(target, Proto::Tcp, complaint));
    }
    let (state, reason) = match errno {
        0 => (State::Open, Reason::SynAck),
        libc::ECONNREFUSED => (State::Closed, Reason::TcpRst),
        libc::ENETUNREACH => (State::Error, Reason::NoRoute),
        libc::EPERM | libc::EACCES => (State::Error, Reason::LocalPolicy),
        libc::EHOSTUNREACH | libc::EHOSTDOWN => {
            // Old kernels keep no message for TCP; this is then all they say.
            (State::Unreachable, Reason::HostUnreach)
        }
        libc::ETIMEDOUT => return Ruling::Nothing,
        errno if CROWDED.contains(&errno) => return Ruling::Crowded,
        _ => (State::Error, Reason::LocalPolicy),
    };
    Ruling::Known(Verdict::of(state, reason))
}

/// What the failure to send a probe means where no message is behind it.
#[must_use]
pub fn of_send(errno: i32) -> Ruling {
    let reason = match errno {
        libc::ENETUNREACH | libc::EHOSTUNREACH => Reason::NoRoute,
        errno if CROWDED.contains(&errno) => return Ruling::Crowded,
        _ => Reason::LocalPolicy,
    };
    Ruling::Known(Verdict::of(State::Error, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGETS: [&str; 2] = ["192.0.2.1", "2001:db8::1"];

    /// Codes of IPv4 and of IPv6, who sends them ("target", "router", "own"), the protocol, and what that means.
    #[test]
    fn every_row_of_the_table_of_messages() {
        use Proto::{Tcp, Udp};
        use Reason::{
            AdminProhibited, HostUnreach, IcmpOther, NetUnreach, NoArp, NoNdp, PortUnreach, ProtoUnreach, TtlExceeded,
        };
        use State::{Closed, Filtered, Unreachable};
        let rows = [
            ((3, 3), (1, 4), "target", Tcp, Filtered, PortUnreach),
            ((3, 3), (1, 4), "router", Tcp, Filtered, PortUnreach),
            ((3, 3), (1, 4), "target", Udp, Closed, PortUnreach),
            ((3, 3), (1, 4), "router", Udp, Filtered, PortUnreach),
            ((3, 13), (1, 1), "target", Tcp, Filtered, AdminProhibited),
            ((3, 10), (1, 5), "router", Udp, Filtered, AdminProhibited),
            ((3, 1), (1, 3), "router", Tcp, Unreachable, HostUnreach),
            ((3, 1), (1, 3), "target", Tcp, Filtered, HostUnreach),
            ((3, 1), (1, 3), "own", Tcp, Unreachable, NoArp),
            ((3, 3), (1, 4), "own", Tcp, State::Error, Reason::LocalPolicy),
            ((3, 13), (1, 1), "own", Udp, State::Error, Reason::LocalPolicy),
            ((3, 0), (1, 0), "router", Tcp, Filtered, NetUnreach),
            ((3, 2), (4, 1), "target", Tcp, Filtered, ProtoUnreach),
            ((11, 0), (3, 0), "router", Tcp, Filtered, TtlExceeded),
            ((12, 0), (200, 0), "router", Tcp, Filtered, IcmpOther),
        ];
        for (v4, v6, sender, proto, state, reason) in rows {
            for (target, (kind, code)) in TARGETS.iter().zip([v4, v6]) {
                let target: IpAddr = target.parse().unwrap();
                let by = if sender == "target" { Some(target) } else { "192.0.2.9".parse().ok() };
                let complaint = Complaint { icmp: Icmp { kind, code }, by, own: sender == "own" };
                let reason = if reason == NoArp && target.is_ipv6() { NoNdp } else { reason };
                let verdict = of_icmp(target, proto, &complaint);
                assert_eq!(
                    (verdict.state, verdict.reason, verdict.by),
                    (state, reason, by),
                    "{target} {kind}/{code} {sender}"
                );
            }
        }
    }

    #[test]
    fn every_row_of_the_table_of_errors() {
        let known = |state, reason| Ruling::Known(Verdict::of(state, reason));
        let target: IpAddr = TARGETS[0].parse().unwrap();
        for (errno, expected) in [
            (0, known(State::Open, Reason::SynAck)),
            (libc::ECONNREFUSED, known(State::Closed, Reason::TcpRst)),
            (libc::ENETUNREACH, known(State::Error, Reason::NoRoute)),
            (libc::EPERM, known(State::Error, Reason::LocalPolicy)),
            (libc::ETIMEDOUT, Ruling::Nothing),
            (libc::EMFILE, Ruling::Crowded),
            (libc::EADDRNOTAVAIL, Ruling::Crowded),
        ] {
            assert_eq!(of_connect(target, errno, None), expected, "{errno}");
        }
        let complaint = Complaint { icmp: Icmp { kind: 3, code: 3 }, by: Some(target), own: false };
        let Ruling::Known(verdict) = of_connect(target, libc::ECONNREFUSED, Some(&complaint)) else { panic!() };
        assert_eq!((verdict.state, verdict.reason), (State::Filtered, Reason::PortUnreach));
    }
}
