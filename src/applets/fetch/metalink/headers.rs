//! What a server says of other places and of sums, in the fields of a response (RFC 6249): `Link` with `rel=duplicate`
//! and `rel=describedby`, `Digest` (RFC 3230), and `Repr-Digest`, which took its place (RFC 9530).

use http::header::{HeaderMap, HeaderName, LINK};

use super::{LEAST_WANTED, Source};
use crate::applets::fetch::checksum::Checksum;
use crate::kit::net::SafeUrl;

const DIGEST: HeaderName = HeaderName::from_static("digest");
const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

/// The media type of a Metalink document.
const METALINK: &str = "application/metalink4+xml";

/// A response lists no more places than this; what follows is ignored.
const MOST: usize = 100;

/// What a response says of the file it carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// Other places of the same bytes, the most wanted first.
    pub sources: Vec<Source>,
    /// Documents of Metalink 4 about it.
    pub metalinks: Vec<SafeUrl>,
    /// Sums of the whole, whatever part of it was asked for; the strongest first.
    pub checksums: Vec<Checksum>,
}

/// Reads the fields of a response from `url`. What cannot be read is left out: nobody asked for it.
///
/// ```
/// use http::{HeaderMap, HeaderValue, header::LINK};
/// use toolbox::applets::fetch::metalink::headers::described;
/// let mut headers = HeaderMap::new();
/// headers.append(LINK, HeaderValue::from_static("</b/a.iso>; rel=duplicate; pri=1; geo=de"));
/// let described = described(&headers, &"http://h/a.iso".parse().unwrap());
/// assert_eq!(described.sources[0].url.as_str(), "http://h/b/a.iso");
/// ```
#[must_use]
pub fn described(headers: &HeaderMap, url: &SafeUrl) -> Described {
    let mut found = Described::default();
    for field in headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok()) {
        for link in split(field, ',').into_iter().take(MOST) {
            take_link(&mut found, link, url);
        }
    }
    for name in [DIGEST, REPR_DIGEST] {
        for field in headers.get_all(name).iter().filter_map(|value| value.to_str().ok()) {
            found.checksums.extend(split(field, ',').into_iter().filter_map(checksum));
        }
    }
    found.sources.sort_by_key(|source| source.priority);
    found.checksums.sort_by_key(|sum| std::cmp::Reverse(sum.algorithm()));
    found.checksums.dedup();
    found
}

/// `<URL>; rel=duplicate; pri=1; geo=de`
fn take_link(found: &mut Described, link: &str, base: &SafeUrl) {
    let Some((target, params)) = link.trim().strip_prefix('<').and_then(|rest| rest.split_once('>')) else { return };
    let Ok(url) = base.join(target.trim()) else { return };
    let params = split(params, ';');
    let param = |wanted: &str| {
        let pair = params.iter().filter_map(|param| param.split_once('='));
        let mut named = pair.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
        named.next().map(|(_, value)| value.trim().trim_matches('"').to_owned())
    };
    // One link may stand in several relations.
    let relations = param("rel").unwrap_or_default().to_ascii_lowercase();
    let is = |relation: &str| relations.split_whitespace().any(|one| one == relation);
    if is("duplicate") {
        let priority = param("pri").and_then(|text| text.parse().ok()).unwrap_or(LEAST_WANTED);
        let priority = priority.clamp(1, LEAST_WANTED);
        let location = param("geo").map(|text| text.to_ascii_lowercase());
        found.sources.push(Source { url, priority, location });
    } else if is("describedby") && param("type").is_some_and(|kind| kind.eq_ignore_ascii_case(METALINK)) {
        found.metalinks.push(url);
    }
}

/// `SHA-256=base64`, or `sha-256=:base64:`.
fn checksum(text: &str) -> Option<Checksum> {
    let (algorithm, value) = text.trim().split_once('=')?;
    let value = value.trim();
    let value = value.strip_prefix(':').and_then(|inner| inner.strip_suffix(':')).unwrap_or(value);
    Checksum::from_base64(algorithm.parse().ok()?, value)
}

/// Splits at a sign that stands neither in quotes nor between `<` and `>`.
fn split(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut quoted, mut escaped, mut angled) = (false, false, false);
    for (index, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if !angled => quoted = !quoted,
            '<' if !quoted => angled = true,
            '>' if !quoted => angled = false,
            c if c == at && !quoted && !angled => {
                parts.push(&text[start..index]);
                start = index + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn read(fields: &[(HeaderName, &str)]) -> Described {
        let headers: HeaderMap =
            fields.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect();
        described(&headers, &"http://h/dir/a.iso".parse().unwrap())
    }

    /// RFC 6249 section 2, with what its neighbours put into the same fields.
    #[test]
    fn other_places_and_documents_are_found() {
        let found = read(&[
            (LINK, "<http://www2.example.com/a.iso>; rel=duplicate; pri=2"),
            (LINK, "<ftp://ftp.example.com/a.iso>; rel=duplicate"),
            (LINK, "<../b,c;d.iso>; rel=\"next Duplicate\"; title=\"x, <y>; z\"; pri=1; geo=GB, </z>; rel=duplicate"),
            (LINK, "<a.torrent>; rel=describedby; type=\"application/x-bittorrent\""),
            (LINK, "<a.meta4>; rel=describedby; type=\"application/metalink4+xml\""),
            (LINK, "nonsense, <unclosed"),
        ]);
        let sources: Vec<_> =
            found.sources.iter().map(|s| (s.url.as_str(), s.priority, s.location.as_deref())).collect();
        assert_eq!(
            sources,
            [
                ("http://h/b,c;d.iso", 1, Some("gb")),
                ("http://www2.example.com/a.iso", 2, None),
                ("http://h/z", LEAST_WANTED, None)
            ]
        );
        assert_eq!(found.metalinks.iter().map(|url| url.as_str()).collect::<Vec<_>>(), ["http://h/dir/a.meta4"]);
    }

    #[test]
    fn sums_of_both_generations_are_found() {
        let sha = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        let found = read(&[
            (DIGEST, &format!("MD5=kAFQmDzST7DWlj99KOF/cg==,SHA-256={sha}")),
            (REPR_DIGEST, &format!("sha-256=:{sha}:, unixsum=:0:")),
            (DIGEST, "SHA-256=short"),
        ]);
        let sums: Vec<String> = found.checksums.iter().map(ToString::to_string).collect();
        assert_eq!(
            sums,
            [
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "md5:900150983cd24fb0d6963f7d28e17f72"
            ]
        );
        assert_eq!(read(&[]), Described::default());
    }

    proptest! {
        #[test]
        fn no_field_panics(text in "[ -~]{0,60}") {
            let _ = read(&[(LINK, &text), (DIGEST, &text)]);
        }
    }
}
