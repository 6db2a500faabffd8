//! Subtitles of DASH presentations: each way they come in becomes a file beside the recording, its times those of it.

use serde_json::{Value, json};

use super::stream::{asked, at, files, ok, path, rip, status};
use crate::support::cli::{Said, World};
use crate::support::script::Script;

fn boxed(kind: [u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    [&(content.len() as u32 + 8).to_be_bytes()[..], &kind, &content].concat()
}

/// A box with a version and flags.
fn full(kind: [u8; 4], flags: u32, parts: &[&[u8]]) -> Vec<u8> {
    boxed(kind, &[&[&flags.to_be_bytes()[..]], parts].concat())
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// An initialisation of one track, in thousandths of a second.
fn init(handler: [u8; 4], entry: &[u8]) -> Vec<u8> {
    let head = full(*b"mdhd", 0, &[&words(&[0, 0, 1000, 0, 0x55c4_0000])]);
    let handler = full(*b"hdlr", 0, &[&words(&[0]), &handler, &[0; 13]]);
    let table = boxed(*b"stbl", &[&full(*b"stsd", 0, &[&words(&[1]), entry])]);
    let media = boxed(*b"mdia", &[&head, &handler, &boxed(*b"minf", &[&table])]);
    let track = full(*b"tkhd", 7, &[&words(&[0, 0, 1, 0, 0]), &[0; 60]]);
    let movie = full(*b"mvhd", 0, &[&words(&[0, 0, 1000, 0]), &[0; 80]]);
    let extends = boxed(*b"mvex", &[&full(*b"trex", 0, &[&words(&[1, 1, 0, 0, 0])])]);
    let moov = boxed(*b"moov", &[&movie, &boxed(*b"trak", &[&track, &media]), &extends]);
    [boxed(*b"ftyp", &[b"iso6\0\0\0\0"]), moov].concat()
}

/// A segment that begins at `start`: samples with how long they last, thousandths of a second.
fn fragment(start: u32, samples: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let moof = |offset: u32| {
        let mut run = words(&[samples.len() as u32, offset]);
        for (length, data) in samples {
            run.extend(words(&[*length, data.len() as u32]));
        }
        let head = full(*b"tfhd", 0x2_0000, &[&words(&[1])]);
        let run = full(*b"trun", 0x301, &[&run]);
        boxed(*b"moof", &[&boxed(*b"traf", &[&head, &full(*b"tfdt", 0, &[&words(&[start])]), &run])])
    };
    let data: Vec<u8> = samples.iter().flat_map(|(_, data)| data.clone()).collect();
    [moof(moof(0).len() as u32 + 8), boxed(*b"mdat", &[&data])].concat()
}

fn cue(text: &str) -> Vec<u8> {
    boxed(*b"vttc", &[&boxed(*b"iden", &[b"c1"]), &boxed(*b"sttg", &[b"line:0"]), &boxed(*b"payl", &[text.as_bytes()])])
}

/// The sample entry of cues in boxes.
fn wvtt() -> Vec<u8> {
    boxed(*b"wvtt", &[&words(&[0, 1]), &boxed(*b"vttC", &[b"WEBVTT\n\nSTYLE\n::cue { color: red }"])])
}

fn stpp() -> Vec<u8> {
    boxed(*b"stpp", &[&words(&[0, 1]), b"http://www.w3.org/ns/ttml\0\0\0"])
}

/// A picture whose presentation begins at 5 seconds of its media, and a set of text; media begins at 5 seconds of both.
fn manifest(text: &str) -> String {
    let template = "<SegmentTemplate media=\"$RepresentationID$/$Number$\" startNumber=\"0\" timescale=\"1000\" \
                    duration=\"2000\" presentationTimeOffset=\"5000\" initialization=\"$RepresentationID$/i\"/>";
    format!(
        "<MPD mediaPresentationDuration=\"PT4S\"><Period><AdaptationSet mimeType=\"video/mp4\">{template}\
         <Representation id=\"v\" bandwidth=\"9\" height=\"360\" width=\"640\"/></AdaptationSet>{}</Period></MPD>",
        text.replace("TEMPLATE", template)
    )
}

fn set(attributes: &str, inside: &str) -> String {
    format!(
        "<AdaptationSet {attributes} lang=\"en\">{inside}<Representation id=\"t\" bandwidth=\"1\"/></AdaptationSet>"
    )
}

/// A server of a presentation with these files beside its pictures.
fn serve(manifest: String, texts: Vec<(&'static str, Vec<u8>)>) -> Script {
    Script::start(move |request| match path(request) {
        "/x.mpd" => ok(&manifest),
        "/v/i" => ok(init(*b"vide", &boxed(*b"avc1", &[&[0; 78]]))),
        path if path.starts_with("/v/") => {
            let number: u32 = path[3..].parse().unwrap();
            ok(fragment(5000 + number * 2000, &[(2000, vec![number as u8; 100])]))
        }
        path => {
            texts.iter().find(|(name, _)| *name == path).map_or_else(|| status("404 Not Found"), |(_, body)| ok(body))
        }
    })
}

fn record(world: &World, server: &Script, words: &[&str]) -> (Value, Said) {
    let url = server.url("/x.mpd");
    let line = [&[url.as_str(), "--json", "-o", "x.mp4", "--container", "fmp4"][..], words].concat();
    let said = rip(world, &line);
    (serde_json::from_str(&said.out).unwrap_or(Value::Null), said)
}

fn text(world: &World, name: &str) -> String {
    std::fs::read_to_string(at(world, name)).unwrap()
}

const TTML: &str = "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div>\
                    <p begin=\"5.5s\" end=\"6.5s\">One<br/>two</p><p begin=\"8s\" end=\"8.5s\">Three</p></div></body></tt>";

const CUES: &str = "WEBVTT\n\n00:05.500 --> 00:06.500\nOne\ntwo\n\n00:08.000 --> 00:08.500\nThree\n";

/// What all of these say.
const SRT: &str = "1\n00:00:00,500 --> 00:00:01,500\nOne\ntwo\n\n2\n00:00:03,000 --> 00:00:03,500\nThree\n\n";

type Files = Vec<(&'static str, Vec<u8>)>;

#[test]
fn each_way_subtitles_come_in_gives_the_same_file() {
    let whole = |mime: &str, name: &str| {
        let base =
            format!("<SegmentBase presentationTimeOffset=\"5000\" timescale=\"1000\"/><BaseURL>{name}</BaseURL>");
        set(&format!("mimeType=\"{mime}\""), &base)
    };
    let in_boxes = |codec: &str| set(&format!("mimeType=\"application/mp4\" codecs=\"{codec}\""), "TEMPLATE");
    let (first, second) = (&CUES[..CUES.find("00:08").unwrap()], "WEBVTT\n\n00:08.000 --> 00:08.500\nThree\n");
    let samples = |samples: &[(u32, &str)]| {
        samples.iter().map(|(length, text)| (*length, text.as_bytes().to_vec())).collect::<Vec<_>>()
    };
    let empty = || boxed(*b"vtte", &[]);
    let cases: Vec<(String, Files)> = vec![
        (whole("text/vtt", "t.vtt"), vec![("/t.vtt", CUES.into())]),
        (whole("application/ttml+xml", "t.xml"), vec![("/t.xml", TTML.into())]),
        (
            set("mimeType=\"text/vtt\"", "TEMPLATE").replace("initialization=\"$RepresentationID$/i\"", ""),
            vec![("/t/0", first.into()), ("/t/1", second.into()), ("/t/i", "WEBVTT\n".into())],
        ),
        (
            in_boxes("wvtt"),
            vec![
                ("/t/i", init(*b"text", &wvtt())),
                ("/t/0", fragment(5000, &[(500, empty()), (1000, cue("One\ntwo")), (500, empty())])),
                ("/t/1", fragment(7000, &[(1000, empty()), (500, cue("Three")), (500, empty())])),
            ],
        ),
        (
            in_boxes("stpp.ttml.im1t"),
            vec![
                ("/t/i", init(*b"subt", &stpp())),
                // All of the document in each sample, which shows its part of it.
                ("/t/0", fragment(5000, &samples(&[(2000, TTML)]))),
                ("/t/1", fragment(7000, &samples(&[(2000, TTML)]))),
            ],
        ),
    ];
    for (inside, files_there) in cases {
        let (world, server) = (World::new(), serve(manifest(&inside), files_there));
        let (report, said) = record(&world, &server, &["--subs", "en", "--sub-format", "srt"]);
        assert_eq!(said.code, Some(0), "{inside}: {}", said.err);
        assert_eq!(text(&world, "x.en.srt"), SRT, "{inside}");
        assert_eq!(files(&world), ["x.en.srt", "x.mp4"], "{inside}");
        let track = &report["tracks"][1];
        assert_eq!((&track["part"], &track["partial"]), (&"subtitles".into(), &json!(false)), "{inside}");
    }
}

#[test]
fn boxes_keep_where_cues_stand_and_how_they_look() {
    let inside = set("mimeType=\"application/mp4\" codecs=\"wvtt\"", "TEMPLATE");
    // One that goes on over the border of its segment is one.
    let texts = vec![
        ("/t/i", init(*b"text", &wvtt())),
        ("/t/0", fragment(5000, &[(1000, boxed(*b"vtte", &[])), (1000, cue("Over"))])),
        ("/t/1", fragment(7000, &[(500, cue("Over")), (1500, [cue("A"), cue("B")].concat())])),
    ];
    let (world, server) = (World::new(), serve(manifest(&inside), texts));
    let (_, said) = record(&world, &server, &["--select", "s=en"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(
        text(&world, "x.en.vtt"),
        "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nc1\n00:00:01.000 --> 00:00:02.500 line:0\nOver\n\n\
         c1\n00:00:02.500 --> 00:00:04.000 line:0\nA\n\nc1\n00:00:02.500 --> 00:00:04.000 line:0\nB\n"
    );
}

#[test]
fn documents_may_count_from_their_sample() {
    let document = |begin: &str, end: &str, words: &str| {
        let text = format!("<tt><body><p begin=\"{begin}\" end=\"{end}\">{words}</p></body></tt>");
        vec![(2000, text.into_bytes())]
    };
    let texts = vec![
        ("/t/i", init(*b"subt", &stpp())),
        ("/t/0", fragment(5000, &document("0.5s", "1s", "A"))),
        ("/t/1", fragment(7000, &document("0.5s", "1s", "B"))),
    ];
    let inside = set("mimeType=\"application/mp4\" codecs=\"stpp\"", "TEMPLATE");
    let (world, server) = (World::new(), serve(manifest(&inside), texts));
    let (_, said) = record(&world, &server, &["--subs", "all"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let vtt = "WEBVTT\n\n00:00:00.500 --> 00:00:01.000\nA\n\n00:00:02.500 --> 00:00:03.000\nB\n";
    assert_eq!(text(&world, "x.en.vtt"), vtt);
}

#[test]
fn times_of_later_periods_are_those_of_the_recording() {
    let period = |id: &str, offset: u64| {
        let template = format!(
            "<SegmentTemplate media=\"{id}/$Number$\" startNumber=\"0\" timescale=\"1000\" duration=\"2000\" \
             presentationTimeOffset=\"{offset}\""
        );
        format!(
            "<Period duration=\"PT2S\"><AdaptationSet mimeType=\"video/mp4\">{template} initialization=\"v/i\"/>\
             <Representation id=\"v\" bandwidth=\"9\"/></AdaptationSet><AdaptationSet mimeType=\"text/vtt\" lang=\"en\">\
             {}/><Representation id=\"t\" bandwidth=\"1\"/></AdaptationSet></Period>",
            template.replace(&format!("\"{id}/"), &format!("\"t{id}/"))
        )
    };
    let text_of = |words: &str, at: &str| format!("WEBVTT\n\n00:{at}.000 --> 00:{at}.500\n{words}\n").into_bytes();
    let manifest = format!("<MPD>{}{}</MPD>", period("v", 5000), period("v2", 30_000));
    let manifest = manifest.replace("tv2/", "tb/").replace("tv/", "ta/").replace("v2/", "v/");
    let texts = vec![("/ta/0", text_of("A", "06")), ("/tb/0", text_of("B", "31"))];
    let (world, server) = (World::new(), serve(manifest, texts));
    let (_, said) = record(&world, &server, &["--subs", "en"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let vtt = "WEBVTT\n\n00:00:01.000 --> 00:00:01.500\nA\n\n00:00:03.000 --> 00:00:03.500\nB\n";
    assert_eq!(text(&world, "x.en.vtt"), vtt);
}

#[test]
fn subtitles_are_listed_and_refused_by_name() {
    let french = set("mimeType=\"text/vtt\"", "<BaseURL>t.vtt</BaseURL>").replace("\"en\"", "\"fr\"");
    let server = serve(manifest(&french), vec![("/t.vtt", b"<tt><body/></tt>".to_vec())]);
    let world = World::new();
    let listed = rip(&world, &["-l", "--json", "--subs", "fr", &server.url("/x.mpd")]);
    let listing: Value = serde_json::from_str(&listed.out).unwrap();
    let row = &listing["renditions"][0];
    assert_eq!((&row["kind"], &row["language"]), (&"subtitles".into(), &"fr".into()), "{listing}");
    assert_eq!(row["selected"], true, "{listing}");
    let (_, said) = record(&world, &server, &["--subs", "de"]);
    assert!(said.code == Some(1) && said.out.contains("no subtitles are de; there are fr"), "{}", said.out);
    assert!(!asked(&server).contains(&"/t.vtt".to_owned()), "{:?}", asked(&server));
}

#[test]
fn what_cannot_be_text_is_told_and_kept() {
    let pictures = "<tt><body><div begin=\"1s\" end=\"2s\"><image/></div></body></tt>";
    for (body, why) in [(pictures, "pictures"), ("<html/>", "no TTML"), ("nothing", "no WebVTT")] {
        let inside = set("mimeType=\"text/vtt\"", "<BaseURL>t.vtt</BaseURL>");
        let (world, server) = (World::new(), serve(manifest(&inside), vec![("/t.vtt", body.into())]));
        let (_, said) = record(&world, &server, &["--subs", "en", "--retries", "0"]);
        if why != "pictures" {
            // A page or words in place of a segment; the picture is there all the same.
            assert!(said.code == Some(1) && said.out.contains("in place of media"), "{}{}", said.out, said.err);
            assert!(files(&world).contains(&"x.mp4".to_owned()), "{:?}", files(&world));
            continue;
        }
        assert!(said.code == Some(1) && said.out.contains(why), "{}{}", said.out, said.err);
        assert!(files(&world).contains(&"x.en.vtt.partial".to_owned()), "{:?}", files(&world));
    }
}
