//! Services of a line or two: telnet, ident, finger, whois, `ClamAV`, and greetings that name their program.

use super::Seen;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// Negotiation (RFC 854): IAC, then WILL, WONT, DO or DONT, or a sub-negotiation, then an option; later the login.
pub(super) fn telnet(seen: &Seen<'_>) -> Option<Service> {
    const IAC: u8 = 255;
    let mut rest = seen.bytes;
    let mut commands = 0;
    let mut shown = Vec::new();
    while let [byte, behind @ ..] = rest {
        match (*byte, behind) {
            (IAC, [250, tail @ ..]) => {
                let end = tail.windows(2).position(|pair| pair == [IAC, 240]).map_or(tail.len(), |end| end + 2);
                rest = &tail[end..];
                commands += 1;
            }
            (IAC, [251..=254, _, tail @ ..]) => {
                rest = tail;
                commands += 1;
            }
            _ if commands == 0 => return None,
            (byte, tail) => {
                shown.push(byte);
                rest = tail;
            }
        }
    }
    if commands == 0 {
        return None;
    }
    let told = words::clean(&words::text(&shown));
    let found = Service::named("telnet").os(words::system(&told));
    let found = match () {
        () if has(&told, "BusyBox") => found.product("BusyBox telnetd"),
        () if has(&told, "MikroTik") => {
            found.product("MikroTik telnetd").version(words::version_after(&told, "MikroTik v"))
        }
        () if has(&told, "User Access Verification") => found.product("Cisco IOS telnetd"),
        () if has(&told, "Microsoft Telnet") => found.product("Microsoft telnetd"),
        () => found,
    };
    Some(found.info(Some(told)))
}

/// RFC 1413: the two ports that were asked about, then what is known of them.
pub(super) fn ident(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let (ports, rest) = words::line(&text).split_once(':')?;
    let (ours, theirs) = ports.split_once(',')?;
    let numbers = ours.trim().parse::<u32>().is_ok() && theirs.trim().parse::<u32>().is_ok();
    let kind = rest.trim_start().split([':', ' ']).next()?;
    (numbers && matches!(kind, "ERROR" | "USERID")).then(|| Service::named("ident").info(Some(words::clean(rest))))
}

/// RFC 1288: any text; only the usual phrases are sure.
pub(super) fn finger(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let sure = ["No one logged on", "Login: ", "Login    ", "no such user", "must supply a username", "Welcome to"];
    let is_sure = sure.iter().any(|phrase| has(&text, phrase));
    let is_other = coded_or_http(&text) || seen.bytes.contains(&0);
    (!is_other && (is_sure || seen.port == 79)).then(|| {
        let told = words::clean(words::line(&text));
        Service::named("finger").fits(if is_sure { 9 } else { 5 }).info(Some(told))
    })
}

fn coded_or_http(text: &str) -> bool {
    text.starts_with("HTTP/") || text.as_bytes().get(..3).is_some_and(|code| code.iter().all(u8::is_ascii_digit))
}

/// RFC 3912: any text; comments begin with `%` or `#`.
pub(super) fn whois(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let is_sure =
        text.starts_with('%') || ["no match for", "No entries found", "whois"].iter().any(|sign| has(&text, sign));
    let is_other = coded_or_http(&text) || seen.bytes.contains(&0);
    (!is_other && (is_sure || seen.port == 43))
        .then(|| Service::named("whois").fits(if is_sure { 9 } else { 5 }).info(Some(words::clean(words::line(&text)))))
}

/// `ClamAV 1.0.3/27100/Mon …`
pub(super) fn clamd(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let version = words::version_after(&text, "ClamAV ")?;
    Some(Service::named("clamd").product("ClamAV").version(version))
}

/// Greetings that name their program at the start of a line: how it begins, the service, the product, and what its
/// version stands behind.
const GREETINGS: [(&str, &str, &str, &str); 15] = [
    ("OK MPD ", "mpd", "Music Player Daemon protocol", "MPD "),
    ("Asterisk Call Manager/", "asterisk-ami", "Asterisk Call Manager", "Manager/"),
    ("# munin node at ", "munin", "Munin node", ""),
    ("TS3", "teamspeak", "TeamSpeak 3 ServerQuery", ""),
    ("ceph v", "ceph", "Ceph protocol", "ceph v"),
    ("SPAMD/", "spamd", "SpamAssassin spamd", ""),
    ("220 dictd ", "dict", "dictd", "dictd "),
    ("JDWP-Handshake", "jdwp", "Java debugger", ""),
    ("ActiveMQ", "openwire", "Apache ActiveMQ", ""),
    ("250-Tor", "tor-control", "Tor control", "Tor=\""),
    ("514 Authentication required", "tor-control", "Tor control", ""),
    ("VERSION MPD", "mpd", "Music Player Daemon", ""),
    ("107 ", "varnish-cli", "Varnish CLI", ""),
    ("FreeSWITCH", "freeswitch", "FreeSWITCH", ""),
    ("Content-Type: auth/request", "freeswitch", "FreeSWITCH event socket", ""),
];

/// The rest: what greets with its own name.
pub(super) fn greeting(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    if let Some(daytime) = daytime(seen, &text) {
        return Some(daytime);
    }
    let start = text.trim_start();
    let (_, name, product, before) = GREETINGS.iter().find(|(sign, ..)| start.starts_with(sign))?;
    let varnish = *name == "varnish-cli" && !has(&text, "Authentication required");
    let version = if before.is_empty() { None } else { words::version_after(&text, before) };
    let host = words::after(&text, "# munin node at ").and_then(words::hostname);
    (!varnish).then(|| Service::named(name).product(*product).version(version).host(host))
}

/// Daytime (RFC 867) and time (RFC 868), which only their ports give a meaning.
fn daytime(seen: &Seen<'_>, text: &str) -> Option<Service> {
    let is_banner = seen.probe == "banner";
    match seen.port {
        13 if is_banner && has(text, ":") => Some(Service::named("daytime").fits(6).info(Some(words::clean(text)))),
        37 if is_banner && seen.bytes.len() == 4 => Some(Service::named("time").fits(6)),
        _ => None,
    }
}
