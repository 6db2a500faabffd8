//! What is said: no secret, nothing of any length, and no advice that leads nowhere.

use super::stream::*;
use crate::support::cli::{Said, World};
use crate::support::script::Script;

/// The most that is said of one stream with a few troubles.
const MOST: usize = 20_000;

fn said(said: &Said) -> String {
    format!("{}{}", said.out, said.err)
}

#[test]
fn secrets_are_in_nothing_that_is_said() {
    let list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/a;token=SECRET/0.ts\n\
                #EXTINF:2,\ndata:video/mp2t;base64,SECRET\n#EXTINF:2,\nftp://h/x;session=SECRET\n#EXT-X-ENDLIST\n";
    let server = serve(0, move |request| (path(request).ends_with("x.m3u8")).then(|| ok(list)));
    let url = server.url("/b;access_token=SECRET/x.m3u8");
    for words in [
        &[url.as_str(), "-vv", "--retries", "0"][..],
        &[&url, "--format", "jsonl", "--retries", "0"],
        &["http://127.0.0.1:1/a;token=SECRET/x.m3u8", "--retries", "0", "-vv"],
        &[&url, "--cookies", "SECRET"],
        &["file:///none/x?token=SECRET"],
        &["none.m3u8?token=SECRET"],
        &["file:///none/x;token=SECRET/y"],
    ] {
        let told = said(&rip(&World::new(), words));
        assert!(!told.contains("SECRET") && !told.is_empty(), "{words:?} {told}");
    }
    let said = rip(&World::new(), &[&url, "--retries", "0", "-o", "x.ts"]);
    assert!(said.err.contains("data:…(29 bytes)") && said.err.contains(";session=***"), "{}", said.err);
}

#[test]
fn references_of_any_length_are_told_in_few_words() {
    let long = "long/".repeat(1 << 19);
    let list = format!(
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/0.ts\n#EXTINF:2,\n/{long}1.ts\n#EXTINF:2,\nftp://h/{long}2.ts\n\
         #EXT-X-ENDLIST\n"
    );
    let server = serve(0, move |request| (path(request) == "/x.m3u8").then(|| ok(&list)));
    let url = server.url("/x.m3u8");
    for words in [&["-vv"][..], &["--json"], &["--format", "jsonl"]] {
        let run = rip(&World::new(), &[&[url.as_str(), "--retries", "0", "-o", "x.ts"], words].concat());
        assert_eq!(run.code, Some(3), "{words:?}");
        let told = said(&run);
        assert!(told.len() < MOST, "{words:?} {} {}", told.len(), &told[..2000]);
        assert!(told.contains('…'), "{words:?} {told}");
    }
    for key in ["METHOD=LONG,URI=\"k\"", "METHOD=AES-128,KEYFORMAT=\"LONG\",URI=\"k\""] {
        let key = key.replace("LONG", &"long".repeat(1 << 19));
        let list = format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:{key}\n#EXTINF:2,\n/0.ts\n#EXT-X-ENDLIST\n");
        let server = serve(0, move |request| (path(request) == "/x.m3u8").then(|| ok(&list)));
        let run = rip(&World::new(), &[&server.url("/x.m3u8"), "-o", "x.ts", "-vv"]);
        assert!(run.code == Some(1) && said(&run).len() < MOST, "{}", said(&run).len());
    }
    let master = format!("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n/{}x.m3u8\n", "long/".repeat(1 << 19));
    let server =
        Script::start(move |request| if path(request) == "/m" { ok(&master) } else { status("404 Not Found") });
    let told = said(&rip(&World::new(), &[&server.url("/m"), "--retries", "0", "-vv"]));
    assert!(told.len() < MOST && told.contains('…'), "{} {}", told.len(), &told[..told.len().min(2000)]);
}

#[test]
fn advice_leads_somewhere() {
    let server = serve(2, |_| None);
    let (world, url) = (World::new(), server.url("/x.m3u8"));
    let refused = rip(&world, &[&url, "--container", "fmp4", "-o", "x.mp4"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("hint: leave out --container\n"), "{}", refused.err);
    // A journal of somebody else, beside a stream that is gone.
    std::fs::write(at(&world, "y.ts.rip"), "my notes").unwrap();
    let gone = rip(&world, &[&server.url("/gone.m3u8"), "--retries", "0", "-o", "y.ts"]);
    assert!(gone.code == Some(1) && !gone.err.contains("--finish"), "{}", gone.err);
    let odd = rip(&world, &[&url, "-o", "z.xyz"]);
    assert_eq!(odd.code, Some(0), "{}", odd.err);
    assert!(odd.err.contains("z.xyz") && odd.err.contains("names no format known here"), "{}", odd.err);
    assert!(std::fs::read(at(&world, "z.xyz")).unwrap() == segments(2));
    let known = rip(&world, &[&url, "-o", "z.ts"]);
    assert!(known.code == Some(0) && !known.err.contains("names no format"), "{}", known.err);
}

#[test]
fn what_is_chosen_is_told_once_and_what_cannot_be_left_out_is_told() {
    let master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,CODECS=\"avc1.4d401e,mp4a.40.2\"\n/x.m3u8\n\
                  #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS=\"avc1.4d401e\"\n/x.m3u8?low\n";
    let server = serve(2, move |request| match path(request) {
        "/m.m3u8" => Some(ok(master)),
        "/x.m3u8?low" => Some(ok(playlist(2))),
        _ => None,
    });
    let (world, url) = (World::new(), server.url("/m.m3u8"));
    let silent = rip(&world, &[&url, "--select", "a=none", "-o", "x.ts"]);
    assert_eq!(silent.code, Some(0), "{}", silent.err);
    assert!(silent.err.contains("--select a=none leaves the sound in"), "{}", silent.err);
    assert_eq!(said(&silent).matches("Quality: 1080p").count(), 1, "{}", said(&silent));
    for words in [&["--select", "a=none v=360p"][..], &[]] {
        let told = rip(&world, &[&[url.as_str(), "-f", "-o", "x.ts"], words].concat());
        assert!(told.code == Some(0) && !told.err.contains("a=none"), "{words:?} {}", told.err);
    }
}
