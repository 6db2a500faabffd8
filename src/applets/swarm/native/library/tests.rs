//! Texts are read once, and players begin where the standard says.

use std::time::Duration;

use super::super::sheet::Place;
use super::*;
use crate::applets::swarm::plan::tests::plan;
use crate::kit::net::parse_url;

fn library(flags: &str) -> Library {
    Library::new(&plan(&format!("{flags} http://o/")).request, LowLatency::Auto)
}

fn sheet(text: &str) -> Arc<Sheet> {
    let base = parse_url("http://o/live/x.m3u8").unwrap();
    match library("").look_up(&base, text.as_bytes(), None).unwrap() {
        Text::Media(sheet) => sheet,
        Text::Master(_) => panic!(),
    }
}

fn live(tags: &str, end: &str) -> String {
    let segments: Vec<String> = (0..8).map(|number| format!("#EXTINF:2,\n{number}.ts\n")).collect();
    let segments = segments.concat();
    format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:10\n{tags}{segments}{end}")
}

#[test]
fn the_same_text_is_read_once() {
    let (library, base) = (library(""), parse_url("http://o/x.m3u8").unwrap());
    let text = live("", "");
    for _ in 0..100 {
        assert!(library.look_up(&base, text.as_bytes(), None).is_ok());
    }
    assert_eq!(library.texts_read(), 1);
    library.look_up(&parse_url("http://o/y/x.m3u8").unwrap(), text.as_bytes(), None).unwrap();
    assert_eq!(library.texts_read(), 2, "another place means other segments");
    for number in 0..2 * KEPT {
        let _ = library.look_up(&base, format!("{text}#{number}\n").as_bytes(), None);
    }
    assert_eq!(library.shelf.lock().unwrap().known.len(), KEPT);
    for _ in 0..3 {
        assert!(library.look_up(&base, b"<html>", None).is_err());
    }
    assert_eq!(library.texts_read(), 3 + 2 * KEPT as u64, "a text that is none is looked at once as well");
}

#[test]
fn a_player_begins_where_the_playlist_says() {
    for (tags, end, expected) in [
        ("", "", 15),
        ("", "#EXT-X-ENDLIST\n", 10),
        ("#EXT-X-SERVER-CONTROL:HOLD-BACK=9.0\n", "", 13),
        ("#EXT-X-START:TIME-OFFSET=5\n", "", 12),
        ("#EXT-X-START:TIME-OFFSET=-3\n", "", 16),
        ("#EXT-X-START:TIME-OFFSET=-300\n", "", 10),
        ("#EXT-X-SERVER-CONTROL:HOLD-BACK=900\n", "", 10),
    ] {
        assert_eq!(sheet(&live(tags, end)).begin(), Place::of(expected), "{tags}{end}");
    }
}

#[test]
fn pieces_are_found_by_number_and_by_time() {
    let sheet = sheet(&live("", ""));
    assert_eq!((sheet.end(), sheet.ahead(Place::of(16))), (18, Duration::from_secs(4)));
    assert!(sheet.piece(9).is_none() && sheet.piece(18).is_none());
    assert_eq!(sheet.piece(12).unwrap().target.url.as_str(), "http://o/live/2.ts");
    assert_eq!(
        (sheet.at(Duration::ZERO), sheet.at(Duration::from_secs(2)), sheet.at(Duration::from_secs(99))),
        (10, 11, 18)
    );
}

#[test]
fn requests_are_whole() {
    let library = library("-no-cache -header X-A:b -user-agent me");
    let range = Some(ByteRange { offset: 10, length: 5 });
    let target = library.target(parse_url("http://o:81/a%20b?t=1").unwrap(), range).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&target.request),
        "GET /a%20b?t=1 HTTP/1.1\r\nHost: o:81\r\nUser-Agent: me\r\nAccept: */*\r\n\
         Cache-Control: no-cache, no-store, must-revalidate\r\nPragma: no-cache\r\nX-A: b\r\nRange: bytes=10-14\r\n\r\n"
    );
}

#[test]
fn renditions_are_sorted_and_keep_their_places() {
    let text = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900\nb.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=100\na.m3u8\n";
    let found = library("").look_up(&parse_url("http://o/m.m3u8").unwrap(), text.as_bytes(), None).unwrap();
    let Text::Master(renditions) = found else { panic!() };
    let found: Vec<_> = renditions.iter().map(|(place, rendition)| (*place, rendition.bandwidth_bps)).collect();
    assert_eq!(found, [(1, 100), (0, 900)]);
}
