//! Accounting and quotas by prefix: `KV.PREFIX`, `prefix-quota`, and what `/metrics` shows of them.

use std::io::Read;
use std::sync::Arc;

use toolbox::applets::kv::server::observe;
use toolbox::kit::metrics::Registry;
use toolbox::kit::random::Random;

use super::{Store, Wire};

const REFUSED: &str = "-QUOTA the write is over the quota of its prefix\r\n";

/// Keys and bytes of a prefix, as they are counted.
fn counted(store: &Store, prefix: &str) -> (u64, u64) {
    let table = store.running().server().prefixes.table();
    let found = table.all().iter().find(|known| *known.name == *prefix.as_bytes()).unwrap().clone();
    (found.keys(), found.bytes())
}

/// The same from a walk over everything, while nothing changes, beside what is counted at that moment.
fn walked(store: &Store, prefix: &str) -> [(u64, u64); 2] {
    let keys = &store.running().server().store;
    let mut held = keys.lock_all();
    let (mut count, mut bytes) = (0, 0);
    for database in 0..keys.databases() {
        for part in held.parts_mut(database) {
            for record in part.iter().filter(|record| record.key().starts_with(prefix.as_bytes())) {
                count += 1;
                bytes += record.memory_bytes() as u64;
            }
        }
    }
    [(count, bytes), counted(store, prefix)]
}

#[track_caller]
fn assert_exact(store: &Store, prefixes: &[&str]) {
    for prefix in prefixes {
        let [walked, counted] = walked(store, prefix);
        assert_eq!(counted, walked, "{prefix}");
    }
}

#[test]
fn keys_that_are_there_count_as_soon_as_their_prefix_is_named() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.ask("MSET a:1 x a:2 y b:1 z", "+OK\r\n");
    wire.ask("KV.PREFIX QUOTA a:", "+OK\r\n");
    assert_eq!(counted(&store, "a:").0, 2);
    wire.ask("MULTI", "+OK\r\n");
    wire.ask("KV.PREFIX QUOTA b: KEYS 5 BYTES 1kb", "+QUEUED\r\n");
    wire.ask("CONFIG GET prefix-quota", "+QUEUED\r\n");
    wire.ask("EXEC", "*2\r\n+OK\r\n*2\r\n$12\r\nprefix-quota\r\n$16\r\na: 0 0 b: 5 1024\r\n");
    wire.ask("SET b:2 x", "+OK\r\n");
    wire.ask("KV.PREFIX LIST", "*2\r\n$2\r\na:\r\n$2\r\nb:\r\n");
    assert_exact(&store, &["a:", "b:"]);
    assert_eq!(counted(&store, "b:").0, 2);
    wire.ask("KV.PREFIX DEL a: nothing", ":1\r\n");
    wire.ask("CONFIG GET prefix-quota", "*2\r\n$12\r\nprefix-quota\r\n$9\r\nb: 5 1024\r\n");
    wire.ask("KV.PREFIX STATS a:", "*0\r\n");
    wire.ask("KV.PREFIX QUOTA a: SEATS 5", "-ERR syntax error\r\n");
}

#[test]
fn a_quota_is_told_with_its_use() {
    let store = Store::with(&[("prefix-quota", "s: 2 0")]);
    let mut wire = store.wire();
    wire.ask("SET s:1 1", "+OK\r\n");
    wire.ask("GET s:1", "$1\r\n1\r\n");
    wire.ask("MGET s:1 s:2 other", "*3\r\n$1\r\n1\r\n$-1\r\n$-1\r\n");
    wire.ask("MSET s:2 2 s:3 3", REFUSED);
    wire.ask("HELLO 3", "%7\r\n");
    let bytes = walked(&store, "s:")[0].1;
    let expected = format!(
        "*1\r\n%11\r\n$6\r\nprefix\r\n$2\r\ns:\r\n$4\r\nkeys\r\n:1\r\n$5\r\nbytes\r\n:{bytes}\r\n$10\r\nquota-keys\r\n:2\r\n\
         $11\r\nquota-bytes\r\n:0\r\n$4\r\nhits\r\n:2\r\n$6\r\nmisses\r\n:1\r\n$6\r\nwrites\r\n:1\r\n$7\r\nrefused\r\n:1\r\n\
         $7\r\nexpired\r\n:0\r\n$7\r\nevicted\r\n:0\r\n"
    );
    wire.say("KV.PREFIX STATS\r\nQUIT\r\n");
    let told = wire.rest();
    assert!(told.contains(&expected), "{told}");
    let registry = Registry::new();
    observe::register(&Arc::clone(store.running().server()), &registry);
    let (snapshot, labels) = (registry.snapshot(), [("prefix", "s:")]);
    assert_eq!(snapshot.value("kv_prefix_keys", &labels), Some(1.0));
    assert_eq!(snapshot.value("kv_prefix_bytes", &labels), Some(bytes as f64));
    assert_eq!(snapshot.value("kv_prefix_quota_keys", &labels), Some(2.0));
    assert_eq!(snapshot.value("kv_prefix_refused", &labels), Some(1.0));
    assert_eq!(snapshot.value("kv_errors", &[("kind", "QUOTA")]), Some(1.0));
}

#[test]
fn a_write_over_the_quota_of_keys_is_refused_and_others_pass() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.ask("KV.PREFIX QUOTA s: KEYS 2", "+OK\r\n");
    wire.ask("SET s:1 1", "+OK\r\n");
    wire.ask("LPUSH s:2 x", ":1\r\n");
    for write in [
        "SET s:3 1",
        "SET s:3 1 NX",
        "MSET s:3 1 other 1",
        "INCR s:3",
        "APPEND s:3 x",
        "SETRANGE s:3 1 x",
        "SETBIT s:3 7 1",
        "BITFIELD s:3 SET u8 0 1",
        "HSET s:3 a 1",
        "HINCRBY s:3 a 1",
        "SADD s:3 a",
        "ZADD s:3 1 a",
        "GEOADD s:3 1 1 a",
        "PFADD s:3 a",
        "RPUSH s:3 a",
        "COPY s:1 s:3",
        "COPY s:1 s:1 DB 1",
        "LMOVE s:2 s:3 LEFT LEFT",
        "SUNIONSTORE s:3 set",
        "SORT set ALPHA STORE s:3",
        "RENAME set s:3",
    ] {
        wire.ask("SADD set a b", if write == "SET s:3 1" { ":2\r\n" } else { ":0\r\n" });
        if write.starts_with("LMOVE") {
            wire.ask("RPUSH s:2 y", ":2\r\n");
            wire.ask(write, REFUSED);
            wire.ask("RPOP s:2", "$1\r\ny\r\n");
            continue;
        }
        wire.ask(write, REFUSED);
    }
    wire.ask("SET s:3 1 XX", "$-1\r\n");
    wire.ask("LPUSHX s:3 1", ":0\r\n");
    wire.ask("RENAME s:1 s:4", "+OK\r\n");
    wire.ask("SMOVE nothing s:3 a", ":0\r\n");
    wire.ask("MOVE s:4 1", ":1\r\n");
    wire.ask("SET s:5 1", REFUSED);
    wire.ask("LPUSH s:2 more", ":2\r\n");
    wire.ask("MULTI", "+OK\r\n");
    wire.ask("DEL s:2", "+QUEUED\r\n");
    wire.ask("SET s:6 1", "+QUEUED\r\n");
    wire.ask("SET s:7 1", "+QUEUED\r\n");
    wire.ask("EXEC", &format!("*3\r\n:1\r\n+OK\r\n{REFUSED}"));
    wire.ask("KV.PREFIX QUOTA s: KEYS 0", "+OK\r\n");
    wire.ask("SET s:7 1", "+OK\r\n");
    assert_exact(&store, &["s:"]);
}

#[test]
fn what_makes_a_value_smaller_passes_a_full_quota_of_bytes() {
    let store = Store::new();
    let mut wire = store.wire();
    let value = "v".repeat(900);
    wire.ask(&format!("SET s:1 {value}"), "+OK\r\n");
    wire.ask(&format!("RPUSH s:2 {value} b c"), ":3\r\n");
    wire.ask(&format!("HSET s:3 f {value}"), ":1\r\n");
    wire.ask("KV.PREFIX QUOTA s: BYTES 1000", "+OK\r\n");
    wire.ask("SET s:4 1", REFUSED);
    wire.ask("APPEND s:1 x", REFUSED);
    wire.ask("RPUSH s:2 x", REFUSED);
    wire.ask("HSET s:3 g x", REFUSED);
    wire.ask("HSET s:3 f short", ":0\r\n");
    wire.ask("SETRANGE s:1 5 short", ":900\r\n");
    wire.ask("LSET s:2 0 short", "+OK\r\n");
    wire.ask("EXPIRE s:1 1000", ":1\r\n");
    wire.ask("LPOP s:2", "$5\r\nshort\r\n");
    wire.ask("SET s:1 small", "+OK\r\n");
    wire.ask("SET s:4 1", "+OK\r\n");
    wire.ask(&format!("SET s:4 {value}"), REFUSED);
    wire.ask("GET s:4", "$1\r\n1\r\n");
    assert_exact(&store, &["s:"]);
    let room = 1000 - counted(&store, "s:").1;
    // A key of three bytes: eight for the head, one for its length, ten for the slot, in steps of sixteen.
    let fits = (room as usize - 10) / 16 * 16 - 8 - 1 - 3;
    wire.ask(&format!("SET s:5 {}", "v".repeat(fits + 1)), REFUSED);
    wire.ask(&format!("SET s:5 {}", "v".repeat(fits)), "+OK\r\n");
    assert!(counted(&store, "s:").1 <= 1000);
}

#[test]
fn two_threads_never_both_take_the_last_place() {
    let store = Store::with(&[("prefix-quota", "s: 500 0")]);
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let mut wire = store.wire();
            std::thread::spawn(move || {
                let mut taken = 0;
                for number in 0..400 {
                    wire.say(format!("SET s:{writer}:{number} x\r\n"));
                    let mut first = [0; 1];
                    wire.socket.read_exact(&mut first).unwrap();
                    taken += u32::from(&first == b"+");
                    wire.hear(if &first == b"+" { "OK\r\n" } else { &REFUSED[1..] });
                }
                taken
            })
        })
        .collect();
    let taken: u32 = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
    assert_eq!((taken, counted(&store, "s:").0), (500, 500));
    assert_exact(&store, &["s:"]);
}

/// Many changes of all kinds, from the same few keys.
fn churn(wire: &mut Wire, rounds: usize, seed: u64) {
    let mut random = Random::seeded(seed);
    let mut commands = String::new();
    for _ in 0..rounds {
        let mut key = || format!("{}{}", ["a:", "a:b:", "c:", ""][random.below(4) as usize], random.below(12));
        let (one, two) = (key(), key());
        let text = "x".repeat(random.below(60) as usize * if random.below(20) == 0 { 500 } else { 1 });
        let number = random.below(40);
        let line = match random.below(34) {
            0 => format!("SET {one} \"{text}\""),
            1 => format!("SET {one} {number} PX {}", 1 + number),
            2 => format!("APPEND {one} \"{text}\""),
            3 => format!("SETRANGE {one} {} \"{text}\"", number * 30),
            4 => format!("RPUSH {one} \"{text}\" {number}"),
            5 => format!("LPOP {one} {number}"),
            6 => format!("LSET {one} 0 \"{text}\""),
            7 => format!("HSET {one} f{number} \"{text}\" g {number}"),
            8 => format!("HDEL {one} f{number} g"),
            9 => format!("SADD {one} {number} m\"{text}\""),
            10 => format!("SPOP {one}"),
            11 => format!("ZADD {one} {number} m{number} 1 n"),
            12 => format!("ZREMRANGEBYRANK {one} 0 {number}"),
            13 => format!("DEL {one} {two}"),
            14 => format!("RENAME {one} {two}"),
            15 => format!("COPY {one} {two} REPLACE"),
            16 => format!("MOVE {one} 1"),
            17 => format!("PEXPIRE {one} {}", 1 + number * 3),
            18 => format!("PERSIST {one}"),
            19 => format!("SUNIONSTORE {one} {one} {two}"),
            20 => format!("ZUNIONSTORE {one} 2 {one} {two}"),
            21 => format!("LMOVE {one} {two} LEFT RIGHT"),
            22 => format!("SMOVE {one} {two} {number}"),
            23 => format!("PFADD {one} {number} \"{text}\""),
            24 => format!("PFMERGE {one} {two}"),
            25 => format!("SETBIT {one} {} 1", number * 900),
            26 => format!("INCRBY {one} {number}"),
            27 => format!("GETEX {one} PX {}", 1 + number),
            28 => format!("SORT {one} ALPHA STORE {two}"),
            29 => format!("LTRIM {one} 1 {number}"),
            30 => "SWAPDB 0 1".to_owned(),
            31 if number == 0 => "FLUSHDB".to_owned(),
            32 => format!("BITOP OR {one} {one} {two}"),
            _ => format!("GEOADD {one} 1 1 p{number}"),
        };
        commands.push_str(&line);
        commands.push_str("\r\n");
    }
    wire.say(commands + "QUIT\r\n");
    std::io::copy(&mut wire.socket, &mut std::io::sink()).unwrap();
}

#[test]
fn whatever_commands_do_the_counts_are_those_of_a_walk() {
    let store = Store::with(&[("prefix-quota", "a: 0 0 a:b: 0 0 c: 20 60kb")]);
    let clients: Vec<_> = (0..2)
        .map(|seed| {
            let mut wire = store.wire();
            std::thread::spawn(move || churn(&mut wire, 6000, seed))
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
    assert_exact(&store, &["a:", "a:b:", "c:"]);
}

#[test]
fn evicted_and_loaded_keys_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::with(&[
        ("maxmemory", "1mb"),
        ("maxmemory-policy", "allkeys-random"),
        ("prefix-quota", "a: 0 0 b: 0 0"),
        ("enable-debug-command", "yes"),
        ("dir", folder.path().to_str().unwrap()),
    ]);
    let mut wire = store.wire();
    let value = "v".repeat(1000);
    for number in 0..2000 {
        wire.ask(&format!("SET {}:{number} {value}", ["a", "b", "c"][number % 3]), "+OK\r\n");
    }
    assert_exact(&store, &["a:", "b:"]);
    let table = store.running().server().prefixes.table();
    let evicted = table.all()[0].evicted.load(std::sync::atomic::Ordering::Relaxed);
    assert!(evicted > 100, "{evicted}");
    // Else the next command makes room first.
    wire.ask("CONFIG SET maxmemory 0", "+OK\r\n");
    let before = counted(&store, "a:");
    wire.ask("DEBUG RELOAD", "+OK\r\n");
    assert_eq!(counted(&store, "a:").0, before.0);
    assert_exact(&store, &["a:", "b:"]);
    wire.ask("FLUSHALL", "+OK\r\n");
    assert_eq!((counted(&store, "a:"), counted(&store, "b:")), ((0, 0), (0, 0)));
}
