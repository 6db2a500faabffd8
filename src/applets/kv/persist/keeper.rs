//! Decides when the store goes to the disk: save points, what commands ask for, the growth of the log, the end.
//!
//! One thread, which also writes: so a dump and a rewrite of the log never run at the same time, and the one that was
//! asked for second follows the first.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::load::{self, Expired, Present};
use super::log::{Policy, Tail};
use super::manifest::{Manifest, Place};
use super::snapshot::{self, Purpose};
use super::{PersistError, gate, handover};
use crate::applets::kv::server::feed::Sink;
use crate::applets::kv::server::{Server, now_ms};

/// How often save points are looked at.
const TICK: Duration = Duration::from_millis(100);
/// The rest after a failure (`CONFIG_BGSAVE_RETRY_DELAY`).
const RETRY: Duration = Duration::from_secs(5);

/// The thread: works until the server ends.
pub fn run(server: &Arc<Server>) {
    let persist = &server.persist;
    loop {
        {
            let mut state = persist.state.lock();
            let is_wanted = state.dump.is_wanted || state.rewrite.is_wanted || state.is_handover_wanted;
            if !state.is_stopping && (!is_wanted || persist.gate() & gate::LOADING != 0) {
                persist.wake.wait_for(&mut state, TICK);
            }
            if state.is_stopping {
                return;
            }
        }
        server.pulse.lock().sample(&server.stats, Instant::now());
        if persist.gate() & gate::LOADING != 0 {
            continue;
        }
        look(server);
        handover::tidy(server);
        if std::mem::take(&mut persist.state.lock().is_handover_wanted) {
            report(handover::hand_over(server), "the dump for replicas was not written");
        }
        let (wants_dump, wants_rewrite) = {
            let state = persist.state.lock();
            (state.dump.is_wanted, state.rewrite.is_wanted)
        };
        if wants_rewrite {
            report(rewrite(server), "the log was not rewritten");
        } else if wants_dump {
            report(save(server), "the dump was not written");
        }
    }
}

/// Has nothing appended to the log any more. No stripe is held.
fn end_log(server: &Server) {
    let sink: Arc<dyn Sink> = Arc::<super::log::Log>::clone(&server.persist.log);
    let held = server.store.lock_all();
    server.feed.detach(&sink);
    server.persist.log.close();
    drop(held);
}

fn report(outcome: Result<(), PersistError>, what: &str) {
    if let Err(error) = outcome {
        tracing::error!(error = &error.to_string(), reason = error.reason(), "{what}");
    }
}

/// Looks whether something is due by itself.
fn look(server: &Server) {
    let settings = &server.settings;
    let wants_log = super::wants_log(settings);
    let mut state = server.persist.state.lock();
    if wants_log != state.manifest.is_some() {
        if wants_log {
            let has_rested = state.rewrite.failures == 0 || state.rewrite.tried.is_none_or(|at| at.elapsed() >= RETRY);
            state.rewrite.is_wanted |= has_rested;
        } else {
            state.manifest = None;
            drop(state);
            end_log(server);
            return;
        }
    }
    if state.dump.is_busy() || state.rewrite.is_busy() {
        return;
    }
    let dirty = server.dirty.load(Ordering::Relaxed);
    let age = (now_ms() / 1000).saturating_sub(server.persist.last_save.load(Ordering::Relaxed));
    let has_rested = state.dump.failure.is_none() || state.dump.tried.is_none_or(|at| at.elapsed() >= RETRY);
    let is_due = super::save_points(settings).iter().any(|(seconds, changes)| dirty >= *changes && age > *seconds);
    if is_due && has_rested {
        state.dump.is_wanted = true;
        return;
    }
    let number = |name| settings.get(name).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    let (percent, least) = (number("auto-aof-rewrite-percentage"), number("auto-aof-rewrite-min-size"));
    let (closed, base) = state.log_bytes;
    let size = closed + server.persist.log.size();
    let has_grown = size.saturating_sub(base).saturating_mul(100) / base.max(1) >= percent;
    let has_rested = state.rewrite.failures == 0 || state.rewrite.tried.is_none_or(|at| at.elapsed() >= RETRY);
    if state.manifest.is_some() && percent > 0 && size > least && has_grown && has_rested {
        tracing::info!(bytes = size, "the log has grown and is rewritten");
        state.rewrite.is_wanted = true;
    }
}

/// Writes a dump now, on this thread: SAVE, BGSAVE, save points. No stripe is held.
///
/// # Errors
/// What the system says; the old dump is then still there.
pub fn save(server: &Server) -> Result<(), PersistError> {
    save_to(server).map(drop)
}

/// What a dump that was written is: where it lies, and its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The file.
    pub path: std::path::PathBuf,
    /// Of all databases.
    pub keys: u64,
}

fn save_to(server: &Server) -> Result<Saved, PersistError> {
    let persist = &server.persist;
    let job = persist.job.lock();
    persist.state.lock().dump.begin();
    let path = super::dump_path(&server.settings);
    let mut dirty = 0;
    let at_cut = || dirty = server.dirty.load(Ordering::Acquire);
    let outcome = snapshot::write(server, &path, Purpose::Dump, &persist.saving, at_cut);
    drop(job);
    let mut state = persist.state.lock();
    match &outcome {
        Ok(written) => {
            tracing::info!(path = %path.display(), bytes = written.bytes, keys = written.keys, "dump written");
            server.dirty.fetch_sub(dirty.min(server.dirty.load(Ordering::Relaxed)), Ordering::AcqRel);
            persist.last_save.store(now_ms() / 1000, Ordering::Relaxed);
            persist.open_gate(gate::DUMP_FAILED);
            state.dump.end(Ok(()));
            state.saved_to = Some(path.clone());
        }
        Err(error) => {
            persist.close_gate(gate::DUMP_FAILED);
            state.dump.end(Err(error.reason()));
        }
    }
    outcome.map(|written| Saved { path, keys: written.keys })
}

/// Starts the log anew from the store as it is: BGREWRITEAOF, growth, and the start of a log. No stripe is held.
///
/// # Errors
/// What the system says; the log as it was is then still whole and goes on.
pub fn rewrite(server: &Server) -> Result<(), PersistError> {
    let persist = &server.persist;
    let job = persist.job.lock();
    persist.state.lock().rewrite.begin();
    let outcome = rewrite_parts(server);
    drop(job);
    let ended = outcome.as_ref().map(drop).map_err(PersistError::reason);
    persist.state.lock().rewrite.end(ended);
    outcome
}

fn rewrite_parts(server: &Server) -> Result<(), PersistError> {
    let persist = &server.persist;
    let place = super::log_place(&server.settings);
    std::fs::create_dir_all(&place.folder).map_err(|error| PersistError::file("create", &place.folder, error))?;
    let running = persist.state.lock().manifest.clone();
    let old = match &running {
        Some(manifest) => manifest.clone(),
        // Whatever a log of former times left: its numbers are not used again.
        None => Manifest::read(&place.manifest())?.unwrap_or_default(),
    };
    if running.is_none() && !super::wants_log(&server.settings) {
        return write_base(server, &place, &old);
    }
    let (base, increment) = (place.base(old.next_base()), place.increment(old.next_increment()));
    let tail = Tail::begin(place.path(&increment))?;
    if running.is_some() {
        // Until the base is written, the log is the old one and what comes.
        let mut both = old.clone();
        both.increments.push(increment.clone());
        both.write(&place)?;
        let mut state = persist.state.lock();
        state.manifest = Some(both);
        state.log_bytes.0 += persist.log.size();
    } else {
        super::disk::sync_folder(&place.path(&increment))
            .map_err(|error| PersistError::file("sync", &place.folder, error))?;
    }
    let at_cut = || {
        persist.log.switch(tail);
        if running.is_none() {
            persist.log.set_policy(super::policy(&server.settings));
            server.feed.attach(Arc::<super::log::Log>::clone(&persist.log));
        }
    };
    let written = snapshot::write(server, &place.path(&base), Purpose::Base, &persist.saving, at_cut);
    let new = Manifest { base: Some(base), increments: vec![increment], history: Vec::new() };
    let written = match written.and_then(|written| new.write(&place).map(|()| written)) {
        Ok(written) => written,
        Err(error) => {
            if running.is_none() {
                // There is no base to go with what is logged, or no manifest that knows it.
                end_log(server);
            }
            return Err(error);
        }
    };
    {
        let mut state = persist.state.lock();
        state.manifest = Some(new);
        state.log_bytes = (written.bytes, written.bytes);
    }
    tracing::info!(folder = %place.folder.display(), bytes = written.bytes, keys = written.keys, "log rewritten");
    remove(&place, &old);
    Ok(())
}

/// BGREWRITEAOF where there is no log: the store as it is becomes one, to which nothing is added.
fn write_base(server: &Server, place: &Place, old: &Manifest) -> Result<(), PersistError> {
    let base = place.base(old.next_base());
    snapshot::write(server, &place.path(&base), Purpose::Base, &server.persist.saving, || ())?;
    Manifest { base: Some(base), ..Manifest::default() }.write(place)?;
    remove(place, old);
    Ok(())
}

/// Removes the files of a log that another has taken the place of.
fn remove(place: &Place, old: &Manifest) {
    for file in old.base.iter().chain(&old.increments) {
        // What stays is only a file too many; the next rewrite does not use its name.
        let _ = std::fs::remove_file(place.path(file));
    }
}

/// The log is not written any more, or is again.
pub fn log_changed(server: &Server) {
    match server.persist.log.failure() {
        Some(_) => server.persist.close_gate(gate::LOG_FAILED),
        None => server.persist.open_gate(gate::LOG_FAILED),
    }
}

/// Parameters about persistence were set: takes up what need not wait for the thread. Takes leaf locks only.
pub fn reconfigured(server: &Server) {
    let persist = &server.persist;
    if persist.log.policy() != Policy::Off {
        persist.log.set_policy(super::policy(&server.settings));
    }
    let mut state = persist.state.lock();
    if super::wants_log(&server.settings) && state.manifest.is_none() && !state.rewrite.is_busy() {
        state.rewrite.is_wanted = true;
    }
    drop(state);
    persist.nudge();
}

/// Brings the store back from what the settings name, and starts the log where it is wanted.
///
/// # Errors
/// A file that cannot be read or understood: the server must not serve, or it would write over it.
pub fn load(server: &Server) -> Result<load::Loaded, PersistError> {
    let persist = &server.persist;
    let (settings, place) = (&server.settings, super::log_place(&server.settings));
    let began = Instant::now();
    for folder in [&super::folder(settings), &place.folder] {
        super::disk::sweep(folder);
    }
    let mut loaded = None;
    if super::wants_log(settings) {
        persist.loading.begin(log_size(&place)?);
        loaded = load::log(server, &place, &persist.loading)?;
    }
    let is_from_log = loaded.is_some();
    if loaded.is_none() {
        // Where a log is wanted for the first time, it starts with what the dump holds.
        let path = super::dump_path(settings);
        persist.loading.begin(std::fs::metadata(&path).map_or(0, |file| file.len()));
        loaded = load::dump(server, &path, (Expired::Dropped, Present::Refused), &persist.loading)?;
    }
    server.dirty.store(0, Ordering::Release);
    if is_from_log {
        resume(server, &place)?;
    } else if super::wants_log(settings) {
        rewrite(server)?;
    }
    let loaded = loaded.unwrap_or_default();
    persist.loaded.0.store(loaded.keys, Ordering::Relaxed);
    persist.loaded.1.store(loaded.expired, Ordering::Relaxed);
    if loaded.keys + loaded.commands > 0 {
        let (keys, commands) = (loaded.keys, loaded.commands);
        tracing::info!(keys, commands, expired = loaded.expired, seconds = began.elapsed().as_secs_f64(), "loaded");
    }
    Ok(loaded)
}

fn log_size(place: &Place) -> Result<u64, PersistError> {
    let manifest = Manifest::read(&place.manifest())?.unwrap_or_default();
    let files = manifest.base.iter().chain(&manifest.increments);
    Ok(files.map(|file| std::fs::metadata(place.path(file)).map_or(0, |file| file.len())).sum())
}

/// Goes on with the log that was loaded.
fn resume(server: &Server, place: &Place) -> Result<(), PersistError> {
    let mut manifest = Manifest::read(&place.manifest())?.unwrap_or_default();
    for name in std::mem::take(&mut manifest.history) {
        // A file too many does no harm.
        let _ = std::fs::remove_file(place.folder.join(name));
    }
    let last = manifest.increments.last().cloned();
    let tail = if let Some(last) = &last {
        Tail::open(place.path(last))?
    } else {
        let increment = place.increment(manifest.next_increment());
        let tail = Tail::begin(place.path(&increment))?;
        manifest.increments.push(increment);
        manifest.write(place)?;
        tail
    };
    let base = manifest.base.as_ref().map(|base| place.path(base));
    let base = base.and_then(|path| std::fs::metadata(path).ok()).map_or(0, |file| file.len());
    let closed = log_size(place)?.saturating_sub(tail.bytes);
    {
        let mut state = server.persist.state.lock();
        state.manifest = Some(manifest);
        state.log_bytes = (closed, base);
    }
    let held = server.store.lock_all();
    server.persist.log.switch(tail);
    server.persist.log.set_policy(super::policy(&server.settings));
    server.feed.attach(Arc::<super::log::Log>::clone(&server.persist.log));
    drop(held);
    Ok(())
}

/// `DEBUG RELOAD` and `DEBUG LOADAOF`: empties the store and loads it again. No stripe is held.
///
/// # Errors
/// As [`load()`]; the store is then empty or half loaded.
pub fn reload(server: &Server, from: Reload) -> Result<(), PersistError> {
    let persist = &server.persist;
    match from {
        Reload::Dump { .. } => save(server)?,
        Reload::OldDump { .. } => {}
        Reload::Log => {
            persist.log.settle();
            let place = super::log_place(&server.settings);
            if Manifest::read(&place.manifest())?.is_none() {
                let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
                return Err(PersistError::file("open", &place.manifest(), missing));
            }
        }
    }
    persist.close_gate(gate::LOADING);
    // They would receive what is loaded behind what they have.
    server.replication.lose_all();
    // What is loaded is no effect, and the log has it already.
    let sink: Arc<dyn Sink> = Arc::<super::log::Log>::clone(&persist.log);
    let is_logged = persist.log.policy() != Policy::Off;
    server.feed.detach(&sink);
    let is_merged =
        matches!(from, Reload::Dump { merge: Present::Replaced } | Reload::OldDump { merge: Present::Replaced });
    if !is_merged {
        let mut held = server.store.lock_all();
        for stripe in held.stripes_mut() {
            stripe.parts.iter_mut().for_each(|part| drop(part.clear()));
        }
    }
    let outcome = match from {
        Reload::Dump { merge } | Reload::OldDump { merge } => {
            let path = super::dump_path(&server.settings);
            load::dump(server, &path, (Expired::Dropped, merge), &persist.loading).map(drop)
        }
        Reload::Log => load::log(server, &super::log_place(&server.settings), &persist.loading).map(drop),
    };
    if is_logged {
        server.feed.attach(sink);
    }
    if !is_merged {
        server.dirty.store(0, Ordering::Release);
    }
    persist.open_gate(gate::LOADING);
    outcome
}

/// What [`reload`] loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// A dump of now.
    Dump {
        /// What becomes of keys that are there.
        merge: Present,
    },
    /// The dump as it is (`NOSAVE`).
    OldDump {
        /// What becomes of keys that are there.
        merge: Present,
    },
    /// The log.
    Log,
}

/// Whether a dump of now would say anything that the disk does not say already.
#[must_use]
pub fn has_news(server: &Server) -> bool {
    let path = super::dump_path(&server.settings);
    let is_saved = server.persist.state.lock().saved_to.as_ref() == Some(&path);
    // Who starts a server in some folder and ends it again shall not find a file there.
    let is_nothing =
        || !path.exists() && (0..server.store.databases()).all(|database| server.store.count(database).0 == 0);
    server.dirty.load(Ordering::Acquire) > 0 || !is_saved && !is_nothing()
}

/// Writes the last dump of a server that still runs, where one is wanted and there is something new to keep: who cannot
/// write it had better stay. No stripe is held.
///
/// # Errors
/// What the system says.
pub fn save_before_end(server: &Server) -> Result<Option<Saved>, PersistError> {
    // Half of a store that is being brought back must not take the place of the whole.
    let is_loaded = server.persist.gate() & gate::LOADING == 0;
    let is_needed = is_loaded && (server.persist.asks_for_dump() || has_news(server));
    let wants_dump = is_needed && server.persist.wants_last_dump(&server.settings);
    if wants_dump { save_to(server).map(Some) } else { Ok(None) }
}

/// The end of a server whose workers have ended: a last dump where that is wanted, which it tells, and the log to its
/// last byte.
///
/// # Errors
/// What the system says.
pub fn finish(server: &Server) -> Result<Option<Saved>, PersistError> {
    server.persist.state.lock().is_stopping = true;
    server.persist.nudge();
    let is_loaded = server.persist.gate() & gate::LOADING == 0;
    let wants_dump = is_loaded && has_news(server) && server.persist.wants_last_dump(&server.settings);
    let saved = if wants_dump { save_to(server).map(Some) } else { Ok(None) };
    server.persist.log.stop();
    saved
}
