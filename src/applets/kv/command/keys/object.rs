//! OBJECT: how a key is stored.

use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::command::table::{KEYSPACE, KeySpec, READONLY, Spec, sub};
use crate::applets::kv::server::lfu;
use crate::applets::kv::store::Record;

const LOOK: u32 = READONLY | KEYSPACE;

/// The rows.
#[rustfmt::skip]
pub(super) const SUBS: &[Spec] = &[
    sub("object", "encoding", 3, encoding).flags(LOOK).keys(KeySpec::SUB).about("2.2.3", "Returns the internal encoding of a Redis object."),
    sub("object", "refcount", 3, refcount).flags(LOOK).keys(KeySpec::SUB).about("2.2.3", "Returns the reference count of a value of a key."),
    sub("object", "idletime", 3, idletime).flags(LOOK).keys(KeySpec::SUB).about("2.2.3", "Returns the time since the last access to a Redis object."),
    sub("object", "freq", 3, freq).flags(LOOK).keys(KeySpec::SUB).about("4.0.0", "Returns the logarithmic access frequency counter of a Redis object."),
    sub("object", "help", 2, help).flags(0).about("6.2.0", "Returns helpful text about the different subcommands."),
];

/// The record, or null where there is none.
fn looked_at<'k>(call: &'k mut Call) -> Option<&'k Record> {
    if call.keys.peek(call.args.at(2)).is_none() {
        call.reply.null();
        return None;
    }
    call.keys.peek(call.args.at(2))
}

fn encoding(call: &mut Call) -> Outcome {
    if let Some(encoding) = looked_at(call).map(Record::encoding) {
        call.reply.bulk(encoding.as_bytes());
    }
    Ok(())
}

fn refcount(call: &mut Call) -> Outcome {
    if looked_at(call).is_some() {
        call.reply.int(1);
    }
    Ok(())
}

fn is_lfu(call: &Call) -> bool {
    call.server.settings.get("maxmemory-policy").is_some_and(|policy| policy.ends_with("lfu"))
}

fn idletime(call: &mut Call) -> Outcome {
    if is_lfu(call) {
        return Err(Refusal::err(
            "An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between \
             policies at runtime LRU and LFU data will take some time to adjust.",
        ));
    }
    let now = (call.keys.now / 1000) & 0x00FF_FFFF;
    if let Some(clock) = looked_at(call).map(Record::clock) {
        call.reply.int(now.wrapping_sub(u64::from(clock)) as i64 & 0x00FF_FFFF);
    }
    Ok(())
}

fn freq(call: &mut Call) -> Outcome {
    if !is_lfu(call) {
        return Err(Refusal::err(
            "An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching \
             between policies at runtime LRU and LFU data will take some time to adjust.",
        ));
    }
    if let Some(clock) = looked_at(call).map(Record::clock) {
        let decay = call.server.settings.lfu_decay.load(std::sync::atomic::Ordering::Relaxed) as u32;
        call.reply.int(i64::from(lfu::count(clock, call.keys.now, decay)));
    }
    Ok(())
}

fn help(call: &mut Call) -> Outcome {
    let lines = [
        "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "ENCODING <key>",
        "    Return the kind of internal representation used in order to store the value",
        "    associated with a <key>.",
        "FREQ <key>",
        "    Return the access frequency index of the <key>. The returned integer is",
        "    proportional to the logarithm of the recent access frequency of the key.",
        "IDLETIME <key>",
        "    Return the idle time of the <key>, that is the approximated number of",
        "    seconds elapsed since the last access to the key.",
        "REFCOUNT <key>",
        "    Return the number of references of the value associated with the specified",
        "    <key>.",
        "HELP",
        "    Prints this help.",
    ];
    call.reply.array(lines.len());
    for line in &lines {
        call.reply.simple(line);
    }
    Ok(())
}
