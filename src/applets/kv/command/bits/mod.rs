//! Bits of strings: SETBIT, GETBIT, BITCOUNT, BITPOS, BITOP. Bit 0 is the highest of the first byte.

mod field;

use std::sync::atomic::Ordering;

use super::arguments::{int, is, range};
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::string::{change, is_string, store_raw, wrote};
use super::table::{DENYOOM, FAST, KeySpec, READONLY, Spec, WRITE, command};
use crate::applets::kv::server::notify;
use crate::resp::Args;

const READ: u32 = READONLY | FAST;
const GROW: u32 = WRITE | DENYOOM;
/// BITOP's: all words behind the operation.
const COMBINED: KeySpec = KeySpec::Range { first: 2, last: -1, step: 1 };

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("setbit", 4, setbit).flags(GROW).keys(KeySpec::ONE).about("2.2.0", "Sets or clears the bit at offset of the string value. Creates the key if it doesn't exist."),
    command("getbit", 3, getbit).flags(READ).keys(KeySpec::ONE).about("2.2.0", "Returns a bit value by offset."),
    command("bitcount", -2, bitcount).flags(READONLY).keys(KeySpec::ONE).about("2.6.0", "Counts the number of set bits (population counting) in a string."),
    command("bitpos", -3, bitpos).flags(READONLY).keys(KeySpec::ONE).about("2.8.7", "Finds the first set (1) or clear (0) bit in a string."),
    command("bitop", -4, bitop).flags(GROW).keys(COMBINED).about("2.6.0", "Performs bitwise operations on multiple strings, and stores the result."),
    command("bitfield", -2, field::bitfield).flags(GROW).keys(KeySpec::ONE).about("3.2.0", "Performs arbitrary bitfield integer operations on strings."),
    command("bitfield_ro", -2, field::bitfield_ro).flags(READ).keys(KeySpec::ONE).about("6.0.0", "Performs arbitrary read-only bitfield integer operations on strings."),
];

/// The offset of a bit; `#n` counts in units of `unit` bits where there is one.
///
/// # Errors
/// No number, a negative one, or one beyond the longest string.
fn offset(call: &Call, word: &[u8], unit: Option<u32>) -> Result<u64, Refusal> {
    let (digits, factor) = match (word, unit) {
        ([b'#', digits @ ..], Some(unit)) => (digits, i64::from(unit)),
        _ => (word, 1),
    };
    let most = call.server.settings.max_bulk_bytes.load(Ordering::Relaxed);
    let found = crate::resp::request::number(digits).and_then(|offset| offset.checked_mul(factor));
    let found = found.filter(|offset| *offset >= 0 && offset >> 3 < most);
    found.map(|offset| offset as u64).ok_or_else(|| "ERR bit offset is not an integer or out of range".into())
}

fn bit_of(text: &[u8], offset: u64) -> bool {
    text.get((offset >> 3) as usize).is_some_and(|byte| byte >> (7 - (offset & 7)) & 1 != 0)
}

fn setbit(call: &mut Call) -> Outcome {
    let key = call.args.at(1);
    let offset = offset(call, call.args.at(2), None)?;
    let bit = match crate::resp::request::number(call.args.at(3)) {
        Some(0) => false,
        Some(1) => true,
        _ => return Err("ERR bit is not an integer or out of range".into()),
    };
    let is_there = is_string(call, key)?;
    let before = length_of(call, key)?;
    let (index, mask) = ((offset >> 3) as usize, 0x80_u8 >> (offset & 7));
    let old = change(call, key, index + 1, |text| {
        let old = text[index] & mask != 0;
        text[index] = if bit { text[index] | mask } else { text[index] & !mask };
        old
    })?;
    if old != bit || !is_there || before <= index {
        wrote(call, "setbit", key);
    }
    call.reply.flag(old);
    Ok(())
}

fn length_of(call: &Call, key: &[u8]) -> Result<usize, Refusal> {
    let mut digits = itoa::Buffer::new();
    Ok(call.keys.text(key, &mut digits)?.map_or(0, <[u8]>::len))
}

fn getbit(call: &mut Call) -> Outcome {
    let offset = offset(call, call.args.at(2), None)?;
    let mut digits = itoa::Buffer::new();
    let text = call.keys.text(call.args.at(1), &mut digits)?.unwrap_or_default();
    let bit = bit_of(text, offset);
    call.reply.flag(bit);
    Ok(())
}

/// A part of a string in bits, `start..end`, from the words `[start end [BYTE|BIT]]`.
struct Stretch {
    start: u64,
    end: u64,
    is_end_given: bool,
}

/// # Errors
/// Words that are no such range.
fn stretch(words: Args, bytes: usize, is_count: bool) -> Result<Option<Stretch>, Refusal> {
    let whole = bytes as u64 * 8;
    if words.len() > 3 {
        return Err(Refusal::Syntax);
    }
    let start = words.get(0).map_or(Ok(0), int)?;
    if is_count && words.len() > 1 {
        // BITCOUNT looks at both numbers, and whether they are a range at all, before the unit.
        let end = int(words.at(1))?;
        if start < 0 && end < 0 && start > end {
            return Ok(None);
        }
    }
    let is_bits = match words.get(2) {
        Some(unit) if is(unit, "bit") => true,
        Some(unit) if !is(unit, "byte") => return Err(Refusal::Syntax),
        _ => false,
    };
    let end = words.get(1).map_or(Ok(-1), int)?;
    let length = if is_bits { whole as usize } else { bytes };
    let end = if end < 0 { end.saturating_add(length as i64).max(0) } else { end };
    let unit = if is_bits { 1 } else { 8 };
    let found = range(start, end, length).map(|(start, end)| Stretch {
        start: start as u64 * unit,
        end: (end as u64 + 1) * unit,
        is_end_given: words.len() > 1,
    });
    Ok(found)
}

fn bitcount(call: &mut Call) -> Outcome {
    let mut digits = itoa::Buffer::new();
    let (words, text) = (call.args.from(2), call.keys.text(call.args.at(1), &mut digits)?);
    let Some(text) = text else {
        call.reply.int(0);
        return Ok(());
    };
    if words.len() == 1 {
        return Err(Refusal::Syntax);
    }
    let found = stretch(words, text.len(), true)?;
    let count = found.map_or(0, |part| count_ones(text, part.start, part.end));
    call.reply.int(count as i64);
    Ok(())
}

/// Bits that are set among `start..end`, which lie within the text.
fn count_ones(text: &[u8], start: u64, end: u64) -> u64 {
    if start >= end {
        return 0;
    }
    let (first, last) = ((start >> 3) as usize, ((end - 1) >> 3) as usize);
    let mut count = 0;
    let (chunks, rest) = text[first..=last].as_chunks::<8>();
    for chunk in chunks {
        count += u64::from(u64::from_ne_bytes(*chunk).count_ones());
    }
    count += rest.iter().map(|byte| u64::from(byte.count_ones())).sum::<u64>();
    let before = text[first] & !(0xFF >> (start & 7));
    let kept = ((end - 1) & 7) + 1;
    let behind = text[last] & (0xFF_u16 >> kept) as u8;
    count - u64::from(before.count_ones()) - u64::from(behind.count_ones())
}

fn bitpos(call: &mut Call) -> Outcome {
    let bit = match int(call.args.at(2))? {
        0 => false,
        1 => true,
        _ => return Err("ERR The bit argument must be 1 or 0.".into()),
    };
    let mut digits = itoa::Buffer::new();
    let Some(text) = call.keys.text(call.args.at(1), &mut digits)? else {
        call.reply.int(if bit { -1 } else { 0 });
        return Ok(());
    };
    let position = match stretch(call.args.from(3), text.len(), false)? {
        None => -1,
        Some(part) => match position_of(text, bit, part.start, part.end) {
            Some(position) => position as i64,
            // Behind a string stand zeros, unless the end was set.
            None if !bit && !part.is_end_given => part.end as i64,
            None => -1,
        },
    };
    call.reply.int(position);
    Ok(())
}

/// The first bit of this value among `start..end`, which lie within the text.
fn position_of(text: &[u8], bit: bool, start: u64, end: u64) -> Option<u64> {
    let skipped = if bit { 0 } else { 0xFF };
    let mut at = start;
    while at < end {
        if at.trailing_zeros() >= 3 {
            let bytes = &text[(at >> 3) as usize..end.div_ceil(8) as usize];
            let run = bytes.iter().position(|byte| *byte != skipped).unwrap_or(bytes.len());
            at += run as u64 * 8;
        }
        let stop = ((at | 7) + 1).min(end);
        match (at..stop).find(|at| bit_of(text, *at) == bit) {
            Some(found) => return Some(found),
            None => at = at.max(stop),
        }
    }
    None
}

fn bitop(call: &mut Call) -> Outcome {
    let (operation, target, sources) = (call.args.at(1), call.args.at(2), call.args.from(3));
    let combine: fn(u8, u8) -> u8 = match () {
        () if is(operation, "and") => |a, b| a & b,
        () if is(operation, "or") => |a, b| a | b,
        () if is(operation, "xor") => |a, b| a ^ b,
        () if is(operation, "not") => |_, b| !b,
        () => return Err(Refusal::Syntax),
    };
    let is_not = is(operation, "not");
    if is_not && sources.len() != 1 {
        return Err("ERR BITOP NOT must be called with a single source key.".into());
    }
    let is_and = is(operation, "and");
    let mut result: Option<Vec<u8>> = None;
    for key in sources.iter() {
        let mut digits = itoa::Buffer::new();
        let text = call.keys.text(key, &mut digits)?.unwrap_or_default();
        let Some(result) = &mut result else {
            result = Some(if is_not { text.iter().map(|byte| !byte).collect() } else { text.to_vec() });
            continue;
        };
        result.resize(result.len().max(text.len()), 0);
        let (both, alone) = result.split_at_mut(text.len());
        both.iter_mut().zip(text).for_each(|(byte, other)| *byte = combine(*byte, *other));
        if is_and {
            alone.fill(0);
        }
    }
    let result = result.unwrap_or_default();
    if !result.is_empty() {
        call.keys.remove(target);
        store_raw(call, target, &result);
        call.wrote(notify::STRING, "set", target);
    } else if call.keys.remove(target).is_some() {
        call.wrote(notify::GENERIC, "del", target);
    }
    call.reply.int(result.len() as i64);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_and_finding_agree_with_bit_by_bit() {
        let text: Vec<u8> = (0..40_u8).map(|at| at.wrapping_mul(37) ^ if at % 5 == 0 { 0xFF } else { 0 }).collect();
        for start in 0..text.len() as u64 * 8 {
            for end in [start, start + 1, start + 9, start + 63, start + 200] {
                let end = end.min(text.len() as u64 * 8);
                let expected = (start..end).filter(|at| bit_of(&text, *at)).count() as u64;
                assert_eq!(count_ones(&text, start, end), expected, "{start}..{end}");
                for bit in [false, true] {
                    let expected = (start..end).find(|at| bit_of(&text, *at) == bit);
                    assert_eq!(position_of(&text, bit, start, end), expected, "{bit} in {start}..{end}");
                }
            }
        }
    }
}
