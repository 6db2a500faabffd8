//! Links that expire while they are recorded, and a command that prints new ones.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Reply, Request, Script, say};

/// Segments with a token; each token is good for so many.
fn expiring(count: u64, each: u64, playlist: impl Fn(u64) -> Reply + Send + Sync + 'static) -> Script {
    let used = Arc::new(AtomicU64::new(0));
    Script::start(move |request: &Request| {
        let (path, query) = path(request).split_once('?').unwrap_or((path(request), ""));
        let Some(token) = query.strip_prefix("token=").and_then(|token| token.parse::<u64>().ok()) else {
            return status("401 Unauthorized");
        };
        if path == "/x.m3u8" {
            return playlist(token);
        }
        let number = number(path).filter(|number| *number < count);
        // The one in force is that of the last playlist that was good.
        match number {
            None => status("404 Not Found"),
            Some(number) if number >= (token + 1) * each => status("403 Forbidden"),
            Some(number) => {
                used.fetch_max(token, Ordering::SeqCst);
                ok(segment(number))
            }
        }
    })
}

/// Counts the runs of the command in a file, and prints the link with the next token.
const COMMAND: &str = "echo run >>runs; echo \"${TOOLBOX_RIP_URL%%\\?*}?token=$(wc -l <runs | tr -d ' ')\"";

fn runs(world: &World) -> usize {
    std::fs::read_to_string(at(world, "runs")).unwrap_or_default().lines().count()
}

#[test]
fn a_recording_goes_on_with_a_new_link_and_misses_nothing() {
    let server = expiring(23, 7, |_| ok(playlist(23)));
    let world = World::new();
    let url = server.url("/x.m3u8?token=0");
    let words = ["--append-query", "--retries", "0", "--refresh-cmd", COMMAND, "--json", "-o", "x.ts", &url];
    let said = rip(&world, &words);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(recorded(&world) == segments(23));
    assert_eq!(runs(&world), 3, "once for each that had expired");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&report["segments"], &report["tracks"][0]["gaps"]), (&23.into(), &serde_json::json!([])));
}

#[test]
fn a_playlist_that_is_refused_at_once_is_asked_for_with_a_new_link() {
    let server = expiring(3, 7, |token| if token == 0 { status("403 Forbidden") } else { ok(playlist(3)) });
    let world = World::new();
    let said = rip(&world, &["--append-query", "--refresh", COMMAND, "-o", "x.ts", &server.url("/x.m3u8?token=0")]);
    assert_eq!((said.code, runs(&world)), (Some(0), 1), "{said:?}");
    assert!(recorded(&world) == segments(3));
}

#[test]
fn a_live_stream_whose_playlist_is_refused_goes_on() {
    let copies = AtomicU64::new(0);
    let server = expiring(9, 100, move |token| {
        let turn = copies.fetch_add(1, Ordering::SeqCst);
        if token == 0 && turn > 2 {
            return status("403 Forbidden");
        }
        let mut text = playlist(if token == 0 { 3 } else { 9 }).replace(":2", ":0.1");
        if token == 0 {
            text = text.replace("#EXT-X-ENDLIST\n", "");
        }
        ok(text)
    });
    let world = World::new();
    let said = rip(&world, &["--append-query", "--refresh-cmd", COMMAND, "-o", "x.ts", &server.url("/x.m3u8?token=0")]);
    assert_eq!((said.code, runs(&world)), (Some(0), 1), "{said:?}");
    assert!(recorded(&world) == segments(9));
}

#[test]
fn a_link_that_leads_no_further_ends_it_and_what_there_is_is_kept() {
    let server = expiring(23, 7, |_| ok(playlist(23)));
    let world = World::new();
    let url = server.url("/x.m3u8?token=0");
    let words = ["--append-query", "--retries", "0", "-o", "x.ts", &url, "--refresh-cmd"];
    let said = rip(&world, &[&words[..], &["echo run >>runs; echo $TOOLBOX_RIP_URL"]].concat());
    assert_eq!((said.code, runs(&world)), (Some(1), 1), "{said:?}");
    assert!(said.err.contains("the link has expired"), "{}", said.err);
    assert!(std::fs::read(at(&world, "x.ts.partial")).unwrap() == segments(7));
    for (command, says) in [("exit 3", "it failed with"), ("echo no", "it did not print a URL")] {
        let said = rip(&world, &[&words[..], &[command]].concat());
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.err.contains(says), "{}", said.err);
    }
    let said = rip(&world, &[&words[..], &[COMMAND]].concat());
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(recorded(&world) == segments(23));
}

#[test]
fn a_pipe_cannot_go_on() {
    let said = rip(&World::new(), &["http://127.0.0.1:1/x.m3u8", "-o", "-", "--refresh-cmd", "true"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("--refresh-cmd goes on with a file"), "{}", said.err);
}

#[test]
fn a_file_that_is_to_be_replaced_is_replaced_across_renewals() {
    let server = expiring(23, 7, |_| ok(playlist(23)));
    let world = World::new();
    std::fs::write(at(&world, "x.ts"), "of another day").unwrap();
    let url = server.url("/x.m3u8?token=0");
    let words = ["--append-query", "--retries", "0", "--force", "--refresh-cmd", COMMAND, "-o", "x.ts", &url];
    let said = rip(&world, &words);
    assert_eq!((said.code, runs(&world)), (Some(0), 3), "{said:?}");
    assert!(recorded(&world) == segments(23));
}

#[test]
fn one_segment_that_is_refused_for_good_is_missing_and_ends_nothing() {
    let server = serve(9, |request| (path(request) == "/4.ts").then(|| status("403 Forbidden")));
    let world = World::new();
    let words = ["--accept-gaps", "--retries", "0", "--refresh-cmd", "echo \"$TOOLBOX_RIP_URL\""];
    let (report, said) = record(&world, &server, &words);
    assert_eq!((said.code, &report["missing_segments"]), (Some(3), &1.into()), "{said:?}");
    let rest: Vec<u8> = (0..9).filter(|number| *number != 4).flat_map(segment).collect();
    assert!(recorded(&world) == rest);
}

/// A live stream of five segments that does not end; what `special` does not answer comes.
fn endless(special: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static) -> Script {
    serve(0, move |request| {
        let text = playlist(5).replace("#EXT-X-ENDLIST\n", "").replace(":2", ":0.1");
        special(path(request)).or_else(|| (path(request) == "/x.m3u8").then(|| ok(text)))
    })
}

#[test]
fn a_live_recording_that_is_stopped_keeps_what_came_behind_a_refusal() {
    let server = endless(|path| match path {
        "/1.ts" => Some(say("").hang()),
        "/2.ts" => Some(status("403 Forbidden")),
        _ => None,
    });
    let world = World::new();
    let words = ["--timeout", "1h", "--retries", "0", "--refresh-cmd", COMMAND];
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &words);
    assert!(run.says("segment 0:"));
    while asked(&server).iter().filter(|path| *path == "/2.ts").count() < 3 || !asked(&server).contains(&"/4.ts".into())
    {
        std::thread::yield_now();
    }
    run.signal("INT");
    let (report, code, said) = run.end();
    assert_eq!((code, &report["tracks"][0]["partial"]), (Some(3), &false.into()), "{said}");
    assert!(recorded(&world) == [segment(0), segment(3), segment(4)].concat(), "{said}");
    assert_eq!(runs(&world), 0);
}

#[test]
fn a_signal_while_the_command_runs_ends_it_as_any_other() {
    for (live, code) in [(true, 0), (false, 143)] {
        let server = endless(move |path| match path {
            "/x.m3u8" if !live => Some(ok(playlist(5))),
            "/3.ts" => Some(status("403 Forbidden")),
            _ => None,
        });
        let world = World::new();
        let words = ["--retries", "0", "--refresh-cmd", "echo run >>runs; exec sleep 100", "-c", "1"];
        let run = Running::start(&world, &server.url("/x.m3u8"), &words);
        while runs(&world) == 0 {
            std::thread::yield_now();
        }
        run.signal("TERM");
        let (report, got, said) = run.end();
        let track = &report["tracks"][0];
        assert_eq!((got, &track["partial"], &track["end"]), (Some(code), &(!live).into(), &"stopped".into()), "{said}");
        let name = if live { "x.ts" } else { "x.ts.partial" };
        assert!(std::fs::read(at(&world, name)).unwrap() == segments(3), "{said}");
    }
}

#[test]
fn one_segment_that_is_refused_for_good_does_not_end_renewal() {
    let refused = |number| (number == 4).then(|| status("403 Forbidden"));
    let server = Script::start(move |request: &Request| {
        let (path, token) = path(request).split_once("?token=").unwrap();
        let token: u64 = token.parse().unwrap();
        match number(path) {
            None => ok(playlist(23)),
            Some(number) if number >= (token + 1) * 7 => status("403 Forbidden"),
            Some(number) => refused(number).unwrap_or_else(|| ok(segment(number))),
        }
    });
    let world = World::new();
    let url = server.url("/x.m3u8?token=0");
    let words = ["--append-query", "--retries", "0", "--accept-gaps", "--refresh-cmd", COMMAND, "-o", "x.ts", "--json"];
    let said = rip(&world, &[&words[..], &[&url]].concat());
    assert_eq!((said.code, runs(&world)), (Some(3), 3), "{said:?}");
    let rest: Vec<u8> = (0..23).filter(|number| *number != 4).flat_map(segment).collect();
    assert!(recorded(&world) == rest, "{said:?}");
}
