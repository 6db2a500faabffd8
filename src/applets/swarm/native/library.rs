//! Playlists as players need them, each text read once: ten thousand players that see the same copy share one reading, and
//! the requests for its segments with it.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use ahash::RandomState;

use super::sheet::Sheet;
use crate::applets::swarm::args::LowLatency;
use crate::applets::swarm::plan::Request;
use crate::kit::net::{Origin, SafeUrl, UrlError, parse_url};
use crate::media::hls::{ByteRange, Context, Hint, Kind, Master, Playlist, ReadError, Rendition as Alternative, read};
use crate::media::segment::{Query, Resolver};

/// Readings that are kept: some copies of each rendition.
const KEPT: usize = 512;

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
    /// Hashes are keyed afresh in each process: a server cannot make two texts alike.
    hashers: [RandomState; 2],
    latency: LowLatency,
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    known: HashMap<(u64, u64), Result<Text, TextError>>,
    order: VecDeque<(u64, u64)>,
    /// Texts that were read.
    read: u64,
}

impl Library {
    pub(super) fn new(request: &Request, latency: LowLatency) -> Self {
        let mut fields = format!("User-Agent: {}\r\nAccept: */*\r\n", request.user_agent);
        if request.no_cache {
            fields.push_str("Cache-Control: no-cache, no-store, must-revalidate\r\nPragma: no-cache\r\n");
        }
        for (name, value) in &request.headers {
            let _ = write!(fields, "{name}: {value}\r\n");
        }
        Self { fields, hashers: [RandomState::new(), RandomState::new()], latency, shelf: Mutex::default() }
    }

    /// How many texts were read.
    pub(super) fn texts_read(&self) -> u64 {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner).read
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
        let (path, host) = (url.path(), origin.authority());
        let request = format!("GET {path}{query} HTTP/1.1\r\nHost: {host}\r\n{}{range}\r\n", self.fields);
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
        // Read under the lock: whoever comes meanwhile wants this very text.
        let mut kept = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.known.get(&key) {
            return known.clone();
        }
        let text = self.read(base, body, previous);
        kept.read += 1;
        if let Err(TextError::Read(ReadError::Delta { .. })) = &text {
            // Somebody else may have the copy that is missing here.
            return text;
        }
        if kept.order.len() == KEPT
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.known.remove(&oldest);
        }
        kept.order.push_back(key);
        kept.known.insert(key, text.clone());
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

#[cfg(test)]
mod tests;
