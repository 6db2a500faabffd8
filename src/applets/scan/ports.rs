//! Which ports: the grammar of `-p`, and the lists of `-F` and `--top-ports`.
//!
//! ```text
//! list  = item *("," item)
//! item  = ["T:" | "U:"] (number | from "-" to | name | "-")
//! ```
//! `-100` begins at 1, `60000-` ends at 65535, `-` is all of them. A letter holds until the next letter; without one,
//! ports are of the protocols that are scanned. A name stands for every port that [`known`] gives it.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::known;
use super::targets::shown;

/// What a port is a port of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proto {
    /// TCP, RFC 9293.
    Tcp,
    /// UDP, RFC 768.
    Udp,
}

impl Proto {
    /// Its name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

impl fmt::Display for Proto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A port of a protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port {
    /// Of what.
    pub proto: Proto,
    /// Which.
    pub number: u16,
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.proto)
    }
}

/// A list of ports that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{item}' {problem}")]
pub struct PortsError {
    item: String,
    problem: &'static str,
}

/// Reads a list; `unmarked` are the protocols of ports without a letter. The result is in order, without doubles.
///
/// # Errors
/// The item that is none, and what is expected.
///
/// ```
/// use toolbox::applets::scan::ports::{Proto, parse};
/// let ports = parse("22,80-82,U:53", &[Proto::Tcp]).unwrap();
/// assert_eq!(ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "), "22/tcp 80/tcp 81/tcp 82/tcp 53/udp");
/// assert_eq!(parse("-", &[Proto::Tcp]).unwrap().len(), 65_535);
/// assert!(parse("80-22", &[Proto::Tcp]).is_err());
/// ```
pub fn parse(list: &str, unmarked: &[Proto]) -> Result<Vec<Port>, PortsError> {
    let mut wanted: Vec<Proto> = unmarked.to_vec();
    let mut found = Vec::new();
    for item in list.split(',').map(str::trim) {
        let rest = match item.split_once(':') {
            Some((letter, rest)) => {
                wanted = vec![protocol(letter).ok_or_else(|| wrong(item, "is of no protocol; T: and U: are known"))?];
                rest
            }
            None => item,
        };
        let numbers = numbers(rest)?;
        for proto in &wanted {
            found.extend(numbers.iter().cloned().flatten().map(|number| Port { proto: *proto, number }));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn protocol(letter: &str) -> Option<Proto> {
    match letter {
        "T" | "t" => Some(Proto::Tcp),
        "U" | "u" => Some(Proto::Udp),
        _ => None,
    }
}

fn numbers(item: &str) -> Result<Vec<RangeInclusive<u16>>, PortsError> {
    if item.is_empty() {
        return Err(wrong(item, "is empty; ports are 22, 1-1000, http or -"));
    }
    if item.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let ports: Vec<_> = known::ports_of(item).map(|port| port..=port).collect();
        return if ports.is_empty() {
            Err(wrong(item, "is no service that is known here; give its number"))
        } else {
            Ok(ports)
        };
    }
    let number = |text: &str, left_out: u16| match text {
        "" => Ok(left_out),
        text => text.parse().map_err(|_| wrong(item, "is no port; they are whole numbers up to 65535")),
    };
    let (from, to) = match item.split_once('-') {
        Some((from, to)) => (number(from, 1)?, number(to, u16::MAX)?),
        None => (number(item, 0)?, number(item, 0)?),
    };
    if from > to {
        return Err(wrong(item, "is a range that ends before it begins"));
    }
    Ok(vec![from..=to])
}

fn wrong(item: &str, problem: &'static str) -> PortsError {
    PortsError { item: shown(item), problem }
}

/// Numbers in order as ranges: `1-21,23`.
///
/// ```
/// use toolbox::applets::scan::ports::ranges;
/// assert_eq!(ranges([1, 2, 3, 5]), "1-3,5");
/// assert_eq!(ranges([]), "");
/// ```
#[must_use]
pub fn ranges(numbers: impl IntoIterator<Item = u16>) -> String {
    let mut text = String::new();
    let mut open: Option<(u16, u16)> = None;
    let close = |text: &mut String, open: Option<(u16, u16)>| {
        let Some((from, to)) = open else { return };
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&from.to_string());
        if from != to {
            text.push('-');
            text.push_str(&to.to_string());
        }
    };
    for number in numbers {
        match open {
            Some((from, to)) if to.checked_add(1) == Some(number) => open = Some((from, number)),
            _ => {
                close(&mut text, open);
                open = Some((number, number));
            }
        }
    }
    close(&mut text, open);
    text
}

/// Ports, in any order, as [`parse`] and `-p` take them.
///
/// ```
/// use toolbox::applets::scan::ports::{Proto, parse, written};
/// let ports = parse("U:53,T:80,22,81", &[Proto::Tcp]).unwrap();
/// assert_eq!(written(ports.iter()), "T:22,80-81,U:53");
/// ```
#[must_use]
pub fn written<'a>(ports: impl IntoIterator<Item = &'a Port>) -> String {
    let mut ports: Vec<&Port> = ports.into_iter().collect();
    ports.sort_unstable();
    let of = |proto, letter: &str| {
        let numbers = ports.iter().filter(|port| port.proto == proto).map(|port| port.number);
        let text = ranges(numbers);
        (!text.is_empty()).then(|| format!("{letter}:{text}"))
    };
    [of(Proto::Tcp, "T"), of(Proto::Udp, "U")].into_iter().flatten().collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(list: &str, unmarked: &[Proto]) -> String {
        match parse(list, unmarked) {
            Ok(ports) => ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_list_is_numbers_ranges_names_and_letters() {
        let both = [Proto::Tcp, Proto::Udp];
        for (list, unmarked, expected) in [
            ("80,22,80", &both[..1], "22/tcp 80/tcp"),
            ("1-3", &both[..1], "1/tcp 2/tcp 3/tcp"),
            ("-2", &both[..1], "1/tcp 2/tcp"),
            ("65534-", &both[..1], "65534/tcp 65535/tcp"),
            ("0", &both[..1], "0/tcp"),
            ("53", &both[..], "53/tcp 53/udp"),
            ("T:80,81,U:53", &both[..1], "80/tcp 81/tcp 53/udp"),
            ("ssh", &both[..1], "22/tcp"),
            ("X:80", &both[..1], "'X:80' is of no protocol; T: and U: are known"),
            ("65536", &both[..1], "'65536' is no port; they are whole numbers up to 65535"),
            ("9-1", &both[..1], "'9-1' is a range that ends before it begins"),
            ("22,,80", &both[..1], "'' is empty; ports are 22, 1-1000, http or -"),
            ("no-such", &both[..1], "'no-such' is no service that is known here; give its number"),
        ] {
            assert_eq!(told(list, unmarked), expected, "{list}");
        }
    }

    proptest! {
        #[test]
        fn ranges_read_back(numbers in prop::collection::btree_set(any::<u16>(), 0..200)) {
            let text = ranges(numbers.iter().copied());
            if numbers.is_empty() {
                prop_assert_eq!(text, "");
            } else {
                let read: Vec<u16> = parse(&text, &[Proto::Tcp]).unwrap().into_iter().map(|port| port.number).collect();
                prop_assert_eq!(read, numbers.into_iter().collect::<Vec<_>>());
            }
        }
    }
}
