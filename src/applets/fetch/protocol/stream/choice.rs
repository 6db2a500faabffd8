//! Which tracks of a stream are recorded: the rendition that was asked for, and its sound where that is apart.

use std::path::{Path, PathBuf};

use crate::applets::fetch::error::FetchError;
use crate::kit::net::SafeUrl;
use crate::media::hls::{Kind, Master, Rendition, Variant};
use crate::media::playlist::{LARGEST_BYTES, LoadError};
use crate::media::presentation::{Opened, Presentation, Several, Terms};
use crate::media::select::{Quality, Selection, Spot, Taken, name_of, ranked, take};

/// What is to be recorded.
pub(super) struct Chosen {
    /// The rendition, as `--quality` calls it; none where the playlist has but one.
    pub(super) quality: Option<String>,
    /// The picture first; the sound behind it where that is apart.
    pub(super) tracks: Vec<Opened>,
    /// What there is beside that and is not taken.
    pub(super) left_out: Vec<String>,
}

/// Asks for the playlist or manifest, chooses, and asks for what the choice needs.
pub(super) async fn choose(url: &SafeUrl, quality: &Quality, terms: &Terms<'_>) -> Result<Chosen, FetchError> {
    let sent = terms.asker.fetch(url, LARGEST_BYTES, terms.policy, terms.stop).await.map_err(LoadError::from)?;
    let several = match Presentation::open(url, &sent, terms).await? {
        Presentation::Alone(opened) => {
            return Ok(Chosen { quality: None, tracks: vec![*opened], left_out: Vec::new() });
        }
        Presentation::Several(several) => several,
    };
    drop(sent);
    let master = several.master();
    let taken = take(master, quality, &Selection::default()).map_err(|_| none(quality, master))?;
    let tracks = open(&several, &taken, terms).await?;
    Ok(Chosen { quality: Some(told(taken.choice.variant)), tracks, left_out: left_out(master, &taken) })
}

async fn open(several: &Several, taken: &Taken<'_>, terms: &Terms<'_>) -> Result<Vec<Opened>, FetchError> {
    let variant = taken.choice.variant;
    let mut tracks = vec![several.track(&Spot::of_choice(&taken.choice), variant, terms).await?];
    for sound in taken.audio.iter().filter(|sound| sound.uri.is_some()) {
        let places = Spot::of_rendition(several.master(), &taken.choice, sound);
        tracks.push(several.track(&places, variant, terms).await?);
    }
    Ok(tracks)
}

/// Other sound, and subtitles: each language once.
fn left_out(master: &Master, taken: &Taken<'_>) -> Vec<String> {
    let variant = taken.choice.variant;
    let kinds = [("sound", Kind::Audio, &variant.audio), ("subtitles", Kind::Subtitles, &variant.subtitles)];
    let mut left = Vec::new();
    for (word, kind, group) in kinds {
        let there = |one: &&Rendition| {
            one.kind == kind && Some(&one.group) == group.as_ref() && one.uri.is_some() && !taken.audio.contains(one)
        };
        for one in master.renditions.iter().filter(there) {
            // The same sound with other bits is no other sound.
            if kind == Kind::Audio && taken.audio.iter().any(|sound| sound.language == one.language) {
                continue;
            }
            let text = format!("{word} {}", one.language.as_deref().unwrap_or(&one.name));
            if !left.contains(&text) {
                left.push(text);
            }
        }
    }
    left
}

/// As `--quality` calls it: `1080p`, `audio`, or its bit rate where it has no height.
fn told(variant: &Variant) -> String {
    name_of(variant).unwrap_or_else(|| format!("{} bit/s", variant.bandwidth_bps))
}

fn none(quality: &Quality, master: &Master) -> FetchError {
    let mut there: Vec<String> = ranked(master).iter().map(|choice| told(choice.variant)).collect();
    there.dedup();
    FetchError::NoRendition { quality: quality.to_string(), there: there.join(", ") }
}

/// The name of the sound beside the picture: `x.audio.ts` beside `x.ts`.
pub(super) fn beside(sound: &Opened, main: &Path) -> PathBuf {
    main.with_extension(format!("audio.{}", sound.packing.extension()))
}
