//! From what a server sent to tracks that can be recorded: a playlist of segments, a master playlist, a DASH manifest.
//!
//! ```text
//! Sent → Presentation ─┬─ Alone: the track itself
//!                      └─ Several: master() → select → track(places) → Opened → record
//! ```
//! Whoever records chooses between the two steps; which playlists, addresses and keys a choice means is told here, for
//! every applet alike.

mod fault;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

pub use self::fault::OpenError;
use super::cenc::KeyRing;
use super::crypt::KEY_BYTES;
use super::dash::{self, Look, Manifest, Mpd, Pick, Stream, System, WindowError};
use super::hls::{Begin, Context, Master, Media, Playlist, Variant};
use super::packing::Packing;
use super::playlist::{Asker, Sent};
use super::record::{ContentKeys, KeysTold, Source, Track};
use super::segment::{Query, Resolver};
use super::select::{Spot, name_of};
use super::steering::{Pathways, Place, Places};
use super::subtitles::Times;
use crate::kit::net::SafeUrl;
use crate::kit::retry::Policy;

/// How playlists are asked for, and what the user gives to open them.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Sends requests.
    pub asker: &'a Asker,
    /// How often one is asked for.
    pub policy: Policy,
    /// Whether references get the query of their playlist.
    pub query: Query,
    /// In place of the keys of the stream, where segments are locked as a whole.
    pub key: Option<[u8; KEY_BYTES]>,
    /// The keys of locked samples.
    pub keys: &'a KeyRing,
    /// Ends waiting.
    pub stop: &'a CancellationToken,
}

/// A track that is ready to be recorded.
#[derive(Debug)]
pub struct Opened {
    /// What is recorded.
    pub track: Track,
    /// Its playlist or manifest, after redirects.
    pub url: SafeUrl,
    /// Tells it from other streams, for the journal: tokens and hosts change, this does not.
    pub stream: String,
    /// What its segments are packed in.
    pub packing: Packing,
    /// How that is known.
    pub basis: Basis,
    /// How much was odd about a playlist of its own.
    pub oddities: usize,
    /// What makes its media times those of the presentation.
    origins: Vec<(u64, i64)>,
    /// How much of the presentation is left out before its first segment.
    skipped: Duration,
}

/// How it is known what segments are packed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A manifest says so.
    Told,
    /// It is what a playlist looks like: the first bytes of a segment may say something else.
    Guessed,
}

/// Tries of a place before another one is asked.
const FEW: u32 = 3;

/// How a track tells its times: those of a playlist are those of the media, those of a manifest begin anew with each
/// period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    /// For each timeline, what is added to a time of the media to make it one of the presentation, milliseconds.
    origins: Vec<(u64, i64)>,
    /// The timeline that the recording begins in.
    first: Option<u64>,
    /// How much of the presentation is left out before it begins.
    skipped: Duration,
}

impl Clock {
    /// Whether times are those of the media alone, as in playlists: what tracks say of them can be compared.
    #[must_use]
    pub fn is_of_media(&self) -> bool {
        self.origins.is_empty()
    }

    /// What the times of `text` mean beside this track, whose presentation begins at `origin_ms` of its media and with it,
    /// or `lead_ms` before it where another track begins earlier.
    #[must_use]
    pub fn times(&self, (origin_ms, lead_ms): (Option<i64>, i64), text: &Self) -> Times {
        let begin = match (origin_ms, self.first.and_then(|first| at(&self.origins, first))) {
            (Some(origin_ms), Some(shift_ms)) => origin_ms.saturating_add(shift_ms),
            _ => 0,
        };
        let periods = text.origins.iter().map(|(timeline, ms)| (*timeline, ms.saturating_sub(begin))).collect();
        let skipped_ms = i64::try_from(self.skipped.as_millis()).unwrap_or(i64::MAX);
        let plain_ms = lead_ms.saturating_sub(skipped_ms);
        Times { origin_ms: origin_ms.unwrap_or(0), periods, plain_ms, end_ms: None }
    }
}

fn at(origins: &[(u64, i64)], timeline: u64) -> Option<i64> {
    origins.iter().find(|(known, _)| *known == timeline).or(origins.last()).map(|(_, ms)| *ms)
}

/// What a server sent.
#[derive(Debug)]
pub enum Presentation {
    /// The playlist of a track.
    Alone(Box<Opened>),
    /// What names tracks.
    Several(Box<Several>),
}

/// A master playlist, or a manifest read as one.
#[derive(Debug)]
pub struct Several {
    base: SafeUrl,
    master: Master,
    /// Where it is one.
    manifest: Option<(Arc<Manifest>, Arc<Mpd>)>,
    /// Of all tracks, known once the first is opened.
    pathways: OnceCell<Arc<Pathways>>,
}

impl Presentation {
    /// Reads what was sent in answer to `url`, playlist or manifest.
    ///
    /// # Errors
    /// It is neither.
    pub async fn open(url: &SafeUrl, sent: &Sent, terms: &Terms<'_>) -> Result<Self, OpenError> {
        let base = sent.url.clone();
        if dash::is_manifest(&sent.body) {
            let manifest = Manifest::open(terms.asker.clone(), url.clone(), sent, terms.stop).await?;
            let mpd = manifest.mpd().await;
            let master = dash::master(&mpd);
            return Ok(Self::Several(Box::new(Several::of(base, master, Some((manifest, mpd))))));
        }
        let reading = Asker::read(sent, Context::default())?;
        let oddities = reading.diagnostics.told().len();
        Ok(match reading.playlist {
            Playlist::Master(master) => Self::Several(Box::new(Several::of(base, master, None))),
            Playlist::Media(media) => {
                let source = Source::playlist(url.clone());
                Self::Alone(Box::new(Opened::playlist(source, (base, media), None, (terms, oddities))))
            }
        })
    }
}

impl Several {
    fn of(base: SafeUrl, master: Master, manifest: Option<(Arc<Manifest>, Arc<Mpd>)>) -> Self {
        Self { base, master, manifest, pathways: OnceCell::new() }
    }

    /// What there is.
    #[must_use]
    pub const fn master(&self) -> &Master {
        &self.master
    }

    /// Where it came from, after redirects.
    #[must_use]
    pub const fn url(&self) -> &SafeUrl {
        &self.base
    }

    /// How much was odd about the manifest.
    #[must_use]
    pub fn oddities(&self) -> usize {
        self.manifest.as_ref().map_or(0, |(manifest, _)| manifest.oddities())
    }

    /// The track that is at these places of [`master`](Self::master): of several the first that answers, and all others
    /// stand by for it. `variant` is the one
    /// it belongs to.
    ///
    /// # Errors
    /// It does not arrive, cannot be meant, or is locked by what nobody has a key for.
    pub async fn track(&self, places: &[Spot<'_>], variant: &Variant, terms: &Terms<'_>) -> Result<Opened, OpenError> {
        match &self.manifest {
            Some((manifest, mpd)) => self.of_manifest((manifest, mpd), places, variant, terms).await,
            None => self.of_playlists(places, variant, terms).await,
        }
    }

    /// The segments of the track with this URI, to be measured; `None` where it does not arrive.
    pub async fn window(&self, uri: &str, terms: &Terms<'_>) -> Option<(Media, Resolver)> {
        let resolver = Resolver::new(self.base.clone(), terms.query, terms.key);
        if let Some((manifest, mpd)) = &self.manifest {
            let mut source = Stream::new(Arc::clone(manifest), Pick::named(mpd, uri)?, terms.policy);
            return Some((source.window(Look::Due, terms.stop).await.ok()?, resolver));
        }
        let context = Context { variables: Some(&self.master.variables), ..Context::default() };
        let (url, reading) =
            terms.asker.load(&resolver.url(uri).ok()?, context, terms.policy, terms.stop).await.ok()?;
        let Playlist::Media(media) = reading.playlist else { return None };
        Some((media, Resolver::new(url, terms.query, terms.key)))
    }

    /// Those of a master playlist, steered where it says by whom.
    async fn pathways(&self, variant: &Variant, terms: &Terms<'_>) -> Arc<Pathways> {
        let open = || async {
            let first = variant.pathway.clone();
            match &self.master.steering {
                Some(steering) => {
                    let resolver = Resolver::new(self.base.clone(), terms.query, terms.key);
                    Pathways::steered(terms.asker, steering, (&resolver, first), terms.stop).await
                }
                None => Pathways::beginning(first),
            }
        };
        Arc::clone(self.pathways.get_or_init(open).await)
    }

    async fn of_playlists(
        &self,
        spots: &[Spot<'_>],
        variant: &Variant,
        terms: &Terms<'_>,
    ) -> Result<Opened, OpenError> {
        let resolver = Resolver::new(self.base.clone(), terms.query, terms.key);
        let mut places = Vec::new();
        for Spot { uri, pathway, stable } in spots {
            let refused = |reason| OpenError::Reference { url: self.base.clone(), reason: Box::new(reason) };
            let url = resolver.url(uri).map_err(refused)?;
            places.push(Place { url, pathway: pathway.map(str::to_owned), stable: stable.map(str::to_owned) });
        }
        let places = Places::of(places, self.pathways(variant, terms).await);
        let context = Context { variables: Some(&self.master.variables), ..Context::default() };
        let mut last = None;
        let mut tried = Vec::new();
        while let Some((from, place)) = places.but(&tried) {
            tried.push(from);
            // Where there are others nobody is asked for long.
            let most = if tried.len() < places.count() { FEW } else { u32::MAX };
            let policy = Policy { tries: terms.policy.tries.min(most), ..terms.policy };
            match terms.asker.load(&place.url, context, policy, terms.stop).await {
                Ok((url, reading)) => {
                    let Playlist::Media(media) = reading.playlist else { return Err(OpenError::Nested { url }) };
                    let oddities = reading.diagnostics.told().len();
                    let source = Source::Playlist { places, from, variables: self.master.variables.clone() };
                    return Ok(Opened::playlist(source, (url, media), Some(variant), (terms, oddities)));
                }
                Err(error) => {
                    tracing::debug!(url = %place.url, %error, "no playlist at this place");
                    places.fail(from);
                    last = Some(error);
                }
            }
        }
        Err(last.map_or_else(|| OpenError::NoVariant { url: self.base.clone() }, Into::into))
    }

    async fn of_manifest(
        &self,
        (manifest, mpd): (&Arc<Manifest>, &Mpd),
        places: &[Spot<'_>],
        variant: &Variant,
        terms: &Terms<'_>,
    ) -> Result<Opened, OpenError> {
        let unusable = |reason| OpenError::Manifest { url: self.base.clone(), reason: Box::new(reason) };
        let pick = places.first().and_then(|spot| Pick::named(mpd, spot.uri));
        let pick = pick.ok_or_else(|| unusable(WindowError::NoTrack))?;
        let keys = keys(mpd, &pick, terms.keys)?;
        let mime = mpd.periods.iter().find_map(|period| pick.find(period)).map_or("", |found| &found.mime);
        let packing = Packing::of_type(mime);
        let stream = format!("{} {} {}", last_name(&self.base), pick.id(), told(variant));
        let origins = pick.origins(mpd);
        let mut source = Stream::new(Arc::clone(manifest), pick, terms.policy);
        let media = source.window(Look::Due, terms.stop).await.map_err(unusable)?;
        let resolver = Resolver::new(self.base.clone(), terms.query, terms.key);
        let track = Track { source: Source::Manifest(Box::new(source)), media, resolver, keys };
        let (url, basis, skipped) = (self.base.clone(), Basis::Told, Duration::ZERO);
        Ok(Opened { track, url, stream, packing, basis, oddities: 0, origins, skipped })
    }
}

impl Opened {
    /// Leaves out what ends before, where it is not live.
    ///
    /// # Errors
    /// It is over by then: how long it plays.
    pub fn begin(&mut self, begin: Begin) -> Result<(), Duration> {
        if self.track.media.is_live() {
            return Ok(());
        }
        let whole = self.track.media.duration();
        self.track.media.begin(begin)?;
        self.skipped += whole.saturating_sub(self.track.media.duration());
        Ok(())
    }

    /// How long this track is recorded where `main` is recorded for `limit`: as long as that plays, wherever its own
    /// segments begin and end.
    #[must_use]
    pub fn beside(&self, main: &Self, limit: Duration) -> Duration {
        if self.track.media.is_live() || main.track.media.is_live() {
            return limit;
        }
        (main.skipped + main.track.media.nearest(limit)).saturating_sub(self.skipped)
    }

    /// How it tells its times.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let first = self.track.media.segments.first().map(|first| first.timeline);
        Clock { origins: self.origins.clone(), first, skipped: self.skipped }
    }

    fn playlist(
        source: Source,
        (url, media): (SafeUrl, Media),
        variant: Option<&Variant>,
        (terms, oddities): (&Terms<'_>, usize),
    ) -> Self {
        let name = last_name(&url);
        let stream = variant.map_or_else(|| name.to_owned(), |variant| format!("{name} {}", told(variant)));
        let (packing, basis) = (Packing::guessed(&media), Basis::Guessed);
        let keys = ContentKeys { given: terms.keys.clone(), licenses: Vec::new(), told: KeysTold::Along };
        let resolver = Resolver::new(url.clone(), terms.query, terms.key).opened_by(terms.keys);
        let track = Track { source, media, resolver, keys };
        Self { track, url, stream, packing, basis, oddities, origins: Vec::new(), skipped: Duration::ZERO }
    }
}

fn last_name(url: &SafeUrl) -> &str {
    url.path().rsplit('/').next().unwrap_or_default()
}

fn told(variant: &Variant) -> String {
    format!("{} {}", name_of(variant).unwrap_or_else(|| "?".to_owned()), variant.bandwidth_bps)
}

/// What opens a track of a manifest; refused by name where there is nothing.
fn keys(mpd: &Mpd, pick: &Pick, given: &KeyRing) -> Result<ContentKeys, OpenError> {
    let found = mpd.periods.iter().filter_map(|period| pick.find(period));
    let protections: Vec<_> = found.flat_map(|representation| &representation.protections).collect();
    let mut licenses = Vec::new();
    for protection in &protections {
        if let (System::ClearKey, Some(url)) = (&protection.system, &protection.licence)
            && !licenses.contains(url)
        {
            licenses.push(url.clone());
        }
    }
    let Some(first) = protections.first().filter(|_| given.is_empty() && licenses.is_empty()) else {
        return Ok(ContentKeys { given: given.clone(), licenses, ..ContentKeys::default() });
    };
    let mut systems: Vec<&str> = Vec::new();
    for protection in &protections {
        match &protection.system {
            System::Drm(name) => systems.push(name),
            System::ClearKey => systems.push("Clear Key"),
            System::Scheme(_) => {}
        }
    }
    systems.sort_unstable();
    systems.dedup();
    if let (true, System::Scheme(name)) = (systems.is_empty(), &first.system) {
        systems.push(name);
    }
    let key_id = protections.iter().find_map(|protection| protection.key_id);
    let key_id = key_id.map(|id| format!("{:032x}", u128::from_be_bytes(id)));
    Err(OpenError::Protected { line: first.line, systems: systems.join(", "), key_id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_text_become_those_of_the_recording() {
        let clock = |first, origins: &[(u64, i64)]| Clock {
            origins: origins.to_vec(),
            first: Some(first),
            skipped: Duration::ZERO,
        };
        // The recording begins in the second period, 40 ms into its media at 70 s.
        let main = clock(10, &[(0, 0), (10, 10_000 - 70_000)]);
        let times = main.times((Some(70_040), 0), &clock(10, &[(0, -500), (10, 10_000)]));
        assert_eq!(times.periods, [(0, -500 - 10_040), (10, 10_000 - 10_040)]);
        // Of media that tells no time, the presentation begins with the recording.
        assert_eq!(main.times((None, 0), &clock(0, &[(0, -5)])).periods, [(0, -5)]);
        let skipped = Clock { skipped: Duration::from_secs(12), ..Clock::default() };
        let playlist = skipped.times((Some(900), 400), &Clock::default());
        assert_eq!(playlist, Times { origin_ms: 900, plain_ms: 400 - 12_000, ..Times::default() });
    }
}
