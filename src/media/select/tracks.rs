//! What a selection takes of a master playlist: a variant, and of its groups sound and subtitles.

use super::quality::{Quality, worst_first};
use super::selection::{Choosing, Number, Pick, Selection, Term, Test, Text, Wish};
use super::{Choice, is_sound, ranked};
use crate::media::hls::{Kind, Master, Rendition, Variant};
use crate::media::language::fits as speaks;

/// What is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken<'a> {
    /// The variant; where no picture is wanted, the one whose groups are chosen from.
    pub choice: Choice<'a>,
    /// Whether the playlist of the variant itself is wanted.
    pub picture: bool,
    /// Sound in playlists of its own; what is inside the variant is there anyway.
    pub audio: Vec<&'a Rendition>,
    /// Subtitles in playlists of their own.
    pub subtitles: Vec<&'a Rendition>,
}

/// What there is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    /// A variant.
    Video,
    /// Sound that fits, in the groups of any variant that does.
    Audio,
    /// Subtitles that fit, in the group of the variant.
    Subtitles,
}

/// What `selection` takes; where it says nothing of pictures, `quality` chooses the variant, where it says nothing of sound
/// the default of the variant's group is taken, and of subtitles then none.
///
/// The best variant is taken whose groups have the sound that is wanted.
///
/// # Errors
/// What there is not.
pub fn take<'a>(master: &'a Master, quality: &Quality, selection: &Selection) -> Result<Taken<'a>, Miss> {
    let plans: Vec<Vec<Choice<'a>>> = match &selection.video {
        None | Some(Wish::Nothing) => vec![quality.within(ranked(master))],
        Some(Wish::Plans(plans)) => plans.iter().flatten().map(|plan| variants(master, plan)).collect(),
    };
    let picture = !selection.is_sound_alone();
    let mut miss = Miss::Video;
    for choice in plans.into_iter().flatten() {
        let Some(audio) = sound(master, &choice, selection.audio.as_ref()) else {
            miss = Miss::Audio;
            continue;
        };
        let group = choice.variant.subtitles.as_deref();
        let texts = || of_group(master, Kind::Subtitles, group);
        let subtitles = match &selection.subtitles {
            None | Some(Wish::Nothing) => Vec::new(),
            Some(Wish::Plans(plans)) => renditions(master, &texts(), plans).ok_or(Miss::Subtitles)?,
        };
        let apart = |rendition: &&Rendition| rendition.uri.is_some();
        let subtitles = subtitles.into_iter().filter(apart).collect();
        return Ok(Taken { choice, picture, audio, subtitles });
    }
    Err(miss)
}

/// The variants that fulfil a choice, the first choice in front.
fn variants<'a>(master: &'a Master, plan: &Choosing) -> Vec<Choice<'a>> {
    let mut fitting: Vec<Choice<'a>> = ranked(master)
        .into_iter()
        .filter(|choice| plan.terms.iter().all(|term| term.holds(&Traits::of_variant(choice.variant))))
        .collect();
    if plan.pick == Pick::Worst {
        worst_first(&mut fitting);
    }
    fitting
}

/// The renditions of a group.
fn of_group<'a>(master: &'a Master, kind: Kind, group: Option<&str>) -> Vec<&'a Rendition> {
    let Some(group) = group else { return Vec::new() };
    master.renditions.iter().filter(|rendition| rendition.kind == kind && rendition.group == group).collect()
}

/// The sound of a variant that is wanted and apart; `None` where what is wanted is not there.
fn sound<'a>(master: &'a Master, choice: &Choice<'a>, wish: Option<&Wish>) -> Option<Vec<&'a Rendition>> {
    let there = of_group(master, Kind::Audio, choice.variant.audio.as_deref());
    let found = match wish {
        Some(Wish::Nothing) => Vec::new(),
        None => {
            // One without a place of its own is inside the variant (RFC 8216 section 4.3.4.2.1).
            let inside = there.iter().find(|rendition| rendition.uri.is_none());
            let default = there.iter().find(|rendition| rendition.default);
            default.or(inside).or(there.first()).copied().into_iter().collect()
        }
        // Sound inside the variant is whatever it is.
        Some(Wish::Plans(plans)) if there.is_empty() => {
            let inside = Traits::inside(choice.variant);
            let holds = |choice: &Choosing| choice.terms.iter().all(|term| term.holds(&inside));
            let any = plans.iter().any(|plan| plan.iter().all(holds));
            any.then(Vec::new)?
        }
        Some(Wish::Plans(plans)) => renditions(master, &there, plans)?,
    };
    // A variant of sound alone is often named once more as a rendition of the others.
    let apart = |rendition: &&Rendition| {
        rendition.uri.is_some() && rendition.uri.as_deref() != Some(choice.variant.uri.as_str())
    };
    Some(found.into_iter().filter(apart).collect())
}

/// What the first plan takes that there is; each once.
fn renditions<'a>(master: &Master, there: &[&'a Rendition], plans: &[Vec<Choosing>]) -> Option<Vec<&'a Rendition>> {
    'plans: for plan in plans {
        let mut taken: Vec<&'a Rendition> = Vec::new();
        for choice in plan {
            let fits = |rendition: &&&'a Rendition| {
                choice.terms.iter().all(|term| term.holds(&Traits::of_rendition(master, rendition)))
            };
            let mut fitting: Vec<&'a Rendition> = there.iter().filter(fits).copied().collect();
            // Stable: of equals the author's first.
            match choice.pick {
                Pick::All => {}
                Pick::Best if !choice.terms.is_empty() => {
                    fitting.sort_by_key(|it| (!it.default, it.forced, std::cmp::Reverse(worth(it))));
                }
                Pick::Best => fitting.sort_by_key(|it| (it.forced, std::cmp::Reverse(worth(it)), !it.default)),
                Pick::Worst => fitting.sort_by_key(|it| (it.forced, worth(it))),
            }
            if choice.pick != Pick::All {
                fitting.truncate(1);
            }
            if fitting.is_empty() {
                continue 'plans;
            }
            for one in fitting {
                if !taken.contains(&one) {
                    taken.push(one);
                }
            }
        }
        return Some(taken);
    }
    None
}

/// How good sound is: channels, then bits.
fn worth(rendition: &Rendition) -> (u64, u64) {
    (channels(rendition).unwrap_or(0), rendition.bandwidth_bps.unwrap_or(0))
}

/// `6` of `6/JOC`.
fn channels(rendition: &Rendition) -> Option<u64> {
    rendition.channels.as_deref()?.split('/').next()?.trim().parse().ok()
}

/// What terms look at.
#[derive(Debug, Default)]
struct Traits<'a> {
    height: Option<u64>,
    bandwidth_bps: Option<u64>,
    frame_rate: Option<f64>,
    channels: Option<u64>,
    language: Option<&'a str>,
    codecs: Vec<&'a str>,
    name: Option<&'a str>,
    group: Option<&'a str>,
    roles: Vec<&'a str>,
    range: Option<&'a str>,
    default: bool,
    forced: bool,
}

impl<'a> Traits<'a> {
    fn of_variant(variant: &'a Variant) -> Self {
        Self {
            height: variant.resolution.map(|size| size.height),
            bandwidth_bps: Some(variant.bandwidth_bps).filter(|bits| *bits > 0),
            frame_rate: variant.frame_rate,
            codecs: variant.codecs.iter().map(String::as_str).collect(),
            name: variant.name.as_deref(),
            group: variant.video.as_deref(),
            range: Some(variant.video_range.as_deref().unwrap_or("SDR")),
            ..Self::default()
        }
    }

    fn of_rendition(master: &'a Master, rendition: &'a Rendition) -> Self {
        let mut codecs: Vec<&str> = rendition.codecs.iter().map(String::as_str).collect();
        if codecs.is_empty() && rendition.kind == Kind::Audio {
            // A playlist tells the formats of a group with the variants that refer to it.
            let referring =
                master.variants.iter().filter(|variant| variant.audio.as_deref() == Some(rendition.group.as_str()));
            codecs = referring
                .flat_map(|variant| &variant.codecs)
                .map(String::as_str)
                .filter(|codec| is_sound(codec))
                .collect();
        }
        let roles = rendition.characteristics.as_deref().unwrap_or_default();
        Self {
            bandwidth_bps: rendition.bandwidth_bps,
            channels: channels(rendition),
            language: rendition.language.as_deref(),
            codecs,
            name: Some(&rendition.name),
            group: Some(&rendition.group),
            roles: roles.split(',').map(str::trim).filter(|role| !role.is_empty()).collect(),
            default: rendition.default,
            forced: rendition.forced,
            ..Self::default()
        }
    }

    /// Sound inside a variant: of it only the formats are known.
    fn inside(variant: &'a Variant) -> Self {
        let codecs = variant.codecs.iter().map(String::as_str).filter(|codec| is_sound(codec)).collect();
        Self { codecs, default: true, ..Self::default() }
    }
}

impl Term {
    fn holds(&self, traits: &Traits<'_>) -> bool {
        match self {
            Self::Default => traits.default,
            Self::Forced => traits.forced,
            Self::Word(word) => {
                traits.language.is_some_and(|language| speaks(language, word))
                    || traits.name.is_some_and(|name| name.eq_ignore_ascii_case(word))
                    || traits.codecs.iter().any(|codec| begins(codec, word))
            }
            Self::Number(number, order, value) => {
                let own = match number {
                    Number::Height => traits.height,
                    Number::Bandwidth => traits.bandwidth_bps,
                    Number::FrameRate => traits.frame_rate.map(|rate| rate.round().max(0.0) as u64),
                    Number::Channels => traits.channels,
                };
                own.is_some_and(|own| *order == own.cmp(value) || own == *value)
            }
            Self::Text { name, test, value } => {
                let is = |own: &str| match (name, test) {
                    (_, Test::Has) => own.to_lowercase().contains(&value.to_lowercase()),
                    (Text::Language, _) => speaks(own, value),
                    (Text::Codec, _) => begins(own, value),
                    (Text::Role, _) => {
                        own.eq_ignore_ascii_case(value)
                            || own.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case(value))
                    }
                    _ => own.eq_ignore_ascii_case(value),
                };
                let any = match name {
                    Text::Language => traits.language.is_some_and(is),
                    Text::Codec => traits.codecs.iter().any(|codec| is(codec)),
                    Text::Name => traits.name.is_some_and(is),
                    Text::Group => traits.group.is_some_and(is),
                    Text::Role => traits.roles.iter().any(|role| is(role)),
                    Text::Range => traits.range.is_some_and(is),
                };
                any != (*test == Test::IsNot)
            }
        }
    }
}

/// `avc1` means `avc1.64001f`.
fn begins(codec: &str, wanted: &str) -> bool {
    codec.get(..wanted.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(wanted))
}
