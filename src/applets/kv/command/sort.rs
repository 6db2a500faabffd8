//! SORT and `SORT_RO`: the elements of a list, set or sorted set in the order of themselves or of other keys.
//!
//! Which keys those are is not known before: the commands hold everything.

use std::cmp::Ordering;

use super::arguments::{int, is, parse_float};
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::table::{DENYOOM, EVERYTHING, KeySpec, READONLY, Spec, WRITE, command};
use crate::applets::kv::server::notify;
use crate::applets::kv::store::hash::Hash;
use crate::applets::kv::store::list::{End, Limit, List};
use crate::applets::kv::store::object::Collection as _;
use crate::applets::kv::store::{Keys, Object, Record, Value};
use crate::resp::Args;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("sort", -2, sort).flags(WRITE | DENYOOM | EVERYTHING).keys(KeySpec::Custom(keys)).about("1.0.0", "Sorts the elements of a list, set or sorted set, and may store them."),
    command("sort_ro", -2, sort).flags(READONLY | EVERYTHING).keys(KeySpec::ONE).about("7.0.0", "Sorts the elements of a list, set or sorted set."),
];

/// The key, and where to store.
fn keys(args: Args, found: &mut Vec<usize>) {
    found.push(1);
    let mut stores = (2..args.len().saturating_sub(1)).filter(|at| is(args.at(*at), "store"));
    found.extend(stores.next_back().map(|at| at + 1));
}

/// What is asked for.
#[derive(Default)]
struct Wish<'a> {
    by: Option<&'a [u8]>,
    gets: Vec<&'a [u8]>,
    limit: Option<(i64, i64)>,
    store: Option<&'a [u8]>,
    descends: bool,
    is_alpha: bool,
    /// BY names no other key: the order stays as it is.
    keeps_order: bool,
}

impl<'a> Wish<'a> {
    fn parse(args: Args<'a>, may_store: bool) -> Result<Self, Refusal> {
        let (mut wish, mut at) = (Self::default(), 2);
        while let Some(word) = args.get(at) {
            let value = args.get(at + 1);
            match (word, value) {
                (word, _) if is(word, "asc") => wish.descends = false,
                (word, _) if is(word, "desc") => wish.descends = true,
                (word, _) if is(word, "alpha") => wish.is_alpha = true,
                (word, Some(start)) if is(word, "limit") && at + 2 < args.len() => {
                    wish.limit = Some((int(start)?, int(args.at(at + 2))?));
                    at += 2;
                }
                (word, Some(key)) if is(word, "store") && may_store => {
                    wish.store = Some(key);
                    at += 1;
                }
                (word, Some(pattern)) if is(word, "by") => {
                    wish.by = Some(pattern);
                    wish.keeps_order |= !pattern.contains(&b'*');
                    at += 1;
                }
                (word, Some(pattern)) if is(word, "get") => {
                    wish.gets.push(pattern);
                    at += 1;
                }
                _ => return Err(Refusal::Syntax),
            }
            at += 1;
        }
        Ok(wish)
    }

    /// The bounds of the result among `len` elements.
    fn range(&self, len: usize) -> (usize, usize) {
        let (start, count) = self.limit.unwrap_or((0, -1));
        let start = usize::try_from(start.max(0)).unwrap_or(usize::MAX).min(len);
        let end = usize::try_from(count).map_or(len, |count| start.saturating_add(count).min(len));
        (start, end)
    }
}

/// An element and what it is sorted by.
struct Item {
    word: Vec<u8>,
    score: f64,
    text: Option<Vec<u8>>,
}

/// The elements in their own order.
fn elements(call: &Call, wish: &Wish) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut all = Vec::new();
    match call.keys.get(call.args.at(1)).map(Record::value) {
        None => {}
        Some(Value::Object(Object::List(list))) => {
            all.extend(list.iter().map(|entry| entry.to_vec()));
            if wish.keeps_order && wish.descends {
                all.reverse();
            }
        }
        Some(Value::Object(Object::Set(set))) => all.extend(set.iter().map(|entry| entry.to_vec())),
        Some(Value::Object(Object::Sorted(set))) => {
            set.each(0..set.len(), wish.keeps_order && wish.descends, |member, _| all.push(member.to_vec()));
        }
        Some(_) => return Err(Refusal::WrongType),
    }
    Ok(all)
}

/// The value that a pattern names for an element: a string, or a field of a hash behind `->`.
fn named(keys: &Keys, pattern: &[u8], word: &[u8]) -> Option<Vec<u8>> {
    if pattern == b"#" {
        return Some(word.to_vec());
    }
    let star = pattern.iter().position(|byte| *byte == b'*')?;
    let (head, tail) = (&pattern[..star], &pattern[star + 1..]);
    let arrow = tail.windows(2).position(|two| two == b"->").filter(|at| at + 2 < tail.len());
    let (tail, field) = arrow.map_or((tail, None), |at| (&tail[..at], Some(&tail[at + 2..])));
    let key = [head, word, tail].concat();
    match field {
        Some(field) => Some(keys.collection::<Hash>(&key).ok()??.get(field)?.to_vec()),
        None => keys.text(&key, &mut itoa::Buffer::new()).ok()?.map(<[u8]>::to_vec),
    }
}

/// A number as `strtod` takes it: blanks before it, and nothing as 0.
fn score(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii_start();
    if text.is_empty() { Some(0.0) } else { parse_float(text).filter(|score| !score.is_nan()) }
}

/// Sorts the elements.
fn sorted(call: &Call, wish: &Wish, words: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut items = Vec::with_capacity(words.len());
    for word in words {
        let text = match wish.by {
            Some(pattern) => named(call.keys, pattern, &word),
            None => Some(word.clone()),
        };
        let score = if wish.is_alpha { Some(0.0) } else { text.as_ref().map_or(Some(0.0), |text| score(text)) };
        let score = score.ok_or("ERR One or more scores can't be converted into double")?;
        items.push(Item { word, score, text });
    }
    let compare = |one: &Item, other: &Item| {
        if wish.is_alpha {
            return one.text.cmp(&other.text);
        }
        let by_score = one.score.partial_cmp(&other.score).unwrap_or(Ordering::Equal);
        by_score.then_with(|| one.word.cmp(&other.word))
    };
    items.sort_by(|one, other| if wish.descends { compare(other, one) } else { compare(one, other) });
    Ok(items.into_iter().map(|item| item.word).collect())
}

fn sort(call: &mut Call) -> Outcome {
    let mut wish = Wish::parse(call.args, call.spec.name == "sort")?;
    let mut words = elements(call, &wish)?;
    let is_set = matches!(call.keys.peek(call.args.at(1)).map(Record::value), Some(Value::Object(Object::Set(_))));
    if wish.keeps_order && is_set && wish.store.is_some() {
        // A set has no order of its own that could be stored the same way twice.
        (wish.keeps_order, wish.is_alpha, wish.by) = (false, true, None);
    }
    if !wish.keeps_order {
        words = sorted(call, &wish, words)?;
    }
    let (start, end) = wish.range(words.len());
    let chosen = &words[start..end.max(start)];
    let mut results: Vec<Option<Vec<u8>>> = Vec::new();
    for word in chosen {
        if wish.gets.is_empty() {
            results.push(Some(word.clone()));
        }
        results.extend(wish.gets.iter().map(|pattern| named(call.keys, pattern, word)));
    }
    if let Some(target) = wish.store {
        store(call, target, &results);
    } else {
        call.reply.array(results.len());
        for result in &results {
            match result {
                Some(word) => call.reply.bulk(word),
                None => call.reply.null(),
            }
        }
    }
    Ok(())
}

fn store(call: &mut Call, target: &[u8], results: &[Option<Vec<u8>>]) {
    let limit = Limit::of(call.server.settings.list_pack.load(std::sync::atomic::Ordering::Relaxed));
    if results.is_empty() {
        if call.keys.remove(target).is_some() {
            call.wrote(notify::GENERIC, "del", target);
        }
    } else {
        let mut list = List::default();
        for word in results {
            list.push(End::Right, word.as_deref().unwrap_or_default(), limit);
        }
        call.keys.insert(Record::object(target, list.object(), None));
        call.wrote(notify::LIST, "sortstore", target);
    }
    call.reply.int(results.len() as i64);
}
