//! Members by time: scores are times in milliseconds since 1970, and a member is taken once its time has come.
//!
//! ```text
//! KV.ZPOPDUE  key               [COUNT n] [MOVE key]    [[member, score], …], empty where none is due
//! KV.BZPOPDUE key [key …] timeout [COUNT n] [MOVE key]  [key, [[member, score], …]], null when the time is over
//! ```
//! What no Redis has: who waits is woken at the very time of the earliest member, not by polling. With MOVE the members
//! go into another sorted set with the scores they had, so that work in progress is not lost with its worker.

use super::bounds::Scores;
use super::pop::{above_zero, least, nothing};
use super::{begin, limits, show, sorted, sorted_mut, took};
use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::blocking;
use crate::applets::kv::command::call::{Call, Mode, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::notify;
use crate::applets::kv::store::sorted_set::SortedSet;
use crate::applets::kv::store::{Object, Record};
use crate::resp::Args;
use crate::resp::reply::double_text;

/// The options at the end, and where they begin.
struct Options<'a> {
    at: usize,
    count: Option<&'a [u8]>,
    target: Option<usize>,
}

/// Reads options from the end; the first `least` words are never taken for any.
fn options(args: Args<'_>, least: usize) -> Options<'_> {
    let mut found = Options { at: args.len(), count: None, target: None };
    while found.at >= least + 2 {
        match args.at(found.at - 2) {
            word if is(word, "count") && found.count.is_none() => found.count = Some(args.at(found.at - 1)),
            word if is(word, "move") && found.target.is_none() => found.target = Some(found.at - 1),
            _ => break,
        }
        found.at -= 2;
    }
    found
}

/// Words before the options: the name and a key, and a timeout where it waits.
const POP_WORDS: usize = 2;
const WAIT_WORDS: usize = 3;

/// The keys of KV.ZPOPDUE.
pub(super) fn keys_of_pop(args: Args, found: &mut Vec<usize>) {
    found.push(1);
    found.extend(options(args, POP_WORDS).target);
}

/// The keys of KV.BZPOPDUE.
pub(super) fn keys_of_wait(args: Args, found: &mut Vec<usize>) {
    let options = options(args, WAIT_WORDS);
    found.extend(1..options.at - 1);
    found.extend(options.target);
}

/// Takes the members of a key that are due; none where it is not there.
fn take(call: &mut Call, key: &[u8], count: usize, target: Option<&[u8]>) -> Result<Vec<(Vec<u8>, f64)>, Refusal> {
    let now = call.keys.now.to_string();
    let due = Scores::parse(b"-inf", now.as_bytes())?;
    if target == Some(key) {
        return Err("ERR source and destination objects are the same".into());
    }
    if let Some(target) = target {
        sorted(call.keys, target)?;
    }
    let Some(set) = sorted_mut(call.keys, key)? else { return Ok(Vec::new()) };
    let ranks = due.ranks(set);
    let ranks = ranks.start..ranks.end.min(count);
    let taken = set.members(ranks.clone());
    if taken.is_empty() {
        return Ok(taken);
    }
    set.remove_ranks(ranks);
    took(call, key, "zpopmin");
    if let Some(target) = target {
        give(call, target, &taken)?;
    }
    if call.is_logged() {
        let removed = taken.iter().map(|(member, _)| member.as_slice());
        let words: Vec<&[u8]> = [&b"ZREM"[..], key].into_iter().chain(removed).collect();
        call.log_instead(&words);
    }
    Ok(taken)
}

/// Puts members into another key.
fn give(call: &mut Call, target: &[u8], members: &[(Vec<u8>, f64)]) -> Outcome {
    let limits = limits(call.server);
    if !call.keys.contains(target) {
        let set = Object::Sorted(SortedSet::new(limits, 0));
        call.keys.insert(Record::object(target, set, None));
    }
    let set = sorted_mut(call.keys, target)?.ok_or(Refusal::WrongType)?;
    for (member, score) in members {
        set.insert(member, *score, limits);
    }
    call.wrote(notify::SORTED, "zadd", target);
    if call.is_logged() {
        let scores: Vec<String> = members.iter().map(|(_, score)| double_text(*score)).collect();
        let pairs = members.iter().zip(&scores).flat_map(|((member, _), score)| [score.as_bytes(), member.as_slice()]);
        let words: Vec<&[u8]> = [&b"ZADD"[..], target].into_iter().chain(pairs).collect();
        call.log_instead(&words);
    }
    Ok(())
}

pub(super) fn zpopdue(call: &mut Call) -> Outcome {
    let args = call.args;
    let options = options(args, POP_WORDS);
    if options.at != POP_WORDS {
        return Err(Refusal::Syntax);
    }
    let count = options.count.map_or(Ok(1), above_zero)?;
    let taken = take(call, args.at(1), count, options.target.map(|at| args.at(at)))?;
    begin(call.reply, taken.len(), true);
    for (member, score) in taken {
        show(call.reply, &member, Some(score));
    }
    Ok(())
}

pub(super) fn bzpopdue(call: &mut Call) -> Outcome {
    let args = call.args;
    let options = options(args, WAIT_WORDS);
    let time = blocking::timeout(args.at(options.at - 1))?;
    let count = options.count.map_or(Ok(1), above_zero)?;
    let target = options.target.map(|at| args.at(at));
    let keys: Vec<&[u8]> = args.from(1).iter().take(options.at - 2).collect();
    let mut earliest: Option<f64> = None;
    for key in &keys {
        match take(call, key, count, target) {
            Ok(taken) if taken.is_empty() => {}
            Ok(taken) => {
                call.reply.array(2);
                call.reply.bulk(key);
                call.reply.array(taken.len());
                for (member, score) in taken {
                    call.reply.array(2);
                    call.reply.bulk(&member);
                    call.reply.double(score);
                }
                return Ok(());
            }
            // A waiter takes a value of another type for none.
            Err(Refusal::WrongType) if call.mode == Mode::InStead => continue,
            Err(refusal) => return Err(refusal),
        }
        let next = sorted(call.keys, key)?.and_then(least);
        earliest = [earliest, next].into_iter().flatten().reduce(f64::min);
    }
    // Times beyond all clocks need no waking.
    call.due = earliest.filter(|due| *due < u64::MAX as f64).map(|due| due.ceil() as u64);
    blocking::wait(call, &keys, time, nothing(call));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resp::Span;

    fn found(words: &[&str], find: fn(Args, &mut Vec<usize>)) -> Vec<usize> {
        let bytes = words.concat().into_bytes();
        let mut at = 0;
        let spans: Vec<Span> = words
            .iter()
            .map(|word| {
                let start = at;
                at += word.len() as u32;
                Span { start, end: at }
            })
            .collect();
        let mut found = Vec::new();
        find(Args::new(&bytes, &spans), &mut found);
        found
    }

    #[test]
    fn keys_stand_before_the_timeout_and_behind_move() {
        assert_eq!(found(&["kv.bzpopdue", "a", "b", "0"], keys_of_wait), [1, 2]);
        assert_eq!(found(&["kv.bzpopdue", "a", "0", "MOVE", "m", "COUNT", "3"], keys_of_wait), [1, 4]);
        assert_eq!(found(&["kv.bzpopdue", "count", "0"], keys_of_wait), [1], "a key may be called so");
        assert_eq!(found(&["kv.zpopdue", "a", "count", "2", "move", "m"], keys_of_pop), [1, 5]);
    }
}
