//! Counting.

use super::{bytes_of, wrote};
use crate::applets::kv::command::arguments::{int, parse_float};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::applets::kv::store::{Record, Value};
use crate::resp::reply::general;
use crate::resp::request::number;

pub(super) fn incr(call: &mut Call) -> Outcome {
    add(call, 1)
}

pub(super) fn decr(call: &mut Call) -> Outcome {
    add(call, -1)
}

pub(super) fn incrby(call: &mut Call) -> Outcome {
    let by = int(call.args.at(2))?;
    add(call, by)
}

pub(super) fn decrby(call: &mut Call) -> Outcome {
    let by = int(call.args.at(2))?.checked_neg();
    add(call, by.ok_or("ERR decrement would overflow")?)
}

fn add(call: &mut Call, by: i64) -> Outcome {
    let key = call.args.at(1);
    let old = match call.keys.get(key).map(Record::value) {
        None => 0,
        Some(Value::Int(value)) => value,
        Some(Value::Text(text)) => number(text).ok_or(Refusal::NotInteger)?,
        Some(Value::Object(_)) => return Err(Refusal::WrongType),
    };
    let sum = old.checked_add(by).ok_or("ERR increment or decrement would overflow")?;
    call.keys.set_int(key, sum);
    wrote(call, "incrby", key);
    call.reply.int(sum);
    Ok(())
}

pub(super) fn incrbyfloat(call: &mut Call) -> Outcome {
    let key = call.args.at(1);
    let text = bytes_of(call, key)?;
    let old = if call.keys.contains(key) { parse_float(&text).ok_or(Refusal::NotFloat)? } else { 0.0 };
    let sum = old + parse_float(call.args.at(2)).ok_or(Refusal::NotFloat)?;
    if !sum.is_finite() {
        return Err("ERR increment would produce NaN or Infinity".into());
    }
    let text = plain(sum);
    let expire = call.keys.peek(key).and_then(Record::expire);
    call.keys.set(key, text.as_bytes(), expire);
    wrote(call, "incrbyfloat", key);
    call.log_instead(&[b"SET", key, text.as_bytes(), b"KEEPTTL"]);
    call.reply.bulk(text.as_bytes());
    Ok(())
}

/// A number without an exponent, up to 17 significant digits (`ld2string` in its human form: Redis calculates with
/// more bits, so digits behind the 15th are left out where that reads back the same).
pub(in crate::applets::kv::command) fn plain(value: f64) -> String {
    /// What a double keeps of any decimal number.
    const SURE: usize = 15;
    let short: f64 = general(value, SURE).parse().unwrap_or(value);
    let text = if short.total_cmp(&value).is_eq() || ((short - value) / value).abs() < 1e-15 {
        format!("{short}")
    } else {
        format!("{value}")
    };
    if text == "-0" { "0".to_owned() } else { text }
}
