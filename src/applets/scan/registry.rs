//! A user's list of services (`--services FILE`): names of ports, and which are met most, in the format of
//! `nmap-services`; `/etc/services` has the same form without the last column. None is read unasked.
//!
//! ```text
//! ssh   22/tcp   0.182286   # anything
//! ```

use std::collections::BTreeMap;

use super::ports::{Port, Proto};

/// The list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Registry {
    names: BTreeMap<Port, String>,
    /// The most frequent first; those without a frequency last, in the order of the file.
    ranked: Vec<Port>,
}

impl Registry {
    /// Reads a list. Protocols other than TCP and UDP are passed over.
    ///
    /// # Errors
    /// The first line that cannot be meant: its number, from 1, and what is wrong.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        let (mut names, mut rows) = (BTreeMap::new(), Vec::new());
        for (index, line) in text.lines().enumerate() {
            let wrong = |what: &str| (index + 1, what.to_owned());
            let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
            let Some(name) = words.next() else { continue };
            let place = words.next().and_then(|place| place.split_once('/'));
            let (number, proto) = place.ok_or_else(|| wrong("a service looks like `ssh 22/tcp 0.18`"))?;
            let number = number.parse().map_err(|_| wrong("a port is a number up to 65535"))?;
            let proto = match proto {
                "tcp" => Proto::Tcp,
                "udp" => Proto::Udp,
                _ => continue,
            };
            // In /etc/services aliases stand there.
            let frequency = words.next().and_then(|word| word.parse().ok()).filter(|share| (0.0..=1.0).contains(share));
            let port = Port { proto, number };
            if names.insert(port, name.to_owned()).is_none() {
                rows.push((frequency.unwrap_or(0.0), port));
            }
        }
        rows.sort_by(|(one, _): &(f64, Port), (other, _)| other.total_cmp(one));
        Ok(Self { names, ranked: rows.into_iter().map(|(_, port)| port).collect() })
    }

    /// What lives on a port, by this list.
    #[must_use]
    pub fn name(&self, port: Port) -> Option<&str> {
        self.names.get(&port).map(String::as_str).filter(|name| *name != "unknown")
    }

    /// The ports of a protocol that are met most.
    pub fn top(&self, proto: Proto, count: usize) -> impl Iterator<Item = Port> {
        self.ranked.iter().copied().filter(move |port| port.proto == proto).take(count)
    }

    /// How many ports of a protocol it has.
    #[must_use]
    pub fn count(&self, proto: Proto) -> usize {
        self.top(proto, usize::MAX).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_come_first_and_have_names() {
        let text = "# mine\nwidget 7000/tcp 0.5 # a widget\nother 7001/tcp 0.9\n\nplain\t7002/tcp alias\nname 53/udp 1\nx 1/sctp\n";
        let registry = Registry::parse(text).unwrap();
        let numbers: Vec<u16> = registry.top(Proto::Tcp, 9).map(|port| port.number).collect();
        assert_eq!(numbers, [7001, 7000, 7002]);
        assert_eq!(registry.name(Port { proto: Proto::Tcp, number: 7000 }), Some("widget"));
        assert_eq!((registry.count(Proto::Udp), registry.name(Port { proto: Proto::Udp, number: 7000 })), (1, None));
    }

    #[test]
    fn a_line_that_cannot_be_meant_is_named() {
        for (text, line) in [("ssh", 1), ("\nssh 22", 2), ("ssh x/tcp", 1), ("ssh 70000/tcp", 1)] {
            assert_eq!(Registry::parse(text).unwrap_err().0, line, "{text}");
        }
    }
}
