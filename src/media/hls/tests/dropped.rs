//! What m3u8-rs 6.0.1 does to a text by itself, and what we read in it: a test for each kind of text.

use super::*;

#[test]
fn a_mark_or_blanks_before_the_header_are_passed_over() {
    for before in ["\u{feff}", "\n\n", "  \t", "\u{feff}\r\n "] {
        let text = format!("{before}#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na\n");
        assert!(m3u8_rs::parse_playlist_res(text.as_bytes()).is_err());
        assert_eq!(uris(&media_of(&text).0), ["a"]);
    }
}

#[test]
fn nothing_behind_a_lone_carriage_return_is_lost() {
    let text = "#EXTM3U\r#EXT-X-TARGETDURATION:1\r#EXTINF:1,\ra\r#EXTINF:1,\rb\r";
    assert_eq!(alone_uris(text).len(), 0);
    assert_eq!(uris(&media(text)), ["a", "b"]);
    let mixed = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na\n#EXTINF:1,\nb\rc\n#EXTINF:1,\nd\n";
    assert_eq!(alone_uris(mixed), ["a"]);
    assert_eq!(uris(&media_of(mixed).0), ["a", "b", "c", "d"]);
}

#[test]
fn nothing_behind_a_line_that_is_no_utf8_is_lost() {
    let bytes = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,caf\xe9\na\n#EXTINF:1,\nb\n";
    let (media, odd) = media_of(bytes);
    assert_eq!(uris(&media), ["a", "b"]);
    assert_eq!(odd, ["line 3: bytes that are not UTF-8"]);
}

#[test]
fn method_none_ends_encryption() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n#EXTINF:1,\na\n\
                #EXT-X-KEY:METHOD=NONE\n#EXTINF:1,\nb\n";
    assert!(alone(text).unwrap().segments[1].key.is_none());
    assert!(!alone(text).unwrap().segments[1].unknown_tags.is_empty());
    let media = media(text);
    assert_eq!(media.segments[0].keys.len(), 1);
    assert!(media.segments[1].keys.is_empty());
}

#[test]
fn several_keys_hold_side_by_side() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\",KEYFORMAT=\"drm\"\n\
                #EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n#EXTINF:1,\na\n";
    let formats: Vec<String> = media(text).segments[0].keys.iter().map(|key| key.format.clone()).collect();
    assert_eq!(formats, ["drm", IDENTITY]);
}

#[test]
fn keys_and_maps_hold_until_the_next() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x1\n\
                #EXT-X-MAP:URI=\"m\"\n#EXTINF:1,\na\n#EXTINF:1,\nb\n";
    let read = alone(text).unwrap();
    assert!(read.segments[1].key.is_none() && read.segments[1].map.is_none());
    let media = media(text);
    assert_eq!(media.segments[1].keys, media.segments[0].keys);
    assert_eq!(media.segments[1].map.as_ref().unwrap().uri, "m");
}

#[test]
fn a_map_is_locked_with_the_keys_before_it_alone() {
    let key = "#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x1\n";
    let map = "#EXT-X-MAP:URI=\"m\"\n";
    for (tags, locked) in [(format!("{map}{key}"), false), (format!("{key}{map}"), true)] {
        let text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:1\n{tags}#EXTINF:1,\na\n");
        let media = media(&text);
        assert_eq!(!media.segments[0].map.as_ref().unwrap().keys.is_empty(), locked);
        assert!(!media.segments[0].keys.is_empty());
    }
}

#[test]
fn a_title_may_have_commas() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,foo,bar\na\n";
    assert_eq!(alone_uris(text), ["bar", "a"]);
    let media = media(text);
    assert_eq!((uris(&media), media.segments[0].title.as_str()), (vec!["a"], "foo,bar"));
}

#[test]
fn a_uri_may_begin_with_a_comma() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n,a\n";
    assert_eq!(alone_uris(text), ["a"]);
    assert_eq!(uris(&media(text)), [",a"]);
}

#[test]
fn durations_that_are_none_are_told() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:-1,\na\n#EXTINF: 9.009 ,\nb\n#EXTINF:8\nc\n";
    let (media, odd) = media_of(text);
    assert_eq!((uris(&media), seconds_of(&media)), (vec!["a", "b", "c"], vec![0.0, 9.009, 8.0]));
    assert_eq!(odd, ["line 3: “-1” is no duration; it counts as 0", "line 7: EXTINF without a comma"]);
}

#[test]
fn a_target_duration_may_be_a_fraction() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:10.5\n#EXTINF:10.5,\na\n";
    assert_eq!(alone_uris(text), [".5", "a"]);
    let media = media(text);
    assert_eq!((uris(&media), media.target.as_millis()), (vec!["a"], 10_500));
}

#[test]
fn a_last_line_without_an_end_is_what_it_is() {
    let begin = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na\n";
    for last in ["#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"p\"", "#EXT-X-RENDITION-REPORT:URI=\"r\"", "# a remark"] {
        let text = format!("{begin}{last}");
        assert_eq!(alone_uris(&text).len(), 2, "{last}");
        assert_eq!(uris(&media(&text)), ["a"], "{last}");
    }
    let media = media(&format!("{begin}#EXT-X-ENDLIST"));
    assert!(media.ended);
}

#[test]
fn tags_behind_the_last_segment_are_kept() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-PART-INF:PART-TARGET=0.33\n#EXTINF:1,\na\n\
                #EXT-X-PART:DURATION=0.33,URI=\"b.0\",INDEPENDENT=YES\n#EXT-X-PART:DURATION=0.3,URI=\"b.1\",GAP=YES\n\
                #EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"b.2\",BYTERANGE-START=7\n";
    assert!(alone(text).unwrap().unknown_tags.is_empty());
    let media = media(text);
    let parts: Vec<_> = media.parts.iter().map(|part| (part.uri.as_str(), part.independent, part.gap)).collect();
    assert_eq!(parts, [("b.0", true, false), ("b.1", false, true)]);
    let hint = &media.hints[0];
    assert_eq!((hint.uri.as_str(), hint.offset, hint.length), ("b.2", 7, None));
    assert_eq!(media.part_target.unwrap().as_millis(), 330);
}

#[test]
fn tags_of_low_latency_are_read_not_kept_as_text() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,\
                HOLD-BACK=6,PART-HOLD-BACK=1.0\n#EXT-X-GAP\n#EXT-X-BITRATE:800\n#EXTINF:2,\na\n#EXTINF:2,\nb\n";
    let media = media(text);
    let control = media.control.unwrap();
    assert!(control.can_block && control.can_skip_until.unwrap().as_secs() == 12);
    assert_eq!(media.segments.iter().map(|segment| segment.gap).collect::<Vec<_>>(), [true, false]);
    assert_eq!(media.segments.iter().map(|segment| segment.bitrate_bps).collect::<Vec<_>>(), [Some(800_000); 2]);
    assert!(media.unknown.is_empty());
}

#[test]
fn one_bad_attribute_does_not_cost_the_variant() {
    let text = "#EXTM3U\n\
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x\",LANGUAGE=\"\",CHANNELS=\"6/JOC\",URI=\"x.m3u8\"\n\
        #EXT-X-STREAM-INF:BANDWIDTH=100.7,RESOLUTION=\"640x360\",CODECS=avc1\none.m3u8\n\
        #EXT-X-STREAM-INF:BANDWIDTH=200,RESOLUTION=big,FRAME-RATE=\"25\"\ntwo.m3u8\n";
    let (master, odd) = master_of(text);
    let found: Vec<_> = master
        .variants
        .iter()
        .map(|variant| (variant.uri.as_str(), variant.bandwidth_bps, variant.resolution.map(|size| size.height)))
        .collect();
    assert_eq!(found, [("one.m3u8", 100, Some(360)), ("two.m3u8", 200, None)]);
    assert_eq!((master.variants[0].codecs.join(","), master.variants[1].frame_rate), ("avc1".to_owned(), Some(25.0)));
    assert_eq!(
        (master.renditions[0].language.as_deref(), master.renditions[0].channels.as_deref()),
        (None, Some("6/JOC"))
    );
    assert_eq!(odd, ["line 5: RESOLUTION=big cannot be read; it is left out"]);
}

#[test]
fn an_orphan_uri_does_not_take_the_place_of_another() {
    let text = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\none.m3u8\norphan.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\n";
    let (master, odd) = master_of(text);
    let uris: Vec<&str> = master.variants.iter().map(|variant| variant.uri.as_str()).collect();
    assert_eq!(uris, ["one.m3u8", "orphan.m3u8"]);
    assert_eq!(odd.len(), 2, "{odd:?}");
}

#[test]
fn an_attribute_without_a_value_does_not_eat_the_next_line() {
    let text = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,ODD\none.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\ntwo.m3u8\n";
    let (master, odd) = master_of(text);
    assert_eq!(master.variants.len(), 2);
    assert_eq!(odd, ["line 2: the attribute ODD has no value"]);
}

#[test]
fn the_dates_of_ffmpeg_are_read() {
    let text =
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n#EXT-X-PROGRAM-DATE-TIME:2026-11-26T12:00:00.000+0000\na\n";
    assert!(alone(text).unwrap().segments[0].program_date_time.is_none());
    assert_eq!(media(text).segments[0].date, Moment::read("2026-11-26T12:00:00Z"));
}

#[test]
fn all_date_ranges_are_kept() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-DATERANGE:ID=\"one\",START-DATE=\"2026-11-26T12:00:00Z\"\n\
                #EXT-X-DATERANGE:ID=\"two\",START-DATE=\"2026-11-26T12:00:01Z\",SCTE35-OUT=0xFC\n#EXTINF:2,\na\n";
    let ids: Vec<String> = media(text).dates.into_iter().map(|date| date.id).collect();
    assert_eq!(ids, ["one", "two"]);
}

#[test]
fn closed_captions_and_forced_subtitles_do_not_cost_the_rendition() {
    let text = "#EXTM3U\n\
        #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"c\",NAME=\"cc\",INSTREAM-ID=\"CC1\",URI=\"nowhere\"\n\
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x\",FORCED=YES,INSTREAM-ID=\"CC1\",DEFAULT=yes\n\
        #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"y\",FORCED=YES,URI=\"s.m3u8\"\n\
        #EXT-X-STREAM-INF:BANDWIDTH=1,CLOSED-CAPTIONS=NONE,HDCP-LEVEL=TYPE-0,SCORE=2.5,VIDEO-RANGE=PQ,PATHWAY-ID=\"p\"\nv\n";
    let master = master(text);
    let kinds: Vec<_> =
        master.renditions.iter().map(|r| (r.kind, r.instream.as_deref(), r.forced, r.default)).collect();
    assert_eq!(
        kinds,
        [
            (Kind::ClosedCaptions, Some("CC1"), false, false),
            (Kind::Audio, None, false, true),
            (Kind::Subtitles, None, true, false),
        ]
    );
    let variant = &master.variants[0];
    assert_eq!((variant.closed_captions.as_deref(), variant.hdcp.as_deref()), (Some("NONE"), Some("TYPE-0")));
    assert_eq!((variant.score, variant.video_range.as_deref()), (Some(2.5), Some("PQ")));
    assert_eq!((variant.pathway.as_deref(), variant.line), (Some("p"), 5));
}
