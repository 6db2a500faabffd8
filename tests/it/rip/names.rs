//! Where a recording begins, and names with fields.

use super::stream::*;
use crate::support::cli::World;

#[test]
fn it_begins_with_the_segment_that_plays_then() {
    let server = serve(10, |_| None);
    for (from, first) in [("0", 0), ("5s", 2), ("19.9s", 9), ("-5s", 7), ("-1h", 0)] {
        let world = World::new();
        let (report, said) = record(&world, &server, &["--from", from]);
        assert_eq!(said.code, Some(0), "{from} {}", said.err);
        assert!(recorded(&world) == (first..10).flat_map(segment).collect::<Vec<u8>>(), "{from}");
        assert_eq!(report["segments"], 10 - first);
    }
    let world = World::new();
    let (_, said) = record(&world, &server, &["--from", "5s", "--duration", "3s"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == [segment(2), segment(3)].concat());
    for (from, code, says) in
        [("20s", 1, "--from is behind the end: the stream is 20.0s long"), ("soon", 2, "--from"), ("--5s", 2, "--from")]
    {
        let (_, said) = record(&World::new(), &server, &[&format!("--from={from}")]);
        assert_eq!((said.code, said.err.contains(says)), (Some(code), true), "{from} {}", said.err);
    }
}

#[test]
fn what_began_elsewhere_is_another_recording() {
    let server = serve(10, |request| (number(path(request))? == 6).then(|| status("403 Forbidden").hang()));
    let world = World::new();
    let mut running = Running::start(&world, &server.url("/x.m3u8"), &["--from", "6s"]);
    assert!(running.says("segment 5:"));
    running.signal("KILL");
    running.end();
    let other = serve(10, |_| None);
    for words in [&[][..], &["--from", "8s"]] {
        let (_, said) = record(&world, &other, words);
        assert_eq!(said.code, Some(1));
        assert!(said.err.contains("--force"), "{}", said.err);
    }
    let (_, said) = record(&world, &other, &["--from", "6s"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == (3..10).flat_map(segment).collect::<Vec<u8>>());
}

#[test]
fn a_live_stream_is_begun_so_far_behind_its_edge() {
    let live = playlist(10).replace("#EXT-X-ENDLIST\n", "").replace("DURATION:2", "DURATION:1");
    for (from, first) in [("5s", 7), ("-4s", 8), ("0", 9), ("1h", 0)] {
        let text = live.clone();
        let asks = std::sync::atomic::AtomicU64::new(0);
        let server = serve(0, move |request| {
            // The second copy ends the stream with one more.
            let again = path(request) == "/x.m3u8" && asks.fetch_add(1, std::sync::atomic::Ordering::SeqCst) > 0;
            let more = if again { "#EXTINF:2,\n/10.ts\n#EXT-X-ENDLIST\n" } else { "" };
            (path(request) == "/x.m3u8").then(|| ok(format!("{text}{more}")))
        });
        let world = World::new();
        let (_, said) = record(&world, &server, &["--from", from]);
        assert_eq!(said.code, Some(0), "{from} {}", said.err);
        assert!(recorded(&world) == (first..11).flat_map(segment).collect::<Vec<u8>>(), "{from}");
    }
}

#[test]
fn a_name_is_made_of_what_is_known() {
    let master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360\n/x.m3u8\n";
    let server = serve(2, move |request| (path(request) == "/film.m3u8").then(|| ok(master)));
    for (template, name) in [
        ("{name}-{quality}-{bandwidth}.{ext}", "film-360p-800000.ts"),
        ("out/{host}/{title} {resolution}.ts", "out/127-0-0-1/film 640x360.ts"),
        ("{{{name}}}.ts", "{film}.ts"),
    ] {
        let world = World::new();
        let said = rip(&world, &[&server.url("/film.m3u8"), "-o", template]);
        assert_eq!(said.code, Some(0), "{template} {}", said.err);
        assert!(std::fs::read(at(&world, name)).unwrap() == segments(2), "{template}");
    }
    let world = World::new();
    let said = rip(&world, &[&server.url("/film.m3u8"), "-o", "{tilte}.ts"]);
    assert_eq!((said.code, said.err.contains("{tilte} is no field")), (Some(2), true), "{}", said.err);
}

#[test]
fn a_title_that_means_harm_names_a_file_where_files_go() {
    for (title, name) in [
        ("../../../tmp/owned", "_________tmp_owned.ts"),
        ("/etc/cron.d/owned", "_etc_cron_d_owned.ts"),
        (".bashrc", "_bashrc.ts"),
        ("-rf &amp; {ext}", "rf _ _ext_.ts"),
    ] {
        let page = format!("<html><title>{title}</title><video src=\"/x.m3u8\"></video></html>");
        let server = serve(2, move |request| (path(request) == "/watch").then(|| ok(&page)));
        let world = World::new();
        std::fs::create_dir(at(&world, "out")).unwrap();
        let said = rip(&world, &[&server.url("/watch"), "-o", "out/{title}.{ext}"]);
        assert_eq!(said.code, Some(0), "{title} {}", said.err);
        assert_eq!(files(&world), ["out"]);
        assert!(
            at(&world, &format!("out/{name}")).exists(),
            "{title}: {:?}",
            std::fs::read_dir(at(&world, "out")).unwrap().next()
        );
    }
}
