//! What a replica receives: a dump of one moment, then every effect in order; and what becomes of it when it is slow.

use std::io::Read as _;

use super::talk::Client;
use super::{Store, Wire};

/// A store whose dumps go to a folder of its own.
fn store(folder: &tempfile::TempDir, more: &[(&str, &str)]) -> Store {
    let dir = folder.path().to_str().unwrap();
    let own = [("dir", dir), ("enable-debug-command", "yes"), ("repl-ping-replica-period", "3600")];
    Store::with(&[&own[..], more].concat())
}

/// The next line that is not empty: empty ones say that the dump is being made.
fn line(replica: &mut Wire) -> String {
    let mut line = Vec::new();
    while !line.ends_with(b"\n") || line == b"\n" {
        if line == b"\n" {
            line.clear();
        }
        let mut byte = [0];
        replica.socket.read_exact(&mut byte).unwrap();
        line.extend(byte);
    }
    String::from_utf8(line).unwrap().trim_end().to_owned()
}

/// Reads the dump.
fn dump(replica: &mut Wire) -> Vec<u8> {
    let length = line(replica).strip_prefix('$').unwrap().parse().unwrap();
    let mut dump = vec![0; length];
    replica.socket.read_exact(&mut dump).unwrap();
    dump
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

fn command(words: &str) -> String {
    let words: Vec<_> = words.split(' ').collect();
    let each = words.iter().map(|word| format!("${}\r\n{word}\r\n", word.len()));
    format!("*{}\r\n{}", words.len(), each.collect::<String>())
}

#[test]
fn a_replica_receives_what_is_there_and_then_every_effect() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[]);
    let (mut replica, mut writer) = (store.wire(), Client::of(&store));
    writer.ask("SET before 1");
    replica.say("SYNC\r\n");
    let dump = dump(&mut replica);
    assert!(dump.starts_with(b"REDIS0009") && has(&dump, b"before"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the dump has no name");
    for line in ["SET a 1", "GET a", "DEL none", "SELECT 3", "GETDEL none", "RPUSH l x y", "MULTI", "INCR n"] {
        writer.ask(line);
    }
    for line in ["INCR n", "EXEC", "BLMPOP 0 1 l LEFT", "PUBLISH news hello", "SET v x PXAT 99999999999999"] {
        writer.ask(line);
    }
    for words in ["SELECT 0", "SET a 1", "SELECT 3", "RPUSH l x y", "MULTI", "INCR n", "INCR n", "EXEC", "LPOP l 1"] {
        replica.hear(command(words));
    }
    replica.hear(command("PUBLISH news hello") + &command("SET v x PXAT 99999999999999"));
    assert!(writer.ask("CLIENT LIST TYPE replica").contains("flags=S"));
    assert!(writer.ask("INFO replication").contains("connected_slaves:1"));
    replica.say("GET a\r\n");
    assert_eq!(replica.rest(), "", "it is no place for replies");
    while !writer.ask("INFO replication").contains("connected_slaves:0") {}
}

#[test]
fn a_replica_says_who_it_is_and_how_far_it_has_come() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[("appendonly", "yes")]);
    let (mut replica, mut writer) = (store.wire(), Client::of(&store));
    replica.ask("REPLCONF listening-port 7001 capa eof capa psync2", "+OK\r\n");
    replica.ask("REPLCONF nonsense 1", "-ERR Unrecognized REPLCONF option: nonsense\r\n");
    replica.say("PSYNC ? -1\r\n");
    let told = line(&mut replica);
    assert!(told.starts_with("+FULLRESYNC ") && told.ends_with(" 0") && told.len() == 54, "{told}");
    dump(&mut replica);
    writer.ask("SET a 1");
    let sent = command("SELECT 0") + &command("SET a 1");
    replica.hear(&sent);
    replica.say(format!("REPLCONF ACK {}\r\n", sent.len()));
    let wanted = format!("port=7001,state=online,offset={}", sent.len());
    while !writer.ask("INFO replication").contains(&wanted) {}
    writer.ask("SET a 2");
    replica.hear(command("SET a 2"));
    assert!(writer.ask("INFO replication").contains(&format!("master_repl_offset:{}", sent.len() + 27)));
}

#[test]
fn two_replicas_receive_the_same_and_one_may_leave() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[]);
    let (mut first, mut second, mut writer) = (store.wire(), store.wire(), Client::of(&store));
    first.say("SYNC\r\n");
    dump(&mut first);
    writer.ask("SET seen 1");
    first.hear(command("SELECT 0") + &command("SET seen 1"));
    second.say("SYNC\r\n");
    assert!(has(&dump(&mut second), b"seen"));
    writer.ask("SET b 1");
    // Whoever joins has to hear which database it is, and there is one stream for all.
    first.hear(command("SELECT 0") + &command("SET b 1"));
    second.hear(command("SELECT 0") + &command("SET b 1"));
    drop(first);
    while !writer.ask("INFO replication").contains("connected_slaves:1") {}
    writer.ask("SET c 1");
    second.hear(command("SET c 1"));
}

#[test]
fn a_replica_that_reads_nothing_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[("client-output-buffer-limit", "replica 1mb 0 0")]);
    let (mut replica, mut writer) = (store.wire(), Client::of(&store));
    replica.say("SYNC\r\n");
    dump(&mut replica);
    let value = "x".repeat(60_000);
    for number in 0..1_000 {
        writer.ask(&format!("SET k{} {value}", number % 10));
        if writer.ask("CLIENT LIST TYPE replica").is_empty() {
            return;
        }
    }
    panic!("it is still there");
}

#[test]
fn a_dump_that_cannot_be_written_costs_the_replica_its_connection() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[]);
    std::fs::remove_dir(folder.path()).unwrap();
    let (mut replica, mut writer) = (store.wire(), Client::of(&store));
    replica.say("SYNC\r\n");
    assert_eq!(replica.rest().trim(), "");
    assert_eq!(writer.ask("SET a 1"), "OK");
}

#[test]
fn writes_may_need_replicas() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[("min-replicas-to-write", "1")]);
    let (mut replica, mut writer) = (store.wire(), Client::of(&store));
    let refused = "NOREPLICAS Not enough good replicas to write.";
    assert_eq!(writer.ask("SET a 1"), refused);
    assert_eq!(writer.ask("GET a"), "nil");
    replica.say("SYNC\r\n");
    dump(&mut replica);
    while writer.ask("SET a 1") == refused {}
    drop(replica);
    while writer.ask("SET a 1") != refused {}
}

#[test]
fn a_refused_exec_ends_its_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[]);
    let (mut client, mut other) = (Client::of(&store), Client::of(&store));
    client.ask("MULTI");
    client.ask("INCR a");
    other.ask("CONFIG SET min-replicas-to-write 1");
    assert_eq!(
        client.ask("EXEC"),
        "EXECABORT Transaction discarded because of: NOREPLICAS Not enough good replicas to write."
    );
    assert_eq!(client.ask("GET a"), "nil");
    assert_eq!(client.ask("EXEC"), "ERR EXEC without MULTI");
}

#[test]
fn walks_remove_what_has_expired_and_tell_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[]);
    let (mut replica, mut client) = (store.wire(), Client::of(&store));
    client.ask("DEBUG SET-ACTIVE-EXPIRE 0");
    for walk in ["SCAN 0 COUNT 1000", "RANDOMKEY"] {
        client.ask("SET a 1 PX 1");
        while client.ask("EXISTS a") == "1" {}
        client.ask("SET a 1 PX 1");
        client.ask("SET b 1 PX 1");
        client.ask("DEBUG SLEEP 0.003");
        replica.say("SYNC\r\n");
        dump(&mut replica);
        client.ask(walk);
        assert_eq!(client.ask("DBSIZE"), "0", "{walk}");
        replica.hear(command("SELECT 0"));
        let mut gone = [0; 40];
        replica.socket.read_exact(&mut gone).unwrap();
        let gone = String::from_utf8_lossy(&gone).into_owned();
        let (a, b) = (command("DEL a"), command("DEL b"));
        assert!(gone == format!("{a}{b}") || gone == format!("{b}{a}"), "{walk}: {gone:?}");
        replica = store.wire();
    }
}

#[test]
fn a_key_that_expired_before_its_waiter_was_served_ends_for_replicas_too() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, &[]);
    let (mut replica, mut writer, mut waiter) = (store.wire(), Client::of(&store), store.wire());
    replica.say("SYNC\r\n");
    dump(&mut replica);
    writer.ask("DEBUG SET-ACTIVE-EXPIRE 0");
    waiter.say("BRPOP k 0\r\n");
    writer.until_blocked(1);
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let soon = since.as_millis() + 1000;
    for line in ["MULTI", "RPUSH k x", &format!("PEXPIREAT k {soon}"), "DEBUG SLEEP 1.1", "EXEC"] {
        writer.ask(line);
    }
    for words in ["SELECT 0", "MULTI", "RPUSH k x", &format!("PEXPIREAT k {soon}"), "EXEC", "DEL k"] {
        replica.hear(command(words));
    }
    assert!(writer.ask("CLIENT LIST").contains("flags=b"), "it still waits");
}
