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

/// A window that always numbers from 0, of these references.
fn unnumbered(references: impl IntoIterator<Item = String>) -> Media {
    let mut text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n".to_owned();
    for reference in references {
        let _ = writeln!(text, "#EXTINF:2,\n{reference}");
    }
    let Playlist::Media(media) = read(text.as_bytes(), &Context::default()).unwrap().playlist else { panic!() };
    media
}

#[test]
fn names_that_are_alike_but_for_their_folder_or_query_tell() {
    type Reference = fn(u64, u64) -> String;
    let references: [Reference; 6] = [
        |number, _| format!("seg.ts?n={number}"),
        |number, copy| format!("seg.ts?n={number}&token=t{copy}&expires={}", 9000 + copy),
        |number, copy| format!("http://edge{copy}.test/live/{number}/seg.ts?token=t{number}x{copy}"),
        |number, copy| format!("/{copy}/{number}/media/seg.ts"),
        |number, _| format!("seg.ts?token={number}"),
        |number, copy| format!("chunk.ts?session={copy}&at={number}&track=1#x"),
    ];
    for (index, reference) in references.into_iter().enumerate() {
        let copy = |number: u64, numbers: Range<u64>| unnumbered(numbers.map(|at| reference(at, number)));
        let mut follow = Follow::default();
        assert_eq!(follow.step(&copy(0, 0..4)), took(0..4), "{index}");
        assert_eq!(follow.step(&copy(1, 0..4)), Step::Same, "{index}");
        assert_eq!(follow.step(&copy(2, 1..5)), took(3..4), "{index}");
        assert_eq!(follow.step(&copy(3, 3..7)), took(2..4), "{index}");
    }
}

#[test]
fn names_that_become_alike_later_tell_from_then_on() {
    let mut follow = Follow::default();
    let copy = |numbers: Range<u64>| unnumbered(numbers.map(|number| format!("{number}/seg.ts")));
    assert_eq!(follow.step(&copy(0..1)), took(0..1));
    assert_eq!(follow.step(&copy(0..3)), took(1..3));
    assert_eq!(follow.step(&copy(2..5)), took(1..3));
}

#[test]
fn an_advertisement_that_comes_again_does_not_make_tokens_names() {
    let mut follow = Follow::default();
    let name = |number: u64| if number.is_multiple_of(2) { "slate".to_owned() } else { format!("s{number}") };
    let copy = |copy: u64, numbers: Range<u64>| {
        let first = numbers.start;
        let mut media = unnumbered(numbers.map(|number| format!("{}.ts?token={number}x{copy}", name(number))));
        media.segments.iter_mut().zip(first..).for_each(|(segment, number)| segment.sequence = number);
        media
    };
    assert_eq!(follow.step(&copy(0, 1..6)), took(0..5));
    assert_eq!(follow.step(&copy(1, 2..8)), took(4..6));
}

#[test]
fn a_window_without_numbers_that_has_moved_on_is_gone_on_with() {
    let mut follow = Follow::default();
    follow.step(&numbered_from_0(0..4));
    assert_eq!(follow.step(&numbered_from_0(20..24)), Step::Same, "it may be a copy of something else");
    assert_eq!(follow.step(&numbered_from_0(21..25)), anew(0..4));
    assert_eq!(follow.step(&numbered_from_0(22..26)), took(3..4));
}

#[test]
fn dates_tell_where_numbers_and_names_lie() {
    let copy = |token: u64, numbers: Range<u64>| {
        let second = 100 + 2 * numbers.start as i64;
        let mut media = unnumbered(numbers.map(|number| format!("{token}x{number}.ts")));
        for (index, segment) in media.segments.iter_mut().enumerate() {
            segment.date = Some(Moment { unix_ms: (second + 2 * index as i64) * 1000 });
        }
        media
    };
    let mut follow = Follow::default();
    assert_eq!(follow.step(&copy(1, 0..4)), took(0..4));
    assert_eq!(follow.step(&copy(2, 0..4)), Step::Same);
    assert_eq!(follow.step(&copy(3, 1..5)), took(3..4));
    assert_eq!(follow.step(&copy(4, 9..12)), Step::Same, "once is no proof");
    assert_eq!(follow.step(&copy(5, 3..6)), took(2..3), "nor was it one");
    // Names are known to lie by then.
    assert_eq!(follow.step(&copy(6, 12..15)), Step::Same);
    let missed = |sequence, seconds, at: i64| {
        let date = Some(Moment { unix_ms: at * 1000 });
        Some(Missed { sequence, count: 0, duration: Duration::from_secs(seconds), date })
    };
    assert_eq!(follow.step(&copy(7, 13..16)), Step::Take { fresh: 0..3, missed: missed(3, 14, 112), anew: false });
    assert_eq!(follow.step(&copy(8, 14..17)), took(2..3));
}

#[test]
fn where_nothing_tells_what_is_new_that_is_said_once() {
    let copy = |token: u64| unnumbered((0..4).map(|number| format!("{token}x{number}.ts")));
    let mut follow = Follow::default();
    follow.step(&copy(0));
    let steps: Vec<Step> = (1..20).map(|token| follow.step(&copy(token))).collect();
    let lost = |step: &&Step| matches!(step, Step::Lost(Missed { sequence: 4, count: 0, .. }));
    assert_eq!(steps.iter().filter(lost).count(), 1, "{steps:?}");
    assert_eq!(steps.iter().filter(|step| **step == Step::Same).count(), 18);
    let mut ended = Follow::default();
    for token in 0..3 {
        ended.step(&copy(token));
    }
    assert!(lost(&&ended.step(&Media { ended: true, ..copy(3) })));
}

#[test]
fn numbers_that_told_once_are_believed_when_a_stream_stands_still() {
    let mut follow = Follow::default();
    for (token, numbers) in [(1, 0..4), (2, 1..5), (3, 2..6)] {
        follow.step(&window(&format!("token{token}"), numbers));
    }
    for token in 4..20 {
        assert_eq!(follow.step(&window(&format!("token{token}"), 2..6)), Step::Same);
    }
    assert_eq!(follow.step(&window("token20", 3..7)), took(3..4));
}

/// What is taken of a stream that never numbers: windows of `length` segments called by `name`, at each second the next.
fn taken(length: u64, end: u64, dated: bool, name: impl Fn(u64) -> String) -> (Vec<u64>, Vec<Step>) {
    let (mut follow, mut all, mut steps) = (Follow::default(), Vec::new(), Vec::new());
    for first in 0..end {
        let mut media = unnumbered((first..first + length).map(&name));
        if dated {
            for (segment, number) in media.segments.iter_mut().zip(first..) {
                segment.date = Some(Moment { unix_ms: number as i64 * 2000 });
            }
        }
        // Every other copy comes twice.
        for _ in 0..=first % 2 {
            let step = follow.step(&media);
            if let Step::Take { fresh, .. } = &step {
                all.extend(fresh.clone().map(|index| first + index as u64));
            }
            steps.push(step);
        }
    }
    (all, steps)
}

#[test]
fn names_that_come_round_again_tell_by_where_copies_overlap() {
    for length in [2, 4] {
        let (all, _) = taken(length, 40, false, |number| format!("s{}.ts", number % 6));
        assert_eq!(all, (0..39 + length).collect::<Vec<u64>>(), "a ring, {length}");
    }
    let slate = |number: u64| if (6..9).contains(&number) { "slate.ts".to_owned() } else { format!("s{number}.ts") };
    let (all, _) = taken(4, 20, false, slate);
    assert_eq!(all, (0..23).collect::<Vec<u64>>(), "a slate that is shorter than the window");
}

#[test]
fn dates_tell_what_is_new_whatever_the_names() {
    let slate = |number: u64| if (6..13).contains(&number) { "slate.ts".to_owned() } else { format!("s{number}.ts") };
    for length in [1, 2, 4] {
        for (which, name) in
            [("ring", &(|number: u64| format!("s{}.ts", number % 10)) as &dyn Fn(u64) -> String), ("slate", &slate)]
        {
            let (all, steps) = taken(length, 40, true, name);
            assert_eq!(all, (0..39 + length).collect::<Vec<u64>>(), "{which}, {length}");
            let odd = |step: &&Step| !matches!(step, Step::Same | Step::Take { missed: None, anew: false, .. });
            assert_eq!(steps.iter().find(odd), None, "{which}, {length}");
        }
    }
}

#[test]
fn a_window_of_one_segment_is_followed_by_its_name_or_it_is_said_that_nothing_tells() {
    let (all, _) = taken(1, 20, false, |number| format!("s{number}.ts"));
    assert_eq!(all, (0..20).collect::<Vec<u64>>());
    for (length, name) in
        [(1, &(|number: u64| format!("x.ts?n={number}")) as &dyn Fn(u64) -> String), (3, &|_| "x.ts".to_owned())]
    {
        let (all, steps) = taken(length, 20, false, name);
        assert_eq!(all, (0..length).collect::<Vec<u64>>());
        assert_eq!(steps.iter().filter(|step| matches!(step, Step::Lost(_))).count(), 1, "{steps:?}");
    }
}
