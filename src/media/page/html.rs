//! The tags of a page, without a tree: where each begins, its attributes, and the text of scripts. Tolerant as browsers
//! are (HTML, section 13.2.5), and linear: every byte is looked at a bounded number of times.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::unescape::entities;

/// A piece of a page; places are offsets in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `<name …>`
    Open { name: &'a str, attributes: Attributes<'a>, at: usize },
    /// `</name>`
    Close { name: &'a str },
    /// What is between tags.
    Text { text: &'a str },
    /// `<!-- … -->`
    Comment { text: &'a str, at: usize },
    /// What a script, a style, a title or a text area holds: no tags in it are tags.
    Raw { element: &'a str, text: &'a str, at: usize },
}

/// Elements whose content is no markup.
const RAW: [&str; 5] = ["script", "style", "title", "textarea", "xmp"];

/// The tokens of a page, one behind the other.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// The element that was opened, whose content comes next.
    raw: Option<&'a str>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, raw: None }
    }

    /// The content of a raw element, to its own end tag or the end of the page.
    fn content(&mut self, element: &'a str) -> Token<'a> {
        let (from, bytes) = (self.at, self.text.as_bytes());
        let mut search = from;
        let end = loop {
            let Some(open) = memmem::find(&bytes[search..], b"</") else { break bytes.len() };
            let name = &bytes[search + open + 2..];
            if name.get(..element.len()).is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes())) {
                break search + open;
            }
            search += open + 2;
        };
        self.at = end;
        Token::Raw { element, text: &self.text[from..end], at: from }
    }

    /// A tag whose `<` is at `at`; `None` where it is none.
    fn tag(&mut self) -> Option<Token<'a>> {
        let (at, bytes) = (self.at, self.text.as_bytes());
        if let Some(rest) = self.text[at..].strip_prefix("<!--") {
            let length = memmem::find(rest.as_bytes(), b"-->").unwrap_or(rest.len());
            self.at = (at + 4 + length + 3).min(bytes.len());
            return Some(Token::Comment { text: &rest[..length], at: at + 4 });
        }
        let closes = bytes.get(at + 1) == Some(&b'/');
        let from = at + 1 + usize::from(closes);
        let letters = bytes[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        if !bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
            // `<!doctype …>`, `<?xml …>`, `</ …`: as comments. Other signs are text.
            if !matches!(bytes.get(at + 1), Some(b'!' | b'?' | b'/')) {
                return None;
            }
            let end = memchr(b'>', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1);
            self.at = end;
            return Some(Token::Comment { text: "", at });
        }
        let name = &self.text[from..from + letters];
        let (end, next) = tag_end(bytes, from + letters);
        self.at = next;
        if closes {
            return Some(Token::Close { name });
        }
        self.raw = RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)).then_some(name);
        Some(Token::Open { name, attributes: Attributes { text: &self.text[from + letters..end] }, at })
    }
}

/// Where a tag ends, and what comes behind it: the `>` that is in no quotes.
fn tag_end(bytes: &[u8], from: usize) -> (usize, usize) {
    let mut at = from;
    let mut value = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return (at, at + 1),
            // Quotes count where a value begins; elsewhere they are part of a name.
            b'"' | b'\'' if value => match memchr(*byte, &bytes[at + 1..]) {
                Some(length) => at += length + 1,
                None => return (bytes.len(), bytes.len()),
            },
            _ => {}
        }
        value = *byte == b'=' || (value && byte.is_ascii_whitespace());
        at += 1;
    }
    (bytes.len(), bytes.len())
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(element) = self.raw.take() {
            return Some(self.content(element));
        }
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let from = self.at;
        let mut search = from;
        loop {
            let Some(length) = memchr(b'<', &bytes[search..]) else {
                self.at = bytes.len();
                return Some(Token::Text { text: &self.text[from..] });
            };
            let open = search + length;
            if open > from
                && bytes.get(open + 1).is_some_and(|next| next.is_ascii_alphabetic() || b"!?/".contains(next))
            {
                self.at = open;
                return Some(Token::Text { text: &self.text[from..open] });
            }
            self.at = open;
            if let Some(token) = self.tag() {
                return Some(token);
            }
            search = open + 1;
        }
    }
}

/// The attributes of a tag, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes<'a> {
    text: &'a str,
}

impl<'a> Attributes<'a> {
    /// Name as written, and value with its entities read.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        let mut rest = self.text;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            // A sign of equality in front is part of the name (section 13.2.5.32).
            let skip = usize::from(rest.starts_with('='));
            let ends = |c: char| c.is_ascii_whitespace() || c == '/' || c == '=';
            let length = rest[skip..].find(ends).map_or(rest.len(), |length| skip + length);
            let (name, behind) = rest.split_at(length);
            rest = behind.trim_start();
            let Some(value) = rest.strip_prefix('=') else { return Some((name, Cow::Borrowed(""))) };
            let value = value.trim_start();
            let (value, behind) = match value.as_bytes().first() {
                Some(quote @ (b'"' | b'\'')) => {
                    let value = &value[1..];
                    let length = memchr(*quote, value.as_bytes()).unwrap_or(value.len());
                    (&value[..length], value.get(length + 1..).unwrap_or_default())
                }
                _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
            };
            rest = behind;
            Some((name, entities(value)))
        })
    }

    /// The value of the first attribute of this name.
    pub(super) fn get(self, name: &str) -> Option<Cow<'a, str>> {
        self.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn opened(text: &str) -> Vec<(String, Vec<(String, String)>)> {
        Tokens::new(text)
            .filter_map(|token| match token {
                Token::Open { name, attributes, .. } => Some((
                    name.to_owned(),
                    attributes.iter().map(|(name, value)| (name.to_owned(), value.into_owned())).collect(),
                )),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn attributes_are_read_in_every_way_they_are_written() {
        let tag = "<VIDEO Src=a.m3u8 type='x>y' data-a = \"1&amp;2\" muted/ class=>x</VIDEO>";
        let expected = [("Src", "a.m3u8"), ("type", "x>y"), ("data-a", "1&2"), ("muted", ""), ("class", "")];
        let found = opened(tag);
        assert_eq!(found[0].0, "VIDEO");
        assert_eq!(found[0].1, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn tags_in_scripts_comments_and_text_are_none() {
        let text =
            "a < b <script>if (a<b) '<video src=x>'</script ><!-- <video> --><title><b>t</b></title><p a='>'>1<2";
        let names: Vec<String> = opened(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["script", "title", "p"]);
        let raw: Vec<&str> = Tokens::new(text)
            .filter_map(|token| if let Token::Raw { text, .. } = token { Some(text) } else { None })
            .collect();
        assert_eq!(raw, ["if (a<b) '<video src=x>'", "<b>t</b>"]);
    }

    proptest! {
        #[test]
        fn nothing_panics_and_all_is_seen(text in "[<>/!a-z\"'= é\\-]{0,60}") {
            for token in Tokens::new(&text) {
                if let Token::Open { attributes, .. } = token {
                    let _ = attributes.iter().count();
                }
            }
        }
    }
}
