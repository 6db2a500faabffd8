//! From a URL to a recording: which playlist, which rendition, which files. No terminal.

mod measure;
mod page;
mod renewal;
mod wanted;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use self::wanted::{Wanted, taken, wanted};
use super::args::Container;
use super::error::RipError;
use super::event::{Chosen, News};
use super::findings::FindReport;
use super::listing::{Listing, VariantRow};
use super::movie;
use super::name::{self, Shape, Wish};
use super::plan::{Aim, Plan, Target};
use super::report::{Limited, Part, Report, TrackReport};
use crate::kit::event::Sink;
use crate::kit::net::SafeUrl;
use crate::media::hls::Master;
use crate::media::playlist::{Asker, LARGEST_BYTES, LoadError, Sent};
use crate::media::presentation::{Clock, Opened, Presentation, Several, Terms};
use crate::media::record::{self, Gauges, Outcome, Output, Purpose, RecordError, Saved, Settings, Teller, Told, Track};
use crate::media::select::{Quality, choose};

/// What the engine works with.
pub struct Parts {
    /// Sends requests.
    pub asker: Asker,
    /// Where a recording goes that is piped.
    pub pipe: Option<Box<dyn Write + Send>>,
    /// Counted while it runs.
    pub gauges: Arc<Gauges>,
    /// Told when it is known what will be recorded.
    pub chosen: Sink<News>,
    /// Told while it runs.
    pub events: Sink<Told>,
    /// Ends it.
    pub stop: CancellationToken,
}

/// What came of it.
#[derive(Debug)]
pub enum Found {
    /// What there is.
    Listing(Listing),
    /// What a page has.
    Findings(Box<FindReport>),
    /// What was recorded.
    Recording(Box<Report>),
}

/// What is to be recorded.
struct Selected {
    variant: Option<VariantRow>,
    /// The main one first.
    tracks: Vec<SelectedTrack>,
    sound_left_out: Option<String>,
    /// What the choice was made by, where that was measured.
    measured_bps: Option<u64>,
    /// What was odd about what names the tracks.
    oddities: usize,
}

struct SelectedTrack {
    part: Part,
    /// What tells subtitles and sounds apart.
    label: String,
    opened: Opened,
}

/// Carries out `plan`; where links expire and can be renewed, as often as that is of use.
///
/// # Errors
/// See [`RipError`].
pub async fn execute(plan: &Plan, parts: Parts) -> Result<Found, RipError> {
    match &plan.refresh {
        Some(command) => renewal::execute(plan, command, parts).await,
        None => once(plan, parts).await,
    }
}

/// Carries out `plan` with one link.
async fn once(plan: &Plan, parts: Parts) -> Result<Found, RipError> {
    let sent = parts.asker.fetch(&plan.url, LARGEST_BYTES, plan.settings.retry, &parts.stop).await;
    let sent = sent.map_err(LoadError::from)?;
    if page::is_page(plan, &sent) {
        return page::execute(plan, parts, sent).await;
    }
    stream(plan, parts, sent).await
}

/// Carries out `plan` on the playlist or manifest that `sent` holds.
async fn stream(plan: &Plan, parts: Parts, sent: Sent) -> Result<Found, RipError> {
    let presentation = Presentation::open(&plan.url, &sent, &terms(plan, &parts)).await?;
    let url = sent.url;
    drop(sent.body);
    let selected = match presentation {
        Presentation::Several(several) if plan.aim == Aim::List => {
            let quality = quality(plan, &parts, &several).await;
            return Ok(Found::Listing(list(plan, &quality, &url, several.master())));
        }
        Presentation::Alone(_) if plan.aim == Aim::List => {
            return Ok(Found::Listing(Listing::of(url.to_string(), &Master::default())));
        }
        Presentation::Several(several) => select(plan, &parts, &several).await?,
        Presentation::Alone(opened) => {
            let only = SelectedTrack { part: Part::Main, label: String::new(), opened: *opened };
            Selected { variant: None, tracks: vec![only], sound_left_out: None, measured_bps: None, oddities: 0 }
        }
    };
    carry_out(plan, selected, parts).await
}

/// How playlists are asked for.
fn terms<'a>(plan: &'a Plan, parts: &'a Parts) -> Terms<'a> {
    let (policy, stop) = (plan.settings.retry, &parts.stop);
    Terms { asker: &parts.asker, policy, query: plan.query, key: plan.key, keys: &plan.keys, stop }
}

/// Records what was selected, and makes the file of it that is wanted.
async fn carry_out(plan: &Plan, selected: Selected, mut parts: Parts) -> Result<Found, RipError> {
    let (shape, outputs) = open(plan, &selected, parts.pipe.take())?;
    parts.chosen.send(News::Chosen(chosen(plan, &selected, shape, &outputs)));
    let gauges = Arc::clone(&parts.gauges);
    let times: Vec<Clock> = selected.tracks.iter().map(|track| track.opened.clock()).collect();
    let mut report = record_all(plan, selected, outputs, parts).await?;
    movie::subtitles(plan.sub_form, &report.saved, &times, &mut report.report)?;
    let kept = report.kept();
    if shape == Shape::Copies {
        movie::settle(&kept, &mut report.report)?;
    } else if !kept.is_empty() {
        let made = movie::make(shape, &kept, gauges).await?;
        report.report.become_movie(made);
    }
    Ok(Found::Recording(Box::new(report.report)))
}

/// Chooses a rendition and opens its tracks.
async fn select(plan: &Plan, parts: &Parts, several: &Several) -> Result<Selected, RipError> {
    let quality = quality(plan, parts, several).await;
    let taken = taken(plan, &quality, (several.url(), several.master()))?;
    let variant = taken.choice.variant;
    let (wanted, sound_left_out) = wanted(plan, several.master(), &taken)?;
    let mut tracks = Vec::new();
    for Wanted { part, label, places } in wanted {
        let opened = several.track(&places, variant, &terms(plan, parts)).await?;
        tracks.push(SelectedTrack { part, label, opened });
    }
    let (variant, measured_bps) = (Some(VariantRow::of(variant)), quality.measured_bps());
    Ok(Selected { variant, tracks, sound_left_out, measured_bps, oddities: several.oddities() })
}

/// The quality that is meant, with what the connection carries where it is chosen by that. What cannot be measured is taken
/// for enough.
async fn quality(plan: &Plan, parts: &Parts, several: &Several) -> Quality {
    let quality = &plan.quality;
    let Some(best) = choose(several.master(), quality).filter(|_| quality.is_auto()) else { return quality.clone() };
    let Some((media, resolver)) = several.window(&best.variant.uri, &terms(plan, parts)).await else {
        return quality.clone();
    };
    measure::measure(parts, &media, resolver).await.map_or_else(|| quality.clone(), |bps| quality.measured(bps))
}

/// What there is, and what would be taken of it.
fn list(plan: &Plan, quality: &Quality, url: &SafeUrl, master: &Master) -> Listing {
    let listing = Listing { measured_bps: quality.measured_bps(), ..Listing::of(url.to_string(), master) };
    match taken(plan, quality, (url, master)).and_then(|taken| wanted(plan, master, &taken).map(|_| taken)) {
        Ok(taken) => listing.with(master, &taken),
        Err(error) => Listing { problem: Some(error.to_string()), ..listing },
    }
}

/// Opens where each track goes, and says what becomes of them; a name that promises what cannot be is refused.
fn open(
    plan: &Plan,
    selected: &Selected,
    mut pipe: Option<Box<dyn Write + Send>>,
) -> Result<(Shape, Vec<Output>), RipError> {
    let Some(main) = selected.tracks.first() else { return Ok((Shape::Copies, Vec::new())) };
    let named = match &plan.target {
        Target::File(path) if !path.is_dir() => Some(path.as_path()),
        Target::Stdout => Some(Path::new("-")),
        Target::File(_) | Target::Named => None,
    };
    let device = |path: &Path| std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir());
    let wish = Wish {
        container: plan.container,
        remux: plan.remux,
        path: named,
        flows: pipe.is_some() || named.is_some_and(device),
        segments: kind_of(&selected.tracks, plan.container, named).unwrap_or(main.opened.packing),
        tracks: selected.tracks.iter().filter(|track| track.part != Part::Subtitles).count(),
    };
    let shape = wish.shape()?;
    let own = || {
        let extension = name::extension(shape, plan.container, main.opened.packing);
        let titled = plan.title.as_deref().and_then(|title| name::from_title(title, extension));
        titled.unwrap_or_else(|| name::from_url(&plan.url, extension))
    };
    let main = match &plan.target {
        Target::File(path) if path.is_dir() => path.join(own()),
        Target::File(path) => path.clone(),
        Target::Named | Target::Stdout => own(),
    };
    let purpose = match shape {
        Shape::Copies if wish.tracks > 1 => Purpose::Part,
        Shape::Copies => Purpose::File,
        Shape::Movie(_) => Purpose::Movie,
        Shape::Foreign => Purpose::Foreign,
    };
    let mut outputs = Vec::new();
    let mut texts: Vec<PathBuf> = Vec::new();
    let mut sounds: Vec<PathBuf> = Vec::new();
    let several = selected.tracks.iter().filter(|track| track.part == Part::Audio).count() > 1;
    for (index, selected) in selected.tracks.iter().enumerate() {
        if let Some(pipe) = pipe.take() {
            outputs.push(Output::pipe(pipe));
            continue;
        }
        if selected.part == Part::Subtitles {
            let path = name::subtitles(&main, &selected.label, plan.sub_form, &texts);
            outputs.push(Output::file(&path, &selected.opened.stream, plan.resume)?.for_purpose(Purpose::Foreign));
            texts.push(path);
            continue;
        }
        let label = if several { selected.label.as_str() } else { "audio" };
        let path = match (index, shape) {
            (0, _) => main.clone(),
            (_, Shape::Copies) => name::beside(&main, label, selected.opened.packing, &sounds),
            _ if sounds.is_empty() => main.with_added_extension("audio"),
            _ => main.with_added_extension(format!("audio{}", sounds.len() + 1)),
        };
        if index > 0 {
            sounds.push(path.clone());
        }
        outputs.push(Output::file(&path, &selected.opened.stream, plan.resume)?.for_purpose(purpose));
    }
    Ok((shape, outputs))
}

/// `WebM`, where a movie was to be made and a track is of that: it holds none. Else what the main track is.
fn kind_of(tracks: &[SelectedTrack], container: Container, named: Option<&Path>) -> Option<name::Segments> {
    let movie = container != Container::Auto || named.is_none();
    let clusters = name::Segments::Clusters;
    (movie && tracks.iter().any(|track| track.opened.packing == clusters)).then_some(clusters)
}

fn chosen(plan: &Plan, selected: &Selected, shape: Shape, outputs: &[Output]) -> Chosen {
    // Of all tracks one file will be made.
    let joined = |track: &SelectedTrack| shape != Shape::Copies && track.part == Part::Audio;
    let files = outputs.iter().zip(&selected.tracks).filter(|(_, track)| !joined(track)).map(|(output, _)| output);
    let file = |output: &Output| match (output.path(), &plan.target) {
        (Some(path), _) => path.display().to_string(),
        // A device.
        (None, Target::File(path)) => path.display().to_string(),
        (None, _) => "-".to_owned(),
    };
    Chosen {
        files: files.map(file).collect(),
        tracks: outputs.len(),
        quality: selected.variant.as_ref().map_or_else(String::new, VariantRow::text),
        live: selected.tracks.iter().any(|selected| selected.opened.track.media.is_live()),
        segments: selected.tracks.iter().map(|selected| selected.opened.track.media.segments.len() as u64).sum(),
        recorded: outputs.iter().map(|output| output.recorded().count() as u64).sum(),
        sound_left_out: selected.sound_left_out.clone(),
        measured_bps: selected.measured_bps,
        oddities: selected.tracks.iter().map(|selected| selected.opened.oddities).sum::<usize>() + selected.oddities,
    }
}

/// Recordings.
struct Recorded {
    report: Report,
    /// What has become of each track.
    saved: Vec<(Part, Saved)>,
}

impl Recorded {
    /// What a movie is made of, the main one first: nothing while one of them is not whole.
    fn kept(&self) -> Vec<PathBuf> {
        let media = self.saved.iter().filter(|(part, _)| *part != Part::Subtitles);
        let kept = |(_, saved): &(Part, Saved)| match saved {
            Saved::Kept(path) => Some(path.clone()),
            _ => None,
        };
        media.map(kept).collect::<Option<_>>().unwrap_or_default()
    }
}

/// Records all tracks at once. One that fails ends the others: what they have is kept.
async fn record_all(plan: &Plan, selected: Selected, outputs: Vec<Output>, parts: Parts) -> Result<Recorded, RipError> {
    let stop = parts.stop.child_token();
    let share = selected.tracks.len().max(1) as u64;
    let settings = Settings { memory_bytes: plan.settings.memory_bytes / share, ..plan.settings.clone() };
    let mut told = Vec::new();
    let mut work = Vec::new();
    for (index, (selected, output)) in selected.tracks.into_iter().zip(outputs).enumerate() {
        told.push((selected.part, selected.opened.url.to_string()));
        let parts = record::Parts {
            asker: parts.asker.clone(),
            gauges: Arc::clone(&parts.gauges),
            events: Teller::new(index, parts.events.clone()),
            stop: stop.clone(),
        };
        work.push(one(selected.opened.track, output, &settings, parts));
    }
    let outcomes = futures_util::future::join_all(work).await;
    let mut tracks = Vec::new();
    let mut wall = std::time::Duration::ZERO;
    let mut saved = Vec::new();
    for ((part, url), outcome) in told.into_iter().zip(outcomes) {
        let outcome = outcome?;
        wall = wall.max(outcome.wall);
        saved.push((part, outcome.saved.clone()));
        tracks.push(TrackReport::of(part, url, outcome));
    }
    let limited =
        if plan.settings.limit.is_some() || plan.settings.until.is_some() { Limited::Yes } else { Limited::No };
    Ok(Recorded { report: Report::of(selected.variant, tracks, &parts.gauges, wall, limited), saved })
}

async fn one(track: Track, output: Output, settings: &Settings, parts: record::Parts) -> Result<Outcome, RecordError> {
    let outcome = record::record(track, output, settings, &parts).await;
    if outcome.is_err() {
        parts.stop.cancel();
    }
    outcome
}
