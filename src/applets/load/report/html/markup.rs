//! Text that comes from outside, made harmless for a page.

use std::fmt::{self, Write as _};

/// Shows a text as HTML and XML take it, in an element or in a quoted attribute.
///
/// What markup could begin with is escaped, and control characters, which XML has no way to write, become `U+FFFD`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c if is_harmless(c) => f.write_char(c)?,
                _ => f.write_char('\u{fffd}')?,
            }
        }
        Ok(())
    }
}

/// XML can not write control characters and the two noncharacters; directional overrides could turn a figure around.
fn is_harmless(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}');
    matches!(c, '\t' | '\n') || !(turns || c.is_control())
}

/// A share of the width or height, 0 to 1, as SVG and CSS take it: to a hundredth of a percent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Percent(pub(super) f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.0 * 100.0);
        let short = text.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{}%", if short == "-0" { "0" } else { short })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_can_not_begin_in_a_text() {
        let hostile = "</title><script>alert(\"1\" & '2')</script>\u{0}\u{202e}";
        let shown = Text(hostile).to_string();
        assert!(!shown.contains(['<', '>', '"', '\'', '\u{0}', '\u{202e}']), "{shown}");
        assert!(shown.starts_with("&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)"));
    }

    #[test]
    fn shares_are_short() {
        let shown = [0.0, 1.0, 0.5, 1.0 / 3.0, -0.000_001].map(|share| Percent(share).to_string());
        assert_eq!(shown, ["0%", "100%", "50%", "33.33%", "0%"]);
    }
}
