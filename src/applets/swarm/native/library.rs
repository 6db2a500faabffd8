//! Playlists as players need them, each text read once: ten thousand players that see the same copy share one reading, and
//! the requests for its segments with it.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use ahash::RandomState;
use http::HeaderName;

use super::sheet::Sheet;
use crate::applets::swarm::args::LowLatency;
use crate::applets::swarm::plan::Plan;
use crate::kit::http::auth::Credentials;
use crate::kit::http::is_secret_field;
use crate::kit::net::{Origin, SafeUrl, UrlError, parse_url};
use crate::media::hls::{ByteRange, Context, Hint, Kind, Master, Playlist, ReadError, Rendition as Alternative, read};
use crate::media::segment::{Query, Resolver};

/// Readings that are kept: some copies of each rendition.
const KEPT: usize = 512;

/// What they may take together: a copy of a window of hours takes some megabytes.
const KEPT_BYTES: usize = 64 << 20;

/// A reading that somebody makes, or has made.
type Reading = OnceLock<Result<Text, TextError>>;

/// Something to ask for: where, and the bytes of the request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) url: SafeUrl,
    pub(super) origin: Origin,
    pub(super) request: Box<[u8]>,
}

/// One rendition of a master playlist.
#[derive(Debug)]
pub(super) struct Rendition {
    pub(super) target: Arc<Target>,
    pub(super) bandwidth_bps: u64,
    /// The playlist of its sound, where that has one of its own.
    pub(super) sound: Option<Arc<Target>>,
    /// The playlist of the text that is shown with it unasked.
    pub(super) text: Option<Arc<Target>>,
}

/// What a text turned out to be.
#[derive(Debug, Clone)]
pub(super) enum Text {
    /// Renditions, the lowest bit rate first, each with its place in the text.
    Master(Arc<[(usize, Rendition)]>),
    /// Segments.
    Media(Arc<Sheet>),
}

/// Why a text is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum TextError {
    #[error("{0}")]
    Read(#[from] ReadError),
    #[error("{0}")]
    Url(#[from] UrlError),
    #[error("the playlist names no rendition")]
    Empty,
    #[error("the playlist begins at segment {0}, which no stream reaches")]
    Number(u64),
}

/// All readings of a run.
#[derive(Debug)]
pub(super) struct Library {
    /// What every request has below its first line.
    fields: String,
    /// What those to the hosts of the user's URLs have as well.
    secrets: String,
    /// These URLs.
    homes: Vec<Home>,
    /// Hashes are keyed afresh in each process: a server cannot make two texts alike.
    hashers: [RandomState; 2],
    latency: LowLatency,
    shelf: Mutex<Shelf>,
}

/// A URL that the user typed.
#[derive(Debug)]
struct Home {
    host: Option<String>,
    is_secure: bool,
    origin: Option<Origin>,
    /// `Authorization` of its user and password, where it has them.
    login: Option<String>,
}

#[derive(Debug, Default)]
struct Shelf {
    known: HashMap<(u64, u64), Arc<Reading>>,
    /// What was read, the oldest first, and the bytes each takes.
    order: VecDeque<((u64, u64), usize)>,
    bytes: usize,
    /// Texts that were read.
    read: u64,
}

impl Library {
    /// For the streams of a plan.
    pub(super) fn of(plan: &Plan) -> Self {
        let request = &plan.request;
        let mut fields = format!("User-Agent: {}\r\nAccept: */*\r\n", request.user_agent);
        if request.no_cache {
            fields.push_str("Cache-Control: no-cache, no-store, must-revalidate\r\nPragma: no-cache\r\n");
        }
        let mut secrets = String::new();
        for (name, value) in &request.headers {
            let is_secret = HeaderName::from_bytes(name.as_bytes()).map_or(true, |name| is_secret_field(&name));
            let _ = write!(if is_secret { &mut secrets } else { &mut fields }, "{name}: {value}\r\n");
        }
        let has_login = request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let streams = std::iter::once(&plan.url).chain(plan.native.more.iter().map(|(url, _)| url));
        let homes = streams.map(|url| Home {
            host: url.host_str().map(str::to_owned),
            is_secure: url.scheme() == "https",
            origin: Origin::of(url).ok(),
            login: login(url).filter(|_| !has_login),
        });
        Self {
            fields,
            secrets,
            homes: homes.collect(),
            hashers: [RandomState::new(), RandomState::new()],
            latency: plan.native.low_latency,
            shelf: Mutex::default(),
        }
    }

    /// What is told to this URL alone: secrets stay with the hosts they were typed for, and are not said in clear where they
    /// were typed for TLS.
    fn secrets(&self, url: &SafeUrl, origin: &Origin) -> String {
        let is_secure = url.scheme() == "https";
        let at_home = |home: &&Home| home.host.as_deref() == url.host_str() && (is_secure || !home.is_secure);
        let mut told = self.homes.iter().find(at_home).map_or_else(String::new, |_| self.secrets.clone());
        let home = self.homes.iter().find(|home| home.login.is_some() && home.origin.as_ref() == Some(origin));
        let login = login(url).filter(|_| !told.to_ascii_lowercase().contains("authorization:"));
        if let Some(login) = login.as_ref().or_else(|| home?.login.as_ref()) {
            let _ = write!(told, "Authorization: {login}\r\n");
        }
        told
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many texts were read.
    pub(super) fn texts_read(&self) -> u64 {
        self.shelf().read
    }

    /// The request for a URL.
    pub(super) fn target(&self, url: SafeUrl, range: Option<ByteRange>) -> Result<Target, UrlError> {
        let range = range.map_or_else(String::new, |range| {
            format!("Range: bytes={}-{}\r\n", range.offset, range.offset.saturating_add(range.length).saturating_sub(1))
        });
        self.request(url, &range)
    }

    /// The request for what a hint names; how long it will be may not be known.
    pub(super) fn hinted(&self, url: SafeUrl, hint: &Hint) -> Result<Target, UrlError> {
        let range = match hint.length {
            None if hint.offset == 0 => String::new(),
            None => format!("Range: bytes={}-\r\n", hint.offset),
            Some(length) => {
                format!("Range: bytes={}-{}\r\n", hint.offset, hint.offset.saturating_add(length).saturating_sub(1))
            }
        };
        self.request(url, &range)
    }

    /// The request for another copy of a playlist: `more` is added to its query.
    pub(super) fn copy(&self, playlist: &Target, more: &str) -> Result<Target, UrlError> {
        let mark = if playlist.url.query().is_some() { '&' } else { '?' };
        let url = format!("{}{mark}{more}", playlist.url.as_str().split('#').next().unwrap_or_default());
        self.target(parse_url(&url)?, None)
    }

    fn request(&self, url: SafeUrl, range: &str) -> Result<Target, UrlError> {
        let origin = Origin::of(&url)?;
        let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
        let (path, host, secrets) = (url.path(), origin.authority(), self.secrets(&url, &origin));
        let request = format!("GET {path}{query} HTTP/1.1\r\nHost: {host}\r\n{}{secrets}{range}\r\n", self.fields);
        Ok(Target { origin, request: request.into_bytes().into_boxed_slice(), url })
    }

    /// What a text from `base` says; read only where nobody has read the same before. What a delta leaves out is taken
    /// from `previous`.
    pub(super) fn look_up(
        &self,
        base: &SafeUrl,
        body: &[u8],
        previous: Option<&Arc<Sheet>>,
    ) -> Result<Text, TextError> {
        // What a delta and the copy before it come to is the same whoever puts them together.
        let key = (base.as_str(), body);
        let key = (self.hashers[0].hash_one(key), self.hashers[1].hash_one(key));
        let reading = Arc::clone(self.shelf().known.entry(key).or_default());
        let mut is_ours = false;
        // Who comes meanwhile wants this very text and waits for it; nobody else does.
        let found = reading.get_or_init(|| {
            is_ours = true;
            self.read(base, body, previous)
        });
        let text = found.clone();
        if !is_ours {
            return text;
        }
        let mut kept = self.shelf();
        kept.read += 1;
        if let Err(TextError::Read(ReadError::Delta { .. })) = &text {
            // Somebody else may have the copy that is missing here.
            kept.known.remove(&key);
            return text;
        }
        kept.keep(key, weight(&text));
        text
    }

    fn read(&self, base: &SafeUrl, body: &[u8], previous: Option<&Arc<Sheet>>) -> Result<Text, TextError> {
        let resolver = Resolver::new(base.clone(), Query::OfReference, None);
        let previous = previous.and_then(|sheet| sheet.media.as_deref());
        let context = Context { query: base.query(), previous, ..Context::default() };
        match read(body, &context)?.playlist {
            Playlist::Media(media) => Ok(Text::Media(Arc::new(Sheet::of(self, &resolver, media, self.latency)?))),
            Playlist::Master(master) => self.master(&resolver, &master),
        }
    }

    fn master(&self, resolver: &Resolver, master: &Master) -> Result<Text, TextError> {
        // One target for each URI: renditions that share a sound share its request.
        let mut known: HashMap<&str, Arc<Target>> = HashMap::new();
        let mut own = |kind: Kind, group: Option<&String>| -> Result<Option<Arc<Target>>, TextError> {
            let of_group = |one: &&Alternative| one.kind == kind && Some(&one.group) == group;
            let mut all = master.renditions.iter().filter(of_group);
            // Sound is always played, text where it is shown unasked.
            let chosen = all.clone().find(|one| one.default).or_else(|| all.next().filter(|_| kind == Kind::Audio));
            let Some(uri) = chosen.and_then(|one| one.uri.as_deref()) else { return Ok(None) };
            if let Some(target) = known.get(uri) {
                return Ok(Some(Arc::clone(target)));
            }
            let target = Arc::new(self.target(resolver.url(uri)?, None)?);
            known.insert(uri, Arc::clone(&target));
            Ok(Some(target))
        };
        let mut renditions = Vec::new();
        for (place, variant) in master.variants.iter().enumerate() {
            let target = Arc::new(self.target(resolver.url(&variant.uri)?, None)?);
            // A variant that is a sound itself names itself as its sound.
            let sound = own(Kind::Audio, variant.audio.as_ref())?.filter(|sound| **sound != *target);
            let text = own(Kind::Subtitles, variant.subtitles.as_ref())?;
            renditions.push((place, Rendition { target, bandwidth_bps: variant.bandwidth_bps, sound, text }));
        }
        renditions.sort_by_key(|(_, rendition)| rendition.bandwidth_bps);
        if renditions.is_empty() { Err(TextError::Empty) } else { Ok(Text::Master(renditions.into())) }
    }
}

impl Shelf {
    /// Keeps a reading that takes so many bytes, and lets the oldest go for it.
    fn keep(&mut self, key: (u64, u64), bytes: usize) {
        self.order.push_back((key, bytes));
        self.bytes += bytes;
        while self.order.len() > 1 && (self.order.len() > KEPT || self.bytes > KEPT_BYTES) {
            let Some((oldest, bytes)) = self.order.pop_front() else { return };
            self.known.remove(&oldest);
            self.bytes -= bytes;
        }
    }
}

/// About how many bytes a reading takes.
fn weight(text: &Result<Text, TextError>) -> usize {
    match text {
        Ok(Text::Media(sheet)) => sheet.weight(),
        Ok(Text::Master(renditions)) => renditions.iter().map(|(_, one)| 3 * one.target.weight()).sum(),
        Err(_) => size_of::<Reading>(),
    }
}

/// `Basic …` of the user and the password of a URL.
fn login(url: &SafeUrl) -> Option<String> {
    let (user, password) = url.clone().take_credentials()?;
    Credentials::new(user, password).basic().to_str().ok().map(str::to_owned)
}

impl Target {
    /// Bytes it takes.
    pub(super) fn weight(&self) -> usize {
        size_of::<Self>() + 2 * self.url.as_str().len() + self.request.len() + self.origin.host.len()
    }
}

#[cfg(test)]
mod tests;
