//! What qualities and selections mean of a master playlist.

use super::*;
use crate::media::hls::{Context, Playlist, read};
use proptest::prelude::*;

const MASTER: &str = "#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS=\"avc1.4d401e,mp4a.40.2\"
360.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080
1080.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080
https://backup.test/1080.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2800000,RESOLUTION=1280x720
720.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1280x720,FRAME-RATE=60
720p60.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS=\"mp4a.40.5\"
sound.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=3840x2160,URI=\"pictures.m3u8\"
";

fn master(text: &str) -> Master {
    let Playlist::Master(master) = read(text.as_bytes(), &Context::default()).unwrap().playlist else { panic!() };
    master
}

#[test]
fn a_quality_means_a_variant() {
    let master = master(MASTER);
    for (quality, uri) in [
        ("best", Some("1080.m3u8")),
        ("worst", Some("360.m3u8")),
        ("1080p", Some("1080.m3u8")),
        ("720p", Some("720p60.m3u8")),
        ("720", Some("720p60.m3u8")),
        ("<=720", Some("720p60.m3u8")),
        ("<=720p", Some("720p60.m3u8")),
        ("<=720p,bw<=3M", Some("720.m3u8")),
        (">=1080p", Some("1080.m3u8")),
        ("bw<=3M", Some("720.m3u8")),
        ("bw<=0.8M", Some("360.m3u8")),
        ("bw<=100k", Some("sound.m3u8")),
        ("auto", Some("1080.m3u8")),
        ("auto,<=720p", Some("720p60.m3u8")),
        ("2160p", None),
        ("bw>=7000000", None),
    ] {
        let quality: Quality = quality.parse().unwrap();
        assert_eq!(choose(&master, &quality).map(|choice| choice.variant.uri.as_str()), uri, "{quality}");
    }
}

#[test]
fn what_was_measured_bounds_an_automatic_choice() {
    let master = master(MASTER);
    for (quality, measured, uri) in [
        ("auto", 10_000_000, "1080.m3u8"),
        ("auto", 6_000_000, "720.m3u8"),
        ("auto,<=400p", 10_000_000, "360.m3u8"),
        // Nothing is carried: the least that has a picture.
        ("auto", 70_000, "360.m3u8"),
        ("auto,>=720p", 70_000, "720.m3u8"),
        ("best", 70_000, "1080.m3u8"),
    ] {
        let quality: Quality = quality.parse().unwrap();
        assert_eq!(quality.is_auto(), quality.to_string().starts_with("auto"));
        let quality = quality.measured(measured);
        assert!(!quality.is_auto());
        assert_eq!(choose(&master, &quality).unwrap().variant.uri, uri, "{quality} {measured}");
    }
}

#[test]
fn redundant_variants_are_places_of_one() {
    let master = master(MASTER);
    let others = choose(&master, &Quality::default()).unwrap().others;
    assert_eq!(others.iter().map(|other| other.uri.as_str()).collect::<Vec<_>>(), ["https://backup.test/1080.m3u8"]);
    assert_eq!(ranked(&master).len(), 5);
}

#[test]
fn other_words_are_refused() {
    for bad in ["", "p", "bw", "bw=3M", "bw<=", "bw<=fast", "<=", "best,720p", "720p,", "<=-1p"] {
        assert!(bad.parse::<Quality>().is_err(), "{bad}");
    }
}

const TRACKS: &str = "#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"lo\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,CHANNELS=\"2\",URI=\"lo-en\"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"lo\",NAME=\"Français\",LANGUAGE=\"fr-CA\",CHANNELS=\"2\",URI=\"lo-fr\"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,CHANNELS=\"6\",URI=\"hi-en\"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"The director\",LANGUAGE=\"en\",CHANNELS=\"2\",CHARACTERISTICS=\"public.accessibility.describes-video\",URI=\"hi-dir\"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"English\",LANGUAGE=\"en\",URI=\"s-en\"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"Signs\",LANGUAGE=\"en\",FORCED=YES,URI=\"s-signs\"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"Deutsch\",LANGUAGE=\"de\",URI=\"s-de\"
#EXT-X-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=1920x1080,FRAME-RATE=50,CODECS=\"hvc1.2.4,ec-3\",VIDEO-RANGE=PQ,AUDIO=\"hi\",SUBTITLES=\"s\"
1080-hevc
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,FRAME-RATE=25,CODECS=\"avc1.640028,ec-3\",AUDIO=\"hi\",SUBTITLES=\"s\"
1080-avc
#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720,CODECS=\"avc1.64001f,mp4a.40.2\",AUDIO=\"lo\",SUBTITLES=\"s\"
720-avc
#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS=\"avc1.4d401e,mp4a.40.2\"
360-muxed
";

/// What a selection takes: the variant where its picture is wanted, then sound, then subtitles.
fn taken(selection: &str) -> Result<String, Miss> {
    let master = master(TRACKS);
    let selection: Selection = selection.parse().unwrap_or_else(|error| panic!("{error}"));
    let taken = take(&master, &Quality::default(), &selection)?;
    let picture = taken.picture.then_some(taken.choice.variant.uri.as_str());
    let apart = taken.audio.iter().chain(&taken.subtitles).filter_map(|one| one.uri.as_deref());
    Ok(picture.into_iter().chain(apart).collect::<Vec<_>>().join(" "))
}

#[test]
fn a_selection_means_tracks() {
    for (selection, tracks) in [
        ("v=best", "1080-hevc hi-en"),
        ("v=worst", "360-muxed"),
        ("v=codec=avc1", "1080-avc hi-en"),
        ("v=avc1", "1080-avc hi-en"),
        ("v=codec!=hvc1,worst", "360-muxed"),
        ("v=<=720p", "720-avc lo-en"),
        ("v=height<=720,bw>=1M", "720-avc lo-en"),
        ("v=bw<=3M,fps<=60/720p", "720-avc lo-en"),
        ("v=range=SDR", "1080-avc hi-en"),
        ("v=fps>=50", "1080-hevc hi-en"),
        ("v=2160p/worst", "360-muxed"),
        // Sound decides which variant it is, where only the groups of some have it.
        ("a=fr", "720-avc lo-fr"),
        ("a=en+fr", "720-avc lo-en lo-fr"),
        ("a=es/en", "1080-hevc hi-en"),
        ("a=all", "1080-hevc hi-en hi-dir"),
        ("a=all,lang=en", "1080-hevc hi-en hi-dir"),
        ("a=ch>=6", "1080-hevc hi-en"),
        ("a=ch<=2", "1080-hevc hi-dir"),
        ("a=codec=mp4a", "720-avc lo-en"),
        ("a=worst", "1080-hevc hi-dir"),
        ("a=role=describes-video", "1080-hevc hi-dir"),
        ("a=name~direct", "1080-hevc hi-dir"),
        ("a=name=\"The director\"", "1080-hevc hi-dir"),
        ("a=group=lo", "720-avc lo-en"),
        ("a=lang!=en", "720-avc lo-fr"),
        ("a=none", "1080-hevc"),
        ("v=none", "hi-en"),
        ("v=none a=fr", "lo-fr"),
        ("s=en", "1080-hevc hi-en s-en"),
        ("s=forced", "1080-hevc hi-en s-signs"),
        ("s=all", "1080-hevc hi-en s-en s-signs s-de"),
        ("s=all,en+de", "1080-hevc hi-en s-en s-signs s-de"),
        ("s=none", "1080-hevc hi-en"),
        ("v=720p; a=fr; s=de", "720-avc lo-fr s-de"),
        ("video=360p audio=codec=mp4a/best", "360-muxed"),
    ] {
        assert_eq!(taken(selection).as_deref(), Ok(tracks), "{selection}");
    }
    for (selection, miss) in [
        ("v=2160p", Miss::Video),
        ("a=es", Miss::Audio),
        ("v=360p a=ch>=2", Miss::Audio),
        ("s=fr", Miss::Subtitles),
        ("v=360p s=en", Miss::Subtitles),
    ] {
        assert_eq!(taken(selection), Err(miss), "{selection}");
    }
}

#[test]
fn without_a_selection_the_default_sound_is_taken() {
    let master = master(TRACKS);
    let taken = take(&master, &"720p".parse().unwrap(), &Selection::default()).unwrap();
    assert_eq!((taken.choice.variant.uri.as_str(), taken.audio[0].uri.as_deref()), ("720-avc", Some("lo-en")));
    assert!(taken.subtitles.is_empty());
}

#[test]
fn a_language_has_codes_of_two_and_of_three_letters() {
    let three = master(&TRACKS.replace("LANGUAGE=\"en\"", "LANGUAGE=\"eng\""));
    assert_ne!(three, master(TRACKS));
    for (there, wanted) in [(&three, "a=en"), (&three, "a=lang=en"), (&three, "a=eng"), (&master(TRACKS), "a=eng")] {
        let taken = take(there, &"720p".parse().unwrap(), &wanted.parse().unwrap()).unwrap();
        assert_eq!(taken.audio[0].uri.as_deref(), Some("lo-en"), "{wanted}");
    }
    assert!(take(&three, &"720p".parse().unwrap(), &"a=deu".parse().unwrap()).is_err());
}

#[test]
fn selections_that_mean_nothing_are_refused() {
    for bad in [
        "",
        " ",
        "best",
        "x=1",
        "v=",
        "v=720p v=360p",
        "v=1080p+720p",
        "v=all",
        "a=name=\"x",
        "a=name=",
        "v=bw<=fast",
        "v=<=",
        "v=none a=none",
        "v=<720p",
        "a=en=1",
        "v=fps~50",
        "a=!en",
    ] {
        let error = bad.parse::<Selection>().map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("is no selection"), "{error}");
    }
}

proptest! {
    #[test]
    fn qualities_read_back(text in "(auto,|)(<=|>=|)[0-9]{1,4}p(,bw(<=|>=)[0-9]{1,9})?") {
        let quality: Quality = text.parse().unwrap();
        prop_assert_eq!(quality.to_string().parse::<Quality>().unwrap(), quality);
    }

    #[test]
    fn selections_read_back(text in "v=(<=|)[0-9]{1,4}p(,codec=avc1|/worst|) a=(en|fr)([+]de|/best|,ch>=2) s=(all|none|en)") {
        let selection: Selection = text.parse().unwrap();
        prop_assert_eq!(selection.to_string().parse::<Selection>().unwrap(), selection);
    }

    #[test]
    fn no_selection_panics(text in "[vas=,;/+<>!~a-z0-9\" é]{0,30}") {
        if let Ok(selection) = text.parse::<Selection>() {
            let _ = take(&master(TRACKS), &Quality::default(), &selection);
        }
    }

    #[test]
    fn no_text_panics(text: String) {
        let _ = text.parse::<Quality>();
    }
}
