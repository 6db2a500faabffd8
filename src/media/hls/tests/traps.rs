//! The traps of the standard that concern the text of a playlist, in the order in which they are known.

use std::fmt::Write as _;

use std::collections::BTreeMap;
use std::io::Write as _;

use super::*;

fn refused(bytes: &[u8]) -> ReadError {
    read(bytes, &Context::default()).unwrap_err()
}

// 1. Keys: scope, formats, NONE (also in `dropped`).
#[test]
fn a_key_replaces_the_one_of_its_format_and_leaves_the_others() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://1\",KEYFORMAT=\"drm\"\n\
                #EXT-X-KEY:METHOD=AES-128,URI=\"k1\"\n#EXTINF:1,\na\n#EXT-X-KEY:METHOD=AES-128,URI=\"k2\"\n#EXTINF:1,\nb\n\
                #EXT-X-KEY:METHOD=NONE\n#EXTINF:1,\nc\n";
    let keys: Vec<Vec<String>> = media(text)
        .segments
        .iter()
        .map(|segment| segment.keys.iter().filter_map(|key| key.uri.clone()).collect())
        .collect();
    assert_eq!(keys, [vec!["skd://1", "k1"], vec!["skd://1", "k2"], vec![]]);
}

// 2. Vectors (what they mean: `media::segment`).
#[test]
fn vectors_change_with_each_segment_though_the_key_stays() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x1\n#EXTINF:1,\na\n\
                #EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0X000102\n#EXTINF:1,\nb\n";
    let vectors: Vec<_> =
        media(text).segments.iter().map(|segment| segment.keys[0].iv.map(u128::from_be_bytes)).collect();
    assert_eq!(vectors, [Some(1), Some(0x102)]);
    let long = media_of(text.replace("0x1", &"z".repeat(10_000))).1;
    assert!(long[0].chars().count() < 400, "what is odd is not repeated at any length");
    let bad = text.replace("0x1", "0xno");
    let (media, odd) = media_of(&bad);
    assert_eq!((media.segments[0].keys[0].iv, odd.len()), (None, 1));
}

// 4. Ranges.
#[test]
fn a_range_without_an_offset_follows_the_last_one_of_the_same_resource() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n\
        #EXT-X-BYTERANGE:10@5\n#EXTINF:1,\na\n#EXTINF:1,\n#EXT-X-BYTERANGE:20\na\n\
        #EXT-X-BYTERANGE:30\n#EXTINF:1,\nb\n#EXT-X-BYTERANGE:40\n#EXTINF:1,\na\n#EXTINF:1,\nb\n\
        #EXT-X-BYTERANGE:50\n#EXTINF:1,\nb\n";
    let (media, odd) = media_of(text);
    let ranges: Vec<_> = media.segments.iter().map(|s| s.range.map(|range| (range.offset, range.length))).collect();
    assert_eq!(ranges, [Some((5, 10)), Some((15, 20)), Some((0, 30)), Some((0, 40)), None, Some((0, 50))]);
    assert_eq!(odd.len(), 3, "{odd:?}");
}

#[test]
fn the_range_of_a_map_begins_at_0_and_a_part_follows_a_part() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI=\"m\",BYTERANGE=\"7\"\n#EXTINF:1,\na\n\
                #EXT-X-PART:DURATION=1,URI=\"p\",BYTERANGE=\"5@2\"\n#EXT-X-PART:DURATION=1,URI=\"p\",BYTERANGE=\"6\"\n";
    let media = media(text);
    assert_eq!(media.segments[0].map.as_ref().unwrap().range, Some(ByteRange { offset: 0, length: 7 }));
    assert_eq!(media.parts[1].range, Some(ByteRange { offset: 7, length: 6 }));
}

// 5. Maps.
#[test]
fn a_later_map_holds_from_its_place_on_with_or_without_a_discontinuity() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI=\"m1\"\n#EXTINF:1,\na\n#EXT-X-MAP:URI=\"m2\"\n\
                #EXTINF:1,\nb\n#EXT-X-DISCONTINUITY\n#EXTINF:1,\nc\n";
    let maps: Vec<String> =
        media(text).segments.iter().map(|segment| segment.map.as_ref().unwrap().uri.clone()).collect();
    assert_eq!(maps, ["m1", "m2", "m2"]);
}

// 6. Discontinuities.
#[test]
fn the_number_of_discontinuities_is_no_discontinuity() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-DISCONTINUITY-SEQUENCE:7\n#EXTINF:1,\na\n\
                #EXT-X-DISCONTINUITY\n#EXTINF:1,\nb\n#EXTINF:1,\nc\n";
    let media = media(text);
    assert_eq!(media.segments.iter().map(|segment| segment.timeline).collect::<Vec<_>>(), [7, 8, 8]);
}

// 7. Groups (redundant variants: `media::select`).
#[test]
fn a_rendition_without_a_uri_is_inside_the_variant() {
    let text = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"English, main\",LANGUAGE=\"en\",AUTOSELECT=YES\n\
                #EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nv.m3u8\n";
    let master = master(text);
    assert_eq!((master.renditions[0].uri.as_deref(), master.renditions[0].name.as_str()), (None, "English, main"));
    assert_eq!(master.variants[0].audio.as_deref(), Some("a"));
}

// 8. Gaps and pictures.
#[test]
fn playlists_of_pictures_are_listed_apart() {
    let text = "#EXTM3U\n#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9,RESOLUTION=1x1,URI=\"i.m3u8\"\n\
                #EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n";
    let master = master(text);
    assert_eq!((master.variants.len(), master.iframes[0].uri.as_str()), (1, "i.m3u8"));
    assert!(media("#EXTM3U\n#EXT-X-I-FRAMES-ONLY\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na\n").iframes_only);
}

// 9. Deltas.
#[test]
fn what_a_delta_leaves_out_is_taken_from_the_last_copy_with_all_that_holds() {
    let whole = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:10\n#EXT-X-DATERANGE:ID=\"old\"\n\
                 #EXT-X-DATERANGE:ID=\"kept\"\n#EXT-X-MAP:URI=\"m\"\n\
                 #EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n#EXTINF:2,\n0\n#EXT-X-DISCONTINUITY\n#EXTINF:2,\n1\n#EXTINF:2,\n2\n";
    let first = media(whole);
    let delta = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:11\n\
                 #EXT-X-SKIP:SKIPPED-SEGMENTS=2,RECENTLY-REMOVED-DATERANGES=\"old\tother\"\n#EXTINF:2,\n3\n";
    let context = Context { previous: Some(&first), ..Context::default() };
    let Playlist::Media(merged) = read(delta.as_bytes(), &context).unwrap().playlist else { panic!() };
    assert_eq!(uris(&merged), ["1", "2", "3"]);
    let last = &merged.segments[2];
    assert_eq!((last.sequence, last.timeline, last.keys.len()), (13, 1, 1));
    assert_eq!(last.map.as_ref().unwrap().uri, "m");
    assert_eq!(merged.dates.iter().map(|date| date.id.as_str()).collect::<Vec<_>>(), ["kept"]);
    // Without the copy, or with one that is too old, nothing is made up.
    assert_eq!(refused(delta.as_bytes()), ReadError::Delta { line: 4, skipped: 2 });
    let far = delta.replace("SEQUENCE:11", "SEQUENCE:90");
    assert!(matches!(read(far.as_bytes(), &context), Err(ReadError::Delta { .. })));
}

// 10. Parts.
#[test]
fn parts_belong_to_the_segment_behind_them() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PART:DURATION=1,URI=\"a.0\"\n#EXT-X-PART:DURATION=1,URI=\"a.1\"\n\
                #EXTINF:2,\na\n#EXT-X-PART:DURATION=1,URI=\"b.0\"\n";
    let media = media(text);
    assert_eq!((media.segments[0].parts.len(), media.parts.len()), (2, 1));
}

// 11. Variables.
#[test]
fn variables_are_replaced_wherever_they_may_stand() {
    let text = "#EXTM3U\n#EXT-X-VERSION:11\n#EXT-X-DEFINE:NAME=\"host\",VALUE=\"http://h.test\"\n\
                #EXT-X-DEFINE:QUERYPARAM=\"token\"\n#EXT-X-DEFINE:IMPORT=\"dir\"\n#EXT-X-TARGETDURATION:1\n\
                #EXT-X-KEY:METHOD=AES-128,URI=\"{$host}/k?{$token}\"\n#EXTINF:1,\n{$host}/{$dir}/a.ts?t={$token}\n";
    let variables = BTreeMap::from([("dir".to_owned(), "d".to_owned())]);
    let query = Some("x=1&token=a%20%22b%0a");
    let context = Context { query, variables: Some(&variables), previous: None };
    let Playlist::Media(media) = read(text.as_bytes(), &context).unwrap().playlist else { panic!() };
    assert_eq!(uris(&media), ["http://h.test/d/a.ts?t=a b"], "a value cannot end its quotes or its line");
    assert_eq!(media.segments[0].keys[0].uri.as_deref(), Some("http://h.test/k?a b"));
    let name = "token".to_owned();
    let without = Context { variables: Some(&variables), ..Context::default() };
    assert_eq!(read(text.as_bytes(), &without).unwrap_err(), ReadError::Undefined { line: 4, name });
}

#[test]
fn a_variable_that_nobody_defined_is_an_error_where_there_are_variables() {
    let text = "#EXTM3U\n#EXT-X-VERSION:8\n#EXTINF:1,\n{$gone}.ts\n";
    assert_eq!(refused(text.as_bytes()), ReadError::Undefined { line: 4, name: "gone".to_owned() });
    let (media, odd) = media_of(text.replace("VERSION:8", "VERSION:3"));
    assert_eq!(uris(&media), ["{$gone}.ts"]);
    assert_eq!(odd.len(), 2, "{odd:?}");
    let (media, _) = media_of("#EXTM3U\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"1\"\n#EXTINF:1,\n{$a}{${$a b{$\n");
    assert_eq!(uris(&media), ["1{${$a b{$"]);
}

// 12. Steering.
#[test]
fn steering_is_read() {
    let text = "#EXTM3U\n#EXT-X-CONTENT-STEERING:SERVER-URI=\"/s\",PATHWAY-ID=\"a\"\n\
                #EXT-X-STREAM-INF:BANDWIDTH=1,PATHWAY-ID=\"a\"\nv\n";
    let steering = master(text).steering.unwrap();
    assert_eq!((steering.server.as_str(), steering.pathway.as_deref()), ("/s", Some("a")));
}

// 13. Dates.
#[test]
fn dates_are_reckoned_both_ways_and_not_across_a_discontinuity() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.5,\na\n#EXTINF:2,\n#EXT-X-PROGRAM-DATE-TIME:2026-11-26T12:00:00Z\nb\n\
                #EXTINF:2,\nc\n#EXT-X-DISCONTINUITY\n#EXTINF:2,\nd\n";
    let noon = Moment::read("2026-11-26T12:00:00Z").unwrap().unix_ms;
    let dates: Vec<_> = media(text).segments.iter().map(|s| s.date.map(|date| date.unix_ms - noon)).collect();
    assert_eq!(dates, [Some(-1500), Some(0), Some(2000), None]);
}

// 14. Bytes.
#[test]
fn a_text_is_read_in_whatever_bytes_it_comes() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n  #EXTINF:1,ä  \n\t a.ts \u{200b}\n#EXTINF:1,\nb.ts";
    let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    for bytes in [
        text.as_bytes().to_vec(),
        text.replace('\n', "\r\n").into_bytes(),
        text.replace('\n', "\r").into_bytes(),
        format!("\u{feff}{text}").into_bytes(),
        units(u16::to_le_bytes),
        [vec![0xff, 0xfe], units(u16::to_le_bytes)].concat(),
        [vec![0xfe, 0xff], units(u16::to_be_bytes)].concat(),
        packed.finish().unwrap(),
        format!("junk\n{text}").into_bytes(),
    ] {
        let (media, _) = media_of(&bytes);
        assert_eq!(uris(&media), ["a.ts", "b.ts"], "{bytes:?}");
        assert_eq!(media.segments[0].title, "ä");
    }
}

#[test]
fn what_is_no_playlist_is_named() {
    let page = b"<!DOCTYPE html>\n<html><head><title>\n Sign  in </title></head>";
    assert_eq!(refused(page), ReadError::Page { title: Some("Sign in".to_owned()) });
    assert_eq!(refused(page).to_string(), "it is a web page (“Sign in”), not a playlist");
    assert_eq!(refused(b"<?xml version=\"1.0\"?><MPD type=\"static\">"), ReadError::Dash);
    assert_eq!(refused(b"  \r\n "), ReadError::Empty);
    assert_eq!(refused(b""), ReadError::Empty);
    assert_eq!(refused(b"#EXTM3U\n"), ReadError::Nothing);
    assert_eq!(refused(b"{\"error\":403}"), ReadError::Foreign { begin: "{\"error\":403}".to_owned() });
    assert!(matches!(refused(b"\x1f\x8b\x08broken"), ReadError::Foreign { .. }));
    assert!(matches!(refused(&vec![b' '; 65 << 20]), ReadError::TooLarge { .. }));
    let endless = format!("#EXTM3U\n{}", "a\n".repeat(line::MOST_LINES + 1));
    assert!(matches!(refused(endless.as_bytes()), ReadError::TooLong { .. }));
}

#[test]
fn the_kinds_are_told_apart_by_what_they_name() {
    let both = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n#EXTINF:1,\na.ts\n";
    assert_eq!(media_of(both).0.segments.len(), 2);
    let master_with_target = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n";
    assert_eq!(master_of(master_with_target).0.variants.len(), 1);
    assert_eq!(media_of("#EXTM3U\na.ts\nb.ts\n").0.segments.len(), 2);
    assert!(media("#EXTM3U\n#EXT-X-TARGETDURATION:5\n").segments.is_empty(), "live, and nothing in it yet");
}

// 16. Numbers.
#[test]
fn durations_add_up_exactly() {
    let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n".to_owned();
    for index in 0..10_000 {
        text.push_str("#EXTINF:9.009009,\n");
        text.push_str(&index.to_string());
        text.push_str(".ts\n");
    }
    assert_eq!(media(&text).duration().as_micros(), 90_090_090_000);
}

#[test]
fn a_missing_target_is_the_longest_segment() {
    let (media, odd) = media_of("#EXTM3U\n#EXTINF:4.2,\na\n#EXTINF:5,\nb\n");
    assert_eq!((media.target.as_secs(), odd.len()), (5, 1));
}

#[test]
fn numbers_that_are_none_are_told_and_left_out() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:soon\n#EXT-X-MEDIA-SEQUENCE:99999999999999999999\n#EXT-X-BYTERANGE:x@y\n\
                #EXTINF:1,\na\n";
    let (media, odd) = media_of(text);
    assert_eq!((uris(&media), media.sequence, odd.len()), (vec!["a"], 0, 4), "{odd:?}");
    let last =
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:18446744073709551615\n#EXTINF:1,\na\n#EXTINF:1,\nb\n";
    assert_eq!(super::media(last).segments[1].sequence, u64::MAX, "at the end of numbers, not beyond");
}

#[test]
fn lists_of_stations_are_read() {
    let text =
        "#EXTM3U x-tvg-url=\"http://guide\"\n#EXTINF:-1 tvg-id=\"one\" group-title=\"a, b\",One\nhttp://h/one.m3u8\n";
    let (media, odd) = media_of(text);
    assert_eq!((uris(&media), odd.len()), (vec!["http://h/one.m3u8"], 3), "{odd:?}");
}

// 17. Live (what later copies mean: `media::record`).
#[test]
fn only_an_end_or_vod_ends_a_stream() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na\n";
    assert!(media(text).is_live());
    assert!(media(&text.replace("#EXTINF", "#EXT-X-PLAYLIST-TYPE:event\n#EXTINF")).is_live());
    assert!(!media(&text.replace("#EXTINF", "#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF")).is_live());
    let early = text.replace("#EXTINF", "#EXT-X-ENDLIST\n#EXTINF");
    let (media, odd) = media_of(early);
    assert!(!media.is_live() && media.segments.len() == 1, "the end may stand anywhere");
    assert_eq!(odd, ["line 5: a segment behind EXT-X-ENDLIST"]);
}

// Beyond the table: long playlists are given to m3u8-rs in pieces.
#[test]
fn a_long_playlist_is_one_playlist() {
    let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-DISCONTINUITY-SEQUENCE:3\n".to_owned();
    for number in 0..700 {
        if number == 300 {
            text += "#EXT-X-MEDIA-SEQUENCE:11\n#EXT-X-DISCONTINUITY\n#EXT-X-VERSION:4\n";
        }
        let _ = write!(text, "#EXTINF:4,t{number}\n#EXT-X-BYTERANGE:10\none.ts\n");
    }
    let (media, odd) = media_of(text + "#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-ENDLIST\n");
    assert_eq!(odd.len(), 1, "only the first range follows none: {odd:?}");
    assert_eq!((media.segments.len(), media.sequence, media.version, media.ended), (700, 11, Some(4), true));
    assert_eq!(media.kind, Some(Type::Vod));
    for (number, segment) in media.segments.iter().enumerate() {
        let range = ByteRange { offset: number as u64 * 10, length: 10 };
        assert_eq!((segment.range, &segment.title), (Some(range), &format!("t{number}")));
        let timeline = 3 + u64::from(number >= 300);
        assert_eq!((segment.sequence, segment.timeline), (11 + number as u64, timeline));
    }
}
