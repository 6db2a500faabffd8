//! What the connection carries, for a choice by bandwidth: the beginning of the best rendition is read, as many segments at
//! once as a recording begins with, for a few seconds at most.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::Parts;
use crate::kit::net::SafeUrl;
use crate::media::hls::Media;
use crate::media::segment::Resolver;

/// Fewer than a recording fetches at once: what is measured is rather too little.
const SEGMENTS: usize = 4;

/// More of a segment says nothing new.
const MOST_BYTES: u64 = 6 << 20;

/// Servers send faster in the first moments; longer than this nobody waits for a choice.
const LONGEST: Duration = Duration::from_secs(3);

/// Bits per second, reading segments of `media`; `None` where none came.
pub(super) async fn measure(parts: &Parts, media: &Media, mut resolver: Resolver) -> Option<u64> {
    let there = media.segments.iter().filter_map(|segment| resolver.segment(segment).ok());
    let mut urls: Vec<SafeUrl> = there.map(|found| found.url).collect();
    // Of a live stream the newest are those that stay.
    if media.is_live() {
        urls.reverse();
    }
    urls.dedup();
    urls.truncate(SEGMENTS);
    let (bytes, began) = (AtomicU64::new(0), Instant::now());
    let reading = join_all(urls.iter().map(|url| read(parts, url, &bytes)));
    tokio::select! {
        _ = tokio::time::timeout(LONGEST, reading) => {}
        () = parts.stop.cancelled() => return None,
    }
    let (bytes, took) = (bytes.into_inner(), began.elapsed());
    let bps = bytes as f64 * 8.0 / took.as_secs_f64().max(1e-6);
    tracing::debug!(bytes, ?took, bps, "measured");
    (bytes > 0).then_some(bps as u64)
}

/// What does not come is not counted.
async fn read(parts: &Parts, url: &SafeUrl, bytes: &AtomicU64) {
    let Ok(response) = parts.asker.client().send(parts.asker.request(url)).await else { return };
    let Ok(mut response) = response.success() else { return };
    let mut own = 0;
    while own < MOST_BYTES
        && let Ok(Some(piece)) = response.chunk().await
    {
        own += piece.len() as u64;
        bytes.fetch_add(piece.len() as u64, Ordering::Relaxed);
    }
}
