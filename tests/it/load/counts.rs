//! How many requests are sent, over how many connections, for how long.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::{ENGINES, run, status, tally};
use crate::support::origin::{eventually, origin};
use crate::support::script::{Script, ok, say};

#[test]
fn a_number_of_requests_is_sent_exactly() {
    for (requests, connections, threads) in [(1, 1, 1), (1, 10, 2), (7, 3, 2), (100, 10, 1), (1003, 16, 3)] {
        for engine in ENGINES {
            let origin = origin();
            let report = run(&format!(
                "-n {requests} -c {connections} --threads {threads} --engine {engine} {}",
                origin.url("/bytes/100")
            ));
            assert_eq!(tally(&report), (requests, requests, 0), "{requests} over {connections} by {engine}");
            assert_eq!(origin.stats().requests, requests);
            assert_eq!(origin.stats().connections, connections);
            assert_eq!(report.summary.connections_opened, connections);
            assert_eq!(report.latency.response.count, requests);
            assert_eq!(report.series.iter().map(|interval| interval.done).sum::<u64>(), requests);
        }
    }
}

#[test]
fn bytes_are_those_on_the_wire() {
    const REPLY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    for engine in ENGINES {
        let server = Script::start(|_| say(REPLY));
        let report = run(&format!("-n 10 -c 2 --engine {engine} {}", server.url("/x")));
        assert_eq!(report.summary.bytes_in, 10 * REPLY.len() as u64, "{engine}");
        let sent: usize = server.requests().iter().map(|request| request.head.len() + request.body.len()).sum();
        assert_eq!(report.summary.bytes_out, sent as u64, "{engine}");
    }
}

#[test]
fn a_duration_ends_the_run() {
    for extra in ["", "--rate 200", "--http 2 --streams 2"] {
        let origin = origin();
        let begin = Instant::now();
        let report = run(&format!("-d 300ms -c 4 {extra} {}", origin.url("/")));
        let took = begin.elapsed();
        assert!(took >= Duration::from_millis(295) && took < Duration::from_secs(5), "{took:?} {extra}");
        assert_eq!(report.summary.failed, 0, "{extra}");
        assert_eq!(origin.stats().requests, report.summary.done, "nothing is left unanswered or uncounted: {extra}");
    }
}

#[test]
fn whichever_limit_comes_first_ends_the_run() {
    let origin = origin();
    let report = run(&format!("-n 5 --duration 1h -c 2 {}", origin.url("/")));
    assert_eq!(report.summary.done, 5);
    let report = run(&format!("-n 1g --duration 100ms -c 2 {}", origin.url("/delay/5ms")));
    assert!(report.summary.done > 0 && report.summary.done < 1000);
}

#[test]
fn without_keepalive_each_request_has_a_connection_of_its_own() {
    for protocol in ["--engine raw", "--engine hyper", "--http 2"] {
        let origin = origin();
        let report = run(&format!("-n 12 -c 3 --no-keepalive {protocol} {}", origin.url("/")));
        assert_eq!(tally(&report), (12, 12, 0), "{protocol}");
        assert_eq!(origin.stats().connections, 12, "{protocol}");
        assert_eq!(report.latency.connect.count, 12, "{protocol}");
    }
    let server = Script::start(|_| ok());
    run(&format!("-n 4 -c 2 --no-keepalive {}", server.url("/")));
    assert!(server.requests().iter().all(|request| request.header("connection") == Some("close")));
}

#[test]
fn a_connection_header_of_ones_own_is_honoured() {
    // This server announces nothing and leaves the closing to the client.
    let server = Script::start(|_| ok());
    let plan = super::plan(["-n", "4", "-c", "1", "-m", "POST", "-H", "Connection: close", &server.url("/")]);
    let report = super::run_plan(&plan).unwrap();
    assert_eq!((tally(&report), server.connections()), ((4, 4, 0), 4));
}

#[test]
fn connections_are_kept_when_the_server_keeps_them() {
    let origin = origin();
    let report = run(&format!("-n 50 -c 5 {}", origin.url("/status/404")));
    assert_eq!((status(&report, 404), report.summary.failed, origin.stats().connections), (50, 50, 5));
    eventually(&origin, |stats| stats.open == 0);
}

#[test]
fn the_warm_up_is_played_and_not_counted() {
    for extra in ["--engine raw", "--engine hyper", "--rate 500", "--http 2 -p 2"] {
        let origin = origin();
        // The first replies are slow enough to be under way when the warm-up ends.
        let report = run(&format!("--warmup 130ms -n 20 -c 4 {extra} {}", origin.url("/delay/20ms")));
        assert_eq!(tally(&report), (20, 20, 0), "{extra}");
        assert_eq!((status(&report, 200), report.latency.service.count), (20, 20), "{extra}");
        assert!(origin.stats().requests > 20, "{extra}");
        let counted = Duration::from_nanos(report.summary.duration_ns);
        assert!(counted >= Duration::from_millis(40), "from the end of the warm-up: {counted:?}");
    }
}

#[test]
fn the_last_requests_of_an_open_loop_are_waited_for() {
    let origin = origin();
    let report = run(&format!("-n 5 -c 5 --rate 1000 {}", origin.url("/delay/2500ms")));
    assert_eq!(tally(&report), (5, 5, 0), "{report:?}");
}

#[test]
fn an_unfinished_request_is_given_up_two_seconds_after_the_end() {
    let origin = origin();
    let begin = Instant::now();
    let report = run(&format!("-d 100ms -c 3 {}", origin.url("/fault/hang")));
    assert_eq!(super::faults(&report), "unfinished 3");
    assert!(begin.elapsed() < Duration::from_secs(10));
}

#[test]
fn rates_are_of_the_time_that_was_counted() {
    // The fifth request is never answered: two seconds are waited for it, and they belong to no rate.
    let asked = AtomicUsize::new(0);
    let server = Script::start(move |_| if asked.fetch_add(1, Ordering::SeqCst) == 4 { say("").hang() } else { ok() });
    let report = run(&format!("-d 400ms -c 3 --threads 1 {}", server.url("/")));
    assert_eq!((super::faults(&report).as_str(), report.summary.duration_ns), ("unfinished 1", 400_000_000));
    let ended = report.summary.rate_achieved * 0.4;
    let (most, least) = (report.summary.done as f64 - 1.0, report.summary.done as f64 - 3.0);
    assert!(ended <= most + 1e-6 && ended >= least - 1e-6, "all but those under way at the end: {ended} {report:?}");

    let origin = origin();
    for (words, rate) in [("-d 300ms --rate 20", 20.0), ("-d 300ms --rate 20 --warmup 250ms", 20.0)] {
        let report = run(&format!("{words} -c 4 --threads 2 {}", origin.url("/")));
        assert_eq!((report.summary.duration_ns, report.summary.done), (300_000_000, 6), "{words}");
        assert_eq!(report.summary.rate_target.map(f64::round), Some(rate), "{words}");
        let ended = report.summary.rate_achieved * 0.3;
        assert!((ended - ended.round()).abs() < 1e-6 && (4.0..=8.0).contains(&ended), "{words}: {ended}");
    }
}

#[test]
fn what_a_warm_up_left_under_way_is_in_the_rate_that_it_ended_in() {
    let origin = origin();
    // One connection, 100 ms each: the warm-up ends in the middle of the third request.
    let report = run(&format!("--warmup 250ms -d 350ms -c 1 {}", origin.url("/delay/100ms")));
    let ended = (report.summary.rate_achieved * 0.35).round() as u64;
    assert!(report.summary.done >= 1 && ended <= 4, "{report:?}");
    assert!(ended == report.summary.done || ended + 1 == report.summary.done, "{ended} of {}", report.summary.done);
}
