//! What is to be fetched: from the words of a playlist to absolute URLs, ranges, keys and initialisations.
//!
//! References are resolved against the URL that the playlist came from in the end, after redirects; only http and https
//! are left, whatever a playlist says (`file:` is refused). Locks that we do not open are refused by their name. Pure.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;

use super::cenc::KeyRing;
use super::crypt::KEY_BYTES;
use super::hls::{self, ByteRange, Key, Method, Moment};
use crate::kit::net::{SafeUrl, UrlError};

/// A segment that can be fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its media sequence number.
    pub sequence: u64,
    /// The number of its timeline.
    pub timeline: u64,
    /// Where it is.
    pub url: SafeUrl,
    /// Which bytes of it.
    pub range: Option<ByteRange>,
    /// What it is locked with.
    pub lock: Option<Lock>,
    /// What a decoder needs before it.
    pub init: Option<Arc<Init>>,
    /// How long it plays.
    pub duration: Duration,
    /// Known to be missing at the server.
    pub gap: bool,
    /// When it begins.
    pub date: Option<Moment>,
}

impl Segment {
    /// Everything that is asked for to have it.
    pub(super) fn urls(&self) -> impl Iterator<Item = &SafeUrl> {
        fn key(lock: Option<&Lock>) -> Option<&SafeUrl> {
            match &lock?.key {
                KeyPlace::Url(url) => Some(url),
                KeyPlace::Known(_) | KeyPlace::Named => None,
            }
        }
        let init = self.init.as_deref();
        let keys = [key(self.lock.as_ref()), key(init.and_then(|init| init.lock.as_ref()))];
        [Some(&self.url), init.map(|init| &init.url)].into_iter().chain(keys).flatten()
    }
}

/// An initialisation that can be fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct Init {
    /// Where it is.
    pub url: SafeUrl,
    /// Which bytes of it.
    pub range: Option<ByteRange>,
    /// What it is locked with.
    pub lock: Option<Lock>,
}

/// How a segment is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// The whole of it, AES-128 in CBC mode.
    #[default]
    Whole,
    /// The samples inside it (SAMPLE-AES): in MPEG-TS and packed audio by AES-128 in CBC mode with this vector, in fragments
    /// as those say themselves.
    Samples,
    /// The samples inside fragments, as those say (SAMPLE-AES-CTR).
    Fragments,
}

/// AES-128, over the whole of a segment or over its samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    /// Over what.
    pub extent: Extent,
    /// Where the key comes from.
    pub key: KeyPlace,
    /// The initialisation vector.
    pub iv: [u8; KEY_BYTES],
}

/// Where a key comes from.
#[derive(Clone, PartialEq)]
pub enum KeyPlace {
    /// To be fetched.
    Url(SafeUrl),
    /// Known: given by the user, or written into the playlist.
    Known([u8; KEY_BYTES]),
    /// Given by the user under its name, which fragments tell.
    Named,
}

impl std::fmt::Debug for KeyPlace {
    /// A key is a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Url(url) => write!(f, "Url({url})"),
            Self::Known(_) => f.write_str("Known(…)"),
            Self::Named => f.write_str("Named"),
        }
    }
}

/// A segment that cannot be fetched, or not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A reference that leads nowhere we go.
    #[error("line {line}: {reason}")]
    Reference {
        /// Where it stands.
        line: usize,
        /// What is wrong with it.
        reason: UrlError,
    },
    /// Protected by a DRM system.
    #[error("line {line}: the stream is protected by {systems}")]
    Drm {
        /// Where the key stands.
        line: usize,
        /// Their names.
        systems: String,
    },
    /// Locked in a way that is not opened here.
    #[error("line {line}: {method} is not opened here")]
    Method {
        /// Where the key stands.
        line: usize,
        /// How it is locked.
        method: String,
    },
    /// No place to take the key from.
    #[error("line {line}: {reason}")]
    Key {
        /// Where the key stands.
        line: usize,
        /// What is missing.
        reason: String,
    },
}

/// Whether references without a query get that of the playlist: some servers want their token everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Query {
    /// As the standard has it.
    #[default]
    OfReference,
    /// The playlist's, where the reference has none.
    OfPlaylist,
}

/// Turns the segments of one playlist into what is to be fetched.
#[derive(Debug, Clone)]
pub struct Resolver {
    base: SafeUrl,
    query: Query,
    key: Option<[u8; KEY_BYTES]>,
    /// Whether there are keys by their names, for samples of fragments.
    named: bool,
    /// The last one resolved: the next segment usually has the same.
    init: Option<(Arc<hls::Map>, Arc<Init>)>,
}

impl Resolver {
    /// For the playlist that came from `base`; `key` replaces every key of the stream.
    #[must_use]
    pub fn new(base: SafeUrl, query: Query, key: Option<[u8; KEY_BYTES]>) -> Self {
        Self { base, query, key, named: false, init: None }
    }

    /// The same, where these keys open samples of fragments, whoever else has them: DRM is no reason to refuse those.
    #[must_use]
    pub fn opened_by(self, keys: &KeyRing) -> Self {
        Self { named: !keys.is_empty(), ..self }
    }

    /// A later copy of the same playlist came from `base`.
    pub fn rebase(&mut self, base: SafeUrl) {
        if self.base != base {
            self.base = base;
            self.init = None;
        }
    }

    /// An absolute URL.
    ///
    /// # Errors
    /// It is no URL, or of another scheme than http and https.
    pub fn url(&self, reference: &str) -> Result<SafeUrl, UrlError> {
        let mut url = self.base.join(reference)?;
        if self.query == Query::OfPlaylist && url.query().is_none() && self.base.query().is_some() {
            let mut plain = url.into_inner();
            plain.set_query(self.base.query());
            url = SafeUrl::try_from(plain)?;
        }
        Ok(url)
    }

    /// What is to be fetched for a segment.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn segment(&mut self, segment: &hls::Segment) -> Result<Segment, Refused> {
        let line = segment.line;
        let url = self.url(&segment.uri).map_err(|reason| Refused::Reference { line, reason })?;
        Ok(Segment {
            sequence: segment.sequence,
            timeline: segment.timeline,
            url,
            range: segment.range,
            lock: self.lock(&segment.keys, segment.sequence)?,
            init: segment.map.as_ref().map(|map| self.init(map, segment.sequence)).transpose()?,
            duration: segment.duration,
            gap: segment.gap,
            date: segment.date,
        })
    }

    fn init(&mut self, map: &Arc<hls::Map>, sequence: u64) -> Result<Arc<Init>, Refused> {
        if let Some((known, init)) = &self.init
            && known == map
        {
            return Ok(Arc::clone(init));
        }
        let line = map.line;
        let url = self.url(&map.uri).map_err(|reason| Refused::Reference { line, reason })?;
        // The vector must be explicit for a map (section 4.4.4.5); where it is not, servers have been seen to use the
        // number of the segment behind it.
        let init = Arc::new(Init {
            url,
            range: map.range,
            lock: self.lock(&map.keys, sequence)?.filter(|lock| lock.extent == Extent::Whole),
        });
        self.init = Some((Arc::clone(map), Arc::clone(&init)));
        Ok(init)
    }

    /// Of the keys in force the one that opens, or why none does.
    fn lock(&self, keys: &[Key], sequence: u64) -> Result<Option<Lock>, Refused> {
        let Some(first) = keys.first() else { return Ok(None) };
        let samples = |key: &&Key| matches!(key.method, Method::SampleAes | Method::SampleAesCtr);
        let given = |key: &&Key| self.key.is_some() || (self.named && samples(key));
        let plain = keys.iter().find(|key| key.drm().is_none());
        let Some(key) = plain.or_else(|| keys.iter().find(given)) else {
            let mut systems: Vec<&str> = keys.iter().filter_map(Key::drm).collect();
            systems.sort_unstable();
            systems.dedup();
            return Err(Refused::Drm { line: first.line, systems: systems.join(", ") });
        };
        let line = key.line;
        let extent = match &key.method {
            Method::Aes128 => Extent::Whole,
            Method::SampleAes => Extent::Samples,
            Method::SampleAesCtr => Extent::Fragments,
            Method::Other(name) => return Err(Refused::Method { line, method: name.clone() }),
        };
        let place = match (self.key, key.uri.as_deref()) {
            (Some(known), _) => KeyPlace::Known(known),
            (None, uri) if self.named && samples(&key) && (uri.is_none() || key.drm().is_some()) => KeyPlace::Named,
            (None, Some(uri)) if uri.starts_with("data:") => {
                let bytes = inline(uri).and_then(|bytes| <[u8; KEY_BYTES]>::try_from(bytes).ok());
                let reason = format!("the key in the playlist is not {KEY_BYTES} bytes");
                KeyPlace::Known(bytes.ok_or(Refused::Key { line, reason })?)
            }
            (None, Some(uri)) => KeyPlace::Url(self.url(uri).map_err(|reason| Refused::Reference { line, reason })?),
            (None, None) => {
                return Err(Refused::Key { line, reason: "the playlist does not say where the key is".to_owned() });
            }
        };
        // Without a vector of its own it is the number of the segment, as 128 bits in network order (section 5.2).
        let iv = key.iv.unwrap_or_else(|| u128::from(sequence).to_be_bytes());
        Ok(Some(Lock { extent, key: place, iv }))
    }
}

/// The bytes of a `data:` URL (RFC 2397).
pub(super) fn inline(uri: &str) -> Option<Vec<u8>> {
    let (kind, data) = uri.strip_prefix("data:")?.split_once(',')?;
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(data).collect();
    if !kind.ends_with(";base64") {
        return Some(bytes);
    }
    base64::engine::general_purpose::STANDARD.decode(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;
    use crate::media::hls::{Context, Media, Playlist, read};

    fn media(text: &str) -> Media {
        let Playlist::Media(media) = read(text.as_bytes(), &Context::default()).unwrap().playlist else { panic!() };
        media
    }

    fn resolver() -> Resolver {
        Resolver::new(parse_url("https://cdn.test/a/b.m3u8?token=t").unwrap(), Query::default(), None)
    }

    fn segments(text: &str) -> Vec<Result<Segment, Refused>> {
        let (media, mut resolver) = (media(text), resolver());
        media.segments.iter().map(|segment| resolver.segment(segment)).collect()
    }

    #[test]
    fn references_of_every_kind_are_resolved_against_the_playlist() {
        for (reference, url) in [
            ("c.ts", "https://cdn.test/a/c.ts"),
            ("../c.ts?x=1", "https://cdn.test/c.ts?x=1"),
            ("/c.ts", "https://cdn.test/c.ts"),
            ("//other.test/c.ts", "https://other.test/c.ts"),
            ("?n=2", "https://cdn.test/a/b.m3u8?n=2"),
            ("http://plain.test/c.ts", "http://plain.test/c.ts"),
            ("with space|pipe.ts", "https://cdn.test/a/with%20space|pipe.ts"),
        ] {
            assert_eq!(resolver().url(reference).unwrap().as_str(), url, "{reference}");
        }
        let mut with_query = resolver();
        with_query.query = Query::OfPlaylist;
        assert_eq!(with_query.url("c.ts").unwrap().as_str(), "https://cdn.test/a/c.ts?token=t");
        assert_eq!(with_query.url("c.ts?x=1").unwrap().as_str(), "https://cdn.test/a/c.ts?x=1");
    }

    #[test]
    fn files_of_this_machine_are_never_read() {
        for reference in ["file:///etc/passwd", "FILE:/etc/passwd", "ftp://h/x", "javascript:alert(1)"] {
            let text = format!("#EXTM3U\n#EXTINF:1,\n{reference}\n");
            assert!(matches!(segments(&text)[..], [Err(Refused::Reference { line: 3, .. })]), "{reference}");
        }
        let text = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"file:///etc/passwd\"\n#EXTINF:1,\na\n";
        assert!(matches!(segments(text)[..], [Err(Refused::Reference { line: 2, .. })]));
    }

    #[test]
    fn a_missing_vector_is_the_number_of_the_segment() {
        let text = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:258\n#EXTINF:1,\nclear\n\
                    #EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n#EXT-X-MAP:URI=\"m\"\n#EXTINF:1,\na\n#EXTINF:1,\nb\n";
        let segments: Vec<Segment> = segments(text).into_iter().map(Result::unwrap).collect();
        assert_eq!(segments[0].lock, None);
        let vectors: Vec<u128> =
            segments[1..].iter().map(|segment| u128::from_be_bytes(segment.lock.as_ref().unwrap().iv)).collect();
        assert_eq!(vectors, [259, 260], "the clear one counts, the map does not");
    }

    #[test]
    fn the_plain_key_opens_and_drm_is_named() {
        let fairplay = "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\",KEYFORMAT=\"com.apple.streamingkeydelivery\"\n";
        let plain = "#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x1\n";
        let end = "#EXTINF:1,\na\n";
        let both = segments(&format!("#EXTM3U\n{fairplay}{plain}{end}"));
        assert_eq!(both[0].as_ref().unwrap().lock.as_ref().unwrap().iv, 1_u128.to_be_bytes());
        let locked = segments(&format!("#EXTM3U\n{fairplay}{end}"));
        assert_eq!(locked[0].as_ref().unwrap_err().to_string(), "line 2: the stream is protected by FairPlay");
        let skd = segments("#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\"\n#EXTINF:1,\na\n");
        assert!(matches!(skd[0], Err(Refused::Drm { .. })));
        let sample = segments("#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n#EXTINF:1,\na\n");
        assert_eq!(sample[0].as_ref().unwrap().lock.as_ref().unwrap().extent, Extent::Samples);
        let text = "#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n#EXT-X-MAP:URI=\"i\"\n#EXTINF:1,\na\n";
        let first = segments(text)[0].clone().unwrap();
        let key = KeyPlace::Url(resolver().url("k").unwrap());
        assert_eq!(first.lock, Some(Lock { extent: Extent::Samples, key, iv: [0; 16] }));
        assert_eq!(first.init.unwrap().lock, None, "an initialisation has no samples");
        let other = segments("#EXTM3U\n#EXT-X-KEY:METHOD=ROT-13,URI=\"k\"\n#EXTINF:1,\na\n")[0].clone();
        assert_eq!(other.unwrap_err().to_string(), "line 2: ROT-13 is not opened here");
        // Who has the key needs no system of DRM; a whole segment has no names for keys.
        let mut named = KeyRing::default();
        named.add([1; 16], [2; 16]);
        for (method, opens) in [("SAMPLE-AES", true), ("SAMPLE-AES-CTR", true), ("AES-128", false)] {
            let media = media(&format!("#EXTM3U\n{}{end}", fairplay.replace("SAMPLE-AES", method)));
            let lock =
                resolver().opened_by(&named).segment(&media.segments[0]).map(|segment| segment.lock.unwrap().key);
            assert_eq!(lock.ok(), opens.then_some(KeyPlace::Named), "{method}");
            let any = Resolver::new(parse_url("http://h/").unwrap(), Query::default(), Some([7; 16]));
            let lock = any.opened_by(&named).segment(&media.segments[0]).unwrap().lock.unwrap();
            assert_eq!(lock.key, KeyPlace::Known([7; 16]));
        }
    }

    #[test]
    fn a_key_may_stand_in_the_playlist_or_be_given() {
        let data = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"data:;base64,AAECAwQFBgcICQoLDA0ODw==\"\n#EXTINF:1,\na\n";
        let key: Vec<u8> = (0..16).collect();
        let known = KeyPlace::Known(key.try_into().unwrap());
        assert_eq!(segments(data)[0].as_ref().unwrap().lock.as_ref().unwrap().key, known);
        let short = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"data:,abc\"\n#EXTINF:1,\na\n";
        assert!(matches!(segments(short)[0], Err(Refused::Key { line: 2, .. })));
        let nowhere = media("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128\n#EXTINF:1,\na\n");
        assert!(resolver().segment(&nowhere.segments[0]).is_err());
        let mut given = Resolver::new(parse_url("http://h/").unwrap(), Query::default(), Some([7; 16]));
        assert_eq!(given.segment(&nowhere.segments[0]).unwrap().lock.unwrap().key, KeyPlace::Known([7; 16]));
    }
}
