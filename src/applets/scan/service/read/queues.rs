//! Brokers and queues: AMQP, MQTT, NATS, Kafka, STOMP, beanstalkd, Gearman.

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// `Connection.Start` (AMQP 0-9-1 section 4.2) with the server's properties, or the header of the version it wants.
pub(super) fn amqp(seen: &Seen<'_>) -> Option<Service> {
    let found = Service::named("amqp");
    let mut cursor = Cursor(seen.bytes);
    if let Some(version) = seen.bytes.strip_prefix(b"AMQP").filter(|rest| rest.len() >= 4) {
        let numbers = [version[1], version[2], version[3]].map(|number| number.to_string()).join("-");
        return Some(found.info(Some(format!("protocol {numbers}"))));
    }
    let (kind, channel, length) = (cursor.u8()?, cursor.u16()?, cursor.u32()?);
    let (class, method) = (cursor.u16()?, cursor.u16()?);
    if kind != 1 || channel != 0 || length > 1 << 16 || class != 10 || method != 10 {
        return None;
    }
    let (major, minor) = (cursor.u8()?, cursor.u8()?);
    let property = |name: &[u8]| {
        let at = seen.bytes.windows(name.len() + 2).position(|window| {
            window[0] as usize == name.len() && window[1..].starts_with(name) && window.last() == Some(&b'S')
        })?;
        let mut value = Cursor(seen.bytes).at(at + name.len() + 2)?;
        let length = value.u32().filter(|length| *length < 512)?;
        Some(words::clean(&words::text(value.take(length as usize)?)))
    };
    let version = property(b"version").and_then(|version| words::version(&version));
    let found = found.product(property(b"product").unwrap_or_default()).version(version);
    Some(found.info(Some(format!("protocol {major}.{minor}"))).info(property(b"platform")))
}

/// CONNACK of version 3.1.1 (`20 02`) or of 5 (properties follow).
pub(super) fn mqtt(seen: &Seen<'_>) -> Option<Service> {
    let reason = match seen.bytes {
        [0x20, 2, 0 | 1, reason, ..] if *reason < 6 => *reason,
        [0x20, length @ 3..=127, 0 | 1, reason, rest @ ..] if rest.len() + 2 >= usize::from(*length) => *reason,
        _ => return None,
    };
    let told = match reason {
        0 => "anonymous access",
        1 => "protocol refused",
        2 => "identifier refused",
        4 | 0x86 => "wrong password",
        5 | 0x87 => "wants a password",
        _ => "unavailable",
    };
    let (found, retained) = (Service::named("mqtt"), words::text(seen.bytes));
    // Who subscribes to $SYS/broker/version is told by mosquitto at once.
    let version = words::version_after(&retained, "mosquitto version ");
    let found = if has(&retained, "mosquitto version") { found.product("Mosquitto").version(version) } else { found };
    Some(found.info(Some(told.to_owned())))
}

/// `INFO {"server_id":…,"version":"2.10.9",…}`
pub(super) fn nats(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let line = text.strip_prefix("INFO ").filter(|rest| rest.starts_with('{') && has(rest, "\"server_id\""))?;
    let found = Service::named("nats").product("NATS").version(words::json_field(line, "version"));
    let secured = has(line, "\"auth_required\":true").then(|| "wants a password".to_owned());
    let starttls = has(line, "\"tls_required\":true") || has(line, "\"tls_available\":true");
    Some(found.info(secured).starttls_if(starttls.into()))
}

/// The answer to `ApiVersions` of version 0: our number, no error, then kinds of requests with their versions.
pub(super) fn kafka(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (length, id, error) = (cursor.u32()?, cursor.u32()?, cursor.u16()?);
    if id != 0x7462_0001 || !(6..1 << 20).contains(&length) {
        return None;
    }
    let found = Service::named("kafka").product("Apache Kafka");
    if error != 0 {
        return Some(found.info(Some(format!("error {error}"))));
    }
    let count = cursor.u32().filter(|count| *count < 1000)?;
    let mut newest = Vec::new();
    for _ in 0..count {
        let (Some(kind), Some(_least), Some(most)) = (cursor.u16(), cursor.u16(), cursor.u16()) else { break };
        newest.push((kind, most));
    }
    let fetch = newest.iter().find(|(known, _)| *known == 1).map(|(_, most)| *most);
    // The releases that came with each version of Fetch (1), from the protocol's own history (KIP-392, 595, 516, 405,
    // 903, 951, 853).
    let release = match fetch {
        Some(17..) => Some("3.9 or later"),
        Some(16) => Some("3.7 or 3.8"),
        Some(14 | 15) => Some("3.5 or 3.6"),
        Some(13) => Some("3.1 to 3.4"),
        Some(12) => Some("2.7 to 3.0"),
        Some(11) => Some("2.3 to 2.6"),
        Some(_) => Some("before 2.3"),
        None => None,
    };
    Some(found.info(release.map(|release| format!("as of {release}"))).info(Some(format!("{count} kinds of requests"))))
}

/// `ERROR` or `CONNECTED` frames with headers; a zero ends them.
pub(super) fn stomp(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let frame = text.trim_start_matches(['\n', '\r']);
    let is_frame = frame.starts_with("CONNECTED\n") || frame.starts_with("ERROR\n") && text.contains('\0');
    let header = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)).map(words::clean);
    is_frame.then(|| {
        let server = header("server:").unwrap_or_default();
        let (name, version) = server.split_once('/').unwrap_or((&server, ""));
        Service::named("stomp").product(name).version(words::version(version)).info(header("version:"))
    })
}

/// `OK <bytes>` and a list of statistics in YAML.
pub(super) fn beanstalkd(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let stats = text.starts_with("OK ") && has(&text, "current-jobs-ready:");
    let version = words::after(&text, "\nversion: ").and_then(words::version);
    (stats || text.starts_with("UNKNOWN_COMMAND\r\n"))
        .then(|| Service::named("beanstalkd").product("beanstalkd").version(version))
}

/// `OK 1.1.20`
pub(super) fn gearman(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let version = words::version(words::line(&text).strip_prefix("OK ")?)?;
    Some(Service::named("gearman").product("Gearman").version(version))
}
