//! Who is asked by what: each target gets the way that fits it, and each way the sockets that it needs.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};

use super::{Manner, Unasked, Way};
use crate::applets::scan::hosts::{Family, Target};
use crate::applets::scan::wire::arp::Arp;
use crate::applets::scan::wire::icmp::{Kind, Pinger};
use crate::applets::scan::wire::link::{Links, Mac};

/// One that is asked.
pub(super) struct Guest {
    pub(super) target: usize,
    pub(super) way: Way,
    /// The place of its link's socket, for ARP; the number of the link, for NDP.
    pub(super) link: usize,
    pub(super) mac: Mac,
    pub(super) own: IpAddr,
}

/// Neighbours that are asked through the system's table, which has 1024 places for the whole machine by default.
const MOST_THROUGH_TABLE: usize = 512;

/// Everybody who is asked.
pub(super) struct Guests {
    /// In the order of the targets.
    pub(super) list: Vec<Guest>,
    /// Sockets for ARP, each with the number of its link.
    pub(super) arps: Vec<(u32, Arp)>,
    /// Sockets for ICMP, of IPv4 and IPv6.
    pub(super) pingers: [Option<Pinger>; 2],
    /// Places of targets that are not asked, and why.
    pub(super) unasked: Vec<(usize, Unasked)>,
    /// Neighbours that the system must ask for, each with the place of its target.
    pub(super) for_the_system: Vec<(usize, Ipv4Addr)>,
    by_address: HashMap<(IpAddr, u32), u32, ahash::RandomState>,
    /// Neighbours that are asked for an echo, each of which takes a place in the system's table.
    through_the_table: usize,
}

/// The number of a link that belongs to an address: only addresses of the link itself need it.
pub(super) fn zone(address: IpAddr, link: u32) -> u32 {
    match address {
        IpAddr::V6(v6) if v6.is_unicast_link_local() => link,
        _ => 0,
    }
}

impl Guests {
    /// Finds a way for each target and opens what is needed.
    pub(super) fn of(targets: &[Target], manner: &Manner) -> Self {
        let links = Links::of_this_machine().unwrap_or_default();
        let has = |way| manner.ways.contains(&way);
        let open = |family: Family| {
            let v6 = family == Family::V6;
            let is_wanted = targets.iter().any(|target| target.address.is_ipv6() == v6);
            let asks = has(Way::Echo) || (v6 && has(Way::Ndp));
            (asks && is_wanted).then(|| Pinger::open(family).ok()).flatten()
        };
        let mut guests = Self {
            list: Vec::new(),
            arps: Vec::new(),
            pingers: [open(Family::V4), open(Family::V6)],
            unasked: Vec::new(),
            for_the_system: Vec::new(),
            by_address: HashMap::default(),
            through_the_table: 0,
        };
        let mut closed = Vec::new();
        for (place, target) in targets.iter().enumerate() {
            let Some(mut guest) = guests.invite(place, target, manner, &links, &mut closed) else { continue };
            guest.own = manner.source.filter(|own| own.is_ipv4() == guest.own.is_ipv4()).unwrap_or(guest.own);
            let key = (target.address, zone(target.address, target.scope));
            guests.by_address.insert(key, guests.list.len() as u32);
            guests.list.push(guest);
        }
        guests
    }

    /// The guest with an address, on the link of this number where the address means nothing without one.
    pub(super) fn find(&self, key: (IpAddr, u32)) -> Option<u32> {
        self.by_address.get(&key).copied()
    }

    /// How a target is asked; none where no way fits. `closed` are the links on which ARP cannot be had.
    fn invite(
        &mut self,
        place: usize,
        target: &Target,
        manner: &Manner,
        links: &Links,
        closed: &mut Vec<u32>,
    ) -> Option<Guest> {
        let address = target.address;
        if address.is_loopback() || links.has(address) {
            self.unasked.push((place, Unasked::Own));
            return None;
        }
        let has = |way| manner.ways.contains(&way);
        let pinger = self.pingers[usize::from(address.is_ipv6())].as_ref().map(Pinger::kind);
        let neighbour = links.to(address, target.scope).and_then(|(link, own)| Some((link.index, link.mac?, own)));
        let Some((index, mac, own)) = neighbour else {
            let asks = has(Way::Echo) && pinger.is_some();
            if !has(Way::Echo) {
                self.unasked.push((place, Unasked::Beyond));
            }
            return asks.then_some(Guest { target: place, way: Way::Echo, link: 0, mac: [0; 6], own: address });
        };
        if address.is_ipv6() && has(Way::Ndp) && pinger == Some(Kind::Raw) {
            return Some(Guest { target: place, way: Way::Ndp, link: index as usize, mac, own });
        }
        if address.is_ipv6() || !has(Way::Arp) {
            let asks = has(Way::Echo) && pinger.is_some() && self.through_the_table < MOST_THROUGH_TABLE;
            self.through_the_table += usize::from(asks);
            return asks.then_some(Guest { target: place, way: Way::Echo, link: 0, mac, own });
        }
        let known = self.arps.iter().position(|(known, _)| *known == index);
        let link = known.or_else(|| {
            let arp = (!closed.contains(&index)).then(|| Arp::open(index).ok()).flatten();
            if arp.is_none() {
                closed.push(index);
            }
            self.arps.push((index, arp?));
            Some(self.arps.len() - 1)
        });
        let Some(link) = link else {
            // The slow profiles are not meant to send what they do not time.
            if let IpAddr::V4(address) = address
                && manner.uses_table
                && manner.profile.gap.is_zero()
            {
                self.for_the_system.push((place, address));
            }
            return None;
        };
        Some(Guest { target: place, way: Way::Arp, link, mac, own })
    }
}
