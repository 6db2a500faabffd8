//! From the elements of a manifest to what it says: defaults, inheritance, and what is refused.

use std::time::Duration;

use super::model::{Clock, Kind, Mpd, Period, Representation, Set};
use super::xml::Element;
use super::{ReadError, addressing, protection, value};
use crate::kit::net::SafeUrl;
use crate::media::hls::{Diagnostics, Moment};

/// More are no presentation; bounds what a hostile manifest makes us keep.
const MOST_PERIODS: usize = 10_000;

/// Reads the root; `url` is where it came from.
pub(super) fn mpd(root: &Element, url: &SafeUrl, notes: &mut Diagnostics) -> Result<Mpd, ReadError> {
    let dynamic = match root.attribute("type") {
        None | Some("static") => false,
        Some("dynamic") => true,
        Some(other) => {
            notes.add(root.line, format!("the type “{other}” is taken for static"));
            false
        }
    };
    if let Some(patch) = root.child("PatchLocation") {
        notes.add(patch.line, "patches are not used: the whole manifest is asked for each time");
    }
    let base = base(root, url, notes)?;
    let mut mpd = Mpd {
        dynamic,
        availability_start: root.parsed("availabilityStartTime", notes, Moment::read),
        duration: root.parsed("mediaPresentationDuration", notes, value::duration),
        update: root.parsed("minimumUpdatePeriod", notes, value::duration),
        depth: root.parsed("timeShiftBufferDepth", notes, value::duration),
        delay: root.parsed("suggestedPresentationDelay", notes, value::duration),
        location: location(root, url, notes),
        clocks: clocks(root),
        periods: Vec::new(),
    };
    for element in root.all("Period") {
        if mpd.periods.len() == MOST_PERIODS {
            return Err(ReadError::Malformed {
                line: element.line,
                problem: format!("more than {MOST_PERIODS} periods"),
            });
        }
        if let Some(period) = period(element, &base, (&mpd, mpd.periods.last()), notes)? {
            mpd.periods.push(period);
        }
    }
    close_periods(&mut mpd, notes);
    if mpd.periods.iter().all(|period| period.sets.is_empty()) {
        return Err(ReadError::Nothing);
    }
    Ok(mpd)
}

/// Where later copies are.
fn location(root: &Element, url: &SafeUrl, notes: &mut Diagnostics) -> Option<SafeUrl> {
    let mut found = None;
    for element in root.all("Location") {
        match url.join(element.text()) {
            Ok(url) => found = found.or(Some(url)),
            Err(error) => notes.add(element.line, format!("this Location is not used: {error}")),
        }
    }
    found
}

fn clocks(root: &Element) -> Vec<Clock> {
    let clock = |element: &Element| {
        let value = element.attribute("value").unwrap_or_default().to_owned();
        Some(Clock { scheme: element.attribute("schemeIdUri")?.to_owned(), value })
    };
    root.all("UTCTiming").take(16).filter_map(clock).collect()
}

/// The last base of the chain: that of the first `BaseURL`; others are the same content elsewhere.
fn base(element: &Element, parent: &SafeUrl, notes: &mut Diagnostics) -> Result<SafeUrl, ReadError> {
    let Some(first) = element.child("BaseURL") else { return Ok(parent.clone()) };
    if element.all("BaseURL").nth(1).is_some() {
        notes.add(first.line, "of several BaseURL the first is used");
    }
    parent.join(first.text()).map_err(|reason| ReadError::Reference { line: first.line, reason })
}

fn period(
    element: &Element,
    parent: &SafeUrl,
    (mpd, last): (&Mpd, Option<&Period>),
    notes: &mut Diagnostics,
) -> Result<Option<Period>, ReadError> {
    let line = element.line;
    remote(element)?;
    let told = element.parsed("start", notes, value::duration);
    let follows = match last {
        Some(last) => last.duration.and_then(|duration| last.start.checked_add(duration)),
        None if mpd.dynamic => None,
        None => Some(Duration::ZERO),
    };
    let Some(start) = told.or(follows) else {
        notes.add(line, "a period that does not begin yet is left out");
        return Ok(None);
    };
    if last.is_some_and(|last| start < last.start) {
        return Err(ReadError::Malformed {
            line,
            problem: "the period begins before the one in front of it".to_owned(),
        });
    }
    let duration = element.parsed("duration", notes, value::duration);
    let base = base(element, parent, notes)?;
    let mut sets = Vec::new();
    for set in element.all("AdaptationSet") {
        remote(set)?;
        sets.extend(self::set(element, set, &base, notes)?);
    }
    Ok(Some(Period { id: element.attribute("id").map(str::to_owned), start, duration, sets, line }))
}

/// What is to be fetched from elsewhere is not played around in silence.
fn remote(element: &Element) -> Result<(), ReadError> {
    match element.attribute("href") {
        // This one says that there is nothing.
        None | Some("urn:mpeg:dash:resolve-to-zero:2013") => Ok(()),
        Some(_) => {
            let problem = format!("a {} that is to be fetched from elsewhere (xlink) is not supported", element.name);
            Err(ReadError::Malformed { line: element.line, problem })
        }
    }
}

/// Every period ends where the next one begins, and the last where the presentation does.
fn close_periods(mpd: &mut Mpd, notes: &mut Diagnostics) {
    for index in 0..mpd.periods.len() {
        let next = mpd.periods.get(index + 1).map(|next| next.start);
        let period = &mut mpd.periods[index];
        let end = next.or(mpd.duration.filter(|end| *end >= period.start));
        let longest = end.map(|end| end.saturating_sub(period.start));
        match (period.duration, longest) {
            (Some(told), Some(longest)) if next.is_some() && told > longest => {
                notes.add(period.line, "the period is longer than the time to the next one, and is cut there");
                period.duration = Some(longest);
            }
            (None, longest) => period.duration = longest,
            _ => {}
        }
    }
}

/// An adaptation set; `None` where nothing in it can be addressed.
fn set(period: &Element, set: &Element, parent: &SafeUrl, notes: &mut Diagnostics) -> Result<Option<Set>, ReadError> {
    let base = base(set, parent, notes)?;
    let mut representations = Vec::new();
    for element in set.all("Representation") {
        representations.extend(representation([period, set, element], &base, notes)?);
    }
    let Some(first) = representations.first() else { return Ok(None) };
    let roles = set.all("Role").filter_map(|role| role.attribute("value")).map(str::to_owned).collect();
    let trick = ["EssentialProperty", "SupplementalProperty"].iter().any(|name| {
        set.all(name).any(|property| property.attribute("schemeIdUri").is_some_and(|uri| uri.ends_with("/trickmode")))
    });
    let label = set.child("Label").map(Element::text).or_else(|| set.attribute("label"));
    let language = set.attribute("lang").filter(|language| !matches!(*language, "" | "und"));
    Ok(Some(Set {
        id: set.attribute("id").map(str::to_owned),
        kind: kind(set, first),
        language: language.map(str::to_owned),
        label: label.filter(|label| !label.is_empty()).map(str::to_owned),
        roles,
        trick,
        representations,
        line: set.line,
    }))
}

/// By what the set says, or by the type and format of its first representation.
fn kind(set: &Element, first: &Representation) -> Kind {
    let component = set.child("ContentComponent").and_then(|component| component.attribute("contentType"));
    let told = set.attribute("contentType").or(component).or_else(|| first.mime.split('/').next());
    let is = |names: &[&str]| first.codecs.iter().any(|codec| names.iter().any(|name| codec.starts_with(name)));
    match told {
        Some("video") => Kind::Video,
        Some("audio") => Kind::Audio,
        Some("text") => Kind::Text,
        Some("image") => Kind::Other,
        _ if is(&["stpp", "wvtt"]) || first.mime.contains("ttml") => Kind::Text,
        _ if first.width.is_some() || is(&["avc", "hvc", "hev", "av01", "vp"]) => Kind::Video,
        _ if is(&["mp4a", "ac-3", "ec-3", "opus", "flac"]) => Kind::Audio,
        _ => Kind::Other,
    }
}

/// A representation; what it does not say itself its set says, and addresses its period as well.
fn representation(
    levels: [&Element; 3],
    parent: &SafeUrl,
    notes: &mut Diagnostics,
) -> Result<Option<Representation>, ReadError> {
    let [_, set, element] = levels;
    let line = element.line;
    let base = base(element, parent, notes)?;
    let id = element.attribute("id").unwrap_or_default().to_owned();
    if id.is_empty() {
        notes.add(line, "a representation without an id");
    }
    let own = |name: &str| element.attribute(name).or_else(|| set.attribute(name));
    let bandwidth = element.parsed("bandwidth", notes, value::whole).unwrap_or(0);
    let pick = |name: &str, notes: &mut Diagnostics| {
        let own = element.parsed(name, notes, value::whole);
        own.or_else(|| set.parsed(name, notes, value::whole))
    };
    let (width, height) = (pick("width", notes), pick("height", notes));
    let rate = element.parsed("frameRate", notes, value::rate);
    let codecs = own("codecs").unwrap_or_default().split(',').map(str::trim).filter(|codec| !codec.is_empty());
    let channels = element.child("AudioChannelConfiguration").or_else(|| set.child("AudioChannelConfiguration"));
    let (protections, codecs) = (protection::read(set, element, notes), codecs.map(str::to_owned).collect());
    let Some(segments) = addressing::read(levels, &base, (id.as_str(), bandwidth), notes)? else { return Ok(None) };
    Ok(Some(Representation {
        id,
        bandwidth_bps: bandwidth,
        width,
        height,
        frame_rate: rate.or_else(|| set.parsed("frameRate", notes, value::rate)),
        channels: channels.and_then(|channels| channels.attribute("value")).map(str::to_owned),
        codecs,
        mime: own("mimeType").unwrap_or_default().to_ascii_lowercase(),
        base,
        segments,
        protections,
        line,
    }))
}
