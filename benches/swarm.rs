//! The hot paths of `swarm`: what happens for every line of a process, and for every segment of a player.

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use toolbox::applets::swarm::ffmpeg::lines::{Lines, ProgressReader, read};
use toolbox::applets::swarm::native::abr::Bandwidth;
use toolbox::applets::swarm::native::playhead::Playhead;

fn main() {
    divan::main();
}

/// What ffmpeg tells of its progress once a second.
const REPORT: &str = "bitrate=N/A\ntotal_size=N/A\nout_time_us=1920000\nout_time_ms=1920000\nout_time=00:00:01.920000\n\
                      dup_frames=0\ndrop_frames=0\nspeed=1.02x\nprogress=continue\n";

#[divan::bench]
fn progress(bencher: Bencher) {
    let (mut lines, mut reader) = (Lines::default(), ProgressReader::default());
    bencher.counter(BytesCount::new(REPORT.len())).bench_local(|| {
        let mut reports = 0;
        lines.feed(black_box(REPORT.as_bytes()), |line| reports += u32::from(reader.line(line).is_some()));
        reports
    });
}

#[divan::bench(args = ["[http @ 0x55d0] Opening 'http://o/live/720p/1234.ts?token=abc' for reading", "frame=  100 fps= 25"])]
fn log_line(line: &str) -> bool {
    matches!(read(black_box(line)), toolbox::applets::swarm::ffmpeg::lines::Said::Else)
}

/// A segment comes: what is seen is reckoned, and the next rendition chosen.
#[divan::bench]
fn segment(bencher: Bencher) {
    let begin = Instant::now();
    let (mut head, mut bandwidth, mut now) = (Playhead::new(begin), Bandwidth::default(), begin);
    bencher.counter(ItemsCount::new(1_u32)).bench_local(|| {
        now += Duration::from_secs(2);
        head.add(Duration::from_secs(2), now);
        bandwidth.sample(black_box(100_000), Duration::from_millis(80));
        (head.take(), bandwidth.choose([800_000, 2_800_000, 5_000_000].into_iter(), Some(1)))
    });
}
