//! `SubRip`: numbers, times with a comma, text with few tags.

use std::io::{self, Write};

use super::cue::{Cue, clock};

pub(super) fn write(cues: &[Cue], out: &mut impl Write) -> io::Result<()> {
    for (number, cue) in (1..).zip(cues) {
        let (start, end) = (clock(cue.start_ms, ','), clock(cue.end_ms, ','));
        writeln!(out, "{number}\n{start} --> {end}\n{}\n", plain(&cue.text))?;
    }
    Ok(())
}

/// Without the tags that players of `SubRip` do not know, and with the characters that references stand for.
fn plain(text: &str) -> String {
    const KEPT: [&str; 6] = ["b", "/b", "i", "/i", "u", "/u"];
    let (mut plain, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let Some(end) = rest[at..].find('>') else {
            rest = &rest[at + 1..];
            continue;
        };
        let tag = &rest[at + 1..at + end];
        let name = tag.split(['.', ' ']).next().unwrap_or_default();
        if KEPT.contains(&name) {
            plain.push('<');
            plain.push_str(name);
            plain.push('>');
        }
        rest = &rest[at + end + 1..];
    }
    plain.push_str(rest);
    let references = [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{a0}"), ("&lrm;", "\u{200e}"), ("&rlm;", "\u{200f}")];
    let plain = references.iter().fold(plain, |text, (name, character)| text.replace(name, character));
    // Last: what it gives is no reference.
    plain.replace("&amp;", "&")
}
