//! Sets.

mod algebra;
mod random;

use super::call::{Call, Outcome};
use super::table::{DENYOOM, FAST, KeySpec, READONLY, Spec, WRITE, command};
use super::walk::{self, Walk};
use crate::applets::kv::server::notify;
use crate::applets::kv::store::pack::Entry;
use crate::applets::kv::store::set::Set;

const READ: u32 = READONLY | FAST;

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("sadd", -3, sadd).flags(WRITE | DENYOOM | FAST).keys(KeySpec::ONE).about("1.0.0", "Adds members to a set. Creates the key if it doesn't exist."),
    command("srem", -3, srem).flags(WRITE | FAST).keys(KeySpec::ONE).about("1.0.0", "Removes members from a set, and the set with its last member."),
    command("smove", 4, smove).flags(WRITE | FAST).keys(KeySpec::TWO).about("1.0.0", "Moves a member from a set to another."),
    command("scard", 2, scard).flags(READ).keys(KeySpec::ONE).about("1.0.0", "Returns the number of members of a set."),
    command("sismember", 3, sismember).flags(READ).keys(KeySpec::ONE).about("1.0.0", "Determines whether a set has a member."),
    command("smismember", -3, smismember).flags(READ).keys(KeySpec::ONE).about("6.2.0", "Determines which of several members a set has."),
    command("smembers", 2, smembers).flags(READONLY).keys(KeySpec::ONE).about("1.0.0", "Returns all members of a set."),
    command("spop", -2, random::spop).flags(WRITE | FAST).keys(KeySpec::ONE).about("1.0.0", "Removes and returns random members of a set."),
    command("srandmember", -2, random::srandmember).flags(READONLY).keys(KeySpec::ONE).about("1.0.0", "Returns random members of a set."),
    command("sinter", -2, algebra::sinter).flags(READONLY).keys(KeySpec::ALL).about("1.0.0", "Returns the intersection of sets."),
    command("sintercard", -3, algebra::sintercard).flags(READONLY).keys(KeySpec::Counted(1)).about("7.0.0", "Returns the number of members of the intersection of sets."),
    command("sinterstore", -3, algebra::sinterstore).flags(WRITE | DENYOOM).keys(KeySpec::ALL).about("1.0.0", "Stores the intersection of sets in a key."),
    command("sunion", -2, algebra::sunion).flags(READONLY).keys(KeySpec::ALL).about("1.0.0", "Returns the union of sets."),
    command("sunionstore", -3, algebra::sunionstore).flags(WRITE | DENYOOM).keys(KeySpec::ALL).about("1.0.0", "Stores the union of sets in a key."),
    command("sdiff", -2, algebra::sdiff).flags(READONLY).keys(KeySpec::ALL).about("1.0.0", "Returns the members of the first set that are in none of the others."),
    command("sdiffstore", -3, algebra::sdiffstore).flags(WRITE | DENYOOM).keys(KeySpec::ALL).about("1.0.0", "Stores the members of the first set that are in none of the others in a key."),
    command("sscan", -3, sscan).flags(READONLY).keys(KeySpec::ONE).about("2.8.0", "Iterates over the members of a set."),
];

/// Up to how many numbers are kept as such.
fn most_ints(call: &Call) -> usize {
    call.server.settings.set_pack_entries.load(std::sync::atomic::Ordering::Relaxed) as usize
}

fn sadd(call: &mut Call) -> Outcome {
    let (key, most) = (call.args.at(1), most_ints(call));
    let set = call.keys.collection_or_new::<Set>(key)?;
    let added = call.args.from(2).iter().filter(|member| set.insert(member, most)).count();
    if added > 0 {
        call.dirty += added as u64 - 1;
        call.wrote(notify::SET, "sadd", key);
    }
    call.reply.int(added as i64);
    Ok(())
}

/// Tells that members were taken out of a set, which is removed where none is left.
fn took(call: &mut Call, event: &'static str, key: &[u8]) -> Outcome {
    let is_empty = call.keys.collection::<Set>(key)?.is_some_and(Set::is_empty);
    call.wrote(notify::SET, event, key);
    if is_empty {
        call.keys.remove(key);
        call.event(notify::GENERIC, "del", key);
    }
    Ok(())
}

fn srem(call: &mut Call) -> Outcome {
    let key = call.args.at(1);
    let Some(set) = call.keys.collection_mut::<Set>(key)? else {
        call.reply.int(0);
        return Ok(());
    };
    let removed = call.args.from(2).iter().filter(|member| set.remove(member)).count();
    if removed > 0 {
        call.dirty += removed as u64 - 1;
        took(call, "srem", key)?;
    }
    call.reply.int(removed as i64);
    Ok(())
}

fn smove(call: &mut Call) -> Outcome {
    let (source, target, member, most) = (call.args.at(1), call.args.at(2), call.args.at(3), most_ints(call));
    let Some(set) = call.keys.collection::<Set>(source)? else {
        call.reply.flag(false);
        return Ok(());
    };
    let is_there = set.contains(member);
    call.keys.collection::<Set>(target)?;
    if is_there && source != target {
        if let Some(set) = call.keys.collection_mut::<Set>(source)? {
            set.remove(member);
        }
        took(call, "srem", source)?;
        if call.keys.collection_or_new::<Set>(target)?.insert(member, most) {
            call.wrote(notify::SET, "sadd", target);
        }
    }
    call.reply.flag(is_there);
    Ok(())
}

fn scard(call: &mut Call) -> Outcome {
    let set = call.keys.collection::<Set>(call.args.at(1))?;
    call.reply.int(set.map_or(0, Set::len) as i64);
    Ok(())
}

fn sismember(call: &mut Call) -> Outcome {
    let set = call.keys.collection::<Set>(call.args.at(1))?;
    call.reply.flag(set.is_some_and(|set| set.contains(call.args.at(2))));
    Ok(())
}

fn smismember(call: &mut Call) -> Outcome {
    let set = call.keys.collection::<Set>(call.args.at(1))?;
    let members = call.args.from(2);
    call.reply.array(members.len());
    members.iter().for_each(|member| call.reply.flag(set.is_some_and(|set| set.contains(member))));
    Ok(())
}

fn smembers(call: &mut Call) -> Outcome {
    let set = call.keys.collection::<Set>(call.args.at(1))?;
    call.reply.set(set.map_or(0, Set::len));
    set.into_iter().flat_map(Set::iter).for_each(|member| call.reply.entry(member));
    Ok(())
}

fn sscan(call: &mut Call) -> Outcome {
    let cursor = Walk::parse(call, false)?;
    let Some(set) = call.keys.collection::<Set>(call.args.at(1))? else {
        walk::reply(call, 0, &[]);
        return Ok(());
    };
    let (walk, mut words) = (Walk::parse(call, true)?, Vec::new());
    let mut meet = |member: Entry| {
        if walk.wants(member) {
            words.push(member.to_vec());
        }
    };
    let next = if let Some(table) = set.table() {
        table.scan(cursor.position, walk.count, |record| meet(Entry::Text(record.key())))
    } else {
        set.iter().for_each(meet);
        0
    };
    walk::reply(call, next, &words);
    Ok(())
}
