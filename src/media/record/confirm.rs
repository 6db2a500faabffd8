//! Whether a stream is the one whose beginning is recorded: names of playlists and segments are alike everywhere, and
//! hosts, paths and tokens change, so that only the media tell. A segment that is recorded is fetched again.

use super::budget::Budget;
use super::event::Event;
use super::fault::OutputError;
use super::fetch::{Fetcher, Want};
use super::follow::name_of;
use super::journal::JournalError;
use super::output::Recorded;
use super::{Links, RecordError};
use crate::media::hls::{Media, Segment};
use crate::media::segment::{Refused, Resolver};

/// So many of the last segments are asked for before it is not known.
const TRIED: usize = 2;

/// Compares the last recorded segment that `media` has; a window that has moved on behind them all tells nothing.
///
/// # Errors
/// It is another stream; none of them can be had, unless it is live, or nothing is to be added anyway.
pub(super) async fn confirm(
    fetcher: &Fetcher,
    media: &Media,
    resolver: &mut Resolver,
    past: &Recorded,
    (path, links): (&std::path::Path, &Links),
) -> Result<(), RecordError> {
    let (mut lost, live) = (None, media.is_live());
    let recorded = past.last.iter().zip(&past.segments).rev();
    let known = recorded.filter_map(|((sequence, sum), (_, name))| {
        let index = usize::try_from(sequence.checked_sub(media.sequence)?).ok()?;
        // An encoder that began anew gives the same numbers to others.
        let same = |segment: &&Segment| !segment.gap && (!live || name_of(segment) == *name);
        Some((media.segments.get(index).filter(same)?, *sum))
    });
    for (segment, (crc, bytes)) in known.take(TRIED) {
        let wanted = resolver.segment(segment)?;
        for url in wanted.urls() {
            let refused = |reason| Refused::Reference { line: segment.line, reason };
            fetcher.asker.may_read(url).map_err(refused)?;
        }
        let (url, range, lock) = (wanted.url, wanted.range, wanted.lock);
        let want = Want { sequence: wanted.sequence, url, range, lock, until: None, most_tries: u32::MAX };
        let mut ticket = Budget::new(u64::MAX).open(0);
        let body = tokio::select! {
            biased;
            () = fetcher.stop.cancelled() => return Ok(()),
            body = fetcher.segment(&want, wanted.init.as_ref(), &mut ticket) => body,
        };
        match body {
            Ok(body) => {
                let same = body.bytes.len() as u64 == bytes && crc32fast::hash(&body.bytes) == crc;
                if same {
                    // It was right then, and tells what the others are.
                    fetcher.looks.settle(std::iter::once(body.look));
                }
                fetcher.buffers.give(body.bytes);
                let other = JournalError::Other { path: path.to_owned() };
                return if same { Ok(()) } else { Err(OutputError::Journal(other).into()) };
            }
            // Nothing will be begun.
            Err(_) if fetcher.stop.is_cancelled() => return Ok(()),
            Err(error) if error.refused && links.are_renewable() => {
                return Err(RecordError::Expired { reason: error.reason, refused: Vec::new() });
            }
            Err(error) => lost = Some(error.reason),
        }
    }
    match lost {
        // It is not listed for much longer, and what is not recorded now is gone.
        Some(reason) if live => {
            let sequence = past.last.last().map_or(0, |(sequence, _)| *sequence);
            let what =
                format!("it cannot be fetched again, so that it is not certain that this is the stream: {reason}");
            fetcher.events.send(Event::Odd { sequence, what });
            Ok(())
        }
        Some(reason) if !past.ended => Err(RecordError::Unsure { path: path.to_owned(), reason }),
        _ => Ok(()),
    }
}
