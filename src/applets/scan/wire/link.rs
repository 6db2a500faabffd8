//! The links of this machine: their numbers, hardware addresses and networks (getifaddrs(3)), and which of them leads to a
//! neighbour without a router between.

use std::collections::BTreeMap;
use std::ffi::CStr;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A hardware address of Ethernet and what looks like it.
pub type Mac = [u8; 6];

/// A hardware address as people write it.
#[must_use]
pub fn written(mac: Mac) -> String {
    mac.map(|byte| format!("{byte:02x}")).join(":")
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    /// Its number.
    pub index: u32,
    /// Its name.
    pub name: String,
    /// Its hardware address; none where neighbours are not asked for by ARP or NDP.
    pub mac: Option<Mac>,
    /// Its addresses, each with the length of its prefix.
    pub networks: Vec<(IpAddr, u8)>,
}

impl Link {
    /// Whether `address` is a neighbour here, and which of our addresses faces it.
    #[must_use]
    pub fn facing(&self, address: IpAddr) -> Option<IpAddr> {
        let own = self.networks.iter().filter(|(own, bits)| is_within(address, *own, *bits));
        own.max_by_key(|(_, bits)| *bits).map(|(own, _)| *own)
    }
}

/// Whether the first `bits` of both are the same.
fn is_within(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    let (one, other, width) = match (address, network) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (u128::from(u32::from(one)), u128::from(u32::from(other)), 32),
        (IpAddr::V6(one), IpAddr::V6(other)) => (u128::from(one), u128::from(other), 128),
        _ => return false,
    };
    (one ^ other).checked_shr(width - u32::from(bits).min(width)).unwrap_or(0) == 0
}

/// All links that are up.
#[derive(Debug, Clone, Default)]
pub struct Links(Vec<Link>);

impl Links {
    /// Asks the system.
    ///
    /// # Errors
    /// What it says.
    pub fn of_this_machine() -> io::Result<Self> {
        let mut links: BTreeMap<String, Link> = BTreeMap::new();
        let mut first: *mut libc::ifaddrs = std::ptr::null_mut();
        #[expect(unsafe_code, reason = "no safe wrapper of getifaddrs is among our dependencies")]
        // SAFETY: the system fills in a list that is walked by its own pointers until the null at its end, while it
        // lives; every address is null or of the family that it begins with. It is freed once, at the end.
        unsafe {
            if libc::getifaddrs(&raw mut first) != 0 {
                return Err(io::Error::last_os_error());
            }
            let mut next = first;
            while let Some(entry) = next.as_ref() {
                next = entry.ifa_next;
                if entry.ifa_flags & libc::IFF_UP as u32 == 0 {
                    continue;
                }
                let name = CStr::from_ptr(entry.ifa_name).to_string_lossy().into_owned();
                let link = links.entry(name.clone()).or_insert_with(|| Link { name, ..Link::default() });
                match entry.ifa_addr.as_ref().map(|address| i32::from(address.sa_family)) {
                    Some(libc::AF_PACKET) => {
                        let own = entry.ifa_addr.cast::<libc::sockaddr_ll>().read_unaligned();
                        link.index = own.sll_ifindex as u32;
                        let silent = (libc::IFF_NOARP | libc::IFF_LOOPBACK) as u32;
                        let asks = entry.ifa_flags & silent == 0 && own.sll_hatype == libc::ARPHRD_ETHER;
                        link.mac = asks.then(|| std::array::from_fn(|place| own.sll_addr[place]));
                    }
                    Some(libc::AF_INET | libc::AF_INET6) if !entry.ifa_netmask.is_null() => {
                        let (own, mask) = (address(entry.ifa_addr), address(entry.ifa_netmask));
                        link.networks.extend(own.zip(mask).map(|(own, mask)| (own, ones(mask))));
                    }
                    _ => {}
                }
            }
            libc::freeifaddrs(first);
        }
        Ok(Self(links.into_values().collect()))
    }

    /// The link on which `address` is a neighbour that is asked for by ARP or NDP; `scope` is its number where the address
    /// means nothing without one, else 0.
    #[must_use]
    pub fn to(&self, address: IpAddr, scope: u32) -> Option<(&Link, IpAddr)> {
        let mut links = self.0.iter().filter(|link| link.mac.is_some() && (scope == 0 || link.index == scope));
        links.find_map(|link| Some((link, link.facing(address)?)))
    }

    /// Whether `address` is this machine's own.
    #[must_use]
    pub fn has(&self, address: IpAddr) -> bool {
        self.0.iter().flat_map(|link| &link.networks).any(|(own, _)| *own == address)
    }

    /// The link that has `address`.
    #[must_use]
    pub fn with(&self, address: IpAddr) -> Option<&Link> {
        self.0.iter().find(|link| link.networks.iter().any(|(own, _)| *own == address))
    }

    /// Every address of this machine.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.0.iter().flat_map(|link| &link.networks).map(|(own, _)| *own)
    }

    /// The first and the last address of each network of IPv4 that reaches neighbours: the network itself and its
    /// broadcast address (RFC 919). Networks of two addresses have neither (RFC 3021).
    #[must_use]
    pub fn edges(&self) -> Vec<IpAddr> {
        let networks = self.0.iter().filter(|link| link.mac.is_some()).flat_map(|link| &link.networks);
        let edges = |(own, bits): &(IpAddr, u8)| match own {
            IpAddr::V4(own) if (1..=30).contains(bits) => {
                let mask = u32::MAX << (32 - bits);
                let network = u32::from(*own) & mask;
                vec![Ipv4Addr::from(network).into(), Ipv4Addr::from(network | !mask).into()]
            }
            _ => Vec::new(),
        };
        networks.flat_map(edges).collect()
    }

    /// The link of this number.
    #[must_use]
    pub fn by_index(&self, index: u32) -> Option<&Link> {
        self.0.iter().find(|link| link.index == index)
    }
}

/// The address in what the system gave, of either family.
///
/// # Safety
/// `name` points to a socket address of the family that it begins with.
#[expect(unsafe_code, reason = "an address of the system is read by its family")]
unsafe fn address(name: *const libc::sockaddr) -> Option<IpAddr> {
    // SAFETY: by the caller's promise; all bits are valid in both structures, and nothing is kept.
    unsafe {
        match i32::from((*name).sa_family) {
            libc::AF_INET => {
                let v4 = name.cast::<libc::sockaddr_in>().read_unaligned();
                Some(Ipv4Addr::from(v4.sin_addr.s_addr.to_ne_bytes()).into())
            }
            libc::AF_INET6 => {
                let v6 = name.cast::<libc::sockaddr_in6>().read_unaligned();
                Some(Ipv6Addr::from(v6.sin6_addr.s6_addr).into())
            }
            _ => None,
        }
    }
}

/// The length of the prefix that a mask stands for.
const fn ones(mask: IpAddr) -> u8 {
    match mask {
        IpAddr::V4(mask) => mask.to_bits().count_ones() as u8,
        IpAddr::V6(mask) => mask.to_bits().count_ones() as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> Links {
        let link = |index, mac, networks: &[(&str, u8)]| Link {
            index,
            name: format!("l{index}"),
            mac,
            networks: networks.iter().map(|(own, bits)| (own.parse().unwrap(), *bits)).collect(),
        };
        Links(vec![
            link(1, None, &[("127.0.0.1", 8), ("::1", 128)]),
            link(2, Some([2, 0, 0, 0, 0, 1]), &[("10.0.0.1", 24), ("fe80::1", 64), ("2001:db8::1", 64)]),
            link(3, Some([2, 0, 0, 0, 0, 2]), &[("10.9.0.1", 32), ("fe80::2", 64)]),
            link(4, None, &[("10.8.0.1", 24)]),
        ])
    }

    #[test]
    fn a_neighbour_is_whoever_shares_a_network_of_a_link_that_asks() {
        let links = links();
        let found = |address: &str, scope| {
            links.to(address.parse().unwrap(), scope).map(|(link, own)| (link.index, own.to_string()))
        };
        assert_eq!(found("10.0.0.77", 0), Some((2, "10.0.0.1".to_owned())));
        assert_eq!(found("10.0.1.77", 0), None);
        assert_eq!(found("10.8.0.7", 0), None, "a tunnel asks nobody");
        assert_eq!(found("2001:db8::9", 0), Some((2, "2001:db8::1".to_owned())));
        assert_eq!(found("fe80::9", 3), Some((3, "fe80::2".to_owned())), "the zone decides");
        assert_eq!(found("fe80::9", 7), None);
        assert!(links.has("10.9.0.1".parse().unwrap()) && !links.has("10.9.0.2".parse().unwrap()));
    }

    #[test]
    fn this_machine_has_links_and_loopback_is_its_own() {
        let links = Links::of_this_machine().unwrap();
        let loopback = IpAddr::from([127, 0, 0, 1]);
        let has_loopback = links.0.iter().any(|link| link.networks.iter().any(|(own, _)| own.is_loopback()));
        assert_eq!(links.has(loopback), has_loopback);
        assert_eq!(links.to(loopback, 0), None, "nobody asks for a neighbour there");
        assert_eq!(written([0, 0x1a, 2, 3, 4, 0xff]), "00:1a:02:03:04:ff");
    }
}
