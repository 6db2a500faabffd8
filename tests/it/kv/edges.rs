//! Where commands end: the largest texts, keys whose time has come, values that only look alike.

use super::Store;
use super::talk::Client;

#[test]
fn a_text_beyond_every_limit_is_refused() {
    let store = Store::new();
    let mut client = Client::of(&store);
    let refused = "ERR string exceeds maximum allowed size (proto-max-bulk-len)";
    for offset in [i64::MAX, i64::from(i32::MAX), 536_870_912] {
        assert_eq!(client.ask(&format!("SETRANGE k {offset} a")), refused);
    }
    assert_eq!(client.ask("EXISTS k"), "0");
}

#[test]
fn a_swap_is_a_change_to_whoever_watches_a_key_that_is_in_either_database() {
    let store = Store::with(&[("enable-debug-command", "yes")]);
    let mut client = Client::of(&store);
    client.ask("DEBUG SET-ACTIVE-EXPIRE 0");
    for (here, there, is_changed) in
        [("", "", false), ("", "PX 1", false), ("PX 1", "", false), ("PX 1", "PX 1", false), ("", "EX 100", true)]
    {
        client.ask("FLUSHALL");
        for (database, end) in [(1, there), (0, here)] {
            client.ask(&format!("SELECT {database}"));
            if !end.is_empty() {
                client.ask(&format!("SET x 1 {end}"));
            }
        }
        client.ask("DEBUG SLEEP 0.003");
        client.ask("WATCH x");
        client.ask("SWAPDB 0 1");
        client.ask("MULTI");
        client.ask("PING");
        let expected = if is_changed { "nil" } else { "[PONG]" };
        assert_eq!(client.ask("EXEC"), expected, "{here:?} here, {there:?} there");
    }
}

#[test]
fn watches_stay_in_their_database_when_databases_are_swapped() {
    let store = Store::new();
    let mut client = Client::of(&store);
    for (number, is_changed) in [(0, true), (1, false)] {
        client.ask("WATCH nothing");
        client.ask("SWAPDB 0 1");
        client.ask(&format!("SELECT {number}"));
        client.ask("SET nothing 1");
        client.ask("SELECT 0");
        client.ask("MULTI");
        client.ask("PING");
        assert_eq!(client.ask("EXEC"), if is_changed { "nil" } else { "[PONG]" }, "set in {number}");
        client.ask("FLUSHALL");
    }
}

#[test]
fn a_watched_key_that_another_finds_expired_has_changed() {
    let store = Store::with(&[("enable-debug-command", "yes")]);
    let (mut client, mut other) = (Client::of(&store), Client::of(&store));
    client.ask("DEBUG SET-ACTIVE-EXPIRE 0");
    client.ask("SET x 1 PX 30");
    client.ask("WATCH x");
    other.ask("DEBUG SLEEP 0.05");
    assert_eq!(other.ask("GET x"), "nil");
    client.ask("MULTI");
    client.ask("PING");
    assert_eq!(client.ask("EXEC"), "nil");
}

#[test]
fn a_digest_tells_values_apart_and_not_their_encodings() {
    let store = Store::with(&[("enable-debug-command", "yes")]);
    let mut client = Client::of(&store);
    let mut digest = |lines: &[&str]| {
        client.ask("FLUSHALL");
        for line in lines {
            client.ask(line);
        }
        client.ask("DEBUG DIGEST")
    };
    let long = format!("SADD k {}", "x".repeat(100));
    for (one, same, other) in [
        (&["RPUSH k a b"][..], &["RPUSH k a", "RPUSH k b"][..], &["RPUSH k b a"][..]),
        (&["SADD k 1 2"], &["SADD k 2 1 c", "SREM k c"], &["SADD k 1 3"]),
        (&["SADD k 1"], &[&long, "SADD k 1", &long.replace("SADD", "SREM")], &["SADD k 2"]),
        (&["HSET k a 1 b 2"], &["HSET k b 2 a 1"], &["HSET k a 2 b 1"]),
        (&["ZADD k 1 a 2 b"], &["ZADD k 2 b 1 a"], &["ZADD k 1 a 3 b"]),
        (&["SET k 12"], &["SET k 1", "APPEND k 2"], &["SET k 12 EX 100"]),
    ] {
        let expected = digest(one);
        assert_eq!(digest(same), expected, "{same:?}");
        assert_ne!(digest(other), expected, "{other:?}");
    }
}

#[test]
fn to_ask_whether_a_key_is_there_is_no_use_of_it() {
    let store = Store::new();
    let mut wire = store.wire();
    // DUMP of "x", as version 9 of dumps has it.
    let payload = b"\x00\x01x\x09\x00";
    let mut whole = payload.to_vec();
    whole.extend(toolbox::applets::kv::persist::crc64::update(0, payload).to_le_bytes());
    let mut restore = format!("*6\r\n$7\r\nRESTORE\r\n$1\r\nk\r\n$1\r\n0\r\n${}\r\n", whole.len()).into_bytes();
    restore.extend(&whole);
    restore.extend(b"\r\n$8\r\nIDLETIME\r\n$4\r\n5000\r\n");
    wire.say(restore);
    wire.hear("+OK\r\n");
    let mut client = Client::of(&store);
    let mut idle = || client.ask("OBJECT IDLETIME k").parse::<u64>().unwrap();
    for (ask, reply) in [("EXISTS k", ":1\r\n"), ("TYPE k", "+string\r\n"), ("TTL k", ":-1\r\n")] {
        wire.ask(ask, reply);
        assert!(idle() >= 5000, "{ask}");
    }
    wire.ask("GET k", "$1\r\nx\r\n");
    assert!(idle() < 5000);
}

#[test]
fn a_server_is_not_shut_down_within_a_transaction() {
    let store = Store::new();
    let mut client = Client::of(&store);
    for command in ["SHUTDOWN NOSAVE", "SAVE", "SYNC"] {
        client.ask("MULTI");
        client.ask("SET a 1");
        assert_eq!(client.ask(command), "ERR Command not allowed inside a transaction");
        assert_eq!(client.ask("EXEC"), "EXECABORT Transaction discarded because of previous errors.");
        assert_eq!(client.ask("EXISTS a"), "0");
    }
}
