//! The hot paths of `scan`: what happens for every probe.

use std::hint::black_box;
use std::time::Duration;

use divan::Bencher;
use divan::counter::ItemsCount;
use toolbox::applets::scan::order::Order;
use toolbox::applets::scan::ports::{Port, Proto};
use toolbox::applets::scan::schedule::{Bounds, Detail, Goal, Heard, Schedule, Step};
use toolbox::applets::scan::timing::Profile;
use toolbox::applets::scan::verdict::{Reason, State, Verdict};

fn main() {
    divan::main();
}

const PORTS: u16 = u16::MAX;

/// Every port of a host, each answered at once.
#[divan::bench]
fn schedule(bencher: Bencher) {
    let ports: Vec<Port> = (1..=PORTS).map(|number| Port { proto: Proto::Tcp, number }).collect();
    let bounds = Bounds {
        profile: Profile::of(5),
        fixed_tries: None,
        wait: None,
        goal: Goal::Ports,
        host_timeout: None,
        seed: 1,
    };
    let closed = Verdict::of(State::Closed, Reason::TcpRst);
    bencher.counter(ItemsCount::new(PORTS)).bench_local(|| {
        let mut schedule = Schedule::new(1, ports.clone(), bounds);
        while let Step::Send(probe, _) = schedule.step(Duration::ZERO) {
            schedule.answered(probe, closed, Detail::default(), Heard::InTime, Duration::ZERO);
        }
        schedule.counts()
    });
}

#[divan::bench]
fn order(bencher: Bencher) {
    let order = Order::new(u32::from(PORTS), 7);
    bencher
        .counter(ItemsCount::new(PORTS))
        .bench_local(|| (0..u32::from(PORTS)).fold(0, |sum: u32, index| sum ^ order.at(black_box(index))));
}
