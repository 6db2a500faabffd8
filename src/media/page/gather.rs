//! From the tags, scripts and strings of one document to candidates, and to what may lead to more: documents in it, scripts,
//! calls.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::candidate::{Candidate, Evidence, Strategy};
use super::html::{Attributes, Token, Tokens};
use super::kind::{self, Kind, Looks};
use super::strings::Setting;
use super::unescape;
use super::words::{self, Decoy};
use super::{bare, markup};
use crate::kit::net::SafeUrl;

/// A page has a few streams; one with more is a catalogue, whose first are enough.
const MOST_CANDIDATES: usize = 400;

/// Documents, scripts and calls that are remembered of one document.
pub(super) const MOST_LEADS: usize = 64;

/// Places that are remembered of one candidate.
const MOST_EVIDENCE: usize = 6;

/// Where more may be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lead {
    pub(super) url: SafeUrl,
    /// What leads there.
    pub(super) place: String,
    pub(super) points: i32,
}

/// What a document holds.
#[derive(Debug)]
pub struct Document {
    /// Where it came from.
    pub url: SafeUrl,
    /// What it calls itself.
    pub title: Option<String>,
    /// What may be its stream, in the order of the text.
    pub candidates: Vec<Candidate>,
    /// Documents in it.
    pub(super) frames: Vec<Lead>,
    /// Scripts.
    pub(super) scripts: Vec<SafeUrl>,
    /// Calls.
    pub(super) calls: Vec<Lead>,
    /// How long its video plays, as it says itself.
    pub(super) duration: Option<Duration>,
    /// Its titles in all the places where it has one.
    pub(super) titles: String,
}

/// A reference, and what is known of it.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    pub(super) reference: &'a str,
    pub(super) place: String,
    pub(super) at: usize,
    pub(super) mime: Option<String>,
    pub(super) title: Option<String>,
    pub(super) label: Option<String>,
    pub(super) id: Option<String>,
    pub(super) duration: Option<Duration>,
    /// Words that tell what it is for.
    pub(super) words: Vec<String>,
    /// What it is by where it stands.
    pub(super) around: Option<(Decoy, String)>,
    /// What it is at least, whatever it looks like.
    pub(super) promise: Option<Kind>,
    /// More or less than its strategy weighs.
    pub(super) points: i32,
}

pub(super) struct Gather {
    pub(super) document: Document,
    pub(super) base: SafeUrl,
    places: HashMap<String, usize>,
    /// How addresses end that scripts make of several strings.
    pub(super) ends: HashSet<String>,
    /// Comments that mention a stream, as ranges of the text.
    pub(super) comments: Vec<(usize, usize)>,
}

/// Reads a document: a page, or a script or an answer of a server.
pub(super) fn gather(text: &str, url: &SafeUrl, what: What) -> Document {
    let document = Document {
        url: url.clone(),
        title: None,
        candidates: Vec::new(),
        frames: Vec::new(),
        scripts: Vec::new(),
        calls: Vec::new(),
        duration: None,
        titles: String::new(),
    };
    let mut gather =
        Gather { document, base: url.clone(), places: HashMap::new(), ends: HashSet::new(), comments: Vec::new() };
    match what {
        What::Page => markup::read(&mut gather, text, 0, None),
        What::Script(strategy) => {
            let name = String::new();
            gather.script(text, &Setting { strategy, name, at: None, begin: 0, depth: 0, around: None });
        }
    }
    bare::scan(&mut gather, text);
    gather.finish(text)
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Markup.
    Page,
    /// A script, or JSON.
    Script(Strategy),
}

impl Gather {
    /// Takes a reference, if it may be one to a stream; whether it was taken.
    pub(super) fn add(&mut self, strategy: Strategy, draft: Draft<'_>) -> bool {
        let Some(mut url) = self.resolve(draft.reference) else { return false };
        let named = kind::named(&draft.words);
        let typed = draft.mime.as_deref().and_then(kind::typed);
        let mut points = strategy.points() + draft.points;
        let kind = match (kind::looks(&url), typed) {
            (Looks::Like(Kind::Smooth), _) => {
                let plain = url.as_str().trim_end_matches('/').to_owned() + "(format=m3u8-aapl)";
                let Ok(asked) = self.base.join(&plain) else { return false };
                url = asked;
                Kind::Perhaps
            }
            (Looks::Like(Kind::File) | Looks::Other, Some(typed)) if typed.is_stream() => typed,
            (Looks::Like(kind), _) | (Looks::Open, Some(kind)) => kind,
            (Looks::Other, _) => return false,
            (Looks::Open, None) => match draft.promise.or(named) {
                Some(kind) => {
                    points -= if kind == Kind::Perhaps { 12 } else { 4 };
                    kind
                }
                None if kind::suggests(&url) && strategy != Strategy::Link && strategy != Strategy::Text => {
                    points -= 16;
                    Kind::Perhaps
                }
                None => return false,
            },
        };
        if named.is_some_and(Kind::is_stream) {
            points += 4;
        }
        let own = words::words(&format!("{} {}", url.host_str().unwrap_or_default(), url.path()));
        let told = draft.around.or_else(|| {
            let found = words::decoy(&draft.words).or_else(|| words::decoy(&own));
            found.map(|(decoy, word)| (decoy, word.to_owned()))
        });
        let place: String = draft.place.chars().take(160).collect();
        let evidence = Evidence { strategy, place, line: 0, points, at: draft.at };
        let document = self.document.url.clone();
        self.put(Candidate {
            title: draft.title,
            label: draft.label,
            decoy: told.as_ref().map(|told| told.0),
            decoy_word: told.map(|told| told.1).unwrap_or_default(),
            id: draft.id,
            told: draft.duration,
            ..Candidate::new(url, kind, evidence, document, 0)
        });
        true
    }

    fn put(&mut self, candidate: Candidate) {
        let known = self.places.get(candidate.url.as_str()).copied();
        let Some(known) = known.and_then(|at| self.document.candidates.get_mut(at)) else {
            if self.document.candidates.len() < MOST_CANDIDATES {
                self.places.insert(candidate.url.as_str().to_owned(), self.document.candidates.len());
                self.document.candidates.push(candidate);
            }
            return;
        };
        known.title = known.title.take().or(candidate.title);
        known.label = known.label.take().or(candidate.label);
        known.id = known.id.take().or(candidate.id);
        known.told = known.told.or(candidate.told);
        if known.kind == Kind::Perhaps {
            known.kind = candidate.kind;
        }
        // What is the video of the page in one place is not only an advertisement in another.
        if candidate.decoy.is_none() {
            known.decoy = None;
        }
        if known.evidence.len() < MOST_EVIDENCE {
            known.evidence.extend(candidate.evidence);
        }
    }

    /// Whether a URL is a candidate already.
    pub(super) fn knows(&self, url: &SafeUrl) -> bool {
        self.places.contains_key(url.as_str())
    }

    /// A reference as a URL that can be asked for.
    pub(super) fn resolve(&self, reference: &str) -> Option<SafeUrl> {
        let reference = reference.trim().trim_matches(['"', '\'']);
        if reference.is_empty() || reference.starts_with('#') || reference.contains(['{', '}', '<', '>', '\n']) {
            return None;
        }
        let url = self.base.join(reference).ok()?;
        if url.fragment().is_none() {
            return Some(url);
        }
        let mut plain = url.into_inner();
        plain.set_fragment(None);
        SafeUrl::try_from(plain).ok()
    }

    /// An address in the query of another one.
    pub(super) fn inside(&mut self, reference: &str, place: &str, at: usize) {
        if !reference.contains(['?', '#', '&']) {
            return;
        }
        let Ok(url) = self.base.join(&reference.replacen('#', "?", 1)) else { return };
        let pairs: Vec<(String, String)> =
            url.query_pairs().take(32).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        for (name, value) in pairs {
            let value = unescape::base64(&value).or_else(|| unescape::percent(&value)).unwrap_or(value);
            if value.contains('/') && !value.contains(' ') {
                let words = words::words(&name);
                let place = join(place, &name);
                self.add(Strategy::Query, Draft { reference: &value, place, at, words, ..Draft::default() });
            }
        }
    }

    /// A document in this one.
    pub(super) fn frame(&mut self, reference: &str, place: &str, points: i32, around: Option<&(Decoy, String)>) {
        let Some(url) = self.resolve(reference) else { return };
        if matches!(kind::looks(&url), Looks::Like(_)) || self.document.frames.len() >= MOST_LEADS {
            return;
        }
        let told = words::words(&format!("{} {}", url.host_str().unwrap_or_default(), url.path()));
        let good = ["embed", "player", "video", "play", "watch", "stream", "live", "iframe"];
        let likely = told.iter().filter(|word| good.contains(&word.as_str())).count().min(2) as i32 * 8;
        let decoy = around.is_some() || words::decoy(&told).is_some();
        let points = points + likely - if decoy { 40 } else { 0 };
        if url != self.document.url && self.document.frames.iter().all(|known| known.url != url) {
            self.document.frames.push(Lead { url, place: place.to_owned(), points });
        }
    }

    /// A script of its own.
    pub(super) fn script_at(&mut self, reference: &str) {
        if let Some(url) = self.resolve(reference)
            && self.document.scripts.len() < MOST_LEADS
        {
            self.document.scripts.push(url);
        }
    }

    /// One of the titles of the page.
    pub(super) fn title(&mut self, text: &str) {
        let text = unescape::entities(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let title: String = words.join(" ").chars().filter(|c| !c.is_control()).take(200).collect();
        if title.is_empty() || self.document.titles.len() > 1_000 {
            return;
        }
        self.document.titles = format!("{} {title}", self.document.titles);
        self.document.title.get_or_insert(title);
    }

    /// The lines of all places, in one pass.
    fn finish(mut self, text: &str) -> Document {
        let candidates = &mut self.document.candidates;
        let mut places: Vec<&mut Evidence> =
            candidates.iter_mut().flat_map(|candidate| &mut candidate.evidence).collect();
        places.sort_by_key(|evidence| evidence.at);
        let (mut line, mut from) = (1, 0);
        for evidence in places {
            let to = evidence.at.clamp(from, text.len());
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[from..to]).count();
            (evidence.line, from) = (line, to);
        }
        for candidate in candidates {
            candidate.evidence.sort_by_key(|evidence| std::cmp::Reverse(evidence.points));
        }
        self.document
    }
}

pub(super) fn join(place: &str, part: &str) -> String {
    if place.is_empty() { part.to_owned() } else { format!("{place} › {part}") }
}

/// A duration as pages write it: seconds, `1:02:03`, ISO 8601.
pub(super) fn length(text: &str) -> Option<Duration> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('P') {
        let (mut seconds, mut number, mut clock) = (0.0, String::new(), false);
        for c in rest.chars().take(40) {
            let unit = match (c, clock) {
                ('0'..='9' | '.', _) => {
                    number.push(c);
                    continue;
                }
                ('T', _) => {
                    clock = true;
                    continue;
                }
                ('D', _) => 86_400.0,
                ('H', _) => 3_600.0,
                ('M', true) => 60.0,
                ('S', _) => 1.0,
                _ => return None,
            };
            seconds += std::mem::take(&mut number).parse::<f64>().ok()? * unit;
        }
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let mut seconds = 0.0;
    for part in text.split(':').take(3) {
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    Duration::try_from_secs_f64(seconds).ok().filter(|duration| !duration.is_zero())
}

/// The attributes of an element that name it.
pub(super) fn named(attributes: Attributes<'_>) -> Option<(Decoy, String)> {
    let mut decoy = None;
    for (name, value) in attributes.iter().take(64) {
        if !["class", "id", "role", "data-role", "aria-label", "data-type"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
        {
            continue;
        }
        for one in value.split_whitespace().take(24) {
            let words = words::words(one);
            // `has-sidebar`, `page-with-ads-and-more`: what stands elsewhere.
            let elsewhere =
                words.iter().any(|word| ["has", "with", "no", "without", "layout", "not"].contains(&word.as_str()));
            if words.len() <= 4 && !elsewhere && decoy.is_none() {
                decoy = words::decoy(&words).map(|(decoy, word)| (decoy, word.to_owned()));
            }
        }
    }
    decoy
}

/// Whether a token stream holds any element.
pub(super) fn is_markup(text: &str) -> bool {
    Tokens::new(text).take(8).any(|token| matches!(token, Token::Open { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_pages_write_them() {
        for (text, seconds) in [("PT1H2M3S", 3723), ("P1DT1S", 86_401), ("62", 62), ("1:02:03", 3723), ("2:05", 125)] {
            assert_eq!(length(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!((length("soon"), length("P1M"), length("0")), (None, None, None));
    }
}
