//! The hot paths of `fetch`: what happens for every piece that arrives, and at every claim.

use divan::Bencher;
use toolbox::applets::fetch::map::{Grain, Map};
use toolbox::applets::fetch::span::{Span, Spans};

fn main() {
    divan::main();
}

/// A map of 2 GiB with eight workers at it.
fn busy() -> (Map, Vec<toolbox::applets::fetch::map::Claim>) {
    let mut map = Map::new(Span::new(0, 2 << 30), &Spans::default(), Grain::default());
    let claims = (0..8).filter_map(|worker| map.claim(worker, 8)).collect();
    (map, claims)
}

/// One piece: reserved, committed, and the frontier asked for.
#[divan::bench]
fn piece(bencher: Bencher) {
    let (mut map, claims) = busy();
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let claim = claims[turn % claims.len()];
        let bytes = map.reserve(claim.id, 4096).map_or(0, Span::bytes);
        map.commit(claim.id, bytes);
        map.frontier()
    });
}

/// A claim, and its return.
#[divan::bench]
fn claim(bencher: Bencher) {
    let (mut map, _) = busy();
    bencher.bench_local(|| {
        let claim = map.claim(9, 8);
        claim.map(|claim| map.release(claim.id))
    });
}
