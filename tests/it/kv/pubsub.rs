//! Channels, patterns and keyspace events over real sockets.

use std::sync::atomic::Ordering;

use toolbox::applets::kv::server::client::ClientInfo;

use super::Store;

#[test]
fn a_message_reaches_channels_and_patterns_and_nobody_who_left() {
    let store = Store::new();
    let (mut listener, mut sender) = (store.wire(), store.wire());
    listener.ask(
        "SUBSCRIBE news other",
        "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n*3\r\n$9\r\nsubscribe\r\n$5\r\nother\r\n:2\r\n",
    );
    listener.ask("PSUBSCRIBE n*", "*3\r\n$10\r\npsubscribe\r\n$2\r\nn*\r\n:3\r\n");
    sender.ask("PUBLISH news hello", ":2\r\n");
    listener.hear("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n");
    listener.hear("*4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$5\r\nhello\r\n");
    sender.ask("PUBSUB NUMSUB news", "*2\r\n$4\r\nnews\r\n:1\r\n");
    sender.ask("PUBSUB NUMPAT", ":1\r\n");
    listener.ask("GET x", "-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context\r\n");
    listener.ask("PUNSUBSCRIBE", "*3\r\n$12\r\npunsubscribe\r\n$2\r\nn*\r\n:2\r\n");
    sender.ask("PUBLISH nothing x", ":0\r\n");
    listener.ask(
        "UNSUBSCRIBE news other",
        "*3\r\n$11\r\nunsubscribe\r\n$4\r\nnews\r\n:1\r\n*3\r\n$11\r\nunsubscribe\r\n$5\r\nother\r\n:0\r\n",
    );
    listener.ask("PING", "+PONG\r\n");
}

#[test]
fn resp3_clients_get_pushes_and_go_on_with_commands() {
    let store = Store::new();
    let (mut listener, mut sender) = (store.wire(), store.wire());
    listener.say("HELLO 3\r\nSSUBSCRIBE shard\r\nSET a 1\r\n");
    sender.say("PING\r\n");
    sender.hear("+PONG\r\n");
    while {
        sender.say("SPUBLISH shard x\r\n");
        let mut reply = [0; 4];
        std::io::Read::read_exact(&mut sender.socket, &mut reply).unwrap();
        &reply == b":0\r\n"
    } {}
    let mut rest = String::new();
    let mut bytes = [0; 4096];
    while !rest.ends_with("\r\nx\r\n") {
        let count = std::io::Read::read(&mut listener.socket, &mut bytes).unwrap();
        rest.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
    }
    assert!(rest.contains(">3\r\n$10\r\nssubscribe\r\n$5\r\nshard\r\n:1\r\n+OK\r\n"), "{rest}");
    assert!(rest.contains(">3\r\n$8\r\nsmessage\r\n$5\r\nshard\r\n$1\r\nx\r\n"), "{rest}");
}

#[test]
fn keyspace_events_tell_of_writes_and_of_time() {
    let store = Store::with(&[("notify-keyspace-events", "KEA")]);
    let (mut listener, mut writer) = (store.wire(), store.wire());
    listener.ask("PSUBSCRIBE __key*__:*", "*3\r\n$10\r\npsubscribe\r\n$10\r\n__key*__:*\r\n:1\r\n");
    writer.ask("SET k v", "+OK\r\n");
    listener.hear("*4\r\n$8\r\npmessage\r\n$10\r\n__key*__:*\r\n$16\r\n__keyspace@0__:k\r\n$3\r\nset\r\n");
    listener.hear("*4\r\n$8\r\npmessage\r\n$10\r\n__key*__:*\r\n$18\r\n__keyevent@0__:set\r\n$1\r\nk\r\n");
    writer.ask("PEXPIRE k 1", ":1\r\n");
    listener.hear("*4\r\n$8\r\npmessage\r\n$10\r\n__key*__:*\r\n$16\r\n__keyspace@0__:k\r\n$6\r\nexpire\r\n");
    listener.hear("*4\r\n$8\r\npmessage\r\n$10\r\n__key*__:*\r\n$21\r\n__keyevent@0__:expire\r\n$1\r\nk\r\n");
    listener.hear("*4\r\n$8\r\npmessage\r\n$10\r\n__key*__:*\r\n$16\r\n__keyspace@0__:k\r\n$7\r\nexpired\r\n");
}

#[test]
fn whoever_caches_a_key_is_told_once_that_it_changed() {
    let store = Store::new();
    let (mut reader, mut writer) = (store.wire(), store.wire());
    reader.say("HELLO 3\r\n");
    reader.say("CLIENT TRACKING ON\r\nECHO ready\r\n");
    until(&mut reader, b"$5\r\nready\r\n");
    writer.ask("SET a 1", "+OK\r\n");
    reader.ask("GET a", "$1\r\n1\r\n");
    writer.ask("SET b 1", "+OK\r\n");
    writer.ask("SET a 2", "+OK\r\n");
    reader.hear(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n");
    writer.ask("SET a 3", "+OK\r\n");
    // What it changes itself is told behind the reply, and a transaction's behind all of its replies.
    reader.ask("GET a", "$1\r\n3\r\n");
    reader.ask("INCR a", ":4\r\n>2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n");
    reader.ask("GET a", "$1\r\n4\r\n");
    reader.ask("MULTI", "+OK\r\n");
    reader.ask("FLUSHALL", "+QUEUED\r\n");
    reader.ask("PING", "+QUEUED\r\n");
    reader.ask("EXEC", "*2\r\n+OK\r\n+PONG\r\n>2\r\n$10\r\ninvalidate\r\n_\r\n");
    // What a transaction reads behind its own change is no news when it ends.
    reader.say("MULTI\r\nSET a 4\r\nGET a\r\nEXEC\r\n");
    reader.hear("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n$1\r\n4\r\n");
    reader.ask("PING", "+PONG\r\n");
    reader.ask("CLIENT TRACKING OFF", "+OK\r\n");
    writer.ask("SET a 5", "+OK\r\n");
    reader.ask("GET a", "$1\r\n5\r\n");
}

#[test]
fn prefixes_are_told_in_one_message_to_another_connection() {
    let store = Store::new();
    let (mut listener, mut follower, mut writer) = (store.wire(), store.wire(), store.wire());
    let channel = "__redis__:invalidate";
    listener.ask("SUBSCRIBE __redis__:invalidate", "*3\r\n$9\r\nsubscribe\r\n$20\r\n__redis__:invalidate\r\n:1\r\n");
    let listens = |info: &ClientInfo| info.channels.load(Ordering::Relaxed) > 0;
    let clients = store.running().server().clients.lock().clone();
    let id = clients.values().find(|info| listens(info)).unwrap().id;
    follower.ask(&format!("CLIENT TRACKING ON REDIRECT {id} BCAST NOLOOP PREFIX user: PREFIX job:"), "+OK\r\n");
    follower.ask(
        "CLIENT TRACKING ON BCAST PREFIX user:1",
        "-ERR Prefix 'user:1' overlaps with an existing prefix 'user:'. Prefixes for a single client must not overlap.\r\n",
    );
    follower.ask("SET user:9 x", "+OK\r\n");
    writer.ask("MSET user:1 a other b user:2 c", "+OK\r\n");
    listener.hear(format!("*3\r\n$7\r\nmessage\r\n$20\r\n{channel}\r\n*2\r\n$6\r\nuser:1\r\n$6\r\nuser:2\r\n"));
    follower.ask("CLIENT GETREDIR", &format!(":{id}\r\n"));
    follower.ask("RESET", "+RESET\r\n");
    follower.ask("CLIENT GETREDIR", ":-1\r\n");
}

/// Reads until these bytes have come.
fn until(wire: &mut super::Wire, end: &[u8]) {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end) {
        let mut byte = [0];
        std::io::Read::read_exact(&mut wire.socket, &mut byte).unwrap();
        bytes.extend(byte);
    }
}
