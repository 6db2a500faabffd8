//! Players against servers that lie, refuse, leave things out or never end, and on machines that are too small.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use serde_json::{Value, json};

use super::players::{ok, once, path};
use crate::support::cli::{World, executable, said};
use crate::support::schema::conforming;
use crate::support::script::{Reply, Script, say};

const GONE: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

const LIVE: &str =
    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/0.ts\n#EXTINF:1,\n/1.ts\n#EXTINF:1,\n/2.ts\n#EXTINF:1,\n/3.ts\n";

fn vod() -> String {
    format!("{LIVE}#EXT-X-ENDLIST\n")
}

fn reasons(report: &Value) -> String {
    report["generator"]["reasons"].to_string()
}

#[test]
fn playlists_beyond_all_measure_end_a_session_and_not_a_player() {
    let server = Script::start(|request| match path(request).as_str() {
        "/x.m3u8" => ok(LIVE.replace("#EXTINF", "#EXT-X-MEDIA-SEQUENCE:18446744073709551614\n#EXTINF")),
        "/y.m3u8" => ok(LIVE.replace("#EXTINF", "#EXT-X-BYTERANGE:18446744073709551615@18446744073709551615\n#EXTINF")),
        _ => ok([0; 10]),
    });
    for (name, code) in [("/x.m3u8", 1), ("/y.m3u8", 0)] {
        let (report, said) = once(&World::new(), &["-clients", "2", "-duration", "1s", &server.url(name)]);
        assert_eq!(said.code, Some(code), "{name}: {}{report:#}", said.err);
        assert!(!said.err.contains("panicked"), "{}", said.err);
        assert!(report["lifecycle"]["starts"].as_u64().unwrap() >= 2, "{report:#}");
    }
}

#[test]
fn a_run_in_which_nobody_sees_anything_fails_and_says_why() {
    let empty = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-ENDLIST\n";
    for (text, pattern) in [
        (vod(), "Server returned 404"),
        (LIVE.to_owned(), "Server returned 404"),
        (empty.to_owned(), "nothing to show"),
    ] {
        let server = Script::start(move |request| if path(request) == "/x.m3u8" { ok(&text) } else { say(GONE) });
        let words = ["-clients", "2", "-duration", "2500ms", "-slo", "stalls<1", &server.url("/x.m3u8")];
        let (report, said) = once(&World::new(), &words);
        assert_eq!(said.code, Some(1), "{}{report:#}", said.err);
        let sessions = report["qoe"]["sessions"].as_object().unwrap();
        assert!(sessions.keys().eq(["no_picture"]), "{report:#}");
        assert_eq!(report["qoe"]["start_failure_ratio"], 1.0);
        let told = report["top_errors"][0]["pattern"].as_str().unwrap();
        assert!(told.contains(pattern), "{told}");
        assert!(said.err.contains("nobody saw a picture") && said.err.contains(pattern), "{}", said.err);
    }
}

#[test]
fn what_is_not_there_yet_is_asked_for_again() {
    let server = Script::start(|request| match path(request).as_str() {
        "/x.m3u8" => ok(LIVE),
        // The first answers are those of a server whose playlist was there before its segment.
        "/1.ts" if request.number < 3 => say(GONE),
        _ => ok([0; 10]),
    });
    let (report, said) = once(&World::new(), &["-clients", "1", "-duration", "2s", &server.url("/x.m3u8")]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(report["http"]["missing_segments"], 0, "{report:#}");
    assert!(report["http"]["status"]["404"].as_u64().unwrap() >= 1);
}

#[test]
fn a_rendition_and_a_text_that_are_not_there_end_no_session() {
    const MASTER: &str = "#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"a\",DEFAULT=YES,URI=\"/dead.m3u8\"\n\
                          #EXT-X-STREAM-INF:BANDWIDTH=100000,SUBTITLES=\"s\"\n/low.m3u8\n\
                          #EXT-X-STREAM-INF:BANDWIDTH=200000,SUBTITLES=\"s\"\n/dead.m3u8\n";
    for dead in ["high", "low"] {
        let server = Script::start(move |request| match path(request).as_str() {
            "/x.m3u8" if dead == "low" => ok(MASTER.replace("/low", "/other").replacen("200000", "50000", 1)),
            "/x.m3u8" => ok(MASTER),
            "/dead.m3u8" => say(GONE),
            "/low.m3u8" | "/other.m3u8" => ok(vod()),
            _ => ok([0; 2000]),
        });
        let (report, said) =
            once(&World::new(), &["-clients", "2", "-duration", "10s", "-abr", "hlsjs", &server.url("/x.m3u8")]);
        assert_eq!(said.code, Some(0), "{dead}: {}{report:#}", said.err);
        let sessions = report["qoe"]["sessions"].as_object().unwrap();
        assert!(sessions.contains_key("ok") && !sessions.contains_key("start_failure"), "{dead}: {report:#}");
    }
}

#[test]
fn a_sound_that_is_not_there_takes_its_renditions_along_and_nothing_else() {
    const MASTER: &str = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",DEFAULT=YES,URI=\"/dead.m3u8\"\n\
                          #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"b\",NAME=\"b\",DEFAULT=YES,URI=\"/sound.m3u8\"\n\
                          #EXT-X-STREAM-INF:BANDWIDTH=100000,AUDIO=\"a\"\n/low.m3u8\n\
                          #EXT-X-STREAM-INF:BANDWIDTH=200000,AUDIO=\"a\"\n/middle.m3u8\n\
                          #EXT-X-STREAM-INF:BANDWIDTH=300000,AUDIO=\"b\"\n/high.m3u8\n";
    let run = |master: &'static str, more: &[&str]| {
        let server = Script::start(move |request| match path(request).as_str() {
            "/x.m3u8" => ok(master),
            "/dead.m3u8" => say(GONE),
            "/low.m3u8" | "/middle.m3u8" | "/high.m3u8" | "/sound.m3u8" => ok(vod()),
            _ => ok([0; 2000]),
        });
        let (report, said) =
            once(&World::new(), &[&["-clients", "1", "-duration", "3s"], more, &[&server.url("/x.m3u8")]].concat());
        let asked = server.requests().iter().filter(|request| path(request) == "/middle.m3u8").count();
        (report, said, asked)
    };
    let (report, said, asked) = run(MASTER, &["-abr", "hlsjs"]);
    assert_eq!((said.code, asked), (Some(0), 0), "{}{report:#}", said.err);
    assert!(report["qoe"]["sessions"].as_object().unwrap().keys().eq(["ok"]), "{report:#}");
    // There is no other, or no other may be chosen.
    let alone: &str = MASTER.split_inclusive('\n').take(5).collect::<String>().leak();
    for (master, more) in [(MASTER, &["-variant", "lowest"]), (alone, &["-abr", "hlsjs"])] {
        let (report, said, _) = run(master, more);
        assert_eq!(said.code, Some(1), "{}{report:#}", said.err);
        assert!(report["qoe"]["sessions"].as_object().unwrap().contains_key("start_failure"), "{report:#}");
        let told = report["top_errors"].to_string();
        assert!(told.contains("the sound is not there: Server returned 404"), "{told}");
    }
}

#[test]
fn secrets_do_not_follow_a_redirect_to_another_host() {
    let other = Script::start(|request| if path(request) == "/x.m3u8" { ok(vod()) } else { ok([0; 10]) });
    // Another name of this machine is another host.
    let lead = other.url("/x.m3u8").replace("127.0.0.1", "localhost");
    let home =
        Script::start(move |_| say(format!("HTTP/1.1 302 Found\r\nLocation: {lead}\r\nContent-Length: 0\r\n\r\n")));
    let words = ["-clients", "1", "-duration", "500ms", "-H", "Authorization: Bearer x", "-H", "X-Show: y"];
    let (report, _) = once(&World::new(), &[&words[..], &[&home.url("/x.m3u8")]].concat());
    assert!(report["throughput"]["segments"].as_u64().unwrap() > 0, "{report:#}");
    assert!(home.requests().iter().all(|request| request.header("authorization") == Some("Bearer x")));
    let asked = other.requests();
    assert!(!asked.is_empty());
    for request in asked {
        assert_eq!((request.header("authorization"), request.header("x-show")), (None, Some("y")), "{}", request.head);
    }
}

/// A server whose segments never end.
fn endless() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || {
                let (mut head, chunk) = ([0; 4096], vec![0; 64 << 10]);
                loop {
                    let count = stream.read(&mut head).unwrap_or(0);
                    if count == 0 {
                        return;
                    }
                    if head[..count].starts_with(b"GET /x.m3u8") {
                        let text = vod();
                        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len());
                        let _ = stream.write_all(answer.as_bytes());
                        continue;
                    }
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
                    while stream.write_all(&chunk).is_ok() {}
                    return;
                }
            });
        }
    });
    format!("http://{address}/x.m3u8")
}

#[test]
fn a_segment_without_an_end_is_given_up_and_its_bytes_are_counted() {
    let words = ["-clients", "1", "-duration", "3s", "-timeout", "20ms", &endless()];
    let (report, said) = once(&World::new(), &words);
    assert_eq!(said.code, Some(1), "{}{report:#}", said.err);
    assert_eq!(report["top_errors"][0]["pattern"], "the answer did not end", "{report:#}");
    assert!(report["throughput"]["bytes"].as_u64().unwrap() > 0, "{report:#}");
    assert!(report["run"]["duration_s"].as_f64().unwrap() < 50.0, "the session came to its end: {report:#}");
}

#[test]
fn a_segment_over_http2_that_drips_is_given_up_as_well() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.m3u8"), vod().replace('/', "/slow?bytes=10000000&bps=20000&n=")).unwrap();
    let dir = Some(folder.path().to_owned());
    let origin = toolbox::origin::start(toolbox::origin::Options { dir, ..Default::default() }).unwrap();
    let words = ["-clients", "1", "-duration", "4s", "-timeout", "200ms", "-http", "2", &origin.url("/static/x.m3u8")];
    let (report, said) = once(&World::new(), &words);
    assert_eq!(said.code, Some(1), "{}{report:#}", said.err);
    assert_eq!(report["top_errors"][0]["pattern"], "the answer did not end", "{report:#}");
    assert!(report["throughput"]["bytes"].as_u64().unwrap() > 0, "{report:#}");
    assert_eq!(
        (&report["http"]["connections"], &report["http"]["status"]["404"]),
        (&json!(1), &Value::Null),
        "{report:#}"
    );
}

/// A machine on which a process may have so many files.
fn small(files: u32, words: &[&str]) -> Command {
    let mut command = Command::new("/bin/sh");
    let script = format!("ulimit -n {files} && exec \"$0\" swarm --engine native --metrics 127.0.0.1:0 --json \"$@\"");
    command.arg("-c").arg(script).arg(executable()).args(["-ramp-rate", "1000", "-ramp-jitter", "0"]).args(words);
    command
}

fn plenty() -> Script {
    Script::start(|request| -> Reply {
        if path(request) == "/x.m3u8" { ok(vod()) } else { ok([0; 10]) }
    })
}

#[test]
fn a_machine_without_files_is_not_a_server_that_fails() {
    let server = plenty();
    // By its address, and by a name that has to be looked up.
    for host in ["127.0.0.1", "localhost"] {
        let url = server.url("/x.m3u8").replace("127.0.0.1", host);
        let said = said(&mut small(60, &["--skip-preflight", "-clients", "80", "-duration", "2s", &url]));
        let report = conforming("swarm", &said.out);
        assert!(report["http"]["exhausted"].as_u64().unwrap() > 0, "{report:#}");
        assert_eq!((&report["http"]["failed"], &report["http"]["error_ratio"]), (&json!(0), &json!(0.0)), "{report:#}");
        assert_eq!(report["generator"]["verdict"], "SUSPECT");
        assert!(reasons(&report).contains("ulimit -n"), "{report:#}");
    }
}

#[test]
fn a_search_stops_where_this_machine_is_the_limit() {
    let server = plenty();
    for more in [&["--skip-preflight"][..], &[]] {
        let url = server.url("/x.m3u8");
        let words =
            [&["--find-limit", "-step", "300ms", "-clients", "20", "-slo", "error_ratio<1%"], more, &[&url]].concat();
        let said = said(&mut small(130, &words));
        let found = conforming("swarm-find", &said.out);
        assert_eq!(said.code, Some(3), "{}", said.err);
        assert!(found["machine"].as_str().is_some_and(|why| why.contains("ulimit -n")), "{found:#}");
        assert_eq!((&found["complete"], found["limit"].as_u64() >= Some(20)), (&json!(false), true), "{found:#}");
    }
}
