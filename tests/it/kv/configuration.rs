//! The configuration in a process of its own: redis.conf, CONFIG REWRITE, SIGHUP, files that change, metrics, health.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use super::Wire;
use super::life::Process;
use crate::support::cli::World;

/// A process with a file of its own, and the file.
fn with_file(world: &World, text: &str, flags: &[&str]) -> (Process, PathBuf) {
    let path = world.work().join("redis.conf");
    std::fs::write(&path, text).unwrap();
    let all = [&["--redis-conf", "redis.conf"], flags].concat();
    (Process::start(world, &all), path)
}

/// What CONFIG GET says of a parameter.
fn parameter(wire: &mut Wire, name: &str) -> String {
    wire.say(format!("CONFIG GET {name}\r\nPING\r\n"));
    let (mut said, mut bytes) = (String::new(), [0; 4096]);
    while !said.ends_with("+PONG\r\n") {
        let count = wire.socket.read(&mut bytes).unwrap();
        assert!(count > 0, "{said}");
        said.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
    }
    said.split("\r\n").nth(4).unwrap().to_owned()
}

/// Asks until a parameter has a value.
#[track_caller]
fn becomes(wire: &mut Wire, name: &str, value: &str) {
    let until = Instant::now() + super::PATIENCE;
    while parameter(wire, name) != value {
        assert!(Instant::now() < until, "{name} never became {value}: {}", parameter(wire, name));
    }
}

/// The metrics and health of a process.
struct Metrics(String);

impl Metrics {
    fn of(process: &Process) -> Self {
        let line = process.said.iter().find(|line| line.contains("/metrics")).unwrap();
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap();
        Self(address.to_owned())
    }

    fn get(&self, path: &str) -> String {
        let mut socket = TcpStream::connect(&self.0).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        socket.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    }
}

#[test]
fn a_file_says_what_flags_do_not() {
    let world = World::new();
    let text = "maxmemory 100mb\nhash-max-listpack-entries 7\nuser eve on >pw ~* +@read\ndatabases 3\n";
    let (mut process, _) = with_file(&world, text, &["--set", "maxmemory=5mb"]);
    let mut wire = Wire::to(process.address);
    assert_eq!(parameter(&mut wire, "maxmemory"), "5242880");
    assert_eq!(parameter(&mut wire, "hash-max-listpack-entries"), "7");
    wire.ask("SELECT 3", "-ERR DB index is out of range\r\n");
    wire.ask("AUTH eve pw", "+OK\r\n");
    wire.ask("SET a 1", "-NOPERM this user has no permissions to run the 'set' command\r\n");
    process.end();
}

#[test]
fn what_was_set_is_there_again_after_a_rewrite() {
    let world = World::new();
    let (mut process, path) = with_file(&world, "# mine\nmaxmemory 100mb\n", &["--save", ""]);
    let mut wire = Wire::to(process.address);
    wire.ask("CONFIG SET maxmemory 7mb slowlog-max-len 9", "+OK\r\n");
    wire.ask("KV.PREFIX QUOTA sess: KEYS 10 BYTES 1mb", "+OK\r\n");
    wire.ask("KV.PREFIX QUOTA cache:", "+OK\r\n");
    wire.ask("ACL SETUSER eve on nopass ~* +get", "+OK\r\n");
    wire.ask("CONFIG REWRITE", "+OK\r\n");
    process.end();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# mine\nmaxmemory 7340032\n"), "{text}");
    assert!(text.contains("prefix-quota sess: 10 1048576\nprefix-quota cache: 0 0\n"), "{text}");
    let mut process = Process::start(&world, &["--redis-conf", "redis.conf"]);
    let mut wire = Wire::to(process.address);
    assert_eq!(parameter(&mut wire, "maxmemory"), "7340032");
    assert_eq!(parameter(&mut wire, "slowlog-max-len"), "9");
    assert_eq!(parameter(&mut wire, "prefix-quota"), "sess: 10 1048576 cache: 0 0");
    wire.ask("KV.PREFIX LIST", "*2\r\n$6\r\ncache:\r\n$5\r\nsess:\r\n");
    wire.ask("AUTH eve x", "+OK\r\n");
    process.end();
}

#[test]
fn a_signal_has_the_file_read_again() {
    let world = World::new();
    let (mut process, path) = with_file(&world, "maxmemory 1mb\nport 1\n", &["--set", "maxclients=50"]);
    let mut wire = Wire::to(process.address);
    std::fs::write(&path, "maxmemory 2mb\nmaxclients 60\nport 2\nprefix-quota s: 1 0\nappenddirname other\n").unwrap();
    process.signal("HUP");
    for named in ["maxclients", "port", "appenddirname"] {
        let line = process.says("stays");
        assert!(line.contains(named), "{line}");
    }
    becomes(&mut wire, "maxmemory", "2097152");
    becomes(&mut wire, "prefix-quota", "s: 1 0");
    assert_eq!(parameter(&mut wire, "maxclients"), "50");
    wire.ask("MSET s:1 1 s:2 2", "-QUOTA the write is over the quota of its prefix\r\n");
    process.end();
}

#[test]
fn a_file_that_changes_is_read_again_and_a_bad_one_changes_nothing() {
    let world = World::new();
    world.write("work/password", "first\n");
    world.write("work/more.conf", "slowlog-max-len 5\n");
    let (mut process, path) = with_file(&world, "include more.conf\nmaxmemory 1mb\n", &["--password-file", "password"]);
    let mut wire = Wire::to(process.address);
    wire.ask("AUTH first", "+OK\r\n");
    let replace = |path: &std::path::Path, text: &str| {
        let draft = path.with_extension("draft");
        std::fs::write(&draft, text).unwrap();
        std::fs::rename(&draft, path).unwrap();
    };
    replace(&path, "include more.conf\nmaxmemory 3mb\nmaxclients 77\nuser default on nopass nonsense\n");
    let line = process.says("stays as it was");
    assert!(line.contains("nonsense"), "{line}");
    assert_eq!(parameter(&mut wire, "maxmemory"), "1048576", "nothing of a bad file is taken over");
    replace(&path, "include more.conf\nmaxmemory 4mb\n");
    becomes(&mut wire, "maxmemory", "4194304");
    replace(&world.work().join("more.conf"), "slowlog-max-len 7\n");
    becomes(&mut wire, "slowlog-max-len", "7");
    replace(&world.work().join("password"), "second\n");
    let until = Instant::now() + super::PATIENCE;
    let may_come = |password: &str| {
        let mut wire = Wire::to(process.address);
        wire.say(format!("AUTH {password}\r\nQUIT\r\n"));
        wire.rest().starts_with("+OK")
    };
    while !may_come("second") {
        assert!(Instant::now() < until, "the password never changed");
    }
    Wire::to(process.address).ask("AUTH first", "-WRONGPASS invalid username-password pair or user is disabled.\r\n");
    process.end();
}

#[test]
fn metrics_and_health_are_told_over_http() {
    let world = World::new();
    let flags = ["--metrics", "127.0.0.1:0", "--appendonly", "always", "--set", "prefix-quota=s: 1 0"];
    let mut process = Process::start(&world, &flags);
    let metrics = Metrics::of(&process);
    let mut wire = Wire::to(process.address);
    wire.ask("SET s:1 x", "+OK\r\n");
    wire.ask("SET s:2 x", "-QUOTA the write is over the quota of its prefix\r\n");
    wire.ask("SAVE", "+OK\r\n");
    wire.ask("SET a x", "+OK\r\n");
    let page = metrics.get("/metrics");
    for line in [
        "kv_connections 1",
        "kv_unsaved_changes 1",
        "kv_loading 0",
        "kv_log_active 1",
        "kv_log_write_ok 1",
        "kv_disk_tasks_total{task=\"snapshot\"} 1",
        "kv_disk_task_ok{task=\"snapshot\"} 1",
        "kv_prefix_keys{prefix=\"s:\"} 1",
        "kv_prefix_refused_total{prefix=\"s:\"} 1",
        "kv_errors_total{kind=\"QUOTA\"} 1",
        "kv_keys{database=\"0\"} 2",
    ] {
        assert!(page.lines().any(|known| known == line || known == format!("{line}.0")), "{line}:\n{page}");
    }
    for name in ["kv_last_save_age_seconds", "kv_log_bytes", "kv_log_base_bytes", "kv_disk_task_last_seconds"] {
        assert!(page.contains(&format!("\n{name}")), "{name}:\n{page}");
    }
    assert!(metrics.get("/health/ready").starts_with("HTTP/1.1 200"));
    assert!(metrics.get("/health/live").starts_with("HTTP/1.1 200"));
    process.end();
}

#[test]
fn parameters_in_the_programs_own_file_are_read_again_too() {
    let world = World::new();
    world.write("work/toolbox.toml", "[kv.serve]\nset = [\"maxmemory=1mb\", \"maxclients=70\"]\n");
    let mut process = Process::start(&world, &[]);
    let mut wire = Wire::to(process.address);
    assert_eq!(parameter(&mut wire, "maxclients"), "70");
    world.write("work/toolbox.toml", "[kv.serve]\nset = [\"maxmemory=2mb\", \"maxclients=many\"]\n");
    process.signal("HUP");
    let line = process.says("stays as it was");
    assert!(line.contains("maxclients") && line.contains("toolbox.toml:2:"), "{line}");
    world.write("work/toolbox.toml", "[kv.serve]\nset = [\"maxmemory=2mb\", \"maxclients=80\"]\n");
    process.signal("HUP");
    becomes(&mut wire, "maxclients", "80");
    assert_eq!(parameter(&mut wire, "maxmemory"), "2097152");
    process.end();
}

#[test]
fn the_log_names_connections_and_requests_but_no_values() {
    let world = World::new();
    let mut process = Process::start(&world, &["-vvv", "--log-format", "json"]);
    let mut wire = Wire::to(process.address);
    wire.ask("SET a hidden", "+OK\r\n");
    wire.ask("GET a", "$6\r\nhidden\r\n");
    wire.ask("LPUSH a x", "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n");
    let connected = process.says("connected");
    assert!(connected.contains("\"client\":1"), "{connected}");
    for (command, number) in [("set", 1), ("get", 2)] {
        let line = process.says(&format!("\"command\":\"{command}\""));
        assert!(line.contains(&format!("\"request\":\"1-{number}\"")) && !line.contains("hidden"), "{line}");
    }
    assert!(process.says("refused").contains("WRONGTYPE"));
    process.end();
}

#[test]
fn a_process_that_loads_is_alive_and_not_ready() {
    let world = World::new();
    let dump = world.work().join("dump.rdb");
    assert!(Command::new("mkfifo").arg(&dump).status().unwrap().success());
    // It waits for whoever writes into the pipe.
    let mut process = Process::until(world.toolbox(), &["--metrics", "127.0.0.1:0"], "/metrics");
    let metrics = Metrics::of(&process);
    let until = Instant::now() + super::PATIENCE;
    while !metrics.get("/health/ready").contains(r#"{"status":"loading"}"#) {
        assert!(Instant::now() < until, "{}", metrics.get("/health/ready"));
    }
    assert!(metrics.get("/health/ready").starts_with("HTTP/1.1 503"));
    assert!(metrics.get("/health/live").starts_with("HTTP/1.1 200"));
    assert!(metrics.get("/metrics").contains("\nkv_loading 1"));
    std::fs::write(&dump, b"REDIS0009\xff\0\0\0\0\0\0\0\0").unwrap();
    process.says("serving Redis clients");
    assert!(metrics.get("/health/ready").starts_with("HTTP/1.1 200"));
    process.end();
}
