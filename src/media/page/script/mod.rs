//! Strings in scripts and in JSON, and what they are called there: `sources › file` of a call `jwplayer.setup`.
//!
//! It is no parser of a language. One walk over the text keeps a stack of open brackets with the names in front of them,
//! reads strings (joined by `+` or with `${…}` in them) and hands out those that may be references, with what stands in
//! the same object. Whatever it does not understand it walks past; JSON is a special case. Linear: strings, templates and
//! regular expressions that do not end are given up where a line ends, or after a fixed length.

mod walk;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use memchr::memmem;

pub(super) use self::walk::walk;

/// No URL is longer.
const LONGEST_URL: usize = 4_096;

/// What stands beside a string in the same object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Beside {
    /// The object around it.
    pub(super) parent: Option<usize>,
    /// `type`, `mimeType`.
    pub(super) mime: Option<String>,
    /// `title`, `name`, `headline`.
    pub(super) title: Option<String>,
    /// `label`, `quality`, `height`.
    pub(super) label: Option<String>,
    /// `id` and what ends in it.
    pub(super) id: Option<String>,
    /// `duration`.
    pub(super) duration: Option<String>,
    /// `role`, `kind`, `category`, `placement`: what the object is for.
    pub(super) purpose: Option<String>,
}

/// A piece of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Said.
    Text(String),
    /// A variable.
    Name(String),
}

/// A string that may be a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its pieces, at least one of them text.
    pub(super) pieces: Vec<Piece>,
    /// What it is called.
    pub(super) key: String,
    /// The names around it, from outside.
    pub(super) path: Vec<String>,
    /// The call it is an argument of.
    pub(super) call: Option<String>,
    /// What stands beside it.
    pub(super) object: Option<usize>,
    /// Where it begins.
    pub(super) at: usize,
    /// Whether something unknown stood in front of it.
    pub(super) cut: bool,
}

/// A string that holds markup, JSON or a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nested {
    pub(super) text: String,
    pub(super) key: String,
    pub(super) path: Vec<String>,
    pub(super) at: usize,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) found: Vec<Found>,
    pub(super) nested: Vec<Nested>,
    pub(super) objects: Vec<Beside>,
    /// Simple values by name, for what is made of them.
    pub(super) variables: HashMap<String, String>,
    /// Comments that mention a stream, as ranges of the text.
    pub(super) comments: Vec<(usize, usize)>,
}

impl Script {
    /// What stands beside, or around in the next four objects.
    pub(super) fn beside<'a>(
        &'a self,
        object: Option<usize>,
        what: impl Fn(&'a Beside) -> Option<&'a str>,
    ) -> Option<&'a str> {
        let mut at = object;
        for _ in 0..4 {
            let beside = self.objects.get(at?)?;
            if let Some(value) = what(beside) {
                return Some(value);
            }
            at = beside.parent;
        }
        None
    }

    /// The value, with variables put in; `None` where one of them is not known.
    pub(super) fn value(&self, found: &Found) -> Option<String> {
        let mut text = String::new();
        for piece in &found.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Name(name) => {
                    let last = name.rsplit('.').next().unwrap_or_default();
                    text.push_str(self.variables.get(last)?);
                }
            }
        }
        (text.len() <= LONGEST_URL).then_some(text)
    }
}

/// Where a value of this name is kept.
fn place(key: &str) -> Option<fn(&mut Beside) -> &mut Option<String>> {
    Some(match key.to_ascii_lowercase().as_str() {
        "type" | "mimetype" | "mime" | "mime_type" | "contenttype" | "encodingformat" | "format" | "streamtype"
        | "protocol" | "@type" => |beside| &mut beside.mime,
        "title" | "name" | "headline" | "heading" => |beside| &mut beside.title,
        "label" | "quality" | "height" | "res" | "resolution" | "qualitylabel" => |beside| &mut beside.label,
        "id" | "videoid" | "video_id" | "mediaid" | "media_id" | "guid" | "slug" | "assetid" => |beside| &mut beside.id,
        "duration" | "length" | "lengthseconds" | "durationinseconds" => |beside| &mut beside.duration,
        "role" | "kind" | "category" | "placement" | "purpose" | "usage" => |beside| &mut beside.purpose,
        _ => return None,
    })
}

/// Whether a string may be a reference to a stream, plain or hidden.
fn may_refer(text: &str) -> bool {
    /// What pages have most of.
    const OTHERS: [&str; 14] = [
        ".jpg", ".jpeg", ".png", ".webp", ".svg", ".gif", ".ico", ".css", ".woff", ".woff2", ".ttf", ".vtt", ".srt",
        ".avif",
    ];
    /// How base64 begins of `http`, `//`, `/a`, `{"`, `[{`, `<` and `#EXTM3U`.
    const HIDDEN: [&str; 8] = ["aHR0c", "Ly9", "L", "eyJ", "W3s", "PD9", "PE1", "I0VYVE"];
    if text.len() > LONGEST_URL && !HIDDEN.iter().any(|begin| text.starts_with(begin))
        || text.contains([' ', '<', '>', '\n'])
    {
        return false;
    }
    let path = text.split(['?', '#']).next().unwrap_or_default();
    if OTHERS.iter().any(|ending| path.len() > ending.len() && path.ends_with(ending)) {
        return false;
    }
    text.contains('/')
        || [".m3u8", ".mpd", ".mp4", ".m3u", "%2F", "%2f"].iter().any(|sign| text.contains(sign))
        || (text.len() >= 16 && HIDDEN.iter().any(|begin| text.starts_with(begin)))
}

/// Whether a string may hold more strings.
fn may_nest(text: &str) -> bool {
    const SHORTEST: usize = 12;
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    text.len() >= SHORTEST
        && text.contains(['{', '[', '<', '='])
        && text.contains(['"', '\''])
        && ["m3u8", "mpd", "//", "\\/", "manifest", "src", "url"].iter().any(|sign| has(sign))
}
