//! Intersection, union and difference of sets.

use super::most_ints;
use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::notify;
use crate::applets::kv::store::object::Collection as _;
use crate::applets::kv::store::pack::Entry;
use crate::applets::kv::store::set::Set;
use crate::applets::kv::store::{Keys, Record};
use crate::resp::Args;
use crate::resp::request::number;

/// What is made of several sets.
#[derive(Clone, Copy)]
enum Operation {
    Intersection,
    Union,
    Difference,
}

/// The sets of some keys; none where a key is not there.
fn sets<'k>(keys: &'k Keys, names: Args) -> Result<Vec<Option<&'k Set>>, Refusal> {
    names.iter().map(|name| Ok(keys.collection::<Set>(name)?)).collect()
}

/// Visits the members that are in all sets, while `visit` says so.
fn intersect<'k>(mut sets: Vec<Option<&'k Set>>, mut visit: impl FnMut(Entry<'k>) -> bool) {
    sets.sort_by_key(|set| set.map_or(0, Set::len));
    if let [Some(smallest), rest @ ..] = &sets[..] {
        let mut common = smallest.iter().filter(|member| rest.iter().flatten().all(|set| set.has(*member)));
        while common.next().is_some_and(&mut visit) {}
    }
}

/// The members of `first` that are in none of the others: looked for in each of them, or, where the others are small,
/// taken out of a copy of it. Redis chooses alike, which shows in the encoding.
fn subtract(first: &Set, rest: &[Option<&Set>], most: usize) -> Set {
    let (mut result, mut digits) = (Set::default(), itoa::Buffer::new());
    let others = || rest.iter().flatten();
    let (to_look, to_take) = (first.len() * (others().count() + 1) / 2, others().map(|set| set.len()).sum::<usize>());
    if to_look <= first.len() + to_take {
        for member in first.iter().filter(|member| !others().any(|set| set.has(*member))) {
            result.insert(member.bytes(&mut digits), most);
        }
        return result;
    }
    for member in first.iter() {
        result.insert(member.bytes(&mut digits), most);
    }
    for member in others().flat_map(|set| set.iter()) {
        result.remove(member.bytes(&mut digits));
    }
    result
}

/// What the operation makes of the sets.
fn combine(call: &Call, names: Args, operation: Operation) -> Result<Set, Refusal> {
    let (sets, most, mut result) = (sets(call.keys, names)?, most_ints(call), Set::default());
    let mut digits = itoa::Buffer::new();
    match operation {
        Operation::Intersection => intersect(sets, |member| {
            result.insert(member.bytes(&mut digits), most);
            true
        }),
        Operation::Union => {
            for member in sets.into_iter().flatten().flat_map(Set::iter) {
                result.insert(member.bytes(&mut digits), most);
            }
        }
        Operation::Difference => {
            if let [Some(first), rest @ ..] = &sets[..] {
                result = subtract(first, rest, most);
            }
        }
    }
    Ok(result)
}

fn answer(call: &mut Call, operation: Operation) -> Outcome {
    let result = combine(call, call.args.from(1), operation)?;
    call.reply.set(result.len());
    result.iter().for_each(|member| call.reply.entry(member));
    Ok(())
}

fn store(call: &mut Call, operation: Operation, event: &'static str) -> Outcome {
    let target = call.args.at(1);
    let result = combine(call, call.args.from(2), operation)?;
    let len = result.len();
    if len > 0 {
        call.keys.insert(Record::object(target, result.object(), None));
        call.wrote(notify::SET, event, target);
    } else if call.keys.remove(target).is_some() {
        call.wrote(notify::GENERIC, "del", target);
    }
    call.reply.int(len as i64);
    Ok(())
}

pub(super) fn sinter(call: &mut Call) -> Outcome {
    answer(call, Operation::Intersection)
}

pub(super) fn sunion(call: &mut Call) -> Outcome {
    answer(call, Operation::Union)
}

pub(super) fn sdiff(call: &mut Call) -> Outcome {
    answer(call, Operation::Difference)
}

pub(super) fn sinterstore(call: &mut Call) -> Outcome {
    store(call, Operation::Intersection, "sinterstore")
}

pub(super) fn sunionstore(call: &mut Call) -> Outcome {
    store(call, Operation::Union, "sunionstore")
}

pub(super) fn sdiffstore(call: &mut Call) -> Outcome {
    store(call, Operation::Difference, "sdiffstore")
}

pub(super) fn sintercard(call: &mut Call) -> Outcome {
    let natural = |word: &[u8]| number(word).and_then(|number| usize::try_from(number).ok());
    let count = natural(call.args.at(1)).filter(|count| *count > 0);
    let count = count.ok_or("ERR numkeys should be greater than 0")?;
    if count > call.args.len() - 2 {
        return Err("ERR Number of keys can't be greater than number of args".into());
    }
    let (options, mut most) = (call.args.from(2 + count), 0);
    for at in (0..options.len()).step_by(2) {
        let value = options.get(at + 1).filter(|_| is(options.at(at), "limit")).ok_or(Refusal::Syntax)?;
        most = natural(value).ok_or("ERR LIMIT can't be negative")?;
    }
    let names = call.args.iter().skip(2).take(count);
    let sets = names.map(|name| Ok(call.keys.collection::<Set>(name)?)).collect::<Result<Vec<_>, Refusal>>()?;
    let mut common = 0;
    intersect(sets, |_| {
        common += 1;
        common != most
    });
    call.reply.int(common as i64);
    Ok(())
}
