//! Several things at a time: playlists while segments come, sound beside the picture, players on one connection; and a line
//! whose width is known.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::players::{ok, once, path};
use crate::support::cli::World;
use crate::support::origin::origin;
use crate::support::script::Script;
use crate::support::wire::PATIENCE;

#[test]
fn a_live_playlist_is_asked_for_while_a_segment_comes() {
    let asked = Arc::new(AtomicU64::new(0));
    let server = Script::start(move |request| {
        if path(request) == "/x.m3u8" {
            asked.fetch_add(1, Ordering::SeqCst);
            return ok("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/0.ts\n#EXTINF:1,\n/1.ts\n#EXTINF:1,\n/2.ts\n");
        }
        // The first segment comes when the playlist was asked for a second time, and not before.
        let begin = Instant::now();
        while asked.load(Ordering::SeqCst) < 2 {
            assert!(begin.elapsed() < PATIENCE, "nobody asks again");
            std::thread::yield_now();
        }
        ok([0; 100])
    });
    let (report, _) =
        once(&World::new(), &["-clients", "1", "-duration", "4s", "-timeout", "20s", &server.url("/x.m3u8")]);
    assert_eq!((&report["throughput"]["segments"], &report["http"]["failed"]), (&3.into(), &0.into()), "{report:#}");
}

#[test]
fn sound_and_text_of_their_own_are_fetched_beside_the_picture() {
    let server = Script::start(|request| {
        let path = path(request);
        let list = |name: &str, count: u64, seconds: &str| {
            let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n".to_owned();
            for number in 0..count {
                let _ = write!(text, "#EXTINF:{seconds},\n/{name}/{number}.ts\n");
            }
            ok(text + "#EXT-X-ENDLIST\n")
        };
        match path.split('?').next().unwrap() {
            "/master.m3u8" => ok("#EXTM3U\n\
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"fr\",URI=\"/fr.m3u8\"\n\
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"en\",DEFAULT=YES,URI=\"/en.m3u8\"\n\
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"en\",DEFAULT=YES,URI=\"/text.m3u8\"\n\
                #EXT-X-STREAM-INF:BANDWIDTH=900000,AUDIO=\"a\",SUBTITLES=\"s\"\n/picture.m3u8\n"),
            "/picture.m3u8" => list("picture", 4, "0.25"),
            "/en.m3u8" => list("en", 2, "0.5"),
            "/text.m3u8" => list("text", 1, "1"),
            other if other.contains(".m3u8") => panic!("{other}"),
            _ => ok([0; 100]),
        }
    });
    let words =
        ["-clients", "1", "-duration", "20s", "-session", "800ms", "-cmcd", "query", &server.url("/master.m3u8")];
    let (report, _) = once(&World::new(), &[&words[..2], &["-duration", "700ms"], &words[4..]].concat());
    let count = |part: &str| server.requests().iter().filter(|request| path(request).contains(part)).count();
    assert_eq!((count("/picture/"), count("/en/"), count("/text/")), (4, 2, 1), "{report:#}");
    let kinds = |part: &str, kind: &str| {
        let all = server.requests();
        let mut media = all.iter().filter(|request| path(request).contains(part));
        media.all(|request| path(request).contains(&format!("ot%3D{kind}%2C")))
    };
    assert!(kinds("/picture/", "av") && kinds("/en/", "a") && kinds("/text/", "c"), "{:?}", server.requests());
    assert_eq!(report["qoe"]["rebuffers"], 0, "{report:#}");
}

#[test]
fn players_share_connections_where_asked_and_speak_http_2() {
    let origin = origin();
    let url = origin.url("/hls/360p.m3u8?seconds=1&segments=4");
    let bytes = 800_000 / 8 / 188 * 188;
    let run = |more: &[&str]| {
        let words = [&["-clients", "20", "-threads", "1", "-duration", "2s"][..], more, &[&url]].concat();
        let (report, said) = once(&World::new(), &words);
        assert_eq!(said.code, Some(0), "{}", said.err);
        let segments = report["throughput"]["segments"].as_u64().unwrap();
        assert!(segments >= 60, "{report:#}");
        assert_eq!(
            (report["throughput"]["bytes"].as_u64().unwrap(), report["http"]["failed"].as_u64()),
            (segments * bytes, Some(0))
        );
        report["http"]["connections"].as_u64().unwrap()
    };
    assert_eq!(run(&["-http", "2", "-connections", "pooled"]), 1);
    assert_eq!(run(&["-http", "2"]), 20);
    assert_eq!(run(&[]), 20);
    assert!((1..=20).contains(&run(&["-connections", "pooled"])));
}

/// The renditions of the test, bits per second, and the line to them: with these each choice is far from the next best, so
/// that a busy machine changes none.
const RENDITIONS: [f64; 3] = [400e3, 1_200e3, 2_400e3];
const TRACE: &str = "0 4.4M\n2 600k\n4 16M\n";
const SEGMENTS: usize = 12;

/// Up to when so many bits take that are sent from a second on, by [`TRACE`].
fn line(from: f64, bits: f64) -> f64 {
    let (mut at, mut left) = (from, bits);
    for (end, bps) in [(2.0, 4.4e6), (4.0, 600e3), (f64::INFINITY, 16e6)] {
        if at < end {
            let takes = left / bps;
            if at + takes <= end {
                return at + takes;
            }
            left -= (end - at) * bps;
            at = end;
        }
    }
    at
}

/// The renditions of all segments by hls.js's words: means of half-lives 3 s and 9 s, 0.95 to stay and 0.7 to go up.
fn computed() -> Vec<usize> {
    let (mut at, mut level, mut levels) = (0.0, 0, Vec::new());
    let mut means = [(3.0, 0.0, 0.0), (9.0, 0.0, 0.0)];
    for _ in 0..SEGMENTS {
        let estimate = means.iter().map(|(_, sum, weight)| sum / weight).fold(f64::INFINITY, f64::min);
        if estimate.is_finite() {
            let fits = |place: usize| RENDITIONS[place] <= estimate * if place > level { 0.7 } else { 0.95 };
            level = (0..3).rev().find(|place| fits(*place)).unwrap_or(0);
        }
        levels.push(level);
        let bits = (RENDITIONS[level] / 8.0).floor() * 8.0;
        let until = line(at, bits);
        for (half_life, sum, weight) in &mut means {
            let old = 0.5_f64.powf((until - at) / *half_life);
            *sum = old * *sum + (1.0 - old) * bits / (until - at);
            *weight = old * *weight + 1.0 - old;
        }
        at = until;
    }
    levels
}

#[test]
fn an_adapting_player_changes_renditions_as_it_is_computed_to() {
    let server = Script::start(|request| {
        let path = path(request);
        if path == "/master.m3u8" {
            let mut text = "#EXTM3U\n".to_owned();
            for (place, bps) in RENDITIONS.iter().enumerate() {
                let _ = write!(text, "#EXT-X-STREAM-INF:BANDWIDTH={bps}\n/{place}.m3u8\n");
            }
            return ok(text);
        }
        let level: usize = path[1..2].parse().unwrap();
        if path.contains(".m3u8") {
            let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n".to_owned();
            for number in 0..SEGMENTS {
                let _ = write!(text, "#EXTINF:1,\n/{level}/{number}.ts\n");
            }
            return ok(text + "#EXT-X-ENDLIST\n");
        }
        ok(vec![0; (RENDITIONS[level] / 8.0) as usize])
    });
    let world = World::new();
    world.write("work/trace.txt", TRACE);
    let trace = format!("trace:{}", world.work().join("trace.txt").display());
    let words = ["-clients", "1", "-duration", "8s", "-abr", &trace, &server.url("/master.m3u8")];
    let (report, said) = once(&world, &words);
    let media = server.requests().iter().map(path).filter(|path| !path.contains(".m3u8")).collect::<Vec<_>>();
    let levels: Vec<usize> = media.iter().take(SEGMENTS).map(|path| path[1..2].parse().unwrap()).collect();
    let computed = computed();
    assert_eq!(levels, computed, "{}", said.err);
    let changes =
        |up: bool| computed.windows(2).filter(|pair| if up { pair[1] > pair[0] } else { pair[1] < pair[0] }).count();
    assert!(changes(true) >= 2 && changes(false) >= 1, "a trace that says something: {computed:?}");
    let told = (&report["qoe"]["switches_up"], &report["qoe"]["switches_down"]);
    assert_eq!(told, (&changes(true).into(), &changes(false).into()), "{report:#}");
}
