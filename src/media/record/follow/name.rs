//! What tells a segment from another: the last part of its path, and where most segments of a copy share that, what else
//! differs within the copy, a folder or a parameter. What is the same throughout a copy, as most tokens are, tells
//! nothing, and may be another one in the next copy.

use std::collections::{BTreeSet, HashSet};

use crate::kit::net::is_secret_name;
use crate::media::hls::{Media, Segment};

/// Parts of a reference that are looked at; what has more is told by its numbers.
const MOST_PARTS: usize = 48;

/// What a segment is called in one copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// See [`name_of`].
    last: u64,
    /// Folders and parameters: which, and its value. `None` where a journal tells the name.
    parts: Option<Vec<Part>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    key: u64,
    value: u64,
    /// A parameter that is called like a secret, which may be another one for each segment and in each copy.
    secret: bool,
}

impl Name {
    pub(super) fn of(segment: &Segment) -> Self {
        let parts = if segment.name.is_some() { Vec::new() } else { parts(&segment.uri) };
        Self { last: name_of(segment), parts: Some(parts) }
    }

    /// As a journal has it.
    pub(super) const fn known(last: u64) -> Self {
        Self { last, parts: None }
    }

    fn part(&self, key: u64) -> Option<u64> {
        self.parts.iter().flatten().find(|part| part.key == key).map(|part| part.value)
    }
}

/// Which parts tell segments from each other, beside the last of their paths.
#[derive(Debug, Clone, Default)]
pub(super) struct Telling(BTreeSet<u64>);

impl Telling {
    /// Whether two segments have the same name.
    pub(super) fn same(&self, one: &Name, other: &Name) -> bool {
        let told = one.parts.is_some() && other.parts.is_some();
        one.last == other.last && (!told || self.0.iter().all(|key| one.part(*key) == other.part(*key)))
    }

    /// Looks at a copy whose segments are called `names`: where most of them would be the same, more is looked at from now
    /// on.
    pub(super) fn look(&mut self, names: &[Name]) {
        if self.suffices(names) {
            return;
        }
        for secrets in [false, true] {
            self.0.extend(varying(names, secrets));
            if self.suffices(names) {
                return;
            }
        }
    }

    /// Whether most have names of their own; advertisements may come twice.
    fn suffices(&self, names: &[Name]) -> bool {
        let own = |name: &Name| {
            let parts: Vec<Option<u64>> = self.0.iter().map(|key| name.part(*key)).collect();
            (name.last, parts)
        };
        let distinct: HashSet<_> = names.iter().map(own).collect();
        distinct.len() * 2 > names.len()
    }
}

/// Which parts are not the same in all of `names`.
fn varying(names: &[Name], secrets: bool) -> BTreeSet<u64> {
    let Some((first, rest)) = names.split_first() else { return BTreeSet::new() };
    let keys = names.iter().flat_map(|name| name.parts.iter().flatten());
    let keys: BTreeSet<u64> = keys.filter(|part| part.secret == secrets).map(|part| part.key).collect();
    keys.into_iter().filter(|key| rest.iter().any(|name| name.part(*key) != first.part(*key))).collect()
}

/// Folders, counted from the end of the path, and parameters, by their names.
fn parts(uri: &str) -> Vec<Part> {
    let plain = uri.split('#').next().unwrap_or_default();
    let (path, query) = plain.split_once('?').unwrap_or((plain, ""));
    let path = path.split_once("://").map_or(path, |(_, behind)| behind.split_once('/').map_or("", |(_, path)| path));
    let folders = path.rsplit('/').skip(1).take(MOST_PARTS / 2).enumerate();
    let folder = |(index, folder): (usize, &str)| Part {
        key: fnv(format!("/{index}").bytes()),
        value: fnv(folder.bytes()),
        secret: false,
    };
    let parameter = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let key = fnv(b"?".iter().copied().chain(name.bytes()));
        Part { key, value: fnv(value.bytes()), secret: is_secret_name(name) }
    };
    let parameters = query.split('&').filter(|pair| !pair.is_empty()).map(parameter);
    folders.map(folder).chain(parameters.take(MOST_PARTS / 2)).collect()
}

/// What tells a segment from another of the same number: the last part of its path and its range. Hosts, tokens and
/// queries change from copy to copy.
pub(in crate::media::record) fn name_of(segment: &Segment) -> u64 {
    if let Some(name) = segment.name {
        return name;
    }
    let path = segment.uri.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let range = segment.range.map_or((0, 0), |range| (range.offset, range.length));
    fnv(last.bytes().chain(range.0.to_le_bytes()).chain(range.1.to_le_bytes()))
}

/// FNV-1a: the same in every version of the program, as a journal needs it.
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What the segments of a copy are called.
pub(super) fn names_of(media: &Media) -> Vec<Name> {
    media.segments.iter().map(Name::of).collect()
}
