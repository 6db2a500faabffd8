//! Players of our own against the origin, and against servers that do as a test says.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::audience::{Running, until};
use crate::support::cli::{Said, World, said};
use crate::support::origin::origin;
use crate::support::schema::conforming;
use crate::support::script::{Reply, Request, Script, say};

/// Runs players until each has had one session.
pub(super) fn once(world: &World, words: &[&str]) -> (Value, Said) {
    let mut command = world.toolbox();
    command.args([
        "swarm",
        "--engine",
        "native",
        "--metrics",
        "127.0.0.1:0",
        "-ramp-rate",
        "1000",
        "-ramp-jitter",
        "0",
    ]);
    let said = said(command.args(["--json", "-max-restarts", "0"]).args(words));
    (conforming("swarm", &said.out), said)
}

pub(super) fn ok(body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    say([head.as_bytes(), body].concat())
}

pub(super) fn path(request: &Request) -> String {
    request.line().split_once(' ').unwrap().1.to_owned()
}

/// A stream of `count` segments of a tenth of a second.
fn short(count: u64) -> String {
    let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n".to_owned();
    for number in 0..count {
        let _ = write!(text, "#EXTINF:0.1,\n/{number}.ts\n");
    }
    text + "#EXT-X-ENDLIST\n"
}

#[test]
fn players_see_a_stream_of_the_origin_and_every_byte_of_it_is_counted() {
    let (origin, world) = (origin(), World::new());
    let url = origin.url("/hls/360p.m3u8?seconds=1&segments=3");
    let (report, said) = once(&world, &["-clients", "20", "-duration", "4s", "-buffer", "10s", &url]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let segment_bytes = 800_000 / 8 / 188 * 188;
    let segments = report["throughput"]["segments"].as_u64().unwrap();
    assert!(segments >= 60, "{report:#}");
    assert_eq!(report["throughput"]["bytes"], segments * segment_bytes);
    assert_eq!(report["http"]["playlists_parsed"], 1, "twenty players see one text");
    assert_eq!((&report["qoe"]["rebuffers"], &report["http"]["failed"]), (&0.into(), &0.into()), "{report:#}");
    assert!(report["qoe"]["startup_s"]["p50"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_viewer_who_has_seen_the_end_begins_again_and_sees_no_more_than_there_is() {
    let server = Script::start(|request| match path(request).as_str() {
        "/x.m3u8" => ok(short(5)),
        _ => ok([0; 1000]),
    });
    let (report, _) = once(&World::new(), &["-clients", "1", "-duration", "3s", &server.url("/x.m3u8")]);
    assert_eq!(report["lifecycle"]["restarts"], 0, "nothing had to be mended: {report:#}");
    let sessions = report["qoe"]["sessions"]["ok"].as_u64().unwrap();
    let play = report["qoe"]["play_s"].as_f64().unwrap();
    assert!(sessions >= 2, "a viewer who has seen the end begins again: {report:#}");
    assert!(play <= 0.5 * sessions as f64 + 0.001, "half a second each: {report:#}");
    assert!(play > 0.5 * (sessions - 1) as f64 - 0.001, "{report:#}");
}

#[test]
fn among_lines_of_the_log_stands_nothing_that_programs_cannot_read() {
    let server = Script::start(|request| if path(request) == "/x.m3u8" { ok(short(3)) } else { ok([0; 10]) });
    let url = server.url("/x.m3u8");
    for more in [&["-stats-buffer", "9"][..], &["--find-limit", "-step", "1h", "-slo", "stalls<1"]] {
        let world = World::new();
        let mut command = world.toolbox();
        command.args([
            "swarm",
            "--engine",
            "native",
            "--metrics",
            "127.0.0.1:0",
            "-clients",
            "1",
            "-ramp-rate",
            "1000",
        ]);
        let mut run = Running::start(command.args(more).arg(&url));
        let mut wire = run.metrics();
        if !more.contains(&"--find-limit") {
            run.line("-stats-buffer does nothing");
        }
        let checked = run.line("preflight_check");
        assert_eq!(serde_json::from_str::<Value>(&checked).unwrap()["check"], "file_descriptors");
        let (next, count) = if more.contains(&"--find-limit") {
            ("trying 1 client for", "hlsswarm_connections_opened_total{engine=\"native\"}")
        } else {
            ("starting_ramp", "hlsswarm_segments_downloaded_total")
        };
        run.line(next);
        until(&mut wire, count, |count| count > 0.5);
        run.signal("INT");
        let (_, _, rest) = run.end();
        rest.lines().for_each(|line| assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}"));
    }
}

#[test]
fn a_stream_that_is_not_there_is_a_failure_to_start() {
    let server = Script::start(|_| say("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    let url = server.url("/x.m3u8");
    let world = World::new();
    let mut command = world.toolbox();
    command.args(["swarm", "--engine", "native", "--metrics", "127.0.0.1:0", "--check", &url]);
    let said = said(command.args(["-max-restarts", "1", "--json"]));
    assert_eq!(said.code, Some(1), "{}", said.err);
    let report = conforming("swarm", &said.out);
    assert_eq!(report["qoe"]["sessions"], serde_json::json!({"start_failure": 2}));
    assert_eq!(report["top_errors"][0]["pattern"], "Server returned 404");
    assert!(said.err.contains("the check failed: Server returned 404"), "{}", said.err);
}

#[test]
fn cache_hits_are_those_that_the_cache_tells() {
    let told = |body: &[u8], fields: &str| {
        let head = format!("HTTP/1.1 200 OK\r\n{fields}Content-Length: {}\r\n\r\n", body.len());
        say([head.as_bytes(), body].concat())
    };
    let server = Script::start(move |request| match path(request).as_str() {
        "/x.m3u8" => told(short(4).as_bytes(), "X-Cache: MISS\r\n"),
        "/0.ts" => told(&[0; 10], "Age: 9\r\n"),
        "/1.ts" => told(&[0; 10], "X-Cache: MISS, HIT\r\n"),
        "/2.ts" => told(&[0; 10], "Cache-Status: edge; hit\r\n"),
        _ => told(&[0; 10], ""),
    });
    let url = server.url("/x.m3u8");
    let words = ["-clients", "1", "-duration", "300ms", "-slo", "cache_hit_ratio>=50%", &url];
    let (report, said) = once(&World::new(), &words);
    let count = |name: &str| server.requests().iter().filter(|request| path(request) == name).count();
    // An answer that the end of the run cut off is not counted; there may be one.
    let hits = count("/0.ts") + count("/1.ts") + count("/2.ts");
    let found = report["http"]["cache_hits"].as_u64().unwrap() as usize;
    assert!(found >= 3 && (found == hits || found + 1 == hits), "{report:#}");
    assert_eq!(report["http"]["cache_misses"], count("/x.m3u8"), "{report:#}");
    assert_eq!(said.code, Some(0), "{report:#}");
}

#[test]
fn redirects_are_followed_and_segments_found_from_where_they_lead() {
    let server = Script::start(|request| match path(request).as_str() {
        "/a.m3u8" => say("HTTP/1.1 302 Found\r\nLocation: /deep/b.m3u8\r\nContent-Length: 0\r\n\r\n"),
        "/deep/b.m3u8" => ok("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.1,\n0.ts\n#EXT-X-ENDLIST\n"),
        "/deep/0.ts" => ok([0; 10]),
        other => panic!("{other}"),
    });
    let (report, _) = once(&World::new(), &["-clients", "1", "-duration", "1s", &server.url("/a.m3u8")]);
    assert!(report["throughput"]["segments"].as_u64().unwrap() > 0, "{report:#}");
}

#[test]
fn a_live_playlist_is_asked_for_on_schedule_and_followed() {
    // A copy with one segment more each time it is asked for: it is due again after a target duration.
    static COPIES: AtomicU64 = AtomicU64::new(0);
    let server = Script::start(|request| match path(request).as_str() {
        "/x.m3u8" => {
            let first = COPIES.fetch_add(1, Ordering::SeqCst);
            let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{first}\n");
            for number in first..first + 4 {
                let _ = write!(text, "#EXTINF:1,\n/{number}.ts\n");
            }
            ok(text)
        }
        _ => ok([0; 100]),
    });
    let (report, _) = once(&World::new(), &["-clients", "1", "-duration", "4500ms", &server.url("/x.m3u8")]);
    let times: Vec<_> =
        server.requests().iter().filter(|request| path(request) == "/x.m3u8").map(|request| request.at).collect();
    assert!(times.len() >= 3, "{times:?}");
    for pair in times.windows(2) {
        assert!((pair[1] - pair[0]).as_secs_f64() >= 0.99, "never sooner than a target duration: {times:?}");
    }
    let asked: Vec<String> = server.requests().iter().map(path).filter(|path| !path.contains("m3u8")).collect();
    assert_eq!(asked[0], "/1.ts", "three target durations from the end");
    let numbers: Vec<u64> = asked.iter().map(|path| path[1..path.len() - 3].parse().unwrap()).collect();
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "each once, in order: {numbers:?}");
    assert!(report["qoe"]["live_latency_s"]["p50"].as_f64().unwrap() > 1.0, "{report:#}");
}

#[test]
fn variants_are_chosen_and_an_audience_is_spread_over_all() {
    let origin = origin();
    let world = World::new();
    let url = origin.url("/hls/master.m3u8?seconds=1&segments=2");
    let bytes = |bps: u64| bps / 8 / 188 * 188;
    for (variant, expected) in [("lowest", 800_000), ("highest", 5_000_000), ("first", 800_000)] {
        let (report, _) = once(&world, &["-clients", "1", "-duration", "1s", "-variant", variant, &url]);
        let (got, count) =
            (report["throughput"]["bytes"].as_u64().unwrap(), report["throughput"]["segments"].as_u64().unwrap());
        assert_eq!(got, count * bytes(expected), "{variant}");
    }
    let (report, _) = once(&world, &["-clients", "3", "-duration", "1s", &url]);
    let (got, count) =
        (report["throughput"]["bytes"].as_u64().unwrap(), report["throughput"]["segments"].as_u64().unwrap());
    assert_eq!((got, count), (2 * (bytes(800_000) + bytes(2_800_000) + bytes(5_000_000)), 6));
}

#[test]
fn an_adapting_player_begins_low_and_goes_up() {
    let origin = origin();
    let url = origin.url("/hls/master.m3u8?seconds=1&segments=8");
    let (report, _) = once(&World::new(), &["-clients", "1", "-duration", "3s", "-abr", "hlsjs", &url]);
    assert_eq!((&report["qoe"]["switches_up"], &report["qoe"]["switches_down"]), (&1.into(), &0.into()), "{report:#}");
    assert!(report["qoe"]["bitrate_bps"].as_f64().unwrap() > 3_000_000.0);
}

#[test]
fn players_are_scraped_and_a_signal_ends_them_well() {
    let origin = origin();
    let world = World::new();
    let mut command = world.toolbox();
    command.args(["swarm", "--engine", "native", "--metrics", "127.0.0.1:0", "-clients", "5", "-ramp-rate", "100"]);
    let mut run = Running::start(command.args(["--json", &origin.url("/hls/live/360p.m3u8?seconds=1")]));
    let mut wire = run.metrics();
    let page = until(&mut wire, "hlsswarm_watching{engine=\"native\"}", |watching| watching > 4.5);
    for part in [
        "hlsswarm_clients_active 5.0",
        "hlsswarm_startup_seconds_count{engine=\"native\"} 5",
        "hlsswarm_http_responses_total{",
        "hlsswarm_sessions_total{",
        "hlsswarm_scheduler_lag_seconds_count{",
        "hlsswarm_rebuffer_ratio{",
        "hlsswarm_segment_ttfb_seconds_count{",
        "hlsswarm_live_latency_seconds_count{",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    run.signal("TERM");
    let (code, out, _) = run.end();
    assert_eq!(code, Some(0));
    let report = conforming("swarm", &out);
    assert_eq!(report["qoe"]["sessions"], serde_json::json!({"ok": 5}));
}

#[test]
fn limits_on_what_viewers_saw_are_judged() {
    let origin = origin();
    let url = origin.url("/hls/360p.m3u8?seconds=1&segments=2");
    let words = ["-clients", "2", "-duration", "1s", "-slo", "rebuffer_ratio<50%,startup_p95<20s,error_ratio<1%", &url];
    let (report, said) = once(&World::new(), &words);
    assert_eq!(said.code, Some(0), "{report:#}");
    assert_eq!(report["slo"].as_array().unwrap().len(), 3);
    let (_, said) = once(&World::new(), &["-clients", "2", "-duration", "1s", "-slo", "bitrate>900m", &url]);
    assert_eq!(said.code, Some(3));
}

#[test]
fn servers_are_told_of_sessions_where_asked() {
    for (way, field) in [("header", "CMCD-Session: sf=h,sid=\""), ("query", "CMCD=")] {
        let server = Script::start(|request| match path(request).split('?').next().unwrap() {
            "/x.m3u8" => ok(short(3)),
            _ => ok([0; 1000]),
        });
        once(&World::new(), &["-clients", "1", "-duration", "200ms", "-cmcd", way, &server.url("/x.m3u8")]);
        let requests = server.requests();
        assert!(requests.len() >= 4);
        assert!(requests.iter().all(|request| request.head.contains(field)), "{way}: {requests:?}");
        let media = requests.iter().find(|request| path(request).starts_with("/1.ts")).unwrap();
        for part in ["ot", "av", "bl", "mtp", "100"] {
            assert!(media.head.contains(part), "{part} is missing in {}", media.head);
        }
    }
}

#[test]
fn viewers_leave_and_others_come() {
    let origin = origin();
    let url = origin.url("/hls/live/360p.m3u8?seconds=1");
    let (report, _) =
        once(&World::new(), &["-clients", "4", "-duration", "3s", "-session", "uniform(200ms,400ms)", &url]);
    let sessions = report["qoe"]["sessions"]["ok"].as_u64().unwrap();
    assert!(sessions >= 8, "{report:#}");
    assert_eq!(report["qoe"]["rebuffers"], 0, "{report:#}");
}

#[test]
fn an_audience_is_spread_over_streams_by_weight() {
    let server = Script::start(|request| match path(request).as_str() {
        "/a.m3u8" | "/b.m3u8" => ok(short(1)),
        _ => ok([0; 10]),
    });
    let more = format!("{}*3", server.url("/b.m3u8"));
    let words = ["-clients", "200", "-duration", "1s", "-seed", "1", "-url", &more, &server.url("/a.m3u8")];
    once(&World::new(), &words);
    let count = |name: &str| server.requests().iter().filter(|request| path(request) == name).count() as f64;
    let share = count("/b.m3u8") / (count("/a.m3u8") + count("/b.m3u8"));
    assert!((0.65..0.85).contains(&share), "{share}");
}

#[test]
fn the_largest_audience_is_found() {
    // Whoever comes beyond the sixth at a time is refused: five hold a limit of no failure, seven do not.
    let server = Script::start(|request| match path(request).as_str() {
        _ if request.open > 6 => say("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
        "/x.m3u8" => ok(short(100)),
        _ => ok([0; 1000]),
    });
    let world = World::new();
    let mut command = world.toolbox();
    command.args([
        "swarm",
        "--engine",
        "native",
        "--metrics",
        "127.0.0.1:0",
        "--find-limit",
        "-step",
        "300ms",
        "-clients",
        "2",
    ]);
    command.args([
        "-ramp-rate",
        "1000",
        "-ramp-jitter",
        "0",
        "-slo",
        "error_ratio<0.1%",
        "--json",
        &server.url("/x.m3u8"),
    ]);
    let said = said(&mut command);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let found = conforming("swarm-find", &said.out);
    assert_eq!((&found["limit"], &found["complete"]), (&6.into(), &true.into()), "{found:#}");
    assert_eq!(found["steps"][0]["clients"], 2);
}
