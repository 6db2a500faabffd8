//! The address that a scan goes out from, where the user named one: one of this machine's, of the targets' family.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV6, UdpSocket};

use super::error::ScanError;
use super::hosts::Target;
use super::wire::link::Links;

/// More addresses of this machine than these are not listed.
const LISTED: usize = 8;

/// What is sent to this goes to all of a loopback.
const LOOP_BROADCAST: Ipv4Addr = Ipv4Addr::new(127, 255, 255, 255);

/// Where sockets are bound to: with the number of its link where the address means nothing without one.
#[must_use]
pub fn bound(source: IpAddr) -> SocketAddr {
    match source {
        IpAddr::V6(v6) if v6.is_unicast_link_local() => {
            let links = Links::of_this_machine().unwrap_or_default();
            SocketAddrV6::new(v6, 0, 0, links.with(source).map_or(0, |link| link.index)).into()
        }
        _ => SocketAddr::new(source, 0),
    }
}

/// Whether all of `targets` can be asked from `source`.
///
/// # Errors
/// It is not this machine's, or of the other family than a target.
pub(super) fn check(source: Option<IpAddr>, targets: &[Target]) -> Result<(), ScanError> {
    let Some(source) = source else { return Ok(()) };
    let family = |v6: bool| if v6 { "IPv6" } else { "IPv4" };
    // Sockets can be bound to these, and nothing leaves from them.
    let is_all = match source {
        IpAddr::V4(v4) => v4.is_unspecified() || v4.is_multicast() || v4.is_broadcast() || v4 == LOOP_BROADCAST,
        IpAddr::V6(v6) => v6.is_unspecified() || v6.is_multicast(),
    };
    if is_all {
        let reason = format!("{source} is no address of one machine");
        return Err(ScanError::Source { reason, own: own(source.is_ipv6()) });
    }
    // A socket of UDP that is bound sends nothing.
    if let Err(error) = UdpSocket::bind(bound(source)) {
        let reason = if error.raw_os_error() == Some(libc::EADDRNOTAVAIL) {
            format!("{source} is no address of this machine")
        } else {
            format!("{source} cannot be sent from: {error}")
        };
        return Err(ScanError::Source { reason, own: own(source.is_ipv6()) });
    }
    match targets.iter().find(|target| target.address.is_ipv6() != source.is_ipv6()) {
        Some(target) => {
            let (theirs, ours) = (family(target.address.is_ipv6()), family(source.is_ipv6()));
            let reason = format!("{} is an address of {theirs}, and {source} one of {ours}", target.address);
            Err(ScanError::Source { reason, own: own(target.address.is_ipv6()) })
        }
        None => Ok(()),
    }
}

/// Addresses of this machine of a family, as a list.
fn own(v6: bool) -> String {
    let links = Links::of_this_machine().unwrap_or_default();
    let all: Vec<String> = links.addresses().filter(|own| own.is_ipv6() == v6).map(|own| own.to_string()).collect();
    let more = if all.len() > LISTED { format!(" and {} more", all.len() - LISTED) } else { String::new() };
    let listed = all.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if listed.is_empty() { "none of that family".to_owned() } else { listed + &more }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(source: &str, target: &str) -> Option<String> {
        let target = Target { address: target.parse().unwrap(), scope: 0, name: None };
        check(Some(source.parse().unwrap()), &[target]).err().map(|error| error.to_string())
    }

    #[test]
    fn an_address_of_this_machine_and_of_the_family_of_all_targets_is_taken() {
        assert_eq!(refused("127.0.0.1", "127.0.0.2"), None);
        // TEST-NET-1 (RFC 5737) is nobody's.
        let foreign = refused("192.0.2.77", "127.0.0.1").unwrap();
        assert_eq!(foreign, "--source: 192.0.2.77 is no address of this machine");
        for all in ["0.0.0.0", "255.255.255.255", "224.0.0.1", "127.255.255.255", "::", "ff02::1"] {
            let target = if all.contains(':') { "::1" } else { "127.0.0.1" };
            let told = refused(all, target).unwrap();
            assert_eq!(told, format!("--source: {all} is no address of one machine"));
        }
        let other = refused("127.0.0.1", "::1").unwrap();
        assert_eq!(other, "--source: ::1 is an address of IPv6, and 127.0.0.1 one of IPv4");
        assert!(own(false).split(", ").any(|own| own == "127.0.0.1"), "{}", own(false));
    }
}
