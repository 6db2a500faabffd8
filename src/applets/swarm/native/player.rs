//! One player: it loads playlists on schedule, fetches what they name, and has its playhead tell what a viewer saw.
//!
//! A copy of a live playlist is asked for again a target duration after the last one was asked for, or after half of that
//! where it brought nothing new (section 6.3.4). Segments are fetched one after the other while the buffer has room.

use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::Hall;
use super::abr::Bandwidth;
use super::cmcd::Told;
use super::courier::{AskError, Courier, Kind};
use super::library::{Piece, Rendition, Sheet, Target, Text};
use super::playhead::{Playhead, Scene};
use super::stage::{Figures, Outcome, lock};
use super::wire::Scratch;
use crate::applets::swarm::args::{Abr, Cmcd, Variant};
use crate::applets::swarm::life::{Happening, Life, Next};
use crate::applets::swarm::ramp::chances;
use crate::applets::swarm::tally::Presence;
use crate::kit::random::Random;

/// Attempts at a segment before it is left out, and at a playlist before the session fails.
const TRIES: u32 = 3;

/// Live playlists that may fail in a row before a session is given up.
const MOST_FAILED_RELOADS: u32 = 10;

/// Between attempts.
const PAUSE: Duration = Duration::from_millis(250);

/// What the players of one thread share.
pub(super) struct Crew {
    pub(super) hall: Arc<Hall>,
    pub(super) figures: Arc<Mutex<Figures>>,
    pub(super) scratch: Scratch,
}

/// A player.
pub(super) struct Player {
    index: u64,
    crew: Rc<Crew>,
    courier: Courier,
    /// Of its streams, lengths and names of sessions.
    chances: Random,
}

/// One viewer's session.
struct Session {
    begin: Instant,
    head: Playhead,
    bandwidth: Bandwidth,
    renditions: Option<Arc<[(usize, Rendition)]>>,
    level: usize,
    /// The playlist that is played, and its last copy.
    playlist: Arc<Target>,
    sheet: Arc<Sheet>,
    /// The number of the next segment.
    next: u64,
    /// When the next copy of the playlist is due.
    reload: Instant,
    /// When the last copy with something new was asked for.
    changed: Instant,
    failed_reloads: u32,
    init: Option<Arc<Target>>,
    /// Whether a picture has been seen.
    shown: bool,
    /// When the viewer leaves.
    leaves: Option<Instant>,
    /// Its name for servers.
    name: (u64, u64),
    /// Waits up to the last request.
    waits: u64,
    /// Waits so far.
    waited: u64,
}

/// Why a session came to an end before its time.
struct Broken(String);

impl Player {
    pub(super) fn new(index: u64, crew: &Rc<Crew>) -> Self {
        let chances = chances(crew.hall.plan.seed.rotate_left(32), index);
        Self { index, crew: Rc::clone(crew), courier: Courier::new(crew), chances }
    }

    /// Lives from `slot` until `stop`.
    pub(super) async fn run(mut self, slot: Instant, stop: CancellationToken) {
        let hall = Arc::clone(&self.crew.hall);
        let (plan, tally) = (&hall.plan, &hall.tally);
        let mut life = Life::new(plan.ffmpeg.max_restarts, chances(!plan.seed, self.index));
        if stop.run_until_cancelled(tokio::time::sleep_until(slot.into())).await.is_none() {
            return;
        }
        tally.due(slot.elapsed());
        let mut next = life.on(Happening::Due);
        loop {
            let happened = match next {
                Next::Spawn => {
                    tally.started.inc();
                    if life.restarts() > 0 {
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
        let mut figures = lock(&self.crew.figures);
        let shown = session.as_ref().is_some_and(|session: &Session| session.shown);
        match &mut session {
            Some(session) => {
                session.head.advance(Instant::now());
                let spent = session.head.take();
                self.crew.hall.tally.stalled.add(spent.rebuffers);
                figures.spend(spent);
            }
            None => figures.spent.join += begin.elapsed(),
        }
        figures.watching -= u64::from(shown);
        let outcome = match (&ended, shown) {
            (Some(Ok(())), _) | (None, true) => Outcome::Ok,
            (None, false) => Outcome::ExitBeforeStart,
            (Some(Err(_)), false) => Outcome::StartFailure,
            (Some(Err(_)), true) => Outcome::Fatal,
        };
        figures.ended(outcome);
        drop(figures);
        if let Some(Err(Broken(reason))) = &ended {
            tracing::debug!(client_id = self.index, reason, "session_failed");
        }
        matches!(outcome, Outcome::Ok | Outcome::ExitBeforeStart)
    }

    async fn play(&mut self, begin: Instant, slot: &mut Option<Session>) -> Result<(), Broken> {
        let session = slot.insert(self.open(begin).await?);
        loop {
            let now = Instant::now();
            session.head.advance(now);
            let spent = session.head.take();
            session.waited += spent.rebuffers;
            self.crew.hall.tally.stalled.add(spent.rebuffers);
            lock(&self.crew.figures).spend(spent);
            if session.head.scene() == Scene::Ended || session.leaves.is_some_and(|leaves| now >= leaves) {
                return Ok(());
            }
            if !session.sheet.ended && now >= session.reload {
                self.reload(session).await?;
                continue;
            }
            if let Some(due) = self.step(session, now).await? {
                let due = session.leaves.map_or(due, |leaves| due.min(leaves));
                tokio::time::sleep_until(due.into()).await;
                lock(&self.crew.figures).lag.record(due.elapsed());
            }
        }
    }

    /// Does what can be done now, or tells when there will be something.
    async fn step(&mut self, session: &mut Session, now: Instant) -> Result<Option<Instant>, Broken> {
        let sheet = Arc::clone(&session.sheet);
        let mut due = if sheet.ended { None } else { Some(session.reload) };
        if let Some(piece) = sheet.piece(session.next) {
            let room = self.crew.hall.plan.native.buffer.saturating_sub(piece.duration);
            let Some(until) = session.head.holds_until(room).filter(|until| *until > now) else {
                if !self.adapt(session).await? {
                    self.fetch(session, piece).await;
                }
                return Ok(None);
            };
            due = Some(due.map_or(until, |due| due.min(until)));
        } else if session.next < sheet.sequence {
            lock(&self.crew.figures).missing += sheet.sequence - session.next;
            session.next = sheet.sequence;
            return Ok(None);
        } else if sheet.ended {
            session.head.complete(now);
            return Ok(Some(session.head.holds_until(Duration::ZERO).unwrap_or(now)));
        }
        Ok(due)
    }

    /// Loads what a session begins with.
    async fn open(&mut self, begin: Instant) -> Result<Session, Broken> {
        let hall = Arc::clone(&self.crew.hall);
        let entry = hall.entry(&mut self.chances);
        let leaves = hall.plan.native.session.map(|lengths| begin + lengths.draw(&mut self.chances));
        let name = (self.chances.next_u64(), self.chances.next_u64());
        let (text, base) = self.text(&entry, name).await?;
        let bandwidth = Bandwidth::default();
        let (renditions, level, playlist, sheet) = match text {
            Text::Media(sheet) => (None, 0, base, sheet),
            Text::Master(renditions) => {
                let level = self.level(&renditions, bandwidth);
                let target = Arc::clone(&renditions[level].1.target);
                match self.text(&target, name).await? {
                    (Text::Media(sheet), base) => (Some(renditions), level, base, sheet),
                    (Text::Master(_), _) => return Err(Broken("a master playlist names another".to_owned())),
                }
            }
        };
        let now = Instant::now();
        Ok(Session {
            begin,
            head: Playhead::new(begin),
            bandwidth,
            renditions,
            level,
            playlist,
            next: sheet.begin(),
            reload: now + sheet.target,
            changed: now,
            sheet,
            failed_reloads: 0,
            init: None,
            shown: false,
            leaves,
            name,
            waits: 0,
            waited: 0,
        })
    }

    /// The place of the rendition a session begins with, by its bit rate.
    fn level(&self, renditions: &[(usize, Rendition)], bandwidth: Bandwidth) -> usize {
        let plan = &self.crew.hall.plan;
        match (plan.native.abr, plan.variant) {
            (Abr::Hlsjs, _) => bandwidth.choose(renditions.iter().map(|(_, one)| one.bandwidth_bps), None),
            (Abr::Fixed, Variant::Highest) => renditions.len() - 1,
            (Abr::Fixed, Variant::Lowest) => 0,
            (Abr::Fixed, Variant::First) => renditions.iter().position(|(place, _)| *place == 0).unwrap_or(0),
            // A player shows one at a time: the audience is spread over all of them.
            (Abr::Fixed, Variant::All) => (self.index % renditions.len() as u64) as usize,
        }
    }

    /// Changes the rendition where another fits better; whether it did.
    async fn adapt(&mut self, session: &mut Session) -> Result<bool, Broken> {
        if self.crew.hall.plan.native.abr != Abr::Hlsjs {
            return Ok(false);
        }
        let Some(renditions) = session.renditions.clone() else { return Ok(false) };
        let level = session.bandwidth.choose(renditions.iter().map(|(_, one)| one.bandwidth_bps), Some(session.level));
        if level == session.level {
            return Ok(false);
        }
        let asked = Instant::now();
        let (text, base) = self.text(&renditions[level].1.target, session.name).await?;
        let Text::Media(sheet) = text else { return Err(Broken("a rendition is a master playlist".to_owned())) };
        if sheet.ended && !session.sheet.ended {
            session.next = session.next.max(sheet.sequence);
        } else if sheet.ended {
            // The same moment, where the renditions are not cut alike.
            let before = session.sheet.ahead(session.sheet.sequence).saturating_sub(session.sheet.ahead(session.next));
            session.next = sheet.at(before);
        }
        let mut figures = lock(&self.crew.figures);
        let switches = if level > session.level { &mut figures.up } else { &mut figures.down };
        *switches += 1;
        drop(figures);
        (session.level, session.playlist) = (level, base);
        (session.reload, session.changed, session.sheet) = (asked + sheet.target, asked, sheet);
        Ok(true)
    }

    /// The next copy of a live playlist.
    async fn reload(&mut self, session: &mut Session) -> Result<(), Broken> {
        let (asked, playlist) = (Instant::now(), Arc::clone(&session.playlist));
        let target = session.sheet.target;
        let told = self.told(session, Kind::Playlist, Duration::ZERO);
        match self.courier.text(&playlist, told.as_ref()).await {
            Ok((Text::Media(sheet), base)) => {
                session.failed_reloads = 0;
                let is_new = sheet.end() != session.sheet.end() || sheet.ended != session.sheet.ended;
                if is_new {
                    session.changed = asked;
                } else {
                    lock(&self.crew.figures).stale += 1;
                }
                session.reload = asked + if is_new { sheet.target } else { sheet.target / 2 };
                if sheet.end() + sheet.pieces.len() as u64 <= session.next {
                    // The encoder began anew: its numbers are others.
                    session.next = sheet.begin();
                }
                (session.sheet, session.playlist) = (sheet, base);
                Ok(())
            }
            Ok((Text::Master(_), _)) => Err(Broken("the playlist became a master playlist".to_owned())),
            Err(error) => {
                session.failed_reloads += 1;
                // Never at once: a server that refuses quickly is not to be asked more often for it.
                session.reload = asked.max(Instant::now()) + (target / 2).max(PAUSE);
                if session.failed_reloads > MOST_FAILED_RELOADS { Err(Broken(error.to_string())) } else { Ok(()) }
            }
        }
    }

    /// Fetches a piece; one that cannot be had is left out, and the viewer waits for the next.
    async fn fetch(&mut self, session: &mut Session, piece: &Piece) {
        session.next += 1;
        if piece.gap {
            lock(&self.crew.figures).missing += 1;
            return;
        }
        if let Some(init) = &piece.init
            && session.init.as_ref().is_none_or(|known| !Arc::ptr_eq(known, init) && **known != **init)
        {
            let told = self.told(session, Kind::Init, Duration::ZERO);
            if self.media(init, Kind::Init, told).await.is_none() {
                lock(&self.crew.figures).missing += 1;
                return;
            }
            session.init = Some(Arc::clone(init));
        }
        let told = self.told(session, Kind::Segment, piece.duration);
        let Some((bytes, took)) = self.media(&piece.target, Kind::Segment, told).await else {
            lock(&self.crew.figures).missing += 1;
            return;
        };
        let now = Instant::now();
        session.bandwidth.sample(bytes, took);
        let is_first = session.head.add(piece.duration, now);
        let declared = session.renditions.as_ref().map_or(0, |renditions| renditions[session.level].1.bandwidth_bps);
        let weighted = match declared {
            0 => bytes as f64 * 8.0,
            bps => bps as f64 * piece.duration.as_secs_f64(),
        };
        let mut figures = lock(&self.crew.figures);
        if is_first {
            figures.startup.record(now - session.begin);
            figures.watching += 1;
            session.shown = true;
        }
        figures.late += u64::from(took > piece.duration);
        figures.media += piece.duration;
        figures.weighted += weighted;
        if !session.sheet.ended {
            let since = now.saturating_duration_since(session.changed);
            figures.latency.record(session.head.buffer() + session.sheet.ahead(session.next) + since);
        }
    }

    /// What servers are told with a request, where they are told anything.
    fn told(&self, session: &mut Session, kind: Kind, duration: Duration) -> Option<Told> {
        let way = self.crew.hall.plan.native.cmcd;
        if way == Cmcd::Off {
            return None;
        }
        let starved = session.waited > session.waits;
        session.waits = session.waited;
        Some(Told {
            way,
            session: session.name,
            kind,
            live: !session.sheet.ended,
            bitrate_bps: session.renditions.as_ref().map_or(0, |renditions| renditions[session.level].1.bandwidth_bps),
            duration,
            buffer: session.head.buffer(),
            throughput_bps: session.bandwidth.measured_bps(),
            starved,
            urgent: session.head.scene() != Scene::Playing,
        })
    }

    /// Bytes, and how long they took; none where they cannot be had.
    async fn media(&mut self, target: &Arc<Target>, kind: Kind, told: Option<Told>) -> Option<(u64, Duration)> {
        for turn in 1..=TRIES {
            match self.courier.media(target, kind, told.as_ref()).await {
                Ok(got) => return Some(got),
                // What is not there will not come back.
                Err(AskError::Status(400..=499)) => return None,
                Err(_) if turn < TRIES => tokio::time::sleep(PAUSE).await,
                Err(_) => {}
            }
        }
        None
    }

    /// A playlist, tried some times: where it came from in the end, and what it says.
    async fn text(&mut self, target: &Arc<Target>, name: (u64, u64)) -> Result<(Text, Arc<Target>), Broken> {
        let told =
            (self.crew.hall.plan.native.cmcd != Cmcd::Off).then(|| Told::first(self.crew.hall.plan.native.cmcd, name));
        let mut last = String::new();
        for turn in 1..=TRIES {
            match self.courier.text(target, told.as_ref()).await {
                Ok(got) => return Ok(got),
                Err(error) => last = error.to_string(),
            }
            if turn < TRIES {
                tokio::time::sleep(PAUSE).await;
            }
        }
        Err(Broken(last))
    }
}
