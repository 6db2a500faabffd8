//! Names: DNS (RFC 1035) over both transports, multicast DNS (RFC 6762), `NetBIOS` (RFC 1002).

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// The number of our questions.
pub(in crate::applets::scan::service) const ID: u16 = 0x7462;

const TXT: u16 = 16;
const PTR: u16 = 12;

/// An answer to `version.bind` of class CHAOS; what answers at all is a name server.
pub(super) fn dns(seen: &Seen<'_>) -> Option<Service> {
    let bytes = if seen.probe == "dns" {
        let mut framed = Cursor(seen.bytes);
        let length = framed.u16()?;
        framed.0.get(..usize::from(length)).unwrap_or(framed.0)
    } else {
        seen.bytes
    };
    let message = Message::read(bytes)?;
    if message.id != ID || message.flags & 0x8000 == 0 || message.flags & 0x7800 != 0 {
        return None;
    }
    let found = Service::named(if seen.probe == "llmnr" { "llmnr" } else { "dns" });
    let text = message.records.iter().find(|record| record.kind == TXT).map(|record| texts(record.data));
    let rcode = message.flags & 15;
    let recursion = if message.flags & 0x80 != 0 { Some("recursion".to_owned()) } else { None };
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        let refused = match rcode {
            0 => None,
            4 => Some("version not implemented".to_owned()),
            5 => Some("version refused".to_owned()),
            code => Some(format!("code {code}")),
        };
        return Some(found.info(refused).info(recursion));
    };
    let programs = [
        ("dnsmasq-", "dnsmasq"),
        ("unbound ", "Unbound"),
        ("PowerDNS Recursor ", "PowerDNS Recursor"),
        ("PowerDNS Authoritative Server ", "PowerDNS"),
        ("NSD ", "NSD"),
        ("Knot DNS ", "Knot DNS"),
        ("CoreDNS-", "CoreDNS"),
        ("Microsoft DNS ", "Microsoft DNS"),
        ("BIND ", "ISC BIND"),
    ];
    let known = programs.iter().find(|(prefix, _)| has(&text, prefix));
    let found = found.os(words::system(&text));
    Some(
        match known {
            Some((prefix, product)) => found.product(*product).version(words::version_after(&text, prefix)),
            // BIND answers with its version alone.
            None if text.starts_with("9.") => {
                // `9.18.24-1-Debian`: behind the hyphen stands whose package it is.
                let (version, package) = text.split_once('-').unwrap_or((&text, ""));
                found.product("ISC BIND").version(words::version(version)).info(Some(words::clean(package)))
            }
            None => found.info(Some(words::clean(&text))),
        }
        .info(recursion),
    )
}

/// Answers to `_services._dns-sd._udp.local`: what a host offers.
pub(super) fn mdns(seen: &Seen<'_>) -> Option<Service> {
    let message = Message::read(seen.bytes)?;
    if message.flags & 0x8000 == 0 {
        return None;
    }
    let offered: Vec<String> = message
        .records
        .iter()
        .filter(|record| record.kind == PTR)
        .take(16)
        .filter_map(|record| name(seen.bytes, record.at))
        .collect();
    Some(Service::named("mdns").info(Some(words::clean(&offered.join(" ")))))
}

/// The node status (NBSTAT): names with their suffix, then the adapter's address.
pub(super) fn netbios(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (id, flags) = (cursor.u16()?, cursor.u16()?);
    if id != ID || flags & 0x8000 == 0 {
        return None;
    }
    // Counts, the encoded name of 34 bytes, kind, class, life and length.
    let mut cursor = cursor.at(8 + 34 + 10)?;
    let count = cursor.u8()?;
    let (mut host, mut group) = (None, None);
    for _ in 0..count.min(64) {
        let Some(entry) = cursor.take(18) else { break };
        let name = words::clean(&words::text(&entry[..15]));
        let is_group = entry[16] & 0x80 != 0;
        if entry[15] == 0 && !name.is_empty() {
            if is_group {
                group.get_or_insert(name)
            } else {
                host.get_or_insert(name)
            };
        }
    }
    let mac =
        cursor.array::<6>().filter(|mac| *mac != [0; 6]).map(|mac| mac.map(|byte| format!("{byte:02x}")).join(":"));
    let found = Service::named("netbios-ns").info(group.map(|group| format!("group {group}")));
    // Samba has no adapter to tell of.
    let found = if mac.is_none() && host.is_some() { found.product("Samba nmbd") } else { found };
    Some(found.info(mac.map(|mac| format!("adapter {mac}"))).host(host.and_then(|host| words::hostname(&host))))
}

struct Message<'a> {
    id: u16,
    flags: u16,
    records: Vec<Record<'a>>,
}

struct Record<'a> {
    kind: u16,
    data: &'a [u8],
    /// Where the data begins in the message.
    at: usize,
}

impl<'a> Message<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut cursor = Cursor(bytes);
        let (id, flags) = (cursor.u16()?, cursor.u16()?);
        let (questions, answers) = (cursor.u16()?, cursor.u16()?);
        let more = cursor.u16()?.saturating_add(cursor.u16()?);
        for _ in 0..questions.min(8) {
            skip_name(&mut cursor)?;
            cursor.u32()?;
        }
        let mut records = Vec::new();
        for _ in 0..answers.saturating_add(more).min(64) {
            let Some(record) = record(&mut cursor, bytes.len()) else { break };
            records.push(record);
        }
        Some(Self { id, flags, records })
    }
}

fn record<'a>(cursor: &mut Cursor<'a>, whole: usize) -> Option<Record<'a>> {
    skip_name(cursor)?;
    let kind = cursor.u16()?;
    let (_class, _life, length) = (cursor.u16()?, cursor.u32()?, cursor.u16()?);
    let at = whole - cursor.0.len();
    Some(Record { kind, data: cursor.take(usize::from(length))?, at })
}

fn skip_name(cursor: &mut Cursor<'_>) -> Option<()> {
    loop {
        match cursor.u8()? {
            0 => return Some(()),
            pointer if pointer >= 0xc0 => return cursor.u8().map(|_| ()),
            length if length < 64 => cursor.take(usize::from(length)).map(|_| ())?,
            _ => return None,
        }
    }
}

/// The name at a place of a message; at most 16 pointers are followed, so that a loop ends.
fn name(bytes: &[u8], mut at: usize) -> Option<String> {
    let (mut labels, mut jumps) = (Vec::new(), 0);
    loop {
        let mut cursor = Cursor(bytes).at(at)?;
        match cursor.u8()? {
            0 => return Some(labels.join(".")),
            pointer if pointer >= 0xc0 => {
                jumps += 1;
                at = usize::from(pointer & 0x3f) << 8 | usize::from(cursor.u8()?);
            }
            length if length < 64 => {
                labels.push(words::clean(&words::text(cursor.take(usize::from(length))?)));
                at += usize::from(length) + 1;
            }
            _ => return None,
        }
        if jumps > 16 || labels.len() > 128 {
            return None;
        }
    }
}

/// The strings of a TXT record, one behind the other.
fn texts(data: &[u8]) -> String {
    let (mut cursor, mut text) = (Cursor(data), String::new());
    while let Some(part) = cursor.u8().and_then(|length| cursor.take(usize::from(length))) {
        text.push_str(&words::text(part));
    }
    words::clean(&text)
}
