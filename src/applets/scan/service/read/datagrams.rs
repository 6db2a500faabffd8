//! Services of single datagrams: NTP, TFTP, SSDP, STUN, `CoAP`, IPMI, QUIC.

use super::Seen;
use super::http::Reply;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// An answer of a server (mode 4) to a client (RFC 5905 figure 8).
pub(super) fn ntp(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (first, stratum) = (cursor.u8()?, cursor.u8()?);
    if seen.bytes.len() < 48 || first & 7 != 4 || stratum > 16 {
        return None;
    }
    let reference = cursor.at(10)?.array::<4>()?;
    let source = match stratum {
        0 => format!("refuses: {}", words::clean(&words::text(&reference))),
        1 => format!("stratum 1, {}", words::clean(&words::text(&reference)).trim_end_matches('\0')),
        16 => "not synchronised".to_owned(),
        other => format!("stratum {other}"),
    };
    Some(Service::named("ntp").info(Some(format!("version {}", first >> 3 & 7))).info(Some(source)))
}

/// An answer to a control message (RFC 9327): variables as text.
pub(super) fn ntp_control(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (first, operation) = (cursor.u8()?, cursor.u8()?);
    if first & 7 != 6 || operation & 0x80 == 0 {
        return None;
    }
    let text = words::text(cursor.at(10)?.0);
    let variable = |name: &str| words::between(&text, &format!("{name}=\""), "\"").map(words::clean);
    let told = variable("version").unwrap_or_default();
    let (product, version) = match () {
        () if has(&told, "ntpsec") => ("NTPsec", words::version_after(&told, "ntpsec-")),
        () if has(&told, "ntpd ") => ("ntpd", words::version_after(&told, "ntpd ")),
        () => ("", None),
    };
    let os = variable("system").and_then(|system| words::system(&system));
    Some(Service::named("ntp").product(product).version(version).os(os))
}

/// An error (opcode 5), data or an option acknowledgement that answers a request (RFC 1350, 2347).
pub(super) fn tftp(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (opcode, code) = (cursor.u16()?, cursor.u16()?);
    match opcode {
        5 if code <= 8 => {
            let told = words::clean(&words::text(cursor.until_zero().unwrap_or(cursor.0)));
            Some(Service::named("tftp").info(Some(told)))
        }
        3 | 6 => Some(Service::named("tftp")),
        _ => None,
    }
}

/// `HTTP/1.1 200 OK` with `SERVER: Linux/5.10 UPnP/1.0 MiniUPnPd/2.2.1`.
pub(super) fn ssdp(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let reply = Reply::read(&text)?;
    reply.header("usn").or(reply.header("st"))?;
    let server = reply.header("server").unwrap_or_default();
    let product = server.split([' ', ',']).rfind(|word| word.contains('/')).unwrap_or_default();
    let (name, version) = product.split_once('/').unwrap_or((product, ""));
    let found = Service::named("ssdp").product(words::clean(name)).version(words::version(version));
    Some(found.os(words::system(server)).info(Some(words::clean(server))))
}

/// A success or an error that carries our transaction (RFC 8489 section 5), with SOFTWARE (0x8022).
pub(super) fn stun(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (kind, length, cookie) = (cursor.u16()?, cursor.u16()?, cursor.u32()?);
    if !matches!(kind, 0x0101 | 0x0111) || cookie != 0x2112_a442 || length % 4 != 0 {
        return None;
    }
    cursor.take(12)?;
    let mut software = String::new();
    while let (Some(kind), Some(length)) = (cursor.u16(), cursor.u16()) {
        let Some(value) = cursor.take(usize::from(length)) else { break };
        cursor.take((4 - usize::from(length) % 4) % 4);
        if kind == 0x8022 {
            software = words::clean(&words::text(value));
        }
    }
    let found = Service::named("stun");
    if software.is_empty() {
        return Some(found);
    }
    let product = software.split('-').next().unwrap_or_default().trim().to_owned();
    let product = if has(&product, "coturn") { "Coturn".to_owned() } else { product };
    let at = software.find(|sign: char| sign.is_ascii_digit()).unwrap_or(software.len());
    Some(found.product(product).version(words::version(&software[at..])).info(Some(software)))
}

/// An answer with our message number, version 1 (RFC 7252 section 3).
pub(super) fn coap(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (first, code, id) = (cursor.u8()?, cursor.u8()?, cursor.u16()?);
    if first >> 6 != 1 || id != 0x7462 || !matches!(code >> 5, 0 | 2 | 4 | 5) {
        return None;
    }
    let links = seen.bytes.iter().position(|byte| *byte == 0xff).and_then(|at| seen.bytes.get(at + 1..));
    let links = links.map(|links| words::clean(&words::text(links)));
    Some(Service::named("coap").info(Some(format!("code {}.{:02}", code >> 5, code & 31))).info(links))
}

/// RMCP with an IPMI message to a remote console (IPMI 2.0 section 13): Get Channel Authentication Capabilities.
pub(super) fn ipmi(seen: &Seen<'_>) -> Option<Service> {
    let [6, 0, 0xff, 7, _, _, _, _, _, _, _, _, _, _, body @ ..] = seen.bytes else { return None };
    // Address, function, sum, address, number, command, completion; then channel and capabilities.
    let (command, capabilities) = (*body.get(5)?, *body.get(8)?);
    (command == 0x38).then(|| {
        let version = if capabilities & 0x80 != 0 { "2.0" } else { "1.5" };
        Service::named("ipmi").version(version.to_owned())
    })
}

/// Version negotiation (RFC 9000 section 17.2.1): version 0, our numbers back, then what the server speaks.
pub(super) fn quic(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (first, version) = (cursor.u8()?, cursor.u32()?);
    if first & 0x80 == 0 || version != 0 {
        return None;
    }
    for _ in 0..2 {
        let length = cursor.u8().filter(|length| *length <= 20)?;
        cursor.take(usize::from(length))?;
    }
    let versions: Vec<String> = std::iter::from_fn(|| cursor.u32())
        .take(16)
        .filter_map(|version| match version {
            1 => Some("1".to_owned()),
            0x6b33_43cf => Some("2".to_owned()),
            0xff00_0000..=0xff00_00ff => Some(format!("draft {}", version & 0xff)),
            // Greased versions are noise by design.
            grease if grease & 0x0f0f_0f0f == 0x0a0a_0a0a => None,
            other => Some(format!("{other:08x}")),
        })
        .collect();
    Some(Service::named("quic").info(Some(format!("versions {}", versions.join(", ")))))
}
