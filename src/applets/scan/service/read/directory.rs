//! What is written in tags and lengths: LDAP (RFC 4511), SNMP (RFC 3412, 3414, 3416), Kerberos (RFC 4120).

use super::Seen;
use crate::applets::scan::service::ber::{self, Element, INTEGER, OCTETS, SEQUENCE, SET};
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::{Offer, Service};
use crate::applets::scan::service::words::{self, has};

const SEARCH_ENTRY: u8 = 0x64;
const SEARCH_DONE: u8 = 0x65;
const EXTENDED_RESPONSE: u8 = 0x78;

/// The entry of the root, or any other answer of an LDAP server.
pub(super) fn ldap(seen: &Seen<'_>) -> Option<Service> {
    let mut cursor = Cursor(seen.bytes);
    let mut found: Option<Service> = None;
    for _ in 0..4 {
        let Some(message) = ber::expect(&mut cursor, SEQUENCE) else { break };
        let mut parts = ber::children(message);
        let number = parts.next().filter(|part| part.tag == INTEGER && part.value.len() <= 4)?;
        let operation = parts.next()?;
        match operation.tag {
            SEARCH_ENTRY => return entry(operation.value),
            SEARCH_DONE | 0x61 => {
                let code = ber::children(operation.value).next().filter(|part| part.tag == 0x0a)?.value;
                let told = ber::number(code).filter(|code| *code != 0).map(|code| format!("result {code}"));
                found = Some(Service::named("ldap").info(told));
            }
            // The notice of disconnection has number 0 and a name that begins with 1.3.6.1.4.1.
            EXTENDED_RESPONSE if number.value == [0] => found = Some(Service::named("ldap")),
            _ => return found,
        }
    }
    found
}

/// Attributes with their values of `SearchResultEntry`.
fn entry(value: &[u8]) -> Option<Service> {
    let mut parts = ber::children(value);
    let _name = parts.next().filter(|part| part.tag == OCTETS)?;
    let attributes = parts.next().filter(|part| part.tag == SEQUENCE)?;
    let attributes: Vec<(String, Vec<String>)> =
        ber::children(attributes.value).take(64).filter_map(attribute).collect();
    let values = |name: &str| {
        attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or(&[][..], |(_, values)| values)
    };
    let first = |name: &str| values(name).first().cloned();
    let starttls = values("supportedExtension").iter().any(|oid| oid == "1.3.6.1.4.1.1466.20037");
    let found = Service::named("ldap").starttls_if(Offer::from(starttls));
    let vendor = first("vendorName").unwrap_or_default();
    let version = first("vendorVersion").unwrap_or_default();
    let found = match () {
        () if first("rootDomainNamingContext").is_some() || first("domainFunctionality").is_some() => {
            let level = first("domainControllerFunctionality").and_then(|level| level.parse().ok());
            let os = level.map(|level: u32| format!("Windows, functional level {level}"));
            found.product("Active Directory").host(first("dnsHostName").and_then(|name| words::hostname(&name))).os(os)
        }
        () if values("objectClass").iter().any(|class| class == "OpenLDAProotDSE") => found.product("OpenLDAP"),
        () => {
            // `389-Directory/2.3.1 B2023`
            let at = version.find('/').or_else(|| version.find(|sign: char| sign.is_ascii_digit()));
            let (name, rest) = version.split_at(at.unwrap_or(version.len()));
            let named = if vendor.is_empty() { name.trim().to_owned() } else { vendor };
            found.product(named).version(words::version(rest))
        }
    };
    Some(found.info(first("namingContexts").map(|context| format!("base {context}"))))
}

fn attribute(element: Element<'_>) -> Option<(String, Vec<String>)> {
    let mut parts = ber::children(element.value);
    let name = parts.next().filter(|part| part.tag == OCTETS)?;
    let values = parts.next().filter(|part| part.tag == SET)?;
    let text = |element: Element<'_>| words::clean(&words::text(element.value));
    Some((text(name), ber::children(values.value).take(64).map(text).collect()))
}

/// A report of version 3 with the engine's number, or the answer of version 2 with `sysDescr`.
pub(super) fn snmp(seen: &Seen<'_>) -> Option<Service> {
    let message = ber::expect(&mut Cursor(seen.bytes), SEQUENCE)?;
    let mut parts = ber::children(message);
    let version = ber::number(parts.next().filter(|part| part.tag == INTEGER)?.value)?;
    let found = Service::named("snmp");
    if version == 3 {
        let (_header, security) = (parts.next()?, parts.next().filter(|part| part.tag == OCTETS)?);
        let mut security = ber::children(ber::expect(&mut Cursor(security.value), SEQUENCE)?);
        let engine = security.next().filter(|part| part.tag == OCTETS)?.value;
        let boots = security.next().and_then(|part| ber::number(part.value)).unwrap_or_default();
        let seconds = security.next().and_then(|part| ber::number(part.value)).unwrap_or_default();
        let (product, number) = enterprise(engine).unwrap_or_default();
        let told = format!("version 3, enterprise {number}, {boots} boots, up {seconds} s");
        return Some(found.product(product).info(Some(told)));
    }
    let _community = parts.next().filter(|part| part.tag == OCTETS)?;
    let answer = parts.next().filter(|part| part.tag == 0xa2)?;
    let list = ber::children(answer.value).find(|part| part.tag == SEQUENCE)?;
    let described = ber::children(list.value).find_map(|pair| {
        let value = ber::children(pair.value).nth(1).filter(|value| value.tag == OCTETS)?;
        Some(words::clean(&words::text(value.value)))
    });
    let os = described.as_deref().and_then(words::system);
    Some(found.os(os).info(Some(format!("version {}, community public", version + 1))).info(described))
}

/// Who made an engine (RFC 3411 section 5, `SnmpEngineID`): IANA's enterprise number in the first four bytes.
fn enterprise(engine: &[u8]) -> Option<(&'static str, u32)> {
    let number = Cursor(engine).u32()? & 0x7fff_ffff;
    Some(match number {
        8072 => ("Net-SNMP", number),
        9 => ("Cisco SNMP", number),
        11 | 25506 => ("HP SNMP", number),
        311 => ("Microsoft SNMP", number),
        2011 => ("Huawei SNMP", number),
        2636 => ("Juniper SNMP", number),
        14988 => ("MikroTik SNMP", number),
        12356 => ("Fortinet SNMP", number),
        _ => ("", number),
    })
}

/// KRB-ERROR (application 30) or AS-REP (11); over TCP behind a length.
pub(super) fn kerberos(seen: &Seen<'_>) -> Option<Service> {
    let bytes = if seen.probe == "kerberos" { seen.bytes.get(4..)? } else { seen.bytes };
    let outer = ber::next(&mut Cursor(bytes))?;
    let body = ber::expect(&mut Cursor(outer.value), SEQUENCE)?;
    let field = |number: u8| ber::children(body).find(|part| part.tag == 0xa0 | number);
    let version = ber::expect(&mut Cursor(field(0)?.value), INTEGER)?;
    if version != [5] || !matches!(outer.tag, 0x7e | 0x6b) {
        return None;
    }
    // Fields of KRB-ERROR: 4 the server's time, 6 the code, 9 the realm, 11 a text.
    let inner = |number: u8| field(number).and_then(|part| ber::next(&mut Cursor(part.value)));
    let text = |number: u8| inner(number).map(|part| words::clean(&words::text(part.value)));
    let code = inner(6).and_then(|part| ber::number(part.value)).map(|code| format!("error {code}"));
    let told = text(11).filter(|told| !has(told, "\0"));
    Some(Service::named("kerberos").info(text(9).map(|realm| format!("realm {realm}"))).info(code).info(told))
}
