//! HTTP/2: over TLS and without, streams, and connections that the server ends.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use h2::Reason;
use h2::server::{Connection, SendResponse};
use http::{Request, Response};
use tokio::net::TcpStream;
use toolbox::kit::error::Failure;
use toolbox::origin::Tls;

use super::{faults, plan, run, run_plan, status, tally, try_run};
use crate::support::calm::undisturbed;
use crate::support::origin::{Certificates, origin, secure};

#[test]
fn streams_share_connections_with_prior_knowledge() {
    let origin = origin();
    let report = run(&format!("-n 500 -c 3 --streams 7 --threads 2 --h2c {}", origin.url("/bytes/20k")));
    assert_eq!((tally(&report), origin.stats().connections), ((500, 500, 0), 3));
    assert_eq!((origin.stats().requests, report.summary.connections_opened), (500, 3));
    assert!(report.summary.bytes_in > 500 * 20 * 1000);
    let report = run(&format!("-n 1 -c 1 --http 2 {}", origin.url("/echo")));
    assert_eq!(status(&report, 200), 1);
}

#[test]
fn alpn_settles_http_2_over_tls() {
    let origin = secure(Tls::default());
    let ca = Certificates::of(&origin);
    let trust = format!("--cacert {}", ca.authority().display());
    let report = run(&format!("-n 40 -c 2 -p 4 --http 2 {trust} {}", origin.url("/bytes/100")));
    assert_eq!((tally(&report), origin.stats().connections, report.latency.tls.count), ((40, 40, 0), 2, 2));

    let old = secure(Tls { alpn: vec![b"http/1.1"], ..Tls::default() });
    let error = try_run(&format!("-n 1 -c 1 -k --http 2 {}", old.url("/"))).unwrap_err();
    let told = format!("{:?}", Failure::from(error));
    assert!(told.contains("--http 1.1"), "{told}");
}

#[test]
fn bodies_and_heads_go_both_ways() {
    let origin = origin();
    let body = "x".repeat(300_000);
    let check = "json $.body_bytes == 300000";
    let words = ["-n", "8", "-c", "1", "-p", "4", "--h2c", "--check", check, "-b", &body, "-H", "Connection: close"];
    let report = run_plan(&plan(words.into_iter().chain([origin.url("/echo").as_str()]))).unwrap();
    assert_eq!(tally(&report), (8, 8, 0), "{}", faults(&report));
    let report = run(&format!("-n 4 -c 1 -m HEAD --h2c {}", origin.url("/bytes/1000")));
    assert_eq!(tally(&report), (4, 4, 0), "{:?}", report.errors);
    let report = run(&format!("-n 4 -c 1 --redirects=10 --h2c {}", origin.url("/redirect/2")));
    assert_eq!((tally(&report), status(&report, 200)), ((4, 4, 0), 4));
}

#[test]
fn a_stream_that_stalls_is_given_up_and_the_others_go_on() {
    let server = Http2::start(|request, mut reply, _| {
        if request.uri().path() == "/" && ["17", "77"].contains(&request.headers()["number"].to_str().unwrap()) {
            std::mem::forget(reply);
        } else {
            reply.send_response(Response::new(()), true).unwrap();
        }
        After::Go
    });
    let url = server.url();
    let words = ["-n", "100", "-c", "1", "-p", "5", "-t", "200ms", "--h2c", "-H", "Number: {{ iteration }}", &url];
    let report = run_plan(&plan(words)).unwrap();
    assert_eq!((faults(&report), status(&report, 200)), ("timeout 2".to_owned(), 98));
    assert_eq!(server.connections(), 1, "a stream is given up, not its connection");
}

#[test]
fn a_connection_on_which_nothing_is_heard_is_replaced() {
    // A reply that is late by the timeout is one more timeout, and its connection may well be the next to be replaced.
    undisturbed(Duration::from_millis(200), 4, |timeout| {
        for streams in [1, 3] {
            // Every connection falls silent after five replies.
            let server = Http2::start(|_, mut reply, number| {
                if number > 5 {
                    std::mem::forget(reply);
                } else {
                    reply.send_response(Response::new(()), true).unwrap();
                }
                After::Go
            });
            let report = run(&format!("-n 30 -c 1 -p {streams} -t {}ms --h2c {}", timeout.as_millis(), server.url()));
            let timeouts = 30 - status(&report, 200);
            assert_eq!(faults(&report), format!("timeout {timeouts}"), "{streams} streams");
            assert!(timeouts <= 6 * streams && server.connections() >= 4, "{timeouts} {}", server.connections());
        }
    });
}

#[test]
fn a_server_may_answer_before_it_has_the_whole_body() {
    // It gives no window beyond the first, so the body can never be sent.
    let server = Http2::start(|_, mut reply, _| {
        let response = Response::builder().status(413).body(()).unwrap();
        reply.send_response(response, true).unwrap();
        After::Go
    });
    let body = "x".repeat(1_000_000);
    let url = server.url();
    let report = run_plan(&plan(["-n", "6", "-c", "1", "-t", "5s", "--h2c", "-b", &body, &url])).unwrap();
    assert_eq!((status(&report, 413), faults(&report)), (6, String::new()));
}

#[test]
fn a_connection_that_goes_away_is_replaced_without_an_error() {
    for streams in [1, 4] {
        // Each connection serves ten requests; a POST must not suffer either.
        let server = Http2::start(move |_, mut reply, number| {
            reply.send_response(Response::new(()), true).unwrap();
            if number == 10 { After::GoAway } else { After::Go }
        });
        let report = run(&format!("-n 60 -c 1 -p {streams} -m POST --h2c {}", server.url()));
        assert_eq!((tally(&report), faults(&report)), ((60, 60, 0), String::new()), "{streams} streams");
        assert!(server.connections() >= 4, "{}", server.connections());
    }
}

#[test]
fn a_refused_stream_is_tried_again() {
    for method in ["GET", "POST"] {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        let server = Http2::start(move |request, mut reply, number| {
            if number % 3 == 0 {
                reply.send_reset(Reason::REFUSED_STREAM);
            } else {
                log.lock().unwrap().push(request.headers()["number"].clone());
                reply.send_response(Response::new(()), true).unwrap();
            }
            After::Go
        });
        let url = server.url();
        let words = ["-n", "50", "-c", "1", "--h2c", "-m", method, "-H", "Number: {{ iteration }}", &url];
        let report = run_plan(&plan(words)).unwrap();
        assert_eq!(tally(&report), (50, 50, 0), "{method} {}", faults(&report));
        assert!(report.summary.resent > 10);
        assert_eq!(seen.lock().unwrap().len(), 50, "each was accepted once");
        assert_eq!(server.connections(), 1);
    }
}

#[test]
fn resets_of_streams_are_counted() {
    let server = Http2::start(|_, mut reply, _| {
        reply.send_reset(Reason::INTERNAL_ERROR);
        After::Go
    });
    let report = run(&format!("-n 10 -c 1 -p 2 --h2c {}", server.url()));
    assert_eq!((faults(&report), server.connections()), ("reset 10".to_owned(), 1));
    let report = run(&format!("-n 10 -c 1 --h2c {}", server.url()));
    assert_eq!((faults(&report), server.connections()), ("reset 10".to_owned(), 2));
    let origin = origin();
    let report = run(&format!("-n 4 -c 1 --h2c {}", origin.url("/fault/truncate")));
    assert_eq!(tally(&report), (4, 0, 4), "{}", faults(&report));
}

#[test]
fn a_server_that_speaks_only_http_1_is_told() {
    let server = crate::support::script::Script::start(|_| crate::support::script::ok());
    let report = run(&format!("-n 3 -c 1 --h2c {}", server.url("/")));
    assert_eq!(tally(&report).1, 0);
    assert_eq!(faults(&report), "protocol 3");
}

/// What the server does with a connection after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Go,
    /// GOAWAY, in two steps as RFC 9113 §6.8 has it.
    GoAway,
}

/// An HTTP/2 server without TLS that treats each request as a test wants.
struct Http2 {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

type Answer = dyn Fn(Request<h2::RecvStream>, SendResponse<Bytes>, usize) -> After + Send + Sync;

impl Http2 {
    /// `answer` gets each request and its number on its connection, from 1.
    fn start(
        answer: impl Fn(Request<h2::RecvStream>, SendResponse<Bytes>, usize) -> After + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, answer): (_, Arc<Answer>) = (Arc::clone(&connections), Arc::new(answer));
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                loop {
                    let stream = listener.accept().await.unwrap().0;
                    count.fetch_add(1, Ordering::Relaxed);
                    tokio::spawn(converse(stream, Arc::clone(&answer)));
                }
            });
        });
        Self { address, connections }
    }

    fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

async fn converse(stream: TcpStream, answer: Arc<Answer>) {
    let mut connection: Connection<TcpStream, Bytes> = h2::server::handshake(stream).await.unwrap();
    let mut number = 0;
    while let Some(Ok((request, reply))) = connection.accept().await {
        number += 1;
        match answer(request, reply, number) {
            After::Go => {}
            After::GoAway => connection.graceful_shutdown(),
        }
    }
}
