//! A DASH presentation: which representations, and what opens them.

use std::sync::Arc;

use super::measure::measure;
use super::wanted::{Wanted, taken, wanted};
use super::{Found, Parts, Selected, SelectedTrack, carry_out, list, track};
use crate::applets::rip::error::RipError;
use crate::applets::rip::listing::VariantRow;
use crate::applets::rip::name::Segments;
use crate::applets::rip::plan::{Aim, Plan};
use crate::media::dash::{Look, Manifest, Mpd, Pick, Stream, System, WindowError, master};
use crate::media::hls::Master;
use crate::media::playlist::Sent;
use crate::media::record::{ContentKeys, Source};
use crate::media::segment::Resolver;
use crate::media::select::{Quality, choose};

/// Carries out `plan` on a manifest that `sent` holds.
pub(super) async fn execute(plan: &Plan, parts: Parts, sent: &Sent) -> Result<Found, RipError> {
    let manifest = Manifest::open(parts.asker.clone(), plan.url.clone(), sent, &parts.stop).await?;
    let mpd = manifest.mpd().await;
    let master = master(&mpd);
    let quality = quality(plan, &parts, (&manifest, &mpd, sent), &master).await;
    if plan.aim == Aim::List {
        return Ok(Found::Listing(list(plan, &quality, &sent.url, &master)));
    }
    if let Some(wish) =
        plan.subs.first().cloned().or_else(|| plan.selection.wants_subtitles().then(|| plan.selection.to_string()))
    {
        return Err(RipError::SubsOfManifest { wish });
    }
    let taken = taken(plan, &quality, (&sent.url, &master))?;
    let variant = VariantRow::of(taken.choice.variant);
    let (wanted, sound_left_out) = wanted(plan, &master, &taken)?;
    let mut tracks = Vec::new();
    for Wanted { part, label, places } in wanted {
        let pick = places.first().and_then(|uri| Pick::named(&mpd, uri));
        let pick = pick.ok_or_else(|| unusable(sent, WindowError::NoTrack))?;
        let keys = keys(plan, &mpd, &pick)?;
        let mime = mpd.periods.iter().find_map(|period| pick.find(period)).map_or("", |found| &found.mime);
        let kind = Segments::of_type(mime);
        let name = sent.url.path().rsplit('/').next().unwrap_or_default();
        let stream = format!("{name} {} {} {}", pick.id(), variant.quality, variant.bandwidth_bps);
        let mut source = Stream::new(Arc::clone(&manifest), pick, plan.settings.retry);
        let media = source.window(Look::Due, &parts.stop).await.map_err(|reason| unusable(sent, reason))?;
        let mut track = track(plan, Source::Manifest(Box::new(source)), sent.url.clone(), media);
        track.keys = keys;
        let oddities = if tracks.is_empty() { manifest.oddities() } else { 0 };
        tracks.push(SelectedTrack { part, label, track, url: sent.url.clone(), stream, kind, oddities });
    }
    carry_out(
        plan,
        Selected { variant: Some(variant), tracks, sound_left_out, measured_bps: quality.measured_bps() },
        parts,
    )
    .await
}

fn unusable(sent: &Sent, reason: WindowError) -> RipError {
    RipError::Manifest { url: sent.url.clone(), reason: Box::new(reason) }
}

/// The quality that is meant, with what the connection carries where it is chosen by that.
async fn quality(
    plan: &Plan,
    parts: &Parts,
    (manifest, mpd, sent): (&Arc<Manifest>, &Mpd, &Sent),
    master: &Master,
) -> Quality {
    let quality = &plan.quality;
    let best = choose(master, quality).filter(|_| quality.is_auto());
    let Some(pick) = best.and_then(|best| Pick::named(mpd, &best.variant.uri)) else { return quality.clone() };
    let mut source = Stream::new(Arc::clone(manifest), pick, plan.settings.retry);
    let Ok(media) = source.window(Look::Due, &parts.stop).await else { return quality.clone() };
    let measured = measure(parts, &media, Resolver::new(sent.url.clone(), plan.query, plan.key)).await;
    measured.map_or_else(|| quality.clone(), |bps| quality.measured(bps))
}

/// What opens a track; refused by name where there is nothing.
fn keys(plan: &Plan, mpd: &Mpd, pick: &Pick) -> Result<ContentKeys, RipError> {
    let found = mpd.periods.iter().filter_map(|period| pick.find(period));
    let protections: Vec<_> = found.flat_map(|representation| &representation.protections).collect();
    let mut licenses = Vec::new();
    for protection in &protections {
        if let (System::ClearKey, Some(url)) = (&protection.system, &protection.licence)
            && !licenses.contains(url)
        {
            licenses.push(url.clone());
        }
    }
    let Some(first) = protections.first().filter(|_| plan.keys.is_empty() && licenses.is_empty()) else {
        return Ok(ContentKeys { given: plan.keys.clone(), licenses });
    };
    let mut systems: Vec<&str> = Vec::new();
    for protection in &protections {
        match &protection.system {
            System::Drm(name) => systems.push(name),
            System::ClearKey => systems.push("Clear Key"),
            System::Scheme(_) => {}
        }
    }
    systems.sort_unstable();
    systems.dedup();
    if let (true, System::Scheme(name)) = (systems.is_empty(), &first.system) {
        systems.push(name);
    }
    let key_id = protections.iter().find_map(|protection| protection.key_id);
    let key_id = key_id.map(|id| format!("{:032x}", u128::from_be_bytes(id)));
    Err(RipError::Protected { line: first.line, systems: systems.join(", "), key_id })
}
