//! Screens from afar: VNC (RFC 6143), the X Window System, the Android debug bridge.

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words;

/// `RFB 003.008`
pub(super) fn vnc(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let rest = text.strip_prefix("RFB ")?;
    let (major, minor) = (rest.get(..3)?, rest.get(3..7)?.strip_prefix('.')?);
    let (major, minor): (u16, u16) = (major.parse().ok()?, minor.parse().ok()?);
    let product = match (major, minor) {
        (3, 889) => "Apple remote desktop",
        (4, 0 | 1) | (5, 0) => "RealVNC",
        _ => "",
    };
    let told = words::clean(rest.get(7..).unwrap_or_default());
    Some(Service::named("vnc").product(product).info(Some(format!("protocol {major}.{minor}"))).info(Some(told)))
}

/// The answer to a connection setup: 0 refused, 1 accepted, 2 more wanted; the maker and release if accepted.
pub(super) fn x11(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (status, reason_bytes) = (cursor.u8()?, cursor.u8()?);
    let (major, minor, _words) = (cursor.u16_le()?, cursor.u16_le()?, cursor.u16_le()?);
    if major != 11 || minor > 10 || status > 2 {
        return None;
    }
    let found = Service::named("x11").info(Some(format!("protocol {major}.{minor}")));
    if status != 1 {
        let reason = cursor.take(usize::from(reason_bytes)).map(|reason| words::clean(&words::text(reason)));
        return Some(found.info(Some("access refused".to_owned())).info(reason));
    }
    let release = cursor.u32_le()?;
    let mut rest = cursor.at(12)?;
    let length = rest.u16_le()?;
    let vendor = rest.at(14).and_then(|mut rest| rest.take(usize::from(length)));
    let vendor = vendor.map(|vendor| words::clean(&words::text(vendor))).unwrap_or_default();
    // X.Org's releases are decimal digits: 12101007 is 21.1.7, since 1.20 grew into a year.
    let version = match release {
        12_000_000.. => format!("{}.{}.{}", (release - 10_000_000) / 100_000, release / 1000 % 100, release % 1000),
        10_000_000.. => format!("1.{}.{}", release / 100_000 % 100, release / 1000 % 100),
        other => other.to_string(),
    };
    let product = if vendor.contains("X.Org") { "X.Org X server".to_owned() } else { vendor };
    Some(found.product(product).version(version).info(Some("open to all".to_owned())))
}

/// `CNXN` with a banner, `AUTH`, or `STLS`.
pub(super) fn adb(seen: &Seen<'_>) -> Option<Service> {
    let (command, rest) = seen.bytes.split_at_checked(4)?;
    let found = Service::named("adb").product("Android debug bridge").os(Some("Android".to_owned()));
    match command {
        b"CNXN" => {
            let banner = words::text(rest.get(20..)?);
            let model = words::between(&banner, "ro.product.model=", ";").map(words::clean);
            Some(found.info(Some("open to all".to_owned())).info(model))
        }
        b"AUTH" => Some(found.info(Some("wants a key".to_owned()))),
        b"STLS" => Some(found.starttls_if(true.into())),
        _ => None,
    }
}
