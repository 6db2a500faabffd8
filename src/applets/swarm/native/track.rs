//! What is fetched of one playlist: a piece after the other while the buffer has room, parts where they are told, and the
//! part to come where the playlist hints at it.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::courier::{AskError, Got, Kind};
use super::library::{Target, Text};
use super::session::{Broken, Enough, PAUSE, Session, TRIES};
use super::sheet::{Found, Part, Piece, Place, Sheet};
use super::stage::lock;
use crate::applets::swarm::plan::Abr;

/// Attempts at something that a live stream tells of and that is not there yet.
const MOST_TURNS: u32 = 10;

/// What a track is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// The picture, and whatever is with it.
    Picture,
    /// Sound of its own.
    Sound,
    /// Text of its own; nobody waits for it.
    Text,
}

/// One playlist that is played.
pub(super) struct Track {
    pub(super) sort: Sort,
    pub(super) state: RefCell<State>,
    /// A new copy has come.
    pub(super) news: Notify,
    /// It is another playlist now.
    pub(super) moved: Notify,
}

/// Where it is.
pub(super) struct State {
    /// The playlist that is played, and its last copy.
    pub(super) playlist: Arc<Target>,
    pub(super) sheet: Arc<Sheet>,
    pub(super) next: Place,
    /// When the next copy of the playlist is due.
    pub(super) reload: Instant,
    /// When the last copy with something new was made, as far as can be told.
    pub(super) changed: Instant,
    /// When the copy we have was asked for.
    pub(super) asked: Instant,
    pub(super) failed_reloads: u32,
    /// Copies in a row that came at once although they were to wait.
    pub(super) hasty: u32,
    /// Numbers that the stream has jumped over.
    pub(super) unlost: u64,
    /// Whether the next copy has to be a whole one.
    pub(super) whole: bool,
    init: Option<Arc<Target>>,
    /// What was fetched before the playlist told of it.
    early: Option<Early>,
    /// Media fetched.
    pub(super) got: Duration,
}

/// A part that was hinted at.
struct Early {
    place: Place,
    target: Arc<Target>,
    /// None where it could not be had.
    got: Option<Fetched>,
}

/// What was fetched, and how long that took.
#[derive(Clone, Copy)]
struct Fetched {
    bytes: u64,
    took: Duration,
}

impl Track {
    pub(super) fn new(sort: Sort, playlist: Arc<Target>, sheet: Arc<Sheet>) -> Self {
        let now = Instant::now();
        let state = State {
            playlist,
            next: sheet.begin(),
            reload: if sheet.can_block { now } else { now + sheet.target },
            changed: now,
            asked: now,
            sheet,
            failed_reloads: 0,
            hasty: 0,
            unlost: 0,
            whole: false,
            init: None,
            early: None,
            got: Duration::ZERO,
        };
        Self { sort, state: RefCell::new(state), news: Notify::new(), moved: Notify::new() }
    }
}

impl Session {
    /// Fetches a track to its end.
    pub(super) async fn fill(&self, track: &Track) -> Result<(), Broken> {
        loop {
            let now = Instant::now();
            self.reckon(now);
            let (sheet, place) = {
                let state = track.state.borrow();
                (Arc::clone(&state.sheet), state.next)
            };
            let due = match sheet.at_place(place) {
                Found::NotYet if sheet.ended && place >= sheet.edge() => return Ok(()),
                Found::NotYet => None,
                Found::Gone(lost, next) => {
                    let mut state = track.state.borrow_mut();
                    lock(&self.crew.figures).missing += lost.saturating_sub(state.unlost);
                    (state.next, state.unlost) = (next, 0);
                    continue;
                }
                Found::PieceOver => {
                    self.crew.hall.tally.segments.inc();
                    track.state.borrow_mut().next = place.next();
                    continue;
                }
                Found::Hint(target) if track.is_early(place, target) => None,
                Found::Hint(target) => {
                    self.hinted(track, place, target).await;
                    continue;
                }
                Found::Piece(piece) => {
                    let room = self.room(track, piece.duration, now);
                    if room.is_none() {
                        if !self.adapt(track).await? {
                            self.piece(track, piece).await;
                        }
                        continue;
                    }
                    room
                }
                Found::Part(part, init) => {
                    let room = self.room(track, part.duration, now);
                    if room.is_none() {
                        if place.part > 0 || !self.adapt(track).await? {
                            self.part(track, part, init).await;
                        }
                        continue;
                    }
                    room
                }
            };
            let Some(due) = due else {
                track.news.notified().await;
                continue;
            };
            tokio::select! {
                () = tokio::time::sleep_until(due.into()) => lock(&self.crew.figures).lag.record(due.elapsed()),
                () = track.news.notified() => {}
            }
        }
    }

    /// Changes the rendition where another fits better; whether it did.
    pub(super) async fn adapt(&self, track: &Track) -> Result<bool, Broken> {
        let (Abr::Adaptive(_), Sort::Picture) = (&self.crew.hall.plan.native.abr, track.sort) else { return Ok(false) };
        let Some(renditions) = &self.renditions else { return Ok(false) };
        let now = self.level.get();
        let open: Vec<usize> = (0..renditions.len()).filter(|one| self.is_open(*one)).collect();
        let rates = open.iter().map(|one| renditions[*one].1.bandwidth_bps);
        let chosen = self.bandwidth.borrow().choose(rates, open.iter().position(|one| *one == now));
        let Some(level) = open.get(chosen).copied().filter(|level| *level != now) else { return Ok(false) };
        let asked = Instant::now();
        let Ok((text, base)) = self.text(&renditions[level].1.target).await else {
            // The one that plays goes on, or another is tried.
            let is_another = self.penalise(level);
            return Ok(is_another && !self.is_open(now));
        };
        let Text::Media(sheet) = text else { return Err(Broken::Read("a rendition is a master playlist".to_owned())) };
        {
            let mut state = track.state.borrow_mut();
            if sheet.ended && !state.sheet.ended {
                state.next = state.next.max(Place::of(sheet.sequence));
            } else if sheet.ended {
                // The same moment, where the renditions are not cut alike.
                let all = state.sheet.ahead(Place::of(state.sheet.sequence));
                let before = all.saturating_sub(state.sheet.ahead(state.next));
                state.next = Place::of(sheet.at(before));
            }
            state.playlist = base;
            state.reload = if sheet.can_block { asked } else { asked + sheet.target };
            (state.changed, state.asked, state.sheet, state.failed_reloads) = (asked, asked, sheet, 0);
        }
        track.moved.notify_one();
        self.level.set(level);
        let mut figures = lock(&self.crew.figures);
        let switches = if level > now { &mut figures.up } else { &mut figures.down };
        *switches += 1;
        Ok(true)
    }

    /// Fetches a piece; one that cannot be had is left out, and the viewer waits for the next.
    async fn piece(&self, track: &Track, piece: &Piece) {
        let place = track.state.borrow().next;
        track.state.borrow_mut().next = place.next();
        if piece.gap || !self.init(track, piece.init.as_ref()).await {
            lock(&self.crew.figures).missing += 1;
            return;
        }
        match self.fetched(track, &piece.target, Kind::Segment, piece.duration).await {
            Some(fetched) => self.gain(track, piece.duration, fetched),
            // Another rendition may have it.
            None if track.sort == Sort::Picture && self.penalise(self.level.get()) => {
                track.state.borrow_mut().next = place;
            }
            None => lock(&self.crew.figures).missing += 1,
        }
    }

    /// Fetches a part, unless it has come early.
    async fn part(&self, track: &Track, part: &Part, init: Option<&Arc<Target>>) {
        let (place, early) = {
            let mut state = track.state.borrow_mut();
            let place = state.next;
            state.next = place.behind();
            (place, state.early.take().filter(|early| early.place == place && early.target.url == part.target.url))
        };
        let _ = place;
        if part.gap || !self.init(track, init).await {
            lock(&self.crew.figures).missing += 1;
            return;
        }
        let early = early.and_then(|early| early.got);
        let fetched = match early {
            Some(fetched) => Some(fetched),
            None => self.fetched(track, &part.target, Kind::Part, part.duration).await,
        };
        match fetched {
            Some(fetched) => self.gain(track, part.duration, fetched),
            None => lock(&self.crew.figures).missing += 1,
        }
    }

    /// Asks for a part that is to come; it counts when the playlist tells of it.
    async fn hinted(&self, track: &Track, place: Place, target: &Arc<Target>) {
        let duration = track.state.borrow().sheet.low.map_or(Duration::ZERO, |low| low.part_target);
        let told = self.told(track, Kind::Hint, duration);
        let got = self.courier.media(target, Kind::Hint, told.as_ref()).await.ok();
        // From the first byte on: before that it was not there.
        let got = match got {
            Some(got) => Some(self.through(got.first_byte, &got).await),
            None => None,
        };
        track.state.borrow_mut().early = Some(Early { place, target: Arc::clone(target), got });
    }

    /// Fetches what a decoder needs first, where it is not there yet; whether it is there then.
    async fn init(&self, track: &Track, init: Option<&Arc<Target>>) -> bool {
        let Some(init) = init else { return true };
        if track.state.borrow().init.as_ref().is_some_and(|known| Arc::ptr_eq(known, init) || **known == **init) {
            return true;
        }
        let is_there = self.media(track, init, Kind::Init, Duration::ZERO).await.is_some();
        if is_there {
            track.state.borrow_mut().init = Some(Arc::clone(init));
        }
        is_there
    }

    async fn fetched(&self, track: &Track, target: &Arc<Target>, kind: Kind, duration: Duration) -> Option<Fetched> {
        let begin = Instant::now();
        let got = self.media(track, target, kind, duration).await?;
        if kind == Kind::Segment && track.sort == Sort::Picture {
            self.crew.hall.tally.compare(|ledger| ledger.played(target.url.as_str(), got.bytes));
        }
        Some(self.through(begin, &got).await)
    }

    /// Waits as long as the line of a trace would have taken, where there is one.
    async fn through(&self, begin: Instant, got: &Got) -> Fetched {
        let took = got.end.saturating_duration_since(begin);
        let Abr::Adaptive(Some(trace)) = &self.crew.hall.plan.native.abr else {
            return Fetched { bytes: got.bytes, took };
        };
        let from = begin.saturating_duration_since(self.begin).max(self.line_free.get());
        let until = trace.until(from, got.bytes);
        self.line_free.set(until);
        tokio::time::sleep_until((self.begin + until).into()).await;
        Fetched { bytes: got.bytes, took: took.max(until.saturating_sub(from)) }
    }

    /// Something has come.
    fn gain(&self, track: &Track, duration: Duration, Fetched { bytes, took }: Fetched) {
        let now = Instant::now();
        track.state.borrow_mut().got += duration;
        if track.sort != Sort::Text {
            self.bandwidth.borrow_mut().sample(bytes, took);
        }
        self.feed(now, Enough::ToBegin);
        if track.sort != Sort::Picture {
            return;
        }
        let weighted = match self.declared_bps() {
            0 => bytes as f64 * 8.0,
            bps => bps as f64 * duration.as_secs_f64(),
        };
        let behind = self.behind(track, now);
        let mut figures = lock(&self.crew.figures);
        figures.late += u64::from(took > duration);
        figures.media += duration;
        figures.weighted += weighted;
        if let Some(behind) = behind {
            figures.latency.record(behind);
        }
    }

    /// How far the playhead is behind the end of a live stream, which goes on since its last copy.
    fn behind(&self, track: &Track, now: Instant) -> Option<Duration> {
        let lead = self.lead(track);
        let state = track.state.borrow();
        let since = now.saturating_duration_since(state.changed);
        (!state.sheet.ended && self.has_shown()).then(|| lead + state.sheet.ahead(state.next) + since)
    }

    /// Bytes, and how they came; none where they cannot be had.
    async fn media(&self, track: &Track, target: &Arc<Target>, kind: Kind, duration: Duration) -> Option<Got> {
        let told = self.told(track, kind, duration);
        let begin = Instant::now();
        for turn in 0.. {
            let error = match self.courier.media(target, kind, told.as_ref()).await {
                Ok(got) => return Some(got),
                Err(error) => error,
            };
            let Some(pause) = again(track, &error, turn, begin.elapsed()) else { break };
            tokio::time::sleep(pause).await;
        }
        self.refused.set(true);
        None
    }
}

/// After which pause something is asked for again that could not be had so often, since so long; none where it is given up.
fn again(track: &Track, error: &AskError, turn: u32, since: Duration) -> Option<Duration> {
    let state = track.state.borrow();
    let sheet = &state.sheet;
    let is_live = !sheet.ended && sheet.sequence < state.next.number;
    // At the end of a live stream what is told of may come a moment later.
    let patience = match error {
        AskError::Status(404) if is_live => sheet.target,
        AskError::Status(408 | 425 | 429) if is_live => sheet.target * 3,
        AskError::Status(404 | 408 | 425 | 429) if !is_live && turn + 1 < TRIES => return busy(error),
        // What is refused will not come back.
        AskError::Status(400..=499) => return None,
        _ => return (turn + 1 < TRIES).then_some(PAUSE),
    };
    let pause = (PAUSE * 2_u32.pow(turn.min(8))).min((sheet.target / 2).max(PAUSE));
    (since < patience && turn < MOST_TURNS).then_some(pause)
}

/// A server that is busy may have time later; what is not there in a stream that has ended will not come.
fn busy(error: &AskError) -> Option<Duration> {
    (!matches!(error, AskError::Status(404))).then_some(PAUSE)
}

impl Track {
    /// Whether the part at a place was asked for before the playlist told of it.
    fn is_early(&self, place: Place, target: &Arc<Target>) -> bool {
        let state = self.state.borrow();
        state.early.as_ref().is_some_and(|early| early.place == place && early.target.url == target.url)
    }
}
