//! BITFIELD: integers of any width from 1 to 64 bits at any bit of a string, with three ways to overflow.

use super::{change, int, is, is_string, offset, wrote};
use crate::applets::kv::command::call::{Call, Outcome};
use crate::applets::kv::command::refusal::Refusal;
use crate::resp::request::number;

/// The width of an integer, and whether it has a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    is_signed: bool,
    bits: u32,
}

/// What happens to a value that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Overflow {
    /// Its upper bits are lost.
    Wrap,
    /// The nearest that fits is taken.
    Saturate,
    /// Nothing is written.
    Fail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Get,
    Set(i64),
    Add(i64),
}

#[derive(Debug, Clone, Copy)]
struct Step {
    form: Form,
    at: u64,
    action: Action,
    overflow: Overflow,
}

impl Form {
    fn parse(word: &[u8]) -> Option<Self> {
        let (is_signed, digits) = match word {
            [b'i', digits @ ..] => (true, digits),
            [b'u', digits @ ..] => (false, digits),
            _ => return None,
        };
        let most = if is_signed { 64 } else { 63 };
        number(digits).filter(|bits| (1..=most).contains(bits)).map(|bits| Self { is_signed, bits: bits as u32 })
    }

    /// The least and the greatest value.
    fn bounds(self) -> (i128, i128) {
        match (self.is_signed, self.bits) {
            (true, bits) => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
            (false, bits) => (0, (1_i128 << bits) - 1),
        }
    }

    /// The value that the lowest bits of `raw` stand for.
    fn value(self, raw: u64) -> i64 {
        let unused = 64 - self.bits;
        if self.is_signed { (raw << unused) as i64 >> unused } else { (raw << unused >> unused) as i64 }
    }

    /// `value` as it is stored, and whether it had to be changed for that.
    fn fit(self, value: i128, overflow: Overflow) -> (i64, bool) {
        let (least, most) = self.bounds();
        if (least..=most).contains(&value) {
            return (value as i64, false);
        }
        match overflow {
            Overflow::Saturate => (value.clamp(least, most) as i64, true),
            _ => (self.value(value as u64), true),
        }
    }
}

/// The bits `at..at + bits`; what lies behind the text is zero.
fn read(text: &[u8], at: u64, bits: u32) -> u64 {
    let (first, shift) = ((at >> 3) as usize, (at & 7) as u32);
    let mut window = 0_u128;
    for index in 0..9 {
        window = window << 8 | u128::from(text.get(first + index).copied().unwrap_or(0));
    }
    (window >> (72 - shift - bits)) as u64 & (u64::MAX >> (64 - bits))
}

/// Writes the bits `at..at + bits`, which lie within the text.
fn write(text: &mut [u8], at: u64, bits: u32, value: u64) {
    for bit in 0..u64::from(bits) {
        let (byte, mask) = (((at + bit) >> 3) as usize, 0x80_u8 >> ((at + bit) & 7));
        let is_set = value >> (u64::from(bits) - 1 - bit) & 1 != 0;
        text[byte] = if is_set { text[byte] | mask } else { text[byte] & !mask };
    }
}

/// The steps that the words of the command ask for.
fn steps(call: &Call) -> Result<Vec<Step>, Refusal> {
    let (words, mut at) = (call.args.from(2), 0);
    let (mut steps, mut overflow) = (Vec::new(), Overflow::Wrap);
    while let Some(word) = words.get(at) {
        let behind = words.len() - at - 1;
        let kind = match () {
            () if is(word, "get") && behind >= 2 => Action::Get,
            () if is(word, "set") && behind >= 3 => Action::Set(0),
            () if is(word, "incrby") && behind >= 3 => Action::Add(0),
            () if is(word, "overflow") && behind >= 1 => {
                overflow = match words.at(at + 1) {
                    word if is(word, "wrap") => Overflow::Wrap,
                    word if is(word, "sat") => Overflow::Saturate,
                    word if is(word, "fail") => Overflow::Fail,
                    _ => return Err("ERR Invalid OVERFLOW type specified".into()),
                };
                at += 2;
                continue;
            }
            () => return Err(Refusal::Syntax),
        };
        let form = Form::parse(words.at(at + 1)).ok_or(
            "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.",
        )?;
        let place = offset(call, words.at(at + 2), Some(form.bits))?;
        let action = match kind {
            Action::Get => Action::Get,
            Action::Set(_) => Action::Set(int(words.at(at + 3))?),
            Action::Add(_) => Action::Add(int(words.at(at + 3))?),
        };
        steps.push(Step { form, at: place, action, overflow });
        at += if action == Action::Get { 3 } else { 4 };
    }
    Ok(steps)
}

pub(super) fn bitfield(call: &mut Call) -> Outcome {
    run(call, false)
}

pub(super) fn bitfield_ro(call: &mut Call) -> Outcome {
    run(call, true)
}

fn run(call: &mut Call, is_read_only: bool) -> Outcome {
    let (key, steps) = (call.args.at(1), steps(call)?);
    let written = steps.iter().filter(|step| step.action != Action::Get);
    let highest = written.map(|step| step.at + u64::from(step.form.bits) - 1).max();
    let Some(highest) = highest else {
        let mut digits = itoa::Buffer::new();
        let text = call.keys.text(key, &mut digits)?.unwrap_or_default();
        let values: Vec<i64> = steps.iter().map(|step| step.form.value(read(text, step.at, step.form.bits))).collect();
        call.reply.array(values.len());
        for value in values {
            call.reply.int(value);
        }
        return Ok(());
    };
    if is_read_only {
        return Err("ERR BITFIELD_RO only supports the GET subcommand".into());
    }
    is_string(call, key)?;
    let bytes = (highest >> 3) as usize + 1;
    let is_grown = super::length_of(call, key)? < bytes;
    let mut is_changed = false;
    let results: Vec<Option<i64>> =
        change(call, key, bytes, |text| steps.iter().map(|step| carry_out(text, step, &mut is_changed)).collect())?;
    call.reply.array(results.len());
    let is_written = steps.iter().zip(&results).any(|(step, result)| step.action != Action::Get && result.is_some());
    for result in results {
        match result {
            Some(value) => call.reply.int(value),
            None => call.reply.null(),
        }
    }
    if is_changed || (is_grown && is_written) {
        wrote(call, "setbit", key);
    }
    Ok(())
}

/// The answer to one step, which is done; nothing where it overflows and shall not.
fn carry_out(text: &mut [u8], step: &Step, is_changed: &mut bool) -> Option<i64> {
    let form = step.form;
    let old = form.value(read(text, step.at, form.bits));
    let wanted = match step.action {
        Action::Get => return Some(old),
        // A value for a field without sign is taken for one without sign itself.
        Action::Set(value) if form.is_signed => {
            // Redis calculates in 64 bits, where the lowest values look too high.
            let most = form.bounds().1;
            let is_mistaken = form.bits < 64 && (most as i64).checked_sub(value).is_none();
            if is_mistaken && step.overflow == Overflow::Saturate { most + 1 } else { i128::from(value) }
        }
        Action::Set(value) => i128::from(value as u64),
        Action::Add(by) => i128::from(old) + i128::from(by),
    };
    let (new, is_over) = form.fit(wanted, step.overflow);
    if is_over && step.overflow == Overflow::Fail {
        return None;
    }
    write(text, step.at, form.bits, new as u64);
    *is_changed |= new != old;
    Some(if matches!(step.action, Action::Set(_)) { old } else { new })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_nothing_else_changes() {
        for bits in 1..=64 {
            for at in 0..24 {
                let mut text = vec![0xA5; 12];
                let value = 0x0123_4567_89AB_CDEF_u64 >> (64 - bits);
                write(&mut text, at, bits, value);
                assert_eq!(read(&text, at, bits), value, "{bits} bits at {at}");
                write(&mut text, at, bits, read(&[0xA5; 12], at, bits));
                assert_eq!(text, [0xA5; 12]);
            }
        }
        assert_eq!(read(&[0xFF], 4, 8), 0xF0, "zeros behind the end");
    }

    #[test]
    fn values_that_do_not_fit_wrap_or_saturate() {
        let (i8, u2) = (Form::parse(b"i8").unwrap(), Form::parse(b"u2").unwrap());
        assert_eq!(i8.fit(128, Overflow::Wrap), (-128, true));
        assert_eq!(i8.fit(128, Overflow::Saturate), (127, true));
        assert_eq!(i8.fit(-129, Overflow::Saturate), (-128, true));
        assert_eq!(u2.fit(-1, Overflow::Saturate), (0, true));
        assert_eq!(u2.fit(5, Overflow::Wrap), (1, true));
        assert_eq!(Form::parse(b"u64"), None);
        assert_eq!(Form::parse(b"i65"), None);
        assert_eq!(Form::parse(b"x3"), None);
    }
}
