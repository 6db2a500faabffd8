//! Whether an answer came out of a cache, as caches tell it.
//!
//! `Cache-Status` (RFC 9211) counts most, then the names that caches use of old, then `Age` (RFC 9111, 5.1): an answer that
//! has an age lay somewhere. Of several caches in a row the one next to the viewer counts, which wrote last.

/// What a cache says of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cached {
    /// It had it.
    Hit,
    /// It had to ask.
    Miss,
}

/// Reads the fields of an answer; none where no cache says anything.
pub(super) fn cached<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Cached> {
    let mut found: Option<(u8, Cached)> = None;
    for (name, value) in fields {
        let last = value.rsplit(',').next().unwrap_or(value).trim();
        let read = match name.len() {
            12 if name.eq_ignore_ascii_case("cache-status") => standard(last).map(|cached| (3, cached)),
            7 if name.eq_ignore_ascii_case("x-cache") => of_old(last).map(|cached| (2, cached)),
            14 if name.eq_ignore_ascii_case("x-cache-status") => of_old(last).map(|cached| (2, cached)),
            15 if name.eq_ignore_ascii_case("cf-cache-status") => of_old(last).map(|cached| (2, cached)),
            3 if name.eq_ignore_ascii_case("age") => {
                let lay = last.parse::<u64>().is_ok_and(|seconds| seconds > 0);
                lay.then_some((1, Cached::Hit))
            }
            _ => None,
        };
        if read.is_some_and(|(weight, _)| found.is_none_or(|(known, _)| weight >= known)) {
            found = read;
        }
    }
    found.map(|(_, cached)| cached)
}

/// `name; hit` or `name; fwd=miss`.
fn standard(member: &str) -> Option<Cached> {
    let mut words = member.split(';').skip(1).map(str::trim);
    words.find_map(|word| match word.split('=').next()? {
        "hit" => Some(Cached::Hit),
        "fwd" => Some(Cached::Miss),
        _ => None,
    })
}

/// `HIT`, `TCP_MEM_HIT from edge`, `STALE` beside `MISS`, `EXPIRED`, `BYPASS`.
fn of_old(value: &str) -> Option<Cached> {
    let word = value.split_whitespace().next()?.to_ascii_uppercase();
    let is = |names: &[&str]| names.iter().any(|name| word.contains(name));
    if is(&["HIT", "STALE", "UPDATING", "REVALIDATED"]) {
        Some(Cached::Hit)
    } else if is(&["MISS", "EXPIRED", "BYPASS", "DYNAMIC", "PASS"]) {
        Some(Cached::Miss)
    } else {
        None
    }
}

/// The fields of a head of HTTP/1.
pub(super) fn fields(head: &[u8]) -> impl Iterator<Item = (&str, &str)> {
    let lines = head.split(|byte| *byte == b'\n').skip(1);
    lines.filter_map(|line| std::str::from_utf8(line).ok()?.trim_end().split_once(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_caches_say_is_understood() {
        for (head, expected) in [
            ("X-Cache: HIT", Some(Cached::Hit)),
            ("x-cache: Miss from cloudfront", Some(Cached::Miss)),
            ("X-Cache: TCP_MEM_HIT from a23 (AkamaiGHost)", Some(Cached::Hit)),
            ("X-Cache: HIT, MISS", Some(Cached::Miss)),
            ("X-Cache-Status: EXPIRED", Some(Cached::Miss)),
            ("CF-Cache-Status: REVALIDATED", Some(Cached::Hit)),
            ("Cache-Status: shield; hit, edge; fwd=miss; stored", Some(Cached::Miss)),
            ("Cache-Status: edge; hit; ttl=3\r\nX-Cache: MISS\r\nAge: 0", Some(Cached::Hit)),
            ("Age: 0", None),
            ("Age: 7", Some(Cached::Hit)),
            ("Age: 7\r\nX-Cache: MISS", Some(Cached::Miss)),
            ("X-Cache: who knows", None),
            ("Server: nginx", None),
        ] {
            let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
            assert_eq!(cached(fields(head.as_bytes())), expected, "{head}");
        }
    }
}
