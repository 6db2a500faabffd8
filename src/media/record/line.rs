//! The units under way: fetched several at once, handed to the writer in their order.

mod turn;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::budget::{Budget, Ticket};
use super::buffers::Buffers;
use super::container::Looks;
use super::edge::Edge;
use super::feed::{Ask, gap};
use super::fetch::{Body, Fetcher, Lost, Want};
use super::gap::Gap;
use super::keys::Keys;
use super::map::{Cell, Map};
use super::opener::Opener;
use super::spare::{Like, Spares};
use super::unit::{Again, Content, Unit};
use super::window::Window;
use super::writer::Writer;
use super::{ContentKeys, Gauges, Holes, Links, Parts, RecordError, SegmentId, Settings};
use crate::media::segment::Segment;

/// Buffers kept beyond those under way: one is written, one is next.
pub(super) const BUFFERS_AHEAD: usize = 2;

/// How long what is under way may still take when somebody stops it.
pub(super) const GRACE: Duration = Duration::from_secs(3);

/// How far fetching may be ahead of writing, in units for each that is fetched at once: enough that a slow one does not
/// stop the others at once.
const WINDOW_FACTOR: usize = 4;

/// What came of a unit: its place, what is written of it, and why it did not come.
type Arrival = (u64, Unit, Option<(SegmentId, Lost)>);

/// The units under way.
pub(super) struct Line {
    fetcher: Arc<Fetcher>,
    budget: Budget,
    window: Window<Unit>,
    running: JoinSet<Arrival>,
    jobs: usize,
    ahead: u64,
    live: bool,
    edge: Arc<Edge>,
    stop: CancellationToken,
    gauges: Arc<Gauges>,
    map: Arc<Map>,
    /// Segments lost in a row, in the order of the recording.
    lost: u32,
    pub(super) last_reason: Option<String>,
    links: Links,
    holes: Holes,
    /// Segments whose links were no longer good.
    expired: Vec<SegmentId>,
    broken: CancellationToken,
    /// Whether something was asked for that is not in the recording, because it was stopped.
    pub(super) cut: bool,
    /// What is missing where what is under way does not come; `None` of initialisations.
    under_way: BTreeMap<u64, Option<Gap>>,
    /// Whether an initialisation did not come: the first segment that comes behind it brings it along.
    owed: bool,
    /// Whether a segment has come, in this run or an earlier one.
    begun: bool,
    /// When the first segment came, while it is not known what they are.
    came: Option<tokio::time::Instant>,
}

impl Line {
    pub(super) fn new(
        settings: &Settings,
        parts: &Parts,
        (budget, buffers): (Budget, Buffers),
        (keys, edge, spares, map): (ContentKeys, Arc<Edge>, Option<Spares>, Arc<Map>),
        (live, begun): (bool, bool),
    ) -> Self {
        let fetcher = Fetcher {
            asker: parts.asker.clone(),
            slots: parts.asker.hosts().track(),
            spares,
            unmeasured: AtomicBool::new(false),
            buffers,
            looks: Looks::default(),
            opener: Opener::new(parts.asker.clone(), keys, parts.stop.clone()),
            edge: Arc::clone(&edge),
            keys: Keys::new(parts.asker.clone(), settings.retry, parts.stop.clone()),
            policy: settings.retry,
            passing: settings.passing.clone().into(),
            gauges: Arc::clone(&parts.gauges),
            events: parts.events.clone(),
            stop: parts.stop.clone(),
        };
        let jobs = settings.jobs.max(1);
        Self {
            fetcher: Arc::new(fetcher),
            budget,
            window: Window::new(),
            running: JoinSet::new(),
            jobs,
            ahead: (jobs * WINDOW_FACTOR) as u64,
            live,
            edge,
            stop: parts.stop.clone(),
            gauges: Arc::clone(&parts.gauges),
            map,
            lost: 0,
            last_reason: None,
            links: settings.links.clone(),
            holes: settings.holes,
            expired: Vec::new(),
            broken: parts.broken.clone(),
            cut: false,
            under_way: BTreeMap::new(),
            owed: false,
            begun,
            came: None,
        }
    }

    /// What fetches for it.
    pub(super) fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// Until everything that is asked for was handed to the writer.
    pub(super) async fn run(&mut self, mut asks: mpsc::Receiver<Ask>, writer: &Writer) -> Result<(), RecordError> {
        let mut fed = true;
        let mut patience = None;
        loop {
            if patience.is_none() && self.stop.is_cancelled() {
                patience = Some(tokio::time::Instant::now() + GRACE);
            }
            if fed && self.stop.is_cancelled() {
                fed = false;
                self.cut = asks.try_recv().is_ok();
            }
            if !fed && self.window.is_done() {
                return Ok(());
            }
            let written = self.budget.written();
            let in_window = self.window.started() - written < self.ahead;
            let missing = self.window.front_unit().is_some_and(|unit| unit.content.is_missing());
            // Not missing, only not waited for; of a live stream what is behind it cannot be had later.
            let held = missing && self.stop.is_cancelled();
            if held && (!self.live || self.running.is_empty()) {
                return self.leave_off(writer).await;
            }
            let is_last = self.running.is_empty() && (!fed || !in_window) || self.stop.is_cancelled();
            let settled = self.is_settled(is_last);
            let until = self.came.unwrap_or_else(tokio::time::Instant::now) + turn::PATIENCE;
            tokio::select! {
                biased;
                Some(done) = self.running.join_next() => self.arrived(done),
                slot = writer.units.reserve(), if self.window.is_ready() && !held && settled => {
                    // The writer has said why it ended.
                    let (Ok(slot), Some(unit)) = (slot, self.window.take()) else { return Ok(()) };
                    if matches!(&unit.content, Content::Gap(gap) if self.edge.is_beyond(gap.sequence)) {
                        self.budget.advance();
                        continue;
                    }
                    if let Some(unit) = self.turn(unit)? {
                        slot.send(unit);
                    }
                }
                ask = asks.recv(), if fed && in_window && self.running.len() < self.jobs => match ask {
                    Some(ask) => self.begin(ask),
                    None => fed = false,
                },
                () = self.budget.beyond(written), if fed && !in_window => {}
                () = tokio::time::sleep_until(until), if !settled => {}
                // The writer has ended, and says why: nobody pays back any more what those under way wait for.
                () = writer.units.closed() => return Ok(()),
                () = self.stop.cancelled(), if patience.is_none() => {}
                () = tokio::time::sleep_until(patience.unwrap_or_else(tokio::time::Instant::now)), if patience.is_some() => {
                    return self.leave_off(writer).await;
                }
            }
        }
    }

    /// Ends it where it stands. What has come of a live stream is written all the same, what is not there between counts as
    /// missing: nobody can ask for it again.
    async fn leave_off(&mut self, writer: &Writer) -> Result<(), RecordError> {
        self.cut = true;
        if !self.live || self.broken.is_cancelled() {
            return Ok(());
        }
        self.running.abort_all();
        for (place, gap) in std::mem::take(&mut self.under_way) {
            let content = gap.map_or(Content::StillMissing, Content::Gap);
            self.window.arrive(place, Unit { content, ticket: self.budget.open(place), lost: true, mapped: None });
        }
        let mut held = Vec::new();
        let _ = self.is_settled(true);
        while let Some(unit) = self.window.take() {
            let is_segment = matches!(unit.content, Content::Segment { .. });
            held.extend(self.turn(unit)?);
            for unit in held.drain(..if is_segment { held.len() } else { 0 }) {
                // A writer that stands still is not waited for.
                if !matches!(tokio::time::timeout(GRACE, writer.units.send(unit)).await, Ok(Ok(()))) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn begin(&mut self, ask: Ask) {
        let place = self.window.start();
        match &ask {
            Ask::Gap(_) => {}
            Ask::Init { .. } => drop(self.under_way.insert(place, None)),
            Ask::Segment { segment, .. } => {
                let reason = "the recording was stopped before it came";
                let gap = gap(segment.sequence, 1, segment.duration, segment.date, reason);
                self.under_way.insert(place, Some(gap));
            }
        }
        let ticket = self.budget.open(place);
        let fetcher = Arc::clone(&self.fetcher);
        match ask {
            Ask::Gap(gap) => {
                self.last_reason.get_or_insert_with(|| gap.reason.clone());
                self.map.miss(gap.count);
                self.place(place, Unit { content: Content::Gap(gap), ticket, lost: false, mapped: None });
            }
            Ask::Init { init, before, until } => {
                self.running.spawn(async move {
                    let (body, lost) = match fetcher.init_anywhere((&init, until), &before, &mut ticket.beside()).await
                    {
                        Ok(body) => (body, None),
                        Err(lost) => (Vec::new(), Some((before.id(), lost))),
                    };
                    let before = before.sequence;
                    let content = Content::Init { before, body };
                    (place, Unit { content, ticket, lost: lost.is_some(), mapped: None }, lost)
                });
            }
            Ask::Segment { segment, like, late, until } => {
                self.gauges.running.add(1);
                let mapped = if late { self.map.again() } else { self.map.begin() };
                let asked = Asked { segment: *segment, like, late, until, most_tries: u32::MAX };
                self.fetch(place, asked, ticket, Some(mapped));
            }
        }
    }

    /// Fetches a segment for `place`.
    fn fetch(&mut self, place: u64, asked: Asked, ticket: Ticket, mapped: Option<u64>) {
        let (fetcher, id) = (Arc::clone(&self.fetcher), asked.like.id());
        self.running.spawn(async move {
            let (unit, lost) = fetch_segment(&fetcher, asked, ticket).await;
            (place, Unit { mapped, ..unit }, lost.map(|lost| (id, lost)))
        });
    }

    fn arrived(&mut self, done: Result<Arrival, tokio::task::JoinError>) {
        let (place, unit, lost) = match done {
            Ok(done) => done,
            // Its place would stay empty, and everything behind it wait for ever.
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => return,
            },
        };
        if let Some(mapped) = unit.mapped {
            self.gauges.running.sub(1);
            self.map.end(mapped, if lost.is_some() { Cell::Gap } else { Cell::Done });
        }
        if let Some((id, lost)) = lost {
            if lost.refused && self.links.may_lead_to(&id) {
                self.expired.push(id);
            }
            self.last_reason = Some(lost.reason);
        }
        self.place(place, unit);
    }

    fn place(&mut self, place: u64, unit: Unit) {
        self.under_way.remove(&place);
        self.window.arrive(place, unit);
        self.fetcher.slots.reached(self.window.front());
    }
}

/// A segment that is asked for.
struct Asked {
    segment: Segment,
    like: Like,
    /// Whether it was missing before.
    late: bool,
    until: Option<Instant>,
    most_tries: u32,
}

async fn fetch_segment(
    fetcher: &Fetcher,
    Asked { segment, like, late, until, most_tries }: Asked,
    mut ticket: Ticket,
) -> (Unit, Option<Lost>) {
    let sequence = segment.sequence;
    let (url, range, lock) = (segment.url.clone(), segment.range, segment.lock.clone());
    let want = Want { sequence, url, range, lock, until, most_tries };
    match fetcher.anywhere((&want, segment.init.as_ref()), &like, &mut ticket).await {
        Ok(body) => {
            let Body { bytes: body, look, init, took, tries } = body;
            let (timeline, duration, date, name) = (segment.timeline, segment.duration, segment.date, like.name);
            let may_come_again =
                look.early && most_tries == u32::MAX && (until.is_some() || tries < fetcher.policy.tries);
            let again = may_come_again.then(|| Box::new(Again { segment, like, until }));
            let content = Content::Segment {
                sequence,
                name,
                timeline,
                duration,
                date,
                body,
                look,
                init,
                took,
                tries,
                late,
                again,
            };
            (Unit { content, ticket, lost: false, mapped: None }, None)
        }
        Err(lost) => {
            let gap = gap(sequence, 1, segment.duration, segment.date, &lost.reason);
            let content = if late { Content::StillMissing } else { Content::Gap(gap) };
            // One that was missing before says nothing new.
            (Unit { content, ticket, lost: !late, mapped: None }, Some(lost))
        }
    }
}
