//! What Windows offers, and Samba: SMB ([MS-SMB2], [MS-CIFS]), remote desktops ([MS-RDPBCGR]).

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words;

/// The answer to NEGOTIATE in the frame of direct transport; or a `NetBIOS` session that was accepted or refused.
pub(super) fn smb(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (kind, length) = (cursor.u8()?, cursor.u24()?);
    if matches!((kind, length), (0x82, 0) | (0x83, 1)) && seen.port == 139 {
        return Some(Service::named("netbios-ssn").fits(8));
    }
    if kind != 0 || length > 1 << 17 {
        return None;
    }
    match cursor.array::<4>()? {
        [0xfe, b'S', b'M', b'B'] => smb2(cursor),
        [0xff, b'S', b'M', b'B'] => Some(Service::named("microsoft-ds").info(Some("SMB 1".to_owned()))),
        _ => None,
    }
}

/// [MS-SMB2] 2.2.1 and 2.2.4, behind the sign of the protocol.
fn smb2(cursor: Cursor<'_>) -> Option<Service> {
    let mut header = cursor;
    let (size, _credit) = (header.u16_le()?, header.u16_le()?);
    let (status, command) = (header.u32_le()?, header.u16_le()?);
    if size != 64 || command > 18 {
        return None;
    }
    // [MS-SMB2] 2.2.1.2: SMB2_FLAGS_SERVER_TO_REDIR, without which it is a question.
    let (_credits, flags) = (header.u16_le()?, header.u32_le()?);
    if flags & 1 == 0 {
        return None;
    }
    let found = Service::named("microsoft-ds");
    let mut body = cursor.at(60)?;
    if status != 0 || command != 0 || body.u16_le()? != 65 {
        return Some(found.info(Some(format!("SMB 2, status {status:08x}"))));
    }
    let (signing, dialect) = (body.u16_le()?, body.u16_le()?);
    let _contexts = body.u16_le()?;
    let server = body.array::<16>()?;
    let dialect = match dialect {
        0x0202 => "2.0.2".to_owned(),
        0x0210 => "2.1".to_owned(),
        0x0300 => "3.0".to_owned(),
        0x0302 => "3.0.2".to_owned(),
        0x0311 => "3.1.1".to_owned(),
        0x02ff => "2 or later".to_owned(),
        other => format!("{other:04x}"),
    };
    let signing = if signing & 2 != 0 { "signing required" } else { "signing optional" };
    // Samba fills the GUID with its own name, sixteen bytes of it, padded with zeros.
    let name = words::text(&server);
    let name = name.trim_end_matches('\0');
    let is_name = name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let found = if is_name { found.product("Samba smbd").host(words::hostname(name)) } else { found };
    Some(found.info(Some(format!("SMB {dialect}"))).info(Some(signing.to_owned())))
}

/// The connection confirm (X.224) with the answer to `RDP_NEG_REQ`.
pub(super) fn rdp(seen: &Seen<'_>) -> Option<Service> {
    let [3, 0, high, low, _, 0xd0, 0, 0, _, _, _, rest @ ..] = seen.bytes else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if !matches!(length, 11 | 19) {
        return None;
    }
    let found = Service::named("ms-wbt-server");
    let told = match rest {
        [2, _, 8, 0, protocols, ..] => match protocols {
            0 => "standard security".to_owned(),
            1 => "TLS".to_owned(),
            2 => "CredSSP".to_owned(),
            8 => "CredSSP early".to_owned(),
            other => format!("protocol {other}"),
        },
        [3, _, 8, 0, code, ..] => match code {
            1 => "wants TLS".to_owned(),
            2 => "TLS not allowed".to_owned(),
            3 => "no certificate".to_owned(),
            5 => "wants network level authentication".to_owned(),
            other => format!("refuses, {other}"),
        },
        _ => "standard security".to_owned(),
    };
    // xrdp does not set the bit for extended client data that every Windows since Vista sets.
    let xrdp = matches!(rest, [2, 0, 8, 0, ..]);
    let found = if xrdp { found } else { found.os(Some("Windows".to_owned())) };
    Some(found.info(Some(told)).starttls_if(matches!(rest, [2, _, 8, 0, 1..=255, ..]).into()))
}
