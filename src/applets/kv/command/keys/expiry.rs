//! When keys expire.

use crate::applets::kv::command::arguments::{int, is};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::server::notify;
use crate::applets::kv::store::Record;

/// In which unit a time is given, and from when.
#[derive(Clone, Copy)]
struct Clock {
    /// Milliseconds of one unit.
    unit: i64,
    /// Milliseconds since 1970 that it counts from.
    from: u64,
}

pub(super) fn expire(call: &mut Call) -> Outcome {
    let from = call.keys.now;
    set(call, Clock { unit: 1000, from })
}

pub(super) fn pexpire(call: &mut Call) -> Outcome {
    let from = call.keys.now;
    set(call, Clock { unit: 1, from })
}

pub(super) fn expireat(call: &mut Call) -> Outcome {
    set(call, Clock { unit: 1000, from: 0 })
}

pub(super) fn pexpireat(call: &mut Call) -> Outcome {
    set(call, Clock { unit: 1, from: 0 })
}

#[derive(Default)]
struct Conditions {
    is_nx: bool,
    is_xx: bool,
    is_gt: bool,
    is_lt: bool,
}

impl Conditions {
    fn of(call: &Call) -> Result<Self, Refusal> {
        let mut found = Self::default();
        for word in call.args.from(3).iter() {
            let known = [
                ("nx", &mut found.is_nx),
                ("xx", &mut found.is_xx),
                ("gt", &mut found.is_gt),
                ("lt", &mut found.is_lt),
            ];
            let Some((_, flag)) = known.into_iter().find(|(name, _)| is(word, name)) else {
                return Err(Refusal::err(format!("Unsupported option {}", String::from_utf8_lossy(word))));
            };
            *flag = true;
        }
        if found.is_nx && (found.is_xx || found.is_gt || found.is_lt) {
            return Err("ERR NX and XX, GT or LT options at the same time are not compatible".into());
        }
        if found.is_gt && found.is_lt {
            return Err("ERR GT and LT options at the same time are not compatible".into());
        }
        Ok(found)
    }

    /// Whether a key that expires at `old` may expire at `new` instead. Never expiring is later than any time.
    fn allow(&self, old: Option<u64>, new: i64) -> bool {
        let is_later = old.is_some_and(|old| i128::from(new) > i128::from(old));
        let is_sooner = old.is_none_or(|old| i128::from(new) < i128::from(old));
        !(self.is_nx && old.is_some()
            || self.is_xx && old.is_none()
            || self.is_gt && !is_later
            || self.is_lt && !is_sooner)
    }
}

fn set(call: &mut Call, clock: Clock) -> Outcome {
    let key = call.args.at(1);
    let invalid = || Refusal::err(format!("invalid expire time in '{}' command", call.spec.name));
    let time = int(call.args.at(2))?;
    let conditions = Conditions::of(call)?;
    let at = time.checked_mul(clock.unit).and_then(|time| time.checked_add_unsigned(clock.from)).ok_or_else(invalid)?;
    let old = call.keys.peek(key).map(Record::expire);
    if old.is_none_or(|old| !conditions.allow(old, at)) {
        call.reply.flag(false);
        return Ok(());
    }
    match u64::try_from(at).ok().filter(|at| *at > call.keys.now) {
        None => {
            call.keys.remove(key);
            call.wrote(notify::GENERIC, "del", key);
            call.log_instead(&[b"DEL", key]);
        }
        Some(at) => {
            call.keys.set_expire(key, Some(at));
            call.wrote(notify::GENERIC, "expire", key);
            if call.is_logged() {
                let mut digits = itoa::Buffer::new();
                call.log_instead(&[b"PEXPIREAT", key, digits.format(at).as_bytes()]);
            }
        }
    }
    call.reply.flag(true);
    Ok(())
}

/// Writes a time made of when a key expires; -1 where it does not, -2 where there is none.
fn reply(call: &mut Call, time: impl Fn(u64, u64) -> u64) -> Outcome {
    let value = match call.keys.peek(call.args.at(1)).map(Record::expire) {
        None => -2,
        Some(None) => -1,
        Some(Some(at)) => time(at, call.keys.now) as i64,
    };
    call.reply.int(value);
    Ok(())
}

pub(super) fn ttl(call: &mut Call) -> Outcome {
    reply(call, |at, now| (at.saturating_sub(now) + 500) / 1000)
}

pub(super) fn pttl(call: &mut Call) -> Outcome {
    reply(call, u64::saturating_sub)
}

pub(super) fn expiretime(call: &mut Call) -> Outcome {
    reply(call, |at, _| (at + 500) / 1000)
}

pub(super) fn pexpiretime(call: &mut Call) -> Outcome {
    reply(call, |at, _| at)
}

pub(super) fn persist(call: &mut Call) -> Outcome {
    let key = call.args.at(1);
    let expires = call.keys.peek(key).is_some_and(|record| record.expire().is_some());
    if expires {
        call.keys.set_expire(key, None);
        call.wrote(notify::GENERIC, "persist", key);
    }
    call.reply.flag(expires);
    Ok(())
}
