//! An exchange over HTTP/2: the request is the same that HTTP/1.1 would send, read once more and said in the other words.

use std::time::{Duration, Instant};

use http::{HeaderName, HeaderValue, Request};

use super::cache::cached;
use super::library::Target;
use super::wire::{Answer, LARGEST_PLAYLIST_BYTES, LARGEST_SEGMENT_BYTES, LONGEST, WireError};
use crate::kit::http::http2::Http2;
use crate::kit::metrics::Counter;

/// Sends a request and reads its answer, whose body goes `into` something or is counted alone; and where it points to.
pub(super) async fn exchange(
    http2: &Http2,
    (target, head): (&Target, &[u8]),
    (mut into, media): (Option<&mut Vec<u8>>, Option<&Counter>),
    patience: Duration,
) -> Result<(Answer, Option<String>), WireError> {
    let begin = Instant::now();
    let request = said(target, head).ok_or(WireError::Unsaid)?;
    let within = |_: tokio::time::error::Elapsed| WireError::Silent;
    let (head, mut body) =
        tokio::time::timeout(patience, http2.send(request)).await.map_err(within)?.map_err(|error| {
            if error.is_unsent {
                http2.give_up();
                WireError::Stale
            } else {
                WireError::Http2(error)
            }
        })?;
    let (mut first_byte, mut bytes) = (None, 0_u64);
    while let Some(data) =
        tokio::time::timeout(patience, body.next()).await.map_err(within)?.map_err(WireError::Http2)?
    {
        first_byte.get_or_insert_with(Instant::now);
        bytes += data.len() as u64;
        if let Some(media) = media.filter(|_| head.status.is_success()) {
            media.add(data.len() as u64);
        }
        if begin.elapsed() >= patience.saturating_mul(LONGEST) || bytes > LARGEST_SEGMENT_BYTES {
            return Err(WireError::Endless);
        }
        if let Some(into) = into.as_deref_mut() {
            if into.len() + data.len() > LARGEST_PLAYLIST_BYTES {
                return Err(WireError::TooLong);
            }
            into.extend_from_slice(&data);
        }
    }
    let end = Instant::now();
    let location = head.headers.get(http::header::LOCATION).and_then(|value| value.to_str().ok());
    let fields = head.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let (status, cached) = (head.status.as_u16(), cached(fields));
    let answer = Answer { status, first_byte: first_byte.unwrap_or(end), end, bytes, cached };
    Ok((answer, location.map(str::to_owned)))
}

/// What a head of HTTP/1.1 says: its target, and its fields without those of the connection.
fn said(target: &Target, head: &[u8]) -> Option<Request<()>> {
    let text = std::str::from_utf8(head).ok()?;
    let mut lines = text.split("\r\n");
    let path = lines.next()?.split(' ').nth(1)?;
    let scheme = target.url.scheme();
    let mut request = Request::builder().uri(format!("{scheme}://{}{path}", target.origin.authority()));
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        if name.eq_ignore_ascii_case("host") || name.eq_ignore_ascii_case("connection") {
            continue;
        }
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        request = request.header(name, HeaderValue::from_str(value.trim()).ok()?);
    }
    request.body(()).ok()
}
