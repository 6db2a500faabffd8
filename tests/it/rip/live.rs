//! Streams that grow while they are recorded.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Reply, Script};

/// A window on a live stream: segments `first..end`, each a tenth of a second long.
fn window(first: u64, end: u64) -> String {
    let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:0.1\n#EXT-X-MEDIA-SEQUENCE:{first}\n");
    for number in first..end {
        let _ = writeln!(text, "#EXTINF:0.1,\n/{number}.ts");
    }
    text
}

fn ended(first: u64, end: u64) -> String {
    window(first, end) + "#EXT-X-ENDLIST\n"
}

/// Answers each request for the playlist with the next of `copies`, and the last for ever.
fn live(copies: impl IntoIterator<Item = Reply>) -> Script {
    let copies: Vec<Reply> = copies.into_iter().collect();
    let turn = Arc::new(Mutex::new(0));
    serve(0, move |request| {
        (path(request) == "/x.m3u8").then(|| {
            let mut turn = turn.lock().unwrap();
            let copy = copies[(*turn).min(copies.len() - 1)].clone();
            *turn += 1;
            copy
        })
    })
}

#[test]
fn a_stream_is_followed_to_its_end() {
    let copies = [window(0, 3), window(0, 3), window(1, 5), window(4, 7), ended(5, 9)];
    let (world, server) = (World::new(), live(copies.map(ok)));
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(9));
    assert_eq!(
        (&report["tracks"][0]["live"], &report["tracks"][0]["end"], &report["segments"]),
        (&true.into(), &"ended".into(), &9.into())
    );
}

#[test]
fn what_slid_out_of_the_window_is_a_gap_and_nothing_else_is() {
    let (world, server) = (World::new(), live([window(0, 3), window(7, 9), ended(8, 10)].map(ok)));
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let gap = &report["tracks"][0]["gaps"][0];
    assert_eq!((&gap["sequence"], &gap["count"], &gap["duration_ns"]), (&3.into(), &4.into(), &400_000_000.into()));
    assert_eq!(report["tracks"][0]["gaps"].as_array().unwrap().len(), 1);
    let rest: Vec<u8> = [0, 1, 2, 7, 8, 9].into_iter().flat_map(segment).collect();
    assert!(recorded(&world) == rest);
}

#[test]
fn an_outage_is_waited_for() {
    let no = || status("503 Service Unavailable");
    let copies =
        [ok(window(0, 3)), no(), no(), ok("<html>"), status("404 Not Found"), ok(window(1, 6)), ok(ended(2, 7))];
    let (world, server) = (World::new(), live(copies));
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(7));
    assert!(said.err.contains("no playlist") && said.err.contains("is back after"), "{}", said.err);
}

#[test]
fn a_stream_that_falls_silent_is_over_after_a_while() {
    let (world, server) = (World::new(), live([window(0, 3)].map(ok)));
    let (report, said) = record(&world, &server, &["--patience", "400ms"]);
    assert_eq!((said.code, &report["tracks"][0]["end"]), (Some(3), &"silent".into()), "{}", said.err);
    assert_eq!(report["tracks"][0]["reason"], "the playlist does not change");
    assert!(recorded(&world) == segments(3), "what there is has its name");
}

#[test]
fn an_encoder_that_begins_anew_is_followed() {
    let (world, server) = (World::new(), live([window(90, 92), window(0, 2), ended(0, 3)].map(ok)));
    let (_, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("the encoder began anew, with segment 0"), "{}", said.err);
    let whole: Vec<u8> = [90, 91, 0, 1, 2].into_iter().flat_map(segment).collect();
    assert!(recorded(&world) == whole);
}

#[test]
fn a_segment_that_is_late_is_asked_for_while_it_is_in_the_window() {
    let tries = Arc::new(Mutex::new(0));
    let seen = Arc::clone(&tries);
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => Some(ok(ended(0, 3).replace("#EXT-X-ENDLIST\n", ""))),
        "/2.ts" => {
            let mut tries = seen.lock().unwrap();
            *tries += 1;
            (*tries < 5).then(|| status("404 Not Found"))
        }
        _ => None,
    });
    // A window of thirty seconds: time enough for five tries.
    let long = Script::start({
        let address = server.url("");
        move |request| match path(request) {
            "/x.m3u8" => ok(format!(
                "#EXTM3U\n#EXT-X-TARGETDURATION:30\n#EXTINF:30,\n{address}/0.ts\n#EXTINF:30,\n{address}/2.ts\n"
            )),
            _ => status("404 Not Found"),
        }
    });
    let world = World::new();
    let mut run = Running::start(&world, &long.url("/x.m3u8"), &["--retries", "0"]);
    assert!(run.says("segment 1:"));
    run.signal("INT");
    let (report, code, said) = run.end();
    assert_eq!(
        (code, &report["segments"], &report["tracks"][0]["partial"]),
        (Some(0), &2.into(), &false.into()),
        "{said}"
    );
    let whole: Vec<u8> = [0, 2].into_iter().flat_map(segment).collect();
    assert!(recorded(&world) == whole, "a live recording that is stopped is whole");
}

#[test]
fn a_time_ends_a_live_recording() {
    let copies: Vec<Reply> = (0..50).map(|turn| ok(window(turn, turn + 3))).collect();
    let (world, server) = (World::new(), live(copies));
    let (report, said) = record(&world, &server, &["--duration", "500ms"]);
    assert_eq!((said.code, &report["tracks"][0]["end"]), (Some(0), &"limit".into()), "{}", said.err);
    assert!(recorded(&world) == segments(5));
}

#[test]
fn a_time_of_the_clock_of_the_stream_ends_it() {
    let dated = |first: u64| {
        let date = format!("#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:0{}.{}Z\n#EXTINF", first / 10, first % 10);
        ok(window(first, first + 3).replacen("#EXTINF", &date, 1))
    };
    let (world, server) = (World::new(), live((0..50).map(dated)));
    let (report, said) = record(&world, &server, &["--until", "2026-01-01T01:00:00.7+01:00"]);
    assert_eq!((said.code, &report["tracks"][0]["end"]), (Some(0), &"limit".into()), "{}", said.err);
    assert!(recorded(&world) == segments(7), "what begins before it");
}

#[test]
fn a_time_that_has_passed_records_nothing_of_a_stream_without_dates() {
    let (world, server) = (World::new(), live([ok(window(0, 3))]));
    let (_, said) = record(&world, &server, &["--until", "2026-01-01T00:00"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.contains("not one segment could be recorded"), "{}", said.out);
}

#[test]
fn a_killed_live_recording_goes_on_with_the_gap_told() {
    let state = Arc::new(Mutex::new((0, 3, false)));
    let shown = Arc::clone(&state);
    let server = serve(0, move |request| {
        (path(request) == "/x.m3u8").then(|| {
            let (first, end, over) = *shown.lock().unwrap();
            ok(if over { ended(first, end) } else { window(first, end) })
        })
    });
    let world = World::new();
    let mut run = Running::start(&world, &server.url("/x.m3u8"), &[]);
    assert!(run.says("segment 2:"));
    run.child.kill().unwrap();
    run.child.wait().unwrap();
    *state.lock().unwrap() = (5, 8, true);
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert_eq!(
        (&report["tracks"][0]["gaps"][0]["sequence"], &report["tracks"][0]["gaps"][0]["count"]),
        (&3.into(), &2.into())
    );
    let whole: Vec<u8> = [0, 1, 2, 5, 6, 7].into_iter().flat_map(segment).collect();
    assert!(recorded(&world) == whole);
}

/// An encoder and what becomes of its stream: every request is a tenth of a second later.
#[derive(Default)]
struct Encoder {
    /// How often it was started anew.
    epoch: u64,
    /// Segments made since then.
    made: u64,
    /// Requests to go in an outage.
    outage: u64,
    /// The segments that somebody could see, in order.
    shown: Vec<(u64, u64)>,
    over: bool,
}

/// Segments of both epochs are apart: those of the second begin at 1000.
const SECOND: u64 = 1000;

impl Encoder {
    const WINDOW: u64 = 6;

    fn copy(&mut self) -> Reply {
        self.made += 1;
        match (self.epoch, self.made) {
            (0, 30) => self.outage = 4,
            // The encoder goes on while nobody sees it.
            (0, 31..40) if self.outage > 0 => self.made += 3,
            (0, 60) => (self.epoch, self.made) = (1, 2),
            (1, 20) => self.over = true,
            _ => {}
        }
        if self.outage > 0 {
            self.outage -= 1;
            return status("503 Service Unavailable");
        }
        let numbers = self.made.saturating_sub(Self::WINDOW)..self.made;
        let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:0.1\n#EXT-X-MEDIA-SEQUENCE:{}\n", numbers.start);
        for number in numbers {
            let _ = writeln!(text, "#EXTINF:0.1,\n/{}.ts", self.epoch * SECOND + number);
            if !self.shown.contains(&(self.epoch, number)) {
                self.shown.push((self.epoch, number));
            }
        }
        if self.over {
            text += "#EXT-X-ENDLIST\n";
        }
        ok(text)
    }
}

#[test]
fn through_outages_losses_and_a_new_encoder_every_missing_segment_is_told_and_no_other() {
    const LOST: [u64; 2] = [15, 16];
    let encoder = Arc::new(Mutex::new(Encoder { made: 5, ..Encoder::default() }));
    let state = Arc::clone(&encoder);
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => Some(state.lock().unwrap().copy()),
        path => number(path).filter(|number| LOST.contains(number)).map(|_| status("404 Not Found")),
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &[]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let shown = encoder.lock().unwrap().shown.clone();
    let had = |&&(epoch, number): &&(u64, u64)| epoch == 1 || !LOST.contains(&number);
    let whole: Vec<u8> =
        shown.iter().filter(had).flat_map(|(epoch, number)| segment(epoch * SECOND + number)).collect();
    assert!(recorded(&world) == whole, "{}", said.err);

    let last = shown.iter().filter(|(epoch, _)| *epoch == 0).map(|(_, number)| *number).max().unwrap();
    let missing: Vec<u64> =
        (0..=last).filter(|number| LOST.contains(number) || !shown.contains(&(0, *number))).collect();
    assert!(missing.len() > LOST.len(), "the outage was longer than the window");
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    let told: Vec<u64> = gaps
        .iter()
        .flat_map(|gap| {
            let first = gap["sequence"].as_u64().unwrap();
            first..first + gap["count"].as_u64().unwrap()
        })
        .collect();
    assert_eq!(told, missing, "{gaps:?}");
    assert!(said.err.contains("the encoder began anew"), "{}", said.err);
}
