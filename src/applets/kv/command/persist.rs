//! The disk by command: SAVE, BGSAVE, BGREWRITEAOF, LASTSAVE; values as bytes: DUMP, RESTORE.

use std::sync::atomic::Ordering;

use super::arguments::{self, is};
use super::call::{Call, Outcome};
use super::info::line;
use super::refusal::Refusal;
use super::table::{
    ADMIN, DANGEROUS, DENYOOM, FAST, KEYSPACE, KeySpec, LOADING, NO_MULTI, NOSCRIPT, READONLY, STALE, Spec, WRITE,
    command,
};
use crate::applets::kv::persist::{self, keeper, load, object, rdb_read, snapshot};
use crate::applets::kv::server::notify;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("save", 1, save).flags(ADMIN | NOSCRIPT | NO_MULTI | DANGEROUS).about("1.0.0", "Synchronously saves the database(s) to disk."),
    command("bgsave", -1, bgsave).flags(ADMIN | NOSCRIPT | DANGEROUS).about("1.0.0", "Asynchronously saves the database(s) to disk."),
    command("bgrewriteaof", 1, bgrewriteaof).flags(ADMIN | NOSCRIPT | DANGEROUS).about("1.0.0", "Asynchronously rewrites the append-only file to disk."),
    command("lastsave", 1, lastsave).flags(LOADING | STALE | FAST | ADMIN | DANGEROUS).about("1.0.0", "Returns the Unix timestamp of the last successful save to disk."),
    command("dump", 2, dump).flags(READONLY | KEYSPACE).keys(KeySpec::ONE).about("2.6.0", "Returns a serialized representation of the value stored at a key."),
    command("restore", -4, restore).flags(WRITE | DENYOOM | KEYSPACE | DANGEROUS).keys(KeySpec::ONE).about("2.6.0", "Creates a key from the serialized representation of a value."),
    command("restore-asking", -4, restore).flags(WRITE | DENYOOM | KEYSPACE | DANGEROUS).keys(KeySpec::ONE).about("3.0.0", "An internal command for migrating keys in a cluster."),
];

fn save(call: &mut Call) -> Outcome {
    if let Some(transaction) = &mut call.client.transaction {
        transaction.is_broken = true;
        return Err("ERR Command not allowed inside a transaction".into());
    }
    if call.server.persist.state.lock().dump.is_busy() {
        return Err("ERR Background save already in progress".into());
    }
    keeper::save(call.server).map_err(|error| {
        tracing::error!(error = &error.to_string(), reason = error.reason(), "SAVE failed");
        Refusal::from("ERR")
    })?;
    call.reply.ok();
    Ok(())
}

fn bgsave(call: &mut Call) -> Outcome {
    let is_scheduled = match call.args.get(1) {
        None => false,
        Some(word) if call.args.len() == 2 && is(word, "schedule") => true,
        Some(_) => return Err(Refusal::Syntax),
    };
    let mut state = call.server.persist.state.lock();
    if state.dump.is_busy() {
        return Err("ERR Background save already in progress".into());
    }
    if state.rewrite.is_busy() && !is_scheduled {
        return Err(
            "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in order to \
                    schedule a BGSAVE whenever possible."
                .into(),
        );
    }
    let is_later = state.rewrite.is_busy();
    state.dump.is_wanted = true;
    drop(state);
    call.server.persist.nudge();
    call.reply.simple(if is_later { "Background saving scheduled" } else { "Background saving started" });
    Ok(())
}

fn bgrewriteaof(call: &mut Call) -> Outcome {
    let mut state = call.server.persist.state.lock();
    if state.rewrite.is_busy() {
        return Err("ERR Background append only file rewriting already in progress".into());
    }
    let is_later = state.dump.is_busy();
    state.rewrite.is_wanted = true;
    drop(state);
    call.server.persist.nudge();
    let text = if is_later { "scheduled" } else { "started" };
    call.reply.simple(&format!("Background append only file rewriting {text}"));
    Ok(())
}

fn lastsave(call: &mut Call) -> Outcome {
    call.reply.int(call.server.persist.last_save.load(Ordering::Relaxed) as i64);
    Ok(())
}

/// The section of INFO.
pub(super) fn info(call: &mut Call, text: &mut String) {
    let persist = &call.server.persist;
    let flag = u8::from;
    let seconds = |task: &persist::Task| task.took.map_or(-1, |took| took.as_secs() as i64);
    let running = |task: &persist::Task| task.since.map_or(-1, |since| since.elapsed().as_secs() as i64);
    let status = |is_good: bool| if is_good { "ok" } else { "err" };
    let is_loading = persist.gate() & persist::gate::LOADING != 0;
    let state = persist.state.lock();
    let (dump, rewrite) = (&state.dump, &state.rewrite);
    let is_saving = dump.since.is_some() || rewrite.since.is_some();
    let read = |cell: &std::sync::atomic::AtomicU64| cell.load(Ordering::Relaxed);
    line(text, "loading", flag(is_loading));
    line(text, "async_loading", 0);
    for name in ["current_cow_peak", "current_cow_size", "current_cow_size_age"] {
        line(text, name, 0);
    }
    let (done, total) = (read(&persist.saving.done), read(&persist.saving.total));
    let share = if is_saving { done as f64 / total.max(1) as f64 * 100.0 } else { 0.0 };
    line(text, "current_fork_perc", format!("{share:.2}"));
    line(text, "current_save_keys_processed", if is_saving { done } else { 0 });
    line(text, "current_save_keys_total", if is_saving { total } else { 0 });
    line(text, "rdb_changes_since_last_save", read(&call.server.dirty));
    line(text, "rdb_bgsave_in_progress", flag(dump.is_busy()));
    line(text, "rdb_last_save_time", read(&persist.last_save));
    line(text, "rdb_last_bgsave_status", status(dump.failure.is_none()));
    line(text, "rdb_last_bgsave_time_sec", seconds(dump));
    line(text, "rdb_current_bgsave_time_sec", running(dump));
    line(text, "rdb_saves", dump.count);
    line(text, "rdb_last_cow_size", 0);
    line(text, "rdb_last_load_keys_expired", read(&persist.loaded.1));
    line(text, "rdb_last_load_keys_loaded", read(&persist.loaded.0));
    let is_on = state.manifest.is_some() || persist::wants_log(&call.server.settings);
    line(text, "aof_enabled", flag(is_on));
    line(text, "aof_rewrite_in_progress", flag(rewrite.since.is_some() || (rewrite.is_wanted && !dump.is_busy())));
    line(text, "aof_rewrite_scheduled", flag(rewrite.is_wanted && dump.is_busy()));
    line(text, "aof_last_rewrite_time_sec", seconds(rewrite));
    line(text, "aof_current_rewrite_time_sec", running(rewrite));
    line(text, "aof_last_bgrewrite_status", status(rewrite.failure.is_none()));
    line(text, "aof_rewrites", rewrite.count);
    line(text, "aof_rewrites_consecutive_failures", rewrite.failures);
    line(text, "aof_last_write_status", status(persist.log.failure().is_none()));
    line(text, "aof_last_cow_size", 0);
    line(text, "module_fork_in_progress", 0);
    line(text, "module_fork_last_cow_size", 0);
    if is_on {
        line(text, "aof_current_size", state.log_bytes.0 + persist.log.size());
        line(text, "aof_base_size", state.log_bytes.1);
        line(text, "aof_pending_rewrite", 0);
        line(text, "aof_buffer_length", persist.log.pending_bytes());
        line(text, "aof_pending_bio_fsync", 0);
        line(text, "aof_delayed_fsync", read(&persist.log.delayed));
        line(text, "aof_syncs", read(&persist.log.syncs));
    }
    if is_loading {
        let (done, total) = (read(&persist.loading.done), read(&persist.loading.total));
        line(text, "loading_start_time", call.keys.now / 1000 - call.server.started.elapsed().as_secs());
        line(text, "loading_total_bytes", total);
        line(text, "loading_loaded_bytes", done);
        line(text, "loading_loaded_perc", format!("{:.2}", done as f64 / total.max(1) as f64 * 100.0));
        let elapsed = call.server.started.elapsed().as_secs_f64();
        line(text, "loading_eta_seconds", (elapsed / done.max(1) as f64 * total.saturating_sub(done) as f64) as u64);
    }
}

fn dump(call: &mut Call) -> Outcome {
    match call.keys.peek(call.args.at(1)) {
        Some(record) => {
            let payload = load::payload_of(record, snapshot::compression(call.server));
            call.reply.bulk(&payload);
        }
        None => call.reply.null(),
    }
    Ok(())
}

/// The options of RESTORE.
#[derive(Default)]
struct Options {
    replace: bool,
    absolute: bool,
    idle: Option<u64>,
    frequency: Option<u8>,
}

fn options(call: &Call) -> Result<Options, Refusal> {
    let (mut options, mut at) = (Options::default(), 4);
    while let Some(word) = call.args.get(at) {
        let next = call.args.get(at + 1);
        if is(word, "replace") {
            options.replace = true;
        } else if is(word, "absttl") {
            options.absolute = true;
        } else if let Some(next) = next.filter(|_| is(word, "idletime") && options.frequency.is_none()) {
            let idle = u64::try_from(arguments::int(next)?);
            options.idle = Some(idle.map_err(|_| Refusal::from("ERR Invalid IDLETIME value, must be >= 0"))?);
            at += 1;
        } else if let Some(next) = next.filter(|_| is(word, "freq") && options.idle.is_none()) {
            let wrong = Refusal::from("ERR Invalid FREQ value, must be >= 0 and <= 255");
            options.frequency = Some(u8::try_from(arguments::int(next)?).map_err(|_| wrong)?);
            at += 1;
        } else {
            return Err(Refusal::Syntax);
        }
        at += 1;
    }
    Ok(options)
}

fn restore(call: &mut Call) -> Outcome {
    let (key, payload) = (call.args.at(1), call.args.at(3));
    let options = options(call)?;
    if !options.replace && call.keys.peek(key).is_some() {
        return Err("BUSYKEY Target key name already exists.".into());
    }
    let ttl = u64::try_from(arguments::int(call.args.at(2))?);
    let ttl = ttl.map_err(|_| Refusal::from("ERR Invalid TTL value, must be >= 0"))?;
    let now = call.keys.now;
    let expire = (ttl > 0).then(|| if options.absolute { ttl } else { now.saturating_add(ttl) });
    let value = rdb_read::payload(payload, now).map_err(|error| match error {
        None => Refusal::from("ERR DUMP payload version or checksum are wrong"),
        Some(_) => Refusal::from("ERR Bad data format"),
    })?;
    let record = object::record(key, value, expire, &call.server.settings);
    let record = record.map_err(|_| Refusal::from("ERR Bad data format"))?;
    let old = call.keys.remove(key);
    if expire.is_some_and(|expire| expire < now) {
        if old.is_some() {
            call.wrote(notify::GENERIC, "del", key);
            call.log_instead(&[b"DEL", key]);
        }
        call.reply.ok();
        return Ok(());
    }
    call.keys.insert(record);
    if let Some(record) = call.keys.peek(key) {
        let seconds = (now / 1000) as u32;
        match (options.frequency, options.idle) {
            (Some(frequency), _) => record.set_clock(((seconds / 60) & 0xFFFF) << 8 | u32::from(frequency)),
            (None, Some(idle)) => record.set_clock(seconds.wrapping_sub(idle as u32) & 0x00FF_FFFF),
            (None, None) => {}
        }
    }
    call.wrote(notify::GENERIC, "restore", key);
    if let Some(expire) = expire.filter(|_| !options.absolute && call.is_logged()) {
        let expire = expire.to_string();
        let mut words: Vec<&[u8]> = call.args.iter().collect();
        words[2] = expire.as_bytes();
        words.push(b"ABSTTL");
        call.log_instead(&words);
    }
    call.reply.ok();
    Ok(())
}
