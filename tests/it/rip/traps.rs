//! The traps of the standard that only a whole recording shows, and where each of all of them has its test.
//!
//! | trap | test |
//! |---|---|
//! | 1 scope of keys, formats, NONE, DRM named | `media::hls::tests::traps`, `dropped::{method_none_ends_encryption, several_keys_hold_side_by_side, keys_and_maps_hold_until_the_next}`, `media::segment::the_plain_key_opens_and_drm_is_named`, `fetching::keys_rotate_are_left_and_are_asked_for_once` |
//! | 2 vectors: number of the segment, padding, one URI | `media::segment::a_missing_vector_is_the_number_of_the_segment`, `hls::value::vectors_are_padded_on_the_left`, `hls::tests::traps::vectors_change_with_each_segment_though_the_key_stays` |
//! | 3 CBC begins anew with each segment and range; padding; cut bodies | `fetching::an_end_without_padding_is_taken_and_told`, here `each_range_is_locked_by_itself`, `a_body_that_is_no_whole_block_is_asked_for_once_more` |
//! | 4 byte ranges | `hls::tests::traps::a_range_without_an_offset_…`, `the_range_of_a_map_begins_at_0_…`, `fetching::{ranges_are_taken_…, another_range_than_asked_for_is_not_taken}` |
//! | 5 maps that change | `hls::tests::traps::a_later_map_holds_…`, `fetching::an_initialisation_is_written_where_it_changes`, `media::mp4::tests::another_initialisation_describes_the_same_tracks` |
//! | 6 discontinuities, 33 bits | `hls::tests::traps::the_number_of_discontinuities_is_no_discontinuity`, `media::mux::tests::timelines_follow_each_other_…`, `media::subtitles::times_go_on_where_33_bits_end`, `peers: rip_mp4::times_go_on_where_33_bits_end` |
//! | 7 groups, redundant variants | `hls::tests::traps::a_rendition_without_a_uri_…`, `dropped::one_bad_attribute_…`, `media::select::tests::redundant_variants_are_places_of_one`, here `sound_alone_that_is_named_twice_is_recorded_once` |
//! | 8 gaps, playlists of pictures | `trouble::a_gap_that_the_playlist_tells_of_is_not_asked_for`, `hls::tests::traps::playlists_of_pictures_are_listed_apart`, here `pictures_for_seeking_are_never_the_best` |
//! | 9 deltas | `hls::tests::traps::what_a_delta_leaves_out_…` |
//! | 10 parts and hints | `hls::tests::{traps::parts_belong_to_…, dropped::tags_behind_the_last_segment_are_kept}`, here `parts_are_not_recorded_beside_their_segments` |
//! | 11 variables | `hls::tests::traps::{variables_are_replaced_…, a_variable_that_nobody_defined_…}`, here `variables_of_the_master_hold_in_its_playlists` |
//! | 12 steering | `hls::tests::traps::steering_is_read` |
//! | 13 dates | `hls::tests::{traps::dates_are_reckoned_…, dropped::the_dates_of_ffmpeg_are_read}`, `hls::date::every_form_of_a_zone_is_read` |
//! | 14 bytes | `hls::tests::traps::{a_text_is_read_in_whatever_bytes_it_comes, what_is_no_playlist_is_named, the_kinds_are_told_apart_…}` |
//! | 15 references | `media::segment::references_of_every_kind_…`, `choice::{references_belong_to_where_a_redirect_leads, the_query_of_a_playlist_goes_along_…}` |
//! | 16 numbers | `hls::tests::{traps::{durations_add_up_exactly, a_missing_target_…, numbers_that_are_none_…}, dropped::{a_title_may_have_commas, durations_that_are_none_are_told, a_target_duration_may_be_a_fraction}}` |
//! | 17 live | `live::*`, `hours::*`, `media::record::follow`, `hls::tests::traps::only_an_end_or_vod_ends_a_stream` |
//! | 18 subtitles | `media::subtitles`, here `cues_that_segments_repeat_are_one_and_their_times_those_of_the_recording` |
//! | 19 disguised segments | `fetching::a_picture_in_front_of_a_segment_is_taken_off`, `media::record::container`, here `a_picture_may_be_inside_the_lock` |
//! | 20 fragments one behind the other | `movie::*`, `media::mp4::tests`, `peers: rip_mp4::{fragments_become_one_file, edit_lists_keep_sound_at_its_picture}` |
//!
//! What m3u8-rs does to a text is tested row by row in `media::hls::tests::dropped`.

use super::fetching::lock;
use super::stream::*;
use crate::support::cli::World;

/// A key for everything.
const KEY: [u8; 16] = [7; 16];

// 3.
#[test]
fn each_range_is_locked_by_itself() {
    let text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"/k\"\n#EXTINF:2,\n\
                #EXT-X-BYTERANGE:LENGTH@0\n/all.ts\n#EXTINF:2,\n#EXT-X-BYTERANGE:LENGTH\n/all.ts\n#EXT-X-ENDLIST\n";
    let parts = [lock(&segment(0), KEY, 0), lock(&segment(1), KEY, 1)];
    let text = text.replace("LENGTH", &parts[0].len().to_string());
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => Some(ok(&text)),
        "/k" => Some(ok(KEY)),
        "/all.ts" => Some(ok(parts.concat())),
        _ => None,
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert!(said.code == Some(0) && recorded(&world) == segments(2), "{}", said.err);
}

#[test]
fn a_body_that_is_no_whole_block_is_asked_for_once_more() {
    for (cuts, told) in [(1, false), (usize::MAX, true)] {
        let text = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"/k\"\n#EXTINF:2,\n/1.ts\n#EXT-X-ENDLIST\n";
        let times = std::sync::atomic::AtomicUsize::new(0);
        let server = serve(0, move |request| match path(request) {
            "/x.m3u8" => Some(ok(text)),
            "/k" => Some(ok(KEY)),
            "/1.ts" => {
                let body = lock(&segment(1), KEY, 0);
                let is_cut = times.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < cuts;
                Some(ok(if is_cut { &body[..body.len() - 5] } else { &body[..] }))
            }
            _ => None,
        });
        let world = World::new();
        let (_, said) = record(&world, &server, &[]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert_eq!(said.err.contains("its end is no whole block"), told, "{}", said.err);
        assert!(recorded(&world) == segment(1), "the last block held padding alone");
        assert_eq!(asked(&server).iter().filter(|path| *path == "/1.ts").count(), 2);
    }
}

// 7.
#[test]
fn sound_alone_that_is_named_twice_is_recorded_once() {
    let master = "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x\",DEFAULT=YES,URI=\"/sound.m3u8\"\n\
                  #EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"mp4a.40.2\",AUDIO=\"a\"\n/sound.m3u8\n";
    let server = serve(3, move |request| match path(request) {
        "/master.m3u8" => Some(ok(master)),
        "/sound.m3u8" => Some(ok(playlist(3))),
        _ => None,
    });
    let world = World::new();
    let said = rip(&world, &[&server.url("/master.m3u8"), "-o", "x.ts"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(files(&world), ["x.ts"]);
    assert_eq!(asked(&server).iter().filter(|path| *path == "/1.ts").count(), 1);
}

// 8.
#[test]
fn pictures_for_seeking_are_never_the_best() {
    let master = "#EXTM3U\n#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=3840x2160,URI=\"/i.m3u8\"\n\
                  #EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=640x360\n/x.m3u8\n";
    let server = serve(2, move |request| (path(request) == "/master.m3u8").then(|| ok(master)));
    let world = World::new();
    let said = rip(&world, &[&server.url("/master.m3u8"), "-o", "x.ts"]);
    assert!(said.code == Some(0) && recorded(&world) == segments(2), "{}", said.err);
}

// 10.
#[test]
fn parts_are_not_recorded_beside_their_segments() {
    let text = "#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:2\n#EXT-X-PART-INF:PART-TARGET=1\n\
                #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=3\n\
                #EXT-X-PART:DURATION=1,URI=\"/0.0.ts\"\n#EXT-X-PART:DURATION=1,URI=\"/0.1.ts\"\n#EXTINF:2,\n/0.ts\n\
                #EXTINF:2,\n/1.ts\n#EXT-X-PART:DURATION=1,URI=\"/2.0.ts\"\n#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"/2.1.ts\"";
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let server = serve(3, move |request| {
        (path(request) == "/x.m3u8").then(|| match turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => ok(text.replace("TARGETDURATION:2", "TARGETDURATION:0.2")),
            _ => ok(playlist(3)),
        })
    });
    let world = World::new();
    let (report, said) = record(&world, &server, &[]);
    assert!(said.code == Some(0) && recorded(&world) == segments(3), "{}", said.err);
    assert_eq!(report["missing_segments"], 0, "a part that is announced is no segment");
    let parts: Vec<String> = asked(&server).into_iter().filter(|path| path.matches('.').count() > 1).collect();
    assert_eq!(parts, [""; 0]);
}

// 11.
#[test]
fn variables_of_the_master_hold_in_its_playlists() {
    let master = "#EXTM3U\n#EXT-X-DEFINE:NAME=\"dir\",VALUE=\"0\"\n#EXT-X-DEFINE:QUERYPARAM=\"t\"\n\
                  #EXT-X-STREAM-INF:BANDWIDTH=1\n/one.m3u8?u={$t}\n";
    let one = "#EXTM3U\n#EXT-X-VERSION:11\n#EXT-X-TARGETDURATION:2\n#EXT-X-DEFINE:IMPORT=\"dir\"\n\
               #EXT-X-DEFINE:QUERYPARAM=\"u\"\n#EXTINF:2,\n/{$dir}.ts?t={$u}\n#EXTINF:2,\n/1.ts\n#EXT-X-ENDLIST\n";
    let server = serve(2, move |request| match path(request).split('?').next().unwrap() {
        "/master.m3u8" => Some(ok(master)),
        "/one.m3u8" => Some(ok(one)),
        "/0.ts" => Some(ok(segment(0))),
        _ => None,
    });
    let world = World::new();
    let said = rip(&world, &[&server.url("/master.m3u8?t=42"), "-o", "x.ts"]);
    assert!(said.code == Some(0) && recorded(&world) == segments(2), "{}", said.err);
    assert!(asked(&server).contains(&"/0.ts?t=42".to_owned()), "{:?}", asked(&server));
}

// 18.
#[test]
fn cues_that_segments_repeat_are_one_and_their_times_those_of_the_recording() {
    let master = "#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"English\",LANGUAGE=\"en\",URI=\"/t.m3u8\"\n\
                  #EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES=\"s\"\n/x.m3u8\n";
    let texts = playlist(2).replace(".ts", ".vtt");
    // Either order, a number below 0, and none at all: then the time is that of the presentation.
    let cue = |map: &str, cues: &str| format!("WEBVTT\n{map}\n\n{cues}\n");
    let first = cue("X-TIMESTAMP-MAP=MPEGTS:-90000,LOCAL:00:00:00.000", "00:02.000 --> 00:03.000\nOver");
    let second = cue("", "00:02.000 --> 00:02.500\nOver\n\n00:03.000 --> 00:04.000\nNext");
    let server = serve(2, move |request| match path(request) {
        "/master.m3u8" => Some(ok(master)),
        "/t.m3u8" => Some(ok(&texts)),
        "/0.vtt" => Some(ok(&first)),
        "/1.vtt" => Some(ok(&second)),
        _ => None,
    });
    let world = World::new();
    let said = rip(&world, &[&server.url("/master.m3u8"), "-o", "x.ts", "--subs", "en"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let text = std::fs::read_to_string(at(&world, "x.en.vtt")).unwrap();
    let all = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nOver\n\n00:00:03.000 --> 00:00:04.000\nNext\n";
    assert_eq!(text, all);
}

// 19.
#[test]
fn a_picture_may_be_inside_the_lock() {
    let text = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"/k\"\n#EXTINF:2,\n/1.png\n#EXT-X-ENDLIST\n";
    let server = serve(0, move |request| match path(request) {
        "/x.m3u8" => Some(ok(text)),
        "/k" => Some(ok(KEY)),
        "/1.png" => Some(ok(lock(&[&b"\x89PNG\r\n\x1a\n"[..], &[9; 100], &segment(1)].concat(), KEY, 0))),
        _ => None,
    });
    let world = World::new();
    let (_, said) = record(&world, &server, &[]);
    assert!(said.code == Some(0) && recorded(&world) == segment(1), "{}", said.err);
}
