//! Which rendition is meant: the grammar of `--quality`, and the choice among the variants of a master playlist.
//!
//! ```text
//! QUALITY := best | worst | LIMIT{,LIMIT}
//! LIMIT   := [<=|>=|=]HEIGHTp | bw(<=|>=)BITS        1080p   <=720p   bw<=3M   >=480p,bw<=2M
//! ```
//!
//! Among the variants within all limits the best is taken; with `worst`, the worst. Variants that differ in nothing but
//! their URI are one choice with several places (section 4.4.6.2: redundant streams). Pure.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::hls::{Master, Variant};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quality {
    worst: bool,
    limits: Vec<Limit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Height(Ordering, u64),
    Bandwidth(Ordering, u64),
}

/// A quality that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no quality; write best, worst, 1080p, <=720p or bw<=3M (several limits with commas)")]
pub struct QualityError {
    text: String,
}

impl FromStr for Quality {
    type Err = QualityError;

    fn from_str(text: &str) -> Result<Self, QualityError> {
        let fail = || QualityError { text: text.to_owned() };
        match text.trim() {
            "best" => return Ok(Self::default()),
            "worst" => return Ok(Self { worst: true, limits: Vec::new() }),
            _ => {}
        }
        let limits: Option<Vec<Limit>> = text.split(',').map(|limit| Limit::read(limit.trim())).collect();
        Ok(Self { worst: false, limits: limits.ok_or_else(fail)? })
    }
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
        if self.limits.is_empty() {
            return f.write_str(if self.worst { "worst" } else { "best" });
        }
        for (index, limit) in self.limits.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
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
    fn read(text: &str) -> Option<Self> {
        if let Some(limit) = text.strip_prefix("bw") {
            let (order, number) = order(limit);
            return Some(Self::Bandwidth(order.filter(|order| *order != Ordering::Equal)?, bits(number)?));
        }
        let (order, number) = order(text);
        let height = number.strip_suffix(['p', 'P'])?;
        let digits = !height.is_empty() && height.bytes().all(|byte| byte.is_ascii_digit());
        Some(Self::Height(order.unwrap_or(Ordering::Equal), if digits { height.parse().ok()? } else { return None }))
    }

    fn holds(self, variant: &Variant) -> bool {
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

/// The comparison a text begins with, and the rest.
fn order(text: &str) -> (Option<Ordering>, &str) {
    for (sign, order) in [("<=", Ordering::Less), (">=", Ordering::Greater), ("=", Ordering::Equal)] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (Some(order), rest.trim());
        }
    }
    (None, text)
}

/// Bits per second: `3M`, `1.5M`, `800k`, `800000`; multiples of a thousand, as bit rates are told everywhere.
fn bits(text: &str) -> Option<u64> {
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

/// A variant and the places it can be had from.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<'a> {
    /// What was chosen.
    pub variant: &'a Variant,
    /// URIs of the same variant elsewhere, in the order of the text.
    pub others: Vec<&'a str>,
}

/// The distinct variants of a master playlist, best first. What has no picture comes last.
#[must_use]
pub fn ranked(master: &Master) -> Vec<Choice<'_>> {
    let mut choices: Vec<Choice<'_>> = Vec::new();
    for variant in &master.variants {
        match choices.iter_mut().find(|choice| is_same(choice.variant, variant)) {
            Some(choice) if choice.variant.uri != variant.uri => choice.others.push(&variant.uri),
            Some(_) => {}
            None => choices.push(Choice { variant, others: Vec::new() }),
        }
    }
    // Stable: of equals the author's first.
    choices.sort_by(|a, b| compare(b.variant, a.variant));
    choices
}

/// The variant that `quality` means; `None` where none is within its limits.
#[must_use]
pub fn choose<'a>(master: &'a Master, quality: &Quality) -> Option<Choice<'a>> {
    let mut within: Vec<Choice<'a>> = ranked(master)
        .into_iter()
        .filter(|choice| quality.limits.iter().all(|limit| limit.holds(choice.variant)))
        .collect();
    if !quality.worst {
        return (!within.is_empty()).then(|| within.swap_remove(0));
    }
    // The worst picture, where there is any.
    let last = within.iter().rposition(|choice| has_picture(choice.variant)).or(within.len().checked_sub(1))?;
    Some(within.swap_remove(last))
}

/// Redundant streams have the same attributes; the pathway is what tells them apart.
fn is_same(a: &Variant, b: &Variant) -> bool {
    let rest = |variant: &Variant| Variant {
        uri: String::new(),
        pathway: None,
        line: 0,
        // Groups are repeated for each place under other names.
        audio: None,
        video: None,
        subtitles: None,
        ..variant.clone()
    };
    rest(a) == rest(b) && (a.pathway != b.pathway || a.audio == b.audio)
}

/// Whether it is more than sound.
#[must_use]
pub fn has_picture(variant: &Variant) -> bool {
    /// How the formats of sound begin, by RFC 6381.
    const SOUND: [&str; 8] = ["mp4a", "ac-3", "ec-3", "ac-4", "opus", "flac", "fLaC", "alac"];
    variant.resolution.is_some()
        || variant.codecs.is_empty()
        || !variant.codecs.iter().all(|codec| SOUND.iter().any(|sound| codec.starts_with(sound)))
}

/// By picture, height, pictures per second, then bit rate.
fn compare(a: &Variant, b: &Variant) -> Ordering {
    let height = |variant: &Variant| variant.resolution.map_or(0, |size| size.height);
    let rate = |variant: &Variant| variant.frame_rate.unwrap_or_default();
    has_picture(a)
        .cmp(&has_picture(b))
        .then(height(a).cmp(&height(b)))
        .then(rate(a).total_cmp(&rate(b)))
        .then(a.bandwidth_bps.cmp(&b.bandwidth_bps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::hls::{Context, Playlist, read};
    use proptest::prelude::*;

    const MASTER: &str = "#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS=\"avc1.4d401e,mp4a.40.2\"
360.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080
1080.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080
https://backup.test/1080.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2800000,RESOLUTION=1280x720
720.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1280x720,FRAME-RATE=60
720p60.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS=\"mp4a.40.5\"
sound.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=3840x2160,URI=\"pictures.m3u8\"
";

    fn master(text: &str) -> Master {
        let Playlist::Master(master) = read(text.as_bytes(), &Context::default()).unwrap().playlist else { panic!() };
        master
    }

    #[test]
    fn a_quality_means_a_variant() {
        let master = master(MASTER);
        for (quality, uri) in [
            ("best", Some("1080.m3u8")),
            ("worst", Some("360.m3u8")),
            ("1080p", Some("1080.m3u8")),
            ("720p", Some("720p60.m3u8")),
            ("<=720p", Some("720p60.m3u8")),
            ("<=720p,bw<=3M", Some("720.m3u8")),
            (">=1080p", Some("1080.m3u8")),
            ("bw<=3M", Some("720.m3u8")),
            ("bw<=0.8M", Some("360.m3u8")),
            ("bw<=100k", Some("sound.m3u8")),
            ("2160p", None),
            ("bw>=7000000", None),
        ] {
            let quality: Quality = quality.parse().unwrap();
            assert_eq!(choose(&master, &quality).map(|choice| choice.variant.uri.as_str()), uri, "{quality}");
        }
    }

    #[test]
    fn redundant_variants_are_places_of_one() {
        let master = master(MASTER);
        assert_eq!(choose(&master, &Quality::default()).unwrap().others, ["https://backup.test/1080.m3u8"]);
        assert_eq!(ranked(&master).len(), 5);
    }

    #[test]
    fn other_words_are_refused() {
        for bad in ["", "1080", "p", "bw", "bw=3M", "bw<=", "bw<=fast", "<=", "best,720p", "720p,", "<=-1p"] {
            assert!(bad.parse::<Quality>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn qualities_read_back(text in "(<=|>=|)[0-9]{1,4}p(,bw(<=|>=)[0-9]{1,9})?") {
            let quality: Quality = text.parse().unwrap();
            prop_assert_eq!(quality.to_string().parse::<Quality>().unwrap(), quality);
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = text.parse::<Quality>();
        }
    }
}
