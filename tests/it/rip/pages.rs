//! Pages: whether the stream of each fixture is in front of its decoys, and what then becomes of it.
//!
//! A fixture is a folder of `fixtures/pages`: `page.html` and what else its server has, and `serve.txt`, a line for each
//! address: `PATH KIND`, with `right` in front of the one that should be taken and `also` where another is as good. Kinds:
//! `master SECONDS [URI…]`, `media SECONDS`, `dash SECONDS`, `live`, `file NAME`. Most decoys answer as well as the right one,
//! so that the page itself has to tell. `HOST` is the server, `BASE64:…` is written in base64; the page is `/watch/42`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::stream::*;
use crate::support::cli::World;
use crate::support::schema::conforming;
use crate::support::script::{Reply, Script};

/// Of all fixtures the right one must be in front in so many.
const LEAST_PERCENT: usize = 95;

const PAGE: &str = "/watch/42";

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/pages")
}

struct Fixture {
    name: String,
    right: Vec<String>,
    answers: BTreeMap<String, Answer>,
    deep: bool,
    latin: bool,
    gzip: bool,
}

#[derive(Debug, Clone)]
enum Answer {
    Text(String),
    Raw(String),
}

impl Fixture {
    fn read(folder: &Path) -> Self {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let page = Answer::Raw(std::fs::read_to_string(folder.join("page.html")).unwrap());
        let answers = BTreeMap::from([(PAGE.to_owned(), page)]);
        let mut fixture = Self { name, right: Vec::new(), answers, deep: false, latin: false, gzip: false };
        for line in std::fs::read_to_string(folder.join("serve.txt")).unwrap().lines() {
            let mut words = line.split_whitespace();
            let Some(first) = words.next() else { continue };
            match first {
                "deep" => fixture.deep = true,
                "latin" => (fixture.latin, fixture.gzip) = (true, words.next() == Some("gzip")),
                "also" => fixture.right.push(words.next().unwrap().to_owned()),
                "right" => {
                    let path = words.next().unwrap();
                    fixture.right.push(path.to_owned());
                    fixture.answer(folder, path, &words.collect::<Vec<_>>());
                }
                path => fixture.answer(folder, path, &words.collect::<Vec<_>>()),
            }
        }
        assert!(!fixture.right.is_empty(), "{}", fixture.name);
        fixture
    }

    fn answer(&mut self, folder: &Path, path: &str, words: &[&str]) {
        let seconds = |words: &[&str]| words[1].parse::<u64>().unwrap();
        let answer = match words[0] {
            "file" => Answer::Raw(std::fs::read_to_string(folder.join(words[1])).unwrap()),
            "media" => Answer::Text(segments(path, seconds(words))),
            "dash" => Answer::Text(manifest(path, seconds(words))),
            "live" => Answer::Text(segments(path, 30).replace("#EXT-X-ENDLIST\n", "")),
            "master" if words.len() > 2 => Answer::Text(master(&words[2..])),
            "master" => {
                let inner = format!("{}.inner.m3u8", path.split('?').next().unwrap());
                self.answers.insert(inner.clone(), Answer::Text(segments(&inner, seconds(words))));
                Answer::Text(master(&[&inner]))
            }
            other => panic!("{other}"),
        };
        self.answers.insert(path.to_owned(), answer);
    }

    fn serve(&self) -> Script {
        let (answers, latin, gzip) = (self.answers.clone(), self.latin, self.gzip);
        Script::start(move |request| {
            let path = path(request);
            if number(path).is_some() {
                return ok(segment(number(path).unwrap()));
            }
            let host = request.header("host").unwrap();
            match answers.get(path) {
                Some(Answer::Text(text)) => ok(text),
                Some(Answer::Raw(text)) => raw(&in_place(text, host), latin, gzip),
                None => status("404 Not Found"),
            }
        })
    }

    fn flags(&self) -> &[&str] {
        if self.deep { &["--deep"] } else { &[] }
    }
}

fn raw(text: &str, latin: bool, gzip: bool) -> Reply {
    let mut body = if latin { text.chars().map(|c| c as u8).collect() } else { text.as_bytes().to_vec() };
    if gzip {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&body).unwrap();
        body = encoder.finish().unwrap();
        return answer("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", body);
    }
    answer("200 OK", "Content-Type: text/html\r\n", body)
}

/// With the address of the server, and what is to be hidden hidden.
fn in_place(text: &str, host: &str) -> String {
    let text = text.replace("HOST", host);
    let mut parts = text.split("BASE64:");
    let mut whole = parts.next().unwrap().to_owned();
    for part in parts {
        let (hidden, rest) = part.split_once('"').unwrap();
        let _ = write!(whole, "{}\"{rest}", BASE64_STANDARD.encode(hidden));
    }
    whole
}

/// A playlist of so many seconds; each path has its own.
fn segments(path: &str, seconds: u64) -> String {
    let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:10\n## {path}\n");
    for number in 0..seconds.div_ceil(10) {
        let _ = writeln!(text, "#EXTINF:{},\n/{number}.ts", (seconds - number * 10).min(10));
    }
    text + "#EXT-X-ENDLIST\n"
}

fn master(uris: &[&str]) -> String {
    let mut text = "#EXTM3U\n".to_owned();
    for (index, uri) in uris.iter().enumerate() {
        let height = 360 * (index + 1);
        let _ = writeln!(text, "#EXT-X-STREAM-INF:BANDWIDTH={},RESOLUTION=640x{height}\n{uri}", height * 2000);
    }
    text
}

fn manifest(path: &str, seconds: u64) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<MPD mediaPresentationDuration=\"PT{seconds}S\"><Period><AdaptationSet mimeType=\"video/mp4\">\
         <SegmentTemplate media=\"$Number$.m4s\" initialization=\"i.mp4\" duration=\"10\"/>\
         <Representation id=\"{path}\" bandwidth=\"900000\" width=\"640\" height=\"360\"/></AdaptationSet></Period></MPD>"
    )
}

fn fixtures() -> Vec<Fixture> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(home()).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.iter().map(|folder| Fixture::read(folder)).collect()
}

fn fixture(name: &str) -> Fixture {
    Fixture::read(&home().join(name))
}

/// Path and query of a URL of the server.
fn local(url: &str) -> &str {
    url.find("://").and_then(|at| url[at + 3..].find('/').map(|slash| &url[at + 3 + slash..])).unwrap_or(url)
}

#[test]
fn the_right_stream_is_in_front_of_its_decoys() {
    let (mut wrong, all) = (Vec::new(), fixtures());
    for fixture in &all {
        let (server, world) = (fixture.serve(), World::new());
        let url = server.url(PAGE);
        let said = rip(&world, &[&[url.as_str(), "--find", "--json"], fixture.flags()].concat());
        if said.code != Some(0) {
            wrong.push(format!("{}: {}", fixture.name, said.err));
            continue;
        }
        let found = conforming("rip-find", &said.out);
        let first = &found["candidates"][0];
        if first["recordable"] != true
            || !fixture.right.iter().any(|right| local(first["url"].as_str().unwrap()) == right)
        {
            let table = rip(&world, &[&[url.as_str(), "--find"], fixture.flags()].concat()).out;
            wrong.push(format!("{}: {}\n{table}", fixture.name, fixture.right[0]));
        }
    }
    let right = all.len() - wrong.len();
    println!("{right} of {} fixtures have the right stream in front ({}%)", all.len(), right * 100 / all.len());
    for one in &wrong {
        println!("{one}");
    }
    assert!(right * 100 >= all.len() * LEAST_PERCENT, "{right} of {}\n{}", all.len(), wrong.join("\n"));
}

#[test]
fn the_stream_of_a_page_is_recorded_under_its_title() {
    let fixture = fixture("trailer_page");
    let (server, world) = (fixture.serve(), World::new());
    let said = rip(&world, &[&server.url(PAGE)]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(files(&world), ["The long road - official trailer.ts"]);
    assert!(std::fs::read(at(&world, "The long road - official trailer.ts")).unwrap() == super::stream::segments(13));
    assert!(
        said.err.contains("Found on the page: http://") && said.err.contains("/tr/road-trailer.m3u8 (1 of 3: "),
        "{}",
        said.err
    );
    assert!(said.err.contains("--pick N takes another"), "{}", said.err);
}

#[test]
fn another_one_is_taken_by_its_number_and_qualities_are_listed() {
    let fixture = fixture("variants");
    let (server, world) = (fixture.serve(), World::new());
    let url = server.url(PAGE);
    let list: serde_json::Value = serde_json::from_str(&rip(&world, &[&url, "-l", "--json"]).out).unwrap();
    assert_eq!(list["variants"].as_array().unwrap().len(), 3, "{list}");
    let found: serde_json::Value = serde_json::from_str(&rip(&world, &[&url, "--find", "--json"]).out).unwrap();
    let second = local(found["candidates"][1]["url"].as_str().unwrap()).to_owned();
    let said = rip(&world, &[&url, "--pick", "2", "-o", "x.ts", "--json", "--duration", "20s"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(local(report["tracks"][0]["url"].as_str().unwrap()), second);
    let said = rip(&world, &[&url, "--pick", "9", "-o", "y.ts"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("--pick 9: the page has 4 candidates"), "{}", said.err);
}

#[test]
fn the_list_says_what_speaks_for_each_in_every_form() {
    let fixture = fixture("jwplayer");
    let (server, world) = (fixture.serve(), World::new());
    let url = server.url(PAGE);
    let text = rip(&world, &[&url, "--find"]).out;
    let first = text.lines().find(|line| line.trim_start().starts_with("1 ")).unwrap_or_else(|| panic!("{text}"));
    assert!(
        first.contains("hls")
            && first.contains("13:20")
            && first.contains("player jwplayer.setup › playlist › sources › file"),
        "{text}"
    );
    assert!(text.contains("advertisement") && text.contains("line "), "{text}");
    let csv = rip(&world, &[&url, "--find", "--format", "csv"]).out;
    assert!(csv.starts_with("rank,score,kind,recordable,"), "{csv}");
    assert!(!asked(&server).iter().any(|path| number(path).is_some()), "nothing is recorded");
    let itself = rip(&world, &[&server.url("/m/r4.m3u8"), "--find", "--json"]);
    let found = conforming("rip-find", &itself.out);
    assert_eq!(found["candidates"][0]["evidence"][0]["strategy"], "itself");
}

/// A site that gives its streams only to who comes from its pages with its cookies.
fn guarded() -> Script {
    Script::start(|request| {
        let cookie = request.header("cookie").unwrap_or_default().to_owned();
        let referer = request.header("referer").unwrap_or_default().to_owned();
        let guest = cookie.contains("visit=1") && cookie.contains("frame=2");
        match path(request) {
            "/watch" => answer(
                "200 OK",
                "Set-Cookie: visit=1; Path=/\r\n",
                "<title>Guarded</title><iframe src='/embed/9'></iframe>",
            ),
            "/embed/9" if cookie.contains("visit=1") && referer.ends_with("/watch") => {
                answer("200 OK", "Set-Cookie: frame=2; Path=/\r\n", "<script>hls.loadSource('/go')</script>")
            }
            "/go" if guest && referer.ends_with("/embed/9") => {
                answer("302 Found", "Set-Cookie: last=3; Path=/\r\nLocation: /s/x.m3u8\r\n", "")
            }
            "/s/x.m3u8" if guest && cookie.contains("last=3") => ok(
                "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"/key\",IV=0x0\n#EXTINF:2,\n/1.ts\n#EXT-X-KEY:METHOD=NONE\n#EXTINF:2,\n/2.ts\n#EXT-X-ENDLIST\n",
            ),
            "/key" if guest && referer.ends_with("/embed/9") => ok([7; 16]),
            "/1.ts" if guest => ok(locked(&segment(1), [7; 16])),
            "/2.ts" if guest && cookie.contains("own=0") && referer.ends_with("/embed/9") => ok(segment(2)),
            _ => status("403 Forbidden"),
        }
    })
}

fn locked(text: &[u8], key: [u8; 16]) -> Vec<u8> {
    use aes::cipher::{Array, BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
    let mut body = vec![0; text.len() / 16 * 16 + 16];
    body[..text.len()].copy_from_slice(text);
    let cipher = cbc::Encryptor::<aes::Aes128>::new(&Array::from(key), &Array::from([0; 16]));
    cipher.encrypt_padded::<Pkcs7>(&mut body, text.len()).unwrap().to_vec()
}

#[test]
fn cookies_and_referrer_go_along_from_the_page_to_keys_and_segments() {
    let (server, world) = (guarded(), World::new());
    let said = rip(&world, &[&server.url("/watch"), "-o", "x.ts", "--cookies", "own=0", "--retries", "0"]);
    assert_eq!(said.code, Some(0), "{} {}", said.err, said.out);
    assert!(recorded(&world) == [segment(1), segment(2)].concat());
    world.write("work/cookies.txt", "127.0.0.1\tFALSE\t/\tFALSE\t0\town\t0\n");
    let said = rip(&world, &[&server.url("/watch"), "-o", "y.ts", "--cookies", "cookies.txt", "--retries", "0"]);
    assert_eq!(said.code, Some(0), "{} {}", said.err, said.out);
    let said = rip(&world, &[&server.url("/watch"), "-o", "z.ts", "--cookies", "none.txt"]);
    assert_eq!(said.code, Some(2), "{}", said.err);
}

#[test]
fn a_page_without_a_stream_says_what_to_try_next() {
    let drm = "#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://k\",KEYFORMAT=\"com.apple.streamingkeydelivery\"\n#EXTINF:9,\n/1.ts\n#EXT-X-ENDLIST\n";
    for (body, says, hint) in [
        (
            "<title>Nothing</title><p>here</p>",
            "it is a web page (“Nothing”), and no stream was found on it",
            "--deep looks into",
        ),
        ("<video src='/gone.m3u8'>", "what looked like its stream is none: ", "rip --find lists them"),
        ("<video src='/film.mp4' controls>", "no stream was found on it", "toolbox fetch http://"),
        ("<video src='/drm.m3u8'>", "its stream is protected by FairPlay", "their own players"),
    ] {
        let server = serve(0, move |request| match path(request) {
            "/" => Some(ok(body)),
            "/drm.m3u8" => Some(ok(drm)),
            _ => None,
        });
        let world = World::new();
        let said = rip(&world, &[&server.url("/"), "-o", "x.ts"]);
        assert_eq!(said.code, Some(1), "{body} {said:?}");
        assert!(said.err.contains(says) && said.err.contains(hint), "{body} {}", said.err);
        assert_eq!(files(&world), [""; 0]);
    }
    let server = serve(0, |request| (path(request) == "/").then(|| ok("<p>x")));
    let said = rip(&World::new(), &[&server.url("/"), "--deep", "--find"]);
    assert!(said.err.contains("a browser's list of requests"), "{}", said.err);
}

#[test]
fn nobody_is_asked_without_end() {
    // Each document has more documents in it, each script calls for more.
    let server = Script::start(|request| {
        let at = path(request).to_owned();
        let each = |count: u32, line: &dyn Fn(u32) -> String| (0..count).map(line).collect::<Vec<_>>().concat();
        let frames = each(9, &|n| format!("<iframe src='{at}/{n}'></iframe><script src='{at}/{n}.js'></script>"));
        let calls = each(30, &|n| format!("fetch('/api{at}{n}');"));
        let lists = each(60, &|n| format!("<a href='{at}/{n}.m3u8'>"));
        ok(format!("{frames}<script>{calls}</script>{lists}"))
    });
    let said = rip(&World::new(), &[&server.url("/x"), "--deep", "--retries", "0"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    let count = asked(&server).len();
    assert!((10..=81).contains(&count), "{count}");
}

#[test]
fn lists_and_choices_that_exclude_each_other_are_usage() {
    for words in [&["--find", "-l"][..], &["--find", "--pick", "2"], &["--pick", "0"], &["--find", "-o", "x.ts"]] {
        assert_eq!(rip(&World::new(), &[&["http://h/"], words].concat()).code, Some(2), "{words:?}");
    }
}
