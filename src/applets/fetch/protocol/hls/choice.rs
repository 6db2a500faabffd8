//! Which tracks of a stream are recorded: the rendition that was asked for, and its sound where that is apart.

use std::collections::BTreeMap;

use tokio_util::sync::CancellationToken;

use crate::applets::fetch::error::FetchError;
use crate::kit::net::SafeUrl;
use crate::kit::retry::Policy;
use crate::media::hls::{Context, Kind, Master, Media, Playlist, Variant};
use crate::media::playlist::Asker;
use crate::media::record::{ContentKeys, Source, Track};
use crate::media::segment::{Query, Resolver};
use crate::media::select::{Choice, Quality, choose, has_picture, ranked};

/// What is to be recorded.
pub(super) struct Opened {
    /// The rendition, as `--quality` calls it; none where the playlist has but one.
    pub(super) quality: Option<String>,
    /// The picture first; the sound behind it where that is apart.
    pub(super) tracks: Vec<Chosen>,
}

/// A track.
pub(super) struct Chosen {
    pub(super) track: Track,
    /// Tells it from other streams, for the journal: tokens and hosts change, this does not.
    pub(super) stream: String,
}

impl Chosen {
    fn new(source: Source, (base, media): (SafeUrl, Media), quality: Option<&str>) -> Self {
        let name = base.path().rsplit('/').next().unwrap_or_default();
        let stream = quality.map_or_else(|| name.to_owned(), |quality| format!("{name} {quality}"));
        let resolver = Resolver::new(base, Query::OfReference, None);
        Self { track: Track { source, media, resolver, keys: ContentKeys::default() }, stream }
    }

    /// That of its container: fragmented MP4 where there is an initialisation, else MPEG-TS.
    pub(super) fn extension(&self) -> &'static str {
        let in_boxes = self.track.media.segments.first().is_some_and(|segment| segment.map.is_some());
        if in_boxes { "mp4" } else { "ts" }
    }
}

/// Asks for the playlist, chooses, and asks for the playlists of what was chosen.
pub(super) async fn open(
    asker: &Asker,
    url: &SafeUrl,
    quality: &Quality,
    policy: Policy,
    stop: &CancellationToken,
) -> Result<Opened, FetchError> {
    let (base, reading) = asker.load(url, Context::default(), policy, stop).await?;
    let master = match reading.playlist {
        Playlist::Media(media) => {
            let source = Source::Playlist { places: vec![url.clone()], variables: BTreeMap::new() };
            let only = Chosen::new(source, (base, media), None);
            return Ok(Opened { quality: None, tracks: vec![only] });
        }
        Playlist::Master(master) => master,
    };
    let choice = choose(&master, quality).ok_or_else(|| none(quality, &master))?;
    let named = name_of(choice.variant);
    let mut wanted = vec![std::iter::once(choice.variant.uri.as_str()).chain(choice.others.iter().copied()).collect()];
    wanted.extend(separate_sound(&master, &choice).map(|uri| vec![uri]));
    let mut tracks = Vec::with_capacity(wanted.len());
    for references in wanted {
        tracks.push(load(asker, (&base, &master), &references, &named, policy, stop).await?);
    }
    Ok(Opened { quality: Some(named), tracks })
}

/// The playlist of a track, from the first of its places that has it.
async fn load(
    asker: &Asker,
    (base, master): (&SafeUrl, &Master),
    references: &[&str],
    quality: &str,
    policy: Policy,
    stop: &CancellationToken,
) -> Result<Chosen, FetchError> {
    let problem = |problem: String| FetchError::Protocol { url: base.to_string(), problem };
    let resolver = Resolver::new(base.clone(), Query::OfReference, None);
    let places: Result<Vec<SafeUrl>, _> = references.iter().map(|reference| resolver.url(reference)).collect();
    let mut places =
        places.map_err(|error| problem(format!("it names a rendition that cannot be fetched: {error}")))?;
    let context = Context { variables: Some(&master.variables), ..Context::default() };
    let mut last = None;
    for turn in 0..places.len() {
        match asker.load(&places[turn], context, policy, stop).await {
            Ok((found, reading)) => {
                let Playlist::Media(media) = reading.playlist else {
                    return Err(problem(format!("{found} is named as a rendition and names others itself")));
                };
                places.rotate_left(turn);
                let source = Source::Playlist { places, variables: master.variables.clone() };
                return Ok(Chosen::new(source, (found, media), Some(quality)));
            }
            Err(error) => last = Some(error),
        }
    }
    Err(last.map_or_else(|| problem("it names no rendition".to_owned()), Into::into))
}

/// The sound of a variant that has a playlist of its own.
fn separate_sound<'a>(master: &'a Master, choice: &Choice<'_>) -> Option<&'a str> {
    let group = choice.variant.audio.as_deref()?;
    let sounds = || {
        let of_group = |kind: Kind, name: &str| kind == Kind::Audio && name == group;
        master.renditions.iter().filter(move |one| of_group(one.kind, &one.group) && one.uri.is_some())
    };
    let sound = sounds().find(|one| one.default).or_else(|| sounds().next())?;
    // A variant of sound alone is often named once more as a rendition of the others.
    sound.uri.as_deref().filter(|uri| *uri != choice.variant.uri)
}

/// As `--quality` calls it: `1080p`, `audio`, or its bit rate where it has no height.
fn name_of(variant: &Variant) -> String {
    match variant.resolution {
        Some(size) => format!("{}p", size.height),
        None if !has_picture(variant) => "audio".to_owned(),
        None => format!("{} bit/s", variant.bandwidth_bps),
    }
}

fn none(quality: &Quality, master: &Master) -> FetchError {
    let mut there: Vec<String> = ranked(master).iter().map(|choice| name_of(choice.variant)).collect();
    there.dedup();
    FetchError::NoRendition { quality: quality.to_string(), there: there.join(", ") }
}
