//! Parts of streams whose tracks are cut into segments of different lengths: all of them are counted from where the main
//! one begins, and to where it ends.

use std::fmt::Write as _;

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::Script;

const MASTER: &str = "#EXTM3U\n\
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,URI=\"/sound.m3u8\"\n\
    #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"English\",LANGUAGE=\"en\",URI=\"/text.m3u8\"\n\
    #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,AUDIO=\"a\",SUBTITLES=\"s\"\n/main.m3u8\n";

/// Segments of this length, twenty seconds in all.
fn list(name: &str, seconds: u64) -> String {
    let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:{seconds}\n");
    for number in 0..20 / seconds {
        let _ = writeln!(text, "#EXTINF:{seconds},\n/{name}/{number}");
    }
    text + "#EXT-X-ENDLIST\n"
}

/// A frame of AAC whose bytes tell its place; it tells no time.
fn frame(number: u64) -> Vec<u8> {
    let mut frame = vec![0xff, 0xf1, 0x4c, 0x80, 0x64 >> 3, (0x64 & 7) << 5 | 0x1f, 0xfc];
    frame.resize(100, number as u8);
    frame
}

/// Times of the presentation.
const TEXTS: [&str; 2] = [
    "WEBVTT\n\n00:01.000 --> 00:02.000\nBefore\n\n00:05.000 --> 00:07.000\nFirst\n\n00:08.000 --> 00:09.000\nSecond\n",
    "WEBVTT\n\n00:11.000 --> 00:13.000\nLast\n\n00:14.000 --> 00:15.000\nBehind\n",
];

fn server() -> Script {
    Script::start(move |request| match path(request) {
        "/x.m3u8" => ok(MASTER),
        "/main.m3u8" => ok(list("main", 2)),
        "/sound.m3u8" => ok(list("sound", 5)),
        "/text.m3u8" => ok(list("text", 10)),
        path => {
            let (name, number) = path[1..].split_once('/').unwrap();
            let number: u64 = number.parse().unwrap();
            match name {
                "main" => ok(frame(number)),
                "sound" => ok(frame(100 + number)),
                _ => ok(TEXTS[number as usize]),
            }
        }
    })
}

fn frames(numbers: impl IntoIterator<Item = u64>) -> Vec<u8> {
    numbers.into_iter().flat_map(frame).collect()
}

#[test]
fn tracks_are_recorded_as_long_as_the_main_one_and_texts_are_told_in_its_times() {
    let server = server();
    for (words, main, sound, text) in [
        // From 6 s to 12 s.
        (
            &["--from", "7s", "--duration", "6s"][..],
            3..6,
            101..103,
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nFirst\n\n00:00:02.000 --> 00:00:03.000\nSecond\n\n\
             00:00:05.000 --> 00:00:06.000\nLast\n",
        ),
        // To 12 s.
        (
            &["--duration", "12s"],
            0..6,
            100..103,
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nBefore\n\n00:00:05.000 --> 00:00:07.000\nFirst\n\n\
             00:00:08.000 --> 00:00:09.000\nSecond\n\n00:00:11.000 --> 00:00:12.000\nLast\n",
        ),
        // From 12 s on.
        (
            &["--from", "12s"],
            6..10,
            102..104,
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nLast\n\n00:00:02.000 --> 00:00:03.000\nBehind\n",
        ),
    ] {
        let world = World::new();
        let url = server.url("/x.m3u8");
        let said = rip(&world, &[&[url.as_str(), "--subs", "en", "-o", "x.aac"], words].concat());
        assert_eq!(said.code, Some(0), "{words:?} {}", said.err);
        let file = |name: &str| std::fs::read(at(&world, name)).unwrap();
        assert!(file("x.aac") == frames(main), "{words:?}");
        assert!(file("x.audio.aac") == frames(sound), "{words:?} {}", file("x.audio.aac").len());
        assert_eq!(String::from_utf8(file("x.en.vtt")).unwrap(), text, "{words:?}");
    }
}
