//! Open loops: requests start by schedule, and what the server makes them wait is in the response times.

use std::time::Duration;

use toolbox::applets::load::pace::{Arrivals, Curve, Deal, Schedule};
use toolbox::origin::{Behaviour, Stall};

use super::{plan, run, run_plan, tally, words};
use crate::support::calm::undisturbed;
use crate::support::origin::{behaving, origin};
use crate::support::script::{Script, ok};

#[test]
fn arrivals_are_on_schedule() {
    let server = Script::start(|_| ok());
    let report = run(&format!("-n 200 -c 8 --threads 2 --rate 400 {}", server.url("/")));
    assert_eq!((tally(&report), report.summary.dropped), ((200, 200, 0), 0));
    assert_eq!(report.summary.rate_target.map(f64::round), Some(400.0));
    let mut times: Vec<_> = server.requests().iter().map(|request| request.at).collect();
    times.sort_unstable();
    // Arrival k is due k/400 seconds after the first; the machine may be late for some.
    let mut off: Vec<_> = (0..).zip(&times).map(|(k, time)| (*time - times[0]).abs_diff(due(k, 400.0))).collect();
    off.sort_unstable();
    assert!(off[off.len() / 2] < Duration::from_millis(20), "{off:?}");
    let took = Duration::from_nanos(report.summary.duration_ns);
    assert!(took >= due(199, 400.0) && took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn a_warm_up_does_not_make_the_first_arrival_late() {
    let origin = origin();
    undisturbed(Duration::from_millis(100), 2, |scale| {
        // An arrival of the warm-up would fall due two scales after the first that counts does.
        let (every, warmup) = (scale * 5, scale * 3);
        let rate = 1.0 / every.as_secs_f64();
        let words = format!("-n 1 -c 1 --rate {rate} --warmup {}ms {}", warmup.as_millis(), origin.url("/"));
        let slowest = Duration::from_nanos(run(&words).latency.response.max.unwrap());
        assert!(slowest < scale, "{slowest:?}");
    });
}

fn due(arrival: u32, rate: f64) -> Duration {
    Duration::from_secs_f64(f64::from(arrival) / rate)
}

#[test]
fn a_closed_loop_has_one_latency() {
    let origin = origin();
    let report = run(&format!("-n 50 -c 5 {}", origin.url("/delay/1ms")));
    assert_eq!(report.latency.response, report.latency.service);
    assert_eq!((report.summary.rate_target, report.trust.lag_p99_ns), (None, None));
    assert_eq!((report.summary.queued, report.summary.dropped), (0, 0));
}

#[test]
fn a_stalled_server_is_in_the_response_times_as_long_as_it_stalled() {
    const RATE: u32 = 1000;
    const RUN: u32 = 4;
    let length = Duration::from_secs(1);
    let stall = Stall { after: Duration::from_secs(1), length };
    let origin = behaving(Behaviour { stalls: vec![stall], ..Behaviour::default() });
    let report = run(&format!("-d {RUN}s -c 10 --threads 1 --rate {RATE} {}", origin.url("/")));

    // What each arrival would wait at a server that is otherwise at once: until the end of the stall.
    let mut truth: Vec<Duration> = (0..RATE * RUN)
        .map(|arrival| due(arrival, f64::from(RATE)))
        .map(|due| if due >= stall.after { (stall.after + length).saturating_sub(due) } else { Duration::ZERO })
        .collect();
    truth.sort_unstable();
    let p99 = truth[truth.len() * 99 / 100 - 1].as_nanos() as f64;
    let response = report.latency.response.percentile("99").unwrap() as f64;
    assert!((response / p99 - 1.0).abs() < 0.05, "p99 of response: {response}, truth: {p99}");

    // Ten connections: ten requests saw the stall themselves, all others waited in line.
    let service = report.latency.service.percentile("99").unwrap();
    assert!(Duration::from_nanos(service) < length / 4, "p99 of service: {service}");
    assert!(report.summary.queued >= 900 && report.summary.dropped == 0, "{:?}", report.summary);
    assert_eq!(tally(&report), (4000, 4000, 0));
}

#[test]
fn arrivals_that_nobody_could_send_are_dropped_and_told() {
    let origin = origin();
    let report = run(&format!("-d 500ms -c 5 --rate 1000 {}", origin.url("/fault/hang")));
    assert_eq!((report.summary.done, report.summary.dropped), (5, 495));
    assert_eq!(super::faults(&report), "unfinished 5");
}

#[test]
fn arrivals_that_found_every_connection_busy_are_counted() {
    let origin = origin();
    // Two at a time, 50 ms each: of twenty arrivals at once, eighteen wait.
    let report = run(&format!("-n 20 -c 2 --threads 1 --rate 100k {}", origin.url("/delay/50ms")));
    assert_eq!((report.summary.done, report.summary.queued), (20, 18));
    let max = report.latency.response.max.unwrap();
    assert!(max >= 490_000_000, "the last one waited nine times before its own 50 ms: {max}");
}

#[test]
fn stages_send_what_lies_under_their_curve() {
    let server = Script::start(|_| ok());
    let report = run(&format!("--stages 200ms:500,300ms:500,0s:0,100ms:0 -c 8 --threads 2 {}", server.url("/")));
    let expected = 50 + 150;
    assert!(report.summary.done.abs_diff(expected) <= 2, "{}", report.summary.done);
    assert_eq!(server.requests().len() as u64, report.summary.done);
}

#[test]
fn poisson_arrivals_repeat_with_their_seed() {
    let origin = origin();
    let line = format!("-d 400ms -c 20 --threads 2 --rate 500 --arrivals poisson --seed 7 {}", origin.url("/"));
    let mut schedule = Schedule::new(Curve::constant(500.0), Arrivals::Poisson, Deal::new(0, 1, 20), 7);
    let due = || schedule.peek().inspect(|_| schedule.advance());
    let expected = std::iter::from_fn(due).take_while(|&due| due < 400_000_000).count();
    for _ in 0..2 {
        let report = run(&line);
        assert_eq!(report.summary.done + report.summary.dropped, expected as u64);
    }
}

#[test]
fn arrivals_carry_their_numbers() {
    // Many are due at once, so that several are handed over before the first of them is begun.
    for (connections, threads, arrivals) in [(8, 2, "constant"), (7, 3, "constant"), (5, 2, "poisson")] {
        let server = Script::start(|_| ok());
        let url = server.url("/{{ iteration }}");
        let line = format!("-n 300 -c {connections} --threads {threads} --rate 3000 --arrivals {arrivals}");
        let report = run_plan(&plan(words(&line).into_iter().chain([url.as_str()]))).unwrap();
        assert_eq!(tally(&report), (300, 300, 0));
        let mut numbers: Vec<u64> = server
            .requests()
            .iter()
            .map(|request| request.line().rsplit('/').next().unwrap().parse().unwrap())
            .collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..300).collect::<Vec<_>>(), "{line}");
    }
}

#[test]
fn no_number_of_the_warm_up_comes_again() {
    for pace in ["", "--rate 500"] {
        let server = Script::start(|_| ok());
        let url = server.url("/{{ iteration }}");
        let line = format!("-n 50 -c 3 --threads 2 --warmup 100ms {pace}");
        run_plan(&plan(words(&line).into_iter().chain([url.as_str()]))).unwrap();
        let requests = server.requests();
        let numbers: std::collections::BTreeSet<_> = requests.iter().map(|request| request.line().to_owned()).collect();
        assert_eq!(numbers.len(), requests.len(), "{pace}");
    }
}
