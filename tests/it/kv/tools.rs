//! `kv check`, `convert`, `cli` and `bench` where something is wrong: files that are missing or something else, servers
//! that end in the middle or are none, readers that go away, Ctrl-C. What is told names the thing and the next step, the
//! exit code says whose fault it was, and nothing that was good is written over.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use super::Store;
use super::life::Process;
use super::talk::Client;
use crate::support::cli::{Said, World, said};

/// A server that answers what it receives with these pieces in turn, and then closes; its URL.
fn saying(answers: &[&[u8]]) -> String {
    serve(answers.iter().map(|answer| answer.to_vec()).collect(), false)
}

/// The same, but it stays when it has said all.
fn saying_no_more(answers: &[&[u8]]) -> String {
    serve(answers.iter().map(|answer| answer.to_vec()).collect(), true)
}

fn serve(answers: Vec<Vec<u8>>, stays: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut gone = Vec::new();
        while let Ok((mut stream, _)) = listener.accept() {
            let mut chunk = vec![0; 1 << 16];
            for answer in &answers {
                if !matches!(stream.read(&mut chunk), Ok(1..)) || stream.write_all(answer).is_err() {
                    break;
                }
            }
            if stays {
                gone.push(stream);
            }
        }
    });
    url
}

fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").arg("-c").arg(kill).status().unwrap().success());
}

/// A dump of a few keys in the working directory.
fn dump(world: &World) -> Vec<u8> {
    let mut process = Process::start(world, &[]);
    let mut client = Client::to(process.address);
    for n in 0..100 {
        client.ask(&format!("SET key{n} {n}"));
    }
    process.end();
    fs::read(world.work().join("dump.rdb")).unwrap()
}

fn assert_fails(said: &Said, code: i32, words: &[&str]) {
    assert_eq!(said.code, Some(code), "{}{}", said.out, said.err);
    assert!(words.iter().all(|word| said.err.contains(word)), "{words:?} in {}", said.err);
}

#[test]
fn a_file_that_is_missing_or_no_dump_is_named() {
    let world = World::new();
    assert_fails(&world.run("kv check nothing.rdb"), 1, &["nothing.rdb", "No such file"]);
    assert_fails(&world.run("kv check ."), 1, &["no manifest in it"]);
    assert_fails(&world.run("kv convert nothing.rdb --to 9 --into new"), 1, &["nothing.rdb", "No such file"]);
    assert_fails(&world.run("kv convert . --to 9 --into new"), 1, &["cannot"]);
    world.write("work/notes", "# to do\n* feed the cat\n");
    world.write("work/page", "<html></html>");
    for file in ["notes", "page"] {
        let checked = world.run(&format!("kv check {file}"));
        assert_eq!(checked.code, Some(3));
        assert!(checked.out.contains(file) && checked.out.contains("byte 0"), "{}", checked.out);
        assert!(!checked.out.contains("--repair"), "{}", checked.out);
        let before = fs::read(world.work().join(file)).unwrap();
        assert_eq!(world.run(&format!("kv check --repair {file}")).code, Some(3));
        assert_eq!(fs::read(world.work().join(file)).unwrap(), before, "it is no log: nothing is cut off");
        assert_fails(&world.run(&format!("kv convert {file} --to 9 --into new")), 1, &[file, "no dump of Redis"]);
        assert_fails(&world.run(&format!("kv convert {file} --to json --into new")), 1, &[file, "no dump of Redis"]);
        assert!(!world.work().join("new").exists(), "nothing is left of what came to nothing");
    }
    assert_eq!(world.run("kv convert dump.rdb --to 13 --into new").code, Some(2));
    assert_eq!(world.run("kv check").code, Some(2));
}

#[test]
fn a_conversion_is_whole_or_nothing_and_never_eats_the_dump() {
    let world = World::new();
    let good = dump(&world);
    for target in ["json", "9"] {
        let onto_itself = world.run(&format!("kv convert dump.rdb --to {target} --into ./dump.rdb"));
        assert_fails(&onto_itself, 2, &["is the dump itself", "hint"]);
        assert_eq!(fs::read(world.work().join("dump.rdb")).unwrap(), good);
        let mut damaged = good.clone();
        let at = damaged.len() - 20;
        damaged[at] ^= 1;
        fs::write(world.work().join("damaged.rdb"), damaged).unwrap();
        world.write("work/result", "of last time");
        let there = world.run(&format!("kv convert dump.rdb --to {target} --into result"));
        assert_fails(&there, 2, &["result is there already", "--overwrite"]);
        let failed = world.run(&format!("kv convert damaged.rdb --to {target} --into result --overwrite"));
        assert_fails(&failed, 1, &["damaged.rdb", "byte", "kv check"]);
        assert_eq!(fs::read_to_string(world.work().join("result")).unwrap(), "of last time");
        assert_fails(&world.run(&format!("kv convert dump.rdb --to {target} --into none/new")), 1, &["none/"]);
        assert_fails(&world.run(&format!("kv convert dump.rdb --to {target} --into .")), 1, &["cannot"]);
    }
    assert_eq!(fs::read_dir(world.work()).unwrap().count(), 3, "nothing is left beside them");
}

#[test]
fn a_reader_that_has_enough_ends_what_prints() {
    let world = World::new();
    dump(&world);
    let store = Store::new();
    let head = |words: &[&str]| {
        let mut child = world.toolbox().arg("kv").args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.as_mut().unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut first = [0; 1];
        out.read_exact(&mut first).unwrap();
        drop(out);
        // Something more comes, which nobody reads.
        while child.try_wait().unwrap().is_none() {
            let mut wire = store.wire();
            wire.say("PUBLISH news x\r\n");
            // One listener, or none yet.
            wire.socket.read_exact(&mut [0; 4]).unwrap();
        }
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (child.wait().unwrap().code(), err)
    };
    let url = store.url();
    for words in [
        &["convert", "dump.rdb", "--to", "json", "--into", "/dev/stdout"][..],
        &["cli", "-u", &url, "-r", "0", "ping"],
        &["cli", "-u", &url, "subscribe", "news"],
        &["check", "dump.rdb"],
    ] {
        assert_eq!(head(words).0, Some(0), "{words:?}");
    }
}

#[test]
fn a_server_that_ends_in_the_middle_is_told_with_where_to_go_on() {
    let world = World::new();
    let cli = |url: &str, words: &[&str]| said(world.toolbox().args(["kv", "cli", "-u", url]).args(words));
    let url = saying(&[b"$5\r\nhel"]);
    let address = url.trim_start_matches("redis://");
    assert_fails(&cli(&url, &["get", "k"]), 1, &[address, "closed the connection"]);
    let url = saying(&[b"+OK\r\n"]);
    let mut child = world.toolbox();
    child.args(["kv", "cli", "-u", &url]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"set a 1\n").unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 3]).unwrap();
    // It may have ended by now.
    let _ = stdin.write_all(b"set b 1\nset c 1\n");
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.contains("1 commands were answered") && err.contains("command 2"), "{err}");
    let http = saying(&[b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"]);
    assert_fails(&cli(&http, &["ping"]), 1, &["does not speak RESP", "hint"]);
    assert_fails(&said(world.toolbox().args(["kv", "bench", "-u", &http])), 1, &["does not speak RESP"]);
    let endless = saying(&[&[b"+", &vec![b'x'; 3 << 20][..]].concat()]);
    assert_fails(&cli(&endless, &["ping"]), 1, &["a line of more than"]);
    let deep = saying(&[&b"*1\r\n".repeat(1000)]);
    assert_fails(&cli(&deep, &["ping"]), 1, &["nested"]);
    let bench = saying(&[b"$30\r\n# Server\r\nredis_version:7.0.15\r\n", b"$0\r\n\r\n", b"+OK\r\n"]);
    let benched = said(world.toolbox().args(["kv", "bench", "-u", &bench, "-c", "1"]));
    assert_fails(&benched, 1, &[bench.trim_start_matches("redis://")]);
}

#[test]
fn a_server_that_says_nothing_keeps_nobody_who_presses_ctrl_c() {
    let world = World::new();
    let info: [&[u8]; 2] = [b"$30\r\n# Server\r\nredis_version:7.0.15\r\n", b"$0\r\n\r\n"];
    for (words, answers) in [
        (&["cli", "get", "k"][..], &[][..]),
        (&["cli", "-n", "3", "get", "k"], &[]),
        (&["bench"], &[]),
        (&["bench", "-c", "1"], &info),
    ] {
        for (name, code) in [("INT", 130), ("TERM", 143)] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("redis://{}", listener.local_addr().unwrap());
            let mut command = world.toolbox();
            command.args(["kv", words[0], "-u", &url]).args(&words[1..]);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let mut chunk = vec![0; 1 << 16];
            let mut connection = listener.accept().unwrap().0;
            for answer in answers {
                assert!(connection.read(&mut chunk).unwrap() > 0);
                connection.write_all(answer).unwrap();
            }
            if !answers.is_empty() {
                // The one that is measured.
                connection = listener.accept().unwrap().0;
            }
            assert!(connection.read(&mut chunk).unwrap() > 0);
            signal(&child, name);
            assert_eq!(child.wait().unwrap().code(), Some(code), "{words:?}");
        }
    }
    let quiet = saying_no_more(&[]);
    let silent = said(world.toolbox().args(["kv", "cli", "-u", &quiet, "-n", "3", "--timeout", "50ms", "ping"]));
    assert_fails(&silent, 1, &["does not answer", "hint"]);
}

#[test]
fn keys_of_any_bytes_are_shown_and_do_not_steer_the_terminal() {
    let (store, world) = (Store::new(), World::new());
    let mut wire = store.wire();
    wire.say(b"*3\r\n$3\r\nSET\r\n$6\r\n\xff\x1b[2J\n\r\n$1\r\nv\r\n");
    wire.hear("+OK\r\n");
    let cli = |words: &[&str]| said(world.toolbox().args(["kv", "cli", "-u", &store.url()]).args(words));
    assert_eq!(cli(&["--pretty", "keys", "*"]).out, "1) \"\\xff\\x1b[2J\\n\"\n");
    assert_eq!(cli(&["--format", "jsonl", "keys", "*"]).out, "[{\"base64\":\"/xtbMkoK\"}]\n");
    let big = "x".repeat(1 << 20);
    for n in 0..64 {
        wire.ask(&format!("*3\r\n$5\r\nRPUSH\r\n$4\r\nlist\r\n${}\r\n{big}", big.len()), &format!(":{}\r\n", n + 1));
    }
    let output = world.toolbox().args(["kv", "cli", "-u", &store.url(), "lrange", "list", "0", "-1"]).output().unwrap();
    assert!(output.status.success() && output.stdout.len() > 64 << 20);
}

#[test]
fn a_dump_without_the_keys_it_speaks_of_is_told_and_a_log_is_found_in_its_folder() {
    let world = World::new();
    // A selected database that is said to hold 500 keys, and nothing else; no sum is kept.
    fs::write(world.work().join("empty.rdb"), b"REDIS0009\xfe\x00\xfb\x41\xf4\x00\xff\0\0\0\0\0\0\0\0").unwrap();
    let checked = world.run("kv check empty.rdb");
    assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
    assert!(checked.out.contains("0 keys in all") && checked.out.contains("begun with 500 keys"), "{}", checked.out);
    Process::start(&world, &["--appendonly", "yes"]).end();
    assert_eq!(world.run("kv check .").code, Some(0));
}
