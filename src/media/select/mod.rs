//! Which rendition is meant: the grammars of `--quality` and `--select`, and the choice among what a master playlist names.
//!
//! ```text
//! QUALITY := best | worst | auto{,LIMIT} | LIMIT{,LIMIT}
//! LIMIT   := [<=|>=|=]HEIGHTp | bw(<=|>=)BITS        1080p   <=720p   bw<=3M   >=480p,bw<=2M
//!
//! SELECT  := TRACK{(blank | ;)TRACK}                 v=<=720p,codec=avc1/worst a=en+fr s=all
//! TRACK   := (v | video | a | audio | s | subs)=(none | PLAN{/PLAN})     the first plan that there is
//! PLAN    := CHOICE{+CHOICE}                          each of them
//! CHOICE  := TERM{,TERM}                              what fulfils all of them, the first by its order
//! TERM    := best | worst | all | LIMIT | default | forced | NAME(= | != | ~ | <= | >=)VALUE | LANGUAGE
//! NAME    := lang | codec | name | group | role | range | fps | ch | bw | height
//! ```
//!
//! Among the variants within all limits the best is taken; with `worst`, the worst; with `auto`, the best that a measured
//! connection carries. Variants that differ in nothing but their URI are one choice with several places (section 4.4.6.2:
//! redundant streams). Pure.

mod quality;
mod selection;
mod spot;
mod tracks;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use super::hls::{Master, Variant};

pub use self::quality::{Quality, QualityError};
pub use self::selection::{Selection, SelectionError};
pub use self::spot::Spot;
pub use self::tracks::{Miss, Taken, take};

/// A variant and the places it can be had from.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<'a> {
    /// What was chosen.
    pub variant: &'a Variant,
    /// The same variant elsewhere, in the order of the text.
    pub others: Vec<&'a Variant>,
}

/// The distinct variants of a master playlist, best first. What has no picture comes last.
#[must_use]
pub fn ranked(master: &Master) -> Vec<Choice<'_>> {
    let mut choices: Vec<Choice<'_>> = Vec::new();
    for variant in &master.variants {
        match choices.iter_mut().find(|choice| is_same(choice.variant, variant)) {
            Some(choice) if choice.variant.uri != variant.uri => choice.others.push(variant),
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
    quality.within(ranked(master)).into_iter().next()
}

/// Redundant streams have the same attributes; the pathway is what tells them apart.
fn is_same(a: &Variant, b: &Variant) -> bool {
    let rest = |variant: &Variant| Variant {
        uri: String::new(),
        pathway: None,
        stable: None,
        line: 0,
        // Groups are repeated for each place under other names.
        audio: None,
        video: None,
        subtitles: None,
        ..variant.clone()
    };
    rest(a) == rest(b) && (a.pathway != b.pathway || a.audio == b.audio)
}

/// What `--quality` calls a variant: `1080p`, or `audio` without a picture; `None` where nobody says how high it is.
#[must_use]
pub fn name_of(variant: &Variant) -> Option<String> {
    match variant.resolution {
        Some(size) => Some(format!("{}p", size.height)),
        None => (!has_picture(variant)).then(|| "audio".to_owned()),
    }
}

/// Whether it is more than sound.
#[must_use]
pub fn has_picture(variant: &Variant) -> bool {
    variant.resolution.is_some() || variant.codecs.is_empty() || !variant.codecs.iter().all(|codec| is_sound(codec))
}

/// Whether a format is one of sound, by RFC 6381.
pub(super) fn is_sound(codec: &str) -> bool {
    /// How they begin.
    const SOUND: [&str; 8] = ["mp4a", "ac-3", "ec-3", "ac-4", "opus", "flac", "fLaC", "alac"];
    SOUND.iter().any(|sound| codec.starts_with(sound))
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
