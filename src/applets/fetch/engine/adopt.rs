//! `--resume`: a file that is there without a record of ours, begun by another program or left without its record,
//! is taken for the front of the download where its end is the same as the source's.

use std::path::Path;

use super::Parts;
use super::begin::{self, Begun, Found};
use super::look::look;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::plan::{Earlier, Plan};
use crate::applets::fetch::source::Ranges;
use crate::applets::fetch::span::{Span, Spans};
use crate::applets::fetch::state::path_of;
use crate::applets::fetch::store::{Existing, Store};

/// Whether the file at `target` is one to be adopted: with bytes in it, and without a record of ours.
pub(super) fn is_meant(plan: &Plan, target: &Path) -> bool {
    let has_bytes = || target.metadata().is_ok_and(|found| found.is_file() && found.len() > 0);
    plan.earlier == Earlier::Adopt && !path_of(target).exists() && has_bytes()
}

/// Goes on with it.
///
/// # Errors
/// The source has no more bytes than the file, has others before its end, or cannot send parts; the file is then as it
/// was.
pub(super) async fn adopt(plan: &Plan, parts: &Parts, target: &Path) -> Result<Begun, FetchError> {
    let store = Store::open(target, Existing::Continue, plan.part.start)?;
    let facts = look(plan, parts).await?;
    begin::expect_size(plan, parts, &facts)?;
    if facts.ranges == Ranges::No {
        return Err(FetchError::NoRanges { url: parts.source.shown() });
    }
    let end = facts.known.size.map_or(plan.part.end, |size| size.min(plan.part.end));
    let whole = Span::new(plan.part.start, end);
    let there = Span::new(whole.start, whole.start.saturating_add(store.bytes()?));
    if there.end > whole.end {
        let what = format!("the file that is there has {} bytes, and it has {}", there.bytes(), whole.bytes());
        return Err(FetchError::Changed { url: parts.source.shown(), what });
    }
    let done: Spans = [there].into_iter().collect();
    let behind = Span::new(there.end, there.end);
    let mut connection = parts.source.connection();
    begin::overlap(plan, parts, &mut *connection, &store, (&facts.known, &done, behind)).await?;
    let mut document = begin::record(plan, target, whole, &facts.known);
    document.done = done;
    begin::resume(plan, parts, Found { store, state: path_of(target), document, untouched: true }).await
}
