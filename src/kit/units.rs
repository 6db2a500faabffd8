//! Durations, counts, bytes and rates as people type them and as reports print them.
//!
//! Reading is exact: numbers are decimals, never floats, so `0.1s` is 100 000 000 ns and `1.5k` is 1500. Printing is
//! short: three significant digits are what an eye compares in a column. [`format_span`] is the exception, exact
//! and readable back, for settings that a report repeats.
//!
//! Multiples of bytes follow GNU coreutils: `K` and `KiB` are 1024, `KB` is 1000.
//!
//! ```
//! use std::time::Duration;
//! use toolbox::kit::units::{format_duration, parse_duration};
//! assert_eq!(parse_duration("1m30s").unwrap(), Duration::from_secs(90));
//! assert_eq!(format_duration(Duration::from_nanos(1_213_000)), "1.21ms");
//! assert!(parse_duration("soon").unwrap_err().to_string().contains("1m30s"));
//! ```

mod clock;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use self::clock::parse_position;

/// A quantity that could not be read; the message names the input and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` {problem}; expected {expected}")]
pub struct UnitError {
    input: String,
    problem: &'static str,
    expected: &'static str,
}

impl UnitError {
    /// Whether it was understood, and is more than can be told.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.problem == TOO_LARGE
    }
}

const DURATION: &str = "a duration such as 10s, 1m30s, 500ms, 250us or 1.5h (a bare number is seconds)";
const COUNT: &str = "a whole number such as 10000, 10k, 1.5m or 1_000";
const BYTES: &str = "a size such as 512, 10k, 10KB, 10KiB, 1.5MB or 1GiB";
const RATE: &str = "a rate such as 100, 100/s, 6000/m or 10k";
const PERCENT: &str = "a share such as 2% or 0.02";

const MALFORMED: &str = "is malformed";
const TOO_LARGE: &str = "is too large";

/// Nanoseconds per unit, longest first; parts of one duration must come in this order.
const TIME_UNITS: [(&str, u64); 8] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("ns", 1),
];

/// Reads `10s`, `1m30s`, `500ms`, `250us`, `1.5h`, `2d`; a bare number is seconds. Digits below 1 ns are dropped.
///
/// # Errors
/// Anything else, units out of order or given twice, and more than about 584 years.
pub fn parse_duration(input: &str) -> Result<Duration, UnitError> {
    let fail = |problem| UnitError { input: input.to_owned(), problem, expected: DURATION };
    let mut rest = input.trim();
    if let Some((number, "")) = Decimal::read(rest) {
        return number.times(1_000_000_000).map(Duration::from_nanos).ok_or_else(|| fail(TOO_LARGE));
    }
    let mut total = 0_u64;
    let mut smallest = u64::MAX;
    while !rest.is_empty() {
        let (number, after) = Decimal::read(rest).ok_or_else(|| fail(MALFORMED))?;
        let end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        // Greek mu and the micro sign look the same and both occur in the wild.
        let unit = after[..end].replace('\u{3bc}', "\u{b5}");
        let (_, nanos) = *TIME_UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(|| fail(MALFORMED))?;
        if nanos >= smallest {
            return Err(fail(MALFORMED));
        }
        smallest = nanos;
        total = number.times(nanos).and_then(|part| total.checked_add(part)).ok_or_else(|| fail(TOO_LARGE))?;
        rest = &after[end..];
    }
    if smallest == u64::MAX { Err(fail("is empty")) } else { Ok(Duration::from_nanos(total)) }
}

/// Three significant digits under a minute (`178µs`, `1.21ms`, `12.4ms`, `1.50s`), two units above (`1m05s`, `2h10m`),
/// days alone from a thousand on; at most seven columns for what fits into 64 bits of nanoseconds.
///
/// ```
/// use std::time::Duration;
/// use toolbox::kit::units::format_duration;
/// assert_eq!(format_duration(Duration::from_millis(1500)), "1.50s");
/// assert_eq!(format_duration(Duration::from_secs(65)), "1m05s");
/// assert_eq!(format_duration(Duration::ZERO), "0s");
/// ```
#[must_use]
pub fn format_duration(duration: Duration) -> String {
    let nanos = duration.as_nanos();
    if nanos == 0 {
        return "0s".to_owned();
    }
    if nanos < 1_000 {
        return format!("{nanos}ns");
    }
    for (unit, size, limit) in [("µs", 1_000, 1_000), ("ms", 1_000_000, 1_000), ("s", 1_000_000_000, 60)] {
        if let Some(text) = three_digits(nanos, size, limit) {
            return format!("{text}{unit}");
        }
    }
    let seconds = (nanos + 500_000_000) / 1_000_000_000;
    if seconds < 3_600 {
        return format!("{}m{:02}s", seconds / 60, seconds % 60);
    }
    let minutes = (nanos + 30_000_000_000) / 60_000_000_000;
    if minutes < 1_440 {
        return format!("{}h{:02}m", minutes / 60, minutes % 60);
    }
    let hours = (nanos + 1_800_000_000_000) / 3_600_000_000_000;
    // Beyond a thousand days the hours would be too much to read, and too wide.
    if hours < 24_000 { format!("{}d{:02}h", hours / 24, hours % 24) } else { format!("{}d", hours / 24) }
}

/// `nanos / size` with three significant digits, or none when that rounds up to `limit` or beyond.
fn three_digits(nanos: u128, size: u128, limit: u128) -> Option<String> {
    for decimals in [2_u32, 1, 0] {
        let scale = 10_u128.pow(decimals);
        let scaled = (nanos * scale + size / 2) / size;
        if scaled < 1_000 {
            if scaled >= limit * scale {
                return None;
            }
            let (whole, part) = (scaled / scale, scaled % scale);
            return Some(match decimals {
                0 => whole.to_string(),
                digits => format!("{whole}.{part:0width$}", width = digits as usize),
            });
        }
    }
    None
}

/// The exact duration in the largest units that fit: `30s`, `1m30s`, `1.5ms`; [`parse_duration`] reads it back.
///
/// ```
/// use std::time::Duration;
/// use toolbox::kit::units::format_span;
/// assert_eq!(format_span(Duration::from_secs(90)), "1m30s");
/// assert_eq!(format_span(Duration::from_micros(1500)), "1.5ms");
/// ```
#[must_use]
pub fn format_span(duration: Duration) -> String {
    let mut text = String::new();
    let mut rest = duration.as_nanos();
    for (unit, size) in [("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000)] {
        if rest >= size {
            text += &(rest / size).to_string();
            text += unit;
            rest %= size;
        }
    }
    if rest > 0 {
        // A fraction of a second after minutes stays in seconds: 1m0.5s, not 1m500ms.
        let units = [("s", 1_000_000_000_u128), ("ms", 1_000_000), ("us", 1_000), ("ns", 1)];
        let (unit, size) = units.into_iter().find(|(_, size)| rest >= *size || !text.is_empty()).unwrap_or(("ns", 1));
        text.push_str(&(rest / size).to_string());
        if !rest.is_multiple_of(size) {
            let digits = size.ilog10() as usize;
            let fraction = format!("{:0digits$}", rest % size);
            text.push('.');
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push_str(unit);
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// Reads `10000`, `10k`, `1.5m`, `2g`, `1_000`; multiples are decimal, and the result must be whole.
///
/// # Errors
/// Anything else, fractions and more than `u64::MAX`.
pub fn parse_count(input: &str) -> Result<u64, UnitError> {
    let fail = |problem| UnitError { input: input.to_owned(), problem, expected: COUNT };
    let (number, suffix) = Decimal::read(input.trim()).ok_or_else(|| fail(MALFORMED))?;
    let multiple = count_multiple(suffix).ok_or_else(|| fail(MALFORMED))?;
    number.times_exactly(multiple).map_err(fail)
}

/// The value of `k`, `m`, `g` or nothing, in either case.
fn count_multiple(suffix: &str) -> Option<u64> {
    match suffix.to_ascii_lowercase().as_str() {
        "" => Some(1),
        "k" => Some(1_000),
        "m" => Some(1_000_000),
        "g" => Some(1_000_000_000),
        _ => None,
    }
}

/// Groups of three: `1,234,567`.
///
/// ```
/// assert_eq!(toolbox::kit::units::format_count(1_234_567), "1,234,567");
/// ```
#[must_use]
pub fn format_count(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Reads `10`, `10B`, `10k`, `10KB`, `10KiB`, `1.5MB`, `1GiB`, `2T`; `K` and `KiB` are 1024, `KB` is 1000.
///
/// Letters may have either case. A fraction that does not come to whole bytes is rounded down.
///
/// # Errors
/// Anything else, and more than `u64::MAX`.
pub fn parse_bytes(input: &str) -> Result<u64, UnitError> {
    let fail = |problem| UnitError { input: input.to_owned(), problem, expected: BYTES };
    let (number, suffix) = Decimal::read(input.trim()).ok_or_else(|| fail(MALFORMED))?;
    let suffix = suffix.trim_start().to_ascii_lowercase();
    let (letter, base) = match suffix.as_str() {
        "" | "b" => ("", 1),
        other => match (other.strip_suffix("ib"), other.strip_suffix('b')) {
            (Some(letter), _) => (letter, 1_024_u64),
            (None, Some(letter)) => (letter, 1_000),
            (None, None) => (other, 1_024),
        },
    };
    let power = ["", "k", "m", "g", "t", "p"].iter().position(|known| *known == letter);
    let power = power.filter(|power| *power > 0 || base == 1).ok_or_else(|| fail(MALFORMED))?;
    number.times(base.pow(power as u32)).ok_or_else(|| fail(TOO_LARGE))
}

/// Binary multiples with one decimal: `512 B`, `3.1 MiB`.
///
/// ```
/// assert_eq!(toolbox::kit::units::format_bytes(3_250_586), "3.1 MiB");
/// ```
#[must_use]
pub fn format_bytes(bytes: u64) -> String {
    one_decimal(bytes as f64, 1_024.0, ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])
}

/// Decimal multiples with one decimal: `12.4 MB/s`. What is no number, or below 0, prints as `0 B/s`.
///
/// ```
/// assert_eq!(toolbox::kit::units::format_byte_rate(12_400_000.0), "12.4 MB/s");
/// ```
#[must_use]
pub fn format_byte_rate(bytes_per_second: f64) -> String {
    let rate = if bytes_per_second.is_finite() { bytes_per_second.max(0.0) } else { 0.0 };
    one_decimal(rate, 1_000.0, ["B/s", "KB/s", "MB/s", "GB/s", "TB/s", "PB/s", "EB/s"])
}

fn one_decimal(value: f64, base: f64, units: [&str; 7]) -> String {
    let [first, .., last] = units;
    if value.round() < base {
        return format!("{value:.0} {first}");
    }
    let mut scaled = value;
    for unit in &units[1..] {
        scaled /= base;
        // Compared after rounding, so that 1023.96 KiB prints as 1.0 MiB and not as 1024.0 KiB.
        if (scaled * 10.0).round() < base * 10.0 {
            return format!("{scaled:.1} {unit}");
        }
    }
    format!("{scaled:.1} {last}")
}

/// Reads events per second: `100`, `100/s`, `6000/m`, `3600/h`, `10k`, `1.5k/s`.
///
/// # Errors
/// Anything else. Zero is read; whether it means anything is for the plan to say.
pub fn parse_rate(input: &str) -> Result<f64, UnitError> {
    let fail = |problem| UnitError { input: input.to_owned(), problem, expected: RATE };
    let (number, suffix) = Decimal::read(input.trim()).ok_or_else(|| fail(MALFORMED))?;
    let (multiple, period) = suffix.split_once('/').unwrap_or((suffix, "s"));
    let multiple = count_multiple(multiple).ok_or_else(|| fail(MALFORMED))?;
    let seconds = match period {
        "s" | "sec" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3_600.0,
        _ => return Err(fail(MALFORMED)),
    };
    Ok(number.to_f64() * multiple as f64 / seconds)
}

/// Reads a share: `2%` and `0.02` are both 0.02. Shares above 1 are read.
///
/// # Errors
/// Anything else, negative shares among it.
pub fn parse_percent(input: &str) -> Result<f64, UnitError> {
    let fail = || UnitError { input: input.to_owned(), problem: MALFORMED, expected: PERCENT };
    match Decimal::read(input.trim()) {
        Some((number, "")) => Ok(number.to_f64()),
        Some((number, "%")) => Ok(number.shifted(2).to_f64()),
        _ => Err(fail()),
    }
}

/// A non-negative decimal number, exact: `mantissa / 10^scale`.
#[derive(Debug, Clone, Copy)]
struct Decimal {
    mantissa: u128,
    scale: u32,
}

impl Decimal {
    /// Fraction digits kept: with an integer part of up to 20 digits the mantissa still fits in a `u128`.
    const SCALE_MAX: usize = 18;

    /// Takes a number off the front of `text`; `_` may group its digits. None when `text` starts with none.
    fn read(text: &str) -> Option<(Self, &str)> {
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '_' || c == '.')).unwrap_or(text.len());
        let (number, rest) = text.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let grouped = |digits: &str| digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
        if whole.is_empty() || fraction.is_empty() || fraction.contains('.') || grouped(whole) || grouped(fraction) {
            return None;
        }
        let whole: u64 = whole.replace('_', "").parse().ok()?;
        let mut fraction = fraction.replace('_', "");
        fraction.truncate(Self::SCALE_MAX);
        let scale = fraction.len() as u32;
        let mantissa = u128::from(whole) * 10_u128.pow(scale) + fraction.parse::<u128>().ok()?;
        Some((Self { mantissa, scale }, rest))
    }

    /// This number times `factor`, rounded down; none when it exceeds a `u64`.
    fn times(self, factor: u64) -> Option<u64> {
        let product = self.mantissa.checked_mul(u128::from(factor))?;
        u64::try_from(product / 10_u128.pow(self.scale)).ok()
    }

    /// This number times `factor`, or what is wrong with it when that is not a whole `u64`.
    fn times_exactly(self, factor: u64) -> Result<u64, &'static str> {
        let product = self.mantissa.checked_mul(u128::from(factor)).ok_or(TOO_LARGE)?;
        if !product.is_multiple_of(10_u128.pow(self.scale)) {
            return Err("is not whole");
        }
        u64::try_from(product / 10_u128.pow(self.scale)).map_err(|_| TOO_LARGE)
    }

    /// This number divided by 10^`digits`.
    fn shifted(self, digits: u32) -> Self {
        Self { scale: self.scale + digits, ..self }
    }

    /// Correctly rounded while the mantissa stays below 2^53, which every sane flag does.
    fn to_f64(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(self.scale as i32)
    }
}

/// A moment as RFC 3339 in UTC, to the second; moments before 1970 are told as 1970.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use toolbox::kit::units::format_utc;
/// assert_eq!(format_utc(UNIX_EPOCH + Duration::from_secs(1_709_210_096)), "2024-02-29T12:34:56Z");
/// ```
#[must_use]
pub fn format_utc(moment: SystemTime) -> String {
    let seconds = moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Years from March, so that the leap day is the last of its year; 146 097 days are 400 years.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests;
