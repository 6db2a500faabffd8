//! File names out of URLs and headers. What a server says is a wish: nothing it sends leads out of the folder, hides a
//! file or steers a terminal.

use url::Url;

/// What a file is called whose URL names none.
pub const FALLBACK: &str = "index.html";

/// Longest name in bytes, so that what stands beside it (`.NAME.toolbox`) fits into a folder entry too.
const LONGEST_BYTES: usize = 200;

/// The name that a server or a URL gives, as far as it is one: the last part of a path, without control characters,
/// without a dot in front.
///
/// ```
/// use toolbox::applets::fetch::name::safe;
/// assert_eq!(safe("../../etc/passwd").as_deref(), Some("passwd"));
/// assert_eq!(safe(".bashrc").as_deref(), Some("_bashrc"));
/// assert_eq!(safe("a\0b\nc").as_deref(), Some("abc"));
/// assert_eq!(safe(".."), None);
/// ```
#[must_use]
pub fn safe(raw: &str) -> Option<String> {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let printable: String = last.chars().filter(|sign| !sign.is_control()).collect();
    let trimmed = printable.trim().trim_end_matches('.');
    if trimmed.trim_start_matches('.').is_empty() {
        return None;
    }
    let visible = trimmed.strip_prefix('.').map_or_else(|| trimmed.to_owned(), |rest| format!("_{rest}"));
    Some(shortened(&visible))
}

/// At most [`LONGEST_BYTES`], its extension kept.
fn shortened(name: &str) -> String {
    /// Longer ones are no extensions.
    const EXTENSION_BYTES: usize = 16;
    if name.len() <= LONGEST_BYTES {
        return name.to_owned();
    }
    let extension = name.rfind('.').map(|dot| &name[dot..]).filter(|text| text.len() <= EXTENSION_BYTES).unwrap_or("");
    let end = name.floor_char_boundary(LONGEST_BYTES - extension.len());
    format!("{}{extension}", &name[..end])
}

/// The last part of a URL's path; `None` for a folder.
///
/// ```
/// use toolbox::applets::fetch::name::of_url;
/// let name = |text| of_url(&url::Url::parse(text).unwrap());
/// assert_eq!(name("http://h/a/b%20c.iso?x=1").as_deref(), Some("b c.iso"));
/// assert_eq!(name("http://h/a/"), None);
/// ```
#[must_use]
pub fn of_url(url: &Url) -> Option<String> {
    let last = url.path_segments()?.next_back()?;
    safe(&percent_encoding::percent_decode_str(last).decode_utf8_lossy())
}

/// The name in a `Content-Disposition` field (RFC 6266): `filename*` before `filename`.
///
/// ```
/// use toolbox::applets::fetch::name::of_disposition;
/// let name = |text| of_disposition(text);
/// assert_eq!(name("attachment; filename=\"a \\\"b\\\".iso\"").as_deref(), Some("a \"b\".iso"));
/// assert_eq!(name("attachment; filename=x; filename*=UTF-8''%e2%82%ac.txt").as_deref(), Some("€.txt"));
/// assert_eq!(name("inline"), None);
/// ```
#[must_use]
pub fn of_disposition(field: &str) -> Option<String> {
    let parameters = parameters(field);
    let value =
        |name: &str| parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    let extended = value("filename*").and_then(|value| {
        // charset'language'percent-encoded (RFC 8187); in practice always UTF-8.
        let encoded = value.splitn(3, '\'').nth(2)?;
        safe(&percent_encoding::percent_decode_str(encoded).decode_utf8_lossy())
    });
    extended.or_else(|| safe(value("filename")?))
}

/// The parameters behind the first semicolon, quotes taken off.
fn parameters(field: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = field.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, behind)) = rest.split_once('=') {
        let behind = behind.trim_start();
        let (value, left) = if let Some(quoted) = behind.strip_prefix('"') {
            unquote(quoted)
        } else {
            let (value, left) = behind.split_once(';').unwrap_or((behind, ""));
            (value.trim().to_owned(), left)
        };
        found.push((name.trim_matches([' ', '\t', ';']).to_owned(), value));
        rest = left;
    }
    found
}

/// A quoted string up to its closing quote, and what follows.
fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return (value, &text[at + 1..]),
            '\\' => value.extend(signs.next().map(|(_, sign)| sign)),
            _ => value.push(sign),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_names_keep_their_extension() {
        let name = safe(&format!("{}.tar.zst", "ä".repeat(300))).unwrap();
        assert!(name.len() <= LONGEST_BYTES && name.rsplit_once('.').unwrap().1 == "zst", "{name}");
    }

    #[test]
    fn broken_fields_give_no_name_or_a_safe_one() {
        for (field, name) in [
            ("attachment; filename=\"../x\"", Some("x")),
            ("attachment; filename=\"unclosed", Some("unclosed")),
            ("attachment;filename = a b.txt ; size=3", Some("a b.txt")),
            ("attachment; filename=", None),
            ("attachment; filename*=UTF-8''..%2f..%2fetc%2fpasswd", Some("passwd")),
            ("", None),
        ] {
            assert_eq!(of_disposition(field).as_deref(), name, "{field}");
        }
    }

    proptest! {
        #[test]
        fn no_name_leads_anywhere(raw: String) {
            for name in [safe(&raw), of_disposition(&raw), of_disposition(&format!("x; filename=\"{raw}\""))].into_iter().flatten() {
                prop_assert!(!name.is_empty() && name.len() <= LONGEST_BYTES);
                prop_assert!(!name.contains(['/', '\\', '\0']) && !name.starts_with('.'), "{name:?}");
            }
        }
    }
}
