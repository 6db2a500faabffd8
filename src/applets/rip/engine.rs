//! From a URL to a recording: which playlist, which rendition, which files. No terminal.

pub(super) mod finish;
mod measure;
mod outputs;
mod page;
mod recording;
mod renewal;
mod wanted;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use self::outputs::{chosen, open};
use self::recording::record_all;
use self::wanted::{Wanted, taken, wanted};
use super::error::RipError;
use super::event::News;
use super::findings::FindReport;
use super::listing::{Listing, VariantRow};
use super::movie;
use super::name::{Shape, Wish};
use super::plan::{Aim, Plan};
use super::report::{Part, Report};
use crate::kit::event::Sink;
use crate::kit::net::SafeUrl;
use crate::media::hls::Master;
use crate::media::language;
use crate::media::playlist::{Asker, LARGEST_BYTES, LoadError, Sent};
use crate::media::presentation::{Clock, Opened, Presentation, Several, Terms};
use crate::media::record::{Gauges, Output, Told};
use crate::media::select::{Quality, Selection, choose};

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
    /// Told where it records.
    pub(super) under_way: Arc<Mutex<Option<UnderWay>>>,
}

/// What is recorded.
#[derive(Debug, Clone)]
pub(super) struct UnderWay {
    shape: Shape,
    live: bool,
    /// The main one first.
    tracks: Vec<(Part, PathBuf)>,
    languages: Vec<Option<[u8; 3]>>,
}

impl Parts {
    /// The same, with the pipe, for another start.
    fn again(&mut self) -> Self {
        Self {
            asker: self.asker.clone(),
            pipe: self.pipe.take(),
            gauges: Arc::clone(&self.gauges),
            chosen: self.chosen.clone(),
            events: self.events.clone(),
            stop: self.stop.clone(),
            under_way: Arc::clone(&self.under_way),
        }
    }
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
    /// What the choice was made by, where that was measured.
    measured_bps: Option<u64>,
    /// What was odd about what names the tracks.
    oddities: usize,
    /// What is not as it may have been meant.
    notes: Vec<String>,
}

struct SelectedTrack {
    part: Part,
    /// What tells subtitles and sounds apart.
    label: String,
    /// What is spoken, as far as it is told.
    language: Option<String>,
    opened: Opened,
}

/// Carries out `plan`; where links expire and can be renewed, as often as that is of use.
///
/// # Errors
/// See [`RipError`].
pub async fn execute(plan: &Plan, parts: Parts) -> Result<Found, RipError> {
    if plan.aim == Aim::Finish {
        return finish::execute(plan, parts).await;
    }
    match &plan.refresh {
        Some(command) => Box::pin(renewal::execute(plan, command, parts)).await,
        None => Box::pin(once(plan, parts)).await,
    }
}

/// Carries out `plan` with one link; anew where the first segments are not what was thought.
async fn once(plan: &Plan, mut parts: Parts) -> Result<Found, RipError> {
    let mut seen = plan.clone();
    loop {
        let error = match Box::pin(start(&seen, parts.again())).await {
            Err(error) => error,
            found => return found,
        };
        let RipError::OtherKind { track, found } = error else { return Err(error) };
        let before = seen.seen.len().max(track + 1);
        seen.seen.resize(before, None);
        // What was seen is what is taken: it is not seen otherwise a second time.
        if seen.seen[track].replace(found).is_some() {
            return Err(error);
        }
        tracing::info!(track, found = found.words(), "segments are not what the playlist looked like");
        parts.gauges.restart();
    }
}

async fn start(plan: &Plan, parts: Parts) -> Result<Found, RipError> {
    let sent = if let Some(text) = &plan.text {
        Sent { url: plan.url.clone(), body: text.clone(), date: None }
    } else {
        unless_stopped(&parts.stop, Box::pin(ask(plan, &parts))).await?
    };
    if page::is_page(plan, &sent) {
        return Box::pin(page::execute(plan, parts, sent)).await;
    }
    stream(plan, parts, sent).await
}

/// What is at the URL.
async fn ask(plan: &Plan, parts: &Parts) -> Result<Sent, RipError> {
    let sent = parts.asker.fetch(&plan.url, LARGEST_BYTES, plan.settings.retry, &parts.stop).await;
    Ok(sent.map_err(LoadError::from)?)
}

/// What is done before anything is recorded: nobody waits for a server when it is stopped.
async fn unless_stopped<T>(
    stop: &CancellationToken,
    work: impl Future<Output = Result<T, RipError>>,
) -> Result<T, RipError> {
    stop.run_until_cancelled(work).await.unwrap_or(Err(RipError::Stopped))
}

/// What a playlist or manifest leads to.
enum Way {
    List(Listing),
    Record(Box<Selected>),
}

/// Carries out `plan` on the playlist or manifest that `sent` holds.
async fn stream(plan: &Plan, parts: Parts, sent: Sent) -> Result<Found, RipError> {
    match unless_stopped(&parts.stop, Box::pin(way(plan, &parts, sent))).await? {
        Way::List(listing) => Ok(Found::Listing(listing)),
        Way::Record(selected) => carry_out(plan, *selected, parts).await,
    }
}

async fn way(plan: &Plan, parts: &Parts, sent: Sent) -> Result<Way, RipError> {
    let presentation = Presentation::open(&plan.url, &sent, &terms(plan, parts)).await?;
    let url = sent.url;
    drop(sent.body);
    let selected = match presentation {
        Presentation::Several(several) if plan.aim == Aim::List => {
            let quality = quality(plan, parts, &several).await;
            return Ok(Way::List(list(plan, &quality, &url, several.master())));
        }
        Presentation::Alone(opened) if plan.aim == Aim::List => {
            return Ok(Way::List(Listing::alone(url.to_string(), &opened.track.media)));
        }
        Presentation::Several(several) => select(plan, parts, &several).await?,
        Presentation::Alone(mut opened) => {
            alone(plan, &opened.url)?;
            // Nobody has later copies of a text.
            opened.track.media.ended |= plan.text.is_some();
            let only = SelectedTrack { part: Part::Main, label: String::new(), language: None, opened: *opened };
            let (measured_bps, oddities, notes) = (None, 0, Vec::new());
            Selected { variant: None, tracks: vec![only], measured_bps, oddities, notes }
        }
    };
    Ok(Way::Record(Box::new(selected)))
}

/// Of one rendition nothing can be chosen: a wish for one of its tracks is refused, one for its quality is told.
fn alone(plan: &Plan, url: &SafeUrl) -> Result<(), RipError> {
    let flag = match (plan.subs.is_empty(), plan.selection == Selection::default()) {
        (false, _) => "--subs",
        (_, false) if plan.selection == Selection::sound_alone() => "--audio-only",
        (_, false) => "--select",
        (true, true) => {
            if plan.quality != Quality::default() {
                tracing::warn!(%url, "the playlist of one rendition: --quality has nothing to choose from");
            }
            return Ok(());
        }
    };
    Err(RipError::Alone { url: url.clone(), flag })
}

/// How playlists are asked for.
fn terms<'a>(plan: &'a Plan, parts: &'a Parts) -> Terms<'a> {
    let (policy, stop) = (plan.settings.retry, &parts.stop);
    Terms { asker: &parts.asker, policy, query: plan.query, key: plan.key, keys: &plan.keys, stop }
}

/// Records what was selected, and makes the file of it that is wanted.
async fn carry_out(plan: &Plan, mut selected: Selected, mut parts: Parts) -> Result<Found, RipError> {
    if let Some(from) = plan.settings.from {
        for track in &mut selected.tracks {
            track.opened.begin(from).map_err(|length| RipError::From { length })?;
        }
    }
    let outputs::Opened { shape, outputs, wish } = open(plan, &mut selected, parts.pipe.take())?;
    movie::ready(shape, outputs.first().and_then(Output::path).unwrap_or(Path::new("-"))).await?;
    parts.chosen.send(News::Chosen(chosen(plan, &selected, shape, &outputs)));
    let (gauges, stop) = (Arc::clone(&parts.gauges), parts.stop.clone());
    let times: Vec<Clock> = selected.tracks.iter().map(|track| track.opened.clock()).collect();
    let media = selected.tracks.iter().filter(|track| track.part != Part::Subtitles);
    let languages: Vec<_> = media.map(|track| track.language.as_deref().and_then(language::code)).collect();
    let paths =
        selected.tracks.iter().zip(&outputs).filter_map(|(it, output)| Some((it.part, output.path()?.to_owned())));
    let live = selected.tracks.iter().any(|track| track.opened.track.media.is_live());
    let under_way = UnderWay { shape, live, tracks: paths.collect(), languages: languages.clone() };
    *parts.under_way.lock().unwrap_or_else(PoisonError::into_inner) = Some(under_way);
    let recorded = record_all(plan, selected, outputs, parts).await;
    let mut report = recorded.map_err(|error| match error {
        RipError::OtherKind { found, .. } => Wish { segments: found, ..wish }.shape().err().unwrap_or(error),
        error => error,
    })?;
    let times: Vec<Clock> = report.saved.iter().filter_map(|(track, ..)| times.get(*track).cloned()).collect();
    // Recordings that become a movie are gone then.
    let origin = movie::origin(shape, &report.saved, &times)?;
    let kept = report.kept();
    if shape == Shape::Copies {
        movie::settle(&kept, plan.resume, &mut report.report)?;
    } else if !kept.is_empty() {
        let making = movie::Making { resume: plan.resume, gauges, stop };
        let made = movie::make(shape, &kept, &languages, making).await?;
        report.report.become_movie(made);
    }
    // What cannot be shown beside it does not cost it.
    movie::subtitles(plan.sub_form, origin, &report.saved, &times, &mut report.report)?;
    match report.lost {
        Some(error) => Err(error.into()),
        None => Ok(Found::Recording(Box::new(report.report))),
    }
}

/// Chooses a rendition and opens its tracks.
async fn select(plan: &Plan, parts: &Parts, several: &Several) -> Result<Selected, RipError> {
    let quality = quality(plan, parts, several).await;
    let taken = taken(plan, &quality, (several.url(), several.master()))?;
    let variant = taken.choice.variant;
    let wanted = wanted(plan, several.master(), &taken)?;
    let mut notes = Vec::new();
    if plan.selection.is_silent() && taken.picture && wanted::has_sound_inside(several.master(), variant) {
        let quality = VariantRow::of(variant).quality;
        let note =
            format!("sound and picture of {quality} are in the same segments: --select a=none leaves the sound in");
        notes.push(note);
    }
    if !plan.subs.is_empty() && taken.subtitles.is_empty() {
        notes.push("--subs: this rendition has no subtitles".to_owned());
    }
    let mut tracks = Vec::new();
    for Wanted { part, label, language, places } in wanted {
        let opened = several.track(&places, variant, &terms(plan, parts)).await?;
        tracks.push(SelectedTrack { part, label, language, opened });
    }
    let (variant, measured_bps) = (Some(VariantRow::of(variant)), quality.measured_bps());
    let oddities = several.oddities();
    Ok(Selected { variant, tracks, measured_bps, oddities, notes })
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
