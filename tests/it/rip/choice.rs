//! Master playlists: which rendition, from which place.

use serde_json::Value;

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::Script;

const MASTER: &str = "#EXTM3U\n\
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,URI=\"/sound.m3u8\"\n\
    #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS=\"avc1.4d401e,mp4a.40.2\"\n/low.m3u8\n\
    #EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,AUDIO=\"a\"\n/gone.m3u8\n\
    #EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,AUDIO=\"a\"\n/high.m3u8\n\
    #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=3840x2160,URI=\"/pictures.m3u8\"\n";

/// Each rendition has a segment of its own.
fn server() -> Script {
    let one = |name: &str| ok(format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/{name}.ts\n#EXT-X-ENDLIST\n"));
    serve(0, move |request| match path(request).split('?').next().unwrap() {
        "/master.m3u8" => Some(ok(MASTER)),
        "/low.m3u8" => Some(one("1")),
        "/high.m3u8" => Some(one("2")),
        "/sound.m3u8" => Some(one("3")),
        _ => None,
    })
}

#[test]
fn a_quality_means_a_rendition_and_a_place_that_has_it() {
    let server = server();
    for (words, number) in
        [(&[][..], 2), (&["-q", "worst"], 1), (&["-q", "<=720p"], 1), (&["-q", "1080p"], 2), (&["--audio-only"], 3)]
    {
        let world = World::new();
        let url = server.url("/master.m3u8");
        let said = rip(&world, &[&[url.as_str(), "-o", "x.ts", "--retries", "0"], words].concat());
        assert_eq!(said.code, Some(0), "{words:?} {}", said.err);
        assert!(recorded(&world) == segment(number), "{words:?}");
        let names: &[&str] = if number == 2 { &["x.audio.ts", "x.ts"] } else { &["x.ts"] };
        assert_eq!(files(&world), names, "sound of its own lies beside it: {words:?}");
    }
}

#[test]
fn sound_of_its_own_is_recorded_beside_the_picture() {
    let (world, server) = (World::new(), server());
    let said = rip(&world, &[&server.url("/master.m3u8"), "--retries", "0", "--json", "-o", "x.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let part = |track: usize| (report["tracks"][track]["part"].clone(), report["tracks"][track]["file"].clone());
    assert_eq!((part(0), part(1)), (("main".into(), "x.ts".into()), ("audio".into(), "x.audio.ts".into())));
    assert!(std::fs::read(at(&world, "x.audio.ts")).unwrap() == segment(3));
    assert_eq!((&report["tracks"][0]["language"], &report["tracks"][1]["language"]), (&Value::Null, &"en".into()));
    let said = rip(&world, &[&server.url("/master.m3u8"), "--retries", "0", "-o", "y.ts"]);
    assert!(said.out.contains(" of sound (en) to y.audio.ts"), "{}", said.out);
}

#[test]
fn a_pipe_takes_one_track_and_is_refused_where_that_leaves_sound_out() {
    let (world, server) = (World::new(), server());
    let url = server.url("/master.m3u8");
    let pipe = |words: &[&str]| {
        let said = world.toolbox().args(["rip", &url, "--retries", "0", "-o", "-"]).args(words).output().unwrap();
        (said.status.code(), said.stdout, String::from_utf8(said.stderr).unwrap())
    };
    let (code, bytes, told) = pipe(&[]);
    assert_eq!((code, bytes.len()), (Some(1), 0), "{told}");
    assert!(told.contains("the sound (en) has a playlist of its own"), "{told}");
    for (words, number) in [(&["--select", "a=none"][..], 2), (&["--audio-only"], 3), (&["-q", "worst"], 1)] {
        let (code, bytes, told) = pipe(words);
        assert!(code == Some(0) && bytes == segment(number), "{words:?} {told}");
    }
}

#[test]
fn what_is_alone_is_listed_with_its_length_and_subtitles_that_are_not_there_are_told() {
    let (world, server) = (World::new(), serve(3, |_| None));
    let listed = rip(&world, &[&server.url("/x.m3u8"), "-l"]);
    assert_eq!(listed.out, "one rendition (6.00s in 3 segments): there is nothing to choose\n");
    let list: Value = serde_json::from_str(&rip(&world, &[&server.url("/x.m3u8"), "-l", "--json"]).out).unwrap();
    assert_eq!(list["alone"], serde_json::json!({"segments": 3, "duration_ns": 6_000_000_000_u64, "live": false}));
    let server = self::server();
    let said = rip(&world, &[&server.url("/master.m3u8"), "--retries", "0", "--subs", "all", "-o", "x.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("--subs: this rendition has no subtitles"), "{}", said.err);
}

#[test]
fn another_part_of_a_stream_does_not_go_on_with_what_is_there() {
    let server = serve(4, |request| (path(request) == "/3.ts").then(|| status("404 Not Found")));
    let world = World::new();
    assert_eq!(record(&world, &server, &["--retries", "0"]).1.code, Some(3));
    let said = record(&world, &server, &["--retries", "0", "--from", "2s"]).1;
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("is of another stream, or of another part or rendition of it"), "{}", said.err);
    assert!(said.err.contains("with the same --from, -q and --select it goes on"), "{}", said.err);
}

#[test]
fn a_quality_that_is_not_there_is_refused_with_what_there_is() {
    let (world, server) = (World::new(), server());
    let said = rip(&world, &[&server.url("/master.m3u8"), "-q", "2160p"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("no rendition is 2160p; there are 1080p, 360p"), "{}", said.err);
    assert!(said.err.contains("hint: rip -l"), "{}", said.err);
    assert_eq!(rip(&world, &["http://h/", "-q", "good"]).code, Some(2));
}

#[test]
fn the_renditions_are_listed_for_people_and_machines() {
    let (world, server) = (World::new(), server());
    let url = server.url("/master.m3u8");
    let said = rip(&world, &[&url, "-l"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let words: Vec<&str> = said.out.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(words, ["1080p", "1920x1080", "5.00", "Mbit/s", "a", "yes"], "{}", said.out);
    let list: Value = serde_json::from_str(&rip(&world, &[&url, "-l", "--json"]).out).unwrap();
    assert_eq!((&list["variants"][0]["quality"], &list["variants"][0]["elsewhere"]), (&"1080p".into(), &1.into()));
    assert_eq!(list["variants"].as_array().unwrap().len(), 2, "pictures are no rendition");
    assert_eq!(list["renditions"][0]["language"], "en");
    assert_eq!((&list["variants"][0]["selected"], &list["variants"][1]["selected"]), (&true.into(), &false.into()));
    let csv = rip(&world, &[&url, "-l", "--format", "csv"]).out;
    assert!(csv.starts_with("quality,width,height,"), "{csv}");
    assert!(csv.lines().any(|line| line == ",,,,,,,,true,audio,a,en,English,true"), "{csv}");
    assert_eq!(csv.lines().count(), 1 + 2 + 1, "{csv}");
    assert!(asked(&server).iter().all(|path| path == "/master.m3u8"), "nothing else is asked for");
}

#[test]
fn without_a_name_the_playlist_gives_one() {
    let (world, server) = (World::new(), server());
    assert_eq!(rip(&world, &[&server.url("/low.m3u8?token=secret")]).code, Some(0));
    assert_eq!(files(&world), ["low.ts"]);
    std::fs::create_dir(at(&world, "folder")).unwrap();
    assert_eq!(rip(&world, &[&server.url("/low.m3u8"), "-o", "folder"]).code, Some(0));
    assert!(at(&world, "folder/low.ts").exists());
    assert_eq!(rip(&world, &[&server.url("/low.m3u8"), "-l", "-o", "x.txt"]).code, Some(2));
}

#[test]
fn fields_go_along_with_every_request() {
    let (world, server) = (World::new(), server());
    let url = server.url("/low.m3u8");
    let words = ["-H", "X-Token: t", "--referer", "http://page.test/", "--user-agent", "player/1", "-o", "x.ts"];
    let said = rip(&world, &[&[url.as_str()], &words[..]].concat());
    assert_eq!(said.code, Some(0), "{}", said.err);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        let field = |name| request.header(name);
        assert_eq!(
            (field("x-token"), field("referer"), field("user-agent")),
            (Some("t"), Some("http://page.test/"), Some("player/1"))
        );
    }
}

#[test]
fn the_query_of_a_playlist_goes_along_where_that_is_wanted() {
    let server = serve(2, |request| {
        let (path, query) = path(request).split_once('?')?;
        assert_eq!(query, "token=t");
        Some(if path == "/x.m3u8" { ok(playlist(2)) } else { ok(segment(number(path)?)) })
    });
    let world = World::new();
    let said = rip(&world, &[&server.url("/x.m3u8?token=t"), "--append-query", "-o", "x.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(asked(&server).iter().all(|path| path.ends_with("?token=t")));
}

#[test]
fn references_belong_to_where_a_redirect_leads() {
    let server = serve(0, |request| match path(request) {
        "/x.m3u8" => Some(answer("302 Found", "Location: /deep/in/y.m3u8\r\n", "")),
        "/deep/in/y.m3u8" => Some(ok("#EXTM3U\n#EXTINF:2,\n7.ts\n#EXT-X-ENDLIST\n")),
        "/deep/in/7.ts" => Some(ok(segment(7))),
        _ => None,
    });
    let world = World::new();
    assert_eq!(record(&world, &server, &[]).1.code, Some(0));
    assert!(recorded(&world) == segment(7));
}

const TRACKS: &str = "#EXTM3U\n\
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,URI=\"/en.m3u8\"\n\
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"French\",LANGUAGE=\"fr\",URI=\"/fr.m3u8\"\n\
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"French, described\",LANGUAGE=\"fr\",URI=\"/fr2.m3u8\"\n\
    #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS=\"avc1.4d401e,mp4a.40.2\",AUDIO=\"a\"\n/low.m3u8\n\
    #EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,CODECS=\"hvc1.1,mp4a.40.2\",AUDIO=\"a\"\n/high.m3u8\n";

/// Each track has a segment of its own.
fn tracks() -> Script {
    let one =
        |number: u64| Some(ok(format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/{number}.ts\n#EXT-X-ENDLIST\n")));
    serve(0, move |request| match path(request) {
        "/master.m3u8" => Some(ok(TRACKS)),
        "/low.m3u8" => one(1),
        "/high.m3u8" => one(2),
        "/en.m3u8" => one(3),
        "/fr.m3u8" => one(4),
        "/fr2.m3u8" => one(5),
        _ => None,
    })
}

#[test]
fn a_selection_takes_several_tracks_and_the_list_shows_them() {
    let server = tracks();
    let url = server.url("/master.m3u8");
    for (selection, there) in [
        ("v=avc1 a=en+fr", &[("x.en.ts", 3), ("x.fr.ts", 4), ("x.ts", 1)][..]),
        ("a=all,fr", &[("x.fr.2.ts", 5), ("x.fr.ts", 4), ("x.ts", 2)]),
        ("a=name~described", &[("x.audio.ts", 5), ("x.ts", 2)]),
        ("v=none a=fr", &[("x.ts", 4)]),
        ("a=none", &[("x.ts", 2)]),
    ] {
        let world = World::new();
        let said = rip(&world, &[&url, "-o", "x.ts", "--select", selection]);
        assert_eq!(said.code, Some(0), "{selection} {}", said.err);
        assert_eq!(files(&world), there.iter().map(|there| there.0).collect::<Vec<_>>(), "{selection}");
        for (name, number) in there {
            assert!(std::fs::read(at(&world, name)).unwrap() == segment(*number), "{selection} {name}");
        }
        let listed = rip(&world, &[&url, "-l", "--json", "--select", selection]).out;
        let list: Value = serde_json::from_str(&listed).unwrap();
        let rows = list["variants"].as_array().unwrap().iter().chain(list["renditions"].as_array().unwrap());
        assert_eq!(rows.filter(|row| row["selected"] == true).count(), there.len(), "{selection} {list}");
    }
}

#[test]
fn a_selection_that_fits_nothing_says_what_there_is() {
    let (server, world) = (tracks(), World::new());
    let url = server.url("/master.m3u8");
    for (selection, says) in [
        ("a=de", "no sound is a=de; there is en, fr"),
        ("v=2160p", "no rendition is v=2160p; there are 1080p, 360p"),
        ("s=en", "no subtitles are s=en; there are none"),
    ] {
        let said = rip(&world, &[&url, "-o", "x.ts", "--select", selection]);
        assert_eq!(said.code, Some(1));
        assert!(said.err.contains(says), "{}", said.err);
        let said = rip(&world, &[&url, "-l", "--select", selection]);
        assert_eq!(said.code, Some(0));
        assert!(said.out.contains("Nothing would be taken: ") && said.out.contains(says), "{}", said.out);
    }
    for words in [
        &["--select", "best"][..],
        &["--select", "v=720p", "-q", "720p"],
        &["--select", "a=en", "--audio-only"],
        &["--select", "s=en", "--subs", "en"],
        &["--select", "s=en", "-o", "-"],
    ] {
        assert_eq!(rip(&world, &[&[url.as_str()], words].concat()).code, Some(2), "{words:?}");
    }
}

#[test]
fn what_the_connection_carries_decides_where_that_is_asked_for() {
    // What needs more bits than any connection has is never within what was measured.
    let text =
        TRACKS.replace("BANDWIDTH=5000000", "BANDWIDTH=900000000000000").replace("BANDWIDTH=800000", "BANDWIDTH=1");
    let one = |number: u64| Some(ok(format!("#EXTM3U\n#EXTINF:2,\n/{number}.ts\n#EXT-X-ENDLIST\n")));
    let server = serve(0, move |request| match path(request) {
        "/master.m3u8" => Some(ok(&text)),
        "/low.m3u8" => one(1),
        "/high.m3u8" => one(2),
        "/en.m3u8" => one(3),
        _ => None,
    });
    let (world, url) = (World::new(), server.url("/master.m3u8"));
    let said = rip(&world, &[&url, "-o", "x.ts", "-q", "auto"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segment(1));
    assert!(said.err.contains("Measured: "), "{}", said.err);
    let list: Value = serde_json::from_str(&rip(&world, &[&url, "-l", "--json", "-q", "auto"]).out).unwrap();
    assert!(list["measured_bps"].as_u64().unwrap() > 0);
    assert_eq!(list["variants"][1]["selected"], true);
    // Limits hold beside it.
    let said = rip(&world, &[&url, "-o", "y.ts", "-q", "auto,>=1080p"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(std::fs::read(at(&world, "y.ts")).unwrap() == segment(2));
}
