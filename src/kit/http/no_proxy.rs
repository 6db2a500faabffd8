//! Which hosts go past the proxy.

use std::net::IpAddr;

/// Hosts that go past the proxy, as `NO_PROXY` lists them: names with their subdomains, addresses, networks, `*`.
///
/// ```
/// let past = toolbox::kit::http::NoProxy::parse("localhost, .example.org, 10.0.0.0/8");
/// assert!(past.matches("localhost") && past.matches("a.example.org") && past.matches("10.9.8.7"));
/// assert!(!past.matches("example.com") && !past.matches("badexample.org"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoProxy(Vec<Exempt>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Exempt {
    All,
    /// Without a leading dot.
    Name(String),
    /// Address and prefix length.
    Network(IpAddr, u8),
}

impl NoProxy {
    /// Reads a list separated by commas or spaces; entries that make no sense match nothing.
    #[must_use]
    pub fn parse(list: &str) -> Self {
        Self(list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).map(Exempt::parse).collect())
    }

    /// Whether requests to this host (an IPv6 address without brackets) go past the proxy.
    #[must_use]
    pub fn matches(&self, host: &str) -> bool {
        self.0.iter().any(|entry| entry.matches(host))
    }
}

impl Exempt {
    fn parse(entry: &str) -> Self {
        if entry == "*" {
            return Self::All;
        }
        let plain = entry.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = plain.parse::<IpAddr>() {
            return Self::Network(address, if address.is_ipv4() { 32 } else { 128 });
        }
        if let Some((address, bits)) = entry.split_once('/')
            && let (Ok(address), Ok(bits)) = (address.parse::<IpAddr>(), bits.parse())
        {
            return Self::Network(address, bits);
        }
        Self::Name(entry.trim_start_matches("*.").trim_start_matches('.').to_ascii_lowercase())
    }

    fn matches(&self, host: &str) -> bool {
        match self {
            Self::All => true,
            Self::Name(name) => {
                let host = host.to_ascii_lowercase();
                host.strip_suffix(name.as_str()).is_some_and(|front| front.is_empty() || front.ends_with('.'))
            }
            Self::Network(network, bits) => host.parse().is_ok_and(|address| shares_prefix(*network, address, *bits)),
        }
    }
}

fn shares_prefix(a: IpAddr, b: IpAddr, bits: u8) -> bool {
    match (a, b) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            let shift = 32u32.saturating_sub(u32::from(bits));
            a.to_bits().checked_shr(shift) == b.to_bits().checked_shr(shift)
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            let shift = 128u32.saturating_sub(u32::from(bits));
            a.to_bits().checked_shr(shift) == b.to_bits().checked_shr(shift)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exempt_hosts_go_past() {
        let past = NoProxy::parse("*.a.org [::1],fe80::/10");
        assert!(past.matches("a.org") && past.matches("X.A.org") && past.matches("::1") && past.matches("fe80::9"));
        assert!(!past.matches("ba.org") && !past.matches("::2"));
        assert!(NoProxy::parse("*").matches("anything"));
        assert!(NoProxy::parse("0.0.0.0/0").matches("9.9.9.9"));
        assert!(!NoProxy::parse("").matches("localhost"));
    }
}
