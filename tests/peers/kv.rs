//! `kv` and the clients that people have: redis-cli, redis-benchmark, redis-py, ioredis, and Redis's own test suite.

use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::{Failed, Trial};

use crate::store::Store;

pub(crate) fn trials() -> Vec<Trial> {
    let long = std::env::var_os("TOOLBOX_TEST_LONG").is_some();
    let suite =
        crate::trial("kv::the_suite_of_redis_passes", &["tclsh", "python3", "apt-get"], the_suite_of_redis_passes);
    let suite = if long { suite } else { suite.with_ignored_flag(true).with_kind("takes minutes: tests/run --long") };
    vec![
        crate::trial("kv::redis_cli_talks_to_it", &["redis-cli"], redis_cli_talks_to_it),
        crate::trial("kv::redis_cli_loads_and_scans_in_bulk", &["redis-cli"], redis_cli_loads_and_scans_in_bulk),
        crate::trial(
            "kv::redis_benchmark_runs_all_its_tests",
            &["redis-benchmark"],
            redis_benchmark_runs_all_its_tests,
        ),
        crate::trial("kv::our_cli_reads_redis", &["redis-server"], our_cli_reads_redis),
        client("kv::redis_py_works", "python3", &["-c", "import redis"], redis_py_works),
        client("kv::ioredis_works", "node", &["-e", "require('ioredis')"], ioredis_works),
        suite,
    ]
}

/// A test that needs a library beside its program.
fn client(name: &str, program: &str, probe: &[&str], test: fn() -> Result<(), Failed>) -> Trial {
    let has = node_aware(program).args(probe).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    let trial = Trial::test(name, test).with_ignored_flag(!has);
    if has { trial } else { trial.with_kind(format!("no library for {program}")) }
}

/// A program that finds what npm installed for everybody.
fn node_aware(program: &str) -> Command {
    let mut command = Command::new(program);
    if program == "node"
        && let Ok(output) = Command::new("npm").args(["root", "-g"]).output()
    {
        command.env("NODE_PATH", String::from_utf8_lossy(&output.stdout).trim());
    }
    command
}

/// Runs a program to its end and gives what it said; it must succeed.
fn said(command: &mut Command) -> Result<String, Failed> {
    let output = command.stdin(Stdio::null()).output()?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        return Err(format!("{command:?} failed: {out}{err}").into());
    }
    Ok(out.into_owned())
}

fn redis_cli_talks_to_it() -> Result<(), Failed> {
    let store = Store::start(&[])?;
    let cli = |words: &[&str]| said(Command::new("redis-cli").args(["-p", &store.port()]).args(words));
    assert_eq!(cli(&["set", "k", "v"])?, "OK\n");
    assert_eq!(cli(&["--no-raw", "get", "k"])?, "\"v\"\n");
    assert!(cli(&["-3", "hello"])?.contains("proto 3\n"));
    assert!(cli(&["command", "docs", "get"])?.contains("summary"));
    assert!(cli(&["-n", "3", "info", "server"])?.contains("redis_version:7.0.15"));
    assert_eq!(cli(&["--json", "mget", "k", "none"])?, "[\"v\",null]\n");
    Ok(())
}

fn redis_cli_loads_and_scans_in_bulk() -> Result<(), Failed> {
    let store = Store::start(&[])?;
    let commands = (0..10_000).map(|n| format!("SET key:{n} {n}\r\n")).collect::<Vec<_>>().concat();
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), commands)?;
    let mut load = Command::new("redis-cli");
    load.args(["-p", &store.port(), "--pipe"]).stdin(std::fs::File::open(file.path())?);
    let loaded = load.output()?;
    let told = String::from_utf8_lossy(&loaded.stdout);
    assert!(told.contains("errors: 0, replies: 10000"), "{told}");
    let scanned = said(Command::new("redis-cli").args(["-p", &store.port(), "--scan", "--pattern", "key:*"]))?;
    assert_eq!(scanned.lines().count(), 10_000);
    let sizes = said(Command::new("redis-cli").args(["-p", &store.port(), "--bigkeys"]))?;
    assert!(sizes.contains("10000 keys in the keyspace"), "{sizes}");
    Ok(())
}

fn redis_benchmark_runs_all_its_tests() -> Result<(), Failed> {
    let store = Store::start(&[])?;
    let port = store.port();
    for flags in [&["-P", "1"][..], &["-P", "16", "--threads", "2"]] {
        let told = said(
            Command::new("redis-benchmark")
                .args(["-p", &port, "-n", "2000", "-c", "10", "-r", "100", "--csv"])
                .args(flags),
        )?;
        assert!(told.lines().count() > 15, "{told}");
        assert!(!told.to_lowercase().contains("error"), "{told}");
    }
    Ok(())
}

fn our_cli_reads_redis() -> Result<(), Failed> {
    let directory = tempfile::tempdir()?;
    let socket = directory.path().join("redis.sock");
    let mut server = Command::new("redis-server")
        .args(["--port", "0", "--save", "", "--unixsocket"])
        .arg(&socket)
        .current_dir(directory.path())
        .stdout(Stdio::null())
        .spawn()?;
    let outcome = (|| {
        let begin = std::time::Instant::now();
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            if begin.elapsed().as_secs() > 20 {
                return Err(Failed::from("redis-server does not answer"));
            }
            std::thread::yield_now();
        }
        let cli = |words: &[&str]| said(crate::toolbox().args(["kv", "cli", "-s"]).arg(&socket).args(words));
        assert_eq!(cli(&["hset", "h", "a", "1"])?, "1\n");
        assert_eq!(cli(&["--format", "jsonl", "hgetall", "h"])?, "{\"a\":\"1\"}\n");
        assert_eq!(cli(&["-3", "--pretty", "hgetall", "h"])?, "1# \"a\" => \"1\"\n");
        Ok(())
    })();
    server.kill()?;
    server.wait()?;
    outcome
}

/// Strings, pipelines, transactions, blocking pops, pub/sub, RESP3, decoded as the library's users see them.
const PYTHON: &str = r#"
import sys, threading, redis
for protocol in (2, 3):
    r = redis.Redis(port=int(sys.argv[1]), protocol=protocol, decode_responses=True)
    assert r.ping()
    r.flushall()
    assert r.set("k", "v", ex=100) and r.get("k") == "v" and 0 < r.ttl("k") <= 100
    with r.pipeline(transaction=True) as p:
        assert p.incr("n").incr("n").execute() == [1, 2]
    r.rpush("l", "a", "b")
    assert r.lrange("l", 0, -1) == ["a", "b"]
    assert r.blpop(["none", "l"], timeout=1) in (("l", "a"), ["l", "a"])
    r.hset("h", mapping={"a": "1"})
    assert r.hgetall("h") == {"a": "1"}
    r.sadd("s", "x"); assert r.smembers("s") == {"x"}
    r.zadd("z", {"m": 1.5}); assert r.zscore("z", "m") == 1.5
    assert sorted(r.scan_iter()) == ["h", "k", "l", "n", "s", "z"]
    try: r.incr("k"); assert False
    except redis.ResponseError as e: assert "not an integer" in str(e), e
    s = r.pubsub(); s.subscribe("c")
    assert s.get_message(timeout=5)["type"] == "subscribe"
    assert r.publish("c", "hello") == 1
    assert s.get_message(timeout=5)["data"] == "hello"
"#;

fn redis_py_works() -> Result<(), Failed> {
    let store = Store::start(&[])?;
    said(Command::new("python3").args(["-c", PYTHON, &store.port()])).map(drop)
}

const NODE: &str = r"
const Redis = require('ioredis'), assert = require('assert');
(async () => {
  const r = new Redis(Number(process.argv[1])), s = new Redis(Number(process.argv[1]));
  await r.flushall();
  assert.equal(await r.set('k', 'v'), 'OK');
  assert.equal(await r.get('k'), 'v');
  assert.deepEqual(await r.multi().incr('n').incr('n').exec(), [[null, 1], [null, 2]]);
  const piped = await r.pipeline(Array.from({ length: 1000 }, (_, i) => ['set', 'p' + i, i])).exec();
  assert.equal(piped.length, 1000);
  await r.hset('h', { a: 1 });
  assert.deepEqual(await r.hgetall('h'), { a: '1' });
  await s.subscribe('c');
  const heard = new Promise(resolve => s.on('message', (_, text) => resolve(text)));
  await r.publish('c', 'hello');
  assert.equal(await heard, 'hello');
  r.disconnect(); s.disconnect();
})().catch(error => { console.error(error); process.exit(1); });
";

fn ioredis_works() -> Result<(), Failed> {
    let store = Store::start(&[])?;
    said(node_aware("node").args(["-e", NODE, &store.port()])).map(drop)
}

/// Tier 1 of the suite; the issue asks for 95 of a hundred.
fn the_suite_of_redis_passes() -> Result<(), Failed> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/redis_suite");
    let mut command = Command::new(script);
    command.args(["--tier", "1", "--require", "95", "--verbose", "--binary", env!("CARGO_BIN_EXE_toolbox")]);
    said(&mut command).map(drop)
}
