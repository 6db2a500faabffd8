//! Clients that mean no good, and what they cost: memory, files, the time of others. Ten thousand at once come in
//! `tests/peers`.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::life::Process;
use super::{Store, Wire};
use crate::support::cli::World;

/// Waits until the server knows so many clients, the one who asks included.
fn until_clients(wire: &mut Wire, count: usize) {
    loop {
        wire.say("CLIENT LIST\r\n");
        let mut header = Vec::new();
        while !header.ends_with(b"\r\n") {
            let mut byte = [0];
            wire.socket.read_exact(&mut byte).unwrap();
            header.push(byte[0]);
        }
        let length: usize = std::str::from_utf8(&header[1..]).unwrap().trim().parse().unwrap();
        let mut list = vec![0; length + 2];
        wire.socket.read_exact(&mut list).unwrap();
        if String::from_utf8_lossy(&list).matches("id=").count() == count {
            return;
        }
        std::thread::yield_now();
    }
}

#[test]
fn who_watches_everything_and_never_reads_is_let_go() {
    let store = Store::with(&[("client-output-buffer-limit", "pubsub 1mb 0 0")]);
    let (mut watcher, mut sender) = (store.wire(), store.wire());
    watcher.ask("MONITOR", "+OK\r\n");
    let value = "x".repeat(30_000);
    let is_watched = || !store.running().server().monitors.lock().is_empty();
    let rounds = (0..5_000).take_while(|_| {
        sender.ask(&format!("SET k {value}"), "+OK\r\n");
        is_watched()
    });
    assert!(rounds.count() < 5_000, "it was never let go");
    sender.ask("PING", "+PONG\r\n");
}

#[test]
fn a_transaction_without_an_end_is_let_go() {
    let store = Store::with(&[("client-query-buffer-limit", "1mb")]);
    let mut greedy = store.wire();
    greedy.ask("MULTI", "+OK\r\n");
    let command = format!("SET k {}\r\n", "x".repeat(10_000));
    let mut heard = [0; 9];
    let queued = (0..1_000).take_while(|_| {
        let _ = greedy.socket.write_all(command.as_bytes());
        greedy.socket.read_exact(&mut heard).is_ok()
    });
    let queued = queued.count();
    assert!((50..150).contains(&queued), "{queued} commands of 10 KB were queued in 1 MB");
    store.wire().ask("EXISTS k", ":0\r\n");
}

#[test]
fn who_never_stops_sending_is_not_slow() {
    let store = Store::with(&[("request-timeout", "1")]);
    let mut wire = store.wire();
    // There is always the start of a command behind the last whole one, for longer than one command may take.
    wire.say("*2\r\n$3\r\nGET\r\n$1\r\n");
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_millis(3_500) {
        wire.say("k\r\n*2\r\n$3\r\nGET\r\n$1\r\n");
        wire.hear("$-1\r\n");
    }
    wire.say("k\r\n");
    wire.hear("$-1\r\n");
    // And who had to wait for a key has sent what was behind in time.
    wire.say("BLPOP list 2\r\nGET k\r\n");
    wire.hear("*-1\r\n$-1\r\n");
    let begin = Instant::now();
    let mut other = store.wire();
    while begin.elapsed() < Duration::from_millis(2_500) {
        other.ask("PING", "+PONG\r\n");
    }
    wire.ask("PING", "+PONG\r\n");
}

#[test]
fn strangers_and_half_handshakes_are_let_go() {
    let store = Store::with(&[("requirepass", "secret"), ("request-timeout", "1")]);
    let mut stranger = store.wire();
    stranger.ask("GET k", "-NOAUTH Authentication required.\r\n");
    assert_eq!(stranger.rest(), "", "it never says who it is");
    let mut friend = store.wire();
    friend.ask("AUTH secret", "+OK\r\n");
    let authority = toolbox::kit::tls::Authority::new("a test").unwrap();
    let identity = authority.issue(&["localhost"]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("both.pem");
    std::fs::write(&path, identity.cert_pem() + &identity.key_pem()).unwrap();
    let path = path.to_str().unwrap();
    let settings = [("tls-cert-file", path), ("tls-key-file", path), ("tls-listen", "127.0.0.1:0")];
    let tls = Store::with(&[&settings[..], &[("request-timeout", "1"), ("tls-auth-clients", "no")]].concat());
    for start in [&b""[..], b"\x16\x03\x01\x02\x00\x01", b"\x16\x03\x01"] {
        let mut socket = TcpStream::connect(tls.running().tls_address().unwrap()).unwrap();
        socket.set_read_timeout(Some(super::PATIENCE)).unwrap();
        socket.write_all(start).unwrap();
        // An alert at most, then the end.
        let mut said = Vec::new();
        assert!(socket.read_to_end(&mut said).is_ok(), "{start:?}");
        assert!(said.len() < 64, "{said:?}");
    }
    friend.ask("PING", "+PONG\r\n");
}

#[test]
fn what_is_no_redis_is_answered_or_hung_up_on_and_costs_nothing() {
    let store = Store::new();
    let long = "a".repeat(70_000);
    for bytes in [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
        "OPTIONS * HTTP/1.1\r\n\r\n".to_owned(),
        "*1000000000\r\n".to_owned(),
        "*2\r\n$536870912\r\n".to_owned(),
        "*-5\r\n*0\r\n\r\n\r\n".to_owned(),
        "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nab".to_owned(),
        format!("*{long}"),
        format!("*1\r\n${long}"),
        long.clone(),
        "\u{16}\u{3}\u{1}\0\u{5}\u{1}\0\0\u{1}\u{3}".to_owned(),
        "\0\0\0\0".to_owned(),
    ] {
        let mut wire = store.wire();
        let _ = wire.socket.write_all(bytes.as_bytes());
        let _ = wire.socket.shutdown(Shutdown::Write);
        let answer = wire.rest();
        assert!(answer.is_empty() || answer.starts_with('-'), "{bytes:.20}: {answer}");
    }
    let mut wire = store.wire();
    until_clients(&mut wire, 1);
    wire.ask("EXISTS k", ":0\r\n");
}

#[test]
fn a_huge_pipeline_that_nobody_reads_is_carried_out_as_far_as_there_is_room() {
    let store = Store::new();
    let mut greedy = store.wire();
    let value = "v".repeat(1 << 20);
    greedy.ask(&format!("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n${}\r\n{value}", value.len()), "+OK\r\n");
    // 2 GiB of replies are asked for.
    greedy.say("GET big\r\n".repeat(2_000));
    let mut other = store.wire();
    let gets = |store: &Store| {
        let find = toolbox::applets::kv::command::table::find(b"get").unwrap();
        store.running().server().stats.sum(|counters| counters.commands[find.id].calls.get())
    };
    let mut before = u64::MAX;
    while before != gets(&store) || before == 0 {
        before = gets(&store);
        (0..200).for_each(|_| other.ask("PING", "+PONG\r\n"));
    }
    assert!(before < 200, "{before} replies of a MiB were made for nobody");
    // Whoever reads after all gets every one.
    let one = format!("$1048576\r\n{value}\r\n");
    for _ in 0..2_000 {
        greedy.hear(&one);
    }
    other.ask("PING", "+PONG\r\n");
}

/// A server that may open few files.
fn poor(files: u32, world: &World) -> std::process::Command {
    let toolbox = world.toolbox().get_program().to_owned();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &format!("ulimit -n {files}; exec \"$0\" \"$@\"")]).arg(toolbox);
    command.env_clear().current_dir(world.work());
    command
}

#[test]
fn a_server_with_few_files_lets_in_as_many_as_it_can_and_tells_the_others() {
    let world = World::new();
    let mut process = Process::started(poor(64, &world), &["--appendonly", "always"]);
    assert!(process.said.concat().contains("maxclients"), "{:?}", process.said);
    let mut wires = Vec::new();
    let refused = loop {
        let mut wire = Wire::to(process.address);
        wire.say("PING\r\n");
        let mut reply = [0; 7];
        wire.socket.read_exact(&mut reply).unwrap();
        match &reply {
            b"+PONG\r\n" => wires.push(wire),
            _ => break [String::from_utf8_lossy(&reply).into_owned(), wire.rest()].concat(),
        }
    };
    assert_eq!(refused, "-ERR max number of clients reached\r\n");
    assert_eq!(wires.len(), 32);
    wires[0].ask(
        "CONFIG SET maxclients 40",
        "-ERR CONFIG SET failed (possibly related to argument 'maxclients') - The operating system is not able to \
         handle the specified number of clients, try with 32\r\n",
    );
    // What needs files of its own has them.
    wires[0].ask("SET k 1", "+OK\r\n");
    wires[0].ask("SAVE", "+OK\r\n");
    wires.truncate(1);
    until_clients(&mut wires[0], 1);
    Wire::to(process.address).ask("GET k", "$1\r\n1\r\n");
    process.end();
}

#[test]
fn a_server_that_can_let_in_nobody_says_why() {
    let world = World::new();
    let output = poor(30, &world).args(["kv", "serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("open files") && said.contains("hint: raise the limit"), "{said}");
}

#[test]
fn a_client_does_not_choose_which_files_are_written() {
    let failed = |name: &str, reason: &str| {
        format!("-ERR CONFIG SET failed (possibly related to argument '{name}') - {reason}\r\n")
    };
    let store = Store::new();
    let mut wire = store.wire();
    for name in ["dir", "dbfilename"] {
        wire.ask(&format!("CONFIG SET {name} x"), &failed(name, "can't set protected config"));
        wire.ask(&format!("CONFIG SET hz 20 {name} x"), &failed(name, "can't set protected config"));
    }
    wire.ask("CONFIG GET hz", "*2\r\n$2\r\nhz\r\n$2\r\n10\r\n");
    let store = Store::with(&[("enable-protected-configs", "local")]);
    let mut wire = store.wire();
    wire.ask("CONFIG SET dbfilename ../x", &failed("dbfilename", "dbfilename can't be a path, just a filename"));
    wire.ask("CONFIG SET dbfilename x.rdb", "+OK\r\n");
}

#[test]
fn a_bug_in_one_thread_ends_the_server_and_loses_nothing() {
    let world = World::new();
    let flags = ["--appendonly", "everysec", "--threads", "2", "--set", "enable-debug-command=local"];
    let mut process = Process::start(&world, &flags);
    let mut wire = Wire::to(process.address);
    wire.ask("SET k 1", "+OK\r\n");
    wire.ask("SET k 2", "+OK\r\n");
    wire.say("DEBUG PANIC\r\n");
    assert_eq!(process.child.wait().unwrap().code(), Some(1), "whoever looks after it must know");
    assert!(!world.work().join("dump.rdb").exists(), "nothing is written from what a bug left");
    let mut process = Process::start(&world, &flags);
    Wire::to(process.address).ask("GET k", "$1\r\n2\r\n");
    process.end();
}
