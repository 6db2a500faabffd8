//! Looking without making a file: what a URL leads to, and small documents, into memory.

use tokio::time::timeout;

use super::Parts;
use super::begin::open;
use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::map::UNKNOWN;
use crate::applets::fetch::plan::Plan;
use crate::applets::fetch::source::{Ask, Facts, Place};
use crate::applets::fetch::span::Span;

/// Asks for one byte, and learns all that an answer tells. Tries again as a download would.
///
/// # Errors
/// [`FetchError`]
pub async fn look(plan: &Plan, parts: &Parts) -> Result<Facts, FetchError> {
    let mut connection = parts.source.connection();
    let ask = Ask { span: Span::new(plan.part.start, plan.part.start + 1), known: None, newer_than: None };
    open(plan, parts, &mut *connection, &ask).await
}

/// The whole of a document of at most `most_bytes`.
///
/// # Errors
/// [`FetchError`]; also for one that is larger.
pub async fn read(plan: &Plan, parts: &Parts, most_bytes: usize) -> Result<Vec<u8>, FetchError> {
    let url = || parts.source.shown();
    let mut connection = parts.source.connection();
    let ask = Ask { span: Span::new(0, UNKNOWN), known: None, newer_than: None };
    open(plan, parts, &mut *connection, &ask).await?;
    let mut document = Vec::new();
    loop {
        // One byte more than allowed shows that there is more.
        let room = (most_bytes + 1).saturating_sub(document.len()) as u64;
        let received = tokio::select! {
            received = timeout(plan.stall, connection.receive(Place::Memory(&mut document), room)) => received,
            () = parts.stop.cancelled() => return Err(FetchError::Cancelled),
        };
        let stalled = |_| FetchError::Stalled { url: url(), after: plan.stall };
        if received.map_err(stalled)?? == 0 {
            return Ok(document);
        }
        if document.len() > most_bytes {
            let problem =
                format!("it is larger than {} MiB, the most that is read of such a document", most_bytes >> 20);
            return Err(FetchError::Protocol { url: url(), problem });
        }
    }
}
