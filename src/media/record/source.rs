//! Where later copies of a track come from: a playlist, or a manifest with a track in it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::edge::Edge;
use super::spare::Spares;
use crate::kit::net::SafeUrl;
use crate::kit::retry::Policy;
use crate::media::dash::{Look, Stream, WindowError};
use crate::media::hls::{Context, Media, Playlist};
use crate::media::playlist::Asker;
use crate::media::segment::Resolver;
use crate::media::steering::Places;

/// Where a track comes from.
#[derive(Debug)]
pub enum Source {
    /// A media playlist.
    Playlist {
        /// Where it can be had.
        places: Arc<Places>,
        /// The number of the place that the last copy came from.
        from: usize,
        /// The variables of the master playlist.
        variables: BTreeMap<String, String>,
    },
    /// A track of a DASH presentation.
    Manifest(Box<Stream>),
}

impl Source {
    /// A playlist that is at one place.
    #[must_use]
    pub fn playlist(url: SafeUrl) -> Self {
        Self::Playlist { places: Places::one(url), from: 0, variables: BTreeMap::new() }
    }

    /// The next copy; what was wrong where there is none, and the status of the answer.
    pub(super) async fn next(
        &mut self,
        asker: &Asker,
        last: &Media,
        (resolver, edge): (&mut Resolver, &Edge),
        stop: &CancellationToken,
    ) -> Result<Media, (String, Option<u16>)> {
        match self {
            Self::Playlist { places, from, variables } => {
                let context = Context { variables: Some(variables), previous: Some(last), ..Context::default() };
                let Some((number, place)) = places.now() else {
                    return Err(("there is no place for it".to_owned(), None));
                };
                *from = number;
                let (url, reading) = asker
                    .load(&place.url, context, Policy::ONCE, stop)
                    .await
                    .map_err(|error| (error.to_string(), error.status()))?;
                let Playlist::Media(media) = reading.playlist else {
                    return Err(("a master playlist has taken its place".to_owned(), None));
                };
                resolver.rebase(url);
                Ok(media)
            }
            Self::Manifest(stream) => {
                let look = if edge.take_doubt() { Look::Early } else { Look::Due };
                let media = stream.window(look, stop).await.map_err(|error| {
                    let status = if let WindowError::Load(error) = &error { error.status() } else { None };
                    (error.to_string(), status)
                })?;
                if let Some(last) = stream.last() {
                    edge.end(last);
                }
                Ok(media)
            }
        }
    }

    /// The number of the place that the last copy came from.
    pub(super) const fn place(&self) -> usize {
        match self {
            Self::Playlist { from, .. } => *from,
            Self::Manifest(_) => 0,
        }
    }

    /// Where else the segments of a playlist are, which `resolver` turns into what is fetched.
    pub(super) fn spares(&self, asker: &Asker, resolver: &Resolver, stop: &CancellationToken) -> Option<Spares> {
        let Self::Playlist { places, variables, .. } = self else { return None };
        Some(Spares {
            places: Arc::clone(places),
            variables: variables.clone(),
            asker: asker.clone(),
            resolver: resolver.clone(),
            stop: stop.clone(),
            copies: tokio::sync::Mutex::default(),
        })
    }

    /// The next try may go elsewhere.
    pub(super) fn turn(&mut self) {
        if let Self::Playlist { places, from, .. } = self
            && places.is_choice()
        {
            places.fail(*from);
        }
    }

    /// Goes on behind what was recorded: numbers that are given here begin where they ended.
    pub(super) fn behind(&mut self, media: &mut Media, last: Option<(u64, u64)>) {
        if let Self::Manifest(stream) = self {
            stream.behind(media, last);
        }
    }

    /// How long a segment of `media`, a live copy, can be had from now on.
    pub(super) async fn stays(&self, media: &Media) -> Duration {
        let least = media.target.saturating_mul(3);
        match self {
            Self::Playlist { .. } => media.duration().max(least),
            Self::Manifest(stream) => stream.depth().await.unwrap_or(LONG).max(least),
        }
    }

    /// What a segment is that its source knows to be missing.
    pub(super) const fn missing(&self) -> &'static str {
        match self {
            Self::Playlist { .. } => "missing at the server (EXT-X-GAP)",
            Self::Manifest(_) => "the manifest has nothing here",
        }
    }
}

/// Segments of a presentation without an end to its time shift are there for long; who waits so long waits for nothing.
const LONG: Duration = Duration::from_mins(2);
