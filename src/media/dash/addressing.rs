//! Where the segments of a representation are: `SegmentTemplate`, `SegmentList` and `SegmentBase`, each of whose
//! attributes is the nearest that says it (ISO/IEC 23009-1 section 5.3.9.2).

use std::sync::Arc;
use std::time::Duration;

use super::model::{Address, Pace, Place, Run, Segments};
use super::template::Values;
use super::xml::Element;
use super::{ReadError, Template, value};
use crate::kit::net::SafeUrl;
use crate::media::hls::Diagnostics;

/// The elements of one kind, the nearest first.
struct Levels<'a> {
    elements: Vec<&'a Element>,
}

impl<'a> Levels<'a> {
    /// The kind of the nearest level that has one; what other levels have of other kinds does not count.
    fn of(levels: [&'a Element; 3]) -> Option<(&'static str, Self)> {
        const KINDS: [&str; 3] = ["SegmentTemplate", "SegmentList", "SegmentBase"];
        let nearest =
            levels.iter().rev().find_map(|level| KINDS.into_iter().find(|kind| level.child(kind).is_some()))?;
        Some((nearest, Self { elements: levels.iter().rev().filter_map(|level| level.child(nearest)).collect() }))
    }

    fn attribute(&self, name: &str) -> Option<(&'a str, usize)> {
        self.elements.iter().find_map(|element| Some((element.attribute(name)?, element.line)))
    }

    fn parsed<T>(&self, name: &str, notes: &mut Diagnostics, read: fn(&str) -> Option<T>) -> Option<T> {
        let element = self.elements.iter().find(|element| element.attribute(name).is_some())?;
        element.parsed(name, notes, read)
    }

    fn child(&self, name: &str) -> Option<&'a Element> {
        self.elements.iter().find_map(|element| element.child(name))
    }

    fn line(&self) -> usize {
        self.elements.first().map_or(0, |element| element.line)
    }
}

/// What a representation is addressed by; `None`, told, where it is not at all.
pub(super) fn read(
    levels: [&Element; 3],
    base: &SafeUrl,
    (id, bandwidth): (&str, u64),
    notes: &mut Diagnostics,
) -> Result<Option<Segments>, ReadError> {
    let Some((kind, found)) = Levels::of(levels) else {
        if levels.iter().any(|level| level.child("BaseURL").is_some()) {
            return Ok(Some(whole(base)));
        }
        notes.add(levels[2].line, "a representation that does not say where it is");
        return Ok(None);
    };
    let line = found.line();
    let timescale = match found.parsed("timescale", notes, value::whole) {
        Some(0) => {
            notes.add(line, "a timescale of 0 is taken for 1");
            1
        }
        Some(scale) if scale > u64::from(u32::MAX) => {
            return Err(ReadError::Malformed { line, problem: format!("{scale} ticks of a second are too many") });
        }
        scale => scale.unwrap_or(1),
    };
    let offset = found.parsed("presentationTimeOffset", notes, value::whole).unwrap_or(0);
    let early = found.parsed("availabilityTimeOffset", notes, value::offset).unwrap_or(Duration::ZERO);
    let values = Values { id, bandwidth, number: 0, time: 0 };
    let init = init(&found, base, values)?;
    let first = found.parsed("startNumber", notes, value::whole).unwrap_or(1);
    let address = match kind {
        "SegmentBase" => {
            let index = found.parsed("indexRange", notes, value::range);
            Address::Indexed { resource: base.clone(), index }
        }
        "SegmentList" => {
            let places = list(&found, base)?;
            let pace = pace(&found, notes)?;
            if pace == Pace::Unknown && places.len() > 1 {
                notes.add(line, "a list of segments without their durations");
            }
            Address::List { places, first, pace }
        }
        _ => {
            let Some((text, line)) = found.attribute("media") else {
                notes.add(line, "a SegmentTemplate without media is taken for one resource");
                return Ok(Some(whole(base)));
            };
            let media = template(text, line)?;
            let pace = pace(&found, notes)?;
            if pace == Pace::Unknown && media.varies() {
                return Err(ReadError::Malformed { line, problem: "a template without a duration or timeline".into() });
            }
            Address::Template { media, first, last: found.parsed("endNumber", notes, value::whole), pace }
        }
    };
    Ok(Some(Segments { timescale, offset, init, early, address }))
}

/// One resource, about which nothing else is known.
fn whole(base: &SafeUrl) -> Segments {
    let address = Address::Indexed { resource: base.clone(), index: None };
    Segments { timescale: 1, offset: 0, init: None, early: Duration::ZERO, address }
}

fn template(text: &str, line: usize) -> Result<Template, ReadError> {
    Template::read(text).map_err(|problem| ReadError::Malformed { line, problem })
}

fn place(base: &SafeUrl, reference: Option<&str>, range: Option<&str>, line: usize) -> Result<Place, ReadError> {
    let url = match reference {
        Some(reference) => base.join(reference).map_err(|reason| ReadError::Reference { line, reason })?,
        None => base.clone(),
    };
    // A range that is not read must not become the whole.
    let range = range.map(|text| {
        let malformed = || ReadError::Malformed { line, problem: format!("the range “{text}” is none") };
        value::range(text).ok_or_else(malformed)
    });
    Ok(Place { url, range: range.transpose()? })
}

/// The initialisation: an element, or a template of its own.
fn init(found: &Levels<'_>, base: &SafeUrl, values: Values<'_>) -> Result<Option<Place>, ReadError> {
    if let Some(element) = found.child("Initialization").or_else(|| found.child("Initialisation")) {
        let (url, range) = (element.attribute("sourceURL"), element.attribute("range"));
        return place(base, url, range, element.line).map(Some);
    }
    let Some((text, line)) = found.attribute("initialization") else { return Ok(None) };
    let filled = template(text, line)?.fill(values);
    place(base, Some(&filled), None, line).map(Some)
}

fn list(found: &Levels<'_>, base: &SafeUrl) -> Result<Arc<[Place]>, ReadError> {
    let Some(element) = found.elements.iter().find(|element| element.child("SegmentURL").is_some()) else {
        return Ok(Arc::default());
    };
    let one = |url: &Element| place(base, url.attribute("media"), url.attribute("mediaRange"), url.line);
    element.all("SegmentURL").map(one).collect()
}

fn pace(found: &Levels<'_>, notes: &mut Diagnostics) -> Result<Pace, ReadError> {
    if let Some(timeline) = found.child("SegmentTimeline") {
        let mut runs = Vec::new();
        for element in timeline.all("S") {
            let ticks = element.parsed("d", notes, value::whole).unwrap_or(0);
            if ticks == 0 {
                let problem = "a segment of a timeline without a duration".to_owned();
                return Err(ReadError::Malformed { line: element.line, problem });
            }
            runs.push(Run {
                time: element.parsed("t", notes, value::whole),
                ticks,
                repeat: element.parsed("r", notes, value::signed).unwrap_or(0),
                line: element.line,
            });
        }
        return Ok(Pace::Timeline(runs.into()));
    }
    Ok(match found.parsed("duration", notes, value::whole) {
        Some(0) | None => Pace::Unknown,
        Some(ticks) => Pace::Even(ticks),
    })
}
