//! Which segments there are and when.

use std::time::Duration;

use proptest::prelude::*;

use super::{mpd, one};
use crate::media::dash::model::{Mpd, Representation};
use crate::media::dash::timeline::{Endless, MOST, Piece, Window, pieces};

fn representation(mpd: &Mpd) -> &Representation {
    &mpd.periods[0].sets[0].representations[0]
}

fn all(text: &str, window: Option<Window>) -> Result<Vec<Piece>, Endless> {
    let mpd = mpd(text);
    pieces(&mpd.periods[0], &representation(&mpd).segments, window)
}

/// Number, time, start and length in milliseconds.
fn told(pieces: &[Piece]) -> Vec<(u64, u64, i128, u128)> {
    let one = |piece: &Piece| (piece.number, piece.time, piece.start_ns / 1_000_000, piece.duration.as_millis());
    pieces.iter().map(one).collect()
}

const SECOND: i128 = 1_000_000_000;

#[test]
fn even_segments_fill_the_period_and_the_last_is_short() {
    let text = one(
        "mediaPresentationDuration=\"PT5S\"",
        "<SegmentTemplate media=\"$Number$\" timescale=\"1000\" duration=\"2000\" startNumber=\"7\"/>",
    );
    assert_eq!(told(&all(&text, None).unwrap()), [(7, 0, 0, 2000), (8, 2000, 2000, 2000), (9, 4000, 4000, 1000)]);
    let text = one(
        "mediaPresentationDuration=\"PT60S\"",
        "<SegmentTemplate media=\"$Number$\" duration=\"2\" endNumber=\"2\"/>",
    );
    assert_eq!(all(&text, None).unwrap().len(), 2);
    let endless = one("", "<SegmentTemplate media=\"$Number$\" duration=\"2\"/>");
    assert_eq!(all(&endless, None), Err(Endless::NoEnd { line: 1 }));
}

#[test]
fn what_is_listed_is_there_whatever_the_period_says_of_its_end() {
    let list = "<SegmentList duration=\"2\"><SegmentURL media=\"a\"/><SegmentURL media=\"b\"/><SegmentURL media=\"c\"/></SegmentList>";
    for (length, last) in [("PT4S", 2000), ("PT5S", 1000), ("PT60S", 2000)] {
        let text = one(&format!("mediaPresentationDuration=\"{length}\""), list);
        let told = told(&all(&text, None).unwrap());
        assert_eq!(told.last(), Some(&(3, 4, 4000, last)), "{length}");
    }
}

#[test]
fn even_segments_do_not_drift() {
    let text = one(
        "mediaPresentationDuration=\"PT3600S\"",
        "<SegmentTemplate media=\"$Number$\" timescale=\"48000\" duration=\"96256\"/>",
    );
    let pieces = all(&text, None).unwrap();
    assert!(pieces.windows(2).all(|pair| pair[0].end_ns() == pair[1].start_ns));
    assert_eq!(pieces.last().unwrap().end_ns(), 3600 * SECOND);
}

#[test]
fn a_timeline_repeats_and_goes_on_to_the_end() {
    let timeline = "<SegmentTemplate media=\"$Time$\" timescale=\"10\" presentationTimeOffset=\"100\"><SegmentTimeline>\
                    <S t=\"100\" d=\"20\" r=\"1\"/><S d=\"10\"/><S d=\"20\" r=\"-1\"/></SegmentTimeline></SegmentTemplate>";
    let text = one("mediaPresentationDuration=\"PT8S\"", timeline);
    let expected =
        [(1, 100, 0, 2000), (2, 120, 2000, 2000), (3, 140, 4000, 1000), (4, 150, 5000, 2000), (5, 170, 7000, 2000)];
    assert_eq!(told(&all(&text, None).unwrap()), expected);
    // Up to the next run that says when it begins.
    let until = timeline.replace("<S d=\"20\" r=\"-1\"/>", "<S d=\"20\" r=\"-1\"/><S t=\"190\" d=\"5\"/>");
    let last = *told(&all(&one("mediaPresentationDuration=\"PT10S\"", &until), None).unwrap()).last().unwrap();
    assert_eq!(last, (6, 190, 9000, 500));
    assert!(matches!(all(&one("", timeline), None), Err(Endless::NoEnd { .. })));
}

#[test]
fn a_hole_in_a_timeline_is_a_piece_that_is_not_there() {
    let timeline = "<SegmentTemplate media=\"$Time$\"><SegmentTimeline><S t=\"0\" d=\"2\"/><S t=\"6\" d=\"2\"/>\
                    </SegmentTimeline></SegmentTemplate>";
    let pieces = all(&one("mediaPresentationDuration=\"PT8S\"", timeline), None).unwrap();
    let holes: Vec<(i128, bool)> = pieces.iter().map(|piece| (piece.start_ns / SECOND, piece.hole)).collect();
    assert_eq!(holes, [(0, false), (2, true), (6, false)]);
    assert_eq!(pieces[1].duration, Duration::from_secs(4));
}

#[test]
fn only_what_is_whole_is_live() {
    let text = one(
        "type=\"dynamic\" availabilityStartTime=\"2026-01-01T00:00:00Z\"",
        "<SegmentTemplate media=\"$Number$\" duration=\"2\" availabilityTimeOffset=\"1.5\"/>",
    )
    .replace("<Period>", "<Period start=\"PT0S\">");
    let window = |from: i128, now_ms: i128| Some(Window { from_ns: from * SECOND, now_ns: now_ms * 1_000_000 });
    assert!(all(&text, window(-60, 1999)).unwrap().is_empty());
    assert_eq!(told(&all(&text, window(-60, 4500)).unwrap()), [(1, 0, 0, 2000), (2, 2, 2000, 2000)]);
    assert_eq!(told(&all(&text, window(5, 9000)).unwrap()), [(3, 4, 4000, 2000), (4, 6, 6000, 2000)]);
    let endless = text.replace("PT0S", "PT1S").replace("1.5", "INF");
    assert_eq!(all(&endless, window(0, 9000)).unwrap().len(), 4, "nothing is there for ever");
    let since_1970 = all(&text, Some(Window { from_ns: 0, now_ns: 60 * 365 * 86400 * SECOND })).unwrap();
    assert_eq!(since_1970.len() as u64, MOST, "the newest of many");
}

#[test]
fn no_count_makes_us_work_for_ever() {
    let huge = i64::MAX;
    for timeline in
        [format!("<S d=\"1\" r=\"{huge}\"/>"), format!("<S t=\"0\" d=\"1\" r=\"-1\"/><S t=\"{}\" d=\"1\"/>", u64::MAX)]
    {
        let text = format!(
            "<SegmentTemplate media=\"$Time$\"><SegmentTimeline>{timeline}</SegmentTimeline></SegmentTemplate>"
        );
        assert_eq!(all(&one("", &text), None), Err(Endless::TooMany { line: 1 }));
        let live = all(&one("", &text), Some(Window { from_ns: 0, now_ns: SECOND })).unwrap();
        assert!(live.len() as u64 <= MOST);
    }
    let even = format!("<SegmentTemplate media=\"$Number$\" duration=\"1\" timescale=\"{}\"/>", u32::MAX);
    assert_eq!(all(&one("mediaPresentationDuration=\"P300Y\"", &even), None), Err(Endless::TooMany { line: 1 }));
    let numbers = format!(
        "<SegmentTemplate media=\"$Number$\" duration=\"{0}\" startNumber=\"{0}\" endNumber=\"{0}\" presentationTimeOffset=\"{0}\"/>",
        u64::MAX
    );
    assert_eq!(all(&one("mediaPresentationDuration=\"P300Y\"", &numbers), None).unwrap().len(), 1);
}

proptest! {
    #[test]
    fn no_numbers_panic(
        numbers in proptest::collection::vec(prop_oneof![Just(0), Just(1), 0..100_u64, any::<u64>()], 8),
        repeats in proptest::collection::vec(prop_oneof![Just(-1_i64), 0..5_i64, any::<i64>()], 3),
        scale in 1_u64..=u64::from(u32::MAX), now: i64, from: i64, kind in 0..3_u8,
    ) {
        let [start, offset, t1, d1, t2, d2, first, end] = numbers[..] else { panic!() };
        let timeline = format!(
            "<SegmentTimeline><S t=\"{t1}\" d=\"{}\" r=\"{}\"/><S t=\"{t2}\" d=\"{}\" r=\"{}\"/><S d=\"{}\" r=\"{}\"/></SegmentTimeline>",
            d1.max(1), repeats[0], d2.max(1), repeats[1], d1.max(1), repeats[2]
        );
        let (media, inner) = match kind {
            0 => ("$Time$", timeline),
            1 => ("$Number$", String::new()),
            _ => ("$Number$", timeline),
        };
        let text = format!(
            "<MPD><Period start=\"PT{}S\"><AdaptationSet mimeType=\"video/mp4\"><SegmentTemplate media=\"{media}\" \
             timescale=\"{scale}\" duration=\"{}\" presentationTimeOffset=\"{offset}\" startNumber=\"{first}\" \
             endNumber=\"{end}\">{inner}</SegmentTemplate><Representation id=\"v\"/></AdaptationSet></Period></MPD>",
            start % 1_000_000_000, d2.max(1)
        );
        for window in [None, Some(Window { from_ns: i128::from(from), now_ns: i128::from(now) })] {
            if let Ok(pieces) = all(&text, window) {
                prop_assert!(pieces.len() as u64 <= MOST + 3);
                prop_assert!(pieces.windows(2).all(|pair| pair[0].number <= pair[1].number));
            }
        }
    }
}
