//! COMMAND: the table, as clients read it.

use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{
    self, ADMIN, ALLOW_BUSY, BLOCKING, DANGEROUS, DENYOOM, Entry, FAST, KEYSPACE, KeySpec, LOADING, MAY_REPLICATE,
    NO_AUTH, NO_MULTI, NOSCRIPT, PUBSUB, READONLY, SKIP_MONITOR, SKIP_SLOWLOG, STALE, Spec, WRITE, command, sub,
};
use crate::resp::{Args, Reply};

const FREE: u32 = LOADING | STALE;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("command", -1, all).flags(FREE).about("2.8.13", "Returns detailed information about all commands.").subs(SUBS),
];

#[rustfmt::skip]
const SUBS: &[Spec] = &[
    sub("command", "count", 2, |call| { call.reply.int(table::all().len() as i64); Ok(()) }).flags(FREE).about("2.8.13", "Returns a count of commands."),
    sub("command", "info", -2, info).flags(FREE).about("2.8.13", "Returns information about one, multiple or all commands."),
    sub("command", "docs", -2, docs).flags(FREE).about("7.0.0", "Returns documentary information about one, multiple or all commands."),
    sub("command", "list", -2, list).flags(FREE).about("7.0.0", "Returns a list of command names."),
    sub("command", "getkeys", -3, getkeys).flags(FREE).about("2.8.13", "Extracts the key names from an arbitrary command."),
];

/// Flags by the names that COMMAND gives them.
const FLAGS: [(u32, &str); 16] = [
    (WRITE, "write"),
    (READONLY, "readonly"),
    (DENYOOM, "denyoom"),
    (ADMIN, "admin"),
    (PUBSUB, "pubsub"),
    (NOSCRIPT, "noscript"),
    (BLOCKING, "blocking"),
    (LOADING, "loading"),
    (STALE, "stale"),
    (SKIP_MONITOR, "skip_monitor"),
    (SKIP_SLOWLOG, "skip_slowlog"),
    (FAST, "fast"),
    (NO_AUTH, "no_auth"),
    (NO_MULTI, "no_multi"),
    (MAY_REPLICATE, "may_replicate"),
    (ALLOW_BUSY, "allow_busy"),
];

/// The ACL categories of a command.
#[must_use]
pub fn categories(entry: &Entry) -> Vec<&'static str> {
    let spec = entry.spec;
    let by_flag = [
        (WRITE, "write"),
        (READONLY, "read"),
        (ADMIN, "admin"),
        (PUBSUB, "pubsub"),
        (BLOCKING, "blocking"),
        (KEYSPACE, "keyspace"),
    ];
    let mut found: Vec<_> = by_flag.iter().filter(|(flag, _)| spec.is(*flag)).map(|(_, name)| *name).collect();
    if !entry.family.category.is_empty() && !found.contains(&entry.family.category) {
        found.push(entry.family.category);
    }
    if spec.is(ADMIN) || spec.is(DANGEROUS) {
        found.push("dangerous");
    }
    found.push(if spec.is(FAST) { "fast" } else { "slow" });
    found
}

fn all(call: &mut Call) -> Outcome {
    call.reply.array(table::all().len());
    for entry in table::all() {
        describe(call.reply, entry);
    }
    Ok(())
}

fn describe(reply: &mut Reply, entry: &Entry) {
    let spec = entry.spec;
    let (first, last, step) = match spec.keys {
        KeySpec::Range { first, last, step } => (first as i64, last as i64, step as i64),
        KeySpec::StoreCounted => (1, 1, 1),
        _ => (0, 0, 0),
    };
    reply.array(10);
    reply.bulk(spec.full_name().as_bytes());
    reply.int(i64::from(spec.arity));
    let mut flags: Vec<_> = FLAGS.iter().filter(|(flag, _)| spec.is(*flag)).map(|(_, name)| *name).collect();
    if matches!(spec.keys, KeySpec::Counted(_) | KeySpec::StoreCounted | KeySpec::Custom(_)) {
        flags.push("movablekeys");
    }
    names(reply, &flags, "");
    reply.int(first);
    reply.int(last);
    reply.int(step);
    names(reply, &categories(entry), "@");
    reply.array(0);
    reply.array(0);
    reply.array(spec.subs.len());
    for sub in spec.subs {
        describe(reply, &Entry { spec: sub, ..*entry });
    }
}

fn names(reply: &mut Reply, names: &[&str], mark: &str) {
    reply.set(names.len());
    for name in names {
        reply.simple(&format!("{mark}{name}"));
    }
}

/// A command or `container|subcommand`.
pub(super) fn named(name: &[u8]) -> Option<Entry> {
    match name.iter().position(|byte| *byte == b'|') {
        None => table::find(name),
        Some(bar) => table::find_sub(table::find(&name[..bar])?.spec, &name[bar + 1..]),
    }
}

fn info(call: &mut Call) -> Outcome {
    let names = call.args.from(2);
    if names.is_empty() {
        return all(call);
    }
    call.reply.array(names.len());
    for name in names.iter() {
        match named(name) {
            Some(entry) => describe(call.reply, &entry),
            None => call.reply.null_array(),
        }
    }
    Ok(())
}

fn docs(call: &mut Call) -> Outcome {
    let names = call.args.from(2);
    let entries: Vec<Entry> =
        if names.is_empty() { table::all().to_vec() } else { names.iter().filter_map(named).collect() };
    call.reply.map(entries.len());
    for entry in &entries {
        document(call.reply, entry);
    }
    Ok(())
}

fn document(reply: &mut Reply, entry: &Entry) {
    let spec = entry.spec;
    reply.bulk(spec.full_name().as_bytes());
    reply.map(if spec.subs.is_empty() { 3 } else { 4 });
    for (key, value) in [("summary", spec.about), ("since", spec.since), ("group", entry.family.group)] {
        reply.bulk(key.as_bytes());
        reply.bulk(value.as_bytes());
    }
    if !spec.subs.is_empty() {
        reply.bulk(b"subcommands");
        reply.map(spec.subs.len());
        for sub in spec.subs {
            document(reply, &Entry { spec: sub, ..*entry });
        }
    }
}

fn list(call: &mut Call) -> Outcome {
    if call.args.len() > 2 {
        return Err(Refusal::Syntax);
    }
    call.reply.array(table::all().len());
    for entry in table::all() {
        call.reply.bulk(entry.spec.name.as_bytes());
    }
    Ok(())
}

fn getkeys(call: &mut Call) -> Outcome {
    let args: Args = call.args.from(2);
    let entry = super::dispatch::resolve(args).map_err(|_| "ERR Invalid command specified")?;
    let mut indexes = Vec::new();
    entry.spec.keys.find(args, &mut indexes);
    if indexes.is_empty() {
        return Err("ERR The command has no key arguments".into());
    }
    call.reply.array(indexes.len());
    for index in indexes {
        call.reply.bulk(args.at(index));
    }
    Ok(())
}
