//! What H.264 and H.265 have in common: units, the sets in force, and the sample entry made of them.

use std::collections::BTreeMap;

use super::entry::{boxed, visual};
use super::{avc, hevc};

/// A coding of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    /// H.264.
    Avc,
    /// H.265.
    Hevc,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A part of a picture; whether it is the first one, and of a picture that decoding can begin with.
    Slice { first: bool, sync: bool },
    /// A set of parameters: its kind, in the order in which they refer to each other, and its number.
    Set { rank: u8, id: u32 },
    /// The beginning of an access unit, nothing else.
    Delimiter,
    /// Stands before the slices of its picture; whether decoding can begin there.
    Leading { sync: bool },
    /// Fills up a bit rate.
    Filler,
    /// Not readable.
    Broken,
    /// Anything else.
    Other,
}

impl Picture {
    /// What a unit is; `nal` is not empty.
    pub(crate) fn unit(self, nal: &[u8]) -> Unit {
        match self {
            Self::Avc => avc::unit(nal),
            Self::Hevc => hevc::unit(nal),
        }
    }
}

/// The sets of parameters in force, by rank and number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sets(BTreeMap<(u8, u32), Vec<u8>>);

impl Sets {
    pub(crate) fn add(&mut self, rank: u8, id: u32, nal: &[u8]) {
        self.0.insert((rank, id), nal.to_vec());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes in the sets of one access unit; tells whether anything is new. A set that replaces another of its number
    /// ends what refers to it: of its kind and those behind only the new ones are left.
    pub(crate) fn take(&mut self, fresh: &mut Self) -> bool {
        let conflict = |(key, nal): (&(u8, u32), &Vec<u8>)| self.0.get(key).is_some_and(|known| known != nal);
        if let Some(rank) = fresh.0.iter().find(|&entry| conflict(entry)).map(|((rank, _), _)| *rank) {
            self.0.retain(|(known, _), _| *known < rank);
        }
        let before = self.0.len();
        self.0.append(&mut fresh.0);
        self.0.len() != before
    }

    fn of(&self, rank: u8) -> Vec<&[u8]> {
        self.0.range((rank, 0)..=(rank, u32::MAX)).map(|(_, nal)| nal.as_slice()).collect()
    }

    /// The sample entry and the size of the picture; `None` while a set is missing.
    pub(crate) fn entry(&self, picture: Picture) -> Option<(Vec<u8>, (u32, u32))> {
        let (first, second, third) = (self.of(0), self.of(1), self.of(2));
        match picture {
            Picture::Avc => {
                if second.is_empty() {
                    return None;
                }
                let said = avc::Sps::read(first.first()?)?;
                let record = boxed(*b"avcC", &[&avc::record(&first, &second)?]);
                Some((visual(*b"avc1", said.size, said.aspect, &record), said.size))
            }
            Picture::Hevc => {
                if first.is_empty() || third.is_empty() {
                    return None;
                }
                let said = hevc::Sps::read(second.first()?)?;
                let record = boxed(*b"hvcC", &[&hevc::record([&first, &second, &third])?]);
                Some((visual(*b"hvc1", said.size, (1, 1), &record), said.size))
            }
        }
    }
}
