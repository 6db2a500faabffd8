//! The segments of one resource: by the index in it (`sidx`, and those it names), in pieces where there is none, or whole.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::index::{Index, find};
use super::manifest::WindowError;
use super::timeline::{Endless, MOST};
use crate::kit::net::SafeUrl;
use crate::kit::retry::Policy;
use crate::media::cenc::{KeyRing, Locked};
use crate::media::hls::ByteRange;
use crate::media::playlist::Asker;

/// Where an index is looked for that nobody says the place of.
const BEGINNING: u64 = 64 << 10;

/// A resource without an index is taken in pieces of so much, where nothing in it is locked: memory stays bounded.
const PIECE: u64 = 4 << 20;

/// An index of more is none.
const LARGEST_INDEX: u64 = 16 << 20;

/// Indexes in indexes: real ones are two deep.
const DEEPEST: usize = 4;

/// A segment of an indexed resource.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranged {
    pub(super) range: Option<ByteRange>,
    /// When it begins: in the media where an index says so, else in its period.
    pub(super) at: Duration,
    pub(super) duration: Duration,
    pub(super) indexed: bool,
}

/// Which resources without an index are taken in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pieces {
    /// Those that are larger than one.
    Large,
    /// None.
    Never,
}

/// Resources that were looked into; they do not change.
#[derive(Debug)]
pub(super) struct Resources {
    asker: Asker,
    /// How indexes are asked for.
    policy: Policy,
    pieces: Pieces,
    known: Vec<(SafeUrl, Arc<[Ranged]>)>,
}

impl Resources {
    pub(super) const fn new(asker: Asker, policy: Policy, pieces: Pieces) -> Self {
        Self { asker, policy, pieces, known: Vec::new() }
    }

    /// The segments that an index tells of; the whole resource where there is none.
    pub(super) async fn segments(
        &mut self,
        resource: &SafeUrl,
        told: Option<ByteRange>,
        length: Option<Duration>,
        stop: &CancellationToken,
    ) -> Result<Arc<[Ranged]>, WindowError> {
        if let Some((_, known)) = self.known.iter().find(|(known, _)| known == resource) {
            return Ok(Arc::clone(known));
        }
        let whole = Ranged { range: None, at: Duration::ZERO, duration: Duration::ZERO, indexed: false };
        let place = told.unwrap_or(ByteRange { offset: 0, length: BEGINNING });
        let mut segments = Vec::new();
        if place.length <= LARGEST_INDEX {
            let policy = if told.is_some() { self.policy } else { Policy::ONCE };
            match self.asker.fetch_range(resource, place, policy, stop).await {
                Ok(part) => {
                    self.read(&mut segments, (resource, &part.body, place.offset), stop).await?;
                    let may_cut = self.pieces == Pieces::Large && told.is_none();
                    if segments.is_empty() && may_cut && !is_locked(&part.body) {
                        segments = in_pieces(part.whole.unwrap_or(0), length);
                    }
                }
                Err(error) if told.is_some() => return Err(error.into()),
                Err(_) => {}
            }
        }
        if segments.is_empty() {
            tracing::debug!(url = %resource, "there is no index; the resource is taken whole");
            segments.push(whole);
        }
        let segments: Arc<[Ranged]> = segments.into();
        self.known.push((resource.clone(), Arc::clone(&segments)));
        Ok(segments)
    }

    /// Reads an index and those it names, in order.
    async fn read(
        &self,
        segments: &mut Vec<Ranged>,
        (resource, body, at): (&SafeUrl, &[u8], u64),
        stop: &CancellationToken,
    ) -> Result<(), WindowError> {
        let Some(index) = find(body, at) else { return Ok(()) };
        let mut time = u128::from(index.time);
        // A stack of indexes, each with the entry that is next.
        let mut open: Vec<(Index, usize)> = vec![(index, 0)];
        while let Some((index, next)) = open.last_mut() {
            let Some(entry) = index.entries.get(*next).copied() else {
                open.pop();
                continue;
            };
            *next += 1;
            let scale = u128::from(index.timescale);
            if entry.index {
                if open.len() >= DEEPEST || entry.range.length > LARGEST_INDEX {
                    segments.clear();
                    return Ok(());
                }
                let part = self.asker.fetch_range(resource, entry.range, self.policy, stop).await?;
                let Some(inner) = find(&part.body, entry.range.offset) else {
                    segments.clear();
                    return Ok(());
                };
                time = u128::from(inner.time);
                open.push((inner, 0));
                continue;
            }
            let nanos = |ticks: u128| u64::try_from(ticks.saturating_mul(1_000_000_000) / scale).unwrap_or(u64::MAX);
            let (begin, end) = (nanos(time), nanos(time + u128::from(entry.ticks)));
            time += u128::from(entry.ticks);
            segments.push(Ranged {
                range: Some(entry.range),
                at: Duration::from_nanos(begin),
                duration: Duration::from_nanos(end - begin),
                indexed: true,
            });
            if segments.len() as u64 > MOST {
                return Err(Endless::TooMany { line: 0 }.into());
            }
        }
        Ok(())
    }
}

/// Whether a resource that begins like this has locked samples.
fn is_locked(head: &[u8]) -> bool {
    let mut head = head.to_vec();
    let mut locked = Locked::default();
    locked.open(&mut head, &KeyRing::default()).is_err() || !locked.is_clear()
}

/// Pieces of a resource of `whole` bytes, each of which is given its share of the time. None of a small one.
fn in_pieces(whole: u64, length: Option<Duration>) -> Vec<Ranged> {
    if whole <= PIECE || whole / PIECE > MOST {
        return Vec::new();
    }
    let nanos = length.unwrap_or_default().as_nanos();
    let at = |byte: u64| {
        let nanos = nanos.saturating_mul(u128::from(byte)) / u128::from(whole);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    };
    let piece = |index: u64| {
        let (begin, end) = (index * PIECE, ((index + 1) * PIECE).min(whole));
        let range = Some(ByteRange { offset: begin, length: end - begin });
        Ranged { range, at: at(begin), duration: at(end).saturating_sub(at(begin)), indexed: false }
    };
    (0..whole.div_ceil(PIECE)).map(piece).collect()
}
