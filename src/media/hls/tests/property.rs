//! Whatever the text: no panic, no segment lost, both readings agree.

use proptest::prelude::*;

use super::*;

/// Lines that mean something, and lines that nearly do.
fn line() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "#EXTM3U",
        "#EXT-X-VERSION:8",
        "#EXT-X-TARGETDURATION:4",
        "#EXT-X-MEDIA-SEQUENCE:7",
        "#EXT-X-DISCONTINUITY-SEQUENCE:3",
        "#EXT-X-DISCONTINUITY",
        "#EXT-X-ENDLIST",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-PLAYLIST-TYPE:",
        "#EXT-X-I-FRAMES-ONLY",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        "#EXT-X-START:TIME-OFFSET=-1e300,PRECISE=YES",
        "#EXT-X-START:TIME-OFFSET=nan",
        "#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x1",
        "#EXT-X-KEY:METHOD=NONE",
        "#EXT-X-KEY:",
        "#EXT-X-MAP:URI=\"m\",BYTERANGE=\"9@1\"",
        "#EXT-X-MAP:URI=m",
        "#EXT-X-BYTERANGE:10@5",
        "#EXT-X-BYTERANGE:18446744073709551615@18446744073709551615",
        "#EXT-X-BYTERANGE:10",
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-26T12:00:00Z",
        "#EXT-X-PROGRAM-DATE-TIME:9999-12-31T23:59:60.999+2359",
        "#EXT-X-DATERANGE:ID=\"a\"",
        "#EXT-X-GAP",
        "#EXT-X-BITRATE:18446744073709551615",
        "#EXT-X-PART:URI=\"p\",DURATION=1,BYTERANGE=\"3\"",
        "#EXT-X-SKIP:SKIPPED-SEGMENTS=0",
        "#EXT-X-DEFINE:NAME=\"v\",VALUE=\"w\"",
        "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"a,b\",RESOLUTION=1x2",
        "#EXT-X-STREAM-INF:",
        "#EXT-X-I-FRAME-STREAM-INF:URI=\"i\"",
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"g\",NAME=\"n\"",
        "#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"g\"",
        "#EXT-X-UNKNOWN:x=y",
        "#EXT-X-LINE:3",
        "#EXT-X-LINE",
        "#EXTINF:4.004,title, with commas",
        "#EXTINF:",
        "#EXTINF:18446744073709551615,",
        "# remark",
        "",
        "a.ts",
        ",b.ts",
        "{$v}/c.ts",
        "=",
        "\"",
    ]);
    let tag = "#EXT(INF|-X-[A-Z-]{1,12}):[A-Z0-9=\",@. -]{0,30}";
    prop_oneof![8 => known.prop_map(str::to_owned), 2 => tag, 1 => "[^\n\r]{0,20}", 1 => any::<String>()]
}

fn text() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]);
    prop::collection::vec((line(), end), 0..40)
        .prop_map(|lines| lines.into_iter().fold("#EXTM3U\n".to_owned(), |text, (line, end)| text + &line + end))
}

/// How many lines are URIs by the plainest of readings.
fn count(text: &str) -> usize {
    let lines = text.split(['\n', '\r']);
    lines
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c.is_control() || "\u{feff}\u{200b}".contains(c)))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn no_text_panics_and_no_segment_is_lost(text in text()) {
        match read(text.as_bytes(), &Context::default()).map(|reading| reading.playlist) {
            Ok(Playlist::Media(media)) => {
                prop_assert_eq!(media.segments.len(), count(&text));
                let numbers: Vec<u64> = media.segments.iter().map(|segment| segment.sequence).collect();
                prop_assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]));
            }
            Ok(Playlist::Master(master)) => prop_assert_eq!(master.variants.len(), count(&text)),
            Err(error) => prop_assert!(!matches!(error, ReadError::Misread { .. }), "{}", error),
        }
    }

    #[test]
    fn no_bytes_panic(bytes: Vec<u8>) {
        let _ = read(&bytes, &Context::default());
        let _ = read(&[b"#EXTM3U\n", &bytes[..]].concat(), &Context::default());
        let _ = read(&[&[0x1f, 0x8b], &bytes[..]].concat(), &Context::default());
    }

    #[test]
    fn a_delta_of_anything_is_merged_or_refused(whole in text(), delta in text(), skipped in 0_u64..5) {
        let Ok(Reading { playlist: Playlist::Media(previous), .. }) = read(whole.as_bytes(), &Context::default()) else {
            return Ok(());
        };
        let delta = delta.replacen('\n', &format!("\n#EXT-X-SKIP:SKIPPED-SEGMENTS={skipped}\n"), 1);
        let context = Context { previous: Some(&previous), ..Context::default() };
        if let Ok(Reading { playlist: Playlist::Media(merged), .. }) = read(delta.as_bytes(), &context) {
            let numbers: Vec<u64> = merged.segments.iter().map(|segment| segment.sequence).collect();
            prop_assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{:?}", numbers);
        }
    }
}
