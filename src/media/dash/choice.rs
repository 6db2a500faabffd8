//! What there is in a presentation, as a master playlist tells it, and which representation continues a track in the
//! next period. Pure.

use super::model::{Kind, Mpd, Period, Representation, Set};
use super::stream::timeline_of;
use crate::media::hls::{self, Master, Rendition, Resolution, Variant};

/// The group of all sound, and of all subtitles.
const AUDIO: &str = "audio";
const TEXT: &str = "subtitles";

/// A track, wherever in the presentation one is.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    kind: Kind,
    set: Option<String>,
    language: Option<String>,
    label: Option<String>,
    roles: Vec<String>,
    representation: String,
    bandwidth_bps: u64,
    height: Option<u64>,
    /// How its format begins, such as `avc1`.
    codec: String,
}

/// The period that choices are made from: of a live presentation the newest.
fn shown(mpd: &Mpd) -> Option<&Period> {
    let mut filled = mpd.periods.iter().filter(|period| !period.sets.is_empty());
    if mpd.dynamic { filled.next_back() } else { filled.next() }
}

fn codec(representation: &Representation) -> String {
    let first = representation.codecs.first().map_or("", String::as_str);
    first.split('.').next().unwrap_or_default().to_owned()
}

/// The presentation as a master playlist: pictures are its variants, sound and subtitles belong to all of them. Where
/// there are no pictures, sound makes the variants. The URIs are what [`Pick::named`] takes.
#[must_use]
pub fn master(mpd: &Mpd) -> Master {
    let mut master = Master::default();
    let Some(period) = shown(mpd) else { return master };
    let has = |kind: Kind| period.sets.iter().any(|set| set.kind == kind && !set.trick);
    let pictures = has(Kind::Video);
    for (at, set) in period.sets.iter().enumerate() {
        let mut variants = set.representations.iter().enumerate().map(|(nth, representation)| {
            let audio = (pictures && has(Kind::Audio)).then(|| AUDIO.to_owned());
            variant(at, nth, representation, (audio, has(Kind::Text).then(|| TEXT.to_owned())))
        });
        match set.kind {
            Kind::Video if set.trick => master.iframes.extend(variants),
            Kind::Video => master.variants.extend(variants),
            Kind::Audio if !pictures => master.variants.extend(&mut variants),
            Kind::Audio => master.renditions.extend(rendition(at, set, hls::Kind::Audio, AUDIO)),
            Kind::Text => master.renditions.extend(rendition(at, set, hls::Kind::Subtitles, TEXT)),
            Kind::Other => {}
        }
    }
    // One is played where nothing else is asked for.
    let sound = |rendition: &&mut Rendition| rendition.kind == hls::Kind::Audio;
    if !master.renditions.iter().any(|rendition| rendition.kind == hls::Kind::Audio && rendition.default)
        && let Some(first) = master.renditions.iter_mut().find(sound)
    {
        first.default = true;
    }
    master
}

fn variant(
    at: usize,
    nth: usize,
    representation: &Representation,
    (audio, subtitles): (Option<String>, Option<String>),
) -> Variant {
    let size = representation.width.zip(representation.height);
    Variant {
        uri: format!("{at}/{nth}"),
        bandwidth_bps: representation.bandwidth_bps,
        resolution: size.map(|(width, height)| Resolution { width, height }),
        frame_rate: representation.frame_rate,
        codecs: representation.codecs.clone(),
        audio,
        subtitles,
        name: Some(representation.id.clone()),
        line: representation.line,
        ..Variant::default()
    }
}

/// Each representation of a set, best first.
fn rendition(at: usize, set: &Set, kind: hls::Kind, group: &str) -> Vec<Rendition> {
    let mut order: Vec<usize> = (0..set.representations.len()).collect();
    order.sort_by_key(|nth| std::cmp::Reverse(set.representations[*nth].bandwidth_bps));
    let main = set.roles.iter().any(|role| role == "main");
    let one = |(rank, nth): (usize, &usize)| {
        let representation = &set.representations[*nth];
        let label = set.label.as_deref().unwrap_or(&representation.id);
        let kilobits = representation.bandwidth_bps / 1000;
        Rendition {
            kind,
            uri: Some(format!("{at}/{nth}")),
            group: group.to_owned(),
            name: if kilobits > 0 { format!("{label}, {kilobits} kbit/s") } else { label.to_owned() },
            language: set.language.clone(),
            default: main && rank == 0,
            autoselect: true,
            forced: set.roles.iter().any(|role| role.starts_with("forced")),
            channels: representation.channels.clone(),
            characteristics: (!set.roles.is_empty()).then(|| set.roles.join(",")),
            instream: None,
            stable: None,
            bandwidth_bps: Some(representation.bandwidth_bps).filter(|bits| *bits > 0),
            codecs: representation.codecs.clone(),
            line: representation.line,
        }
    };
    order.iter().enumerate().map(one).collect()
}

impl Pick {
    /// The track that a URI of [`master`] names.
    #[must_use]
    pub fn named(mpd: &Mpd, uri: &str) -> Option<Self> {
        let (at, nth) = uri.split_once('/')?;
        let set = shown(mpd)?.sets.get(at.parse::<usize>().ok()?)?;
        let representation = set.representations.get(nth.parse::<usize>().ok()?)?;
        Some(Self {
            kind: set.kind,
            set: set.id.clone(),
            language: set.language.clone(),
            label: set.label.clone(),
            roles: set.roles.clone(),
            representation: representation.id.clone(),
            bandwidth_bps: representation.bandwidth_bps,
            height: representation.height,
            codec: codec(representation),
        })
    }

    /// Its name in the manifest.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.representation
    }

    /// For each timeline that has this track, what is added to a time of its media to make it one of the presentation,
    /// milliseconds.
    pub(in crate::media) fn origins(&self, mpd: &Mpd) -> Vec<(u64, i64)> {
        let origin = |period: &Period| {
            let segments = &self.find(period)?.segments;
            let offset_ms = u128::from(segments.offset) * 1000 / u128::from(segments.timescale.max(1));
            let start_ms = i64::try_from(period.start.as_millis()).ok()?;
            Some((timeline_of(period), start_ms.checked_sub(i64::try_from(offset_ms).ok()?)?))
        };
        mpd.periods.iter().filter_map(origin).collect()
    }

    /// Whether it is text.
    pub(super) fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }

    /// What plays this track in a period; `None` where nothing does.
    ///
    /// The set with the most in common, then the representation of the same name, or the nearest in height and bit rate.
    #[must_use]
    pub fn find<'a>(&self, period: &'a Period) -> Option<&'a Representation> {
        let likeness = |set: &&Set| {
            let codec = set.representations.iter().any(|other| codec(other) == self.codec);
            (
                set.language == self.language,
                !set.trick,
                codec,
                set.roles == self.roles && set.label == self.label,
                set.id.is_some() && set.id == self.set,
            )
        };
        let sets = period.sets.iter().filter(|set| set.kind == self.kind);
        // The first of equals: `max_by_key` would take the last.
        let set = sets.rev().max_by_key(likeness)?;
        let named = set.representations.iter().find(|one| one.id == self.representation && codec(one) == self.codec);
        named.or_else(|| {
            set.representations.iter().min_by_key(|one| {
                let height = one.height.unwrap_or(0).abs_diff(self.height.unwrap_or(0));
                (codec(one) != self.codec, height, one.bandwidth_bps.abs_diff(self.bandwidth_bps))
            })
        })
    }
}
