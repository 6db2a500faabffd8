//! SPOP and SRANDMEMBER.

use std::collections::HashSet;

use super::took;
use crate::applets::kv::command::arguments::positive;
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::choice::{Count, below, distinct};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::pack::Entry;
use crate::applets::kv::store::set::Set;
use crate::kit::random::Random;

pub(super) fn spop(call: &mut Call) -> Outcome {
    let (key, mut random) = (call.args.at(1), Random::from_system());
    let count = match call.args.len() {
        2 => None,
        3 => Some(usize::try_from(positive(call.args.at(2))?).unwrap_or(usize::MAX)),
        _ => return Err(Refusal::Syntax),
    };
    let Some(set) = call.keys.collection_mut::<Set>(key)? else {
        if count.is_some() {
            call.reply.set(0);
        } else {
            call.reply.null();
        }
        return Ok(());
    };
    let chosen: Vec<Vec<u8>> = match count {
        Some(count) => choose(set, count, &mut random).iter().map(Entry::to_vec).collect(),
        None => set.sample(below(&mut random)).iter().map(Entry::to_vec).collect(),
    };
    if count.is_some() {
        call.reply.set(chosen.len());
    }
    for member in &chosen {
        call.reply.bulk(member);
    }
    if chosen.is_empty() {
        return Ok(());
    }
    let takes_all = chosen.len() == set.len();
    for member in &chosen {
        set.remove(member);
    }
    if call.is_logged() {
        let mut words: Vec<&[u8]> = if takes_all { vec![b"DEL", key] } else { vec![b"SREM", key] };
        if !takes_all {
            words.extend(chosen.iter().map(Vec::as_slice));
        }
        call.log_instead(&words);
    }
    call.dirty += chosen.len() as u64 - 1;
    took(call, "spop", key)
}

pub(super) fn srandmember(call: &mut Call) -> Outcome {
    let (key, mut random) = (call.args.at(1), Random::from_system());
    let count = match call.args.len() {
        2 => None,
        3 => Some(Count::parse(call.args.at(2))?),
        _ => return Err(Refusal::Syntax),
    };
    let set = call.keys.collection::<Set>(key)?;
    match (set, count) {
        (set, None) => match set.and_then(|set| set.sample(below(&mut random))) {
            Some(member) => call.reply.entry(member),
            None => call.reply.null(),
        },
        (None, Some(_)) => call.reply.array(0),
        (Some(set), Some(Count::Repeating(count))) => {
            call.reply.array(count);
            for _ in 0..count {
                set.sample(below(&mut random)).into_iter().for_each(|member| call.reply.entry(member));
            }
        }
        (Some(set), Some(Count::Distinct(count))) => {
            let chosen = choose(set, count, &mut random);
            call.reply.array(chosen.len());
            for member in chosen {
                call.reply.entry(member);
            }
        }
    }
    Ok(())
}

/// Up to `count` members, none twice.
fn choose<'s>(set: &'s Set, count: usize, random: &mut Random) -> Vec<Entry<'s>> {
    /// Below this share of the members, drawing again what was drawn already is cheaper than listing all.
    const SPARSE: usize = 3;
    let len = set.len();
    if count >= len {
        return set.iter().collect();
    }
    if let Some(table) = set.table().filter(|_| count.saturating_mul(SPARSE) < len) {
        let mut seen = HashSet::new();
        while seen.len() < count
            && let Some(record) = table.sample(below(random))
        {
            seen.insert(record.key());
        }
        return seen.into_iter().map(Entry::Text).collect();
    }
    let all: Vec<_> = set.iter().collect();
    distinct(random, len, count).map(|index| all[index]).collect()
}
