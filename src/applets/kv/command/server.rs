//! The server as a whole: DBSIZE, FLUSHDB, FLUSHALL, SWAPDB, TIME, CONFIG, SHUTDOWN, and INFO's row.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

use super::arguments::is;
use super::call::{Call, Outcome};
use super::connection::{container, database};
use super::glob::{Case, matches};
use super::refusal::Refusal;
use super::table::{
    ADMIN, DANGEROUS, EVERYTHING, FAST, KEYSPACE, LOADING, NO_MULTI, NOSCRIPT, READONLY, STALE, Spec, WALK, WRITE,
    command, sub,
};
use crate::applets::kv::persist::{LastDump, keeper};
use crate::applets::kv::server::gate::TRACKED;
use crate::applets::kv::server::prefixes;
use crate::applets::kv::server::settings::limits::{OWN_FILES, make_room};
use crate::applets::kv::server::settings::{self, SetError};

const OPERATE: u32 = ADMIN | NOSCRIPT | LOADING | STALE | DANGEROUS;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("dbsize", 1, dbsize).flags(READONLY | FAST | KEYSPACE | WALK).about("1.0.0", "Returns the number of keys in the database."),
    command("flushdb", -1, flushdb).flags(WRITE | KEYSPACE | DANGEROUS | EVERYTHING).about("1.0.0", "Remove all keys from the current database."),
    command("flushall", -1, flushall).flags(WRITE | KEYSPACE | DANGEROUS | EVERYTHING).about("1.0.0", "Removes all keys from all databases."),
    command("clear", -1, flushall).flags(WRITE | KEYSPACE | DANGEROUS | EVERYTHING).about("1.0.0", "Removes all keys from all databases: another name of FLUSHALL."),
    command("swapdb", 3, swapdb).flags(WRITE | FAST | KEYSPACE | DANGEROUS | EVERYTHING).about("4.0.0", "Swaps two Redis databases."),
    command("time", 1, time).flags(LOADING | STALE | FAST).about("2.6.0", "Returns the server time."),
    command("info", -1, super::info::info).flags(LOADING | STALE | DANGEROUS | WALK).about("1.0.0", "Returns information and statistics about the server."),
    command("config", -2, container).flags(OPERATE).about("2.0.0", "A container for server configuration commands.").subs(CONFIG),
    command("shutdown", -1, shutdown).flags(ADMIN | NOSCRIPT | LOADING | STALE | NO_MULTI | DANGEROUS).about("1.0.0", "Synchronously saves the database(s) to disk and shuts down the Redis server."),
];

#[rustfmt::skip]
const CONFIG: &[Spec] = &[
    sub("config", "get", -3, config_get).flags(OPERATE).about("2.0.0", "Returns the effective values of configuration parameters."),
    sub("config", "set", -4, config_set).flags(OPERATE | WALK).about("2.0.0", "Sets configuration parameters in-flight."),
    sub("config", "help", 2, config_help).flags(LOADING | STALE).about("5.0.0", "Returns helpful text about the different subcommands."),
    sub("config", "resetstat", 2, resetstat).flags(OPERATE).about("2.0.0", "Resets the server's statistics."),
    sub("config", "rewrite", 2, rewrite).flags(OPERATE).about("2.8.0", "Persists the effective configuration to file."),
];

fn dbsize(call: &mut Call) -> Outcome {
    let database = call.keys.database;
    let count = if call.keys.held.is_nothing() {
        call.server.store.count(database).0
    } else {
        call.keys.held.parts_mut(database).map(|part| part.len()).sum()
    };
    call.reply.int(count as i64);
    Ok(())
}

/// # Errors
/// Another word than ASYNC or SYNC.
fn check_flush(call: &Call) -> Outcome {
    match call.args.get(1) {
        None => Ok(()),
        Some(word) if call.args.len() == 2 && (is(word, "async") || is(word, "sync")) => Ok(()),
        Some(_) => Err(Refusal::Syntax),
    }
}

/// Removes everything from one database; freed by a thread of its own, because that takes long.
fn flush(call: &mut Call, database: u32) {
    if call.server.gate.is(TRACKED) {
        call.server.tracking.note_flush();
    }
    let (mut removed, store) = (Vec::new(), &call.server.store);
    for part in call.keys.held.parts_mut(database) {
        call.dirty += part.len() as u64;
        part.touch_where(|part, key| part.get(store.hash(key), key).is_some());
        removed.extend(part.clear());
    }
    if removed.iter().map(crate::applets::kv::store::segment::Segment::len).sum::<usize>() > FREED_AT_ONCE {
        // Without a thread they are freed here.
        let _ = std::thread::Builder::new().name("kv-free".to_owned()).spawn(move || drop(removed));
    }
}

/// Keys that are freed without a thread.
const FREED_AT_ONCE: usize = 10_000;

fn flushdb(call: &mut Call) -> Outcome {
    check_flush(call)?;
    let database = call.keys.database;
    flush(call, database);
    call.dirty += 1;
    call.reply.ok();
    Ok(())
}

fn flushall(call: &mut Call) -> Outcome {
    check_flush(call)?;
    for database in 0..call.server.store.databases() {
        flush(call, database);
    }
    call.dirty += 1;
    call.log_instead(&[b"FLUSHALL"]);
    call.reply.ok();
    Ok(())
}

/// The watched keys of some databases that are there in one of them. Those whose time has come are removed: in its new
/// database such a key would be taken for one that has expired since it was watched.
fn watched(call: &mut Call, databases: [u32; 2]) -> HashSet<Box<[u8]>> {
    let own = call.keys.database;
    let mut watched: HashSet<Box<[u8]>> = HashSet::new();
    for database in databases {
        watched.extend(call.keys.held.parts_mut(database).flat_map(|part| part.watched().map(Box::from)));
    }
    let mut there = HashSet::new();
    for database in databases {
        call.keys.database = database;
        there.extend(watched.iter().filter(|key| call.keys.peek(key).is_some()).cloned());
    }
    call.keys.database = own;
    let expired = call.keys.expired();
    super::dispatch::announce(call.server, &expired);
    there
}

fn swapdb(call: &mut Call) -> Outcome {
    let number = |word, text: &'static str| super::arguments::int(word).map_err(|_| Refusal::from(text));
    number(call.args.at(1), "ERR invalid first DB index")?;
    number(call.args.at(2), "ERR invalid second DB index")?;
    let (a, b) = (database(call, call.args.at(1))?, database(call, call.args.at(2))?);
    if a == b {
        call.dirty += 1;
        call.reply.ok();
        return Ok(());
    }
    let there = watched(call, [a, b]);
    for stripe in call.keys.held.stripes_mut() {
        for database in [a, b] {
            stripe.parts[database as usize].touch_where(|_, key| there.contains(key));
        }
        stripe.parts.swap(a as usize, b as usize);
        // Whoever waits or watches does so in a database, not for the keys that were there.
        if let Ok([one, other]) = stripe.parts.get_disjoint_mut([a as usize, b as usize]) {
            one.exchange_clients(other);
        }
        for database in [a, b] {
            let keys = stripe.parts[database as usize].waiters.keys();
            call.ready.extend(keys.map(|key| (database, Box::from(key))));
        }
    }
    call.dirty += 1;
    call.reply.ok();
    Ok(())
}

fn time(call: &mut Call) -> Outcome {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    call.reply.array(2);
    call.reply.bulk_int(now.as_secs() as i64);
    call.reply.bulk_int(i64::from(now.subsec_micros()));
    Ok(())
}

fn config_get(call: &mut Call) -> Outcome {
    let patterns = call.args.from(2);
    let wanted = |name: &str| patterns.iter().any(|pattern| matches(pattern, name.as_bytes(), Case::Ignored));
    let found = call.server.settings.matching(wanted);
    call.reply.map(found.len());
    for (name, value) in found {
        // Rules of the default user may have taken the place of its password.
        let holds = name != "requirepass" || call.server.acl.requires(&value);
        call.reply.bulk(name.as_bytes());
        call.reply.bulk(if holds { value.as_bytes() } else { b"" });
    }
    Ok(())
}

/// Whether a parameter such as `enable-debug-command` lets this client do what may harm the machine.
pub(super) fn is_granted(call: &Call, parameter: &str) -> bool {
    match call.server.settings.get(parameter).as_deref() {
        Some("yes") => true,
        Some("local") => call.client.info.peer.is_none_or(|peer| peer.ip().is_loopback()),
        _ => false,
    }
}

fn config_set(call: &mut Call) -> Outcome {
    let words = call.args.from(2);
    if !words.len().is_multiple_of(2) {
        return Err("ERR wrong number of arguments for 'config|set' command".into());
    }
    let mut checked: Vec<(&'static settings::Row, String)> = Vec::new();
    for at in (0..words.len()).step_by(2) {
        let (name, value) = (String::from_utf8_lossy(words.at(at)), String::from_utf8_lossy(words.at(at + 1)));
        let failed = |reason: &str| {
            Refusal::err(format!("CONFIG SET failed (possibly related to argument '{name}') - {reason}"))
        };
        let (row, value) = call.server.settings.check(&name, &value).map_err(|error| match error {
            SetError::Unknown => {
                Refusal::err(format!("Unknown option or number of arguments for CONFIG SET - '{name}'"))
            }
            SetError::Fixed => failed("can't set immutable config"),
            SetError::Value(reason) => failed(&reason),
        })?;
        if row.is_protected() && !is_granted(call, "enable-protected-configs") {
            return Err(failed("can't set protected config"));
        }
        if row.name == "maxclients"
            && let Err(few) = make_room(value.parse().unwrap_or(u64::MAX))
        {
            let most = few.limit.saturating_sub(OWN_FILES);
            return Err(failed(&format!(
                "The operating system is not able to handle the specified number of clients, try with {most}"
            )));
        }
        if checked.iter().any(|(known, _)| known.name == row.name) {
            return Err(failed("duplicate parameter"));
        }
        checked.push((row, value));
    }
    for (row, value) in checked {
        call.server.settings.set(row, value);
        crate::applets::kv::server::apply::apply(call.server, row.name);
    }
    prefixes::install(call.server, &mut call.keys.held);
    call.reply.ok();
    Ok(())
}

fn config_help(call: &mut Call) -> Outcome {
    super::help::write(
        call,
        &[
            ("GET <pattern> [<pattern> ...]", "Parameters whose names match, and their values."),
            ("SET <directive> <value> [<directive> <value> ...]", "Set parameters; all of them, or none."),
            ("RESETSTAT", "Set the counters of INFO to zero."),
            ("REWRITE", "Write the parameters as they are into the configuration file."),
        ],
    );
    Ok(())
}

fn resetstat(call: &mut Call) -> Outcome {
    call.server.stats.reset();
    call.server.rejected.store(0, Ordering::Relaxed);
    call.server.evicted_clients.store(0, Ordering::Relaxed);
    call.server.prefixes.table().all().iter().for_each(|prefix| prefix.reset());
    call.reply.ok();
    Ok(())
}

fn rewrite(call: &mut Call) -> Outcome {
    crate::applets::kv::server::file::rewrite(call.server).map_err(Refusal::err)?;
    call.reply.ok();
    Ok(())
}

fn shutdown(call: &mut Call) -> Outcome {
    if let Some(transaction) = &mut call.client.transaction {
        transaction.is_broken = true;
        return Err("ERR Command not allowed inside a transaction".into());
    }
    let options = ["nosave", "save", "now", "force", "abort"];
    if !call.args.from(1).iter().all(|word| options.iter().any(|option| is(word, option))) {
        return Err(Refusal::Syntax);
    }
    if call.args.from(1).iter().any(|word| is(word, "abort")) {
        return Err("ERR No shutdown in progress.".into());
    }
    let asks = |option: &str| call.args.from(1).iter().any(|word| is(word, option));
    let wish = match (asks("save"), asks("nosave")) {
        (true, true) => return Err(Refusal::Syntax),
        (true, false) => LastDump::Wanted,
        (false, true) => LastDump::Unwanted,
        (false, false) => LastDump::Default,
    };
    call.server.persist.set_last_dump(wish);
    // The last word is written when nobody writes any more; whether that can be is seen while the server still runs.
    if call.keys.held.is_nothing()
        && let Err(error) = keeper::save_before_end(call.server)
        && !asks("force")
    {
        tracing::error!(error = &error.to_string(), reason = error.reason(), "no shutdown without a dump");
        return Err("ERR Errors trying to SHUTDOWN. Check logs.".into());
    }
    call.server.stop.cancel();
    call.client.is_leaving = true;
    Ok(())
}
