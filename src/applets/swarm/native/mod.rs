//! `--engine native`: players in this process, thousands on a thread, each with a connection of its own.
//!
//! ```text
//! player → session ─┬→ follow (copies of playlists) ─┬→ courier (requests) → pool → wire, stream (bytes)
//!                   └→ track (media) ────────────────┘        └→ library, sheet (each text read once)
//!            playhead (what is seen), abr, trace (which rendition) ─→ stage → report, metrics
//! ```
//! A thread owns its players, their connections and their figures. Nothing is kept of a segment but its size.

pub mod abr;
mod cache;
mod cmcd;
mod courier;
mod follow;
mod library;
mod player;
pub mod playhead;
mod pool;
mod scarce;
mod session;
mod sheet;
mod stage;
mod stream;
pub mod trace;
mod track;
mod wire;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use self::library::{Library, Target};
use self::player::{Crew, Player};
use self::pool::Pool;
use self::stage::Stage;
use self::wire::SCRATCH_BYTES;
use super::args::Engine;
use super::error::SwarmError;
use super::plan::Plan;
use super::ramp::Ramp;
use super::report::Report;
use super::slo::Slo;
use super::tally::Tally;
use super::view::{Details, More};
use crate::kit::http::{Connector, ConnectorOptions};
use crate::kit::metrics::Source;
use crate::kit::net::{Override, Prefer, Resolver};
use crate::kit::random::Random;
use crate::kit::runtime::per_core;
use crate::kit::tls;
use crate::kit::usage::Usage;

/// Of fewer players the share in memory says more of what all have in common.
const TELLING: u64 = 100;

/// Players that are late are made so many at a time, between which those that are there have their turn.
const ABREAST: usize = 32;

/// What all threads share.
struct Hall {
    plan: Plan,
    tally: Arc<Tally>,
    library: Arc<Library>,
    connector: Connector,
    /// The streams, each with the sum of the weights up to its own.
    entries: Vec<(f64, Arc<Target>)>,
}

impl Hall {
    /// One of the streams, by their weights.
    fn entry(&self, chances: &mut Random) -> Arc<Target> {
        let drawn = chances.unit() * self.entries.last().map_or(0.0, |(sum, _)| *sum);
        let place = self.entries.partition_point(|(sum, _)| *sum <= drawn).min(self.entries.len() - 1);
        Arc::clone(&self.entries[place].1)
    }
}

/// Players that are ready to begin.
pub struct Theatre {
    hall: Arc<Hall>,
    stage: Arc<Stage>,
    /// What this process held before the first player came.
    before_bytes: Option<u64>,
}

impl Theatre {
    /// Prepares what all players share.
    ///
    /// # Errors
    /// Files for TLS that cannot be used.
    pub fn new(plan: &Plan, tally: &Arc<Tally>) -> Result<Self, SwarmError> {
        let library = Arc::new(Library::of(plan));
        let entry = library.target(plan.url.clone(), None).map_err(SwarmError::Url)?;
        let overrides = plan.request.resolve.map(|address| {
            let (host, port) = (entry.origin.host.clone(), entry.origin.port);
            Override { host, port, address }
        });
        let connector = Connector::new(ConnectorOptions {
            resolver: Resolver::new(Prefer::Auto, overrides.into_iter().collect()),
            connect_timeout: Some(plan.request.timeout),
            tls: Some(tls::client_config(&plan.request.tls)?),
            source: plan.native.sources.clone(),
            ..ConnectorOptions::default()
        });
        let stage = Arc::new(Stage::new(Arc::clone(&library), plan.native.threads));
        let mut entries = vec![(1.0, Arc::new(entry))];
        for (url, weight) in &plan.native.more {
            let sum = entries.last().map_or(0.0, |(sum, _)| *sum) + weight;
            entries.push((sum, Arc::new(library.target(url.clone(), None).map_err(SwarmError::Url)?)));
        }
        let (plan, tally) = (plan.clone(), Arc::clone(tally));
        let before_bytes = Usage::own().peak_memory_bytes;
        Ok(Self { hall: Arc::new(Hall { plan, tally, library, connector, entries }), stage, before_bytes })
    }

    /// What is scraped.
    #[must_use]
    pub fn source(&self) -> Arc<dyn Source> {
        Arc::clone(&self.stage) as Arc<dyn Source>
    }

    /// What the live display shows.
    #[must_use]
    pub fn more(&self) -> More {
        let (stage, plan, tally) = (Arc::clone(&self.stage), self.hall.plan.clone(), Arc::clone(&self.hall.tally));
        Arc::new(move || {
            let judged = |slo: &Slo| {
                let mut report = Report::of(&plan, &tally, tally.begin.elapsed());
                stage.tell(&mut report);
                slo.judge(&report)
            };
            Details { lines: stage.lines(), slo: plan.slo.as_ref().map_or_else(Vec::new, judged) }
        })
    }

    /// Adds what viewers saw.
    pub fn tell(&self, report: &mut Report) {
        self.stage.tell(report);
        let plan = &self.hall.plan;
        let players = report.run.peak_active.min(plan.clients - plan.processes());
        let more = report.generator.peak_memory_bytes.zip(self.before_bytes);
        report.generator.memory_per_client_bytes =
            more.filter(|_| players >= TELLING).map(|(peak, before)| peak.saturating_sub(before) / players);
    }

    /// Runs all players until `stop`, or until each was started as often as it may be.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub async fn execute(&self, stop: CancellationToken) -> Result<(), SwarmError> {
        let (hall, stage, begin) = (Arc::clone(&self.hall), Arc::clone(&self.stage), Instant::now());
        let threads = hall.plan.native.threads;
        let (done, mut all_done) = tokio::sync::mpsc::channel::<()>(1);
        let work = move |thread: usize| {
            let (hall, stage, stop, done) = (Arc::clone(&hall), Arc::clone(&stage), stop.clone(), done.clone());
            async move {
                let figures = stage.shard(thread);
                let scratch = Rc::new(RefCell::new(vec![0; SCRATCH_BYTES].into_boxed_slice()));
                let crew = Rc::new(Crew { hall: Arc::clone(&hall), figures, scratch, pool: Rc::new(Pool::common()) });
                perform(&crew, (thread, threads), begin, stop).await;
                drop(done);
            }
        };
        per_core(threads, "swarm", work).map_err(SwarmError::Thread)?;
        // Ends when the last thread has let go of its end.
        let _ = all_done.recv().await;
        Ok(())
    }
}

/// The players of one thread, each from its slot on.
async fn perform(crew: &Rc<Crew>, (thread, threads): (usize, usize), begin: Instant, stop: CancellationToken) {
    let plan = &crew.hall.plan;
    let slots = (0..).zip(Ramp::of(plan).slots(plan.clients));
    let own = slots.filter(|(index, _)| plan.engine_of(*index) == Engine::Native).skip(thread).step_by(threads);
    let mut own: Vec<(Instant, u64)> = own.map(|(index, slot)| (begin + slot, index)).collect();
    // By chance some are later than others behind them.
    own.sort_unstable();
    let (mut players, mut spawned) = (JoinSet::new(), 0);
    for (slot, index) in &own {
        // Nobody is made ahead of the time: who waits for a slot costs its number alone.
        let turn = async {
            if *slot > Instant::now() {
                tokio::time::sleep_until((*slot).into()).await;
            } else if spawned % ABREAST == 0 {
                tokio::task::yield_now().await;
            }
        };
        if stop.run_until_cancelled(turn).await.is_none() {
            break;
        }
        players.spawn_local(Player::new(*index, crew).run(*slot, stop.clone()));
        spawned += 1;
        while let Some(ended) = players.try_join_next() {
            note(ended.as_ref(), &crew.hall.tally);
        }
    }
    for (slot, _) in own.iter().skip(spawned).take_while(|(slot, _)| *slot < Instant::now()) {
        crew.hall.tally.missed(slot.elapsed());
    }
    while let Some(ended) = players.join_next().await {
        note(ended.as_ref(), &crew.hall.tally);
    }
}

/// One that panicked has been reported by the panic hook; that there was one must not be forgotten.
fn note(ended: Result<&(), &JoinError>, tally: &Tally) {
    if ended.is_err() {
        tally.lost.inc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_player_that_is_lost_is_counted() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let tally = Tally::new(2);
        runtime.block_on(async {
            note(tokio::spawn(async {}).await.as_ref(), &tally);
            note(tokio::spawn(async { panic!("on purpose") }).await.as_ref(), &tally);
        });
        assert_eq!(tally.lost.value(), 1);
        let plan = crate::applets::swarm::plan::tests::plan("--engine native http://o/");
        let report = Report::of(&plan, &tally, std::time::Duration::from_secs(1));
        assert_eq!(report.generator.verdict, "SUSPECT");
        assert!(report.sound(&plan, &tally).is_err());
    }
}
