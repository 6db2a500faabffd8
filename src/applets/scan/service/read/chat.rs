//! Conversations: XMPP (RFC 6120), IRC (RFC 2812).

use super::Seen;
use crate::applets::scan::service::finding::Service;
use crate::applets::scan::service::words::{self, has};

/// A stream header in the namespace of streams; a server that refuses us still sends one.
pub(super) fn xmpp(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    if !(has(&text, "<stream:") && has(&text, "etherx.jabber.org/streams")) {
        return None;
    }
    let name = if has(&text, "jabber:server") { "xmpp-server" } else { "xmpp-client" };
    let attribute = |name: &str| {
        let value = |quote: &str| words::between(&text, &format!(" {name}={quote}"), quote);
        value("'").or_else(|| value("\"")).map(words::clean)
    };
    let host = attribute("from").and_then(|from| words::hostname(&from));
    let found = Service::named(name).host(host).starttls_if(has(&text, "<starttls").into());
    let found = match () {
        () if has(&text, "process-one.net") || has(&text, "ejabberd") => found.product("ejabberd"),
        () if has(&text, "prosody.im") => found.product("Prosody"),
        () if has(&text, "tigase") => found.product("Tigase"),
        () if has(&text, "igniterealtime") => found.product("Openfire"),
        () => found,
    };
    Some(found.info(attribute("version").map(|version| format!("protocol {version}"))))
}

/// Lines `:server CODE …` or `NOTICE AUTH`; 002 and 004 carry the program's version.
pub(super) fn irc(seen: &Seen<'_>) -> Option<Service> {
    let text = words::text(seen.bytes);
    let notice = ["NOTICE AUTH :", "NOTICE * :", "NOTICE toolbox"].iter().any(|sign| text.contains(sign));
    let is_number = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = text.lines().filter(|line| line.starts_with(':')).any(|line| {
        let mut words = line.split(' ').skip(1);
        words.next().is_some_and(is_number) && words.next().is_some_and(|nick| matches!(nick, "*" | "toolbox" | "AUTH"))
    });
    let error = text.starts_with("ERROR :") && (has(&text, "link") || matches!(seen.port, 6660..=6669 | 6697));
    if !(notice || numbered || error) {
        return None;
    }
    let server = text.lines().find_map(|line| line.strip_prefix(':')).and_then(words::hostname);
    // 002: "Your host is X, running version ngircd-26.1 (…)"; 004: "<server> <version> <modes>".
    let running = words::after(&text, "running version ").map(words::word);
    let fourth =
        text.lines().find(|line| line.split(' ').nth(1) == Some("004")).and_then(|line| line.split(' ').nth(4));
    let program = running.or(fourth).unwrap_or_default();
    let split = program.find(|sign: char| sign.is_ascii_digit()).unwrap_or(program.len());
    let name = program[..split].trim_end_matches(['-', '/', '_', '.', 'v', '(']);
    let product = match name {
        name if name.eq_ignore_ascii_case("ngircd") => "ngIRCd",
        name if has(name, "inspircd") => "InspIRCd",
        name if has(name, "unreal") => "UnrealIRCd",
        name if has(name, "hybrid") => "ircd-hybrid",
        other => other,
    };
    Some(Service::named("irc").product(words::clean(product)).version(words::version(&program[split..])).host(server))
}
