//! The hot paths of `load`: what happens for every request, or every second of every thread.

use std::hint::black_box;

use divan::Bencher;
use toolbox::applets::load::pace::{Arrivals, Curve, Deal, Schedule};
use toolbox::applets::load::template::{Globals, Scope, Template};
use toolbox::kit::http::h1::{Body, Head, RequestKind, ResponseReader};
use toolbox::kit::metrics::Histogram;

const REPLY: &[u8] = b"HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sat, 21 Nov 2026 10:00:00 GMT\r\n\
    Content-Type: text/plain\r\nContent-Length: 13\r\nConnection: keep-alive\r\n\r\nHello, world!";

fn main() {
    divan::main();
}

/// One latency into the histogram; values wander as real ones do.
#[divan::bench]
fn record_latency(bencher: Bencher) {
    let mut histogram = Histogram::new();
    let mut ns = 180_000_u64;
    bencher.bench_local(|| {
        ns = ns * 6_364_136 % 900_007 + 50_000;
        histogram.record_ns(black_box(ns));
    });
}

/// One arrival of an open loop.
#[divan::bench(args = [Arrivals::Constant, Arrivals::Poisson])]
fn schedule_arrival(bencher: Bencher, arrivals: Arrivals) {
    let mut schedule = Schedule::new(Curve::constant(50_000.0), arrivals, Deal::new(0, 1, 1), 7);
    bencher.bench_local(|| {
        let due = schedule.peek();
        schedule.advance();
        due
    });
}

/// A head that was never seen before.
#[divan::bench]
fn parse_head() -> Option<Head> {
    Head::parse(black_box(REPLY), RequestKind::Ordinary).ok().flatten()
}

/// A whole reply whose head is the same as the last one's: nearly all of them.
#[divan::bench]
fn read_repeated_reply(bencher: Bencher) {
    let mut reader = ResponseReader::default();
    bencher.bench_local(|| reader.feed(black_box(REPLY), RequestKind::Ordinary, &mut Body::Discard));
}

/// A body with two plain variables.
#[divan::bench]
fn render_template(bencher: Bencher) {
    let Ok(globals) = Globals::new(&[("token".into(), "abc".into())], &[]) else { return };
    let Ok(template) = Template::compile(r#"{"id": {{ iteration }}, "token": "{{ token }}"}"#) else { return };
    let scope = Scope::new(globals, 0, 42);
    let mut out = Vec::new();
    bencher.bench_local(|| {
        out.clear();
        template.render(&scope, &mut out).map(|()| out.len()).ok()
    });
}

/// What the coordinator does with a page, once a second for each thread.
#[divan::bench]
fn merge_histograms(bencher: Bencher) {
    let mut page = Histogram::new();
    (0..100_000_u64).for_each(|i| page.record_ns(50_000 + i * 37 % 5_000_000));
    let mut total = Histogram::new();
    bencher.bench_local(|| total.merge(black_box(&page)));
}
