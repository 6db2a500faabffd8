//! DEBUG: what Redis's own tests need to look behind the scenes, and to wait. Refused unless `enable-debug-command`
//! allows it.

use std::time::Duration;

use super::arguments::{float, int, is};
use super::call::{Call, Outcome};
use super::connection::container;
use super::glob::{Case, matches};
use super::refusal::Refusal;
use super::table::{
    ADMIN, DANGEROUS, EVERYTHING, KeySpec, LOADING, NO_MULTI, NOSCRIPT, STALE, Spec, WALK, command, sub,
};
use crate::applets::kv::persist;
use crate::applets::kv::persist::keeper::{self, Reload};
use crate::applets::kv::persist::load::Present;
use crate::applets::kv::persist::rdb_write::Compression;
use crate::applets::kv::store::{Object, Record, Value};
use crate::resp::Dialect;

const LOOK: u32 = ADMIN | NOSCRIPT | LOADING | STALE | DANGEROUS;
/// The keys of DIGEST-VALUE: all words behind it.
const BEHIND: KeySpec = KeySpec::Range { first: 2, last: -1, step: 1 };

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("debug", -2, container).flags(LOOK).about("1.0.0", "A container for debugging commands.").subs(SUBS),
];

#[rustfmt::skip]
const SUBS: &[Spec] = &[
    sub("debug", "sleep", 3, |call| guarded(call, sleep)).flags(LOOK).about("1.0.0", "Has this thread sleep for so many seconds."),
    sub("debug", "set-active-expire", 3, |call| guarded(call, set_active_expire)).flags(LOOK).about("1.0.0", "Sets whether keys expire without being looked at."),
    sub("debug", "reload", -2, |call| guarded(call, reload)).flags(LOOK | NO_MULTI).about("1.0.0", "Saves the store and loads it again."),
    sub("debug", "loadaof", 2, |call| guarded(call, load_log)).flags(LOOK | NO_MULTI).about("1.0.0", "Empties the store and loads the append-only log."),
    sub("debug", "object", -3, |call| guarded(call, object)).flags(LOOK).keys(KeySpec::SUB).about("1.0.0", "Tells how a value is stored."),
    sub("debug", "digest", 2, |call| guarded(call, digest)).flags(LOOK | EVERYTHING).about("1.0.0", "Returns a hash over everything."),
    sub("debug", "digest-value", -2, |call| guarded(call, digest_value)).flags(LOOK).keys(BEHIND).about("1.0.0", "Returns a hash over the value of each key."),
    sub("debug", "protocol", 3, |call| guarded(call, protocol)).flags(LOOK).about("1.0.0", "Replies with a value of a type of the protocol."),
    sub("debug", "stringmatch-len", 4, |call| guarded(call, stringmatch)).flags(LOOK).about("1.0.0", "Matches a pattern against so many letters."),
    sub("debug", "populate", -3, |call| guarded(call, populate)).flags(LOOK | EVERYTHING).about("1.0.0", "Makes so many keys."),
    sub("debug", "log", 3, |call| guarded(call, log)).flags(LOOK).about("1.0.0", "Writes a line to the log."),
    sub("debug", "error", 3, |call| guarded(call, error)).flags(LOOK).about("1.0.0", "Replies with an error."),
    sub("debug", "panic", 2, |call| guarded(call, panic)).flags(LOOK).about("1.0.0", "Ends the server as a bug would."),
    sub("debug", "jmap", -2, |call| guarded(call, accepted)).flags(LOOK).about("1.0.0", "Does nothing: there is no virtual machine."),
    sub("debug", "change-repl-id", 2, |call| guarded(call, accepted)).flags(LOOK).about("1.0.0", "Does nothing: the stream keeps its identifier."),
    sub("debug", "quicklist-packed-threshold", 3, |call| guarded(call, accepted)).flags(LOOK).about("1.0.0", "Does nothing: lists decide by themselves."),
    sub("debug", "set-disable-deny-scripts", 3, |call| guarded(call, accepted)).flags(LOOK).about("1.0.0", "Does nothing: there are no scripts."),
    sub("debug", "replybuffer", -3, |call| guarded(call, accepted)).flags(LOOK).about("1.0.0", "Does nothing: replies have the buffer of their thread."),
    sub("debug", "pause-cron", 3, |call| guarded(call, accepted)).flags(LOOK).about("1.0.0", "Does nothing: what is to be done is done when it is due."),
    sub("debug", "dict-resizing", 3, |call| guarded(call, accepted)).flags(LOOK).about("1.0.0", "Does nothing: tables split, they are not resized."),
    sub("debug", "help", 2, |call| guarded(call, help)).flags(LOOK | WALK).about("1.0.0", "Returns helpful text about the different subcommands."),
];

/// Carries a subcommand out where the configuration allows it.
fn guarded(call: &mut Call, run: super::table::Run) -> Outcome {
    let allowed = super::server::is_granted(call, "enable-debug-command");
    if !allowed {
        return Err(
            "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run \
                    it from a local connection, otherwise you need to set this option in the configuration file, and \
                    then restart the server."
                .into(),
        );
    }
    run(call)
}

fn accepted(call: &mut Call) -> Outcome {
    call.reply.ok();
    Ok(())
}

fn sleep(call: &mut Call) -> Outcome {
    let seconds = float(call.args.at(2)).unwrap_or(0.0).clamp(0.0, 3600.0);
    std::thread::sleep(Duration::from_secs_f64(seconds));
    call.reply.ok();
    Ok(())
}

fn panic(_: &mut Call) -> Outcome {
    panic!("DEBUG PANIC")
}

fn reload(call: &mut Call) -> Outcome {
    let (mut merge, mut is_saved) = (Present::Refused, true);
    for word in call.args.from(2).iter() {
        if is(word, "merge") {
            merge = Present::Replaced;
        } else if is(word, "nosave") {
            is_saved = false;
        } else if !is(word, "noflush") {
            return Err("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.".into());
        }
    }
    again(call, if is_saved { Reload::Dump { merge } } else { Reload::OldDump { merge } })
}

fn load_log(call: &mut Call) -> Outcome {
    again(call, Reload::Log)
}

fn again(call: &mut Call, from: Reload) -> Outcome {
    if let Some(transaction) = &mut call.client.transaction {
        transaction.is_broken = true;
        return Err("ERR Command not allowed inside a transaction".into());
    }
    keeper::reload(call.server, from).map_err(|error| {
        tracing::error!(error = &error.to_string(), reason = error.reason(), "the store was not loaded again");
        Refusal::from("ERR Error trying to load the RDB dump, check server logs")
    })?;
    call.reply.ok();
    Ok(())
}

fn set_active_expire(call: &mut Call) -> Outcome {
    let is_on = int(call.args.at(2))? != 0;
    call.server.expires.store(is_on, std::sync::atomic::Ordering::Relaxed);
    call.reply.ok();
    Ok(())
}

fn object(call: &mut Call) -> Outcome {
    /// What stands around the value in a payload: its type, version and sum.
    const AROUND_BYTES: usize = 11;
    let now = (call.keys.now / 1000) & 0x00FF_FFFF;
    let record = call.keys.peek(call.args.at(2)).ok_or(Refusal::NoKey)?;
    let idle = now.wrapping_sub(u64::from(record.clock())) & 0x00FF_FFFF;
    let text = format!(
        "Value at:{record:p} refcount:1 encoding:{} serializedlength:{} lru:{} lru_seconds_idle:{idle}",
        record.encoding(),
        persist::load::payload_of(record, Compression::None).len() - AROUND_BYTES,
        record.clock(),
    );
    call.reply.simple(&text);
    Ok(())
}

/// A hash of a value, whatever its encoding: of collections without order the same in any order.
fn hash_of(record: &Record) -> [u8; 20] {
    match record.value() {
        Value::Int(value) => hashed(&[itoa::Buffer::new().format(value).as_bytes()]),
        Value::Text(text) => hashed(&[text]),
        Value::Object(Object::Text(text)) => hashed(&[text]),
        Value::Object(Object::List(list)) => list.iter().fold(hashed(&[b"list"]), |before, entry| {
            let mut digits = itoa::Buffer::new();
            hashed(&[&before, entry.bytes(&mut digits)])
        }),
        Value::Object(Object::Set(set)) => set.iter().fold(hashed(&[b"set"]), |all, member| {
            let mut digits = itoa::Buffer::new();
            mixed(all, hashed(&[member.bytes(&mut digits)]))
        }),
        Value::Object(Object::Hash(hash)) => {
            let mut all = hashed(&[b"hash"]);
            hash.each(|field, value| {
                let (mut first, mut second) = (itoa::Buffer::new(), itoa::Buffer::new());
                all = mixed(all, hashed(&[field.bytes(&mut first), value.bytes(&mut second)]));
            });
            all
        }
        Value::Object(Object::Sorted(sorted)) => {
            let mut all = hashed(&[b"zset"]);
            sorted.each(0..sorted.len(), false, |member, score| {
                all = mixed(all, hashed(&[member, &score.to_le_bytes()]));
            });
            all
        }
    }
}

/// In any order the same.
fn mixed(mut all: [u8; 20], one: [u8; 20]) -> [u8; 20] {
    all.iter_mut().zip(one).for_each(|(all, one)| *all ^= one);
    all
}

fn hashed(parts: &[&[u8]]) -> [u8; 20] {
    use sha2::Digest as _;
    let mut hasher = sha2::Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut digest = [0; 20];
    digest.copy_from_slice(&hasher.finalize()[..20]);
    digest
}

fn digest(call: &mut Call) -> Outcome {
    let mut all = [0_u8; 20];
    for database in 0..call.server.store.databases() {
        for part in call.keys.held.parts_mut(database) {
            for record in part.iter() {
                let expire = record.expire().unwrap_or(0).to_le_bytes();
                let one = hashed(&[&database.to_le_bytes(), record.key(), &hash_of(record), &expire]);
                all = mixed(all, one);
            }
        }
    }
    call.reply.simple(&crate::applets::kv::server::acl::hex(&all));
    Ok(())
}

fn digest_value(call: &mut Call) -> Outcome {
    let keys = call.args.from(2);
    call.reply.array(keys.len());
    for key in keys.iter() {
        let digest = call.keys.peek(key).map_or([0; 20], hash_of);
        call.reply.simple(&crate::applets::kv::server::acl::hex(&digest));
    }
    Ok(())
}

#[expect(clippy::approx_constant, reason = "what Redis says, digit by digit")]
fn protocol(call: &mut Call) -> Outcome {
    let name = call.args.at(2);
    let reply = &mut *call.reply;
    match () {
        () if is(name, "string") => reply.bulk(b"Hello World"),
        () if is(name, "integer") => reply.int(12345),
        () if is(name, "double") => reply.double(3.141),
        () if is(name, "bignum") => reply.big_number("1234567999999999999999999999999999999"),
        () if is(name, "null") => reply.null(),
        () if is(name, "array") => {
            reply.array(3);
            (0..3).for_each(|number| reply.int(number));
        }
        () if is(name, "set") => {
            reply.set(3);
            (0..3).for_each(|number| reply.int(number));
        }
        () if is(name, "map") => {
            reply.map(3);
            for number in 0..3 {
                reply.int(number);
                reply.truth(number == 1);
            }
        }
        () if is(name, "attrib") => {
            // RESP2 has no attributes: there is the reply alone.
            if reply.dialect == Dialect::Resp3 {
                reply.raw(b"|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n");
            }
            reply.bulk(b"Some real reply following the attribute");
        }
        () if is(name, "push") => {
            if reply.dialect == Dialect::Resp2 {
                return Err("ERR RESP2 does not exist for this type".into());
            }
            reply.push(2);
            reply.bulk(b"server-cpu-usage");
            reply.int(42);
        }
        () if is(name, "verbatim") => reply.verbatim("txt", b"This is a verbatim\nstring"),
        () if is(name, "true") => reply.truth(true),
        () if is(name, "false") => reply.truth(false),
        () => {
            return Err("ERR Wrong protocol type name. Please use one of the following: \
                        string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false"
                .into());
        }
    }
    Ok(())
}

fn stringmatch(call: &mut Call) -> Outcome {
    /// Longer texts are not made for the sake of a test.
    const MOST: u64 = 64 << 20;
    let length = super::arguments::positive(call.args.at(2))?.min(MOST) as usize;
    let text = vec![b'X'; length];
    call.reply.int(i64::from(matches(call.args.at(3), &text, Case::Matters)));
    Ok(())
}

fn populate(call: &mut Call) -> Outcome {
    let count = super::arguments::positive(call.args.at(2))?;
    let prefix = call.args.get(3).unwrap_or(b"key");
    let size = call.args.get(4).map(super::arguments::positive).transpose()?;
    for number in 0..count {
        let mut key = prefix.to_vec();
        key.extend_from_slice(format!(":{number}").as_bytes());
        if call.keys.contains(&key) {
            continue;
        }
        let mut value = format!("value:{number}").into_bytes();
        if let Some(size) = size {
            value.resize(size as usize, 0);
        }
        call.keys.insert(Record::string(&key, &value, None));
        call.dirty += 1;
    }
    call.reply.ok();
    Ok(())
}

fn log(call: &mut Call) -> Outcome {
    tracing::warn!(client = call.client.info.id, "DEBUG LOG: {}", String::from_utf8_lossy(call.args.at(2)));
    call.reply.ok();
    Ok(())
}

fn error(call: &mut Call) -> Outcome {
    Err(Refusal::Text(String::from_utf8_lossy(call.args.at(2)).into_owned().into()))
}

fn help(call: &mut Call) -> Outcome {
    let lines: Vec<(String, &str)> =
        SUBS.iter().map(|sub| (sub.name.to_uppercase(), sub.about)).filter(|(name, _)| name != "HELP").collect();
    let lines: Vec<(&str, &str)> = lines.iter().map(|(name, about)| (name.as_str(), *about)).collect();
    super::help::write(call, &lines);
    Ok(())
}
