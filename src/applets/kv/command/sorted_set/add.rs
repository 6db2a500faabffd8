//! ZADD, ZINCRBY.

use super::bounds::score;
use super::{limits, sorted_mut};
use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::notify;
use crate::applets::kv::store::sorted_set::{Limits, Put, SortedSet};
use crate::applets::kv::store::{Object, Record};

/// What ZADD was told besides scores and members.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flags {
    /// NX.
    pub only_new: bool,
    /// XX.
    pub only_old: bool,
    /// GT.
    pub only_greater: bool,
    /// LT.
    pub only_less: bool,
    /// CH.
    pub counts_changed: bool,
    /// INCR.
    pub adds_up: bool,
}

/// What became of one member.
enum Fate {
    Added(f64),
    Changed(f64),
    Same(f64),
    Untouched,
}

pub(super) fn zadd(call: &mut Call) -> Outcome {
    let (args, mut flags, mut at) = (call.args, Flags::default(), 2);
    while let Some(word) = args.get(at) {
        match () {
            // Scores are much more common than flags, and start with neither of their letters.
            () if !word.first().is_some_and(u8::is_ascii_alphabetic) => break,
            () if is(word, "nx") => flags.only_new = true,
            () if is(word, "xx") => flags.only_old = true,
            () if is(word, "gt") => flags.only_greater = true,
            () if is(word, "lt") => flags.only_less = true,
            () if is(word, "ch") => flags.counts_changed = true,
            () if is(word, "incr") => flags.adds_up = true,
            () => break,
        }
        at += 1;
    }
    add(call, flags, at)
}

pub(super) fn zincrby(call: &mut Call) -> Outcome {
    add(call, Flags { adds_up: true, ..Flags::default() }, 2)
}

fn add(call: &mut Call, flags: Flags, at: usize) -> Outcome {
    let pairs = call.args.from(at);
    if pairs.is_empty() || !pairs.len().is_multiple_of(2) {
        return Err(Refusal::Syntax);
    }
    if flags.only_new && flags.only_old {
        return Err("ERR XX and NX options at the same time are not compatible".into());
    }
    if (flags.only_greater && (flags.only_new || flags.only_less)) || (flags.only_less && flags.only_new) {
        return Err("ERR GT, LT, and/or NX options at the same time are not compatible".into());
    }
    if flags.adds_up && pairs.len() > 2 {
        return Err("ERR INCR option supports a single increment-element pair".into());
    }
    if pairs.len() == 2 {
        return add_members(call, flags, &[(score(pairs.at(0))?, pairs.at(1))]);
    }
    // All scores are read before the first is taken, so that an error changes nothing.
    let pair = |at: usize| Ok((score(pairs.at(at))?, pairs.at(at + 1)));
    let members = (0..pairs.len()).step_by(2).map(pair).collect::<Result<Vec<_>, Refusal>>()?;
    add_members(call, flags, &members)
}

/// Adds members with their scores, or changes these; at least one.
///
/// # Errors
/// A value of another type, or a sum that is no number.
pub fn add_members(call: &mut Call, flags: Flags, members: &[(f64, &[u8])]) -> Outcome {
    let (key, limits) = (call.args.at(1), limits(call.server));
    let set = match sorted_mut(call.keys, key)? {
        Some(set) => set,
        None if flags.only_old => return reply(call, flags, None, 0, 0),
        None => {
            let bytes = members.first().map_or(0, |(_, member)| member.len());
            call.keys.insert(Record::object(key, Object::Sorted(SortedSet::new(limits, bytes)), None));
            sorted_mut(call.keys, key)?.ok_or(Refusal::WrongType)?
        }
    };
    let (mut added, mut changed, mut last) = (0, 0, None);
    for (wanted, member) in members {
        match put(set, member, *wanted, flags, limits)? {
            Fate::Added(score) => (added, last) = (added + 1, Some(score)),
            Fate::Changed(score) => (changed, last) = (changed + 1, Some(score)),
            Fate::Same(score) => last = Some(score),
            Fate::Untouched => last = None,
        }
    }
    if added + changed > 0 {
        call.wrote(notify::SORTED, if flags.adds_up { "zincr" } else { "zadd" }, key);
        call.dirty += added + changed - 1;
    }
    reply(call, flags, last, added, changed)
}

fn reply(call: &mut Call, flags: Flags, last: Option<f64>, added: u64, changed: u64) -> Outcome {
    match last {
        Some(score) if flags.adds_up => call.reply.double(score),
        None if flags.adds_up => call.reply.null(),
        _ => call.reply.int((added + if flags.counts_changed { changed } else { 0 }) as i64),
    }
    Ok(())
}

fn put(set: &mut SortedSet, member: &[u8], wanted: f64, flags: Flags, limits: Limits) -> Result<Fate, Refusal> {
    let is_plain = !(flags.only_new || flags.only_old || flags.only_greater || flags.only_less || flags.adds_up);
    if is_plain {
        return Ok(match set.put(member, wanted, limits) {
            Put::Added => Fate::Added(wanted),
            Put::Changed => Fate::Changed(wanted),
            Put::Same => Fate::Same(wanted),
        });
    }
    let Some(old) = set.score(member) else {
        if flags.only_old {
            return Ok(Fate::Untouched);
        }
        set.insert(member, wanted, limits);
        return Ok(Fate::Added(wanted));
    };
    if flags.only_new {
        return Ok(Fate::Untouched);
    }
    let wanted = if flags.adds_up { old + wanted } else { wanted };
    if wanted.is_nan() {
        return Err("ERR resulting score is not a number (NaN)".into());
    }
    if (flags.only_less && wanted >= old) || (flags.only_greater && wanted <= old) {
        return Ok(Fate::Untouched);
    }
    if wanted.partial_cmp(&old).is_some_and(std::cmp::Ordering::is_eq) {
        return Ok(Fate::Same(old));
    }
    set.insert(member, wanted, limits);
    Ok(Fate::Changed(wanted))
}
