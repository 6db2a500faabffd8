//! How wide text is on a terminal, and cutting it to fit.
//!
//! Widths are those of grapheme clusters, so `é` in either spelling is one column, `漢` and an emoji family two.
//! Colour sequences have no width. Nothing else that steers a terminal passes: text that came over the network
//! ends up in these lines, and must not move the cursor or turn the reading direction around.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Columns that `text` takes, colour sequences not counted.
///
/// ```
/// use toolbox::kit::term::text::width;
/// assert_eq!(width("\u{1b}[32mok\u{1b}[0m 漢"), 5);
/// ```
#[must_use]
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.len();
    }
    pieces(text).map(|piece| piece.width()).sum()
}

/// `text` in at most `columns` columns, ending in `ellipsis` where something was cut off.
///
/// Colour sequences are kept, those behind the cut too, so that a colour is always switched off again.
///
/// ```
/// use toolbox::kit::term::text::clip;
/// assert_eq!(clip("cannot connect", 8, "…"), "cannot …");
/// assert_eq!(clip("short", 8, "…"), "short");
/// ```
#[must_use]
pub fn clip(text: &str, columns: usize, ellipsis: &str) -> String {
    let fits = width(text) <= columns;
    let room = if fits { columns } else { columns.saturating_sub(ellipsis.width()) };
    let mut clipped = String::with_capacity(text.len());
    let mut used = 0;
    let mut cut = false;
    for piece in pieces(text) {
        match piece {
            Piece::Colour(sequence) => clipped.push_str(sequence),
            Piece::Cluster(cluster, width) if !cut && used + width <= room => {
                clipped.push_str(cluster);
                used += width;
            }
            Piece::Cluster(..) if !cut => {
                cut = true;
                if columns >= ellipsis.width() {
                    clipped.push_str(ellipsis);
                }
            }
            Piece::Cluster(..) => {}
        }
    }
    clipped
}

/// `text` in lines of at most `columns`, broken at spaces only: the first behind `lead`, the others as far to the
/// right. Each ends in a line break; without `columns`, as for pipes and files, there is one.
///
/// ```
/// use toolbox::kit::term::text::paragraph;
/// assert_eq!(paragraph("  - ", "too few samples", Some(14)), "  - too few\n    samples\n");
/// ```
#[must_use]
pub fn paragraph(lead: &str, text: &str, columns: Option<u16>) -> String {
    /// A narrower column of words is no easier to read than one that the terminal breaks.
    const NARROWEST: usize = 10;
    let indent = width(lead);
    let room = columns.map_or(usize::MAX, |columns| usize::from(columns).max(indent + NARROWEST));
    let mut lines = lead.to_owned();
    let mut used = indent;
    for (index, word) in text.split(' ').enumerate() {
        let columns = width(word);
        if index > 0 && used + 1 + columns > room {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            used = indent;
        } else if index > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += columns;
    }
    lines.push('\n');
    lines
}

/// `text` without colour sequences, for streams that show none.
#[must_use]
pub fn plain(text: &str) -> String {
    pieces(text).filter_map(|piece| if let Piece::Cluster(cluster, _) = piece { Some(cluster) } else { None }).collect()
}

/// `text` as one harmless line: control characters and overrides of the reading direction are spelled out.
///
/// ```
/// use toolbox::kit::term::text::harmless;
/// assert_eq!(harmless("a\r\n\u{1b}[2Jb"), r"a\r\n\u{1b}[2Jb");
/// ```
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let spell = |c: char| if steers(c) { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(spell).collect())
}

/// `text` of any number of lines, harmless but for its colours: line breaks and tabs stay, everything else that
/// steers a terminal is spelled out.
///
/// ```
/// use toolbox::kit::term::text::tame;
/// let answer = "\u{1b}[1mname\u{1b}[0m:\tvalue\u{1b}[2J\n";
/// assert_eq!(tame(answer), "\u{1b}[1mname\u{1b}[0m:\tvalue\\u{1b}[2J\n");
/// ```
#[must_use]
pub fn tame(text: &str) -> Cow<'_, str> {
    let stays = |c: char| !steers(c) || matches!(c, '\n' | '\t');
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut tamed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match sequence(rest) {
            Some(colour) if colour.ends_with('m') => {
                tamed.push_str(colour);
                colour.len()
            }
            _ if stays(c) => {
                tamed.push(c);
                c.len_utf8()
            }
            _ => {
                tamed.extend(c.escape_default());
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    Cow::Owned(tamed)
}

/// Control characters, line and paragraph separators, and the bidirectional overrides of Unicode TR 9.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

enum Piece<'a> {
    /// An `ESC [ … m` sequence.
    Colour(&'a str),
    /// A grapheme cluster and its columns.
    Cluster(&'a str, usize),
}

impl Piece<'_> {
    fn width(&self) -> usize {
        match self {
            Self::Colour(_) => 0,
            Self::Cluster(_, width) => *width,
        }
    }
}

/// Splits into colours and clusters; every other character that steers a terminal is dropped.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            if let Some(sequence) = sequence(rest) {
                rest = &rest[sequence.len()..];
                if sequence.ends_with('m') {
                    return Some(Piece::Colour(sequence));
                }
                continue;
            }
            let cluster = rest.graphemes(true).next()?;
            rest = &rest[cluster.len()..];
            if !cluster.chars().any(steers) {
                return Some(Piece::Cluster(cluster, cluster.width()));
            }
        }
    })
}

/// The control sequence that `text` starts with, if any: `ESC [`, parameters and intermediates, and one final byte
/// (ECMA-48, 5.4). Those that end in `m` are colours.
fn sequence(text: &str) -> Option<&str> {
    let body = text.strip_prefix("\u{1b}[")?;
    let length = body.bytes().take_while(|byte| (0x20..0x40).contains(byte)).count();
    let last = body.as_bytes().get(length)?;
    (0x40..0x7f).contains(last).then(|| &text[..=2 + length])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_are_those_of_what_a_reader_sees() {
        for (text, expected) in
            [("", 0), ("abc", 3), ("e\u{301}", 1), ("é", 1), ("漢字", 4), ("👨‍👩‍👧", 2), ("\u{1b}[1;31mred\u{1b}[0m", 3)]
        {
            assert_eq!(width(text), expected, "{text}");
        }
    }

    #[test]
    fn a_wide_character_is_never_cut_in_half() {
        assert_eq!(clip("漢字漢字", 4, "…"), "漢…");
        assert_eq!(clip("漢字", 4, "…"), "漢字");
        assert_eq!(clip("漢字", 1, "…"), "…");
        assert_eq!(clip("漢字", 0, "…"), "");
    }

    #[test]
    fn paragraphs_break_at_spaces_and_keep_their_indent() {
        let text = "the client was \u{1b}[31mlate\u{1b}[0m by a long-word-that-does-not-fit";
        let expected = "  the client was \u{1b}[31mlate\u{1b}[0m\n  by a\n  long-word-that-does-not-fit\n";
        assert_eq!(paragraph("  ", text, Some(22)), expected);
        assert_eq!(paragraph("  ", "one two", None), "  one two\n");
    }

    #[test]
    fn a_cut_line_still_ends_its_colour() {
        assert_eq!(clip("\u{1b}[31mlong red text\u{1b}[0m", 5, "…"), "\u{1b}[31mlong…\u{1b}[0m");
    }

    #[test]
    fn cursor_movements_do_not_pass() {
        assert_eq!(clip("a\u{1b}[2Jb\u{1b}]0;title\u{7}c\rd\ne", 80, "…"), "ab]0;titlecde");
        assert_eq!(plain("\u{1b}[31mred\u{1b}[0m\u{1b}[1A"), "red");
        assert_eq!(harmless("abc\u{202e}fdp"), r"abc\u{202e}fdp");
    }

    proptest! {
        #[test]
        fn tamed_text_has_nothing_but_colours(text in "[a\u{1b}\\[m2J\n\r\u{7}\u{202e}]{0,30}") {
            let tamed = tame(&text).into_owned();
            let mut rest = tamed.as_str();
            while let Some(c) = rest.chars().next() {
                let colour = sequence(rest).filter(|sequence| sequence.ends_with('m'));
                prop_assert!(colour.is_some() || !steers(c) || c == '\n', "{tamed:?}");
                rest = &rest[colour.map_or(c.len_utf8(), str::len)..];
            }
            prop_assert_eq!(tame(&tamed), tamed.as_str());
        }

        #[test]
        fn clipped_text_fits(text in any::<String>(), columns in 0_usize..40) {
            let clipped = clip(&text, columns, "…");
            prop_assert!(width(&clipped) <= columns, "{clipped:?}");
            prop_assert!(!plain(&clipped).chars().any(steers));
        }

        #[test]
        fn text_that_fits_is_left_alone(text in "[a-zé漢 ]{0,20}") {
            prop_assert_eq!(clip(&text, width(&text), "…"), text);
        }
    }
}
