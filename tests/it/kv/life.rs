//! How a store begins and ends: addresses, signals, drains.

use std::io::{BufRead, BufReader, Lines};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};

use super::{Store, Wire};
use crate::support::cli::World;

/// A store in a process of its own.
pub(super) struct Process {
    pub(super) child: Child,
    stderr: Lines<BufReader<ChildStderr>>,
    pub(super) address: SocketAddr,
    /// What it said before it served.
    pub(super) said: Vec<String>,
}

impl Drop for Process {
    fn drop(&mut self) {
        // Most have ended by now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    pub(super) fn start(world: &World, flags: &[&str]) -> Self {
        Self::started(world.toolbox(), flags)
    }

    pub(super) fn started(command: Command, flags: &[&str]) -> Self {
        Self::until(command, flags, "serving")
    }

    /// Starts one and waits for the line with this and an address.
    pub(super) fn until(mut command: Command, flags: &[&str], mark: &str) -> Self {
        command.args(["kv", "serve", "--listen", "127.0.0.1:0"]).args(flags);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let told = stderr.by_ref().map(Result::unwrap).find_map(|line| {
            said.push(line.clone());
            let at = line.find("127.0.0.1:").filter(|_| line.contains(mark))?;
            let end = line[at..].find(|c: char| !(c.is_ascii_digit() || ".:".contains(c))).unwrap_or(line.len() - at);
            line[at..at + end].trim_end_matches(['.', ':']).parse().ok()
        });
        Self { child, stderr, address: told.unwrap_or_else(|| panic!("{said:?}")), said }
    }

    /// Ends it as a user would.
    pub(super) fn end(&mut self) {
        self.signal("TERM");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }

    /// Ends it as a lack of memory would.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(super) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
    }

    /// Waits for a line that holds this.
    pub(super) fn says(&mut self, part: &str) -> String {
        let mut lines = self.stderr.by_ref().map(Result::unwrap);
        lines.find(|line| line.contains(part)).unwrap_or_else(|| panic!("it never said {part:?}"))
    }
}

#[test]
fn a_signal_drains_and_is_no_failure() {
    let world = World::new();
    for name in ["INT", "TERM"] {
        let mut process = Process::start(&world, &[]);
        let mut wire = Wire::to(process.address);
        wire.ask("SET a 1", "+OK\r\n");
        process.signal(name);
        process.says("stopping");
        assert_eq!(process.child.wait().unwrap().code(), Some(0), "SIG{name}");
        assert!(TcpStream::connect(process.address).is_err());
    }
}

#[test]
fn who_cannot_write_its_last_dump_serves_on_until_it_can() {
    let world = World::new();
    let folder = world.work().join("data");
    std::fs::create_dir(&folder).unwrap();
    let mut process = Process::start(&world, &["--dir", "data"]);
    let mut wire = Wire::to(process.address);
    wire.ask("SET a 1", "+OK\r\n");
    std::fs::remove_dir(&folder).unwrap();
    process.signal("TERM");
    process.says("serving on");
    wire.ask("GET a", "$1\r\n1\r\n");
    Wire::to(process.address).ask("GET a", "$1\r\n1\r\n");
    std::fs::create_dir(&folder).unwrap();
    process.says("saved 1 keys to");
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
    assert!(folder.join("dump.rdb").exists());
}

#[test]
fn a_client_that_takes_no_replies_holds_the_end_up_for_a_while_only() {
    let world = World::new();
    let mut process = Process::start(&world, &["--set", "shutdown-timeout=1"]);
    let (mut wire, mut deaf) = (Wire::to(process.address), Wire::to(process.address));
    wire.ask("SETRANGE big 9999999 x", ":10000000\r\n");
    deaf.say("GET big\r\nGET big\r\n");
    // Its replies are on their way: more than a socket holds.
    deaf.hear("$10000000\r\n");
    process.signal("TERM");
    process.says("do not take their replies");
    let code = process.child.wait().unwrap().code();
    let rest: Vec<_> = process.stderr.by_ref().map(Result::unwrap).collect();
    assert_eq!(code, Some(0), "{rest:?}");
}

#[test]
fn what_was_received_is_answered_before_the_end() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.ask("PING", "+PONG\r\n");
    wire.say("SET a 1\r\nGET a\r\n".repeat(500));
    // Served after the pipeline was received by the same threads.
    wire.hear("+OK\r\n$1\r\n1\r\n");
    store.stop();
    assert!(wire.rest().ends_with("+OK\r\n$1\r\n1\r\n"));
}

#[test]
fn a_client_that_waits_is_no_reason_to_stay() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.say("BLPOP nothing 0\r\n");
    store.wire().ask("PING", "+PONG\r\n");
    store.stop();
    wire.rest();
}

#[test]
fn an_address_in_use_says_so() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = World::new().run(&format!("kv serve --listen {address}"));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains(&address) && said.err.contains("hint: "), "{}", said.err);
}

#[test]
fn shutdown_ends_the_process() {
    let mut process = Process::start(&World::new(), &[]);
    let mut wire = Wire::to(process.address);
    wire.say("SHUTDOWN NOSAVE\r\n");
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_second_request_to_end_does_not_cost_the_last_dump() {
    let world = World::new();
    let mut process = Process::start(&world, &[]);
    let mut wire = Wire::to(process.address);
    wire.ask("SET a 1", "+OK\r\n");
    process.signal("TERM");
    process.says("stopping");
    // It may have ended already.
    let kill = format!("kill -TERM {}", process.child.id());
    let _ = Command::new("sh").arg("-c").arg(kill).stderr(Stdio::null()).status().unwrap();
    process.says("saved 1 keys to ");
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
    assert!(world.work().join("dump.rdb").is_file());
}

#[test]
fn what_cannot_be_meant_is_refused_with_the_way_to_say_it() {
    let world = World::new();
    world.write("work/replica.conf", "port 0\nreplicaof 127.0.0.1 1\n");
    for (line, word) in [
        ("kv serve --save foo", "--save: Invalid save parameters"),
        ("kv serve --set save=60", "Invalid save parameters"),
        ("kv serve --set port=7000", "--listen"),
        ("kv serve --set bind=0.0.0.0", "--listen"),
        ("kv serve --set replicaof=a", "never a replica"),
        ("kv serve --redis-conf replica.conf", "replica.conf:2: replicaof"),
        ("kv serve --dir nowhere", "--dir nowhere: there is no such folder"),
        ("kv serve --threads 0", "--threads"),
        ("kv serve --port 7000", "--listen"),
        ("kv serve --maxmemory 1mb", "--set NAME=VALUE"),
        ("kv serve redis.conf", "--redis-conf redis.conf"),
        ("kv get a", "kv cli get"),
    ] {
        let refused = world.run(line);
        assert_eq!(refused.code, Some(2), "{line}: {}", refused.err);
        assert!(refused.err.contains(word), "{line}: {}", refused.err);
    }
}

#[test]
fn what_does_nothing_here_is_told_and_where_it_listens_is_true() {
    let world = World::new();
    world.write("work/redis.conf", "daemonize yes\nlogfile /var/log/redis.log\nbind 127.0.0.1 10.0.0.1\nport 1\n");
    std::fs::create_dir(world.work().join("appendonlydir")).unwrap();
    world.write("work/appendonlydir/appendonly.aof.manifest", "");
    let process = Process::start(&world, &["--redis-conf", "redis.conf"]);
    let said = process.said.join("\n");
    for words in ["redis.conf:1: daemonize: ", "redis.conf:2: logfile: ", "redis.conf:3: bind: ", "is not read"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(said.contains(&format!("process {}", process.child.id())), "{said}");
    let port = process.address.port().to_string();
    let mut wire = Wire::to(process.address);
    wire.ask("CONFIG GET bind", "*2\r\n$4\r\nbind\r\n$9\r\n127.0.0.1\r\n");
    wire.ask("CONFIG GET port", &format!("*2\r\n$4\r\nport\r\n${}\r\n{port}\r\n", port.len()));
}
