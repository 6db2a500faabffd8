//! Where the playlist of a track is: at one place, or at several that are alike.

use super::Choice;
use crate::media::hls::{Kind, Master, Rendition, Variant};

/// One place of a playlist, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot<'a> {
    /// The URI.
    pub uri: &'a str,
    /// The pathway it is on (`PATHWAY-ID`).
    pub pathway: Option<&'a str>,
    /// What it is called on every pathway (`STABLE-VARIANT-ID`, `STABLE-RENDITION-ID`).
    pub stable: Option<&'a str>,
}

impl<'a> Spot<'a> {
    fn of(variant: &'a Variant) -> Self {
        Self { uri: &variant.uri, pathway: variant.pathway.as_deref(), stable: variant.stable.as_deref() }
    }

    /// Those of a choice, the one that the playlist names first in front.
    #[must_use]
    pub fn of_choice(choice: &Choice<'a>) -> Vec<Self> {
        std::iter::once(choice.variant).chain(choice.others.iter().copied()).map(Self::of).collect()
    }

    /// Those of a rendition: where the variant is on several pathways, each has a group of its own with one like it. None
    /// where it has no playlist.
    #[must_use]
    pub fn of_rendition(master: &'a Master, choice: &Choice<'a>, rendition: &'a Rendition) -> Vec<Self> {
        let spot = |rendition: &'a Rendition, pathway: Option<&'a str>| {
            Some(Self { uri: rendition.uri.as_deref()?, pathway, stable: rendition.stable.as_deref() })
        };
        let mut spots: Vec<Self> = spot(rendition, choice.variant.pathway.as_deref()).into_iter().collect();
        for other in &choice.others {
            let group = if rendition.kind == Kind::Audio { &other.audio } else { &other.subtitles };
            let like = |it: &&Rendition| {
                it.kind == rendition.kind
                    && Some(&it.group) == group.as_ref()
                    && (&it.name, &it.language) == (&rendition.name, &rendition.language)
            };
            let found = master.renditions.iter().find(like).and_then(|it| spot(it, other.pathway.as_deref()));
            if let Some(found) = found.filter(|found| spots.iter().all(|known| known.uri != found.uri)) {
                spots.push(found);
            }
        }
        spots
    }
}
