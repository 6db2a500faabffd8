//! Neighbours of IPv4 without privilege: an empty datagram makes the system ask for a neighbour itself, and its table tells
//! who answered (`/proc/net/arp`, proc(5)), whatever their firewalls let through.
//!
//! The table has 1024 places for the whole machine by default, and who does not answer holds one for three seconds: at most
//! half of them are taken. Who stood in it before is told as such: the system keeps neighbours that have gone for minutes.

use std::collections::{HashMap, HashSet, VecDeque};
use std::net::{Ipv4Addr, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::applets::scan::timing::Bucket;
use crate::applets::scan::wire::link::Mac;

/// Places that are taken at once.
const PLACES: usize = 512;

/// Linux asks three times, a second apart, and gives up then (arp(7)); measured 3.05 s.
const HELD: Duration = Duration::from_millis(3100);

/// So long an answer is waited for: two of the system's questions.
const PATIENCE: Duration = Duration::from_millis(1150);

/// Between two looks at the table.
const LOOK: Duration = Duration::from_millis(20);

/// Discard (RFC 863): whoever listens there throws away what comes.
const DISCARD: u16 = 9;

/// What is known of neighbours.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Neighbours {
    /// Who answered, with where they are.
    pub(super) found: HashMap<Ipv4Addr, Mac>,
    /// Who stood in the table before.
    pub(super) known: HashMap<Ipv4Addr, Mac>,
    /// Who was asked for and did not answer.
    pub(super) missing: HashSet<Ipv4Addr>,
}

/// Looks for `wanted`, all of them neighbours, at most `rate` a second; none where the system has no such table. Blocks.
pub(super) fn search(wanted: &[Ipv4Addr], rate: f64, stop: &CancellationToken) -> Option<Neighbours> {
    let known = complete()?;
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.set_nonblocking(true).ok()?;
    let mut told = Neighbours::default();
    told.known.extend(wanted.iter().filter_map(|address| Some((*address, *known.get(address)?))));
    let mut fresh = wanted.iter().filter(|address| !known.contains_key(address));
    let mut next = fresh.next();
    let mut asked: VecDeque<(Ipv4Addr, Duration)> = VecDeque::new();
    let (began, mut bucket) = (Instant::now(), Bucket::new(Some(rate)));
    while next.is_some() || asked.iter().any(|(address, _)| !told.missing.contains(address)) {
        if stop.is_cancelled() {
            return None;
        }
        let now = began.elapsed();
        while let Some(address) = next.filter(|_| asked.len() < PLACES && bucket.take(now).is_ok()) {
            // What does not leave is missing below, and a place is held all the same.
            let _ = socket.send_to(&[], (*address, DISCARD));
            asked.push_back((*address, now));
            next = fresh.next();
        }
        thread::sleep(LOOK);
        let (table, now) = (complete()?, began.elapsed());
        asked.retain(|(address, at)| {
            let Some(mac) = table.get(address) else { return now < *at + HELD };
            told.missing.remove(address);
            told.found.insert(*address, *mac);
            false
        });
        let late = asked.iter().filter(|(_, at)| now >= *at + PATIENCE);
        told.missing.extend(late.map(|(address, _)| *address));
    }
    Some(told)
}

/// Who stands in the table with an address of their own.
fn complete() -> Option<HashMap<Ipv4Addr, Mac>> {
    Some(parse(&std::fs::read_to_string("/proc/net/arp").ok()?))
}

/// A line each: address, kind of hardware, flags, hardware address, mask, link. Flag 2 says that it is complete.
fn parse(table: &str) -> HashMap<Ipv4Addr, Mac> {
    let entry = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [address, _, flags, mac, ..] = words.as_slice() else { return None };
        let flags = u32::from_str_radix(flags.strip_prefix("0x")?, 16).ok()?;
        let bytes: Vec<u8> = mac.split(':').map_while(|byte| u8::from_str_radix(byte, 16).ok()).collect();
        (flags & 2 != 0).then_some((address.parse().ok()?, bytes.try_into().ok()?))
    };
    table.lines().skip(1).filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complete_entries_alone_are_neighbours() {
        let table = "IP address       HW type     Flags       HW address            Mask     Device\n\
                     10.77.0.2        0x1         0x2         02:00:5e:10:00:02     *        va\n\
                     10.77.0.9        0x1         0x0         00:00:00:00:00:00     *        va\n\
                     10.77.0.3        0x1         0x6         02:00:5e:10:00:03     *        va\n\
                     nonsense\n";
        let found = parse(table);
        assert_eq!(found.len(), 2);
        assert_eq!(found[&Ipv4Addr::new(10, 77, 0, 2)], [2, 0, 0x5e, 0x10, 0, 2]);
    }

    #[test]
    fn nobody_to_look_for_takes_no_time() {
        let nobody = search(&[], 1000.0, &CancellationToken::new());
        assert_eq!(nobody, std::path::Path::new("/proc/net/arp").exists().then(Neighbours::default));
    }
}
