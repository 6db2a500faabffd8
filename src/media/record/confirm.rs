//! Whether a stream is the one whose beginning is recorded: names of playlists and segments are alike everywhere, and
//! hosts, paths and tokens change, so that only the media tell. A segment that is recorded is fetched again.

use super::budget::Budget;
use super::fault::OutputError;
use super::fetch::{Fetcher, Want};
use super::journal::JournalError;
use super::output::Recorded;
use super::{Links, RecordError};
use crate::media::hls::Media;
use crate::media::segment::{Refused, Resolver};

/// So many of the last segments are asked for before it is not known.
const TRIED: usize = 2;

/// Compares the last recorded segment that `media` has; a window that has moved on behind them all tells nothing.
///
/// # Errors
/// It is another stream; none of them can be had, unless nothing is to be added anyway.
pub(super) async fn confirm(
    fetcher: &Fetcher,
    media: &Media,
    resolver: &mut Resolver,
    past: &Recorded,
    (path, links): (&std::path::Path, Links),
) -> Result<(), RecordError> {
    let mut lost = None;
    let known = past.last.iter().rev().filter_map(|(sequence, sum)| {
        let index = usize::try_from(sequence.checked_sub(media.sequence)?).ok()?;
        Some((media.segments.get(index).filter(|segment| !segment.gap)?, *sum))
    });
    for (segment, (crc, bytes)) in known.take(TRIED) {
        let wanted = resolver.segment(segment)?;
        for url in wanted.urls() {
            let line = segment.line;
            fetcher.asker.may_read(url).map_err(|reason| Refused::Reference { line, reason })?;
        }
        let (url, range, lock) = (wanted.url, wanted.range, wanted.lock);
        let want = Want { sequence: wanted.sequence, url, range, lock, until: None, most_tries: u32::MAX };
        let mut ticket = Budget::new(u64::MAX).open(0);
        match fetcher.segment(&want, wanted.init.as_ref(), &mut ticket).await {
            Ok(body) => {
                let same = body.bytes.len() as u64 == bytes && crc32fast::hash(&body.bytes) == crc;
                fetcher.buffers.give(body.bytes);
                let other = JournalError::Other { path: path.to_owned() };
                return if same { Ok(()) } else { Err(OutputError::Journal(other).into()) };
            }
            // Nothing will be begun.
            Err(_) if fetcher.stop.is_cancelled() => return Ok(()),
            Err(error) if error.refused && links == Links::Renewable => {
                return Err(RecordError::Expired { reason: error.reason });
            }
            Err(error) => lost = Some(error.reason),
        }
    }
    match lost {
        Some(reason) if !past.ended => Err(RecordError::Unsure { path: path.to_owned(), reason }),
        _ => Ok(()),
    }
}
