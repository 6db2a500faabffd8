//! `scan watch` and `scan selftest` on this very machine: policies, confirmation, webhook, series, signals.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::support::cli::{World, said};
use crate::support::schema::conforming;
use crate::support::script::{Script, ok, say};

fn listener() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()
}

fn number(listener: &TcpListener) -> u16 {
    listener.local_addr().unwrap().port()
}

/// A policy over ports of loopback.
fn policy(world: &World, head: &str, open: u16, others: &[u16]) {
    let ports: Vec<String> = others.iter().map(ToString::to_string).collect();
    let hosts = format!("[[hosts]]\ntargets = \"127.0.0.1\"\nopen = \"{open}\"\nports = \"{}\"\n", ports.join(","));
    world.write("work/policy.toml", &format!("recheck = \"1ms\"\ntiming = 5\n{head}\n{hosts}"));
}

#[test]
fn once_says_with_its_code_whether_all_is_as_expected() {
    let world = World::new();
    let (wanted, other) = (listener(), listener());
    policy(&world, "", number(&wanted), &[]);
    let said = world.run("scan watch policy.toml --once");
    assert_eq!((said.code, said.out.as_str()), (Some(0), "as expected: 1 hosts, 1 up\n"), "{}", said.err);
    let gone = number(&wanted);
    policy(&world, "", gone, &[number(&other)]);
    drop(wanted);
    let said = world.run("scan watch policy.toml --once --json");
    assert_eq!(said.code, Some(3), "{}", said.err);
    let document = conforming("scan-watch", &said.out);
    let found: Vec<(u64, &str, &str)> = document["deviations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| {
            (found["port"].as_u64().unwrap(), found["deviation"].as_str().unwrap(), found["state"].as_str().unwrap())
        })
        .collect();
    let mut expected = [(u64::from(gone), "missing", "closed"), (u64::from(number(&other)), "unexpected", "open")];
    expected.sort_unstable();
    assert_eq!(found, expected);
    let page = world.run("scan watch policy.toml --once").out;
    assert!(page.contains("HOST       PORT") && page.contains("2 deviate; 1 hosts, 1 up"), "{page}");
}

#[test]
fn a_bad_policy_is_refused_with_its_line_and_a_way_out() {
    let world = World::new();
    for (text, place, what, hint) in [
        ("interval = \"1m\"\n[[host]]\n", "policy.toml:2:3: ", "unknown key 'host'", "did you mean hosts?"),
        ("[[hosts]]\ntargets = \"10.0.0.0/33\"\n", "policy.toml:2:11: ", "has a prefix that is none", "as for scan"),
        ("[[hosts\n", "policy.toml:1:", "", ""),
        ("webhook = \"${NOWHERE_SET}\"\n", "policy.toml:1:", "NOWHERE_SET is not set", "give a default"),
    ] {
        world.write("work/policy.toml", text);
        let said = world.run("scan watch policy.toml");
        assert_eq!(said.code, Some(2), "{text}: {}", said.err);
        for part in [place, what, hint] {
            assert!(said.err.contains(part), "{text}: {part} is not in {}", said.err);
        }
    }
    assert!(world.run("scan watch nowhere.toml").err.contains("cannot read nowhere.toml"));
}

/// A watch that goes on, and what it says.
struct Watch {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Watch {
    fn start(world: &World, words: &str) -> Self {
        let mut command = world.toolbox();
        command.args(format!("scan watch policy.toml {words}").split_whitespace());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line
    }

    /// Asks it to stop; how it ended.
    fn stop(mut self, signal: Signal) -> Option<i32> {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        self.child.wait().unwrap().code()
    }
}

#[test]
fn what_begins_and_ends_is_told_by_lines_and_to_the_webhook() {
    let world = World::new();
    let server = Script::start(|_| ok());
    let wanted = listener();
    let free = number(&listener());
    let head = format!("interval = \"20ms\"\nconfirm = 3\nwebhook = \"http://{}/hook\"", server.addr());
    policy(&world, &head, number(&wanted), &[free]);
    let mut watch = Watch::start(&world, "--format jsonl");
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, free)).unwrap();
    let raised = conforming("scan-watch", &watch.line());
    assert_eq!((&raised["changes"][0]["event"], &raised["changes"][0]["port"]), (&"raised".into(), &free.into()));
    drop(other);
    let cleared = conforming("scan-watch", &watch.line());
    assert_eq!(
        (&cleared["changes"][0]["event"], &cleared["changes"][0]["deviation"]),
        (&"cleared".into(), &"unexpected".into())
    );
    drop(wanted);
    let gone = conforming("scan-watch", &watch.line());
    assert_eq!(gone["changes"][0]["deviation"], "missing");
    // The line comes before the webhook hears of it: the end waits for what is under way.
    while server.requests().len() < 3 {
        std::thread::yield_now();
    }
    assert_eq!(watch.stop(Signal::TERM), Some(0), "a watch that is asked to stop has done its work");
    let told: Vec<Value> =
        server.requests().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect();
    assert_eq!(told, [raised, cleared, gone]);
    let first = &server.requests()[0];
    assert_eq!((first.line(), first.header("content-type")), ("POST /hook", Some("application/json")));
}

#[test]
fn news_that_the_webhook_does_not_take_are_kept_for_the_next_round() {
    let world = World::new();
    let server = Script::start(|request| {
        if request.number == 0 { say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") } else { ok() }
    });
    let gone = number(&listener());
    policy(&world, &format!("interval = \"20ms\"\nwebhook = \"http://{}/\"", server.addr()), gone, &[]);
    let watch = Watch::start(&world, "");
    while server.requests().len() < 2 {
        std::thread::yield_now();
    }
    let bodies: Vec<Vec<u8>> = server.requests().iter().map(|request| request.body.clone()).collect();
    assert_eq!(bodies[0], bodies[1], "the same news, later");
    assert_eq!(watch.stop(Signal::INT), Some(0));
}

#[test]
fn a_webhook_that_does_not_answer_holds_up_neither_rounds_nor_the_end() {
    let world = World::new();
    // It takes connections, and never answers.
    let silent = listener();
    let free = number(&listener());
    let head = format!("interval = \"20ms\"\nconfirm = 1\nwebhook = \"http://127.0.0.1:{}/\"", number(&silent));
    let wanted = listener();
    policy(&world, &head, number(&wanted), &[free]);
    let mut watch = Watch::start(&world, "");
    let mut err = BufReader::new(watch.child.stderr.take().unwrap());
    for _ in 0..3 {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, free)).unwrap();
        assert!(watch.line().contains("raised"));
        drop(other);
        assert!(watch.line().contains("cleared"));
    }
    assert_eq!(watch.stop(Signal::TERM), Some(0));
    let mut said = String::new();
    err.read_to_string(&mut said).unwrap();
    assert!(said.contains("6 pieces of news did not reach the webhook"), "{said}");
}

#[test]
fn a_large_public_range_is_confirmed_in_the_policy() {
    let world = World::new();
    world.write("work/policy.toml", "[[hosts]]\ntargets = \"8.8.0.0/20\"\nports = \"80\"\n");
    let said = world.run("scan watch policy.toml --once");
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.contains("4096 public addresses"), "{}", said.err);
    assert!(said.err.contains("confirm-public = 4096") && !said.err.contains("--confirm"), "{}", said.err);
}

#[test]
fn series_tell_which_ports_are_open_and_which_deviate() {
    let world = World::new();
    let (wanted, other) = (listener(), listener());
    policy(&world, "interval = \"1h\"", number(&wanted), &[number(&other)]);
    let mut watch = Watch::start(&world, "--metrics 127.0.0.1:0");
    let mut err = BufReader::new(watch.child.stderr.take().unwrap());
    let mut line = String::new();
    err.read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    // The line that tells of the deviation comes after the series were set.
    assert!(watch.line().contains(&format!("raised: 127.0.0.1 {}/tcp is open", number(&other))));
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    for port in [number(&wanted), number(&other)] {
        let series = format!("scan_port_state{{host=\"127.0.0.1\",port=\"{port}\",proto=\"tcp\"}} 1");
        assert!(page.contains(&series), "{page}");
    }
    assert!(page.contains("scan_deviations 1") && page.contains("deviation=\"unexpected\""), "{page}");
    assert_eq!(watch.stop(Signal::TERM), Some(0));
}

#[test]
fn selftest_tells_what_can_be_told_apart_and_what_to_do() {
    let world = World::new();
    let document = conforming("scan-selftest", &world.run("scan selftest --json").out);
    let checks = document["checks"].as_array().unwrap();
    let names: Vec<&str> = checks.iter().map(|check| check["what"].as_str().unwrap()).collect();
    for name in ["raw sockets", "ARP and NDP", "causes of refusals, UDP", "echo, IPv4", "open files"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    let toolbox = world.toolbox().get_program().to_owned();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -n 300; exec \"$0\" scan selftest"]).arg(toolbox);
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("open files") && said.out.contains("limited"), "{}", said.out);
    assert!(said.out.contains("300 at most") && said.out.contains("ulimit -Hn"), "{}", said.out);
}
