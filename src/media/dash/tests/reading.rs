//! What a manifest says.

use std::time::Duration;

use proptest::prelude::*;

use super::{mpd, one, reading, refused};
use crate::media::dash::model::{Address, Kind, Pace, System};
use crate::media::dash::{Pick, is_manifest, master, read};
use crate::media::hls::{ByteRange, Resolution};

const WHOLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:cenc="urn:mpeg:cenc:2013" type="static"
     mediaPresentationDuration="PT20S" profiles="urn:mpeg:dash:profile:isoff-live:2011">
  <BaseURL>media/</BaseURL>
  <Period id="1" duration="PT10S">
    <SegmentTemplate timescale="90000" startNumber="3"/>
    <AdaptationSet id="0" contentType="video" frameRate="30000/1001" mimeType="video/mp4" codecs="avc1.4d401e">
      <SegmentTemplate media="$RepresentationID$/$Number%05d$.m4s" initialization="$RepresentationID$/$Bandwidth$.mp4" duration="180000"/>
      <Representation id="hi" width="1920" height="1080" bandwidth="5000000"><BaseURL>hd/</BaseURL></Representation>
      <Representation id="lo" width="640" height="360" bandwidth="800000" codecs="avc1.42c01e">
        <SegmentTemplate media="low-$Number$.m4s"/>
      </Representation>
    </AdaptationSet>
    <AdaptationSet id="1" contentType="video" mimeType="video/mp4">
      <EssentialProperty schemeIdUri="http://dashif.org/guidelines/trickmode" value="0"/>
      <SegmentTemplate media="t$Number$" duration="180000"/>
      <Representation id="trick" width="7680" height="4320" bandwidth="1"/>
    </AdaptationSet>
    <AdaptationSet id="2" lang="fr" mimeType="audio/mp4" codecs="mp4a.40.2">
      <SegmentTemplate media="a-$RepresentationID$-$Number$" duration="180000"/>
      <Representation id="a1" bandwidth="64000"/><Representation id="a2" bandwidth="128000"/>
    </AdaptationSet>
    <AdaptationSet id="3" lang="en" mimeType="audio/mp4"><Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
      <Label>English</Label><SegmentTemplate media="e-$Number$" duration="180000"/><Representation id="e" bandwidth="64000"/>
    </AdaptationSet>
    <AdaptationSet mimeType="application/mp4" codecs="stpp" lang="en"><SegmentTemplate media="s-$Number$" duration="180000"/>
      <Representation id="s"/></AdaptationSet>
  </Period>
  <Period id="2"><AdaptationSet contentType="video" mimeType="video/mp4" codecs="avc1.4d401e">
    <SegmentTemplate media="2-$RepresentationID$-$Number$" duration="2"/>
    <Representation id="x" width="1280" height="720" bandwidth="2500000"/>
    <Representation id="y" width="320" height="180" bandwidth="300000"/></AdaptationSet></Period>
</MPD>"#;

#[test]
fn what_is_not_said_is_inherited() {
    let mpd = mpd(WHOLE);
    let period = &mpd.periods[0];
    assert_eq!(
        (mpd.periods[1].start, mpd.periods[1].duration),
        (Duration::from_secs(10), Some(Duration::from_secs(10)))
    );
    let [hi, lo] = &period.sets[0].representations[..] else { panic!() };
    assert_eq!((hi.codecs[0].as_str(), lo.codecs[0].as_str()), ("avc1.4d401e", "avc1.42c01e"));
    assert!((hi.frame_rate.unwrap() - 29.97).abs() < 0.001);
    assert_eq!((hi.base.as_str(), lo.base.as_str()), ("http://h/d/media/hd/", "http://h/d/media/"));
    assert_eq!(hi.segments.init.as_ref().unwrap().url.as_str(), "http://h/d/media/hd/hi/5000000.mp4");
    assert_eq!(hi.segments.timescale, 90000, "of the period");
    for (representation, number) in [(hi, 3), (lo, 3)] {
        let Address::Template { first, pace, .. } = &representation.segments.address else { panic!() };
        assert_eq!((*first, pace), (number, &Pace::Even(180_000)));
    }
    let kinds: Vec<Kind> = period.sets.iter().map(|set| set.kind).collect();
    assert_eq!(kinds, [Kind::Video, Kind::Video, Kind::Audio, Kind::Audio, Kind::Text]);
}

#[test]
fn it_is_told_as_a_master_playlist() {
    let mpd = mpd(WHOLE);
    let master = master(&mpd);
    let names: Vec<_> = master.variants.iter().map(|variant| variant.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["hi", "lo"], "pictures for seeking are no variant");
    assert_eq!(master.iframes.len(), 1);
    assert_eq!(master.variants[0].resolution, Some(Resolution { width: 1920, height: 1080 }));
    let sound: Vec<_> = master.renditions.iter().map(|one| (one.name.as_str(), one.default)).collect();
    assert_eq!(
        sound,
        [("a2, 128 kbit/s", false), ("a1, 64 kbit/s", false), ("English, 64 kbit/s", true), ("s", false)]
    );
}

#[test]
fn a_track_goes_on_in_the_next_period_with_what_is_like_it() {
    let mpd = mpd(WHOLE);
    let master = master(&mpd);
    let pick = |index: usize| Pick::named(&mpd, &master.variants[index].uri).unwrap();
    assert_eq!(pick(0).find(&mpd.periods[0]).unwrap().id, "hi");
    assert_eq!(pick(0).find(&mpd.periods[1]).unwrap().id, "x");
    assert_eq!(pick(1).find(&mpd.periods[1]).unwrap().id, "y");
    let sound = Pick::named(&mpd, master.renditions[1].uri.as_deref().unwrap()).unwrap();
    assert_eq!(sound.find(&mpd.periods[0]).unwrap().id, "a1");
    assert!(sound.find(&mpd.periods[1]).is_none());
    for bad in ["", "0", "0/9", "9/0", "x/y", "-1/0"] {
        assert_eq!(Pick::named(&mpd, bad), None, "{bad}");
    }
}

#[test]
fn lists_and_indexes_are_read() {
    let list = one(
        "",
        "<SegmentList duration=\"2\"><Initialization range=\"0-99\"/><SegmentURL mediaRange=\"100-199\"/>\
                        <SegmentURL media=\"b.m4s\"/></SegmentList>",
    );
    let mpd = mpd(&list);
    let segments = &mpd.periods[0].sets[0].representations[0].segments;
    assert_eq!(segments.init.as_ref().unwrap().range, Some(ByteRange { offset: 0, length: 100 }));
    let Address::List { places, .. } = &segments.address else { panic!() };
    assert_eq!(places[0].range, Some(ByteRange { offset: 100, length: 100 }));
    assert_eq!((places[1].url.as_str(), places[1].range), ("http://h/d/b.m4s", None));
    let base = super::mpd(&one("", "<SegmentBase indexRange=\"50-99\"><Initialization range=\"0-49\"/></SegmentBase>"));
    let index = Some(ByteRange { offset: 50, length: 50 });
    let segments = &base.periods[0].sets[0].representations[0].segments;
    assert!(matches!(&segments.address, Address::Indexed { index: found, .. } if *found == index));
}

#[test]
fn locks_are_named() {
    let text = one(
        "",
        "<ContentProtection schemeIdUri=\"urn:mpeg:dash:mp4protection:2011\" value=\"cbcs\" \
        cenc:default_KID=\"00000000-0000-0000-0000-00000000000a\"/>\
        <ContentProtection schemeIdUri=\"urn:uuid:EDEF8BA9-79D6-4ACE-A3C8-27DCD51D21ED\"/>\
        <ContentProtection schemeIdUri=\"urn:uuid:e2719d58-a985-b3c9-781a-b030af78d30e\">\
        <dashif:laurl>https://keys.test/k</dashif:laurl></ContentProtection><SegmentBase/>",
    );
    let mpd = mpd(&text);
    let [scheme, drm, clear] = &mpd.periods[0].sets[0].representations[0].protections[..] else { panic!() };
    assert_eq!((&scheme.system, scheme.key_id), (&System::Scheme("cbcs".to_owned()), Some(10_u128.to_be_bytes())));
    assert_eq!(drm.system, System::Drm("Widevine".to_owned()));
    assert_eq!((&clear.system, clear.licence.as_ref().unwrap().as_str()), (&System::ClearKey, "https://keys.test/k"));
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_line() {
    for (text, why) in [
        ("", "it is empty"),
        ("<html></html>", "a document of the kind html"),
        ("<MPD>\n</MPD>", "names nothing"),
        ("<MPD><Period><AdaptationSet><Representation id=\"a\"/></AdaptationSet></Period></MPD>", "names nothing"),
        ("\n<Patch mpdId=\"x\"/>", "line 2: a patch"),
        (
            "<MPD>\n<Period xlink:href=\"http://ads.test/\"/></MPD>",
            "line 2: a Period that is to be fetched from elsewhere",
        ),
        ("<MPD><Period>", "line 1: it ends inside"),
    ] {
        assert!(refused(text).contains(why), "{text}: {}", refused(text));
    }
    for (set, why) in [
        ("\n<SegmentTemplate media=\"$Nonsense$\" duration=\"1\"/>", "line 2: the identifier $Nonsense$"),
        ("\n<SegmentTemplate media=\"$Number$\"/>", "line 2: a template without a duration"),
        ("\n<SegmentList>\n<SegmentURL mediaRange=\"9-1\"/></SegmentList>", "line 3: the range"),
        ("\n<BaseURL>file:///etc/passwd</BaseURL><SegmentBase/>", "line 2"),
        (
            "<SegmentTemplate media=\"$Time$\">\n<SegmentTimeline><S t=\"0\"/></SegmentTimeline></SegmentTemplate>",
            "line 2: a segment",
        ),
        (
            "\n<SegmentTemplate media=\"$Number$\" duration=\"1\" timescale=\"99999999999\"/>",
            "line 2: 99999999999 ticks",
        ),
    ] {
        let text = one("", set);
        assert!(refused(&text).contains(why), "{text}: {}", refused(&text));
    }
    assert!(refused("<MPD><Period start=\"PT9S\"/><Period start=\"PT1S\"/></MPD>").contains("begins before"));
}

#[test]
fn what_is_odd_is_told_and_read() {
    let text = one(
        "type=\"dynamik\" minimumUpdatePeriod=\"soon\"",
        "\n<SegmentTemplate media=\"$Number$\" duration=\"1\" timescale=\"0\"/>",
    )
    .replace("<Period>", "<PatchLocation/><Period>");
    let reading = reading(&text);
    let told: Vec<String> = reading.diagnostics.told().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().any(|told| told.starts_with("line 2: a timescale of 0")), "{told:?}");
    assert_eq!((reading.mpd.dynamic, reading.mpd.update), (false, None));
}

#[test]
fn a_manifest_is_known_by_its_beginning() {
    for text in ["<?xml version=\"1.0\"?>\n<MPD>", "\u{feff}  <MPD ", "<!-- c --><m:MPD xmlns:m=\"x\">", "<Patch/>"] {
        assert!(is_manifest(text.as_bytes()), "{text}");
    }
    for text in ["#EXTM3U", "<html>", "", "MPD"] {
        assert!(!is_manifest(text.as_bytes()), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text: String, cut in 0..WHOLE.len(), with in "[<>\"&;a-z0-9$%/-]{0,8}") {
        let url = crate::kit::net::parse_url("http://h/").unwrap();
        let _ = read(text.as_bytes(), &url);
        let mut broken = WHOLE.to_owned();
        if broken.is_char_boundary(cut) {
            broken.insert_str(cut, &with);
            if let Ok(reading) = read(broken.as_bytes(), &url) {
                let _ = master(&reading.mpd);
            }
        }
    }
}
