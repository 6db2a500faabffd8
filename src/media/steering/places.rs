//! Where the playlist of one track can be had, and which of the places is asked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::{PENALTY, Pathways};
use crate::kit::net::SafeUrl;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where the playlist is.
    pub url: SafeUrl,
    /// The pathway it is on, where the playlist tells it (`PATHWAY-ID`).
    pub pathway: Option<String>,
    /// What the playlist is called on every pathway (`STABLE-VARIANT-ID`, `STABLE-RENDITION-ID`).
    pub stable: Option<String>,
}

impl Place {
    /// A place that nothing else is known of.
    #[must_use]
    pub const fn at(url: SafeUrl) -> Self {
        Self { url, pathway: None, stable: None }
    }
}

/// The places of one track; numbers tell them apart, and stay what they are.
#[derive(Debug)]
pub struct Places {
    pathways: Arc<Pathways>,
    /// Held for a look.
    list: Mutex<Vec<(Place, Option<Instant>)>>,
}

impl Places {
    /// Those, in the order of the playlist.
    #[must_use]
    pub fn of(places: Vec<Place>, pathways: Arc<Pathways>) -> Arc<Self> {
        let list = places.into_iter().map(|place| (place, None)).collect();
        Arc::new(Self { pathways, list: Mutex::new(list) })
    }

    /// One place.
    #[must_use]
    pub fn one(url: SafeUrl) -> Arc<Self> {
        Self::several(vec![url])
    }

    /// Places that nothing else is known of.
    #[must_use]
    pub fn several(urls: Vec<SafeUrl>) -> Arc<Self> {
        Self::of(urls.into_iter().map(Place::at).collect(), Arc::default())
    }

    fn list(&self) -> MutexGuard<'_, Vec<(Place, Option<Instant>)>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is a choice, or may be one.
    pub(crate) fn is_choice(&self) -> bool {
        self.list().len() > 1 || self.pathways.following.lock().is_ok_and(|following| following.is_some())
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.grown().len()
    }

    /// The one to ask, and its number.
    #[must_use]
    pub fn now(&self) -> Option<(usize, Place)> {
        self.but(&[])
    }

    /// The one to ask where `tried` are not to be had.
    #[must_use]
    pub fn but(&self, tried: &[usize]) -> Option<(usize, Place)> {
        let list = self.grown();
        let now = Instant::now();
        let rank = |(index, (place, own)): &(usize, &(Place, Option<Instant>))| {
            let (pathway, position) = place.pathway.as_ref().map_or((None, usize::MAX), |id| self.pathways.rank(id));
            // The penalty that is over first, then what the server says, then the order of the playlist.
            (pathway.max(own.filter(|until| *until > now)), position, *index)
        };
        let there = list.iter().enumerate().filter(|(index, _)| !tried.contains(index));
        there.min_by_key(rank).map(|(index, (place, _))| (index, place.clone()))
    }

    /// The place of this number has failed: others come first for a while, for other tracks as well where it is a pathway.
    pub fn fail(&self, number: usize) {
        let mut list = self.grown();
        let Some((place, until)) = list.get_mut(number) else { return };
        *until = Some(Instant::now() + PENALTY);
        if let Some(pathway) = &place.pathway {
            self.pathways.penalise(pathway);
        }
    }

    /// With the clones that the server has told of since.
    fn grown(&self) -> MutexGuard<'_, Vec<(Place, Option<Instant>)>> {
        let mut list = self.list();
        let state = self.pathways.state();
        for clone in &state.clones {
            let of = |id: &str| list.iter().find(|(place, _)| place.pathway.as_deref() == Some(id));
            let (None, Some((base, _))) = (of(&clone.id), of(&clone.base)) else { continue };
            if let Some(url) = clone.place(&base.url, base.stable.as_deref()) {
                let place = Place { url, pathway: Some(clone.id.clone()), stable: base.stable.clone() };
                list.push((place, None));
            }
        }
        drop(state);
        list
    }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Manifest;
    use super::*;
    use crate::kit::net::parse_url;

    fn place(host: &str, pathway: Option<&str>) -> Place {
        let url = parse_url(&format!("http://{host}/v.m3u8")).unwrap();
        Place { pathway: pathway.map(str::to_owned), ..Place::at(url) }
    }

    fn now(places: &Places) -> usize {
        places.now().unwrap().0
    }

    #[test]
    fn places_without_pathways_take_turns() {
        let places = Places::of(vec![place("a", None), place("b", None)], Arc::default());
        assert_eq!(now(&places), 0);
        places.fail(0);
        assert_eq!(now(&places), 1);
        places.fail(1);
        assert_eq!(now(&places), 0, "its penalty is over first");
        assert_eq!(places.but(&[0, 1]), None);
    }

    #[test]
    fn a_pathway_that_fails_is_left_by_all_tracks_and_clones_join() {
        let pathways = Pathways::beginning(Some("B".to_owned()));
        let track = || Places::of(vec![place("a", Some("A")), place("b", Some("B"))], Arc::clone(&pathways));
        let (picture, sound) = (track(), track());
        assert_eq!((now(&picture), now(&sound)), (1, 1));
        picture.fail(1);
        assert_eq!((now(&picture), now(&sound)), (0, 0));
        let text = r#"{"VERSION":1,"PATHWAY-PRIORITY":["C","A"],
            "PATHWAY-CLONES":[{"BASE-ID":"A","ID":"C","URI-REPLACEMENT":{"HOST":"c"}},
            {"BASE-ID":"C","ID":"D","URI-REPLACEMENT":{"HOST":"d"}},{"BASE-ID":"none","ID":"E"}]}"#;
        pathways.heed(Manifest::read(text.as_bytes()).unwrap());
        assert_eq!(sound.now().unwrap().1, place("c", Some("C")));
        assert_eq!(sound.count(), 4, "a clone of a clone, and none of what is not there");
        assert_eq!(sound.count(), 4);
    }
}
