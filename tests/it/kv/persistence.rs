//! What is kept on the disk: restarts, kills, snapshots under load, damaged files, and the verbs about files.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::life::Process;
use super::talk::Client;
use super::{Store, Wire};
use crate::support::cli::World;

/// A log, and no dump.
const LOGGED: [&str; 4] = ["--save", "", "--appendonly", "always"];

impl Process {
    fn client(&self) -> Client {
        Client::to(self.address)
    }
}

/// A value of each type; two databases.
fn fill(client: &mut Client) {
    let many = |each: &dyn Fn(usize) -> String| (0..600).map(each).collect::<Vec<_>>().join(" ");
    for line in [
        "SET text hello",
        "SET int -12",
        "SET volatile x PX 987654321",
        "SET brief x PX 1",
        &format!("SET long {}", "abc".repeat(3_000)),
        &format!("RPUSH list {}", many(&|n| n.to_string())),
        &format!("SADD set {}", many(&|n| format!("m{n}"))),
        "SADD ints 3 1 2",
        &format!("HSET hash {}", many(&|n| format!("f{n} v{n}"))),
        &format!("ZADD sorted {}", many(&|n| format!("{n}.5 m{n}"))),
        &format!("PFADD sketch {}", many(&|n| n.to_string())),
        "MULTI",
        "INCR int",
        "LMOVE list other LEFT RIGHT",
        "EXEC",
        "SPOP set 3",
        "SELECT 3",
        "SET elsewhere x",
        "SELECT 0",
    ] {
        let reply = client.ask(line);
        assert!(!reply.starts_with("ERR"), "{line}: {reply}");
    }
    while client.ask("EXISTS brief") != "0" {}
}

/// Everything that [`fill`] made.
fn state(client: &mut Client) -> Vec<String> {
    let sorted = |text: String| {
        let mut words: Vec<_> = text.trim_matches(['[', ']']).split(", ").map(str::to_owned).collect();
        words.sort();
        words.join(" ")
    };
    let mut all: Vec<_> = ["DBSIZE", "GET text", "GET int", "GET long", "PEXPIRETIME volatile", "LRANGE list 0 -1"]
        .into_iter()
        .chain(["LRANGE other 0 -1", "ZRANGE sorted 0 -1 WITHSCORES", "PFCOUNT sketch", "GET brief"])
        .map(|line| client.ask(line))
        .collect();
    all.extend(["SMEMBERS set", "SMEMBERS ints", "HVALS hash"].map(|line| sorted(client.ask(line))));
    client.ask("SELECT 3");
    all.extend(["DBSIZE", "GET elsewhere"].map(|line| client.ask(line)));
    client.ask("SELECT 0");
    all
}

fn info(client: &mut Client, field: &str) -> u64 {
    let text = client.ask("INFO persistence");
    let found = text.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':')?.parse().ok());
    found.unwrap_or_else(|| panic!("{field} in {text}"))
}

#[test]
fn a_restart_brings_everything_back() {
    for flags in [&[][..], &LOGGED, &["--save", "", "--appendonly", "everysec"]] {
        let world = World::new();
        let mut process = Process::start(&world, flags);
        fill(&mut process.client());
        let expected = state(&mut process.client());
        // From a log that was written, and from one that was loaded.
        for _ in 0..2 {
            process.end();
            process = Process::start(&world, flags);
            assert_eq!(state(&mut process.client()), expected, "{flags:?}");
        }
        process.end();
    }
}

#[test]
fn it_says_where_the_store_goes_and_nothing_is_written_where_nothing_shall_be() {
    let world = World::new();
    let mut process = Process::start(&world, &[]);
    let path = world.work().join("dump.rdb");
    let said = process.said.concat();
    assert!(said.contains(&path.display().to_string()) && said.contains("--save \"\""), "{said}");
    process.end();
    assert!(!path.exists(), "nothing was changed");
    let mut process = Process::start(&world, &["--save", ""]);
    assert!(process.said.concat().contains("nothing is kept"));
    process.client().ask("SET a 1");
    process.end();
    assert_eq!(fs::read_dir(world.work()).unwrap().count(), 0);
}

/// Sets a key to ever higher numbers, until the server is no more; the last one acknowledged.
fn count_up(address: SocketAddr, key: usize, from: u64) -> u64 {
    let mut socket = TcpStream::connect(address).unwrap();
    let mut acknowledged = from;
    loop {
        let next = acknowledged + 1;
        let said = format!("MULTI\r\nSET a{key} {next}\r\nSET b{key} {next}\r\nEXEC\r\n");
        let expected = b"+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n+OK\r\n";
        let mut heard = vec![0; expected.len()];
        if socket.write_all(said.as_bytes()).is_err() || socket.read_exact(&mut heard).is_err() {
            return acknowledged;
        }
        assert_eq!(heard, expected);
        acknowledged = next;
    }
}

#[test]
fn nothing_acknowledged_is_lost_to_a_kill() {
    let world = World::new();
    let mut acknowledged = [0; 4];
    for round in 0..4 {
        let mut process = Process::start(&world, &LOGGED);
        let mut client = process.client();
        for (key, known) in acknowledged.iter().enumerate().filter(|(_, known)| **known > 0) {
            let found: u64 = client.ask(&format!("GET a{key}")).parse().unwrap();
            assert!(found >= *known, "a{key} is {found}, {known} was acknowledged");
            assert_eq!(client.ask(&format!("GET b{key}")), found.to_string(), "half a transaction");
        }
        let address = process.address;
        let before = acknowledged;
        acknowledged = std::thread::scope(|scope| {
            let writers: [_; 4] = std::array::from_fn(|key| scope.spawn(move || count_up(address, key, before[key])));
            let syncs = info(&mut client, "aof_syncs");
            if round % 2 == 1 {
                client.ask("BGREWRITEAOF");
            }
            while info(&mut client, "aof_syncs") < syncs + 200 {}
            process.kill();
            writers.map(|writer| writer.join().unwrap())
        });
    }
    assert!(acknowledged.iter().all(|count| *count > 50), "{acknowledged:?}");
}

#[test]
fn a_dump_in_the_background_is_of_one_moment() {
    let world = World::new();
    let mut process = Process::start(&world, &["--save", ""]);
    let mut client = process.client();
    let fills = (0..20_000).map(|n| format!("SET fill{n} {n}\r\n")).collect::<Vec<_>>().concat();
    let mut wire = Wire::to(process.address);
    wire.say(fills);
    wire.hear("+OK\r\n".repeat(20_000));
    let (is_over, count) = (AtomicBool::new(false), AtomicU64::new(0));
    let address = process.address;
    let bounds = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut client = Client::to(address);
            let mut next = 0;
            while !is_over.load(Ordering::Relaxed) {
                next += 1;
                // The ones together, the others one after the other.
                client.ask(&format!("MSET together0 {next} together1 {next} together2 {next}"));
                client.ask(&format!("SET first {next}"));
                client.ask(&format!("SET second {next}"));
                count.store(next, Ordering::Release);
            }
        });
        while count.load(Ordering::Acquire) == 0 {}
        let before = count.load(Ordering::Acquire);
        client.ask("BGSAVE");
        while info(&mut client, "rdb_saves") == 0 {}
        let bounds = (before, count.load(Ordering::Acquire) + 1);
        is_over.store(true, Ordering::Relaxed);
        bounds
    });
    process.kill();
    let process = Process::start(&world, &["--save", ""]);
    let mut client = process.client();
    assert_eq!(client.ask("DBSIZE"), "20005");
    let together = client.ask("MGET together0 together1 together2");
    let words: Vec<_> = together.trim_matches(['[', ']']).split(", ").collect();
    assert!(words.iter().all(|word| *word == words[0]), "{together}");
    let [first, second]: [u64; 2] = ["GET first", "GET second"].map(|line| client.ask(line).parse().unwrap());
    assert!(first == second || first == second + 1, "{first} {second}");
    assert!(bounds.0 <= first && first <= bounds.1, "{bounds:?} {first}");
}

#[test]
fn a_log_rewritten_under_load_is_whole() {
    let world = World::new();
    let mut process = Process::start(&world, &LOGGED);
    let mut client = process.client();
    fill(&mut client);
    let address = process.address;
    let is_over = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut client = Client::to(address);
            let mut length = String::new();
            for n in 1_u64.. {
                length = client.ask(&format!("RPUSH run {n}"));
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
            }
            length
        });
        for round in 1..=3 {
            client.ask("BGREWRITEAOF");
            while info(&mut client, "aof_rewrites") < round + 1 {}
        }
        is_over.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    });
    let expected = state(&mut client);
    process.kill();
    let files = fs::read_dir(world.work().join("appendonlydir")).unwrap().count();
    assert_eq!(files, 3, "manifest, base, increment");
    let process = Process::start(&world, &LOGGED);
    let mut client = process.client();
    assert_eq!(client.ask("LLEN run"), written);
    assert_eq!(client.ask("LINDEX run -1"), written);
    assert_eq!(state(&mut client), expected);
}

#[test]
fn a_full_disk_is_told_and_nothing_acknowledged_is_lost() {
    let world = World::new();
    let small = |world: &World| {
        let toolbox = world.toolbox().get_program().to_owned();
        let mut command = std::process::Command::new("sh");
        // A file may have so many halves of a KiB; who writes more is told so, as on a full disk.
        command.args(["-c", "trap '' XFSZ; ulimit -f 40; exec \"$0\" \"$@\""]).arg(toolbox);
        command.env_clear().current_dir(world.work());
        command
    };
    let mut process = Process::started(small(&world), &LOGGED);
    let address = process.address;
    let acknowledged = AtomicU64::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut wire = Wire::to(address);
            for n in 0..100_u64 {
                wire.say(format!("SET k{n} {}\r\n", "x".repeat(1_000)));
                let mut reply = [0; 5];
                // The last one waits for the disk, until the server is no more; those behind it are refused.
                if wire.socket.read_exact(&mut reply).is_err() || &reply != b"+OK\r\n" {
                    break;
                }
                acknowledged.store(n + 1, Ordering::Release);
            }
        });
        let mut client = process.client();
        // Queued while all was well: it is refused as a whole all the same.
        assert_eq!((client.ask("MULTI"), client.ask("SET queued 1")), ("OK".to_owned(), "QUEUED".to_owned()));
        let mut other = process.client();
        while !other.ask("PING").starts_with("MISCONF Errors writing to the AOF file") {}
        let refused = client.ask("EXEC");
        assert!(refused.starts_with("EXECABORT Transaction discarded because of: MISCONF Errors"), "{refused}");
        assert!(client.ask("SET other 1").starts_with("MISCONF"));
        assert!(client.ask("INFO persistence").contains("aof_last_write_status:err"));
        assert_eq!(client.ask("STRLEN k0"), "1000", "reads go on");
        process.kill();
    });
    let process = Process::start(&world, &LOGGED);
    let count = acknowledged.load(Ordering::Acquire);
    let found: u64 = process.client().ask("DBSIZE").parse().unwrap();
    assert!(count > 5 && found >= count, "{count} acknowledged, {found} found");
}

/// The file of the log that is written to.
fn increment(world: &World) -> PathBuf {
    let files = fs::read_dir(world.work().join("appendonlydir")).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|name| name == "aof")).last().unwrap()
}

/// A log of ten keys and, at its end, a transaction.
fn log_of_ten(world: &World) -> Vec<u8> {
    let mut process = Process::start(world, &LOGGED);
    let mut client = process.client();
    for n in 0..10 {
        client.ask(&format!("SET k{n} {n}"));
    }
    for line in ["MULTI", "SET t1 1", "SET t2 2", "EXEC"] {
        client.ask(line);
    }
    process.end();
    fs::read(increment(world)).unwrap()
}

#[test]
fn an_unfinished_end_of_a_log_is_cut_off_with_its_transaction() {
    let world = World::new();
    let whole = log_of_ten(&world);
    let exec = whole.windows(4).rposition(|word| word == b"EXEC").unwrap();
    // Within EXEC, before it, within the commands before it, before those.
    for end in [exec + 5, exec, exec - 8, exec - 30, exec - 60] {
        fs::write(increment(&world), &whole[..end]).unwrap();
        let checked = world.run("kv check appendonlydir");
        assert_eq!(checked.code, Some(3), "{}", checked.out);
        let mut process = Process::start(&world, &LOGGED);
        let mut client = process.client();
        assert_eq!(
            (client.ask("DBSIZE"), client.ask("SET more 1")),
            ("10".to_owned(), "OK".to_owned()),
            "cut at {end}"
        );
        process.end();
        let mut process = Process::start(&world, &LOGGED);
        assert_eq!(process.client().ask("DBSIZE"), "11");
        process.end();
        assert_eq!(world.run("kv check appendonlydir").code, Some(0));
    }
}

#[test]
fn a_damaged_file_is_refused_and_a_log_can_be_repaired() {
    let world = World::new();
    let mut log = log_of_ten(&world);
    let at = log.windows(4).rposition(|word| word == b"MULT").unwrap() - 8;
    log[at] = b'!';
    fs::write(increment(&world), &log).unwrap();
    let refused = world.run("kv serve --listen 127.0.0.1:0 --appendonly always");
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    assert!(
        refused.err.contains(&format!("byte {at}")) && refused.err.contains("kv check --repair"),
        "{}",
        refused.err
    );
    assert_eq!(fs::read(increment(&world)).unwrap(), log, "nothing was written over it");
    assert_eq!(world.run("kv check --repair appendonlydir").code, Some(0));
    let mut process = Process::start(&world, &LOGGED);
    assert_eq!((process.client().ask("DBSIZE"), process.client().ask("SAVE")), ("10".to_owned(), "OK".to_owned()));
    process.end();
    assert_eq!(world.run("kv check dump.rdb").code, Some(0));
    let mut dump = fs::read(world.work().join("dump.rdb")).unwrap();
    let middle = dump.len() / 2;
    dump[middle] ^= 4;
    fs::write(world.work().join("dump.rdb"), &dump).unwrap();
    assert_eq!(world.run("kv check dump.rdb").code, Some(3));
    let refused = world.run("kv serve --listen 127.0.0.1:0");
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    assert_eq!(fs::read(world.work().join("dump.rdb")).unwrap(), dump, "nothing was written over it");
}

#[test]
fn a_dump_becomes_one_of_another_version_or_json() {
    let world = World::new();
    let mut process = Process::start(&world, &[]);
    fill(&mut process.client());
    let expected = state(&mut process.client());
    process.end();
    for version in ["9", "10", "11", "12", "valkey80"] {
        let done = world.run(&format!("kv convert dump.rdb --to {version} --into of{version}"));
        assert_eq!(done.code, Some(0), "{}", done.err);
        assert_eq!(world.run(&format!("kv check of{version}")).code, Some(0));
        let mut process = Process::start(&world, &["--save", "", "--dbfilename", &format!("of{version}")]);
        assert_eq!(state(&mut process.client()), expected, "{version}");
        process.end();
    }
    assert_eq!(world.run("kv convert dump.rdb --to json --into all.jsonl").code, Some(0));
    let text = fs::read_to_string(world.work().join("all.jsonl")).unwrap();
    let keys: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(keys.len(), 12);
}

#[test]
fn a_value_as_bytes_becomes_the_value_again() {
    let store = Store::new();
    let mut wire = store.wire();
    wire.ask("RPUSH list a b 3", ":3\r\n");
    wire.say("DUMP list\r\n");
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        let mut byte = [0];
        wire.socket.read_exact(&mut byte).unwrap();
        line.push(byte[0]);
    }
    let length: usize = std::str::from_utf8(&line[1..]).unwrap().trim_end().parse().unwrap();
    let mut payload = vec![0; length + 2];
    wire.socket.read_exact(&mut payload).unwrap();
    payload.truncate(length);
    let mut restore = |key: &str, payload: &[u8], reply: &str| {
        let head = format!("*4\r\n$7\r\nRESTORE\r\n${}\r\n{key}\r\n$1\r\n0\r\n${}\r\n", key.len(), payload.len());
        wire.say([head.as_bytes(), payload, b"\r\n"].concat());
        wire.hear(reply);
    };
    restore("copy", &payload, "+OK\r\n");
    restore("list", &payload, "-BUSYKEY Target key name already exists.\r\n");
    payload[2] ^= 1;
    restore("other", &payload, "-ERR DUMP payload version or checksum are wrong\r\n");
    wire.ask("LRANGE copy 0 -1", "*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\n3\r\n");
    wire.ask("DUMP none", "$-1\r\n");
}

#[test]
fn the_store_is_saved_and_loaded_again_at_a_word() {
    let world = World::new();
    let flags = [&LOGGED[..], &["--set", "enable-debug-command=local"]].concat();
    let mut process = Process::start(&world, &flags);
    let mut client = process.client();
    fill(&mut client);
    let expected = state(&mut client);
    for line in ["DEBUG RELOAD", "DEBUG LOADAOF", "DEBUG RELOAD NOSAVE MERGE"] {
        assert_eq!(client.ask(line), "OK", "{line}");
        assert_eq!(state(&mut client), expected, "{line}");
    }
    assert_eq!(client.ask("SET after 1"), "OK");
    process.kill();
    let process = Process::start(&world, &flags);
    assert_eq!(process.client().ask("GET after"), "1", "the log goes on");
    let world = World::new();
    let process = Process::start(&world, &["--save", "", "--set", "enable-debug-command=local"]);
    let mut client = process.client();
    fill(&mut client);
    let expected = state(&mut client);
    assert!(client.ask("DEBUG LOADAOF").starts_with("ERR"), "there is none");
    assert_eq!(state(&mut client), expected, "nor is the store emptied for it");
    client.ask("BGREWRITEAOF");
    while info(&mut client, "aof_rewrites") == 0 {}
    assert_eq!(client.ask("DEBUG LOADAOF"), "OK");
    assert_eq!(state(&mut client), expected);
}

#[test]
fn a_command_of_a_million_words_comes_back() {
    let world = World::new();
    let mut process = Process::start(&world, &LOGGED);
    let count = 1_100_000;
    let mut command = format!("*{}\r\n$5\r\nRPUSH\r\n$4\r\nlist\r\n", count + 2).into_bytes();
    (0..count).for_each(|_| command.extend_from_slice(b"$1\r\nx\r\n"));
    let mut wire = Wire::to(process.address);
    wire.say(command);
    wire.hear(format!(":{count}\r\n"));
    process.kill();
    let process = Process::start(&world, &LOGGED);
    assert_eq!(process.client().ask("LLEN list"), count.to_string());
    assert_eq!(world.run("kv check appendonlydir").code, Some(0));
}

#[test]
fn a_log_that_could_not_begin_leaves_nothing_to_the_one_that_does() {
    let world = World::new();
    let mut process = Process::start(&world, &["--save", ""]);
    let mut client = process.client();
    client.ask("SET n 1");
    // The base cannot take its place: the log does not begin, although effects were collected for it.
    let base = world.work().join("appendonlydir/appendonly.aof.1.base.rdb");
    fs::create_dir_all(base.join("in the way")).unwrap();
    client.ask("CONFIG SET appendonly yes");
    while info(&mut client, "aof_rewrites_consecutive_failures") == 0 {
        client.ask("INCR n");
    }
    let stale = world.work().join("appendonlydir/appendonly.aof.1.incr.aof");
    fs::write(&stale, b"*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n".repeat(1_000)).unwrap();
    fs::remove_dir_all(&base).unwrap();
    client.ask("BGREWRITEAOF");
    while !base.is_file() || info(&mut client, "aof_rewrite_in_progress") == 1 {}
    client.ask("INCR n");
    let expected = client.ask("GET n");
    process.end();
    let process = Process::start(&world, &LOGGED);
    assert_eq!(process.client().ask("GET n"), expected, "what happened before the base is not done again");
}

#[test]
fn an_unfinished_end_before_an_empty_file_is_cut_off() {
    let world = World::new();
    let whole = log_of_ten(&world);
    let file = increment(&world);
    // As a kill leaves it between the next file and the first command in it.
    fs::write(&file, &whole[..whole.len() - 40]).unwrap();
    let folder = world.work().join("appendonlydir");
    fs::write(folder.join("appendonly.aof.2.incr.aof"), "").unwrap();
    let manifest = "file appendonly.aof.1.base.rdb seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n\
                    file appendonly.aof.2.incr.aof seq 2 type i\n";
    fs::write(folder.join("appendonly.aof.manifest"), manifest).unwrap();
    let checked = world.run("kv check appendonlydir");
    assert!(checked.code == Some(3) && checked.out.contains("--repair"), "{}", checked.out);
    let mut process = Process::start(&world, &LOGGED);
    let mut client = process.client();
    assert_eq!((client.ask("DBSIZE"), client.ask("SET more 1")), ("10".to_owned(), "OK".to_owned()));
    process.end();
    let process = Process::start(&world, &LOGGED);
    assert_eq!(process.client().ask("DBSIZE"), "11");
}

#[test]
fn what_a_killed_server_left_half_written_is_removed() {
    let world = World::new();
    fs::create_dir(world.work().join("appendonlydir")).unwrap();
    // No process has this number.
    let drafts = ["temp-4194999-0.rdb", "appendonlydir/temp-4194999-1.rdb"].map(|name| world.work().join(name));
    for path in &drafts {
        fs::write(path, "REDIS0009").unwrap();
    }
    fs::write(world.work().join("temp-of-mine.rdb"), "mine").unwrap();
    let mut process = Process::start(&world, &LOGGED);
    assert!(!drafts.iter().any(|path| path.exists()));
    assert!(world.work().join("temp-of-mine.rdb").exists());
    process.end();
}

#[test]
fn a_library_of_functions_in_a_log_is_left_out_with_a_warning() {
    let world = World::new();
    log_of_ten(&world);
    let path = increment(&world);
    let library = "#!lua name=lib\nredis.register_function('f', function() return 1 end)";
    let mut log = fs::read(&path).unwrap();
    log.extend(format!("*3\r\n$8\r\nFUNCTION\r\n$4\r\nLOAD\r\n${}\r\n{library}\r\n", library.len()).bytes());
    log.extend(b"*3\r\n$3\r\nSET\r\n$6\r\nbehind\r\n$1\r\n1\r\n");
    fs::write(&path, log).unwrap();
    let mut process = Process::start(&world, &LOGGED);
    assert!(process.said.iter().any(|line| line.contains("a library of functions is left out")), "{:?}", process.said);
    let mut client = process.client();
    assert_eq!((client.ask("GET behind"), client.ask("DBSIZE")), ("1".to_owned(), "13".to_owned()));
    process.end();
}
