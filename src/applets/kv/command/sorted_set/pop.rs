//! Taking the first or the last members, at once or as soon as there are any.

use super::{begin, show, sorted, sorted_mut, took};
use crate::applets::kv::command::arguments::{int, is, positive};
use crate::applets::kv::command::blocking;
use crate::applets::kv::command::call::{Call, Mode, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::sorted_set::SortedSet;
use crate::resp::{Args, Dialect};

/// Which end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Least,
    Most,
}

impl Side {
    const fn event(self) -> &'static str {
        match self {
            Self::Least => "zpopmin",
            Self::Most => "zpopmax",
        }
    }
}

/// Takes up to `count` members from one end of a sorted set that is there.
fn take(call: &mut Call, key: &[u8], side: Side, count: usize) -> Result<Vec<(Vec<u8>, f64)>, Refusal> {
    let Some(set) = sorted_mut(call.keys, key)? else { return Ok(Vec::new()) };
    let count = count.min(set.len());
    let ranks = match side {
        Side::Least => 0..count,
        Side::Most => set.len() - count..set.len(),
    };
    let mut taken = set.members(ranks.clone());
    set.remove_ranks(ranks);
    if side == Side::Most {
        taken.reverse();
    }
    if !taken.is_empty() {
        took(call, key, side.event());
        call.dirty += taken.len() as u64 - 1;
    }
    Ok(taken)
}

pub(super) fn zpopmin(call: &mut Call) -> Outcome {
    pop(call, Side::Least)
}

pub(super) fn zpopmax(call: &mut Call) -> Outcome {
    pop(call, Side::Most)
}

fn pop(call: &mut Call, side: Side) -> Outcome {
    if call.args.len() > 3 {
        return Err(Refusal::Syntax);
    }
    let count = call.args.get(2).map(positive).transpose()?;
    let taken = take(call, call.args.at(1), side, count.map_or(1, |count| count as usize))?;
    if count.is_none() && call.reply.dialect == Dialect::Resp3 {
        // One pair is not nested in another array.
        call.reply.array(taken.len() * 2);
        for (member, score) in taken {
            call.reply.bulk(&member);
            call.reply.double(score);
        }
        return Ok(());
    }
    begin(call.reply, taken.len(), true);
    for (member, score) in taken {
        show(call.reply, &member, Some(score));
    }
    Ok(())
}

/// The first of `keys` that has members. A waiter takes a value of another type for none.
fn first_filled<'a>(call: &Call, keys: impl Iterator<Item = &'a [u8]>) -> Result<Option<&'a [u8]>, Refusal> {
    for key in keys {
        match sorted(call.keys, key) {
            Ok(set) => {
                if set.is_some_and(|set| !set.is_empty()) {
                    return Ok(Some(key));
                }
            }
            Err(_) if call.mode == Mode::InStead => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(None)
}

/// What a client that waited in vain receives.
pub(super) fn nothing(call: &Call) -> &'static [u8] {
    match call.reply.dialect {
        Dialect::Resp2 => b"*-1\r\n",
        Dialect::Resp3 => b"_\r\n",
    }
}

pub(super) fn bzpopmin(call: &mut Call) -> Outcome {
    wait_and_pop(call, Side::Least)
}

pub(super) fn bzpopmax(call: &mut Call) -> Outcome {
    wait_and_pop(call, Side::Most)
}

fn wait_and_pop(call: &mut Call, side: Side) -> Outcome {
    let last = call.args.len() - 1;
    let time = blocking::timeout(call.args.at(last))?;
    let keys: Vec<&[u8]> = call.args.from(1).iter().take(last - 1).collect();
    let Some(key) = first_filled(call, keys.iter().copied())? else {
        blocking::wait(call, &keys, time, nothing(call));
        return Ok(());
    };
    let taken = take(call, key, side, 1)?;
    call.reply.array(3);
    call.reply.bulk(key);
    for (member, score) in taken {
        call.reply.bulk(&member);
        call.reply.double(score);
    }
    if call.is_logged() {
        call.log_instead(&[side.event().as_bytes(), key]);
    }
    Ok(())
}

/// `numkeys key [key …] MIN|MAX [COUNT count]`.
struct Choice<'a> {
    keys: Vec<&'a [u8]>,
    side: Side,
    count: usize,
}

fn choice(words: Args) -> Result<Choice, Refusal> {
    let above_zero = |word: &[u8], text: &'static str| -> Result<usize, Refusal> {
        let value = crate::resp::request::number(word).filter(|value| *value > 0);
        value.map(|value| value as usize).ok_or_else(|| text.into())
    };
    let count_keys = above_zero(words.at(0), "ERR numkeys should be greater than 0")?;
    let at = count_keys.checked_add(1).filter(|at| *at < words.len()).ok_or(Refusal::Syntax)?;
    let side = match words.at(at) {
        word if is(word, "min") => Side::Least,
        word if is(word, "max") => Side::Most,
        _ => return Err(Refusal::Syntax),
    };
    let mut count = None;
    let mut next = at + 1;
    while let Some(word) = words.get(next) {
        if count.is_some() || !is(word, "count") || next + 1 >= words.len() {
            return Err(Refusal::Syntax);
        }
        count = Some(above_zero(words.at(next + 1), "ERR count should be greater than 0")?);
        next += 2;
    }
    Ok(Choice { keys: words.from(1).iter().take(count_keys).collect(), side, count: count.unwrap_or(1) })
}

/// Takes from the first key that has members and replies; whether there was one.
fn take_chosen(call: &mut Call, choice: &Choice) -> Result<bool, Refusal> {
    let Some(key) = first_filled(call, choice.keys.iter().copied())? else { return Ok(false) };
    let taken = take(call, key, choice.side, choice.count)?;
    call.reply.array(2);
    call.reply.bulk(key);
    call.reply.array(taken.len());
    for (member, score) in &taken {
        call.reply.array(2);
        call.reply.bulk(member);
        call.reply.double(*score);
    }
    if call.is_logged() {
        call.log_instead(&[choice.side.event().as_bytes(), key, taken.len().to_string().as_bytes()]);
    }
    Ok(true)
}

pub(super) fn zmpop(call: &mut Call) -> Outcome {
    let choice = choice(call.args.from(1))?;
    if !take_chosen(call, &choice)? {
        call.reply.null_array();
    }
    Ok(())
}

pub(super) fn bzmpop(call: &mut Call) -> Outcome {
    let choice = choice(call.args.from(2))?;
    let time = blocking::timeout(call.args.at(1))?;
    if !take_chosen(call, &choice)? {
        blocking::wait(call, &choice.keys, time, nothing(call));
    }
    Ok(())
}

/// Whether a word is a number above zero.
pub(super) fn above_zero(word: &[u8]) -> Result<usize, Refusal> {
    let count = int(word)?;
    usize::try_from(count).ok().filter(|count| *count > 0).ok_or_else(|| "ERR count should be greater than 0".into())
}

/// The lowest score.
pub(super) fn least(set: &SortedSet) -> Option<f64> {
    let mut found = None;
    set.each(0..usize::from(!set.is_empty()), false, |_, score| found = Some(score));
    found
}
