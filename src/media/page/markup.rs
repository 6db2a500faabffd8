//! The markup of a document: elements that play, elements that describe, and attributes that scripts read.

mod link;

use std::borrow::Cow;

use self::link::Link;
use super::candidate::Strategy;
use super::gather::{Draft, Gather, is_markup, join, length, named};
use super::html::{Attributes, Token, Tokens};
use super::kind::Kind;
use super::strings::Setting;
use super::unescape;
use super::words::{self, Decoy};

/// How far up it is asked what an element belongs to.
const MOST_OPEN: usize = 64;

/// Elements that have no content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Attributes that hold no stream.
const PLAIN: [&str; 16] = [
    "class", "id", "style", "alt", "title", "href", "src", "srcset", "sizes", "name", "rel", "type", "lang", "target",
    "width", "height",
];

/// An open element.
struct Element<'a> {
    name: &'a str,
    decoy: Option<(Decoy, String)>,
}

/// An element that plays, as long as it is open.
#[derive(Clone, Default)]
struct Playing {
    place: String,
    points: i32,
    decoy: Option<(Decoy, String)>,
    title: Option<String>,
}

struct Reader<'g, 'a> {
    gather: &'g mut Gather,
    open: Vec<Element<'a>>,
    playing: Option<Playing>,
    /// What the script is that was opened.
    script: Option<Setting>,
    /// The address of `og:video`, until its type is known.
    video: Option<(String, usize)>,
    video_type: Option<String>,
    depth: usize,
    /// The link that is open.
    link: Option<Link>,
    /// Where the text stands, where its own offsets are of no use.
    fixed: Option<usize>,
}

/// Reads markup; `fixed` is the offset of what stands in a string.
pub(super) fn read(gather: &mut Gather, text: &str, depth: usize, fixed: Option<usize>) {
    let mut reader = Reader {
        gather,
        open: Vec::new(),
        playing: None,
        script: None,
        video: None,
        video_type: None,
        depth,
        link: None,
        fixed,
    };
    for token in Tokens::new(text) {
        match token {
            Token::Open { name, attributes, at } => reader.element(name, attributes, at),
            Token::Close { name } => reader.close(name),
            Token::Raw { element, text, at } => reader.raw(element, text, at),
            Token::Comment { text, at } if fixed.is_none() => {
                reader.gather.comments.push((at, at + text.len()));
            }
            Token::Text { text } => reader.text(text),
            Token::Comment { .. } => {}
        }
    }
    reader.end_link();
    reader.video();
}

impl<'a> Reader<'_, 'a> {
    fn at(&self, at: usize) -> usize {
        self.fixed.unwrap_or(at)
    }

    /// What the elements around belong to.
    fn around(&self) -> Option<(Decoy, String)> {
        self.open.iter().rev().take(8).find_map(|element| element.decoy.clone())
    }

    fn element(&mut self, name: &'a str, attributes: Attributes<'a>, at: usize) {
        let lower = name.to_ascii_lowercase();
        let at = self.at(at);
        let own = match lower.as_str() {
            "html" | "body" => None,
            _ => named(attributes),
        };
        match lower.as_str() {
            "base" => self.base(attributes),
            "meta" if self.meta(attributes, at) => return,
            "link" => self.link(attributes, at),
            "source" => self.source(attributes, at),
            "iframe" | "frame" => self.frame(attributes, at, own.clone()),
            "object" | "embed" | "param" => {
                self.object(&lower, attributes, at);
                return;
            }
            "a" => self.anchor(attributes, at),
            "script" => self.begin_script(attributes, own.clone()),
            "video" | "audio" => self.player(&lower, attributes, at, own.clone()),
            _ if lower.contains('-')
                && ["video", "audio", "player", "hls", "dash", "stream"].iter().any(|word| lower.contains(word)) =>
            {
                self.player(&lower, attributes, at, own.clone());
            }
            _ => {}
        }
        self.attributes(&lower, attributes, at, own.as_ref());
        if !VOID.contains(&lower.as_str()) {
            let decoy = match lower.as_str() {
                "aside" | "footer" | "nav" => own.or(Some((Decoy::Related, lower.clone()))),
                _ => own,
            };
            if self.open.len() >= MOST_OPEN {
                self.open.remove(0);
            }
            self.open.push(Element { name, decoy });
        }
    }

    fn close(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("a") {
            self.end_link();
        }
        if let Some(at) = self.open.iter().rposition(|element| element.name.eq_ignore_ascii_case(name)) {
            self.open.truncate(at);
        }
        if name.eq_ignore_ascii_case("video") || name.eq_ignore_ascii_case("audio") || name.contains('-') {
            self.playing = None;
        }
    }

    fn base(&mut self, attributes: Attributes<'_>) {
        if let Some(base) = attributes.get("href").and_then(|href| self.gather.document.url.join(href.trim()).ok()) {
            self.gather.base = base;
        }
    }

    /// `<video>` and the like: how it plays tells what it is for.
    fn player(&mut self, name: &str, attributes: Attributes<'_>, at: usize, own: Option<(Decoy, String)>) {
        let mut points = 0;
        let mut decoy = own.or_else(|| self.around());
        let shy = attributes.has("muted") && attributes.has("loop") && !attributes.has("controls");
        if shy && name == "video" {
            decoy = decoy.or(Some((Decoy::Background, "muted loop without controls".to_owned())));
        }
        if attributes.has("controls") {
            points += 4;
        }
        let small = |side: &str| attributes.get(side).and_then(|value| value.trim().parse::<u32>().ok());
        if small("width").is_some_and(|width| width < 200) || small("height").is_some_and(|height| height < 110) {
            points -= 20;
        }
        if name == "audio" {
            points -= 4;
        }
        let title = attributes.get("title").or_else(|| attributes.get("aria-label")).map(Cow::into_owned);
        let playing = Playing { place: format!("<{name}>"), points, decoy, title };
        for source in [
            "src",
            "data-src",
            "data-video-src",
            "data-source",
            "data-hls",
            "data-hls-src",
            "data-hls-url",
            "data-m3u8",
            "source",
        ] {
            let Some(value) = attributes.get(source).filter(|value| !value.is_empty()) else { continue };
            let place = format!("<{name} {source}>");
            self.play(&playing, &value, &place, attributes.get("type").as_deref(), at);
        }
        self.playing = Some(playing);
    }

    fn source(&mut self, attributes: Attributes<'_>, at: usize) {
        // A picture has sources as well.
        let inside = self.open.iter().rev().take(4).any(|element| element.name.eq_ignore_ascii_case("picture"));
        let Some(playing) = self.playing.clone().or_else(|| (!inside).then(Playing::default)) else { return };
        for name in ["src", "data-src"] {
            let Some(value) = attributes.get(name).filter(|value| !value.is_empty()) else { continue };
            let kind = attributes.get("type");
            let told = kind.as_ref().map_or(String::new(), |kind| format!(" type={kind}"));
            let place = format!("{} <source {name}{told}>", playing.place);
            self.play(&playing, &value, place.trim(), kind.as_deref(), at);
        }
    }

    fn play(&mut self, playing: &Playing, value: &str, place: &str, kind: Option<&str>, at: usize) {
        let value = unescape::base64(value).unwrap_or_else(|| value.to_owned());
        let draft = Draft {
            reference: &value,
            place: place.to_owned(),
            at,
            mime: kind.map(str::to_owned),
            title: playing.title.clone(),
            around: playing.decoy.clone().or_else(|| self.around()),
            points: playing.points,
            ..Draft::default()
        };
        if !self.gather.add(Strategy::Tag, draft) {
            self.gather.inside(&value, place, at);
        }
    }

    /// Whether it is one that is known.
    fn meta(&mut self, attributes: Attributes<'_>, at: usize) -> bool {
        let Some(content) = attributes.get("content").filter(|content| !content.trim().is_empty()) else { return true };
        let refresh = attributes.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"));
        if refresh {
            let target = content.split_once(['=']).map(|(_, url)| url.trim().trim_matches(['"', '\'']).to_owned());
            if let Some(target) = target {
                self.gather.frame(&target, "meta refresh", 30, None);
            }
            return true;
        }
        let name = ["property", "name", "itemprop"].iter().find_map(|name| attributes.get(name)).unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "og:video"
            | "og:video:url"
            | "og:video:secure_url"
            | "og:audio"
            | "og:audio:url"
            | "og:audio:secure_url" => {
                if self.video.as_ref().is_some_and(|(known, _)| *known != *content) {
                    self.video();
                }
                self.video = Some((content.into_owned(), at));
            }
            "og:video:type" | "og:audio:type" => {
                self.video_type = Some(content.into_owned());
                self.video();
            }
            "twitter:player:stream" => self.metadata("twitter:player:stream", &content, None, at),
            "twitter:player" => self.gather.frame(&content, "twitter:player", 12, None),
            "contenturl" => self.property("contentUrl", &content, at),
            "embedurl" => self.gather.frame(&content, "embedUrl", 12, None),
            "og:title" | "twitter:title" => self.gather.title(&content),
            "og:video:duration" | "video:duration" | "duration" => {
                self.gather.document.duration = self.gather.document.duration.or_else(|| length(&content));
            }
            _ => return false,
        }
        true
    }

    /// `og:video`, with its type where that has come.
    fn video(&mut self) {
        let (video, kind) = (self.video.take(), self.video_type.take());
        let Some((url, at)) = video else { return };
        if kind.as_deref().is_some_and(|kind| kind.starts_with("text/html")) {
            self.gather.frame(&url, "og:video", 12, None);
        } else {
            self.metadata("og:video", &url, kind, at);
        }
    }

    fn metadata(&mut self, name: &str, url: &str, mime: Option<String>, at: usize) {
        let draft = Draft { reference: url, place: name.to_owned(), at, mime, ..Draft::default() };
        if !self.gather.add(Strategy::Meta, draft) {
            self.gather.frame(url, name, 8, None);
            self.gather.inside(url, name, at);
        }
    }

    fn property(&mut self, name: &str, url: &str, at: usize) {
        let (around, promise) = (self.around(), Some(Kind::Perhaps));
        let draft =
            Draft { reference: url, place: format!("itemprop {name}"), at, around, promise, ..Draft::default() };
        self.gather.add(Strategy::JsonLd, draft);
    }

    fn link(&mut self, attributes: Attributes<'_>, at: usize) {
        let Some(href) = attributes.get("href") else { return };
        let rel = attributes.get("rel").unwrap_or_default().to_ascii_lowercase();
        if let Some(name) = attributes.get("itemprop") {
            match name.to_ascii_lowercase().as_str() {
                "contenturl" => self.property("contentUrl", &href, at),
                "embedurl" => self.gather.frame(&href, "embedUrl", 12, None),
                _ => {}
            }
        }
        let points = match rel.as_str() {
            "preload" | "prefetch" => 13,
            "video_src" | "alternate" => 8,
            "stylesheet" | "icon" | "canonical" | "preconnect" | "dns-prefetch" => return,
            _ => 0,
        };
        let mime = attributes.get("type").map(Cow::into_owned);
        let place = format!("<link rel={rel}>");
        self.gather.add(Strategy::Link, Draft { reference: &href, place, at, mime, points, ..Draft::default() });
    }

    fn frame(&mut self, attributes: Attributes<'_>, at: usize, own: Option<(Decoy, String)>) {
        let around = own.or_else(|| self.around());
        let small = |side: &str| {
            attributes.get(side).and_then(|value| value.trim().parse::<u32>().ok()).is_some_and(|side| side < 100)
        };
        let points = if small("width") || small("height") { -30 } else { 10 }
            + if attributes.has("allowfullscreen")
                || attributes.get("allow").is_some_and(|allow| allow.contains("fullscreen"))
            {
                10
            } else {
                0
            };
        for name in ["src", "data-src", "data-lazy-src", "data-url"] {
            let Some(src) = attributes.get(name).filter(|src| !src.is_empty()) else { continue };
            self.gather.inside(&src, "<iframe src>", at);
            self.gather.frame(&src, "<iframe>", points, around.as_ref());
        }
        if let Some(markup) = attributes.get("srcdoc") {
            let name = "<iframe srcdoc>".to_owned();
            let setting =
                Setting { strategy: Strategy::Script, name, at: Some(at), begin: 0, depth: self.depth + 1, around };
            self.gather.nested(&markup, &setting);
        }
    }

    /// What plug-ins were given.
    fn object(&mut self, name: &str, attributes: Attributes<'_>, at: usize) {
        let place = format!("<{name}>");
        let around = self.around();
        for source in ["src", "data", "value", "flashvars"] {
            let Some(value) = attributes.get(source).filter(|value| !value.is_empty()) else { continue };
            let pairs = value.find('=').is_some_and(|sign| !value[..sign].contains(['/', '?', ':']));
            if pairs {
                self.gather.inside(&format!("?{value}"), &place, at);
                continue;
            }
            let (mime, around) = (attributes.get("type").map(Cow::into_owned), around.clone());
            let draft =
                Draft { reference: &value, place: place.clone(), at, mime, around: around.clone(), ..Draft::default() };
            if self.gather.add(Strategy::Tag, draft) {
                continue;
            }
            self.gather.inside(&value, &place, at);
            if name != "param" && source != "flashvars" {
                self.gather.frame(&value, &place, 0, around.as_ref());
            }
        }
    }

    fn begin_script(&mut self, attributes: Attributes<'_>, own: Option<(Decoy, String)>) {
        let kind = attributes.get("type").unwrap_or_default().to_ascii_lowercase();
        let id = attributes.get("id").unwrap_or_default();
        if let Some(src) = attributes.get("src") {
            self.gather.script_at(&src);
        }
        let strategy = match kind.as_str() {
            "application/ld+json" => Strategy::JsonLd,
            kind if kind.contains("json") => Strategy::State,
            kind if kind.contains("html") || kind.contains("template") => Strategy::Text,
            _ => Strategy::Script,
        };
        let name = if id.is_empty() { String::new() } else { id.chars().take(40).collect() };
        let around = own.or_else(|| self.around());
        self.script = Some(Setting { strategy, name, at: self.fixed, begin: 0, depth: self.depth, around });
    }

    fn raw(&mut self, element: &str, text: &str, at: usize) {
        match element.to_ascii_lowercase().as_str() {
            "title" if self.depth == 0 => self.gather.title(text),
            "script" => {
                let Some(setting) = self.script.take() else { return };
                if setting.strategy == Strategy::Text {
                    let strategy = Strategy::Script;
                    let setting = Setting { strategy, at: Some(self.at(at)), depth: setting.depth + 1, ..setting };
                    self.gather.nested(text, &setting);
                } else {
                    self.gather.script(text, &Setting { begin: at, ..setting });
                }
            }
            "textarea" if is_markup(&unescape::entities(text)) => {
                let (name, at) = ("<textarea>".to_owned(), Some(self.at(at)));
                let setting =
                    Setting { strategy: Strategy::Script, name, at, begin: 0, depth: self.depth + 1, around: None };
                self.gather.nested(&unescape::entities(text), &setting);
            }
            _ => {}
        }
    }

    /// Attributes that scripts read.
    fn attributes(&mut self, element: &str, attributes: Attributes<'a>, at: usize, own: Option<&(Decoy, String)>) {
        for (name, value) in attributes.iter().take(128) {
            let plain = PLAIN.iter().any(|known| name.eq_ignore_ascii_case(known));
            if plain
                || value.len() < 6
                || !value.contains(['/', '{', '[', '%', '=']) && unescape::base64(&value).is_none()
            {
                continue;
            }
            let name = name.to_ascii_lowercase();
            let key = name.trim_start_matches("data-").trim_start_matches([':', '@', 'v', '-']).to_owned();
            let place = format!("<{element} {name}>");
            let around = own.cloned().or_else(|| self.around());
            let base64 = unescape::base64(&value);
            let (strategy, value) = match base64 {
                Some(plain) => (Strategy::Encoded, Cow::Owned(plain)),
                None => match unescape::percent(&value).filter(|_| !value.contains("://")) {
                    Some(plain) => (Strategy::Attribute, Cow::Owned(plain)),
                    None => (Strategy::Attribute, value),
                },
            };
            if value.contains(['{', '[', '(', '\'', '"']) {
                let depth = self.depth + 1;
                let setting = Setting { strategy, name: place, at: Some(at), begin: 0, depth, around };
                self.gather.nested(&value, &setting);
                continue;
            }
            let draft = Draft {
                reference: &value,
                place: place.clone(),
                at,
                words: with_whole(&key),
                around: around.clone(),
                ..Draft::default()
            };
            if !self.gather.add(strategy, draft) {
                self.gather.inside(&value, &place, at);
                if key.contains("embed") || key.contains("iframe") {
                    self.gather.frame(&value, &join(&place, ""), 8, around.as_ref());
                }
            }
        }
    }
}

/// The words of a name, and the name as one word.
fn with_whole(key: &str) -> Vec<String> {
    let mut words = words::words(key);
    if words.len() > 1 {
        words.push(words.concat());
    }
    words
}
