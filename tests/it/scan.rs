//! `scan` against sockets of this very machine.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

use serde_json::Value;

use crate::support::cli::{Said, World, said};
use crate::support::schema::conforming;

/// Listeners on free ports of an address.
fn listeners(count: usize) -> Vec<TcpListener> {
    (0..count).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()).collect()
}

fn number(listener: &TcpListener) -> u16 {
    listener.local_addr().unwrap().port()
}

/// A port that nobody listens on: it was free a moment ago.
fn closed() -> u16 {
    number(&listeners(1)[0])
}

fn report(said: &Said) -> Value {
    assert_eq!(said.code, Some(0), "{}\n{}", said.out, said.err);
    conforming("scan", &said.out)
}

/// The state and reason of a port.
fn verdict(report: &Value, port: u16) -> (String, String) {
    let host = &report["hosts"][0];
    let alone = host["ports"].as_array().unwrap().iter().find(|found| found["port"] == port);
    let found = alone.unwrap_or_else(|| panic!("{port} is not in {host:#}"));
    (found["state"].as_str().unwrap().to_owned(), found["reason"].as_str().unwrap().to_owned())
}

fn words(state: &str, reason: &str) -> (String, String) {
    (state.to_owned(), reason.to_owned())
}

#[test]
fn a_listener_is_open_and_nothing_is_closed() {
    let (listener, closed) = (listeners(1).remove(0), closed());
    let report = report(&World::new().run(&format!("scan 127.0.0.1 -p {},{closed} --json", number(&listener))));
    assert_eq!(verdict(&report, number(&listener)), words("open", "syn-ack"));
    assert_eq!(verdict(&report, closed), words("closed", "tcp-rst"));
    assert_eq!(report["hosts"][0]["state"], "up");
    assert_eq!(report["summary"]["probes"], 2);
}

#[test]
fn ipv6_is_scanned_as_ipv4_is() {
    let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
    let report = report(&World::new().run(&format!("scan ::1 -p {} --json", number(&listener))));
    assert_eq!(verdict(&report, number(&listener)), words("open", "syn-ack"));
}

#[test]
fn every_port_of_this_machine_is_decided_with_one_probe_and_none_met_itself() {
    let open = listeners(5);
    let report = report(&World::new().run("scan 127.0.0.1 -p- --json --seed 1"));
    for listener in &open {
        assert_eq!(verdict(&report, number(listener)).0, "open");
    }
    let states = &report["summary"]["states"];
    let sum: u64 = states.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!((sum, report["summary"]["complete"].as_bool()), (65_535, Some(true)));
}

#[test]
fn the_table_has_the_columns_of_the_roadmap_and_a_sentence_of_figures() {
    let open = listeners(1);
    let said = World::new().run(&format!("scan 127.0.0.1 -p {}", number(&open[0])));
    assert!(said.out.starts_with("HOST       PORT   STATE  SERVICE  VERSION\n127.0.0.1  "), "{}", said.out);
    assert!(said.out.contains("1 host, 1 up; ports: 1 open; 1 probes in "), "{}", said.out);
}

#[test]
fn few_descriptors_make_it_slower_and_nothing_else() {
    let open = listeners(3);
    let list: Vec<String> = open.iter().map(|listener| number(listener).to_string()).collect();
    let toolbox = World::new().toolbox().get_program().to_owned();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -n 40; exec \"$0\" \"$@\""]).arg(toolbox);
    let said = said(command.args(["scan", "127.0.0.1", "-T5", "--json", "-p", &format!("{},1-3000", list.join(","))]));
    let report = report(&said);
    for listener in &open {
        assert_eq!(verdict(&report, number(listener)).0, "open");
    }
    assert_eq!(report["summary"]["complete"], true);
}

#[test]
fn what_is_kept_is_shown_again_and_compared() {
    let world = World::new();
    let (mut open, closed) = (listeners(2), closed());
    let gone = open.remove(0);
    let ports = format!("{},{},{closed}", number(&gone), number(&open[0]));
    assert_eq!(world.run(&format!("scan 127.0.0.1 -p {ports} --save old.json")).code, Some(0));
    let same = world.run("scan diff old.json old.json");
    assert_eq!((same.code, same.out.as_str()), (Some(0), "no change\n"));
    let left = number(&gone);
    drop(gone);
    assert_eq!(world.run(&format!("scan 127.0.0.1 -p {ports} --save new.json")).code, Some(0));
    let difference = world.run("scan diff old.json new.json --json");
    assert_eq!(difference.code, Some(3), "{}", difference.err);
    let document = conforming("scan-diff", &difference.out);
    assert_eq!(document["changes"].as_array().unwrap().len(), 1, "{document:#}");
    assert_eq!(document["changes"][0]["kind"], "gone");
    assert_eq!(document["changes"][0]["port"], left);
    let shown = world.run("scan show new.json --grep -");
    assert!(shown.out.contains(&format!("127.0.0.1:{}:open::\n", number(&open[0]))), "{}", shown.out);
    let xml = world.run("scan show new.json --xml -").out;
    let beside = world.run("scan show new.json --xml - --json --output both.json");
    assert_eq!((beside.code, &beside.out), (Some(0), &xml));
    assert!(
        std::fs::read_to_string(world.work().join("both.json")).unwrap().contains("\"hosts\""),
        "what goes to a file is not held back"
    );
    assert!(
        xml.contains(&format!("portid=\"{}\"><state state=\"open\" reason=\"syn-ack\"", number(&open[0]))),
        "{xml}"
    );
    for part in
        ["numservices=\"3\"", " start=\"1", "<verbose level=\"0\"/>", "<debugging ", "finished time=\"1", "<hostnames>"]
    {
        assert!(xml.contains(part), "{part} is not in {xml}");
    }
    assert!(xml.contains("<runstats><finished ") && xml.trim_end().ends_with("</nmaprun>"), "{xml}");
}

#[test]
fn scans_without_a_common_port_cannot_be_compared() {
    let world = World::new();
    for (ports, file) in [("1", "old.json"), ("2", "new.json")] {
        assert_eq!(world.run(&format!("scan 127.0.0.1 -p {ports} --save {file}")).code, Some(0));
    }
    let said = world.run("scan diff old.json new.json");
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{}", said.err);
    assert!(said.err.contains("old.json and new.json have no port of a host in common"), "{}", said.err);
}

#[test]
fn what_a_saved_scan_says_steers_no_terminal() {
    let world = World::new();
    let open = listeners(1);
    let line = format!("scan localhost -4 -p {} --save scan.json", number(&open[0]));
    assert_eq!(world.run(&line).code, Some(0));
    let text = std::fs::read_to_string(world.work().join("scan.json")).unwrap();
    world.write("work/evil.json", &text.replace("\"localhost\"", "\"local\\u001b[2J\\nhost\""));
    for words in ["", "--format csv", "--grep -", "--xml -"] {
        let out = world.run(&format!("scan show evil.json {words}")).out;
        assert!(!out.contains('\u{1b}'), "{words}: {out:?}");
    }
}

#[test]
fn a_list_may_begin_with_a_byte_order_mark() {
    let world = World::new();
    world.write("work/hosts.txt", "\u{feff}127.0.0.1\r\n");
    let said = world.run("scan --targets hosts.txt -p 1 --json");
    assert_eq!(report(&said)["hosts"][0]["address"], "127.0.0.1");
}

#[test]
fn a_scan_that_is_ended_tells_whom_it_never_came_to() {
    let world = World::new();
    let mut command = world.toolbox();
    command.args("scan 127.0.1.0-255 -p 1-100 --rate 50 --json --resume state".split(' '));
    let child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    while !std::fs::read_to_string(world.work().join("state")).is_ok_and(|text| text.lines().count() > 2) {
        std::thread::yield_now();
    }
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let report = conforming("scan", &String::from_utf8(output.stdout).unwrap());
    assert_eq!(
        (report["summary"]["hosts"].as_u64(), report["summary"]["complete"].as_bool()),
        (Some(256), Some(false))
    );
    let states = report["summary"]["states"].as_object().unwrap();
    assert_eq!(states.values().map(|count| count.as_u64().unwrap()).sum::<u64>(), 25_600, "{states:?}");
    assert!(states["untested"].as_u64().unwrap() > 12_800, "{states:?}");
}

#[test]
fn too_few_files_are_told_with_a_way_out() {
    let toolbox = World::new().toolbox().get_program().to_owned();
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -n 12; exec \"$0\" scan 127.0.0.1 -p 1"]).arg(toolbox);
    let said = said(&mut command);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("ulimit -n 1024"), "{}", said.err);
}

#[test]
fn a_datagram_from_another_port_of_the_host_is_an_answer() {
    let asked = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let answering = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = asked.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let mut heard = [0; 2048];
        while let Ok((_, from)) = asked.recv_from(&mut heard) {
            answering.send_to(b"data", from).unwrap();
        }
    });
    let report = report(&World::new().run(&format!("scan -sU 127.0.0.1 -p {port} --json")));
    assert_eq!(verdict(&report, port), words("open", "udp-response"));
}

#[test]
fn excludes_win_over_targets_and_the_users_file_over_all() {
    let world = World::new();
    world.write("home/.config/toolbox/scan.exclude", "127.0.0.2  # the printer\n");
    let said = world.run("scan 127.0.0.1-4 --exclude 127.0.0.3 -p 1 --json");
    let report = report(&said);
    let scanned: Vec<&str> =
        report["hosts"].as_array().unwrap().iter().map(|h| h["address"].as_str().unwrap()).collect();
    assert_eq!(scanned, ["127.0.0.1", "127.0.0.4"]);
    let refused = world.run("scan 127.0.0.2 -p 1");
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("no target is left: 1 addresses are excluded"), "{}", refused.err);
}

#[test]
fn a_large_public_range_wants_to_be_confirmed() {
    let world = World::new();
    let said = world.run("scan 8.8.0.0/20 -p 80");
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("4096 public addresses with 4096 probes"), "{}", said.err);
    assert!(said.err.contains("--confirm-public 4096"), "{}", said.err);
    let dry = world.run("scan 8.8.0.0/20 -p 80 --dry-run");
    assert_eq!(dry.code, Some(0), "{}", dry.err);
    assert!(dry.out.contains("4096 addresses, 1 ports each"), "{}", dry.out);
}

#[test]
fn what_makes_no_sense_is_refused_with_a_way_out() {
    let world = World::new();
    for (line, part) in [
        ("scan 127.0.0.1 -p 80-22", "ends before it begins"),
        ("scan 127.0.0.1 -T 9", "levels are 0 to 5"),
        ("scan 127.0.0.1 --top-ports 9999", "our list has"),
        ("scan 127.0.0.1 -sX", "'X' is no way to scan"),
        ("scan 10.0.0.0/33", "has a prefix that is none"),
        ("scan 10.0.0.0/8 -p 80", "too many for one scan"),
        ("scan 127.0.0.1 --miss 0", "a probability"),
        ("scan 127.0.0.1 -p 1 -oA base", "-oX BASE.xml -oG BASE.txt -oJ BASE.json"),
        ("scan 127.0.0.1 -p 1 --xml - --grep -", "two of --save, --grep and --xml are standard output"),
        ("scan 127.0.0.1 -p 1 --save f --grep f", "two of --save, --grep and --xml are f"),
        ("scan 127.0.0.1 --source 0.0.0.0 -p 1", "0.0.0.0 is no address of one machine"),
        ("scan 127.0.0.1 --source 192.0.2.77 -p 1", "192.0.2.77 is no address of this machine"),
        ("scan 127.0.0.1 --source ::1 -p 1", "127.0.0.1 is an address of IPv4, and ::1 one of IPv6"),
    ] {
        let said = world.run(line);
        assert_eq!(said.code, Some(2), "{line}: {}", said.err);
        assert!(said.err.contains(part), "{line}: {}", said.err);
    }
}

#[test]
fn a_scan_goes_on_where_it_was_killed() {
    let world = World::new();
    let open = listeners(1);
    let line = format!("scan 127.0.0.1 -p {},1-400 --rate 200 --resume state --json --seed 1", number(&open[0]));
    let mut first = world.toolbox().args(line.split(' ')).spawn().unwrap();
    let state = world.work().join("state");
    // Some of it is kept before it is killed.
    while !std::fs::read_to_string(&state).is_ok_and(|text| text.lines().count() > 20) {
        std::thread::yield_now();
    }
    first.kill().unwrap();
    first.wait().unwrap();
    let kept = std::fs::read_to_string(&state).unwrap().lines().count() as u64 - 2;
    let report = report(&world.run(&line.replace("--rate 200", "--rate 0")));
    assert!(report["summary"]["probes"].as_u64().unwrap() <= 401 - kept, "{}", report["summary"]);
    assert_eq!(report["summary"]["complete"], true);
    assert_eq!(verdict(&report, number(&open[0])).0, "open");
    assert!(!state.exists());
}
