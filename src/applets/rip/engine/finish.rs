//! What was recorded becomes the file without another word from a server: of a stream that is gone, or will stay as it is.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::outputs::is_folder;
use super::{Found, Parts, UnderWay};
use crate::applets::rip::error::RipError;
use crate::applets::rip::movie;
use crate::applets::rip::name::{self, Shape};
use crate::applets::rip::plan::{Container, Plan, Remux, Target};
use crate::applets::rip::report::{Limited, Part, Report, TrackReport};
use crate::media::mux::Keep;
use crate::media::record::{self, End, Outcome, Purpose, Resume, Saved, journal_of};

/// The endings of names that are ours to give.
const ENDINGS: [&str; 7] = ["mp4", "ts", "m4a", "webm", "aac", "m4s", "mp3"];

/// The recording that `plan` is about, where an earlier run has left one.
pub(in super::super) fn left(plan: &Plan) -> Option<PathBuf> {
    let named = |folder: &Path| {
        ENDINGS
            .iter()
            .map(|ending| folder.join(name::from_url(&plan.url, ending)))
            .find(|path| journal_of(path).is_file())
    };
    match &plan.target {
        Target::Stdout | Target::Template(_) => None,
        Target::Named => named(Path::new("")),
        Target::File(path) if is_folder(path) => named(path),
        Target::File(path) => journal_of(path).is_file().then(|| path.clone()),
    }
}

/// Recordings that look like sounds and subtitles of `path`.
pub(in super::super) fn beside(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(begin) = path.file_stem().and_then(|stem| Some(format!("{}.", stem.to_str()?))) else { return Vec::new() };
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let parts = names.filter_map(|name| Some(name.to_str()?.strip_suffix(".rip")?.to_owned()));
    let recordings = parts.filter(|name| name.starts_with(&begin)).map(|name| path.with_file_name(name));
    let mut left: Vec<PathBuf> = recordings.filter(|other| other != path).collect();
    left.sort();
    left
}

/// What a stop leaves of what is recorded, while nobody records: the file of a live stream, else what can be gone on with.
pub(super) async fn stopped(plan: &Plan, parts: Parts) -> Result<Found, RipError> {
    let under_way = parts.under_way.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(UnderWay { shape, live, tracks, languages }) = under_way else { return Err(RipError::Stopped) };
    let media: Vec<_> = tracks.into_iter().filter(|(part, _)| *part != Part::Subtitles).collect();
    let purpose = match shape {
        Shape::Copies if media.len() > 1 => Purpose::Part,
        Shape::Copies => Purpose::File,
        Shape::Movie(_) => Purpose::Movie,
        Shape::Foreign => Purpose::Foreign,
    };
    if !media.iter().all(|(_, path)| record::is_left(path)) {
        return Err(RipError::Stopped);
    }
    let (mut told, mut kept) = (Vec::new(), Vec::new());
    for (part, path) in media {
        let outcome = if live { record::conclude(&path, purpose, Resume::Continue)? } else { record::stand(&path)? };
        if let Saved::Kept(path) = &outcome.saved {
            kept.push(path.clone());
        }
        told.push(TrackReport::of(part, plan.url.to_string(), Outcome { end: End::Stopped, live, ..outcome }));
    }
    let mut report = Report::of(None, told, &parts.gauges, Duration::ZERO, Limited::No);
    if shape == Shape::Copies {
        movie::settle(&kept, plan.resume, &mut report)?;
    } else if !kept.is_empty() {
        let making = movie::Making { resume: plan.resume, gauges: Arc::clone(&parts.gauges), stop: parts.stop };
        report.become_movie(movie::make(shape, &kept, &languages, making).await?);
    }
    Ok(Found::Recording(Box::new(report)))
}

/// Makes the file.
pub(super) async fn execute(plan: &Plan, parts: Parts) -> Result<Found, RipError> {
    let path = left(plan).ok_or_else(|| RipError::NothingLeft {
        path: match &plan.target {
            Target::File(path) => path.clone(),
            _ => name::from_url(&plan.url, "*"),
        },
    })?;
    let sounds = record::sounds_of(&path);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let shape = match (plan.remux, plan.container) {
        (Remux::Ffmpeg, _) => Shape::Foreign,
        (_, Container::M4a) => Shape::Movie(Keep::Sound),
        (_, Container::Mp4) => Shape::Movie(Keep::All),
        (_, Container::Auto) if ending == "m4a" => Shape::Movie(Keep::Sound),
        (_, Container::Auto) if ending == "mp4" || !sounds.is_empty() => Shape::Movie(Keep::All),
        _ => Shape::Copies,
    };
    let purpose = match shape {
        Shape::Copies => Purpose::File,
        Shape::Movie(_) => Purpose::Movie,
        Shape::Foreign => Purpose::Foreign,
    };
    let sounds = if shape == Shape::Copies { Vec::new() } else { sounds };
    let mut tracks = Vec::new();
    let mut kept = Vec::new();
    for (index, path) in std::iter::once(path).chain(sounds).enumerate() {
        let outcome = record::conclude(&path, purpose, plan.resume)?;
        if let Saved::Kept(path) = &outcome.saved {
            kept.push(path.clone());
        }
        let part = if index == 0 { Part::Main } else { Part::Audio };
        tracks.push(TrackReport::of(part, plan.url.to_string(), outcome));
    }
    let mut report = Report::of(None, tracks, &parts.gauges, Duration::ZERO, Limited::No);
    if !kept.is_empty() {
        // The recording does not tell languages.
        let languages = vec![None; kept.len()];
        let making = movie::Making { resume: plan.resume, gauges: Arc::clone(&parts.gauges), stop: parts.stop };
        report.become_movie(movie::make(shape, &kept, &languages, making).await?);
    }
    Ok(Found::Recording(Box::new(report)))
}
