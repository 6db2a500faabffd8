//! Counting in fields.

use super::set_one;
use crate::applets::kv::command::arguments::{int, parse_float};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::string::plain;
use crate::applets::kv::store::hash::Hash;
use crate::applets::kv::store::pack::Entry;
use crate::resp::request::number;

pub(super) fn hincrby(call: &mut Call) -> Outcome {
    let (field, by) = (call.args.at(2), int(call.args.at(3))?);
    let value = call.keys.collection::<Hash>(call.args.at(1))?.and_then(|hash| hash.get(field));
    let old = match value {
        None => 0,
        Some(Entry::Int(value)) => value,
        Some(Entry::Text(text)) => number(text).ok_or("ERR hash value is not an integer")?,
    };
    let sum = old.checked_add(by).ok_or("ERR increment or decrement would overflow")?;
    set_one(call, field, itoa::Buffer::new().format(sum).as_bytes(), "hincrby")?;
    call.reply.int(sum);
    Ok(())
}

pub(super) fn hincrbyfloat(call: &mut Call) -> Outcome {
    let (key, field) = (call.args.at(1), call.args.at(2));
    let by = parse_float(call.args.at(3)).filter(|by| !by.is_nan());
    let by = by.ok_or(crate::applets::kv::command::refusal::Refusal::NotFloat)?;
    if by.is_infinite() {
        return Err("ERR value is NaN or Infinity".into());
    }
    let value = call.keys.collection::<Hash>(key)?.and_then(|hash| hash.get(field));
    let mut digits = itoa::Buffer::new();
    let old = value.map_or(Some(0.0), |value| parse_float(value.bytes(&mut digits)));
    let sum = old.ok_or("ERR hash value is not a float")? + by;
    if !sum.is_finite() {
        return Err("ERR increment would produce NaN or Infinity".into());
    }
    let text = plain(sum);
    set_one(call, field, text.as_bytes(), "hincrbyfloat")?;
    call.log_instead(&[b"HSET", key, field, text.as_bytes()]);
    call.reply.bulk(text.as_bytes());
    Ok(())
}
