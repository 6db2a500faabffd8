//! Playlists as players need them, each text read once: ten thousand players that see the same copy share one reading, and
//! the requests for its segments with it.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ahash::RandomState;

use crate::applets::swarm::plan::Request;
use crate::kit::net::{Origin, SafeUrl, UrlError};
use crate::media::hls::{ByteRange, Context, Media, Playlist, ReadError, read};
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

/// One piece of media.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) target: Arc<Target>,
    pub(super) duration: Duration,
    /// Known to be missing at the server.
    pub(super) gap: bool,
    /// What a decoder needs before it.
    pub(super) init: Option<Arc<Target>>,
}

/// A media playlist.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The longest segment.
    pub(super) target: Duration,
    /// The number of the first piece.
    pub(super) sequence: u64,
    pub(super) pieces: Vec<Piece>,
    /// Whether nothing will be added.
    pub(super) ended: bool,
    /// How far from the end players are to begin.
    pub(super) hold_back: Duration,
    /// `EXT-X-START`, from the beginning, negative from the end.
    pub(super) start_s: Option<f64>,
}

/// One rendition of a master playlist.
#[derive(Debug)]
pub(super) struct Rendition {
    pub(super) target: Arc<Target>,
    pub(super) bandwidth_bps: u64,
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
}

/// All readings of a run.
#[derive(Debug)]
pub(super) struct Library {
    /// What every request has below its first line.
    fields: String,
    /// Hashes are keyed afresh in each process: a server cannot make two texts alike.
    hashers: [RandomState; 2],
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
    pub(super) fn new(request: &Request) -> Self {
        let mut fields = format!("User-Agent: {}\r\nAccept: */*\r\n", request.user_agent);
        if request.no_cache {
            fields.push_str("Cache-Control: no-cache, no-store, must-revalidate\r\nPragma: no-cache\r\n");
        }
        for (name, value) in &request.headers {
            let _ = write!(fields, "{name}: {value}\r\n");
        }
        Self { fields, hashers: [RandomState::new(), RandomState::new()], shelf: Mutex::default() }
    }

    /// How many texts were read.
    pub(super) fn texts_read(&self) -> u64 {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner).read
    }

    /// The request for a URL.
    pub(super) fn target(&self, url: SafeUrl, range: Option<ByteRange>) -> Result<Target, UrlError> {
        let origin = Origin::of(&url)?;
        let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
        let range = range.map_or_else(String::new, |range| {
            format!("Range: bytes={}-{}\r\n", range.offset, (range.offset + range.length).saturating_sub(1))
        });
        let (path, host) = (url.path(), origin.authority());
        let request = format!("GET {path}{query} HTTP/1.1\r\nHost: {host}\r\n{}{range}\r\n", self.fields);
        Ok(Target { origin, request: request.into_bytes().into_boxed_slice(), url })
    }

    /// What a text from `base` says; read only where nobody has read the same before.
    pub(super) fn look_up(&self, base: &SafeUrl, body: &[u8]) -> Result<Text, TextError> {
        let key = (base.as_str(), body);
        let key = (self.hashers[0].hash_one(key), self.hashers[1].hash_one(key));
        // Read under the lock: whoever comes meanwhile wants this very text.
        let mut kept = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.known.get(&key) {
            return known.clone();
        }
        let text = self.read(base, body);
        kept.read += 1;
        if kept.order.len() == KEPT
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.known.remove(&oldest);
        }
        kept.order.push_back(key);
        kept.known.insert(key, text.clone());
        text
    }

    fn read(&self, base: &SafeUrl, body: &[u8]) -> Result<Text, TextError> {
        let resolver = Resolver::new(base.clone(), Query::OfReference, None);
        let context = Context { query: base.query(), ..Context::default() };
        match read(body, &context)?.playlist {
            Playlist::Media(media) => Ok(Text::Media(Arc::new(self.sheet(&resolver, &media)?))),
            Playlist::Master(master) => {
                let mut renditions = Vec::new();
                for (place, variant) in master.variants.iter().enumerate() {
                    let target = Arc::new(self.target(resolver.url(&variant.uri)?, None)?);
                    renditions.push((place, Rendition { target, bandwidth_bps: variant.bandwidth_bps }));
                }
                renditions.sort_by_key(|(_, rendition)| rendition.bandwidth_bps);
                if renditions.is_empty() { Err(TextError::Empty) } else { Ok(Text::Master(renditions.into())) }
            }
        }
    }

    fn sheet(&self, resolver: &Resolver, media: &Media) -> Result<Sheet, TextError> {
        let mut pieces = Vec::with_capacity(media.segments.len());
        let mut last_init = None;
        for segment in &media.segments {
            let init = match &segment.map {
                None => None,
                Some(map) => match &last_init {
                    Some((known, init)) if *known == *map => Some(Arc::clone(init)),
                    _ => {
                        let init = Arc::new(self.target(resolver.url(&map.uri)?, map.range)?);
                        last_init = Some((Arc::clone(map), Arc::clone(&init)));
                        Some(init)
                    }
                },
            };
            let target = Arc::new(self.target(resolver.url(&segment.uri)?, segment.range)?);
            pieces.push(Piece { target, duration: segment.duration, gap: segment.gap, init });
        }
        let hold_back = media.control.and_then(|control| control.hold_back).unwrap_or(media.target * 3);
        let start_s = media.start.map(|start| start.offset_s);
        let (target, sequence, ended) = (media.target, media.sequence, media.ended);
        Ok(Sheet { target, sequence, pieces, ended, hold_back, start_s })
    }
}

impl Sheet {
    /// The number behind the last piece.
    pub(super) fn end(&self) -> u64 {
        self.sequence + self.pieces.len() as u64
    }

    /// The piece of a number.
    pub(super) fn piece(&self, number: u64) -> Option<&Piece> {
        self.pieces.get(usize::try_from(number.checked_sub(self.sequence)?).ok()?)
    }

    /// Media from a number to the end.
    pub(super) fn ahead(&self, number: u64) -> Duration {
        let skip = usize::try_from(number.saturating_sub(self.sequence)).unwrap_or(usize::MAX);
        self.pieces.iter().skip(skip).map(|piece| piece.duration).sum()
    }

    /// Where a player begins: at `EXT-X-START`, else a live stream by its hold-back from the end, else at the beginning.
    pub(super) fn begin(&self) -> u64 {
        match self.start_s {
            Some(offset) if offset >= 0.0 => self.at(Duration::try_from_secs_f64(offset).unwrap_or_default()),
            Some(offset) => self.back(Duration::try_from_secs_f64(-offset).unwrap_or_default()),
            None if self.ended => self.sequence,
            None => self.back(self.hold_back),
        }
    }

    /// The number of the piece at a time from the beginning.
    pub(super) fn at(&self, time: Duration) -> u64 {
        let mut sum = Duration::ZERO;
        for (number, piece) in (self.sequence..).zip(&self.pieces) {
            sum += piece.duration;
            if sum > time {
                return number;
            }
        }
        self.end()
    }

    /// The last number from which at least `time` is left; the first where there is less.
    fn back(&self, time: Duration) -> u64 {
        let mut sum = Duration::ZERO;
        for (index, piece) in self.pieces.iter().enumerate().rev() {
            sum += piece.duration;
            if sum >= time {
                return self.sequence + index as u64;
            }
        }
        self.sequence
    }
}

#[cfg(test)]
mod tests;
