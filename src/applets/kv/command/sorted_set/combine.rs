//! Unions, intersections and differences of sorted sets, and of sets, whose members have the score 1.

use std::collections::HashMap;

use super::{begin, show, store};
use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::set::Set;
use crate::applets::kv::store::sorted_set::SortedSet;
use crate::applets::kv::store::{Object, Record, Value};
use crate::resp::request::number;

use super::bounds::score;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Union,
    Intersection,
    Difference,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aggregate {
    Sum,
    Least,
    Most,
}

impl Aggregate {
    fn of(self, a: f64, b: f64) -> f64 {
        match self {
            // Infinities of both signs make nothing.
            Self::Sum => Some(a + b).filter(|sum| !sum.is_nan()).unwrap_or(0.0),
            Self::Least => a.min(b),
            Self::Most => a.max(b),
        }
    }
}

/// One of the keys.
#[derive(Clone, Copy)]
enum Source<'k> {
    None,
    Sorted(&'k SortedSet),
    Set(&'k Set),
}

impl<'k> Source<'k> {
    fn find(call: &'k Call, key: &[u8]) -> Result<Self, Refusal> {
        match call.keys.get(key).map(Record::value) {
            None => Ok(Self::None),
            Some(Value::Object(Object::Sorted(set))) => Ok(Self::Sorted(set)),
            Some(Value::Object(Object::Set(set))) => Ok(Self::Set(set)),
            Some(_) => Err(Refusal::WrongType),
        }
    }

    fn len(self) -> usize {
        match self {
            Self::None => 0,
            Self::Sorted(set) => set.len(),
            Self::Set(set) => set.len(),
        }
    }

    fn score(self, member: &[u8]) -> Option<f64> {
        let is_in = match self {
            Self::None => false,
            Self::Sorted(set) => return set.score(member),
            Self::Set(set) => set.contains(member),
        };
        is_in.then_some(1.0)
    }

    fn each(self, mut visit: impl FnMut(&[u8], f64)) {
        match self {
            Self::None => {}
            Self::Sorted(set) => set.each(0..set.len(), false, visit),
            Self::Set(set) => {
                let mut digits = itoa::Buffer::new();
                set.iter().for_each(|member| visit(member.bytes(&mut digits), 1.0));
            }
        }
    }
}

/// What the words behind the name say; `at` is where the number of keys stands.
struct Wanted {
    weights: Vec<f64>,
    aggregate: Aggregate,
    has_scores: bool,
    /// The most that is counted; 0 is no limit.
    limit: usize,
}

/// What a command's name allows besides keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Read,
    Store,
    Count,
}

/// The number of keys; they must be there and sorted sets or sets.
fn check_keys(call: &Call, at: usize) -> Result<usize, Refusal> {
    let count = crate::applets::kv::command::arguments::int(call.args.at(at))?;
    if count < 1 {
        let name = call.spec.full_name();
        return Err(Refusal::err(format!("at least 1 input key is needed for '{name}' command")));
    }
    let count = count as usize;
    if count > call.args.len() - at - 1 {
        return Err(Refusal::Syntax);
    }
    for key in call.args.from(at + 1).iter().take(count) {
        Source::find(call, key)?;
    }
    Ok(count)
}

fn wanted(call: &Call, at: usize, count: usize, operation: Operation, form: Form) -> Result<Wanted, Refusal> {
    let mut wanted = Wanted { weights: vec![1.0; count], aggregate: Aggregate::Sum, has_scores: false, limit: 0 };
    let words = call.args.from(at + 1 + count);
    let mut next = 0;
    let is_weighted = operation != Operation::Difference && form != Form::Count;
    while let Some(word) = words.get(next) {
        let left = words.len() - next - 1;
        match () {
            () if is_weighted && left >= count && is(word, "weights") => {
                for weight in &mut wanted.weights {
                    next += 1;
                    *weight = score(words.at(next)).map_err(|_| "ERR weight value is not a float")?;
                }
            }
            () if is_weighted && left >= 1 && is(word, "aggregate") => {
                next += 1;
                wanted.aggregate = match words.at(next) {
                    word if is(word, "sum") => Aggregate::Sum,
                    word if is(word, "min") => Aggregate::Least,
                    word if is(word, "max") => Aggregate::Most,
                    _ => return Err(Refusal::Syntax),
                };
            }
            () if form == Form::Read && is(word, "withscores") => wanted.has_scores = true,
            () if form == Form::Count && left >= 1 && is(word, "limit") => {
                next += 1;
                let limit = number(words.at(next)).and_then(|limit| usize::try_from(limit).ok());
                wanted.limit = limit.ok_or("ERR LIMIT can't be negative")?;
            }
            () => return Err(Refusal::Syntax),
        }
        next += 1;
    }
    Ok(wanted)
}

fn weighted(value: f64, weight: f64) -> f64 {
    Some(value * weight).filter(|value| !value.is_nan()).unwrap_or(0.0)
}

/// The members that the keys make together.
fn combined(call: &Call, at: usize, count: usize, operation: Operation, wanted: &Wanted) -> Vec<(Vec<u8>, f64)> {
    let keys = call.args.from(at + 1);
    let mut sources: Vec<(Source, f64)> = keys
        .iter()
        .take(count)
        .zip(&wanted.weights)
        .map(|(key, weight)| (Source::find(call, key).unwrap_or(Source::None), *weight))
        .collect();
    if operation != Operation::Difference {
        // The order in which scores are added is that of the sizes, so that sums round as there.
        sources.sort_by_key(|(source, _)| source.len());
    }
    let mut found: Vec<(Vec<u8>, f64)> = Vec::new();
    let (first, rest) = (sources[0], &sources[1..]);
    match operation {
        Operation::Union => {
            let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
            for (source, weight) in &sources {
                source.each(|member, score| {
                    let score = weighted(score, *weight);
                    if let Some(place) = places.get(member) {
                        let old = &mut found[*place].1;
                        *old = wanted.aggregate.of(*old, score);
                    } else {
                        places.insert(member.to_vec(), found.len());
                        found.push((member.to_vec(), score));
                    }
                });
            }
        }
        Operation::Intersection => first.0.each(|member, score| {
            let mut sum = weighted(score, first.1);
            for (source, weight) in rest {
                let Some(score) = source.score(member) else { return };
                sum = wanted.aggregate.of(sum, score * weight);
            }
            if wanted.limit == 0 || found.len() < wanted.limit {
                found.push((member.to_vec(), sum));
            }
        }),
        Operation::Difference => first.0.each(|member, score| {
            if rest.iter().all(|(source, _)| source.score(member).is_none()) {
                found.push((member.to_vec(), score));
            }
        }),
    }
    found
}

fn read(call: &mut Call, operation: Operation) -> Outcome {
    let count = check_keys(call, 1)?;
    let wanted = wanted(call, 1, count, operation, Form::Read)?;
    let mut found = combined(call, 1, count, operation, &wanted);
    found.sort_by(|(a, one), (b, other)| {
        one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal).then_with(|| a.cmp(b))
    });
    begin(call.reply, found.len(), wanted.has_scores);
    for (member, score) in found {
        show(call.reply, &member, wanted.has_scores.then_some(score));
    }
    Ok(())
}

fn store_combined(call: &mut Call, operation: Operation, event: &'static str) -> Outcome {
    let count = check_keys(call, 2)?;
    let wanted = wanted(call, 2, count, operation, Form::Store)?;
    let found = combined(call, 2, count, operation, &wanted);
    let length = found.len();
    store(call, call.args.at(1), found, event);
    call.reply.int(length as i64);
    Ok(())
}

pub(super) fn zunion(call: &mut Call) -> Outcome {
    read(call, Operation::Union)
}

pub(super) fn zinter(call: &mut Call) -> Outcome {
    read(call, Operation::Intersection)
}

pub(super) fn zdiff(call: &mut Call) -> Outcome {
    read(call, Operation::Difference)
}

pub(super) fn zunionstore(call: &mut Call) -> Outcome {
    store_combined(call, Operation::Union, "zunionstore")
}

pub(super) fn zinterstore(call: &mut Call) -> Outcome {
    store_combined(call, Operation::Intersection, "zinterstore")
}

pub(super) fn zdiffstore(call: &mut Call) -> Outcome {
    store_combined(call, Operation::Difference, "zdiffstore")
}

pub(super) fn zintercard(call: &mut Call) -> Outcome {
    let count = check_keys(call, 1)?;
    let wanted = wanted(call, 1, count, Operation::Intersection, Form::Count)?;
    let count = combined(call, 1, count, Operation::Intersection, &wanted).len();
    call.reply.int(count as i64);
    Ok(())
}
