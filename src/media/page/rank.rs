//! Which candidate is the video of the page: what speaks for each and against it, as weights with their reasons.

use std::collections::HashSet;
use std::time::Duration;

use super::candidate::{Answer, Candidate, Strategy, Stream};
use super::kind::Kind;
use super::words::{self, Decoy};
use crate::kit::net::SafeUrl;

/// What is known of the page that was asked for.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// All its titles.
    pub(super) titles: String,
    /// Words of its address that look like the name of one video.
    pub(super) ids: Vec<String>,
    /// How long its video plays, as it says itself.
    pub(super) duration: Option<Duration>,
    pub(super) host: String,
}

impl Page {
    pub(super) fn new(url: &SafeUrl, titles: String, duration: Option<Duration>) -> Self {
        Self { titles, ids: ids(url), duration, host: url.host_str().unwrap_or_default().to_owned() }
    }

    /// Whether the page says of itself that it is about such a thing: the page of a trailer.
    fn is_about(&self, word: &str) -> bool {
        !word.is_empty()
            && (words::words(&self.titles).iter().any(|own| own == word) || self.ids.iter().any(|id| id == word))
    }
}

/// Parts of an address that name one thing of many: numbers, long words.
fn ids(url: &SafeUrl) -> Vec<String> {
    let query = url.query_pairs().filter(|(name, _)| ["v", "id", "video", "vid", "watch"].contains(&&**name));
    let query: Vec<String> = query.map(|(_, value)| value.into_owned()).collect();
    let last = url.path_segments().and_then(|mut parts| parts.rfind(|part| !part.is_empty())).unwrap_or_default();
    let last = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let mut ids: Vec<String> = query;
    ids.push(last.to_owned());
    ids.extend(last.split(['-', '_', '.']).filter(|part| part.chars().any(char::is_numeric)).map(str::to_owned));
    let numeric = |id: &String| id.len() >= 2 && id.bytes().all(|byte| byte.is_ascii_digit());
    ids.retain(|id| {
        (id.len() >= 3 || numeric(id)) && !["watch", "video", "index", "embed", "player", "page"].contains(&id.as_str())
    });
    ids.into_iter().map(|id| id.to_lowercase()).collect()
}

/// Weighs all, and puts the best in front.
pub(super) fn rank(candidates: &mut [Candidate], page: &Page) {
    let longest =
        candidates.iter().filter(|candidate| candidate.decoy != Some(Decoy::Related)).filter_map(duration).max();
    for candidate in candidates.iter_mut() {
        candidate.weights.clear();
        place(candidate, page);
        looks(candidate, page);
        titles(candidate, page);
        answer(candidate, page, longest);
        let places = candidate.evidence.first().map_or(0, |first| first.points);
        candidate.score = places + candidate.weights.iter().map(|weight| weight.points).sum::<i32>();
    }
    renditions(candidates);
    // Stable: of equals the first on the page.
    candidates.sort_by_key(|candidate| (class(candidate), std::cmp::Reverse(candidate.score)));
}

/// What can be recorded comes before what was not asked, and that before what cannot.
fn class(candidate: &Candidate) -> u8 {
    match &candidate.answer {
        Answer::Stream(stream) if stream.drm.is_none() => 0,
        Answer::Unasked if candidate.kind.is_stream() => 1,
        Answer::Stream(_) => 2,
        Answer::Unasked => 3,
        Answer::Other { .. } => 4,
    }
}

fn duration(candidate: &Candidate) -> Option<Duration> {
    match &candidate.answer {
        Answer::Stream(Stream { duration, live: false, .. }) => *duration,
        _ => None,
    }
}

/// Where it stands.
fn place(candidate: &mut Candidate, page: &Page) {
    let strategies: HashSet<Strategy> = candidate.evidence.iter().map(|evidence| evidence.strategy).collect();
    let more = strategies.len().saturating_sub(1).min(3) as i32;
    candidate.weigh(more * 3, "found in several ways");
    candidate.weigh(candidate.depth.min(3) as i32 * -4, "in a document within the page");
    let Some(decoy) = candidate.decoy else { return };
    let word = candidate.decoy_word.clone();
    if page.is_about(&word) {
        return;
    }
    let points = match decoy {
        Decoy::Ad => -60,
        Decoy::Trailer | Decoy::Background => -48,
        Decoy::Related => -40,
    };
    candidate.weigh(points, format!("{} (“{word}”)", decoy.word()));
}

/// What its address is like.
fn looks(candidate: &mut Candidate, page: &Page) {
    match candidate.kind {
        Kind::Hls => candidate.weigh(20, "looks like a playlist"),
        Kind::Dash => candidate.weigh(18, "looks like a manifest"),
        Kind::File => candidate.weigh(-20, "one file"),
        Kind::Smooth => candidate.weigh(-30, "Smooth Streaming"),
        Kind::Perhaps => {}
    }
    let path = words::words(candidate.url.path());
    let has = |wanted: &[&str]| path.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&["master", "main", "multivariant", "index"]) {
        candidate.weigh(3, "named like a master playlist");
    }
    if has(&["chunklist", "subtitles", "subs", "captions", "iframe", "iframes", "audioonly", "storyboards"]) {
        candidate.weigh(-12, "named like a part");
    }
    let test = [
        "example",
        "test",
        "demo",
        "fallback",
        "old",
        "deprecated",
        "backup",
        "dummy",
        "error",
        "unavailable",
        "offline",
    ];
    if let Some(word) = path.iter().find(|word| test.contains(&word.as_str())).filter(|word| !page.is_about(word)) {
        let reason = format!("named “{word}”");
        candidate.weigh(-10, reason);
    }
    if candidate.url.host_str() == Some(page.host.as_str()) {
        candidate.weigh(2, "on the same host");
    }
    let height = candidate.label.as_deref().and_then(|label| {
        let digits: String =
            label.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse::<i32>().ok().filter(|height| (100..=8_640).contains(height))
    });
    if let Some(height) = height {
        candidate.weigh((height / 360).clamp(0, 8), format!("labelled {height}"));
    }
}

/// What it is called.
fn titles(candidate: &mut Candidate, page: &Page) {
    if let Some(alike) = candidate.title.as_deref().and_then(|title| words::likeness(title, &page.titles)) {
        if alike >= 0.6 {
            candidate.weigh(14, "called like the page");
        } else if alike < 0.25 && !page.titles.is_empty() {
            candidate.weigh(-8, "called otherwise than the page");
        }
    }
    let own = candidate.id.as_ref().map(|id| id.to_lowercase());
    let path = candidate.url.path().to_lowercase();
    let part =
        |id: &String| path.split(['/', '.']).any(|part| part == id) || (id.len() >= 5 && path.contains(id.as_str()));
    if page.ids.iter().any(|id| own.as_ref() == Some(id) || part(id)) {
        candidate.weigh(18, "named like the page's address");
    } else {
        let path = words::words(&path);
        let titles = words::words(&page.titles);
        let common = [
            "video", "watch", "stream", "live", "player", "index", "master", "playlist", "manifest", "media", "online",
            "films", "site",
        ];
        let shared =
            path.iter().any(|word| word.len() >= 4 && titles.contains(word) && !common.contains(&word.as_str()));
        candidate.weigh(if shared { 6 } else { 0 }, "shares a word with the title");
    }
}

/// What its server says.
fn answer(candidate: &mut Candidate, page: &Page, longest: Option<Duration>) {
    let stream = match &candidate.answer {
        Answer::Unasked => return,
        Answer::Other { reason } => {
            let reason = reason.clone();
            candidate.weigh(-100, reason);
            return;
        }
        Answer::Stream(stream) => stream.clone(),
    };
    candidate.weigh(20, "answers as a stream");
    candidate.weigh(if stream.renditions > 1 { 5 } else { 0 }, format!("{} renditions", stream.renditions));
    if let Some(system) = &stream.drm {
        candidate.weigh(-40, format!("protected by {system}"));
    }
    if stream.live {
        candidate.weigh(15, "live");
        return;
    }
    let Some(duration) = stream.duration else { return };
    let seconds = duration.as_secs();
    let points = match seconds {
        0..16 => -20,
        16..46 => -14,
        46..90 => -4,
        90..300 => 8,
        300..1200 => 16,
        _ => 22,
    };
    candidate.weigh(points, format!("plays {}", clock(seconds)));
    let told = candidate.told.or(page.duration).map(|told| told.as_secs());
    if told.is_some_and(|told| told > 0 && told.abs_diff(seconds) <= 2 + told / 20) {
        candidate.weigh(20, "as long as the page says");
    } else if page.duration.is_some_and(|told| told.as_secs() > seconds.saturating_mul(3)) {
        candidate.weigh(-12, "much shorter than the page says");
    }
    if longest.is_some_and(|longest| longest.as_secs() > seconds.saturating_mul(4)) {
        candidate.weigh(-8, "much shorter than another");
    }
}

fn clock(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{:02}", seconds % 60)
    } else {
        format!("{minutes}:{:02}", seconds % 60)
    }
}

/// What another candidate names among its renditions is a part of that.
fn renditions(candidates: &mut [Candidate]) {
    let plain = |url: &SafeUrl| {
        let mut url = url.clone().into_inner();
        url.set_query(None);
        url.to_string()
    };
    let children: HashSet<String> = candidates.iter().flat_map(|candidate| &candidate.children).map(plain).collect();
    let mut prints = HashSet::new();
    for candidate in candidates.iter_mut() {
        let before = candidate.weights.len();
        if candidate.children.is_empty() && children.contains(&plain(&candidate.url)) {
            candidate.weigh(-30, "a rendition of another one");
        }
        if candidate.print.is_some_and(|print| !prints.insert(print)) {
            candidate.weigh(-25, "the same as another one");
        }
        candidate.score += candidate.weights[before..].iter().map(|weight| weight.points).sum::<i32>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;

    #[test]
    fn the_address_of_a_page_names_its_video() {
        let ids_of = |url: &str| ids(&parse_url(url).unwrap());
        assert_eq!(ids_of("http://h/watch/9231"), ["9231", "9231"]);
        assert_eq!(ids_of("http://h/watch?v=AbC123&t=3"), ["abc123"]);
        assert_eq!(ids_of("http://h/films/the-long-way.html"), ["the-long-way"]);
        assert!(ids_of("http://h/").is_empty());
    }

    #[test]
    fn a_page_about_a_trailer_has_one() {
        let page = Page { titles: "The Long Way, official trailer".to_owned(), ..Page::default() };
        assert!(page.is_about("trailer") && !page.is_about("preroll"));
    }
}
