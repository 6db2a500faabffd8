//! Sorted sets: members with scores, in order; ranges by rank, score and name; unions; pops, blocking ones and by time.

mod add;
pub mod bounds;
mod combine;
mod due;
mod pick;
mod pop;
mod range;

use std::sync::atomic::Ordering;

pub use self::add::{Flags, add_members};
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{BLOCKING, DENYOOM, FAST, KeySpec, READONLY, Spec, WRITE, command};
use crate::applets::kv::server::{Server, notify};
use crate::applets::kv::store::sorted_set::{Limits, SortedSet};
use crate::applets::kv::store::{Keys, Object, Record};
use crate::resp::{Dialect, Reply};

const READ: u32 = READONLY | FAST;
const GROW: u32 = WRITE | DENYOOM;
const TAKE: u32 = WRITE | FAST;
const WAIT: u32 = WRITE | FAST | BLOCKING;
/// BZMPOP's: a timeout stands before the count.
const COUNTED_BEHIND: KeySpec = KeySpec::Counted(2);

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("zadd", -4, add::zadd).flags(GROW | FAST).keys(KeySpec::ONE).about("1.2.0", "Adds one or more members to a sorted set, or updates their scores. Creates the key if it doesn't exist."),
    command("zincrby", 4, add::zincrby).flags(GROW | FAST).keys(KeySpec::ONE).about("1.2.0", "Increments the score of a member in a sorted set."),
    command("zrem", -3, zrem).flags(TAKE).keys(KeySpec::ONE).about("1.2.0", "Removes one or more members from a sorted set. Deletes the sorted set if all members were removed."),
    command("zcard", 2, zcard).flags(READ).keys(KeySpec::ONE).about("1.2.0", "Returns the number of members in a sorted set."),
    command("zscore", 3, zscore).flags(READ).keys(KeySpec::ONE).about("1.2.0", "Returns the score of a member in a sorted set."),
    command("zmscore", -3, zmscore).flags(READ).keys(KeySpec::ONE).about("6.2.0", "Returns the score of one or more members in a sorted set."),
    command("zrank", 3, zrank).flags(READ).keys(KeySpec::ONE).about("2.0.0", "Returns the index of a member in a sorted set ordered by ascending scores."),
    command("zrevrank", 3, zrevrank).flags(READ).keys(KeySpec::ONE).about("2.0.0", "Returns the index of a member in a sorted set ordered by descending scores."),
    command("zcount", 4, range::zcount).flags(READ).keys(KeySpec::ONE).about("2.0.0", "Returns the count of members in a sorted set that have scores within a range."),
    command("zlexcount", 4, range::zlexcount).flags(READ).keys(KeySpec::ONE).about("2.8.9", "Returns the number of members in a sorted set within a lexicographical range."),
    command("zrange", -4, range::zrange).flags(READONLY).keys(KeySpec::ONE).about("1.2.0", "Returns members in a sorted set within a range of indexes."),
    command("zrangestore", -5, range::zrangestore).flags(GROW).keys(KeySpec::TWO).about("6.2.0", "Stores a range of members from sorted set in a key."),
    command("zrevrange", -4, range::zrevrange).flags(READONLY).keys(KeySpec::ONE).about("1.2.0", "Returns members in a sorted set within a range of indexes in reverse order."),
    command("zrangebyscore", -4, range::zrangebyscore).flags(READONLY).keys(KeySpec::ONE).about("1.0.5", "Returns members in a sorted set within a range of scores."),
    command("zrevrangebyscore", -4, range::zrevrangebyscore).flags(READONLY).keys(KeySpec::ONE).about("2.2.0", "Returns members in a sorted set within a range of scores in reverse order."),
    command("zrangebylex", -4, range::zrangebylex).flags(READONLY).keys(KeySpec::ONE).about("2.8.9", "Returns members in a sorted set within a lexicographical range."),
    command("zrevrangebylex", -4, range::zrevrangebylex).flags(READONLY).keys(KeySpec::ONE).about("2.8.9", "Returns members in a sorted set within a lexicographical range in reverse order."),
    command("zremrangebyrank", 4, range::zremrangebyrank).flags(WRITE).keys(KeySpec::ONE).about("2.0.0", "Removes members in a sorted set within a range of indexes. Deletes the sorted set if all members were removed."),
    command("zremrangebyscore", 4, range::zremrangebyscore).flags(WRITE).keys(KeySpec::ONE).about("1.2.0", "Removes members in a sorted set within a range of scores. Deletes the sorted set if all members were removed."),
    command("zremrangebylex", 4, range::zremrangebylex).flags(WRITE).keys(KeySpec::ONE).about("2.8.9", "Removes members in a sorted set within a lexicographical range. Deletes the sorted set if all members were removed."),
    command("zpopmin", -2, pop::zpopmin).flags(TAKE).keys(KeySpec::ONE).about("5.0.0", "Returns the lowest-scoring members from a sorted set after removing them. Deletes the sorted set if the last member was popped."),
    command("zpopmax", -2, pop::zpopmax).flags(TAKE).keys(KeySpec::ONE).about("5.0.0", "Returns the highest-scoring members from a sorted set after removing them. Deletes the sorted set if the last member was popped."),
    command("zmpop", -4, pop::zmpop).flags(WRITE).keys(KeySpec::Counted(1)).about("7.0.0", "Returns the highest- or lowest-scoring members from one or more sorted sets after removing them. Deletes the sorted set if the last member was popped."),
    command("bzpopmin", -3, pop::bzpopmin).flags(WAIT).keys(KeySpec::BUT_LAST).about("5.0.0", "Removes and returns the member with the lowest score from one or more sorted sets. Blocks until a member is available otherwise."),
    command("bzpopmax", -3, pop::bzpopmax).flags(WAIT).keys(KeySpec::BUT_LAST).about("5.0.0", "Removes and returns the member with the highest score from one or more sorted sets. Blocks until a member is available otherwise."),
    command("bzmpop", -5, pop::bzmpop).flags(WRITE | BLOCKING).keys(COUNTED_BEHIND).about("7.0.0", "Removes and returns a member by score from one or more sorted sets. Blocks until a member is available otherwise."),
    command("zunion", -3, combine::zunion).flags(READONLY).keys(KeySpec::Counted(1)).about("6.2.0", "Returns the union of multiple sorted sets."),
    command("zinter", -3, combine::zinter).flags(READONLY).keys(KeySpec::Counted(1)).about("6.2.0", "Returns the intersect of multiple sorted sets."),
    command("zdiff", -3, combine::zdiff).flags(READONLY).keys(KeySpec::Counted(1)).about("6.2.0", "Returns the difference between multiple sorted sets."),
    command("zunionstore", -4, combine::zunionstore).flags(GROW).keys(KeySpec::StoreCounted).about("2.0.0", "Stores the union of multiple sorted sets in a key."),
    command("zinterstore", -4, combine::zinterstore).flags(GROW).keys(KeySpec::StoreCounted).about("2.0.0", "Stores the intersect of multiple sorted sets in a key."),
    command("zdiffstore", -4, combine::zdiffstore).flags(GROW).keys(KeySpec::StoreCounted).about("6.2.0", "Stores the difference of multiple sorted sets in a key."),
    command("zintercard", -3, combine::zintercard).flags(READONLY).keys(KeySpec::Counted(1)).about("7.0.0", "Returns the number of members of the intersect of multiple sorted sets."),
    command("zrandmember", -2, pick::zrandmember).flags(READONLY).keys(KeySpec::ONE).about("6.2.0", "Returns one or more random members from a sorted set."),
    command("zscan", -3, pick::zscan).flags(READONLY).keys(KeySpec::ONE).about("2.8.0", "Iterates over members and scores of a sorted set."),
    command("kv.zpopdue", -2, due::zpopdue).flags(TAKE).keys(KeySpec::Custom(due::keys_of_pop)).about("7.0.0", "Returns the members of a sorted set whose scores, times in milliseconds since 1970, have come, after removing or moving them."),
    command("kv.bzpopdue", -3, due::bzpopdue).flags(WAIT).keys(KeySpec::Custom(due::keys_of_wait)).about("7.0.0", "Removes or moves and returns members of one or more sorted sets whose scores, times in milliseconds since 1970, have come. Blocks until one has otherwise."),
];

/// The sorted set of a key.
///
/// # Errors
/// A value of another type.
pub fn sorted<'k>(keys: &'k Keys, key: &[u8]) -> Result<Option<&'k SortedSet>, Refusal> {
    Ok(keys.collection::<SortedSet>(key)?)
}

/// The sorted set of a key, to change it.
///
/// # Errors
/// A value of another type.
pub fn sorted_mut<'k>(keys: &'k mut Keys, key: &[u8]) -> Result<Option<&'k mut SortedSet>, Refusal> {
    Ok(keys.collection_mut::<SortedSet>(key)?)
}

/// What a small one may hold.
#[must_use]
pub fn limits(server: &Server) -> Limits {
    Limits {
        entries: server.settings.sorted_pack_entries.load(Ordering::Relaxed) as usize,
        bytes: server.settings.sorted_pack_bytes.load(Ordering::Relaxed) as usize,
    }
}

/// Puts members into a key in place of what it had, or removes the key where there are none; tells either.
pub fn store(call: &mut Call, key: &[u8], members: Vec<(Vec<u8>, f64)>, event: &'static str) {
    let limits = limits(call.server);
    store_set(call, key, SortedSet::from_members(members, limits), event);
}

/// The same with a sorted set.
fn store_set(call: &mut Call, key: &[u8], set: SortedSet, event: &'static str) {
    if set.is_empty() {
        if call.keys.remove(key).is_some() {
            call.wrote(notify::GENERIC, "del", key);
        }
        return;
    }
    call.keys.insert(Record::object(key, Object::Sorted(set), None));
    call.wrote(notify::SORTED, event, key);
}

/// Tells that members were taken out, and removes the key where none is left.
fn took(call: &mut Call, key: &[u8], event: &'static str) {
    call.wrote(notify::SORTED, event, key);
    if sorted(call.keys, key).is_ok_and(|set| set.is_some_and(SortedSet::is_empty)) {
        call.keys.remove(key);
        call.event(notify::GENERIC, "del", key);
    }
}

/// The head of a reply of members: with scores they are pairs, which RESP2 writes flat.
pub(crate) fn begin(reply: &mut Reply, count: usize, has_scores: bool) {
    reply.array(if has_scores && reply.dialect == Dialect::Resp2 { count * 2 } else { count });
}

/// One member of such a reply.
#[inline]
pub fn show(reply: &mut Reply, member: &[u8], score: Option<f64>) {
    if score.is_some() && reply.dialect == Dialect::Resp3 {
        reply.array(2);
    }
    reply.bulk(member);
    if let Some(score) = score {
        reply.double(score);
    }
}

fn zrem(call: &mut Call) -> Outcome {
    let (key, members) = (call.args.at(1), call.args.from(2));
    let mut count = 0;
    if let Some(set) = sorted_mut(call.keys, key)? {
        count = members.iter().filter(|member| set.remove(member).is_some()).count();
    }
    if count > 0 {
        took(call, key, "zrem");
        call.dirty += count as u64 - 1;
    }
    call.reply.int(count as i64);
    Ok(())
}

fn zcard(call: &mut Call) -> Outcome {
    let count = sorted(call.keys, call.args.at(1))?.map_or(0, SortedSet::len);
    call.reply.int(count as i64);
    Ok(())
}

fn zscore(call: &mut Call) -> Outcome {
    let score = sorted(call.keys, call.args.at(1))?.and_then(|set| set.score(call.args.at(2)));
    match score {
        Some(score) => call.reply.double(score),
        None => call.reply.null(),
    }
    Ok(())
}

fn zmscore(call: &mut Call) -> Outcome {
    let set = sorted(call.keys, call.args.at(1))?;
    let members = call.args.from(2);
    call.reply.array(members.len());
    for member in members.iter() {
        match set.and_then(|set| set.score(member)) {
            Some(score) => call.reply.double(score),
            None => call.reply.null(),
        }
    }
    Ok(())
}

fn zrank(call: &mut Call) -> Outcome {
    rank(call, false)
}

fn zrevrank(call: &mut Call) -> Outcome {
    rank(call, true)
}

fn rank(call: &mut Call, is_reverse: bool) -> Outcome {
    let set = sorted(call.keys, call.args.at(1))?;
    let rank = set.and_then(|set| {
        let rank = set.rank(call.args.at(2))?;
        Some(if is_reverse { set.len() - 1 - rank } else { rank })
    });
    match rank {
        Some(rank) => call.reply.int(rank as i64),
        None => call.reply.null(),
    }
    Ok(())
}
