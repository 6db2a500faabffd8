//! The hot paths of `books`: what happens for every file of a library, and for every saved place of a long book.

use std::hint::black_box;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use toolbox::applets::books::audio::{self, Essence};
use toolbox::applets::books::log::{Act, Deed, Device, Event, EventId, Move, Place};
use toolbox::applets::books::scan::order::{Evidence, order};

fn main() {
    divan::main();
}

/// MP3 without a header: every frame is walked over.
#[divan::bench]
fn walk_headerless_mp3(bencher: Bencher) {
    let mut frame = [0x55; 104];
    frame[..4].copy_from_slice(&[0xff, 0xfb, 0x10, 0xc4]);
    let file = frame.repeat(100_000);
    bencher.counter(BytesCount::new(file.len())).bench_local(|| audio::read(black_box(&file[..])).is_ok());
}

/// A book heard in spans of half a minute.
#[divan::bench(args = [100, 2400])]
fn place_of_a_log(bencher: Bencher, spans: u64) {
    let id = |seq| EventId { device: Device(1), seq };
    let events: Vec<Event> = (1..=spans)
        .map(|seq| Event {
            id: id(seq),
            hlc: seq << 16,
            at_ms: seq as i64 * 30_000,
            tz_min: 0,
            profile: "me".to_owned(),
            book: Some(Essence([1; 16])),
            deed: Deed::Move(Move {
                act: Act::Span,
                run: 1,
                from_ms: (seq - 1) * 30_000,
                pos_ms: seq * 30_000,
                done: false,
                wall_ms: 30_000,
                speed: 1000,
                on_ms: None,
                parents: if seq > 1 { vec![id(seq - 1)] } else { Vec::new() },
            }),
        })
        .collect();
    bencher.counter(ItemsCount::new(events.len())).bench_local(|| Place::of(black_box(&events)).heads.len());
}

/// The files of a book on many discs.
#[divan::bench]
fn order_of_files(bencher: Bencher) {
    let files: Vec<Evidence> = (0..400)
        .rev()
        .map(|number| Evidence { path: format!("CD{}/{number}.mp3", number / 20), disc: None, track: None })
        .collect();
    bencher.counter(ItemsCount::new(files.len())).bench_local(|| order(black_box(&files)).indices.len());
}
