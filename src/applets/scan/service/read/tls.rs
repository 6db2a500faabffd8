//! TLS records (RFC 8446 section 5.1) as an answer: a handshake's first message, or an alert. What a handshake that
//! came to its end told is added by [`judge`](crate::applets::scan::service::judge).

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::{Service, Tunnel};

const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const SERVER_HELLO: u8 = 2;

/// A record whose length and contents fit; `DTLS` is not looked for.
pub(super) fn tls(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (kind, version, length) = (cursor.u8()?, cursor.u16()?, cursor.u16()?);
    if version >> 8 != 3 || version & 0xff > 4 || length > (1 << 14) + 256 {
        return None;
    }
    let found = |version: &str, info: Option<String>| {
        let tunnel = Tunnel { version: version.to_owned(), cipher: String::new(), certificate: None };
        Some(Service { tunnel: Some(tunnel), ..Service::named("tls") }.info(info))
    };
    match kind {
        ALERT if length == 2 => {
            let (level, reason) = (cursor.u8()?, cursor.u8()?);
            (1..=2).contains(&level).then(|| found("TLS", Some(alert(reason))))?
        }
        HANDSHAKE if cursor.u8()? == SERVER_HELLO => {
            let _length = cursor.u24()?;
            let legacy = cursor.u16()?;
            found(version_name(supported_version(cursor).unwrap_or(legacy)), None)
        }
        _ => None,
    }
}

/// The extension `supported_versions` of a `ServerHello`; only there does TLS 1.3 name itself.
fn supported_version(mut cursor: Cursor<'_>) -> Option<u16> {
    cursor.take(32)?;
    let session = cursor.u8()?;
    cursor.take(usize::from(session) + 3)?;
    let length = cursor.u16()?;
    let mut extensions = Cursor(cursor.take(usize::from(length))?);
    loop {
        let (kind, length) = (extensions.u16()?, extensions.u16()?);
        let mut value = Cursor(extensions.take(usize::from(length))?);
        if kind == 43 {
            return value.u16();
        }
    }
}

pub(super) const fn version_name(version: u16) -> &'static str {
    match version {
        0x0300 => "SSLv3",
        0x0301 => "TLSv1.0",
        0x0302 => "TLSv1.1",
        0x0303 => "TLSv1.2",
        0x0304 => "TLSv1.3",
        _ => "TLS",
    }
}

/// RFC 8446 section 6; what is worth telling apart.
fn alert(reason: u8) -> String {
    let text = match reason {
        0 => "close notify",
        10 => "unexpected message",
        40 => "handshake failure",
        47 => "illegal parameter",
        50 => "decode error",
        70 => "protocol version refused",
        71 => "insufficient security",
        80 => "internal error",
        112 => "name unknown",
        116 => "client certificate required",
        120 => "no application protocol in common",
        other => return format!("alert {other}"),
    };
    text.to_owned()
}
