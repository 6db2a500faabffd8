//! HTTP/2, by ALPN or with prior knowledge: hyper does the protocol, the routes are the same.

use std::convert::Infallible;
use std::future::Future;
use std::rc::Rc;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{Method, Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::rt::Executor;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};

use super::Thread;
use super::faults;
use super::reply::{Content, Outcome, text};
use super::request::Request;
use super::routes;
use super::wire::Replay;

/// A longer request body is answered with 413: bodies are held in memory for `/echo`.
const MAX_BODY: usize = 64 << 20;

/// Room for uploads on a fast link; the protocol's own 64 KiB makes them wait for every round trip.
const WINDOW: u32 = 1 << 20;

/// More than any client of ours opens on one connection.
const MAX_STREAMS: u32 = 4096;

/// Spawns streams on the connection's own thread.
#[derive(Debug, Clone, Copy)]
struct SameThread;

impl<F: Future<Output = ()> + 'static> Executor<F> for SameThread {
    fn execute(&self, stream: F) {
        tokio::task::spawn_local(stream);
    }
}

/// Serves a connection until one side closes it, or the server stops: then the streams under way are finished.
pub(super) async fn serve(replay: Replay, thread: Rc<Thread>) {
    let stopping = thread.stopping.clone();
    let service = service_fn(move |request| {
        let thread = Rc::clone(&thread);
        async move { Ok::<_, Infallible>(respond(request, &thread).await) }
    });
    let connection = http2::Builder::new(SameThread)
        .timer(TokioTimer::new())
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .max_concurrent_streams(MAX_STREAMS)
        .serve_connection(TokioIo::new(replay), service);
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, "connection broke");
    }
}

async fn respond(request: http::Request<Incoming>, thread: &Thread) -> Response<Content> {
    let (parts, body) = request.into_parts();
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let path = target.split('?').next().unwrap_or_default();
    let shard = thread.shard();
    let _in_flight = shard.request(path);
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return text(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large\n");
    };
    let request =
        Request { method: parts.method, target, version: parts.version, headers: parts.headers, body: body.to_bytes() };
    let reply = match routes::answer(&request, thread).await {
        Outcome::Reply(reply) => reply,
        Outcome::Script(script) => {
            let name = request.path().rsplit('/').next().unwrap_or_default();
            faults::frames(name, &script)
        }
    };
    shard.status(reply.status().as_u16());
    if request.method == Method::HEAD {
        return without_body(reply);
    }
    shard.body(reply.body().length().unwrap_or(0));
    reply
}

/// The head alone, with the length that the body would have had.
fn without_body(mut reply: Response<Content>) -> Response<Content> {
    if let Some(length) = reply.body().length() {
        reply.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    *reply.body_mut() = Content::Whole(Bytes::new());
    reply
}
