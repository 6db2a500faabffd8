//! Addresses anywhere in a text, whatever stands around them: words with `.m3u8`, `.mpd` or `.ism/` in them. Every word is
//! looked at once.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::candidate::Strategy;
use super::gather::{Draft, Gather};
use super::unescape::{entities, loosen};

/// A longer word is no URL.
const LONGEST: usize = 8_192;

/// More of them are a catalogue.
const MOST: usize = 2_000;

/// Takes what is no candidate yet.
pub(super) fn scan(gather: &mut Gather, text: &str) {
    let signs = [".m3u8", ".mpd", ".ism"].map(|sign| Finder::new(sign.as_bytes()).into_owned());
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>');
    let (mut from, mut seen) = (0, 0);
    gather.comments.sort_unstable();
    while from < text.len() && seen < MOST {
        let length = text[from..].find(ends).unwrap_or(text.len() - from);
        let (word, at) = (&text[from..from + length], from);
        from += length + 1;
        if word.len() < 5 || word.len() > LONGEST || !signs.iter().any(|sign| sign.find(word.as_bytes()).is_some()) {
            continue;
        }
        seen += 1;
        // Parameters whose values are hidden are one address each.
        let hidden = !word.contains("://") && word.to_ascii_lowercase().contains("%2f");
        let words = if hidden { entities(word) } else { Cow::Borrowed(word) };
        for word in words.split(|c| hidden && c == '&') {
            // `&quot;` and `\u0022` are quotes as well, once they are read.
            for part in loosen(word).split(ends) {
                take(gather, part, at);
            }
        }
    }
}

fn take(gather: &mut Gather, part: &str, at: usize) {
    let has = |text: &str| [".m3u8", ".mpd", ".ism"].iter().any(|sign| text.contains(sign));
    if !has(part) {
        return;
    }
    let reference = match part.find("http://").or_else(|| part.find("https://")) {
        Some(begin) => &part[begin..],
        None if part.starts_with(['/', '.']) => part,
        // What stands in front of a path: `url=`, `file:`, `(`.
        None => part.rsplit(['=', '(', ',', ';', '{', '[', '|']).find(|piece| has(piece)).unwrap_or(part),
    };
    let reference = reference.trim_end_matches([',', ';', ']', '}', '.', '\\', '|', '!']);
    // `(format=m3u8-aapl)` is part of it.
    let opened = reference.matches('(').count();
    let reference = if opened == 0 { reference.trim_end_matches(')') } else { reference };
    let Some(url) = gather.resolve(reference) else { return };
    let smooth = gather.resolve(&format!("{reference}(format=m3u8-aapl)")).is_some_and(|url| gather.knows(&url));
    if gather.knows(&url) || smooth || gather.ends.contains(reference) {
        return;
    }
    let next = gather.comments.partition_point(|(from, _)| *from <= at);
    let hushed = next > 0 && gather.comments[next - 1].1 > at;
    let (place, points) = if hushed { ("a comment", -18) } else { ("", 0) };
    let place = place.to_owned();
    gather.add(Strategy::Text, Draft { reference, place, at, points, ..Draft::default() });
}
