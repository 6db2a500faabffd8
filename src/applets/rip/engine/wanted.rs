//! Which tracks of a presentation are recorded: those of the rendition that is chosen, its sound, its subtitles.

use crate::applets::rip::error::RipError;
use crate::applets::rip::listing::quality_of;
use crate::applets::rip::plan::{Container, Plan};
use crate::applets::rip::report::Part;
use crate::kit::net::SafeUrl;
use crate::media::hls::{Kind, Master, Rendition, Variant};
use crate::media::language;
use crate::media::select::{Choice, Miss, Quality, Spot, Taken, has_picture, ranked, take};

/// A track that is wanted.
pub(super) struct Wanted<'a> {
    pub(super) part: Part,
    /// What tells it from others of its kind.
    pub(super) label: String,
    /// What is spoken, as far as it is told.
    pub(super) language: Option<String>,
    /// Where its playlist is; on the first pathway in front.
    pub(super) places: Vec<Spot<'a>>,
}

/// What is taken of what there is.
pub(super) fn taken<'a>(
    plan: &Plan,
    quality: &Quality,
    (url, master): (&SafeUrl, &'a Master),
) -> Result<Taken<'a>, RipError> {
    let mut taken = take(master, quality, &plan.selection).map_err(|miss| refused(plan, miss, url, master))?;
    // Of a rendition whose sound is apart, a file of sound needs nothing else.
    if plan.container == Container::M4a && !plan.selection.names_video() && !taken.audio.is_empty() {
        taken.picture = false;
    }
    if !plan.selection.names_subtitles() {
        taken.subtitles = subtitles(plan, master, taken.choice.variant.subtitles.as_deref())?;
    }
    Ok(taken)
}

/// Its tracks, the main one first; into a pipe goes one, and what that leaves out is refused.
pub(super) fn wanted<'a>(plan: &Plan, master: &'a Master, taken: &Taken<'a>) -> Result<Vec<Wanted<'a>>, RipError> {
    let mut wanted = Vec::new();
    let mut sounds = taken.audio.iter();
    if taken.picture {
        let choice = &taken.choice;
        let places = Spot::of_choice(choice);
        wanted.push(Wanted { part: Part::Main, label: String::new(), language: None, places });
    } else {
        let sound = sounds.next();
        let language = sound.copied().map(label);
        let places = match sound.map(|sound| Spot::of_rendition(master, &taken.choice, sound)) {
            Some(places) if !places.is_empty() => places,
            _ => Spot::of_choice(&alone(master)?),
        };
        wanted.push(Wanted { part: Part::Main, label: String::new(), language, places });
    }
    for sound in sounds.filter(|sound| sound.uri.is_some()) {
        if plan.takes_one() {
            return Err(RipError::SoundApart { sound: label(sound) });
        }
        let places = Spot::of_rendition(master, &taken.choice, sound);
        wanted.push(Wanted { part: Part::Audio, label: label(sound), language: Some(label(sound)), places });
    }
    for text in &taken.subtitles {
        let places = Spot::of_rendition(master, &taken.choice, text);
        wanted.push(Wanted { part: Part::Subtitles, label: label(text), language: Some(label(text)), places });
    }
    Ok(wanted)
}

/// Whether the segments of a variant hold its sound as well, as far as the playlist tells.
pub(super) fn has_sound_inside(master: &Master, variant: &Variant) -> bool {
    /// How the names of formats of sound begin (RFC 6381).
    const SOUNDS: [&str; 9] = ["mp4a", "ac-3", "ec-3", "ac-4", "opus", "flac", "alac", "mp3", "dts"];
    let is_sound = |codec: &String| SOUNDS.iter().any(|sound| codec.to_ascii_lowercase().starts_with(sound));
    let of_group = |it: &&Rendition| it.kind == Kind::Audio && Some(it.group.as_str()) == variant.audio.as_deref();
    let apart = master.renditions.iter().filter(of_group).any(|sound| sound.uri.is_some());
    !apart && (variant.codecs.is_empty() || variant.codecs.iter().any(is_sound))
}

fn label(rendition: &Rendition) -> String {
    rendition.language.clone().filter(|language| !language.is_empty()).unwrap_or_else(|| rendition.name.clone())
}

/// Why nothing was chosen.
fn refused(plan: &Plan, miss: Miss, url: &SafeUrl, master: &Master) -> RipError {
    let names = |kind: Kind| {
        let mut names: Vec<String> = master.renditions.iter().filter(|it| it.kind == kind).map(label).collect();
        names.dedup();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    let wish = plan.selection.to_string();
    match miss {
        Miss::Audio => return RipError::Sound { wish, there: names(Kind::Audio) },
        Miss::Subtitles => return RipError::Subs { wish, there: names(Kind::Subtitles) },
        Miss::Video => {}
    }
    let mut there: Vec<String> = ranked(master).iter().map(|choice| quality_of(choice.variant)).collect();
    there.dedup();
    if there.is_empty() {
        return RipError::NoVariant { url: url.clone() };
    }
    let quality = if plan.selection.names_video() { wish } else { plan.quality.to_string() };
    RipError::Quality { quality, there: there.join(", ") }
}

/// The subtitles that `--subs` wants of a group.
fn subtitles<'a>(plan: &Plan, master: &'a Master, group: Option<&str>) -> Result<Vec<&'a Rendition>, RipError> {
    let there: Vec<&Rendition> = master
        .renditions
        .iter()
        .filter(|text| text.kind == Kind::Subtitles && Some(text.group.as_str()) == group && text.uri.is_some())
        .collect();
    let mut wanted: Vec<&Rendition> = Vec::new();
    for wish in &plan.subs {
        let fits = |text: &&&Rendition| {
            let spoken = text.language.as_deref().is_some_and(|language| language::fits(language, wish));
            wish == "all" || spoken || text.name.eq_ignore_ascii_case(wish)
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

/// The variant that is sound alone.
fn alone(master: &Master) -> Result<Choice<'_>, RipError> {
    let alone = ranked(master).into_iter().find(|choice| !has_picture(choice.variant));
    alone.ok_or(RipError::NoAudio)
}
