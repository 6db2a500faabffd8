//! All tracks of a recording at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{Parts, Selected, SelectedTrack};
use crate::applets::rip::error::RipError;
use crate::applets::rip::plan::Plan;
use crate::applets::rip::report::{Limited, Part, Report, TrackReport};
use crate::media::hls::Reach;
use crate::media::record::{self, Outcome, Output, OutputError, RecordError, Saved, Settings, Teller, Track};

/// Recordings.
pub(super) struct Recorded {
    pub(super) report: Report,
    /// What has become of each track: its number, and what it is.
    pub(super) saved: Vec<(usize, Part, Saved)>,
    /// Why subtitles are not there.
    pub(super) lost: Option<RecordError>,
}

impl Recorded {
    /// What a movie is made of, the main one first: nothing while one of them is not whole.
    pub(super) fn kept(&self) -> Vec<PathBuf> {
        let media = self.saved.iter().filter(|(_, part, _)| *part != Part::Subtitles);
        let kept = |(_, _, saved): &(usize, Part, Saved)| match saved {
            Saved::Kept(path) => Some(path.clone()),
            _ => None,
        };
        media.map(kept).collect::<Option<_>>().unwrap_or_default()
    }
}

/// Records all tracks at once. One that fails ends the others: what they have is kept. Subtitles fail alone.
pub(super) async fn record_all(
    plan: &Plan,
    selected: Selected,
    outputs: Vec<Output>,
    parts: Parts,
) -> Result<Recorded, RipError> {
    let (stop, broken) = (parts.stop.child_token(), CancellationToken::new());
    let share = selected.tracks.len().max(1) as u64;
    let settings = Settings { memory_bytes: plan.settings.memory_bytes / share, ..plan.settings.clone() };
    let settings = settings_of(&selected.tracks, settings);
    // What this run begins, should it have to begin anew.
    let fresh =
        outputs.iter().filter(|output| output.recorded().count() == 0 && !output.waits()).filter_map(Output::path);
    let fresh: Vec<PathBuf> = fresh.map(Path::to_owned).collect();
    let mut told = Vec::new();
    let mut work = Vec::new();
    let tracks = selected.tracks.into_iter().zip(outputs).zip(&settings);
    for (index, ((selected, output), settings)) in tracks.enumerate() {
        told.push((selected.part, selected.language, selected.opened.url.to_string()));
        let parts = record::Parts {
            asker: parts.asker.clone(),
            gauges: Arc::clone(&parts.gauges),
            events: Teller::new(index, parts.events.clone()),
            stop: stop.clone(),
            broken: broken.clone(),
        };
        work.push(one(selected.part, selected.opened.track, output, settings, parts));
    }
    let outcomes = futures_util::future::join_all(work).await;
    let mut tracks = Vec::new();
    let mut wall = std::time::Duration::ZERO;
    let mut saved = Vec::new();
    let other = outcomes.iter().enumerate().find_map(|(track, outcome)| match outcome {
        Err(RecordError::Output(OutputError::OtherKind { found, .. })) => Some((track, *found)),
        _ => None,
    });
    if let Some((track, found)) = other {
        for path in fresh {
            // Those that were not even begun are not there.
            let _ = record::discard(&path);
        }
        return Err(RipError::OtherKind { track, found });
    }
    let mut lost = None;
    for (index, ((part, language, url), outcome)) in told.into_iter().zip(outcomes).enumerate() {
        let outcome = match outcome {
            Err(error) if part == Part::Subtitles => {
                lost = Some(error);
                continue;
            }
            outcome => outcome?,
        };
        wall = wall.max(outcome.wall);
        saved.push((index, part, outcome.saved.clone()));
        tracks.push(TrackReport { language, ..TrackReport::of(part, url, outcome) });
    }
    let limited =
        if plan.settings.limit.is_some() || plan.settings.until.is_some() { Limited::Yes } else { Limited::No };
    Ok(Recorded { report: Report::of(selected.variant, tracks, &parts.gauges, wall, limited), saved, lost })
}

/// How each track is recorded: those beside the main one until that ends, wherever their own segments begin and end.
fn settings_of(tracks: &[SelectedTrack], settings: Settings) -> Vec<Settings> {
    let (Some(limit), Some(main)) = (settings.limit, tracks.first()) else { return vec![settings; tracks.len()] };
    let beside = |track: &SelectedTrack| {
        let limit = Some(track.opened.beside(&main.opened, limit));
        Settings { limit, reach: Reach::Over, ..settings.clone() }
    };
    std::iter::once(settings.clone()).chain(tracks.iter().skip(1).map(beside)).collect()
}

async fn one(
    part: Part,
    track: Track,
    output: Output,
    settings: &Settings,
    parts: record::Parts,
) -> Result<Outcome, RecordError> {
    let outcome = record::record(track, output, settings, &parts).await;
    let expired = matches!(outcome, Err(RecordError::Expired { .. }));
    if outcome.is_err() && (part != Part::Subtitles || expired) {
        parts.broken.cancel();
        parts.stop.cancel();
    }
    outcome
}
