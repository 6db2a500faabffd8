//! HRANDFIELD.

use std::collections::HashSet;

use crate::applets::kv::command::arguments::is;
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::choice::{Count, below, distinct};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::hash::{Hash, value_of};
use crate::applets::kv::store::pack::{Entry, Pack};
use crate::applets::kv::store::table::Table;
use crate::kit::random::Random;
use crate::resp::{Dialect, Reply};

/// A field and its value.
type Pair<'h> = (Entry<'h>, Entry<'h>);

pub(super) fn hrandfield(call: &mut Call) -> Outcome {
    let mut random = Random::from_system();
    let Some(word) = call.args.get(2) else {
        let hash = call.keys.collection::<Hash>(call.args.at(1))?;
        match hash.and_then(|hash| some(hash, &mut random)) {
            Some((field, _)) => call.reply.entry(field),
            None => call.reply.null(),
        }
        return Ok(());
    };
    let count = Count::parse(word)?;
    let with_values = match call.args.len() {
        3 => false,
        4 if is(call.args.at(3), "withvalues") => true,
        _ => return Err(Refusal::Syntax),
    };
    if with_values && matches!(count, Count::Distinct(count) | Count::Repeating(count) if count > i64::MAX as usize / 2)
    {
        return Err("ERR value is out of range".into());
    }
    let Some(hash) = call.keys.collection::<Hash>(call.args.at(1))? else {
        call.reply.array(0);
        return Ok(());
    };
    let pairs = |reply: &Reply| if with_values && reply.dialect == Dialect::Resp2 { 2 } else { 1 };
    match count {
        Count::Repeating(count) => {
            call.reply.array(count * pairs(call.reply));
            let all = pairs_of(hash);
            for _ in 0..count {
                let pair = match &all {
                    Some(all) => Some(all[random.below(all.len() as u64) as usize]),
                    None => some(hash, &mut random),
                };
                if let Some(pair) = pair {
                    write(call.reply, pair, with_values);
                }
            }
        }
        Count::Distinct(count) => {
            let chosen = choose(hash, count, &mut random);
            call.reply.array(chosen.len() * pairs(call.reply));
            for pair in chosen {
                write(call.reply, pair, with_values);
            }
        }
    }
    Ok(())
}

fn write(reply: &mut Reply, (field, value): Pair, with_value: bool) {
    if with_value && reply.dialect == Dialect::Resp3 {
        reply.array(2);
    }
    reply.entry(field);
    if with_value {
        reply.entry(value);
    }
}

/// The pairs of a packed hash, to be chosen from by index.
fn pairs_of(hash: &Hash) -> Option<Vec<Pair<'_>>> {
    matches!(hash, Hash::Pack(_)).then(|| all(hash))
}

fn all(hash: &Hash) -> Vec<Pair<'_>> {
    let mut all = Vec::with_capacity(hash.len());
    hash.each(|field, value| all.push((field, value)));
    all
}

fn some<'h>(hash: &'h Hash, random: &mut Random) -> Option<Pair<'h>> {
    match hash {
        Hash::Pack(pack) => nth(pack, random.below(pack.len() as u64 / 2) as usize),
        Hash::Table(table) => sample(table, random),
    }
}

fn nth(pack: &Pack, index: usize) -> Option<Pair<'_>> {
    let field = pack.at(index * 2)?;
    Some((pack.get(field), pack.get(pack.next(field)?)))
}

fn sample<'h>(table: &'h Table, random: &mut Random) -> Option<Pair<'h>> {
    table.sample(below(random)).map(|record| (Entry::Text(record.key()), value_of(record)))
}

/// Up to `count` pairs, none twice.
fn choose<'h>(hash: &'h Hash, count: usize, random: &mut Random) -> Vec<Pair<'h>> {
    /// Below this share of the fields, drawing again what was drawn already is cheaper than listing all.
    const SPARSE: usize = 3;
    let len = hash.len();
    match hash {
        _ if count >= len => all(hash),
        Hash::Table(table) if count.saturating_mul(SPARSE) < len => {
            let (mut seen, mut chosen) = (HashSet::new(), Vec::with_capacity(count));
            while chosen.len() < count
                && let Some(record) = table.sample(below(random))
            {
                if seen.insert(record.key()) {
                    chosen.push((Entry::Text(record.key()), value_of(record)));
                }
            }
            chosen
        }
        _ => {
            let all = all(hash);
            distinct(random, len, count).map(|index| all[index]).collect()
        }
    }
}
