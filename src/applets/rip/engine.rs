//! From a URL to a recording: which playlist, which rendition, which file. No terminal.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::error::RipError;
use super::event::Chosen;
use super::listing::{Listing, VariantRow, quality_of};
use super::plan::{Aim, Plan, Target, Tracks};
use super::report::{Limited, Report};
use crate::kit::event::Sink;
use crate::kit::net::SafeUrl;
use crate::media::hls::{Context, Kind, Master, Media, Playlist, Rendition};
use crate::media::playlist::Asker;
use crate::media::record::{self, Gauges, Output, Track};
use crate::media::segment::Resolver;
use crate::media::select::{Choice, choose, ranked};

/// What the engine works with.
pub struct Parts {
    /// Sends requests.
    pub asker: Asker,
    /// Where a recording goes that is piped.
    pub pipe: Option<Box<dyn Write + Send>>,
    /// Counted while it runs.
    pub gauges: Arc<Gauges>,
    /// Told when it is known what will be recorded.
    pub chosen: Sink<Chosen>,
    /// Told while it runs.
    pub events: Sink<record::Event>,
    /// Ends it.
    pub stop: CancellationToken,
}

/// What came of it.
#[derive(Debug)]
pub enum Found {
    /// What there is.
    Listing(Listing),
    /// What was recorded.
    Recording(Box<Report>),
}

/// What is to be recorded.
struct Selected {
    track: Track,
    url: SafeUrl,
    variant: Option<VariantRow>,
    /// Tells it from other streams, for the journal.
    stream: String,
    sound_apart: Option<String>,
    oddities: usize,
}

/// Carries out `plan`.
///
/// # Errors
/// See [`RipError`].
pub async fn execute(plan: &Plan, mut parts: Parts) -> Result<Found, RipError> {
    let policy = plan.settings.retry;
    let (url, reading) = parts.asker.load(&plan.url, Context::default(), policy, &parts.stop).await?;
    let oddities = reading.diagnostics.told().len();
    let selected = match reading.playlist {
        Playlist::Master(master) if plan.aim == Aim::List => {
            return Ok(Found::Listing(Listing::of(url.to_string(), &master)));
        }
        Playlist::Media(_) if plan.aim == Aim::List => {
            return Ok(Found::Listing(Listing::of(url.to_string(), &Master::default())));
        }
        Playlist::Master(master) => select(plan, &parts, &url, &master).await?,
        Playlist::Media(media) => {
            let stream = stream_name(&url, None);
            let track = track(plan, vec![plan.url.clone()], url.clone(), media);
            Selected { track, url, variant: None, stream, sound_apart: None, oddities }
        }
    };
    let output = open(plan, &selected, parts.pipe.take())?;
    let recorded = output.recorded();
    parts.chosen.send(Chosen {
        file: output.path().map_or_else(|| "-".to_owned(), |path| path.display().to_string()),
        quality: selected.variant.as_ref().map_or_else(String::new, VariantRow::text),
        live: selected.track.media.is_live(),
        segments: selected.track.media.segments.len() as u64,
        recorded: recorded.count() as u64,
        sound_apart: selected.sound_apart.clone(),
        oddities: selected.oddities,
    });
    let work =
        record::Parts { asker: parts.asker, gauges: Arc::clone(&parts.gauges), events: parts.events, stop: parts.stop };
    let outcome = record::record(selected.track, output, &plan.settings, &work).await?;
    let limited = if plan.settings.limit.is_some() { Limited::Yes } else { Limited::No };
    let report = Report::of(selected.url.to_string(), selected.variant, outcome, &parts.gauges, limited);
    Ok(Found::Recording(Box::new(report)))
}

/// Chooses a rendition and loads its playlist, from the first of its places that has it.
async fn select(plan: &Plan, parts: &Parts, base: &SafeUrl, master: &Master) -> Result<Selected, RipError> {
    let resolver = Resolver::new(base.clone(), plan.query, plan.key);
    let choice = choose(master, &plan.quality).ok_or_else(|| refused(plan, base, master))?;
    let variant = VariantRow::of(choice.variant);
    let references = match plan.tracks {
        Tracks::Variant => std::iter::once(choice.variant.uri.as_str()).chain(choice.others.iter().copied()).collect(),
        Tracks::Audio => vec![audio(master, &choice)?],
    };
    let sound = separate_audio(master, &choice).filter(|_| plan.tracks == Tracks::Variant);
    let sound_apart = sound.map(|sound| sound.name.clone());
    let mut places = Vec::new();
    for reference in references {
        let place = resolver
            .url(reference)
            .map_err(|reason| RipError::Reference { url: base.clone(), reason: Box::new(reason) })?;
        places.push(place);
    }
    let context = Context { variables: Some(&master.variables), ..Context::default() };
    let mut last = None;
    for turn in 0..places.len() {
        let place = &places[turn];
        match parts.asker.load(place, context, plan.settings.retry, &parts.stop).await {
            Ok((url, reading)) => {
                let Playlist::Media(media) = reading.playlist else { return Err(RipError::Nested { url }) };
                let stream = stream_name(&url, Some(&variant));
                let oddities = reading.diagnostics.told().len();
                places.rotate_left(turn);
                let mut track = track(plan, places, url.clone(), media);
                track.variables.clone_from(&master.variables);
                return Ok(Selected { track, url, variant: Some(variant), stream, sound_apart, oddities });
            }
            Err(error) => last = Some(error),
        }
    }
    // There is at least one place.
    Err(last.map_or_else(|| RipError::NoVariant { url: base.clone() }, Into::into))
}

fn track(plan: &Plan, places: Vec<SafeUrl>, base: SafeUrl, media: Media) -> Track {
    let resolver = Resolver::new(base, plan.query, plan.key);
    Track { places, media, resolver, variables: std::collections::BTreeMap::new() }
}

/// Why no rendition was chosen.
fn refused(plan: &Plan, url: &SafeUrl, master: &Master) -> RipError {
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
    sounds().find(|rendition| rendition.default).or_else(|| sounds().next())
}

fn audio<'a>(master: &'a Master, choice: &Choice<'a>) -> Result<&'a str, RipError> {
    if let Some(uri) = separate_audio(master, choice).and_then(|sound| sound.uri.as_deref()) {
        return Ok(uri);
    }
    let alone = ranked(master).into_iter().find(|choice| quality_of(choice.variant) == "audio");
    alone.map(|choice| choice.variant.uri.as_str()).ok_or(RipError::NoAudio)
}

/// What tells this stream from another in a journal; tokens and hosts change, these do not.
fn stream_name(url: &SafeUrl, variant: Option<&VariantRow>) -> String {
    let name = url.path().rsplit('/').next().unwrap_or_default();
    match variant {
        Some(variant) => format!("{name} {} {}", variant.quality, variant.bandwidth_bps),
        None => name.to_owned(),
    }
}

/// Opens where the recording goes; a name that promises another container is refused.
fn open(plan: &Plan, selected: &Selected, pipe: Option<Box<dyn Write + Send>>) -> Result<Output, RipError> {
    let in_boxes = selected.track.media.segments.first().is_some_and(|segment| segment.map.is_some());
    let path = match (&plan.target, pipe) {
        (_, Some(pipe)) => return Ok(Output::pipe(pipe)),
        (Target::File(path), None) => {
            check_container(path, in_boxes)?;
            path.clone()
        }
        (Target::Named | Target::Stdout, None) => named(&plan.url, in_boxes),
    };
    Ok(Output::file(&path, &selected.stream, plan.resume)?)
}

fn check_container(path: &Path, in_boxes: bool) -> Result<(), RipError> {
    const BOXES: [&str; 6] = ["mp4", "m4v", "m4a", "m4s", "mov", "cmfv"];
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    let other = |segments: &'static str, extension: &str| {
        Err(RipError::Container { path: path.to_owned(), segments, instead: path.with_extension(extension) })
    };
    match extension.as_str() {
        "mkv" | "webm" => other(
            if in_boxes { "fragmented MP4" } else { "MPEG-TS or packed audio" },
            if in_boxes { "mp4" } else { "ts" },
        ),
        extension if BOXES.contains(&extension) && !in_boxes => other("MPEG-TS or packed audio", "ts"),
        "ts" | "m2ts" | "mts" if in_boxes => other("fragmented MP4", "mp4"),
        _ => Ok(()),
    }
}

/// A name in the working directory: that of the playlist, without what a file name must not have.
fn named(url: &SafeUrl, in_boxes: bool) -> PathBuf {
    let last = url.path().rsplit('/').next().unwrap_or_default();
    let last = percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned();
    let stem = last.rsplit_once('.').map_or(last.as_str(), |(stem, _)| stem);
    let clean: String =
        stem.chars().map(|c| if c.is_alphanumeric() || "-_ ()[]".contains(c) { c } else { '_' }).take(100).collect();
    let clean = clean.trim().trim_start_matches('-');
    let stem = if clean.is_empty() { "stream" } else { clean };
    PathBuf::from(format!("{stem}.{}", if in_boxes { "mp4" } else { "ts" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::net::parse_url;

    #[test]
    fn a_name_is_taken_from_the_url_and_is_harmless() {
        for (url, name) in [
            ("http://h/video/master.m3u8?token=x", "master.ts"),
            ("http://h/a%20b.m3u8", "a b.ts"),
            ("http://h/..%2F..%2Fetc%2Fpasswd", "_ts"),
            ("http://h/", "stream.ts"),
            ("http://h/-rf.m3u8", "rf.ts"),
            ("http://h/%00%1b[31m.m3u8", "__[31m.ts"),
        ] {
            let found = named(&parse_url(url).unwrap(), false);
            if name == "_ts" {
                assert!(
                    !found.to_str().unwrap().contains('/') && !found.to_str().unwrap().starts_with('.'),
                    "{found:?}"
                );
            } else {
                assert_eq!(found, PathBuf::from(name), "{url}");
            }
        }
    }

    #[test]
    fn a_name_must_not_promise_another_container() {
        for (name, in_boxes, fits) in [
            ("x.ts", false, true),
            ("x.ts", true, false),
            ("x.mp4", true, true),
            ("x.MP4", false, false),
            ("x.m4a", true, true),
            ("x.mkv", true, false),
            ("x", false, true),
            ("/dev/null", true, true),
            ("x.aac", false, true),
        ] {
            assert_eq!(check_container(Path::new(name), in_boxes).is_ok(), fits, "{name} {in_boxes}");
        }
    }
}
