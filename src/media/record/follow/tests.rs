//! Copies of playlists as servers send them, and what is new in each.

use std::fmt::Write as _;

use super::*;
use crate::media::hls::{Context, Playlist, read};

/// A window of two-second segments called `PREFIX-NUMBER.ts`.
fn window(prefix: &str, numbers: Range<u64>) -> Media {
    let mut text = format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:{}\n", numbers.start);
    for number in numbers {
        let _ = writeln!(text, "#EXTINF:2,\nhttp://edge{number}.test/{prefix}-{number}.ts?token={number}");
    }
    let Playlist::Media(media) = read(text.as_bytes(), &Context::default()).unwrap().playlist else { panic!() };
    media
}

fn dated(prefix: &str, numbers: Range<u64>, second: u64) -> Media {
    let mut media = window(prefix, numbers);
    for (index, segment) in media.segments.iter_mut().enumerate() {
        segment.date = Some(Moment { unix_ms: (second as i64 + 2 * index as i64) * 1000 });
    }
    media
}

fn anew(fresh: Range<usize>) -> Step {
    Step::Take { fresh, missed: None, anew: true }
}

fn took(fresh: Range<usize>) -> Step {
    Step::Take { fresh, missed: None, anew: false }
}

#[test]
fn each_segment_is_taken_once() {
    let mut follow = Follow::default();
    assert_eq!(follow.step(&window("a", 10..13)), took(0..3));
    assert_eq!(follow.step(&window("a", 10..13)), Step::Same);
    assert_eq!(follow.step(&window("a", 11..15)), took(2..4));
    assert_eq!(follow.step(&window("a", 15..15)), Step::Same);
    assert_eq!(follow.step(&window("a", 15..16)), took(0..1));
}

#[test]
fn what_slid_out_of_the_window_is_missing() {
    let mut follow = Follow::default();
    follow.step(&window("a", 0..3));
    let missed = Missed { sequence: 3, count: 5, duration: Duration::from_secs(10), date: None };
    assert_eq!(follow.step(&window("a", 8..10)), Step::Take { fresh: 0..2, missed: Some(missed), anew: false });
}

#[test]
fn dates_tell_how_long_it_was() {
    let mut follow = Follow::default();
    follow.step(&dated("a", 0..3, 100));
    let date = Some(Moment { unix_ms: 106_000 });
    let missed = Missed { sequence: 3, count: 2, duration: Duration::from_secs(7), date };
    assert_eq!(follow.step(&dated("a", 5..6, 113)), Step::Take { fresh: 0..1, missed: Some(missed), anew: false });
}

#[test]
fn an_old_copy_is_no_new_beginning() {
    let mut follow = Follow::default();
    follow.step(&window("a", 10..16));
    assert_eq!(follow.step(&window("a", 9..15)), Step::Same);
    assert_eq!(follow.step(&window("a", 12..17)), took(4..5));
}

#[test]
fn an_encoder_that_begins_anew_is_followed() {
    let mut follow = Follow::default();
    follow.step(&window("a", 100..103));
    assert_eq!(follow.step(&window("a", 0..2)), Step::Same, "it may be an old copy");
    assert_eq!(follow.step(&window("a", 0..2)), Step::Same, "the same one again");
    assert_eq!(follow.step(&window("a", 0..3)), anew(0..3));
    assert_eq!(follow.step(&window("a", 0..4)), took(3..4));
    assert_eq!(follow.step(&window("b", 0..4)), Step::Same, "other segments: once is no proof");
    assert_eq!(follow.step(&window("b", 0..4)), anew(0..4), "the same numbers, other segments");
}

#[test]
fn an_encoder_that_begins_anew_with_the_same_names_is_followed() {
    let mut follow = Follow::default();
    follow.step(&window("s", 0..5));
    assert_eq!(follow.step(&window("s", 2..7)), took(3..5));
    assert_eq!(follow.step(&window("s", 0..1)), Step::Same);
    assert_eq!(follow.step(&window("s", 0..2)), anew(0..2));
    assert_eq!(follow.step(&window("s", 0..3)), took(2..3));
    assert_eq!(follow.step(&window("s", 1..6)), took(2..5));
}

#[test]
fn one_that_ends_at_once_is_followed_too() {
    let mut follow = Follow::default();
    follow.step(&window("s", 30..35));
    let ended = Media { ended: true, ..window("s", 0..3) };
    assert_eq!(follow.step(&ended), anew(0..3));
}

#[test]
fn dates_tell_an_old_copy_from_a_new_beginning() {
    let mut follow = Follow::default();
    follow.step(&dated("s", 0..9, 100));
    assert_eq!(follow.step(&dated("s", 0..2, 100)), Step::Same);
    assert_eq!(follow.step(&dated("s", 0..3, 100)), Step::Same, "a cache that is slow, not another encoder");
    assert_eq!(follow.step(&dated("s", 0..1, 130)), Step::Same);
    let missed =
        Missed { sequence: 9, count: 0, duration: Duration::from_secs(12), date: Some(Moment { unix_ms: 118_000 }) };
    assert_eq!(follow.step(&dated("s", 0..2, 130)), Step::Take { fresh: 0..2, missed: Some(missed), anew: true });
}

#[test]
fn one_old_copy_from_a_cache_changes_nothing() {
    let mut follow = Follow::default();
    for numbers in [10..12, 11..13, 12..14] {
        follow.step(&window("a", numbers));
    }
    assert_eq!(follow.step(&window("a", 0..2)), Step::Same);
    assert_eq!(follow.step(&window("a", 13..15)), took(1..2));
    assert_eq!(follow.step(&window("a", 1..3)), Step::Same, "and another one later");
    assert_eq!(follow.step(&window("a", 12..14)), Step::Same, "and one that is less old");
    assert_eq!(follow.step(&window("a", 13..15)), Step::Same);
    assert_eq!(follow.step(&window("a", 14..16)), took(1..2));
}

/// A window that slides, and always numbers from 0.
fn numbered_from_0(names: Range<u64>) -> Media {
    let mut media = window("a", names);
    for (number, segment) in media.segments.iter_mut().enumerate() {
        segment.sequence = number as u64;
    }
    media
}

#[test]
fn names_decide_where_the_numbers_lie() {
    let mut follow = Follow::default();
    assert_eq!(follow.step(&numbered_from_0(0..4)), took(0..4));
    assert_eq!(follow.step(&numbered_from_0(1..5)), took(3..4));
    assert_eq!(follow.step(&numbered_from_0(1..5)), Step::Same);
    assert_eq!(follow.step(&numbered_from_0(3..7)), took(2..4));
}

#[test]
fn numbers_decide_where_the_names_lie() {
    let mut follow = Follow::default();
    assert_eq!(follow.step(&window("token1", 0..4)), took(0..4));
    assert_eq!(follow.step(&window("token2", 1..5)), Step::Same);
    assert_eq!(follow.step(&window("token3", 2..6)), took(2..4));
    assert_eq!(follow.step(&window("token4", 3..7)), took(3..4));
}

#[test]
fn dates_tell_where_another_place_with_other_numbers_goes_on() {
    let mut follow = Follow::default();
    follow.step(&dated("a", 0..9, 100));
    assert_eq!(follow.step(&dated("a", 7005..7011, 112)), took(3..6));
    assert_eq!(follow.step(&dated("a", 7006..7012, 114)), took(5..6));
}

#[test]
fn a_stream_that_was_kept_goes_on_behind_what_was_recorded_live() {
    let seen: Vec<(u64, u64)> =
        window("s", 0..6).segments.iter().map(|segment| (segment.sequence + 5000, name_of(segment))).collect();
    let mut follow = Follow::behind(&seen, Some(5006));
    let kept = Media { ended: true, ..window("s", 0..12) };
    assert_eq!(follow.step(&kept), took(6..12));
}

#[test]
fn numbers_that_jump_beyond_reason_are_another_clock() {
    let mut follow = Follow::default();
    follow.step(&window("a", 0..3));
    assert_eq!(follow.step(&window("a", 1_000_000_000..1_000_000_002)), anew(0..2));
}

#[test]
fn a_recording_is_continued_behind_its_end() {
    let media = window("a", 5..9);
    let seen: Vec<(u64, u64)> =
        media.segments[..2].iter().map(|segment| (segment.sequence, name_of(segment))).collect();
    let mut follow = Follow::behind(&seen, Some(7));
    assert_eq!(follow.step(&media), took(2..4));
    let mut behind_a_gap = Follow::behind(&seen, Some(8));
    assert_eq!(behind_a_gap.step(&media), took(3..4));
}
