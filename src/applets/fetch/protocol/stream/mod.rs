//! HLS and DASH as recorded sources: a playlist or manifest becomes the file that it describes, through
//! [`media`](crate::media).
//!
//! ```text
//! URL → media::presentation → (several: the rendition that was asked for) → media::record → FILE
//!                                                  FILE.partial, FILE.rip until it is whole ┘
//! ```
//! The recorder's journal is the state: after a stop or a kill the same call goes on. What streams need beyond that (lists
//! of renditions, subtitles, one file of picture and sound, live streams with a time limit, keys of one's own) `rip` has;
//! what is left out is told.

mod choice;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderValue, USER_AGENT};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::choice::Chosen;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::limits::Share;
use crate::applets::fetch::name;
use crate::applets::fetch::plan::{Earlier, Naming, Plan, Target, Workers};
use crate::applets::fetch::protocol::http::identity::Identity;
use crate::applets::fetch::source::{Order, Protocol, Recorded, Recording, Source};
use crate::kit::event::Sink;
use crate::kit::http::ConnectorOptions;
use crate::kit::http::client::{Client, ClientOptions};
use crate::kit::net::{SafeUrl, Timeouts};
use crate::kit::retry::Policy;
use crate::media::cenc::KeyRing;
use crate::media::hls::Reach;
use crate::media::packing::Packing;
use crate::media::playlist::Asker;
use crate::media::presentation::{Opened, Terms};
use crate::media::record::{self, End, Holes, Links, Outcome, Output, Purpose, Resume, Saved, Settings, Teller};
use crate::media::segment::Query;

/// Segments at once where the user leaves it to us.
const JOBS: usize = 8;

/// What may wait in memory: a few segments of a good picture.
const MEMORY_BYTES: u64 = 10 << 20;

/// A live stream without a new segment for so long is over.
const PATIENCE: Duration = Duration::from_mins(5);

/// What one read takes: of one size, so that memory is used again.
const READ_BUFFER_BYTES: usize = 64 << 10;

/// How servers are asked.
#[derive(Debug, Clone)]
pub struct Options {
    /// How connections are made.
    pub connector: ConnectorOptions,
    /// Fields sent with every request; secrets to the host of the playlist alone.
    pub headers: HeaderMap,
    /// Who asks: Basic and cookies, for the host of the playlist.
    pub identity: Arc<Identity>,
}

/// Playlists (RFC 8216).
#[derive(Debug, Clone)]
pub struct Hls(Arc<Options>);

/// Manifests (ISO/IEC 23009-1).
#[derive(Debug, Clone)]
pub struct Dash(Arc<Options>);

/// Both, with these options. What a server sends decides which of them it is; the names tell what URLs look like.
#[must_use]
pub fn protocols(options: Options) -> (Hls, Dash) {
    let options = Arc::new(options);
    (Hls(Arc::clone(&options)), Dash(options))
}

impl Protocol for Hls {
    fn name(&self) -> &'static str {
        "hls"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &[]
    }

    fn claims(&self, url: &Url) -> bool {
        is_over_http(url) && ends_in(url, ".m3u8")
    }

    fn source(&self, url: &Url, share: &Share) -> Result<Source, FetchError> {
        source(&self.0, url, share)
    }
}

impl Protocol for Dash {
    fn name(&self) -> &'static str {
        "dash"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &[]
    }

    fn claims(&self, url: &Url) -> bool {
        is_over_http(url) && ends_in(url, ".mpd")
    }

    fn source(&self, url: &Url, share: &Share) -> Result<Source, FetchError> {
        source(&self.0, url, share)
    }
}

fn source(options: &Arc<Options>, url: &Url, share: &Share) -> Result<Source, FetchError> {
    let url = SafeUrl::try_from(url.clone())
        .map_err(|error| FetchError::Protocol { url: url.scheme().to_owned(), problem: error.to_string() })?;
    Ok(Source::Recorded(Arc::new(Stream { options: Arc::clone(options), url, share: share.clone() })))
}

fn is_over_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn ends_in(url: &Url, ending: &str) -> bool {
    url.path().to_ascii_lowercase().ends_with(ending)
}

/// The stream behind a playlist.
#[derive(Debug)]
struct Stream {
    options: Arc<Options>,
    url: SafeUrl,
    share: Share,
}

impl Recorded for Stream {
    fn shown(&self) -> String {
        self.url.to_string()
    }

    fn record<'a>(&'a self, order: Order<'a>) -> BoxFuture<'a, Result<Recording, FetchError>> {
        Box::pin(self.run(order))
    }
}

impl Stream {
    async fn run(&self, order: Order<'_>) -> Result<Recording, FetchError> {
        let Order { plan, gauges, stop } = order;
        let asker = self.asker(plan, stop);
        let policy = Policy { tries: plan.tries, longest: Duration::from_secs(10), ..Policy::default() };
        let (query, keys) = (Query::OfReference, &KeyRing::default());
        let terms = Terms { asker: &asker, policy, query, key: None, keys, stop };
        let Chosen { quality, tracks, left_out } = choice::choose(&self.url, &plan.quality, &terms).await?;
        let main = tracks
            .first()
            .ok_or_else(|| FetchError::NoRendition { quality: plan.quality.to_string(), there: "none".to_owned() })?;
        let file = self.file(plan, main)?;
        promised(&file, main.packing)?;
        let settings = Settings {
            jobs: match plan.workers {
                Workers::Auto(_) => JOBS,
                Workers::Fixed(count) => count,
            },
            retry: policy,
            passing: Vec::new(),
            patience: PATIENCE,
            limit: None,
            reach: Reach::default(),
            from: None,
            until: None,
            links: Links::Lasting,
            holes: Holes::Open,
            memory_bytes: MEMORY_BYTES / tracks.len().max(1) as u64,
        };
        let resume = match plan.earlier {
            Earlier::Overwrite | Earlier::Fresh => Resume::Afresh,
            Earlier::Continue | Earlier::Adopt | Earlier::IfNewer => Resume::Continue,
        };
        let mut outputs = Vec::with_capacity(tracks.len());
        for track in &tracks {
            let path = if outputs.is_empty() { file.clone() } else { choice::beside(track, &file) };
            // The recorder would replace one that is whole.
            if plan.earlier == Earlier::Fresh && path.exists() {
                return Err(FetchError::Exists { path });
            }
            // All get their names at once: a film whose sound is whole already can still be gone on with.
            let purpose = if tracks.len() > 1 { Purpose::Part } else { Purpose::File };
            outputs.push(Output::file(&path, &track.stream, resume)?.for_purpose(purpose));
        }
        let resumed_bytes = outputs.iter().map(|output| output.recorded().bytes).sum();
        let stop = stop.child_token();
        let work = tracks.into_iter().zip(outputs).enumerate().map(|(index, (track, output))| {
            let parts = record::Parts {
                asker: asker.clone(),
                gauges: Arc::clone(gauges),
                events: Teller::new(index, Sink::null()),
                stop: stop.clone(),
                broken: CancellationToken::new(),
            };
            let settings = &settings;
            async move {
                let outcome = record::record(track.track, output, settings, &parts).await;
                if outcome.is_err() {
                    parts.stop.cancel();
                }
                outcome
            }
        });
        let mut recording = Recording { file, quality, resumed_bytes, left_out, ..Recording::default() };
        let mut kept = Vec::new();
        for outcome in join_all(work).await {
            let outcome = outcome?;
            add(&mut recording, &outcome);
            if let Saved::Kept(path) = outcome.saved {
                kept.push(path);
            }
        }
        // What can still be had is asked for by the next call: until then none of them is whole.
        if kept.len() == recording.files && !recording.is_open {
            // The main one last: who sees it sees all.
            kept.iter().rev().try_for_each(|path| record::settle(path, resume))?;
        }
        Ok(recording)
    }

    fn asker(&self, plan: &Plan, stop: &CancellationToken) -> Asker {
        let mut options = ClientOptions { connector: self.options.connector.clone(), ..ClientOptions::default() };
        let connect = options.connector.connect_timeout;
        options.timeouts = Timeouts { connect, read: Some(plan.stall), write: Some(plan.stall), ..Timeouts::NONE };
        // Trying again is the recorder's: it knows what a segment is worth.
        options.retry = Policy { tries: 1, ..Policy::default() };
        options.read_buffer_bytes = Some(READ_BUFFER_BYTES);
        options.stop = stop.clone();
        options.user_agent = HeaderValue::from_static(concat!("toolbox-fetch/", env!("CARGO_PKG_VERSION")));
        let mut headers = self.options.headers.clone();
        if let Some(agent) = headers.remove(USER_AGENT) {
            options.user_agent = agent;
        }
        let identity = &self.options.identity;
        let own = [(AUTHORIZATION, identity.basic(&self.url)), (COOKIE, identity.cookies(&self.url))];
        for (name, value) in own.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            // Where the user says what is sent, that is it.
            headers.entry(name).or_insert(value);
        }
        let host = self.url.host_str().unwrap_or_default();
        Asker::new(Client::new(options), headers, &self.url).limited(self.share.with_host(host))
    }

    /// What the recording is called: as the user said, else after the playlist.
    fn file(&self, plan: &Plan, main: &Opened) -> Result<PathBuf, FetchError> {
        let unnamed = || FetchError::Unnamed { url: self.url.to_string() };
        let extension = main.packing.extension();
        match &plan.target {
            Target::File(path) => Ok(numbered(path, &plan.url, extension).unwrap_or_else(|| path.clone())),
            Target::Folder(_) => {
                let named = Plan { naming: Naming::Url, ..plan.clone() }.file().ok_or_else(unnamed)?;
                Ok(named.with_extension(extension))
            }
        }
    }
}

/// Several playlists of one name were numbered as `master.m3u8.1`: the film is `master.1.ts`.
fn numbered(path: &Path, url: &Url, extension: &str) -> Option<PathBuf> {
    let playlist = name::of_url(url)?;
    let number: u32 = path.file_name()?.to_str()?.strip_prefix(&playlist)?.strip_prefix('.')?.parse().ok()?;
    let stem = Path::new(&playlist).file_stem()?.to_str()?;
    Some(path.with_file_name(format!("{stem}.{number}.{extension}")))
}

/// Whether the name of a file promises what the segments are: they are written as they come.
fn promised(file: &Path, found: Packing) -> Result<(), FetchError> {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let promise = match ending.as_str() {
        "ts" | "m2ts" | "mts" => Packing::Packets,
        "mp4" | "m4v" | "m4a" | "m4s" | "mov" => Packing::Boxes,
        "webm" => Packing::Clusters,
        "aac" => Packing::Aac,
        "mp3" => Packing::Mp3,
        _ => return Ok(()),
    };
    if promise == found {
        return Ok(());
    }
    Err(FetchError::Promised { path: file.to_owned(), promise, found })
}

fn add(recording: &mut Recording, outcome: &Outcome) {
    let is_stopped = matches!(outcome.saved, Saved::Partial(_) | Saved::Nothing) && outcome.end == End::Stopped;
    recording.is_stopped |= is_stopped;
    recording.is_open |= matches!(outcome.saved, Saved::Partial(_));
    recording.bytes += outcome.bytes;
    recording.segments += outcome.segments;
    recording.missing_segments += outcome.gaps.segments();
    recording.duration = recording.duration.max(outcome.duration);
    recording.files += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_two_films_has_the_ending_of_a_film() {
        let url = Url::parse("https://h/b/master.m3u8").unwrap();
        let film = |path: &str| numbered(Path::new(path), &url, "ts");
        assert_eq!(film("d/master.m3u8.1"), Some(PathBuf::from("d/master.1.ts")));
        assert_eq!((film("d/master.m3u8"), film("x.1"), film("master.m3u8.x")), (None, None, None));
    }

    #[test]
    fn playlists_are_known_by_their_ending_alone() {
        let (hls, dash) = protocols(Options {
            connector: ConnectorOptions::default(),
            headers: HeaderMap::new(),
            identity: Arc::default(),
        });
        let url = |text: &str| Url::parse(text).unwrap();
        assert!(hls.claims(&url("https://h/a/master.M3U8?token=1")));
        assert!(!hls.claims(&url("https://h/a.m3u8.txt")) && !hls.claims(&url("ftp://h/a.m3u8")));
        assert!(dash.claims(&url("https://h/a.mpd?x")) && !dash.claims(&url("https://h/a.m3u8")));
    }
}
