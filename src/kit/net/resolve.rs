//! Names to addresses: the system's resolver, a family preference and `--resolve` overrides.
//!
//! Answers are not cached here; who dials keeps what it needs.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use tokio::net::lookup_host;

/// Which address family to try first, or alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// As the system orders them (RFC 6724).
    #[default]
    Auto,
    /// IPv4 first, IPv6 as a fallback.
    V4,
    /// IPv6 first, IPv4 as a fallback.
    V6,
    /// IPv4 or nothing.
    OnlyV4,
    /// IPv6 or nothing.
    OnlyV6,
}

/// `HOST:PORT:IP`: this host and port are at that address, whatever the resolver says. `*` stands for any host.
///
/// ```
/// use toolbox::kit::net::Override;
/// let entry: Override = "example.org:443:[::1]".parse()?;
/// assert_eq!(entry.address.to_string(), "::1");
/// # Ok::<(), toolbox::kit::net::OverrideError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// A host name without brackets, or `*`.
    pub host: String,
    /// The port it holds for.
    pub port: u16,
    /// Where it really is.
    pub address: IpAddr,
}

/// A `--resolve` value that is not `HOST:PORT:IP`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not HOST:PORT:IP, as in example.org:443:127.0.0.1")]
pub struct OverrideError(String);

impl FromStr for Override {
    type Err = OverrideError;

    fn from_str(text: &str) -> Result<Self, OverrideError> {
        parse_override(text).ok_or_else(|| OverrideError(text.to_owned()))
    }
}

fn parse_override(text: &str) -> Option<Override> {
    let (host, rest) = split_host(text)?;
    let (port, address) = rest.split_once(':')?;
    let address = address.strip_prefix('[').and_then(|a| a.strip_suffix(']')).unwrap_or(address);
    Some(Override { host: host.to_ascii_lowercase(), port: port.parse().ok()?, address: address.parse().ok()? })
}

/// Splits `host:rest` or `[v6]:rest`; the host may not be empty.
fn split_host(text: &str) -> Option<(&str, &str)> {
    let (host, rest) = match text.strip_prefix('[') {
        Some(inner) => {
            let (host, rest) = inner.split_once(']')?;
            (host, rest.strip_prefix(':')?)
        }
        None => text.split_once(':')?,
    };
    (!host.is_empty()).then_some((host, rest))
}

/// Why a name has no usable address.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The system's resolver failed; its reason is the source.
    #[error("cannot resolve {host}")]
    Lookup {
        /// The name asked for.
        host: String,
        /// The resolver's own words.
        #[source]
        source: io::Error,
    },
    /// The name exists, but has no address, or none of the wanted family.
    #[error("{host} has no {family} address")]
    NoAddress {
        /// The name asked for.
        host: String,
        /// `IPv4`, `IPv6` or `IP`.
        family: &'static str,
    },
}

/// Turns host and port into addresses, best first.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use toolbox::kit::net::{Prefer, Resolver};
/// let resolver = Resolver::new(Prefer::Auto, vec!["example.org:80:127.0.0.1".parse().unwrap()]);
/// let found = resolver.resolve("example.org", 80).await.unwrap();
/// assert_eq!(found, ["127.0.0.1:80".parse().unwrap()]);
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Resolver {
    prefer: Prefer,
    overrides: Vec<Override>,
}

impl Resolver {
    /// A resolver with a family preference and fixed answers; among several for one name all are used.
    #[must_use]
    pub const fn new(prefer: Prefer, overrides: Vec<Override>) -> Self {
        Self { prefer, overrides }
    }

    /// All addresses of `host`, the preferred family first, without duplicates; never empty.
    ///
    /// # Errors
    /// The name is unknown, or none of its addresses is of the wanted family.
    pub async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, ResolveError> {
        let fixed: Vec<SocketAddr> = self
            .overrides
            .iter()
            .filter(|o| o.port == port && (o.host == "*" || o.host.eq_ignore_ascii_case(host)))
            .map(|o| SocketAddr::new(o.address, port))
            .collect();
        let found = if !fixed.is_empty() {
            fixed
        } else if let Ok(address) = host.parse::<IpAddr>() {
            vec![SocketAddr::new(address, port)]
        } else {
            lookup_host((host, port))
                .await
                .map_err(|source| ResolveError::Lookup { host: host.to_owned(), source })?
                .collect()
        };
        let ordered = self.prefer.order(found);
        if ordered.is_empty() {
            return Err(ResolveError::NoAddress { host: host.to_owned(), family: self.prefer.family() });
        }
        Ok(ordered)
    }
}

impl Prefer {
    fn order(self, found: Vec<SocketAddr>) -> Vec<SocketAddr> {
        let mut ordered: Vec<SocketAddr> = Vec::with_capacity(found.len());
        for address in found {
            let wanted = match self {
                Self::OnlyV4 => address.is_ipv4(),
                Self::OnlyV6 => address.is_ipv6(),
                Self::Auto | Self::V4 | Self::V6 => true,
            };
            if wanted && !ordered.contains(&address) {
                ordered.push(address);
            }
        }
        match self {
            Self::V4 => ordered.sort_by_key(SocketAddr::is_ipv6),
            Self::V6 => ordered.sort_by_key(SocketAddr::is_ipv4),
            Self::Auto | Self::OnlyV4 | Self::OnlyV6 => {}
        }
        ordered
    }

    const fn family(self) -> &'static str {
        match self {
            Self::OnlyV4 => "IPv4",
            Self::OnlyV6 => "IPv6",
            Self::Auto | Self::V4 | Self::V6 => "IP",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(list: &[&str]) -> Vec<SocketAddr> {
        list.iter().map(|a| a.parse().unwrap()).collect()
    }

    #[test]
    fn a_preference_reorders_and_only_filters() {
        let mixed = || addresses(&["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::1]:1"]);
        assert_eq!(Prefer::Auto.order(mixed()), addresses(&["[::1]:1", "1.1.1.1:1", "[::2]:1"]));
        assert_eq!(Prefer::V4.order(mixed()), addresses(&["1.1.1.1:1", "[::1]:1", "[::2]:1"]));
        assert_eq!(Prefer::V6.order(mixed()), addresses(&["[::1]:1", "[::2]:1", "1.1.1.1:1"]));
        assert_eq!(Prefer::OnlyV4.order(mixed()), addresses(&["1.1.1.1:1"]));
    }

    #[test]
    fn overrides_are_host_port_ip() {
        assert!("h:80:1.2.3.4".parse::<Override>().is_ok());
        assert!("[::1]:80:[::2]".parse::<Override>().is_ok());
        assert!("*:80:::1".parse::<Override>().is_ok());
        for wrong in ["h:80", "h:x:1.2.3.4", ":80:1.2.3.4", "h:80:elsewhere", "1.2.3.4"] {
            let error = wrong.parse::<Override>().unwrap_err();
            assert!(error.to_string().contains("HOST:PORT:IP"), "{error}");
        }
    }

    #[tokio::test]
    async fn an_override_holds_for_its_port_only() {
        let resolver = Resolver::new(Prefer::Auto, vec!["127.0.0.9:80:127.0.0.1".parse().unwrap()]);
        assert_eq!(resolver.resolve("127.0.0.9", 80).await.unwrap(), addresses(&["127.0.0.1:80"]));
        assert_eq!(resolver.resolve("127.0.0.9", 81).await.unwrap(), addresses(&["127.0.0.9:81"]));
    }

    #[tokio::test]
    async fn a_missing_family_is_named() {
        let resolver = Resolver::new(Prefer::OnlyV6, vec![]);
        let error = resolver.resolve("127.0.0.1", 80).await.unwrap_err();
        assert_eq!(error.to_string(), "127.0.0.1 has no IPv6 address");
    }
}
