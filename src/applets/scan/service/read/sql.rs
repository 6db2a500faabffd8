//! Databases that speak SQL: `MySQL` and `MariaDB`, `PostgreSQL`, SQL Server (TDS), Oracle (TNS).

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words;

/// The greeting: a packet of number 0, protocol 10, then the version up to a zero; or an error packet.
pub(super) fn mysql(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let [low, middle, high, number] = cursor.array()?;
    let length = u32::from_le_bytes([low, middle, high, 0]);
    // An answer to bytes that were no login may carry number 1.
    if number > 1 || !(5..4096).contains(&length) {
        return None;
    }
    let (kind, mut found) = (cursor.u8()?, Service::named("mysql"));
    if kind == 0xff {
        let code = cursor.u16_le()?;
        let told = words::clean(&words::text(cursor.0));
        if !(1000..5000).contains(&code) || !told.is_ascii() || told.is_empty() {
            return None;
        }
        if words::has(&told, "MariaDB") {
            found = found.product("MariaDB");
        } else if words::has(&told, "MySQL") {
            found = found.product("MySQL");
        }
        return Some(found.info(Some(format!("refused, {code}: {told}"))));
    }
    let text = words::text(cursor.until_zero()?).into_owned();
    if kind != 10 || !text.starts_with(|sign: char| sign.is_ascii_digit()) || text.len() > 80 {
        return None;
    }
    let _thread = cursor.u32()?;
    let _salt = cursor.take(9)?;
    // CLIENT_SSL is bit 11 of the capabilities.
    found = found.starttls_if((cursor.u16_le().unwrap_or_default() & 0x0800 != 0).into()).os(words::system(&text));
    Some(match text.split_once("-MariaDB") {
        Some((version, rest)) => {
            // MariaDB pretends to be 5.5.5 to old replicas.
            let version = version.strip_prefix("5.5.5-").unwrap_or(version);
            found
                .product("MariaDB")
                .version(words::version(version))
                .info(Some(words::clean(rest.trim_start_matches('-'))))
        }
        None => found.product("MySQL").version(words::version(&text)),
    })
}

/// How sure a single byte is: enough for the question whose answer proves it, and no more.
pub(crate) const ONE_BYTE: u8 = 7;

/// To `SSLRequest` one byte, S or N; to a version that does not exist an error whose fields tell a little.
pub(super) fn postgres(seen: &Seen<'_>) -> Option<Service> {
    let found = Service::named("postgresql").product("PostgreSQL");
    match seen.bytes {
        [b'S'] => return Some(found.starttls_if(true.into()).fits(ONE_BYTE)),
        [b'N'] => return Some(found.fits(ONE_BYTE)),
        _ => {}
    }
    let mut cursor = Cursor(seen.bytes);
    if cursor.u8()? != b'E' {
        return None;
    }
    let length = cursor.u32().filter(|length| (8..30_000).contains(length))?;
    let fields = Cursor(cursor.0.get(..length as usize - 4).unwrap_or(cursor.0));
    let field = |wanted: u8| {
        let mut fields = fields;
        loop {
            let kind = fields.u8().filter(u8::is_ascii_alphabetic)?;
            let text = fields.until_zero()?;
            if kind == wanted {
                return Some(words::clean(&words::text(text)));
            }
        }
    };
    let told = field(b'M')?;
    // The manual, "Error and Notice Message Fields": V came with 9.6. "server supports 3.0 to 3.2": 3.2 came with 18.
    let least = match () {
        () if told.ends_with("to 3.2") => Some("18 or later"),
        () if field(b'V').is_some() => Some("9.6 or later"),
        () => None,
    };
    let is_known = field(b'C').is_some_and(|code| code.len() == 5);
    is_known.then(|| found.version(least.map(str::to_owned)))
}

/// The answer to PRELOGIN ([MS-TDS] 2.2.6.5): a packet of kind 4 with a table of options; option 0 is the version.
pub(super) fn mssql(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (kind, _status, length) = (cursor.u8()?, cursor.u8()?, cursor.u16()?);
    if kind != 4 || usize::from(length) < 8 + 12 {
        return None;
    }
    let body = Cursor(seen.bytes).at(8)?;
    let mut table = body;
    let (option, offset, size) = (table.u8()?, table.u16()?, table.u16()?);
    if option != 0 || size != 6 {
        return None;
    }
    let mut version = body.at(usize::from(offset))?;
    let (major, minor, build) = (version.u8()?, version.u8()?, version.u16()?);
    let year = match (major, minor) {
        (17, _) => "2025",
        (16, _) => "2022",
        (15, _) => "2019",
        (14, _) => "2017",
        (13, _) => "2016",
        (12, _) => "2014",
        (11, _) => "2012",
        (10, 50) => "2008 R2",
        (10, _) => "2008",
        (9, _) => "2005",
        _ => "",
    };
    let found = Service::named("mssql").product("Microsoft SQL Server").version(format!("{major}.{minor}.{build}"));
    Some(found.info(Some(year.to_owned())))
}

/// A TNS packet: refuse (4), redirect (5), resend (11) or accept (2); a refusal carries `VSNNUM`.
pub(super) fn oracle(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let (length, _sum, kind) = (cursor.u16()?, cursor.u16()?, cursor.u8()?);
    if !(8..8192).contains(&length) || usize::from(length) > seen.bytes.len() || !matches!(kind, 2 | 4 | 5 | 11) {
        return None;
    }
    let text = words::text(seen.bytes);
    let number: Option<u32> = words::between(&text, "(VSNNUM=", ")").and_then(|number| number.parse().ok());
    if kind == 4 && number.is_none() && !words::has(&text, "(ERR=") {
        return None;
    }
    // Since 18 the second byte is 8 bits; before, five nibbles: major, minor.
    let version = number.map(|number| {
        let major = number >> 24;
        if major >= 18 {
            format!("{major}.{}.{}", number >> 16 & 0xff, number >> 12 & 0xf)
        } else {
            format!("{major}.{}.{}.{}", number >> 20 & 0xf, number >> 12 & 0xff, number >> 8 & 0xf)
        }
    });
    Some(Service::named("oracle-tns").product("Oracle TNS listener").version(version))
}
