//! Stores that are no SQL databases: Redis and its kin, memcached, `MongoDB`, Cassandra, `ZooKeeper`.

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// RESP: `+PONG`, the errors of a server that wants a password or is protected, or the text of INFO.
pub(super) fn redis(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let found = Service::named("redis");
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(words::clean);
    let os = field("os:").as_deref().and_then(words::system);
    if let Some(version) = field("valkey_version:") {
        return Some(found.product("Valkey").version(version).info(field("server_mode:")).os(os));
    }
    if let Some(version) = field("redis_version:") {
        let product = if field("dragonfly_version:").is_some() {
            "Dragonfly"
        } else if field("toolbox_version:").is_some() {
            "toolbox kv"
        } else {
            "Redis"
        };
        let own = field("dragonfly_version:").and_then(|own| words::version(&own)).or(field("toolbox_version:"));
        return Some(found.product(product).version(own.unwrap_or(version)).info(field("redis_mode:")).os(os));
    }
    let told = match () {
        () if text.starts_with("+PONG") => None,
        () if text.starts_with("-NOAUTH") => Some("wants a password"),
        () if text.starts_with("-DENIED Redis") => Some("protected mode"),
        () if text.starts_with("-NOPERM") => Some("not permitted"),
        () if text.starts_with("-ERR unknown command") || text.starts_with("-ERR wrong number of arguments for") => {
            None
        }
        () if text.starts_with("-LOADING") => Some("loading"),
        () if text.starts_with("-MASTERDOWN") => Some("master is down"),
        () if text.starts_with("-ERR operation not permitted") => Some("wants a password"),
        () => return None,
    };
    let named = if has(&text, "redis") { found.product("Redis") } else { found };
    Some(named.info(told.map(str::to_owned)))
}

/// `VERSION 1.6.18`, or the `ERROR` of a line that is no command.
pub(super) fn memcached(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let found = Service::named("memcached").product("Memcached");
    if let Some(rest) = text.strip_prefix("VERSION ") {
        return words::version(rest).map(|version| found.version(version));
    }
    let errors = text.lines().take(50).all(|line| line == "ERROR") && text.starts_with("ERROR\r\n");
    (errors && seen.port == 11211).then(|| found.fits(6))
}

/// The same behind the frame of datagrams: request, sequence, total, reserved.
pub(super) fn memcached_datagram(seen: &Seen<'_>) -> Option<Service> {
    let rest = seen.bytes.strip_prefix(b"\x74\x62\0\0\0\x01\0\0")?;
    memcached(&Seen { bytes: rest, ..*seen })
}

/// `OP_MSG` (2013) or `OP_REPLY` (1) that answers ours; the documents in it are searched for their fields.
pub(super) fn mongodb(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (length, _id, answers, code) = (cursor.u32_le()?, cursor.u32_le()?, cursor.u32_le()?, cursor.u32_le()?);
    if !(26..1 << 24).contains(&length) || !matches!(code, 1 | 2013) || answers != 0x7462 {
        return None;
    }
    let found = Service::named("mongodb");
    let version = bson_string(seen.bytes, b"version").and_then(|version| words::version(&version));
    let wire = bson_number(seen.bytes, b"maxWireVersion");
    // Releases and their wire versions, from the drivers' specification.
    let release = match wire {
        Some(25..) => Some("8.0 or later"),
        Some(21..) => Some("7.0"),
        Some(17..) => Some("6.0"),
        Some(13..) => Some("5.0"),
        Some(9..) => Some("4.4"),
        Some(8) => Some("4.2"),
        Some(7) => Some("4.0"),
        Some(6) => Some("3.6"),
        _ => None,
    };
    let told = wire.map(|wire| match release {
        Some(release) => format!("wire version {wire}, as of {release}"),
        None => format!("wire version {wire}"),
    });
    let host = bson_string(seen.bytes, b"me").and_then(|me| words::hostname(me.split(':').next()?));
    Some(found.product("MongoDB").version(version).info(told).host(host))
}

/// The value of a string field (kind 2) of BSON, wherever it stands.
fn bson_string(bytes: &[u8], name: &[u8]) -> Option<String> {
    let mut cursor = bson_field(bytes, 2, name)?;
    let length = cursor.u32_le().filter(|length| (1..1024).contains(length))?;
    Some(words::clean(&words::text(cursor.take(length as usize - 1)?)))
}

/// The value of a number of 32 bits (kind 16).
fn bson_number(bytes: &[u8], name: &[u8]) -> Option<u32> {
    bson_field(bytes, 16, name)?.u32_le()
}

fn bson_field<'a>(bytes: &'a [u8], kind: u8, name: &[u8]) -> Option<Cursor<'a>> {
    let at = bytes
        .windows(name.len() + 2)
        .position(|window| window[0] == kind && window[1..].starts_with(name) && window.last() == Some(&0))?;
    Cursor(bytes).at(at + name.len() + 2)
}

/// What `mongod` says to a browser.
pub(super) fn mongodb_over_http(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    has(&text, "trying to access MongoDB over HTTP").then(|| Service::named("mongodb").product("MongoDB"))
}

/// A frame of the native protocol: answer of version 3 to 5, opcode SUPPORTED (6) or ERROR (0).
pub(super) fn cassandra(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (version, _flags, _stream) = (cursor.u8()?, cursor.u8()?, cursor.u16()?);
    let (opcode, length) = (cursor.u8()?, cursor.u32()?);
    if !(0x83..=0x86).contains(&version) || !matches!(opcode, 0 | 6) || length > 1 << 20 {
        return None;
    }
    let text = words::text(cursor.0);
    let found = Service::named("cassandra");
    // A map of names to lists of strings, each behind its length of two bytes.
    let language = words::after(&text, "CQL_VERSION").and_then(|rest| {
        let start = rest.find(|sign: char| sign.is_ascii_digit())?;
        words::version(&rest[start..])
    });
    let found = if has(&text, "SCYLLA") { found.product("ScyllaDB") } else { found.product("Apache Cassandra") };
    Some(
        found
            .info(language.map(|language| format!("CQL {language}")))
            .info(Some(format!("protocol {}", version & 0x7f))),
    )
}

/// The answer to `srvr`, or that the command is not allowed.
pub(super) fn zookeeper(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let found = Service::named("zookeeper").product("Apache ZooKeeper");
    if let Some(rest) = text.strip_prefix("Zookeeper version: ") {
        let mode = words::between(&text, "Mode: ", "\n").map(words::clean);
        let version = words::version(rest.split(['-', ',']).next().unwrap_or_default());
        return Some(found.version(version).info(mode));
    }
    has(&text, "is not executed because it is not in the whitelist").then_some(found)
}
