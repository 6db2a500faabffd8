//! One viewer's session: a playhead, and tracks that are followed and fetched side by side.
//!
//! ```text
//! open ─→ tracks ─┬→ follow (copies of the playlist) ─┐
//!                 └→ fill (what it names) ────────────┴→ feed ─→ playhead
//! ```

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::{join_all, try_join_all};

use super::abr::Bandwidth;
use super::cmcd::Told;
use super::courier::{Copy, Courier, Kind};
use super::library::{Rendition, Target, Text};
use super::player::Crew;
use super::playhead::{Playhead, Scene};
use super::stage::lock;
use super::track::{Sort, Track};
use crate::applets::swarm::args::{Cmcd, Variant};
use crate::applets::swarm::plan::Abr;
use crate::kit::random::Random;

/// Attempts at a segment before it is left out, and at a playlist before the session fails.
pub(super) const TRIES: u32 = 3;

/// Between attempts.
pub(super) const PAUSE: Duration = Duration::from_millis(250);

/// How often waits are reckoned while nothing comes.
const BEAT: Duration = Duration::from_secs(1);

/// Timers are as fine as this: a picture that is to stand is looked at a moment later.
const MOMENT: Duration = Duration::from_millis(1);

/// Renditions, the lowest bit rate first, each with its place in the playlist.
type Renditions = Arc<[(usize, Rendition)]>;

/// Who watches.
pub(super) struct Viewer<'a> {
    pub(super) index: u64,
    pub(super) begin: Instant,
    pub(super) chances: &'a mut Random,
}

/// One viewer's session.
pub(super) struct Session {
    pub(super) crew: Rc<Crew>,
    pub(super) courier: Courier,
    pub(super) begin: Instant,
    /// Its name for servers.
    name: (u64, u64),
    /// When the viewer leaves.
    leaves: Option<Instant>,
    pub(super) renditions: Option<Renditions>,
    /// The picture first.
    pub(super) tracks: Vec<Track>,
    pub(super) head: RefCell<Playhead>,
    pub(super) bandwidth: RefCell<Bandwidth>,
    pub(super) level: Cell<usize>,
    /// Media the playhead was given.
    given: Cell<Duration>,
    /// Media it takes to begin.
    enough: Duration,
    /// Up to when the line of a trace is taken, from the beginning.
    pub(super) line_free: Cell<Duration>,
    /// Whether a picture has been seen.
    shown: Cell<bool>,
    /// Whether media could not be had.
    pub(super) refused: Cell<bool>,
    /// Renditions that failed, and until when they are left alone.
    penalties: RefCell<Vec<(usize, Instant)>>,
    /// Waits up to the last request.
    waits: Cell<u64>,
    /// Waits so far.
    waited: Cell<u64>,
}

/// Why a session came to an end before its time.
pub(super) enum Broken {
    /// Something could not be had, which was counted when it was asked for.
    Asked(String),
    /// What came is of no use, or more is to be told than was counted.
    Read(String),
}

impl Broken {
    /// The same of a sound of its own: nobody would look for it there.
    pub(super) fn of_sound(self) -> Self {
        let (Self::Asked(reason) | Self::Read(reason)) = self;
        Self::Read(format!("the sound is not there: {reason}"))
    }
}

/// How long a rendition that failed is left alone.
const PENALTY: Duration = Duration::from_mins(1);

impl Session {
    /// Loads what a session begins with.
    pub(super) async fn open(crew: &Rc<Crew>, courier: &Courier, viewer: Viewer<'_>) -> Result<Self, Broken> {
        let hall = Arc::clone(&crew.hall);
        let entry = hall.entry(viewer.chances);
        let leaves = hall.plan.native.session.map(|lengths| viewer.begin + lengths.draw(viewer.chances));
        let name = (viewer.chances.next_u64(), viewer.chances.next_u64());
        let asking = Asking { crew, courier, name };
        let (text, base) = asking.text(&entry).await?;
        let mut penalties = Vec::new();
        let (renditions, level, mut tracks) = match text {
            Text::Media(sheet) => (None, 0, vec![Track::new(Sort::Picture, base, sheet)]),
            Text::Master(renditions) => {
                let mut level = level(&hall.plan.native.abr, hall.plan.variant, &renditions, viewer.index);
                let (picture, sound) = loop {
                    let chosen = &renditions[level].1;
                    let (sort, broken) = match asking.rendition(chosen).await {
                        Ok(both) => break both,
                        Err(lost) => lost,
                    };
                    // As in hls.js: a sound that is not there takes along all that it belongs to, and where nothing else is
                    // left, or nothing else may be chosen, that is the end.
                    let is_lost =
                        |one: usize| one == level || sort == Sort::Sound && renditions[one].1.sound == chosen.sound;
                    let until = Instant::now() + PENALTY;
                    penalties.extend((0..renditions.len()).filter(|one| is_lost(*one)).map(|one| (one, until)));
                    let is_adaptive = matches!(hall.plan.native.abr, Abr::Adaptive(_));
                    let other = (0..renditions.len()).find(|one| penalties.iter().all(|(off, _)| off != one));
                    level = other.filter(|_| is_adaptive).ok_or(broken)?;
                };
                let chosen = &renditions[level].1;
                let mut tracks: Vec<Track> = [picture].into_iter().chain(sound).collect();
                // Nobody leaves for want of text.
                if let Some(text) = &chosen.text {
                    tracks.extend(asking.track(Sort::Text, text).await.ok());
                }
                (Some(renditions), level, tracks)
            }
        };
        tracks.shrink_to_fit();
        let first = tracks[0].state.borrow().sheet.clone();
        let enough = first.low.map_or(Duration::ZERO, |low| low.hold_back.min(first.ahead(first.begin())));
        lock(&crew.figures).told_of(first.shortest());
        courier.expect(tracks.len() + usize::from(first.can_block));
        Ok(Self {
            crew: Rc::clone(crew),
            courier: courier.clone(),
            begin: viewer.begin,
            name,
            leaves,
            renditions,
            tracks,
            head: RefCell::new(Playhead::new(viewer.begin)),
            bandwidth: RefCell::default(),
            level: Cell::new(level),
            given: Cell::new(Duration::ZERO),
            enough,
            line_free: Cell::new(Duration::ZERO),
            shown: Cell::new(false),
            refused: Cell::new(false),
            penalties: RefCell::new(penalties),
            waits: Cell::new(0),
            waited: Cell::new(0),
        })
    }

    /// Plays until the stream ends or the viewer leaves.
    pub(super) async fn run(&self) -> Result<(), Broken> {
        let (texts, waited_for): (Vec<_>, Vec<_>) = self.tracks.iter().partition(|track| track.sort == Sort::Text);
        let fills = try_join_all(waited_for.iter().map(|track| self.fill(track)));
        let follows = try_join_all(waited_for.iter().map(|track| self.follow(track)));
        // A text that ends, well or not, ends nothing else.
        let beside = async {
            join_all(texts.iter().map(|track| self.beside(track))).await;
            std::future::pending::<Infallible>().await
        };
        let play = async {
            fills.await?;
            self.finish().await;
            Ok(())
        };
        tokio::select! {
            played = play => played,
            followed = follows, if !waited_for.is_empty() => followed.map(|_| ()),
            never = beside => match never {},
            () = self.stay() => Ok(()),
        }
    }

    async fn beside(&self, track: &Track) {
        tokio::select! {
            filled = self.fill(track) => drop(filled),
            followed = self.follow(track) => drop(followed),
        }
    }

    /// Leaves the rendition that is played alone for a while, where there is another to play; whether there is.
    pub(super) fn penalise(&self, level: usize) -> bool {
        let Some(renditions) = &self.renditions else { return false };
        if !matches!(self.crew.hall.plan.native.abr, Abr::Adaptive(_)) {
            return false;
        }
        let mut penalties = self.penalties.borrow_mut();
        penalties.retain(|(off, _)| *off != level);
        penalties.push((level, Instant::now() + PENALTY));
        drop(penalties);
        (0..renditions.len()).any(|one| self.is_open(one))
    }

    /// Whether a rendition may be played.
    pub(super) fn is_open(&self, level: usize) -> bool {
        let now = Instant::now();
        !self.penalties.borrow().iter().any(|(off, until)| *off == level && *until > now)
    }

    /// Whether the viewer has left.
    pub(super) fn has_left(&self) -> bool {
        self.leaves.is_some_and(|leaves| Instant::now() >= leaves)
    }

    /// Whether media could not be had.
    pub(super) fn was_refused(&self) -> bool {
        self.refused.get()
    }

    /// Whether a picture has been seen.
    pub(super) fn has_shown(&self) -> bool {
        self.shown.get()
    }

    /// Reckons what was seen up to `now`.
    pub(super) fn reckon(&self, now: Instant) {
        let spent = {
            let mut head = self.head.borrow_mut();
            head.advance(now);
            head.take()
        };
        self.waited.set(self.waited.get() + spent.rebuffers);
        self.crew.hall.tally.stalled.add(spent.rebuffers);
        lock(&self.crew.figures).spend(spent);
    }

    /// Ends when the viewer leaves; until then waits are reckoned as they are, and not when they are over.
    async fn stay(&self) {
        loop {
            let now = Instant::now();
            self.reckon(now);
            if self.leaves.is_some_and(|leaves| now >= leaves) {
                return;
            }
            let next =
                self.head.borrow().holds_until(Duration::ZERO).map_or(now + BEAT, |until| until.max(now) + MOMENT);
            let next = self.leaves.map_or(next, |leaves| leaves.min(next));
            tokio::time::sleep_until(next.into()).await;
            lock(&self.crew.figures).lag.record(next.elapsed());
        }
    }

    /// Nothing more will come: shows what is there to its end.
    async fn finish(&self) {
        self.feed(Instant::now(), Enough::Whatever);
        self.head.borrow_mut().complete(Instant::now());
        loop {
            let until = {
                let head = self.head.borrow();
                if head.scene() == Scene::Ended {
                    return;
                }
                head.holds_until(Duration::ZERO)
            };
            tokio::time::sleep_until(until.unwrap_or_else(Instant::now).into()).await;
            self.reckon(Instant::now());
        }
    }

    /// Gives the playhead what all tracks have.
    pub(super) fn feed(&self, now: Instant, enough: Enough) {
        let waited_for = self.tracks.iter().filter(|track| track.sort != Sort::Text);
        let got = waited_for.map(|track| track.state.borrow().got).min().unwrap_or_default();
        let more = got.saturating_sub(self.given.get());
        let mut head = self.head.borrow_mut();
        if more.is_zero() || (head.scene() == Scene::Joining && enough == Enough::ToBegin && more < self.enough) {
            return;
        }
        self.given.set(got);
        if head.add(more, now) {
            let mut figures = lock(&self.crew.figures);
            figures.startup.record(now - self.begin);
            figures.watching += 1;
            self.shown.set(true);
        }
    }

    /// Media of a track that was not shown yet.
    pub(super) fn lead(&self, track: &Track) -> Duration {
        self.head.borrow().buffer() + track.state.borrow().got.saturating_sub(self.given.get())
    }

    /// When a track may fetch `more`; at once where that is nothing.
    pub(super) fn room(&self, track: &Track, more: Duration, now: Instant) -> Option<Instant> {
        let (lead, scene) = (self.lead(track), self.head.borrow().scene());
        let limit = self.crew.hall.plan.native.buffer.saturating_sub(more);
        let excess = lead.saturating_sub(limit);
        match scene {
            _ if excess.is_zero() => None,
            Scene::Joining if lead < self.enough => None,
            Scene::Playing => Some(now + excess),
            // It waits for another track.
            Scene::Joining | Scene::Stalled | Scene::Ended => Some(now + PAUSE),
        }
    }

    /// Bits per second of the rendition that is played; 0 where it is not told.
    pub(super) fn declared_bps(&self) -> u64 {
        self.renditions.as_ref().map_or(0, |renditions| renditions[self.level.get()].1.bandwidth_bps)
    }

    /// A playlist, tried some times: where it came from in the end, and what it says.
    pub(super) async fn text(&self, target: &Arc<Target>) -> Result<(Text, Arc<Target>), Broken> {
        Asking { crew: &self.crew, courier: &self.courier, name: self.name }.text(target).await
    }

    /// What servers are told with a request, where they are told anything.
    pub(super) fn told(&self, track: &Track, kind: Kind, duration: Duration) -> Option<Told> {
        let way = self.crew.hall.plan.native.cmcd;
        if way == Cmcd::Off {
            return None;
        }
        let starved = self.waited.get() > self.waits.get();
        self.waits.set(self.waited.get());
        Some(Told {
            way,
            session: self.name,
            kind,
            sort: track.sort,
            live: Some(!track.state.borrow().sheet.ended),
            bitrate_bps: if track.sort == Sort::Picture { self.declared_bps() } else { 0 },
            duration,
            buffer: self.lead(track),
            throughput_bps: self.bandwidth.borrow().measured_bps(),
            starved,
            urgent: self.head.borrow().scene() != Scene::Playing,
        })
    }
}

/// How much media the playhead begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enough {
    /// What the stream says.
    ToBegin,
    /// All there is.
    Whatever,
}

/// Who asks before there is a session.
struct Asking<'a> {
    crew: &'a Rc<Crew>,
    courier: &'a Courier,
    name: (u64, u64),
}

impl Asking<'_> {
    /// The picture of a rendition and its sound; which of them is not there, and why.
    async fn rendition(&self, one: &Rendition) -> Result<(Track, Option<Track>), (Sort, Broken)> {
        let picture = self.track(Sort::Picture, &one.target).await.map_err(|broken| (Sort::Picture, broken))?;
        let Some(sound) = &one.sound else { return Ok((picture, None)) };
        let sound = self.track(Sort::Sound, sound).await.map_err(|broken| (Sort::Sound, broken.of_sound()))?;
        Ok((picture, Some(sound)))
    }

    async fn track(&self, sort: Sort, target: &Arc<Target>) -> Result<Track, Broken> {
        match self.text(target).await? {
            (Text::Media(sheet), base) => Ok(Track::new(sort, base, sheet)),
            (Text::Master(_), _) => Err(Broken::Read("a master playlist names another".to_owned())),
        }
    }

    async fn text(&self, target: &Arc<Target>) -> Result<(Text, Arc<Target>), Broken> {
        let way = self.crew.hall.plan.native.cmcd;
        let told = (way != Cmcd::Off).then(|| Told::first(way, self.name));
        let mut last = String::new();
        for turn in 1..=TRIES {
            let copy = Copy { target, playlist: target, previous: None };
            match self.courier.text(copy, told.as_ref()).await {
                Ok(got) => return Ok(got),
                Err(error) => last = error.to_string(),
            }
            if turn < TRIES {
                tokio::time::sleep(PAUSE).await;
            }
        }
        Err(Broken::Asked(last))
    }
}

/// The place of the rendition a session begins with, by its bit rate.
fn level(abr: &Abr, variant: Variant, renditions: &[(usize, Rendition)], index: u64) -> usize {
    match (abr, variant) {
        (Abr::Adaptive(_), _) => Bandwidth::default().choose(renditions.iter().map(|(_, one)| one.bandwidth_bps), None),
        (Abr::Fixed, Variant::Highest) => renditions.len() - 1,
        (Abr::Fixed, Variant::Lowest) => 0,
        (Abr::Fixed, Variant::First) => renditions.iter().position(|(place, _)| *place == 0).unwrap_or(0),
        // A player shows one at a time: the audience is spread over all of them.
        (Abr::Fixed, Variant::All) => (index % renditions.len() as u64) as usize,
    }
}
