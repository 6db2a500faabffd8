//! Asks the server of a candidate whether it is a stream, of which kind and how long.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use super::candidate::{Answer, Candidate, Stream};
use super::kind::Kind;
use super::search::Budget;
use crate::kit::http::client::ClientError;
use crate::kit::net::SafeUrl;
use crate::media::dash::{self, System};
use crate::media::hls::{self, Context, Key, Media, Playlist};
use crate::media::playlist::{Asker, Looked};
use crate::media::select::ranked;

/// A playlist of a whole day has less.
const LARGEST: usize = 8 << 20;

/// Asks for a candidate, as the document would that refers to it.
pub(super) async fn verify(asker: &Asker, candidate: &mut Candidate, budget: &Budget) {
    let asker = asker.clone().referred(&candidate.document);
    let Some(looked) = look(&asker, &candidate.url, budget).await else { return };
    match looked {
        Ok(looked) => take(&asker, candidate, &looked, budget).await,
        Err(error) => candidate.answer = Answer::Other { reason: reason(&error) },
    }
}

async fn look(asker: &Asker, url: &SafeUrl, budget: &Budget) -> Option<Result<Looked, ClientError>> {
    if !budget.request() {
        return None;
    }
    let looked = asker.look(url, LARGEST).await;
    if let Ok(looked) = &looked {
        budget.bytes(looked.body.len());
    }
    Some(looked)
}

fn reason(error: &ClientError) -> String {
    match error {
        ClientError::Status { status, .. } => format!("answers {status}"),
        ClientError::TooLarge { .. } => "is too large for a playlist".to_owned(),
        ClientError::Connect(error) => error.to_string(),
        _ => "does not answer".to_owned(),
    }
}

/// Takes in what came.
async fn take(asker: &Asker, candidate: &mut Candidate, looked: &Looked, budget: &Budget) {
    if !looked.is_text() {
        let kind = looked.mime.as_deref().unwrap_or("no text");
        candidate.kind = Kind::File;
        candidate.answer = Answer::Other { reason: format!("is one file ({kind})") };
        return;
    }
    candidate.print = Some(print(&looked.body));
    if dash::is_manifest(&looked.body) {
        candidate.kind = Kind::Dash;
        candidate.answer = match dash::read(&looked.body, &looked.url) {
            Ok(reading) => Answer::Stream(presentation(&reading.mpd)),
            Err(error) => Answer::Other { reason: error.to_string() },
        };
        return;
    }
    let context = Context { query: looked.url.query(), ..Context::default() };
    match hls::read(&looked.body, &context).map(|reading| reading.playlist) {
        Ok(Playlist::Media(media)) if is_stream(&looked.body, &media) => {
            candidate.kind = Kind::Hls;
            candidate.answer = Answer::Stream(segments(&media));
        }
        Ok(Playlist::Media(_)) => candidate.answer = Answer::Other { reason: "is a list of something".to_owned() },
        Ok(Playlist::Master(master)) => {
            candidate.kind = Kind::Hls;
            let choices = ranked(&master);
            let mut heights: Vec<u64> =
                choices.iter().filter_map(|choice| choice.variant.resolution.map(|size| size.height)).collect();
            heights.dedup();
            let urls = master.variants.iter().map(|variant| looked.url.join(&variant.uri));
            candidate.children = urls.filter_map(Result::ok).take(64).collect();
            let smallest = choices.last().and_then(|choice| looked.url.join(&choice.variant.uri).ok());
            let mut stream = Stream { renditions: choices.len(), heights, ..Stream::default() };
            if stream.renditions == 0 {
                candidate.answer = Answer::Other { reason: "names no rendition".to_owned() };
                return;
            }
            stream.drm = drm(&master.session_keys);
            if let Some(url) = smallest
                && let Some(Ok(looked)) = look(asker, &url, budget).await
                && let Ok(reading) = hls::read(&looked.body, &Context { variables: Some(&master.variables), ..context })
                && let Playlist::Media(media) = reading.playlist
            {
                let inner = segments(&media);
                stream = Stream { duration: inner.duration, live: inner.live, drm: inner.drm.or(stream.drm), ..stream };
            }
            candidate.answer = Answer::Stream(stream);
        }
        Err(hls::ReadError::Page { .. }) => candidate.answer = Answer::Other { reason: "is a web page".to_owned() },
        Err(error) => candidate.answer = Answer::Other { reason: error.to_string() },
    }
}

/// Lists of songs and of channels are playlists as well, but none of segments.
fn is_stream(body: &[u8], media: &Media) -> bool {
    let begins = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    begins.starts_with(b"#EXTM3U") && !media.segments.is_empty() || media.ended
}

fn segments(media: &Media) -> Stream {
    let live = media.is_live();
    let locked = media.segments.iter().find(|segment| !segment.keys.is_empty());
    Stream {
        duration: (!live).then(|| media.duration()),
        live,
        drm: locked.and_then(|segment| drm(&segment.keys)),
        ..Stream::default()
    }
}

/// The systems that hold the keys, where no key is plain.
fn drm(keys: &[Key]) -> Option<String> {
    let systems: Option<Vec<&str>> = keys.iter().map(Key::drm).collect();
    let mut systems = systems.filter(|systems| !systems.is_empty())?;
    systems.sort_unstable();
    systems.dedup();
    Some(systems.join(", "))
}

fn presentation(mpd: &dash::Mpd) -> Stream {
    let master = dash::master(mpd);
    let choices = ranked(&master);
    let mut heights: Vec<u64> =
        choices.iter().filter_map(|choice| choice.variant.resolution.map(|size| size.height)).collect();
    heights.dedup();
    let mut systems = Vec::new();
    let mut open = false;
    for representation in mpd.periods.iter().flat_map(|period| &period.sets).flat_map(|set| &set.representations) {
        open |= representation.protections.is_empty();
        for protection in &representation.protections {
            match &protection.system {
                System::Drm(name) if !systems.contains(name) => systems.push(name.clone()),
                System::ClearKey => open = true,
                _ => {}
            }
        }
    }
    let drm = (!open && !systems.is_empty()).then(|| systems.join(", "));
    Stream {
        renditions: choices.len(),
        heights,
        duration: mpd.duration.filter(|_| !mpd.dynamic),
        live: mpd.dynamic,
        drm,
    }
}

/// What tells one playlist from others.
fn print(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}
