//! Streams that are at several places: pathways, the server that orders them, and what happens where one fails.

use std::fmt::Write as _;
use std::sync::{Arc, Condvar, Mutex};

use super::stream::*;
use crate::support::cli::World;
use crate::support::script::{Reply, Request, Script};

/// Pathways A and B, each with sound of its own group; `server` is the line of the steering server.
fn master(server: &str, a: &Script, b: &Script) -> String {
    let mut text = format!("#EXTM3U\n{server}");
    for (id, place) in [("A", a), ("B", b)] {
        let _ = write!(
            text,
            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"{id}-sound\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,URI=\"{}\"\n\
             #EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,AUDIO=\"{id}-sound\",PATHWAY-ID=\"{id}\"\n{}\n",
            place.url("/sound.m3u8"),
            place.url("/v.m3u8"),
        );
    }
    text
}

/// Ten segments of picture and ten of sound, unless `special` says otherwise.
fn cdn(special: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Script {
    let sound = playlist(10).replace('/', "/10");
    serve(0, move |request| {
        special(request).or_else(|| match path(request).split('?').next().unwrap() {
            "/v.m3u8" => Some(ok(playlist(10))),
            "/sound.m3u8" => Some(ok(&sound)),
            _ => None,
        })
    })
}

/// Answers `/master.m3u8`, and `/steer` as told.
fn home(master: String, steer: impl Fn() -> Reply + Send + Sync + 'static) -> Script {
    Script::start(move |request| match path(request).split('?').next().unwrap() {
        "/master.m3u8" => ok(&master),
        "/steer" => steer(),
        _ => status("404 Not Found"),
    })
}

const STEER: &str = "#EXT-X-CONTENT-STEERING:SERVER-URI=\"/steer\",PATHWAY-ID=\"A\"\n";

fn whole(world: &World) -> bool {
    let sound: Vec<u8> = (100..110).flat_map(segment).collect();
    recorded(world) == segments(10) && std::fs::read(at(world, "x.audio.ts")).unwrap() == sound
}

fn segments_asked(script: &Script) -> Vec<u64> {
    asked(script).iter().filter_map(|path| number(path)).collect()
}

#[test]
fn the_pathway_that_the_server_says_is_taken() {
    let (a, b) = (cdn(|_| None), cdn(|_| None));
    let home = home(master(STEER, &a, &b), || ok(r#"{"VERSION":1,"TTL":300,"PATHWAY-PRIORITY":["B","A"]}"#));
    let world = World::new();
    let said = rip(&world, &[&home.url("/master.m3u8"), "-o", "x.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(whole(&world));
    assert_eq!(asked(&a), [""; 0]);
    assert_eq!(asked(&home), ["/master.m3u8", "/steer?_HLS_pathway=A"]);
}

#[test]
fn a_server_that_says_nothing_of_use_changes_nothing() {
    for steer in [status("500 no"), status("410 Gone"), ok("<html>"), ok(r#"{"VERSION":9}"#), ok("").hang()] {
        let (a, b) = (cdn(|_| None), cdn(|_| None));
        let text = master(&STEER.replace("=\"A\"", "=\"B\""), &a, &b);
        let home = home(text, move || steer.clone());
        let world = World::new();
        let said = rip(&world, &[&home.url("/master.m3u8"), "-o", "x.ts"]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(whole(&world));
        assert_eq!(asked(&a), [""; 0], "the playlist says what to begin with");
    }
}

#[test]
fn a_pathway_that_fails_is_left_by_picture_and_sound() {
    // The picture of A ends in the middle; its sound would go on.
    let a = cdn(|request| match number(path(request))? {
        number @ 4..100 if number < 10 => Some(status("502 Bad Gateway")),
        _ => None,
    });
    let b = cdn(|_| None);
    let home = home(master(STEER, &a, &b), || ok(r#"{"VERSION":1,"PATHWAY-PRIORITY":["A","B"]}"#));
    let world = World::new();
    let said = rip(&world, &[&home.url("/master.m3u8"), "-o", "x.ts", "-c", "2", "--per-host", "2"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(whole(&world));
    assert!(said.err.contains("came from B: that is asked from now on"), "{}", said.err);
    let from_a = segments_asked(&a);
    assert!(from_a.iter().all(|number| !(7..10).contains(number)), "it is not asked again: {from_a:?}");
    assert!(!asked(&a).is_empty());
}

#[test]
fn a_pathway_without_its_playlist_is_not_waited_for() {
    let a = Script::start(|_| status("503 Service Unavailable"));
    let b = cdn(|_| None);
    let home = home(master("", &a, &b), || status("404 Not Found"));
    let world = World::new();
    let said = rip(&world, &[&home.url("/master.m3u8"), "-o", "x.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(whole(&world));
    assert_eq!(asked(&a), ["/v.m3u8"; 3], "the sound is not asked of a pathway that failed");
}

#[test]
fn what_one_place_lacks_comes_from_another_and_what_nobody_has_is_missing() {
    // Redundant variants without pathways; 2 is on neither, and 5 on the second alone.
    let lacks = |numbers: &'static [u64]| {
        serve(8, move |request| numbers.contains(&number(path(request))?).then(|| status("404 Not Found")))
    };
    let (a, b) = (lacks(&[2, 5]), lacks(&[2]));
    let line = "#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080\n";
    let text = format!("#EXTM3U\n{line}{}\n{line}{}\n", a.url("/x.m3u8"), b.url("/x.m3u8"));
    let home = home(text, || status("404 Not Found"));
    let world = World::new();
    let said = rip(&world, &[&home.url("/master.m3u8"), "-o", "x.ts", "--json", "--retries", "3", "--accept-gaps"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let gaps = report["tracks"][0]["gaps"].as_array().unwrap();
    assert_eq!((gaps.len(), &gaps[0]["sequence"]), (1, &2.into()), "{gaps:?}");
    assert!(recorded(&world) == [0, 1, 3, 4, 5, 6, 7].map(segment).concat());
}

#[test]
fn the_server_is_asked_again_and_moves_the_recording() {
    // The first segment waits until the second manifest has been heeded: the third was asked for.
    let turns = Arc::new((Mutex::new(0), Condvar::new()));
    let seen = Arc::clone(&turns);
    let a = cdn(move |request| {
        if number(path(request))? == 0 {
            drop(seen.1.wait_while(seen.0.lock().unwrap(), |count| *count < 3).unwrap());
        }
        None
    });
    let b = cdn(|_| None);
    let text = master(&STEER.replace("/steer", "/steer?s=1"), &a, &b);
    let home = home(text, move || {
        let mut count = turns.0.lock().unwrap();
        *count += 1;
        turns.1.notify_all();
        let order = if *count == 1 { r#""A","B""# } else { r#""B","A""# };
        ok(format!(r#"{{"VERSION":1,"TTL":0,"RELOAD-URI":"steer?s={count}","PATHWAY-PRIORITY":[{order}]}}"#))
    });
    let world = World::new();
    let said = rip(&world, &[&home.url("/master.m3u8"), "-o", "x.ts", "-c", "1"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(whole(&world));
    let from_b = segments_asked(&b);
    assert!((1..10).all(|number| from_b.contains(&number)), "{from_b:?}");
    assert_eq!(
        asked(&home)[1..4],
        ["/steer?s=1&_HLS_pathway=A", "/steer?s=1&_HLS_pathway=A", "/steer?s=2&_HLS_pathway=B"]
    );
}

#[test]
fn a_clone_of_a_pathway_is_one() {
    let (a, b) = (cdn(|_| status("503 no").into()), cdn(|_| None));
    let clone = format!(
        r#"{{"VERSION":1,"PATHWAY-PRIORITY":["C"],"PATHWAY-CLONES":[{{"BASE-ID":"A","ID":"C",
           "URI-REPLACEMENT":{{"HOST":"{}","PARAMS":{{"t":"1"}}}}}}]}}"#,
        b.addr()
    );
    let home = home(master(STEER, &a, &a), move || ok(&clone));
    let world = World::new();
    let said = rip(&world, &[&home.url("/master.m3u8"), "-o", "x.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(whole(&world));
    assert!(asked(&b).contains(&"/v.m3u8?t=1".to_owned()));
}
