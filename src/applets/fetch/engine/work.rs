//! What the workers of a download share, and what is saved of it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::sync::Notify;

use super::Parts;
use super::begin::{Begun, record};
use super::crew::Crew;
use super::inspection::Inspection;
use super::replaced::Replaced;
use crate::applets::fetch::checksum::Algorithm;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::hash::{Hasher, Midstate};
use crate::applets::fetch::map::{Grain, Map, UNKNOWN};
use crate::applets::fetch::plan::{Hash, Plan};
use crate::applets::fetch::source::{Connection, Ranges};
use crate::applets::fetch::span::{Span, Spans};
use crate::applets::fetch::state::{Document, Journal};
use crate::applets::fetch::store::Store;

/// Everything the workers of one download share.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) crew: Arc<Crew>,
    pub(super) store: Arc<Store>,
    pub(super) journal: Journal,
    /// What had the name before.
    pub(super) replaced: Option<Replaced>,
    /// None where nothing is hashed, or only at the end.
    pub(super) hasher: Option<Hasher>,
    /// None where no sums of pieces are known.
    pub(super) inspection: Option<Inspection>,
    pub(super) modified: Option<SystemTime>,
    /// What an fsync has covered; written by the keeper.
    durable: Mutex<Spans>,
    /// Bytes after which a worker notes what it wrote.
    pub(super) note_bytes: u64,
    /// Whether an earlier attempt had left something.
    resumed: bool,
}

impl Work {
    /// Takes over what was begun: the work, and the first worker's connection with its answer.
    pub(super) fn new(plan: &Plan, parts: &Parts, begun: Begun) -> Result<(Self, First), FetchError> {
        let Begun {
            store,
            journal,
            replaced,
            known,
            ranges,
            whole,
            done,
            durable,
            midstate,
            modified,
            connection,
            opened,
        } = begun;
        let inspection = plan.pieces.clone().filter(|_| whole.end != UNKNOWN);
        let inspection = inspection.map(|pieces| Inspection::new(pieces, whole));
        // Among what was hashed before may be what is found to be wrong now.
        let midstate = if inspection.is_some() { Midstate::default() } else { midstate };
        let hasher = if wants_sha256(plan) && ranges == Ranges::Yes {
            // A saved state that cannot be read is as good as none: the bytes are there.
            let start =
                |from: &Midstate| Hasher::start(store.duplicate()?, from).map_err(|error| store.broken("read", error));
            Some(start(&midstate).or_else(|_| start(&Midstate::default()))?)
        } else {
            None
        };
        let resumed = done.bytes() > 0;
        *parts.progress.map() = Map::new(whole, &done, grain(whole, plan.workers.first()));
        let crew = Crew {
            plan: plan.clone(),
            source: Arc::clone(&parts.source),
            progress: Arc::clone(&parts.progress),
            events: parts.events.clone(),
            over: parts.stop.child_token(),
            changed: Notify::new(),
            known,
            ranges,
            workers: plan.workers.first(),
            alone: false,
        };
        let work = Self {
            crew: Arc::new(crew),
            store: Arc::new(store),
            journal,
            replaced,
            hasher,
            inspection,
            modified,
            durable: Mutex::new(durable),
            note_bytes: note_bytes(whole, plan.workers.most()),
            resumed,
        };
        work.follow(work.crew.progress.map().settled());
        Ok((work, First { connection, opened }))
    }

    /// Saves the state.
    pub(super) fn save(&self) -> Result<(), FetchError> {
        Ok(self.journal.save(|| self.document())?)
    }

    /// Saves the bytes, then the state that says so.
    pub(super) fn save_durably(&self) -> Result<(), FetchError> {
        let done = self.crew.progress.map().done().clone();
        self.store.sync()?;
        *self.durable.lock().unwrap_or_else(PoisonError::into_inner) = done;
        self.save()
    }

    /// The download ends before its time: saves what is worth it, and leaves nothing that is not.
    pub(super) fn give_up(&self) -> Result<(), FetchError> {
        if self.crew.progress.map().done().bytes() > 0 || self.resumed {
            return self.save();
        }
        self.journal.remove()?;
        let path = self.store.path();
        std::fs::remove_file(path).map_err(|error| self.store.broken("remove", error))?;
        self.replaced.as_ref().map_or(Ok(()), |replaced| replaced.put_back(path))
    }

    fn document(&self) -> Document {
        let map = self.crew.progress.map();
        // Asked for after the map: the hash is never ahead of what is noted as done.
        let hash = self.hasher.as_ref().map(Hasher::midstate);
        let durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut document = record(&self.crew.plan, self.store.path(), map.whole(), &self.crew.known);
        (document.done, document.durable, document.hash) = (map.done().clone(), durable, hash);
        document.places = self.crew.source.validators();
        document
    }

    /// The download is over for the workers.
    pub(super) fn end(&self) {
        self.crew.over.cancel();
    }

    /// Whether all of it is there, and right as far as sums of pieces tell.
    pub(super) fn is_complete(&self) -> bool {
        self.crew.progress.map().is_complete() && self.inspection.as_ref().is_none_or(Inspection::is_complete)
    }

    pub(super) fn end_if_complete(&self) {
        if self.is_complete() {
            self.end();
        }
    }

    /// Something has become free to take.
    pub(super) fn look_again(&self) {
        self.crew.changed.notify_waiters();
    }

    /// Why sums of pieces end the download.
    pub(super) fn failure(&self) -> Option<FetchError> {
        self.inspection.as_ref().and_then(Inspection::failure)
    }

    /// Has the hash go on to here, where nobody writes any more, as far as that is known to be right.
    pub(super) fn follow(&self, settled: u64) {
        let settled = self.inspection.as_ref().map_or(settled, |inspection| inspection.frontier().min(settled));
        if let Some(hasher) = &self.hasher {
            hasher.follow(settled - self.store.base());
        }
    }
}

/// The connection that has been used already.
#[derive(Debug)]
pub(super) struct First {
    pub(super) connection: Box<dyn Connection>,
    /// The bytes that its answer holds; `None` where nothing was asked for.
    pub(super) opened: Option<Span>,
}

/// Whether SHA-256 is computed as bytes arrive.
pub(super) fn wants_sha256(plan: &Plan) -> bool {
    let is_expected = plan.expected.as_ref().is_some_and(|sum| sum.algorithm() == Algorithm::Sha256);
    plan.hash != Hash::None || is_expected
}

/// Small files are shared as well; large ones are not cut finer than they need.
fn grain(whole: Span, workers: usize) -> Grain {
    let usual = Grain::default();
    if whole.end == UNKNOWN {
        return usual;
    }
    let chunk_bytes = (whole.bytes() / (workers as u64 * 8)).clamp(usual.steal_bytes, usual.chunk_bytes);
    Grain { chunk_bytes, ..usual }
}

/// A kill costs each worker what it has not noted: all of them together less than a hundredth of the whole.
fn note_bytes(whole: Span, workers: usize) -> u64 {
    let hundredth = if whole.end == UNKNOWN { u64::MAX } else { whole.bytes() / 128 };
    (hundredth / workers as u64).clamp(64 << 10, 4 << 20)
}
