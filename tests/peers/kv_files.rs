//! Files that kv and redis-server read of each other: dumps, logs, values as bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use toolbox::kit::random::Random;

use crate::kv_alike::{self, Answer, Dice, Peer, free_port};
use crate::{toolbox, trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("kv_files::a_dump_of_redis_is_read_here_and_goes_back", &["redis-server"], || {
            a_dump_moves_in_and_out(redis)
        }),
        trial("kv_files::a_dump_of_kv_is_read_by_redis_and_comes_back", &["redis-server"], || {
            a_dump_moves_in_and_out(kv)
        }),
        trial("kv_files::values_move_both_ways", &["redis-server"], values_move_both_ways),
        trial("kv_files::a_log_goes_on_where_the_other_stopped", &["redis-server"], a_log_goes_on),
        trial("kv_files::whatever_happened_comes_back_from_the_log", &["redis-server"], whatever_happened),
        trial("kv_files::a_converted_dump_is_one_for_redis", &["redis-server"], a_converted_dump),
        trial("kv_files::the_checkers_of_redis_find_nothing", &["redis-check-aof", "redis-check-rdb"], the_checkers),
    ]
}

type Start = fn(&Path, &[&str]) -> Result<Peer, Failed>;

pub(crate) fn redis(folder: &Path, flags: &[&str]) -> Result<Peer, Failed> {
    let port = free_port()?;
    let mut command = Command::new("redis-server");
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"]).arg(folder).args(flags);
    Peer::start(command, port)
}

pub(crate) fn kv(folder: &Path, flags: &[&str]) -> Result<Peer, Failed> {
    let port = free_port()?;
    let mut command = toolbox();
    command.args(["kv", "serve", "--listen", &port.to_string(), "--save", "", "--dir"]).arg(folder);
    // As redis-server takes it: the flag of Redis says whether, appendfsync when.
    command.args(flags.iter().map(|flag| if *flag == "yes" { "always" } else { flag }));
    Peer::start(command, port)
}

/// With a log whose every answer is on the disk.
fn logged(start: Start, folder: &Path) -> Result<Peer, Failed> {
    let mut peer = start(folder, &["--appendonly", "yes"])?;
    ask(&mut peer, "CONFIG SET appendfsync always")?;
    Ok(peer)
}

pub(crate) fn ask(peer: &mut Peer, line: &str) -> Result<Answer, Failed> {
    let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
    match peer.ask(&words)? {
        Answer::One(error) if error.starts_with('-') && error.ends_with('\n') => Err(format!("{line}: {error}").into()),
        answer => Ok(answer),
    }
}

/// Values of every type in every size that is stored differently; bytes of all kinds; times to live; two databases.
pub(crate) fn fill(peer: &mut Peer) -> Result<(), Failed> {
    let bytes: String = (0..=255_u8).map(char::from).collect();
    let long = "abc".repeat(4_000);
    let many = |each: &dyn Fn(usize) -> String| (0..700).map(each).collect::<Vec<_>>().join(" ");
    for (key, value) in [
        ("text", "hello"),
        ("int", "-12345"),
        ("big", "4611686018427387904"),
        ("empty", ""),
        ("long", &long),
        ("bytes", &bytes),
    ] {
        peer.ask(&["SET", key, value].map(str::to_owned))?;
    }
    for line in [
        "SET volatile x PX 987654321",
        "RPUSH list a 1 70000 -5 9999999999",
        &format!("RPUSH list-long {}", many(&|n| n.to_string())),
        &format!("RPUSH list-wide {long} {long} x {}", "y".repeat(70_000)),
        "SADD ints 1 2 -3",
        "SADD ints-wide 1 1099511627776",
        &format!("SADD ints-many {}", many(&|n| n.to_string())),
        "SADD set a b c",
        &format!("SADD set-many {}", many(&|n| format!("m{n}"))),
        "HSET hash f v g 12",
        &format!("HSET hash-many {}", many(&|n| format!("f{n} v{n}"))),
        "ZADD sorted 1.5 a -inf b +inf c 1e-300 d 3 e",
        &format!("ZADD sorted-many {}", many(&|n| format!("{}.25 m{n}", n / 3))),
        &format!("PFADD sketch {}", many(&|n| n.to_string())),
        "GEOADD places 13.361389 38.115556 Palermo 15.087269 37.502669 Catania",
        "EXPIRE hash-many 5000000",
        "SELECT 3",
        "SET elsewhere x",
        "RPUSH list-elsewhere x y",
        "SELECT 0",
    ] {
        ask(peer, line)?;
    }
    Ok(())
}

/// Every key of both databases: type, value, and when it ends.
pub(crate) fn state(peer: &mut Peer) -> Result<BTreeMap<(u8, String), [Answer; 3]>, Failed> {
    let mut all = BTreeMap::new();
    for database in [0, 3] {
        ask(peer, &format!("SELECT {database}"))?;
        let Answer::Many(keys) = ask(peer, "KEYS *")? else { return Err("no keys".into()) };
        for key in keys {
            let Answer::One(key) = key else { return Err("a key is no text".into()) };
            let kind = ask(peer, &format!("TYPE {key}"))?;
            let value = match &kind {
                Answer::One(kind) if kind.starts_with("+list") => ask(peer, &format!("LRANGE {key} 0 -1"))?,
                Answer::One(kind) if kind.starts_with("+set") => ask(peer, &format!("SMEMBERS {key}"))?.unordered(1),
                Answer::One(kind) if kind.starts_with("+hash") => ask(peer, &format!("HGETALL {key}"))?.unordered(2),
                Answer::One(kind) if kind.starts_with("+zset") => ask(peer, &format!("ZRANGE {key} 0 -1 WITHSCORES"))?,
                _ => ask(peer, &format!("GET {key}"))?,
            };
            let end = ask(peer, &format!("PEXPIRETIME {key}"))?;
            all.insert((database, key), [kind, value, end]);
        }
    }
    ask(peer, "SELECT 0")?;
    Ok(all)
}

#[track_caller]
fn assert_same(found: &BTreeMap<(u8, String), [Answer; 3]>, expected: &BTreeMap<(u8, String), [Answer; 3]>) {
    for (key, value) in expected {
        assert_eq!(found.get(key), Some(value), "{key:?}");
    }
    assert_eq!(found.len(), expected.len());
}

fn other(start: Start) -> Start {
    if std::ptr::fn_addr_eq(start, redis as Start) { kv } else { redis }
}

fn a_dump_moves_in_and_out(first: Start) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut peer = first(folder.path(), &[])?;
    fill(&mut peer)?;
    let expected = state(&mut peer)?;
    ask(&mut peer, "SAVE")?;
    drop(peer);
    for next in [other(first), first] {
        let mut peer = next(folder.path(), &[])?;
        assert_same(&state(&mut peer)?, &expected);
        ask(&mut peer, "SAVE")?;
    }
    Ok(())
}

fn values_move_both_ways() -> Result<(), Failed> {
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
    for (from, into) in [(redis as Start, kv as Start), (kv, redis)] {
        let (mut from, mut into) = (from(folders[0].path(), &[])?, into(folders[1].path(), &[])?);
        fill(&mut from)?;
        let expected = state(&mut from)?;
        for ((database, key), [.., end]) in &expected {
            let Answer::One(end) = end else { return Err("no time".into()) };
            let end = end.trim_start_matches(':').trim_end();
            for peer in [&mut from, &mut into] {
                ask(peer, &format!("SELECT {database}"))?;
            }
            let Answer::One(value) = ask(&mut from, &format!("DUMP {key}"))? else { return Err("no value".into()) };
            let end = if end == "-1" { "0" } else { end };
            let told = into.ask(&["RESTORE", key, end, &value, "ABSTTL"].map(str::to_owned))?;
            assert_eq!(told, Answer::One("+OK\r\n".to_owned()), "{key}");
        }
        assert_same(&state(&mut into)?, &expected);
    }
    Ok(())
}

fn a_log_goes_on() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut expected = BTreeMap::new();
    for (turn, start) in [kv as Start, redis, kv, redis].into_iter().enumerate() {
        let mut peer = logged(start, folder.path())?;
        assert_same(&state(&mut peer)?, &expected);
        fill(&mut peer)?;
        for line in [
            "MULTI",
            &format!("SET turn {turn}"),
            "LMOVE list list-other LEFT RIGHT",
            "EXEC",
            "SPOP set-many 3",
            "SORT list-long LIMIT 0 5 STORE sorted-list",
            "GETEX text EX 10000",
            "HINCRBYFLOAT hash float 2.5",
            "SMOVE set set-other a",
            "COPY hash hash-copy REPLACE",
            "MOVE int 3",
            "ZPOPMIN sorted",
            "SET brief x PX 1",
        ] {
            ask(&mut peer, line)?;
        }
        while ask(&mut peer, "EXISTS brief")? != Answer::One(":0\r\n".to_owned()) {}
        expected = state(&mut peer)?;
        if turn == 1 {
            ask(&mut peer, "BGREWRITEAOF")?;
            while !shown(ask(&mut peer, "INFO persistence")?).contains("aof_rewrite_in_progress:0") {}
        }
    }
    Ok(())
}

/// Random commands, among them keys that end soon and others that take their places.
fn whatever_happened() -> Result<(), Failed> {
    for seed in 0..4 {
        let folder = tempfile::tempdir()?;
        let mut peer = logged(kv, folder.path())?;
        let mut dice = Dice(Random::seeded(seed));
        for _ in 0..2_000 {
            let (key, other) = (dice.key(), dice.key());
            let line = match dice.below(12) {
                0 => format!("PEXPIRE {key} {}", dice.of("1 2 3 50000")),
                1 => format!("SET {key} 1 PX {}", dice.of("1 2 90000")),
                2 => format!("{} {key} {other}", dice.of("RENAME COPY LMOVE RPOPLPUSH SMOVE")),
                3 => dice.of("SWAPDB-0-3 FLUSHDB MULTI EXEC EXEC SELECT-3 SELECT-0 SELECT-0").replace('-', " "),
                4 => format!("{} {key}", dice.of("SPOP LPOP GETDEL PERSIST INCR")),
                _ => kv_alike::any(&mut dice),
            };
            let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
            peer.ask(&words)?;
        }
        peer.ask(&["EXEC".to_owned()])?;
        // Until what was to end soon has ended.
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_millis(10) {
            ask(&mut peer, "PING")?;
        }
        let expected = state(&mut peer)?;
        drop(peer);
        for start in [kv as Start, redis] {
            assert_same(&state(&mut logged(start, folder.path())?)?, &expected);
        }
    }
    Ok(())
}

fn shown(answer: Answer) -> String {
    if let Answer::One(text) = answer { text } else { String::new() }
}

fn a_converted_dump() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut peer = redis(folder.path(), &[])?;
    fill(&mut peer)?;
    let expected = state(&mut peer)?;
    ask(&mut peer, "SAVE")?;
    drop(peer);
    for (version, start) in [("9", redis as Start), ("10", redis), ("11", kv), ("12", kv), ("valkey80", kv)] {
        let into = folder.path().join(version);
        let mut convert = toolbox();
        convert.args(["kv", "convert", "--to", version]).arg(folder.path().join("dump.rdb")).arg("--into").arg(&into);
        assert!(convert.output()?.status.success(), "{version}");
        let mut peer = start(folder.path(), &["--dbfilename", version])?;
        assert_same(&state(&mut peer)?, &expected);
    }
    Ok(())
}

fn the_checkers() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut peer = logged(kv, folder.path())?;
    fill(&mut peer)?;
    ask(&mut peer, "SAVE")?;
    drop(peer);
    let log = folder.path().join("appendonlydir/appendonly.aof.manifest");
    for (program, file) in [("redis-check-aof", log), ("redis-check-rdb", folder.path().join("dump.rdb"))] {
        let output = Command::new(program).arg(&file).output()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    Ok(())
}
