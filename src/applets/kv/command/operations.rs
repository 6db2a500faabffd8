//! What operators and test suites ask for besides CONFIG and INFO: MEMORY, MONITOR, WAIT, LOLWUT, and what FUNCTION and
//! SCRIPT say of a server without scripts.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::arguments::{int, is};
use super::call::{Call, Mode, Outcome};
use super::connection::{REDIS_VERSION, container};
use super::refusal::Refusal;
use super::table::{
    ADMIN, ALLOW_BUSY, BLOCKING, DANGEROUS, KeySpec, LOADING, NOSCRIPT, READONLY, STALE, Spec, WALK, command, sub,
};
use crate::applets::kv::server::gate::MONITORED;
use crate::applets::kv::store::Record;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("memory", -2, container).flags(0).about("4.0.0", "A container for memory diagnostics commands.").subs(MEMORY),
    command("monitor", 1, monitor).flags(ADMIN | NOSCRIPT | LOADING | STALE | DANGEROUS).about("1.0.0", "Listens for all requests received by the server in real-time."),
    command("wait", 3, wait).flags(NOSCRIPT | BLOCKING).about("3.0.0", "Blocks until the asynchronous replication of all preceding write commands sent by the connection is completed."),
    command("lolwut", -1, lolwut).flags(READONLY).about("5.0.0", "Displays computer art and the Redis version."),
    command("function", -2, container).flags(0).about("7.0.0", "A container for function commands.").subs(FUNCTION),
    command("script", -2, container).flags(0).about("2.6.0", "A container for Lua scripts management commands.").subs(SCRIPT),
];

#[rustfmt::skip]
const MEMORY: &[Spec] = &[
    sub("memory", "usage", -3, usage).flags(READONLY).keys(KeySpec::SUB).about("4.0.0", "Estimates the memory usage of a key."),
    sub("memory", "stats", 2, stats).flags(WALK).about("4.0.0", "Returns details about memory usage."),
    sub("memory", "doctor", 2, doctor).flags(0).about("4.0.0", "Outputs a memory problems report."),
    sub("memory", "malloc-stats", 2, malloc_stats).flags(0).about("4.0.0", "Returns the allocator statistics."),
    sub("memory", "purge", 2, |call| { call.reply.ok(); Ok(()) }).flags(0).about("4.0.0", "Asks the allocator to release memory."),
    sub("memory", "help", 2, help).flags(LOADING | STALE).about("4.0.0", "Returns helpful text about the different subcommands."),
];

#[rustfmt::skip]
const FUNCTION: &[Spec] = &[
    sub("function", "flush", -2, function_flush).flags(NOSCRIPT).about("7.0.0", "Deletes all libraries and functions."),
    sub("function", "list", -2, |call| { call.reply.array(0); Ok(()) }).flags(NOSCRIPT).about("7.0.0", "Returns information about all libraries."),
    sub("function", "kill", 2, not_busy).flags(NOSCRIPT | ALLOW_BUSY).about("7.0.0", "Terminates a function during execution."),
];

#[rustfmt::skip]
const SCRIPT: &[Spec] = &[
    sub("script", "flush", -2, script_flush).flags(NOSCRIPT).about("2.6.0", "Removes all server-side Lua scripts from the script cache."),
    sub("script", "exists", -3, script_exists).flags(NOSCRIPT).about("2.6.0", "Determines whether server-side Lua scripts exist in the script cache."),
    sub("script", "kill", 2, not_busy).flags(NOSCRIPT | ALLOW_BUSY).about("2.6.0", "Terminates a server-side Lua script during execution."),
];

fn usage(call: &mut Call) -> Outcome {
    let options = call.args.from(3);
    match (options.len(), options.get(0)) {
        (0, _) => {}
        (2, Some(word)) if is(word, "samples") => {
            int(options.at(1)).ok().filter(|samples| *samples >= 0).ok_or(Refusal::Syntax)?;
        }
        _ => return Err(Refusal::Syntax),
    }
    match call.keys.peek(call.args.at(2)).map(Record::memory_bytes) {
        Some(bytes) => call.reply.int(bytes as i64),
        None => call.reply.null(),
    }
    Ok(())
}

fn stats(call: &mut Call) -> Outcome {
    let databases = 0..call.server.store.databases();
    let counts: Vec<(u32, usize)> = if call.keys.held.is_nothing() {
        databases.map(|database| (database, call.server.store.count(database).0)).collect()
    } else {
        databases.map(|database| (database, call.keys.held.parts_mut(database).map(|part| part.len()).sum())).collect()
    };
    let counts: Vec<_> = counts.into_iter().filter(|(_, keys)| *keys > 0).collect();
    let keys: usize = counts.iter().map(|(_, keys)| keys).sum();
    let used = call.server.used_bytes();
    let (peak, logical) = (call.server.peak_bytes(), call.server.store.used_bytes());
    let resident = crate::applets::kv::server::stats::resident_bytes();
    let base = used.saturating_sub(logical);
    let share = |part: u64, whole: u64| part as f64 * 100.0 / whole.max(1) as f64;
    call.reply.map(15 + counts.len());
    for (name, bytes) in [
        ("peak.allocated", peak),
        ("total.allocated", used),
        ("startup.allocated", base),
        ("replication.backlog", 0),
        ("clients.slaves", 0),
        ("clients.normal", 0),
        ("cluster.links", 0),
        ("aof.buffer", 0),
        ("lua.caches", 0),
    ] {
        call.reply.bulk(name.as_bytes());
        call.reply.int(bytes as i64);
    }
    for (database, keys) in counts {
        call.reply.bulk(format!("db.{database}").as_bytes());
        call.reply.map(2);
        call.reply.bulk(b"overhead.hashtable.main");
        call.reply.int(keys as i64 * 10);
        call.reply.bulk(b"overhead.hashtable.expires");
        call.reply.int(0);
    }
    for (name, number) in [
        ("overhead.total", base),
        ("keys.count", keys as u64),
        ("keys.bytes-per-key", logical.checked_div(keys as u64).unwrap_or(0)),
        ("dataset.bytes", logical),
    ] {
        call.reply.bulk(name.as_bytes());
        call.reply.int(number as i64);
    }
    for (name, number) in
        [("peak.percentage", share(used, peak)), ("fragmentation", resident as f64 / used.max(1) as f64)]
    {
        call.reply.bulk(name.as_bytes());
        call.reply.double(number);
    }
    Ok(())
}

fn doctor(call: &mut Call) -> Outcome {
    /// Below this nothing can be said.
    const LEAST: u64 = 5 << 20;
    let (used, resident) = (call.server.used_bytes(), crate::applets::kv::server::stats::resident_bytes());
    let text = if used < LEAST {
        "This instance is empty or is using very little memory, my issues detector can't be used in these conditions."
            .to_owned()
    } else if resident > used + used / 2 {
        format!("The process holds {resident} bytes for {used} bytes of keys and values: keys were removed, or grew.")
    } else {
        "No memory problem was found.".to_owned()
    };
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

fn malloc_stats(call: &mut Call) -> Outcome {
    let text = format!("resident: {}\n", crate::applets::kv::server::stats::resident_bytes());
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

fn help(call: &mut Call) -> Outcome {
    super::help::write(
        call,
        &[
            ("DOCTOR", "Return memory problems reports."),
            ("MALLOC-STATS", "Return internal statistics report from the memory allocator."),
            ("PURGE", "Attempt to purge dirty pages for reclamation by the allocator."),
            ("STATS", "Return information about the memory usage of the server."),
            ("USAGE <key> [SAMPLES <count>]", "Return memory in bytes used by <key> and its value."),
        ],
    );
    Ok(())
}

fn monitor(call: &mut Call) -> Outcome {
    if call.mode == Mode::Transaction {
        return Err("ERR MONITOR isn't allowed inside a transaction".into());
    }
    let info = &call.client.info;
    if !info.is_monitor.swap(true, Ordering::Relaxed) {
        call.server.monitors.lock().push(Arc::clone(info));
        call.server.gate.set(MONITORED, true);
    }
    call.reply.ok();
    Ok(())
}

/// Replicas are not counted yet: the reply is 0, at once where no more are asked for, else after the time.
fn wait(call: &mut Call) -> Outcome {
    let wanted = int(call.args.at(1))?;
    let millis = int(call.args.at(2)).map_err(|_| "ERR timeout is not an integer or out of range")?;
    let millis = u64::try_from(millis).map_err(|_| "ERR timeout is negative")?;
    if wanted <= 0 {
        call.reply.int(0);
        return Ok(());
    }
    super::blocking::wait(call, &[], (millis > 0).then(|| Duration::from_millis(millis)), b":0\r\n");
    Ok(())
}

fn lolwut(call: &mut Call) -> Outcome {
    let text = format!("Redis ver. {REDIS_VERSION}\n");
    call.reply.verbatim("txt", text.as_bytes());
    Ok(())
}

fn check_flush(call: &Call, text: &'static str) -> Outcome {
    match call.args.get(2) {
        None => Ok(()),
        Some(word) if call.args.len() == 3 && (is(word, "async") || is(word, "sync")) => Ok(()),
        Some(_) => Err(text.into()),
    }
}

fn function_flush(call: &mut Call) -> Outcome {
    check_flush(call, "ERR FUNCTION FLUSH only supports SYNC|ASYNC option")?;
    call.reply.ok();
    Ok(())
}

fn script_flush(call: &mut Call) -> Outcome {
    check_flush(call, "ERR SCRIPT FLUSH only support SYNC|ASYNC option")?;
    call.reply.ok();
    Ok(())
}

fn script_exists(call: &mut Call) -> Outcome {
    let count = call.args.len() - 2;
    call.reply.array(count);
    (0..count).for_each(|_| call.reply.int(0));
    Ok(())
}

fn not_busy(_call: &mut Call) -> Outcome {
    Err("NOTBUSY No scripts in execution right now.".into())
}
