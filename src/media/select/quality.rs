//! The grammar of `--quality`, and which variants it means.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Choice, has_picture};
use crate::media::hls::Variant;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quality {
    order: Order,
    limits: Vec<Limit>,
    /// What was measured, where the choice is by that: bits per second.
    measured_bps: Option<u64>,
}

/// Which of those within the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    #[default]
    Best,
    Worst,
    /// The best that the connection carries.
    Auto,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    Height(Ordering, u64),
    Bandwidth(Ordering, u64),
}

/// A quality that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no quality; write best, worst, auto, 1080p, <=720p or bw<=3M (several limits with commas)")]
pub struct QualityError {
    text: String,
}

impl FromStr for Quality {
    type Err = QualityError;

    fn from_str(text: &str) -> Result<Self, QualityError> {
        let fail = || QualityError { text: text.to_owned() };
        match text.trim() {
            "best" => return Ok(Self::default()),
            "worst" => return Ok(Self { order: Order::Worst, ..Self::default() }),
            "auto" => return Ok(Self { order: Order::Auto, ..Self::default() }),
            _ => {}
        }
        let (order, limits) = match text.trim().strip_prefix("auto,") {
            Some(limits) => (Order::Auto, limits),
            None => (Order::Best, text),
        };
        let limits: Option<Vec<Limit>> = limits.split(',').map(|limit| Limit::read(&in_lines(limit.trim()))).collect();
        Ok(Self { order, limits: limits.ok_or_else(fail)?, measured_bps: None })
    }
}

/// A number alone is one of lines, as in `720p`.
fn in_lines(limit: &str) -> Cow<'_, str> {
    let number = limit.trim_start_matches(['<', '>', '=']);
    let alone = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if alone { Cow::Owned(format!("{limit}p")) } else { Cow::Borrowed(limit) }
}

impl TryFrom<String> for Quality {
    type Error = QualityError;

    fn try_from(text: String) -> Result<Self, QualityError> {
        text.parse()
    }
}

impl From<Quality> for String {
    fn from(quality: Quality) -> Self {
        quality.to_string()
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.order {
            Order::Auto => "auto",
            Order::Worst => "worst",
            Order::Best if self.limits.is_empty() => "best",
            Order::Best => "",
        };
        f.write_str(word)?;
        for (index, limit) in self.limits.iter().enumerate() {
            let comma = if index > 0 || !word.is_empty() { "," } else { "" };
            match limit {
                Limit::Height(Ordering::Equal, height) => write!(f, "{comma}{height}p")?,
                Limit::Height(order, height) => write!(f, "{comma}{}{height}p", sign(*order))?,
                Limit::Bandwidth(order, bits) => write!(f, "{comma}bw{}{bits}", sign(*order))?,
            }
        }
        Ok(())
    }
}

fn sign(order: Ordering) -> &'static str {
    match order {
        Ordering::Less => "<=",
        Ordering::Equal => "=",
        Ordering::Greater => ">=",
    }
}

impl Limit {
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(limit) = text.strip_prefix("bw") {
            let (order, number) = order(limit);
            return Some(Self::Bandwidth(order.filter(|order| *order != Ordering::Equal)?, bits(number)?));
        }
        let (order, number) = order(text);
        let height = number.strip_suffix(['p', 'P'])?;
        let digits = !height.is_empty() && height.bytes().all(|byte| byte.is_ascii_digit());
        Some(Self::Height(order.unwrap_or(Ordering::Equal), if digits { height.parse().ok()? } else { return None }))
    }

    pub(super) fn holds(self, variant: &Variant) -> bool {
        let within = |order: Ordering, value: u64, limit: u64| match order {
            Ordering::Less => value <= limit,
            Ordering::Equal => value == limit,
            Ordering::Greater => value >= limit,
        };
        match self {
            Self::Height(order, limit) => variant.resolution.is_some_and(|size| within(order, size.height, limit)),
            Self::Bandwidth(order, limit) => variant.bandwidth_bps > 0 && within(order, variant.bandwidth_bps, limit),
        }
    }
}

impl Quality {
    /// Whether what the connection carries has to be measured first.
    #[must_use]
    pub fn is_auto(&self) -> bool {
        self.order == Order::Auto && self.measured_bps.is_none()
    }

    /// The same, with what was measured, in bits per second: of that a rendition may need four fifths.
    #[must_use]
    pub fn measured(&self, bps: u64) -> Self {
        Self { measured_bps: Some(bps), ..self.clone() }
    }

    /// What was measured.
    #[must_use]
    pub const fn measured_bps(&self) -> Option<u64> {
        self.measured_bps
    }

    /// The variants that are meant, the first choice in front.
    pub(super) fn within<'a>(&self, ranked: Vec<Choice<'a>>) -> Vec<Choice<'a>> {
        let mut within: Vec<Choice<'a>> =
            ranked.into_iter().filter(|choice| self.limits.iter().all(|limit| limit.holds(choice.variant))).collect();
        if self.order == Order::Worst {
            worst_first(&mut within);
        }
        if let (Order::Auto, Some(measured)) = (self.order, self.measured_bps) {
            let carried = |choice: &Choice<'_>| {
                let variant = choice.variant;
                let needs = variant.average_bps.unwrap_or(variant.bandwidth_bps).max(variant.bandwidth_bps);
                needs > 0 && needs <= measured / 5 * 4
            };
            let (mut fitting, mut others): (Vec<_>, Vec<_>) = within.into_iter().partition(carried);
            worst_first(&mut others);
            fitting.append(&mut others);
            within = fitting;
        }
        within
    }
}

/// The worst picture in front, and what has none behind all that have.
pub(super) fn worst_first(choices: &mut [Choice<'_>]) {
    choices.reverse();
    // Stable.
    choices.sort_by_key(|choice| !has_picture(choice.variant));
}

/// The comparison a text begins with, and the rest.
pub(super) fn order(text: &str) -> (Option<Ordering>, &str) {
    for (sign, order) in [("<=", Ordering::Less), (">=", Ordering::Greater), ("=", Ordering::Equal)] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (Some(order), rest.trim());
        }
    }
    (None, text)
}

/// Bits per second: `3M`, `1.5M`, `800k`, `800000`; multiples of a thousand, as bit rates are told everywhere.
pub(super) fn bits(text: &str) -> Option<u64> {
    let (number, unit) = match text.as_bytes().last()? {
        b'k' | b'K' => (&text[..text.len() - 1], 1_000),
        b'm' | b'M' => (&text[..text.len() - 1], 1_000_000),
        b'g' | b'G' => (&text[..text.len() - 1], 1_000_000_000),
        _ => (text, 1),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 9 {
        return None;
    }
    let scale = 10_u64.pow(part.len() as u32);
    let part: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(unit)?.checked_add(part.checked_mul(unit)? / scale)
}
