//! Which tracks of a presentation are recorded: those of the rendition that is chosen, its sound, its subtitles.

use crate::applets::rip::args::Container;
use crate::applets::rip::error::RipError;
use crate::applets::rip::listing::quality_of;
use crate::applets::rip::plan::{Plan, Target, Tracks};
use crate::applets::rip::report::Part;
use crate::kit::net::SafeUrl;
use crate::media::hls::{Kind, Master, Rendition};
use crate::media::select::{Choice, ranked};

/// A track that is wanted: what it is, and the URIs of its playlist.
pub(super) type Wanted<'a> = (Part, Vec<&'a str>);

/// Which tracks are recorded, and the sound that cannot be.
pub(super) fn wanted<'a>(
    plan: &Plan,
    master: &'a Master,
    choice: &Choice<'a>,
) -> Result<(Vec<Wanted<'a>>, Option<String>), RipError> {
    let sound = separate_audio(master, choice);
    let mut wanted = Vec::new();
    // Of a rendition whose sound is apart, a file of sound needs nothing else.
    let tracks = if plan.container == Container::M4a && sound.is_some() { Tracks::Audio } else { plan.tracks };
    match tracks {
        Tracks::Variant => {
            let places = std::iter::once(choice.variant.uri.as_str()).chain(choice.others.iter().copied());
            wanted.push((Part::Main, places.collect()));
        }
        Tracks::Audio => wanted.push((Part::Main, vec![audio(master, choice)?])),
    }
    let mut sound_left_out = None;
    if let (Tracks::Variant, Some(sound)) = (tracks, sound) {
        match sound.uri.as_deref().filter(|_| plan.target != Target::Stdout) {
            Some(uri) => wanted.push((Part::Audio, vec![uri])),
            None => sound_left_out = Some(sound.name.clone()),
        }
    }
    Ok((wanted, sound_left_out))
}

/// Why no rendition was chosen.
pub(super) fn refused(plan: &Plan, url: &SafeUrl, master: &Master) -> RipError {
    let mut there: Vec<String> = ranked(master).iter().map(|choice| quality_of(choice.variant)).collect();
    there.dedup();
    if there.is_empty() {
        return RipError::NoVariant { url: url.clone() };
    }
    RipError::Quality { quality: plan.quality.to_string(), there: there.join(", ") }
}

/// The sound of a variant that has a playlist of its own.
fn separate_audio<'a>(master: &'a Master, choice: &Choice<'_>) -> Option<&'a Rendition> {
    let group = choice.variant.audio.as_deref()?;
    let of_group =
        |rendition: &&Rendition| rendition.kind == Kind::Audio && rendition.group == group && rendition.uri.is_some();
    let sounds = || master.renditions.iter().filter(of_group);
    let sound = sounds().find(|rendition| rendition.default).or_else(|| sounds().next())?;
    // A variant of sound alone is often named once more as a rendition of the others.
    (sound.uri.as_deref() != Some(&choice.variant.uri)).then_some(sound)
}

/// The subtitles that are wanted of a variant.
pub(super) fn subtitles<'a>(
    plan: &Plan,
    master: &'a Master,
    choice: &Choice<'_>,
) -> Result<Vec<&'a Rendition>, RipError> {
    let group = choice.variant.subtitles.as_deref();
    let there: Vec<&Rendition> = master
        .renditions
        .iter()
        .filter(|text| text.kind == Kind::Subtitles && Some(text.group.as_str()) == group && text.uri.is_some())
        .collect();
    let mut wanted: Vec<&Rendition> = Vec::new();
    for wish in &plan.subs {
        let fits = |text: &&&Rendition| {
            let language = text.language.as_deref().unwrap_or_default();
            // `en` means `en-GB` as well.
            let main = language.split('-').next().unwrap_or_default();
            wish == "all" || [language, main, &text.name].iter().any(|name| name.eq_ignore_ascii_case(wish))
        };
        let before = wanted.len();
        wanted.extend(there.iter().filter(fits).filter(|text| !wanted.contains(text)).copied().collect::<Vec<_>>());
        if wanted.len() == before && wish != "all" && !there.iter().any(|text| fits(&text)) {
            let names: Vec<&str> = there.iter().map(|text| text.language.as_deref().unwrap_or(&text.name)).collect();
            let there = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return Err(RipError::Subs { wish: wish.clone(), there });
        }
    }
    Ok(wanted)
}

fn audio<'a>(master: &'a Master, choice: &Choice<'a>) -> Result<&'a str, RipError> {
    if let Some(uri) = separate_audio(master, choice).and_then(|sound| sound.uri.as_deref()) {
        return Ok(uri);
    }
    let alone = ranked(master).into_iter().find(|choice| quality_of(choice.variant) == "audio");
    alone.map(|choice| choice.variant.uri.as_str()).ok_or(RipError::NoAudio)
}
