//! Segments that are whole, cut, out of step, of another kind, and none at all.

use super::packets::{PLACES, places};
use super::*;
use crate::media::packing::SYNC;
use proptest::prelude::*;

/// Packets whose bytes are no syncs.
fn stream(count: usize, (step, sync): (usize, usize)) -> Vec<u8> {
    let mut packet = vec![0x11; step];
    packet[sync] = SYNC;
    packet.repeat(count)
}

/// Bytes of no kind, the same in every run; no text either.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    std::iter::once(0x03).chain(std::iter::repeat_with(&mut next).take(length - 1)).collect()
}

const TAG: &[u8] = b"ID3\x04\0\0\0\0\0\x02xx";

/// Frames of AAC, sixteen bytes each.
fn sound(count: usize) -> Vec<u8> {
    [&[0xff, 0xf1, 0x50, 0x80, 2, 0x1f, 0xfc][..], &[7; 9]].concat().repeat(count)
}

fn judged(bytes: &[u8], piece: Piece) -> Result<(), Damage> {
    Looks::default().judge(bytes, piece).map(|look| assert_eq!(look.front, 0))
}

impl Looks {
    /// The next segment of a stream; how many bytes stand before its first packet.
    fn next(&self, bytes: &[u8], piece: Piece) -> Result<usize, Damage> {
        let look = self.judge(bytes, piece)?;
        self.settle(std::iter::once(look));
        self.pass(look, bytes).map(|()| look.front)
    }
}

#[test]
fn packets_may_begin_behind_something_else() {
    for front in [1, 187, 188, 700, 20_000] {
        let bytes = [&noise(front)[..], &stream(40, STEPS[0])].concat();
        assert_eq!(Looks::default().next(&bytes, Piece::Whole), Ok(front));
        assert_eq!(Looks::default().next(&bytes[..front + 7 * PACKET], Piece::Whole), Err(Damage::Unknown));
    }
    let far = [&noise(SEARCHED)[..], &stream(40, STEPS[0])].concat();
    assert_eq!(Looks::default().next(&far, Piece::Whole), Err(Damage::Unknown));
}

#[test]
fn packets_of_every_step_are_whole_or_told() {
    for step in STEPS {
        for count in [1, 2, 3, 9, 40, 5000] {
            let whole = stream(count, step);
            if step.0 != PACKET && count < 3 {
                continue;
            }
            assert_eq!(judged(&whole, Piece::Whole), Ok(()), "{step:?} {count}");
            let cut = &whole[..whole.len() - 1];
            if count > 3 {
                assert_eq!(judged(cut, Piece::Whole), Err(Damage::Cut), "{step:?} {count}");
                assert_eq!(judged(cut, Piece::Closed), Ok(()), "{step:?} {count}");
            }
        }
    }
    assert_eq!(judged(&stream(1, STEPS[0])[..100], Piece::Whole), Err(Damage::Cut));
}

#[test]
fn packets_that_lose_their_step_are_damaged_and_one_bad_byte_is_not() {
    let whole = stream(4000, STEPS[0]);
    let mut lost = whole.clone();
    lost.drain(100_000..100_001);
    assert_eq!(judged(&lost, Piece::Whole), Err(Damage::Packets));
    let mut blank = whole.clone();
    blank[20 * PACKET..2000 * PACKET].fill(0);
    assert_eq!(judged(&blank, Piece::Whole), Err(Damage::Packets));
    let mut bad = whole;
    bad[5 * PACKET] = 0;
    assert_eq!(judged(&bad, Piece::Whole), Ok(()));
}

#[test]
fn noise_is_no_segment() {
    let noise = noise(20_000);
    for piece in [Piece::Whole, Piece::Closed] {
        assert_eq!(judged(&noise, piece), Err(Damage::Unknown));
    }
    let tagged = [TAG, b"\x56\xe0\x01"].concat();
    for media in [&tagged[..], b"WEBVTT\n", b"\x1f\x43\xb6\x75", &sound(3)] {
        assert_eq!(judged(media, Piece::Whole), Ok(()), "{}", media.escape_ascii());
    }
    for none in [TAG, &[TAG, b"{\"error\":1}"].concat()] {
        assert_eq!(judged(none, Piece::Whole), Err(Damage::Unknown), "{}", none.escape_ascii());
    }
    assert_eq!(judged(b"\0\0\0\x08moof\0\0", Piece::Whole), Err(Damage::Boxes));
}

#[test]
fn another_kind_than_that_of_the_recording_is_no_segment_of_it() {
    let looks = Looks::default();
    assert_eq!(looks.next(&stream(20, STEPS[0]), Piece::Whole), Ok(0));
    let fragment = b"\0\0\0\x08styp\0\0\0\x08moof\0\0\0\x08mdat";
    let others = [
        [TAG, &noise(5000)].concat(),
        [TAG, b"{\"error\":1}"].concat(),
        TAG.to_vec(),
        [b"\0\0\0\x10free12345678\0\0\x10\0ABCD", &noise(4088)[..]].concat(),
        fragment.to_vec(),
        sound(20),
        b"WEBVTT\n\n00:00.000 --> 00:01.000\nerror\n".to_vec(),
        stream(20, STEPS[1]),
    ];
    for piece in [Piece::Whole, Piece::Closed, Piece::Opened(Tail::Padded)] {
        for other in &others {
            assert!(looks.next(other, piece).is_err(), "{}", other[..8].escape_ascii());
        }
    }
    assert_eq!(
        looks.next(fragment, Piece::Whole).unwrap_err().to_string(),
        "the server sent fragmented MP4 in a stream of MPEG-TS"
    );
    assert_eq!(looks.next(&stream(20, STEPS[0]), Piece::Whole), Ok(0), "and it goes on");
    // One that brings its initialisation may be there.
    assert_eq!(looks.judge_init(b"\0\0\0\x08ftyp\0\0\0\x08moov", Piece::Whole).map(|look| look.front), Ok(0));
    assert_eq!(looks.next(fragment, Piece::Whole), Ok(0));
}

#[test]
fn packets_that_hold_nothing_are_told() {
    let nothing = [&[SYNC, 0x1f, 0xff, 0x10][..], &[0xff; PACKET - 4]].concat().repeat(50);
    assert_eq!(judged(&nothing, Piece::Whole), Err(Damage::Stuffing));
    assert_eq!(judged(&[nothing, stream(1, STEPS[0])].concat(), Piece::Whole), Ok(()));
}

#[test]
fn what_a_lock_leaves_behind_the_last_packet_is_no_cut() {
    let whole = stream(40, STEPS[0]);
    let left = |length: usize| stream(41, STEPS[0])[..whole.len() + length].to_vec();
    for (length, tail, is) in [
        (0, Tail::Padded, Ok(())),
        (5, Tail::Padded, Err(Damage::Cut)),
        (88, Tail::Padded, Err(Damage::Cut)),
        // What looked like the filling of a block was none.
        (187, Tail::Padded, Ok(())),
        (8, Tail::Unpadded, Ok(())),
        (20, Tail::Unpadded, Err(Damage::Cut)),
        (180, Tail::Cut(8), Ok(())),
        (100, Tail::Cut(8), Err(Damage::Cut)),
    ] {
        assert_eq!(judged(&left(length), Piece::Opened(tail)), is, "{length} {tail:?}");
    }
}

#[test]
fn frames_of_sound_follow_each_other_and_may_go_on() {
    let whole = sound(20);
    for bad in [noise(3000), vec![0; 500], [&whole[..48], &noise(3000)].concat()] {
        let looks = Looks::default();
        assert_eq!(looks.next(&whole, Piece::Whole), Ok(0));
        assert_eq!(looks.next(&bad, Piece::Whole), Err(Damage::Frames), "{}", bad[..8].escape_ascii());
        assert_eq!(looks.next(&[TAG, &bad].concat(), Piece::Whole), Err(Damage::Frames));
        assert_eq!(looks.next(&whole[..whole.len() - 3], Piece::Whole), Err(Damage::CutFrame));
        assert_eq!(looks.next(&[TAG, &whole].concat(), Piece::Whole), Ok(0));
    }
    assert_eq!(judged(&[&[0xff, 0xf1], &noise(3000)[..]].concat(), Piece::Whole), Err(Damage::Frames), "the first");
    // Cut anywhere, as some packagers do.
    let looks = Looks::default();
    for piece in [&whole[..75], &whole[75..150], &whole[150..]] {
        assert_eq!(looks.next(piece, Piece::Whole), Ok(0));
    }
    let mut bad = whole.clone();
    bad[5 * 16..5 * 16 + 7].fill(0);
    assert_eq!(looks.next(&bad, Piece::Whole), Ok(0), "one bad place is passed over");
}

#[test]
fn ranges_of_whole_boxes_are_all_of_whole_boxes() {
    let fragment = b"\0\0\0\x08moof\0\0\0\x0cmdat1234";
    let looks = Looks::default();
    assert_eq!(looks.next(fragment, Piece::Range), Ok(0));
    for bad in [noise(5000), vec![0; 300], fragment[..12].to_vec(), stream(9, STEPS[0])] {
        assert_eq!(looks.next(&bad, Piece::Range), Err(Damage::Boxes));
    }
    // Pieces of a file without an index.
    let looks = Looks::default();
    assert_eq!(looks.next(&fragment[..12], Piece::Begin), Ok(0));
    assert_eq!(looks.next(&noise(5000), Piece::Range), Ok(0));
    // The initialisation stands apart.
    let looks = Looks::default();
    assert_eq!(looks.judge_init(b"\0\0\0\x08ftyp\0\0\0\x08moov", Piece::Begin).map(|look| look.front), Ok(0));
    assert_eq!(looks.next(&noise(5000), Piece::Range), Err(Damage::Boxes));
    // A file begins like what it is.
    assert_eq!(judged(&noise(5000), Piece::Begin), Err(Damage::Unknown));
    assert_eq!(judged(&stream(40, STEPS[0])[..5000], Piece::Begin), Ok(()));
}

#[test]
fn ranges_begin_and_end_where_they_like_and_are_of_the_stream() {
    let whole = stream(100, STEPS[0]);
    let looks = Looks::default();
    assert_eq!(looks.next(&noise(20_000), Piece::Range), Ok(0), "a piece of a file without an index");
    assert_eq!(looks.next(&whole[..5000], Piece::Range), Ok(0));
    for begin in [1, 187, 188, 5000] {
        assert_eq!(looks.next(&whole[begin..begin + 7000], Piece::Range), Ok(0), "{begin}");
    }
    assert_eq!(looks.next(&noise(20_000), Piece::Range), Err(Damage::Packets));
}

#[test]
fn what_most_of_the_first_are_all_are() {
    let (packets, whole) = (stream(20, STEPS[0]), sound(20));
    let fragment = &b"\0\0\0\x08styp\0\0\0\x08moof\0\0\0\x08mdat"[..];
    let cut = &whole[..313];
    for (first, good, bad) in [
        ([fragment, &packets, &packets], &packets[..], fragment),
        ([&packets, fragment, &packets], &packets, fragment),
        ([&packets, fragment, fragment], fragment, &packets[..]),
        ([cut, &whole, &whole], &whole, cut),
        ([&whole, cut, &whole], &whole, cut),
    ] {
        let looks = Looks::default();
        let seen = first.map(|bytes| looks.judge(bytes, Piece::Whole).unwrap());
        assert!(!looks.are_known() && seen.iter().all(|look| look.early));
        looks.settle(seen.into_iter());
        for (look, bytes) in seen.into_iter().zip(first) {
            assert_eq!(looks.pass(look, bytes).is_ok(), bytes == good, "{}", bytes[..4].escape_ascii());
        }
        assert!(looks.next(good, Piece::Whole).is_ok() && looks.next(bad, Piece::Whole).is_err());
    }
    // Of equals the first, unless the initialisation tells.
    for (init, good) in [(None, &packets[..]), (Some(b"\0\0\0\x08ftyp\0\0\0\x08moov"), fragment)] {
        let looks = Looks::default();
        if let Some(init) = init {
            looks.judge_init(init, Piece::Whole).unwrap();
        }
        looks.settle([&packets[..], fragment].map(|bytes| looks.judge(bytes, Piece::Whole).unwrap()).into_iter());
        assert!(looks.next(good, Piece::Whole).is_ok());
        assert_eq!(looks.next(&packets, Piece::Whole).is_ok(), good == packets);
    }
}

#[test]
fn what_came_before_anything_was_known_is_looked_at_again() {
    let whole = sound(20);
    // Of a segment whose first frame began in the one before, with a tag or without.
    for tag in [&b""[..], TAG] {
        let (first, second) = ([tag, &whole[..75]].concat(), [tag, &whole[75..]].concat());
        let looks = Looks::default();
        let late = looks.judge(&second, Piece::Whole).unwrap();
        assert_eq!(looks.next(&first, Piece::Whole), Ok(0));
        assert_eq!(looks.pass(late, &second), Ok(()), "{}", tag.escape_ascii());
    }
    let looks = Looks::default();
    let (noise, late) = (noise(20_000), looks.judge(&noise(20_000), Piece::Range).unwrap());
    assert_eq!(looks.next(&stream(20, STEPS[0]), Piece::Begin), Ok(0));
    assert_eq!(looks.pass(late, &noise), Err(Damage::Packets));
}

#[test]
fn boxes_alone_are_neither_a_segment_nor_an_initialisation() {
    for none in [&b"\0\0\0\x08styp"[..], b"\0\0\0\x08mdat", b"\0\0\0\x08ftyp\0\0\0\x08moov", b"\0\0\0\x08mfra"] {
        assert_eq!(judged(none, Piece::Whole), Err(Damage::NoFragment), "{}", none.escape_ascii());
    }
    for media in [&b"\0\0\0\x08moof\0\0\0\x08mdat"[..], b"\0\0\0\x08ftyp\0\0\0\x08moov\0\0\0\x08mdat"] {
        assert_eq!(judged(media, Piece::Whole), Ok(()), "{}", media.escape_ascii());
    }
    let init = |bytes: &[u8]| Looks::default().judge_init(bytes, Piece::Whole).map(|look| look.front);
    assert_eq!(init(b"\0\0\0\x08moof\0\0\0\x08mdat"), Err(Damage::NoMovie));
    assert_eq!(init(b"\0\0\0\x08ftyp\0\0\0\x08moov"), Ok(0));
    assert_eq!(init(&stream(2, STEPS[0])), Ok(0));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes: Vec<u8>, count in 0_usize..3000) {
        let pieces = [Piece::Whole, Piece::Closed, Piece::Range, Piece::Begin, Piece::Opened(Tail::Unpadded)];
        for piece in pieces {
            let looks = Looks::default();
            let _ = looks.next(&sound(1), piece);
            let _ = (looks.next(&[&sound(2), &bytes[..]].concat(), piece), looks.judge_init(&bytes, piece));
            let looks = Looks::default();
            let _ = looks.next(&stream(1, STEPS[0]), piece);
            let _ = (looks.next(&bytes, piece), judged(&[&[SYNC][..], &bytes].concat(), piece));
        }
        let all: Vec<usize> = places(count).collect();
        prop_assert!(all.len() <= FIRST + PLACES && all.is_sorted_by(|one, other| one < other));
        prop_assert_eq!(all.last().copied(), count.checked_sub(1));
    }
}
