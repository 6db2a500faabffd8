//! `Content-Disposition`: the name a server gives to what it sends (RFC 6266), also beyond ASCII (RFC 8187).
//!
//! Only the name is taken out; whether it is safe to use is for whoever makes a file of it. Servers quote badly, so
//! reading is lenient where that cannot mean anything else.
//!
//! ```
//! use toolbox::kit::http::disposition::file_name;
//! let field = b"attachment; filename=\"naive.txt\"; filename*=UTF-8''na%C3%AFve.txt";
//! assert_eq!(file_name(field).as_deref(), Some("na\u{ef}ve.txt"));
//! assert_eq!(file_name(b"inline"), None);
//! ```

use percent_encoding::percent_decode_str;

/// The name in the value of a `Content-Disposition`: `filename*` where it can be read, else `filename`; never empty.
#[must_use]
pub fn file_name(value: &[u8]) -> Option<String> {
    // Bytes beyond ASCII are UTF-8 today and were Latin-1 before.
    let text = match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => latin1(value),
    };
    let (mut plain, mut extended) = (None, None);
    // What comes before the first semicolon is the type, unless that was forgotten.
    let start = match text.split(';').next() {
        Some(kind) if !kind.contains('=') => text.len().min(kind.len() + 1),
        _ => 0,
    };
    for (name, value) in Params(&text[start..]) {
        // The first of a kind counts; a second one would be an attempt to mislead.
        match name.to_ascii_lowercase().as_str() {
            "filename" if plain.is_none() => plain = Some(value),
            "filename*" if extended.is_none() => extended = ext_value(&value),
            _ => {}
        }
    }
    extended.or(plain).filter(|name| !name.is_empty())
}

/// `charset'language'percent-encoded` (RFC 8187 section 3.2.1); `None` for other charsets than UTF-8 and Latin-1.
fn ext_value(text: &str) -> Option<String> {
    let mut parts = text.splitn(3, '\'');
    let (charset, _language, encoded) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes: Vec<u8> = percent_decode_str(encoded).collect();
    if charset.eq_ignore_ascii_case("utf-8") {
        return String::from_utf8(bytes).ok();
    }
    charset.eq_ignore_ascii_case("iso-8859-1").then(|| latin1(&bytes))
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Parameters, `;` between them; values are tokens or quoted strings.
struct Params<'a>(&'a str);

impl Iterator for Params<'_> {
    type Item = (String, String);

    fn next(&mut self) -> Option<(String, String)> {
        loop {
            self.0 = self.0.trim_start_matches([' ', '\t', ';']);
            if self.0.is_empty() {
                return None;
            }
            let end = self.0.find(['=', ';']).unwrap_or(self.0.len());
            let (name, rest) = (self.0[..end].trim().to_owned(), &self.0[end..]);
            let Some(rest) = rest.strip_prefix('=') else {
                // A word without a value says nothing.
                self.0 = rest;
                continue;
            };
            let rest = rest.trim_start_matches([' ', '\t']);
            let (value, rest) = if let Some(quoted) = rest.strip_prefix('"') {
                unquote(quoted)
            } else {
                // A token holds no spaces, but names do, and `;` ends both.
                let end = rest.find(';').unwrap_or(rest.len());
                (rest[..end].trim_end().to_owned(), &rest[end..])
            };
            self.0 = rest;
            return Some((name, value));
        }
    }
}

/// The rest of a quoted string and what follows it; one that never ends is taken as it is.
fn unquote(text: &str) -> (String, &str) {
    let (mut value, mut escaped) = (String::new(), false);
    for (at, c) in text.char_indices() {
        match c {
            // Only these two are escaped on purpose: browsers of old sent `C:\dir\file` with bare backslashes.
            '"' | '\\' if escaped => {
                value.push(c);
                escaped = false;
            }
            '"' => return (value, &text[at + 1..]),
            '\\' => escaped = true,
            c => {
                if std::mem::take(&mut escaped) {
                    value.push('\\');
                }
                value.push(c);
            }
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_found_as_browsers_find_them() {
        for (field, expected) in [
            ("attachment; filename=a.txt", Some("a.txt")),
            ("Attachment;FileName=\"a b.txt\"", Some("a b.txt")),
            ("attachment; filename=two words.txt; size=3", Some("two words.txt")),
            ("attachment; filename=\"with \\\"quotes\\\".txt\"", Some("with \"quotes\".txt")),
            ("attachment; filename=\"C:\\dir\\a.txt\"", Some("C:\\dir\\a.txt")),
            ("attachment; filename=\"a;b.txt\"; x=1", Some("a;b.txt")),
            ("attachment; filename*=UTF-8'en'%e2%82%ac%20rates.txt; filename=\"E.txt\"", Some("\u{20ac} rates.txt")),
            ("attachment; filename*=iso-8859-1''%A3.txt", Some("\u{a3}.txt")),
            ("attachment; filename=ok.txt; filename*=UTF-8''%FF", Some("ok.txt")),
            ("attachment; filename=ok.txt; filename*=utf-16''x", Some("ok.txt")),
            ("attachment; filename=ok.txt; filename*=nonsense", Some("ok.txt")),
            ("filename=\"no type.txt\"", Some("no type.txt")),
            ("attachment; filename=first; filename=second", Some("first")),
            ("attachment; filename=\"never closed", Some("never closed")),
            ("attachment; filename=\"%41.txt\"", Some("%41.txt")),
            ("attachment; filename=\"\"", None),
            ("attachment; filename", None),
            ("attachment", None),
            ("", None),
            (";;;", None),
        ] {
            assert_eq!(file_name(field.as_bytes()).as_deref(), expected, "{field}");
        }
        assert_eq!(file_name("a; filename=\u{fc}.txt".as_bytes()).as_deref(), Some("\u{fc}.txt"));
        assert_eq!(file_name(b"a; filename=\xfc.txt").as_deref(), Some("\u{fc}.txt"));
    }

    proptest! {
        #[test]
        fn quoted_names_come_back(name in "[^\"\\\\\\x00]{1,30}") {
            let field = format!("attachment; x=\"y\"; filename=\"{name}\"; z=1");
            prop_assert_eq!(file_name(field.as_bytes()), Some(name));
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = file_name(&bytes);
        }
    }
}
