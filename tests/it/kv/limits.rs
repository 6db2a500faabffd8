//! What clients may not: too many, too slow, too much, too often.

use std::sync::Arc;

use toolbox::applets::kv::server::observe;
use toolbox::kit::metrics::Registry;

use super::{Store, Wire};

#[test]
fn one_client_too_many_is_told_so_and_others_go_on() {
    let store = Store::with(&[("maxclients", "2")]);
    let (mut first, mut second) = (store.wire(), store.wire());
    first.ask("PING", "+PONG\r\n");
    second.ask("PING", "+PONG\r\n");
    assert_eq!(store.wire().rest(), "-ERR max number of clients reached\r\n");
    first.ask("PING", "+PONG\r\n");
    drop(second);
}

#[test]
fn a_client_over_its_rate_gets_one_fixed_error() {
    let store = Store::with(&[("rate-limit-client", "1"), ("rate-limit-burst", "3")]);
    let mut wire = store.wire();
    for _ in 0..3 {
        wire.ask("PING", "+PONG\r\n");
    }
    wire.ask("PING", "-ERR rate limit exceeded\r\n");
    store.wire().ask("PING", "+PONG\r\n");
}

#[test]
fn an_address_and_everybody_together_have_rates_of_their_own() {
    for limit in ["address", "global"] {
        let name = format!("rate-limit-{limit}");
        let store = Store::with(&[(&name, "1"), ("rate-limit-burst", "3")]);
        let (mut first, mut second) = (store.wire(), store.wire());
        first.ask("PING", "+PONG\r\n");
        second.ask("PING", "+PONG\r\n");
        first.ask("PING", "+PONG\r\n");
        second.ask("PING", "-ERR rate limit exceeded\r\n");
        // Who they are they may always say.
        second.ask("RESET", "+RESET\r\n");
        let registry = Registry::new();
        observe::register(&Arc::clone(store.running().server()), &registry);
        let snapshot = registry.snapshot();
        for known in ["client", "address", "global"] {
            let refused = f64::from(u8::from(known == limit));
            assert_eq!(snapshot.value("kv_rate_limited", &[("limit", known)]), Some(refused), "{limit}: {known}");
        }
    }
}

#[test]
fn clients_that_hold_most_are_let_go_when_all_hold_too_much() {
    let store = Store::with(&[("maxmemory-clients", "1mb")]);
    let (mut big, mut small, mut kept) = (store.wire(), store.wire(), store.wire());
    kept.ask("CLIENT NO-EVICT on", "+OK\r\n");
    kept.say(format!("*2\r\n$3\r\nGET\r\n$900000\r\n{}", "k".repeat(899_999)));
    small.say("*2\r\n$3\r\nGET\r\n$9000\r\nhalf");
    big.say(format!("*2\r\n$3\r\nGET\r\n$800000\r\n{}", "b".repeat(799_999)));
    assert_eq!(big.rest(), "");
    small.say(format!("{}\r\n", "s".repeat(8996)));
    small.hear("$-1\r\n");
    kept.say("k\r\n");
    kept.hear("$-1\r\n");
    kept.say("INFO stats\r\nQUIT\r\n");
    assert!(kept.rest().contains("evicted_clients:1\r\n"));
}

#[test]
fn a_half_sent_command_and_an_idle_client_are_let_go() {
    let store = Store::with(&[("request-timeout", "1"), ("timeout", "1")]);
    let mut slow = store.wire();
    slow.say("*2\r\n$3\r\nGE");
    assert_eq!(slow.rest(), "");
    let mut idle = store.wire();
    idle.ask("PING", "+PONG\r\n");
    assert_eq!(idle.rest(), "");
}

#[test]
fn a_request_of_http_is_not_obeyed() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.say("POST / HTTP/1.1\r\nSET hacked 1\r\n");
    assert_eq!(wire.rest(), "");
    store.wire().ask("GET hacked", "$-1\r\n");
}

#[test]
fn a_listener_that_never_reads_is_let_go() {
    let store = Store::with(&[("client-output-buffer-limit", "pubsub 1mb 0 0")]);
    let (mut deaf, mut sender) = (store.wire(), store.wire());
    deaf.ask("SUBSCRIBE c", "*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n");
    let message = format!("PUBLISH c {}\r\n", "x".repeat(60_000));
    let mut heard = *b":1\r\n";
    let rounds = (0..2000).take_while(|_| {
        sender.say(&message);
        std::io::Read::read_exact(&mut sender.socket, &mut heard).unwrap();
        &heard == b":1\r\n"
    });
    assert!(rounds.count() < 2000, "it was never let go");
}

#[test]
fn memory_is_kept_within_its_limit_by_every_policy() {
    for policy in [
        "allkeys-lru",
        "allkeys-lfu",
        "allkeys-random",
        "volatile-lru",
        "volatile-lfu",
        "volatile-random",
        "volatile-ttl",
    ] {
        let store = Store::with(&[("maxmemory", "1mb"), ("maxmemory-policy", policy)]);
        let mut wire = store.wire();
        let value = "v".repeat(1000);
        for number in 0..3000 {
            wire.ask(&format!("SET key:{number} {value} EX 10000"), "+OK\r\n");
        }
        let used = store.running().server().used_bytes();
        assert!(used <= (1 << 20) + 8192, "{policy}: {used}");
        let evicted = store.running().server().stats.sum(|counters| counters.evicted.get());
        assert!(evicted > 1500, "{policy}: {evicted}");
    }
}

#[test]
fn without_a_policy_writes_are_refused_and_reads_go_on() {
    let store = Store::with(&[("maxmemory", "77kb")]);
    let mut wire = store.wire();
    let value = "v".repeat(60_000);
    wire.ask(&format!("SET a {value}"), "+OK\r\n");
    wire.ask(&format!("SET c {value}"), "+OK\r\n");
    wire.ask("SET b 1", "-OOM command not allowed when used memory > 'maxmemory'.\r\n");
    wire.ask("GET b", "$-1\r\n");
    wire.ask("DEL a", ":1\r\n");
    wire.ask("SET b 1", "+OK\r\n");
}

#[test]
fn collections_count_as_they_grow() {
    let store = Store::with(&[("maxmemory", "2mb")]);
    let mut wire: Wire = store.wire();
    let value = "v".repeat(10_000);
    let mut refused = false;
    for number in 1..400 {
        wire.say(format!("RPUSH list {value}\r\n"));
        let expected = format!(":{number}\r\n");
        let mut byte = [0; 1];
        std::io::Read::read_exact(&mut wire.socket, &mut byte).unwrap();
        if &byte == b"-" {
            refused = true;
            break;
        }
        wire.hear(&expected[1..]);
    }
    assert!(refused);
}

#[test]
fn a_limit_of_memory_that_is_lowered_is_kept_without_a_command() {
    let store = Store::with(&[("notify-keyspace-events", "Ee"), ("maxmemory-policy", "allkeys-lru")]);
    let (mut listener, mut client) = (store.wire(), store.wire());
    let event = "__keyevent@0__:evicted";
    listener.ask(&format!("SUBSCRIBE {event}"), &format!("*3\r\n$9\r\nsubscribe\r\n$22\r\n{event}\r\n:1\r\n"));
    client.ask("SET foo bar", "+OK\r\n");
    client.ask("CONFIG SET maxmemory 1", "+OK\r\n");
    listener.hear(format!("*3\r\n$7\r\nmessage\r\n$22\r\n{event}\r\n$3\r\nfoo\r\n"));
}
