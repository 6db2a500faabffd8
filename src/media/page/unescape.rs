//! What stands for what: entities of HTML, escapes of scripts, percent and base64.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use memchr::{memchr, memmem};

/// With or without its padding.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// A longer name of an entity is none.
const LONGEST_ENTITY: usize = 10;

/// Names of entities that occur in URLs and titles.
const NAMES: [(&str, char); 16] = [
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("lt", '<'),
    ("gt", '>'),
    ("nbsp", ' '),
    ("sol", '/'),
    ("colon", ':'),
    ("period", '.'),
    ("equals", '='),
    ("quest", '?'),
    ("lpar", '('),
    ("rpar", ')'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("bsol", '\\'),
];

/// Entities of HTML.
pub(super) fn entities(text: &str) -> Cow<'_, str> {
    let Some(mut at) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    loop {
        out.push_str(&text[from..at]);
        let behind = &text.as_bytes()[at + 1..];
        let name =
            memchr(b';', &behind[..behind.len().min(LONGEST_ENTITY)]).and_then(|end| text.get(at + 1..at + 1 + end));
        if let Some((name, c)) = name.and_then(|name| entity(name).map(|c| (name, c))) {
            out.push(c);
            from = at + name.len() + 2;
        } else {
            out.push('&');
            from = at + 1;
        }
        match memchr(b'&', &text.as_bytes()[from..]) {
            Some(length) => at = from + length,
            None => break,
        }
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| *c != '\0')
}

/// Escapes of strings in scripts and JSON (ECMA-262, section 12.9.4).
pub(super) fn script(text: &str) -> Cow<'_, str> {
    if memchr(b'\\', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let Some(sign) = behind.chars().next() else {
            rest = "";
            break;
        };
        let mut taken = sign.len_utf8();
        match sign {
            'n' | 'r' | 't' | 'v' | 'f' | 'b' => out.push(' '),
            '0' | '\n' | '\r' => {}
            'x' | 'u' => match code(behind) {
                Some((c, length)) => {
                    out.push(c);
                    taken = length;
                }
                None => out.push(sign),
            },
            other => out.push(other),
        }
        rest = &behind[taken..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `xHH`, `uHHHH`, two of those that are one, `u{H…}`: the character, and how long that is.
fn code(text: &str) -> Option<(char, usize)> {
    let hex = |from: usize, digits: usize| u32::from_str_radix(text.get(from..from + digits)?, 16).ok();
    if text.starts_with('x') {
        return Some((char::from_u32(hex(1, 2)?)?, 3));
    }
    if let Some(inner) = text.strip_prefix("u{") {
        let digits = memchr(b'}', &inner.as_bytes()[..inner.len().min(8)])?;
        return Some((char::from_u32(hex(2, digits)?)?, digits + 3));
    }
    let high = hex(1, 4)?;
    if (0xd800..0xdc00).contains(&high) && text.get(5..7) == Some("\\u") {
        let low = hex(7, 4).filter(|low| (0xdc00..0xe000).contains(low))?;
        let c = char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))?;
        return Some((c, 11));
    }
    Some((char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 5))
}

/// Percent, where it hides what makes a URL.
pub(super) fn percent(text: &str) -> Option<String> {
    let hides = |sign: &[u8]| memmem::find(text.as_bytes(), sign).is_some();
    if !hides(b"%2F") && !hides(b"%2f") {
        return None;
    }
    Some(percent_encoding::percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

/// Base64 of something that a page may want to hide: a URL, JSON, markup or a playlist.
pub(super) fn base64(text: &str) -> Option<String> {
    /// `http:` has seven; shorter ones are words.
    const SHORTEST: usize = 12;
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(byte);
    if text.len() < SHORTEST || !text.as_bytes().iter().all(is_sign) {
        return None;
    }
    // What it would begin with is seen in its first characters: the rest is not decoded for nothing.
    let begin = decoded(text.get(..SHORTEST)?)?;
    let known = ["http", "//", "/", "{", "[", "<", "#EXTM3U", "./"];
    if !known.iter().any(|known| begin.starts_with(known.as_bytes())) {
        return None;
    }
    let whole = String::from_utf8(decoded(text)?).ok()?;
    whole.chars().all(|c| !c.is_control() || c.is_whitespace()).then_some(whole)
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}

/// Everything that may have been done to a URL in the middle of something: entities, escapes, percent.
pub(super) fn loosen(word: &str) -> String {
    let mut text = entities(word).into_owned();
    // A script in a string of a script, and once more.
    for _ in 0..3 {
        if memchr(b'\\', text.as_bytes()).is_none() {
            break;
        }
        text = script(&text).into_owned();
    }
    if !text.contains("://")
        && let Some(plain) = percent(&text)
    {
        text = plain;
    }
    entities(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_disguise_is_seen_through() {
        let url = "https://h.test/a.m3u8?x=1&y=2";
        for written in [
            "https:\\/\\/h.test\\/a.m3u8?x=1&y=2",
            "https:\\u002F\\u002Fh.test\\u002fa.m3u8?x=1\\u0026y=2",
            "https:\\x2F\\x2Fh.test/a.m3u8?x=1\\x26y=2",
            "https://h.test/a.m3u8?x=1&amp;y=2",
            "https&#58;&#x2F;&sol;h.test/a.m3u8?x=1&#38;y=2",
            "https%3A%2F%2Fh.test%2Fa.m3u8%3Fx%3D1%26y%3D2",
            "https:\\\\\\/\\\\\\/h.test\\\\\\/a.m3u8?x=1\\\\u0026y=2",
        ] {
            assert_eq!(loosen(written), url, "{written}");
        }
        assert_eq!(base64("aHR0cHM6Ly9oLnRlc3QvYS5tM3U4P3g9MSZ5PTI=").as_deref(), Some(url));
        assert_eq!(base64("aHR0cHM6Ly9oLnRlc3QvYS5tM3U4P3g9MSZ5PTI").as_deref(), Some(url));
        assert_eq!(base64("an_ordinary_name"), None);
        assert_eq!(script("\\ud83d\\ude00 \\u{1F600} \\ud83d"), "😀 😀 \u{fffd}");
        assert_eq!(entities("a & b &nothing; &#0; &"), "a & b &nothing; &#0; &");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[\\\\ux0-9a-f{}&#;%2Fé]{0,40}", any: String) {
            for text in [text, any] {
                let _ = (loosen(&text), base64(&text), percent(&text));
            }
        }

        #[test]
        fn what_was_hidden_comes_back(text in "https://[a-z]{1,9}/[a-zé0-9.]{1,30}") {
            prop_assert_eq!(base64(&STANDARD.encode(&text)), Some(text.clone()));
            prop_assert_eq!(base64(&URL_SAFE.encode(&text)), Some(text));
        }
    }
}
