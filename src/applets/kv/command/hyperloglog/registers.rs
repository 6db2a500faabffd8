//! The bytes of a `HyperLogLog` as Redis lays them out, so that dumps move both ways: a header, and 16384 registers of 6
//! bits, either all of them (*dense*) or as runs (*sparse*).
//!
//! ```text
//! "HYLL" encoding:1 unused:3 cardinality:8 registers
//! sparse 00nnnnnn            n + 1 registers are 0
//!        01nnnnnn nnnnnnnn   the same, up to 16384
//!        1vvvvvnn            n + 1 registers are v + 1
//! ```
//! The top bit of the cardinality says that it is out of date. The bytes may come from anywhere (SETRANGE, RESTORE):
//! whatever does not add up to 16384 registers is [`Corrupt`], never a panic (CVE-2025-32023).

use std::fmt;

/// Registers, the lower bits of a hash choose one.
pub const REGISTERS: usize = 1 << CHOICE_BITS;
const CHOICE_BITS: u32 = 14;
/// The bits of a hash that are left.
const REST_BITS: u32 = 64 - CHOICE_BITS;
/// Bytes before the registers.
pub const HEADER: usize = 16;
const ENCODING_AT: usize = 4;
const CARDINALITY_AT: usize = 8;
const REGISTER_BITS: usize = 6;
/// The bytes of a dense one.
pub const DENSE_BYTES: usize = HEADER + REGISTERS * REGISTER_BITS / 8;
/// The longest runs, and the greatest value, of the three codes.
const ZERO_RUN: usize = 64;
const LONG_ZERO_RUN: usize = REGISTERS;
const VALUE_RUN: usize = 4;
const VALUE_MOST: u8 = 32;

const DENSE: u8 = 0;
const SPARSE: u8 = 1;

/// The bytes are no `HyperLogLog`, or one that does not add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrupt;

/// One code of the sparse form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Registers that are 0, in one byte.
    Zero(usize),
    /// The same, in two.
    LongZero(usize),
    /// Registers of one value.
    Value(u8, usize),
}

impl Code {
    fn read(bytes: &[u8]) -> Result<Self, Corrupt> {
        match bytes {
            [byte, ..] if byte & 0x80 != 0 => Ok(Self::Value((byte >> 2 & 0x1F) + 1, usize::from(byte & 3) + 1)),
            [byte, low, ..] if byte & 0x40 != 0 => {
                Ok(Self::LongZero((usize::from(byte & 0x3F) << 8 | usize::from(*low)) + 1))
            }
            [byte, ..] if byte & 0x40 == 0 => Ok(Self::Zero(usize::from(*byte) + 1)),
            _ => Err(Corrupt),
        }
    }

    /// As many registers as it stands for.
    const fn run(self) -> usize {
        match self {
            Self::Zero(run) | Self::LongZero(run) | Self::Value(_, run) => run,
        }
    }

    /// As many bytes as it takes.
    const fn bytes(self) -> usize {
        match self {
            Self::LongZero(_) => 2,
            _ => 1,
        }
    }

    const fn value(self) -> u8 {
        match self {
            Self::Value(value, _) => value,
            _ => 0,
        }
    }

    fn zeros(run: usize) -> Self {
        if run > ZERO_RUN { Self::LongZero(run) } else { Self::Zero(run) }
    }

    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Zero(run) => out.push((run - 1) as u8),
            Self::LongZero(run) => out.extend_from_slice(&[0x40 | ((run - 1) >> 8) as u8, (run - 1) as u8]),
            Self::Value(value, run) => out.push(0x80 | (value - 1) << 2 | (run - 1) as u8),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zero(run) => write!(f, "z:{run}"),
            Self::LongZero(run) => write!(f, "Z:{run}"),
            Self::Value(value, run) => write!(f, "v:{value},{run}"),
        }
    }
}

/// A new one: sparse, all registers 0.
#[must_use]
pub fn empty() -> Vec<u8> {
    let mut bytes = b"HYLL".to_vec();
    bytes.resize(HEADER, 0);
    bytes[ENCODING_AT] = SPARSE;
    Code::LongZero(LONG_ZERO_RUN).write(&mut bytes);
    bytes
}

/// Whether the header is that of one.
#[must_use]
pub fn is_valid(bytes: &[u8]) -> bool {
    bytes.len() >= HEADER
        && bytes.starts_with(b"HYLL")
        && (bytes[ENCODING_AT] == SPARSE || bytes[ENCODING_AT] == DENSE && bytes.len() == DENSE_BYTES)
}

/// Whether all registers are written out. The header is valid.
#[must_use]
pub fn is_dense(bytes: &[u8]) -> bool {
    bytes[ENCODING_AT] == DENSE
}

/// The cardinality that was kept; nothing where it is out of date.
#[must_use]
pub fn kept_cardinality(bytes: &[u8]) -> Option<u64> {
    let kept = bytes[CARDINALITY_AT..HEADER].first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
    (kept >> 63 == 0).then_some(kept)
}

/// Keeps the cardinality.
pub fn keep_cardinality(bytes: &mut [u8], cardinality: u64) {
    bytes[CARDINALITY_AT..HEADER].copy_from_slice(&cardinality.to_le_bytes());
}

/// Says that the cardinality is out of date.
pub fn outdate(bytes: &mut [u8]) {
    bytes[HEADER - 1] |= 0x80;
}

/// A dense register.
#[must_use]
pub fn dense_get(registers: &[u8], index: usize) -> u8 {
    let (byte, shift) = (index * REGISTER_BITS / 8, index * REGISTER_BITS % 8);
    let high = registers.get(byte + 1).copied().unwrap_or(0);
    ((u16::from(high) << 8 | u16::from(registers[byte])) >> shift) as u8 & 0x3F
}

/// Raises a dense register; whether it was lower.
fn dense_raise(registers: &mut [u8], index: usize, value: u8) -> bool {
    if dense_get(registers, index) >= value {
        return false;
    }
    let (byte, shift) = (index * REGISTER_BITS / 8, index * REGISTER_BITS % 8);
    let (mask, wide) = (0x3F_u16 << shift, u16::from(value) << shift);
    registers[byte] = registers[byte] & !(mask as u8) | wide as u8;
    if let Some(next) = registers.get_mut(byte + 1) {
        *next = *next & !((mask >> 8) as u8) | (wide >> 8) as u8;
    }
    true
}

/// The codes of a sparse one, which add up to all registers.
///
/// # Errors
/// They do not.
pub fn codes(bytes: &[u8]) -> Result<Vec<Code>, Corrupt> {
    let (mut rest, mut codes, mut sum) = (bytes.get(HEADER..).ok_or(Corrupt)?, Vec::new(), 0);
    while !rest.is_empty() {
        let code = Code::read(rest)?;
        sum += code.run();
        if sum > REGISTERS {
            return Err(Corrupt);
        }
        rest = &rest[code.bytes()..];
        codes.push(code);
    }
    if sum == REGISTERS { Ok(codes) } else { Err(Corrupt) }
}

/// Every register, one byte each.
///
/// # Errors
/// The bytes do not add up.
pub fn registers(bytes: &[u8]) -> Result<Vec<u8>, Corrupt> {
    if is_dense(bytes) {
        let packed = bytes.get(HEADER..DENSE_BYTES).ok_or(Corrupt)?;
        return Ok((0..REGISTERS).map(|index| dense_get(packed, index)).collect());
    }
    let mut found = Vec::with_capacity(REGISTERS);
    for code in codes(bytes)? {
        found.resize(found.len() + code.run(), code.value());
    }
    Ok(found)
}

/// How many registers have each value.
///
/// # Errors
/// The bytes do not add up.
pub fn histogram(bytes: &[u8]) -> Result<[u32; 64], Corrupt> {
    let mut found = [0; 64];
    if is_dense(bytes) {
        let packed = bytes.get(HEADER..DENSE_BYTES).ok_or(Corrupt)?;
        (0..REGISTERS).for_each(|index| found[usize::from(dense_get(packed, index))] += 1);
    } else {
        codes(bytes)?.iter().for_each(|code| found[usize::from(code.value())] += code.run() as u32);
    }
    Ok(found)
}

/// Writes all registers out.
///
/// # Errors
/// The bytes do not add up.
pub fn make_dense(bytes: &mut Vec<u8>) -> Result<(), Corrupt> {
    if is_dense(bytes) {
        return Ok(());
    }
    let mut dense = bytes[..HEADER].to_vec();
    dense[ENCODING_AT] = DENSE;
    dense.resize(DENSE_BYTES, 0);
    let mut index = 0;
    for code in codes(bytes)? {
        if code.value() > 0 {
            for index in index..index + code.run() {
                dense_raise(&mut dense[HEADER..], index, code.value());
            }
        }
        index += code.run();
    }
    *bytes = dense;
    Ok(())
}

/// Raises the register that an element chooses; whether it was lower. A sparse one becomes dense when it grows beyond
/// `sparse_bytes`.
///
/// # Errors
/// The bytes do not add up.
pub fn add(bytes: &mut Vec<u8>, element: &[u8], sparse_bytes: usize) -> Result<bool, Corrupt> {
    let (index, value) = chosen(element);
    raise(bytes, index, value, sparse_bytes)
}

/// Raises a register; see [`add`].
///
/// # Errors
/// The bytes do not add up.
pub fn raise(bytes: &mut Vec<u8>, index: usize, value: u8, sparse_bytes: usize) -> Result<bool, Corrupt> {
    if !is_dense(bytes) {
        if value <= VALUE_MOST
            && let Some(is_raised) = sparse_raise(bytes, index, value, sparse_bytes)?
        {
            return Ok(is_raised);
        }
        make_dense(bytes)?;
    }
    Ok(dense_raise(bytes.get_mut(HEADER..DENSE_BYTES).ok_or(Corrupt)?, index, value))
}

/// Where the code of a register stands, the code before it, and the first register it stands for. This walk is what
/// adding to a sparse one costs.
#[inline]
fn find(bytes: &[u8], index: usize) -> Result<(usize, Option<usize>, usize), Corrupt> {
    let (mut at, mut before, mut first) = (HEADER, None, 0);
    while at < bytes.len() {
        let byte = bytes[at];
        let (run, size) = match byte >> 6 {
            0 => (usize::from(byte) + 1, 1),
            1 => match bytes.get(at + 1) {
                Some(low) => ((usize::from(byte & 0x3F) << 8 | usize::from(*low)) + 1, 2),
                None => return Err(Corrupt),
            },
            _ => (usize::from(byte & 3) + 1, 1),
        };
        if first + run > index {
            return Ok((at, before, first));
        }
        first += run;
        before = Some(at);
        at += size;
    }
    Err(Corrupt)
}

/// Raises a register of a sparse one; nothing where it would become too long.
fn sparse_raise(bytes: &mut Vec<u8>, index: usize, value: u8, most: usize) -> Result<Option<bool>, Corrupt> {
    let (at, before, first) = find(bytes, index)?;
    let code = Code::read(bytes.get(at..).ok_or(Corrupt)?)?;
    if code.value() >= value {
        return Ok(Some(false));
    }
    let last = first + code.run() - 1;
    if last >= REGISTERS {
        return Err(Corrupt);
    }
    let around = |run: usize| match code {
        Code::Value(old, _) => Code::Value(old, run),
        _ => Code::zeros(run),
    };
    let mut codes = Vec::with_capacity(5);
    if index > first {
        around(index - first).write(&mut codes);
    }
    Code::Value(value, 1).write(&mut codes);
    if index < last {
        around(last - index).write(&mut codes);
    }
    let growth = codes.len().saturating_sub(code.bytes());
    if growth > 0 && bytes.len() + growth > most {
        return Ok(None);
    }
    bytes.splice(at..at + code.bytes(), codes);
    join(bytes, before.unwrap_or(HEADER));
    outdate(bytes);
    Ok(Some(true))
}

/// Joins neighbours of the same value, a few codes on from `at`.
fn join(bytes: &mut Vec<u8>, mut at: usize) {
    /// What one change can leave behind.
    const SEEN: usize = 5;
    for _ in 0..SEEN {
        let Ok(code) = Code::read(&bytes[at.min(bytes.len())..]) else { return };
        let next = bytes.get(at + 1..).and_then(|rest| Code::read(rest).ok());
        match (code, next) {
            (Code::Value(value, run), Some(Code::Value(next, more))) if value == next && run + more <= VALUE_RUN => {
                let mut joined = Vec::with_capacity(1);
                Code::Value(value, run + more).write(&mut joined);
                bytes.splice(at..at + 2, joined);
            }
            _ => at += code.bytes(),
        }
    }
}

/// The register an element chooses, and the value it raises it to.
fn chosen(element: &[u8]) -> (usize, u8) {
    let hash = murmur(element);
    let rest = hash >> CHOICE_BITS | 1 << REST_BITS;
    ((hash as usize) & (REGISTERS - 1), rest.trailing_zeros() as u8 + 1)
}

/// `MurmurHash64A` (Austin Appleby, public domain) with the seed of Redis.
fn murmur(text: &[u8]) -> u64 {
    const SEED: u64 = 0xadc8_3b19;
    const FACTOR: u64 = 0xc6a4_a793_5bd1_e995;
    const SHIFT: u32 = 47;
    let mut hash = SEED ^ (text.len() as u64).wrapping_mul(FACTOR);
    let (chunks, rest) = text.as_chunks::<8>();
    for chunk in chunks {
        let mut word = u64::from_le_bytes(*chunk).wrapping_mul(FACTOR);
        word = (word ^ word >> SHIFT).wrapping_mul(FACTOR);
        hash = (hash ^ word).wrapping_mul(FACTOR);
    }
    if !rest.is_empty() {
        let word = rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        hash = (hash ^ word).wrapping_mul(FACTOR);
    }
    hash = (hash ^ hash >> SHIFT).wrapping_mul(FACTOR);
    hash ^ hash >> SHIFT
}

/// The number of different elements, from how many registers have each value (Otmar Ertl, "New cardinality estimation
/// algorithms for `HyperLogLog` sketches", arXiv:1702.01284).
#[must_use]
pub fn estimate(histogram: &[u32; 64]) -> u64 {
    /// 1 / (2 ln 2).
    const ALPHA: f64 = 0.721_347_520_444_481_7;
    let all = REGISTERS as f64;
    let top = REST_BITS as usize;
    let mut sum = all * tau((all - f64::from(histogram[top + 1])) / all);
    for count in histogram[1..=top].iter().rev() {
        sum = (sum + f64::from(*count)) * 0.5;
    }
    sum += all * sigma(f64::from(histogram[0]) / all);
    (ALPHA * all * all / sum).round() as u64
}

fn sigma(mut x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut y, mut sum) = (1.0, x);
    loop {
        x *= x;
        let before = sum;
        sum += x * y;
        y += y;
        if sum <= before {
            return sum;
        }
    }
}

fn tau(mut x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return 0.0;
    }
    let (mut y, mut sum) = (1.0, 1.0 - x);
    loop {
        x = x.sqrt();
        let before = sum;
        y *= 0.5;
        sum -= (1.0 - x).powi(2) * y;
        if sum >= before {
            return sum / 3.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sparse_and_dense_hold_the_same_registers() {
        let (mut sparse, mut dense) = (empty(), empty());
        make_dense(&mut dense).unwrap();
        for element in 0..3000_u32 {
            let element = element.to_le_bytes();
            let raised = add(&mut sparse, &element, usize::MAX).unwrap();
            assert_eq!(add(&mut dense, &element, 0).unwrap(), raised);
        }
        assert!(!is_dense(&sparse) && is_dense(&dense));
        assert_eq!(registers(&sparse), registers(&dense));
        assert_eq!(histogram(&sparse), histogram(&dense));
        make_dense(&mut sparse).unwrap();
        assert_eq!(sparse[HEADER..], dense[HEADER..]);
    }

    #[test]
    fn estimates_are_within_a_few_percent() {
        let mut sketch = empty();
        for element in 0..100_000_u32 {
            add(&mut sketch, &element.to_le_bytes(), 3000).unwrap();
            if [10, 100, 1000, 10_000, 99_999].contains(&element) {
                let estimate = estimate(&histogram(&sketch).unwrap()) as f64;
                assert!((estimate / f64::from(element + 1) - 1.0).abs() < 0.03, "{element}: {estimate}");
            }
        }
        assert_eq!(estimate(&histogram(&empty()).unwrap()), 0);
    }

    #[test]
    fn a_sparse_one_becomes_dense_beyond_its_limit() {
        let mut sketch = empty();
        for element in 0..1000_u32 {
            add(&mut sketch, &element.to_le_bytes(), 200).unwrap();
            assert!(is_dense(&sketch) || sketch.len() <= 200);
        }
        assert!(is_dense(&sketch));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(tail in prop::collection::vec(any::<u8>(), 0..60), index in 0..REGISTERS, value in 1_u8..52) {
            let mut bytes = empty();
            bytes.truncate(HEADER);
            bytes.extend(tail);
            let _ = registers(&bytes);
            let _ = histogram(&bytes);
            let mut copy = bytes.clone();
            let _ = raise(&mut copy, index, value, 3000);
            let _ = make_dense(&mut bytes);
        }
    }
}
