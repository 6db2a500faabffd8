//! The hot paths of `rip`: what happens for every copy of a playlist, and for every byte of a locked segment.

use std::fmt::Write as _;
use std::hint::black_box;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use toolbox::media::crypt::{Tail, decrypt};
use toolbox::media::hls::{Context, Playlist, read};

fn main() {
    divan::main();
}

fn playlist(segments: usize) -> String {
    let mut text = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:6\n".to_owned();
    for number in 0..segments {
        if number % 100 == 0 {
            let _ = writeln!(text, "#EXT-X-KEY:METHOD=AES-128,URI=\"key/{number}\"");
        }
        let _ = writeln!(text, "#EXTINF:6.006,\nhttps://cdn.example/video/1080p/segment-{number:06}.ts?token=abcdef");
    }
    text + "#EXT-X-ENDLIST\n"
}

/// A window of a live stream, and an hour and a half.
#[divan::bench(args = [6, 1000])]
fn read_playlist(bencher: Bencher, segments: usize) {
    let text = playlist(segments);
    bencher.counter(ItemsCount::new(segments)).bench_local(|| {
        let reading = read(black_box(text.as_bytes()), &Context::default());
        matches!(reading.map(|reading| reading.playlist), Ok(Playlist::Media(_)))
    });
}

/// A segment of 1 MiB.
#[divan::bench]
fn open_segment(bencher: Bencher) {
    let body = vec![7_u8; 1 << 20];
    bencher
        .counter(BytesCount::new(body.len()))
        .with_inputs(|| body.clone())
        .bench_local_refs(|body| decrypt(black_box(body), &[1; 16], &[2; 16]) == Tail::Padded);
}
