//! Whom a scan is about: targets expanded to addresses, without those that are excluded.

use std::collections::HashSet;
use std::net::IpAddr;
use std::path::Path;

use tokio::net::lookup_host;

use super::error::ScanError;
use super::targets::{self, Block, MOST, MOST_V6, Spec, is_never};
use super::wire::link::Links;
use crate::kit::fs;

/// One address to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Where.
    pub address: IpAddr,
    /// The index of the link, for addresses that mean nothing without one; else 0.
    pub scope: u32,
    /// The name it was given by.
    pub name: Option<String>,
}

/// Which addresses of a name are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Resolution {
    /// Addresses of IPv4 or IPv6 alone.
    pub family: Option<Family>,
    /// All of them, or the first.
    pub extent: Extent,
}

/// A family of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// How many addresses of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// The first that the system gives.
    #[default]
    First,
    /// Every one.
    All,
}

/// Targets as they were written, not yet resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// To be scanned.
    pub targets: Vec<Spec>,
    /// Never to be scanned.
    pub excluded: Vec<Spec>,
}

/// What is to be scanned.
#[derive(Debug, Default)]
pub struct Found {
    /// Each once, in the order in which they were given.
    pub targets: Vec<Target>,
    /// How many addresses were left out.
    pub excluded: u128,
    /// Names without an address, and why.
    pub lost: Vec<(String, std::io::Error)>,
}

/// The index of a link by its name.
fn zone(name: &str) -> Option<u32> {
    if let Ok(index) = name.parse() {
        return Some(index);
    }
    let socket = socket2::Socket::new(socket2::Domain::IPV6, socket2::Type::DGRAM, None).ok()?;
    rustix::net::netdevice::name_to_index(&socket, name).ok()
}

/// Reads targets from the words of the command line; `place` says where they stand, for messages.
///
/// # Errors
/// The first that makes no sense.
pub fn read<'a>(words: impl IntoIterator<Item = &'a str>, place: &str) -> Result<Vec<Spec>, ScanError> {
    let wrong = |reason| ScanError::Target { place: place.to_owned(), reason };
    words.into_iter().map(|word| targets::parse(word, zone).map_err(wrong)).collect()
}

/// Reads targets from a file: blanks and lines between them, `#` begins a comment.
///
/// # Errors
/// The file, or the first target that makes no sense, with its line.
pub fn read_file(path: &Path) -> Result<Vec<Spec>, ScanError> {
    let text = if path == Path::new("-") {
        std::io::read_to_string(std::io::stdin().lock())
            .map_err(|reason| ScanError::System { action: "read standard input", reason })?
    } else {
        fs::read_to_string(path)?
    };
    let mut specs = Vec::new();
    // Editors of Windows begin files with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    for (index, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default();
        specs.extend(read(line.split_whitespace(), &format!("{}:{}: ", path.display(), index + 1))?);
    }
    Ok(specs)
}

/// Reads targets of an option, with commas between them; commas within octets stay.
///
/// # Errors
/// The first that makes no sense.
pub fn read_list(list: &str, place: &str) -> Result<Vec<Spec>, ScanError> {
    read(list.split(',').map(str::trim).filter(|word| !word.is_empty()), place)
}

/// Resolves and expands.
///
/// # Errors
/// More than fit, nothing left, or a single name that cannot be resolved.
pub async fn expand(wanted: &Wanted, resolution: Resolution) -> Result<Found, ScanError> {
    let mut found = Found::default();
    let mut excluded = Vec::new();
    for spec in &wanted.excluded {
        match spec {
            Spec::Block(block) => excluded.push(block.clone()),
            // What cannot be resolved cannot be left out: better to stop than to scan it.
            Spec::Name(name) => {
                let addresses = look_up(name, Resolution { extent: Extent::All, ..Resolution::default() }).await;
                let addresses = addresses.map_err(|reason| ScanError::Resolve { name: name.clone(), reason })?;
                excluded.extend(addresses.into_iter().map(|(address, scope)| Block::one(address, scope)));
            }
        }
    }
    let blocks: Vec<&Block> = wanted
        .targets
        .iter()
        .filter_map(|spec| if let Spec::Block(block) = spec { Some(block) } else { None })
        .collect();
    check_size(&blocks)?;
    let mut seen = HashSet::new();
    let edges = Links::of_this_machine().map(|links| links.edges()).unwrap_or_default();
    for spec in &wanted.targets {
        match spec {
            Spec::Block(block) => take((block, None), (&excluded, &edges), &mut seen, &mut found),
            Spec::Name(name) => match look_up(name, resolution).await {
                Ok(addresses) => {
                    for (address, scope) in addresses {
                        let one = Block::one(address, scope);
                        take((&one, Some(name)), (&excluded, &edges), &mut seen, &mut found);
                    }
                }
                Err(reason) => found.lost.push((name.clone(), reason)),
            },
        }
    }
    if found.targets.is_empty() {
        return Err(match found.lost.pop() {
            Some((name, reason)) => ScanError::Resolve { name, reason },
            None => ScanError::NoTarget { excluded: found.excluded },
        });
    }
    Ok(found)
}

fn check_size(blocks: &[&Block]) -> Result<(), ScanError> {
    for (family, most) in [(false, MOST), (true, MOST_V6)] {
        let mine = blocks.iter().filter(|block| block.is_v6() == family);
        let count = mine.fold(0_u128, |sum, block| sum.saturating_add(block.count()));
        if count > most {
            return Err(ScanError::TooMany { count, most });
        }
    }
    Ok(())
}

fn take(
    (block, name): (&Block, Option<&str>),
    (excluded, edges): (&[Block], &[IpAddr]),
    seen: &mut HashSet<(IpAddr, u32)>,
    found: &mut Found,
) {
    // Who is named alone is meant.
    let is_many = block.count() > 1;
    for (address, scope) in block.addresses() {
        if is_never(address) || excluded.iter().any(|block| block.contains(address)) {
            found.excluded += 1;
        } else if is_many && edges.contains(&address) {
            // Nobody's addresses, at which every host of the network listens.
            found.excluded += 1;
        } else if seen.insert((address, scope)) {
            found.targets.push(Target { address, scope, name: name.map(str::to_owned) });
        }
    }
}

async fn look_up(name: &str, resolution: Resolution) -> std::io::Result<Vec<(IpAddr, u32)>> {
    let found = lookup_host((name, 0)).await?;
    let mut addresses = Vec::new();
    for socket in found {
        let scope = if let std::net::SocketAddr::V6(v6) = socket { v6.scope_id() } else { 0 };
        let fits = match resolution.family {
            None => true,
            Some(Family::V4) => socket.is_ipv4(),
            Some(Family::V6) => socket.is_ipv6(),
        };
        if fits && !addresses.contains(&(socket.ip(), scope)) {
            addresses.push((socket.ip(), scope));
        }
    }
    if addresses.is_empty() {
        return Err(std::io::Error::new(std::io::ErrorKind::NotFound, "it has no address of that family"));
    }
    if resolution.extent == Extent::First {
        addresses.truncate(1);
    }
    Ok(addresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn expanded(targets: &[&str], excluded: &[&str]) -> Result<Found, ScanError> {
        let wanted = Wanted {
            targets: read(targets.iter().copied(), "").unwrap(),
            excluded: read(excluded.iter().copied(), "").unwrap(),
        };
        expand(&wanted, Resolution::default()).await
    }

    #[tokio::test]
    async fn excludes_win_and_nobody_is_there_twice() {
        let found = expanded(&["10.0.0.0/29", "10.0.0.1"], &["10.0.0.4/30", "10.0.0.2"]).await.unwrap();
        let addresses: Vec<String> = found.targets.iter().map(|target| target.address.to_string()).collect();
        assert_eq!((addresses.join(" ").as_str(), found.excluded), ("10.0.0.0 10.0.0.1 10.0.0.3", 5));
    }

    #[tokio::test]
    async fn what_is_left_without_targets_is_refused() {
        let error = expanded(&["10.0.0.1"], &["10.0.0.0/8"]).await.unwrap_err();
        assert_eq!(error.to_string(), "no target is left: 1 addresses are excluded");
        assert!(matches!(expanded(&["10.0.0.0/8"], &[]).await, Err(ScanError::TooMany { .. })));
        assert!(matches!(expanded(&["2001:db8::/64"], &[]).await, Err(ScanError::TooMany { .. })));
        assert!(matches!(expanded(&["224.0.0.1", "255.255.255.255"], &[]).await, Err(ScanError::NoTarget { .. })));
    }
}
