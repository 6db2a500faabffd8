//! Members at random, and members a few at a time.

use std::collections::HashSet;

use super::{begin, show, sorted};
use crate::applets::kv::command::arguments::{int, is};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::keys::cursor;
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::command::walk::{self, Walk};
use crate::applets::kv::store::pack::Entry;
use crate::applets::kv::store::sorted_set::{SortedSet, score_word};
use crate::kit::random::Random;
use crate::resp::reply::double_text;

pub(super) fn zrandmember(call: &mut Call) -> Outcome {
    let args = call.args;
    let count = args.get(2).map(int).transpose()?.filter(|count| *count != i64::MIN || args.len() < 3);
    if args.len() > 2 && count.is_none() {
        return Err("ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807".into());
    }
    let has_scores = args.len() > 3;
    if args.len() > 4 || args.get(3).is_some_and(|word| !is(word, "withscores")) {
        return Err(Refusal::Syntax);
    }
    if has_scores && count.is_some_and(|count| count.unsigned_abs() > i64::MAX as u64 / 2) {
        return Err("ERR value is out of range".into());
    }
    let Some(set) = sorted(call.keys, args.at(1))? else {
        match count {
            None => call.reply.null(),
            Some(_) => call.reply.array(0),
        }
        return Ok(());
    };
    let (reply, mut random) = (&mut *call.reply, Random::from_system());
    let len = set.len();
    let mut any = || random.below(len as u64) as usize;
    let Some(count) = count else {
        let rank = any();
        set.each(rank..rank + 1, false, |member, _| reply.bulk(member));
        return Ok(());
    };
    let one = |reply: &mut crate::resp::Reply, rank: usize| {
        set.each(rank..rank + 1, false, |member, score| show(reply, member, has_scores.then_some(score)));
    };
    if count < 0 {
        let count = count.unsigned_abs() as usize;
        begin(reply, count, has_scores);
        (0..count).for_each(|_| one(reply, any()));
    } else if count as usize >= len {
        begin(reply, len, has_scores);
        set.each(0..len, false, |member, score| show(reply, member, has_scores.then_some(score)));
    } else if count as usize > len / 3 {
        let mut ranks: Vec<usize> = (0..len).collect();
        begin(reply, count as usize, has_scores);
        for at in 0..count as usize {
            let other = at + any() % (len - at);
            ranks.swap(at, other);
            one(reply, ranks[at]);
        }
    } else {
        let mut seen = HashSet::new();
        begin(reply, count as usize, has_scores);
        while seen.len() < count as usize {
            let rank = any();
            if seen.insert(rank) {
                one(reply, rank);
            }
        }
    }
    Ok(())
}

pub(super) fn zscan(call: &mut Call) -> Outcome {
    cursor(call.args.at(2))?;
    let set = sorted(call.keys, call.args.at(1))?;
    let walk = Walk::parse(call, set.is_some())?;
    let mut found = Vec::new();
    let is_packed = matches!(set, Some(SortedSet::Pack(_)));
    let next = set.map_or(0, |set| {
        set.scan(walk.position, walk.count, |member, score| {
            if walk.wants(Entry::Text(member)) {
                // A pack is shown as it is, in digits where a score is whole.
                let text = if is_packed { score_word(score) } else { double_text(score) };
                found.extend([member.to_vec(), text.into_bytes()]);
            }
        })
    });
    walk::reply(call, next, &found);
    Ok(())
}
