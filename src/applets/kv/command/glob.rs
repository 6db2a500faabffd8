//! Patterns of KEYS, SCAN, CONFIG GET and PSUBSCRIBE: `*`, `?`, `[a-z]`, `[^a]`, `\x` (`stringmatchlen` of Redis).
//!
//! One backtrack point, that of the last star, is enough; so time is at most pattern times text, whatever a client
//! sends (CVE-2022-36021).

/// Whether letters of either case are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// They are not.
    Matters,
    /// They are.
    Ignored,
}

/// Whether all of `text` is described by `pattern`.
///
/// ```
/// use toolbox::applets::kv::command::glob::{Case, matches};
/// assert!(matches(b"user:[0-9]*", b"user:17", Case::Matters));
/// assert!(!matches(b"user:?", b"user:17", Case::Matters));
/// ```
#[must_use]
pub fn matches(pattern: &[u8], text: &[u8], case: Case) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star = None;
    while t < text.len() || p < pattern.len() {
        if pattern.get(p) == Some(&b'*') {
            star = Some((p + 1, t));
            p += 1;
            continue;
        }
        let step = (t < text.len()).then(|| one(&pattern[p.min(pattern.len())..], text[t], case)).flatten();
        if let Some(length) = step {
            p += length;
            t += 1;
            continue;
        }
        match star {
            Some((after, from)) if from < text.len() => {
                star = Some((after, from + 1));
                (p, t) = (after, from + 1);
            }
            _ => return false,
        }
    }
    true
}

/// How much of the pattern describes this byte.
fn one(pattern: &[u8], byte: u8, case: Case) -> Option<usize> {
    let fold = |byte: u8| if case == Case::Ignored { byte.to_ascii_lowercase() } else { byte };
    match pattern {
        [] => None,
        [b'?', ..] => Some(1),
        [b'[', set @ ..] => {
            let (matched, length) = in_set(set, fold(byte), fold);
            matched.then_some(1 + length)
        }
        [b'\\', escaped, ..] => (fold(*escaped) == fold(byte)).then_some(2),
        [plain, ..] => (fold(*plain) == fold(byte)).then_some(1),
    }
}

/// Whether the set behind `[` has the byte, and its length including `]`.
fn in_set(set: &[u8], byte: u8, fold: impl Fn(u8) -> u8) -> (bool, usize) {
    let negated = set.first() == Some(&b'^');
    let (mut at, mut found) = (usize::from(negated), false);
    while at < set.len() {
        match &set[at..] {
            [b'\\', escaped, ..] => {
                found |= fold(*escaped) == byte;
                at += 2;
            }
            [b']', ..] => return (found != negated, at + 1),
            [from, b'-', to, ..] => {
                let (from, to) = (fold(*from), fold(*to));
                found |= (from.min(to)..=from.max(to)).contains(&byte);
                at += 3;
            }
            [plain, ..] => {
                found |= fold(*plain) == byte;
                at += 1;
            }
            [] => break,
        }
    }
    (found != negated, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_redis() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("h?llo", "hello", true),
            ("h*llo", "heeeello", true),
            ("h*llo*", "hllo", true),
            ("h[ae]llo", "hallo", true),
            ("h[^e]llo", "hello", false),
            ("h[a-b]llo", "hcllo", false),
            ("h[b-a]llo", "hallo", true),
            ("a\\*b", "a*b", true),
            ("a\\*b", "axb", false),
            ("[\\]]", "]", true),
            ("[abc", "c", true),
            ("a**b*c", "aXbYc", true),
            ("*a", "b", false),
        ] {
            assert_eq!(matches(pattern.as_bytes(), text.as_bytes(), Case::Matters), expected, "{pattern} {text}");
        }
        assert!(matches(b"CONF*", b"config", Case::Ignored));
    }

    #[test]
    fn a_hostile_pattern_takes_no_time() {
        let pattern = "a*".repeat(1000) + "b";
        assert!(!matches(pattern.as_bytes(), &[b'a'; 1000], Case::Matters));
    }
}
