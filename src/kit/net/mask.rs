//! What of a URL may be shown: secrets masked wherever they stand, and what is too long cut.

use std::borrow::Cow;

/// What is printed in place of a secret.
pub(super) const MASK: &str = "***";

/// Letters that are told of a URL that is no good.
pub(super) const LONGEST_TOLD: usize = 200;

/// What may be a URL, or part of one, as it may be shown: without password, values of parameters that are named like
/// secrets, a fragment, and what stands in a `data:` reference; no longer than a line or two.
///
/// ```
/// use toolbox::kit::net::mask_url;
/// assert_eq!(mask_url("http://me:pw@[h/x?token=abc&page=2#abc"), "http://me:***@[h/x?token=***&page=2#***");
/// assert!(mask_url(&"x".repeat(1 << 20)).chars().count() <= 201);
/// ```
#[must_use]
pub fn mask_url(text: &str) -> String {
    if text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        return inline(text);
    }
    let plain = mask_userinfo(text);
    let (plain, fragment) = plain.split_once('#').map_or((plain.as_str(), None), |(it, part)| (it, Some(part)));
    let mut masked = match plain.split_once('?') {
        Some((place, query)) => format!("{}?{}", mask_path(place), mask_query(query)),
        None => mask_path(plain),
    };
    if let Some(fragment) = fragment {
        masked.push('#');
        masked.push_str(&mask_fragment(fragment));
    }
    cut(&masked, LONGEST_TOLD)
}

/// What holds its bytes itself.
pub(super) fn inline(text: &str) -> String {
    format!("data:…({} bytes)", text.len())
}

/// Parts of a path that are pairs, and parameters of them (RFC 3986 section 3.3), such as `;token=`.
pub(super) fn mask_path(path: &str) -> String {
    if !path.contains('=') {
        return path.to_owned();
    }
    path.split('/').map(|part| mask_pairs(part, ';')).collect::<Vec<_>>().join("/")
}

/// Servers never get a fragment: what stands there is for the page of a player, a token perhaps. Of what looks like a
/// query the names stay.
pub(super) fn mask_fragment(fragment: &str) -> String {
    match fragment {
        "" => String::new(),
        pairs if pairs.contains('=') => mask_query(pairs),
        _ => MASK.to_owned(),
    }
}

/// At most so many letters of a text and a sign for those in its middle that are left out: where it is and what it is
/// called stand at its ends.
pub(super) fn cut(text: &str, longest: usize) -> String {
    if text.char_indices().nth(longest).is_none() {
        return text.to_owned();
    }
    let (head, tail) = (longest - longest / 3, longest / 3);
    let from = text.char_indices().nth(head).map_or(text.len(), |(at, _)| at);
    let to = text.char_indices().rev().nth(tail - 1).map_or(from, |(at, _)| at);
    format!("{}…{}", &text[..from], &text[to..])
}

/// Hides the password in a text that is a URL of any scheme, may lack its scheme, or does not parse: whatever stands
/// between `:` and the last `@` of the authority.
///
/// ```
/// use toolbox::kit::net::mask_userinfo;
/// assert_eq!(mask_userinfo("socks5://me:pw@proxy:1080"), "socks5://me:***@proxy:1080");
/// assert_eq!(mask_userinfo("//me:p@w@h/x@y"), "//me:***@h/x@y");
/// ```
#[must_use]
pub fn mask_userinfo(text: &str) -> String {
    let relative = if text.starts_with("//") { 2 } else { 0 };
    let start = text.find("://").map_or(relative, |at| at + 3);
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at);
    match text[start..end].rfind('@') {
        Some(at) => match text[start..start + at].find(':') {
            Some(colon) => format!("{}:{MASK}{}", &text[..start + colon], &text[start + at..]),
            None => text.to_owned(),
        },
        None => text.to_owned(),
    }
}

/// A query, or a form, without the values of parameters that are named like secrets, however the names are written; URLs
/// in other values are masked as well.
///
/// ```
/// use toolbox::kit::net::mask_query;
/// assert_eq!(mask_query("page=2&token=abc&key="), "page=2&token=***&key=");
/// assert_eq!(mask_query("%74oken=abc;u=http%3A%2F%2Fh%2F%3Fsig%3Dabc"), "%74oken=***;u=***");
/// ```
#[must_use]
pub fn mask_query(query: &str) -> String {
    let masked: Vec<String> = query.split('&').map(|pairs| mask_pairs(pairs, ';')).collect();
    masked.join("&")
}

/// Pairs of names and values, `separator` between them.
fn mask_pairs(pairs: &str, separator: char) -> String {
    let masked: Vec<Cow<'_, str>> = pairs.split(separator).map(mask_pair).collect();
    masked.join(separator.encode_utf8(&mut [0; 4]))
}

fn mask_pair(pair: &str) -> Cow<'_, str> {
    match pair.split_once('=') {
        Some((name, value)) if !value.is_empty() && is_secret(&decoded(name), value) => {
            Cow::Owned(format!("{name}={MASK}"))
        }
        Some((name, value)) if holds_secret(value) => Cow::Owned(format!("{name}={MASK}")),
        _ => Cow::Borrowed(pair),
    }
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}

/// Whether a value is a URL, perhaps encoded more than once, whose own parameters are secrets.
fn holds_secret(value: &str) -> bool {
    /// Nobody encodes oftener.
    const DEEPEST: usize = 4;
    let mut plain = Cow::Borrowed(value);
    for _ in 0..DEEPEST {
        let named =
            |part: &str| part.split_once('=').is_some_and(|(name, value)| !value.is_empty() && is_secret(name, value));
        let cut = |letter: char| matches!(letter, '?' | '&' | ';' | '#' | '/' | '~');
        let userinfo = plain.contains("://") && mask_userinfo(&plain) != plain;
        if userinfo || plain.split(cut).any(named) {
            return true;
        }
        let next = decoded(&plain).into_owned();
        if next == plain {
            return false;
        }
        plain = Cow::Owned(next);
    }
    false
}

/// Whether a parameter is a secret: by its name, and where that is common, by its value as well.
fn is_secret(name: &str, value: &str) -> bool {
    /// Names that content networks give to the parts of their tokens, and others to other things.
    const COMMON: [&str; 9] = ["h", "s", "t", "st", "sp", "hash", "md5", "e", "tk"];
    /// No time and no number of a page looks so.
    const TOKEN: usize = 8;
    let is_token = || {
        value.len() >= TOKEN
            && value.bytes().any(|byte| byte.is_ascii_alphabetic())
            && value.bytes().any(|byte| byte.is_ascii_digit())
    };
    is_secret_name(name) || COMMON.contains(&plain_name(name).as_str()) && is_token()
}

fn plain_name(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a query parameter, form field or variable of this name usually holds a secret.
///
/// ```
/// use toolbox::kit::net::is_secret_name;
/// assert!(is_secret_name("X-Amz-Signature") && is_secret_name("access_token") && is_secret_name("apiKey"));
/// assert!(is_secret_name("hdnts") && is_secret_name("Key-Pair-Id") && is_secret_name("wmsAuthSign"));
/// assert!(!is_secret_name("page") && !is_secret_name("monkey"));
/// ```
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    /// Whole names, compared without case, `-` and `_`.
    const EXACT: [&str; 21] = [
        "key",
        "sig",
        "auth",
        "authorization",
        "jwt",
        "sid",
        "code",
        "pwd",
        "hdnts",
        "hdnea",
        "hdntl",
        "hmac",
        "policy",
        "keypairid",
        "verify",
        "secure",
        "acl",
        "sig2",
        "ticket",
        "tk",
        "ksid",
    ];
    /// Parts that make any name a secret's.
    const PARTS: [&str; 10] = [
        "token",
        "secret",
        "passw",
        "apikey",
        "accesskey",
        "signature",
        "credential",
        "session",
        "privatekey",
        "authsign",
    ];
    let plain = plain_name(name);
    EXACT.contains(&plain.as_str()) || PARTS.iter().any(|part| plain.contains(part))
}
