//! Ways through: SOCKS (RFC 1928), AJP, IKE (RFC 7296), `OpenVPN`.

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;

/// The choice among the methods offered.
pub(super) fn socks5(seen: &Seen<'_>) -> Option<Service> {
    let [5, method] = seen.bytes else { return None };
    let told = match method {
        0 => "open to all",
        1 => "wants GSSAPI",
        2 => "wants a password",
        0xff => "no acceptable method",
        _ => return None,
    };
    Some(Service::named("socks5").info(Some(told.to_owned())))
}

/// A refusal or a grant: eight bytes, the first zero.
pub(super) fn socks4(seen: &Seen<'_>) -> Option<Service> {
    let [0, 90..=93, _, _, _, _, _, _] = seen.bytes else { return None };
    Some(Service::named("socks4"))
}

/// CPONG.
pub(super) fn ajp(seen: &Seen<'_>) -> Option<Service> {
    seen.bytes.starts_with(b"AB\0\x01\x09").then(|| Service::named("ajp13").product("Apache JServ"))
}

/// Our SPI back in a header of version 1 or 2.
pub(super) fn ike(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let spi = cursor.take(8)?;
    if seen.sent.get(..8) != Some(spi) || seen.bytes.len() < 28 {
        return None;
    }
    let version = *seen.bytes.get(17)?;
    matches!(version, 0x10 | 0x20).then(|| Service::named("ike").info(Some(format!("version {}", version >> 4))))
}

/// A hard reset of the server, version 2 (opcode 8), that acknowledges ours; over TCP behind a length.
pub(super) fn openvpn(seen: &Seen<'_>) -> Option<Service> {
    let bytes = if seen.probe == "openvpn" {
        let mut framed = Cursor(seen.bytes);
        let length = framed.u16().filter(|length| (14..200).contains(length))?;
        framed.take(usize::from(length))?
    } else {
        seen.bytes
    };
    let opcode = bytes.first()? >> 3;
    // Behind the opcode: the server's number of eight bytes, one acknowledgement, our number.
    let ours = seen.sent.windows(8).any(|number| bytes.get(14..22) == Some(number));
    (opcode == 8 && (ours || bytes.len() == 14)).then(|| Service::named("openvpn").product("OpenVPN"))
}
