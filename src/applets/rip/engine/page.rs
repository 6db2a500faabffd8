//! A page: which of its streams is recorded, or all of them with what speaks for each.

use super::{Found, Parts, ask, stream, unless_stopped};
use crate::applets::rip::error::{NoStream, RipError};
use crate::applets::rip::event::{News, Taken};
use crate::applets::rip::findings::FindReport;
use crate::applets::rip::plan::{Aim, Pick, Plan};
use crate::media::hls::ReadError;
use crate::media::page::{self, Answer, Candidate, Depth, Findings, Kind};
use crate::media::playlist::{Asker, LoadError, Sent};

/// Whether what came for the URL is looked at for streams, rather than recorded.
pub(super) fn is_page(plan: &Plan, sent: &Sent) -> bool {
    plan.aim == Aim::Find || (!is_playlist(sent) && page::is_page(&sent.body))
}

fn is_playlist(sent: &Sent) -> bool {
    if crate::media::dash::is_manifest(&sent.body) {
        return true;
    }
    match Asker::read(sent, crate::media::hls::Context::default()) {
        Ok(_) => true,
        Err(LoadError::Read { reason, .. }) => !matches!(reason, ReadError::Page { .. } | ReadError::Foreign { .. }),
        Err(_) => false,
    }
}

/// Carries out `plan` on the page that `sent` holds.
pub(super) async fn execute(plan: &Plan, mut parts: Parts, sent: Sent) -> Result<Found, RipError> {
    let looking = Box::pin(async {
        Ok(if is_playlist(&sent) {
            page::itself(&parts.asker, &sent.url, &parts.stop).await
        } else {
            page::search(&parts.asker, &sent.url, &sent.body, plan.depth, &parts.stop).await
        })
    });
    let findings = unless_stopped(&parts.stop, looking).await?;
    drop(sent);
    if plan.aim == Aim::Find {
        return if findings.candidates.is_empty() {
            Err(none(plan, &findings))
        } else {
            Ok(Found::Findings(Box::new(FindReport::of(findings))))
        };
    }
    let (rank, candidate) = pick(plan, &findings)?;
    let others = findings.candidates.iter().filter(|other| other.is_recordable()).count();
    parts.chosen.send(News::Taken(Taken {
        page: findings.page.to_string(),
        url: candidate.url.to_string(),
        rank,
        candidates: findings.candidates.len(),
        streams: others,
        why: candidate.why(),
        title: findings.title.clone(),
        score: candidate.score,
    }));
    let inner = plan.at(candidate.url.clone(), findings.title.clone());
    parts.asker = parts.asker.referred(&candidate.document);
    let sent = unless_stopped(&parts.stop, Box::pin(ask(&inner, &parts))).await?;
    stream(&inner, parts, sent).await
}

/// The candidate that is meant, and its number.
fn pick<'a>(plan: &Plan, findings: &'a Findings) -> Result<(usize, &'a Candidate), RipError> {
    match plan.pick {
        Pick::Best => {
            let first = findings.candidates.iter().enumerate().find(|(_, candidate)| candidate.is_recordable());
            first.map(|(index, candidate)| (index + 1, candidate)).ok_or_else(|| none(plan, findings))
        }
        Pick::Nth(number) => {
            let there = findings.candidates.len();
            let candidate = number.checked_sub(1).and_then(|index| findings.candidates.get(index));
            candidate.map(|candidate| (number, candidate)).ok_or(RipError::Pick { number, there })
        }
    }
}

/// Why nothing is taken.
fn none(plan: &Plan, findings: &Findings) -> RipError {
    let locked = findings.candidates.iter().find_map(|candidate| match &candidate.answer {
        Answer::Stream(stream) => stream.drm.clone(),
        _ => None,
    });
    let streams = findings.candidates.iter().filter(|candidate| candidate.kind.is_stream());
    let refused = streams.clone().find_map(|candidate| match &candidate.answer {
        Answer::Other { reason } => Some(format!("{} {reason}", candidate.url)),
        _ => None,
    });
    let file = findings.candidates.iter().find(|candidate| candidate.kind == Kind::File && candidate.decoy.is_none());
    RipError::NoStream(Box::new(NoStream {
        url: findings.page.clone(),
        title: findings.title.clone(),
        candidates: streams.count(),
        refused,
        file: file.map(|candidate| candidate.url.clone()),
        locked,
        deep: plan.depth == Depth::Deep,
    }))
}
