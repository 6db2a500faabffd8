//! From a page to its streams: documents in it are followed, scripts and calls looked into where that is wanted, and the best
//! candidates asked whether they are streams. Everything is bounded: requests, bytes, depth.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::candidate::{Answer, Candidate, Evidence, Strategy};
use super::gather::{self, Document, Lead, What};
use super::kind::Kind;
use super::rank::{self, Page};
use super::{text, verify};
use crate::kit::net::SafeUrl;
use crate::media::dash;
use crate::media::playlist::{Asker, Looked};

/// How deep documents are followed: a player in a player in a page.
const DEEPEST: usize = 3;

/// Documents in documents, scripts, and calls that are asked for.
const MOST_FRAMES: usize = 10;
const MOST_SCRIPTS: usize = 12;
const MOST_CALLS: usize = 16;

/// A larger page is a mistake.
const LARGEST_PAGE: usize = 8 << 20;

/// Candidates that are asked for.
const MOST_VERIFIED: usize = 10;

/// In all.
const MOST_REQUESTS: usize = 80;
const MOST_BYTES: usize = 96 << 20;

/// A candidate that weighs so much without an answer makes looking further unnecessary.
const ENOUGH: i32 = 55;

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// The page and what it shows.
    #[default]
    Page,
    /// Its scripts, and what they call, as well.
    Deep,
}

/// What a page has.
#[derive(Debug)]
pub struct Findings {
    /// The page, after redirects.
    pub page: SafeUrl,
    /// What it calls itself.
    pub title: Option<String>,
    /// The best in front.
    pub candidates: Vec<Candidate>,
    /// Documents that were read.
    pub documents: usize,
    /// Requests that were made for it, that for the page itself left out.
    pub requests: usize,
}

/// What may still be asked for.
#[derive(Debug)]
pub(super) struct Budget {
    requests: AtomicUsize,
    bytes: AtomicUsize,
    stop: CancellationToken,
}

impl Budget {
    /// Whether one more request may be made; counts it.
    pub(super) fn request(&self) -> bool {
        let spent = self.bytes.load(Ordering::Relaxed) >= MOST_BYTES || self.stop.is_cancelled();
        !spent && self.requests.fetch_add(1, Ordering::Relaxed) < MOST_REQUESTS
    }

    pub(super) fn bytes(&self, count: usize) {
        self.bytes.fetch_add(count, Ordering::Relaxed);
    }
}

struct Search<'a> {
    asker: &'a Asker,
    budget: Budget,
    candidates: Vec<Candidate>,
    documents: usize,
    seen: HashSet<String>,
    scripts: Vec<(SafeUrl, SafeUrl)>,
    calls: Vec<(Lead, SafeUrl)>,
    titles: String,
    duration: Option<std::time::Duration>,
}

/// Looks for the streams of a page that `body` holds and that came from `url`; `asker` asks for more.
pub async fn search(asker: &Asker, url: &SafeUrl, body: &[u8], depth: Depth, stop: &CancellationToken) -> Findings {
    let budget = Budget { requests: AtomicUsize::new(0), bytes: AtomicUsize::new(0), stop: stop.clone() };
    let mut search = Search {
        asker,
        budget,
        candidates: Vec::new(),
        documents: 0,
        seen: HashSet::from([url.as_str().to_owned()]),
        scripts: Vec::new(),
        calls: Vec::new(),
        titles: String::new(),
        duration: None,
    };
    let first = read(body, url);
    let title = first.title.clone();
    let mut leads = search.take(first, 0);
    search.follow(&mut leads, depth).await;
    if depth == Depth::Deep {
        search.scripts().await;
        search.calls().await;
    }
    search.verify(url).await;
    // None of what seemed enough was a stream, so the rest is looked at.
    if !leads.is_empty() && !search.candidates.iter().any(Candidate::is_recordable) {
        search.candidates.retain(|candidate| candidate.answer == Answer::Unasked || candidate.kind != Kind::Perhaps);
        search.follow(&mut leads, Depth::Deep).await;
        search.verify(url).await;
    }
    Findings {
        page: url.clone(),
        title,
        candidates: search.candidates,
        documents: search.documents,
        requests: search.budget.requests.load(Ordering::Relaxed).min(MOST_REQUESTS),
    }
}

/// Reads a document as what it is.
pub(super) fn read(body: &[u8], url: &SafeUrl) -> Document {
    let text = text::decode(body);
    let what = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => What::Script(Strategy::State),
        _ => What::Page,
    };
    gather::gather(&text, url, what)
}

impl Search<'_> {
    /// Takes in a document; what it leads to, with its depth.
    fn take(&mut self, document: Document, depth: usize) -> Vec<(Lead, SafeUrl, usize)> {
        self.documents += 1;
        let url = document.url;
        for candidate in document.candidates {
            self.put(Candidate { depth, ..candidate });
        }
        // A player in the page knows the title of the video at least as well.
        if self.titles.len() < 4_000 {
            self.titles = format!("{} {}", self.titles, document.titles);
        }
        self.duration = self.duration.or(document.duration);
        self.scripts.extend(document.scripts.into_iter().map(|script| (script, url.clone())));
        self.calls.extend(document.calls.into_iter().map(|call| (call, url.clone())));
        document.frames.into_iter().map(|lead| (lead, url.clone(), depth + 1)).collect()
    }

    fn put(&mut self, candidate: Candidate) {
        match self.candidates.iter_mut().find(|known| known.url == candidate.url) {
            Some(known) => {
                let better = candidate.evidence.first().map(|first| first.points)
                    > known.evidence.first().map(|first| first.points);
                if candidate.decoy.is_none() {
                    known.decoy = None;
                }
                if better {
                    (known.document, known.depth) = (candidate.document, candidate.depth);
                    known.evidence.splice(0..0, candidate.evidence);
                } else {
                    known.evidence.extend(candidate.evidence);
                }
                known.evidence.truncate(6);
            }
            None => self.candidates.push(candidate),
        }
    }

    /// Whether something found so far is worth staying with.
    fn has_enough(&self) -> bool {
        self.candidates.iter().any(|candidate| {
            let points = candidate.evidence.first().map_or(0, |first| first.points);
            let sure = candidate.kind == Kind::Hls || candidate.kind == Kind::Dash;
            sure && candidate.decoy.is_none() && points + 20 >= ENOUGH
        })
    }

    /// Follows documents in documents, the likeliest first.
    async fn follow(&mut self, leads: &mut Vec<(Lead, SafeUrl, usize)>, depth: Depth) {
        let mut followed = 0;
        while followed < MOST_FRAMES && !leads.is_empty() {
            if depth == Depth::Page && self.has_enough() {
                return;
            }
            leads.sort_by_key(|(lead, _, depth)| (*depth, -lead.points));
            let (lead, parent, depth) = leads.remove(0);
            if depth > DEEPEST || lead.points <= -40 || !self.seen.insert(lead.url.as_str().to_owned()) {
                continue;
            }
            followed += 1;
            let Some(looked) = self.ask(&lead.url, &parent).await else { continue };
            if is_playlist(&looked) {
                self.called(&lead, &parent, depth);
                continue;
            }
            let more = self.take(read(&looked.body, &looked.url), depth);
            leads.extend(more);
        }
    }

    async fn ask(&self, url: &SafeUrl, from: &SafeUrl) -> Option<Looked> {
        if !self.budget.request() {
            return None;
        }
        let asker = self.asker.clone().referred(from);
        let looked = asker.look(url, LARGEST_PAGE).await.ok()?;
        self.budget.bytes(looked.body.len());
        looked.is_text().then_some(looked)
    }

    /// Looks into scripts of the page's own site.
    async fn scripts(&mut self) {
        let mut asked = 0;
        for (url, parent) in std::mem::take(&mut self.scripts) {
            if asked >= MOST_SCRIPTS || !is_same_site(&url, &parent) || !self.seen.insert(url.as_str().to_owned()) {
                continue;
            }
            asked += 1;
            let Some(looked) = self.ask(&url, &parent).await else { continue };
            let text = text::decode(&looked.body);
            let mut document = gather::gather(&text, &url, What::Script(Strategy::Script));
            // References in a script are those of the page it runs in.
            for candidate in &mut document.candidates {
                candidate.document = parent.clone();
                for evidence in &mut candidate.evidence {
                    evidence.place = gather::join(url.path().rsplit('/').next().unwrap_or_default(), &evidence.place);
                }
            }
            let leads = self.take(document, 1);
            drop(leads);
        }
    }

    /// Calls what scripts call.
    async fn calls(&mut self) {
        let mut calls = std::mem::take(&mut self.calls);
        calls.sort_by_key(|(lead, _)| -lead.points);
        let mut asked = 0;
        for (lead, parent) in calls {
            if asked >= MOST_CALLS || !self.seen.insert(lead.url.as_str().to_owned()) {
                continue;
            }
            asked += 1;
            let Some(looked) = self.ask(&lead.url, &parent).await else { continue };
            if is_playlist(&looked) {
                self.called(&lead, &parent, 0);
                continue;
            }
            let mut document = read(&looked.body, &looked.url);
            for candidate in &mut document.candidates {
                candidate.document = parent.clone();
                for evidence in &mut candidate.evidence {
                    evidence.place = gather::join(lead.url.path(), &evidence.place);
                    evidence.points = evidence.points.max(Strategy::Call.points());
                    evidence.strategy = Strategy::Call;
                }
            }
            self.take(document, 0);
        }
    }

    /// What was asked for as something else is a playlist itself.
    fn called(&mut self, lead: &Lead, parent: &SafeUrl, depth: usize) {
        let place = format!("{} {}", lead.place, lead.url.path());
        let strategy = Strategy::Call;
        let evidence = Evidence { strategy, place, line: 0, points: strategy.points() + 10, at: 0 };
        self.put(Candidate::new(lead.url.clone(), Kind::Perhaps, evidence, parent.clone(), depth));
    }

    /// Asks for the best, and ranks all.
    async fn verify(&mut self, url: &SafeUrl) {
        let page = Page::new(url, self.titles.clone(), self.duration);
        rank::rank(&mut self.candidates, &page);
        let budget = &self.budget;
        let asker = self.asker;
        let chosen = self
            .candidates
            .iter_mut()
            .filter(|candidate| candidate.kind.is_stream() && candidate.answer == Answer::Unasked);
        join_all(chosen.take(MOST_VERIFIED).map(|candidate| verify::verify(asker, candidate, budget))).await;
        rank::rank(&mut self.candidates, &page);
    }
}

/// The candidate that a playlist itself is.
pub async fn itself(asker: &Asker, url: &SafeUrl, stop: &CancellationToken) -> Findings {
    let budget = Budget { requests: AtomicUsize::new(0), bytes: AtomicUsize::new(0), stop: stop.clone() };
    let strategy = Strategy::Itself;
    let evidence = Evidence { strategy, place: String::new(), line: 0, points: strategy.points(), at: 0 };
    let mut candidates = vec![Candidate::new(url.clone(), Kind::Perhaps, evidence, url.clone(), 0)];
    verify::verify(asker, &mut candidates[0], &budget).await;
    rank::rank(&mut candidates, &Page::new(url, String::new(), None));
    let requests = budget.requests.load(Ordering::Relaxed);
    Findings { page: url.clone(), title: None, candidates, documents: 0, requests }
}

fn is_playlist(looked: &Looked) -> bool {
    let body = looked.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&looked.body);
    body.trim_ascii_start().starts_with(b"#EXTM3U") || dash::is_manifest(body)
}

/// Whether two hosts belong to one site: the same, or the same but for the first name.
fn is_same_site(a: &SafeUrl, b: &SafeUrl) -> bool {
    let (a, b) = (a.host_str().unwrap_or_default(), b.host_str().unwrap_or_default());
    // Of `.co.uk` and the like a site has three names.
    let site = |host: &str| -> String {
        let mut parts = host.rsplit('.');
        let short =
            parts.next().is_some_and(|last| last.len() == 2) && parts.next().is_some_and(|second| second.len() <= 3);
        let parts: Vec<&str> = host.rsplit('.').take(if short { 3 } else { 2 }).collect();
        parts.join(".")
    };
    a == b || (a.parse::<std::net::IpAddr>().is_err() && site(a) == site(b))
}
