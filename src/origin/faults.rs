//! Broken servers on demand: each fault is a script of raw bytes, waits and endings, played below HTTP/1.
//!
//! The table [`FAULTS`] is what `GET /fault` lists. Where a fault has a like in HTTP/2 (a reset, a cut body, silence),
//! [`frames`] gives it; the others are a matter of HTTP/1 bytes.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{Response, StatusCode};
use http_body::Frame;

use super::content;
use super::reply::{Content, pieces, text};
use super::request::{BadValue, Request};

/// What a connection does instead of a proper response.
pub(super) type Script = Vec<Step>;

/// One step of a script; after the last the connection is kept alive, unless that step ends it.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Sends these bytes.
    Send(Bytes),
    /// Sends this many bytes of the usual body.
    Body(u64),
    /// Sends these bytes one by one with this gap.
    Dribble(Bytes, Duration),
    /// Waits.
    Wait(Duration),
    /// Says nothing more, until the client leaves.
    Hang,
    /// Closes the connection properly (FIN).
    Close,
    /// Resets the connection (RST).
    Reset,
}

/// How a fault is made.
#[derive(Clone, Copy)]
enum Recipe {
    /// These bytes, and the connection goes on.
    Bytes(&'static str),
    /// These bytes, then the end.
    Last(&'static str),
    /// What the query asks for.
    Made(fn(&Request) -> Result<Script, BadValue>),
}

use Recipe::{Bytes as Text, Last, Made};

/// Every fault there is: the last part of its path, what it does, how it is made.
const FAULTS: [(&str, &str, Recipe); 23] = [
    ("reset", "resets the connection; with ?after=N in mid-body", Made(reset)),
    ("close", "closes the connection before any response", Last("")),
    ("hang", "never answers", Made(|_| Ok(vec![Step::Hang]))),
    ("truncate", "sends ?send=500 of ?length=1000 bytes, then closes", Made(|request| cut(request, Step::Close))),
    ("stall", "sends ?send=500 of ?length=1000 bytes, then nothing more", Made(|request| cut(request, Step::Hang))),
    ("pause", "stops for ?for=1s in mid-body, then goes on", Made(pause)),
    ("garbage", "answers with something that is not HTTP", Last("\u{0}\u{1}this is another protocol\r\n\r\n")),
    ("half-head", "closes in the middle of the head", Last("HTTP/1.1 200 OK\r\nContent-Le")),
    ("informational", "sends 100 and ?count=1 103 before the response", Made(informational)),
    ("http10-close", "HTTP/1.0 without a length, ended by closing", Last("HTTP/1.0 200 OK\r\n\r\nhello\n")),
    (
        "http10-keepalive",
        "HTTP/1.0 with a length and keep-alive",
        Text("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 6\r\n\r\nhello\n"),
    ),
    ("until-close", "HTTP/1.1 without a length, ended by closing", Last("HTTP/1.1 200 OK\r\n\r\nhello\n")),
    (
        "close-after",
        "a good response that announces the close",
        Last("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nhello\n"),
    ),
    ("close-silently", "a good response, then a close that was not announced", Last(GOOD)),
    (
        "conflict",
        "both Content-Length and Transfer-Encoding",
        Text("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\n0\r\n\r\n"),
    ),
    (
        "two-lengths",
        "two Content-Length fields that differ",
        Text("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 7\r\n\r\nhello\n"),
    ),
    ("bad-length", "a Content-Length that is no number", Last("HTTP/1.1 200 OK\r\nContent-Length: six\r\n\r\nhello\n")),
    (
        "bad-chunk",
        "a chunk size that is no number",
        Last("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\nxyz\r\n"),
    ),
    (
        "short-chunk",
        "closes in the middle of a chunk",
        Last("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhello\n"),
    ),
    (
        "no-last-chunk",
        "closes before the last chunk",
        Last("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\n"),
    ),
    (
        "extra",
        "more bytes than Content-Length says",
        Last("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\nand more"),
    ),
    ("huge-header", "a header field of ?bytes=100000", Made(huge_header)),
    ("dribble", "sends the head byte by byte with a ?gap=1ms", Made(dribble)),
];

/// A small response with nothing wrong.
const GOOD: &str = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n";

/// The script of a fault; `None` for a name that is not in the table.
pub(super) fn script(name: &str, request: &Request) -> Option<Result<Script, BadValue>> {
    let (_, _, recipe) = FAULTS.iter().find(|(known, ..)| *known == name)?;
    Some(match recipe {
        Text(text) => Ok(vec![bytes(text)]),
        Last(text) => Ok(vec![bytes(text), Step::Close]),
        Made(make) => make(request),
    })
}

/// Names and descriptions, for `GET /fault`.
pub(super) fn list() -> serde_json::Value {
    let faults = FAULTS.iter().map(|(name, about, _)| ((*name).to_owned(), serde_json::Value::from(*about)));
    faults.collect::<serde_json::Map<_, _>>().into()
}

/// What a script comes to in HTTP/2: its body with the same end, or 501 where only bytes of HTTP/1 can show it.
pub(super) fn frames(name: &str, script: &Script) -> Response<Content> {
    let hangs = matches!(script.last(), Some(Step::Hang));
    if !hangs && !matches!(name, "reset" | "close" | "truncate" | "garbage" | "short-chunk" | "no-last-chunk") {
        return text(StatusCode::NOT_IMPLEMENTED, format!("the fault {name} is a matter of HTTP/1\n"));
    }
    let sent = script.iter().find_map(|step| if let Step::Body(bytes) = step { Some(*bytes) } else { None });
    let body = content::block(sent.unwrap_or(0)).map(|data| Ok(Frame::data(data)));
    let end = stream::once(async move {
        if hangs {
            std::future::pending::<()>().await;
        }
        // hyper answers an error in a body with RST_STREAM.
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    pieces("application/octet-stream", None, body.chain(end))
}

const fn bytes(text: &'static str) -> Step {
    Step::Send(Bytes::from_static(text.as_bytes()))
}

fn reset(request: &Request) -> Result<Script, BadValue> {
    let after = request.bytes("after", 0)?;
    if after == 0 {
        return Ok(vec![Step::Reset]);
    }
    let length = request.bytes("length", after * 2)?;
    // A reset throws away what the peer has not read yet, so it gets a moment.
    let moment = Step::Wait(Duration::from_millis(20));
    Ok(vec![sized(length), Step::Body(after), moment, Step::Reset])
}

fn cut(request: &Request, end: Step) -> Result<Script, BadValue> {
    let length = request.bytes("length", 1000)?;
    let send = request.bytes("send", length / 2)?;
    Ok(vec![sized(length), Step::Body(send.min(length)), end])
}

fn pause(request: &Request) -> Result<Script, BadValue> {
    let length = request.bytes("length", 1000)?;
    let wait = request.duration("for", Duration::from_secs(1))?;
    Ok(vec![sized(length), Step::Body(length / 2), Step::Wait(wait), Step::Body(length - length / 2)])
}

fn informational(request: &Request) -> Result<Script, BadValue> {
    let count = request.number("count", 1_u8)?;
    let mut bytes = b"HTTP/1.1 100 Continue\r\n\r\n".to_vec();
    for _ in 0..count {
        bytes.extend_from_slice(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
    }
    bytes.extend_from_slice(GOOD.as_bytes());
    Ok(vec![Step::Send(bytes.into())])
}

fn huge_header(request: &Request) -> Result<Script, BadValue> {
    // Bounded, because it is held in memory.
    let bytes = request.bytes("bytes", 100_000)?.min(16 << 20) as usize;
    let text = format!("HTTP/1.1 200 OK\r\nX-Huge: {}\r\nContent-Length: 6\r\n\r\nhello\n", "x".repeat(bytes));
    Ok(vec![Step::Send(text.into())])
}

fn dribble(request: &Request) -> Result<Script, BadValue> {
    let gap = request.duration("gap", Duration::from_millis(1))?;
    Ok(vec![Step::Dribble(Bytes::from_static(GOOD.as_bytes()), gap)])
}

/// A good head for a body of this length.
fn sized(length: u64) -> Step {
    let text = format!("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n");
    Step::Send(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_sound() {
        let mut names: Vec<_> = FAULTS.iter().map(|(name, ..)| name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FAULTS.len());
    }
}
