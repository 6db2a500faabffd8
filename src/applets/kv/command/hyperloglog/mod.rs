//! `HyperLogLog`: how many different elements were added, within one percent, in at most 12 KiB. The value is a string.

pub mod registers;

use std::sync::atomic::Ordering;

use self::registers::{Corrupt, REGISTERS};
use super::arguments::is;
use super::call::{Call, Outcome};
use super::refusal::Refusal;
use super::string::{bytes_of, change, is_string, store_raw, wrote};
use super::table::{ADMIN, DENYOOM, FAST, KeySpec, MAY_REPLICATE, READONLY, Spec, WRITE, command};

/// The rows.
#[rustfmt::skip]
pub const COMMANDS: &[Spec] = &[
    command("pfadd", -2, pfadd).flags(WRITE | DENYOOM | FAST).keys(KeySpec::ONE).about("2.8.9", "Adds elements to a HyperLogLog key. Creates the key if it doesn't exist."),
    command("pfcount", -2, pfcount).flags(READONLY | MAY_REPLICATE).keys(KeySpec::ALL).about("2.8.9", "Returns the approximated cardinality of the set(s) observed by the HyperLogLog key(s)."),
    command("pfmerge", -2, pfmerge).flags(WRITE | DENYOOM).keys(KeySpec::ALL).about("2.8.9", "Merges one or more HyperLogLog values into a single key."),
    command("pfdebug", 3, pfdebug).flags(WRITE | DENYOOM | ADMIN).keys(KeySpec::SUB).about("2.8.9", "Internal commands for debugging HyperLogLog values."),
    command("pfselftest", 1, pfselftest).flags(ADMIN).about("2.8.9", "An internal command for testing HyperLogLog values."),
];

impl From<Corrupt> for Refusal {
    fn from(_: Corrupt) -> Self {
        "INVALIDOBJ Corrupted HLL object detected".into()
    }
}

/// The bytes of a key, nothing where it is not there.
///
/// # Errors
/// Another type, or a string that is none.
fn sketch(call: &Call, key: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    if !is_string(call, key)? {
        return Ok(None);
    }
    let bytes = bytes_of(call, key)?;
    if registers::is_valid(&bytes) {
        return Ok(Some(bytes));
    }
    Err("WRONGTYPE Key is not a valid HyperLogLog string value.".into())
}

fn sparse_bytes(call: &Call) -> usize {
    call.server.settings.sketch_sparse_bytes.load(Ordering::Relaxed) as usize
}

fn pfadd(call: &mut Call) -> Outcome {
    let (key, most) = (call.args.at(1), sparse_bytes(call));
    let found = sketch(call, key)?;
    let mut is_changed = found.is_none();
    let mut bytes = found.unwrap_or_else(registers::empty);
    for element in call.args.from(2).iter() {
        is_changed |= registers::add(&mut bytes, element, most)?;
    }
    if is_changed {
        registers::outdate(&mut bytes);
        store(call, key, &bytes)?;
        wrote(call, "pfadd", key);
    }
    call.reply.flag(is_changed);
    Ok(())
}

/// Keeps the bytes where they are when their number is the same.
fn store(call: &mut Call, key: &[u8], bytes: &[u8]) -> Outcome {
    let mut digits = itoa::Buffer::new();
    let length = call.keys.text(key, &mut digits)?.map(<[u8]>::len);
    if length == Some(bytes.len()) {
        return change(call, key, 0, |text| text.copy_from_slice(bytes));
    }
    store_raw(call, key, bytes);
    Ok(())
}

fn pfcount(call: &mut Call) -> Outcome {
    let keys = call.args.from(1);
    if keys.len() > 1 {
        let mut most = vec![0; REGISTERS];
        for key in keys.iter() {
            if let Some(bytes) = sketch(call, key)? {
                raise_all(&mut most, &registers::registers(&bytes)?);
            }
        }
        let mut histogram = [0; 64];
        for value in &most {
            histogram[usize::from(*value)] += 1;
        }
        call.reply.int(registers::estimate(&histogram) as i64);
        return Ok(());
    }
    let key = call.args.at(1);
    let Some(mut bytes) = sketch(call, key)? else {
        call.reply.int(0);
        return Ok(());
    };
    let cardinality = if let Some(kept) = registers::kept_cardinality(&bytes) {
        kept
    } else {
        let cardinality = registers::estimate(&registers::histogram(&bytes)?);
        registers::keep_cardinality(&mut bytes, cardinality);
        store(call, key, &bytes)?;
        // Replicas keep the same bytes, so this counts as a change, though of no event.
        call.dirty += 1;
        call.keys.part_of(key).touch(key);
        cardinality
    };
    call.reply.int(cardinality as i64);
    Ok(())
}

fn raise_all(most: &mut [u8], values: &[u8]) {
    most.iter_mut().zip(values).for_each(|(most, value)| *most = (*most).max(*value));
}

fn pfmerge(call: &mut Call) -> Outcome {
    let (target, sparse_bytes) = (call.args.at(1), sparse_bytes(call));
    let (mut most, mut is_dense) = (vec![0; REGISTERS], false);
    for key in call.args.from(1).iter() {
        if let Some(bytes) = sketch(call, key)? {
            is_dense |= registers::is_dense(&bytes);
            raise_all(&mut most, &registers::registers(&bytes)?);
        }
    }
    let mut bytes = sketch(call, target)?.unwrap_or_else(registers::empty);
    if is_dense {
        registers::make_dense(&mut bytes)?;
    }
    for (index, value) in most.iter().enumerate().filter(|(_, value)| **value > 0) {
        registers::raise(&mut bytes, index, *value, sparse_bytes)?;
    }
    registers::outdate(&mut bytes);
    store(call, target, &bytes)?;
    wrote(call, "pfadd", target);
    call.reply.ok();
    Ok(())
}

fn pfdebug(call: &mut Call) -> Outcome {
    let (action, key) = (call.args.at(1), call.args.at(2));
    let mut bytes = sketch(call, key)?.ok_or("ERR The specified key does not exist")?;
    let was_dense = registers::is_dense(&bytes);
    match () {
        () if is(action, "getreg") => {
            let values = registers::registers(&bytes)?;
            registers::make_dense(&mut bytes)?;
            call.reply.array(values.len());
            for value in values {
                call.reply.int(i64::from(value));
            }
        }
        () if is(action, "decode") => {
            if was_dense {
                return Err("ERR HLL encoding is not sparse".into());
            }
            let codes: Vec<String> = registers::codes(&bytes)?.iter().map(ToString::to_string).collect();
            call.reply.bulk(codes.join(" ").as_bytes());
        }
        () if is(action, "encoding") => call.reply.simple(if was_dense { "dense" } else { "sparse" }),
        () if is(action, "todense") => {
            registers::make_dense(&mut bytes)?;
            call.reply.flag(!was_dense);
        }
        () => {
            let action = String::from_utf8_lossy(action);
            return Err(Refusal::err(format!("Unknown PFDEBUG subcommand '{action}'")));
        }
    }
    if registers::is_dense(&bytes) != was_dense {
        store(call, key, &bytes)?;
        call.dirty += 1;
        call.keys.part_of(key).touch(key);
    }
    Ok(())
}

/// Whether both forms agree with each other, and estimates with the truth.
fn pfselftest(call: &mut Call) -> Outcome {
    /// A standard error is 1.04 / √16384, below a hundredth; this is six of them.
    const TOLERANCE: f64 = 0.05;
    let (mut sparse, mut dense) = (registers::empty(), registers::empty());
    registers::make_dense(&mut dense)?;
    for count in 1..=50_000_u32 {
        let element = count.to_le_bytes();
        if count <= 2000
            && registers::add(&mut sparse, &element, usize::MAX)? != registers::add(&mut dense, &element, 0)?
        {
            return Err("ERR TESTFAILED sparse and dense registers differ".into());
        }
        registers::add(&mut dense, &element, 0)?;
        if count.is_power_of_two() && count >= 64 {
            let estimate = registers::estimate(&registers::histogram(&dense)?) as f64;
            if (estimate / f64::from(count) - 1.0).abs() > TOLERANCE {
                return Err(Refusal::err(format!("TESTFAILED Too big error. card:{count} estimate:{estimate}")));
            }
        }
    }
    call.reply.ok();
    Ok(())
}
