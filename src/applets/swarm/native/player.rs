//! One player: its sessions, one after the other, as its life has it.

use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use super::Hall;
use super::courier::Courier;
use super::pool::Pool;
use super::session::{Broken, Session, Viewer};
use super::stage::{Figures, Outcome, lock};
use super::wire::Scratch;
use crate::applets::swarm::life::{Happening, Life, Next};
use crate::applets::swarm::ramp::chances;
use crate::applets::swarm::tally::Presence;
use crate::kit::random::Random;

/// What the players of one thread share.
pub(super) struct Crew {
    pub(super) hall: Arc<Hall>,
    pub(super) figures: Arc<Mutex<Figures>>,
    pub(super) scratch: Scratch,
    /// Of all of them, where they share their connections.
    pub(super) pool: Rc<Pool>,
}

/// A player.
pub(super) struct Player {
    index: u64,
    crew: Rc<Crew>,
    courier: Courier,
    /// Of its streams, lengths and names of sessions.
    chances: Random,
}

impl Player {
    pub(super) fn new(index: u64, crew: &Rc<Crew>) -> Self {
        let chances = chances(crew.hall.plan.seed.rotate_left(32), index);
        Self { index, crew: Rc::clone(crew), courier: Courier::new(crew), chances }
    }

    /// Lives from now on, which is to be `slot`, until `stop`.
    pub(super) async fn run(mut self, slot: Instant, stop: CancellationToken) {
        let hall = Arc::clone(&self.crew.hall);
        let (plan, tally) = (&hall.plan, &hall.tally);
        let mut life = Life::new(plan.ffmpeg.max_restarts, chances(!plan.seed, self.index));
        tally.due();
        tally.came(slot.elapsed());
        if stop.is_cancelled() {
            return;
        }
        let mut next = life.on(Happening::Due);
        // Whoever has seen the end, or as much as was wanted, begins again: nothing has to be mended.
        let mut ended_well = true;
        loop {
            let happened = match next {
                Next::Spawn => {
                    tally.started.inc();
                    if life.restarts() > 0 && !ended_well {
                        tally.restarted.inc();
                    }
                    Happening::Spawned
                }
                Next::Watch => {
                    let begin = Instant::now();
                    let presence = Presence::enter(tally);
                    let clean = self.watch(&stop).await;
                    drop(presence);
                    tally.exited(i32::from(!clean), begin.elapsed());
                    ended_well = clean;
                    Happening::Exited { clean, uptime: begin.elapsed() }
                }
                Next::Pause(pause) => match stop.run_until_cancelled(tokio::time::sleep(pause)).await {
                    Some(()) => Happening::Due,
                    None => Happening::Stop,
                },
                Next::GiveUp => {
                    tally.gave_up.inc();
                    return;
                }
                Next::End => return,
            };
            next = life.on(if stop.is_cancelled() { Happening::Stop } else { happened });
        }
    }

    /// One session; whether it ended well.
    async fn watch(&mut self, stop: &CancellationToken) -> bool {
        let begin = Instant::now();
        let mut session = None;
        let ended = stop.run_until_cancelled(self.play(begin, &mut session)).await;
        self.courier.close();
        let shown = session.as_ref().is_some_and(Session::has_shown);
        if let Some(session) = &session {
            session.reckon(Instant::now());
        }
        let mut figures = lock(&self.crew.figures);
        if session.is_none() {
            figures.spent.join += begin.elapsed();
        }
        figures.watching -= u64::from(shown);
        // The run, or the viewer, may have ended it before anything could be seen.
        let (left, refused) =
            session.as_ref().map_or((false, false), |session| (session.has_left(), session.was_refused()));
        let patience = self.crew.hall.plan.request.timeout;
        let is_early = (ended.is_none() || left) && !refused && begin.elapsed() < patience;
        let outcome = match (&ended, shown) {
            (Some(Ok(())) | None, true) => Outcome::Ok,
            (Some(Ok(())) | None, false) if is_early => Outcome::ExitBeforeStart,
            (Some(Ok(())) | None, false) => Outcome::NoPicture,
            (Some(Err(_)), false) => Outcome::StartFailure,
            (Some(Err(_)), true) => Outcome::Fatal,
        };
        figures.ended(outcome);
        drop(figures);
        let tally = &self.crew.hall.tally;
        match &ended {
            Some(Err(broken)) => {
                if let Broken::Read(reason) = broken {
                    tally.trouble(reason);
                }
                let (Broken::Read(reason) | Broken::Asked(reason)) = broken;
                tracing::debug!(client_id = self.index, reason, "session_failed");
            }
            Some(Ok(())) if outcome == Outcome::NoPicture && !refused => {
                tally.trouble("the stream has nothing to show");
            }
            None if outcome == Outcome::NoPicture && !refused => tally.trouble("no picture came in time"),
            _ => {}
        }
        matches!(outcome, Outcome::Ok | Outcome::ExitBeforeStart)
    }

    async fn play(&mut self, begin: Instant, slot: &mut Option<Session>) -> Result<(), Broken> {
        let viewer = Viewer { index: self.index, begin, chances: &mut self.chances };
        slot.insert(Session::open(&self.crew, &self.courier, viewer).await?).run().await
    }
}
