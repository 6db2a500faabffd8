//! Whether a user may carry out a command on its keys and channels.

use super::rules::Rules;
use super::selector::Selector;
use crate::applets::kv::command::glob::{Case, matches};
use crate::applets::kv::command::table::{Entry, KeySpec, NO_AUTH, PUBSUB, READONLY, WRITE};
use crate::resp::Args;

/// What a user may not, the later the closer it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denied {
    /// The command.
    Command,
    /// The key at this word.
    Key(usize),
    /// The channel at this word.
    Channel(usize),
}

/// What a command does to a key.
#[derive(Debug, Clone, Copy)]
struct Access {
    at: usize,
    reads: bool,
    writes: bool,
}

impl Rules {
    /// Whether one of the selectors allows all of a command.
    ///
    /// # Errors
    /// What is denied by the selector that came closest.
    pub fn check(&self, entry: &Entry, args: Args) -> Result<(), Denied> {
        // AUTH, HELLO, RESET and QUIT are everybody's.
        if self.root.is_free() || entry.spec.is(NO_AUTH) {
            return Ok(());
        }
        let keys = accesses(entry, args);
        let mut closest = Denied::Command;
        for selector in std::iter::once(&self.root).chain(&self.selectors) {
            match selector.check(entry, args, &keys) {
                Ok(()) => return Ok(()),
                Err(denied) => closest = closest.max(denied),
            }
        }
        Err(closest)
    }
}

impl Selector {
    fn check(&self, entry: &Entry, args: Args, keys: &[Access]) -> Result<(), Denied> {
        if !self.allowed.contains(&entry.id) {
            let first = args.get(1).map(<[u8]>::to_ascii_lowercase).unwrap_or_default();
            if !self.firsts.get(&entry.id).is_some_and(|firsts| firsts.contains(&first)) {
                return Err(Denied::Command);
            }
        }
        if !self.all_keys {
            for access in keys {
                let allows = |rule: &super::selector::KeyRule| {
                    (rule.reads || !access.reads)
                        && (rule.writes || !access.writes)
                        && matches(&rule.pattern, args.at(access.at), Case::Matters)
                };
                if !self.keys.iter().any(allows) {
                    return Err(Denied::Key(access.at));
                }
            }
        }
        if self.all_channels || !entry.spec.is(PUBSUB) {
            return Ok(());
        }
        let (channels, is_pattern) = match entry.spec.name {
            "publish" | "spublish" => (1..2, false),
            "subscribe" | "ssubscribe" => (1..args.len(), false),
            "psubscribe" => (1..args.len(), true),
            _ => return Ok(()),
        };
        for at in channels {
            let name = args.at(at);
            // As for those who listen already: see `Rules::may_listen`.
            let allows = |rule: &Vec<u8>| if is_pattern { rule == name } else { matches(rule, name, Case::Matters) };
            if !self.channels.iter().any(allows) {
                return Err(Denied::Channel(at));
            }
        }
        Ok(())
    }
}

/// Commands that write, and also tell what the key held.
const TELLS: &[&str] = &[
    "getset",
    "getdel",
    "getex",
    "incr",
    "decr",
    "incrby",
    "decrby",
    "incrbyfloat",
    "hincrby",
    "hincrbyfloat",
    "zincrby",
    "lpop",
    "rpop",
    "blpop",
    "brpop",
    "lmpop",
    "blmpop",
    "spop",
    "zpopmin",
    "zpopmax",
    "bzpopmin",
    "bzpopmax",
    "zmpop",
    "bzmpop",
    "bitfield",
    "pfcount",
    "delifeq",
];

fn accesses(entry: &Entry, args: Args) -> Vec<Access> {
    let spec = entry.spec;
    let mut indexes = Vec::new();
    spec.keys.find(args, &mut indexes);
    let tells = TELLS.contains(&spec.name)
        || (spec.name == "set" && args.iter().skip(3).any(|word| word.eq_ignore_ascii_case(b"get")));
    let of = |(number, at): (usize, usize)| {
        let (mut reads, mut writes) = (spec.is(READONLY) || tells, spec.is(WRITE));
        match (spec.keys, spec.name) {
            // The first is written, the others are read.
            (KeySpec::StoreCounted, _) | (_, "bitop") => (reads, writes) = (number > 0, number == 0),
            (_, "sunionstore" | "sinterstore" | "sdiffstore" | "pfmerge" | "zrangestore" | "geosearchstore") => {
                (reads, writes) = (number > 0, number == 0);
            }
            // The first is read (and, where it moves, written too), the other is written.
            (_, "copy") => (reads, writes) = (number == 0, number == 1),
            (_, "rename" | "renamenx" | "rpoplpush" | "lmove" | "brpoplpush" | "blmove" | "smove") => {
                reads = number == 0;
            }
            _ => {}
        }
        Access { at, reads, writes }
    };
    indexes.into_iter().enumerate().map(of).collect()
}
