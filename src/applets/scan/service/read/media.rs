//! Pictures, voices and games: RTSP (RFC 7826), SIP (RFC 3261), RTMP, Minecraft, Source engine.

use super::Seen;
use crate::applets::scan::service::cursor::Cursor;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// The first header of this name in an answer of the form of HTTP.
fn header(text: &str, name: &str) -> Option<String> {
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    let pairs = head.lines().skip(1).take(100).filter_map(|line| line.split_once(':'));
    pairs.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name)).map(|(_, value)| words::clean(value)).next()
}

/// A product with its version out of `GStreamer RTSP server/1.2 (x)`.
fn program(found: Service, server: &str) -> Service {
    let end = server.find(['/', '(']).unwrap_or_else(|| server.find(" v").unwrap_or(server.len()));
    let (name, rest) = server.split_at(end);
    let version = words::version(rest.trim_start_matches(['/', '(']));
    let (name, own) = match name.rsplit_once([' ', '-']) {
        // `Asterisk PBX 18.1`, `FreeSWITCH-mod_sofia`.
        Some((before, last)) if last.starts_with(|sign: char| sign.is_ascii_digit()) => (before, words::version(last)),
        _ => (name, None),
    };
    found.product(words::clean(name)).version(version.or(own)).os(words::system(server))
}

/// `RTSP/1.0 200 OK`
pub(super) fn rtsp(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let rest = text.strip_prefix("RTSP/").filter(|rest| rest.starts_with(['1', '2']))?;
    let status = rest
        .split(' ')
        .nth(1)
        .filter(|status| *status != "200")
        .map(|status| format!("status {}", words::clean(status)));
    let found = Service::named("rtsp");
    Some(
        match header(&text, "server") {
            Some(server) => program(found, &server),
            None => found.info(header(&text, "public")),
        }
        .info(status),
    )
}

/// `SIP/2.0 200 OK`
pub(super) fn sip(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let status = words::word(text.strip_prefix("SIP/2.0 ")?).to_owned();
    let found = Service::named("sip").info((status != "200").then(|| format!("status {status}")));
    Some(match header(&text, "server").or_else(|| header(&text, "user-agent")) {
        Some(server) => program(found, &server),
        None => found,
    })
}

/// S0 (version 3) and S1, of 1536 bytes, whose second word is zero or a version.
pub(super) fn rtmp(seen: &Seen<'_>) -> Option<Service> {
    let [3, rest @ ..] = seen.bytes else { return None };
    let echoed = seen.sent.get(9..137)?;
    // S2 repeats what C1 held behind its first eight bytes.
    let repeats = rest.windows(echoed.len()).any(|part| part == echoed);
    (rest.len() >= 1536 && (repeats || rest.len() == 1536)).then(|| Service::named("rtmp"))
}

/// A status packet: length, 0, length, JSON.
pub(super) fn minecraft(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let at = text.find('{').filter(|at| *at < 12)?;
    let json = &text[at..];
    if !(has(json, "\"version\"") && has(json, "\"protocol\"")) {
        return None;
    }
    let named = words::json_field(json, "name").unwrap_or_default();
    let digits = named.find(|sign: char| sign.is_ascii_digit()).unwrap_or(named.len());
    let kind = named[..digits].trim();
    let product = if kind.is_empty() { "Minecraft".to_owned() } else { format!("Minecraft {kind}") };
    let told = words::json_field(json, "text");
    Some(Service::named("minecraft").product(product).version(words::version(&named[digits..])).info(told))
}

/// The answer to an unconnected ping: 0x1c, numbers, the magic, then fields between semicolons.
pub(super) fn bedrock(seen: &Seen<'_>) -> Option<Service> {
    let [0x1c, rest @ ..] = seen.bytes else { return None };
    let text = words::text(rest.get(34..)?);
    let fields: Vec<&str> = text.split(';').collect();
    let edition = fields.first().filter(|edition| edition.starts_with("MC"))?;
    let version = fields.get(3).and_then(|version| words::version(version));
    let found = Service::named("minecraft-bedrock").product(format!("Minecraft {}", words::clean(edition)));
    Some(found.version(version).info(fields.get(1).map(|name| words::clean(name))))
}

/// `A2S_INFO` of Valve's engine: four times 255, then `I` with names, or `A` with a challenge.
pub(super) fn source_engine(seen: &Seen<'_>) -> Option<Service> {
    let rest = seen.bytes.strip_prefix(&[255; 4])?;
    let found = Service::named("source-engine");
    match rest {
        [b'A', challenge @ ..] if challenge.len() == 4 => Some(found),
        [b'I', _, fields @ ..] => {
            let mut cursor = Cursor(fields);
            let name = words::clean(&words::text(cursor.until_zero()?));
            let (_map, _folder) = (cursor.until_zero()?, cursor.until_zero()?);
            let game = words::clean(&words::text(cursor.until_zero()?));
            Some(found.product(game).info(Some(name)))
        }
        _ => None,
    }
}
