//! Sorted sets and places over a socket: what unit tests of the store cannot see, above all those who wait.

use std::time::{SystemTime, UNIX_EPOCH};

use super::talk::Client;
use super::{Store, Wire};

fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

#[test]
fn members_are_added_ranked_and_taken() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.ask("ZADD z 1 a 2 b 3 c", ":3\r\n");
    wire.ask("ZADD z GT CH 5 a 1 b", ":1\r\n");
    wire.ask("ZADD z NX GT 1 a", "-ERR GT, LT, and/or NX options at the same time are not compatible\r\n");
    wire.ask("ZRANGE z 0 -1 WITHSCORES", "*6\r\n$1\r\nb\r\n$1\r\n2\r\n$1\r\nc\r\n$1\r\n3\r\n$1\r\na\r\n$1\r\n5\r\n");
    wire.ask("ZRANGE z (2 +inf BYSCORE LIMIT 1 5", "*1\r\n$1\r\na\r\n");
    wire.ask("ZREVRANK z b", ":2\r\n");
    wire.ask("ZPOPMAX z", "*2\r\n$1\r\na\r\n$1\r\n5\r\n");
    wire.ask("ZREMRANGEBYSCORE z -inf +inf", ":2\r\n");
    wire.ask("EXISTS z", ":0\r\n");
    wire.ask("SET z x", "+OK\r\n");
    wire.ask("ZADD z 1 a", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n");
}

#[test]
fn small_ones_are_packed_and_grow_into_trees() {
    let store = Store::with(&[("zset-max-listpack-entries", "3")]);
    let mut wire = store.wire();
    wire.ask("ZADD z 1 a 2 b 3 c", ":3\r\n");
    wire.ask("OBJECT ENCODING z", "$8\r\nlistpack\r\n");
    wire.ask("ZADD z 4 d", ":1\r\n");
    wire.ask("OBJECT ENCODING z", "$8\r\nskiplist\r\n");
    wire.ask("ZRANGE z 0 -1", "*4\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n$1\r\nd\r\n");
    wire.ask("ZUNIONSTORE y 1 z WEIGHTS 2", ":4\r\n");
    wire.ask("ZSCORE y d", "$1\r\n8\r\n");
}

#[test]
fn who_waits_for_a_member_gets_it() {
    let store = Store::new();
    let (mut waiting, mut wire) = (store.wire(), store.wire());
    waiting.say("BZPOPMIN a b 5\r\n");
    Client::of(&store).until_blocked(1);
    wire.ask("ZADD b 7 x 8 y", ":2\r\n");
    waiting.hear("*3\r\n$1\r\nb\r\n$1\r\nx\r\n$1\r\n7\r\n");
    waiting.ask("BZMPOP 1 1 b MAX COUNT 9", "*2\r\n$1\r\nb\r\n*1\r\n*2\r\n$1\r\ny\r\n$1\r\n8\r\n");
    waiting.ask("BZPOPMAX b 0.05", "*-1\r\n");
}

#[test]
fn who_waits_for_a_time_is_woken_at_it() {
    let store = Store::new();
    let (mut waiting, mut wire) = (store.wire(), store.wire());
    let due = now_ms() + 300;
    wire.ask(&format!("ZADD jobs {due} early {} late", due + 60_000), ":2\r\n");
    wire.ask("KV.ZPOPDUE jobs", "*0\r\n");
    waiting.say("KV.BZPOPDUE jobs 20 MOVE running\r\n");
    waiting.hear(format!("*2\r\n$4\r\njobs\r\n*1\r\n*2\r\n$5\r\nearly\r\n$13\r\n{due}\r\n"));
    let late = now_ms() - due;
    assert!(late < 250, "{late} ms late");
    wire.ask("ZSCORE running early", &format!("$13\r\n{due}\r\n"));
    wire.ask("ZCARD jobs", ":1\r\n");
}

#[test]
fn an_earlier_member_brings_the_waking_forward() {
    let store = Store::new();
    let (mut first, mut second, mut wire) = (store.wire(), store.wire(), store.wire());
    let far = now_ms() + 60_000;
    wire.ask(&format!("ZADD jobs {far} far"), ":1\r\n");
    for (waiting, count) in [(&mut first, 1), (&mut second, 2)] {
        waiting.say("KV.BZPOPDUE jobs other 20\r\n");
        Client::of(&store).until_blocked(count);
    }
    let due = now_ms() + 100;
    wire.ask(&format!("ZADD other {due} x {} y", due + 100), ":2\r\n");
    let reply = |name: &str, due: u64| format!("*2\r\n$5\r\nother\r\n*1\r\n*2\r\n$1\r\n{name}\r\n$13\r\n{due}\r\n");
    first.hear(reply("x", due));
    second.hear(reply("y", due + 100));
    wire.ask("KV.ZPOPDUE jobs MOVE jobs", "-ERR source and destination objects are the same\r\n");
}

#[test]
fn places_are_found() {
    let store = Store::new();
    let mut wire: Wire = store.wire();
    wire.ask("GEOADD sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania", ":2\r\n");
    wire.ask("GEODIST sicily Palermo Catania km", "$8\r\n166.2742\r\n");
    wire.ask("GEOHASH sicily Palermo", "*1\r\n$11\r\nsqc8b49rny0\r\n");
    wire.ask("GEOSEARCH sicily FROMLONLAT 15 37 BYRADIUS 100 km ASC", "*1\r\n$7\r\nCatania\r\n");
    wire.ask("GEORADIUS sicily 15 37 200 km STORE near", ":2\r\n");
    wire.ask("GEOADD sicily 181 1 x", "-ERR invalid longitude,latitude pair 181.000000,1.000000\r\n");
}

#[test]
fn bits_and_sketches_are_strings() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.ask("SETBIT b 7 1", ":0\r\n");
    wire.ask("BITCOUNT b", ":1\r\n");
    wire.ask("BITPOS b 1", ":7\r\n");
    wire.ask("BITFIELD b OVERFLOW FAIL INCRBY u2 100 1 INCRBY u2 100 3", "*2\r\n:1\r\n$-1\r\n");
    wire.ask("STRLEN b", ":13\r\n");
    wire.ask("PFADD h a b c", ":1\r\n");
    wire.ask("PFCOUNT h", ":3\r\n");
    wire.ask("APPEND h hello", ":32\r\n");
    wire.ask("PFADD h d", ":1\r\n");
    wire.ask("PFCOUNT h", "-INVALIDOBJ Corrupted HLL object detected\r\n");
    wire.ask("PFADD b x", "-WRONGTYPE Key is not a valid HyperLogLog string value.\r\n");
}
