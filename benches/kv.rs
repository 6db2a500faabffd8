//! The hot paths of `kv`: what happens for every command, without the sockets it comes through.

use std::hint::black_box;

use divan::Bencher;
use toolbox::applets::kv::command::table;
use toolbox::applets::kv::store::{Keys, Store};
use toolbox::resp::{Decoder, Limits, Parser, Reply, Skimmer, command};

const SET: &[u8] = b"*3\r\n$3\r\nSET\r\n$16\r\nkey:000000012345\r\n$3\r\nxxx\r\n";

/// Keys of the store that is measured: far more than a cache holds.
const KEYS: u64 = 200_000;

fn main() {
    divan::main();
}

fn key(number: u64) -> [u8; 16] {
    let mut key = *b"key:000000000000";
    let mut rest = number;
    for digit in key.iter_mut().rev().take(12) {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    key
}

fn filled() -> Store {
    let store = Store::new(16, 16);
    for number in 0..KEYS {
        let key = key(number);
        let held = store.lock_one(store.hash(&key));
        Keys::new(&store, held, 0, 0).set(&key, b"a value of thirty-two characters", None);
    }
    store
}

/// Numbers that jump about as clients' keys do.
fn wander(number: &mut u64) -> u64 {
    *number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*number >> 33) % KEYS
}

/// A whole command in one piece: nearly all of them.
#[divan::bench]
fn parse_command(bencher: Bencher) {
    let mut parser = Parser::default();
    bencher.bench_local(|| parser.parse(black_box(SET), &Limits::default()));
}

/// One that arrives in two reads.
#[divan::bench]
fn parse_command_in_two_pieces(bencher: Bencher) {
    let mut parser = Parser::default();
    bencher.bench_local(|| {
        let first = parser.parse(black_box(&SET[..20]), &Limits::default());
        (first, parser.parse(black_box(SET), &Limits::default()))
    });
}

/// From a name to its row.
#[divan::bench]
fn find_command(bencher: Bencher) {
    bencher.bench_local(|| table::find(black_box(b"ZRANGEBYSCORE")).map(|entry| entry.id));
}

/// GET of a key that is there: hash, lock, look-up, reply.
#[divan::bench]
fn get(bencher: Bencher) {
    let (store, mut reply, mut number) = (filled(), Reply::default(), 1);
    bencher.bench_local(|| {
        let key = key(wander(&mut number));
        let held = store.lock_one(store.hash(&key));
        let keys = Keys::new(&store, held, 0, 0);
        let mut digits = itoa::Buffer::new();
        reply.clear();
        match keys.text(&key, &mut digits) {
            Ok(Some(text)) => reply.bulk(text),
            _ => reply.null(),
        }
        reply.len()
    });
}

/// SET of a key that is there, with a value of the same size.
#[divan::bench]
fn overwrite(bencher: Bencher) {
    let (store, mut number) = (filled(), 1);
    bencher.bench_local(|| {
        let key = key(wander(&mut number));
        let held = store.lock_one(store.hash(&key));
        Keys::new(&store, held, 0, 0).set(&key, b"one more of thirty-two character", None);
    });
}

/// A key comes and goes.
#[divan::bench]
fn insert_and_remove(bencher: Bencher) {
    let (store, mut number) = (filled(), 1);
    bencher.bench_local(|| {
        let key = key(KEYS + wander(&mut number));
        let held = store.lock_one(store.hash(&key));
        let mut keys = Keys::new(&store, held, 0, 0);
        keys.set(&key, b"value", None);
        keys.remove(&key).is_some()
    });
}

/// Sixteen replies, as `kv bench` counts them and as `kv cli` reads them.
#[divan::bench]
fn skim_replies(bencher: Bencher) {
    let replies = b"$3\r\nxxx\r\n".repeat(16);
    let mut skimmer = Skimmer::default();
    bencher.bench_local(|| skimmer.skim(black_box(&replies)));
}

/// The same, as values.
#[divan::bench]
fn decode_replies(bencher: Bencher) {
    let replies = b"$3\r\nxxx\r\n".repeat(16);
    let mut decoder = Decoder::default();
    bencher.bench_local(|| {
        decoder.feed(black_box(&replies));
        let mut count = 0;
        while let Ok(Some(_)) = decoder.next_value() {
            count += 1;
        }
        count
    });
}

/// What a client writes.
#[divan::bench]
fn write_command(bencher: Bencher) {
    let mut out = Vec::new();
    bencher.bench_local(|| {
        out.clear();
        command(black_box(&["SET", "key:000000012345", "xxx"]), &mut out);
        out.len()
    });
}
