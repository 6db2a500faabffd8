//! Texts are read once, and players begin where the standard says.

use std::time::Duration;

use super::super::sheet::{Found, Place};
use super::*;
use crate::applets::swarm::plan::tests::plan;
use crate::kit::net::parse_url;

fn library(flags: &str) -> Library {
    Library::of(&plan(&format!("{flags} http://o/")))
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
    assert_eq!(library.shelf().known.len(), KEPT);
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

/// Segments of two seconds in four parts each, of which the last two and the one that is made have theirs told.
fn low(parts: usize, hold_back: &str) -> String {
    let mut text = format!(
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PART-INF:PART-TARGET=0.5\n#EXT-X-MEDIA-SEQUENCE:10\n\
         #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12,PART-HOLD-BACK={hold_back}\n"
    );
    let told = |text: &mut String, number: u64, count: usize| {
        for part in 0..count {
            let independent = if part == 0 { ",INDEPENDENT=YES" } else { "" };
            let _ = writeln!(text, "#EXT-X-PART:DURATION=0.5,URI=\"{number}.{part}.ts\"{independent}");
        }
    };
    for number in 10..14 {
        told(&mut text, number, if number > 11 { 4 } else { 0 });
        let _ = write!(text, "#EXTINF:2,\n{number}.ts\n");
    }
    told(&mut text, 14, parts);
    text + &format!("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"14.{parts}.ts\"\n")
}

#[test]
fn a_player_of_parts_begins_with_one_that_can_be_begun_with() {
    let at = |number, part| Place { number, part };
    for (parts, hold_back, expected) in [
        (3, "1.5", at(14, 0)),
        (2, "1.5", at(13, 0)),
        (0, "1.5", at(13, 0)),
        (0, "2.5", at(12, 0)),
        (1, "5", at(11, 0)),
    ] {
        assert_eq!(sheet(&low(parts, hold_back)).begin(), expected, "{parts} {hold_back}");
    }
    assert_eq!(sheet(&low(3, "99")).begin(), at(10, 0));
}

#[test]
fn what_is_at_a_place_is_told() {
    let sheet = sheet(&low(2, "1.5"));
    let at = |number, part| sheet.at_place(Place { number, part });
    assert!(matches!(at(12, 0), Found::Piece(_)), "what is whole is fetched whole");
    assert!(matches!(at(12, 3), Found::Part(part, None) if part.target.url.path() == "/live/12.3.ts"));
    assert!(matches!(at(12, 4), Found::PieceOver));
    assert!(matches!(at(11, 2), Found::Gone(1, Place { number: 12, part: 0 })), "its parts are not told any more");
    assert!(matches!(at(4, 1), Found::Gone(6, Place { number: 10, part: 0 })));
    assert!(matches!(at(14, 1), Found::Part(..)));
    assert!(matches!(at(14, 2), Found::Hint(hint) if hint.url.path() == "/live/14.2.ts"));
    assert!(matches!(at(14, 3), Found::NotYet) && matches!(at(15, 0), Found::NotYet));
    let half = |number, part| sheet.ahead(Place { number, part }).as_millis() / 500;
    assert_eq!((half(14, 2), half(14, 0), half(13, 1), half(10, 0)), (0, 2, 5, 18));
}

#[test]
fn a_delta_is_put_together_with_the_copy_before_it() {
    let (library, base) = (library(""), parse_url("http://o/live/x.m3u8").unwrap());
    let read = |text: &str, previous| library.look_up(&base, text.as_bytes(), previous);
    let Ok(Text::Media(first)) = read(&low(1, "1.5"), None) else { panic!() };
    let delta = low(2, "1.5").replace("#EXTINF:2,\n10.ts\n#EXTINF:2,\n11.ts\n", "#EXT-X-SKIP:SKIPPED-SEGMENTS=2\n");
    assert!(matches!(read(&delta, None), Err(TextError::Read(ReadError::Delta { .. }))));
    let Ok(Text::Media(second)) = read(&delta, Some(&first)) else { panic!() };
    assert_eq!((second.pieces.len(), second.edge()), (4, Place { number: 14, part: 2 }));
    let Ok(Text::Media(third)) = read(&delta, None) else { panic!("somebody has put it together") };
    assert!(Arc::ptr_eq(&second, &third));
    assert_eq!(library.texts_read(), 3);
}

#[test]
fn sound_of_its_own_belongs_to_a_rendition() {
    let text = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x\",URI=\"x.m3u8\"\n\
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"b\",NAME=\"y\"\n\
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"t\",URI=\"t.m3u8\"\n\
                #EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\",SUBTITLES=\"s\"\n0.m3u8\n\
                #EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO=\"b\"\n1.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=3,AUDIO=\"a\"\nx.m3u8\n";
    let found = library("").look_up(&parse_url("http://o/m.m3u8").unwrap(), text.as_bytes(), None).unwrap();
    let Text::Master(renditions) = found else { panic!() };
    let sounds: Vec<_> = renditions.iter().map(|(_, one)| one.sound.as_ref().map(|sound| sound.url.path())).collect();
    assert_eq!(sounds, [Some("/x.m3u8"), None, None], "inside the picture, or the sound itself");
    assert!(renditions[0].1.text.is_none(), "nobody has asked for it");
}

#[test]
fn numbers_and_times_beyond_all_measure_break_nothing() {
    let (library, base) = (library(""), parse_url("http://o/live/x.m3u8").unwrap());
    let far =
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:18446744073709551614\n#EXTINF:1,\na\n#EXTINF:1,\nb\n";
    assert!(matches!(library.look_up(&base, far.as_bytes(), None), Err(TextError::Number(_) | TextError::Read(_))));
    let range = "18446744073709551615@18446744073709551615";
    let text = format!(
        "#EXTM3U\n#EXT-X-TARGETDURATION:8000000\n#EXT-X-PART-INF:PART-TARGET=8000000\n\
         #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=8000000,PART-HOLD-BACK=8000000\n\
         #EXTINF:8000000,\n#EXT-X-BYTERANGE:{range}\na\n#EXTINF:8000000,\nb\n\
         #EXT-X-PART:DURATION=8000000,URI=\"p\",BYTERANGE=\"{range}\"\n\
         #EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"q\",BYTERANGE-START=18446744073709551615,BYTERANGE-LENGTH=18446744073709551615\n"
    );
    let Ok(Text::Media(sheet)) = library.look_up(&base, text.as_bytes(), None) else { panic!() };
    let place = sheet.begin();
    assert!(sheet.ahead(place) < Duration::from_hours(240), "{sheet:?}");
    assert!(std::time::Instant::now().checked_add(sheet.hold_back + sheet.target).is_some());
    assert!(sheet.hint.is_some() && sheet.low.is_some(), "{sheet:?}");
    assert!(matches!(sheet.at_place(sheet.edge().next()), Found::NotYet));
}

#[test]
fn secrets_stay_with_the_host_they_were_typed_for() {
    let flags = "--engine native -H Authorization:Bearer-x -H X-Show:yes -H Cookie:a=b";
    let told = |library: &Library, url: &str| {
        let target = library.target(parse_url(url).unwrap(), None).unwrap();
        String::from_utf8(target.request.to_vec()).unwrap()
    };
    let typed = Library::of(&plan(&format!("{flags} https://o/live/x.m3u8")));
    for (url, is_told) in [
        ("https://o/live/1.ts", true),
        ("https://o:8443/1.ts", true),
        ("http://o/1.ts", false),
        ("https://cdn.o/1.ts", false),
    ] {
        let request = told(&typed, url);
        assert_eq!(request.contains("Authorization: Bearer-x\r\nCookie: a=b\r\n"), is_told, "{url}: {request}");
        assert!(request.contains("X-Show: yes\r\n"), "{request}");
    }
    let named = Library::of(&plan("--engine native http://Aladdin:open%20sesame@o/x.m3u8"));
    let login = "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n";
    assert!(told(&named, "http://o/1.ts").contains(login));
    assert!(!told(&named, "http://o:81/1.ts").contains("Authorization"));
    assert!(told(&named, "http://Aladdin:open%20sesame@p/1.ts").contains(login), "a login of its own");
}

#[test]
fn copies_of_a_long_window_do_not_stay_without_bound() {
    let (library, base) = (library(""), parse_url("http://o/x.m3u8").unwrap());
    let segments: Vec<String> =
        (0..10_000).map(|number| format!("#EXTINF:2,\n/a/long/way/to/a/segment/{number}.ts\n")).collect();
    let text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n{}", segments.concat());
    for number in 0..24 {
        assert!(library.look_up(&base, format!("{text}#{number}\n").as_bytes(), None).is_ok());
    }
    let shelf = library.shelf();
    assert!(shelf.bytes <= KEPT_BYTES && shelf.known.len() < 24, "{} bytes, {}", shelf.bytes, shelf.known.len());
    assert_eq!(shelf.known.len(), shelf.order.len());
}
