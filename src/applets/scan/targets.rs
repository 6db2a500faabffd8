//! Which hosts: the grammar of targets and excludes, and what is never a target.
//!
//! ```text
//! target = name | address ["%" zone] | address "/" prefix | range
//! range  = address "-" address | octet "." octet "." octet "." octet      octet = "*" | part *("," part)
//! part   = number | number "-" number
//! ```
//! Multicast, the broadcast address, 0.0.0.0/8 and 240.0.0.0/4 are left out silently of what is larger than one address,
//! and refused where they are named. Nothing is expanded before it is walked, so that a wrong prefix costs no memory.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use thiserror::Error;

use crate::kit::term::text::{clip, harmless};

/// More addresses than this are no scan of one machine: 2²⁰, whose states alone are hundreds of megabytes.
pub const MOST: u128 = 1 << 20;

/// Sweeps of IPv6 beyond this are hopeless: the hosts of a /64 are found by asking, not by counting.
pub const MOST_V6: u128 = 1 << 16;

/// One target as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spec {
    /// To be resolved.
    Name(String),
    /// Addresses.
    Block(Block),
}

/// A set of addresses of one family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// From one to another, both included.
    V4(u32, u32),
    /// What each octet may be, in order.
    Octets([Vec<u8>; 4]),
    /// From one to another, both included, on the link of this index (0: none given).
    V6(u128, u128, u32),
}

/// A target that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{target}' {problem}")]
pub struct TargetError {
    target: String,
    problem: &'static str,
}

/// What somebody wrote, as a message may show it: short, and without what steers a terminal.
pub(super) fn shown(text: &str) -> String {
    /// More of it tells no more.
    const COLUMNS: usize = 80;
    clip(&harmless(text), COLUMNS, "…")
}

impl TargetError {
    fn new(target: &str, problem: &'static str) -> Self {
        Self { target: shown(target), problem }
    }
}

/// Reads one target. `zone` finds the index of a link by its name.
///
/// # Errors
/// What is wrong with it.
///
/// ```
/// use toolbox::applets::scan::targets::{Spec, parse};
/// let Spec::Block(block) = parse("10.0.0.0/30", |_| None).unwrap() else { panic!() };
/// assert_eq!(block.count(), 4);
/// assert_eq!(parse("printer.lan", |_| None).unwrap(), Spec::Name("printer.lan".into()));
/// ```
pub fn parse(text: &str, zone: impl Fn(&str) -> Option<u32>) -> Result<Spec, TargetError> {
    let wrong = |problem| TargetError::new(text, problem);
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    if bare.is_empty() {
        return Err(wrong("is empty"));
    }
    if bare.contains("://") {
        return Err(wrong("is a URL; give its host, and its port with -p"));
    }
    if bare.contains(':') {
        return parse_v6(bare, zone).map_err(wrong).map(Spec::Block);
    }
    let looks_numeric = bare.chars().all(|c| c.is_ascii_digit() || "./-*,".contains(c));
    if looks_numeric {
        return parse_v4(bare).map_err(wrong).map(Spec::Block);
    }
    let is_name =
        bare.len() <= 253 && !bare.starts_with('-') && bare.chars().all(|c| c.is_alphanumeric() || "-._".contains(c));
    if is_name { Ok(Spec::Name(bare.to_owned())) } else { Err(wrong("is neither an address nor a name")) }
}

fn parse_v6(text: &str, zone: impl Fn(&str) -> Option<u32>) -> Result<Block, &'static str> {
    let (text, prefix) = match text.split_once('/') {
        Some((text, prefix)) => (text, Some(prefix)),
        None => (text, None),
    };
    let (from, to) = match text.split_once('-') {
        Some((from, to)) => (from, Some(to)),
        None => (text, None),
    };
    let (from, scope) = match from.split_once('%') {
        Some((from, name)) => (from, zone(name).ok_or("names a zone that is no network interface here")?),
        None => (from, 0),
    };
    let address = |text: &str| text.parse::<Ipv6Addr>().map(u128::from).map_err(|_| "is no IPv6 address");
    let first = address(from)?;
    match (prefix, to) {
        (Some(_), Some(_)) => Err("is a range and a prefix at once"),
        (Some(prefix), None) => {
            let bits: u32 =
                prefix.parse().ok().filter(|bits| *bits <= 128).ok_or("has a prefix that is none; up to /128")?;
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            Ok(Block::V6(first & mask, first | !mask, scope))
        }
        (None, Some(to)) => {
            let last = address(to)?;
            if last < first { Err("ends before it begins") } else { Ok(Block::V6(first, last, scope)) }
        }
        (None, None) => Ok(Block::V6(first, first, scope)),
    }
}

fn parse_v4(text: &str) -> Result<Block, &'static str> {
    let address = |text: &str| text.parse::<Ipv4Addr>().map(u32::from).ok();
    if let Some((host, prefix)) = text.split_once('/') {
        let first = address(host).ok_or("is no IPv4 address")?;
        let bits: u32 = prefix.parse().ok().filter(|bits| *bits <= 32).ok_or("has a prefix that is none; up to /32")?;
        let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
        return Ok(Block::V4(first & mask, first | !mask));
    }
    if let Some((from, to)) = text.split_once('-')
        && let (Some(from), Some(to)) = (address(from), address(to))
    {
        return if to < from { Err("ends before it begins") } else { Ok(Block::V4(from, to)) };
    }
    if let Some(one) = address(text) {
        return Ok(Block::V4(one, one));
    }
    let octets: Vec<Vec<u8>> = text.split('.').map(octet).collect::<Result<_, _>>()?;
    octets.try_into().map(Block::Octets).map_err(|_| "is no IPv4 address: four octets are expected")
}

fn octet(text: &str) -> Result<Vec<u8>, &'static str> {
    const WRONG: &str = "has an octet that is none; they are 7, 1-50, 1,3 or *";
    let mut values = Vec::new();
    for part in text.split(',') {
        let number =
            |text: &str, left_out: u8| if text.is_empty() { Ok(left_out) } else { text.parse().map_err(|_| WRONG) };
        match part.split_once('-') {
            _ if part == "*" => values.extend(0..=u8::MAX),
            Some((from, to)) => {
                let (from, to): (u8, u8) = (number(from, 0)?, number(to, u8::MAX)?);
                if to < from {
                    return Err("has an octet that ends before it begins");
                }
                values.extend(from..=to);
            }
            None => values.push(part.parse().map_err(|_| WRONG)?),
        }
    }
    values.sort_unstable();
    values.dedup();
    Ok(values)
}

impl Block {
    /// One address.
    #[must_use]
    pub fn one(address: IpAddr, scope: u32) -> Self {
        match address {
            IpAddr::V4(address) => Self::V4(address.into(), address.into()),
            IpAddr::V6(address) => Self::V6(address.into(), address.into(), scope),
        }
    }

    /// How many addresses; saturating.
    #[must_use]
    pub fn count(&self) -> u128 {
        match self {
            Self::V4(first, last) => u128::from(last - first) + 1,
            Self::Octets(octets) => octets.iter().map(|octet| octet.len() as u128).product(),
            Self::V6(first, last, _) => (last - first).saturating_add(1),
        }
    }

    /// Whether these are addresses of IPv6.
    #[must_use]
    pub const fn is_v6(&self) -> bool {
        matches!(self, Self::V6(..))
    }

    /// Whether an address is among them.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self, address) {
            (Self::V4(first, last), IpAddr::V4(address)) => (*first..=*last).contains(&address.into()),
            (Self::Octets(sets), IpAddr::V4(address)) => {
                sets.iter().zip(address.octets()).all(|(set, octet)| set.binary_search(&octet).is_ok())
            }
            (Self::V6(first, last, _), IpAddr::V6(address)) => (*first..=*last).contains(&address.into()),
            _ => false,
        }
    }

    /// The addresses in order, each with the index of its link (0: none).
    #[must_use]
    pub fn addresses(&self) -> Box<dyn Iterator<Item = (IpAddr, u32)> + '_> {
        match self {
            Self::V4(first, last) => Box::new((*first..=*last).map(|bits| (Ipv4Addr::from(bits).into(), 0))),
            Self::Octets([a, b, c, d]) => Box::new(a.iter().flat_map(move |a| {
                b.iter().flat_map(move |b| {
                    c.iter().flat_map(move |c| d.iter().map(move |d| (Ipv4Addr::new(*a, *b, *c, *d).into(), 0)))
                })
            })),
            Self::V6(first, last, scope) => {
                Box::new((*first..=*last).map(|bits| (Ipv6Addr::from(bits).into(), *scope)))
            }
        }
    }
}

/// Whether an address can be no host: unspecified, multicast, broadcast, reserved.
#[must_use]
pub fn is_never(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.octets()[0] == 0 || v4.octets()[0] >= 224,
        IpAddr::V6(v6) => v6.is_multicast() || v6.is_unspecified(),
    }
}

/// Whether an address is somebody's on the internet, and not of a private, local or documentary network.
///
/// ```
/// use toolbox::applets::scan::targets::is_public;
/// assert!(is_public("8.8.8.8".parse().unwrap()));
/// assert!(!is_public("10.1.2.3".parse().unwrap()));
/// assert!(!is_public("fd00::1".parse().unwrap()));
/// ```
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            let shared = a == 100 && b & 0xc0 == 64;
            let test = (a, b & 0xfe) == (198, 18) || (a, b, c) == (192, 0, 0);
            let documentation = matches!((a, b, c), (192, 0, 2) | (198, 51, 100) | (203, 0, 113));
            let local = v4.is_private() || v4.is_loopback() || v4.is_link_local();
            !(local || shared || test || documentation || is_never(address))
        }
        IpAddr::V6(v6) => {
            let documentation = v6.segments()[..2] == [0x2001, 0xdb8];
            let global = v6.segments()[0] & 0xe000 == 0x2000;
            global && !documentation
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(name: &str) -> Option<u32> {
        (name == "eth0").then_some(7)
    }

    fn listed(text: &str) -> String {
        match parse(text, zones) {
            Ok(Spec::Name(name)) => format!("name {name}"),
            Ok(Spec::Block(block)) => {
                let shown = |(address, scope): (IpAddr, u32)| {
                    if scope == 0 { address.to_string() } else { format!("{address}%{scope}") }
                };
                let all: Vec<String> = block.addresses().take(4).map(shown).collect();
                format!("{}: {}", block.count(), all.join(" "))
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn every_form_of_a_target() {
        for (text, expected) in [
            ("10.0.0.1", "1: 10.0.0.1"),
            ("10.0.0.9/30", "4: 10.0.0.8 10.0.0.9 10.0.0.10 10.0.0.11"),
            ("0.0.0.0/0", "4294967296: 0.0.0.0 0.0.0.1 0.0.0.2 0.0.0.3"),
            ("10.0.0.254-10.0.1.1", "4: 10.0.0.254 10.0.0.255 10.0.1.0 10.0.1.1"),
            ("10.0.0.1-3", "3: 10.0.0.1 10.0.0.2 10.0.0.3"),
            ("10.0.0-1.1,5", "4: 10.0.0.1 10.0.0.5 10.0.1.1 10.0.1.5"),
            ("10.0.0.*", "256: 10.0.0.0 10.0.0.1 10.0.0.2 10.0.0.3"),
            ("::1", "1: ::1"),
            ("[::1]", "1: ::1"),
            ("fe80::1%eth0", "1: fe80::1%7"),
            ("2001:db8::ff/127", "2: 2001:db8::fe 2001:db8::ff"),
            ("2001:db8::1-2001:db8::3", "3: 2001:db8::1 2001:db8::2 2001:db8::3"),
            ("::/0", "340282366920938463463374607431768211455: :: ::1 ::2 ::3"),
            ("printer-1.lan", "name printer-1.lan"),
            ("10.0.0.300", "'10.0.0.300' has an octet that is none; they are 7, 1-50, 1,3 or *"),
            ("10.0.0", "'10.0.0' is no IPv4 address: four octets are expected"),
            ("10.0.0.0/33", "'10.0.0.0/33' has a prefix that is none; up to /32"),
            ("10.0.0.9-10.0.0.1", "'10.0.0.9-10.0.0.1' ends before it begins"),
            ("fe80::1%eth9", "'fe80::1%eth9' names a zone that is no network interface here"),
            ("http://a/", "'http://a/' is a URL; give its host, and its port with -p"),
            ("a b", "'a b' is neither an address nor a name"),
            ("", "'' is empty"),
        ] {
            assert_eq!(listed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_message_shows_no_more_of_a_target_than_helps_and_nothing_that_steers() {
        let told = parse(&"a b".repeat(1000), zones).unwrap_err().to_string();
        assert!(told.chars().count() < 120 && told.contains('…'), "{told}");
        assert!(parse("a\u{1b}[2J", zones).unwrap_err().to_string().starts_with(r"'a\u{1b}[2J' is"));
    }

    #[test]
    fn a_block_contains_what_it_lists_and_nothing_else() {
        for text in ["10.0.0.9/30", "10.0.0-1.1,5", "2001:db8::1-2001:db8::3", "192.168.1.7"] {
            let Spec::Block(block) = parse(text, zones).unwrap() else { panic!("{text}") };
            assert!(block.addresses().all(|(address, _)| block.contains(address)), "{text}");
            assert!(!block.contains("10.9.9.9".parse().unwrap()), "{text}");
            assert!(!block.contains("2001:db8::9".parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_never_a_host_and_what_is_somebodys() {
        for (address, never, public) in [
            ("0.1.2.3", true, false),
            ("224.0.0.1", true, false),
            ("255.255.255.255", true, false),
            ("ff02::1", true, false),
            ("127.0.0.1", false, false),
            ("100.64.0.1", false, false),
            ("203.0.113.5", false, false),
            ("1.1.1.1", false, true),
            ("2606:4700::1111", false, true),
            ("fe80::1", false, false),
        ] {
            let address = address.parse().unwrap();
            assert_eq!((is_never(address), is_public(address)), (never, public), "{address}");
        }
    }
}
