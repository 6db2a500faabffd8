//! redis-server as a replica of kv: it takes the dump and the stream, and ends with the same keys.

use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

use crate::kv_alike::{Answer, Peer};
use crate::kv_files::{ask, fill, kv, redis, state};
use crate::trial;

/// Whatever takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("kv_replicas::redis_follows_kv", &["redis-server"], redis_follows_kv)]
}

/// Waits until a field of INFO of a peer is this.
fn until(peer: &mut Peer, field: &str) -> Result<(), Failed> {
    let begin = Instant::now();
    loop {
        let Answer::One(text) = ask(peer, "INFO replication")? else { return Err("INFO is no text".into()) };
        if text.lines().any(|line| line == field) {
            return Ok(());
        }
        if begin.elapsed() > PATIENCE {
            return Err(format!("never {field}: {text}").into());
        }
        std::thread::yield_now();
    }
}

fn redis_follows_kv() -> Result<(), Failed> {
    let (ours, theirs) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (mut master, mut replica) = (kv(ours.path(), &[])?, redis(theirs.path(), &[])?);
    fill(&mut master)?;
    let Answer::One(port) = ask(&mut master, "CONFIG GET port").map(last)? else { return Err("no port".into()) };
    ask(&mut replica, &format!("REPLICAOF 127.0.0.1 {port}"))?;
    until(&mut replica, "master_link_status:up")?;
    assert_eq!(state(&mut replica)?, state(&mut master)?);
    for line in ["LPOP list", "SELECT 3", "SPOP set-none", "INCR n", "SELECT 0", "SPOP set-many 5", "EXPIRE text 1000"]
    {
        ask(&mut master, line)?;
    }
    for line in
        ["MULTI", "INCRBYFLOAT f 0.1", "ZPOPMIN sorted", "EXEC", "RENAME hash moved", "DEL list-wide", "SET end 1"]
    {
        ask(&mut master, line)?;
    }
    let begin = Instant::now();
    while ask(&mut replica, "GET end")? != Answer::One("1\r\n".to_owned()) && begin.elapsed() < PATIENCE {}
    assert_eq!(state(&mut replica)?, state(&mut master)?);
    until(&mut master, "connected_slaves:1")
}

fn last(answer: Answer) -> Answer {
    match answer {
        Answer::Many(mut items) => items.pop().map_or(Answer::Many(Vec::new()), |item| match item {
            Answer::One(text) => Answer::One(text.trim_end().to_owned()),
            many @ Answer::Many(_) => many,
        }),
        one @ Answer::One(_) => one,
    }
}
