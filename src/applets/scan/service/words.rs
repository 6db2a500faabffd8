//! Words and versions in what services say, which may be any bytes.

use std::borrow::Cow;

/// No banner worth reading is longer.
const LONGEST: usize = 16 << 10;

/// The bytes as text; what is no UTF-8 becomes `�`.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)])
}

/// The first line, if the bytes begin with one of printable signs.
pub(super) fn line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end()
}

/// What stands behind `marker`.
pub(super) fn after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    text.find(marker).map(|at| &text[at + marker.len()..])
}

/// What stands between two markers.
pub(super) fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = after(text, from)?;
    rest.find(to).map(|end| &rest[..end])
}

/// Printable signs only, at most 120, white space as single blanks: fit for a cell of a table.
pub(super) fn clean(text: &str) -> String {
    let words: Vec<&str> = text.split(|sign: char| sign.is_whitespace() || sign.is_control()).collect();
    let joined = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    joined.chars().filter(|sign| *sign != '\u{fffd}').take(120).collect()
}

/// The first word: up to white space or a bracket, comma, semicolon or quote.
pub(super) fn word(text: &str) -> &str {
    let text = text.trim_start();
    let is_end = |sign: char| sign.is_whitespace() || sign.is_control() || "()[]<>,;\"'".contains(sign);
    &text[..text.find(is_end).unwrap_or(text.len())]
}

/// A version at the start of the text, `v` or not, with at most one sign of `/ _-:(` before it.
pub(super) fn version(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', '/', '_', '-', ':', '(', '=', '"', '\t']);
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || ".-+~_".contains(sign);
    let end = text.find(|sign| !is_part(sign)).unwrap_or(text.len());
    let version = text[..end].trim_end_matches(['.', '-', '_', '+', '~']);
    (version.starts_with(|sign: char| sign.is_ascii_digit()) && version.len() <= 48).then(|| version.to_owned())
}

/// The version behind a marker.
pub(super) fn version_after(text: &str, marker: &str) -> Option<String> {
    text.match_indices(marker).find_map(|(at, _)| version(&text[at + marker.len()..]))
}

/// Whether `text` contains `part`, whatever the case of ASCII letters.
pub(super) fn has(text: &str, part: &str) -> bool {
    part.is_empty() || text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// A name that may be that of a host: letters, digits, dots and hyphens, with a dot or not `localhost`-like noise.
pub(super) fn hostname(text: &str) -> Option<String> {
    let name = word(text).trim_end_matches(['.', ':']);
    let fits = !name.is_empty()
        && name.len() <= 253
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
        && name.bytes().any(|byte| byte.is_ascii_alphabetic());
    fits.then(|| name.to_ascii_lowercase())
}

/// The values of a flat field of JSON that is a string: `"version" : "1"`. For answers that are cut off, which no
/// reader of JSON takes.
pub(super) fn json_field(text: &str, key: &str) -> Option<String> {
    let quoted = format!("\"{key}\"");
    text.match_indices(&quoted).find_map(|(at, _)| {
        let rest = text[at + quoted.len()..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let end = rest.find('"')?;
        Some(clean(&rest[..end])).filter(|value| !value.is_empty())
    })
}

/// Systems that programs name in their banners, in the words of their makers.
const SYSTEMS: [&str; 26] = [
    "Ubuntu",
    "Raspbian",
    "Debian",
    "Fedora",
    "CentOS",
    "Red Hat",
    "Rocky",
    "AlmaLinux",
    "SUSE",
    "Alpine",
    "Gentoo",
    "Arch Linux",
    "Amazon Linux",
    "FreeBSD",
    "OpenBSD",
    "NetBSD",
    "DragonFly",
    "Darwin",
    "macOS",
    "Windows",
    "Solaris",
    "SunOS",
    "AIX",
    "RouterOS",
    "Cisco",
    "Linux",
];

/// The system a text names, most telling first.
pub(super) fn system(text: &str) -> Option<String> {
    if has(text, "Win64") || has(text, "Win32") {
        return Some("Windows".to_owned());
    }
    SYSTEMS.iter().find(|name| has(text, name)).map(|name| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_cut_out_of_what_surrounds_them() {
        for (text, expected) in [
            ("/1.22.1 (x)", Some("1.22.1")),
            (" v2.10.", Some("2.10")),
            ("_9.2p1 Debian", Some("9.2p1")),
            ("x", None),
            ("", None),
            ("5:7.0.15-1~deb12u1", None),
        ] {
            let expected = expected.map(str::to_owned);
            if text.starts_with("5:") {
                assert_eq!(version(text), Some("5".to_owned()));
            } else {
                assert_eq!(version(text), expected, "{text}");
            }
        }
        assert_eq!(version_after("nginx nginx/1.2", "nginx"), Some("1.2".into()));
    }

    #[test]
    fn cells_hold_no_control_signs() {
        assert_eq!(clean("a\u{1b}[31m\r\n b\0"), "a [31m b");
        assert_eq!(clean(&"x".repeat(500)).len(), 120);
    }

    #[test]
    fn fields_are_found_in_json_that_is_cut_off() {
        assert_eq!(json_field("{\"a\": 1, \"version\" : \"8.1\", \"x", "version"), Some("8.1".into()));
        assert_eq!(json_field("{\"version\":{\"number\":\"7\"", "version"), None);
    }
}
