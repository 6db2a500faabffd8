//! Copies of a live playlist, each asked for when it is due.
//!
//! A copy is due a target duration after the last one was asked for, or half of that where it brought nothing new
//! (section 6.3.4). A server that can block is asked at once for the copy that has what comes next (section 6.2.5.2), and
//! for what changed alone where our copy is young enough (section 6.2.5.1).

use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::courier::{AskError, Copy, Kind};
use super::library::{Target, Text, TextError};
use super::session::{Broken, PAUSE, Session};
use super::sheet::{Place, Sheet};
use super::stage::lock;
use super::track::{Sort, Track};
use crate::media::hls::ReadError;

/// Live playlists that may fail in a row before a session is given up.
const MOST_FAILED_RELOADS: u32 = 10;

/// Copies that a server which is to wait for news may send without: whoever was behind gets some.
const MOST_HASTY: u32 = 3;

/// Between two copies, whatever a playlist says of its segments.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);

/// Pieces by which a copy is further than the one before, beyond those that can have been made in the time between: the
/// encoder jumped, and nobody has lost them.
fn unlikely(before: &Sheet, now: &Sheet, between: Duration) -> u64 {
    let whole: Duration = now.pieces.iter().map(|piece| piece.duration).sum();
    let mean = whole / u32::try_from(now.pieces.len()).unwrap_or(u32::MAX).max(1);
    let made = between.as_secs_f64() / mean.max(SHORTEST_PAUSE).as_secs_f64();
    // One was on its way, and the clocks differ a little.
    now.end().saturating_sub(before.end()).saturating_sub(made as u64 + 2)
}

/// The next copy of a playlist.
struct Due {
    playlist: Arc<Target>,
    sheet: Arc<Sheet>,
    target: Arc<Target>,
    /// Whether what has not changed may be left out.
    delta: bool,
}

impl Session {
    /// Keeps the copy of a live playlist up to date; ends only with a failure.
    pub(super) async fn follow(&self, track: &Track) -> Result<Infallible, Broken> {
        loop {
            let (ended, due) = {
                let state = track.state.borrow();
                (state.sheet.ended, state.reload)
            };
            if ended {
                track.moved.notified().await;
                continue;
            }
            if due > Instant::now() {
                tokio::select! {
                    () = tokio::time::sleep_until(due.into()) => lock(&self.crew.figures).lag.record(due.elapsed()),
                    () = track.moved.notified() => continue,
                }
            }
            if let Err(broken) = self.reload(track).await {
                // hls.js goes on with another rendition, where there is one.
                let may_change = track.sort == Sort::Picture && self.penalise(self.level.get());
                if !may_change || !self.adapt(track).await? {
                    return Err(if track.sort == Sort::Sound { broken.of_sound() } else { broken });
                }
            }
            track.news.notify_one();
        }
    }

    /// The next copy.
    async fn reload(&self, track: &Track) -> Result<(), Broken> {
        let asked = Instant::now();
        let due = self.due(track, asked)?;
        let told = self.told(track, Kind::Playlist, Duration::ZERO);
        let previous = due.delta.then_some(&due.sheet);
        let copy = Copy { target: &due.target, playlist: &due.playlist, previous };
        let result = self.courier.text(copy, told.as_ref()).await;
        let mut state = track.state.borrow_mut();
        if !Arc::ptr_eq(&state.playlist, &due.playlist) {
            // Another rendition is played by now.
            return Ok(());
        }
        match result {
            Ok((Text::Media(sheet), base)) => {
                state.failed_reloads = 0;
                state.whole = false;
                lock(&self.crew.figures).deltas += u64::from(due.delta);
                let blocked = !Arc::ptr_eq(&due.target, &due.playlist);
                let is_another = sheet.end() + sheet.pieces.len() as u64 <= state.next.number;
                if sheet.edge() < due.sheet.edge() && !is_another {
                    // A cache has an older copy.
                    lock(&self.crew.figures).stale += 1;
                    state.reload = asked + sheet.target / 2;
                    return Ok(());
                }
                let is_new = sheet.edge() != due.sheet.edge() || sheet.ended != due.sheet.ended;
                let now = Instant::now();
                if is_new {
                    state.changed = if blocked { now } else { asked };
                } else {
                    lock(&self.crew.figures).stale += 1;
                }
                state.hasty = if blocked && now - asked < sheet.shortest() / 4 { state.hasty + 1 } else { 0 };
                state.unlost = state.unlost.saturating_add(unlikely(&due.sheet, &sheet, asked - state.asked));
                let pause = match (is_new, blocked) {
                    // It answers at once, again and again: what it tells of cannot all have been made meanwhile.
                    (true, true) if state.hasty > MOST_HASTY => sheet.shortest() / 2,

                    (true, true) => Duration::ZERO,
                    (true, false) if sheet.can_block => Duration::ZERO,
                    (true, false) => sheet.target,
                    // The server did not wait although it can: it is not to be asked without a pause.
                    (false, true) => sheet.low.map_or(sheet.target / 2, |low| low.part_target),
                    (false, false) => sheet.target / 2,
                };
                state.reload = asked + if pause.is_zero() { pause } else { pause.max(SHORTEST_PAUSE) };
                if is_another {
                    // The encoder began anew: its numbers are others.
                    state.next = sheet.begin();
                }
                (state.sheet, state.playlist, state.asked) = (sheet, base, asked);
                Ok(())
            }
            Ok((Text::Master(_), _)) => Err(Broken::Read("the playlist became a master playlist".to_owned())),
            Err(AskError::Text(TextError::Read(ReadError::Delta { .. }))) if due.delta => {
                state.whole = true;
                Ok(())
            }
            Err(error) => {
                state.failed_reloads += 1;
                // Never at once: a server that refuses quickly is not to be asked more often for it.
                state.reload = Instant::now() + (due.sheet.target / 2).max(PAUSE);
                if state.failed_reloads > MOST_FAILED_RELOADS { Err(Broken::Asked(error.to_string())) } else { Ok(()) }
            }
        }
    }

    /// What is asked for next.
    fn due(&self, track: &Track, now: Instant) -> Result<Due, Broken> {
        let state = track.state.borrow();
        let (playlist, sheet) = (Arc::clone(&state.playlist), Arc::clone(&state.sheet));
        if !sheet.can_block || state.failed_reloads > 0 {
            return Ok(Due { target: Arc::clone(&playlist), playlist, sheet, delta: false });
        }
        let age = now.saturating_duration_since(state.asked);
        let delta = !state.whole && sheet.media.is_some() && sheet.delta_within.is_some_and(|within| age < within);
        let more = wanted(&sheet, delta);
        let target = self.crew.hall.library.copy(&playlist, &more).map_err(|error| Broken::Read(error.to_string()))?;
        Ok(Due { target: Arc::new(target), playlist, sheet, delta })
    }
}

/// The query that asks for the copy with what comes next.
fn wanted(sheet: &Sheet, delta: bool) -> String {
    let Place { number, part } = sheet.edge();
    let mut query = format!("_HLS_msn={number}");
    if sheet.low.is_some() {
        let _ = write!(query, "&_HLS_part={part}");
    }
    if delta {
        query.push_str("&_HLS_skip=YES");
    }
    query
}
