//! Paths to responses. `GET /` lists what there is.

mod bodies;
mod control;
mod files;
mod guard;
mod hls;
mod lowlatency;
mod onair;
mod ranges;
mod session;
mod silence;

use std::time::{Duration, Instant};

use http::{Method, Response, StatusCode};
use serde_json::json;

use super::Thread;
use super::faults;
use super::reply::{Content, Outcome, json as json_reply, text};
use super::request::{BadValue, Request};

/// What `GET /` says; small, because most benches ask for it.
const HELLO: &str = "Hello from toolbox origin; GET /help lists what it serves.\n";

/// Path patterns and what they do, for `GET /help`.
const ROUTES: [(&str, &str); 26] = [
    ("/", "a small body"),
    ("/help", "this list"),
    ("/bytes/N", "N bytes"),
    ("/chunked/N?chunk=K&trailers=1", "N bytes in chunks of K, with trailers"),
    ("/delay/DURATION?jitter=20%", "answers after that time"),
    ("/slow?bytes=N&bps=B", "N bytes at B bytes per second"),
    ("/status/CODE", "that status"),
    ("/redirect/N?status=302&to=URL", "N redirects, the last one to URL"),
    ("/flaky/N?key=K&status=503", "fails N times for each key, then answers"),
    ("/echo", "the request as JSON"),
    ("/static/SIZE.EXT", "a generated file, such as /static/10m.bin; ?ranges=0, ?etag=weak|none, ?version=N"),
    ("/static/PATH", "a file below --dir"),
    ("/hls/master.m3u8?segments=30&seconds=4", "a stream of three renditions, such as /hls/720p.m3u8"),
    ("/hls/live/720p.m3u8?seconds=4", "one that goes on for ever; ?freeze=AFTER:FOR, ?missing=N are its faults"),
    ("/hls/ll/720p.m3u8?seconds=2&parts=4", "the same in parts: low latency; ?block=0 and ?skip=0 as well"),
    ("/token", "a fresh token as JSON and in X-Token"),
    ("/needs-token", "wants Authorization: Bearer with such a token"),
    (
        "/PATH?need=basic|digest|cookie",
        "any path, for those alone who know `user` and `password`, or bring ?cookie=A=B",
    ),
    ("/PATH?header=NAME:VALUE", "any path, with that field in its answer"),
    ("/fault", "the list of faults"),
    ("/fault/NAME", "that fault"),
    ("/metrics", "counts in Prometheus text"),
    ("/control", "GET: how the server behaves now"),
    ("/control/stall?after=0s&for=2s", "POST: answers nothing in that window"),
    ("/control/behave?capacity=&latency=&jitter=&errors=&error-status=", "POST: changes what is given, `off` ends it"),
    ("/control/reset", "POST: behaves well again"),
];

/// Answers a request, when the server's behaviour allows.
pub(super) async fn answer(request: &Request, thread: &Thread) -> Outcome {
    let path = request.path();
    if path == "/metrics" || path == "/control" || path.starts_with("/control/") {
        return or_bad(control::answer(request, &thread.shared)).into();
    }
    let admission = thread.shared.gate.admit(Instant::now());
    if let Some(at) = admission.at {
        thread.timers.until(at).await;
    }
    if let Some(status) = admission.error {
        return text(status, "an error, as ordered\n").into();
    }
    route(request, thread).await
}

async fn route(request: &Request, thread: &Thread) -> Outcome {
    let path = request.path();
    if path == "/" {
        return text(StatusCode::OK, HELLO).into();
    }
    let (first, rest) = path[1.min(path.len())..].split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    match guard::refusal(request, &thread.shared) {
        Ok(None) => {}
        Ok(Some(refusal)) => return refusal.into(),
        Err(bad) => return or_bad(Err(bad)).into(),
    }
    let reply = match first {
        "bytes" => bodies::bytes(rest),
        "chunked" => bodies::chunked(request, rest),
        "slow" => bodies::slow(request, thread),
        "delay" => bodies::delay(request, rest, thread).await,
        "status" => bodies::status(rest),
        "redirect" => session::redirect(request, rest),
        "flaky" => session::flaky(request, rest, &thread.shared),
        "token" => Ok(session::token(&thread.shared)),
        "needs-token" => Ok(session::needs_token(request, &thread.shared)),
        "echo" => Ok(echo(request)),
        "static" => files::answer(request, rest, thread.shared.dir.as_deref()).await,
        "hls" if rest.starts_with("ll/") => lowlatency::answer(request, &rest[3..], thread).await,
        "hls" => hls::answer(request, rest, &thread.shared),
        "help" => Ok(help()),
        "fault" if rest.is_empty() => Ok(json_reply(&faults::list())),
        "fault" => match faults::script(rest, request) {
            Some(Ok(script)) => return Outcome::Script(script),
            Some(Err(bad)) => Err(bad),
            None => Ok(text(StatusCode::NOT_FOUND, "no such fault; GET /fault lists them\n")),
        },
        _ => Ok(text(StatusCode::NOT_FOUND, "not found; GET /help lists what there is\n")),
    };
    let mut reply = or_bad(reply);
    guard::adorn(request, &mut reply);
    reply.into()
}

fn or_bad(reply: Result<Response<Content>, BadValue>) -> Response<Content> {
    reply.unwrap_or_else(|bad| text(StatusCode::BAD_REQUEST, format!("{bad}\n")))
}

fn help() -> Response<Content> {
    let routes = ROUTES.iter().map(|(path, about)| ((*path).to_owned(), serde_json::Value::from(*about)));
    json_reply(&routes.collect())
}

/// The request, so that a test can see what arrived. Names that occur once have a string, others a list.
fn echo(request: &Request) -> Response<Content> {
    let mut headers = serde_json::Map::new();
    for name in request.headers.keys() {
        let mut values: Vec<serde_json::Value> = request
            .headers
            .get_all(name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned().into())
            .collect();
        let value = if values.len() == 1 { values.remove(0) } else { values.into() };
        headers.insert(name.as_str().to_owned(), value);
    }
    json_reply(&json!({
        "method": request.method.as_str(),
        "path": request.path(),
        "query": request.query(),
        "version": format!("{:?}", request.version),
        "headers": headers,
        "body": String::from_utf8_lossy(&request.body),
        "body_bytes": request.body.len(),
    }))
}

/// The answer to a method a route does not know.
fn wrong_method(allowed: &'static str) -> Response<Content> {
    let mut reply = text(StatusCode::METHOD_NOT_ALLOWED, "this path knows other methods\n");
    reply.headers_mut().insert(http::header::ALLOW, http::HeaderValue::from_static(allowed));
    reply
}

fn is_read(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

/// Reads the number in a path such as `/bytes/10k`.
fn size(name: &str, text: &str) -> Result<u64, BadValue> {
    super::request::read_bytes(name, text)
}

/// No answer waits longer than this, whatever the path says: about a day.
const LONGEST: Duration = Duration::from_secs(100_000);
