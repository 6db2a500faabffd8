//! `scan -sV`, `-O` and `scan replay` against servers of a few lines on this very machine.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

use serde_json::Value;

use crate::support::cli::{Said, World};
use crate::support::schema::conforming;

/// A server that greets and then answers each thing it hears by `answer`; nothing ends the connection.
fn server(greeting: &'static [u8], answer: fn(&[u8]) -> &'static [u8]) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let talk = move |mut stream: TcpStream| {
        let _ = stream.write_all(greeting);
        let mut heard = [0; 2048];
        while let Ok(length @ 1..) = stream.read(&mut heard) {
            match answer(&heard[..length]) {
                b"" => return,
                bytes => drop(stream.write_all(bytes)),
            }
        }
    };
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(thread::spawn(move || talk(stream)))));
    port
}

fn ssh() -> u16 {
    server(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n", |_| b"")
}

fn redis() -> u16 {
    server(b"", |heard| match heard {
        heard if heard.starts_with(b"*1\r\n$4\r\nPING") => b"+PONG\r\n",
        heard if heard.starts_with(b"*2\r\n$4\r\nINFO") => b"$36\r\nredis_version:7.0.15\r\nos:Linux x\r\n\r\n",
        _ => b"",
    })
}

fn report(said: &Said) -> Value {
    assert_eq!(said.code, Some(0), "{}\n{}", said.out, said.err);
    conforming("scan", &said.out)
}

fn found(report: &Value, port: u16) -> Value {
    let ports = report["hosts"][0]["ports"].as_array().unwrap();
    ports.iter().find(|found| found["port"] == port).unwrap()["service"]["found"].clone()
}

#[test]
fn services_and_versions_stand_in_the_table() {
    let (ssh, redis) = (ssh(), redis());
    let said = World::new().run(&format!("scan -sT -sV -O 127.0.0.1 -p {ssh},{redis}"));
    assert_eq!(said.code, Some(0), "{}", said.err);
    let line =
        |port: u16| said.out.lines().find(|line| line.contains(&port.to_string())).unwrap_or_default().to_owned();
    assert!(line(ssh).contains("ssh") && line(ssh).contains("OpenSSH 9.2p1 (Debian-2+deb12u3"), "{}", said.out);
    assert!(line(redis).contains("Redis 7.0.15"), "{}", said.out);
    assert!(said.out.contains("system Linux (Debian)"), "{}", said.out);
}

#[test]
fn without_being_asked_nothing_is_said_to_a_port() {
    let port = ssh();
    let report = report(&World::new().run(&format!("scan -sT 127.0.0.1 -p {port} --json")));
    assert_eq!(found(&report, port), Value::Null);
}

#[test]
fn what_was_said_is_kept_and_judged_again_without_the_server() {
    let world = World::new();
    let port = redis();
    let first = report(&world.run(&format!("scan -sTV 127.0.0.1 -p {port} --save kept.json --json")));
    assert_eq!(found(&first, port)["version"], "7.0.15");
    // An older version of ours might have known nothing.
    let kept = world.work().join("kept.json");
    let text = std::fs::read_to_string(&kept).unwrap();
    let mut older: Value = serde_json::from_str(&text).unwrap();
    older["hosts"][0]["ports"][0]["service"] = Value::Null;
    std::fs::write(&kept, older.to_string()).unwrap();
    let again = report(&world.run("scan replay kept.json --json"));
    assert_eq!(found(&again, port), found(&first, port));
}

#[test]
fn rules_of_the_users_know_what_is_not_built_in() {
    let world = World::new();
    let port = server(b"WIDGET 3.1 ready\n", |_| b"");
    world.write("work/mine.probes", "Probe TCP NULL q||\nmatch widget m|^WIDGET ([\\d.]+) | p/Widget server/ v/$1/\n");
    let with =
        report(&world.run(&format!("scan -sTV 127.0.0.1 -p {port} --probes mine.probes --save kept.json --json")));
    assert_eq!(
        (&found(&with, port)["product"], &found(&with, port)["version"]),
        (&"Widget server".into(), &"3.1".into())
    );
    let without = report(&world.run("scan replay kept.json --json"));
    assert_eq!(found(&without, port)["product"], Value::Null);
}

#[test]
fn a_list_of_the_users_names_ports_and_chooses_them() {
    let world = World::new();
    let port = ssh();
    world.write("work/mine.services", &format!("widget {port}/tcp 0.9\nother 1/tcp 0.5\n"));
    let report = report(&world.run("scan -sT 127.0.0.1 --services mine.services --top-ports 1 --json"));
    assert_eq!(report["ports"], format!("T:{port}"));
    assert_eq!(report["hosts"][0]["ports"][0]["service"]["name"], "widget");
}

#[test]
fn what_cannot_be_used_is_refused_before_a_packet_leaves() {
    let world = World::new();
    world.write("work/bad.probes", "Probe TCP NULL q||\nmatch x\n");
    for (line, expected) in [
        ("scan 127.0.0.1 --probes bad.probes", "add -sV"),
        ("scan -sV 127.0.0.1 --probes bad.probes", "line 2: a match looks like"),
        ("scan -sV 127.0.0.1 --recog bad.probes", "no file of fingerprints"),
        ("scan -sV 127.0.0.1 --version-intensity 10", "10 is not in 0..=9"),
        ("scan -sX 127.0.0.1", "V (services)"),
    ] {
        let said = world.run(line);
        assert_eq!(said.code, Some(2), "{line}: {}", said.err);
        assert!(said.err.contains(expected), "{line}: {}", said.err);
    }
}

#[test]
fn what_is_no_more_than_an_echo_or_a_byte_is_no_service() {
    // One says what it hears, the other the byte by which PostgreSQL agrees to TLS, whatever it hears.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let echo = listener.local_addr().unwrap().port();
    let talk = |mut stream: TcpStream| {
        let mut heard = [0; 4096];
        while let Ok(length @ 1..) = stream.read(&mut heard) {
            drop(stream.write_all(&heard[..length]));
        }
    };
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(thread::spawn(move || talk(stream)))));
    let byte = server(b"", |_| b"S");
    let said = World::new().run(&format!("scan -sT -sV 127.0.0.1 -p {echo},{byte} --json"));
    let report = report(&said);
    assert_eq!(found(&report, echo)["name"], "echo");
    assert_ne!(found(&report, byte)["name"], "postgresql");
}

#[test]
fn services_that_were_not_asked_to_the_end_are_told() {
    // It greets nobody, and has no answer: that takes its time.
    let mute = server(b"", |_| b"\0");
    let world = World::new();
    let line = format!("scan -sT -sV 127.0.0.1 -p {mute} --host-timeout 300ms");
    let said = world.run(&format!("{line} --json"));
    assert_eq!(said.code, Some(3), "{}", said.err);
    let report = conforming("scan", &said.out);
    let summary = &report["summary"];
    assert_eq!((summary["complete"].as_bool(), summary["unasked"].as_u64()), (Some(false), Some(1)), "{summary}");
    let said = world.run(&line);
    assert!(said.out.contains("(of 1 port it was not found out what lives there)"), "{}", said.out);
}
