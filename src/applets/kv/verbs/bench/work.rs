//! What a bench sends: the commands of redis-benchmark under their names, as bytes with places for random keys.

use serde::{Deserialize, Serialize};

use crate::kit::random::Random;
use crate::resp::command;

/// Stands where a number of twelve digits will.
const PLACE: &str = "############";

/// A kind of command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// PING.
    Ping,
    /// SET of a random key.
    Set,
    /// GET of a random key.
    Get,
    /// Four GET to one SET.
    Mixed,
    /// INCR of a random counter.
    Incr,
    /// LPUSH to one list.
    Lpush,
    /// RPUSH to one list.
    Rpush,
    /// LPOP from one list.
    Lpop,
    /// RPOP from one list.
    Rpop,
    /// SADD of a random member.
    Sadd,
    /// HSET of a random field.
    Hset,
    /// SPOP from one set.
    Spop,
    /// ZADD of a random member.
    Zadd,
    /// ZPOPMIN from one sorted set.
    Zpopmin,
    /// LRANGE of the first hundred.
    #[serde(rename = "lrange_100")]
    Lrange100,
    /// MSET of ten random keys.
    Mset,
}

impl Test {
    /// All, by their names.
    pub const ALL: [(&'static str, Self); 16] = [
        ("ping", Self::Ping),
        ("set", Self::Set),
        ("get", Self::Get),
        ("mixed", Self::Mixed),
        ("incr", Self::Incr),
        ("lpush", Self::Lpush),
        ("rpush", Self::Rpush),
        ("lpop", Self::Lpop),
        ("rpop", Self::Rpop),
        ("sadd", Self::Sadd),
        ("hset", Self::Hset),
        ("spop", Self::Spop),
        ("zadd", Self::Zadd),
        ("zpopmin", Self::Zpopmin),
        ("lrange_100", Self::Lrange100),
        ("mset", Self::Mset),
    ];

    /// The test of this name.
    ///
    /// # Errors
    /// A sentence with all names.
    pub fn read(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_ascii_lowercase();
        let found = Self::ALL.iter().find(|(name, _)| *name == lower).map(|(_, test)| *test);
        let names = || Self::ALL.map(|(name, _)| name).join(", ");
        found.ok_or_else(|| format!("there is no test '{text}'; there are {}", names()))
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, test)| *test == self).map_or("", |(name, _)| name)
    }

    /// Whether a null says that a key was not there, which makes the figure one of misses.
    #[must_use]
    pub const fn can_miss(self) -> bool {
        matches!(self, Self::Get | Self::Mixed | Self::Lpop | Self::Rpop | Self::Spop)
    }

    /// The words of its `turn`-th command.
    fn words(self, turn: u64, value: &str) -> Vec<String> {
        let with = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let key = format!("key:{PLACE}");
        let member = format!("element:{PLACE}");
        match self {
            Self::Ping => with(&["PING"]),
            Self::Set => with(&["SET", &key, value]),
            Self::Mixed if turn % 5 == 4 => with(&["SET", &key, value]),
            Self::Get | Self::Mixed => with(&["GET", &key]),
            Self::Incr => with(&["INCR", &format!("counter:{PLACE}")]),
            Self::Lpush => with(&["LPUSH", "mylist", value]),
            Self::Rpush => with(&["RPUSH", "mylist", value]),
            Self::Lpop => with(&["LPOP", "mylist"]),
            Self::Rpop => with(&["RPOP", "mylist"]),
            Self::Sadd => with(&["SADD", "myset", &member]),
            Self::Hset => with(&["HSET", "myhash", &member, value]),
            Self::Spop => with(&["SPOP", "myset"]),
            Self::Zadd => with(&["ZADD", "myzset", "0", &member]),
            Self::Zpopmin => with(&["ZPOPMIN", "myzset"]),
            Self::Lrange100 => with(&["LRANGE", "mylist", "0", "99"]),
            Self::Mset => {
                let mut words = with(&["MSET"]);
                (0..10).for_each(|_| words.extend([key.clone(), value.to_owned()]));
                words
            }
        }
    }
}

/// Commands that are sent at once, as bytes; before each sending the numbers in them are drawn anew.
#[derive(Debug)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    /// Where numbers of twelve digits stand.
    places: Vec<usize>,
    /// Replies to it.
    pub(super) replies: u64,
}

impl Batch {
    /// `count` commands of a test.
    pub(super) fn new(test: Test, count: u32, value_bytes: usize) -> Self {
        let value = "x".repeat(value_bytes);
        let mut bytes = Vec::new();
        for turn in 0..u64::from(count) {
            command(&test.words(turn, &value), &mut bytes);
        }
        let places = places(&bytes);
        Self { bytes, places, replies: u64::from(count) }
    }

    /// Draws its numbers anew, below `keys`.
    pub(super) fn draw(&mut self, random: &mut Random, keys: u64) {
        for place in &self.places {
            write_digits(&mut self.bytes[*place..*place + PLACE.len()], random.below(keys));
        }
    }

    /// The bytes to send.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn places(bytes: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + PLACE.len() <= bytes.len() {
        if &bytes[at..at + PLACE.len()] == PLACE.as_bytes() {
            found.push(at);
            at += PLACE.len();
        } else {
            at += 1;
        }
    }
    found
}

fn write_digits(place: &mut [u8], mut number: u64) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// The keys `from..to` with values, as one MSET.
pub(super) fn filling(from: u64, to: u64, value_bytes: usize) -> Vec<u8> {
    let value = "x".repeat(value_bytes);
    let mut words = vec!["MSET".to_owned()];
    (from..to).for_each(|key| words.extend([format!("key:{key:012}"), value.clone()]));
    let mut bytes = Vec::new();
    command(&words, &mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resp::{Limits, Parsed, Parser};

    #[test]
    fn every_batch_is_so_many_commands() {
        let mut random = Random::seeded(1);
        for (name, test) in Test::ALL {
            assert_eq!(Test::read(name), Ok(test));
            let mut batch = Batch::new(test, 7, 3);
            batch.draw(&mut random, 1000);
            let bytes = batch.bytes().to_vec();
            assert!(!bytes.contains(&b'#'), "{name}");
            let (mut parser, mut rest, mut count) = (Parser::default(), &bytes[..], 0);
            while !rest.is_empty() {
                let Parsed::Command(length) = parser.parse(rest, &Limits::default()).unwrap() else { panic!("{name}") };
                rest = &rest[length..];
                count += 1;
            }
            assert_eq!(count, 7, "{name}");
        }
        assert!(Test::read("nothing").unwrap_err().contains("lrange_100"));
    }

    #[test]
    fn keys_stay_within_the_space() {
        let (mut random, mut batch) = (Random::seeded(1), Batch::new(Test::Get, 1, 3));
        for _ in 0..100 {
            batch.draw(&mut random, 10);
            let text = String::from_utf8(batch.bytes().to_vec()).unwrap();
            assert!(text.contains("key:00000000000"), "{text}");
        }
    }
}
