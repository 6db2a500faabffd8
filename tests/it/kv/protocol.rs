//! What is on the wire: pieces, pipelines, inline commands, limits, and clients that mean no good.

use std::io::{ErrorKind, Write};
use std::net::Shutdown;

use super::Store;

#[test]
fn a_pipeline_is_answered_in_order() {
    let store = Store::new();
    let mut wire = store.wire();
    let mut asked = Vec::new();
    let mut expected = Vec::new();
    for number in 0..1000 {
        asked.extend(
            format!("*3\r\n$3\r\nSET\r\n$2\r\nk1\r\n$4\r\n{number:04}\r\n*2\r\n$3\r\nGET\r\n$2\r\nk1\r\n").bytes(),
        );
        expected.extend(format!("+OK\r\n$4\r\n{number:04}\r\n").bytes());
    }
    wire.say(asked);
    wire.hear(expected);
}

#[test]
fn inline_commands_are_split_as_a_shell_would() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.ask("SET greeting \"hello\\x20\\n\"", "+OK\r\n");
    wire.ask("get 'greeting'", "$7\r\nhello \n\r\n");
    wire.say("\r\n\r\nPING\nECHO a\r\n");
    wire.hear("+PONG\r\n$1\r\na\r\n");
    wire.say("GET \"open\r\n");
    wire.hear("-ERR Protocol error: unbalanced quotes in request\r\n");
    assert_eq!(wire.rest(), "", "and then it closes");
}

#[test]
fn a_command_may_come_in_pieces_cut_anywhere() {
    let store = Store::new();
    let command = b"*3\r\n$6\r\nAPPEND\r\n$3\r\nkey\r\n$5\r\na\r\nbc\r\nPING\r\n*2\r\n$6\r\nGETDEL\r\n$3\r\nkey\r\n";
    for cut in 1..command.len() {
        let mut wire = store.wire();
        wire.say(&command[..cut]);
        // The first piece has arrived for sure when another connection was served after it.
        store.wire().ask("PING", "+PONG\r\n");
        wire.say(&command[cut..]);
        wire.hear(":5\r\n+PONG\r\n$5\r\na\r\nbc\r\n");
    }
}

#[test]
fn promises_are_not_believed() {
    let store = Store::new();
    // As many words as an integer can count, each as long as it can be: refused by their limits or waited for, never
    // reserved.
    let mut many = store.wire();
    many.say("*1000000000\r\n");
    let mut long = store.wire();
    long.say("*2\r\n$3\r\nGET\r\n$2147483647\r\n");
    long.hear("-ERR Protocol error: invalid bulk length\r\n");
    assert_eq!(long.rest(), "");
    let mut more = store.wire();
    more.say("*2147483648\r\n");
    more.hear("-ERR Protocol error: invalid multibulk length\r\n");
    let mut half = store.wire();
    half.say("*2\r\n$3\r\nGET\r\n$536870912\r\n");
    store.wire().ask("PING", "+PONG\r\n");
    assert!(resident_bytes() < 1 << 30, "{} bytes are resident", resident_bytes());
}

/// Memory of this process, in which the store runs.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

#[test]
fn strangers_may_say_little() {
    let store = Store::with(&[("requirepass", "secret")]);
    let mut wire = store.wire();
    wire.ask("GET k", "-NOAUTH Authentication required.\r\n");
    wire.say("*11\r\n");
    wire.hear("-ERR Protocol error: unauthenticated multibulk length\r\n");
    let mut wire = store.wire();
    wire.say("*2\r\n$4\r\nAUTH\r\n$16385\r\n");
    wire.hear("-ERR Protocol error: unauthenticated bulk length\r\n");
    let mut wire = store.wire();
    wire.ask("AUTH wrong", "-WRONGPASS invalid username-password pair or user is disabled.\r\n");
    wire.ask("AUTH secret", "+OK\r\n");
    wire.ask("GET k", "$-1\r\n");
}

#[test]
fn a_browser_that_was_tricked_into_calling_is_hung_up_on() {
    let store = Store::new();
    for request in ["POST / HTTP/1.1\r\nHost: localhost\r\n\r\nSET k evil\r\n", "Host: localhost\r\nSET k evil\r\n"] {
        let mut wire = store.wire();
        wire.say(request);
        assert_eq!(wire.rest(), "", "no word is answered, the command behind it is not carried out");
    }
    store.wire().ask("EXISTS k", ":0\r\n");
}

#[test]
fn a_client_that_closes_its_half_still_gets_its_replies() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.say("SET a 1\r\nGET a\r\n");
    wire.socket.shutdown(Shutdown::Write).unwrap();
    assert_eq!(wire.rest(), "+OK\r\n$1\r\n1\r\n");
}

#[test]
fn a_client_that_never_reads_stops_nobody() {
    let store = Store::new();
    let mut greedy = store.wire();
    let value = "v".repeat(1 << 20);
    greedy.say(format!("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n${}\r\n{value}\r\n", value.len()));
    greedy.hear("+OK\r\n");
    // It asks for gigabytes until its requests are not taken any more, and reads nothing.
    greedy.socket.set_nonblocking(true).unwrap();
    let asked = "GET big\r\n".repeat(1000);
    let mut full = 0;
    for _ in 0..10_000 {
        match greedy.socket.write(asked.as_bytes()) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => full += 1,
            Err(_) => break,
        }
        store.wire().ask("PING", "+PONG\r\n");
        if full > 20 {
            break;
        }
    }
    assert!(full > 20, "requests of a client that reads nothing must be left on its side");
    assert!(resident_bytes() < 1 << 30, "{} bytes are resident", resident_bytes());
}
