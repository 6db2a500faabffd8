//! Bodies of any size and pace, delays, statuses.

use std::rc::Rc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::header::{HeaderMap, HeaderName, HeaderValue, TRAILER};
use http::{Response, StatusCode};
use http_body::Frame;

use super::{LONGEST, size};
use crate::kit::random::Random;
use crate::origin::Thread;
use crate::origin::behaviour::spread;
use crate::origin::content::{PIECE, block, small};
use crate::origin::reply::{Content, empty, pieces, text, typed};
use crate::origin::request::{BadValue, Request, read_duration};

const BINARY: &str = "application/octet-stream";

/// How often a slow body sends a piece: smooth to the eye, and still few wake-ups.
const SLOW_TICK: Duration = Duration::from_millis(10);

/// `/bytes/N`
pub(super) fn bytes(rest: &str) -> Result<Response<Content>, BadValue> {
    let length = size("size", rest)?;
    if length <= PIECE as u64 {
        return Ok(typed(StatusCode::OK, BINARY, small(length as usize)));
    }
    Ok(pieces(BINARY, Some(length), block(length).map(|piece| Ok(Frame::data(piece)))))
}

/// `/chunked/N?chunk=K&trailers=1`
pub(super) fn chunked(request: &Request, rest: &str) -> Result<Response<Content>, BadValue> {
    let length = size("size", rest)?;
    let chunk = request.bytes("chunk", 4096)?.clamp(1, PIECE as u64);
    let data = stream::unfold(length, move |left| async move {
        let size = left.min(chunk);
        (size > 0).then(|| (Ok(Frame::data(small(size as usize))), left - size))
    });
    if !request.switch("trailers") {
        return Ok(pieces(BINARY, None, data));
    }
    let name = HeaderName::from_static("x-length");
    let mut trailers = HeaderMap::new();
    trailers.insert(name, HeaderValue::from(length));
    let mut reply = pieces(BINARY, None, data.chain(stream::once(async { Ok(Frame::trailers(trailers)) })));
    reply.headers_mut().insert(TRAILER, HeaderValue::from_static("X-Length"));
    Ok(reply)
}

/// `/slow?bytes=N&bps=B`
pub(super) fn slow(request: &Request, thread: &Thread) -> Result<Response<Content>, BadValue> {
    let bps = request.bytes("bps", 1000)?.max(1);
    let length = request.bytes("bytes", bps)?;
    let timers = Rc::clone(&thread.timers);
    let start = Instant::now();
    let data = stream::unfold(0, move |sent| {
        let timers = Rc::clone(&timers);
        async move {
            if sent >= length {
                return None;
            }
            // Paced by the clock and not by adding up pauses, so that lateness is made up for.
            let mut next = start.elapsed() + SLOW_TICK;
            let due = |at: Duration| ((at.as_secs_f64() * bps as f64) as u64).min(length);
            if due(next) <= sent {
                next = Duration::from_secs_f64((sent + 1) as f64 / bps as f64).min(LONGEST);
            }
            timers.until(start + next).await;
            let count = due(start.elapsed()).saturating_sub(sent).clamp(1, PIECE as u64);
            Some((Ok(Frame::data(small(count as usize))), sent + count))
        }
    });
    // The head goes out at once: an empty piece sends what is there.
    let first = stream::once(async { Ok(Frame::data(Bytes::new())) });
    Ok(pieces(BINARY, Some(length), first.chain(data)))
}

/// `/delay/DURATION?jitter=20%`
pub(super) async fn delay(request: &Request, rest: &str, thread: &Thread) -> Result<Response<Content>, BadValue> {
    let begin = Instant::now();
    let mean = read_duration("delay", rest)?.min(LONGEST);
    let jitter = request.share("jitter", 0.0)?;
    let mut random = Random::seeded(thread.shared.next_random());
    thread.timers.until(begin + spread(mean, jitter, &mut random).min(LONGEST)).await;
    Ok(text(StatusCode::OK, "waited\n"))
}

/// `/status/CODE`
pub(super) fn status(rest: &str) -> Result<Response<Content>, BadValue> {
    let status = rest.parse().ok().filter(|code| (200..1000).contains(code));
    let status = status.and_then(|code: u16| StatusCode::from_u16(code).ok());
    let status = status.ok_or_else(|| BadValue::new("status", format!("`{rest}` is not between 200 and 999")))?;
    if status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED {
        return Ok(empty(status));
    }
    Ok(text(status, format!("{} {}\n", status.as_str(), status.canonical_reason().unwrap_or_default())))
}
