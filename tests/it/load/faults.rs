//! Servers that stall, cut off, hang up and answer too soon.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use super::{ENGINES, faults, run, status, tally};
use crate::support::origin::origin;
use crate::support::script::{Script, ok, say};

#[test]
fn an_idle_connection_that_was_closed_costs_a_get_nothing() {
    for engine in ENGINES {
        // Every connection answers once, and hangs up on the second request.
        let server = Script::start(|request| if request.number == 0 { ok() } else { say("").close() });
        let report = run(&format!("-n 10 -c 1 --engine {engine} {}", server.url("/")));
        assert_eq!(tally(&report), (10, 10, 0), "{engine}");
        assert_eq!((report.summary.resent, server.requests().len(), server.connections()), (9, 19, 10), "{engine}");
    }
}

#[test]
fn a_post_is_never_sent_twice() {
    for engine in ENGINES {
        for end in [say("").close(), say("").reset()] {
            let again = end.clone();
            let server = Script::start(move |request| if request.number == 0 { ok() } else { again.clone() });
            let body = "{{ iteration }}";
            let report = super::run_plan(&super::plan([
                "-n",
                "10",
                "-c",
                "1",
                "--engine",
                engine,
                "-b",
                body,
                &server.url("/"),
            ]));
            let report = report.unwrap();
            assert_eq!((tally(&report), report.summary.resent), ((10, 5, 5), 0), "{engine} {end:?}");
            let bodies: Vec<_> = server.requests().into_iter().map(|request| request.body).collect();
            let expected: Vec<_> = (0..10).map(|number: u8| number.to_string().into_bytes()).collect();
            assert_eq!(bodies, expected, "{engine} {end:?}");
        }
    }
}

#[test]
fn a_fresh_connection_that_is_closed_is_an_error_and_nothing_is_sent_again() {
    for engine in ENGINES {
        let server = Script::start(|_| say("").close());
        let report = run(&format!("-n 6 -c 2 --engine {engine} {}", server.url("/")));
        assert_eq!((faults(&report), server.requests().len()), ("closed 6".to_owned(), 6), "{engine}");
        assert_eq!(report.summary.resent, 0);
    }
}

#[test]
fn a_reply_that_began_is_never_asked_for_again() {
    for engine in ENGINES {
        let server = Script::start(|request| if request.number == 0 { ok() } else { say("HTTP/1.1 200").close() });
        let report = run(&format!("-n 4 -c 1 --engine {engine} {}", server.url("/")));
        assert_eq!((faults(&report), server.requests().len()), ("closed 2".to_owned(), 4), "{engine}");
    }
}

#[test]
fn a_stalled_server_is_given_up_in_time_and_its_connection_replaced() {
    for protocol in ["--engine raw", "--engine hyper"] {
        for reply in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello"] {
            let server = Script::start(move |_| say(reply).hang());
            let report = run(&format!("-n 9 -c 1 -t 150ms {protocol} {}", server.url("/")));
            assert_eq!((faults(&report), server.connections()), ("timeout 9".to_owned(), 9), "{protocol}");
            // Each request arrives when the one before it was given up.
            let times: Vec<_> = server.requests().iter().map(|request| request.at).collect();
            let mut waits: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
            waits.sort_unstable();
            // By the server's clock, which itself may be late now and then.
            let median = waits[waits.len() / 2];
            let contract = Duration::from_millis(145)..=Duration::from_millis(250);
            assert!(contract.contains(&median), "late by at most 100 ms: {waits:?}");
        }
    }
}

#[test]
fn a_reply_that_comes_too_late_is_a_timeout_however_short_the_timeout() {
    // Far shorter than the time between two looks at the deadlines.
    let origin = origin();
    for protocol in ["--engine raw", "--engine hyper", "--h2c", "--h2c -p 3"] {
        let report = run(&format!("-n 12 -c 2 -t 10ms {protocol} {}", origin.url("/delay/30ms")));
        assert_eq!((tally(&report), faults(&report)), ((12, 0, 12), "timeout 12".to_owned()), "{protocol}");
        assert_eq!(report.latency.service.count, 0, "{protocol}");
    }
}

#[test]
fn patience_begins_with_sending() {
    // One connection, and arrivals that wait in line far longer than the timeout: none of them is given up.
    let origin = origin();
    let report = run(&format!("-n 20 -c 1 --rate 1000 -t 200ms {}", origin.url("/delay/30ms")));
    assert_eq!(tally(&report), (20, 20, 0), "{}", faults(&report));
    assert!(report.latency.response.max > Some(400_000_000), "the wait is in the response time");
    assert!(report.latency.service.max < Some(400_000_000));
}

#[test]
fn resets_are_told_from_closes() {
    for engine in ENGINES {
        let origin = origin();
        let url = origin.url("/fault/reset?after=100");
        assert_eq!(faults(&run(&format!("-n 6 -c 2 --engine {engine} {url}"))), "reset 6", "{engine}");
        let url = origin.url("/fault/truncate");
        assert_eq!(faults(&run(&format!("-n 6 -c 2 --engine {engine} {url}"))), "closed 6", "{engine}");
    }
}

#[test]
fn a_server_may_answer_before_it_has_the_whole_body() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("body");
    std::fs::write(&file, vec![b'x'; 8 << 20]).unwrap();
    let body = format!("@{}", file.display());
    for engine in ENGINES {
        for close in [false, true] {
            const REPLY: &str = "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno";
            // It never reads the body, so nothing but the reply can end the exchange.
            let server = Script::hasty(move |_| if close { say(REPLY).close() } else { say(REPLY).hang() });
            let plan =
                super::plan(["-n", "6", "-c", "2", "-t", "5s", "--engine", engine, "-b", &body, &server.url("/")]);
            let report = super::run_plan(&plan).unwrap();
            let (answered, lost) = (status(&report, 413), report.errors.get("reset").map_or(0, |error| error.count));
            assert_eq!(answered + lost, 6, "{engine} close {close}: {}", faults(&report));
            // hyper stops at the failed write; the raw engine reads what was said before.
            assert!(lost == 0 || (engine == "hyper" && close), "{engine} close {close}: {}", faults(&report));
            assert_eq!(server.connections(), 6, "a connection with half a request on it is of no use: {engine}");
        }
    }
}

#[test]
fn large_bodies_arrive_whole() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("body");
    let body: Vec<u8> = (0..5_000_000_u32).map(|byte| (byte % 251) as u8).collect();
    std::fs::write(&file, &body).unwrap();
    for engine in ENGINES {
        let server = Script::start(|_| ok());
        let url = server.url("/");
        let plan = super::plan(["-n", "4", "-c", "2", "--engine", engine, "-b", &format!("@{}", file.display()), &url]);
        assert_eq!(tally(&super::run_plan(&plan).unwrap()), (4, 4, 0), "{engine}");
        assert_eq!(server.connections(), 2);
        assert!(server.requests().iter().all(|request| request.body == body), "{engine}");
    }
}

#[test]
fn a_server_that_goes_away_is_refused_from_then_on() {
    for engine in ENGINES {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let mut connection = listener.accept().unwrap().0;
            drop(listener);
            let mut lines = BufReader::new(connection.try_clone().unwrap()).lines();
            assert!(lines.any(|line| line.unwrap().is_empty()));
            connection.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").unwrap();
            let _ = std::io::copy(&mut connection, &mut std::io::sink());
        });
        let report = run(&format!("-n 5 -c 1 --engine {engine} {url}"));
        assert_eq!((tally(&report), faults(&report)), ((5, 1, 4), "refused 4".to_owned()), "{engine}");
        assert!(report.errors["refused"].example.contains("refused"), "{:?}", report.errors);
        server.join().unwrap();
    }
}

#[test]
fn errors_of_the_server_are_replies() {
    for engine in ENGINES {
        let origin = origin();
        let report = run(&format!("-n 8 -c 2 --engine {engine} {}", origin.url("/status/503")));
        assert_eq!((tally(&report), status(&report, 503), faults(&report)), ((8, 0, 8), 8, String::new()));
    }
}
