//! Links: what leads to a stream is called what people read there.

use std::borrow::Cow;

use super::Reader;
use crate::media::page::candidate::Strategy;
use crate::media::page::gather::Draft;
use crate::media::page::html::Attributes;
use crate::media::page::unescape;
use crate::media::page::words::{self, Decoy};

/// More of what a link is called tells nothing new.
const MOST_TEXT: usize = 200;

/// What has more words is a text, in which one word says little.
const MOST_WORDS: usize = 8;

/// A link that is open.
pub(super) struct Link {
    href: String,
    at: usize,
    mime: Option<String>,
    title: Option<String>,
    around: Option<(Decoy, String)>,
    text: String,
}

impl Reader<'_, '_> {
    /// A link begins, and the one before has ended: links do not nest.
    pub(super) fn anchor(&mut self, attributes: Attributes<'_>, at: usize) {
        self.end_link();
        let Some(href) = attributes.get("href") else { return };
        self.link = Some(Link {
            href: href.into_owned(),
            at,
            mime: attributes.get("type").map(Cow::into_owned),
            title: attributes.get("title").or_else(|| attributes.get("aria-label")).map(Cow::into_owned),
            around: self.around(),
            text: String::new(),
        });
    }

    /// What people read in it.
    pub(super) fn text(&mut self, text: &str) {
        let Some(link) = &mut self.link else { return };
        let words = text.split_whitespace().flat_map(|word| [word, " "]);
        for word in words {
            if link.text.len() + word.len() <= MOST_TEXT {
                link.text.push_str(word);
            }
        }
    }

    pub(super) fn end_link(&mut self) {
        let Some(Link { href, at, mime, title, around, text }) = self.link.take() else { return };
        let text = unescape::entities(text.trim());
        let words = words::words(&text);
        let own = words::decoy(&words).filter(|_| words.len() <= MOST_WORDS);
        let around = around.or_else(|| own.map(|(decoy, word)| (decoy, word.to_owned())));
        let title = title.or_else(|| Some(text.into_owned()).filter(|text| !text.is_empty()));
        let draft = Draft { reference: &href, place: "<a>".to_owned(), at, mime, title, around, ..Draft::default() };
        if !self.gather.add(Strategy::Link, draft) && (href.contains("m3u8") || href.contains("mpd")) {
            self.gather.inside(&href, "<a>", at);
        }
    }
}
