//! Files from afar: rsync, git, Subversion, NFS and its kin over ONC RPC (RFC 5531), iSCSI (RFC 7143), `BitTorrent`.

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// The number of our calls.
pub(in crate::applets::scan::service) const XID: u32 = 0x7462_0001;

/// `@RSYNCD: 31.0 sha512 sha256 …`
pub(super) fn rsync(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let protocol = words::word(text.strip_prefix("@RSYNCD: ")?);
    Some(
        Service::named("rsync")
            .product("rsync")
            .info(words::version(protocol).map(|number| format!("protocol {number}"))),
    )
}

/// A line in packets (four hexadecimal digits of length): an error, or references.
pub(super) fn git(seen: &Seen<'_>) -> Option<Service> {
    let (length, rest) = seen.bytes.split_at_checked(4)?;
    let length = std::str::from_utf8(length).ok().and_then(|length| u16::from_str_radix(length, 16).ok())?;
    let text = words::text(rest);
    let is_error = text.starts_with("ERR ");
    let is_reference = has(&text, "agent=git/") || text.starts_with("version 2");
    if length < 5 || !(is_error || is_reference) {
        return None;
    }
    let found = Service::named("git").product("git");
    let told = is_error.then(|| words::clean(words::line(&text[4..])));
    Some(found.version(words::version_after(&text, "agent=git/")).info(told))
}

/// `( success ( 2 2 ( ) ( edit-pipeline … ) ) )`
pub(super) fn svn(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let rest = text.strip_prefix("( success ( ")?;
    let mut numbers = rest.split(' ').map_while(|word| word.parse::<u32>().ok());
    let (least, most) = (numbers.next()?, numbers.next()?);
    Some(Service::named("svn").product("Subversion").info(Some(format!("protocol {least} to {most}"))))
}

/// Programs of RPC that administrators know by name.
const PROGRAMS: [(u32, &str); 8] = [
    (100_000, "rpcbind"),
    (100_003, "nfs"),
    (100_005, "mountd"),
    (100_021, "nlockmgr"),
    (100_024, "status"),
    (100_004, "ypserv"),
    (100_011, "rquotad"),
    (100_227, "nfs_acl"),
];

/// An answer to our call, accepted or not: the list of programs, or just that somebody is there.
pub(super) fn rpc(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    if !seen.probe.ends_with("-udp") {
        // The mark of a record: the last fragment and its length.
        cursor.u32().filter(|mark| mark & 0x8000_0000 != 0)?;
    }
    let (xid, kind, status) = (cursor.u32()?, cursor.u32()?, cursor.u32()?);
    if xid != XID || kind != 1 || status > 1 {
        return None;
    }
    let name = if seen.probe == "nfs" { "nfs" } else { "rpcbind" };
    if status == 1 {
        return Some(Service::named(name).info(Some("call refused".to_owned())));
    }
    let (_flavour, verifier) = (cursor.u32()?, cursor.u32()?);
    cursor.take(verifier as usize)?;
    let accepted = cursor.u32()?;
    if seen.probe == "nfs" {
        // 2 is a version that is not there, with the least and the most that are.
        let range = (accepted == 2).then(|| Some((cursor.u32()?, cursor.u32()?))).flatten();
        return Some(Service::named("nfs").info(range.map(|(least, most)| format!("version {least} to {most}"))));
    }
    let mut listed = Vec::new();
    while accepted == 0 && cursor.u32() == Some(1) && listed.len() < 100 {
        let (Some(program), Some(version)) = (cursor.u32(), cursor.u32()) else { break };
        let (Some(_transport), Some(port)) = (cursor.u32(), cursor.u32()) else { break };
        listed.push((program, version, port));
    }
    let named = |(program, name): &(u32, &str)| {
        let of_it: Vec<_> = listed.iter().filter(|(known, ..)| known == program).collect();
        let (least, most) = (of_it.iter().map(|row| row.1).min()?, of_it.iter().map(|row| row.1).max()?);
        let range = if least == most { most.to_string() } else { format!("{least}-{most}") };
        Some(format!("{name} {range} on {}", of_it.first()?.2))
    };
    let told = PROGRAMS.iter().filter_map(named).collect::<Vec<_>>().join(", ");
    Some(Service::named("rpcbind").info(Some(told)))
}

/// The answer to a login: opcode 0x23, with keys such as `TargetName` behind 48 bytes, or a status.
pub(super) fn iscsi(seen: &Seen<'_>) -> Option<Service> {
    let (header, keys) = seen.bytes.split_at_checked(48)?;
    if header[0] & 0x3f != 0x23 || header[2] > 2 {
        return None;
    }
    let text = words::text(keys);
    let key = |name: &str| text.split('\0').find_map(|pair| pair.strip_prefix(name)).map(words::clean);
    let status = (header[36] != 0).then(|| format!("status {:02x}{:02x}", header[36], header[37]));
    Some(Service::named("iscsi").info(key("TargetAlias=")).info(status))
}

/// A handshake back: 19, the protocol's name, eight bytes of extensions, the sum, the peer's number.
pub(super) fn bittorrent(seen: &Seen<'_>) -> Option<Service> {
    let rest = seen.bytes.strip_prefix(b"\x13BitTorrent protocol")?;
    let peer = rest.get(28..36).map(|peer| words::clean(&words::text(peer)));
    Some(Service::named("bittorrent").info(peer.map(|peer| format!("peer {peer}"))))
}

/// The answer to a connect (BEP 15): action 0 or 3, and our transaction.
pub(super) fn tracker(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (action, transaction) = (cursor.u32()?, cursor.u32()?);
    let answers = matches!((action, seen.bytes.len()), (0, 16) | (3, 8..));
    (answers && transaction == XID).then(|| Service::named("bittorrent-tracker"))
}

/// A bencoded answer (BEP 5) to our ping, with a client's sign in `v`.
pub(super) fn dht(seen: &Seen<'_>) -> Option<Service> {
    let is_answer =
        seen.bytes.starts_with(b"d") && seen.bytes.windows(6).any(|part| part == b"1:y1:r" || part == b"1:y1:e");
    if !is_answer {
        return None;
    }
    let at = seen.bytes.windows(5).position(|part| part == b"1:v4:");
    let client = at.and_then(|at| seen.bytes.get(at + 5..at + 7)).map(|sign| words::clean(&words::text(sign)));
    let name = match client.as_deref() {
        Some("UT") => "µTorrent",
        Some("LT") => "libtorrent",
        Some("TR") => "Transmission",
        Some("qB") => "qBittorrent",
        _ => "",
    };
    Some(Service::named("bittorrent-dht").product(name))
}
