//! What operators do: pauses, monitors, slow commands, TLS, Unix sockets, metrics.

use std::io::{Read, Write};
use std::sync::Arc;

use toolbox::applets::kv::persist::gate;
use toolbox::applets::kv::server::observe;
use toolbox::kit::metrics::Registry;
use toolbox::kit::tls::{Authority, ClientOptions, client_config};

use super::Store;

#[test]
fn a_pause_of_writes_holds_writes_back_until_it_ends() {
    let store = Store::new();
    let (mut admin, mut writer) = (store.wire(), store.wire());
    admin.ask("CLIENT PAUSE 100000 WRITE", "+OK\r\n");
    writer.ask("GET a", "$-1\r\n");
    writer.say("SET a 1\r\nGET a\r\n");
    admin.ask("GET a", "$-1\r\n");
    admin.ask("CLIENT UNPAUSE", "+OK\r\n");
    writer.hear("+OK\r\n$1\r\n1\r\n");
}

#[test]
fn a_wait_is_ended_from_another_connection() {
    let store = Store::new();
    let mut waiter = store.wire();
    waiter.ask("PING", "+PONG\r\n");
    let waiting = id(&store);
    let mut admin = store.wire();
    waiter.say("BLPOP nothing 0\r\n");
    while {
        admin.say(format!("CLIENT UNBLOCK {waiting} ERROR\r\n"));
        let mut reply = [0; 4];
        admin.socket.read_exact(&mut reply).unwrap();
        &reply == b":0\r\n"
    } {}
    waiter.hear("-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n");
}

/// The youngest client.
fn id(store: &Store) -> u64 {
    store.running().server().clients.lock().keys().copied().max().unwrap_or(0)
}

#[test]
fn monitors_see_commands_without_their_secrets() {
    let store = Store::new();
    let (mut watcher, mut wire) = (store.wire(), store.wire());
    watcher.ask("MONITOR", "+OK\r\n");
    wire.ask("SET a \"b c\"", "+OK\r\n");
    wire.say("HELLO 2 AUTH default secret\r\nQUIT\r\n");
    let _ = wire.rest();
    let mut seen = String::new();
    let mut bytes = [0; 4096];
    while !seen.to_lowercase().contains("\"hello\"") {
        let count = watcher.socket.read(&mut bytes).unwrap();
        seen.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
    }
    assert!(seen.contains(r#""SET" "a" "b c""#) || seen.contains(r#""set" "a" "b c""#), "{seen}");
    assert!(!seen.contains("secret"), "{seen}");
}

#[test]
fn slow_commands_are_logged_with_who_asked() {
    let store = Store::with(&[("slowlog-log-slower-than", "0")]);
    let mut wire = store.wire();
    wire.ask("CLIENT SETNAME me", "+OK\r\n");
    wire.ask("SLOWLOG RESET", "+OK\r\n");
    wire.ask("SET a 1", "+OK\r\n");
    wire.say("SLOWLOG GET 1\r\nQUIT\r\n");
    let log = wire.rest();
    assert!(log.contains("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n") && log.contains("$2\r\nme\r\n"), "{log}");
}

#[test]
fn tls_lets_in_clients_with_a_certificate_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("a test").unwrap();
    let identity = authority.issue(&["localhost"]).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (cert, key) = (file("cert.pem", &identity.cert_pem()), file("key.pem", &identity.key_pem()));
    let authority = file("ca.pem", authority.pem());
    let store = Store::with(&[
        ("tls-cert-file", cert.to_str().unwrap()),
        ("tls-key-file", key.to_str().unwrap()),
        ("tls-ca-cert-file", authority.to_str().unwrap()),
        ("tls-listen", "127.0.0.1:0"),
    ]);
    store.wire().ask("PING", "+PONG\r\n");
    let address = store.running().tls_address().unwrap();
    let ask = |options: &ClientOptions| -> std::io::Result<Vec<u8>> {
        let config = client_config(options).unwrap();
        let mut session = rustls::ClientConnection::new(config, "localhost".to_owned().try_into().unwrap())
            .map_err(std::io::Error::other)?;
        let mut socket = std::net::TcpStream::connect(address)?;
        let mut stream = rustls::Stream::new(&mut session, &mut socket);
        let value = "v".repeat(300_000);
        stream.write_all(format!("*3\r\n$3\r\nSET\r\n$1\r\na\r\n${}\r\n{value}\r\n", value.len()).as_bytes())?;
        stream.write_all(b"*2\r\n$6\r\nSTRLEN\r\n$1\r\na\r\nGET a\r\nQUIT\r\n")?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let known = ClientOptions { cacert: Some(authority), cert: Some(cert), key: Some(key), ..ClientOptions::default() };
    let bytes = ask(&known).unwrap();
    assert!(bytes.starts_with(b"+OK\r\n:300000\r\n$300000\r\nvvv") && bytes.ends_with(b"v\r\n+OK\r\n"));
    assert!(ask(&ClientOptions { cert: None, key: None, ..known }).is_err());
}

#[test]
fn a_unix_socket_is_served_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kv.sock");
    let store = Store::with(&[("unixsocket", path.to_str().unwrap()), ("unixsocketperm", "700")]);
    let mut socket = std::os::unix::net::UnixStream::connect(&path).unwrap();
    socket.write_all(b"PING\r\nQUIT\r\n").unwrap();
    let mut text = String::new();
    socket.read_to_string(&mut text).unwrap();
    assert_eq!(text, "+PONG\r\n+OK\r\n");
    store.stop();
    assert!(!path.exists());
}

#[test]
fn metrics_tell_what_happened() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.ask("SET a 1", "+OK\r\n");
    wire.ask("GET a", "$1\r\n1\r\n");
    wire.ask("GET b", "$-1\r\n");
    wire.ask("LPUSH a x", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n");
    let registry = Registry::new();
    observe::register(&Arc::clone(store.running().server()), &registry);
    let snapshot = registry.snapshot();
    assert_eq!(snapshot.value("kv_connections", &[]), Some(1.0));
    assert_eq!(snapshot.value("kv_commands", &[("command", "get")]), Some(2.0));
    assert_eq!(snapshot.value("kv_hits", &[]), Some(1.0));
    assert_eq!(snapshot.value("kv_misses", &[]), Some(1.0));
    assert_eq!(snapshot.value("kv_keys", &[("database", "0")]), Some(1.0));
    assert_eq!(snapshot.value("kv_errors", &[("kind", "WRONGTYPE")]), Some(1.0));
}

#[test]
fn a_store_that_loads_or_cannot_write_is_not_ready() {
    let store = Store::new();
    let server = store.running().server();
    assert_eq!(observe::unready(server), None);
    server.persist.close_gate(gate::LOADING);
    assert_eq!(observe::unready(server), Some("loading"));
    server.persist.open_gate(gate::LOADING);
    server.persist.close_gate(gate::DUMP_FAILED);
    assert_eq!(observe::unready(server), None, "writes go on without save points");
    store.wire().ask("CONFIG SET save \"900 1\"", "+OK\r\n");
    assert_eq!(observe::unready(server), Some("the dump cannot be written"));
    server.persist.open_gate(gate::DUMP_FAILED);
}
