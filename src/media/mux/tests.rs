//! Movies made of small recordings, read again box by box.

use std::path::PathBuf;
use std::time::Duration;

use super::{Keep, Movie, MuxError, Progress, Source, Stretch, mux};
use crate::media::ts::Demux;
use crate::media::ts::tests::{AUDIO, Found, PPS, SPS, VIDEO, Writer, aac, picture, stream};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A recording of these segments, each with its timeline and the gap before it.
    fn source(&self, name: &str, segments: &[(&[u8], u64, Duration)]) -> Source {
        let (mut bytes, mut stretches) = (Vec::new(), Vec::new());
        for (segment, timeline, gap) in segments {
            let at = bytes.len() as u64;
            let duration = Duration::from_secs(1);
            stretches.push(Stretch { at, bytes: segment.len() as u64, timeline: *timeline, duration, gap: *gap });
            bytes.extend(*segment);
        }
        std::fs::write(self.path(name), bytes).unwrap();
        Source { path: self.path(name), stretches, language: None }
    }

    fn mux(&self, sources: &[Source], keep: Keep) -> (Movie, Vec<u8>) {
        let movie = mux(sources, keep, &self.path("x.mp4"), &Progress::default()).unwrap();
        std::fs::rename(&movie.file, self.path("x.mp4")).unwrap();
        (movie, std::fs::read(self.path("x.mp4")).unwrap())
    }
}

/// The contents of the boxes of a path, each step into all of its kind.
fn boxes<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> Vec<&'a [u8]> {
    let Some((kind, rest)) = path.split_first() else { return vec![bytes] };
    let (mut at, mut found) = (0, Vec::new());
    while at < bytes.len() {
        let mut head = 8;
        let mut size = number(&bytes[at..], 0, 4) as usize;
        if size == 1 {
            (head, size) = (16, number(&bytes[at..], 8, 8) as usize);
        }
        if &bytes[at + 4..at + 8] == *kind {
            found.extend(boxes(&bytes[at + head..at + size], rest));
        }
        at += size;
    }
    found
}

fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
    bytes[at..at + length].iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// The entries of a table behind its head, each of so many numbers of four bytes.
fn entries<const N: usize>(table: &[u8], head: usize) -> Vec<[u64; N]> {
    table[head..].chunks(4 * N).map(|entry| std::array::from_fn(|at| number(entry, 4 * at, 4))).collect()
}

/// The samples of a track as its tables say.
fn samples(file: &[u8], track: usize) -> Vec<Vec<u8>> {
    let table = |kind: &[u8; 4]| boxes(file, &[b"moov", b"trak", b"mdia", b"minf", b"stbl", kind])[track];
    let mut sizes = entries::<1>(table(b"stsz"), 12).into_iter();
    let groups = entries::<3>(table(b"stsc"), 8);
    let mut found = Vec::new();
    for (chunk, [place]) in (1..).zip(entries::<1>(table(b"stco"), 8)) {
        let mut at = place as usize;
        let group = groups.iter().rfind(|group| group[0] <= chunk).unwrap();
        for _ in 0..group[1] {
            let size = sizes.next().unwrap()[0] as usize;
            found.push(file[at..at + size].to_vec());
            at += size;
        }
    }
    assert_eq!(sizes.next(), None, "every sample is in a chunk");
    found
}

fn durations(file: &[u8], track: usize) -> Vec<[u64; 2]> {
    entries(boxes(file, &[b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stts"])[track], 8)
}

fn edits(file: &[u8], track: usize) -> Vec<[u64; 3]> {
    entries(boxes(file, &[b"moov", b"trak", b"edts", b"elst"])[track], 8)
}

#[test]
fn the_sound_is_in_the_language_that_its_source_tells() {
    let desk = Desk::new();
    let bytes = stream(20, 90_000);
    let source = Source { language: Some(*b"fra"), ..desk.source("x", &[(&bytes, 0, Duration::ZERO)]) };
    let (_, file) = desk.mux(&[source], Keep::All);
    let told = |kind: &[u8; 4], at: usize, length: usize| {
        let all = boxes(&file, &[b"moov", b"trak", b"mdia", kind]);
        all.iter().map(|of_track| number(of_track, at, length)).collect::<Vec<_>>()
    };
    // Three times five bits.
    let packed = |code: &[u8; 3]| code.iter().fold(0, |sum, letter| sum << 5 | u64::from(letter - 0x60));
    let handlers = told(b"hdlr", 8, 4);
    let expected = handlers.iter().map(|kind| packed(if *kind == 0x736f_756e { b"fra" } else { b"und" }));
    assert_eq!(told(b"mdhd", 20, 2), expected.collect::<Vec<_>>());
    assert!(handlers.contains(&0x736f_756e), "there is sound");
}

#[test]
fn every_sample_is_where_the_tables_say_and_they_stand_in_front() {
    let desk = Desk::new();
    let bytes = stream(20, 90_000);
    let (movie, file) = desk.mux(&[desk.source("x", &[(&bytes, 0, Duration::ZERO)])], Keep::All);
    assert_eq!((&*movie.formats, movie.notes.len()), (&["mp4a".to_owned(), "avc1".to_owned()][..], 0));
    let at = |kind: &[u8]| file.windows(4).position(|window| window == kind).unwrap();
    assert!(at(b"moov") < at(b"mdat") && file.len() as u64 == movie.bytes);
    let (mut demux, mut found) = (Demux::default(), Found::default());
    demux.push(&bytes, &mut found).unwrap();
    demux.finish(&mut found).unwrap();
    for (track, of) in [(0, 1), (1, 0)] {
        let expected: Vec<_> = found.samples.iter().filter(|sample| sample.0 == of).map(|sample| &sample.4).collect();
        assert!(samples(&file, track).iter().eq(expected));
    }
    assert_eq!(durations(&file, 0), [[99, 1024], [1, 1024]]);
    assert_eq!(durations(&file, 1), [[19, 9000], [1, 9000]], "the last one is known by the one before");
    let syncs = entries::<1>(boxes(&file, &[b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stss"])[0], 8);
    assert_eq!(syncs, [[1], [6], [11], [16]]);
    // The first picture is presented a tenth of a second behind the first sound, and behind its decoding.
    assert_eq!(edits(&file, 0)[0][1], 0);
    assert_eq!(edits(&file, 1), [[9000, u64::from(u32::MAX), 0x1_0000], [9000 * 20, 9000, 0x1_0000]]);
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 2, "nothing else is left");
}

#[test]
fn timelines_follow_each_other_and_a_known_gap_stays() {
    let desk = Desk::new();
    let (first, second) = (stream(10, 90_000), stream(10, 5_000_010));
    let gap = Duration::from_secs(3);
    let source = desk.source("x", &[(&first, 0, Duration::ZERO), (&second, 1, gap)]);
    let (movie, file) = desk.mux(&[source], Keep::All);
    // Sound for 50 * 1024 / 48 000 s, pictures presented to 1.1 s: three seconds behind that both go on.
    assert_eq!(durations(&file, 0), [[49, 1024], [1, 52_800 + 144_000 - 49 * 1024], [49, 1024], [1, 1024]]);
    assert_eq!(durations(&file, 1), [[9, 9000], [1, 99_000 + 270_000 - 81_000], [9, 9000], [1, 9000]]);
    assert_eq!(movie.duration.as_millis(), 5200);
}

#[test]
fn times_that_jump_without_a_word_are_joined() {
    let desk = Desk::new();
    let (first, second) = (stream(10, 9_000_000), stream(10, 90_000));
    let source = desk.source("x", &[(&first, 0, Duration::ZERO), (&second, 0, Duration::ZERO)]);
    let (movie, file) = desk.mux(&[source], Keep::All);
    assert_eq!(movie.duration.as_millis(), 2200);
    assert_eq!(durations(&file, 1), [[9, 9000], [1, 18_000], [9, 9000], [1, 9000]]);
}

#[test]
fn a_gap_inside_a_timeline_is_as_long_as_the_times_say() {
    let desk = Desk::new();
    let (first, second) = (stream(10, 0), stream(10, 90_000 * 60));
    let source = desk.source("x", &[(&first, 0, Duration::ZERO), (&second, 0, Duration::from_mins(1))]);
    let (movie, file) = desk.mux(&[source], Keep::All);
    assert_eq!(durations(&file, 1), [[9, 9000], [1, 90_000 * 60 - 81_000], [9, 9000], [1, 9000]]);
    assert_eq!(movie.duration.as_millis(), 61_100);
}

#[test]
fn sound_and_picture_of_two_recordings_lie_close_together() {
    let desk = Desk::new();
    let mut video = Writer::default();
    video.tables(&[&[(0x1b, VIDEO)]]);
    let mut audio = Writer::default();
    audio.tables(&[&[(0x0f, AUDIO)]]);
    for number in 0..40 {
        let sets: &[&[u8]] = if number == 0 { &[&SPS, &PPS] } else { &[] };
        let time = u64::from(number) * 9000;
        video.pes(VIDEO, Some((time, time)), &picture(number, sets));
        audio.pes(AUDIO, Some((time + 900, time + 900)), &aac(number));
    }
    let video = desk.source("v", &[(&video.bytes, 0, Duration::ZERO)]);
    let audio = desk.source("a", &[(&audio.bytes, 0, Duration::ZERO)]);
    let (movie, file) = desk.mux(&[video, audio], Keep::All);
    assert_eq!(movie.formats, ["avc1", "mp4a"]);
    assert_eq!((samples(&file, 0).len(), samples(&file, 1).len()), (40, 40));
    assert_eq!(edits(&file, 1)[0], [900, u64::from(u32::MAX), 0x1_0000]);
}

#[test]
fn sound_alone_is_a_movie_and_nothing_is_none() {
    let desk = Desk::new();
    let source = desk.source("x", &[(&stream(5, 0), 0, Duration::ZERO)]);
    let (movie, _) = desk.mux(&[source], Keep::Sound);
    assert_eq!(movie.formats, ["mp4a"]);
    let empty = desk.source("y", &[(&[0x47; 188], 0, Duration::ZERO)]);
    let nothing = mux(&[empty], Keep::All, &desk.path("y.mp4"), &Progress::default());
    assert!(matches!(nothing, Err(MuxError::Nothing { .. })));
    assert!(!desk.path("y.mp4").exists());
}

#[test]
fn a_stopped_one_leaves_nothing() {
    let desk = Desk::new();
    let source = desk.source("x", &[(&stream(5, 0), 0, Duration::ZERO)]);
    let progress = Progress::default();
    progress.stop();
    assert!(mux(&[source], Keep::All, &desk.path("x.mp4"), &progress).is_err());
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_put_into_a_movie_is_known_by_its_beginning() {
    let mut writer = Writer::default();
    writer.tables(&[&[(0x11, AUDIO)]]);
    assert_eq!(super::foreign(&writer.bytes).as_deref(), Some("AAC in LATM"));
    assert_eq!(super::foreign(&stream(2, 0)), None);
    assert_eq!(super::foreign(b"WEBVTT\n"), Some("text".to_owned()));
}
