//! `Set-Cookie` (RFC 6265 sections 5.2 and 5.3): what a server wants to be remembered, as far as it may.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use url::Url;

use super::{Channel, Cookie, Scope, date, domain_matches, is_sendable};

/// Reads one field that a response from `url` carries; `None` where it must be ignored. A cookie that expires at once
/// asks for its removal.
pub(super) fn read(field: &str, host: &str, url: &Url, now: SystemTime) -> Option<Cookie> {
    let mut parts = field.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() || !is_sendable(name) || !is_sendable(value) {
        return None;
    }
    let mut cookie = Cookie {
        name: name.to_owned(),
        value: value.to_owned(),
        domain: host.to_owned(),
        scope: Scope::Host,
        path: default_path(url.path()),
        channel: Channel::Any,
        expires: None,
    };
    let mut max_age = None;
    // The last one of a kind counts.
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "domain" if !value.is_empty() => own(&mut cookie, value, host)?,
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "path" => cookie.path = default_path(url.path()),
            "secure" => cookie.channel = Channel::Secure,
            "expires" => cookie.expires = date::read(value).or(cookie.expires),
            "max-age" => max_age = age(value, now).or(max_age),
            _ => {}
        }
    }
    // A page without TLS must not set what only TLS may see, or it could replace the real one.
    if cookie.channel == Channel::Secure && url.scheme() != "https" {
        return None;
    }
    cookie.expires = max_age.or(cookie.expires);
    Some(cookie)
}

/// Widens a cookie to a domain, which must hold the host.
fn own(cookie: &mut Cookie, domain: &str, host: &str) -> Option<()> {
    let domain = domain.trim_start_matches('.').to_ascii_lowercase();
    if domain == host {
        // Only for a name does this mean the subdomains as well.
        let is_address = host.parse::<IpAddr>().is_ok();
        cookie.scope = if is_address { Scope::Host } else { Scope::Domain };
        cookie.domain = domain;
        return Some(());
    }
    // `com` and `localhost` belong to nobody.
    if !domain.contains('.') || !domain_matches(host, &domain) {
        return None;
    }
    cookie.scope = Scope::Domain;
    cookie.domain = domain;
    Some(())
}

/// The moment of `Max-Age`; what is zero or below is over already.
fn age(text: &str, now: SystemTime) -> Option<SystemTime> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if text.starts_with('-') {
        return Some(SystemTime::UNIX_EPOCH);
    }
    // More than a clock can hold is for ever: the farthest moment that surely fits.
    let seconds = digits.parse().unwrap_or(u64::from(u32::MAX)).min(u64::from(u32::MAX));
    now.checked_add(Duration::from_secs(seconds))
}

/// Section 5.1.4: the folder of the page.
fn default_path(path: &str) -> String {
    match path.rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(end) => path[..end].to_owned(),
    }
}
