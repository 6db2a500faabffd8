//! Playlists from files and from standard input, and what they may name.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use super::stream::*;
use crate::support::cli::{Said, World};

/// A folder with a playlist and its segments in a folder below, and a secret beside the folder.
fn library(world: &World) {
    fs::create_dir_all(at(world, "list/parts")).unwrap();
    for number in 0..4 {
        fs::write(at(world, &format!("list/parts/{number}.ts")), segment(number)).unwrap();
    }
    fs::write(at(world, "list/x.m3u8"), playlist(4).replace("\n/", "\nparts/")).unwrap();
    fs::write(at(world, "secret.ts"), segment(7)).unwrap();
}

/// Runs with `text` on standard input.
fn fed(world: &World, words: &[&str], text: &str) -> Said {
    let mut command = world.toolbox();
    command.arg("rip").args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // One that refuses its words reads nothing.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn a_playlist_in_a_file_names_files_beside_it_and_below() {
    let world = World::new();
    library(&world);
    let whole = at(&world, "list/x.m3u8");
    let urls = [
        "list/x.m3u8".to_owned(),
        "list/parts/../x.m3u8".to_owned(),
        whole.display().to_string(),
        format!("file://{}", whole.display()),
    ];
    for (index, url) in urls.iter().enumerate() {
        let name = format!("{index}.ts");
        let said = rip(&world, &[url, "-o", &name]);
        assert_eq!(said.code, Some(0), "{url} {}", said.err);
        assert!(fs::read(at(&world, &name)).unwrap() == segments(4));
    }
    assert_eq!(rip(&world, &["list/x.m3u8"]).code, Some(0));
    assert!(at(&world, "x.ts").exists(), "it is called like the playlist");
}

#[test]
fn a_master_in_a_file_leads_to_files_and_elsewhere() {
    let world = World::new();
    library(&world);
    let server = serve(3, |_| None);
    let variant = |height: u64, uri: &str| format!("#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=9x{height}\n{uri}\n");
    let text = format!("#EXTM3U\n{}{}", variant(720, "x.m3u8"), variant(360, &server.url("/x.m3u8")));
    fs::write(at(&world, "list/master.m3u8"), text).unwrap();
    for (quality, count) in [("720p", 4), ("360p", 3)] {
        let said = rip(&world, &["list/master.m3u8", "-q", quality, "-o", "x.ts", "-f"]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(recorded(&world) == segments(count));
    }
}

#[test]
fn no_other_file_is_read_whoever_names_it() {
    let world = World::new();
    library(&world);
    std::os::unix::fs::symlink(at(&world, "secret.ts"), at(&world, "list/link.ts")).unwrap();
    let secret = at(&world, "secret.ts").display().to_string();
    let uris = ["../secret.ts", "parts/..%2f..%2fsecret.ts", "link.ts", &secret, &format!("file://{secret}")];
    for uri in uris {
        for (kind, text) in [
            ("segment", format!("#EXTINF:2,\n{uri}\n")),
            ("key", format!("#EXT-X-KEY:METHOD=AES-128,URI=\"{uri}\"\n#EXTINF:2,\nparts/0.ts\n")),
            ("initialisation", format!("#EXT-X-MAP:URI=\"{uri}\"\n#EXTINF:2,\nparts/0.ts\n")),
        ] {
            fs::write(at(&world, "list/y.m3u8"), format!("#EXTM3U\n{text}#EXT-X-ENDLIST\n")).unwrap();
            let said = rip(&world, &["list/y.m3u8", "-o", "y.ts"]);
            assert_eq!(said.code, Some(1), "{kind} {uri}");
            assert!(said.err.contains("is not beside the playlist or below it"), "{kind} {uri} {}", said.err);
            assert!(!at(&world, "y.ts").exists() && !at(&world, "y.ts.partial").exists());
        }
    }
    // Nor does a playlist from elsewhere name any, one that a file leads to included.
    let inside = at(&world, "list/parts/0.ts").display().to_string();
    let server = serve(0, move |request| {
        (path(request) == "/x.m3u8").then(|| ok(format!("#EXTM3U\n#EXTINF:2,\nfile://{inside}\n#EXT-X-ENDLIST\n")))
    });
    let master = format!("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{}\n", server.url("/x.m3u8"));
    fs::write(at(&world, "list/master.m3u8"), master).unwrap();
    for target in [server.url("/x.m3u8").as_str(), "list/master.m3u8"] {
        let said = rip(&world, &[target, "-o", "y.ts"]);
        assert_eq!(said.code, Some(1), "{target}");
        assert!(said.err.contains("the scheme `file` is not supported here"), "{}", said.err);
    }
}

#[test]
fn standard_input_and_saved_playlists_belong_to_a_url() {
    let (world, server) = (World::new(), serve(3, |_| None));
    // Live, for all it says: nobody has later copies.
    let text = playlist(3).replace("\n/", "\n").replace("#EXT-X-ENDLIST\n", "");
    let base = server.url("/");
    let said = fed(&world, &["-", "--base-url", &base, "-o", "x.ts"], &text);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(recorded(&world) == segments(3));
    fs::write(at(&world, "saved.m3u8"), &text).unwrap();
    let said = rip(&world, &["saved.m3u8", "--base-url", &base, "-o", "y.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(fs::read(at(&world, "y.ts")).unwrap() == segments(3));
    assert!(asked(&server).iter().all(|path| number(path).is_some()), "{:?}", asked(&server));
    for (words, says) in [
        (&["-"][..], "needs --base-url"),
        (&["-", "--base-url", "file:///etc/"], "use http or https"),
        (&["http://127.0.0.1:1/x.m3u8", "--base-url", &base], "--base-url is for playlists from a file"),
        (&["none.m3u8"], "there is no such file"),
        (&["example.org/x.m3u8"], "has no scheme"),
    ] {
        let said = fed(&world, words, &text);
        assert_eq!((said.code, said.err.contains(says)), (Some(2), true), "{words:?} {}", said.err);
    }
    let named = text.replace("0.ts", "file:///etc/passwd");
    let said = fed(&world, &["-", "--base-url", &base, "-o", "z.ts"], &named);
    assert!(said.code == Some(3) && said.err.contains("the scheme `file` is not supported here"), "{}", said.err);
}

#[test]
fn a_playlist_that_is_still_written_is_followed() {
    let world = World::new();
    library(&world);
    let live = fs::read_to_string(at(&world, "list/x.m3u8")).unwrap().replace("TARGETDURATION:2", "TARGETDURATION:1");
    let open = live.replace("#EXT-X-ENDLIST\n", "");
    fs::write(at(&world, "list/x.m3u8"), &open[..open.len() - "#EXTINF:2,\nparts/3.ts\n".len()]).unwrap();
    let mut running = Running::start(&world, "list/x.m3u8", &[]);
    assert!(running.says("segment 2:"));
    fs::write(at(&world, "list/new"), live).unwrap();
    fs::rename(at(&world, "list/new"), at(&world, "list/x.m3u8")).unwrap();
    let (report, code, said) = running.end();
    assert_eq!((code, &report["segments"]), (Some(0), &4.into()), "{said}");
    assert!(recorded(&world) == segments(4));
}
