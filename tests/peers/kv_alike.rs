//! kv beside redis-server: the same random commands to both, and the same answers from both.
//!
//! Left out is what cannot be alike: random choices, the order of members in tables, sums that Redis calculates in 80
//! bits, and the order of elements that SORT finds equal.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use toolbox::kit::random::Random;

use crate::{toolbox, trial};

/// Whatever takes longer to start or to answer hangs.
const PATIENCE: Duration = Duration::from_secs(20);
/// Commands of one test.
const COMMANDS: usize = 20_000;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("kv_alike::lists_answer_as_in_redis", &["redis-server"], || compare(list)),
        trial("kv_alike::hashes_answer_as_in_redis", &["redis-server"], || compare(hash)),
        trial("kv_alike::sets_answer_as_in_redis", &["redis-server"], || compare(set)),
        trial("kv_alike::sorts_as_redis_does", &["redis-server"], || compare(sort)),
    ]
}

/// A server and a connection to it.
pub(crate) struct Peer {
    child: Child,
    wire: BufReader<TcpStream>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Peer {
    pub(crate) fn start(mut command: Command, port: u16) -> Result<Self, Failed> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let begin = Instant::now();
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(_) if begin.elapsed() < PATIENCE => std::thread::yield_now(),
                Err(error) => return Err(error.into()),
            }
        };
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut peer = Self { child, wire: BufReader::new(stream) };
        while peer.ask(&["PING".to_owned()])? != Answer::One("+PONG\r\n".to_owned()) {
            if begin.elapsed() > PATIENCE {
                return Err("it loads and loads".into());
            }
        }
        Ok(peer)
    }

    /// Words and answers are bytes, each as the letter of its number: so they are read, and none is lost.
    pub(crate) fn ask(&mut self, words: &[String]) -> Result<Answer, Failed> {
        let mut text = format!("*{}\r\n", words.len());
        for word in words {
            let _ = write!(text, "${}\r\n{word}\r\n", word.chars().count());
        }
        let bytes: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect();
        self.wire.get_mut().write_all(&bytes)?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer, Failed> {
        let mut line = String::new();
        self.wire.read_line(&mut line)?;
        let (mark, rest) = line.trim_end().split_at(1);
        Ok(match (mark, rest.parse::<usize>()) {
            ("$", Ok(count)) => {
                let mut bytes = vec![0; count + 2];
                self.wire.read_exact(&mut bytes)?;
                bytes.truncate(count);
                Answer::One(bytes.into_iter().map(char::from).collect())
            }
            ("*", Ok(count)) => Answer::Many((0..count).map(|_| self.answer()).collect::<Result<_, _>>()?),
            _ => Answer::One(line),
        })
    }
}

/// A reply; lines keep their mark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    One(String),
    Many(Vec<Self>),
}

impl Answer {
    /// Without the order that tables have: members, fields, or pairs.
    pub(crate) fn unordered(self, group: usize) -> Self {
        let Self::Many(items) = self else { return self };
        let mut items = items.into_iter().peekable();
        let mut groups = Vec::new();
        while items.peek().is_some() {
            groups.push(Self::Many(items.by_ref().take(group).collect()));
        }
        groups.sort();
        Self::Many(groups)
    }
}

pub(crate) fn free_port() -> Result<u16, Failed> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn compare(generate: fn(&mut Dice) -> String) -> Result<(), Failed> {
    let (theirs, ours) = (free_port()?, free_port()?);
    let mut redis = Command::new("redis-server");
    redis.args(["--port", &theirs.to_string(), "--bind", "127.0.0.1", "--save", ""]);
    let mut kv = toolbox();
    kv.args(["kv", "serve", "--listen", &ours.to_string(), "--save", "", "--dbfilename", "none"]);
    let mut peers = [Peer::start(redis, theirs)?, Peer::start(kv, ours)?];
    let mut dice = Dice(Random::seeded(7));
    for nth in 0..COMMANDS {
        let line = match dice.below(200) {
            0 => format!("CONFIG SET list-max-listpack-size {}", dice.of("-2 -1 3 1")),
            1 => format!("CONFIG SET hash-max-listpack-entries {}", dice.of("5 128")),
            2 => format!("CONFIG SET set-max-intset-entries {}", dice.of("6 512")),
            3 => format!("SET {} x", dice.key()),
            4..12 => format!("DEL {}", dice.key()),
            12..16 => format!("RENAME {} {}", dice.key(), dice.key()),
            16..20 => format!("COPY {} {} REPLACE", dice.key(), dice.key()),
            20..40 => format!("OBJECT ENCODING {}", dice.key()),
            _ => generate(&mut dice),
        };
        // An underscore alone stands for the empty word.
        let words: Vec<_> =
            line.split_whitespace().map(|word| if word == "_" { "" } else { word }.to_owned()).collect();
        let group = match words[0].as_str() {
            "SMEMBERS" | "SINTER" | "SUNION" | "SDIFF" | "HKEYS" | "HVALS" => Some(1),
            "HGETALL" => Some(2),
            _ => None,
        };
        let [theirs, ours] = peers.each_mut().map(|peer| {
            let answer = peer.ask(&words)?;
            Ok::<_, Failed>(if let Some(group) = group { answer.unordered(group) } else { answer })
        });
        let (theirs, ours) = (theirs?, ours?);
        if theirs != ours {
            return Err(format!("command {nth}: {line}\nredis: {theirs:?}\nkv:    {ours:?}").into());
        }
    }
    Ok(())
}

/// A random command about any type but sorted sets.
pub(crate) fn any(dice: &mut Dice) -> String {
    [list, hash, set, sort][dice.below(4) as usize](dice)
}

/// Chooses words.
pub(crate) struct Dice(pub(crate) Random);

impl Dice {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0.below(bound)
    }

    /// One of these words.
    pub(crate) fn of<'a>(&mut self, words: &'a str) -> &'a str {
        let words: Vec<_> = words.split_whitespace().collect();
        words[self.below(words.len() as u64) as usize]
    }

    pub(crate) fn key(&mut self) -> &'static str {
        self.of("k1 k2 k3 k4")
    }

    fn number(&mut self) -> String {
        match self.below(4) {
            0 => self
                .of("0 1 -1 127 128 -4096 4095 32768 -8388609 2147483648 9223372036854775807 -9223372036854775808")
                .to_owned(),
            _ => (self.below(40) as i64 - 20).to_string(),
        }
    }

    fn word(&mut self) -> String {
        match self.below(8) {
            0 => self.of("_ a b c 007 +1 -0 1.5 x\u{e9}").to_owned(),
            1 => "w".repeat(self.below(200) as usize + 1),
            2 if self.below(4) == 0 => "v".repeat(9000),
            _ => self.number(),
        }
    }

    fn words(&mut self, most: u64) -> String {
        (0..=self.below(most)).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    /// An index or count, now and then none.
    fn index(&mut self) -> &'static str {
        self.of("0 1 2 3 -1 -2 -3 5 100 -100 9223372036854775807 x")
    }
}

fn list(dice: &mut Dice) -> String {
    let (key, other) = (dice.key(), dice.key());
    let (from, to) = (dice.of("LEFT RIGHT"), dice.of("left RIGHT up"));
    match dice.below(20) {
        0..4 => format!("{} {key} {}", dice.of("LPUSH RPUSH RPUSHX LPUSHX"), dice.words(20)),
        4 => format!("{} {key}", dice.of("LPOP RPOP LLEN")),
        5 => format!("{} {key} {}", dice.of("LPOP RPOP"), dice.index()),
        6..9 => format!("LRANGE {key} {} {}", dice.index(), dice.index()),
        9 => format!("LINDEX {key} {}", dice.index()),
        10 => format!("LINSERT {key} {} {} {}", dice.of("BEFORE after on"), dice.word(), dice.word()),
        11 => format!("LSET {key} {} {}", dice.index(), dice.word()),
        12 => format!("LREM {key} {} {}", dice.index(), dice.word()),
        13 => format!("LTRIM {key} {} {}", dice.of("0 1 -40 2"), dice.of("-1 -2 50 20")),
        14 => {
            format!("LPOS {key} {} RANK {} COUNT {} MAXLEN {}", dice.word(), dice.index(), dice.index(), dice.index())
        }
        15 => format!("LPOS {key} {}", dice.word()),
        16 => format!("LMOVE {key} {other} {from} {to}"),
        17 => format!("{} {key} {other}", dice.of("RPOPLPUSH RPOPLPUSH LMOVE")),
        18 => format!("LMPOP {} {key} {other} {to} COUNT {}", dice.of("2 1 2 0"), dice.index()),
        _ => match dice.below(4) {
            0 => format!("BLMPOP {} 2 {key} {other} {to}", dice.of("0.001 -1")),
            1 => format!("BLMOVE {key} {other} {from} {to} 0.001"),
            2 => format!("BRPOPLPUSH {key} {other} 0.001"),
            _ => format!("{} {key} {other} {}", dice.of("BLPOP BRPOP"), dice.of("0.001 -1 x")),
        },
    }
}

fn hash(dice: &mut Dice) -> String {
    let (key, field) = (dice.key(), dice.of("a b c d e f g h 1 2 3 400000 _"));
    match dice.below(14) {
        0..4 => format!("HSET {key} {field} {} {} {}", dice.word(), dice.number(), dice.word()),
        4 => format!("{} {key} {}", dice.of("HMSET HSET"), dice.words(8)),
        5 => format!("HSETNX {key} {field} {}", dice.word()),
        6 => format!("{} {key} {field}", dice.of("HGET HSTRLEN HEXISTS")),
        7 => format!("HMGET {key} {field} a 1"),
        8 => format!("HDEL {key} {field} {}", dice.number()),
        9 => format!("HLEN {key}"),
        10 => format!("{} {key}", dice.of("HGETALL HKEYS HVALS")),
        11 => format!("HINCRBY {key} {field} {}", dice.index()),
        12 => format!("HINCRBYFLOAT {key} {} {}", dice.of("x y"), dice.of("0.5 -0.25 2 inf nan _")),
        _ => format!("HRANDFIELD {key} {}", dice.of("0 x 0")),
    }
}

fn set(dice: &mut Dice) -> String {
    let (key, other, third) = (dice.key(), dice.key(), dice.key());
    match dice.below(14) {
        0..3 => format!("SADD {key} {} {} {}", dice.number(), dice.number(), dice.number()),
        3 => format!("SADD {key} {}", dice.words(20)),
        4 => format!("SREM {key} {} {}", dice.number(), dice.word()),
        5 => format!("SMOVE {key} {other} {}", dice.number()),
        6 => format!("SCARD {key}"),
        7 => format!("SMISMEMBER {key} {}", dice.words(3)),
        8 => format!("SMEMBERS {key}"),
        9 => format!("{} {key} {other}", dice.of("SINTER SUNION SDIFF")),
        10 => format!("{} {key} {other} {third}", dice.of("SINTERSTORE SUNIONSTORE SDIFFSTORE")),
        11 => format!("SINTERCARD 2 {key} {other} LIMIT {}", dice.index()),
        12 => format!("SISMEMBER {key} {}", dice.word()),
        _ => format!("SRANDMEMBER {key} {}", dice.of("0 x")),
    }
}

fn sort(dice: &mut Dice) -> String {
    let (key, other) = (dice.key(), dice.key());
    let order = dice.of("ASC DESC ALPHA");
    match dice.below(10) {
        0..2 => format!("RPUSH {key} {}", dice.words(6)),
        2 => format!("RPUSH {key} {} {} 1.5", dice.number(), dice.number()),
        3 => format!("SADD {key} {} {}", dice.number(), dice.number()),
        4 => format!("SET w{} {}", dice.number(), dice.number()),
        5 => format!("HSET h{} f {}", dice.number(), dice.number()),
        6 => format!("SORT {key} {order} LIMIT {} {}", dice.index(), dice.index()),
        7 => format!("SORT {key} BY {} GET # GET {}", dice.of("w* h*->f"), dice.of("w* h*->f x")),
        8 => format!("SORT {key} {order} STORE {other}"),
        _ => format!("{} {key} {order}", dice.of("SORT SORT_RO")),
    }
}
